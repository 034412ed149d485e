/* session/1: what was written reads back the same, and what does not hold together is refused. */
#include <weir/limits.h>
#include <weir/vend.h>

#include "tests/vend_test.h"
#include "vend/request/session.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ARN "arn:aws:sts::111122223333:assumed-role/integration/engine"
#define ROLE "arn:aws:iam::111122223333:role/lake/integration"
#define POLICY                                                                                                         \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}" \
    "]}"

/* Every member, in the order in which it is written. */
static const char whole[] =
    "{\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"account\":\"111122223333\",\"arn\":\"" ARN "\","
    "\"role_arn\":\"" ROLE "\",\"role_id\":\"AROAEXAMPLE\",\"session_name\":\"engine\","
    "\"issued_at\":\"2026-03-02T09:00:00Z\",\"expiration\":\"2026-03-02T10:00:00Z\",\"chained\":true,"
    "\"tags\":[{\"Key\":\"LakeFormationAuthorizedCaller\",\"Value\":\"hello_world\"},{\"Key\":\"empty\",\"Value\":\"\"}"
    "],"
    "\"transitive_tag_keys\":[\"lakeformationauthorizedcaller\"],\"source_identity\":\"jane\","
    "\"session_policies\":[" POLICY "],\"managed_policy_arns\":[\"arn:aws:iam::aws:policy/ReadOnlyAccess\"],"
    "\"context\":{\"saml:aud\":\"https://signin.aws.amazon.com/saml\",\"saml:groups\":[\"a\",\"b\"],\"none\":[]},"
    "\"lakeformation\":{\"username\":\"jane\",\"groups\":[\"analysts\"]}}";

#define REQUIRED                                                                                         \
    "\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"account\":\"111122223333\",\"arn\":\"" ARN "\"," \
    "\"role_arn\":\"" ROLE "\",\"session_name\":\"engine\",\"issued_at\":\"2026-03-02T09:00:00Z\","      \
    "\"expiration\":\"2026-03-02T10:00:00Z\""

/* What is not said is written as empty, so that readers need not ask; but for what a session may not have at all. */
static const char least[] =
    "{\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"account\":\"111122223333\",\"arn\":\"" ARN "\","
    "\"role_arn\":\"" ROLE "\",\"role_id\":\"\",\"session_name\":\"engine\","
    "\"issued_at\":\"2026-03-02T09:00:00Z\",\"expiration\":\"2026-03-02T10:00:00Z\",\"chained\":false,"
    "\"tags\":[],\"transitive_tag_keys\":[],\"session_policies\":[],\"managed_policy_arns\":[],\"context\":{}}";

static enum weir_status parse(const char *text, struct weir_arena *arena, const struct weir_session **session,
                              struct weir_error *error)
{
    return weir_session_parse(weir_str_from(text), WEIR_STR("session.json"), arena, session, error);
}

/* ------------------------------------------------------------------------------------------ round trips */

static const struct written_row {
    const char *name;
    const char *text;
    const char *written;
} written[] = {
    {"every member", whole, whole},
    {"the least", "{" REQUIRED "}", least},
    {"what is written of the least", least, least},
    {"YAML in another order",
     "expiration: 2026-03-02T11:00:00+01:00\nissued_at: '2026-03-02T09:00:00.75Z'\nsession_name: engine\n"
     "role_arn: " ROLE "\narn: " ARN "\naccount: 111122223333\nkind: assumed-role\nweir: session/1\ncontext: {}\n",
     least},
};

