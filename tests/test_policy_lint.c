/* The policy lint: each rule finds its fault at its place, and nothing in the faultless twin. */
#include "policy_lint_test.h"

#include "policy/condition_keys.h"

struct row {
    const char *name;
    const char *rule; /* without "policy.lint." */
    enum weir_policy_kind kind;
    const char *faulty;    /* with a caret in front of the place of the finding */
    const char *says;      /* a part of the finding's message */
    const char *faultless; /* differs in the fault alone; nothing at all is found in it */
};

/* clang-format off */
static const struct row rows[] = {
    {"an_inner_blank",       "action-blank", IDENTITY, ALLOW("\n \"Action\":^\"s3:Get Object\"," OBJECT), "`s3:Get Object` matches no action", ALLOW(GET OBJECT)},
    {"a_trailing_blank",     "action-blank", IDENTITY, ALLOW("\"Action\":[\"s3:PutObject\",^\"s3:GetObject \"]," OBJECT), "matches no action", ALLOW("\"Action\":[\"s3:PutObject\",\"s3:GetObject\"]," OBJECT)},
    {"nothing_after_colon",  "action-blank", IDENTITY, DENY("\"NotAction\":^\"s3:\"," OBJECT), "NotAction spares nothing by it", DENY("\"NotAction\":\"s3:*\"," OBJECT)},
    {"star_on_star",         "allow-everything", IDENTITY, ALLOW("\"Action\":^\"*\",\"Resource\":\"*\""), "every action on every resource", ALLOW("\"Action\":\"*\"," OBJECT)},
    {"star_on_star_if",      "allow-everything", IDENTITY, ALLOW("\"Action\":^[\"*\"],\"Resource\":[\"*\"]"), "every action", ALLOW("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}")},
    {"a_short_iam_arn",      "aws-refuses", IDENTITY, ALLOW(GET "\"Resource\":^\"arn:aws:iam:::example\""), "IAM resource path must either be", ALLOW(GET "\"Resource\":\"arn:aws:iam:::user/example\"")},
    {"a_foreign_partition",  "aws-refuses", SESSION, ALLOW(GET "\"Resource\":^\"arn:amazon:s3:::lake\""), "Partition \"amazon\" is not valid", ALLOW(GET "\"Resource\":\"arn:aws-cn:s3:::lake\"")},
    {"bool_of_yes",          "bool-operand", IDENTITY, ALLOW(IF("\"Bool\":{\"aws:SecureTransport\":^\"yes\"}")), "`yes` is neither", ALLOW(IF("\"Bool\":{\"aws:SecureTransport\":\"TRUE\"}"))},
    {"a_far_character",      "characters", IDENTITY, ALLOW(GET "\"Resource\":^\"arn:aws:s3:::\xE6\xB0\xB4\""), "does not take", ALLOW(GET "\"Resource\":\"arn:aws:s3:::\xC3\xBC\"")},
    {"a_far_key",            "characters", TRUST, ALLOW(NAMED "\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{^\"aws:PrincipalTag/\xC4\x80\":\"x\"}}"), "does not take", ALLOW(NAMED "\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/\\u0100\":\"x\"}}")},
    {"a_sid_twice",          "duplicate-sid", IDENTITY, TWO(SAID("\"A\"") GET OBJECT, SAID("^\"A\"") "\"Action\":\"s3:PutObject\"," OBJECT), "statement 2 has the Sid of statement 1: `A`", TWO(SAID("\"A\"") GET OBJECT, SAID("\"a\"") "\"Action\":\"s3:PutObject\"," OBJECT)},
    {"two_empty_sids",       "duplicate-sid", RESOURCE, TWO(SAID("\"x\"") NAMED GET OBJECT, SAID("^\"x\"") NAMED "\"Action\":\"s3:PutObject\"," OBJECT), "has the Sid", TWO(SAID("\"\"") NAMED GET OBJECT, SAID("\"\"") NAMED "\"Action\":\"s3:PutObject\"," OBJECT)},
    {"no_values",            "empty-values", IDENTITY, ALLOW(IF("\"StringEquals\":{^\"s3:prefix\":[]}")), "holds for no value", ALLOW(IF("\"StringEquals\":{\"s3:prefix\":[\"\"]}"))},
    {"no_excluded_values",   "empty-values", IDENTITY, DENY(IF("\"StringNotEquals\":{^\"s3:prefix\":[]}")), "excludes nothing", DENY(IF("\"StringNotEquals\":{\"s3:prefix\":[\"a\"]}"))},
    {"for_all_values_alone", "for-all-values", IDENTITY, ALLOW(IF("\"ForAllValues:StringEquals\":{^\"aws:TagKeys\":\"a\"}")), "a request without `aws:TagKeys` passes", ALLOW(IF("\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"a\"},\"Null\":{\"AWS:tagkeys\":\"false\"}"))},
    {"for_all_and_null_true", "for-all-values", IDENTITY, ALLOW(IF("\"ForAllValues:StringEquals\":{^\"aws:TagKeys\":\"a\"},\"Null\":{\"aws:TagKeys\":\"true\"}")), "passes", DENY(IF("\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"a\"}"))},
    {"for_all_and_any",      "for-all-values", IDENTITY, ALLOW(IF("\"ForAllValues:StringEquals\":{^\"aws:TagKeys\":\"a\"},\"ForAnyValue:StringEqualsIfExists\":{\"aws:TagKeys\":\"a\"}")), "passes", ALLOW(IF("\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"a\"},\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":\"a\"}"))},
    {"if_exists_on_a_guard", "if-exists-allow", IDENTITY, ALLOW(IF("\"StringEqualsIfExists\":{^\"aws:SourceVpce\":\"vpce-1\"}")), "a request without `aws:SourceVpce` passes", DENY(IF("\"StringEqualsIfExists\":{\"aws:SourceVpce\":\"vpce-1\"}"))},
    {"if_exists_demanded",   "if-exists-allow", TRUST, ALLOW(NAMED "\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEqualsIfExists\":{^\"sts:ExternalId\":\"x\"}}"), "passes", ALLOW(NAMED "\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEqualsIfExists\":{\"sts:ExternalId\":\"x\"},\"Null\":{\"sts:ExternalId\":\"false\"}}")},
    {"if_exists_elsewhere",  "if-exists-allow", IDENTITY, ALLOW(IF("\"BoolIfExists\":{^\"aws:SecureTransport\":\"true\"}")), "passes", ALLOW(IF("\"StringEqualsIfExists\":{\"s3:prefix\":\"a\"}"))},
    {"mfa_by_bool",          "mfa-deny", IDENTITY, DENY(IF("\"Bool\":{^\"aws:MultiFactorAuthPresent\":\"false\"}")), "long-term keys", DENY(IF("\"BoolIfExists\":{\"aws:MultiFactorAuthPresent\":\"false\"}"))},
    {"many_without_a_set",   "multivalued", IDENTITY, ALLOW(IF("\"StringEquals\":{^\"aws:tagkeys\":[\"a\",\"b\"]}")), "may have several values", ALLOW(IF("\"ForAnyValue:StringEquals\":{\"aws:tagkeys\":[\"a\",\"b\"]}"))},
    {"many_and_null",        "multivalued", IDENTITY, DENY(IF("\"StringLike\":{^\"aws:CalledVia\":\"*\"}")), "may have several", DENY(IF("\"Null\":{\"aws:CalledVia\":\"true\"}"))},
    {"not_the_account",      "negated-allow", RESOURCE, ALLOW(NAMED IF("\"StringNotEquals\":{^\"aws:SourceAccount\":\"444455556666\"}")), "passes", ALLOW(NAMED IF("\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}"))},
    {"not_the_account_null", "negated-allow", RESOURCE, ALLOW(NAMED IF("\"StringNotEquals\":{^\"aws:SourceAccount\":\"444455556666\"}")), "passes", ALLOW(NAMED IF("\"StringNotEquals\":{\"aws:SourceAccount\":\"444455556666\"},\"Null\":{\"aws:SourceAccount\":\"false\"}"))},
    {"f39_nobody",           "no-principal", RESOURCE, "{" V2012 "\"Statement\":[^{\"Effect\":\"Allow\"," GET OBJECT "}]}", "never applies", ALLOW(NAMED GET OBJECT)},
    {"f5_not_action",        "not-action-allow", IDENTITY, ALLOW("\"NotAction\":^[\"iam:*\",\"sts:*\"]," OBJECT), "every action but 2", DENY("\"NotAction\":[\"iam:*\",\"sts:*\"]," OBJECT)},
    {"f38_not_principal",    "not-principal", RESOURCE, DENY("\"NotPrincipal\":^{\"AWS\":\"" ROLE_ARN "\"}," GET OBJECT), "spares only", DENY("\"Principal\":{\"AWS\":\"" ROLE_ARN "\"}," GET OBJECT)},
    {"f5_not_resource",      "not-resource-allow", IDENTITY, ALLOW(GET "\"NotResource\":^\"arn:aws:s3:::lake/*\""), "every resource but 1", DENY(GET "\"NotResource\":\"arn:aws:s3:::lake/*\"")},
    {"no_number",            "operand", IDENTITY, ALLOW(IF("\"NumericLessThan\":{\"s3:max-keys\":[10,^\"ten\"]}")), "`ten` is not what can be compared under NumericLessThan", ALLOW(IF("\"NumericLessThan\":{\"s3:max-keys\":[10,\"1.5\"]}"))},
    {"no_date",              "operand", BOUNDARY, ALLOW(IF("\"DateLessThan\":{\"aws:CurrentTime\":^\"1T\"}")), "`1T`", ALLOW(IF("\"DateLessThan\":{\"aws:CurrentTime\":\"2026-01-01T00:00:00Z\"}"))},
    {"no_address",           "operand", IDENTITY, DENY(IF("\"NotIpAddress\":{\"aws:SourceIp\":^\"10.0.0.0/33\"}")), "`10.0.0.0/33`", DENY(IF("\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/32\"}"))},
    {"no_base64",            "operand", IDENTITY, ALLOW(IF("\"BinaryEquals\":{\"s3:x\":^\"QQ\"}")), "`QQ`", ALLOW(IF("\"BinaryEquals\":{\"s3:x\":\"QQ==\"}"))},
    {"no_arn",               "operand", IDENTITY, ALLOW(IF("\"ArnLike\":{\"aws:SourceArn\":^\"arn:aws:s3\"}")), "`arn:aws:s3`", ALLOW(IF("\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::*\"}"))},
    {"everybody",            "public", RESOURCE, ALLOW("\"Principal\":^{\"AWS\":\"*\"}," GET OBJECT), "everybody", ALLOW("\"Principal\":\"*\"," IF("\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}"))},
    {"everybody_may_assume", "public", TRUST, ALLOW("\"Principal\":^\"*\",\"Action\":\"sts:AssumeRole\""), "everybody", ALLOW(NAMED "\"Action\":\"sts:AssumeRole\"")},
    {"a_set_of_one",         "set-of-one", IDENTITY, DENY(IF("\"ForAnyValue:StringEquals\":{^\"aws:PrincipalTag/team\":[\"a\"]}")), "one value at most", DENY(IF("\"ForAnyValue:StringEquals\":{\"aws:PrincipalOrgPaths\":[\"a\"]}"))},
    {"f8_short_arn_filled",  "short-arn", IDENTITY, ALLOW(GET "\"Resource\":^\"arn:aws:s3\""), "stand for anything", ALLOW(GET "\"Resource\":\"arn:aws:s3:::*\"")},
    {"f8_short_arn_never",   "short-arn", ENDPOINT, ALLOW(NAMED GET "\"Resource\":[\"*\",^\"arn:aws:s3\"]"), "matches nothing", ALLOW(NAMED GET "\"Resource\":[\"*\"]")},
    {"f60_a_dash_in_a_sid",  "sid-characters", IDENTITY, "{" V2012 "\"Statement\":[{" SAID("^\"Read-Only\"") GET OBJECT "}]}", "neither letter nor digit", "{" V2012 "\"Statement\":[{" SAID("\"ReadOnly9\"") GET OBJECT "}]}"},
    {"a_dash_in_s3",         "sid-characters", SESSION, "{" V2012 "\"Statement\":[{" SAID("^\"a b\"") GET OBJECT "}]}", "neither", ALLOW(GET OBJECT)},
    {"an_unknown_key",       "unknown-key", IDENTITY, DENY(IF("\"StringEquals\":{^\"aws:SourceVPCEndpoint\":\"x\"}")), "there is no condition key `aws:SourceVPCEndpoint`", DENY(IF("\"StringEquals\":{\"aws:sourcevpce\":\"x\"}"))},
    {"a_misspelt_key",       "unknown-key", IDENTITY, DENY(IF("\"Bool\":{^\"aws:SecuredTransport\":\"false\"}")), "`aws:SecureTransport` is near", DENY(IF("\"Bool\":{\"aws:SecureTransport\":\"false\"}"))},
    {"a_tag_without_a_key",  "unknown-key", IDENTITY, DENY(IF("\"StringEquals\":{^\"aws:PrincipalTags/team\":\"x\"}")), "`aws:PrincipalTag/` is near", DENY(IF("\"StringEquals\":{\"aws:PrincipalTag/team\":\"x\"}"))},
    {"a_prefix_without_key", "unknown-key", IDENTITY, DENY(IF("\"StringEquals\":{^\"aws:\":\"x\"}")), "condition key `aws:`", DENY(IF("\"StringEquals\":{\"awx:\":\"x\"}"))},
    {"a_key_without_prefix", "unknown-key", IDENTITY, DENY(IF("\"StringEquals\":{^\"team\":\"x\"}")), "there is no condition key `team`", DENY(IF("\"StringEquals\":{\"my:team\":\"x\"}"))},
    {"a_misspelt_operator",  "unknown-operator", IDENTITY, DENY(GET OBJECT ",\n\"Condition\":{^\"StringEqual\":{\"s3:prefix\":\"a\"}}"), "this Deny may be off; `StringEquals` is near", DENY(IF("\"StringEquals\":{\"s3:prefix\":\"a\"}"))},
    {"a_plural_set",         "unknown-operator", IDENTITY, ALLOW(IF("^\"ForAnyValues:StringLike\":{\"aws:TagKeys\":\"a\"}")), "`StringLike` is near", ALLOW(IF("\"ForAnyValue:StringLike\":{\"aws:TagKeys\":\"a\"}"))},
    {"no_such_operator",     "unknown-operator", IDENTITY, ALLOW(IF("^\"Matches\":{}")), "there is no operator `Matches`", ALLOW(GET OBJECT)},
    {"a_document_of_words",  "unreadable", IDENTITY, "{" V2012 "\n \"Statement\":[{\"Effect\":^\"Permit\"," GET OBJECT "}]}", "`Effect` is `Allow` or `Deny`", ALLOW(GET OBJECT)},
    {"an_unknown_element",   "unreadable", IDENTITY, "{" V2012 "^\"Statements\":[],\"Statement\":[{\"Effect\":\"Allow\"," GET OBJECT "}]}", "unknown element `Statements`", ALLOW(GET OBJECT)},
    {"no_statement",         "unreadable", IDENTITY, "^{\"Version\":\"2012-10-17\"}", "must have `Statement`", ALLOW(GET OBJECT)},
    {"no_statements",        "unreadable", IDENTITY, "{" V2012 "\"Statement\":^[]}", "must have a statement", ALLOW(GET OBJECT)},
    {"no_map",               "unreadable", IDENTITY, "^[]", "a policy must be a map", ALLOW(GET OBJECT)},
    {"no_json",              "unreadable", IDENTITY, "{\n\"Version\":^}", "", ALLOW(GET OBJECT)},
    {"f11_variable_without_version", "variable-2008", IDENTITY, "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," GET "\"Resource\":^\"arn:aws:s3:::${aws:username}\"}]}", "`${aws:username}` is literal text", ALLOW(GET "\"Resource\":\"arn:aws:s3:::${aws:username}\"")},
    {"f11_variable_in_a_value", "variable-2008", IDENTITY, "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Deny\"," IF("\"StringLike\":{\"s3:prefix\":[\"a\",^\"${*}\"]}") "}]}", "`${*}`", DENY(IF("\"StringLike\":{\"s3:prefix\":[\"a\",\"${*}\"]}"))},
    {"f13_variable_of_many", "variable-multivalued", IDENTITY, ALLOW(GET "\"Resource\":^\"arn:aws:s3:::${aws:username}/${aws:TagKeys, 'x'}\""), "`${aws:TagKeys, 'x'}` has no value", ALLOW(GET "\"Resource\":\"arn:aws:s3:::${aws:username}/${aws:userid, 'x'}\"")},
    {"f18_open_variable",    "variable-open", IDENTITY, ALLOW(GET "\"Resource\":^\"arn:aws:s3:::${aws:username}/${aws:userid\""), "`${aws:userid` is not closed", ALLOW(GET "\"Resource\":\"arn:aws:s3:::${aws:username}/$\"")},
    {"f12_variable_in_an_account", "variable-place", IDENTITY, ALLOW("\"Action\":\"sts:AssumeRole\",\"Resource\":^\"arn:aws:s3::${aws:PrincipalAccount}:role/x\""), "is literal text in this place", ALLOW("\"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:aws:iam::111122223333:role/${aws:PrincipalAccount}\"")},
    {"f12_variable_in_a_number", "variable-place", IDENTITY, DENY(IF("\"NumericEquals\":{\"s3:max-keys\":[^\"${*}\"]}")), "`${*}` is literal", DENY(IF("\"NumericEquals\":{\"s3:max-keys\":[\"7\"]}"))},
    {"no_version",           "version", RESOURCE, "^{\"Statement\":[{\"Effect\":\"Allow\"," NAMED GET OBJECT "}]}", "no `Version`", ALLOW(NAMED GET OBJECT)},
    {"version_2008",         "version", IDENTITY, "{\"Version\":^\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," GET OBJECT "}]}", "of Version 2008-10-17", ALLOW(GET OBJECT)},
    {"a_star_that_is_none",  "wildcard-equals", IDENTITY, ALLOW(IF("\"StringEquals\":{\"s3:prefix\":[\"a\",^\"b/*\"]}")), "`b/*` holds a wildcard", ALLOW(IF("\"StringLike\":{\"s3:prefix\":[\"a\",\"b/*\"]}"))},
    {"a_star_meant_so",      "wildcard-equals", IDENTITY, ALLOW(IF("\"StringNotEqualsIgnoreCase\":{\"s3:prefix\":^\"b?\"}")), "`b?`", ALLOW(IF("\"StringNotEqualsIgnoreCase\":{\"s3:prefix\":\"b${?}\"}"))},
};

