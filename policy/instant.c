/* Instants of Date operators: the W3C profiles of ISO 8601, and seconds since the epoch ([iam-condition-operators]). */
#include "policy/condition.h"

/* Of a full text, `9999-99-99T99:99:99Z`: its greatest length with a zone, and where its seconds begin. */
enum { LONGEST_DATE = 32, SECONDS_AT = 17 };

/* What each profile lacks of a full RFC 3339 text; digits are written as 9. */
struct profile {
    const char *shape;
    size_t keep; /* bytes taken over */
    const char *rest;
};

/* clang-format off */
static const struct profile profiles[] = {
    {"9999",                4,  "-01-01T00:00:00Z"},
    {"9999-99",             7,  "-01T00:00:00Z"},
    {"9999-99-99",          10, "T00:00:00Z"},
    {"9999-99-99T99:99",    16, ":00"},
    {"9999-99-99T99:99:99", 19, ""},
};
static const char *const zones[] = {"Z", "+99:99", "-99:99"};
/* clang-format on */

static bool has_shape(struct weir_str text, const char *shape)
{
    size_t i = 0;
    for (; shape[i] != '\0' && i < text.len; i++) {
        const bool fits = shape[i] == '9' ? weir_is_digit(text.ptr[i]) : text.ptr[i] == shape[i];
        if (!fits)
            return false;
    }
    return i == text.len && shape[i] == '\0';
}

static struct weir_str without_zeros(struct weir_str fraction)
{
    while (fraction.len > 0 && fraction.ptr[fraction.len - 1] == '0')
        fraction.len--;
    return fraction;
}

/* Takes a fraction of a second out of the text between the seconds and the zone. */
static bool take_fraction(struct weir_str *text, struct weir_str *fraction)
{
    const size_t point = weir_str_index(*text, '.', 0);
    if (point == text->len)
        return true;
    *fraction = weir_str_slice(*text, point + 1, text->len);
    for (size_t i = 0; i < fraction->len; i++) {
        if (!weir_is_digit(fraction->ptr[i]))
            return false;
    }
    *text = weir_str_slice(*text, 0, point);
    return fraction->len > 0 && point == profiles[WEIR_COUNT(profiles) - 1].keep;
}

static struct weir_str zone_of(struct weir_str text)
{
    for (size_t i = 0; i < WEIR_COUNT(zones); i++) {
        const size_t length = strlen(zones[i]);
        const size_t start = text.len > length ? text.len - length : text.len;
        const struct weir_str end = weir_str_slice(text, start, text.len);
        if (has_shape(end, zones[i]) && weir_str_index(text, 'T', 0) < start)
            return end;
    }
    return (struct weir_str){NULL, 0};
}

/* A text with a time says its zone, one without has none: `T` decides. */
static bool parse_date(struct weir_str text, struct weir_instant *instant)
{
    const struct weir_str zone = zone_of(text);
    struct weir_str rest = weir_str_slice(text, 0, text.len - zone.len);
    if ((weir_str_index(rest, 'T', 0) < rest.len) != (zone.len > 0))
        return false;
    struct weir_str fraction = {NULL, 0};
    if (!take_fraction(&rest, &fraction))
        return false;
    for (size_t i = 0; i < WEIR_COUNT(profiles); i++) {
        if (!has_shape(rest, profiles[i].shape))
            continue;
        char full[LONGEST_DATE];
        const size_t more = strlen(profiles[i].rest);
        memcpy(full, rest.ptr, rest.len);
        memcpy(full + rest.len, profiles[i].rest, more);
        if (zone.len > 0)
            memcpy(full + rest.len + more, zone.ptr, zone.len);
        if (full[SECONDS_AT] == '6')
            return false; /* the W3C profiles count seconds from 00 to 59 */
        instant->fraction = without_zeros(fraction);
        return weir_time_parse((struct weir_str){full, rest.len + more + zone.len}, &instant->unix_s);
    }
    return false;
}

/* A fraction before 1970 is not read: it would count backwards, and no source says that such texts exist. */
static bool parse_epoch(struct weir_str text, struct weir_instant *instant)
{
    const size_t point = weir_str_index(text, '.', 0);
    struct weir_decimal decimal;
    if (!weir_decimal_parse(text, &decimal) || (point < text.len && text.ptr[0] == '-'))
        return false;
    if (point < text.len)
        instant->fraction = without_zeros(weir_str_slice(text, point + 1, text.len));
    return weir_time_parse_epoch(weir_str_slice(text, 0, point), &instant->unix_s);
}

/* Four digits are a year, not a second of 1970: only the profile gives them a meaning that people use. */
bool weir_instant_parse(struct weir_str text, struct weir_instant *instant)
{
    *instant = (struct weir_instant){0, {NULL, 0}};
    return parse_date(text, instant) || parse_epoch(text, instant);
}

int weir_instant_compare(const struct weir_instant *a, const struct weir_instant *b)
{
    if (a->unix_s != b->unix_s)
        return a->unix_s < b->unix_s ? -1 : 1;
    return weir_str_compare(a->fraction, b->fraction);
}
