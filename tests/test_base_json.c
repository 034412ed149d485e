/* Strict JSON: what is accepted and how it reads, what is refused and where, and every limit on both sides. */
#include "test_base.h"

#include "base/tree_impl.h"

static enum weir_status parse(const char *text, struct weir_arena *arena, const struct weir_tree **tree,
                              struct weir_error *error)
{
    return weir_tree_parse_json(weir_str_from(text), WEIR_STR("test.json"), arena, tree, error);
}

static struct weir_str print(const struct weir_tree *tree, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_node(writer, weir_tree_root(tree));
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    return text;
}

/* ----------------------------------------------------------------------------------------- accepted */

struct good_row {
    const char *name;
    const char *text;
    const char *printed; /* NULL: as it was */
};

static const struct good_row good_rows[] = {
    {"number", "0", NULL},
    {"number_kept_as_written", "-10.0100E+022", NULL},
    {"number_of_any_size", "123456789012345678901234567890.5e999999", NULL},
    {"true_alone", "true", NULL},
    {"false_alone", "false", NULL},
    {"null_alone", "null", NULL},
    {"empty_string", "\"\"", NULL},
    {"string", "\"text\"", NULL},
    {"empty_list", "[]", NULL},
    {"empty_map", "{}", NULL},
    {"empty_containers_with_space", "[ { } , [ \n ] ]", "[{},[]]"},
    {"all_space", " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n", "[1,2]"},
    {"long_runs_of_space", "[\n                                 1,\n                 \t        2]\n            ",
     "[1,2]"},
    {"space_around_a_colon", "{\"a\" \n : \t 1}", "{\"a\":1}"},
    {"order_is_kept", "{\"b\":1,\"a\":2}", NULL},
    {"nested", "{\"a\":[1,{\"b\":[[],{}]},null],\"c\":true}", NULL},
    {"closers_in_a_row", "[[[{\"a\":[[]]}]]]", NULL},
    {"empty_key", "{\"\":1}", NULL},
    {"short_escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {"unicode_escapes", "\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\"", "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
    {"first_and_last_pair", "\"\\ud800\\udc00\\udbff\\udfff\"", "\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""},
    {"beside_the_surrogates", "\"\\ud7ff\\ue000\"", "\"\xED\x9F\xBF\xEE\x80\x80\""},
    {"control_by_escape", "\"\\u0001\\u001f\\u007f\"", "\"\\u0001\\u001f\x7F\""},
    {"unicode_as_it_is", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", NULL},
    {"delete_needs_no_escape", "\"\x7F\"", NULL},
    {"escape_in_a_key", "{\"\\u0061\\n\":1}", "{\"a\\n\":1}"},
    {"escape_behind_long_text", "\"0123456789abcdef0123456789abcde\\n0123456789abcdef\"", NULL},
    {"escapes_side_by_side", "\"\\n\\n\\\\\\\\\\\"\\\"\"", NULL},
    {"keys_alike_but_not_equal", "{\"ab\":1,\"ba\":2,\"a\":3,\"b\":4,\"\":5,\"aab\":6}", NULL},
    {"same_key_in_two_maps", "[{\"a\":1},{\"a\":{\"a\":2}}]", NULL},
};

static void good_row_holds(void **state)
{
    const struct good_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse(row->text, arena, &tree, &error), WEIR_OK);
    assert_int_equal(error.status, WEIR_OK);
    const struct weir_str printed = print(tree, arena);
    assert_str(printed, weir_str_from(row->printed == NULL ? row->text : row->printed));
    const struct weir_tree *again = NULL;
    assert_int_equal(weir_tree_parse_json(printed, WEIR_STR("again"), arena, &again, &error), WEIR_OK);
    assert_str(print(again, arena), printed);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------ refused */

struct bad_row {
    const char *name;
    const char *text;
    const char *caret; /* under the line where it is wrong */
    uint32_t line;
    const char *path;
    const char *message;
};

/* clang-format off */
static const struct bad_row bad_rows[] = {
    {"nothing", "",
                "^", 1, "", "the document is empty"},
    {"space_alone", " \n  ",
                      "  ^", 2, "", "the document is empty"},
    {"byte_order_mark", "\xEF\xBB\xBF{}",
                        "^", 1, "", "the text begins with a byte order mark"},
    {"two_values", "1 2",
                   "  ^", 1, "", "expected nothing more, found `2`"},
    {"text_behind_a_map", "{}\n}",
                          "^", 2, "", "expected nothing more, found `}`"},
    {"trailing_comma_in_a_list", "[1,2,]",
                                 "     ^", 1, "/2", "expected a value, found `]`"},
    {"trailing_comma_in_a_map", "{\"a\":1,}",
                                "       ^", 1, "", "expected a key in quotes, found `}`"},
    {"comma_first", "[,1]",
                    " ^", 1, "/0", "expected a value, found `,`"},
    {"two_commas", "[1,,2]",
                   "   ^", 1, "/1", "expected a value, found `,`"},
    {"no_comma_in_a_list", "[1 2]",
                           "   ^", 1, "/1", "expected `,` or `]`, found `2`"},
    {"no_comma_in_a_map", "{\"a\":1 \"b\":2}",
                          "       ^", 1, "", "expected `,` or `}`, found `\"`"},
    {"list_left_open", "[1,\n [2",
                             "   ^", 2, "/1/1", "expected `,` or `]`, but the text ends"},
    {"map_left_open", "{\"a\":{\"b\":1",
                      "           ^", 1, "/a", "expected `,` or `}`, but the text ends"},
    {"ends_behind_a_bracket", "[",
                              " ^", 1, "/0", "expected a value, but the text ends"},
    {"ends_behind_a_brace", "{",
                            " ^", 1, "", "expected a key in quotes, but the text ends"},
    {"ends_behind_a_comma", "[1,",
                            "   ^", 1, "/1", "expected a value, but the text ends"},
    {"ends_behind_a_key", "{\"a\"",
                          "    ^", 1, "/a", "expected `:`, but the text ends"},
    {"ends_behind_a_colon", "{\"a\":",
                            "     ^", 1, "/a", "expected a value, but the text ends"},
    {"wrong_bracket", "[1}",
                      "  ^", 1, "/1", "expected `,` or `]`, found `}`"},
    {"wrong_brace", "{\"a\":1]",
                    "      ^", 1, "", "expected `,` or `}`, found `]`"},
    {"bracket_alone", "]",
                      "^", 1, "", "expected a value, found `]`"},
    {"bracket_for_a_brace_in_an_empty_map", "{]",
                                            " ^", 1, "", "expected a key in quotes, found `]`"},
    {"key_without_quotes", "{a:1}",
                           " ^", 1, "", "expected a key in quotes, found `a`"},
    {"key_is_a_number", "{1:1}",
                        " ^", 1, "", "expected a key in quotes, found `1`"},
    {"no_colon", "{\"a\" 1}",
                 "     ^", 1, "/a", "expected `:`, found `1`"},
    {"comma_for_a_colon", "{\"a\",1}",
                          "    ^", 1, "/a", "expected `:`, found `,`"},
    {"single_quotes", "['a']",
                      " ^", 1, "/0", "expected a value, found `'`"},
    {"comment", "[1, // one\n2]",
                "    ^", 1, "/1", "expected a value, found `/`"},
    {"word_cut", "nul",
                 "^", 1, "", "expected a value, found `n`"},
    {"word_in_capitals", "[True]",
                         " ^", 1, "/0", "expected a value, found `T`"},
    {"word_too_long", "[truex]",
                      "     ^", 1, "/1", "expected `,` or `]`, found `x`"},
    {"not_a_number", "[NaN]",
                     " ^", 1, "/0", "expected a value, found `N`"},
    {"infinity", "[-Infinity]",
                 " ^", 1, "/0", "malformed number `-`"},
    {"leading_zero", "{\"a\":01}",
                     "     ^", 1, "/a", "malformed number `01`"},
    {"plus", "+1",
             "^", 1, "", "expected a value, found `+`"},
    {"point_first", ".5",
                    "^", 1, "", "expected a value, found `.`"},
    {"point_last", "[1.]",
                   " ^", 1, "/0", "malformed number `1.`"},
    {"exponent_without_digits", "[1e+]",
                                " ^", 1, "/0", "malformed number `1e+`"},
    {"two_points", "1.2.3",
                   "^", 1, "", "malformed number `1.2.3`"},
    {"minus_alone", "-",
                    "^", 1, "", "malformed number `-`"},
    {"hexadecimal", "0x10",
                    " ^", 1, "", "expected nothing more, found `x`"},
    {"string_left_open", "{\"a\":\n \"bc",
                                   " ^", 2, "/a", "the string is not closed"},
    {"string_ends_in_a_backslash", "[\"a\\",
                                   " ^", 1, "/0", "the string is not closed"},
    {"string_ends_in_an_escape", "[\"a\\\"",
                                 " ^", 1, "/0", "the string is not closed"},
    {"string_ends_behind_an_escape", "\"\\u12",
                                     "^", 1, "", "the string is not closed"},
    {"line_feed_in_a_string", "[\"a\nb\"]",
                              "   ^", 1, "/0", "a control character in a string must be escaped"},
    {"tab_in_a_string", "\"\t\"",
                        " ^", 1, "", "a control character in a string must be escaped"},
    {"control_behind_an_escape", "\"\\n\x1F\"",
                                 "   ^", 1, "", "a control character in a string must be escaped"},
    {"line_feed_behind_a_backslash", "\"ab\\\n\"",
                                     "   ^", 1, "", "an unknown escape in a string"},
    {"unknown_escape", "[\"ab\\x41\"]",
                       "    ^", 1, "/0", "an unknown escape in a string"},
    {"high_byte_behind_a_backslash", "\"\\\xC3\xA9\"",
                                     " ^", 1, "", "an unknown escape in a string"},
    {"escape_in_capitals", "\"\\N\"",
                           " ^", 1, "", "an unknown escape in a string"},
    {"too_few_hexadecimal_digits", "\"\\u12\"",
                                   " ^", 1, "", "`\\u` needs four hexadecimal digits"},
    {"letter_g_is_no_digit", "\"\\u00g0\"",
                             " ^", 1, "", "`\\u` needs four hexadecimal digits"},
    {"sign_is_no_digit", "\"\\u+123\"",
                         " ^", 1, "", "`\\u` needs four hexadecimal digits"},
    {"escape_of_nul", "\"ab\\u0000\"",
                      "   ^", 1, "", "the character U+0000 is refused"},
    {"high_surrogate_alone", "\"\\ud800\"",
                             " ^", 1, "", "a surrogate stands alone"},
    {"last_high_surrogate_and_text", "\"\\udbffabcdef\"",
                                     " ^", 1, "", "a surrogate stands alone"},
    {"high_surrogate_and_another_escape", "\"\\ud800\\n1234\"",
                                          " ^", 1, "", "a surrogate stands alone"},
    {"two_high_surrogates", "\"\\ud800\\ud800\"",
                            " ^", 1, "", "a surrogate stands alone"},
    {"high_surrogate_and_letter", "\"\\ud800\\ue000\"",
                                  " ^", 1, "", "a surrogate stands alone"},
    {"high_surrogate_and_the_digits_of_a_low_one", "\"\\ud800xudc00\"",
                                                   " ^", 1, "", "a surrogate stands alone"},
    {"high_surrogate_and_a_short_escape_with_digits", "\"\\ud800\\ndc00\"",
                                                      " ^", 1, "", "a surrogate stands alone"},
    {"first_high_surrogate_and_last_before_the_low_ones", "\"\\ud800\\udbff\"",
                                                          " ^", 1, "", "a surrogate stands alone"},
    {"low_surrogate_first", "\"\\udc00\\ud800\"",
                            " ^", 1, "", "a surrogate stands alone"},
    {"last_low_surrogate_alone", "\"\\udfff\"",
                                 " ^", 1, "", "a surrogate stands alone"},
    {"low_half_is_cut", "\"\\ud800\\udc0\"",
                        " ^", 1, "", "a surrogate stands alone"},
    {"control_as_space", "[1,\v2]",
                         "   ^", 1, "/1", "expected a value, found `\\u000b`"},
    {"no_break_space", "[1,\xC2\xA0" "2]",
                       "   ^", 1, "/1", "expected a value, found `\xC2\xA0`"},
    {"escape_character_is_made_visible", "\x1B[2J",
                                         "^", 1, "", "expected a value, found `\\u001b`"},
    {"bad_utf8_in_a_string", "[\n\"ab\xFF\"]",
                             "   ^", 2, "", "the text is not UTF-8"},
    {"bad_utf8_before_another_fault", "[}\xC3(",
                                      "  ^", 1, "", "the text is not UTF-8"},
    {"duplicate_key", "{\"a\":1,\"b\":2,\"a\":3}",
                      "             ^", 1, "/a", "duplicate key `a`"},
    {"duplicate_by_escape", "{\"a\":1,\n \"\\u0061\":3}",
                                      " ^", 2, "/a", "duplicate key `a`"},
    {"duplicate_empty_key", "{\"\":1,\"\":3}",
                            "      ^", 1, "/", "duplicate key ``"},
    {"duplicate_inside", "[0,{\"x\":{\"a/b\":1,\"a/b\":3}}]",
                         "                 ^", 1, "/1/x/a~1b", "duplicate key `a/b`"},
    {"duplicate_of_the_later_one", "{\"b\":0,\"a\":1,\"a\":2,\"b\":3}",
                                   "             ^", 1, "/a", "duplicate key `a`"},
};
/* clang-format on */

static void bad_row_holds(void **state)
{
    const struct bad_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = not_null();
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse(row->text, arena, &tree, &error), WEIR_ERR_SYNTAX);
    assert_null(tree);
    assert_int_equal(weir_arena_used(arena), 0);
    assert_int_equal(error.status, WEIR_ERR_SYNTAX);
    assert_string_equal(error.message, row->message);
    assert_string_equal(error.path, row->path);
    assert_string_equal(error.source, "test.json");
    assert_int_equal(error.line, row->line);
    assert_int_equal(error.column, strlen(row->caret));
    assert_int_equal(parse(row->text, arena, &tree, NULL), WEIR_ERR_SYNTAX);
    weir_arena_free(arena);
}

static void a_nul_is_refused_wherever_it_is(void **state)
{
    (void)state;
    static const struct weir_str texts[] = {{"\0", 1},  {"[\0]", 3},        {"\"a\0\"", 4}, {"\"a\\\0\"", 5},
                                            {"1\0", 2}, {"{\"a\0\":1}", 8}, {"[1\0,2]", 6}, {"tru\0", 4}};
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < WEIR_COUNT(texts); i++) {
        const struct weir_tree *tree = NULL;
        assert_int_equal(weir_tree_parse_json(texts[i], WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_SYNTAX);
        assert_null(tree);
    }
    weir_arena_free(arena);
}

/* A text in memory of exactly its size, every beginning of it: nothing is read past its end. */
static void no_beginning_of_a_text_is_that_text(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"a\":[1,-2.5e+3,true,false,null,\"x\\n\\ud83d\\ude00\"],\"b\":{\"c\":\"\xE2\x82\xAC\"}}";
    struct weir_arena *const arena = new_arena(0);
    for (size_t length = 0; length < sizeof(whole) - 1; length++) {
        char *const exact = malloc(length == 0 ? 1 : length);
        const struct weir_tree *tree = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_non_null(exact);
        memcpy(exact, whole, length);
        assert_int_equal(weir_tree_parse_json((struct weir_str){exact, length}, WEIR_STR(""), arena, &tree, &error),
                         WEIR_ERR_SYNTAX);
        assert_true(error.offset <= length);
        free(exact);
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- limits */

static enum weir_status parse_nested(size_t levels, char open, char close, struct weir_error *error)
{
    char text[8 * (WEIR_MAX_DEPTH + 2)];
    size_t used = 0;
    for (size_t i = 0; i < levels; i++) {
        text[used++] = open;
        if (open == '{' && i + 1 < levels)
            used = (size_t)(put_text(text + used, "\"a\":") - text);
    }
    memset(text + used, close, levels);
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const enum weir_status status = weir_tree_parse_json((struct weir_str){text, used + levels}, WEIR_STR("deep"),
                                                         arena, &tree, error);
    assert_int_equal(tree != NULL, status == WEIR_OK);
    weir_arena_free(arena);
    return status;
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH, '[', ']', &error), WEIR_OK);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH, '{', '}', &error), WEIR_OK);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH + 1, '[', ']', &error), WEIR_ERR_LIMIT);
    assert_int_equal(error.column, WEIR_MAX_DEPTH + 1);
    assert_string_equal(error.message, "more than 128 levels of lists and maps");
    assert_int_equal(strlen(error.path), sizeof(error.path) - 1);
    assert_memory_equal(error.path, "...", 3);
    error = (struct weir_error)WEIR_ERROR_INIT;
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH + 1, '{', '}', &error), WEIR_ERR_LIMIT);
}

