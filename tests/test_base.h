/* How the tests of base/ walk their tables: one cmocka test a row, named by the row's first member. */
#ifndef WEIR_TEST_BASE_H
#define WEIR_TEST_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <weir/base.h>

#include "base/base_impl.h"

/* Runs `run` once for each of `count` rows of `size` bytes; the row is its state. Returns how many failed. */
static inline int run_rows(const char *group, const void *rows, size_t count, size_t size, CMUnitTestFunction run)
{
    struct CMUnitTest *const tests = calloc(count, sizeof(*tests));
    if (tests == NULL)
        return 1;
    for (size_t i = 0; i < count; i++) {
        const char *const row = (const char *)rows + i * size;
        memcpy(&tests[i].name, row, sizeof(tests[i].name));
        tests[i].test_func = run;
        tests[i].initial_state = (void *)(uintptr_t)row;
    }
    const int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

#define RUN_ROWS(group, rows, run) run_rows(group, rows, WEIR_COUNT(rows), sizeof((rows)[0]), run)

/* What an output holds before the call that has to empty it: any pointer that is not NULL. */
static inline void *not_null(void)
{
    static char place;
    return &place;
}

/* Writes a text without its end, and returns the place behind it. */
static inline char *put_text(char *at, const char *text)
{
    const struct weir_str piece = weir_str_from(text);
    memcpy(at, piece.ptr, piece.len);
    return at + piece.len;
}

static inline struct weir_arena *new_arena(size_t max_bytes)
{
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(max_bytes, &arena), WEIR_OK);
    assert_non_null(arena);
    return arena;
}

static inline void assert_str(struct weir_str got, struct weir_str expected)
{
    assert_int_equal(got.len, expected.len);
    if (expected.len > 0)
        assert_memory_equal(got.ptr, expected.ptr, expected.len);
}

#endif
