/* Decides what one principal may do with one table: the union of every grant that reaches both ([lf-permissions]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"
#include "world/lake_columns.h"

/* [lf-permissions] What can be granted on a table; anything else in a grant on one is not a table permission. */
#define TABLE_PERMISSIONS                                                                                \
    ((uint32_t)(WEIR_LAKE_ALL | WEIR_LAKE_SELECT | WEIR_LAKE_ALTER | WEIR_LAKE_DROP | WEIR_LAKE_DELETE | \
                WEIR_LAKE_INSERT | WEIR_LAKE_DESCRIBE))
#define SELECTING ((uint32_t)(WEIR_LAKE_ALL | WEIR_LAKE_SELECT))
/* [lf-data-filtering] For a holder of one of these, granting SELECT on some columns "has no effect". */
#define UNFILTERED ((uint32_t)(WEIR_LAKE_ALTER | WEIR_LAKE_DROP | WEIR_LAKE_DELETE | WEIR_LAKE_INSERT))

/* One access being computed. */
struct gathering {
    const struct weir_lake *lake;
    const struct weir_table *table;
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_str *names; /* all that the principal is called in grants */
    size_t name_count;
    const struct weir_lake_grant **grants; /* that reach principal and table, in the order of the dump */
    size_t grant_count;
    struct weir_reading reading;
    const struct weir_lake_filter **filters;
    struct weir_lake_access *access;
};

/* -------------------------------------------------------------------------------------------- names */

static enum weir_status add_names(struct gathering *gathering, const struct weir_lake_principal *principal)
{
    const struct weir_str account = gathering->lake->account->id;
    gathering->names = weir_arena_alloc(gathering->arena, principal->saml.count + 3, sizeof *gathering->names);
    if (gathering->names == NULL)
        return weir_fail_memory(gathering->error);
    if (principal->arn.len != 0)
        gathering->names[gathering->name_count++] = principal->arn;
    for (size_t i = 0; i < principal->saml.count; i++)
        gathering->names[gathering->name_count++] = principal->saml.items[i];
    /* [lf-permissions] Both groups are of the catalog's own account; what is shared with others is granted by name. */
    if (!weir_str_equal(principal->account, account))
        return WEIR_OK;
    const struct weir_str suffix = WEIR_STR(":IAMPrincipals");
    char *const group = weir_arena_alloc(gathering->arena, account.len + suffix.len, 1);
    if (group == NULL)
        return weir_fail_memory(gathering->error);
    memcpy(group, account.ptr, account.len);
    memcpy(group + account.len, suffix.ptr, suffix.len);
    gathering->names[gathering->name_count++] = (struct weir_str){group, account.len + suffix.len};
    gathering->names[gathering->name_count++] = WEIR_STR(WEIR_LAKE_EVERYONE);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- grants */

static bool grant_reaches(const struct weir_lake_grant *grant, enum weir_lake_reach reach, struct weir_str name,
                          const struct weir_table *table)
{
    if (grant->table_wildcard != (reach == WEIR_LAKE_REACH_TABLES))
        return false;
    return weir_str_equal(grant->principal, name) && weir_str_equal(grant->database, table->database) &&
           (grant->table_wildcard || weir_str_equal(grant->table, table->name));
}

static struct weir_hash_probe probe_of(enum weir_lake_reach reach, struct weir_str name, const struct weir_table *table)
{
    const struct weir_str table_name = reach == WEIR_LAKE_REACH_TABLE ? table->name : WEIR_STR("");
    return weir_hash_probe(weir_lake_grant_hash(reach, name, table->database, table_name));
}

/* Counts the grants, and keeps them where there is room. */
static size_t visit_grants(const struct gathering *gathering, void **found)
{
    static const enum weir_lake_reach reaches[] = {WEIR_LAKE_REACH_TABLE, WEIR_LAKE_REACH_TABLES};
    struct weir_lake_grant *const items = gathering->lake->grants.items;
    size_t count = 0;
    for (size_t i = 0; i < gathering->name_count * WEIR_COUNT(reaches); i++) {
        const struct weir_str name = gathering->names[i / WEIR_COUNT(reaches)];
        const enum weir_lake_reach reach = reaches[i % WEIR_COUNT(reaches)];
        struct weir_hash_probe probe = probe_of(reach, name, gathering->table);
        size_t at = 0;
        while (weir_hash_index_next(&gathering->lake->grants.index, &probe, &at)) {
            if (!grant_reaches(&items[at], reach, name, gathering->table))
                continue;
            if (found != NULL)
                found[count] = &items[at];
            count++;
        }
    }
    return count;
}

/* All grants are of one array, so their order there is the order of the dump. */
static int compare_position(const void *a, const void *b)
{
    const struct weir_lake_grant *const x = a;
    const struct weir_lake_grant *const y = b;
    return x < y ? -1 : x > y;
}

static enum weir_status gather_grants(struct gathering *gathering)
{
    const size_t count = visit_grants(gathering, NULL);
    void **const found = weir_arena_alloc(gathering->arena, count, sizeof *found);
    gathering->grants = weir_arena_alloc(gathering->arena, count, sizeof *gathering->grants);
    gathering->filters = weir_arena_alloc(gathering->arena, count, sizeof *gathering->filters);
    if (found == NULL || gathering->grants == NULL || gathering->filters == NULL)
        return weir_fail_memory(gathering->error);
    (void)visit_grants(gathering, found);
    weir_sort_pointers(found, count, compare_position);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || found[i] != found[i - 1]) /* a name may be given twice */
            gathering->grants[gathering->grant_count++] = found[i];
    }
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- union */

