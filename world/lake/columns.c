/* Decides which cells of a table several grants let be read together, and what that asks of an engine ([lf-data-filtering]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"
#include "world/lake/columns.h"

static const char *const restriction_names[] = {
    [WEIR_RESTRICTION_NONE] = "none",
    [WEIR_RESTRICTION_COLUMN] = "COLUMN_PERMISSION",
    [WEIR_RESTRICTION_CELL_FILTER] = "CELL_FILTER_PERMISSION",
    [WEIR_RESTRICTION_NESTED] = "NESTED_PERMISSION",
    [WEIR_RESTRICTION_NESTED_CELL] = "NESTED_CELL_PERMISSION",
};

const char *weir_restriction_name(enum weir_restriction restriction)
{
    return (size_t)restriction < WEIR_COUNT(restriction_names) ? restriction_names[restriction] : "";
}

bool weir_restriction_find(struct weir_str name, enum weir_restriction *restriction)
{
    *restriction = WEIR_RESTRICTION_NONE;
    for (size_t i = WEIR_RESTRICTION_COLUMN; i < WEIR_COUNT(restriction_names); i++) {
        if (weir_str_equal(weir_str_from(restriction_names[i]), name)) {
            *restriction = (enum weir_restriction)i;
            return true;
        }
    }
    return false;
}

/* An expression is never cut, however long it is. */
static void write_piece(struct weir_writer *writer, const char *before, struct weir_str rows, const char *after)
{
    weir_write_raw(writer, weir_str_from(before));
    weir_write_raw(writer, rows);
    weir_write_raw(writer, weir_str_from(after));
}

/* ------------------------------------------------------------------------------------- intersection */

static enum weir_status meet_rows(const struct weir_alternative *a, const struct weir_alternative *b,
                                  struct weir_arena *arena, struct weir_alternative *both)
{
    *both = a->rows.len != 0 ? *a : *b;
    both->needs_cells = a->needs_cells || b->needs_cells;
    if (a->rows.len == 0 || b->rows.len == 0 || weir_str_equal(a->rows, b->rows))
        return WEIR_OK;
    struct weir_lake_filter *const filter = weir_arena_alloc(arena, 1, sizeof *filter);
    struct weir_writer *writer = NULL;
    if (filter == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_writer_new(arena, &writer));
    write_piece(writer, "(", a->rows, ") AND (");
    write_piece(writer, "", b->rows, ")");
    WEIR_TRY(weir_writer_finish(writer, &both->rows));
    *filter = *b->filter;
    filter->row_expression = both->rows;
    both->filter = filter;
    return WEIR_OK;
}

enum weir_status weir_alternative_meet(const struct weir_units *units, const struct weir_alternative *a,
                                       const struct weir_alternative *b, struct weir_arena *arena,
                                       struct weir_alternative *both)
{
    WEIR_TRY(meet_rows(a, b, arena, both));
    both->covers = a->covers == NULL ? b->covers : a->covers;
    if (a->covers == NULL || b->covers == NULL)
        return WEIR_OK;
    bool *const marks = weir_arena_alloc(arena, units->count, sizeof *marks);
    if (marks == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < units->count; i++)
        marks[i] = a->covers[i] && b->covers[i];
    both->covers = marks;
    return WEIR_OK;
}

bool weir_alternative_is_something(const struct weir_units *units, const struct weir_alternative *alternative)
{
    for (size_t i = 0; alternative->covers != NULL && i < units->count; i++) {
        if (units->items[i].size == 1 && !units->items[i].is_partition_key && alternative->covers[i])
            return true;
    }
    return alternative->covers == NULL;
}

/* -------------------------------------------------------------------------------------------- union */

struct joining {
    const struct weir_units *units;
    struct weir_alternative **filtered; /* those with rows, by their expressions, each expression once at least */
    size_t filtered_count;
    bool *covered;  /* of units with nothing inside */
    bool *all_rows; /* of the same: read without a filter */
    bool is_whole;
    bool has_all_rows;
    bool needs_cells;
    struct weir_arena *arena;
    struct weir_lake_access *access;
};

static bool covers(const struct weir_alternative *alternative, size_t unit)
{
    return alternative->covers == NULL || alternative->covers[unit];
}

