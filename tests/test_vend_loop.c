/* Loops: every item walks every rule, and the first refused refuses all or is left out; and where in the world what is found or hinders stands. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "tests/vend_decide.h"

#define WORLD "corpus/worlds/open-lake@1.yaml"
#define PLAIN "s3://open-lake/tables/plain/"
#define SALES "s3://open-lake/tables/sales/"
#define NOWHERE "s3://open-lake/nowhere/t/"
#define LOST "s3://lost-lake/t/"
#define PARTITION(region) \
    "TableArn: 'arn:aws:glue:us-east-1:111122223333:table/shop/sales', Partition: {Values: ['2025', " region "]}"
#define UNTRUSTING "s3://open-lake/untrusting/t/"

/* Loaded once, shared by all tests: a world is immutable. */
static struct weir_world *lake;

static int set_up(void **state)
{
    (void)state;
    lake = load_world_of(WORLD, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_world_release(lake);
    return 0;
}

static const struct weir_setting leaves_out = {{"refused_locations_left_out", 26}, {"true", 4}};

static const struct weir_decision *ask(const char *locations, bool leaves, enum weir_trace_level trace,
                                       struct weir_arena *arena)
{
    char text[1024];
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = trace;
    options.settings = &leaves_out;
    options.setting_count = leaves ? 1 : 0;
    snprintf(text, sizeof text,
             TOP ASSUME("reader", "reader", "") "- name: ask\n  caller: {session: reader}\n"
                                                "  operation: lakeformation:GetTemporaryDataLocationCredentials\n"
                                                "  parameters: {DataLocations: [%s]}\n",
             locations);
    const struct weir_run run = run_text(lake, text, &options, arena);
    assert_int_equal(run.count, 2);
    return run.decisions[1];
}

/* How often a rule came out so, and where it did the last time. */
static size_t count(const struct weir_decision *decision, const char *rule, enum weir_outcome outcome, size_t *last)
{
    struct weir_trace_entry entry;
    size_t found = 0;
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        if (!weir_str_equal(entry.rule, weir_str_from(rule)) || entry.outcome != outcome)
            continue;
        found++;
        *last = i;
    }
    return found;
}

static void assert_entry(const struct weir_decision *decision, size_t index, const char *rule,
                         enum weir_outcome outcome)
{
    struct weir_trace_entry entry;
    assert_true(weir_decision_trace(decision, index, &entry));
    assert_str(entry.rule, rule);
    assert_int_equal(entry.outcome, outcome);
    assert_true(entry.because.len > 0);
}

static void assert_has(struct weir_str text, const char *part)
{
    const struct weir_str wanted = weir_str_from(part);
    for (size_t i = 0; i + wanted.len <= text.len; i++) {
        if (weir_str_has_prefix((struct weir_str){text.ptr + i, text.len - i}, wanted))
            return;
    }
    fail_msg("`%.*s` does not say `%s`", WEIR_FMT(text), part);
}

/* A line of the world, counted from 1. */
static void assert_line(unsigned line, const char *part)
{
    size_t bytes = 0;
    char *const text = read_file(WORLD, &bytes);
    size_t start = 0;
    for (unsigned i = 1; i < line; i++) {
        while (start < bytes && text[start] != '\n')
            start++;
        start++;
    }
    size_t end = start;
    while (end < bytes && text[end] != '\n')
        end++;
    assert_true(end <= bytes);
    assert_has((struct weir_str){text + start, end - start}, part);
    free(text);
}

