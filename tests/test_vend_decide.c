/* The call itself: settings, sessions and their end, and faults. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "tests/vend_lake.h"
#include "vend/rulebook.h"

/* --------------------------------------------------------------------------------------------- settings */

static const struct precedence_row {
    const char *name;
    const char *world;   /* the world's setting, NULL: none */
    const char *options; /* the caller's */
    const char *seconds; /* asked for */
    const char *rule;
} precedence[] = {
    {"the rulebook's value holds", NULL, NULL, "21600", "lf.table.vend"},
    {"and refuses one second more", NULL, NULL, "21601", "lf.table.duration"},
    {"the world's comes before the rulebook's", "7200", NULL, "7200", "lf.table.vend"},
    {"and refuses what the rulebook allows", "7200", NULL, "7201", "lf.table.duration"},
    {"the world's may be the wider one", "43200", NULL, "43200", "lf.table.vend"},
    {"the caller's comes before the rulebook's", NULL, "1000", "1000", "lf.table.vend"},
    {"and refuses what the rulebook would allow", NULL, "1000", "1001", "lf.table.duration"},
    {"the caller's comes before the world's", "7200", "9000", "9000", "lf.table.vend"},
    {"and refuses what the world would allow", "9000", "7200", "7201", "lf.table.duration"},
};

static void precedence_row_holds(void **state)
{
    const struct precedence_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    const struct weir_setting setting = {WEIR_STR("table_duration_max"),
                                         weir_str_from(row->options == NULL ? "" : row->options)};
    char more[128];
    char text[2048];
    (void)snprintf(more, sizeof(more), "weir: world/1\nSettings: {table_duration_max: %s}\naccounts: []\n", row->world);
    (void)snprintf(
        text, sizeof(text), "%s, DurationSeconds: %s}\n",
        TOP ASSUME("analyst", "lake/analyst",
                   TAGGED) "- name: table\n  caller: {session: analyst}\n  operation: "
                           "lakeformation:GetTemporaryGlueTableCredentials\n"
                           "  parameters: {TableArn: 'arn:aws:glue:us-east-1:111122223333:table/sales/orders', "
                           "SupportedPermissionTypes: [CELL_FILTER_PERMISSION]",
        row->seconds);
    struct weir_world *const world = load_world_with(row->world == NULL ? NULL : more);
    options.settings = &setting;
    options.setting_count = row->options != NULL;
    const struct weir_run run = run_text(world, text, &options, arena);
    assert_int_equal(run.count, 2);
    assert_str(weir_decision_rule(run.decisions[1]), row->rule);
    weir_arena_free(arena);
    weir_world_release(world);
}

static const struct setting_row {
    const char *name;
    const char *setting;
    const char *value;
    const char *message; /* NULL: good */
} settings[] = {
    {"a number", "table_duration_max", "1", NULL},
    {"a negative number", "table_duration_max", "-1", NULL},
    {"a switch", "denial_reasons", "true", NULL},
    {"the other switch", "denial_reasons", "false", NULL},
    {"an unknown setting", "table_duration_min", "1",
     "the rulebook has no setting `table_duration_min`; did you mean `table_duration_max`?"},
    {"a setting in another case", "Denial_Reasons", "true",
     "the rulebook has no setting `Denial_Reasons`; did you mean `denial_reasons`?"},
    {"no name", "", "1", "the rulebook has no setting ``"},
    {"a text for a number", "table_duration_max", "many",
     "`many` is no value of the setting `table_duration_max`, which is a whole number"},
    {"nothing for a number", "table_duration_max", "",
     "`` is no value of the setting `table_duration_max`, which is a whole number"},
    {"a fraction for a number", "table_duration_max", "1.5",
     "`1.5` is no value of the setting `table_duration_max`, which is a whole number"},
    {"a number for a switch", "denial_reasons", "1",
     "`1` is no value of the setting `denial_reasons`, which is true or false"},
    {"another word for a switch", "denial_reasons", "True",
     "`True` is no value of the setting `denial_reasons`, which is true or false"},
    {"none of two numbers", "access_denied_status", "401",
     "`401` is no value of the setting `access_denied_status`, which is 400 or 403"},
    {"none of three words", "location_missing_code", "Gone",
     "`Gone` is no value of the setting `location_missing_code`, which is EntityNotFoundException, "
     "AccessDeniedException or InvalidInputException"},
    {"a setting of the policies", "null_of_empty_text", "null",
     "`null_of_empty_text` says how the world is read: it belongs in the world's `Settings`"},
};

