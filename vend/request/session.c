/* A vended session as a value that its owner stores and hands back: is it sound, and what do its policies say (DESIGN §4.2)? */
#include "vend/request/session.h"

#include "base/base_impl.h"
#include "vend/engine.h"
#include "vend/request/members.h"
#include "vend/request/session_members.h"

static enum weir_status fail_member(const struct weir_reader *reader, const struct weir_node *map, const char *name,
                                    const char *message)
{
    return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, weir_node_find(map, weir_str_from(name)), "%s",
                        message);
}

/* Who the session is stands in it several times over: all must say the same, or a lookup by one would trust another. */
static enum weir_status check_names(const struct weir_reader *reader, const struct weir_node *map,
                                    const struct weir_session *session)
{
    struct weir_principal_parts arn;
    struct weir_principal_parts role;
    const struct weir_node *const arn_node = weir_node_find(map, WEIR_STR("arn"));
    const struct weir_node *const role_node = weir_node_find(map, WEIR_STR("role_arn"));
    WEIR_TRY(weir_principal_demand(reader, arn_node, session->arn, WEIR_FORM_ROLE_SESSION, &arn));
    WEIR_TRY(weir_principal_demand(reader, role_node, session->role_arn, WEIR_FORM_ROLE, &role));
    if (!weir_str_equal(arn.account, session->account))
        return fail_member(reader, map, "account", "the account of a session must be that of its ARN");
    if (!weir_str_equal(arn.session, session->session_name))
        return fail_member(reader, map, "session_name", "the name of a session must be that of its ARN");
    if (!weir_str_equal(arn.account, role.account) || !weir_str_equal(arn.partition, role.partition) ||
        !weir_str_equal(arn.name, role.name))
        return fail_member(reader, map, "role_arn", "the role of a session must be that of its ARN");
    return WEIR_OK;
}

/* [weir-local] What AWS derives from who asks is nothing that a session can say of itself: it would say it for good. */
static enum weir_status check_context(const struct weir_reader *reader, const struct weir_node *map)
{
    const struct weir_node *key = weir_node_first(weir_node_find(map, WEIR_STR("context")));
    for (; key != NULL; key = weir_node_next(key)) {
        if (weir_context_is_derived(weir_node_text(key)))
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, key,
                                "the condition key `%s` is derived and does not persist",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

static enum weir_status check_rest(const struct weir_reader *reader, const struct weir_node *map,
                                   const struct weir_session *session)
{
    if (session->expiration_s <= session->issued_at_s)
        return fail_member(reader, map, "expiration", "a session must expire after it was issued");
    const struct weir_node *item = weir_node_first(weir_node_find(map, WEIR_STR("transitive_tag_keys")));
    for (; item != NULL; item = weir_node_next(item)) {
        /* [sts-session-tags] A transitive key is the key of a session tag. */
        if (!weir_session_has_tag(session->tags, weir_node_text(item)))
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, item,
                                "the transitive key `%s` is no tag of the session",
                                weir_quote(weir_node_text(item)).text);
    }
    return WEIR_OK;
}

/* What explanations call one of the session's policies. */
static enum weir_status policy_options(const struct weir_session *session, size_t index, struct weir_arena *arena,
                                       struct weir_policy_options *options, struct weir_error *error)
{
    struct weir_writer *writer;
    *options = (struct weir_policy_options)WEIR_POLICY_OPTIONS_INIT;
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        return weir_fail_memory(error);
    weir_write_format(writer, "session policy %zu of %.*s", index + 1, WEIR_FMT(session->session_name));
    if (weir_writer_finish(writer, &options->label) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}

/* `nodes` is the list that the policies were read from, so that their places are known; NULL: the texts are read. */
static enum weir_status compile(const struct weir_reader *reader, const struct weir_node *nodes,
                                struct weir_session *session)
{
    const size_t count = session->session_policies.count;
    const struct weir_policy **const compiled = weir_arena_alloc(reader->arena, count, sizeof(*compiled));
    if (compiled == NULL)
        return weir_fail_memory(reader->error);
    const struct weir_node *item = weir_node_first(nodes);
    for (size_t i = 0; i < count; i++) {
        struct weir_policy_options options;
        WEIR_TRY(policy_options(session, i, reader->arena, &options, reader->error));
        if (nodes != NULL)
            WEIR_TRY(weir_policy_read(reader->tree, item, WEIR_POLICY_SESSION, &options, reader->arena, &compiled[i],
                                      reader->error));
        else
            WEIR_TRY(weir_policy_parse(session->session_policies.items[i], options.label, WEIR_POLICY_SESSION, &options,
                                       reader->arena, &compiled[i], reader->error));
        item = weir_node_next(item);
    }
    session->compiled = compiled;
    return WEIR_OK;
}

enum weir_status weir_session_read(const struct weir_tree *tree, const struct weir_node *node, struct weir_arena *arena,
                                   const struct weir_session **session, struct weir_error *error)
{
    const struct weir_reader reader = {tree, arena, error};
    struct weir_context *nothing;
    *session = NULL;
    struct weir_session *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL || weir_context_new(arena, &nothing) != WEIR_OK)
        return weir_fail_memory(error);
    made->context = nothing;
    WEIR_TRY(weir_members_read(&reader, node, weir_session_shape(), made));
    WEIR_TRY(check_names(&reader, node, made));
    WEIR_TRY(check_context(&reader, node));
    WEIR_TRY(check_rest(&reader, node, made));
    WEIR_TRY(compile(&reader, weir_node_find(node, WEIR_STR("session_policies")), made));
    *session = made;
    return WEIR_OK;
}

enum weir_status weir_session_compile(const struct weir_session *session, struct weir_arena *arena,
                                      const struct weir_session **compiled, struct weir_error *error)
{
    const struct weir_reader reader = {NULL, arena, error};
    *compiled = NULL;
    struct weir_session *const copy = weir_arena_alloc(arena, 1, sizeof(*copy));
    if (copy == NULL)
        return weir_fail_memory(error);
    *copy = *session;
    WEIR_TRY(compile(&reader, NULL, copy));
    *compiled = copy;
    return WEIR_OK;
}

enum weir_status weir_session_write(struct weir_writer *writer, const struct weir_session *session,
                                    struct weir_arena *arena)
{
    weir_write_map_begin(writer);
    WEIR_TRY(weir_members_write(writer, weir_session_shape(), session, arena));
    weir_write_map_end(writer);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ public face */

enum weir_status weir_session_parse(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                    const struct weir_session **session, struct weir_error *error)
{
    const struct weir_tree *tree;
    if (session == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "session must not be NULL");
    *session = NULL;
    WEIR_TRY(weir_tree_parse(text, name, arena, &tree, error));
    return weir_session_read(tree, weir_tree_root(tree), arena, session, error);
}

enum weir_status weir_session_emit(const struct weir_session *session, struct weir_arena *arena, struct weir_str *json)
{
    struct weir_writer *writer;
    if (json == NULL)
        return WEIR_ERR_USAGE;
    *json = (struct weir_str){NULL, 0};
    if (session == NULL || arena == NULL)
        return WEIR_ERR_USAGE;
    WEIR_TRY(weir_writer_new(arena, &writer));
    WEIR_TRY(weir_session_write(writer, session, arena));
    return weir_writer_finish(writer, json);
}

struct weir_str weir_session_arn(const struct weir_session *session)
{
    return session == NULL ? (struct weir_str){NULL, 0} : session->arn;
}

int64_t weir_session_expiration(const struct weir_session *session)
{
    return session == NULL ? 0 : session->expiration_s;
}
