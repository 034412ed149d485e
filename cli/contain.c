/* Decides whether an expectation holds: contained member by member in maps, whole in lists, by kind and text. */
#include "contain.h"

#include <stdio.h>
#include <string.h>

#include <weir/limits.h>

#include "cli.h"

/* A list or map under way: explicit, so that no input bounds the program's own stack. */
struct frame {
    const struct weir_node *at;     /* the next item or key of the expectation */
    const struct weir_node *actual; /* the answer's map, or its next item */
    bool is_map;
    size_t index;
    size_t path_len; /* of the container */
};

struct walk {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct failures *failures;
    struct frame frames[WEIR_MAX_DEPTH];
    size_t depth;
    char path[1024];
    size_t path_len;
    bool out_of_memory;
};

void failures_add(struct failures *failures, struct weir_place place, struct weir_str path, struct weir_str expected,
                  struct weir_str actual)
{
    if (failures->count == MAX_FAILURES) {
        failures->left_out++;
        return;
    }
    failures->items[failures->count++] = (struct failure){place, path, expected, actual};
}

/* A node as canonical JSON; a plain YAML scalar by its look. */
static struct weir_str rendered(struct walk *walk, const struct weir_node *node)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    if (node == NULL)
        return WEIR_STR("(absent)");
    if (weir_writer_new(walk->arena, &writer) == WEIR_OK) {
        weir_write_node_canonical(writer, node);
        if (weir_writer_finish(writer, &text) == WEIR_OK)
            return text;
    }
    walk->out_of_memory = true;
    return text;
}

static struct weir_str copied_path(struct walk *walk)
{
    char *const copy = weir_arena_alloc(walk->arena, walk->path_len + 1, 1);
    if (copy == NULL) {
        walk->out_of_memory = true;
        return (struct weir_str){NULL, 0};
    }
    memcpy(copy, walk->path, walk->path_len);
    return (struct weir_str){copy, walk->path_len};
}

static void fail(struct walk *walk, const struct weir_node *expected, struct weir_str wanted, struct weir_str got)
{
    failures_add(walk->failures, weir_tree_place(walk->tree, expected), copied_path(walk), wanted, got);
}

/* The pointer is for people: one too long for its room is cut, which changes no answer. */
static void path_push(struct walk *walk, struct weir_str name)
{
    if (name.len + 1 >= sizeof(walk->path) - walk->path_len)
        return;
    walk->path[walk->path_len] = '/';
    memcpy(walk->path + walk->path_len + 1, name.ptr, name.len);
    walk->path_len += name.len + 1;
}

static struct weir_str count_text(struct walk *walk, size_t count)
{
    enum { ROOM = 48 };
    char *const text = weir_arena_alloc(walk->arena, ROOM, 1);
    const int length = text == NULL ? -1 : snprintf(text, ROOM, "a list of %zu", count);
    walk->out_of_memory = walk->out_of_memory || length < 0;
    return (struct weir_str){text, length < 0 ? 0 : (size_t)length};
}

static bool is_container(const struct weir_node *node)
{
    return weir_node_kind(node) == WEIR_NODE_MAP || weir_node_kind(node) == WEIR_NODE_LIST;
}

/* Compares scalars and the kinds of containers; what is in a container comes next. */
static void check_node(struct walk *walk, const struct weir_node *expected, const struct weir_node *actual)
{
    const bool is_map = weir_node_kind(expected) == WEIR_NODE_MAP;
    if (!is_container(expected) || weir_node_kind(expected) != weir_node_kind(actual) ||
        walk->depth == WEIR_MAX_DEPTH) {
        const struct weir_str wanted = rendered(walk, expected);
        const struct weir_str got = rendered(walk, actual);
        if (!weir_str_equal(wanted, got))
            fail(walk, expected, wanted, got);
        return;
    }
    if (!is_map && weir_node_count(expected) != weir_node_count(actual))
        fail(walk, expected, count_text(walk, weir_node_count(expected)), count_text(walk, weir_node_count(actual)));
    walk->frames[walk->depth++] = (struct frame){.at = weir_node_first(expected),
                                                 .actual = is_map ? actual : weir_node_first(actual),
                                                 .is_map = is_map,
                                                 .path_len = walk->path_len};
}

