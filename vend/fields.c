/* The fields that a rulebook may name, one row each: of bound objects, of the caller and the request, and in messages. */
#include "vend/engine.h"
#include "vend/resolvers/assertion.h"

#include "base/base_impl.h"

static void give_text(struct weir_value *value, struct weir_str text)
{
    value->type = WEIR_TYPE_TEXT;
    value->as.text = text;
}

static void give_boolean(struct weir_value *value, bool boolean)
{
    value->type = WEIR_TYPE_BOOLEAN;
    value->as.boolean = boolean;
}

static void give_number(struct weir_value *value, int64_t number)
{
    value->type = WEIR_TYPE_INTEGER;
    value->as.integer = number;
}

static void give_list(struct weir_value *value, struct weir_str_list list)
{
    value->type = WEIR_TYPE_TEXT_LIST;
    value->as.list = list;
}

/* A getter of one member of an object; `deciding` is not needed. */
#define MEMBER(function, object_type, give, expression)                                                      \
    static void function(const struct weir_deciding *deciding, const void *object, struct weir_value *value) \
    {                                                                                                        \
        const struct object_type *const it = object;                                                         \
        (void)deciding;                                                                                      \
        give(value, expression);                                                                             \
    }

MEMBER(role_arn, weir_role, give_text, it->identity.arn)
MEMBER(role_account, weir_role, give_text, it->identity.account->id)
MEMBER(role_name, weir_role, give_text, it->identity.name)
MEMBER(role_max_duration, weir_role, give_number, it->max_session_duration_s)
MEMBER(name_arn, weir_table_name, give_text, it->arn)
MEMBER(name_partition, weir_table_name, give_text, it->partition)
MEMBER(name_region, weir_table_name, give_text, it->region)
MEMBER(name_account, weir_table_name, give_text, it->account)
MEMBER(name_database, weir_table_name, give_text, it->database)
MEMBER(name_catalog, weir_table_name, give_text, it->catalog)
MEMBER(name_catalog_resource, weir_table_name, give_text, it->catalog_resource)
MEMBER(name_database_resource, weir_table_name, give_text, it->database_resource)
MEMBER(name_name, weir_table_name, give_text, it->name)
MEMBER(warehouse_arn, weir_warehouse_name, give_text, it->arn)
MEMBER(warehouse_partition, weir_warehouse_name, give_text, it->partition)
MEMBER(warehouse_region, weir_warehouse_name, give_text, it->region)
MEMBER(warehouse_account, weir_warehouse_name, give_text, it->account)
MEMBER(warehouse_name, weir_warehouse_name, give_text, it->name)
MEMBER(table_location, weir_table, give_text, it->location)
MEMBER(table_name, weir_table, give_text, it->name)
MEMBER(table_database, weir_table, give_text, it->database)
MEMBER(table_catalog, weir_table, give_text, it->catalog_id)
MEMBER(partition_location, weir_partition, give_text, it->location)
MEMBER(registration_arn, weir_registration, give_text, it->resource_arn)
MEMBER(registration_role, weir_registration, give_text, it->role_arn)

/* What a registration says stands where the registration does. */
#define REGISTERED(function, expression)                                                                     \
    static void function(const struct weir_deciding *deciding, const void *object, struct weir_value *value) \
    {                                                                                                        \
        const struct weir_registration *const it = object;                                                   \
        (void)deciding;                                                                                      \
        give_boolean(value, expression);                                                                     \
        value->origin = it->origin;                                                                          \
    }

REGISTERED(registration_linked, it->uses_service_linked_role)
REGISTERED(registration_hybrid, it->hybrid)

/* Absent where the registration says nothing of the bucket's owner. */
static void registration_owner(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_registration *const registration = object;
    (void)deciding;
    value->origin = registration->origin;
    if (registration->expected_owner.len > 0)
        give_text(value, registration->expected_owner);
}

static void access_opted_in(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_lake_access *const access = object;
    (void)deciding;
    give_boolean(value, access->is_opted_in);
}

MEMBER(provider_arn, weir_identity_provider, give_text, it->arn)
MEMBER(provider_account, weir_identity_provider, give_text, it->account->id)
MEMBER(provider_name, weir_identity_provider, give_text, it->name)

