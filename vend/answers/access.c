/* The effective access of a caller to a table, as a decision tells it ([lf-permissions], DESIGN §4.3). */
#include "vend/answers/answers.h"

#include "base/answer.h"

static void write_permissions(struct weir_writer *writer, const char *key, uint32_t mask)
{
    weir_write_key(writer, key);
    weir_write_list_begin(writer);
    for (uint32_t bit = 1; bit != 0 && bit <= mask; bit <<= 1) {
        if ((mask & bit) != 0)
            weir_write_text(writer, weir_str_from(weir_lake_permission_name(bit)));
    }
    weir_write_list_end(writer);
}

/* "all", "none", or the expression of the rows that may be read. */
static void write_columns(struct weir_writer *writer, const struct weir_lake_access *access)
{
    weir_write_key(writer, "columns");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < access->column_count; i++) {
        const struct weir_lake_column *const column = &access->columns[i];
        weir_write_map_begin(writer);
        weir_write_member(writer, "name", column->name);
        weir_write_member(writer, "rows",
                          column->has_all_rows    ? WEIR_STR("all")
                          : column->is_authorized ? column->row_filter
                                                  : WEIR_STR("none"));
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

static void write_grants(struct weir_writer *writer, const struct weir_lake_access *access)
{
    weir_write_key(writer, "grants");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < access->grant_count; i++) {
        const struct weir_origin origin = access->grants[i]->origin;
        const struct weir_place place = weir_tree_place(origin.tree, origin.node);
        weir_write_map_begin(writer);
        weir_write_member(writer, "principal", access->grants[i]->principal);
        write_permissions(writer, "permissions", access->grants[i]->permissions);
        weir_write_number(writer, "line", place.line);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

enum weir_status weir_write_access(const struct weir_lake_access *access, struct weir_arena *arena,
                                   struct weir_str *json)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_map_begin(writer);
    weir_write_member(writer, "principal", access->principal.arn);
    weir_write_member(writer, "catalog", access->table->catalog_id);
    weir_write_member(writer, "database", access->table->database);
    weir_write_member(writer, "table", access->table->name);
    write_permissions(writer, "permissions", access->permissions);
    write_permissions(writer, "grantable", access->grantable);
    weir_write_member(writer, "restriction", weir_str_from(weir_restriction_name(access->restriction)));
    write_columns(writer, access);
    weir_write_member(writer, "row_filter", access->row_filter);
    weir_write_flag(writer, "administrator", access->is_admin || access->is_read_only_admin);
    weir_write_flag(writer, "creator", access->is_creator);
    weir_write_flag(writer, "cross_account", access->is_cross_account);
    weir_write_flag(writer, "opted_in", access->is_opted_in);
    weir_write_flag(writer, "enforced", access->is_enforced);
    write_grants(writer, access);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}
