/* What a patch/1 may change, by which identity, and that the world it starts from stays as it was. */
#include "world_test.h"

#define TRUST "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'sts:AssumeRole'}]}"
#define ROLE "arn:aws:iam::111122223333:role/team/engine"
#define ACCOUNT ", account: '111122223333'"
#define REGION ACCOUNT ", region: us-east-1"
#define READER "Principal: {DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/reader'}"
#define TABLE "Resource: {Table: {CatalogId: '111122223333', DatabaseName: d, Name: t}}"

static const char text[] =
    "weir: world/1\n"
    "Settings: {a: 1}\n"
    "accounts:\n"
    "  - AccountId: '111122223333'\n"
    "    Organization: {Path: o-1/}\n"
    "    StsInactiveRegions: [ap-east-1]\n"
    "    Iam:\n"
    "      RoleDetailList:\n"
    "        - {Arn: '" ROLE "', RoleName: engine, MaxSessionDuration: 7200, AssumeRolePolicyDocument: " TRUST
    ", Tags: [{Key: '1', Value: true}]}\n"
    "    Buckets: [{Name: lake, Region: us-east-1}, {Name: pond}]\n"
    "    ResourceTags: {'arn:x': [{Key: k, Value: v}]}\n"
    "    Regions:\n"
    "      us-east-1:\n"
    "        LakeFormation:\n"
    "          DataLakeSettings: {AllowExternalDataFiltering: true, AllowFullTableExternalDataAccess: false}\n"
    "          ResourceInfoList: [{ResourceArn: 'arn:aws:s3:::lake/a/', RoleArn: 'arn:aws:iam::111122223333:role/r'}]\n"
    "          PrincipalResourcePermissions:\n"
    "            - {" READER ", " TABLE ", Permissions: [SELECT]}\n"
    "            - {" READER ", " TABLE ", Permissions: [INSERT]}\n"
    "        Glue:\n"
    "          TableList: [{DatabaseName: d, Name: t, StorageDescriptor: {Location: 's3://lake/t'}}, {DatabaseName: "
    "d.e, Name: f}, {DatabaseName: d, Name: e.f}]\n"
    "          Partitions: [{DatabaseName: d, TableName: t, Values: ['2026', '01']}]\n";

static struct weir_world *base;

static int make_world(void **state)
{
    (void)state;
    base = world_of(text);
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    weir_world_release(base);
    return 0;
}

static const struct weir_table *table_in(const struct weir_world *world, const char *database, const char *name)
{
    return table_of(lake_of(world, "111122223333", "us-east-1"), database, name);
}

static uint32_t permissions_in(const struct weir_world *world)
{
    const struct weir_lake *const lake = lake_of(world, "111122223333", "us-east-1");
    const struct weir_table table = {.database = WEIR_STR("d"), .name = WEIR_STR("t")};
    const struct weir_lake_principal principal = {
        WEIR_STR("arn:aws:iam::111122223333:role/reader"), WEIR_STR("111122223333"), {NULL, 0}, {NULL, 0}};
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    struct weir_lake_access access;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_lake_access_compute(lake, &table, &principal, arena, &access, &error));
    weir_arena_free(arena);
    return access.permissions;
}

static const struct weir_role *role_in(const struct weir_world *world)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    ASSERT_OK(weir_world_role(world, WEIR_STR(ROLE), &role, &error));
    return role;
}

static size_t buckets_in(const struct weir_world *world)
{
    struct weir_world_counts counts;
    weir_world_count(world, &counts);
    return counts.buckets;
}

