/* The policy lint: reads a document as far as it can be read and asks each rule of each part of it. */
#include "policy/lint/lint.h"

/* -------------------------------------------------------------------------------------------- quotas */

/* clang-format off */
/* Characters of the largest document of a kind, 0 where no source gives one ([iam-quotas]). */
static const size_t quotas[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = 6144, /* of a managed policy */
    [WEIR_POLICY_RESOURCE] = 0,
    [WEIR_POLICY_TRUST]    = 2048,
    [WEIR_POLICY_BOUNDARY] = 6144,
    [WEIR_POLICY_SESSION]  = 2048,
    [WEIR_POLICY_SCP]      = 5120,
    [WEIR_POLICY_RCP]      = 5120,
    [WEIR_POLICY_ENDPOINT] = 0,
};
/* clang-format on */

/* ------------------------------------------------------------------------------------------- reading */

/* What a reader refused is a finding; only a want of memory ends the run. */
static bool is_read(struct weir_lint_run *run, enum weir_status status, const struct weir_error *error)
{
    if (status == WEIR_ERR_MEMORY)
        run->status = status;
    else if (status != WEIR_OK)
        weir_lint_report_error(run, weir_lint_row("policy.lint.unreadable"), error);
    return status == WEIR_OK;
}

static bool read_statement(struct weir_lint_run *run, const struct weir_reading *document, const struct weir_node *node,
                           struct weir_statement *statement)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_reading reading = *document;
    reading.error = &error;
    return is_read(run, weir_statement_read(&reading, node, statement), &error);
}

static void read_statements(struct weir_lint_run *run, const struct weir_reading *reading,
                            const struct weir_node *value)
{
    const size_t count = weir_one_or_list_count(value);
    struct weir_statement *const statements = weir_arena_alloc(run->arena, count, sizeof(*statements));
    size_t *const numbers = weir_arena_alloc(run->arena, count, sizeof(*numbers));
    if (statements == NULL || numbers == NULL) {
        run->status = WEIR_ERR_MEMORY;
        return;
    }
    run->statements = statements;
    run->numbers = numbers;
    size_t number = 0;
    for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL && run->status == WEIR_OK;
         node = weir_one_or_list_next(value, node)) {
        number++;
        if (read_statement(run, reading, node, &statements[run->count]))
            numbers[run->count++] = number;
    }
}

/*
 * The document's own faults first; a document without statements has no more to look at. Unknown operators are let
 * through, so that the rest of their statement is linted too; a rule reports them.
 */
static void read_document(struct weir_lint_run *run)
{
    static const struct weir_policy_options lax = {.unknown_operator = WEIR_UNKNOWN_OPERATOR_NEVER_MATCHES};
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_reading reading = {
        .tree = run->tree, .arena = run->arena, .kind = run->kind, .settings = &lax, .error = &error};
    (void)is_read(run, weir_document_head_read(&reading, run->root), &error);
    run->variables = reading.variables;
    const struct weir_node *const value = weir_node_find(run->root, WEIR_STR("Statement"));
    if (weir_node_kind(run->root) != WEIR_NODE_MAP)
        return;
    if (value != NULL && weir_one_or_list_count(value) > 0)
        read_statements(run, &reading, value);
    else
        weir_lint_report(run, weir_lint_row("policy.lint.unreadable"), value == NULL ? run->root : value,
                         value == NULL ? "a policy must have `Statement`" : "a policy must have a statement");
}

/* ------------------------------------------------------------------------------------------- walking */

static void ask_conditions(struct weir_lint_run *run, struct weir_lint_subject *subject)
{
    const struct weir_statement *const statement = subject->statement;
    for (size_t i = 0; i < statement->condition_count && run->status == WEIR_OK; i++) {
        subject->condition = &statement->conditions[i];
        subject->row->check(run, subject);
    }
    subject->condition = NULL;
}

static void ask_statements(struct weir_lint_run *run, struct weir_lint_subject *subject)
{
    for (size_t i = 0; i < run->count && run->status == WEIR_OK; i++) {
        subject->statement = &run->statements[i];
        if (subject->row->level == WEIR_LINT_CONDITION)
            ask_conditions(run, subject);
        else
            subject->row->check(run, subject);
    }
}

