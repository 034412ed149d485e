/* Who is named by a Principal element, and whom a NotPrincipal spares ([iam-principal], [iam-notprincipal]). */
#include "policy/policy_impl.h"

static enum weir_named if_true(bool holds, enum weir_named named)
{
    return holds ? named : WEIR_NAMED_NOT;
}

/* An account's root user is the one caller whom the account's name names in person. */
static enum weir_named by_account(const struct weir_name *name, const struct weir_question *question)
{
    const bool same_partition = name->partition.len == 0 || weir_str_equal(name->partition, question->partition);
    if (question->account.len == 0 || !same_partition || !weir_str_equal(name->account, question->account))
        return WEIR_NAMED_NOT;
    return question->request->principal.kind == WEIR_PRINCIPAL_ROOT ? WEIR_NAMED_SELF : WEIR_NAMED_ACCOUNT;
}

/* A session's ARN lacks its role's path, and a role's name is unique in its account: the name decides. */
static enum weir_named by_role(const struct weir_name *name, const struct weir_question *question)
{
    if (question->request->principal.kind != WEIR_PRINCIPAL_ROLE_SESSION || question->role.len == 0)
        return WEIR_NAMED_NOT;
    return if_true(weir_str_equal(name->partition, question->partition) &&
                       weir_str_equal(name->account, question->account) && weir_str_equal(name->role, question->role),
                   WEIR_NAMED_ROLE);
}

static enum weir_named by_arn(const struct weir_name *name, const struct weir_question *question)
{
    const struct weir_principal *const caller = &question->request->principal;
    if (!question->has_identity)
        return WEIR_NAMED_NOT;
    if (weir_str_equal(name->text, caller->arn))
        return WEIR_NAMED_SELF;
    return if_true(caller->kind == WEIR_PRINCIPAL_FEDERATED_USER && weir_str_equal(name->text, caller->role_arn),
                   WEIR_NAMED_SESSION_USER);
}

/* The id is that of the user, of the session's role, or of the user behind a federated session. */
static enum weir_named by_unique_id(const struct weir_name *name, const struct weir_question *question)
{
    const struct weir_principal *const caller = &question->request->principal;
    if (!weir_str_equal(name->text, caller->unique_id))
        return WEIR_NAMED_NOT;
    switch (caller->kind) {
    case WEIR_PRINCIPAL_USER:
        return WEIR_NAMED_SELF;
    case WEIR_PRINCIPAL_ROLE_SESSION:
        return WEIR_NAMED_ROLE;
    case WEIR_PRINCIPAL_FEDERATED_USER:
        return WEIR_NAMED_SESSION_USER;
    case WEIR_PRINCIPAL_ANONYMOUS:
    case WEIR_PRINCIPAL_ROOT:
    case WEIR_PRINCIPAL_SERVICE:
    case WEIR_PRINCIPAL_FEDERATED:
        break;
    }
    return WEIR_NAMED_NOT;
}

static enum weir_named by_kind(const struct weir_name *name, const struct weir_question *question,
                               enum weir_principal_kind kind)
{
    const struct weir_principal *const caller = &question->request->principal;
    return if_true(caller->kind == kind && weir_str_equal(name->text, caller->arn), WEIR_NAMED_SELF);
}

static enum weir_named named_by(const struct weir_name *name, const struct weir_question *question)
{
    switch (name->kind) {
    case WEIR_NAME_EVERYONE:
        return WEIR_NAMED_EVERYONE;
    case WEIR_NAME_ACCOUNT:
        return by_account(name, question);
    case WEIR_NAME_ROLE:
        return by_role(name, question);
    case WEIR_NAME_ARN:
        return by_arn(name, question);
    case WEIR_NAME_UNIQUE_ID:
        return by_unique_id(name, question);
    case WEIR_NAME_SERVICE:
        return by_kind(name, question, WEIR_PRINCIPAL_SERVICE);
    case WEIR_NAME_FEDERATED:
        return by_kind(name, question, WEIR_PRINCIPAL_FEDERATED);
    case WEIR_NAME_CANONICAL_USER:
        break; /* a request does not say its caller's canonical id */
    }
    return WEIR_NAMED_NOT;
}

/* clang-format off */
/* All the names that a caller has; where the setting is strict, NotPrincipal must list each of them. */
static const unsigned own_names[] = {
    [WEIR_PRINCIPAL_ANONYMOUS]      = 1u << WEIR_NAMED_EVERYONE,
    [WEIR_PRINCIPAL_ROOT]           = 1u << WEIR_NAMED_SELF,
    [WEIR_PRINCIPAL_USER]           = 1u << WEIR_NAMED_SELF | 1u << WEIR_NAMED_ACCOUNT,
    [WEIR_PRINCIPAL_ROLE_SESSION]   = 1u << WEIR_NAMED_SELF | 1u << WEIR_NAMED_ROLE | 1u << WEIR_NAMED_ACCOUNT,
    [WEIR_PRINCIPAL_FEDERATED_USER] = 1u << WEIR_NAMED_SELF | 1u << WEIR_NAMED_SESSION_USER | 1u << WEIR_NAMED_ACCOUNT,
    [WEIR_PRINCIPAL_SERVICE]        = 1u << WEIR_NAMED_SELF,
    [WEIR_PRINCIPAL_FEDERATED]      = 1u << WEIR_NAMED_SELF,
};
/* clang-format on */

/* `seen` has a bit for each way in which the names of the element name the caller. */
static bool is_listed(const struct weir_names *names, unsigned seen, const struct weir_question *question)
{
    if ((seen & 1u << WEIR_NAMED_EVERYONE) != 0)
        return true;
    if (!names->strict)
        return (seen & (1u << WEIR_NAMED_SELF | 1u << WEIR_NAMED_ROLE)) != 0;
    const unsigned own = own_names[question->request->principal.kind];
    return (seen & own) == own;
}

/*
 * NotPrincipal stands in statements that deny. Its names spare the user, role or session that they name; the account's
 * name alone spares its root only, and nobody with a permissions boundary is spared. Whether naming the user spares its
 * federated sessions is open: they are denied. Whether a caller is spared whose other names are left out is a setting.
 */
static enum weir_named not_spared(const struct weir_names *names, unsigned seen, const struct weir_question *question)
{
    return if_true(question->has_boundary || !is_listed(names, seen, question), WEIR_NAMED_EVERYONE);
}

enum weir_named weir_principals_match(const struct weir_names *names, const struct weir_question *question)
{
    enum weir_named strongest = WEIR_NAMED_NOT;
    unsigned seen = 0;
    for (size_t i = 0; i < names->count; i++) {
        const enum weir_named named = named_by(&names->items[i], question);
        strongest = named > strongest ? named : strongest;
        seen |= 1u << named;
    }
    return names->negated ? not_spared(names, seen, question) : strongest;
}
