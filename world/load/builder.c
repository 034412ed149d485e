/* How a world is built from texts: added one by one, the answers they ask for handed in, then sealed. */
#include "base/base_impl.h"
#include "world/world_impl.h"

struct weir_world_builder {
    struct weir_arena *arena; /* holds this struct alone */
    struct weir_draft draft;
    bool is_open; /* neither sealed nor failed */
};

enum weir_status weir_world_builder_new(const struct weir_world_options *options, struct weir_world_builder **builder,
                                        struct weir_error *error)
{
    if (builder == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a builder needs a place to be put");
    *builder = NULL;
    const size_t asked = options == NULL ? 0 : options->max_bytes;
    struct weir_arena *arena = NULL;
    if (weir_arena_new(0, &arena) != WEIR_OK)
        return weir_fail_memory(error);
    struct weir_world_builder *const made = weir_arena_alloc(arena, 1, sizeof *made);
    enum weir_status status = WEIR_ERR_MEMORY;
    if (made != NULL) {
        made->arena = arena;
        made->is_open = true;
        status = weir_draft_init(&made->draft, asked == 0 ? SIZE_MAX : asked, error);
    }
    if (status != WEIR_OK) {
        if (made != NULL)
            weir_draft_clear(&made->draft);
        weir_arena_free(arena);
        return weir_fail_memory(error);
    }
    *builder = made;
    return WEIR_OK;
}

/* A failure closes the builder: half of a text is no world. */
static enum weir_status closing(struct weir_world_builder *builder, enum weir_status status)
{
    if (status != WEIR_OK)
        builder->is_open = false;
    return status;
}

static enum weir_status add(struct weir_draft *draft, struct weir_str text, struct weir_str name,
                            struct weir_error *error)
{
    const struct weir_tree *tree = NULL;
    WEIR_TRY(weir_draft_parse(draft, weir_tree_parse, text, name, &tree, error));
    return weir_draft_collect(draft, tree, error);
}

enum weir_status weir_world_builder_add(struct weir_world_builder *builder, struct weir_str text, struct weir_str name,
                                        struct weir_error *error)
{
    if (builder == NULL || !builder->is_open)
        return weir_fail(error, WEIR_ERR_USAGE, "the builder is missing, sealed or failed");
    return closing(builder, add(&builder->draft, text, name, error));
}

bool weir_world_builder_wants(const struct weir_world_builder *builder, struct weir_str *path,
                              struct weir_str *includer)
{
    const struct weir_want *const want = builder == NULL || !builder->is_open ? NULL : builder->draft.wants;
    if (path != NULL)
        *path = want == NULL ? (struct weir_str){NULL, 0} : want->path;
    if (includer != NULL)
        *includer = want == NULL ? (struct weir_str){NULL, 0} : weir_tree_name(want->origin.tree);
    return want != NULL;
}

static enum weir_status supply(struct weir_draft *draft, struct weir_str text, struct weir_str name,
                               struct weir_error *error)
{
    const struct weir_want *const want = draft->wants;
    draft->wants = want->next;
    if (draft->wants == NULL)
        draft->last_want = NULL;
    const struct weir_tree *tree = NULL;
    WEIR_TRY(weir_draft_parse(draft, weir_tree_parse, text, name, &tree, error));
    return weir_draft_collect_answer(draft, want->home, tree, error);
}

enum weir_status weir_world_builder_supply(struct weir_world_builder *builder, struct weir_str text,
                                           struct weir_str name, struct weir_error *error)
{
    if (builder == NULL || !builder->is_open)
        return weir_fail(error, WEIR_ERR_USAGE, "the builder is missing, sealed or failed");
    if (builder->draft.wants == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "no include is outstanding");
    return closing(builder, supply(&builder->draft, text, name, error));
}

enum weir_status weir_world_builder_seal(struct weir_world_builder *builder, struct weir_world **world,
                                         struct weir_error *error)
{
    if (world != NULL)
        *world = NULL;
    if (builder == NULL || world == NULL || !builder->is_open)
        return weir_fail(error, WEIR_ERR_USAGE, "the builder is missing, sealed or failed");
    const struct weir_want *const want = builder->draft.wants;
    if (want != NULL)
        return weir_fail_at(error, WEIR_ERR_INCOMPLETE, want->origin.tree, want->origin.node,
                            "the included `%s` was not supplied", weir_quote(want->path).text);
    builder->is_open = false;
    const enum weir_status status = weir_draft_seal(&builder->draft, world, error);
    weir_draft_clear(&builder->draft);
    return status;
}

void weir_world_builder_free(struct weir_world_builder *builder)
{
    if (builder == NULL)
        return;
    weir_draft_clear(&builder->draft);
    weir_arena_free(builder->arena);
}
