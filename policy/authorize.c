/* How the layers' answers become one verdict, in one account and across two ([iam-eval], [iam-boundaries], [iam-cross-account]). */
#include "policy/layers.h"

/* What was heard. INVARIANT: `allowed[kind]` is the first level of a kind that has not allowed yet. */
struct tally {
    struct weir_verdict *verdict;
    struct weir_arena *arena;
    bool denied;
    size_t allowed[WEIR_POLICY_KINDS];
    enum weir_named named; /* the strongest name by which a resource policy allows */
};

/* The identity side, and what a resource policy's name for the caller may pass by. */
struct passes {
    bool identity;
    bool boundary;
    bool session;
};

/*
 * [iam-boundaries] What an allow of a resource policy in the caller's own account needs no more, by how it names the
 * caller. Each row contains the one above. Naming the account delegates and grants nothing itself.
 */
/* clang-format off */
static const struct passes passes_by[WEIR_NAMED_COUNT] = {
    /*                            identity boundary session */
    [WEIR_NAMED_NOT]          = {false,   false,   false},
    [WEIR_NAMED_ACCOUNT]      = {false,   false,   false},
    [WEIR_NAMED_SESSION_USER] = {true,    false,   false},
    [WEIR_NAMED_ROLE]         = {true,    false,   false},
    [WEIR_NAMED_SELF]         = {true,    true,    true},
    [WEIR_NAMED_EVERYONE]     = {true,    true,    true},
};
/* clang-format on */

/* Everything the combination looks at. */
struct stand {
    const struct weir_question *question;
    const struct tally *tally;
    bool resource_must_allow;
    struct passes grants; /* what the identity side says */
    struct passes passes; /* what the resource policy passes by */
};

/*@ predicate is_set(struct stand *stand) =
      \valid_read(stand) && \valid_read(stand->question) && \valid_read(stand->question->request) &&
      \valid_read(stand->tally) && 0 <= stand->tally->named < WEIR_NAMED_COUNT;
    predicate allows_all(struct stand *stand, integer kind) =
      stand->tally->allowed[kind] >= stand->question->levels[kind].count;
 */

/*@ assigns \nothing; */
static bool is_resource_layer(enum weir_policy_kind kind)
{
    return kind == WEIR_POLICY_RESOURCE || kind == WEIR_POLICY_TRUST;
}

static bool is_granting_layer(enum weir_policy_kind kind)
{
    return is_resource_layer(kind) || kind == WEIR_POLICY_IDENTITY;
}

/* The first deny forgets the allows: no later allow can undo it ([iam-eval]). */
static enum weir_status hear_deny(struct tally *tally, const struct weir_spot *spot, const struct weir_meeting *meeting)
{
    if (!tally->denied) {
        tally->denied = true;
        tally->verdict->kind = spot->kind;
        tally->verdict->deciders.count = 0;
    }
    return weir_deciders_add(&tally->verdict->deciders, tally->arena, spot, meeting->named);
}

static enum weir_status hear(void *self, const struct weir_spot *spot, const struct weir_meeting *meeting)
{
    struct tally *const tally = self;
    if (meeting->match != WEIR_MATCH_APPLIES)
        return WEIR_OK;
    if (spot->policy->statements[spot->statement].denies)
        return hear_deny(tally, spot, meeting);
    if (tally->allowed[spot->kind] == spot->level)
        tally->allowed[spot->kind]++;
    if (is_resource_layer(spot->kind) && meeting->named > tally->named)
        tally->named = meeting->named;
    if (tally->denied || !is_granting_layer(spot->kind))
        return WEIR_OK;
    return weir_deciders_add(&tally->verdict->deciders, tally->arena, spot, meeting->named);
}

/*@ requires is_set(stand) && 0 <= kind < WEIR_POLICY_KINDS;
    assigns \nothing;
    ensures \result <==> allows_all(stand, kind);
 */
static bool every_level_allows(const struct stand *stand, enum weir_policy_kind kind)
{
    return stand->tally->allowed[kind] >= stand->question->levels[kind].count;
}

/* A federated user whose session was made without a policy has nothing from the identity side ([iam-session-policies]). */
/*@ requires is_set(stand);
    assigns \nothing;
 */