static enum weir_status find_filter(const struct gathering *gathering, const struct weir_lake_grant *grant,
                                    const struct weir_lake_filter **filter)
{
    const struct weir_lake *const lake = gathering->lake;
    struct weir_hash_probe probe = weir_hash_probe(weir_lake_filter_hash(grant->database, grant->table, grant->filter));
    size_t at = 0;
    while (weir_hash_index_next(&lake->filters.index, &probe, &at)) {
        *filter = &lake->filters.items[at];
        if (weir_str_equal((*filter)->name, grant->filter) && weir_str_equal((*filter)->database, grant->database) &&
            weir_str_equal((*filter)->table, grant->table))
            return WEIR_OK;
    }
    *filter = NULL; /* a filter that does not exist lets nothing through */
    return weir_world_require(lake->world, lake->account->id, lake->region, WEIR_STR("DataCellsFilters"),
                              gathering->error);
}

/* What a grant lets be read; `filter` is the row filter it brings, if any. False if it is no SELECT at all. */
static enum weir_status select_of(const struct gathering *gathering, const struct weir_lake_grant *grant,
                                  struct weir_select *select, const struct weir_lake_filter **filter, bool *is_select)
{
    *is_select = false;
    *filter = NULL;
    if ((grant->permissions & SELECTING) == 0)
        return WEIR_OK;
    *is_select = true;
    *select = (struct weir_select){grant->all_columns, grant->columns, false};
    if (grant->on == WEIR_LAKE_ON_TABLE)
        select->all_columns = true;
    if (grant->on != WEIR_LAKE_ON_FILTER)
        return WEIR_OK;
    WEIR_TRY(find_filter(gathering, grant, filter));
    *is_select = *filter != NULL;
    if (*filter != NULL)
        *select = (struct weir_select){(*filter)->all_columns, (*filter)->columns, (*filter)->row_expression.len != 0};
    return WEIR_OK;
}

/* Of a grant on the table itself all permissions count; of one on columns or a filter SELECT alone, since the others are
 * about the filter. */
static uint32_t permissions_of(const struct weir_lake_grant *grant)
{
    return grant->on == WEIR_LAKE_ON_TABLE ? grant->permissions & TABLE_PERMISSIONS : 0;
}

