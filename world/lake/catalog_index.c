/* Decides which partition has which values, and which table a location belongs to: the nearest one at or above it ([lf-api-data-location]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"
#include "world/lake/lake_impl.h"
#include "world/lake/place.h"

static uint64_t hash_of_values(size_t table, struct weir_str_list values)
{
    uint64_t hash = WEIR_HASH_INIT;
    for (size_t i = 0; i < sizeof table; i++)
        hash = weir_hash_byte(hash, (char)(table >> (8 * i) & 0xffu));
    for (size_t i = 0; i < values.count; i++)
        hash = weir_hash_part(hash, values.items[i]);
    return hash;
}

static void add_partitions(struct weir_lake *lake, size_t table)
{
    for (size_t i = lake->partition_starts[table]; i < lake->partition_starts[table + 1]; i++)
        weir_hash_index_add(&lake->partition_values, hash_of_values(table, lake->partitions[i].values), i);
}

enum weir_status weir_lake_index_catalog(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const size_t partitions = lake->partition_starts[lake->tables.count];
    if (weir_hash_index_init(&lake->partition_values, partitions, arena) != WEIR_OK ||
        weir_hash_index_init(&lake->table_places, lake->tables.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < lake->tables.count; i++) {
        struct weir_location location;
        add_partitions(lake, i);
        if (weir_location_parse(lake->tables.items[i].location, &location))
            weir_hash_index_add(&lake->table_places, weir_place_hash(location), i);
    }
    return WEIR_OK;
}

static bool has_values(const struct weir_partition *partition, struct weir_str_list values)
{
    bool equal = partition->values.count == values.count;
    for (size_t i = 0; i < values.count && equal; i++)
        equal = weir_str_equal(partition->values.items[i], values.items[i]);
    return equal;
}

enum weir_status weir_lake_find_partition(const struct weir_lake *lake, const struct weir_table *table,
                                          struct weir_str_list values, const struct weir_partition **partition,
                                          struct weir_error *error)
{
    *partition = NULL;
    if (weir_lake_partition_count(lake, table) > 0) {
        const size_t number = (size_t)(table - lake->tables.items);
        struct weir_hash_probe probe = weir_hash_probe(hash_of_values(number, values));
        size_t at = 0;
        while (*partition == NULL && weir_hash_index_next(&lake->partition_values, &probe, &at)) {
            if (lake->partitions[at].table == table && has_values(&lake->partitions[at], values))
                *partition = &lake->partitions[at];
        }
    }
    if (*partition != NULL)
        return WEIR_OK;
    return weir_world_require(lake->world, lake->account->id, lake->region, WEIR_COLLECTION_PARTITIONS, error);
}

static bool ends_in_slash(struct weir_location location)
{
    return location.key.len != 0 && location.key.ptr[location.key.len - 1] == '/';
}

/* Where the tables of a place are put: as many as there is room for, in the order of the dump. */
struct tables_there {
    const struct weir_table **tables;
    size_t room;
};

/* How many tables lie at a level of the place that is asked for; `alike`: those alone whose closing slash is as it counts. */
static size_t gather(const struct weir_lake *lake, uint64_t hash, struct weir_location level,
                     struct weir_location asked, bool alike, struct tables_there there)
{
    struct weir_hash_probe probe = weir_hash_probe(hash);
    const bool wants_slash = ends_in_slash(asked) || !weir_place_equal(level, asked);
    size_t count = 0;
    size_t at = 0;
    while (weir_hash_index_next(&lake->table_places, &probe, &at)) {
        const struct weir_table *const table = &lake->tables.items[at];
        struct weir_location location;
        if (!weir_location_parse(table->location, &location) || !weir_place_equal(location, level) ||
            (alike && ends_in_slash(location) != wants_slash))
            continue;
        if (count < there.room)
            there.tables[count] = table;
        count++;
    }
    return count;
}

/* Where a closing slash tells tables apart, the one written as the place that is asked for counts, and of what is below the
 * one with the slash (Q59). */
static size_t tables_at(const struct weir_lake *lake, uint64_t hash, struct weir_location level,
                        struct weir_location asked, struct tables_there there)
{
    const bool is_told = !lake->world->lake_settings[WEIR_LAKE_SLASH_IGNORED];
    const size_t count = is_told ? gather(lake, hash, level, asked, true, there) : 0;
    return count > 0 ? count : gather(lake, hash, level, asked, false, there);
}

size_t weir_lake_find_tables_above(const struct weir_lake *lake, struct weir_location location,
                                   const struct weir_table **tables, size_t room)
{
    struct weir_place_walk walk = weir_place_walk(location);
    struct weir_location level;
    uint64_t hash = 0;
    size_t count = 0;
    while (weir_place_next(&walk, &hash, &level)) {
        const size_t here = tables_at(lake, hash, level, location, (struct tables_there){tables, room});
        count = here > 0 ? here : count;
    }
    return count;
}

enum weir_status weir_lake_tables_above(const struct weir_lake *lake, struct weir_location location,
                                        const struct weir_table *tables[2], size_t *count, struct weir_error *error)
{
    tables[0] = tables[1] = NULL;
    *count = weir_lake_find_tables_above(lake, location, tables, 2);
    return weir_world_require(lake->world, lake->account->id, lake->region, WEIR_COLLECTION_TABLES, error);
}
