/* `weir decide --set`: the answers before and after a patch of the world, and the first rule that differs. */
#include "decide.h"

#include "complain.h"
#include "files.h"
#include "paint.h"
#include "report.h"
#include "what_if.h"

enum { WORD_COLUMN = 11, RULE_COLUMN = 20 };

struct comparison {
    const struct decide_plan *plan;
    const struct weir_node *request;
    struct weir_run before;
    struct weir_run after;
    struct difference difference;
};

static void write_run(struct weir_writer *writer, const char *name, const struct weir_run *run,
                      struct weir_arena *arena)
{
    weir_write_key(writer, name);
    weir_write_list_begin(writer);
    for (size_t i = 0; i < run->count; i++) {
        struct weir_str json = {NULL, 0};
        if (weir_decision_emit(run->decisions[i], arena, &json) == WEIR_OK)
            weir_write_json(writer, json);
    }
    weir_write_list_end(writer);
}

static void write_difference(struct weir_writer *writer, const struct comparison *comparison)
{
    const struct difference *const difference = &comparison->difference;
    weir_write_key(writer, "differs");
    if (!difference->found) {
        weir_write_null(writer);
        return;
    }
    weir_write_map_begin(writer);
    weir_write_key(writer, "index");
    weir_write_int64(writer, (int64_t)difference->step);
    weir_write_key(writer, "step");
    weir_write_text(writer, weir_decision_step(comparison->before.decisions[difference->step]));
    weir_write_key(writer, "rule");
    if (difference->rule.len > 0)
        weir_write_text(writer, difference->rule);
    else
        weir_write_null(writer);
    weir_write_map_end(writer);
}

static enum cli_exit print_json(const struct comparison *comparison)
{
    struct weir_arena *const arena = comparison->plan->arena;
    struct weir_writer *writer = NULL;
    struct weir_str json = {NULL, 0};
    struct paint paint;
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        return complain_memory();
    weir_write_map_begin(writer);
    weir_write_key(writer, "weir");
    weir_write_text(writer, WEIR_STR("what-if/1"));
    write_run(writer, "before", &comparison->before, arena);
    write_run(writer, "after", &comparison->after, arena);
    write_difference(writer, comparison);
    weir_write_map_end(writer);
    if (weir_writer_finish(writer, &json) != WEIR_OK)
        return complain_memory();
    paint_open(&paint, stdout);
    paint_json_line(&paint, json);
    return CLI_YES;
}

static void print_decision(struct paint *paint, const char *when, const struct weir_decision *decision)
{
    paint_format(paint, TINT_FAINT, "  %s", when);
    paint_to_column(paint, WORD_COLUMN);
    report_word(decision, paint);
    if (weir_decision_rule(decision).len > 0) {
        paint_to_column(paint, RULE_COLUMN);
        paint_text(paint, TINT_PLAIN, weir_decision_rule(decision));
    }
    paint_line(paint);
}

static void print_side(struct paint *paint, const char *when, bool walked, const struct weir_trace_entry *entry)
{
    paint_format(paint, TINT_FAINT, "  %s", when);
    paint_to_column(paint, WORD_COLUMN);
    if (!walked) {
        paint_text(paint, TINT_PLAIN, WEIR_STR("not reached"));
        paint_line(paint);
        return;
    }
    paint_text(paint, TINT_BOLD, weir_str_from(weir_outcome_name(entry->outcome)));
    if (entry->because.len > 0) {
        paint_text(paint, TINT_PLAIN, WEIR_STR(": "));
        paint_words(paint, TINT_PLAIN, WORD_COLUMN, entry->because);
    }
    paint_line(paint);
    if (entry->at.line > 0) {
        paint_to_column(paint, WORD_COLUMN);
        paint_text(paint, TINT_FAINT, entry->at.source);
        paint_format(paint, TINT_FAINT, ":%u:%u", (unsigned)entry->at.line, (unsigned)entry->at.column);
        paint_line(paint);
    }
}

