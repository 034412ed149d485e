/*
 * Metamorphic: one question as a document, every type of policy in it. Properties: a Deny of everything is never
 * allowed; an Allow that speaks of something else changes nothing, and one of everything takes no allow away; the order
 * of statements and policies, what is said twice, and the case of the action change nothing; an explanation, and the
 * answer as JSON, have the verdict that the decision has.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/twin.h"
#include "policy/layers.h"

enum { LONGEST_INPUT = 16384, LONGEST_ACTION = 256, MOST_STATEMENTS = 64 };

struct stage {
    struct weir_arena *arena;
    const struct weir_policy_request *request;
};

static enum weir_effect decide(const struct stage *stage, const struct weir_policy_set *set)
{
    const struct weir_verdict *verdict = NULL;
    const struct weir_explanation *explanation = NULL;
    DEMAND(weir_authorize(set, stage->request, stage->arena, &verdict, NULL) == WEIR_OK);
    DEMAND(weir_explain(set, stage->request, stage->arena, &explanation, NULL) == WEIR_OK);
    const struct weir_verdict *const explained = weir_explanation_verdict(explanation);
    DEMAND(weir_verdict_effect(explained) == weir_verdict_effect(verdict));
    DEMAND(weir_verdict_kind(explained) == weir_verdict_kind(verdict));
    DEMAND(weir_verdict_decider_count(explained) == weir_verdict_decider_count(verdict));
    return weir_verdict_effect(verdict);
}

/* ------------------------------------------------------------------------------- other sets of policies */

/* How a set is made into another: policy by policy, list by list. */
struct change {
    bool reversed;
    size_t times; /* that each statement and each policy is there */
};

static void *room(struct weir_arena *arena, size_t count, size_t size)
{
    void *const start = weir_arena_alloc(arena, count, size);
    DEMAND(start != NULL);
    return start;
}

/* The copy has no index, so that the answers with and without one are compared too. */
static const struct weir_policy *changed_policy(const struct weir_policy *policy, struct change change,
                                                struct weir_arena *arena)
{
    if (policy == NULL || policy->count > MOST_STATEMENTS)
        return policy;
    struct weir_policy *const copy = room(arena, 1, sizeof(*copy));
    struct weir_statement *const statements = room(arena, policy->count * change.times, sizeof(*statements));
    *copy = *policy;
    copy->count = policy->count * change.times;
    for (size_t i = 0; i < copy->count; i++)
        statements[i] = policy->statements[(change.reversed ? copy->count - 1 - i : i) % policy->count];
    copy->statements = statements;
    copy->index = NULL;
    return copy;
}

