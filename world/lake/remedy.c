/* Says what to do about a permission that a principal lacks, as an order to whoever can carry it out ([lf-permissions]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

/* One order being written. */
struct ordering {
    const struct weir_lake_access *access;
    const char *permission;
    struct weir_writer *writer;
};

static void write_table(const struct ordering *ordering)
{
    const struct weir_table *const table = ordering->access->table;
    weir_write_format(ordering->writer, "%.*s.%.*s", WEIR_FMT(table->database), WEIR_FMT(table->name));
}

typedef void order_fn(const struct ordering *ordering, const struct weir_lake_grant *grant);

static void order_tags(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    weir_write_format(ordering->writer,
                      "Give %.*s the tags that the condition of its grant asks for, `%.*s`, or grant it %s on ",
                      WEIR_FMT(ordering->access->principal.arn), WEIR_FMT(weir_lake_condition_text(grant->condition)),
                      ordering->permission);
    write_table(ordering);
    weir_write_format(ordering->writer, " without a condition.");
}

static void order_condition(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    const struct weir_str text = weir_lake_condition_text(grant->condition);
    weir_write_format(ordering->writer, "Rewrite the condition of the grant to %.*s, which ",
                      WEIR_FMT(grant->principal));
    if (text.len == 0)
        weir_write_raw(ordering->writer, WEIR_STR("is empty."));
    else
        weir_write_format(ordering->writer, "cannot be read: `%s`.", weir_quote(text).text);
}

static void order_filter(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    weir_write_format(ordering->writer, "Make the data cells filter %.*s of ", WEIR_FMT(grant->filter));
    write_table(ordering);
    weir_write_format(ordering->writer, " anew, or grant %.*s SELECT through one that exists.",
                      WEIR_FMT(grant->principal));
}

static void order_columns(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    weir_write_format(ordering->writer, "Grant %.*s SELECT on columns that ", WEIR_FMT(grant->principal));
    write_table(ordering);
    weir_write_format(ordering->writer, " has.");
}

static void order_whole(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    weir_write_format(ordering->writer, "Grant %.*s SELECT on the whole of ", WEIR_FMT(grant->principal));
    write_table(ordering);
    weir_write_format(ordering->writer,
                      ", or revoke its ALTER, DROP, DELETE and INSERT: beside them SELECT on some columns "
                      "has no effect.");
}

static void order_version(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    weir_write_format(ordering->writer,
                      "Set CROSS_ACCOUNT_VERSION to 3 or more in the data lake settings of account %.*s, or share ",
                      WEIR_FMT(ordering->access->owner));
    write_table(ordering);
    weir_write_format(ordering->writer, " with the account of %.*s and hand it on there.", WEIR_FMT(grant->principal));
}

static void order_regrant(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    const struct weir_lake_principal *const principal = &ordering->access->principal;
    weir_write_format(ordering->writer, "In account %.*s, grant %.*s %s on ", WEIR_FMT(principal->account),
                      WEIR_FMT(principal->arn), ordering->permission);
    write_table(ordering);
    weir_write_format(ordering->writer, " of the catalog of %.*s, which is shared with %.*s.",
                      WEIR_FMT(ordering->access->owner), WEIR_FMT(grant->principal));
}

static void order_share(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    (void)grant;
    weir_write_format(ordering->writer, "In account %.*s, grant account %.*s %s on ", WEIR_FMT(ordering->access->owner),
                      WEIR_FMT(ordering->access->principal.account), ordering->permission);
    write_table(ordering);
    weir_write_format(ordering->writer, ", with the grant option.");
}

static void order_invitation(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    const struct weir_lake_access *const access = ordering->access;
    const struct weir_lake *const recipient = weir_lake_recipient(access->lake, &access->principal);
    const struct weir_lake_invitation *const open = weir_lake_open_invitation(recipient, grant);
    weir_write_format(ordering->writer, "In account %.*s, accept the resource share invitation %.*s.",
                      WEIR_FMT(access->principal.account), WEIR_FMT(open == NULL ? WEIR_STR("") : open->arn));
}

static void order_grant(const struct ordering *ordering, const struct weir_lake_grant *grant)
{
    const struct weir_lake_access *const access = ordering->access;
    const struct weir_table *const table = access->table;
    (void)grant;
    weir_write_format(ordering->writer, "Grant %.*s %s on ", WEIR_FMT(access->principal.arn), ordering->permission);
    write_table(ordering);
    weir_write_format(ordering->writer, " in the catalog of %.*s.", WEIR_FMT(table->catalog_id));
}

static order_fn *const orders[] = {
    [WEIR_LAKE_GAP_CONDITION] = order_tags,
    [WEIR_LAKE_GAP_CONDITION_FORM] = order_condition,
    [WEIR_LAKE_GAP_FILTER] = order_filter,
    [WEIR_LAKE_GAP_COLUMNS] = order_columns,
    [WEIR_LAKE_GAP_VOID] = order_whole,
    [WEIR_LAKE_GAP_EXTERNAL] = order_version,
    [WEIR_LAKE_GAP_NOT_REGRANTED] = order_regrant,
    [WEIR_LAKE_GAP_NOT_SHARED] = order_share,
    [WEIR_LAKE_GAP_NOT_GRANTABLE] = order_share,
    [WEIR_LAKE_GAP_OPTED_IN] = order_grant,
    [WEIR_LAKE_GAP_INVITATION] = order_invitation,
};

enum weir_status weir_lake_access_remedy(const struct weir_lake_access *access, uint32_t permission,
                                         struct weir_arena *arena, struct weir_str *remedy)
{
    struct ordering ordering = {.access = access, .permission = weir_lake_permission_name(permission)};
    *remedy = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_writer_new(arena, &ordering.writer));
    if (access->link != NULL)
        weir_write_format(ordering.writer, "Ask for %.*s.%.*s of the catalog of %.*s: a resource link holds no data.",
                          WEIR_FMT(access->link->database), WEIR_FMT(access->link->table),
                          WEIR_FMT(access->link->catalog_id));
    else if (access->gap_count > 0)
        orders[access->gaps[0].kind](&ordering, access->gaps[0].grant);
    else
        order_grant(&ordering, NULL);
    return weir_writer_finish(ordering.writer, remedy);
}
