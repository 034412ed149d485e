/* What a sealed world answers: accounts, roles, users, policies, buckets, keys, endpoints, tags, faults. */
#include "world_test.h"

static struct weir_world *world;

static int make_world(void **state)
{
    (void)state;
    world = world_of_file("tests/fixtures/world/lookup.yaml");
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    weir_world_release(world);
    return 0;
}

static void accounts_are_found_by_id(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_account *account = NULL;
    ASSERT_OK(weir_world_account(world, WEIR_STR("111122223333"), &account, &error));
    assert_str(account->id, "111122223333");
    assert_str(account->organization_path, "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/");
    assert_true(account->is_management);
    assert_int_equal(account->scp_levels, 2);
    assert_int_equal(account->scp[0].count, 1);
    assert_int_equal(account->scp[1].count, 0);
    assert_non_null(account->scp[1].items);
    assert_null(account->rcp);
    assert_int_equal(account->sts_inactive_regions.count, 1);
    ASSERT_OK(weir_world_account(world, WEIR_STR("444455556666"), &account, &error));
    assert_null(account->scp);
    ASSERT_OK(weir_world_account(world, WEIR_STR("000000000000"), &account, &error));
    assert_null(account);
}

static void a_role_carries_all_that_iam_says(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/team/engine"), &role, &error));
    assert_non_null(role);
    assert_str(role->identity.path, "/team/");
    assert_str(role->identity.name, "engine");
    assert_str(role->identity.unique_id, "AROAENGINE");
    assert_str(role->identity.tags.items[0].value, "lake");
    assert_int_equal(role->identity.identity.count, 2);
    assert_int_equal(weir_policy_statement_count(role->identity.identity.items[1]), 2); /* the default version */
    assert_int_equal(role->identity.boundary.count, 1);
    assert_int_equal(weir_policy_kind_of(role->identity.boundary.items[0]), WEIR_POLICY_BOUNDARY);
    assert_int_equal(weir_policy_kind_of(role->trust), WEIR_POLICY_TRUST);
    assert_int_equal(role->max_session_duration_s, 7200);
    assert_false(role->is_service_linked);
    assert_str(weir_policy_label(role->identity.identity.items[0]), "inline policy inline of role engine");
    const struct weir_role *again = NULL;
    ASSERT_OK(weir_world_role_by_name(world, WEIR_STR("111122223333"), WEIR_STR("engine"), &again, &error));
    assert_ptr_equal(role, again);
    ASSERT_OK(weir_world_role_by_name(world, WEIR_STR("444455556666"), WEIR_STR("engine"), &again, &error));
    assert_null(again);
}

static void a_service_linked_role_is_told_by_its_path(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    ASSERT_OK(weir_world_role_by_name(world, WEIR_STR("111122223333"),
                                      WEIR_STR("AWSServiceRoleForLakeFormationDataAccess"), &role, &error));
    assert_true(role->is_service_linked);
    assert_int_equal(role->max_session_duration_s, 3600);
}

static void a_role_with_an_unknown_policy_is_incomplete(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    assert_int_equal(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/unknown-policy"), &role, &error),
                     WEIR_ERR_INCOMPLETE);
    assert_null(role);
    assert_non_null(strstr(error.message, "arn:aws:iam::aws:policy/AdministratorAccess"));
    assert_string_equal(error.source, "world.yaml");
    assert_true(error.line > 0);
}

static void a_role_that_is_only_listed_is_incomplete(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    assert_int_equal(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/listed-alone"), &role, &error),
                     WEIR_ERR_INCOMPLETE);
    assert_int_equal(weir_world_role_by_name(world, WEIR_STR("111122223333"), WEIR_STR("listed-alone"), &role, NULL),
                     WEIR_ERR_INCOMPLETE);
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/nobody"), &role, &error));
    assert_null(role);
}

