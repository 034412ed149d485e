/* Decides how a policy decision is told: the word, AWS's wording, the deciding statements, then every one in turn. */
#include "authorize.h"
#include "report_impl.h"

enum {
    WORD_COLUMN = 9,
    LISTED = 16 /* statements that do not apply, before the rest are only counted */
};

/* How far a statement came before what did not match. */
static const char *const came[] = {
    [WEIR_MATCH_APPLIES] = "applies",
    [WEIR_MATCH_NOT_PRINCIPAL] = "",
    [WEIR_MATCH_NOT_ACTION] = "",
    [WEIR_MATCH_NOT_RESOURCE] = "the action matches; ",
    [WEIR_MATCH_NOT_CONDITION] = "action and resource match; ",
};

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

static void print_header(const struct weir_ask *ask, const struct weir_verdict *verdict, struct paint *paint)
{
    const bool allowed = weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
    paint_text(paint, allowed ? TINT_GOOD : TINT_BAD, allowed ? WEIR_STR("ALLOWED") : WEIR_STR("DENIED"));
    paint_to_column(paint, WORD_COLUMN);
    paint_text(paint, TINT_BOLD, ask->request.action);
    paint_more_words(paint, TINT_PLAIN, WORD_COLUMN, WEIR_STR("on"));
    paint_more_words(paint, TINT_PLAIN, WORD_COLUMN, ask->request.resource);
    paint_line(paint);
}

/* What people stumble on: an S3 ARN, or `*`, does not say whose resource it is. */
static void print_account(const struct weir_ask *ask, struct paint *paint)
{
    if (ask->request.resource_account.len == 0)
        report_line(paint, "account",
                    WEIR_STR("of the resource unknown, and so another than the caller's: `accounts.resource` says it"));
}

/* "identity[0] statement 1 Sid": statements are counted from 1 for people. */
static void print_statement(struct weir_str policy, size_t statement, struct weir_str sid, struct paint *paint)
{
    paint_text(paint, TINT_BOLD, policy);
    paint_format(paint, TINT_PLAIN, " statement %zu", statement + 1);
    if (sid.len > 0)
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, sid);
}

static void print_deciders(const struct weir_verdict *verdict, struct paint *paint)
{
    struct weir_decider decider;
    for (size_t i = 0; weir_verdict_decider(verdict, i, &decider); i++) {
        report_label(paint, i == 0 ? "by" : "");
        print_statement(weir_policy_label(decider.policy), decider.statement, decider.sid, paint);
        paint_line(paint);
        print_place(weir_policy_statement_place(decider.policy, decider.statement), paint);
    }
}

/* Of an implicit deny: what came nearest, for no statement decided. */
static void print_nearest(const struct weir_explanation *explanation, struct paint *paint)
{
    const struct weir_str nearest = weir_explanation_nearest(explanation);
    if (weir_verdict_decider_count(weir_explanation_verdict(explanation)) > 0 || nearest.len == 0)
        return;
    report_line(paint, "nearest", nearest);
    print_place(weir_explanation_place(explanation), paint);
}

static void print_remedy(const struct weir_explanation *explanation, struct paint *paint)
{
    const struct weir_str remedy = weir_explanation_remedy(explanation);
    if (remedy.len > 0)
        report_line(paint, "advice", remedy);
}

static void print_finding(const struct weir_finding *finding, const char *label, struct paint *paint)
{
    const bool applies = finding->match == WEIR_MATCH_APPLIES;
    report_label(paint, label);
    print_statement(weir_policy_label(finding->policy), finding->statement, finding->sid, paint);
    paint_text(paint, TINT_PLAIN, WEIR_STR(", "));
    if (finding->denies)
        paint_text(paint, applies ? TINT_BAD : TINT_PLAIN, WEIR_STR("Deny"));
    else
        paint_text(paint, applies ? TINT_GOOD : TINT_PLAIN, WEIR_STR("Allow"));
    paint_text(paint, TINT_PLAIN, WEIR_STR(":"));
    paint_more_words(paint, applies ? TINT_PLAIN : TINT_FAINT, TEXT_COLUMN + 2, weir_str_from(came[finding->match]));
    paint_more_words(paint, TINT_FAINT, TEXT_COLUMN + 2, finding->because);
    paint_line(paint);
    print_place(finding->place, paint);
}

static void print_findings(const struct weir_explanation *explanation, bool verbose, struct paint *paint)
{
    const struct weir_finding *finding = NULL;
    const char *label = "statements";
    size_t missed = 0;
    for (size_t i = 0; (finding = weir_explanation_finding(explanation, i)) != NULL; i++) {
        missed += finding->match == WEIR_MATCH_APPLIES ? 0U : 1U;
        if (!verbose && missed > LISTED && finding->match != WEIR_MATCH_APPLIES)
            continue;
        print_finding(finding, label, paint);
        label = "";
    }
    if (verbose || missed <= LISTED)
        return;
    report_label(paint, "");
    paint_format(paint, TINT_FAINT, "%zu more do not apply; -v tells them", missed - LISTED);
    paint_line(paint);
}

static void print_context(const struct weir_context *context, struct paint *paint)
{
    for (size_t i = 0; i < weir_context_count(context); i++) {
        const struct weir_str *values = NULL;
        const struct weir_str key = weir_context_key(context, i);
        size_t count = 0;
        bool many = false;
        (void)weir_context_find(context, key, &values, &count, &many);
        report_label(paint, i == 0 ? "context" : "");
        paint_text(paint, TINT_FAINT, key);
        if (many)
            paint_format(paint, TINT_FAINT, " (%zu)", count);
        for (size_t j = 0; j < count; j++) {
            paint_text(paint, TINT_PLAIN, WEIR_STR(" "));
            paint_words(paint, TINT_PLAIN, TEXT_COLUMN + 2, values[j]);
        }
        paint_line(paint);
    }
}

void authorize_report(const struct weir_ask *ask, const struct weir_explanation *explanation, bool verbose,
                      struct paint *paint)
{
    const struct weir_verdict *const verdict = weir_explanation_verdict(explanation);
    const struct weir_str caller = ask->request.principal.arn;
    print_header(ask, verdict, paint);
    report_line(paint, "caller", caller.len > 0 ? caller : WEIR_STR("anonymous"));
    print_account(ask, paint);
    if (verbose)
        print_context(ask->request.context, paint);
    report_line(paint, "verdict", weir_str_from(weir_effect_name(weir_verdict_effect(verdict))));
    report_line(paint, "because", weir_explanation_because(explanation));
    print_deciders(verdict, paint);
    print_nearest(explanation, paint);
    print_remedy(explanation, paint);
    print_findings(explanation, verbose, paint);
}
