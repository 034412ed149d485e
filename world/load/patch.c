/* Makes the next world from one and a list of changes, each by the identity that AWS gives things. See weir-world(5). */
#include <string.h>

#include "base/base_impl.h"
#include "world/load/merge.h"
#include "world/world_impl.h"

/* One change of a patch. */
struct change {
    struct weir_draft *draft;
    struct weir_origin entry;
    enum weir_collection collection;
    const struct weir_collection_row *row;
    uint32_t home;
    struct weir_origin key; /* nodes NULL where absent */
    struct weir_origin value;
};

/* What a change looks for. */
struct wanted {
    struct weir_str identity; /* or the words that a patch uses for it */
    bool is_exact;            /* joints and all */
};

typedef enum weir_status change_fn(const struct change *change, struct weir_error *error);

static enum weir_status fail_entry(const struct change *change, const char *problem, struct weir_error *error)
{
    return weir_fail_at(error, WEIR_ERR_SCHEMA, change->entry.tree, change->entry.node, "`%s`: %s",
                        weir_quote(change->row->leaf).text, problem);
}

/* ------------------------------------------------------------------------------------------ finding */

static bool is_said(struct weir_str said, struct weir_str identity)
{
    if (said.len != identity.len)
        return false;
    for (size_t i = 0; i < said.len; i++) {
        const bool is_joint = identity.ptr[i] == WEIR_IDENTITY_JOINT && said.ptr[i] == '.';
        if (said.ptr[i] != identity.ptr[i] && !is_joint)
            return false;
    }
    return true;
}

static bool matches(const struct weir_collection_row *row, const struct wanted *wanted, const struct weir_item *item,
                    struct weir_str identity)
{
    if (wanted->is_exact)
        return weir_str_equal(wanted->identity, identity);
    if (is_said(wanted->identity, identity))
        return true;
    const struct weir_node *const also = weir_member(item->origin, row->also).node;
    return row->also[0] != '\0' && also != NULL && weir_str_equal(weir_node_text(also), wanted->identity);
}

/* The items that match, all of one identity: the first, and how many. */
struct found {
    struct weir_item *first;
    size_t count;
};

/* What to do with every match but the first. */
enum others { KEEP_OTHERS, REMOVE_OTHERS };

static enum weir_status look_at(const struct change *change, const struct wanted *wanted, struct weir_item *item,
                                struct weir_str *first_identity, struct found *found, enum others others,
                                struct weir_error *error)
{
    struct weir_arena *const arena = change->draft->arena;
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    struct weir_str identity;
    WEIR_TRY(weir_item_identity(item, change->draft->homes[change->home].account, arena, &identity, error));
    if (!matches(change->row, wanted, item, identity)) {
        weir_arena_rewind(arena, mark);
        return WEIR_OK;
    }
    found->count++;
    if (found->count == 1) {
        found->first = item;
        *first_identity = identity;
        return WEIR_OK;
    }
    if (!weir_str_equal(*first_identity, identity))
        return fail_entry(change, "the key names more than one thing; write it as a map", error);
    if (others == REMOVE_OTHERS)
        item->collection = WEIR_COLLECTION_NONE;
    return WEIR_OK;
}

static enum weir_status find(const struct change *change, const struct wanted *wanted, struct found *found,
                             enum others others, struct weir_error *error)
{
    *found = (struct found){NULL, 0};
    struct weir_str first_identity = {NULL, 0};
    for (struct weir_run *run = change->draft->runs; run != NULL; run = run->next) {
        for (size_t i = 0; i < run->count; i++) {
            struct weir_item *const item = &run->items[i];
            if (item->collection == change->collection && item->home == change->home)
                WEIR_TRY(look_at(change, wanted, item, &first_identity, found, others, error));
        }
    }
    return WEIR_OK;
}

