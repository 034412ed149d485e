/* Which values of date operators AWS stores: looser than what it can compare ([iam-malformed]). */
#include "policy/message/message.h"

/* The part before a byte, which is dropped; the whole rest where it is not there. */
static struct weir_str cut_at(struct weir_str *rest, char byte, bool *found)
{
    const size_t at = weir_str_index(*rest, byte, 0);
    const struct weir_str part = weir_str_slice(*rest, 0, at);
    *found = at < rest->len;
    *rest = weir_str_slice(*rest, *found ? at + 1 : at, rest->len);
    return part;
}

/* Digits alone, with leading zeros; their value is at most `most`. */
static bool is_number(struct weir_str text, uint64_t most)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
        const uint64_t digit = (uint64_t)(text.ptr[i] - '0');
        if (digit > most || value > (most - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    return text.len > 0;
}

static bool is_number_within(struct weir_str text, uint64_t least, uint64_t most)
{
    return is_number(text, most) && !(least > 0 && is_number(text, least - 1));
}

/* Years of a 64-bit number of milliseconds. */
static const uint64_t year_least = 292275054;
static const uint64_t year_most = 292278993;

static bool is_day(struct weir_str text)
{
    bool more = text.len > 0;
    const bool negative = more && text.ptr[0] == '-';
    if (negative)
        text = weir_str_slice(text, 1, text.len);
    if (!is_number(cut_at(&text, '-', &more), negative ? year_least : year_most))
        return false;
    if (more && !is_number_within(cut_at(&text, '-', &more), 1, 12))
        return false;
    return !more || is_number_within(text, 1, 31);
}

/* Two digits of hours, and of minutes behind a colon. */
static bool is_zone(struct weir_str text)
{
    bool has_minutes = false;
    const struct weir_str hours = cut_at(&text, ':', &has_minutes);
    return hours.len == 2 && is_number(hours, 23) && (!has_minutes || (text.len == 2 && is_number(text, 59)));
}

static bool is_seconds(struct weir_str text)
{
    bool has_zone = false;
    bool has_fraction = false;
    struct weir_str rest = text;
    struct weir_str seconds = cut_at(&rest, 'z', &has_zone);
    if (has_zone && rest.len > 0)
        return false;
    if (!has_zone) {
        rest = text;
        const bool is_west = weir_str_index(text, '+', 0) == text.len;
        seconds = cut_at(&rest, is_west ? '-' : '+', &has_zone);
        if (has_zone && !is_zone(rest))
            return false;
    }
    const struct weir_str whole = cut_at(&seconds, '.', &has_fraction);
    return is_number(whole, 59) && (!has_fraction || is_number(seconds, 999999999));
}

static bool is_clock(struct weir_str text)
{
    bool more = false;
    const struct weir_str hours = cut_at(&text, ':', &more);
    if (hours.len > 0 && !is_number(hours, 23))
        return false;
    if (more && !is_number(cut_at(&text, ':', &more), 59))
        return false;
    return !more || is_seconds(text);
}

enum { LONGEST = 64 };

/* Seconds since the epoch, or a day and perhaps a time of day; letters may be small. */
bool weir_vet_is_date(struct weir_str text)
{
    char folded[LONGEST] = "";
    bool has_clock = false;
    if (text.len > sizeof(folded))
        return false;
    for (size_t i = 0; i < text.len; i++)
        folded[i] = weir_fold(text.ptr[i]);
    struct weir_str rest = {folded, text.len};
    if (weir_str_index(rest, 't', 0) == rest.len && weir_str_index(rest, '-', 0) == rest.len)
        return is_number(rest, INT64_MAX);
    const struct weir_str day = cut_at(&rest, 't', &has_clock);
    return is_day(day) && (!has_clock || is_clock(rest));
}
