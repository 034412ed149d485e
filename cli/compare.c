/* `weir compare`: is all that one set of policies allows allowed by another; two files, a question, or many, one a line. */
#include "compare.h"

#include "complain.h"

enum compare_option { COMPARE_NEW_ACCESS, COMPARE_JSON, COMPARE_NDJSON, COMPARE_QUIET };

static const struct option compare_options[] = {
    [COMPARE_NEW_ACCESS] = {"new-access", '\0', OPTION_FLAG, NULL,
                            "The files are OLD and NEW: does the change let anyone do anything new?"},
    [COMPARE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [COMPARE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                        "The one file holds one JSON question a line; print one answer a line, in order."},
    [COMPARE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

enum { SIDES = 2 };

struct compare_plan {
    struct one one;
    bool is_change;
    const char *files[SIDES]; /* the wide or old side first */
};

static enum cli_exit code_of(enum weir_inclusion_answer answer)
{
    switch (answer) {
    case WEIR_INCLUSION_YES:
        return CLI_YES;
    case WEIR_INCLUSION_NO:
        return CLI_NO;
    case WEIR_INCLUSION_UNKNOWN:
        break;
    }
    return CLI_FAILED;
}

/* ----------------------------------------------------------------------------------------- questions */

static enum weir_status compare_json(const void *context, const struct one_question *question, struct weir_str *json,
                                     enum cli_exit *code, struct weir_error *error)
{
    enum weir_inclusion_answer answer = WEIR_INCLUSION_UNKNOWN;
    (void)context;
    TRY(weir_compare_ask_json(question->tree, question->node, question->arena, json, &answer, error));
    *code = code_of(answer);
    return WEIR_OK;
}

static enum cli_exit tell(const struct weir_compare_ask *ask, const char *const *files, struct weir_arena *arena,
                          struct paint *paint)
{
    const struct weir_inclusion *inclusion = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_scope_includes(&ask->wide, &ask->narrow, arena, &inclusion, &error) != WEIR_OK)
        return complain(&error, WEIR_STR("weir"));
    const struct compare_report report = {inclusion, ask->is_change, files == NULL ? NULL : files[0],
                                          files == NULL ? NULL : files[1]};
    if (paint != NULL)
        compare_report(&report, paint);
    return code_of(weir_inclusion_answer(inclusion));
}

static enum cli_exit report(const void *context, const struct one_question *question, struct paint *paint)
{
    const struct weir_compare_ask *ask = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    (void)context;
    if (weir_compare_ask_read(question->tree, question->node, question->arena, &ask, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(question->tree));
    return tell(ask, NULL, question->arena, paint);
}

const struct one_way compare_way = {.json = compare_json,
                                    .report = report,
                                    .nothing = "nothing to compare: name two files of policies, or a question",
                                    .several = "one question at a time, or --ndjson"};

/* --------------------------------------------------------------------------------------------- files */

static enum cli_exit read_side(const char *file, struct weir_arena *arena, struct weir_policy_set *policies)
{
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum cli_exit code = files_tree(file, arena, &tree);
    if (code != CLI_YES)
        return code;
    const enum weir_status status = weir_compare_side_read(tree, weir_tree_root(tree), arena, policies, &error);
    return status == WEIR_OK ? CLI_YES : complain(&error, weir_tree_name(tree));
}

static enum cli_exit put_json(struct one *one, const struct weir_compare_ask *ask)
{
    struct weir_writer *writer = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_str json;
    enum weir_inclusion_answer answer = WEIR_INCLUSION_UNKNOWN;
    if (weir_writer_new(one->arena, &writer) != WEIR_OK)
        return complain_memory();
    weir_write_map_begin(writer);
    weir_write_key(writer, "id");
    weir_write_null(writer);
    if (weir_compare_ask_write(ask, one->arena, writer, &answer, &error) != WEIR_OK)
        return complain(&error, WEIR_STR("weir"));
    weir_write_map_end(writer);
    if (weir_writer_finish(writer, &json) != WEIR_OK)
        return complain_memory();
    if (!one->quiet)
        paint_json_line(&one->paint, json);
    return code_of(answer);
}

static enum cli_exit answer_files(struct one *one, const void *context)
{
    const struct compare_plan *const plan = context;
    struct weir_compare_ask ask = {.is_change = plan->is_change};
    struct weir_policy_set *const sides[SIDES] = {&ask.wide, &ask.narrow};
    for (size_t i = 0; i < SIDES; i++) {
        const enum cli_exit code = read_side(plan->files[i], one->arena, sides[i]);
        if (code != CLI_YES)
            return code;
    }
    return one->json ? put_json(one, &ask) : tell(&ask, plan->files, one->arena, one->quiet ? NULL : &one->paint);
}

/* ------------------------------------------------------------------------------------------- command */

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct compare_plan *const plan = context;
    bool *const flags[] = {[COMPARE_NEW_ACCESS] = &plan->is_change,
                           [COMPARE_JSON] = &plan->one.json,
                           [COMPARE_NDJSON] = &plan->one.ndjson,
                           [COMPARE_QUIET] = &plan->one.quiet};
    (void)value;
    *flags[id] = true;
    return CLI_YES;
}

static bool is_stdin(const char *file)
{
    return file[0] == '-' && file[1] == '\0';
}

static enum cli_exit check(const struct compare_plan *plan, const struct operands *operands)
{
    const struct one *const one = &plan->one;
    if (operands->count != SIDES || one->ndjson) {
        if (plan->is_change && operands->count > 0)
            return options_refuse(one->command, "--new-access wants two files, OLD and NEW; a question says `old` and "
                                                "`new` itself");
        return one_check(one, operands);
    }
    if (is_stdin(operands->items[0]) && is_stdin(operands->items[1]))
        return options_refuse(one->command, "only one of two files can be stdin");
    return CLI_YES;
}

static enum cli_exit compare(const struct command *command, int argc, char **argv)
{
    struct compare_plan plan = {.one = {.command = command, .way = &compare_way}};
    struct operands operands;
    bool done = false;
    enum cli_exit code = options_read(command, argc, argv, take, &plan, &operands, &done);
    if (done)
        return code;
    code = check(&plan, &operands);
    if (code != CLI_YES)
        return code;
    plan.one.file = operands.items[0];
    if (operands.count != SIDES)
        return one_run(&plan.one);
    for (size_t i = 0; i < SIDES; i++)
        plan.files[i] = operands.items[i];
    return one_open(&plan.one, answer_files, &plan);
}

const struct command command_compare = {
    .name = "compare",
    .usage = "[OPTIONS] WIDE NARROW",
    .about = "Is everything that one set of policies allows also allowed by another?",
    .text =
        "Compares what two files of policies allow, exactly and over every request, and shows the shortest request "
        "that only NARROW allows. A file (one may be - for stdin) is a policy document, a list of documents, or a "
        "map of policies as in a question of weir authorize. One file alone is a question: a map of wide and narrow, "
        "or of old and new.\n"
        "\n"
        "Exit status: 0 yes, nothing new; 1 no, and there is a witness; 2 wrong usage; 3 a file is unreadable (with "
        "--ndjson: some line was); 4 unknown: a limit was met; or memory or output failed.",
    .example = "weir compare --new-access examples/lake-old.json examples/lake-new.json",
    .options = compare_options,
    .option_count = COUNT(compare_options),
    .run = compare,
};
