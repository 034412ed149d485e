/* Decides how a decision is told: the word, who asked for what, why, and what was handed out, in that order. */
#include "report.h"

#include "cli.h"
#include "report_impl.h"

enum { CUT_BYTES = 300 };

void report_label(struct paint *paint, const char *label)
{
    paint_to_column(paint, LABEL_COLUMN);
    paint_text(paint, TINT_FAINT, weir_str_from(label));
    paint_to_column(paint, TEXT_COLUMN);
}

void report_line(struct paint *paint, const char *label, struct weir_str text)
{
    report_label(paint, label);
    paint_words(paint, TINT_PLAIN, TEXT_COLUMN, text);
    paint_line(paint);
}

void report_word(const struct weir_decision *decision, struct paint *paint)
{
    if (weir_decision_is_skipped(decision))
        paint_text(paint, TINT_DOUBT, WEIR_STR("SKIPPED"));
    else if (weir_decision_is_allowed(decision))
        paint_text(paint, TINT_GOOD, WEIR_STR("ALLOWED"));
    else
        paint_text(paint, TINT_BAD, WEIR_STR("DENIED"));
}

static void print_header(const struct report *report, size_t index, struct paint *paint)
{
    const struct weir_decision *const decision = report->run->decisions[index];
    const struct weir_str step = weir_decision_step(decision);
    report_word(decision, paint);
    paint_to_column(paint, HEADER_COLUMN);
    paint_format(paint, TINT_BOLD, "%zu ", index + 1);
    if (step.len > 0) {
        paint_text(paint, TINT_BOLD, step);
        paint_text(paint, TINT_PLAIN, WEIR_STR("  "));
    }
    paint_text(paint, TINT_PLAIN, weir_decision_operation(decision));
    paint_line(paint);
}

/* The node as compact JSON, or a scalar's own text; cut unless everything is wanted. */
static struct weir_str rendered(const struct report *report, const struct weir_node *node)
{
    struct weir_str text = weir_node_text(node);
    struct weir_writer *writer = NULL;
    const enum weir_node_kind kind = weir_node_kind(node);
    if (kind != WEIR_NODE_LIST && kind != WEIR_NODE_MAP)
        return text;
    if (weir_writer_new(report->arena, &writer) != WEIR_OK)
        return text;
    weir_write_node(writer, node);
    if (weir_writer_finish(writer, &text) != WEIR_OK)
        text = WEIR_STR("(cannot be shown)");
    return text;
}

/* How each form of a caller is told: of a map that has the member, the second words and the member. */
static const struct {
    const char *key;
    const char *words;
    const char *member_words;
    const char *member;
} caller_forms[] = {
    {"user", "user", "user", "arn"},
    {"root", "root user of account", "root user of account", "account"},
    {"federated", "federated user", "federated user", "arn"},
    {"service", "service", "service", "name"},
    {"session", "session of step", "session", "arn"},
};

static void print_caller(const struct report *report, const struct weir_node *caller, struct paint *paint)
{
    if (caller == NULL)
        return;
    report_label(paint, "caller");
    for (size_t i = 0; i < COUNT(caller_forms); i++) {
        const struct weir_node *const value = weir_node_find(caller, weir_str_from(caller_forms[i].key));
        if (value == NULL)
            continue;
        const struct weir_node *const member = weir_node_find(value, weir_str_from(caller_forms[i].member));
        const char *const words = member != NULL ? caller_forms[i].member_words : caller_forms[i].words;
        paint_words(paint, TINT_PLAIN, TEXT_COLUMN, weir_str_from(words));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, rendered(report, member != NULL ? member : value));
        paint_line(paint);
        return;
    }
    paint_text(paint, TINT_PLAIN, WEIR_STR("anonymous"));
    paint_line(paint);
}

static void print_parameters(const struct report *report, const struct weir_node *parameters, struct paint *paint)
{
    const char *label = "asks";
    for (const struct weir_node *key = weir_node_first(parameters); key != NULL; key = weir_node_next(key)) {
        struct weir_str value = rendered(report, weir_node_value(key));
        if (weir_str_equal(weir_node_text(key), WEIR_STR("SAMLAssertion")))
            value = WEIR_STR("(not shown)"); /* whoever reads it could sign in with it */
        const bool cut = !report->verbose && value.len > CUT_BYTES;
        while (cut && value.len > CUT_BYTES)
            value.len--;
        report_label(paint, label);
        paint_text(paint, TINT_FAINT, weir_node_text(key));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN + 2, value);
        if (cut)
            paint_text(paint, TINT_FAINT, WEIR_STR("..."));
        paint_line(paint);
        label = "";
    }
}

