/* Counted text: comparison by bytes, UTF-8 as [rfc3629] has it, and numbers as [rfc8259] has them, without a locale. */
#include <weir/base.h>

#include "base/base_impl.h"

struct weir_str weir_str_from(const char *text)
{
    return (struct weir_str){text, text == NULL ? 0 : strlen(text)};
}

bool weir_str_equal(struct weir_str a, struct weir_str b)
{
    if (a.len != b.len || a.len == 0)
        return a.len == b.len;
    return a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0; /* most that differ do so at once */
}

static char fold(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool weir_str_equal_fold(struct weir_str a, struct weir_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (fold(a.ptr[i]) != fold(b.ptr[i]))
            return false;
    }
    return true;
}

int weir_str_compare(struct weir_str a, struct weir_str b)
{
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool weir_str_has_prefix(struct weir_str text, struct weir_str prefix)
{
    return text.len >= prefix.len && (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

/* [rfc3629] §4: the lead bytes of each form and the range of the second byte, which is where overlong forms,
 * surrogates and what lies above U+10FFFF are told apart. The common forms come first. */
struct utf8_form {
    unsigned char lead_first, lead_last, length, second_first, second_last;
};

/* clang-format off */
static const struct utf8_form utf8_forms[] = {
    {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};
/* clang-format on */

static bool form_fits(const struct utf8_form *form, const char *at, size_t left)
{
    if (left < form->length)
        return false;
    const unsigned char second = (unsigned char)at[1];
    if (second < form->second_first || second > form->second_last)
        return false;
    for (size_t i = 2; i < form->length; i++) {
        if (((unsigned char)at[i] & 0xC0) != 0x80)
            return false;
    }
    return true;
}

size_t weir_utf8_sequence(const char *at, size_t left)
{
    if (left == 0)
        return 0;
    const unsigned char lead = (unsigned char)at[0];
    if (lead < 0x80)
        return 1;
    for (size_t i = 0; i < WEIR_COUNT(utf8_forms); i++) {
        const struct utf8_form *const form = &utf8_forms[i];
        if (lead >= form->lead_first && lead <= form->lead_last)
            return form_fits(form, at, left) ? form->length : 0;
    }
    return 0;
}

size_t weir_utf8_put(char *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    const size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const uint32_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(lead[length] | code_point);
    return length;
}

/* The number of ASCII bytes at the start, rounded down to eight. */
static size_t ascii_span(struct weir_str text, size_t from)
{
    size_t i = from;
    while (text.len - i >= 32) {
        const uint64_t both = weir_load64(text.ptr + i) | weir_load64(text.ptr + i + 8) |
                              weir_load64(text.ptr + i + 16) | weir_load64(text.ptr + i + 24);
        if ((both & 0x8080808080808080u) != 0)
            break;
        i += 32;
    }
    while (text.len - i >= 8 && (weir_load64(text.ptr + i) & 0x8080808080808080u) == 0)
        i += 8;
    return i - from;
}

bool weir_str_is_utf8(struct weir_str text, size_t *bad)
{
    size_t i = 0;
    while (i < text.len) {
        const size_t span = ascii_span(text, i);
        const size_t length = span > 0 ? span : weir_utf8_sequence(text.ptr + i, text.len - i);
        if (length == 0)
            break;
        i += length;
    }
    if (bad != NULL)
        *bad = i;
    return i == text.len;
}

size_t weir_str_code_points(struct weir_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return count;
}

static size_t digits_span(struct weir_str text, size_t from)
{
    size_t i = from;
    while (i < text.len && weir_is_digit(text.ptr[i]))
        i++;
    return i - from;
}

/* A point or an exponent's letter counts only with the digits that belong to it. */
static size_t fraction_span(struct weir_str text, size_t from)
{
    const size_t digits = from < text.len && text.ptr[from] == '.' ? digits_span(text, from + 1) : 0;
    return digits > 0 ? 1 + digits : 0;
}

static size_t exponent_span(struct weir_str text, size_t from)
{
    if (from >= text.len || (text.ptr[from] | 0x20) != 'e')
        return 0;
    const bool has_sign = from + 1 < text.len && (text.ptr[from + 1] == '+' || text.ptr[from + 1] == '-');
    const size_t before = has_sign ? 2 : 1;
    const size_t digits = digits_span(text, from + before);
    return digits > 0 ? before + digits : 0;
}

size_t weir_number_span(struct weir_str text)
{
    const size_t sign = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    const bool is_zero = sign < text.len && text.ptr[sign] == '0';
    const size_t whole = is_zero ? 1 : digits_span(text, sign);
    if (whole == 0)
        return 0;
    size_t span = sign + whole;
    span += fraction_span(text, span);
    return span + exponent_span(text, span);
}

bool weir_int64_parse(struct weir_str text, int64_t *number)
{
    *number = 0;
    const bool is_negative = text.len > 0 && text.ptr[0] == '-';
    const size_t first = is_negative ? 1 : 0;
    const size_t digits = digits_span(text, first);
    if (digits == 0 || first + digits != text.len || (digits > 1 && text.ptr[first] == '0'))
        return false;
    /* Counted downwards, because INT64_MIN has no positive twin. */
    int64_t value = 0;
    for (size_t i = first; i < text.len; i++) {
        const int digit = text.ptr[i] - '0';
        if (value < (INT64_MIN + digit) / 10)
            return false;
        value = value * 10 - digit;
    }
    if (!is_negative && value == INT64_MIN)
        return false;
    *number = is_negative ? value : -value;
    return true;
}

size_t weir_int64_put(char *out, int64_t number)
{
    char digits[WEIR_INT64_BYTES];
    size_t start = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--start] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--start] = '-';
    memcpy(out, digits + start, sizeof digits - start);
    return sizeof digits - start;
}
