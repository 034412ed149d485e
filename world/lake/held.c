/* Decides what one grant gives of a table: by name, by LF-tags, on a condition, through a data cells filter ([lf-permissions]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/held.h"

#define SELECTING ((uint32_t)(WEIR_LAKE_ALL | WEIR_LAKE_SELECT))

void weir_add_gap(struct weir_judging *judging, enum weir_lake_gap_kind kind, const struct weir_lake_grant *grant)
{
    if (judging->gap_count == judging->gap_capacity) {
        const size_t capacity = judging->gap_capacity == 0 ? 4 : judging->gap_capacity * 2;
        struct weir_lake_gap *const gaps = weir_arena_alloc(judging->arena, capacity, sizeof *gaps);
        if (gaps == NULL) {
            judging->is_out_of_memory = true;
            return;
        }
        if (judging->gap_count > 0)
            memcpy(gaps, judging->gaps, judging->gap_count * sizeof *gaps);
        judging->gaps = gaps;
        judging->gap_capacity = capacity;
    }
    judging->gaps[judging->gap_count++] = (struct weir_lake_gap){kind, grant};
}

/* ------------------------------------------------------------------------------------------ judging */

static bool names_columns(bool all_columns, const struct weir_str_list *columns)
{
    return !all_columns || columns->count != 0;
}

static void judge_table(struct weir_held *held)
{
    const struct weir_lake_grant *const grant = held->grant;
    held->permissions = grant->permissions;
    held->grantable = grant->grantable;
    held->selects = (grant->permissions & SELECTING) != 0;
}

/* Of a grant on columns or a filter SELECT alone counts, since the others are about the filter. */
static void judge_columns(struct weir_held *held)
{
    held->selects = (held->grant->permissions & SELECTING) != 0;
    held->adds_select = true;
    held->names_columns = names_columns(held->grant->all_columns, &held->grant->columns);
}

static enum weir_status judge_filter(struct weir_judging *judging, struct weir_held *held, struct weir_error *error)
{
    const struct weir_lake *const lake = judging->lake;
    held->adds_select = true;
    if ((held->grant->permissions & SELECTING) == 0)
        return WEIR_OK;
    held->filter = weir_lake_filter_find(lake, held->grant);
    held->selects = held->filter != NULL;
    if (held->filter != NULL) {
        held->names_columns = names_columns(held->filter->all_columns, &held->filter->columns);
        held->alternative.rows = held->filter->row_expression;
        held->alternative.filter = held->filter;
        held->alternative.needs_cells = !lake->world->lake_settings[WEIR_LAKE_COLUMN_FILTER_IS_COLUMN];
        return WEIR_OK;
    }
    weir_add_gap(judging, WEIR_LAKE_GAP_FILTER, held->grant); /* one that does not exist lets nothing through */
    return weir_world_require(lake->world, lake->account->id, lake->region, WEIR_COLLECTION_FILTERS, error);
}

/* Is the table in a catalog inside this account's default one? */
static bool is_in_catalog_of(const struct weir_table *table, struct weir_str account)
{
    const struct weir_str id = table->catalog_id;
    const char *const colon = id.len == 0 ? NULL : memchr(id.ptr, ':', id.len);
    return colon != NULL && weir_str_equal((struct weir_str){id.ptr, (size_t)(colon - id.ptr)}, account);
}

/* [lf-permissions] SUPER_USER on a catalog is everything on the tables in it; not in the default catalog, nor for other
 * accounts, in whichever of the two dumps the grant stands. */
static void judge_catalog(const struct weir_judging *judging, struct weir_held *held)
{
    const uint32_t super_user = (uint32_t)WEIR_LAKE_SUPER_USER;
    if (!is_in_catalog_of(judging->table, judging->principal->account) || (held->grant->permissions & super_user) == 0)
        return;
    held->permissions = (uint32_t)WEIR_LAKE_ALL;
    held->grantable = (held->grant->grantable & super_user) == 0 ? 0 : (uint32_t)WEIR_LAKE_ALL;
    held->selects = true;
}

/* [lf-tbac-notes] Where some columns do not carry the tags, permissions that need them all give DESCRIBE alone, and ALL gives
 * SELECT on those that do. Which columns is marked when they are known. */
