/* The sessions that Lake Formation vends, each narrowed to what was granted ([lf-api-table-credentials], [lf-cloudtrail]). */
#include "vend/answers/answers.h"

#include "base/base_impl.h"

/* AWSLF-00-NA-ACCOUNT-xxxxxxxxxx: the last ten characters are drawn from what was asked, so that equal questions give equal answers. */
static enum weir_status vended_name(struct weir_deciding *deciding, struct weir_str what, struct weir_str *name)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const struct weir_str seeds[] = {deciding->caller.principal.arn, what};
    uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t)deciding->now_unix_s;
    for (size_t i = 0; i < WEIR_COUNT(seeds); i++) {
        for (size_t k = 0; k < seeds[i].len; k++)
            hash = (hash ^ (unsigned char)seeds[i].ptr[k]) * 0x100000001b3u;
    }
    char drawn[10];
    for (size_t i = 0; i < sizeof drawn; i++, hash = hash * 6364136223846793005u + 1442695040888963407u)
        drawn[i] = alphabet[(hash >> 33) % (sizeof alphabet - 1)];
    const struct weir_str parts[] = {
        WEIR_STR("AWSLF-00-NA-"), deciding->caller.principal.account, WEIR_STR("-"), {drawn, sizeof drawn}};
    return weir_join(deciding->arena, name, parts, WEIR_COUNT(parts));
}

static enum weir_status keep_scope(struct weir_deciding *deciding, const struct weir_scope *scope,
                                   struct weir_session *session)
{
    const size_t count = weir_scope_policy_count(scope);
    struct weir_scope_policy *const policies = weir_arena_alloc(deciding->arena, count, sizeof *policies);
    struct weir_str *const texts = weir_arena_alloc(deciding->arena, count, sizeof *texts);
    if (policies == NULL || texts == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < count; i++) {
        (void)weir_scope_policy(scope, i, &policies[i]);
        texts[i] = policies[i].document;
    }
    deciding->decision->policies = policies;
    deciding->decision->policy_count = count;
    session->session_policies = (struct weir_str_list){texts, count};
    return WEIR_OK;
}

/* [lf-data-lake-settings] With SET_SOURCE_IDENTITY the querying role shows in the logs of S3, by its name. */
static void set_source_identity(const struct weir_deciding *deciding, const struct weir_lake *lake,
                                struct weir_session *session)
{
    const struct weir_role *const role = deciding->caller.role;
    if (lake != NULL && weir_lake_settings(lake)->sets_source_identity && role != NULL)
        session->source_identity = role->identity.name;
}

/* Role, duration, scope and lake stand at the same places in every answer of a vended session. */
static enum weir_status vend_session(struct weir_deciding *deciding, struct weir_str what,
                                     const struct weir_argument *arguments, struct weir_session **session)
{
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[1]);
    const struct weir_vended_scope *const scope = weir_argument_object(deciding, &arguments[3]);
    struct weir_str name;
    /* A session without its policy would be the whole role: never made. */
    if (role == NULL || scope == NULL || weir_scope_policy_count(scope->scope) == 0)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a role and a session policy");
    if (vended_name(deciding, what, &name) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    WEIR_TRY(weir_session_begin(deciding, role, name, &arguments[2], session));
    set_source_identity(deciding, weir_argument_object(deciding, &arguments[4]), *session);
    return keep_scope(deciding, scope->scope, *session);
}

/* [lf-model] The credentials of a table come with its paths, those of a partition without. */
static enum weir_status make_glue_session(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                          bool shows_paths)
{
    const struct weir_table_name *const table = weir_argument_object(deciding, &arguments[0]);
    const struct weir_vended_scope *const scope = weir_argument_object(deciding, &arguments[3]);
    struct weir_session *session = NULL;
    struct weir_writer *writer = NULL;
    if (table == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a table");
    WEIR_TRY(vend_session(deciding, table->arn, arguments, &session));
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    WEIR_TRY(weir_session_write_expiration(writer, session));
    if (shows_paths) {
        weir_write_key(writer, "VendedS3Path");
        weir_write_list_begin(writer);
        for (size_t i = 0; i < scope->locations.count; i++)
            weir_write_text(writer, scope->locations.items[i]);
        weir_write_list_end(writer);
    }
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

WEIR_MAKE(weir_make_table_session)
{
    return make_glue_session(deciding, arguments, true);
}

WEIR_MAKE(weir_make_partition_session)
{
    return make_glue_session(deciding, arguments, false);
}

static void write_places(struct weir_writer *writer, const struct weir_vended_places *places)
{
    weir_write_key(writer, "AccessibleDataLocations");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < places->count; i++)
        weir_write_text(writer, places->items[i].location);
    weir_write_list_end(writer);
}

/* The scope is what the policy gives, whatever was asked (Q15), and so are the locations (Q17). */
WEIR_MAKE(weir_make_location_session)
{
    const struct weir_vended_places *const places = weir_argument_object(deciding, &arguments[0]);
    const struct weir_vended_scope *const scope = weir_argument_object(deciding, &arguments[3]);
    struct weir_session *session = NULL;
    struct weir_writer *writer = NULL;
    if (places == NULL || places->count == 0)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a location");
    WEIR_TRY(vend_session(deciding, places->items[0].location, arguments, &session));
    const bool writes = scope->grants.grants[0].access == WEIR_ACCESS_READWRITE;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "Credentials");
    weir_write_map_begin(writer);
    WEIR_TRY(weir_session_write_expiration(writer, session));
    weir_write_map_end(writer);
    write_places(writer, places);
    weir_write_key(writer, "CredentialsScope");
    weir_write_text(writer, writes ? WEIR_STR("READWRITE") : WEIR_STR("READ"));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}
