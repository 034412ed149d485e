/* The core subset of YAML: what is accepted and how it reads, what is refused and where, and the choice of language. */
#include "test_base.h"

#include "base/tree_impl.h"

static enum weir_status parse(struct weir_str text, struct weir_arena *arena, const struct weir_tree **tree,
                              struct weir_error *error)
{
    return weir_tree_parse_yaml(text, WEIR_STR("test.yaml"), arena, tree, error);
}

struct good_row {
    const char *name;
    const char *text;
    const char *printed;
};

static const struct good_row good_rows[] = {
    {"plain_words_are_typed_by_their_look", "[1, -2.5e3, true, false, null, ~, text, 0x10, 01, 1., True, NULL, yes]",
     "[1,-2.5e3,true,false,null,null,\"text\",\"0x10\",\"01\",\"1.\",\"True\",\"NULL\",\"yes\"]"},
    {"quoted_words_are_text", "['1', \"true\", 'null', '~', '', \"\"]", "[\"1\",\"true\",\"null\",\"~\",\"\",\"\"]"},
    {"nothing_is_null", "a:\nb: {c: }\nd:\n-\n- x\n", "{\"a\":null,\"b\":{\"c\":null},\"d\":[null,\"x\"]}"},
    {"keys_are_text", "1: a\ntrue: b\n~: c\nnull: d\n'': e\n",
     "{\"1\":\"a\",\"true\":\"b\",\"~\":\"c\",\"null\":\"d\",\"\":\"e\"}"},
    {"block_and_flow", "a:\n  b: [x, {c: d}]\n  e:\n    - f\n    -  g: h\n       i: j\n",
     "{\"a\":{\"b\":[\"x\",{\"c\":\"d\"}],\"e\":[\"f\",{\"g\":\"h\",\"i\":\"j\"}]}}"},
    {"literal_block", "a: |\n  one\n  two\n", "{\"a\":\"one\\ntwo\\n\"}"},
    {"literal_block_is_text", "a: |-\n  1\n", "{\"a\":\"1\"}"},
    {"folded_block", "a: >-\n  one\n  two\n", "{\"a\":\"one two\"}"},
    {"plain_over_lines", "a: one\n  two\n", "{\"a\":\"one two\"}"},
    {"double_quoted_escapes", "\"\\x41\\u00e9\\U0001F600\\n\\t\\\"\"", "\"A\xC3\xA9\xF0\x9F\x98\x80\\n\\t\\\"\""},
    {"single_quoted", "'it''s'", "\"it's\""},
    {"comments_are_skipped", "# one\na: b # two\n# three\n", "{\"a\":\"b\"}"},
    {"document_marks", "---\na: b\n...\n", "{\"a\":\"b\"}"},
    {"json_is_yaml", "{\"a\": [1, \"1\", null, {\"b\": false}]}", "{\"a\":[1,\"1\",null,{\"b\":false}]}"},
    {"quoted_merge_key_is_a_key", "'<<': a\n", "{\"<<\":\"a\"}"},
    {"merge_key_as_a_value", "a: <<\n", "{\"a\":\"<<\"}"},
    {"unicode", "\xC3\xA9: [\xE2\x82\xAC, \xF0\x9F\x98\x80]\n",
     "{\"\xC3\xA9\":[\"\xE2\x82\xAC\",\"\xF0\x9F\x98\x80\"]}"},
    {"line_ends_of_windows", "a: b\r\nc: d\r\n", "{\"a\":\"b\",\"c\":\"d\"}"},
    {"a_colon_inside", "a: arn:aws:iam::111122223333:role/x\n", "{\"a\":\"arn:aws:iam::111122223333:role/x\"}"},
    {"explicit_key", "? a\n: b\n", "{\"a\":\"b\"}"},
    {"scalar_alone", "text", "\"text\""},
    {"empty_containers", "a: []\nb: {}\n", "{\"a\":[],\"b\":{}}"},
};

static void good_row_holds(void **state)
{
    const struct good_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_writer *writer = NULL;
    struct weir_str printed = {NULL, 0};
    assert_int_equal(parse(weir_str_from(row->text), arena, &tree, &error), WEIR_OK);
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_node(writer, weir_tree_root(tree));
    assert_int_equal(weir_writer_finish(writer, &printed), WEIR_OK);
    assert_str(printed, weir_str_from(row->printed));
    weir_arena_free(arena);
}

struct bad_row {
    const char *name;
    const char *text;
    const char *caret;
    uint32_t line;
    const char *path;
    const char *message; /* NULL where the words are libyaml's own */
};

