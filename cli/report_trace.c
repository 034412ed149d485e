/* Decides how much of a trace is told: the deciding rule whole, the passed ones on a line each, all whole if asked. */
#include "report_impl.h"

#include "cli.h"

/* The words of an outcome: never a colour alone. */
static const struct {
    const char *word;
    enum tint tint;
} outcomes[] = {
    [WEIR_OUTCOME_FAIL] = {"failed", TINT_BAD},
    [WEIR_OUTCOME_PASS] = {"passed", TINT_GOOD},
    [WEIR_OUTCOME_SKIP] = {"not asked", TINT_FAINT},
    [WEIR_OUTCOME_WARN] = {"warns", TINT_DOUBT},
};

static void print_place(struct weir_place at, struct paint *paint)
{
    if (at.line == 0)
        return;
    paint_to_column(paint, TEXT_COLUMN);
    paint_text(paint, TINT_FAINT, WEIR_STR("at "));
    paint_text(paint, TINT_PLAIN, at.source);
    paint_format(paint, TINT_PLAIN, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
    paint_line(paint);
}

static void print_sources(const struct weir_trace_entry *entry, struct paint *paint)
{
    if (entry->evidence.len == 0 && entry->source_count == 0)
        return;
    paint_to_column(paint, TEXT_COLUMN);
    paint_text(paint, TINT_FAINT, entry->evidence.len > 0 ? entry->evidence : WEIR_STR("sources"));
    paint_text(paint, TINT_FAINT, entry->source_count > 0 ? WEIR_STR(":") : WEIR_STR(""));
    for (size_t i = 0; i < entry->source_count; i++) {
        paint_more_words(paint, TINT_FAINT, TEXT_COLUMN, entry->sources[i]);
        paint_text(paint, TINT_FAINT, i + 1 < entry->source_count ? WEIR_STR(",") : WEIR_STR(""));
    }
    paint_line(paint);
}

static void print_whole(const struct weir_trace_entry *entry, const char *label, struct paint *paint)
{
    report_label(paint, label);
    paint_text(paint, TINT_BOLD, entry->rule);
    paint_text(paint, TINT_PLAIN, WEIR_STR(" "));
    paint_text(paint, outcomes[entry->outcome].tint, weir_str_from(outcomes[entry->outcome].word));
    if (entry->part.len > 0) {
        paint_text(paint, TINT_PLAIN, WEIR_STR(" by "));
        paint_text(paint, TINT_PLAIN, entry->part);
    }
    paint_line(paint);
    if (entry->because.len > 0) {
        paint_to_column(paint, TEXT_COLUMN);
        paint_words(paint, TINT_PLAIN, TEXT_COLUMN, entry->because);
        paint_line(paint);
    }
    print_place(entry->at, paint);
    print_sources(entry, paint);
    for (size_t i = 0; i < entry->detail_count; i++) {
        paint_to_column(paint, TEXT_COLUMN);
        paint_words(paint, TINT_PLAIN, TEXT_COLUMN + 2, entry->details[i]);
        paint_line(paint);
    }
}

/* The deciding rule's entry: the last one of that name, for a rule may be walked for several values. */
static size_t deciding_index(const struct weir_decision *decision)
{
    struct weir_trace_entry entry;
    size_t found = weir_decision_trace_count(decision);
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        if (weir_str_equal(entry.rule, weir_decision_rule(decision)))
            found = i;
    }
    return found;
}

static void print_deciding(const struct weir_decision *decision, size_t deciding, struct paint *paint)
{
    struct weir_trace_entry entry;
    if (weir_decision_trace(decision, deciding, &entry))
        print_whole(&entry, "rule", paint);
    else if (weir_decision_rule(decision).len > 0)
        report_line(paint, "rule", weir_decision_rule(decision));
}

static void print_passed(const struct weir_decision *decision, size_t deciding, struct paint *paint)
{
    struct weir_trace_entry entry;
    const char *label = "passed";
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        if (i == deciding || entry.outcome != WEIR_OUTCOME_PASS)
            continue;
        report_label(paint, label);
        paint_text(paint, TINT_PLAIN, entry.rule);
        if (entry.because.len > 0) {
            paint_text(paint, TINT_PLAIN, WEIR_STR("  "));
            paint_cut(paint, TINT_FAINT, entry.because);
        }
        paint_line(paint);
        label = "";
    }
}

void report_trace(const struct report *report, const struct weir_decision *decision, struct paint *paint)
{
    const size_t deciding = deciding_index(decision);
    struct weir_trace_entry entry;
    if (!report->verbose) {
        print_deciding(decision, deciding, paint);
        print_passed(decision, deciding, paint);
        return;
    }
    const char *label = "rules";
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        print_whole(&entry, label, paint);
        label = "";
    }
    if (deciding == weir_decision_trace_count(decision))
        print_deciding(decision, deciding, paint);
}
