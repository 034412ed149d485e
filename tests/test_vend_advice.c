/* Why a grant gives less than it says: for every reason the sentence of the explanation, with what it speaks of. */
#include "vend_decide.h"

#define WORLD "corpus/worlds/permissions@1.yaml"
#define OWNER "111122223333"
#define OTHER "444455556666"
#define READER "arn:aws:iam::111122223333:role/reader"
#define CONSUMER "arn:aws:iam::444455556666:role/consumer"
#define SHARE "arn:aws:ram:us-east-1:111122223333:resource-share/1"

#define GRANT(account, principal, resource, more)                                                                  \
    "- {put: PrincipalResourcePermissions, account: '" account                                                     \
    "', region: us-east-1, value: {Principal: {DataLakePrincipalIdentifier: '" principal "'}, Resource: " resource \
    ", Permissions: [" more "}}\n"
#define TABLE "{Table: {CatalogId: '111122223333', DatabaseName: sales, Name: orders}}"
#define COLUMNS(names) \
    "{TableWithColumns: {CatalogId: '111122223333', DatabaseName: sales, Name: orders, ColumnNames: [" names "]}}"
#define TAGGED_SO(what) "{LFTagPolicy: {CatalogId: '111122223333', ResourceType: TABLE, " what "}}"

static const struct {
    const char *patch;
    const char *account, *role, *table;
    const char *because; /* behind what every refusal begins with */
    bool is_placed;      /* it names the grant's own line */
} rows[] = {
    {"[]", OWNER, "reader", "orders",
     "an administrator of 111122223333 must grant SELECT on sales.orders to `" READER "`", false},
    {"[]", OWNER, "admin", "orders",
     "an administrator of 111122223333 must grant SELECT on sales.orders to `arn:aws:iam::111122223333:role/admin`, "
     "who as "
     "an administrator holds DESCRIBE alone",
     false},
    {GRANT(OWNER, READER, TABLE, "SELECT], Condition: {Expression: 'context.iam.principalTags.hasTag(\"a\")'}"), OWNER,
     "reader", "orders",
     "the grant to `" READER
     "` asks for tags that the principal does not carry: context.iam.principalTags.hasTag(\"a\")",
     true},
    {GRANT(OWNER, READER, TABLE, "SELECT], Condition: {Expression: maybe}"), OWNER, "reader", "orders",
     "the condition of the grant to `" READER "` is none that can be read here: `maybe`", true},
    {GRANT(OWNER, READER,
           "{DataCellsFilter: {TableCatalogId: '111122223333', DatabaseName: sales, TableName: orders, Name: gone}}",
           "SELECT]"),
     OWNER, "reader", "orders", "SELECT is granted through the data cells filter `gone`, which does not exist", true},
    {GRANT(OWNER, READER, COLUMNS("price"), "SELECT]"), OWNER, "reader", "orders",
     "the grant of SELECT to `" READER "` leaves no column that the table has", true},
    {GRANT(OWNER, READER, COLUMNS("id"), "SELECT]") GRANT(OWNER, READER, TABLE, "DROP]"), OWNER, "reader", "orders",
     "SELECT on some columns has no effect for a holder of ALTER, DROP, DELETE or INSERT: grant `" READER
     "` SELECT on the whole table, or revoke the others",
     true},
    {"- {merge: DataLakeSettings, account: '111122223333', region: us-east-1, value: {Parameters: "
     "{CROSS_ACCOUNT_VERSION: '2'}}}\n" GRANT(OWNER, CONSUMER, TABLE, "SELECT]"),
     OTHER, "consumer", "orders",
     "the grant to `" CONSUMER "` of another account needs CROSS_ACCOUNT_VERSION 3 in the settings of 111122223333",
     true},
    {GRANT(OWNER, OTHER, TABLE, "SELECT], PermissionsWithGrantOption: [SELECT]"), OTHER, "consumer", "orders",
     "the table is shared with `444455556666`: an administrator of 444455556666 must grant SELECT on it to `" CONSUMER
     "`",
     true},
    {GRANT(OTHER, CONSUMER, TABLE, "SELECT]"), OTHER, "consumer", "orders",
     "444455556666 granted sales.orders on to `" CONSUMER "`, but its owner 111122223333 does not share it", true},
    {GRANT(OWNER, OTHER, TABLE, "SELECT]") GRANT(OTHER, CONSUMER, TABLE, "SELECT]"), OTHER, "consumer", "orders",
     "111122223333 must share sales.orders with the grant option for SELECT, or what was granted on to `" CONSUMER
     "` is nothing",
     true},
    {GRANT(OWNER, OTHER, TABLE,
           "SELECT], AdditionalDetails: {ResourceShare: ['" SHARE
           "']}") "- {put: resourceShareInvitations, account: '444455556666', region: us-east-1, value: "
                  "{resourceShareInvitationArn: offer, resourceShareArn: '" SHARE "', status: PENDING}}\n",
     OTHER, "consumer", "orders",
     "111122223333 shares the table, and account 444455556666 has not accepted: an administrator there must accept the "
     "resource share invitation `offer`",
     true},
    {GRANT(OWNER, "IAM_ALLOWED_PRINCIPALS", TABLE, "ALL]") "- {put: LakeFormationOptInsInfoList, account: "
                                                           "'111122223333', region: us-east-1, value: {Principal: "
                                                           "{DataLakePrincipalIdentifier: '" READER
                                                           "'}, Resource: " TABLE "}}\n",
     OWNER, "reader", "orders",
     "`" READER
     "` opted in to Lake Formation, so that what IAM_ALLOWED_PRINCIPALS holds does not count for it: grant it "
     "SELECT",
     true},
    {GRANT(OWNER, READER, TAGGED_SO("Expression: [{TagKey: team, TagValues: [sales, ops]}]"), "SELECT]"), OWNER,
     "reader", "orders",
     "the grant to `" READER "` is on tables with the LF-tags team=sales|ops; sales.orders carries none", true},
    {GRANT(
         OWNER, READER,
         TAGGED_SO("Expression: [{TagKey: team, TagValues: [sales]}, {TagKey: class, TagValues: [open]}]"),
         "SELECT]") "- {put: ResourceLFTags, account: '111122223333', region: us-east-1, value: {Resource: {Database: "
                    "{Name: sales}}, LFTags: [{TagKey: team, TagValues: [hr]}]}}\n",
     OWNER, "reader", "orders",
     "the grant to `" READER "` is on tables with the LF-tags team=sales and class=open; sales.orders carries team=hr",
     true},
    {GRANT(OWNER, READER, TAGGED_SO("ExpressionName: gone"), "SELECT]"), OWNER, "reader", "orders",
     "the saved LF-tag expression `gone` of the grant to `" READER "` does not exist", true},
    {"[]", OWNER, "reader", "link",
     "sales.link is a resource link, which holds no data: ask for its target sales.orders of 111122223333", false},
};