/* The key as a text ("db.table"), or as a map with the members that make the identity. */
static enum weir_status read_key(const struct change *change, struct wanted *wanted, struct weir_error *error)
{
    *wanted = (struct wanted){{NULL, 0}, true};
    if (change->row->identity == WEIR_ID_NONE) {
        if (change->key.node != NULL)
            return fail_entry(change, "stands once, so it takes no `key`", error);
        return WEIR_OK;
    }
    if (change->key.node == NULL)
        return fail_entry(change, "`key` is missing", error);
    if (weir_node_kind(change->key.node) == WEIR_NODE_MAP && change->row->identity != WEIR_ID_KEY) {
        const struct weir_item item = {change->collection, change->home, {NULL, 0}, change->key};
        return weir_item_identity(&item, change->draft->homes[change->home].account, change->draft->arena,
                                  &wanted->identity, error);
    }
    wanted->is_exact = change->row->identity == WEIR_ID_KEY;
    WEIR_TRY(weir_read_text(change->key.tree, change->key.node, "key", &wanted->identity, error));
    if (change->row->identity == WEIR_ID_LOCATION && wanted->identity.len != 0 &&
        wanted->identity.ptr[wanted->identity.len - 1] == '/')
        wanted->identity.len--;
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ changes */

static enum weir_status check_value(const struct change *change, struct weir_error *error)
{
    static const struct {
        enum weir_node_kind kind;
        const char *problem;
    } shapes[] = {
        [WEIR_SHAPE_LIST] = {WEIR_NODE_MAP, "`value` must be one item, a map"},
        [WEIR_SHAPE_MAP] = {WEIR_NODE_LIST, "`value` must be a list"},
        [WEIR_SHAPE_SINGLE] = {WEIR_NODE_MAP, "`value` must be a map"},
        [WEIR_SHAPE_VALUES] = {WEIR_NODE_LIST, "`value` must be a list"},
    };
    if (weir_node_kind(change->value.node) != shapes[change->row->shape].kind)
        return fail_entry(change, shapes[change->row->shape].problem, error);
    return WEIR_OK;
}

static enum weir_status no_value(const struct change *change, struct weir_error *error)
{
    return change->value.node == NULL ? WEIR_OK : fail_entry(change, "takes no `value`", error);
}

static enum weir_status put(const struct change *change, struct weir_error *error)
{
    struct weir_item item = {change->collection, change->home, {NULL, 0}, change->value};
    struct wanted wanted = {{NULL, 0}, true};
    WEIR_TRY(check_value(change, error));
    if (change->row->identity == WEIR_ID_KEY) {
        WEIR_TRY(read_key(change, &wanted, error));
        item.key = wanted.identity;
    } else if (change->key.node != NULL) {
        return fail_entry(change, "`put` takes its identity from the value, not from a `key`", error);
    } else {
        WEIR_TRY(weir_item_identity(&item, change->draft->homes[change->home].account, change->draft->arena,
                                    &wanted.identity, error));
    }
    struct found found;
    WEIR_TRY(find(change, &wanted, &found, REMOVE_OTHERS, error));
    if (found.count == 0 || change->collection == WEIR_COLLECTION_SETTINGS)
        return weir_draft_add(change->draft, &item, error); /* settings lie one upon another, the last on top */
    *found.first = item;
    return WEIR_OK;
}

static enum weir_status take(const struct change *change, struct weir_error *error)
{
    struct wanted wanted;
    struct found found;
    WEIR_TRY(no_value(change, error));
    WEIR_TRY(read_key(change, &wanted, error));
    WEIR_TRY(find(change, &wanted, &found, REMOVE_OTHERS, error));
    if (found.count == 0)
        return fail_entry(change, "there is nothing of that identity to remove", error);
    found.first->collection = WEIR_COLLECTION_NONE;
    return WEIR_OK;
}

/* The merged value is a document of its own, named after the patch and the collection: its lines are in no file. */
static enum weir_status merge_into(const struct change *change, struct weir_item *item, struct weir_error *error)
{
    struct weir_draft *const draft = change->draft;
    struct weir_str text;
    struct weir_str name;
    struct weir_writer *writer = NULL;
    if (weir_merge_write(item->origin.node, change->value.node, draft->arena, &text) != WEIR_OK ||
        weir_writer_new(draft->arena, &writer) != WEIR_OK)
        return weir_fail_memory(error);
    weir_write_raw(writer, weir_tree_name(change->entry.tree));
    weir_write_format(writer, " (merged %s)", weir_quote(change->row->leaf).text);
    if (weir_writer_finish(writer, &name) != WEIR_OK)
        return weir_fail_memory(error);
    const struct weir_tree *tree = NULL;
    WEIR_TRY(weir_draft_parse(draft, weir_tree_parse_yaml, text, name, &tree, error));
    item->origin = (struct weir_origin){tree, weir_tree_root(tree)};
    return WEIR_OK;
}

static enum weir_status merge(const struct change *change, struct weir_error *error)
{
    struct wanted wanted;
    struct found found;
    if (change->row->shape != WEIR_SHAPE_LIST && change->row->shape != WEIR_SHAPE_SINGLE)
        return fail_entry(change, "has no members to merge; use `put`", error);
    WEIR_TRY(check_value(change, error));
    WEIR_TRY(read_key(change, &wanted, error));
    WEIR_TRY(find(change, &wanted, &found, KEEP_OTHERS, error));
    if (found.count == 0)
        return fail_entry(change, "there is nothing of that identity to merge into", error);
    if (found.count > 1)
        return fail_entry(change, "stands more than once; use `put`", error);
    return merge_into(change, found.first, error);
}

/* ------------------------------------------------------------------------------------------ entries */

static const struct {
    const char *name;
    change_fn *apply;
} verbs[] = {
    {"put", put},
    {"remove", take},
    {"merge", merge},
};

static const char *const other_keys[] = {"account", "region", "key", "value"};

static bool is_among(struct weir_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(name, weir_str_from(names[i])))
            return true;
    }
    return false;
}

