/* Looks up what lies where: partitions by their values, the table of a location, and the policy for several locations ([lf-location-access], [lf-api-partition-credentials]). */
#include "vend/resolvers/resolvers.h"

#include "base/base_impl.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

/* ---------------------------------------------------------------------------------------- partitions */

/* The values of a partition: a list of texts, or the member `Values` of a structure. */
enum weir_status weir_partition_values(struct weir_deciding *deciding, const struct weir_argument *argument,
                                       struct weir_str_list *values)
{
    struct weir_value value;
    *values = weir_argument_list(deciding, argument);
    weir_argument_value(deciding, argument, &value);
    if (value.type != WEIR_TYPE_STRUCTURE)
        return WEIR_OK;
    const struct weir_node *const list = weir_node_find(value.origin.node, WEIR_STR("Values"));
    const size_t count = weir_node_count(list);
    struct weir_str *const items = weir_arena_alloc(deciding->arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(deciding->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node))
        items[i++] = weir_node_text(node);
    *values = (struct weir_str_list){items, count};
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_partition)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table *const table = weir_argument_object(deciding, &arguments[1]);
    const struct weir_partition *partition = NULL;
    struct weir_str_list values;
    if (lake == NULL || table == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_partition_values(deciding, &arguments[2], &values));
    WEIR_TRY(weir_lake_find_partition(lake, table, values, &partition, deciding->error));
    if (partition == NULL) {
        weir_say(deciding, "none of the %zu partitions of %.*s has these values",
                 weir_lake_partition_count(lake, table), WEIR_FMT(table->name));
        weir_say_at(deciding, table->origin);
        return WEIR_OK;
    }
    value->type = WEIR_TYPE_PARTITION;
    value->as.object = partition;
    value->origin = partition->origin;
    weir_say(deciding, "the table has the partition, at `%s`", weir_quote(partition->location).text);
    weir_say_at(deciding, partition->origin);
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- locations */

WEIR_RESOLVE(weir_resolve_first_given)
{
    struct weir_value found;
    weir_argument_value(deciding, &arguments[0], &found);
    if (found.type != WEIR_TYPE_TEXT)
        weir_argument_value(deciding, &arguments[1], &found);
    if (found.type == WEIR_TYPE_TEXT)
        *value = found;
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_list_when)
{
    struct weir_value on;
    weir_argument_value(deciding, &arguments[1], &on);
    value->type = WEIR_TYPE_TEXT_LIST;
    if (on.type == WEIR_TYPE_BOOLEAN && on.as.boolean)
        value->as.list = weir_argument_list(deciding, &arguments[0]);
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_location_lake)
{
    const struct weir_lake *const own = weir_argument_object(deciding, &arguments[0]);
    const struct weir_lake *lake = NULL;
    struct weir_lake_principal principal;
    struct weir_location location;
    if (own == NULL || !weir_location_parse(text_of(deciding, &arguments[1]), &location))
        return WEIR_OK;
    WEIR_TRY(weir_lake_principal_of(deciding, &principal));
    WEIR_TRY(weir_lake_of_location(own, location, &principal, deciding->arena, &lake, deciding->error));
    value->type = WEIR_TYPE_LAKE;
    value->as.object = lake;
    weir_say(deciding, lake == own ? "the catalog of account %.*s" : "account %.*s shares the table there",
             WEIR_FMT(weir_lake_account(lake)->id));
    weir_say_at(deciding, weir_lake_settings(lake)->origin);
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_location_table)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_str uri = text_of(deciding, &arguments[1]);
    const struct weir_table *tables[2];
    struct weir_location location;
    size_t count = 0;
    if (lake == NULL || !weir_location_parse(uri, &location))
        return WEIR_OK;
    WEIR_TRY(weir_lake_tables_above(lake, location, tables, &count, deciding->error));
    if (count == 0) {
        weir_say(deciding, "no table's location is `%s` or above it", weir_quote(uri).text);
        return WEIR_OK;
    }
    value->type = WEIR_TYPE_TABLE;
    value->as.object = tables[0];
    value->origin = tables[0]->origin;
    weir_say(deciding, "the nearest table is %.*s.%.*s at `%s`", WEIR_FMT(tables[0]->database),
             WEIR_FMT(tables[0]->name), weir_quote(tables[0]->location).text);
    weir_say_at(deciding, tables[0]->origin);
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_vended_place)
{
    const struct weir_vended_places *const before = value->type == WEIR_TYPE_PLACES ? value->as.object : NULL;
    const size_t count = before == NULL ? 0 : before->count;
    struct weir_vended_places *const places = weir_arena_alloc(deciding->arena, 1, sizeof *places);
    struct weir_vended_place *const items = weir_arena_alloc(deciding->arena, count + 1, sizeof *items);
    if (places == NULL || items == NULL)
        return weir_fail_memory(deciding->error);
    if (count > 0)
        memcpy(items, before->items, count * sizeof *items);
    items[count] = (struct weir_vended_place){.location = text_of(deciding, &arguments[0]),
                                              .access = weir_argument_object(deciding, &arguments[1]),
                                              .registration = weir_argument_object(deciding, &arguments[2])};
    *places = (struct weir_vended_places){items, count + 1};
    value->type = WEIR_TYPE_PLACES;
    value->as.object = places;
    return WEIR_OK;
}

/* [lf-location-access] Super writes; whether SELECT, INSERT and DELETE together do is a setting (Q6). */
static bool may_write(const struct weir_lake_access *access, bool by_insert_and_delete)
{
    if (weir_lake_access_has(access, (uint32_t)WEIR_LAKE_ALL))
        return true;
    return by_insert_and_delete && weir_lake_access_has(access, (uint32_t)WEIR_LAKE_INSERT) &&
           weir_lake_access_has(access, (uint32_t)WEIR_LAKE_DELETE);
}

/* READ where it is asked for; else all that is held of every location (Q15). */
static bool scope_writes(const struct weir_vended_places *places, struct weir_str asked, bool by_insert_and_delete)
{
    bool all_write = true;
    for (size_t i = 0; i < places->count; i++)
        all_write = all_write && places->items[i].access != NULL &&
                    may_write(places->items[i].access, by_insert_and_delete);
    return all_write && !weir_str_equal(asked, WEIR_STR("READ"));
}

WEIR_RESOLVE(weir_resolve_places_scope)
{
    const struct weir_vended_places *const places = weir_argument_object(deciding, &arguments[0]);
    const struct weir_str asked = text_of(deciding, &arguments[1]);
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[2]);
    struct weir_value lenient;
    if (places == NULL || role == NULL)
        return WEIR_OK;
    weir_argument_value(deciding, &arguments[3], &lenient);
    const bool writes = scope_writes(places, asked, lenient.type == WEIR_TYPE_BOOLEAN && lenient.as.boolean);
    struct weir_grant *const grants = weir_arena_alloc(deciding->arena, places->count, sizeof *grants);
    if (grants == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < places->count; i++)
        grants[i] = (struct weir_grant){.location = places->items[i].location,
                                        .kind = WEIR_LOCATION_PREFIX,
                                        .access = writes ? WEIR_ACCESS_READWRITE : WEIR_ACCESS_READ,
                                        .list = true};
    return weir_write_vended_scope(deciding, grants, places->count, role, value);
}
