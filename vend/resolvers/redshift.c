/* Finds the workgroup or cluster that is meant, and the database user that the caller becomes ([redshift-serverless-authorization], [redshift-database-users]). */
#include "base/base_impl.h"
#include "vend/resolvers/resolvers.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

static const char *noun(enum weir_warehouse_kind kind)
{
    return kind == WEIR_WAREHOUSE_WORKGROUP ? "workgroup" : "cluster";
}

/* --------------------------------------------------------------------------------------------- names */

/* Regional services are asked in a Region: a request that names none asks nobody. */
static enum weir_status read_place(struct weir_deciding *deciding, struct weir_warehouse_name *name)
{
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    const struct weir_origin origin = deciding->request->operation_origin;
    struct weir_str asked;
    name->account = deciding->caller.principal.account;
    name->region = options.region = deciding->request->region;
    if (name->region.len == 0)
        return weir_fail_at(deciding->error, WEIR_ERR_SCHEMA, origin.tree, origin.node,
                            "the request must name its `region`");
    name->partition = weir_scope_partition(&options, &asked);
    if (name->partition.len == 0)
        return weir_fail_at(deciding->error, WEIR_ERR_SCHEMA, origin.tree, origin.node, "AWS has no Region `%s`",
                            weir_quote(name->region).text);
    return WEIR_OK;
}

static enum weir_status keep(struct weir_deciding *deciding, const struct weir_warehouse_name *name,
                             struct weir_value *value)
{
    struct weir_warehouse_name *const kept = weir_arena_alloc(deciding->arena, 1, sizeof *kept);
    if (kept == NULL)
        return weir_fail_memory(deciding->error);
    *kept = *name;
    value->type = WEIR_TYPE_WAREHOUSE;
    value->as.object = kept;
    return WEIR_OK;
}

static enum weir_status resolve_name(struct weir_deciding *deciding, enum weir_warehouse_kind kind,
                                     const struct weir_argument *arguments, struct weir_value *value)
{
    struct weir_warehouse_name name = {.kind = kind, .name = text_of(deciding, &arguments[0])};
    const struct weir_str domain = text_of(deciding, &arguments[1]);
    const struct weir_argument *const asks = &arguments[domain.len > 0];
    struct weir_str led_to = {NULL, 0};
    struct weir_value asking;
    WEIR_TRY(read_place(deciding, &name));
    weir_argument_value(deciding, asks, &asking);
    weir_say_asked(deciding, asks);
    value->origin = asking.origin;
    if (domain.len > 0) {
        WEIR_TRY(weir_world_custom_domain(deciding->world, kind, name.account, name.region, domain, &led_to,
                                          deciding->error));
        if (led_to.len == 0 || (name.name.len > 0 && !weir_str_equal(name.name, led_to))) {
            weir_say(deciding, "the custom domain `%s` leads to no %s, or to another", weir_quote(domain).text,
                     noun(kind));
            return WEIR_OK;
        }
        name.name = led_to;
    }
    weir_say(deciding, "the %s `%s` in %.*s", noun(kind), weir_quote(name.name).text, WEIR_FMT(name.region));
    return keep(deciding, &name, value);
}

WEIR_RESOLVE(weir_resolve_workgroup_name)
{
    return resolve_name(deciding, WEIR_WAREHOUSE_WORKGROUP, arguments, value);
}

WEIR_RESOLVE(weir_resolve_cluster_name)
{
    return resolve_name(deciding, WEIR_WAREHOUSE_CLUSTER, arguments, value);
}

/* --------------------------------------------------------------------------------------- what is there */