static const struct weir_request *first_request(const char *text, struct weir_arena *arena)
{
    return weir_scenario_step(read_scenario(text, arena), 0);
}

static void setting_row_holds(void **state)
{
    const struct setting_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_setting setting = {weir_str_from(row->setting), weir_str_from(row->value)};
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.settings = &setting;
    options.setting_count = 1;
    const struct weir_request *const request = first_request(TOP ASSUME("a", "lake/analyst", ""), arena);
    const struct weir_decision *decision = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_decide(lake, request, NOW, &options, arena, &decision, &error);
    assert_int_equal(status, row->message == NULL ? WEIR_OK : WEIR_ERR_SCHEMA);
    assert_string_equal(error.message, row->message == NULL ? "" : row->message);
    assert_true((decision == NULL) == (row->message != NULL));
    weir_arena_free(arena);
}

static void a_bad_setting_of_the_world_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text; /* `^` before the place */
        const char *message;
    } rows[] = {
        {"weir: world/1\nSettings:\n  denial_reasons: true\n  ^chaining: 1\naccounts: []\n",
         "the rulebook has no setting `chaining`"},
        {"weir: world/1\nSettings: {^denial_reasons: maybe}\naccounts: []\n",
         "`maybe` is no value of the setting `denial_reasons`, which is true or false"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct marked marked;
        unmark(rows[i].text, &marked);
        struct weir_world *const world = load_world_with(marked.text);
        struct weir_arena *const arena = new_arena(0);
        const struct weir_decision *decision = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const struct weir_request *const request = first_request(TOP ASSUME("a", "lake/analyst", ""), arena);
        assert_int_equal(weir_decide(world, request, NOW, NULL, arena, &decision, &error), WEIR_ERR_SCHEMA);
        assert_null(decision);
        assert_string_equal(error.message, rows[i].message);
        assert_string_equal(error.source, "more");
        assert_int_equal(error.line, marked.line);
        assert_int_equal(error.column, marked.column);
        weir_arena_free(arena);
        weir_world_release(world);
    }
}

/* A session's own policy is read like the world's: the open condition of its Deny holds, or the setting decides. */
static void the_worlds_settings_reach_session_policies(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        const char *verdict;
        const char *trace; /* said of the policy question */
    } rows[] = {
        {"{}", "ExplicitlyDenied", "denies it: Null k:a holds by the setting null_of_empty_text: refuse "},
        {"{null_of_empty_text: refuse}", "ExplicitlyDenied", "holds by the setting null_of_empty_text: refuse "},
        {"{null_of_empty_text: 'null'}", "ExplicitlyDenied", "holds by the setting null_of_empty_text: null "},
        {"{null_of_empty_text: present}", "Allowed",
         "the request's k:a is empty; the setting null_of_empty_text: present "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char more[128];
        (void)snprintf(more, sizeof(more), "weir: world/1\nSettings: %s\naccounts: []\n", rows[i].settings);
        struct weir_world *const world = load_world_with(more);
        struct weir_arena *const arena = new_arena(0);
        struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
        options.trace = WEIR_TRACE_FULL;
        const struct weir_run run = run_text(
            world,
            TOP ASSUME("a", "s3-operator",
                       ", Policy: '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                       "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                       "{\"Null\":{\"k:a\":\"true\"}}}]}'") READ("b", "a", "x") "  context: {'k:a': ''}\n",
            &options, arena);
        struct weir_str bytes;
        assert_int_equal(print_run(&run, arena, &bytes), WEIR_OK);
        assert_str(weir_decision_verdict(run.decisions[1]), rows[i].verdict);
        if (strstr(bytes.ptr, rows[i].trace) == NULL)
            fail_msg("%s", bytes.ptr);
        weir_arena_free(arena);
        weir_world_release(world);
    }
}

