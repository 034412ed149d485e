/* What STS makes of what it is given: whose account, which values, the second factor, the packed size ([sts-api-assumerole]). */
#include "vend/resolvers/resolvers.h"

#include "base/base_impl.h"

static void give_text(struct weir_value *value, struct weir_str text)
{
    value->type = WEIR_TYPE_TEXT;
    value->as.text = text;
}

enum weir_status weir_resolve_account(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                      struct weir_value *value)
{
    struct weir_value arn;
    struct weir_arn_parts parts;
    weir_argument_value(deciding, &arguments[0], &arn);
    if (arn.type == WEIR_TYPE_TEXT && weir_arn_read(arn.as.text, &parts) && parts.account.len > 0)
        give_text(value, parts.account);
    return WEIR_OK;
}

enum weir_status weir_resolve_first(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                    struct weir_value *value)
{
    for (size_t i = 0; i < 2 && value->type == WEIR_TYPE_ABSENT; i++)
        weir_argument_value(deciding, &arguments[i], value);
    return WEIR_OK;
}

enum weir_status weir_resolve_least(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                    struct weir_value *value)
{
    for (size_t i = 0; i < 3; i++) {
        struct weir_value one;
        weir_argument_value(deciding, &arguments[i], &one);
        if (one.type != WEIR_TYPE_INTEGER)
            continue;
        if (value->type == WEIR_TYPE_ABSENT || one.as.integer < value->as.integer)
            *value = one;
    }
    return WEIR_OK;
}

/* The parameter's own table has looked at every item: what is not there is not required. */
enum weir_status weir_resolve_members(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                      struct weir_value *value)
{
    struct weir_value list;
    struct weir_str name;
    WEIR_TRY(weir_argument_text(deciding, &arguments[1], &name));
    weir_argument_value(deciding, &arguments[0], &list);
    const size_t room = weir_node_count(list.origin.node);
    if (list.type != WEIR_TYPE_STRUCTURE || room == 0)
        return WEIR_OK;
    struct weir_str *const items = weir_arena_alloc(deciding->arena, room, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(deciding->error);
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(list.origin.node); item != NULL; item = weir_node_next(item)) {
        const struct weir_node *const member = weir_node_find(item, name);
        if (weir_node_kind(member) == WEIR_NODE_TEXT)
            items[count++] = weir_node_text(member);
    }
    value->origin = list.origin;
    value->type = WEIR_TYPE_TEXT_LIST;
    value->as.list = (struct weir_str_list){items, count};
    return WEIR_OK;
}

/* [iam-mfa] The code was shown with this very call, so its age is none. */
enum weir_status weir_resolve_mfa_keys(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                       struct weir_value *value)
{
    struct weir_value serial, code;
    struct weir_context *keys = NULL;
    weir_argument_value(deciding, &arguments[0], &serial);
    weir_argument_value(deciding, &arguments[1], &code);
    if (serial.type != WEIR_TYPE_TEXT || code.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    if (weir_context_new(deciding->arena, &keys) != WEIR_OK ||
        weir_context_set_text(keys, WEIR_STR("aws:MultiFactorAuthPresent"), WEIR_STR("true")) != WEIR_OK ||
        weir_context_set_text(keys, WEIR_STR("aws:MultiFactorAuthAge"), WEIR_STR("0")) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    value->type = WEIR_TYPE_CONTEXT;
    value->as.object = keys;
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- packed size */

static size_t write_tags(struct weir_writer *writer, const struct weir_value *tags)
{
    const size_t count = tags->type == WEIR_TYPE_TAGS ? tags->as.tags.count : 0;
    for (size_t i = 0; i < count; i++) {
        weir_write_raw(writer, tags->as.tags.items[i].key);
        weir_write_raw(writer, WEIR_STR("="));
        weir_write_raw(writer, tags->as.tags.items[i].value);
        weir_write_raw(writer, WEIR_STR("\n"));
    }
    return count;
}

static size_t write_arns(struct weir_writer *writer, const struct weir_value *arns)
{
    const bool are_given = arns->type == WEIR_TYPE_STRUCTURE;
    const struct weir_node *item = are_given ? weir_node_first(arns->origin.node) : NULL;
    size_t count = 0;
    for (; item != NULL; item = weir_node_next(item), count++) {
        weir_write_raw(writer, weir_node_text(weir_node_find(item, WEIR_STR("arn"))));
        weir_write_raw(writer, WEIR_STR("\n"));
    }
    return count;
}

/* [scope-packed] Session policies, the ARNs of managed ones and tags, inherited ones too, share one room; how they are packed
 * is not published, so this is an estimate. */
enum weir_status weir_resolve_packed(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                     struct weir_value *value)
{
    struct weir_value policy, arns, tags, inherited;
    struct weir_writer *writer = NULL;
    struct weir_str text;
    unsigned percent = 0;
    weir_argument_value(deciding, &arguments[0], &policy);
    weir_argument_value(deciding, &arguments[1], &arns);
    weir_argument_value(deciding, &arguments[2], &tags);
    weir_argument_value(deciding, &arguments[3], &inherited);
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    size_t count = write_arns(writer, &arns) + write_tags(writer, &tags) + write_tags(writer, &inherited);
    if (policy.type == WEIR_TYPE_TEXT) {
        weir_write_raw(writer, policy.as.text);
        count++;
    }
    if (weir_writer_finish(writer, &text) != WEIR_OK ||
        weir_scope_estimate_packed(text, deciding->arena, &percent) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    if (count == 0)
        return WEIR_OK;
    value->type = WEIR_TYPE_INTEGER;
    value->as.integer = percent;
    return WEIR_OK;
}

/* [sts-token-size] What a token carries of its session is not published either: every text that makes this session itself. */
enum weir_status weir_resolve_token(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                    struct weir_value *value)
{
    enum { ARNS = 4, TAGS = 5, INHERITED = 6 };
    struct weir_value parts[INHERITED + 1];
    struct weir_writer *writer = NULL;
    struct weir_str text;
    for (size_t i = 0; i < WEIR_COUNT(parts); i++)
        weir_argument_value(deciding, &arguments[i], &parts[i]);
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    for (size_t i = 0; i < ARNS; i++) {
        if (parts[i].type == WEIR_TYPE_TEXT)
            weir_write_raw(writer, parts[i].as.text);
        weir_write_raw(writer, WEIR_STR("\n"));
    }
    (void)write_arns(writer, &parts[ARNS]);
    (void)write_tags(writer, &parts[TAGS]);
    (void)write_tags(writer, &parts[INHERITED]);
    if (weir_writer_finish(writer, &text) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    value->type = WEIR_TYPE_INTEGER;
    value->as.integer = (int64_t)text.len;
    return WEIR_OK;
}