static void judge_tagged(const struct weir_judging *judging, struct weir_held *held)
{
    const struct weir_lake_grant *const grant = held->grant;
    const bool is_table = weir_lake_tagged_satisfies(judging->tagged, WEIR_STR(""), &grant->expression);
    held->selects = (grant->permissions & SELECTING) != 0;
    if (is_table && !weir_lake_tagged_has_columns(judging->tagged)) {
        judge_table(held);
        return;
    }
    held->adds_select = true;
    held->grantable = grant->grantable;
    held->permissions = grant->permissions != 0 ? (uint32_t)WEIR_LAKE_DESCRIBE : 0;
}

static bool is_fulfilled(struct weir_judging *judging, const struct weir_lake_grant *grant)
{
    if (grant->condition == NULL)
        return true;
    /* [lf-abac] Not with LF-tags. */
    const bool is_read = weir_lake_condition_is_read(grant->condition) && grant->on != WEIR_LAKE_ON_TAGGED_TABLES;
    if (is_read && weir_lake_condition_holds(grant->condition, &judging->principal->tags))
        return true;
    weir_add_gap(judging, is_read ? WEIR_LAKE_GAP_CONDITION : WEIR_LAKE_GAP_CONDITION_FORM, grant);
    return false;
}

static enum weir_status judge_one(struct weir_judging *judging, struct weir_held *held, struct weir_error *error)
{
    switch (held->grant->on) {
    case WEIR_LAKE_ON_TABLE:
        judge_table(held);
        break;
    case WEIR_LAKE_ON_COLUMNS:
        judge_columns(held);
        break;
    case WEIR_LAKE_ON_FILTER:
        WEIR_TRY(judge_filter(judging, held, error));
        break;
    case WEIR_LAKE_ON_CATALOG:
        judge_catalog(judging, held);
        break;
    case WEIR_LAKE_ON_TAGGED_TABLES:
        judge_tagged(judging, held);
        break;
    case WEIR_LAKE_ON_OTHER:
    case WEIR_LAKE_ON_DATABASE:
    case WEIR_LAKE_ON_LOCATION:
    case WEIR_LAKE_ON_TAG:
    case WEIR_LAKE_ON_TAGGED_DATABASES:
    case WEIR_LAKE_ON_TAG_EXPRESSION:
        break; /* never found for a table */
    }
    held->select_is_grantable = ((held->grantable | held->grant->grantable) & SELECTING) != 0;
    held->is_offered = weir_lake_open_invitation(judging->recipient, held->grant) != NULL;
    return WEIR_OK;
}