/* The step's map: one of a list, or the request itself where it has no list. */
static const struct weir_node *step_node(const struct weir_node *request, size_t index)
{
    const struct weir_node *const steps = weir_node_find(request, WEIR_STR("steps"));
    const struct weir_node *step = steps != NULL ? weir_node_first(steps) : request;
    while (step != NULL && index > 0) {
        step = weir_node_next(step);
        index--;
    }
    return step;
}

static void print_error(const struct weir_decision *decision, struct paint *paint)
{
    const struct weir_str code = weir_decision_error_code(decision);
    const int status = weir_decision_error_status(decision);
    if (code.len == 0)
        return;
    report_label(paint, "error");
    paint_text(paint, TINT_BOLD, code);
    if (status > 0)
        paint_format(paint, TINT_PLAIN, ", HTTP %d", status);
    paint_line(paint);
    paint_to_column(paint, TEXT_COLUMN);
    paint_words(paint, TINT_PLAIN, TEXT_COLUMN, weir_decision_error_message(decision));
    if (weir_decision_error_is_synthetic(decision))
        paint_more_words(paint, TINT_FAINT, TEXT_COLUMN, WEIR_STR("(our words)"));
    paint_line(paint);
}

static void print_advice(const struct weir_decision *decision, struct paint *paint)
{
    for (size_t i = 0; i < weir_decision_advice_count(decision); i++) {
        report_label(paint, i == 0 ? "advice" : "");
        paint_words(paint, TINT_PLAIN, TEXT_COLUMN, weir_decision_advice(decision, i));
        paint_line(paint);
    }
}

static void print_session(const struct weir_session *session, struct paint *paint)
{
    char expiration[21];
    if (session == NULL)
        return;
    report_line(paint, "session", weir_session_arn(session));
    if (weir_time_format(weir_session_expiration(session), expiration))
        report_line(paint, "expires", weir_str_from(expiration));
}

static void print_policies(const struct weir_decision *decision, struct paint *paint)
{
    struct weir_scope_policy policy;
    for (size_t i = 0; weir_decision_policy(decision, i, &policy); i++) {
        report_label(paint, "policy");
        paint_format(paint, TINT_PLAIN, "%zu characters for", policy.characters);
        for (size_t j = 0; j < policy.location_count; j++)
            paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, policy.locations[j]);
        paint_line(paint);
        paint_to_column(paint, TEXT_COLUMN);
        paint_json(paint, TEXT_COLUMN, policy.document);
        paint_line(paint);
    }
}

static void print_answer(const struct weir_decision *decision, struct paint *paint)
{
    const struct weir_str response = weir_decision_response(decision);
    if (weir_decision_verdict(decision).len > 0)
        report_line(paint, "verdict", weir_decision_verdict(decision));
    print_error(decision, paint);
    print_advice(decision, paint);
    print_session(weir_decision_session(decision), paint);
    if (response.len > 0 && !weir_str_equal(response, WEIR_STR("{}"))) {
        report_label(paint, "response");
        paint_json(paint, TEXT_COLUMN, response);
        paint_line(paint);
    }
    if (weir_decision_database(decision).len > 0) {
        report_label(paint, "database");
        paint_json(paint, TEXT_COLUMN, weir_decision_database(decision));
        paint_line(paint);
    }
    print_policies(decision, paint);
}

static void count_words(struct paint *paint, enum tint tint, const char **before, size_t count, const char *word)
{
    if (count == 0)
        return;
    paint_format(paint, TINT_PLAIN, "%s", *before);
    paint_format(paint, tint, "%zu %s", count, word);
    *before = ", ";
}

void report_summary(const struct weir_run *run, struct paint *paint)
{
    size_t allowed = 0;
    size_t skipped = 0;
    const char *before = ": ";
    for (size_t i = 0; i < run->count; i++) {
        allowed += weir_decision_is_allowed(run->decisions[i]) ? 1U : 0U;
        skipped += weir_decision_is_skipped(run->decisions[i]) ? 1U : 0U;
    }
    paint_format(paint, TINT_BOLD, "%zu step%s", run->count, run->count == 1 ? "" : "s");
    count_words(paint, TINT_GOOD, &before, allowed, "allowed");
    count_words(paint, TINT_BAD, &before, run->count - allowed - skipped, "denied");
    count_words(paint, TINT_DOUBT, &before, skipped, "skipped");
    paint_line(paint);
}

void report_print(const struct report *report, struct paint *paint)
{
    for (size_t i = 0; i < report->run->count; i++) {
        const struct weir_decision *const decision = report->run->decisions[i];
        const struct weir_node *const step = step_node(report->request, i);
        print_header(report, i, paint);
        print_caller(report, weir_node_find(step, WEIR_STR("caller")), paint);
        print_parameters(report, weir_node_find(step, WEIR_STR("parameters")), paint);
        report_trace(report, decision, paint);
        report_access(report, decision, paint);
        print_answer(decision, paint);
        paint_line(paint);
    }
    report_summary(report->run, paint);
}
