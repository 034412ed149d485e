/* Decides by how many characters a policy grows with one more reach, without writing it ([scope-shrink]). */
#include "scope/room.h"

#include "base/base_impl.h"

enum { COMMA = 1, BRACKETS = 2 };
enum { EMPTY_POLICY = sizeof WEIR_SCOPE_OPEN - 1 + sizeof WEIR_SCOPE_CLOSE - 1 - COMMA }; /* the first has no comma */
enum { LIST_FRAME = sizeof WEIR_SCOPE_LIST + sizeof WEIR_SCOPE_LIST_PREFIX + sizeof WEIR_SCOPE_LIST_END - 3 };
enum { WHOLE_FRAME = sizeof WEIR_SCOPE_LIST_WHOLE + sizeof WEIR_SCOPE_END - 2 };
enum { LOCATE_FRAME = sizeof WEIR_SCOPE_LOCATE + sizeof WEIR_SCOPE_END - 2 };

enum weir_status weir_room_init(struct weir_room *room, const struct weir_scope_frames *frames, size_t reaches,
                                struct weir_arena *arena)
{
    size_t slots = 4;
    while (slots < 2 * (reaches + 1))
        slots *= 2;
    *room = (struct weir_room){.frames = frames, .mask = slots - 1};
    room->policies = weir_arena_alloc(arena, reaches + 1, sizeof *room->policies);
    room->buckets = weir_arena_alloc(arena, slots, sizeof *room->buckets);
    if (room->policies == NULL || room->buckets == NULL)
        return WEIR_ERR_MEMORY;
    room->policies[0].characters = EMPTY_POLICY;
    return WEIR_OK;
}

/* The record of a bucket in a policy, or the free slot for it: each reach uses one at most, so half of all stay free. */
static struct weir_room_bucket *find(const struct weir_room *room, size_t policy, size_t bucket)
{
    uint64_t hash = (uint64_t)policy * 0x9e3779b97f4a7c15U ^ (uint64_t)bucket * 0xc2b2ae3d27d4eb4fU;
    hash ^= hash >> 32;
    for (size_t i = (size_t)hash & room->mask;; i = (i + 1) & room->mask) {
        struct weir_room_bucket *const slot = &room->buckets[i];
        if (!slot->is_used || (slot->policy == policy && slot->bucket == bucket))
            return slot;
    }
}

/* A list of `members` takes in `added` more; a frame, with its comma, comes with the first. */
static size_t list_growth(size_t members, size_t frame, size_t added, size_t characters)
{
    if (added == 0)
        return 0;
    const size_t commas = members == 0 ? added - 1 : added;
    const size_t brackets = members < 2 && members + added > 1 ? BRACKETS : 0;
    return (members == 0 ? frame + COMMA : 0) + characters + commas + brackets;
}

/* What a reach adds to a list: so many strings of so many characters. */
struct addition {
    size_t count;
    size_t characters;
    size_t frame;
};

static void add_piece(struct addition *addition, const struct weir_spelling *piece)
{
    if (piece->characters == 0)
        return;
    addition->count++;
    addition->characters += piece->characters;
}

static bool is_listed_in_part(const struct weir_reach *reach)
{
    return reach->whole_list && reach->key.len != 0;
}

/* What the reach adds to each list of a policy that names its bucket as `bucket` says. */
static void add_all(const struct weir_room *room, const struct weir_room_bucket *bucket, const struct weir_reach *reach,
                    struct addition additions[WEIR_ROOM_LISTS])
{
    const struct weir_scope_frames *const frames = room->frames;
    const size_t writes = weir_scope_writes(reach->whole_access);
    const size_t listed = is_listed_in_part(reach) ? WEIR_ROOM_PARTLY : WEIR_ROOM_WHOLE;
    additions[WEIR_ROOM_WHOLE].frame = WHOLE_FRAME;
    additions[WEIR_ROOM_PARTLY].frame = LOCATE_FRAME;
    if (reach->whole_list && !bucket->is_named[listed - WEIR_ROOM_WHOLE])
        add_piece(&additions[listed], &reach->bucket->arn);
    if (reach->whole_access == WEIR_ACCESS_NONE)
        return;
    struct addition *const objects = &additions[reach->whole_access - WEIR_ACCESS_READ];
    objects->frame = frames->objects[reach->whole_access].len + sizeof WEIR_SCOPE_END - 1;
    add_piece(objects, &reach->objects);
    if (frames->any_key[writes].len == 0)
        return;
    struct addition *const encrypted = &additions[WEIR_ROOM_ENCRYPTED + writes];
    encrypted->frame = frames->any_key[writes].len + frames->any_key_end.len;
    if (!bucket->is_named[WEIR_ROOM_ENCRYPTED + writes - WEIR_ROOM_WHOLE])
        add_piece(encrypted, &reach->bucket->arn);
    add_piece(encrypted, &reach->objects);
}

