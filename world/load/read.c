/* How members of AWS's shapes are read: absent and null are empty, another type is an error at its place. */
#include <stdio.h>
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

struct weir_origin weir_member(struct weir_origin map, const char *name)
{
    const struct weir_node *const node = weir_node_find(map.node, weir_str_from(name));
    return (struct weir_origin){map.tree, weir_node_is_null(node) ? NULL : node};
}

enum weir_status weir_member_text(struct weir_origin map, const char *name, struct weir_str *text,
                                  struct weir_error *error)
{
    *text = (struct weir_str){NULL, 0};
    const struct weir_origin member = weir_member(map, name);
    if (member.node == NULL)
        return WEIR_OK;
    return weir_read_text(member.tree, member.node, name, text, error);
}

enum weir_status weir_member_text_needed(struct weir_origin map, const char *name, struct weir_str *text,
                                         struct weir_error *error)
{
    WEIR_TRY(weir_member_text(map, name, text, error));
    if (text->len == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, map.node, "`%s` is missing", name);
    return WEIR_OK;
}

enum weir_status weir_member_flag(struct weir_origin map, const char *name, bool *flag, struct weir_error *error)
{
    *flag = false;
    const struct weir_origin member = weir_member(map, name);
    if (member.node == NULL)
        return WEIR_OK;
    return weir_read_bool(member.tree, member.node, name, flag, error);
}

static enum weir_status member_of_kind(struct weir_origin map, const char *name, enum weir_node_kind kind,
                                       const char *wanted, struct weir_origin *found, struct weir_error *error)
{
    *found = weir_member(map, name);
    if (found->node == NULL || weir_node_kind(found->node) == kind)
        return WEIR_OK;
    const struct weir_node *const wrong = found->node;
    found->node = NULL;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, wrong, "`%s` must be a %s", name, wanted);
}

enum weir_status weir_member_list(struct weir_origin map, const char *name, struct weir_origin *list,
                                  struct weir_error *error)
{
    return member_of_kind(map, name, WEIR_NODE_LIST, "list", list, error);
}

enum weir_status weir_member_map(struct weir_origin map, const char *name, struct weir_origin *found,
                                 struct weir_error *error)
{
    return member_of_kind(map, name, WEIR_NODE_MAP, "map", found, error);
}

enum weir_status weir_list_texts(struct weir_origin list, const char *name, struct weir_arena *arena,
                                 struct weir_str_list *texts, struct weir_error *error)
{
    const size_t count = weir_node_count(list.node);
    struct weir_str *const items = weir_arena_alloc(arena, count, sizeof *items);
    *texts = (struct weir_str_list){NULL, 0};
    if (items == NULL)
        return weir_fail_memory(error);
    size_t at = 0;
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(weir_read_text(list.tree, node, name, &items[at++], error));
    *texts = (struct weir_str_list){items, count};
    return WEIR_OK;
}

enum weir_status weir_member_texts(struct weir_origin map, const char *name, struct weir_arena *arena,
                                   struct weir_str_list *texts, struct weir_error *error)
{
    struct weir_origin list;
    *texts = (struct weir_str_list){NULL, 0};
    WEIR_TRY(weir_member_list(map, name, &list, error));
    return weir_list_texts(list, name, arena, texts, error);
}

/* [aws-models] Each service spells its tags in its own way. */
static const struct {
    const char *key;
    const char *value;
} tag_spellings[] = {
    {"Key", "Value"},
    {"key", "value"},
    {"TagKey", "TagValue"},
};

static enum weir_status read_tag(struct weir_origin map, struct weir_tag *tag, struct weir_error *error)
{
    for (size_t i = 0; i < WEIR_COUNT(tag_spellings); i++) {
        if (weir_member(map, tag_spellings[i].key).node == NULL)
            continue;
        WEIR_TRY(weir_member_text_needed(map, tag_spellings[i].key, &tag->key, error));
        return weir_member_text(map, tag_spellings[i].value, &tag->value, error);
    }
    return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, map.node, "a tag must have a `Key`");
}

enum weir_status weir_read_tags(struct weir_origin list, struct weir_arena *arena, struct weir_tag_list *tags,
                                struct weir_error *error)
{
    *tags = (struct weir_tag_list){NULL, 0};
    if (list.node == NULL)
        return WEIR_OK;
    if (weir_node_kind(list.node) != WEIR_NODE_LIST)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, list.tree, list.node, "tags must be a list of `Key` and `Value`");
    const size_t count = weir_node_count(list.node);
    struct weir_tag *const items = weir_arena_alloc(arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(error);
    size_t at = 0;
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(read_tag((struct weir_origin){list.tree, node}, &items[at++], error));
    *tags = (struct weir_tag_list){items, count};
    return WEIR_OK;
}

enum weir_status weir_read_policy(struct weir_origin document, enum weir_policy_kind kind,
                                  const struct weir_world *world, const struct weir_policy **policy,
                                  struct weir_error *error, const char *format, ...)
{
    char label[256];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(label, sizeof label, format, arguments);
    va_end(arguments);
    /* A long name is cut; the label must stay UTF-8 all the same. */
    struct weir_str text = weir_str_from(label);
    size_t bad = 0;
    if (!weir_str_is_utf8(text, &bad))
        text.len = bad;
    struct weir_policy_options options = world->policy_settings;
    options.label = text;
    return weir_policy_read(document.tree, document.node, kind, &options, world->arena, policy, error);
}

/* Cuts up to the next colon; false if there is none. */
static bool cut_field(struct weir_str *rest, struct weir_str *field)
{
    const char *const colon = rest->len == 0 ? NULL : memchr(rest->ptr, ':', rest->len);
    if (colon == NULL)
        return false;
    *field = (struct weir_str){rest->ptr, (size_t)(colon - rest->ptr)};
    rest->ptr += field->len + 1;
    rest->len -= field->len + 1;
    return true;
}

bool weir_arn_cut(struct weir_str arn, struct weir_arn_view *view)
{
    *view = (struct weir_arn_view){{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct weir_str rest = arn;
    struct weir_str scheme;
    if (!cut_field(&rest, &scheme) || !weir_str_equal(scheme, WEIR_STR("arn")))
        return false;
    if (!cut_field(&rest, &view->partition) || !cut_field(&rest, &view->service) || !cut_field(&rest, &view->region) ||
        !cut_field(&rest, &view->account))
        return false;
    view->resource = rest;
    return rest.len > 0;
}