static void put_replaces_what_has_the_identity(void **state)
{
    (void)state;
    struct weir_world *const next = derived(
        base, "weir: patch/1\npatch:\n"
              "  - {put: TableList" REGION
              ", value: {DatabaseName: d, Name: t, StorageDescriptor: {Location: 's3://pond/t'}}}\n"
              "  - {put: RoleDetailList" ACCOUNT ", value: {Arn: '" ROLE "', AssumeRolePolicyDocument: " TRUST "}}\n"
              "  - {put: PrincipalResourcePermissions" REGION ", value: {" READER
              ", Resource: {Table: {DatabaseName: d, Name: t}}, Permissions: [DESCRIBE]}}\n"
              "  - {put: DataLakeSettings" REGION ", value: {AllowFullTableExternalDataAccess: true}}\n"
              "  - {put: StsInactiveRegions" ACCOUNT ", value: []}\n"
              "  - {put: ResourceTags" ACCOUNT ", key: 'arn:x', value: [{Key: k, Value: w}]}\n"
              "  - {put: Settings, value: {a: 2}}\n");
    struct weir_tag_list tags;
    struct weir_origin settings;
    const struct weir_lake_settings *const lake = weir_lake_settings(lake_of(next, "111122223333", "us-east-1"));
    assert_str(table_in(next, "d", "t")->location, "s3://pond/t");
    assert_int_equal(role_in(next)->max_session_duration_s, 3600);
    assert_int_equal(permissions_in(next), WEIR_LAKE_DESCRIBE);
    assert_false(lake->allow_external_data_filtering);
    assert_true(lake->allow_full_table_external_data_access);
    weir_world_resource_tags(next, WEIR_STR("arn:x"), &tags);
    assert_str(tags.items[0].value, "w");
    assert_true(weir_world_settings(next, 1, &settings));
    assert_str(weir_node_text(weir_node_find(settings.node, WEIR_STR("a"))), "2");
    /* the base is as it was */
    assert_str(table_in(base, "d", "t")->location, "s3://lake/t");
    assert_int_equal(role_in(base)->max_session_duration_s, 7200);
    assert_int_equal(permissions_in(base), WEIR_LAKE_SELECT | WEIR_LAKE_INSERT | WEIR_LAKE_DESCRIBE);
    weir_world_resource_tags(base, WEIR_STR("arn:x"), &tags);
    assert_str(tags.items[0].value, "v");
    assert_false(weir_world_settings(base, 1, &settings));
    weir_world_release(next);
}

static void put_adds_what_is_new(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_account *account = NULL;
    struct weir_world *const next = derived(
        base, "- {put: Buckets" ACCOUNT ", value: {Name: mere}}\n"
              "- {put: Buckets, account: '444455556666', value: {Name: sea}}\n"
              "- {put: TableList, account: '777788889999', region: eu-west-1, value: {DatabaseName: x, Name: y}}\n"
              "- {put: ResourceTags" REGION ", key: 'arn:y', value: []}\n");
    assert_int_equal(buckets_in(next), 4);
    assert_int_equal(buckets_in(base), 2);
    ASSERT_OK(weir_world_account(next, WEIR_STR("444455556666"), &account, &error));
    assert_non_null(account);
    assert_non_null(table_of(lake_of(next, "777788889999", "eu-west-1"), "x", "y"));
    ASSERT_OK(weir_world_account(base, WEIR_STR("444455556666"), &account, &error));
    assert_null(account);
    weir_world_release(next);
}

/* Each removes the one thing that it names, by any of the names that it has. */
static const struct {
    const char *patch;
    size_t buckets, roles, tables, grants, registrations;
} removals[] = {
    {"[]", 2, 1, 3, 2, 1},
    {"- {remove: Buckets" ACCOUNT ", key: lake}", 1, 1, 3, 2, 1},
    {"- {remove: Buckets" ACCOUNT ", key: {Name: lake}}", 1, 1, 3, 2, 1},
    {"- {remove: RoleDetailList" ACCOUNT ", key: '" ROLE "'}", 2, 0, 3, 2, 1},
    {"- {remove: RoleDetailList" ACCOUNT ", key: engine}", 2, 0, 3, 2, 1},
    {"- {remove: TableList" REGION ", key: d.t}", 2, 1, 2, 2, 1},
    {"- {remove: TableList" REGION ", key: {DatabaseName: d, Name: t}}", 2, 1, 2, 2, 1},
    {"- {remove: TableList" REGION ", key: {CatalogId: '111122223333', DatabaseName: d.e, Name: f}}", 2, 1, 2, 2, 1},
    {"- {remove: ResourceInfoList" REGION ", key: 'arn:aws:s3:::lake/a'}", 2, 1, 3, 2, 0},
    {"- {remove: ResourceInfoList" REGION ", key: 'arn:aws:s3:::lake/a/'}", 2, 1, 3, 2, 0},
    {"- {remove: PrincipalResourcePermissions" REGION ", key: {" READER
     ", Resource: {Table: {Name: t, DatabaseName: d}}}}",
     2, 1, 3, 0, 1},
    {"- {remove: Partitions" REGION ", key: d.t.2026.01}", 2, 1, 3, 2, 1},
    {"- {remove: ResourceTags" ACCOUNT ", key: 'arn:x'}", 2, 1, 3, 2, 1},
    {"- {remove: DataLakeSettings" REGION "}", 2, 1, 3, 2, 1},
    {"- {remove: Organization" ACCOUNT "}", 2, 1, 3, 2, 1},
    {"weir: patch/1\npatch: [{remove: Buckets" ACCOUNT ", key: pond}, {put: Buckets" ACCOUNT ", value: {Name: pond}}]",
     2, 1, 3, 2, 1},
    {"- {put: Buckets" ACCOUNT ", value: {Name: sea}}\n- {remove: Buckets" ACCOUNT ", key: sea}", 2, 1, 3, 2, 1},
};

