/* request/1: what is read from a good one, and where a bad one is refused. */
#include <weir/vend.h>

#include "tests/vend_test.h"
#include "vend/request/principal_arn.h"
#include "vend/request/session.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TOP "weir: request/1\n"
#define REST "operation: sts:AssumeRole\n"
#define USER "arn:aws:iam::111122223333:user/eng/engine"
#define FIRST "steps:\n- {name: a, caller: {anonymous: true}, operation: x}\n"
#define SESSION                                                                                              \
    "{weir: session/1, kind: assumed-role, account: '111122223333', "                                        \
    "arn: 'arn:aws:sts::111122223333:assumed-role/r/engine', role_arn: 'arn:aws:iam::111122223333:role/r', " \
    "session_name: engine, issued_at: 2026-03-02T09:00:00Z, expiration: 2026-03-02T10:00:00Z}"

static enum weir_status parse(const char *text, struct weir_arena *arena, const struct weir_scenario **scenario,
                              struct weir_error *error)
{
    return weir_scenario_parse(weir_str_from(text), WEIR_STR("request.yaml"), arena, scenario, error);
}

/* ---------------------------------------------------------------------------------------- what is read */

static const char whole[] = TOP
    "id: {n: 7, s: 'x'}\n"
    "time: 2026-03-02T09:00:00Z\n"
    "region: us-east-1\n"
    "steps:\n"
    "- name: integration\n"
    "  caller: {user: '" USER "'}\n"
    "  operation: sts:AssumeRole\n"
    "  parameters: {RoleSessionName: engine}\n"
    "  context: {aws:SourceIp: 203.0.113.7, aws:SecureTransport: true, n: 12, aws:TagKeys: [b, 1], none: []}\n"
    "- name: table\n"
    "  caller: {session: integration}\n"
    "  operation: glue:GetTable\n"
    "  time: 2026-03-02T10:00:00Z\n"
    "  region: eu-west-1\n";

static void assert_values(const struct weir_context *context, const char *key, const char *joined, bool multivalued)
{
    const struct weir_str *values = NULL;
    size_t count = 0;
    bool is_multivalued = !multivalued;
    char text[64] = "";
    assert_true(weir_context_find(context, weir_str_from(key), &values, &count, &is_multivalued));
    for (size_t i = 0; i < count; i++)
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.*s;", WEIR_FMT(values[i]));
    assert_string_equal(text, joined);
    assert_int_equal(is_multivalued, multivalued);
}

static void assert_first_step(const struct weir_request *first)
{
    int64_t time_s = 0;
    assert_str(weir_request_name(first), "integration");
    assert_str(weir_request_operation(first), "sts:AssumeRole");
    assert_str(weir_request_needs_session(first), "");
    assert_true(weir_request_time(first, &time_s));
    assert_int_equal(time_s, 1772442000);
    assert_str(first->region, "us-east-1");
    assert_int_equal(first->caller_kind, WEIR_CALLER_USER);
    assert_str(first->caller, USER);
    assert_str(weir_node_text(weir_node_find(first->parameters.node, WEIR_STR("RoleSessionName"))), "engine");
    assert_int_equal(weir_context_count(first->context), 5);
    assert_values(first->context, "AWS:sourceip", "203.0.113.7;", false);
    assert_values(first->context, "aws:SecureTransport", "true;", false);
    assert_values(first->context, "n", "12;", false);
    assert_values(first->context, "aws:TagKeys", "b;1;", true);
    assert_values(first->context, "none", "", true);
    assert_int_equal(weir_tree_place(first->operation_origin.tree, first->operation_origin.node).line, 8);
    assert_int_equal(weir_tree_place(first->caller_origin.tree, first->caller_origin.node).column, 11);
}

static void assert_second_step(const struct weir_request *second)
{
    int64_t time_s = 0;
    assert_true(weir_request_time(second, &time_s));
    assert_int_equal(time_s, 1772445600);
    assert_str(second->region, "eu-west-1");
    assert_int_equal(second->caller_kind, WEIR_CALLER_SESSION);
    assert_str(weir_request_needs_session(second), "integration");
    assert_null(second->session);
    assert_null(second->parameters.node);
    assert_non_null(second->context);
    assert_int_equal(weir_context_count(second->context), 0);
    assert_int_equal(weir_tree_place(second->origin.tree, second->origin.node).line, 11);
}

