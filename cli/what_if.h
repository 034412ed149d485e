/* Two runs of one request, before and after a patch of the world, and where they part. */
#ifndef WEIR_CLI_WHAT_IF_H
#define WEIR_CLI_WHAT_IF_H

#include <weir/vend.h>

/* The first rule that went another way. */
struct difference {
    bool found;
    size_t step;                    /* of the run, from 0 */
    struct weir_str rule;           /* empty: the same rules decided, what is handed out differs */
    bool has_before, has_after;     /* the rule was walked at all */
    struct weir_trace_entry before; /* when it was */
    struct weir_trace_entry after;
};

/* Both runs were made with a trace. False when memory is out. */
bool what_if_compare(const struct weir_run *before, const struct weir_run *after, struct weir_arena *arena,
                     struct difference *difference);

#endif