static bool session_grants(const struct stand *stand)
{
    if (stand->question->levels[WEIR_POLICY_SESSION].count == 0)
        return stand->question->request->principal.kind != WEIR_PRINCIPAL_FEDERATED_USER;
    return every_level_allows(stand, WEIR_POLICY_SESSION);
}

/*
 * What naming the caller in this way passes by. A session policy is passed by where a session is named; AWS says nothing
 * of named users and root users that carry one, so theirs must allow.
 */
/*@ requires \valid_read(question) && \valid_read(question->request) && 0 <= named < WEIR_NAMED_COUNT;
    assigns \nothing;
    ensures named <= WEIR_NAMED_ACCOUNT ==> !\result.identity && !\result.boundary && !\result.session;
 */
static struct passes passes_of(const struct weir_question *question, enum weir_named named)
{
    const enum weir_principal_kind kind = question->request->principal.kind;
    struct passes passes = passes_by[named];
    if (named == WEIR_NAMED_SELF && (kind == WEIR_PRINCIPAL_USER || kind == WEIR_PRINCIPAL_ROOT))
        passes.session = false;
    return passes;
}

/*@ requires \valid(stand) && is_set(stand);
    requires \separated(stand, stand->question) && \separated(stand, stand->tally) &&
             \separated(stand, stand->question->request);
    assigns stand->grants, stand->passes, stand->resource_must_allow;
    ensures stand->question->has_identity && !stand->question->same_account ==>
            stand->resource_must_allow && !stand->passes.identity && !stand->passes.boundary && !stand->passes.session;
 */
static void take_stand(struct stand *stand)
{
    const struct weir_question *const question = stand->question;
    const bool is_root = question->request->principal.kind == WEIR_PRINCIPAL_ROOT;
    stand->grants.identity = is_root || stand->tally->allowed[WEIR_POLICY_IDENTITY] > 0;
    stand->grants.boundary = every_level_allows(stand, WEIR_POLICY_BOUNDARY);
    stand->grants.session = session_grants(stand);
    /* [iam-cross-account] Both accounts must allow, and a name in the other one's policy passes nothing by here. */
    stand->passes = passes_of(question, question->same_account ? stand->tally->named : WEIR_NAMED_NOT);
    stand->resource_must_allow = !question->same_account || question->resource_kind == WEIR_RESOURCE_TRUST ||
                                 question->resource_kind == WEIR_RESOURCE_KMS;
    /* [iam-principal] Who has no account has no identity side: the resource policy alone decides. */
    if (!question->has_identity)
        stand->passes = passes_by[WEIR_NAMED_EVERYONE];
}

/* ------------------------------------------------------------------------- silence, layer by layer */

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> !allows_all(stand, WEIR_POLICY_SCP);
 */
static bool scp_refuses(const struct stand *stand)
{
    return !every_level_allows(stand, WEIR_POLICY_SCP);
}

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> stand->resource_must_allow && stand->tally->named == WEIR_NAMED_NOT;
 */
static bool resource_refuses(const struct stand *stand)
{
    return stand->resource_must_allow && stand->tally->named == WEIR_NAMED_NOT;
}

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> !stand->grants.identity && !stand->passes.identity;
 */
static bool identity_refuses(const struct stand *stand)
{
    return !stand->grants.identity && !stand->passes.identity;
}

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> !stand->grants.boundary && !stand->passes.boundary;
 */
static bool boundary_refuses(const struct stand *stand)
{
    return !stand->grants.boundary && !stand->passes.boundary;
}

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> !stand->grants.session && !stand->passes.session;
 */
static bool session_refuses(const struct stand *stand)
{
    return !stand->grants.session && !stand->passes.session;
}

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <==> !allows_all(stand, WEIR_POLICY_ENDPOINT);
 */
static bool endpoint_refuses(const struct stand *stand)
{
    return !every_level_allows(stand, WEIR_POLICY_ENDPOINT);
}

/* In the order in which AWS names them. RCPs are not here: RCPFullAWSAccess is attached everywhere, so none is silent. */
/* clang-format off */
static const struct {
    enum weir_policy_kind kind;
    bool (*refuses)(const struct stand *stand);
} silences[] = {
    {WEIR_POLICY_SCP,      scp_refuses},
    {WEIR_POLICY_RESOURCE, resource_refuses},
    {WEIR_POLICY_IDENTITY, identity_refuses},
    {WEIR_POLICY_BOUNDARY, boundary_refuses},
    {WEIR_POLICY_SESSION,  session_refuses},
    {WEIR_POLICY_ENDPOINT, endpoint_refuses},
};
/* clang-format on */