static void a_scenario_is_read_whole(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    assert_int_equal(parse(whole, arena, &scenario, NULL), WEIR_OK);
    assert_str(weir_scenario_id(scenario), "{\"n\":7,\"s\":\"x\"}");
    assert_int_equal(weir_scenario_step_count(scenario), 2);
    assert_null(weir_scenario_step(scenario, 2));
    assert_first_step(weir_scenario_step(scenario, 0));
    assert_second_step(weir_scenario_step(scenario, 1));
    weir_arena_free(arena);
}

static void a_lone_step_needs_no_list(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    assert_int_equal(parse("{\"weir\":\"request/1\",\"id\":null,\"caller\":{\"root\":\"111122223333\"},\"operation\":"
                           "\"authorize\",\"context\":{\"n\":1.50,\"b\":false}}",
                           arena, &scenario, NULL),
                     WEIR_OK);
    const struct weir_request *const step = weir_scenario_step(scenario, 0);
    int64_t time_s = 1;
    assert_str(weir_scenario_id(scenario), "null");
    assert_int_equal(weir_scenario_step_count(scenario), 1);
    assert_str(weir_request_name(step), "request");
    assert_false(weir_request_time(step, &time_s));
    assert_int_equal(time_s, 0);
    assert_str(step->region, "");
    assert_values(step->context, "n", "1.50;", false);
    assert_values(step->context, "b", "false;", false);
    assert_int_equal(
        parse(TOP "name: mine\ntime: 2026-03-02T09:00:00Z\ncaller: {anonymous: true}\n" REST, arena, &scenario, NULL),
        WEIR_OK);
    assert_str(weir_request_name(weir_scenario_step(scenario, 0)), "mine");
    assert_true(weir_request_time(weir_scenario_step(scenario, 0), NULL));
    assert_str(weir_scenario_id(scenario), "");
    weir_arena_free(arena);
}

