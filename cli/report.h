/* A decision for a person. */
#ifndef WEIR_CLI_REPORT_H
#define WEIR_CLI_REPORT_H

#include <weir/vend.h>

#include "paint.h"

/* Decisions with the request that they answer. */
struct report {
    const struct weir_run *run;
    const struct weir_node *request; /* the request/1 map: who asks for what is told in its own words */
    struct weir_arena *arena;        /* for what is rendered on the way */
    bool verbose;                    /* every rule with its place, sources and statements */
};

/* All steps and the line that sums them up. */
void report_print(const struct report *report, struct paint *paint);
/* "2 steps: 1 allowed, 1 denied" and a newline. */
void report_summary(const struct weir_run *run, struct paint *paint);
/* "ALLOWED", "DENIED" or "SKIPPED". */
void report_word(const struct weir_decision *decision, struct paint *paint);

#endif
