/* One account's Lake Formation and Glue in one Region: what the files of this folder fill and read. */
#ifndef WEIR_WORLD_LAKE_IMPL_H
#define WEIR_WORLD_LAKE_IMPL_H

#include "world/span_index.h"
#include "world/world_impl.h"

/* What a resource is tagged with: one key at one level. */
struct weir_lake_tagging {
    struct weir_str catalog_id, database, table,
        column; /* the table empty: the database; the column empty: the table */
    struct weir_lake_tag tag;
    struct weir_origin origin;
};
struct weir_lake_expression {
    struct weir_str catalog_id, name;
    struct weir_lake_tag_list tags;
    struct weir_origin origin;
};
/* A database that is a link to one of another catalog. */
struct weir_lake_database {
    struct weir_str catalog_id, name;
    const struct weir_lake_target *target; /* NULL: a database of its own */
};

/* A catalog inside the account's own, and whether it says itself that engines may read whole tables without a session tag. */
struct weir_lake_catalog {
    struct weir_str id, name;
    bool opens_full_table, closes_full_table; /* neither: it does not say */
};

/* To a share of Resource Access Manager, as the account that it is offered to lists it. */
struct weir_lake_invitation {
    struct weir_str arn, share;
    bool is_accepted;
};

/* An array, and the index over it that finds all that share a key. */
#define WEIR_SPANNED(type)            \
    struct {                          \
        type *items;                  \
        size_t count;                 \
        struct weir_span_index index; \
    }

struct weir_lake {
    const struct weir_world *world;
    const struct weir_account *account;
    struct weir_str region;
    size_t home; /* home_count: none, nothing is said of the Region */
    struct weir_lake_settings settings;
    const struct weir_policy *catalog_policy; /* NULL: none */
    struct weir_catalog_encryption encryption;
    struct weir_lake_invitation *invitations;
    size_t invitation_count;
    struct weir_lake_catalog *catalogs;
    size_t catalog_count;

    WEIR_INDEXED(struct weir_registration) registrations;
    WEIR_TABLE(struct weir_table) tables;
    uint32_t *table_homes; /* of each table, whose dump it stands in */
    WEIR_TABLE(struct weir_lake_database) databases;
    struct weir_partition *partitions; /* by table */
    uint32_t *partition_starts;        /* of each table, and one past the last */
    struct weir_hash_index partition_values;
    struct weir_hash_index table_places; /* by StorageDescriptor.Location */
    WEIR_TABLE(struct weir_lake_expression) expressions;
    WEIR_SPANNED(struct weir_lake_tagging) taggings;
    WEIR_SPANNED(struct weir_lake_grant) grants;
    WEIR_INDEXED(struct weir_lake_filter) filters;
    WEIR_SPANNED(struct weir_lake_opt_in) opt_ins;
    bool has_tag_grants;
};

/* The lake of an account in a Region, or one that holds nothing. */
const struct weir_lake *weir_world_lake_known(const struct weir_world *world, const struct weir_account *account,
                                              struct weir_str region);

/* The principals that stand for many; AWS prints the first in two spellings ([lf-permissions]). */
#define WEIR_LAKE_EVERYONE "IAM_ALLOWED_PRINCIPALS"
#define WEIR_LAKE_IAM_PRINCIPALS ":IAMPrincipals"
bool weir_lake_is_everyone(struct weir_str principal);
/* What a principal is found by: of an organization or unit its own id, whatever account manages it. */
struct weir_str weir_lake_principal_key(struct weir_str principal);

