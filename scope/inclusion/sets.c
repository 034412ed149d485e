/*
 * Lists of values for a key that is asked for with ForAllValues or ForAnyValue: one for each way in which all and some
 * of a list's values can pass ([iam-multivalue], [scope-shape]).
 */
#include "scope/inclusion/inclusion.h"

/* How a list passes: of each set operator's condition, whether all its values do and whether some does. */
struct list {
    const uint64_t *ways; /* for all, then for some */
    const struct weir_str *values;
    size_t count;
};

struct closure {
    struct weir_comparison *comparison;
    const struct weir_key *key;
    size_t words; /* of one half of a list's ways */
    struct list *lists;
    size_t count;
    uint64_t *scratch; /* the ways of the list that is being made */
};

/* Which conditions one value passes, each with and without its variables held open. */
static enum weir_status pass(const struct closure *closure, const struct weir_str *value, uint64_t *ways)
{
    struct weir_context *context = NULL;
    struct weir_str ignored;
    WEIR_TRY(weir_context_new(closure->comparison->arena, &context));
    WEIR_TRY(weir_context_set(context, closure->key->name, value, 1, true));
    for (size_t i = 0; i < closure->key->count; i++) {
        const struct weir_demand *const demand = &closure->key->demands[i];
        const bool varies = demand->operand_varies != NULL;
        struct weir_condition bounds[] = {varies ? demand->without : *demand->condition,
                                          varies ? demand->beside : *demand->condition};
        for (size_t j = 0; j < WEIR_COUNT(bounds); j++) {
            bounds[j].quantifier = WEIR_FOR_ONE;
            if (weir_condition_ask(&bounds[j], context, demand->denies, &ignored) == WEIR_REASON_HOLDS)
                weir_bits_add(ways, WEIR_COUNT(bounds) * i + j);
        }
    }
    return WEIR_OK;
}

static bool is_known(const struct list *lists, size_t count, const uint64_t *ways, size_t words)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_bits_equal(lists[i].ways, ways, words))
            return true;
    }
    return false;
}

/* A list and one value more, unless another list passes as this one does. */
static enum weir_status put_list(struct closure *closure, const struct list *head, const struct list *last)
{
    struct weir_arena *const arena = closure->comparison->arena;
    for (size_t i = 0; i < closure->words; i++) {
        const size_t some = closure->words + i;
        closure->scratch[i] = head->ways[i] & last->ways[i];
        closure->scratch[some] = head->ways[some] | last->ways[some];
    }
    if (is_known(closure->lists, closure->count, closure->scratch, 2 * closure->words))
        return WEIR_OK;
    if (closure->count == WEIR_INCLUSION_MAX_SETS) {
        weir_comparison_limit(closure->comparison, WEIR_INCLUSION_LIMIT_VALUES);
        return WEIR_OK;
    }
    uint64_t *const ways = weir_arena_alloc(arena, 2 * closure->words, sizeof(*ways));
    struct weir_str *const values = weir_arena_alloc(arena, head->count + last->count, sizeof(*values));
    if (ways == NULL || values == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(ways, closure->scratch, 2 * closure->words * sizeof(*ways));
    memcpy(values, head->values, head->count * sizeof(*values));
    memcpy(values + head->count, last->values, last->count * sizeof(*values));
    closure->lists[closure->count++] = (struct list){ways, values, head->count + last->count};
    return WEIR_OK;
}

/* Pairs first, so that the lists come short; in each one value is not empty. */
static enum weir_status close_over(struct closure *closure, const struct list *singles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i; j < count; j++) {
            if (singles[i].values[0].len > 0 || singles[j].values[0].len > 0)
                WEIR_TRY(put_list(closure, &singles[i], &singles[j]));
        }
    }
    for (size_t i = 0; i < closure->count; i++) {
        for (size_t j = 0; j < count; j++) {
            const struct list head = closure->lists[i];
            WEIR_TRY(put_list(closure, &head, &singles[j]));
        }
    }
    return WEIR_OK;
}

/* The empty text comes first and stays apart; of others that pass alike the first does for all. */
static enum weir_status make_singles(const struct closure *closure, const struct weir_texts *texts,
                                     struct list *singles, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < texts->count; i++) {
        uint64_t *const ways = weir_arena_alloc(closure->comparison->arena, 2 * closure->words, sizeof(*ways));
        if (ways == NULL)
            return WEIR_ERR_MEMORY;
        WEIR_TRY(pass(closure, &texts->items[i], ways));
        memcpy(ways + closure->words, ways, closure->words * sizeof(*ways));
        if (*count == 0 || !is_known(singles + 1, *count - 1, ways, closure->words))
            singles[(*count)++] = (struct list){ways, &texts->items[i], 1};
    }
    return WEIR_OK;
}

/* [iam-multivalue] All values empty is a null data set, and yet more than one. */
static const struct weir_str empty_texts[] = {{"", 0}, {"", 0}};
static const struct list no_data = {NULL, empty_texts, WEIR_COUNT(empty_texts)};

static struct weir_point point_of(const struct list *list)
{
    struct weir_point point = {.values = list->values, .count = list->count};
    for (size_t i = 0; i < list->count; i++)
        point.cost += list->values[i].len + 1;
    return point;
}

enum weir_status weir_sets_of_values(struct weir_comparison *comparison, const struct weir_key *key,
                                     const struct weir_texts *texts, struct weir_point **sets, size_t *count)
{
    struct weir_arena *const arena = comparison->arena;
    struct closure closure = {.comparison = comparison, .key = key, .words = weir_bits_words(2 * key->count)};
    struct list *const singles = weir_arena_alloc(arena, texts->count, sizeof(*singles));
    size_t single_count = 0;
    closure.lists = weir_arena_alloc(arena, WEIR_INCLUSION_MAX_SETS, sizeof(*closure.lists));
    closure.scratch = weir_arena_alloc(arena, 2 * closure.words, sizeof(*closure.scratch));
    *sets = NULL;
    *count = 0;
    if (singles == NULL || closure.lists == NULL || closure.scratch == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(make_singles(&closure, texts, singles, &single_count));
    WEIR_TRY(close_over(&closure, singles, single_count));
    struct weir_point *const points = weir_arena_alloc(arena, closure.count + 1, sizeof(*points));
    if (points == NULL)
        return WEIR_ERR_MEMORY;
    points[0] = point_of(&no_data);
    for (size_t i = 0; i < closure.count; i++)
        points[i + 1] = point_of(&closure.lists[i]);
    *sets = points;
    *count = closure.count + 1;
    return WEIR_OK;
}
