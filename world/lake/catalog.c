/* Decides which tables, databases and partitions a catalog holds, as glue reports them ([glue-api-table]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

uint64_t weir_lake_name_hash(struct weir_str catalog_id, struct weir_str database, struct weir_str table)
{
    return weir_hash_part(weir_hash_part(weir_hash_part(WEIR_HASH_INIT, catalog_id), database), table);
}

struct weir_str weir_lake_catalog_of(const struct weir_lake *lake, struct weir_str catalog_id)
{
    return catalog_id.len == 0 ? lake->account->id : catalog_id;
}

/* [glue-api-table] A catalog inside an account's is ACCOUNT:PATH. */
static bool is_catalog_of(struct weir_str catalog_id, struct weir_str account)
{
    return weir_str_has_prefix(catalog_id, account) &&
           (catalog_id.len == account.len || catalog_id.ptr[account.len] == ':');
}

bool weir_lake_is_own_catalog(const struct weir_lake *lake, struct weir_str catalog_id)
{
    return catalog_id.len == 0 || is_catalog_of(catalog_id, lake->account->id);
}

/* [glue-api-table] A resource link says nothing but where it leads; it may leave the catalog out. */
static enum weir_status read_target(const struct weir_lake *lake, struct weir_origin from, const char *member,
                                    const char *name, const struct weir_lake_target **target, struct weir_error *error)
{
    struct weir_origin map;
    *target = NULL;
    WEIR_TRY(weir_member_map(from, member, &map, error));
    if (map.node == NULL)
        return WEIR_OK;
    struct weir_lake_target *const made = weir_arena_alloc(lake->world->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_member_text(map, "CatalogId", &made->catalog_id, error));
    WEIR_TRY(weir_member_text_needed(map, "DatabaseName", &made->database, error));
    WEIR_TRY(weir_member_text(map, "Region", &made->region, error));
    if (name != NULL)
        WEIR_TRY(weir_member_text_needed(map, name, &made->table, error));
    made->catalog_id = weir_lake_catalog_of(lake, made->catalog_id);
    *target = made;
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- tables */

static enum weir_status read_columns(struct weir_origin map, const char *member, struct weir_arena *arena,
                                     const struct weir_column **columns, size_t *count, struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(map, member, &list, error));
    struct weir_column *const items = weir_arena_alloc(arena, weir_node_count(list.node), sizeof *items);
    if (items == NULL)
        return weir_fail_memory(error);
    size_t at = 0;
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin column = {list.tree, node};
        WEIR_TRY(weir_member_text_needed(column, "Name", &items[at].name, error));
        WEIR_TRY(weir_member_text(column, "Type", &items[at].type, error));
        at++;
    }
    *columns = items;
    *count = at;
    return WEIR_OK;
}

static enum weir_status read_table(const struct weir_lake *lake, struct weir_origin from, struct weir_table *table,
                                   struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    table->origin = from;
    WEIR_TRY(weir_member_text(from, "CatalogId", &table->catalog_id, error));
    table->catalog_id = weir_lake_catalog_of(lake, table->catalog_id);
    WEIR_TRY(weir_member_text_needed(from, "DatabaseName", &table->database, error));
    WEIR_TRY(weir_member_text_needed(from, "Name", &table->name, error));
    WEIR_TRY(weir_member_text(from, "CreatedBy", &table->creator, error));
    WEIR_TRY(read_target(lake, from, "TargetTable", "Name", &table->target, error));
    struct weir_origin storage;
    WEIR_TRY(weir_member_map(from, "StorageDescriptor", &storage, error));
    WEIR_TRY(weir_member_text(storage, "Location", &table->location, error));
    WEIR_TRY(read_columns(storage, "Columns", arena, &table->columns, &table->column_count, error));
    return read_columns(from, "PartitionKeys", arena, &table->partition_keys, &table->partition_key_count, error);
}

