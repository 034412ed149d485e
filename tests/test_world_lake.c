/* What a lake answers: catalog, registrations, and the effective access of a principal to a table. */
#include "world_test.h"

static struct weir_world *world;
static const struct weir_lake *lake;

static int make_world(void **state)
{
    (void)state;
    world = world_of_file("tests/fixtures/world/lake.yaml");
    lake = lake_of(world, "111122223333", "us-east-1");
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    weir_world_release(world);
    return 0;
}

/* --------------------------------------------------------------------------------------------- access */

enum { ALL = WEIR_LAKE_ALL, SELECT = WEIR_LAKE_SELECT, INSERT = WEIR_LAKE_INSERT, DROP = WEIR_LAKE_DROP };
enum { DESCRIBE = WEIR_LAKE_DESCRIBE };

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
static const struct {
    const char *role; /* of 111122223333, or a whole ARN */
    const char *table;
    uint32_t permissions;
    const char *columns; /* authorized: a letter each for id, name, ssn, address, month; NULL: no SELECT */
    const char *all_rows;
    enum weir_restriction restriction;
    size_t filters;
    size_t grants;
} rows[] = {
    {"reader", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 1},
    {"describer", "t", DESCRIBE, NULL, "", WEIR_RESTRICTION_NONE, 0, 1},
    {"wild", "t", SELECT | INSERT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 2},
    {"all-tables", "t", ALL | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 1},
    {"database", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"columns", "t", SELECT | DESCRIBE, "in--m", "in--m", WEIR_RESTRICTION_COLUMN, 0, 1},
    {"excluding", "t", SELECT | DESCRIBE, "in-am", "in-am", WEIR_RESTRICTION_COLUMN, 0, 1},
    {"excluding-all", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"gone-columns", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"all-columns", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_COLUMN, 0, 1},
    {"nested", "t", SELECT | DESCRIBE, "i--am", "i--am", WEIR_RESTRICTION_NESTED, 0, 1},
    {"nested-excluded", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NESTED, 0, 1},
    {"rows", "t", SELECT | DESCRIBE, "insam", "-----", WEIR_RESTRICTION_CELL_FILTER, 1, 1},
    {"filtered-columns", "t", SELECT | DESCRIBE, "in--m", "in--m", WEIR_RESTRICTION_COLUMN, 0, 1},
    {"filter-whole", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 1},
    {"filter-gone", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"filter-described", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"two-filters", "t", SELECT | DESCRIBE, "insam", "-----", WEIR_RESTRICTION_CELL_FILTER, 2, 2},
    {"columns-and-rows", "t", SELECT | DESCRIBE, "insam", "i---m", WEIR_RESTRICTION_CELL_FILTER, 1, 2},
    {"nested-rows", "t", SELECT | DESCRIBE, "---am", "-----", WEIR_RESTRICTION_NESTED, 1, 1},
    {"nested-cells", "t", SELECT | DESCRIBE, "---am", "-----", WEIR_RESTRICTION_NESTED_CELL, 2, 2},
    {"lifted", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 2},
    {"void", "t", INSERT | DESCRIBE, NULL, "", WEIR_RESTRICTION_NONE, 0, 1},
    {"void-filter", "t", DROP | DESCRIBE, NULL, "", WEIR_RESTRICTION_NONE, 0, 1},
    {"conditional", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"tagged", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"other-catalog", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"other-table", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"future", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"misplaced", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"column-super", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 1},
    {"arn:aws:iam::999988887777:role/outside", "t", SELECT | DESCRIBE, "insam", "insam", WEIR_RESTRICTION_NONE, 0, 1},
    {"arn:aws:iam::444455556666:role/shared", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"nobody", "t", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"admin", "t", DESCRIBE, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"auditor", "t", DESCRIBE, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"nobody", "open", ALL | DESCRIBE, "i", "i", WEIR_RESTRICTION_NONE, 0, 1},
    {"nobody", "group", SELECT | DESCRIBE, "i", "i", WEIR_RESTRICTION_NONE, 0, 1},
    {"arn:aws:iam::444455556666:role/shared", "open", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
    {"arn:aws:iam::444455556666:role/shared", "group", 0, NULL, "", WEIR_RESTRICTION_NONE, 0, 0},
};

static struct weir_lake_principal principal_of(const char *role, char *room, size_t bytes)
{
    const bool is_arn = strncmp(role, "arn:", 4) == 0;
    (void)snprintf(room, bytes, "%s%s", is_arn ? "" : "arn:aws:iam::111122223333:role/", role);
    const struct weir_str arn = weir_str_from(room);
    return (struct weir_lake_principal){arn, {room + 13, 12}, {NULL, 0}, {NULL, 0}};
}

static void assert_columns(const char *name, const bool *got, const struct weir_table *table, const char *expected)
{
    const size_t count = table->column_count + table->partition_key_count;
    for (size_t i = 0; i < count; i++) {
        if (got[i] != (expected[i] != '-'))
            fail_msg("%s: column %zu", name, i);
    }
    assert_int_equal(strlen(expected), count);
}

static void access_is_the_union_of_the_grants(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_arena *arena = NULL;
        struct weir_lake_access access;
        char room[128];
        const struct weir_lake_principal principal = principal_of(rows[i].role, room, sizeof room);
        const struct weir_table *const table = table_of(lake, "d", rows[i].table);
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        ASSERT_OK(weir_lake_access_compute(lake, table, &principal, arena, &access, &error));
        if (access.permissions != rows[i].permissions || access.restriction != rows[i].restriction ||
            access.filter_count != rows[i].filters || access.grant_count != rows[i].grants ||
            (access.column_is_authorized != NULL) != (rows[i].columns != NULL))
            fail_msg("%s on %s: permissions %x, %s, %zu filters, %zu grants", rows[i].role, rows[i].table,
                     (unsigned)access.permissions, weir_restriction_name(access.restriction), access.filter_count,
                     access.grant_count);
        if (rows[i].columns != NULL) {
            assert_columns(rows[i].role, access.column_is_authorized, table, rows[i].columns);
            assert_columns(rows[i].role, access.column_has_all_rows, table, rows[i].all_rows);
        }
        assert_int_equal(weir_lake_access_is_full_table(&access),
                         rows[i].columns != NULL && rows[i].restriction == WEIR_RESTRICTION_NONE);
        weir_arena_free(arena);
    }
}

