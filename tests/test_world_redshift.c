/* Workgroups, clusters and their custom domains: found by account, Region and name, or said to be missing. */
#include "world_test.h"

static const char world_text[] =
    "weir: world/1\n"
    "accounts:\n"
    "  - AccountId: '111122223333'\n"
    "    Regions:\n"
    "      us-east-1:\n"
    "        RedshiftServerless:\n"
    "          workgroups:\n"
    "            - {workgroupName: sales, workgroupId: w1, workgroupArn: 'arn:x', customDomainName: Sales.Example}\n"
    "            - {workgroupName: bare}\n"
    "          associations: [{workgroupName: bare, customDomainName: bare.example}, {workgroupName: gone, "
    "customDomainName: gone.example}]\n"
    "        Redshift:\n"
    "          Clusters: [{ClusterIdentifier: sales, CustomDomainName: lake.example}]\n"
    "          Associations:\n"
    "            - {CustomDomainCertificateArn: c1, CertificateAssociations: [{CustomDomainName: a.example, "
    "ClusterIdentifier: sales}]}\n"
    "            - {CustomDomainCertificateArn: c2, CertificateAssociations: [{CustomDomainName: b.example, "
    "ClusterIdentifier: sales}, {CustomDomainName: c.example, ClusterIdentifier: other}]}\n"
    "            - {CustomDomainCertificateArn: c3}\n"
    "      eu-west-1:\n"
    "        RedshiftServerless: {workgroups: [{workgroupName: sales, workgroupId: w2}]}\n"
    "      eu-west-2:\n"
    "        RedshiftServerless: {workgroups: [], Complete: false}\n"
    "      eu-west-3:\n"
    "        Redshift: {Clusters: [], Associations: [], Complete: {Associations: false}}\n"
    "  - AccountId: '444455556666'\n"
    "    Regions:\n"
    "      us-east-1:\n"
    "        Redshift: {Clusters: [{ClusterIdentifier: theirs}]}\n";

#define HOME "111122223333"

static struct weir_world *world;

static int make_world(void **state)
{
    (void)state;
    world = world_of(world_text);
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    weir_world_release(world);
    return 0;
}

static const struct name_row {
    const char *name;
    enum weir_warehouse_kind kind;
    const char *account, *region, *asked;
    const char *id;  /* of what is found; "" where it has none */
    bool incomplete; /* nothing is found, and it may be in what was not loaded */
} names[] = {
    {"a workgroup", WEIR_WAREHOUSE_WORKGROUP, HOME, "us-east-1", "sales", "w1", false},
    {"the same name in another Region", WEIR_WAREHOUSE_WORKGROUP, HOME, "eu-west-1", "sales", "w2", false},
    {"a workgroup without its id", WEIR_WAREHOUSE_WORKGROUP, HOME, "us-east-1", "bare", "", false},
    {"a cluster of the same name", WEIR_WAREHOUSE_CLUSTER, HOME, "us-east-1", "sales", "", false},
    {"a name in another case", WEIR_WAREHOUSE_WORKGROUP, HOME, "us-east-1", "Sales", NULL, false},
    {"a name that is a prefix", WEIR_WAREHOUSE_WORKGROUP, HOME, "us-east-1", "sale", NULL, false},
    {"a cluster of another account", WEIR_WAREHOUSE_CLUSTER, HOME, "us-east-1", "theirs", NULL, false},
    {"of its own account", WEIR_WAREHOUSE_CLUSTER, "444455556666", "us-east-1", "theirs", "", false},
    {"a workgroup is no cluster", WEIR_WAREHOUSE_CLUSTER, HOME, "us-east-1", "bare", NULL, false},
    {"a Region that nobody speaks of", WEIR_WAREHOUSE_WORKGROUP, HOME, "us-west-2", "sales", NULL, false},
    {"an account that nobody speaks of", WEIR_WAREHOUSE_WORKGROUP, "000000000000", "us-east-1", "sales", NULL, false},
    {"a part that was not loaded", WEIR_WAREHOUSE_WORKGROUP, HOME, "eu-west-2", "sales", NULL, true},
    {"clusters are, where their domains were not loaded", WEIR_WAREHOUSE_CLUSTER, HOME, "eu-west-3", "lake", NULL,
     false},
};

static void name_row_holds(void **state)
{
    const struct name_row *const row = *state;
    const struct weir_warehouse *found = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_world_warehouse(world, row->kind, weir_str_from(row->account),
                                                         weir_str_from(row->region), weir_str_from(row->asked), &found,
                                                         &error);
    assert_int_equal(status, row->incomplete ? WEIR_ERR_INCOMPLETE : WEIR_OK);
    if (row->id == NULL) {
        assert_null(found);
        return;
    }
    assert_non_null(found);
    assert_int_equal(found->kind, row->kind);
    assert_str(found->name, row->asked);
    assert_str(found->account->id, row->account);
    assert_str(found->region, row->region);
    assert_str(found->id, row->id);
}

