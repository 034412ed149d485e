/* Decides whether an emitted text says what was granted, no less and no more: it is read again and compared ([scope-advice]). */
#include "scope/proof.h"
#include "scope/inclusion/inclusion.h"

/* [sts-api-assumerole] The characters of Policy, and their number. */
static bool is_acceptable(const struct weir_scope_claim *claim)
{
    const struct weir_str text = claim->document;
    size_t characters = 0;
    for (size_t i = 0; i < text.len; characters++) {
        const unsigned char lead = (unsigned char)text.ptr[i];
        const size_t length = lead < 0x80 ? 1 : weir_utf8_sequence(text.ptr + i, text.len - i);
        const bool is_latin = length == 1 ? lead >= 0x20 && lead < 0x7f : length == 2 && lead <= 0xc3;
        if (!is_latin)
            return false;
        i += length;
    }
    return characters == claim->characters && characters <= claim->plan->max_characters;
}

static struct weir_policy_set alone(const struct weir_policy *const *policy)
{
    struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    set.identity = (struct weir_policy_list){policy, 1};
    return set;
}

static enum weir_status is_within(const struct weir_policy *narrow, const struct weir_policy *wide,
                                  struct weir_arena *arena, bool *within)
{
    const struct weir_policy_set sets[] = {alone(&wide), alone(&narrow)};
    const struct weir_inclusion *inclusion = NULL;
    WEIR_TRY(weir_scope_includes(&sets[0], &sets[1], arena, &inclusion, NULL));
    *within = weir_inclusion_answer(inclusion) == WEIR_INCLUSION_YES;
    return WEIR_OK;
}

static enum weir_status compare(const struct weir_scope_claim *claim, const struct weir_policy *read,
                                struct weir_arena *arena, bool *proved)
{
    const struct weir_policy *all = NULL;
    const struct weir_policy *whole = NULL;
    const bool is_one = claim->whole.count == 0;
    WEIR_TRY(weir_scope_mean(&claim->all, claim->plan, read, arena, &all));
    if (!is_one)
        WEIR_TRY(weir_scope_mean(&claim->whole, claim->plan, read, arena, &whole));
    if (all == NULL || (!is_one && whole == NULL))
        return WEIR_OK;
    if (is_one) {
        const struct weir_policy_set sets[] = {alone(&all), alone(&read)};
        return weir_scope_same(&sets[0], &sets[1], arena, proved);
    }
    bool is_complete = false;
    WEIR_TRY(is_within(whole, read, arena, &is_complete));
    return is_complete ? is_within(read, all, arena, proved) : WEIR_OK;
}

static enum weir_status compare_with_request(const struct weir_scope_claim *claim, const struct weir_policy *read,
                                             struct weir_arena *arena, bool *within)
{
    const struct weir_policy *asked = NULL;
    WEIR_TRY(weir_scope_mean(claim->plan->options.within, claim->plan, read, arena, &asked));
    return asked == NULL ? WEIR_OK : is_within(read, asked, arena, within);
}

/* A text of ours that cannot be read again is a fault like one that says too much. */
static enum weir_status prove(const struct weir_scope_claim *claim, struct weir_arena *arena, bool *proved,
                              bool *within)
{
    const struct weir_policy *read = NULL;
    if (!is_acceptable(claim))
        return WEIR_OK;
    const enum weir_status status = weir_policy_parse(claim->document, WEIR_STR("emitted"), WEIR_POLICY_SESSION, NULL,
                                                      arena, &read, NULL);
    if (status == WEIR_ERR_MEMORY)
        return status;
    if (status != WEIR_OK)
        return WEIR_OK;
    WEIR_TRY(compare(claim, read, arena, proved));
    *within = claim->plan->options.within == NULL;
    return *proved && !*within ? compare_with_request(claim, read, arena, within) : WEIR_OK;
}

enum weir_status weir_scope_prove(const struct weir_scope_claim *claim, struct weir_arena *arena,
                                  enum weir_scope_check *check)
{
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    bool proved = false;
    bool within = false;
    const enum weir_status status = prove(claim, arena, &proved, &within);
    *check = !proved ? WEIR_SCOPE_POLICY_UNPROVED : within ? WEIR_SCOPE_PASSED : WEIR_SCOPE_POLICY_OUTSIDE;
    weir_arena_rewind(arena, mark);
    return status;
}

const char *weir_scope_proof_name(enum weir_scope_proof proof)
{
    return proof == WEIR_SCOPE_TIGHT ? "tight" : "";
}
