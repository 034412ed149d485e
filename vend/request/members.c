/* Reads and writes maps of ours by their tables: strict, with the place of what is wrong (DESIGN §4). */
#include "vend/request/members.h"

#include "base/base_impl.h"

static const struct weir_member *find_member(const struct weir_shape *shape, struct weir_str name, size_t *index)
{
    for (*index = 0; *index < shape->count; (*index)++) {
        if (weir_str_equal(name, weir_str_from(shape->members[*index].name)))
            return &shape->members[*index];
    }
    return NULL;
}

static enum weir_status check_present(const struct weir_reader *reader, const struct weir_node *map,
                                      const struct weir_shape *shape, uint32_t seen)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->members[i].presence == WEIR_MEMBER_REQUIRED && (seen >> i & 1) == 0)
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, map, "%s needs the member `%s`",
                                shape->what, shape->members[i].name);
    }
    return WEIR_OK;
}

enum weir_status weir_members_read(const struct weir_reader *reader, const struct weir_node *map,
                                   const struct weir_shape *shape, void *object)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, map, "%s must be a map", shape->what);
    uint32_t seen = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        size_t index;
        const struct weir_member *const row = find_member(shape, weir_node_text(key), &index);
        if (row == NULL)
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, key, "%s has no member `%s`", shape->what,
                                weir_quote(weir_node_text(key)).text);
        WEIR_TRY(row->read(reader, weir_node_value(key), row->name, (char *)object + row->offset));
        seen |= (uint32_t)1 << index;
    }
    return check_present(reader, map, shape, seen);
}

/* The list of WEIR_MEMBER_UNSAID_BOTH follows its text. */
struct text_and_list {
    struct weir_str text;
    struct weir_str_list list;
};

static bool is_unsaid(enum weir_presence presence, const void *field)
{
    switch (presence) {
    case WEIR_MEMBER_UNSAID:
        return ((const struct weir_str *)field)->len == 0;
    case WEIR_MEMBER_UNSAID_BOTH:
        return ((const struct text_and_list *)field)->text.len == 0 &&
               ((const struct text_and_list *)field)->list.count == 0;
    case WEIR_MEMBER_REQUIRED:
    case WEIR_MEMBER_OPTIONAL:
        break;
    }
    return false;
}

enum weir_status weir_members_write(struct weir_writer *writer, const struct weir_shape *shape, const void *object,
                                    struct weir_arena *arena)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct weir_member *const row = &shape->members[i];
        const void *const field = (const char *)object + row->offset;
        if (row->write == NULL || is_unsaid(row->presence, field))
            continue;
        weir_write_key(writer, row->name);
        WEIR_TRY(row->write(writer, field, arena));
    }
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------- the readers */

enum weir_status weir_document_is(const struct weir_reader *reader, const struct weir_node *node, const char *wanted)
{
    struct weir_str found;
    WEIR_TRY(weir_read_text(reader->tree, node, "weir", &found, reader->error));
    if (!weir_str_equal(found, weir_str_from(wanted)))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "`weir` must be `%s`, not `%s`", wanted,
                            weir_quote(found).text);
    return WEIR_OK;
}

enum weir_status weir_row_text(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *str)
{
    return weir_read_text(reader->tree, node, name, str, reader->error);
}

enum weir_status weir_row_name(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *str)
{
    WEIR_TRY(weir_read_text(reader->tree, node, name, str, reader->error));
    if (((const struct weir_str *)str)->len == 0)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s must not be empty", name);
    return WEIR_OK;
}

enum weir_status weir_row_flag(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *boolean)
{
    return weir_read_bool(reader->tree, node, name, boolean, reader->error);
}

enum weir_status weir_row_instant(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *seconds)
{
    struct weir_str text;
    WEIR_TRY(weir_read_text(reader->tree, node, name, &text, reader->error));
    if (!weir_time_parse(text, seconds))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "%s must be an instant such as 2026-03-02T09:00:00Z, not `%s`", name,
                            weir_quote(text).text);
    return WEIR_OK;
}

