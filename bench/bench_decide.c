/*
 * What a decision costs, in worlds of ten and of a hundred thousand grants: assuming a role, vending credentials for a
 * table without and with a trace, and a read by the vended session. Beside them the floor: a bare weir_authorize of
 * that read on the same two policies, with nothing looked up.
 */
#include <weir/vend.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base_impl.h"
#include "bench/lake_text.h"

enum { MOST_ROUNDS = 1001, BATCH = 50, MOST_TABLES = 10000 };

#define NOW INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define OBJECT "arn:aws:s3:::lake/sales/table-000000/part-0.parquet"

static struct weir_arena *new_arena(void)
{
    struct weir_arena *arena = NULL;
    bench_demand(weir_arena_new(0, &arena) == WEIR_OK, "no arena");
    return arena;
}

/* ----------------------------------------------------------------------------------------------- world */

static struct weir_world *make_world(size_t tables, size_t grants)
{
    struct weir_arena *const arena = new_arena();
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str text = bench_lake_text(tables, grants, arena);
    bench_demand(weir_world_builder_new(NULL, &builder, &error) == WEIR_OK, error.message);
    bench_demand(weir_world_builder_add(builder, text, WEIR_STR("world"), &error) == WEIR_OK, error.message);
    bench_demand(weir_world_builder_seal(builder, &world, &error) == WEIR_OK, error.message);
    weir_world_builder_free(builder);
    weir_arena_free(arena);
    return world;
}

/* ----------------------------------------------------------------------------------------------- steps */

static const char request_text[] =
    "weir: request/1\nregion: us-east-1\nsteps:\n"
    "- {name: role, caller: {user: 'arn:aws:iam::" BENCH_ACCOUNT
    ":user/engine'}, operation: sts:AssumeRole, parameters: {RoleArn: "
    "'" BENCH_ROLE
    "analyst', RoleSessionName: run-1, Tags: [{Key: LakeFormationAuthorizedCaller, Value: hello_world}]}}\n"
    "- {name: table, caller: {session: role}, operation: lakeformation:GetTemporaryGlueTableCredentials, parameters: "
    "{TableArn: 'arn:aws:glue:us-east-1:" BENCH_ACCOUNT ":table/sales/table_000000', Permissions: [SELECT], "
    "SupportedPermissionTypes: [CELL_FILTER_PERMISSION]}}\n"
    "- {name: read, caller: {session: table}, operation: authorize, parameters: {action: 's3:GetObject', resource: "
    "'" OBJECT "'}}\n"
    "- {name: metadata, caller: {session: role}, operation: glue:GetUnfilteredTableMetadata, parameters: "
    "{CatalogId: '" BENCH_ACCOUNT "', DatabaseName: sales, Name: table_000000, "
    "SupportedPermissionTypes: [CELL_FILTER_PERMISSION]}}\n";

/* Everything that is made before the clock runs. */
struct bench {
    const struct weir_world *world;
    const struct weir_rulebook *rulebook;
    const struct weir_request *requests[4]; /* each bound to the session of the one before, the last to the first's */
    struct weir_policy_set policies;        /* of the floor */
    struct weir_policy_request question;
    struct weir_arena *kept;
    struct weir_arena *arena; /* reset before each decision */
};

/* The session of a decision as its caller would hand it back: printed, and read again. */
static const struct weir_session *hand_back(const struct weir_decision *decision, struct weir_arena *arena)
{
    const struct weir_session *session = NULL;
    struct weir_str json = {NULL, 0};
    bench_demand(weir_session_emit(weir_decision_session(decision), arena, &json) == WEIR_OK, "no session");
    bench_demand(weir_session_parse(json, WEIR_STR("session"), arena, &session, NULL) == WEIR_OK, "no session");
    return session;
}

