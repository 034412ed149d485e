/* Says which policy has to change for a refused question to be allowed, as an order to whoever keeps it ([iam-eval], [iam-access-denied]). */
#include "policy/explain.h"

/* One order being written. */
struct mending {
    const struct weir_policy_set *set;
    const struct weir_policy_request *request;
    const struct weir_verdict *verdict;
    struct weir_writer *writer;
    bool is_begun; /* another order stands before this one */
};

static void write_text(const struct mending *mending, const char *text)
{
    weir_write_raw(mending->writer, weir_str_from(text));
}

/* Whom a grant would name: of a session its role. */
static struct weir_str principal_of(const struct mending *mending)
{
    const struct weir_principal *const principal = &mending->request->principal;
    if (principal->kind == WEIR_PRINCIPAL_ANONYMOUS)
        return WEIR_STR("everybody (\"*\")");
    return principal->role_arn.len > 0 ? principal->role_arn : principal->arn;
}

static struct weir_str resource_of(const struct mending *mending)
{
    const bool is_all = weir_str_equal(mending->request->resource, WEIR_STR("*"));
    return is_all ? WEIR_STR("Resource \"*\"") : mending->request->resource;
}

static void write_what(const struct mending *mending)
{
    weir_write_format(mending->writer, " %.*s on %.*s", WEIR_FMT(mending->request->action),
                      WEIR_FMT(resource_of(mending)));
}

/* --------------------------------------------------------------------------------------- silent layers */

/* The label of a layer's one document, or what such a document is called. */
static void write_label(const struct mending *mending, const struct weir_policy *policy, const char *otherwise)
{
    const struct weir_str label = policy == NULL ? (struct weir_str){NULL, 0} : weir_policy_label(policy);
    weir_write_raw(mending->writer, label.len > 0 ? label : weir_str_from(otherwise));
}

static void write_identity(const struct mending *mending)
{
    weir_write_format(mending->writer, "a policy of %.*s a statement that allows", WEIR_FMT(principal_of(mending)));
    write_what(mending);
}

static void write_resource(const struct mending *mending)
{
    write_text(mending, "the ");
    write_label(mending, mending->set->resource, "policy of the resource");
    weir_write_format(mending->writer, " a statement that allows %.*s", WEIR_FMT(principal_of(mending)));
    write_what(mending);
}

static void write_trust(const struct mending *mending)
{
    const enum weir_principal_kind kind = mending->request->principal.kind;
    const char *const form = kind == WEIR_PRINCIPAL_SERVICE     ? "Service "
                             : kind == WEIR_PRINCIPAL_FEDERATED ? "Federated "
                                                                : "";
    weir_write_format(mending->writer, "the trust policy of %.*s a statement that allows %s%.*s the action %.*s",
                      WEIR_FMT(mending->request->resource), form, WEIR_FMT(principal_of(mending)),
                      WEIR_FMT(mending->request->action));
}

static void write_boundary(const struct mending *mending)
{
    const struct weir_policy_list boundary = mending->set->boundary;
    write_label(mending, boundary.count > 0 ? boundary.items[0] : NULL, "the document");
    weir_write_format(mending->writer, ", the permissions boundary of %.*s, a statement that allows",
                      WEIR_FMT(principal_of(mending)));
    write_what(mending);
}

/* Levels are counted from one, the root first. */
static void write_organization(const struct mending *mending)
{
    const bool is_caller = mending->verdict->kind == WEIR_POLICY_SCP;
    const struct weir_str account = is_caller ? mending->request->principal.account
                                              : mending->request->resource_account;
    weir_write_format(mending->writer, "a %s of level %zu", weir_policy_kind_name(mending->verdict->kind),
                      mending->verdict->silent_level + 1);
    if (account.len > 0)
        weir_write_format(mending->writer, " above account %.*s", WEIR_FMT(account));
    write_text(mending, " a statement that allows");
    write_what(mending);
}