enum weir_status weir_list_demand(const struct weir_reader *reader, const struct weir_node *node, const char *name)
{
    if (weir_node_kind(node) != WEIR_NODE_LIST)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s must be a list", name);
    if (weir_node_count(node) > WEIR_MAX_ITEMS)
        return weir_fail_at(reader->error, WEIR_ERR_LIMIT, reader->tree, node, "%s has more than %d items", name,
                            WEIR_MAX_ITEMS);
    return WEIR_OK;
}

enum weir_status weir_row_texts(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                void *str_list)
{
    struct weir_str_list *const list = str_list;
    WEIR_TRY(weir_list_demand(reader, node, name));
    struct weir_str *const texts = weir_arena_alloc(reader->arena, weir_node_count(node), sizeof(*texts));
    if (texts == NULL)
        return weir_fail_memory(reader->error);
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(node); item != NULL; item = weir_node_next(item))
        WEIR_TRY(weir_read_text(reader->tree, item, name, &texts[count++], reader->error));
    *list = (struct weir_str_list){texts, count};
    return WEIR_OK;
}

enum weir_status weir_row_map(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                              void *origin)
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s must be a map", name);
    *(struct weir_origin *)origin = (struct weir_origin){reader->tree, node};
    return WEIR_OK;
}

enum weir_status weir_principal_demand(const struct weir_reader *reader, const struct weir_node *node,
                                       struct weir_str arn, enum weir_principal_form form,
                                       struct weir_principal_parts *parts)
{
    if (!weir_principal_cut(arn, form, parts))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "`%s` is not %s", weir_quote(arn).text,
                            weir_principal_form_name(form));
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------- condition keys */

/* A value is a scalar of any look; null is not "absent" but a mistake, so it is refused. */
static enum weir_status read_value(const struct weir_reader *reader, const struct weir_node *node, struct weir_str key,
                                   struct weir_str *value)
{
    const enum weir_node_kind kind = weir_node_kind(node);
    const bool is_scalar = kind == WEIR_NODE_TEXT || kind == WEIR_NODE_NUMBER || kind == WEIR_NODE_BOOL;
    if (!is_scalar || weir_node_is_null(node))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "a value of the condition key `%s` must be text, a number, true or false",
                            weir_quote(key).text);
    *value = weir_node_text(node);
    return WEIR_OK;
}

static enum weir_status set_key(const struct weir_reader *reader, struct weir_context *context,
                                const struct weir_node *key)
{
    const struct weir_str name = weir_node_text(key);
    const struct weir_node *const node = weir_node_value(key);
    const bool is_list = weir_node_kind(node) == WEIR_NODE_LIST;
    const size_t count = is_list ? weir_node_count(node) : 1;
    struct weir_str *const values = weir_arena_alloc(reader->arena, count, sizeof(*values));
    if (values == NULL)
        return weir_fail_memory(reader->error);
    const struct weir_node *item = is_list ? weir_node_first(node) : node;
    for (size_t i = 0; i < count; i++) {
        WEIR_TRY(read_value(reader, item, name, &values[i]));
        item = is_list ? weir_node_next(item) : NULL;
    }
    if (weir_context_set(context, name, values, count, is_list) != WEIR_OK)
        return weir_fail_memory(reader->error);
    return WEIR_OK;
}

enum weir_status weir_row_context(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *context)
{
    struct weir_context *made;
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s must be a map", name);
    if (weir_node_count(node) > WEIR_MAX_ITEMS)
        return weir_fail_at(reader->error, WEIR_ERR_LIMIT, reader->tree, node, "%s has more than %d keys", name,
                            WEIR_MAX_ITEMS);
    if (weir_context_new(reader->arena, &made) != WEIR_OK)
        return weir_fail_memory(reader->error);
    for (const struct weir_node *key = weir_node_first(node); key != NULL; key = weir_node_next(key)) {
        const struct weir_str text = weir_node_text(key);
        if (text.len == 0)
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, key, "a condition key must not be empty");
        /* [iam-global-keys] Keys compare without regard to case: the second would silently replace the first. */
        if (weir_context_find(made, text, NULL, NULL, NULL))
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, key,
                                "the condition key `%s` is there twice, in different case", weir_quote(text).text);
        WEIR_TRY(set_key(reader, made, key));
    }
    *(const struct weir_context **)context = made;
    return WEIR_OK;
}
