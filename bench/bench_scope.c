/* How long session policies take: emission with its proof, and the proof alone, from one table to ten thousand. */
#include <weir/scope.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base_impl.h"
#include "scope/proof.h"

enum { ROUNDS = 101, FEW_ROUNDS = 11, MANY = 1000, NANOSECONDS = 1000000000, NAME_BYTES = 96 };

static const struct subject {
    const char *name;
    size_t count;
    size_t buckets;
    enum weir_access access;
    size_t max_characters; /* 0: as many policies as it takes */
} subjects[] = {
    {"a table to read", 1, 1, WEIR_ACCESS_READ, 0},
    {"a table to write", 1, 1, WEIR_ACCESS_READWRITE, 0},
    {"16 tables to read", 16, 1, WEIR_ACCESS_READ, 4096},
    {"16 tables of 4 buckets to write", 16, 4, WEIR_ACCESS_READWRITE, 4096},
    {"1000 tables, as many policies as needed", 1000, 1, WEIR_ACCESS_READ, 0},
    {"10000 tables, as many policies as needed", 10000, 1, WEIR_ACCESS_READ, 0},
    {"1000 tables in one policy", 1000, 1, WEIR_ACCESS_READ, 1 << 24},
    {"10000 tables in one policy", 10000, 1, WEIR_ACCESS_READ, 1 << 24},
};

struct bench {
    struct weir_arena *kept;
    struct weir_arena *scratch;
    struct weir_grant_set grants;
    struct weir_scope_options options;
};

static int64_t now_ns(void)
{
    struct timespec now;
    if (timespec_get(&now, TIME_UTC) != TIME_UTC)
        exit(EXIT_FAILURE);
    return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static int compare_times(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void prepare(struct bench *bench, const struct subject *subject)
{
    weir_arena_reset(bench->kept);
    struct weir_grant *const grants = weir_arena_alloc(bench->kept, subject->count, sizeof(*grants));
    char(*const names)[NAME_BYTES] = weir_arena_alloc(bench->kept, subject->count, NAME_BYTES);
    if (grants == NULL || names == NULL)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < subject->count; i++) {
        (void)snprintf(names[i], NAME_BYTES, "s3://analytics-lake-%zu/warehouse/sales/orders_%zu", i % subject->buckets,
                       i);
        grants[i] = (struct weir_grant){weir_str_from(names[i]), WEIR_LOCATION_PREFIX, subject->access, true};
    }
    bench->grants = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    bench->grants.grants = grants;
    bench->grants.count = subject->count;
    bench->options = (struct weir_scope_options)WEIR_SCOPE_OPTIONS_INIT;
    bench->options.partition = WEIR_STR("aws");
    bench->options.max_characters = subject->max_characters;
}

static const struct weir_scope *emit(const struct bench *bench)
{
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    weir_arena_reset(bench->scratch);
    if (weir_scope_emit(&bench->grants, &bench->options, bench->scratch, &scope, &refusal, NULL) != WEIR_OK)
        exit(EXIT_FAILURE);
    return scope;
}

/* The entries by which tools that count instructions know what is measured. */
__attribute__((noinline)) static const struct weir_scope *measured_emission(const struct bench *bench)
{
    return emit(bench);
}

/* Of all grants against one policy that says them. */
__attribute__((noinline)) static void measured_proof(const struct bench *bench, const struct weir_scope_policy *policy)
{
    const struct weir_scope_plan plan = {bench->options, bench->options.partition, policy->characters};
    const struct weir_scope_claim claim = {
        .plan = &plan, .document = policy->document, .characters = policy->characters, .all = bench->grants};
    enum weir_scope_check check = WEIR_SCOPE_POLICY_UNPROVED;
    if (weir_scope_prove(&claim, bench->scratch, &check) != WEIR_OK || check != WEIR_SCOPE_PASSED)
        exit(EXIT_FAILURE);
}

static int64_t median(int64_t *times, size_t count)
{
    qsort(times, count, sizeof(*times), compare_times);
    return times[count / 2];
}

static void measure(struct bench *bench, const struct subject *subject)
{
    const size_t rounds = subject->count < MANY ? ROUNDS : FEW_ROUNDS;
    int64_t whole[ROUNDS];
    int64_t proofs[ROUNDS];
    struct weir_scope_policy policy;
    prepare(bench, subject);
    size_t policies = weir_scope_policy_count(emit(bench));
    for (size_t i = 0; i < rounds; i++) {
        const int64_t start = now_ns();
        const struct weir_scope *const scope = emit(bench);
        whole[i] = now_ns() - start;
        proofs[i] = 0;
        if (policies > 1 || !weir_scope_policy(scope, 0, &policy))
            continue;
        const int64_t middle = now_ns();
        measured_proof(bench, &policy);
        proofs[i] = now_ns() - middle;
    }
    printf("%-42s %8zu %12.1f", subject->name, policies, (double)median(whole, rounds) / 1000);
    if (policies == 1)
        printf(" %12.1f", (double)median(proofs, rounds) / 1000);
    printf("\n");
}

static void open_bench(struct bench *bench)
{
    if (weir_arena_new(0, &bench->kept) != WEIR_OK || weir_arena_new(0, &bench->scratch) != WEIR_OK)
        exit(EXIT_FAILURE);
}

static void close_bench(struct bench *bench)
{
    weir_arena_free(bench->kept);
    weir_arena_free(bench->scratch);
}

/* Grants of one shape in one policy, asked a fixed number of times. */
static int run_fixed(bool whole, size_t count, size_t times, bool by_bucket)
{
    const struct subject subject = {"fixed", count, by_bucket ? count : 1, WEIR_ACCESS_READ, 1 << 24};
    struct bench bench = {.kept = NULL};
    struct weir_scope_policy policy;
    open_bench(&bench);
    prepare(&bench, &subject);
    if (!weir_scope_policy(emit(&bench), 0, &policy))
        return EXIT_FAILURE;
    char *const text = weir_arena_alloc(bench.kept, policy.document.len, 1);
    if (text == NULL)
        return EXIT_FAILURE;
    memcpy(text, policy.document.ptr, policy.document.len);
    policy.document.ptr = text;
    for (size_t i = 0; i < times; i++) {
        weir_arena_reset(bench.scratch);
        if (whole)
            (void)measured_emission(&bench);
        else
            measured_proof(&bench, &policy);
    }
    close_bench(&bench);
    return EXIT_SUCCESS;
}

static size_t read_count(const char *argument)
{
    int64_t number = 0;
    if (!weir_int64_parse(weir_str_from(argument), &number) || number <= 0 || number > WEIR_SCOPE_MAX_GRANTS)
        exit(EXIT_FAILURE);
    return (size_t)number;
}

int main(int argc, char **argv)
{
    struct bench bench = {.kept = NULL};
    if (argc == 6 && strcmp(argv[1], "--fixed") == 0)
        return run_fixed(strcmp(argv[2], "emission") == 0, read_count(argv[3]), read_count(argv[4]),
                         strcmp(argv[5], "buckets") == 0);
    if (argc != 1) {
        (void)fprintf(stderr, "usage: bench_scope [--fixed emission|proof GRANTS TIMES prefixes|buckets]\n");
        return EXIT_FAILURE;
    }
    open_bench(&bench);
    printf("%-42s %8s %12s %12s\n", "medians", "policies", "emission us", "its proof us");
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++)
        measure(&bench, &subjects[i]);
    close_bench(&bench);
    return EXIT_SUCCESS;
}