static void mark(struct joining *joining, const struct weir_alternative *alternative)
{
    const bool has_rows = alternative->rows.len != 0;
    joining->is_whole = joining->is_whole || (alternative->covers == NULL && !has_rows);
    joining->has_all_rows = joining->has_all_rows || !has_rows;
    joining->needs_cells = joining->needs_cells || alternative->needs_cells;
    for (size_t i = 0; i < joining->units->count; i++) {
        if (!covers(alternative, i))
            continue;
        joining->covered[i] = true;
        joining->all_rows[i] = joining->all_rows[i] || !has_rows;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const struct weir_alternative *const x = a;
    const struct weir_alternative *const y = b;
    const int order = weir_str_compare(x->rows, y->rows);
    if (order != 0)
        return order;
    return x < y ? -1 : x > y;
}

/* The order of the dump does not show: what is a union is told in the order of its expressions. */
static enum weir_status sort_filtered(struct joining *joining, struct weir_alternative *alternatives, size_t count)
{
    void **const sorted = weir_arena_alloc(joining->arena, count, sizeof *sorted);
    joining->filtered = weir_arena_alloc(joining->arena, count, sizeof(struct weir_alternative *));
    if (sorted == NULL || joining->filtered == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (alternatives[i].rows.len != 0)
            sorted[joining->filtered_count++] = &alternatives[i];
    }
    if (joining->filtered_count > 1)
        weir_sort_pointers(sorted, joining->filtered_count, compare_rows);
    for (size_t i = 0; i < joining->filtered_count; i++)
        joining->filtered[i] = sorted[i];
    return WEIR_OK;
}

static bool needs_filters(const struct joining *joining)
{
    if (joining->is_whole)
        return false;
    for (size_t i = 0; i < joining->units->count; i++) {
        if (joining->units->items[i].size == 1 && joining->covered[i] && !joining->all_rows[i])
            return true;
    }
    return !joining->has_all_rows; /* of a table without columns nothing else is known */
}

/* Are two units read by the same grants? */
static bool are_alike(const struct joining *joining, size_t a, size_t b)
{
    if (joining->covered[a] != joining->covered[b] || joining->all_rows[a] != joining->all_rows[b])
        return false;
    if (!joining->covered[a] || joining->all_rows[a])
        return true;
    /* Those of one expression stand together, and count as one. */
    for (size_t i = 0; i < joining->filtered_count;) {
        const struct weir_str rows = joining->filtered[i]->rows;
        bool shows_a = false;
        bool shows_b = false;
        for (; i < joining->filtered_count && weir_str_equal(joining->filtered[i]->rows, rows); i++) {
            shows_a = shows_a || covers(joining->filtered[i], a);
            shows_b = shows_b || covers(joining->filtered[i], b);
        }
        if (shows_a != shows_b)
            return false;
    }
    return true;
}

/* The first unit with nothing inside, if all of those in `unit` are alike; else it has to be told field by field. */
static bool is_uniform(const struct joining *joining, size_t unit, size_t *leaf)
{
    const struct weir_unit *const items = joining->units->items;
    bool has_leaf = false;
    for (size_t i = unit; i < unit + items[unit].size; i++) {
        if (items[i].size != 1)
            continue;
        if (!has_leaf)
            *leaf = i;
        else if (!are_alike(joining, *leaf, i))
            return false;
        has_leaf = true;
    }
    return has_leaf;
}

static bool is_nested(const struct joining *joining)
{
    size_t leaf = 0;
    for (size_t i = 0; i < joining->units->count; i += joining->units->items[i].size) {
        if (!is_uniform(joining, i, &leaf))
            return true;
    }
    return false;
}

enum { NO_UNIT = -1 };

/* Is a field of the column seen in other rows than the first field that is seen at all? */
static bool has_cells_apart(const struct joining *joining, size_t column, ptrdiff_t *first)
{
    const struct weir_unit *const items = joining->units->items;
    for (size_t i = column; i < column + items[column].size; i++) {
        if (items[i].size != 1 || !joining->covered[i])
            continue;
        if (*first != NO_UNIT && !are_alike(joining, (size_t)*first, i))
            return true;
        *first = (ptrdiff_t)i;
    }
    return false;
}

/* Are fields seen, each in rows of its own? */
static bool has_nested_cells(const struct joining *joining)
{
    ptrdiff_t first = NO_UNIT;
    size_t leaf = 0;
    for (size_t i = 0; i < joining->units->count; i += joining->units->items[i].size) {
        if (!is_uniform(joining, i, &leaf) && has_cells_apart(joining, i, &first))
            return true;
    }
    return false;
}

/* [glue-api-unfiltered-table] The least type that an engine must support to keep to all of it. */
static enum weir_restriction restriction_of(const struct joining *joining)
{
    if (joining->is_whole)
        return WEIR_RESTRICTION_NONE;
    if (is_nested(joining))
        return has_nested_cells(joining) ? WEIR_RESTRICTION_NESTED_CELL : WEIR_RESTRICTION_NESTED;
    return joining->needs_cells || needs_filters(joining) ? WEIR_RESTRICTION_CELL_FILTER : WEIR_RESTRICTION_COLUMN;
}

/* --------------------------------------------------------------------------------------------- rows */

enum { ANY_UNIT = -1 };

/* [lf-data-filtering] Several filters are alternatives: a cell is visible where one that covers it lets its row through. Only
 * those count, so that no column is seen in the rows of another one's filter. */
static enum weir_status write_rows(const struct joining *joining, ptrdiff_t unit, struct weir_str *expression)
{
    struct weir_writer *writer = NULL;
    const struct weir_alternative *last = NULL;
    size_t count = 0;
    WEIR_TRY(weir_writer_new(joining->arena, &writer));
    for (size_t i = 0; i < joining->filtered_count; i++) {
        const struct weir_alternative *const one = joining->filtered[i];
        if ((unit != ANY_UNIT && !covers(one, (size_t)unit)) || (last != NULL && weir_str_equal(one->rows, last->rows)))
            continue;
        if (count == 1)
            write_piece(writer, "(", last->rows, ")");
        if (count > 0)
            write_piece(writer, " OR (", one->rows, ")");
        last = one;
        count++;
    }
    if (count == 1 && last != NULL)
        weir_write_raw(writer, last->rows);
    return weir_writer_finish(writer, expression);
}

/* ------------------------------------------------------------------------------------------ columns */

static enum weir_status write_column(const struct joining *joining, size_t unit, size_t leaf,
                                     struct weir_lake_column *columns, size_t *count)
{
    const struct weir_unit *const from = &joining->units->items[unit];
    struct weir_lake_column *const column = &columns[(*count)++];
    column->name = from->name;
    column->column = from->column;
    column->is_partition_key = from->is_partition_key;
    column->is_authorized = joining->covered[leaf];
    column->has_all_rows = joining->covered[leaf] && joining->all_rows[leaf];
    if (!column->is_authorized || column->has_all_rows)
        return WEIR_OK;
    /* Most columns are read by the same grants as the one before. */
    if (*count > 1 && column[-1].row_filter.len != 0 && leaf > 0 && joining->units->items[leaf - 1].size == 1 &&
        are_alike(joining, leaf, leaf - 1)) {
        column->row_filter = column[-1].row_filter;
        return WEIR_OK;
    }
    return write_rows(joining, (ptrdiff_t)leaf, &column->row_filter);
}

/* A column whose fields are not alike is told field by field, as deep as it must. */
static enum weir_status write_columns(const struct joining *joining)
{
    struct weir_lake_access *const access = joining->access;
    struct weir_lake_column *const columns = weir_arena_alloc(joining->arena, joining->units->count, sizeof *columns);
    if (columns == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < joining->units->count;) {
        size_t leaf = i;
        const bool is_one = is_uniform(joining, i, &leaf);
        if (is_one)
            WEIR_TRY(write_column(joining, i, leaf, columns, &access->column_count));
        i += is_one ? joining->units->items[i].size : 1;
    }
    access->columns = columns;
    return WEIR_OK;
}

/* The same by the columns of the table. */
static enum weir_status write_marks(const struct joining *joining)
{
    const struct weir_units *const units = joining->units;
    struct weir_lake_access *const access = joining->access;
    access->column_is_authorized = weir_arena_alloc(joining->arena, units->column_count, sizeof(bool));
    access->column_has_all_rows = weir_arena_alloc(joining->arena, units->column_count, sizeof(bool));
    if (access->column_is_authorized == NULL || access->column_has_all_rows == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < units->count; i++) {
        const size_t top = units->items[i].top;
        if (units->items[i].size != 1 || !joining->covered[i])
            continue;
        const bool is_first = !access->column_is_authorized[top];
        access->authorized_count += is_first ? 1 : 0;
        access->column_is_authorized[top] = true;
        access->column_has_all_rows[top] = joining->all_rows[i] && (is_first || access->column_has_all_rows[top]);
    }
    return WEIR_OK;
}

static enum weir_status write_filters(const struct joining *joining)
{
    struct weir_lake_access *const access = joining->access;
    const struct weir_lake_filter **const filters = weir_arena_alloc(joining->arena, joining->filtered_count,
                                                                     sizeof(struct weir_lake_filter *));
    bool has_open_column = false;
    if (filters == NULL)
        return WEIR_ERR_MEMORY;
    access->filters = filters;
    if (!needs_filters(joining))
        return WEIR_OK;
    for (size_t i = 0; i < joining->filtered_count; i++) {
        if (i == 0 || !weir_str_equal(joining->filtered[i]->rows, joining->filtered[i - 1]->rows))
            filters[access->filter_count++] = joining->filtered[i]->filter;
    }
    for (size_t i = 0; i < access->column_count; i++)
        has_open_column = has_open_column || access->columns[i].has_all_rows;
    return has_open_column ? WEIR_OK : write_rows(joining, ANY_UNIT, &access->row_filter);
}

enum weir_status weir_alternatives_join(const struct weir_units *units, struct weir_alternative *alternatives,
                                        size_t count, struct weir_arena *arena, struct weir_lake_access *access)
{
    struct joining joining = {.units = units, .arena = arena, .access = access};
    if (count == 0)
        return WEIR_OK;
    joining.covered = weir_arena_alloc(arena, units->count, sizeof(bool));
    joining.all_rows = weir_arena_alloc(arena, units->count, sizeof(bool));
    if (joining.covered == NULL || joining.all_rows == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(sort_filtered(&joining, alternatives, count));
    for (size_t i = 0; i < count; i++)
        mark(&joining, &alternatives[i]);
    access->restriction = restriction_of(&joining);
    WEIR_TRY(write_marks(&joining));
    WEIR_TRY(write_columns(&joining));
    return write_filters(&joining);
}
