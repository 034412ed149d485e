/* Standard base64 [rfc4648] §4, strictly: one text for every sequence of bytes, and every other text refused. */
#include <weir/base.h>

#include "base/base_impl.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A digit's value, or 64 for any other character. */
static uint32_t digit_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (weir_is_digit(c))
        return (uint32_t)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

/* Four characters, the last `padding` of which are "=", to 3 - padding bytes. Returns the index of the first character
 * that is no digit or has unused bits set, or 4. */
static size_t decode_group(const char *from, size_t padding, char *to)
{
    const size_t digits = 4 - padding;
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        const uint32_t value = i < digits ? digit_value(from[i]) : 0;
        if (value == 64)
            return i;
        bits = bits << 6 | value;
    }
    const size_t bytes = 3 - padding;
    if ((bits & ((UINT32_C(1) << (8 * padding)) - 1)) != 0)
        return digits - 1;
    for (size_t i = 0; i < bytes; i++)
        to[i] = (char)(bits >> (16 - 8 * i) & 0xFF);
    return 4;
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
    for (size_t i = 0; i < groups; i++) {
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
