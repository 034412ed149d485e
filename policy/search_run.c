/* A run with `?` or variables between two `*`: all its places at once, one bit a symbol (Baeza-Yates and Gonnet). */
#include "policy/search.h"

enum { WORD_BITS = 64, WORDS = WEIR_SEARCH_SYMBOLS / WORD_BITS };

/*
 * Bit i of a word stands for one symbol of the run. A byte fits a symbol if the symbol's bit is set under both halves of
 * the byte; upper and lower case differ in one half alone, so folding is exact.
 */
struct word {
    uint64_t low[16];
    uint64_t high[16];
    uint64_t one;   /* the `?` */
    uint64_t state; /* symbols up to this one fit the text up to here */
};

struct machine {
    size_t symbols;
    bool ends_in_one; /* the last symbol is `?` */
    struct word words[WORDS];
};

/* False when the machine is full. */
/*@ requires \valid(machine) && machine->symbols <= WEIR_SEARCH_SYMBOLS;
    assigns machine->symbols, machine->ends_in_one, machine->words[0 .. WORDS - 1];
    ensures machine->symbols <= WEIR_SEARCH_SYMBOLS;
    ensures \result <==> machine->symbols == \old(machine->symbols) + 1;
    ensures !\result ==> machine->symbols == \old(machine->symbols);
 */
static bool add_symbol(struct machine *machine, char byte, bool is_one, bool fold)
{
    if (machine->symbols == WEIR_SEARCH_SYMBOLS)
        return false;
    struct word *const word = &machine->words[machine->symbols / WORD_BITS];
    const uint64_t bit = (uint64_t)1 << (machine->symbols % WORD_BITS);
    if (bit == 1)
        *word = (struct word){.state = 0};
    const unsigned small = (unsigned char)(fold ? weir_fold(byte) : byte);
    const bool is_letter = fold && small >= 'a' && small <= 'z';
    if (is_one) {
        word->one |= bit;
    } else {
        word->low[small % 16] |= bit;
        word->high[small / 16] |= bit;
        word->high[(is_letter ? small - 32u : small) / 16] |= bit;
    }
    machine->symbols++;
    machine->ends_in_one = is_one;
    WEIR_SEARCH_STEP();
    return true;
}

enum made { MADE, MADE_TOO_LONG, MADE_NEVER };

/*@ requires \valid(machine) && machine->symbols <= WEIR_SEARCH_SYMBOLS && weir_readable(text);
    assigns machine->symbols, machine->ends_in_one, machine->words[0 .. WORDS - 1];
    ensures machine->symbols <= WEIR_SEARCH_SYMBOLS;
 */
static bool add_text(struct machine *machine, struct weir_str text, bool fold)
{
    /*@ loop invariant i <= text.len && machine->symbols <= WEIR_SEARCH_SYMBOLS;
        loop assigns i, machine->symbols, machine->ends_in_one, machine->words[0 .. WORDS - 1];
        loop variant text.len - i;
     */
    for (size_t i = 0; i < text.len; i++) {
        if (!add_symbol(machine, text.ptr[i], false, fold))
            return false;
    }
    return true;
}

/*@ requires \valid_read(run) && run->first <= run->end && weir_pieces(run->pieces, run->end) && \valid(machine);
    requires \separated(machine, run) && \separated(machine, run->pieces + (0 .. run->end - 1));
    assigns machine->symbols, machine->ends_in_one, machine->words[0 .. WORDS - 1];
    ensures machine->symbols <= WEIR_SEARCH_SYMBOLS;
 */
static enum made make(const struct weir_run *run, struct machine *machine)
{
    machine->symbols = 0;
    machine->ends_in_one = false;
    /*@ loop invariant run->first <= i <= run->end && machine->symbols <= WEIR_SEARCH_SYMBOLS;
        loop invariant weir_pieces(run->pieces, run->end);
        loop assigns i, machine->symbols, machine->ends_in_one, machine->words[0 .. WORDS - 1];
        loop variant run->end - i;
     */
    for (size_t i = run->first; i < run->end; i++) {
        const struct weir_piece *const piece = &run->pieces[i];
        struct weir_str text = piece->text;
        if (piece->kind == WEIR_PIECE_VARIABLE && !weir_variable_resolve(piece, run->context, run->empty, &text))
            return MADE_NEVER;
        const bool is_one = piece->kind == WEIR_PIECE_ONE;
        if (is_one ? !add_symbol(machine, 0, true, run->fold) : !add_text(machine, text, run->fold))
            return MADE_TOO_LONG;
    }
    return MADE;
}

/*
 * Takes one byte. `?` takes a byte that begins a code point, and stays where it is for the bytes that continue it.
 */
/*@ requires \valid(machine) && machine->symbols <= WEIR_SEARCH_SYMBOLS;
    assigns machine->words[0 .. WORDS - 1];
 */
