/* Looks up tables, access and registrations, and has the session policy written for what is to be vended ([lf-api-table-credentials]). */
#include "vend/answers/answers.h"
#include "vend/resolvers/resolvers.h"

#include "base/base_impl.h"

static enum weir_status find_lake(struct weir_deciding *deciding, struct weir_str account_id, struct weir_str region,
                                  struct weir_value *value)
{
    const struct weir_account *account = NULL;
    const struct weir_lake *lake = NULL;
    WEIR_TRY(weir_world_account(deciding->world, account_id, &account, deciding->error));
    if (account == NULL) {
        weir_say(deciding, "the world has no account `%s`", weir_quote(account_id).text);
        return WEIR_OK;
    }
    WEIR_TRY(weir_world_lake(deciding->world, account, region, &lake, deciding->error));
    value->type = WEIR_TYPE_LAKE;
    value->as.object = lake;
    weir_say(deciding, "the catalog of account %.*s in %.*s", WEIR_FMT(account_id), WEIR_FMT(region));
    weir_say_at(deciding, weir_lake_settings(lake)->origin);
    return WEIR_OK;
}

WEIR_RESOLVE(weir_resolve_lake)
{
    const struct weir_table_name *const name = weir_argument_object(deciding, &arguments[0]);
    return name == NULL ? WEIR_OK : find_lake(deciding, name->account, name->region, value);
}

WEIR_RESOLVE(weir_resolve_lake_of)
{
    struct weir_value account, region;
    weir_argument_value(deciding, &arguments[0], &account);
    weir_argument_value(deciding, &arguments[1], &region);
    if (account.type != WEIR_TYPE_TEXT || region.type != WEIR_TYPE_TEXT) {
        weir_say(deciding, "the caller has no account, or the call no Region");
        return WEIR_OK;
    }
    return find_lake(deciding, account.as.text, region.as.text, value);
}

static void say_missing_table(struct weir_deciding *deciding, const struct weir_lake *lake,
                              const struct weir_table_name *name)
{
    const struct weir_lake_target *const link = weir_lake_database_target(lake, name->catalog, name->database);
    if (link == NULL)
        weir_say(deciding, "the catalog has no table %.*s.%.*s", WEIR_FMT(name->database), WEIR_FMT(name->name));
    else
        weir_say(deciding, "%.*s is a resource link: ask for %.*s.%.*s of %.*s", WEIR_FMT(name->database),
                 WEIR_FMT(link->database), WEIR_FMT(name->name), WEIR_FMT(link->catalog_id));
}

WEIR_RESOLVE(weir_resolve_table)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table_name *const name = weir_argument_object(deciding, &arguments[1]);
    const struct weir_table *table = NULL;
    if (lake == NULL || name == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_lake_table_in(lake, name->catalog, name->database, name->name, &table, deciding->error));
    if (table == NULL) {
        say_missing_table(deciding, lake, name);
        return WEIR_OK;
    }
    value->type = WEIR_TYPE_TABLE;
    value->as.object = table;
    value->origin = table->origin;
    weir_say(deciding, "the catalog has the table %.*s.%.*s", WEIR_FMT(name->database), WEIR_FMT(name->name));
    weir_say_at(deciding, table->origin);
    return WEIR_OK;
}

/* [lf-principals] PROVIDER:user/NAME and PROVIDER:group/NAME, by the provider of the session's assertion; a name that is an ARN
 * is one already: of Identity Center, of QuickSight. */
