/* The settings of one decision: the rulebook's defaults, then the world's, then the caller's ([weir-local], DESIGN §5). */
#include "vend/engine.h"

#include "base/base_impl.h"

static const struct weir_setting_row *find_row(const struct weir_rulebook *rulebook, struct weir_str name,
                                               size_t *index)
{
    for (size_t i = 0; i < rulebook->setting_count; i++) {
        if (weir_str_equal(rulebook->settings[i].name, name)) {
            *index = i;
            return &rulebook->settings[i];
        }
    }
    return NULL;
}

static struct weir_str name_at(const void *names, size_t index)
{
    const struct weir_rulebook *const rulebook = names;
    return rulebook->settings[index].name;
}

/* "true or false", "a whole number", "400 or 403": what could stand there. */
static enum weir_status expected_of(const struct weir_setting_row *row, struct weir_arena *arena, struct weir_str *text)
{
    struct weir_writer *writer = NULL;
    *text = row->type == WEIR_TYPE_BOOLEAN ? WEIR_STR("true or false") : WEIR_STR("a whole number");
    if (row->values.count == 0)
        return WEIR_OK;
    WEIR_TRY(weir_writer_new(arena, &writer));
    for (size_t i = 0; i < row->values.count; i++) {
        const bool is_last = i + 1 == row->values.count;
        weir_write_raw(writer, i == 0 ? WEIR_STR("") : is_last ? WEIR_STR(" or ") : WEIR_STR(", "));
        weir_write_raw(writer, row->values.items[i]);
    }
    return weir_writer_finish(writer, text);
}

static bool is_one_of(const struct weir_str_list *values, struct weir_str text)
{
    for (size_t i = 0; i < values->count; i++) {
        if (weir_str_equal(values->items[i], text))
            return true;
    }
    return values->count == 0;
}

static size_t count_items(struct weir_str text)
{
    size_t count = text.len > 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == ',';
    return count;
}

/* `START,CONNECT`: a list as the command line says it; nothing is the empty list. */
static enum weir_status split_items(struct weir_str text, struct weir_arena *arena, struct weir_str_list *list)
{
    const size_t count = count_items(text);
    struct weir_str *const items = weir_arena_alloc(arena, count, sizeof *items);
    if (items == NULL)
        return WEIR_ERR_MEMORY;
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = start;
        while (end < text.len && text.ptr[end] != ',')
            end++;
        items[i] = (struct weir_str){text.ptr + start, end - start};
        start = end + 1;
    }
    *list = (struct weir_str_list){items, count};
    return WEIR_OK;
}

/* In a world a list may also stand as one. */
static enum weir_status set_list(const struct weir_deciding *deciding, struct weir_str text, struct weir_origin origin,
                                 struct weir_value *value)
{
    const struct weir_node *const node = weir_node_value(origin.node);
    value->type = WEIR_TYPE_TEXT_LIST;
    if (weir_node_kind(node) == WEIR_NODE_LIST)
        return weir_read_words(origin.tree, node, "an item", deciding->arena, &value->as.list, deciding->error);
    return split_items(text, deciding->arena, &value->as.list) == WEIR_OK ? WEIR_OK : weir_fail_memory(deciding->error);
}

static bool parse_value(const struct weir_setting_row *row, struct weir_str text, struct weir_value *value)
{
    value->type = row->type;
    if (row->type == WEIR_TYPE_INTEGER)
        return weir_int64_parse(text, &value->as.integer) && is_one_of(&row->values, text);
    if (row->type == WEIR_TYPE_BOOLEAN) {
        value->as.boolean = weir_str_equal(text, WEIR_STR("true"));
        return value->as.boolean || weir_str_equal(text, WEIR_STR("false"));
    }
    value->as.text = text;
    return is_one_of(&row->values, text);
}

/* A setting that the world was read under when it was sealed. */
static bool is_of_world(const struct weir_deciding *deciding, struct weir_str name)
{
    size_t index;
    return find_row(deciding->rulebook, name, &index) == NULL && weir_world_has_setting(name);
}

