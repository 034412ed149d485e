/**
 * @file
 * Patterns as steps, one behind the other: what the automaton of atoms.h walks over ([scope-shape]).
 */
#ifndef WEIR_SCOPE_AUTOMATON_H
#define WEIR_SCOPE_AUTOMATON_H

#include "scope/atoms.h"

enum weir_step_kind { WEIR_STEP_LETTER, WEIR_STEP_ONE, WEIR_STEP_RUN, WEIR_STEP_END };

/* Whose patterns say which texts there are. */
#define WEIR_OWNER_UNIVERSE UINT32_MAX

/* One place in a pattern, and what it takes there. */
struct weir_step {
    uint32_t letter; /* folded where the pattern folds */
    uint32_t shown;  /* the letter as the document writes it */
    uint32_t owner;  /* of an end */
    enum weir_step_kind kind;
    bool fold;
    bool no_colon; /* one code point or a run of them: within one of an ARN's first five parts */
};

/* INVARIANT: the universe's pattern stands first and ends at `universe_end`. */
struct weir_steps {
    struct weir_step *items;
    size_t count;
    size_t universe_end;
};

enum weir_status weir_steps_make(const struct weir_globs *globs, struct weir_steps *steps);

static inline uint32_t weir_fold_code(uint32_t code)
{
    return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

#endif
