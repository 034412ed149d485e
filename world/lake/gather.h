/* The grants that reach one principal and one table, by name and by LF-tags. */
#ifndef WEIR_WORLD_LAKE_GATHER_H
#define WEIR_WORLD_LAKE_GATHER_H

#include "world/lake/lake_impl.h"

/* What a principal is called. */
struct weir_lake_names {
    struct weir_str *items;
    size_t count;
};
enum weir_status weir_lake_own_names(const struct weir_lake_principal *principal, bool with_everyone,
                                     struct weir_arena *arena, struct weir_lake_names *names);
enum weir_status weir_lake_account_names(const struct weir_account *account, struct weir_str id,
                                         struct weir_arena *arena, struct weir_lake_names *names);

/* The LF-tags above and on a table. A key that a lower level says hides what the levels above say of it ([lf-tags]). */
struct weir_lake_tagged {
    const struct weir_lake_tagging **items; /* of the database, then of the table and its columns */
    size_t database_count;
    size_t count;
};
enum weir_status weir_lake_tagged_find(const struct weir_lake *lake, const struct weir_table *table,
                                       struct weir_arena *arena, struct weir_lake_tagged *tagged);
/* Do the tags of the table, or of a column (not empty), satisfy every condition of the expression? */
bool weir_lake_tagged_satisfies(const struct weir_lake_tagged *tagged, struct weir_str column,
                                const struct weir_lake_tag_list *expression);
/* Is some column tagged itself, so that it may differ from its table? */
bool weir_lake_tagged_has_columns(const struct weir_lake_tagged *tagged);

/* Grants of one dump, in its order, none twice. */
struct weir_lake_found {
    const struct weir_lake_grant **items;
    size_t count;
};
/* Those of a dump that name one of `names` and the table, its database's wildcard, its catalog, or tags that it carries. */
enum weir_status weir_lake_find_grants(const struct weir_lake *lake, const struct weir_lake_names *names,
                                       const struct weir_table *table, const struct weir_lake_tagged *tagged,
                                       struct weir_arena *arena, struct weir_lake_found *found);

/* Does one of the names opt in, in this dump, for the table itself, for all tables, for the database? */
struct weir_lake_opted {
    bool table, tables, database;
};
void weir_lake_find_opt_ins(const struct weir_lake *lake, const struct weir_lake_names *names,
                            const struct weir_table *table, const struct weir_tag_list *tags,
                            struct weir_lake_opted *opted);

#endif
