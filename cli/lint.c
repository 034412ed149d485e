/* `weir lint`: what is wrong or doubtful in policies and in weir's own documents, at line and column. */
#include "lint.h"

#include "complain.h"
#include "options.h"

enum lint_option { LINT_KIND, LINT_QUOTA, LINT_RULES, LINT_JSON, LINT_QUIET };

static const struct option lint_options[] = {
    [LINT_KIND] = {"kind", '\0', OPTION_VALUE, "KIND",
                   "The files are policies of this kind: identity, resource, trust, boundary, session, scp, rcp or "
                   "endpoint."},
    [LINT_QUOTA] = {"quota", '\0', OPTION_VALUE, "CHARACTERS", "Another quota than AWS's default for the kind."},
    [LINT_RULES] = {"rules", '\0', OPTION_FLAG, NULL, "Print the rules that policies are held against."},
    [LINT_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print one lint-finding/1 object a line."},
    [LINT_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print nothing: the exit status is the answer."},
};

struct lint_plan {
    const struct command *command;
    struct lint_run run;
    bool rules;
};

static enum cli_exit take_kind(struct lint_plan *plan, const char *value)
{
    plan->run.has_kind = true;
    if (weir_policy_kind_find(weir_str_from(value), &plan->run.kind))
        return CLI_YES;
    return options_refuse(plan->command,
                          "--kind wants identity, resource, trust, boundary, session, scp, rcp or "
                          "endpoint, not %.64s",
                          value);
}

static enum cli_exit take_quota(struct lint_plan *plan, const char *value)
{
    size_t number = 0;
    const char *at = value;
    for (; *at >= '0' && *at <= '9' && number < 100000000; at++)
        number = number * 10 + (size_t)(*at - '0');
    plan->run.characters_max = number;
    if (*at == '\0' && number > 0)
        return CLI_YES;
    return options_refuse(plan->command, "--quota wants a number of characters, not %.64s", value);
}

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct lint_plan *const plan = context;
    switch ((enum lint_option)id) {
    case LINT_KIND:
        return take_kind(plan, value);
    case LINT_QUOTA:
        return take_quota(plan, value);
    case LINT_RULES:
        plan->rules = true;
        return CLI_YES;
    case LINT_JSON:
        plan->run.json = true;
        return CLI_YES;
    case LINT_QUIET:
        plan->run.quiet = true;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static enum cli_exit check(const struct lint_plan *plan, const struct operands *operands)
{
    if (plan->rules && operands->count > 0)
        return options_refuse(plan->command, "--rules looks at no file");
    if (!plan->rules && operands->count == 0)
        return options_refuse(plan->command, "nothing to look at: name files, or - for stdin");
    if (plan->run.json && plan->run.quiet)
        return options_refuse(plan->command, "--json and --quiet exclude each other");
    return CLI_YES;
}

static enum cli_exit look_at_all(struct lint_run *run, const struct operands *operands)
{
    run->books = weir_arena_alloc(run->arena, operands->count, sizeof(*run->books));
    if (run->books == NULL)
        return complain_memory();
    for (size_t i = 0; i < operands->count; i++)
        lint_file(run, operands->items[i]);
    lint_rulebooks(run);
    lint_summary(run);
    if (run->code == CLI_YES && run->counts[WEIR_SEVERITY_ERROR] > 0)
        return CLI_NO;
    return run->code;
}

static enum cli_exit lint(const struct command *command, int argc, char **argv)
{
    struct lint_plan plan = {.command = command};
    struct operands operands;
    bool done = false;
    enum cli_exit code = options_read(command, argc, argv, take, &plan, &operands, &done);
    if (done)
        return code;
    code = check(&plan, &operands);
    if (code != CLI_YES)
        return code;
    paint_open(&plan.run.paint, stdout);
    if (weir_arena_new(0, &plan.run.arena) != WEIR_OK)
        return complain_memory();
    if (plan.rules)
        lint_rules(&plan.run);
    code = plan.rules ? plan.run.code : look_at_all(&plan.run, &operands);
    weir_arena_free(plan.run.arena);
    return code;
}

const struct command command_lint = {
    .name = "lint",
    .usage = "[OPTIONS] FILE...",
    .about = "What is wrong or doubtful in a policy, world or rulebook, and where?",
    .text =
        "Looks at policies, at the policies in world/1 and request/1 documents, in questions for `weir authorize` and "
        "in what the AWS CLI reports, and at rulebooks. Without --kind a policy with a Principal is one of a "
        "resource, or a role's trust policy if it speaks of STS alone; any other is one of an identity.\n"
        "\n"
        "Exit status: 0 no error, though there may be warnings; 1 some error; 2 wrong usage; 3 a file cannot be "
        "opened; 4 memory or output failed.",
    .example = "weir lint --kind trust role.json",
    .options = lint_options,
    .option_count = COUNT(lint_options),
    .run = lint,
};
