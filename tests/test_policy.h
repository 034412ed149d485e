/* How the tests of policy/ write a question in one row: documents as JSON, a context as `key=value|key=[a,b]`. */
#ifndef WEIR_TEST_POLICY_H
#define WEIR_TEST_POLICY_H

#include "test_base.h"

#include <weir/policy.h>

#include "policy/layers.h"

enum { MAX_DOCUMENTS = 4, MAX_LEVELS = 4 };

/* The kinds, in tables of rows. */
#define IDENTITY WEIR_POLICY_IDENTITY
#define RESOURCE WEIR_POLICY_RESOURCE
#define TRUST WEIR_POLICY_TRUST
#define BOUNDARY WEIR_POLICY_BOUNDARY
#define SESSION WEIR_POLICY_SESSION
#define SCP WEIR_POLICY_SCP
#define RCP WEIR_POLICY_RCP
#define ENDPOINT WEIR_POLICY_ENDPOINT

#define ACCOUNT "111122223333"
#define OTHER_ACCOUNT "444455556666"
#define USER_ARN "arn:aws:iam::111122223333:user/team/alice"
#define ROLE_ARN "arn:aws:iam::111122223333:role/team/engine"
#define SESSION_ARN "arn:aws:sts::111122223333:assumed-role/engine/one"
#define FEDERATED_ARN "arn:aws:sts::111122223333:federated-user/bob"
#define ROOT_ARN "arn:aws:iam::111122223333:root"
#define PROVIDER_ARN "arn:aws:iam::111122223333:saml-provider/idp"
#define OBJECT_ARN "arn:aws:s3:::lake/sales/a.parquet"

static const struct weir_principal anonymous = {.kind = WEIR_PRINCIPAL_ANONYMOUS};
static const struct weir_principal alice = {
    .kind = WEIR_PRINCIPAL_USER,
    .arn = {USER_ARN, sizeof(USER_ARN) - 1},
    .unique_id = {"AIDAALICEALICEALICEAA", 21},
    .account = {ACCOUNT, 12},
};
static const struct weir_principal engine = {
    .kind = WEIR_PRINCIPAL_ROLE_SESSION,
    .arn = {SESSION_ARN, sizeof(SESSION_ARN) - 1},
    .role_arn = {ROLE_ARN, sizeof(ROLE_ARN) - 1},
    .unique_id = {"AROAENGINEENGINEENGIN", 21},
    .account = {ACCOUNT, 12},
};
static const struct weir_principal bob = {
    .kind = WEIR_PRINCIPAL_FEDERATED_USER,
    .arn = {FEDERATED_ARN, sizeof(FEDERATED_ARN) - 1},
    .role_arn = {USER_ARN, sizeof(USER_ARN) - 1},
    .unique_id = {"AIDAALICEALICEALICEAA", 21},
    .account = {ACCOUNT, 12},
};
static const struct weir_principal root = {
    .kind = WEIR_PRINCIPAL_ROOT,
    .arn = {ROOT_ARN, sizeof(ROOT_ARN) - 1},
    .account = {ACCOUNT, 12},
};
static const struct weir_principal service = {
    .kind = WEIR_PRINCIPAL_SERVICE,
    .arn = {"glue.amazonaws.com", 18},
};
static const struct weir_principal provider = {
    .kind = WEIR_PRINCIPAL_FEDERATED,
    .arn = {PROVIDER_ARN, sizeof(PROVIDER_ARN) - 1},
};

/* NULL for a type of policy that does not apply; "" for an empty list; documents of one list parted by a line feed. */
struct scene {
    const char *identity, *resource, *boundary, *session, *endpoint;
    const char *scp[MAX_LEVELS];
    const char *rcp[MAX_LEVELS];
    const struct weir_principal *caller; /* NULL: alice */
    const char *action;                  /* NULL: s3:GetObject */
    const char *on;                      /* NULL: OBJECT_ARN */
    const char *account;                 /* of the resource; NULL: the caller's */
    const char *context;
    enum weir_resource_kind resource_kind;
    bool principal_is_management, resource_is_management;
};

#define STATEMENT(effect, rest) "{\"Effect\":\"" effect "\"," rest "}"
#define DOCUMENT(statements) "{\"Version\":\"2012-10-17\",\"Statement\":[" statements "]}"
#define ANY_ACTION "\"Action\":\"*\","
#define ANY "\"Action\":\"*\",\"Resource\":\"*\""
#define ALLOW_ALL DOCUMENT(STATEMENT("Allow", ANY))
#define DENY_ALL DOCUMENT(STATEMENT("Deny", ANY))
#define NAMING(effect, principal) \
    DOCUMENT(STATEMENT(effect, "\"Principal\":" principal ",\"Action\":\"*\",\"Resource\":\"*\""))
#define TRUSTING(effect, principal) DOCUMENT(STATEMENT(effect, "\"Principal\":" principal ",\"Action\":\"*\""))
#define AWS_NAME(arn) "{\"AWS\":\"" arn "\"}"

