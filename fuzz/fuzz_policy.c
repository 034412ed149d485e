/*
 * Metamorphic: one policy document, read as every kind that it loads as, and one request. Properties: a Deny of
 * everything turns any answer into a deny; the order of statements and the case of the action change nothing; an
 * explanation has the verdict that it explains, and the same question has the same answer twice.
 *
 * The input is a document, and after each NUL, where there is one: the action, the resource, a byte for the caller and
 * the resource's account, and a context `key=value;key=value`.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/policy.h>

#include "fuzz/fuzz.h"
#include "policy/layers.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

enum { LONGEST_INPUT = 16384, LONGEST_ACTION = 256 };

/* clang-format off */
static const struct weir_principal callers[] = {
    {.kind = WEIR_PRINCIPAL_USER, .arn = {"arn:aws:iam::111122223333:user/a", 32}, .account = {"111122223333", 12}},
    {.kind = WEIR_PRINCIPAL_ROLE_SESSION, .arn = {"arn:aws:sts::111122223333:assumed-role/r/s", 42}, .account = {"111122223333", 12}},
    {.kind = WEIR_PRINCIPAL_FEDERATED_USER, .arn = {"arn:aws:sts::111122223333:federated-user/f", 42}, .account = {"111122223333", 12}},
    {.kind = WEIR_PRINCIPAL_ROOT, .arn = {"arn:aws:iam::111122223333:root", 30}, .account = {"111122223333", 12}},
    {.kind = WEIR_PRINCIPAL_SERVICE, .arn = {"glue.amazonaws.com", 18}},
    {.kind = WEIR_PRINCIPAL_FEDERATED, .arn = {"arn:aws:iam::111122223333:saml-provider/p", 41}},
    {.kind = WEIR_PRINCIPAL_ANONYMOUS},
};
/* clang-format on */

/* The document as each kind that it loads as, and the lists that hold it. */
struct stage {
    struct weir_arena *arena;
    const struct weir_policy *as[WEIR_POLICY_KINDS];
    struct weir_policy_list lists[WEIR_POLICY_KINDS];
};

static struct weir_str take_part(struct weir_str *rest, char end)
{
    const size_t at = weir_str_index(*rest, end, 0);
    const struct weir_str part = weir_str_slice(*rest, 0, at);
    *rest = weir_str_slice(*rest, at < rest->len ? at + 1 : at, rest->len);
    return part;
}

static const struct weir_context *read_context(struct weir_str text, struct weir_arena *arena)
{
    struct weir_context *context = NULL;
    DEMAND(weir_context_new(arena, &context) == WEIR_OK);
    while (text.len > 0) {
        struct weir_str value = take_part(&text, ';');
        const struct weir_str key = take_part(&value, '=');
        struct weir_str values[4];
        size_t count = 0;
        while (count < WEIR_COUNT(values) && (count == 0 || value.len > 0))
            values[count++] = take_part(&value, ',');
        DEMAND(weir_context_set(context, key, values, count, count > 1) == (key.len > 0 ? WEIR_OK : WEIR_ERR_USAGE));
    }
    return context;
}

static enum weir_effect ask(const struct stage *stage, const struct weir_policy_request *request)
{
    struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    const struct weir_verdict *verdict = NULL;
    const enum weir_policy_kind resource = stage->as[WEIR_POLICY_RESOURCE] != NULL ? WEIR_POLICY_RESOURCE
                                                                                   : WEIR_POLICY_TRUST;
    set.identity = stage->lists[WEIR_POLICY_IDENTITY];
    set.resource = stage->as[resource];
    set.boundary = stage->lists[WEIR_POLICY_BOUNDARY];
    set.session = stage->lists[WEIR_POLICY_SESSION];
    set.endpoint = stage->lists[WEIR_POLICY_ENDPOINT];
    set.scp = &stage->lists[WEIR_POLICY_SCP];
    set.scp_levels = stage->as[WEIR_POLICY_SCP] != NULL;
    set.rcp = &stage->lists[WEIR_POLICY_RCP];
    set.rcp_levels = stage->as[WEIR_POLICY_RCP] != NULL;
    DEMAND(weir_authorize(&set, request, stage->arena, &verdict, NULL) == WEIR_OK);
    const struct weir_explanation *explanation = NULL;
    DEMAND(weir_explain(&set, request, stage->arena, &explanation, NULL) == WEIR_OK);
    const struct weir_verdict *const explained = weir_explanation_verdict(explanation);
    DEMAND(weir_verdict_effect(explained) == weir_verdict_effect(verdict));
    DEMAND(weir_verdict_kind(explained) == weir_verdict_kind(verdict));
    DEMAND(weir_verdict_decider_count(explained) == weir_verdict_decider_count(verdict));
    DEMAND(weir_explanation_because(explanation).len > 0 && weir_explanation_nearest(explanation).len > 0);
    return weir_verdict_effect(verdict);
}

