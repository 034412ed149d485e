/* A location's levels: the bucket, then every folder on the way to it, each with the hash that what stands there is found by. */
#ifndef WEIR_WORLD_PLACE_H
#define WEIR_WORLD_PLACE_H

#include <weir/scope.h>

#include "world/hash_index.h"

/* Of the location itself; a slash at the end says nothing: `s3://b/p` and `s3://b/p/` are one place. */
uint64_t weir_place_hash(struct weir_location location);
bool weir_place_equal(struct weir_location a, struct weir_location b);

/* INVARIANT: `hash` is that of the bytes of the key before `at`. */
struct weir_place_walk {
    struct weir_location location;
    uint64_t hash;
    size_t at;
    bool is_begun, is_done;
};
struct weir_place_walk weir_place_walk(struct weir_location location);
/* The next level, from the bucket downwards; false behind the location itself. */
bool weir_place_next(struct weir_place_walk *walk, uint64_t *hash, struct weir_location *level);

#endif
