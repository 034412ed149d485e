/* What is doubtful in a statement without its conditions ([iam-grammar], [iam-principal], [iam-resource]). */
#include "policy/lint/lint.h"

static bool is_kind(const struct weir_lint_run *run, enum weir_policy_kind one, enum weir_policy_kind other)
{
    return run->kind == one || run->kind == other;
}

void weir_lint_action_blank(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_actions *const actions = &subject->statement->actions;
    const struct weir_node *node = weir_one_or_list_first(actions->node);
    for (size_t i = 0; i < actions->count; i++, node = weir_one_or_list_next(actions->node, node)) {
        if (actions->items[i].never)
            weir_lint_report(run, subject->row, node, "`%s` matches no action%s",
                             weir_quote(actions->items[i].text).text,
                             actions->negated ? ", so that NotAction spares nothing by it" : "");
    }
}

static bool has_every_action(const struct weir_actions *actions)
{
    for (size_t i = 0; i < actions->count && !actions->negated; i++) {
        if (actions->items[i].any || weir_str_equal(actions->items[i].text, WEIR_STR("*:*")))
            return true;
    }
    return false;
}

static bool has_every_resource(const struct weir_resources *resources)
{
    for (size_t i = 0; i < resources->count && !resources->negated; i++) {
        if (resources->items[i].form == WEIR_ARN_ANY)
            return true;
    }
    return resources->node == NULL;
}

/* Elsewhere `*` on `*` is a bound that takes nothing away, and often meant so. */
void weir_lint_allow_everything(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    if (!statement->denies && statement->condition_count == 0 &&
        is_kind(run, WEIR_POLICY_IDENTITY, WEIR_POLICY_RESOURCE) && has_every_action(&statement->actions) &&
        has_every_resource(&statement->resources))
        weir_lint_report(run, subject->row, statement->actions.node,
                         "the statement allows every action on every resource, without a condition");
}

void weir_lint_no_principal(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    if (run->kind == WEIR_POLICY_RESOURCE && subject->statement->principals.node == NULL)
        weir_lint_report(run, subject->row, subject->statement->node,
                         "the statement names no principal and never applies");
}

void weir_lint_not_action_allow(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    if (!statement->denies && statement->actions.negated)
        weir_lint_report(run, subject->row, statement->actions.node,
                         "the statement allows every action but %zu, those of future services too",
                         statement->actions.count);
}

void weir_lint_not_principal(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    if (subject->statement->principals.negated)
        weir_lint_report(run, subject->row, subject->statement->principals.node,
                         "NotPrincipal spares only whom it lists by each of its names, and nobody with a permissions "
                         "boundary");
}

void weir_lint_not_resource_allow(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    if (!statement->denies && statement->resources.negated)
        weir_lint_report(run, subject->row, statement->resources.node,
                         "the statement allows every resource but %zu, those not yet made too",
                         statement->resources.count);
}

void weir_lint_public(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    if (statement->denies || statement->condition_count > 0 || !is_kind(run, WEIR_POLICY_RESOURCE, WEIR_POLICY_TRUST))
        return;
    for (size_t i = 0; i < statement->principals.count; i++) {
        if (statement->principals.items[i].kind == WEIR_NAME_EVERYONE) {
            weir_lint_report(run, subject->row, statement->principals.node,
                             "the statement allows everybody, callers without credentials too");
            return;
        }
    }
}

/* What [iam-resource] leaves open about an ARN cut short, by kind of policy as resource.c has it. */
static const char *short_meaning(const struct weir_arn_pattern *item)
{
    return item->form == WEIR_ARN_NEVER ? "it matches nothing" : "the missing parts stand for anything";
}

void weir_lint_short_arn(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_resources *const resources = &subject->statement->resources;
    if (resources->node == NULL)
        return;
    const struct weir_node *node = weir_one_or_list_first(resources->node);
    for (size_t i = 0; i < resources->count; i++, node = weir_one_or_list_next(resources->node, node)) {
        struct weir_str parts[WEIR_ARN_PARTS];
        const struct weir_arn_pattern *const item = &resources->items[i];
        if (item->form != WEIR_ARN_ANY && !weir_arn_split(item->text, parts))
            weir_lint_report(run, subject->row, node, "`%s` has fewer than six parts: %s", weir_quote(item->text).text,
                             short_meaning(item));
    }
}

void weir_lint_sid_characters(struct weir_lint_run *run, const struct weir_lint_subject *subject)
{
    const struct weir_str sid = subject->statement->sid;
    const bool of_iam = is_kind(run, WEIR_POLICY_IDENTITY, WEIR_POLICY_BOUNDARY) || run->kind == WEIR_POLICY_SESSION;
    for (size_t i = 0; i < sid.len && of_iam; i++) {
        const char low = weir_fold(sid.ptr[i]);
        if (weir_is_digit(low) || (low >= 'a' && low <= 'z'))
            continue;
        weir_lint_report(run, subject->row, weir_node_find(subject->statement->node, WEIR_STR("Sid")),
                         "the Sid `%s` has a character that is neither letter nor digit", weir_quote(sid).text);
        return;
    }
}