static struct weir_table *find_table(const struct weir_lake *lake, struct weir_str catalog_id, struct weir_str database,
                                     struct weir_str name)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_lake_name_hash(catalog_id, database, name));
    size_t at = 0;
    while (weir_hash_index_next(&lake->tables.index, &probe, &at)) {
        struct weir_table *const table = &lake->tables.items[at];
        if (weir_str_equal(table->name, name) && weir_str_equal(table->database, database) &&
            weir_str_equal(table->catalog_id, catalog_id))
            return table;
    }
    return NULL;
}

static struct weir_lake_database *find_database(const struct weir_lake *lake, struct weir_str catalog_id,
                                                struct weir_str name)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_lake_name_hash(catalog_id, name, WEIR_STR("")));
    size_t at = 0;
    while (weir_hash_index_next(&lake->databases.index, &probe, &at)) {
        if (weir_str_equal(lake->databases.items[at].name, name) &&
            weir_str_equal(lake->databases.items[at].catalog_id, catalog_id))
            return &lake->databases.items[at];
    }
    return NULL;
}

static void add_database(struct weir_lake *lake, const struct weir_lake_database *database)
{
    struct weir_lake_database *const found = find_database(lake, database->catalog_id, database->name);
    if (found != NULL) {
        found->target = found->target == NULL ? database->target : found->target;
        return;
    }
    lake->databases.items[lake->databases.count] = *database;
    weir_hash_index_add(&lake->databases.index, weir_lake_name_hash(database->catalog_id, database->name, WEIR_STR("")),
                        lake->databases.count++);
}

/* Is it this lake's catalog that the item is in? It may stand in the dump of another account of the same Region. */
static enum weir_status is_of_catalog(const struct weir_lake *lake, const struct weir_item *item, bool *is_own,
                                      struct weir_error *error)
{
    struct weir_str catalog;
    WEIR_TRY(weir_member_text(item->origin, "CatalogId", &catalog, error));
    const struct weir_home *const home = &lake->world->homes[item->home];
    *is_own = is_catalog_of(catalog.len == 0 ? home->account : catalog, lake->account->id);
    return WEIR_OK;
}

/* What is done with an item of a catalog. */
typedef enum weir_status visit_fn(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error);

static enum weir_status visit_span(struct weir_lake *lake, struct weir_item_span span, visit_fn *visit,
                                   struct weir_error *error)
{
    for (size_t i = 0; i < span.count; i++) {
        bool is_own = false;
        WEIR_TRY(is_of_catalog(lake, &span.items[i], &is_own, error));
        if (is_own)
            WEIR_TRY(visit(lake, &span.items[i], error));
    }
    return WEIR_OK;
}

static enum weir_status has_foreign(const struct weir_world *world, size_t home, enum weir_collection collection,
                                    bool *has, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(world, home, collection);
    *has = false;
    for (size_t i = 0; i < span.count && !*has; i++) {
        struct weir_str catalog;
        WEIR_TRY(weir_member_text(span.items[i].origin, "CatalogId", &catalog, error));
        *has = catalog.len != 0 && !is_catalog_of(catalog, world->homes[home].account);
    }
    return WEIR_OK;
}

/* Items of other catalogs than the account's, looked for once: most dumps have none. */
enum weir_status weir_lake_find_foreign(struct weir_world *world, struct weir_error *error)
{
    static const enum weir_collection collections[] = {WEIR_COLLECTION_DATABASES, WEIR_COLLECTION_TABLES,
                                                       WEIR_COLLECTION_PARTITIONS};
    world->foreign = weir_arena_alloc(world->arena, world->home_count, sizeof *world->foreign);
    if (world->foreign == NULL)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        for (size_t i = 0; i < WEIR_COUNT(collections); i++) {
            bool has = false;
            WEIR_TRY(has_foreign(world, home, collections[i], &has, error));
            world->foreign[home] |= has ? weir_collection_bit(collections[i]) : 0;
        }
    }
    return WEIR_OK;
}