/* [iam-access-denied] The short form of a denial is the default; the setting adds its reason. */
static void a_setting_adds_the_reason_to_a_denial(void **state)
{
    (void)state;
    static const char text[] = TOP
        "- {name: a, caller: {user: 'arn:aws:iam::111122223333:user/people/bob'}, operation: "
        "sts:AssumeRole, parameters: {RoleArn: 'arn:aws:iam::111122223333:role/not-for-bob', "
        "RoleSessionName: run-1}}\n";
    static const char denial[] = "User: arn:aws:iam::111122223333:user/people/bob is not authorized to perform: "
                                 "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/not-for-bob";
    struct weir_arena *const arena = new_arena(0);
    const struct weir_setting setting = {WEIR_STR("denial_reasons"), WEIR_STR("true")};
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    assert_str(weir_decision_error_message(run_text(lake, text, &options, arena).decisions[0]), denial);
    options.settings = &setting;
    options.setting_count = 1;
    const struct weir_str full = weir_decision_error_message(run_text(lake, text, &options, arena).decisions[0]);
    assert_true(weir_str_has_prefix(full, weir_str_from(denial)));
    assert_true(full.len > sizeof(denial));
    assert_memory_equal(full.ptr + sizeof(denial) - 1, " with an explicit deny", 22);
    weir_arena_free(arena);
}

/* --------------------------------------------------------------------------------------------- contract */