/* A claim that the assertion does not make is no value. */
#define CLAIM(function, member)                                                                              \
    static void function(const struct weir_deciding *deciding, const void *object, struct weir_value *value) \
    {                                                                                                        \
        const struct weir_assertion *const assertion = object;                                               \
        (void)deciding;                                                                                      \
        if (assertion->claims->member.len > 0)                                                               \
            give_text(value, assertion->claims->member);                                                     \
    }

CLAIM(claim_session_name, role_session_name)
CLAIM(claim_source_identity, source_identity)
CLAIM(claim_username, lakeformation_username)
CLAIM(claim_audience, audience)

static void claim_duration(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_assertion *const assertion = object;
    (void)deciding;
    if (assertion->claims->session_duration_s > 0)
        give_number(value, assertion->claims->session_duration_s);
}

/* What is left of the session at the identity provider. */
static void claim_seconds_left(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_assertion *const assertion = object;
    const int64_t end = assertion->claims->session_not_on_or_after;
    if (end != INT64_MAX)
        give_number(value, end > deciding->now_unix_s ? end - deciding->now_unix_s : 0);
}

static void claim_tags(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_assertion *const assertion = object;
    (void)deciding;
    if (assertion->tags.count == 0)
        return;
    value->type = WEIR_TYPE_TAGS;
    value->as.tags = assertion->tags;
}

static void claim_transitive(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_assertion *const assertion = object;
    (void)deciding;
    if (assertion->transitive_tag_keys.count > 0)
        give_list(value, assertion->transitive_tag_keys);
}

static void claim_groups(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_assertion *const assertion = object;
    (void)deciding;
    if (assertion->groups.count > 0)
        give_list(value, assertion->groups);
}

static void claim_keys(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)deciding;
    value->type = WEIR_TYPE_CONTEXT;
    value->as.object = ((const struct weir_assertion *)object)->keys;
}

static void access_enforced(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_lake_access *const access = object;
    (void)deciding;
    give_boolean(value, access->is_enforced);
}

static void access_open(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_lake_access *const access = object;
    (void)deciding;
    give_boolean(value, access->is_open);
}

static void access_by_everybody(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)deciding;
    give_boolean(value, ((const struct weir_lake_access *)object)->through_iam_allowed_principals);
}

static void access_catalog_opens(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)deciding;
    give_boolean(value, ((const struct weir_lake_access *)object)->catalog_opens_full_table);
}

static void access_catalog_closes(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)deciding;
    give_boolean(value, ((const struct weir_lake_access *)object)->catalog_closes_full_table);
}

static void lake_account(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)deciding;
    give_text(value, weir_lake_account(object)->id);
}

#define LAKE_SETTING(function, give, member)                                                                 \
    static void function(const struct weir_deciding *deciding, const void *object, struct weir_value *value) \
    {                                                                                                        \
        const struct weir_lake_settings *const settings = weir_lake_settings(object);                        \
        (void)deciding;                                                                                      \
        value->origin = settings->origin;                                                                    \
        give(value, settings->member);                                                                       \
    }

LAKE_SETTING(lake_filtering, give_boolean, allow_external_data_filtering)
LAKE_SETTING(lake_full_table, give_boolean, allow_full_table_external_data_access)
LAKE_SETTING(lake_allow_list, give_list, external_data_filtering_allow_list)
LAKE_SETTING(lake_tag_values, give_list, authorized_session_tag_values)
LAKE_SETTING(lake_source_identity, give_boolean, sets_source_identity)

static void give_text_if_any(struct weir_value *value, struct weir_str text, struct weir_origin origin)
{
    value->origin = origin;
    if (text.len > 0)
        give_text(value, text);
}

static void lake_catalog_key(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_catalog_encryption *const encryption = weir_lake_encryption(object);
    (void)deciding;
    give_text_if_any(value, encryption->key_arn, encryption->origin);
}

static void lake_catalog_key_role(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    const struct weir_catalog_encryption *const encryption = weir_lake_encryption(object);
    (void)deciding;
    give_text_if_any(value, encryption->role_arn, encryption->origin);
}

static void caller_arn(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    const struct weir_principal *const principal = &deciding->caller.principal;
    give_text(value, principal->kind == WEIR_PRINCIPAL_ANONYMOUS ? WEIR_STR("anonymous") : principal->arn);
}

/* Whom permissions are granted to: of a session its role ([lf-principals]). */
static void caller_principal(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    if (deciding->caller.session == NULL)
        caller_arn(deciding, object, value);
    else
        give_text(value, deciding->caller.session->role_arn);
}

