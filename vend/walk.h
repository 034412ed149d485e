/* A walk over the rules of an operation, as decide.c begins it and loops go on with it. */
#ifndef WEIR_VEND_WALK_H
#define WEIR_VEND_WALK_H

#include "vend/engine.h"

struct weir_walk {
    struct weir_deciding *deciding;
    struct weir_trace_entry *trace; /* NULL without a trace */
    size_t trace_count;
    size_t trace_room;
};

/* decide.c: asks one rule; false in `goes_on` where it refuses, which the decision then says. */
enum weir_status weir_walk_rule(struct weir_walk *walk, const struct weir_rule *rule, bool *goes_on);
/* loop.c: the rules of a loop, for each of its items. */
enum weir_status weir_walk_each(struct weir_walk *walk, const struct weir_rule *each, bool *goes_on);
#endif
