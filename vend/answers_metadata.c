/* The unfiltered metadata of a table, with what the engine must filter ([glue-api-unfiltered-table]). */
#include "vend/answers.h"

#include "base/base_impl.h"

static void write_columns(struct weir_writer *writer, const struct weir_lake_access *access)
{
    weir_write_key(writer, "AuthorizedColumns");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < access->column_count; i++) {
        if (access->columns[i].is_authorized)
            weir_write_text(writer, access->columns[i].name);
    }
    weir_write_list_end(writer);
}

static void write_cell_filters(struct weir_writer *writer, const struct weir_lake_access *access)
{
    if (access->filter_count == 0)
        return;
    weir_write_key(writer, "CellFilters");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < access->column_count; i++) {
        const struct weir_lake_column *const column = &access->columns[i];
        if (column->row_filter.len == 0)
            continue;
        weir_write_map_begin(writer);
        weir_write_key(writer, "ColumnName");
        weir_write_text(writer, column->name);
        weir_write_key(writer, "RowFilterExpression");
        weir_write_text(writer, column->row_filter);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

/* [lf-hybrid] A hybrid location counts as registered for those alone who opted in (Q24). */
static bool is_registered(const struct weir_registration *registration, const struct weir_lake_access *access)
{
    return registration != NULL && (!registration->hybrid || access->is_opted_in);
}

WEIR_MAKE(weir_make_table_metadata)
{
    const struct weir_table_name *const name = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table *const table = weir_argument_object(deciding, &arguments[1]);
    const struct weir_lake_access *const access = weir_argument_object(deciding, &arguments[2]);
    const struct weir_registration *const registration = weir_argument_object(deciding, &arguments[3]);
    struct weir_writer *writer = NULL;
    if (name == NULL || table == NULL || access == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a table and the access to it");
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "Table");
    weir_write_node(writer, table->origin.node);
    write_columns(writer, access);
    weir_write_key(writer, "IsRegisteredWithLakeFormation");
    weir_write_bool(writer, is_registered(registration, access));
    write_cell_filters(writer, access);
    weir_write_key(writer, "ResourceArn");
    weir_write_text(writer, name->arn);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}
