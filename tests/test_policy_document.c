/* Documents: what loads in which kind, and what is refused, where and with which words. */
#include "test_policy.h"

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct row {
    const char *name;
    enum weir_policy_kind kind;
    const char *text; /* with a caret in front of the place that is refused */
    enum weir_status status;
    const char *message; /* a part of it */
};

#define BAD WEIR_ERR_SCHEMA
#define LOADS WEIR_OK, ""

#define ONE(rest) "{\"Statement\":{\"Effect\":\"Allow\"," rest "}}"
#define DENY(rest) "{\"Statement\":{\"Effect\":\"Deny\"," rest "}}"
/* The same, refused at the statement. */
#define ONE_AT(rest) "{\"Statement\":^{\"Effect\":\"Allow\"," rest "}}"
#define DENY_AT(rest) "{\"Statement\":^{\"Effect\":\"Deny\"," rest "}}"
#define ASSUME "\"Action\":\"sts:AssumeRole\""

/* clang-format off */
static const struct row rows[] = {
    {"one_statement",              IDENTITY, ONE(ANY), LOADS},
    {"f2_a_list_of_statements",    IDENTITY, "{\"Statement\":[{\"Effect\":\"Allow\"," ANY "}]}", LOADS},
    {"version_2012",               IDENTITY, ALLOW_ALL, LOADS},
    {"version_2008",               IDENTITY, "{\"Version\":\"2008-10-17\",\"Statement\":{\"Effect\":\"Allow\"," ANY "}}", LOADS},
    {"id_and_sid",                 IDENTITY, "{\"Id\":\"x\",\"Statement\":{\"Sid\":\"Ab9\",\"Effect\":\"Allow\"," ANY "}}", LOADS},
    {"an_empty_sid",               RESOURCE, ONE("\"Sid\":\"\",\"Principal\":\"*\"," ANY), LOADS},
    {"an_empty_condition",         IDENTITY, ONE(ANY ",\"Condition\":{}"), LOADS},
    {"not_elements",               IDENTITY, ONE("\"NotAction\":\"iam:*\",\"NotResource\":\"*\""), LOADS},
    {"resource_policy",            RESOURCE, ONE("\"Principal\":\"*\"," ANY), LOADS},
    {"f39_without_principal",      RESOURCE, ONE(ANY), LOADS},
    {"f9_without_resource",        RESOURCE, ONE("\"Principal\":\"*\",\"Action\":\"ecr:*\""), LOADS},
    {"not_principal_with_deny",    RESOURCE, DENY("\"NotPrincipal\":{\"AWS\":\"111122223333\"}," ANY), LOADS},
    {"a_cloudfront_principal",     RESOURCE, ONE("\"Principal\":{\"AWS\":\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1\"}," ANY), LOADS},
    {"trust_policy",               TRUST, ONE("\"Principal\":{\"Service\":\"glue.amazonaws.com\"}," ASSUME), LOADS},
    {"boundary",                   BOUNDARY, ONE(ANY), LOADS},
    {"session_policy",             SESSION, ONE(ANY), LOADS},
    {"f41_scp_in_full",            SCP, ONE("\"NotAction\":\"iam:*\",\"NotResource\":\"arn:aws:s3:::x\",\"Condition\":{\"Bool\":{\"k\":true}}"), LOADS},
    {"f8_scp_short_with_star",     SCP, ONE("\"Action\":\"*\",\"Resource\":\"arn:aws:s3*\""), LOADS},
    {"rcp",                        RCP, DENY("\"Principal\":\"*\"," ANY), LOADS},
    {"endpoint_policy",            ENDPOINT, ONE("\"Principal\":\"*\"," ANY), LOADS},

    {"not_json",                   IDENTITY, "{\"Statement\":^", WEIR_ERR_SYNTAX, ""},
    {"a_key_twice",                IDENTITY, "{\"Statement\":{},\n ^\"Statement\":{}}", WEIR_ERR_SYNTAX, ""},
    {"not_a_map",                  IDENTITY, "^[]", BAD, "a policy must be a map"},
    {"no_statement",               IDENTITY, "^{\"Version\":\"2012-10-17\"}", BAD, "must have `Statement`"},
    {"no_statements",              IDENTITY, "{\"Statement\":^[]}", BAD, "must have a statement"},
    {"a_statement_of_text",        IDENTITY, "{\"Statement\":^\"x\"}", BAD, "a statement must be a map"},
    {"unknown_version",            IDENTITY, "{\"Version\":^\"2012-10-18\",\"Statement\":[]}", BAD, "not `2012-10-18`"},
    {"version_of_number",          IDENTITY, "{\"Version\":^2012,\"Statement\":[]}", BAD, "`Version` must be text"},
    {"unknown_element",            IDENTITY, "{\n  ^\"Statements\":[]}", BAD, "unknown element `Statements` in a policy"},
    {"element_in_small_letters",   IDENTITY, "{^\"statement\":[]}", BAD, "unknown element `statement`"},
    {"id_of_number",               IDENTITY, "{\"Id\":^1,\"Statement\":[]}", BAD, "`Id` must be text"},
    {"unknown_in_a_statement",     IDENTITY, ONE(ANY ",^\"Actions\":\"*\""), BAD, "unknown element `Actions` in a statement"},
    {"no_effect",                  IDENTITY, "{\"Statement\":^{" ANY "}}", BAD, "must have `Effect`"},
    {"effect_in_small_letters",    IDENTITY, "{\"Statement\":{\"Effect\":^\"allow\"," ANY "}}", BAD, "not `allow`"},
    {"effect_of_null",             IDENTITY, "{\"Statement\":{\"Effect\":^null," ANY "}}", BAD, "`Effect` must be text"},
    {"f60_a_sid_of_two_words",     IDENTITY, ONE("\"Sid\":^\"a b\"," ANY), BAD, "a `Sid` is letters and digits, not `a b`"},
    {"f60_a_sid_of_two_words_in_a_resource_policy", RESOURCE, ONE("\"Sid\":\"a b\",\"Principal\":\"*\"," ANY), LOADS},
    {"f60_a_sid_twice",            IDENTITY, "{\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\"," ANY "},{\"Sid\":^\"a\",\"Effect\":\"Deny\"," ANY "}]}", BAD, "the `Sid` `a` stands twice"},
    {"f60_sids_differ_by_case",    IDENTITY, "{\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\"," ANY "},{\"Sid\":\"A\",\"Effect\":\"Deny\"," ANY "}]}", LOADS},
    {"f60_no_sid_twice",           IDENTITY, "{\"Statement\":[{\"Sid\":\"\",\"Effect\":\"Allow\"," ANY "},{\"Effect\":\"Deny\"," ANY "}]}", LOADS},
    {"sid_of_number",              IDENTITY, ONE("\"Sid\":^1," ANY), BAD, "`Sid` must be text"},
    {"no_action",                  IDENTITY, ONE_AT("\"Resource\":\"*\""), BAD, "must have `Action`"},
    {"both_actions",               IDENTITY, ONE("\"Action\":\"*\",\"NotAction\":^\"*\",\"Resource\":\"*\""), BAD, "both `Action` and `NotAction`"},
    {"both_resources",             IDENTITY, ONE(ANY ",\"NotResource\":^\"*\""), BAD, "both `Resource` and `NotResource`"},
    {"both_principals",            RESOURCE, DENY("\"Principal\":\"*\",\"NotPrincipal\":^\"*\"," ANY), BAD, "both `Principal` and `NotPrincipal`"},
    {"no_actions",                 IDENTITY, ONE("\"Action\":^[],\"Resource\":\"*\""), BAD, "must name actions"},
    {"no_resources",               IDENTITY, ONE("\"Action\":\"*\",\"Resource\":^[]"), BAD, "must name resources"},
    {"no_resource",                IDENTITY, ONE_AT("\"Action\":\"*\""), BAD, "must have `Resource`"},
    {"boundary_without_resource",  BOUNDARY, ONE_AT("\"Action\":\"*\""), BAD, "must have `Resource`"},
    {"session_without_resource",   SESSION, ONE_AT("\"Action\":\"*\""), BAD, "must have `Resource`"},
    {"scp_without_resource",       SCP, ONE_AT("\"Action\":\"*\""), BAD, "must have `Resource`"},
    {"f39_identity_with_principal", IDENTITY, ONE("\"Principal\":^\"*\"," ANY), BAD, "`Principal` is not legal in an identity"},
    {"f38_identity_not_principal", IDENTITY, DENY("\"NotPrincipal\":^\"*\"," ANY), BAD, "`NotPrincipal` is not legal"},
    {"boundary_with_principal",    BOUNDARY, ONE("\"Principal\":^\"*\"," ANY), BAD, "not legal"},
    {"session_with_principal",     SESSION, ONE("\"Principal\":^\"*\"," ANY), BAD, "not legal"},
    {"scp_with_principal",         SCP, ONE("\"Principal\":^\"*\"," ANY), BAD, "not legal"},
    {"f38_scp_not_principal",      SCP, DENY("\"NotPrincipal\":^\"*\"," ANY), BAD, "not legal"},
    {"f53_trust_without_principal", TRUST, ONE_AT(ASSUME), BAD, "must have `Principal`"},
    {"f53_trust_not_principal",    TRUST, DENY("\"NotPrincipal\":^\"*\"," ASSUME), BAD, "not legal"},
    {"f53_trust_with_resource",    TRUST, ONE("\"Principal\":\"*\"," ASSUME ",\"Resource\":^\"*\""), BAD, "`Resource` is not legal"},
    {"trust_with_not_resource",    TRUST, ONE("\"Principal\":\"*\"," ASSUME ",\"NotResource\":^\"*\""), BAD, "`NotResource` is not legal"},
    {"rcp_without_principal",      RCP, DENY_AT(ANY), BAD, "must have `Principal`"},
    {"f42_rcp_principal_is_star",  RCP, DENY("\"Principal\":{\"AWS\":^\"111122223333\"}," ANY), BAD, "is `*`"},
    {"f38_rcp_not_principal",      RCP, DENY("\"NotPrincipal\":^\"*\"," ANY), BAD, "not legal"},
    {"rcp_without_resource",       RCP, DENY_AT("\"Principal\":\"*\",\"Action\":\"*\""), BAD, "must have `Resource`"},
    {"endpoint_without_principal", ENDPOINT, ONE_AT(ANY), BAD, "must have `Principal`"},
    {"f38_not_principal_with_allow", RESOURCE, ONE("\"NotPrincipal\":^\"*\"," ANY), BAD, "not supported with `Allow`"},
    {"f8_scp_short_arn",           SCP, ONE("\"Action\":\"*\",\"Resource\":^\"arn:aws:s3\""), BAD, "ARN of six parts"},
    {"f8_rcp_short_arn",           RCP, DENY("\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":^\"arn:aws:s3*\""), BAD, "ARN of six parts"},
    {"empty_resource",             IDENTITY, ONE("\"Action\":\"*\",\"Resource\":^\"\""), BAD, "ARN of six parts"},
    {"resource_of_map",            IDENTITY, ONE("\"Action\":\"*\",\"Resource\":^{}"), BAD, "a resource must be text"},
    {"action_without_service",     IDENTITY, ONE("\"Action\":[\"s3:*\",^\"GetObject\"],\"Resource\":\"*\""), BAD, "must begin with a service"},
    {"action_without_a_word",      IDENTITY, ONE("\"Action\":^\":GetObject\",\"Resource\":\"*\""), BAD, "must begin with a service"},
    {"f3_wildcard_in_the_service", IDENTITY, ONE("\"Action\":^\"s*:GetObject\",\"Resource\":\"*\""), BAD, "must begin with a service"},
    {"every_byte_of_a_service",    IDENTITY, ONE("\"Action\":[\"a4b:X\",\"execute-api:X\",\"my_own:X\",\"aws.one:X\",\"Az09:X\"],\"Resource\":\"*\""), LOADS},
    {"bytes_beside_a_services",    IDENTITY, ONE("\"Action\":^\"a/b:X\",\"Resource\":\"*\""), BAD, "must begin with a service"},
    {"a_service_of_a_star_more",   IDENTITY, ONE("\"Action\":^\"**:X\",\"Resource\":\"*\""), BAD, "must begin with a service"},
    {"action_of_two_colons",       IDENTITY, ONE("\"Action\":^\"s3:Get:Object\",\"Resource\":\"*\""), BAD, "more than one colon"},
    {"action_of_number",           IDENTITY, ONE("\"Action\":^7,\"Resource\":\"*\""), BAD, "an action must be text"},
    {"principal_of_text",          RESOURCE, ONE("\"Principal\":^\"111122223333\"," ANY), BAD, "a principal is `*` or a map"},
    {"principal_of_nobody",        RESOURCE, ONE("\"Principal\":^{}," ANY), BAD, "must name somebody"},
    {"principal_of_an_empty_list", RESOURCE, ONE("\"Principal\":{^\"AWS\":[]}," ANY), BAD, "must name somebody"},
    {"unknown_kind_of_principal",  RESOURCE, ONE("\"Principal\":{^\"Aws\":\"*\"}," ANY), BAD, "unknown kind of principal `Aws`"},
    {"f33_wildcard_in_a_principal", RESOURCE, ONE("\"Principal\":{\"AWS\":^\"arn:aws:iam::111122223333:role/*\"}," ANY), BAD, "no wildcard"},
    {"f55_wildcard_in_trust",      TRUST, ONE("\"Principal\":{\"AWS\":^\"arn:aws:iam::111122223333:user/al?ce\"}," ASSUME), BAD, "no wildcard"},
    {"any_service",                RESOURCE, ONE("\"Principal\":{\"Service\":^\"*\"}," ANY), BAD, "no wildcard"},
    {"principal_of_a_word",        RESOURCE, ONE("\"Principal\":{\"AWS\":^\"alice\"}," ANY), BAD, "not an account, an ARN or a unique id"},
    {"principal_of_eleven_digits", RESOURCE, ONE("\"Principal\":{\"AWS\":^\"11112222333\"}," ANY), BAD, "not an account"},
    {"principal_of_no_arn",        RESOURCE, ONE("\"Principal\":{\"AWS\":^\"arm:aws:iam::111122223333:root\"}," ANY), BAD, "not an account"},
    {"principal_arn_of_nothing",   RESOURCE, ONE("\"Principal\":{\"AWS\":^\"arn:aws:iam::111122223333:\"}," ANY), BAD, "not an account"},
    {"an_id_in_small_letters",     RESOURCE, ONE("\"Principal\":{\"AWS\":^\"AROAengineengineengin\"}," ANY), BAD, "not an account"},
    {"an_id_that_ends_small",      RESOURCE, ONE("\"Principal\":{\"AWS\":^\"AROAENGINEENGINEENGIn\"}," ANY), BAD, "not an account"},
    {"an_id_of_another_letter",    RESOURCE, ONE("\"Principal\":{\"AWS\":^\"BROAENGINEENGINEENGIN\"}," ANY), BAD, "not an account"},
    {"an_id_of_sixteen",           RESOURCE, ONE("\"Principal\":{\"AWS\":\"AROA0123456789AB\"}," ANY), LOADS},
    {"an_id_of_fifteen",           RESOURCE, ONE("\"Principal\":{\"AWS\":^\"AROA0123456789A\"}," ANY), BAD, "not an account"},
    {"an_empty_service",           RESOURCE, ONE("\"Principal\":{\"Service\":^\"\"}," ANY), BAD, "not an account"},
    {"principal_of_number",        RESOURCE, ONE("\"Principal\":{\"AWS\":^111122223333}," ANY), BAD, "a principal must be text"},
    {"condition_of_a_list",        IDENTITY, ONE(ANY ",\"Condition\":^[]"), BAD, "`Condition` must be a map"},
    {"f22_unknown_operator",       IDENTITY, ONE(ANY ",\"Condition\":{^\"StringMatch\":{\"k\":\"v\"}}"), BAD, "unknown operator `StringMatch`"},
    {"f22_unknown_and_empty",      IDENTITY, ONE(ANY ",\"Condition\":{^\"StringMatch\":{}}"), BAD, "unknown operator `StringMatch`"},
    {"f22_not_twice",              IDENTITY, ONE(ANY ",\"Condition\":{^\"StringDoesNotExist\":{}}"), BAD, "unknown operator"},
    {"f23_no_null_if_exists",      IDENTITY, ONE(ANY ",\"Condition\":{^\"NullIfExists\":{}}"), BAD, "unknown operator `NullIfExists`"},
    {"no_set_of_null",             IDENTITY, ONE(ANY ",\"Condition\":{^\"ForAnyValue:Null\":{}}"), BAD, "unknown operator"},
    {"no_plural_set_operator",     IDENTITY, ONE(ANY ",\"Condition\":{^\"ForAnyValues:StringEquals\":{}}"), BAD, "unknown operator"},
    {"no_set_operator_alone",      IDENTITY, ONE(ANY ",\"Condition\":{^\"ForAnyValue:\":{}}"), BAD, "unknown operator"},
    {"no_if_exists_alone",         IDENTITY, ONE(ANY ",\"Condition\":{^\"IfExists\":{}}"), BAD, "unknown operator"},
    {"no_if_exists_twice",         IDENTITY, ONE(ANY ",\"Condition\":{^\"BoolIfExistsIfExists\":{}}"), BAD, "unknown operator"},
    {"no_negated_bool",            IDENTITY, ONE(ANY ",\"Condition\":{^\"NotBool\":{}}"), BAD, "unknown operator"},
    {"operator_of_text",           IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":^\"true\"}"), BAD, "must be a map"},
    {"f32_operator_twice_by_case", IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":{},^\"BOOL\":{}}"), BAD, "`BOOL` stands twice"},
    {"f32_key_twice_by_case",      IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":{\"a:b\":true,^\"A:b\":true}}"), BAD, "`A:b` stands twice"},
    {"an_empty_key",               IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":{^\"\":true}}"), BAD, "an empty name"},
    {"value_of_null",              IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":{\"k\":^null}}"), BAD, "the value of a condition must be"},
    {"value_of_a_list_of_lists",   IDENTITY, ONE(ANY ",\"Condition\":{\"Bool\":{\"k\":[^[]]}}"), BAD, "the value of a condition must be"},
    {"null_of_a_word",             IDENTITY, ONE(ANY ",\"Condition\":{\"Null\":{\"k\":^\"yes\"}}"), BAD, "`true` or `false`, not `yes`"},
};
/* clang-format on */

