/* AWS's own answer to a malformed document: which message, in which order, at which place ([iam-malformed]). */
#include "test_policy.h"

#include "policy/message/message.h"

struct row {
    const char *name;
    enum weir_policy_kind kind;
    const char *text;    /* with a caret in front of the fault, where there is one */
    const char *check;   /* without "policy.aws."; NULL: AWS stores it */
    const char *message; /* AWS's */
};

#define V2012 "\"Version\":\"2012-10-17\","
#define DOC(statement) "{" V2012 "\"Statement\":" statement "}"
#define OLD(statement) "{\"Statement\":" statement "}"
#define A "\"Effect\":\"Allow\","
#define ACTION "\"Action\":\"s3:ListBucket\","
#define BUCKET "\"Resource\":\"arn:aws:s3:::lake\""
#define GOOD "{" A ACTION BUCKET "}"
#define ON(resource) DOC("{" A ACTION "\"Resource\":" resource "}")
#define DO(action) DOC("{" A "\"Action\":" action "," BUCKET "}")
#define IF(condition) DOC("{" A ACTION BUCKET ",\"Condition\":" condition "}")
#define SYNTAX "Syntax errors in policy."
#define LEGACY "The policy failed legacy parsing"
#define VERSION "Policy document must be version 2012-10-17 or greater."
#define ACTIONS "Policy statement must contain actions."
#define RESOURCES "Policy statement must contain resources."
#define VENDOR "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
#define COLON "Actions/Condition can contain only one colon."
#define STORED NULL, ""

