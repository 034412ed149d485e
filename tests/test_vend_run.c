/* A scenario's steps in order, and the same as JSON. What a step is answered is scripted by its operation: the rules have
 * tests of their own. */
#include <weir/vend.h>

#include "tests/vend_test.h"
#include "vend/request/session.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define EPOCH "1970-01-01T00:00:00Z"

/* A world that nothing here looks into; only its address is passed on. */
static const int no_world = 0;
static const struct weir_world *world(void)
{
    const void *const address = &no_world;
    return address;
}

/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name that the linker's --wrap gives */
enum weir_status __wrap_weir_decide(const struct weir_world *asked, const struct weir_request *request,
                                    int64_t now_unix_s, const struct weir_decide_options *options,
                                    struct weir_arena *arena, const struct weir_decision **decision,
                                    struct weir_error *error);

static const char policy_text[] =
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
static const struct weir_str policy = {policy_text, sizeof(policy_text) - 1};
static const struct weir_str broken = {"{}", 2};

static enum weir_status make_session(const struct weir_request *request, struct weir_arena *arena,
                                     const struct weir_session **made)
{
    struct weir_session *const session = weir_arena_alloc(arena, 1, sizeof(*session));
    if (session == NULL)
        return WEIR_ERR_MEMORY;
    session->kind = WEIR_STR("assumed-role");
    session->arn = request->name;
    session->expiration_s = 900;
    const bool is_broken = weir_str_equal(request->operation, WEIR_STR("broken-session"));
    session->session_policies = (struct weir_str_list){is_broken ? &broken : &policy, 1};
    *made = session;
    return WEIR_OK;
}

/* Operations: session, broken-session and allow are allowed, incomplete is an error, all else is denied. The response
 * says when and by whom the step was asked. */
enum weir_status __wrap_weir_decide(const struct weir_world *asked, const struct weir_request *request,
                                    int64_t now_unix_s, const struct weir_decide_options *options,
                                    struct weir_arena *arena, const struct weir_decision **decision,
                                    struct weir_error *error)
{
    *decision = NULL;
    assert_ptr_equal(asked, world());
    assert_null(options);
    assert_str(weir_request_needs_session(request), "");
    if (weir_str_equal(request->operation, WEIR_STR("incomplete")))
        return weir_fail_at(error, WEIR_ERR_INCOMPLETE, request->origin.tree, request->operation_origin.node,
                            "load more");
    struct weir_decision *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    char *const response = weir_arena_alloc(arena, 96, 1);
    if (made == NULL || response == NULL)
        return weir_fail(error, WEIR_ERR_MEMORY, "no memory");
    const bool makes_session = weir_str_equal(request->operation, WEIR_STR("session")) ||
                               weir_str_equal(request->operation, WEIR_STR("broken-session"));
    made->step = request->name;
    made->operation = request->operation;
    made->allowed = makes_session || weir_str_equal(request->operation, WEIR_STR("allow"));
    assert_true(request->session == NULL || request->session->compiled != NULL);
    const int used = snprintf(response, 96, "{\"now\":%lld,\"by\":\"%.*s\"}", (long long)now_unix_s,
                              WEIR_FMT(weir_session_arn(request->session)));
    made->response = (struct weir_str){response, (size_t)used};
    *decision = made;
    if (!makes_session)
        return WEIR_OK;
    const enum weir_status status = make_session(request, arena, &made->session);
    if (status != WEIR_OK)
        *decision = NULL;
    return status == WEIR_OK ? WEIR_OK : weir_fail(error, status, "no memory");
}

/* ------------------------------------------------------------------------------------------- scenarios */

#define STEP(name, operation) "- {name: " name ", caller: {anonymous: true}, operation: " operation "}\n"
#define CALLED(name, by, operation) "- {name: " name ", caller: {session: " by "}, operation: " operation "}\n"
#define TOP "weir: request/1\ntime: '1970-01-01T00:01:40Z'\nsteps:\n"

