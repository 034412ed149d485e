/* What a world/1 document may hold, what is refused and where, how documents and raw answers are joined. */
#include "world_test.h"

#define A "weir: world/1\naccounts:\n  - AccountId: '111122223333'\n"
#define R A "    Regions:\n      us-east-1:\n"
#define TRUST "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'sts:AssumeRole'}]}"

static const struct {
    const char *text;
    uint32_t line, column;
    enum weir_status status;
    const char *message; /* a piece of it */
} errors[] = {
    {"weir: world/1\naccounts: [", 2, 12, WEIR_ERR_SYNTAX, ""},
    {"[]", 1, 1, WEIR_ERR_SCHEMA, "a world must be a map"},
    {"accounts: []\n", 1, 1, WEIR_ERR_SCHEMA, "`weir` is missing"},
    {"weir: world/2\n", 1, 7, WEIR_ERR_SCHEMA, "not the format `world/1`"},
    {"weir: world/1\nSetings: {}\n", 2, 1, WEIR_ERR_SCHEMA, "unknown key `Setings` in a world"},
    {"weir: world/1\nSettings: []\n", 2, 11, WEIR_ERR_SCHEMA, "`Settings` must be a map"},
    {"weir: world/1\nSettings: {empty_variable: text}\naccounts: []\n", 2, 28, WEIR_ERR_SCHEMA,
     "`empty_variable` cannot be `text`"},
    {"weir: world/1\nSettings:\n  unknown_operator: [refuse]\naccounts: []\n", 3, 21, WEIR_ERR_SCHEMA,
     "a setting must be text"},
    {"weir: world/1\naccounts: {}\n", 2, 11, WEIR_ERR_SCHEMA, "`accounts` must be a list"},
    {"weir: world/1\naccounts: [1]\n", 2, 12, WEIR_ERR_SCHEMA, "must be a map"},
    {"weir: world/1\naccounts: [{}]\n", 2, 12, WEIR_ERR_SCHEMA, "`AccountId` is missing"},
    {"weir: world/1\naccounts: [{AccountId: '1111'}]\n", 2, 24, WEIR_ERR_SCHEMA, "twelve digits"},
    {"weir: world/1\naccounts: [{AccountId: '11112222333a'}]\n", 2, 24, WEIR_ERR_SCHEMA, "twelve digits"},
    {A "    Buckts: []\n", 4, 5, WEIR_ERR_SCHEMA, "unknown key `Buckts` in an account"},
    {A "    TableList: []\n", 4, 5, WEIR_ERR_SCHEMA, "unknown key `TableList` in an account"},
    {A "    RoleDetailList: []\n", 4, 5, WEIR_ERR_SCHEMA, "unknown key `RoleDetailList` in an account"},
    {A "    Glue: {}\n", 4, 5, WEIR_ERR_SCHEMA, "unknown key `Glue` in an account"},
    {A "    Iam: []\n", 4, 10, WEIR_ERR_SCHEMA, "`Iam` must be a map"},
    {A "    Iam: {Rols: []}\n", 4, 11, WEIR_ERR_SCHEMA, "unknown key `Rols` in Iam"},
    {A "    Iam: {Roles: {}}\n", 4, 18, WEIR_ERR_SCHEMA, "`Roles` must be a list"},
    {A "    Iam: {Roles: [x]}\n", 4, 19, WEIR_ERR_SCHEMA, "an item of `Roles` must be a map"},
    {A "    ResourceTags: []\n", 4, 19, WEIR_ERR_SCHEMA, "`ResourceTags` must be a map"},
    {A "    StsInactiveRegions: {}\n", 4, 25, WEIR_ERR_SCHEMA, "`StsInactiveRegions` must be a list"},
    {A "    SAMLProviders: [{SAMLProviderArn: 'arn:aws:iam::111122223333:role/r'}]\n", 4, 39, WEIR_ERR_SCHEMA,
     "`arn:aws:iam::111122223333:role/r` is not the ARN of a SAML provider"},
    {A "    SAMLProviders: [{Arn: 'arn:aws:iam::111122223333:saml-provider/'}]\n", 4, 27, WEIR_ERR_SCHEMA,
     "is not the ARN of a SAML provider"},
    {A "    SAMLProviders: [{Arn: 'arn:aws:iam::444455556666:saml-provider/p'}]\n", 4, 27, WEIR_ERR_SCHEMA,
     "the SAML provider is not of account 111122223333"},
    {A "    SAMLProviders: [{}]\n", 4, 21, WEIR_ERR_SCHEMA, "SAMLProviderArn"},
    {A "    SAMLProviders: [{Arn: 'arn:aws:iam::111122223333:saml-provider/p', AssertionEncryptionMode: Perhaps}]\n", 4,
     97, WEIR_ERR_SCHEMA, "`AssertionEncryptionMode` must be `Required` or `Allowed`, not `Perhaps`"},
    {A "    StsInactiveRegions: [[]]\n", 4, 26, WEIR_ERR_SCHEMA, "StsInactiveRegions"},
    {A "    Regions: []\n", 4, 14, WEIR_ERR_SCHEMA, "`Regions` must be a map"},
    {A "    Regions: {US: {}}\n", 4, 15, WEIR_ERR_SCHEMA, "no name of a Region"},
    {A "    Regions: {us-east-1: []}\n", 4, 26, WEIR_ERR_SCHEMA, "must be a map"},
    {A "    Regions: {us-east-1: {Buckets: []}}\n", 4, 27, WEIR_ERR_SCHEMA, "unknown key `Buckets` in a Region"},
    {A "    Regions: {us-east-1: {Glue: {DataLakeSettings: {}}}}\n", 4, 34, WEIR_ERR_SCHEMA,
     "unknown key `DataLakeSettings` in Glue"},
    {A "    Complete: maybe\n", 4, 15, WEIR_ERR_SCHEMA, "Complete"},
    {A "    Complete: {Nothing: false}\n", 4, 16, WEIR_ERR_SCHEMA, "no collection `Nothing` stands here"},
    {A "    Iam: {Complete: {Buckets: false}}\n", 4, 22, WEIR_ERR_SCHEMA, "no collection `Buckets` stands here"},
    {A "    Complete: {Buckets: 3}\n", 4, 25, WEIR_ERR_SCHEMA, "Complete"},
    {A "    Include: file.json\n", 4, 14, WEIR_ERR_SCHEMA, "`Include` must be a list of file names"},
    {A "    Include: ['']\n", 4, 15, WEIR_ERR_SCHEMA, "names no file"},
    {A "    Include: [{}]\n", 4, 15, WEIR_ERR_SCHEMA, "Include"},
    {A "    Organization: {Paths: x}\n", 4, 20, WEIR_ERR_SCHEMA, "unknown key `Paths` in `Organization`"},
    {A "    Organization: {SCPs: [{}]}\n", 4, 27, WEIR_ERR_SCHEMA, "a level must be a list"},
    {A "    Organization: {SCPs: [[{Version: '2012-10-17', Statement: [{Effect: Perhaps, Action: '*', Resource: "
       "'*'}]}]]}\n",
     4, 73, WEIR_ERR_SCHEMA, ""},
    {A "    Organization: {}\n  - AccountId: '111122223333'\n    Organization: {}\n", 6, 19, WEIR_ERR_SCHEMA,
     "`Organization` stands at world.yaml:4:19 already"},
    {A "    Buckets: [{Name: lake}, {Name: lake}]\n", 4, 29, WEIR_ERR_SCHEMA,
     "the same Buckets item stands at world.yaml:4:15"},
    {A "    Buckets: [{Name: lake}]\n  - AccountId: '444455556666'\n    Buckets: [{Name: lake}]\n", 6, 15,
     WEIR_ERR_SCHEMA, "bucket lake belongs to account 111122223333 already"},
    {A "    Buckets: [{Region: x}]\n", 4, 15, WEIR_ERR_SCHEMA, "`Name` is missing"},
    {A "    Buckets: [{Name: lake, KMSMasterKeyID: alias/x}]\n", 4, 44, WEIR_ERR_SCHEMA, "is not the ARN of a KMS key"},
    {A "    Buckets: [{Name: lake, Policy: '{'}]\n", 4, 36, WEIR_ERR_SYNTAX, ""},
    {A "    Faults: [{code: x}]\n", 4, 14, WEIR_ERR_SCHEMA, "`operation` is missing"},
    {A "    ResourceTags: {a: [{Value: x}]}\n", 4, 24, WEIR_ERR_SCHEMA, "a tag must have a `Key`"},
    {A "    ResourceTags: {a: {}}\n", 4, 23, WEIR_ERR_SCHEMA, "tags must be a list"},
    {A "    Iam: {RoleDetailList: [{RoleName: r}]}\n", 4, 28, WEIR_ERR_SCHEMA, "`Arn` is missing"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::444455556666:role/r', AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 34, WEIR_ERR_SCHEMA, "the role is not of account 111122223333"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:user/r', AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 34, WEIR_ERR_SCHEMA, "is not the ARN of a role"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/', AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 34, WEIR_ERR_SCHEMA, ""},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a/', AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 34, WEIR_ERR_SCHEMA, "the ARN ends before the name"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', RoleName: b}]}\n", 4, 80, WEIR_ERR_SCHEMA,
     "name two different roles"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a'}]}\n", 4, 28, WEIR_ERR_SCHEMA,
     "`AssumeRolePolicyDocument` is missing"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', MaxSessionDuration: x, "
       "AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 90, WEIR_ERR_SCHEMA, "MaxSessionDuration"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', MaxSessionDuration: 0, "
       "AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 90, WEIR_ERR_SCHEMA, "above zero"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', RolePolicyList: [{PolicyName: p}], "
       "AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 87, WEIR_ERR_SCHEMA, "`PolicyDocument` is missing"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', AttachedManagedPolicies: [{}], "
       "AssumeRolePolicyDocument: " TRUST "}]}\n",
     4, 96, WEIR_ERR_SCHEMA, "`PolicyArn` is missing"},
    {A "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/a', PermissionsBoundary: "
       "{PermissionsBoundaryType: Role, PermissionsBoundaryArn: x}}]}\n",
     4, 117, WEIR_ERR_SCHEMA, "unknown kind of boundary `Role`"},
    {R "        LakeFormation: {DataLakeSettings: {AllowExternalDataFiltering: 'true'}}\n", 6, 72, WEIR_ERR_SCHEMA,
     "AllowExternalDataFiltering"},
    {R "        LakeFormation: {DataLakeSettings: {DataLakeAdmins: [x]}}\n", 6, 61, WEIR_ERR_SCHEMA,
     "`DataLakePrincipalIdentifier` is missing"},
    {R "        LakeFormation: {DataLakeSettings: {AuthorizedSessionTagValueList: x}}\n", 6, 75, WEIR_ERR_SCHEMA,
     "`AuthorizedSessionTagValueList` must be a list"},
    {R "        LakeFormation: {ResourceInfoList: [{ResourceArn: 'arn:aws:s3:::b/p'}, {ResourceArn: "
       "'arn:aws:s3:::b/p/'}]}\n",
     6, 79, WEIR_ERR_SCHEMA, "the same ResourceInfoList item"},
    {R "        LakeFormation: {PrincipalResourcePermissions: [{Permissions: [SELECT]}]}\n", 6, 56, WEIR_ERR_SCHEMA,
     "`Resource` is missing"},
    {R "        LakeFormation: {PrincipalResourcePermissions: [{Resource: {Table: {DatabaseName: d}}}]}\n", 6, 75,
     WEIR_ERR_SCHEMA, "either `Name` or `TableWildcard`"},
    {R "        LakeFormation: {PrincipalResourcePermissions: [{Resource: {Table: {DatabaseName: d, Name: t, "
       "TableWildcard: {}}}}]}\n",
     6, 75, WEIR_ERR_SCHEMA, "either `Name` or `TableWildcard`"},
    {R "        LakeFormation: {PrincipalResourcePermissions: [{Resource: {Catalog: {}, Database: {Name: d}}}]}\n", 6,
     91, WEIR_ERR_SCHEMA, "names two resources"},
    {R "        LakeFormation: {PrincipalResourcePermissions: [{Resource: {TableWithColumns: {DatabaseName: d, Name: "
       "t, ColumnNames: [a], ColumnWildcard: {}}}}]}\n",
     6, 86, WEIR_ERR_SCHEMA, "exclude each other"},
    {R "        LakeFormation: {DataCellsFilters: [{TableCatalogId: '111122223333', DatabaseName: d, TableName: t, "
       "Name: f}]}\n",
     6, 44, WEIR_ERR_SCHEMA, "`RowFilter` needs"},
    {R "        Glue: {TableList: [{Name: t}]}\n", 6, 28, WEIR_ERR_SCHEMA, "`DatabaseName` is missing"},
    {R "        Glue: {TableList: [{Name: t, DatabaseName: d}, {Name: t, DatabaseName: d}]}\n", 6, 56, WEIR_ERR_SCHEMA,
     "the same TableList item"},
    {R "        Glue: {TableList: [{Name: t, DatabaseName: d, StorageDescriptor: {Columns: [{Type: int}]}}]}\n", 6, 85,
     WEIR_ERR_SCHEMA, "`Name` is missing"},
    {R "        Glue: {DataCatalogEncryptionSettings: {}}\n  - AccountId: '111122223333'\n    Regions: {us-east-1: "
       "{Glue: {DataCatalogEncryptionSettings: {}}}}\n",
     8, 65, WEIR_ERR_SCHEMA, "`DataCatalogEncryptionSettings` stands at world.yaml:6:47 already"},
    {R "        Glue: {ResourcePolicies: [{}]}\n", 6, 35, WEIR_ERR_SCHEMA, "`PolicyInJson` is missing"},
    {R "        Glue: {CatalogList: [{}]}\n", 6, 30, WEIR_ERR_SCHEMA, "`CatalogId` is missing"},
};

