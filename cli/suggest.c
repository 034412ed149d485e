/* Decides which known name a mistyped one was meant to be: the nearest by edits, if it is near enough. */
#include "cli.h"

#include <string.h>

enum { LONGEST_NAME = 48 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t before[LONGEST_NAME + 1] = {0};
    size_t last[LONGEST_NAME + 1] = {0};
    size_t now[LONGEST_NAME + 1] = {0};
    for (size_t j = 0; j <= b_len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            const size_t replaced = last[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(replaced, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        memcpy(before, last, sizeof(before));
        memcpy(last, now, sizeof(last));
    }
    return last[b_len];
}

const char *suggest(const char *typed, const char *(*name_at)(const void *names, size_t index), const void *names,
                    size_t count)
{
    const size_t typed_len = strlen(typed);
    if (typed_len == 0 || typed_len > LONGEST_NAME)
        return NULL;
    const char *best = NULL;
    size_t best_edits = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const char *const name = name_at(names, i);
        const size_t name_len = strlen(name);
        if (name_len > LONGEST_NAME)
            continue;
        const size_t edits = distance(typed, typed_len, name, name_len);
        /* A third of the word may be wrong; more would be a guess. */
        if (edits * 3 <= name_len && edits < best_edits) {
            best = name;
            best_edits = edits;
        }
    }
    return best;
}
