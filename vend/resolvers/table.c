/* The resolvers that a rulebook may bind names with, one row each: they look things up in the world and never decide. */
#include "vend/resolvers/resolvers.h"

#include "base/base_impl.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

static enum weir_status resolve_role(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                     struct weir_value *value)
{
    const struct weir_str arn = text_of(deciding, &arguments[0]);
    const struct weir_role *role = NULL;
    WEIR_TRY(weir_world_role(deciding->world, arn, &role, deciding->error));
    if (role == NULL) {
        weir_say(deciding, "the world has no role `%s`", weir_quote(arn).text);
        weir_say_asked(deciding, &arguments[0]);
        return WEIR_OK;
    }
    value->type = WEIR_TYPE_ROLE;
    value->as.object = role;
    weir_say(deciding, "the role `%s` is there", weir_quote(arn).text);
    weir_say_at(deciding, role->identity.origin);
    return WEIR_OK;
}

/* The part behind the last slash; `rest` is what is before it. */
static struct weir_str cut_last(struct weir_str *rest)
{
    size_t start = rest->len;
    while (start > 0 && rest->ptr[start - 1] != '/')
        start--;
    const struct weir_str last = {rest->ptr + start, rest->len - start};
    rest->len = start > 0 ? start - 1 : 0;
    return last;
}

/* [glue-api-table] table/DATABASE/NAME, and before them the path of a catalog inside the account's; no part is empty. */
static bool split_table(struct weir_str resource, struct weir_table_name *name, struct weir_str *path)
{
    const struct weir_str word = WEIR_STR("table/");
    if (!weir_str_has_prefix(resource, word))
        return false;
    *path = (struct weir_str){resource.ptr + word.len, resource.len - word.len};
    name->name = cut_last(path);
    name->database = cut_last(path);
    return name->database.len > 0 && name->name.len > 0;
}