static void every_error_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(errors); i++) {
        struct weir_world *world = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = load(errors[i].text, &world, &error);
        if (status != errors[i].status || error.status != status || error.line != errors[i].line ||
            error.column != errors[i].column || strstr(error.message, errors[i].message) == NULL)
            fail_msg("row %zu: %s: %s:%u:%u: %s\n%s", i, weir_status_name(status), error.source, (unsigned)error.line,
                     (unsigned)error.column, error.message, errors[i].text);
        assert_null(world);
        assert_string_equal(error.source, "world.yaml");
    }
}

/* Collections that nothing reads yet are part of the format all the same. */
static void every_collection_may_stand_in_a_world(void **state)
{
    (void)state;
    struct weir_world *const world = world_of(
        R "        LakeFormation:\n"
          "          LFTags: [{TagKey: k, TagValues: [a, b]}]\n"
          "          LFTagExpressions: [{Name: e, Expression: [{TagKey: k, TagValues: [a]}]}]\n"
          "          ResourceLFTags: [{Resource: {Database: {Name: d}}, LFTags: [{TagKey: k, TagValues: [a]}]}]\n"
          "          IsTruncated: false\n"
          "        Glue: {CatalogList: [{CatalogId: '111122223333', Name: c}], DataCatalogEncryptionSettings: {}, "
          "NextToken: ''}\n"
          "        RedshiftServerless: {workgroups: [{workgroupName: w}], namespaces: [{namespaceName: n}]}\n"
          "        Redshift: {Clusters: [{ClusterIdentifier: c}]}\n"
          "    SAMLProviders: [{SAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/p'}]\n");
    struct weir_world_counts counts;
    weir_world_count(world, &counts);
    assert_int_equal(counts.accounts, 1);
    weir_world_release(world);
}

