/* Which policies have a say in a question, and in what order they are heard ([iam-eval], [iam-scp], [iam-rcp]). */
#include "policy/layers.h"
#include "policy/index.h"

/* [iam-rcp] The services whose resources RCPs reach. Glue and Lake Formation are not among them. */
static const char *const rcp_services[] = {
    "aoss", "cognito-identity", "cognito-idp", "dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs", "sts",
};

static bool is_rcp_service(struct weir_str action)
{
    const struct weir_str service = weir_str_slice(action, 0, weir_str_index(action, ':', 0));
    for (size_t i = 0; i < WEIR_COUNT(rcp_services); i++) {
        if (weir_str_equal_fold(service, weir_str_from(rcp_services[i])))
            return true;
    }
    return false;
}

static struct weir_levels one_level(const struct weir_policy_list *list, bool applies)
{
    return (struct weir_levels){list, applies && list->items != NULL};
}

/*
 * SCPs bind the principals of an account, its root user too; not those of the management account, not service-linked
 * roles, and nobody who belongs to no account. A level without a list is a level that allows nothing.
 */
static struct weir_levels scp_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    const struct weir_policy_request *const request = question->request;
    const bool applies = question->has_identity && !request->principal_is_management &&
                         !request->principal.is_service_linked_role;
    return (struct weir_levels){policies->scp, applies ? policies->scp_levels : 0};
}

/* RCPs bind every caller, but they do not keep a service from its service-linked roles. */
static struct weir_levels rcp_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    const struct weir_policy_request *const request = question->request;
    if (policies->rcp_levels == 0)
        return (struct weir_levels){NULL, 0};
    const bool is_linked_role = question->resource_kind == WEIR_RESOURCE_TRUST &&
                                request->principal.kind == WEIR_PRINCIPAL_SERVICE && question->has_arn &&
                                weir_str_has_prefix(question->resource_parts[WEIR_ARN_RESOURCE],
                                                    WEIR_STR("role/aws-service-role/"));
    const bool applies = !request->resource_is_management && !is_linked_role && is_rcp_service(request->action);
    return (struct weir_levels){policies->rcp, applies ? policies->rcp_levels : 0};
}

static struct weir_levels resource_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&question->resource_policies, policies->resource != NULL);
}

/* The root user has no identity policies and no boundary; services, providers and anonymous callers have neither. */
static struct weir_levels identity_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->identity,
                     question->has_identity && question->request->principal.kind != WEIR_PRINCIPAL_ROOT);
}

static struct weir_levels boundary_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->boundary,
                     question->has_identity && question->request->principal.kind != WEIR_PRINCIPAL_ROOT);
}

static struct weir_levels session_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->session, question->has_identity);
}

static struct weir_levels endpoint_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    (void)question;
    return one_level(&policies->endpoint, true);
}

struct layer {
    enum weir_policy_kind kind;
    bool by_principal; /* a statement without a principal names nobody */
    struct weir_levels (*levels)(const struct weir_policy_set *policies, const struct weir_question *question);
};

/* clang-format off */
static const struct layer layers[] = {
    /* kind                  by_principal */
    {WEIR_POLICY_SCP,        false, scp_levels},
    {WEIR_POLICY_RCP,        true,  rcp_levels},
    {WEIR_POLICY_RESOURCE,   true,  resource_levels},
    {WEIR_POLICY_IDENTITY,   false, identity_levels},
    {WEIR_POLICY_BOUNDARY,   false, boundary_levels},
    {WEIR_POLICY_SESSION,    false, session_levels},
    {WEIR_POLICY_ENDPOINT,   true,  endpoint_levels},
};
/* clang-format on */

static enum weir_status meet(const struct weir_question *question, bool by_principal, const struct weir_spot *spot,
                             weir_visit *visit, void *self)
{
    struct weir_meeting meeting;
    weir_statement_meet(&spot->policy->statements[spot->statement], question, by_principal, &meeting);
    return visit(self, spot, &meeting);
}

static enum weir_status walk_policy(const struct weir_question *question, bool by_principal, struct weir_spot *spot,
                                    weir_visit *visit, void *self)
{
    struct weir_candidates candidates;
    weir_candidates_open(spot->policy, question, &candidates);
    while (weir_candidates_next(&candidates, &spot->statement))
        WEIR_TRY(meet(question, by_principal, spot, visit, self));
    return WEIR_OK;
}

static enum weir_status walk_level(const struct weir_policy_list *list, const struct weir_question *question,
                                   bool by_principal, struct weir_spot *spot, weir_visit *visit, void *self)
{
    for (size_t i = 0; list->items != NULL && i < list->count; i++) {
        spot->policy = list->items[i];
        spot->policy_index = i;
        if (spot->policy == NULL)
            return WEIR_ERR_USAGE;
        WEIR_TRY(walk_policy(question, by_principal, spot, visit, self));
    }
    return WEIR_OK;
}

enum weir_status weir_layers_walk(const struct weir_question *question, weir_visit *visit, void *self)
{
    for (size_t i = 0; i < WEIR_COUNT(layers); i++) {
        const struct weir_levels *const levels = &question->levels[layers[i].kind];
        if (levels->count == 0)
            continue;
        struct weir_spot spot = {.kind = layers[i].kind};
        if (spot.kind == WEIR_POLICY_RESOURCE && question->resource_kind == WEIR_RESOURCE_TRUST)
            spot.kind = WEIR_POLICY_TRUST;
        for (; spot.level < levels->count; spot.level++)
            WEIR_TRY(walk_level(&levels->lists[spot.level], question, layers[i].by_principal, &spot, visit, self));
    }
    return WEIR_OK;
}

void weir_levels_open(const struct weir_policy_set *policies, struct weir_question *question)
{
    for (size_t i = 0; i < WEIR_COUNT(layers); i++)
        question->levels[layers[i].kind] = layers[i].levels(policies, question);
}
