/* Decides what is known of an account: its place in an organization and the policies set there ([iam-scp], [iam-rcp]). */
#include "base/base_impl.h"
#include "world/world_impl.h"

/* ------------------------------------------------------------------------------------- organization */

/* One level: documents that together allow what they allow. */
static enum weir_status read_level(struct weir_origin list, size_t level, enum weir_policy_kind kind,
                                   const struct weir_world *world, struct weir_policy_list *policies,
                                   struct weir_error *error)
{
    if (weir_node_kind(list.node) != WEIR_NODE_LIST)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, list.tree, list.node, "a level must be a list of policies");
    const size_t count = weir_node_count(list.node);
    const struct weir_policy **const items = weir_arena_alloc(world->arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(error);
    size_t at = 0;
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin document = {list.tree, node};
        WEIR_TRY(weir_read_policy(document, kind, world, &items[at], error, "%s %zu of level %zu",
                                  weir_policy_kind_name(kind), at + 1, level + 1));
        at++;
    }
    *policies = (struct weir_policy_list){items, count};
    return WEIR_OK;
}

static enum weir_status read_levels(struct weir_origin organization, const char *member, enum weir_policy_kind kind,
                                    const struct weir_world *world, const struct weir_policy_list **levels,
                                    size_t *count, struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(organization, member, &list, error));
    if (list.node == NULL)
        return WEIR_OK;
    struct weir_policy_list *const items = weir_arena_alloc(world->arena, weir_node_count(list.node), sizeof *items);
    if (items == NULL)
        return weir_fail_memory(error);
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin level = {list.tree, node};
        WEIR_TRY(read_level(level, *count, kind, world, &items[*count], error));
        (*count)++;
    }
    *levels = items;
    return WEIR_OK;
}

/* This map is weir's own: a misspelt member would silently lift a guard rail. */
static enum weir_status check_organization_keys(struct weir_origin organization, struct weir_error *error)
{
    static const char *const known[] = {"Path", "Management", "SCPs", "RCPs"};
    const struct weir_node *key = weir_node_first(organization.node);
    for (; key != NULL; key = weir_node_next(key)) {
        bool found = false;
        for (size_t i = 0; i < WEIR_COUNT(known); i++)
            found = found || weir_str_equal(weir_node_text(key), weir_str_from(known[i]));
        if (!found)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, organization.tree, key, "unknown key `%s` in `Organization`",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

static enum weir_status read_organization(struct weir_origin organization, const struct weir_world *world,
                                          struct weir_account *account, struct weir_error *error)
{
    WEIR_TRY(check_organization_keys(organization, error));
    WEIR_TRY(weir_member_text(organization, "Path", &account->organization_path, error));
    WEIR_TRY(weir_member_flag(organization, "Management", &account->is_management, error));
    WEIR_TRY(read_levels(organization, "SCPs", WEIR_POLICY_SCP, world, &account->scp, &account->scp_levels, error));
    return read_levels(organization, "RCPs", WEIR_POLICY_RCP, world, &account->rcp, &account->rcp_levels, error);
}

/* ----------------------------------------------------------------------------------------- accounts */

static enum weir_status compile_account(const struct weir_world *world, size_t home, struct weir_account *account,
                                        struct weir_error *error)
{
    account->id = world->homes[home].account;
    account->origin = world->homes[home].origin;
    const struct weir_item_span organization = weir_world_items(world, home, WEIR_COLLECTION_ORGANIZATION);
    const struct weir_item_span inactive = weir_world_items(world, home, WEIR_COLLECTION_STS_INACTIVE_REGIONS);
    const struct weir_item_span block = weir_world_items(world, home, WEIR_COLLECTION_PUBLIC_ACCESS_BLOCK);
    if (block.count > 0) /* of a bucket and its account the stricter setting holds [s3-public-access] */
        WEIR_TRY(weir_member_flag(block.items[0].origin, "RestrictPublicBuckets", &account->restricts_public_buckets,
                                  error));
    if (organization.count > 0)
        WEIR_TRY(read_organization(organization.items[0].origin, world, account, error));
    if (inactive.count > 0)
        WEIR_TRY(weir_list_texts(inactive.items[0].origin, "StsInactiveRegions", world->arena,
                                 &account->sts_inactive_regions, error));
    return WEIR_OK;
}

enum weir_status weir_compile_accounts(struct weir_world *world, struct weir_error *error)
{
    world->accounts.items = weir_arena_alloc(world->arena, world->home_count, sizeof *world->accounts.items);
    if (world->accounts.items == NULL ||
        weir_hash_index_init(&world->accounts.index, world->home_count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        if (world->homes[home].account.len == 0 || world->homes[home].region.len != 0)
            continue;
        struct weir_account_entry *const entry = &world->accounts.items[world->accounts.count];
        entry->home = (uint32_t)home;
        WEIR_TRY(compile_account(world, home, &entry->account, error));
        weir_hash_index_add(&world->accounts.index, weir_hash_part(WEIR_HASH_INIT, entry->account.id),
                            world->accounts.count++);
    }
    return WEIR_OK;
}

const struct weir_account_entry *weir_world_account_entry(const struct weir_world *world, struct weir_str id)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, id));
    size_t at = 0;
    while (weir_hash_index_next(&world->accounts.index, &probe, &at)) {
        if (weir_str_equal(world->accounts.items[at].account.id, id))
            return &world->accounts.items[at];
    }
    return NULL;
}

enum weir_status weir_world_account(const struct weir_world *world, struct weir_str id,
                                    const struct weir_account **account, struct weir_error *error)
{
    *account = NULL;
    const struct weir_account_entry *const entry = weir_world_account_entry(world, id);
    if (entry == NULL)
        return WEIR_OK;
    if (!weir_world_is_complete(world, id, WEIR_STR(""), WEIR_COLLECTION_ORGANIZATION) &&
        weir_world_items(world, entry->home, WEIR_COLLECTION_ORGANIZATION).count == 0)
        return weir_world_lacks(&world->homes[entry->home], WEIR_COLLECTION_ORGANIZATION, WEIR_STR("Organization"),
                                error);
    *account = &entry->account;
    return WEIR_OK;
}
