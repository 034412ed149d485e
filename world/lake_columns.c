/* Decides which columns and rows of a table a SELECT covers, and what the union of several asks of an engine ([lf-data-filtering]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake_columns.h"

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

/* ----------------------------------------------------------------------------------------- one name */

/* Q33: `"address"."city"`, `address.city`: the first piece, and whether anything follows it. */
static struct weir_str first_piece(struct weir_str name, bool *is_nested)
{
    const bool is_quoted = name.len > 1 && name.ptr[0] == '"';
    const struct weir_str inner = is_quoted ? (struct weir_str){name.ptr + 1, name.len - 1} : name;
    const char *const end = inner.len == 0 ? NULL : memchr(inner.ptr, is_quoted ? '"' : '.', inner.len);
    const size_t length = end == NULL ? inner.len : (size_t)(end - inner.ptr);
    *is_nested = end != NULL && (!is_quoted || length + 1 < inner.len);
    return (struct weir_str){inner.ptr, length};
}

/* Folded: the catalog keeps names in lower case, and an exclusion in capitals must not be missed. */
static enum weir_coverage covered_by_name(struct weir_str name, struct weir_str column)
{
    if (weir_str_equal_fold(name, column))
        return WEIR_COVERAGE_WHOLE;
    bool is_nested = false;
    const struct weir_str first = first_piece(name, &is_nested);
    if (!weir_str_equal_fold(first, column))
        return WEIR_COVERAGE_NONE;
    return is_nested ? WEIR_COVERAGE_PART : WEIR_COVERAGE_WHOLE;
}

static enum weir_coverage covered_by_names(const struct weir_str_list *names, struct weir_str column)
{
    enum weir_coverage best = WEIR_COVERAGE_NONE;
    for (size_t i = 0; i < names->count; i++) {
        const enum weir_coverage one = covered_by_name(names->items[i], column);
        best = one > best ? one : best;
    }
    return best;
}

static enum weir_coverage coverage_of(const struct weir_select *select, struct weir_str column)
{
    /* What is left of a column when what is named of it is excluded. */
    static const enum weir_coverage left[] = {
        [WEIR_COVERAGE_NONE] = WEIR_COVERAGE_WHOLE,
        [WEIR_COVERAGE_PART] = WEIR_COVERAGE_PART,
        [WEIR_COVERAGE_WHOLE] = WEIR_COVERAGE_NONE,
    };
    const enum weir_coverage named = covered_by_names(&select->columns, column);
    return select->all_columns ? left[named] : named;
}

/* ------------------------------------------------------------------------------------------- union */

enum weir_status weir_reading_init(struct weir_reading *reading, const struct weir_table *table,
                                   struct weir_arena *arena)
{
    *reading = (struct weir_reading){.table = table};
    reading->count = table->column_count + table->partition_key_count;
    reading->coverage = weir_arena_alloc(arena, reading->count, sizeof *reading->coverage);
    reading->all_rows = weir_arena_alloc(arena, reading->count, sizeof *reading->all_rows);
    return reading->coverage == NULL || reading->all_rows == NULL ? WEIR_ERR_MEMORY : WEIR_OK;
}

bool weir_select_covers(const struct weir_select *select, struct weir_str column)
{
    return coverage_of(select, column) != WEIR_COVERAGE_NONE;
}

static struct weir_str column_at(const struct weir_table *table, size_t index)
{
    if (index < table->column_count)
        return table->columns[index].name;
    return table->partition_keys[index - table->column_count].name;
}

/* A list none of whose columns the table has covers nothing; nor does one that excludes them all. */
static bool covers_something(const struct weir_reading *reading, const struct weir_select *select)
{
    if (select->all_columns && reading->table->column_count == 0)
        return true;
    const size_t count = select->all_columns ? reading->table->column_count : reading->count;
    for (size_t i = 0; i < count; i++) {
        if (coverage_of(select, column_at(reading->table, i)) != WEIR_COVERAGE_NONE)
            return true;
    }
    return false;
}

bool weir_select_is_whole(const struct weir_select *select)
{
    return select->all_columns && select->columns.count == 0 && !select->has_row_filter;
}

bool weir_select_names_columns(const struct weir_select *select)
{
    return !select->all_columns || select->columns.count != 0;
}

static void join_column(struct weir_reading *reading, size_t index, enum weir_coverage one, bool has_row_filter)
{
    enum weir_coverage *const coverage = &reading->coverage[index];
    bool *const all_rows = &reading->all_rows[index];
    /* All rows of a part do not lift the filter from the rest of the column. */
    if (!has_row_filter && one >= *coverage)
        *all_rows = true;
    if (has_row_filter && one > *coverage)
        *all_rows = false;
    if (one > *coverage)
        *coverage = one;
}

bool weir_reading_add(struct weir_reading *reading, const struct weir_select *select)
{
    if (!covers_something(reading, select))
        return false;
    reading->is_whole = reading->is_whole || weir_select_is_whole(select);
    reading->has_select = true;
    reading->has_all_rows = reading->has_all_rows || !select->has_row_filter;
    for (size_t i = 0; i < reading->count; i++) {
        /* Q50: no filter takes a partition key away. */
        const bool is_key = i >= reading->table->column_count;
        const enum weir_coverage one = is_key ? WEIR_COVERAGE_WHOLE : coverage_of(select, column_at(reading->table, i));
        if (one != WEIR_COVERAGE_NONE)
            join_column(reading, i, one, select->has_row_filter);
    }
    return true;
}

bool weir_reading_needs_filters(const struct weir_reading *reading)
{
    if (!reading->has_select || reading->is_whole)
        return false;
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->coverage[i] != WEIR_COVERAGE_NONE && !reading->all_rows[i])
            return true;
    }
    return !reading->has_all_rows; /* of a table without columns nothing else is known */
}

static bool has_nested(const struct weir_reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->coverage[i] == WEIR_COVERAGE_PART)
            return true;
    }
    return false;
}

/* [glue-api-unfiltered-table] The least type that an engine must support to keep to all of it. */
enum weir_restriction weir_reading_restriction(const struct weir_reading *reading, size_t filter_count)
{
    if (!reading->has_select || reading->is_whole)
        return WEIR_RESTRICTION_NONE;
    const bool needs_filters = weir_reading_needs_filters(reading);
    if (has_nested(reading))
        return needs_filters && filter_count > 1 ? WEIR_RESTRICTION_NESTED_CELL : WEIR_RESTRICTION_NESTED;
    return needs_filters ? WEIR_RESTRICTION_CELL_FILTER : WEIR_RESTRICTION_COLUMN;
}
