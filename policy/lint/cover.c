/*
 * Statements that decide nothing because another covers them ([iam-eval]): a Deny covers what it includes, an Allow
 * covers an Allow. Only what follows from the texts is said, so a statement that is reported is covered, but not every
 * covered statement is reported.
 */
#include "policy/condition.h"
#include "policy/lint/lint.h"

/* ------------------------------------------------------------------------------------------- patterns */

static bool has_variable(struct weir_str text)
{
    for (size_t at = weir_str_index(text, '$', 0); at < text.len; at = weir_str_index(text, '$', at + 1)) {
        if (at + 1 < text.len && text.ptr[at + 1] == '{')
            return true;
    }
    return false;
}

/* The bytes of the narrow pattern that one byte of the wide one takes; 0 if it takes none. */
static size_t takes(char wide, struct weir_str narrow, size_t at, bool fold)
{
    const char byte = narrow.ptr[at];
    if (wide != '?')
        return (fold ? weir_fold(wide) == weir_fold(byte) : wide == byte) ? 1 : 0;
    if (byte == '*')
        return 0;
    size_t end = at + 1;
    while (end < narrow.len && ((unsigned char)narrow.ptr[end] & 0xC0) == 0x80)
        end++;
    return end - at;
}

/*
 * Is every text of the narrow pattern one of the wide pattern? The narrow one is read as a text in which its wildcards
 * are letters of their own: only `*` takes a `*`, only `*` and `?` take a `?`. What is taken so is included.
 */
static bool includes(struct weir_str wide, struct weir_str narrow, bool fold)
{
    size_t i = 0;
    size_t j = 0;
    size_t star = SIZE_MAX;
    size_t star_at = 0;
    while (j < narrow.len) {
        const size_t step = i < wide.len && wide.ptr[i] != '*' ? takes(wide.ptr[i], narrow, j, fold) : 0;
        if (step > 0) {
            i++;
            j += step;
        } else if (i < wide.len && wide.ptr[i] == '*') {
            star = ++i;
            star_at = j;
        } else if (star != SIZE_MAX) {
            i = star;
            j = ++star_at;
        } else {
            return false;
        }
    }
    while (i < wide.len && wide.ptr[i] == '*')
        i++;
    return i == wide.len;
}

static bool covers_text(struct weir_lint_run *run, struct weir_str wide, struct weir_str narrow, bool fold)
{
    if (!weir_lint_spend(run, 1 + wide.len * narrow.len))
        return false;
    if (has_variable(wide) || has_variable(narrow))
        return weir_str_equal(wide, narrow);
    return includes(wide, narrow, fold);
}

/* ------------------------------------------------------------------------------------------- elements */

static bool covers_action(struct weir_lint_run *run, const struct weir_action *wide, const struct weir_action *narrow)
{
    if (wide->never || narrow->never)
        return narrow->never;
    return wide->any || (!narrow->any && covers_text(run, wide->text, narrow->text, true));
}

/* Is each item of the one list covered by one of the other? */
static bool covers_each_action(struct weir_lint_run *run, const struct weir_actions *wide,
                               const struct weir_actions *narrow)
{
    for (size_t i = 0; i < narrow->count; i++) {
        size_t j = 0;
        while (j < wide->count && !covers_action(run, &wide->items[j], &narrow->items[i]))
            j++;
        if (j == wide->count)
            return false;
    }
    return true;
}

/* The fewer NotAction lists, the more it means. */
static bool covers_actions(struct weir_lint_run *run, const struct weir_actions *wide,
                           const struct weir_actions *narrow)
{
    if (wide->negated != narrow->negated)
        return false;
    return wide->negated ? covers_each_action(run, narrow, wide) : covers_each_action(run, wide, narrow);
}

/* Part by part, as a wildcard does not leave its part. What covers "no resource" is covered by what does so too. */
static bool covers_arn(struct weir_lint_run *run, const struct weir_arn_pattern *wide,
                       const struct weir_arn_pattern *narrow)
{
    struct weir_str outer[WEIR_ARN_PARTS];
    struct weir_str inner[WEIR_ARN_PARTS];
    if (wide->form == WEIR_ARN_ANY || narrow->form == WEIR_ARN_ANY)
        return wide->form == WEIR_ARN_ANY;
    if (!weir_arn_split(wide->text, outer) || !weir_arn_split(narrow->text, inner))
        return weir_str_equal(wide->text, narrow->text);
    if (narrow->only_wildcards && !wide->only_wildcards)
        return false;
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++) {
        if (!covers_text(run, outer[i], inner[i], false))
            return false;
    }
    return true;
}

