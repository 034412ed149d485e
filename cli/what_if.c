/* Decides which rule of which step is the first to go another way in the second of two runs. */
#include "what_if.h"

#include "cli.h"

static bool same_entry(const struct weir_trace_entry *a, const struct weir_trace_entry *b)
{
    return weir_str_equal(a->rule, b->rule) && a->outcome == b->outcome && weir_str_equal(a->part, b->part);
}

/* The first entry that differs; false if the traces tell the same rules and outcomes. */
static bool traces_part(const struct weir_decision *before, const struct weir_decision *after,
                        struct difference *difference)
{
    for (size_t i = 0;; i++) {
        difference->has_before = weir_decision_trace(before, i, &difference->before);
        difference->has_after = weir_decision_trace(after, i, &difference->after);
        if (!difference->has_before && !difference->has_after)
            return false;
        if (difference->has_before && difference->has_after && same_entry(&difference->before, &difference->after))
            continue;
        difference->rule = difference->has_before ? difference->before.rule : difference->after.rule;
        return true;
    }
}

static bool same_answer(const struct weir_decision *before, const struct weir_decision *after)
{
    struct weir_scope_policy a;
    struct weir_scope_policy b;
    if (weir_decision_is_allowed(before) != weir_decision_is_allowed(after) ||
        weir_decision_is_skipped(before) != weir_decision_is_skipped(after) ||
        weir_decision_policy_count(before) != weir_decision_policy_count(after) ||
        !weir_str_equal(weir_decision_rule(before), weir_decision_rule(after)) ||
        !weir_str_equal(weir_decision_error_message(before), weir_decision_error_message(after)) ||
        !weir_str_equal(weir_decision_response(before), weir_decision_response(after)) ||
        !weir_str_equal(weir_decision_database(before), weir_decision_database(after)))
        return false;
    for (size_t i = 0; weir_decision_policy(before, i, &a) && weir_decision_policy(after, i, &b); i++) {
        if (!weir_str_equal(a.document, b.document))
            return false;
    }
    return true;
}

static bool same_session(const struct weir_decision *before, const struct weir_decision *after,
                         struct weir_arena *arena, bool *same)
{
    struct weir_str texts[2] = {{NULL, 0}, {NULL, 0}};
    const struct weir_session *const sessions[2] = {weir_decision_session(before), weir_decision_session(after)};
    for (size_t i = 0; i < COUNT(sessions); i++) {
        if (sessions[i] != NULL && weir_session_emit(sessions[i], arena, &texts[i]) != WEIR_OK)
            return false;
    }
    *same = weir_str_equal(texts[0], texts[1]);
    return true;
}

bool what_if_compare(const struct weir_run *before, const struct weir_run *after, struct weir_arena *arena,
                     struct difference *difference)
{
    *difference = (struct difference){0};
    for (size_t i = 0; i < before->count && i < after->count; i++) {
        bool same = true;
        difference->step = i;
        difference->found = traces_part(before->decisions[i], after->decisions[i], difference);
        if (difference->found)
            return true;
        if (!same_session(before->decisions[i], after->decisions[i], arena, &same))
            return false;
        difference->found = !same || !same_answer(before->decisions[i], after->decisions[i]);
        if (difference->found)
            return true;
    }
    return true;
}
