/* Principal and NotPrincipal: who is named, and how; numbers are facts of the language. */
#include "test_policy.h"

struct row {
    const char *name;
    const char *principal;
    const struct weir_principal *caller;
    enum weir_named named;
};

#define NOT WEIR_NAMED_NOT
#define BY_ACCOUNT WEIR_NAMED_ACCOUNT
#define BY_USER WEIR_NAMED_SESSION_USER
#define BY_ROLE WEIR_NAMED_ROLE
#define SELF WEIR_NAMED_SELF
#define EVERYONE WEIR_NAMED_EVERYONE

/* clang-format off */
static const struct row rows[] = {
    {"f33_star_is_everyone",          "\"*\"", &alice, EVERYONE},
    {"f33_aws_star_is_everyone",      "{\"AWS\":\"*\"}", &alice, EVERYONE},
    {"f33_star_names_anonymous",      "\"*\"", &anonymous, EVERYONE},
    {"f33_aws_star_names_anonymous",  "{\"AWS\":\"*\"}", &anonymous, EVERYONE},
    {"f33_star_names_a_service",      "\"*\"", &service, EVERYONE},
    {"f34_account_number",            "{\"AWS\":\"111122223333\"}", &alice, BY_ACCOUNT},
    {"f34_account_arn",               AWS_NAME(ROOT_ARN), &alice, BY_ACCOUNT},
    {"f34_account_names_a_session",   AWS_NAME(ROOT_ARN), &engine, BY_ACCOUNT},
    {"f34_other_account",             "{\"AWS\":\"444455556666\"}", &alice, NOT},
    {"f34_other_partition",           "{\"AWS\":\"arn:aws-cn:iam::111122223333:root\"}", &alice, NOT},
    {"f34_account_names_no_service",  AWS_NAME(ROOT_ARN), &service, NOT},
    {"f34_account_names_no_provider", AWS_NAME(ROOT_ARN), &provider, NOT},
    {"f34_account_names_not_anonymous", AWS_NAME(ROOT_ARN), &anonymous, NOT},
    {"f34_root_is_named_in_person",   AWS_NAME(ROOT_ARN), &root, SELF},
    {"f35_user",                      AWS_NAME(USER_ARN), &alice, SELF},
    {"f35_user_case_counts",          AWS_NAME("arn:aws:iam::111122223333:user/team/Alice"), &alice, NOT},
    {"f35_user_path_counts",          AWS_NAME("arn:aws:iam::111122223333:user/alice"), &alice, NOT},
    {"f35_role_names_its_session",    AWS_NAME(ROLE_ARN), &engine, BY_ROLE},
    {"f35_role_in_another_path",      AWS_NAME("arn:aws:iam::111122223333:role/engine"), &engine, BY_ROLE},
    {"f35_role_of_another_name",      AWS_NAME("arn:aws:iam::111122223333:role/team/engines"), &engine, NOT},
    {"f35_role_of_another_account",   AWS_NAME("arn:aws:iam::444455556666:role/team/engine"), &engine, NOT},
    {"f35_role_of_another_partition", AWS_NAME("arn:aws-cn:iam::111122223333:role/team/engine"), &engine, NOT},
    {"f35_role_names_no_user",        AWS_NAME("arn:aws:iam::111122223333:role/alice"), &alice, NOT},
    {"f35_session",                   AWS_NAME(SESSION_ARN), &engine, SELF},
    {"f35_other_session",             AWS_NAME("arn:aws:sts::111122223333:assumed-role/engine/two"), &engine, NOT},
    {"f35_federated_session",         AWS_NAME(FEDERATED_ARN), &bob, SELF},
    {"f35_user_of_a_federated_session", AWS_NAME(USER_ARN), &bob, BY_USER},
    {"f36_service",                   "{\"Service\":\"glue.amazonaws.com\"}", &service, SELF},
    {"f36_other_service",             "{\"Service\":\"s3.amazonaws.com\"}", &service, NOT},
    {"f36_service_is_its_own_kind",   "{\"Federated\":\"glue.amazonaws.com\"}", &service, NOT},
    {"f36_federated",                 "{\"Federated\":\"" PROVIDER_ARN "\"}", &provider, SELF},
    {"f36_federated_is_its_own_kind", AWS_NAME(PROVIDER_ARN), &provider, NOT},
    {"f36_canonical_user",            "{\"CanonicalUser\":\"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\"}", &alice, NOT},
    {"f37_id_of_the_user",            "{\"AWS\":\"AIDAALICEALICEALICEAA\"}", &alice, SELF},
    {"f37_id_of_the_role",            "{\"AWS\":\"AROAENGINEENGINEENGIN\"}", &engine, BY_ROLE},
    {"f37_id_of_the_federating_user", "{\"AWS\":\"AIDAALICEALICEALICEAA\"}", &bob, BY_USER},
    {"f37_other_id",                  "{\"AWS\":\"AROAENGINEENGINEENGIZ\"}", &engine, NOT},
    {"f37_id_names_no_root",          "{\"AWS\":\"AIDAALICEALICEALICEAA\"}", &root, NOT},
    {"the_strongest_name_counts",     "{\"Service\":\"s3.amazonaws.com\",\"AWS\":[\"111122223333\",\"" USER_ARN "\"]}", &alice, SELF},
    {"none_of_several",               "{\"AWS\":[\"444455556666\",\"" ROLE_ARN "\"]}", &alice, NOT},
};
/* clang-format on */