static struct weir_lake_access access_of(const char *role, const char *table, struct weir_str_list saml,
                                         struct weir_arena *arena)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_lake_access access;
    char room[128];
    struct weir_lake_principal principal = principal_of(role, room, sizeof room);
    principal.saml = saml;
    ASSERT_OK(weir_lake_access_compute(lake, table_of(lake, "d", table), &principal, arena, &access, &error));
    return access;
}

static void what_is_beside_the_grants_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *role, *table;
        bool is_admin, everyone, opted_in;
    } facts[] = {
        {"reader", "t", false, false, true},    {"wild", "t", false, false, true},
        {"columns", "t", false, false, false},  {"describer", "t", false, false, true},
        {"rows", "t", false, false, false},     {"lifted", "t", false, false, false},
        {"lifted", "open", false, false, true}, {"admin", "t", true, false, false},
        {"auditor", "t", false, false, false},  {"nobody", "group", false, false, false},
    };
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        const struct weir_lake_access access = access_of(facts[i].role, facts[i].table, (struct weir_str_list){NULL, 0},
                                                         arena);
        if (access.is_admin != facts[i].is_admin || access.through_iam_allowed_principals != facts[i].everyone ||
            access.is_opted_in != facts[i].opted_in)
            fail_msg("%s on %s", facts[i].role, facts[i].table);
    }
    weir_arena_free(arena);
}

static void several_principals_are_a_union(void **state)
{
    (void)state;
    const struct weir_str saml[] = {WEIR_STR("arn:aws:iam::111122223333:saml-provider/p:group/eu"),
                                    WEIR_STR("arn:aws:iam::111122223333:saml-provider/p:user/ann"),
                                    WEIR_STR("arn:aws:iam::111122223333:saml-provider/p:group/eu")};
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    const struct weir_lake_access access = access_of("nobody", "t", (struct weir_str_list){saml, 3}, arena);
    assert_columns("saml", access.column_is_authorized, table_of(lake, "d", "t"), "in--m");
    assert_int_equal(access.authorized_count, 3);
    assert_int_equal(access.grant_count, 2);
    assert_true(access.grants[0] < access.grants[1]);
    weir_arena_free(arena);
}

static void filters_are_handed_out_in_the_order_of_their_grants(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    const struct weir_lake_access access = access_of("two-filters", "t", (struct weir_str_list){NULL, 0}, arena);
    assert_int_equal(access.filter_count, 2);
    assert_str(access.filters[0]->name, "eu");
    assert_str(access.filters[0]->row_expression, "region = 'eu'");
    assert_str(access.filters[1]->name, "us");
    weir_arena_free(arena);
}