/* Each step as `name=answer@now<caller`. */
static const struct run_row {
    const char *name;
    const char *text;
    int64_t now_unix_s; /* 0: the scenario's own times */
    const char *answers;
    bool all_allowed;
} runs[] = {
    {"one allow", TOP STEP("a", "allow"), 0, "a=allow@100< ", true},
    {"one deny", TOP STEP("a", "deny"), 0, "a=deny@100< ", false},
    {"the first of two denied", TOP STEP("a", "deny") STEP("b", "allow"), 0, "a=deny@100< b=allow@100< ", false},
    {"the second of two denied", TOP STEP("a", "allow") STEP("b", "deny"), 0, "a=allow@100< b=deny@100< ", false},
    {"a step by an earlier session", TOP STEP("a", "session") CALLED("b", "a", "allow"), 0,
     "a=allow@100< b=allow@100<a ", true},
    {"a chain of sessions", TOP STEP("a", "session") CALLED("b", "a", "session") CALLED("c", "b", "allow"), 0,
     "a=allow@100< b=allow@100<a c=allow@100<b ", true},
    {"two steps by one session", TOP STEP("a", "session") CALLED("b", "a", "deny") CALLED("c", "a", "allow"), 0,
     "a=allow@100< b=deny@100<a c=allow@100<a ", false},
    {"a refused caller's step is skipped", TOP STEP("a", "deny") CALLED("b", "a", "session"), 0,
     "a=deny@100< b=skipped ", false},
    {"and so are its dependants",
     TOP STEP("a", "deny") CALLED("b", "a", "session") CALLED("c", "b", "allow") STEP("d", "allow"), 0,
     "a=deny@100< b=skipped c=skipped d=allow@100< ", false},
    {"a step's own time",
     TOP STEP("a", "allow") "- {name: b, caller: {anonymous: true}, operation: allow, time: '1970-01-01T00:00:07Z'}\n",
     0, "a=allow@100< b=allow@7< ", true},
    {"now overrides all",
     TOP STEP("a", "allow") "- {name: b, caller: {anonymous: true}, operation: allow, time: '1970-01-01T00:00:07Z'}\n",
     55, "a=allow@55< b=allow@55< ", true},
    {"now is enough", "weir: request/1\ncaller: {anonymous: true}\noperation: allow\n", 55, "request=allow@55< ", true},
};

static void describe(const struct weir_decision *decision, char *out, size_t bytes)
{
    const struct weir_str response = weir_decision_response(decision);
    long long now = 0;
    char by[8] = "";
    (void)snprintf(out, bytes, "%.*s=skipped ", WEIR_FMT(weir_decision_step(decision)));
    if (weir_decision_is_skipped(decision))
        return;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_json(response, WEIR_STR(""), arena, &tree, NULL), WEIR_OK);
    int64_t number = 0;
    assert_int_equal(weir_read_int64(tree, weir_node_find(weir_tree_root(tree), WEIR_STR("now")), "now", &number, NULL),
                     WEIR_OK);
    now = number;
    (void)snprintf(by, sizeof(by), "%.*s",
                   WEIR_FMT(weir_node_text(weir_node_find(weir_tree_root(tree), WEIR_STR("by")))));
    (void)snprintf(out, bytes, "%.*s=%s@%lld<%s ", WEIR_FMT(weir_decision_step(decision)),
                   weir_decision_is_allowed(decision) ? "allow" : "deny", now, by);
    weir_arena_free(arena);
}

