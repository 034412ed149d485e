/*
 * What one policy decision costs, and that it does not grow with statements that cannot match: weir beside the barest
 * matcher that could do the same work, on documents of 1 to 10,000 statements of which one matches.
 *
 * Every statement allows s3:GetObject on one object under three conditions; the request matches the last. The floor is a
 * hash table over action and resource that compares texts, and finds the three keys in a hash table of the request's by a
 * hash that the statement holds: no wildcards, no case folding, no variables, no denials, no layers, no verdict but yes
 * or no. The scan is the same without its table of statements.
 */
#include <weir/policy.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base_impl.h"
#include "bench/bare.h"

enum { KEYS = BARE_PAIRS, SUBJECTS = 4, ROUNDS = 21, SAMPLES = 200, MOST_STATEMENTS = 10000 };

static void demand(bool fact, const char *what)
{
    if (fact)
        return;
    (void)fprintf(stderr, "bench_authorize: %s\n", what);
    exit(EXIT_FAILURE);
}

static void *demand_memory(struct weir_arena *arena, size_t count, size_t size)
{
    void *const memory = weir_arena_alloc(arena, count, size);
    demand(memory != NULL, "no memory");
    return memory;
}

/* -------------------------------------------------------------------------------------- the question */

static const struct weir_str action = {"s3:GetObject", 12};
static const struct {
    struct weir_str key;
    struct weir_str value;
} wanted[KEYS] = {
    {{"aws:SourceVpce", 14}, {"vpce-1a2b3c4d5e6f", 17}},
    {{"aws:PrincipalOrgID", 18}, {"o-a1b2c3d4e5", 12}},
    {{"aws:PrincipalTag/Team", 21}, {"analytics", 9}},
};

static struct weir_str object_arn(size_t number, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    demand(weir_writer_new(arena, &writer) == WEIR_OK, "no writer");
    weir_write_format(writer, "arn:aws:s3:::lake/sales/region-%zu/part-%05zu.parquet", number % 7, number);
    demand(weir_writer_finish(writer, &text) == WEIR_OK, "no text");
    return text;
}

/* Which document, and which request beside it. */
enum shape {
    OBJECTS,     /* one statement an object: one matches */
    NEAR_MISSES, /* every statement covers the object, and all but one miss in their last condition */
    STARS        /* one statement of so many `*`, and an object that misses at its very end */
};

static const char *const shape_names[] = {"objects", "near-misses", "stars"};

static struct weir_str stars_of(size_t count, const char *unit, const char *last, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    demand(weir_writer_new(arena, &writer) == WEIR_OK, "no writer");
    weir_write_raw(writer, WEIR_STR("arn:aws:s3:::lake/"));
    for (size_t i = 0; i < count; i++)
        weir_write_raw(writer, weir_str_from(unit));
    weir_write_raw(writer, weir_str_from(last));
    demand(weir_writer_finish(writer, &text) == WEIR_OK, "no text");
    return text;
}

static struct weir_str resource_of(enum shape shape, size_t statements, size_t number, struct weir_arena *arena)
{
    switch (shape) {
    case OBJECTS:
        return object_arn(number, arena);
    case NEAR_MISSES:
        return WEIR_STR("arn:aws:s3:::lake/sales/*");
    case STARS:
        break;
    }
    return stars_of(statements, "*a*b*c", "*d*", arena);
}

static struct weir_str request_of(enum shape shape, size_t statements, struct weir_arena *arena)
{
    return shape == STARS ? stars_of(statements, "abc", "", arena) : object_arn(statements - 1, arena);
}

