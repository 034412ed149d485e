/* What a name, a template or an argument of the rulebook stands for in one decision. */
#include "vend/engine.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/base_impl.h"

const char *weir_type_name(enum weir_type type)
{
    static const char *const names[] = {
        "absent", "text",           "number",        "boolean",   "list of texts", "tags",         "structure",
        "role",   "lake",           "table name",    "table",     "access",        "registration", "policies",
        "scope",  "condition keys", "SAML provider", "assertion", "warehouse",     "partition",    "places",
    };
    return (size_t)type < sizeof names / sizeof names[0] ? names[type] : "unknown";
}

WEIR_PRINTF(3, 0)
static enum weir_status format_list(struct weir_arena *arena, struct weir_str *text, const char *format, va_list list)
{
    char most[256]; /* what nearly every text fits, so that it is formatted once */
    va_list again;
    va_copy(again, list);
    const int wanted = vsnprintf(most, sizeof most, format, list);
    enum weir_status status = WEIR_ERR_MEMORY;
    char *const bytes = wanted < 0 ? NULL : weir_arena_alloc(arena, (size_t)wanted + 1, 1);
    if (bytes != NULL) {
        if ((size_t)wanted < sizeof most)
            memcpy(bytes, most, (size_t)wanted + 1);
        else
            (void)vsnprintf(bytes, (size_t)wanted + 1, format, again);
        *text = (struct weir_str){bytes, (size_t)wanted};
        status = WEIR_OK;
    }
    va_end(again);
    return status;
}

enum weir_status weir_format(struct weir_arena *arena, struct weir_str *text, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    *text = (struct weir_str){NULL, 0};
    const enum weir_status status = format_list(arena, text, format, list);
    va_end(list);
    return status;
}

enum weir_status weir_join(struct weir_arena *arena, struct weir_str *text, const struct weir_str *parts, size_t count)
{
    size_t len = 0;
    *text = (struct weir_str){NULL, 0};
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *const bytes = weir_arena_alloc(arena, len + 1, 1);
    if (bytes == NULL)
        return WEIR_ERR_MEMORY;
    char *to = bytes;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(to, parts[i].ptr, parts[i].len);
        to += parts[i].len;
    }
    *text = (struct weir_str){bytes, len};
    return WEIR_OK;
}

/* A sentence that does not fit the arena ends the decision, so that the same question never has another answer. */
void weir_say_always(struct weir_deciding *deciding, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct weir_str text = {NULL, 0};
    if (format_list(deciding->arena, &text, format, list) == WEIR_OK)
        deciding->because = text;
    else
        deciding->is_speechless = true;
    va_end(list);
}

void weir_say_at(struct weir_deciding *deciding, struct weir_origin origin)
{
    if (deciding->trace != WEIR_TRACE_NONE && origin.tree != NULL)
        deciding->at = weir_tree_place(origin.tree, origin.node);
}

void weir_say_asked(struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    weir_say_at(deciding, value.origin);
}

static const struct weir_value *base_value(const struct weir_deciding *deciding, const struct weir_term *term)
{
    switch (term->from) {
    case WEIR_FROM_LITERAL:
        return &term->literal;
    case WEIR_FROM_PARAMETER:
        return &deciding->parameters[term->slot];
    case WEIR_FROM_SETTING:
        return &deciding->settings[term->slot];
    case WEIR_FROM_BOUND:
        return &deciding->bound[term->slot];
    case WEIR_FROM_CALLER:
        break;
    }
    return NULL;
}

void weir_term_value(const struct weir_deciding *deciding, const struct weir_term *term, struct weir_value *value)
{
    *value = (struct weir_value){.type = WEIR_TYPE_ABSENT};
    const struct weir_value *const base = base_value(deciding, term);
    if (term->field == NULL) {
        if (base != NULL)
            *value = *base;
        return;
    }
    if (term->from == WEIR_FROM_CALLER)
        term->field->get(deciding, NULL, value);
    else if (base != NULL && base->type != WEIR_TYPE_ABSENT)
        term->field->get(deciding, base->as.object, value);
}

