/* What the tests of vend/ share: texts with their fault marked, and the loops in which memory fails. */
#ifndef WEIR_TESTS_VEND_TEST_H
#define WEIR_TESTS_VEND_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <weir/vend.h>

#include "fuzz/fail_alloc.h"

/* cmocka takes a row as a pointer that is not const; the test it is for reads it only. */
static inline void *without_const(const void *row)
{
    const union {
        const void *from;
        void *to;
    } pointer = {row};
    return pointer.to;
}

/* A text whose `^` stands before what is refused; it is not part of the text. */
struct marked {
    char text[4096];
    uint32_t line;
    uint32_t column;
};

static inline void unmark(const char *marked, struct marked *out)
{
    size_t used = 0;
    *out = (struct marked){.line = 1, .column = 1};
    bool found = false;
    for (const char *at = marked; *at != '\0'; at++) {
        if (*at == '^') {
            assert_false(found);
            found = true;
            continue;
        }
        out->line += !found && *at == '\n';
        out->column = found ? out->column : *at == '\n' ? 1 : out->column + 1;
        assert_true(used + 1 < sizeof(out->text));
        out->text[used++] = *at;
    }
    assert_true(found);
}

static inline void assert_str(struct weir_str actual, const char *expected)
{
    if (!weir_str_equal(actual, weir_str_from(expected)))
        fail_msg("`%.*s` is not `%s`", WEIR_FMT(actual), expected);
}

static inline struct weir_arena *new_arena(size_t max_bytes)
{
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(max_bytes, &arena), WEIR_OK);
    return arena;
}

/* An attempt at what is tested, in an arena of its own; its outputs must be empty where it fails. */
typedef enum weir_status attempt(struct weir_arena *arena);

/* Every allocation fails once, and each with all after it: a clean WEIR_ERR_MEMORY until there is enough. */
static inline void assert_survives_failing_allocations(attempt *attempted)
{
    for (uint32_t for_ever = 0; for_ever < 2; for_ever++) {
        bool has_failed = true;
        for (uint32_t i = 0; has_failed; i++) {
            assert_true(i < 100000);
            fail_alloc_begin(i << 1 | for_ever);
            struct weir_arena *arena = NULL;
            enum weir_status status = weir_arena_new(0, &arena);
            if (status == WEIR_OK)
                status = attempted(arena);
            has_failed = fail_alloc_end() > 0;
            weir_arena_free(arena);
            assert_int_equal(status, has_failed ? WEIR_ERR_MEMORY : WEIR_OK);
        }
    }
}

/* The same for the caller's limit: an arena of any size is enough, or WEIR_ERR_MEMORY. */
static inline void assert_survives_small_arenas(attempt *attempted)
{
    enum weir_status status = WEIR_ERR_MEMORY;
    size_t tried = 0;
    for (size_t bytes = 1024; status != WEIR_OK; bytes += 16) {
        struct weir_arena *arena = NULL;
        assert_true(tried++ < 10000);
        status = weir_arena_new(bytes, &arena);
        if (status == WEIR_OK)
            status = attempted(arena);
        weir_arena_free(arena);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
    }
    assert_true(tried > 1);
}

#endif
