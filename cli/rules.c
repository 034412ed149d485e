/* `weir rules`: what the rulebook asks of each operation, and which settings and sources it has. */
#include "rules.h"

#include "complain.h"
#include "options.h"

enum rules_option { RULES_SETTINGS, RULES_BOOK, RULES_JSON, RULES_VERBOSE };

static const struct option rules_options[] = {
    [RULES_SETTINGS] = {"settings", '\0', OPTION_FLAG, NULL, "Tell every setting."},
    [RULES_BOOK] = {"rulebook", '\0', OPTION_VALUE, "FILE",
                    "A rulebook/1 file instead of the builtin rulebook; several make one."},
    [RULES_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print one rules/1 object a line; without NAME, of everything."},
    [RULES_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL, "Tell each rule of an operation whole."},
};

struct rules_plan {
    const struct command *command;
    const char **rulebooks;
    size_t rulebook_count;
    bool settings;
    bool json;
    bool verbose;
};

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct rules_plan *const plan = context;
    switch ((enum rules_option)id) {
    case RULES_SETTINGS:
        plan->settings = true;
        return CLI_YES;
    case RULES_BOOK:
        plan->rulebooks[plan->rulebook_count++] = value;
        return CLI_YES;
    case RULES_JSON:
        plan->json = true;
        return CLI_YES;
    case RULES_VERBOSE:
        plan->verbose = true;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static enum cli_exit tell(const struct rules_plan *plan, const struct rules_book *book, const struct rules_entry *entry,
                          struct paint *paint)
{
    if (plan->json)
        return rules_write(book, entry, paint);
    switch (entry->kind) {
    case RULES_OPERATION:
        rules_tell_operation(book, entry, plan->verbose, paint);
        return CLI_YES;
    case RULES_RULE:
        rules_tell_rule(book, entry, paint);
        return CLI_YES;
    case RULES_SETTING:
        rules_tell_setting(book, entry, paint);
        return CLI_YES;
    case RULES_SOURCE:
        rules_tell_source(book, entry, paint);
        return CLI_YES;
    case RULES_KINDS:
        break;
    }
    return CLI_FAILED;
}

static enum cli_exit refuse_name(const struct rules_plan *plan, const struct rules_book *book, const char *name)
{
    const char *const near = rules_near(book, name);
    if (near != NULL)
        return options_refuse(plan->command, "the rulebook has no operation, rule, setting or source %.64s; %s is near",
                              name, near);
    return options_refuse(plan->command, "the rulebook has no operation, rule, setting or source %.64s", name);
}

static enum cli_exit tell_named(const struct rules_plan *plan, const struct rules_book *book,
                                const struct operands *operands, struct paint *paint)
{
    for (size_t i = 0; i < operands->count; i++) {
        if (rules_find(book, weir_str_from(operands->items[i])) == NULL)
            return refuse_name(plan, book, operands->items[i]);
    }
    enum cli_exit code = CLI_YES;
    for (size_t i = 0; i < operands->count && code == CLI_YES; i++)
        code = tell(plan, book, rules_find(book, weir_str_from(operands->items[i])), paint);
    return code;
}

static enum cli_exit tell_unnamed(const struct rules_plan *plan, const struct rules_book *book, struct paint *paint)
{
    if (!plan->settings && !plan->json) {
        rules_tell_all(book, paint);
        return CLI_YES;
    }
    enum cli_exit code = CLI_YES;
    for (size_t i = 0; i < book->count && code == CLI_YES; i++) {
        if (!plan->settings || book->entries[i].kind == RULES_SETTING)
            code = tell(plan, book, &book->entries[i], paint);
    }
    return code;
}

static enum cli_exit tell_book(const struct rules_plan *plan, const struct operands *operands, struct weir_arena *arena)
{
    struct rules_book book;
    struct paint paint;
    const enum cli_exit code = rules_read(plan->rulebooks, plan->rulebook_count, arena, &book);
    if (code != CLI_YES)
        return code;
    paint_open(&paint, stdout);
    return operands->count > 0 ? tell_named(plan, &book, operands, &paint) : tell_unnamed(plan, &book, &paint);
}

static enum cli_exit rules_in(struct rules_plan *plan, int argc, char **argv, struct weir_arena *arena)
{
    struct operands operands;
    bool done = false;
    plan->rulebooks = weir_arena_alloc(arena, (size_t)argc + 1, sizeof(*plan->rulebooks));
    if (plan->rulebooks == NULL)
        return complain_memory();
    const enum cli_exit code = options_read(plan->command, argc, argv, take, plan, &operands, &done);
    if (done)
        return code;
    if (plan->settings && operands.count > 0)
        return options_refuse(plan->command, "--settings tells all of them: leave out the names, or the option");
    return tell_book(plan, &operands, arena);
}

static enum cli_exit rules(const struct command *command, int argc, char **argv)
{
    struct rules_plan plan = {.command = command};
    struct weir_arena *arena = NULL;
    if (weir_arena_new(0, &arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = rules_in(&plan, argc, argv, arena);
    weir_arena_free(arena);
    return code;
}

const struct command command_rules = {
    .name = "rules",
    .usage = "[OPTIONS] [NAME...]",
    .about = "What is asked of an operation, in which order, and which settings are there?",
    .text = "Tells the operations of the rulebook, and of each NAME (an operation, a rule, a setting or a source) what "
            "the rulebook says of it: every check in order with its error, evidence and sources; every setting with "
            "its value, the values it may have, and the rules that read it.\n"
            "\n"
            "Exit status: 0 told; 2 wrong usage, an unknown name among it; 3 a rulebook is unreadable; 4 memory or "
            "output failed.",
    .example = "weir rules sts:AssumeRole",
    .options = rules_options,
    .option_count = COUNT(rules_options),
    .run = rules,
};
