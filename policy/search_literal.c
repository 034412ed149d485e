/* A literal between two `*`: Crochemore and Perrin's two-way search, which needs two numbers a literal and no memory. */
#include "policy/search.h"

struct text_pair {
    struct weir_str needle;
    struct weir_str text;
    bool fold;
};

/*@ requires weir_readable(text) && at < text.len;
    assigns \nothing;
 */
static unsigned char byte_of(struct weir_str text, size_t at, bool fold)
{
    return (unsigned char)(fold ? weir_fold(text.ptr[at]) : text.ptr[at]);
}

/* The start of the greatest suffix by byte order, or by its reverse, and that suffix's period. */
/*@ requires weir_readable(needle) && \valid(period);
    assigns *period;
    ensures \result <= needle.len && 1 <= *period && (0 < needle.len ==> *period <= needle.len);
 */
static size_t greatest_suffix(struct weir_str needle, bool fold, bool reverse, size_t *period)
{
    size_t start = 0;
    size_t candidate = 0; /* one before the start of the suffix that may be greater */
    size_t k = 1;
    *period = 1;
    /*@ loop invariant start <= candidate && 1 <= k <= *period <= candidate + 1 - start;
        loop invariant candidate == 0 || candidate < needle.len;
        loop assigns start, candidate, k, *period;
        loop variant 2 * needle.len - start - candidate - k;
     */
    while (candidate + k < needle.len) {
        const unsigned char a = byte_of(needle, candidate + k, fold);
        const unsigned char b = byte_of(needle, start + k - 1, fold);
        if (a == b && k != *period) {
            k++;
        } else if (a == b) {
            candidate += *period;
            k = 1;
        } else if ((a < b) != reverse) {
            candidate += k;
            k = 1;
            *period = candidate + 1 - start;
        } else {
            start = ++candidate;
            k = 1;
            *period = 1;
        }
    }
    return start;
}

/*@ requires weir_readable(needle) && cut <= needle.len;
    assigns \nothing;
    ensures \result ==> period <= needle.len;
 */
static bool repeats(struct weir_str needle, bool fold, size_t cut, size_t period)
{
    if (period > needle.len || cut > needle.len - period)
        return false;
    /*@ loop invariant i <= cut;
        loop assigns i;
        loop variant cut - i;
     */
    for (size_t i = 0; i < cut; i++) {
        if (byte_of(needle, i, fold) != byte_of(needle, i + period, fold))
            return false;
    }
    return true;
}

/* The critical cut is the later of two; a needle that does not repeat itself may be moved further at a time. */
void weir_search_prepare(struct weir_piece *piece, bool fold)
{
    size_t period = 0;
    size_t other_period = 0;
    size_t cut = greatest_suffix(piece->text, fold, false, &period);
    const size_t other = greatest_suffix(piece->text, fold, true, &other_period);
    if (other > cut) {
        cut = other;
        period = other_period;
    }
    if (!repeats(piece->text, fold, cut, period))
        period = (cut > piece->text.len - cut ? cut : piece->text.len - cut) + 1;
    piece->cut = (uint32_t)cut;
    piece->period = (uint32_t)period;
}

/*@ requires \valid_read(pair) && weir_readable(pair->needle) && weir_readable(pair->text);
    requires i < pair->needle.len && at + i < pair->text.len;
    assigns \nothing;
 */
static bool same_byte(const struct text_pair *pair, size_t at, size_t i)
{
    WEIR_SEARCH_STEP();
    return byte_of(pair->needle, i, pair->fold) == byte_of(pair->text, at + i, pair->fold);
}

/* From `from` to the right; the needle's length if all are the same. */
/*@ requires \valid_read(pair) && weir_readable(pair->needle) && weir_readable(pair->text);
    requires from <= pair->needle.len && at + pair->needle.len <= pair->text.len;
    assigns \nothing;
    ensures from <= \result <= pair->needle.len;
 */
static size_t right_mismatch(const struct text_pair *pair, size_t at, size_t from)
{
    size_t i = from;
    /*@ loop invariant from <= i <= pair->needle.len;
        loop assigns i;
        loop variant pair->needle.len - i;
     */
    while (i < pair->needle.len && same_byte(pair, at, i))
        i++;
    return i;
}

/* Is the needle up to `end` the same? */
/*@ requires \valid_read(pair) && weir_readable(pair->needle) && weir_readable(pair->text);
    requires end <= pair->needle.len && at + pair->needle.len <= pair->text.len;
    assigns \nothing;
 */
static bool left_same(const struct text_pair *pair, size_t at, size_t end)
{
    size_t i = end;
    /*@ loop invariant i <= end;
        loop assigns i;
        loop variant i;
     */
    while (i > 0 && same_byte(pair, at, i - 1))
        i--;
    return i == 0;
}

/*
 * Moved by its period, a needle that repeats itself has its left part right already, so that the right part then either
 * fits, and the search is over, or moves the needle past what it has looked at: no byte need be remembered as known.
 */
bool weir_search_literal(const struct weir_piece *piece, bool fold, struct weir_str text, size_t *found)
{
    const struct text_pair pair = {piece->text, text, fold};
    const size_t length = pair.needle.len;
    size_t at = 0;
    /*@ loop invariant at <= text.len + 1;
        loop assigns at;
        loop variant text.len + 1 - at;
     */
    while (length <= text.len && at <= text.len - length) {
        const size_t stop = right_mismatch(&pair, at, piece->cut);
        if (stop < length) {
            at += stop - piece->cut + 1;
        } else if (left_same(&pair, at, piece->cut)) {
            *found = at + length;
            return true;
        } else {
            at += piece->period;
        }
    }
    return false;
}
