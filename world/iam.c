/* Decides what IAM knows of roles, users and groups: policies, boundary, trust, tags, durations ([iam-api-details]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

enum { DEFAULT_SESSION_S = 3600 }; /* [iam-api-role] MaxSessionDuration where none was set */

/* ----------------------------------------------------------------------------------------- identity */

/* What one kind of identity calls its members. */
struct identity_kind {
    const char *noun;
    const char *name_member;
    const char *id_member;
    const char *inline_member;
    struct weir_str resource_prefix; /* of its ARN */
};

static const struct identity_kind role_kind = {"role", "RoleName", "RoleId", "RolePolicyList", {"role/", 5}};
static const struct identity_kind user_kind = {"user", "UserName", "UserId", "UserPolicyList", {"user/", 5}};

/* The path and the name are in the ARN; a detail that says otherwise is not one that AWS wrote. */
static enum weir_status read_arn(struct weir_origin detail, const struct identity_kind *kind, struct weir_str account,
                                 struct weir_identity *identity, struct weir_error *error)
{
    WEIR_TRY(weir_member_text_needed(detail, "Arn", &identity->arn, error));
    const struct weir_node *const node = weir_member(detail, "Arn").node;
    struct weir_arn_view view;
    const bool is_arn = weir_arn_cut(identity->arn, &view) && weir_str_equal(view.service, WEIR_STR("iam")) &&
                        weir_str_has_prefix(view.resource, kind->resource_prefix);
    if (!is_arn)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, detail.tree, node, "`%s` is not the ARN of a %s",
                            weir_quote(identity->arn).text, kind->noun);
    if (!weir_str_equal(view.account, account))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, detail.tree, node, "the %s is not of account %.*s", kind->noun,
                            WEIR_FMT(account));
    /* "role/path/name": the path runs from the first slash to the last. */
    const struct weir_str rest = {view.resource.ptr + kind->resource_prefix.len - 1,
                                  view.resource.len - kind->resource_prefix.len + 1};
    size_t last = rest.len;
    while (rest.ptr[last - 1] != '/')
        last--;
    identity->path = (struct weir_str){rest.ptr, last};
    identity->name = (struct weir_str){rest.ptr + last, rest.len - last};
    if (identity->name.len == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, detail.tree, node, "the ARN ends before the name");
    return WEIR_OK;
}

static enum weir_status check_name(struct weir_origin detail, const struct identity_kind *kind,
                                   const struct weir_identity *identity, struct weir_error *error)
{
    struct weir_str name;
    WEIR_TRY(weir_member_text(detail, kind->name_member, &name, error));
    if (name.len != 0 && !weir_str_equal(name, identity->name))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, detail.tree, weir_member(detail, kind->name_member).node,
                            "`%s` and `Arn` name two different %ss", kind->name_member, kind->noun);
    return WEIR_OK;
}

/* [iam-boundaries] Real dumps print `Policy` where the model says `PermissionsBoundaryPolicy` (Q31). */
static enum weir_status read_boundary(const struct weir_world *world, struct weir_origin detail,
                                      struct weir_identity *identity, struct weir_str *lacks, struct weir_error *error)
{
    struct weir_origin boundary;
    WEIR_TRY(weir_member_map(detail, "PermissionsBoundary", &boundary, error));
    if (boundary.node == NULL)
        return WEIR_OK;
    struct weir_str type;
    struct weir_str arn;
    WEIR_TRY(weir_member_text(boundary, "PermissionsBoundaryType", &type, error));
    WEIR_TRY(weir_member_text_needed(boundary, "PermissionsBoundaryArn", &arn, error));
    if (type.len != 0 && !weir_str_equal(type, WEIR_STR("Policy")) &&
        !weir_str_equal(type, WEIR_STR("PermissionsBoundaryPolicy")))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, boundary.tree,
                            weir_member(boundary, "PermissionsBoundaryType").node, "unknown kind of boundary `%s`",
                            weir_quote(type).text);
    const struct weir_managed_policy *const policy = weir_managed_find(world, arn, identity->account->id);
    if (policy == NULL || policy->compiled[WEIR_MANAGED_BOUNDARY] == NULL) {
        *lacks = arn;
        return WEIR_OK;
    }
    identity->boundary = (struct weir_policy_list){&policy->compiled[WEIR_MANAGED_BOUNDARY], 1};
    return WEIR_OK;
}

