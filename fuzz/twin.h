/* Naive twins of the policy language's comparisons, written from the facts and sharing no code with policy/. */
#ifndef WEIR_FUZZ_TWIN_H
#define WEIR_FUZZ_TWIN_H

#include <stdbool.h>
#include <stdlib.h>
#include <weir/policy.h>

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

enum { TWIN_LONGEST = 2048 };

/* What has a meaning in a pattern; a sum of these. */
enum { TWIN_WILDCARDS = 1, TWIN_VARIABLES = 2, TWIN_FOLD = 4 };

/*
 * What a pattern is seen with. The context of every target has the key `k` with the value below, `e` with an empty
 * value, and `m` with `k`'s value as a multi-valued key. `widely`: what is open matches.
 */
struct twin_sight {
    struct weir_str k;
    bool widely;
};

/** Does the pattern cover the text? All texts are UTF-8, and the text has at most TWIN_LONGEST bytes. */
bool twin_glob(struct weir_str pattern, unsigned what, struct weir_str text, const struct twin_sight *sight);
/** The length of the `${…}` at the start of text, 0 where there is none. */
size_t twin_variable(struct weir_str text);
/** Is the pattern one variable, no escape, and has it a value as it is seen? */
bool twin_lone_value(struct weir_str pattern, const struct twin_sight *sight, bool *has_value, struct weir_str *value);
/** The context that struct twin_sight speaks of. */
struct weir_context *twin_context(struct weir_str k, struct weir_arena *arena);

struct weir_str twin_slice(struct weir_str text, size_t start, size_t end);
/** Cuts what stands before a byte off the front, and the byte with it. */
struct weir_str twin_take(struct weir_str *rest, char end);
bool twin_fold_equal(struct weir_str a, struct weir_str b);
bool twin_is(struct weir_str text, const char *other);

#endif
