/* Decides what a set of grants reaches: cut into locations, checked, sorted, each key once ([scope-shape], [scope-shrink]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

bool weir_grant_says_something(const struct weir_grant *grant)
{
    return grant->access != WEIR_ACCESS_NONE || (grant->list && grant->kind != WEIR_LOCATION_OBJECT);
}

static bool is_known(const struct weir_grant *grant)
{
    switch (grant->access) {
    case WEIR_ACCESS_NONE:
    case WEIR_ACCESS_READ:
    case WEIR_ACCESS_APPEND:
    case WEIR_ACCESS_READWRITE:
        break;
    default:
        return false;
    }
    switch (grant->kind) {
    case WEIR_LOCATION_PREFIX:
    case WEIR_LOCATION_BUCKET:
    case WEIR_LOCATION_OBJECT:
    case WEIR_LOCATION_CHARACTERS:
        return true;
    }
    return false;
}

/* A key below the bucket itself, or no key for one object, is a grant that contradicts itself. */
static bool kind_fits_key(enum weir_location_kind kind, struct weir_str key)
{
    if (kind == WEIR_LOCATION_BUCKET)
        return key.len == 0;
    if (kind == WEIR_LOCATION_OBJECT)
        return key.len != 0;
    return true;
}

/* The URI with the slash that a prefix ends at; `key` is given it too. */
static enum weir_status close_with_slash(struct weir_str uri, struct weir_arena *arena, struct weir_str *closed,
                                         struct weir_str *key)
{
    *closed = uri;
    if (uri.ptr[uri.len - 1] == '/')
        return WEIR_OK;
    char *const copy = weir_arena_alloc(arena, uri.len + 1, 1);
    if (copy == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(copy, uri.ptr, uri.len);
    copy[uri.len] = '/';
    *closed = (struct weir_str){copy, uri.len + 1};
    if (key->len != 0)
        *key = (struct weir_str){copy + uri.len - key->len, key->len + 1};
    return WEIR_OK;
}

/* [scope-advice] A server without `${*}` would take these for wildcards, or for nothing it knows. */
static bool is_plain(struct weir_location location)
{
    for (size_t i = 0; i < location.key.len; i++) {
        const char c = location.key.ptr[i];
        if (c == '*' || c == '?' || c == '$')
            return false;
    }
    return !weir_location_is_access_point(location);
}

static enum weir_scope_check check_in_plan(const struct weir_scope_plan *plan, struct weir_location location)
{
    const bool is_access_point = weir_location_is_access_point(location);
    if (is_access_point && !weir_str_equal(weir_partition_of_arn(location.bucket), plan->partition))
        return WEIR_SCOPE_LOCATION_PARTITION;
    const enum weir_scope_check key = weir_location_key_check(location.key, plan->options.literal_keys);
    if (key != WEIR_SCOPE_PASSED)
        return key;
    if (plan->options.dialect == WEIR_SCOPE_PLAIN && !is_plain(location))
        return WEIR_SCOPE_LOCATION_DIALECT;
    return is_access_point && plan->options.unknown_kms ? WEIR_SCOPE_KMS_BUCKET : WEIR_SCOPE_PASSED;
}

static enum weir_scope_check check_grant(const struct weir_grant *grant, const struct weir_scope_plan *plan,
                                         struct weir_location *location)
{
    if (!is_known(grant))
        return WEIR_SCOPE_LOCATION_SYNTAX;
    const enum weir_scope_check cut = weir_location_cut(grant->location, location);
    if (cut != WEIR_SCOPE_PASSED)
        return cut;
    if (!kind_fits_key(grant->kind, location->key))
        return WEIR_SCOPE_LOCATION_SYNTAX;
    return check_in_plan(plan, *location);
}

static enum weir_status read_grant(const struct weir_grant *grant, const struct weir_scope_plan *plan,
                                   struct weir_arena *arena, struct weir_reach *reach, struct weir_scope_fault *fault)
{
    struct weir_location location;
    const enum weir_scope_check failed = check_grant(grant, plan, &location);
    if (failed != WEIR_SCOPE_PASSED) {
        *fault = (struct weir_scope_fault){failed, grant->location};
        return WEIR_REFUSED;
    }
    *reach = (struct weir_reach){
        .bucket_name = location.bucket,
        .key = location.key,
        .open = grant->kind != WEIR_LOCATION_OBJECT,
        .list = grant->list && grant->kind != WEIR_LOCATION_OBJECT,
        .access = grant->access,
        .uri = grant->location,
    };
    const bool ends_at_slash = grant->kind == WEIR_LOCATION_PREFIX || grant->kind == WEIR_LOCATION_BUCKET;
    return ends_at_slash ? close_with_slash(grant->location, arena, &reach->uri, &reach->key) : WEIR_OK;
}

/* A prefix sorts before everything below it, so that what covers a key is met before the key. */
static int compare_reach(const void *a, const void *b)
{
    const struct weir_reach *const x = a;
    const struct weir_reach *const y = b;
    const int by_bucket = weir_str_compare(x->bucket_name, y->bucket_name);
    if (by_bucket != 0)
        return by_bucket;
    const int by_key = weir_str_compare(x->key, y->key);
    if (by_key != 0)
        return by_key;
    if (x->open != y->open)
        return x->open ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool is_same(const struct weir_reach *a, const struct weir_reach *b)
{
    return a->open == b->open && weir_str_equal(a->bucket_name, b->bucket_name) && weir_str_equal(a->key, b->key);
}

static void join(struct weir_reach *first, struct weir_reach *same)
{
    same->first = first;
    if (same->list && !first->list) {
        first->list = true;
        first->list_from = same->order;
    }
    if (same->access > first->access) {
        first->access = same->access;
        first->access_from = same->order;
    }
}

/* Joins equal keys into the first of them; accesses include one another in the order of their numbers. */
static size_t join_equal(struct weir_reach **items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !is_same(items[kept - 1], items[i])) {
            items[kept++] = items[i];
            continue;
        }
        struct weir_reach *const first = items[kept - 1];
        join(first, items[i]);
    }
    return kept;
}

