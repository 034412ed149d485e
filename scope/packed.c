/*
 * Decides what share of STS's room a session policy is likely to take when packed ([scope-packed]).
 *
 * How STS packs is not published. One measurement is: 2,017 characters that deflate to 536 bytes were refused at 118 %.
 * So this counts the bits that deflate would need, without making them: matches of LZ77, and the entropy of what is
 * left. Whole numbers alone, so that every machine gives the same estimate.
 */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

enum { FULL_BYTES = 450 }; /* of deflate that make 100 % */
enum { MIN_MATCH = 3, MAX_MATCH = 258, WINDOW = 32768, TRIES = 64, HASH_BITS = 10 };
enum { LITERALS = 286, DISTANCES = 30, END_OF_BLOCK = 256, FIRST_LENGTH = 257 };
enum { FIXED = 8 }; /* bits behind the point of a logarithm */
/* What the code tables of a block cost: a start, and for each symbol that is used (found by comparing with zlib). */
enum { TABLE_BITS = 100, TABLE_BITS_A_SYMBOL = 4 };

/* The symbols of a text, as deflate would count them. */
struct tally {
    uint32_t literals[LITERALS];
    uint32_t distances[DISTANCES];
    uint64_t extra_bits;
    uint64_t fixed_bits; /* of the code that needs no table */
};

/* --------------------------------------------------------------------------------------- matches */

/* Where three bytes were seen last, and before each place the one before it; places are counted from 1. */
struct history {
    struct weir_str text;
    uint32_t last[1 << HASH_BITS];
    uint32_t *before;
};

static size_t hash_at(const struct history *history, size_t at)
{
    const unsigned char *const b = (const unsigned char *)history->text.ptr + at;
    const uint32_t three = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
    return (three * 0x9e3779b1U) >> (32 - HASH_BITS);
}

static size_t match_length(struct weir_str text, size_t a, size_t b)
{
    size_t n = 0;
    while (n < MAX_MATCH && b + n < text.len && text.ptr[a + n] == text.ptr[b + n])
        n++;
    return n;
}

static void remember(struct history *history, size_t at)
{
    if (at + MIN_MATCH > history->text.len)
        return;
    uint32_t *const last = &history->last[hash_at(history, at)];
    history->before[at] = *last;
    *last = (uint32_t)at + 1;
}

/* The longest match, of equal ones the nearest; 0 where there is none. */
static size_t find_match(const struct history *history, size_t at, size_t *distance)
{
    const struct weir_str text = history->text;
    size_t best = 0;
    if (at + MIN_MATCH > text.len)
        return 0;
    uint32_t place = history->last[hash_at(history, at)];
    for (size_t tries = 0; place != 0 && tries < TRIES; tries++) {
        const size_t from = place - 1;
        if (at - from > WINDOW)
            break;
        const bool may_be_longer = at + best < text.len && text.ptr[from + best] == text.ptr[at + best];
        const size_t length = may_be_longer ? match_length(text, from, at) : 0;
        if (length > best) {
            best = length;
            *distance = at - from;
        }
        place = history->before[from];
    }
    return best >= MIN_MATCH ? best : 0;
}

/* ---------------------------------------------------------------------------------------- symbols */

/* [rfc1951] Lengths and distances share a symbol with their neighbours, `extra` bits tell them apart. */
static size_t group_of(size_t value, size_t shift, size_t *extra)
{
    size_t bits = 0;
    while ((value >> bits) >= ((size_t)2 << shift))
        bits++;
    *extra = bits;
    return (bits << shift) + (value >> bits);
}

/* [rfc1951] The lengths of the fixed code. */
static void count_literal(struct tally *tally, size_t symbol)
{
    tally->literals[symbol]++;
    tally->fixed_bits += symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

static void count_distance(struct tally *tally, size_t symbol)
{
    tally->distances[symbol]++;
    tally->fixed_bits += 5;
}

static void count_match(struct tally *tally, size_t length, size_t distance)
{
    size_t extra = 0;
    count_literal(tally, length == MAX_MATCH ? LITERALS - 1 : FIRST_LENGTH + group_of(length - MIN_MATCH, 2, &extra));
    tally->extra_bits += extra;
    count_distance(tally, group_of(distance - 1, 1, &extra));
    tally->extra_bits += extra;
}

struct match {
    size_t length; /* 0: none */
    size_t distance;
};

/* One step of the text, at which `match` begins; a longer one that begins one byte later is waited for. */
static size_t count_at(struct history *history, size_t at, struct match *match, struct tally *tally)
{
    const struct match here = *match;
    remember(history, at);
    match->length = find_match(history, at + 1, &match->distance);
    if (here.length == 0 || match->length > here.length) {
        count_literal(tally, (unsigned char)history->text.ptr[at]);
        return 1;
    }
    count_match(tally, here.length, here.distance);
    for (size_t i = 1; i < here.length; i++)
        remember(history, at + i);
    match->length = find_match(history, at + here.length, &match->distance);
    return here.length;
}

/* ----------------------------------------------------------------------------------------- entropy */

/* The logarithm to base 2, cut to FIXED bits behind the point, of a number that is not 0. */
static uint32_t logarithm(uint32_t number)
{
    uint32_t whole = 0;
    while ((number >> whole) > 1)
        whole++;
    if ((number & (number - 1)) == 0)
        return whole << FIXED;                         /* as most are in a short text: once, twice */
    uint64_t rest = ((uint64_t)number << 31) >> whole; /* from 1 to below 2, 31 bits behind the point */
    uint32_t result = whole;
    for (int i = 0; i < FIXED; i++) {
        rest = (rest * rest) >> 31;
        result = result << 1 | (rest >> 32 != 0 ? 1U : 0U);
        rest >>= rest >> 32;
    }
    return result;
}

/* The bits of the best code for these symbols, its table included. */
static uint64_t entropy_bits(const uint32_t *counts, size_t count)
{
    uint64_t sum = 0;
    uint64_t scaled = 0;
    uint64_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (counts[i] == 0)
            continue;
        sum += counts[i];
        scaled += (uint64_t)counts[i] * logarithm(counts[i]);
        used++;
    }
    if (sum == 0)
        return 0;
    return ((sum * logarithm((uint32_t)sum) - scaled) >> FIXED) + used * TABLE_BITS_A_SYMBOL;
}

enum weir_status weir_scope_estimate_packed(struct weir_str document, struct weir_arena *arena, unsigned *percent)
{
    struct tally tally = {.extra_bits = 3};
    struct history history = {.text = document};
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    history.before = weir_arena_alloc(arena, document.len + 1, sizeof *history.before);
    if (history.before == NULL)
        return WEIR_ERR_MEMORY;
    struct match match = {0, 0};
    for (size_t at = 0; at < document.len;)
        at += count_at(&history, at, &match, &tally);
    weir_arena_rewind(arena, mark);
    count_literal(&tally, END_OF_BLOCK);
    const uint64_t coded = TABLE_BITS + entropy_bits(tally.literals, LITERALS) +
                           entropy_bits(tally.distances, DISTANCES);
    const uint64_t bytes = ((coded < tally.fixed_bits ? coded : tally.fixed_bits) + tally.extra_bits + 7) / 8;
    *percent = (unsigned)((bytes * 100 + FULL_BYTES / 2) / FULL_BYTES);
    return WEIR_OK;
}