static struct weir_policy_list changed_list(struct weir_policy_list list, struct change change, size_t most,
                                            struct weir_arena *arena)
{
    const size_t count = list.count * change.times <= most ? list.count * change.times : list.count;
    if (list.items == NULL)
        return list;
    const struct weir_policy **const items = room(arena, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        items[i] = changed_policy(list.items[(change.reversed ? count - 1 - i : i) % list.count], change, arena);
    return (struct weir_policy_list){items, count};
}

static const struct weir_policy_list *changed_levels(const struct weir_policy_list *levels, size_t count,
                                                     struct change change, struct weir_arena *arena)
{
    struct weir_policy_list *const made = room(arena, count, sizeof(*made));
    for (size_t i = 0; i < count; i++)
        made[i] = changed_list(levels[i], change, SIZE_MAX, arena);
    return count == 0 ? levels : made;
}

static struct weir_policy_set changed(const struct weir_policy_set *set, struct change change, struct weir_arena *arena)
{
    struct weir_policy_set made = *set;
    made.identity = changed_list(set->identity, change, SIZE_MAX, arena);
    made.resource = changed_policy(set->resource, change, arena);
    made.boundary = changed_list(set->boundary, change, 1, arena);
    made.session = changed_list(set->session, change, SIZE_MAX, arena);
    made.scp = changed_levels(set->scp, set->scp_levels, change, arena);
    made.rcp = changed_levels(set->rcp, set->rcp_levels, change, arena);
    made.endpoint = changed_list(set->endpoint, change, SIZE_MAX, arena);
    return made;
}

static const struct weir_policy *parsed(const char *text, enum weir_policy_kind kind, struct weir_arena *arena)
{
    const struct weir_policy *policy = NULL;
    DEMAND(weir_policy_parse(weir_str_from(text), WEIR_STR("added"), kind, NULL, arena, &policy, NULL) == WEIR_OK);
    return policy;
}

static struct weir_policy_list with(struct weir_policy_list list, const struct weir_policy *policy,
                                    struct weir_arena *arena)
{
    const struct weir_policy **const items = room(arena, list.count + 1, sizeof(*items));
    for (size_t i = 0; i < list.count; i++)
        items[i] = list.items[i];
    items[list.count] = policy;
    return (struct weir_policy_list){items, list.count + 1};
}

/* The statement joins every list that there is; a type of policy that does not apply still does not. */
static struct weir_policy_set with_allow(const struct weir_policy_set *set, const char *plain, const char *everyone,
                                         struct weir_arena *arena)
{
    struct weir_policy_set made = *set;
    if (set->identity.items != NULL)
        made.identity = with(set->identity, parsed(plain, WEIR_POLICY_IDENTITY, arena), arena);
    if (set->session.items != NULL)
        made.session = with(set->session, parsed(plain, WEIR_POLICY_SESSION, arena), arena);
    if (set->endpoint.items != NULL)
        made.endpoint = with(set->endpoint, parsed(everyone, WEIR_POLICY_ENDPOINT, arena), arena);
    struct weir_policy_list *const scp = room(arena, set->scp_levels, sizeof(*scp));
    for (size_t i = 0; i < set->scp_levels; i++)
        scp[i] = with(set->scp[i], parsed(plain, WEIR_POLICY_SCP, arena), arena);
    if (set->scp_levels > 0)
        made.scp = scp;
    return made;
}

/* --------------------------------------------------------------------------------------- properties */

static void denies_deny(const struct stage *stage, const struct weir_policy_set *set)
{
    static const char deny[] = "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":"
                               "\"*\"}}";
    struct weir_policy_set denied = *set;
    const bool is_known = stage->request->principal.kind != WEIR_PRINCIPAL_ANONYMOUS;
    if (is_known && twin_fold_equal(stage->request->action, WEIR_STR("sts:GetCallerIdentity")))
        return; /* needs no permission, and no policy can forbid it */
    denied.endpoint = with(set->endpoint, parsed(deny, WEIR_POLICY_ENDPOINT, stage->arena), stage->arena);
    DEMAND(decide(stage, &denied) == WEIR_EFFECT_EXPLICIT_DENY);
}

static void allows_allow(const struct stage *stage, const struct weir_policy_set *set, enum weir_effect effect)
{
    static const char plain[] = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"unheard:Of\",\"Resource\":\"*\"}}";
    static const char everyone[] = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"unheard:Of\","
                                   "\"Resource\":\"*\"}}";
    static const char all[] = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    static const char all_everyone[] = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
                                       "\"Resource\":\"*\"}}";
    const struct weir_policy_set unrelated = with_allow(set, plain, everyone, stage->arena);
    const struct weir_policy_set more = with_allow(set, all, all_everyone, stage->arena);
    const enum weir_effect then = decide(stage, &more);
    if (!twin_fold_equal(stage->request->action, WEIR_STR("unheard:Of")))
        DEMAND(decide(stage, &unrelated) == effect);
    DEMAND(effect != WEIR_EFFECT_ALLOW || then == WEIR_EFFECT_ALLOW);
    DEMAND((effect == WEIR_EFFECT_EXPLICIT_DENY) == (then == WEIR_EFFECT_EXPLICIT_DENY));
}

static void case_is_nothing(const struct stage *stage, const struct weir_policy_set *set, enum weir_effect effect)
{
    char action[LONGEST_ACTION];
    struct weir_policy_request other = *stage->request;
    const struct stage turned = {stage->arena, &other};
    if (other.action.len > LONGEST_ACTION)
        return;
    for (size_t i = 0; i < other.action.len; i++) {
        const char c = other.action.ptr[i];
        const bool is_small = c >= 'a' && c <= 'z';
        const bool is_big = c >= 'A' && c <= 'Z';
        action[i] = (char)(is_small ? c - 32 : is_big ? c + 32 : c);
    }
    other.action.ptr = action;
    DEMAND(decide(&turned, set) == effect);
}

static void answer_says(const struct stage *stage, const struct weir_ask *ask, enum weir_effect effect)
{
    const struct weir_ask_options options = {sizeof(options), true, 0};
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    const struct weir_tree *tree = NULL;
    enum weir_effect told = WEIR_EFFECT_IMPLICIT_DENY;
    DEMAND(weir_writer_new(stage->arena, &writer) == WEIR_OK);
    weir_write_map_begin(writer);
    DEMAND(weir_ask_write(ask, &options, stage->arena, writer, &told, NULL) == WEIR_OK);
    weir_write_map_end(writer);
    DEMAND(weir_writer_finish(writer, &text) == WEIR_OK && told == effect);
    DEMAND(weir_tree_parse_json(text, WEIR_STR("answer"), stage->arena, &tree, NULL) == WEIR_OK);
    const struct weir_node *const decision = weir_node_find(weir_tree_root(tree), WEIR_STR("decision"));
    DEMAND(twin_is(weir_node_text(decision), weir_effect_name(effect)));
}

static void check(const struct weir_ask *ask, struct weir_arena *arena)
{
    const struct stage stage = {arena, &ask->request};
    const struct weir_policy_set *const set = &ask->policies;
    const struct weir_policy_set turned = changed(set, (struct change){true, 1}, arena);
    const struct weir_policy_set doubled = changed(set, (struct change){false, 2}, arena);
    const enum weir_effect effect = decide(&stage, set);
    DEMAND(decide(&stage, set) == effect);
    DEMAND(decide(&stage, &turned) == effect);
    DEMAND(decide(&stage, &doubled) == effect);
    denies_deny(&stage, set);
    allows_allow(&stage, set, effect);
    case_is_nothing(&stage, set, effect);
    answer_says(&stage, ask, effect);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_ask *ask = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (size > LONGEST_INPUT || weir_arena_new(0, &arena) != WEIR_OK)
        return 0;
    const struct weir_str text = {(const char *)data, size};
    enum weir_status status = weir_tree_parse_json(text, WEIR_STR("input"), arena, &tree, &error);
    if (status == WEIR_OK) {
        status = weir_ask_read(tree, weir_tree_root(tree), arena, &ask, &error);
        DEMAND((status == WEIR_OK) == (ask != NULL) && error.status == status);
        DEMAND(status == WEIR_OK || error.message[0] != '\0');
    }
    if (status == WEIR_OK)
        check(ask, arena);
    weir_arena_free(arena);
    return 0;
}
