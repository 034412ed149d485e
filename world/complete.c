/* Decides whether the world holds all that an answer depends on, and says what to load where it does not. */
#include "base/base_impl.h"
#include "world/world_impl.h"

size_t weir_world_find_home(const struct weir_world *world, struct weir_str account, struct weir_str region)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(weir_hash_part(WEIR_HASH_INIT, account), region));
    size_t at = 0;
    while (weir_hash_index_next(&world->homes_index, &probe, &at)) {
        if (weir_str_equal(world->homes[at].account, account) && weir_str_equal(world->homes[at].region, region))
            return at;
    }
    return world->home_count;
}

/* The home that says that something is missing: the account speaks for all of its Regions. NULL if none does. */
static const struct weir_home *incomplete_home(const struct weir_world *world, struct weir_str account,
                                               struct weir_str region, enum weir_collection collection)
{
    const struct weir_str regions[] = {WEIR_STR(""), region};
    for (size_t i = 0; i < WEIR_COUNT(regions); i++) {
        const size_t home = weir_world_find_home(world, account, regions[i]);
        if (home < world->home_count && (world->homes[home].incomplete & weir_collection_bit(collection)) != 0)
            return &world->homes[home];
    }
    return NULL;
}

bool weir_world_is_complete(const struct weir_world *world, struct weir_str account, struct weir_str region,
                            enum weir_collection collection)
{
    return (world->incomplete & weir_collection_bit(collection)) == 0 ||
           incomplete_home(world, account, region, collection) == NULL;
}

enum weir_status weir_world_lacks(const struct weir_home *home, enum weir_collection collection, struct weir_str needed,
                                  struct weir_error *error)
{
    const struct weir_collection_row *const row = weir_collection_row(collection);
    return weir_fail_at(error, WEIR_ERR_INCOMPLETE, home->origin.tree, home->origin.node,
                        "%s is not complete for account %.*s%s%.*s; load %s (%s)", weir_quote(row->leaf).text,
                        WEIR_FMT(home->account), home->region.len > 0 ? " in " : "", WEIR_FMT(home->region),
                        weir_quote(needed).text, row->command);
}

enum weir_status weir_world_lacks_anywhere(const struct weir_world *world, enum weir_collection collection,
                                           struct weir_str needed, struct weir_error *error)
{
    for (size_t i = 0; i < world->home_count; i++) {
        if ((world->homes[i].incomplete & weir_collection_bit(collection)) != 0)
            return weir_world_lacks(&world->homes[i], collection, needed, error);
    }
    return WEIR_OK;
}

enum weir_status weir_world_require(const struct weir_world *world, struct weir_str account, struct weir_str region,
                                    enum weir_collection collection, struct weir_error *error)
{
    if ((world->incomplete & weir_collection_bit(collection)) == 0)
        return WEIR_OK;
    const struct weir_home *const home = incomplete_home(world, account, region, collection);
    return home == NULL ? WEIR_OK : weir_world_lacks(home, collection, weir_collection_row(collection)->leaf, error);
}