/* Takes the caret out of a text and says where it stood; line 0 without one. */
static void take_caret(const char *marked, char *text, size_t room, uint32_t *line, uint32_t *column)
{
    const char *const caret = strchr(marked, '^');
    *line = caret == NULL ? 0 : 1;
    *column = caret == NULL ? 0 : 1;
    for (const char *at = marked; caret != NULL && at < caret; at++) {
        *line += *at == '\n';
        *column = *at == '\n' ? 1 : *column + 1;
    }
    const size_t before = caret == NULL ? strlen(marked) : (size_t)(caret - marked);
    const int length = snprintf(text, room, "%.*s%s", (int)before, marked, caret == NULL ? "" : caret + 1);
    assert_true(length >= 0 && (size_t)length < room);
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    char text[512];
    uint32_t line = 0;
    uint32_t column = 0;
    struct weir_arena *const arena = new_arena(0);
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_policy *policy = (const void *)row;
    take_caret(row->text, text, sizeof(text), &line, &column);
    const enum weir_status status = weir_policy_parse(weir_str_from(text), WEIR_STR("policy.json"), row->kind, NULL,
                                                      arena, &policy, &error);
    if (status != row->status || error.line != line || error.column != column ||
        strstr(error.message, row->message) == NULL)
        fail_msg("%s at %u:%u: %s", weir_status_name(status), error.line, error.column, error.message);
    assert_true((policy != NULL) == (status == WEIR_OK));
    weir_arena_free(arena);
}

