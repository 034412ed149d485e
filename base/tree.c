/* A tree as its readers see it: total accessors, and the typed readers that a schema uses. */
#include <weir/base.h>

#include "base/tree_impl.h"

const struct weir_node *weir_tree_root(const struct weir_tree *tree)
{
    return tree == NULL ? NULL : tree->root;
}

struct weir_str weir_tree_name(const struct weir_tree *tree)
{
    return tree == NULL ? (struct weir_str){NULL, 0} : tree->name;
}

enum weir_node_kind weir_node_kind(const struct weir_node *node)
{
    return node == NULL ? WEIR_NODE_ABSENT : (enum weir_node_kind)node->kind;
}

static bool is_container(const struct weir_node *node)
{
    return node != NULL && (node->kind == WEIR_NODE_LIST || node->kind == WEIR_NODE_MAP);
}

struct weir_str weir_node_text(const struct weir_node *node)
{
    if (node == NULL || is_container(node))
        return (struct weir_str){NULL, 0};
    return weir_node_bytes(node);
}

bool weir_node_is_plain(const struct weir_node *node)
{
    return node != NULL && node->is_marked && node->kind == WEIR_NODE_TEXT;
}

bool weir_node_is_null(const struct weir_node *node)
{
    if (weir_node_kind(node) == WEIR_NODE_NULL)
        return true;
    if (!weir_node_is_plain(node))
        return false;
    const struct weir_str text = weir_node_bytes(node);
    return text.len == 0 || weir_str_equal(text, WEIR_STR("~")) || weir_str_equal(text, WEIR_STR("null"));
}

size_t weir_node_count(const struct weir_node *node)
{
    return is_container(node) ? node->length : 0;
}

const struct weir_node *weir_node_first(const struct weir_node *container)
{
    if (!is_container(container))
        return NULL;
    if (weir_node_is_indexed(container))
        return container->content.index->first;
    return container->content.first;
}

const struct weir_node *weir_node_next(const struct weir_node *node)
{
    if (node == NULL || node->is_member)
        return NULL;
    return node->is_key ? node->next->next : node->next;
}

const struct weir_node *weir_node_value(const struct weir_node *key)
{
    return key != NULL && key->is_key ? key->next : NULL;
}

static const struct weir_node *find_in_index(const struct weir_map_index *index, size_t count, struct weir_str key)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = weir_str_compare(weir_node_bytes(index->sorted[middle]), key);
        if (order == 0)
            return index->sorted[middle]->next;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct weir_node *weir_node_find(const struct weir_node *map, struct weir_str key)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return NULL;
    if (weir_node_is_indexed(map))
        return find_in_index(map->content.index, map->length, key);
    for (const struct weir_node *at = map->content.first; at != NULL; at = at->next->next) {
        if (weir_str_equal(weir_node_bytes(at), key))
            return at->next;
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------- typed reading */

enum weir_status weir_read_text(const struct weir_tree *tree, const struct weir_node *node, const char *what,
                                struct weir_str *out, struct weir_error *error)
{
    *out = (struct weir_str){NULL, 0};
    if (weir_node_kind(node) != WEIR_NODE_TEXT || weir_node_is_null(node))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "%s must be text", what);
    *out = weir_node_bytes(node);
    return WEIR_OK;
}

enum weir_status weir_read_bool(const struct weir_tree *tree, const struct weir_node *node, const char *what, bool *out,
                                struct weir_error *error)
{
    *out = false;
    const struct weir_str text = weir_node_text(node);
    const bool may_be = weir_node_kind(node) == WEIR_NODE_BOOL || weir_node_is_plain(node);
    const bool is_true = weir_str_equal(text, WEIR_STR("true"));
    if (!may_be || !(is_true || weir_str_equal(text, WEIR_STR("false"))))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "%s must be true or false", what);
    *out = is_true;
    return WEIR_OK;
}

enum weir_status weir_read_int64(const struct weir_tree *tree, const struct weir_node *node, const char *what,
                                 int64_t *out, struct weir_error *error)
{
    *out = 0;
    const struct weir_str text = weir_node_text(node);
    const bool may_be = weir_node_kind(node) == WEIR_NODE_NUMBER || weir_node_is_plain(node);
    if (!may_be || !weir_int64_parse(text, out))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "%s must be a whole number of at most 64 bits", what);
    return WEIR_OK;
}
