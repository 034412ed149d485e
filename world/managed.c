/* Decides which text a managed policy's ARN stands for: its default version, as the account's dump has it ([iam-api-details]). */
#include "base/base_impl.h"
#include "world/world_impl.h"

static const enum weir_policy_kind kinds[WEIR_MANAGED_USES] = {
    [WEIR_MANAGED_IDENTITY] = WEIR_POLICY_IDENTITY,
    [WEIR_MANAGED_SESSION] = WEIR_POLICY_SESSION,
    [WEIR_MANAGED_BOUNDARY] = WEIR_POLICY_BOUNDARY,
};

static enum weir_status is_default_version(struct weir_origin version, struct weir_str wanted, bool *is_default,
                                           struct weir_error *error)
{
    WEIR_TRY(weir_member_flag(version, "IsDefaultVersion", is_default, error));
    if (*is_default || wanted.len == 0)
        return WEIR_OK;
    struct weir_str id;
    WEIR_TRY(weir_member_text(version, "VersionId", &id, error));
    *is_default = weir_str_equal(id, wanted);
    return WEIR_OK;
}

/* The document of the default version; without versions, `PolicyDocument` of the policy itself. Neither: unknown. */
static enum weir_status find_document(struct weir_origin policy, struct weir_origin *document, struct weir_error *error)
{
    *document = weir_member(policy, "PolicyDocument");
    struct weir_origin versions;
    struct weir_str wanted;
    WEIR_TRY(weir_member_list(policy, "PolicyVersionList", &versions, error));
    WEIR_TRY(weir_member_text(policy, "DefaultVersionId", &wanted, error));
    const struct weir_node *node = weir_node_first(versions.node);
    for (; node != NULL; node = weir_node_next(node)) {
        const struct weir_origin version = {versions.tree, node};
        bool is_default = false;
        WEIR_TRY(is_default_version(version, wanted, &is_default, error));
        if (is_default) {
            *document = weir_member(version, "Document");
            return WEIR_OK;
        }
    }
    return WEIR_OK;
}

/* A managed policy may be attached, bound or passed with a session; each use is read now, since later nothing is. */
static enum weir_status compile_policy(const struct weir_world *world, const struct weir_item *item,
                                       struct weir_managed_policy *policy, struct weir_error *error)
{
    WEIR_TRY(weir_member_text_needed(item->origin, "Arn", &policy->arn, error));
    policy->account = world->homes[item->home].account;
    struct weir_origin document;
    WEIR_TRY(find_document(item->origin, &document, error));
    if (document.node == NULL)
        return WEIR_OK;
    for (size_t use = 0; use < WEIR_MANAGED_USES; use++)
        WEIR_TRY(weir_read_policy(document, kinds[use], world, &policy->compiled[use], error, "managed policy %.*s",
                                  WEIR_FMT(policy->arn)));
    return WEIR_OK;
}

enum weir_status weir_compile_managed_policies(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_POLICIES);
    world->managed.items = weir_arena_alloc(world->arena, count, sizeof *world->managed.items);
    if (world->managed.items == NULL || weir_hash_index_init(&world->managed.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_POLICIES);
        for (size_t i = 0; i < span.count; i++) {
            struct weir_managed_policy *const policy = &world->managed.items[world->managed.count];
            WEIR_TRY(compile_policy(world, &span.items[i], policy, error));
            weir_hash_index_add(&world->managed.index, weir_hash_part(WEIR_HASH_INIT, policy->arn),
                                world->managed.count++);
        }
    }
    return WEIR_OK;
}

const struct weir_managed_policy *weir_managed_find(const struct weir_world *world, struct weir_str arn,
                                                    struct weir_str account)
{
    const struct weir_managed_policy *found = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->managed.index, &probe, &at)) {
        const struct weir_managed_policy *const policy = &world->managed.items[at];
        if (!weir_str_equal(policy->arn, arn))
            continue;
        /* A text beats an entry without one; the account's own entry beats another's. */
        if (found == NULL || found->compiled[0] == NULL)
            found = policy;
        if (weir_str_equal(policy->account, account) && policy->compiled[0] != NULL)
            return policy;
    }
    return found;
}

