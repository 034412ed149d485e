/* Action, NotAction, Resource, NotResource: what is covered; numbers are facts of the language. */
#include "test_policy.h"

struct row {
    const char *name;
    const char *element; /* with its name */
    const char *asked;   /* an action, or a resource */
    const char *context;
    bool covered;
};

/* clang-format off */
static const struct row actions[] = {
    {"f3_same",                     "\"Action\":\"s3:GetObject\"", "s3:GetObject", "", true},
    {"f3_case_folds",               "\"Action\":\"S3:getobject\"", "s3:GetObject", "", true},
    {"f3_asked_case_folds",         "\"Action\":\"s3:GetObject\"", "S3:GETOBJECT", "", true},
    {"f3_run",                      "\"Action\":\"s3:Get*\"", "s3:GetObject", "", true},
    {"f3_run_may_be_empty",         "\"Action\":\"s3:GetObject*\"", "s3:GetObject", "", true},
    {"f3_one",                      "\"Action\":\"s3:GetObjec?\"", "s3:GetObject", "", true},
    {"f3_one_is_not_none",          "\"Action\":\"s3:GetObject?\"", "s3:GetObject", "", false},
    {"f3_all_of_a_service",         "\"Action\":\"s3:*\"", "s3:GetObject", "", true},
    {"f3_not_of_another",           "\"Action\":\"s3:*\"", "s3express:CreateSession", "", false},
    {"f3_star_is_all",              "\"Action\":\"*\"", "glue:GetTable", "", true},
    {"f3_star_colon_star_is_all",   "\"Action\":\"*:*\"", "glue:GetTable", "", true},
    {"f3_no_variables",             "\"Action\":\"s3:${k}\"", "s3:GetObject", "k=GetObject", false},
    {"f3_list",                     "\"Action\":[\"s3:PutObject\",\"s3:GetObject\"]", "s3:GetObject", "", true},
    {"f4_leading_blank_never",      "\"Action\":\" s3:GetObject\"", "s3:GetObject", "", false},
    {"f4_trailing_blank_never",     "\"Action\":\"s3:GetObject \"", "s3:GetObject", "", false},
    {"f4_blank_before_star_never",  "\"Action\":\"s3: *\"", "s3:GetObject", "", false},
    {"f4_blank_star_never",         "\"Action\":\"* \"", "s3:GetObject", "", false},
    {"f4_nothing_behind_the_colon", "\"Action\":\"s3:\"", "s3:GetObject", "", false},
    {"f4_in_not_action_applies",    "\"NotAction\":\"s3:GetObject \"", "s3:GetObject", "", true},
    {"f4_empty_in_not_action",      "\"NotAction\":\"s3:\"", "s3:GetObject", "", true},
    {"f5_not_action_listed",        "\"NotAction\":[\"iam:*\",\"s3:Get*\"]", "s3:GetObject", "", false},
    {"f5_not_action_unlisted",      "\"NotAction\":\"iam:*\"", "s3:GetObject", "", true},
};

#define ARN_OF(rest) "arn:aws:s3:::" rest
static const struct row resources[] = {
    {"f6_same",                     "\"Resource\":\"arn:aws:s3:::lake/a\"", ARN_OF("lake/a"), "", true},
    {"f6_case_counts",              "\"Resource\":\"arn:aws:s3:::Lake/a\"", ARN_OF("lake/a"), "", false},
    {"f6_star_crosses_slashes",     "\"Resource\":\"arn:aws:s3:::lake/*\"", ARN_OF("lake/a/b"), "", true},
    {"f6_star_crosses_late_colons", "\"Resource\":\"arn:aws:s3:::lake/*\"", ARN_OF("lake/a:b"), "", true},
    {"f6_star_stays_in_its_part",   "\"Resource\":\"arn:aws:sqs:*:q\"", "arn:aws:sqs:us-east-1:111122223333:q", "", false},
    {"f6_region_star",              "\"Resource\":\"arn:aws:sqs:*:111122223333:q\"", "arn:aws:sqs:us-east-1:111122223333:q", "", true},
    {"f6_other_account",            "\"Resource\":\"arn:aws:sqs:*:444455556666:q\"", "arn:aws:sqs:us-east-1:111122223333:q", "", false},
    {"f6_partition_counts",         "\"Resource\":\"arn:aws-cn:s3:::lake\"", ARN_OF("lake"), "", false},
    {"f6_service_star",             "\"Resource\":\"arn:aws:*:::lake\"", ARN_OF("lake"), "", true},
    {"f5_not_resource_listed",      "\"NotResource\":[\"arn:aws:s3:::sea\",\"arn:aws:s3:::lake\"]", ARN_OF("lake"), "", false},
    {"f5_not_resource_unlisted",    "\"NotResource\":\"arn:aws:s3:::sea\"", ARN_OF("lake"), "", true},
    {"f7_star_covers_an_arn",       "\"Resource\":\"*\"", ARN_OF("lake"), "", true},
    {"f7_star_covers_no_resource",  "\"Resource\":\"*\"", "*", "", true},
    {"f7_arn_covers_not_none",      "\"Resource\":\"arn:aws:s3:::*\"", "*", "", false},
    {"f7_all_wildcards_cover_none", "\"Resource\":\"arn:*:*:*:*:*\"", "*", "", true},
    {"f7_two_stars_cover_none",     "\"Resource\":\"**\"", "*", "", true},
    {"f7_not_resource_and_none",    "\"NotResource\":\"arn:aws:s3:::lake\"", "*", "", true},
    {"f7_not_resource_star",        "\"NotResource\":\"*\"", "*", "", false},
    {"f8_short_is_filled",          "\"Resource\":\"arn:aws:s3\"", ARN_OF("lake"), "", true},
    {"f8_short_with_star",          "\"Resource\":\"arn:aws:s*\"", ARN_OF("lake"), "", true},
    {"f8_short_of_another_service", "\"Resource\":\"arn:aws:sqs\"", ARN_OF("lake"), "", false},
    {"f8_a_bare_name",              "\"Resource\":\"lake\"", ARN_OF("lake"), "", false},
    {"f12_variable_in_part_six",    "\"Resource\":\"arn:aws:s3:::${k}/*\"", ARN_OF("lake/a"), "k=lake", true},
    {"f12_no_variable_in_part_five", "\"Resource\":\"arn:aws:s3::${k}:lake\"", "arn:aws:s3::1:lake", "k=1", false},
    {"f14_unresolved_entry",        "\"Resource\":\"arn:aws:s3:::${k}*\"", ARN_OF("lake"), "", false},
    {"f14_unresolved_not_resource", "\"NotResource\":\"arn:aws:s3:::${k}*\"", ARN_OF("lake"), "", true},
    {"f14_other_entries_stay",      "\"Resource\":[\"arn:aws:s3:::${k}\",\"arn:aws:s3:::lake\"]", ARN_OF("lake"), "", true},
    {"f17_value_is_literal",        "\"Resource\":\"arn:aws:s3:::${k}\"", ARN_OF("lake"), "k=*", false},
    {"a_resource_that_is_no_arn",   "\"Resource\":\"arn:aws:s3:::*\"", "lake", "", false},
    {"star_covers_what_is_no_arn",  "\"Resource\":\"*\"", "lake", "", true},
};
/* clang-format on */

