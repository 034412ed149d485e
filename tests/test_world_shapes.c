/* Worlds in which one value is of another type than AWS gives it: each loads or is refused at a place, none half. */
#include "world_test.h"

static const char *const fixtures[] = {"tests/fixtures/world/lookup.yaml", "tests/fixtures/world/lake.yaml"};
/* What a value is replaced by. */
static const char *const strangers[] = {"7", "[[]]", "{\"x\": {}}", "null", "\"\""};

/* A copy of a tree as JSON in which one node is replaced. */
struct copying {
    struct weir_writer *writer;
    const char *stranger;
    size_t target; /* nodes before it in the order of the text */
    size_t seen;
};

/* NOLINTNEXTLINE(misc-no-recursion): no text is read that is deeper than WEIR_MAX_DEPTH */
static void copy_node(struct copying *copying, const struct weir_node *node)
{
    if (copying->seen++ == copying->target) {
        weir_write_json(copying->writer, weir_str_from(copying->stranger));
        return;
    }
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    if (!is_map && weir_node_kind(node) != WEIR_NODE_LIST) {
        weir_write_node(copying->writer, node);
        return;
    }
    if (is_map)
        weir_write_map_begin(copying->writer);
    else
        weir_write_list_begin(copying->writer);
    for (const struct weir_node *at = weir_node_first(node); at != NULL; at = weir_node_next(at)) {
        if (is_map)
            weir_write_key_str(copying->writer, weir_node_text(at));
        copy_node(copying, is_map ? weir_node_value(at) : at);
    }
    if (is_map)
        weir_write_map_end(copying->writer);
    else
        weir_write_list_end(copying->writer);
}

/* Loads the copy; true while there is a node to replace. */
static bool load_with_stranger(const struct weir_tree *tree, size_t target, const char *stranger, size_t *refused)
{
    struct weir_arena *arena = NULL;
    struct weir_str text;
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world_builder *builder = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    struct copying copying = {NULL, stranger, target, 0};
    ASSERT_OK(weir_writer_new(arena, &copying.writer));
    copy_node(&copying, weir_tree_root(tree));
    ASSERT_OK(weir_writer_finish(copying.writer, &text));
    ASSERT_OK(weir_world_builder_new(NULL, &builder, &error));
    enum weir_status status = weir_world_builder_add(builder, text, WEIR_STR("world.json"), &error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, &world, &error);
    weir_world_builder_free(builder);
    if (status != WEIR_OK) {
        const bool is_told = (status == WEIR_ERR_SCHEMA || status == WEIR_ERR_SYNTAX) && error.status == status &&
                             error.line > 0 && error.column > 0 && error.message[0] != '\0' &&
                             strcmp(error.source, "world.json") == 0;
        if (!is_told || world != NULL)
            fail_msg("node %zu as %s: %s: %u:%u: %s", target, stranger, weir_status_name(status), (unsigned)error.line,
                     (unsigned)error.column, error.message);
        (*refused)++;
    }
    weir_world_release(world);
    weir_arena_free(arena);
    return copying.seen > target;
}

static void a_value_of_another_type_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(fixtures); i++) {
        char *const text = read_file(fixtures[i]);
        struct weir_arena *arena = NULL;
        const struct weir_tree *tree = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        ASSERT_OK(weir_tree_parse(weir_str_from(text), weir_str_from(fixtures[i]), arena, &tree, &error));
        for (size_t j = 0; j < WEIR_COUNT(strangers); j++) {
            size_t refused = 0;
            size_t target = 0;
            while (load_with_stranger(tree, target, strangers[j], &refused))
                target++;
            assert_in_range(target, 100, 5000);
            assert_in_range(refused, target / 20, target); /* AWS's other members may be anything */
        }
        weir_arena_free(arena);
        free(text);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {cmocka_unit_test(a_value_of_another_type_is_told)};
    return cmocka_run_group_tests_name("world.shapes", facts, NULL, NULL);
}
