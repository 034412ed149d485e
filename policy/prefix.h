/**
 * @file
 * A set of texts, each with numbers behind it, asked which of its members a text starts with.
 *
 * The tree looks at the few bits in which its keys differ and compares nothing, so a search costs as many steps as keys
 * stay apart in, whatever their number and length. What it finds are candidates: whoever asks compares.
 */
#ifndef WEIR_POLICY_PREFIX_H
#define WEIR_POLICY_PREFIX_H

#include "policy/pattern.h"

/* A text to put in, and the number to find under it. */
struct weir_prefix_entry {
    struct weir_str text;
    bool exact; /* the text that asks must be this one, not only start with it */
    uint32_t item;
};

struct weir_prefix_key {
    struct weir_str text;
    bool exact;
    uint32_t parent;       /* the longest other key that this one starts with; WEIR_PREFIX_NONE if there is none */
    const uint32_t *items; /* ascending, each once */
    uint32_t count;
};

/* Two keys differ in the bit `mask` of the symbol at `at`, and in none before it. */
struct weir_prefix_node {
    uint32_t at;
    uint32_t mask;
    uint32_t child[2]; /* a node, or a key with WEIR_PREFIX_LEAF added */
};

#define WEIR_PREFIX_NONE UINT32_MAX
#define WEIR_PREFIX_LEAF ((uint32_t)1 << 31)

/* INVARIANT: keys are sorted and differ; a tree without keys has the root WEIR_PREFIX_NONE. */
struct weir_prefix_tree {
    struct weir_prefix_node *nodes;
    struct weir_prefix_key *keys;
    uint32_t *items;
    uint32_t root;
    uint32_t count; /* of keys */
    bool fold;      /* ASCII letters compare without regard to case */
};

/** An empty tree with room for as many entries. */
enum weir_status weir_prefix_reserve(struct weir_arena *arena, size_t room, struct weir_prefix_tree *tree);
/** Sorts the entries and puts them into the reserved tree, which borrows their texts; the arena is for scratch alone. */
enum weir_status weir_prefix_build(struct weir_prefix_tree *tree, struct weir_prefix_entry *entries, size_t count,
                                   bool fold, struct weir_arena *arena);
/**
 * The key that shares the longest start with the text; WEIR_PREFIX_NONE of an empty tree. Every key that the text starts
 * with is this one or stands in its chain of parents.
 */
uint32_t weir_prefix_find(const struct weir_prefix_tree *tree, struct weir_str text);
/** Does the text start with the key, or, where it is exact, equal it? */
bool weir_prefix_key_covers(const struct weir_prefix_tree *tree, const struct weir_prefix_key *key,
                            struct weir_str text);

#endif
