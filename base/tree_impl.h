/**
 * @file
 * The inside of a tree: its nodes, the reader's common half that builds them, and where a node is in its text.
 */
#ifndef WEIR_TREE_IMPL_H
#define WEIR_TREE_IMPL_H

#include <weir/base.h>
#include <weir/limits.h>

#include "base/base_impl.h"

/* No offset, length or count is above WEIR_MAX_TEXT_BYTES, which is all of these bits. */
enum { WEIR_TEXT_BITS = 29 };

enum { WEIR_INDEX_ABOVE = 16 /* maps with more members are searched by an index, smaller ones from the front */ };

struct weir_map_index;

/* Twenty-four bytes, since nodes are most of what a world takes. A map's children are key, value, key, value, … in the order of the text. */
struct weir_node {
    struct weir_node *next;
    union {
        const char *text;             /* scalars, keys */
        struct weir_node *first;      /* lists and small maps */
        struct weir_map_index *index; /* maps that have one */
    } content;
    uint64_t length : WEIR_TEXT_BITS; /* bytes of the text, items, or members */
    uint64_t offset : WEIR_TEXT_BITS; /* of the node's first byte in the tree's text */
    uint64_t kind : 3;                /* enum weir_node_kind */
    uint64_t is_key : 1;              /* of a map's member; its value is the next node */
    uint64_t is_member : 1;           /* the value of a map's member */
    uint64_t is_marked : 1;           /* a text: it stands without quotes, in YAML; a map: its content is an index */
};

/* Sorted, not hashed: no choice of keys makes it slow, and canonical printing gets its order from it. */
struct weir_map_index {
    struct weir_node *first;
    const struct weir_node *sorted[]; /* the keys by their bytes */
};

enum {
    WEIR_LINE_STRIDE = 16384, /* a place costs at most this much reading */
    WEIR_TEXT_PAD = 16        /* zero bytes behind the tree's copy of its text, so that readers may look ahead */
};

/* What is known at each multiple of WEIR_LINE_STRIDE. */
struct weir_line_mark {
    uint32_t lines;      /* line feeds before it */
    uint32_t line_start; /* offset behind the last of them */
};

struct weir_tree {
    struct weir_str text; /* the tree's own copy */
    struct weir_str name;
    const struct weir_node *root;
    const struct weir_line_mark *marks; /* NULL for a text shorter than the stride */
    const struct weir_tree *outer;      /* NULL unless held by a scalar of this tree */
    const struct weir_node *holder;
};

/* ------------------------------------------------------------------------------------------- reading */

/* What a tree is made from. */
struct weir_tree_input {
    struct weir_str text;
    struct weir_str name;
    size_t max_bytes;              /* WEIR_MAX_TEXT_BYTES; tests bring smaller ones */
    const struct weir_tree *outer; /* with the holder, or both NULL */
    const struct weir_node *holder;
};

typedef enum weir_status weir_tree_reader(struct weir_tree *tree, struct weir_arena *arena, struct weir_error *error);

/** Checks and copies what is common to both languages, then reads; a failure leaves the arena as it was. */
enum weir_status weir_tree_make(const struct weir_tree_input *input, weir_tree_reader *read, struct weir_arena *arena,
                                const struct weir_tree **tree, struct weir_error *error);
/** Parses a begun tree's text; the root is set on WEIR_OK. */
weir_tree_reader weir_json_read;
weir_tree_reader weir_yaml_read;

struct weir_build_level {
    struct weir_node *container;
    struct weir_node **link;     /* where the next child goes */
    const struct weir_node *key; /* the newest of a map */
    uint32_t count;              /* of the items or members so far; the container's own is set when it is closed */
    bool is_map;
    bool wants_value; /* the key is there, its value is not */
};

/* A tree under construction. Level 0 is a list that holds the root alone. */
struct weir_build {
    struct weir_arena *arena;
    struct weir_tree *tree;
    struct weir_error *error;
    size_t depth;
    struct weir_node top;
    struct weir_build_level levels[WEIR_MAX_DEPTH + 1];
};

void weir_build_init(struct weir_build *build, struct weir_tree *tree, struct weir_arena *arena,
                     struct weir_error *error);
/** Appends a list or a map, which then is the one that is being filled; refuses a level too many. */
enum weir_status weir_build_open(struct weir_build *build, enum weir_node_kind kind, size_t offset);
/** Ends it, refusing duplicate keys. */
enum weir_status weir_build_close(struct weir_build *build);
/** Fails at an offset of the text, with the pointer of what is being read there. */
enum weir_status weir_build_fail(struct weir_build *build, enum weir_status status, size_t offset, const char *format,
                                 ...) WEIR_PRINTF(4, 5);
static inline bool weir_build_in_map(const struct weir_build *build)
{
    return build->levels[build->depth].container->kind == WEIR_NODE_MAP;
}

/** Appends a node to what is being filled: a list's item, a map's key, or the value of the key before. NULL: no room. */
static inline struct weir_node *weir_build_add(struct weir_build *build, enum weir_node_kind kind, struct weir_str text,
                                               bool is_plain, size_t offset)
{
    struct weir_node *const node = weir_arena_take(build->arena, sizeof(*node), sizeof(void *));
    if (WEIR_UNLIKELY(node == NULL))
        return NULL;
    struct weir_build_level *const level = &build->levels[build->depth];
    const bool is_key = level->is_map && !level->wants_value;
    level->count += !level->is_map || is_key ? 1u : 0u;
    level->wants_value = is_key;
    if (is_key)
        level->key = node;
    *node = (struct weir_node){.next = NULL,
                               .content = {.text = text.ptr},
                               .length = text.len & WEIR_MAX_TEXT_BYTES,
                               .offset = offset & WEIR_MAX_TEXT_BYTES,
                               .kind = (unsigned)kind & 7u,
                               .is_key = is_key,
                               .is_member = level->is_map && !is_key,
                               .is_marked = is_plain};
    *level->link = node;
    level->link = &node->next;
    return node;
}

/* ------------------------------------------------------------------------------------------- walking */

static inline struct weir_str weir_node_bytes(const struct weir_node *scalar)
{
    return (struct weir_str){scalar->content.text, scalar->length};
}

static inline bool weir_node_is_indexed(const struct weir_node *container)
{
    return container->is_marked; /* a list never is */
}

/* ------------------------------------------------------------------------------------------- places */

struct weir_path_step {
    struct weir_str key; /* {NULL, 0} for an item of a list */
    uint32_t index;
    bool is_item;
};

/* The way from the root of a tree to a place in it. */
struct weir_path {
    size_t count;
    struct weir_path_step steps[WEIR_MAX_DEPTH + 1];
};

/** Prepares the line marks of a text; false past the arena's limit. */
bool weir_lines_index(struct weir_tree *tree, struct weir_arena *arena);
/** The line and column of an offset in the tree's own text. */
void weir_line_column(const struct weir_tree *tree, size_t offset, uint32_t *line, uint32_t *column);
/** weir_fail at an offset and a way, which may be NULL for the root; a tree held by another speaks of its holder. */
enum weir_status weir_fail_offset(struct weir_error *error, enum weir_status status, const struct weir_tree *tree,
                                  size_t offset, const struct weir_path *path, const char *format, va_list arguments)
    WEIR_PRINTF(6, 0);

#endif