static uint32_t plain_permissions(const struct gathering *gathering)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < gathering->grant_count; i++)
        mask |= permissions_of(gathering->grants[i]);
    return mask;
}

static enum weir_status apply_grant(struct gathering *gathering, const struct weir_lake_grant *grant, bool unfiltered,
                                    bool *gives)
{
    struct weir_lake_access *const access = gathering->access;
    struct weir_select select;
    const struct weir_lake_filter *filter = NULL;
    bool is_select = false;
    uint32_t given = permissions_of(grant);
    WEIR_TRY(select_of(gathering, grant, &select, &filter, &is_select));
    /* Read as written, a column-filtered SELECT is void beside these permissions: the refusing reading of the two, and
     * AWS does not let the two be granted together. */
    if (is_select && unfiltered && weir_select_names_columns(&select))
        is_select = false;
    if (is_select && weir_reading_add(&gathering->reading, &select)) {
        given |= grant->on == WEIR_LAKE_ON_TABLE ? 0 : (uint32_t)WEIR_LAKE_SELECT;
        if (select.has_row_filter)
            gathering->filters[access->filter_count++] = filter;
    }
    access->permissions |= given;
    *gives = given != 0;
    if (*gives && weir_lake_is_everyone(grant->principal))
        access->through_iam_allowed_principals = true;
    return WEIR_OK;
}

static enum weir_status apply_grants(struct gathering *gathering)
{
    const bool unfiltered = (plain_permissions(gathering) & UNFILTERED) != 0;
    size_t kept = 0;
    if (weir_reading_init(&gathering->reading, gathering->table, gathering->arena) != WEIR_OK)
        return weir_fail_memory(gathering->error);
    for (size_t i = 0; i < gathering->grant_count; i++) {
        bool gives = false;
        WEIR_TRY(apply_grant(gathering, gathering->grants[i], unfiltered, &gives));
        if (gives)
            gathering->grants[kept++] = gathering->grants[i];
    }
    gathering->access->grants = gathering->grants;
    gathering->access->grant_count = kept;
    return WEIR_OK;
}

/* [lf-data-filtering] Several filters are alternatives: a cell is visible where one that covers its column lets its row
 * through. Those of `column`, or with NULL those of every column. */
static enum weir_status write_rows(const struct gathering *gathering, const struct weir_column *column,
                                   struct weir_str *expression)
{
    const struct weir_lake_access *const access = gathering->access;
    struct weir_writer *writer = NULL;
    const struct weir_lake_filter *first = NULL;
    size_t count = 0;
    WEIR_TRY(weir_writer_new(gathering->arena, &writer));
    for (size_t i = 0; i < access->filter_count; i++) {
        const struct weir_lake_filter *const filter = access->filters[i];
        const struct weir_select select = {filter->all_columns, filter->columns, true};
        if (column != NULL && !weir_select_covers(&select, column->name))
            continue;
        if (count == 1)
            weir_write_format(writer, "(%.*s)", WEIR_FMT(first->row_expression));
        if (count++ == 0)
            first = filter;
        else
            weir_write_format(writer, " OR (%.*s)", WEIR_FMT(filter->row_expression));
    }
    if (count == 1)
        weir_write_raw(writer, first->row_expression);
    return weir_writer_finish(writer, expression);
}

static enum weir_status write_column(const struct gathering *gathering, size_t index, struct weir_lake_column *column)
{
    const struct weir_table *const table = gathering->table;
    const struct weir_lake_access *const access = gathering->access;
    column->is_partition_key = index >= table->column_count;
    column->column = column->is_partition_key ? &table->partition_keys[index - table->column_count]
                                              : &table->columns[index];
    column->name = column->column->name;
    column->is_authorized = access->column_is_authorized[index];
    column->has_all_rows = access->column_has_all_rows[index];
    if (!column->is_authorized || column->has_all_rows || access->filter_count == 0)
        return WEIR_OK;
    return write_rows(gathering, column->is_partition_key ? NULL : column->column, &column->row_filter);
}

