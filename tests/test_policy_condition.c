/* Conditions: every operator with a value, without one, with several, in both effects; numbers are facts of the language. */
#include "test_policy.h"

/* Whether the statement applies when it allows, and when it denies. They differ only where the sources are silent. */
enum applies { NEVER, ALWAYS, WHERE_IT_DENIES };

struct row {
    const char *name;
    const char *condition; /* "operator":{"k":values} */
    const char *context;
    enum applies applies;
};

/* clang-format off */
static const struct row rows[] = {
    /* -------- strings */
    {"StringEquals_same",                 "\"StringEquals\":{\"k\":\"v\"}", "k=v", ALWAYS},
    {"StringEquals_other",                "\"StringEquals\":{\"k\":\"v\"}", "k=w", NEVER},
    {"StringEquals_case_counts",          "\"StringEquals\":{\"k\":\"v\"}", "k=V", NEVER},
    {"StringEquals_star_is_literal",      "\"StringEquals\":{\"k\":\"*\"}", "k=v", NEVER},
    {"StringEquals_f20_any_of_many",      "\"StringEquals\":{\"k\":[\"u\",\"v\"]}", "k=v", ALWAYS},
    {"StringEquals_missing",              "\"StringEquals\":{\"k\":\"v\"}", "", NEVER},
    {"StringEqualsIfExists_missing",      "\"StringEqualsIfExists\":{\"k\":\"v\"}", "", ALWAYS},
    {"StringEqualsIfExists_other",        "\"StringEqualsIfExists\":{\"k\":\"v\"}", "k=w", NEVER},
    {"StringEquals_f2_number_is_text",    "\"StringEquals\":{\"k\":10}", "k=10", ALWAYS},
    {"StringEquals_f2_boolean_is_text",   "\"StringEquals\":{\"k\":true}", "k=true", ALWAYS},
    {"StringEquals_f12_variable",         "\"StringEquals\":{\"k\":\"${j}\"}", "k=v|j=v", ALWAYS},
    {"StringEquals_f14_unresolved",       "\"StringEquals\":{\"k\":\"${j}\"}", "k=v", NEVER},
    {"StringEquals_empty_list_of_values", "\"StringEquals\":{\"k\":[]}", "k=v", NEVER},
    {"StringEquals_f21_key_case_folds",   "\"StringEquals\":{\"AWS:PrincipalTag/Team\":\"v\"}", "aws:principaltag/team=v", ALWAYS},
    {"StringEquals_operator_case_folds",  "\"stringequals\":{\"k\":\"v\"}", "k=v", ALWAYS},
    {"StringNotEquals_same",              "\"StringNotEquals\":{\"k\":\"v\"}", "k=v", NEVER},
    {"StringNotEquals_other",             "\"StringNotEquals\":{\"k\":\"v\"}", "k=w", ALWAYS},
    {"StringNotEquals_missing",           "\"StringNotEquals\":{\"k\":\"v\"}", "", ALWAYS},
    {"StringNotEquals_f20_none_of_many",  "\"StringNotEquals\":{\"k\":[\"u\",\"v\"]}", "k=v", NEVER},
    {"StringNotEquals_f14_unresolved",    "\"StringNotEquals\":{\"k\":\"${j}\"}", "k=v", ALWAYS},
    {"StringNotEqualsIfExists_missing",   "\"StringNotEqualsIfExists\":{\"k\":\"v\"}", "", ALWAYS},
    {"StringEqualsIgnoreCase_folds",      "\"StringEqualsIgnoreCase\":{\"k\":\"vAl\"}", "k=VaL", ALWAYS},
    {"StringEqualsIgnoreCase_variable",   "\"StringEqualsIgnoreCase\":{\"k\":\"${j}\"}", "k=VaL|j=vAl", ALWAYS},
    {"StringEqualsIgnoreCase_missing",    "\"StringEqualsIgnoreCase\":{\"k\":\"v\"}", "", NEVER},
    {"StringNotEqualsIgnoreCase_folds",   "\"StringNotEqualsIgnoreCase\":{\"k\":\"vAl\"}", "k=VaL", NEVER},
    {"StringNotEqualsIgnoreCase_missing", "\"StringNotEqualsIgnoreCase\":{\"k\":\"v\"}", "", ALWAYS},
    {"StringLike_covers",                 "\"StringLike\":{\"k\":\"a*?\"}", "k=ab", ALWAYS},
    {"StringLike_covers_all_of_it",       "\"StringLike\":{\"k\":\"a\"}", "k=ab", NEVER},
    {"StringLike_star_is_empty_too",      "\"StringLike\":{\"k\":\"*\"}", "k=", ALWAYS},
    {"StringLike_missing",                "\"StringLike\":{\"k\":\"*\"}", "", NEVER},
    {"StringLike_f17_value_is_literal",   "\"StringLike\":{\"k\":\"${j}\"}", "k=v|j=*", NEVER},
    {"StringNotLike_covers",              "\"StringNotLike\":{\"k\":\"a*\"}", "k=ab", NEVER},
    {"StringNotLike_missing",             "\"StringNotLike\":{\"k\":\"a*\"}", "", ALWAYS},
    {"StringLike_f15_empty_variable",     "\"StringLike\":{\"k\":\"x${j}\"}", "k=x|j=", WHERE_IT_DENIES},
    {"StringNotLike_f15_empty_variable",  "\"StringNotLike\":{\"k\":\"x${j}\"}", "k=x|j=", WHERE_IT_DENIES},
    /* -------- numbers */
    {"NumericEquals_f2_decimal",          "\"NumericEquals\":{\"k\":10.0}", "k=10", ALWAYS},
    {"NumericEquals_past_2_53",           "\"NumericEquals\":{\"k\":\"9007199254740993\"}", "k=9007199254740992", NEVER},
    {"NumericEquals_f26_not_a_number",    "\"NumericEquals\":{\"k\":\"5\"}", "k=5abc", NEVER},
    {"NumericEquals_f26_bad_operand",     "\"NumericEquals\":{\"k\":\"x\"}", "k=5", NEVER},
    {"NumericEquals_f12_no_variables",    "\"NumericEquals\":{\"k\":\"${j}\"}", "k=5|j=5", NEVER},
    {"NumericEquals_missing",             "\"NumericEquals\":{\"k\":\"5\"}", "", NEVER},
    {"NumericNotEquals_same",             "\"NumericNotEquals\":{\"k\":\"5\"}", "k=5.00", NEVER},
    {"NumericNotEquals_other",            "\"NumericNotEquals\":{\"k\":\"5\"}", "k=6", ALWAYS},
    {"NumericNotEquals_missing",          "\"NumericNotEquals\":{\"k\":\"5\"}", "", ALWAYS},
    {"NumericNotEquals_f26_unreadable",   "\"NumericNotEquals\":{\"k\":\"5\"}", "k=many", WHERE_IT_DENIES},
    {"NumericNotEquals_f26_bad_operand",  "\"NumericNotEquals\":{\"k\":[\"x\",\"5\"]}", "k=6", WHERE_IT_DENIES},
    {"NumericNotEquals_f26_equal_decides", "\"NumericNotEquals\":{\"k\":[\"x\",\"5\"]}", "k=5", NEVER},
    {"NumericLessThan_below",             "\"NumericLessThan\":{\"k\":\"5\"}", "k=4.9", ALWAYS},
    {"NumericLessThan_at",                "\"NumericLessThan\":{\"k\":\"5\"}", "k=5", NEVER},
    {"NumericLessThan_missing",           "\"NumericLessThan\":{\"k\":\"5\"}", "", NEVER},
    {"NumericLessThanEquals_at",          "\"NumericLessThanEquals\":{\"k\":\"5\"}", "k=5", ALWAYS},
    {"NumericLessThanEquals_above",       "\"NumericLessThanEquals\":{\"k\":\"5\"}", "k=5.1", NEVER},
    {"NumericLessThanEqualsIfExists",     "\"NumericLessThanEqualsIfExists\":{\"k\":\"5\"}", "", ALWAYS},
    {"NumericGreaterThan_above",          "\"NumericGreaterThan\":{\"k\":\"-5\"}", "k=-4", ALWAYS},
    {"NumericGreaterThan_at",             "\"NumericGreaterThan\":{\"k\":\"-5\"}", "k=-5", NEVER},
    {"NumericGreaterThanEquals_at",       "\"NumericGreaterThanEquals\":{\"k\":\"5\"}", "k=5", ALWAYS},
    {"NumericGreaterThanEquals_below",    "\"NumericGreaterThanEquals\":{\"k\":\"5\"}", "k=4", NEVER},
    /* -------- dates */
    {"DateEquals_mixed_forms",            "\"DateEquals\":{\"k\":\"2026-03-02T10:00:00+01:00\"}", "k=1772442000", ALWAYS},
    {"DateEquals_missing",                "\"DateEquals\":{\"k\":\"2026\"}", "", NEVER},
    {"DateNotEquals_same",                "\"DateNotEquals\":{\"k\":\"2026\"}", "k=2026-01-01T00:00:00Z", NEVER},
    {"DateNotEquals_missing",             "\"DateNotEquals\":{\"k\":\"2026\"}", "", ALWAYS},
    {"DateNotEquals_f26_unreadable",      "\"DateNotEquals\":{\"k\":\"2026\"}", "k=soon", WHERE_IT_DENIES},
    {"DateLessThan_before",               "\"DateLessThan\":{\"k\":\"2026-03-02T09:00:00Z\"}", "k=2026-03-02T08:59:59.999Z", ALWAYS},
    {"DateLessThan_at",                   "\"DateLessThan\":{\"k\":\"2026-03-02T09:00:00Z\"}", "k=2026-03-02T09:00:00Z", NEVER},
    {"DateLessThanEquals_at",             "\"DateLessThanEquals\":{\"k\":\"2026-03-02T09:00:00Z\"}", "k=1772442000", ALWAYS},
    {"DateLessThanEquals_after",          "\"DateLessThanEquals\":{\"k\":\"2026-03-02T09:00:00Z\"}", "k=1772442001", NEVER},
    {"DateGreaterThan_after",             "\"DateGreaterThan\":{\"k\":\"1772442000\"}", "k=2026-03-02T09:00:01Z", ALWAYS},
    {"DateGreaterThan_at",                "\"DateGreaterThan\":{\"k\":1772442000}", "k=2026-03-02T09:00:00Z", NEVER},
    {"DateGreaterThanEquals_at",          "\"DateGreaterThanEquals\":{\"k\":1772442000}", "k=2026-03-02T09:00:00Z", ALWAYS},
    {"DateGreaterThanIfExists_missing",   "\"DateGreaterThanIfExists\":{\"k\":\"2026\"}", "", ALWAYS},
    /* -------- booleans, bytes */
    {"Bool_same",                         "\"Bool\":{\"k\":\"true\"}", "k=true", ALWAYS},
    {"Bool_case_folds",                   "\"Bool\":{\"k\":\"True\"}", "k=TRUE", ALWAYS},
    {"Bool_unquoted",                     "\"Bool\":{\"k\":false}", "k=false", ALWAYS},
    {"Bool_other",                        "\"Bool\":{\"k\":\"true\"}", "k=false", NEVER},
    {"Bool_other_text_never",             "\"Bool\":{\"k\":\"yes\"}", "k=yes", NEVER},
    {"Bool_missing",                      "\"Bool\":{\"k\":\"false\"}", "", NEVER},
    {"BoolIfExists_missing",              "\"BoolIfExists\":{\"k\":\"false\"}", "", ALWAYS},
    {"Bool_f12_variable_is_open",         "\"Bool\":{\"k\":\"${j}\"}", "k=true|j=true", WHERE_IT_DENIES},
    {"BinaryEquals_same",                 "\"BinaryEquals\":{\"k\":\"QmluYXJ5\"}", "k=QmluYXJ5", ALWAYS},
    {"BinaryEquals_other",                "\"BinaryEquals\":{\"k\":\"QmluYXJ5\"}", "k=QmluYXJ4", NEVER},
    {"BinaryEquals_not_base64",           "\"BinaryEquals\":{\"k\":\"Qm=\"}", "k=Qm=", NEVER},
    {"BinaryEquals_missing",              "\"BinaryEquals\":{\"k\":\"QmluYXJ5\"}", "", NEVER},
    {"BinaryEqualsIfExists_missing",      "\"BinaryEqualsIfExists\":{\"k\":\"QmluYXJ5\"}", "", ALWAYS},
    /* -------- addresses */
    {"IpAddress_v4",                      "\"IpAddress\":{\"k\":\"203.0.113.0/24\"}", "k=203.0.113.7", ALWAYS},
    {"IpAddress_f25_families_apart",      "\"IpAddress\":{\"k\":[\"2001:db8::/32\",\"203.0.113.0/24\"]}", "k=203.0.113.7", ALWAYS},
    {"IpAddress_v6",                      "\"IpAddress\":{\"k\":\"2001:db8::/32\"}", "k=2001:DB8::7", ALWAYS},
    {"IpAddress_not_an_address",          "\"IpAddress\":{\"k\":\"0.0.0.0/0\"}", "k=here", NEVER},
    {"IpAddress_a_range_in_the_request",  "\"IpAddress\":{\"k\":\"0.0.0.0/0\"}", "k=10.0.0.0/8", NEVER},
    {"IpAddress_missing",                 "\"IpAddress\":{\"k\":\"0.0.0.0/0\"}", "", NEVER},
    {"NotIpAddress_inside",               "\"NotIpAddress\":{\"k\":\"203.0.113.0/24\"}", "k=203.0.113.7", NEVER},
    {"NotIpAddress_outside",              "\"NotIpAddress\":{\"k\":\"203.0.113.0/24\"}", "k=10.0.0.1", ALWAYS},
    {"NotIpAddress_f25_mixed_families",   "\"NotIpAddress\":{\"k\":[\"203.0.113.0/32\",\"2001:db8::1\"]}", "k=10.0.0.1", ALWAYS},
    {"NotIpAddress_f26_bad_operand",      "\"NotIpAddress\":{\"k\":\"10.0.0.0/33\"}", "k=10.0.0.1", WHERE_IT_DENIES},
    {"NotIpAddress_missing",              "\"NotIpAddress\":{\"k\":\"0.0.0.0/0\"}", "", ALWAYS},
    {"NotIpAddressIfExists_missing",      "\"NotIpAddressIfExists\":{\"k\":\"0.0.0.0/0\"}", "", ALWAYS},
    /* -------- ARNs */
    {"ArnLike_f24_parts_apart",           "\"ArnLike\":{\"k\":\"arn:aws:svc:*:111122223333:finance/*\"}", "k=arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", NEVER},
    {"StringLike_f24_has_no_parts",       "\"StringLike\":{\"k\":\"arn:aws:svc:*:111122223333:finance/*\"}", "k=arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", ALWAYS},
    {"ArnLike_sixth_part_keeps_colons",   "\"ArnLike\":{\"k\":\"arn:aws:logs:*:*:group:*\"}", "k=arn:aws:logs:eu-west-1:1:group:a:b", ALWAYS},
    {"ArnEquals_takes_wildcards",         "\"ArnEquals\":{\"k\":\"arn:aws:s3:::lake*\"}", "k=arn:aws:s3:::lake-1", ALWAYS},
    {"ArnEquals_case_counts",             "\"ArnEquals\":{\"k\":\"arn:aws:s3:::Lake\"}", "k=arn:aws:s3:::lake", NEVER},
    {"ArnEquals_missing",                 "\"ArnEquals\":{\"k\":\"*\"}", "", NEVER},
    {"ArnEquals_f26_not_an_arn",          "\"ArnEquals\":{\"k\":\"*\"}", "k=lake", NEVER},
    {"ArnLike_star_alone_is_no_arn",      "\"ArnLike\":{\"k\":\"*\"}", "k=arn:aws:s3:::lake", NEVER},
    {"ArnLike_six_stars_are_any_arn",     "\"ArnLike\":{\"k\":\"*:*:*:*:*:*\"}", "k=arn:aws:s3:::lake", ALWAYS},
    {"ArnLike_f26_short_operand",         "\"ArnLike\":{\"k\":\"arn:aws:s3*\"}", "k=arn:aws:s3:::lake", NEVER},
    {"ArnLike_variable_in_a_part",        "\"ArnLike\":{\"k\":\"arn:aws:iam::${aws:PrincipalAccount}:role/*\"}", "k=arn:aws:iam::1:role/x|aws:PrincipalAccount=1", ALWAYS},
    {"ArnLike_f17_variable_stays_in_its_part", "\"ArnLike\":{\"k\":\"arn:aws:iam::${j}:role/*\"}", "k=arn:aws:iam::1:role/x|j=1:role", NEVER},
    {"ArnEquals_one_variable",            "\"ArnEquals\":{\"k\":\"${j}\"}", "k=arn:aws:iam::1:role/x|j=arn:aws:iam::1:role/x", ALWAYS},
    {"ArnEquals_one_variable_is_literal", "\"ArnEquals\":{\"k\":\"${j}\"}", "k=arn:aws:iam::1:role/x|j=arn:aws:iam::1:role/*", NEVER},
    {"ArnNotEquals_same",                 "\"ArnNotEquals\":{\"k\":\"arn:aws:s3:::lake\"}", "k=arn:aws:s3:::lake", NEVER},
    {"ArnNotEquals_missing",              "\"ArnNotEquals\":{\"k\":\"arn:aws:s3:::lake\"}", "", ALWAYS},
    {"ArnNotLike_other",                  "\"ArnNotLike\":{\"k\":\"arn:aws:s3:::lake/*\"}", "k=arn:aws:s3:::sea/x", ALWAYS},
    {"ArnNotLike_f26_not_an_arn",         "\"ArnNotLike\":{\"k\":\"arn:aws:s3:::lake/*\"}", "k=sea", WHERE_IT_DENIES},
    {"ArnNotLikeIfExists_missing",        "\"ArnNotLikeIfExists\":{\"k\":\"arn:aws:s3:::lake/*\"}", "", ALWAYS},
    /* -------- presence */
    {"Null_true_missing",                 "\"Null\":{\"k\":\"true\"}", "", ALWAYS},
    {"Null_true_present",                 "\"Null\":{\"k\":true}", "k=v", NEVER},
    {"Null_false_missing",                "\"Null\":{\"k\":\"false\"}", "", NEVER},
    {"Null_false_present",                "\"Null\":{\"k\":\"false\"}", "k=v", ALWAYS},
    {"Null_both",                         "\"Null\":{\"k\":[\"false\",\"true\"]}", "", ALWAYS},
    {"Null_neither",                      "\"Null\":{\"k\":[]}", "", NEVER},
    {"Null_f31_empty_set_is_null",        "\"Null\":{\"k\":\"true\"}", "k=[]", ALWAYS},
    {"Null_f31_empty_set_guards",         "\"Null\":{\"k\":\"false\"}", "k=[]", NEVER},
    {"Null_f31_set_of_empty_text",        "\"Null\":{\"k\":\"false\"}", "k=[,]", NEVER},
    {"Null_f31_empty_text_true_is_open",  "\"Null\":{\"k\":\"true\"}", "k=", WHERE_IT_DENIES},
    {"Null_f31_empty_text_false_is_open", "\"Null\":{\"k\":\"false\"}", "k=", WHERE_IT_DENIES},
    /* -------- several values */
    {"f27_several_need_a_set_operator",   "\"StringEquals\":{\"k\":[\"a\",\"b\"]}", "k=[a,b]", NEVER},
    {"f27_several_negated_neither",       "\"StringNotEquals\":{\"k\":\"c\"}", "k=[a,b]", NEVER},
    {"f27_a_set_of_one_is_one_value",     "\"StringEquals\":{\"k\":\"a\"}", "k=[a]", ALWAYS},
    {"f27_an_empty_set_is_missing",       "\"StringNotEquals\":{\"k\":\"a\"}", "k=[]", ALWAYS},
    {"f27_several_if_exists",             "\"StringEqualsIfExists\":{\"k\":\"a\"}", "k=[a,b]", NEVER},
    {"ForAllValues_all_in",               "\"ForAllValues:StringEquals\":{\"k\":[\"a\",\"b\",\"c\"]}", "k=[a,b]", ALWAYS},
    {"ForAllValues_one_out",              "\"ForAllValues:StringEquals\":{\"k\":[\"a\",\"b\"]}", "k=[a,x]", NEVER},
    {"ForAllValues_f28_missing",          "\"ForAllValues:StringEquals\":{\"k\":\"a\"}", "", ALWAYS},
    {"ForAllValues_f28_empty_set",        "\"ForAllValues:StringEquals\":{\"k\":\"a\"}", "k=[]", ALWAYS},
    {"ForAllValues_f28_empty_text",       "\"ForAllValues:StringEquals\":{\"k\":\"a\"}", "k=", ALWAYS},
    {"ForAllValues_f28_one_value",        "\"ForAllValues:StringLike\":{\"k\":\"a*\"}", "k=ab", ALWAYS},
    {"ForAllValues_f29_negated_none_in",  "\"ForAllValues:StringNotEquals\":{\"k\":[\"x\",\"y\"]}", "k=[a,b]", ALWAYS},
    {"ForAllValues_f29_negated_one_in",   "\"ForAllValues:StringNotEquals\":{\"k\":[\"x\",\"y\"]}", "k=[a,x]", NEVER},
    {"ForAllValues_f29_negated_missing",  "\"ForAllValues:StringNotEquals\":{\"k\":\"x\"}", "", ALWAYS},
    {"ForAnyValue_one_in",                "\"ForAnyValue:StringEquals\":{\"k\":[\"a\",\"c\"]}", "k=[x,a]", ALWAYS},
    {"ForAnyValue_none_in",               "\"ForAnyValue:StringEquals\":{\"k\":[\"a\",\"c\"]}", "k=[x,y]", NEVER},
    {"ForAnyValue_f28_missing",           "\"ForAnyValue:StringEquals\":{\"k\":\"a\"}", "", NEVER},
    {"ForAnyValue_f28_empty_set",         "\"ForAnyValue:StringEquals\":{\"k\":\"a\"}", "k=[]", NEVER},
    {"ForAnyValue_f28_empty_text",        "\"ForAnyValue:StringLike\":{\"k\":\"*\"}", "k=", NEVER},
    {"ForAnyValue_f29_negated_one_out",   "\"ForAnyValue:StringNotEquals\":{\"k\":[\"x\",\"y\"]}", "k=[x,a]", ALWAYS},
    {"ForAnyValue_f29_negated_all_in",    "\"ForAnyValue:StringNotEquals\":{\"k\":[\"x\",\"y\"]}", "k=[x,y]", NEVER},
    {"ForAnyValue_f29_negated_missing",   "\"ForAnyValue:StringNotEquals\":{\"k\":\"x\"}", "", NEVER},
    {"ForAllValues_IfExists_missing",     "\"ForAllValues:StringEqualsIfExists\":{\"k\":\"a\"}", "", ALWAYS},
    {"ForAnyValue_f30_IfExists_is_open",  "\"ForAnyValue:StringEqualsIfExists\":{\"k\":\"a\"}", "", WHERE_IT_DENIES},
    {"ForAnyValue_IfExists_present",      "\"ForAnyValue:StringEqualsIfExists\":{\"k\":\"a\"}", "k=[a,b]", ALWAYS},
    {"ForAnyValue_Bool",                  "\"foranyvalue:bool\":{\"k\":\"true\"}", "k=[false,true]", ALWAYS},
    {"ForAllValues_f26_unreadable",       "\"ForAllValues:NumericNotEquals\":{\"k\":\"5\"}", "k=[4,x]", WHERE_IT_DENIES},
    /* -------- blocks */
    {"f20_keys_are_and",                  "\"StringEquals\":{\"k\":\"a\",\"j\":\"b\"}", "k=a|j=c", NEVER},
    {"f20_operators_are_and",             "\"StringEquals\":{\"k\":\"a\"},\"Bool\":{\"j\":\"true\"}", "k=a|j=false", NEVER},
    {"f20_all_hold",                      "\"StringEquals\":{\"k\":\"a\",\"i\":\"x\"},\"Bool\":{\"j\":\"true\"}", "k=a|j=true|i=x", ALWAYS},
    {"no_condition_always_holds",         "", "", ALWAYS},
    {"an_empty_operator_asks_nothing",    "\"StringEquals\":{}", "", ALWAYS},
};
/* clang-format on */