/* clang-format off */
static const struct row rows[] = {
    {"no_json",                   IDENTITY, "^This is no document", "json", SYNTAX},
    {"no_json_for_sts",           SESSION,  "^invalid", "json", "The policy is not in the valid JSON format."},
    {"no_json_for_a_role",        TRUST,    "{\"Version\":^}", "json", "This policy contains invalid Json"},
    {"no_json_elsewhere",         RESOURCE, "{^", "json", SYNTAX},
    {"a_key_twice",               IDENTITY, "{" V2012 "^" V2012 "\"Statement\":" GOOD "}", "json", SYNTAX},
    {"no_map",                    IDENTITY, "^[]", "syntax", SYNTAX},
    {"an_unknown_version",        IDENTITY, "{\"Version\":^\"2013-10-17\",\"Statement\":" GOOD "}", "syntax", SYNTAX},
    {"no_statement",              IDENTITY, "^{\"Version\":\"2012-10-17\"}", "syntax", SYNTAX},
    {"no_statements",             IDENTITY, DOC("^[]"), "syntax", SYNTAX},
    {"a_statement_of_text",       IDENTITY, DOC("[^\"afd\"]"), "syntax", SYNTAX},
    {"an_extra_element",          IDENTITY, "{" V2012 "\"Statement\":" GOOD ",^\"Extra\":\"x\"}", "syntax", SYNTAX},
    {"an_extra_in_a_statement",   IDENTITY, DOC("{" A ACTION BUCKET ",^\"Extra\":\"x\"}"), "syntax", SYNTAX},
    {"an_id_of_a_list",           IDENTITY, "{" V2012 "\"Id\":^[\"x\"],\"Statement\":" GOOD "}", "syntax", SYNTAX},
    {"an_unknown_effect",         IDENTITY, DOC("{\"Effect\":^\"invalid\"," ACTION BUCKET "}"), "syntax", SYNTAX},
    {"no_effect",                 IDENTITY, DOC("^{" ACTION BUCKET "}"), "syntax", SYNTAX},
    {"a_sid_of_a_map",            IDENTITY, DOC("{\"Sid\":^{}," A ACTION BUCKET "}"), "syntax", SYNTAX},
    {"a_resource_of_a_map",       IDENTITY, ON("^{\"a\":\"arn:aws:s3:::lake\"}"), "syntax", SYNTAX},
    {"a_resource_among_texts",    IDENTITY, ON("^[\"adf\",{}]"), "syntax", SYNTAX},
    {"actions_in_a_list",         IDENTITY, DO("^[[]]"), "syntax", SYNTAX},
    {"an_action_of_a_map",        IDENTITY, DO("^{}"), "syntax", SYNTAX},
    {"both_resources",            IDENTITY, DOC("{" A ACTION BUCKET ",\"NotResource\":^[]}"), "syntax", SYNTAX},
    {"both_actions",              IDENTITY, DOC("{" A "\"Action\":[],\"NotAction\":^\"s3:ListBucket\"," BUCKET "}"), "syntax", SYNTAX},
    {"a_condition_of_a_list",     IDENTITY, IF("^[]"), "syntax", SYNTAX},
    {"a_condition_of_text",       IDENTITY, IF("^\"a\""), "syntax", SYNTAX},
    {"an_operator_of_text",       IDENTITY, IF("{^\"DateGreaterThan\":\"b\"}"), "syntax", SYNTAX},
    {"a_key_of_a_map",            IDENTITY, IF("{^\"DateGreaterThan\":{\"a\":{}}}"), "syntax", SYNTAX},
    {"syntax_before_actions",     IDENTITY, DOC("{" A BUCKET ",\"Condition\":{^\"DateGreaterThan\":{\"a\":{}}}}"), "syntax", SYNTAX},
    {"an_unknown_operator",       IDENTITY, IF("{^\"x\":{\"a\":\"1\"}}"), "syntax", SYNTAX},
    {"a_set_of_two_colons",       IDENTITY, IF("{^\"ForAnyValue::StringEqualsIfExists\":{\"a\":\"asf\"}}"), "syntax", SYNTAX},

    {"no_version",                IDENTITY, "^" OLD(GOOD), "version", VERSION},
    {"version_2008",              BOUNDARY, "{\"Version\":^\"2008-10-17\",\"Statement\":" GOOD "}", "version", VERSION},
    {"version_before_dates",      IDENTITY, "^" OLD("{" A ACTION BUCKET ",\"Condition\":{\"DateGreaterThan\":{\"a\":\"sdfdsf\"}}}"), "version", VERSION},
    {"version_before_effect",     IDENTITY, "^" OLD("{\"Effect\":\"denY\"," ACTION BUCKET "}"), "version", VERSION},
    {"version_before_sids",       IDENTITY, "^" OLD("[{\"Sid\":\"sdf\"," A ACTION BUCKET "},{\"Sid\":\"sdf\",\"Effect\":\"Allow\"}]"), "version", VERSION},

    {"effect_in_other_letters",   IDENTITY, DOC("{\"Effect\":^\"denY\"," ACTION BUCKET "}"), "effect", LEGACY},
    {"effect_before_actions",     IDENTITY, DOC("{\"Effect\":^\"allow\",\"Resource\":\"arn:aws:s3:us-east-1::lake\"}"), "effect", LEGACY},
    {"effect_before_sids",        IDENTITY, DOC("[{\"Sid\":\"sdf\",\"Effect\":^\"aLLow\"," ACTION BUCKET "},{\"Sid\":\"sdf\",\"Effect\":\"Allow\"}]"), "effect", LEGACY},
    {"no_date",                   IDENTITY, IF("{\"DateGreaterThan\":{\"a\":^\"sdfdsf\"}}"), "date", LEGACY},
    {"date_before_partition",     IDENTITY, DOC("{" A ACTION "\"Resource\":\"arn:error:s3:::lake\",\"Condition\":{\"DateGreaterThan\":{\"a\":^\"sdfdsf\"}}}"), "date", LEGACY},
    {"date_before_actions",       IDENTITY, DOC("{" A "\"Condition\":{\"ForAllValues:DateEqualsIfExists\":{\"a\":[\"2020\",^\"x\"]}}}"), "date", LEGACY},
    {"month_thirteen",            IDENTITY, IF("{\"DateLessThanEquals\":{\"a\":^\"234-13\"}}"), "date", LEGACY},
    {"a_zone_of_one_digit",       IDENTITY, IF("{\"DateLessThanEquals\":{\"a\":^\"2016-12-13t2:00:00.593194+1\"}}"), "date", LEGACY},
    {"a_fraction_of_ten_digits",  IDENTITY, IF("{\"DateLessThanEquals\":{\"a\":^\"2016-12-13t2:00:00.1999999999+10:59\"}}"), "date", LEGACY},
    {"an_epoch_over_the_edge",    IDENTITY, IF("{\"DateLessThan\":{\"a\":^\"9223372036854775808\"}}"), "date", LEGACY},
    {"four_colons_two_together",  IDENTITY, ON("^\"arn:aws:s3::lake\""), "legacy-resource", LEGACY},
    {"legacy_before_actions",     IDENTITY, DOC("{" A "\"Resource\":^\"arn:aws:s3::lake\"}"), "legacy-resource", LEGACY},
    {"legacy_not_resource",       IDENTITY, DOC("{" A ACTION "\"NotResource\":^\"arn:aws:s3::lake\"}"), "legacy-resource", LEGACY},
    {"no_service",                IDENTITY, DOC("{" A "\"NotAction\":\"s3:ListBucket\",\"Resource\":^\"arn:aws::::lake\"}"), "legacy-resource", LEGACY},
    {"no_service_and_short",      IDENTITY, ON("^\"arn:aws::fdsasf\""), "legacy-resource", LEGACY},

    {"a_principal",               IDENTITY, DOC("{" A "\"Principal\":^\"*\"," ACTION BUCKET "}"), "no-principal", "Policy document should not specify a principal."},
    {"sids_before_actions",       IDENTITY, DOC("[{\"Sid\":\"sdf\"," A ACTION BUCKET "},{\"Sid\":^\"sdf\",\"Effect\":\"Allow\"}]"), "sid-unique", "Statement IDs (SID) in a single policy must be unique."},
    {"a_sid_with_a_blank",        IDENTITY, DOC("{\"Sid\":^\"a b\"," A ACTION BUCKET "}"), "sid-characters", "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"},
    {"no_action",                 IDENTITY, DOC("^{" A BUCKET "}"), "has-actions", ACTIONS},
    {"an_effect_alone",           IDENTITY, DOC("^{\"Effect\":\"Allow\"}"), "has-actions", ACTIONS},
    {"no_actions_in_a_list",      IDENTITY, DO("^[]"), "has-actions", ACTIONS},
    {"actions_of_each_statement", IDENTITY, DOC("[^{\"Effect\":\"Deny\"}," GOOD "]"), "has-actions", ACTIONS},
    {"no_resource",               IDENTITY, DOC("^{" A "\"Action\":\"s3:ListBucket\"}"), "has-resources", RESOURCES},
    {"no_resources_in_a_list",    IDENTITY, ON("^[]"), "has-resources", RESOURCES},
    {"resource_before_vendor",    IDENTITY, DOC("^{" A "\"Action\":\"invalid\"}"), "has-resources", RESOURCES},

    {"no_arn",                    IDENTITY, ON("^\"invalid resource\""), "resource", "Resource invalid resource must be in ARN format or \"*\"."},
    {"no_text",                   IDENTITY, ON("^\"\""), "resource", "Resource  must be in ARN format or \"*\"."},
    {"no_arn_in_a_list",          IDENTITY, ON("[^\"adf\"]"), "resource", "Resource adf must be in ARN format or \"*\"."},
    {"resource_before_colons",    IDENTITY, DOC("{" A "\"Action\":\"s:3:ListBucket\",\"Resource\":^\"sdfsadf\"}"), "resource", "Resource sdfsadf must be in ARN format or \"*\"."},
    {"two_parts",                 IDENTITY, ON("^\"a:bsdfdsafsad\""), "resource", "Partition \"bsdfdsafsad\" is not valid for resource \"arn:bsdfdsafsad:*:*:*:*\"."},
    {"three_parts",               IDENTITY, ON("^\"a:b:cadfsdf\""), "resource", "Partition \"b\" is not valid for resource \"arn:b:cadfsdf:*:*:*\"."},
    {"eight_parts",               IDENTITY, ON("^\"a:b:c:d:e:f:g:h\""), "resource", "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\"."},
    {"no_arn_in_front",           IDENTITY, ON("^\"aws:s3:::lake\""), "resource", "Partition \"s3\" is not valid for resource \"arn:s3:::lake:*\"."},
    {"an_empty_partition",        IDENTITY, ON("^\"arn:\""), "resource", "Partition \"\" is not valid for resource \"arn::*:*:*:*\"."},
    {"first_by_its_bytes",        IDENTITY, ON("[\"arn:error:s3::lake\",^\"arn:error:s3:::lake\"]"), "resource", "Partition \"error\" is not valid for resource \"arn:error:s3:::lake\"."},
    {"no_vendor",                 IDENTITY, ON("^\"arn:aws\""), "resource", "Resource vendor must be fully qualified and cannot contain regexes."},
    {"an_iam_path",               IDENTITY, ON("^\"arn:aws:iam:::lake\""), "resource", "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."},
    {"an_iam_region",             IDENTITY, ON("^\"arn:aws:iam:us-east-1::lake\""), "resource", "IAM resource arn:aws:iam:us-east-1::lake cannot contain region information."},
    {"an_s3_region",              IDENTITY, ON("^\"arn:aws:s3:us-east-1::lake\""), "resource", "Resource arn:aws:s3:us-east-1::lake can not contain region information."},

    {"no_prefix",                 IDENTITY, DO("^\"invalid\""), "action", VENDOR},
    {"an_empty_not_action",       IDENTITY, DOC("{" A "\"NotAction\":^\"\"," BUCKET "}"), "action", VENDOR},
    {"a_vendor_with_a_blank",     IDENTITY, DO("^\"a a:ListBucket\""), "action", "Vendor a a is not valid"},
    {"two_colons",                IDENTITY, DO("^\"s3:List:Bucket\""), "action", COLON},
    {"two_colons_later",          IDENTITY, DOC("[{" A "\"Action\":\"s3s:ListBucket\"," BUCKET "},{" A "\"Action\":^\"s:3s:ListBucket\"," BUCKET "}]"), "action", COLON},
    {"actions_before_not_actions", IDENTITY, DOC("[{" A "\"NotAction\":\"x\"," BUCKET "},{" A "\"Action\":^\"s3:a:b\"," BUCKET "}]"), "action", COLON},

    {"a_list",                    IDENTITY, ON("[\"arn:aws:s3:::lake\",\"*\"]"), STORED},
    {"f4_blanks_in_an_action",    IDENTITY, DO("\"iam: asdf safdsf af \""), STORED},
    {"any_action",                IDENTITY, DO("\"*\""), STORED},
    {"an_unknown_service",        IDENTITY, ON("\"arn:aws:s33:::lake\""), STORED},
    {"f8_three_parts",            IDENTITY, ON("\"arn:aws:fdsasf\""), STORED},
    {"any_partition",             IDENTITY, ON("\"arn:*:s3:::lake\""), STORED},
    {"another_partition",         IDENTITY, ON("\"arn:aws-us-gov:s3:::lake\""), STORED},
    {"an_iam_user",               IDENTITY, ON("[\"arn:aws:iam:::user/x\",\"arn:aws:iam::*:*\"]"), STORED},
    {"an_access_point",           IDENTITY, ON("\"arn:aws:s3:us-west-2:111122223333:accesspoint/mine/object/*\""), STORED},
    {"another_region",            IDENTITY, ON("\"arn:aws:ec2:us-east-1::lake\""), STORED},
    {"an_empty_condition",        IDENTITY, IF("{}"), STORED},
    {"an_operator_of_no_keys",    IDENTITY, IF("{\"DateGreaterThan\":{}}"), STORED},
    {"a_date_of_no_values",       IDENTITY, IF("{\"DateGreaterThan\":{\"a\":[]}}"), STORED},
    {"a_year_and_a_t",            IDENTITY, IF("{\"DateGreaterThan\":{\"a\":\"01T\"}}"), STORED},
    {"a_date_with_a_zone",        IDENTITY, IF("{\"DateGreaterThan\":{\"a\":[\"2016-12-13T21:20:37.593194+00:00\",\"2016-12-13t2:00:00.593194+23\",\"2016-12-13T02:00:00-05:30\"]}}"), STORED},
    {"the_first_year",            IDENTITY, IF("{\"DateLessThan\":{\"a\":[\"-292275054\",\"9223372036854775807\",1]}}"), STORED},
    {"empty_sids_twice",          IDENTITY, DOC("[{\"Sid\":\"\"," A ACTION BUCKET "},{\"Sid\":\"\"," A ACTION BUCKET "}]"), STORED},
    {"an_id",                     IDENTITY, "{" V2012 "\"Id\":\"x\",\"Statement\":" GOOD "}", STORED},
    {"not_elements",              IDENTITY, DOC("{" A "\"NotAction\":\"s3:ListBucket\",\"NotResource\":\"*\"}"), STORED},
    {"a_session_policy_of_2008",  SESSION,  OLD(GOOD), STORED},

    {"trust_without_principal",   TRUST,    DOC("^{" A "\"Action\":\"sts:AssumeRole\"}"), "trust-principal", "Missing required field Principal"},
    {"trust_of_another_action",   TRUST,    DOC("{" A "\"Principal\":\"*\",\"Action\":[\"STS:AssumeRole\",^\"s3:GetObject\"]}"), "trust-action", "AssumeRole policy may only specify STS AssumeRole actions."},
    {"trust_with_a_resource",     TRUST,    DOC("{" A "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":^\"*\"}"), "trust-resource", "Has prohibited field Resource"},
    {"trust_of_an_extra",         TRUST,    DOC("{" A "\"Principal\":\"*\",^\"Actions\":\"sts:AssumeRole\"}"), "trust-syntax", SYNTAX},
    {"trust_of_nobody",           TRUST,    DOC("{" A "\"Principal\":{\"AWS\":^\"alice\"},\"Action\":\"sts:AssumeRole\"}"), "form", SYNTAX},
    {"trust",                     TRUST,    DOC("{" A "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}"), STORED},
    {"what_weir_alone_refuses",   IDENTITY, IF("{\"Null\":{\"a\":^\"perhaps\"}}"), "form", SYNTAX},
    {"a_bucket_policy",           RESOURCE, DOC("{" A "\"Principal\":\"*\"," ACTION "\"Resource\":\"arn:any:s3\"}"), STORED},
    {"a_bucket_policy_of_words",  RESOURCE, DOC("^\"x\""), "form", SYNTAX},
};
/* clang-format on */

