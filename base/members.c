/* Decides whether a map has the members that a table knows, and no others (DESIGN §7). */
#include "base/members.h"

static bool is_member(const struct weir_member *members, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(members[i].name, name))
            return true;
    }
    return false;
}

enum weir_status weir_read_members(const struct weir_tree *tree, const struct weir_node *map, const char *what,
                                   const struct weir_member *members, size_t count, void *asking,
                                   struct weir_error *error)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "%s must be a map", what);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        if (!is_member(members, count, weir_node_text(key)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "unknown member `%s` in %s",
                                weir_quote(weir_node_text(key)).text, what);
    }
    for (size_t i = 0; i < count; i++) {
        const struct weir_node *const value = weir_node_find(map, members[i].name);
        const bool is_there = value != NULL && !weir_node_is_null(value);
        if (!is_there && members[i].required)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "%s must have `%s`", what, members[i].name.ptr);
        if (is_there)
            WEIR_TRY(members[i].read(asking, value));
    }
    return WEIR_OK;
}

enum weir_status weir_read_word(const struct weir_tree *tree, const struct weir_node *node, const char *what,
                                const struct weir_word *words, size_t count, int *value, struct weir_error *error)
{
    struct weir_str text;
    WEIR_TRY(weir_read_text(tree, node, what, &text, error));
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(words[i].word, text)) {
            *value = words[i].value;
            return WEIR_OK;
        }
    }
    return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "%s cannot be `%s`", what, weir_quote(text).text);
}