static void prepare_floor(struct bench *bench, const struct weir_decision *vended, const struct weir_session *session)
{
    const struct weir_policy **const parsed = weir_arena_alloc(bench->kept, 2, sizeof(*parsed));
    struct weir_scope_policy policy;
    bench_demand(parsed != NULL && weir_decision_policy(vended, 0, &policy), "no policy");
    const struct weir_str texts[] = {WEIR_STR(BENCH_DATA_POLICY), policy.document};
    const enum weir_policy_kind kinds[] = {WEIR_POLICY_IDENTITY, WEIR_POLICY_SESSION};
    for (size_t i = 0; i < WEIR_COUNT(texts); i++)
        bench_demand(weir_policy_parse(texts[i], WEIR_STR("p"), kinds[i], NULL, bench->kept, &parsed[i], NULL) ==
                         WEIR_OK,
                     "no policy");
    bench->policies = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    bench->policies.identity = (struct weir_policy_list){parsed, 1};
    bench->policies.session = (struct weir_policy_list){parsed + 1, 1};
    bench->question = (struct weir_policy_request)WEIR_POLICY_REQUEST_INIT;
    bench->question.action = WEIR_STR("s3:GetObject");
    bench->question.resource = WEIR_STR(OBJECT);
    bench->question.resource_account = WEIR_STR(BENCH_ACCOUNT);
    bench->question.principal = (struct weir_principal){.kind = WEIR_PRINCIPAL_ROLE_SESSION,
                                                        .arn = weir_session_arn(session),
                                                        .role_arn = WEIR_STR(BENCH_ROLE "data"),
                                                        .account = WEIR_STR(BENCH_ACCOUNT)};
}

static void prepare(struct bench *bench)
{
    const struct weir_scenario *scenario = NULL;
    const struct weir_session *session = NULL;
    const struct weir_session *role = NULL;
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str text = weir_str_from(request_text);
    options.rulebook = bench->rulebook;
    bench_demand(weir_scenario_parse(text, WEIR_STR("r"), bench->kept, &scenario, &error) == WEIR_OK, error.message);
    for (size_t i = 0; i < WEIR_COUNT(bench->requests); i++) {
        const struct weir_decision *decision = NULL;
        bench->requests[i] = weir_scenario_step(scenario, i);
        if (session != NULL)
            bench_demand(weir_request_with_session(bench->requests[i], session, bench->kept, &bench->requests[i]) ==
                             WEIR_OK,
                         "no request");
        bench_demand(weir_decide(bench->world, bench->requests[i], NOW, &options, bench->kept, &decision, &error) ==
                         WEIR_OK,
                     error.message);
        bench_demand(weir_decision_is_allowed(decision), "a step is refused");
        if (i < 2)
            session = hand_back(decision, bench->kept);
        role = i == 0 ? session : role;
        session = i == 2 ? role : session;
        if (i == 1)
            prepare_floor(bench, decision, session);
    }
}

/* ----------------------------------------------------------------------------------------- what is timed */

static void ask_floor(const struct bench *bench)
{
    const struct weir_verdict *verdict = NULL;
    weir_arena_reset(bench->arena);
    bench_demand(weir_authorize(&bench->policies, &bench->question, bench->arena, &verdict, NULL) == WEIR_OK,
                 "no verdict");
    bench_demand(weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW, "the floor is refused");
}

/* Not inlined, so that a tool can count what it takes alone. */
__attribute__((noinline)) static void measured_decision(const struct bench *bench, size_t step,
                                                        enum weir_trace_level trace)
{
    const struct weir_decision *decision = NULL;
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.rulebook = bench->rulebook;
    options.trace = trace;
    weir_arena_reset(bench->arena);
    bench_demand(weir_decide(bench->world, bench->requests[step], NOW, &options, bench->arena, &decision, NULL) ==
                     WEIR_OK,
                 "no decision");
    bench_demand(weir_decision_is_allowed(decision), "a step is refused");
}

static void ask_assume(const struct bench *bench)
{
    measured_decision(bench, 0, WEIR_TRACE_NONE);
}

static void ask_vend(const struct bench *bench)
{
    measured_decision(bench, 1, WEIR_TRACE_NONE);
}

static void ask_vend_traced(const struct bench *bench)
{
    measured_decision(bench, 1, WEIR_TRACE_RULES);
}

static void ask_vend_explained(const struct bench *bench)
{
    measured_decision(bench, 1, WEIR_TRACE_FULL);
}

static void ask_metadata(const struct bench *bench)
{
    measured_decision(bench, 3, WEIR_TRACE_NONE);
}

static void ask_read(const struct bench *bench)
{
    measured_decision(bench, 2, WEIR_TRACE_NONE);
}

static const struct subject {
    const char *name;
    const char *key; /* of --fixed */
    void (*ask)(const struct bench *bench);
} subjects[] = {
    {"floor: bare weir_authorize", "floor", ask_floor},
    {"read by the vended session", "read", ask_read},
    {"sts:AssumeRole", "assume", ask_assume},
    {"metadata: no policy, no trace", "metadata", ask_metadata},
    {"credentials, policy, no trace", "credentials", ask_vend},
    {"the same, trace of rules", "credentials-rules", ask_vend_traced},
    {"the same, full trace", "credentials-full", ask_vend_explained},
};