static void ask_rule(struct weir_lint_run *run, const struct weir_lint_row *row)
{
    struct weir_lint_subject subject = {.row = row};
    switch (row->level) {
    case WEIR_LINT_BY_HAND:
        break;
    case WEIR_LINT_DOCUMENT:
    case WEIR_LINT_LAST:
        row->check(run, &subject);
        break;
    case WEIR_LINT_STATEMENT:
    case WEIR_LINT_CONDITION:
        ask_statements(run, &subject);
        break;
    }
}

static void ask_rules(struct weir_lint_run *run, bool last)
{
    size_t count = 0;
    const struct weir_lint_row *const rows = weir_lint_rows(&count);
    for (size_t i = 0; i < count && run->status == WEIR_OK; i++) {
        if ((rows[i].level == WEIR_LINT_LAST) == last)
            ask_rule(run, &rows[i]);
    }
}

/* A text that is not given is written as short as can be: what a caller would send. */
static void write_text(struct weir_lint_run *run)
{
    struct weir_writer *writer = NULL;
    if (weir_writer_new(run->arena, &writer) != WEIR_OK) {
        run->status = WEIR_ERR_MEMORY;
        return;
    }
    weir_write_node(writer, run->root);
    run->status = weir_writer_finish(writer, &run->text);
}

static void lint_root(struct weir_lint_run *run)
{
    if (run->text.ptr == NULL)
        write_text(run);
    if (run->status == WEIR_OK)
        read_document(run);
    ask_rules(run, false);
    ask_rules(run, true);
}

/* --------------------------------------------------------------------------------------- entry points */

static enum weir_status check_arguments(bool has_text, enum weir_policy_kind kind,
                                        const struct weir_policy_lint_options *options, const struct weir_arena *arena,
                                        const struct weir_lint **lint, struct weir_error *error)
{
    if (lint == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the findings");
    *lint = NULL;
    if (!has_text || arena == NULL || !weir_policy_kind_is_known(kind))
        return weir_fail(error, WEIR_ERR_USAGE, "a policy of a known kind is linted into an arena");
    if (options != NULL && options->size != sizeof(*options))
        return weir_fail(error, WEIR_ERR_USAGE, "the options have an unknown size");
    return WEIR_OK;
}

static struct weir_lint_run new_run(enum weir_policy_kind kind, const struct weir_policy_lint_options *options,
                                    struct weir_arena *arena)
{
    const size_t given = options == NULL ? 0 : options->characters_max;
    return (struct weir_lint_run){.kind = kind,
                                  .arena = arena,
                                  .characters_max = given > 0 ? given : quotas[kind],
                                  .steps_left = WEIR_LINT_MAX_STEPS};
}

static enum weir_status finish(struct weir_lint_run *run, const struct weir_lint **lint, struct weir_error *error)
{
    const enum weir_status status = weir_lint_finish(run, lint);
    return status == WEIR_OK ? WEIR_OK : weir_fail_memory(error);
}

enum weir_status weir_policy_lint(const struct weir_tree *tree, const struct weir_node *node,
                                  enum weir_policy_kind kind, const struct weir_policy_lint_options *options,
                                  struct weir_arena *arena, const struct weir_lint **lint, struct weir_error *error)
{
    WEIR_TRY(check_arguments(tree != NULL && node != NULL, kind, options, arena, lint, error));
    struct weir_lint_run run = new_run(kind, options, arena);
    struct weir_error found = WEIR_ERROR_INIT;
    run.tree = tree;
    run.root = node;
    if (is_read(&run, weir_document_open(tree, node, arena, &run.tree, &run.root, &run.text, &found), &found))
        lint_root(&run);
    return finish(&run, lint, error);
}

enum weir_status weir_policy_lint_text(struct weir_str text, struct weir_str name, enum weir_policy_kind kind,
                                       const struct weir_policy_lint_options *options, struct weir_arena *arena,
                                       const struct weir_lint **lint, struct weir_error *error)
{
    WEIR_TRY(check_arguments(true, kind, options, arena, lint, error));
    struct weir_lint_run run = new_run(kind, options, arena);
    struct weir_error found = WEIR_ERROR_INIT;
    if (is_read(&run, weir_tree_parse_json(text, name, arena, &run.tree, &found), &found)) {
        run.root = weir_tree_root(run.tree);
        run.text = text;
        lint_root(&run);
    }
    return finish(&run, lint, error);
}
