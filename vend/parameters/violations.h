/* The clauses of one message on violated constraints, in AWS's words ([aws-validation-text], [aws-validation-lists]). */
#ifndef WEIR_VEND_VIOLATIONS_H
#define WEIR_VEND_VIOLATIONS_H

#include "vend/engine.h"

struct weir_violations {
    struct weir_writer *clauses;
    size_t count;
    const struct weir_deciding *deciding;
};

/* The place of a value in AWS's words, `tags.2.member.key`, built outward: each knows the one around it. */
struct weir_path {
    const struct weir_path *outer;
    struct weir_str name; /* empty: an item of a list */
    size_t index;
};
void weir_write_path(struct weir_writer *writer, const struct weir_path *path);

/* Begins a clause, up to `Member must `; a NULL `shown` is a null value. The clause is finished in the writer. */
struct weir_writer *weir_violation_begin(struct weir_violations *violations, const struct weir_parameter *parameter,
                                         const struct weir_path *path, const struct weir_node *shown);
/* One clause for a list of texts of which some item violates a constraint: it names them all. */
void weir_violation_items(struct weir_violations *violations, const struct weir_parameter *parameter,
                          const struct weir_path *path, const struct weir_node *list);
/* The same for the keys (`what` is "Map keys") or the values ("Map value") of a map. */
void weir_violation_entries(struct weir_violations *violations, const struct weir_parameter *parameter,
                            const struct weir_path *path, const struct weir_node *map, const char *what,
                            const struct weir_parameter *side);

/* `have length less than or equal to 9` and the like: what a member must. */
void weir_write_max_length(struct weir_writer *writer, const struct weir_parameter *parameter);
void weir_write_min_length(struct weir_writer *writer, const struct weir_parameter *parameter);
void weir_write_pattern(struct weir_writer *writer, const struct weir_parameter *parameter);
void weir_write_enumeration(struct weir_writer *writer, const struct weir_parameter *parameter);

#endif
