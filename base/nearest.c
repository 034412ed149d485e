/* Decides which known name a mistyped one was meant to be: the nearest by edits, if it is near enough. */
#include <string.h>

#include "base/base_impl.h"

enum { LONGEST_NAME = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap of neighbours) from one word to the other; neither is longer than the longest. */
static size_t distance(struct weir_str a, struct weir_str b)
{
    size_t before[LONGEST_NAME + 1] = {0};
    size_t last[LONGEST_NAME + 1] = {0};
    size_t now[LONGEST_NAME + 1] = {0};
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const size_t replaced = last[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            now[j] = least(replaced, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        memcpy(before, last, sizeof(before));
        memcpy(last, now, sizeof(last));
    }
    return last[b.len];
}

struct weir_str weir_str_nearest(struct weir_str typed, struct weir_str (*name_at)(const void *names, size_t index),
                                 const void *names, size_t count)
{
    struct weir_str best = {NULL, 0};
    size_t best_edits = SIZE_MAX;
    if (typed.len == 0 || typed.len > LONGEST_NAME || name_at == NULL)
        return best;
    for (size_t i = 0; i < count; i++) {
        const struct weir_str name = name_at(names, i);
        if (name.len == 0 || name.len > LONGEST_NAME)
            continue;
        const size_t edits = distance(typed, name);
        /* A third of the word may be wrong; more would be a guess. */
        if (edits * 3 <= name.len && edits < best_edits) {
            best = name;
            best_edits = edits;
        }
    }
    return best;
}