static bool statement_applies(const struct row *row, bool denies)
{
    char document[1024];
    snprintf(document, sizeof(document),
             "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"%s\",\"Action\":\"*\",\"Resource\":\"*\","
             "\"Condition\":{%s}}}",
             denies ? "Deny" : "Allow", row->condition);
    const struct scene scene = {.identity = document, .context = row->context};
    const enum weir_effect effect = effect_of(&scene);
    assert_int_not_equal(effect, denies ? ALLOWED : DENIED);
    return effect != SILENT;
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    assert_int_equal(statement_applies(row, false), row->applies == ALWAYS);
    assert_int_equal(statement_applies(row, true), row->applies != NEVER);
}

/* Every operator of the table stands in some row, so that a new one cannot come without its case. */
static void every_operator_has_a_row(void **state)
{
    (void)state;
    size_t count = 0;
    const struct weir_operator *const operators = weir_operators(&count);
    for (size_t i = 0; i < count; i++) {
        char quoted[64];
        snprintf(quoted, sizeof(quoted), "\"%s\":", operators[i].name);
        bool found = false;
        for (size_t j = 0; j < WEIR_COUNT(rows) && !found; j++)
            found = strstr(rows[j].condition, quoted) != NULL;
        if (!found)
            fail_msg("no row for %s", operators[i].name);
    }
}

