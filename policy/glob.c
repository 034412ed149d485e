/* Whether a pattern covers a text: `*` any run, `?` one code point, variables by their value ([iam-resource]). */
#include "policy/pattern.h"

/*
 * One walk over pattern and text. At a mismatch only the newest `*` takes one code point more: what stands before it
 * has matched at the earliest place there is, so giving an older `*` more can only leave less text. Memory is constant;
 * each `*` restarts at most once per code point, so the steps are at most (bytes of text) x (bytes between two `*`).
 */
struct walk {
    const struct weir_pattern *pattern;
    const struct weir_context *context;
    enum weir_empty_value empty;
    struct weir_str text;
    size_t piece;
    size_t at;
    size_t after_star; /* the piece behind the newest `*`; 0 before the first */
    size_t star_at;    /* where in the text that `*` ends for now */
};

/* A code point is a lead byte and the continuation bytes behind it; text that is not UTF-8 still has a fixed meaning. */
static size_t code_point_bytes(struct weir_str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
        end++;
    return end - at;
}

static bool takes_text(struct walk *walk, struct weir_str wanted)
{
    if (walk->text.len - walk->at < wanted.len)
        return false;
    const struct weir_str here = weir_str_slice(walk->text, walk->at, walk->at + wanted.len);
    if (!(walk->pattern->fold ? weir_str_equal_fold(here, wanted) : weir_str_equal(here, wanted)))
        return false;
    walk->at += wanted.len;
    return true;
}

/* Moves over one piece that is no `*`. */
static bool takes_piece(struct walk *walk, const struct weir_piece *piece)
{
    if (piece->kind == WEIR_PIECE_ONE) {
        if (walk->at >= walk->text.len)
            return false;
        walk->at += code_point_bytes(walk->text, walk->at);
        return true;
    }
    struct weir_str wanted = piece->text;
    if (piece->kind == WEIR_PIECE_VARIABLE && !weir_variable_resolve(piece, walk->context, walk->empty, &wanted))
        return false;
    return takes_text(walk, wanted);
}

/* Gives the newest `*` one code point more; false where there is none to give, or no `*`. */
static bool backs_up(struct walk *walk)
{
    if (walk->after_star == 0 || walk->star_at >= walk->text.len)
        return false;
    walk->star_at += code_point_bytes(walk->text, walk->star_at);
    walk->at = walk->star_at;
    walk->piece = walk->after_star;
    return true;
}

static bool takes_all(struct walk *walk)
{
    const struct weir_pattern *const pattern = walk->pattern;
    for (;;) {
        if (walk->piece == pattern->count) {
            if (walk->at == walk->text.len)
                return true;
            if (!backs_up(walk))
                return false;
        } else if (pattern->pieces[walk->piece].kind == WEIR_PIECE_RUN) {
            walk->after_star = ++walk->piece;
            walk->star_at = walk->at;
            if (walk->after_star == pattern->count)
                return true;
        } else if (takes_piece(walk, &pattern->pieces[walk->piece])) {
            walk->piece++;
        } else if (!backs_up(walk)) {
            return false;
        }
    }
}

static bool matches_with(const struct weir_pattern *pattern, struct weir_str text, const struct weir_sight *sight,
                         enum weir_empty_value empty)
{
    struct walk walk = {.pattern = pattern, .context = sight->context, .empty = empty, .text = text};
    return takes_all(&walk);
}

bool weir_pattern_matches(const struct weir_pattern *pattern, struct weir_str text, const struct weir_sight *sight)
{
    if (!sight->widely)
        return matches_with(pattern, text, sight, WEIR_EMPTY_UNRESOLVED);
    if (matches_with(pattern, text, sight, WEIR_EMPTY_IS_TEXT))
        return true;
    return pattern->has_fallback && matches_with(pattern, text, sight, WEIR_EMPTY_IS_FALLBACK);
}