/* What list-saml-providers and get-saml-provider leave out is asked for when the provider is. */
static void a_provider_that_cannot_be_asked_is_incomplete(void **state)
{
    (void)state;
    static const struct {
        const char *arn;
        const char *lacks; /* NULL: there is no such provider */
    } rows[] = {
        {"arn:aws:iam::111122223333:saml-provider/listed", "SAMLMetadataDocument of arn:aws:iam::111122223333"},
        {"arn:aws:iam::111122223333:saml-provider/sealed", "PrivateKeys of arn:aws:iam::111122223333"},
        {"arn:aws:iam::111122223333:saml-provider/other", NULL},
        {"arn:aws:iam::444455556666:saml-provider/listed", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        const struct weir_identity_provider *provider = NULL;
        const enum weir_status status = weir_world_saml_provider(world, weir_str_from(rows[i].arn), &provider, &error);
        assert_int_equal(status, rows[i].lacks == NULL ? WEIR_OK : WEIR_ERR_INCOMPLETE);
        assert_null(provider);
        if (rows[i].lacks != NULL)
            assert_non_null(strstr(error.message, rows[i].lacks));
    }
}

static void a_user_has_the_policies_of_its_groups(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_user *user = NULL;
    ASSERT_OK(weir_world_user(world, WEIR_STR("arn:aws:iam::111122223333:user/ann"), &user, &error));
    assert_int_equal(user->identity.identity.count, 3);
    assert_null(user->identity.boundary.items);
    assert_int_equal(weir_world_user(world, WEIR_STR("arn:aws:iam::111122223333:user/bob"), &user, &error),
                     WEIR_ERR_INCOMPLETE);
    assert_non_null(strstr(error.message, "nowhere"));
}

static void managed_policies_are_compiled_for_each_use(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_policy *policy = NULL;
    const struct weir_str arn = WEIR_STR("arn:aws:iam::111122223333:policy/read");
    ASSERT_OK(weir_world_managed_policy(world, arn, false, &policy, &error));
    assert_int_equal(weir_policy_kind_of(policy), WEIR_POLICY_IDENTITY);
    ASSERT_OK(weir_world_managed_policy(world, arn, true, &policy, &error));
    assert_int_equal(weir_policy_kind_of(policy), WEIR_POLICY_SESSION);
    ASSERT_OK(
        weir_world_managed_policy(world, WEIR_STR("arn:aws:iam::111122223333:policy/none"), true, &policy, &error));
    assert_null(policy);
}

static void resources_are_governed_by_their_own_policies(void **state)
{
    (void)state;
    static const struct {
        const char *arn;
        bool has_policy;
        const char *account;
    } rows[] = {
        {"arn:aws:s3:::lake", true, "111122223333"},
        {"arn:aws:s3:::lake/a/b", true, "111122223333"},
        {"arn:aws:s3:::plain/a", false, "111122223333"},
        {"arn:aws:s3:::unknown/a", false, NULL},
        {"arn:aws:iam::111122223333:role/team/engine", true, "111122223333"},
        {"arn:aws:iam::111122223333:user/ann", false, "111122223333"},
        {"arn:aws:kms:us-east-1:111122223333:key/k1", true, "111122223333"},
        {"arn:aws:kms:us-east-1:111122223333:key/k2", false, "111122223333"},
        {"arn:aws:glue:us-east-1:111122223333:table/d/t", true, "111122223333"},
        {"arn:aws:glue:us-west-2:111122223333:table/d/t", false, "111122223333"},
        {"arn:aws:sqs:us-east-1:444455556666:q", false, "444455556666"},
        {"*", false, NULL},
    };
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_governed governed;
        ASSERT_OK(weir_world_resource_policy(world, weir_str_from(rows[i].arn), &governed, &error));
        if ((governed.policy != NULL) != rows[i].has_policy || (governed.account != NULL) != (rows[i].account != NULL))
            fail_msg("%s", rows[i].arn);
        if (governed.account != NULL)
            assert_str(governed.account->id, rows[i].account);
    }
}

