/* A rulebook of one's own: a copy of the builtin decides alike, a changed bound of each service changes the decision, and settings
 * and defaults are what the rulebook says. */
#include <weir/vend.h>

#include "tests/vend_decide.h"
#include "tests/vend_rulebook_text.h"

/* The builtin files with one text in the place of another; `count` says how often it stood there. */
struct own_book {
    struct weir_rulebook_text texts[16];
    size_t text_count;
    char *changed;
};

static void change_book(struct own_book *book, const char *from, const char *to)
{
    size_t found = 0;
    *book = (struct own_book){.changed = NULL};
    while (weir_rulebook_builtin_text(book->text_count, &book->texts[book->text_count])) {
        struct weir_rulebook_text *const text = &book->texts[book->text_count++];
        for (size_t i = 0; from[0] != '\0' && i + strlen(from) <= text->text.len; i++) {
            if (memcmp(text->text.ptr + i, from, strlen(from)) != 0)
                continue;
            const struct weir_str instead = weir_str_from(to);
            const size_t length = text->text.len - strlen(from) + instead.len;
            assert_int_equal(found++, 0);
            book->changed = malloc(length);
            assert_non_null(book->changed);
            memcpy(book->changed, text->text.ptr, i);
            memcpy(book->changed + i, instead.ptr, instead.len);
            memcpy(book->changed + i + instead.len, text->text.ptr + i + strlen(from),
                   text->text.len - i - strlen(from));
            text->text = (struct weir_str){book->changed, length};
        }
    }
    assert_int_equal(found, from[0] != '\0');
}

static void a_copy_of_the_builtin_decides_alike(void **state)
{
    (void)state;
    struct own_book book;
    struct weir_rulebook *rulebook = NULL;
    change_book(&book, "", "");
    assert_int_equal(weir_rulebook_new(book.texts, book.text_count, &rulebook, NULL), WEIR_OK);
    struct weir_world *const world = load_world();
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    const struct weir_run builtin = run_text(world, WHOLE_WAY, &options, arena);
    options.rulebook = rulebook;
    const struct weir_run own = run_text(world, WHOLE_WAY, &options, arena);
    assert_int_equal(own.count, builtin.count);
    for (size_t i = 0; i < own.count; i++) {
        const struct weir_str rule = weir_decision_rule(own.decisions[i]);
        assert_true(weir_str_equal(rule, weir_decision_rule(builtin.decisions[i])));
        assert_true(weir_str_equal(weir_decision_rulebook(own.decisions[i]), weir_rulebook_name(rulebook)));
        assert_str(weir_decision_rulebook(builtin.decisions[i]), "builtin");
    }
    weir_arena_free(arena);
    weir_world_release(world);
    weir_rulebook_release(rulebook);
}

#define ADA "{user: 'arn:aws:iam::111122223333:user/people/ada'}"
#define STS "corpus/worlds/sts@1.yaml"
#define WAREHOUSE "corpus/worlds/warehouse@1.yaml"
#define VEND_FOR(seconds) TOP ASSUME("one", "lake/analyst", TAGGED) VEND("two", "one", ", DurationSeconds: " seconds)
#define CHAIN_FOR(seconds)                                                                          \
    TOP "- {name: one, caller: " ADA ", operation: 'sts:AssumeRole', parameters: {RoleArn: "        \
        "'arn:aws:iam::111122223333:role/first', RoleSessionName: run-1}}\n"                        \
        "- {name: two, caller: {session: one}, operation: 'sts:AssumeRole', parameters: {RoleArn: " \
        "'arn:aws:iam::111122223333:role/links/second', RoleSessionName: run-1, DurationSeconds: " seconds "}}\n"
#define WORKGROUP_FOR(seconds)                                                                          \
    TOP "- {name: one, caller: " ADA ", operation: 'redshift-serverless:GetCredentials', parameters: {" \
        "workgroupName: sales, durationSeconds: " seconds "}}\n"
