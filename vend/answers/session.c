/* What all sessions of roles share, however they were made ([sts-api-assumerole]). */
#include "vend/answers/answers.h"

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
    const struct weir_str arn[] = {
        WEIR_STR("arn:"),           parts.partition,     WEIR_STR(":sts::"), session->account,
        WEIR_STR(":assumed-role/"), role->identity.name, WEIR_STR("/"),      name};
    if (weir_join(deciding->arena, &session->arn, arn, WEIR_COUNT(arn)) != WEIR_OK)
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
