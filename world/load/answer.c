/* Decides what a raw answer of the AWS CLI holds, by its leaf keys, whatever else the answer says ([aws-models]). */
#include "base/base_impl.h"
#include "world/world_impl.h"

/* An answer being read for a home. */
struct answer {
    struct weir_draft *draft;
    struct weir_origin map;
    uint32_t home;
    uint64_t found; /* collections that it has something of */
    bool more;      /* it says itself that it is a part */
};

static unsigned where_of(const struct weir_home *home)
{
    return home->region.len == 0 ? WEIR_AT_ACCOUNT : WEIR_AT_REGION;
}

static enum weir_status add_one(const struct answer *answer, enum weir_collection collection, struct weir_origin value,
                                struct weir_error *error)
{
    if (weir_node_kind(value.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, value.node, "an item of `%s` must be a map",
                            weir_quote(weir_collection_row(collection)->leaf).text);
    return weir_draft_add(answer->draft, &(struct weir_item){collection, answer->home, {NULL, 0}, value}, error);
}

/* [{ResourceARN, Tags}], as the tagging service lists them. */
static enum weir_status add_mapping(const struct answer *answer, enum weir_collection collection,
                                    struct weir_origin list, struct weir_error *error)
{
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin entry = {list.tree, node};
        struct weir_item item = {collection, answer->home, {NULL, 0}, {NULL, NULL}};
        WEIR_TRY(weir_member_text_needed(entry, "ResourceARN", &item.key, error));
        WEIR_TRY(weir_member_list(entry, "Tags", &item.origin, error));
        if (item.origin.node != NULL)
            WEIR_TRY(weir_draft_add(answer->draft, &item, error));
    }
    return WEIR_OK;
}

static enum weir_status add_member(const struct answer *answer, enum weir_collection collection,
                                   enum weir_answer_form form, struct weir_origin value, struct weir_error *error)
{
    switch (form) {
    case WEIR_ANSWER_VALUE:
        return weir_draft_collect_value(answer->draft, answer->home, collection, value, error);
    case WEIR_ANSWER_ITEM:
        return add_one(answer, collection, value, error);
    case WEIR_ANSWER_WHOLE:
        return add_one(answer, collection, answer->map, error);
    case WEIR_ANSWER_MAPPING:
        return add_mapping(answer, collection, value, error);
    }
    return WEIR_ERR_USAGE;
}

static enum weir_status read_member(struct answer *answer, const struct weir_node *key, struct weir_error *error)
{
    const struct weir_str name = weir_node_text(key);
    const struct weir_origin value = {answer->map.tree, weir_node_value(key)};
    bool more = false;
    if (weir_is_continuation(value, name, &more)) {
        answer->more = answer->more || more;
        return WEIR_OK;
    }
    enum weir_answer_form form = WEIR_ANSWER_VALUE;
    const enum weir_collection collection = weir_collection_of_answer(name, &form);
    if (collection == WEIR_COLLECTION_NONE)
        return WEIR_OK; /* a member that AWS adds: Owner, CatalogId, … */
    const struct weir_home *const home = &answer->draft->homes[answer->home];
    if ((weir_collection_row(collection)->where & where_of(home)) == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, key, "`%s` must be included at %s",
                            weir_quote(name).text, home->region.len == 0 ? "a Region" : "the account");
    answer->found |= weir_collection_bit(collection);
    return add_member(answer, collection, form, value, error);
}

enum weir_status weir_draft_collect_answer(struct weir_draft *draft, uint32_t home, const struct weir_tree *tree,
                                           struct weir_error *error)
{
    struct answer answer = {draft, {tree, weir_tree_root(tree)}, home, 0, false};
    if (weir_node_kind(answer.map.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, answer.map.node, "an answer of the AWS CLI must be a map");
    for (const struct weir_node *key = weir_node_first(answer.map.node); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_member(&answer, key, error));
    if (answer.found == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, answer.map.node, "the answer holds no collection of a world");
    if (answer.more)
        draft->homes[home].incomplete |= answer.found;
    return WEIR_OK;
}
