/* Which policies have a say in a question, and in what order they are heard ([iam-eval], [iam-scp], [iam-rcp]). */
#include "policy/layers.h"

struct levels {
    const struct weir_policy_list *lists;
    size_t count;
};

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

static struct levels one_level(const struct weir_policy_list *list, bool applies)
{
    return (struct levels){list, applies && list->items != NULL};
}

/*
 * SCPs bind the principals of an account, its root user too; not those of the management account, not service-linked
 * roles, and nobody who belongs to no account. A level without a list is a level that allows nothing.
 */
static struct levels scp_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    const struct weir_policy_request *const request = question->request;
    const bool applies = question->has_identity && !request->principal_is_management &&
                         !request->principal.is_service_linked_role;
    return (struct levels){policies->scp, applies ? policies->scp_levels : 0};
}

/* RCPs bind every caller, but they do not keep a service from its service-linked roles. */
static struct levels rcp_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    const struct weir_policy_request *const request = question->request;
    const bool is_linked_role = question->resource_kind == WEIR_RESOURCE_TRUST &&
                                request->principal.kind == WEIR_PRINCIPAL_SERVICE && question->has_arn &&
                                weir_str_has_prefix(question->resource_parts[WEIR_ARN_RESOURCE],
                                                    WEIR_STR("role/aws-service-role/"));
    const bool applies = !request->resource_is_management && !is_linked_role && is_rcp_service(request->action);
    return (struct levels){policies->rcp, applies ? policies->rcp_levels : 0};
}

static struct levels resource_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&question->resource_policies, policies->resource != NULL);
}

/* The root user has no identity policies and no boundary; services, providers and anonymous callers have neither. */
static struct levels identity_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->identity,
                     question->has_identity && question->request->principal.kind != WEIR_PRINCIPAL_ROOT);
}

static struct levels boundary_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->boundary,
                     question->has_identity && question->request->principal.kind != WEIR_PRINCIPAL_ROOT);
}

static struct levels session_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    return one_level(&policies->session, question->has_identity);
}

static struct levels endpoint_levels(const struct weir_policy_set *policies, const struct weir_question *question)
{
    (void)question;
    return one_level(&policies->endpoint, true);
}

struct layer {
    enum weir_policy_kind kind;
    bool by_principal; /* a statement without a principal names nobody */
    struct levels (*levels)(const struct weir_policy_set *policies, const struct weir_question *question);
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

static enum weir_status walk_policy(const struct weir_question *question, bool by_principal, struct weir_spot *spot,
                                    weir_visit *visit, void *self)
{
    for (spot->statement = 0; spot->statement < spot->policy->count; spot->statement++) {
        struct weir_meeting meeting;
        weir_statement_meet(&spot->policy->statements[spot->statement], question, by_principal, &meeting);
        WEIR_TRY(visit(self, spot, &meeting));
    }
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

enum weir_status weir_layers_walk(const struct weir_policy_set *policies, const struct weir_question *question,
                                  weir_visit *visit, void *self)
{
    for (size_t i = 0; i < WEIR_COUNT(layers); i++) {
        const struct levels levels = layers[i].levels(policies, question);
        struct weir_spot spot = {.kind = layers[i].kind};
        if (spot.kind == WEIR_POLICY_RESOURCE && question->resource_kind == WEIR_RESOURCE_TRUST)
            spot.kind = WEIR_POLICY_TRUST;
        for (spot.level = 0; spot.level < levels.count; spot.level++)
            WEIR_TRY(walk_level(&levels.lists[spot.level], question, layers[i].by_principal, &spot, visit, self));
    }
    return WEIR_OK;
}

size_t weir_layer_levels(const struct weir_policy_set *policies, const struct weir_question *question,
                         enum weir_policy_kind kind)
{
    for (size_t i = 0; i < WEIR_COUNT(layers); i++) {
        if (layers[i].kind == kind)
            return layers[i].levels(policies, question).count;
    }
    return 0;
}