enum weir_status weir_world_managed_policy(const struct weir_world *world, struct weir_str arn, bool as_session,
                                           const struct weir_policy **policy, struct weir_error *error)
{
    *policy = NULL;
    struct weir_arn_view view;
    (void)weir_arn_cut(arn, &view);
    const struct weir_managed_policy *const found = weir_managed_find(world, arn, view.account);
    if (found == NULL)
        return weir_world_lacks_anywhere(world, WEIR_COLLECTION_POLICIES, arn, error);
    if (found->compiled[0] == NULL)
        return weir_fail(error, WEIR_ERR_INCOMPLETE, "the text of managed policy %.*s is not in the world; load %s",
                         WEIR_FMT(arn), weir_collection_row(WEIR_COLLECTION_POLICIES)->command);
    *policy = found->compiled[as_session ? WEIR_MANAGED_SESSION : WEIR_MANAGED_IDENTITY];
    return WEIR_OK;
}

enum weir_status weir_world_has_managed_policy(const struct weir_world *world, struct weir_str arn, bool *exists,
                                               struct weir_error *error)
{
    struct weir_arn_view view;
    (void)weir_arn_cut(arn, &view);
    *exists = weir_managed_find(world, arn, view.account) != NULL;
    return *exists ? WEIR_OK : weir_world_require(world, view.account, WEIR_STR(""), WEIR_COLLECTION_POLICIES, error);
}

/* ------------------------------------------------------------------------------------------ attaching */

enum weir_status weir_attach_count(struct weir_origin detail, const char *inline_member, size_t *count,
                                   struct weir_error *error)
{
    struct weir_origin inlines;
    struct weir_origin attached;
    WEIR_TRY(weir_member_list(detail, inline_member, &inlines, error));
    WEIR_TRY(weir_member_list(detail, "AttachedManagedPolicies", &attached, error));
    *count = weir_node_count(inlines.node) + weir_node_count(attached.node);
    return WEIR_OK;
}

static enum weir_status attach_managed(const struct weir_world *world, struct weir_origin entry,
                                       struct weir_str account, struct weir_attached *attached,
                                       struct weir_error *error)
{
    struct weir_str arn;
    WEIR_TRY(weir_member_text_needed(entry, "PolicyArn", &arn, error));
    const struct weir_managed_policy *const policy = weir_managed_find(world, arn, account);
    /* A text that is not known could hold a Deny: it must not vanish, so whoever it is attached to is incomplete. */
    if (policy == NULL || policy->compiled[WEIR_MANAGED_IDENTITY] == NULL)
        attached->lacks = arn;
    else
        attached->items[attached->count++] = policy->compiled[WEIR_MANAGED_IDENTITY];
    return WEIR_OK;
}

enum weir_status weir_attach(const struct weir_world *world, struct weir_origin detail, const char *inline_member,
                             struct weir_str account, const char *kind, struct weir_str name,
                             struct weir_attached *attached, struct weir_error *error)
{
    struct weir_origin list;
    WEIR_TRY(weir_member_list(detail, inline_member, &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin entry = {list.tree, node};
        struct weir_str policy_name;
        WEIR_TRY(weir_member_text_needed(entry, "PolicyName", &policy_name, error));
        const struct weir_origin document = weir_member(entry, "PolicyDocument");
        if (document.node == NULL)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, entry.tree, entry.node, "`PolicyDocument` is missing");
        WEIR_TRY(weir_read_policy(document, WEIR_POLICY_IDENTITY, world, &attached->items[attached->count++], error,
                                  "inline policy %.*s of %s %.*s", WEIR_FMT(policy_name), kind, WEIR_FMT(name)));
    }
    WEIR_TRY(weir_member_list(detail, "AttachedManagedPolicies", &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(attach_managed(world, (struct weir_origin){list.tree, node}, account, attached, error));
    return WEIR_OK;
}
