/* Where a node is: line and column from sparse marks, and the JSON pointer [rfc6901] by a walk from the root. */
#include <weir/base.h>

#include <stdio.h>

#include "base/tree_impl.h"

/* A line ends at a line feed alone, for both languages: what editors show for LF and CRLF texts. */
static const char *line_end(struct weir_str text, size_t from)
{
    return text.len > from ? memchr(text.ptr + from, '\n', text.len - from) : NULL;
}

bool weir_lines_index(struct weir_tree *tree, struct weir_arena *arena)
{
    const struct weir_str text = tree->text;
    const size_t count = text.len / WEIR_LINE_STRIDE + 1;
    if (count == 1)
        return true;
    struct weir_line_mark *const marks = weir_arena_take(arena, count * sizeof(*marks), sizeof(uint32_t));
    if (marks == NULL)
        return false;
    struct weir_line_mark now = {0, 0};
    size_t filled = 0;
    for (const char *end = line_end(text, 0); end != NULL; end = line_end(text, now.line_start)) {
        const size_t next_start = (size_t)(end - text.ptr) + 1;
        while (filled < count && filled * WEIR_LINE_STRIDE < next_start)
            marks[filled++] = now;
        now.lines++;
        now.line_start = (uint32_t)next_start;
    }
    while (filled < count)
        marks[filled++] = now;
    tree->marks = marks;
    return true;
}

void weir_line_column(const struct weir_tree *tree, size_t offset, uint32_t *line, uint32_t *column)
{
    const struct weir_str before = {tree->text.ptr, offset};
    const size_t stride = offset / WEIR_LINE_STRIDE;
    struct weir_line_mark at = {0, 0};
    size_t from = 0;
    if (tree->marks != NULL) {
        at = tree->marks[stride];
        from = stride * WEIR_LINE_STRIDE;
    }
    for (const char *end = line_end(before, from); end != NULL; end = line_end(before, from)) {
        from = (size_t)(end - before.ptr) + 1;
        at.lines++;
        at.line_start = (uint32_t)from;
    }
    *line = at.lines + 1;
    *column = (uint32_t)(offset - at.line_start) + 1;
}

struct weir_place weir_tree_place(const struct weir_tree *tree, const struct weir_node *node)
{
    struct weir_place place = {{NULL, 0}, 0, 0, 0};
    if (tree == NULL || node == NULL)
        return place;
    while (tree->outer != NULL) {
        node = tree->holder;
        tree = tree->outer;
    }
    if (node->offset > tree->text.len)
        return place;
    place.source = tree->name;
    place.offset = node->offset;
    weir_line_column(tree, node->offset, &place.line, &place.column);
    return place;
}

/* ------------------------------------------------------------------------------------------ pointers */

/* The child that is the node or holds it: the last one that does not begin behind it. Two nodes may begin at one
 * offset (a YAML map and its first key), so the node itself is looked for first. */
static const struct weir_node *child_towards(const struct weir_node *container, const struct weir_node *node,
                                             struct weir_path_step *step)
{
    const bool is_map = weir_node_kind(container) == WEIR_NODE_MAP;
    const struct weir_node *towards = NULL;
    uint32_t index = 0;
    for (const struct weir_node *child = weir_node_first(container); child != NULL; child = weir_node_next(child)) {
        const struct weir_node *const value = is_map ? weir_node_value(child) : child;
        if (child->offset > node->offset)
            break;
        *step = (struct weir_path_step){is_map ? weir_node_bytes(child) : (struct weir_str){NULL, 0}, index++, !is_map};
        towards = value;
        if (child == node || value == node)
            return node;
    }
    return towards;
}

/* INVARIANT: a tree has at most WEIR_MAX_DEPTH levels, so the steps fit. */
static void path_find(const struct weir_tree *tree, const struct weir_node *node, struct weir_path *path)
{
    path->count = 0;
    const struct weir_node *at = tree->root;
    while (at != NULL && at != node && weir_node_first(at) != NULL && path->count < WEIR_COUNT(path->steps)) {
        at = child_towards(at, node, &path->steps[path->count]);
        path->count += at != NULL;
    }
}

/* A text that is filled from its end, because the end is what a person needs of a long pointer. */
struct backward {
    char *text;
    size_t start; /* of what is filled */
    bool is_full;
};

static void put_before(struct backward *out, struct weir_str piece)
{
    if (out->is_full || piece.len > out->start) {
        out->is_full = true;
        return;
    }
    out->start -= piece.len;
    memcpy(out->text + out->start, piece.ptr, piece.len);
}

/* [rfc6901] §3 "~" is written ~0 and "/" is written ~1. */
static void put_key_before(struct backward *out, struct weir_str key)
{
    for (size_t i = key.len; i > 0; i--) {
        const char c = key.ptr[i - 1];
        if (c == '~')
            put_before(out, WEIR_STR("~0"));
        else if (c == '/')
            put_before(out, WEIR_STR("~1"));
        else
            put_before(out, (struct weir_str){&key.ptr[i - 1], 1});
    }
}

