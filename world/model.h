/* What a sealed world holds: typed, indexed, borrowed from the trees it was read from. Read by vend, never written there. */
#ifndef WEIR_WORLD_MODEL_H
#define WEIR_WORLD_MODEL_H

#include <weir/base.h>
#include <weir/policy.h>
#include <weir/scope.h>
#include <weir/world.h>

#include "world/load/collection.h"

/* A node with the tree it stands in: what places and messages are made of. */
struct weir_origin {
    const struct weir_tree *tree;
    const struct weir_node *node;
};

struct weir_tag {
    struct weir_str key;
    struct weir_str value;
};
struct weir_tag_list {
    const struct weir_tag *items;
    size_t count;
};
struct weir_str_list {
    const struct weir_str *items;
    size_t count;
};

/* ------------------------------------------------------------------------------------------- accounts */

struct weir_account {
    struct weir_str id; /* twelve digits */
    struct weir_str organization_path;
    bool is_management;
    const struct weir_policy_list *scp; /* one list a level, root first; NULL: no SCP information */
    size_t scp_levels;
    const struct weir_policy_list *rcp;
    size_t rcp_levels;
    struct weir_str_list sts_inactive_regions;
    bool restricts_public_buckets; /* S3 Block Public Access: RestrictPublicBuckets */
    struct weir_origin origin;
};

/* Roles and users alike: what IAM knows of a principal that policies are attached to. */
struct weir_identity {
    struct weir_str arn; /* with the path */
    struct weir_str path;
    struct weir_str name;
    struct weir_str unique_id; /* AROA…, AIDA…; empty if the dump has none */
    const struct weir_account *account;
    struct weir_policy_list identity; /* inline and attached; of a user also its groups'; items never NULL */
    struct weir_policy_list boundary; /* items NULL when there is none */
    struct weir_tag_list tags;
    struct weir_origin origin;
};
struct weir_role {
    struct weir_identity identity; /* first member: a role is an identity */
    const struct weir_policy *trust;
    int64_t max_session_duration_s; /* 3600 where the dump does not say ([iam-api-role]) */
    bool is_service_linked;         /* path /aws-service-role/ */
};
struct weir_user {
    struct weir_identity identity;
};

/* A SAML provider of an account, its keys prepared. */
struct weir_saml_provider;
struct weir_identity_provider {
    struct weir_str arn;
    struct weir_str name; /* what follows saml-provider/ */
    const struct weir_account *account;
    struct weir_saml_provider *prepared; /* NULL where the build has no SAML */
    struct weir_str lacks;               /* what of it the world does not hold; empty: nothing */
    struct weir_origin origin;
};

/* ------------------------------------------------------------------------------------- lake and catalog */

/* Lake Formation permissions ([lf-permissions]); a set is a mask of these bits. */
#define WEIR_LAKE_PERMISSION_MAP(X)     \
    X(ALL, 0)                           \
    X(SELECT, 1)                        \
    X(ALTER, 2)                         \
    X(DROP, 3)                          \
    X(DELETE, 4)                        \
    X(INSERT, 5)                        \
    X(DESCRIBE, 6)                      \
    X(CREATE_DATABASE, 7)               \
    X(CREATE_TABLE, 8)                  \
    X(DATA_LOCATION_ACCESS, 9)          \
    X(CREATE_LF_TAG, 10)                \
    X(ASSOCIATE, 11)                    \
    X(GRANT_WITH_LF_TAG_EXPRESSION, 12) \
    X(CREATE_LF_TAG_EXPRESSION, 13)     \
    X(CREATE_CATALOG, 14)               \
    X(SUPER_USER, 15)
enum weir_lake_permission {
#define WEIR_LAKE_PERMISSION_ENUM(name, bit) WEIR_LAKE_##name = 1 << bit,
    WEIR_LAKE_PERMISSION_MAP(WEIR_LAKE_PERMISSION_ENUM)
#undef WEIR_LAKE_PERMISSION_ENUM
};
/* The bit of a permission's name, 0 if there is none such. */
uint32_t weir_lake_permission_bit(struct weir_str name);
/* The name of one bit. */
const char *weir_lake_permission_name(uint32_t bit);

