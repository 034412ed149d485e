/* Numbers, instants and addresses: what is read, and how two of them compare. */
#include "test_policy.h"

enum { UNREADABLE = 9 };

struct order_row {
    const char *name;
    const char *a;
    const char *b;
    int order; /* of a to b; UNREADABLE if a is none */
};

/* clang-format off */
static const struct order_row decimals[] = {
    {"ten_is_ten_point_zero",    "10", "10.0", 0},
    {"zero_is_minus_zero",       "0", "-0.00", 0},
    {"leading_zeros_weigh_nothing", "007", "7", 0},
    {"past_2_53",                "9007199254740993", "9007199254740992", 1},
    {"long_fractions",           "0.10000000000000000000000000001", "0.1", 1},
    {"small_fractions",          "0.05", "0.5", -1},
    {"smaller_fractions",        "0.005", "0.0051", -1},
    {"more_digits_are_more",     "100", "99.999", 1},
    {"same_size",                "123.456", "123.457", -1},
    {"prefix_is_less",           "1.2", "1.23", -1},
    {"zeros_at_the_end",         "1200", "12", 1},
    {"negatives_turn_round",     "-2", "-1", -1},
    {"negative_below_positive",  "-1", "1", -1},
    {"negative_below_zero",      "-0.1", "0", -1},
    {"zero_below_fraction",      "0.0", "0.0001", -1},
    {"a_hundred_digits",
     "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111112",
     "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111", 1},
    {"no_empty_text",            "", "0", UNREADABLE},
    {"no_exponent",              "1e3", "0", UNREADABLE},
    {"no_plus",                  "+1", "0", UNREADABLE},
    {"no_blank",                 " 1", "0", UNREADABLE},
    {"no_trailing_letters",      "5abc", "0", UNREADABLE},
    {"no_point_at_the_end",      "5.", "0", UNREADABLE},
    {"no_point_at_the_start",    ".5", "0", UNREADABLE},
    {"no_two_points",            "1.2.3", "0", UNREADABLE},
    {"no_sign_alone",            "-", "0", UNREADABLE},
};

static const struct order_row instants[] = {
    {"year",                     "2026", "2026-01-01T00:00:00Z", 0},
    {"month",                    "2026-03", "2026-03-01T00:00:00Z", 0},
    {"day",                      "2026-03-02", "2026-03-02T00:00:00Z", 0},
    {"minutes",                  "2026-03-02T09:00Z", "2026-03-02T09:00:00Z", 0},
    {"minutes_with_offset",      "2026-03-02T10:00+01:00", "2026-03-02T09:00Z", 0},
    {"offset_west",              "2026-03-02T08:00:00-01:00", "2026-03-02T09:00Z", 0},
    {"epoch_seconds",            "1772442000", "2026-03-02T09:00:00Z", 0},
    {"epoch_is_not_milliseconds", "1772442000", "2026-03-02T09:00:01Z", -1},
    {"four_digits_are_a_year",   "1970", "0", 0},
    {"epoch_fraction",           "1772442000.5", "2026-03-02T09:00:00.50Z", 0},
    {"fractions_compare",        "2026-03-02T09:00:00.25Z", "2026-03-02T09:00:00.3Z", -1},
    {"fraction_above_none",      "2026-03-02T09:00:00.001Z", "2026-03-02T09:00:00Z", 1},
    {"before_the_epoch",         "-1", "1969-12-31T23:59:59Z", 0},
    {"no_time_without_zone",     "2026-03-02T09:00:00", "0", UNREADABLE},
    {"no_zone_without_time",     "2026-03-02Z", "0", UNREADABLE},
    {"no_offset_without_time",   "2026-03-02+01:00", "0", UNREADABLE},
    {"no_month_13",              "2026-13", "0", UNREADABLE},
    {"no_february_30",           "2026-02-30", "0", UNREADABLE},
    {"no_fraction_of_a_minute",  "2026-03-02T09:00.5Z", "0", UNREADABLE},
    {"no_empty_fraction",        "2026-03-02T09:00:00.Z", "0", UNREADABLE},
    {"no_letters_in_fraction",   "2026-03-02T09:00:00.x5Z", "0", UNREADABLE},
    {"a_fraction_is_of_an_epoch_second", "2026.5", "2026.50", 0},
    {"no_fraction_before_epoch", "-1.5", "0", UNREADABLE},
    {"no_text",                  "tomorrow", "0", UNREADABLE},
    {"no_zone_alone",            "Z", "0", UNREADABLE},
    {"no_empty_text",            "", "0", UNREADABLE},
};
/* clang-format on */

static void decimal_row_holds(void **state)
{
    const struct order_row *const row = *state;
    struct weir_decimal a;
    struct weir_decimal b;
    assert_int_equal(weir_decimal_parse(weir_str_from(row->a), &a), row->order != UNREADABLE);
    assert_true(weir_decimal_parse(weir_str_from(row->b), &b));
    if (row->order == UNREADABLE)
        return;
    assert_int_equal(weir_decimal_compare(&a, &b), row->order);
    assert_int_equal(weir_decimal_compare(&b, &a), -row->order);
    assert_int_equal(weir_decimal_compare(&a, &a), 0);
}

