/* The condition keys that each kind of caller brings, and those of them that live on in a session ([iam-global-keys], [iam-variables]). */
#include "vend/context/context.h"

#include "base/base_impl.h"

/* A key that ends in a slash is the beginning of a family. */
static const char *const derived[] = {
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:RequestTag/",
    "aws:RequestedRegion",
    "aws:ResourceTag/",
    "aws:SourceIdentity",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:userid",
    "aws:username",
    "iam:ResourceTag/",
    "sts:ExternalId",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
};

bool weir_context_is_derived(struct weir_str key)
{
    for (size_t i = 0; i < WEIR_COUNT(derived); i++) {
        const struct weir_str row = weir_str_from(derived[i]);
        const bool is_family = row.ptr[row.len - 1] == '/';
        const struct weir_str start = {key.ptr, is_family && key.len > row.len ? row.len : key.len};
        if (weir_str_equal_fold(start, row))
            return true;
    }
    return false;
}

static enum weir_status add_principal_arn(struct weir_building *building)
{
    const struct weir_principal *const principal = &building->deciding->caller.principal;
    const bool is_session = principal->kind == WEIR_PRINCIPAL_ROLE_SESSION;
    if (principal->kind == WEIR_PRINCIPAL_SERVICE)
        return weir_building_set(building, WEIR_STR("aws:PrincipalServiceName"), principal->arn);
    return weir_building_set(building, WEIR_STR("aws:PrincipalArn"), is_session ? principal->role_arn : principal->arn);
}

/* [iam-global-keys] aws:PrincipalIsAWSService is there in every signed request. */
static enum weir_status add_principal_type(struct weir_building *building)
{
    static const struct {
        const char *type;
        const char *is_service;
    } kinds[] = {
        [WEIR_PRINCIPAL_ANONYMOUS] = {"Anonymous", ""},
        [WEIR_PRINCIPAL_ROOT] = {"Account", "false"},
        [WEIR_PRINCIPAL_USER] = {"User", "false"},
        [WEIR_PRINCIPAL_ROLE_SESSION] = {"AssumedRole", "false"},
        [WEIR_PRINCIPAL_FEDERATED_USER] = {"FederatedUser", "false"},
        [WEIR_PRINCIPAL_SERVICE] = {"", "true"},
        [WEIR_PRINCIPAL_FEDERATED] = {"", ""},
    };
    const enum weir_principal_kind kind = building->deciding->caller.principal.kind;
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:PrincipalIsAWSService"), weir_str_from(kinds[kind].is_service)));
    return weir_building_set(building, WEIR_STR("aws:PrincipalType"), weir_str_from(kinds[kind].type));
}

static enum weir_status add_account(struct weir_building *building)
{
    const struct weir_caller *const caller = &building->deciding->caller;
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:PrincipalAccount"), caller->principal.account));
    if (caller->account == NULL || caller->account->organization_path.len == 0)
        return WEIR_OK;
    const struct weir_str path = caller->account->organization_path;
    const char *const slash = memchr(path.ptr, '/', path.len);
    const struct weir_str id = {path.ptr, slash == NULL ? path.len : (size_t)(slash - path.ptr)};
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:PrincipalOrgID"), id));
    struct weir_str *const paths = weir_arena_alloc(building->deciding->arena, 1, sizeof *paths);
    if (paths == NULL)
        return WEIR_ERR_MEMORY;
    *paths = path;
    return weir_context_set(building->context, WEIR_STR("aws:PrincipalOrgPaths"), paths, 1, true);
}

/* What follows the last slash: of a federated user's ARN its name. */
static struct weir_str last_part(struct weir_str arn)
{
    size_t start = arn.len;
    while (start > 0 && arn.ptr[start - 1] != '/')
        start--;
    return (struct weir_str){arn.ptr + start, arn.len - start};
}

static enum weir_status join_id(const struct weir_building *building, struct weir_str first, struct weir_str second,
                                struct weir_str *id)
{
    if (first.len == 0)
        return WEIR_OK;
    const struct weir_str parts[] = {first, WEIR_STR(":"), second};
    return weir_join(building->deciding->arena, id, parts, WEIR_COUNT(parts));
}

/* [iam-variables] The table of aws:userid: a user's unique id, `ROLE-ID:session`, `account:name` of a federated user, the
 * account of its root user. */
static enum weir_status user_id(const struct weir_building *building, struct weir_str *id)
{
    const struct weir_caller *const caller = &building->deciding->caller;
    *id = (struct weir_str){NULL, 0};
    switch (caller->principal.kind) {
    case WEIR_PRINCIPAL_ANONYMOUS:
        *id = WEIR_STR("anonymous");
        return WEIR_OK;
    case WEIR_PRINCIPAL_ROOT:
        *id = caller->principal.account;
        return WEIR_OK;
    case WEIR_PRINCIPAL_USER:
        *id = caller->principal.unique_id;
        return WEIR_OK;
    case WEIR_PRINCIPAL_ROLE_SESSION:
        return join_id(building, caller->principal.unique_id, caller->session->session_name, id);
    case WEIR_PRINCIPAL_FEDERATED_USER:
        return join_id(building, caller->principal.account, last_part(caller->principal.arn), id);
    case WEIR_PRINCIPAL_SERVICE:
    case WEIR_PRINCIPAL_FEDERATED:
        break;
    }
    return WEIR_OK;
}

static enum weir_status add_user_id(struct weir_building *building)
{
    const struct weir_caller *const caller = &building->deciding->caller;
    struct weir_str id;
    if (user_id(building, &id) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    if (caller->user != NULL)
        WEIR_TRY(weir_building_set(building, WEIR_STR("aws:username"), caller->user->identity.name));
    return weir_building_set(building, WEIR_STR("aws:userid"), id);
}

static enum weir_status add_session(struct weir_building *building)
{
    const struct weir_session *const session = building->deciding->caller.session;
    if (session == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_building_join(building, session->context, WEIR_STR("")));
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:SourceIdentity"), session->source_identity));
    return weir_building_set_time(building, WEIR_STR("aws:TokenIssueTime"), session->issued_at_s);
}

enum weir_status weir_building_add_caller(struct weir_building *building)
{
    static enum weir_status (*const parts[])(struct weir_building *building) = {
        add_principal_arn, add_principal_type, add_account, add_user_id, add_session,
    };
    for (size_t i = 0; i < WEIR_COUNT(parts); i++)
        WEIR_TRY(parts[i](building));
    return weir_building_set_tags(building, WEIR_STR("aws:PrincipalTag/"), building->deciding->caller.tags);
}

/* [iam-mfa] Temporary credentials always say whether they were made with a second factor, and those of a role say no even
 * where AssumeRole was called with one; keys that do not expire never say. */
enum weir_status weir_building_add_defaults(struct weir_building *building)
{
    const struct weir_str key = WEIR_STR("aws:MultiFactorAuthPresent");
    const enum weir_principal_kind kind = building->deciding->caller.principal.kind;
    const bool is_temporary = kind == WEIR_PRINCIPAL_ROLE_SESSION || kind == WEIR_PRINCIPAL_FEDERATED_USER;
    if (!is_temporary || weir_context_find(building->context, key, NULL, NULL, NULL))
        return WEIR_OK;
    return weir_building_set(building, key, WEIR_STR("false"));
}
