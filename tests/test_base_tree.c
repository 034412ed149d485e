/* A tree as its readers see it: total accessors, places and pointers, texts held within texts, typed reading. */
#include "test_base.h"

#include "base/tree_impl.h"

static const struct weir_tree *parse(const char *text, struct weir_arena *arena)
{
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse(weir_str_from(text), WEIR_STR("test"), arena, &tree, NULL), WEIR_OK);
    return tree;
}

static const struct weir_node *find(const struct weir_tree *tree, const char *key)
{
    return weir_node_find(weir_tree_root(tree), weir_str_from(key));
}

/* ---------------------------------------------------------------------------------------- accessors */

static void null_is_absent_empty_and_false(void **state)
{
    (void)state;
    assert_null(weir_tree_root(NULL));
    assert_int_equal(weir_tree_name(NULL).len, 0);
    assert_int_equal(weir_node_kind(NULL), WEIR_NODE_ABSENT);
    assert_int_equal(weir_node_text(NULL).len, 0);
    assert_false(weir_node_is_plain(NULL));
    assert_false(weir_node_is_null(NULL));
    assert_int_equal(weir_node_count(NULL), 0);
    assert_null(weir_node_find(NULL, WEIR_STR("a")));
    assert_null(weir_node_first(NULL));
    assert_null(weir_node_next(NULL));
    assert_null(weir_node_value(NULL));
    assert_int_equal(weir_tree_place(NULL, NULL).line, 0);
}

static void a_list_is_walked(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse("[1, \"two\", [3], null]", arena);
    const struct weir_node *item = weir_node_first(weir_tree_root(tree));
    assert_int_equal(weir_node_count(weir_tree_root(tree)), 4);
    assert_int_equal(weir_node_kind(item), WEIR_NODE_NUMBER);
    assert_str(weir_node_text(item), WEIR_STR("1"));
    assert_null(weir_node_value(item));
    assert_null(weir_node_first(item));
    item = weir_node_next(item);
    assert_str(weir_node_text(item), WEIR_STR("two"));
    assert_int_equal(weir_node_count(item), 0);
    item = weir_node_next(item);
    assert_int_equal(weir_node_kind(item), WEIR_NODE_LIST);
    assert_int_equal(weir_node_text(item).len, 0);
    assert_null(weir_node_find(item, WEIR_STR("3")));
    item = weir_node_next(item);
    assert_true(weir_node_is_null(item));
    assert_str(weir_node_text(item), WEIR_STR("null"));
    assert_null(weir_node_next(item));
    weir_arena_free(arena);
}

static void a_map_is_walked_by_its_keys(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse("{\"a\": true, \"b\": {}, \"c\": \"x\"}", arena);
    const struct weir_node *key = weir_node_first(weir_tree_root(tree));
    assert_int_equal(weir_node_count(weir_tree_root(tree)), 3);
    assert_str(weir_node_text(key), WEIR_STR("a"));
    assert_int_equal(weir_node_kind(weir_node_value(key)), WEIR_NODE_BOOL);
    assert_null(weir_node_next(weir_node_value(key)));
    assert_null(weir_node_value(weir_node_value(key)));
    key = weir_node_next(key);
    assert_str(weir_node_text(key), WEIR_STR("b"));
    assert_int_equal(weir_node_count(weir_node_value(key)), 0);
    assert_null(weir_node_first(weir_node_value(key)));
    key = weir_node_next(key);
    assert_ptr_equal(weir_node_value(key), find(tree, "c"));
    assert_null(weir_node_next(key));
    assert_null(find(tree, "d"));
    assert_null(find(tree, "x"));
    weir_arena_free(arena);
}