struct weir_lake_settings {
    bool allow_external_data_filtering;
    bool allow_full_table_external_data_access;
    struct weir_str_list external_data_filtering_allow_list; /* account ids */
    struct weir_str_list authorized_session_tag_values;
    struct weir_str_list admins;
    struct weir_str_list read_only_admins;
    int64_t cross_account_version; /* 0 where it is not said */
    bool sets_source_identity;     /* Parameters.SET_SOURCE_IDENTITY is TRUE */
    struct weir_origin origin;     /* {NULL, NULL} where the world says nothing: AWS's defaults */
};

/* With which key the catalog itself is encrypted at rest ([glue-encryption]). */
struct weir_catalog_encryption {
    struct weir_str key_arn;  /* empty: none, or one of AWS's own */
    struct weir_str role_arn; /* that uses the key for everybody; empty: each caller uses it */
    struct weir_origin origin;
};

struct weir_registration {
    struct weir_str resource_arn;
    struct weir_location location; /* of the ARN */
    struct weir_str role_arn;
    bool uses_service_linked_role;
    bool hybrid;
    bool with_federation;
    bool with_privileged_access;
    struct weir_str expected_owner; /* empty if not given */
    struct weir_origin origin;
};

struct weir_column {
    struct weir_str name;
    struct weir_str type;
};
/* Where a resource link leads; the Region empty where it is the link's own. */
struct weir_lake_target {
    struct weir_str catalog_id, database, table, region;
};
struct weir_table {
    struct weir_str catalog_id, database, name; /* the catalog: the account, or account:path */
    struct weir_str location;                   /* StorageDescriptor.Location, "" for none */
    struct weir_str creator;                    /* CreatedBy, "" for none */
    const struct weir_lake_target *target;      /* of a resource link; NULL: a table of its own */
    const struct weir_column *columns;
    size_t column_count;
    const struct weir_column *partition_keys;
    size_t partition_key_count;
    struct weir_origin origin; /* the Table structure as glue reports it */
};
struct weir_partition {
    const struct weir_table *table;
    struct weir_str_list values;
    struct weir_str location;
    struct weir_origin origin;
};

/* What a grant is on. What this version cannot judge is OTHER and grants nothing. */
enum weir_lake_resource {
    WEIR_LAKE_ON_OTHER = 0,
    WEIR_LAKE_ON_CATALOG = 1,
    WEIR_LAKE_ON_DATABASE = 2,
    WEIR_LAKE_ON_TABLE = 3,
    WEIR_LAKE_ON_COLUMNS = 4,
    WEIR_LAKE_ON_FILTER = 5,
    WEIR_LAKE_ON_LOCATION = 6,
    WEIR_LAKE_ON_TAG = 7,
    WEIR_LAKE_ON_TAGGED_DATABASES = 8,
    WEIR_LAKE_ON_TAGGED_TABLES = 9,
    WEIR_LAKE_ON_TAG_EXPRESSION = 10
};
/* One condition of an LF-tag expression, or what one resource is tagged with: a key and its values. */
struct weir_lake_tag {
    struct weir_str key;
    struct weir_str_list values;
};
struct weir_lake_tag_list {
    const struct weir_lake_tag *items;
    size_t count;
};
struct weir_lake_grant {
    struct weir_str principal;
    struct weir_str found_by; /* the principal, of an organization or unit its own id */
    enum weir_lake_resource on;
    bool table_wildcard;
    bool all_columns;                            /* ColumnWildcard, perhaps with exclusions */
    bool names_fields;                           /* some column is named down to a field */
    struct weir_str catalog_id, database, table; /* the catalog never empty: the account's own where none is said */
    struct weir_str_list columns;                /* named, or excluded where all_columns */
    struct weir_str filter;                      /* DataCellsFilter name */
    struct weir_lake_tag_list expression; /* of LF-tags, the saved one of that name where it is named; all must hold */
    struct weir_str expression_name;
    struct weir_str_list shares;                 /* of Resource Access Manager, that carry it to another account */
    const struct weir_lake_condition *condition; /* on the principal; NULL: none */
    uint32_t permissions;                        /* mask */
    uint32_t grantable;                          /* mask: with the grant option */
    struct weir_origin origin;
};
struct weir_lake_filter { /* data cells filter */
    struct weir_str catalog_id, database, table, name;
    struct weir_str row_expression; /* empty: all rows */
    bool all_columns;
    bool names_fields;
    struct weir_str_list columns; /* named, or excluded where all_columns */
    struct weir_origin origin;
};
struct weir_lake_opt_in {
    struct weir_str principal;
    struct weir_str found_by;
    struct weir_str catalog_id, database, table; /* table empty: the database, or with the wildcard all its tables */
    bool table_wildcard;
    const struct weir_lake_condition *condition;
    struct weir_origin origin;
};

