/**
 * @file
 * The condition keys that every service may see, and what the lint must know of each.
 */
#ifndef WEIR_POLICY_CONDITION_KEYS_H
#define WEIR_POLICY_CONDITION_KEYS_H

#include <stdbool.h>

#include <weir/base.h>

struct weir_condition_key {
    struct weir_str name; /* as AWS spells it; one that ends in `/` is followed by the key of a tag */
    bool multivalued;
    bool guards; /* says where a request comes from or who stands behind it: absent, it must not let a request pass */
};

/** Without regard to case; NULL for a key that is not in the table. */
const struct weir_condition_key *weir_condition_key_find(struct weir_str name);
/** The key that a misspelt one is probably meant to be; NULL where none is near. */
const struct weir_condition_key *weir_condition_key_near(struct weir_str name);
/** The rows, for tests that walk them. */
const struct weir_condition_key *weir_condition_keys(size_t *count);

enum { WEIR_NEAR_MAX_BYTES = 64 };
/** Inserted, removed and replaced bytes from one text to the other, ASCII case apart; more than any for a long text. */
size_t weir_edit_distance(struct weir_str a, struct weir_str b);

#endif
