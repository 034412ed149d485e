/* The union of what several SELECT grants let one principal read of one table, cell by cell. */
#ifndef WEIR_WORLD_LAKE_COLUMNS_H
#define WEIR_WORLD_LAKE_COLUMNS_H

#include "world/lake/lake_impl.h"

/* A column, or a field of one: a table's columns are told apart down to their fields only where a grant does so. Stands
 * before what is inside it. */
struct weir_unit {
    struct weir_str name; /* "address", "address.city" */
    const struct weir_column *column;
    size_t top;  /* which column of the table it is or is inside of, partition keys behind the others */
    size_t size; /* units of it, itself included; 1: nothing is inside */
    bool is_partition_key;
};
struct weir_units {
    const struct weir_table *table;
    struct weir_unit *items;
    size_t count;
    size_t column_count; /* of the table, keys included */
};
/* [lf-data-filtering] Five levels of nesting, and a bound of ours on the fields of one table. */
enum { WEIR_MOST_FIELD_LEVELS = 5, WEIR_MOST_FIELDS = 10000 };
enum weir_status weir_units_init(struct weir_units *units, const struct weir_table *table, bool with_fields,
                                 struct weir_arena *arena);

/* What one grant names of the columns. */
struct weir_select {
    bool all_columns;
    const struct weir_str_list *columns; /* named, or excluded where all_columns */
};
/* What one grant lets be read; a column without a row filter, or with one. */
struct weir_alternative {
    const bool *covers;                    /* of each unit that has nothing inside; NULL: all, now and to come */
    struct weir_str rows;                  /* empty: all */
    const struct weir_lake_filter *filter; /* that says the rows; NULL: none does */
    bool needs_cells;                      /* an engine has to filter cells, whatever the rows (Q49) */
};
/* Marks the units of a select; false, if it is none of the table's columns. `covers` NULL for all of them. */
bool weir_select_covers(const struct weir_units *units, const struct weir_select *select, struct weir_arena *arena,
                        const bool **covers, enum weir_status *status);
/* The cells that both let be read. */
enum weir_status weir_alternative_meet(const struct weir_units *units, const struct weir_alternative *a,
                                       const struct weir_alternative *b, struct weir_arena *arena,
                                       struct weir_alternative *both);
/* Is some column left, other than a partition key? */
bool weir_alternative_is_something(const struct weir_units *units, const struct weir_alternative *alternative);
/* The cells that any of them lets be read, into the value that decisions read. */
enum weir_status weir_alternatives_join(const struct weir_units *units, struct weir_alternative *alternatives,
                                        size_t count, struct weir_arena *arena, struct weir_lake_access *access);

#endif
