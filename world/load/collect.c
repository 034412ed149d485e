/* Decides what a world/1 document holds: homes and items, unknown keys refused at their place. See weir-world(5). */
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

enum { ACCOUNT_DIGITS = 12 };

/* A place in a document that speaks of a home, or of a group of collections of it. */
struct spot {
    struct weir_draft *draft;
    struct weir_origin map;
    struct weir_str group; /* empty: the home itself */
    uint32_t home;
};

typedef enum weir_status member_reader(const struct spot *spot, struct weir_origin value, struct weir_error *error);

/* ------------------------------------------------------------------------------------------- values */

static enum weir_status wants_kind(struct weir_origin value, struct weir_str leaf, enum weir_node_kind kind,
                                   const char *wanted, struct weir_error *error)
{
    if (weir_node_kind(value.node) == kind)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, value.node, "`%s` must be %s", weir_quote(leaf).text,
                        wanted);
}

static enum weir_status add_list(struct weir_draft *draft, struct weir_item item, struct weir_error *error)
{
    const struct weir_collection_row *const row = weir_collection_row(item.collection);
    const struct weir_node *node = weir_node_first(item.origin.node);
    for (; node != NULL; node = weir_node_next(node)) {
        item.origin.node = node;
        if (weir_node_kind(node) != WEIR_NODE_MAP)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, item.origin.tree, node, "an item of `%s` must be a map",
                                weir_quote(row->leaf).text);
        WEIR_TRY(weir_draft_add(draft, &item, error));
    }
    return WEIR_OK;
}

static enum weir_status add_map(struct weir_draft *draft, struct weir_item item, struct weir_error *error)
{
    const struct weir_node *key = weir_node_first(item.origin.node);
    for (; key != NULL; key = weir_node_next(key)) {
        item.key = weir_node_text(key);
        item.origin.node = weir_node_value(key);
        WEIR_TRY(weir_draft_add(draft, &item, error));
    }
    return WEIR_OK;
}

enum weir_status weir_draft_collect_value(struct weir_draft *draft, uint32_t home, enum weir_collection collection,
                                          struct weir_origin value, struct weir_error *error)
{
    const struct weir_collection_row *const row = weir_collection_row(collection);
    const struct weir_item item = {collection, home, {NULL, 0}, value};
    switch (row->shape) {
    case WEIR_SHAPE_LIST:
        WEIR_TRY(wants_kind(value, row->leaf, WEIR_NODE_LIST, "a list", error));
        return add_list(draft, item, error);
    case WEIR_SHAPE_MAP:
        WEIR_TRY(wants_kind(value, row->leaf, WEIR_NODE_MAP, "a map", error));
        return add_map(draft, item, error);
    case WEIR_SHAPE_SINGLE:
        WEIR_TRY(wants_kind(value, row->leaf, WEIR_NODE_MAP, "a map", error));
        return weir_draft_add(draft, &item, error);
    case WEIR_SHAPE_VALUES:
        WEIR_TRY(wants_kind(value, row->leaf, WEIR_NODE_LIST, "a list", error));
        return weir_draft_add(draft, &item, error);
    }
    return WEIR_ERR_USAGE;
}

/* ------------------------------------------------------------------------------------- completeness */

/* The collections that a spot can hold: of a group its own, of a home all that AWS lists in it or below it. What no
 * command lists is complete unless its name is said: an account without `Organization` is in none. */
static uint64_t mask_of_spot(const struct spot *spot)
{
    static const uint64_t said_outright = UINT64_C(1) << WEIR_COLLECTION_SETTINGS |
                                          UINT64_C(1) << WEIR_COLLECTION_ORGANIZATION |
                                          UINT64_C(1) << WEIR_COLLECTION_STS_INACTIVE_REGIONS |
                                          UINT64_C(1) << WEIR_COLLECTION_FAULTS;
    if (spot->group.len == 0)
        return ~said_outright;
    uint64_t mask = 0;
    for (int i = 1; i < WEIR_COLLECTIONS; i++) {
        const enum weir_collection collection = (enum weir_collection)i;
        if (weir_str_equal(weir_collection_row(collection)->group, spot->group))
            mask |= weir_collection_bit(collection);
    }
    return mask;
}