/* All but the policies, which are not the same for roles and users. */
static enum weir_status read_identity(const struct weir_world *world, const struct weir_item *item,
                                      const struct identity_kind *kind, struct weir_identity *identity,
                                      struct weir_str *lacks, struct weir_error *error)
{
    const struct weir_str account = world->homes[item->home].account;
    identity->origin = item->origin;
    identity->account = &weir_world_account_entry(world, account)->account;
    WEIR_TRY(read_arn(item->origin, kind, account, identity, error));
    WEIR_TRY(check_name(item->origin, kind, identity, error));
    WEIR_TRY(weir_member_text(item->origin, kind->id_member, &identity->unique_id, error));
    WEIR_TRY(weir_read_tags(weir_member(item->origin, "Tags"), world->arena, &identity->tags, error));
    return read_boundary(world, item->origin, identity, lacks, error);
}

/* ------------------------------------------------------------------------------------------- groups */

static enum weir_status compile_group(const struct weir_world *world, const struct weir_item *item,
                                      struct weir_group *group, struct weir_error *error)
{
    group->account = world->homes[item->home].account;
    WEIR_TRY(weir_member_text_needed(item->origin, "GroupName", &group->name, error));
    size_t count = 0;
    WEIR_TRY(weir_attach_count(item->origin, "GroupPolicyList", &count, error));
    struct weir_attached attached = {weir_arena_alloc(world->arena, count, sizeof *attached.items), 0, {NULL, 0}};
    if (attached.items == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(
        weir_attach(world, item->origin, "GroupPolicyList", group->account, "group", group->name, &attached, error));
    group->policies = (struct weir_policy_list){attached.items, attached.count};
    group->lacks = attached.lacks;
    return WEIR_OK;
}

static uint64_t hash_of_name(struct weir_str account, struct weir_str name)
{
    return weir_hash_part(weir_hash_part(WEIR_HASH_INIT, account), name);
}

enum weir_status weir_compile_groups(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_GROUP_DETAILS);
    world->groups.items = weir_arena_alloc(world->arena, count, sizeof *world->groups.items);
    if (world->groups.items == NULL || weir_hash_index_init(&world->groups.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_GROUP_DETAILS);
        for (size_t i = 0; i < span.count; i++) {
            struct weir_group *const group = &world->groups.items[world->groups.count];
            WEIR_TRY(compile_group(world, &span.items[i], group, error));
            weir_hash_index_add(&world->groups.index, hash_of_name(group->account, group->name), world->groups.count++);
        }
    }
    return WEIR_OK;
}

static const struct weir_group *find_group(const struct weir_world *world, struct weir_str account,
                                           struct weir_str name)
{
    struct weir_hash_probe probe = weir_hash_probe(hash_of_name(account, name));
    size_t at = 0;
    while (weir_hash_index_next(&world->groups.index, &probe, &at)) {
        const struct weir_group *const group = &world->groups.items[at];
        if (weir_str_equal(group->name, name) && weir_str_equal(group->account, account))
            return group;
    }
    return NULL;
}

/* -------------------------------------------------------------------------------------------- users */

static size_t count_group_policies(const struct weir_world *world, struct weir_str account,
                                   const struct weir_str_list *names)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct weir_group *const group = find_group(world, account, names->items[i]);
        count += group == NULL ? 0 : group->policies.count;
    }
    return count;
}

static void attach_groups(const struct weir_world *world, struct weir_str account, const struct weir_str_list *names,
                          struct weir_attached *attached)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct weir_group *const group = find_group(world, account, names->items[i]);
        if (group == NULL || group->lacks.len != 0) {
            attached->lacks = group == NULL ? names->items[i] : group->lacks;
            continue;
        }
        for (size_t j = 0; j < group->policies.count; j++)
            attached->items[attached->count++] = group->policies.items[j];
    }
}

static enum weir_status compile_user(const struct weir_world *world, const struct weir_item *item,
                                     struct weir_user_entry *entry, struct weir_error *error)
{
    struct weir_identity *const identity = &entry->user.identity;
    WEIR_TRY(read_identity(world, item, &user_kind, identity, &entry->lacks, error));
    const struct weir_str account = identity->account->id;
    struct weir_str_list groups;
    size_t own = 0;
    WEIR_TRY(weir_member_texts(item->origin, "GroupList", world->arena, &groups, error));
    WEIR_TRY(weir_attach_count(item->origin, user_kind.inline_member, &own, error));
    const size_t room = own + count_group_policies(world, account, &groups);
    struct weir_attached attached = {weir_arena_alloc(world->arena, room, sizeof *attached.items), 0, entry->lacks};
    if (attached.items == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_attach(world, item->origin, user_kind.inline_member, account, user_kind.noun, identity->name,
                         &attached, error));
    attach_groups(world, account, &groups, &attached);
    identity->identity = (struct weir_policy_list){attached.items, attached.count};
    entry->lacks = attached.lacks;
    return WEIR_OK;
}

