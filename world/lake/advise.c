/* Says what would have to change for a principal to hold a permission on a table, in words to act on ([lf-permissions]). */
#include "base/base_impl.h"
#include "world/lake/gather.h"

/* One advice being written. */
struct advising {
    const struct weir_lake_access *access;
    const char *permission;
    struct weir_arena *arena;
    struct weir_writer *writer;
    struct weir_origin *at;
};

static void write_table(const struct advising *advising)
{
    const struct weir_table *const table = advising->access->table;
    weir_write_format(advising->writer, "%.*s.%.*s", WEIR_FMT(table->database), WEIR_FMT(table->name));
    if (!weir_str_equal(table->catalog_id, advising->access->owner))
        weir_write_format(advising->writer, " of the catalog %.*s", WEIR_FMT(table->catalog_id));
}

static void write_tags(struct weir_writer *writer, const struct weir_lake_tag *tag, const char *before)
{
    weir_write_format(writer, "%s%.*s=", before, WEIR_FMT(tag->key));
    for (size_t i = 0; i < tag->values.count; i++)
        weir_write_format(writer, "%s%.*s", i == 0 ? "" : "|", WEIR_FMT(tag->values.items[i]));
}

/* ---------------------------------------------------------------------------------------------- gaps */

typedef void gap_fn(const struct advising *advising, const struct weir_lake_grant *grant);

static void say_condition(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "the grant to `%.*s` asks for tags that the principal does not carry: %.*s",
                      WEIR_FMT(grant->principal), WEIR_FMT(weir_lake_condition_text(grant->condition)));
}

static void say_condition_form(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "the condition of the grant to `%.*s` is none that can be read here: `%s`",
                      WEIR_FMT(grant->principal), weir_quote(weir_lake_condition_text(grant->condition)).text);
}

static void say_filter(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "SELECT is granted through the data cells filter `%.*s`, which does not exist",
                      WEIR_FMT(grant->filter));
}

static void say_columns(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "the grant of SELECT to `%.*s` leaves no column that the table has",
                      WEIR_FMT(grant->principal));
}

static void say_void(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(
        advising->writer,
        "SELECT on some columns has no effect for a holder of ALTER, DROP, DELETE or INSERT: grant `%.*s` "
        "SELECT on the whole table, or revoke the others",
        WEIR_FMT(grant->principal));
}

static void say_external(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer,
                      "the grant to `%.*s` of another account needs CROSS_ACCOUNT_VERSION 3 in the settings of %.*s",
                      WEIR_FMT(grant->principal), WEIR_FMT(advising->access->owner));
}

static void say_not_regranted(const struct advising *advising, const struct weir_lake_grant *grant)
{
    const struct weir_lake_principal *const principal = &advising->access->principal;
    weir_write_format(advising->writer,
                      "the table is shared with `%.*s`: an administrator of %.*s must grant %s on it to "
                      "`%.*s`",
                      WEIR_FMT(grant->principal), WEIR_FMT(principal->account), advising->permission,
                      WEIR_FMT(principal->arn));
}

static void say_not_shared(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "%.*s granted ", WEIR_FMT(advising->access->principal.account));
    write_table(advising);
    weir_write_format(advising->writer, " on to `%.*s`, but its owner %.*s does not share it",
                      WEIR_FMT(grant->principal), WEIR_FMT(advising->access->owner));
}

static void say_not_grantable(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer, "%.*s must share ", WEIR_FMT(advising->access->owner));
    write_table(advising);
    weir_write_format(advising->writer, " with the grant option for %s, or what was granted on to `%.*s` is nothing",
                      advising->permission, WEIR_FMT(grant->principal));
}

static void say_opted_in(const struct advising *advising, const struct weir_lake_grant *grant)
{
    weir_write_format(advising->writer,
                      "`%.*s` opted in to Lake Formation, so that what %.*s holds does not count for it: grant it %s",
                      WEIR_FMT(advising->access->principal.arn), WEIR_FMT(grant->principal), advising->permission);
}

static void say_invitation(const struct advising *advising, const struct weir_lake_grant *grant)
{
    const struct weir_lake_access *const access = advising->access;
    const struct weir_lake *const recipient = weir_lake_recipient(access->lake, &access->principal);
    const struct weir_lake_invitation *const open = weir_lake_open_invitation(recipient, grant);
    weir_write_format(
        advising->writer,
        "%.*s shares the table, and account %.*s has not accepted: an administrator there must accept the "
        "resource share invitation `%.*s`",
        WEIR_FMT(access->owner), WEIR_FMT(access->principal.account),
        WEIR_FMT(open == NULL ? WEIR_STR("") : open->arn));
}