static void buckets_endpoints_tags_and_faults_are_found(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_bucket *bucket = NULL;
    const struct weir_policy *policy = NULL;
    const struct weir_account *account = NULL;
    struct weir_tag_list tags;
    ASSERT_OK(weir_world_bucket(world, WEIR_STR("lake"), &bucket, &error));
    assert_str(bucket->region, "us-east-1");
    assert_str(bucket->kms_key_arn, "arn:aws:kms:us-east-1:111122223333:key/k1");
    ASSERT_OK(weir_world_bucket(world, WEIR_STR("none"), &bucket, &error));
    assert_null(bucket);
    ASSERT_OK(weir_world_endpoint_policy(world, WEIR_STR("vpce-1"), &policy, &error));
    assert_int_equal(weir_policy_kind_of(policy), WEIR_POLICY_ENDPOINT);
    ASSERT_OK(weir_world_endpoint_policy(world, WEIR_STR("vpce-2"), &policy, &error));
    assert_null(policy);
    ASSERT_OK(weir_world_endpoint_policy(world, WEIR_STR("vpce-3"), &policy, &error));
    assert_null(policy);
    weir_world_resource_tags(world, WEIR_STR("arn:aws:s3:::lake"), &tags);
    assert_int_equal(tags.count, 1);
    weir_world_resource_tags(world, WEIR_STR("arn:aws:iam::111122223333:role/team/engine"), &tags);
    assert_str(tags.items[0].key, "team");
    weir_world_resource_tags(world, WEIR_STR("arn:aws:redshift-serverless:us-east-1:111122223333:workgroup/w1"), &tags);
    assert_str(tags.items[0].value, "v");
    weir_world_resource_tags(world, WEIR_STR("arn:aws:s3:::plain"), &tags);
    assert_int_equal(tags.count, 0);
    ASSERT_OK(weir_world_account(world, WEIR_STR("111122223333"), &account, &error));
    const struct weir_str region = WEIR_STR("us-east-1");
    assert_str(weir_world_fault(world, account, region, WEIR_STR("glue:GetUnfilteredTableMetadata")),
               "InternalServiceException");
    assert_str(weir_world_fault(world, account, region, WEIR_STR("AssumeRole")), "ExpiredTokenException");
    assert_str(weir_world_fault(world, account, region, WEIR_STR("glue:AssumeRole")), "");
    assert_str(weir_world_fault(world, account, WEIR_STR("eu-west-1"), WEIR_STR("GetUnfilteredTableMetadata")), "");
    assert_str(weir_world_fault(world, NULL, region, WEIR_STR("AssumeRole")), "");
}

static void settings_are_handed_out_in_order(void **state)
{
    (void)state;
    struct weir_origin settings;
    assert_true(weir_world_settings(world, 0, &settings));
    assert_str(weir_node_text(weir_node_find(settings.node, WEIR_STR("table_duration_max"))), "43200");
    assert_false(weir_world_settings(world, 1, &settings));
    assert_null(settings.node);
}

static void counts_are_for_people(void **state)
{
    (void)state;
    struct weir_world_counts counts;
    weir_world_count(world, &counts);
    assert_int_equal(counts.accounts, 2);
    assert_int_equal(counts.roles, 3);
    assert_int_equal(counts.users, 2);
    assert_int_equal(counts.policies, 1);
    assert_int_equal(counts.buckets, 2);
    weir_world_count(NULL, &counts);
    assert_int_equal(counts.accounts, 0);
    weir_world_count(world, NULL);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(accounts_are_found_by_id),
        cmocka_unit_test(a_role_carries_all_that_iam_says),
        cmocka_unit_test(a_service_linked_role_is_told_by_its_path),
        cmocka_unit_test(a_role_with_an_unknown_policy_is_incomplete),
        cmocka_unit_test(a_role_that_is_only_listed_is_incomplete),
        cmocka_unit_test(a_provider_that_cannot_be_asked_is_incomplete),
        cmocka_unit_test(a_user_has_the_policies_of_its_groups),
        cmocka_unit_test(managed_policies_are_compiled_for_each_use),
        cmocka_unit_test(resources_are_governed_by_their_own_policies),
        cmocka_unit_test(buckets_endpoints_tags_and_faults_are_found),
        cmocka_unit_test(settings_are_handed_out_in_order),
        cmocka_unit_test(counts_are_for_people),
    };
    return cmocka_run_group_tests_name("world.lookup", facts, make_world, drop_world);
}