static void instant_row_holds(void **state)
{
    const struct order_row *const row = *state;
    struct weir_instant a;
    struct weir_instant b;
    assert_int_equal(weir_instant_parse(weir_str_from(row->a), &a), row->order != UNREADABLE);
    assert_true(weir_instant_parse(weir_str_from(row->b), &b));
    if (row->order == UNREADABLE)
        return;
    assert_int_equal(weir_instant_compare(&a, &b), row->order);
    assert_int_equal(weir_instant_compare(&b, &a), -row->order);
}

struct cidr_row {
    const char *name;
    const char *cidr;
    const char *address;
    bool readable; /* the first of the two */
    bool contains;
};

/* clang-format off */
static const struct cidr_row cidrs[] = {
    {"bare_v4_is_32",          "203.0.113.7", "203.0.113.7", true, true},
    {"bare_v4_is_one_address", "203.0.113.7", "203.0.113.8", true, false},
    {"v4_in_range",            "203.0.113.0/24", "203.0.113.255", true, true},
    {"v4_past_range",          "203.0.113.0/24", "203.0.114.0", true, false},
    {"v4_odd_bits",            "10.0.0.0/9", "10.127.255.255", true, true},
    {"v4_past_odd_bits",       "10.0.0.0/9", "10.128.0.0", true, false},
    {"v4_host_bits_are_masked", "10.1.2.3/8", "10.9.9.9", true, true},
    {"v4_zero_holds_all",      "0.0.0.0/0", "255.255.255.255", true, true},
    {"v4_zero_holds_no_v6",    "0.0.0.0/0", "::1", true, false},
    {"v6_zero_holds_all",      "::/0", "2001:db8::1", true, true},
    {"v6_zero_holds_no_v4",    "::/0", "10.0.0.1", true, false},
    {"v6_by_value",            "2001:DB8:0:0:0:0:0:1", "2001:db8::1", true, true},
    {"v6_in_range",            "2001:db8::/33", "2001:db8:7fff::", true, true},
    {"v6_past_range",          "2001:db8::/33", "2001:db8:8000::", true, false},
    {"v6_gap_at_the_end",      "2001:db8::", "2001:db8:0:0:0:0:0:0", true, true},
    {"v6_gap_alone",           "::", "0:0:0:0:0:0:0:0", true, true},
    {"v6_with_v4_inside",      "::ffff:10.0.0.1", "::ffff:a00:1", true, true},
    {"v6_mapped_is_not_v4",    "::ffff:10.0.0.1", "10.0.0.1", true, false},
    {"v6_with_v4_and_all_groups", "0:0:0:0:0:ffff:10.0.0.1", "::ffff:a00:1", true, true},
    {"no_v4_33",               "10.0.0.0/33", "10.0.0.0", false, false},
    {"no_v6_129",              "::/129", "::", false, false},
    {"no_empty_bits",          "10.0.0.0/", "10.0.0.0", false, false},
    {"no_letters_in_bits",     "10.0.0.0/8x", "10.0.0.0", false, false},
    {"no_octet_256",           "10.0.0.256", "10.0.0.0", false, false},
    {"no_leading_zero",        "10.0.0.01", "10.0.0.1", false, false},
    {"no_three_octets",        "10.0.0", "10.0.0.0", false, false},
    {"no_five_octets",         "10.0.0.0.0", "10.0.0.0", false, false},
    {"no_two_gaps",            "1::2::3", "::", false, false},
    {"no_three_colons",        "1:::2", "::", false, false},
    {"no_nine_groups",         "1:2:3:4:5:6:7:8:9", "::", false, false},
    {"no_gap_for_nothing",     "1:2:3:4:5:6:7::8", "::", false, false},
    {"no_seven_groups",        "1:2:3:4:5:6:7", "::", false, false},
    {"no_colon_at_the_end",    "1:2:3:4:5:6:7:8:", "::", false, false},
    {"no_colon_at_the_start",  ":1:2:3:4:5:6:7", "::", false, false},
    {"no_five_digits",         "12345::", "::", false, false},
    {"no_letters",             "::g", "::", false, false},
    {"no_v4_in_the_middle",    "::10.0.0.1:1", "::", false, false},
    {"no_v4_before_the_gap",   "10.0.0.1::", "::", false, false},
    {"no_empty_text",          "", "::", false, false},
};
/* clang-format on */

static void cidr_row_holds(void **state)
{
    const struct cidr_row *const row = *state;
    struct weir_cidr cidr;
    struct weir_cidr address;
    assert_int_equal(weir_cidr_parse(weir_str_from(row->cidr), &cidr), row->readable);
    assert_true(weir_cidr_parse(weir_str_from(row->address), &address));
    if (row->readable)
        assert_int_equal(weir_cidr_contains(&cidr, &address), row->contains);
}

int main(void)
{
    return RUN_ROWS("decimals", decimals, decimal_row_holds) + RUN_ROWS("instants", instants, instant_row_holds) +
           RUN_ROWS("cidrs", cidrs, cidr_row_holds);
}
