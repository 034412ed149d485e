/* What single grants give one principal of one table, before they are put together. */
#ifndef WEIR_WORLD_LAKE_HELD_H
#define WEIR_WORLD_LAKE_HELD_H

#include "world/lake/columns.h"
#include "world/lake/gather.h"

/* What one grant gives. */
struct weir_held {
    const struct weir_lake_grant *grant;
    const struct weir_lake_filter *filter; /* of a grant on one */
    uint32_t permissions;                  /* on the table as a whole */
    uint32_t grantable;
    bool selects;       /* lets some cells be read: `alternative` */
    bool adds_select;   /* which is SELECT, and stands not among the permissions */
    bool names_columns; /* SELECT on some columns by name */
    bool select_is_grantable;
    bool is_offered; /* through a share that was not accepted: it gives nothing yet */
    struct weir_alternative alternative;
};
struct weir_held_list {
    struct weir_held *items;
    size_t count;
};

/* Where the grants of a dump are judged, and what they give less than they say. */
struct weir_judging {
    const struct weir_lake *lake; /* whose dump it is */
    const struct weir_table *table;
    const struct weir_lake_principal *principal;
    const struct weir_lake *recipient; /* of the principal's account, where the dump is another's; else NULL */
    const struct weir_lake_tagged *tagged;
    struct weir_arena *arena;
    struct weir_lake_gap *gaps;
    size_t gap_count, gap_capacity;
    bool is_out_of_memory; /* a gap could not be kept */
};
void weir_add_gap(struct weir_judging *judging, enum weir_lake_gap_kind kind, const struct weir_lake_grant *grant);

/* Those of the grants found that give something, but for their columns. WEIR_ERR_INCOMPLETE where a filter may be missing. */
enum weir_status weir_judge(struct weir_judging *judging, const struct weir_lake_found *found,
                            struct weir_held_list *held, struct weir_error *error);
/* Marks the columns of each; what leaves none selects nothing. WEIR_ERR_MEMORY. */
enum weir_status weir_held_mark(struct weir_judging *judging, const struct weir_units *units,
                                struct weir_held_list *held);
bool weir_held_names_fields(const struct weir_held_list *held);
/* Is one of them on all tables of the database? */
bool weir_held_has_wildcard(const struct weir_held_list *held);
/* Is the principal the one that `creator` names: a role by its sessions, too? */
bool weir_lake_is_creator(struct weir_str creator, const struct weir_lake_principal *principal);

#endif