static void documents_are_joined(void **state)
{
    (void)state;
    static const char *const texts[] = {
        A "    Buckets: [{Name: first}]\n",
        "{\"weir\": \"world/1\", \"accounts\": [{\"AccountId\": \"111122223333\", \"Buckets\": [{\"Name\": "
        "\"second\"}]}]}",
    };
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_world_counts counts;
    struct weir_error error = WEIR_ERROR_INIT;
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    for (size_t i = 0; i < WEIR_COUNT(texts); i++)
        ASSERT_OK(weir_world_builder_add(builder, weir_str_from(texts[i]), WEIR_STR("w"), &error));
    ASSERT_OK(weir_world_builder_seal(builder, &world, &error));
    weir_world_builder_free(builder);
    weir_world_count(world, &counts);
    assert_int_equal(counts.accounts, 1);
    assert_int_equal(counts.buckets, 2);
    weir_world_release(world);
}

static void a_second_identity_names_the_first_document(void **state)
{
    (void)state;
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    ASSERT_OK(
        weir_world_builder_add(builder, weir_str_from(A "    Buckets: [{Name: b}]\n"), WEIR_STR("one.yaml"), &error));
    ASSERT_OK(
        weir_world_builder_add(builder, weir_str_from(A "    Buckets: [{Name: b}]\n"), WEIR_STR("two.yaml"), &error));
    assert_int_equal(weir_world_builder_seal(builder, &world, &error), WEIR_ERR_SCHEMA);
    assert_string_equal(error.source, "two.yaml");
    assert_non_null(strstr(error.message, "one.yaml:4:15"));
    weir_world_builder_free(builder);
}

