/* The documents of a question, each read as what it is attached to (DESIGN §7). */
#include "policy/ask/ask.h"

#include <stdio.h>

#include "policy/layers.h"

/* A role's trust policy stands where any other resource's policy does. */
struct weir_str weir_ask_label(char room[WEIR_LABEL_BYTES], enum weir_policy_kind kind, size_t level, size_t index)
{
    int length = 0;
    if (kind == WEIR_POLICY_RESOURCE || kind == WEIR_POLICY_TRUST)
        return weir_str_from(weir_policy_kind_word(WEIR_POLICY_RESOURCE));
    if (kind == WEIR_POLICY_SCP || kind == WEIR_POLICY_RCP)
        length = snprintf(room, WEIR_LABEL_BYTES, "%s[%zu][%zu]", weir_policy_kind_word(kind), level, index);
    else
        length = snprintf(room, WEIR_LABEL_BYTES, "%s[%zu]", weir_policy_kind_word(kind), index);
    return (struct weir_str){room, length < 0 ? 0 : (size_t)length};
}

static enum weir_status read_document(const struct weir_asking *asking, const struct weir_node *node,
                                      enum weir_policy_kind kind, size_t level, size_t index,
                                      const struct weir_policy **policy)
{
    char room[WEIR_LABEL_BYTES];
    struct weir_policy_options options = asking->options;
    options.label = weir_ask_label(room, kind, level, index);
    return weir_policy_read(asking->tree, node, kind, &options, asking->arena, policy, asking->error);
}

static enum weir_status read_list(const struct weir_asking *asking, const struct weir_node *value,
                                  enum weir_policy_kind kind, size_t level, struct weir_policy_list *list)
{
    WEIR_TRY(weir_ask_list(asking, value, "a list of policies"));
    const size_t count = weir_node_count(value);
    const struct weir_policy **const items = weir_arena_alloc(asking->arena, count, sizeof(*items));
    if (items == NULL)
        return weir_fail_memory(asking->error);
    size_t index = 0;
    for (const struct weir_node *node = weir_node_first(value); node != NULL; node = weir_node_next(node)) {
        WEIR_TRY(read_document(asking, node, kind, level, index, &items[index]));
        index++;
    }
    *list = (struct weir_policy_list){items, count};
    return WEIR_OK;
}

static enum weir_status read_levels(const struct weir_asking *asking, const struct weir_node *value,
                                    enum weir_policy_kind kind, const struct weir_policy_list **levels, size_t *count)
{
    size_t level = 0;
    WEIR_TRY(weir_ask_list(asking, value, "the levels of control policies"));
    struct weir_policy_list *const lists = weir_arena_alloc(asking->arena, weir_node_count(value), sizeof(*lists));
    if (lists == NULL)
        return weir_fail_memory(asking->error);
    for (const struct weir_node *node = weir_node_first(value); node != NULL; node = weir_node_next(node)) {
        WEIR_TRY(read_list(asking, node, kind, level, &lists[level]));
        level++;
    }
    *levels = lists;
    *count = level;
    return WEIR_OK;
}

static enum weir_status read_identity(struct weir_asking *asking, const struct weir_node *value)
{
    return read_list(asking, value, WEIR_POLICY_IDENTITY, 0, &asking->ask->policies.identity);
}

/* What the resource's policy may say depends on what the resource is: a role has a trust policy. */
static enum weir_status read_resource(struct weir_asking *asking, const struct weir_node *value)
{
    const struct weir_policy_set none = WEIR_POLICY_SET_INIT;
    struct weir_question question = {.resource_kind = WEIR_RESOURCE_OTHER};
    if (weir_node_is_null(value))
        return WEIR_OK;
    if (asking->ask->request.action.len > 0)
        WEIR_TRY(weir_question_open(&none, &asking->ask->request, asking->arena, &question, asking->error));
    const bool is_trust = question.resource_kind == WEIR_RESOURCE_TRUST;
    return read_document(asking, value, is_trust ? WEIR_POLICY_TRUST : WEIR_POLICY_RESOURCE, 0, 0,
                         &asking->ask->policies.resource);
}

