/*
 * Differential: the matcher of patterns against its naive twin, over UTF-8. Text that is not UTF-8 only has to be
 * answered, and the same way twice.
 *
 * The input is a byte, what has a meaning in the pattern and which side is asked for, and then, parted by NULs, the
 * pattern, the text, and the value of the key `k`.
 */
#include "fuzz/fuzz.h"
#include "fuzz/twin.h"
#include "policy/pattern.h"

enum { LONGEST_INPUT = 1024, WIDELY = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    struct weir_pattern compiled;
    if (size == 0 || size > LONGEST_INPUT || weir_arena_new(0, &arena) != WEIR_OK)
        return 0;
    const unsigned what = data[0] & (TWIN_WILDCARDS | TWIN_VARIABLES | TWIN_FOLD);
    struct weir_str rest = {(const char *)data + 1, size - 1};
    const bool is_utf8 = weir_str_is_utf8(rest, NULL);
    const struct weir_str pattern = twin_take(&rest, '\0');
    const struct weir_str text = twin_take(&rest, '\0');
    const struct twin_sight twin = {twin_take(&rest, '\0'), (data[0] & WIDELY) != 0};
    const struct weir_sight sight = {twin_context(twin.k, arena), twin.widely};
    DEMAND(weir_pattern_compile(pattern, what, arena, &compiled, NULL) == WEIR_OK);
    const bool matches = weir_pattern_matches(&compiled, text, &sight);
    DEMAND(weir_pattern_matches(&compiled, text, &sight) == matches);
    DEMAND(!is_utf8 || twin_glob(pattern, what, text, &twin) == matches);
    weir_arena_free(arena);
    return 0;
}