static enum weir_status refuse_value(struct weir_deciding *deciding, const struct weir_setting_row *row,
                                     struct weir_str text, struct weir_origin origin)
{
    struct weir_str expected;
    if (expected_of(row, deciding->arena, &expected) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return weir_fail_at(deciding->error, WEIR_ERR_SCHEMA, origin.tree, origin.node,
                        "`%s` is no value of the setting `%s`, which is %.*s", weir_quote(text).text,
                        weir_quote(row->name).text, WEIR_FMT(expected));
}

static enum weir_status own_settings(struct weir_deciding *deciding, struct weir_value **own)
{
    const size_t count = deciding->rulebook->setting_count;
    if (*own != NULL)
        return WEIR_OK;
    *own = weir_arena_alloc(deciding->arena, count, sizeof **own);
    if (*own == NULL)
        return weir_fail_memory(deciding->error);
    memcpy(*own, deciding->rulebook->defaults, count * sizeof **own);
    deciding->settings = *own;
    return WEIR_OK;
}

static enum weir_status set(struct weir_deciding *deciding, struct weir_value **own, struct weir_str name,
                            struct weir_str text, struct weir_origin origin)
{
    size_t index = 0;
    const struct weir_setting_row *const row = find_row(deciding->rulebook, name, &index);
    if (row == NULL)
        return weir_fail_at(deciding->error, WEIR_ERR_SCHEMA, origin.tree, origin.node,
                            "the rulebook has no setting `%s`%s", weir_quote(name).text,
                            weir_near_name(name, name_at, deciding->rulebook, deciding->rulebook->setting_count).text);
    struct weir_value value = {.origin = origin};
    if (row->type == WEIR_TYPE_TEXT_LIST)
        WEIR_TRY(set_list(deciding, text, origin, &value));
    else if (!parse_value(row, text, &value))
        return refuse_value(deciding, row, text, origin);
    WEIR_TRY(own_settings(deciding, own));
    (*own)[index] = value;
    return WEIR_OK;
}

static enum weir_status set_from_options(struct weir_deciding *deciding, struct weir_value **own,
                                         const struct weir_setting *setting)
{
    if (is_of_world(deciding, setting->name))
        return weir_fail(deciding->error, WEIR_ERR_SCHEMA,
                         "`%s` says how the world is read: it belongs in the world's `Settings`",
                         weir_quote(setting->name).text);
    return set(deciding, own, setting->name, setting->value, (struct weir_origin){NULL, NULL});
}

static enum weir_status set_from_world(struct weir_deciding *deciding, struct weir_value **own)
{
    struct weir_origin map;
    /* Parameters are checked without a world too (parameters/validate.c). */
    for (size_t i = 0; deciding->world != NULL && weir_world_settings(deciding->world, i, &map); i++) {
        for (const struct weir_node *key = weir_node_first(map.node); key != NULL; key = weir_node_next(key)) {
            const struct weir_origin origin = {map.tree, key};
            if (is_of_world(deciding, weir_node_text(key)))
                continue;
            WEIR_TRY(set(deciding, own, weir_node_text(key), weir_node_text(weir_node_value(key)), origin));
        }
    }
    return WEIR_OK;
}

/* The rulebook's own array serves every decision that changes none of its values. */
enum weir_status weir_settings_resolve(struct weir_deciding *deciding, const struct weir_decide_options *options)
{
    struct weir_value *own = NULL;
    deciding->settings = deciding->rulebook->defaults;
    WEIR_TRY(set_from_world(deciding, &own));
    for (size_t i = 0; options != NULL && i < options->setting_count; i++)
        WEIR_TRY(set_from_options(deciding, &own, &options->settings[i]));
    return WEIR_OK;
}

int weir_error_status(const struct weir_deciding *deciding, struct weir_str code)
{
    const struct weir_service *const service = deciding->operation->service;
    for (size_t i = 0; i < service->error_count; i++) {
        const struct weir_error_row *const row = &service->errors[i];
        if (!weir_str_equal(row->code, code))
            continue;
        const struct weir_value *const set = row->from.len == 0 ? NULL : weir_setting_value(deciding, row->from);
        return set == NULL ? row->status : (int)set->as.integer;
    }
    return 0;
}

struct weir_str weir_parameter_code(const struct weir_deciding *deciding)
{
    const struct weir_service *const service = deciding->operation->service;
    const struct weir_str from = service->parameter_code_from;
    const struct weir_value *const set = from.len == 0 ? NULL : weir_setting_value(deciding, from);
    return set == NULL ? service->parameter_code : set->as.text;
}