static void write_value(struct weir_writer *writer, const struct weir_value *value)
{
    switch (value->type) {
    case WEIR_TYPE_TEXT:
        weir_write_raw(writer, value->as.text);
        break;
    case WEIR_TYPE_INTEGER:
        weir_write_format(writer, "%lld", (long long)value->as.integer);
        break;
    case WEIR_TYPE_BOOLEAN:
        weir_write_raw(writer, value->as.boolean ? WEIR_STR("true") : WEIR_STR("false"));
        break;
    case WEIR_TYPE_TEXT_LIST:
        for (size_t i = 0; i < value->as.list.count; i++) {
            weir_write_raw(writer, i == 0 ? WEIR_STR("") : WEIR_STR(", "));
            weir_write_raw(writer, value->as.list.items[i]);
        }
        break;
    case WEIR_TYPE_ABSENT:
    case WEIR_TYPE_TAGS:
    case WEIR_TYPE_STRUCTURE:
    case WEIR_TYPE_ROLE:
    case WEIR_TYPE_LAKE:
    case WEIR_TYPE_TABLE_NAME:
    case WEIR_TYPE_TABLE:
    case WEIR_TYPE_ACCESS:
    case WEIR_TYPE_REGISTRATION:
    case WEIR_TYPE_POLICIES:
    case WEIR_TYPE_SCOPE:
    case WEIR_TYPE_CONTEXT:
    case WEIR_TYPE_SAML_PROVIDER:
    case WEIR_TYPE_ASSERTION:
    case WEIR_TYPE_WAREHOUSE:
    case WEIR_TYPE_PARTITION:
    case WEIR_TYPE_PLACES:
        break;
    }
}

/* Where all that a template holds is text, it is joined as it is; false where it holds something else. */
static bool find_parts(const struct weir_deciding *deciding, const struct weir_template *template_text,
                       struct weir_str *parts)
{
    for (size_t i = 0; i < template_text->count; i++) {
        const struct weir_template_piece *const piece = &template_text->pieces[i];
        struct weir_value value = {.type = WEIR_TYPE_ABSENT};
        if (piece->has_term)
            weir_term_value(deciding, &piece->term, &value);
        if (value.type != WEIR_TYPE_TEXT && value.type != WEIR_TYPE_ABSENT)
            return false;
        parts[2 * i] = piece->literal;
        parts[2 * i + 1] = value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
    }
    return true;
}

enum weir_status weir_template_text(struct weir_deciding *deciding, const struct weir_template *template_text,
                                    struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    if (template_text->count == 1 && !template_text->pieces[0].has_term) {
        *text = template_text->pieces[0].literal;
        return WEIR_OK;
    }
    struct weir_str *const parts = weir_arena_alloc(deciding->arena, template_text->count, 2 * sizeof *parts);
    struct weir_writer *writer = NULL;
    if (parts == NULL)
        return WEIR_ERR_MEMORY;
    if (find_parts(deciding, template_text, parts))
        return weir_join(deciding->arena, text, parts, 2 * template_text->count);
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    for (size_t i = 0; i < template_text->count; i++) {
        const struct weir_template_piece *const piece = &template_text->pieces[i];
        weir_write_raw(writer, piece->literal);
        if (piece->has_term) {
            struct weir_value value;
            weir_term_value(deciding, &piece->term, &value);
            write_value(writer, &value);
        }
    }
    return weir_writer_finish(writer, text);
}

enum weir_status weir_argument_text(struct weir_deciding *deciding, const struct weir_argument *argument,
                                    struct weir_str *text)
{
    return weir_template_text(deciding, &argument->text, text);
}

void weir_argument_value(const struct weir_deciding *deciding, const struct weir_argument *argument,
                         struct weir_value *value)
{
    *value = (struct weir_value){.type = WEIR_TYPE_ABSENT};
    if (argument->given)
        weir_term_value(deciding, &argument->term, value);
}

const void *weir_argument_object(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type >= WEIR_TYPE_ROLE ? value.as.object : NULL;
}

struct weir_str_list weir_argument_list(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT_LIST ? value.as.list : (struct weir_str_list){NULL, 0};
}

const struct weir_value *weir_setting_value(const struct weir_deciding *deciding, struct weir_str name)
{
    for (size_t i = 0; i < deciding->rulebook->setting_count; i++) {
        if (weir_str_equal(deciding->rulebook->settings[i].name, name))
            return &deciding->settings[i];
    }
    return NULL;
}

struct weir_near weir_near_name(struct weir_str typed, struct weir_str (*name_at)(const void *names, size_t index),
                                const void *names, size_t count)
{
    struct weir_near near = {{0}};
    const struct weir_str name = weir_str_nearest(typed, name_at, names, count);
    if (name.len > 0)
        (void)snprintf(near.text, sizeof near.text, "; did you mean `%.*s`?", WEIR_FMT(name));
    return near;
}
