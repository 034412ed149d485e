/* Counted text, UTF-8 at every edge of its definition, JSON's numbers, and 64-bit integers. */
#include "test_base.h"

struct utf8_row {
    const char *name;
    struct weir_str text;
    int bad; /* -1: well-formed */
    size_t code_points;
};

static const struct utf8_row utf8_rows[] = {
    {"empty_text", {"", 0}, -1, 0},
    {"ascii_of_every_word_length", {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", 52}, -1, 52},
    {"nul_is_a_character", {"a\0b", 3}, -1, 3},
    {"u0080_first_of_two_bytes", {"\xC2\x80", 2}, -1, 1},
    {"u07ff_last_of_two_bytes", {"\xDF\xBF", 2}, -1, 1},
    {"u0800_first_of_three_bytes", {"\xE0\xA0\x80", 3}, -1, 1},
    {"ud7ff_before_the_surrogates", {"\xED\x9F\xBF", 3}, -1, 1},
    {"ue000_behind_the_surrogates", {"\xEE\x80\x80", 3}, -1, 1},
    {"uffff_last_of_three_bytes", {"\xEF\xBF\xBF", 3}, -1, 1},
    {"u10000_first_of_four_bytes", {"\xF0\x90\x80\x80", 4}, -1, 1},
    {"u3ffff_end_of_the_first_lead", {"\xF0\xBF\xBF\xBF", 4}, -1, 1},
    {"u40000_begin_of_the_second_lead", {"\xF1\x80\x80\x80", 4}, -1, 1},
    {"ufffff_end_of_the_third_lead", {"\xF3\xBF\xBF\xBF", 4}, -1, 1},
    {"u10ffff_the_last", {"\xF4\x8F\xBF\xBF", 4}, -1, 1},
    {"mixed_lengths", {"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z", 11}, -1, 5},
    {"overlong_slash_in_two", {"\xC0\xAF", 2}, 0, 0},
    {"overlong_u007f_in_two", {"\xC1\xBF", 2}, 0, 0},
    {"overlong_u07ff_in_three", {"\xE0\x9F\xBF", 3}, 0, 0},
    {"overlong_nul_in_three", {"\xE0\x80\x80", 3}, 0, 0},
    {"overlong_uffff_in_four", {"\xF0\x8F\xBF\xBF", 4}, 0, 0},
    {"first_surrogate", {"\xED\xA0\x80", 3}, 0, 0},
    {"last_surrogate", {"\xED\xBF\xBF", 3}, 0, 0},
    {"u110000_one_past_the_last", {"\xF4\x90\x80\x80", 4}, 0, 0},
    {"lead_f5", {"\xF5\x80\x80\x80", 4}, 0, 0},
    {"lead_ff", {"\xFF", 1}, 0, 0},
    {"continuation_alone", {"ab\x80", 3}, 2, 0},
    {"continuation_bf_alone", {"\xBF", 1}, 0, 0},
    {"two_byte_form_cut", {"abc\xC3", 4}, 3, 0},
    {"three_byte_form_cut", {"\xE2\x82", 2}, 0, 0},
    {"four_byte_form_cut", {"\xF0\x9F\x98", 3}, 0, 0},
    {"second_byte_is_ascii", {"\xC3(", 2}, 0, 0},
    {"third_byte_is_ascii", {"\xE2\x82(", 3}, 0, 0},
    {"third_byte_is_a_lead", {"\xE2\x82\xC3", 3}, 0, 0},
    {"fourth_byte_is_ascii", {"\xF0\x9F\x98(", 4}, 0, 0},
    {"bad_byte_behind_a_long_run", {"0123456789abcdef0123456789abcdef0123456\xFF", 40}, 39, 0},
    {"bad_byte_first_in_a_word",
     {"01234567\xFF"
      "9abcdef",
      16},
     8,
     0},
};

static void utf8_row_holds(void **state)
{
    const struct utf8_row *const row = *state;
    size_t bad = 999;
    assert_int_equal(weir_str_is_utf8(row->text, &bad), row->bad < 0);
    assert_int_equal(bad, row->bad < 0 ? row->text.len : (size_t)row->bad);
    assert_int_equal(weir_str_is_utf8(row->text, NULL), row->bad < 0);
    if (row->bad < 0)
        assert_int_equal(weir_str_code_points(row->text), row->code_points);
}

/* Every code point but the surrogates, written and read again; and every sequence of two bytes, by a naive reading. */
static void every_code_point_is_written_as_it_is_read(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        char bytes[4];
        const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        const size_t length = weir_utf8_put(bytes, code_point);
        assert_int_equal(length, code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4);
        assert_int_equal(weir_utf8_sequence(bytes, length), is_surrogate ? 0 : length);
        assert_int_equal(weir_utf8_sequence(bytes, length - 1), 0);
    }
}

static void every_pair_of_bytes_is_judged_right(void **state)
{
    (void)state;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        const unsigned a = pair >> 8;
        const unsigned b = pair & 0xFF;
        const char bytes[] = {(char)a, (char)b};
        const bool expected = (a < 0x80 && b < 0x80) || (a >= 0xC2 && a <= 0xDF && b >= 0x80 && b <= 0xBF);
        assert_int_equal(weir_str_is_utf8((struct weir_str){bytes, 2}, NULL), expected);
    }
}