static size_t listing_growth(const struct weir_room_bucket *bucket, const struct weir_reach *reach)
{
    struct addition addition = {.frame = LIST_FRAME + reach->bucket->arn.characters};
    if (!is_listed_in_part(reach))
        return 0;
    add_piece(&addition, &reach->bare);
    add_piece(&addition, &reach->prefix);
    return list_growth(bucket->prefixes, addition.frame, addition.count, addition.characters);
}

/* The statement of known keys is one for all: it changes when the first access, or the first writing one, comes. */
static size_t keys_length(const struct weir_scope_frames *frames, enum weir_access access)
{
    const struct weir_str statement = frames->keys[weir_scope_writes(access)];
    return access == WEIR_ACCESS_NONE || statement.len == 0 ? 0 : statement.len + COMMA;
}

static enum weir_access stronger(enum weir_access a, enum weir_access b)
{
    return a > b ? a : b;
}

static size_t growth(const struct weir_room *room, const struct weir_room_policy *policy,
                     const struct weir_room_bucket *bucket, const struct weir_reach *reach)
{
    struct addition additions[WEIR_ROOM_LISTS] = {{0, 0, 0}};
    size_t sum = listing_growth(bucket, reach);
    add_all(room, bucket, reach, additions);
    for (size_t i = 0; i < WEIR_ROOM_LISTS; i++)
        sum += list_growth(policy->members[i], additions[i].frame, additions[i].count, additions[i].characters);
    return sum + keys_length(room->frames, stronger(policy->strongest, reach->whole_access)) -
           keys_length(room->frames, policy->strongest);
}

size_t weir_room_growth(const struct weir_room *room, size_t policy, const struct weir_reach *reach)
{
    return growth(room, &room->policies[policy], find(room, policy, reach->bucket->number), reach);
}

size_t weir_room_least_growth(const struct weir_room *room, const struct weir_reach *reach)
{
    static const struct weir_room_policy policy = {0, {2, 2, 2, 2, 2, 2, 2}, WEIR_ACCESS_READWRITE};
    static const struct weir_room_bucket bucket = {0, 0, 2, {true, true, true, true}, true};
    return growth(room, &policy, &bucket, reach);
}

void weir_room_take(struct weir_room *room, size_t policy, const struct weir_reach *reach)
{
    struct weir_room_policy *const taker = &room->policies[policy];
    struct weir_room_bucket *const bucket = find(room, policy, reach->bucket->number);
    struct addition additions[WEIR_ROOM_LISTS] = {{0, 0, 0}};
    taker->characters += growth(room, taker, bucket, reach);
    add_all(room, bucket, reach, additions);
    for (size_t i = 0; i < WEIR_ROOM_LISTS; i++) {
        taker->members[i] += (uint32_t)additions[i].count;
        if (i >= WEIR_ROOM_WHOLE && additions[i].count > 0)
            bucket->is_named[i - WEIR_ROOM_WHOLE] = true;
    }
    if (is_listed_in_part(reach))
        bucket->prefixes += reach->bare.characters > 0 ? 2 : 1;
    taker->strongest = stronger(taker->strongest, reach->whole_access);
    bucket->policy = policy;
    bucket->bucket = reach->bucket->number;
    bucket->is_used = true;
    if (policy == room->count)
        room->policies[++room->count].characters = EMPTY_POLICY;
}
