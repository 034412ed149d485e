/* What a decision tells of its road: the trace at each level, and the same bytes for the same question. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "tests/vend_lake.h"

static struct weir_str run_bytes(const struct weir_world *world, const char *text,
                                 const struct weir_decide_options *options, struct weir_arena *arena)
{
    struct weir_str bytes = {NULL, 0};
    const struct weir_run run = run_text(world, text, options, arena);
    assert_int_equal(print_run(&run, arena, &bytes), WEIR_OK);
    return bytes;
}

/* ------------------------------------------------------------------------------------------------ trace */

static void the_trace_is_as_long_as_asked_for(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    size_t counts[3] = {0};
    size_t details[3] = {0};
    for (unsigned level = 0; level < 3; level++) {
        options.trace = (enum weir_trace_level)level;
        const struct weir_run run = run_text(lake, WHOLE_WAY, &options, arena);
        for (size_t i = 0; i < run.count; i++) {
            const size_t count = weir_decision_trace_count(run.decisions[i]);
            struct weir_trace_entry entry;
            assert_false(weir_decision_trace(run.decisions[i], count, &entry));
            counts[level] += count;
            for (size_t k = 0; k < count; k++) {
                assert_true(weir_decision_trace(run.decisions[i], k, &entry));
                assert_true(entry.rule.len > 0 && entry.evidence.len > 0);
                assert_true(entry.because.len > 0);
                details[level] += entry.detail_count;
            }
        }
    }
    assert_int_equal(counts[WEIR_TRACE_NONE], 0);
    assert_true(counts[WEIR_TRACE_RULES] > 30);
    assert_int_equal(counts[WEIR_TRACE_FULL], counts[WEIR_TRACE_RULES]);
    assert_int_equal(details[WEIR_TRACE_RULES], 0);
    assert_true(details[WEIR_TRACE_FULL] > 5);
    weir_arena_free(arena);
}

/* The rules of the road, in their order, to the one that refuses. */
static void the_trace_is_the_road_of_the_decision(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        enum weir_outcome outcome;
    } road[] = {
        {"sts.parameters", WEIR_OUTCOME_PASS},
        {"sts.role-arn.form", WEIR_OUTCOME_PASS},
        {"sts.role-arn.kind", WEIR_OUTCOME_PASS},
        {"sts.caller.signed", WEIR_OUTCOME_PASS},
        {"sts.caller.root", WEIR_OUTCOME_PASS},
        {"sts.caller.federated-user", WEIR_OUTCOME_PASS},
        {"sts.region.role-account", WEIR_OUTCOME_PASS},
        {"sts.region.caller-account", WEIR_OUTCOME_SKIP},
        {"sts.mfa.both", WEIR_OUTCOME_SKIP},
        {"sts.mfa.device", WEIR_OUTCOME_SKIP},
        {"sts.mfa.code", WEIR_OUTCOME_SKIP},
        {"sts.tags.duplicate", WEIR_OUTCOME_PASS},
        {"sts.tags.reserved", WEIR_OUTCOME_PASS},
        {"sts.tags.transitive-named", WEIR_OUTCOME_SKIP},
        {"sts.tags.inherited-conflict", WEIR_OUTCOME_PASS},
        {"sts.session-policy.size", WEIR_OUTCOME_SKIP},
        {"sts.session-policy.form", WEIR_OUTCOME_SKIP},
        {"sts.session-policy.count", WEIR_OUTCOME_SKIP},
        {"sts.role.exists", WEIR_OUTCOME_PASS},
        {"sts.duration.role-maximum-first", WEIR_OUTCOME_SKIP},
        {"sts.trust.assume", WEIR_OUTCOME_PASS},
        {"sts.trust.tag-session", WEIR_OUTCOME_FAIL},
    };
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = WEIR_TRACE_RULES;
    const struct weir_decision *const decision =
        run_text(lake, TOP ASSUME("a", "night-batch", TAGGED), &options, arena).decisions[0];
    assert_str(weir_decision_rule(decision), "sts.trust.tag-session");
    assert_int_equal(weir_decision_trace_count(decision), COUNT(road));
    for (size_t i = 0; i < COUNT(road); i++) {
        struct weir_trace_entry entry;
        assert_true(weir_decision_trace(decision, i, &entry));
        assert_str(entry.rule, road[i].rule);
        assert_int_equal(entry.outcome, road[i].outcome);
    }
    weir_arena_free(arena);
}

