/* What to do about a refusal: for every layer the policy that has to change, the statement that came near, or the Deny in the way. */
#include "test_policy.h"

#define TRUST_ARN "arn:aws:iam::111122223333:role/target"
#define ASSUME .action = "sts:AssumeRole", .on = TRUST_ARN
#define GET " a statement that allows s3:GetObject on " OBJECT_ARN
#define TO_ALICE "dd to a policy of " USER_ARN GET "."
#define IAM_ONLY DOCUMENT(STATEMENT("Allow", "\"Action\":\"iam:*\",\"Resource\":\"*\""))
#define ELSEWHERE DOCUMENT(STATEMENT("Allow", "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::sea/*\""))
#define IF_K(effect) \
    DOCUMENT(STATEMENT(effect, "\"Sid\":\"OnlyK\"," ANY ",\"Condition\":{\"StringEquals\":{\"k\":\"v\"}}"))

/* clang-format off */
static const struct row {
    const char *name;
    struct scene scene;
    const char *remedy;
} rows[] = {
    {"an_allow",             {.identity = ALLOW_ALL}, ""},
    {"identity",             {.identity = NULL}, "A" TO_ALICE},
    {"identity_of_a_session", {.caller = &engine, .identity = IAM_ONLY}, "Add to a policy of " ROLE_ARN GET "."},
    {"near_by_resource",     {.identity = ELSEWHERE}, "Let statement 1 of the identity-based policy cover " OBJECT_ARN ", or a" TO_ALICE},
    {"near_by_condition",    {.identity = IF_K("Allow")}, "Call so that statement 1 `OnlyK` of the identity-based policy applies (StringEquals k: the request has no k, the policy asks for `v`), or a" TO_ALICE},
    {"not_near_by_action",   {.identity = IAM_ONLY}, "A" TO_ALICE},
    {"a_deny",               {.identity = ALLOW_ALL "\n" DENY_ALL}, "Take s3:GetObject on " OBJECT_ARN " out of what statement 1 of identity-based policy 2 denies."},
    {"a_deny_by_condition",  {.identity = ALLOW_ALL "\n" IF_K("Deny"), .context = "k=v"}, "Take s3:GetObject on " OBJECT_ARN " out of what statement 1 `OnlyK` of identity-based policy 2 denies, or call so that its Condition does not hold."},
    {"boundary",             {.identity = ALLOW_ALL, .boundary = IAM_ONLY}, "Add to the document, the permissions boundary of " USER_ARN "," GET "."},
    {"session",              {.caller = &engine, .identity = ALLOW_ALL, .session = ""}, "Make the session anew with a session policy that allows s3:GetObject on " OBJECT_ARN ", or with none."},
    {"near_session",         {.caller = &engine, .identity = ALLOW_ALL, .session = ELSEWHERE}, "Let statement 1 of the session policy cover " OBJECT_ARN ", or make the session anew with a session policy that allows s3:GetObject on " OBJECT_ARN ", or with none."},
    {"second_level",         {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, IAM_ONLY, ALLOW_ALL}}, "Add to a service control policy of level 2 above account " ACCOUNT GET "."},
    {"endpoint",             {.identity = ALLOW_ALL, .endpoint = ""}, "Add to the policy of the VPC endpoint a statement that allows " USER_ARN " s3:GetObject on " OBJECT_ARN "."},
    {"resource_without_policy", {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL}, "Add to the policy of the resource a statement that allows " USER_ARN " s3:GetObject on " OBJECT_ARN "."},
    {"anonymous",            {.caller = &anonymous}, "Add to the policy of the resource a statement that allows everybody (\"*\") s3:GetObject on " OBJECT_ARN "."},
    {"trust_of_a_user",      {ASSUME, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, "Add to the trust policy of " TRUST_ARN " a statement that allows " USER_ARN " the action sts:AssumeRole."},
    {"trust_of_a_service",   {ASSUME, .caller = &service, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, "Add to the trust policy of " TRUST_ARN " a statement that allows Service glue.amazonaws.com the action sts:AssumeRole."},
    {"trust_of_a_provider",  {.action = "sts:AssumeRoleWithSAML", .on = TRUST_ARN, .caller = &provider, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, "Add to the trust policy of " TRUST_ARN " a statement that allows Federated " PROVIDER_ARN " the action sts:AssumeRoleWithSAML."},
    {"reserved",             {.action = "iam:PutRolePolicy", .on = "arn:aws:iam::" ACCOUNT ":role/aws-reserved/y", .identity = ALLOW_ALL}, "No policy can allow it, because AWS keeps the resource for itself."},
};
/* clang-format on */

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    open_scene(&row->scene, arena, &set, &request);
    if (weir_explain(&set, &request, arena, &explanation, &error) != WEIR_OK)
        fail_msg("%s", error.message);
    const struct weir_str remedy = weir_explanation_remedy(explanation);
    if (!weir_str_equal(remedy, weir_str_from(row->remedy)))
        fail_msg("got %.*s", (int)remedy.len, remedy.ptr);
    weir_arena_free(arena);
}

static void a_label_is_what_its_keeper_calls_it(void **state)
{
    (void)state;
    const struct scene scene = {.identity = ALLOW_ALL};
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    struct weir_arena *const arena = new_arena(0);
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_policy *policy = NULL;
    const struct weir_explanation *explanation = NULL;
    open_scene(&scene, arena, &set, &request);
    options.label = WEIR_STR("managed policy Limits");
    assert_int_equal(
        weir_policy_parse(weir_str_from(IAM_ONLY), WEIR_STR("w"), WEIR_POLICY_BOUNDARY, &options, arena, &policy, NULL),
        WEIR_OK);
    set.boundary = (struct weir_policy_list){&policy, 1};
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    assert_str(weir_explanation_remedy(explanation),
               WEIR_STR("Add to managed policy Limits, the permissions boundary of " USER_ARN "," GET "."));
    weir_arena_free(arena);
}

static void nothing_is_said_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(weir_explanation_remedy(NULL).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_is_what_its_keeper_calls_it),
        cmocka_unit_test(nothing_is_said_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("remedies", rows, row_holds);
}