static void the_builder_keeps_its_contract(void **state)
{
    (void)state;
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_str path;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_world_builder_new(NULL, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_add(NULL, WEIR_STR(""), WEIR_STR(""), NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_supply(NULL, WEIR_STR(""), WEIR_STR(""), NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_seal(NULL, &world, NULL), WEIR_ERR_USAGE);
    assert_false(weir_world_builder_wants(NULL, &path, NULL));
    weir_world_builder_free(NULL);
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    assert_int_equal(weir_world_builder_supply(builder, WEIR_STR("{}"), WEIR_STR(""), NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_seal(builder, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_add(builder, WEIR_STR("weir: no"), WEIR_STR(""), NULL), WEIR_ERR_SCHEMA);
    assert_int_equal(weir_world_builder_add(builder, WEIR_STR("weir: world/1"), WEIR_STR(""), NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_world_builder_seal(builder, &world, NULL), WEIR_ERR_USAGE);
    assert_null(world);
    weir_world_builder_free(builder);
    assert_null(weir_world_retain(NULL));
    weir_world_release(NULL);
}

static void a_world_without_accounts_is_a_world(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_account *account = NULL;
    struct weir_world *const world = world_of("weir: world/1\n");
    ASSERT_OK(weir_world_account(world, WEIR_STR("111122223333"), &account, &error));
    assert_null(account);
    assert_ptr_equal(weir_world_retain(world), world);
    weir_world_release(world);
    weir_world_release(world);
}

/* -------------------------------------------------------------------------------------- incompleteness */

static void what_is_missing_is_named(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_role *role = NULL;
    const struct weir_bucket *bucket = NULL;
    const struct weir_policy *policy = NULL;
    const struct weir_account *account = NULL;
    const struct weir_lake *lake = NULL;
    const struct weir_user *user = NULL;
    struct weir_world *const world = world_of(
        A "    Complete: false\n    Buckets: [{Name: here}]\n    Organization: {Path: o/}\n"
          "    Iam: {RoleDetailList: [{Arn: 'arn:aws:iam::111122223333:role/here', AssumeRolePolicyDocument: " TRUST
          "}]}\n");
    ASSERT_OK(weir_world_account(world, WEIR_STR("111122223333"), &account, &error));
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/here"), &role, &error));
    assert_non_null(role);
    assert_int_equal(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/gone"), &role, &error),
                     WEIR_ERR_INCOMPLETE);
    assert_string_equal(error.message,
                        "RoleDetailList is not complete for account 111122223333; load arn:aws:iam::111122223333:"
                        "role/gone (aws iam get-account-authorization-details)");
    assert_null(role);
    assert_int_equal(weir_world_role_by_name(world, WEIR_STR("111122223333"), WEIR_STR("gone"), &role, NULL),
                     WEIR_ERR_INCOMPLETE);
    assert_int_equal(weir_world_user(world, WEIR_STR("arn:aws:iam::111122223333:user/u"), &user, NULL),
                     WEIR_ERR_INCOMPLETE);
    assert_int_equal(weir_world_managed_policy(world, WEIR_STR("arn:aws:iam::aws:policy/p"), false, &policy, NULL),
                     WEIR_ERR_INCOMPLETE);
    assert_int_equal(weir_world_endpoint_policy(world, WEIR_STR("vpce-1"), &policy, NULL), WEIR_ERR_INCOMPLETE);
    ASSERT_OK(weir_world_bucket(world, WEIR_STR("here"), &bucket, &error));
    assert_int_equal(weir_world_bucket(world, WEIR_STR("gone"), &bucket, NULL), WEIR_ERR_INCOMPLETE);
    struct weir_governed governed;
    assert_int_equal(weir_world_resource_policy(world, WEIR_STR("arn:aws:s3:::gone/k"), &governed, NULL),
                     WEIR_ERR_INCOMPLETE);
    assert_null(governed.account);
    assert_int_equal(
        weir_world_resource_policy(world, WEIR_STR("arn:aws:kms:us-east-1:111122223333:key/k"), &governed, NULL),
        WEIR_ERR_INCOMPLETE);
    assert_int_equal(
        weir_world_resource_policy(world, WEIR_STR("arn:aws:glue:us-east-1:111122223333:catalog"), &governed, NULL),
        WEIR_ERR_INCOMPLETE);
    ASSERT_OK(weir_world_account(world, WEIR_STR("111122223333"), &account, NULL));
    assert_int_equal(weir_world_lake(world, account, WEIR_STR("us-east-1"), &lake, NULL), WEIR_ERR_INCOMPLETE);
    assert_null(lake);
    assert_int_equal(
        weir_world_require(world, WEIR_STR("111122223333"), WEIR_STR("x"), WEIR_COLLECTION_PARTITIONS, NULL),
        WEIR_ERR_INCOMPLETE);
    assert_int_equal(
        weir_world_require(world, WEIR_STR("444455556666"), WEIR_STR("x"), WEIR_COLLECTION_PARTITIONS, NULL), WEIR_OK);
    weir_world_release(world);
}

static void completeness_may_be_said_of_a_collection(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_table *table = NULL;
    const struct weir_account *account = NULL;
    const struct weir_role *role = NULL;
    struct weir_world *const world = world_of(
        A
        "    Complete: {Organization: false, Buckets: true}\n    Iam: {Complete: {Roles: false}, IsTruncated: false}\n"
        "    Regions:\n      us-east-1: {Glue: {Complete: false}}\n      us-west-2: {Glue: {NextToken: more}}\n"
        "      eu-west-1: {Complete: {TableList: false}}\n"
        "      eu-west-2: {Glue: {Complete: true}}\n"
        "  - AccountId: '444455556666'\n");
    assert_int_equal(weir_world_account(world, WEIR_STR("111122223333"), &account, &error), WEIR_ERR_INCOMPLETE);
    assert_non_null(strstr(error.message, "Organization"));
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/r"), &role, &error));
    weir_world_release(world);
    static const struct {
        const char *region;
        enum weir_status status;
    } rows[] = {{"us-east-1", WEIR_ERR_INCOMPLETE},
                {"us-west-2", WEIR_ERR_INCOMPLETE},
                {"eu-west-1", WEIR_ERR_INCOMPLETE},
                {"eu-west-2", WEIR_OK},
                {"eu-west-3", WEIR_OK}};
    struct weir_world *const second = world_of(
        A "    Regions:\n      us-east-1: {Glue: {Complete: false}}\n      us-west-2: {Glue: {NextToken: more}}\n"
          "      eu-west-1: {Complete: {TableList: false}}\n      eu-west-2: {Glue: {Complete: true}}\n");
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        const struct weir_lake *const lake = lake_of(second, "111122223333", rows[i].region);
        assert_int_equal(weir_lake_table(lake, WEIR_STR("d"), WEIR_STR("t"), &table, NULL), rows[i].status);
        assert_null(table);
    }
    weir_world_release(second);
}

/* --------------------------------------------------------------------------------------------- answers */

static void add_answers(struct weir_world_builder *builder)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_str path;
    struct weir_str includer;
    while (weir_world_builder_wants(builder, &path, &includer)) {
        char name[256];
        assert_str(includer, "world.yaml");
        (void)snprintf(name, sizeof name, "tests/fixtures/aws-cli/%.*s", WEIR_FMT(path));
        char *const text = read_file(name);
        ASSERT_OK(weir_world_builder_supply(builder, weir_str_from(text), path, &error));
        free(text);
    }
}

static struct weir_world *world_of_answers(void)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    char *const text = read_file("tests/fixtures/aws-cli/world.yaml");
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    ASSERT_OK(weir_world_builder_add(builder, weir_str_from(text), WEIR_STR("world.yaml"), &error));
    free(text);
    assert_int_equal(weir_world_builder_seal(builder, &world, &error), WEIR_ERR_INCOMPLETE);
    assert_non_null(strstr(error.message, "authorization-details.json"));
    error = (struct weir_error)WEIR_ERROR_INIT;
    add_answers(builder);
    ASSERT_OK(weir_world_builder_seal(builder, &world, &error));
    weir_world_builder_free(builder);
    return world;
}

static void unmodified_answers_of_the_aws_cli_are_a_world(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *const world = world_of_answers();
    struct weir_world_counts counts;
    weir_world_count(world, &counts);
    assert_int_equal(counts.accounts, 2);
    assert_int_equal(counts.roles, 4);
    assert_int_equal(counts.users, 1);
    assert_int_equal(counts.policies, 2);
    assert_int_equal(counts.tables, 2);
    assert_int_equal(counts.grants, 6);
    assert_int_equal(counts.registrations, 2);
    assert_int_equal(counts.buckets, 2);
    const struct weir_role *role = NULL;
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::111122223333:role/service/engine"), &role, &error));
    assert_int_equal(role->max_session_duration_s, 43200);
    assert_int_equal(role->identity.identity.count, 2);
    ASSERT_OK(weir_world_role(world, WEIR_STR("arn:aws:iam::444455556666:role/engine"), &role, &error));
    assert_int_equal(role->identity.identity.count, 1);
    const struct weir_lake *const lake = lake_of(world, "111122223333", "us-east-1");
    assert_true(weir_lake_settings(lake)->allow_external_data_filtering);
    assert_str(weir_lake_settings(lake)->authorized_session_tag_values.items[0], "engine");
    const struct weir_table *const orders = table_of(lake, "sales", "orders");
    assert_str(orders->location, "s3://lake/sales/orders/");
    assert_int_equal(orders->column_count, 3);
    assert_int_equal(orders->partition_key_count, 1);
    assert_int_equal(weir_lake_partition_count(lake, orders), 2);
    assert_str(weir_lake_partition(lake, orders, 1)->values.items[0], "2026-02");
    weir_world_release(world);
}

static void an_answer_that_says_it_is_a_part_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        bool complete;
    } rows[] = {
        {"{\"TableList\": []}", true},
        {"{\"TableList\": [], \"NextToken\": null}", true},
        {"{\"TableList\": [], \"NextToken\": \"\"}", true},
        {"{\"TableList\": [], \"NextToken\": \"x\"}", false},
        {"{\"NextToken\": \"x\", \"TableList\": []}", false},
        {"{\"TableList\": [], \"IsTruncated\": false, \"Marker\": \"\"}", true},
        {"{\"TableList\": [], \"IsTruncated\": true}", false},
    };
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_world_builder *builder = NULL;
        struct weir_world *world = NULL;
        ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
        ASSERT_OK(
            weir_world_builder_add(builder, weir_str_from(R "        Include: [t.json]\n"), WEIR_STR("w"), &error));
        ASSERT_OK(weir_world_builder_supply(builder, weir_str_from(rows[i].answer), WEIR_STR("t.json"), &error));
        ASSERT_OK(weir_world_builder_seal(builder, &world, &error));
        weir_world_builder_free(builder);
        const struct weir_table *table = NULL;
        assert_int_equal(
            weir_lake_table(lake_of(world, "111122223333", "us-east-1"), WEIR_STR("d"), WEIR_STR("t"), &table, NULL),
            rows[i].complete ? WEIR_OK : WEIR_ERR_INCOMPLETE);
        weir_world_release(world);
    }
}