static void put(struct stage *stage, size_t kind, const struct weir_policy *policy)
{
    stage->as[kind] = policy;
    stage->lists[kind] = (struct weir_policy_list){policy == NULL ? NULL : &stage->as[kind], policy != NULL};
}

static const struct weir_policy *reversed(const struct weir_policy *policy, struct weir_arena *arena)
{
    struct weir_policy *const copy = weir_arena_alloc(arena, 1, sizeof(*copy));
    struct weir_statement *const statements = weir_arena_alloc(arena, policy->count, sizeof(*statements));
    DEMAND(copy != NULL && statements != NULL);
    for (size_t i = 0; i < policy->count; i++)
        statements[i] = policy->statements[policy->count - 1 - i];
    *copy = *policy;
    copy->statements = statements;
    copy->index = NULL;
    return copy;
}

static void order_is_nothing(const struct stage *stage, const struct weir_policy_request *request,
                             enum weir_effect effect)
{
    struct stage turned = {.arena = stage->arena};
    for (size_t kind = 0; kind < WEIR_POLICY_KINDS; kind++)
        put(&turned, kind, stage->as[kind] == NULL ? NULL : reversed(stage->as[kind], stage->arena));
    DEMAND(ask(&turned, request) == effect);
}

static void case_is_nothing(const struct stage *stage, const struct weir_policy_request *request,
                            enum weir_effect effect)
{
    char action[LONGEST_ACTION];
    struct weir_policy_request other = *request;
    for (size_t i = 0; i < request->action.len; i++) {
        const char c = request->action.ptr[i];
        action[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : weir_fold(c));
    }
    other.action = (struct weir_str){action, request->action.len};
    DEMAND(ask(stage, &other) == effect);
}

static void a_deny_denies(const struct stage *stage, const struct weir_policy_request *request)
{
    static const char deny[] = "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":"
                               "\"*\"}}";
    struct stage denied = {.arena = stage->arena};
    const struct weir_policy *both[2] = {stage->as[WEIR_POLICY_ENDPOINT], NULL};
    DEMAND(weir_policy_parse(weir_str_from(deny), WEIR_STR("deny"), WEIR_POLICY_ENDPOINT, NULL, stage->arena, &both[1],
                             NULL) == WEIR_OK);
    for (size_t kind = 0; kind < WEIR_POLICY_KINDS; kind++)
        put(&denied, kind, stage->as[kind]);
    denied.lists[WEIR_POLICY_ENDPOINT] = both[0] == NULL ? (struct weir_policy_list){&both[1], 1}
                                                         : (struct weir_policy_list){both, 2};
    const bool needs_nothing = weir_str_equal_fold(request->action, WEIR_STR("sts:GetCallerIdentity"));
    DEMAND(needs_nothing || ask(&denied, request) == WEIR_EFFECT_EXPLICIT_DENY);
}

static void check(struct stage *stage, struct weir_str document, struct weir_policy_request *request)
{
    for (size_t kind = 0; kind < WEIR_POLICY_KINDS; kind++) {
        const struct weir_policy *policy = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = weir_policy_parse(document, WEIR_STR("input"), (enum weir_policy_kind)kind,
                                                          NULL, stage->arena, &policy, &error);
        DEMAND((status == WEIR_OK) == (policy != NULL) && error.status == status);
        DEMAND(status == WEIR_OK || (error.line > 0 && error.column > 0 && error.message[0] != '\0'));
        put(stage, kind, policy);
    }
    const enum weir_effect effect = ask(stage, request);
    DEMAND(ask(stage, request) == effect);
    order_is_nothing(stage, request, effect);
    case_is_nothing(stage, request, effect);
    a_deny_denies(stage, request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str rest = {(const char *)data, size};
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    struct stage stage = {.arena = NULL};
    if (size > LONGEST_INPUT || weir_arena_new(0, &stage.arena) != WEIR_OK)
        return 0;
    const struct weir_str document = take_part(&rest, '\0');
    request.action = take_part(&rest, '\0');
    if (request.action.len == 0 || request.action.len > LONGEST_ACTION)
        request.action = WEIR_STR("s3:GetObject");
    request.resource = take_part(&rest, '\0');
    if (request.resource.len == 0)
        request.resource = WEIR_STR("arn:aws:s3:::lake/a");
    const struct weir_str who = take_part(&rest, '\0');
    const unsigned choice = who.len == 0 ? 0 : (unsigned char)who.ptr[0];
    request.principal = callers[choice % WEIR_COUNT(callers)];
    request.resource_account = choice / WEIR_COUNT(callers) % 2 == 0 ? WEIR_STR("111122223333") : WEIR_STR("");
    request.context = read_context(rest, stage.arena);
    check(&stage, document, &request);
    weir_arena_free(stage.arena);
    return 0;
}