static enum weir_status add_name(struct weir_deciding *deciding, struct weir_str provider, const char *kind,
                                 struct weir_str name, struct weir_lake_principal *principal, struct weir_str *names)
{
    struct weir_str *const place = &names[principal->saml.count];
    const bool is_arn = weir_str_has_prefix(name, WEIR_STR("arn:"));
    if (name.len == 0 || (!is_arn && provider.len == 0))
        return WEIR_OK;
    principal->saml.count++;
    *place = name;
    if (!is_arn &&
        weir_format(deciding->arena, place, "%.*s:%s/%.*s", WEIR_FMT(provider), kind, WEIR_FMT(name)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return WEIR_OK;
}

/* What a decorated session is called in grants beside its role. */
static enum weir_status add_decorations(struct weir_deciding *deciding, const struct weir_session *session,
                                        struct weir_lake_principal *principal)
{
    const struct weir_str *provider = NULL;
    size_t count = 0;
    const struct weir_str_list groups = session->lakeformation_groups;
    struct weir_str *const names = weir_arena_alloc(deciding->arena, groups.count + 1, sizeof *names);
    if (names == NULL)
        return weir_fail_memory(deciding->error);
    const bool has_provider =
        weir_context_find(session->context, WEIR_STR("aws:FederatedProvider"), &provider, &count, NULL) && count == 1;
    const struct weir_str by = has_provider ? provider[0] : WEIR_STR("");
    principal->saml.items = names;
    WEIR_TRY(add_name(deciding, by, "user", session->lakeformation_username, principal, names));
    for (size_t i = 0; i < groups.count; i++)
        WEIR_TRY(add_name(deciding, by, "group", groups.items[i], principal, names));
    return WEIR_OK;
}

enum weir_status weir_lake_principal_of(struct weir_deciding *deciding, struct weir_lake_principal *principal)
{
    const struct weir_caller *const caller = &deciding->caller;
    *principal = (struct weir_lake_principal){
        .arn = caller->principal.arn, .account = caller->principal.account, .tags = caller->tags};
    if (caller->session == NULL)
        return WEIR_OK;
    principal->arn = caller->session->role_arn;
    return add_decorations(deciding, caller->session, principal);
}

WEIR_RESOLVE(weir_resolve_access)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_table_name *const name = weir_argument_object(deciding, &arguments[1]);
    const struct weir_table *table = weir_argument_object(deciding, &arguments[2]);
    struct weir_lake_principal principal;
    if (lake == NULL || (name == NULL && table == NULL))
        return WEIR_OK;
    struct weir_table *const unknown = weir_arena_alloc(deciding->arena, 1, sizeof *unknown);
    struct weir_lake_access *const access = weir_arena_alloc(deciding->arena, 1, sizeof *access);
    if (access == NULL || unknown == NULL)
        return weir_fail_memory(deciding->error);
    if (name != NULL)
        *unknown = (struct weir_table){.catalog_id = name->catalog, .database = name->database, .name = name->name};
    WEIR_TRY(weir_lake_principal_of(deciding, &principal));
    WEIR_TRY(weir_lake_access_compute(lake, table == NULL ? unknown : table, &principal, deciding->arena, access,
                                      deciding->error));
    value->type = WEIR_TYPE_ACCESS;
    value->as.object = access;
    if (deciding->trace != WEIR_TRACE_NONE &&
        weir_write_access(access, deciding->arena, &deciding->decision->access) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "%zu grant%s to `%s` on the table", access->grant_count, access->grant_count == 1 ? "" : "s",
             weir_quote(principal.arn).text);
    if (access->grant_count > 0)
        weir_say_at(deciding, access->grants[0]->origin);
    return WEIR_OK;
}

/* The path where one is given, else the location. */
static struct weir_str place_of(const struct weir_deciding *deciding, const struct weir_argument *location,
                                const struct weir_argument *path)
{
    struct weir_value given;
    weir_argument_value(deciding, path, &given);
    if (given.type != WEIR_TYPE_TEXT)
        weir_argument_value(deciding, location, &given);
    return given.type == WEIR_TYPE_TEXT ? given.as.text : (struct weir_str){NULL, 0};
}

WEIR_RESOLVE(weir_resolve_registration)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &arguments[0]);
    const struct weir_str uri = place_of(deciding, &arguments[1], &arguments[2]);
    struct weir_location location;
    if (lake == NULL || !weir_location_parse(uri, &location)) {
        weir_say(deciding, "`%s` is no S3 location", weir_quote(uri).text);
        return WEIR_OK;
    }
    const struct weir_registration *const found = weir_lake_registration(lake, location);
    if (found == NULL) {
        weir_say(deciding, "no registered location holds `%s`", weir_quote(uri).text);
        return weir_world_require(deciding->world, weir_lake_account(lake)->id, weir_lake_region(lake),
                                  WEIR_COLLECTION_REGISTRATIONS, deciding->error);
    }
    value->type = WEIR_TYPE_REGISTRATION;
    value->as.object = found;
    value->origin = found->origin;
    weir_say(deciding, "`%s` is registered with %s%s%s", weir_quote(found->resource_arn).text,
             found->uses_service_linked_role ? "the service-linked role" : weir_quote(found->role_arn).text,
             found->with_federation ? ", for a federated source" : "",
             found->with_privileged_access ? ", with privileged access" : "");
    weir_say_at(deciding, found->origin);
    return WEIR_OK;
}

