/* The texts of a world: each parsed once into an arena of its own, counted, shared by worlds derived from one another. */
#include "base/base_impl.h"
#include "world/world_impl.h"

enum weir_status weir_document_new(weir_parse_fn *parse, struct weir_str text, struct weir_str name, size_t max_bytes,
                                   struct weir_document **document, struct weir_error *error)
{
    *document = NULL;
    struct weir_arena *arena = NULL;
    if (weir_arena_new(max_bytes == SIZE_MAX ? 0 : max_bytes, &arena) != WEIR_OK)
        return weir_fail_memory(error);
    const struct weir_tree *tree = NULL;
    const enum weir_status status = parse(text, name, arena, &tree, error);
    struct weir_document *const made = status == WEIR_OK ? weir_arena_alloc(arena, 1, sizeof *made) : NULL;
    if (made == NULL) {
        weir_arena_free(arena);
        return status == WEIR_OK ? weir_fail_memory(error) : status;
    }
    atomic_init(&made->references, 1);
    made->arena = arena;
    made->tree = tree;
    *document = made;
    return WEIR_OK;
}

struct weir_document *weir_document_retain(struct weir_document *document)
{
    atomic_fetch_add_explicit(&document->references, 1, memory_order_relaxed);
    return document;
}

void weir_document_release(struct weir_document *document)
{
    if (atomic_fetch_sub_explicit(&document->references, 1, memory_order_acq_rel) == 1)
        weir_arena_free(document->arena);
}
