/* decision/1 as text, byte for byte, and accessors that never fail. */
#include <weir/vend.h>

#include "tests/vend_test.h"
#include "vend/request/session.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define S(literal) {literal, sizeof(literal) - 1}
#define SESSION_JSON                                                                                               \
    "{\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"account\":\"111122223333\",\"arn\":\"arn:aws:sts::1:x\"," \
    "\"role_arn\":\"\",\"role_id\":\"\",\"session_name\":\"\",\"issued_at\":\"1970-01-01T00:00:00Z\","             \
    "\"expiration\":\"1970-01-01T00:15:00Z\",\"chained\":false,\"tags\":[],\"transitive_tag_keys\":[],"            \
    "\"session_policies\":[{\"Version\":\"2012-10-17\"}],\"managed_policy_arns\":[],\"context\":{}}"

static const struct weir_str documents[] = {S("{ \"Version\": \"2012-10-17\" }")};
static const struct weir_session session = {
    .kind = S("assumed-role"),
    .account = S("111122223333"),
    .arn = S("arn:aws:sts::1:x"),
    .expiration_s = 900,
    .session_policies = {documents, 1},
};
static const struct weir_str locations[] = {S("s3://lake/sales/"), S("s3://lake/\"q\"/")};
static const struct weir_scope_policy policies[] = {
    {.document = S("{\"Statement\":[]}"),
     .characters = 16,
     .packed_estimate_percent = 31,
     .proof = WEIR_SCOPE_TIGHT,
     .locations = locations,
     .location_count = 2},
    {.document = S("{}"), .characters = 2},
};
static const struct weir_str sources[] = {S("iam-eval"), S("sts-external-id")};
static const struct weir_str details[] = {S("statement 0: applies")};
static const struct weir_trace_entry trace[] = {
    {.rule = S("lf.engine.trusted"),
     .part = S("tagged-session"),
     .outcome = WEIR_OUTCOME_PASS,
     .because = S("the tag is \"hello_world\""),
     .at = {.source = S("world.yaml"), .line = 41, .column = 15, .offset = 900},
     .evidence = S("documented"),
     .sources = sources,
     .source_count = 2,
     .details = details,
     .detail_count = 1},
    {.rule = S("sts.tags.duplicate"), .outcome = WEIR_OUTCOME_SKIP, .evidence = S("local")},
    {.rule = S("sts.trust.assume"), .at = {.line = 1, .column = 2}},
};

static const struct emitted_row {
    const char *name;
    struct weir_decision decision;
    const char *json;
} emitted[] = {
    {"an allow",
     {.step = S("table"),
      .operation = S("lakeformation:GetTemporaryGlueTableCredentials"),
      .rule = S("lf.table.vend"),
      .rulebook = S("builtin"),
      .allowed = true,
      .session = &session,
      .policies = policies,
      .policy_count = 2,
      .response = S("{\"VendedS3Path\":[\"s3://lake/sales/\"]}"),
      .trace = trace,
      .trace_count = 3},
     "{\"weir\":\"decision/1\",\"step\":\"table\",\"operation\":\"lakeformation:GetTemporaryGlueTableCredentials\","
     "\"decision\":\"allow\",\"rule\":\"lf.table.vend\",\"rulebook\":\"builtin\",\"error\":null,"
     "\"session\":" SESSION_JSON ","
     "\"policies\":[{\"document\":{\"Statement\":[]},\"characters\":16,\"packed_estimate_percent\":31,\"locations\":["
     "\"s3://lake/sales/\","
     "\"s3://lake/\\\"q\\\"/"
     "\"],\"proof\":\"tight\"},{\"document\":{},\"characters\":2,\"packed_estimate_percent\":0,\"locations\":[],"
     "\"proof\":\"\"}],"
     "\"response\":{\"VendedS3Path\":[\"s3://lake/sales/\"]},\"trace\":["
     "{\"rule\":\"lf.engine.trusted\",\"part\":\"tagged-session\",\"outcome\":\"pass\",\"because\":"
     "\"the tag is \\\"hello_world\\\"\",\"at\":\"world.yaml:41:15\",\"evidence\":\"documented\","
     "\"sources\":[\"iam-eval\",\"sts-external-id\"],\"details\":[\"statement 0: applies\"]},"
     "{\"rule\":\"sts.tags.duplicate\",\"outcome\":\"skip\",\"because\":\"\",\"at\":null,\"evidence\":\"local\","
     "\"sources\":[]},"
     "{\"rule\":\"sts.trust.assume\",\"outcome\":\"fail\",\"because\":\"\",\"at\":\"1:2\",\"evidence\":\"\","
     "\"sources\":[]}]}"},
    {"a deny",
     {.step = S("a"),
      .operation = S("sts:AssumeRole"),
      .rule = S("sts.trust.assume"),
      .rulebook = S("fnv1a64:0"),
      .error_code = S("AccessDenied"),
      .error_status = 403,
      .error_message = S("User: x is not authorized"),
      .error_is_synthetic = true},
     "{\"weir\":\"decision/1\",\"step\":\"a\",\"operation\":\"sts:AssumeRole\",\"decision\":\"deny\","
     "\"rule\":\"sts.trust.assume\",\"rulebook\":\"fnv1a64:0\",\"error\":{\"code\":\"AccessDenied\",\"status\":403,"
     "\"message\":\"User: x is not authorized\",\"synthetic\":true},\"session\":null,\"policies\":[],\"response\":{},"
     "\"trace\":[]}"},
    {"an answer of authorize",
     {.step = S("read"),
      .operation = S("authorize"),
      .rule = S("r"),
      .rulebook = S("builtin"),
      .allowed = true,
      .verdict = S("Allowed")},
     "{\"weir\":\"decision/1\",\"step\":\"read\",\"operation\":\"authorize\",\"decision\":\"allow\",\"rule\":\"r\","
     "\"rulebook\":\"builtin\",\"verdict\":\"Allowed\",\"error\":null,\"session\":null,\"policies\":[],\"response\":{},"
     "\"trace\":[]}"},
    {"a skipped step",
     {.step = S("read"), .operation = S("authorize"), .skipped = true},
     "{\"weir\":\"decision/1\",\"step\":\"read\",\"operation\":\"authorize\",\"decision\":\"skipped\",\"rule\":\"\","
     "\"rulebook\":\"\",\"error\":null,\"session\":null,\"policies\":[],\"response\":{},\"trace\":[]}"},
    {"zeroed memory refuses",
     {.allowed = false},
     "{\"weir\":\"decision/1\",\"step\":\"\",\"operation\":\"\",\"decision\":\"deny\",\"rule\":\"\",\"rulebook\":\"\","
     "\"error\":null,\"session\":null,\"policies\":[],\"response\":{},\"trace\":[]}"},
};

