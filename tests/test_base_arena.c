/* Arena memory: its limit, its zeros and alignment, reset, marks and growth in place. */
#include "test_base.h"

static void a_limit_that_holds_nothing_is_refused(void **state)
{
    (void)state;
    struct weir_arena *arena = not_null();
    assert_int_equal(weir_arena_new(1, &arena), WEIR_ERR_MEMORY);
    assert_null(arena);
    assert_int_equal(weir_arena_new(0, NULL), WEIR_ERR_USAGE);
}

/* The smallest limit of all, found by search; it holds something, and one byte less holds no arena. */
static void the_smallest_limit_holds_something(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    size_t limit = 1;
    while (weir_arena_new(limit, &arena) != WEIR_OK)
        limit++;
    assert_in_range(limit, 64, 512);
    assert_non_null(weir_arena_alloc(arena, 1, 64));
    assert_null(weir_arena_alloc(arena, 1, 1));
    weir_arena_free(arena);
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    for (size_t round = 0; round < 2; round++) {
        for (size_t size = 1; size < 300; size++) {
            unsigned char *const bytes = weir_arena_alloc(arena, size, 1);
            assert_non_null(bytes);
            assert_int_equal((uintptr_t)bytes % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(bytes[i], 0);
            memset(bytes, 0xA5, size);
        }
        weir_arena_reset(arena); /* the second round gets used memory */
    }
    weir_arena_free(arena);
}

static void the_limit_counts_every_byte_obtained(void **state)
{
    (void)state;
    static const size_t limits[] = {4096, 10000, 65536, 1 << 20};
    for (size_t i = 0; i < WEIR_COUNT(limits); i++) {
        struct weir_arena *const arena = new_arena(limits[i]);
        size_t given = 0;
        while (weir_arena_alloc(arena, 1, 48) != NULL) {
            given += 48;
            assert_true(arena->reserved <= limits[i]);
        }
        assert_true(given > limits[i] * 9 / 10);
        assert_int_equal(weir_arena_used(arena), given);
        assert_null(weir_arena_alloc(arena, 1, 48));
        weir_arena_free(arena);
    }
}

static void a_reset_arena_holds_what_a_new_one_holds(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(100000);
    size_t counts[3] = {0};
    for (size_t round = 0; round < WEIR_COUNT(counts); round++) {
        while (weir_arena_alloc(arena, round == 1 ? 700 : 100, 1) != NULL)
            counts[round]++;
        weir_arena_reset(arena);
        assert_int_equal(weir_arena_used(arena), 0);
    }
    assert_int_equal(counts[0], counts[2]);
    weir_arena_free(arena);
}

static void an_unlimited_arena_comes_to_rest_in_one_block(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    size_t reserved = 0;
    for (size_t round = 0; round < 6; round++) {
        for (size_t i = 0; i < 1000; i++)
            assert_non_null(weir_arena_alloc(arena, 1, 100));
        if (round == 4)
            reserved = arena->reserved;
        if (round < 5)
            weir_arena_reset(arena);
    }
    assert_int_equal(arena->reserved, reserved);
    weir_arena_reset(arena);
    assert_int_equal(arena->reserved, reserved);
    weir_arena_free(arena);
}

static void impossible_sizes_are_refused(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(1 << 20);
    assert_null(weir_arena_alloc(arena, SIZE_MAX, 2));
    assert_null(weir_arena_alloc(arena, SIZE_MAX / 2 + 1, 2));
    assert_null(weir_arena_alloc(arena, 1, SIZE_MAX));
    assert_null(weir_arena_alloc(arena, SIZE_MAX, 1));
    assert_null(weir_arena_alloc(arena, 1, (1 << 20) + 1));
    assert_null(weir_arena_alloc(NULL, 1, 1));
    assert_non_null(weir_arena_alloc(arena, 0, SIZE_MAX));
    assert_non_null(weir_arena_alloc(arena, SIZE_MAX, 0));
    assert_non_null(weir_arena_alloc(arena, 1, 1000000));
    weir_arena_free(arena);
}

static void null_is_an_empty_arena(void **state)
{
    (void)state;
    weir_arena_reset(NULL);
    weir_arena_free(NULL);
    assert_int_equal(weir_arena_used(NULL), 0);
}

static void rewinding_forgets_what_came_behind_the_mark(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    char *const kept = weir_arena_alloc(arena, 100, 1);
    memset(kept, 'k', 100);
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    const size_t used = weir_arena_used(arena);
    const size_t reserved = arena->reserved;
    for (size_t i = 0; i < 100; i++)
        assert_non_null(weir_arena_alloc(arena, 1, 1000));
    assert_true(arena->reserved > reserved);
    weir_arena_rewind(arena, mark);
    assert_int_equal(weir_arena_used(arena), used);
    assert_int_equal(arena->reserved, reserved);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(kept[i], 'k');
    weir_arena_free(arena);
}

static void the_newest_piece_grows_in_place(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    char *const start = weir_arena_resize(arena, NULL, 0, 10);
    (void)put_text(start, "0123456789");
    assert_ptr_equal(weir_arena_resize(arena, start, 10, 500), start);
    assert_ptr_equal(weir_arena_resize(arena, start, 500, 8), start);
    char *const behind = weir_arena_take(arena, 1, 1);
    assert_ptr_equal(behind, start + 8);
    char *const moved = weir_arena_resize(arena, start, 8, 20);
    assert_ptr_not_equal(moved, start);
    assert_memory_equal(moved, "01234567", 8);
    assert_ptr_equal(weir_arena_resize(arena, start, 8, 4), start);
    weir_arena_free(arena);
}

static void a_piece_that_cannot_grow_stays(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(4096);
    char *const start = weir_arena_resize(arena, NULL, 0, 10);
    (void)put_text(start, "0123456789");
    assert_null(weir_arena_resize(arena, start, 10, 8000));
    assert_memory_equal(start, "0123456789", 10);
    weir_arena_free(arena);
}

static void wiping_overwrites_every_block(void **state)
{
    struct weir_arena *const arena = new_arena(0);
    char *pieces[8];
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(pieces); i++) {
        pieces[i] = weir_arena_alloc(arena, 3000, 1);
        assert_non_null(pieces[i]);
        memset(pieces[i], 's', 3000);
    }
    const size_t used = weir_arena_used(arena);
    weir_arena_wipe(arena);
    assert_int_equal(weir_arena_used(arena), used);
    for (size_t i = 0; i < WEIR_COUNT(pieces); i++) {
        for (size_t k = 0; k < 3000; k++)
            assert_int_equal(pieces[i][k], 0);
    }
    assert_non_null(weir_arena_alloc(arena, 3000, 1));
    weir_arena_free(arena);
    weir_arena_wipe(NULL);
    weir_wipe(NULL, 0);
}

