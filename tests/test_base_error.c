/* Failing: the words of each status, the first error kept, and input made safe to show. */
#include "test_base.h"

static void every_status_has_a_name_and_a_sentence(void **state)
{
    (void)state;
    for (int number = 0; number <= 8; number++) {
        const enum weir_status status = (enum weir_status)number;
        assert_memory_equal(weir_status_name(status), "WEIR_", 5);
        assert_string_not_equal(weir_status_name(status), "WEIR_UNKNOWN");
        assert_true(strlen(weir_status_sentence(status)) > 5);
    }
    assert_string_equal(weir_status_name(WEIR_ERR_SYNTAX), "WEIR_ERR_SYNTAX");
    assert_string_equal(weir_status_sentence(WEIR_OK), "no error");
    assert_string_equal(weir_status_name((enum weir_status)9), "WEIR_UNKNOWN");
    assert_string_equal(weir_status_sentence((enum weir_status)9), "an unknown status");
}

static void the_version_is_three_numbers(void **state)
{
    (void)state;
    size_t dots = 0;
    for (const char *c = weir_version(); *c != '\0'; c++) {
        assert_true(weir_is_digit(*c) || *c == '.');
        dots += *c == '.';
    }
    assert_int_equal(dots, 2);
}

static void the_first_error_wins(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_fail(&error, WEIR_ERR_SCHEMA, "the %s", "first"), WEIR_ERR_SCHEMA);
    assert_int_equal(weir_fail(&error, WEIR_ERR_LIMIT, "the second"), WEIR_ERR_LIMIT);
    assert_int_equal(error.status, WEIR_ERR_SCHEMA);
    assert_string_equal(error.message, "the first");
    assert_int_equal(error.line, 0);
    assert_string_equal(error.path, "");
    assert_int_equal(weir_fail(NULL, WEIR_ERR_LIMIT, "nobody asks"), WEIR_ERR_LIMIT);
}

static void stale_fields_do_not_survive(void **state)
{
    (void)state;
    struct weir_error error;
    memset(&error, 'x', sizeof(error));
    error.status = WEIR_OK;
    (void)weir_fail(&error, WEIR_REFUSED, "no");
    assert_int_equal(error.line, 0);
    assert_int_equal(error.offset, 0);
    assert_string_equal(error.source, "");
    assert_string_equal(error.path, "");
    assert_string_equal(error.message, "no");
}

static void long_messages_end_with_a_whole_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    for (size_t kind = 0; kind < WEIR_COUNT(characters); kind++) {
        const size_t width = strlen(characters[kind]);
        for (size_t before = 0; before < 4; before++) {
            char text[400];
            struct weir_error error = WEIR_ERROR_INIT;
            memset(text, '-', before);
            for (size_t at = before; at + width < sizeof(text); at += width)
                memcpy(text + at, characters[kind], width + 1);
            (void)weir_fail(&error, WEIR_ERR_SCHEMA, "%s", text);
            const size_t used = strlen(error.message);
            assert_in_range(used, sizeof(error.message) - width, sizeof(error.message) - 1);
            assert_memory_equal(error.message, text, used);
            assert_true(weir_str_is_utf8(weir_str_from(error.message), NULL));
        }
    }
}

static void messages_hold_no_controls(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    (void)weir_fail(&error, WEIR_ERR_SCHEMA, "a%sb%sc%sd%se", "\x1B", "\n", "\x7F", "\xC2\x9B");
    assert_string_equal(error.message, "a?b?c?d?e");
    error = (struct weir_error)WEIR_ERROR_INIT;
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): what has to be hidden */
    (void)weir_fail(&error, WEIR_ERR_SCHEMA, "a%sb%sc%s", "\xE2\x80\xAE", "\xFF", "\xC3\xA9");
    assert_string_equal(error.message, "a?b?c\xC3\xA9");
}

/* ------------------------------------------------------------------------------------------- quoting */

struct quote_row {
    const char *name;
    struct weir_str piece;
    const char *shown;
};

static const struct quote_row quote_rows[] = {
    {"nothing", {NULL, 0}, ""},
    {"a_word", {"word", 4}, "word"},
    {"characters", {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9}, "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"controls",
     {"a\0\n\x1B\x7F"
      "b",
      6},
     "a\\u0000\\u000a\\u001b\\u007fb"},
    {"controls_of_eight_bits", {"\xC2\x80\xC2\x9F\xC2\xA0", 6}, "\\u0080\\u009f\xC2\xA0"},
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): what has to be hidden */
    {"direction_marks", {"\xE2\x80\xAE\xE2\x81\xA6", 6}, "\\u202e\\u2066"},
    {"zero_width", {"\xE2\x80\x8B\xEF\xBB\xBF", 6}, "\\u200b\\ufeff"},
    {"tags_above_the_first_plane", {"\xF3\xA0\x81\x81", 4}, "\\U000e0041"},
    {"bytes_that_are_no_text", {"\xFF\xC3", 2}, "\\xff\\xc3"},
    {"just_fitting",
     {"0123456789012345678901234567890123456789012345678901234567890", 61},
     "0123456789012345678901234567890123456789012345678901234567890"},
    {"one_too_long",
     {"01234567890123456789012345678901234567890123456789012345678901", 62},
     "012345678901234567890123456789012345678901234567890123456789..."},
};

static void quote_row_holds(void **state)
{
    const struct quote_row *const row = *state;
    assert_string_equal(weir_quote(row->piece).text, row->shown);
}

static void every_length_of_piece_is_quoted_within_bounds(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\n", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xF3\xA0\x81\x81", "\xFF"};
    for (size_t kind = 0; kind < WEIR_COUNT(characters); kind++) {
        char text[200];
        for (size_t length = 0; length < sizeof(text); length++) {
            const size_t width = strlen(characters[kind]);
            for (size_t at = 0; at < length; at++)
                text[at] = characters[kind][at % width];
            const struct weir_quoted quoted = weir_quote((struct weir_str){text, length});
            assert_true(strlen(quoted.text) < sizeof(quoted.text));
            assert_true(weir_str_is_utf8(weir_str_from(quoted.text), NULL));
        }
    }
}

static void long_texts_are_cut_on_the_left(void **state)
{
    (void)state;
    char out[12];
    weir_copy_cut_left(out, sizeof(out), WEIR_STR("12345678901"));
    assert_string_equal(out, "12345678901");
    weir_copy_cut_left(out, sizeof(out), WEIR_STR("123456789012"));
    assert_string_equal(out, "...56789012");
    weir_copy_cut_left(out, sizeof(out),
                       WEIR_STR("1234\xC3\xA9"
                                "5678901"));
    assert_string_equal(out, "...5678901");
    weir_copy_cut_left(out, sizeof(out), WEIR_STR("a\nb"));
    assert_string_equal(out, "a?b");
    weir_copy_cut_left(out, sizeof(out), (struct weir_str){NULL, 0});
    assert_string_equal(out, "");
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_status_has_a_name_and_a_sentence),
        cmocka_unit_test(the_version_is_three_numbers),
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(stale_fields_do_not_survive),
        cmocka_unit_test(long_messages_end_with_a_whole_character),
        cmocka_unit_test(messages_hold_no_controls),
        cmocka_unit_test(every_length_of_piece_is_quoted_within_bounds),
        cmocka_unit_test(long_texts_are_cut_on_the_left),
    };
    return RUN_ROWS("error.quote", quote_rows, quote_row_holds) +
           cmocka_run_group_tests_name("error.facts", facts, NULL, NULL);
}
