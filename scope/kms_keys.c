/* Decides which KMS keys an emitted policy may name: key ARNs of its partition, literal, sorted, each once ([scope-shape]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

enum { ACCOUNT_DIGITS = 12 };

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || weir_is_digit(c) || c == '-';
}

/* Cuts `expected` off the front. */
static bool take(struct weir_str *text, struct weir_str expected)
{
    if (!weir_str_has_prefix(*text, expected))
        return false;
    text->ptr += expected.len;
    text->len -= expected.len;
    return true;
}

/* Cuts a run of letters, digits and dashes off the front; so no wildcard gets into the policy. */
static size_t take_plain(struct weir_str *text)
{
    size_t n = 0;
    while (n < text->len && is_plain(text->ptr[n]))
        n++;
    text->ptr += n;
    text->len -= n;
    return n;
}

static bool is_key_arn(struct weir_str arn, struct weir_str partition)
{
    if (!take(&arn, WEIR_STR("arn:")) || !take(&arn, partition) || !take(&arn, WEIR_STR(":kms:")))
        return false;
    if (take_plain(&arn) == 0 || !take(&arn, WEIR_STR(":")))
        return false;
    if (take_plain(&arn) != ACCOUNT_DIGITS || !take(&arn, WEIR_STR(":key/")))
        return false;
    return take_plain(&arn) > 0 && arn.len == 0;
}

static int compare_keys(const void *a, const void *b)
{
    return weir_str_compare(*(const struct weir_str *)a, *(const struct weir_str *)b);
}

/* The sort works on pointers to void; the keys behind them stay const. */
static void sort_keys(void **scratch, const struct weir_str **items, size_t count)
{
    weir_sort_pointers(scratch, count, compare_keys);
    for (size_t i = 0; i < count; i++)
        items[i] = scratch[i];
}

enum weir_status weir_kms_keys_collect(const struct weir_grant_set *grants, struct weir_str partition,
                                       struct weir_arena *arena, struct weir_key_list *keys,
                                       struct weir_scope_fault *fault)
{
    *keys = (struct weir_key_list){NULL, 0};
    const size_t count = grants->kms_key_count;
    struct weir_str *const copies = weir_arena_alloc(arena, count, sizeof *copies);
    void **const scratch = weir_arena_alloc(arena, count, sizeof *scratch);
    const struct weir_str **const items = weir_arena_alloc(arena, count, sizeof *items);
    if (copies == NULL || scratch == NULL || items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        copies[i] = grants->kms_keys[i];
        scratch[i] = &copies[i];
        if (!is_key_arn(copies[i], partition)) {
            *fault = (struct weir_scope_fault){WEIR_SCOPE_KMS_KEY, copies[i]};
            return WEIR_REFUSED;
        }
    }
    sort_keys(scratch, items, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !weir_str_equal(*items[kept - 1], *items[i]))
            items[kept++] = items[i];
    }
    *keys = (struct weir_key_list){items, kept};
    return WEIR_OK;
}
