/* `caller` of a step: exactly one of the ways in which a request can be signed (DESIGN §4.2). */
#include "vend/request/request_caller.h"

#include "base/base_impl.h"
#include "vend/request/session.h"

typedef enum weir_status caller_reader(const struct weir_reader *reader, const struct weir_node *node,
                                       struct weir_request *request);

static enum weir_status read_user(const struct weir_reader *reader, const struct weir_node *node,
                                  struct weir_request *request)
{
    struct weir_principal_parts parts;
    WEIR_TRY(weir_row_text(reader, node, "user", &request->caller));
    return weir_principal_demand(reader, node, request->caller, WEIR_FORM_USER, &parts);
}

static enum weir_status read_root(const struct weir_reader *reader, const struct weir_node *node,
                                  struct weir_request *request)
{
    WEIR_TRY(weir_row_text(reader, node, "root", &request->caller));
    if (!weir_principal_is_account(request->caller))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "root must be the twelve digits of an account, not `%s`", weir_quote(request->caller).text);
    return WEIR_OK;
}

static enum weir_status read_federated_arn(const struct weir_reader *reader, const struct weir_node *node,
                                           const char *name, void *field)
{
    struct weir_principal_parts parts;
    WEIR_TRY(weir_row_text(reader, node, name, field));
    return weir_principal_demand(reader, node, *(const struct weir_str *)field, WEIR_FORM_FEDERATED_USER, &parts);
}

static enum weir_status read_federated_policy(const struct weir_reader *reader, const struct weir_node *node,
                                              const char *name, void *field)
{
    (void)name;
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    options.label = WEIR_STR("session policy of the federated user");
    return weir_policy_read(reader->tree, node, WEIR_POLICY_SESSION, &options, reader->arena, field, reader->error);
}

static enum weir_status read_federated(const struct weir_reader *reader, const struct weir_node *node,
                                       struct weir_request *request)
{
    static const struct weir_member members[] = {
        {"arn", WEIR_MEMBER_REQUIRED, offsetof(struct weir_request, caller), read_federated_arn, NULL},
        {"policy", WEIR_MEMBER_OPTIONAL, offsetof(struct weir_request, federated_policy), read_federated_policy, NULL},
    };
    static const struct weir_shape shape = {"a federated user", members, WEIR_COUNT(members)};
    return weir_members_read(reader, node, &shape, request);
}

/* [iam-principal] Service principals are lower-case host names. */
static bool is_service_name(struct weir_str text)
{
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        dots += c == '.';
        if (!(c >= 'a' && c <= 'z') && !weir_is_digit(c) && c != '-' && c != '.')
            return false;
    }
    return dots > 0;
}

static enum weir_status read_service(const struct weir_reader *reader, const struct weir_node *node,
                                     struct weir_request *request)
{
    WEIR_TRY(weir_row_text(reader, node, "service", &request->caller));
    if (!is_service_name(request->caller))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "service must be a service principal such as lakeformation.amazonaws.com, not `%s`",
                            weir_quote(request->caller).text);
    return WEIR_OK;
}

static enum weir_status read_anonymous(const struct weir_reader *reader, const struct weir_node *node,
                                       struct weir_request *request)
{
    (void)request;
    bool anonymous;
    WEIR_TRY(weir_read_bool(reader->tree, node, "anonymous", &anonymous, reader->error));
    if (!anonymous)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "anonymous can only be true: a signed request names its caller");
    return WEIR_OK;
}

static enum weir_status read_session(const struct weir_reader *reader, const struct weir_node *node,
                                     struct weir_request *request)
{
    if (weir_node_kind(node) == WEIR_NODE_MAP)
        return weir_session_read(reader->tree, node, reader->arena, &request->session, reader->error);
    if (weir_node_kind(node) != WEIR_NODE_TEXT)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "session must be the name of an earlier step, or a session/1");
    return weir_row_name(reader, node, "session", &request->caller_step);
}

static const struct caller_form {
    const char *name;
    enum weir_caller_kind kind;
    caller_reader *read;
} forms[] = {
    {"user", WEIR_CALLER_USER, read_user},
    {"root", WEIR_CALLER_ROOT, read_root},
    {"federated", WEIR_CALLER_FEDERATED_USER, read_federated},
    {"service", WEIR_CALLER_SERVICE, read_service},
    {"anonymous", WEIR_CALLER_ANONYMOUS, read_anonymous},
    {"session", WEIR_CALLER_SESSION, read_session},
};

enum weir_status weir_caller_read(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *request)
{
    struct weir_request *const made = request;
    WEIR_TRY(weir_row_map(reader, node, name, &made->caller_origin));
    const struct weir_node *const key = weir_node_first(node);
    if (weir_node_count(node) != 1)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "a caller is exactly one of user, root, federated, service, anonymous, session");
    for (size_t i = 0; i < WEIR_COUNT(forms); i++) {
        if (!weir_str_equal(weir_node_text(key), weir_str_from(forms[i].name)))
            continue;
        made->caller_kind = forms[i].kind;
        return forms[i].read(reader, weir_node_value(key), made);
    }
    return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, key,
                        "a caller is one of user, root, federated, service, anonymous, session, not `%s`",
                        weir_quote(weir_node_text(key)).text);
}
