/*
 * What loading a world costs: a lake of 10,000 tables and ten thousand, a hundred thousand and a million grants. Beside it
 * the floors: a copy of the text, and the text as a tree that nothing is looked up in.
 */
#include <weir/world.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base_impl.h"
#include "bench/lake_text.h"
#include "world/world_impl.h"

enum { MOST_ROUNDS = 101, MOST_TABLES = 10000 };

static struct weir_arena *new_arena(void)
{
    struct weir_arena *arena = NULL;
    bench_demand(weir_arena_new(0, &arena) == WEIR_OK, "no arena");
    return arena;
}

/* ----------------------------------------------------------------------------------------- what is timed */

/* Returns the bytes that are kept. */
static size_t copy(struct weir_str text)
{
    struct weir_arena *const arena = new_arena();
    struct weir_str copied;
    bench_demand(weir_arena_copy(arena, text, &copied), "no room for a copy");
    const size_t bytes = arena->reserved;
    weir_arena_free(arena);
    return bytes;
}

static size_t parse(struct weir_str text)
{
    struct weir_arena *const arena = new_arena();
    const struct weir_tree *tree = NULL;
    bench_demand(weir_tree_parse_json(text, WEIR_STR("world"), arena, &tree, NULL) == WEIR_OK, "no tree");
    const size_t bytes = arena->reserved;
    weir_arena_free(arena);
    return bytes;
}

static size_t load(struct weir_str text)
{
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    bench_demand(weir_world_builder_new(NULL, &builder, &error) == WEIR_OK, error.message);
    bench_demand(weir_world_builder_add(builder, text, WEIR_STR("world"), &error) == WEIR_OK, error.message);
    bench_demand(weir_world_builder_seal(builder, &world, &error) == WEIR_OK, error.message);
    weir_world_builder_free(builder);
    size_t bytes = world->arena->reserved;
    for (size_t i = 0; i < world->document_count; i++)
        bytes += world->documents[i]->arena->reserved;
    weir_world_release(world);
    return bytes;
}

static const struct subject {
    const char *name;
    size_t (*run)(struct weir_str text);
} subjects[] = {
    {"floor: a copy of the text", copy},
    {"floor: a tree of the text", parse},
    {"a world", load},
};

static double now_s(void)
{
    struct timespec now;
    bench_demand(timespec_get(&now, TIME_UTC) == TIME_UTC, "no clock");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Rounds of the subjects are interleaved, so that a slow moment of the machine meets all of them. */
static void bench_grants(size_t grants, size_t rounds)
{
    static double seconds[WEIR_COUNT(subjects)][MOST_ROUNDS];
    size_t bytes[WEIR_COUNT(subjects)];
    struct weir_arena *const arena = new_arena();
    const struct weir_str text = bench_lake_text(MOST_TABLES, grants, arena);
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < WEIR_COUNT(subjects); i++) {
            const double start = now_s();
            bytes[i] = subjects[i].run(text);
            seconds[i][round] = now_s() - start;
        }
    }
    printf("%d tables, %zu grants: %.1f MB of JSON\n", MOST_TABLES, grants, (double)text.len / 1e6);
    printf("  %-28s %10s %10s %14s\n", "", "s", "MB/s", "bytes a grant");
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++) {
        qsort(seconds[i], rounds, sizeof(seconds[i][0]), compare);
        const double median = seconds[i][rounds / 2];
        printf("  %-28s %10.3f %10.0f %14.0f\n", subjects[i].name, median, (double)text.len / 1e6 / median,
               (double)bytes[i] / (double)grants);
    }
    weir_arena_free(arena);
}

int main(int argc, char **argv)
{
    int64_t rounds = 5;
    const bool is_count = argc < 2 || weir_int64_parse(weir_str_from(argv[1]), &rounds);
    if (argc > 2 || !is_count || rounds < 1 || rounds > MOST_ROUNDS) {
        (void)fprintf(stderr, "usage: bench_world [ROUNDS], at most %d\n", MOST_ROUNDS);
        return EXIT_FAILURE;
    }
    for (size_t grants = MOST_TABLES; grants <= 1000000; grants *= 10)
        bench_grants(grants, (size_t)rounds);
    return EXIT_SUCCESS;
}