/* Pairs of statements: is the second reported as covered by the first? Then the first alone is faultless. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct pair {
    const char *name;
    enum weir_policy_kind kind;
    const char *first, *second;
    bool covered;
};


static const struct pair pairs[] = {
    {"the_same_twice",           IDENTITY, A GET OBJECT, A GET OBJECT, true},
    {"an_allow_in_a_deny",       IDENTITY, D GET OBJECT, A GET OBJECT, true},
    {"a_deny_in_an_allow",       IDENTITY, A GET OBJECT, D GET OBJECT, false},
    {"another_action",           IDENTITY, D GET OBJECT, A PUT OBJECT, false},
    {"a_prefix_of_actions",      IDENTITY, A "\"Action\":\"S3:get*\"," OBJECT, A GET OBJECT, true},
    {"a_wider_prefix",           IDENTITY, A "\"Action\":\"s3:GetObject*\"," OBJECT, A "\"Action\":\"s3:Get*\"," OBJECT, false},
    {"a_question_mark",          IDENTITY, A "\"Action\":\"s3:?etObject\"," OBJECT, A "\"Action\":\"s3:*etObject\"," OBJECT, false},
    {"a_question_mark_taken",    IDENTITY, A "\"Action\":\"s3:?etObject\"," OBJECT, A "\"Action\":\"s3:?etObject\"," OBJECT, true},
    {"every_action",             IDENTITY, A "\"Action\":\"*\"," OBJECT, A GET OBJECT, true},
    {"some_of_a_list",           IDENTITY, A "\"Action\":[\"s3:PutObject\",\"s3:GetObject\"]," OBJECT, A GET OBJECT, true},
    {"more_than_the_list",       IDENTITY, A GET OBJECT, A "\"Action\":[\"s3:PutObject\",\"s3:GetObject\"]," OBJECT, false},
    {"not_actions",              IDENTITY, D "\"NotAction\":\"s3:Get*\"," OBJECT, D "\"NotAction\":[\"s3:Get*\",\"s3:Put*\"]," OBJECT, true},
    {"fewer_not_actions",        IDENTITY, D "\"NotAction\":[\"s3:Get*\",\"s3:Put*\"]," OBJECT, D "\"NotAction\":\"s3:Get*\"," OBJECT, false},
    {"not_action_and_action",    IDENTITY, D "\"NotAction\":\"iam:*\"," OBJECT, D GET OBJECT, false},
    {"a_resource_below",         IDENTITY, D GET OBJECT, A GET "\"Resource\":\"arn:aws:s3:::lake/a/*\"", true},
    {"a_resource_beside",        IDENTITY, D GET OBJECT, A GET "\"Resource\":\"arn:aws:s3:::lakes/*\"", false},
    {"a_resource_in_capitals",   IDENTITY, D GET OBJECT, A GET "\"Resource\":\"arn:aws:s3:::LAKE/*\"", false},
    {"a_star_keeps_its_part",    IDENTITY, D GET "\"Resource\":\"arn:aws:s3:*\"", A GET "\"Resource\":\"arn:aws:s3:::a\"", false},
    {"every_resource",           IDENTITY, D GET "\"Resource\":\"*\"", A GET OBJECT, true},
    {"no_resource_is_not_an_arn", IDENTITY, D GET "\"Resource\":\"arn:aws:s3:::*\"", A GET "\"Resource\":\"*\"", false},
    {"wildcards_but_for_one",    IDENTITY, D GET "\"Resource\":\"a*:*:*:*:*:*\"", A GET "\"Resource\":\"arn:*:*:*:*:*\"", false},
    {"not_resources",            IDENTITY, D GET "\"NotResource\":\"arn:aws:s3:::a\"", D GET "\"NotResource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::b\"]", true},
    {"the_same_variable",        IDENTITY, D GET "\"Resource\":\"arn:aws:s3:::${aws:username}\"", A GET "\"Resource\":\"arn:aws:s3:::${aws:username}\"", true},
    {"a_variable_of_any_value",  IDENTITY, D GET "\"Resource\":\"arn:aws:s3:::?{aws:username}\"", A GET "\"Resource\":\"arn:aws:s3:::${aws:username}\"", false},
    {"a_condition_less",         IDENTITY, A GET OBJECT, A GET OBJECT LIKE("\"a*\""), true},
    {"a_condition_more",         IDENTITY, A GET OBJECT LIKE("\"a*\""), A PUT OBJECT LIKE("\"a*\""), false},
    {"the_same_condition",       IDENTITY, D GET OBJECT LIKE("[\"a\",\"b\"]"), A GET OBJECT LIKE("[\"b\",\"a\"]"), true},
    {"another_condition",        IDENTITY, D GET OBJECT LIKE("[\"a\",\"b\"]"), A GET OBJECT LIKE("[\"a\",\"c\"]"), false},
    {"everybody_denied",         RESOURCE, D EVERYBODY GET OBJECT, A NAMED GET OBJECT, true},
    {"everybody_allowed",        RESOURCE, A EVERYBODY IF("\"StringEquals\":{\"s3:prefix\":\"a\"}"), A NAMED IF("\"StringEquals\":{\"s3:prefix\":\"a\"}"), false},
    {"the_same_principal",       RESOURCE, A NAMED GET OBJECT, A NAMED GET OBJECT, true},
    {"another_principal",        RESOURCE, D NAMED GET OBJECT, A "\"Principal\":{\"AWS\":\"" USER_ARN "\"}," GET OBJECT, false},
    {"trust_without_resources",  TRUST, D EVERYBODY "\"Action\":\"sts:*\"", A NAMED "\"Action\":\"sts:AssumeRole\"", true},
    {"a_missing_resource_is_all", RESOURCE, D NAMED GET OBJECT, A NAMED "\"Action\":\"s3:GetObject\"", false},
};
/* clang-format on */

