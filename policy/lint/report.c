/* How findings are written down, put in order and handed out. */
#include <stdio.h>

#include "policy/lint/lint.h"

struct weir_lint {
    const struct weir_lint_found *const *findings;
    size_t count;
    enum weir_severity worst;
};

/* ------------------------------------------------------------------------------------------- writing */

static void keep(struct weir_lint_run *run, const struct weir_lint_row *row, struct weir_lint_finding *finding)
{
    struct weir_lint_found *const found = weir_arena_alloc(run->arena, 1, sizeof(*found));
    if (found == NULL) {
        run->status = WEIR_ERR_MEMORY;
        return;
    }
    finding->rule = row->rule.id;
    finding->severity = row->rule.severity;
    finding->cure = row->cure_at != NULL ? row->cure_at(finding->pointer) : row->rule.cure;
    finding->source = row->rule.source;
    found->finding = *finding;
    if (run->last == NULL)
        run->first = found;
    else
        run->last->next = found;
    run->last = found;
    run->found++;
    run->has_error = run->has_error || row->rule.severity == WEIR_SEVERITY_ERROR;
}

/* The last finding that is kept says that there are more; an error is kept all the same, or the worst would be unknown. */
static const struct weir_lint_row *admit(struct weir_lint_run *run, const struct weir_lint_row *row)
{
    if (run->status != WEIR_OK)
        return NULL;
    if (run->found < WEIR_LINT_MAX_FINDINGS || (row->rule.severity == WEIR_SEVERITY_ERROR && !run->has_error))
        return row;
    return run->found == WEIR_LINT_MAX_FINDINGS ? weir_lint_row("policy.lint.limit") : NULL;
}

static void report(struct weir_lint_run *run, const struct weir_lint_row *row, const struct weir_node *node,
                   struct weir_str message)
{
    const struct weir_lint_row *const admitted = admit(run, row);
    if (admitted == NULL)
        return;
    struct weir_lint_finding finding = {.place = weir_tree_place(run->tree, node == NULL ? run->root : node)};
    if (admitted != row)
        message = WEIR_STR("there are more findings than are listed");
    if (!weir_arena_copy(run->arena, message, &finding.message) ||
        (node != NULL && weir_tree_pointer(run->tree, node, run->arena, &finding.pointer) != WEIR_OK))
        run->status = WEIR_ERR_MEMORY;
    else
        keep(run, admitted, &finding);
}

void weir_lint_report(struct weir_lint_run *run, const struct weir_lint_row *row, const struct weir_node *node,
                      const char *format, ...)
{
    struct weir_error words = WEIR_ERROR_INIT;
    va_list arguments;
    va_start(arguments, format);
    (void)weir_error_fill(&words, WEIR_ERR_SCHEMA, format, arguments);
    va_end(arguments);
    report(run, row, node, weir_str_from(words.message));
}

void weir_lint_report_error(struct weir_lint_run *run, const struct weir_lint_row *row, const struct weir_error *error)
{
    struct weir_lint_finding finding = {
        .place = {.line = error->line, .column = error->column, .offset = error->offset}};
    const struct weir_lint_row *const admitted = admit(run, row);
    if (admitted == NULL)
        return;
    if (!weir_arena_copy(run->arena, weir_str_from(error->message), &finding.message) ||
        !weir_arena_copy(run->arena, weir_str_from(error->path), &finding.pointer) ||
        !weir_arena_copy(run->arena, weir_str_from(error->source), &finding.place.source))
        run->status = WEIR_ERR_MEMORY;
    else
        keep(run, admitted, &finding);
}

bool weir_lint_spend(struct weir_lint_run *run, size_t steps)
{
    if (run->steps_left == 0)
        return false;
    if (steps < run->steps_left) {
        run->steps_left -= steps;
        return true;
    }
    run->steps_left = 0;
    weir_lint_report(run, weir_lint_row("policy.lint.limit"), NULL,
                     "the document is too large to compare all of its statements with each other");
    return false;
}

struct weir_quoted weir_lint_statement_name(const struct weir_lint_run *run, const struct weir_statement *statement)
{
    struct weir_quoted name;
    const size_t number = run->numbers[statement - run->statements];
    if (statement->sid.len > 0)
        snprintf(name.text, sizeof(name.text), "statement %zu (%.32s)", number, weir_quote(statement->sid).text);
    else
        snprintf(name.text, sizeof(name.text), "statement %zu", number);
    return name;
}

/* ------------------------------------------------------------------------------------------ ordering */

/* Merges two sorted neighbours; of equals the left one comes first, so that the order of finding stays. */
static void merge(const struct weir_lint_found **from, size_t left, size_t middle, size_t end,
                  const struct weir_lint_found **to)
{
    size_t right = middle;
    for (size_t at = left; at < end; at++) {
        const bool take_left = left < middle &&
                               (right >= end || from[left]->finding.place.offset <= from[right]->finding.place.offset);
        to[at] = take_left ? from[left++] : from[right++];
    }
}

static const struct weir_lint_found **sort(const struct weir_lint_found **items, const struct weir_lint_found **spare,
                                           size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width) {
            const size_t middle = left + width < count ? left + width : count;
            const size_t end = middle + width < count ? middle + width : count;
            merge(items, left, middle, end, spare);
        }
        const struct weir_lint_found **const sorted = spare;
        spare = items;
        items = sorted;
    }
    return items;
}

enum weir_status weir_lint_finish(struct weir_lint_run *run, const struct weir_lint **lint)
{
    *lint = NULL;
    if (run->status != WEIR_OK)
        return run->status;
    struct weir_lint *const made = weir_arena_alloc(run->arena, 1, sizeof(*made));
    const struct weir_lint_found **const items = weir_arena_alloc(run->arena, run->found, sizeof(*items));
    const struct weir_lint_found **const spare = weir_arena_alloc(run->arena, run->found, sizeof(*spare));
    if (made == NULL || items == NULL || spare == NULL)
        return WEIR_ERR_MEMORY;
    for (const struct weir_lint_found *found = run->first; found != NULL; found = found->next) {
        items[made->count++] = found;
        if (found->finding.severity > made->worst)
            made->worst = found->finding.severity;
    }
    made->findings = sort(items, spare, made->count);
    *lint = made;
    return WEIR_OK;
}

size_t weir_lint_count(const struct weir_lint *lint)
{
    return lint == NULL ? 0 : lint->count;
}

const struct weir_lint_finding *weir_lint_finding(const struct weir_lint *lint, size_t index)
{
    return index < weir_lint_count(lint) ? &lint->findings[index]->finding : NULL;
}

enum weir_severity weir_lint_worst(const struct weir_lint *lint)
{
    return lint == NULL ? WEIR_SEVERITY_NOTE : lint->worst;
}

const char *weir_severity_name(enum weir_severity severity)
{
    static const char *const names[] = {
        [WEIR_SEVERITY_NOTE] = "note", [WEIR_SEVERITY_WARNING] = "warning", [WEIR_SEVERITY_ERROR] = "error"};
    return (unsigned)severity < WEIR_COUNT(names) ? names[severity] : "note";
}