/* ------------------------------------------------------------------------------------------- nearest */

#define LONG_64 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"

static const struct nearest_row {
    const char *typed, *known[4];
    const char *nearest; /* NULL: none */
} nearest_rows[] = {
    {"decide", {"decide"}, "decide"},
    {"decied", {"verify", "decide"}, "decide"}, /* neighbours that are swapped are one edit */
    {"ecide", {"decide"}, "decide"},
    {"deccide", {"decide"}, "decide"},
    {"decode", {"decide"}, "decide"},
    {"dacade", {"decide"}, "decide"}, /* two of six */
    {"dacada", {"decide"}, NULL},     /* three of six */
    {"ab", {"abc"}, "abc"},           /* one of three */
    {"ab", {"ac"}, NULL},             /* one of two */
    {"", {"a"}, NULL},
    {"abcd", {"", "abce", "abcf"}, "abce"}, /* the first of equals */
    {"abcd", {"abce", "abcd"}, "abcd"},
    {"ba", {"abab", "abc"}, NULL},
    {LONG_64, {LONG_64}, LONG_64},
    {LONG_64 "m", {LONG_64}, NULL},
    {LONG_64, {LONG_64 "m"}, NULL},
};

static struct weir_str known_at(const void *names, size_t index)
{
    const char *const *const known = names;
    return weir_str_from(known[index]);
}

static void nearest_row_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(nearest_rows); i++) {
        const struct nearest_row *const row = &nearest_rows[i];
        size_t count = 0;
        while (count < WEIR_COUNT(row->known) && row->known[count] != NULL)
            count++;
        const struct weir_str got = weir_str_nearest(weir_str_from(row->typed), known_at, row->known, count);
        if (row->nearest == NULL ? got.ptr != NULL : !weir_str_equal(got, weir_str_from(row->nearest)))
            fail_msg("row %zu: %s gives %.*s", i, row->typed, WEIR_FMT(got));
    }
    assert_null(weir_str_nearest(WEIR_STR("a"), NULL, NULL, 3).ptr);
    assert_null(weir_str_nearest(WEIR_STR("a"), known_at, NULL, 0).ptr);
}

/* ----------------------------------------------------------------------------------------- comparing */

struct compare_row {
    const char *name;
    struct weir_str a, b;
    int order;
    bool is_equal_folded;
};

static const struct compare_row compare_rows[] = {
    {"null_equals_empty", {NULL, 0}, {"", 0}, 0, true},
    {"empty_sorts_first", {NULL, 0}, {"a", 1}, -1, false},
    {"a_prefix_sorts_first", {"ab", 2}, {"abc", 3}, -1, false},
    {"same_bytes", {"abc", 3}, {"abc", 3}, 0, true},
    {"letters_fold", {"aZ[", 3}, {"Az[", 3}, 1, true},
    {"at_sign_and_backtick_do_not_fold", {"@", 1}, {"`", 1}, -1, false},
    {"bracket_and_brace_do_not_fold", {"[", 1}, {"{", 1}, -1, false},
    {"bytes_above_ascii_do_not_fold", {"\xC3\x89", 2}, {"\xC3\xA9", 2}, -1, false},
    {"high_bytes_sort_behind_low_ones", {"\xC3", 1}, {"z", 1}, 1, false},
    {"nul_bytes_count", {"a\0b", 3}, {"a\0c", 3}, -1, false},
};

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void compare_row_holds(void **state)
{
    const struct compare_row *const row = *state;
    assert_int_equal(sign(weir_str_compare(row->a, row->b)), row->order);
    assert_int_equal(sign(weir_str_compare(row->b, row->a)), -row->order);
    assert_int_equal(weir_str_equal(row->a, row->b), row->order == 0);
    assert_int_equal(weir_str_equal_fold(row->a, row->b), row->is_equal_folded);
}

static void prefixes_are_found(void **state)
{
    (void)state;
    assert_true(weir_str_has_prefix(WEIR_STR("arn:aws"), WEIR_STR("arn:")));
    assert_true(weir_str_has_prefix(WEIR_STR("arn:"), WEIR_STR("arn:")));
    assert_true(weir_str_has_prefix((struct weir_str){NULL, 0}, (struct weir_str){NULL, 0}));
    assert_false(weir_str_has_prefix(WEIR_STR("arn"), WEIR_STR("arn:")));
    assert_false(weir_str_has_prefix(WEIR_STR("arn;aws"), WEIR_STR("arn:")));
}

