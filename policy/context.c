/* The condition keys of a request: set once, found by name without regard to case ([iam-variables]). */
#include "policy/pattern.h"

enum { FIRST_ENTRIES = 16 };

/* A key's hash, and its entry's index plus one; 0 for a free slot. */
struct slot {
    uint32_t hash;
    uint32_t entry;
};

/* INVARIANT: `slots` has twice as many places as `entries`, a power of two. */
struct weir_context {
    struct weir_arena *arena;
    struct weir_context_entry *entries;
    size_t count;
    size_t room;
    struct slot *slots;
};

/* The slot of a key at or behind `at`, or the free one where it belongs. */
WEIR_RARE static struct slot *slot_from(const struct weir_context *context, struct weir_str key, uint32_t hash,
                                        size_t at)
{
    const size_t mask = context->room * 2 - 1;
    for (; context->slots[at].entry != 0; at = (at + 1) & mask) {
        const struct slot *const slot = &context->slots[at];
        if (slot->hash == hash && weir_str_equal_fold(context->entries[slot->entry - 1].key, key))
            break;
    }
    return &context->slots[at];
}

static struct slot *slot_of(const struct weir_context *context, struct weir_str key, uint32_t hash)
{
    return slot_from(context, key, hash, hash & (context->room * 2 - 1));
}

static enum weir_status make_room(struct weir_context *context, size_t room)
{
    struct weir_context_entry *const entries = weir_arena_alloc(context->arena, room, sizeof(*entries));
    struct slot *const slots = weir_arena_alloc(context->arena, room, 2 * sizeof(*slots));
    if (entries == NULL || slots == NULL)
        return WEIR_ERR_MEMORY;
    if (context->count > 0)
        memcpy(entries, context->entries, context->count * sizeof(*entries));
    const struct slot *const old = context->slots;
    const size_t old_slots = context->room * 2;
    context->entries = entries;
    context->slots = slots;
    context->room = room;
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].entry != 0)
            *slot_of(context, entries[old[i].entry - 1].key, old[i].hash) = old[i];
    }
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

/* What was set is never written again, so the values are shared. */
enum weir_status weir_context_copy(const struct weir_context *context, struct weir_arena *arena,
                                   struct weir_context **copy)
{
    *copy = NULL;
    struct weir_context *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    struct weir_context_entry *const entries = weir_arena_alloc(arena, context->room, sizeof(*entries));
    struct slot *const slots = weir_arena_alloc(arena, context->room, 2 * sizeof(*slots));
    if (made == NULL || entries == NULL || slots == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(entries, context->entries, context->count * sizeof(*entries));
    memcpy(slots, context->slots, context->room * 2 * sizeof(*slots));
    *made = (struct weir_context){arena, entries, context->count, context->room, slots};
    *copy = made;
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
    const struct weir_context_entry entry = {key, kept, count, multivalued};
    const uint32_t hash = weir_key_hash(key);
    struct slot *slot = slot_of(context, key, hash);
    if (slot->entry != 0) {
        context->entries[slot->entry - 1] = entry;
        return WEIR_OK;
    }
    if (context->count == UINT32_MAX / 4)
        return WEIR_ERR_MEMORY;
    if (context->count == context->room) {
        WEIR_TRY(make_room(context, context->room * 2));
        slot = slot_of(context, key, hash);
    }
    context->entries[context->count++] = entry;
    *slot = (struct slot){hash, (uint32_t)context->count};
    return WEIR_OK;
}

enum weir_status weir_context_set_text(struct weir_context *context, struct weir_str key, struct weir_str value)
{
    return weir_context_set(context, key, &value, 1, false);
}

const struct weir_context_entry *weir_context_entry(const struct weir_context *context, struct weir_str key,
                                                    uint32_t hash)
{
    if (context == NULL || key.len == 0)
        return NULL;
    const size_t at = hash & (context->room * 2 - 1);
    const struct slot *slot = &context->slots[at];
    /* most texts spell a key as the documentation does, and most keys are alone in their slot */
    if (slot->entry != 0 && slot->hash == hash && weir_same_text(context->entries[slot->entry - 1].key, key))
        return &context->entries[slot->entry - 1];
    slot = slot_from(context, key, hash, at);
    return slot->entry == 0 ? NULL : &context->entries[slot->entry - 1];
}

bool weir_context_find(const struct weir_context *context, struct weir_str key, const struct weir_str **values,
                       size_t *count, bool *multivalued)
{
    const struct weir_context_entry *const entry = weir_context_entry(context, key, weir_key_hash(key));
    if (values != NULL)
        *values = entry == NULL ? NULL : entry->values;
    if (count != NULL)
        *count = entry == NULL ? 0 : entry->count;
    if (multivalued != NULL)
        *multivalued = entry != NULL && entry->multivalued;
    return entry != NULL;
}

size_t weir_context_count(const struct weir_context *context)
{
    return context == NULL ? 0 : context->count;
}

struct weir_str weir_context_key(const struct weir_context *context, size_t index)
{
    return index < weir_context_count(context) ? context->entries[index].key : (struct weir_str){NULL, 0};
}
