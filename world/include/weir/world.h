/**
 * @file
 * The world that a decision is made in: accounts, roles, catalogs, registrations, grants and buckets, in the shapes in
 * which AWS reports them. Built from texts, sealed, then immutable, counted and shared by threads.
 *
 * The format is world/1 (see weir-world(5)); a change to it is patch/1.
 */
#ifndef WEIR_WORLD_H
#define WEIR_WORLD_H

#include <weir/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a world is built. Zeroed but for `size` is the default. */
struct weir_world_options {
    size_t size;
    size_t max_bytes; /**< bound on the memory of the world; 0: none */
};
#define WEIR_WORLD_OPTIONS_INIT {sizeof(struct weir_world_options), 0}

struct weir_world;
struct weir_world_builder;

/** @param options may be NULL. @return WEIR_OK; WEIR_ERR_MEMORY; WEIR_ERR_USAGE when `builder` is NULL. */
WEIR_API WEIR_MUST_USE enum weir_status weir_world_builder_new(const struct weir_world_options *options,
                                                               struct weir_world_builder **builder,
                                                               struct weir_error *error);
/**
 * Adds a world/1 document (YAML or JSON). Several documents are joined: lists join, the same identity twice is an error.
 * @param name  what places and errors call the text; copied, as is the text.
 * @return WEIR_OK; WEIR_ERR_SYNTAX, WEIR_ERR_SCHEMA, WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY. After a failure the
 *         builder can only be freed.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_world_builder_add(struct weir_world_builder *builder, struct weir_str text,
                                                               struct weir_str name, struct weir_error *error);
/**
 * A raw AWS answer that an added document asks for with `Include`, in the order asked; the library opens no file.
 * @param[out] path      as written in the document.
 * @param[out] includer  the name of the document that asks.
 * @return false when nothing is outstanding.
 */
WEIR_API bool weir_world_builder_wants(const struct weir_world_builder *builder, struct weir_str *path,
                                       struct weir_str *includer);
/** Hands in the text of the first outstanding include. Statuses as weir_world_builder_add; WEIR_ERR_USAGE if none is wanted. */
WEIR_API WEIR_MUST_USE enum weir_status weir_world_builder_supply(struct weir_world_builder *builder,
                                                                  struct weir_str text, struct weir_str name,
                                                                  struct weir_error *error);
/**
 * Checks and compiles everything; the builder is then empty and can only be freed.
 * @return WEIR_OK; WEIR_ERR_SCHEMA with the place; WEIR_ERR_INCOMPLETE when an include is outstanding; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_world_builder_seal(struct weir_world_builder *builder,
                                                                struct weir_world **world, struct weir_error *error);
/** NULL does nothing. */
WEIR_API void weir_world_builder_free(struct weir_world_builder *builder);

/**
 * The next world: `base` with a patch/1 document applied. `base` is unchanged and both share what did not change.
 * @return WEIR_OK; WEIR_ERR_SYNTAX, WEIR_ERR_SCHEMA with the place in the patch (also: removing what is not there);
 *         WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_world_derive(const struct weir_world *base, struct weir_str patch,
                                                          struct weir_str name, struct weir_world **next,
                                                          struct weir_error *error);

/** Counted, thread-safe. `retain` returns its argument; NULL does nothing. */
WEIR_API struct weir_world *weir_world_retain(struct weir_world *world);
WEIR_API void weir_world_release(struct weir_world *world);

/** How much a world holds, for people. */
struct weir_world_counts {
    size_t accounts, roles, users, policies, tables, grants, registrations, buckets;
};
WEIR_API void weir_world_count(const struct weir_world *world, struct weir_world_counts *counts);

#ifdef __cplusplus
}
#endif

#endif
