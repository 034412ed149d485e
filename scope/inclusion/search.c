/*
 * The cheapest request that one side allows and the other does not: the axes one after the other, giving up a way as
 * soon as the narrow side can no longer allow or the wide side certainly does ([scope-shape]).
 */
#include "scope/inclusion/inclusion.h"

enum { MAX_SIBLINGS = 64 }; /* points of one axis among which equal outcomes are looked for */

/* How far one axis has come on the present way. */
struct level {
    const struct weir_axis *axis; /* whose points are tried; NULL where nothing asks for the key */
    size_t next;                  /* point to try */
    uint64_t *holding;            /* statements that hold on all axes up to this one */
    size_t *at;                   /* its words that are not empty: few, however many statements there are */
    size_t words;
    uint64_t *unsettled; /* of those, the ones that a clause is open for; told in these words alone */
    uint64_t *seen;      /* outcomes of points tried before */
    size_t seen_count;
    size_t cost;
};

struct search {
    struct weir_comparison *comparison;
    struct level *levels; /* one more than there are axes: the first is before any */
    struct weir_choice choice;
    uint64_t *certain;
    size_t points;
    size_t doubts;
    bool found;
    size_t best_cost;
    struct weir_inclusion_witness *best;
};

static enum weir_status set_up_level(const struct weir_comparison *comparison, bool is_key, struct level *level)
{
    struct weir_arena *const arena = comparison->arena;
    level->holding = weir_arena_alloc(arena, comparison->words, sizeof(*level->holding));
    level->unsettled = weir_arena_alloc(arena, comparison->words, sizeof(*level->unsettled));
    level->at = weir_arena_alloc(arena, comparison->words, sizeof(*level->at));
    level->seen = weir_arena_alloc(arena, is_key ? MAX_SIBLINGS * comparison->words : 0, sizeof(*level->seen));
    const bool is_made = level->holding != NULL && level->unsettled != NULL && level->at != NULL && level->seen != NULL;
    return is_made ? WEIR_OK : WEIR_ERR_MEMORY;
}

