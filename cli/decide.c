/* `weir decide`: whether AWS would allow each step of a request, told for a person or as JSON. */
#include "decide.h"

#include <string.h>

#include "complain.h"
#include "files.h"
#include "options.h"
#include "paint.h"
#include "report.h"

enum decide_option {
    DECIDE_WORLD,
    DECIDE_JSON,
    DECIDE_NDJSON,
    DECIDE_NOW,
    DECIDE_SET,
    DECIDE_SETTING,
    DECIDE_RULEBOOK,
    DECIDE_VERBOSE,
    DECIDE_QUIET
};

static const struct option decide_options[] = {
    [DECIDE_WORLD] = {"world", 'w', OPTION_VALUE, "WORLD",
                      "A world/1 file; several are joined. At least one is needed."},
    [DECIDE_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print one decision/1 object a line, one line a step."},
    [DECIDE_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                       "REQUEST holds one JSON request a line; print one answer/1 object a line, in order."},
    [DECIDE_NOW] = {"now", '\0', OPTION_VALUE, "TIME",
                    "The instant of every step (2026-03-02T09:00:00Z, or seconds since 1970) instead of the "
                    "request's own."},
    [DECIDE_SET] = {"set", '\0', OPTION_VALUE, "PATCH",
                    "What if: decide before and after this patch/1 file, and tell the first rule that differs."},
    [DECIDE_SETTING] = {"setting", '\0', OPTION_VALUE, "NAME=VALUE",
                        "Another value for a setting of the rulebook; may be repeated."},
    [DECIDE_RULEBOOK] = {"rulebook", '\0', OPTION_VALUE, "FILE",
                         "A rulebook/1 file instead of the builtin rulebook; several make one."},
    [DECIDE_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL,
                        "Tell every rule with its place and sources, and policies statement by statement."},
    [DECIDE_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
};

static enum cli_exit take_now(struct decide_plan *plan, const char *value)
{
    const struct weir_str text = weir_str_from(value);
    plan->has_now = true;
    if (weir_time_parse(text, &plan->now_unix_s) || weir_time_parse_epoch(text, &plan->now_unix_s))
        return CLI_YES;
    return options_refuse(plan->command, "--now wants an instant such as 2026-03-02T09:00:00Z, not %.64s", value);
}

static enum cli_exit take_setting(struct decide_plan *plan, const char *value)
{
    const char *const equals = strchr(value, '=');
    if (equals == NULL || equals == value)
        return options_refuse(plan->command, "--setting wants NAME=VALUE, not %.64s", value);
    plan->settings[plan->setting_count++] = (struct weir_setting){{value, (size_t)(equals - value)},
                                                                  weir_str_from(equals + 1)};
    return CLI_YES;
}

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct decide_plan *const plan = context;
    switch ((enum decide_option)id) {
    case DECIDE_WORLD:
        plan->worlds[plan->world_count++] = value;
        return CLI_YES;
    case DECIDE_JSON:
        plan->json = true;
        return CLI_YES;
    case DECIDE_NDJSON:
        plan->ndjson = true;
        return CLI_YES;
    case DECIDE_NOW:
        return take_now(plan, value);
    case DECIDE_SET:
        plan->patch = value;
        return CLI_YES;
    case DECIDE_SETTING:
        return take_setting(plan, value);
    case DECIDE_RULEBOOK:
        plan->rulebooks[plan->rulebook_count++] = value;
        return CLI_YES;
    case DECIDE_VERBOSE:
        plan->verbose = true;
        return CLI_YES;
    case DECIDE_QUIET:
        plan->quiet = true;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static size_t count_stdin(const char *const *paths, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += strcmp(paths[i], "-") == 0 ? 1U : 0U;
    return found;
}

/* What each option alone cannot see. */
static enum cli_exit check(const struct decide_plan *plan, const struct operands *operands)
{
    const char *const others[] = {plan->request != NULL ? plan->request : "", plan->patch != NULL ? plan->patch : ""};
    if (plan->world_count == 0)
        return options_refuse(plan->command, "no world: say -w WORLD");
    if (operands->count != 1)
        return options_refuse(plan->command, operands->count == 0 ? "no request: name a file, or - for stdin"
                                                                  : "one request at a time, or --ndjson");
    if (plan->json && plan->ndjson)
        return options_refuse(plan->command, "--json and --ndjson exclude each other");
    if (plan->quiet && plan->verbose)
        return options_refuse(plan->command, "--quiet and --verbose exclude each other");
    if (plan->patch != NULL && plan->ndjson)
        return options_refuse(plan->command, "--set and --ndjson exclude each other");
    if (count_stdin(plan->worlds, plan->world_count) + count_stdin(plan->rulebooks, plan->rulebook_count) +
            count_stdin(others, COUNT(others)) >
        1)
        return options_refuse(plan->command, "stdin can be read for one of the files only");
    return CLI_YES;
}

static enum cli_exit print_decisions(const struct weir_run *run, struct weir_arena *arena)
{
    struct paint paint;
    paint_open(&paint, stdout);
    for (size_t i = 0; i < run->count; i++) {
        struct weir_str json = {NULL, 0};
        if (weir_decision_emit(run->decisions[i], arena, &json) != WEIR_OK)
            return complain_memory();
        paint_json_line(&paint, json);
    }
    return CLI_YES;
}

static enum cli_exit print_report(const struct decide_plan *plan, const struct weir_run *run,
                                  const struct weir_node *request)
{
    struct paint paint;
    paint_open(&paint, stdout);
    const struct report report = {run, request, plan->arena, plan->verbose};
    report_print(&report, &paint);
    return CLI_YES;
}

static enum cli_exit decide_tree(const struct decide_plan *plan, const struct asking *asking,
                                 const struct weir_tree *tree)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_run run = {NULL, 0, false};
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_status status = answer_read(tree, plan->arena, &scenario, &error);
    if (status == WEIR_OK)
        status = weir_run(asking->world, scenario, asking->now_unix_s, asking->options, plan->arena, &run, &error);
    if (status != WEIR_OK) /* what stands nowhere in the documents was said on the command line */
        return complain(&error, status == WEIR_ERR_SCHEMA && error.line == 0 && plan->setting_count > 0
                                    ? WEIR_STR("weir decide: --setting")
                                    : weir_tree_name(tree));
    enum cli_exit code = CLI_YES;
    if (plan->json)
        code = print_decisions(&run, plan->arena);
    else if (!plan->quiet)
        code = print_report(plan, &run, weir_tree_root(tree));
    if (code != CLI_YES)
        return code;
    return run.all_allowed ? CLI_YES : CLI_NO;
}

static enum cli_exit decide_one(const struct decide_plan *plan, const struct asking *asking)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum cli_exit code = files_read(plan->request, &file);
    if (code != CLI_YES)
        return code;
    const enum weir_status status = weir_tree_parse(file.text, file.name, plan->arena, &tree, &error);
    const struct weir_str name = file.name;
    files_free(&file);
    return status == WEIR_OK ? decide_tree(plan, asking, tree) : complain(&error, name);
}

static enum cli_exit answer_plan(const struct decide_plan *plan, const struct weir_world *world,
                                 const struct weir_rulebook *rulebook)
{
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = plan->verbose ? WEIR_TRACE_FULL : WEIR_TRACE_RULES;
    if (plan->quiet)
        options.trace = WEIR_TRACE_NONE;
    options.settings = plan->settings;
    options.setting_count = plan->setting_count;
    options.rulebook = rulebook;
    const struct asking asking = {world, &options, plan->has_now ? &plan->now_unix_s : NULL};
    if (plan->ndjson)
        return decide_lines(plan, &asking);
    return plan->patch != NULL ? decide_what_if(plan, &asking) : decide_one(plan, &asking);
}

static enum cli_exit load_and_answer(const struct decide_plan *plan)
{
    struct weir_world *world = NULL;
    struct weir_rulebook *rulebook = NULL;
    enum cli_exit code = load_rulebook(plan->rulebooks, plan->rulebook_count, &rulebook);
    if (code == CLI_YES)
        code = load_world(plan->worlds, plan->world_count, &world);
    if (code == CLI_YES)
        code = answer_plan(plan, world, rulebook);
    weir_world_release(world);
    weir_rulebook_release(rulebook);
    return code;
}

static enum cli_exit plan_and_answer(struct decide_plan *plan, int argc, char **argv)
{
    const size_t most = (size_t)argc + 1;
    struct operands operands;
    bool done = false;
    plan->worlds = weir_arena_alloc(plan->arena, most, sizeof(*plan->worlds));
    plan->rulebooks = weir_arena_alloc(plan->arena, most, sizeof(*plan->rulebooks));
    plan->settings = weir_arena_alloc(plan->arena, most, sizeof(*plan->settings));
    if (plan->worlds == NULL || plan->rulebooks == NULL || plan->settings == NULL)
        return complain_memory();
    enum cli_exit code = options_read(plan->command, argc, argv, take, plan, &operands, &done);
    if (done)
        return code;
    plan->request = operands.count > 0 ? operands.items[0] : NULL;
    code = check(plan, &operands);
    return code == CLI_YES ? load_and_answer(plan) : code;
}

static enum cli_exit decide(const struct command *command, int argc, char **argv)
{
    struct decide_plan plan = {.command = command};
    if (weir_arena_new(0, &plan.arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = plan_and_answer(&plan, argc, argv);
    weir_arena_free(plan.arena);
    return code;
}

const struct command command_decide = {
    .name = "decide",
    .usage = "[OPTIONS] -w WORLD [-w WORLD...] REQUEST",
    .about = "Would AWS allow each step of a request, why, and what would it hand out?",
    .text = "Decides the steps of a request/1 file (or - for stdin) in order, in the world that the world/1 files "
            "describe. A step may be made by the session of an earlier one, and is skipped when that was refused.\n"
            "\n"
            "Exit status: 0 every step is allowed; 1 some step is not; 2 wrong usage; 3 an input is unreadable (with "
            "--ndjson: some line was); 4 no answer: the world is incomplete, or memory or output failed.",
    .example = "weir decide -w examples/analyst-lake.yaml examples/query-engine.yaml",
    .options = decide_options,
    .option_count = COUNT(decide_options),
    .run = decide,
};