/* -------------------------------------------------------------------------------------------- asking */

static void take_caret(const char *marked, char *text, size_t room, uint32_t *line, uint32_t *column)
{
    const char *const caret = strchr(marked, '^');
    assert_non_null(caret);
    *line = 1;
    *column = 1;
    for (const char *at = marked; at < caret; at++) {
        *line += *at == '\n';
        *column = *at == '\n' ? 1 : *column + 1;
    }
    const int length = snprintf(text, room, "%.*s%s", (int)(caret - marked), marked, caret + 1);
    assert_true(length >= 0 && (size_t)length < room);
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    char text[1024];
    uint32_t line = 0;
    uint32_t column = 0;
    struct weir_arena *const arena = new_arena(0);
    take_caret(row->faulty, text, sizeof(text), &line, &column);
    const struct weir_lint *const lint = lint_text(text, row->kind, NULL, arena);
    const struct weir_lint_finding *const found = only(lint, row->rule);
    if (found == NULL) {
        show(lint);
        fail_msg("%s is not found", row->rule);
        return;
    }
    char message[512];
    snprintf(message, sizeof(message), "%.*s", WEIR_FMT(found->message));
    if (found->place.line != line || found->place.column != column || strstr(message, row->says) == NULL)
        fail_msg("%u:%u instead of %u:%u: %s", found->place.line, found->place.column, line, column, message);
    assert_str(found->place.source, WEIR_STR("p.json"));
    assert_true(found->cure.len > 0 && found->source.len > 0 && found->message.len > 0);
    const struct weir_lint *const clean = lint_text(row->faultless, row->kind, NULL, arena);
    if (weir_lint_count(clean) > 0)
        show(clean);
    assert_int_equal(weir_lint_count(clean), 0);
    assert_int_equal(weir_lint_worst(clean), WEIR_SEVERITY_NOTE);
    weir_arena_free(arena);
}

