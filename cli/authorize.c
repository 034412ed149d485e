/* `weir authorize`: one bare policy question, told for a person or as JSON, or many, one a line. */
#include "authorize.h"

#include "complain.h"
#include "files.h"
#include "lines.h"
#include "options.h"

enum authorize_option { AUTHORIZE_JSON, AUTHORIZE_NDJSON, AUTHORIZE_VERBOSE, AUTHORIZE_QUIET };

static const struct option authorize_options[] = {
    [AUTHORIZE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [AUTHORIZE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                          "FILE holds one JSON question a line; print one answer a line, in order."},
    [AUTHORIZE_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL,
                           "Tell every statement and the context; in JSON, add the explanation."},
    [AUTHORIZE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

struct authorize_plan {
    const struct command *command;
    struct weir_arena *arena;
    const char *file;
    bool json;
    bool ndjson;
    bool verbose;
    bool quiet;
    struct paint paint;
};

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct authorize_plan *const plan = context;
    (void)value;
    switch ((enum authorize_option)id) {
    case AUTHORIZE_JSON:
        plan->json = true;
        return CLI_YES;
    case AUTHORIZE_NDJSON:
        plan->ndjson = true;
        return CLI_YES;
    case AUTHORIZE_VERBOSE:
        plan->verbose = true;
        return CLI_YES;
    case AUTHORIZE_QUIET:
        plan->quiet = true;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static enum cli_exit check(const struct authorize_plan *plan, const struct operands *operands)
{
    if (operands->count != 1)
        return options_refuse(plan->command, operands->count == 0 ? "no question: name a file, or - for stdin"
                                                                  : "one question at a time, or --ndjson");
    if (plan->json && plan->ndjson)
        return options_refuse(plan->command, "--json and --ndjson exclude each other");
    if (plan->quiet && plan->verbose)
        return options_refuse(plan->command, "--quiet and --verbose exclude each other");
    return CLI_YES;
}

static enum cli_exit put_answer(struct authorize_plan *plan, const struct answer *answer)
{
    if (answer->json.len == 0)
        return complain_memory();
    if (!plan->quiet)
        paint_json_line(&plan->paint, answer->json);
    return answer->code;
}

static enum cli_exit take_line(void *context, const struct text_line *line)
{
    struct authorize_plan *const plan = context;
    struct answer answer;
    weir_arena_reset(plan->arena);
    if (line->too_long) {
        struct weir_error error = WEIR_ERROR_INIT;
        lines_too_long(line, &error);
        authorize_error((struct weir_str){NULL, 0}, &error, plan->arena, &answer);
    } else {
        authorize_text(line->text, line->name, line->number, plan->verbose, plan->arena, &answer);
    }
    return put_answer(plan, &answer);
}

static enum cli_exit report_tree(struct authorize_plan *plan, const struct weir_tree *tree)
{
    const struct weir_ask *ask = NULL;
    const struct weir_explanation *explanation = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_status status = weir_ask_read(tree, weir_tree_root(tree), plan->arena, &ask, &error);
    if (status == WEIR_OK)
        status = weir_explain(&ask->policies, &ask->request, plan->arena, &explanation, &error);
    if (status != WEIR_OK)
        return complain(&error, weir_tree_name(tree));
    if (!plan->quiet)
        authorize_report(ask, explanation, plan->verbose, &plan->paint);
    const enum weir_effect effect = weir_verdict_effect(weir_explanation_verdict(explanation));
    return effect == WEIR_EFFECT_ALLOW ? CLI_YES : CLI_NO;
}

static enum cli_exit json_tree(struct authorize_plan *plan, const struct weir_tree *tree)
{
    struct answer answer;
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    options.explained = plan->verbose;
    authorize_node(tree, weir_tree_root(tree), &options, plan->arena, &answer);
    if (answer.error.status != WEIR_OK)
        return complain(&answer.error, weir_tree_name(tree));
    return put_answer(plan, &answer);
}

static enum cli_exit answer_one(struct authorize_plan *plan)
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

static enum cli_exit authorize(const struct command *command, int argc, char **argv)
{
    struct authorize_plan plan = {.command = command};
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

const struct command command_authorize = {
    .name = "authorize",
    .usage = "[OPTIONS] FILE",
    .about = "Do these policies allow this action on this resource, and which statement says so?",
    .text = "Answers one bare policy question (or - for stdin): a request with its context as given, and every policy "
            "that can speak to it. No world is needed and nothing is derived.\n"
            "\n"
            "Exit status: 0 allowed; 1 denied; 2 wrong usage; 3 the question is unreadable (with --ndjson: some line "
            "was); 4 memory or output failed.",
    .example = "weir authorize examples/read-object.yaml",
    .options = authorize_options,
    .option_count = COUNT(authorize_options),
    .run = authorize,
};
