/* The union of what several SELECT grants let one principal read of one table. */
#ifndef WEIR_WORLD_LAKE_COLUMNS_H
#define WEIR_WORLD_LAKE_COLUMNS_H

#include "world/lake_impl.h"

/* How much of a column is covered; more is greater. */
enum weir_coverage {
    WEIR_COVERAGE_NONE = 0,
    WEIR_COVERAGE_PART = 1, /* some of its nested fields */
    WEIR_COVERAGE_WHOLE = 2
};

/* What one grant lets be read. */
struct weir_select {
    bool all_columns;
    struct weir_str_list columns; /* named, or excluded where all_columns */
    bool has_row_filter;
};

struct weir_reading {
    const struct weir_table *table;
    size_t count; /* columns, then partition keys */
    enum weir_coverage *coverage;
    bool *all_rows; /* of what is covered of the column */
    bool has_select;
    bool is_whole;     /* some grant covers all columns and rows, now and to come */
    bool has_all_rows; /* some grant has no row filter */
};

bool weir_select_covers(const struct weir_select *select, struct weir_str column);
bool weir_select_is_whole(const struct weir_select *select);
bool weir_select_names_columns(const struct weir_select *select);
enum weir_status weir_reading_init(struct weir_reading *reading, const struct weir_table *table,
                                   struct weir_arena *arena);
/* False if there is nothing of the table that the grant covers. */
bool weir_reading_add(struct weir_reading *reading, const struct weir_select *select);
bool weir_reading_needs_filters(const struct weir_reading *reading);
enum weir_restriction weir_reading_restriction(const struct weir_reading *reading, size_t filter_count);

#endif