static bool is_unfiltered(const struct weir_lake_access *access, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (access->column_has_all_rows[i])
            return true;
    }
    return access->filter_count == 0;
}

static enum weir_status write_cells(const struct gathering *gathering)
{
    struct weir_lake_access *const access = gathering->access;
    const size_t count = gathering->reading.count;
    struct weir_lake_column *const columns = weir_arena_alloc(gathering->arena, count, sizeof *columns);
    if (columns == NULL)
        return weir_fail_memory(gathering->error);
    for (size_t i = 0; i < count; i++) {
        if (write_column(gathering, i, &columns[i]) != WEIR_OK)
            return weir_fail_memory(gathering->error);
    }
    access->columns = columns;
    access->column_count = count;
    if (!is_unfiltered(access, count) && write_rows(gathering, NULL, &access->row_filter) != WEIR_OK)
        return weir_fail_memory(gathering->error);
    return WEIR_OK;
}

static enum weir_status write_columns(const struct gathering *gathering)
{
    const struct weir_reading *const reading = &gathering->reading;
    struct weir_lake_access *const access = gathering->access;
    access->restriction = weir_reading_restriction(reading, access->filter_count);
    access->filters = gathering->filters;
    if (!weir_reading_needs_filters(reading))
        access->filter_count = 0;
    if (!reading->has_select)
        return WEIR_OK;
    access->column_is_authorized = weir_arena_alloc(gathering->arena, reading->count, sizeof(bool));
    access->column_has_all_rows = weir_arena_alloc(gathering->arena, reading->count, sizeof(bool));
    if (access->column_is_authorized == NULL || access->column_has_all_rows == NULL)
        return weir_fail_memory(gathering->error);
    for (size_t i = 0; i < reading->count; i++) {
        access->column_is_authorized[i] = reading->coverage[i] != WEIR_COVERAGE_NONE;
        access->column_has_all_rows[i] = access->column_is_authorized[i] && reading->all_rows[i];
        access->authorized_count += access->column_is_authorized[i] ? 1 : 0;
    }
    return write_cells(gathering);
}

/* ---------------------------------------------------------------------------------- beside the grants */

static bool is_listed(const struct gathering *gathering, const struct weir_str_list *principals)
{
    for (size_t i = 0; i < principals->count; i++) {
        for (size_t j = 0; j < gathering->name_count; j++) {
            if (weir_str_equal(principals->items[i], gathering->names[j]))
                return true;
        }
    }
    return false;
}

/* [lf-implicit] Administrators see every description, and no data. */
static void add_implicit(const struct gathering *gathering)
{
    const struct weir_lake_settings *const settings = &gathering->lake->settings;
    struct weir_lake_access *const access = gathering->access;
    access->is_admin = is_listed(gathering, &settings->admins);
    access->is_read_only_admin = is_listed(gathering, &settings->read_only_admins);
    if (access->is_admin || access->is_read_only_admin || access->permissions != 0)
        access->permissions |= (uint32_t)WEIR_LAKE_DESCRIBE;
}

static bool has_opt_in(const struct gathering *gathering, enum weir_lake_reach reach)
{
    const struct weir_lake *const lake = gathering->lake;
    const struct weir_table *const table = gathering->table;
    for (size_t i = 0; i < gathering->name_count; i++) {
        const struct weir_str name = gathering->names[i];
        struct weir_hash_probe probe = probe_of(reach, name, table);
        size_t at = 0;
        while (weir_hash_index_next(&lake->opt_ins.index, &probe, &at)) {
            const struct weir_lake_opt_in *const opt_in = &lake->opt_ins.items[at];
            if (weir_str_equal(opt_in->principal, name) && weir_str_equal(opt_in->database, table->database) &&
                opt_in->table_wildcard == (reach == WEIR_LAKE_REACH_TABLES) &&
                weir_str_equal(opt_in->table, reach == WEIR_LAKE_REACH_TABLE ? table->name : WEIR_STR("")))
                return true;
        }
    }
    return false;
}

