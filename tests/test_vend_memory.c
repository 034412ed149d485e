/* Memory that fails while a scenario is decided: never an allow that there is not otherwise, never half an answer. */
#include <weir/vend.h>

#include "tests/vend_decide.h"
#include "vend/rulebook.h"

/* What all attempts share; what an attempt allocates is its own. */
static struct weir_world *lake, *warehouse;
static struct weir_rulebook *rulebook;
static struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;

/* Refusals: one by a rule, one by a policy whose reason is explained, one by the parameters. */
#define REFUSALS                                                                                     \
    TOP ASSUME("a", "night-batch", TAGGED) ASSUME("analyst", "lake/analyst", "") METADATA("analyst") \
        VEND("table", "analyst", ", DurationSeconds: 1")

/* The three operations of Redshift, with names, groups, tags and a setting that is a list; the last one is refused. */
#define WAREHOUSE "corpus/worlds/warehouse@1.yaml"
#define LOG_IN(name, by, operation, parameters) \
    "- name: " name "\n  caller: " by "\n  operation: " operation "\n  parameters: {" parameters "}\n"
#define WAREHOUSES                                                                                                   \
    TOP "- name: admin\n  caller: {user: 'arn:aws:iam::111122223333:user/olga'}\n  operation: sts:AssumeRole\n"      \
        "  parameters: {RoleArn: 'arn:aws:iam::111122223333:role/data/Admin', RoleSessionName: run-1}\n" LOG_IN(     \
            "serverless", "{session: admin}", "redshift-serverless:GetCredentials",                                  \
            "customDomainName: SALES.warehouse.example, dbName: dev")                                                \
            LOG_IN(                                                                                                  \
                "named", "{session: admin}", "redshift:GetClusterCredentials",                                       \
                "ClusterIdentifier: lake, DbUser: ada, DbName: dev, AutoCreate: true, DbGroups: [readers, loaders]") \
                LOG_IN("own", "{session: admin}", "redshift:GetClusterCredentialsWithIAM",                           \
                       "CustomDomainName: vault.warehouse.example")                                                  \
                    LOG_IN("wrong", "{session: admin}", "redshift-serverless:GetCredentials",                        \
                           "workgroupName: X, customDomainName: y")

static const struct scenario_row {
    const char *name;
    const char *text;
    enum weir_trace_level trace;
    bool is_prepared; /* with a rulebook that was read before */
    bool of_warehouses;
} scenarios[] = {
    {"the whole way", WHOLE_WAY, WEIR_TRACE_NONE, true, false},
    {"the whole way, traced", WHOLE_WAY, WEIR_TRACE_FULL, true, false},
    {"refusals", REFUSALS, WEIR_TRACE_NONE, true, false},
    {"refusals, traced", REFUSALS, WEIR_TRACE_RULES, true, false},
    {"a decision that reads the builtin rulebook", TOP ASSUME("a", "s3-operator", ""), WEIR_TRACE_NONE, false, false},
    {"database users", WAREHOUSES, WEIR_TRACE_NONE, true, true},
    {"database users, traced", WAREHOUSES, WEIR_TRACE_FULL, true, true},
};

static int set_up(void **state)
{
    (void)state;
    lake = load_world();
    warehouse = load_world_of(WAREHOUSE, "weir: world/1\nSettings: {redshift_unreserved_words: [START, CONNECT]}\n");
    rulebook = builtin_rulebook();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_rulebook_release(rulebook);
    weir_world_release(lake);
    weir_world_release(warehouse);
    return 0;
}

/* Reads, decides and prints; every output is empty where it fails. */
static enum weir_status attempt_bytes(const struct scenario_row *row, struct weir_arena *arena, struct weir_str *bytes,
                                      struct weir_error *error)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_run run = {NULL, 9, true};
    *bytes = (struct weir_str){NULL, 0};
    options.trace = row->trace;
    options.rulebook = row->is_prepared ? rulebook : NULL;
    enum weir_status status = weir_scenario_parse(weir_str_from(row->text), WEIR_STR("request"), arena, &scenario,
                                                  error);
    assert_true((scenario != NULL) == (status == WEIR_OK));
    assert_true(error == NULL || error->status == status);
    if (status != WEIR_OK)
        return status;
    status = weir_run(row->of_warehouses ? warehouse : lake, scenario, NULL, &options, arena, &run, error);
    assert_true((run.decisions != NULL) == (status == WEIR_OK));
    assert_true(error == NULL || error->status == status);
    assert_true(status == WEIR_OK || (run.count == 0 && !run.all_allowed));
    return status == WEIR_OK ? print_run(&run, arena, bytes) : status;
}

