/* Decides what one principal may do with one table: the union of every grant that reaches both ([lf-permissions]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"
#include "world/lake/held.h"

/* [lf-data-filtering] For a holder of one of these, granting SELECT on some columns "has no effect". */
#define UNFILTERED ((uint32_t)(WEIR_LAKE_ALTER | WEIR_LAKE_DROP | WEIR_LAKE_DELETE | WEIR_LAKE_INSERT))

/* One access being computed. */
struct computing {
    const struct weir_lake_principal *principal;
    const struct weir_lake *lake;  /* the owner's */
    const struct weir_lake *other; /* the principal's own account's, where that is another; else NULL */
    struct weir_judging judging;   /* the grants of one dump after the other */
    struct weir_lake_names names;  /* of the principal */
    struct weir_lake_tagged tagged;
    struct weir_held_list direct, shared, regranted;
    struct weir_units units;
    bool is_unfiltered; /* holds one of UNFILTERED, by any way */
    struct weir_alternative *alternatives;
    size_t alternative_count;
    const struct weir_lake_grant **given;
    struct weir_lake_access *access;
    struct weir_error *error;
};

/* ---------------------------------------------------------------------------------------- gathering */

static enum weir_status gather(struct computing *computing, const struct weir_lake *lake,
                               const struct weir_lake_names *names, struct weir_held_list *held)
{
    struct weir_lake_found found;
    if (weir_lake_find_grants(lake, names, computing->access->table, &computing->tagged, computing->judging.arena,
                              &found) != WEIR_OK)
        return weir_fail_memory(computing->error);
    computing->judging.lake = lake;
    return weir_judge(&computing->judging, &found, held, computing->error);
}

/* [lf-sharing] What is shared with the principal's account, and what was handed on there, each in its own dump. */
static enum weir_status gather_shared(struct computing *computing)
{
    const struct weir_world *const world = computing->lake->world;
    const struct weir_account *account = NULL;
    struct weir_lake_names names;
    WEIR_TRY(weir_world_account(world, computing->principal->account, &account, computing->error));
    if (weir_lake_account_names(account, computing->principal->account, computing->judging.arena, &names) != WEIR_OK)
        return weir_fail_memory(computing->error);
    WEIR_TRY(gather(computing, computing->lake, &names, &computing->shared));
    if (account == NULL)
        return WEIR_OK;
    computing->other = weir_world_lake_known(world, account, computing->lake->region);
    return gather(computing, computing->other, &computing->names, &computing->regranted);
}

/* [lf-hybrid] By name, of table or database; the database's covers what its ALL_TABLES grant gives (Q52). Across accounts the
 * dump of either may say so. [lf-abac] A project of DataZone is opted in everywhere. */
static void add_opt_in(struct computing *computing)
{
    struct weir_lake_opted opted = {false, false, false};
    struct weir_lake_access *const access = computing->access;
    const struct weir_tag_list *const tags = &computing->principal->tags;
    weir_lake_find_opt_ins(computing->lake, &computing->names, access->table, tags, &opted);
    if (computing->other != NULL)
        weir_lake_find_opt_ins(computing->other, &computing->names, access->table, tags, &opted);
    const bool reaches_all = !computing->lake->world->lake_settings[WEIR_LAKE_OPT_IN_OF_ALL_TABLES];
    const bool has_wildcard = reaches_all || weir_held_has_wildcard(&computing->direct) ||
                              weir_held_has_wildcard(&computing->regranted);
    /* Across accounts the wildcard alone is not enough ([lf-hybrid]). */
    const bool by_wildcard = opted.tables && (!access->is_cross_account || opted.database);
    access->is_opted_in = opted.table || by_wildcard || (opted.database && has_wildcard);
    for (size_t i = 0; i < tags->count; i++)
        access->is_opted_in = access->is_opted_in ||
                              weir_str_equal(tags->items[i].key, WEIR_STR("AmazonDataZoneProject"));
}

/* ------------------------------------------------------------------------------------------ applying */

static void add_alternative(struct computing *computing, const struct weir_alternative *alternative)
{
    computing->alternatives[computing->alternative_count++] = *alternative;
}