static bool has_wildcard_grant(const struct weir_lake_access *access)
{
    for (size_t i = 0; i < access->grant_count; i++) {
        if (access->grants[i]->table_wildcard)
            return true;
    }
    return false;
}

/* [lf-hybrid] By name, of table or database; the database's covers what its ALL_TABLES grant gives (Q52). */
static void add_opt_in(const struct gathering *gathering)
{
    struct weir_lake_access *const access = gathering->access;
    access->is_opted_in = has_opt_in(gathering, WEIR_LAKE_REACH_TABLE) ||
                          has_opt_in(gathering, WEIR_LAKE_REACH_TABLES) ||
                          (has_wildcard_grant(access) && has_opt_in(gathering, WEIR_LAKE_REACH_DATABASE));
}

static void add_registration(const struct gathering *gathering)
{
    struct weir_location location;
    if (weir_location_parse(gathering->table->location, &location))
        gathering->access->registration = weir_lake_registration(gathering->lake, location);
}

/* Grants only add, so that what is missing could change any answer but ALL; an opt-in decides at hybrid locations. */
static enum weir_status check_complete(const struct gathering *gathering)
{
    const struct weir_lake *const lake = gathering->lake;
    const struct weir_lake_access *const access = gathering->access;
    const struct weir_world *const world = lake->world;
    if ((access->permissions & (uint32_t)WEIR_LAKE_ALL) == 0)
        WEIR_TRY(weir_world_require(world, lake->account->id, lake->region, WEIR_STR("PrincipalResourcePermissions"),
                                    gathering->error));
    if (access->is_opted_in || access->registration == NULL || !access->registration->hybrid)
        return WEIR_OK;
    return weir_world_require(world, lake->account->id, lake->region, WEIR_STR("LakeFormationOptInsInfoList"),
                              gathering->error);
}

static enum weir_status compute(struct gathering *gathering, const struct weir_lake_principal *principal)
{
    gathering->access->table = gathering->table;
    gathering->access->owner = gathering->lake->account->id;
    gathering->access->is_cross_account = !weir_str_equal(principal->account, gathering->lake->account->id);
    WEIR_TRY(add_names(gathering, principal));
    WEIR_TRY(gather_grants(gathering));
    WEIR_TRY(apply_grants(gathering));
    WEIR_TRY(write_columns(gathering));
    add_implicit(gathering);
    add_opt_in(gathering);
    add_registration(gathering);
    return check_complete(gathering);
}

enum weir_status weir_lake_access_compute(const struct weir_lake *lake, const struct weir_table *table,
                                          const struct weir_lake_principal *principal, struct weir_arena *arena,
                                          struct weir_lake_access *access, struct weir_error *error)
{
    *access = (struct weir_lake_access){0};
    struct gathering gathering = {
        .lake = lake,
        .table = table,
        .arena = arena,
        .error = error,
        .access = access,
    };
    const enum weir_status status = compute(&gathering, principal);
    if (status != WEIR_OK)
        *access = (struct weir_lake_access){0};
    return status;
}

bool weir_lake_access_has(const struct weir_lake_access *access, uint32_t permission)
{
    if ((access->permissions & permission) != 0)
        return true;
    return (permission & TABLE_PERMISSIONS) != 0 && (access->permissions & (uint32_t)WEIR_LAKE_ALL) != 0;
}

bool weir_lake_access_is_full_table(const struct weir_lake_access *access)
{
    return weir_lake_access_has(access, (uint32_t)WEIR_LAKE_SELECT) && access->restriction == WEIR_RESTRICTION_NONE;
}
