/* One account's Lake Formation and Glue in one Region: put together from the world's items, and found again. */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

typedef enum weir_status read_fn(struct weir_lake *lake, struct weir_error *error);
static read_fn *const readers[] = {
    weir_lake_read_settings, weir_lake_read_catalogs,   weir_lake_read_invitations, weir_lake_read_registrations,
    weir_lake_read_catalog,  weir_lake_read_partitions, weir_lake_index_catalog,    weir_lake_read_expressions,
    weir_lake_read_taggings, weir_lake_read_grants,     weir_lake_read_filters,     weir_lake_read_opt_ins,
};

/* [glue-resource-policy] An account and Region has one policy of its own; the others that the answer lists are written
 * by resource sharing, allow other accounts alone, and are not read. */
static enum weir_status read_catalog_policy(struct weir_lake *lake, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_RESOURCE_POLICIES);
    if (span.count == 0)
        return WEIR_OK;
    const struct weir_origin document = weir_member(span.items[0].origin, "PolicyInJson");
    if (document.node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, span.items[0].origin.tree, span.items[0].origin.node,
                            "`PolicyInJson` is missing");
    return weir_read_policy(document, WEIR_POLICY_RESOURCE, lake->world, &lake->catalog_policy, error,
                            "policy of the catalog of account %.*s", WEIR_FMT(lake->account->id));
}

static enum weir_status new_lake(struct weir_world *world, size_t home, const struct weir_account *account,
                                 struct weir_lake **lake, struct weir_error *error)
{
    *lake = weir_arena_alloc(world->arena, 1, sizeof **lake);
    if (*lake == NULL)
        return weir_fail_memory(error);
    (*lake)->world = world;
    (*lake)->account = account;
    (*lake)->home = home;
    return WEIR_OK;
}

static enum weir_status compile_lake(struct weir_world *world, size_t home, struct weir_error *error)
{
    const struct weir_account_entry *const entry = weir_world_account_entry(world, world->homes[home].account);
    struct weir_lake *lake = NULL;
    WEIR_TRY(new_lake(world, home, &entry->account, &lake, error));
    lake->region = world->homes[home].region;
    WEIR_TRY(read_catalog_policy(lake, error));
    for (size_t i = 0; i < WEIR_COUNT(readers); i++)
        WEIR_TRY(readers[i](lake, error));
    world->lakes[home] = lake;
    return WEIR_OK;
}

enum weir_status weir_compile_lakes(struct weir_world *world, struct weir_error *error)
{
    world->lakes = weir_arena_alloc(world->arena, world->home_count, sizeof(struct weir_lake *));
    if (world->lakes == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_lake_find_foreign(world, error));
    for (size_t home = 0; home < world->home_count; home++) {
        if (world->homes[home].region.len != 0)
            WEIR_TRY(compile_lake(world, home, error));
    }
    for (size_t i = 0; i < world->accounts.count; i++) {
        struct weir_account_entry *const entry = &world->accounts.items[i];
        WEIR_TRY(new_lake(world, world->home_count, &entry->account, &entry->empty_lake, error));
    }
    return WEIR_OK;
}

const struct weir_lake *weir_world_lake_known(const struct weir_world *world, const struct weir_account *account,
                                              struct weir_str region)
{
    const size_t home = weir_world_find_home(world, account->id, region);
    if (home < world->home_count && region.len != 0)
        return world->lakes[home];
    return weir_world_account_entry(world, account->id)->empty_lake;
}

enum weir_status weir_world_lake(const struct weir_world *world, const struct weir_account *account,
                                 struct weir_str region, const struct weir_lake **lake, struct weir_error *error)
{
    *lake = NULL;
    const struct weir_account_entry *const entry = account == NULL ? NULL
                                                                   : weir_world_account_entry(world, account->id);
    if (entry == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "the account is not one of this world");
    const struct weir_lake *const found = weir_world_lake_known(world, account, region);
    /* Without settings AWS's defaults would be assumed; where they may be in the missing part, nothing is. */
    if (found->settings.origin.node == NULL)
        WEIR_TRY(weir_world_require(world, account->id, region, WEIR_COLLECTION_LAKE_SETTINGS, error));
    *lake = found;
    return WEIR_OK;
}

const struct weir_account *weir_lake_account(const struct weir_lake *lake)
{
    return lake->account;
}

struct weir_str weir_lake_region(const struct weir_lake *lake)
{
    return lake->region;
}

const struct weir_catalog_encryption *weir_lake_encryption(const struct weir_lake *lake)
{
    return &lake->encryption;
}

const struct weir_lake_settings *weir_lake_settings(const struct weir_lake *lake)
{
    return &lake->settings;
}
