/* Decides what the settings of a data lake and of its catalog say; what they leave out is off ([lf-data-lake-settings], [glue-encryption], [glue-api-catalog]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

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

/* Texts all of them: a switch, and CROSS_ACCOUNT_VERSION, a number ([lf-sharing]). */
static enum weir_status read_parameters(struct weir_origin from, struct weir_lake_settings *settings,
                                        struct weir_error *error)
{
    int64_t *const version = &settings->cross_account_version;
    struct weir_origin parameters;
    struct weir_str text;
    WEIR_TRY(weir_member_map(from, "Parameters", &parameters, error));
    WEIR_TRY(weir_member_text(parameters, "SET_SOURCE_IDENTITY", &text, error));
    settings->sets_source_identity = weir_str_equal_fold(text, WEIR_STR("TRUE"));
    WEIR_TRY(weir_member_text(parameters, "CROSS_ACCOUNT_VERSION", &text, error));
    if (text.len == 0 || (weir_int64_parse(text, version) && *version > 0))
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, parameters.tree, weir_member(parameters, "CROSS_ACCOUNT_VERSION").node,
                        "`CROSS_ACCOUNT_VERSION` must be a number, not `%s`", weir_quote(text).text);
}

/* An alias or a bare id names a key of AWS's own, or one that nothing is known of: only an ARN can be asked about. */
static enum weir_status read_encryption(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_catalog_encryption *const encryption = &lake->encryption;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_ENCRYPTION);
    struct weir_origin at_rest;
    struct weir_str mode;
    if (span.count == 0)
        return WEIR_OK;
    encryption->origin = span.items[0].origin;
    WEIR_TRY(weir_member_map(encryption->origin, "EncryptionAtRest", &at_rest, error));
    WEIR_TRY(weir_member_text(at_rest, "CatalogEncryptionMode", &mode, error));
    if (!weir_str_has_prefix(mode, WEIR_STR("SSE-KMS")))
        return WEIR_OK;
    WEIR_TRY(weir_member_text(at_rest, "SseAwsKmsKeyId", &encryption->key_arn, error));
    if (!weir_str_has_prefix(encryption->key_arn, WEIR_STR("arn:")))
        encryption->key_arn = WEIR_STR("");
    if (!weir_str_equal(mode, WEIR_STR("SSE-KMS-WITH-SERVICE-ROLE")))
        return WEIR_OK;
    return weir_member_text_needed(at_rest, "CatalogEncryptionServiceRole", &encryption->role_arn, error);
}

/* ----------------------------------------------------------------------------------------- catalogs */

/* [glue-api-catalog] Texts, `True` and `False`; CloudFormation writes it among the properties. */
static enum weir_status read_full_table(struct weir_origin from, struct weir_lake_catalog *catalog,
                                        struct weir_error *error)
{
    struct weir_origin properties, access;
    struct weir_str itself, property;
    WEIR_TRY(weir_member_map(from, "CatalogProperties", &properties, error));
    WEIR_TRY(weir_member_map(properties, "DataLakeAccessProperties", &access, error));
    WEIR_TRY(weir_member_text(access, "AllowFullTableExternalDataAccess", &property, error));
    WEIR_TRY(weir_member_text(from, "AllowFullTableExternalDataAccess", &itself, error));
    catalog->closes_full_table = weir_str_equal_fold(itself, WEIR_STR("false")) ||
                                 weir_str_equal_fold(property, WEIR_STR("false"));
    catalog->opens_full_table = !catalog->closes_full_table && (weir_str_equal_fold(itself, WEIR_STR("true")) ||
                                                                weir_str_equal_fold(property, WEIR_STR("true")));
    return WEIR_OK;
}

enum weir_status weir_lake_read_catalogs(struct weir_lake *lake, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_CATALOGS);
    lake->catalogs = weir_arena_alloc(lake->world->arena, span.count, sizeof *lake->catalogs);
    if (lake->catalogs == NULL)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_catalog *const catalog = &lake->catalogs[i];
        WEIR_TRY(weir_member_text(span.items[i].origin, "CatalogId", &catalog->id, error));
        WEIR_TRY(weir_member_text(span.items[i].origin, "Name", &catalog->name, error));
        WEIR_TRY(read_full_table(span.items[i].origin, catalog, error));
    }
    lake->catalog_count = span.count;
    return WEIR_OK;
}

/* Where the dump leaves the id out, a catalog is the one of its name in the account. */
const struct weir_lake_catalog *weir_lake_catalog_find(const struct weir_lake *lake, struct weir_str catalog_id)
{
    const struct weir_str account = lake->account->id;
    const bool is_inner = catalog_id.len > account.len && weir_lake_is_own_catalog(lake, catalog_id);
    const size_t skip = is_inner ? account.len + 1 : 0;
    for (size_t i = 0; is_inner && i < lake->catalog_count; i++) {
        const struct weir_lake_catalog *const catalog = &lake->catalogs[i];
        const struct weir_str path = {catalog_id.ptr + skip, catalog_id.len - skip};
        if (catalog->id.len != 0 ? weir_str_equal(catalog->id, catalog_id) : weir_str_equal(catalog->name, path))
            return catalog;
    }
    return NULL;
}

enum weir_status weir_lake_read_settings(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_lake_settings *const settings = &lake->settings;
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_LAKE_SETTINGS);
    WEIR_TRY(read_encryption(lake, error));
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
    WEIR_TRY(read_parameters(from, settings, error));
    WEIR_TRY(read_principals(from, "DataLakeAdmins", arena, &settings->admins, error));
    return read_principals(from, "ReadOnlyAdmins", arena, &settings->read_only_admins, error);
}