static void remove_takes_what_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(removals); i++) {
        struct weir_world *const next = derived(base, removals[i].patch);
        struct weir_world_counts counts;
        weir_world_count(next, &counts);
        if (counts.buckets != removals[i].buckets || counts.roles != removals[i].roles ||
            counts.tables != removals[i].tables || counts.grants != removals[i].grants ||
            counts.registrations != removals[i].registrations)
            fail_msg("%s", removals[i].patch);
        weir_world_release(next);
    }
}

static void merge_overlays_members(void **state)
{
    (void)state;
    struct weir_world *const next = derived(
        base, "- {merge: DataLakeSettings" REGION ", value: {AllowFullTableExternalDataAccess: true}}\n"
              "- {merge: RoleDetailList" ACCOUNT
              ", key: engine, value: {MaxSessionDuration: null, RoleId: 'AROA \\ \" \xc3\xa9\xf0\x9f\x8c\x8a'}}\n"
              "- {merge: TableList" REGION
              ", key: d.t, value: {StorageDescriptor: {Columns: [{Name: id, Type: \"a\\tb\"}]}}}\n"
              "- {merge: Buckets" ACCOUNT ", key: lake, value: {Region: null}}\n"
              "- {merge: Organization" ACCOUNT ", value: {Management: true}}\n");
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_bucket *bucket = NULL;
    const struct weir_account *account = NULL;
    const struct weir_lake_settings *const settings = weir_lake_settings(lake_of(next, "111122223333", "us-east-1"));
    assert_true(settings->allow_external_data_filtering);
    assert_true(settings->allow_full_table_external_data_access);
    const struct weir_role *const role = role_in(next);
    assert_int_equal(role->max_session_duration_s, 3600);
    assert_str(role->identity.unique_id, "AROA \\ \" \xc3\xa9\xf0\x9f\x8c\x8a");
    assert_str(role->identity.tags.items[0].key, "1");
    assert_int_equal(weir_policy_statement_count(role->trust), 1);
    assert_str(table_in(next, "d", "t")->location, "");
    assert_str(table_in(next, "d", "t")->columns[0].type, "a\tb");
    ASSERT_OK(weir_world_bucket(next, WEIR_STR("lake"), &bucket, &error));
    assert_str(bucket->region, "");
    ASSERT_OK(weir_world_account(next, WEIR_STR("111122223333"), &account, &error));
    assert_true(account->is_management);
    assert_str(account->organization_path, "o-1/");
    assert_str(weir_tree_name(settings->origin.tree), "patch.yaml (merged DataLakeSettings)");
    weir_world_release(next);
}

