/* The context of a question as it is given: one value, or a list for a multi-valued key; nothing is derived (DESIGN §7). */
#include "policy/ask/ask.h"

/* A text, a number as it is written, `true` or `false`. AWS has no null value: a key that is not known is left out. */
static enum weir_status read_value(const struct weir_asking *asking, const struct weir_node *node,
                                   struct weir_str *value)
{
    switch (weir_node_kind(node)) {
    case WEIR_NODE_TEXT:
        if (weir_node_is_null(node))
            break;
        *value = weir_node_text(node);
        return WEIR_OK;
    case WEIR_NODE_NUMBER:
    case WEIR_NODE_BOOL:
        *value = weir_node_text(node);
        return WEIR_OK;
    case WEIR_NODE_ABSENT:
    case WEIR_NODE_NULL:
    case WEIR_NODE_LIST:
    case WEIR_NODE_MAP:
        break;
    }
    return WEIR_ASK_WRONG(asking, node, "a value of a condition key is a text, a number, true or false");
}

static enum weir_status read_values(const struct weir_asking *asking, const struct weir_node *list,
                                    const struct weir_str **values)
{
    size_t count = 0;
    WEIR_TRY(weir_ask_list(asking, list, "a condition key"));
    struct weir_str *const made = weir_arena_alloc(asking->arena, weir_node_count(list), sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(asking->error);
    for (const struct weir_node *item = weir_node_first(list); item != NULL; item = weir_node_next(item))
        WEIR_TRY(read_value(asking, item, &made[count++]));
    *values = made;
    return WEIR_OK;
}

/* Keys compare without regard to case, so one that is there in two writings has two meanings. */
static enum weir_status check_key(const struct weir_asking *asking, const struct weir_context *context,
                                  const struct weir_node *key)
{
    if (weir_node_text(key).len == 0)
        return WEIR_ASK_WRONG(asking, key, "a condition key must not be empty");
    if (weir_context_find(context, weir_node_text(key), NULL, NULL, NULL))
        return WEIR_ASK_WRONG(asking, key, "the condition key `%s` is given twice",
                              weir_quote(weir_node_text(key)).text);
    return WEIR_OK;
}

static enum weir_status read_key(const struct weir_asking *asking, struct weir_context *context,
                                 const struct weir_node *key)
{
    const struct weir_node *const value = weir_node_value(key);
    struct weir_str single = {NULL, 0};
    const struct weir_str *values = &single;
    const bool is_list = weir_node_kind(value) == WEIR_NODE_LIST;
    WEIR_TRY(check_key(asking, context, key));
    WEIR_TRY(is_list ? read_values(asking, value, &values) : read_value(asking, value, &single));
    const size_t count = is_list ? weir_node_count(value) : 1;
    if (weir_context_set(context, weir_node_text(key), values, count, is_list) != WEIR_OK)
        return weir_fail_memory(asking->error);
    return WEIR_OK;
}

enum weir_status weir_ask_context(struct weir_asking *asking, const struct weir_node *value)
{
    struct weir_context *context = NULL;
    if (weir_node_kind(value) != WEIR_NODE_MAP)
        return WEIR_ASK_WRONG(asking, value, "`context` must be a map");
    if (weir_node_count(value) > WEIR_MAX_ITEMS)
        return weir_fail_at(asking->error, WEIR_ERR_LIMIT, asking->tree, value, "`context` has more than %d keys",
                            WEIR_MAX_ITEMS);
    if (weir_context_new(asking->arena, &context) != WEIR_OK)
        return weir_fail_memory(asking->error);
    for (const struct weir_node *key = weir_node_first(value); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_key(asking, context, key));
    asking->ask->request.context = context;
    return WEIR_OK;
}