static double now_ns(void)
{
    struct timespec now;
    bench_demand(timespec_get(&now, TIME_UTC) == TIME_UTC, "no clock");
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Rounds of the subjects are interleaved, so that a slow moment of the machine meets all of them. */
static void measure(const struct bench *bench, size_t rounds, double medians[WEIR_COUNT(subjects)])
{
    static double samples[WEIR_COUNT(subjects)][MOST_ROUNDS];
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < WEIR_COUNT(subjects); i++) {
            const double start = now_ns();
            for (size_t k = 0; k < BATCH; k++)
                subjects[i].ask(bench);
            samples[i][round] = (now_ns() - start) / (double)BATCH;
        }
    }
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++) {
        qsort(samples[i], rounds, sizeof(samples[i][0]), compare);
        medians[i] = samples[i][rounds / 2];
    }
}

static void bench_close(const struct bench *bench, struct weir_world *world)
{
    weir_arena_free(bench->arena);
    weir_arena_free(bench->kept);
    weir_world_release(world);
}

static void bench_world(size_t tables, size_t grants, size_t rounds, const struct weir_rulebook *rulebook)
{
    double medians[WEIR_COUNT(subjects)];
    const double start = now_ns();
    struct weir_world *const world = make_world(tables, grants);
    const double loaded_s = (now_ns() - start) / 1e9;
    struct bench bench = {.world = world, .rulebook = rulebook, .kept = new_arena(), .arena = new_arena()};
    prepare(&bench);
    measure(&bench, rounds, medians);
    printf("%zu tables, %zu grants (made and loaded in %.2f s)\n", tables, grants, loaded_s);
    printf("  %-32s %10s %12s %8s\n", "", "ns", "a second", "floors");
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++)
        printf("  %-32s %10.0f %12.0f %8.1f\n", subjects[i].name, medians[i], 1e9 / medians[i],
               medians[i] / medians[0]);
    bench_close(&bench, world);
}

/* One subject asked a fixed number of times, for tools that count instructions. */
static void run_fixed(const char *key, size_t grants, size_t times, const struct weir_rulebook *rulebook)
{
    size_t subject = 0;
    while (subject < WEIR_COUNT(subjects) && strcmp(subjects[subject].key, key) != 0)
        subject++;
    bench_demand(subject < WEIR_COUNT(subjects), "unknown subject");
    struct weir_world *const world = make_world(grants < MOST_TABLES ? grants : MOST_TABLES, grants);
    struct bench bench = {.world = world, .rulebook = rulebook, .kept = new_arena(), .arena = new_arena()};
    prepare(&bench);
    for (size_t i = 0; i < times; i++)
        subjects[subject].ask(&bench);
    bench_close(&bench, world);
}

static void run_table(size_t rounds, const struct weir_rulebook *rulebook)
{
    static const struct {
        size_t tables, grants;
    } worlds[] = {{10, 10}, {100, 100}, {1000, 1000}, {MOST_TABLES, MOST_TABLES}, {MOST_TABLES, 100000}};
    for (size_t i = 0; i < WEIR_COUNT(worlds); i++)
        bench_world(worlds[i].tables, worlds[i].grants, rounds, rulebook);
}

static size_t read_count(const char *argument, int64_t most)
{
    int64_t number = 0;
    bench_demand(weir_int64_parse(weir_str_from(argument), &number) && number > 0 && number <= most,
                 "a count is a whole number above 0, at most 1001 rounds or 1000000 grants");
    return (size_t)number;
}

int main(int argc, char **argv)
{
    struct weir_rulebook *rulebook = NULL;
    const bool is_fixed = argc == 5 && strcmp(argv[1], "--fixed") == 0;
    if (argc > 2 && !is_fixed) {
        (void)fprintf(stderr, "usage: bench_decide [ROUNDS]\n       bench_decide --fixed floor|read|assume|metadata|"
                              "credentials|credentials-rules|credentials-full GRANTS TIMES\n");
        return EXIT_FAILURE;
    }
    bench_demand(weir_rulebook_builtin(&rulebook, NULL) == WEIR_OK, "no rulebook");
    if (is_fixed)
        run_fixed(argv[2], read_count(argv[3], 1000000), read_count(argv[4], 1000000), rulebook);
    else
        run_table(argc == 2 ? read_count(argv[1], MOST_ROUNDS) : 51, rulebook);
    weir_rulebook_release(rulebook);
    return EXIT_SUCCESS;
}
