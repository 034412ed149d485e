/* Decides whose catalog a location is asked of: the account's own, or one that shares the table there with it ([lf-location-access]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

/* The nearest table found so far. */
struct nearest {
    const struct weir_lake *lake; /* NULL: none */
    size_t depth;                 /* the length of its location's key */
};

/* With or without its closing slash a key is one place. */
static size_t depth_of(struct weir_str key)
{
    return key.len != 0 && key.ptr[key.len - 1] == '/' ? key.len - 1 : key.len;
}

/* [lf-sharing] What shows that a table is shared with the principal's account, though the principal holds nothing of it. */
static const bool tells_of_share[] = {
    [WEIR_LAKE_GAP_NOT_REGRANTED] = true,
    [WEIR_LAKE_GAP_NOT_GRANTABLE] = true,
    [WEIR_LAKE_GAP_INVITATION] = true,
};

/* Is something of the table shared with the principal or its account? */
static enum weir_status is_shared(const struct weir_lake *lake, const struct weir_table *table,
                                  const struct weir_lake_principal *principal, struct weir_arena *arena, bool *shared,
                                  struct weir_error *error)
{
    struct weir_lake_access access;
    WEIR_TRY(weir_lake_access_compute(lake, table, principal, arena, &access, error));
    *shared = access.permissions != 0;
    for (size_t i = 0; i < access.gap_count && !*shared; i++)
        *shared = (size_t)access.gaps[i].kind < WEIR_COUNT(tells_of_share) && tells_of_share[access.gaps[i].kind];
    return WEIR_OK;
}

/* Are any of the tables at the nearest place shared? Several conflict, whichever of them is. */
static enum weir_status is_any_shared(const struct weir_lake *lake, struct weir_location location, size_t count,
                                      const struct weir_lake_principal *principal, struct weir_arena *arena,
                                      bool *shared, struct weir_error *error)
{
    const struct weir_table **const tables = weir_arena_alloc(arena, count, sizeof(const struct weir_table *));
    if (tables == NULL)
        return weir_fail_memory(error);
    (void)weir_lake_find_tables_above(lake, location, tables, count);
    for (size_t i = 0; i < count && !*shared; i++)
        WEIR_TRY(is_shared(lake, tables[i], principal, arena, shared, error));
    return WEIR_OK;
}

/* Of equally near tables that of the account's own catalog counts, which is looked at first. */
static enum weir_status look(const struct weir_lake *lake, struct weir_location location, bool is_own,
                             const struct weir_lake_principal *principal, struct weir_arena *arena,
                             struct nearest *nearest, struct weir_error *error)
{
    const struct weir_table *first = NULL;
    struct weir_location found;
    const size_t count = weir_lake_find_tables_above(lake, location, &first, 1);
    if (count == 0 || !weir_location_parse(first->location, &found) ||
        (nearest->lake != NULL && depth_of(found.key) <= nearest->depth))
        return WEIR_OK;
    bool shared = is_own;
    if (!shared)
        WEIR_TRY(is_any_shared(lake, location, count, principal, arena, &shared, error));
    if (shared)
        *nearest = (struct nearest){lake, depth_of(found.key)};
    return WEIR_OK;
}

/* What was not loaded could hold the table that was not found. */
static enum weir_status require_others(const struct weir_lake *own, struct weir_error *error)
{
    const struct weir_world *const world = own->world;
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_lake *const lake = world->lakes[home];
        if (lake != NULL && lake != own && weir_str_equal(lake->region, own->region))
            WEIR_TRY(weir_world_require(world, lake->account->id, lake->region, WEIR_COLLECTION_TABLES, error));
    }
    return WEIR_OK;
}

enum weir_status weir_lake_of_location(const struct weir_lake *own, struct weir_location location,
                                       const struct weir_lake_principal *principal, struct weir_arena *arena,
                                       const struct weir_lake **lake, struct weir_error *error)
{
    const struct weir_world *const world = own->world;
    struct nearest nearest = {NULL, 0};
    *lake = own;
    WEIR_TRY(look(own, location, true, principal, arena, &nearest, error));
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_lake *const other = world->lakes[home];
        if (other != NULL && other != own && weir_str_equal(other->region, own->region))
            WEIR_TRY(look(other, location, false, principal, arena, &nearest, error));
    }
    if (nearest.lake == NULL)
        return require_others(own, error);
    *lake = nearest.lake;
    if (nearest.lake == own)
        return WEIR_OK;
    return weir_world_require(world, own->account->id, own->region, WEIR_COLLECTION_TABLES, error);
}
