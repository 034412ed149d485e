/* Hands out what a world says beside AWS's state: settings of the rules, and errors to inject. */
#include <string.h>

#include "base/base_impl.h"
#include "policy/setting.h"
#include "world/world_impl.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* Those of the lake: the words that switch it on, which it is by default, and off. */
static const struct {
    struct weir_str name, on, off;
} lake_settings[WEIR_LAKE_SETTINGS] = {
    /* [lf-implicit] Creators hold everything on what they made; list-permissions may show it, and its revocation. */
    [WEIR_LAKE_CREATORS_HOLD_ALL] = {TEXT("lake_creator_permissions"), TEXT("implied"), TEXT("granted")},
    /* [lf-hybrid] Opt-ins are by name, of a database or a table; whether the first reaches each table is not said (Q52). */
    [WEIR_LAKE_OPT_IN_OF_ALL_TABLES] = {TEXT("lake_database_opt_in"), TEXT("all_tables_grant"), TEXT("every_table")},
    /* [lf-mismatch] A cell-level policy needs the type of cells; of a filter that lists columns alone nothing is said (Q49). */
    [WEIR_LAKE_COLUMN_FILTER_IS_COLUMN] = {TEXT("lake_column_filter_type"), TEXT("column"), TEXT("cell_filter")},
    /* [lf-location-access] Two tables at one location are refused; whether a closing slash makes two of it is not said (Q59). */
    [WEIR_LAKE_SLASH_IGNORED] = {TEXT("lake_closing_slash"), TEXT("ignored"), TEXT("distinct")},
};

static bool find_lake_setting(struct weir_str name, size_t *index)
{
    for (*index = 0; *index < WEIR_COUNT(lake_settings); (*index)++) {
        if (weir_str_equal(lake_settings[*index].name, name))
            return true;
    }
    return false;
}

bool weir_world_has_setting(struct weir_str name)
{
    enum weir_policy_setting setting;
    size_t index;
    return weir_policy_setting_find(name, &setting) || find_lake_setting(name, &index);
}

static enum weir_status read_lake_setting(struct weir_origin value, size_t index, bool *is_on, struct weir_error *error)
{
    const struct weir_str text = weir_node_text(value.node);
    *is_on = weir_str_equal(text, lake_settings[index].on);
    if (*is_on || weir_str_equal(text, lake_settings[index].off))
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, value.node, "`%s` is no value of the setting `%s`",
                        weir_quote(text).text, weir_quote(lake_settings[index].name).text);
}

/* Those of the policy language and of the lake; what else stands there is the rulebook's, and read with it. */
static enum weir_status read_settings(struct weir_world *world, struct weir_origin map, struct weir_error *error)
{
    for (const struct weir_node *key = weir_node_first(map.node); key != NULL; key = weir_node_next(key)) {
        const struct weir_origin value = {map.tree, weir_node_value(key)};
        enum weir_policy_setting setting;
        size_t index;
        if (weir_policy_setting_find(weir_node_text(key), &setting))
            WEIR_TRY(weir_policy_setting_read(map.tree, value.node, setting, &world->policy_settings, error));
        else if (find_lake_setting(weir_node_text(key), &index))
            WEIR_TRY(read_lake_setting(value, index, &world->lake_settings[index], error));
    }
    return WEIR_OK;
}

/* Of several documents a later one lies upon those before it. */
enum weir_status weir_compile_settings(struct weir_world *world, struct weir_error *error)
{
    struct weir_origin map;
    world->policy_settings = (struct weir_policy_options)WEIR_POLICY_OPTIONS_INIT;
    for (size_t i = 0; i < WEIR_COUNT(lake_settings); i++)
        world->lake_settings[i] = true;
    for (size_t i = 0; weir_world_settings(world, i, &map); i++)
        WEIR_TRY(read_settings(world, map, error));
    return WEIR_OK;
}

const struct weir_policy_options *weir_world_policy_settings(const struct weir_world *world)
{
    return &world->policy_settings;
}

bool weir_world_settings(const struct weir_world *world, size_t index, struct weir_origin *settings)
{
    *settings = (struct weir_origin){NULL, NULL};
    const struct weir_item_span span = weir_world_items(world, 0, WEIR_COLLECTION_SETTINGS);
    if (index >= span.count)
        return false;
    *settings = span.items[index].origin;
    return true;
}

static struct weir_str bare_name(struct weir_str operation)
{
    const char *const colon = operation.len == 0 ? NULL : memchr(operation.ptr, ':', operation.len);
    const size_t skip = colon == NULL ? 0 : (size_t)(colon - operation.ptr) + 1;
    return (struct weir_str){operation.ptr + skip, operation.len - skip};
}

/* "glue:GetTable" and "GetTable" mean one operation, "glue:GetTable" and "sts:GetTable" two. */
static bool names_operation(struct weir_str said, struct weir_str operation)
{
    const struct weir_str said_bare = bare_name(said);
    const struct weir_str operation_bare = bare_name(operation);
    const bool one_is_bare = said_bare.len == said.len || operation_bare.len == operation.len;
    return weir_str_equal(said, operation) || (one_is_bare && weir_str_equal(said_bare, operation_bare));
}

static struct weir_str fault_at(const struct weir_world *world, size_t home, struct weir_str operation)
{
    const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_FAULTS);
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_node *const fault = span.items[i].origin.node;
        if (names_operation(weir_node_text(weir_node_find(fault, WEIR_STR("operation"))), operation))
            return weir_node_text(weir_node_find(fault, WEIR_STR("code")));
    }
    return WEIR_STR("");
}

struct weir_str weir_world_fault(const struct weir_world *world, const struct weir_account *account,
                                 struct weir_str region, struct weir_str operation)
{
    const struct weir_str regions[] = {region, WEIR_STR("")};
    if (account == NULL || (world->present & weir_collection_bit(WEIR_COLLECTION_FAULTS)) == 0)
        return WEIR_STR("");
    for (size_t i = 0; i < WEIR_COUNT(regions); i++) {
        const size_t home = weir_world_find_home(world, account->id, regions[i]);
        const struct weir_str code = home < world->home_count ? fault_at(world, home, operation) : WEIR_STR("");
        if (code.len != 0)
            return code;
    }
    return WEIR_STR("");
}