static void add_given(struct computing *computing, const struct weir_lake_grant *grant)
{
    computing->given[computing->access->grant_count++] = grant;
}

/* Does the catalog's account count the grant, and may the principal use it as it stands? */
static bool is_usable(const struct computing *computing, const struct weir_held *held, enum weir_lake_gap_kind *gap)
{
    const int64_t version = computing->lake->settings.cross_account_version;
    *gap = WEIR_LAKE_GAP_OPTED_IN;
    /* [lf-hybrid] Who opted in needs permissions of one's own. */
    if (computing->access->is_opted_in && weir_lake_is_everyone(held->grant->principal))
        return false;
    *gap = WEIR_LAKE_GAP_EXTERNAL;
    return !computing->access->is_cross_account || version == 0 || version >= 3;
}

/* ALL and what it stands for on a table. */
static uint32_t spelled_out(uint32_t permissions)
{
    return (permissions & (uint32_t)WEIR_LAKE_ALL) == 0 ? permissions
                                                        : permissions | weir_lake_grantable_on(WEIR_LAKE_ON_TABLE);
}

/* What a grant within the account hands on of one of the owner's to the account; SELECT goes by its columns and rows. */
static uint32_t met_permissions(const struct weir_held *regranted, const struct weir_held *shared)
{
    uint32_t permissions = spelled_out(regranted->permissions) & spelled_out(shared->grantable);
    if ((regranted->permissions & shared->grantable & (uint32_t)WEIR_LAKE_ALL) == 0)
        permissions &= ~(uint32_t)WEIR_LAKE_ALL;
    return permissions & ~(uint32_t)WEIR_LAKE_SELECT;
}

static bool holds_unfiltered(const struct computing *computing)
{
    const struct weir_held_list *const direct = &computing->direct;
    const struct weir_held_list *const regranted = &computing->regranted;
    const struct weir_held_list *const shared = &computing->shared;
    enum weir_lake_gap_kind ignored;
    uint32_t mask = 0;
    for (size_t i = 0; i < direct->count; i++)
        mask |= is_usable(computing, &direct->items[i], &ignored) ? direct->items[i].permissions : 0;
    for (size_t i = 0; i < regranted->count; i++) {
        for (size_t k = 0; k < shared->count; k++)
            mask |= met_permissions(&regranted->items[i], &shared->items[k]);
    }
    return (mask & UNFILTERED) != 0;
}

/* Read as written, a column-filtered SELECT is void beside these permissions: the refusing reading of the two, and AWS
 * does not let the two be granted together. */
static void apply_direct(struct computing *computing, const struct weir_held *held)
{
    struct weir_lake_access *const access = computing->access;
    enum weir_lake_gap_kind gap;
    if (!is_usable(computing, held, &gap)) {
        weir_add_gap(&computing->judging, gap, held->grant);
        return;
    }
    const bool is_void = held->selects && held->names_columns && computing->is_unfiltered;
    const bool selects = held->selects && !is_void;
    if (is_void)
        weir_add_gap(&computing->judging, WEIR_LAKE_GAP_VOID, held->grant);
    if (selects)
        add_alternative(computing, &held->alternative);
    const uint32_t given = held->permissions | (selects && held->adds_select ? (uint32_t)WEIR_LAKE_SELECT : 0);
    access->permissions |= given;
    access->grantable |= held->grantable;
    if (given == 0)
        return;
    add_given(computing, held->grant);
    if (weir_lake_is_everyone(held->grant->principal))
        access->through_iam_allowed_principals = true;
}

/* One grant within the account, as far as one of the owner's to the account lets it be handed on: the permissions, columns
 * and rows that both give ([lf-data-filtering]). */
