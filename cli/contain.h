/* Is what a case expects contained in an answer? */
#ifndef WEIR_CLI_CONTAIN_H
#define WEIR_CLI_CONTAIN_H

#include <weir/base.h>

/* One point on which an expectation does not hold. */
struct failure {
    struct weir_place place; /* of the expectation */
    struct weir_str path;    /* JSON pointer inside the answer; empty for the whole */
    struct weir_str expected;
    struct weir_str actual;
};

enum { MAX_FAILURES = 16 };

struct failures {
    struct failure items[MAX_FAILURES];
    size_t count;    /* of the items */
    size_t left_out; /* those beyond */
};

/* Adds a failure; texts live as long as the arena they come from. */
void failures_add(struct failures *failures, struct weir_place place, struct weir_str path, struct weir_str expected,
                  struct weir_str actual);

/*
 * Adds what of `expected` the answer does not hold: maps member by member, lists whole, scalars by kind and text, where
 * a plain YAML scalar is the JSON value that it looks like. False when memory is out.
 */
bool contain_check(const struct weir_tree *tree, const struct weir_node *expected, const struct weir_node *actual,
                   struct weir_arena *arena, struct failures *failures);
/* Members of an answer that are not looked at: those that tell a place, or what is told with a trace alone. */
enum contain_but { CONTAIN_PLACES, CONTAIN_TRACE };

/* Two answers that differ in nothing but those members. */
bool contain_same_but(enum contain_but but, const struct weir_node *a, const struct weir_node *b);

#endif
