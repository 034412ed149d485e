/* The request of a choice, with values for its variables, and whether the evaluator says of it what the search does ([iam-eval]). */
#include "scope/inclusion/inclusion.h"

struct maker {
    struct weir_comparison *comparison;
    struct weir_context *context;
};

/* -------------------------------------------------------------------------------- variables' values */

/* Where each piece of a pattern begins when it covers a text, each `*` and variable taking as little as can be. */
struct cover {
    const struct weir_pattern *pattern;
    struct weir_str text;
    size_t *starts; /* one more than there are pieces */
    bool widely;    /* a variable may be the empty text */
};

static size_t code_point_bytes(struct weir_str text, size_t at)
{
    const size_t bytes = at < text.len ? weir_utf8_sequence(text.ptr + at, text.len - at) : 0;
    return bytes == 0 ? 1 : bytes;
}

static bool takes(const struct cover *cover, size_t piece, size_t at, size_t *end)
{
    const struct weir_piece *const p = &cover->pattern->pieces[piece];
    const struct weir_str rest = weir_str_slice(cover->text, at, cover->text.len);
    *end = at;
    switch (p->kind) {
    case WEIR_PIECE_LITERAL:
        *end = at + p->text.len;
        if (rest.len < p->text.len)
            return false;
        return weir_str_equal(weir_str_slice(rest, 0, p->text.len), p->text) ||
               (cover->pattern->fold && weir_str_equal_fold(weir_str_slice(rest, 0, p->text.len), p->text));
    case WEIR_PIECE_VARIABLE:
        if (cover->widely)
            return true;
        break;
    case WEIR_PIECE_RUN:
        return true;
    case WEIR_PIECE_ONE:
        break;
    }
    *end = at + code_point_bytes(cover->text, at);
    return rest.len > 0;
}

static bool is_elastic(const struct weir_piece *piece)
{
    return piece->kind == WEIR_PIECE_RUN || piece->kind == WEIR_PIECE_VARIABLE;
}

/* As glob.c walks: at a mismatch only the newest elastic piece takes one code point more. */
static bool covers(struct cover *cover)
{
    const size_t count = cover->pattern->count;
    size_t newest = count;
    size_t piece = 0;
    size_t at = 0;
    size_t resume = 0;
    for (;;) {
        cover->starts[piece] = at;
        if (piece == count && at == cover->text.len)
            return true;
        size_t end = at;
        if (piece < count && takes(cover, piece, at, &end)) {
            if (is_elastic(&cover->pattern->pieces[piece])) {
                newest = piece;
                resume = end;
            }
            piece++;
            at = end;
        } else if (newest < count && resume < cover->text.len) {
            resume += code_point_bytes(cover->text, resume);
            piece = newest + 1;
            at = resume;
        } else {
            return false;
        }
    }
}

static enum weir_status take_values(struct maker *maker, const struct weir_pattern *pattern, bool widely,
                                    struct weir_str text)
{
    struct weir_arena *const arena = maker->comparison->arena;
    struct cover cover = {pattern, text, weir_arena_alloc(arena, pattern->count + 1, sizeof(size_t)), widely};
    if (cover.starts == NULL)
        return WEIR_ERR_MEMORY;
    if (!covers(&cover))
        return WEIR_OK;
    for (size_t i = 0; i < pattern->count; i++) {
        const struct weir_piece *const piece = &pattern->pieces[i];
        if (piece->kind != WEIR_PIECE_VARIABLE || weir_context_find(maker->context, piece->text, NULL, NULL, NULL))
            continue;
        if (piece->text.len == 0) /* `${}` names no key: nothing gives it a value */
            continue;
        const struct weir_str value = weir_str_slice(text, cover.starts[i], cover.starts[i + 1]);
        if (!piece->has_fallback || !weir_str_equal(value, piece->fallback))
            WEIR_TRY(weir_context_set_text(maker->context, piece->text, value));
    }
    return WEIR_OK;
}

