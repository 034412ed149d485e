/* `weir test`: does the corpus hold, and does it reach every rule? */
#include <errno.h>
#include <string.h>

#include "case_run.h"
#include "cli.h"
#include "complain.h"
#include "files.h"
#include "options.h"
#include "paint.h"
#include "progress.h"
#include "test_report.h"

enum test_option { TEST_VERBOSE, TEST_TAP, TEST_JUNIT, TEST_JSON, TEST_COVERAGE, TEST_FILTER, TEST_RULEBOOK };

static const struct option test_options[] = {
    [TEST_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL, "Tell every case, and values in full."},
    [TEST_TAP] = {"tap", '\0', OPTION_FLAG, NULL, "Tell the cases in TAP 13."},
    [TEST_JUNIT] = {"junit", '\0', OPTION_MAYBE, "FILE",
                    "Tell the cases as JUnit XML; with a file, write that beside what else is told."},
    [TEST_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Tell the cases as JSON, one object a line, a summary last."},
    [TEST_COVERAGE] = {"coverage", '\0', OPTION_FLAG, NULL,
                       "Tell for each rule in how many cases it passed and in how many it decided a refusal."},
    [TEST_FILTER] = {"filter", '\0', OPTION_VALUE, "TEXT", "Run only cases whose id or suite holds this text."},
    [TEST_RULEBOOK] = {"rulebook", '\0', OPTION_VALUE, "FILE",
                       "A rulebook/1 file instead of the builtin rulebook; several make one."},
};

struct test_plan {
    const struct command *command;
    struct weir_arena *arena;
    const struct test_form *form; /* NULL: for a person */
    const char *form_name;
    const char *junit_file; /* NULL: none */
    const char *filter;
    const char **rulebooks;
    size_t rulebook_count;
    bool verbose;
    bool coverage;
    struct operands operands;
};

/* All that a run touches; outputs are what the plan asks for. */
struct test_run {
    const struct test_plan *plan;
    struct corpus corpus;
    struct coverage coverage;
    struct test_counts counts;
    struct test_output outputs[2];
    size_t output_count;
    struct progress progress;
};

static enum cli_exit take_form(struct test_plan *plan, const struct test_form *form, const char *name)
{
    if (plan->form != NULL && plan->form != form)
        return options_refuse(plan->command, "--%s and --%s exclude each other", plan->form_name, name);
    plan->form = form;
    plan->form_name = name;
    return CLI_YES;
}

static enum cli_exit take_junit(struct test_plan *plan, const char *file)
{
    if (file == NULL)
        return take_form(plan, &test_junit, "junit");
    if (file[0] == '\0')
        return options_refuse(plan->command, "--junit= names no file");
    plan->junit_file = file;
    return CLI_YES;
}

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct test_plan *const plan = context;
    switch ((enum test_option)id) {
    case TEST_VERBOSE:
        plan->verbose = true;
        return CLI_YES;
    case TEST_TAP:
        return take_form(plan, &test_tap, "tap");
    case TEST_JUNIT:
        return take_junit(plan, value);
    case TEST_JSON:
        return take_form(plan, &test_json, "json");
    case TEST_COVERAGE:
        plan->coverage = true;
        return CLI_YES;
    case TEST_FILTER:
        plan->filter = value;
        return CLI_YES;
    case TEST_RULEBOOK:
        plan->rulebooks[plan->rulebook_count++] = value;
        return CLI_YES;
    }
    return CLI_FAILED;
}

static bool holds_text(struct weir_str text, const char *part)
{
    const size_t len = strlen(part);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.ptr + i, part, len) == 0)
            return true;
    }
    return false;
}

static bool is_wanted(const struct test_plan *plan, const struct corpus_case *item)
{
    return plan->filter == NULL || holds_text(item->id, plan->filter) || holds_text(item->suite->name, plan->filter);
}

static size_t told(const struct test_counts *counts)
{
    return counts->held + counts->failed + counts->skipped;
}

static void tell(struct test_run *run, const struct case_result *result)
{
    progress_clear(&run->progress);
    for (size_t i = 0; i < run->output_count; i++)
        run->outputs[i].form->one_case(&run->outputs[i], told(&run->counts), result);
}

static enum cli_exit run_case(struct test_run *run, const struct corpus_case *item, struct weir_arena *arena)
{
    struct case_result result;
    weir_arena_reset(arena);
    const enum cli_exit code = case_run(&run->corpus, item, arena, &result);
    if (code != CLI_YES)
        return code;
    if (!coverage_count(&run->coverage, &result.run))
        return complain_memory();
    run->counts.held += case_holds(&result) ? 1U : 0U;
    run->counts.skipped += result.skipped ? 1U : 0U;
    run->counts.failed += case_holds(&result) || result.skipped ? 0U : 1U;
    tell(run, &result);
    progress_step(&run->progress, told(&run->counts));
    return CLI_YES;
}

