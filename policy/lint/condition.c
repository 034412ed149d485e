/* What is doubtful in one condition: its operator, its key, its values ([iam-condition-operators], [iam-multivalue], [iam-global-keys]). */
#include "policy/condition.h"
#include "policy/condition_keys.h"
#include "policy/lint/lint.h"

static bool is_operator(const struct weir_condition *condition, const char *name)
{
    return weir_str_equal(weir_str_from(condition->op->name), weir_str_from(name));
}

static const struct weir_condition_key *known_key(const struct weir_condition *condition)
{
    return weir_condition_key_find(condition->key);
}

static bool is_guard(const struct weir_condition *condition)
{
    const struct weir_condition_key *const key = known_key(condition);
    return key != NULL && key->guards;
}

static bool has_value(const struct weir_condition *condition, struct weir_str text)
{
    for (size_t i = 0; i < condition->count; i++) {
        if (weir_str_equal_fold(condition->operands[i].text, text))
            return true;
    }
    return false;
}

/* Does the condition fail where the request lacks its key? */
static bool fails_when_absent(const struct weir_condition *condition)
{
    if (condition->op->is_null)
        return !has_value(condition, WEIR_STR("true"));
    switch (condition->quantifier) {
    case WEIR_FOR_ALL_VALUES:
        return false;
    case WEIR_FOR_ANY_VALUE:
        return !condition->if_exists;
    case WEIR_FOR_ONE:
        break;
    }
    return !condition->if_exists && !condition->op->negated;
}

/* Does another condition of the statement see to it that the key is there? */
static bool is_demanded(const struct weir_statement *statement, struct weir_str key)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct weir_condition *const condition = &statement->conditions[i];
        if (weir_str_equal_fold(condition->key, key) && fails_when_absent(condition))
            return true;
    }
    return false;
}

/* A guard that an Allow opens to requests without the key. */
static bool is_open_guard(const struct weir_lint_subject *subject)
{
    return !subject->statement->denies && is_guard(subject->condition) &&
           !is_demanded(subject->statement, subject->condition->key);
}

/* -------------------------------------------------------------------------------------------- values */

/* The nodes of a condition's values beside the values; `fault` says which are reported. */
static void report_values(struct weir_lint_run *run, const struct weir_lint_subject *subject,
                          bool (*is_fault)(const struct weir_condition *, const struct weir_operand *),
                          const char *meaning)
{
    const struct weir_condition *const condition = subject->condition;
    const struct weir_node *const value = weir_node_value(condition->node);
    const struct weir_node *node = weir_one_or_list_first(value);
    for (size_t i = 0; i < condition->count; i++, node = weir_one_or_list_next(value, node)) {
        if (is_fault(condition, &condition->operands[i]))
            weir_lint_report(run, subject->row, node, "`%s` %s %s", weir_quote(condition->operands[i].text).text,
                             meaning, weir_quote(condition->written).text);
    }
}

static bool is_no_truth(const struct weir_condition *condition, const struct weir_operand *operand)
{
    return is_operator(condition, "Bool") && !weir_str_equal_fold(operand->text, WEIR_STR("true")) &&
           !weir_str_equal_fold(operand->text, WEIR_STR("false")) && weir_variable_span(operand->text) == 0;
}

void weir_lint_bool_operand(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    report_values(run, subject, is_no_truth, "is neither `true` nor `false`, and no value meets it under");
}

static bool is_unreadable(const struct weir_condition *condition, const struct weir_operand *operand)
{
    (void)condition;
    return !operand->readable;
}

void weir_lint_operand(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    report_values(run, subject, is_unreadable, "is not what can be compared under");
}

/* `${*}` is a written wildcard: a literal one. */
static bool has_bare_wildcard(struct weir_str text)
{
    for (size_t at = 0; at < text.len;) {
        const size_t span = weir_variable_span(weir_str_slice(text, at, text.len));
        if (span == 0 && (text.ptr[at] == '*' || text.ptr[at] == '?'))
            return true;
        at += span > 0 ? span : 1;
    }
    return false;
}

static bool is_literal_wildcard(const struct weir_condition *condition, const struct weir_operand *operand)
{
    const bool equals = weir_str_has_prefix(weir_str_from(condition->op->name), WEIR_STR("String")) &&
                        (condition->op->pattern & WEIR_PATTERN_WILDCARDS) == 0;
    return equals && has_bare_wildcard(operand->text);
}

void weir_lint_wildcard_equals(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    report_values(run, subject, is_literal_wildcard, "holds a wildcard, which is literal text under");
}

/* What follows differs: among no value nothing is, and so none is excluded either. */
void weir_lint_empty_values(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (condition->count > 0 || weir_condition_is_unknown(condition))
        return;
    weir_lint_report(run, subject->row, condition->node, "`%s` lists no value: the condition %s",
                     weir_quote(condition->key).text,
                     condition->op->negated ? "excludes nothing" : "holds for no value");
}