/* Sixteen members are searched from the front, seventeen by the index: no reader can tell. */
static void both_kinds_of_map_answer_alike(void **state)
{
    (void)state;
    for (size_t count = 15; count <= 18; count++) {
        struct weir_arena *const arena = new_arena(0);
        char text[256] = "{";
        for (size_t i = 0; i < count; i++) {
            const size_t used = strlen(text);
            (void)snprintf(text + used, sizeof(text) - used, "%s\"%c\":%zu", i == 0 ? "" : ",", (int)('z' - i), i);
        }
        text[strlen(text)] = '}';
        const struct weir_tree *const tree = parse(text, arena);
        const struct weir_node *key = weir_node_first(weir_tree_root(tree));
        assert_int_equal(weir_node_count(weir_tree_root(tree)), count);
        for (size_t i = 0; i < count; i++) {
            const char name[] = {(char)('z' - (char)i), '\0'};
            assert_str(weir_node_text(key), weir_str_from(name));
            assert_ptr_equal(find(tree, name), weir_node_value(key));
            key = weir_node_next(key);
        }
        assert_null(key);
        assert_null(find(tree, "a"));
        assert_null(find(tree, "zz"));
        weir_arena_free(arena);
    }
}

/* ------------------------------------------------------------------------------------------- places */

struct place_row {
    const char *name;
    const char *text;
    const char *pointer;
    uint32_t line, column;
};

static const struct place_row place_rows[] = {
    {"json_root", "  {}", "", 1, 3},
    {"json_member", "{\"a\": 1}", "/a", 1, 7},
    {"json_item", "[10,\n 20,\n  30]", "/2", 3, 3},
    {"json_deep", "{\"a\": [1,\n{\"b\": [[],\n\n  [true]]}]}", "/a/1/b/1/0", 4, 4},
    {"json_escaped_pointer", "{\"a/b~c\": {\"~1\": 1}}", "/a~1b~0c/~01", 1, 18},
    {"json_empty_key", "{\"\": {\"\": 5}}", "//", 1, 11},
    {"json_column_counts_bytes", "[\"\xE2\x82\xAC\", 1]", "/1", 1, 9},
    {"json_carriage_returns", "[1,\r\n2]", "/1", 2, 1},
    {"yaml_root", "\n\na: b", "", 3, 1},
    {"yaml_member", "a:\n  b: c\n", "/a/b", 2, 6},
    {"yaml_map_where_its_key_is", "a:\n  b: c\n", "/a", 2, 3},
    {"yaml_item", "- x\n-   y\n", "/1", 2, 5},
    {"yaml_wide_characters", "\xC3\xA9: \xE2\x82\xAC\n\xF0\x9F\x98\x80: [\xC3\xA9\xC3\xA9, x]\n", "/\xF0\x9F\x98\x80/1",
     2, 14},
    {"yaml_nothing", "a:\nb: 1\n", "/a", 1, 3},
    {"yaml_nothing_in_a_list", "-\n-\n- x\n", "/1", 2, 2},
    {"yaml_lists_of_maps", "a:\n- b: 1\n  c: 2\n- b: 3\n  c: 4\n", "/a/1/c", 5, 6},
};

