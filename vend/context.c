/* The condition keys of a question: what AWS derives from the caller, the request and the resource, and what the request states ([iam-condition-keys]). */
#include "vend/engine.h"

#include "base/base_impl.h"

struct building {
    struct weir_deciding *deciding;
    struct weir_context *context;
    struct weir_str resource;
};

static enum weir_status set(struct building *building, struct weir_str key, struct weir_str value)
{
    if (value.len == 0)
        return WEIR_OK;
    return weir_context_set_text(building->context, key, value);
}

static enum weir_status set_tag(struct building *building, struct weir_str prefix, const struct weir_tag *tag)
{
    struct weir_str key;
    if (weir_format(building->deciding->arena, &key, "%.*s%.*s", WEIR_FMT(prefix), WEIR_FMT(tag->key)) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    return weir_context_set_text(building->context, key, tag->value);
}

static enum weir_status set_tags(struct building *building, struct weir_str prefix, struct weir_tag_list tags)
{
    for (size_t i = 0; i < tags.count; i++)
        WEIR_TRY(set_tag(building, prefix, &tags.items[i]));
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------- the caller */

static enum weir_status add_principal_arn(struct building *building)
{
    const struct weir_principal *const principal = &building->deciding->caller.principal;
    const bool is_session = principal->kind == WEIR_PRINCIPAL_ROLE_SESSION;
    if (principal->kind == WEIR_PRINCIPAL_SERVICE)
        return set(building, WEIR_STR("aws:PrincipalServiceName"), principal->arn);
    return set(building, WEIR_STR("aws:PrincipalArn"), is_session ? principal->role_arn : principal->arn);
}

static enum weir_status add_principal_type(struct building *building)
{
    static const char *const types[] = {
        [WEIR_PRINCIPAL_ANONYMOUS] = "Anonymous",
        [WEIR_PRINCIPAL_ROOT] = "Account",
        [WEIR_PRINCIPAL_USER] = "User",
        [WEIR_PRINCIPAL_ROLE_SESSION] = "AssumedRole",
        [WEIR_PRINCIPAL_FEDERATED_USER] = "FederatedUser",
        [WEIR_PRINCIPAL_SERVICE] = "",
        [WEIR_PRINCIPAL_FEDERATED] = "",
    };
    const enum weir_principal_kind kind = building->deciding->caller.principal.kind;
    WEIR_TRY(set(building, WEIR_STR("aws:PrincipalIsAWSService"),
                 kind == WEIR_PRINCIPAL_SERVICE ? WEIR_STR("true") : WEIR_STR("false")));
    return set(building, WEIR_STR("aws:PrincipalType"), weir_str_from(types[kind]));
}

static enum weir_status add_account(struct building *building)
{
    const struct weir_caller *const caller = &building->deciding->caller;
    WEIR_TRY(set(building, WEIR_STR("aws:PrincipalAccount"), caller->principal.account));
    if (caller->account == NULL || caller->account->organization_path.len == 0)
        return WEIR_OK;
    const struct weir_str path = caller->account->organization_path;
    const char *const slash = memchr(path.ptr, '/', path.len);
    const struct weir_str id = {path.ptr, slash == NULL ? path.len : (size_t)(slash - path.ptr)};
    WEIR_TRY(set(building, WEIR_STR("aws:PrincipalOrgID"), id));
    struct weir_str *const paths = weir_arena_alloc(building->deciding->arena, 1, sizeof *paths);
    if (paths == NULL)
        return WEIR_ERR_MEMORY;
    *paths = path;
    return weir_context_set(building->context, WEIR_STR("aws:PrincipalOrgPaths"), paths, 1, true);
}

/* aws:userid is the unique id of a user, `ROLE-ID:session` of a session, the account of its root user ([iam-variables]). */
static enum weir_status add_user_id(struct building *building)
{
    const struct weir_caller *const caller = &building->deciding->caller;
    struct weir_str id = caller->principal.unique_id;
    if (caller->principal.kind == WEIR_PRINCIPAL_ROOT)
        id = caller->principal.account;
    if (caller->session != NULL && id.len > 0 &&
        weir_format(building->deciding->arena, &id, "%.*s:%.*s", WEIR_FMT(caller->principal.unique_id),
                    WEIR_FMT(caller->session->session_name)) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    if (caller->user != NULL)
        WEIR_TRY(set(building, WEIR_STR("aws:username"), caller->user->identity.name));
    return set(building, WEIR_STR("aws:userid"), id);
}

static enum weir_status add_persistent(struct building *building, const struct weir_context *from)
{
    for (size_t i = 0; i < weir_context_count(from); i++) {
        const struct weir_str key = weir_context_key(from, i);
        const struct weir_str *values = NULL;
        size_t count = 0;
        bool multivalued = false;
        if (weir_context_find(from, key, &values, &count, &multivalued))
            WEIR_TRY(weir_context_set(building->context, key, values, count, multivalued));
    }
    return WEIR_OK;
}

static enum weir_status set_time(struct building *building, struct weir_str key, int64_t unix_s)
{
    char *const text = weir_arena_alloc(building->deciding->arena, 21, 1);
    if (text == NULL)
        return WEIR_ERR_MEMORY;
    return weir_time_format(unix_s, text) ? set(building, key, weir_str_from(text)) : WEIR_OK;
}

static enum weir_status add_session(struct building *building)
{
    const struct weir_session *const session = building->deciding->caller.session;
    if (session == NULL)
        return WEIR_OK;
    WEIR_TRY(add_persistent(building, session->context));
    WEIR_TRY(set(building, WEIR_STR("aws:SourceIdentity"), session->source_identity));
    return set_time(building, WEIR_STR("aws:TokenIssueTime"), session->issued_at_s);
}

static enum weir_status add_principal_tags(struct building *building)
{
    return set_tags(building, WEIR_STR("aws:PrincipalTag/"), building->deciding->caller.tags);
}

/* --------------------------------------------------------------------------------------- the request */

static enum weir_status add_tag_keys(struct building *building, struct weir_str key, struct weir_tag_list tags)
{
    struct weir_str *const keys = weir_arena_alloc(building->deciding->arena, tags.count, sizeof *keys);
    if (keys == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < tags.count; i++)
        keys[i] = tags.items[i].key;
    return weir_context_set(building->context, key, keys, tags.count, true);
}

/* A key of the operation's table is there when its value was given, and not otherwise. */
static enum weir_status add_row(struct building *building, const struct weir_context_row *row)
{
    struct weir_value value;
    weir_term_value(building->deciding, &row->term, &value);
    if (value.type == WEIR_TYPE_TAGS && value.as.tags.count > 0)
        return row->per_tag ? set_tags(building, row->key, value.as.tags)
                            : add_tag_keys(building, row->key, value.as.tags);
    if (value.type == WEIR_TYPE_TEXT_LIST && value.as.list.count > 0)
        return weir_context_set(building->context, row->key, value.as.list.items, value.as.list.count, true);
    if (value.type == WEIR_TYPE_TEXT)
        return weir_context_set_text(building->context, row->key, value.as.text);
    if (value.type != WEIR_TYPE_INTEGER)
        return WEIR_OK;
    struct weir_str text;
    if (weir_format(building->deciding->arena, &text, "%lld", (long long)value.as.integer) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    return weir_context_set_text(building->context, row->key, text);
}

static enum weir_status add_operation(struct building *building)
{
    const struct weir_operation *const operation = building->deciding->operation;
    for (size_t i = 0; i < operation->context_count; i++)
        WEIR_TRY(add_row(building, &operation->context[i]));
    return WEIR_OK;
}

static enum weir_status add_request(struct building *building)
{
    struct weir_str epoch;
    const int64_t now = building->deciding->now_unix_s;
    WEIR_TRY(set(building, WEIR_STR("aws:RequestedRegion"), building->deciding->request->region));
    WEIR_TRY(set_time(building, WEIR_STR("aws:CurrentTime"), now));
    if (weir_format(building->deciding->arena, &epoch, "%lld", (long long)now) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    return set(building, WEIR_STR("aws:EpochTime"), epoch);
}

static enum weir_status add_resource(struct building *building)
{
    struct weir_tag_list tags = {NULL, 0};
    struct weir_arn_parts parts;
    weir_world_resource_tags(building->deciding->world, building->resource, &tags);
    WEIR_TRY(set_tags(building, WEIR_STR("aws:ResourceTag/"), tags));
    if (weir_arn_read(building->resource, &parts) && weir_str_equal(parts.service, WEIR_STR("iam")))
        WEIR_TRY(set_tags(building, WEIR_STR("iam:ResourceTag/"), tags));
    return WEIR_OK;
}

/* What the request states beside: it may add keys, and must not gainsay one that is derived. */
static enum weir_status add_given(struct building *building)
{
    const struct weir_request *const request = building->deciding->request;
    for (size_t i = 0; i < weir_context_count(request->context); i++) {
        const struct weir_str key = weir_context_key(request->context, i);
        if (weir_context_find(building->context, key, NULL, NULL, NULL))
            return weir_fail_at(building->deciding->error, WEIR_ERR_SCHEMA, request->context_origin.tree,
                                request->context_origin.node, "the condition key `%s` is derived and cannot be given",
                                weir_quote(key).text);
    }
    return add_persistent(building, request->context);
}

/* clang-format off */
static const struct {
    enum weir_status (*add)(struct building *building);
    bool of_caller; /* left out where a service asks in its own name */
} parts[] = {
    { add_principal_arn,  true  },
    { add_principal_type, true  },
    { add_account,        true  },
    { add_user_id,        true  },
    { add_session,        true  },
    { add_principal_tags, true  },
    { add_operation,      true  },
    { add_request,        false },
    { add_resource,       false },
    { add_given,          true  },
};
/* clang-format on */

enum weir_status weir_context_build(struct weir_deciding *deciding, struct weir_str resource, bool for_service,
                                    const struct weir_context **context)
{
    struct building building = {deciding, NULL, resource};
    *context = NULL;
    enum weir_status status = weir_context_new(deciding->arena, &building.context);
    for (size_t i = 0; i < WEIR_COUNT(parts) && status == WEIR_OK; i++) {
        if (!for_service || !parts[i].of_caller)
            status = parts[i].add(&building);
    }
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(deciding->error);
    *context = building.context;
    return status;
}