#define CLUSTER_FOR(seconds)                                                                           \
    TOP "- {name: one, caller: {user: 'arn:aws:iam::111122223333:user/eve'}, operation: "              \
        "'redshift:GetClusterCredentialsWithIAM', parameters: {ClusterIdentifier: lake, DbName: dev, " \
        "DurationSeconds: " seconds "}}\n"

/* A service, a bound of its rulebook, and what stands on either side of it before and after the change. */
static const struct bound_row {
    const char *name;
    const char *from, *to;
    const char *world;
    const char *request;
    const char *rule; /* that decides the last step */
    const char *code; /* NULL: none */
} bounds[] = {
    {"lakeformation: at the bound", "", "", LAKE, VEND_FOR("21600"), "lf.table.vend", NULL},
    {"lakeformation: above it", "", "", LAKE, VEND_FOR("21601"), "lf.table.duration", "InvalidInputException"},
    {"lakeformation: at a lower one", "value: 21600", "value: 7200", LAKE, VEND_FOR("7200"), "lf.table.vend", NULL},
    {"lakeformation: above a lower one", "value: 21600", "value: 7200", LAKE, VEND_FOR("7201"), "lf.table.duration",
     "InvalidInputException"},
    {"lakeformation: at a higher one", "value: 21600", "value: 43200", LAKE, VEND_FOR("43200"), "lf.table.vend", NULL},
    {"lakeformation: another code", "{code: InvalidInputException, message: \"DurationSeconds",
     "{code: AccessDeniedException, message: \"DurationSeconds", LAKE, VEND_FOR("21601"), "lf.table.duration",
     "AccessDeniedException"},
    {"sts: at the bound", "", "", STS, CHAIN_FOR("3600"), "sts.assume-role", NULL},
    {"sts: above it", "", "", STS, CHAIN_FOR("3601"), "sts.duration.chaining", "ValidationError"},
    {"sts: at a higher one", "role_chaining_duration_max:\n    value: 3600",
     "role_chaining_duration_max:\n    value: 7200", STS, CHAIN_FOR("7200"), "sts.assume-role", NULL},
    {"sts: above a higher one", "role_chaining_duration_max:\n    value: 3600",
     "role_chaining_duration_max:\n    value: 7200", STS, CHAIN_FOR("7201"), "sts.duration.chaining",
     "ValidationError"},
    {"redshift-serverless: at the bound", "", "", WAREHOUSE, WORKGROUP_FOR("3600"),
     "redshift-serverless.get-credentials", NULL},
    {"redshift-serverless: above it", "", "", WAREHOUSE, WORKGROUP_FOR("3601"), "redshift-serverless.duration.max",
     "ValidationException"},
    {"redshift-serverless: at a higher one", "redshift_duration_max:\n    value: 3600",
     "redshift_duration_max:\n    value: 7200", WAREHOUSE, WORKGROUP_FOR("7200"), "redshift-serverless.get-credentials",
     NULL},
    {"redshift-serverless: above a higher one", "redshift_duration_max:\n    value: 3600",
     "redshift_duration_max:\n    value: 7200", WAREHOUSE, WORKGROUP_FOR("7201"), "redshift-serverless.duration.max",
     "ValidationException"},
    {"redshift: at the bound", "", "", WAREHOUSE, CLUSTER_FOR("900"), "redshift.get-cluster-credentials-with-iam",
     NULL},
    {"redshift: below it", "", "", WAREHOUSE, CLUSTER_FOR("899"), "redshift.iam-credentials.duration.min",
     "InvalidParameterValue"},
    {"redshift: at a lower one", "redshift_duration_min:\n    value: 900", "redshift_duration_min:\n    value: 60",
     WAREHOUSE, CLUSTER_FOR("60"), "redshift.get-cluster-credentials-with-iam", NULL},
    {"redshift: below a lower one", "redshift_duration_min:\n    value: 900", "redshift_duration_min:\n    value: 60",
     WAREHOUSE, CLUSTER_FOR("59"), "redshift.iam-credentials.duration.min", "InvalidParameterValue"},
};