static bool covers_each_arn(struct weir_lint_run *run, const struct weir_resources *wide,
                            const struct weir_resources *narrow)
{
    for (size_t i = 0; i < narrow->count; i++) {
        size_t j = 0;
        while (j < wide->count && !covers_arn(run, &wide->items[j], &narrow->items[i]))
            j++;
        if (j == wide->count)
            return false;
    }
    return true;
}

static bool covers_resources(struct weir_lint_run *run, const struct weir_resources *wide,
                             const struct weir_resources *narrow)
{
    if (wide->node == NULL || narrow->node == NULL)
        return wide->node == NULL;
    if (wide->negated != narrow->negated)
        return false;
    return wide->negated ? covers_each_arn(run, narrow, wide) : covers_each_arn(run, wide, narrow);
}

static bool has_name(const struct weir_names *names, const struct weir_name *wanted)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].kind == wanted->kind && weir_str_equal(names->items[i].text, wanted->text))
            return true;
    }
    return false;
}

static bool has_everyone(const struct weir_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].kind == WEIR_NAME_EVERYONE)
            return true;
    }
    return false;
}

/*
 * How a principal is named decides how far an Allow goes ([iam-boundaries]), so `*` stands for all names in a Deny
 * alone. A statement of a resource-based policy without principals never applies and covers nothing.
 */
static bool covers_principals(const struct weir_lint_run *run, const struct weir_statement *wide,
                              const struct weir_statement *narrow)
{
    const struct weir_names *const outer = &wide->principals;
    const struct weir_names *const inner = &narrow->principals;
    if (outer->node == NULL || inner->node == NULL)
        return outer->node == inner->node && run->kind != WEIR_POLICY_RESOURCE;
    if (outer->negated || inner->negated)
        return false;
    if (wide->denies && has_everyone(outer))
        return true;
    for (size_t i = 0; i < inner->count; i++) {
        if (!has_name(outer, &inner->items[i]))
            return false;
    }
    return true;
}

/* ----------------------------------------------------------------------------------------- conditions */

static bool has_operand(const struct weir_condition *condition, struct weir_str text)
{
    for (size_t i = 0; i < condition->count; i++) {
        if (weir_str_equal(condition->operands[i].text, text))
            return true;
    }
    return false;
}

static bool same_operands(const struct weir_condition *a, const struct weir_condition *b)
{
    for (size_t i = 0; i < a->count; i++) {
        if (!has_operand(b, a->operands[i].text))
            return false;
    }
    return a->count == b->count;
}

static bool same_operator(const struct weir_condition *a, const struct weir_condition *b)
{
    return weir_str_equal(weir_str_from(a->op->name), weir_str_from(b->op->name));
}

static bool same_condition(const struct weir_condition *a, const struct weir_condition *b)
{
    return same_operator(a, b) && a->quantifier == b->quantifier && a->if_exists == b->if_exists &&
           weir_str_equal_fold(a->key, b->key) && !weir_condition_is_unknown(a) && same_operands(a, b);
}

/* Whatever the wide statement demands the narrow one demands too. */
static bool covers_conditions(struct weir_lint_run *run, const struct weir_statement *wide,
                              const struct weir_statement *narrow)
{
    for (size_t i = 0; i < wide->condition_count; i++) {
        size_t j = 0;
        while (j < narrow->condition_count && weir_lint_spend(run, 1 + wide->conditions[i].count) &&
               !same_condition(&wide->conditions[i], &narrow->conditions[j]))
            j++;
        if (j == narrow->condition_count || run->steps_left == 0)
            return false;
    }
    return true;
}

/* ----------------------------------------------------------------------------------------- statements */

static bool covers(struct weir_lint_run *run, const struct weir_statement *wide, const struct weir_statement *narrow)
{
    if (!wide->denies && narrow->denies)
        return false;
    return covers_principals(run, wide, narrow) && covers_actions(run, &wide->actions, &narrow->actions) &&
           covers_resources(run, &wide->resources, &narrow->resources) && covers_conditions(run, wide, narrow);
}

/* Of two statements that cover each other the later one is reported. */
static bool is_reason(struct weir_lint_run *run, const struct weir_statement *other,
                      const struct weir_statement *statement)
{
    return other != statement && covers(run, other, statement) && (other < statement || !covers(run, statement, other));
}

void weir_lint_unreachable(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    for (size_t i = 0; i < run->count && weir_lint_spend(run, 1); i++) {
        const struct weir_statement *const other = &run->statements[i];
        if (!is_reason(run, other, statement))
            continue;
        weir_lint_report(run, subject->row, statement->node,
                         "the %s of %s covers this statement, which decides nothing", other->denies ? "Deny" : "Allow",
                         weir_lint_statement_name(run, other).text);
        return;
    }
}