struct weir_bucket {
    struct weir_str name;
    struct weir_str region; /* empty: not said */
    const struct weir_account *account;
    const struct weir_policy *policy; /* NULL: none */
    struct weir_str kms_key_arn;      /* empty: not encrypted with a customer key */
    bool restricts_public;            /* S3 Block Public Access: RestrictPublicBuckets, of the bucket or its account */
    struct weir_origin origin;
};

/* Where database users of Redshift log in: a workgroup of Redshift Serverless, or a provisioned cluster. */
enum weir_warehouse_kind { WEIR_WAREHOUSE_WORKGROUP = 0, WEIR_WAREHOUSE_CLUSTER = 1 };
struct weir_warehouse {
    enum weir_warehouse_kind kind;
    struct weir_str name;    /* workgroupName or ClusterIdentifier */
    struct weir_str arn, id; /* of a workgroup; empty where the dump has none */
    const struct weir_account *account;
    struct weir_str region;
    struct weir_origin origin;
};

/* One account's Lake Formation and Glue in one Region. */
struct weir_lake;

/* --------------------------------------------------------------------------------------------- lookups
 * Each answers WEIR_OK with the thing or NULL; WEIR_ERR_INCOMPLETE, naming what to load, when it was not found in a
 * part of the world that says `Complete: false`. */
enum weir_status weir_world_account(const struct weir_world *world, struct weir_str id,
                                    const struct weir_account **account, struct weir_error *error);
enum weir_status weir_world_role(const struct weir_world *world, struct weir_str arn, const struct weir_role **role,
                                 struct weir_error *error);
/* By account and name, as a session ARN gives them. */
enum weir_status weir_world_role_by_name(const struct weir_world *world, struct weir_str account, struct weir_str name,
                                         const struct weir_role **role, struct weir_error *error);
enum weir_status weir_world_user(const struct weir_world *world, struct weir_str arn, const struct weir_user **user,
                                 struct weir_error *error);
/* Whose a device for a second factor is. */
enum weir_mfa_device {
    WEIR_MFA_DEVICE_UNKNOWN, /* the user's account lists no device */
    WEIR_MFA_DEVICE_OWN,
    WEIR_MFA_DEVICE_ANOTHERS /* or nobody's */
};
enum weir_status weir_world_mfa_device(const struct weir_world *world, const struct weir_identity *user,
                                       struct weir_str serial, enum weir_mfa_device *device, struct weir_error *error);
/* A managed policy by its ARN, compiled as an identity policy or, where a session carries it, as a session policy. */
enum weir_status weir_world_managed_policy(const struct weir_world *world, struct weir_str arn, bool as_session,
                                           const struct weir_policy **policy, struct weir_error *error);
/* Whether the account that the ARN states has that managed policy, its text known or not. */
enum weir_status weir_world_has_managed_policy(const struct weir_world *world, struct weir_str arn, bool *exists,
                                               struct weir_error *error);
/* A provider that is there without its metadata, or that must decrypt and has no key, is WEIR_ERR_INCOMPLETE too. */
enum weir_status weir_world_saml_provider(const struct weir_world *world, struct weir_str arn,
                                          const struct weir_identity_provider **provider, struct weir_error *error);
enum weir_status weir_world_bucket(const struct weir_world *world, struct weir_str name,
                                   const struct weir_bucket **bucket, struct weir_error *error);
