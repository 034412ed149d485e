/* The unfiltered metadata of a table, with what the engine must filter ([glue-api-unfiltered-table]). */
#include "vend/answers.h"

#include "base/base_impl.h"

static struct weir_str column_name(const struct weir_table *table, size_t index)
{
    return index < table->column_count ? table->columns[index].name
                                       : table->partition_keys[index - table->column_count].name;
}

static void write_columns(struct weir_writer *writer, const struct weir_table *table,
                          const struct weir_lake_access *access)
{
    const size_t count = table->column_count + table->partition_key_count;
    weir_write_key(writer, "AuthorizedColumns");
    weir_write_list_begin(writer);
    for (size_t i = 0; access->column_is_authorized != NULL && i < count; i++) {
        if (access->column_is_authorized[i])
            weir_write_text(writer, column_name(table, i));
    }
    weir_write_list_end(writer);
}

static bool covers(const struct weir_lake_filter *filter, struct weir_str column)
{
    bool named = false;
    for (size_t i = 0; i < filter->columns.count && !named; i++)
        named = weir_str_equal(filter->columns.items[i], column);
    return filter->all_columns ? !named : named;
}

/*
 * [lf-data-filtering] Several filters are alternatives: a cell is visible where one that covers its column lets its row
 * through. Only those count, so that no column is seen in the rows of another one's filter. Partition keys are in all.
 */
static size_t write_expression(struct weir_writer *writer, const struct weir_lake_access *access,
                               struct weir_str column, bool is_key)
{
    const struct weir_lake_filter *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < access->filter_count; i++) {
        const struct weir_lake_filter *const filter = access->filters[i];
        if (!is_key && !covers(filter, column))
            continue;
        if (count == 1)
            weir_write_format(writer, "(%.*s)", WEIR_FMT(first->row_expression));
        if (count++ == 0)
            first = filter;
        else
            weir_write_format(writer, " OR (%.*s)", WEIR_FMT(filter->row_expression));
    }
    if (count == 1)
        weir_write_raw(writer, first->row_expression);
    return count;
}

static enum weir_status write_cell_filter(struct weir_deciding *deciding, struct weir_writer *writer,
                                          const struct weir_table *table, const struct weir_lake_access *access,
                                          size_t index)
{
    const struct weir_str column = column_name(table, index);
    struct weir_writer *text = NULL;
    struct weir_str expression;
    WEIR_TRY(weir_writer_new(deciding->arena, &text));
    if (write_expression(text, access, column, index >= table->column_count) == 0)
        return WEIR_OK;
    WEIR_TRY(weir_writer_finish(text, &expression));
    weir_write_map_begin(writer);
    weir_write_key(writer, "ColumnName");
    weir_write_text(writer, column);
    weir_write_key(writer, "RowFilterExpression");
    weir_write_text(writer, expression);
    weir_write_map_end(writer);
    return WEIR_OK;
}

static enum weir_status write_cell_filters(struct weir_deciding *deciding, struct weir_writer *writer,
                                           const struct weir_table *table, const struct weir_lake_access *access)
{
    const size_t count = table->column_count + table->partition_key_count;
    if (access->filter_count == 0 || access->column_is_authorized == NULL)
        return WEIR_OK;
    weir_write_key(writer, "CellFilters");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++) {
        const bool is_filtered = access->column_is_authorized[i] && !access->column_has_all_rows[i];
        if (is_filtered && write_cell_filter(deciding, writer, table, access, i) != WEIR_OK)
            return weir_fail_memory(deciding->error);
    }
    weir_write_list_end(writer);
    return WEIR_OK;
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
    write_columns(writer, table, access);
    weir_write_key(writer, "IsRegisteredWithLakeFormation");
    weir_write_bool(writer, is_registered(registration, access));
    WEIR_TRY(write_cell_filters(deciding, writer, table, access));
    weir_write_key(writer, "ResourceArn");
    weir_write_text(writer, name->arn);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}
