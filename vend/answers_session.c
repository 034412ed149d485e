/* The sessions that STS and Lake Formation make ([sts-api-assumerole], [lf-cloudtrail]). */
#include "vend/answers.h"

#include "base/base_impl.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

/* A session of a role: what is the same however it was made. */
static enum weir_status begin_session(struct weir_deciding *deciding, const struct weir_role *role,
                                      struct weir_str name, const struct weir_argument *duration,
                                      struct weir_session **out)
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

/* [sts-session-tags] Along a chain the transitive tags pass on, and stay transitive; the others end here. */
static enum weir_status join_tags(struct weir_deciding *deciding, struct weir_tag_list passed,
                                  struct weir_str_list keys, struct weir_session *session)
{
    const struct weir_session *const caller = deciding->caller.session;
    const struct weir_tag_list inherited = deciding->caller.inheritable;
    const size_t inherited_keys = caller == NULL ? 0 : caller->transitive_tag_keys.count;
    struct weir_tag *const tags = weir_arena_alloc(deciding->arena, passed.count + inherited.count, sizeof *tags);
    struct weir_str *const names = weir_arena_alloc(deciding->arena, keys.count + inherited_keys, sizeof *names);
    if (tags == NULL || names == NULL)
        return weir_fail_memory(deciding->error);
    size_t count = 0;
    for (size_t i = 0; i < inherited.count; i++)
        tags[count++] = inherited.items[i];
    for (size_t i = 0; i < passed.count; i++)
        tags[count++] = passed.items[i];
    for (size_t i = 0; i < inherited_keys; i++)
        names[i] = caller->transitive_tag_keys.items[i];
    for (size_t i = 0; i < keys.count; i++)
        names[inherited_keys + i] = keys.items[i];
    session->tags = (struct weir_tag_list){tags, count};
    session->transitive_tag_keys = (struct weir_str_list){names, inherited_keys + keys.count};
    return WEIR_OK;
}

static enum weir_status keep_policies(struct weir_deciding *deciding, const struct weir_argument *policy,
                                      const struct weir_argument *arns, struct weir_session *session)
{
    struct weir_value given;
    const struct weir_str text = text_of(deciding, policy);
    weir_argument_value(deciding, arns, &given);
    const struct weir_node *item = weir_node_first(given.origin.node);
    const size_t count = given.type == WEIR_TYPE_STRUCTURE ? weir_node_count(given.origin.node) : 0;
    struct weir_str *const items = weir_arena_alloc(deciding->arena, count + 1, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < count; i++, item = weir_node_next(item))
        items[i] = weir_node_text(weir_node_find(item, WEIR_STR("arn")));
    items[count] = text;
    session->managed_policy_arns = (struct weir_str_list){items, count};
    session->session_policies = (struct weir_str_list){items + count, text.len > 0 ? 1u : 0u};
    return WEIR_OK;
}

static enum weir_status write_expiration(struct weir_writer *writer, const struct weir_session *session)
{
    char text[21];
    if (!weir_time_format(session->expiration_s, text))
        return WEIR_ERR_LIMIT;
    weir_write_key(writer, "Expiration");
    weir_write_text(writer, weir_str_from(text));
    return WEIR_OK;
}

/* [sts-observed-errors] The member is there when a policy or tags were passed, not when tags are merely inherited. */
static void write_packed(struct weir_writer *writer, const struct weir_deciding *deciding,
                         const struct weir_argument *arguments)
{
    struct weir_value tags, packed;
    weir_argument_value(deciding, &arguments[3], &tags);
    weir_argument_value(deciding, &arguments[8], &packed);
    const bool is_passed = (tags.type == WEIR_TYPE_TAGS && tags.as.tags.count > 0) ||
                           deciding->decision->session->session_policies.count > 0 ||
                           deciding->decision->session->managed_policy_arns.count > 0;
    if (!is_passed || packed.type != WEIR_TYPE_INTEGER)
        return;
    weir_write_key(writer, "PackedPolicySize");
    weir_write_int64(writer, packed.as.integer);
}

static enum weir_status respond_assumed_role(struct weir_deciding *deciding, const struct weir_argument *arguments)
{
    const struct weir_session *const session = deciding->decision->session;
    struct weir_writer *writer = NULL;
    struct weir_str id;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "Credentials");
    weir_write_map_begin(writer);
    WEIR_TRY(write_expiration(writer, session));
    weir_write_map_end(writer);
    weir_write_key(writer, "AssumedRoleUser");
    weir_write_map_begin(writer);
    if (session->role_id.len > 0) {
        WEIR_TRY(weir_format(deciding->arena, &id, "%.*s:%.*s", WEIR_FMT(session->role_id),
                             WEIR_FMT(session->session_name)));
        weir_write_key(writer, "AssumedRoleId");
        weir_write_text(writer, id);
    }
    weir_write_key(writer, "Arn");
    weir_write_text(writer, session->arn);
    weir_write_map_end(writer);
    write_packed(writer, deciding, arguments);
    if (session->source_identity.len > 0) {
        weir_write_key(writer, "SourceIdentity");
        weir_write_text(writer, session->source_identity);
    }
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

WEIR_MAKE(weir_make_assumed_role)
{
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[0]);
    struct weir_session *session = NULL;
    struct weir_value tags;
    if (role == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a role");
    WEIR_TRY(begin_session(deciding, role, text_of(deciding, &arguments[1]), &arguments[2], &session));
    weir_argument_value(deciding, &arguments[3], &tags);
    WEIR_TRY(join_tags(deciding, tags.type == WEIR_TYPE_TAGS ? tags.as.tags : (struct weir_tag_list){NULL, 0},
                       weir_argument_list(deciding, &arguments[4]), session));
    session->source_identity = text_of(deciding, &arguments[5]);
    session->chained = deciding->caller.session != NULL;
    WEIR_TRY(keep_policies(deciding, &arguments[6], &arguments[7], session));
    return respond_assumed_role(deciding, arguments);
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
    WEIR_TRY(write_expiration(writer, session));
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
    WEIR_TRY(begin_session(deciding, role, name, &arguments[2], &session));
    WEIR_TRY(keep_scope(deciding, scope->scope, session));
    return respond_vended(deciding, session, scope->locations);
}
