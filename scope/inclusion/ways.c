/*
 * Which points a key has for the statements that still hold where it is asked for: those of one bucket look only at the
 * prefixes of that bucket, so that buckets and prefixes are no product ([scope-shape]).
 */
#include "scope/inclusion/inclusion.h"

/* Keys are narrowed while that costs no more than so many times the operands of all their conditions. */
enum { MOST_TIMES = 8 };

/* A literal, or one with a `*` behind: their points cost n log n, where those of other patterns may cost the limit. */
static bool is_prefix(const struct weir_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const enum weir_piece_kind kind = pattern->pieces[i].kind;
        if (kind != WEIR_PIECE_LITERAL && (kind != WEIR_PIECE_RUN || i + 1 < pattern->count))
            return false;
    }
    return true;
}

static bool asks_for_prefixes(const struct weir_demand *demand)
{
    const struct weir_condition *const condition = demand->condition;
    if (demand->operand_varies != NULL || condition->quantifier != WEIR_FOR_ONE)
        return false;
    const enum weir_read_as reading = weir_condition_read_as(condition);
    if (reading != WEIR_AS_TEXT)
        return reading == WEIR_AS_NOTHING;
    for (size_t i = 0; i < condition->count; i++) {
        if (!is_prefix(&condition->operands[i].as.pattern))
            return false;
    }
    return true;
}

void weir_ways_init(struct weir_ways *ways, struct weir_key *key, size_t words)
{
    *ways = (struct weir_ways){.key = key, .sets = {.words = words, .complete = true}};
    for (size_t i = 0; i < key->count; i++) {
        struct weir_demand *const demand = &key->demands[i];
        demand->is_prefixes = asks_for_prefixes(demand);
        ways->left += MOST_TIMES * (demand->condition->count + 1);
    }
}

/* INVARIANT: demands stand in the order of their statements. */
static size_t first_demand_of(const struct weir_key *key, size_t said)
{
    size_t low = 0;
    size_t high = key->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (key->demands[middle].said < said)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The demands of some statements, one after the other, counted and, where there is room for them, copied. */
static void gather(const struct weir_comparison *comparison, const struct weir_key *from, const uint64_t *said,
                   struct weir_key *to)
{
    to->count = 0;
    for (size_t i = 0; i < comparison->words * WEIR_WORD_BITS; i++) {
        if (said[i / WEIR_WORD_BITS] == 0) {
            i += WEIR_WORD_BITS - 1 - i % WEIR_WORD_BITS;
            continue;
        }
        size_t at = weir_bits_have(said, i) ? first_demand_of(from, i) : from->count;
        for (; at < from->count && from->demands[at].said == i; at++, to->count++) {
            if (to->demands != NULL)
                to->demands[to->count] = from->demands[at];
        }
    }
}

static enum weir_status make_whole(struct weir_comparison *comparison, struct weir_axis *axis)
{
    return axis->count > 0 ? WEIR_OK : weir_axis_of_key(comparison, axis->ways.key, axis);
}

/* Worth it: fewer demands than all, every one cheap, and the allowance lasts. */
static bool can_narrow(struct weir_ways *ways, const struct weir_key *narrowed)
{
    size_t cost = 0;
    for (size_t i = 0; i < narrowed->count; i++) {
        if (!narrowed->demands[i].is_prefixes)
            return false;
        cost += narrowed->demands[i].condition->count + 1;
    }
    if (narrowed->count == ways->key->count || cost > ways->left)
        return false;
    ways->left -= cost;
    return true;
}

static enum weir_status make_way(struct weir_comparison *comparison, struct weir_axis *axis, const uint64_t *said,
                                 const struct weir_axis **way)
{
    struct weir_arena *const arena = comparison->arena;
    struct weir_key narrowed = {.name = axis->key, .hash = axis->ways.key->hash};
    gather(comparison, axis->ways.key, said, &narrowed);
    narrowed.demands = weir_arena_alloc(arena, narrowed.count, sizeof(*narrowed.demands));
    if (narrowed.demands == NULL)
        return WEIR_ERR_MEMORY;
    gather(comparison, axis->ways.key, said, &narrowed);
    *way = axis;
    if (axis->multivalued || !can_narrow(&axis->ways, &narrowed))
        return make_whole(comparison, axis);
    struct weir_axis *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    made->key = axis->key;
    *way = made;
    return weir_axis_of_key(comparison, &narrowed, made);
}

static enum weir_status make_room(struct weir_ways *ways, struct weir_arena *arena)
{
    const struct weir_axis **const items = weir_arena_take(arena, ways->sets.room * sizeof(*items), _Alignof(void *));
    if (items == NULL)
        return WEIR_ERR_MEMORY;
    if (ways->room > 0)
        memcpy(items, ways->items, ways->room * sizeof(*items));
    ways->items = items;
    ways->room = ways->sets.room;
    return WEIR_OK;
}

enum weir_status weir_axis_way(struct weir_comparison *comparison, struct weir_axis *axis, const uint64_t *holding,
                               uint64_t *scratch, const struct weir_axis **way)
{
    struct weir_ways *const ways = &axis->ways;
    const size_t known = ways->sets.count;
    *way = NULL;
    if (!weir_bits_meet(holding, axis->speaking, comparison->words))
        return WEIR_OK;
    for (size_t i = 0; i < comparison->words; i++)
        scratch[i] = holding[i] & axis->speaking[i];
    const struct weir_atom *const set = weir_atoms_put(&ways->sets, comparison->arena, scratch);
    if (set == NULL)
        return WEIR_ERR_MEMORY;
    const size_t index = (size_t)(set - ways->sets.items);
    if (index == known) {
        if (index >= ways->room)
            WEIR_TRY(make_room(ways, comparison->arena));
        WEIR_TRY(make_way(comparison, axis, set->owners, &ways->items[index]));
    }
    *way = ways->items[index];
    return WEIR_OK;
}