/* Counts before the first case runs: some forms say first how many there are. */
static void count_cases(struct test_run *run)
{
    const struct corpus_suite *last = NULL;
    for (size_t i = 0; i < run->corpus.case_count; i++) {
        const struct corpus_case *const item = run->corpus.cases[i];
        if (!is_wanted(run->plan, item))
            continue;
        run->counts.cases++;
        run->counts.suites += item->suite != last ? 1U : 0U;
        last = item->suite;
    }
}

static enum cli_exit run_cases(struct test_run *run, struct weir_arena *arena)
{
    count_cases(run);
    if (run->counts.cases == 0)
        return options_refuse(run->plan->command, "no case or suite holds the text %.64s", run->plan->filter);
    progress_begin(&run->progress, run->counts.cases);
    for (size_t i = 0; i < run->output_count; i++) {
        if (run->outputs[i].form->begin != NULL)
            run->outputs[i].form->begin(&run->outputs[i], &run->counts);
    }
    enum cli_exit code = CLI_YES;
    for (size_t i = 0; i < run->corpus.case_count && code == CLI_YES; i++) {
        if (is_wanted(run->plan, run->corpus.cases[i]))
            code = run_case(run, run->corpus.cases[i], arena);
    }
    progress_clear(&run->progress);
    return code;
}

static enum cli_exit end_outputs(struct test_run *run)
{
    bool lost = false;
    for (size_t i = 0; i < run->output_count; i++) {
        struct test_output *const output = &run->outputs[i];
        output->form->end(output, &run->counts, run->plan->coverage ? &run->coverage : NULL);
        lost = lost || output->lost;
    }
    if (lost)
        return complain_memory();
    return run->counts.failed == 0 ? CLI_YES : CLI_NO;
}

static bool add_output(struct test_run *run, const struct test_form *form, FILE *out)
{
    return test_output_open(&run->outputs[run->output_count++], form, out, run->plan->verbose, run->plan->arena);
}

static enum cli_exit run_into(struct test_run *run, FILE *junit)
{
    struct weir_arena *arena = NULL;
    const struct test_plan *const plan = run->plan;
    if (!add_output(run, plan->form != NULL ? plan->form : &test_human, stdout) ||
        (junit != NULL && !add_output(run, &test_junit, junit)) || weir_arena_new(0, &arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = run_cases(run, arena);
    weir_arena_free(arena);
    return code == CLI_YES ? end_outputs(run) : code;
}

static enum cli_exit run_with_file(struct test_run *run)
{
    const char *const name = run->plan->junit_file;
    if (name == NULL)
        return run_into(run, NULL);
    FILE *const junit = fopen(name, "wb");
    if (junit == NULL) {
        (void)complain_about(name, strerror(errno));
        return CLI_FAILED;
    }
    const enum cli_exit code = run_into(run, junit);
    const bool lost = ferror(junit) != 0;
    if (fclose(junit) != 0 || lost) {
        (void)complain_about(name, "could not be written");
        return CLI_FAILED;
    }
    return code;
}

static enum cli_exit load_and_run(const struct test_plan *plan)
{
    struct weir_rulebook *rulebook = NULL;
    struct test_run run = {.plan = plan, .corpus = {.arena = plan->arena}};
    enum cli_exit code = load_rulebook(plan->rulebooks, plan->rulebook_count, &rulebook);
    run.corpus.rulebook = rulebook;
    if (code == CLI_YES)
        code = corpus_load(&run.corpus, (const char *const *)plan->operands.items, plan->operands.count);
    if (code == CLI_YES && !coverage_begin(&run.coverage, rulebook, plan->arena))
        code = complain_memory();
    if (code == CLI_YES)
        code = run_with_file(&run);
    corpus_free(&run.corpus);
    weir_rulebook_release(rulebook);
    return code;
}

static enum cli_exit plan_and_run(struct test_plan *plan, int argc, char **argv)
{
    bool done = false;
    plan->rulebooks = weir_arena_alloc(plan->arena, (size_t)argc + 1, sizeof(*plan->rulebooks));
    if (plan->rulebooks == NULL)
        return complain_memory();
    const enum cli_exit code = options_read(plan->command, argc, argv, take, plan, &plan->operands, &done);
    if (done)
        return code;
    if (plan->operands.count == 0)
        return options_refuse(plan->command, "no corpus: name a folder or a file");
    return load_and_run(plan);
}

static enum cli_exit test(const struct command *command, int argc, char **argv)
{
    struct test_plan plan = {.command = command};
    if (weir_arena_new(0, &plan.arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = plan_and_run(&plan, argc, argv);
    weir_arena_free(plan.arena);
    return code;
}

const struct command command_test = {
    .name = "test",
    .usage = "[OPTIONS] DIR|FILE...",
    .about = "Does a corpus of cases hold?",
    .text =
        "Runs the cases of all suites (.yaml files, see weir-corpus(5)) in the folders and files. A case holds when "
        "its answer contains all that it expects, the deciding rule included.\n"
        "\n"
        "Exit status: 0 every case holds; 1 some case fails; 2 wrong usage; 3 a suite or a world is unreadable; 4 "
        "memory or output failed.",
    .example = "weir test --coverage corpus",
    .options = test_options,
    .option_count = COUNT(test_options),
    .run = test,
};
