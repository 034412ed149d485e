/* Decides by what AWS tells one thing from another, so that nothing is said twice and a patch finds what it means. */
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

/* An identity being put together from the members of a value. */
struct identity {
    struct weir_origin value;
    struct weir_str account;
    struct weir_writer *writer;
    bool is_first;
};

static void write_joint(struct identity *identity)
{
    if (!identity->is_first)
        weir_write_raw(identity->writer, (struct weir_str){(const char[]){WEIR_IDENTITY_JOINT}, 1});
    identity->is_first = false;
}

static void write_part(struct identity *identity, struct weir_str part)
{
    write_joint(identity);
    weir_write_raw(identity->writer, part);
}

/* Cuts the piece before a separator, or all that is left. */
static struct weir_str cut_piece(struct weir_str *rest, char separator)
{
    const char *const end = rest->len == 0 ? NULL : memchr(rest->ptr, separator, rest->len);
    const struct weir_str piece = {rest->ptr, end == NULL ? rest->len : (size_t)(end - rest->ptr)};
    const size_t used = piece.len + (end == NULL ? 0 : 1);
    rest->ptr += used;
    rest->len -= used;
    return piece;
}

static enum weir_status write_value(struct identity *identity, struct weir_origin member, struct weir_str name,
                                    struct weir_error *error)
{
    char what[64];
    weir_copy_cut_left(what, sizeof what, name);
    struct weir_str text;
    if (weir_node_kind(member.node) != WEIR_NODE_LIST) {
        WEIR_TRY(weir_read_text(member.tree, member.node, what, &text, error));
        write_part(identity, text);
        return WEIR_OK;
    }
    for (const struct weir_node *node = weir_node_first(member.node); node != NULL; node = weir_node_next(node)) {
        WEIR_TRY(weir_read_text(member.tree, node, what, &text, error));
        write_part(identity, text);
    }
    return WEIR_OK;
}

/* One of the members of a row: "Arn", "Arn|Name" (whichever is there), "Arn?" (if it is there). */
static enum weir_status write_member(struct identity *identity, struct weir_str names, struct weir_error *error)
{
    const bool optional = names.ptr[names.len - 1] == '?';
    struct weir_str rest = {names.ptr, names.len - (optional ? 1 : 0)};
    const struct weir_str first = cut_piece(&(struct weir_str){rest.ptr, rest.len}, '|');
    while (rest.len != 0) {
        const struct weir_str name = cut_piece(&rest, '|');
        const struct weir_node *const node = weir_node_find(identity->value.node, name);
        if (node != NULL && !weir_node_is_null(node))
            return write_value(identity, (struct weir_origin){identity->value.tree, node}, name, error);
    }
    if (optional)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, identity->value.tree, identity->value.node, "`%s` is missing",
                        weir_quote(first).text);
}

static enum weir_status write_members(struct identity *identity, const char *members, struct weir_error *error)
{
    struct weir_str rest = weir_str_from(members);
    while (rest.len != 0)
        WEIR_TRY(write_member(identity, cut_piece(&rest, ','), error));
    return WEIR_OK;
}

/* [aws-models] The catalog is the account's where none is named; filters name it differently. */
static enum weir_status write_catalog(struct identity *identity, struct weir_error *error)
{
    struct weir_str catalog;
    WEIR_TRY(weir_member_text(identity->value, "CatalogId", &catalog, error));
    if (catalog.len == 0)
        WEIR_TRY(weir_member_text(identity->value, "TableCatalogId", &catalog, error));
    if (catalog.len != 0 && !weir_str_equal(catalog, identity->account))
        write_part(identity, catalog);
    return WEIR_OK;
}

static enum weir_status write_location(struct identity *identity, const char *member, struct weir_error *error)
{
    struct weir_str arn;
    WEIR_TRY(weir_member_text_needed(identity->value, member, &arn, error));
    if (arn.ptr[arn.len - 1] == '/')
        arn.len--;
    write_part(identity, arn);
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------- grants and opt-ins */

/* What dumps leave out or spell in two ways: the default catalog, and ALL_TABLES beside a wildcard ([lf-dumps]). */
static bool is_default(const struct identity *identity, struct weir_str key, const struct weir_node *value)
{
    const struct weir_str text = weir_node_text(value);
    if (weir_str_equal(key, WEIR_STR("CatalogId")) || weir_str_equal(key, WEIR_STR("TableCatalogId")) ||
        weir_str_equal(key, WEIR_STR("Id")))
        return weir_str_equal(text, identity->account);
    return weir_str_equal(key, WEIR_STR("Name")) && weir_str_equal(text, WEIR_STR("ALL_TABLES"));
}

/* The member that follows `last` in the order of the keys, or NULL: maps of a grant have a handful. */
static const struct weir_node *next_key(const struct weir_node *map, const struct weir_node *last)
{
    const struct weir_node *best = NULL;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct weir_str name = weir_node_text(key);
        if (last != NULL && weir_str_compare(name, weir_node_text(last)) <= 0)
            continue;
        if (best == NULL || weir_str_compare(name, weir_node_text(best)) < 0)
            best = key;
    }
    return best;
}

