/* Decides what Lake Formation grants, filters and opt-ins are about, in the spellings that dumps use ([lf-permissions]). */
#include "base/base_impl.h"
#include "world/lake_impl.h"

/* -------------------------------------------------------------------------------------- permissions */

static const struct {
    const char *name;
    uint32_t bit;
} permissions[] = {
#define WEIR_LAKE_PERMISSION_ROW(name, bit) {#name, UINT32_C(1) << (bit)},
    WEIR_LAKE_PERMISSION_MAP(WEIR_LAKE_PERMISSION_ROW)
#undef WEIR_LAKE_PERMISSION_ROW
};

uint32_t weir_lake_permission_bit(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(permissions); i++) {
        if (weir_str_equal(weir_str_from(permissions[i].name), name))
            return permissions[i].bit;
    }
    return 0;
}

const char *weir_lake_permission_name(uint32_t bit)
{
    for (size_t i = 0; i < WEIR_COUNT(permissions); i++) {
        if (permissions[i].bit == bit)
            return permissions[i].name;
    }
    return "";
}

/* A permission that AWS adds later is no bit, and grants nothing here. */
static enum weir_status read_permissions(struct weir_origin grant, uint32_t *mask, struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(grant, "Permissions", &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        struct weir_str name;
        WEIR_TRY(weir_read_text(list.tree, node, "Permissions", &name, error));
        *mask |= weir_lake_permission_bit(name);
    }
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- principal */

bool weir_lake_is_everyone(struct weir_str principal)
{
    return weir_str_equal_fold(principal, WEIR_STR(WEIR_LAKE_EVERYONE));
}

/* Absent in the answers of some commands, which ask for one principal; then the entry speaks of nobody. */
static enum weir_status read_principal(struct weir_origin from, struct weir_str *principal, struct weir_error *error)
{
    struct weir_origin map;
    WEIR_TRY(weir_member_map(from, "Principal", &map, error));
    WEIR_TRY(weir_member_text(map, "DataLakePrincipalIdentifier", principal, error));
    if (weir_lake_is_everyone(*principal))
        *principal = WEIR_STR(WEIR_LAKE_EVERYONE);
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- resources */

/* What one kind of resource is read by. */
typedef enum weir_status resource_fn(struct weir_origin resource, struct weir_arena *arena,
                                     struct weir_lake_grant *grant, struct weir_error *error);

static enum weir_status read_catalog(struct weir_origin resource, struct weir_arena *arena,
                                     struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    return weir_member_text(resource, "Id", &grant->catalog_id, error);
}

static enum weir_status read_database(struct weir_origin resource, struct weir_arena *arena,
                                      struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "CatalogId", &grant->catalog_id, error));
    return weir_member_text_needed(resource, "Name", &grant->database, error);
}

/* Q32: the wildcard is printed as the name ALL_TABLES beside TableWildcard, or beside ColumnWildcard alone. */
static enum weir_status read_table(struct weir_origin resource, struct weir_arena *arena, struct weir_lake_grant *grant,
                                   struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "CatalogId", &grant->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(resource, "DatabaseName", &grant->database, error));
    WEIR_TRY(weir_member_text(resource, "Name", &grant->table, error));
    const bool says_wildcard = weir_node_find(resource.node, WEIR_STR("TableWildcard")) != NULL;
    const bool says_columns = weir_node_find(resource.node, WEIR_STR("ColumnWildcard")) != NULL;
    const bool says_all = weir_str_equal(grant->table, WEIR_STR("ALL_TABLES"));
    grant->table_wildcard = (says_wildcard && (grant->table.len == 0 || says_all)) || (says_columns && says_all);
    if (grant->table_wildcard)
        grant->table = (struct weir_str){NULL, 0};
    else if (grant->table.len == 0 || says_wildcard)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, resource.tree, resource.node,
                            "a table needs either `Name` or `TableWildcard`");
    return WEIR_OK;
}

static enum weir_status read_table_columns(struct weir_origin resource, struct weir_arena *arena,
                                           struct weir_lake_grant *grant, struct weir_error *error)
{
    struct weir_lake_columns columns;
    WEIR_TRY(read_table(resource, arena, grant, error));
    WEIR_TRY(weir_lake_read_columns(resource, arena, &columns, error));
    grant->all_columns = columns.all;
    grant->columns = columns.names;
    return WEIR_OK;
}

static enum weir_status read_filter_name(struct weir_origin resource, struct weir_arena *arena,
                                         struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "TableCatalogId", &grant->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(resource, "DatabaseName", &grant->database, error));
    WEIR_TRY(weir_member_text_needed(resource, "TableName", &grant->table, error));
    return weir_member_text_needed(resource, "Name", &grant->filter, error);
}

