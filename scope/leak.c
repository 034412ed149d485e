/* Decides what is said of a policy that its options made wider than the grant: one sentence a widening ([scope-advice]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* The sentences of one policy under way. */
struct leaking {
    struct weir_arena *arena;
    struct weir_str *leaks;
    size_t count;
};

/* Our words around a piece of input. */
static enum weir_status add(struct leaking *leaking, const char *before, struct weir_str piece, const char *after)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(leaking->arena, &writer));
    weir_write_format(writer, "%s", before);
    weir_write_raw(writer, piece);
    weir_write_format(writer, "%s", after);
    return weir_writer_finish(writer, &leaking->leaks[leaking->count++]);
}

/* "p" of "p*": where a slash ends it, it is the prefix that it looks like. */
static bool is_characters(const struct weir_reach *reach)
{
    return reach->open && reach->key.len > 0 && reach->key.ptr[reach->key.len - 1] != '/';
}

static bool lists_bare(const struct weir_reach *reach)
{
    return reach->list && reach->bare.characters > 0 && reach->widens_list;
}

static enum weir_status add_of_reach(struct leaking *leaking, const struct weir_reach *reach)
{
    if (is_characters(reach))
        WEIR_TRY(add(leaking, "", reach->uri, " also takes in every key that goes on behind it without a slash"));
    if (!lists_bare(reach))
        return WEIR_OK;
    const struct weir_str bare = {reach->uri.ptr, reach->uri.len - 1};
    return add(leaking, "listing ", bare, " also shows the names that go on behind it without a slash");
}

static enum weir_access strongest_of(const struct weir_reach_list *reaches)
{
    enum weir_access strongest = WEIR_ACCESS_NONE;
    for (size_t i = 0; i < reaches->count; i++) {
        if (reaches->items[i]->access > strongest)
            strongest = reaches->items[i]->access;
    }
    return strongest;
}

/* What the options add to every object that is reached. */
static void add_of_options(struct leaking *leaking, const struct weir_scope_options *options,
                           enum weir_access strongest)
{
    const bool reads = strongest != WEIR_ACCESS_NONE;
    const bool writes = strongest > WEIR_ACCESS_READ;
    const struct {
        bool is_so;
        struct weir_str sentence;
    } rows[] = {
        {reads && options->versions,
         WEIR_STR("every version of the objects can be read, also of those that were overwritten or deleted")},
        {reads && options->tagging && !writes, WEIR_STR("the tags of the objects can be read")},
        {writes && options->tagging,
         WEIR_STR("the tags of the objects can be read and set, and policies that go by tags with them")},
        {reads && options->unknown_kms,
         WEIR_STR("any KMS key serves through S3 for these objects, and under bucket keys for all of their buckets")},
    };
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        if (rows[i].is_so)
            leaking->leaks[leaking->count++] = rows[i].sentence;
    }
}

enum { MOST_OF_REACH = 2, MOST_OF_OPTIONS = 4 };

enum weir_status weir_scope_leaks(const struct weir_scope_plan *plan, const struct weir_reach_list *reaches,
                                  struct weir_arena *arena, const struct weir_str **leaks, size_t *count)
{
    size_t most = MOST_OF_OPTIONS;
    for (size_t i = 0; i < reaches->count; i++) {
        if (is_characters(reaches->items[i]) || lists_bare(reaches->items[i]))
            most += MOST_OF_REACH;
    }
    struct leaking leaking = {arena, weir_arena_alloc(arena, most, sizeof(struct weir_str)), 0};
    if (leaking.leaks == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < reaches->count; i++)
        WEIR_TRY(add_of_reach(&leaking, reaches->items[i]));
    add_of_options(&leaking, &plan->options, strongest_of(reaches));
    *leaks = leaking.leaks;
    *count = leaking.count;
    return WEIR_OK;
}