static gap_fn *const sayings[] = {
    [WEIR_LAKE_GAP_CONDITION] = say_condition,
    [WEIR_LAKE_GAP_CONDITION_FORM] = say_condition_form,
    [WEIR_LAKE_GAP_FILTER] = say_filter,
    [WEIR_LAKE_GAP_COLUMNS] = say_columns,
    [WEIR_LAKE_GAP_VOID] = say_void,
    [WEIR_LAKE_GAP_EXTERNAL] = say_external,
    [WEIR_LAKE_GAP_NOT_REGRANTED] = say_not_regranted,
    [WEIR_LAKE_GAP_NOT_SHARED] = say_not_shared,
    [WEIR_LAKE_GAP_NOT_GRANTABLE] = say_not_grantable,
    [WEIR_LAKE_GAP_OPTED_IN] = say_opted_in,
    [WEIR_LAKE_GAP_INVITATION] = say_invitation,
};

/* --------------------------------------------------------------------------------------- near misses */

static bool is_named(const struct weir_lake_names *names, struct weir_str name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (weir_str_equal(names->items[i], name))
            return true;
    }
    return false;
}

/* A grant to the principal on LF-tags that the table does not carry, or on a saved expression that is gone. */
static const struct weir_lake_grant *find_tagged(const struct advising *advising, const struct weir_lake_names *names)
{
    const struct weir_lake *const lake = advising->access->lake;
    const uint32_t wanted = weir_lake_permission_bit(weir_str_from(advising->permission)) | (uint32_t)WEIR_LAKE_ALL;
    for (size_t i = 0; lake->has_tag_grants && i < lake->grants.count; i++) {
        const struct weir_lake_grant *const grant = &lake->grants.items[i];
        if (grant->on == WEIR_LAKE_ON_TAGGED_TABLES && (grant->permissions & wanted) != 0 &&
            is_named(names, grant->found_by))
            return grant;
    }
    return NULL;
}

static enum weir_status say_tagged(const struct advising *advising, const struct weir_lake_grant *grant)
{
    struct weir_lake_tagged tagged;
    struct weir_writer *const writer = advising->writer;
    if (grant->expression.count == 0) {
        weir_write_format(writer, "the saved LF-tag expression `%.*s` of the grant to `%.*s` does not exist",
                          WEIR_FMT(grant->expression_name), WEIR_FMT(grant->principal));
        return WEIR_OK;
    }
    WEIR_TRY(weir_lake_tagged_find(advising->access->lake, advising->access->table, advising->arena, &tagged));
    weir_write_format(writer, "the grant to `%.*s` is on tables with the LF-tags", WEIR_FMT(grant->principal));
    for (size_t i = 0; i < grant->expression.count; i++)
        write_tags(writer, &grant->expression.items[i], i == 0 ? " " : " and ");
    weir_write_format(writer, "; ");
    write_table(advising);
    weir_write_format(writer, tagged.count == 0 ? " carries none" : " carries");
    for (size_t i = 0; i < tagged.count; i++) {
        const struct weir_str column = tagged.items[i]->column;
        write_tags(writer, &tagged.items[i]->tag, i == 0 ? " " : ", ");
        if (column.len != 0)
            weir_write_format(writer, " on the column %.*s", WEIR_FMT(column));
    }
    return WEIR_OK;
}

static void say_link(const struct advising *advising)
{
    const struct weir_lake_target *const link = advising->access->link;
    write_table(advising);
    weir_write_format(advising->writer,
                      " is a resource link, which holds no data: ask for its target %.*s.%.*s of %.*s",
                      WEIR_FMT(link->database), WEIR_FMT(link->table), WEIR_FMT(link->catalog_id));
}

static void say_plain(const struct advising *advising)
{
    const struct weir_lake_access *const access = advising->access;
    weir_write_format(advising->writer, "an administrator of %.*s must grant %s on ", WEIR_FMT(access->owner),
                      advising->permission);
    write_table(advising);
    weir_write_format(advising->writer, " to `%.*s`", WEIR_FMT(access->principal.arn));
    if (access->is_admin)
        weir_write_format(advising->writer, ", who as an administrator holds DESCRIBE alone");
}

static enum weir_status advise(const struct advising *advising)
{
    const struct weir_lake_access *const access = advising->access;
    struct weir_lake_names names;
    if (access->link != NULL) {
        say_link(advising);
        return WEIR_OK;
    }
    if (access->gap_count > 0) {
        sayings[access->gaps[0].kind](advising, access->gaps[0].grant);
        *advising->at = access->gaps[0].grant->origin;
        return WEIR_OK;
    }
    WEIR_TRY(weir_lake_own_names(&access->principal, !access->is_cross_account, advising->arena, &names));
    const struct weir_lake_grant *const tagged = find_tagged(advising, &names);
    if (tagged == NULL) {
        say_plain(advising);
        return WEIR_OK;
    }
    *advising->at = tagged->origin;
    return say_tagged(advising, tagged);
}

enum weir_status weir_lake_access_advise(const struct weir_lake_access *access, uint32_t permission,
                                         struct weir_arena *arena, struct weir_str *advice, struct weir_origin *at)
{
    struct advising advising = {
        .access = access, .permission = weir_lake_permission_name(permission), .arena = arena, .at = at};
    *advice = (struct weir_str){NULL, 0};
    *at = (struct weir_origin){NULL, NULL};
    WEIR_TRY(weir_writer_new(arena, &advising.writer));
    WEIR_TRY(advise(&advising));
    return weir_writer_finish(advising.writer, advice);
}