/* One text in a tree, as IAM returns documents: a map, JSON text, URL-encoded text. */
struct form_row {
    const char *name;
    const char *json;
    enum weir_status status;
    const char *message;
};

/* clang-format off */
static const struct form_row form_rows[] = {
    {"a_map",          "{\"p\":" ONE(ANY) "}", WEIR_OK, ""},
    {"json_text",      "{\"p\":\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}}\"}", WEIR_OK, ""},
    {"url_encoded",    "{\"p\":\"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3a%22*%22%2C%22Resource%22%3A%22*%22%7D%7D\"}", WEIR_OK, ""},
    {"url_with_blanks", "{\"p\":\"%0A%7B%22Statement%22:%20%7B%22Effect%22:%22Allow%22,%22Action%22:%22*%22,%22Resource%22:%22*%22%7D%7D\"}", WEIR_OK, ""},
    {"half_a_triplet", "{\"p\":\"%7B%2\"}", WEIR_ERR_SYNTAX, "not URL-encoded text at its byte 4"},
    {"no_triplet",     "{\"p\":\"%7B%zz\"}", WEIR_ERR_SYNTAX, "not URL-encoded text at its byte 4"},
    {"a_raw_brace",    "{\"p\":\"%7B}\"}", WEIR_ERR_SYNTAX, "not URL-encoded text at its byte 4"},
    {"a_raw_blank",    "{\"p\":\"%7B %7D\"}", WEIR_ERR_SYNTAX, "not URL-encoded text at its byte 4"},
    {"bad_utf8",       "{\"p\":\"%7B%FF%7D\"}", WEIR_ERR_SYNTAX, ""},
    {"no_json",        "{\"p\":\"hello\"}", WEIR_ERR_SYNTAX, ""},
    {"empty_text",     "{\"p\":\"\"}", WEIR_ERR_SYNTAX, ""},
    {"schema_inside",  "{\"p\":\"{}\"}", WEIR_ERR_SCHEMA, "must have `Statement`"},
    {"a_number",       "{\"p\":7}", WEIR_ERR_SCHEMA, "a policy must be a map"},
    {"null",           "{\"p\":null}", WEIR_ERR_SCHEMA, "a policy must be a map"},
};
/* clang-format on */