static enum weir_effect ask(const char *effect, const char *action, const char *resource, const struct scene *base)
{
    char document[1024];
    snprintf(document, sizeof(document), "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"%s\",%s,%s}}", effect,
             action, resource);
    struct scene scene = *base;
    scene.identity = document;
    return effect_of(&scene);
}

static void action_row_holds(void **state)
{
    const struct row *const row = *state;
    const struct scene base = {.action = row->asked, .context = row->context};
    assert_int_equal(ask("Allow", row->element, "\"Resource\":\"*\"", &base), row->covered ? ALLOWED : SILENT);
    assert_int_equal(ask("Deny", row->element, "\"Resource\":\"*\"", &base), row->covered ? DENIED : SILENT);
}

static void resource_row_holds(void **state)
{
    const struct row *const row = *state;
    const struct scene base = {.on = row->asked, .context = row->context};
    assert_int_equal(ask("Allow", "\"Action\":\"*\"", row->element, &base), row->covered ? ALLOWED : SILENT);
    assert_int_equal(ask("Deny", "\"Action\":\"*\"", row->element, &base), row->covered ? DENIED : SILENT);
}

/* f15: a variable that is present and empty never widens an allow, and never narrows a deny. */
static void an_empty_variable_refuses_in_both_effects(void **state)
{
    (void)state;
    const struct scene base = {.context = "k="};
    const char *const home = "\"Resource\":\"arn:aws:s3:::lake/${k}*\"";
    const char *const elsewhere = "\"NotResource\":\"arn:aws:s3:::lake/${k}*\"";
    assert_int_equal(ask("Allow", "\"Action\":\"*\"", home, &base), SILENT);
    assert_int_equal(ask("Deny", "\"Action\":\"*\"", home, &base), DENIED);
    assert_int_equal(ask("Allow", "\"Action\":\"*\"", elsewhere, &base), SILENT);
    assert_int_equal(ask("Deny", "\"Action\":\"*\"", elsewhere, &base), DENIED);
}

/* f8: in resource policies a short ARN is filled up only where it has a wildcard. */
static void short_arns_in_resource_policies(void **state)
{
    (void)state;
    const struct scene bare = {
        .resource = DOCUMENT(STATEMENT("Deny", "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3\""))};
    const struct scene wild = {
        .resource = DOCUMENT(STATEMENT("Deny", "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3*\""))};
    assert_int_equal(effect_of(&bare), SILENT);
    assert_int_equal(effect_of(&wild), DENIED);
}

/* f9: without a Resource the statement speaks of its own resource. */
static void a_statement_without_resource_covers_it(void **state)
{
    (void)state;
    const struct scene scene = {.resource = DOCUMENT(STATEMENT("Allow", "\"Principal\":\"*\",\"Action\":\"*\""))};
    assert_int_equal(effect_of(&scene), ALLOWED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_variable_refuses_in_both_effects),
        cmocka_unit_test(short_arns_in_resource_policies),
        cmocka_unit_test(a_statement_without_resource_covers_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("actions", actions, action_row_holds) +
           RUN_ROWS("resources", resources, resource_row_holds);
}