static const struct weir_lint_finding *last_of(const struct weir_lint *lint, const char *rule)
{
    const struct weir_lint_finding *found = NULL;
    for (size_t i = 0; i < weir_lint_count(lint); i++) {
        if (is_rule(weir_lint_finding(lint, i), rule))
            found = weir_lint_finding(lint, i);
    }
    return found;
}

static void pair_holds(void **state)
{
    const struct pair *const pair = *state;
    char text[1024];
    struct weir_arena *const arena = new_arena(0);
    const int first = snprintf(text, sizeof(text), "{" V2012 "\"Statement\":[{%s},{%s}]}", pair->first, pair->second);
    assert_true(first > 0 && (size_t)first < sizeof(text));
    const struct weir_lint *const lint = lint_text(text, pair->kind, NULL, arena);
    const struct weir_lint_finding *const found = last_of(lint, "unreachable");
    if ((found != NULL && weir_str_equal(found->pointer, WEIR_STR("/Statement/1"))) != pair->covered) {
        show(lint);
        fail_msg("the second statement should %sbe covered", pair->covered ? "" : "not ");
    }
    weir_arena_free(arena);
}

/* ---------------------------------------------------------------------------------------- the property */

static const char *const effects[] = {"Allow", "Deny"};
static const char *const actions[] = {"\"Action\":\"*\"",       "\"Action\":\"s:*\"",
                                      "\"Action\":\"s:?\"",     "\"Action\":\"s:a\"",
                                      "\"Action\":\"S:A*\"",    "\"Action\":[\"s:ab\",\"s:a\"]",
                                      "\"NotAction\":\"s:a*\"", "\"NotAction\":[\"s:ab\",\"s:a\"]"};
