/* The sessions of a role that somebody asks for: by AssumeRole, or with a SAML assertion ([sts-api-assumerole], [sts-api-saml]). */
#include "vend/answers/answers.h"
#include "vend/resolvers/assertion.h"

#include "base/base_impl.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

/* [sts-session-tags] Along a chain the transitive tags pass on, and stay transitive; the others end here. `caller` is the
 * calling session, or NULL where the session follows from no other. */
static enum weir_status join_tags(struct weir_deciding *deciding, const struct weir_session *caller,
                                  struct weir_tag_list passed, struct weir_str_list keys, struct weir_session *session)
{
    static const struct weir_tag_list nothing = {NULL, 0};
    const struct weir_tag_list inherited = caller == NULL ? nothing : deciding->caller.inheritable;
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

/* [sts-api-saml] What the answer repeats of the assertion, under these names. */
static void write_claims(struct weir_writer *writer, const struct weir_assertion *assertion)
{
    if (assertion == NULL)
        return;
    const struct weir_saml_claims *const claims = assertion->claims;
    const struct {
        const char *member;
        struct weir_str claim;
    } rows[] = {
        {"Subject", claims->name_id},   {"SubjectType", claims->sub_type},         {"Issuer", claims->issuer},
        {"Audience", claims->audience}, {"NameQualifier", claims->name_qualifier},
    };
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        weir_write_key(writer, rows[i].member);
        weir_write_text(writer, rows[i].claim);
    }
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
    WEIR_TRY(weir_session_write_expiration(writer, session));
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
    write_claims(writer, weir_argument_object(deciding, &arguments[9]));
    if (session->source_identity.len > 0) {
        weir_write_key(writer, "SourceIdentity");
        weir_write_text(writer, session->source_identity);
    }
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

/* Role, name, duration, tags, transitive keys, source identity: the first six arguments of every answer of a role. */
static enum weir_status make_session(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                     const struct weir_assertion *assertion, const struct weir_session *caller,
                                     struct weir_session **out)
{
    const struct weir_role *const role = weir_argument_object(deciding, &arguments[0]);
    struct weir_session *session = NULL;
    struct weir_value tags;
    if (role == NULL) {
        (void)weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a role");
        return WEIR_ERR_USAGE;
    }
    WEIR_TRY(weir_session_begin(deciding, role, text_of(deciding, &arguments[1]), &arguments[2], &session));
    weir_argument_value(deciding, &arguments[3], &tags);
    WEIR_TRY(join_tags(deciding, caller, tags.type == WEIR_TYPE_TAGS ? tags.as.tags : (struct weir_tag_list){NULL, 0},
                       weir_argument_list(deciding, &arguments[4]), session));
    session->source_identity = text_of(deciding, &arguments[5]);
    session->chained = caller != NULL;
    if (assertion != NULL)
        session->context = assertion->persistent;
    *out = session;
    return WEIR_OK;
}

/* Who comes with an assertion brings it in place of a session: nothing is inherited from the keys that the call is signed with. */
WEIR_MAKE(weir_make_assumed_role)
{
    const struct weir_assertion *const assertion = weir_argument_object(deciding, &arguments[9]);
    struct weir_session *session = NULL;
    WEIR_TRY(
        make_session(deciding, arguments, assertion, assertion == NULL ? deciding->caller.session : NULL, &session));
    WEIR_TRY(keep_policies(deciding, &arguments[6], &arguments[7], session));
    return respond_assumed_role(deciding, arguments);
}

/* [lf-api-decorated-saml] The whole role, with the user and the groups that Lake Formation's grants are looked up for. */
WEIR_MAKE(weir_make_decorated_role)
{
    const struct weir_assertion *const assertion = weir_argument_object(deciding, &arguments[6]);
    struct weir_session *session = NULL;
    struct weir_writer *writer = NULL;
    if (assertion == NULL)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs an assertion");
    WEIR_TRY(make_session(deciding, arguments, assertion, NULL, &session));
    session->lakeformation_username = assertion->claims->lakeformation_username;
    session->lakeformation_groups = assertion->groups;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    WEIR_TRY(weir_session_write_expiration(writer, session));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}