/* ---------------------------------------------------------------------------------------- verdict */

/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result == WEIR_POLICY_TRUST || \result == WEIR_POLICY_RESOURCE;
 */
static enum weir_policy_kind resource_layer(const struct stand *stand)
{
    return stand->question->resource_kind == WEIR_RESOURCE_TRUST ? WEIR_POLICY_TRUST : WEIR_POLICY_RESOURCE;
}

/* Did this statement do its part? One of a resource policy does if its own name for the caller is enough. */
/*@ requires is_set(stand) && \valid_read(spoken) && 0 <= spoken->named < WEIR_NAMED_COUNT;
    assigns \nothing;
 */
static bool contributes(const struct stand *stand, const struct weir_spoken *spoken, bool identity_route)
{
    if (!is_resource_layer(spoken->decider.kind))
        return identity_route;
    struct passes passes = stand->passes;
    if (stand->question->same_account)
        passes = passes_of(stand->question, spoken->named);
    const bool enough = (passes.identity || stand->grants.identity) && (passes.boundary || stand->grants.boundary) &&
                        (passes.session || stand->grants.session);
    return enough && (stand->resource_must_allow || spoken->named > WEIR_NAMED_ACCOUNT);
}

/* The one place where a verdict becomes an allow. */
/*@ requires \valid(verdict);
    assigns verdict->effect, verdict->kind;
    ensures verdict->effect == WEIR_EFFECT_ALLOW && verdict->kind == kind;
 */
static void permit(struct weir_verdict *verdict, enum weir_policy_kind kind)
{
    verdict->effect = WEIR_EFFECT_ALLOW;
    verdict->kind = kind;
}

/* An allow by what policies say keeps of the deciders those that did their part. */
/*@ requires is_set(stand) && \valid(verdict);
    ensures verdict->effect == WEIR_EFFECT_ALLOW;
 */
static void allow(const struct stand *stand, struct weir_verdict *verdict)
{
    const bool all_grant = stand->grants.identity && stand->grants.boundary && stand->grants.session;
    const bool identity_route = all_grant && (!stand->resource_must_allow || !stand->passes.identity);
    struct weir_deciders *const deciders = &verdict->deciders;
    size_t kept = 0;
    for (size_t i = 0; i < deciders->count; i++) {
        const struct weir_spoken *const spoken = weir_deciders_at(deciders, i);
        if (!contributes(stand, spoken, identity_route))
            continue;
        if (kept < i)
            *weir_deciders_at(deciders, kept) = *spoken;
        kept++;
    }
    deciders->count = kept;
    permit(verdict, identity_route ? WEIR_POLICY_IDENTITY : resource_layer(stand));
}

/*@ requires \valid(verdict);
    assigns verdict->effect, verdict->kind;
    ensures verdict->effect == effect && verdict->kind == kind;
 */
static void refuse(struct weir_verdict *verdict, enum weir_effect effect, enum weir_policy_kind kind)
{
    verdict->effect = effect;
    verdict->kind = kind;
}

/*@ predicate is_silent(struct stand *stand, integer row) =
      (row == 0 && !allows_all(stand, WEIR_POLICY_SCP)) ||
      (row == 1 && stand->resource_must_allow && stand->tally->named == WEIR_NAMED_NOT) ||
      (row == 2 && !stand->grants.identity && !stand->passes.identity) ||
      (row == 3 && !stand->grants.boundary && !stand->passes.boundary) ||
      (row == 4 && !stand->grants.session && !stand->passes.session) ||
      (row == 5 && !allows_all(stand, WEIR_POLICY_ENDPOINT));
    predicate is_refused(struct stand *stand) = \exists integer row; 0 <= row < 6 && is_silent(stand, row);
 */

/* The first row whose silence refuses; their count where none does. */
/*@ requires is_set(stand);
    assigns \nothing;
    ensures \result <= 6 && (\result < 6 ==> is_silent(stand, \result));
    ensures \forall integer row; 0 <= row < \result ==> !is_silent(stand, row);
 */
