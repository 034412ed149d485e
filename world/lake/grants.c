/* Decides what Lake Formation grants are about, in the spellings that dumps use, and how they are found ([lf-permissions]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

/* -------------------------------------------------------------------------------------- permissions */

static const struct {
    const char *name;
    uint32_t bit;
} permissions[] = {
#define WEIR_LAKE_PERMISSION_ROW(name, bit) {#name, UINT32_C(1) << (bit)},
    WEIR_LAKE_PERMISSION_MAP(WEIR_LAKE_PERMISSION_ROW)
#undef WEIR_LAKE_PERMISSION_ROW
};

uint32_t weir_lake_permission_bit(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(permissions); i++) {
        if (weir_str_equal(weir_str_from(permissions[i].name), name))
            return permissions[i].bit;
    }
    return 0;
}

const char *weir_lake_permission_name(uint32_t bit)
{
    for (size_t i = 0; i < WEIR_COUNT(permissions); i++) {
        if (permissions[i].bit == bit)
            return permissions[i].name;
    }
    return "";
}

/* A permission that AWS adds later is no bit, and grants nothing here. */
static enum weir_status read_permissions(struct weir_origin grant, const char *member, uint32_t *mask,
                                         struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(grant, member, &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        struct weir_str name;
        WEIR_TRY(weir_read_text(list.tree, node, member, &name, error));
        *mask |= weir_lake_permission_bit(name);
    }
    return WEIR_OK;
}

/* [lf-permissions] One row a kind of resource. ALL on named columns reads as SELECT on them, which is all of it that can be
 * said of columns. */
#define BIT(name) ((uint32_t)WEIR_LAKE_##name)
#define ON_DATABASE (BIT(ALL) | BIT(ALTER) | BIT(CREATE_TABLE) | BIT(DESCRIBE) | BIT(DROP))
#define ON_TABLE (BIT(ALL) | BIT(ALTER) | BIT(DELETE) | BIT(DESCRIBE) | BIT(DROP) | BIT(INSERT) | BIT(SELECT))
static const uint32_t catalogue[] = {
    [WEIR_LAKE_ON_OTHER] = 0,
    [WEIR_LAKE_ON_CATALOG] = BIT(ALL) | BIT(SUPER_USER) | BIT(ALTER) | BIT(CREATE_DATABASE) | BIT(DESCRIBE) |
                             BIT(DROP) | BIT(CREATE_CATALOG) | BIT(CREATE_LF_TAG) | BIT(CREATE_LF_TAG_EXPRESSION),
    [WEIR_LAKE_ON_DATABASE] = ON_DATABASE,
    [WEIR_LAKE_ON_TABLE] = ON_TABLE,
    [WEIR_LAKE_ON_COLUMNS] = BIT(ALL) | BIT(SELECT),
    [WEIR_LAKE_ON_FILTER] = BIT(SELECT) | BIT(DESCRIBE) | BIT(DROP),
    [WEIR_LAKE_ON_LOCATION] = BIT(DATA_LOCATION_ACCESS),
    [WEIR_LAKE_ON_TAG] = BIT(DROP) | BIT(ALTER) | BIT(ASSOCIATE) | BIT(DESCRIBE) | BIT(GRANT_WITH_LF_TAG_EXPRESSION),
    [WEIR_LAKE_ON_TAGGED_DATABASES] = ON_DATABASE,
    [WEIR_LAKE_ON_TAGGED_TABLES] = ON_TABLE,
    [WEIR_LAKE_ON_TAG_EXPRESSION] = BIT(ALTER) | BIT(DESCRIBE) | BIT(DROP) | BIT(GRANT_WITH_LF_TAG_EXPRESSION),
};

uint32_t weir_lake_grantable_on(enum weir_lake_resource on)
{
    return (size_t)on < WEIR_COUNT(catalogue) ? catalogue[on] : 0;
}

/* ----------------------------------------------------------------------------------------- principal */

/* [lf-principals] arn:…:organization/o-ID and arn:…:ou/o-ID/ou-ID, in the account that manages it: the last id tells which. */
struct weir_str weir_lake_principal_key(struct weir_str principal)
{
    struct weir_arn_view view;
    if (!weir_arn_cut(principal, &view) || !weir_str_equal(view.service, WEIR_STR("organizations")))
        return principal;
    size_t start = principal.len;
    while (start > 0 && principal.ptr[start - 1] != '/')
        start--;
    return (struct weir_str){principal.ptr + start, principal.len - start};
}

bool weir_lake_is_everyone(struct weir_str principal)
{
    return weir_str_equal_fold(principal, WEIR_STR(WEIR_LAKE_EVERYONE));
}