static void all_satisfies_every_table_permission_and_no_other(void **state)
{
    (void)state;
    const struct weir_lake_access all = {.permissions = ALL};
    const struct weir_lake_access select = {.permissions = SELECT};
    assert_true(weir_lake_access_has(&all, WEIR_LAKE_DELETE));
    assert_true(weir_lake_access_has(&all, WEIR_LAKE_ALL));
    assert_false(weir_lake_access_has(&all, WEIR_LAKE_CREATE_TABLE));
    assert_true(weir_lake_access_has(&select, WEIR_LAKE_SELECT));
    assert_false(weir_lake_access_has(&select, WEIR_LAKE_INSERT));
    assert_false(weir_lake_access_has(&select, WEIR_LAKE_ALL));
}

/* A table that the catalog does not hold is asked about too: who may see it is told that it is missing. */
static void an_unknown_table_has_access_without_columns(void **state)
{
    (void)state;
    const struct weir_table table = {.database = WEIR_STR("d"), .name = WEIR_STR("unknown")};
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    struct weir_lake_access access;
    char room[128];
    const struct weir_lake_principal principal = principal_of("wild", room, sizeof room);
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_lake_access_compute(lake, &table, &principal, arena, &access, &error));
    assert_int_equal(access.permissions, SELECT | INSERT | DESCRIBE);
    assert_int_equal(access.authorized_count, 0);
    assert_int_equal(weir_lake_partition_count(lake, &table), 0);
    assert_null(weir_lake_partition(lake, &table, 0));
    weir_arena_free(arena);
}

static void access_in_an_incomplete_lake_is_not_guessed(void **state)
{
    (void)state;
    static const struct {
        const char *complete;
        const char *role;
        enum weir_status status;
    } facts[] = {
        {"Complete: {TableList: false}", "reader", WEIR_OK},
        {"Complete: {PrincipalResourcePermissions: false}", "reader", WEIR_ERR_INCOMPLETE},
        {"Complete: {PrincipalResourcePermissions: false}", "super", WEIR_OK},
        {"Complete: {LakeFormationOptInsInfoList: false}", "reader", WEIR_ERR_INCOMPLETE},
        {"Complete: {LakeFormationOptInsInfoList: false}", "super", WEIR_OK},
        {"Complete: {LakeFormationOptInsInfoList: false} # plain", "reader", WEIR_OK},
        {"Complete: {DataCellsFilters: false}", "filtered", WEIR_ERR_INCOMPLETE},
        {"Complete: {LFTags: false}", "filtered", WEIR_OK},
    };
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        char text[2048];
        (void)snprintf(
            text, sizeof text,
            "weir: world/1\naccounts:\n  - AccountId: '111122223333'\n    Regions:\n      us-east-1:\n        %s\n"
            "        LakeFormation:\n          DataLakeSettings: {}\n"
            "          ResourceInfoList: [{ResourceArn: 'arn:aws:s3:::lake', HybridAccessEnabled: true}]\n"
            "          LakeFormationOptInsInfoList: [{Principal: {DataLakePrincipalIdentifier: "
            "'arn:aws:iam::111122223333:role/super'}, Resource: {Table: {DatabaseName: d, Name: t}}}]\n"
            "          PrincipalResourcePermissions:\n"
            "            - {Principal: {DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/reader'}, "
            "Resource: {Table: {DatabaseName: d, Name: t}}, Permissions: [SELECT]}\n"
            "            - {Principal: {DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/super'}, "
            "Resource: {Table: {DatabaseName: d, Name: t}}, Permissions: [ALL]}\n"
            "            - {Principal: {DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/filtered'}, "
            "Resource: {DataCellsFilter: {TableCatalogId: '111122223333', DatabaseName: d, TableName: t, Name: f}}, "
            "Permissions: [SELECT]}\n"
            "        Glue: {TableList: [{Name: t, DatabaseName: d, StorageDescriptor: {Location: 's3://lake/t'}}]}\n",
            facts[i].complete);
        const struct weir_str other = WEIR_STR("HybridAccessDisable");
        if (strstr(facts[i].complete, "plain") != NULL) /* a location that is not hybrid needs no opt-in */
            memcpy(strstr(text, "HybridAccessEnabled"), other.ptr, other.len);
        struct weir_world *const part = world_of(text);
        const struct weir_lake *const part_lake = lake_of(part, "111122223333", "us-east-1");
        struct weir_arena *arena = NULL;
        struct weir_lake_access access;
        char room[128];
        const struct weir_lake_principal principal = principal_of(facts[i].role, room, sizeof room);
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        const enum weir_status status = weir_lake_access_compute(part_lake, table_of(part_lake, "d", "t"), &principal,
                                                                 arena, &access, NULL);
        if (status != facts[i].status)
            fail_msg("%s %s: %s", facts[i].complete, facts[i].role, weir_status_name(status));
        assert_true(status == WEIR_OK || access.permissions == 0);
        weir_arena_free(arena);
        weir_world_release(part);
    }
}