static void form_row_holds(void **state)
{
    const struct form_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_policy *policy = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_tree_parse_json(weir_str_from(row->json), WEIR_STR("world.json"), arena, &tree, NULL),
                     WEIR_OK);
    const struct weir_node *const node = weir_node_find(weir_tree_root(tree), WEIR_STR("p"));
    const enum weir_status status = weir_policy_read(tree, node, IDENTITY, NULL, arena, &policy, &error);
    if (status != row->status || strstr(error.message, row->message) == NULL)
        fail_msg("%s: %s", weir_status_name(status), error.message);
    const struct weir_place place = weir_policy_statement_place(policy, 0);
    if (status == WEIR_OK) {
        assert_int_equal(weir_policy_statement_count(policy), 1);
        assert_str(place.source, WEIR_STR("world.json"));
        assert_int_equal(place.line, 1);
    } else {
        assert_int_equal(error.line, 1);
        assert_int_equal(error.column, 6);
    }
    weir_arena_free(arena);
}

static void yaml_documents_load(void **state)
{
    (void)state;
    static const char text[] = "Version: 2012-10-17\n"
                               "Statement:\n"
                               "  - Effect: Allow\n"
                               "    Action: [s3:GetObject]\n"
                               "    Resource: '*'\n"
                               "    Condition: {Bool: {k: true}, NumericLessThan: {n: 5}}\n";
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_policy *policy = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_tree_parse_yaml(weir_str_from(text), WEIR_STR("p.yaml"), arena, &tree, &error), WEIR_OK);
    if (weir_policy_read(tree, weir_tree_root(tree), IDENTITY, NULL, arena, &policy, &error) != WEIR_OK)
        fail_msg("%s", error.message);
    assert_int_equal(weir_policy_statement_place(policy, 0).line, 3);
    weir_arena_free(arena);
}