/* What the prefixes around a key give, the outermost first. */
struct cover {
    const struct weir_reach *reach;
    struct weir_reach *carrier; /* the innermost that is kept */
    enum weir_access access;    /* the strongest so far on the way in */
    size_t access_from;         /* the grant that gives it */
    bool list;
    size_t list_from;
};

static bool covers(const struct weir_reach *outer, const struct weir_reach *inner)
{
    return weir_str_equal(outer->bucket_name, inner->bucket_name) && weir_str_has_prefix(inner->key, outer->key);
}

/* Takes from a reach what is given around it already; returns what is given inside it. */
static struct cover take_covered(struct weir_reach *reach, const struct cover *around)
{
    struct cover inside = *around;
    inside.reach = reach;
    if (reach->access > around->access) {
        inside.access = reach->access;
        inside.access_from = reach->access_from;
        inside.carrier = reach;
    } else {
        reach->access = WEIR_ACCESS_NONE;
    }
    reach->list = reach->list && !around->list;
    if (reach->list) {
        inside.list = true;
        inside.list_from = reach->list_from;
        inside.carrier = reach;
    }
    reach->whole_access = inside.access;
    reach->access_from = inside.access_from;
    reach->whole_list = inside.list && reach->open;
    reach->list_from = inside.list_from;
    reach->carrier = inside.carrier;
    return inside;
}

/* The sorted order makes the reaches around a reach a stack. */
enum weir_status weir_reach_drop_covered(struct weir_reach_list *reaches, struct weir_arena *arena)
{
    struct cover *const stack = weir_arena_alloc(arena, reaches->count + 1, sizeof *stack);
    if (stack == NULL)
        return WEIR_ERR_MEMORY;
    size_t depth = 1; /* at the bottom nothing is given */
    size_t kept = 0;
    for (size_t i = 0; i < reaches->count; i++) {
        struct weir_reach *const reach = reaches->items[i];
        while (depth > 1 && !covers(stack[depth - 1].reach, reach))
            depth--;
        const struct cover inside = take_covered(reach, &stack[depth - 1]);
        if (reach->open)
            stack[depth++] = inside;
        if (inside.carrier == reach)
            reaches->items[kept++] = reach;
    }
    reaches->count = kept;
    return WEIR_OK;
}

static int compare_order(const void *a, const void *b)
{
    const struct weir_reach *const x = a;
    const struct weir_reach *const y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Every granted location once, in the order given; also those that another one covers: they are covered. */
static enum weir_status list_granted(const struct weir_reach_list *all, void **scratch, struct weir_arena *arena,
                                     struct weir_reached *reached)
{
    struct weir_reach **const granted = weir_arena_alloc(arena, all->count, sizeof *granted);
    if (granted == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < all->count; i++)
        scratch[i] = all->items[i];
    weir_sort_pointers(scratch, all->count, compare_order);
    for (size_t i = 0; i < all->count; i++)
        granted[i] = scratch[i];
    reached->granted = granted;
    reached->granted_count = all->count;
    return WEIR_OK;
}

static enum weir_status read_all(const struct weir_grant_set *grants, const struct weir_scope_plan *plan,
                                 struct weir_arena *arena, struct weir_reached *reached, struct weir_scope_fault *fault)
{
    struct weir_reach_list *const reaches = &reached->kept;
    struct weir_reach *const all = weir_arena_alloc(arena, grants->count, sizeof *all);
    reached->all = all;
    reaches->items = weir_arena_alloc(arena, grants->count, sizeof *reaches->items);
    if (all == NULL || reaches->items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < grants->count; i++) {
        WEIR_TRY(read_grant(&grants->grants[i], plan, arena, &all[i], fault));
        all[i].order = i;
        all[i].access_from = i;
        all[i].list_from = i;
        if (weir_grant_says_something(&grants->grants[i]))
            reaches->items[reaches->count++] = &all[i];
    }
    return WEIR_OK;
}

static void sort_reaches(void **scratch, struct weir_reach **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        scratch[i] = items[i];
    weir_sort_pointers(scratch, count, compare_reach);
    for (size_t i = 0; i < count; i++)
        items[i] = scratch[i];
}

enum weir_status weir_reach_collect(const struct weir_grant_set *grants, const struct weir_scope_plan *plan,
                                    struct weir_arena *arena, struct weir_reached *reached,
                                    struct weir_scope_fault *fault)
{
    *reached = (struct weir_reached){.granted = NULL};
    struct weir_reach_list *const kept = &reached->kept;
    WEIR_TRY(read_all(grants, plan, arena, reached, fault));
    void **const scratch = weir_arena_alloc(arena, kept->count, sizeof *scratch);
    if (scratch == NULL)
        return WEIR_ERR_MEMORY;
    sort_reaches(scratch, kept->items, kept->count);
    kept->count = join_equal(kept->items, kept->count);
    WEIR_TRY(list_granted(kept, scratch, arena, reached));
    WEIR_TRY(weir_reach_drop_covered(kept, arena));
    for (size_t i = 0; i < kept->count; i++)
        kept->items[i]->widens_list = kept->items[i]->list;
    return WEIR_OK;
}