static void size_is_limited(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_tree_input input = {WEIR_STR("[1,2]"), WEIR_STR("size"), 5, NULL, NULL};
    assert_int_equal(weir_tree_make(&input, weir_json_read, arena, &tree, &error), WEIR_OK);
    input.max_bytes = 4;
    assert_int_equal(weir_tree_make(&input, weir_json_read, arena, &tree, &error), WEIR_ERR_LIMIT);
    assert_null(tree);
    assert_string_equal(error.message, "the text is longer than 4 bytes");
    weir_arena_free(arena);
}

/* The pointer is never followed: the size alone is too much. */
static void the_documented_size_is_the_limit(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(1 << 16);
    const struct weir_tree *tree = NULL;
    struct weir_str text = {"", WEIR_MAX_TEXT_BYTES + 1};
    assert_int_equal(weir_tree_parse_json(text, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_LIMIT);
    assert_int_equal(weir_tree_parse_yaml(text, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_LIMIT);
    text.len--;
    assert_int_equal(weir_tree_parse_json(text, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_MEMORY);
    assert_int_equal(weir_tree_parse_yaml(text, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_MEMORY);
    weir_arena_free(arena);
}

static void the_name_is_limited(void **state)
{
    (void)state;
    static char name[WEIR_MAX_NAME_BYTES + 1];
    memset(name, 'n', sizeof(name));
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_str longest = {name, WEIR_MAX_NAME_BYTES};
    assert_int_equal(weir_tree_parse_json(WEIR_STR("1"), longest, arena, &tree, &error), WEIR_OK);
    assert_str(weir_tree_name(tree), longest);
    assert_int_equal(weir_tree_parse_json(WEIR_STR("x"), longest, arena, &tree, &error), WEIR_ERR_SYNTAX);
    assert_int_equal(strlen(error.source), sizeof(error.source) - 1);
    error = (struct weir_error)WEIR_ERROR_INIT;
    assert_int_equal(weir_tree_parse_json(WEIR_STR("1"), (struct weir_str){name, sizeof(name)}, arena, &tree, &error),
                     WEIR_ERR_LIMIT);
    assert_null(tree);
    weir_arena_free(arena);
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = not_null();
    const struct weir_str none = {NULL, 1};
    assert_int_equal(weir_tree_parse_json(WEIR_STR("1"), WEIR_STR(""), NULL, &tree, NULL), WEIR_ERR_USAGE);
    assert_null(tree);
    assert_int_equal(weir_tree_parse_json(none, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_tree_parse(none, WEIR_STR(""), arena, &tree, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_tree_parse_json(WEIR_STR("1"), none, arena, &tree, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_tree_parse_json(WEIR_STR("1"), WEIR_STR(""), arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------- duplicate keys */

/* A map of `count` keys in a stirred order, the last one being that of `same` (or its own). */
static struct weir_str make_map(struct weir_arena *arena, size_t count, size_t same)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_map_begin(writer);
    for (size_t i = 0; i < count; i++) {
        char key[64];
        const size_t number = i + 1 == count ? same : i;
        (void)snprintf(key, sizeof(key), "key-%zu-of-a-long-prefix-%zu", number * 7919 % 13, number);
        weir_write_key(writer, key);
        weir_write_int64(writer, (int64_t)i);
    }
    weir_write_map_end(writer);
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    return text;
}

static void duplicates_are_found_in_maps_of_every_size(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (size_t count = 2; count <= 40; count++) {
        for (size_t same = 0; same < count; same++) {
            const struct weir_tree *tree = NULL;
            const bool is_duplicate = same + 1 < count;
            const struct weir_str text = make_map(arena, count, same);
            assert_int_equal(weir_tree_parse_json(text, WEIR_STR(""), arena, &tree, NULL),
                             is_duplicate ? WEIR_ERR_SYNTAX : WEIR_OK);
            weir_arena_reset(arena);
        }
    }
    weir_arena_free(arena);
}

static void large_maps_are_read_in_order_and_found_by_key(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_str text = make_map(arena, COUNT, COUNT - 1);
    assert_int_equal(weir_tree_parse_json(text, WEIR_STR(""), arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const map = weir_tree_root(tree);
    assert_int_equal(weir_node_count(map), COUNT);
    int64_t number = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        int64_t value = -1;
        assert_ptr_equal(weir_node_find(map, weir_node_text(key)), weir_node_value(key));
        assert_int_equal(weir_read_int64(tree, weir_node_value(key), "value", &value, NULL), WEIR_OK);
        assert_true(value == number++);
    }
    assert_int_equal(number, COUNT);
    assert_null(weir_node_find(map, WEIR_STR("key-0-of-a-long-prefix-")));
    assert_null(weir_node_find(map, WEIR_STR("")));
    assert_null(weir_node_find(map, WEIR_STR("z")));
    weir_arena_free(arena);
}

static void the_first_duplicate_of_a_large_map_is_named(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    static const char text[] = "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\n"
                               "\"z\":0,\"y\":0,\"y\":1,\"x\":0,\"w\":0,\"a\":1,\"v\":0,\"u\":0,\"y\":2,\"t\":0}";
    assert_int_equal(parse(text, arena, &tree, &error), WEIR_ERR_SYNTAX);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 13);
    assert_string_equal(error.path, "/y");
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- memory */

static void every_arena_limit_is_kept(void **state)
{
    (void)state;
    struct weir_arena *const source = new_arena(0);
    const struct weir_str text = make_map(source, 60, 59);
    bool has_succeeded = false;
    for (size_t limit = 300; limit < 40000; limit += 97) {
        struct weir_arena *const arena = new_arena(limit);
        const struct weir_tree *tree = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = weir_tree_parse_json(text, WEIR_STR("n"), arena, &tree, &error);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        assert_int_equal(error.status, status);
        assert_int_equal(tree != NULL, status == WEIR_OK);
        has_succeeded = has_succeeded || status == WEIR_OK;
        weir_arena_free(arena);
    }
    assert_true(has_succeeded);
    weir_arena_free(source);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(a_nul_is_refused_wherever_it_is),
        cmocka_unit_test(no_beginning_of_a_text_is_that_text),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(the_documented_size_is_the_limit),
        cmocka_unit_test(the_name_is_limited),
        cmocka_unit_test(wrong_calls_are_refused),
        cmocka_unit_test(duplicates_are_found_in_maps_of_every_size),
        cmocka_unit_test(large_maps_are_read_in_order_and_found_by_key),
        cmocka_unit_test(the_first_duplicate_of_a_large_map_is_named),
        cmocka_unit_test(every_arena_limit_is_kept),
    };
    return RUN_ROWS("json.accepted", good_rows, good_row_holds) + RUN_ROWS("json.refused", bad_rows, bad_row_holds) +
           cmocka_run_group_tests_name("json.facts", facts, NULL, NULL);
}