static void put_path_before(struct backward *out, const struct weir_path *path)
{
    for (size_t i = path->count; i > 0 && !out->is_full; i--) {
        const struct weir_path_step *const step = &path->steps[i - 1];
        if (step->is_item) {
            char digits[16];
            (void)snprintf(digits, sizeof(digits), "%u", (unsigned)step->index);
            put_before(out, weir_str_from(digits));
        } else {
            put_key_before(out, step->key);
        }
        put_before(out, WEIR_STR("/"));
    }
}

static size_t path_bytes(const struct weir_path *path)
{
    size_t bytes = 0;
    for (size_t i = 0; i < path->count; i++) {
        const struct weir_path_step *const step = &path->steps[i];
        bytes += 1 + (step->is_item ? 10 : step->key.len); /* an index has at most ten digits */
        for (size_t k = 0; k < step->key.len; k++)
            bytes += step->key.ptr[k] == '~' || step->key.ptr[k] == '/';
    }
    return bytes;
}

enum weir_status weir_tree_pointer(const struct weir_tree *tree, const struct weir_node *node, struct weir_arena *arena,
                                   struct weir_str *pointer)
{
    *pointer = (struct weir_str){NULL, 0};
    if (tree == NULL || node == NULL)
        return WEIR_OK;
    struct weir_path path;
    path_find(tree, node, &path);
    const size_t bytes = path_bytes(&path);
    char *const text = weir_arena_alloc(arena, bytes, 1);
    if (text == NULL)
        return WEIR_ERR_MEMORY;
    struct backward out = {text, bytes, false};
    put_path_before(&out, &path);
    *pointer = (struct weir_str){text + out.start, bytes - out.start};
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- errors */

/* The pointer of the innermost tree behind those of its holders. */
static void locate_path(struct weir_error *error, const struct weir_tree *tree, const struct weir_path *path)
{
    char text[sizeof(error->path) + 8];
    struct backward out = {text, sizeof(text), false};
    put_path_before(&out, path);
    for (; tree->outer != NULL && !out.is_full; tree = tree->outer) {
        struct weir_path outer;
        path_find(tree->outer, tree->holder, &outer);
        put_path_before(&out, &outer);
    }
    while (out.is_full && out.start > 0)
        text[--out.start] = '.'; /* stands for what did not fit, and makes the text too long for the error: it is cut */
    weir_copy_cut_left(error->path, sizeof(error->path), (struct weir_str){text + out.start, sizeof(text) - out.start});
}

static void append_inner_place(struct weir_error *error, uint32_t line, uint32_t column)
{
    char suffix[64];
    const int bytes = snprintf(suffix, sizeof(suffix), " (line %u, column %u of the text)", line, column);
    size_t used = strlen(error->message);
    if (used + (size_t)bytes >= sizeof(error->message)) {
        used = sizeof(error->message) - 1 - (size_t)bytes;
        while (used > 0 && ((unsigned char)error->message[used] & 0xC0) == 0x80)
            used--;
    }
    memcpy(error->message + used, suffix, (size_t)bytes + 1);
}

static void locate(struct weir_error *error, const struct weir_tree *tree, size_t offset, const struct weir_path *path)
{
    locate_path(error, tree, path);
    weir_line_column(tree, offset, &error->line, &error->column);
    if (tree->outer != NULL) {
        append_inner_place(error, error->line, error->column);
        const struct weir_place place = weir_tree_place(tree, tree->holder);
        error->line = place.line;
        error->column = place.column;
        offset = place.offset;
    }
    while (tree->outer != NULL)
        tree = tree->outer;
    error->offset = offset;
    weir_copy_cut_left(error->source, sizeof(error->source), tree->name);
}

enum weir_status weir_fail_offset(struct weir_error *error, enum weir_status status, const struct weir_tree *tree,
                                  size_t offset, const struct weir_path *path, const char *format, va_list arguments)
{
    static const struct weir_path root = {.count = 0};
    if (weir_error_fill(error, status, format, arguments))
        locate(error, tree, offset, path == NULL ? &root : path);
    return status;
}

enum weir_status weir_fail_at(struct weir_error *error, enum weir_status status, const struct weir_tree *tree,
                              const struct weir_node *node, const char *format, ...)
{
    const struct weir_node *const at = node == NULL ? weir_tree_root(tree) : node;
    va_list arguments;
    va_start(arguments, format);
    if (at == NULL || at->offset > tree->text.len) {
        (void)weir_error_fill(error, status, format, arguments);
    } else if (error != NULL && error->status == WEIR_OK) {
        struct weir_path path;
        path_find(tree, at, &path);
        (void)weir_fail_offset(error, status, tree, at->offset, &path, format, arguments);
    }
    va_end(arguments);
    return status;
}