/* The one verb of an entry; any other key is a mistake. */
static enum weir_status read_verb(struct weir_origin entry, size_t *verb, struct weir_str *collection,
                                  struct weir_error *error)
{
    size_t count = 0;
    for (const struct weir_node *key = weir_node_first(entry.node); key != NULL; key = weir_node_next(key)) {
        const struct weir_str name = weir_node_text(key);
        bool is_verb = false;
        for (size_t i = 0; i < WEIR_COUNT(verbs); i++) {
            if (!weir_str_equal(name, weir_str_from(verbs[i].name)))
                continue;
            is_verb = true;
            count++;
            *verb = i;
            WEIR_TRY(weir_read_text(entry.tree, weir_node_value(key), verbs[i].name, collection, error));
        }
        if (!is_verb && !is_among(name, other_keys, WEIR_COUNT(other_keys)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, entry.tree, key, "unknown key `%s` in a patch",
                                weir_quote(name).text);
    }
    if (count != 1)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, entry.tree, entry.node,
                            "a change needs one of `put`, `remove` and `merge`");
    return WEIR_OK;
}

static enum weir_status check_where(const struct change *change, struct weir_str account, struct weir_str region,
                                    struct weir_error *error)
{
    const unsigned where = account.len == 0 ? WEIR_AT_WORLD : region.len == 0 ? WEIR_AT_ACCOUNT : WEIR_AT_REGION;
    if (account.len == 0 && region.len != 0)
        return fail_entry(change, "a `region` needs an `account`", error);
    if ((change->row->where & where) == 0)
        return fail_entry(change,
                          (change->row->where & WEIR_AT_REGION) != 0    ? "needs an `account` and a `region`"
                          : (change->row->where & WEIR_AT_ACCOUNT) != 0 ? "needs an `account`, and no `region`"
                                                                        : "takes neither `account` nor `region`",
                          error);
    if (account.len != 0 && !weir_is_account_id(account))
        return fail_entry(change, "`account` must be twelve digits", error);
    if (region.len != 0 && !weir_is_region_name(region))
        return fail_entry(change, "`region` is no name of a Region", error);
    return WEIR_OK;
}

