/* An index over an array: hash to positions. Holds no keys; who asks compares them. */
#ifndef WEIR_WORLD_HASH_INDEX_H
#define WEIR_WORLD_HASH_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>

struct weir_hash_slot {
    uint32_t tag;
    uint32_t position; /* one more than the position; 0: free */
};
/* INVARIANT: more slots than entries, a power of two of them; or none at all. */
struct weir_hash_index {
    struct weir_hash_slot *slots;
    size_t mask;
};

#define WEIR_HASH_INIT UINT64_C(0xcbf29ce484222325)
/* Takes one more part into a hash; parts do not run into each other. */
uint64_t weir_hash_part(uint64_t hash, struct weir_str part);
/* Takes in one byte, for who needs the hash of every prefix. */
static inline uint64_t weir_hash_byte(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT64_C(0x100000001b3); /* FNV-1a */
}

enum weir_status weir_hash_index_init(struct weir_hash_index *index, size_t entries, struct weir_arena *arena);
/* No more often than the index has room for. */
void weir_hash_index_add(struct weir_hash_index *index, uint64_t hash, size_t position);

struct weir_hash_probe {
    size_t at;
    uint32_t tag;
};
struct weir_hash_probe weir_hash_probe(uint64_t hash);
/* The next position whose key may have the hash, in the order of adding; false when there is none. */
bool weir_hash_index_next(const struct weir_hash_index *index, struct weir_hash_probe *probe, size_t *position);

#endif
