/* One world, sixteen threads: lookups, access, worlds derived and released, with nothing shared but what is counted. */
#include "world_test.h"

#include <pthread.h>

enum { THREADS = 16, ROUNDS = 40 };

struct worker {
    pthread_t thread;
    struct weir_world *world; /* a reference of its own */
    size_t number;
    bool holds;
};

static bool look_up(const struct weir_world *world, const struct weir_lake *lake)
{
    static const char *const roles[] = {"reader", "columns", "two-filters", "nobody"};
    static const uint32_t expected[] = {WEIR_LAKE_SELECT | WEIR_LAKE_DESCRIBE, WEIR_LAKE_SELECT | WEIR_LAKE_DESCRIBE,
                                        WEIR_LAKE_SELECT | WEIR_LAKE_DESCRIBE, 0};
    const struct weir_table *table = NULL;
    const struct weir_account *account = NULL;
    if (weir_world_account(world, WEIR_STR("111122223333"), &account, NULL) != WEIR_OK || account == NULL ||
        weir_lake_table(lake, WEIR_STR("d"), WEIR_STR("t"), &table, NULL) != WEIR_OK || table == NULL)
        return false;
    bool holds = true;
    for (size_t i = 0; i < WEIR_COUNT(roles); i++) {
        struct weir_arena *arena = NULL;
        struct weir_lake_access access;
        char arn[64];
        (void)snprintf(arn, sizeof arn, "arn:aws:iam::111122223333:role/%s", roles[i]);
        const struct weir_lake_principal principal = {
            weir_str_from(arn), WEIR_STR("111122223333"), {NULL, 0}, {NULL, 0}};
        holds = holds && weir_arena_new(0, &arena) == WEIR_OK &&
                weir_lake_access_compute(lake, table, &principal, arena, &access, NULL) == WEIR_OK &&
                access.permissions == expected[i];
        weir_arena_free(arena);
    }
    return holds;
}

static bool derive_and_drop(struct weir_world *world, size_t number)
{
    char patch[160];
    (void)snprintf(patch, sizeof patch, "- {put: Buckets, account: '111122223333', value: {Name: bucket-%zu}}", number);
    struct weir_world *next = NULL;
    struct weir_world_counts counts;
    if (weir_world_derive(world, weir_str_from(patch), WEIR_STR("patch"), &next, NULL) != WEIR_OK)
        return false;
    weir_world_count(next, &counts);
    weir_world_release(next);
    return counts.buckets == 1;
}

static void *work(void *argument)
{
    struct worker *const worker = argument;
    const struct weir_account *account = NULL;
    const struct weir_lake *lake = NULL;
    worker->holds = weir_world_account(worker->world, WEIR_STR("111122223333"), &account, NULL) == WEIR_OK &&
                    weir_world_lake(worker->world, account, WEIR_STR("us-east-1"), &lake, NULL) == WEIR_OK;
    for (size_t round = 0; round < ROUNDS && worker->holds; round++) {
        worker->holds = look_up(worker->world, lake);
        weir_world_release(weir_world_retain(worker->world));
        if (round % 8 == worker->number % 8)
            worker->holds = worker->holds && derive_and_drop(worker->world, worker->number);
    }
    weir_world_release(worker->world);
    return NULL;
}

static void a_world_is_shared_by_threads(void **state)
{
    (void)state;
    struct worker workers[THREADS];
    struct weir_world *const world = world_of_file("tests/fixtures/world/lake.yaml");
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.world = weir_world_retain(world), .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    weir_world_release(world); /* whoever is last frees it */
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_true(workers[i].holds);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {cmocka_unit_test(a_world_is_shared_by_threads)};
    return cmocka_run_group_tests_name("world.threads", facts, NULL, NULL);
}
