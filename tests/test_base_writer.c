/* The writer: commas, escapes, wrong calls kept as the first failure, nodes in order and sorted, depth and memory. */
#include "test_base.h"

static struct weir_writer *new_writer(struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    assert_non_null(writer);
    return writer;
}

static void assert_written(struct weir_writer *writer, const char *expected)
{
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    assert_str(text, weir_str_from(expected));
}

static void commas_and_colons_are_set(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *const writer = new_writer(arena);
    weir_write_map_begin(writer);
    weir_write_key(writer, "list");
    weir_write_list_begin(writer);
    weir_write_text(writer, WEIR_STR("a"));
    weir_write_int64(writer, INT64_MIN);
    weir_write_int64(writer, INT64_MAX);
    weir_write_bool(writer, true);
    weir_write_bool(writer, false);
    weir_write_null(writer);
    weir_write_list_begin(writer);
    weir_write_list_end(writer);
    weir_write_map_begin(writer);
    weir_write_map_end(writer);
    weir_write_json(writer, WEIR_STR("{\"x\":1}"));
    weir_write_list_end(writer);
    weir_write_key_str(writer, WEIR_STR("\"k\""));
    weir_write_text(writer, (struct weir_str){NULL, 0});
    weir_write_map_end(writer);
    assert_written(writer, "{\"list\":[\"a\",-9223372036854775808,9223372036854775807,true,false,null,[],{},{\"x\":1}],"
                           "\"\\\"k\\\"\":\"\"}");
    weir_arena_free(arena);
}

static void lines_of_json_and_raw_text_stand_side_by_side(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *const writer = new_writer(arena);
    weir_write_format(writer, "%s-%d:", "line", 1);
    weir_write_list_begin(writer);
    weir_write_list_end(writer);
    weir_write_raw(writer, WEIR_STR("\n"));
    weir_write_raw(writer, (struct weir_str){NULL, 0});
    weir_write_int64(writer, 2);
    weir_write_format(writer, "%600s", "x");
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    assert_int_equal(text.len, 11 + 600);
    assert_memory_equal(text.ptr, "line-1:[]\n2   ", 14);
    assert_int_equal(text.ptr[text.len - 1], 'x');
    weir_arena_free(arena);
}

/* [rfc8259] §7: the short escapes, the long one of other controls; a byte that is no character is replaced. */
static void escape_between(unsigned byte, char expected[16])
{
    static const char *const shorter[256] = {['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\t'] = "\\t",
                                             ['\n'] = "\\n", ['\f'] = "\\f",  ['\r'] = "\\r"};
    if (shorter[byte] != NULL)
        (void)snprintf(expected, 16, "\"a%sb\"", shorter[byte]);
    else if (byte < 0x20)
        (void)snprintf(expected, 16, "\"a\\u%04xb\"", byte);
    else if (byte < 0x80)
        (void)snprintf(expected, 16, "\"a%cb\"", (int)byte);
    else
        (void)snprintf(expected, 16, "\"a\xEF\xBF\xBD%s", "b\"");
}