/* The answer when nothing fails, in an arena of its own. */
static struct weir_str plain_bytes(const struct scenario_row *row, struct weir_arena *arena)
{
    struct weir_str bytes = {NULL, 0};
    assert_int_equal(attempt_bytes(row, arena, &bytes, NULL), WEIR_OK);
    return bytes;
}

/* Once: the answer fails, or comes out as it is; and what failed says so in its status and its error alike. */
static void check_attempt(enum weir_status status, struct weir_str bytes, const struct weir_error *error,
                          bool has_failed, struct weir_str plain)
{
    if (status == WEIR_OK) {
        assert_false(has_failed && bytes.len == 0);
        assert_true(weir_str_equal(bytes, plain));
        return;
    }
    assert_true(has_failed);
    assert_int_equal(status, WEIR_ERR_MEMORY);
    assert_true(error->status == WEIR_OK || error->status == WEIR_ERR_MEMORY);
}

static void every_allocation_fails(void **state)
{
    const struct scenario_row *const row = *state;
    struct weir_arena *const kept = new_arena(0);
    const struct weir_str plain = plain_bytes(row, kept);
    for (uint32_t for_ever = 0; for_ever < 2; for_ever++) {
        bool has_failed = true;
        for (uint32_t i = 0; has_failed; i++) {
            struct weir_arena *arena = NULL;
            struct weir_str bytes = {NULL, 0};
            struct weir_error error = WEIR_ERROR_INIT;
            assert_true(i < 100000);
            fail_alloc_begin(i << 1 | for_ever);
            enum weir_status status = weir_arena_new(0, &arena);
            if (status == WEIR_OK)
                status = attempt_bytes(row, arena, &bytes, &error);
            has_failed = fail_alloc_end() > 0;
            check_attempt(status, bytes, &error, has_failed, plain);
            weir_arena_free(arena);
        }
    }
    weir_arena_free(kept);
}

/* The caller's limit, from nothing upward: WEIR_ERR_MEMORY until it is enough, then the same bytes. */
static void every_limit_is_kept(void **state)
{
    const struct scenario_row *const row = *state;
    struct weir_arena *const kept = new_arena(0);
    const struct weir_str plain = plain_bytes(row, kept);
    const size_t step = row->is_prepared ? 64 : 4096;
    enum weir_status status = WEIR_ERR_MEMORY;
    size_t refusals = 0;
    for (size_t limit = step; status != WEIR_OK; limit += step) {
        struct weir_arena *arena = NULL;
        struct weir_str bytes = {NULL, 0};
        struct weir_error error = WEIR_ERROR_INIT;
        assert_true(refusals < 20000);
        status = weir_arena_new(limit, &arena);
        if (status == WEIR_OK)
            status = attempt_bytes(row, arena, &bytes, &error);
        assert_true(arena == NULL || weir_arena_used(arena) <= limit);
        check_attempt(status, bytes, &error, status != WEIR_OK, plain);
        weir_arena_free(arena);
        refusals += status != WEIR_OK;
    }
    assert_true(refusals > 10);
    weir_arena_free(kept);
}

/* An arena that ran full is as good as a new one after its reset: nothing of the failure stays in it. */
static void an_arena_that_ran_full_is_good_again(void **state)
{
    (void)state;
    const struct scenario_row *const row = &scenarios[0];
    struct weir_arena *const kept = new_arena(0);
    const struct weir_str plain = plain_bytes(row, kept);
    struct weir_arena *const arena = new_arena(0);
    struct weir_str bytes = {NULL, 0};
    for (uint32_t i = 0; i < 40; i++) {
        fail_alloc_begin(i << 1 | 1);
        const enum weir_status status = attempt_bytes(row, arena, &bytes, NULL);
        const bool has_failed = fail_alloc_end() > 0;
        assert_int_equal(status, has_failed ? WEIR_ERR_MEMORY : WEIR_OK);
        weir_arena_reset(arena);
        assert_int_equal(attempt_bytes(row, arena, &bytes, NULL), WEIR_OK);
        assert_true(weir_str_equal(bytes, plain));
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
    weir_arena_free(kept);
}

/* ------------------------------------------------------------------------------------------ rulebooks */

static enum weir_status attempt_builtin(struct weir_error *error)
{
    struct weir_rulebook *made = NULL;
    const enum weir_status status = weir_rulebook_builtin(&made, error);
    assert_true((made != NULL) == (status == WEIR_OK));
    weir_rulebook_release(made);
    return status;
}

static enum weir_status attempt_own(struct weir_error *error)
{
    struct weir_rulebook_text texts[16];
    size_t count = 0;
    struct weir_rulebook *made = NULL;
    while (weir_rulebook_builtin_text(count, &texts[count]))
        count++;
    const enum weir_status status = weir_rulebook_new(texts, count, &made, error);
    assert_true((made != NULL) == (status == WEIR_OK));
    weir_rulebook_release(made);
    return status;
}

static void a_rulebook_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static enum weir_status (*const attempts[])(struct weir_error *) = {attempt_builtin, attempt_own};
    for (uint32_t plan = 0; plan < 4; plan++) {
        bool has_failed = true;
        for (uint32_t i = 0; has_failed; i++) {
            struct weir_error error = WEIR_ERROR_INIT;
            assert_true(i < 100000);
            fail_alloc_begin(i << 1 | (plan & 1));
            const enum weir_status status = attempts[plan / 2](&error);
            has_failed = fail_alloc_end() > 0;
            assert_int_equal(status, has_failed ? WEIR_ERR_MEMORY : WEIR_OK);
            assert_int_equal(error.status, status);
        }
    }
}