static void write_statement(struct weir_writer *writer, struct weir_str resource, bool misses)
{
    weir_write_format(writer, "{\"Effect\":\"Allow\",\"Action\":\"%.*s\",\"Resource\":\"", WEIR_FMT(action));
    weir_write_raw(writer, resource);
    weir_write_raw(writer, WEIR_STR("\",\"Condition\":{\"StringEquals\":{"));
    for (size_t k = 0; k < KEYS; k++)
        weir_write_format(writer, "%s\"%.*s\":\"%.*s%s\"", k == 0 ? "" : ",", WEIR_FMT(wanted[k].key),
                          WEIR_FMT(wanted[k].value), misses && k + 1 == KEYS ? "?" : "");
    weir_write_raw(writer, WEIR_STR("}}}"));
}

static struct weir_str document_of(enum shape shape, size_t statements, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    const size_t count = shape == STARS ? 1 : statements;
    demand(weir_writer_new(arena, &writer) == WEIR_OK, "no writer");
    weir_write_raw(writer, WEIR_STR("{\"Version\":\"2012-10-17\",\"Statement\":["));
    for (size_t i = 0; i < count; i++) {
        weir_write_raw(writer, i == 0 ? WEIR_STR("") : WEIR_STR(","));
        write_statement(writer, resource_of(shape, statements, i, arena), shape == NEAR_MISSES && i + 1 < count);
    }
    weir_write_raw(writer, WEIR_STR("]}"));
    demand(weir_writer_finish(writer, &text) == WEIR_OK, "no text");
    return text;
}

static struct bare bare_build(size_t count, struct weir_arena *arena)
{
    struct bare bare = {demand_memory(arena, count, sizeof(struct bare_statement)), count, NULL, 1};
    while (bare.mask < 2 * count)
        bare.mask *= 2;
    bare.slots = demand_memory(arena, bare.mask, sizeof(*bare.slots));
    bare.mask--;
    for (size_t i = 0; i < count; i++) {
        struct bare_statement *const statement = &bare.statements[i];
        statement->action = action;
        statement->resource = object_arn(i, arena);
        for (size_t k = 0; k < KEYS; k++)
            statement->pairs[k] = bare_pair(wanted[k].key, wanted[k].value);
        statement->hash = hash_of(statement->action, statement->resource);
        size_t at = statement->hash & bare.mask;
        while (bare.slots[at] != 0)
            at = (at + 1) & bare.mask;
        bare.slots[at] = (uint32_t)i + 1;
    }
    return bare;
}

/* ------------------------------------------------------------------------------------------ subjects */

struct stage {
    size_t statements;
    bool allows;
    struct weir_arena *documents;
    struct weir_arena *decisions;
    const struct weir_policy *policy;
    size_t policy_bytes;
    struct weir_context *context;
    struct weir_policy_set set;
    struct weir_policy_request request;
    struct bare bare;
    struct bare_pair bare_context[BARE_KEYS];
};

static bool measured_floor(struct stage *stage)
{
    return bare_find(&stage->bare, stage->request.action, stage->request.resource, stage->bare_context) != NULL;
}

/* A deny may stand anywhere, so a scan looks at all of them. */
static bool measured_scan(struct stage *stage)
{
    size_t allowing = 0;
    for (size_t i = 0; i < stage->bare.count; i++)
        allowing += bare_allows(&stage->bare.statements[i], stage->request.action, stage->request.resource,
                                stage->bare_context);
    return allowing > 0;
}