/* What holds the node has said what it is; a text has not. */
static void a_node_may_leave_out_its_kind(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_scenario *scenario = NULL;
    const struct weir_str text = WEIR_STR("request: {caller: {anonymous: true}, operation: x}\n");
    assert_int_equal(weir_tree_parse(text, WEIR_STR("case"), arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const node = weir_node_find(weir_tree_root(tree), WEIR_STR("request"));
    assert_int_equal(weir_scenario_read(tree, node, arena, &scenario, NULL), WEIR_OK);
    assert_int_equal(weir_scenario_step_count(scenario), 1);
    weir_arena_free(arena);
}

struct caller_row {
    const char *name;
    const char *caller;
    enum weir_caller_kind kind;
    const char *text;
};

#define FEDERATED "arn:aws-cn:sts::111122223333:federated-user/Bob.1"
static const struct caller_row callers[] = {
    {"user", "{user: '" USER "'}", WEIR_CALLER_USER, USER},
    {"user without a path", "{user: 'arn:aws-us-gov:iam::111122223333:user/a+=,.@-_Z9'}", WEIR_CALLER_USER,
     "arn:aws-us-gov:iam::111122223333:user/a+=,.@-_Z9"},
    {"root", "{root: '111122223333'}", WEIR_CALLER_ROOT, "111122223333"},
    {"federated user", "{federated: {arn: '" FEDERATED "'}}", WEIR_CALLER_FEDERATED_USER, FEDERATED},
    {"service", "{service: lakeformation.amazonaws.com}", WEIR_CALLER_SERVICE, "lakeformation.amazonaws.com"},
    {"anonymous", "{anonymous: true}", WEIR_CALLER_ANONYMOUS, ""},
    {"session", "{session: " SESSION "}", WEIR_CALLER_SESSION, ""},
};

static void caller_row_holds(void **state)
{
    const struct caller_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    char text[1024];
    (void)snprintf(text, sizeof(text), TOP REST "caller: %s\n", row->caller);
    assert_int_equal(parse(text, arena, &scenario, NULL), WEIR_OK);
    const struct weir_request *const step = weir_scenario_step(scenario, 0);
    assert_int_equal(step->caller_kind, row->kind);
    assert_str(step->caller, row->text);
    assert_str(weir_request_needs_session(step), "");
    assert_int_equal(step->session != NULL, row->kind == WEIR_CALLER_SESSION);
    assert_null(step->federated_policy);
    weir_arena_free(arena);
}

static void a_federated_user_may_have_a_policy(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    assert_int_equal(parse(TOP REST "caller: {federated: {arn: '" FEDERATED "', policy: {Version: '2012-10-17', "
                                    "Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}}\n",
                           arena, &scenario, NULL),
                     WEIR_OK);
    const struct weir_policy *const policy = weir_scenario_step(scenario, 0)->federated_policy;
    assert_non_null(policy);
    assert_int_equal(weir_policy_kind_of(policy), WEIR_POLICY_SESSION);
    assert_int_equal(weir_policy_statement_count(policy), 1);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------- what is refused */

struct refused_row {
    const char *name;
    const char *text; /* `^` before what is refused */
    const char *message;
};

#define ONE_OF "user, root, federated, service, anonymous, session"
#define CALLER(caller) TOP REST "caller: " caller "\n"
#define CONTEXT(context) TOP REST "caller: {anonymous: true}\ncontext: " context "\n"
static const struct refused_row refused[] = {
    {"no map", "^[]", "a request without steps must be a map"},
    {"no kind", "^operation: x\ncaller: {anonymous: true}\n", "a request needs the member `weir`: request/1"},
    {"another kind", "weir: ^request/2\n" FIRST, "`weir` must be `request/1`, not `request/2`"},
    {"a kind that is no text", "{\"weir\": ^1}", "weir must be text"},
    {"unknown member at the top", TOP "^Steps: []\nsteps: []\n", "a request with steps has no member `Steps`"},
    {"a lone step beside steps", TOP "^caller: {anonymous: true}\n" FIRST,
     "a request with steps has no member `caller`"},
    {"unknown member of a lone step", TOP REST "caller: {anonymous: true}\n^principal: x\n",
     "a request without steps has no member `principal`"},
    {"steps that are no list", TOP "steps: ^{}\n", "steps must be a list of steps"},
    {"no steps at all", TOP "steps: ^[]\n", "steps must be a list of steps"},
    {"a step that is no map", TOP "steps: [^a]\n", "a step must be a map"},
    {"unknown member of a step", TOP "steps:\n- {^nmae: a}\n", "a step has no member `nmae`"},
    {"a step without a name", TOP "steps:\n- ^{caller: {anonymous: true}, operation: x}\n",
     "a step needs the member `name`"},
    {"a step without a caller", TOP "steps:\n- ^{name: a, operation: x}\n", "a step needs the member `caller`"},
    {"a step without an operation", TOP "steps:\n- ^{name: a, caller: {anonymous: true}}\n",
     "a step needs the member `operation`"},
    {"a lone step without a caller", "^" TOP REST, "a request without steps needs the member `caller`"},
    {"a lone step without an operation", "^" TOP "caller: {anonymous: true}\n",
     "a request without steps needs the member `operation`"},
    {"an empty name", TOP "steps:\n- {name: ^'', caller: {anonymous: true}, operation: x}\n", "name must not be empty"},
    {"the same name twice", TOP FIRST "- {name: ^a, caller: {anonymous: true}, operation: x}\n",
     "the name `a` belongs to an earlier step"},
    {"an empty operation", TOP "caller: {anonymous: true}\noperation: ^''\n", "operation must not be empty"},
    {"an operation that is no text", TOP "caller: {anonymous: true}\noperation: ^[x]\n", "operation must be text"},
    {"no operation said", TOP "caller: {anonymous: true}\noperation: ^~\n", "operation must be text"},
    {"parameters that are no map", CALLER("{anonymous: true}") "parameters: ^[]\n", "parameters must be a map"},
    {"parameters that are nothing", CALLER("{anonymous: true}") "parameters: ^null\n", "parameters must be a map"},
    {"a time that is none", TOP "time: ^yesterday\n" FIRST,
     "time must be an instant such as 2026-03-02T09:00:00Z, not `yesterday`"},
    {"a time of a step", TOP "steps:\n- {name: a, caller: {anonymous: true}, operation: x, time: ^'2026-03-02'}\n",
     "time must be an instant such as 2026-03-02T09:00:00Z, not `2026-03-02`"},
    {"a time that is a number", "{\"weir\": \"request/1\", \"time\": ^1772442000, \"steps\": []}", "time must be text"},
    {"a Region that is none", TOP "region: ^US East\n" FIRST,
     "region must be a Region such as us-east-1, not `US East`"},
    {"an empty Region", TOP "region: ^''\n" FIRST, "region must not be empty"},

    {"a caller that is no map", CALLER("^me"), "caller must be a map"},
    {"no caller in the map", CALLER("^{}"), "a caller is exactly one of " ONE_OF},
    {"two callers", CALLER("^{anonymous: true, root: '111122223333'}"), "a caller is exactly one of " ONE_OF},
    {"an unknown caller", CALLER("{^role: x}"), "a caller is one of " ONE_OF ", not `role`"},
    {"anonymous: false", CALLER("{anonymous: ^false}"),
     "anonymous can only be true: a signed request names its caller"},
    {"anonymous: text", CALLER("{anonymous: ^'true'}"), "anonymous must be true or false"},
    {"a user that is a list", CALLER("{user: ^[]}"), "user must be text"},
    {"a root user that is null", CALLER("{root: ^null}"), "root must be text"},
    {"a root user that is a number", "{\"weir\":\"request/1\",\"caller\":{\"root\":^111122223333}}",
     "root must be text"},
    {"a service that is a map", CALLER("{service: ^{}}"), "service must be text"},
    {"a service with a space", CALLER("{service: ^glue amazonaws.com}"),
     "service must be a service principal such as lakeformation.amazonaws.com, not `glue amazonaws.com`"},
    {"a federated user whose ARN is null", CALLER("{federated: {arn: ^~}}"), "arn must be text"},
    {"a federated user with a path", CALLER("{federated: {arn: ^'arn:aws:sts::111122223333:federated-user/a/b'}}"),
     "`arn:aws:sts::111122223333:federated-user/a/b` is not the ARN of a federated user"},
    {"an id above a wrong kind", TOP "id: [1, {a: b}]\nregion: ^[]\nsteps: []\n", "region must be text"},
    {"eleven digits", CALLER("{root: ^'11112222333'}"),
     "root must be the twelve digits of an account, not `11112222333`"},
    {"thirteen digits", CALLER("{root: ^'1111222233334'}"),
     "root must be the twelve digits of an account, not `1111222233334`"},
    {"a letter", CALLER("{root: ^11112222333x}"), "root must be the twelve digits of an account, not `11112222333x`"},
    {"a service without a dot", CALLER("{service: ^glue}"),
     "service must be a service principal such as lakeformation.amazonaws.com, not `glue`"},
    {"a service in capitals", CALLER("{service: ^Glue.amazonaws.com}"),
     "service must be a service principal such as lakeformation.amazonaws.com, not `Glue.amazonaws.com`"},
    {"a federated user that is text", CALLER("{federated: ^x}"), "a federated user must be a map"},
    {"a federated user without an ARN", CALLER("{federated: ^{}}"), "a federated user needs the member `arn`"},
    {"a federated user's other member", CALLER("{federated: {arn: '" FEDERATED "', ^Policy: {}}}"),
     "a federated user has no member `Policy`"},
    {"a federated user's wrong ARN", CALLER("{federated: {arn: ^'" USER "'}}"),
     "`" USER "` is not the ARN of a federated user"},
    {"a session that is a number", "{\"weir\":\"request/1\",\"operation\":\"x\",\"caller\":{\"session\": ^1}}",
     "session must be the name of an earlier step, or a session/1"},
    {"a session that is nothing", CALLER("{session: ^}"), "session must be text"},
    {"a session without a name", CALLER("{session: ^''}"), "session must not be empty"},
    {"a session of no step", CALLER("{session: ^a}"), "`a` is no earlier step"},
    {"a session of the step itself", TOP "steps:\n- {name: a, caller: {session: ^a}, operation: x}\n",
     "`a` is no earlier step"},
    {"a session of a later step",
     TOP
     "steps:\n- {name: a, caller: {session: ^b}, operation: x}\n- {name: b, caller: {anonymous: true}, operation: x}\n",
     "`b` is no earlier step"},
    {"a bad session value", CALLER("{session: {^wier: session/1}}"), "a session has no member `wier`"},

    {"a context that is no map", CONTEXT("^[]"), "context must be a map"},
    {"an empty key", CONTEXT("{^'': x}"), "a condition key must not be empty"},
    {"a null value", CONTEXT("{k: ^~}"), "a value of the condition key `k` must be text, a number, true or false"},
    {"a null in a list", CONTEXT("{k: [a, ^null]}"),
     "a value of the condition key `k` must be text, a number, true or false"},
    {"a map for a value", CONTEXT("{k: ^{}}"),
     "a value of the condition key `k` must be text, a number, true or false"},
    {"a list in a list", CONTEXT("{k: [^[]]}"),
     "a value of the condition key `k` must be text, a number, true or false"},
    {"a key twice but for case", CONTEXT("{aws:SourceIp: a, ^AWS:SourceIP: b}"),
     "the condition key `AWS:SourceIP` is there twice, in different case"},
};

static void refused_row_holds(void **state)
{
    const struct refused_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = (const struct weir_scenario *)row;
    struct weir_error error = WEIR_ERROR_INIT;
    struct marked marked;
    unmark(row->text, &marked);
    assert_int_equal(parse(marked.text, arena, &scenario, &error), WEIR_ERR_SCHEMA);
    assert_null(scenario);
    assert_string_equal(error.message, row->message);
    assert_int_equal(error.status, WEIR_ERR_SCHEMA);
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    assert_string_equal(error.source, "request.yaml");
    weir_arena_free(arena);
}

/* An ARN that is not the user's is refused wherever it differs. */
static const char *const other_arns[] = {
    "",
    "arn",
    "arn:aws:iam::111122223333",
    "arn:aws:iam::111122223333:user",
    "arn:aws:iam::111122223333:user/",
    "arn:aws:iam::111122223333:user/path/",
    "arn:aws:iam::111122223333:user/na*me",
    "arn:aws:iam::111122223333:user/pa th/name",
    "arn:aws:iam::111122223333:user/p\xc3\xa4th/name",
    "arn:aws:iam::111122223333:role/name",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::11112222333:user/name",
    "arn:aws:iam::aws:user/name",
    "arn:aws:iam:us-east-1:111122223333:user/name",
    "arn:aws:sts::111122223333:user/name",
    "arn:AWS:iam::111122223333:user/name",
    "arn:gcp:iam::111122223333:user/name",
    "arn::iam::111122223333:user/name",
    "ARN:aws:iam::111122223333:user/name",
    " arn:aws:iam::111122223333:user/name",
    "arn:aws:iam::111122223333:user/name\\n",
};

static void other_arns_are_no_user(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(other_arns); i++) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_scenario *scenario = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        char text[512];
        (void)snprintf(text, sizeof(text), CALLER("{user: \"%s\"}"), other_arns[i]);
        assert_int_equal(parse(text, arena, &scenario, &error), WEIR_ERR_SCHEMA);
        assert_non_null(strstr(error.message, "is not the ARN of an IAM user"));
        assert_int_equal(error.column, 16);
        weir_arena_free(arena);
    }
}

/* The forms that stand in requests and sessions, each with what another form has. */
static void forms_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *arn;
        enum weir_principal_form form;
        bool is_one;
    } rows[] = {
        {"arn:aws:iam::111122223333:role/r", WEIR_FORM_ROLE, true},
        {"arn:aws:iam::111122223333:role/p/q/r", WEIR_FORM_ROLE, true},
        {"arn:aws:iam::111122223333:user/r", WEIR_FORM_ROLE, false},
        {"arn:aws:iam::111122223333:policy/p/x", WEIR_FORM_POLICY, true},
        {"arn:aws:iam::aws:policy/x", WEIR_FORM_POLICY, true},
        {"arn:aws:iam::amazon:policy/x", WEIR_FORM_POLICY, false},
        {"arn:aws:iam::aws:role/x", WEIR_FORM_ROLE, false},
        {"arn:aws:sts::111122223333:assumed-role/r/ss", WEIR_FORM_ROLE_SESSION, true},
        {"arn:aws:sts::111122223333:assumed-role//ss", WEIR_FORM_ROLE_SESSION, false},
        {"arn:aws:sts::111122223333:assumed-role/r/", WEIR_FORM_ROLE_SESSION, false},
        {"arn:aws:sts::111122223333:assumed-role/r/s s", WEIR_FORM_ROLE_SESSION, false},
        {"arn:aws:iam::111122223333:assumed-role/r/ss", WEIR_FORM_ROLE_SESSION, false},
        {"arn:aws:sts::111122223333:federated-user/f", WEIR_FORM_FEDERATED_USER, true},
        {"arn:aws:sts::111122223333:federated-user/", WEIR_FORM_FEDERATED_USER, false},
        /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a value of none, on purpose */
        {"arn:aws:iam::111122223333:role/r", (enum weir_principal_form)9, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct weir_principal_parts parts = {.name = WEIR_STR("x")};
        if (weir_principal_cut(weir_str_from(rows[i].arn), rows[i].form, &parts) != rows[i].is_one)
            fail_msg("%s", rows[i].arn);
        assert_int_equal(parts.name.len > 0, rows[i].is_one);
        assert_int_equal(parts.partition.len > 0, rows[i].is_one);
    }
    assert_string_equal(weir_principal_form_name(WEIR_FORM_POLICY), "the ARN of a managed policy");
    assert_string_equal(weir_principal_form_name((enum weir_principal_form)9), "an ARN");
}

