/**
 * @file
 * What the modules share beneath the public header: the TRY idiom, cheap arena memory and pieces of input in messages.
 */
#ifndef WEIR_BASE_IMPL_H
#define WEIR_BASE_IMPL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <weir/base.h>
#include <weir/limits.h>

/** Returns the status of a call that did not answer WEIR_OK: the one macro that hides control flow. */
#define WEIR_TRY(call)                               \
    do {                                             \
        const enum weir_status try_status_ = (call); \
        if (try_status_ != WEIR_OK)                  \
            return try_status_;                      \
    } while (0)

#define WEIR_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define WEIR_LIKELY(condition) __builtin_expect((condition) != 0, 1)
#define WEIR_UNLIKELY(condition) __builtin_expect((condition) != 0, 0)
#else
#define WEIR_LIKELY(condition) (condition)
#define WEIR_UNLIKELY(condition) (condition)
#endif

/* Under AddressSanitizer the free part of an arena is poisoned, so that an overrun is found there as on the heap. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WEIR_HAS_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WEIR_HAS_ASAN 1
#endif
#if defined(WEIR_HAS_ASAN)
#include <sanitizer/asan_interface.h>
#define WEIR_POISON(start, bytes) ASAN_POISON_MEMORY_REGION((start), (bytes))
#define WEIR_UNPOISON(start, bytes) ASAN_UNPOISON_MEMORY_REGION((start), (bytes))
#else
#define WEIR_POISON(start, bytes) ((void)(start), (void)(bytes))
#define WEIR_UNPOISON(start, bytes) ((void)(start), (void)(bytes))
#endif

/* -------------------------------------------------------------------------------------------- memory */

struct weir_block;

/* INVARIANT: block != NULL, and at <= end are both inside block or one past it. */
struct weir_arena {
    char *at; /* the free part of the newest block */
    char *end;
    struct weir_block *block; /* the newest; each knows the one before it */
    size_t reserved;          /* bytes obtained from the system, this struct included */
    size_t limit;             /* of reserved; SIZE_MAX for none */
    size_t next_bytes;        /* size of the next ordinary block */
};

/** A state of an arena to return to. */
struct weir_arena_mark {
    struct weir_block *block;
    char *at;
};

struct weir_arena_mark weir_arena_mark(const struct weir_arena *arena);
/** Forgets what was allocated since the mark; a mark taken after this one is void. */
void weir_arena_rewind(struct weir_arena *arena, struct weir_arena_mark mark);
/** The way of weir_arena_take when the newest block is full. */
void *weir_arena_take_slow(struct weir_arena *arena, size_t bytes);
/**
 * Resizes the bytes at `start`: in place where they are the newest of the arena, else by a copy. NULL past the limit;
 * the old bytes stay as they are.
 */
char *weir_arena_resize(struct weir_arena *arena, char *start, size_t old_bytes, size_t new_bytes);

/** `bytes` uninitialised bytes, aligned to `align`, a power of two up to 16; NULL past the limit. */
static inline void *weir_arena_take(struct weir_arena *arena, size_t bytes, size_t align)
{
    const size_t room = (size_t)(arena->end - arena->at);
    const size_t pad = (size_t)(-(uintptr_t)arena->at) & (align - 1);
    if (WEIR_UNLIKELY(pad > room || bytes > room - pad))
        return weir_arena_take_slow(arena, bytes);
    char *const start = arena->at + pad;
    arena->at = start + bytes;
    WEIR_UNPOISON(start, bytes);
    return start;
}

/** A copy of text in the arena; false past the limit, and then the empty text. */
bool weir_arena_copy(struct weir_arena *arena, struct weir_str text, struct weir_str *copy);

/* -------------------------------------------------------------------------------------------- errors */

void weir_error_fill_memory(struct weir_error *error);
/** weir_fail for want of memory. Here, so that the analyzer sees that a caller who fails never answers WEIR_OK. */
static inline enum weir_status weir_fail_memory(struct weir_error *error)
{
    weir_error_fill_memory(error);
    return WEIR_ERR_MEMORY;
}

/** weir_fail with the arguments of a caller's own `...`; true if it was this call that filled the error. */
bool weir_error_fill(struct weir_error *error, enum weir_status status, const char *format, va_list arguments)
    WEIR_PRINTF(3, 0);

enum { WEIR_QUOTED_BYTES = 64 };
/** A short piece of input that is safe to show: at most some forty bytes, controls and other invisibles escaped. */
struct weir_quoted {
    char text[WEIR_QUOTED_BYTES];
};
/** For messages: `weir_fail(error, status, "unknown key `%s`", weir_quote(key).text)`. */
struct weir_quoted weir_quote(struct weir_str piece);
/** Copies text into a buffer of `bytes`, NUL-terminated, what is too long cut on the left behind "...". */
void weir_copy_cut_left(char *out, size_t bytes, struct weir_str text);

/* ---------------------------------------------------------------------------------------------- text */

/** The length of the well-formed UTF-8 sequence at `at` within `left` bytes (1 to 4), or 0 if there is none. */
size_t weir_utf8_sequence(const char *at, size_t left);
/** Writes a code point that is no surrogate and not above U+10FFFF; returns its 1 to 4 bytes. */
size_t weir_utf8_put(char *out, uint32_t code_point);
/** The number of bytes at the start that are one JSON number [rfc8259] §6, 0 if none. */
size_t weir_number_span(struct weir_str text);
/** A whole decimal number without fraction, exponent or leading zeros that an int64_t holds; 0 on false. */
bool weir_int64_parse(struct weir_str text, int64_t *number);

enum { WEIR_INT64_BYTES = 20 };
/** Writes a number in digits, without a NUL; returns how many bytes that are, at most WEIR_INT64_BYTES. */
size_t weir_int64_put(char *out, int64_t number);

static inline bool weir_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Eight bytes as a number whose lowest byte is the first one, whatever the machine; compilers make it one load. */
static inline uint64_t weir_load64(const void *from)
{
    const unsigned char *const b = from;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
           (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

static inline uint64_t weir_load32(const void *from)
{
    const unsigned char *const b = from;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24;
}

/* What is left of a text, fewer than eight bytes, some of them twice: of rests of one length, equal for equal ones alone. */
static inline uint64_t weir_load_rest(struct weir_str text, size_t at)
{
    const size_t bytes = text.len - at;
    if (bytes == 0)
        return 0; /* and nothing is added to a pointer that may be NULL */
    const unsigned char *const from = (const unsigned char *)text.ptr + at;
    if (bytes >= 4)
        return weir_load32(from) | weir_load32(from + bytes - 4) << 32;
    return (uint64_t)from[0] | (uint64_t)from[bytes / 2] << 8 | (uint64_t)from[bytes - 1] << 16;
}

/* Takes a word into a hash. The product spreads upwards only, so its upper half is brought down again. */
static inline uint64_t weir_stir(uint64_t hash, uint64_t word)
{
    const uint64_t product = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return product ^ product >> 32;
}

/* The index of the lowest byte of a mask that has its top bit set; the mask is not 0. */
static inline size_t weir_first_byte(uint64_t mask)
{
#if defined(__GNUC__)
    return (size_t)__builtin_ctzll(mask) >> 3;
#else
    size_t index = 0;
    while ((mask & 0x80) == 0) {
        mask >>= 8;
        index++;
    }
    return index;
#endif
}

#endif