static void every_byte_is_escaped_as_it_must_be(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (unsigned byte = 0; byte < 256; byte++) {
        char expected[16];
        escape_between(byte, expected);
        const char text[] = {'a', (char)byte, 'b'};
        struct weir_writer *const writer = new_writer(arena);
        weir_write_text(writer, (struct weir_str){text, 3});
        assert_written(writer, expected);
        weir_arena_reset(arena);
    }
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------ failures */

enum call { MAP, MAP_END, LIST, LIST_END, KEY, VALUE, NODE, STOP };

struct wrong_row {
    const char *name;
    enum call calls[8];
};

static const struct wrong_row wrong_rows[] = {
    {"map_left_open", {MAP, STOP}},
    {"list_left_open", {LIST, STOP}},
    {"key_without_value", {MAP, KEY, MAP_END, STOP}},
    {"value_without_key", {MAP, VALUE, MAP_END, STOP}},
    {"list_without_key", {MAP, LIST, LIST_END, MAP_END, STOP}},
    {"node_without_key", {MAP, NODE, MAP_END, STOP}},
    {"two_keys", {MAP, KEY, KEY, VALUE, MAP_END, STOP}},
    {"key_in_a_list", {LIST, KEY, VALUE, LIST_END, STOP}},
    {"key_outside", {KEY, VALUE, STOP}},
    {"list_ended_as_a_map", {LIST, MAP_END, STOP}},
    {"map_ended_as_a_list", {MAP, LIST_END, STOP}},
    {"nothing_to_end", {MAP_END, STOP}},
    {"no_list_to_end", {LIST, LIST_END, LIST_END, STOP}},
};

static void wrong_row_holds(void **state)
{
    const struct wrong_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *const writer = new_writer(arena);
    for (const enum call *call = row->calls; *call != STOP; call++) {
        switch (*call) {
        case MAP:
            weir_write_map_begin(writer);
            break;
        case MAP_END:
            weir_write_map_end(writer);
            break;
        case LIST:
            weir_write_list_begin(writer);
            break;
        case LIST_END:
            weir_write_list_end(writer);
            break;
        case KEY:
            weir_write_key(writer, "k");
            break;
        case VALUE:
            weir_write_null(writer);
            break;
        case NODE:
            weir_write_node(writer, NULL);
            break;
        case STOP:
            break;
        }
    }
    struct weir_str text = WEIR_STR("x");
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_ERR_USAGE);
    assert_null(text.ptr);
    weir_write_text(writer, WEIR_STR("later")); /* the failure sticks */
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* Texts are looked at eight bytes at a time: each byte, at each place of a text of each length, is read back as it was. */
static void every_byte_is_kept_at_every_place(void **state)
{
    enum { LONGEST = 25 };
    char text[LONGEST];
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (unsigned byte = 1; byte < 128; byte++) {
        for (size_t i = 0; i < (size_t)LONGEST * LONGEST; i++) {
            const size_t place = i / LONGEST;
            const struct weir_str whole = {text, i % LONGEST + 1};
            struct weir_str written = {NULL, 0};
            const struct weir_tree *tree = NULL;
            memset(text, 'a', sizeof text);
            text[place] = (char)byte;
            weir_arena_reset(arena);
            struct weir_writer *const writer = new_writer(arena);
            weir_write_text(writer, whole);
            assert_int_equal(weir_writer_finish(writer, &written), WEIR_OK);
            assert_int_equal(weir_tree_parse_json(written, WEIR_STR("t"), arena, &tree, NULL), WEIR_OK);
            assert_str(weir_node_text(weir_tree_root(tree)), whole);
        }
    }
    weir_arena_free(arena);
}

static void depth_is_limited(void **state)
{
    (void)state;
    for (size_t levels = WEIR_MAX_DEPTH; levels <= WEIR_MAX_DEPTH + 1; levels++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_writer *const writer = new_writer(arena);
        struct weir_str text = {NULL, 0};
        for (size_t i = 0; i < levels; i++)
            weir_write_list_begin(writer);
        for (size_t i = 0; i < levels; i++)
            weir_write_list_end(writer);
        assert_int_equal(weir_writer_finish(writer, &text), levels > WEIR_MAX_DEPTH ? WEIR_ERR_LIMIT : WEIR_OK);
        assert_int_equal(text.len, levels > WEIR_MAX_DEPTH ? 0 : 2 * WEIR_MAX_DEPTH);
        weir_arena_free(arena);
    }
}

static void a_deep_tree_inside_something_is_over_the_limit(void **state)
{
    (void)state;
    char text[2 * WEIR_MAX_DEPTH];
    memset(text, '[', WEIR_MAX_DEPTH);
    memset(text + WEIR_MAX_DEPTH, ']', WEIR_MAX_DEPTH);
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    struct weir_str out = {NULL, 0};
    assert_int_equal(weir_tree_parse_json((struct weir_str){text, sizeof(text)}, WEIR_STR("deep"), arena, &tree, NULL),
                     WEIR_OK);
    struct weir_writer *writer = new_writer(arena);
    weir_write_node(writer, weir_tree_root(tree));
    assert_int_equal(weir_writer_finish(writer, &out), WEIR_OK);
    assert_str(out, (struct weir_str){text, sizeof(text)});
    writer = new_writer(arena);
    weir_write_list_begin(writer);
    weir_write_node(writer, weir_tree_root(tree));
    weir_write_list_end(writer);
    assert_int_equal(weir_writer_finish(writer, &out), WEIR_ERR_LIMIT);
    assert_null(out.ptr);
    weir_arena_free(arena);
}

static void a_full_arena_is_no_memory(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(8192);
    struct weir_writer *const writer = new_writer(arena);
    struct weir_str text = {NULL, 0};
    for (size_t i = 0; i < 1000; i++)
        weir_write_text(writer, WEIR_STR("0123456789"));
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_ERR_MEMORY);
    assert_null(text.ptr);
    weir_write_format(writer, "%d", 1);
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_ERR_MEMORY);
    weir_arena_free(arena);
    struct weir_arena *const tiny = new_arena(256);
    struct weir_writer *none = writer;
    assert_int_equal(weir_writer_new(tiny, &none), WEIR_ERR_MEMORY);
    assert_null(none);
    weir_arena_free(tiny);
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *writer = not_null();
    struct weir_str text = WEIR_STR("x");
    assert_int_equal(weir_writer_new(NULL, &writer), WEIR_ERR_USAGE);
    assert_null(writer);
    assert_int_equal(weir_writer_new(arena, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_writer_finish(NULL, &text), WEIR_ERR_USAGE);
    assert_null(text.ptr);
    weir_arena_free(arena);
}

