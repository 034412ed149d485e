/* One account's Lake Formation and Glue in one Region: what lake_*.c and catalog.c fill and read. */
#ifndef WEIR_WORLD_LAKE_IMPL_H
#define WEIR_WORLD_LAKE_IMPL_H

#include "world/world_impl.h"

struct weir_lake {
    const struct weir_world *world;
    const struct weir_account *account;
    struct weir_str region;
    size_t home; /* home_count: none, nothing is said of the Region */
    struct weir_lake_settings settings;
    const struct weir_policy *catalog_policy; /* NULL: none */

    WEIR_INDEXED(struct weir_registration) registrations;
    WEIR_TABLE(struct weir_table) tables;
    uint32_t *table_homes; /* of each table, whose dump it stands in */
    WEIR_TABLE(struct weir_str) databases;
    struct weir_partition *partitions; /* by table */
    uint32_t *partition_starts;        /* of each table, and one past the last */
    WEIR_INDEXED(struct weir_lake_grant) grants;
    WEIR_INDEXED(struct weir_lake_filter) filters;
    WEIR_INDEXED(struct weir_lake_opt_in) opt_ins;
};

/* The principals that stand for many; AWS prints the first in two spellings ([lf-permissions]). */
#define WEIR_LAKE_EVERYONE "IAM_ALLOWED_PRINCIPALS"
bool weir_lake_is_everyone(struct weir_str principal);

/* Is it the catalog that the lake's own names are in: none said, or the account? */
bool weir_lake_is_own_catalog(const struct weir_lake *lake, struct weir_str catalog_id);
/* Before any lake is read: which dumps show something of another account's catalog. */
enum weir_status weir_lake_find_foreign(struct weir_world *world, struct weir_error *error);
/* Each reads what it is named after from the items of the world. */
enum weir_status weir_lake_read_settings(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_registrations(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_catalog(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_partitions(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_grants(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_filters(struct weir_lake *lake, struct weir_error *error);
enum weir_status weir_lake_read_opt_ins(struct weir_lake *lake, struct weir_error *error);

/* What a grant or an opt-in is found by. */
enum weir_lake_reach { WEIR_LAKE_REACH_TABLE = 't', WEIR_LAKE_REACH_TABLES = 'w', WEIR_LAKE_REACH_DATABASE = 'd' };
uint64_t weir_lake_grant_hash(enum weir_lake_reach reach, struct weir_str principal, struct weir_str database,
                              struct weir_str table);
uint64_t weir_lake_name_hash(struct weir_str database, struct weir_str table);
uint64_t weir_lake_filter_hash(struct weir_str database, struct weir_str table, struct weir_str name);

/* The columns that a grant or filter names: ColumnNames, or ColumnWildcard with exclusions. */
struct weir_lake_columns {
    bool all;
    struct weir_str_list names; /* named, or excluded where `all` */
};
enum weir_status weir_lake_read_columns(struct weir_origin map, struct weir_arena *arena,
                                        struct weir_lake_columns *columns, struct weir_error *error);

#endif
