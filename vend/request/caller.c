/* Looks up who asks: the principal, its policies and its tags, for every form of caller that request/1 knows. */
#include "vend/engine.h"

#include "base/base_impl.h"
#include "policy/setting.h"
#include "scope/scope_impl.h"

static void take_identity(struct weir_caller *caller, const struct weir_identity *identity)
{
    caller->identity = identity->identity;
    caller->boundary = identity->boundary;
    caller->tags = identity->tags;
    caller->principal.unique_id = identity->unique_id;
}

/* A caller whose user or role the world does not hold has no permissions of its own: an empty list allows nothing. */
static const struct weir_policy *const no_policies[1];
static const struct weir_policy_list nothing = {no_policies, 0};

static enum weir_status resolve_user(struct weir_deciding *deciding)
{
    struct weir_caller *const caller = &deciding->caller;
    caller->principal.kind = WEIR_PRINCIPAL_USER;
    caller->principal.arn = deciding->request->caller;
    WEIR_TRY(weir_world_user(deciding->world, deciding->request->caller, &caller->user, deciding->error));
    if (caller->user == NULL)
        return weir_fail_at(deciding->error, WEIR_ERR_SCHEMA, deciding->request->caller_origin.tree,
                            deciding->request->caller_origin.node, "the world has no user `%s`",
                            weir_quote(deciding->request->caller).text);
    take_identity(caller, &caller->user->identity);
    return WEIR_OK;
}

static enum weir_status resolve_root(struct weir_deciding *deciding)
{
    struct weir_caller *const caller = &deciding->caller;
    const struct weir_account *account = NULL;
    WEIR_TRY(weir_world_account(deciding->world, deciding->request->caller, &account, deciding->error));
    caller->principal.kind = WEIR_PRINCIPAL_ROOT;
    caller->principal.account = deciding->request->caller;
    caller->identity = nothing;
    struct weir_str partition = weir_partition_of_region(deciding->request->region);
    if (partition.len == 0)
        partition = WEIR_STR("aws");
    if (weir_format(deciding->arena, &caller->principal.arn, "arn:%.*s:iam::%.*s:root", WEIR_FMT(partition),
                    WEIR_FMT(deciding->request->caller)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return WEIR_OK;
}

/* Policies that come with the request are read like the world's own. */
static enum weir_status take_policy(const struct weir_deciding *deciding, const struct weir_policy *policy,
                                    const struct weir_policy **item)
{
    return weir_policy_under(policy, weir_world_policy_settings(deciding->world), deciding->arena, item,
                             deciding->error);
}

/* A GetFederationToken session has the permissions of its user narrowed by the policy that was passed; without one, none. */
static enum weir_status resolve_federated_user(struct weir_deciding *deciding)
{
    struct weir_caller *const caller = &deciding->caller;
    caller->principal.kind = WEIR_PRINCIPAL_FEDERATED_USER;
    caller->principal.arn = deciding->request->caller;
    caller->identity = nothing;
    if (deciding->request->federated_policy == NULL)
        return WEIR_OK;
    const struct weir_policy **const item = weir_arena_alloc(deciding->arena, 1, sizeof *item);
    if (item == NULL)
        return weir_fail_memory(deciding->error);
    WEIR_TRY(take_policy(deciding, deciding->request->federated_policy, item));
    caller->session_policies = (struct weir_policy_list){item, 1};
    return WEIR_OK;
}

static enum weir_status collect_session_policies(struct weir_deciding *deciding, const struct weir_session *session)
{
    const size_t inline_count = session->session_policies.count;
    const size_t count = inline_count + session->managed_policy_arns.count;
    if (count == 0)
        return WEIR_OK;
    const struct weir_policy **const items = weir_arena_alloc(deciding->arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < inline_count; i++)
        WEIR_TRY(take_policy(deciding, session->compiled[i], &items[i]));
    for (size_t i = inline_count; i < count; i++) {
        const struct weir_str arn = session->managed_policy_arns.items[i - inline_count];
        WEIR_TRY(weir_world_managed_policy(deciding->world, arn, true, &items[i], deciding->error));
        if (items[i] == NULL)
            return weir_fail(deciding->error, WEIR_ERR_INCOMPLETE,
                             "the world does not hold the session's managed policy `%s`; load it (aws iam "
                             "get-account-authorization-details)",
                             weir_quote(arn).text);
    }
    deciding->caller.session_policies = (struct weir_policy_list){items, count};
    return WEIR_OK;
}

static bool has_key(struct weir_tag_list tags, struct weir_str key)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (weir_str_equal_fold(tags.items[i].key, key))
            return true;
    }
    return false;
}