/* The node of a pointer by the plain way: every node of the tree is asked for its own. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the rows of this file */
static const struct weir_node *by_pointer(const struct weir_tree *tree, const struct weir_node *node,
                                          struct weir_arena *arena, struct weir_str pointer)
{
    struct weir_str own = {NULL, 0};
    assert_int_equal(weir_tree_pointer(tree, node, arena, &own), WEIR_OK);
    if (weir_str_equal(own, pointer))
        return node;
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    for (const struct weir_node *child = weir_node_first(node); child != NULL; child = weir_node_next(child)) {
        const struct weir_node *const found = by_pointer(tree, is_map ? weir_node_value(child) : child, arena, pointer);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static void place_row_holds(void **state)
{
    const struct place_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse(row->text, arena);
    const struct weir_node *const node = by_pointer(tree, weir_tree_root(tree), arena, weir_str_from(row->pointer));
    assert_non_null(node);
    const struct weir_place place = weir_tree_place(tree, node);
    assert_int_equal(place.line, row->line);
    assert_int_equal(place.column, row->column);
    assert_str(place.source, WEIR_STR("test"));
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_fail_at(&error, WEIR_REFUSED, tree, node, "no"), WEIR_REFUSED);
    assert_string_equal(error.path, row->pointer);
    assert_int_equal(error.line, row->line);
    assert_int_equal(error.column, row->column);
    assert_int_equal(error.offset, place.offset);
    weir_arena_free(arena);
}

static void a_key_has_the_pointer_of_its_member(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse("a:\n  b: 1\n  c: 2\n", arena);
    const struct weir_node *const key = weir_node_next(weir_node_first(find(tree, "a")));
    struct weir_str pointer = {NULL, 0};
    assert_int_equal(weir_tree_pointer(tree, key, arena, &pointer), WEIR_OK);
    assert_str(pointer, WEIR_STR("/a/c"));
    assert_int_equal(weir_tree_place(tree, key).line, 3);
    assert_int_equal(weir_tree_place(tree, key).column, 3);
    weir_arena_free(arena);
}

static void a_pointer_needs_memory(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_arena *const small = new_arena(256);
    while (weir_arena_alloc(small, 1, 1) != NULL) {
    }
    const struct weir_tree *const tree = parse("[1]", arena);
    struct weir_str pointer = WEIR_STR("x");
    const struct weir_node *const item = weir_node_first(weir_tree_root(tree));
    assert_int_equal(weir_tree_pointer(tree, item, small, &pointer), WEIR_ERR_MEMORY);
    assert_null(pointer.ptr);
    assert_int_equal(weir_tree_pointer(tree, item, NULL, &pointer), WEIR_ERR_MEMORY);
    assert_int_equal(weir_tree_pointer(tree, NULL, arena, &pointer), WEIR_OK);
    assert_int_equal(pointer.len, 0);
    weir_arena_free(small);
    weir_arena_free(arena);
}

/* Texts longer than the stride of the line marks, with short lines, long ones, and one that is all the text. */
static void places_in_large_texts_are_those_of_a_count(void **state)
{
    (void)state;
    static const size_t widths[] = {1, 7, 100, 5000, 16384, 40000, 1000000};
    for (size_t w = 0; w < WEIR_COUNT(widths); w++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_writer *writer = NULL;
        struct weir_str text = {NULL, 0};
        assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
        weir_write_raw(writer, WEIR_STR("[0"));
        for (size_t i = 1; i < 40000; i++)
            weir_write_raw(writer, i % widths[w] == 0 ? WEIR_STR(",\n\n1") : WEIR_STR(",1"));
        weir_write_raw(writer, WEIR_STR("]"));
        assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
        const struct weir_tree *tree = NULL;
        assert_int_equal(weir_tree_parse_json(text, WEIR_STR("large"), arena, &tree, NULL), WEIR_OK);
        uint32_t line = 1;
        size_t line_start = 0;
        size_t at = 0;
        for (const struct weir_node *item = weir_node_first(weir_tree_root(tree)); item != NULL;
             item = weir_node_next(item)) {
            const struct weir_place place = weir_tree_place(tree, item);
            for (; at < place.offset; at++) {
                line += text.ptr[at] == '\n';
                line_start = text.ptr[at] == '\n' ? at + 1 : line_start;
            }
            assert_int_equal(place.line, line);
            assert_int_equal(place.column, at - line_start + 1);
        }
        weir_arena_free(arena);
    }
}

/* ------------------------------------------------------------------------------------------- within */

static void a_text_within_speaks_of_its_holder(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const outer = parse("roles:\n  - name: x\n    policy: '{\"a\": [1]}'\n", arena);
    const struct weir_node *const holder = weir_node_find(weir_node_first(find(outer, "roles")), WEIR_STR("policy"));
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_json_within(outer, holder, weir_node_text(holder), arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const item = weir_node_first(find(tree, "a"));
    const struct weir_place place = weir_tree_place(tree, item);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 13);
    assert_str(place.source, WEIR_STR("test"));
    assert_str(weir_tree_name(tree), WEIR_STR("test"));
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_fail_at(&error, WEIR_ERR_SCHEMA, tree, item, "wrong"), WEIR_ERR_SCHEMA);
    assert_string_equal(error.message, "wrong (line 1, column 8 of the text)");
    assert_string_equal(error.path, "/roles/0/policy/a/0");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 13);
    assert_int_equal(error.offset, place.offset);
    weir_arena_free(arena);
}

