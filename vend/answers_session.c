/* What all sessions of roles share, and those that Lake Formation makes ([lf-cloudtrail]). */
#include "vend/answers.h"

#include "base/base_impl.h"

/* A session of a role: what is the same however it was made. */
enum weir_status weir_session_begin(struct weir_deciding *deciding, const struct weir_role *role, struct weir_str name,
                                    const struct weir_argument *duration, struct weir_session **out)
{
    struct weir_session *const session = weir_arena_alloc(deciding->arena, 1, sizeof *session);
    struct weir_context *context = NULL;
    struct weir_arn_parts parts;
    struct weir_value seconds;
    if (session == NULL || weir_context_new(deciding->arena, &context) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_argument_value(deciding, duration, &seconds);
    (void)weir_arn_read(role->identity.arn, &parts);
    session->kind = WEIR_STR("assumed-role");
    session->account = role->identity.account->id;
    session->role_arn = role->identity.arn;
    session->role_id = role->identity.unique_id;
    session->session_name = name;
    session->issued_at_s = deciding->now_unix_s;
    session->expiration_s = deciding->now_unix_s + (seconds.type == WEIR_TYPE_INTEGER ? seconds.as.integer : 0);
    session->context = context;
    if (weir_format(deciding->arena, &session->arn, "arn:%.*s:sts::%.*s:assumed-role/%.*s/%.*s",
                    WEIR_FMT(parts.partition), WEIR_FMT(session->account), WEIR_FMT(role->identity.name),
                    WEIR_FMT(name)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    deciding->decision->session = session;
    *out = session;
    return WEIR_OK;
}

enum weir_status weir_session_write_expiration(struct weir_writer *writer, const struct weir_session *session)
{
    char text[21];
    if (!weir_time_format(session->expiration_s, text))
        return WEIR_ERR_LIMIT;
    weir_write_key(writer, "Expiration");
    weir_write_text(writer, weir_str_from(text));
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------- lake formation */

/* AWSLF-00-NA-ACCOUNT-xxxxxxxxxx: the last ten characters are drawn from what was asked, so that equal questions give equal answers. */
static enum weir_status vended_name(struct weir_deciding *deciding, const struct weir_table_name *table,
                                    struct weir_str *name)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const struct weir_str seeds[] = {deciding->caller.principal.arn, table->arn};
    uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t)deciding->now_unix_s;
    for (size_t i = 0; i < WEIR_COUNT(seeds); i++) {
        for (size_t k = 0; k < seeds[i].len; k++)
            hash = (hash ^ (unsigned char)seeds[i].ptr[k]) * 0x100000001b3u;
    }
    char drawn[11];
    for (size_t i = 0; i < 10; i++, hash = hash * 6364136223846793005u + 1442695040888963407u)
        drawn[i] = alphabet[(hash >> 33) % (sizeof alphabet - 1)];
    drawn[10] = '\0';
    return weir_format(deciding->arena, name, "AWSLF-00-NA-%.*s-%s", WEIR_FMT(deciding->caller.principal.account),
                       drawn);
}

static enum weir_status respond_vended(struct weir_deciding *deciding, const struct weir_session *session,
                                       struct weir_str_list locations)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    WEIR_TRY(weir_session_write_expiration(writer, session));
    weir_write_key(writer, "VendedS3Path");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < locations.count; i++)
        weir_write_text(writer, locations.items[i]);
    weir_write_list_end(writer);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
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

WEIR_MAKE(weir_make_table_session)
{
    const struct weir_table_name *const table = weir_argument_object(deciding, &arguments[0]);
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[1]);
    const struct weir_vended_scope *const scope = weir_argument_object(deciding, &arguments[3]);
    struct weir_session *session = NULL;
    struct weir_str name;
    /* A session without its policy would be the whole role: never made. */
    if (table == NULL || role == NULL || scope == NULL || weir_scope_policy_count(scope->scope) == 0)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a table, a role and a session policy");
    if (vended_name(deciding, table, &name) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    WEIR_TRY(weir_session_begin(deciding, role, name, &arguments[2], &session));
    WEIR_TRY(keep_scope(deciding, scope->scope, session));
    return respond_vended(deciding, session, scope->locations);
}