static void the_label_is_copied(void **state)
{
    (void)state;
    char label[] = "inline policy Lake of role engine";
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy *policy = NULL;
    options.label = weir_str_from(label);
    assert_int_equal(weir_policy_parse(weir_str_from(ONE(ANY)), WEIR_STR("p"), SESSION, &options, arena, &policy, NULL),
                     WEIR_OK);
    memset(label, 'x', sizeof(label) - 1);
    assert_str(weir_policy_label(policy), WEIR_STR("inline policy Lake of role engine"));
    assert_int_equal(weir_policy_kind_of(policy), SESSION);
    assert_int_equal(weir_policy_statement_place(policy, 0).column, 14);
    assert_int_equal(weir_policy_statement_place(policy, 1).column, 1);
    weir_arena_free(arena);
}

static void misuse_is_no_policy(void **state)
{
    (void)state;
    const struct weir_policy_options wrong = {.size = 3};
    const struct weir_str text = weir_str_from(ONE(ANY));
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy *policy = (const void *)&wrong;
    assert_int_equal(weir_policy_parse(text, text, SESSION, &wrong, arena, &policy, NULL), WEIR_ERR_USAGE);
    assert_null(policy);
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_int_equal(weir_policy_parse(text, text, (enum weir_policy_kind)8, NULL, arena, &policy, NULL),
                     WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_parse(text, text, SESSION, NULL, NULL, &policy, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_parse(text, text, SESSION, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_read(NULL, NULL, SESSION, NULL, arena, &policy, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void accessors_are_total(void **state)
{
    (void)state;
    assert_int_equal(weir_policy_kind_of(NULL), WEIR_POLICY_IDENTITY);
    assert_int_equal(weir_policy_label(NULL).len, 0);
    assert_int_equal(weir_policy_statement_count(NULL), 0);
    assert_int_equal(weir_policy_statement_place(NULL, 0).line, 0);
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_string_equal(weir_policy_kind_name((enum weir_policy_kind)99), "policy");
    assert_string_equal(weir_policy_kind_name(WEIR_POLICY_SCP), "service control policy");
}

/* A value, resource or action of the longest length loads, one byte more is over the limit. */
static void long_patterns_are_refused(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"arn:%s\"}}",
        "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:%s\",\"Resource\":\"*\"}}",
        DENY(ANY ",\"Condition\":{\"StringLike\":{\"k\":\"a%s\"}}"),
    };
    static const size_t given[] = {4, 3, 1};
    static char filler[WEIR_POLICY_MAX_PATTERN_BYTES + 1];
    static char text[WEIR_POLICY_MAX_PATTERN_BYTES + 256];
    for (size_t i = 0; i < 2 * WEIR_COUNT(forms); i++) {
        const size_t over = i % 2;
        const size_t length = WEIR_POLICY_MAX_PATTERN_BYTES - given[i / 2] + over;
        struct weir_arena *const arena = new_arena(0);
        const struct weir_policy *policy = NULL;
        memset(filler, 'a', length);
        filler[length] = '\0';
        const char *const hole = strstr(forms[i / 2], "%s");
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(hole - forms[i / 2]), forms[i / 2], filler, hole + 2);
        assert_int_equal(weir_policy_parse(weir_str_from(text), WEIR_STR("p"), IDENTITY, NULL, arena, &policy, NULL),
                         over == 0 ? WEIR_OK : WEIR_ERR_LIMIT);
        weir_arena_free(arena);
    }
}

static void blocks_of_many_keys_are_refused(void **state)
{
    (void)state;
    static char text[(WEIR_POLICY_MAX_KEYS + 1) * 16 + 256];
    for (size_t over = 0; over < 2; over++) {
        size_t at = (size_t)snprintf(text, sizeof(text),
                                     "{\"Statement\":{\"Effect\":\"Allow\",%s,\"Condition\":"
                                     "{\"Bool\":{",
                                     ANY);
        for (size_t i = 0; i < WEIR_POLICY_MAX_KEYS + over; i++)
            at += (size_t)snprintf(text + at, sizeof(text) - at, "%s\"k%zu\":1", i == 0 ? "" : ",", i);
        snprintf(text + at, sizeof(text) - at, "}}}}");
        struct weir_arena *const arena = new_arena(0);
        const struct weir_policy *policy = NULL;
        assert_int_equal(weir_policy_parse(weir_str_from(text), WEIR_STR("p"), IDENTITY, NULL, arena, &policy, NULL),
                         over == 0 ? WEIR_OK : WEIR_ERR_LIMIT);
        weir_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_documents_load),       cmocka_unit_test(the_label_is_copied),
        cmocka_unit_test(misuse_is_no_policy),       cmocka_unit_test(accessors_are_total),
        cmocka_unit_test(long_patterns_are_refused), cmocka_unit_test(blocks_of_many_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("documents", rows, row_holds) +
           RUN_ROWS("forms", form_rows, form_row_holds);
}
