/* Standard base64 [rfc4648] §4, strictly: one text for every sequence of bytes, and every other text refused. */
#include <weir/base.h>

#include "base/base_impl.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A digit's value and one more; 0 for any other character. */
/* clang-format off */
static const unsigned char digits[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
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
        const uint32_t value = i < count ? digit(from[i]) : 1;
        if (value == 0)
            return i;
        bits = bits << 6 | (value - 1);
    }
    const size_t bytes = 3 - padding;
    if ((bits & ((UINT32_C(1) << (8 * padding)) - 1)) != 0)
        return count - 1;
    for (size_t i = 0; i < bytes; i++)
        to[i] = (char)(bits >> (16 - 8 * i) & 0xFF);
    return 4;
}

/* What the four digits of a group have too much. */
#define ONE_MORE ((UINT32_C(1) << 18) + (UINT32_C(1) << 12) + (UINT32_C(1) << 6) + 1)

/* Groups without padding, as many as there are before one that has something else in it. Returns how many. */
static size_t decode_whole_groups(const char *from, size_t groups, char *to)
{
    size_t i = 0;
    for (; i < groups; i++) {
        const uint32_t a = digit(from[4 * i]);
        const uint32_t b = digit(from[4 * i + 1]);
        const uint32_t c = digit(from[4 * i + 2]);
        const uint32_t d = digit(from[4 * i + 3]);
        if (a == 0 || b == 0 || c == 0 || d == 0)
            break;
        const uint32_t bits = (a << 18) + (b << 12) + (c << 6) + d - ONE_MORE;
        to[3 * i] = (char)(bits >> 16 & 0xFF);
        to[3 * i + 1] = (char)(bits >> 8 & 0xFF);
        to[3 * i + 2] = (char)(bits & 0xFF);
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
    char *const out = weir_arena_alloc(arena, groups, 3);
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