/* The road to the loop once, the rules of the loop for each item, and the road behind it once. */
static void each_item_walks_the_rules_of_the_loop(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_decision *const one = ask(PLAIN, false, WEIR_TRACE_RULES, arena);
    const struct weir_decision *const three = ask(PLAIN ", " SALES ", " PLAIN, false, WEIR_TRACE_RULES, arena);
    size_t first = 0, at = 0, role = 0;
    assert_true(weir_decision_is_allowed(one) && weir_decision_is_allowed(three));
    assert_int_equal(count(one, "lf.location.form", WEIR_OUTCOME_PASS, &first), 1);
    assert_int_equal(count(three, "lf.location.form", WEIR_OUTCOME_PASS, &at), 3);
    assert_int_equal(count(one, "lf.location.one-role", WEIR_OUTCOME_PASS, &role), 1);
    const size_t turn = (at - first) / 2;
    assert_int_equal(weir_decision_trace_count(three), weir_decision_trace_count(one) + 2 * turn);
    struct weir_trace_entry a, b;
    for (size_t i = 0; weir_decision_trace(one, i, &a); i++) {
        assert_true(weir_decision_trace(three, i < first + turn ? i : i + 2 * turn, &b));
        assert_true(weir_str_equal(a.rule, b.rule));
        assert_int_equal(a.outcome, b.outcome);
        assert_true(weir_str_equal(a.because, b.because) || i >= role);
    }
    weir_arena_free(arena);
}

static void the_first_refused_item_ends_the_walk(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_decision *const decision = ask(PLAIN ", " NOWHERE ", " LOST, false, WEIR_TRACE_RULES, arena);
    size_t at = 0;
    assert_false(weir_decision_is_allowed(decision));
    assert_str(weir_decision_rule(decision), "lf.location.registered");
    assert_int_equal(count(decision, "lf.location.form", WEIR_OUTCOME_PASS, &at), 2);
    assert_entry(decision, weir_decision_trace_count(decision) - 1, "lf.location.registered", WEIR_OUTCOME_FAIL);
    assert_int_equal(weir_decision_advice_count(decision), 1);
    weir_arena_free(arena);
}

/* Also at the end, and deep in its own road: neither its role nor its access is that of the answer. */
static void what_is_left_out_leaves_a_warning(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_decision *const decision = ask(NOWHERE ", " PLAIN ", " UNTRUSTING, true, WEIR_TRACE_RULES, arena);
    size_t at = 0;
    assert_true(weir_decision_is_allowed(decision));
    assert_str(weir_decision_rule(decision), "lf.location.vend");
    assert_int_equal(weir_decision_error_code(decision).len, 0);
    assert_int_equal(weir_decision_error_status(decision), 0);
    assert_int_equal(count(decision, "lf.location.registered", WEIR_OUTCOME_WARN, &at), 1);
    assert_int_equal(count(decision, "lf.registration.role-trusts", WEIR_OUTCOME_WARN, &at), 1);
    assert_int_equal(count(decision, "lf.location.one-role", WEIR_OUTCOME_PASS, &at), 1);
    for (size_t i = 0; i < weir_decision_trace_count(decision); i++) {
        struct weir_trace_entry entry;
        assert_true(weir_decision_trace(decision, i, &entry) && entry.outcome != WEIR_OUTCOME_FAIL);
    }
    assert_int_equal(weir_decision_advice_count(decision), 2);
    assert_has(weir_decision_advice(decision, 0), NOWHERE);
    assert_has(weir_decision_advice(decision, 1), "UntrustingLakeRole");
    assert_has(weir_decision_access(decision), "\"plain\"");
    assert_has(weir_decision_response(decision), "[\"" PLAIN "\"]");
    weir_arena_free(arena);
}

static void where_none_is_left_the_first_refusal_stands(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (unsigned trace = WEIR_TRACE_NONE; trace <= WEIR_TRACE_FULL; trace++) {
        const struct weir_decision *const decision = ask(UNTRUSTING ", " NOWHERE, true, (enum weir_trace_level)trace,
                                                         arena);
        size_t at = 0;
        assert_false(weir_decision_is_allowed(decision));
        assert_str(weir_decision_rule(decision), "lf.registration.role-trusts");
        assert_str(weir_decision_error_code(decision), "AccessDeniedException");
        assert_int_equal(weir_decision_error_status(decision), 400);
        assert_int_equal(weir_decision_advice_count(decision), 2);
        assert_int_equal(weir_decision_policy_count(decision), 0);
        if (trace == WEIR_TRACE_NONE)
            continue;
        assert_int_equal(count(decision, "lf.registration.role-trusts", WEIR_OUTCOME_FAIL, &at), 1);
        assert_has(weir_decision_access(decision), "\"untrusting\"");
        assert_entry(decision, weir_decision_trace_count(decision) - 1, "lf.location.registered", WEIR_OUTCOME_WARN);
    }
    weir_arena_free(arena);
}

