/* The axes of a comparison: the points of actions and of resources, and what is left open at them ([scope-shape]). */
#include "scope/inclusion/inclusion.h"

enum { FIRST_POINTS = 16 };

struct weir_point *weir_axis_point(struct weir_comparison *comparison, struct weir_axis *axis)
{
    if (axis->count == axis->room) {
        const size_t room = axis->room == 0 ? FIRST_POINTS : axis->room * 2;
        struct weir_point *const points = weir_arena_take(comparison->arena, room * sizeof(*points),
                                                          _Alignof(struct weir_point));
        if (points == NULL)
            return NULL;
        if (axis->count > 0)
            memcpy(points, axis->points, axis->count * sizeof(*points));
        axis->points = points;
        axis->room = room;
    }
    struct weir_point *const point = &axis->points[axis->count++];
    *point = (struct weir_point){.values = NULL};
    return point;
}

bool weir_pattern_varies(const struct weir_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++) {
        if (pattern->pieces[i].kind == WEIR_PIECE_VARIABLE)
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------- opens */

/* One pattern, in one sight, is one thing wherever it stands: on both sides it accepts the same requests. */
static bool is_same_open(const struct weir_open *a, const struct weir_open *b)
{
    if (a->kind != b->kind || a->widely != b->widely || !weir_str_equal(a->text, b->text))
        return false;
    if (a->condition == b->condition)
        return true;
    if (a->condition == NULL || b->condition == NULL || a->kind == WEIR_OPEN_CONDITION)
        return false;
    const struct weir_operator *const one = a->condition->op;
    const struct weir_operator *const other = b->condition->op;
    return weir_str_equal_fold(a->condition->key, b->condition->key) && one->family == other->family &&
           one->pattern == other->pattern;
}

uint64_t weir_comparison_open(struct weir_comparison *comparison, struct weir_open open)
{
    size_t i = 0;
    while (i < comparison->open_count && !is_same_open(&comparison->opens[i], &open))
        i++;
    if (i == WEIR_INCLUSION_MAX_OPEN) {
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_VARIABLES);
        return 0;
    }
    if (i == comparison->open_count)
        comparison->opens[comparison->open_count++] = open;
    return (uint64_t)1 << i;
}

/* ------------------------------------------------------------------------------------------ points */

static void set_all(uint64_t *set, size_t count)
{
    for (size_t i = 0; i < count / WEIR_WORD_BITS; i++)
        set[i] = UINT64_MAX;
    if (count % WEIR_WORD_BITS != 0)
        set[count / WEIR_WORD_BITS] = ((uint64_t)1 << count % WEIR_WORD_BITS) - 1;
}

/* A point of one text; what held at it becomes its own. */
static enum weir_status put_point(struct weir_comparison *comparison, struct weir_axis *axis,
                                  const struct weir_str *text, uint64_t *holding)
{
    struct weir_point *const point = weir_axis_point(comparison, axis);
    if (point == NULL)
        return WEIR_ERR_MEMORY;
    point->values = text;
    point->count = 1;
    point->cost = text->len;
    point->holding = holding;
    return WEIR_OK;
}

/* From "a pattern accepts" to "the element holds": those with Not turn. */
static void settle(const struct weir_comparison *comparison, const uint64_t *turned, const uint64_t *everywhere,
                   uint64_t *holding)
{
    for (size_t i = 0; i < comparison->words; i++)
        holding[i] = (holding[i] ^ turned[i]) | everywhere[i];
}

/* ----------------------------------------------------------------------------------------- actions */

/* `*:*` is every action as `*` is. */
static bool is_every_action(const struct weir_action *action)
{
    const struct weir_pattern *const pattern = &action->pattern;
    return action->any || (pattern->count == 3 && pattern->pieces[0].kind == WEIR_PIECE_RUN &&
                           pattern->pieces[1].text.len == 1 && pattern->pieces[2].kind == WEIR_PIECE_RUN);
}

static enum weir_status add_actions(struct weir_globs *globs, const struct weir_actions *actions, size_t owner)
{
    for (size_t i = 0; i < actions->count; i++) {
        const struct weir_action *const action = &actions->items[i];
        if (action->never)
            continue;
        if (is_every_action(action))
            WEIR_TRY(weir_globs_add_everything(globs, owner));
        else
            WEIR_TRY(weir_globs_add(globs, &action->pattern, 1, false, owner));
    }
    return WEIR_OK;
}

