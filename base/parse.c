/* From a text to a tree: which language it is read as, what is checked for both, and what a text inside a text adds. */
#include <weir/base.h>

#include "base/tree_impl.h"

static enum weir_status check_input(const struct weir_tree_input *input, const struct weir_arena *arena,
                                    struct weir_error *error)
{
    if (arena == NULL || (input->text.ptr == NULL && input->text.len > 0) ||
        (input->name.ptr == NULL && input->name.len > 0))
        return weir_fail(error, WEIR_ERR_USAGE, "a text to parse, its name or the arena is NULL");
    if (input->name.len > WEIR_MAX_NAME_BYTES)
        return weir_fail(error, WEIR_ERR_LIMIT, "the name of the text is longer than %d bytes", WEIR_MAX_NAME_BYTES);
    if (input->text.len > input->max_bytes)
        return weir_fail(error, WEIR_ERR_LIMIT, "the text is longer than %zu bytes", input->max_bytes);
    return WEIR_OK;
}

WEIR_PRINTF(4, 5)
static enum weir_status fail_bytes(struct weir_error *error, const struct weir_tree *tree, size_t offset,
                                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const enum weir_status status = weir_fail_offset(error, WEIR_ERR_SYNTAX, tree, offset, NULL, format, arguments);
    va_end(arguments);
    return status;
}

static enum weir_status check_bytes(const struct weir_tree *tree, struct weir_error *error)
{
    size_t bad = 0;
    if (!weir_str_is_utf8(tree->text, &bad))
        return fail_bytes(error, tree, bad, "the text is not UTF-8");
    if (weir_str_has_prefix(tree->text, WEIR_STR("\xEF\xBB\xBF")))
        return fail_bytes(error, tree, 0, "the text begins with a byte order mark");
    return WEIR_OK;
}

static struct weir_tree *tree_new(const struct weir_tree_input *input, struct weir_arena *arena)
{
    struct weir_tree *const tree = weir_arena_alloc(arena, 1, sizeof(*tree));
    char *const copy = weir_arena_take(arena, input->text.len + WEIR_TEXT_PAD, 1);
    if (tree == NULL || copy == NULL || !weir_arena_copy(arena, input->name, &tree->name))
        return NULL;
    if (input->text.len > 0)
        memcpy(copy, input->text.ptr, input->text.len);
    memset(copy + input->text.len, 0, WEIR_TEXT_PAD);
    tree->text = (struct weir_str){copy, input->text.len};
    tree->outer = input->outer;
    tree->holder = input->holder;
    return weir_lines_index(tree, arena) ? tree : NULL;
}

enum weir_status weir_tree_make(const struct weir_tree_input *input, weir_tree_reader *read, struct weir_arena *arena,
                                const struct weir_tree **tree, struct weir_error *error)
{
    if (tree == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is no place for the tree");
    *tree = NULL;
    WEIR_TRY(check_input(input, arena, error));
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    struct weir_tree *const made = tree_new(input, arena);
    enum weir_status status = made == NULL ? weir_fail_memory(error) : check_bytes(made, error);
    if (status == WEIR_OK)
        status = read(made, arena, error);
    if (status == WEIR_OK)
        *tree = made;
    else
        weir_arena_rewind(arena, mark);
    return status;
}

enum weir_status weir_tree_parse_json(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                      const struct weir_tree **tree, struct weir_error *error)
{
    const struct weir_tree_input input = {text, name, WEIR_MAX_TEXT_BYTES, NULL, NULL};
    return weir_tree_make(&input, weir_json_read, arena, tree, error);
}

enum weir_status weir_tree_parse_yaml(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                      const struct weir_tree **tree, struct weir_error *error)
{
    const struct weir_tree_input input = {text, name, WEIR_MAX_TEXT_BYTES, NULL, NULL};
    return weir_tree_make(&input, weir_yaml_read, arena, tree, error);
}

static bool looks_like_json(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return c == '{' || c == '[';
    }
    return false;
}

enum weir_status weir_tree_parse(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                 const struct weir_tree **tree, struct weir_error *error)
{
    const bool is_json = text.ptr != NULL && looks_like_json(text);
    const struct weir_tree_input input = {text, name, WEIR_MAX_TEXT_BYTES, NULL, NULL};
    return weir_tree_make(&input, is_json ? weir_json_read : weir_yaml_read, arena, tree, error);
}

enum weir_status weir_tree_parse_json_within(const struct weir_tree *outer, const struct weir_node *holder,
                                             struct weir_str text, struct weir_arena *arena,
                                             const struct weir_tree **tree, struct weir_error *error)
{
    const struct weir_tree_input input = {text, weir_tree_name(outer), WEIR_MAX_TEXT_BYTES, outer, holder};
    if (outer == NULL || holder == NULL) {
        if (tree != NULL)
            *tree = NULL;
        return weir_fail(error, WEIR_ERR_USAGE, "a text inside a text needs the outer tree and its node");
    }
    return weir_tree_make(&input, weir_json_read, arena, tree, error);
}