static enum weir_named named(const char *member, const char *principal, const struct weir_principal *caller,
                             bool has_boundary)
{
    struct weir_arena *const arena = new_arena(0);
    char document[1024];
    snprintf(document, sizeof(document), "{\"Statement\":{\"Effect\":\"Deny\",\"%s\":%s,\"Action\":\"*\"}}", member,
             principal);
    const struct scene scene = {.caller = caller, .resource = document, .boundary = has_boundary ? ALLOW_ALL : NULL};
    struct weir_policy_set set;
    struct weir_policy_request request;
    struct weir_question question;
    open_scene(&scene, arena, &set, &request);
    assert_int_equal(weir_question_open(&set, &request, arena, &question, NULL), WEIR_OK);
    const enum weir_named answer = weir_principals_match(&set.resource->statements[0].principals, &question);
    weir_arena_free(arena);
    return answer;
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    assert_int_equal(named("Principal", row->principal, row->caller, false), row->named);
}

struct spare_row {
    const char *name;
    const char *principal;
    const struct weir_principal *caller;
    bool has_boundary;
    bool spared;
};

/* clang-format off */
static const struct spare_row spare_rows[] = {
    {"f38_named_user_is_spared",      AWS_NAME(USER_ARN), &alice, false, true},
    {"f38_others_are_not",            AWS_NAME(USER_ARN), &engine, false, false},
    {"f38_anonymous_is_not",          AWS_NAME(USER_ARN), &anonymous, false, false},
    {"f38_the_account_spares_nobody", AWS_NAME(ROOT_ARN), &alice, false, false},
    {"f38_the_account_spares_its_root", AWS_NAME(ROOT_ARN), &root, false, true},
    {"f38_role_spares_its_session",   AWS_NAME(ROLE_ARN), &engine, false, true},
    {"f38_session_is_spared",         AWS_NAME(SESSION_ARN), &engine, false, true},
    {"f38_user_spares_no_federated_session", AWS_NAME(USER_ARN), &bob, false, false},
    {"f38_federated_session_is_spared", AWS_NAME(FEDERATED_ARN), &bob, false, true},
    {"f38_service_is_spared",         "{\"Service\":\"glue.amazonaws.com\"}", &service, false, true},
    {"f38_everyone_is_spared",        "\"*\"", &anonymous, false, true},
    {"f38_a_boundary_takes_it_away",  AWS_NAME(USER_ARN), &alice, true, false},
};
/* clang-format on */

static void spare_row_holds(void **state)
{
    const struct spare_row *const row = *state;
    const enum weir_named answer = named("NotPrincipal", row->principal, row->caller, row->has_boundary);
    assert_int_equal(answer, row->spared ? WEIR_NAMED_NOT : WEIR_NAMED_EVERYONE);
}

/* f39: a statement of a resource policy that names nobody speaks to nobody. */
static void a_statement_without_principal_never_matches(void **state)
{
    (void)state;
    assert_int_equal(effect_of(&(struct scene){.resource = DENY_ALL}), SILENT);
    assert_int_equal(effect_of(&(struct scene){.resource = DENY_ALL, .identity = ALLOW_ALL}), ALLOWED);
}

/* A session whose request gives the role's ARN alone is known by that. */
static void a_role_is_known_by_either_arn(void **state)
{
    (void)state;
    struct weir_principal caller = engine;
    caller.arn = weir_str_from("arn:aws:sts::111122223333:assumed-role/engine");
    assert_int_equal(named("Principal", AWS_NAME(ROLE_ARN), &caller, false), WEIR_NAMED_ROLE);
    caller.arn = weir_str_from(ROLE_ARN);
    assert_int_equal(named("Principal", AWS_NAME(ROLE_ARN), &caller, false), WEIR_NAMED_ROLE);
    caller.arn = weir_str_from("arn:aws:sts::111122223333:other");
    caller.role_arn = (struct weir_str){NULL, 0};
    assert_int_equal(named("Principal", AWS_NAME(ROLE_ARN), &caller, false), WEIR_NAMED_NOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_without_principal_never_matches),
        cmocka_unit_test(a_role_is_known_by_either_arn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("principals", rows, row_holds) +
           RUN_ROWS("not principals", spare_rows, spare_row_holds);
}