/* Which services RCPs reach is a list of the evaluator's: here it is open, the same for all RCPs at one action. */
static enum weir_status add_rcp_clauses(struct weir_comparison *comparison, struct weir_point *point)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->count; i++)
        count += comparison->said[i].is_rcp && weir_bits_have(point->holding, i);
    if (count == 0)
        return WEIR_OK;
    struct weir_clause *const clauses = weir_arena_alloc(comparison->arena, count, sizeof(*clauses));
    if (clauses == NULL)
        return WEIR_ERR_MEMORY;
    const uint64_t open = weir_comparison_open(comparison, (struct weir_open){.kind = WEIR_OPEN_RCP});
    for (size_t i = 0; i < comparison->count; i++) {
        if (comparison->said[i].is_rcp && weir_bits_have(point->holding, i))
            clauses[point->clause_count++] = (struct weir_clause){i, open, false};
    }
    point->clauses = clauses;
    return WEIR_OK;
}

static enum weir_status add_name(const struct weir_comparison *comparison, struct weir_globs *globs,
                                 struct weir_str name, size_t owner)
{
    struct weir_pattern *const pattern = weir_arena_alloc(comparison->arena, 1, sizeof(*pattern));
    if (pattern == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_pattern_compile(name, WEIR_PATTERN_WILDCARDS | WEIR_PATTERN_FOLD, comparison->arena, pattern, NULL));
    return weir_globs_add(globs, pattern, 1, false, comparison->room + owner);
}

/*
 * [iam-access-denied] Who one is may be asked whatever policies say, so that action is no difference. [iam-rcp] S3 is
 * a service that RCPs reach, so that one of its actions can be a witness.
 */
static enum weir_status add_special_names(const struct weir_comparison *comparison, struct weir_globs *globs)
{
    const struct weir_str identity = WEIR_STR("sts:GetCallerIdentity");
    bool allows_identity = false;
    bool has_rcp = false;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct weir_said *const said = &comparison->said[i];
        has_rcp = has_rcp || said->is_rcp;
        allows_identity = allows_identity || (!said->denies && weir_actions_match(&said->statement->actions, identity));
    }
    if (allows_identity)
        WEIR_TRY(add_name(comparison, globs, identity, WEIR_OWNER_CALLER_IDENTITY));
    return has_rcp ? add_name(comparison, globs, WEIR_STR("s3:*"), WEIR_OWNER_RCP_SERVICE) : WEIR_OK;
}

enum weir_status weir_axis_of_actions(struct weir_comparison *comparison, struct weir_axis *axis)
{
    struct weir_globs globs;
    struct weir_atoms atoms;
    uint64_t *const turned = weir_comparison_set(comparison);
    uint64_t *const everywhere = weir_comparison_set(comparison);
    if (turned == NULL || everywhere == NULL)
        return WEIR_ERR_MEMORY;
    weir_globs_init(&globs, WEIR_UNIVERSE_ACTION, comparison->room + WEIR_OWNERS_MORE, comparison->arena);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct weir_actions *const actions = &comparison->said[i].statement->actions;
        WEIR_TRY(add_actions(&globs, actions, i));
        if (actions->negated)
            weir_bits_add(turned, i);
    }
    WEIR_TRY(add_special_names(comparison, &globs));
    WEIR_TRY(weir_atoms_find(&globs, &atoms));
    if (!atoms.complete)
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_STATES);
    for (size_t i = 0; i < atoms.count; i++) {
        if (weir_bits_have(atoms.items[i].owners, comparison->room + WEIR_OWNER_CALLER_IDENTITY))
            continue;
        settle(comparison, turned, everywhere, atoms.items[i].owners);
        WEIR_TRY(put_point(comparison, axis, &atoms.items[i].text, atoms.items[i].owners));
        WEIR_TRY(add_rcp_clauses(comparison, &axis->points[axis->count - 1]));
    }
    set_all(axis->speaking, comparison->count);
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------- resources */

/* An entry that holds a variable: its own owner says where it can match at all. */
struct varying {
    size_t said;
    uint64_t open;
};

struct resources {
    struct weir_comparison *comparison;
    struct weir_globs globs;
    uint64_t *turned;
    uint64_t *everywhere;
    struct varying *varying;
    size_t varying_count;
};

static bool item_varies(const struct weir_arn_pattern *item)
{
    return item->form == WEIR_ARN_BY_PARTS && weir_pattern_varies(&item->parts[WEIR_ARN_RESOURCE]);
}

static size_t count_varying(const struct weir_comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct weir_resources *const resources = &comparison->said[i].statement->resources;
        for (size_t j = 0; j < resources->count; j++)
            count += item_varies(&resources->items[j]);
    }
    return count;
}

static enum weir_status add_item(struct resources *all, const struct weir_arn_pattern *item, bool widely, size_t said)
{
    if (item->form == WEIR_ARN_NEVER)
        return WEIR_OK;
    if (item->form == WEIR_ARN_ANY)
        return weir_globs_add_everything(&all->globs, said);
    if (!item_varies(item))
        return weir_globs_add(&all->globs, item->parts, WEIR_ARN_PARTS, widely, said);
    const struct weir_open open = {.kind = WEIR_OPEN_RESOURCE,
                                   .widely = widely,
                                   .text = item->text,
                                   .parts = item->parts,
                                   .part_count = WEIR_ARN_PARTS};
    const size_t owner = all->comparison->room + WEIR_OWNERS_MORE + all->varying_count;
    all->varying[all->varying_count++] = (struct varying){said, weir_comparison_open(all->comparison, open)};
    return weir_globs_add(&all->globs, item->parts, WEIR_ARN_PARTS, widely, owner);
}