/* "111122223333", or "111122223333:path" where a path is said. */
static enum weir_status name_catalog(struct weir_deciding *deciding, struct weir_table_name *name, struct weir_str path)
{
    name->catalog = name->account;
    if (path.len == 0)
        return WEIR_OK;
    if (weir_format(deciding->arena, &name->catalog, "%.*s:%.*s", WEIR_FMT(name->account), WEIR_FMT(path)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return WEIR_OK;
}

static enum weir_status keep_name(struct weir_deciding *deciding, const struct weir_table_name *name,
                                  struct weir_value *value)
{
    struct weir_table_name *const kept = weir_arena_alloc(deciding->arena, 1, sizeof *kept);
    if (kept == NULL)
        return weir_fail_memory(deciding->error);
    *kept = *name;
    value->type = WEIR_TYPE_TABLE_NAME;
    value->as.object = kept;
    return WEIR_OK;
}

static enum weir_status resolve_table_arn(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                          struct weir_value *value)
{
    struct weir_table_name name = {.arn = text_of(deciding, &arguments[0])};
    struct weir_arn_parts parts;
    struct weir_str path = {NULL, 0};
    const bool is_table = weir_arn_read(name.arn, &parts) && weir_str_equal(parts.service, WEIR_STR("glue")) &&
                          parts.region.len > 0 && parts.account.len > 0 && split_table(parts.resource, &name, &path);
    weir_say_at(deciding, value->origin);
    if (!is_table) {
        weir_say(deciding, "`%s` is no Glue table's ARN", weir_quote(name.arn).text);
        return WEIR_OK;
    }
    name.partition = parts.partition;
    name.region = parts.region;
    name.account = parts.account;
    WEIR_TRY(name_catalog(deciding, &name, path));
    weir_say(deciding, "the table is %.*s.%.*s", WEIR_FMT(name.database), WEIR_FMT(name.name));
    return keep_name(deciding, &name, value);
}

/* [glue-resource-arns] What is in a catalog inside the account's own bears its path before its name. */
static enum weir_status join_arns(struct weir_deciding *deciding, struct weir_table_name *name, struct weir_str path)
{
    const struct weir_str slash = WEIR_STR("/");
    const struct weir_str nothing = {NULL, 0};
    const struct weir_str between = path.len == 0 ? nothing : slash;
    const struct weir_str catalog[] = {WEIR_STR("catalog"), between, path};
    const struct weir_str database[] = {WEIR_STR("database/"), path, between, name->database};
    const struct weir_str parts[] = {WEIR_STR("arn:"),
                                     name->partition,
                                     WEIR_STR(":glue:"),
                                     name->region,
                                     WEIR_STR(":"),
                                     name->account,
                                     WEIR_STR(":table/"),
                                     path,
                                     between,
                                     name->database,
                                     slash,
                                     name->name};
    WEIR_TRY(weir_join(deciding->arena, &name->catalog_resource, catalog, WEIR_COUNT(catalog)));
    WEIR_TRY(weir_join(deciding->arena, &name->database_resource, database, WEIR_COUNT(database)));
    return weir_join(deciding->arena, &name->arn, parts, WEIR_COUNT(parts));
}

static enum weir_status resolve_table_name(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                           struct weir_value *value)
{
    struct weir_table_name name = {
        .account = text_of(deciding, &arguments[0]),
        .database = text_of(deciding, &arguments[1]),
        .name = text_of(deciding, &arguments[2]),
        .region = text_of(deciding, &arguments[3]),
    };
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_str asked;
    struct weir_str path = name.account;
    const char *const colon = path.len == 0 ? NULL : memchr(path.ptr, ':', path.len);
    name.catalog = name.account;
    if (colon != NULL)
        name.account.len = (size_t)(colon - path.ptr);
    path.ptr += colon == NULL ? path.len : name.account.len + 1;
    path.len -= colon == NULL ? path.len : name.account.len + 1;
    if (name.region.len == 0)
        name.region = deciding->request->region;
    options.region = name.region;
    name.partition = weir_scope_partition(&options, &asked);
    if (name.partition.len == 0) {
        weir_say(deciding, "AWS has no Region `%s`", weir_quote(name.region).text);
        return WEIR_OK;
    }
    if (join_arns(deciding, &name, path) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "the table is %.*s.%.*s in %.*s", WEIR_FMT(name.database), WEIR_FMT(name.name),
             WEIR_FMT(name.region));
    return keep_name(deciding, &name, value);
}

/* ---------------------------------------------------------------------------------------------- table */

#define TEXT WEIR_TYPE_BIT(WEIR_TYPE_TEXT)
#define LIST WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST)
#define TYPE(type) WEIR_TYPE_BIT(WEIR_TYPE_##type)
#define NAME(name, types) {name, WEIR_ARG_NAME, types, false}
#define NAME_OR_NONE(name, types) {name, WEIR_ARG_NAME, types, true}

#define NUMBER(name) {name, WEIR_ARG_NUMBER, 0, false}
#define NUMBER_OR_NONE(name) {name, WEIR_ARG_NUMBER, 0, true}
#define TEMPLATE(name) {name, WEIR_ARG_TEMPLATE, 0, false}
#define TEMPLATE_OR_NONE(name) {name, WEIR_ARG_TEMPLATE, 0, true}

/* clang-format off */
static const struct weir_resolver resolvers[] = {
    { "iam-role", { NAME("arn", TEXT) }, WEIR_TYPE_ROLE, resolve_role,
      "the role of an ARN" },
    { "account-of", { NAME("arn", TEXT) }, WEIR_TYPE_TEXT, weir_resolve_account,
      "the account that an ARN states; absent if it states none" },
    { "first", { NAME("value", TEXT), NAME("other", TEXT) }, WEIR_TYPE_TEXT, weir_resolve_first,
      "the first of two texts that is there" },
    { "least", { NUMBER("value"), NUMBER_OR_NONE("other"), NUMBER_OR_NONE("third") }, WEIR_TYPE_INTEGER, weir_resolve_least,
      "the least of the numbers that are there" },
    { "list-when", { NAME("list", LIST), NAME("switch", TYPE(BOOLEAN)) }, WEIR_TYPE_TEXT_LIST, weir_resolve_list_when,
      "a list of texts where a switch is on, else an empty one" },
    { "members", { NAME("list", TYPE(STRUCTURE)), TEMPLATE("name") }, WEIR_TYPE_TEXT_LIST, weir_resolve_members,
      "the member of that name of each structure of a list" },
    { "mfa-keys", { NAME("serial", TEXT), NAME("code", TEXT) }, WEIR_TYPE_CONTEXT, weir_resolve_mfa_keys,
      "the condition keys of a caller that has just shown a second factor; absent without serial number and code" },
    { "packed-size", { NAME("policy", TEXT), NAME("policy-arns", TYPE(STRUCTURE)), NAME("tags", TYPE(TAGS)), NAME_OR_NONE("inherited", TYPE(TAGS)) },
      WEIR_TYPE_INTEGER, weir_resolve_packed,
      "how much of STS's room, in percent, session policies and tags are estimated to take; absent if none are there" },
    { "token-size", { NAME("role", TEXT), NAME("name", TEXT), NAME("source-identity", TEXT), NAME("policy", TEXT), NAME("policy-arns", TYPE(STRUCTURE)), NAME("tags", TYPE(TAGS)), NAME_OR_NONE("inherited", TYPE(TAGS)) },
      WEIR_TYPE_INTEGER, weir_resolve_token,
      "how many bytes the texts of a session have that its token carries, as they stand and with a byte between them" },
    { "workgroup-name", { NAME("name", TEXT), NAME("custom-domain", TEXT) }, WEIR_TYPE_WAREHOUSE, weir_resolve_workgroup_name,
      "the workgroup that a name or a custom domain means, in the caller's account and the request's Region; absent if the domain leads nowhere, or elsewhere than the name" },
    { "cluster-name", { NAME("name", TEXT), NAME("custom-domain", TEXT) }, WEIR_TYPE_WAREHOUSE, weir_resolve_cluster_name,
      "the same of a provisioned cluster" },
    { "warehouse", { NAME("name", TYPE(WAREHOUSE)) }, WEIR_TYPE_WAREHOUSE, weir_resolve_warehouse,
      "the workgroup or cluster of that name, if it is there" },
    { "iam-database-user", { TEMPLATE_OR_NONE("root") }, WEIR_TYPE_TEXT, weir_resolve_iam_database_user,
      "the database user that an IAM user or role is mapped to; `root` names that of the root user" },
    { "cluster-database-user", { NAME("user", TEXT), NAME("auto-create", TYPE(BOOLEAN)) }, WEIR_TYPE_TEXT, weir_resolve_cluster_database_user,
      "the database user as the credentials of a cluster call it" },
    { "principal-tag-list", { TEMPLATE("key"), TEMPLATE("separator") }, WEIR_TYPE_TEXT_LIST, weir_resolve_principal_tag_list,
      "the parts of a principal tag's value, each once; empty without the tag" },
    { "saml-provider", { NAME("arn", TEXT) }, WEIR_TYPE_SAML_PROVIDER, weir_resolve_saml_provider,
      "the SAML provider of an ARN" },
    { "saml-assertion", { NAME("response", TEXT), NAME("provider", TYPE(SAML_PROVIDER)), NAME("role", TEXT) },
      WEIR_TYPE_ASSERTION, weir_resolve_saml_assertion,
      "what a SAML response says for STS, once every check of it has passed; absent, with `refusal.message`, if one fails" },
    { "decorated-saml-assertion", { NAME("response", TEXT), NAME("provider", TYPE(SAML_PROVIDER)), NAME("role", TEXT) },
      WEIR_TYPE_ASSERTION, weir_resolve_decorated_assertion,
      "the same for Lake Formation, which reads the user's name and groups too" },
    { "table-arn", { NAME("arn", TEXT) }, WEIR_TYPE_TABLE_NAME, resolve_table_arn,
      "a Glue table's ARN in its parts; absent if it is none" },
    { "table-name", { NAME("catalog", TEXT), NAME("database", TEXT), NAME("table", TEXT), NAME_OR_NONE("region", TEXT) },
      WEIR_TYPE_TABLE_NAME, resolve_table_name, "a table named part by part; the Region is the request's where none is given" },
    { "lake", { NAME("of", TYPE(TABLE_NAME)) }, WEIR_TYPE_LAKE, weir_resolve_lake,
      "the Lake Formation and Glue of the account and Region that a table's name states" },
    { "lake-of", { NAME("account", TEXT), NAME("region", TEXT) }, WEIR_TYPE_LAKE, weir_resolve_lake_of,
      "the Lake Formation and Glue of an account in a Region" },
    { "catalog-table", { NAME("lake", TYPE(LAKE)), NAME("name", TYPE(TABLE_NAME)) }, WEIR_TYPE_TABLE, weir_resolve_table,
      "the table of the Data Catalog" },
    { "table-access", { NAME("lake", TYPE(LAKE)), NAME_OR_NONE("name", TYPE(TABLE_NAME)), NAME("table", TYPE(TABLE)) },
      WEIR_TYPE_ACCESS, weir_resolve_access, "the caller's effective access; of a table that is not there, what wildcards give" },
    { "registration", { NAME("lake", TYPE(LAKE)), NAME("location", TEXT), NAME_OR_NONE("path", TEXT) },
      WEIR_TYPE_REGISTRATION, weir_resolve_registration, "the registration nearest above a path, or above the location" },
    { "table-scope", { NAME("table", TYPE(TABLE)), NAME("access", TYPE(ACCESS)), NAME("permissions", LIST),
      NAME_OR_NONE("path", TEXT), NAME("role", TYPE(ROLE)), NAME_OR_NONE("insert", TEXT), NAME_OR_NONE("delete", TEXT),
      NAME_OR_NONE("alter", TEXT) }, WEIR_TYPE_SCOPE, weir_resolve_scope,
      "the session policy for the table's location and the access asked for, as far as each permission opens it: READ, APPEND or READWRITE; absent if none can be written" },
    { "first-given", { NAME("first", TEXT), NAME_OR_NONE("second", TEXT) }, WEIR_TYPE_TEXT, weir_resolve_first_given,
      "the first of two texts that is given" },
    { "partition", { NAME("lake", TYPE(LAKE)), NAME("table", TYPE(TABLE)), NAME("values", LIST | TYPE(STRUCTURE)) },
      WEIR_TYPE_PARTITION, weir_resolve_partition, "the partition of a table that has these values" },
    { "location-lake", { NAME("lake", TYPE(LAKE)), NAME("location", TEXT) }, WEIR_TYPE_LAKE, weir_resolve_location_lake,
      "the Lake Formation and Glue that a location is asked of: the account's own, or another's whose nearer table is shared with the caller" },
    { "location-table", { NAME("lake", TYPE(LAKE)), NAME("location", TEXT) }, WEIR_TYPE_TABLE, weir_resolve_location_table,
      "the table whose own location is nearest above a location, or is it" },
    { "vended-place", { NAME("location", TEXT), NAME("access", TYPE(ACCESS)), NAME("registration", TYPE(REGISTRATION)) },
      WEIR_TYPE_PLACES, weir_resolve_vended_place, "in a loop, the locations so far and one more" },
    { "places-scope", { NAME("places", TYPE(PLACES)), NAME("scope", TEXT), NAME("role", TYPE(ROLE)),
      NAME_OR_NONE("insert-and-delete", TYPE(BOOLEAN)) }, WEIR_TYPE_SCOPE, weir_resolve_places_scope,
      "the session policy for the locations, in the scope asked for or else in all that is held; absent if none can be written" },
};
/* clang-format on */

const struct weir_resolver *weir_resolver_find(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(resolvers); i++) {
        if (weir_str_equal(weir_str_from(resolvers[i].name), name))
            return &resolvers[i];
    }
    return NULL;
}