static void write_request(char *out, size_t room, const char *account, const char *role, const char *table)
{
    snprintf(
        out, room,
        TOP "- name: ask\n  caller: {session: {weir: session/1, kind: assumed-role, account: '%s', arn: "
            "'arn:aws:sts::%s:assumed-role/%s/run', role_arn: 'arn:aws:iam::%s:role/%s', session_name: run, issued_at: "
            "'2026-03-02T08:30:00Z', expiration: '2026-03-02T09:30:00Z', tags: [{Key: LakeFormationAuthorizedCaller, "
            "Value: engine}]}}\n  operation: lakeformation:GetTemporaryGlueTableCredentials\n  parameters: {TableArn: "
            "'arn:aws:glue:us-east-1:111122223333:table/sales/%s'}\n",
        account, account, role, account, role, table);
}

static void assert_last(const struct weir_decision *decision, const char *because, bool is_placed)
{
    static const struct weir_str begins = {"no Lake Formation grant gives the caller SELECT: ", 49};
    struct weir_trace_entry entry = {.rule = {NULL, 0}};
    for (size_t i = 0; weir_decision_trace(decision, i, &entry); i++) {
        if (entry.outcome == WEIR_OUTCOME_FAIL)
            break;
    }
    assert_int_equal(entry.outcome, WEIR_OUTCOME_FAIL);
    assert_str(entry.rule, "lf.table.data-permission");
    assert_true(weir_str_has_prefix(entry.because, begins));
    assert_str((struct weir_str){entry.because.ptr + begins.len, entry.because.len - begins.len}, because);
    assert_int_equal(entry.at.line != 0, is_placed);
}

static void every_reason_has_its_sentence(void **state)
{
    (void)state;
    struct weir_world *const base = load_world_of(WORLD, NULL);
    struct weir_rulebook *const rulebook = builtin_rulebook();
    const struct weir_decide_options options = {.rulebook = rulebook, .trace = WEIR_TRACE_RULES};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char request[1024];
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_world *world = NULL;
        struct weir_arena *arena = NULL;
        if (weir_world_derive(base, weir_str_from(rows[i].patch), WEIR_STR("patch"), &world, &error) != WEIR_OK)
            fail_msg("row %zu: %u:%u: %s", i, error.line, error.column, error.message);
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        write_request(request, sizeof request, rows[i].account, rows[i].role, rows[i].table);
        const struct weir_run run = run_text(world, request, &options, arena);
        assert_int_equal(run.count, 1);
        assert_last(run.decisions[0], rows[i].because, rows[i].is_placed);
        weir_arena_free(arena);
        weir_world_release(world);
    }
    weir_rulebook_release(rulebook);
    weir_world_release(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_reason_has_its_sentence)};
    return cmocka_run_group_tests_name("vend.advice", tests, NULL, NULL);
}
