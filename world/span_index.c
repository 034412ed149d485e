/* Groups what was added by its hash, in time that does not depend on how many share one ([weir-local], DESIGN §8). */
#include "world/span_index.h"
#include "base/base_impl.h"

enum weir_status weir_span_index_init(struct weir_span_index *index, size_t capacity, struct weir_arena *arena)
{
    *index = (struct weir_span_index){NULL, 0, NULL, 0, NULL, {NULL, 0}};
    if (capacity == 0)
        return WEIR_OK;
    index->entries = weir_arena_alloc(arena, capacity, sizeof *index->entries);
    index->groups = weir_arena_alloc(arena, capacity, sizeof *index->groups);
    if (index->entries == NULL || index->groups == NULL)
        return WEIR_ERR_MEMORY;
    return weir_hash_index_init(&index->index, capacity, arena);
}

static struct weir_span_group *find_group(const struct weir_span_index *index, uint64_t hash)
{
    struct weir_hash_probe probe = weir_hash_probe(hash);
    size_t at = 0;
    while (weir_hash_index_next(&index->index, &probe, &at)) {
        if (index->groups[at].hash == hash)
            return &index->groups[at];
    }
    return NULL;
}

void weir_span_index_add(struct weir_span_index *index, uint64_t hash, size_t position)
{
    struct weir_span_group *group = find_group(index, hash);
    if (group == NULL) {
        group = &index->groups[index->group_count];
        group->hash = hash;
        weir_hash_index_add(&index->index, hash, index->group_count++);
    }
    group->count++;
    index->entries[index->count++] = (struct weir_span_entry){(uint32_t)(group - index->groups), (uint32_t)position};
}

enum weir_status weir_span_index_finish(struct weir_span_index *index, struct weir_arena *arena)
{
    uint32_t start = 0;
    index->positions = weir_arena_alloc(arena, index->count, sizeof *index->positions);
    if (index->positions == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < index->group_count; i++) {
        index->groups[i].start = start;
        start += index->groups[i].count;
        index->groups[i].count = 0; /* counted again as the places are filled */
    }
    for (size_t i = 0; i < index->count; i++) {
        struct weir_span_group *const group = &index->groups[index->entries[i].group];
        index->positions[group->start + group->count++] = index->entries[i].position;
    }
    return WEIR_OK;
}

struct weir_span weir_span_index_find(const struct weir_span_index *index, uint64_t hash)
{
    const struct weir_span_group *const group = find_group(index, hash);
    if (group == NULL)
        return (struct weir_span){NULL, 0};
    return (struct weir_span){index->positions + group->start, group->count};
}