static void names_and_bits_agree(void **state)
{
    (void)state;
    for (uint32_t bit = 1; bit <= WEIR_LAKE_SUPER_USER; bit <<= 1) {
        const char *const name = weir_lake_permission_name(bit);
        assert_true(strlen(name) > 2);
        assert_int_equal(weir_lake_permission_bit(weir_str_from(name)), bit);
    }
    assert_string_equal(weir_lake_permission_name(SELECT | INSERT), "");
    assert_int_equal(weir_lake_permission_bit(WEIR_STR("select")), 0);
    static const char *const restrictions[] = {"COLUMN_PERMISSION", "CELL_FILTER_PERMISSION", "NESTED_PERMISSION",
                                               "NESTED_CELL_PERMISSION"};
    enum weir_restriction found = WEIR_RESTRICTION_NONE;
    for (size_t i = 0; i < WEIR_COUNT(restrictions); i++) {
        assert_true(weir_restriction_find(weir_str_from(restrictions[i]), &found));
        assert_int_equal(found, i + 1);
        assert_string_equal(weir_restriction_name(found), restrictions[i]);
    }
    assert_false(weir_restriction_find(WEIR_STR("none"), &found));
    assert_int_equal(found, WEIR_RESTRICTION_NONE);
    assert_string_equal(weir_restriction_name((enum weir_restriction)9), "");
}

/* -------------------------------------------------------------------------------------- registrations */

static const struct {
    const char *uri;
    const char *role; /* NULL: not registered; "": the service's */
} locations[] = {
    {"s3://lake", "whole"},
    {"s3://lake/", "whole"},
    {"s3://lake/x", "whole"},
    {"s3://lake/ab", "whole"},
    {"s3://lake/a", "middle"},
    {"s3://lake/a/", "middle"},
    {"s3://lake/a/c", "middle"},
    {"s3://lake/a/bc", "middle"},
    {"s3://lake/a/b", "deep"},
    {"s3://lake/a/b/", "deep"},
    {"s3://lake/a/b/c/d/e", "deep"},
    {"s3://lake/a/b//c", "deep"},
    {"s3://lake//a/b", "whole"},
    {"s3://pond", NULL},
    {"s3://pond/x/y", ""},
    {"s3://pond/xy", NULL},
    {"s3://mere/any", ""},
    {"s3://unknown/a", NULL},
    {"s3://fen", NULL},
    {"s3://fen/x", NULL},
    {"s3://fen//", "slash"},
    {"s3://fen//x", "slash"},
    {"s3://bog/x", ""},
    {"s3://marsh", NULL},
    {"s3://accesspoint/x", NULL},
};

static void the_nearest_registration_above_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(locations); i++) {
        struct weir_location location;
        assert_true(weir_location_parse(weir_str_from(locations[i].uri), &location));
        const struct weir_registration *const found = weir_lake_registration(lake, location);
        if ((found != NULL) != (locations[i].role != NULL))
            fail_msg("%s", locations[i].uri);
        if (found == NULL || locations[i].role == NULL)
            continue;
        assert_int_equal(found->uses_service_linked_role, locations[i].role[0] == '\0');
        char arn[128];
        (void)snprintf(arn, sizeof arn, "arn:aws:iam::111122223333:role/%s", locations[i].role);
        if (locations[i].role[0] != '\0' && !weir_str_equal(found->role_arn, weir_str_from(arn)))
            fail_msg("%s: %.*s", locations[i].uri, WEIR_FMT(found->role_arn));
        const bool is_deep = strcmp(locations[i].role, "deep") == 0;
        assert_non_null(found->origin.node);
        assert_int_equal(found->hybrid, is_deep);
        assert_int_equal(found->with_federation, is_deep);
        assert_int_equal(found->with_privileged_access, is_deep);
        assert_str(found->expected_owner, is_deep ? "111122223333" : "");
    }
}

/* -------------------------------------------------------------------------------------------- catalog */