static enum weir_status read_location(struct weir_origin resource, struct weir_arena *arena,
                                      struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    return weir_member_text(resource, "CatalogId", &grant->catalog_id, error);
}

static const struct {
    const char *member;
    enum weir_lake_resource on;
    resource_fn *read;
} resources[] = {
    {"Catalog", WEIR_LAKE_ON_CATALOG, read_catalog},
    {"Database", WEIR_LAKE_ON_DATABASE, read_database},
    {"Table", WEIR_LAKE_ON_TABLE, read_table},
    {"TableWithColumns", WEIR_LAKE_ON_COLUMNS, read_table_columns},
    {"DataCellsFilter", WEIR_LAKE_ON_FILTER, read_filter_name},
    {"DataLocation", WEIR_LAKE_ON_LOCATION, read_location},
};

/* LF-tags and whatever AWS adds stay OTHER: what cannot be judged grants nothing. */
static enum weir_status read_resource(struct weir_origin from, struct weir_arena *arena, struct weir_lake_grant *grant,
                                      struct weir_error *error)
{
    struct weir_origin resource;
    WEIR_TRY(weir_member_map(from, "Resource", &resource, error));
    if (resource.node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, from.node, "`Resource` is missing");
    for (size_t i = 0; i < WEIR_COUNT(resources); i++) {
        struct weir_origin kind;
        WEIR_TRY(weir_member_map(resource, resources[i].member, &kind, error));
        if (kind.node == NULL)
            continue;
        if (grant->on != WEIR_LAKE_ON_OTHER)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, kind.node, "`Resource` names two resources");
        WEIR_TRY(resources[i].read(kind, arena, grant, error));
        grant->on = resources[i].on;
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- columns */

enum weir_status weir_lake_read_columns(struct weir_origin map, struct weir_arena *arena,
                                        struct weir_lake_columns *columns, struct weir_error *error)
{
    *columns = (struct weir_lake_columns){false, {NULL, 0}};
    struct weir_origin wildcard;
    WEIR_TRY(weir_member_map(map, "ColumnWildcard", &wildcard, error));
    if (wildcard.node == NULL)
        return weir_member_texts(map, "ColumnNames", arena, &columns->names, error);
    if (weir_node_count(weir_member(map, "ColumnNames").node) != 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, map.node,
                            "`ColumnNames` and `ColumnWildcard` exclude each other");
    columns->all = true;
    return weir_member_texts(wildcard, "ExcludedColumnNames", arena, &columns->names, error);
}

/* ------------------------------------------------------------------------------------------- grants */

uint64_t weir_lake_grant_hash(enum weir_lake_reach reach, struct weir_str principal, struct weir_str database,
                              struct weir_str table)
{
    const uint64_t start = weir_hash_byte(WEIR_HASH_INIT, (char)reach);
    return weir_hash_part(weir_hash_part(weir_hash_part(start, principal), database), table);
}

static bool is_about_tables(const struct weir_lake_grant *grant)
{
    return grant->on == WEIR_LAKE_ON_TABLE || grant->on == WEIR_LAKE_ON_COLUMNS || grant->on == WEIR_LAKE_ON_FILTER;
}

/* A condition on the principal's attributes is Cedar, which is not read: such a grant cannot be judged. */
static enum weir_status read_grant(struct weir_origin from, struct weir_arena *arena, struct weir_lake_grant *grant,
                                   struct weir_error *error)
{
    grant->origin = from;
    WEIR_TRY(read_principal(from, &grant->principal, error));
    WEIR_TRY(read_permissions(from, &grant->permissions, error));
    WEIR_TRY(read_resource(from, arena, grant, error));
    if (weir_member(from, "Condition").node != NULL)
        grant->on = WEIR_LAKE_ON_OTHER;
    return WEIR_OK;
}

enum weir_status weir_lake_read_grants(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_GRANTS);
    lake->grants.items = weir_arena_alloc(arena, span.count, sizeof *lake->grants.items);
    if (lake->grants.items == NULL || weir_hash_index_init(&lake->grants.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_grant *const grant = &lake->grants.items[i];
        WEIR_TRY(read_grant(span.items[i].origin, arena, grant, error));
        if (!is_about_tables(grant) || !weir_lake_is_own_catalog(lake, grant->catalog_id))
            continue;
        const enum weir_lake_reach reach = grant->table_wildcard ? WEIR_LAKE_REACH_TABLES : WEIR_LAKE_REACH_TABLE;
        weir_hash_index_add(&lake->grants.index,
                            weir_lake_grant_hash(reach, grant->principal, grant->database, grant->table), i);
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ filters */

uint64_t weir_lake_filter_hash(struct weir_str database, struct weir_str table, struct weir_str name)
{
    return weir_hash_part(weir_lake_name_hash(database, table), name);
}

/* [lf-data-filtering] A filter says all rows, or an expression, which counts where it says both; one that says neither
 * is not a filter of AWS's. */
static enum weir_status read_rows(struct weir_origin from, struct weir_str *expression, struct weir_error *error)
{
    struct weir_origin rows;
    WEIR_TRY(weir_member_map(from, "RowFilter", &rows, error));
    WEIR_TRY(weir_member_text(rows, "FilterExpression", expression, error));
    const bool says_all = weir_node_find(rows.node, WEIR_STR("AllRowsWildcard")) != NULL;
    if (!says_all && expression->len == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, from.node,
                            "`RowFilter` needs `FilterExpression` or `AllRowsWildcard`");
    return WEIR_OK;
}

static enum weir_status read_filter(struct weir_origin from, struct weir_arena *arena, struct weir_lake_filter *filter,
                                    struct weir_error *error)
{
    filter->origin = from;
    WEIR_TRY(weir_member_text(from, "TableCatalogId", &filter->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(from, "DatabaseName", &filter->database, error));
    WEIR_TRY(weir_member_text_needed(from, "TableName", &filter->table, error));
    WEIR_TRY(weir_member_text_needed(from, "Name", &filter->name, error));
    WEIR_TRY(read_rows(from, &filter->row_expression, error));
    struct weir_lake_columns columns;
    WEIR_TRY(weir_lake_read_columns(from, arena, &columns, error));
    filter->all_columns = columns.all;
    filter->columns = columns.names;
    return WEIR_OK;
}

enum weir_status weir_lake_read_filters(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_FILTERS);
    lake->filters.items = weir_arena_alloc(arena, span.count, sizeof *lake->filters.items);
    if (lake->filters.items == NULL || weir_hash_index_init(&lake->filters.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_filter *const filter = &lake->filters.items[i];
        WEIR_TRY(read_filter(span.items[i].origin, arena, filter, error));
        if (weir_lake_is_own_catalog(lake, filter->catalog_id))
            weir_hash_index_add(&lake->filters.index,
                                weir_lake_filter_hash(filter->database, filter->table, filter->name), i);
    }
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- opt-ins */

static enum weir_status read_opt_in(const struct weir_lake *lake, struct weir_origin from,
                                    struct weir_lake_opt_in *opt_in, bool *is_read, struct weir_error *error)
{
    struct weir_lake_grant resource = {.on = WEIR_LAKE_ON_OTHER};
    WEIR_TRY(read_principal(from, &opt_in->principal, error));
    WEIR_TRY(read_resource(from, lake->world->arena, &resource, error));
    opt_in->origin = from;
    opt_in->catalog_id = resource.catalog_id;
    opt_in->database = resource.database;
    opt_in->table = resource.table;
    opt_in->table_wildcard = resource.table_wildcard;
    *is_read = (resource.on == WEIR_LAKE_ON_DATABASE || resource.on == WEIR_LAKE_ON_TABLE) &&
               weir_lake_is_own_catalog(lake, resource.catalog_id) && weir_member(from, "Condition").node == NULL;
    return WEIR_OK;
}

static enum weir_lake_reach reach_of_opt_in(const struct weir_lake_opt_in *opt_in)
{
    if (opt_in->table_wildcard)
        return WEIR_LAKE_REACH_TABLES;
    return opt_in->table.len == 0 ? WEIR_LAKE_REACH_DATABASE : WEIR_LAKE_REACH_TABLE;
}

enum weir_status weir_lake_read_opt_ins(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_OPT_INS);
    lake->opt_ins.items = weir_arena_alloc(arena, span.count, sizeof *lake->opt_ins.items);
    if (lake->opt_ins.items == NULL || weir_hash_index_init(&lake->opt_ins.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_opt_in *const opt_in = &lake->opt_ins.items[i];
        bool is_read = false;
        WEIR_TRY(read_opt_in(lake, span.items[i].origin, opt_in, &is_read, error));
        if (is_read)
            weir_hash_index_add(
                &lake->opt_ins.index,
                weir_lake_grant_hash(reach_of_opt_in(opt_in), opt_in->principal, opt_in->database, opt_in->table), i);
    }
    return WEIR_OK;
}