static void take_caret(const char *marked, char *text, size_t room, uint32_t *line, uint32_t *column)
{
    const char *const caret = strchr(marked, '^');
    *line = caret == NULL ? 0 : 1;
    *column = caret == NULL ? 0 : (uint32_t)(caret - marked) + 1;
    const size_t before = caret == NULL ? strlen(marked) : (size_t)(caret - marked);
    const int length = snprintf(text, room, "%.*s%s", (int)before, marked, caret == NULL ? "" : caret + 1);
    assert_true(length >= 0 && (size_t)length < room);
}

/* What was found before passed, and the last one says why it did not. */
static void checks_are_listed(const struct weir_refusal *refusal)
{
    assert_true(refusal->check_count > 0);
    for (size_t i = 0; i < refusal->check_count; i++) {
        const struct weir_check *const check = &refusal->checks[i];
        assert_int_equal(check->passed, i + 1 < refusal->check_count);
        assert_int_equal(check->because.len > 0, i + 1 == refusal->check_count);
        for (size_t j = 0; j < i; j++)
            assert_false(weir_str_equal(check->id, refusal->checks[j].id));
    }
    assert_str(refusal->checks[refusal->check_count - 1].id, refusal->check);
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    char text[1024];
    char check[64];
    uint32_t line = 0;
    uint32_t column = 0;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_refusal *refusal = (const void *)row;
    struct weir_error error = WEIR_ERROR_INIT;
    take_caret(row->text, text, sizeof(text), &line, &column);
    const enum weir_status status = weir_policy_vet_text(weir_str_from(text), WEIR_STR("p.json"), row->kind, arena,
                                                         &refusal, &error);
    if (refusal != NULL)
        print_message("%.*s: %.*s at %u:%u: %s\n", WEIR_FMT(refusal->check), WEIR_FMT(refusal->message), error.line,
                      error.column, error.message);
    assert_int_equal(status, row->check == NULL ? WEIR_OK : WEIR_REFUSED);
    assert_int_equal(error.status, status);
    assert_true((refusal != NULL) == (status == WEIR_REFUSED));
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    if (refusal != NULL) {
        snprintf(check, sizeof(check), "policy.aws.%s", row->check);
        assert_str(refusal->check, weir_str_from(check));
        assert_str(refusal->message, weir_str_from(row->message));
        assert_str(refusal->code, WEIR_STR("MalformedPolicyDocument"));
        assert_int_equal(refusal->status, 400);
        assert_true(error.message[0] != '\0');
        checks_are_listed(refusal);
    }
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- contract */

static void documents_in_a_tree_are_judged(void **state)
{
    (void)state;
    static const char world[] =
        "map:\n  Version: '2012-10-17'\n  Statement: {Effect: Allow, Action: s3:*, Resource: x}\n"
        "text: '{\"Version\":\"2012-10-17\"}'\nurl: '%7B%2'\nnested: '\"{}\"'\n";
    static const struct {
        const char *member, *check;
        uint32_t line;
    } expected[] = {{"map", "policy.aws.resource", 3},
                    {"text", "policy.aws.syntax", 4},
                    {"url", "policy.aws.json", 5},
                    {"nested", "policy.aws.syntax", 6}};
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_yaml(weir_str_from(world), WEIR_STR("w.yaml"), arena, &tree, NULL), WEIR_OK);
    for (size_t i = 0; i < WEIR_COUNT(expected); i++) {
        const struct weir_refusal *refusal = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const struct weir_node *const node = weir_node_find(weir_tree_root(tree), weir_str_from(expected[i].member));
        assert_int_equal(weir_policy_vet(tree, node, IDENTITY, arena, &refusal, &error), WEIR_REFUSED);
        assert_str(refusal->check, weir_str_from(expected[i].check));
        assert_int_equal(error.line, expected[i].line);
        assert_string_equal(error.source, "w.yaml");
    }
    weir_arena_free(arena);
}