static void write_endpoint(const struct mending *mending)
{
    const struct weir_policy_list endpoint = mending->set->endpoint;
    write_text(mending, "the ");
    write_label(mending, endpoint.count > 0 ? endpoint.items[0] : NULL, "policy of the VPC endpoint");
    weir_write_format(mending->writer, " a statement that allows %.*s", WEIR_FMT(principal_of(mending)));
    write_what(mending);
}

typedef void layer_fn(const struct mending *mending);

static layer_fn *const layers[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = write_identity,
    [WEIR_POLICY_RESOURCE] = write_resource,
    [WEIR_POLICY_TRUST] = write_trust,
    [WEIR_POLICY_BOUNDARY] = write_boundary,
    [WEIR_POLICY_SESSION] = NULL,
    [WEIR_POLICY_SCP] = write_organization,
    [WEIR_POLICY_RCP] = write_organization,
    [WEIR_POLICY_ENDPOINT] = write_endpoint,
};

/* A session's policies cannot be changed: they are those that it was made with. */
static void write_layer(const struct mending *mending)
{
    layer_fn *const layer = layers[mending->verdict->kind];
    if (layer != NULL) {
        write_text(mending, mending->is_begun ? ", or add to " : "Add to ");
        layer(mending);
        return;
    }
    write_text(mending, mending->is_begun ? ", or make" : "Make");
    write_text(mending, " the session anew with a session policy that allows");
    write_what(mending);
    write_text(mending, ", or with none");
}

/* ----------------------------------------------------------------------------------------- near misses */

/* The statement that speaks of the action and stopped short of it: what it lacks is often the whole remedy. */
static void write_near(struct mending *mending, const struct weir_finding *near)
{
    const struct weir_decider decider = {near->kind,  near->policy,    near->policy_index,
                                         near->level, near->statement, near->sid};
    const bool by_condition = near->match == WEIR_MATCH_NOT_CONDITION;
    if (!by_condition && near->match != WEIR_MATCH_NOT_RESOURCE)
        return; /* to name one more principal in a statement gives it all that the statement gives */
    write_text(mending, by_condition ? "Call so that " : "Let ");
    weir_write_decider(mending->writer, &decider);
    if (by_condition)
        weir_write_format(mending->writer, " applies (%.*s)", WEIR_FMT(near->because));
    else
        weir_write_format(mending->writer, " cover %.*s", WEIR_FMT(resource_of(mending)));
    mending->is_begun = true;
}

static void write_silence(struct mending *mending, const struct weir_finding *near)
{
    if (mending->verdict->regardless != NULL) {
        weir_write_format(mending->writer, "No policy can allow it, %s", mending->verdict->regardless);
        return;
    }
    if (near != NULL &&
        weir_actions_match(&near->policy->statements[near->statement].actions, mending->request->action))
        write_near(mending, near);
    write_layer(mending);
}

static void write_deny(const struct mending *mending)
{
    struct weir_decider decider;
    (void)weir_verdict_decider(mending->verdict, 0, &decider);
    write_text(mending, "Take");
    write_what(mending);
    write_text(mending, " out of what ");
    weir_write_decider(mending->writer, &decider);
    write_text(mending, " denies");
    if (decider.policy->statements[decider.statement].condition_count > 0)
        write_text(mending, ", or call so that its Condition does not hold");
}

void weir_write_remedy(struct weir_writer *writer, const struct weir_policy_set *set,
                       const struct weir_policy_request *request, const struct weir_verdict *verdict,
                       const struct weir_finding *near)
{
    struct mending mending = {.set = set, .request = request, .verdict = verdict, .writer = writer};
    switch (verdict->effect) {
    case WEIR_EFFECT_ALLOW:
        return;
    case WEIR_EFFECT_EXPLICIT_DENY:
        write_deny(&mending);
        break;
    case WEIR_EFFECT_IMPLICIT_DENY:
        write_silence(&mending, near);
        break;
    }
    write_text(&mending, ".");
}
