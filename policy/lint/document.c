/* What is wrong with a document as a whole: its version, its size, its characters, its Sids ([iam-grammar], [iam-quotas]). */
#include "policy/lint/lint.h"
#include "policy/message/message.h"

void weir_lint_version(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_node *const version = weir_node_find(run->root, WEIR_STR("Version"));
    if (weir_node_kind(run->root) != WEIR_NODE_MAP)
        return;
    if (version == NULL)
        weir_lint_report(run, subject->row, run->root,
                         "the document has no `Version` and is read as one of 2008-10-17: `${` is literal text");
    else if (weir_str_equal(weir_node_text(version), WEIR_STR("2008-10-17")))
        weir_lint_report(run, subject->row, version, "the document is of Version 2008-10-17: `${` is literal text");
}

/* [iam-quotas] White space does not count, except where a service takes the text as it is sent. */
static bool counts_blanks(enum weir_policy_kind kind)
{
    return kind == WEIR_POLICY_SESSION || kind == WEIR_POLICY_SCP || kind == WEIR_POLICY_RCP;
}

static size_t count_characters(const struct weir_lint_run *run)
{
    size_t count = weir_str_code_points(run->text);
    for (size_t i = 0; i < run->text.len && !counts_blanks(run->kind); i++)
        count -= weir_is_blank(run->text.ptr[i]);
    return count;
}

/* [iam-quota-errors] What IAM calls the quota in the LimitExceeded that it answers; NULL for what it stores no such document of. */
static const char *const quota_names[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = "PolicySize",
    [WEIR_POLICY_TRUST] = "ACLSizePerRole",
    [WEIR_POLICY_BOUNDARY] = "PolicySize",
};

void weir_lint_size(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const size_t count = count_characters(run);
    if (run->characters_max == 0 || count <= run->characters_max)
        return;
    const size_t most = run->characters_max;
    const char *const blanks = counts_blanks(run->kind) ? "" : " without white space";
    if (quota_names[run->kind] == NULL)
        weir_lint_report(run, subject->row, run->root,
                         "the document has %zu characters%s, %zu more than the quota of %zu", count, blanks,
                         count - most, most);
    else
        weir_lint_report(run, subject->row, run->root,
                         "the document has %zu characters%s, %zu more than the quota of %zu; IAM refuses it with "
                         "LimitExceeded: Cannot exceed quota for %s: %zu",
                         count, blanks, count - most, most, quota_names[run->kind], most);
}

/* ----------------------------------------------------------------------------------------- characters */

/* The kinds whose text IAM or STS takes. */
static bool is_of_iam(enum weir_policy_kind kind)
{
    return kind == WEIR_POLICY_IDENTITY || kind == WEIR_POLICY_TRUST || kind == WEIR_POLICY_BOUNDARY ||
           kind == WEIR_POLICY_SESSION;
}

/* U+0100 and beyond begin with the byte 0xC4 or a greater one. */
static bool is_refused_byte(char byte)
{
    const unsigned char c = (unsigned char)byte;
    return c >= 0xC4 || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

static bool has_refused(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_refused_byte(text.ptr[i]))
            return true;
    }
    return false;
}

/* The node after this one in the order of the text, or up and behind the containers that hold it. */
struct walk {
    const struct weir_node *up[WEIR_MAX_DEPTH + 1];
    size_t depth;
};

static const struct weir_node *next_node(struct walk *walk, const struct weir_node *node)
{
    const struct weir_node *const value = weir_node_value(node) != NULL ? weir_node_value(node) : node;
    const struct weir_node *const inner = weir_node_first(value);
    if (inner != NULL && walk->depth < WEIR_COUNT(walk->up)) {
        walk->up[walk->depth++] = node;
        return inner;
    }
    const struct weir_node *next = weir_node_next(node);
    while (next == NULL && walk->depth > 0)
        next = weir_node_next(walk->up[--walk->depth]);
    return next;
}

static void look_at(struct weir_lint_run *run, const struct weir_lint_subject *subject, const struct weir_node *node)
{
    if (node != NULL && has_refused(weir_node_text(node)))
        weir_lint_report(run, subject->row, node, "`%s` has a character that AWS does not take in a policy",
                         weir_quote(weir_node_text(node)).text);
}

/* A character that is escaped in the JSON is no character of the text: the text itself is asked first. */
void weir_lint_characters(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    struct walk walk = {.depth = 0};
    if (!is_of_iam(run->kind) || !has_refused(run->text))
        return;
    for (const struct weir_node *node = weir_node_first(run->root); node != NULL; node = next_node(&walk, node)) {
        look_at(run, subject, node);
        look_at(run, subject, weir_node_value(node));
    }
}

/* ----------------------------------------------------------------------------------------------- sids */

static const struct weir_statement *earlier_with_sid(struct weir_lint_run *run, size_t index)
{
    for (size_t i = 0; i < index && weir_lint_spend(run, 1); i++) {
        if (weir_str_equal(run->statements[i].sid, run->statements[index].sid))
            return &run->statements[i];
    }
    return NULL;
}

void weir_lint_duplicate_sid(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    for (size_t i = 1; i < run->count; i++) {
        const struct weir_statement *const statement = &run->statements[i];
        if (statement->sid.len == 0)
            continue;
        const struct weir_statement *const earlier = earlier_with_sid(run, i);
        if (earlier != NULL)
            weir_lint_report(run, subject->row, weir_node_find(statement->node, WEIR_STR("Sid")),
                             "statement %zu has the Sid of statement %zu: `%s`", run->numbers[i],
                             run->numbers[earlier - run->statements], weir_quote(statement->sid).text);
    }
}

/* ---------------------------------------------------------------------------------------- AWS's answer */

/*
 * Asked last: where a fault has been named already, AWS's words for it add nothing. That CreatePolicy wants the newer
 * Version is a finding of its own, for a document that is stored already may be of the older one.
 */
void weir_lint_aws_refuses(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (run->has_error)
        return;
    const enum weir_status status = weir_vet_root(run->tree, run->root, run->kind, true, run->arena, &refusal, &error);
    if (status == WEIR_ERR_MEMORY)
        run->status = status;
    else if (status == WEIR_REFUSED)
        weir_lint_report_error(run, subject->row, &error);
}