static enum weir_status read_named_completeness(const struct spot *spot, struct weir_origin value,
                                                struct weir_error *error)
{
    const uint64_t allowed = spot->group.len == 0 ? UINT64_MAX : mask_of_spot(spot);
    for (const struct weir_node *key = weir_node_first(value.node); key != NULL; key = weir_node_next(key)) {
        const enum weir_collection collection = weir_collection_find(weir_node_text(key));
        if (collection == WEIR_COLLECTION_NONE || (allowed & weir_collection_bit(collection)) == 0)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, key, "no collection `%s` stands here",
                                weir_quote(weir_node_text(key)).text);
        bool complete = false;
        WEIR_TRY(weir_read_bool(value.tree, weir_node_value(key), "Complete", &complete, error));
        if (!complete)
            spot->draft->homes[spot->home].incomplete |= weir_collection_bit(collection);
    }
    return WEIR_OK;
}

/* `Complete: false`, or `Complete: {COLLECTION: false}`. */
static enum weir_status read_complete(const struct spot *spot, struct weir_origin value, struct weir_error *error)
{
    if (weir_node_kind(value.node) == WEIR_NODE_MAP)
        return read_named_completeness(spot, value, error);
    bool complete = false;
    WEIR_TRY(weir_read_bool(value.tree, value.node, "Complete", &complete, error));
    if (!complete)
        spot->draft->homes[spot->home].incomplete |= mask_of_spot(spot);
    return WEIR_OK;
}