/* The text that an open pattern is to accept: the resource, or the one value of its key. */
static bool text_for(const struct weir_comparison *comparison, const struct weir_choice *choice,
                     const struct weir_open *open, struct weir_str *text)
{
    const struct weir_point *point = choice->points[WEIR_AXIS_RESOURCE];
    for (size_t i = WEIR_AXIS_KEYS; open->kind == WEIR_OPEN_OPERAND && i < comparison->axis_count; i++) {
        if (weir_str_equal_fold(comparison->axes[i].key, open->condition->key))
            point = choice->points[i];
    }
    if (point == NULL || point->count != 1)
        return false;
    *text = point->values[0];
    return true;
}

static enum weir_status give_values(struct maker *maker, const struct weir_choice *choice)
{
    for (size_t i = 0; i < maker->comparison->open_count; i++) {
        const struct weir_open *const open = &maker->comparison->opens[i];
        struct weir_str parts[WEIR_ARN_PARTS];
        struct weir_str text;
        if ((choice->opens >> i & 1) == 0 || open->parts == NULL || !text_for(maker->comparison, choice, open, &text))
            continue;
        if (open->part_count == 1) {
            WEIR_TRY(take_values(maker, open->parts, open->widely, text));
        } else if (weir_arn_split(text, parts)) {
            for (size_t j = 0; j < WEIR_ARN_PARTS; j++)
                WEIR_TRY(take_values(maker, &open->parts[j], open->widely, parts[j]));
        }
    }
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------- request */

static enum weir_status make_context(struct maker *maker, const struct weir_choice *choice)
{
    const struct weir_comparison *const comparison = maker->comparison;
    WEIR_TRY(weir_context_new(comparison->arena, &maker->context));
    for (size_t i = WEIR_AXIS_KEYS; i < comparison->axis_count; i++) {
        const struct weir_point *const point = choice->points[i];
        if (point != NULL && point->count > 0)
            WEIR_TRY(weir_context_set(maker->context, comparison->axes[i].key, point->values, point->count,
                                      comparison->axes[i].multivalued));
    }
    return give_values(maker, choice);
}

static enum weir_status ask(struct weir_comparison *comparison, const struct weir_policy_set *policies,
                            const struct weir_inclusion_witness *witness, const struct weir_verdict **verdict)
{
    static const struct weir_str account = {"111122223333", 12};
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    request.action = witness->action;
    request.resource = witness->resource;
    request.context = witness->context;
    request.principal = (struct weir_principal){.kind = WEIR_PRINCIPAL_ROLE_SESSION,
                                                .arn = WEIR_STR("arn:aws:sts::111122223333:assumed-role/any/any"),
                                                .role_arn = WEIR_STR("arn:aws:iam::111122223333:role/any"),
                                                .account = account};
    request.resource_account = account;
    request.resource_kind = WEIR_RESOURCE_OTHER;
    return weir_authorize(policies, &request, comparison->arena, verdict, comparison->error);
}

enum weir_status weir_witness_check(struct weir_comparison *comparison, const struct weir_choice *choice,
                                    struct weir_inclusion_witness *witness, bool *holds)
{
    struct maker maker = {.comparison = comparison};
    *holds = false;
    WEIR_TRY(make_context(&maker, choice));
    *witness = (struct weir_inclusion_witness){.action = choice->points[WEIR_AXIS_ACTION]->values[0],
                                               .resource = choice->points[WEIR_AXIS_RESOURCE]->values[0],
                                               .context = maker.context};
    WEIR_TRY(ask(comparison, comparison->narrow.policies, witness, &witness->narrow));
    WEIR_TRY(ask(comparison, comparison->wide.policies, witness, &witness->wide));
    *holds = weir_verdict_effect(witness->narrow) == WEIR_EFFECT_ALLOW &&
             weir_verdict_effect(witness->wide) != WEIR_EFFECT_ALLOW;
    return WEIR_OK;
}
