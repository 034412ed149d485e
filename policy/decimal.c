/* Decimal numbers compared exactly at any length: `10` is `10.0`, and 2^53 + 1 is not 2^53 ([iam-condition-operators]). */
#include "policy/condition.h"

static size_t digits_at(struct weir_str text, size_t at)
{
    size_t end = at;
    while (end < text.len && weir_is_digit(text.ptr[end]))
        end++;
    return end - at;
}

/* Digits, perhaps a point and digits. No exponent, plus sign or blank: the source speaks of integers and decimals. */
static bool is_decimal(struct weir_str text, size_t *whole)
{
    *whole = digits_at(text, 0);
    if (*whole == 0 || *whole == text.len)
        return *whole > 0;
    const size_t fraction = text.ptr[*whole] == '.' ? digits_at(text, *whole + 1) : 0;
    return fraction > 0 && *whole + 1 + fraction == text.len;
}

bool weir_decimal_parse(struct weir_str text, struct weir_decimal *decimal)
{
    *decimal = (struct weir_decimal){.negative = text.len > 0 && text.ptr[0] == '-'};
    const struct weir_str size = weir_str_slice(text, decimal->negative ? 1 : 0, text.len);
    size_t whole = 0;
    if (!is_decimal(size, &whole))
        return false;
    size_t start = 0;
    size_t end = size.len;
    while (start < end && (size.ptr[start] == '0' || size.ptr[start] == '.'))
        start++;
    /* zeros at the end weigh nothing: behind the point they are padding, before it whole_digits counts them */
    while (end > start && (size.ptr[end - 1] == '0' || size.ptr[end - 1] == '.'))
        end--;
    if (start == end) {
        decimal->negative = false;
        return true;
    }
    decimal->digits = weir_str_slice(size, start, end);
    decimal->whole_digits = start < whole ? whole - start : 0;
    decimal->leading_zeros = start > whole ? start - whole - 1 : 0;
    return true;
}

static size_t skip_point(struct weir_str digits, size_t at)
{
    return at < digits.len && digits.ptr[at] == '.' ? at + 1 : at;
}

static int compare_digits(struct weir_str a, struct weir_str b)
{
    size_t i = skip_point(a, 0);
    size_t j = skip_point(b, 0);
    while (i < a.len && j < b.len) {
        if (a.ptr[i] != b.ptr[j])
            return a.ptr[i] < b.ptr[j] ? -1 : 1;
        i = skip_point(a, i + 1);
        j = skip_point(b, j + 1);
    }
    return (i < a.len) - (j < b.len);
}

static int compare_sizes(const struct weir_decimal *a, const struct weir_decimal *b)
{
    if (a->digits.len == 0 || b->digits.len == 0)
        return (a->digits.len > 0) - (b->digits.len > 0);
    if (a->whole_digits != b->whole_digits)
        return a->whole_digits < b->whole_digits ? -1 : 1;
    if (a->leading_zeros != b->leading_zeros)
        return a->leading_zeros > b->leading_zeros ? -1 : 1;
    return compare_digits(a->digits, b->digits);
}

int weir_decimal_compare(const struct weir_decimal *a, const struct weir_decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    return a->negative ? compare_sizes(b, a) : compare_sizes(a, b);
}