static enum weir_status meet(struct computing *computing, const struct weir_held *regranted,
                             const struct weir_held *shared, uint32_t *given, bool *is_void)
{
    struct weir_alternative both;
    *given |= met_permissions(regranted, shared);
    if (!regranted->selects || !shared->selects || !shared->select_is_grantable)
        return WEIR_OK;
    if (computing->is_unfiltered && (regranted->names_columns || shared->names_columns)) {
        *is_void = true;
        return WEIR_OK;
    }
    if (weir_alternative_meet(&computing->units, &regranted->alternative, &shared->alternative,
                              computing->judging.arena, &both) != WEIR_OK)
        return weir_fail_memory(computing->error);
    if (weir_alternative_is_something(&computing->units, &both)) {
        add_alternative(computing, &both);
        *given |= (uint32_t)WEIR_LAKE_SELECT;
    }
    return WEIR_OK;
}

static enum weir_status apply_regrant(struct computing *computing, const struct weir_held *regranted)
{
    const struct weir_held_list *const shared = &computing->shared;
    uint32_t given = 0;
    bool is_void = false;
    for (size_t i = 0; i < shared->count; i++)
        WEIR_TRY(meet(computing, regranted, &shared->items[i], &given, &is_void));
    computing->access->permissions |= given;
    if (given != 0)
        add_given(computing, regranted->grant);
    else if (!is_void)
        weir_add_gap(&computing->judging, shared->count == 0 ? WEIR_LAKE_GAP_NOT_SHARED : WEIR_LAKE_GAP_NOT_GRANTABLE,
                     regranted->grant);
    if (is_void)
        weir_add_gap(&computing->judging, WEIR_LAKE_GAP_VOID, regranted->grant);
    return WEIR_OK;
}