static void emitted_row_holds(void **state)
{
    const struct emitted_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_str json = {NULL, 0};
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_decision_emit(&row->decision, arena, &json), WEIR_OK);
    assert_str(json, row->json);
    assert_int_equal(weir_tree_parse_json(json, WEIR_STR("decision"), arena, &tree, NULL), WEIR_OK);
    weir_arena_free(arena);
}

static void accessors_say_what_the_decision_holds(void **state)
{
    (void)state;
    const struct weir_decision *const allow = &emitted[0].decision;
    const struct weir_decision *const deny = &emitted[1].decision;
    struct weir_scope_policy policy;
    struct weir_trace_entry entry;
    assert_true(weir_decision_is_allowed(allow));
    assert_false(weir_decision_is_allowed(deny));
    assert_false(weir_decision_is_skipped(allow));
    assert_true(weir_decision_is_skipped(&emitted[3].decision));
    assert_false(weir_decision_is_allowed(&emitted[3].decision));
    assert_str(weir_decision_step(allow), "table");
    assert_str(weir_decision_operation(allow), "lakeformation:GetTemporaryGlueTableCredentials");
    assert_str(weir_decision_rule(allow), "lf.table.vend");
    assert_str(weir_decision_rulebook(allow), "builtin");
    assert_str(weir_decision_error_code(allow), "");
    assert_str(weir_decision_error_code(deny), "AccessDenied");
    assert_int_equal(weir_decision_error_status(deny), 403);
    assert_str(weir_decision_error_message(deny), "User: x is not authorized");
    assert_true(weir_decision_error_is_synthetic(deny));
    assert_false(weir_decision_error_is_synthetic(allow));
    assert_str(weir_decision_verdict(&emitted[2].decision), "Allowed");
    assert_ptr_equal(weir_decision_session(allow), &session);
    assert_null(weir_decision_session(deny));
    assert_int_equal(weir_decision_policy_count(allow), 2);
    assert_true(weir_decision_policy(allow, 1, &policy));
    assert_str(policy.document, "{}");
    assert_true(weir_decision_policy(allow, 0, NULL));
    assert_str(weir_decision_response(allow), "{\"VendedS3Path\":[\"s3://lake/sales/\"]}");
    assert_str(weir_decision_response(deny), "{}");
    assert_int_equal(weir_decision_trace_count(allow), 3);
    assert_true(weir_decision_trace(allow, 2, &entry));
    assert_str(entry.rule, "sts.trust.assume");
    assert_true(weir_decision_trace(allow, 0, NULL));
}