/* clang-format off */
static const struct bad_row bad_rows[] = {
    {"nothing", "",
                "^", 1, "", "the document is empty"},
    {"comment_alone", "# nothing here\n",
                      "^", 1, "", "the document is empty"},
    {"byte_order_mark", "\xEF\xBB\xBF" "a: b",
                        "^", 1, "", "the text begins with a byte order mark"},
    {"utf16", "\xFF\xFE" "a",
              "^", 1, "", "the text is not UTF-8"},
    {"bad_utf8", "a:\n  b: \xC3(",
                      "     ^", 2, "", "the text is not UTF-8"},
    {"anchor_on_a_scalar", "a: &x b",
                           "   ^", 1, "/a", "anchors are refused"},
    {"anchor_on_a_list", "a: &x [b]",
                         "   ^", 1, "/a", "anchors are refused"},
    {"anchor_on_a_map", "- &x {b: c}",
                        "  ^", 1, "/0", "anchors are refused"},
    {"anchor_on_a_key", "&x a: b",
                        "^", 1, "", "anchors are refused"},
    {"alias", "- a\n- *x",
                   "  ^", 2, "/1", "aliases are refused"},
    {"alias_as_a_key", "*x : b",
                       "^", 1, "", "aliases are refused"},
    {"tag_on_a_scalar", "a: !!str 1",
                        "   ^", 1, "/a", "tags are refused"},
    {"tag_of_its_own", "a: !Ref b",
                       "   ^", 1, "/a", "tags are refused"},
    {"tag_without_a_name", "a: ! b",
                           "   ^", 1, "/a", "tags are refused"},
    {"tag_on_a_list", "a: !!seq [b]",
                      "   ^", 1, "/a", "tags are refused"},
    {"tag_on_a_map", "a: !!map {b: c}",
                     "   ^", 1, "/a", "tags are refused"},
    {"merge_key", "a:\n  <<: {b: c}",
                       "  ^", 2, "/a", "merge keys are refused"},
    {"version_directive", "%YAML 1.1\n--- a",
                          "^", 1, "", "directives are refused"},
    {"tag_directive", "%TAG ! tag:example.com,2026:\n--- a",
                      "^", 1, "", "directives are refused"},
    {"second_document", "a: b\n---\nc: d",
                        "^", 2, "", "a second document is refused"},
    {"second_empty_document", "a: b\n---\n",
                              "^", 2, "", "a second document is refused"},
    {"list_as_a_key", "? [a]\n: b",
                      "  ^", 1, "", "a key must be a scalar"},
    {"map_as_a_key", "x:\n  ? {a: b}\n  : c",
                          "    ^", 2, "/x", "a key must be a scalar"},
    {"duplicate_key", "a: 1\nb: 2\na: 3",
                                  "^", 3, "/a", "duplicate key `a`"},
    {"duplicate_by_quotes", "x:\n  1: a\n  '1': b",
                                       "  ^", 3, "/x/1", "duplicate key `1`"},
    {"duplicate_behind_wide_characters", "\xC3\xA9: \xE2\x82\xAC\nb: {\xF0\x9F\x98\x80: 1, \xF0\x9F\x98\x80: 2}",
                                         "    0000: 1, ^", 2, "/b/\xF0\x9F\x98\x80", "duplicate key `\xF0\x9F\x98\x80`"},
    {"escape_of_nul", "a: \"\\0\"",
                      "   ^", 1, "/a", "the character U+0000 is refused"},
    {"control", "a: \x01",
                "   ^", 1, "", NULL},
    {"tab_as_indentation", "a:\n\tb: c",
                           "^", 2, "/a", NULL},
    {"list_left_open", "a: [b, c",
                       "        ^", 1, "/a/2", NULL},
    {"quote_left_open", "a: 'b",
                        "     ^", 1, "/a", NULL},
    {"wrong_indentation", "a:\n  - b\n c: d",
                          " ^", 3, "", NULL},
    {"surrogate_escape", "a: \"\\ud800\"",
                         "      ^", 1, "/a", NULL},
};
/* clang-format on */

static void bad_row_holds(void **state)
{
    const struct bad_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = not_null();
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse(weir_str_from(row->text), arena, &tree, &error), WEIR_ERR_SYNTAX);
    assert_null(tree);
    assert_int_equal(weir_arena_used(arena), 0);
    assert_int_equal(error.status, WEIR_ERR_SYNTAX);
    if (row->message != NULL)
        assert_string_equal(error.message, row->message);
    assert_true(strlen(error.message) > 10);
    assert_string_equal(error.path, row->path);
    assert_string_equal(error.source, "test.yaml");
    assert_int_equal(error.line, row->line);
    assert_int_equal(error.column, strlen(row->caret));
    weir_arena_free(arena);
}

static void a_nul_is_refused(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    static const char text[] = "a: b\nc\0: d";
    assert_int_equal(parse((struct weir_str){text, sizeof(text) - 1}, arena, &tree, &error), WEIR_ERR_SYNTAX);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 2);
    weir_arena_free(arena);
}

static void only_plain_scalars_are_plain(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_plain, is_null;
    } rows[] = {{"a", true, false},    {"~", true, true},          {"null", true, true},    {"Null", true, false},
                {"'a'", false, false}, {"\"a\"", false, false},    {"|\n a", false, false}, {">\n a", false, false},
                {"'~'", false, false}, {"\"null\"", false, false}, {"''", false, false},    {"---\n", true, true}};
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        const struct weir_tree *tree = NULL;
        assert_int_equal(parse(weir_str_from(rows[i].text), arena, &tree, NULL), WEIR_OK);
        assert_int_equal(weir_node_kind(weir_tree_root(tree)), WEIR_NODE_TEXT);
        assert_int_equal(weir_node_is_plain(weir_tree_root(tree)), rows[i].is_plain);
        assert_int_equal(weir_node_is_null(weir_tree_root(tree)), rows[i].is_null);
    }
    weir_arena_free(arena);
}

