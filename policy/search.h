/**
 * @file
 * Where what stands between two `*` of a pattern comes first in a text.
 */
#ifndef WEIR_POLICY_SEARCH_H
#define WEIR_POLICY_SEARCH_H

#include "policy/pattern.h"

/* Pieces without a `*`, one after the other: those of a pattern from `first` up to `end`. */
struct weir_run {
    const struct weir_piece *pieces;
    size_t first;
    size_t end;
    bool fold;
    const struct weir_context *context;
    enum weir_empty_value empty;
};

/*
 * Symbols of a run with `?` or variables that are looked for side by side: as many as an ARN has bytes at most
 * ([iam-quotas]). A longer run finds no room in the texts that AWS takes, and is compared at each place.
 */
enum { WEIR_SEARCH_SYMBOLS = 2048 };

/** Prepares a literal piece to be looked for. */
/*@ requires \valid(piece) && weir_readable(piece->text) && 0 < piece->text.len < 0xFFFFFFFF;
    assigns piece->cut, piece->period;
    ensures weir_prepared(piece->text, piece->cut, piece->period);
 */
void weir_search_prepare(struct weir_piece *piece, bool fold);
/**
 * `*found` is the place behind the first occurrence. At most some three comparisons a byte of the text, whatever the
 * literal.
 */
/*@ requires \valid_read(piece) && weir_readable(piece->text) && weir_readable(text);
    requires weir_prepared(piece->text, piece->cut, piece->period) && \valid(found);
    assigns *found;
    ensures \result ==> *found <= text.len;
 */
bool weir_search_literal(const struct weir_piece *piece, bool fold, struct weir_str text, size_t *found);
/** The same for any run. Steps: (bytes of text) x (symbols / 64, rounded up), to WEIR_SEARCH_SYMBOLS symbols. */
/*@ requires \valid_read(run) && run->first <= run->end && weir_pieces(run->pieces, run->end);
    requires weir_readable(text) && \valid(found);
    assigns *found;
    ensures \result ==> *found <= text.len;
 */
bool weir_search_run(const struct weir_run *run, struct weir_str text, size_t *found);

/*@ assigns \nothing; */
static inline bool weir_is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Tests count the steps of a search, to show how they grow. */
#ifdef WEIR_COUNT_STEPS
extern size_t weir_search_steps;
#define WEIR_SEARCH_STEP() ((void)weir_search_steps++)
#else
#define WEIR_SEARCH_STEP() ((void)0)
#endif

#endif
