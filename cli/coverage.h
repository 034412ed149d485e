/* Which rules the corpus has seen pass, and which it has seen refuse. */
#ifndef WEIR_CLI_COVERAGE_H
#define WEIR_CLI_COVERAGE_H

#include <weir/vend.h>

#include "paint.h"

struct covered_rule {
    struct weir_str id;
    bool allows;      /* the `allow` of an operation: it refuses nothing */
    bool in_book;     /* false: made by weir itself, such as the check of parameters */
    size_t passed;    /* cases */
    size_t refused;   /* cases in which it decided a refusal; none before it had failed */
    size_t passed_by; /* number of the last case counted, from 1 */
    size_t refused_by;
};

struct coverage {
    struct weir_arena *arena;
    struct covered_rule *rules;
    size_t count;
    size_t room;
    size_t cases;
};

/* The rules of a rulebook, none seen yet. False when memory is out. */
bool coverage_begin(struct coverage *coverage, const struct weir_rulebook *rulebook, struct weir_arena *arena);
/* Counts the decisions of one case; they were made with a trace. False when memory is out. */
bool coverage_count(struct coverage *coverage, const struct weir_run *run);
/* Has the rule both a passing case and, unless it only allows, a refusing one? */
bool coverage_is_whole(const struct covered_rule *rule);
/* The table, and the rules that lack a case. Each line begins with `before`. */
void coverage_print(const struct coverage *coverage, const char *before, struct paint *paint);
/* The same as a JSON list. */
void coverage_write(const struct coverage *coverage, struct weir_writer *writer);

#endif