static const char *const resources[] = {
    "\"Resource\":\"*\"",           "\"Resource\":\"x:::::*\"",  "\"Resource\":\"x*:*:*:*:*:*\"",
    "\"Resource\":\"*:*:*:*:*:*\"", "\"Resource\":\"x:::::a?\"", "\"NotResource\":\"x:::::a*\"",
    "\"Resource\":\"x:::::${k}\""};
static const char *const asked_actions[] = {"s:a", "s:ab", "s:b", "t:a"};
static const char *const asked_resources[] = {"*", "x:::::a", "x:::::ab", "x:1::::ab", "y:::::a"};

enum { FORMS = 2 * 8 * 7 };

static int write_form(char *text, size_t room, size_t form)
{
    return snprintf(text, room, "{\"Effect\":\"%s\",%s,%s}", effects[form % 2], actions[form / 2 % 8],
                    resources[form / 16]);
}

/* What a document answers to every question, a letter each. */
static void answer_all(const char *document, struct weir_arena *arena, char *answers)
{
    for (size_t i = 0; i < WEIR_COUNT(asked_actions) * WEIR_COUNT(asked_resources) * 2; i++) {
        const struct scene scene = {.identity = document,
                                    .action = asked_actions[i % 4],
                                    .on = asked_resources[i / 4 % 5],
                                    .context = i < 20 ? "k=a" : "k=ab"};
        answers[i] = (char)('0' + weir_verdict_effect(play(&scene, arena)));
    }
}

