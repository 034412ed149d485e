/* Instants: the grammar of RFC 3339, the calendar at its edges, and every day there is. */
#include "test_base.h"

struct time_row {
    const char *name;
    const char *text;
    bool is_good;
    int64_t unix_s;
};

static const struct time_row time_rows[] = {
    {"epoch", "1970-01-01T00:00:00Z", true, 0},
    {"second_before_the_epoch", "1969-12-31T23:59:59Z", true, -1},
    {"an_instant", "2026-03-02T09:00:00Z", true, 1772442000},
    {"offset_east", "2026-03-02T10:00:00+01:00", true, 1772442000},
    {"offset_west", "2026-03-02T03:30:00-05:30", true, 1772442000},
    {"offset_unknown", "2026-03-02T09:00:00-00:00", true, 1772442000},
    {"largest_offset", "2026-03-03T08:59:00+23:59", true, 1772442000},
    {"fraction_is_cut_off", "2026-03-02T09:00:00.999999999999Z", true, 1772442000},
    {"fraction_with_offset", "2026-03-02T10:00:00.25+01:00", true, 1772442000},
    {"fraction_before_the_epoch", "1969-12-31T23:59:58.5Z", true, -2},
    {"small_letters", "2026-03-02t09:00:00z", true, 1772442000},
    {"leap_day", "2024-02-29T00:00:00Z", true, 1709164800},
    {"leap_day_of_2000", "2000-02-29T12:00:00Z", true, 951825600},
    {"no_leap_day_in_1900", "1900-02-29T00:00:00Z", false, 0},
    {"no_leap_day_in_2100", "2100-02-29T00:00:00Z", false, 0},
    {"no_leap_day_in_2025", "2025-02-29T00:00:00Z", false, 0},
    {"leap_second", "2016-12-31T23:59:60Z", true, 1483228799},
    {"leap_second_with_offset", "2017-01-01T00:59:60+01:00", true, 1483228799},
    {"second_61", "2016-12-31T23:59:61Z", false, 0},
    {"first_instant", "0001-01-01T00:00:00Z", true, -62135596800},
    {"year_zero", "0000-12-31T23:59:59Z", false, 0},
    {"last_instant", "9999-12-31T23:59:59Z", true, 253402300799},
    {"offset_out_of_the_first_year", "0001-01-01T00:00:00+00:01", false, 0},
    {"offset_out_of_the_last_year", "9999-12-31T23:59:59-00:01", false, 0},
    {"offset_into_the_first_year", "0001-01-01T00:01:00+00:01", true, -62135596800},
    {"year_of_five_digits", "10000-01-01T00:00:00Z", false, 0},
    {"month_zero", "2026-00-10T00:00:00Z", false, 0},
    {"month_13", "2026-13-10T00:00:00Z", false, 0},
    {"day_zero", "2026-01-00T00:00:00Z", false, 0},
    {"january_31", "2026-01-31T00:00:00Z", true, 1769817600},
    {"january_32", "2026-01-32T00:00:00Z", false, 0},
    {"april_31", "2026-04-31T00:00:00Z", false, 0},
    {"hour_23", "1970-01-01T23:00:00Z", true, 82800},
    {"hour_24", "1970-01-01T24:00:00Z", false, 0},
    {"minute_59", "1970-01-01T00:59:00Z", true, 3540},
    {"minute_60", "1970-01-01T00:60:00Z", false, 0},
    {"offset_hour_24", "1970-01-02T00:00:00+24:00", false, 0},
    {"offset_minute_60", "1970-01-02T00:00:00+00:60", false, 0},
    {"no_offset", "2026-03-02T09:00:00", false, 0},
    {"offset_without_colon", "2026-03-02T09:00:00+0100", false, 0},
    {"offset_cut", "2026-03-02T09:00:00+01:0", false, 0},
    {"offset_without_sign", "2026-03-02T09:00:0001:00", false, 0},
    {"space_for_t", "2026-03-02 09:00:00Z", false, 0},
    {"date_alone", "2026-03-02", false, 0},
    {"one_digit_month", "2026-3-02T09:00:00Z", false, 0},
    {"fraction_without_digits", "2026-03-02T09:00:00.Z", false, 0},
    {"fraction_with_comma", "2026-03-02T09:00:00,5Z", false, 0},
    {"text_behind", "2026-03-02T09:00:00Z ", false, 0},
    {"text_before", " 2026-03-02T09:00:00Z", false, 0},
    {"sign_in_the_year", "-026-03-02T09:00:00Z", false, 0},
    {"letter_in_a_number", "2026-03-0aT09:00:00Z", false, 0},
    {"wrong_separators", "2026:03:02T09-00-00Z", false, 0},
    {"empty", "", false, 0},
};