/* A permission counts where it is held and the request names it, or names none (Q21, Q47); NULL holds all. */
static bool counts(const struct weir_lake_access *access, struct weir_str_list requested, const char *name)
{
    const struct weir_str word = weir_str_from(name);
    if (access != NULL && !weir_lake_access_has(access, weir_lake_permission_bit(word)))
        return false;
    for (size_t i = 0; i < requested.count; i++) {
        if (weir_str_equal(requested.items[i], word) || weir_str_equal(requested.items[i], WEIR_STR("ALL")))
            return true;
    }
    return requested.count == 0;
}

/* What the rulebook says that a permission opens of a table's objects; without a word of it, what is passed. */
static enum weir_access opened_by(const struct weir_deciding *deciding, const struct weir_argument *argument,
                                  enum weir_access by_default)
{
    static const struct {
        struct weir_str word;
        enum weir_access access;
    } words[] = {{{"NONE", 4}, WEIR_ACCESS_NONE},
                 {{"READ", 4}, WEIR_ACCESS_READ},
                 {{"APPEND", 6}, WEIR_ACCESS_APPEND},
                 {{"READWRITE", 9}, WEIR_ACCESS_READWRITE}};
    struct weir_value said;
    weir_argument_value(deciding, argument, &said);
    for (size_t i = 0; said.type == WEIR_TYPE_TEXT && i < WEIR_COUNT(words); i++) {
        if (weir_str_equal(words[i].word, said.as.text))
            return words[i].access;
    }
    return by_default;
}

struct opening {
    const char *permission;
    enum weir_access access;
};

/* The most that a permission opens which counts: each access includes those below it. */
static enum weir_access access_of(const struct weir_lake_access *access, struct weir_str_list requested,
                                  const struct opening *openings, size_t count)
{
    enum weir_access most = WEIR_ACCESS_NONE;
    for (size_t i = 0; i < count; i++) {
        if (openings[i].access > most && counts(access, requested, openings[i].permission))
            most = openings[i].access;
    }
    return most;
}

static enum weir_status write_scope(struct weir_deciding *deciding, const struct weir_role *role,
                                    const struct weir_grant *asked, struct weir_vended_scope *scope,
                                    struct weir_value *value)
{
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_grant_set within = scope->grants; /* with its keys */
    const struct weir_refusal *refusal = NULL;
    options.role_arn = role->identity.arn;
    within.grants = asked;
    within.count = 1;
    options.within = asked == NULL ? NULL : &within;
    const enum weir_status status = weir_scope_emit(&scope->grants, &options, deciding->arena, &scope->scope, &refusal,
                                                    deciding->error);
    if (status == WEIR_REFUSED) {
        weir_say(deciding, "no session policy can say this exactly: %.*s", WEIR_FMT(refusal->message));
        return WEIR_OK;
    }
    if (status != WEIR_OK)
        return status;
    struct weir_scope_policy policy;
    const size_t count = weir_scope_policy_count(scope->scope);
    if (count != 1 || !weir_scope_policy(scope->scope, 0, &policy)) {
        /* A session has one policy of its own: the rest of the grant would be lost. */
        weir_say(deciding, "one session policy is needed, and the grant takes %zu", count);
        return WEIR_OK;
    }
    scope->locations = (struct weir_str_list){policy.locations, policy.location_count};
    weir_say(deciding, "a session policy of %zu characters for %.*s", policy.characters, WEIR_FMT(policy.locations[0]));
    value->type = WEIR_TYPE_SCOPE;
    value->as.object = scope;
    return WEIR_OK;
}

