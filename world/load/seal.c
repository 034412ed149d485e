/* Turns a draft into a world: items in order, nothing twice, everything compiled; then only read, counted and shared. */
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

/* ---------------------------------------------------------------------------------- homes and items */

static enum weir_status copy_homes(struct weir_world *world, const struct weir_draft *draft)
{
    struct weir_home *const homes = weir_arena_alloc(world->arena, draft->home_count, sizeof *homes);
    if (homes == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(homes, draft->homes, draft->home_count * sizeof *homes);
    world->homes = homes;
    world->home_count = draft->home_count;
    WEIR_TRY(weir_hash_index_init(&world->homes_index, draft->home_count, world->arena));
    for (size_t i = 0; i < draft->home_count; i++) {
        const uint64_t hash = weir_hash_part(weir_hash_part(WEIR_HASH_INIT, homes[i].account), homes[i].region);
        weir_hash_index_add(&world->homes_index, hash, i);
        world->incomplete |= homes[i].incomplete;
    }
    return WEIR_OK;
}

static size_t slot_of(size_t home, enum weir_collection collection)
{
    return home * WEIR_COLLECTIONS + (size_t)collection;
}

static size_t count_items(const struct weir_draft *draft, uint32_t *starts)
{
    size_t total = 0;
    for (const struct weir_run *run = draft->runs; run != NULL; run = run->next) {
        for (size_t i = 0; i < run->count; i++) {
            if (run->items[i].collection == WEIR_COLLECTION_NONE)
                continue;
            starts[slot_of(run->items[i].home, run->items[i].collection) + 1]++;
            total++;
        }
    }
    return total;
}

/* A counting sort by home and collection; what shares both keeps the order of the texts. */
static enum weir_status sort_items(struct weir_world *world, const struct weir_draft *draft)
{
    const size_t slots = draft->home_count * WEIR_COLLECTIONS;
    world->starts = weir_arena_alloc(world->arena, slots + 1, sizeof *world->starts);
    uint32_t *const next = weir_arena_alloc(draft->arena, slots + 1, sizeof *next);
    if (world->starts == NULL || next == NULL)
        return WEIR_ERR_MEMORY;
    const size_t total = count_items(draft, world->starts);
    if (total >= UINT32_MAX / 4)
        return WEIR_ERR_LIMIT;
    for (size_t slot = 0; slot < slots; slot++)
        world->starts[slot + 1] += world->starts[slot];
    memcpy(next, world->starts, (slots + 1) * sizeof *next);
    world->items = weir_arena_alloc(world->arena, total, sizeof *world->items);
    if (world->items == NULL)
        return WEIR_ERR_MEMORY;
    for (const struct weir_run *run = draft->runs; run != NULL; run = run->next) {
        for (size_t i = 0; i < run->count; i++) {
            const struct weir_item *const item = &run->items[i];
            if (item->collection == WEIR_COLLECTION_NONE)
                continue;
            world->items[next[slot_of(item->home, item->collection)]++] = *item;
            world->present |= weir_collection_bit(item->collection);
        }
    }
    return WEIR_OK;
}

struct weir_item_span weir_world_items(const struct weir_world *world, size_t home, enum weir_collection collection)
{
    const size_t slot = slot_of(home, collection);
    const size_t start = world->starts[slot];
    return (struct weir_item_span){world->items + start, world->starts[slot + 1] - start};
}

size_t weir_world_item_count(const struct weir_world *world, enum weir_collection collection)
{
    size_t count = 0;
    for (size_t home = 0; home < world->home_count; home++)
        count += weir_world_items(world, home, collection).count;
    return count;
}

/* A single that stands twice; lists are looked at by their identities. */
static enum weir_status check_singles(const struct weir_world *world, struct weir_error *error)
{
    for (size_t home = 0; home < world->home_count; home++) {
        for (int i = 1; i < WEIR_COLLECTIONS; i++) {
            const struct weir_collection_row *const row = weir_collection_row((enum weir_collection)i);
            const struct weir_item_span span = weir_world_items(world, home, (enum weir_collection)i);
            if (row->identity != WEIR_ID_NONE || row->is_set || span.count < 2)
                continue;
            const struct weir_origin second = span.items[1].origin;
            const struct weir_place place = weir_tree_place(span.items[0].origin.tree, span.items[0].origin.node);
            return weir_fail_at(error, WEIR_ERR_SCHEMA, second.tree, second.node, "`%s` stands at %.*s:%u:%u already",
                                weir_quote(row->leaf).text, WEIR_FMT(place.source), (unsigned)place.line,
                                (unsigned)place.column);
        }
    }
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------- compiling */

typedef enum weir_status compile_fn(struct weir_world *world, struct weir_error *error);

static compile_fn *const compilers[] = {
    weir_compile_settings,   weir_compile_accounts, weir_compile_managed_policies,
    weir_compile_groups,     weir_compile_users,    weir_compile_roles,
    weir_compile_buckets,    weir_compile_kms_keys, weir_compile_endpoints,
    weir_compile_tags,       weir_compile_lakes,    weir_compile_saml_providers,
    weir_compile_warehouses,
};

static enum weir_status retain_documents(struct weir_world *world, const struct weir_draft *draft)
{
    world->documents = weir_arena_alloc(world->arena, draft->document_count, sizeof *world->documents);
    if (world->documents == NULL)
        return WEIR_ERR_MEMORY;
    for (const struct weir_document_link *link = draft->documents; link != NULL; link = link->next)
        world->documents[world->document_count++] = weir_document_retain(link->document);
    return WEIR_OK;
}

static size_t bytes_for_world(const struct weir_draft *draft)
{
    if (draft->max_bytes == SIZE_MAX)
        return SIZE_MAX;
    return draft->held_bytes < draft->max_bytes ? draft->max_bytes - draft->held_bytes : 1;
}

static enum weir_status build(struct weir_world *world, const struct weir_draft *draft, struct weir_error *error)
{
    enum weir_status status = retain_documents(world, draft);
    if (status == WEIR_OK)
        status = copy_homes(world, draft);
    if (status == WEIR_OK)
        status = sort_items(world, draft);
    if (status != WEIR_OK)
        return weir_fail(error, status, "%s", weir_status_sentence(status));
    WEIR_TRY(check_singles(world, error));
    WEIR_TRY(weir_world_check_identities(world, bytes_for_world(draft), error));
    for (size_t i = 0; i < WEIR_COUNT(compilers); i++)
        WEIR_TRY(compilers[i](world, error));
    return WEIR_OK;
}

enum weir_status weir_draft_seal(const struct weir_draft *draft, struct weir_world **world, struct weir_error *error)
{
    *world = NULL;
    const size_t max_bytes = bytes_for_world(draft);
    struct weir_arena *arena = NULL;
    if (weir_arena_new(max_bytes == SIZE_MAX ? 0 : max_bytes, &arena) != WEIR_OK)
        return weir_fail_memory(error);
    struct weir_world *const made = weir_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL) {
        weir_arena_free(arena);
        return weir_fail_memory(error);
    }
    made->arena = arena;
    made->max_bytes = draft->max_bytes;
    made->base = draft->base;
    atomic_init(&made->references, 1);
    const enum weir_status status = build(made, draft, error);
    made->base = NULL;
    if (status == WEIR_OK)
        *world = made;
    else
        weir_world_release(made);
    return status;
}

struct weir_world *weir_world_retain(struct weir_world *world)
{
    if (world != NULL)
        atomic_fetch_add_explicit(&world->references, 1, memory_order_relaxed);
    return world;
}

void weir_world_release(struct weir_world *world)
{
    if (world == NULL || atomic_fetch_sub_explicit(&world->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < world->document_count; i++)
        weir_document_release(world->documents[i]);
    weir_release_saml_providers(world);
    weir_arena_free(world->arena);
}

/* ------------------------------------------------------------------------------------------- counts */

void weir_world_count(const struct weir_world *world, struct weir_world_counts *counts)
{
    if (counts == NULL)
        return;
    *counts = (struct weir_world_counts){0};
    if (world == NULL)
        return;
    *counts = (struct weir_world_counts){
        .accounts = world->accounts.count,
        .roles = world->roles.count,
        .users = world->users.count,
        .policies = world->managed.count,
        .tables = weir_world_item_count(world, WEIR_COLLECTION_TABLES),
        .grants = weir_world_item_count(world, WEIR_COLLECTION_GRANTS),
        .registrations = weir_world_item_count(world, WEIR_COLLECTION_REGISTRATIONS),
        .buckets = world->buckets.count,
    };
}