static void text_is_copied(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(4096);
    struct weir_str copy = WEIR_STR("x");
    assert_true(weir_arena_copy(arena, WEIR_STR("abc"), &copy));
    assert_str(copy, WEIR_STR("abc"));
    assert_true(weir_arena_copy(arena, (struct weir_str){NULL, 0}, &copy));
    assert_int_equal(copy.len, 0);
    static const char large[8000] = {0};
    assert_false(weir_arena_copy(arena, (struct weir_str){large, sizeof(large)}, &copy));
    assert_null(copy.ptr);
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(a_limit_that_holds_nothing_is_refused),
        cmocka_unit_test(the_smallest_limit_holds_something),
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(the_limit_counts_every_byte_obtained),
        cmocka_unit_test(a_reset_arena_holds_what_a_new_one_holds),
        cmocka_unit_test(an_unlimited_arena_comes_to_rest_in_one_block),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(null_is_an_empty_arena),
        cmocka_unit_test(rewinding_forgets_what_came_behind_the_mark),
        cmocka_unit_test(the_newest_piece_grows_in_place),
        cmocka_unit_test(a_piece_that_cannot_grow_stays),
        cmocka_unit_test(wiping_overwrites_every_block),
        cmocka_unit_test(text_is_copied),
    };
    return cmocka_run_group_tests_name("arena", facts, NULL, NULL);
}