/* The catalog's id where one is said, else the account's. */
struct weir_str weir_lake_catalog_of(const struct weir_lake *lake, struct weir_str catalog_id);
/* Is it a catalog of the lake's account: its default one, or one inside? */
bool weir_lake_is_own_catalog(const struct weir_lake *lake, struct weir_str catalog_id);
/* Before any lake is read: which dumps show something of another account's catalog. */
enum weir_status weir_lake_find_foreign(struct weir_world *world, struct weir_error *error);
/* Each reads what it is named after from the items of the world. */
enum weir_status weir_lake_read_settings(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_catalogs(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_invitations(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_registrations(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_catalog(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_partitions(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_index_catalog(struct weir_lake *lake, struct weir_error *error);
/* weir_lake_tables_above in what is loaded: how many there are, and as many of them as there is room for. */
size_t weir_lake_find_tables_above(const struct weir_lake *lake, struct weir_location location,
                                   const struct weir_table **tables, size_t room);
enum weir_status weir_lake_read_expressions(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_taggings(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_grants(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_filters(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_opt_ins(struct weir_lake *lake, struct weir_error *error);

/* What a grant or an opt-in is found by: the principal, then how far it reaches. */
enum weir_lake_reach {
    WEIR_LAKE_REACH_CATALOG = 'c',
    WEIR_LAKE_REACH_DATABASE = 'd',
    WEIR_LAKE_REACH_TABLES = 'w',
    WEIR_LAKE_REACH_TABLE = 't'
};
/* A hash is taken from left to right, so that what several have in common is hashed once: _principal, _catalog, then
 * WEIR_LAKE_REACH_CATALOG, or _database, then one of the others, or _tag for what is granted on an LF-tag. */
uint64_t weir_lake_hash_principal(struct weir_str principal, struct weir_str catalog_id);
uint64_t weir_lake_hash_reach(uint64_t hash, enum weir_lake_reach reach, struct weir_str table);
uint64_t weir_lake_hash_tag(uint64_t hash, struct weir_str key, struct weir_str value);
uint64_t weir_lake_name_hash(struct weir_str catalog_id, struct weir_str database, struct weir_str table);
const struct weir_lake_filter *weir_lake_filter_find(const struct weir_lake *lake, const struct weir_lake_grant *grant);
const struct weir_lake_expression *weir_lake_expression_find(const struct weir_lake *lake, struct weir_str catalog_id,
                                                             struct weir_str name);
/* [{TagKey, TagValues}] */
enum weir_status weir_lake_read_tags(struct weir_origin list, struct weir_arena *arena, struct weir_lake_tag_list *tags,
                                     struct weir_error *error);
/* LF-tag keys and values are kept in lower case ([lf-tbac-notes]); what the dump writes is compared so. */
bool weir_lake_tag_has_value(const struct weir_lake_tag *tag, struct weir_str value);

/* What a grant, an opt-in or an assignment of tags is about: exactly one kind of resource. */
enum weir_status weir_lake_read_resource(const struct weir_lake *lake, struct weir_origin from,
                                         struct weir_lake_grant *grant, struct weir_error *error);
enum weir_status weir_lake_read_principal(struct weir_origin from, struct weir_str *principal,
                                          struct weir_error *error);

/* A condition on the principal's tags; one that could not be read never holds. */
struct weir_lake_condition;
enum weir_status weir_lake_read_condition(struct weir_origin from, struct weir_arena *arena,
                                          const struct weir_lake_condition **condition, struct weir_error *error);
bool weir_lake_condition_holds(const struct weir_lake_condition *condition, const struct weir_tag_list *tags);
bool weir_lake_condition_is_read(const struct weir_lake_condition *condition);
struct weir_str weir_lake_condition_text(const struct weir_lake_condition *condition);

/* The lake of the principal's own account, where another account owns what it asks for; else, or without one, NULL. */
const struct weir_lake *weir_lake_recipient(const struct weir_lake *owner, const struct weir_lake_principal *principal);
/* The invitation that keeps the recipient's account from what a grant of another account shares; NULL: none does. */
const struct weir_lake_invitation *weir_lake_open_invitation(const struct weir_lake *recipient,
                                                             const struct weir_lake_grant *grant);
/* NULL for the default catalog, and for one that the dump does not list. */
const struct weir_lake_catalog *weir_lake_catalog_find(const struct weir_lake *lake, struct weir_str catalog_id);

/* What can be granted on a kind of resource ([lf-permissions]); what else a grant on it says is not a permission. */
uint32_t weir_lake_grantable_on(enum weir_lake_resource on);

/* The columns that a grant or filter names: ColumnNames, or ColumnWildcard with exclusions. */
struct weir_lake_columns {
    bool all;
    bool names_fields;
    struct weir_str_list names; /* named, or excluded where `all` */
};
enum weir_status weir_lake_read_columns(struct weir_origin map, struct weir_arena *arena,
                                        struct weir_lake_columns *columns, struct weir_error *error);

#endif
