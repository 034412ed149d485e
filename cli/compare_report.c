/* Decides how a comparison of policies is told: the word, the request that shows the difference, and what decides it. */
#include "compare.h"
#include "report_impl.h"

enum { WORD_COLUMN = 9 };

static void print_word(struct paint *paint, enum tint tint, struct weir_str word, struct weir_str sentence)
{
    paint_text(paint, tint, word);
    paint_to_column(paint, WORD_COLUMN);
    paint_words(paint, TINT_BOLD, WORD_COLUMN, sentence);
    paint_line(paint);
}

/* ------------------------------------------------------------------------------------------- answers */

static void print_answer(const struct compare_report *report, struct paint *paint)
{
    static const struct {
        enum tint tint;
        struct weir_str word[2]; /* of two sides, of a change */
        struct weir_str sentence[2];
    } answers[] = {
        [WEIR_INCLUSION_UNKNOWN] = {TINT_DOUBT,
                                    {{"UNKNOWN", 7}, {"UNKNOWN", 7}},
                                    {{"it cannot be told whether the wide side allows all that the narrow one does",
                                      75},
                                     {"it cannot be told whether the change allows anything new", 56}}},
        [WEIR_INCLUSION_NO] = {TINT_BAD,
                               {{"NO", 2}, {"NEW", 3}},
                               {{"the narrow side allows what the wide one does not", 49},
                                {"the change allows what was not allowed before", 45}}},
        [WEIR_INCLUSION_YES] = {TINT_GOOD,
                                {{"YES", 3}, {"NOTHING", 7}},
                                {{"all that the narrow side allows, the wide one allows too", 56},
                                 {"new is allowed by the change", 28}}},
    };
    const enum weir_inclusion_answer answer = weir_inclusion_answer(report->inclusion);
    const size_t as = report->is_change ? 1 : 0;
    print_word(paint, answers[answer].tint, answers[answer].word[as], answers[answer].sentence[as]);
}

static void print_limit(const struct weir_inclusion *inclusion, struct paint *paint)
{
    static const struct {
        struct weir_str limit;
        struct weir_str meaning;
    } rows[] = {
        {{"states", 6}, {"the patterns together have too many wildcards to be compared exactly", 68}},
        {{"combinations", 12}, {"there are too many combinations of actions, resources and condition keys", 72}},
        {{"principals", 10}, {"a policy names principals other than `*`, and callers are not told apart", 72}},
        {{"variables", 9}, {"the answer hangs on the values of policy variables", 50}},
        {{"control-policies", 16}, {"the answer hangs on which services resource control policies reach", 66}},
        {{"values", 6}, {"a condition key is read as text and as a number, instant or address at once", 75}},
        {{"settings", 8}, {"a policy was read under settings that are not modelled here", 59}},
        {{"witness", 7}, {"a request was found that the evaluator does not confirm: a fault of weir", 72}},
    };
    const struct weir_str limit = weir_inclusion_limit(inclusion);
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (weir_str_equal(rows[i].limit, limit))
            report_line(paint, "because", rows[i].meaning);
    }
}

/* ------------------------------------------------------------------------------------------- witness */

static void print_key(const struct weir_context *context, size_t index, struct paint *paint)
{
    const struct weir_str *values = NULL;
    const struct weir_str key = weir_context_key(context, index);
    size_t count = 0;
    bool many = false;
    (void)weir_context_find(context, key, &values, &count, &many);
    report_label(paint, index == 0 ? "context" : "");
    paint_text(paint, TINT_FAINT, key);
    paint_text(paint, TINT_PLAIN, WEIR_STR(" ="));
    for (size_t i = 0; i < count; i++) {
        paint_text(paint, TINT_PLAIN, i == 0 ? WEIR_STR(" \"") : WEIR_STR(", \""));
        paint_text(paint, TINT_PLAIN, values[i]);
        paint_text(paint, TINT_PLAIN, WEIR_STR("\""));
    }
    if (count == 0)
        paint_text(paint, TINT_PLAIN, WEIR_STR(" no value"));
    paint_line(paint);
}

static void print_place(struct weir_place place, struct paint *paint)
{
    if (place.line == 0)
        return;
    paint_to_column(paint, TEXT_COLUMN);
    paint_text(paint, TINT_FAINT, WEIR_STR("at "));
    paint_text(paint, TINT_PLAIN, place.source);
    paint_format(paint, TINT_PLAIN, ":%u:%u", (unsigned)place.line, (unsigned)place.column);
    paint_line(paint);
}

/* Statements are counted from 1 for people. */
static void print_deciders(const struct weir_verdict *verdict, const char *label, struct paint *paint)
{
    struct weir_decider decider;
    for (size_t i = 0; weir_verdict_decider(verdict, i, &decider); i++) {
        report_label(paint, i == 0 ? label : "");
        paint_text(paint, TINT_BOLD, weir_policy_label(decider.policy));
        paint_format(paint, TINT_PLAIN, " statement %zu", decider.statement + 1);
        if (decider.sid.len > 0)
            paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, decider.sid);
        paint_line(paint);
        print_place(weir_policy_statement_place(decider.policy, decider.statement), paint);
    }
}

/* Silence of which layer: an allow of every other one does not help. */
static void print_silence(const struct compare_report *report, const struct weir_verdict *verdict, struct paint *paint)
{
    if (weir_verdict_decider_count(verdict) > 0) {
        print_deciders(verdict, "denied by", paint);
        return;
    }
    report_label(paint, "denied");
    paint_format(paint, TINT_PLAIN, "no %s policy", weir_policy_kind_word(weir_verdict_kind(verdict)));
    if (report->wide != NULL) {
        paint_text(paint, TINT_PLAIN, WEIR_STR(" of "));
        paint_text(paint, TINT_PLAIN, weir_str_from(report->wide));
    } else {
        paint_text(paint, TINT_PLAIN, report->is_change ? WEIR_STR(" of the old side") : WEIR_STR(" of the wide side"));
    }
    paint_text(paint, TINT_PLAIN, WEIR_STR(" allows it"));
    paint_line(paint);
}

static void print_witness(const struct compare_report *report, const struct weir_inclusion_witness *witness,
                          struct paint *paint)
{
    report_label(paint, "request");
    paint_text(paint, TINT_BOLD, witness->action);
    paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, WEIR_STR("on"));
    paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, witness->resource);
    paint_line(paint);
    for (size_t i = 0; i < weir_context_count(witness->context); i++)
        print_key(witness->context, i, paint);
    print_deciders(witness->narrow, "allowed by", paint);
    print_silence(report, witness->wide, paint);
}

void compare_report(const struct compare_report *report, struct paint *paint)
{
    struct weir_inclusion_witness witness;
    print_answer(report, paint);
    if (weir_inclusion_answer(report->inclusion) == WEIR_INCLUSION_UNKNOWN)
        print_limit(report->inclusion, paint);
    if (weir_inclusion_witness(report->inclusion, &witness))
        print_witness(report, &witness, paint);
}