static void bound_row_holds(void **state)
{
    const struct bound_row *const row = *state;
    struct own_book book;
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_rulebook *rulebook = NULL;
    struct weir_world *const world = load_world_of(row->world, NULL);
    struct weir_arena *const arena = new_arena(0);
    change_book(&book, row->from, row->to);
    assert_int_equal(weir_rulebook_new(book.texts, book.text_count, &rulebook, NULL), WEIR_OK);
    options.rulebook = rulebook;
    const struct weir_run run = run_text(world, row->request, &options, arena);
    const struct weir_decision *const last = run.decisions[run.count - 1];
    assert_str(weir_decision_rule(last), row->rule);
    assert_str(weir_decision_error_code(last), row->code == NULL ? "" : row->code);
    weir_arena_free(arena);
    weir_world_release(world);
    weir_rulebook_release(rulebook);
    free(book.changed);
}

/* Decides t:Op, with or without one setting. */
static enum weir_status decide_op(const struct weir_rulebook *rulebook, const char *parameters, const char *setting,
                                  const char *value, char rule[32])
{
    struct weir_world *const world = load_world();
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    const struct weir_setting row = {weir_str_from(setting), weir_str_from(value)};
    const struct weir_decision *decision = NULL;
    char text[256];
    options.rulebook = rulebook;
    options.settings = &row;
    options.setting_count = setting[0] != '\0';
    (void)snprintf(text, sizeof(text), "weir: request/1\ncaller: {anonymous: true}\noperation: t:Op\nparameters: %s\n",
                   parameters);
    const struct weir_request *const request = weir_scenario_step(read_scenario(text, arena), 0);
    const enum weir_status status = weir_decide(world, request, NOW, &options, arena, &decision, NULL);
    (void)snprintf(rule, 32, "%.*s", WEIR_FMT(weir_decision_rule(decision)));
    weir_arena_free(arena);
    weir_world_release(world);
    return status;
}

static void a_setting_takes_one_of_its_values(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        enum weir_status status;
    } rows[] = {{"a", WEIR_OK}, {"b", WEIR_OK}, {"c", WEIR_ERR_SCHEMA}, {"A", WEIR_ERR_SCHEMA}, {"", WEIR_ERR_SCHEMA}};
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), WEIR_STR(RULES(""))};
    struct weir_rulebook *rulebook = NULL;
    char rule[32];
    assert_int_equal(weir_rulebook_new(&text, 1, &rulebook, NULL), WEIR_OK);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(decide_op(rulebook, "{}", "word", rows[i].value, rule), rows[i].status);
    weir_rulebook_release(rulebook);
}

static void a_default_stands_for_what_is_not_given(void **state)
{
    (void)state;
    static const struct {
        const char *parameters;
        const char *rule; /* the one that refuses */
    } rows[] = {
        {"{}", "t.ask"},
        {"{On: true, Word: abc, Number: 3}", "t.ask"},
        {"{On: false}", "t.on"},
        {"{Word: xyz}", "t.word"},
        {"{Number: 4}", "t.number"},
    };
    const struct weir_rulebook_text text = {
        WEIR_STR("t.yaml"),
        WEIR_STR(HEAD SERVICE
                 "operations:\n  Op:\n    parameters: {On: {type: boolean, default: true}, Word: {type: string, "
                 "default: abc}, Number: {type: integer, default: 3}}\n    rules:\n"
                 "      - {id: t.on, require: {is: parameters.On}" NO "}\n"
                 "      - {id: t.word, require: {starts-with: [parameters.Word, ab]}" NO "}\n"
                 "      - {id: t.number, require: {at-most: [parameters.Number, 3]}" NO "}\n" ASK DONE)};
    struct weir_rulebook *rulebook = NULL;
    assert_int_equal(weir_rulebook_new(&text, 1, &rulebook, NULL), WEIR_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char rule[32];
        assert_int_equal(decide_op(rulebook, rows[i].parameters, "", "", rule), WEIR_OK);
        assert_string_equal(rule, rows[i].rule);
    }
    weir_rulebook_release(rulebook);
}

