/* Base64: the vectors of RFC 4648, everything it does not allow, and every pair and triple of bytes there and back. */
#include "test_base.h"

struct base64_row {
    const char *name;
    const char *text;
    struct weir_str bytes;
    int bad; /* offset of the first bad character; -1: good */
};

static const struct base64_row rows[] = {
    {"vector_empty", "", {"", 0}, -1},
    {"vector_f", "Zg==", {"f", 1}, -1},
    {"vector_fo", "Zm8=", {"fo", 2}, -1},
    {"vector_foo", "Zm9v", {"foo", 3}, -1},
    {"vector_foob", "Zm9vYg==", {"foob", 4}, -1},
    {"vector_fooba", "Zm9vYmE=", {"fooba", 5}, -1},
    {"vector_foobar", "Zm9vYmFy", {"foobar", 6}, -1},
    {"all_ones", "////", {"\xFF\xFF\xFF", 3}, -1},
    {"both_signs", "+/+/", {"\xFB\xFF\xBF", 3}, -1},
    {"nul_bytes", "AAAA", {"\0\0\0", 3}, -1},
    {"padding_missing", "Zg", {"", 0}, 2},
    {"padding_cut", "Zg=", {"", 0}, 3},
    {"one_character", "Zm9vY", {"", 0}, 5},
    {"unused_bits_of_two", "Zh==", {"", 0}, 1},
    {"unused_bits_of_three", "Zm9=", {"", 0}, 2},
    {"line_feed", "Zm9v\nYmFy", {"", 0}, 4},
    {"space", "Zm 9v", {"", 0}, 2},
    {"url_alphabet_minus", "Zm-v", {"", 0}, 2},
    {"url_alphabet_underscore", "Zm_v", {"", 0}, 2},
    {"padding_inside", "Zg==Zm9v", {"", 0}, 2},
    {"padding_then_digit", "Zg=v", {"", 0}, 2},
    {"padding_of_three", "Z===", {"", 0}, 1},
    {"padding_alone", "====", {"", 0}, 0},
    {"characters_beside_the_digits", "@[`{", {"", 0}, 0},
    {"slash_minus_one", "Zm9.", {"", 0}, 3},
    {"colon", "Zm9:", {"", 0}, 3},
    {"high_byte", "Zm\xFFv", {"", 0}, 2},
};

static void row_holds(void **state)
{
    const struct base64_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_str got = WEIR_STR("x");
    const enum weir_status status = weir_base64_decode(weir_str_from(row->text), arena, &got, &error);
    assert_int_equal(status, row->bad < 0 ? WEIR_OK : WEIR_ERR_SYNTAX);
    assert_str(got, row->bytes);
    if (row->bad >= 0) {
        assert_int_equal(error.status, WEIR_ERR_SYNTAX);
        assert_int_equal(error.offset, row->bad);
        assert_int_equal(weir_arena_used(arena), 0);
    } else {
        assert_int_equal(weir_base64_encode(row->bytes, arena, &got), WEIR_OK);
        assert_str(got, weir_str_from(row->text));
    }
    weir_arena_free(arena);
}

static void every_group_goes_there_and_back(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (uint32_t bits = 0; bits < 1u << 24; bits += bits < 1u << 16 ? 1 : 257) {
        const char bytes[] = {(char)(bits & 0xFF), (char)(bits >> 8 & 0xFF), (char)(bits >> 16)};
        for (size_t length = 1; length <= 3; length++) {
            struct weir_str text = {NULL, 0};
            struct weir_str again = {NULL, 0};
            assert_int_equal(weir_base64_encode((struct weir_str){bytes, length}, arena, &text), WEIR_OK);
            assert_int_equal(weir_base64_decode(text, arena, &again, NULL), WEIR_OK);
            assert_str(again, (struct weir_str){bytes, length});
        }
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
}

/* Of all texts of one group over these characters, exactly those are accepted that encoding produces. */
static void one_text_for_every_sequence_of_bytes(void **state)
{
    (void)state;
    static const char some[] = "ABQgwxyz019+/=-\n";
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < (size_t)16 * 16 * 16 * 16; i++) {
        const char group[] = {some[i & 15], some[i >> 4 & 15], some[i >> 8 & 15], some[i >> 12 & 15]};
        const struct weir_str text = {group, 4};
        struct weir_str bytes = {NULL, 0};
        struct weir_str again = {NULL, 0};
        if (weir_base64_decode(text, arena, &bytes, NULL) == WEIR_OK) {
            assert_int_equal(weir_base64_encode(bytes, arena, &again), WEIR_OK);
            assert_str(again, text);
        }
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
}

static void a_full_arena_is_no_memory(void **state)
{
    (void)state;
    static const char zeros[8192] = {0};
    struct weir_arena *const arena = new_arena(4096);
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_str text = WEIR_STR("x");
    assert_int_equal(weir_base64_encode((struct weir_str){zeros, sizeof(zeros)}, arena, &text), WEIR_ERR_MEMORY);
    assert_null(text.ptr);
    assert_int_equal(weir_base64_decode((struct weir_str){zeros, sizeof(zeros)}, arena, &text, &error),
                     WEIR_ERR_MEMORY);
    assert_int_equal(error.status, WEIR_ERR_MEMORY);
    weir_arena_free(arena);
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    struct weir_str out = WEIR_STR("x");
    struct weir_arena *const arena = new_arena(0);
    assert_int_equal(weir_base64_encode(WEIR_STR("a"), NULL, &out), WEIR_ERR_USAGE);
    assert_null(out.ptr);
    assert_int_equal(weir_base64_encode(WEIR_STR("a"), arena, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_base64_decode(WEIR_STR("Zg=="), NULL, &out, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_base64_decode(WEIR_STR("Zg=="), arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_group_goes_there_and_back),
        cmocka_unit_test(one_text_for_every_sequence_of_bytes),
        cmocka_unit_test(a_full_arena_is_no_memory),
        cmocka_unit_test(wrong_calls_are_refused),
    };
    return RUN_ROWS("base64.rows", rows, row_holds) + cmocka_run_group_tests_name("base64.facts", facts, NULL, NULL);
}
