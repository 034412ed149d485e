/* Sixteen threads on one world and one rulebook: the same bytes in each, and nobody's release is another's end. */
#include <weir/vend.h>

#include <pthread.h>

#include "tests/vend_decide.h"

enum { THREADS = 16, ROUNDS = 20 };

/* What every thread is given; `expected` is what one thread alone has answered. */
struct shared {
    struct weir_world *world;
    struct weir_rulebook *rulebook;
    const struct weir_scenario *scenario;
    struct weir_str expected;
};

struct worker {
    const struct shared *shared;
    unsigned number;
    bool is_good; /* asserts belong to the main thread */
};

static bool decides_alike(const struct shared *shared, const struct weir_rulebook *rulebook, struct weir_arena *arena)
{
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_run run;
    struct weir_str bytes = {NULL, 0};
    options.trace = WEIR_TRACE_FULL;
    options.rulebook = rulebook;
    return weir_run(shared->world, shared->scenario, NULL, &options, arena, &run, NULL) == WEIR_OK &&
           print_run(&run, arena, &bytes) == WEIR_OK && weir_str_equal(bytes, shared->expected);
}

static void *decide_often(void *argument)
{
    struct worker *const worker = argument;
    struct weir_arena *arena = NULL;
    bool is_good = weir_arena_new(0, &arena) == WEIR_OK;
    for (unsigned i = 0; i < ROUNDS && is_good; i++) {
        /* One round in ten reads the builtin rulebook for itself. */
        const bool anew = (i + worker->number) % 10 == 0;
        is_good = decides_alike(worker->shared, anew ? NULL : worker->shared->rulebook, arena);
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
    worker->is_good = is_good;
    return NULL;
}

static void start_all(const struct shared *shared, void *(*work)(void *))
{
    pthread_t threads[THREADS];
    struct worker workers[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){shared, i, false};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (unsigned i = 0; i < THREADS; i++)
        assert_true(workers[i].is_good);
}

/* The answer of one thread, in an arena that outlives the others. */
static struct shared prepare(struct weir_arena *arena)
{
    struct shared shared = {.world = load_world(), .rulebook = builtin_rulebook()};
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_run run;
    options.trace = WEIR_TRACE_FULL;
    options.rulebook = shared.rulebook;
    shared.scenario = read_scenario(WHOLE_WAY, arena);
    assert_int_equal(weir_run(shared.world, shared.scenario, NULL, &options, arena, &run, NULL), WEIR_OK);
    assert_int_equal(run.count, WHOLE_STEPS);
    assert_true(weir_decision_is_allowed(run.decisions[WHOLE_STEPS - 2]));
    assert_int_equal(print_run(&run, arena, &shared.expected), WEIR_OK);
    return shared;
}

static void threads_answer_alike(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct shared shared = prepare(arena);
    start_all(&shared, decide_often);
    weir_rulebook_release(shared.rulebook);
    weir_world_release(shared.world);
    weir_arena_free(arena);
}

/* Each thread was given a count of its own and may be the last to let go. */
static void *hold_and_release(void *argument)
{
    struct worker *const worker = argument;
    struct weir_world *const world = worker->shared->world;
    struct weir_rulebook *const rulebook = worker->shared->rulebook;
    struct weir_arena *arena = NULL;
    bool is_good = weir_arena_new(0, &arena) == WEIR_OK;
    for (unsigned i = 0; i < ROUNDS * 50U; i++) {
        is_good = is_good && weir_world_retain(world) == world && weir_rulebook_retain(rulebook) == rulebook;
        weir_world_release(world);
        weir_rulebook_release(rulebook);
    }
    is_good = is_good && decides_alike(worker->shared, rulebook, arena);
    weir_arena_free(arena);
    weir_world_release(world);
    weir_rulebook_release(rulebook);
    worker->is_good = is_good;
    return NULL;
}

static void the_last_release_frees(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct shared shared = prepare(arena);
    for (unsigned i = 1; i < THREADS; i++) {
        assert_ptr_equal(weir_world_retain(shared.world), shared.world);
        assert_ptr_equal(weir_rulebook_retain(shared.rulebook), shared.rulebook);
    }
    start_all(&shared, hold_and_release);
    weir_arena_free(arena);
}

/* Next worlds made from one while others ask it. */
static void *derive_and_ask(void *argument)
{
    struct worker *const worker = argument;
    static const char patch[] = "[{\"remove\":\"RoleDetailList\",\"account\":\"111122223333\",\"key\":"
                                "\"arn:aws:iam::111122223333:role/lake/analyst\"}]";
    bool is_good = true;
    for (unsigned i = 0; i < 3 && is_good; i++) {
        struct weir_arena *arena = NULL;
        struct weir_world *next = NULL;
        struct weir_run run = {NULL, 0, true};
        struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
        options.rulebook = worker->shared->rulebook;
        is_good = weir_arena_new(0, &arena) == WEIR_OK &&
                  weir_world_derive(worker->shared->world, weir_str_from(patch), WEIR_STR("patch"), &next, NULL) ==
                      WEIR_OK &&
                  weir_run(next, worker->shared->scenario, NULL, &options, arena, &run, NULL) == WEIR_OK &&
                  !weir_decision_is_allowed(run.decisions[0]) &&
                  decides_alike(worker->shared, worker->shared->rulebook, arena);
        weir_arena_free(arena);
        weir_world_release(next);
    }
    worker->is_good = is_good;
    return NULL;
}

static void worlds_are_derived_while_others_ask(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct shared shared = prepare(arena);
    start_all(&shared, derive_and_ask);
    weir_rulebook_release(shared.rulebook);
    weir_world_release(shared.world);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_answer_alike),
        cmocka_unit_test(the_last_release_frees),
        cmocka_unit_test(worlds_are_derived_while_others_ask),
    };
    return cmocka_run_group_tests_name("vend.threads", tests, NULL, NULL);
}
