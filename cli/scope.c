/* `weir scope`: the session policies of one grant, told for a person or as JSON, or of many, one a line. */
#include "scope.h"

#include "authorize.h"
#include "complain.h"
#include "files.h"
#include "lines.h"
#include "options.h"

enum scope_option { SCOPE_JSON, SCOPE_NDJSON, SCOPE_QUIET };

static const struct option scope_options[] = {
    [SCOPE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [SCOPE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                      "FILE holds one JSON question a line; print one answer a line, in order."},
    [SCOPE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

struct scope_plan {
    const struct command *command;
    struct weir_arena *arena;
    const char *file;
    bool json;
    bool ndjson;
    bool quiet;
    struct paint paint;
};

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct scope_plan *const plan = context;
    (void)value;
    switch ((enum scope_option)id) {
    case SCOPE_JSON:
        plan->json = true;
        return CLI_YES;
    case SCOPE_NDJSON:
        plan->ndjson = true;
        return CLI_YES;
    case SCOPE_QUIET:
        plan->quiet = true;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static enum cli_exit check(const struct scope_plan *plan, const struct operands *operands)
{
    if (operands->count != 1)
        return options_refuse(plan->command, operands->count == 0 ? "no grant: name a file, or - for stdin"
                                                                  : "one grant at a time, or --ndjson");
    if (plan->json && plan->ndjson)
        return options_refuse(plan->command, "--json and --ndjson exclude each other");
    return CLI_YES;
}

static enum cli_exit put_answer(struct scope_plan *plan, const struct answer *answer)
{
    if (answer->json.len == 0)
        return complain_memory();
    if (!plan->quiet)
        paint_json_line(&plan->paint, answer->json);
    return answer->code;
}

static enum cli_exit take_line(void *context, const struct text_line *line)
{
    struct scope_plan *const plan = context;
    struct answer answer;
    weir_arena_reset(plan->arena);
    if (line->too_long) {
        struct weir_error error = WEIR_ERROR_INIT;
        lines_too_long(line, &error);
        authorize_error((struct weir_str){NULL, 0}, &error, plan->arena, &answer);
    } else {
        scope_text(line->text, line->name, line->number, plan->arena, &answer);
    }
    return put_answer(plan, &answer);
}

static enum cli_exit report_tree(struct scope_plan *plan, const struct weir_tree *tree)
{
    const struct weir_scope_ask *ask = NULL;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_status status = weir_scope_ask_read(tree, weir_tree_root(tree), plan->arena, &ask, &error);
    if (status == WEIR_OK)
        status = weir_scope_emit(&ask->grants, &ask->options, plan->arena, &scope, &refusal, &error);
    if (status != WEIR_OK && status != WEIR_REFUSED)
        return complain(&error, weir_tree_name(tree));
    if (!plan->quiet)
        scope_report(scope, refusal, &plan->paint);
    return status == WEIR_OK ? CLI_YES : CLI_NO;
}

static enum cli_exit json_tree(struct scope_plan *plan, const struct weir_tree *tree)
{
    struct answer answer;
    scope_node(tree, weir_tree_root(tree), 0, plan->arena, &answer);
    if (answer.error.status != WEIR_OK)
        return complain(&answer.error, weir_tree_name(tree));
    return put_answer(plan, &answer);
}

static enum cli_exit answer_one(struct scope_plan *plan)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum cli_exit code = files_read(plan->file, &file);
    if (code != CLI_YES)
        return code;
    const enum weir_status status = weir_tree_parse(file.text, file.name, plan->arena, &tree, &error);
    const struct weir_str name = file.name;
    files_free(&file);
    if (status != WEIR_OK)
        return complain(&error, name);
    return plan->json ? json_tree(plan, tree) : report_tree(plan, tree);
}

static enum cli_exit scope(const struct command *command, int argc, char **argv)
{
    struct scope_plan plan = {.command = command};
    struct operands operands;
    bool done = false;
    enum cli_exit code = options_read(command, argc, argv, take, &plan, &operands, &done);
    if (done)
        return code;
    code = check(&plan, &operands);
    if (code != CLI_YES)
        return code;
    plan.file = operands.items[0];
    paint_open(&plan.paint, stdout);
    if (weir_arena_new(0, &plan.arena) != WEIR_OK)
        return complain_memory();
    code = plan.ndjson ? lines_each(plan.file, take_line, &plan) : answer_one(&plan);
    weir_arena_free(plan.arena);
    return code;
}

const struct command command_scope = {
    .name = "scope",
    .usage = "[OPTIONS] FILE",
    .about = "Which session policies give exactly these S3 locations, and no more?",
    .text = "Writes the session policies of a grant (or - for stdin): the shortest text that allows exactly what is "
            "granted, in as few policies as hold it. What cannot be said exactly is refused.\n"
            "\n"
            "Exit status: 0 written; 1 refused; 2 wrong usage; 3 the question is unreadable (with --ndjson: some line "
            "was); 4 memory or output failed.",
    .example = "weir scope examples/two-tables.yaml",
    .options = scope_options,
    .option_count = COUNT(scope_options),
    .run = scope,
};