static void a_fault_within_a_text_within_a_text_names_all_three(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const outer = parse("\nouter: |\n  {\"middle\": \"[1,\\n 2\\n,]\"}\n", arena);
    const struct weir_node *const first = find(outer, "outer");
    const struct weir_tree *middle = NULL;
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_tree_parse_json_within(outer, first, weir_node_text(first), arena, &middle, NULL), WEIR_OK);
    const struct weir_node *const second = find(middle, "middle");
    assert_int_equal(weir_tree_parse_json_within(middle, second, weir_node_text(second), arena, &tree, &error),
                     WEIR_ERR_SYNTAX);
    assert_null(tree);
    assert_string_equal(error.message, "expected a value, found `]` (line 3, column 2 of the text)");
    assert_string_equal(error.path, "/outer/middle/2");
    assert_string_equal(error.source, "test");
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 8);
    weir_arena_free(arena);
}

static void a_long_message_leaves_room_for_the_inner_place(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const outer = parse("a: b", arena);
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_json_within(outer, find(outer, "a"), WEIR_STR("[1]"), arena, &tree, NULL),
                     WEIR_OK);
    for (size_t length = 200; length < 300; length++) {
        char text[302];
        struct weir_error error = WEIR_ERROR_INIT;
        for (size_t i = 0; i < length; i += 2)
            memcpy(text + i, "\xC3\xA9", 2);
        text[length] = '\0';
        (void)weir_fail_at(&error, WEIR_ERR_SCHEMA, tree, weir_tree_root(tree), "%s", text);
        const size_t used = strlen(error.message);
        assert_true(weir_str_is_utf8(weir_str_from(error.message), NULL));
        assert_string_equal(error.message + used - 31, " (line 1, column 1 of the text)");
    }
    weir_arena_free(arena);
}

