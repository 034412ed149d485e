/* Variables that are none: in an old document, in a place without variables, unclosed, of a key with many values ([iam-variables]). */
#include "policy/condition.h"
#include "policy/condition_keys.h"
#include "policy/lint/lint.h"

/* A text of a statement, and from which byte on a variable in it has a meaning. */
struct site {
    const struct weir_node *node;
    struct weir_str text;
    size_t from;
};

/* Does the text have the fault that a rule looks for? */
typedef bool fault_in(const struct weir_lint_run *run, const struct site *site, struct weir_str *variable);

/* Where the next `${` stands; the text's length if there is none. */
static size_t next_variable(struct weir_str text, size_t from)
{
    for (size_t at = weir_str_index(text, '$', from); at < text.len; at = weir_str_index(text, '$', at + 1)) {
        if (at + 1 < text.len && text.ptr[at + 1] == '{')
            return at;
    }
    return text.len;
}

static struct weir_str variable_at(struct weir_str text, size_t at)
{
    const struct weir_str rest = weir_str_slice(text, at, text.len);
    const size_t span = weir_variable_span(rest);
    return weir_str_slice(rest, 0, span > 0 ? span : rest.len);
}

static bool is_old(const struct weir_lint_run *run, const struct site *site, struct weir_str *variable)
{
    const size_t at = next_variable(site->text, site->from);
    if (run->variables || at >= site->text.len)
        return false;
    *variable = variable_at(site->text, at);
    return true;
}

static bool is_open(const struct weir_lint_run *run, const struct site *site, struct weir_str *variable)
{
    const struct weir_str text = site->text;
    for (size_t at = next_variable(text, site->from); at < text.len && run->variables;) {
        const size_t span = weir_variable_span(weir_str_slice(text, at, text.len));
        *variable = variable_at(text, at);
        if (span == 0)
            return true;
        at = next_variable(text, at + span);
    }
    return false;
}

static bool is_misplaced(const struct weir_lint_run *run, const struct site *site, struct weir_str *variable)
{
    const size_t at = next_variable(site->text, 0);
    *variable = variable_at(site->text, at);
    return run->variables && at < site->from && at < site->text.len;
}

/* The key that a variable names: up to the comma of a default. */
static struct weir_str key_of(struct weir_str variable)
{
    const struct weir_str inside = weir_str_slice(variable, 2, variable.len - 1);
    return weir_str_slice(inside, 0, weir_str_index(inside, ',', 0));
}

static bool is_of_many(const struct weir_lint_run *run, const struct site *site, struct weir_str *variable)
{
    const struct weir_str text = site->text;
    for (size_t at = next_variable(text, site->from); at < text.len && run->variables;) {
        const size_t span = weir_variable_span(weir_str_slice(text, at, text.len));
        if (span == 0)
            return false;
        *variable = variable_at(text, at);
        const struct weir_condition_key *const key = weir_condition_key_find(key_of(*variable));
        if (key != NULL && key->multivalued)
            return true;
        at = next_variable(text, at + span);
    }
    return false;
}

/* ------------------------------------------------------------------------------------------- walking */

static void ask(struct weir_lint_run *run, const struct weir_lint_subject *subject, const struct site *site,
                fault_in *has_fault, const char *meaning)
{
    struct weir_str variable = {NULL, 0};
    if (has_fault(run, site, &variable))
        weir_lint_report(run, subject->row, site->node, "`%s` %s", weir_quote(variable).text, meaning);
}

static void ask_actions(struct weir_lint_run *run, const struct weir_lint_subject *subject, fault_in *has_fault,
                        const char *meaning)
{
    const struct weir_actions *const actions = &subject->statement->actions;
    const struct weir_node *node = weir_one_or_list_first(actions->node);
    for (size_t i = 0; i < actions->count; i++, node = weir_one_or_list_next(actions->node, node)) {
        const struct weir_str text = actions->items[i].text;
        ask(run, subject, &(struct site){node, text, text.len}, has_fault, meaning);
    }
}

/* The sixth part begins behind the fifth colon; an ARN cut short has no place for variables. */
static size_t sixth_part(struct weir_str text)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    return weir_arn_split(text, parts) ? (size_t)(parts[WEIR_ARN_RESOURCE].ptr - text.ptr) : text.len;
}

static void ask_resources(struct weir_lint_run *run, const struct weir_lint_subject *subject, fault_in *has_fault,
                          const char *meaning)
{
    const struct weir_resources *const resources = &subject->statement->resources;
    const struct weir_node *node = resources->node == NULL ? NULL : weir_one_or_list_first(resources->node);
    for (size_t i = 0; i < resources->count; i++, node = weir_one_or_list_next(resources->node, node)) {
        const struct weir_str text = resources->items[i].text;
        ask(run, subject, &(struct site){node, text, sixth_part(text)}, has_fault, meaning);
    }
}

/* Whether Bool takes variables is open, so nothing is said of it. */
static bool takes_variables(const struct weir_condition *condition)
{
    const struct weir_str name = weir_str_from(condition->op->name);
    return weir_str_has_prefix(name, WEIR_STR("String")) || weir_str_has_prefix(name, WEIR_STR("Arn")) ||
           weir_str_equal(name, WEIR_STR("Bool"));
}

static void ask_operands(struct weir_lint_run *run, const struct weir_lint_subject *subject, fault_in *has_fault,
                         const char *meaning)
{
    for (size_t i = 0; i < subject->statement->condition_count; i++) {
        const struct weir_condition *const condition = &subject->statement->conditions[i];
        const struct weir_node *const value = weir_node_value(condition->node);
        const struct weir_node *node = weir_one_or_list_first(value);
        for (size_t j = 0; j < condition->count; j++, node = weir_one_or_list_next(value, node)) {
            const struct weir_str text = condition->operands[j].text;
            const size_t from = takes_variables(condition) ? 0 : text.len;
            ask(run, subject, &(struct site){node, text, from}, has_fault, meaning);
        }
    }
}

static void ask_all(struct weir_lint_run *run, const struct weir_lint_subject *subject, fault_in *has_fault,
                    const char *meaning)
{
    ask_actions(run, subject, has_fault, meaning);
    ask_resources(run, subject, has_fault, meaning);
    ask_operands(run, subject, has_fault, meaning);
}

void weir_lint_variable_2008(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    ask_all(run, subject, is_old, "is literal text in a document that is not of Version 2012-10-17");
}

void weir_lint_variable_multivalued(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    ask_all(run, subject, is_of_many, "has no value, because its key may have several");
}

void weir_lint_variable_open(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    ask_all(run, subject, is_open, "is not closed, and is literal text");
}

void weir_lint_variable_place(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    ask_all(run, subject, is_misplaced, "is literal text in this place");
}