/* Absent in the answers of some commands, which ask for one principal; then the entry speaks of nobody. */
enum weir_status weir_lake_read_principal(struct weir_origin from, struct weir_str *principal, struct weir_error *error)
{
    struct weir_origin map;
    WEIR_TRY(weir_member_map(from, "Principal", &map, error));
    WEIR_TRY(weir_member_text(map, "DataLakePrincipalIdentifier", principal, error));
    if (weir_lake_is_everyone(*principal))
        *principal = WEIR_STR(WEIR_LAKE_EVERYONE);
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- resources */

/* What one kind of resource is read by. */
typedef enum weir_status resource_fn(struct weir_origin resource, struct weir_arena *arena,
                                     struct weir_lake_grant *grant, struct weir_error *error);

static enum weir_status read_catalog(struct weir_origin resource, struct weir_arena *arena,
                                     struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    return weir_member_text(resource, "Id", &grant->catalog_id, error);
}

static enum weir_status read_database(struct weir_origin resource, struct weir_arena *arena,
                                      struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "CatalogId", &grant->catalog_id, error));
    return weir_member_text_needed(resource, "Name", &grant->database, error);
}

/* Q32: the wildcard is printed as the name ALL_TABLES beside TableWildcard, or beside ColumnWildcard alone. */
static enum weir_status read_table(struct weir_origin resource, struct weir_arena *arena, struct weir_lake_grant *grant,
                                   struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "CatalogId", &grant->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(resource, "DatabaseName", &grant->database, error));
    WEIR_TRY(weir_member_text(resource, "Name", &grant->table, error));
    const bool says_wildcard = weir_node_find(resource.node, WEIR_STR("TableWildcard")) != NULL;
    const bool says_columns = weir_node_find(resource.node, WEIR_STR("ColumnWildcard")) != NULL;
    const bool says_all = weir_str_equal(grant->table, WEIR_STR("ALL_TABLES"));
    grant->table_wildcard = (says_wildcard && (grant->table.len == 0 || says_all)) || (says_columns && says_all);
    if (grant->table_wildcard)
        grant->table = (struct weir_str){NULL, 0};
    else if (grant->table.len == 0 || says_wildcard)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, resource.tree, resource.node,
                            "a table needs either `Name` or `TableWildcard`");
    return WEIR_OK;
}

static enum weir_status read_table_columns(struct weir_origin resource, struct weir_arena *arena,
                                           struct weir_lake_grant *grant, struct weir_error *error)
{
    struct weir_lake_columns columns;
    WEIR_TRY(read_table(resource, arena, grant, error));
    WEIR_TRY(weir_lake_read_columns(resource, arena, &columns, error));
    grant->all_columns = columns.all;
    grant->names_fields = columns.names_fields;
    grant->columns = columns.names;
    return WEIR_OK;
}

