/* `weir scope`: the session policies of one grant, told for a person or as JSON, or of many, one a line. */
#include "scope.h"

#include "complain.h"

enum scope_option { SCOPE_JSON, SCOPE_NDJSON, SCOPE_QUIET };

static const struct option scope_options[] = {
    [SCOPE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [SCOPE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                      "FILE holds one JSON question a line; print one answer a line, in order."},
    [SCOPE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

static enum weir_status scope_json(const void *context, const struct one_question *question, struct weir_str *json,
                                   enum cli_exit *code, struct weir_error *error)
{
    bool refused = true;
    (void)context;
    TRY(weir_scope_ask_json(question->tree, question->node, question->arena, json, &refused, error));
    *code = refused ? CLI_NO : CLI_YES;
    return WEIR_OK;
}

static enum cli_exit report(const void *context, const struct one_question *question, struct paint *paint)
{
    const struct weir_scope_ask *ask = NULL;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    (void)context;
    enum weir_status status = weir_scope_ask_read(question->tree, question->node, question->arena, &ask, &error);
    if (status == WEIR_OK)
        status = weir_scope_emit(&ask->grants, &ask->options, question->arena, &scope, &refusal, &error);
    if (status != WEIR_OK && status != WEIR_REFUSED)
        return complain(&error, weir_tree_name(question->tree));
    if (paint != NULL)
        scope_report(scope, refusal, paint);
    return status == WEIR_OK ? CLI_YES : CLI_NO;
}

const struct one_way scope_way = {.json = scope_json,
                                  .report = report,
                                  .nothing = "no grant: name a file, or - for stdin",
                                  .several = "one grant at a time, or --ndjson"};

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct one *const one = context;
    bool *const flags[] = {[SCOPE_JSON] = &one->json, [SCOPE_NDJSON] = &one->ndjson, [SCOPE_QUIET] = &one->quiet};
    (void)value;
    *flags[id] = true;
    return CLI_YES;
}

static enum cli_exit scope(const struct command *command, int argc, char **argv)
{
    struct one one = {.command = command, .way = &scope_way};
    struct operands operands;
    bool done = false;
    enum cli_exit code = options_read(command, argc, argv, take, &one, &operands, &done);
    if (done)
        return code;
    code = one_check(&one, &operands);
    if (code != CLI_YES)
        return code;
    one.file = operands.items[0];
    return one_run(&one);
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
