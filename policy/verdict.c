/* What a verdict holds: the effect, the type of policy that decided, the statements that did ([iam-access-denied]). */
#include <stdalign.h>

#include "policy/layers.h"

const char *weir_effect_name(enum weir_effect effect)
{
    switch (effect) {
    case WEIR_EFFECT_ALLOW:
        return "Allowed";
    case WEIR_EFFECT_EXPLICIT_DENY:
        return "ExplicitlyDenied";
    case WEIR_EFFECT_IMPLICIT_DENY:
        break;
    }
    return "ImplicitlyDenied";
}

/* The room for deciders is left as it is: only what was put there is read. */
struct weir_verdict *weir_verdict_new(struct weir_arena *arena)
{
    struct weir_verdict *const verdict = weir_arena_take(arena, sizeof(*verdict), alignof(struct weir_verdict));
    if (verdict == NULL)
        return NULL;
    verdict->effect = WEIR_EFFECT_IMPLICIT_DENY;
    verdict->kind = WEIR_POLICY_IDENTITY;
    verdict->silent_level = 0;
    verdict->needs_no_permission = false;
    verdict->regardless = NULL;
    verdict->deciders.count = 0;
    verdict->deciders.blocks = NULL;
    return verdict;
}

static struct weir_spoken *in_blocks(struct weir_spoken_block *block, size_t index)
{
    for (index -= WEIR_DECIDERS_INLINE; index >= WEIR_DECIDERS_BLOCK; index -= WEIR_DECIDERS_BLOCK)
        block = block->next;
    return &block->items[index];
}

struct weir_spoken *weir_deciders_at(struct weir_deciders *deciders, size_t index)
{
    return index < WEIR_DECIDERS_INLINE ? &deciders->first[index] : in_blocks(deciders->blocks, index);
}

/* Where the block for one more stands, or is to be linked. */
static struct weir_spoken_block **block_link(struct weir_deciders *deciders)
{
    struct weir_spoken_block **link = &deciders->blocks;
    for (size_t before = (deciders->count - WEIR_DECIDERS_INLINE) / WEIR_DECIDERS_BLOCK; before > 0; before--)
        link = &(*link)->next;
    return link;
}

enum weir_status weir_deciders_add(struct weir_deciders *deciders, struct weir_arena *arena,
                                   const struct weir_spot *spot, enum weir_named named)
{
    if (deciders->count >= WEIR_DECIDERS_INLINE) {
        struct weir_spoken_block **const link = block_link(deciders);
        if (*link == NULL)
            *link = weir_arena_alloc(arena, 1, sizeof(**link));
        if (*link == NULL)
            return WEIR_ERR_MEMORY;
    }
    const struct weir_str sid = spot->policy->statements[spot->statement].sid;
    *weir_deciders_at(deciders, deciders->count++) = (struct weir_spoken){
        {spot->kind, spot->policy, spot->policy_index, spot->level, spot->statement, sid}, named};
    return WEIR_OK;
}

enum weir_effect weir_verdict_effect(const struct weir_verdict *verdict)
{
    return verdict == NULL ? WEIR_EFFECT_IMPLICIT_DENY : verdict->effect;
}

enum weir_policy_kind weir_verdict_kind(const struct weir_verdict *verdict)
{
    return verdict == NULL ? WEIR_POLICY_IDENTITY : verdict->kind;
}

size_t weir_verdict_decider_count(const struct weir_verdict *verdict)
{
    return verdict == NULL ? 0 : verdict->deciders.count;
}

bool weir_verdict_decider(const struct weir_verdict *verdict, size_t index, struct weir_decider *decider)
{
    if (decider == NULL)
        return false;
    *decider = (struct weir_decider){.kind = WEIR_POLICY_IDENTITY};
    if (index >= weir_verdict_decider_count(verdict))
        return false;
    const struct weir_deciders *const deciders = &verdict->deciders;
    *decider = index < WEIR_DECIDERS_INLINE ? deciders->first[index].decider
                                            : in_blocks(deciders->blocks, index)->decider;
    return true;
}