static enum weir_status set_up(struct search *search)
{
    struct weir_comparison *const comparison = search->comparison;
    struct weir_arena *const arena = comparison->arena;
    const size_t count = comparison->axis_count + 1;
    search->levels = weir_arena_alloc(arena, count, sizeof(*search->levels));
    search->choice.points = weir_arena_alloc(arena, count, sizeof(*search->choice.points));
    search->certain = weir_comparison_set(comparison);
    if (search->levels == NULL || search->choice.points == NULL || search->certain == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        WEIR_TRY(set_up_level(comparison, i > WEIR_AXIS_KEYS, &search->levels[i]));
    memset(search->levels[0].holding, 0xff, comparison->words * sizeof(uint64_t));
    for (size_t i = 0; i < comparison->words; i++)
        search->levels[0].at[search->levels[0].words++] = i;
    for (size_t i = 0; i < WEIR_AXIS_KEYS; i++)
        search->levels[i].axis = &comparison->axes[i];
    return WEIR_OK;
}

/* Could the request still be one? What later axes or clauses ask for may go either way. */
static bool is_open(const struct search *search, size_t depth)
{
    const struct weir_comparison *const comparison = search->comparison;
    const struct level *const level = &search->levels[depth];
    const uint64_t *const asking = depth < comparison->axis_count ? comparison->axes[depth].asking : NULL;
    for (size_t i = 0; i < level->words; i++) {
        const size_t at = level->at[i];
        search->certain[at] = level->holding[at] & ~level->unsettled[at] & ~(asking == NULL ? 0 : asking[at]);
    }
    return weir_side_allows(&comparison->narrow, level->holding, search->certain, level->at, level->words) &&
           !weir_side_allows(&comparison->wide, search->certain, level->holding, level->at, level->words);
}

/* Has a cheaper point of this axis led to the same? Then nothing new can follow. */
static bool is_seen(const struct search *search, struct level *level, const struct weir_point *point)
{
    const size_t words = search->comparison->words;
    if (point->clause_count > 0)
        return false;
    for (size_t i = 0; i < level->seen_count; i++) {
        if (weir_bits_equal(level->seen + i * words, level->holding, words))
            return true;
    }
    if (level->seen_count < MAX_SIBLINGS)
        memcpy(level->seen + words * level->seen_count++, level->holding, words * sizeof(uint64_t));
    return false;
}

/* ------------------------------------------------------------------------------------------- leaves */

static uint64_t opens_of(const struct search *search)
{
    uint64_t opens = 0;
    for (size_t i = 0; i < search->comparison->axis_count; i++) {
        const struct weir_point *const point = search->choice.points[i];
        for (size_t j = 0; point != NULL && j < point->clause_count; j++)
            opens |= point->clauses[j].opens;
    }
    return opens;
}

/* With this much taken to be so, is the request one? */
static bool is_difference(const struct search *search, uint64_t opens)
{
    const struct weir_comparison *const comparison = search->comparison;
    const struct level *const level = &search->levels[comparison->axis_count];
    uint64_t *const holding = search->certain;
    memcpy(holding, level->holding, comparison->words * sizeof(*holding));
    for (size_t i = 0; i < comparison->axis_count; i++) {
        const struct weir_point *const point = search->choice.points[i];
        for (size_t j = 0; point != NULL && j < point->clause_count; j++) {
            const struct weir_clause *const clause = &point->clauses[j];
            if (((clause->opens & opens) != 0) == clause->negated)
                weir_bits_remove(holding, clause->statement);
        }
    }
    return weir_side_allows(&comparison->narrow, holding, holding, level->at, level->words) &&
           !weir_side_allows(&comparison->wide, holding, holding, level->at, level->words);
}

/* What an unconfirmed request hangs on. Without anything open none should be: then search and evaluator differ. */
static enum weir_inclusion_limit doubt(const struct weir_comparison *comparison, uint64_t opens)
{
    for (size_t i = 0; i < comparison->open_count; i++) {
        if ((opens >> i & 1) != 0 && comparison->opens[i].kind == WEIR_OPEN_RCP)
            return WEIR_INCLUSION_LIMIT_CONTROL_POLICIES;
    }
    return opens == 0 ? WEIR_INCLUSION_LIMIT_WITNESS : WEIR_INCLUSION_LIMIT_VARIABLES;
}

static enum weir_status look_at(struct search *search, uint64_t opens, uint64_t all_opens, size_t cost)
{
    bool is_so = false;
    struct weir_inclusion_witness witness;
    if (search->doubts == WEIR_INCLUSION_MAX_DOUBTS)
        return WEIR_OK;
    search->choice.opens = opens;
    WEIR_TRY(weir_witness_check(search->comparison, &search->choice, &witness, &is_so));
    if (is_so) {
        search->found = true;
        search->best_cost = cost;
        *search->best = witness;
        return WEIR_OK;
    }
    search->doubts++;
    weir_comparison_limit(search->comparison, doubt(search->comparison, all_opens));
    return WEIR_OK;
}

static size_t count_bits(uint64_t set)
{
    size_t count = 0;
    for (; set != 0; set &= set - 1)
        count++;
    return count;
}

/* Every way in which the open things can fall, until one makes a request that the evaluator confirms. */
static enum weir_status visit_leaf(struct search *search)
{
    const size_t cost = search->levels[search->comparison->axis_count].cost;
    const uint64_t opens = opens_of(search);
    if (count_bits(opens) > WEIR_INCLUSION_MAX_OPEN_AT_ONCE) {
        weir_comparison_limit(search->comparison, WEIR_INCLUSION_LIMIT_VARIABLES);
        return WEIR_OK;
    }
    uint64_t taken = 0;
    do {
        if (is_difference(search, taken))
            WEIR_TRY(look_at(search, taken, opens, cost));
        taken = (taken - opens) & opens; /* the next subset; the empty one comes after the last */
    } while (taken != 0 && !(search->found && search->best_cost == cost));
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- walk */

/* Goes to a point of an axis: which statements hold now, and which of them hang on a clause. */
static void step(struct search *search, size_t depth, const struct weir_point *point)
{
    const struct level *const from = &search->levels[depth];
    struct level *const to = &search->levels[depth + 1];
    while (to->words > 0)
        to->holding[to->at[--to->words]] = 0;
    for (size_t i = 0; i < from->words; i++) {
        const size_t at = from->at[i];
        const uint64_t holding = from->holding[at] & (point == NULL ? UINT64_MAX : point->holding[at]);
        if (holding == 0)
            continue;
        to->holding[at] = holding;
        to->unsettled[at] = from->unsettled[at];
        to->at[to->words++] = at;
    }
    for (size_t i = 0; point != NULL && i < point->clause_count; i++)
        weir_bits_add(to->unsettled, point->clauses[i].statement);
    to->cost = from->cost + (point == NULL ? 0 : point->cost);
    to->next = 0;
    to->seen_count = 0;
    search->choice.points[depth] = point;
}

/* The next point of an axis; where nothing asks for the key there is one way, which is no point. */
static bool next_point(const struct search *search, size_t depth, const struct weir_point **point)
{
    struct level *const level = &search->levels[depth];
    if (level->next == (level->axis == NULL ? 1 : level->axis->count))
        return false;
    *point = level->axis == NULL ? NULL : &level->axis->points[level->next];
    level->next++;
    return true;
}

/* Comes to an axis: of a key, only what the statements that hold so far ask of it is looked at. */
static enum weir_status enter(struct search *search, size_t depth)
{
    struct weir_comparison *const comparison = search->comparison;
    struct level *const level = &search->levels[depth];
    if (depth < WEIR_AXIS_KEYS || depth == comparison->axis_count)
        return WEIR_OK;
    return weir_axis_way(comparison, &comparison->axes[depth], level->holding, search->certain, &level->axis);
}

static bool goes_on(struct search *search, size_t depth, const struct weir_point *point)
{
    struct level *const level = &search->levels[depth + 1];
    if (search->found && level->cost >= search->best_cost)
        return false;
    if (!is_open(search, depth + 1))
        return false;
    return depth < WEIR_AXIS_KEYS || point == NULL || !is_seen(search, level, point);
}

enum weir_status weir_comparison_search(struct weir_comparison *comparison, struct weir_inclusion_witness *witness,
                                        bool *found)
{
    struct search search = {.comparison = comparison, .best = witness};
    WEIR_TRY(set_up(&search));
    size_t depth = 0;
    for (;;) {
        const struct weir_point *point = NULL;
        if (depth == comparison->axis_count) {
            WEIR_TRY(visit_leaf(&search));
            depth--;
        } else if (!next_point(&search, depth, &point)) {
            if (depth == 0)
                break;
            depth--;
        } else if ((search.points += comparison->words) > WEIR_INCLUSION_MAX_POINTS) {
            weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_COMBINATIONS);
            break;
        } else {
            step(&search, depth, point);
            if (goes_on(&search, depth, point))
                WEIR_TRY(enter(&search, ++depth));
        }
    }
    *found = search.found;
    return WEIR_OK;
}