enum weir_status weir_judge(struct weir_judging *judging, const struct weir_lake_found *found,
                            struct weir_held_list *held, struct weir_error *error)
{
    *held = (struct weir_held_list){weir_arena_alloc(judging->arena, found->count, sizeof *held->items), 0};
    if (held->items == NULL)
        return weir_fail_memory(error);
    for (size_t i = 0; i < found->count; i++) {
        struct weir_held *const one = &held->items[held->count];
        *one = (struct weir_held){.grant = found->items[i]};
        if (!is_fulfilled(judging, one->grant))
            continue;
        WEIR_TRY(judge_one(judging, one, error));
        held->count += one->permissions != 0 || one->selects ? 1 : 0;
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ columns */

/* Of all columns the grant as it stands; of some, what can be held of columns. */
static void keep_of_columns(struct weir_held *held, bool is_all, bool is_any)
{
    const uint32_t part = (uint32_t)(WEIR_LAKE_DESCRIBE | WEIR_LAKE_SELECT); /* of ALL, on some columns */
    if (is_all) {
        held->permissions = held->grant->permissions;
        held->adds_select = false;
        return;
    }
    held->grantable = (held->grantable & (uint32_t)WEIR_LAKE_ALL) != 0 ? part : held->grantable & part;
    held->permissions = is_any ? held->permissions : 0;
}

/* The columns that carry the tags. Keys go with any of them; all of them, and the table itself: then all to come as well. */
static enum weir_status mark_tagged(const struct weir_judging *judging, const struct weir_units *units,
                                    struct weir_held *held)
{
    const struct weir_lake_tag_list *const expression = &held->grant->expression;
    const bool is_table = weir_lake_tagged_satisfies(judging->tagged, WEIR_STR(""), expression);
    bool *const marks = weir_arena_alloc(judging->arena, units->count, sizeof *marks);
    bool is_all = is_table;
    bool is_some = false;
    if (marks == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < units->count; i++) {
        const struct weir_unit *const unit = &units->items[i];
        const bool carries = weir_lake_tagged_satisfies(judging->tagged, unit->column->name, expression);
        marks[i] = carries || unit->is_partition_key;
        is_all = is_all && (carries || unit->is_partition_key);
        is_some = is_some || (carries && !unit->is_partition_key);
    }
    held->selects = held->selects && (is_some || is_all);
    held->alternative.covers = is_all ? NULL : marks;
    held->names_columns = !is_all; /* [lf-data-filtering] tags filter columns as lists do */
    keep_of_columns(held, is_all, is_table || is_some);
    return WEIR_OK;
}

static enum weir_status mark_one(struct weir_judging *judging, const struct weir_units *units, struct weir_held *held)
{
    const struct weir_lake_grant *const grant = held->grant;
    const bool is_filter = held->filter != NULL;
    if (grant->on == WEIR_LAKE_ON_TAGGED_TABLES)
        return held->adds_select ? mark_tagged(judging, units, held) : WEIR_OK;
    if (!held->selects || (grant->on != WEIR_LAKE_ON_COLUMNS && !is_filter))
        return WEIR_OK;
    const struct weir_select select = {is_filter ? held->filter->all_columns : grant->all_columns,
                                       is_filter ? &held->filter->columns : &grant->columns};
    enum weir_status status = WEIR_OK;
    held->selects = weir_select_covers(units, &select, judging->arena, &held->alternative.covers, &status);
    if (!held->selects && status == WEIR_OK)
        weir_add_gap(judging, WEIR_LAKE_GAP_COLUMNS, grant);
    return status;
}

enum weir_status weir_held_mark(struct weir_judging *judging, const struct weir_units *units,
                                struct weir_held_list *held)
{
    for (size_t i = 0; i < held->count; i++)
        WEIR_TRY(mark_one(judging, units, &held->items[i]));
    return WEIR_OK;
}

bool weir_held_names_fields(const struct weir_held_list *held)
{
    for (size_t i = 0; i < held->count; i++) {
        const struct weir_held *const one = &held->items[i];
        if (one->grant->names_fields || (one->filter != NULL && one->filter->names_fields))
            return true;
    }
    return false;
}

bool weir_held_has_wildcard(const struct weir_held_list *held)
{
    for (size_t i = 0; i < held->count; i++) {
        if (held->items[i].grant->table_wildcard)
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------ creator */

static struct weir_str behind_last_slash(struct weir_str text)
{
    size_t start = text.len;
    while (start > 0 && text.ptr[start - 1] != '/')
        start--;
    return (struct weir_str){text.ptr + start, text.len - start};
}

/* [glue-api-table] CreatedBy is the ARN of the user, or of the role's session, which leaves the role's path out. */
bool weir_lake_is_creator(struct weir_str creator, const struct weir_lake_principal *principal)
{
    struct weir_arn_view made;
    struct weir_arn_view asks;
    const struct weir_str session = WEIR_STR("assumed-role/");
    if (creator.len == 0 || principal->arn.len == 0)
        return false;
    if (weir_str_equal(creator, principal->arn))
        return true;
    if (!weir_arn_cut(creator, &made) || !weir_arn_cut(principal->arn, &asks) ||
        !weir_str_equal(made.account, asks.account) || !weir_str_has_prefix(made.resource, session) ||
        !weir_str_has_prefix(asks.resource, WEIR_STR("role/")))
        return false;
    const struct weir_str rest = {made.resource.ptr + session.len, made.resource.len - session.len};
    const char *const slash = rest.len == 0 ? NULL : memchr(rest.ptr, '/', rest.len);
    const struct weir_str role = {rest.ptr, slash == NULL ? rest.len : (size_t)(slash - rest.ptr)};
    return weir_str_equal(role, behind_last_slash(asks.resource));
}