static const struct {
    const char *answer;
    enum weir_status status;
    uint32_t column;
    const char *message;
} bad_answers[] = {
    {"[]", WEIR_ERR_SCHEMA, 1, "must be a map"},
    {"{\"Owner\": {}}", WEIR_ERR_SCHEMA, 1, "no collection of a world"},
    {"{\"RoleDetailList\": []}", WEIR_ERR_SCHEMA, 2, "`RoleDetailList` must be included at the account"},
    {"{\"TableList\": {}}", WEIR_ERR_SCHEMA, 15, "must be a list"},
    {"{\"Table\": []}", WEIR_ERR_SCHEMA, 11, "must be a map"},
    {"{\"ResourceTagMappingList\": [{}]}", WEIR_ERR_SCHEMA, 29, "`ResourceARN` is missing"},
    {"{\"TableList\": [}", WEIR_ERR_SYNTAX, 16, ""},
};

static void bad_answers_are_refused_at_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(bad_answers); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_world_builder *builder = NULL;
        ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
        ASSERT_OK(
            weir_world_builder_add(builder, weir_str_from(R "        Include: [t.json]\n"), WEIR_STR("w"), &error));
        const enum weir_status status = weir_world_builder_supply(builder, weir_str_from(bad_answers[i].answer),
                                                                  WEIR_STR("t.json"), &error);
        if (status != bad_answers[i].status || error.column != bad_answers[i].column ||
            strstr(error.message, bad_answers[i].message) == NULL)
            fail_msg("row %zu: %s: %u: %s", i, weir_status_name(status), (unsigned)error.column, error.message);
        assert_string_equal(error.source, "t.json");
        weir_world_builder_free(builder);
    }
}