static void run_row_holds(void **state)
{
    const struct run_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    struct weir_run run = {NULL, 9, false};
    char answers[256] = "";
    assert_int_equal(weir_scenario_parse(weir_str_from(row->text), WEIR_STR("r"), arena, &scenario, NULL), WEIR_OK);
    assert_int_equal(
        weir_run(world(), scenario, row->now_unix_s == 0 ? NULL : &row->now_unix_s, NULL, arena, &run, NULL), WEIR_OK);
    assert_int_equal(run.count, weir_scenario_step_count(scenario));
    for (size_t i = 0; i < run.count; i++)
        describe(run.decisions[i], answers + strlen(answers), sizeof(answers) - strlen(answers));
    assert_string_equal(answers, row->answers);
    assert_int_equal(run.all_allowed, row->all_allowed);
    weir_arena_free(arena);
}

static const struct failed_row {
    const char *name;
    const char *text; /* `^` before the place */
    enum weir_status status;
    const char *message;
} failed[] = {
    {"a step without a time",
     "weir: request/1\nsteps:\n- {name: a, caller: {anonymous: true}, operation: allow, time: '" EPOCH
     "'}\n- ^{name: b, caller: {anonymous: true}, operation: allow}\n",
     WEIR_ERR_SCHEMA, "the step `b` has no time, and none was given"},
    {"a caller that made no session", TOP STEP("a", "allow") "- {name: b, caller: ^{session: a}, operation: allow}\n",
     WEIR_ERR_SCHEMA, "the step `a` makes no session"},
    {"what the engine cannot answer",
     TOP STEP("a", "allow") "- {name: b, caller: {anonymous: true}, operation: ^incomplete}\n", WEIR_ERR_INCOMPLETE,
     "load more"},
};

static void failed_row_holds(void **state)
{
    const struct failed_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    struct weir_run run = {NULL, 9, true};
    struct weir_error error = WEIR_ERROR_INIT;
    struct marked marked;
    unmark(row->text, &marked);
    assert_int_equal(weir_scenario_parse(weir_str_from(marked.text), WEIR_STR("r"), arena, &scenario, NULL), WEIR_OK);
    assert_int_equal(weir_run(world(), scenario, NULL, NULL, arena, &run, &error), row->status);
    assert_null(run.decisions);
    assert_int_equal(run.count, 0);
    assert_false(run.all_allowed);
    assert_string_equal(error.message, row->message);
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    weir_arena_free(arena);
}

static void a_session_with_a_bad_policy_is_not_used(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    struct weir_run run;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str text = WEIR_STR(TOP STEP("a", "broken-session") CALLED("b", "a", "allow"));
    assert_int_equal(weir_scenario_parse(text, WEIR_STR("r"), arena, &scenario, NULL), WEIR_OK);
    assert_int_equal(weir_run(world(), scenario, NULL, NULL, arena, &run, &error), WEIR_ERR_SCHEMA);
    assert_false(run.all_allowed);
    assert_non_null(strstr(error.source, "session policy 1"));
    weir_arena_free(arena);
}