static enum weir_status write_canonical(struct identity *identity, const struct weir_node *node,
                                        struct weir_arena *arena)
{
    struct weir_writer *json = NULL;
    struct weir_str text;
    WEIR_TRY(weir_writer_new(arena, &json));
    weir_write_node_canonical(json, node);
    WEIR_TRY(weir_writer_finish(json, &text));
    write_part(identity, text);
    return WEIR_OK;
}

static enum weir_status write_resource(struct identity *identity, const struct weir_node *resource,
                                       struct weir_arena *arena)
{
    for (const struct weir_node *kind = next_key(resource, NULL); kind != NULL; kind = next_key(resource, kind)) {
        write_part(identity, weir_node_text(kind));
        const struct weir_node *const map = weir_node_value(kind);
        for (const struct weir_node *key = next_key(map, NULL); key != NULL; key = next_key(map, key)) {
            if (is_default(identity, weir_node_text(key), weir_node_value(key)))
                continue;
            write_part(identity, weir_node_text(key));
            WEIR_TRY(write_canonical(identity, weir_node_value(key), arena));
        }
    }
    return WEIR_OK;
}

static enum weir_status write_grant(struct identity *identity, struct weir_arena *arena, struct weir_error *error)
{
    struct weir_origin principal;
    struct weir_origin resource;
    WEIR_TRY(weir_member_map(identity->value, "Principal", &principal, error));
    WEIR_TRY(weir_member_map(identity->value, "Resource", &resource, error));
    if (resource.node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, identity->value.tree, identity->value.node,
                            "`Resource` is missing");
    if (principal.node != NULL) {
        struct weir_str id;
        WEIR_TRY(weir_member_text_needed(principal, "DataLakePrincipalIdentifier", &id, error));
        write_part(identity, id);
    }
    if (write_resource(identity, resource.node, arena) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- items */

static enum weir_status write_identity(struct identity *identity, const struct weir_item *item,
                                       struct weir_arena *arena, struct weir_error *error)
{
    const struct weir_collection_row *const row = weir_collection_row(item->collection);
    switch (row->identity) {
    case WEIR_ID_NONE:
        return WEIR_OK;
    case WEIR_ID_KEY:
        write_part(identity, item->key);
        return WEIR_OK;
    case WEIR_ID_MEMBERS:
        return write_members(identity, row->members, error);
    case WEIR_ID_LOCATION:
        return write_location(identity, row->members, error);
    case WEIR_ID_CATALOG:
        WEIR_TRY(write_catalog(identity, error));
        return write_members(identity, row->members, error);
    case WEIR_ID_GRANT:
        return write_grant(identity, arena, error);
    }
    return WEIR_ERR_USAGE;
}

enum weir_status weir_item_identity(const struct weir_item *item, struct weir_str account, struct weir_arena *arena,
                                    struct weir_str *text, struct weir_error *error)
{
    *text = (struct weir_str){NULL, 0};
    struct identity identity = {.value = item->origin, .account = account, .is_first = true};
    if (weir_writer_new(arena, &identity.writer) != WEIR_OK)
        return weir_fail_memory(error);
    WEIR_TRY(write_identity(&identity, item, arena, error));
    if (weir_writer_finish(identity.writer, text) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------- duplicates */

static enum weir_status twice(const struct weir_item *first, const struct weir_item *second, struct weir_error *error)
{
    const struct weir_place place = weir_tree_place(first->origin.tree, first->origin.node);
    const struct weir_str leaf = weir_collection_row(first->collection)->leaf;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, second->origin.tree, second->origin.node,
                        "the same %s item stands at %.*s:%u:%u already", weir_quote(leaf).text, WEIR_FMT(place.source),
                        (unsigned)place.line, (unsigned)place.column);
}

static enum weir_status check_span(struct weir_item_span span, struct weir_str account, struct weir_arena *arena,
                                   struct weir_error *error)
{
    struct weir_hash_index index;
    struct weir_str *const identities = weir_arena_alloc(arena, span.count, sizeof *identities);
    if (identities == NULL || weir_hash_index_init(&index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        WEIR_TRY(weir_item_identity(&span.items[i], account, arena, &identities[i], error));
        const uint64_t hash = weir_hash_part(WEIR_HASH_INIT, identities[i]);
        struct weir_hash_probe probe = weir_hash_probe(hash);
        size_t at = 0;
        while (weir_hash_index_next(&index, &probe, &at)) {
            if (weir_str_equal(identities[at], identities[i]))
                return twice(&span.items[at], &span.items[i], error);
        }
        weir_hash_index_add(&index, hash, i);
    }
    return WEIR_OK;
}

enum weir_status weir_world_check_identities(const struct weir_world *world, size_t max_bytes, struct weir_error *error)
{
    struct weir_arena *arena = NULL;
    if (weir_arena_new(max_bytes == SIZE_MAX ? 0 : max_bytes, &arena) != WEIR_OK)
        return weir_fail_memory(error);
    enum weir_status status = WEIR_OK;
    for (size_t home = 0; home < world->home_count && status == WEIR_OK; home++) {
        for (int i = 1; i < WEIR_COLLECTIONS && status == WEIR_OK; i++) {
            const enum weir_collection collection = (enum weir_collection)i;
            const struct weir_item_span span = weir_world_items(world, home, collection);
            if (span.count > 0 && !weir_collection_row(collection)->is_set)
                status = check_span(span, world->homes[home].account, arena, error);
            weir_arena_reset(arena);
        }
    }
    weir_arena_free(arena);
    return status;
}