static enum weir_status make_arn(struct weir_deciding *deciding, const struct weir_warehouse *warehouse,
                                 struct weir_warehouse_name *name)
{
    name->arn = warehouse->arn;
    if (name->kind == WEIR_WAREHOUSE_CLUSTER || name->arn.len > 0)
        return WEIR_OK;
    if (warehouse->id.len == 0)
        return weir_fail_at(deciding->error, WEIR_ERR_INCOMPLETE, warehouse->origin.tree, warehouse->origin.node,
                            "the ARN of workgroup `%s` is not in the world; load it (aws redshift-serverless "
                            "list-workgroups)",
                            weir_quote(warehouse->name).text);
    if (weir_format(deciding->arena, &name->arn, "arn:%.*s:redshift-serverless:%.*s:%.*s:workgroup/%.*s",
                    WEIR_FMT(name->partition), WEIR_FMT(name->region), WEIR_FMT(name->account),
                    WEIR_FMT(warehouse->id)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_warehouse)
{
    const struct weir_warehouse_name *const asked = weir_argument_object(deciding, &arguments[0]);
    const struct weir_warehouse *warehouse = NULL;
    if (asked == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_world_warehouse(deciding->world, asked->kind, asked->account, asked->region, asked->name, &warehouse,
                                  deciding->error));
    if (warehouse == NULL) {
        weir_say(deciding, "account %.*s has no %s `%s` in %.*s", WEIR_FMT(asked->account), noun(asked->kind),
                 weir_quote(asked->name).text, WEIR_FMT(asked->region));
        weir_say_asked(deciding, &arguments[0]);
        return WEIR_OK;
    }
    struct weir_warehouse_name name = *asked;
    WEIR_TRY(make_arn(deciding, warehouse, &name));
    value->origin = warehouse->origin;
    weir_say(deciding, "the %s `%s` is there", noun(asked->kind), weir_quote(asked->name).text);
    weir_say_at(deciding, warehouse->origin);
    return keep(deciding, &name, value);
}

/* --------------------------------------------------------------------------------------------- users */

static enum weir_status give(struct weir_deciding *deciding, const char *prefix, struct weir_str name,
                             struct weir_value *value)
{
    if (weir_format(deciding->arena, &value->as.text, "%s%.*s", prefix, WEIR_FMT(name)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    value->type = WEIR_TYPE_TEXT;
    weir_say(deciding, "the database user is `%s`", weir_quote(value->as.text).text);
    return WEIR_OK;
}

/* The name in arn:P:sts::ACCOUNT:assumed-role/NAME/SESSION: also of a role that is gone, and without its path. */
static struct weir_str role_name(struct weir_str arn)
{
    const struct weir_str word = WEIR_STR("assumed-role/");
    struct weir_arn_parts parts;
    if (!weir_arn_read(arn, &parts) || !weir_str_has_prefix(parts.resource, word))
        return (struct weir_str){NULL, 0};
    const struct weir_str rest = {parts.resource.ptr + word.len, parts.resource.len - word.len};
    const char *const slash = rest.len == 0 ? NULL : memchr(rest.ptr, '/', rest.len);
    return (struct weir_str){rest.ptr, slash == NULL ? 0 : (size_t)(slash - rest.ptr)};
}

/* [redshift-database-users] One database user an IAM identity: the session's name is no part of it. */
WEIR_RESOLVE(weir_resolve_iam_database_user)
{
    const struct weir_caller *const caller = &deciding->caller;
    struct weir_str root = {NULL, 0};
    WEIR_TRY(weir_argument_text(deciding, &arguments[0], &root));
    if (caller->user != NULL)
        return give(deciding, "IAM:", caller->user->identity.name, value);
    if (caller->session != NULL)
        return give(deciding, "IAMR:", role_name(caller->principal.arn), value);
    if (caller->principal.kind == WEIR_PRINCIPAL_ROOT && root.len > 0)
        return give(deciding, "IAM:", root, value);
    weir_say(deciding, "no database user is made of this caller");
    return WEIR_OK;
}

/* [redshift-model] The prefix tells whether the user is to be made. */
WEIR_RESOLVE(weir_resolve_cluster_database_user)
{
    struct weir_value create;
    weir_argument_value(deciding, &arguments[1], &create);
    const bool is_made = create.type == WEIR_TYPE_BOOLEAN && create.as.boolean;
    return give(deciding, is_made ? "IAMA:" : "IAM:", text_of(deciding, &arguments[0]), value);
}

/* --------------------------------------------------------------------------------------------- roles */

static struct weir_str tag_value(struct weir_tag_list tags, struct weir_str key)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (weir_str_equal_fold(tags.items[i].key, key))
            return tags.items[i].value;
    }
    return (struct weir_str){NULL, 0};
}

static bool has_text(const struct weir_str *items, size_t count, struct weir_str text)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(items[i], text))
            return true;
    }
    return false;
}

/* The part before the separator; the text goes on behind it. */
static struct weir_str next_part(struct weir_str *text, char separator)
{
    const char *const at = memchr(text->ptr, separator, text->len);
    const struct weir_str part = {text->ptr, at == NULL ? text->len : (size_t)(at - text->ptr)};
    const size_t taken = part.len + (at == NULL ? 0 : 1);
    text->ptr += taken;
    text->len -= taken;
    return part;
}

/* [redshift-db-roles] `manager:engineer`; an empty part names nothing. */
WEIR_RESOLVE(weir_resolve_principal_tag_list)
{
    struct weir_str key, separator;
    WEIR_TRY(weir_argument_text(deciding, &arguments[0], &key));
    WEIR_TRY(weir_argument_text(deciding, &arguments[1], &separator));
    struct weir_str text = tag_value(deciding->caller.tags, key);
    struct weir_str *const items = weir_arena_alloc(deciding->arena, text.len + 1, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(deciding->error);
    size_t count = 0;
    while (text.len > 0) {
        const struct weir_str part = next_part(&text, separator.len == 1 ? separator.ptr[0] : ':');
        if (part.len > 0 && !has_text(items, count, part))
            items[count++] = part;
    }
    value->type = WEIR_TYPE_TEXT_LIST;
    value->as.list = (struct weir_str_list){items, count};
    weir_say(deciding, "%zu name%s in the principal tag `%s`", count, count == 1 ? "" : "s", weir_quote(key).text);
    return WEIR_OK;
}