/* [sts-session-tags] A session tag takes the place of the role's tag of the same key, whatever its case. */
static enum weir_status join_tags(struct weir_deciding *deciding, struct weir_tag_list own, struct weir_tag_list passed)
{
    struct weir_tag *const tags = weir_arena_alloc(deciding->arena, own.count + passed.count, sizeof *tags);
    if (tags == NULL)
        return weir_fail_memory(deciding->error);
    size_t count = 0;
    for (size_t i = 0; i < own.count; i++) {
        if (!has_key(passed, own.items[i].key))
            tags[count++] = own.items[i];
    }
    for (size_t i = 0; i < passed.count; i++)
        tags[count++] = passed.items[i];
    deciding->caller.tags = (struct weir_tag_list){tags, count};
    return WEIR_OK;
}

static bool has_text(struct weir_str_list list, struct weir_str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (weir_str_equal_fold(list.items[i], text))
            return true;
    }
    return false;
}

static enum weir_status find_inheritable(struct weir_deciding *deciding, const struct weir_session *session)
{
    struct weir_tag *const tags = weir_arena_alloc(deciding->arena, session->tags.count, sizeof *tags);
    if (tags == NULL)
        return weir_fail_memory(deciding->error);
    size_t count = 0;
    for (size_t i = 0; i < session->tags.count; i++) {
        if (has_text(session->transitive_tag_keys, session->tags.items[i].key))
            tags[count++] = session->tags.items[i];
    }
    deciding->caller.inheritable = (struct weir_tag_list){tags, count};
    return WEIR_OK;
}

static enum weir_status resolve_session(struct weir_deciding *deciding)
{
    struct weir_caller *const caller = &deciding->caller;
    const struct weir_session *const session = deciding->request->session;
    caller->session = session;
    caller->principal.kind = WEIR_PRINCIPAL_ROLE_SESSION;
    caller->principal.arn = session->arn;
    caller->principal.role_arn = session->role_arn;
    caller->principal.unique_id = session->role_id;
    caller->principal.account = session->account;
    caller->identity = nothing;
    WEIR_TRY(weir_world_role(deciding->world, session->role_arn, &caller->role, deciding->error));
    if (caller->role != NULL && session->role_id.len > 0 && caller->role->identity.unique_id.len > 0 &&
        !weir_str_equal(session->role_id, caller->role->identity.unique_id))
        caller->role = NULL; /* [iam-principal] a role made anew under the same name is another role */
    if (caller->role != NULL) {
        take_identity(caller, &caller->role->identity);
        caller->principal.is_service_linked_role = caller->role->is_service_linked;
    }
    WEIR_TRY(join_tags(deciding, caller->tags, session->tags));
    WEIR_TRY(find_inheritable(deciding, session));
    return collect_session_policies(deciding, session);
}

static enum weir_status resolve_kind(struct weir_deciding *deciding)
{
    switch (deciding->request->caller_kind) {
    case WEIR_CALLER_USER:
        return resolve_user(deciding);
    case WEIR_CALLER_ROOT:
        return resolve_root(deciding);
    case WEIR_CALLER_FEDERATED_USER:
        return resolve_federated_user(deciding);
    case WEIR_CALLER_SESSION:
        return resolve_session(deciding);
    case WEIR_CALLER_SERVICE:
        deciding->caller.principal.kind = WEIR_PRINCIPAL_SERVICE;
        deciding->caller.principal.arn = deciding->request->caller;
        return WEIR_OK;
    case WEIR_CALLER_ANONYMOUS:
        break;
    }
    return WEIR_OK;
}

enum weir_status weir_caller_resolve(struct weir_deciding *deciding)
{
    struct weir_caller *const caller = &deciding->caller;
    struct weir_arn_parts parts;
    *caller = (struct weir_caller){.role = NULL};
    WEIR_TRY(resolve_kind(deciding));
    if (caller->principal.account.len == 0 && weir_arn_read(caller->principal.arn, &parts))
        caller->principal.account = parts.account;
    if (caller->principal.account.len == 0)
        return WEIR_OK;
    return weir_world_account(deciding->world, caller->principal.account, &caller->account, deciding->error);
}
