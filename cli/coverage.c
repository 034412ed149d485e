/* Decides how far the corpus covers the rulebook: every rule is to pass in some case and to refuse alone in another. */
#include "coverage.h"

#include "cli.h"
#include "corpus.h"

enum { PASSED_COLUMN = 44, REFUSED_COLUMN = 54, OPEN_COLUMN = 64 };

static struct covered_rule *find_rule(struct coverage *coverage, struct weir_str id)
{
    for (size_t i = 0; i < coverage->count; i++) {
        if (weir_str_equal(coverage->rules[i].id, id))
            return &coverage->rules[i];
    }
    return NULL;
}

static struct covered_rule *add_rule(struct coverage *coverage, struct covered_rule rule)
{
    struct covered_rule *const rules = corpus_grow(coverage->arena, coverage->rules, coverage->count, &coverage->room,
                                                   sizeof(*rules));
    if (rules == NULL)
        return NULL;
    coverage->rules = rules;
    coverage->rules[coverage->count] = rule;
    return &coverage->rules[coverage->count++];
}

/* An id that outlives the decision it was read from. */
static struct weir_str kept(struct coverage *coverage, struct weir_str id)
{
    char *const copy = weir_arena_alloc(coverage->arena, id.len + 1, 1);
    for (size_t i = 0; copy != NULL && i < id.len; i++)
        copy[i] = id.ptr[i];
    return (struct weir_str){copy, copy == NULL ? 0 : id.len};
}

static struct covered_rule *rule_of(struct coverage *coverage, struct weir_str id)
{
    struct covered_rule *const known = find_rule(coverage, id);
    return known != NULL ? known : add_rule(coverage, (struct covered_rule){.id = kept(coverage, id)});
}

bool coverage_begin(struct coverage *coverage, const struct weir_rulebook *rulebook, struct weir_arena *arena)
{
    struct weir_rule_info info;
    *coverage = (struct coverage){.arena = arena};
    for (size_t i = 0; weir_rulebook_rule(rulebook, i, &info); i++) {
        if (find_rule(coverage, info.id) != NULL)
            continue;
        if (add_rule(coverage, (struct covered_rule){.id = info.id, .allows = info.allows, .in_book = true}) == NULL)
            return false;
    }
    return true;
}

static bool count_pass(struct coverage *coverage, struct weir_str id)
{
    struct covered_rule *const rule = rule_of(coverage, id);
    if (rule == NULL)
        return false;
    rule->passed += rule->passed_by != coverage->cases ? 1U : 0U;
    rule->passed_by = coverage->cases;
    return true;
}

static bool count_refusal(struct coverage *coverage, struct weir_str id)
{
    struct covered_rule *const rule = rule_of(coverage, id);
    if (rule == NULL)
        return false;
    rule->refused += rule->refused_by != coverage->cases ? 1U : 0U;
    rule->refused_by = coverage->cases;
    return true;
}

static bool count_decision(struct coverage *coverage, const struct weir_decision *decision)
{
    struct weir_trace_entry entry;
    if (weir_decision_is_skipped(decision))
        return true;
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        if (entry.outcome == WEIR_OUTCOME_PASS && !count_pass(coverage, entry.rule))
            return false;
        if (entry.outcome == WEIR_OUTCOME_WARN && !count_refusal(coverage, entry.rule))
            return false;
    }
    if (weir_decision_is_allowed(decision))
        return count_pass(coverage, weir_decision_rule(decision));
    return count_refusal(coverage, weir_decision_rule(decision));
}

bool coverage_count(struct coverage *coverage, const struct weir_run *run)
{
    coverage->cases++;
    for (size_t i = 0; i < run->count; i++) {
        if (!count_decision(coverage, run->decisions[i]))
            return false;
    }
    return true;
}

bool coverage_is_whole(const struct covered_rule *rule)
{
    return !rule->in_book || (rule->passed > 0 && (rule->allows || rule->refused > 0));
}

static const char *what_lacks(const struct covered_rule *rule)
{
    if (coverage_is_whole(rule))
        return "";
    if (rule->passed == 0)
        return rule->allows || rule->refused > 0 ? "never passes" : "never seen";
    return "never refuses";
}

static void print_rule(const struct covered_rule *rule, const char *before, struct paint *paint)
{
    paint_format(paint, TINT_PLAIN, "%s", before);
    paint_text(paint, TINT_PLAIN, rule->id);
    paint_to_column(paint, PASSED_COLUMN);
    paint_format(paint, TINT_PLAIN, "%6zu", rule->passed);
    paint_to_column(paint, REFUSED_COLUMN);
    if (rule->allows)
        paint_text(paint, TINT_FAINT, WEIR_STR("      -"));
    else
        paint_format(paint, TINT_PLAIN, "%7zu", rule->refused);
    if (what_lacks(rule)[0] != '\0') {
        paint_to_column(paint, OPEN_COLUMN);
        paint_text(paint, TINT_DOUBT, weir_str_from(what_lacks(rule)));
    }
    paint_line(paint);
}

void coverage_print(const struct coverage *coverage, const char *before, struct paint *paint)
{
    size_t whole = 0;
    size_t in_book = 0;
    paint_format(paint, TINT_PLAIN, "%s", before);
    paint_text(paint, TINT_BOLD, WEIR_STR("rule"));
    paint_to_column(paint, PASSED_COLUMN);
    paint_text(paint, TINT_BOLD, WEIR_STR("passed"));
    paint_to_column(paint, REFUSED_COLUMN);
    paint_text(paint, TINT_BOLD, WEIR_STR("refused"));
    paint_line(paint);
    for (size_t i = 0; i < coverage->count; i++) {
        const struct covered_rule *const rule = &coverage->rules[i];
        print_rule(rule, before, paint);
        in_book += rule->in_book ? 1U : 0U;
        whole += rule->in_book && coverage_is_whole(rule) ? 1U : 0U;
    }
    paint_format(paint, TINT_PLAIN, "%s%zu of %zu rules pass in some case and decide a refusal in another\n", before,
                 whole, in_book);
}

void coverage_write(const struct coverage *coverage, struct weir_writer *writer)
{
    weir_write_list_begin(writer);
    for (size_t i = 0; i < coverage->count; i++) {
        const struct covered_rule *const rule = &coverage->rules[i];
        weir_write_map_begin(writer);
        weir_write_key(writer, "rule");
        weir_write_text(writer, rule->id);
        weir_write_key(writer, "passed");
        weir_write_int64(writer, (int64_t)rule->passed);
        weir_write_key(writer, "refused");
        weir_write_int64(writer, (int64_t)rule->refused);
        weir_write_key(writer, "allows");
        weir_write_bool(writer, rule->allows);
        weir_write_key(writer, "covered");
        weir_write_bool(writer, coverage_is_whole(rule));
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}