/* A loop that could leave out, and has nothing to, walks as one that could not. */
static void where_nothing_is_refused_nothing_differs(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_str with = {NULL, 0}, without = {NULL, 0};
    assert_int_equal(weir_decision_emit(ask(PLAIN ", " SALES, true, WEIR_TRACE_FULL, arena), arena, &with), WEIR_OK);
    assert_int_equal(weir_decision_emit(ask(PLAIN ", " SALES, false, WEIR_TRACE_FULL, arena), arena, &without),
                     WEIR_OK);
    assert_true(weir_str_equal(with, without));
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------------ places */

static const struct place_row {
    const char *name;
    const char *operation;
    const char *parameters;
    const char *rule;
    const char *at; /* what stands there in the world */
} places[] = {
    {"the table of a location", "GetTemporaryDataLocationCredentials", "DataLocations: ['" PLAIN "']",
     "lf.location.table", "Name: plain"},
    {"a partition", "GetTemporaryGluePartitionCredentials", PARTITION("eu"), "lf.partition.found",
     "Values: [\"2025\", eu]"},
    {"the table of a partition that is not there", "GetTemporaryGluePartitionCredentials", PARTITION("xx"),
     "lf.partition.found", "Name: sales"},
    {"the table whose keys are counted", "GetTemporaryGluePartitionCredentials", PARTITION("eu"), "lf.partition.values",
     "Name: sales"},
    {"the bucket whose Region is known", "GetTemporaryDataLocationCredentials", "DataLocations: ['s3://far-lake/t/']",
     "lf.location.region", "Name: far-lake"},
    {"the bucket whose owner is known", "GetTemporaryDataLocationCredentials",
     "DataLocations: ['s3://open-lake/wrongowner/t/']", "lf.location.owner", "Name: open-lake"},
    {"the second of two tables at one location", "GetTemporaryDataLocationCredentials",
     "DataLocations: ['s3://open-lake/tables/twins/']", "lf.location.one-table", "Name: twin_b"},
};

/* What is found, or hinders, is told with its place in the world. */
static void place_row_holds(void **state)
{
    const struct place_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_trace_entry entry;
    char text[1024];
    size_t at = 0;
    options.trace = WEIR_TRACE_RULES;
    snprintf(text, sizeof text,
             TOP ASSUME("reader", "reader", "") "- name: ask\n  caller: {session: reader}\n"
                                                "  operation: lakeformation:%s\n  parameters: {%s}\n",
             row->operation, row->parameters);
    const struct weir_decision *const decision = run_text(lake, text, &options, arena).decisions[1];
    const size_t passed = count(decision, row->rule, WEIR_OUTCOME_PASS, &at);
    assert_int_equal(passed + count(decision, row->rule, WEIR_OUTCOME_FAIL, &at), 1);
    assert_true(weir_decision_trace(decision, at, &entry));
    assert_str(entry.at.source, WORLD);
    assert_line(entry.at.line, row->at);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest loops[] = {
        cmocka_unit_test(each_item_walks_the_rules_of_the_loop),
        cmocka_unit_test(the_first_refused_item_ends_the_walk),
        cmocka_unit_test(what_is_left_out_leaves_a_warning),
        cmocka_unit_test(where_none_is_left_the_first_refusal_stands),
        cmocka_unit_test(where_nothing_is_refused_nothing_differs),
    };
    struct CMUnitTest told[COUNT(places)];
    for (size_t i = 0; i < COUNT(places); i++)
        told[i] = (struct CMUnitTest){
            .name = places[i].name, .test_func = place_row_holds, .initial_state = (void *)(uintptr_t)&places[i]};
    const int failed = cmocka_run_group_tests_name("loop", loops, set_up, tear_down);
    return failed + _cmocka_run_group_tests("places", told, COUNT(told), set_up, tear_down);
}