static void step(struct machine *machine, unsigned char byte, bool continues)
{
    uint64_t carry = 1; /* at every byte the run may begin */
    /*@ loop invariant i <= WORDS;
        loop assigns i, carry, machine->words[0 .. WORDS - 1];
        loop variant WORDS - i;
     */
    for (size_t i = 0; i * WORD_BITS < machine->symbols; i++) {
        struct word *const word = &machine->words[i];
        const uint64_t literal = word->low[byte % 16] & word->high[byte / 16];
        const uint64_t moved = word->state << 1 | carry;
        carry = word->state >> (WORD_BITS - 1);
        word->state = continues ? (moved & literal) | (word->state & word->one) : moved & (literal | word->one);
        WEIR_SEARCH_STEP();
    }
}

/*@ requires \valid_read(machine) && 0 < machine->symbols <= WEIR_SEARCH_SYMBOLS;
    assigns \nothing;
 */
static bool is_complete(const struct machine *machine)
{
    const size_t last = machine->symbols - 1;
    return (machine->words[last / WORD_BITS].state >> (last % WORD_BITS) & 1) != 0;
}

/*@ requires \valid(machine) && machine->symbols <= WEIR_SEARCH_SYMBOLS && weir_readable(text) && \valid(found);
    requires \separated(machine, found);
    assigns machine->words[0 .. WORDS - 1], *found;
    ensures \result ==> *found <= text.len;
 */
static bool search(struct machine *machine, struct weir_str text, size_t *found)
{
    *found = 0;
    if (machine->symbols == 0)
        return true;
    if (machine->symbols > text.len)
        return false;
    /*@ loop invariant i <= text.len && 0 < machine->symbols <= WEIR_SEARCH_SYMBOLS;
        loop assigns i, machine->words[0 .. WORDS - 1];
        loop variant text.len - i;
     */
    for (size_t i = 0; i < text.len; i++) {
        step(machine, (unsigned char)text.ptr[i], i > 0 && weir_is_continuation(text.ptr[i]));
        const bool goes_on = machine->ends_in_one && i + 1 < text.len && weir_is_continuation(text.ptr[i + 1]);
        if (is_complete(machine) && !goes_on) {
            *found = i + 1;
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------------------- runs of any length */

/* How much of the text one piece takes; SIZE_MAX where it does not stand there. */
/*@ requires \valid_read(run) && \valid_read(piece) && weir_readable(piece->text) && weir_readable(text);
    assigns \nothing;
    ensures \result <= text.len || \result == SIZE_MAX;
 */
static size_t length_of_piece(const struct weir_run *run, const struct weir_piece *piece, struct weir_str text)
{
    struct weir_str wanted = piece->text;
    if (piece->kind == WEIR_PIECE_ONE) {
        size_t taken = 1;
        /*@ loop invariant 1 <= taken && (0 < text.len ==> taken <= text.len);
            loop assigns taken;
            loop variant text.len - taken;
         */
        while (taken < text.len && weir_is_continuation(text.ptr[taken]))
            taken++;
        return text.len == 0 ? SIZE_MAX : taken;
    }
    if (piece->kind == WEIR_PIECE_VARIABLE && !weir_variable_resolve(piece, run->context, run->empty, &wanted))
        return SIZE_MAX;
    if (wanted.len > text.len)
        return SIZE_MAX;
    const struct weir_str here = weir_str_slice(text, 0, wanted.len);
    return (run->fold ? weir_str_equal_fold(here, wanted) : weir_str_equal(here, wanted)) ? wanted.len : SIZE_MAX;
}

/* The same for the run. */
/*@ requires \valid_read(run) && run->first <= run->end && weir_pieces(run->pieces, run->end) && weir_readable(text);
    assigns \nothing;
    ensures \result <= text.len || \result == SIZE_MAX;
 */
static size_t length_at_start(const struct weir_run *run, struct weir_str text)
{
    size_t at = 0;
    /*@ loop invariant run->first <= i <= run->end && at <= text.len;
        loop assigns i, at;
        loop variant run->end - i;
     */
    for (size_t i = run->first; i < run->end; i++) {
        const size_t taken = length_of_piece(run, &run->pieces[i], weir_str_slice(text, at, text.len));
        if (taken == SIZE_MAX)
            return SIZE_MAX;
        at += taken;
    }
    return at;
}

/*@ requires \valid_read(run) && run->first <= run->end && weir_pieces(run->pieces, run->end) && weir_readable(text) && \valid(found);
    assigns *found;
    ensures \result ==> *found <= text.len;
 */
static bool search_each_place(const struct weir_run *run, struct weir_str text, size_t *found)
{
    /*@ loop invariant at <= text.len;
        loop assigns at;
        loop variant text.len - at;
     */
    for (size_t at = 0; at + WEIR_SEARCH_SYMBOLS < text.len; at++) {
        if (at > 0 && weir_is_continuation(text.ptr[at]))
            continue;
        const size_t length = length_at_start(run, weir_str_slice(text, at, text.len));
        if (length != SIZE_MAX) {
            *found = at + length;
            return true;
        }
    }
    return false;
}

bool weir_search_run(const struct weir_run *run, struct weir_str text, size_t *found)
{
    struct machine machine; /* its words are set as symbols come */
    switch (make(run, &machine)) {
    case MADE:
        return search(&machine, text, found);
    case MADE_TOO_LONG:
        return search_each_place(run, text, found);
    case MADE_NEVER:
        break;
    }
    return false;
}
