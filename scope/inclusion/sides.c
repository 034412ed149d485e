/* Which statements each side has, and which of its layers must allow, as [iam-eval] combines them. */
#include "scope/inclusion/inclusion.h"

enum { FIRST_SAID = 16 };

/* What a layer's allows are for, and whether its statements are bound to principals. */
struct layer {
    uint64_t **must; /* NULL: they count for nothing */
    bool by_principal;
    bool is_rcp;
};

static enum weir_status refuse(struct weir_comparison *comparison, const char *why)
{
    return weir_fail(comparison->error, WEIR_ERR_USAGE, "%s", why);
}

/* ------------------------------------------------------------------------------------------- sizes */

static void count_list(const struct weir_policy_list *list, size_t *count)
{
    for (size_t i = 0; list->items != NULL && i < list->count; i++)
        *count += weir_policy_statement_count(list->items[i]);
}

static size_t count_statements(const struct weir_policy_set *policies)
{
    size_t count = weir_policy_statement_count(policies->resource);
    const struct weir_policy_list *const lists[] = {&policies->identity, &policies->boundary, &policies->session,
                                                    &policies->endpoint};
    for (size_t i = 0; i < WEIR_COUNT(lists); i++)
        count_list(lists[i], &count);
    for (size_t i = 0; i < policies->scp_levels; i++)
        count_list(&policies->scp[i], &count);
    for (size_t i = 0; i < policies->rcp_levels; i++)
        count_list(&policies->rcp[i], &count);
    return count;
}

static enum weir_status check(struct weir_comparison *comparison, const struct weir_policy_set *policies)
{
    if (policies->size != sizeof(*policies))
        return refuse(comparison, "a set of policies has an unknown size: begin with its INIT macro");
    if (policies->boundary.count > 1)
        return refuse(comparison, "a caller has at most one permissions boundary");
    if ((policies->scp_levels > 0 && policies->scp == NULL) || (policies->rcp_levels > 0 && policies->rcp == NULL))
        return refuse(comparison, "levels of control policies are counted and not given");
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------- statements */

/* A condition with an operator that AWS does not know never holds, so its statement never applies. */
static bool can_apply(const struct weir_statement *statement, const struct layer *layer)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        if (weir_condition_is_unknown(&statement->conditions[i]))
            return false;
    }
    if (layer->is_rcp && !statement->denies)
        return false;
    return !layer->by_principal || statement->principals.node != NULL;
}

static bool names_everyone(const struct weir_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].kind == WEIR_NAME_EVERYONE)
            return true;
    }
    return false;
}

/*
 * Whether the elements of a layer bound to principals name the caller, of whom no policy knows. NotPrincipal spares
 * nobody who has a boundary ([iam-notprincipal]).
 */
static bool names_caller(struct weir_comparison *comparison, const struct weir_side *side,
                         const struct weir_statement *statement)
{
    const bool everyone = names_everyone(&statement->principals);
    if (statement->principals.negated && side->policies->boundary.items != NULL)
        return true;
    if (!everyone)
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_PRINCIPALS);
    return everyone != statement->principals.negated;
}

static void add_statement(struct weir_comparison *comparison, struct weir_side *side, const struct layer *layer,
                          const struct weir_statement *statement)
{
    if (!can_apply(statement, layer))
        return;
    if (statement->principals.node != NULL && !names_caller(comparison, side, statement))
        return;
    const size_t index = comparison->count++;
    comparison->said[index] = (struct weir_said){statement, statement->denies, layer->is_rcp};
    if (statement->denies)
        weir_bits_add(side->denies, index);
    else if (layer->must != NULL)
        weir_bits_add(*layer->must, index);
}

/*
 * What is asked of the evaluator is answered under a policy's settings; what is settled here knows the default of these
 * alone: what variables stand for, and whom NotPrincipal spares.
 */
static bool settings_are_known(const struct weir_policy *policy)
{
    const struct weir_policy_options *const settings = policy->settings;
    return settings == NULL || (settings->empty_variable == WEIR_EMPTY_VARIABLE_REFUSE &&
                                settings->bool_variables == WEIR_BOOL_VARIABLES_REFUSE &&
                                settings->not_principal_chain == WEIR_NOT_PRINCIPAL_LENIENT);
}

static enum weir_status add_policy(struct weir_comparison *comparison, struct weir_side *side,
                                   const struct layer *layer, const struct weir_policy *policy)
{
    if (policy == NULL)
        return refuse(comparison, "a list of policies holds a NULL");
    if (!settings_are_known(policy))
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_SETTINGS);
    for (size_t i = 0; i < policy->count; i++)
        add_statement(comparison, side, layer, &policy->statements[i]);
    return WEIR_OK;
}