static void print_difference(struct paint *paint, const struct comparison *comparison)
{
    const struct difference *const difference = &comparison->difference;
    if (!difference->found) {
        paint_words(paint, TINT_PLAIN, 0, WEIR_STR("The patch changes no answer."));
        paint_line(paint);
        return;
    }
    paint_format(paint, TINT_BOLD, "First difference: step %zu", difference->step + 1);
    if (difference->rule.len == 0) {
        paint_words(paint, TINT_PLAIN, 0, WEIR_STR(": the same rules decide; what is handed out differs"));
        paint_line(paint);
        return;
    }
    paint_text(paint, TINT_BOLD, WEIR_STR(", rule "));
    paint_text(paint, TINT_BOLD, difference->rule);
    paint_line(paint);
    print_side(paint, "before", difference->has_before, &difference->before);
    print_side(paint, "after", difference->has_after, &difference->after);
}

static void print_reports(const struct comparison *comparison, struct paint *paint)
{
    struct report report = {&comparison->before, comparison->request, comparison->plan->arena, true};
    paint_format(paint, TINT_BOLD, "BEFORE\n\n");
    report_print(&report, paint);
    report.run = &comparison->after;
    paint_format(paint, TINT_BOLD, "\nAFTER\n\n");
    report_print(&report, paint);
    paint_line(paint);
}

static void print_human(const struct comparison *comparison)
{
    struct paint paint;
    paint_open(&paint, stdout);
    if (comparison->plan->verbose)
        print_reports(comparison, &paint);
    for (size_t i = 0; i < comparison->before.count; i++) {
        const struct weir_decision *const before = comparison->before.decisions[i];
        paint_format(&paint, TINT_BOLD, "%zu ", i + 1);
        paint_text(&paint, TINT_BOLD, weir_decision_step(before));
        paint_text(&paint, TINT_PLAIN, weir_decision_step(before).len > 0 ? WEIR_STR("  ") : WEIR_STR(""));
        paint_text(&paint, TINT_PLAIN, weir_decision_operation(before));
        paint_line(&paint);
        print_decision(&paint, "before", before);
        print_decision(&paint, "after", comparison->after.decisions[i]);
    }
    paint_line(&paint);
    print_difference(&paint, comparison);
}

static enum weir_status run_both(struct comparison *comparison, const struct asking *asking,
                                 const struct weir_world *next, const struct weir_tree *tree, struct weir_error *error)
{
    struct weir_arena *const arena = comparison->plan->arena;
    const struct weir_scenario *scenario = NULL;
    struct weir_decide_options options = *asking->options;
    if (options.trace == WEIR_TRACE_NONE)
        options.trace = WEIR_TRACE_RULES;
    TRY(answer_read(tree, arena, &scenario, error));
    TRY(weir_run(asking->world, scenario, asking->now_unix_s, &options, arena, &comparison->before, error));
    TRY(weir_run(next, scenario, asking->now_unix_s, &options, arena, &comparison->after, error));
    if (!what_if_compare(&comparison->before, &comparison->after, arena, &comparison->difference))
        return weir_fail(error, WEIR_ERR_MEMORY, "memory could not be obtained");
    return WEIR_OK;
}

static enum cli_exit compare(const struct decide_plan *plan, const struct asking *asking, const struct weir_world *next,
                             const struct weir_tree *tree)
{
    struct comparison comparison = {.plan = plan, .request = weir_tree_root(tree)};
    struct weir_error error = WEIR_ERROR_INIT;
    if (run_both(&comparison, asking, next, tree, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(tree));
    enum cli_exit code = CLI_YES;
    if (plan->json)
        code = print_json(&comparison);
    else if (!plan->quiet)
        print_human(&comparison);
    if (code != CLI_YES)
        return code;
    return comparison.after.all_allowed ? CLI_YES : CLI_NO;
}

static enum cli_exit read_and_compare(const struct decide_plan *plan, const struct asking *asking,
                                      const struct weir_world *next)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    enum cli_exit code = files_read(plan->request, &file);
    if (code != CLI_YES)
        return code;
    if (weir_tree_parse(file.text, file.name, plan->arena, &tree, &error) == WEIR_OK)
        code = compare(plan, asking, next, tree);
    else
        code = complain(&error, file.name);
    files_free(&file);
    return code;
}

enum cli_exit decide_what_if(const struct decide_plan *plan, const struct asking *asking)
{
    struct file_text patch;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *next = NULL;
    enum cli_exit code = files_read(plan->patch, &patch);
    if (code != CLI_YES)
        return code;
    if (weir_world_derive(asking->world, patch.text, patch.name, &next, &error) != WEIR_OK)
        code = complain(&error, patch.name);
    files_free(&patch);
    if (code == CLI_YES)
        code = read_and_compare(plan, asking, next);
    weir_world_release(next);
    return code;
}