static void past_the_end_is_empty(void **state)
{
    (void)state;
    struct weir_scope_policy policy = policies[0];
    struct weir_trace_entry entry = trace[0];
    assert_false(weir_decision_policy(&emitted[0].decision, 2, &policy));
    assert_str(policy.document, "");
    assert_int_equal(policy.location_count, 0);
    assert_false(weir_decision_trace(&emitted[0].decision, 3, &entry));
    assert_str(entry.rule, "");
    assert_int_equal(entry.source_count, 0);
    assert_int_equal(entry.at.line, 0);
}

static void nothing_is_a_refusal(void **state)
{
    (void)state;
    struct weir_scope_policy policy = policies[0];
    struct weir_trace_entry entry = trace[0];
    assert_false(weir_decision_is_allowed(NULL));
    assert_false(weir_decision_is_skipped(NULL));
    assert_str(weir_decision_step(NULL), "");
    assert_str(weir_decision_operation(NULL), "");
    assert_str(weir_decision_rule(NULL), "");
    assert_str(weir_decision_rulebook(NULL), "");
    assert_str(weir_decision_error_code(NULL), "");
    assert_int_equal(weir_decision_error_status(NULL), 0);
    assert_str(weir_decision_error_message(NULL), "");
    assert_false(weir_decision_error_is_synthetic(NULL));
    assert_str(weir_decision_verdict(NULL), "");
    assert_int_equal(weir_decision_advice_count(NULL), 0);
    assert_str(weir_decision_advice(NULL, 0), "");
    assert_null(weir_decision_session(NULL));
    assert_int_equal(weir_decision_policy_count(NULL), 0);
    assert_false(weir_decision_policy(NULL, 0, &policy));
    assert_str(policy.document, "");
    assert_false(weir_decision_policy(NULL, 0, NULL));
    assert_str(weir_decision_response(NULL), "{}");
    assert_int_equal(weir_decision_trace_count(NULL), 0);
    assert_false(weir_decision_trace(NULL, 0, &entry));
    assert_str(entry.rule, "");
    assert_false(weir_decision_trace(NULL, 0, NULL));
}

static void outcomes_have_names(void **state)
{
    (void)state;
    assert_string_equal(weir_outcome_name(WEIR_OUTCOME_FAIL), "fail");
    assert_string_equal(weir_outcome_name(WEIR_OUTCOME_PASS), "pass");
    assert_string_equal(weir_outcome_name(WEIR_OUTCOME_SKIP), "skip");
    assert_string_equal(weir_outcome_name(WEIR_OUTCOME_WARN), "warn");
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_string_equal(weir_outcome_name((enum weir_outcome)4), "fail");
}

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_str json = WEIR_STR("x");
    assert_int_equal(weir_decision_emit(NULL, arena, &json), WEIR_ERR_USAGE);
    assert_str(json, "");
    assert_int_equal(weir_decision_emit(&emitted[0].decision, NULL, &json), WEIR_ERR_USAGE);
    assert_int_equal(weir_decision_emit(&emitted[0].decision, arena, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* A session that cannot be written fails the whole: never half an answer. */
static void a_session_that_cannot_be_written_fails_the_answer(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_str json = WEIR_STR("x");
    struct weir_session late = session;
    late.expiration_s = INT64_MAX;
    const struct weir_decision decision = {.allowed = true, .session = &late};
    assert_int_equal(weir_decision_emit(&decision, arena, &json), WEIR_ERR_LIMIT);
    assert_str(json, "");
    weir_arena_free(arena);
}

static enum weir_status emit_attempt(struct weir_arena *arena)
{
    struct weir_str json = WEIR_STR("x");
    const enum weir_status status = weir_decision_emit(&emitted[0].decision, arena, &json);
    assert_int_equal(json.len > 0, status == WEIR_OK);
    return status;
}

static void failing_allocations_are_survived(void **state)
{
    (void)state;
    assert_survives_failing_allocations(emit_attempt);
}

static void small_arenas_are_survived(void **state)
{
    (void)state;
    assert_survives_small_arenas(emit_attempt);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(accessors_say_what_the_decision_holds),
        cmocka_unit_test(past_the_end_is_empty),
        cmocka_unit_test(nothing_is_a_refusal),
        cmocka_unit_test(outcomes_have_names),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(a_session_that_cannot_be_written_fails_the_answer),
        cmocka_unit_test(failing_allocations_are_survived),
        cmocka_unit_test(small_arenas_are_survived),
    };
    struct CMUnitTest tests[COUNT(single) + COUNT(emitted)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    for (size_t i = 0; i < COUNT(emitted); i++)
        tests[count++] = (struct CMUnitTest){emitted[i].name, emitted_row_holds, NULL, NULL,
                                             without_const(&emitted[i])};
    return _cmocka_run_group_tests("vend.answer", tests, count, NULL, NULL);
}