static enum weir_status add_list(struct weir_comparison *comparison, struct weir_side *side, const struct layer *layer,
                                 const struct weir_policy_list *list)
{
    for (size_t i = 0; list->items != NULL && i < list->count; i++)
        WEIR_TRY(add_policy(comparison, side, layer, list->items[i]));
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- layers */

/* One more list of which a policy must allow. */
static enum weir_status add_must(struct weir_comparison *comparison, struct weir_side *side, uint64_t **must,
                                 bool by_principal, const struct weir_policy_list *list)
{
    *must = weir_comparison_set(comparison);
    if (*must == NULL)
        return WEIR_ERR_MEMORY;
    const struct layer layer = {must, by_principal, false};
    return add_list(comparison, side, &layer, list);
}

/* [iam-boundaries] A boundary and session policies bind only where they are given; without identity policies nothing is. */
static enum weir_status add_own(struct weir_comparison *comparison, struct weir_side *side)
{
    const struct weir_policy_set *const policies = side->policies;
    WEIR_TRY(add_must(comparison, side, &side->own[side->own_count++], false, &policies->identity));
    if (policies->boundary.items != NULL)
        WEIR_TRY(add_must(comparison, side, &side->own[side->own_count++], false, &policies->boundary));
    if (policies->session.items != NULL)
        WEIR_TRY(add_must(comparison, side, &side->own[side->own_count++], false, &policies->session));
    return WEIR_OK;
}

static enum weir_status add_always(struct weir_comparison *comparison, struct weir_side *side)
{
    const struct weir_policy_set *const policies = side->policies;
    for (size_t i = 0; i < policies->scp_levels; i++)
        WEIR_TRY(add_must(comparison, side, &side->always[side->always_count++], false, &policies->scp[i]));
    if (policies->endpoint.items != NULL)
        WEIR_TRY(add_must(comparison, side, &side->always[side->always_count++], true, &policies->endpoint));
    return WEIR_OK;
}

/* [iam-rcp] RCPFullAWSAccess is attached at each level, so that RCPs only deny. */
static enum weir_status add_others(struct weir_comparison *comparison, struct weir_side *side)
{
    const struct layer rcp = {NULL, true, true};
    const struct layer resource = {&side->direct, true, false};
    for (size_t i = 0; i < side->policies->rcp_levels; i++)
        WEIR_TRY(add_list(comparison, side, &rcp, &side->policies->rcp[i]));
    return side->policies->resource == NULL ? WEIR_OK
                                            : add_policy(comparison, side, &resource, side->policies->resource);
}

static enum weir_status add_side(struct weir_comparison *comparison, struct weir_side *side,
                                 const struct weir_policy_set *policies)
{
    enum { OWN_LAYERS = 3 };
    side->policies = policies;
    side->denies = weir_comparison_set(comparison);
    side->direct = weir_comparison_set(comparison);
    side->own = weir_arena_alloc(comparison->arena, OWN_LAYERS, sizeof(*side->own));
    side->always = weir_arena_alloc(comparison->arena, policies->scp_levels + 1, sizeof(*side->always));
    if (side->denies == NULL || side->direct == NULL || side->own == NULL || side->always == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(add_own(comparison, side));
    WEIR_TRY(add_always(comparison, side));
    return add_others(comparison, side);
}

/* The narrow side comes first: a witness is written as its documents are. */
enum weir_status weir_comparison_gather(struct weir_comparison *comparison, const struct weir_policy_set *wide,
                                        const struct weir_policy_set *narrow)
{
    WEIR_TRY(check(comparison, wide));
    WEIR_TRY(check(comparison, narrow));
    comparison->room = count_statements(wide) + count_statements(narrow);
    comparison->words = weir_bits_words(comparison->room + WEIR_OWNERS_MORE);
    comparison->said = weir_arena_alloc(comparison->arena, comparison->room, sizeof(*comparison->said));
    if (comparison->said == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(add_side(comparison, &comparison->narrow, narrow));
    return add_side(comparison, &comparison->wide, wide);
}

static bool all_met(uint64_t *const *musts, size_t count, const uint64_t *by, const size_t *at, size_t words)
{
    for (size_t i = 0; i < count; i++) {
        if (!weir_bits_meet_at(musts[i], by, at, words))
            return false;
    }
    return true;
}

/* [iam-eval] An explicit deny in any layer ends it; then each layer that applies must allow. */
bool weir_side_allows(const struct weir_side *side, const uint64_t *for_it, const uint64_t *against, const size_t *at,
                      size_t words)
{
    if (weir_bits_meet_at(side->denies, against, at, words))
        return false;
    if (!all_met(side->always, side->always_count, for_it, at, words))
        return false;
    return weir_bits_meet_at(side->direct, for_it, at, words) || all_met(side->own, side->own_count, for_it, at, words);
}
