/* Decides which world a case is asked in: a shared one by name and version, patched or not, or one of its own. */
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "corpus_shared.h"
#include "files.h"

static enum cli_exit remember(struct corpus *corpus, const struct path *path, struct weir_world *world)
{
    struct corpus_world *const worlds = corpus_grow(corpus->arena, corpus->worlds, corpus->world_count,
                                                    &corpus->world_room, sizeof(*worlds));
    char *const copy = weir_arena_alloc(corpus->arena, path->len + 1, 1);
    if (worlds == NULL || copy == NULL) {
        weir_world_release(world);
        return complain_memory();
    }
    memcpy(copy, path->text, path->len);
    corpus->worlds = worlds;
    corpus->worlds[corpus->world_count++] = (struct corpus_world){copy, world};
    return CLI_YES;
}

static enum cli_exit shared_world(struct corpus *corpus, const struct corpus_case *item, const struct weir_node *base,
                                  struct weir_world **world)
{
    struct path path;
    enum cli_exit code = corpus_shared_find(item, base, "worlds", "world", &path);
    if (code != CLI_YES)
        return code;
    for (size_t i = 0; i < corpus->world_count; i++) {
        if (strcmp(corpus->worlds[i].path, path.text) == 0) {
            *world = corpus->worlds[i].world;
            return CLI_YES;
        }
    }
    const char *const paths[] = {path.text};
    code = load_world(paths, 1, world);
    return code == CLI_YES ? remember(corpus, &path, *world) : code;
}

/* The node as JSON text. */
static enum weir_status emit(const struct weir_node *node, struct weir_arena *arena, struct weir_str *json)
{
    struct weir_writer *writer = NULL;
    TRY(weir_writer_new(arena, &writer));
    weir_write_node(writer, node);
    return weir_writer_finish(writer, json);
}

/* Failures inside emitted text stand, for a reader, at the node that it was made from. */
static enum weir_status at_node(const struct corpus_case *item, const struct weir_node *node, enum weir_status status,
                                struct weir_error *error)
{
    struct weir_error placed = WEIR_ERROR_INIT;
    if (status == WEIR_OK)
        return status;
    (void)weir_fail_at(&placed, status, item->suite->tree, node, "%s",
                       error->message[0] != '\0' ? error->message : weir_status_sentence(status));
    *error = placed;
    return status;
}

static enum weir_status patched(const struct corpus_case *item, const struct weir_node *set, struct weir_arena *arena,
                                const struct weir_world *base, struct weir_world **world, struct weir_error *error)
{
    struct weir_str json = {NULL, 0};
    enum weir_status status = emit(set, arena, &json);
    if (status == WEIR_OK)
        status = weir_world_derive(base, json, weir_tree_name(item->suite->tree), world, error);
    return at_node(item, set, status, error);
}

static enum weir_status own_world(const struct corpus_case *item, const struct weir_node *node,
                                  struct weir_arena *arena, struct weir_world **world, enum cli_exit *code,
                                  struct weir_error *error)
{
    const struct weir_node *const text = weir_node_find(node, WEIR_STR("text"));
    struct weir_str json = weir_node_text(text);
    if (text == NULL)
        TRY(emit(node, arena, &json));
    const struct weir_str name = text != NULL ? WEIR_STR("world") : weir_tree_name(item->suite->tree);
    const enum cli_exit loaded = load_world_text(json, name, world, error);
    if (loaded == CLI_YES)
        return WEIR_OK;
    /* A file that an Include names was told of on stderr; it is no answer of this case. */
    if (error->status == WEIR_OK)
        *code = loaded;
    const enum weir_status status = error->status == WEIR_OK ? WEIR_ERR_SCHEMA : error->status;
    return text != NULL ? status : at_node(item, node, status, error);
}

enum weir_status corpus_world_of(struct corpus *corpus, const struct corpus_case *item, struct weir_arena *arena,
                                 struct weir_world **world, enum cli_exit *code, struct weir_error *error)
{
    const struct weir_node *const node = weir_node_find(item->question, WEIR_STR("world"));
    const struct weir_node *const base = weir_node_find(node, WEIR_STR("base"));
    const struct weir_node *const set = weir_node_find(node, WEIR_STR("set"));
    struct weir_world *shared = NULL;
    *world = NULL;
    *code = CLI_YES;
    if (base == NULL)
        return own_world(item, node, arena, world, code, error);
    if (weir_node_count(node) != (set == NULL ? 1U : 2U)) {
        *code = complain_at(weir_tree_place(item->suite->tree, node), "beside `base` a world has `set` alone");
        return WEIR_ERR_SCHEMA;
    }
    *code = shared_world(corpus, item, base, &shared);
    if (*code != CLI_YES)
        return WEIR_ERR_SCHEMA;
    if (set != NULL)
        return patched(item, set, arena, shared, world, error);
    *world = weir_world_retain(shared);
    return WEIR_OK;
}