static enum weir_status read_boundary(struct weir_asking *asking, const struct weir_node *value)
{
    if (weir_node_count(value) > 1 && weir_node_kind(value) == WEIR_NODE_LIST)
        return WEIR_ASK_WRONG(asking, value, "a caller has at most one permissions boundary");
    return read_list(asking, value, WEIR_POLICY_BOUNDARY, 0, &asking->ask->policies.boundary);
}

static enum weir_status read_session(struct weir_asking *asking, const struct weir_node *value)
{
    return read_list(asking, value, WEIR_POLICY_SESSION, 0, &asking->ask->policies.session);
}

static enum weir_status read_scp(struct weir_asking *asking, const struct weir_node *value)
{
    struct weir_policy_set *const policies = &asking->ask->policies;
    return read_levels(asking, value, WEIR_POLICY_SCP, &policies->scp, &policies->scp_levels);
}

static enum weir_status read_rcp(struct weir_asking *asking, const struct weir_node *value)
{
    struct weir_policy_set *const policies = &asking->ask->policies;
    return read_levels(asking, value, WEIR_POLICY_RCP, &policies->rcp, &policies->rcp_levels);
}

static enum weir_status read_endpoint(struct weir_asking *asking, const struct weir_node *value)
{
    return read_list(asking, value, WEIR_POLICY_ENDPOINT, 0, &asking->ask->policies.endpoint);
}

/* clang-format off */
static const struct weir_ask_member members[] = {
    {{"identity", 8}, false, read_identity},
    {{"resource", 8}, false, read_resource},
    {{"boundary", 8}, false, read_boundary},
    {{"session", 7},  false, read_session},
    {{"scp", 3},      false, read_scp},
    {{"rcp", 3},      false, read_rcp},
    {{"endpoint", 8}, false, read_endpoint},
};
/* clang-format on */

enum weir_status weir_ask_policies(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_ask_map(asking, value, "`policies`", members, WEIR_COUNT(members));
}

/* Of one document alone, or a list of them: identity policies, which need no other to allow. */
static bool is_documents(const struct weir_node *node)
{
    return weir_node_kind(node) == WEIR_NODE_TEXT || weir_node_kind(node) == WEIR_NODE_LIST ||
           weir_node_find(node, WEIR_STR("Statement")) != NULL;
}

static enum weir_status read_documents(struct weir_asking *asking, const struct weir_node *node)
{
    struct weir_policy_list *const identity = &asking->ask->policies.identity;
    if (weir_node_kind(node) == WEIR_NODE_LIST)
        return read_identity(asking, node);
    const struct weir_policy **const item = weir_arena_alloc(asking->arena, 1, sizeof(struct weir_policy *));
    if (item == NULL)
        return weir_fail_memory(asking->error);
    WEIR_TRY(read_document(asking, node, WEIR_POLICY_IDENTITY, 0, 0, item));
    *identity = (struct weir_policy_list){item, 1};
    return WEIR_OK;
}

enum weir_status weir_ask_policy_set(const struct weir_tree *tree, const struct weir_node *node,
                                     struct weir_arena *arena, struct weir_policy_set *policies,
                                     struct weir_error *error)
{
    struct weir_ask ask = {.policies = WEIR_POLICY_SET_INIT, .request = WEIR_POLICY_REQUEST_INIT};
    struct weir_asking asking = {tree, arena, error, WEIR_POLICY_OPTIONS_INIT, &ask};
    *policies = ask.policies;
    WEIR_TRY(is_documents(node) ? read_documents(&asking, node) : weir_ask_policies(&asking, node));
    *policies = ask.policies;
    return WEIR_OK;
}