/* JSON is merged as it was: texts that look like something else stay texts. */
static void merge_keeps_the_types_of_json(void **state)
{
    (void)state;
    struct weir_world *const json = world_of(
        "{\"weir\": \"world/1\", \"accounts\": [{\"AccountId\": \"111122223333\", \"Regions\": {\"us-east-1\": "
        "{\"LakeFormation\":"
        "{\"DataLakeSettings\": {\"AllowExternalDataFiltering\": true, \"AuthorizedSessionTagValueList\": [\"true\", "
        "\"1\", \"~\", \"\", \"a: b\"],"
        "\"Parameters\": {\"n\": 1.5, \"z\": null, \"l\": [[], {}]}}}}}}]}");
    struct weir_world *const next = derived(json, "[{\"merge\": \"DataLakeSettings\", \"account\": \"111122223333\", "
                                                  "\"region\": \"us-east-1\", \"value\": {\"x\": []}}]");
    const struct weir_lake_settings *const settings = weir_lake_settings(lake_of(next, "111122223333", "us-east-1"));
    assert_true(settings->allow_external_data_filtering);
    assert_int_equal(settings->authorized_session_tag_values.count, 5);
    assert_str(settings->authorized_session_tag_values.items[0], "true");
    assert_str(settings->authorized_session_tag_values.items[1], "1");
    assert_str(settings->authorized_session_tag_values.items[2], "~");
    assert_str(settings->authorized_session_tag_values.items[3], "");
    assert_str(settings->authorized_session_tag_values.items[4], "a: b");
    weir_world_release(json); /* the next world keeps what it shares */
    assert_true(settings->allow_external_data_filtering);
    assert_int_equal(permissions_in(next), 0);
    weir_world_release(next);
}

static const struct {
    const char *patch;
    uint32_t line, column;
    const char *message;
} errors[] = {
    {"1", 1, 1, "a patch must be a list, or a map"},
    {"weir: patch/1", 1, 1, "`patch` is missing"},
    {"patch: []", 1, 1, "`weir` is missing"},
    {"weir: world/1\npatch: []", 1, 7, "not the format `patch/1`"},
    {"weir: patch/1\npatch: {}", 2, 8, "must be a list"},
    {"weir: patch/1\npatch: []\nmore: 1", 3, 1, "unknown key `more`"},
    {"- 1", 1, 3, "a change must be a map"},
    {"- {}", 1, 3, "one of `put`, `remove` and `merge`"},
    {"- {put: Buckets, remove: Buckets}", 1, 3, "one of `put`, `remove` and `merge`"},
    {"- {put: Buckets, accounts: x}", 1, 18, "unknown key `accounts`"},
    {"- {put: []}", 1, 9, "put"},
    {"- {put: Bukets" ACCOUNT ", value: {}}", 1, 3, "no collection `Bukets`"},
    {"- {put: Buckets, value: {Name: x}}", 1, 3, "needs an `account`, and no `region`"},
    {"- {put: Buckets" REGION ", value: {Name: x}}", 1, 3, "needs an `account`, and no `region`"},
    {"- {put: Buckets, region: us-east-1, value: {Name: x}}", 1, 3, "a `region` needs an `account`"},
    {"- {put: TableList" ACCOUNT ", value: {}}", 1, 3, "needs an `account` and a `region`"},
    {"- {put: Settings" ACCOUNT ", value: {}}", 1, 3, "takes neither"},
    {"- {put: Buckets, account: '11', value: {Name: x}}", 1, 3, "twelve digits"},
    {"- {put: TableList, account: '111122223333', region: US, value: {}}", 1, 3, "no name of a Region"},
    {"- {put: Buckets" ACCOUNT "}", 1, 3, "`value` must be one item, a map"},
    {"- {put: Buckets" ACCOUNT ", value: []}", 1, 3, "`value` must be one item, a map"},
    {"- {put: Buckets" ACCOUNT ", value: {}}", 1, 50, "`Name` is missing"},
    {"- {put: Buckets" ACCOUNT ", key: lake, value: {Name: lake}}", 1, 3, "takes its identity from the value"},
    {"- {put: ResourceTags" ACCOUNT ", value: []}", 1, 3, "`key` is missing"},
    {"- {put: ResourceTags" ACCOUNT ", key: x, value: {}}", 1, 3, "`value` must be a list"},
    {"- {put: ResourceTags" ACCOUNT ", key: {}, value: []}", 1, 53, "key"},
    {"- {put: DataLakeSettings" REGION ", value: []}", 1, 3, "`value` must be a map"},
    {"- {put: StsInactiveRegions" ACCOUNT ", value: {}}", 1, 3, "`value` must be a list"},
    {"- {remove: Buckets" ACCOUNT "}", 1, 3, "`key` is missing"},
    {"- {remove: Buckets" ACCOUNT ", key: sea}", 1, 3, "nothing of that identity to remove"},
    {"- {remove: Buckets, account: '444455556666', key: lake}", 1, 3, "nothing of that identity to remove"},
    {"- {remove: Buckets" ACCOUNT ", key: lake, value: {}}", 1, 3, "takes no `value`"},
    {"- {remove: DataLakeSettings" REGION ", key: x}", 1, 3, "takes no `key`"},
    {"- {remove: Buckets" ACCOUNT ", key: {}}", 1, 51, "`Name` is missing"},
    {"- {remove: TableList" REGION ", key: d.e.f}", 1, 3, "names more than one thing"},
    {"- {remove: PrincipalResourcePermissions" REGION ", key: {Principal: {}}}", 1, 91, "`Resource` is missing"},
    {"- {merge: Buckets" ACCOUNT ", key: sea, value: {}}", 1, 3, "nothing of that identity to merge into"},
    {"- {merge: ResourceTags" ACCOUNT ", key: 'arn:x', value: []}", 1, 3, "no members to merge"},
    {"- {merge: PrincipalResourcePermissions" REGION ", key: {" READER ", " TABLE "}, value: {}}", 1, 3,
     "stands more than once"},
    {"-\n  {put: Buckets" ACCOUNT ", value: {Name: sea, Policy: {}}}", 2, 70, ""},
};

