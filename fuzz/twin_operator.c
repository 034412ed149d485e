/* The naive twin of operators: numbers padded to one width, years counted one by one, addresses read by the C library. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name that POSIX gives */
#define _POSIX_C_SOURCE 200809L

#include "fuzz/twin_operator.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

enum { LESS = 1, EQUAL = 2, GREATER = 4 };

/* clang-format off */
static const struct twin_row rows[] = {
    {"StringEquals",              TWIN_TEXT,    false, 0},
    {"StringNotEquals",           TWIN_TEXT,    true,  0},
    {"StringEqualsIgnoreCase",    TWIN_TEXT,    false, TWIN_FOLD},
    {"StringNotEqualsIgnoreCase", TWIN_TEXT,    true,  TWIN_FOLD},
    {"StringLike",                TWIN_TEXT,    false, TWIN_WILDCARDS},
    {"StringNotLike",             TWIN_TEXT,    true,  TWIN_WILDCARDS},
    {"NumericEquals",             TWIN_NUMBER,  false, EQUAL},
    {"NumericNotEquals",          TWIN_NUMBER,  true,  EQUAL},
    {"NumericLessThan",           TWIN_NUMBER,  false, LESS},
    {"NumericLessThanEquals",     TWIN_NUMBER,  false, LESS | EQUAL},
    {"NumericGreaterThan",        TWIN_NUMBER,  false, GREATER},
    {"NumericGreaterThanEquals",  TWIN_NUMBER,  false, GREATER | EQUAL},
    {"DateEquals",                TWIN_DATE,    false, EQUAL},
    {"DateNotEquals",             TWIN_DATE,    true,  EQUAL},
    {"DateLessThan",              TWIN_DATE,    false, LESS},
    {"DateLessThanEquals",        TWIN_DATE,    false, LESS | EQUAL},
    {"DateGreaterThan",           TWIN_DATE,    false, GREATER},
    {"DateGreaterThanEquals",     TWIN_DATE,    false, GREATER | EQUAL},
    {"Bool",                      TWIN_BOOL,    false, 0},
    {"BinaryEquals",              TWIN_BINARY,  false, 0},
    {"IpAddress",                 TWIN_ADDRESS, false, 0},
    {"NotIpAddress",              TWIN_ADDRESS, true,  0},
    {"ArnEquals",                 TWIN_ARN,     false, 0},
    {"ArnNotEquals",              TWIN_ARN,     true,  0},
    {"ArnLike",                   TWIN_ARN,     false, 0},
    {"ArnNotLike",                TWIN_ARN,     true,  0},
    {"Null",                      TWIN_NULL,    false, 0},
};
/* clang-format on */

static bool begins(struct weir_str text, const char *with)
{
    const size_t length = strlen(with);
    return text.len >= length && twin_fold_equal(twin_slice(text, 0, length), (struct weir_str){with, length});
}

static bool is_row(struct weir_str name, const struct twin_row **row)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        *row = &rows[i];
        if (name.len == strlen(rows[i].name) && begins(name, rows[i].name))
            return true;
    }
    return false;
}

bool twin_operator_find(struct weir_str name, struct twin_operator *op)
{
    *op = (struct twin_operator){NULL, TWIN_ONE, false};
    if (begins(name, "ForAllValues:"))
        op->set = TWIN_ALL;
    else if (begins(name, "ForAnyValue:"))
        op->set = TWIN_ANY;
    while (op->set != TWIN_ONE && name.ptr[0] != ':')
        name = twin_slice(name, 1, name.len);
    if (op->set != TWIN_ONE)
        name = twin_slice(name, 1, name.len);
    if (name.len >= 8 && begins(twin_slice(name, name.len - 8, name.len), "IfExists")) {
        op->if_exists = true;
        name = twin_slice(name, 0, name.len - 8);
    }
    if (!is_row(name, &op->row))
        return false;
    return op->row->kind != TWIN_NULL || (op->set == TWIN_ONE && !op->if_exists);
}

static size_t digits_of(struct weir_str text, size_t at)
{
    const size_t start = at;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    return at - start;
}

/* ------------------------------------------------------------------------------------------- numbers */

enum { HALF = TWIN_LONGEST };

/* Digits around a fixed point, zeros in front and behind. */
struct number {
    bool negative;
    char digits[2 * HALF];
};