/* The account's own dump first, then what others of the Region show of its catalog: of equal things the first counts. */
static enum weir_status visit_catalog(struct weir_lake *lake, enum weir_collection collection, visit_fn *visit,
                                      struct weir_error *error)
{
    const struct weir_world *const world = lake->world;
    WEIR_TRY(visit_span(lake, weir_world_items(world, lake->home, collection), visit, error));
    for (size_t home = 0; home < world->home_count; home++) {
        if (home != lake->home && (world->foreign[home] & weir_collection_bit(collection)) != 0 &&
            weir_str_equal(world->homes[home].region, lake->region))
            WEIR_TRY(visit_span(lake, weir_world_items(world, home, collection), visit, error));
    }
    return WEIR_OK;
}

static enum weir_status count_table(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error)
{
    (void)item;
    (void)error;
    lake->tables.count++;
    return WEIR_OK;
}

static enum weir_status count_database(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error)
{
    (void)item;
    (void)error;
    lake->databases.count++;
    return WEIR_OK;
}

static enum weir_status add_table(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error)
{
    struct weir_table *const table = &lake->tables.items[lake->tables.count];
    WEIR_TRY(read_table(lake, item->origin, table, error));
    if (find_table(lake, table->catalog_id, table->database, table->name) != NULL) {
        *table = (struct weir_table){.location = {NULL, 0}};
        return WEIR_OK;
    }
    lake->table_homes[lake->tables.count] = item->home;
    weir_hash_index_add(&lake->tables.index, weir_lake_name_hash(table->catalog_id, table->database, table->name),
                        lake->tables.count++);
    add_database(lake, &(struct weir_lake_database){table->catalog_id, table->database, NULL});
    return WEIR_OK;
}

static enum weir_status add_listed_database(struct weir_lake *lake, const struct weir_item *item,
                                            struct weir_error *error)
{
    struct weir_lake_database database;
    WEIR_TRY(weir_member_text_needed(item->origin, "Name", &database.name, error));
    WEIR_TRY(weir_member_text(item->origin, "CatalogId", &database.catalog_id, error));
    WEIR_TRY(read_target(lake, item->origin, "TargetDatabase", NULL, &database.target, error));
    database.catalog_id = weir_lake_catalog_of(lake, database.catalog_id);
    add_database(lake, &database);
    return WEIR_OK;
}

enum weir_status weir_lake_read_catalog(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    WEIR_TRY(visit_catalog(lake, WEIR_COLLECTION_TABLES, count_table, error));
    WEIR_TRY(visit_catalog(lake, WEIR_COLLECTION_DATABASES, count_database, error));
    const size_t tables = lake->tables.count;
    const size_t databases = lake->databases.count + tables;
    lake->tables.count = 0;
    lake->databases.count = 0;
    lake->tables.items = weir_arena_alloc(arena, tables, sizeof *lake->tables.items);
    lake->table_homes = weir_arena_alloc(arena, tables, sizeof *lake->table_homes);
    lake->databases.items = weir_arena_alloc(arena, databases, sizeof *lake->databases.items);
    if (lake->tables.items == NULL || lake->table_homes == NULL || lake->databases.items == NULL ||
        weir_hash_index_init(&lake->tables.index, tables, arena) != WEIR_OK ||
        weir_hash_index_init(&lake->databases.index, databases, arena) != WEIR_OK)
        return weir_fail_memory(error);
    WEIR_TRY(visit_catalog(lake, WEIR_COLLECTION_TABLES, add_table, error));
    return visit_catalog(lake, WEIR_COLLECTION_DATABASES, add_listed_database, error);
}

enum weir_status weir_lake_table_in(const struct weir_lake *lake, struct weir_str catalog_id, struct weir_str database,
                                    struct weir_str name, const struct weir_table **table, struct weir_error *error)
{
    *table = find_table(lake, weir_lake_catalog_of(lake, catalog_id), database, name);
    if (*table != NULL)
        return WEIR_OK;
    return weir_world_require(lake->world, lake->account->id, lake->region, WEIR_COLLECTION_TABLES, error);
}

enum weir_status weir_lake_table(const struct weir_lake *lake, struct weir_str database, struct weir_str name,
                                 const struct weir_table **table, struct weir_error *error)
{
    return weir_lake_table_in(lake, lake->account->id, database, name, table, error);
}

bool weir_lake_has_database(const struct weir_lake *lake, struct weir_str database)
{
    return find_database(lake, lake->account->id, database) != NULL;
}