static void written_row_holds(void **state)
{
    const struct written_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_str json = {NULL, 0};
    struct weir_error error = WEIR_ERROR_INIT;
    if (parse(row->text, arena, &session, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    assert_int_equal(weir_session_emit(session, arena, &json), WEIR_OK);
    assert_str(json, row->written);
    assert_int_equal(weir_session_parse(json, WEIR_STR("again"), arena, &session, NULL), WEIR_OK);
    assert_int_equal(weir_session_emit(session, arena, &json), WEIR_OK);
    assert_str(json, row->written);
    weir_arena_free(arena);
}

static void every_member_is_read(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    assert_int_equal(parse(whole, arena, &session, NULL), WEIR_OK);
    assert_str(weir_session_arn(session), ARN);
    assert_int_equal(weir_session_expiration(session), 1772445600);
    assert_int_equal(session->issued_at_s, 1772442000);
    assert_str(session->kind, "assumed-role");
    assert_str(session->account, "111122223333");
    assert_str(session->role_arn, ROLE);
    assert_str(session->role_id, "AROAEXAMPLE");
    assert_str(session->session_name, "engine");
    assert_true(session->chained);
    assert_int_equal(session->tags.count, 2);
    assert_str(session->tags.items[0].key, "LakeFormationAuthorizedCaller");
    assert_str(session->tags.items[0].value, "hello_world");
    assert_int_equal(session->transitive_tag_keys.count, 1);
    assert_str(session->source_identity, "jane");
    assert_int_equal(session->session_policies.count, 1);
    assert_str(session->session_policies.items[0], POLICY);
    assert_str(session->managed_policy_arns.items[0], "arn:aws:iam::aws:policy/ReadOnlyAccess");
    assert_int_equal(weir_context_count(session->context), 3);
    assert_str(session->lakeformation_username, "jane");
    assert_str(session->lakeformation_groups.items[0], "analysts");
    assert_int_equal(weir_policy_kind_of(session->compiled[0]), WEIR_POLICY_SESSION);
    assert_str(weir_policy_label(session->compiled[0]), "session policy 1 of engine");
    const struct weir_place place = weir_policy_statement_place(session->compiled[0], 0);
    assert_str(place.source, "session.json");
    assert_int_equal(place.column, strstr(whole, "{\"Effect\"") - whole + 1);
    weir_arena_free(arena);
}

/* A caller may pass its policy in any spelling; what is handed back must not depend on it. */
static void policies_are_written_anew(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_str json = {NULL, 0};
    const struct weir_str policy = WEIR_STR(
        "{ \"Version\" : \"2012-10-17\",\n\t\"\\u0053tatement\": [{\"Effect\":\"Allow\", "
        "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}] }");
    assert_int_equal(parse("{" REQUIRED "}", arena, &session, NULL), WEIR_OK);
    struct weir_session fresh = *session;
    fresh.session_policies = (struct weir_str_list){&policy, 1};
    fresh.compiled = NULL;
    assert_int_equal(weir_session_emit(&fresh, arena, &json), WEIR_OK);
    char expected[sizeof(least) + sizeof(POLICY)];
    const char *const gap = strstr(least, "\"session_policies\":[") + strlen("\"session_policies\":[");
    (void)snprintf(expected, sizeof(expected), "%.*s%s%s", (int)(gap - least), least, POLICY, gap);
    assert_str(json, expected);
    assert_int_equal(weir_session_compile(&fresh, arena, &session, NULL), WEIR_OK);
    assert_int_equal(weir_policy_statement_count(session->compiled[0]), 1);
    assert_null(fresh.compiled);
    weir_arena_free(arena);
}

static void a_policy_that_is_none_is_neither_compiled_nor_written(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_str json = {NULL, 0};
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str policies[] = {WEIR_STR("{\"Statement\":1}"), WEIR_STR("{")};
    assert_int_equal(parse("{" REQUIRED "}", arena, &session, NULL), WEIR_OK);
    struct weir_session fresh = *session;
    fresh.session_policies = (struct weir_str_list){policies, 2};
    assert_int_equal(weir_session_compile(&fresh, arena, &session, &error), WEIR_ERR_SCHEMA);
    assert_string_equal(error.source, "session policy 1 of engine");
    assert_null(session);
    assert_int_equal(weir_session_emit(&fresh, arena, &json), WEIR_ERR_SYNTAX);
    assert_str(json, "");
    weir_arena_free(arena);
}

static void a_time_that_cannot_be_written_is_over_a_limit(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_str json = WEIR_STR("x");
    assert_int_equal(parse("{" REQUIRED "}", arena, &session, NULL), WEIR_OK);
    struct weir_session late = *session;
    late.expiration_s = 253402300799; /* the last second of the year 9999 */
    assert_int_equal(weir_session_emit(&late, arena, &json), WEIR_OK);
    late.expiration_s++;
    assert_int_equal(weir_session_emit(&late, arena, &json), WEIR_ERR_LIMIT);
    assert_str(json, "");
    weir_arena_free(arena);
}

/* --------------------------------------------------------------------------------------------- refused */

#define WITH(more) "{" REQUIRED "," more "}"
#define NAMED(account, arn, role, name)                                                                       \
    "{\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"issued_at\":\"2026-03-02T09:00:00Z\","               \
    "\"expiration\":\"2026-03-02T10:00:00Z\",\"account\":" account ",\"arn\":" arn ",\"role_arn\":" role ", " \
    "\"session_name\":" name "}"
#define ID "\"111122223333\""
#define TIMES(issued, expires)                                                                  \
    "{\"weir\":\"session/1\",\"kind\":\"assumed-role\",\"account\":" ID ",\"arn\":\"" ARN "\"," \
    "\"role_arn\":\"" ROLE "\",\"session_name\":\"engine\",\"issued_at\":" issued ",\"expiration\":" expires "}"

static const struct refused_row {
    const char *name;
    const char *text; /* `^` before what is refused */
    const char *message;
} refused[] = {
    {"no map", "^[]", "a session must be a map"},
    {"no version", "^{\"kind\":\"assumed-role\"}", "a session needs the member `weir`"},
    {"another version", "{\"weir\":^\"session/2\"}", "`weir` must be `session/1`, not `session/2`"},
    {"a kind without a member of ours", "{\"weir\":\"session/1\",\"kind\":^\"federated-user\"}",
     "the kind of a session must be `assumed-role`, not `federated-user`"},
    {"unknown member", WITH("^\"token\":1"), "a session has no member `token`"},
    {"an ARN of a role", NAMED(ID, "^\"" ROLE "\"", "\"" ROLE "\"", "\"engine\""),
     "`" ROLE "` is not the ARN of a role session"},
    {"a session name of one letter",
     NAMED(ID, "^\"arn:aws:sts::111122223333:assumed-role/integration/e\"", "\"" ROLE "\"", "\"e\""),
     "`arn:aws:sts::111122223333:assumed-role/integration/e` is not the ARN of a role session"},
    {"a session name in two pieces",
     NAMED(ID, "^\"arn:aws:sts::111122223333:assumed-role/lake/r/engine\"", "\"" ROLE "\"", "\"engine\""),
     "`arn:aws:sts::111122223333:assumed-role/lake/r/engine` is not the ARN of a role session"},
    {"no session name",
     NAMED(ID, "^\"arn:aws:sts::111122223333:assumed-role/integration\"", "\"" ROLE "\"", "\"engine\""),
     "`arn:aws:sts::111122223333:assumed-role/integration` is not the ARN of a role session"},
    {"a role that is none", NAMED(ID, "\"" ARN "\"", "^\"integration\"", "\"engine\""),
     "`integration` is not the ARN of an IAM role"},
    {"another account", NAMED("^\"444455556666\"", "\"" ARN "\"", "\"" ROLE "\"", "\"engine\""),
     "the account of a session must be that of its ARN"},
    {"another name", NAMED(ID, "\"" ARN "\"", "\"" ROLE "\"", "^\"Engine\""),
     "the name of a session must be that of its ARN"},
    {"a role of another account",
     NAMED(ID, "\"" ARN "\"", "^\"arn:aws:iam::444455556666:role/integration\"", "\"engine\""),
     "the role of a session must be that of its ARN"},
    {"a role of another partition",
     NAMED(ID, "\"" ARN "\"", "^\"arn:aws-cn:iam::111122223333:role/integration\"", "\"engine\""),
     "the role of a session must be that of its ARN"},
    {"a role of another name",
     NAMED(ID, "\"" ARN "\"", "^\"arn:aws:iam::111122223333:role/integration2\"", "\"engine\""),
     "the role of a session must be that of its ARN"},
    {"expired when it was issued", TIMES("\"2026-03-02T09:00:00Z\"", "^\"2026-03-02T09:00:00Z\""),
     "a session must expire after it was issued"},
    {"a time that is none", TIMES("^\"now\"", "\"2026-03-02T09:00:00Z\""),
     "issued_at must be an instant such as 2026-03-02T09:00:00Z, not `now`"},
    {"a time that is a number", TIMES("\"2026-03-02T09:00:00Z\"", "^1772445600"), "expiration must be text"},
    {"a kind that is a number", "{\"weir\":\"session/1\",\"kind\":^1}", "kind must be text"},
    {"a version that is a number", "{\"weir\":^1}", "weir must be text"},
    {"a tag that is text", WITH("\"tags\":[^\"a\"]"), "a tag must be a map"},
    {"a managed policy that is a number", WITH("\"managed_policy_arns\":[^1]"), "managed_policy_arns must be text"},
    {"chained as text", WITH("\"chained\":^\"true\""), "chained must be true or false"},
    {"tags as a map", WITH("\"tags\":^{}"), "tags must be a list"},
    {"a tag without a value", WITH("\"tags\":[^{\"Key\":\"a\"}]"), "a tag needs the member `Value`"},
    {"a tag in small letters", WITH("\"tags\":[{^\"key\":\"a\"}]"), "a tag has no member `key`"},
    {"a tag with an empty key", WITH("\"tags\":[{\"Key\":^\"\",\"Value\":\"\"}]"), "Key must not be empty"},
    {"a tag twice but for case",
     WITH("\"tags\":[{\"Key\":\"Team\",\"Value\":\"a\"},^{\"Key\":\"team\",\"Value\":\"a\"}]"),
     "the tag `team` is there twice"},
    {"a transitive key that is no tag",
     WITH("\"tags\":[{\"Key\":\"a\",\"Value\":\"\"}],\"transitive_tag_keys\":[\"A\",^\"b\"]"),
     "the transitive key `b` is no tag of the session"},
    {"transitive keys as text", WITH("\"transitive_tag_keys\":^\"a\""), "transitive_tag_keys must be a list"},
    {"a transitive key that is a number", WITH("\"transitive_tag_keys\":[^1]"), "transitive_tag_keys must be text"},
    {"an empty source identity", WITH("\"source_identity\":^\"\""), "source_identity must not be empty"},
    {"policies as a map", WITH("\"session_policies\":^{}"), "session_policies must be a list"},
    {"a policy as text", WITH("\"session_policies\":[^\"{}\"]"), "a session policy must be a policy document"},
    {"a managed policy's name", WITH("\"managed_policy_arns\":[^\"ReadOnlyAccess\"]"),
     "`ReadOnlyAccess` is not the ARN of a managed policy"},
    {"managed policies as text", WITH("\"managed_policy_arns\":^\"\""), "managed_policy_arns must be a list"},
    {"a context that is a list", WITH("\"context\":^[]"), "context must be a map"},
    {"a decoration without a user", WITH("\"lakeformation\":^{}"), "lakeformation needs a username or groups"},
    {"a decoration of nobody", WITH("\"lakeformation\":{\"username\":^\"\"}"), "username must not be empty"},
    {"a decoration that is text", WITH("\"lakeformation\":^\"jane\""), "lakeformation must be a map"},
    {"a decoration's other member", WITH("\"lakeformation\":{\"username\":\"j\",^\"group\":[]}"),
     "lakeformation has no member `group`"},
};

static void refused_row_holds(void **state)
{
    const struct refused_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = (const struct weir_session *)row;
    struct weir_error error = WEIR_ERROR_INIT;
    struct marked marked;
    unmark(row->text, &marked);
    assert_int_equal(parse(marked.text, arena, &session, &error), WEIR_ERR_SCHEMA);
    assert_null(session);
    assert_string_equal(error.message, row->message);
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    weir_arena_free(arena);
}

/* Inside a policy it is the policy reader that speaks; the place is the session's. */
static void a_bad_policy_is_refused_at_its_place(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const char *const text = WITH("\"session_policies\":[{\"Version\":\"2012-10-17\",\"Statement\":[],\"Sid\":\"\"}]");
    assert_int_equal(parse(text, arena, &session, &error), WEIR_ERR_SCHEMA);
    assert_null(session);
    assert_string_equal(error.source, "session.json");
    assert_true(error.column >= strstr(text, "{\"Version\"") - text + 1);
    weir_arena_free(arena);
}

/* ---------------------------------------------------------------------------------------------- limits */

static enum weir_status parse_keys(size_t count, struct weir_error *error)
{
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    char *const text = malloc(sizeof(least) + 64 * count + 64);
    assert_non_null(text);
    int used = snprintf(text, sizeof(least), "{" REQUIRED ",\"managed_policy_arns\":[");
    for (size_t i = 0; i < count; i++)
        used += snprintf(text + used, 64, "%s\"arn:aws:iam::aws:policy/p%zu\"", i == 0 ? "" : ",", i);
    (void)snprintf(text + used, 64, "]}");
    const enum weir_status status = parse(text, arena, &session, error);
    free(text);
    weir_arena_free(arena);
    return status;
}

static void a_list_has_at_most_so_many_items(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse_keys(WEIR_MAX_ITEMS, &error), WEIR_OK);
    assert_int_equal(parse_keys(WEIR_MAX_ITEMS + 1, &error), WEIR_ERR_LIMIT);
    assert_string_equal(error.message, "managed_policy_arns has more than 1000 items");
    assert_string_equal(error.path, "/managed_policy_arns");
}

/* -------------------------------------------------------------------------------------- contract, memory */

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_session *session = NULL;
    struct weir_str json = WEIR_STR("x");
    assert_int_equal(parse(whole, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(parse(whole, NULL, &session, NULL), WEIR_ERR_USAGE);
    assert_int_equal(parse(whole, arena, &session, NULL), WEIR_OK);
    assert_int_equal(weir_session_emit(NULL, arena, &json), WEIR_ERR_USAGE);
    assert_str(json, "");
    assert_int_equal(weir_session_emit(session, NULL, &json), WEIR_ERR_USAGE);
    assert_int_equal(weir_session_emit(session, arena, NULL), WEIR_ERR_USAGE);
    assert_str(weir_session_arn(NULL), "");
    assert_int_equal(weir_session_expiration(NULL), 0);
    weir_arena_free(arena);
}

static enum weir_status round_trip_attempt(struct weir_arena *arena)
{
    const struct weir_session *session = NULL;
    const struct weir_session *compiled = NULL;
    struct weir_str json = {NULL, 0};
    enum weir_status status = parse(whole, arena, &session, NULL);
    assert_int_equal(session != NULL, status == WEIR_OK);
    if (status == WEIR_OK) {
        status = weir_session_compile(session, arena, &compiled, NULL);
        assert_int_equal(compiled != NULL, status == WEIR_OK);
    }
    if (status == WEIR_OK) {
        status = weir_session_emit(compiled, arena, &json);
        assert_int_equal(json.len > 0, status == WEIR_OK);
    }
    return status;
}

static void failing_allocations_are_survived(void **state)
{
    (void)state;
    assert_survives_failing_allocations(round_trip_attempt);
}

static void small_arenas_are_survived(void **state)
{
    (void)state;
    assert_survives_small_arenas(round_trip_attempt);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(every_member_is_read),
        cmocka_unit_test(policies_are_written_anew),
        cmocka_unit_test(a_policy_that_is_none_is_neither_compiled_nor_written),
        cmocka_unit_test(a_time_that_cannot_be_written_is_over_a_limit),
        cmocka_unit_test(a_bad_policy_is_refused_at_its_place),
        cmocka_unit_test(a_list_has_at_most_so_many_items),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(failing_allocations_are_survived),
        cmocka_unit_test(small_arenas_are_survived),
    };
    struct CMUnitTest tests[COUNT(single) + COUNT(written) + COUNT(refused)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    for (size_t i = 0; i < COUNT(written); i++)
        tests[count++] = (struct CMUnitTest){written[i].name, written_row_holds, NULL, NULL,
                                             without_const(&written[i])};
    for (size_t i = 0; i < COUNT(refused); i++)
        tests[count++] = (struct CMUnitTest){refused[i].name, refused_row_holds, NULL, NULL,
                                             without_const(&refused[i])};
    return _cmocka_run_group_tests("vend.session", tests, count, NULL, NULL);
}