/* ------------------------------------------------------------------------------------------ presence */

void weir_lint_for_all_values(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (!subject->statement->denies && condition->quantifier == WEIR_FOR_ALL_VALUES &&
        !is_demanded(subject->statement, condition->key))
        weir_lint_report(run, subject->row, condition->node, "a request without `%s` passes `%s`",
                         weir_quote(condition->key).text, weir_quote(condition->written).text);
}

void weir_lint_if_exists_allow(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (condition->if_exists && is_open_guard(subject))
        weir_lint_report(run, subject->row, condition->node, "a request without `%s` passes `%s` in this Allow",
                         weir_quote(condition->key).text, weir_quote(condition->written).text);
}

void weir_lint_negated_allow(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (condition->op->negated && !condition->if_exists && condition->quantifier == WEIR_FOR_ONE &&
        is_open_guard(subject))
        weir_lint_report(run, subject->row, condition->node, "a request without `%s` passes `%s` in this Allow",
                         weir_quote(condition->key).text, weir_quote(condition->written).text);
}

void weir_lint_mfa_deny(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (subject->statement->denies && is_operator(condition, "Bool") && !condition->if_exists &&
        weir_str_equal_fold(condition->key, WEIR_STR("aws:MultiFactorAuthPresent")) &&
        has_value(condition, WEIR_STR("false")))
        weir_lint_report(run, subject->row, condition->node,
                         "a request with long-term keys has no `aws:MultiFactorAuthPresent` and is not denied");
}

/* -------------------------------------------------------------------------------------- set operators */

void weir_lint_multivalued(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    const struct weir_condition_key *const key = known_key(condition);
    if (key != NULL && key->multivalued && condition->quantifier == WEIR_FOR_ONE && !condition->op->is_null)
        weir_lint_report(run, subject->row, condition->node,
                         "`%s` may have several values, and with several `%s` never holds",
                         weir_quote(condition->key).text, weir_quote(condition->written).text);
}

void weir_lint_set_of_one(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    const struct weir_condition_key *const key = known_key(condition);
    if (key != NULL && !key->multivalued && condition->quantifier != WEIR_FOR_ONE)
        weir_lint_report(run, subject->row, condition->node, "`%s` has one value at most, and `%s` is for several",
                         weir_quote(condition->key).text, weir_quote(condition->written).text);
}

/* --------------------------------------------------------------------------------------------- names */

/* A key without a prefix is none; whether a service knows one of its own is not known here. */
static bool is_strange_key(struct weir_str key)
{
    const bool is_global = key.len >= 4 && weir_str_equal_fold(weir_str_slice(key, 0, 4), WEIR_STR("aws:"));
    const bool has_prefix = weir_str_index(key, ':', 0) < key.len;
    return weir_condition_key_find(key) == NULL && (is_global || !has_prefix);
}

void weir_lint_unknown_key(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    if (weir_condition_is_unknown(condition) || !is_strange_key(condition->key))
        return;
    const struct weir_condition_key *const near = weir_condition_key_near(condition->key);
    if (near == NULL)
        weir_lint_report(run, subject->row, condition->node, "there is no condition key `%s`",
                         weir_quote(condition->key).text);
    else
        weir_lint_report(run, subject->row, condition->node, "there is no condition key `%s`; `%.*s` is near",
                         weir_quote(condition->key).text, WEIR_FMT(near->name));
}

enum { NEAR_EDITS = 4 };

/* The operator that a name, without what stands before its colon, is probably meant to be. */
static const struct weir_operator *near_operator(struct weir_str name)
{
    size_t count = 0;
    size_t best = NEAR_EDITS;
    const struct weir_operator *near = NULL;
    const struct weir_operator *const rows = weir_operators(&count);
    const size_t colon = weir_str_index(name, ':', 0);
    const struct weir_str bare = colon < name.len ? weir_str_slice(name, colon + 1, name.len) : name;
    for (size_t i = 0; i < count; i++) {
        const size_t distance = weir_edit_distance(bare, weir_str_from(rows[i].name));
        if (distance < best) {
            best = distance;
            near = &rows[i];
        }
    }
    return near;
}

void weir_lint_unknown_operator(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_condition *const condition = subject->condition;
    const char *const risk = subject->statement->denies ? ", and this Deny may be off" : "";
    if (!weir_condition_is_unknown(condition))
        return;
    const struct weir_operator *const near = near_operator(condition->written);
    if (near == NULL)
        weir_lint_report(run, subject->row, condition->node, "there is no operator `%s`%s",
                         weir_quote(condition->written).text, risk);
    else
        weir_lint_report(run, subject->row, condition->node, "there is no operator `%s`%s; `%s` is near",
                         weir_quote(condition->written).text, risk, near->name);
}