static void single_answers_are_items(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "{\"Table\": {\"Name\": \"t\", \"DatabaseName\": \"d\"}}",
        "{\"Database\": {\"Name\": \"e\"}}",
        "{\"ResourceInfo\": {\"ResourceArn\": \"arn:aws:s3:::b\"}}",
        "{\"PolicyInJson\": "
        "\"{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*"
        "\\\",\\\"Action\\\":\\\"glue:*\\\",\\\"Resource\\\":\\\"*\\\"}]}\", \"PolicyHash\": \"h\"}",
        "{\"DataCellsFilter\": {\"TableCatalogId\": \"111122223333\", \"DatabaseName\": \"d\", \"TableName\": \"t\", "
        "\"Name\": \"f\", \"RowFilter\": {\"AllRowsWildcard\": {}}, \"ColumnNames\": [\"a\"]}}",
        "{\"ResourceTagMappingList\": [{\"ResourceARN\": \"arn:x\", \"Tags\": [{\"Key\": \"k\", \"Value\": \"v\"}]}, "
        "{\"ResourceARN\": \"arn:y\"}]}",
    };
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_tag_list tags;
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    ASSERT_OK(weir_world_builder_add(builder, weir_str_from(R "        Include: [a, b, c, d, e, f]\n"), WEIR_STR("w"),
                                     &error));
    for (size_t i = 0; i < WEIR_COUNT(answers); i++)
        ASSERT_OK(weir_world_builder_supply(builder, weir_str_from(answers[i]), WEIR_STR("a"), &error));
    ASSERT_OK(weir_world_builder_seal(builder, &world, &error));
    weir_world_builder_free(builder);
    const struct weir_lake *const lake = lake_of(world, "111122223333", "us-east-1");
    assert_non_null(table_of(lake, "d", "t"));
    assert_true(weir_lake_has_database(lake, WEIR_STR("e")));
    assert_true(weir_lake_has_database(lake, WEIR_STR("d")));
    assert_false(weir_lake_has_database(lake, WEIR_STR("x")));
    weir_world_resource_tags(world, WEIR_STR("arn:x"), &tags);
    assert_int_equal(tags.count, 1);
    struct weir_governed governed;
    ASSERT_OK(
        weir_world_resource_policy(world, WEIR_STR("arn:aws:glue:us-east-1:111122223333:catalog"), &governed, &error));
    assert_non_null(governed.policy);
    weir_world_release(world);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_error_has_its_place),
        cmocka_unit_test(every_collection_may_stand_in_a_world),
        cmocka_unit_test(documents_are_joined),
        cmocka_unit_test(a_second_identity_names_the_first_document),
        cmocka_unit_test(the_builder_keeps_its_contract),
        cmocka_unit_test(a_world_without_accounts_is_a_world),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(completeness_may_be_said_of_a_collection),
        cmocka_unit_test(unmodified_answers_of_the_aws_cli_are_a_world),
        cmocka_unit_test(an_answer_that_says_it_is_a_part_is_one),
        cmocka_unit_test(bad_answers_are_refused_at_their_place),
        cmocka_unit_test(single_answers_are_items),
    };
    return cmocka_run_group_tests_name("world.load", facts, NULL, NULL);
}