bool weir_is_continuation(struct weir_origin member, struct weir_str key, bool *more)
{
    static const char *const tokens[] = {"NextToken", "nextToken", "NextMarker", "Marker", "PaginationToken"};
    const struct weir_node *const value = member.node;
    *more = false;
    if (weir_str_equal(key, WEIR_STR("IsTruncated"))) {
        *more = weir_str_equal(weir_node_text(value), WEIR_STR("true"));
        return true;
    }
    for (size_t i = 0; i < WEIR_COUNT(tokens); i++) {
        if (!weir_str_equal(key, weir_str_from(tokens[i])))
            continue;
        *more = !weir_node_is_null(value) && weir_node_text(value).len != 0;
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------ members */

static enum weir_status unknown_key(const struct spot *spot, const struct weir_node *key, const char *where,
                                    struct weir_error *error)
{
    return weir_fail_at(error, WEIR_ERR_SCHEMA, spot->map.tree, key, "unknown key `%s` in %s",
                        weir_quote(weir_node_text(key)).text, where);
}

static enum weir_status add_want(const struct spot *spot, struct weir_origin path, struct weir_error *error)
{
    struct weir_draft *const draft = spot->draft;
    struct weir_want *const want = weir_arena_alloc(draft->arena, 1, sizeof *want);
    if (want == NULL)
        return weir_fail_memory(error);
    *want = (struct weir_want){NULL, path, {NULL, 0}, spot->home};
    WEIR_TRY(weir_read_text(path.tree, path.node, "Include", &want->path, error));
    if (want->path.len == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, path.tree, path.node, "`Include` names no file");
    if (draft->last_want == NULL)
        draft->wants = want;
    else
        draft->last_want->next = want;
    draft->last_want = want;
    return WEIR_OK;
}

static enum weir_status read_include(const struct spot *spot, struct weir_origin value, struct weir_error *error)
{
    WEIR_TRY(wants_kind(value, WEIR_STR("Include"), WEIR_NODE_LIST, "a list of file names", error));
    for (const struct weir_node *node = weir_node_first(value.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(add_want(spot, (struct weir_origin){value.tree, node}, error));
    return WEIR_OK;
}

/* A collection whose group and home are those of the spot; `found` says whether the key is one. */
static enum weir_status read_collection(const struct spot *spot, const struct weir_node *key, unsigned where,
                                        bool *found, struct weir_error *error)
{
    const enum weir_collection collection = weir_collection_find(weir_node_text(key));
    const struct weir_collection_row *const row = weir_collection_row(collection);
    *found = collection != WEIR_COLLECTION_NONE && (row->where & where) != 0 && weir_str_equal(row->group, spot->group);
    if (!*found)
        return WEIR_OK;
    const struct weir_origin value = {spot->map.tree, weir_node_value(key)};
    return weir_draft_collect_value(spot->draft, spot->home, collection, value, error);
}

static enum weir_status read_group(const struct spot *home, const struct weir_node *key, unsigned where,
                                   struct weir_error *error)
{
    struct spot spot = *home;
    spot.map.node = weir_node_value(key);
    spot.group = weir_node_text(key);
    WEIR_TRY(wants_kind(spot.map, spot.group, WEIR_NODE_MAP, "a map", error));
    for (const struct weir_node *at = weir_node_first(spot.map.node); at != NULL; at = weir_node_next(at)) {
        const struct weir_str name = weir_node_text(at);
        const struct weir_origin value = {spot.map.tree, weir_node_value(at)};
        bool found = false;
        bool more = false;
        WEIR_TRY(read_collection(&spot, at, where, &found, error));
        if (!found && weir_str_equal(name, WEIR_STR("Complete"))) {
            WEIR_TRY(read_complete(&spot, value, error));
        } else if (!found && weir_is_continuation(value, name, &more)) {
            if (more)
                spot.draft->homes[spot.home].incomplete |= mask_of_spot(&spot);
        } else if (!found) {
            return unknown_key(&spot, at, weir_quote(spot.group).text, error);
        }
    }
    return WEIR_OK;
}

/* Is there a group of that name whose collections stand in such a home? */
static bool has_group(struct weir_str name, unsigned where)
{
    for (int i = 1; i < WEIR_COLLECTIONS; i++) {
        const struct weir_collection_row *const row = weir_collection_row((enum weir_collection)i);
        if (row->group.len != 0 && (row->where & where) != 0 && weir_str_equal(row->group, name))
            return true;
    }
    return false;
}

/* Members that are not collections. */
struct member_row {
    const char *name;
    unsigned where;
    member_reader *read; /* NULL: read beforehand */
};

static enum weir_status read_regions(const struct spot *spot, struct weir_origin value, struct weir_error *error);
static enum weir_status read_accounts(const struct spot *spot, struct weir_origin value, struct weir_error *error);

static const struct member_row members[] = {
    {"weir", WEIR_AT_WORLD, NULL},
    {"accounts", WEIR_AT_WORLD, read_accounts},
    {"AccountId", WEIR_AT_ACCOUNT, NULL},
    {"Regions", WEIR_AT_ACCOUNT, read_regions},
    {"Complete", WEIR_AT_BOTH, read_complete},
    {"Include", WEIR_AT_BOTH, read_include},
};

static const struct member_row *find_member(struct weir_str name, unsigned where)
{
    for (size_t i = 0; i < WEIR_COUNT(members); i++) {
        if ((members[i].where & where) != 0 && weir_str_equal(name, weir_str_from(members[i].name)))
            return &members[i];
    }
    return NULL;
}

static enum weir_status read_member(const struct spot *spot, const struct weir_node *key, unsigned where,
                                    const char *what, struct weir_error *error)
{
    const struct weir_str name = weir_node_text(key);
    const struct weir_origin value = {spot->map.tree, weir_node_value(key)};
    const struct member_row *const member = find_member(name, where);
    if (member != NULL)
        return member->read == NULL ? WEIR_OK : member->read(spot, value, error);
    bool found = false;
    WEIR_TRY(read_collection(spot, key, where, &found, error));
    if (found)
        return WEIR_OK;
    if (has_group(name, where))
        return read_group(spot, key, where, error);
    return unknown_key(spot, key, what, error);
}

/* Calls itself three deep at most: a world, an account, a Region; no member leads back up. */
static enum weir_status read_spot(const struct spot *spot, unsigned where, const char *what, struct weir_error *error)
{
    for (const struct weir_node *key = weir_node_first(spot->map.node); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_member(spot, key, where, what, error));
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- homes */

bool weir_is_account_id(struct weir_str text)
{
    if (text.len != ACCOUNT_DIGITS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
    }
    return true;
}

bool weir_is_region_name(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (!weir_is_digit(c) && c != '-' && (c < 'a' || c > 'z'))
            return false;
    }
    return text.len != 0;
}

static enum weir_status read_region(const struct spot *account, const struct weir_node *key, struct weir_error *error)
{
    struct spot spot = *account;
    spot.map.node = weir_node_value(key);
    const struct weir_str region = weir_node_text(key);
    if (!weir_is_region_name(region))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, spot.map.tree, key, "`%s` is no name of a Region",
                            weir_quote(region).text);
    WEIR_TRY(wants_kind(spot.map, region, WEIR_NODE_MAP, "a map", error));
    const struct weir_str id = spot.draft->homes[account->home].account;
    WEIR_TRY(weir_draft_home(spot.draft, id, region, spot.map, &spot.home, error));
    return read_spot(&spot, WEIR_AT_REGION, "a Region", error);
}

static enum weir_status read_regions(const struct spot *spot, struct weir_origin value, struct weir_error *error)
{
    WEIR_TRY(wants_kind(value, WEIR_STR("Regions"), WEIR_NODE_MAP, "a map from a Region's name", error));
    for (const struct weir_node *key = weir_node_first(value.node); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_region(spot, key, error));
    return WEIR_OK;
}

static enum weir_status read_account(const struct spot *world, const struct weir_node *node, struct weir_error *error)
{
    struct spot spot = *world;
    spot.map.node = node;
    WEIR_TRY(wants_kind(spot.map, WEIR_STR("accounts[]"), WEIR_NODE_MAP, "a map", error));
    struct weir_str id;
    WEIR_TRY(weir_member_text_needed(spot.map, "AccountId", &id, error));
    if (!weir_is_account_id(id))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, spot.map.tree, weir_member(spot.map, "AccountId").node,
                            "`%s` is no account id: twelve digits", weir_quote(id).text);
    WEIR_TRY(weir_draft_home(spot.draft, id, WEIR_STR(""), spot.map, &spot.home, error));
    return read_spot(&spot, WEIR_AT_ACCOUNT, "an account", error);
}

static enum weir_status read_accounts(const struct spot *spot, struct weir_origin value, struct weir_error *error)
{
    WEIR_TRY(wants_kind(value, WEIR_STR("accounts"), WEIR_NODE_LIST, "a list", error));
    for (const struct weir_node *node = weir_node_first(value.node); node != NULL; node = weir_node_next(node)) {
        struct spot accounts = *spot;
        accounts.map.tree = value.tree;
        WEIR_TRY(read_account(&accounts, node, error));
    }
    return WEIR_OK;
}

enum weir_status weir_draft_collect(struct weir_draft *draft, const struct weir_tree *tree, struct weir_error *error)
{
    const struct spot spot = {draft, {tree, weir_tree_root(tree)}, {NULL, 0}, 0};
    if (weir_node_kind(spot.map.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, spot.map.node, "a world must be a map");
    struct weir_str format;
    WEIR_TRY(weir_member_text_needed(spot.map, "weir", &format, error));
    if (!weir_str_equal(format, WEIR_STR("world/1")))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, weir_member(spot.map, "weir").node,
                            "`%s` is not the format `world/1`", weir_quote(format).text);
    return read_spot(&spot, WEIR_AT_WORLD, "a world", error);
}