static const struct domain_row {
    const char *name;
    enum weir_warehouse_kind kind;
    const char *region, *asked;
    const char *leads_to; /* NULL: nowhere */
    bool incomplete;
} domains[] = {
    {"a workgroup's own domain", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "sales.example", "sales", false},
    {"in other letters", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "SALES.EXAMPLE", "sales", false},
    {"an associated domain", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "bare.example", "bare", false},
    {"of a workgroup that is gone", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "gone.example", "gone", false},
    {"a cluster's own domain", WEIR_WAREHOUSE_CLUSTER, "us-east-1", "lake.example", "sales", false},
    {"below the first certificate", WEIR_WAREHOUSE_CLUSTER, "us-east-1", "a.example", "sales", false},
    {"below the second", WEIR_WAREHOUSE_CLUSTER, "us-east-1", "b.example", "sales", false},
    {"the second below it", WEIR_WAREHOUSE_CLUSTER, "us-east-1", "c.example", "other", false},
    {"of the other kind", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "lake.example", NULL, false},
    {"in another Region", WEIR_WAREHOUSE_WORKGROUP, "eu-west-1", "sales.example", NULL, false},
    {"a part of the name", WEIR_WAREHOUSE_WORKGROUP, "us-east-1", "ales.example", NULL, false},
    {"where the workgroups were not loaded", WEIR_WAREHOUSE_WORKGROUP, "eu-west-2", "sales.example", NULL, true},
    {"where the associations were not loaded", WEIR_WAREHOUSE_CLUSTER, "eu-west-3", "a.example", NULL, true},
};

static void domain_row_holds(void **state)
{
    const struct domain_row *const row = *state;
    struct weir_str name = WEIR_STR("anything");
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_world_custom_domain(
        world, row->kind, WEIR_STR(HOME), weir_str_from(row->region), weir_str_from(row->asked), &name, &error);
    assert_int_equal(status, row->incomplete ? WEIR_ERR_INCOMPLETE : WEIR_OK);
    assert_str(name, row->leads_to == NULL ? "" : row->leads_to);
}

/* What is wrong is said at its place when the world is sealed. */
static const struct wrong_row {
    const char *name;
    const char *region; /* the members of a Region */
    const char *message;
} wrong[] = {
    {"a workgroup without a name", "RedshiftServerless: {workgroups: [{workgroupId: w}]}", "workgroupName"},
    {"a cluster without a name", "Redshift: {Clusters: [{DBName: d}]}", "ClusterIdentifier"},
    {"a domain that is no text", "RedshiftServerless: {workgroups: [{workgroupName: w, customDomainName: [x]}]}",
     "customDomainName"},
    {"an ARN that is no text", "RedshiftServerless: {workgroups: [{workgroupName: w, workgroupArn: {}}]}",
     "workgroupArn"},
    {"an association without its workgroup", "RedshiftServerless: {associations: [{customDomainName: x}]}",
     "workgroupName"},
    {"associations that are no list",
     "Redshift: {Associations: [{CustomDomainCertificateArn: c, CertificateAssociations: x}]}",
     "CertificateAssociations"},
    {"an association that is no map",
     "Redshift: {Associations: [{CustomDomainCertificateArn: c, CertificateAssociations: [x]}]}",
     "an association must be a map"},
    {"an association without its domain",
     "Redshift: {Associations: [{CustomDomainCertificateArn: c, CertificateAssociations: [{ClusterIdentifier: x}]}]}",
     "CustomDomainName"},
    {"two workgroups of one name", "RedshiftServerless: {workgroups: [{workgroupName: w}, {workgroupName: w}]}", "w"},
};

static void wrong_row_is_refused(void **state)
{
    const struct wrong_row *const row = *state;
    char text[512];
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *made = NULL;
    (void)snprintf(text, sizeof(text),
                   "weir: world/1\naccounts: [{AccountId: '" HOME "', Regions: {us-east-1: {%s}}}]\n", row->region);
    assert_int_equal(load(text, &made, &error), WEIR_ERR_SCHEMA);
    assert_null(made);
    assert_non_null(strstr(error.message, row->message));
    assert_int_equal(error.line, 2);
}

/* cmocka hands rows on without their const; nothing writes to them. */
static void *without_const(const void *row)
{
    void *pointer;
    memcpy(&pointer, &row, sizeof(pointer));
    return pointer;
}

#define ADD_ROWS(rows, function)                                  \
    for (size_t i = 0; i < sizeof(rows) / sizeof((rows)[0]); i++) \
        tests[count++] = (struct CMUnitTest){                     \
            .name = (rows)[i].name, .test_func = (function), .initial_state = without_const(&(rows)[i])};

int main(void)
{
    struct CMUnitTest tests[sizeof(names) / sizeof(names[0]) + sizeof(domains) / sizeof(domains[0]) +
                            sizeof(wrong) / sizeof(wrong[0])];
    size_t count = 0;
    ADD_ROWS(names, name_row_holds)
    ADD_ROWS(domains, domain_row_holds)
    ADD_ROWS(wrong, wrong_row_is_refused)
    return _cmocka_run_group_tests("world.redshift", tests, count, make_world, drop_world);
}
