/* Decides what data cells filters let through, and which principals opted in for what ([lf-data-filtering], [lf-hybrid]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

/* ------------------------------------------------------------------------------------------ filters */

static uint64_t filter_hash(struct weir_str catalog_id, struct weir_str database, struct weir_str table,
                            struct weir_str name)
{
    return weir_hash_part(weir_lake_name_hash(catalog_id, database, table), name);
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

static enum weir_status read_filter(const struct weir_lake *lake, struct weir_origin from,
                                    struct weir_lake_filter *filter, struct weir_error *error)
{
    struct weir_str catalog;
    struct weir_lake_columns columns;
    filter->origin = from;
    WEIR_TRY(weir_member_text(from, "TableCatalogId", &catalog, error));
    WEIR_TRY(weir_member_text_needed(from, "DatabaseName", &filter->database, error));
    WEIR_TRY(weir_member_text_needed(from, "TableName", &filter->table, error));
    WEIR_TRY(weir_member_text_needed(from, "Name", &filter->name, error));
    WEIR_TRY(read_rows(from, &filter->row_expression, error));
    WEIR_TRY(weir_lake_read_columns(from, lake->world->arena, &columns, error));
    filter->catalog_id = weir_lake_catalog_of(lake, catalog);
    filter->all_columns = columns.all;
    filter->names_fields = columns.names_fields;
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
        WEIR_TRY(read_filter(lake, span.items[i].origin, filter, error));
        weir_hash_index_add(&lake->filters.index,
                            filter_hash(filter->catalog_id, filter->database, filter->table, filter->name), i);
    }
    return WEIR_OK;
}

const struct weir_lake_filter *weir_lake_filter_find(const struct weir_lake *lake, const struct weir_lake_grant *grant)
{
    struct weir_hash_probe probe = weir_hash_probe(
        filter_hash(grant->catalog_id, grant->database, grant->table, grant->filter));
    size_t at = 0;
    while (weir_hash_index_next(&lake->filters.index, &probe, &at)) {
        const struct weir_lake_filter *const filter = &lake->filters.items[at];
        if (weir_str_equal(filter->name, grant->filter) && weir_str_equal(filter->table, grant->table) &&
            weir_str_equal(filter->database, grant->database) && weir_str_equal(filter->catalog_id, grant->catalog_id))
            return filter;
    }
    return NULL;
}

/* ----------------------------------------------------------------------------------------- opt-ins */

/* [lf-hybrid] By name, of database or table; LF-tags are none. */
static enum weir_status read_opt_in(const struct weir_lake *lake, struct weir_origin from,
                                    struct weir_lake_opt_in *opt_in, bool *is_read, struct weir_error *error)
{
    struct weir_lake_grant resource = {.on = WEIR_LAKE_ON_OTHER};
    WEIR_TRY(weir_lake_read_principal(from, &opt_in->principal, error));
    WEIR_TRY(weir_lake_read_resource(lake, from, &resource, error));
    WEIR_TRY(weir_lake_read_condition(from, lake->world->arena, &opt_in->condition, error));
    opt_in->found_by = weir_lake_principal_key(opt_in->principal);
    opt_in->origin = from;
    opt_in->catalog_id = resource.catalog_id;
    opt_in->database = resource.database;
    opt_in->table = resource.table;
    opt_in->table_wildcard = resource.table_wildcard;
    *is_read = resource.on == WEIR_LAKE_ON_DATABASE || resource.on == WEIR_LAKE_ON_TABLE;
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
    lake->opt_ins.count = span.count;
    if (lake->opt_ins.items == NULL || weir_span_index_init(&lake->opt_ins.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_opt_in *const opt_in = &lake->opt_ins.items[i];
        bool is_read = false;
        WEIR_TRY(read_opt_in(lake, span.items[i].origin, opt_in, &is_read, error));
        if (!is_read)
            continue;
        const uint64_t start = weir_lake_hash_principal(opt_in->found_by, opt_in->catalog_id);
        weir_span_index_add(
            &lake->opt_ins.index,
            weir_lake_hash_reach(weir_hash_part(start, opt_in->database), reach_of_opt_in(opt_in), opt_in->table), i);
    }
    if (weir_span_index_finish(&lake->opt_ins.index, arena) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}