static bool read_number(struct weir_str text, struct number *number)
{
    memset(number->digits, '0', sizeof(number->digits));
    number->negative = text.len > 0 && text.ptr[0] == '-';
    if (number->negative)
        text = twin_slice(text, 1, text.len);
    const size_t whole = digits_of(text, 0);
    const bool has_point = whole < text.len && text.ptr[whole] == '.';
    const size_t fraction = has_point ? digits_of(text, whole + 1) : 0;
    if (whole == 0 || (has_point && fraction == 0) || whole + has_point + fraction != text.len)
        return false;
    memcpy(number->digits + HALF - whole, text.ptr, whole);
    if (fraction > 0)
        memcpy(number->digits + HALF, text.ptr + whole + 1, fraction);
    return true;
}

static int compare_numbers(const struct number *a, const struct number *b)
{
    static const struct number zero = {.negative = false};
    struct number nothing = zero;
    memset(nothing.digits, '0', sizeof(nothing.digits));
    const int order = memcmp(a->digits, b->digits, sizeof(a->digits));
    if (a->negative == b->negative)
        return a->negative ? -order : order;
    const bool are_zero = memcmp(a->digits, nothing.digits, sizeof(a->digits)) == 0 &&
                          memcmp(b->digits, nothing.digits, sizeof(b->digits)) == 0;
    return are_zero ? 0 : a->negative ? -1 : 1;
}

static enum twin_meets ordered(unsigned orders, int order)
{
    const unsigned bit = order < 0 ? LESS : order == 0 ? EQUAL : GREATER;
    return (orders & bit) != 0 ? TWIN_MEETS : TWIN_MEETS_NOT;
}

static enum twin_meets numbers_meet(unsigned orders, struct weir_str operand, struct weir_str value)
{
    struct number a;
    struct number b;
    if (!read_number(value, &a) || !read_number(operand, &b))
        return TWIN_UNREADABLE;
    return ordered(orders, compare_numbers(&a, &b));
}

/* --------------------------------------------------------------------------------------------- dates */

struct instant {
    int64_t seconds;
    struct weir_str fraction;
};

/* A number of exactly so many digits behind a separator, which is 0 where there is none. */
static bool take(struct weir_str *text, char separator, size_t digits, int64_t *number)
{
    const size_t start = separator == '\0' ? 0 : 1;
    if (start == 1 && (text->len == 0 || text->ptr[0] != separator))
        return false;
    if (text->len < start + digits || digits_of(*text, start) < digits)
        return false;
    *number = 0;
    for (size_t i = 0; i < digits; i++)
        *number = *number * 10 + (text->ptr[start + i] - '0');
    *text = twin_slice(*text, start + digits, text->len);
    return true;
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static int64_t days_before(int64_t year, int64_t month, int64_t day)
{
    int64_t days = day - 1;
    for (int64_t m = 1; m < month; m++)
        days += days_in(year, m);
    for (int64_t y = 1; y < year; y++)
        days += 337 + days_in(y, 2);
    return days - 719162; /* from 0001-01-01 to 1970-01-01 */
}

/* The profiles count seconds from 00 to 59. */
static bool read_clock(struct weir_str text, struct instant *instant)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    int64_t zone_hour = 0;
    int64_t zone_minute = 0;
    if (!take(&text, 'T', 2, &hour) || !take(&text, ':', 2, &minute) || hour > 23 || minute > 59)
        return false;
    if (take(&text, ':', 2, &second) && text.len > 0 && text.ptr[0] == '.') {
        instant->fraction = twin_slice(text, 1, 1 + digits_of(text, 1));
        if (instant->fraction.len == 0)
            return false;
        text = twin_slice(text, 1 + instant->fraction.len, text.len);
    }
    if (text.len == 0 || second > 59)
        return false;
    const char sign = text.ptr[0];
    if (sign == 'Z')
        text = twin_slice(text, 1, text.len);
    else if ((sign != '+' && sign != '-') || !take(&text, sign, 2, &zone_hour) || !take(&text, ':', 2, &zone_minute))
        return false;
    const int64_t zone = zone_hour * 3600 + zone_minute * 60;
    instant->seconds += hour * 3600 + minute * 60 + second + (sign == '-' ? zone : -zone);
    return text.len == 0 && zone_hour <= 23 && zone_minute <= 59;
}

/* YYYY, YYYY-MM, YYYY-MM-DD, and the last with a time that says its zone. */
static bool read_profile(struct weir_str text, struct instant *instant)
{
    int64_t year = 0;
    int64_t month = 1;
    int64_t day = 1;
    *instant = (struct instant){0, {"", 0}};
    if (!take(&text, '\0', 4, &year) || year < 1)
        return false;
    const bool has_day = take(&text, '-', 2, &month) && take(&text, '-', 2, &day);
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    instant->seconds = days_before(year, month, day) * 86400;
    if (text.len > 0 && (!has_day || !read_clock(text, instant)))
        return false;
    const int64_t first = days_before(1, 1, 1) * 86400;
    return instant->seconds >= first && instant->seconds < days_before(10000, 1, 1) * 86400;
}