static void every_error_has_its_place_in_the_patch(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(errors); i++) {
        struct weir_world *next = base;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = weir_world_derive(base, weir_str_from(errors[i].patch), WEIR_STR("patch.yaml"),
                                                          &next, &error);
        if (status != WEIR_ERR_SCHEMA || error.line != errors[i].line || error.column != errors[i].column ||
            strstr(error.message, errors[i].message) == NULL)
            fail_msg("row %zu: %s: %u:%u: %s\n%s", i, weir_status_name(status), (unsigned)error.line,
                     (unsigned)error.column, error.message, errors[i].patch);
        assert_string_equal(error.source, "patch.yaml");
        assert_null(next);
    }
    assert_int_equal(buckets_in(base), 2);
}

static void misuse_is_told_apart(void **state)
{
    (void)state;
    struct weir_world *next = NULL;
    assert_int_equal(weir_world_derive(NULL, WEIR_STR("[]"), WEIR_STR(""), &next, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_derive(base, WEIR_STR("[]"), WEIR_STR(""), NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_derive(base, WEIR_STR("["), WEIR_STR(""), &next, NULL), WEIR_ERR_SYNTAX);
}

static void a_chain_of_worlds_may_be_released_in_any_order(void **state)
{
    (void)state;
    struct weir_world *worlds[4] = {world_of(text)};
    for (size_t i = 1; i < 4; i++) {
        char patch[128];
        (void)snprintf(patch, sizeof patch, "- {put: Buckets" ACCOUNT ", value: {Name: bucket-%zu}}", i);
        worlds[i] = derived(worlds[i - 1], patch);
    }
    weir_world_release(worlds[0]);
    weir_world_release(worlds[2]);
    assert_int_equal(buckets_in(worlds[3]), 5);
    assert_int_equal(buckets_in(worlds[1]), 3);
    weir_world_release(worlds[1]);
    assert_non_null(table_in(worlds[3], "d", "t"));
    weir_world_release(worlds[3]);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(put_replaces_what_has_the_identity),
        cmocka_unit_test(put_adds_what_is_new),
        cmocka_unit_test(remove_takes_what_is_named),
        cmocka_unit_test(merge_overlays_members),
        cmocka_unit_test(merge_keeps_the_types_of_json),
        cmocka_unit_test(every_error_has_its_place_in_the_patch),
        cmocka_unit_test(misuse_is_told_apart),
        cmocka_unit_test(a_chain_of_worlds_may_be_released_in_any_order),
    };
    return cmocka_run_group_tests_name("world.patch", facts, make_world, drop_world);
}