static bool has_key(const struct weir_str *keys, size_t count, struct weir_str key)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(keys[i], key))
            return true;
    }
    return false;
}

/* [s3-kms] Objects of a bucket that is encrypted with a customer key are of no use without the key. */
static enum weir_status add_keys(struct weir_deciding *deciding, struct weir_grant_set *grants)
{
    struct weir_str *const keys = weir_arena_alloc(deciding->arena, grants->count, sizeof *keys);
    if (keys == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < grants->count; i++) {
        const struct weir_bucket *bucket = NULL;
        struct weir_location location;
        if (weir_location_parse(grants->grants[i].location, &location))
            WEIR_TRY(weir_world_bucket(deciding->world, location.bucket, &bucket, deciding->error));
        if (bucket != NULL && bucket->kms_key_arn.len > 0 && !has_key(keys, grants->kms_key_count, bucket->kms_key_arn))
            keys[grants->kms_key_count++] = bucket->kms_key_arn;
    }
    grants->kms_keys = keys;
    return WEIR_OK;
}

/* `asked` is what the request names, whoever grants it; NULL where it names nothing. */
static enum weir_status write_within(struct weir_deciding *deciding, const struct weir_grant *grants, size_t count,
                                     const struct weir_grant *asked, const struct weir_role *role,
                                     struct weir_value *value)
{
    struct weir_vended_scope *const scope = weir_arena_alloc(deciding->arena, 1, sizeof *scope);
    if (scope == NULL)
        return weir_fail_memory(deciding->error);
    scope->grants = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    scope->grants.grants = grants;
    scope->grants.count = count;
    WEIR_TRY(add_keys(deciding, &scope->grants));
    return write_scope(deciding, role, asked, scope, value);
}

enum weir_status weir_write_vended_scope(struct weir_deciding *deciding, const struct weir_grant *grants, size_t count,
                                         const struct weir_role *role, struct weir_value *value)
{
    return write_within(deciding, grants, count, NULL, role, value);
}

WEIR_RESOLVE(weir_resolve_scope)
{
    const struct weir_table *const table = weir_argument_object(deciding, &arguments[0]);
    const struct weir_lake_access *const access = weir_argument_object(deciding, &arguments[1]);
    const struct weir_str_list requested = weir_argument_list(deciding, &arguments[2]);
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[4]);
    /* [lf-permissions] INSERT and DELETE include reading, and only DELETE removes (Q48); ALTER is of the catalog (Q22). */
    const struct opening openings[] = {{"ALL", WEIR_ACCESS_READWRITE},
                                       {"SELECT", WEIR_ACCESS_READ},
                                       {"INSERT", opened_by(deciding, &arguments[5], WEIR_ACCESS_APPEND)},
                                       {"DELETE", opened_by(deciding, &arguments[6], WEIR_ACCESS_READWRITE)},
                                       {"ALTER", opened_by(deciding, &arguments[7], WEIR_ACCESS_NONE)}};
    struct weir_value path;
    if (table == NULL || access == NULL || role == NULL)
        return WEIR_OK;
    struct weir_grant *const grant = weir_arena_alloc(deciding->arena, 1, sizeof *grant);
    if (grant == NULL)
        return weir_fail_memory(deciding->error);
    weir_argument_value(deciding, &arguments[3], &path);
    *grant = (struct weir_grant){.location = path.type == WEIR_TYPE_TEXT ? path.as.text : table->location,
                                 .kind = WEIR_LOCATION_PREFIX,
                                 .access = access_of(access, requested, openings, WEIR_COUNT(openings)),
                                 .list = true};
    struct weir_grant asked = *grant;
    asked.access = access_of(NULL, requested, openings, WEIR_COUNT(openings));
    /* Where all that was asked for is granted, the proof against the grant is the one against the request. */
    return write_within(deciding, grant, 1, asked.access == grant->access ? NULL : &asked, role, value);
}