static enum weir_status apply_entry(struct weir_draft *draft, struct weir_origin entry, struct weir_error *error)
{
    struct change change = {.draft = draft, .entry = entry};
    size_t verb = 0;
    struct weir_str leaf = {NULL, 0};
    struct weir_str account;
    struct weir_str region;
    if (weir_node_kind(entry.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, entry.tree, entry.node, "a change must be a map");
    WEIR_TRY(read_verb(entry, &verb, &leaf, error));
    change.collection = weir_collection_find(leaf);
    change.row = weir_collection_row(change.collection);
    if (change.collection == WEIR_COLLECTION_NONE)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, entry.tree, entry.node, "no collection `%s`",
                            weir_quote(leaf).text);
    WEIR_TRY(weir_member_text(entry, "account", &account, error));
    WEIR_TRY(weir_member_text(entry, "region", &region, error));
    WEIR_TRY(check_where(&change, account, region, error));
    WEIR_TRY(weir_draft_home(draft, account, region, entry, &change.home, error));
    change.key = weir_member(entry, "key");
    change.value = weir_member(entry, "value");
    return verbs[verb].apply(&change, error);
}

/* {weir: patch/1, patch: [...]}, or the list alone. */
static enum weir_status find_entries(const struct weir_tree *tree, struct weir_origin *list, struct weir_error *error)
{
    *list = (struct weir_origin){tree, weir_tree_root(tree)};
    if (weir_node_kind(list->node) == WEIR_NODE_LIST)
        return WEIR_OK;
    const struct weir_origin map = *list;
    if (weir_node_kind(map.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map.node, "a patch must be a list, or a map with one");
    static const char *const known[] = {"weir", "patch"};
    for (const struct weir_node *key = weir_node_first(map.node); key != NULL; key = weir_node_next(key)) {
        if (!is_among(weir_node_text(key), known, WEIR_COUNT(known)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "unknown key `%s` in a patch",
                                weir_quote(weir_node_text(key)).text);
    }
    struct weir_str format;
    WEIR_TRY(weir_member_text_needed(map, "weir", &format, error));
    if (!weir_str_equal(format, WEIR_STR("patch/1")))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, weir_member(map, "weir").node,
                            "`%s` is not the format `patch/1`", weir_quote(format).text);
    WEIR_TRY(weir_member_list(map, "patch", list, error));
    if (list->node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map.node, "`patch` is missing");
    return WEIR_OK;
}

static enum weir_status apply_patch(struct weir_draft *draft, struct weir_str patch, struct weir_str name,
                                    struct weir_error *error)
{
    const struct weir_tree *tree = NULL;
    struct weir_origin list;
    WEIR_TRY(weir_draft_parse(draft, weir_tree_parse, patch, name, &tree, error));
    WEIR_TRY(find_entries(tree, &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(apply_entry(draft, (struct weir_origin){tree, node}, error));
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- deriving */

enum weir_status weir_world_derive(const struct weir_world *base, struct weir_str patch, struct weir_str name,
                                   struct weir_world **next, struct weir_error *error)
{
    if (next != NULL)
        *next = NULL;
    if (base == NULL || next == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "weir_world_derive needs a world and a place for the next one");
    struct weir_draft draft;
    enum weir_status status = weir_draft_init(&draft, base->max_bytes, error);
    if (status == WEIR_OK)
        status = weir_draft_copy(&draft, base, error);
    if (status == WEIR_OK)
        status = apply_patch(&draft, patch, name, error);
    if (status == WEIR_OK)
        status = weir_draft_seal(&draft, next, error);
    weir_draft_clear(&draft);
    return status;
}