/* Parts with remedies in the place of one rule's predicate: what is advised when they fail. */
static const struct part_row {
    const char *parts, *advice;
} part_rows[] = {
    {"{given: parameters.ExternalId, remedy: Give it.}", "Give it."},
    {"{all: [{given: parameters.ExternalId, remedy: Give it.}, {given: parameters.Policy, remedy: Give a policy.}]}",
     "Give it."},
    {"{all: [{arn: parameters.ExternalId, remedy: Be an ARN.}, {given: parameters.Policy, remedy: Give a policy.}]}",
     "Be an ARN. Give a policy."},
    {"{all: [{arn: parameters.RoleArn, remedy: Be an ARN.}, {given: parameters.Policy, remedy: Give a policy.}]}",
     "Give a policy."},
    {"{all: [{arn: parameters.ExternalId, remedy: The same.}, {given: parameters.Policy, remedy: The same.}]}",
     "The same."},
    {"{any: [{given: parameters.ExternalId, remedy: Give it.}, {given: parameters.Policy, remedy: Give a policy.}]}",
     "Give it. Or: Give a policy."},
    {"{any: [{all: [{is: settings.denial_reasons}, {given: parameters.Policy}], remedy: Not this.}, {given: "
     "parameters.ExternalId, remedy: Give it.}]}",
     "Give it."},
    {"{any: [{given: parameters.ExternalId}, {given: parameters.Policy, remedy: Give a policy.}]}", "Give a policy."},
    {"{all: [{arn: parameters.ExternalId, remedy: One.}, {any: [{given: parameters.Policy, remedy: Two.}, {given: "
     "parameters.SerialNumber, remedy: Three.}]}]}",
     "One. Two. Or: Three."},
    {"{any: [{given: parameters.ExternalId, remedy: Give it.}, {given: parameters.Policy, remedy: Give it.}], remedy: "
     "'For {caller.account}.'}",
     "For 111122223333."},
    {"{given: parameters.ExternalId}", NULL},
};

static void part_row_holds(void **state)
{
    static const char rule[] = "require: {not: {caller-is: [root]}}\n"
                               "        else: {code: AccessDenied, message: Roles may not be assumed by root "
                               "accounts.}\n        remedy: \"";
    const struct part_row *const row = *state;
    struct own_book book;
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    char changed[1024];
    (void)snprintf(changed, sizeof(changed),
                   "require: %s\n        else: {code: AccessDenied, message: no}\n        remedy: "
                   "\"{parts.remedies}\"\n        note: \"",
                   row->parts);
    change_book(&book, rule, changed);
    if (weir_rulebook_new(book.texts, book.text_count, &rulebook, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    struct weir_world *const world = load_world();
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.rulebook = rulebook;
    const struct weir_decision *const decision =
        run_text(world, TOP ASSUME("one", "lake/analyst", TAGGED), &options, arena).decisions[0];
    assert_str(weir_decision_rule(decision), "sts.caller.root");
    assert_int_equal(weir_decision_advice_count(decision), row->advice == NULL ? 0 : 1);
    if (row->advice != NULL)
        assert_str(weir_decision_advice(decision, 0), row->advice);
    weir_arena_free(arena);
    weir_world_release(world);
    weir_rulebook_release(rulebook);
    free(book.changed);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(a_copy_of_the_builtin_decides_alike),
        cmocka_unit_test(a_setting_takes_one_of_its_values),
        cmocka_unit_test(a_default_stands_for_what_is_not_given),
    };
    struct CMUnitTest tests[COUNT(bounds) + COUNT(part_rows) + COUNT(single)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(bounds); i++)
        tests[count++] = (struct CMUnitTest){bounds[i].name, bound_row_holds, NULL, NULL, without_const(&bounds[i])};
    for (size_t i = 0; i < COUNT(part_rows); i++)
        tests[count++] = (struct CMUnitTest){part_rows[i].parts, part_row_holds, NULL, NULL,
                                             without_const(&part_rows[i])};
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("vend.own_rulebook", tests, count, NULL, NULL);
}