static size_t first_silence(const struct stand *stand)
{
    size_t row = 0;
    /*@ loop invariant row <= 6 && \forall integer j; 0 <= j < row ==> !is_silent(stand, j);
        loop assigns row;
        loop variant 6 - row;
     */
    for (; row < WEIR_COUNT(silences); row++) {
        bool refuses = false;
        /*@ calls scp_refuses, resource_refuses, identity_refuses, boundary_refuses, session_refuses, endpoint_refuses; */
        refuses = silences[row].refuses(stand);
        if (refuses)
            return row;
    }
    return row;
}

/*@ requires is_set(stand) && \valid(verdict);
    requires \separated(verdict, stand) && \separated(verdict, stand->question) && \separated(verdict, stand->tally);
    requires \separated(verdict, stand->question->request);
    ensures \old(is_refused(stand)) ==> verdict->effect == WEIR_EFFECT_IMPLICIT_DENY;
    ensures !\old(is_refused(stand)) ==> verdict->effect == WEIR_EFFECT_ALLOW;
 */
static void combine(const struct stand *stand, struct weir_verdict *verdict)
{
    const size_t row = first_silence(stand);
    if (row == WEIR_COUNT(silences)) {
        allow(stand, verdict);
        return;
    }
    const enum weir_policy_kind kind = silences[row].kind;
    verdict->deciders.count = 0;
    verdict->silent_level = stand->tally->allowed[kind];
    refuse(verdict, WEIR_EFFECT_IMPLICIT_DENY, kind == WEIR_POLICY_RESOURCE ? resource_layer(stand) : kind);
}

/* [iam-access-denied] Whoever has credentials may ask who they are, and no policy can forbid it. */
static bool needs_no_permission(const struct weir_question *question)
{
    return question->request->principal.kind != WEIR_PRINCIPAL_ANONYMOUS &&
           weir_str_equal_fold(question->request->action, WEIR_STR("sts:GetCallerIdentity"));
}

/* Refusals that no Allow can lift. */
static const struct {
    bool (*refuses)(const struct weir_question *question);
    enum weir_policy_kind kind;
    const char *because;
} regardless[] = {
    {weir_is_reserved, WEIR_POLICY_IDENTITY, "because AWS keeps the resource for itself"},
    {weir_is_public_access_blocked, WEIR_POLICY_RESOURCE,
     "because S3 Block Public Access restricts a bucket whose policy is public to its own account"},
};

static bool refused_regardless(const struct weir_question *question, struct weir_verdict *verdict)
{
    for (size_t i = 0; i < WEIR_COUNT(regardless); i++) {
        if (!regardless[i].refuses(question))
            continue;
        verdict->deciders.count = 0;
        verdict->regardless = regardless[i].because;
        refuse(verdict, WEIR_EFFECT_IMPLICIT_DENY, regardless[i].kind);
        return true;
    }
    return false;
}

enum weir_status weir_decide_question(const struct weir_question *question, struct weir_arena *arena,
                                      struct weir_verdict *verdict, struct weir_error *error)
{
    struct tally tally = {.verdict = verdict, .arena = arena};
    const enum weir_status status = weir_layers_walk(question, hear, &tally);
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(error);
    if (status != WEIR_OK)
        return weir_fail(error, status, "a list of policies holds a NULL");
    if (needs_no_permission(question)) {
        verdict->deciders.count = 0;
        verdict->needs_no_permission = true;
        permit(verdict, WEIR_POLICY_IDENTITY);
        return WEIR_OK;
    }
    if (tally.denied) {
        refuse(verdict, WEIR_EFFECT_EXPLICIT_DENY, verdict->kind);
        return WEIR_OK;
    }
    if (refused_regardless(question, verdict))
        return WEIR_OK;
    struct stand stand = {.question = question, .tally = &tally};
    take_stand(&stand);
    combine(&stand, verdict);
    return WEIR_OK;
}

enum weir_status weir_authorize(const struct weir_policy_set *policies, const struct weir_policy_request *request,
                                struct weir_arena *arena, const struct weir_verdict **verdict, struct weir_error *error)
{
    struct weir_question question;
    if (verdict == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the verdict");
    *verdict = NULL;
    WEIR_TRY(weir_question_open(policies, request, arena, &question, error));
    struct weir_verdict *const made = weir_verdict_new(arena);
    if (made == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_decide_question(&question, arena, made, error));
    *verdict = made;
    return WEIR_OK;
}
