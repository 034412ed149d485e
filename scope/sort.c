/* Heapsort of pointers: bounded, in place, the same on every machine. */
#include <stddef.h>

#include "scope/scope_impl.h"

static void swap(void **a, void **b)
{
    void *const kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_down(void **items, size_t root, size_t count, weir_compare_fn *compare)
{
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count)
            return;
        if (child + 1 < count && compare(items[child], items[child + 1]) < 0)
            child++;
        if (compare(items[root], items[child]) >= 0)
            return;
        swap(&items[root], &items[child]);
        root = child;
    }
}

void weir_sort_pointers(void **items, size_t count, weir_compare_fn *compare)
{
    for (size_t root = count / 2; root-- > 0;)
        sift_down(items, root, count, compare);
    for (size_t last = count; last-- > 1;) {
        swap(&items[0], &items[last]);
        sift_down(items, 0, last, compare);
    }
}
