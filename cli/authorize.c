/* `weir authorize`: one bare policy question, told for a person or as JSON, or many, one a line. */
#include "authorize.h"

#include "complain.h"

enum authorize_option { AUTHORIZE_JSON, AUTHORIZE_NDJSON, AUTHORIZE_VERBOSE, AUTHORIZE_QUIET };

static const struct option authorize_options[] = {
    [AUTHORIZE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [AUTHORIZE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                          "FILE holds one JSON question a line; print one answer a line, in order."},
    [AUTHORIZE_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL,
                           "Tell every statement and the context; in JSON, add the explanation."},
    [AUTHORIZE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

static enum weir_status authorize_json(const void *context, const struct one_question *question, struct weir_str *json,
                                       enum cli_exit *code, struct weir_error *error)
{
    const bool *const verbose = context;
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    enum weir_effect effect = WEIR_EFFECT_IMPLICIT_DENY;
    options.explained = *verbose;
    options.first_line = question->first_line;
    TRY(weir_ask_json(question->tree, question->node, &options, question->arena, json, &effect, error));
    *code = effect == WEIR_EFFECT_ALLOW ? CLI_YES : CLI_NO;
    return WEIR_OK;
}

static enum cli_exit report(const void *context, const struct one_question *question, struct paint *paint)
{
    const bool *const verbose = context;
    const struct weir_ask *ask = NULL;
    const struct weir_explanation *explanation = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_status status = weir_ask_read(question->tree, question->node, question->arena, &ask, &error);
    if (status == WEIR_OK)
        status = weir_explain(&ask->policies, &ask->request, question->arena, &explanation, &error);
    if (status != WEIR_OK)
        return complain(&error, weir_tree_name(question->tree));
    if (paint != NULL)
        authorize_report(ask, explanation, *verbose, paint);
    const enum weir_effect effect = weir_verdict_effect(weir_explanation_verdict(explanation));
    return effect == WEIR_EFFECT_ALLOW ? CLI_YES : CLI_NO;
}

const struct one_way authorize_way = {.json = authorize_json,
                                      .report = report,
                                      .nothing = "no question: name a file, or - for stdin",
                                      .several = "one question at a time, or --ndjson"};

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct one *const one = context;
    bool *const flags[] = {[AUTHORIZE_JSON] = &one->json,
                           [AUTHORIZE_NDJSON] = &one->ndjson,
                           [AUTHORIZE_VERBOSE] = &one->verbose,
                           [AUTHORIZE_QUIET] = &one->quiet};
    (void)value;
    *flags[id] = true;
    return CLI_YES;
}

static enum cli_exit authorize(const struct command *command, int argc, char **argv)
{
    struct one one = {.command = command, .way = &authorize_way};
    struct operands operands;
    bool done = false;
    one.context = &one.verbose;
    enum cli_exit code = options_read(command, argc, argv, take, &one, &operands, &done);
    if (done)
        return code;
    code = one_check(&one, &operands);
    if (code != CLI_YES)
        return code;
    one.file = operands.items[0];
    return one_run(&one);
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
