/* Explanations: AWS's wording, the statement that came nearest with its place, and what every statement said. */
#include "test_policy.h"

struct row {
    const char *name;
    struct scene scene;
    const char *because;
    const char *nearest;
};

#define TRUST_ARN "arn:aws:iam::111122223333:role/target"
#define ASSUME .action = "sts:AssumeRole", .on = TRUST_ARN
#define IF(condition) ",\"Condition\":{" condition "}"
#define EXTERNAL_ID IF("\"StringEquals\":{\"sts:ExternalId\":[\"one\",\"two\",\"three\",\"four\"]}")
#define TRUST_WITH_ID \
    DOCUMENT(         \
        STATEMENT("Allow", "\"Sid\":\"AllowAssume\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"" EXTERNAL_ID))
#define ALLOW_IF(condition) DOCUMENT(STATEMENT("Allow", ANY IF(condition)))

/* clang-format off */
static const struct row rows[] = {
    {"an_allow",            {.identity = DOCUMENT(STATEMENT("Allow", "\"Sid\":\"All\"," ANY))}, "allowed by statement 1 `All` of the identity-based policy", "statement 1 `All` of the identity-based policy allows it"},
    {"the_root_user",       {.caller = &root}, "the account's root user needs no policy of its own", "the account's root user needs no policy of its own"},
    {"who_am_i",            {.action = "sts:GetCallerIdentity"}, "sts:GetCallerIdentity needs no permission", "sts:GetCallerIdentity needs no permission"},
    {"a_deny",              {.identity = ALLOW_ALL "\n" DENY_ALL}, "with an explicit deny in an identity-based policy", "statement 1 of identity-based policy 2 denies it"},
    {"a_deny_of_trust",     {ASSUME, .resource = TRUSTING("Deny", "\"*\"")}, "with an explicit deny in the role trust policy", "statement 1 of the role trust policy denies it"},
    {"a_deny_of_an_scp",    {.scp = {DENY_ALL}}, "with an explicit deny in a service control policy", "statement 1 of the service control policy denies it"},
    {"no_policy_at_all",    {.identity = NULL}, "because no identity-based policy allows the s3:GetObject action", "there is no identity-based policy with a statement that allows"},
    {"only_denies",         {.identity = DOCUMENT(STATEMENT("Deny", "\"Action\":\"iam:*\",\"Resource\":\"*\""))}, "because no identity-based policy allows the s3:GetObject action", "there is no identity-based policy with a statement that allows"},
    {"no_such_action",      {.identity = DOCUMENT(STATEMENT("Allow", "\"Action\":\"iam:*\",\"Resource\":\"*\""))}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Action does not cover `s3:GetObject`"},
    {"a_not_action",        {.identity = DOCUMENT(STATEMENT("Allow", "\"NotAction\":\"s3:*\",\"Resource\":\"*\""))}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: NotAction lists `s3:GetObject`"},
    {"no_such_resource",    {.identity = DOCUMENT(STATEMENT("Allow", "\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::sea\""))}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Resource does not cover `" OBJECT_ARN "`"},
    {"a_not_resource",      {.identity = DOCUMENT(STATEMENT("Allow", "\"Action\":\"*\",\"NotResource\":\"*\""))}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: NotResource lists `" OBJECT_ARN "`"},
    {"an_unresolved_variable", {.identity = DOCUMENT(STATEMENT("Allow", "\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::${aws:PrincipalTag/team}/*\""))}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Resource does not cover `" OBJECT_ARN "`; ${aws:PrincipalTag/team} has no value in this request"},
    {"a_missing_key",       {ASSUME, .resource = TRUST_WITH_ID}, "because no role trust policy allows the sts:AssumeRole action", "statement 1 `AllowAssume` of the role trust policy: StringEquals sts:ExternalId: the request has no sts:ExternalId, the policy asks for `one`, `two`, `three` and 1 more"},
    {"another_value",       {ASSUME, .resource = TRUST_WITH_ID, .context = "sts:ExternalId=six"}, "because no role trust policy allows the sts:AssumeRole action", "statement 1 `AllowAssume` of the role trust policy: StringEquals sts:ExternalId: the request has `six`, the policy asks for `one`, `two`, `three` and 1 more"},
    {"an_excluded_value",   {.identity = ALLOW_IF("\"StringNotEquals\":{\"k\":\"v\"}"), .context = "k=v"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringNotEquals k: the request has `v`, which the policy excludes by `v`"},
    {"several_values",      {.identity = ALLOW_IF("\"StringEquals\":{\"k\":\"a\"}"), .context = "k=[a,b]"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has several values, which need ForAllValues or ForAnyValue"},
    {"none_of_the_values",  {.identity = ALLOW_IF("\"ForAnyValue:StringEquals\":{\"k\":\"c\"}"), .context = "k=[a,b]"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: ForAnyValue:StringEquals k: none of the request's values passes; the policy gives `c`"},
    {"no_values",           {.identity = ALLOW_IF("\"ForAnyValue:StringEquals\":{\"k\":\"c\"}")}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: ForAnyValue:StringEquals k: the request has no value of k"},
    {"one_of_all_values",   {.identity = ALLOW_IF("\"ForAllValues:StringEquals\":{\"k\":\"a\"}"), .context = "k=[a,b]"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: ForAllValues:StringEquals k: the request has `b`, the policy asks for `a`"},
    {"no_value_in_the_policy", {.identity = ALLOW_IF("\"StringEquals\":{\"k\":[]}"), .context = "k=a"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has `a`, and the policy lists no value"},
    {"present_and_null",    {.identity = ALLOW_IF("\"Null\":{\"k\":true}"), .context = "k=a"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Null k: the request has k"},
    {"absent_and_not_null", {.identity = ALLOW_IF("\"Null\":{\"k\":false}")}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Null k: the request has no k"},
    {"an_open_question",    {.identity = ALLOW_IF("\"Null\":{\"k\":false}"), .context = "k="}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: Null k: the request's k is empty; the setting null_of_empty_text: refuse (AWS does not say whether an empty text is null)"},
    {"not_comparable",      {.identity = ALLOW_IF("\"NotIpAddress\":{\"k\":\"10.0.0.0/8\"}"), .context = "k=here"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: NotIpAddress k: `here` cannot be compared; the setting unreadable_operand_negated: refuse (AWS does not say whether a negated operator holds where nothing can be compared)"},
    {"not_named",           {ASSUME, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, "because no role trust policy allows the sts:AssumeRole action", "statement 1 of the role trust policy: Principal does not name `" USER_ARN "`"},
    {"anonymous_not_named", {.caller = &anonymous, .resource = NAMING("Allow", AWS_NAME(ROLE_ARN))}, "because no resource-based policy allows the s3:GetObject action", "statement 1 of the resource-based policy: Principal does not name `an anonymous caller`"},
    {"names_nobody",        {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .resource = ALLOW_ALL}, "because no resource-based policy allows the s3:GetObject action", "statement 1 of the resource-based policy: it has no Principal, so it names nobody"},
    {"spared",              {.caller = &engine, .resource = DOCUMENT(STATEMENT("Deny", "\"NotPrincipal\":" AWS_NAME(ROLE_ARN) "," ANY)), .identity = ALLOW_ALL}, "allowed by statement 1 of the identity-based policy", "statement 1 of the identity-based policy allows it"},
    {"the_action_counts_first", {ASSUME, .resource = DOCUMENT(STATEMENT("Allow", "\"Principal\":\"*\",\"Action\":\"sts:TagSession\"") "," STATEMENT("Allow", "\"Principal\":" AWS_NAME(ROLE_ARN) ",\"Action\":\"sts:AssumeRole\""))}, "because no role trust policy allows the sts:AssumeRole action", "statement 2 of the role trust policy: Principal does not name `" USER_ARN "`"},
    {"more_conditions_are_nearer", {.identity = DOCUMENT(STATEMENT("Allow", ANY IF("\"Bool\":{\"a\":true}")) "," STATEMENT("Allow", ANY IF("\"Bool\":{\"b\":true,\"a\":true}")) "," STATEMENT("Allow", "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::x\"")), .context = "b=true"}, "because no identity-based policy allows the s3:GetObject action", "statement 2 of the identity-based policy: Bool a: the request has no a, the policy asks for `true`"},
    {"the_layer_that_refused", {.identity = ALLOW_ALL, .boundary = DOCUMENT(STATEMENT("Allow", "\"Action\":\"iam:*\",\"Resource\":\"*\""))}, "because no permissions boundary allows the s3:GetObject action", "statement 1 of the permissions boundary: Action does not cover `s3:GetObject`"},
    {"the_level_that_refused", {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, DOCUMENT(STATEMENT("Allow", "\"Action\":\"iam:*\",\"Resource\":\"*\"")), ALLOW_ALL}}, "because no service control policy allows the s3:GetObject action", "statement 1 of the service control policy: Action does not cover `s3:GetObject`"},
    {"a_session",           {.caller = &engine, .identity = ALLOW_ALL, .session = "", .action = "s3:PutObject"}, "because no session policy allows the s3:PutObject action", "there is no session policy with a statement that allows"},
    {"an_endpoint",         {.identity = ALLOW_ALL, .endpoint = ""}, "because no VPC endpoint policy allows the s3:GetObject action", "there is no VPC endpoint policy with a statement that allows"},
    {"a_long_value_is_cut", {.identity = ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}"), .context = "k=0123456789012345678901234567890123456789012345678901234567890123456789012345678\xC3\xA9" "abc"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has `0123456789012345678901234567890123456789012345678901234567890123456789012345678...`, the policy asks for `v`"},
    {"controls_are_not_shown", {.identity = ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}"), .context = "k=a\x1B[31m\x7F"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has `a?[31m?`, the policy asks for `v`"},
    {"a_variable_is_said", {.identity = ALLOW_IF("\"StringEquals\":{\"k\":\"x-${aws:username}\"}"), .context = "k=v|aws:username=ada"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has `v`, the policy asks for `x-${aws:username}`; ${aws:username} is `ada`"},
    {"a_fallback_is_said", {.identity = ALLOW_IF("\"StringEquals\":{\"k\":\"${aws:username, 'nobody'}\"}"), .context = "k=v"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringEquals k: the request has `v`, the policy asks for `${aws:username, 'nobody'}`; ${aws:username} is `nobody`"},
    {"a_variable_without_value", {.identity = ALLOW_IF("\"StringLike\":{\"k\":\"${aws:username}*\"}"), .context = "k=v"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringLike k: the request has `v`, the policy asks for `${aws:username}*`; ${aws:username} has no value in this request"},
    {"a_variable_in_an_arn", {.identity = ALLOW_IF("\"ArnLike\":{\"k\":\"arn:aws:s3:::${aws:username}/*\"}"), .context = "k=arn:aws:s3:::b/x|aws:username=ada"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: ArnLike k: the request has `arn:aws:s3:::b/x`, the policy asks for `arn:aws:s3:::${aws:username}/*`; ${aws:username} is `ada`"},
    {"a_variable_that_is_excluded", {.identity = ALLOW_IF("\"StringNotEquals\":{\"k\":\"${aws:username}\"}"), .context = "k=ada|aws:username=ada"}, "because no identity-based policy allows the s3:GetObject action", "statement 1 of the identity-based policy: StringNotEquals k: the request has `ada`, which the policy excludes by `${aws:username}`; ${aws:username} is `ada`"},
};
/* clang-format on */

static const struct weir_explanation *explain(const struct scene *scene, struct weir_arena *arena)
{
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    open_scene(scene, arena, &set, &request);
    if (weir_explain(&set, &request, arena, &explanation, &error) != WEIR_OK)
        fail_msg("%s", error.message);
    return explanation;
}

static void assert_sentence(struct weir_str got, const char *expected)
{
    if (!weir_str_equal(got, weir_str_from(expected)))
        fail_msg("got %.*s", (int)got.len, got.ptr);
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_explanation *const explanation = explain(&row->scene, arena);
    assert_sentence(weir_explanation_because(explanation), row->because);
    assert_sentence(weir_explanation_nearest(explanation), row->nearest);
    weir_arena_free(arena);
}

/* An explanation is the same evaluation: its verdict is weir_authorize's, decider by decider. */
static void the_verdict_is_the_same(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_verdict *const explained = weir_explanation_verdict(explain(&row->scene, arena));
    const struct weir_verdict *const plain = play(&row->scene, arena);
    assert_int_equal(weir_verdict_effect(explained), weir_verdict_effect(plain));
    assert_int_equal(weir_verdict_kind(explained), weir_verdict_kind(plain));
    assert_int_equal(weir_verdict_decider_count(explained), weir_verdict_decider_count(plain));
    weir_arena_free(arena);
}

/* The place is that of the element a person must change. */
static void the_place_is_that_of_the_element(void **state)
{
    (void)state;
    static const char text[] = "{\"Version\":\"2012-10-17\",\n"
                               " \"Statement\":[\n"
                               "  {\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"},\n"
                               "  {\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\n"
                               "   \"Condition\":{\"Bool\":{\n"
                               "     \"aws:SecureTransport\":true}}}]}";
    struct weir_arena *const arena = new_arena(0);
    const struct scene missing = {.identity = ALLOW_ALL};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    open_scene(&missing, arena, &set, &request);
    const struct weir_policy *const policy = read_policy(text, strlen(text), WEIR_POLICY_IDENTITY, arena);
    set.identity = (struct weir_policy_list){&policy, 1};
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    const struct weir_place place = weir_explanation_place(explanation);
    assert_str(place.source, WEIR_STR("policy.json"));
    assert_int_equal(place.line, 6);
    assert_int_equal(place.column, 6);
    assert_int_equal(weir_explanation_finding_count(explanation), 2);
    const struct weir_finding *const first = weir_explanation_finding(explanation, 0);
    assert_int_equal(first->match, WEIR_MATCH_NOT_ACTION);
    assert_true(first->denies);
    assert_int_equal(first->place.line, 3);
    assert_int_equal(first->place.column, 29);
    const struct weir_finding *const second = weir_explanation_finding(explanation, 1);
    assert_int_equal(second->match, WEIR_MATCH_NOT_CONDITION);
    assert_int_equal(second->statement, 1);
    assert_null(weir_explanation_finding(explanation, 2));
    weir_arena_free(arena);
}

static void the_place_of_a_decider_is_its_statement(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.identity = ALLOW_ALL};
    const struct weir_explanation *const explanation = explain(&scene, arena);
    assert_int_equal(weir_explanation_place(explanation).column, 38);
    const struct weir_finding *const only = weir_explanation_finding(explanation, 0);
    assert_int_equal(only->match, WEIR_MATCH_APPLIES);
    assert_int_equal(only->because.len, 0);
    assert_int_equal(only->place.column, 38);
    weir_arena_free(arena);
}

/* A statement that spares its caller says so; it is a finding, though no reason for the answer. */
static void findings_say_who_was_spared(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {
        .caller = &engine,
        .identity = ALLOW_ALL,
        .resource = DOCUMENT(STATEMENT("Deny", "\"NotPrincipal\":" AWS_NAME(ROLE_ARN) "," ANY)),
    };
    const struct weir_finding *const finding = weir_explanation_finding(explain(&scene, arena), 0);
    assert_int_equal(finding->kind, WEIR_POLICY_RESOURCE);
    assert_int_equal(finding->match, WEIR_MATCH_NOT_PRINCIPAL);
    assert_sentence(finding->because, "NotPrincipal spares `" SESSION_ARN "`; the setting not_principal_chain: lenient "
                                      "(AWS says that leaving out a caller's other names might deny)");
    weir_arena_free(arena);
}

/* The label stands for the document in the sentence. */
static void the_label_is_shown(void **state)
{
    (void)state;
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    options.label = WEIR_STR("the trust policy of role integration");
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {ASSUME};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    open_scene(&scene, arena, &set, &request);
    assert_int_equal(weir_policy_parse(weir_str_from(TRUST_WITH_ID), WEIR_STR("w"), WEIR_POLICY_TRUST, &options, arena,
                                       &set.resource, NULL),
                     WEIR_OK);
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    assert_sentence(weir_explanation_nearest(explanation),
                    "statement 1 `AllowAssume` of the trust policy of role integration: StringEquals sts:ExternalId: "
                    "the request has no sts:ExternalId, the policy asks for `one`, `two`, `three` and 1 more");
    weir_arena_free(arena);
}

static void accessors_are_total(void **state)
{
    (void)state;
    assert_null(weir_explanation_verdict(NULL));
    assert_int_equal(weir_explanation_because(NULL).len, 0);
    assert_int_equal(weir_explanation_nearest(NULL).len, 0);
    assert_int_equal(weir_explanation_place(NULL).line, 0);
    assert_int_equal(weir_explanation_finding_count(NULL), 0);
    assert_null(weir_explanation_finding(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_is_that_of_the_element),
        cmocka_unit_test(the_place_of_a_decider_is_its_statement),
        cmocka_unit_test(the_label_is_shown),
        cmocka_unit_test(findings_say_who_was_spared),
        cmocka_unit_test(accessors_are_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("explanations", rows, row_holds) +
           RUN_ROWS("the same verdict", rows, the_verdict_is_the_same);
}
