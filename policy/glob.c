/* Whether a pattern covers a text: `*` any run, `?` one code point, variables by their value ([iam-resource]). */
#include "policy/search.h"

/*
 * What stands before the first `*` is compared at the front of the text, what stands behind the last one at its end, and
 * each run between two is looked for once, leftmost, behind the one before it: to find it later can only leave less text.
 * So every byte of the text is looked at for one run alone; what looking for a run costs is said in search.h.
 */
struct walk {
    const struct weir_pattern *pattern;
    const struct weir_sight *sight;
    enum weir_empty_value empty;
    struct weir_str text; /* what is left of it */
};

/* The text that a literal or a variable wants; false for a variable without a value. */
static bool wanted_by(const struct walk *walk, const struct weir_piece *piece, struct weir_str *wanted)
{
    *wanted = piece->text;
    return piece->kind != WEIR_PIECE_VARIABLE ||
           weir_variable_resolve(piece, walk->sight->context, walk->empty, wanted);
}

static bool same_text(const struct walk *walk, struct weir_str a, struct weir_str b)
{
    return weir_str_equal(a, b) || (walk->pattern->fold && weir_str_equal_fold(a, b));
}

/* A code point is a lead byte and the continuation bytes behind it; text that is not UTF-8 still has a fixed meaning. */
static bool takes_front(struct walk *walk, const struct weir_piece *piece)
{
    struct weir_str wanted = {NULL, 0};
    const struct weir_str text = walk->text;
    size_t taken = 1;
    if (piece->kind == WEIR_PIECE_ONE) {
        while (taken < text.len && weir_is_continuation(text.ptr[taken]))
            taken++;
    } else {
        if (!wanted_by(walk, piece, &wanted))
            return false;
        taken = wanted.len;
    }
    if (taken > text.len || (wanted.len > 0 && !same_text(walk, weir_str_slice(text, 0, taken), wanted)))
        return false;
    walk->text = weir_str_slice(text, taken, text.len);
    return true;
}

static bool takes_back(struct walk *walk, const struct weir_piece *piece)
{
    struct weir_str wanted = {NULL, 0};
    const struct weir_str text = walk->text;
    size_t taken = 1;
    if (piece->kind == WEIR_PIECE_ONE) {
        while (taken < text.len && weir_is_continuation(text.ptr[text.len - taken]))
            taken++;
    } else {
        if (!wanted_by(walk, piece, &wanted))
            return false;
        taken = wanted.len;
    }
    if (taken > text.len ||
        (wanted.len > 0 && !same_text(walk, weir_str_slice(text, text.len - taken, text.len), wanted)))
        return false;
    walk->text.len -= taken;
    return true;
}

static bool takes_ends(struct walk *walk)
{
    const struct weir_pattern *const pattern = walk->pattern;
    for (size_t i = 0; i < pattern->first_run; i++) {
        if (!takes_front(walk, &pattern->pieces[i]))
            return false;
    }
    for (size_t i = pattern->count; i-- > pattern->last_run + 1;) {
        if (!takes_back(walk, &pattern->pieces[i]))
            return false;
    }
    return true;
}

/* [first, end) are pieces between two `*`. */
static bool finds_run(struct walk *walk, size_t first, size_t end)
{
    const struct weir_piece *const pieces = &walk->pattern->pieces[first];
    size_t found = 0;
    if (end - first == 1 && pieces->kind == WEIR_PIECE_LITERAL) {
        if (!weir_search_literal(pieces, walk->pattern->fold, walk->text, &found))
            return false;
    } else {
        const struct weir_run run = {pieces, end - first, walk->pattern->fold, walk->sight->context, walk->empty};
        if (!weir_search_run(&run, walk->text, &found))
            return false;
    }
    walk->text = weir_str_slice(walk->text, found, walk->text.len);
    return true;
}

static bool finds_every_run(struct walk *walk)
{
    const struct weir_pattern *const pattern = walk->pattern;
    size_t first = pattern->first_run + 1;
    while (first < pattern->last_run) {
        size_t end = first + 1;
        while (pattern->pieces[end].kind != WEIR_PIECE_RUN)
            end++;
        if (!finds_run(walk, first, end))
            return false;
        first = end + 1;
    }
    return true;
}

static bool matches_with(const struct weir_pattern *pattern, struct weir_str text, const struct weir_sight *sight,
                         enum weir_empty_value empty)
{
    struct walk walk = {pattern, sight, empty, text};
    if (!takes_ends(&walk))
        return false;
    return pattern->first_run == pattern->count ? walk.text.len == 0 : finds_every_run(&walk);
}

bool weir_pattern_matches_pieces(const struct weir_pattern *pattern, struct weir_str text,
                                 const struct weir_sight *sight)
{
    if (!sight->widely)
        return matches_with(pattern, text, sight, WEIR_EMPTY_UNRESOLVED);
    if (matches_with(pattern, text, sight, WEIR_EMPTY_IS_TEXT))
        return true;
    return pattern->has_fallback && matches_with(pattern, text, sight, WEIR_EMPTY_IS_FALLBACK);
}