const struct weir_lake_target *weir_lake_database_target(const struct weir_lake *lake, struct weir_str catalog_id,
                                                         struct weir_str database)
{
    const struct weir_lake_database *const found = find_database(lake, weir_lake_catalog_of(lake, catalog_id),
                                                                 database);
    return found == NULL ? NULL : found->target;
}

/* --------------------------------------------------------------------------------------- partitions */

/* A partition goes with its table, from the same dump; one without a table cannot be asked for and is left out. */
static enum weir_status table_of_partition(const struct weir_lake *lake, const struct weir_item *item,
                                           const struct weir_table **table, struct weir_error *error)
{
    struct weir_str catalog;
    struct weir_str database;
    struct weir_str name;
    WEIR_TRY(weir_member_text(item->origin, "CatalogId", &catalog, error));
    WEIR_TRY(weir_member_text_needed(item->origin, "DatabaseName", &database, error));
    WEIR_TRY(weir_member_text_needed(item->origin, "TableName", &name, error));
    const struct weir_table *const found = find_table(lake, weir_lake_catalog_of(lake, catalog), database, name);
    const bool is_of_dump = found != NULL && lake->table_homes[found - lake->tables.items] == item->home;
    *table = is_of_dump ? found : NULL;
    return WEIR_OK;
}

static enum weir_status count_partition(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error)
{
    const struct weir_table *table = NULL;
    WEIR_TRY(table_of_partition(lake, item, &table, error));
    if (table != NULL)
        lake->partition_starts[(size_t)(table - lake->tables.items) + 2]++;
    return WEIR_OK;
}

static enum weir_status add_partition(struct weir_lake *lake, const struct weir_item *item, struct weir_error *error)
{
    const struct weir_table *table = NULL;
    WEIR_TRY(table_of_partition(lake, item, &table, error));
    if (table == NULL)
        return WEIR_OK;
    uint32_t *const next = &lake->partition_starts[(size_t)(table - lake->tables.items) + 1];
    struct weir_partition *const partition = &lake->partitions[(*next)++];
    partition->table = table;
    partition->origin = item->origin;
    WEIR_TRY(weir_member_texts(item->origin, "Values", lake->world->arena, &partition->values, error));
    struct weir_origin storage;
    WEIR_TRY(weir_member_map(item->origin, "StorageDescriptor", &storage, error));
    return weir_member_text(storage, "Location", &partition->location, error);
}

/* A counting sort by table. The counts stand two places on while they are sums, one on while they are places to fill, so
 * that in the end each table's start stands at its own place. */
enum weir_status weir_lake_read_partitions(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    lake->partition_starts = weir_arena_alloc(arena, lake->tables.count + 2, sizeof *lake->partition_starts);
    if (lake->partition_starts == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(visit_catalog(lake, WEIR_COLLECTION_PARTITIONS, count_partition, error));
    for (size_t i = 1; i < lake->tables.count + 2; i++)
        lake->partition_starts[i] += lake->partition_starts[i - 1];
    const size_t total = lake->partition_starts[lake->tables.count + 1];
    lake->partitions = weir_arena_alloc(arena, total, sizeof *lake->partitions);
    if (lake->partitions == NULL)
        return weir_fail_memory(error);
    return visit_catalog(lake, WEIR_COLLECTION_PARTITIONS, add_partition, error);
}

size_t weir_lake_partition_count(const struct weir_lake *lake, const struct weir_table *table)
{
    if (table == NULL || find_table(lake, table->catalog_id, table->database, table->name) != table)
        return 0; /* not a table of this lake */
    const size_t at = (size_t)(table - lake->tables.items);
    return lake->partition_starts[at + 1] - lake->partition_starts[at];
}

const struct weir_partition *weir_lake_partition(const struct weir_lake *lake, const struct weir_table *table,
                                                 size_t index)
{
    if (index >= weir_lake_partition_count(lake, table))
        return NULL;
    return &lake->partitions[lake->partition_starts[(size_t)(table - lake->tables.items)] + index];
}