enum weir_status weir_world_warehouse(const struct weir_world *world, enum weir_warehouse_kind kind,
                                      struct weir_str account, struct weir_str region, struct weir_str name,
                                      const struct weir_warehouse **warehouse, struct weir_error *error);
/* The name of the warehouse that a custom domain leads to, whatever the case of its letters; empty where it leads nowhere. */
enum weir_status weir_world_custom_domain(const struct weir_world *world, enum weir_warehouse_kind kind,
                                          struct weir_str account, struct weir_str region, struct weir_str domain,
                                          struct weir_str *name, struct weir_error *error);
/* Never NULL on WEIR_OK for an account that exists: an account without lake data in a Region has an empty lake. */
enum weir_status weir_world_lake(const struct weir_world *world, const struct weir_account *account,
                                 struct weir_str region, const struct weir_lake **lake, struct weir_error *error);
/* What governs an ARN: its own policy (bucket policy, trust policy, key policy, catalog policy), and whose it is. */
struct weir_governed {
    const struct weir_policy *policy;   /* NULL where the world knows none */
    const struct weir_account *account; /* NULL where the world knows none */
    bool restricts_public_buckets;
};
enum weir_status weir_world_resource_policy(const struct weir_world *world, struct weir_str arn,
                                            struct weir_governed *governed, struct weir_error *error);
/* The policy of a VPC endpoint, compiled; NULL if the world knows no such endpoint. */
enum weir_status weir_world_endpoint_policy(const struct weir_world *world, struct weir_str endpoint_id,
                                            const struct weir_policy **policy, struct weir_error *error);
/* Tags of a resource: a role's or user's own, or from ResourceTags. */
void weir_world_resource_tags(const struct weir_world *world, struct weir_str arn, struct weir_tag_list *tags);
/* The world's `Settings`: a map node, or {NULL, NULL}. The i-th of the documents that have one; false past the end. */
bool weir_world_settings(const struct weir_world *world, size_t index, struct weir_origin *settings);
/* Is it one that the world itself is read under? The others are the rulebook's. */
bool weir_world_has_setting(struct weir_str name);
/* Those of them that say how policies are read; every policy of the world is read so. */
const struct weir_policy_options *weir_world_policy_settings(const struct weir_world *world);
/* The error code that the world injects for an operation ("glue:GetUnfilteredTableMetadata" or its bare name), or empty. */
struct weir_str weir_world_fault(const struct weir_world *world, const struct weir_account *account,
                                 struct weir_str region, struct weir_str operation);

/* WEIR_ERR_INCOMPLETE where the world says that not all of a collection was loaded for an account and Region: what a lookup
 * without a status of its own is followed by when it finds nothing. */
enum weir_status weir_world_require(const struct weir_world *world, struct weir_str account, struct weir_str region,
                                    enum weir_collection collection, struct weir_error *error);

const struct weir_account *weir_lake_account(const struct weir_lake *lake);
struct weir_str weir_lake_region(const struct weir_lake *lake); /* empty where the world says nothing of the Region */
const struct weir_lake_settings *weir_lake_settings(const struct weir_lake *lake);        /* never NULL */
const struct weir_catalog_encryption *weir_lake_encryption(const struct weir_lake *lake); /* never NULL */
enum weir_status weir_lake_table(const struct weir_lake *lake, struct weir_str database, struct weir_str name,
                                 const struct weir_table **table, struct weir_error *error);
/* The same in another of the account's catalogs: ACCOUNT:PATH; empty: the default one. */
enum weir_status weir_lake_table_in(const struct weir_lake *lake, struct weir_str catalog_id, struct weir_str database,
                                    struct weir_str name, const struct weir_table **table, struct weir_error *error);
/* Where a database leads that is a resource link; NULL: it is none. */
const struct weir_lake_target *weir_lake_database_target(const struct weir_lake *lake, struct weir_str catalog_id,
                                                         struct weir_str database);