/* Everything that a rulebook can hold, once. */
#define BY ", evidence: local, sources: [src]"
#define NO ", else: {code: No, message: 'no {parameters.Text}'}" BY
static const char small_book[] = "weir: rulebook/1\n"
                                 "sources:\n"
                                 "  src: {title: t, where: w, read: '2026', says: s}\n"
                                 "settings:\n"
                                 "  bound: {value: 5" BY "}\n"
                                 "  word: {value: a, values: [a, b]" BY "}\n"
                                 "service:\n"
                                 "  operation-prefix: 't:'\n"
                                 "  parameter-rule: t.parameters\n"
                                 "  parameter-code: Bad\n"
                                 "  expired: {code: Bad, message: gone, synthetic: true}\n"
                                 "  errors: {Bad: 400, No: 403}\n"
                                 "groups:\n"
                                 "  g: [{id: t.group, require: {any: [{part: p, given: parameters.Text}, {not: "
                                 "{at-most: [parameters.Number, 3]}}]}" NO "}]\n"
                                 "operations:\n"
                                 "  Op:\n"
                                 "    parameters:\n"
                                 "      Number: {type: integer, min: 1, default: 3}\n"
                                 "      Text: {type: string, pattern: '[a-z]*'}\n"
                                 "      Words: {type: strings, item: {values: [A, B], pattern: '[A-Z]*'}}\n"
                                 "      Inner: {type: structure, members: {Name: {type: string}}}\n"
                                 "    context: {'t:Text': parameters.Text}\n"
                                 "    rules:\n"
                                 "      - use: g\n"
                                 "      - {bind: role, from: {iam-role: parameters.Text}}\n"
                                 "      - {id: t.ask, when: {caller-is: [user]}, require: {trust-allows: {role: role, "
                                 "action: 't:{parameters.Text}'}}" NO "}\n"
                                 "      - {id: t.allow, require: {iam-allows: {action: 't:Op', resource: '*'}}" NO "}\n"
                                 "      - allow: t.done\n";

/* The caller's arena bounds the reading too. */
static void a_rulebook_fits_or_is_not_read(void **state)
{
    (void)state;
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), weir_str_from(small_book)};
    enum weir_status status = WEIR_ERR_MEMORY;
    size_t refusals = 0;
    for (size_t limit = 256; status != WEIR_OK; limit += 16) {
        struct weir_arena *arena = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_true(refusals < 20000);
        status = weir_arena_new(limit, &arena);
        if (status == WEIR_OK) {
            /* The error is filled by whoever called; here the status alone tells. */
            struct weir_rulebook book = {.arena = arena, .name = WEIR_STR("small")};
            status = weir_rulebook_read(&book, &text, 1, &error);
            weir_regexes_free(book.patterns);
        }
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        weir_arena_free(arena);
        refusals += status != WEIR_OK;
    }
    assert_true(refusals > 100);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(an_arena_that_ran_full_is_good_again),
        cmocka_unit_test(a_rulebook_is_read_whole_or_not_at_all),
        cmocka_unit_test(a_rulebook_fits_or_is_not_read),
    };
    static char names[COUNT(scenarios)][2][96];
    struct CMUnitTest tests[COUNT(scenarios) * 2 + COUNT(single)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        void *const row = without_const(&scenarios[i]);
        (void)snprintf(names[i][0], sizeof(names[i][0]), "allocations: %s", scenarios[i].name);
        (void)snprintf(names[i][1], sizeof(names[i][1]), "limits: %s", scenarios[i].name);
        tests[count++] = (struct CMUnitTest){names[i][0], every_allocation_fails, NULL, NULL, row};
        tests[count++] = (struct CMUnitTest){names[i][1], every_limit_is_kept, NULL, NULL, row};
    }
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("vend.memory", tests, count, set_up, tear_down);
}
