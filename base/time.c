/* Instants [rfc3339] and their count of seconds, in the proleptic Gregorian calendar, without the C library's clock. */
#include <weir/base.h>

#include "base/base_impl.h"

static const int64_t day_s = 86400;
static const int64_t first_unix_s = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t last_unix_s = 253402300799;  /* 9999-12-31T23:59:59Z */

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

/* Days from 1970-01-01. Years are taken to begin in March, so that the leap day is the last of its year and the months
 * before a month count (153 * m + 2) / 5 days. */
static int64_t days_from_civil(int year, int month, int day)
{
    const int64_t shifted_year = month > 2 ? year : year - 1;
    const int64_t shifted_month = month > 2 ? month - 3 : month + 9;
    const int64_t before_year = 365 * shifted_year + shifted_year / 4 - shifted_year / 100 + shifted_year / 400;
    return before_year + (153 * shifted_month + 2) / 5 + day - 1 - 719468;
}

/* ------------------------------------------------------------------------------------------- reading */

/* A text that is read from its front; the first thing that does not fit sticks. */
struct cursor {
    struct weir_str rest;
    bool is_bad;
};

static int take_number(struct cursor *cursor, size_t digits)
{
    int value = 0;
    if (cursor->rest.len < digits)
        cursor->is_bad = true;
    for (size_t i = 0; i < digits && !cursor->is_bad; i++) {
        cursor->is_bad = !weir_is_digit(cursor->rest.ptr[i]);
        value = value * 10 + (cursor->rest.ptr[i] - '0');
    }
    if (cursor->is_bad)
        return 0;
    cursor->rest = (struct weir_str){cursor->rest.ptr + digits, cursor->rest.len - digits};
    return value;
}

/* One of two characters: letters of the grammar may be written small. */
static bool next_is(const struct cursor *cursor, char c, char other)
{
    return !cursor->is_bad && cursor->rest.len > 0 && (cursor->rest.ptr[0] == c || cursor->rest.ptr[0] == other);
}

static bool skip_if(struct cursor *cursor, char c, char other)
{
    const bool is_there = next_is(cursor, c, other);
    if (is_there)
        cursor->rest = (struct weir_str){cursor->rest.ptr + 1, cursor->rest.len - 1};
    return is_there;
}

static void demand(struct cursor *cursor, char c, char other)
{
    if (!skip_if(cursor, c, other))
        cursor->is_bad = true;
}

static void skip_fraction(struct cursor *cursor)
{
    if (!skip_if(cursor, '.', '.'))
        return;
    (void)take_number(cursor, 1);
    while (next_is(cursor, '0', '0') || (!cursor->is_bad && cursor->rest.len > 0 && weir_is_digit(cursor->rest.ptr[0])))
        (void)take_number(cursor, 1);
}

static int64_t take_date(struct cursor *cursor)
{
    const int year = take_number(cursor, 4);
    demand(cursor, '-', '-');
    const int month = take_number(cursor, 2);
    demand(cursor, '-', '-');
    const int day = take_number(cursor, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        cursor->is_bad = true;
    return cursor->is_bad ? 0 : days_from_civil(year, month, day) * day_s;
}

/* A leap second has no number of its own in the count: it is the second before it. */
static int64_t take_time(struct cursor *cursor)
{
    const int hour = take_number(cursor, 2);
    demand(cursor, ':', ':');
    const int minute = take_number(cursor, 2);
    demand(cursor, ':', ':');
    const int second = take_number(cursor, 2);
    skip_fraction(cursor);
    if (hour > 23 || minute > 59 || second > 60)
        cursor->is_bad = true;
    return hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
}

static int64_t take_offset(struct cursor *cursor)
{
    if (skip_if(cursor, 'Z', 'z'))
        return 0;
    const bool is_west = next_is(cursor, '-', '-');
    demand(cursor, '+', '-');
    const int hour = take_number(cursor, 2);
    demand(cursor, ':', ':');
    const int minute = take_number(cursor, 2);
    if (hour > 23 || minute > 59)
        cursor->is_bad = true;
    const int64_t seconds = hour * 3600 + minute * 60;
    return is_west ? -seconds : seconds;
}

bool weir_time_parse(struct weir_str text, int64_t *unix_s)
{
    struct cursor cursor = {text, false};
    int64_t value = take_date(&cursor);
    demand(&cursor, 'T', 't');
    value += take_time(&cursor);
    value -= take_offset(&cursor);
    /* An offset may carry an instant out of the years that can be written back. */
    const bool is_good = !cursor.is_bad && cursor.rest.len == 0 && value >= first_unix_s && value <= last_unix_s;
    *unix_s = is_good ? value : 0;
    return is_good;
}

bool weir_time_parse_epoch(struct weir_str text, int64_t *unix_s)
{
    size_t whole = 0;
    while (whole < text.len && text.ptr[whole] != '.')
        whole++;
    struct cursor cursor = {{text.ptr == NULL ? NULL : text.ptr + whole, text.len - whole}, false};
    skip_fraction(&cursor);
    const bool is_good = weir_int64_parse((struct weir_str){text.ptr, whole}, unix_s) && !cursor.is_bad &&
                         cursor.rest.len == 0;
    *unix_s = is_good ? *unix_s : 0;
    return is_good;
}

/* ------------------------------------------------------------------------------------------- writing */

static void put_number(char *out, size_t digits, int64_t value)
{
    for (size_t i = digits; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

bool weir_time_format(int64_t unix_s, char out[21])
{
    out[0] = '\0';
    if (unix_s < first_unix_s || unix_s > last_unix_s)
        return false;
    const int64_t since_s = unix_s - first_unix_s;
    const int64_t second = since_s % day_s;
    const int64_t days = (unix_s - second) / day_s;
    /* The year is guessed from the mean length of one, and is then at most one too late. */
    int year = (int)(since_s / day_s * 400 / 146097) + 1;
    year -= days_from_civil(year, 1, 1) > days ? 1 : 0;
    year += days_from_civil(year + 1, 1, 1) <= days ? 1 : 0;
    int64_t day = days - days_from_civil(year, 1, 1);
    int month = 1;
    while (day >= month_days(year, month))
        day -= month_days(year, month++);
    memcpy(out, "0000-00-00T00:00:00Z", 21);
    put_number(out, 4, year);
    put_number(out + 5, 2, month);
    put_number(out + 8, 2, day + 1);
    put_number(out + 11, 2, second / 3600);
    put_number(out + 14, 2, second / 60 % 60);
    put_number(out + 17, 2, second % 60);
    return true;
}
