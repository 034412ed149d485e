/*
 * Property: a parse whose memory fails answers WEIR_ERR_MEMORY and hands out nothing, or does not mind at all; and the
 * arena it failed in still parses the same text as if nothing had happened.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/base.h>

#include "fuzz/fail_alloc.h"
#include "fuzz/fuzz.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

static void parse_after_failure(struct weir_str text, struct weir_arena *arena, enum weir_status expected)
{
    const struct weir_tree *tree = NULL;
    weir_arena_reset(arena);
    const enum weir_status status = weir_tree_parse(text, WEIR_STR("fuzz"), arena, &tree, NULL);
    DEMAND(status == expected && (tree != NULL) == (status == WEIR_OK));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;

    if (size < 2)
        return 0;
    const uint32_t seed = data[0];
    const struct weir_str text = {(const char *)data + 1, size - 1};

    DEMAND(weir_arena_new(0, &arena) == WEIR_OK);
    const enum weir_status expected = weir_tree_parse(text, WEIR_STR("fuzz"), arena, &tree, NULL);
    weir_arena_free(arena);

    fail_alloc_begin(seed);
    enum weir_status status = weir_arena_new(0, &arena);
    if (status == WEIR_OK)
        status = weir_tree_parse(text, WEIR_STR("fuzz"), arena, &tree, &error);
    const size_t failed = fail_alloc_end();

    DEMAND(status == expected || (failed > 0 && status == WEIR_ERR_MEMORY));
    if (arena != NULL) {
        DEMAND((tree != NULL) == (status == WEIR_OK) && error.status == status);
        parse_after_failure(text, arena, expected);
    }
    weir_arena_free(arena);
    return 0;
}