static bool read_epoch(struct weir_str text, struct instant *instant)
{
    char digits[TWIN_LONGEST + 1];
    const size_t sign = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    const size_t whole = digits_of(text, sign);
    const bool has_point = sign + whole < text.len && text.ptr[sign + whole] == '.';
    const size_t fraction = has_point ? digits_of(text, sign + whole + 1) : 0;
    if (whole == 0 || (whole > 1 && text.ptr[sign] == '0') || sign + whole + has_point + fraction != text.len)
        return false;
    if (has_point && (sign == 1 || fraction == 0))
        return false;
    memcpy(digits, text.ptr, sign + whole);
    digits[sign + whole] = '\0';
    errno = 0;
    *instant = (struct instant){strtoll(digits, NULL, 10), twin_slice(text, text.len - fraction, text.len)};
    return errno == 0;
}

static int compare_fractions(struct weir_str a, struct weir_str b)
{
    for (size_t i = 0; i < a.len || i < b.len; i++) {
        const char x = i < a.len ? a.ptr[i] : '0';
        const char y = i < b.len ? b.ptr[i] : '0';
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static enum twin_meets dates_meet(unsigned orders, struct weir_str operand, struct weir_str value)
{
    struct instant a;
    struct instant b;
    if (!(read_profile(value, &a) || read_epoch(value, &a)) || !(read_profile(operand, &b) || read_epoch(operand, &b)))
        return TWIN_UNREADABLE;
    if (a.seconds != b.seconds)
        return ordered(orders, a.seconds < b.seconds ? -1 : 1);
    return ordered(orders, compare_fractions(a.fraction, b.fraction));
}

/* ----------------------------------------------------------------------------------------- addresses */

struct range {
    unsigned char bytes[16];
    size_t size;
    size_t bits;
};

static bool read_range(struct weir_str text, bool may_have_bits, struct range *range)
{
    char address[64];
    struct weir_str bits = text;
    const struct weir_str start = twin_take(&bits, '/');
    const bool has_bits = start.len < text.len;
    if (start.len >= sizeof(address) || (has_bits && !may_have_bits))
        return false;
    for (size_t i = 0; i < start.len; i++)
        address[i] = start.ptr[i];
    address[start.len] = '\0';
    range->size = strchr(address, ':') == NULL ? 4 : 16;
    range->bits = range->size * 8;
    if (inet_pton(range->size == 4 ? AF_INET : AF_INET6, address, range->bytes) != 1)
        return false;
    if (!has_bits)
        return true;
    if (bits.len == 0 || bits.len > 3 || digits_of(bits, 0) != bits.len || (bits.len > 1 && bits.ptr[0] == '0'))
        return false;
    size_t number = 0;
    for (size_t i = 0; i < bits.len; i++)
        number = number * 10 + (size_t)(bits.ptr[i] - '0');
    const bool fits = number <= range->bits;
    range->bits = number;
    return fits;
}

/* Bit by bit; an address of the other family is not contained. */
static enum twin_meets addresses_meet(struct weir_str operand, struct weir_str value)
{
    struct range range;
    struct range address;
    if (!read_range(value, false, &address) || !read_range(operand, true, &range))
        return TWIN_UNREADABLE;
    if (range.size != address.size)
        return TWIN_MEETS_NOT;
    for (size_t i = 0; i < range.bits; i++) {
        const unsigned mask = 0x80u >> (i % 8);
        if ((range.bytes[i / 8] & mask) != (address.bytes[i / 8] & mask))
            return TWIN_MEETS_NOT;
    }
    return TWIN_MEETS;
}

/* -------------------------------------------------------------------------- truth, bytes, ARNs, text */

bool twin_is_truth(struct weir_str text, bool *truth)
{
    *truth = twin_fold_equal(text, WEIR_STR("true"));
    return *truth || twin_fold_equal(text, WEIR_STR("false"));
}

/* A variable is looked at only where a match refuses: the pages contradict each other on whether there is one. */
static enum twin_meets truths_meet(bool variables, struct weir_str operand, struct weir_str value,
                                   const struct twin_sight *sight)
{
    bool truth = false;
    if (!twin_is_truth(value, &truth))
        return TWIN_UNREADABLE;
    const bool looks = variables && sight->widely;
    return twin_glob(operand, TWIN_FOLD | (looks ? TWIN_VARIABLES : 0u), value, sight) ? TWIN_MEETS : TWIN_MEETS_NOT;
}

struct bytes {
    unsigned char at[TWIN_LONGEST];
    size_t count;
};

/* Bit by bit; a text with bits that no byte holds, or without its padding, is none. */
static bool read_base64(struct weir_str text, struct bytes *bytes)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t padding = 0;
    while (padding < 2 && padding < text.len && text.ptr[text.len - 1 - padding] == '=')
        padding++;
    if (text.len % 4 != 0)
        return false;
    bytes->count = text.len / 4 * 3 - padding;
    memset(bytes->at, 0, sizeof(bytes->at));
    for (size_t i = 0; i < (text.len - padding) * 6; i++) {
        const char *const digit = text.ptr[i / 6] == '\0' ? NULL : strchr(alphabet, text.ptr[i / 6]);
        if (digit == NULL)
            return false;
        const bool bit = ((size_t)(digit - alphabet) >> (5 - i % 6) & 1) != 0;
        if (bit && i / 8 >= bytes->count)
            return false;
        bytes->at[i / 8] = (unsigned char)(bytes->at[i / 8] | (bit ? 0x80u >> (i % 8) : 0));
    }
    return true;
}

static enum twin_meets bytes_meet(struct weir_str operand, struct weir_str value)
{
    struct bytes a;
    struct bytes b;
    if (!read_base64(operand, &a))
        return TWIN_UNREADABLE;
    const bool same = read_base64(value, &b) && a.count == b.count && memcmp(a.at, b.at, a.count) == 0;
    return same ? TWIN_MEETS : TWIN_MEETS_NOT;
}

/* Parts at the first five colons, of which those inside a variable are none. */
static size_t cut_arn(struct weir_str text, bool variables, struct weir_str parts[6])
{
    size_t count = 0;
    parts[0] = twin_slice(text, 0, 0);
    while (text.len > 0) {
        const size_t span = variables ? twin_variable(text) : 0;
        const size_t taken = span > 0 ? span : 1;
        if (span == 0 && text.ptr[0] == ':' && count < 5)
            parts[++count] = twin_slice(text, 1, 1);
        else
            parts[count].len += taken;
        text = twin_slice(text, taken, text.len);
    }
    return count + 1;
}

/* One variable may stand for a whole ARN; what else it stands for cannot be compared. */
static enum twin_meets lone_meets(struct weir_str operand, struct weir_str value, const struct twin_sight *sight)
{
    struct weir_str parts[6];
    struct weir_str text;
    bool has_value = false;
    if (!twin_lone_value(operand, sight, &has_value, &text))
        return TWIN_UNREADABLE;
    if (twin_glob(operand, TWIN_VARIABLES, value, sight))
        return TWIN_MEETS;
    return has_value && cut_arn(text, false, parts) < 6 ? TWIN_UNREADABLE : TWIN_MEETS_NOT;
}

/* An ARN cut short is none, and neither is `*` alone. */
static enum twin_meets arns_meet(bool variables, struct weir_str operand, struct weir_str value,
                                 const struct twin_sight *sight)
{
    struct weir_str parts[6];
    struct weir_str theirs[6];
    const unsigned what = variables ? TWIN_VARIABLES : 0;
    if (cut_arn(value, false, theirs) < 6)
        return TWIN_UNREADABLE;
    if (cut_arn(operand, variables, parts) < 6)
        return variables ? lone_meets(operand, value, sight) : TWIN_UNREADABLE;
    for (size_t i = 0; i < 6; i++) {
        if (!twin_glob(parts[i], what | TWIN_WILDCARDS, theirs[i], sight))
            return TWIN_MEETS_NOT;
    }
    return TWIN_MEETS;
}

enum twin_meets twin_meets(const struct twin_row *row, bool variables, struct weir_str operand, struct weir_str value,
                           const struct twin_sight *sight)
{
    const unsigned what = row->orders | (variables ? TWIN_VARIABLES : 0u);
    switch (row->kind) {
    case TWIN_NUMBER:
        return numbers_meet(row->orders, operand, value);
    case TWIN_DATE:
        return dates_meet(row->orders, operand, value);
    case TWIN_BOOL:
        return truths_meet(variables, operand, value, sight);
    case TWIN_BINARY:
        return bytes_meet(operand, value);
    case TWIN_ADDRESS:
        return addresses_meet(operand, value);
    case TWIN_ARN:
        return arns_meet(variables, operand, value, sight);
    case TWIN_TEXT:
    case TWIN_NULL:
        break;
    }
    return twin_glob(operand, what, value, sight) ? TWIN_MEETS : TWIN_MEETS_NOT;
}