enum weir_status weir_compile_users(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_USER_DETAILS);
    world->users.items = weir_arena_alloc(world->arena, count, sizeof *world->users.items);
    if (world->users.items == NULL || weir_hash_index_init(&world->users.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_USER_DETAILS);
        for (size_t i = 0; i < span.count; i++) {
            struct weir_user_entry *const entry = &world->users.items[world->users.count];
            WEIR_TRY(compile_user(world, &span.items[i], entry, error));
            weir_hash_index_add(&world->users.index, weir_hash_part(WEIR_HASH_INIT, entry->user.identity.arn),
                                world->users.count++);
        }
    }
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- roles */

static enum weir_status compile_role(const struct weir_world *world, const struct weir_item *item,
                                     struct weir_role_entry *entry, struct weir_error *error)
{
    struct weir_identity *const identity = &entry->role.identity;
    WEIR_TRY(read_identity(world, item, &role_kind, identity, &entry->lacks, error));
    size_t room = 0;
    WEIR_TRY(weir_attach_count(item->origin, role_kind.inline_member, &room, error));
    struct weir_attached attached = {weir_arena_alloc(world->arena, room, sizeof *attached.items), 0, entry->lacks};
    if (attached.items == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_attach(world, item->origin, role_kind.inline_member, identity->account->id, role_kind.noun,
                         identity->name, &attached, error));
    identity->identity = (struct weir_policy_list){attached.items, attached.count};
    entry->lacks = attached.lacks;
    const struct weir_origin trust = weir_member(item->origin, "AssumeRolePolicyDocument");
    if (trust.node == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, item->origin.tree, item->origin.node,
                            "`AssumeRolePolicyDocument` is missing");
    WEIR_TRY(weir_read_policy(trust, WEIR_POLICY_TRUST, world, &entry->role.trust, error, "trust policy of role %.*s",
                              WEIR_FMT(identity->name)));
    entry->role.max_session_duration_s = DEFAULT_SESSION_S;
    entry->role.is_service_linked = weir_str_has_prefix(identity->path, WEIR_STR("/aws-service-role/"));
    return WEIR_OK;
}

static struct weir_role_entry *find_role(const struct weir_world *world, struct weir_str arn)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->roles.index, &probe, &at)) {
        if (weir_str_equal(world->roles.items[at].role.identity.arn, arn))
            return &world->roles.items[at];
    }
    return NULL;
}

static enum weir_status read_duration(struct weir_origin role, struct weir_role_entry *entry, struct weir_error *error)
{
    const struct weir_origin duration = weir_member(role, "MaxSessionDuration");
    if (duration.node == NULL)
        return WEIR_OK;
    int64_t *const seconds = &entry->role.max_session_duration_s;
    WEIR_TRY(weir_read_int64(duration.tree, duration.node, "MaxSessionDuration", seconds, error));
    if (*seconds <= 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, duration.tree, duration.node,
                            "`MaxSessionDuration` must be above zero");
    return WEIR_OK;
}

/* Q29: the details have no MaxSessionDuration unless an exporter put it there; list-roles has it, and comes last. */
static enum weir_status join_durations(const struct weir_world *world, size_t home, enum weir_collection collection,
                                       struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(world, home, collection);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_str arn;
        WEIR_TRY(weir_member_text_needed(span.items[i].origin, "Arn", &arn, error));
        struct weir_role_entry *const entry = find_role(world, arn);
        if (entry != NULL)
            WEIR_TRY(read_duration(span.items[i].origin, entry, error));
    }
    return WEIR_OK;
}

static enum weir_status compile_roles_of(struct weir_world *world, size_t home, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_ROLE_DETAILS);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_role_entry *const entry = &world->roles.items[world->roles.count];
        WEIR_TRY(compile_role(world, &span.items[i], entry, error));
        const struct weir_identity *const identity = &entry->role.identity;
        weir_hash_index_add(&world->roles.index, weir_hash_part(WEIR_HASH_INIT, identity->arn), world->roles.count);
        weir_hash_index_add(&world->roles_by_name, hash_of_name(identity->account->id, identity->name),
                            world->roles.count++);
    }
    WEIR_TRY(join_durations(world, home, WEIR_COLLECTION_ROLE_DETAILS, error));
    return join_durations(world, home, WEIR_COLLECTION_ROLES, error);
}

enum weir_status weir_compile_roles(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_ROLE_DETAILS);
    world->roles.items = weir_arena_alloc(world->arena, count, sizeof *world->roles.items);
    if (world->roles.items == NULL || weir_hash_index_init(&world->roles.index, count, world->arena) != WEIR_OK ||
        weir_hash_index_init(&world->roles_by_name, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++)
        WEIR_TRY(compile_roles_of(world, home, error));
    return WEIR_OK;
}