static void time_row_holds(void **state)
{
    const struct time_row *const row = *state;
    int64_t unix_s = 42;
    assert_int_equal(weir_time_parse(weir_str_from(row->text), &unix_s), row->is_good);
    assert_true(unix_s == row->unix_s);
}

static const struct time_row epoch_rows[] = {
    {"epoch_zero", "0", true, 0},
    {"epoch_whole", "1772442000", true, 1772442000},
    {"epoch_negative", "-1", true, -1},
    {"epoch_fraction", "1772442000.5", true, 1772442000},
    {"epoch_negative_fraction", "-1.9", true, -1},
    {"epoch_minus_zero", "-0", true, 0},
    {"epoch_largest", "9223372036854775807.9", true, INT64_MAX},
    {"epoch_past_largest", "9223372036854775808", false, 0},
    {"epoch_empty", "", false, 0},
    {"epoch_point_alone", ".", false, 0},
    {"epoch_point_first", ".5", false, 0},
    {"epoch_point_last", "1.", false, 0},
    {"epoch_two_points", "1.2.3", false, 0},
    {"epoch_letter_in_fraction", "1.2x", false, 0},
    {"epoch_plus", "+1", false, 0},
    {"epoch_exponent", "1e9", false, 0},
    {"epoch_leading_zero", "01", false, 0},
    {"epoch_space", " 1", false, 0},
};

static void epoch_row_holds(void **state)
{
    const struct time_row *const row = *state;
    int64_t unix_s = 42;
    assert_int_equal(weir_time_parse_epoch(weir_str_from(row->text), &unix_s), row->is_good);
    assert_true(unix_s == row->unix_s);
}

static void null_is_no_time(void **state)
{
    (void)state;
    int64_t unix_s = 42;
    assert_false(weir_time_parse((struct weir_str){NULL, 0}, &unix_s));
    assert_true(unix_s == 0);
    assert_false(weir_time_parse_epoch((struct weir_str){NULL, 0}, &unix_s));
}

/* A calendar that counts one day after the other, beside the one that computes. */
static void every_day_is_written_and_read(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t unix_s = -62135596800;
    for (int year = 1; year <= 9999; year++) {
        const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            const int days = lengths[month - 1] + (month == 2 && is_leap);
            for (int day = 1; day <= days; day++) {
                char expected[48];
                char out[21];
                int64_t again = 0;
                (void)snprintf(expected, sizeof(expected), "%04d-%02d-%02dT23:59:59Z", year, month, day);
                unix_s += 86400;
                assert_true(weir_time_format(unix_s - 1, out));
                assert_string_equal(out, expected);
                assert_true(weir_time_parse(weir_str_from(out), &again));
                assert_true(again == unix_s - 1);
            }
        }
    }
    assert_true(unix_s == 253402300800);
}

static void times_outside_the_years_are_not_written(void **state)
{
    (void)state;
    static const int64_t outside[] = {INT64_MIN, -62135596801, 253402300800, INT64_MAX};
    for (size_t i = 0; i < WEIR_COUNT(outside); i++) {
        char out[21] = "x";
        assert_false(weir_time_format(outside[i], out));
        assert_string_equal(out, "");
    }
    char out[21];
    assert_true(weir_time_format(-62135596800, out));
    assert_string_equal(out, "0001-01-01T00:00:00Z");
    assert_true(weir_time_format(253402300799, out));
    assert_string_equal(out, "9999-12-31T23:59:59Z");
    assert_true(weir_time_format(1772442000 + 3723, out));
    assert_string_equal(out, "2026-03-02T10:02:03Z");
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(null_is_no_time),
        cmocka_unit_test(every_day_is_written_and_read),
        cmocka_unit_test(times_outside_the_years_are_not_written),
    };
    return RUN_ROWS("time.parse", time_rows, time_row_holds) + RUN_ROWS("time.epoch", epoch_rows, epoch_row_holds) +
           cmocka_run_group_tests_name("time.facts", facts, NULL, NULL);
}