static void a_text_that_is_not_well_formed_is_a_syntax_error(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse("{\"weir\":", arena, &scenario, &error), WEIR_ERR_SYNTAX);
    assert_int_equal(error.line, 1);
    assert_null(scenario);
    weir_arena_free(arena);
}

/* -------------------------------------------------------------------------------------------- binding */

static void a_request_is_bound_to_a_session(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    const struct weir_session *session = NULL;
    const struct weir_request *bound = NULL;
    assert_int_equal(parse(whole, arena, &scenario, NULL), WEIR_OK);
    assert_int_equal(weir_session_parse(WEIR_STR(SESSION), WEIR_STR("session"), arena, &session, NULL),
                     WEIR_ERR_SYNTAX); /* what begins like JSON is JSON */
    assert_null(session);
    assert_int_equal(weir_session_parse(WEIR_STR("# YAML\n" SESSION), WEIR_STR("session"), arena, &session, NULL),
                     WEIR_OK);
    const struct weir_request *const step = weir_scenario_step(scenario, 1);
    assert_int_equal(weir_request_with_session(step, session, arena, &bound), WEIR_OK);
    assert_str(weir_request_name(bound), "table");
    assert_str(weir_request_needs_session(bound), "");
    assert_ptr_equal(bound->session, session);
    assert_int_equal(bound->caller_kind, WEIR_CALLER_SESSION);
    assert_str(weir_request_needs_session(step), "integration");
    struct weir_session fresh = *session;
    fresh.compiled = NULL;
    assert_int_equal(weir_request_with_session(weir_scenario_step(scenario, 0), &fresh, arena, &bound), WEIR_OK);
    assert_non_null(bound->session->compiled);
    assert_str(bound->caller, "");
    const struct weir_str no_policy = WEIR_STR("{}");
    fresh.session_policies = (struct weir_str_list){&no_policy, 1};
    assert_int_equal(weir_request_with_session(step, &fresh, arena, &bound), WEIR_ERR_SCHEMA);
    assert_null(bound);
    weir_arena_free(arena);
}

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_request *bound = NULL;
    struct weir_session session = {.chained = false};
    assert_int_equal(weir_tree_parse(WEIR_STR(TOP FIRST), WEIR_STR(""), arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const root = weir_tree_root(tree);
    assert_int_equal(parse(TOP FIRST, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scenario_read(tree, root, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scenario_read(NULL, root, arena, &scenario, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scenario_read(tree, NULL, arena, &scenario, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scenario_read(tree, root, NULL, &scenario, NULL), WEIR_ERR_USAGE);
    assert_int_equal(parse(TOP FIRST, NULL, &scenario, NULL), WEIR_ERR_USAGE);
    assert_int_equal(parse(TOP FIRST, arena, &scenario, NULL), WEIR_OK);
    const struct weir_request *const step = weir_scenario_step(scenario, 0);
    assert_int_equal(weir_request_with_session(NULL, &session, arena, &bound), WEIR_ERR_USAGE);
    assert_int_equal(weir_request_with_session(step, NULL, arena, &bound), WEIR_ERR_USAGE);
    assert_int_equal(weir_request_with_session(step, &session, NULL, &bound), WEIR_ERR_USAGE);
    assert_int_equal(weir_request_with_session(step, &session, arena, NULL), WEIR_ERR_USAGE);
    assert_null(bound);
    weir_arena_free(arena);
}

static void nothing_is_empty(void **state)
{
    (void)state;
    int64_t time_s = 1;
    assert_str(weir_scenario_id(NULL), "");
    assert_int_equal(weir_scenario_step_count(NULL), 0);
    assert_null(weir_scenario_step(NULL, 0));
    assert_str(weir_request_name(NULL), "");
    assert_str(weir_request_operation(NULL), "");
    assert_str(weir_request_needs_session(NULL), "");
    assert_false(weir_request_time(NULL, &time_s));
    assert_int_equal(time_s, 0);
    assert_false(weir_request_time(NULL, NULL));
}

/* --------------------------------------------------------------------------------------------- memory */

static enum weir_status parse_attempt(struct weir_arena *arena)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    char text[2048];
    (void)snprintf(text, sizeof(text), "%s- {name: c, caller: {session: %s}, operation: x}\n", whole, SESSION);
    const enum weir_status status = parse(text, arena, &scenario, &error);
    assert_int_equal(error.status, status);
    assert_int_equal(scenario != NULL, status == WEIR_OK);
    return status;
}

static void failing_allocations_are_survived(void **state)
{
    (void)state;
    assert_survives_failing_allocations(parse_attempt);
}

static void small_arenas_are_survived(void **state)
{
    (void)state;
    assert_survives_small_arenas(parse_attempt);
}

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(a_scenario_is_read_whole),
        cmocka_unit_test(a_lone_step_needs_no_list),
        cmocka_unit_test(a_node_may_leave_out_its_kind),
        cmocka_unit_test(a_federated_user_may_have_a_policy),
        cmocka_unit_test(other_arns_are_no_user),
        cmocka_unit_test(forms_are_told_apart),
        cmocka_unit_test(a_text_that_is_not_well_formed_is_a_syntax_error),
        cmocka_unit_test(a_request_is_bound_to_a_session),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(nothing_is_empty),
        cmocka_unit_test(failing_allocations_are_survived),
        cmocka_unit_test(small_arenas_are_survived),
    };
    struct CMUnitTest tests[COUNT(single) + COUNT(callers) + COUNT(refused)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    for (size_t i = 0; i < COUNT(callers); i++)
        tests[count++] = (struct CMUnitTest){callers[i].name, caller_row_holds, NULL, NULL, without_const(&callers[i])};
    for (size_t i = 0; i < COUNT(refused); i++)
        tests[count++] = (struct CMUnitTest){refused[i].name, refused_row_holds, NULL, NULL,
                                             without_const(&refused[i])};
    return _cmocka_run_group_tests("vend.request", tests, count, NULL, NULL);
}
