/* Decides what an account's data lake settings say; what they leave out is off ([lf-data-lake-settings]). */
#include "base/base_impl.h"
#include "world/lake_impl.h"

/* [{DataLakePrincipalIdentifier: …}] */
static enum weir_status read_principals(struct weir_origin settings, const char *member, struct weir_arena *arena,
                                        struct weir_str_list *principals, struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(settings, member, &list, error));
    const size_t count = weir_node_count(list.node);
    struct weir_str *const items = weir_arena_alloc(arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(error);
    size_t at = 0;
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(weir_member_text_needed((struct weir_origin){list.tree, node}, "DataLakePrincipalIdentifier",
                                         &items[at++], error));
    *principals = (struct weir_str_list){items, count};
    return WEIR_OK;
}

/* [lf-sharing] CROSS_ACCOUNT_VERSION, a number in text. */
static enum weir_status read_version(struct weir_origin settings, int64_t *version, struct weir_error *error)
{
    struct weir_origin parameters;
    struct weir_str text;
    WEIR_TRY(weir_member_map(settings, "Parameters", &parameters, error));
    WEIR_TRY(weir_member_text(parameters, "CROSS_ACCOUNT_VERSION", &text, error));
    if (text.len == 0 || (weir_int64_parse(text, version) && *version > 0))
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, parameters.tree, weir_member(parameters, "CROSS_ACCOUNT_VERSION").node,
                        "`CROSS_ACCOUNT_VERSION` must be a number, not `%s`", weir_quote(text).text);
}

enum weir_status weir_lake_read_settings(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_lake_settings *const settings = &lake->settings;
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_LAKE_SETTINGS);
    if (span.count == 0)
        return WEIR_OK;
    const struct weir_origin from = span.items[0].origin;
    settings->origin = from;
    WEIR_TRY(weir_member_flag(from, "AllowExternalDataFiltering", &settings->allow_external_data_filtering, error));
    WEIR_TRY(weir_member_flag(from, "AllowFullTableExternalDataAccess",
                              &settings->allow_full_table_external_data_access, error));
    WEIR_TRY(read_principals(from, "ExternalDataFilteringAllowList", arena,
                             &settings->external_data_filtering_allow_list, error));
    WEIR_TRY(weir_member_texts(from, "AuthorizedSessionTagValueList", arena, &settings->authorized_session_tag_values,
                               error));
    WEIR_TRY(read_version(from, &settings->cross_account_version, error));
    WEIR_TRY(read_principals(from, "DataLakeAdmins", arena, &settings->admins, error));
    return read_principals(from, "ReadOnlyAdmins", arena, &settings->read_only_admins, error);
}