/* Does the catalog hold the database (listed, or because a table is in it)? */
bool weir_lake_has_database(const struct weir_lake *lake, struct weir_str database);
/* The registration nearest above a location, or NULL. */
const struct weir_registration *weir_lake_registration(const struct weir_lake *lake, struct weir_location location);
/* Partitions of a table, in the order of the dump. */
size_t weir_lake_partition_count(const struct weir_lake *lake, const struct weir_table *table);
const struct weir_partition *weir_lake_partition(const struct weir_lake *lake, const struct weir_table *table,
                                                 size_t index);
/* The partition of a table with exactly these values; NULL if it has none such. */
enum weir_status weir_lake_find_partition(const struct weir_lake *lake, const struct weir_table *table,
                                          struct weir_str_list values, const struct weir_partition **partition,
                                          struct weir_error *error);
/* The tables at the nearest location at or above this one that has any, by their own location alone: their number, and
 * the first two in the order of the dump. WEIR_ERR_INCOMPLETE where not all tables were loaded: one might be nearer. */
enum weir_status weir_lake_tables_above(const struct weir_lake *lake, struct weir_location location,
                                        const struct weir_table *tables[2], size_t *count, struct weir_error *error);

/* ---------------------------------------------------------------------------------------------- access */

/* What a table asks of an engine before it may read it: each includes those before ([glue-api-unfiltered-table]). */
enum weir_restriction {
    WEIR_RESTRICTION_NONE = 0,
    WEIR_RESTRICTION_COLUMN = 1,
    WEIR_RESTRICTION_CELL_FILTER = 2,
    WEIR_RESTRICTION_NESTED = 3,
    WEIR_RESTRICTION_NESTED_CELL = 4
};
/* "COLUMN_PERMISSION" and so on; "none" for NONE. */
const char *weir_restriction_name(enum weir_restriction restriction);
/* The restriction of such a name, false if there is none. */
bool weir_restriction_find(struct weir_str name, enum weir_restriction *restriction);

/* The principal as Lake Formation sees it: a session is its role ([lf-principals]). */
struct weir_lake_principal {
    struct weir_str arn; /* role or user ARN */
    struct weir_str account;
    struct weir_str_list saml; /* what else it is called in grants: …:saml-provider/P:user/U and :group/G of a decorated
                                  session; users and groups of Identity Center and QuickSight */
    struct weir_tag_list tags; /* of IAM, those of the session upon them: what the conditions of grants ask for */
};

/* A column of a table, or a field of one where a grant tells the fields apart: what may be read of it. Those of the table in
 * its order, then the partition keys; of a column told apart its readable fields stand in its place. */
struct weir_lake_column {
    struct weir_str name;             /* "city", or of a field "address.city" */
    const struct weir_column *column; /* of the table */
    bool is_partition_key;
    bool is_authorized; /* for SELECT, in some row at least */
    bool has_all_rows;
    struct weir_str row_filter; /* the rows it may be read in; empty where it is all or none of them */
};

/* Why a grant that reaches the principal and the table gives less than it says. */
enum weir_lake_gap_kind {
    WEIR_LAKE_GAP_CONDITION = 0,      /* the principal's tags do not fulfil its condition */
    WEIR_LAKE_GAP_CONDITION_FORM = 1, /* its condition is no expression that can be read */
    WEIR_LAKE_GAP_FILTER = 2,         /* its data cells filter does not exist */
    WEIR_LAKE_GAP_COLUMNS = 3,        /* none of the columns that it leaves is one of the table's */
    WEIR_LAKE_GAP_VOID = 4,           /* it filters columns beside a permission that knows no columns */
    WEIR_LAKE_GAP_EXTERNAL = 5,       /* direct to an external principal, which sharing version 3 began with */
    WEIR_LAKE_GAP_NOT_REGRANTED = 6,  /* to the account, and nobody there handed it on to the principal */
    WEIR_LAKE_GAP_NOT_SHARED = 7,     /* handed on within the account, and the owner does not share it */
    WEIR_LAKE_GAP_NOT_GRANTABLE = 8,  /* handed on, and the owner shares it without the grant option */
    WEIR_LAKE_GAP_OPTED_IN = 9,       /* to IAM_ALLOWED_PRINCIPALS, and the principal opted in to Lake Formation */
    WEIR_LAKE_GAP_INVITATION = 10     /* of another account, and the share that carries it was not accepted */
};
struct weir_lake_gap {
    enum weir_lake_gap_kind kind;
    const struct weir_lake_grant *grant;
};