static void the_part_that_passed_is_named(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = WEIR_TRACE_RULES;
    const struct weir_run run = run_text(lake, WHOLE_WAY, &options, arena);
    struct weir_trace_entry entry;
    bool found = false;
    for (size_t i = 0; weir_decision_trace(run.decisions[2], i, &entry); i++) {
        if (!weir_str_equal(entry.rule, WEIR_STR("lf.engine.trusted")))
            continue;
        found = true;
        assert_str(entry.part, "tagged-session");
        assert_str(entry.at.source, LAKE);
        assert_true(entry.at.line > 1);
    }
    assert_true(found);
    weir_arena_free(arena);
}

static void what_was_found_of_the_table_has_its_place(void **state)
{
    static const char *const rules[] = {"lf.table.exists", "lf.registration.found", "lf.registration.role-trusts"};
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = WEIR_TRACE_RULES;
    const struct weir_run run = run_text(lake, WHOLE_WAY, &options, arena);
    size_t found = 0;
    struct weir_trace_entry entry;
    for (size_t i = 0; weir_decision_trace(run.decisions[2], i, &entry); i++) {
        if (found == COUNT(rules) || !weir_str_equal(entry.rule, weir_str_from(rules[found])))
            continue;
        found++;
        assert_str(entry.at.source, LAKE);
        assert_true(entry.at.line > 1);
    }
    assert_int_equal(found, COUNT(rules));
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------------ bytes */

static void the_same_question_has_the_same_bytes(void **state)
{
    (void)state;
    struct weir_rulebook *const rulebook = builtin_rulebook();
    for (unsigned level = 0; level < 3; level++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
        options.trace = (enum weir_trace_level)level;
        const struct weir_str first = run_bytes(lake, WHOLE_WAY, &options, arena);
        const struct weir_str again = run_bytes(lake, WHOLE_WAY, &options, arena);
        options.rulebook = rulebook;
        const struct weir_str prepared = run_bytes(lake, WHOLE_WAY, &options, arena);
        assert_true(first.len > 1000);
        assert_true(weir_str_equal(first, again));
        assert_true(weir_str_equal(first, prepared));
        weir_arena_free(arena);
    }
    weir_rulebook_release(rulebook);
}

/* A world that was made anew from the same text, and one with a document that says nothing, answer alike. */
static void the_same_world_has_the_same_bytes(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = WEIR_TRACE_FULL;
    struct weir_world *const again = load_world();
    struct weir_world *const more = load_world_with("weir: world/1\naccounts: []\n");
    const struct weir_str first = run_bytes(lake, WHOLE_WAY, &options, arena);
    assert_true(weir_str_equal(first, run_bytes(again, WHOLE_WAY, &options, arena)));
    assert_true(weir_str_equal(first, run_bytes(more, WHOLE_WAY, &options, arena)));
    weir_world_release(again);
    weir_world_release(more);
    weir_arena_free(arena);
}

/* Everything but the trace is the same at every level. */
static void a_trace_changes_no_decision(void **state)
{
    (void)state;
    static const char *const scenarios[] = {
        WHOLE_WAY,
        TOP ASSUME("a", "night-batch", TAGGED),
        TOP ASSUME("analyst", "lake/analyst", "") METADATA("analyst") VEND("table", "analyst", ""),
        TOP ASSUME("a", "no-such-role", ""),
    };
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_run runs[3];
        for (unsigned level = 0; level < 3; level++) {
            struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
            options.trace = (enum weir_trace_level)level;
            runs[level] = run_text(lake, scenarios[i], &options, arena);
            assert_int_equal(runs[level].count, runs[0].count);
        }
        for (size_t k = 0; k < runs[0].count * 3; k++) {
            struct weir_str plain = {NULL, 0};
            struct weir_str traced = {NULL, 0};
            assert_int_equal(weir_decision_emit(runs[0].decisions[k / 3], arena, &plain), WEIR_OK);
            assert_int_equal(weir_decision_emit(runs[k % 3].decisions[k / 3], arena, &traced), WEIR_OK);
            const size_t head = plain.len - strlen("]}"); /* …"trace":[ */
            assert_true(traced.len >= plain.len);
            assert_memory_equal(plain.ptr, traced.ptr, head);
        }
        weir_arena_free(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trace_is_as_long_as_asked_for),
        cmocka_unit_test(the_trace_is_the_road_of_the_decision),
        cmocka_unit_test(the_part_that_passed_is_named),
        cmocka_unit_test(what_was_found_of_the_table_has_its_place),
        cmocka_unit_test(the_same_question_has_the_same_bytes),
        cmocka_unit_test(the_same_world_has_the_same_bytes),
        cmocka_unit_test(a_trace_changes_no_decision),
    };
    return _cmocka_run_group_tests("vend.trace", tests, COUNT(tests), set_up_lake, tear_down_lake);
}
