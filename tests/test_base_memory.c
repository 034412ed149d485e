/* Allocations that fail, each once and then for ever, in both readers, libyaml included: no memory, no tree, no leak. */
#include "test_base.h"

#include "fuzz/fail_alloc.h"

static const char *const texts[] = {
    "{\"a\": [1, 2.5, \"x\\ny\", true, null], \"b\": {\"c\": {}}}",
    "a: [1, 'two', {three: four}]\nb:\n  - |\n    five\n    six\n  - \"seven\\n\"\n  - ? eight\n    : nine\n",
    "{\"a\": [1, 2",
    "a: 1\na: 2\n",
    "a: &x 1\n",
};

/* The same task with the allocation of a number failing; true once there is no such allocation any more. */
static bool run_with_failure(struct weir_str text, uint32_t seed, enum weir_status expected)
{
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    fail_alloc_begin(seed);
    enum weir_status status = weir_arena_new(0, &arena);
    if (status == WEIR_OK)
        status = weir_tree_parse(text, WEIR_STR("test"), arena, &tree, &error);
    const size_t failed = fail_alloc_end();
    if (failed == 0) {
        assert_int_equal(status, expected);
    } else {
        assert_int_equal(status, WEIR_ERR_MEMORY);
        assert_null(tree);
        assert_true(arena == NULL || error.status == WEIR_ERR_MEMORY);
    }
    if (arena != NULL) {
        weir_arena_reset(arena);
        assert_int_equal(weir_tree_parse(text, WEIR_STR("test"), arena, &tree, NULL), expected);
    }
    weir_arena_free(arena);
    return failed == 0;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(texts); i++) {
        char *const large = calloc(1, 9000); /* spaces behind the text make the arena ask for more blocks */
        assert_non_null(large);
        memset(large, ' ', 9000);
        memcpy(large, texts[i], strlen(texts[i]));
        const struct weir_str text = {large, 9000};
        struct weir_arena *const arena = new_arena(0);
        const struct weir_tree *tree = NULL;
        const enum weir_status expected = weir_tree_parse(text, WEIR_STR("test"), arena, &tree, NULL);
        weir_arena_free(arena);
        for (uint32_t mode = 0; mode < 2; mode++) {
            uint32_t number = 0;
            while (!run_with_failure(text, number << 1 | mode, expected))
                number++;
            assert_in_range(number, 3, 1000);
        }
        free(large);
    }
}

static void the_writer_meets_a_failing_allocation(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 12; number++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_writer *writer = NULL;
        struct weir_str text = WEIR_STR("x");
        assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
        fail_alloc_begin(number << 1);
        for (size_t i = 0; i < 20000; i++)
            weir_write_text(writer, WEIR_STR("0123456789"));
        const enum weir_status status = weir_writer_finish(writer, &text);
        const size_t failed = fail_alloc_end();
        assert_int_equal(status, failed == 0 ? WEIR_OK : WEIR_ERR_MEMORY);
        assert_int_equal(text.ptr != NULL, failed == 0);
        weir_arena_free(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_writer_meets_a_failing_allocation),
    };
    return cmocka_run_group_tests_name("memory", facts, NULL, NULL);
}