/* The effective access of one principal to one table: the union of every grant. One value, computed in one place. */
struct weir_lake_access {
    uint32_t permissions;       /* mask; DESCRIBE is set where anything else is, ALL does not set the others */
    uint32_t grantable;         /* those of them that the principal may grant on; says nothing of vending */
    bool *column_is_authorized; /* one per column, then one per partition key, for SELECT; NULL without SELECT */
    bool *column_has_all_rows;  /* the same columns: read without any of the filters */
    size_t authorized_count;
    const struct weir_lake_column *columns; /* NULL without SELECT */
    size_t column_count;
    struct weir_str row_filter;        /* the rows that some column may be read in; empty: all of them */
    enum weir_restriction restriction; /* of the SELECT access */
    const struct weir_lake_filter *const
        *filters; /* row filters that apply; none when every authorized column has all rows */
    size_t filter_count;
    bool through_iam_allowed_principals; /* some permission comes from IAM_ALLOWED_PRINCIPALS */
    bool is_admin;                       /* data lake administrator: DESCRIBE */
    bool is_read_only_admin;             /* DESCRIBE too */
    bool is_creator;                     /* made the table: all of it ([lf-implicit]) */
    bool is_cross_account;               /* the table is another account's */
    struct weir_str owner;               /* the account whose catalog holds the table */
    const struct weir_table *table;      /* that was asked for */
    const struct weir_lake_target *link; /* where it leads, if it is a resource link, which holds no data */
    const struct weir_lake *lake;        /* whose catalog holds it */
    struct weir_lake_principal principal;
    const struct weir_registration *registration; /* of the table's location; NULL: none */
    const struct weir_lake_grant *const *grants;  /* the grants that gave something */
    size_t grant_count;
    const struct weir_lake_gap *gaps;
    size_t gap_count;
    bool catalog_opens_full_table, catalog_closes_full_table; /* what a catalog inside the account's own says itself */
    bool is_opted_in; /* the principal opted in for the table or its database ([lf-hybrid]) */
    bool is_open;     /* IAM_ALLOWED_PRINCIPALS holds a grant on the table: at a hybrid location IAM decides for who did
                         not opt in ([lf-hybrid]) */
    bool is_enforced; /* Lake Formation decides: not so at a hybrid location for who did not opt in, while
                         IAM_ALLOWED_PRINCIPALS holds a grant on the table */
};
/* Does the access hold a permission, directly or through ALL (Q20)? */
bool weir_lake_access_has(const struct weir_lake_access *access, uint32_t permission);
/* What an administrator would have to do for the access to hold a permission that it does not: one sentence, and what it
 * speaks of, if the world has it. Looks at more than the decision did. */
enum weir_status weir_lake_access_advise(const struct weir_lake_access *access, uint32_t permission,
                                         struct weir_arena *arena, struct weir_str *advice, struct weir_origin *at);
/* The same as an order to whoever can carry it out, from what the decision itself looked at. */
enum weir_status weir_lake_access_remedy(const struct weir_lake_access *access, uint32_t permission,
                                         struct weir_arena *arena, struct weir_str *remedy);
/* The catalog that a location is asked of: the account's own (`own`), or in its Region that of another account whose table is
 * nearer and shared with the principal. */
enum weir_status weir_lake_of_location(const struct weir_lake *own, struct weir_location location,
                                       const struct weir_lake_principal *principal, struct weir_arena *arena,
                                       const struct weir_lake **lake, struct weir_error *error);
/* SELECT on every column and row. */
bool weir_lake_access_is_full_table(const struct weir_lake_access *access);
/* `table` may be one that the catalog does not hold; it lives as long as the access does. */
enum weir_status weir_lake_access_compute(const struct weir_lake *lake, const struct weir_table *table,
                                          const struct weir_lake_principal *principal, struct weir_arena *arena,
                                          struct weir_lake_access *access, struct weir_error *error);

#endif