static void caller_account(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->caller.principal.account);
}

static void caller_source_identity(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    const struct weir_session *const session = deciding->caller.session;
    if (session != NULL && session->source_identity.len > 0)
        give_text(value, session->source_identity);
}

static void caller_inheritable(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    if (deciding->caller.inheritable.count == 0)
        return;
    value->type = WEIR_TYPE_TAGS;
    value->as.tags = deciding->caller.inheritable;
}

static void request_region(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    if (deciding->request->region.len > 0)
        give_text(value, deciding->request->region);
}

static void request_operation(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->operation->name);
}

static void denial_short(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->denial);
}

static void denial_full(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->denial_full);
}

static void denial_remedy(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->denial_remedy);
}

static void missing_permission(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->missing);
}

static void missing_remedy(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->missing_remedy);
}

static void parts_remedies(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->part_remedies);
}

static void missing_statement(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->missing_statement);
}

static void malformed_message(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->malformed);
}

static void refusal_message(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->refused.message);
}

static void refusal_remedy(const struct weir_deciding *deciding, const void *object, struct weir_value *value)
{
    (void)object;
    give_text(value, deciding->refused.remedy);
}

/* clang-format off */
static const struct weir_field fields[] = {
    /* name                              of                      type                 get */
    { "RoleArn",                          WEIR_TYPE_ROLE,         WEIR_TYPE_TEXT,      role_arn },
    { "Account",                          WEIR_TYPE_ROLE,         WEIR_TYPE_TEXT,      role_account },
    { "RoleName",                         WEIR_TYPE_ROLE,         WEIR_TYPE_TEXT,      role_name },
    { "MaxSessionDuration",               WEIR_TYPE_ROLE,         WEIR_TYPE_INTEGER,   role_max_duration },
    { "arn",                              WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_arn },
    { "catalog-resource",                 WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_catalog_resource },
    { "database-resource",                WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_database_resource },
    { "catalog",                          WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_catalog },
    { "partition",                        WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_partition },
    { "region",                           WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_region },
    { "account",                          WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_account },
    { "database",                         WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_database },
    { "name",                             WEIR_TYPE_TABLE_NAME,   WEIR_TYPE_TEXT,      name_name },
    { "Location",                         WEIR_TYPE_TABLE,        WEIR_TYPE_TEXT,      table_location },
    { "Name",                             WEIR_TYPE_TABLE,        WEIR_TYPE_TEXT,      table_name },
    { "DatabaseName",                     WEIR_TYPE_TABLE,        WEIR_TYPE_TEXT,      table_database },
    { "CatalogId",                        WEIR_TYPE_TABLE,        WEIR_TYPE_TEXT,      table_catalog },
    { "Location",                         WEIR_TYPE_PARTITION,    WEIR_TYPE_TEXT,      partition_location },
    { "Account",                          WEIR_TYPE_LAKE,         WEIR_TYPE_TEXT,      lake_account },
    { "AllowExternalDataFiltering",       WEIR_TYPE_LAKE,         WEIR_TYPE_BOOLEAN,   lake_filtering },
    { "AllowFullTableExternalDataAccess", WEIR_TYPE_LAKE,         WEIR_TYPE_BOOLEAN,   lake_full_table },
    { "ExternalDataFilteringAllowList",   WEIR_TYPE_LAKE,         WEIR_TYPE_TEXT_LIST, lake_allow_list },
    { "AuthorizedSessionTagValueList",    WEIR_TYPE_LAKE,         WEIR_TYPE_TEXT_LIST, lake_tag_values },
    { "CatalogKey",                       WEIR_TYPE_LAKE,         WEIR_TYPE_TEXT,      lake_catalog_key },
    { "CatalogKeyRole",                   WEIR_TYPE_LAKE,         WEIR_TYPE_TEXT,      lake_catalog_key_role },
    { "SET_SOURCE_IDENTITY",              WEIR_TYPE_LAKE,         WEIR_TYPE_BOOLEAN,   lake_source_identity },
    { "enforced",                         WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_enforced },
    { "open",                             WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_open },
    { "by-everybody",                     WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_by_everybody },
    { "catalog-opens",                    WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_catalog_opens },
    { "catalog-closes",                   WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_catalog_closes },
    { "opted-in",                         WEIR_TYPE_ACCESS,       WEIR_TYPE_BOOLEAN,   access_opted_in },
    { "ResourceArn",                      WEIR_TYPE_REGISTRATION, WEIR_TYPE_TEXT,      registration_arn },
    { "RoleArn",                          WEIR_TYPE_REGISTRATION, WEIR_TYPE_TEXT,      registration_role },
    { "ExpectedResourceOwnerAccount",     WEIR_TYPE_REGISTRATION, WEIR_TYPE_TEXT,      registration_owner },
    { "UseServiceLinkedRole",             WEIR_TYPE_REGISTRATION, WEIR_TYPE_BOOLEAN,   registration_linked },
    { "HybridAccessEnabled",              WEIR_TYPE_REGISTRATION, WEIR_TYPE_BOOLEAN,   registration_hybrid },
    { "arn",                              WEIR_TYPE_WAREHOUSE,    WEIR_TYPE_TEXT,      warehouse_arn },
    { "partition",                        WEIR_TYPE_WAREHOUSE,    WEIR_TYPE_TEXT,      warehouse_partition },
    { "region",                           WEIR_TYPE_WAREHOUSE,    WEIR_TYPE_TEXT,      warehouse_region },
    { "account",                          WEIR_TYPE_WAREHOUSE,    WEIR_TYPE_TEXT,      warehouse_account },
    { "name",                             WEIR_TYPE_WAREHOUSE,    WEIR_TYPE_TEXT,      warehouse_name },
    { "Arn",                              WEIR_TYPE_SAML_PROVIDER, WEIR_TYPE_TEXT,     provider_arn },
    { "Account",                          WEIR_TYPE_SAML_PROVIDER, WEIR_TYPE_TEXT,     provider_account },
    { "Name",                             WEIR_TYPE_SAML_PROVIDER, WEIR_TYPE_TEXT,     provider_name },
    { "RoleSessionName",                  WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT,      claim_session_name },
    { "SourceIdentity",                   WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT,      claim_source_identity },
    { "SessionDuration",                  WEIR_TYPE_ASSERTION,    WEIR_TYPE_INTEGER,   claim_duration },
    { "SecondsLeft",                      WEIR_TYPE_ASSERTION,    WEIR_TYPE_INTEGER,   claim_seconds_left },
    { "PrincipalTags",                    WEIR_TYPE_ASSERTION,    WEIR_TYPE_TAGS,      claim_tags },
    { "TransitiveTagKeys",                WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT_LIST, claim_transitive },
    { "Audience",                         WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT,      claim_audience },
    { "Username",                         WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT,      claim_username },
    { "Groups",                           WEIR_TYPE_ASSERTION,    WEIR_TYPE_TEXT_LIST, claim_groups },
    { "ConditionKeys",                    WEIR_TYPE_ASSERTION,    WEIR_TYPE_CONTEXT,   claim_keys },
};
/* Not of an object: these are names by themselves. */
static const struct weir_field plain_fields[] = {
    { "caller.arn",             WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, caller_arn },
    { "caller.principal",       WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, caller_principal },
    { "caller.account",         WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, caller_account },
    { "caller.source-identity", WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, caller_source_identity },
    { "caller.transitive-tags", WEIR_TYPE_ABSENT, WEIR_TYPE_TAGS, caller_inheritable },
    { "request.region",         WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, request_region },
    { "request.operation",      WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, request_operation },
    { "denial",                 WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, denial_short },
    { "denial.full",            WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, denial_full },
    { "denial.remedy",          WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, denial_remedy },
    { "missing.permission",     WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, missing_permission },
    { "missing.remedy",         WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, missing_remedy },
    { "parts.remedies",         WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, parts_remedies },
    { "missing.statement",      WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, missing_statement },
    { "malformed.message",      WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, malformed_message },
    { "refusal.message",        WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, refusal_message },
    { "refusal.remedy",         WEIR_TYPE_ABSENT, WEIR_TYPE_TEXT, refusal_remedy },
};
/* clang-format on */

const struct weir_field *weir_field_find(enum weir_type of, struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(fields); i++) {
        if (fields[i].of == of && weir_str_equal(weir_str_from(fields[i].name), name))
            return &fields[i];
    }
    return NULL;
}

const struct weir_field *weir_plain_field_find(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(plain_fields); i++) {
        if (weir_str_equal(weir_str_from(plain_fields[i].name), name))
            return &plain_fields[i];
    }
    return NULL;
}
