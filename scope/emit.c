/* Decides whether a grant can be said as session policies, in as few as it takes ([scope-shape], [scope-advice]). */
#include "base/base_impl.h"
#include "scope/proof.h"

struct weir_scope {
    struct weir_scope_policy *policies;
    size_t count;
};

/* -------------------------------------------------------------------------------------------- plan */

static bool is_empty(const struct weir_grant_set *grants)
{
    for (size_t i = 0; i < grants->count; i++) {
        if (weir_grant_says_something(&grants->grants[i]))
            return false;
    }
    return true;
}

static enum weir_status refused(struct weir_scope_fault *fault, enum weir_scope_check check, struct weir_str subject)
{
    *fault = (struct weir_scope_fault){check, subject};
    return WEIR_REFUSED;
}

static enum weir_status make_plan(const struct weir_scope_options *options, struct weir_scope_plan *plan,
                                  struct weir_scope_fault *fault)
{
    struct weir_str subject;
    *plan = (struct weir_scope_plan){.options = WEIR_SCOPE_OPTIONS_INIT};
    if (options != NULL)
        plan->options = *options;
    plan->max_characters = plan->options.max_characters;
    if (plan->max_characters == 0)
        plan->max_characters = WEIR_SCOPE_MAX_CHARACTERS;
    plan->partition = weir_scope_partition(&plan->options, &subject);
    if (plan->partition.len == 0)
        return refused(fault, WEIR_SCOPE_PARTITION_UNKNOWN, subject);
    if (!plan->options.unknown_kms)
        return WEIR_OK;
    if (plan->options.dialect == WEIR_SCOPE_PLAIN)
        return refused(fault, WEIR_SCOPE_DIALECT_OPTION, WEIR_STR("unknown_kms"));
    if (!weir_str_equal(weir_partition_of_region(plan->options.region), plan->partition))
        return refused(fault, WEIR_SCOPE_KMS_REGION, plan->options.region);
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- emit */

/* A grant on its way to policies. */
struct emitting {
    struct weir_scope_plan plan;
    struct weir_scope_frames frames;
    struct weir_reached reached;
    struct weir_arena *arena;
    struct weir_scope *scope;
};

static enum weir_status write_policy(const struct emitting *emitting, const struct weir_reach_list *reaches,
                                     struct weir_scope_policy *policy)
{
    WEIR_TRY(weir_scope_write(&emitting->frames, reaches, emitting->arena, &policy->document, &policy->characters));
    if (policy->characters > emitting->plan.max_characters)
        return WEIR_OK; /* it will not be shown */
    WEIR_TRY(weir_scope_estimate_packed(policy->document, emitting->arena, &policy->packed_estimate_percent));
    return weir_scope_leaks(&emitting->plan, reaches, emitting->arena, &policy->leaks, &policy->leak_count);
}

static enum weir_status make_scope(struct emitting *emitting, size_t count)
{
    emitting->scope = weir_arena_alloc(emitting->arena, 1, sizeof *emitting->scope);
    if (emitting->scope == NULL)
        return WEIR_ERR_MEMORY;
    emitting->scope->policies = weir_arena_alloc(emitting->arena, count, sizeof *emitting->scope->policies);
    emitting->scope->count = count;
    return emitting->scope->policies == NULL ? WEIR_ERR_MEMORY : WEIR_OK;
}

/* INVARIANT: splitting counted right, so that each policy fits; one that did not would be no answer. */
static enum weir_status write_several(struct emitting *emitting, struct weir_scope_fault *fault)
{
    struct weir_reach_list *lists = NULL;
    size_t count = 0;
    WEIR_TRY(weir_scope_split(&emitting->plan, &emitting->frames, &emitting->reached, emitting->arena, &lists, &count,
                              fault));
    WEIR_TRY(make_scope(emitting, count));
    for (size_t i = 0; i < count; i++) {
        struct weir_scope_policy *const policy = &emitting->scope->policies[i];
        WEIR_TRY(weir_reach_drop_covered(&lists[i], emitting->arena));
        WEIR_TRY(write_policy(emitting, &lists[i], policy));
        if (policy->characters > emitting->plan.max_characters)
            return refused(fault, WEIR_SCOPE_POLICY_TOO_LARGE, lists[i].items[0]->uri);
    }
    return WEIR_OK;
}

static enum weir_status write_all(struct emitting *emitting, struct weir_scope_fault *fault)
{
    const struct weir_arena_mark mark = weir_arena_mark(emitting->arena);
    WEIR_TRY(make_scope(emitting, 1));
    WEIR_TRY(write_policy(emitting, &emitting->reached.kept, &emitting->scope->policies[0]));
    if (emitting->scope->policies[0].characters <= emitting->plan.max_characters)
        return WEIR_OK;
    weir_arena_rewind(emitting->arena, mark);
    return write_several(emitting, fault);
}

/* Each granted location stands with the policy that gives it, in the order given. */
static enum weir_status list_locations(const struct emitting *emitting)
{
    const struct weir_scope *const scope = emitting->scope;
    const struct weir_reached *const reached = &emitting->reached;
    struct weir_str *const locations = weir_arena_alloc(emitting->arena, reached->granted_count, sizeof *locations);
    size_t *const next = weir_arena_alloc(emitting->arena, scope->count, sizeof *next);
    if (locations == NULL || next == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < reached->granted_count; i++)
        scope->policies[reached->granted[i]->carrier->policy].location_count++;
    size_t before = 0;
    for (size_t i = 0; i < scope->count; i++) {
        next[i] = before;
        scope->policies[i].locations = locations + before;
        before += scope->policies[i].location_count;
    }
    for (size_t i = 0; i < reached->granted_count; i++)
        locations[next[reached->granted[i]->carrier->policy]++] = reached->granted[i]->uri;
    return WEIR_OK;
}

/* What is not proved is not given: it would be a fault of weir, and the answer to a fault is a refusal. */
static enum weir_status prove_all(const struct emitting *emitting, const struct weir_grant_set *grants,
                                  struct weir_scope_fault *fault)
{
    const struct weir_arena_mark mark = weir_arena_mark(emitting->arena);
    struct weir_scope *const scope = emitting->scope;
    struct weir_scope_claim *claims = NULL;
    WEIR_TRY(weir_scope_claims(&emitting->plan, grants, &emitting->reached, scope->count, emitting->arena, &claims));
    for (size_t i = 0; i < scope->count; i++) {
        enum weir_scope_check check = WEIR_SCOPE_POLICY_UNPROVED;
        claims[i].document = scope->policies[i].document;
        claims[i].characters = scope->policies[i].characters;
        WEIR_TRY(weir_scope_prove(&claims[i], emitting->arena, &check));
        if (check != WEIR_SCOPE_PASSED)
            return refused(fault, check, scope->policies[i].locations[0]);
        scope->policies[i].proof = WEIR_SCOPE_TIGHT;
    }
    weir_arena_rewind(emitting->arena, mark);
    return WEIR_OK;
}

static enum weir_status emit(const struct weir_grant_set *grants, const struct weir_scope_options *options,
                             struct weir_arena *arena, const struct weir_scope **scope, struct weir_scope_fault *fault)
{
    struct emitting emitting = {.arena = arena};
    struct weir_key_list keys;
    if (is_empty(grants))
        return refused(fault, WEIR_SCOPE_GRANT_EMPTY, (struct weir_str){NULL, 0});
    WEIR_TRY(make_plan(options, &emitting.plan, fault));
    WEIR_TRY(weir_reach_collect(grants, &emitting.plan, arena, &emitting.reached, fault));
    WEIR_TRY(weir_kms_keys_collect(grants, emitting.plan.partition, arena, &keys, fault));
    WEIR_TRY(weir_scope_frames_make(&emitting.plan, &keys, arena, &emitting.frames));
    WEIR_TRY(weir_reach_spell(&emitting.reached.kept, &emitting.plan, arena));
    WEIR_TRY(write_all(&emitting, fault));
    WEIR_TRY(list_locations(&emitting));
    WEIR_TRY(prove_all(&emitting, grants, fault));
    *scope = emitting.scope;
    return WEIR_OK;
}

static enum weir_status check_grants(const struct weir_grant_set *grants, struct weir_error *error)
{
    if (grants->size != sizeof *grants)
        return weir_fail(error, WEIR_ERR_USAGE, "the grants have an unknown size");
    if ((grants->count != 0 && grants->grants == NULL) || (grants->kms_key_count != 0 && grants->kms_keys == NULL))
        return weir_fail(error, WEIR_ERR_USAGE, "a grant set counts grants or keys that it does not have");
    if (grants->count > WEIR_SCOPE_MAX_GRANTS)
        return weir_fail(error, WEIR_ERR_LIMIT, "there are more than %d grants", WEIR_SCOPE_MAX_GRANTS);
    return WEIR_OK;
}

static enum weir_status check_arguments(const struct weir_grant_set *grants, const struct weir_scope_options *options,
                                        struct weir_error *error)
{
    WEIR_TRY(check_grants(grants, error));
    if (options == NULL)
        return WEIR_OK;
    if (options->size != sizeof *options)
        return weir_fail(error, WEIR_ERR_USAGE, "the options have an unknown size");
    return options->within == NULL ? WEIR_OK : check_grants(options->within, error);
}

enum weir_status weir_scope_emit(const struct weir_grant_set *grants, const struct weir_scope_options *options,
                                 struct weir_arena *arena, const struct weir_scope **scope,
                                 const struct weir_refusal **refusal, struct weir_error *error)
{
    if (scope != NULL)
        *scope = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    if (grants == NULL || arena == NULL || scope == NULL || refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "weir_scope_emit needs grants, an arena and both outputs");
    WEIR_TRY(check_arguments(grants, options, error));
    struct weir_scope_fault fault = {WEIR_SCOPE_PASSED, {NULL, 0}};
    const enum weir_status status = emit(grants, options, arena, scope, &fault);
    if (status == WEIR_REFUSED)
        return weir_scope_refuse(&fault, arena, refusal, error);
    if (status != WEIR_OK)
        return weir_fail(error, status, "%s", weir_status_sentence(status));
    return WEIR_OK;
}

size_t weir_scope_policy_count(const struct weir_scope *scope)
{
    return scope == NULL ? 0 : scope->count;
}

bool weir_scope_policy(const struct weir_scope *scope, size_t index, struct weir_scope_policy *policy)
{
    const bool is_there = index < weir_scope_policy_count(scope) && policy != NULL;
    if (policy != NULL)
        *policy = is_there ? scope->policies[index] : (struct weir_scope_policy){.document = {NULL, 0}};
    return is_there;
}