static void an_empty_text_is_no_failure(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    assert_written(new_writer(arena), "");
    weir_arena_free(arena);
}

/* Other users of the arena between two writes: the text moves, its bytes stay. */
static void the_arena_may_be_used_between_writes(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *const writer = new_writer(arena);
    for (unsigned i = 0; i < 3000; i++) {
        weir_write_format(writer, "%04u", i);
        memset(weir_arena_alloc(arena, 1, 40), 0xFF, 40);
    }
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    assert_int_equal(text.len, 12000);
    for (unsigned i = 0; i < 3000; i++) {
        char expected[8];
        (void)snprintf(expected, sizeof(expected), "%04u", i);
        assert_memory_equal(text.ptr + 4 * (size_t)i, expected, 4);
    }
    weir_arena_free(arena);
}

/* --------------------------------------------------------------------------------------------- nodes */

struct canonical_row {
    const char *name;
    const char *text;
    const char *canonical;
};

static const struct canonical_row canonical_rows[] = {
    {"members_are_sorted", "{\"b\":1,\"a\":{\"d\":[3,2],\"c\":0},\"\":null}",
     "{\"\":null,\"a\":{\"c\":0,\"d\":[3,2]},\"b\":1}"},
    {"by_bytes_not_letters", "{\"a\":1,\"B\":2,\"\xC3\xA9\":3,\"aa\":4,\"A\":5}",
     "{\"A\":5,\"B\":2,\"a\":1,\"aa\":4,\"\xC3\xA9\":3}"},
    {"lists_keep_their_order", "[\"b\",\"a\"]", "[\"b\",\"a\"]"},
    {"an_indexed_map",
     "{\"q\":0,\"p\":0,\"o\":0,\"n\":0,\"m\":0,\"l\":0,\"k\":0,\"j\":0,\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,"
     "\"c\":{\"z\":1,\"y\":2},\"b\":0,\"a\":0}",
     "{\"a\":0,\"b\":0,\"c\":{\"y\":2,\"z\":1},\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,"
     "\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"q\":0}"},
    {"a_scalar", "\"x\"", "\"x\""},
};

static void canonical_row_holds(void **state)
{
    const struct canonical_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    assert_int_equal(weir_tree_parse_json(weir_str_from(row->text), WEIR_STR(""), arena, &tree, NULL), WEIR_OK);
    struct weir_writer *writer = new_writer(arena);
    weir_write_node_canonical(writer, weir_tree_root(tree));
    assert_written(writer, row->canonical);
    writer = new_writer(arena);
    weir_write_node(writer, weir_tree_root(tree));
    assert_written(writer, row->text);
    weir_arena_free(arena);
}

static void an_absent_node_is_null(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_writer *const writer = new_writer(arena);
    weir_write_list_begin(writer);
    weir_write_node(writer, NULL);
    weir_write_node_canonical(writer, NULL);
    weir_write_list_end(writer);
    assert_written(writer, "[null,null]");
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(commas_and_colons_are_set),
        cmocka_unit_test(lines_of_json_and_raw_text_stand_side_by_side),
        cmocka_unit_test(every_byte_is_escaped_as_it_must_be),
        cmocka_unit_test(every_byte_is_kept_at_every_place),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(a_deep_tree_inside_something_is_over_the_limit),
        cmocka_unit_test(a_full_arena_is_no_memory),
        cmocka_unit_test(wrong_calls_are_refused),
        cmocka_unit_test(an_empty_text_is_no_failure),
        cmocka_unit_test(the_arena_may_be_used_between_writes),
        cmocka_unit_test(an_absent_node_is_null),
    };
    return RUN_ROWS("writer.wrong", wrong_rows, wrong_row_holds) +
           RUN_ROWS("writer.canonical", canonical_rows, canonical_row_holds) +
           cmocka_run_group_tests_name("writer.facts", facts, NULL, NULL);
}
