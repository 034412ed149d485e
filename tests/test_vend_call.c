/* The verbs of the JSON door that need no world: authorize, validate and lint. */
#include "vend_test.h"

#define QUESTION(id, effect)                                                                                         \
    "{" id "\"request\":{\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::lake/a\",\"principal\":"            \
    "\"arn:aws:iam::111122223333:user/a\"},\"accounts\":{\"resource\":\"111122223333\"},\"policies\":{\"identity\":" \
    "[{\"Statement\":[{\"Sid\":\"S\",\"Effect\":\"" effect "\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}]}}"
#define BY "\"by\":[{\"policy\":\"identity[0]\",\"statement\":0,\"sid\":\"S\"}],"
#define LINT(document) "{\"id\":[1],\"kind\":\"identity\",\"document\":" document "}"
#define DOUBTFUL \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}]}"

struct row {
    const char *name;
    const char *verb;
    enum weir_trace_level trace;
    const char *input;
    const char *answer; /* `*` once stands for anything */
};

static const struct row rows[] = {
    {"allowed", "authorize", WEIR_TRACE_NONE, QUESTION("\"id\":7,", "Allow"),
     "{\"id\":7,\"decision\":\"Allowed\"," BY "\"because\":\"allowed by statement 1 `S` of identity[0]\"}"},
    {"denied", "authorize", WEIR_TRACE_RULES, QUESTION("", "Deny"),
     "{\"id\":null,\"decision\":\"ExplicitlyDenied\"," BY
     "\"because\":\"with an explicit deny in an identity-based policy\"}"},
    {"explained", "authorize", WEIR_TRACE_FULL, QUESTION("", "Deny"),
     "{\"id\":null,*\"explanation\":[{\"policy\":\"identity[0]\",\"statement\":0,\"sid\":\"S\",\"effect\":\"Deny\","
     "\"match\":\"applies\",\"because\":\"\",\"at\":\"request:1:195\"}]}"},
    {"no_question", "authorize", WEIR_TRACE_NONE, "{\"id\":\"x\",\"reqest\":{}}",
     "{\"id\":\"x\",\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"unknown member `reqest` in a question\","
     "\"source\":\"request\",\"line\":1,\"column\":11,\"path\":\"/reqest\"}}"},
    {"no_json", "authorize", WEIR_TRACE_NONE, "{", "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SYNTAX\",*}}"},
    {"kept", "validate", WEIR_TRACE_NONE,
     "{\"id\":1,\"operation\":\"redshift-serverless:GetCredentials\",\"parameters\":{\"workgroupName\":\"sales\"}}",
     "{\"id\":1,\"valid\":true}"},
    {"no_parameters", "validate", WEIR_TRACE_NONE, "{\"operation\":\"redshift-serverless:GetCredentials\"}",
     "{\"id\":null,\"valid\":true}"},
    {"violated", "validate", WEIR_TRACE_NONE,
     "{\"id\":\"x\",\"operation\":\"redshift:GetClusterCredentials\",\"parameters\":{}}",
     "{\"id\":\"x\",\"valid\":false,\"check\":\"redshift.parameters\",\"code\":\"ValidationError\",\"status\":400,"
     "\"message\":\"1 validation error detected: Value null at 'dbUser' failed to satisfy constraint: Member must not "
     "be "
     "null\"}"},
    {"no_such_operation", "validate", WEIR_TRACE_NONE, "{\"operation\":\"sts:GetCallerIdentity\"}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_UNSUPPORTED\",\"message\":\"the rulebook has no operation "
     "`sts:GetCallerIdentity`\",*\"column\":14,*"},
    {"no_operation", "validate", WEIR_TRACE_NONE, "{\"parameters\":{}}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"`operation` is missing\",*"},
    {"no_such_parameter", "validate", WEIR_TRACE_NONE,
     "{\"operation\":\"redshift-serverless:GetCredentials\",\"parameters\":{\"WorkgroupName\":\"sales\"}}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"the operation has no parameter "
     "`WorkgroupName`; did you mean `workgroupName`?\",*\"path\":\"/parameters/WorkgroupName\"}}"},
    {"parameters_no_map", "validate", WEIR_TRACE_NONE,
     "{\"operation\":\"redshift-serverless:GetCredentials\",\"parameters\":[]}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"`parameters` must be a map\",*"},
    {"a_caller", "validate", WEIR_TRACE_NONE, "{\"caller\":{},\"operation\":\"redshift-serverless:GetCredentials\"}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"unknown member `caller`\",*"},
    {"a_finding", "lint", WEIR_TRACE_NONE, LINT(DOUBTFUL),
     "{\"id\":[1],\"findings\":[{\"id\":\"policy.lint.not-action-allow\",\"severity\":\"warning\",\"message\":\"*"
     "\"file\":\"request\",\"line\":1,\"column\":107,\"path\":\"/document/Statement/0/NotAction\"}]}"},
    {"a_finding_in_a_text", "lint", WEIR_TRACE_NONE,
     LINT("\"{\\\"Version\\\":\\\"2012-10-17\\\",\\n\\\"Statement\\\":7}\""),
     "{\"id\":[1],\"findings\":[{*\"file\":\"document\",\"line\":2,\"column\":13,\"path\":\"/Statement\"}]}"},
    {"nothing_found", "lint", WEIR_TRACE_NONE,
     "{\"kind\":\"trust\",\"document\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
     "{\"Service\":\"glue.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}}",
     "{\"id\":null,\"findings\":[]}"},
    {"a_quota", "lint", WEIR_TRACE_NONE,
     "{\"kind\":\"session\",\"characters_max\":10,\"document\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
     "\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::lake/*\"}]}}",
     "{\"id\":null,\"findings\":[{\"id\":\"policy.lint.size\",\"severity\":\"error\",*}]}"},
    {"no_quota", "lint", WEIR_TRACE_NONE, "{\"kind\":\"session\",\"characters_max\":0,\"document\":{}}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"`characters_max` must be a number of "
     "characters\",\"source\":\"request\",\"line\":1,\"column\":36,\"path\":\"/characters_max\"}}"},
    {"no_kind", "lint", WEIR_TRACE_NONE, "{\"kind\":\"bucket\",\"document\":{}}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"`bucket` is no kind of policy\",*}}"},
    {"no_document", "lint", WEIR_TRACE_NONE, "{\"kind\":\"scp\"}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"a lint question must have `kind` and "
     "`document`\",*}}"},
    {"an_unknown_member", "lint", WEIR_TRACE_NONE, "{\"kind\":\"scp\",\"policy\":{}}",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"unknown member `policy` in a lint "
     "question\",*\"column\":15,*"},
    {"no_map", "lint", WEIR_TRACE_NONE, "[]",
     "{\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"a lint question must be a map\",*}}"},
};

