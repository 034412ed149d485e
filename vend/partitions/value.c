/* Decides how the value of a partition compares with a literal: as numbers where the key's type is one, else byte by byte ([glue-api-get-partitions]). */
#include "vend/partitions/value.h"

#include "base/base_impl.h"

/* A number as its sign, its digits before the point without leading zeros, and those after it without trailing ones. */
struct number {
    bool negative;
    struct weir_str whole, fraction;
};

static bool read_number(struct weir_str text, struct number *number)
{
    *number = (struct number){.negative = text.len > 0 && text.ptr[0] == '-'};
    size_t i = number->negative ? 1 : 0;
    const size_t begin = i;
    while (i < text.len && weir_is_digit(text.ptr[i]))
        i++;
    number->whole = (struct weir_str){text.ptr + begin, i - begin};
    if (i == begin)
        return false;
    if (i < text.len && text.ptr[i] == '.') {
        const size_t point = ++i;
        while (i < text.len && weir_is_digit(text.ptr[i]))
            i++;
        number->fraction = (struct weir_str){text.ptr + point, i - point};
    }
    while (number->whole.len > 0 && number->whole.ptr[0] == '0')
        number->whole = (struct weir_str){number->whole.ptr + 1, number->whole.len - 1};
    while (number->fraction.len > 0 && number->fraction.ptr[number->fraction.len - 1] == '0')
        number->fraction.len--;
    number->negative = number->negative && number->whole.len + number->fraction.len > 0;
    return i == text.len;
}

static int compare_bytes(struct weir_str a, struct weir_str b)
{
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

static int order_numbers(const struct number *a, const struct number *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = a->whole.len < b->whole.len ? -1 : a->whole.len > b->whole.len;
    if (order == 0)
        order = compare_bytes(a->whole, b->whole);
    if (order == 0)
        order = compare_bytes(a->fraction, b->fraction);
    return a->negative ? -order : order;
}

/* A quote in a literal is written twice; the value of a partition has it once. */
int weir_compare_literal(struct weir_str value, struct weir_str literal, char quote)
{
    size_t i = 0;
    size_t k = 0;
    for (; i < value.len && k < literal.len; i++, k++) {
        if (value.ptr[i] != literal.ptr[k])
            return (unsigned char)value.ptr[i] < (unsigned char)literal.ptr[k] ? -1 : 1;
        if (literal.ptr[k] == quote && k + 1 < literal.len)
            k++;
    }
    return k < literal.len ? -1 : i < value.len;
}

bool weir_type_is_numeric(struct weir_str type)
{
    static const char *const names[] = {"tinyint", "smallint", "int", "integer", "bigint", "long"};
    for (size_t i = 0; i < WEIR_COUNT(names); i++) {
        if (weir_str_equal_fold(type, weir_str_from(names[i])))
            return true;
    }
    return type.len >= 7 && weir_str_equal_fold((struct weir_str){type.ptr, 7}, WEIR_STR("decimal"));
}

bool weir_text_is_number(struct weir_str text)
{
    struct number number;
    return read_number(text, &number);
}

bool weir_compare_numbers(struct weir_str value, struct weir_str literal, int *order)
{
    struct number a;
    struct number b;
    if (!read_number(value, &a) || !read_number(literal, &b))
        return false;
    *order = order_numbers(&a, &b);
    return true;
}

/* In UTF-8 a character is a byte and the continuations behind it. */
static size_t character_at(struct weir_str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.len && ((unsigned char)text.ptr[end] & 0xc0u) == 0x80u)
        end++;
    return end - at;
}

/* `%` is any text, `_` any character; the last `%` is where a mismatch goes back to. */
bool weir_is_like(struct weir_str text, struct weir_str pattern, char quote)
{
    size_t t = 0;
    size_t p = 0;
    size_t star = pattern.len;
    size_t mark = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '%') {
            star = p++;
            mark = t;
        } else if (p < pattern.len && pattern.ptr[p] == '_') {
            p++;
            t += character_at(text, t);
        } else if (p < pattern.len && pattern.ptr[p] == text.ptr[t]) {
            p += pattern.ptr[p] == quote ? 2 : 1;
            t++;
        } else if (star < pattern.len) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '%')
        p++;
    return p == pattern.len;
}