static enum weir_status add_resources(struct resources *all, size_t said)
{
    const struct weir_said *const here = &all->comparison->said[said];
    const struct weir_resources *const resources = &here->statement->resources;
    if (resources->node == NULL)
        weir_bits_add(all->everywhere, said);
    if (resources->negated)
        weir_bits_add(all->turned, said);
    for (size_t i = 0; i < resources->count; i++)
        WEIR_TRY(add_item(all, &resources->items[i], here->denies != resources->negated, said));
    return WEIR_OK;
}

/* The entries with variables that can match at an atom: one clause for each statement that no other entry settles. */
static enum weir_status add_clauses(const struct resources *all, const struct weir_atom *atom, const uint64_t *settled,
                                    struct weir_point *point)
{
    if (all->varying_count == 0)
        return WEIR_OK;
    struct weir_clause *const clauses = weir_arena_alloc(all->comparison->arena, all->varying_count, sizeof(*clauses));
    if (clauses == NULL)
        return WEIR_ERR_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < all->varying_count; i++) {
        const size_t said = all->varying[i].said;
        if (weir_bits_have(settled, said) ||
            !weir_bits_have(atom->owners, all->comparison->room + WEIR_OWNERS_MORE + i))
            continue;
        if (count == 0 || clauses[count - 1].statement != said)
            clauses[count++] = (struct weir_clause){said, 0, weir_bits_have(all->turned, said)};
        clauses[count - 1].opens |= all->varying[i].open;
        weir_bits_add(point->holding, said);
    }
    point->clauses = clauses;
    point->clause_count = count;
    return WEIR_OK;
}

static enum weir_status put_resource(const struct resources *all, const struct weir_atom *atom, struct weir_axis *axis)
{
    uint64_t *const settled = weir_comparison_set(all->comparison);
    uint64_t *const holding = weir_comparison_set(all->comparison);
    if (settled == NULL || holding == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(settled, atom->owners, all->comparison->words * sizeof(*settled));
    memcpy(holding, atom->owners, all->comparison->words * sizeof(*holding));
    settle(all->comparison, all->turned, all->everywhere, holding);
    WEIR_TRY(put_point(all->comparison, axis, &atom->text, holding));
    return add_clauses(all, atom, settled, &axis->points[axis->count - 1]);
}

/* [iam-resource] An action without resources is covered by `*` and by what is nothing but wildcards. It comes last. */
static enum weir_status put_no_resource(const struct resources *all, struct weir_axis *axis)
{
    static const struct weir_str star = {"*", 1};
    static const size_t last = (size_t)1 << 20; /* bytes: more than an ARN has */
    uint64_t *const holding = weir_comparison_set(all->comparison);
    if (holding == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < all->comparison->count; i++) {
        const struct weir_resources *const resources = &all->comparison->said[i].statement->resources;
        for (size_t j = 0; j < resources->count; j++) {
            if (resources->items[j].only_wildcards && resources->items[j].form != WEIR_ARN_NEVER)
                weir_bits_add(holding, i);
        }
    }
    settle(all->comparison, all->turned, all->everywhere, holding);
    WEIR_TRY(put_point(all->comparison, axis, &star, holding));
    axis->points[axis->count - 1].cost = last;
    return WEIR_OK;
}

enum weir_status weir_axis_of_resources(struct weir_comparison *comparison, struct weir_axis *axis)
{
    struct resources all = {.comparison = comparison};
    const size_t varying = count_varying(comparison);
    struct weir_atoms atoms;
    all.turned = weir_comparison_set(comparison);
    all.everywhere = weir_comparison_set(comparison);
    all.varying = weir_arena_alloc(comparison->arena, varying, sizeof(*all.varying));
    if (all.turned == NULL || all.everywhere == NULL || all.varying == NULL)
        return WEIR_ERR_MEMORY;
    weir_globs_init(&all.globs, WEIR_UNIVERSE_ARN, comparison->room + WEIR_OWNERS_MORE + varying, comparison->arena);
    for (size_t i = 0; i < comparison->count; i++)
        WEIR_TRY(add_resources(&all, i));
    WEIR_TRY(weir_atoms_find(&all.globs, &atoms));
    if (!atoms.complete)
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_STATES);
    for (size_t i = 0; i < atoms.count; i++)
        WEIR_TRY(put_resource(&all, &atoms.items[i], axis));
    set_all(axis->speaking, comparison->count);
    return put_no_resource(&all, axis);
}