static void an_unknown_operation_is_unsupported(void **state)
{
    (void)state;
    static const char *const operations[] = {"sts:GetFederationToken", "AssumeRole", "sts:assumerole",
                                             "sts:", "Authorize"};
    for (size_t i = 0; i < COUNT(operations); i++) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_decision *decision = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        struct marked marked;
        char text[256];
        (void)snprintf(text, sizeof(text), "weir: request/1\ncaller: {anonymous: true}\noperation: ^'%s'\n",
                       operations[i]);
        unmark(text, &marked);
        assert_int_equal(weir_decide(lake, first_request(marked.text, arena), NOW, NULL, arena, &decision, &error),
                         WEIR_ERR_UNSUPPORTED);
        assert_null(decision);
        assert_int_equal(error.line, marked.line);
        assert_int_equal(error.column, marked.column);
        assert_non_null(strstr(error.message, operations[i]));
        weir_arena_free(arena);
    }
}

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_request *const request = first_request(TOP ASSUME("a", "lake/analyst", ""), arena);
    const struct weir_decision *good = NULL;
    assert_int_equal(weir_decide(lake, request, NOW, NULL, arena, &good, NULL), WEIR_OK);
    assert_true(weir_decision_is_allowed(good));
    const struct {
        const struct weir_world *world;
        const struct weir_request *request;
        struct weir_arena *arena;
    } rows[] = {{NULL, request, arena}, {lake, NULL, arena}, {lake, request, NULL}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct weir_decision *decision = good;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_int_equal(weir_decide(rows[i].world, rows[i].request, NOW, NULL, rows[i].arena, &decision, &error),
                         WEIR_ERR_USAGE);
        assert_null(decision);
        assert_int_equal(error.status, WEIR_ERR_USAGE);
    }
    assert_int_equal(weir_decide(lake, request, NOW, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void a_request_that_needs_a_session_is_a_usage_error(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *const scenario = read_scenario(
        TOP ASSUME("a", "lake/analyst", TAGGED) VEND("b", "a", ""), arena);
    const struct weir_request *const second = weir_scenario_step(scenario, 1);
    const struct weir_decision *first = NULL;
    const struct weir_decision *decision = NULL;
    const struct weir_request *bound = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_decide(lake, second, NOW, NULL, arena, &decision, &error), WEIR_ERR_USAGE);
    assert_null(decision);
    assert_int_equal(error.line, 10);
    assert_int_equal(weir_decide(lake, weir_scenario_step(scenario, 0), NOW, NULL, arena, &first, NULL), WEIR_OK);
    assert_int_equal(weir_request_with_session(second, weir_decision_session(first), arena, &bound), WEIR_OK);
    assert_int_equal(weir_decide(lake, bound, NOW, NULL, arena, &decision, NULL), WEIR_OK);
    assert_str(weir_decision_rule(decision), "lf.table.vend");
    weir_arena_free(arena);
}

static void nothing_answers_like_a_refusal(void **state)
{
    (void)state;
    struct weir_scope_policy policy;
    struct weir_trace_entry entry;
    assert_false(weir_decision_is_allowed(NULL));
    assert_false(weir_decision_is_skipped(NULL));
    assert_int_equal(weir_decision_error_status(NULL), 0);
    assert_false(weir_decision_error_is_synthetic(NULL));
    assert_null(weir_decision_session(NULL));
    assert_int_equal(weir_decision_policy_count(NULL), 0);
    assert_false(weir_decision_policy(NULL, 0, &policy));
    assert_int_equal(weir_decision_trace_count(NULL), 0);
    assert_false(weir_decision_trace(NULL, 0, &entry));
    assert_int_equal(weir_session_expiration(NULL), 0);
    struct weir_str (*const texts[])(const struct weir_decision *) = {
        weir_decision_step,       weir_decision_operation,     weir_decision_rule,    weir_decision_rulebook,
        weir_decision_error_code, weir_decision_error_message, weir_decision_verdict,
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(texts[i](NULL).len, 0);
}

/* The reader refuses an operation without its allow; were there one, running off its rules would refuse. */
static void running_off_the_rules_is_a_refusal(void **state)
{
    (void)state;
    struct weir_rulebook *const rulebook = builtin_rulebook();
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.rulebook = rulebook;
    for (size_t i = 0; i < rulebook->operation_count; i++) {
        struct weir_operation *const operation = without_const(&rulebook->operations[i]);
        operation->rule_count--;
    }
    struct weir_arena *const arena = new_arena(0);
    const struct weir_run run = run_text(lake, TOP ASSUME("a", "lake/analyst", TAGGED), &options, arena);
    assert_false(weir_decision_is_allowed(run.decisions[0]));
    assert_str(weir_decision_rule(run.decisions[0]), "weir.rulebook.no-allow");
    assert_int_equal(weir_decision_error_status(run.decisions[0]), 403);
    assert_null(weir_decision_session(run.decisions[0]));
    weir_arena_free(arena);
    weir_rulebook_release(rulebook);
}

/* --------------------------------------------------------------------------------------------- sessions */

/* The second step of a scenario, made by the session of the first, at another instant. */
static const struct weir_decision *decide_second(const char *text, int64_t now, struct weir_arena *arena)
{
    const struct weir_scenario *const scenario = read_scenario(text, arena);
    const struct weir_decision *first = NULL;
    const struct weir_decision *second = NULL;
    const struct weir_request *bound = NULL;
    assert_int_equal(weir_decide(lake, weir_scenario_step(scenario, 0), NOW, NULL, arena, &first, NULL), WEIR_OK);
    assert_true(weir_decision_is_allowed(first));
    assert_int_equal(weir_session_expiration(weir_decision_session(first)), NOW + 3600);
    assert_int_equal(
        weir_request_with_session(weir_scenario_step(scenario, 1), weir_decision_session(first), arena, &bound),
        WEIR_OK);
    assert_int_equal(weir_decide(lake, bound, now, NULL, arena, &second, NULL), WEIR_OK);
    return second;
}

static const struct expiry_row {
    const char *name;
    const char *text;
    const char *rule; /* while the session is good */
    const char *code; /* once it is not */
    int status;
} expiries[] = {
    {"sts",
     TOP ASSUME("a", "query-execution-role",
                "") "- name: b\n  caller: {session: a}\n  operation: sts:AssumeRole\n"
                    "  parameters: {RoleArn: 'arn:aws:iam::111122223333:role/relay', RoleSessionName: run-2}\n",
     "sts.assume-role", "ExpiredToken", 403},
    {"lakeformation", TOP ASSUME("a", "lake/analyst", TAGGED) VEND("b", "a", ""), "lf.table.vend",
     "ExpiredTokenException", 400},
    {"glue", TOP ASSUME("a", "lake/analyst", TAGGED) METADATA("a"), "glue.unfiltered-table", "ExpiredTokenException",
     400},
    {"authorize", TOP ASSUME("a", "s3-operator", "") READ("b", "a", "x"), "authorize.allowed", "ExpiredToken", 400},
};

static void expiry_row_holds(void **state)
{
    const struct expiry_row *const row = *state;
    static const struct {
        int64_t now;
        bool is_good;
    } instants[] = {{NOW - 1, false},    {NOW, true},         {NOW + 1, true},    {NOW + 3599, true},
                    {NOW + 3600, false}, {NOW + 3601, false}, {INT64_MAX, false}, {INT64_MIN, false}};
    for (size_t i = 0; i < COUNT(instants); i++) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_decision *const decision = decide_second(row->text, instants[i].now, arena);
        assert_int_equal(weir_decision_is_allowed(decision), instants[i].is_good);
        assert_str(weir_decision_rule(decision), instants[i].is_good ? row->rule : "caller.session-expired");
        assert_str(weir_decision_error_code(decision), instants[i].is_good ? "" : row->code);
        assert_int_equal(weir_decision_error_status(decision), instants[i].is_good ? 0 : row->status);
        assert_true(instants[i].is_good || weir_decision_error_is_synthetic(decision));
        if (!instants[i].is_good) {
            assert_null(weir_decision_session(decision));
            assert_int_equal(weir_decision_policy_count(decision), 0);
        }
        weir_arena_free(arena);
    }
}

/* ----------------------------------------------------------------------------------------------- faults */

static void an_injected_fault_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int status;
    } rows[] = {{"InternalServiceException", 500}, {"ThrottledException", 429}, {"NeverHeardOfException", 500}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char more[512];
        (void)snprintf(more, sizeof(more),
                       "weir: world/1\naccounts:\n- AccountId: '111122223333'\n  Regions:\n    us-east-1:\n"
                       "      Faults: [{operation: 'lakeformation:GetTemporaryGlueTableCredentials', code: %s}]\n",
                       rows[i].code);
        struct weir_world *const world = load_world_with(more);
        struct weir_arena *const arena = new_arena(0);
        const struct weir_run run = run_text(world, WHOLE_WAY, NULL, arena);
        assert_true(weir_decision_is_allowed(run.decisions[1]));
        assert_false(weir_decision_is_allowed(run.decisions[2]));
        assert_str(weir_decision_rule(run.decisions[2]), "world.fault");
        assert_str(weir_decision_error_code(run.decisions[2]), rows[i].code);
        assert_int_equal(weir_decision_error_status(run.decisions[2]), rows[i].status);
        assert_true(weir_decision_is_skipped(run.decisions[3]));
        weir_arena_free(arena);
        weir_world_release(world);
    }
}

#define ADD_ROWS(rows, holds)                \
    for (size_t i = 0; i < COUNT(rows); i++) \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, holds, NULL, NULL, without_const(&(rows)[i])};

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(a_bad_setting_of_the_world_has_its_place),
        cmocka_unit_test(the_worlds_settings_reach_session_policies),
        cmocka_unit_test(a_setting_adds_the_reason_to_a_denial),
        cmocka_unit_test(an_unknown_operation_is_unsupported),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(a_request_that_needs_a_session_is_a_usage_error),
        cmocka_unit_test(nothing_answers_like_a_refusal),
        cmocka_unit_test(running_off_the_rules_is_a_refusal),
        cmocka_unit_test(an_injected_fault_refuses),
    };
    struct CMUnitTest tests[COUNT(precedence) + COUNT(settings) + COUNT(expiries) + COUNT(single)];
    size_t count = 0;
    ADD_ROWS(precedence, precedence_row_holds)
    ADD_ROWS(settings, setting_row_holds)
    ADD_ROWS(expiries, expiry_row_holds)
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("vend.decide", tests, count, set_up_lake, tear_down_lake);
}