static void check_member(struct walk *walk, struct frame *frame)
{
    const struct weir_node *const key = frame->at;
    const struct weir_node *const value = weir_node_find(frame->actual, weir_node_text(key));
    frame->at = weir_node_next(key);
    path_push(walk, weir_node_text(key));
    if (value == NULL)
        fail(walk, key, rendered(walk, weir_node_value(key)), WEIR_STR("(absent)"));
    else
        check_node(walk, weir_node_value(key), value);
}

static void check_item(struct walk *walk, struct frame *frame)
{
    const struct weir_node *const item = frame->at;
    const struct weir_node *const other = frame->actual;
    char name[24];
    (void)snprintf(name, sizeof(name), "%zu", frame->index++);
    frame->at = weir_node_next(item);
    frame->actual = weir_node_next(other);
    path_push(walk, weir_str_from(name));
    check_node(walk, item, other);
}

bool contain_check(const struct weir_tree *tree, const struct weir_node *expected, const struct weir_node *actual,
                   struct weir_arena *arena, struct failures *failures)
{
    struct walk walk = {.tree = tree, .arena = arena, .failures = failures};
    check_node(&walk, expected, actual);
    while (walk.depth > 0) {
        struct frame *const frame = &walk.frames[walk.depth - 1];
        walk.path_len = frame->path_len;
        if (frame->at == NULL || frame->actual == NULL)
            walk.depth--;
        else if (frame->is_map)
            check_member(&walk, frame);
        else
            check_item(&walk, frame);
    }
    return !walk.out_of_memory;
}

static const char *const passed_over[][6] = {
    [CONTAIN_PLACES] = {"at", "file", "source", "line", "column", "path"},
    [CONTAIN_TRACE] = {"trace", "access"},
};

static bool is_passed_over(enum contain_but but, struct weir_str name)
{
    for (size_t i = 0; i < COUNT(passed_over[but]) && passed_over[but][i] != NULL; i++) {
        if (weir_str_equal(name, weir_str_from(passed_over[but][i])))
            return true;
    }
    return false;
}

/* Two containers of one kind, side by side: what of each comes next. */
struct pair {
    const struct weir_node *a;
    const struct weir_node *b;
    bool is_map;
};

/* The node itself, or the next key that is looked at. */
static const struct weir_node *looked_at(enum contain_but but, bool is_map, const struct weir_node *node)
{
    while (is_map && node != NULL && is_passed_over(but, weir_node_text(node)))
        node = weir_node_next(node);
    return node;
}

static struct pair open_pair(enum contain_but but, const struct weir_node *a, const struct weir_node *b)
{
    const bool is_map = weir_node_kind(a) == WEIR_NODE_MAP;
    return (struct pair){looked_at(but, is_map, weir_node_first(a)), looked_at(but, is_map, weir_node_first(b)),
                         is_map};
}

/* The same kind, and of scalars the same text. */
static bool same_outside(const struct weir_node *a, const struct weir_node *b)
{
    if (weir_node_kind(a) != weir_node_kind(b))
        return false;
    return is_container(a) || weir_str_equal(weir_node_text(a), weir_node_text(b));
}

/* Takes the next two children; false when they differ outside, or there is only one. */
static bool same_children(enum contain_but but, struct pair *pair, const struct weir_node **a,
                          const struct weir_node **b)
{
    const struct weir_node *const left = pair->a;
    const struct weir_node *const right = pair->b;
    if (left == NULL || right == NULL)
        return false;
    pair->a = looked_at(but, pair->is_map, weir_node_next(left));
    pair->b = looked_at(but, pair->is_map, weir_node_next(right));
    *a = pair->is_map ? weir_node_value(left) : left;
    *b = pair->is_map ? weir_node_value(right) : right;
    if (pair->is_map && !weir_str_equal(weir_node_text(left), weir_node_text(right)))
        return false;
    return same_outside(*a, *b);
}

bool contain_same_but(enum contain_but but, const struct weir_node *a, const struct weir_node *b)
{
    struct pair pairs[WEIR_MAX_DEPTH];
    size_t depth = 0;
    bool same = same_outside(a, b);
    for (;;) {
        if (same && is_container(a) && depth < WEIR_MAX_DEPTH)
            pairs[depth++] = open_pair(but, a, b);
        while (depth > 0 && pairs[depth - 1].a == NULL && pairs[depth - 1].b == NULL)
            depth--;
        if (!same || depth == 0)
            return same;
        same = same_children(but, &pairs[depth - 1], &a, &b);
    }
}
