/* A bare policy question as a document: what it may say, what is refused and where, and the answer to the letter. */
#include "test_policy.h"

#include <stdio.h>

#define ASKING(principal, more) \
    "request: {action: 's3:GetObject', resource: '" OBJECT_ARN "', principal: " principal more "}\n"
#define BY(principal) ASKING("'" principal "'", "")
#define ALICE BY(USER_ARN)
#define HERE "accounts: {resource: '111122223333'}\n"
#define LETS "{Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}"
#define STOPS "{Statement: [{Sid: No, Effect: Deny, Action: '*', Resource: '*'}]}"
#define GRANTS(principal) "{Statement: [{Effect: Allow, Principal: " principal ", Action: '*', Resource: '*'}]}"

static const struct weir_tree *parse(const char *text, struct weir_arena *arena)
{
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_tree_parse(weir_str_from(text), WEIR_STR("q"), arena, &tree, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    return tree;
}

static enum weir_status read_text(const char *text, struct weir_arena *arena, const struct weir_ask **ask,
                                  struct weir_error *error)
{
    const struct weir_tree *const tree = parse(text, arena);
    return weir_ask_read(tree, weir_tree_root(tree), arena, ask, error);
}

static const struct weir_ask *must_read(const char *text, struct weir_arena *arena)
{
    const struct weir_ask *ask = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (read_text(text, arena, &ask, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    assert_non_null(ask);
    return ask;
}

/* ------------------------------------------------------------------------------------------- answers */

struct answer_row {
    const char *name;
    const char *question;
    const char *answer; /* behind the id */
};

#define ALLOWED_BY(policy, statement, sid)                                                                            \
    "\"decision\":\"Allowed\",\"by\":[{\"policy\":\"" policy "\",\"statement\":" #statement ",\"sid\":\"" sid "\"}]," \
    "\"because\":\"allowed by statement "
#define SILENT_AS(kind)                                                                                      \
    "\"decision\":\"ImplicitlyDenied\",\"by\":[],\"because\":\"because no " kind " allows the s3:GetObject " \
    "action\"}"
#define DENIED_BY(policy, kind)                                                                              \
    "\"decision\":\"ExplicitlyDenied\",\"by\":[{\"policy\":\"" policy "\",\"statement\":0,\"sid\":\"No\"}]," \
    "\"because\":\"with an explicit deny in " kind "\"}"

static const struct answer_row answer_rows[] = {
    {"identity_allows", ALICE HERE "policies: {identity: [" LETS "]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"the_sid_is_told",
     ALICE HERE "policies: {identity: [{Statement: [{Effect: Allow, Action: 's3:Put*', Resource: '*'}, "
                "{Sid: Read, Effect: Allow, Action: 's3:Get*', Resource: '*'}]}]}",
     ALLOWED_BY("identity[0]", 1, "Read") "2 `Read` of identity[0]\"}"},
    {"the_second_document", ALICE HERE "policies: {identity: [" STOPS ", " LETS "]}",
     DENIED_BY("identity[0]", "an identity-based policy")},
    {"resource_grants", ALICE HERE "policies: {resource: " GRANTS("{AWS: '" USER_ARN "'}") "}",
     ALLOWED_BY("resource", 0, "") "1 of resource\"}"},
    {"resource_null_is_none", ALICE HERE "policies: {resource: null, identity: [" LETS "]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"a_document_as_text",
     ALICE HERE "policies: {identity: ['{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}']}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"a_document_url_encoded",
     ALICE HERE "policies: {identity: ['%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C"
                "%22Resource%22%3A%22*%22%7D%7D']}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"no_policies_at_all", ALICE HERE, SILENT_AS("identity-based policy")},
    {"an_empty_list_allows_nothing", ALICE HERE "policies: {identity: []}", SILENT_AS("identity-based policy")},
    {"an_empty_boundary_allows_nothing", ALICE HERE "policies: {identity: [" LETS "], boundary: []}",
     SILENT_AS("permissions boundary")},
    {"an_empty_session_allows_nothing", ALICE HERE "policies: {identity: [" LETS "], session: []}",
     SILENT_AS("session policy")},
    {"the_second_session_policy_allows",
     ALICE HERE "policies: {identity: [" LETS "], session: [{Statement: [{Effect: Allow, Action: 's3:PutObject', "
                "Resource: '*'}]}, " LETS "]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"scp_without_levels", ALICE HERE "policies: {identity: [" LETS "], scp: []}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"scp_with_a_level_that_allows_nothing", ALICE HERE "policies: {identity: [" LETS "], scp: [[" LETS "], []]}",
     SILENT_AS("service control policy")},
    {"scp_denies_at_its_level", ALICE HERE "policies: {identity: [" LETS "], scp: [[" LETS "], [" LETS ", " STOPS "]]}",
     DENIED_BY("scp[1][1]", "a service control policy")},
    {"rcp_allows_by_itself", ALICE HERE "policies: {identity: [" LETS "], rcp: [[]]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"rcp_denies",
     ALICE HERE "policies: {identity: [" LETS "], rcp: [[], [{Statement: [{Sid: No, Effect: Deny, Principal: '*', "
                "Action: '*', Resource: '*'}]}]]}",
     DENIED_BY("rcp[1][0]", "a resource control policy")},
    {"endpoint_is_silent", ALICE HERE "policies: {identity: [" LETS "], endpoint: []}",
     SILENT_AS("VPC endpoint policy")},
    {"management_knows_no_scp",
     ALICE "accounts: {resource: '111122223333', principal_is_management: true}\npolicies: {identity: [" LETS
           "], scp: [[]]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"a_service_linked_role_knows_no_scp",
     ASKING("'" SESSION_ARN "'", ", principal_is_service_linked_role: true") HERE "policies: {identity: [" LETS
                                                                                  "], scp: [[]]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"the_resource_of_the_management_knows_no_rcp",
     ALICE "accounts: {resource: '111122223333', resource_is_management: true}\npolicies: {identity: [" LETS
           "], rcp: [[{Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}]}]]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"an_unknown_account_is_another", ALICE "policies: {identity: [" LETS "]}", SILENT_AS("resource-based policy")},
    {"another_account_must_allow_too", ALICE "accounts: {resource: '444455556666'}\npolicies: {identity: [" LETS "]}",
     SILENT_AS("resource-based policy")},
    {"nobody", ASKING("null", "") HERE "policies: {resource: " GRANTS("'*'") "}",
     ALLOWED_BY("resource", 0, "") "1 of resource\"}"},
    {"nobody_has_identity_policies", ASKING("null", "") HERE "policies: {identity: [" LETS "]}",
     SILENT_AS("resource-based policy")},
    {"a_trust_policy_by_its_action",
     "request: {action: 'sts:AssumeRole', resource: '" ROLE_ARN "', principal: '" USER_ARN "'}\n"
     "policies: {resource: {Statement: [{Effect: Allow, Principal: {AWS: '" USER_ARN "'}, Action: 'sts:AssumeRole'}]}}",
     ALLOWED_BY("resource", 0, "") "1 of resource\"}"},
    {"a_kms_key_must_allow", ASKING("'" USER_ARN "'", ", resource_kind: kms") HERE "policies: {identity: [" LETS "]}",
     SILENT_AS("resource-based policy")},
    {"a_trust_policy_by_its_word",
     ASKING("'" USER_ARN "'", ", resource_kind: trust") HERE "policies: {identity: [" LETS "]}",
     SILENT_AS("role trust policy")},
    {"no_trust_policy_by_its_word",
     "request: {action: 'sts:AssumeRole', resource: '" ROLE_ARN "', principal: '" USER_ARN "', resource_kind: other}\n"
     "policies: {identity: [" LETS "]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"an_unknown_operator_by_setting",
     ALICE HERE "settings: {unknown_operator: never_matches}\npolicies: {identity: [" LETS ", {Statement: [{Effect: "
                "Deny, Action: '*', Resource: '*', Condition: {StringMatch: {a: b}}}]}]}",
     ALLOWED_BY("identity[0]", 0, "") "1 of identity[0]\"}"},
    {"an_account_is_its_root_user", ASKING("'111122223333'", "") HERE,
     "\"decision\":\"Allowed\",\"by\":[],\"because\":\"the account's root user needs no policy of its own\"}"},
};

static void answer_row_holds(void **state)
{
    const struct answer_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *const tree = parse(row->question, arena);
    struct weir_str json;
    enum weir_effect effect = ALLOWED;
    const enum weir_status status = weir_ask_json(tree, weir_tree_root(tree), NULL, arena, &json, &effect, &error);
    char expected[1024];
    const int length = snprintf(expected, sizeof(expected), "{\"id\":null,%s", row->answer);
    if (status != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    assert_str(json, (struct weir_str){expected, (size_t)length});
    assert_int_equal(effect == ALLOWED, strstr(row->answer, "\"Allowed\"") != NULL);
    weir_arena_free(arena);
}

/* ---------------------------------------------------------------------------------------- principals */

struct principal_row {
    const char *name;
    const char *principal; /* as YAML */
    enum weir_principal_kind kind;
    const char *arn;     /* NULL: refused */
    const char *account; /* NULL: none */
};

static const struct principal_row principal_rows[] = {
    {"user", USER_ARN, WEIR_PRINCIPAL_USER, USER_ARN, ACCOUNT},
    {"user_of_china", "arn:aws-cn:iam::111122223333:user/a", WEIR_PRINCIPAL_USER, "arn:aws-cn:iam::111122223333:user/a",
     ACCOUNT},
    {"root", ROOT_ARN, WEIR_PRINCIPAL_ROOT, ROOT_ARN, ACCOUNT},
    {"account", "'111122223333'", WEIR_PRINCIPAL_ROOT, ROOT_ARN, ACCOUNT},
    {"session", SESSION_ARN, WEIR_PRINCIPAL_ROLE_SESSION, SESSION_ARN, ACCOUNT},
    {"federated_user", FEDERATED_ARN, WEIR_PRINCIPAL_FEDERATED_USER, FEDERATED_ARN, ACCOUNT},
    {"saml_provider", PROVIDER_ARN, WEIR_PRINCIPAL_FEDERATED, PROVIDER_ARN, NULL},
    {"oidc_provider", "arn:aws:iam::111122223333:oidc-provider/idp.example.com/a", WEIR_PRINCIPAL_FEDERATED,
     "arn:aws:iam::111122223333:oidc-provider/idp.example.com/a", NULL},
    {"named_provider", "cognito-identity.amazonaws.com", WEIR_PRINCIPAL_FEDERATED, "cognito-identity.amazonaws.com",
     NULL},
    {"provider_of_the_web", "accounts.google.com", WEIR_PRINCIPAL_FEDERATED, "accounts.google.com", NULL},
    {"service", "lakeformation.amazonaws.com", WEIR_PRINCIPAL_SERVICE, "lakeformation.amazonaws.com", NULL},
    {"service_of_china", "ec2.amazonaws.com.cn", WEIR_PRINCIPAL_SERVICE, "ec2.amazonaws.com.cn", NULL},
    {"nobody", "null", WEIR_PRINCIPAL_ANONYMOUS, "", NULL},
    {"nobody_by_a_tilde", "~", WEIR_PRINCIPAL_ANONYMOUS, "", NULL},
    {"everybody", "'*'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"nothing", "''", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_role", ROLE_ARN, WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_group", "arn:aws:iam::111122223333:group/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_name", "alice", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_list", "[" USER_ARN "]", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"eleven_digits", "'11112222333'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"thirteen_digits", "'1111222233334'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"the_service_of_no_name", "'.amazonaws.com'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_service_with_a_path", "'a/b.amazonaws.com'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"an_arn_without_account", "arn:aws:iam:::user/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"an_arn_without_partition", "'arn::iam::111122223333:user/a'", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"an_arn_with_a_region", "arn:aws:iam:us-east-1:111122223333:user/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_user_of_sts", "arn:aws:sts::111122223333:user/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_user_without_name", "arn:aws:iam::111122223333:user/", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"users", "arn:aws:iam::111122223333:users", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_root_with_a_name", "arn:aws:iam::111122223333:root/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_session_without_session", "arn:aws:sts::111122223333:assumed-role/a", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_session_without_name", "arn:aws:sts::111122223333:assumed-role/a/", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_session_without_role", "arn:aws:sts::111122223333:assumed-role//b", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
    {"a_session_with_a_path", "arn:aws:sts::111122223333:assumed-role/a/b/c", WEIR_PRINCIPAL_ANONYMOUS, NULL, NULL},
};

static void principal_row_holds(void **state)
{
    const struct principal_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_ask *ask = NULL;
    char question[512];
    snprintf(question, sizeof(question), "request:\n  action: s3:GetObject\n  resource: '*'\n  principal: %s\n",
             row->principal);
    const enum weir_status status = read_text(question, arena, &ask, &error);
    if (row->arn == NULL) {
        assert_int_equal(status, WEIR_ERR_SCHEMA);
        assert_int_equal(error.line, 4);
        assert_int_equal(error.column, 14);
        assert_null(ask);
    } else {
        assert_int_equal(status, WEIR_OK);
        assert_int_equal(ask->request.principal.kind, row->kind);
        assert_str(ask->request.principal.arn, weir_str_from(row->arn));
        assert_str(ask->request.principal.account, weir_str_from(row->account));
    }
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------ refusals */

struct refusal_row {
    const char *name;
    const char *question;
    uint32_t line;
    uint32_t column;
    const char *words;
};

static const struct refusal_row refusal_rows[] = {
    {"a_list", "[1]", 1, 1, "a question must be a map"},
    {"an_unknown_member", ALICE "polices: {}", 2, 1, "unknown member `polices` in a question"},
    {"no_request", "policies: {}", 1, 1, "a question must have `request`"},
    {"a_request_that_is_none", "request: x", 1, 10, "`request` must be a map"},
    {"an_unknown_member_of_the_request", ASKING("null", ", roleArn: x"), 1, 99,
     "unknown member `roleArn` in `request`"},
    {"no_action", "request: {resource: a, principal: null}", 1, 10, "`request` must have `action`"},
    {"no_resource", "request: {action: a, principal: null}", 1, 10, "`request` must have `resource`"},
    {"no_principal", "request: {action: a, resource: b}", 1, 10, "`request` must have `principal`"},
    {"an_empty_action", "request: {action: '', resource: b, principal: null}", 1, 19, "`action` must not be empty"},
    {"an_empty_resource", "request: {action: a, resource: '', principal: null}", 1, 32, "`resource` must not be empty"},
    {"an_action_that_is_a_list", "request: {action: [a], resource: b, principal: null}", 1, 19,
     "`action` must be text"},
    {"a_role_arn_that_is_none", "request: {action: a, resource: b, principal: null, role_arn: c}", 1, 62,
     "`role_arn` must be an ARN"},
    {"a_kind_of_resource", "request: {action: a, resource: b, principal: null, resource_kind: bucket}", 1, 67,
     "`resource_kind` cannot be `bucket`"},
    {"a_flag_that_is_none", "request: {action: a, resource: b, principal: null, principal_is_service_linked_role: 1}",
     1, 86, "must be true or false"},
    {"a_context_that_is_a_list", "request: {action: a, resource: b, principal: null, context: []}", 1, 61,
     "`context` must be a map"},
    {"a_null_value", "request: {action: a, resource: b, principal: null, context: {k: null}}", 1, 65,
     "a value of a condition key"},
    {"a_json_null_value",
     "{\"request\":{\"action\":\"a\",\"resource\":\"b\",\"principal\":null,\"context\":{\"k\":null}}}", 1, 73,
     "a value of a condition key"},
    {"a_null_in_a_list", "request: {action: a, resource: b, principal: null, context: {k: [x, ~]}}", 1, 69,
     "a value of a condition key"},
    {"a_map_as_a_value", "request: {action: a, resource: b, principal: null, context: {k: {}}}", 1, 65,
     "a value of a condition key"},
    {"a_list_in_a_list", "request: {action: a, resource: b, principal: null, context: {k: [[x]]}}", 1, 66,
     "a value of a condition key"},
    {"an_empty_key", "request: {action: a, resource: b, principal: null, context: {'': x}}", 1, 62,
     "a condition key must not be empty"},
    {"a_key_in_two_writings", "request: {action: a, resource: b, principal: null, context: {aws:a: x, AWS:A: y}}", 1,
     72, "the condition key `AWS:A` is given twice"},
    {"accounts_that_are_none", ALICE "accounts: x", 2, 11, "`accounts` must be a map"},
    {"an_account_of_letters", ALICE "accounts: {resource: twelve}", 2, 22, "must be twelve digits"},
    {"an_account_that_is_another", ALICE "accounts: {principal: '444455556666'}", 2, 23,
     "the principal is of account 111122223333, not 444455556666"},
    {"an_unknown_member_of_accounts", ALICE "accounts: {owner: '444455556666'}", 2, 12, "unknown member `owner`"},
    {"an_unknown_setting", ALICE "settings: {strict: true}", 2, 12, "unknown member `strict` in `settings`"},
    {"a_word_that_is_no_setting", ALICE "settings: {unknown_operator: ignore}", 2, 30,
     "`unknown_operator` cannot be `ignore`"},
    {"a_chain_that_is_none", ALICE "settings: {not_principal_chain: loose}", 2, 33,
     "`not_principal_chain` cannot be `loose`"},
    {"policies_that_are_none", ALICE "policies: []", 2, 11, "`policies` must be a map"},
    {"an_unknown_type_of_policy", ALICE "policies: {trust: []}", 2, 12, "unknown member `trust` in `policies`"},
    {"an_identity_policy_by_itself", ALICE "policies: {identity: " LETS "}", 2, 22,
     "a list of policies must be a list"},
    {"no_list_of_identity_policies", ALICE "policies: {identity: null}", 2, 22, "a list of policies must be a list"},
    {"two_boundaries", ALICE "policies: {boundary: [" LETS ", " LETS "]}", 2, 22, "at most one permissions boundary"},
    {"one_level_too_few", ALICE "policies: {scp: [" LETS "]}", 2, 18, "a list of policies must be a list"},
    {"levels_that_are_none", ALICE "policies: {rcp: " LETS "}", 2, 17, "the levels of control policies must be a list"},
    {"a_list_of_resource_policies", ALICE "policies: {resource: []}", 2, 22, "a policy must be a map"},
    {"a_policy_that_is_none", ALICE "policies:\n  identity:\n    - {Statement: 1}", 4, 19, "a statement must be a map"},
    {"a_principal_in_an_identity_policy", ALICE "policies: {identity: [" GRANTS("'*'") "]}", 2, 63, "`Principal`"},
    {"a_resource_in_a_trust_policy", ASKING("null", ", resource_kind: trust") "policies: {resource: " GRANTS("'*'") "}",
     2, 90, "`Resource`"},
    {"an_unknown_operator",
     ALICE "policies: {identity: [{Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {Is: {a: b}}}]}]}",
     2, 91, "unknown operator `Is`"},
};

static void refusal_row_holds(void **state)
{
    const struct refusal_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_ask *ask = (const void *)row;
    assert_int_equal(read_text(row->question, arena, &ask, &error), WEIR_ERR_SCHEMA);
    assert_null(ask);
    if (strstr(error.message, row->words) == NULL || error.line != row->line || error.column != row->column)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- members */

static void values_are_their_text(void **state)
{
    static const char question[] =
        "{\"request\":{\"action\":\"a\",\"resource\":\"b\",\"principal\":null,\"context\":{\"t\":\"x\",\"n\":1.50,"
        "\"b\":true,\"many\":[\"x\",2,false],\"one\":[\"x\"],\"none\":[]}}}";
    static const struct {
        const char *key;
        size_t count;
        bool many;
        const char *last;
    } rows[] = {{"t", 1, false, "x"},       {"n", 1, false, "1.50"}, {"b", 1, false, "true"},
                {"many", 3, true, "false"}, {"one", 1, true, "x"},   {"none", 0, true, NULL}};
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_ask *const ask = must_read(question, arena);
    assert_int_equal(weir_context_count(ask->request.context), WEIR_COUNT(rows));
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        const struct weir_str *values = NULL;
        size_t count = 9;
        bool many = !rows[i].many;
        assert_true(weir_context_find(ask->request.context, weir_str_from(rows[i].key), &values, &count, &many));
        assert_int_equal(count, rows[i].count);
        assert_int_equal(many, rows[i].many);
        if (rows[i].last != NULL)
            assert_str(values[count - 1], weir_str_from(rows[i].last));
    }
    weir_arena_free(arena);
}

struct account_row {
    const char *name;
    const char *resource;
    const char *accounts;
    const char *expected;
};

static const struct account_row account_rows[] = {
    {"of_its_arn", "arn:aws:glue:us-east-1:444455556666:table/a/b", "{}", OTHER_ACCOUNT},
    {"as_it_is_said", "arn:aws:glue:us-east-1:444455556666:table/a/b", "{resource: '111122223333'}", ACCOUNT},
    {"null_is_unknown", "arn:aws:s3:::lake", "{resource: null, principal: null}", ""},
    {"of_no_arn", "*", "{principal: '111122223333'}", ""},
    {"of_an_arn_without", "arn:aws:s3:::lake", "{}", ""},
    {"of_an_arn_with_something_else", "arn:aws:iam::aws:policy/a", "{}", ""},
};

static void account_row_holds(void **state)
{
    const struct account_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    char question[512];
    snprintf(question, sizeof(question),
             "request: {action: a, resource: '%s', principal: '" USER_ARN "'}\naccounts: %s\n", row->resource,
             row->accounts);
    assert_str(must_read(question, arena)->request.resource_account, weir_str_from(row->expected));
    weir_arena_free(arena);
}

static void the_role_stands_beside_its_session(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_ask *const ask = must_read(ASKING("'" SESSION_ARN "'", ", role_arn: '" ROLE_ARN "'"), arena);
    assert_str(ask->request.principal.role_arn, WEIR_STR(ROLE_ARN));
    assert_int_equal(must_read(ASKING("null", ", role_arn: null"), arena)->request.principal.role_arn.len, 0);
    weir_arena_free(arena);
}

static void the_id_is_given_back(void **state)
{
    static const char *const ids[] = {"{\"id\":7,", "{\"id\":\"a\",", "{\"id\":[1,{\"a\":null}],", "{\"id\":null,"};
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < WEIR_COUNT(ids); i++) {
        char question[512];
        struct weir_str json;
        snprintf(question, sizeof(question), "%s\"request\":{\"action\":\"a\",\"resource\":\"b\",\"principal\":null}}",
                 ids[i]);
        const struct weir_tree *const tree = parse(question, arena);
        assert_int_equal(weir_ask_json(tree, weir_tree_root(tree), NULL, arena, &json, NULL, NULL), WEIR_OK);
        assert_true(weir_str_has_prefix(json, weir_str_from(ids[i])));
    }
    weir_arena_free(arena);
}

static void an_explanation_tells_every_statement(void **state)
{
    static const char question[] =
        "request: {action: 's3:GetObject', resource: '" OBJECT_ARN "', principal: '" USER_ARN "', context: {k: v}}\n"
        "accounts: {resource: '111122223333'}\n"
        "policies:\n"
        "  resource:\n"
        "    Statement:\n"
        "    - {Effect: Deny, Principal: {AWS: '" SESSION_ARN "'}, Action: '*', Resource: '*'}\n"
        "  identity:\n"
        "  - Statement:\n"
        "    - {Sid: A, Effect: Allow, Action: 's3:Get*', Resource: '*'}\n"
        "    - {Effect: Deny, Action: 's3:Put*', Resource: '*'}\n"
        "    - {Effect: Deny, Action: '*', Resource: 'arn:aws:s3:::other/*'}\n"
        "    - {Effect: Deny, Action: '*', Resource: '*', Condition: {StringEquals: {k: w}}}\n";
    static const char expected[] = "{\"id\":null," ALLOWED_BY(
        "identity[0]", 0,
        "A") "1 `A` of identity[0]\",\"explanation\":["
             "{\"policy\":\"resource\",\"statement\":0,\"sid\":\"\",\"effect\":\"Deny\",\"match\":\"not-principal\","
             "\"because\":\"Principal does not name `" USER_ARN "`\",\"at\":\"q:46:33\"},"
             "{\"policy\":\"identity[0]\",\"statement\":0,\"sid\":\"A\",\"effect\":\"Allow\",\"match\":\"applies\","
             "\"because\":\"\",\"at\":\"q:49:7\"},"
             "{\"policy\":\"identity[0]\",\"statement\":1,\"sid\":\"\",\"effect\":\"Deny\",\"match\":\"not-action\","
             "\"because\":\"Action does not cover `s3:GetObject`\",\"at\":\"q:50:30\"},"
             "{\"policy\":\"identity[0]\",\"statement\":2,\"sid\":\"\",\"effect\":\"Deny\",\"match\":\"not-resource\","
             "\"because\":\"Resource does not cover `" OBJECT_ARN "`\",\"at\":\"q:51:45\"},"
             "{\"policy\":\"identity[0]\",\"statement\":3,\"sid\":\"\",\"effect\":\"Deny\",\"match\":\"not-condition\","
             "\"because\":\"StringEquals k: the request has `v`, the policy asks for `w`\",\"at\":\"q:52:77\"}]}";
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    const struct weir_tree *const tree = parse(question, arena);
    struct weir_str json;
    options.explained = true;
    options.first_line = 41;
    assert_int_equal(weir_ask_json(tree, weir_tree_root(tree), &options, arena, &json, NULL, NULL), WEIR_OK);
    assert_str(json, weir_str_from(expected));
    weir_arena_free(arena);
}

static void every_match_has_its_word(void **state)
{
    (void)state;
    for (int match = WEIR_MATCH_APPLIES; match <= WEIR_MATCH_NOT_CONDITION; match++)
        assert_string_not_equal(weir_match_name((enum weir_match)match), "unknown");
    assert_string_equal(weir_match_name((enum weir_match)(WEIR_MATCH_NOT_CONDITION + 1)), "unknown");
}

static void every_kind_has_its_word(void **state)
{
    (void)state;
    for (int kind = 0; kind < WEIR_POLICY_KINDS; kind++) {
        enum weir_policy_kind found = WEIR_POLICY_IDENTITY;
        const char *const word = weir_policy_kind_word((enum weir_policy_kind)kind);
        assert_true(weir_policy_kind_find(weir_str_from(word), &found));
        assert_int_equal(found, kind);
    }
    enum weir_policy_kind found = WEIR_POLICY_SCP;
    assert_false(weir_policy_kind_find(WEIR_STR("SCP"), &found));
    assert_int_equal(found, WEIR_POLICY_IDENTITY);
    assert_string_equal(weir_policy_kind_word((enum weir_policy_kind)WEIR_POLICY_KINDS), "policy");
}

/* -------------------------------------------------------------------------------------------- limits */

/* `open`, then the item so many times, `%zu` in it its number, then `close`. */
static enum weir_status read_many(const char *open, const char *item, const char *close, size_t count)
{
    const size_t room = 512 + count * 96;
    char *const text = malloc(room);
    struct weir_arena *const arena = new_arena(0);
    const struct weir_ask *ask = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_non_null(text);
    const bool numbered = strcmp(item, "k: v") == 0;
    size_t at = (size_t)snprintf(text, room, "%s", open);
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(text + at, room - at, "%s", i == 0 ? "" : ",");
        at += (size_t)(numbered ? snprintf(text + at, room - at, "k%zu: v", i)
                                : snprintf(text + at, room - at, "%s", item));
    }
    snprintf(text + at, room - at, "%s", close);
    const enum weir_status status = read_text(text, arena, &ask, &error);
    assert_true((ask != NULL) == (status == WEIR_OK));
    weir_arena_free(arena);
    free(text);
    return status;
}

static void lists_are_bounded(void **state)
{
    static const struct {
        const char *open, *item, *close;
    } rows[] = {
        {"request: {action: a, resource: b, principal: null, context: {", "k: v", "}}"},
        {"request: {action: a, resource: b, principal: null, context: {k: [", "x", "]}}"},
        {"request: {action: a, resource: b, principal: null}\npolicies: {identity: [", LETS, "]}"},
        {"request: {action: a, resource: b, principal: null}\npolicies: {scp: [", "[]", "]}"},
        {"request: {action: a, resource: b, principal: null}\npolicies: {scp: [[", LETS, "]]}"},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        assert_int_equal(read_many(rows[i].open, rows[i].item, rows[i].close, WEIR_MAX_ITEMS), WEIR_OK);
        assert_int_equal(read_many(rows[i].open, rows[i].item, rows[i].close, WEIR_MAX_ITEMS + 1), WEIR_ERR_LIMIT);
    }
}

/* At every limit an arena may have: the whole answer, or WEIR_ERR_MEMORY and nothing. */
static void memory_ends_in_no_answer(void **state)
{
    static const char question[] = ASKING("'111122223333'", ", context: {a: [x, y], b: c}") HERE
        "policies: {identity: [" LETS "], resource: " GRANTS("'*'") ", scp: [[" LETS "]], session: [" STOPS "]}";
    (void)state;
    size_t failures = 0;
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    struct weir_arena *const trees = new_arena(0);
    const struct weir_tree *const tree = parse(question, trees);
    options.explained = true;
    for (enum weir_status status = WEIR_ERR_MEMORY; status != WEIR_OK;) {
        struct weir_arena *arena = NULL;
        struct weir_str json = WEIR_STR("x");
        struct weir_error error = WEIR_ERROR_INIT;
        enum weir_effect effect = ALLOWED;
        failures += 16;
        if (weir_arena_new(failures, &arena) != WEIR_OK)
            continue;
        status = weir_ask_json(tree, weir_tree_root(tree), &options, arena, &json, &effect, &error);
        assert_int_equal(error.status, status);
        assert_true((json.len > 0) == (status == WEIR_OK));
        assert_int_equal(effect, status == WEIR_OK ? DENIED : SILENT);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        weir_arena_free(arena);
    }
    assert_true(failures > 1024);
    weir_arena_free(trees);
}

static void misuse_is_no_answer(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse(ALICE, arena);
    const struct weir_node *const node = weir_tree_root(tree);
    const struct weir_ask *ask = (const void *)tree;
    const struct weir_ask_options wrong = {.size = 1};
    struct weir_writer *writer = NULL;
    struct weir_str json = WEIR_STR("x");
    enum weir_effect effect = ALLOWED;
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    assert_int_equal(weir_ask_read(NULL, node, arena, &ask, NULL), WEIR_ERR_USAGE);
    assert_null(ask);
    assert_int_equal(weir_ask_read(tree, node, NULL, &ask, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_ask_read(tree, node, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_ask_read(tree, NULL, arena, &ask, NULL), WEIR_ERR_SCHEMA);
    assert_int_equal(weir_ask_json(tree, node, NULL, arena, NULL, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_ask_json(tree, node, &wrong, arena, &json, &effect, NULL), WEIR_ERR_USAGE);
    assert_int_equal(json.len, 0);
    assert_int_equal(effect, SILENT);
    assert_int_equal(weir_ask_write(NULL, NULL, arena, writer, &effect, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_ask_write(must_read(ALICE, arena), NULL, arena, NULL, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_ask_write(must_read(ALICE, arena), NULL, NULL, writer, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_their_text),    cmocka_unit_test(the_role_stands_beside_its_session),
        cmocka_unit_test(the_id_is_given_back),     cmocka_unit_test(an_explanation_tells_every_statement),
        cmocka_unit_test(every_match_has_its_word), cmocka_unit_test(every_kind_has_its_word),
        cmocka_unit_test(lists_are_bounded),        cmocka_unit_test(memory_ends_in_no_answer),
        cmocka_unit_test(misuse_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("answers", answer_rows, answer_row_holds) +
           RUN_ROWS("principals", principal_rows, principal_row_holds) +
           RUN_ROWS("refusals", refusal_rows, refusal_row_holds) +
           RUN_ROWS("accounts", account_rows, account_row_holds);
}
