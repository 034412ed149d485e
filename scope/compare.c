/* One question that compares policies, as a document: two sides, or what was before and what is to be (DESIGN §7). */
#include "policy/ask/ask.h"
#include "scope/scope_impl.h"

/* By which names a question may call its sides. */
static const struct {
    struct weir_str wide;
    struct weir_str narrow;
    bool is_change;
} names[] = {{{"wide", 4}, {"narrow", 6}, false}, {{"old", 3}, {"new", 3}, true}};

static enum weir_status check_side(const void *tree, const struct weir_arena *arena, const void *out,
                                   struct weir_error *error)
{
    if (out == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put what is read");
    if (tree == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "policies are read from a tree into an arena");
    return WEIR_OK;
}

enum weir_status weir_compare_side_read(const struct weir_tree *tree, const struct weir_node *node,
                                        struct weir_arena *arena, struct weir_policy_set *policies,
                                        struct weir_error *error)
{
    if (policies != NULL)
        *policies = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    WEIR_TRY(check_side(tree, arena, policies, error));
    return weir_ask_policy_set(tree, node, arena, policies, error);
}

static bool is_member(struct weir_str name)
{
    bool is_one = weir_str_equal(name, WEIR_STR("id"));
    for (size_t i = 0; i < WEIR_COUNT(names); i++)
        is_one = is_one || weir_str_equal(name, names[i].wide) || weir_str_equal(name, names[i].narrow);
    return is_one;
}

static enum weir_status check_members(const struct weir_tree *tree, const struct weir_node *node,
                                      struct weir_error *error)
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "a question must be a map");
    for (const struct weir_node *key = weir_node_first(node); key != NULL; key = weir_node_next(key)) {
        if (!is_member(weir_node_text(key)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "unknown member `%s` in a question",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

/* Both sides under one pair of names, and none under the other. */
static enum weir_status find_names(const struct weir_tree *tree, const struct weir_node *node, size_t *found,
                                   struct weir_error *error)
{
    size_t given = 0;
    *found = 0;
    for (size_t i = 0; i < WEIR_COUNT(names); i++) {
        const bool has_wide = weir_node_find(node, names[i].wide) != NULL;
        const bool has_narrow = weir_node_find(node, names[i].narrow) != NULL;
        given += (has_wide ? 1u : 0u) + (has_narrow ? 1u : 0u);
        if (has_wide && has_narrow)
            *found = i;
    }
    const bool is_pair = given == 2 && weir_node_find(node, names[*found].wide) != NULL &&
                         weir_node_find(node, names[*found].narrow) != NULL;
    return is_pair ? WEIR_OK
                   : weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node,
                                  "a question must have `wide` and `narrow`, or `old` and `new`");
}

enum weir_status weir_compare_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                       struct weir_arena *arena, const struct weir_compare_ask **ask,
                                       struct weir_error *error)
{
    size_t by = 0;
    if (ask == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the question");
    *ask = NULL;
    WEIR_TRY(check_side(tree, arena, ask, error));
    WEIR_TRY(check_members(tree, node, error));
    WEIR_TRY(find_names(tree, node, &by, error));
    struct weir_compare_ask *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    made->is_change = names[by].is_change;
    made->id = weir_node_find(node, WEIR_STR("id"));
    WEIR_TRY(weir_ask_policy_set(tree, weir_node_find(node, names[by].wide), arena, &made->wide, error));
    WEIR_TRY(weir_ask_policy_set(tree, weir_node_find(node, names[by].narrow), arena, &made->narrow, error));
    *ask = made;
    return WEIR_OK;
}