/* Text in text is no document for any kind. */
static void text_in_text_is_refused(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_refusal *refusal = NULL;
    const struct weir_str text = WEIR_STR(
        "\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Deny\\\",\\\"Action\\\":\\\"*\\\"}}\"");
    assert_int_equal(weir_policy_vet_text(text, text, RESOURCE, arena, &refusal, NULL), WEIR_REFUSED);
    assert_str(refusal->check, WEIR_STR("policy.aws.form"));
    weir_arena_free(arena);
}

static void what_is_invisible_is_not_shown(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str text = WEIR_STR(ON("\"a\\u001b[2J\""));
    assert_int_equal(weir_policy_vet_text(text, text, IDENTITY, arena, &refusal, &error), WEIR_REFUSED);
    assert_str(refusal->message, WEIR_STR("Resource a\x1b[2J must be in ARN format or \"*\"."));
    assert_string_equal(error.message, "AWS refuses the document: Resource a?[2J must be in ARN format or \"*\".");
    weir_arena_free(arena);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_refusal *refusal = NULL;
    const struct weir_str text = WEIR_STR("{}");
    assert_int_equal(weir_tree_parse_json(text, text, arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const node = weir_tree_root(tree);
    assert_int_equal(weir_policy_vet(NULL, node, IDENTITY, arena, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_vet(tree, NULL, IDENTITY, arena, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_vet(tree, node, IDENTITY, NULL, &refusal, NULL), WEIR_ERR_USAGE);
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_int_equal(weir_policy_vet(tree, node, (enum weir_policy_kind)8, arena, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_vet(tree, node, IDENTITY, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_vet_text(text, text, IDENTITY, NULL, &refusal, NULL), WEIR_ERR_USAGE);
    assert_null(refusal);
    weir_arena_free(arena);
}

static void judging_fails_cleanly_at_every_limit(void **state)
{
    (void)state;
    static const char *const texts[] = {"x", ON("[\"b\",\"a:b:c\"]"), IF("{\"Null\":{\"a\":\"x\"}}"), DOC(GOOD)};
    size_t failures = 0;
    for (size_t i = 0; i < WEIR_COUNT(texts); i++) {
        enum weir_status status = WEIR_ERR_MEMORY;
        for (size_t limit = 16; status == WEIR_ERR_MEMORY; limit += 32) {
            struct weir_arena *arena = NULL;
            const struct weir_refusal *refusal = (const void *)texts;
            struct weir_error error = WEIR_ERROR_INIT;
            assert_true(limit < 1 << 20);
            if (weir_arena_new(limit, &arena) != WEIR_OK)
                continue;
            status = weir_policy_vet_text(weir_str_from(texts[i]), WEIR_STR("p"), IDENTITY, arena, &refusal, &error);
            assert_true((refusal != NULL) == (status == WEIR_REFUSED));
            assert_int_equal(error.status, status);
            weir_arena_free(arena);
            failures += status == WEIR_ERR_MEMORY;
        }
        assert_int_equal(status, i + 1 == WEIR_COUNT(texts) ? WEIR_OK : WEIR_REFUSED);
    }
    assert_true(failures > 10);
}

struct date_row {
    const char *text;
    bool stored;
};

static const struct date_row date_rows[] = {
    {"2016", true},
    {"0", true},
    {"2016-02-31", true},
    {"2016-01-01T", true},
    {"2016-01-01T10", true},
    {"2016-01-01T10:30", true},
    {"2016-01-01T10:30:59Z", true},
    {"2016-01-01t10:30:59.999999999z", true},
    {"2016-01-01T10:30:59-08:00", true},
    {"-1", true},
    {"", false},
    {"x", false},
    {"20x6-01", false},
    {"1234567890123456-01", false},
    {"2016-00", false},
    {"2016-01-00", false},
    {"2016-01-32", false},
    {"2016-01-01-01", false},
    {"2016-01-01T24", false},
    {"2016-01-01Tx", false},
    {"2016-01-01T10:60", false},
    {"2016-01-01T10:30:60Z", false},
    {"2016-01-01T10:30:59Zx", false},
    {"2016-01-01T10:30:59.Z", false},
    {"2016-01-01T10:30:59+24", false},
    {"2016-01-01T10:30:59+01:6", false},
    {"2016-01-01T10:30:59+01:60", false},
    {"0000000000000000000000000000000000000000000000000000000000000001", true},
    {"00000000000000000000000000000000000000000000000000000000000000001", false},
};

static void date_row_holds(void **state)
{
    const struct date_row *const row = *state;
    assert_int_equal(weir_vet_is_date(weir_str_from(row->text)), row->stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_in_a_tree_are_judged),       cmocka_unit_test(text_in_text_is_refused),
        cmocka_unit_test(what_is_invisible_is_not_shown),       cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(judging_fails_cleanly_at_every_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("messages", rows, row_holds) +
           RUN_ROWS("dates", date_rows, date_row_holds);
}
