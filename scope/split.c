/* Decides which policy says which location where one cannot say all: first fit, the longest first ([scope-shrink]). */
#include "base/base_impl.h"
#include "scope/room.h"

/* Policies that have room for the words but not for their statements, before only those that surely fit are tried. */
enum { NEAR_MISSES = 16 };

/* The reaches of a split and, as a tree over the policies, the most room that is left in each half. */
struct split {
    const struct weir_scope_plan *plan;
    struct weir_room room;
    size_t *most; /* most[1] of all; most[leaves + i] of policy i */
    size_t leaves;
};

struct item {
    struct weir_reach *reach;
    size_t alone; /* the characters that a policy for it alone adds to the empty one */
};

/* The longest first; equal ones as they are sorted, whatever the order of the grants. */
static int compare_items(const void *a, const void *b)
{
    const struct item *const x = a;
    const struct item *const y = b;
    if (x->alone != y->alone)
        return x->alone > y->alone ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void set_room(struct split *split, size_t policy, size_t left)
{
    size_t at = split->leaves + policy;
    split->most[at] = left;
    for (at /= 2; at > 0; at /= 2) {
        const size_t a = split->most[2 * at];
        const size_t b = split->most[2 * at + 1];
        split->most[at] = a > b ? a : b;
    }
}

/* The first policy from `start` on that has so many characters left; there is always a new one. */
static size_t first_with(const struct split *split, size_t start, size_t needed)
{
    size_t at = split->leaves + start;
    while (split->most[at] < needed) {
        while (at % 2 == 1) /* the last child: what follows is further up */
            at /= 2;
        at++;
    }
    while (at < split->leaves)
        at = split->most[2 * at] >= needed ? 2 * at : 2 * at + 1;
    return at - split->leaves;
}

static size_t left_in(const struct split *split, size_t policy)
{
    return split->plan->max_characters - split->room.policies[policy].characters;
}

static size_t choose(const struct split *split, const struct item *item)
{
    const size_t least = weir_room_least_growth(&split->room, item->reach);
    size_t policy = first_with(split, 0, least);
    for (size_t missed = 0; weir_room_growth(&split->room, policy, item->reach) > left_in(split, policy); missed++)
        policy = first_with(split, policy + 1, missed < NEAR_MISSES ? least : item->alone);
    return policy;
}

static enum weir_status make_tree(struct split *split, size_t count, struct weir_arena *arena)
{
    split->leaves = 1;
    while (split->leaves < count + 1)
        split->leaves *= 2;
    split->most = weir_arena_alloc(arena, 2 * split->leaves, sizeof *split->most);
    if (split->most == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < split->leaves; i++)
        split->most[split->leaves + i] = left_in(split, 0); /* none is begun: each is as empty as the first */
    for (size_t i = split->leaves; i-- > 1;)
        split->most[i] = split->most[2 * i];
    return WEIR_OK;
}

/* Each reach with what it would need alone; TOO_LARGE names the first grant that needs more than there is. */
static enum weir_status measure(const struct split *split, const struct weir_reached *reached, struct item *items,
                                void **sorted, struct weir_scope_fault *fault)
{
    const struct weir_reach *worst = NULL;
    for (size_t i = 0; i < reached->kept.count; i++) {
        struct weir_reach *const reach = reached->kept.items[i];
        items[i] = (struct item){reach, weir_room_growth(&split->room, 0, reach)};
        sorted[i] = &items[i];
        const bool fits = items[i].alone + split->room.policies[0].characters <= split->plan->max_characters;
        if (!fits && (worst == NULL || reach->order < worst->order))
            worst = reach;
    }
    if (worst == NULL)
        return WEIR_OK;
    *fault = (struct weir_scope_fault){WEIR_SCOPE_POLICY_TOO_LARGE, worst->uri};
    return WEIR_REFUSED;
}

static void place_all(struct split *split, void *const *sorted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct item *const item = sorted[i];
        const size_t policy = choose(split, item);
        weir_room_take(&split->room, policy, item->reach);
        set_room(split, policy, left_in(split, policy));
        item->reach->policy = policy;
    }
}

/* The reaches of each policy in their sorted order, each with all that is given to it but what its own policy says
 * around it. */
static enum weir_status gather(const struct split *split, const struct weir_reached *reached, struct weir_arena *arena,
                               struct weir_reach_list *policies)
{
    const size_t count = reached->kept.count;
    struct weir_reach **const items = weir_arena_alloc(arena, count, sizeof *items);
    if (items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        policies[reached->kept.items[i]->policy].count++;
    struct weir_reach **next = items;
    for (size_t i = 0; i < split->room.count; i++) {
        policies[i].items = next;
        next += policies[i].count;
        policies[i].count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct weir_reach *const reach = reached->kept.items[i];
        struct weir_reach_list *const list = &policies[reach->policy];
        reach->access = reach->whole_access;
        reach->list = reach->whole_list;
        list->items[list->count++] = reach;
    }
    return WEIR_OK;
}

enum weir_status weir_scope_split(const struct weir_scope_plan *plan, const struct weir_scope_frames *frames,
                                  const struct weir_reached *reached, struct weir_arena *arena,
                                  struct weir_reach_list **policies, size_t *count, struct weir_scope_fault *fault)
{
    struct split split = {.plan = plan};
    const size_t reaches = reached->kept.count;
    struct item *const items = weir_arena_alloc(arena, reaches, sizeof *items);
    void **const sorted = weir_arena_alloc(arena, reaches, sizeof *sorted);
    if (items == NULL || sorted == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_room_init(&split.room, frames, reaches, arena));
    WEIR_TRY(measure(&split, reached, items, sorted, fault));
    WEIR_TRY(make_tree(&split, reaches, arena));
    weir_sort_pointers(sorted, reaches, compare_items);
    place_all(&split, sorted, reaches);
    *policies = weir_arena_alloc(arena, split.room.count, sizeof **policies);
    if (*policies == NULL)
        return WEIR_ERR_MEMORY;
    *count = split.room.count;
    return gather(&split, reached, arena, *policies);
}
