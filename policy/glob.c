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

/*@ predicate is_ready(struct walk *walk) =
      \valid(walk) && \valid_read(walk->pattern) && \valid_read(walk->sight) && weir_readable(walk->text) &&
      \separated(walk, walk->pattern) && \separated(walk, walk->sight);
    predicate is_apart(struct walk *walk) =
      \separated(walk, walk->pattern->pieces + (0 .. walk->pattern->count - 1));
 */

/* The text that a literal or a variable wants; false for a variable without a value. */
/*@ requires \valid_read(walk) && \valid_read(walk->sight) && \valid(wanted);
    requires \valid_read(piece) && weir_readable(piece->text) && \separated(wanted, piece) && \separated(wanted, walk) &&
             \separated(wanted, walk->sight);
    assigns *wanted;
    ensures \result ==> weir_readable(*wanted);
 */
static bool wanted_by(const struct walk *walk, const struct weir_piece *piece, struct weir_str *wanted)
{
    *wanted = piece->text;
    return piece->kind != WEIR_PIECE_VARIABLE ||
           weir_variable_resolve(piece, walk->sight->context, walk->empty, wanted);
}

/*@ requires \valid_read(walk) && \valid_read(walk->pattern) && weir_readable(a) && weir_readable(b);
    assigns \nothing;
 */
static bool same_text(const struct walk *walk, struct weir_str a, struct weir_str b)
{
    return weir_str_equal(a, b) || (walk->pattern->fold && weir_str_equal_fold(a, b));
}

/* A code point is a lead byte and the continuation bytes behind it; text that is not UTF-8 still has a fixed meaning. */
/*@ requires is_ready(walk);
    requires \valid_read(piece) && weir_readable(piece->text) && \separated(walk, piece);
    assigns walk->text;
    ensures weir_readable(walk->text);
 */
static bool takes_front(struct walk *walk, const struct weir_piece *piece)
{
    struct weir_str wanted = {NULL, 0};
    const struct weir_str text = walk->text;
    size_t taken = 1;
    if (piece->kind == WEIR_PIECE_ONE) {
        /*@ loop invariant 1 <= taken && (0 < text.len ==> taken <= text.len);
            loop assigns taken;
            loop variant text.len - taken;
         */
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

/*@ requires is_ready(walk);
    requires \valid_read(piece) && weir_readable(piece->text) && \separated(walk, piece);
    assigns walk->text;
    ensures weir_readable(walk->text);
 */
static bool takes_back(struct walk *walk, const struct weir_piece *piece)
{
    struct weir_str wanted = {NULL, 0};
    const struct weir_str text = walk->text;
    size_t taken = 1;
    if (piece->kind == WEIR_PIECE_ONE) {
        /*@ loop invariant 1 <= taken && (0 < text.len ==> taken <= text.len);
            loop assigns taken;
            loop variant text.len - taken;
         */
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
    walk->text = weir_str_slice(text, 0, text.len - taken);
    return true;
}

/*@ requires is_ready(walk);
    requires is_apart(walk);
    requires weir_whole(walk->pattern);
    assigns walk->text;
    ensures weir_readable(walk->text);
 */
static bool takes_ends(struct walk *walk)
{
    const struct weir_pattern *const pattern = walk->pattern;
    /*@ loop invariant i <= pattern->first_run && weir_readable(walk->text);
        loop invariant weir_pieces(pattern->pieces, pattern->count);
        loop assigns i, walk->text;
        loop variant pattern->first_run - i;
     */
    for (size_t i = 0; i < pattern->first_run; i++) {
        if (!takes_front(walk, &pattern->pieces[i]))
            return false;
    }
    /*@ loop invariant i <= pattern->count && weir_readable(walk->text);
        loop invariant weir_pieces(pattern->pieces, pattern->count);
        loop assigns i, walk->text;
        loop variant i;
     */
    for (size_t i = pattern->count; i-- > pattern->last_run + 1;) {
        if (!takes_back(walk, &pattern->pieces[i]))
            return false;
    }
    return true;
}

/* [first, end) are pieces between two `*`. */
/*@ requires is_ready(walk);
    requires is_apart(walk);
    requires weir_whole(walk->pattern);
    requires walk->pattern->first_run < first < end <= walk->pattern->last_run;
    assigns walk->text;
    ensures weir_readable(walk->text);
 */
static bool finds_run(struct walk *walk, size_t first, size_t end)
{
    const struct weir_pattern *const pattern = walk->pattern;
    const struct weir_piece *const piece = &pattern->pieces[first];
    size_t found = 0;
    if (end - first == 1 && piece->kind == WEIR_PIECE_LITERAL) {
        if (!weir_search_literal(piece, pattern->fold, walk->text, &found))
            return false;
    } else {
        const struct weir_run run = {pattern->pieces, first, end, pattern->fold, walk->sight->context, walk->empty};
        if (!weir_search_run(&run, walk->text, &found))
            return false;
    }
    walk->text = weir_str_slice(walk->text, found, walk->text.len);
    return true;
}

/*@ requires is_ready(walk);
    requires is_apart(walk);
    requires weir_whole(walk->pattern);
    assigns walk->text;
 */
static bool finds_every_run(struct walk *walk)
{
    const struct weir_pattern *const pattern = walk->pattern;
    size_t first = pattern->first_run + 1;
    /*@ loop invariant pattern->first_run < first <= pattern->last_run + 1 && weir_readable(walk->text);
        loop invariant weir_whole(pattern);
        loop assigns first, walk->text;
        loop variant pattern->last_run + 1 - first;
     */
    while (first < pattern->last_run) {
        size_t end = first + 1;
        /*@ loop invariant first < end <= pattern->last_run;
            loop assigns end;
            loop variant pattern->last_run - end;
         */
        while (pattern->pieces[end].kind != WEIR_PIECE_RUN)
            end++;
        if (!finds_run(walk, first, end))
            return false;
        first = end + 1;
    }
    return true;
}

/*@ requires \valid_read(pattern) && weir_whole(pattern) && weir_readable(text) && \valid_read(sight);
    assigns \nothing;
 */
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
    if (matches_with(pattern, text, sight, weir_pattern_empty_value(pattern, sight->widely)))
        return true;
    if (pattern->empty != WEIR_EMPTY_VARIABLE_REFUSE || !sight->widely)
        return false;
    return pattern->has_fallback && matches_with(pattern, text, sight, WEIR_EMPTY_IS_FALLBACK);
}
