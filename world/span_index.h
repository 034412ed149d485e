/* An index of many under one key: hash to a span of positions, in the order of adding, however many share the key. */
#ifndef WEIR_WORLD_SPAN_INDEX_H
#define WEIR_WORLD_SPAN_INDEX_H

#include "world/hash_index.h"

struct weir_span_entry {
    uint32_t group;
    uint32_t position;
};
struct weir_span_group {
    uint64_t hash;
    uint32_t start;
    uint32_t count;
};
/* Filled by _add up to the capacity, then finished once, then only read. Holds no keys; who asks compares them. */
struct weir_span_index {
    struct weir_span_entry *entries;
    size_t count;
    struct weir_span_group *groups;
    size_t group_count;
    uint32_t *positions;
    struct weir_hash_index index; /* of the groups */
};
struct weir_span {
    const uint32_t *positions;
    size_t count;
};

enum weir_status weir_span_index_init(struct weir_span_index *index, size_t capacity, struct weir_arena *arena);
void weir_span_index_add(struct weir_span_index *index, uint64_t hash, size_t position);
enum weir_status weir_span_index_finish(struct weir_span_index *index, struct weir_arena *arena);
/* Empty where nothing has the hash. */
struct weir_span weir_span_index_find(const struct weir_span_index *index, uint64_t hash);

#endif