/* A statement that is reported as covered can be taken out, and no answer changes. */
static void what_is_covered_decides_nothing(void **state)
{
    (void)state;
    size_t covered = 0;
    struct weir_arena *const arena = new_arena(0);
    for (size_t pair = 0; pair < (size_t)FORMS * FORMS; pair++) {
        char first[128];
        char second[128];
        char both[320];
        char alone[192];
        char with[40];
        char without[40];
        write_form(first, sizeof(first), pair % FORMS);
        write_form(second, sizeof(second), pair / FORMS);
        snprintf(both, sizeof(both), "{" V2012 "\"Statement\":[%s,%s]}", first, second);
        weir_arena_reset(arena);
        const struct weir_lint_finding *const found = last_of(lint_text(both, IDENTITY, NULL, arena), "unreachable");
        if (found == NULL || !weir_str_equal(found->pointer, WEIR_STR("/Statement/1")))
            continue;
        covered++;
        snprintf(alone, sizeof(alone), "{" V2012 "\"Statement\":[%s]}", first);
        answer_all(both, arena, with);
        answer_all(alone, arena, without);
        if (memcmp(with, without, sizeof(with)) != 0)
            fail_msg("%s covers %s", first, second);
    }
    assert_true(covered > FORMS);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------ documents */

/* Each rule that a table can show has a row, the rows are sorted as the rules are, and every text is there. */
static void every_rule_has_a_row(void **state)
{
    (void)state;
    static const char *const elsewhere[] = {"limit", "size", "unreachable"};
    struct weir_lint_rule rule;
    struct weir_str before = {"", 0};
    for (size_t i = 0; weir_policy_lint_rule(i, &rule); i++) {
        bool found = false;
        const struct weir_str name = {rule.id.ptr + strlen("policy.lint."), rule.id.len - strlen("policy.lint.")};
        for (size_t j = 0; j < WEIR_COUNT(rows); j++)
            found = found || weir_str_equal(weir_str_from(rows[j].rule), name);
        for (size_t j = 0; j < WEIR_COUNT(elsewhere); j++)
            found = found || weir_str_equal(weir_str_from(elsewhere[j]), name);
        if (!found)
            fail_msg("no row shows %.*s", WEIR_FMT(rule.id));
        assert_true(weir_str_compare(before, rule.id) < 0);
        assert_true(rule.sentence.len > 0 && rule.cure.len > 0 && rule.source.len > 0);
        before = rule.id;
    }
    assert_int_equal(weir_policy_lint_rule_count(), 33);
    assert_false(weir_policy_lint_rule(33, &rule));
    assert_int_equal(rule.id.len, 0);
    assert_false(weir_policy_lint_rule(0, NULL));
}

/* Every fault of every statement, in the order of the text. */
static void statements_are_linted_beside_broken_ones(void **state)
{
    (void)state;
    static const char text[] = "{" V2012 "\n\"Statement\":[\n{\"Effect\":\"Allow\"},\n{" A
                               "\"NotAction\":\"s3:*\"," OBJECT "},\n7,\n{" A GET OBJECT
                               ",\"Condition\":{\"X\":{}}}],\n\"Extra\":1}";
    static const struct {
        const char *rule;
        uint32_t line;
    } expected[] = {
        {"unreadable", 3}, {"not-action-allow", 4}, {"unreadable", 5}, {"unknown-operator", 6}, {"unreadable", 7}};
    struct weir_arena *const arena = new_arena(0);
    const struct weir_lint *const lint = lint_text(text, IDENTITY, NULL, arena);
    assert_int_equal(weir_lint_count(lint), WEIR_COUNT(expected));
    for (size_t i = 0; i < WEIR_COUNT(expected); i++) {
        assert_true(is_rule(weir_lint_finding(lint, i), expected[i].rule));
        assert_int_equal(weir_lint_finding(lint, i)->place.line, expected[i].line);
    }
    assert_str(weir_lint_finding(lint, 1)->pointer, WEIR_STR("/Statement/1/NotAction"));
    assert_str(weir_lint_finding(lint, 2)->pointer, WEIR_STR("/Statement/2"));
    assert_int_equal(weir_lint_worst(lint), WEIR_SEVERITY_ERROR);
    weir_arena_free(arena);
}

/* A covered statement is named by its number in the document and by its Sid. */
static void a_covering_statement_is_named(void **state)
{
    (void)state;
    static const char text[] = "{" V2012 "\"Statement\":[7,{" SAID("\"All\"") "\"Action\":\"s3:*\"," OBJECT
                                                                              "},{" A GET OBJECT "}]}";
    struct weir_arena *const arena = new_arena(0);
    const struct weir_lint_finding *const found = only(lint_text(text, IDENTITY, NULL, arena), "unreachable");
    assert_non_null(found);
    assert_str(found->message, WEIR_STR("the Allow of statement 2 (All) covers this statement, which decides nothing"));
    assert_str(found->pointer, WEIR_STR("/Statement/2"));
    weir_arena_free(arena);
}

/* In a tree the places are those of the text that holds the document. */
static void documents_in_a_tree_are_linted(void **state)
{
    (void)state;
    static const char world[] =
        "a: 1\nmap:\n  Version: '2012-10-17'\n  Statement:\n    Effect: Allow\n    NotAction: s3:*\n"
        "    Resource: '*'\ntext: '{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
        "\"Resource\":\"*\"}}'\nurl: '%7B%'\nlist: '\"x\"'\n";
    static const struct {
        const char *member, *rule;
        uint32_t line;
    } expected[] = {
        {"map", "not-action-allow", 6}, {"text", "version", 8}, {"url", "unreadable", 9}, {"list", "unreadable", 10}};
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_yaml(weir_str_from(world), WEIR_STR("w.yaml"), arena, &tree, NULL), WEIR_OK);
    for (size_t i = 0; i < WEIR_COUNT(expected); i++) {
        const struct weir_lint *lint = NULL;
        const struct weir_node *const node = weir_node_find(weir_tree_root(tree), weir_str_from(expected[i].member));
        assert_int_equal(weir_policy_lint(tree, node, IDENTITY, NULL, arena, &lint, NULL), WEIR_OK);
        assert_int_equal(weir_lint_count(lint), 1);
        assert_true(is_rule(weir_lint_finding(lint, 0), expected[i].rule));
        assert_int_equal(weir_lint_finding(lint, 0)->place.line, expected[i].line);
        assert_str(weir_lint_finding(lint, 0)->place.source, WEIR_STR("w.yaml"));
    }
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- contract */

static void misuse_is_told(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy_lint_options wrong = {.size = 3};
    const struct weir_tree *tree = NULL;
    const struct weir_lint *lint = NULL;
    const struct weir_str text = WEIR_STR("{}");
    assert_int_equal(weir_tree_parse_json(text, text, arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const root_node = weir_tree_root(tree);
    assert_int_equal(weir_policy_lint(NULL, root_node, IDENTITY, NULL, arena, &lint, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_lint(tree, NULL, IDENTITY, NULL, arena, &lint, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_lint(tree, root_node, IDENTITY, NULL, NULL, &lint, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_lint(tree, root_node, IDENTITY, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_lint(tree, root_node, IDENTITY, &wrong, arena, &lint, NULL), WEIR_ERR_USAGE);
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_int_equal(weir_policy_lint(tree, root_node, (enum weir_policy_kind)8, NULL, arena, &lint, NULL),
                     WEIR_ERR_USAGE);
    assert_int_equal(weir_policy_lint_text(text, text, IDENTITY, &wrong, arena, &lint, NULL), WEIR_ERR_USAGE);
    assert_null(lint);
    assert_int_equal(weir_lint_count(NULL), 0);
    assert_null(weir_lint_finding(NULL, 0));
    assert_int_equal(weir_lint_worst(NULL), WEIR_SEVERITY_NOTE);
    assert_string_equal(weir_severity_name(WEIR_SEVERITY_NOTE), "note");
    assert_string_equal(weir_severity_name(WEIR_SEVERITY_WARNING), "warning");
    assert_string_equal(weir_severity_name(WEIR_SEVERITY_ERROR), "error");
    /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
    assert_string_equal(weir_severity_name((enum weir_severity)9), "note");
    weir_arena_free(arena);
}

static void linting_fails_cleanly_at_every_limit(void **state)
{
    (void)state;
    static const char text[] = "{\"Statement\":[{" A
                               "\"NotAction\":\"s3:*\",\"Resource\":\"arn:aws:s3\"},7,{" D GET OBJECT
                               ",\"Condition\":{\"X\":{},\"StringEquals\":{\"aws:TagKey\":\"${a\"}}}]}";
    size_t failures = 0;
    for (size_t limit = 16;; limit += 64) {
        struct weir_arena *arena = NULL;
        const struct weir_lint *lint = (const void *)&failures;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_true(limit < 1 << 20);
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_policy_lint_text(weir_str_from(text), WEIR_STR("p"), IDENTITY, NULL, arena,
                                                              &lint, &error);
        assert_true((lint != NULL) == (status == WEIR_OK));
        assert_int_equal(error.status, status);
        const size_t count = weir_lint_count(lint);
        weir_arena_free(arena);
        if (status == WEIR_OK) {
            assert_true(count > 5);
            break;
        }
        assert_int_equal(status, WEIR_ERR_MEMORY);
        failures++;
    }
    assert_true(failures > 10);
}

static void keys_are_found_and_guessed(void **state)
{
    (void)state;
    size_t count = 0;
    const struct weir_condition_key *const keys = weir_condition_keys(&count);
    for (size_t i = 0; i < count; i++) {
        const bool family = keys[i].name.ptr[keys[i].name.len - 1] == '/';
        assert_true((weir_condition_key_find(keys[i].name) == &keys[i]) == !family);
        assert_ptr_equal(weir_condition_key_near(keys[i].name), &keys[i]);
    }
    assert_non_null(weir_condition_key_find(WEIR_STR("AWS:principaltag/x")));
    assert_null(weir_condition_key_find(WEIR_STR("aws:PrincipalTag/")));
    assert_null(weir_condition_key_near(WEIR_STR("aws:SomethingElseEntirely")));
    assert_int_equal(weir_edit_distance(WEIR_STR("kitten"), WEIR_STR("SITTING")), 3);
    assert_int_equal(weir_edit_distance(WEIR_STR(""), WEIR_STR("abc")), 3);
    assert_true(weir_edit_distance((struct weir_str){V2012 V2012 V2012 V2012, 65}, WEIR_STR("a")) > 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_a_row),
        cmocka_unit_test(what_is_covered_decides_nothing),
        cmocka_unit_test(statements_are_linted_beside_broken_ones),
        cmocka_unit_test(a_covering_statement_is_named),
        cmocka_unit_test(documents_in_a_tree_are_linted),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(linting_fails_cleanly_at_every_limit),
        cmocka_unit_test(keys_are_found_and_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("lint", rows, row_holds) +
           RUN_ROWS("covered", pairs, pair_holds);
}