static void tables_go_with_their_catalog(void **state)
{
    (void)state;
    const struct weir_lake *const other = lake_of(world, "444455556666", "us-east-1");
    assert_str(table_of(lake, "d", "t")->location, "s3://lake/a/b/t");
    assert_str(table_of(lake, "d", "t")->catalog_id, "111122223333");
    assert_str(table_of(lake, "d", "t")->columns[3].type, "struct<city:string,street:string>");
    assert_str(table_of(lake, "d", "group")->location, "");
    assert_null(table_of(lake, "d2", "shared"));
    assert_null(table_of(lake, "d3", "linked"));
    assert_null(table_of(lake, "d", "gone"));
    assert_str(table_of(other, "d2", "shared")->location, "s3://other/shared");
    assert_str(table_of(other, "d2", "shared")->catalog_id, "444455556666");
    assert_str(table_of(other, "d2", "both")->location, "s3://other/both");
    assert_true(weir_lake_has_database(lake, WEIR_STR("empty")));
    assert_true(weir_lake_has_database(lake, WEIR_STR("d")));
    assert_false(weir_lake_has_database(lake, WEIR_STR("d2")));
    assert_true(weir_lake_has_database(other, WEIR_STR("d2")));
}

static void partitions_go_with_their_table(void **state)
{
    (void)state;
    const struct weir_lake *const other = lake_of(world, "444455556666", "us-east-1");
    const struct weir_table *const t = table_of(lake, "d", "t");
    const struct weir_table *const both = table_of(other, "d2", "both");
    assert_int_equal(weir_lake_partition_count(lake, t), 2);
    assert_str(weir_lake_partition(lake, t, 0)->values.items[0], "2026-02");
    assert_str(weir_lake_partition(lake, t, 0)->location, "s3://lake/a/b/t/2");
    assert_str(weir_lake_partition(lake, t, 1)->values.items[0], "2026-01");
    assert_str(weir_lake_partition(lake, t, 1)->location, "");
    assert_ptr_equal(weir_lake_partition(lake, t, 1)->table, t);
    assert_null(weir_lake_partition(lake, t, 2));
    assert_int_equal(weir_lake_partition_count(lake, table_of(lake, "d", "open")), 1);
    assert_int_equal(weir_lake_partition_count(lake, table_of(lake, "d", "group")), 0);
    assert_int_equal(weir_lake_partition_count(other, both), 1);
    assert_str(weir_lake_partition(other, both, 0)->values.items[0], "own");
    assert_int_equal(weir_lake_partition_count(other, table_of(other, "d2", "shared")), 1);
    assert_int_equal(weir_lake_partition_count(lake, both), 0);
    assert_int_equal(weir_lake_partition_count(lake, NULL), 0);
}

static void a_region_of_which_nothing_is_said_is_an_empty_lake(void **state)
{
    (void)state;
    const struct weir_lake *const empty = lake_of(world, "111122223333", "eu-west-1");
    const struct weir_lake_settings *const settings = weir_lake_settings(empty);
    struct weir_location location;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    struct weir_lake_access access;
    char room[128];
    const struct weir_lake_principal principal = principal_of("reader", room, sizeof room);
    assert_null(settings->origin.node);
    assert_false(settings->allow_full_table_external_data_access);
    assert_str(weir_lake_region(empty), "");
    assert_str(weir_lake_account(empty)->id, "111122223333");
    assert_str(weir_lake_region(lake), "us-east-1");
    assert_true(weir_lake_settings(lake)->allow_full_table_external_data_access);
    assert_null(table_of(empty, "d", "t"));
    assert_true(weir_location_parse(WEIR_STR("s3://lake/a"), &location));
    assert_null(weir_lake_registration(empty, location));
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_lake_access_compute(empty, table_of(lake, "d", "t"), &principal, arena, &access, &error));
    assert_int_equal(access.permissions, 0);
    weir_arena_free(arena);
}

static void a_lake_of_no_account_is_misuse(void **state)
{
    (void)state;
    const struct weir_lake *found = lake;
    assert_int_equal(weir_world_lake(world, NULL, WEIR_STR("us-east-1"), &found, NULL), WEIR_ERR_USAGE);
    assert_null(found);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(access_is_the_union_of_the_grants),
        cmocka_unit_test(what_is_beside_the_grants_is_said),
        cmocka_unit_test(several_principals_are_a_union),
        cmocka_unit_test(filters_are_handed_out_in_the_order_of_their_grants),
        cmocka_unit_test(all_satisfies_every_table_permission_and_no_other),
        cmocka_unit_test(an_unknown_table_has_access_without_columns),
        cmocka_unit_test(access_in_an_incomplete_lake_is_not_guessed),
        cmocka_unit_test(names_and_bits_agree),
        cmocka_unit_test(the_nearest_registration_above_counts),
        cmocka_unit_test(tables_go_with_their_catalog),
        cmocka_unit_test(partitions_go_with_their_table),
        cmocka_unit_test(a_region_of_which_nothing_is_said_is_an_empty_lake),
        cmocka_unit_test(a_lake_of_no_account_is_misuse),
    };
    return cmocka_run_group_tests_name("world.lake", facts, make_world, drop_world);
}
