/* The condition keys of a request: set once, found by name without regard to case ([iam-variables]). */
#include "policy/pattern.h"

enum { FIRST_ENTRIES = 16 };

struct entry {
    struct weir_str key;
    uint32_t hash;
    bool multivalued;
    const struct weir_str *values;
    size_t count;
};

/* INVARIANT: `slots` has twice as many places as `entries`, a power of two; a slot holds an entry's index plus one. */
struct weir_context {
    struct weir_arena *arena;
    struct entry *entries;
    size_t count;
    size_t room;
    uint32_t *slots;
};

/* The slot of a key, or the free one where it belongs. */
static uint32_t *slot_of(const struct weir_context *context, struct weir_str key, uint32_t hash)
{
    const size_t mask = context->room * 2 - 1;
    size_t at = hash & mask;
    for (; context->slots[at] != 0; at = (at + 1) & mask) {
        const struct entry *const entry = &context->entries[context->slots[at] - 1];
        if (entry->hash == hash && weir_str_equal_fold(entry->key, key))
            break;
    }
    return &context->slots[at];
}

static enum weir_status make_room(struct weir_context *context, size_t room)
{
    struct entry *const entries = weir_arena_alloc(context->arena, room, sizeof(*entries));
    uint32_t *const slots = weir_arena_alloc(context->arena, room, 2 * sizeof(*slots));
    if (entries == NULL || slots == NULL)
        return WEIR_ERR_MEMORY;
    if (context->count > 0)
        memcpy(entries, context->entries, context->count * sizeof(*entries));
    context->entries = entries;
    context->slots = slots;
    context->room = room;
    for (size_t i = 0; i < context->count; i++)
        *slot_of(context, entries[i].key, entries[i].hash) = (uint32_t)(i + 1);
    return WEIR_OK;
}

enum weir_status weir_context_new(struct weir_arena *arena, struct weir_context **context)
{
    if (context == NULL)
        return WEIR_ERR_USAGE;
    *context = NULL;
    if (arena == NULL)
        return WEIR_ERR_USAGE;
    struct weir_context *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    made->arena = arena;
    WEIR_TRY(make_room(made, FIRST_ENTRIES));
    *context = made;
    return WEIR_OK;
}

enum weir_status weir_context_set(struct weir_context *context, struct weir_str key, const struct weir_str *values,
                                  size_t count, bool multivalued)
{
    if (context == NULL || key.len == 0 || (count != 1 && !multivalued) || (count > 0 && values == NULL))
        return WEIR_ERR_USAGE;
    struct weir_str *const kept = weir_arena_alloc(context->arena, count, sizeof(*kept));
    if (kept == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        kept[i] = values[i];
    const struct entry entry = {key, weir_key_hash(key), multivalued, kept, count};
    uint32_t *slot = slot_of(context, key, entry.hash);
    if (*slot != 0) {
        context->entries[*slot - 1] = entry;
        return WEIR_OK;
    }
    if (context->count == UINT32_MAX / 4)
        return WEIR_ERR_MEMORY;
    if (context->count == context->room) {
        WEIR_TRY(make_room(context, context->room * 2));
        slot = slot_of(context, key, entry.hash);
    }
    context->entries[context->count++] = entry;
    *slot = (uint32_t)context->count;
    return WEIR_OK;
}

enum weir_status weir_context_set_text(struct weir_context *context, struct weir_str key, struct weir_str value)
{
    return weir_context_set(context, key, &value, 1, false);
}

bool weir_context_lookup(const struct weir_context *context, struct weir_str key, uint32_t hash,
                         const struct weir_str **values, size_t *count, bool *multivalued)
{
    const uint32_t index = context == NULL || key.len == 0 ? 0 : *slot_of(context, key, hash);
    const struct entry *const entry = index == 0 ? NULL : &context->entries[index - 1];
    if (values != NULL)
        *values = entry == NULL ? NULL : entry->values;
    if (count != NULL)
        *count = entry == NULL ? 0 : entry->count;
    if (multivalued != NULL)
        *multivalued = entry != NULL && entry->multivalued;
    return entry != NULL;
}

bool weir_context_find(const struct weir_context *context, struct weir_str key, const struct weir_str **values,
                       size_t *count, bool *multivalued)
{
    return weir_context_lookup(context, key, weir_key_hash(key), values, count, multivalued);
}

size_t weir_context_count(const struct weir_context *context)
{
    return context == NULL ? 0 : context->count;
}

struct weir_str weir_context_key(const struct weir_context *context, size_t index)
{
    return index < weir_context_count(context) ? context->entries[index].key : (struct weir_str){NULL, 0};
}