static enum weir_status read_filter_name(struct weir_origin resource, struct weir_arena *arena,
                                         struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    WEIR_TRY(weir_member_text(resource, "TableCatalogId", &grant->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(resource, "DatabaseName", &grant->database, error));
    WEIR_TRY(weir_member_text_needed(resource, "TableName", &grant->table, error));
    return weir_member_text_needed(resource, "Name", &grant->filter, error);
}

static enum weir_status read_location(struct weir_origin resource, struct weir_arena *arena,
                                      struct weir_lake_grant *grant, struct weir_error *error)
{
    (void)arena;
    return weir_member_text(resource, "CatalogId", &grant->catalog_id, error);
}

static enum weir_status read_tag(struct weir_origin resource, struct weir_arena *arena, struct weir_lake_grant *grant,
                                 struct weir_error *error)
{
    (void)arena;
    return weir_member_text(resource, "CatalogId", &grant->catalog_id, error);
}

/* [lf-tags] A saved expression's name may stand for the list. */
static enum weir_status read_tag_policy(struct weir_origin resource, struct weir_arena *arena,
                                        struct weir_lake_grant *grant, struct weir_error *error)
{
    struct weir_str type;
    struct weir_origin list;
    WEIR_TRY(weir_member_text(resource, "CatalogId", &grant->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(resource, "ResourceType", &type, error));
    WEIR_TRY(weir_member_text(resource, "ExpressionName", &grant->expression_name, error));
    WEIR_TRY(weir_member_list(resource, "Expression", &list, error));
    WEIR_TRY(weir_lake_read_tags(list, arena, &grant->expression, error));
    grant->on = weir_str_equal(type, WEIR_STR("TABLE"))      ? WEIR_LAKE_ON_TAGGED_TABLES
                : weir_str_equal(type, WEIR_STR("DATABASE")) ? WEIR_LAKE_ON_TAGGED_DATABASES
                                                             : WEIR_LAKE_ON_OTHER;
    return WEIR_OK;
}

/* OTHER: the reader says it itself. */
static const struct {
    const char *member;
    enum weir_lake_resource on;
    resource_fn *read;
} resources[] = {
    {"Catalog", WEIR_LAKE_ON_CATALOG, read_catalog},
    {"Database", WEIR_LAKE_ON_DATABASE, read_database},
    {"Table", WEIR_LAKE_ON_TABLE, read_table},
    {"TableWithColumns", WEIR_LAKE_ON_COLUMNS, read_table_columns},
    {"DataCellsFilter", WEIR_LAKE_ON_FILTER, read_filter_name},
    {"DataLocation", WEIR_LAKE_ON_LOCATION, read_location},
    {"LFTag", WEIR_LAKE_ON_TAG, read_tag},
    {"LFTagPolicy", WEIR_LAKE_ON_OTHER, read_tag_policy},
    {"LFTagExpression", WEIR_LAKE_ON_TAG_EXPRESSION, read_tag},
};

/* Whatever AWS adds stays OTHER: what cannot be judged grants nothing. */
enum weir_status weir_lake_read_resource(const struct weir_lake *lake, struct weir_origin from,
                                         struct weir_lake_grant *grant, struct weir_error *error)
{
    struct weir_origin resource;
    const struct weir_node *first = NULL;
    WEIR_TRY(weir_member_map(from, "Resource", &resource, error));
    if (resource.node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, from.node, "`Resource` is missing");
    for (size_t i = 0; i < WEIR_COUNT(resources); i++) {
        struct weir_origin kind;
        WEIR_TRY(weir_member_map(resource, resources[i].member, &kind, error));
        if (kind.node == NULL)
            continue;
        if (first != NULL)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, kind.node, "`Resource` names two resources");
        first = kind.node;
        WEIR_TRY(resources[i].read(kind, lake->world->arena, grant, error));
        if (resources[i].on != WEIR_LAKE_ON_OTHER)
            grant->on = resources[i].on;
    }
    grant->catalog_id = weir_lake_catalog_of(lake, grant->catalog_id);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- columns */

/* Q33: `"address"."city"` and `address.city` name a field; so might the name of a column with a dot, which then is found. */
static bool names_field(const struct weir_str_list *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].len != 0 && memchr(names->items[i].ptr, '.', names->items[i].len) != NULL)
            return true;
    }
    return false;
}

