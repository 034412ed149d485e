/* Standard base64 [rfc4648] §4, strictly: one text for every sequence of bytes, and every other text refused. */
#include <weir/base.h>

#include "base/base_impl.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A digit's value and DIGIT; 0 for any other character. */
enum { DIGIT = 64 };
/* clang-format off */
static const unsigned char digits[256] = {
    ['A'] = 64, ['B'] = 65, ['C'] = 66, ['D'] = 67, ['E'] = 68, ['F'] = 69, ['G'] = 70, ['H'] = 71,
    ['I'] = 72, ['J'] = 73, ['K'] = 74, ['L'] = 75, ['M'] = 76, ['N'] = 77, ['O'] = 78, ['P'] = 79,
    ['Q'] = 80, ['R'] = 81, ['S'] = 82, ['T'] = 83, ['U'] = 84, ['V'] = 85, ['W'] = 86, ['X'] = 87,
    ['Y'] = 88, ['Z'] = 89, ['a'] = 90, ['b'] = 91, ['c'] = 92, ['d'] = 93, ['e'] = 94, ['f'] = 95,
    ['g'] = 96, ['h'] = 97, ['i'] = 98, ['j'] = 99, ['k'] = 100, ['l'] = 101, ['m'] = 102, ['n'] = 103,
    ['o'] = 104, ['p'] = 105, ['q'] = 106, ['r'] = 107, ['s'] = 108, ['t'] = 109, ['u'] = 110, ['v'] = 111,
    ['w'] = 112, ['x'] = 113, ['y'] = 114, ['z'] = 115, ['0'] = 116, ['1'] = 117, ['2'] = 118, ['3'] = 119,
    ['4'] = 120, ['5'] = 121, ['6'] = 122, ['7'] = 123, ['8'] = 124, ['9'] = 125, ['+'] = 126, ['/'] = 127,
};
/* clang-format on */

static uint32_t digit(char c)
{
    return digits[(unsigned char)c];
}

/* Four characters, the last `padding` of which are "=", to 3 - padding bytes. Returns the index of the first character
 * that is no digit or has unused bits set, or 4. */
static size_t decode_group(const char *from, size_t padding, char *to)
{
    const size_t count = 4 - padding;
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        const uint32_t value = i < count ? digit(from[i]) : DIGIT;
        if (value == 0)
            return i;
        bits = bits << 6 | (value - DIGIT);
    }
    const size_t bytes = 3 - padding;
    if ((bits & ((UINT32_C(1) << (8 * padding)) - 1)) != 0)
        return count - 1;
    for (size_t i = 0; i < bytes; i++)
        to[i] = (char)(bits >> (16 - 8 * i) & 0xFF);
    return 4;
}

/* What the four digits of a group have too much. */
#define FOUR_DIGITS (((uint32_t)DIGIT << 18) + ((uint32_t)DIGIT << 12) + ((uint32_t)DIGIT << 6) + (uint32_t)DIGIT)

/* Groups without padding, as many as there are before one that has something else in it, and before the last one: each
 * is written with a byte too many, which the next one overwrites. Returns how many. */
static size_t decode_whole_groups(const char *from, size_t groups, char *to)
{
    size_t i = 0;
    for (; i + 1 < groups; i++) {
        const uint32_t a = digit(from[4 * i]);
        const uint32_t b = digit(from[4 * i + 1]);
        const uint32_t c = digit(from[4 * i + 2]);
        const uint32_t d = digit(from[4 * i + 3]);
        if ((a & b & c & d) == 0) /* each digit has the bit DIGIT, nothing else has any */
            break;
        const uint32_t bits = ((a << 18) + (b << 12) + (c << 6) + d - FOUR_DIGITS) << 8;
        const unsigned char bytes[4] = {(unsigned char)(bits >> 24), bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF};
        memcpy(to + 3 * i, bytes, sizeof(bytes));
    }
    return i;
}

static enum weir_status fail_base64(struct weir_error *error, size_t offset, const char *what)
{
    const bool is_new = error != NULL && error->status == WEIR_OK;
    const enum weir_status status = weir_fail(error, WEIR_ERR_SYNTAX, "%s", what);
    if (is_new)
        error->offset = offset;
    return status;
}

static size_t padding_of(struct weir_str text)
{
    if (text.len < 4 || text.ptr[text.len - 1] != '=')
        return 0;
    return text.ptr[text.len - 2] == '=' ? 2 : 1;
}

enum weir_status weir_base64_decode(struct weir_str text, struct weir_arena *arena, struct weir_str *bytes,
                                    struct weir_error *error)
{
    if (bytes == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is no place for the bytes");
    *bytes = (struct weir_str){NULL, 0};
    if (arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "the arena is NULL");
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    const size_t groups = text.len / 4;
    char *const out = weir_arena_take(arena, 3 * groups, 1); /* at most as many bytes as the text has */
    if (out == NULL)
        return weir_fail_memory(error);
    for (size_t i = decode_whole_groups(text.ptr, groups, out); i < groups; i++) {
        const size_t padding = i + 1 == groups && text.len % 4 == 0 ? padding_of(text) : 0;
        const size_t bad = decode_group(text.ptr + 4 * i, padding, out + 3 * i);
        if (bad < 4) {
            weir_arena_rewind(arena, mark);
            return fail_base64(error, 4 * i + bad, "a character that base64 does not have there");
        }
    }
    if (text.len % 4 != 0) {
        weir_arena_rewind(arena, mark);
        return fail_base64(error, text.len, "base64 comes in groups of four characters");
    }
    *bytes = (struct weir_str){out, groups == 0 ? 0 : groups * 3 - padding_of(text)};
    return WEIR_OK;
}

enum weir_status weir_base64_encode(struct weir_str bytes, struct weir_arena *arena, struct weir_str *text)
{
    if (text == NULL)
        return WEIR_ERR_USAGE;
    *text = (struct weir_str){NULL, 0};
    if (arena == NULL)
        return WEIR_ERR_USAGE;
    const size_t groups = bytes.len / 3 + (bytes.len % 3 != 0);
    char *const out = weir_arena_alloc(arena, groups, 4);
    if (out == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < groups; i++) {
        const size_t left = bytes.len - 3 * i;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < left ? (unsigned char)bytes.ptr[3 * i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            out[4 * i + k] = k > left ? '=' : alphabet[bits >> (18 - 6 * k) & 63];
    }
    *text = (struct weir_str){out, 4 * groups};
    return WEIR_OK;
}
