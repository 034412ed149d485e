/* The unfiltered metadata of a table and its partitions, with what the engine must filter ([glue-api-unfiltered-table]). */
#include "vend/answers/answers.h"

#include "base/base_impl.h"
#include "scope/scope_impl.h"
#include "vend/partitions/filter.h"
#include "vend/partitions/page.h"

/* What the pages leave open about the answers, each as it is said by default ([weir-local]). */
struct showing {
    bool keys;   /* partition keys are among the authorized columns (Q50) */
    bool hybrid; /* a hybrid location is registered for who did not opt in (Q24) */
    bool linked; /* a location of the service-linked role is registered (Q51) */
};

static bool is_told(const struct weir_deciding *deciding, const struct weir_argument *argument, bool unless_given)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_BOOLEAN ? value.as.boolean : unless_given;
}

static struct showing showing_of(const struct weir_deciding *deciding, const struct weir_argument *arguments)
{
    return (struct showing){.keys = is_told(deciding, &arguments[0], true),
                            .hybrid = is_told(deciding, &arguments[1], false),
                            .linked = is_told(deciding, &arguments[2], true)};
}

static void write_columns(struct weir_writer *writer, const struct weir_lake_access *access,
                          const struct showing *showing)
{
    weir_write_key(writer, "AuthorizedColumns");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < access->column_count; i++) {
        if (access->columns[i].is_authorized && (showing->keys || !access->columns[i].is_partition_key))
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

/* [lf-hybrid] A hybrid location, of the table or of the partition that lies elsewhere, counts as registered where Lake
 * Formation decides: for who opted in, or without a grant to IAM_ALLOWED_PRINCIPALS for all (Q24). */
static bool is_registered(const struct weir_registration *registration, const struct weir_lake_access *access,
                          const struct showing *showing)
{
    if (registration == NULL || (registration->uses_service_linked_role && !showing->linked))
        return false;
    return !registration->hybrid || access->is_opted_in || !access->is_open || showing->hybrid;
}

/* [glue-model] Those of Glue's own list, which has no DESCRIBE. */
static void write_permissions(struct weir_writer *writer, const struct weir_lake_access *access)
{
    static const uint32_t shown[] = {WEIR_LAKE_ALL,  WEIR_LAKE_SELECT, WEIR_LAKE_ALTER,
                                     WEIR_LAKE_DROP, WEIR_LAKE_DELETE, WEIR_LAKE_INSERT};
    weir_write_key(writer, "Permissions");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < WEIR_COUNT(shown); i++) {
        if ((access->permissions & shown[i]) != 0)
            weir_write_text(writer, weir_str_from(weir_lake_permission_name(shown[i])));
    }
    weir_write_list_end(writer);
}

static bool is_true(const struct weir_node *node)
{
    return weir_str_equal_fold(weir_node_text(node), WEIR_STR("true"));
}

/* What the table says of itself as a view; a view is protected where its definition says so. */
static void write_view(struct weir_writer *writer, const struct weir_table *table)
{
    const struct weir_node *const node = table->origin.node;
    const struct weir_node *const definition = weir_node_find(node, WEIR_STR("ViewDefinition"));
    weir_write_key(writer, "IsMultiDialectView");
    weir_write_bool(writer, is_true(weir_node_find(node, WEIR_STR("IsMultiDialectView"))));
    weir_write_key(writer, "IsMaterializedView");
    weir_write_bool(writer, is_true(weir_node_find(node, WEIR_STR("IsMaterializedView"))));
    weir_write_key(writer, "IsProtected");
    weir_write_bool(writer, is_true(weir_node_find(definition, WEIR_STR("IsProtected"))));
}

static enum weir_status write_query(struct weir_deciding *deciding, struct weir_writer *writer,
                                    const struct weir_table_name *name, const struct weir_argument *context)
{
    struct weir_value value;
    struct weir_str id;
    weir_argument_value(deciding, context, &value);
    const struct weir_node *const query = weir_node_find(value.origin.node, WEIR_STR("QueryId"));
    WEIR_TRY(weir_query_authorization(deciding, name, weir_node_text(query), &id));
    weir_write_key(writer, "QueryAuthorizationId");
    weir_write_text(writer, id);
    return WEIR_OK;
}

