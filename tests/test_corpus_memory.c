/* Memory that fails under every question of the corpus: never another answer than the right one or none, never a leak. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/case_ask.h"
#include "cli/corpus.h"
#include "cli/files.h"
#include "fuzz/fail_alloc.h"

/* Places at which memory ends, spread over what a question needs. */
enum { LIMITS = 25, ALLOCATIONS = 12 };

static struct weir_arena *kept;
static struct weir_rulebook *rulebook;
static struct corpus corpus;

static struct weir_arena *new_arena(size_t limit)
{
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(limit, &arena), WEIR_OK);
    return arena;
}

static int set_up(void **state)
{
    static const char *const paths[] = {"corpus"};
    (void)state;
    kept = new_arena(0);
    assert_int_equal(load_rulebook(NULL, 0, &rulebook), CLI_YES);
    corpus = (struct corpus){.arena = kept, .rulebook = rulebook};
    assert_int_equal(corpus_load(&corpus, paths, 1), CLI_YES);
    assert_true(corpus.case_count > 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    corpus_free(&corpus);
    weir_rulebook_release(rulebook);
    weir_arena_free(kept);
    return 0;
}

static void demand_same_or_none(const struct case_question *question, const struct answer *answer,
                                struct weir_str right)
{
    if (answer->json.len > 0 && weir_str_equal(answer->json, right))
        return;
    /* What was decided may not find room to be printed: then nothing is said, and the exit status tells it. */
    const bool says_nothing = answer->json.len == 0 && answer->code == CLI_FAILED;
    const bool has_failed = answer->error.status == WEIR_ERR_MEMORY && answer->run.count == 0;
    if (!says_nothing && !(has_failed && answer->code == CLI_FAILED))
        fail_msg("%.*s: status %d, %zu decisions, exit %d: %.*s", WEIR_FMT(question->item->id),
                 (int)answer->error.status, answer->run.count, (int)answer->code, WEIR_FMT(answer->json));
}

/* The arena's own end, wherever it falls. */
static void ask_within_limits(struct case_question question, struct weir_str right, size_t needed)
{
    for (size_t i = 1; i < LIMITS; i++) {
        struct answer answer;
        const size_t limit = needed * i / LIMITS;
        struct weir_arena *arena = NULL;
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        question.arena = arena;
        case_ask(&question, &answer);
        demand_same_or_none(&question, &answer, right);
        weir_arena_free(arena);
    }
}

/* The allocator's: one call that fails, and all from there on. */
static void ask_without_allocator(struct case_question question, struct weir_str right)
{
    bool has_failed = true;
    for (uint32_t seed = 0; has_failed && seed < 2 * ALLOCATIONS; seed++) {
        struct answer answer;
        struct weir_arena *arena = NULL;
        fail_alloc_begin(seed);
        if (weir_arena_new(0, &arena) == WEIR_OK) {
            question.arena = arena;
            case_ask(&question, &answer);
            has_failed = fail_alloc_end() > 0;
            demand_same_or_none(&question, &answer, right);
        } else {
            (void)fail_alloc_end();
        }
        weir_arena_free(arena);
    }
}

static void ask_case(struct case_question *question)
{
    struct answer answer;
    question->asking.options = &question->options;
    question->arena = new_arena(0);
    case_ask(question, &answer);
    assert_true(answer.json.len > 0);
    ask_within_limits(*question, answer.json, weir_arena_used(question->arena));
    ask_without_allocator(*question, answer.json);
    weir_arena_free(question->arena);
}

static void open_case(const struct corpus_case *item, struct weir_arena *arena)
{
    struct case_question question = {.item = item, .arena = arena};
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *world = NULL;
    enum cli_exit code = CLI_YES;
    assert_int_equal(case_ask_prepare(&question, rulebook), CLI_YES);
    /* A world that is wrong on purpose leaves nothing to ask. */
    if (item->kind == CASE_DECIDE && corpus_world_of(&corpus, item, arena, &world, &code, &error) != WEIR_OK)
        return;
    question.asking.world = world;
    ask_case(&question);
    weir_world_release(world);
}

/* Every case of one kind; libxml2 and xmlsec1 have allocators and tests of their own. */
static void every_case(void **state)
{
    const enum case_kind kind = *(const enum case_kind *)*state;
    struct weir_arena *const arena = new_arena(0);
    size_t count = 0;
    for (size_t i = 0; i < corpus.case_count; i++) {
        if (corpus.cases[i]->kind != kind)
            continue;
        open_case(corpus.cases[i], arena);
        weir_arena_reset(arena);
        count++;
    }
    assert_true(count > 0);
    weir_arena_free(arena);
}

int main(void)
{
    static enum case_kind kinds[] = {CASE_DECIDE, CASE_AUTHORIZE, CASE_SCOPE, CASE_COMPARE, CASE_LINT};
    const struct CMUnitTest tests[] = {
        {"decide", every_case, NULL, NULL, &kinds[0]}, {"authorize", every_case, NULL, NULL, &kinds[1]},
        {"scope", every_case, NULL, NULL, &kinds[2]},  {"compare", every_case, NULL, NULL, &kinds[3]},
        {"lint", every_case, NULL, NULL, &kinds[4]},
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