static bool measured_weir(struct stage *stage)
{
    const struct weir_verdict *verdict = NULL;
    weir_arena_reset(stage->decisions);
    return weir_authorize(&stage->set, &stage->request, stage->decisions, &verdict, NULL) == WEIR_OK &&
           weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static bool measured_explain(struct stage *stage)
{
    const struct weir_explanation *explanation = NULL;
    weir_arena_reset(stage->decisions);
    return weir_explain(&stage->set, &stage->request, stage->decisions, &explanation, NULL) == WEIR_OK &&
           weir_verdict_effect(weir_explanation_verdict(explanation)) == WEIR_EFFECT_ALLOW;
}

static const struct subject {
    const char *name;
    bool (*ask)(struct stage *stage);
    bool is_linear; /* in the number of statements */
} subjects[SUBJECTS] = {
    {"floor", measured_floor, false},
    {"scan", measured_scan, true},
    {"weir", measured_weir, false},
    {"explain", measured_explain, true},
};

static void stage_open(struct stage *stage, enum shape shape, size_t statements)
{
    *stage = (struct stage){.statements = statements, .allows = shape != STARS};
    demand(weir_arena_new(0, &stage->documents) == WEIR_OK && weir_arena_new(0, &stage->decisions) == WEIR_OK,
           "no memory");
    const struct weir_str text = document_of(shape, statements, stage->documents);
    const size_t before = weir_arena_used(stage->documents);
    demand(weir_policy_parse(text, WEIR_STR("bench"), WEIR_POLICY_IDENTITY, NULL, stage->documents, &stage->policy,
                             NULL) == WEIR_OK,
           "the document does not load");
    stage->policy_bytes = weir_arena_used(stage->documents) - before;
    demand(weir_context_new(stage->documents, &stage->context) == WEIR_OK, "no context");
    for (size_t k = 0; k < KEYS; k++) {
        bare_set(stage->bare_context, bare_pair(wanted[k].key, wanted[k].value));
        demand(weir_context_set_text(stage->context, wanted[k].key, wanted[k].value) == WEIR_OK, "no context");
    }
    stage->set = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    stage->set.identity = (struct weir_policy_list){&stage->policy, 1};
    stage->request = (struct weir_policy_request)WEIR_POLICY_REQUEST_INIT;
    stage->request.action = action;
    stage->request.resource = request_of(shape, statements, stage->documents);
    stage->request.principal.kind = WEIR_PRINCIPAL_USER;
    stage->request.principal.arn = WEIR_STR("arn:aws:iam::111122223333:user/alice");
    stage->request.principal.account = WEIR_STR("111122223333");
    stage->request.resource_account = WEIR_STR("111122223333");
    stage->request.context = stage->context;
    stage->bare = bare_build(statements, stage->documents);
}

static void stage_close(struct stage *stage)
{
    weir_arena_free(stage->documents);
    weir_arena_free(stage->decisions);
}

static void ask_many(const struct subject *subject, struct stage *stage, size_t times)
{
    size_t allowed = 0;
    for (size_t i = 0; i < times; i++)
        allowed += subject->ask(stage);
    demand(allowed == (stage->allows ? times : 0), "an answer is wrong");
}

/* ---------------------------------------------------------------------------------------- measuring */

static double now_s(void)
{
    struct timespec now;
    demand(timespec_get(&now, TIME_UTC) == TIME_UTC, "no clock");
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare_seconds(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The clock takes as long as a decision does: a sample is the mean of this many decisions. */
static size_t decisions_a_sample(const struct subject *subject, const struct stage *stage)
{
    const size_t many = 256;
    return subject->is_linear && stage->statements > 10 ? 1 + many / stage->statements : many;
}

struct result {
    double *seconds; /* of one decision, a sample each, sorted in the end */
    double *rounds;  /* the median of each round */
    size_t count;
};

static void measure_round(const struct subject *subject, struct stage *stage, size_t samples, size_t round,
                          struct result *result)
{
    const size_t decisions = decisions_a_sample(subject, stage);
    double *const seconds = result->seconds + result->count;
    for (size_t i = 0; i < samples; i++) {
        const double start = now_s();
        ask_many(subject, stage, decisions);
        seconds[i] = (now_s() - start) / (double)decisions;
    }
    result->count += samples;
    qsort(seconds, samples, sizeof(*seconds), compare_seconds);
    result->rounds[round] = seconds[samples / 2];
}

static size_t samples_of(const struct subject *subject, const struct stage *stage)
{
    return subject->is_linear && stage->statements >= 1000 ? 5 : SAMPLES;
}

static double at_share(const double *sorted, size_t count, double share)
{
    const size_t at = (size_t)((double)count * share);
    return sorted[at < count ? at : count - 1];
}

static void print_row(const struct subject *subject, struct stage *stage, struct result *result, double floor_ns)
{
    static const double ns = 1e9;
    qsort(result->seconds, result->count, sizeof(*result->seconds), compare_seconds);
    const double middle = at_share(result->rounds, ROUNDS, 0.5) * ns;
    const bool is_weir = subject->ask == measured_weir || subject->ask == measured_explain;
    if (is_weir)
        ask_many(subject, stage, 1);
    printf("%10zu  %-8s %12.0f %11.1f %11.1f %8.2f", stage->statements, subject->name, ns / middle,
           at_share(result->seconds, result->count, 0.5) * ns, at_share(result->seconds, result->count, 0.99) * ns,
           middle / floor_ns);
    if (is_weir)
        printf(" %10zu %12zu", weir_arena_used(stage->decisions), stage->policy_bytes);
    printf("\n");
}

static void measure(size_t statements)
{
    struct stage stage;
    struct result results[SUBJECTS];
    stage_open(&stage, OBJECTS, statements);
    for (size_t i = 0; i < SUBJECTS; i++) {
        const size_t samples = samples_of(&subjects[i], &stage);
        results[i].seconds = demand_memory(stage.documents, samples * ROUNDS, sizeof(double));
        results[i].rounds = demand_memory(stage.documents, ROUNDS, sizeof(double));
        results[i].count = 0;
        ask_many(&subjects[i], &stage, 10);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < SUBJECTS; i++)
            measure_round(&subjects[i], &stage, samples_of(&subjects[i], &stage), round, &results[i]);
    }
    for (size_t i = 0; i < SUBJECTS; i++)
        qsort(results[i].rounds, ROUNDS, sizeof(double), compare_seconds);
    for (size_t i = 0; i < SUBJECTS; i++)
        print_row(&subjects[i], &stage, &results[i], at_share(results[0].rounds, ROUNDS, 0.5) * 1e9);
    stage_close(&stage);
}

static size_t index_of(const char *name, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && strcmp(names[i], name) != 0)
        i++;
    demand(i < count, "unknown subject or shape");
    return i;
}

/* One subject asked a fixed number of times, for tools that count instructions. */
static int run_fixed(const char *name, size_t statements, size_t times, const char *shape)
{
    const char *names[SUBJECTS];
    struct stage stage;
    for (size_t i = 0; i < SUBJECTS; i++)
        names[i] = subjects[i].name;
    const struct subject *const subject = &subjects[index_of(name, names, SUBJECTS)];
    stage_open(&stage, (enum shape)index_of(shape, shape_names, WEIR_COUNT(shape_names)), statements);
    ask_many(subject, &stage, times);
    stage_close(&stage);
    return EXIT_SUCCESS;
}

static size_t read_count(const char *argument)
{
    int64_t number = 0;
    demand(weir_int64_parse(weir_str_from(argument), &number) && number > 0 && number <= 1000000,
           "a count is 1 to 1000000");
    return (size_t)number;
}

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "--fixed") == 0)
        return run_fixed(argv[2], read_count(argv[3]), read_count(argv[4]), argv[5]);
    if (argc != 1) {
        (void)fprintf(stderr, "usage: bench_authorize [--fixed floor|scan|weir|explain STATEMENTS TIMES "
                              "objects|near-misses|stars]\n");
        return EXIT_FAILURE;
    }
    printf("%10s  %-8s %12s %11s %11s %8s %10s %12s\n", "statements", "subject", "decisions/s", "p50 ns", "p99 ns",
           "x floor", "bytes", "policy bytes");
    for (size_t statements = 1; statements <= MOST_STATEMENTS; statements *= 10)
        measure(statements);
    return EXIT_SUCCESS;
}