/* `*` stands for anything; the pieces between must be there in order. */
static bool fits(struct weir_str actual, const char *pattern)
{
    const char *at = actual.ptr;
    const char *const end = actual.ptr + actual.len;
    for (bool first = true;; first = false) {
        const size_t length = strcspn(pattern, "*");
        const bool last = pattern[length] == '\0';
        const char *found = last && !first ? end - length : at;
        while (!first && !last && found + length <= end && memcmp(found, pattern, length) != 0)
            found++;
        if (found < at || found + length > end || memcmp(found, pattern, length) != 0)
            return false;
        at = found + length;
        if (last)
            return at == end;
        pattern += length + 1;
    }
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    const char *answer = NULL;
    size_t len = 0;
    options.trace = row->trace;
    assert_int_equal(weir_call_json(NULL, row->verb, row->input, strlen(row->input),
                                    row->trace == WEIR_TRACE_NONE ? NULL : &options, arena, &answer, &len),
                     WEIR_OK);
    if (!fits((struct weir_str){answer, len}, row->answer))
        fail_msg("%.*s\nis not\n%s", (int)len, answer, row->answer);
    weir_arena_free(arena);
}

static void an_unknown_verb_is_a_usage_error(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const char *answer = "x";
    size_t len = 1;
    assert_int_equal(weir_call_json(NULL, "authorise", "{}", 2, NULL, arena, &answer, &len), WEIR_ERR_USAGE);
    assert_null(answer);
    assert_int_equal(len, 0);
    weir_arena_free(arena);
}

/* An answer, an error that is told, or no room for either: never an allow for want of memory. */
static enum weir_status attempt_authorize(struct weir_arena *arena)
{
    static const char question[] = QUESTION("\"id\":1,", "Allow");
    const char *answer = "x";
    size_t len = 1;
    const enum weir_status status = weir_call_json(NULL, "authorize", question, sizeof(question) - 1, NULL, arena,
                                                   &answer, &len);
    if (status != WEIR_OK) {
        assert_null(answer);
        assert_int_equal(len, 0);
        return status;
    }
    if (fits((struct weir_str){answer, len}, "{\"id\":*,\"error\":{\"status\":\"WEIR_ERR_MEMORY\"*"))
        return WEIR_ERR_MEMORY;
    assert_true(fits((struct weir_str){answer, len}, "{\"id\":1,\"decision\":\"Allowed\"*"));
    return WEIR_OK;
}

static enum weir_status attempt_lint(struct weir_arena *arena)
{
    static const char question[] = LINT(DOUBTFUL);
    const char *answer = "x";
    size_t len = 1;
    const enum weir_status status = weir_call_json(NULL, "lint", question, sizeof(question) - 1, NULL, arena, &answer,
                                                   &len);
    if (status != WEIR_OK)
        return status;
    if (fits((struct weir_str){answer, len}, "{\"id\":*,\"error\":{\"status\":\"WEIR_ERR_MEMORY\"*"))
        return WEIR_ERR_MEMORY;
    assert_true(fits((struct weir_str){answer, len}, "{\"id\":[1],\"findings\":[{*"));
    return WEIR_OK;
}

static void memory_that_fails_allows_nothing(void **state)
{
    (void)state;
    assert_survives_failing_allocations(attempt_authorize);
    assert_survives_failing_allocations(attempt_lint);
}

int main(void)
{
    struct CMUnitTest tests[sizeof(rows) / sizeof(rows[0]) + 2] = {
        cmocka_unit_test(an_unknown_verb_is_a_usage_error),
        cmocka_unit_test(memory_that_fails_allows_nothing),
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        tests[i + 2] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = row_holds, .initial_state = without_const(&rows[i])};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