static void a_text_within_needs_its_holder(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const outer = parse("a: b", arena);
    const struct weir_tree *tree = outer;
    assert_int_equal(weir_tree_parse_json_within(NULL, find(outer, "a"), WEIR_STR("1"), arena, &tree, NULL),
                     WEIR_ERR_USAGE);
    assert_null(tree);
    tree = outer;
    assert_int_equal(weir_tree_parse_json_within(outer, NULL, WEIR_STR("1"), arena, &tree, NULL), WEIR_ERR_USAGE);
    assert_null(tree);
    assert_int_equal(weir_tree_parse_json_within(outer, NULL, WEIR_STR("1"), arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void failing_without_a_node_names_the_root(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse("\n a: 1", arena);
    struct weir_error error = WEIR_ERROR_INIT;
    (void)weir_fail_at(&error, WEIR_ERR_SCHEMA, tree, NULL, "`x` is missing");
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 2);
    assert_string_equal(error.path, "");
    assert_string_equal(error.source, "test");
    error = (struct weir_error)WEIR_ERROR_INIT;
    (void)weir_fail_at(&error, WEIR_ERR_SCHEMA, NULL, NULL, "no tree");
    assert_int_equal(error.line, 0);
    assert_string_equal(error.message, "no tree");
    (void)weir_fail_at(&error, WEIR_ERR_LIMIT, tree, NULL, "a second error");
    assert_int_equal(error.status, WEIR_ERR_SCHEMA);
    assert_string_equal(error.message, "no tree");
    assert_int_equal(error.line, 0);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------- typed reading */

struct typed_row {
    const char *name;
    const char *text; /* a list of one, or YAML behind "a: " */
    bool is_text, is_bool, is_int64;
    int64_t number;
};

static const struct typed_row typed_rows[] = {
    {"json_text", "{\"a\": \"x\"}", true, false, false, 0},
    {"json_text_that_looks_like_a_number", "{\"a\": \"12\"}", true, false, false, 0},
    {"json_text_that_looks_like_null", "{\"a\": \"null\"}", true, false, false, 0},
    {"json_empty_text", "{\"a\": \"\"}", true, false, false, 0},
    {"json_number", "{\"a\": 12}", false, false, true, 12},
    {"json_negative_number", "{\"a\": -12}", false, false, true, -12},
    {"json_fraction", "{\"a\": 12.0}", false, false, false, 0},
    {"json_exponent", "{\"a\": 1e3}", false, false, false, 0},
    {"json_number_past_64_bits", "{\"a\": 9223372036854775808}", false, false, false, 0},
    {"json_true", "{\"a\": true}", false, true, false, 1},
    {"json_false", "{\"a\": false}", false, true, false, 0},
    {"json_null", "{\"a\": null}", false, false, false, 0},
    {"json_list", "{\"a\": [1]}", false, false, false, 0},
    {"json_map", "{\"a\": {}}", false, false, false, 0},
    {"yaml_plain", "a: x", true, false, false, 0},
    {"yaml_plain_number", "a: 12", true, false, true, 12},
    {"yaml_quoted_number", "a: '12'", true, false, false, 0},
    {"yaml_block_number", "a: |-\n  12", true, false, false, 0},
    {"yaml_plain_account_with_leading_zero", "a: 012345678901", true, false, false, 0},
    {"yaml_plain_true", "a: true", true, true, false, 1},
    {"yaml_plain_false", "a: false", true, true, false, 0},
    {"yaml_quoted_true", "a: 'true'", true, false, false, 0},
    {"yaml_capital_true", "a: True", true, false, false, 0},
    {"yaml_yes", "a: yes", true, false, false, 0},
    {"yaml_null", "a: null", false, false, false, 0},
    {"yaml_tilde", "a: ~", false, false, false, 0},
    {"yaml_nothing", "a:", false, false, false, 0},
    {"yaml_quoted_nothing", "a: ''", true, false, false, 0},
    {"yaml_quoted_null", "a: 'null'", true, false, false, 0},
    {"absent", "b: 1", false, false, false, 0},
};

static void typed_row_holds(void **state)
{
    const struct typed_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *const tree = parse(row->text, arena);
    const struct weir_node *const node = find(tree, "a");
    struct weir_error errors[3] = {WEIR_ERROR_INIT, WEIR_ERROR_INIT, WEIR_ERROR_INIT};
    struct weir_str text = WEIR_STR("?");
    bool truth = true;
    int64_t number = 42;
    assert_int_equal(weir_read_text(tree, node, "`a`", &text, &errors[0]), row->is_text ? WEIR_OK : WEIR_ERR_SCHEMA);
    assert_str(text, row->is_text ? weir_node_text(node) : (struct weir_str){NULL, 0});
    assert_int_equal(weir_read_bool(tree, node, "`a`", &truth, &errors[1]), row->is_bool ? WEIR_OK : WEIR_ERR_SCHEMA);
    assert_int_equal(truth, row->is_bool && row->number == 1);
    assert_int_equal(weir_read_int64(tree, node, "`a`", &number, &errors[2]),
                     row->is_int64 ? WEIR_OK : WEIR_ERR_SCHEMA);
    assert_true(number == (row->is_int64 ? row->number : 0));
    assert_string_equal(errors[0].message, row->is_text ? "" : "`a` must be text");
    assert_string_equal(errors[1].message, row->is_bool ? "" : "`a` must be true or false");
    assert_string_equal(errors[2].message, row->is_int64 ? "" : "`a` must be a whole number of at most 64 bits");
    for (size_t i = 0; i < 3; i++) {
        if (errors[i].status != WEIR_OK)
            assert_string_equal(errors[i].path, node == NULL ? "" : "/a");
    }
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(null_is_absent_empty_and_false),
        cmocka_unit_test(a_list_is_walked),
        cmocka_unit_test(a_map_is_walked_by_its_keys),
        cmocka_unit_test(both_kinds_of_map_answer_alike),
        cmocka_unit_test(a_key_has_the_pointer_of_its_member),
        cmocka_unit_test(a_pointer_needs_memory),
        cmocka_unit_test(places_in_large_texts_are_those_of_a_count),
        cmocka_unit_test(a_text_within_speaks_of_its_holder),
        cmocka_unit_test(a_fault_within_a_text_within_a_text_names_all_three),
        cmocka_unit_test(a_long_message_leaves_room_for_the_inner_place),
        cmocka_unit_test(a_text_within_needs_its_holder),
        cmocka_unit_test(failing_without_a_node_names_the_root),
    };
    return RUN_ROWS("tree.places", place_rows, place_row_holds) + RUN_ROWS("tree.typed", typed_rows, typed_row_holds) +
           cmocka_run_group_tests_name("tree.facts", facts, NULL, NULL);
}