static void a_scenario_without_steps_is_not_all_allowed(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario none = {.count = 0};
    struct weir_run run = {NULL, 9, true};
    assert_int_equal(weir_run(world(), &none, NULL, NULL, arena, &run, NULL), WEIR_OK);
    assert_false(run.all_allowed);
    assert_int_equal(run.count, 0);
    weir_arena_free(arena);
}

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario scenario = {.count = 0};
    struct weir_run run = {NULL, 9, true};
    assert_int_equal(weir_run(NULL, &scenario, NULL, NULL, arena, &run, NULL), WEIR_ERR_USAGE);
    assert_false(run.all_allowed);
    assert_int_equal(run.count, 0);
    assert_int_equal(weir_run(world(), NULL, NULL, NULL, arena, &run, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_run(world(), &scenario, NULL, NULL, NULL, &run, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_run(world(), &scenario, NULL, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------------ JSON */

static const struct called_row {
    const char *name;
    const char *input;
    const char *answer;
} called[] = {
    {"decisions",
     "{\"weir\":\"request/1\",\"id\":[1,\"x\"],\"time\":\"" EPOCH
     "\",\"caller\":{\"anonymous\":true},\"operation\":\"allow\"}",
     "{\"weir\":\"answer/1\",\"id\":[1,\"x\"],\"decisions\":[{\"weir\":\"decision/1\",\"step\":\"request\","
     "\"operation\":\"allow\",\"decision\":\"allow\",\"rule\":\"\",\"rulebook\":\"\",\"error\":null,\"session\":null,"
     "\"policies\":[],\"response\":{\"now\":0,\"by\":\"\"},\"trace\":[]}]}"},
    {"not JSON", "{\n\"id\":1,,}",
     "{\"weir\":\"answer/1\",\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SYNTAX\",\"message\":\"*\",\"source\":"
     "\"request\",\"line\":2,\"column\":8,\"path\":\"\"}}"},
    {"no request, but an id", "{\"id\":\"r7\"}",
     "{\"weir\":\"answer/1\",\"id\":\"r7\",\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"a request needs the "
     "member `weir`: request/1\",\"source\":\"request\",\"line\":1,\"column\":1,\"path\":\"\"}}"},
    {"no map", "[1]",
     "{\"weir\":\"answer/1\",\"id\":null,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"a request without "
     "steps must be a map\",\"source\":\"request\",\"line\":1,\"column\":1,\"path\":\"\"}}"},
    {"no time", "{\"weir\":\"request/1\",\"id\":0,\"caller\":{\"anonymous\":true},\"operation\":\"allow\"}",
     "{\"weir\":\"answer/1\",\"id\":0,\"error\":{\"status\":\"WEIR_ERR_SCHEMA\",\"message\":\"the step `request` has "
     "no "
     "time, and none was given\",\"source\":\"request\",\"line\":1,\"column\":1,\"path\":\"\"}}"},
    {"what the engine cannot answer",
     "{\"weir\":\"request/1\",\"time\":\"" EPOCH "\",\"caller\":{\"anonymous\":true},\"operation\":\"incomplete\"}",
     "{\"weir\":\"answer/1\",\"id\":null,\"error\":{\"status\":\"WEIR_ERR_INCOMPLETE\",\"message\":\"load more\","
     "\"source\":\"request\",\"line\":1,\"column\":91,\"path\":\"/operation\"}}"},
};

/* Equal but for `*`, which stands for words that base chooses. */
static bool fits(struct weir_str actual, const char *pattern)
{
    const char *const star = strchr(pattern, '*');
    if (star == NULL)
        return weir_str_equal(actual, weir_str_from(pattern));
    const size_t tail = strlen(star + 1);
    const size_t head = (size_t)(star - pattern);
    return actual.len >= head + tail && memcmp(actual.ptr, pattern, head) == 0 &&
           memcmp(actual.ptr + actual.len - tail, star + 1, tail) == 0;
}

static void called_row_holds(void **state)
{
    const struct called_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const char *answer = NULL;
    size_t len = 0;
    assert_int_equal(weir_call_json(world(), "decide", row->input, strlen(row->input), NULL, arena, &answer, &len),
                     WEIR_OK);
    if (!fits((struct weir_str){answer, len}, row->answer))
        fail_msg("%.*s\nis not\n%s", (int)len, answer, row->answer);
    weir_arena_free(arena);
}

static void json_against_the_contract_is_a_usage_error(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const char *answer = "x";
    size_t len = 1;
    assert_int_equal(weir_call_json(world(), "Decide", "{}", 2, NULL, arena, &answer, &len), WEIR_ERR_USAGE);
    assert_null(answer);
    assert_int_equal(len, 0);
    assert_int_equal(weir_call_json(NULL, "decide", "{}", 2, NULL, arena, &answer, &len), WEIR_ERR_USAGE);
    assert_int_equal(weir_call_json(world(), NULL, "{}", 2, NULL, arena, &answer, &len), WEIR_ERR_USAGE);
    assert_int_equal(weir_call_json(world(), "decide", NULL, 0, NULL, arena, &answer, &len), WEIR_ERR_USAGE);
    assert_int_equal(weir_call_json(world(), "decide", "{}", 2, NULL, NULL, &answer, &len), WEIR_ERR_USAGE);
    assert_int_equal(weir_call_json(world(), "decide", "{}", 2, NULL, arena, NULL, &len), WEIR_ERR_USAGE);
    assert_int_equal(weir_call_json(world(), "decide", "{}", 2, NULL, arena, &answer, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* ---------------------------------------------------------------------------------------------- memory */

static enum weir_status run_attempt(struct weir_arena *arena)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_run run = {NULL, 9, true};
    const struct weir_str text = WEIR_STR(TOP STEP("a", "session") CALLED("b", "a", "allow") STEP("c", "deny")
                                              CALLED("d", "c", "allow"));
    enum weir_status status = weir_scenario_parse(text, WEIR_STR("r"), arena, &scenario, NULL);
    if (status != WEIR_OK)
        return status;
    status = weir_run(world(), scenario, NULL, NULL, arena, &run, NULL);
    assert_false(run.all_allowed);
    assert_int_equal(run.count, status == WEIR_OK ? 4 : 0);
    return status;
}

static void failing_allocations_are_survived(void **state)
{
    (void)state;
    assert_survives_failing_allocations(run_attempt);
}

static void small_arenas_are_survived(void **state)
{
    (void)state;
    assert_survives_small_arenas(run_attempt);
}

/* With less memory the answers come in this order: none, an error that says so, the decisions; never an allow in between. */
static void json_answers_with_an_error_when_memory_is_short(void **state)
{
    (void)state;
    char input[512];
    size_t errors = 0;
    bool done = false;
    (void)snprintf(input, sizeof(input), "# YAML\n%s", TOP STEP("a", "session") CALLED("b", "a", "allow"));
    for (size_t bytes = 1024; !done; bytes += 128) {
        struct weir_arena *arena = NULL;
        const char *answer = NULL;
        size_t len = 0;
        assert_true(bytes < 1000000);
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_call_json(world(), "decide", input, strlen(input), NULL, arena, &answer,
                                                       &len);
        const struct weir_str text = {answer, len};
        assert_int_equal(status, answer == NULL ? WEIR_ERR_MEMORY : WEIR_OK);
        done = weir_str_has_prefix(text, WEIR_STR("{\"weir\":\"answer/1\",\"id\":null,\"decisions\":["));
        const bool is_error = weir_str_has_prefix(
            text, WEIR_STR("{\"weir\":\"answer/1\",\"id\":null,\"error\":{\"status\":\"WEIR_ERR_MEMORY\""));
        assert_true(done || is_error || len == 0);
        errors += is_error;
        weir_arena_free(arena);
    }
    assert_true(errors > 0);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(a_session_with_a_bad_policy_is_not_used),
        cmocka_unit_test(a_scenario_without_steps_is_not_all_allowed),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(json_against_the_contract_is_a_usage_error),
        cmocka_unit_test(failing_allocations_are_survived),
        cmocka_unit_test(small_arenas_are_survived),
        cmocka_unit_test(json_answers_with_an_error_when_memory_is_short),
    };
    struct CMUnitTest tests[COUNT(single) + COUNT(runs) + COUNT(failed) + COUNT(called)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    for (size_t i = 0; i < COUNT(runs); i++)
        tests[count++] = (struct CMUnitTest){runs[i].name, run_row_holds, NULL, NULL, without_const(&runs[i])};
    for (size_t i = 0; i < COUNT(failed); i++)
        tests[count++] = (struct CMUnitTest){failed[i].name, failed_row_holds, NULL, NULL, without_const(&failed[i])};
    for (size_t i = 0; i < COUNT(called); i++)
        tests[count++] = (struct CMUnitTest){called[i].name, called_row_holds, NULL, NULL, without_const(&called[i])};
    return _cmocka_run_group_tests("vend.run", tests, count, NULL, NULL);
}