WEIR_MAKE(weir_make_table_metadata)
{
    const struct weir_table_name *const name = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table *const table = weir_argument_object(deciding, &arguments[1]);
    const struct weir_lake_access *const access = weir_argument_object(deciding, &arguments[2]);
    const struct weir_registration *const registration = weir_argument_object(deciding, &arguments[3]);
    const struct showing showing = showing_of(deciding, &arguments[5]);
    struct weir_writer *writer = NULL;
    if (name == NULL || table == NULL || access == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a table and the access to it");
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "Table");
    weir_write_node(writer, table->origin.node);
    write_columns(writer, access, &showing);
    weir_write_key(writer, "IsRegisteredWithLakeFormation");
    weir_write_bool(writer, is_registered(registration, access, &showing));
    write_cell_filters(writer, access);
    WEIR_TRY(write_query(deciding, writer, name, &arguments[4]));
    write_view(writer, table);
    weir_write_key(writer, "ResourceArn");
    weir_write_text(writer, name->arn);
    write_permissions(writer, access);
    if (access->row_filter.len > 0) {
        weir_write_key(writer, "RowFilter");
        weir_write_text(writer, access->row_filter);
    }
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

/* ---------------------------------------------------------------------------------------- partitions */

/* A partition may lie elsewhere than its table, so each has its own registration. */
static void write_partition(struct weir_writer *writer, const struct weir_lake *lake,
                            const struct weir_partition *partition, const struct weir_lake_access *access,
                            const struct showing *showing)
{
    struct weir_location location;
    const bool is_placed = weir_location_parse(partition->location, &location);
    weir_write_key(writer, "Partition");
    weir_write_node(writer, partition->origin.node);
    write_columns(writer, access, showing);
    weir_write_key(writer, "IsRegisteredWithLakeFormation");
    weir_write_bool(writer, is_placed && is_registered(weir_lake_registration(lake, location), access, showing));
}

WEIR_MAKE(weir_make_partition_metadata)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_partition *const partition = weir_argument_object(deciding, &arguments[1]);
    const struct weir_lake_access *const access = weir_argument_object(deciding, &arguments[2]);
    const struct showing showing = showing_of(deciding, &arguments[3]);
    struct weir_writer *writer = NULL;
    if (lake == NULL || partition == NULL || access == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a partition and the access to it");
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    write_partition(writer, lake, partition, access, &showing);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

bool weir_page_token_read(struct weir_str token, size_t *start)
{
    size_t number = 0;
    *start = 0;
    if (token.len == 0 || token.len > 9)
        return false;
    for (size_t i = 0; i < token.len; i++) {
        if (!weir_is_digit(token.ptr[i]))
            return false;
        number = number * 10 + (size_t)(token.ptr[i] - '0');
    }
    *start = number;
    return true;
}

bool weir_segment_read(const struct weir_value *segment, int64_t *number, int64_t *total)
{
    const struct weir_origin origin = segment->origin;
    struct weir_error ignored = WEIR_ERROR_INIT;
    if (segment->type != WEIR_TYPE_STRUCTURE)
        return false;
    return weir_read_int64(origin.tree, weir_node_find(origin.node, WEIR_STR("SegmentNumber")), "SegmentNumber", number,
                           &ignored) == WEIR_OK &&
           weir_read_int64(origin.tree, weir_node_find(origin.node, WEIR_STR("TotalSegments")), "TotalSegments", total,
                           &ignored) == WEIR_OK;
}

/* What a call asks to see of a table's partitions. */
struct page {
    struct weir_str expression;
    int64_t segment, segments;
    size_t start, size;
    struct showing showing;
};

static struct page page_of(const struct weir_deciding *deciding, const struct weir_argument *arguments)
{
    enum { MOST = 1000 }; /* [glue-model] MaxResults, and what a page holds where it is not given */
    struct page page = {.segments = 1, .size = MOST, .showing = showing_of(deciding, &arguments[4])};
    struct weir_value value;
    weir_argument_value(deciding, &arguments[0], &value);
    if (value.type == WEIR_TYPE_TEXT)
        page.expression = value.as.text;
    weir_argument_value(deciding, &arguments[1], &value);
    (void)weir_segment_read(&value, &page.segment, &page.segments);
    weir_argument_value(deciding, &arguments[2], &value);
    if (value.type == WEIR_TYPE_TEXT)
        (void)weir_page_token_read(value.as.text, &page.start);
    weir_argument_value(deciding, &arguments[3], &value);
    if (value.type == WEIR_TYPE_INTEGER && value.as.integer > 0 && value.as.integer < MOST)
        page.size = (size_t)value.as.integer;
    return page;
}

/* [glue-api-get-partitions] Segments share no partition, and together have them all. */
static bool is_chosen(const struct page *page, const struct weir_table *table, const struct weir_partition *partition,
                      size_t index)
{
    const char *fault = NULL;
    return (int64_t)(index % (size_t)page->segments) == page->segment &&
           weir_partition_passes(page->expression, table, partition, &fault);
}

static enum weir_status write_page(struct weir_deciding *deciding, struct weir_writer *writer,
                                   const struct weir_lake *lake, const struct weir_lake_access *access,
                                   const struct weir_table *table, const struct page *page)
{
    const size_t count = weir_lake_partition_count(lake, table);
    size_t chosen = 0;
    weir_write_key(writer, "UnfilteredPartitions");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++) {
        const struct weir_partition *const partition = weir_lake_partition(lake, table, i);
        if (!is_chosen(page, table, partition, i))
            continue;
        if (chosen >= page->start && chosen - page->start < page->size) {
            weir_write_map_begin(writer);
            write_partition(writer, lake, partition, access, &page->showing);
            weir_write_map_end(writer);
        }
        chosen++;
    }
    weir_write_list_end(writer);
    if (chosen <= page->start || chosen - page->start <= page->size)
        return WEIR_OK;
    struct weir_str token;
    if (weir_format(deciding->arena, &token, "%zu", page->start + page->size) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_write_key(writer, "NextToken");
    weir_write_text(writer, token);
    return WEIR_OK;
}

WEIR_MAKE(weir_make_partitions_metadata)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table *const table = weir_argument_object(deciding, &arguments[1]);
    const struct weir_lake_access *const access = weir_argument_object(deciding, &arguments[2]);
    struct weir_writer *writer = NULL;
    if (lake == NULL || table == NULL || access == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a table and the access to it");
    const struct page page = page_of(deciding, &arguments[3]);
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    WEIR_TRY(write_page(deciding, writer, lake, access, table, &page));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}
