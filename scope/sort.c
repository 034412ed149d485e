/* Sorts of pointers, bounded and the same on every machine: in place, or where there is room by merging, near to near. */
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

static size_t run_from(void *const *items, size_t first, size_t count, weir_compare_fn *compare)
{
    size_t end = first + 1;
    while (end < count && compare(items[end - 1], items[end]) <= 0)
        end++;
    return end < count ? end : count;
}

static void merge(void *const *a, size_t a_count, void *const *b, size_t b_count, void **to, weir_compare_fn *compare)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a_count && j < b_count)
        *to++ = compare(b[j], a[i]) < 0 ? b[j++] : a[i++];
    while (i < a_count)
        *to++ = a[i++];
    while (j < b_count)
        *to++ = b[j++];
}

/* Each pass merges neighbouring runs two by two; what is sorted already takes one look. */
void **weir_merge_pointers(void **items, void **room, size_t count, weir_compare_fn *compare)
{
    while (count > 0 && run_from(items, 0, count, compare) < count) {
        for (size_t first = 0; first < count;) {
            const size_t middle = run_from(items, first, count, compare);
            const size_t end = middle < count ? run_from(items, middle, count, compare) : count;
            merge(items + first, middle - first, items + middle, end - middle, room + first, compare);
            first = end;
        }
        void **const sorted = room;
        room = items;
        items = sorted;
    }
    return items;
}
