/* Is everything that one set of policies allows also allowed by another: the answer, its witness and its limit ([scope-shape]). */
#include "scope/inclusion/inclusion.h"

static const char *const limit_words[] = {"",
#define WEIR_INCLUSION_LIMIT_WORD(name, word) word,
                                          WEIR_INCLUSION_LIMIT_MAP(WEIR_INCLUSION_LIMIT_WORD)
#undef WEIR_INCLUSION_LIMIT_WORD
};

static const char *const answer_names[] = {
    [WEIR_INCLUSION_UNKNOWN] = "unknown",
    [WEIR_INCLUSION_NO] = "no",
    [WEIR_INCLUSION_YES] = "yes",
};

uint64_t *weir_comparison_set(struct weir_comparison *comparison)
{
    return weir_arena_alloc(comparison->arena, comparison->words, sizeof(uint64_t));
}

void weir_comparison_limit(struct weir_comparison *comparison, enum weir_inclusion_limit limit)
{
    if (comparison->limit == WEIR_INCLUSION_LIMIT_NONE)
        comparison->limit = limit;
}

/* Yes is said in one place, and only if nothing was left out. */
static enum weir_status answer(struct weir_comparison *comparison, struct weir_inclusion *inclusion)
{
    bool found = false;
    if (comparison->limit == WEIR_INCLUSION_LIMIT_NONE) {
        WEIR_TRY(weir_axes_build(comparison));
        WEIR_TRY(weir_comparison_search(comparison, &inclusion->witness, &found));
    }
    if (found)
        inclusion->answer = WEIR_INCLUSION_NO;
    else if (comparison->limit == WEIR_INCLUSION_LIMIT_NONE)
        inclusion->answer = WEIR_INCLUSION_YES;
    else
        inclusion->limit = comparison->limit;
    return WEIR_OK;
}

enum weir_status weir_scope_includes(const struct weir_policy_set *wide, const struct weir_policy_set *narrow,
                                     struct weir_arena *arena, const struct weir_inclusion **inclusion,
                                     struct weir_error *error)
{
    if (inclusion == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *inclusion = NULL;
    if (wide == NULL || narrow == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "two sets of policies and an arena are needed");
    struct weir_inclusion *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    struct weir_comparison comparison = {.arena = arena, .error = error};
    enum weir_status status = weir_comparison_gather(&comparison, wide, narrow);
    if (status == WEIR_OK)
        status = answer(&comparison, made);
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(error);
    if (status != WEIR_OK)
        return status;
    if (made->answer != WEIR_INCLUSION_NO)
        weir_arena_rewind(arena, mark);
    *inclusion = made;
    return WEIR_OK;
}

/* The axes are the same whichever side is the narrow one. */
static enum weir_status search_both_ways(struct weir_comparison *comparison, bool *same)
{
    struct weir_inclusion_witness witness;
    bool found = false;
    WEIR_TRY(weir_axes_build(comparison));
    WEIR_TRY(weir_comparison_search(comparison, &witness, &found));
    if (found)
        return WEIR_OK;
    const struct weir_side narrow = comparison->narrow;
    comparison->narrow = comparison->wide;
    comparison->wide = narrow;
    WEIR_TRY(weir_comparison_search(comparison, &witness, &found));
    *same = !found && comparison->limit == WEIR_INCLUSION_LIMIT_NONE;
    return WEIR_OK;
}

enum weir_status weir_scope_same(const struct weir_policy_set *one, const struct weir_policy_set *other,
                                 struct weir_arena *arena, bool *same)
{
    struct weir_comparison comparison = {.arena = arena};
    *same = false;
    WEIR_TRY(weir_comparison_gather(&comparison, one, other));
    return comparison.limit == WEIR_INCLUSION_LIMIT_NONE ? search_both_ways(&comparison, same) : WEIR_OK;
}

enum weir_inclusion_answer weir_inclusion_answer(const struct weir_inclusion *inclusion)
{
    return inclusion == NULL ? WEIR_INCLUSION_UNKNOWN : inclusion->answer;
}

const char *weir_inclusion_answer_name(enum weir_inclusion_answer answer)
{
    return answer_names[(unsigned)answer < WEIR_COUNT(answer_names) ? answer : WEIR_INCLUSION_UNKNOWN];
}

bool weir_inclusion_witness(const struct weir_inclusion *inclusion, struct weir_inclusion_witness *witness)
{
    const bool is_no = weir_inclusion_answer(inclusion) == WEIR_INCLUSION_NO;
    if (witness != NULL)
        *witness = is_no ? inclusion->witness : (struct weir_inclusion_witness){.context = NULL};
    return is_no;
}

struct weir_str weir_inclusion_limit(const struct weir_inclusion *inclusion)
{
    return weir_str_from(inclusion == NULL ? "" : limit_words[inclusion->limit]);
}