static enum weir_status apply_shared(struct computing *computing)
{
    const size_t before = computing->access->grant_count;
    for (size_t i = 0; i < computing->regranted.count; i++)
        WEIR_TRY(apply_regrant(computing, &computing->regranted.items[i]));
    for (size_t i = 0; i < computing->shared.count; i++) {
        const struct weir_lake_grant *const grant = computing->shared.items[i].grant;
        if (computing->access->grant_count != before)
            add_given(computing, grant);
        else if (computing->regranted.count == 0)
            weir_add_gap(&computing->judging, WEIR_LAKE_GAP_NOT_REGRANTED, grant);
    }
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------- beside the grants */

static bool is_listed(const struct weir_lake_principal *principal, const struct weir_str_list *listed)
{
    for (size_t i = 0; i < listed->count; i++) {
        if (weir_str_equal(listed->items[i], principal->arn))
            return true;
        for (size_t k = 0; k < principal->saml.count; k++) {
            if (weir_str_equal(listed->items[i], principal->saml.items[k]))
                return true;
        }
    }
    return false;
}

/* [lf-implicit] Administrators see every description, and no data; those of another account what is shared with it. */
static void add_administration(struct computing *computing)
{
    struct weir_lake_access *const access = computing->access;
    const struct weir_lake *const lake = access->is_cross_account ? computing->other : computing->lake;
    if (lake == NULL || (access->is_cross_account && computing->shared.count == 0))
        return;
    access->is_admin = is_listed(computing->principal, &lake->settings.admins);
    access->is_read_only_admin = is_listed(computing->principal, &lake->settings.read_only_admins);
    if (access->is_admin || access->is_read_only_admin)
        access->permissions |= (uint32_t)WEIR_LAKE_DESCRIBE;
}

/* [lf-implicit] Who made a table holds all of it, and may grant it on. */
static void add_creation(struct computing *computing)
{
    struct weir_lake_access *const access = computing->access;
    if (!computing->lake->world->lake_settings[WEIR_LAKE_CREATORS_HOLD_ALL] ||
        !weir_lake_is_creator(access->table->creator, computing->principal))
        return;
    access->is_creator = true;
    access->permissions |= (uint32_t)WEIR_LAKE_ALL;
    access->grantable |= (uint32_t)WEIR_LAKE_ALL;
    add_alternative(computing, &(struct weir_alternative){.covers = NULL});
}

static bool has_group_grant(const struct computing *computing)
{
    for (size_t i = 0; i < computing->direct.count; i++) {
        if (weir_lake_is_everyone(computing->direct.items[i].grant->principal))
            return true;
    }
    return false;
}

static void add_registration(struct computing *computing)
{
    struct weir_lake_access *const access = computing->access;
    struct weir_location location;
    if (weir_location_parse(access->table->location, &location))
        access->registration = weir_lake_registration(computing->lake, location);
    const bool is_hybrid = access->registration != NULL && access->registration->hybrid;
    const struct weir_lake_catalog *const catalog = weir_lake_catalog_find(computing->lake, access->table->catalog_id);
    access->catalog_opens_full_table = catalog != NULL && catalog->opens_full_table;
    access->catalog_closes_full_table = catalog != NULL && catalog->closes_full_table;
    access->is_open = has_group_grant(computing);
    access->is_enforced = !is_hybrid || access->is_opted_in || !access->is_open;
}

/* Grants only add, so that what is missing could change any answer but ALL; an opt-in decides at hybrid locations. */
static enum weir_status check_complete(const struct computing *computing, const struct weir_lake *lake)
{
    static const enum weir_collection tagged[] = {WEIR_COLLECTION_RESOURCE_LF_TAGS, WEIR_COLLECTION_LF_TAG_EXPRESSIONS};
    const struct weir_lake_access *const access = computing->access;
    const struct weir_world *const world = lake->world;
    const bool holds_all = (access->permissions & (uint32_t)WEIR_LAKE_ALL) != 0;
    if (!holds_all)
        WEIR_TRY(weir_world_require(world, lake->account->id, lake->region, WEIR_COLLECTION_GRANTS, computing->error));
    for (size_t i = 0; !holds_all && lake->has_tag_grants && i < WEIR_COUNT(tagged); i++)
        WEIR_TRY(weir_world_require(world, lake->account->id, lake->region, tagged[i], computing->error));
    if (access->is_opted_in || access->registration == NULL || !access->registration->hybrid)
        return WEIR_OK;
    return weir_world_require(world, lake->account->id, lake->region, WEIR_COLLECTION_OPT_INS, computing->error);
}

/* ------------------------------------------------------------------------------------------- compute */

static enum weir_status gather_all(struct computing *computing)
{
    struct weir_arena *const arena = computing->judging.arena;
    const bool is_own = !computing->access->is_cross_account;
    if (weir_lake_own_names(computing->principal, is_own, arena, &computing->names) != WEIR_OK ||
        weir_lake_tagged_find(computing->lake, computing->access->table, arena, &computing->tagged) != WEIR_OK)
        return weir_fail_memory(computing->error);
    WEIR_TRY(gather(computing, computing->lake, &computing->names, &computing->direct));
    return is_own ? WEIR_OK : gather_shared(computing);
}

static enum weir_status make_room(struct computing *computing)
{
    struct weir_arena *const arena = computing->judging.arena;
    const size_t direct = computing->direct.count + 1;
    const size_t met = computing->shared.count * computing->regranted.count;
    const size_t given = direct + computing->shared.count + computing->regranted.count;
    computing->alternatives = weir_arena_alloc(arena, direct + met, sizeof *computing->alternatives);
    computing->given = weir_arena_alloc(arena, given, sizeof(struct weir_lake_grant *));
    if (computing->alternatives == NULL || computing->given == NULL)
        return weir_fail_memory(computing->error);
    const bool with_fields = weir_held_names_fields(&computing->direct) || weir_held_names_fields(&computing->shared) ||
                             weir_held_names_fields(&computing->regranted);
    if (weir_units_init(&computing->units, computing->access->table, with_fields, arena) != WEIR_OK)
        return weir_fail_memory(computing->error);
    return WEIR_OK;
}

/* [lf-permissions] A resource link knows DESCRIBE and DROP; the data is its target's, and granted there. */
static void keep_to_link(struct computing *computing)
{
    const uint32_t known = (uint32_t)(WEIR_LAKE_DESCRIBE | WEIR_LAKE_DROP);
    if (computing->access->link == NULL)
        return;
    computing->access->permissions = spelled_out(computing->access->permissions) & known;
    computing->access->grantable = spelled_out(computing->access->grantable) & known;
    computing->alternative_count = 0;
}

/* What leaves no column and brings no other permission, such as a partition key's own tag, is nothing; and what is offered
 * gives nothing until it is accepted ([lf-accepting-share]). */
static void keep_what_gives(struct weir_judging *judging, struct weir_held_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct weir_held *const one = &list->items[i];
        if (one->permissions == 0 && !one->selects)
            continue;
        if (one->is_offered)
            weir_add_gap(judging, WEIR_LAKE_GAP_INVITATION, one->grant);
        else
            list->items[kept++] = *one;
    }
    list->count = kept;
}