static inline const struct weir_policy *read_policy(const char *json, size_t length, enum weir_policy_kind kind,
                                                    struct weir_arena *arena)
{
    const struct weir_policy *policy = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_policy_parse((struct weir_str){json, length}, WEIR_STR("policy.json"), kind,
                                                      NULL, arena, &policy, &error);
    if (status != WEIR_OK)
        fail_msg("%u:%u: %s in %.*s", error.line, error.column, error.message, (int)length, json);
    return policy;
}

static inline struct weir_policy_list read_list(const char *documents, enum weir_policy_kind kind,
                                                struct weir_arena *arena)
{
    struct weir_policy_list list = {NULL, 0};
    if (documents == NULL)
        return list;
    const struct weir_policy **const items = weir_arena_alloc(arena, MAX_DOCUMENTS, sizeof(*items));
    assert_non_null(items);
    list.items = items;
    for (const char *at = documents; *at != '\0';) {
        const size_t length = strcspn(at, "\n");
        assert_true(list.count < MAX_DOCUMENTS);
        items[list.count++] = read_policy(at, length, kind, arena);
        at += length + (at[length] == '\n');
    }
    return list;
}

static inline size_t read_levels(const char *const *levels, enum weir_policy_kind kind, struct weir_arena *arena,
                                 const struct weir_policy_list **lists)
{
    struct weir_policy_list *const made = weir_arena_alloc(arena, MAX_LEVELS, sizeof(*made));
    size_t count = 0;
    for (; count < MAX_LEVELS && levels[count] != NULL; count++)
        made[count] = read_list(levels[count], kind, arena);
    *lists = made;
    return count;
}

static inline struct weir_context *read_context(const char *text, struct weir_arena *arena)
{
    struct weir_context *context = NULL;
    assert_int_equal(weir_context_new(arena, &context), WEIR_OK);
    for (const char *at = text == NULL ? "" : text; *at != '\0';) {
        const size_t length = strcspn(at, "|");
        const size_t name = strcspn(at, "=");
        struct weir_str values[8];
        size_t count = 0;
        const bool many = at[name + 1] == '[';
        const char *const end = at + length - (many ? 1 : 0);
        for (const char *value = at + name + 1 + (many ? 1 : 0); value < end || (!many && count == 0);) {
            const size_t size = many ? strcspn(value, ",]") : (size_t)(end - value);
            values[count++] = (struct weir_str){value, size};
            value += size + 1;
        }
        assert_int_equal(weir_context_set(context, (struct weir_str){at, name}, values, count, many), WEIR_OK);
        at += length + (at[length] == '|');
    }
    return context;
}

static inline struct weir_str text_or(const char *text, const char *otherwise)
{
    return weir_str_from(text != NULL ? text : otherwise);
}

static inline void open_scene(const struct scene *scene, struct weir_arena *arena, struct weir_policy_set *set,
                              struct weir_policy_request *request)
{
    *request = (struct weir_policy_request)WEIR_POLICY_REQUEST_INIT;
    *set = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    request->action = text_or(scene->action, "s3:GetObject");
    request->resource = text_or(scene->on, OBJECT_ARN);
    request->principal = scene->caller == NULL ? alice : *scene->caller;
    request->resource_account = text_or(scene->account, ACCOUNT);
    request->context = read_context(scene->context, arena);
    request->resource_kind = scene->resource_kind;
    request->principal_is_management = scene->principal_is_management;
    request->resource_is_management = scene->resource_is_management;
    const bool is_trust = weir_str_has_prefix(request->action, WEIR_STR("sts:"));
    const enum weir_policy_kind kind = is_trust ? WEIR_POLICY_TRUST : WEIR_POLICY_RESOURCE;
    set->identity = read_list(scene->identity, WEIR_POLICY_IDENTITY, arena);
    if (scene->resource != NULL)
        set->resource = read_policy(scene->resource, strlen(scene->resource), kind, arena);
    set->boundary = read_list(scene->boundary, WEIR_POLICY_BOUNDARY, arena);
    set->session = read_list(scene->session, WEIR_POLICY_SESSION, arena);
    set->endpoint = read_list(scene->endpoint, WEIR_POLICY_ENDPOINT, arena);
    set->scp_levels = read_levels(scene->scp, WEIR_POLICY_SCP, arena, &set->scp);
    set->rcp_levels = read_levels(scene->rcp, WEIR_POLICY_RCP, arena, &set->rcp);
}

/* The verdict of a scene; it lives in the arena. */
static inline const struct weir_verdict *play(const struct scene *scene, struct weir_arena *arena)
{
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_verdict *verdict = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    open_scene(scene, arena, &set, &request);
    if (weir_authorize(&set, &request, arena, &verdict, &error) != WEIR_OK)
        fail_msg("%s", error.message);
    assert_non_null(verdict);
    return verdict;
}

static inline enum weir_effect effect_of(const struct scene *scene)
{
    struct weir_arena *const arena = new_arena(0);
    const enum weir_effect effect = weir_verdict_effect(play(scene, arena));
    weir_arena_free(arena);
    return effect;
}

#define ALLOWED WEIR_EFFECT_ALLOW
#define DENIED WEIR_EFFECT_EXPLICIT_DENY
#define SILENT WEIR_EFFECT_IMPLICIT_DENY

#endif
