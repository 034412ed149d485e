/* A request as statements ask it: the caller's names, the resource's parts, and whose accounts meet ([iam-eval]). */
#include "policy/layers.h"

/* clang-format off */
static const struct kind_row {
    struct weir_str action; /* a pattern: `*` at the end only */
    enum weir_resource_kind kind;
} kinds_by_action[] = {
    {{"sts:assumerole*", 15},       WEIR_RESOURCE_TRUST},
    {{"sts:tagsession", 14},        WEIR_RESOURCE_TRUST},
    {{"sts:setsourceidentity", 21}, WEIR_RESOURCE_TRUST},
    {{"sts:setcontext", 14},        WEIR_RESOURCE_TRUST},
    {{"kms:*", 5},                  WEIR_RESOURCE_KMS},
};
/* clang-format on */

static bool action_is(struct weir_str action, struct weir_str row)
{
    if (row.ptr[row.len - 1] != '*')
        return weir_str_equal_fold(action, row);
    const struct weir_str start = weir_str_slice(row, 0, row.len - 1);
    return action.len >= start.len && weir_str_equal_fold(weir_str_slice(action, 0, start.len), start);
}

/* Trust and key policies must allow; the action tells which kind of policy it meets. */
static enum weir_resource_kind resource_kind(const struct weir_policy_request *request)
{
    if (request->resource_kind != WEIR_RESOURCE_BY_ACTION)
        return request->resource_kind;
    if (request->action.len < 4 || request->action.ptr[3] != ':') /* as behind `sts` and `kms`: most end here */
        return WEIR_RESOURCE_OTHER;
    for (size_t i = 0; i < WEIR_COUNT(kinds_by_action); i++) {
        if (action_is(request->action, kinds_by_action[i].action))
            return kinds_by_action[i].kind;
    }
    return WEIR_RESOURCE_OTHER;
}

static bool is_of_account(enum weir_principal_kind kind)
{
    switch (kind) {
    case WEIR_PRINCIPAL_ROOT:
    case WEIR_PRINCIPAL_USER:
    case WEIR_PRINCIPAL_ROLE_SESSION:
    case WEIR_PRINCIPAL_FEDERATED_USER:
        return true;
    case WEIR_PRINCIPAL_ANONYMOUS:
    case WEIR_PRINCIPAL_SERVICE:
    case WEIR_PRINCIPAL_FEDERATED:
        break;
    }
    return false;
}

/* `assumed-role/Name/Session` names the role; else the role's own ARN does, by what follows its last slash. */
static struct weir_str role_name(const struct weir_principal *caller, struct weir_str resource)
{
    const struct weir_str start = WEIR_STR("assumed-role/");
    if (weir_str_has_prefix(resource, start))
        return weir_str_slice(resource, start.len, weir_str_index(resource, '/', start.len));
    size_t at = caller->role_arn.len;
    while (at > 0 && caller->role_arn.ptr[at - 1] != '/')
        at--;
    return at == 0 ? (struct weir_str){NULL, 0} : weir_str_slice(caller->role_arn, at, caller->role_arn.len);
}

static enum weir_status init_caller(struct weir_question *question, struct weir_error *error)
{
    const struct weir_principal *const caller = &question->request->principal;
    struct weir_str parts[WEIR_ARN_PARTS];
    question->has_identity = is_of_account(caller->kind);
    if (!question->has_identity)
        return WEIR_OK;
    if (!weir_arn_split(caller->arn, parts))
        return weir_fail(error, WEIR_ERR_USAGE, "the caller's ARN `%s` is none", weir_quote(caller->arn).text);
    question->partition = parts[WEIR_ARN_PARTITION];
    question->account = caller->account.len > 0 ? caller->account : parts[WEIR_ARN_ACCOUNT];
    if (caller->kind == WEIR_PRINCIPAL_ROLE_SESSION)
        question->role = role_name(caller, parts[WEIR_ARN_RESOURCE]);
    return WEIR_OK;
}

static enum weir_status check_sizes(const struct weir_policy_set *policies, const struct weir_policy_request *request,
                                    struct weir_error *error)
{
    if (policies->size != sizeof(*policies) || request->size != sizeof(*request))
        return weir_fail(error, WEIR_ERR_USAGE, "a struct has an unknown size: begin with its INIT macro");
    if (request->action.len == 0)
        return weir_fail(error, WEIR_ERR_USAGE, "a request must name an action");
    if (policies->boundary.count > 1)
        return weir_fail(error, WEIR_ERR_USAGE, "a caller has at most one permissions boundary");
    if ((policies->scp_levels > 0 && policies->scp == NULL) || (policies->rcp_levels > 0 && policies->rcp == NULL))
        return weir_fail(error, WEIR_ERR_USAGE, "levels of control policies are counted and not given");
    return WEIR_OK;
}

enum weir_status weir_question_open(const struct weir_policy_set *policies, const struct weir_policy_request *request,
                                    const struct weir_arena *arena, struct weir_question *question,
                                    struct weir_error *error)
{
    if (policies == NULL || request == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "policies, a request and an arena are needed");
    WEIR_TRY(check_sizes(policies, request, error));
    *question = (struct weir_question){.request = request, .resource_kind = resource_kind(request)};
    question->no_resource = request->resource.len == 1 && request->resource.ptr[0] == '*';
    question->has_arn = weir_arn_split(request->resource, question->resource_parts);
    question->has_boundary = policies->boundary.items != NULL;
    question->resource_policies = (struct weir_policy_list){&policies->resource, policies->resource != NULL};
    WEIR_TRY(init_caller(question, error));
    question->same_account = question->account.len > 0 && weir_str_equal(question->account, request->resource_account);
    weir_levels_open(policies, question);
    return WEIR_OK;
}