static enum weir_status apply_all(struct computing *computing)
{
    struct weir_held_list *const lists[] = {&computing->direct, &computing->shared, &computing->regranted};
    for (size_t i = 0; i < WEIR_COUNT(lists); i++) {
        if (weir_held_mark(&computing->judging, &computing->units, lists[i]) != WEIR_OK)
            return weir_fail_memory(computing->error);
        keep_what_gives(&computing->judging, lists[i]);
    }
    add_opt_in(computing);
    computing->is_unfiltered = holds_unfiltered(computing);
    for (size_t i = 0; i < computing->direct.count; i++)
        apply_direct(computing, &computing->direct.items[i]);
    WEIR_TRY(apply_shared(computing));
    add_creation(computing);
    add_administration(computing);
    if (computing->access->permissions != 0)
        computing->access->permissions |= (uint32_t)WEIR_LAKE_DESCRIBE;
    keep_to_link(computing);
    if (weir_alternatives_join(&computing->units, computing->alternatives, computing->alternative_count,
                               computing->judging.arena, computing->access) != WEIR_OK)
        return weir_fail_memory(computing->error);
    return WEIR_OK;
}

static enum weir_status compute(struct computing *computing)
{
    struct weir_lake_access *const access = computing->access;
    WEIR_TRY(gather_all(computing));
    WEIR_TRY(make_room(computing));
    WEIR_TRY(apply_all(computing));
    add_registration(computing);
    access->grants = computing->given;
    access->gaps = computing->judging.gaps;
    access->gap_count = computing->judging.gap_count;
    if (computing->judging.is_out_of_memory)
        return weir_fail_memory(computing->error);
    WEIR_TRY(check_complete(computing, computing->lake));
    return computing->other == NULL ? WEIR_OK : check_complete(computing, computing->other);
}

enum weir_status weir_lake_access_compute(const struct weir_lake *lake, const struct weir_table *table,
                                          const struct weir_lake_principal *principal, struct weir_arena *arena,
                                          struct weir_lake_access *access, struct weir_error *error)
{
    struct weir_table *const named = table->catalog_id.len == 0 ? weir_arena_alloc(arena, 1, sizeof *named) : NULL;
    *access = (struct weir_lake_access){.table = table, .owner = lake->account->id};
    access->lake = lake;
    access->principal = *principal;
    access->link = table->target;
    if (table->catalog_id.len == 0 && named == NULL)
        return weir_fail_memory(error);
    if (named != NULL) { /* a table that the catalog does not hold, by its name alone */
        *named = *table;
        named->catalog_id = lake->account->id;
        access->table = named;
    }
    access->is_cross_account = !weir_str_equal(principal->account, lake->account->id);
    struct computing computing = {
        .principal = principal,
        .lake = lake,
        .judging = {.lake = lake, .principal = principal, .arena = arena, .tagged = NULL},
        .access = access,
        .error = error,
    };
    computing.judging.tagged = &computing.tagged;
    computing.judging.table = access->table;
    computing.judging.recipient = weir_lake_recipient(lake, principal);
    const enum weir_status status = compute(&computing);
    if (status != WEIR_OK)
        *access = (struct weir_lake_access){0};
    return status;
}

bool weir_lake_access_has(const struct weir_lake_access *access, uint32_t permission)
{
    if ((access->permissions & permission) != 0)
        return true;
    return (permission & weir_lake_grantable_on(WEIR_LAKE_ON_TABLE)) != 0 &&
           (access->permissions & (uint32_t)WEIR_LAKE_ALL) != 0;
}

bool weir_lake_access_is_full_table(const struct weir_lake_access *access)
{
    return weir_lake_access_has(access, (uint32_t)WEIR_LAKE_SELECT) && access->restriction == WEIR_RESTRICTION_NONE;
}
