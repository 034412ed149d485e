/**
 * @file
 * The atoms of a list of patterns: every distinct way in which the patterns can accept one text, each with a shortest
 * text that shows it ([scope-shape]). What holds for the atoms of all patterns of a question holds for every text.
 */
#ifndef WEIR_SCOPE_ATOMS_H
#define WEIR_SCOPE_ATOMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>

#include "policy/pattern.h"
#include "scope/bits.h"

/* Which texts there are. */
enum weir_universe {
    WEIR_UNIVERSE_TEXT,   /* any text but the empty one, which conditions treat apart */
    WEIR_UNIVERSE_ACTION, /* a service, one colon, a name */
    WEIR_UNIVERSE_ARN     /* `arn`, and at least five colons */
};

/* One pattern, or the six of an ARN with colons between them, and whose it is. */
struct weir_glob {
    const struct weir_pattern *parts; /* NULL: any text */
    size_t part_count;
    size_t owner;
    bool widely;    /* a variable may stand for the empty text */
    bool is_prefix; /* a literal, or one with a `*` behind it: `literal` and `open` say it all */
    bool open;
    bool fold;
    struct weir_str literal;
};

struct weir_globs {
    enum weir_universe universe;
    struct weir_arena *arena;
    size_t owners;
    struct weir_glob *items;
    size_t count;
    size_t room;
    bool all_prefixes;
    bool any_fold;  /* some pattern has letters that compare without regard to case */
    bool any_plain; /* some has not */
};

struct weir_atom {
    struct weir_str text;
    uint64_t *owners; /* those of whose patterns one accepts the text */
};

/* INVARIANT: the sets of owners are distinct; `slots` is a power of two above twice the count. */
struct weir_atoms {
    struct weir_atom *items;
    size_t count;
    size_t room;
    size_t words;
    uint32_t *slots;
    bool complete; /* false: a limit was met, and there may be more */
};

/*
 * States of one automaton and places in all of them. The states of a policy are about as many as its patterns have
 * letters, some 10^4 for the longest that AWS stores; only patterns built to have exponentially many come near.
 */
enum { WEIR_ATOM_MAX_STATES = 1 << 15, WEIR_ATOM_MAX_PLACES = 1 << 20 };

void weir_globs_init(struct weir_globs *globs, enum weir_universe universe, size_t owners, struct weir_arena *arena);
enum weir_status weir_globs_add(struct weir_globs *globs, const struct weir_pattern *parts, size_t part_count,
                                bool widely, size_t owner);
/** Every text of the universe. */
enum weir_status weir_globs_add_everything(struct weir_globs *globs, size_t owner);

/** The atoms, shortest text first. */
enum weir_status weir_atoms_find(const struct weir_globs *globs, struct weir_atoms *atoms);

/* ------------------------------------------------------------------------------------ the two ways */

/** Patterns that are all literals or literals with a `*` behind: a walk over the sorted literals. False: not this way. */
enum weir_status weir_atoms_of_prefixes(const struct weir_globs *globs, struct weir_atoms *atoms, bool *found);
/** Any patterns: the automaton whose states are the places reached in all of them at once. */
enum weir_status weir_atoms_of_globs(const struct weir_globs *globs, struct weir_atoms *atoms);
/** The atom of a set of owners, made with the empty text if it is new; NULL without memory. Valid until the next one. */
struct weir_atom *weir_atoms_put(struct weir_atoms *atoms, struct weir_arena *arena, const uint64_t *owners);

/* A letter that stands for all that no pattern names: readable ones first. */
#define WEIR_FRESH_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789"

#endif