static void a_view_of_null_is_empty(void **state)
{
    (void)state;
    assert_int_equal(weir_str_from(NULL).len, 0);
    assert_str(weir_str_from("abc"), WEIR_STR("abc"));
}

/* ------------------------------------------------------------------------------------------- numbers */

struct number_row {
    const char *name;
    const char *text;
    size_t span; /* of what is a number at the start */
};

static const struct number_row number_rows[] = {
    {"zero", "0", 1},
    {"minus_zero", "-0", 2},
    {"one_digit", "7", 1},
    {"many_digits", "12345678901234567890123", 23},
    {"fraction", "0.25", 4},
    {"zero_fraction", "1.000", 5},
    {"exponent", "1e9", 3},
    {"exponent_upper", "1E9", 3},
    {"exponent_plus", "1e+9", 4},
    {"exponent_minus", "-2.5e-09", 8},
    {"exponent_zeros", "0e000", 5},
    {"everything", "-10.01E+22", 10},
    {"nothing", "", 0},
    {"minus_alone", "-", 0},
    {"minus_letter", "-a", 0},
    {"plus", "+1", 0},
    {"point_first", ".5", 0},
    {"minus_point", "-.5", 0},
    {"leading_zero_ends_the_number", "01", 1},
    {"leading_zero_after_minus", "-012", 2},
    {"point_last_is_left", "1.", 1},
    {"point_letter_is_left", "1.x", 1},
    {"exponent_without_digits_is_left", "1e", 1},
    {"exponent_sign_without_digits_is_left", "1e+", 1},
    {"exponent_letter_is_left", "1.5ex", 3},
    {"two_points", "1.2.3", 3},
    {"hexadecimal", "0x10", 1},
    {"infinity", "Infinity", 0},
    {"nan", "NaN", 0},
    {"comma", "1,5", 1},
    {"space_before", " 1", 0},
};

static void number_row_holds(void **state)
{
    const struct number_row *const row = *state;
    assert_int_equal(weir_number_span(weir_str_from(row->text)), row->span);
}

struct int64_row {
    const char *name;
    const char *text;
    bool is_good;
    int64_t value;
};

static const struct int64_row int64_rows[] = {
    {"int_zero", "0", true, 0},
    {"int_minus_zero", "-0", true, 0},
    {"int_some", "3600", true, 3600},
    {"int_largest", "9223372036854775807", true, INT64_MAX},
    {"int_one_past_largest", "9223372036854775808", false, 0},
    {"int_smallest", "-9223372036854775808", true, INT64_MIN},
    {"int_one_past_smallest", "-9223372036854775809", false, 0},
    {"int_far_past", "99999999999999999999999", false, 0},
    {"int_empty", "", false, 0},
    {"int_minus", "-", false, 0},
    {"int_plus", "+1", false, 0},
    {"int_leading_zero", "007", false, 0},
    {"int_two_zeros", "00", false, 0},
    {"int_fraction", "1.0", false, 0},
    {"int_exponent", "1e3", false, 0},
    {"int_space", " 1", false, 0},
    {"int_trailing", "1 ", false, 0},
    {"int_slash_before_zero", "1/", false, 0},
    {"int_colon_behind_nine", "1:", false, 0},
};

static void int64_row_holds(void **state)
{
    const struct int64_row *const row = *state;
    int64_t value = 42;
    assert_int_equal(weir_int64_parse(weir_str_from(row->text), &value), row->is_good);
    assert_true(value == row->value);
}

static void numbers_are_put_as_they_are_read(void **state)
{
    static const int64_t numbers[] = {0, 1, -1, 9, 10, -10, 1772442000, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    char text[WEIR_INT64_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        int64_t read = 42;
        const size_t length = weir_int64_put(text, numbers[i]);
        assert_true(length <= sizeof text);
        assert_true(weir_int64_parse((struct weir_str){text, length}, &read));
        assert_true(read == numbers[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_code_point_is_written_as_it_is_read),
        cmocka_unit_test(every_pair_of_bytes_is_judged_right),
        cmocka_unit_test(nearest_row_holds),
        cmocka_unit_test(prefixes_are_found),
        cmocka_unit_test(a_view_of_null_is_empty),
        cmocka_unit_test(numbers_are_put_as_they_are_read),
    };
    return RUN_ROWS("text.utf8", utf8_rows, utf8_row_holds) +
           RUN_ROWS("text.compare", compare_rows, compare_row_holds) +
           RUN_ROWS("text.number", number_rows, number_row_holds) +
           RUN_ROWS("text.int64", int64_rows, int64_row_holds) +
           cmocka_run_group_tests_name("text.facts", facts, NULL, NULL);
}