enum weir_status weir_lake_read_columns(struct weir_origin map, struct weir_arena *arena,
                                        struct weir_lake_columns *columns, struct weir_error *error)
{
    *columns = (struct weir_lake_columns){false, false, {NULL, 0}};
    struct weir_origin wildcard;
    WEIR_TRY(weir_member_map(map, "ColumnWildcard", &wildcard, error));
    columns->all = wildcard.node != NULL;
    if (columns->all && weir_node_count(weir_member(map, "ColumnNames").node) != 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, map.node,
                            "`ColumnNames` and `ColumnWildcard` exclude each other");
    if (columns->all)
        WEIR_TRY(weir_member_texts(wildcard, "ExcludedColumnNames", arena, &columns->names, error));
    else
        WEIR_TRY(weir_member_texts(map, "ColumnNames", arena, &columns->names, error));
    columns->names_fields = names_field(&columns->names);
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- index */

uint64_t weir_lake_hash_principal(struct weir_str principal, struct weir_str catalog_id)
{
    return weir_hash_part(weir_hash_part(WEIR_HASH_INIT, principal), catalog_id);
}

uint64_t weir_lake_hash_reach(uint64_t hash, enum weir_lake_reach reach, struct weir_str table)
{
    const uint64_t reached = weir_hash_byte(hash, (char)reach);
    return reach == WEIR_LAKE_REACH_TABLE ? weir_hash_part(reached, table) : reached;
}

static uint64_t hash_fold(uint64_t hash, struct weir_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        const char c = part.ptr[i];
        hash = weir_hash_byte(hash, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    return weir_hash_byte(hash, '\xff');
}

/* A byte that no reach is stands before the key, and a star for every value. */
uint64_t weir_lake_hash_tag(uint64_t hash, struct weir_str key, struct weir_str value)
{
    return hash_fold(hash_fold(weir_hash_byte(hash, '='), key), value);
}

/* ------------------------------------------------------------------------------------------- grants */

/* [lf-model] DetailsMap: {ResourceShare: [ARN]}, of what is shared through Resource Access Manager. */
static enum weir_status read_shares(const struct weir_lake *lake, struct weir_origin from,
                                    struct weir_lake_grant *grant, struct weir_error *error)
{
    struct weir_origin details;
    WEIR_TRY(weir_member_map(from, "AdditionalDetails", &details, error));
    return weir_member_texts(details, "ResourceShare", lake->world->arena, &grant->shares, error);
}

static enum weir_status read_grant(const struct weir_lake *lake, struct weir_origin from, struct weir_lake_grant *grant,
                                   struct weir_error *error)
{
    grant->origin = from;
    WEIR_TRY(weir_lake_read_principal(from, &grant->principal, error));
    grant->found_by = weir_lake_principal_key(grant->principal);
    WEIR_TRY(read_permissions(from, "Permissions", &grant->permissions, error));
    WEIR_TRY(read_permissions(from, "PermissionsWithGrantOption", &grant->grantable, error));
    WEIR_TRY(weir_lake_read_resource(lake, from, grant, error));
    WEIR_TRY(weir_lake_read_condition(from, lake->world->arena, &grant->condition, error));
    WEIR_TRY(read_shares(lake, from, grant, error));
    if (grant->expression_name.len != 0) {
        const struct weir_lake_expression *const saved = weir_lake_expression_find(lake, grant->catalog_id,
                                                                                   grant->expression_name);
        grant->expression = saved == NULL ? (struct weir_lake_tag_list){NULL, 0} : saved->tags;
    }
    grant->permissions &= weir_lake_grantable_on(grant->on);
    /* [lf-abac] What is granted on a condition cannot be granted on. */
    grant->grantable &= grant->condition == NULL ? grant->permissions : 0;
    return WEIR_OK;
}

/* How many keys a grant is found by. */
static size_t key_count(const struct weir_lake_grant *grant)
{
    if (grant->on != WEIR_LAKE_ON_TAGGED_TABLES)
        return 1;
    return grant->expression.count == 0 ? 0 : grant->expression.items[0].values.count;
}

/* An expression is found by its first key: a table that lacks it cannot satisfy the rest. */
static void add_tagged(struct weir_lake *lake, uint64_t start, size_t position)
{
    const struct weir_lake_tag *const first = &lake->grants.items[position].expression.items[0];
    for (size_t i = 0; i < first->values.count; i++)
        weir_span_index_add(&lake->grants.index, weir_lake_hash_tag(start, first->key, first->values.items[i]),
                            position);
}

static void add_grant(struct weir_lake *lake, size_t position)
{
    const struct weir_lake_grant *const grant = &lake->grants.items[position];
    const uint64_t start = weir_lake_hash_principal(grant->found_by, grant->catalog_id);
    const uint64_t database = weir_hash_part(start, grant->database);
    enum weir_lake_reach reach = grant->table_wildcard ? WEIR_LAKE_REACH_TABLES : WEIR_LAKE_REACH_TABLE;
    uint64_t hash = 0;
    switch (grant->on) {
    case WEIR_LAKE_ON_TABLE:
    case WEIR_LAKE_ON_COLUMNS:
    case WEIR_LAKE_ON_FILTER:
        hash = weir_lake_hash_reach(database, reach, grant->table);
        break;
    case WEIR_LAKE_ON_DATABASE:
        hash = weir_lake_hash_reach(database, WEIR_LAKE_REACH_DATABASE, grant->table);
        break;
    case WEIR_LAKE_ON_CATALOG:
        hash = weir_lake_hash_reach(start, WEIR_LAKE_REACH_CATALOG, grant->table);
        break;
    case WEIR_LAKE_ON_TAGGED_TABLES:
        if (key_count(grant) != 0)
            add_tagged(lake, start, position);
        lake->has_tag_grants = true;
        return;
    case WEIR_LAKE_ON_OTHER:
    case WEIR_LAKE_ON_LOCATION:
    case WEIR_LAKE_ON_TAG:
    case WEIR_LAKE_ON_TAGGED_DATABASES:
    case WEIR_LAKE_ON_TAG_EXPRESSION:
        return;
    }
    weir_span_index_add(&lake->grants.index, hash, position);
}

enum weir_status weir_lake_read_grants(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_GRANTS);
    size_t keys = 0;
    lake->grants.items = weir_arena_alloc(arena, span.count, sizeof *lake->grants.items);
    lake->grants.count = span.count;
    if (lake->grants.items == NULL)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        WEIR_TRY(read_grant(lake, span.items[i].origin, &lake->grants.items[i], error));
        keys += key_count(&lake->grants.items[i]);
    }
    if (weir_span_index_init(&lake->grants.index, keys, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++)
        add_grant(lake, i);
    if (weir_span_index_finish(&lake->grants.index, arena) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}
