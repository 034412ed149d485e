/* The index of a world's tables: open addressing, hashes of eight bytes at a time with a final mix, order of adding kept among equal keys. */
#include "world/hash_index.h"
#include "base/base_impl.h"

uint64_t weir_hash_part(uint64_t hash, struct weir_str part)
{
    size_t at = 0;
    for (; part.len - at >= 8; at += 8)
        hash = weir_stir(hash, weir_load64(part.ptr + at));
    return weir_stir(hash, weir_load_rest(part, at) ^ (uint64_t)part.len << 56);
}

static uint64_t mixed(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 29;
    return hash;
}

enum weir_status weir_hash_index_init(struct weir_hash_index *index, size_t entries, struct weir_arena *arena)
{
    *index = (struct weir_hash_index){NULL, 0};
    if (entries == 0)
        return WEIR_OK;
    if (entries > UINT32_MAX / 4)
        return WEIR_ERR_LIMIT;
    size_t slots = 4;
    while (slots < entries * 2)
        slots *= 2;
    index->slots = weir_arena_alloc(arena, slots, sizeof *index->slots);
    if (index->slots == NULL)
        return WEIR_ERR_MEMORY;
    index->mask = slots - 1;
    return WEIR_OK;
}

struct weir_hash_probe weir_hash_probe(uint64_t hash)
{
    const uint64_t spread = mixed(hash);
    return (struct weir_hash_probe){(size_t)spread, (uint32_t)(spread >> 32)};
}

void weir_hash_index_add(struct weir_hash_index *index, uint64_t hash, size_t position)
{
    const struct weir_hash_probe probe = weir_hash_probe(hash);
    size_t at = probe.at & index->mask;
    while (index->slots[at].position != 0)
        at = (at + 1) & index->mask;
    index->slots[at] = (struct weir_hash_slot){probe.tag, (uint32_t)position + 1};
}

bool weir_hash_index_next(const struct weir_hash_index *index, struct weir_hash_probe *probe, size_t *position)
{
    if (index->slots == NULL)
        return false;
    for (;;) {
        const struct weir_hash_slot slot = index->slots[probe->at & index->mask];
        if (slot.position == 0)
            return false;
        probe->at++;
        if (slot.tag == probe->tag) {
            *position = slot.position - 1;
            return true;
        }
    }
}
