/*
 * Decides which grants each policy of an emission is compared with ([scope-shrink]). The choice needs no trust: a text
 * within some of the grants is within all of them, and every grant stands whole in some claim.
 */
#include "scope/proof.h"

struct claiming {
    const struct weir_grant_set *grants;
    const struct weir_reached *reached;
    struct weir_scope_claim *claims;
    struct weir_grant **next; /* room of each claim */
};

static const struct weir_reach *reach_of(const struct claiming *claiming, size_t grant)
{
    const struct weir_reach *const reach = &claiming->reached->all[grant];
    return reach->first == NULL ? reach : reach->first;
}

static size_t policy_of(const struct claiming *claiming, size_t grant)
{
    return reach_of(claiming, grant)->carrier->policy;
}

static bool is_claimed(const struct claiming *claiming, size_t grant)
{
    return weir_grant_says_something(&claiming->grants->grants[grant]);
}

static void visit_giver(struct claiming *claiming, const struct weir_reach *reach, size_t giver, bool only_count)
{
    if (policy_of(claiming, giver) == reach->policy)
        return;
    if (only_count)
        claiming->claims[reach->policy].all.count++;
    else
        *claiming->next[reach->policy]++ = claiming->grants->grants[giver];
}

/* A kept location may owe its access or its listing to one around it, which stands in another policy. */
static void visit_givers(struct claiming *claiming, bool only_count)
{
    const struct weir_reach_list *const kept = &claiming->reached->kept;
    for (size_t i = 0; i < kept->count; i++) {
        const struct weir_reach *const reach = kept->items[i];
        if (reach->whole_access != WEIR_ACCESS_NONE)
            visit_giver(claiming, reach, reach->access_from, only_count);
        if (reach->whole_list)
            visit_giver(claiming, reach, reach->list_from, only_count);
    }
}

static void count(struct claiming *claiming, size_t policies)
{
    for (size_t i = 0; i < claiming->grants->count; i++) {
        if (is_claimed(claiming, i))
            claiming->claims[policy_of(claiming, i)].whole.count++;
    }
    for (size_t i = 0; i < policies; i++)
        claiming->claims[i].all.count = claiming->claims[i].whole.count;
    visit_givers(claiming, true);
}

static enum weir_status fill(struct claiming *claiming, size_t policies, struct weir_arena *arena)
{
    size_t total = 0;
    for (size_t i = 0; i < policies; i++)
        total += claiming->claims[i].all.count;
    struct weir_grant *room = weir_arena_alloc(arena, total, sizeof(*room));
    claiming->next = weir_arena_alloc(arena, policies, sizeof(struct weir_grant *));
    if (room == NULL || claiming->next == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < policies; i++) {
        claiming->claims[i].all.grants = room;
        claiming->claims[i].whole.grants = room;
        claiming->next[i] = room;
        room += claiming->claims[i].all.count;
    }
    for (size_t i = 0; i < claiming->grants->count; i++) {
        if (is_claimed(claiming, i))
            *claiming->next[policy_of(claiming, i)]++ = claiming->grants->grants[i];
    }
    visit_givers(claiming, false);
    return WEIR_OK;
}

enum weir_status weir_scope_claims(const struct weir_scope_plan *plan, const struct weir_grant_set *grants,
                                   const struct weir_reached *reached, size_t policies, struct weir_arena *arena,
                                   struct weir_scope_claim **claims)
{
    struct claiming claiming = {grants, reached, weir_arena_alloc(arena, policies, sizeof(**claims)), NULL};
    *claims = claiming.claims;
    if (claiming.claims == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < policies; i++) {
        claiming.claims[i].plan = plan;
        claiming.claims[i].all = *grants;
        claiming.claims[i].whole = *grants;
        claiming.claims[i].all.count = 0;
        claiming.claims[i].whole.count = 0;
    }
    if (policies == 1) {
        claiming.claims[0].all.count = grants->count;
        return WEIR_OK;
    }
    count(&claiming, policies);
    WEIR_TRY(fill(&claiming, policies, arena));
    for (size_t i = 0; i < policies; i++) {
        if (claiming.claims[i].whole.count == claiming.claims[i].all.count)
            claiming.claims[i].whole.count = 0;
    }
    return WEIR_OK;
}
