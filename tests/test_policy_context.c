/* Contexts: keys without case, values replaced, growth past the first room. */
#include "test_policy.h"

static void keys_compare_without_case(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_context *const context = read_context("aws:PrincipalTag/Team=a", arena);
    const struct weir_str *values = NULL;
    size_t count = 9;
    bool multivalued = true;
    assert_true(weir_context_find(context, WEIR_STR("AWS:principaltag/TEAM"), &values, &count, &multivalued));
    assert_int_equal(count, 1);
    assert_false(multivalued);
    assert_str(values[0], WEIR_STR("a"));
    assert_int_equal(weir_context_set_text(context, WEIR_STR("aws:principaltag/team"), WEIR_STR("b")), WEIR_OK);
    assert_int_equal(weir_context_count(context), 1);
    assert_true(weir_context_find(context, WEIR_STR("aws:PrincipalTag/Team"), &values, NULL, NULL));
    assert_str(values[0], WEIR_STR("b"));
    assert_str(weir_context_key(context, 0), WEIR_STR("aws:principaltag/team"));
    weir_arena_free(arena);
}

static void absent_keys_are_empty(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_context *const context = read_context("k=[]", arena);
    const struct weir_str *values = (const void *)&arena;
    size_t count = 9;
    bool multivalued = true;
    assert_false(weir_context_find(context, WEIR_STR("j"), &values, &count, &multivalued));
    assert_null(values);
    assert_int_equal(count, 0);
    assert_false(multivalued);
    assert_false(weir_context_find(context, WEIR_STR(""), NULL, NULL, NULL));
    assert_false(weir_context_find(NULL, WEIR_STR("j"), NULL, NULL, NULL));
    assert_true(weir_context_find(context, WEIR_STR("k"), NULL, &count, &multivalued));
    assert_int_equal(count, 0);
    assert_true(multivalued);
    assert_int_equal(weir_context_count(NULL), 0);
    assert_int_equal(weir_context_key(context, 1).len, 0);
    assert_int_equal(weir_context_key(NULL, 0).len, 0);
    weir_arena_free(arena);
}

static void many_keys_keep_their_order(void **state)
{
    (void)state;
    enum { KEYS = 1000 };
    static char names[KEYS][8];
    struct weir_arena *const arena = new_arena(0);
    struct weir_context *context = NULL;
    assert_int_equal(weir_context_new(arena, &context), WEIR_OK);
    for (size_t i = 0; i < KEYS; i++) {
        snprintf(names[i], sizeof(names[i]), "k%zu", i);
        assert_int_equal(weir_context_set_text(context, weir_str_from(names[i]), weir_str_from(names[i])), WEIR_OK);
    }
    assert_int_equal(weir_context_count(context), KEYS);
    for (size_t i = 0; i < KEYS; i++) {
        const struct weir_str *values = NULL;
        assert_true(weir_context_find(context, weir_str_from(names[i]), &values, NULL, NULL));
        assert_str(values[0], weir_str_from(names[i]));
        assert_str(weir_context_key(context, i), weir_str_from(names[i]));
    }
    weir_arena_free(arena);
}

static void misuse_changes_nothing(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_context *context = NULL;
    const struct weir_str value = WEIR_STR("v");
    assert_int_equal(weir_context_new(NULL, &context), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_new(arena, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_new(arena, &context), WEIR_OK);
    assert_int_equal(weir_context_set_text(NULL, value, value), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_set_text(context, WEIR_STR(""), value), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_set(context, value, &value, 0, false), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_set(context, value, NULL, 1, true), WEIR_ERR_USAGE);
    assert_int_equal(weir_context_count(context), 0);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_compare_without_case),
        cmocka_unit_test(absent_keys_are_empty),
        cmocka_unit_test(many_keys_keep_their_order),
        cmocka_unit_test(misuse_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
