/* Sets of small numbers as arrays of words, all of one length. */
#ifndef WEIR_SCOPE_BITS_H
#define WEIR_SCOPE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WEIR_WORD_BITS = 64 };

static inline size_t weir_bits_words(size_t bits)
{
    return (bits + WEIR_WORD_BITS - 1) / WEIR_WORD_BITS;
}

static inline void weir_bits_add(uint64_t *set, size_t bit)
{
    set[bit / WEIR_WORD_BITS] |= (uint64_t)1 << bit % WEIR_WORD_BITS;
}

static inline void weir_bits_remove(uint64_t *set, size_t bit)
{
    set[bit / WEIR_WORD_BITS] &= ~((uint64_t)1 << bit % WEIR_WORD_BITS);
}

static inline bool weir_bits_have(const uint64_t *set, size_t bit)
{
    return (set[bit / WEIR_WORD_BITS] >> bit % WEIR_WORD_BITS & 1) != 0;
}

static inline bool weir_bits_meet(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if ((a[i] & b[i]) != 0)
            return true;
    }
    return false;
}

/* The same of some words alone. */
static inline bool weir_bits_meet_at(const uint64_t *a, const uint64_t *b, const size_t *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((a[at[i]] & b[at[i]]) != 0)
            return true;
    }
    return false;
}

static inline bool weir_bits_equal(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

static inline void weir_bits_unite(uint64_t *set, const uint64_t *with, size_t words)
{
    for (size_t i = 0; i < words; i++)
        set[i] |= with[i];
}

#endif
