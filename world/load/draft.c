/* A world that is being put together: its documents, homes and items, before anything is compiled. */
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

enum { FIRST_HOMES = 8 };

static size_t bytes_left(const struct weir_draft *draft)
{
    if (draft->max_bytes == SIZE_MAX)
        return SIZE_MAX;
    const size_t held = draft->held_bytes + draft->arena->reserved;
    return held < draft->max_bytes ? draft->max_bytes - held : 1; /* an arena of one byte never comes to be */
}

enum weir_status weir_draft_init(struct weir_draft *draft, size_t max_bytes, struct weir_error *error)
{
    *draft = (struct weir_draft){.max_bytes = max_bytes};
    if (weir_arena_new(max_bytes == SIZE_MAX ? 0 : max_bytes, &draft->arena) != WEIR_OK)
        return weir_fail_memory(error);
    uint32_t world_home = 0;
    return weir_draft_home(draft, WEIR_STR(""), WEIR_STR(""), (struct weir_origin){NULL, NULL}, &world_home, error);
}

void weir_draft_clear(struct weir_draft *draft)
{
    for (const struct weir_document_link *link = draft->documents; link != NULL; link = link->next)
        weir_document_release(link->document);
    weir_arena_free(draft->arena);
    *draft = (struct weir_draft){.max_bytes = 0};
}

/* Takes the caller's reference, also where it fails. */
static enum weir_status take_document(struct weir_draft *draft, struct weir_document *document,
                                      struct weir_error *error)
{
    struct weir_document_link *const link = weir_arena_alloc(draft->arena, 1, sizeof *link);
    if (link == NULL) {
        weir_document_release(document);
        return weir_fail_memory(error);
    }
    link->document = document;
    if (draft->last_document == NULL)
        draft->documents = link;
    else
        draft->last_document->next = link;
    draft->last_document = link;
    draft->document_count++;
    draft->held_bytes += document->arena->reserved;
    return WEIR_OK;
}

enum weir_status weir_draft_parse(struct weir_draft *draft, weir_parse_fn *parse, struct weir_str text,
                                  struct weir_str name, const struct weir_tree **tree, struct weir_error *error)
{
    *tree = NULL;
    struct weir_document *document = NULL;
    WEIR_TRY(weir_document_new(parse, text, name, bytes_left(draft), &document, error));
    WEIR_TRY(take_document(draft, document, error));
    *tree = document->tree;
    return WEIR_OK;
}

static enum weir_status grow_homes(struct weir_draft *draft, struct weir_error *error)
{
    const size_t capacity = draft->home_capacity == 0 ? FIRST_HOMES : draft->home_capacity * 2;
    struct weir_home *const homes = weir_arena_alloc(draft->arena, capacity, sizeof *homes);
    if (homes == NULL)
        return weir_fail_memory(error);
    if (draft->home_count > 0)
        memcpy(homes, draft->homes, draft->home_count * sizeof *homes);
    draft->homes = homes;
    draft->home_capacity = capacity;
    return WEIR_OK;
}

static bool find_home(const struct weir_draft *draft, struct weir_str account, struct weir_str region, uint32_t *home)
{
    for (size_t i = 0; i < draft->home_count; i++) {
        if (weir_str_equal(draft->homes[i].account, account) && weir_str_equal(draft->homes[i].region, region)) {
            *home = (uint32_t)i;
            return true;
        }
    }
    return false;
}

static enum weir_status make_home(struct weir_draft *draft, const struct weir_home *made, uint32_t *home,
                                  struct weir_error *error)
{
    if (find_home(draft, made->account, made->region, home))
        return WEIR_OK;
    if (draft->home_count == draft->home_capacity)
        WEIR_TRY(grow_homes(draft, error));
    *home = (uint32_t)draft->home_count;
    draft->homes[draft->home_count++] = *made;
    return WEIR_OK;
}

enum weir_status weir_draft_home(struct weir_draft *draft, struct weir_str account, struct weir_str region,
                                 struct weir_origin origin, uint32_t *home, struct weir_error *error)
{
    WEIR_TRY(make_home(draft, &(struct weir_home){account, WEIR_STR(""), 0, origin}, home, error));
    if (region.len == 0)
        return WEIR_OK;
    return make_home(draft, &(struct weir_home){account, region, 0, origin}, home, error);
}

static struct weir_run *new_run(struct weir_draft *draft)
{
    /* Runs double, so that a million items are few runs; what is filled stays where it is. */
    const size_t capacity = draft->last_run == NULL ? WEIR_RUN_ITEMS : draft->last_run->capacity * 2;
    struct weir_run *const run = weir_arena_alloc(draft->arena, 1, sizeof *run);
    struct weir_item *const items = weir_arena_alloc(draft->arena, capacity, sizeof *items);
    if (run == NULL || items == NULL)
        return NULL;
    *run = (struct weir_run){NULL, items, 0, capacity};
    if (draft->last_run == NULL)
        draft->runs = run;
    else
        draft->last_run->next = run;
    draft->last_run = run;
    return run;
}

enum weir_status weir_draft_add(struct weir_draft *draft, const struct weir_item *item, struct weir_error *error)
{
    struct weir_run *run = draft->last_run;
    if (run == NULL || run->count == run->capacity)
        run = new_run(draft);
    if (run == NULL)
        return weir_fail_memory(error);
    run->items[run->count++] = *item;
    return WEIR_OK;
}

static enum weir_status copy_homes(struct weir_draft *draft, const struct weir_world *world, struct weir_error *error)
{
    for (size_t i = 0; i < world->home_count; i++) {
        const struct weir_home *const home = &world->homes[i];
        uint32_t at = 0;
        WEIR_TRY(weir_draft_home(draft, home->account, home->region, home->origin, &at, error));
        draft->homes[at].incomplete = home->incomplete;
    }
    return WEIR_OK;
}

enum weir_status weir_draft_copy(struct weir_draft *draft, const struct weir_world *world, struct weir_error *error)
{
    for (size_t i = 0; i < world->document_count; i++)
        WEIR_TRY(take_document(draft, weir_document_retain(world->documents[i]), error));
    draft->base = world;
    WEIR_TRY(copy_homes(draft, world, error));
    const size_t count = world->starts[world->home_count * WEIR_COLLECTIONS];
    for (size_t i = 0; i < count; i++)
        WEIR_TRY(weir_draft_add(draft, &world->items[i], error));
    return WEIR_OK;
}