/* f11: before 2012 there are no variables, and their text is compared as it stands. */
static void documents_of_2008_have_no_variables(void **state)
{
    (void)state;
    static const char *const versions[] = {"", "\"Version\":\"2008-10-17\","};
    for (size_t i = 0; i < WEIR_COUNT(versions); i++) {
        char document[512];
        snprintf(document, sizeof(document),
                 "{%s\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
                 "\"Condition\":{\"StringEquals\":{\"k\":\"${j}\"}}}}",
                 versions[i]);
        assert_int_equal(effect_of(&(struct scene){.identity = document, .context = "k=v|j=v"}), SILENT);
        assert_int_equal(effect_of(&(struct scene){.identity = document, .context = "k=${j}|j=v"}), ALLOWED);
        snprintf(document, sizeof(document),
                 "{%s\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
                 "\"Condition\":{\"ArnLike\":{\"k\":[\"${j}\",\"arn:aws:s3:::${j}\"]}}}}",
                 versions[i]);
        assert_int_equal(effect_of(&(struct scene){.identity = document, .context = "k=arn:aws:s3:::v|j=v"}), SILENT);
        assert_int_equal(effect_of(&(struct scene){.identity = document, .context = "k=arn:aws:s3:::${j}"}), ALLOWED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operator_has_a_row),
        cmocka_unit_test(documents_of_2008_have_no_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("conditions", rows, row_holds);
}