static enum weir_status parse_nested(size_t levels, const char *open, char close)
{
    char text[8 * (WEIR_MAX_DEPTH + 2)];
    size_t used = 0;
    for (size_t i = 0; i < levels; i++)
        used = (size_t)(put_text(text + used, open) - text);
    text[used++] = 'x';
    for (size_t i = 0; i < levels && close != '\0'; i++)
        text[used++] = close;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const enum weir_status status = parse((struct weir_str){text, used}, arena, &tree, NULL);
    assert_int_equal(tree != NULL, status == WEIR_OK);
    weir_arena_free(arena);
    return status;
}

static void depth_is_limited(void **state)
{
    (void)state;
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH, "[", ']'), WEIR_OK);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH + 1, "[", ']'), WEIR_ERR_LIMIT);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH, "- ", '\0'), WEIR_OK);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH + 1, "- ", '\0'), WEIR_ERR_LIMIT);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH, "{a: ", '}'), WEIR_OK);
    assert_int_equal(parse_nested(WEIR_MAX_DEPTH + 1, "{a: ", '}'), WEIR_ERR_LIMIT);
}

/* Far past the limit, the answer must not take time that grows with the square of the text. */
static void a_very_deep_text_is_refused_at_once(void **state)
{
    (void)state;
    static char text[400000];
    struct weir_arena *const arena = new_arena(1 << 20);
    const struct weir_tree *tree = NULL;
    memset(text, '[', sizeof(text));
    assert_int_equal(parse((struct weir_str){text, 200000}, arena, &tree, NULL), WEIR_ERR_LIMIT);
    for (size_t i = 0; i < sizeof(text); i += 2)
        (void)put_text(text + i, "- ");
    assert_int_equal(parse((struct weir_str){text, sizeof(text)}, arena, &tree, NULL), WEIR_ERR_LIMIT);
    weir_arena_free(arena);
}

static void every_arena_limit_is_kept(void **state)
{
    (void)state;
    static const struct weir_str text = {"a: [one, two, {three: four}]\nb:\n  - five\n  - \"six\"\n", 51};
    bool has_succeeded = false;
    for (size_t limit = 300; limit < 4000; limit += 13) {
        struct weir_arena *const arena = new_arena(limit);
        const struct weir_tree *tree = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = parse(text, arena, &tree, &error);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        assert_int_equal(error.status, status);
        assert_int_equal(tree != NULL, status == WEIR_OK);
        has_succeeded = has_succeeded || status == WEIR_OK;
        weir_arena_free(arena);
    }
    assert_true(has_succeeded);
}

/* `weir_tree_parse` takes a text that begins with a brace or a bracket for JSON, and everything else for YAML. */
static void the_first_character_chooses_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum weir_status status;
        bool is_json;
    } rows[] = {{"{\"a\": 1}", WEIR_OK, true},   {" \t\r\n[1]", WEIR_OK, true},  {"{a: 1}", WEIR_ERR_SYNTAX, true},
                {"[a]", WEIR_ERR_SYNTAX, true},  {"a: 1", WEIR_OK, false},       {"- 1", WEIR_OK, false},
                {"# x\n{a: 1}", WEIR_OK, false}, {"\"a\"", WEIR_OK, false},      {"1", WEIR_OK, false},
                {"", WEIR_ERR_SYNTAX, false},    {" \n", WEIR_ERR_SYNTAX, false}};
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        const struct weir_tree *tree = NULL;
        assert_int_equal(weir_tree_parse(weir_str_from(rows[i].text), WEIR_STR(""), arena, &tree, NULL),
                         rows[i].status);
        const struct weir_node *node = weir_tree_root(tree);
        const struct weir_node *const first = weir_node_first(node);
        node = weir_node_value(first) != NULL ? weir_node_value(first) : first != NULL ? first : node;
        if (rows[i].status == WEIR_OK)
            assert_int_equal(weir_node_kind(node), rows[i].is_json ? WEIR_NODE_NUMBER : WEIR_NODE_TEXT);
    }
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(a_nul_is_refused),          cmocka_unit_test(only_plain_scalars_are_plain),
        cmocka_unit_test(depth_is_limited),          cmocka_unit_test(a_very_deep_text_is_refused_at_once),
        cmocka_unit_test(every_arena_limit_is_kept), cmocka_unit_test(the_first_character_chooses_the_language),
    };
    return RUN_ROWS("yaml.accepted", good_rows, good_row_holds) + RUN_ROWS("yaml.refused", bad_rows, bad_row_holds) +
           cmocka_run_group_tests_name("yaml.facts", facts, NULL, NULL);
}
