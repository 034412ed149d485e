/* Finds roles and users by what requests call them; who is not all known is not handed out. */
#include "base/base_impl.h"
#include "world/world_impl.h"

/* Somebody of whom a policy is not known must not be judged by the others: it could hold a Deny. */
static enum weir_status check_known(const struct weir_identity *identity, struct weir_str lacks,
                                    struct weir_error *error)
{
    if (lacks.len == 0)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_INCOMPLETE, identity->origin.tree, identity->origin.node,
                        "%.*s of %.*s is not in the world; load it (%s)", WEIR_FMT(lacks), WEIR_FMT(identity->arn),
                        weir_collection_row(WEIR_COLLECTION_POLICIES)->command);
}

static struct weir_str account_of(struct weir_str arn)
{
    struct weir_arn_view view;
    (void)weir_arn_cut(arn, &view);
    return view.account;
}

/* Nobody of that ARN: unknown to a complete dump, or perhaps in the part that is missing. */
static enum weir_status check_absence(const struct weir_world *world, struct weir_str account, struct weir_str needed,
                                      enum weir_collection collection, struct weir_error *error)
{
    if (weir_world_is_complete(world, account, WEIR_STR(""), collection))
        return WEIR_OK;
    return weir_world_lacks(&world->homes[weir_world_find_home(world, account, WEIR_STR(""))], collection, needed,
                            error);
}

/* list-roles without the details: the role is there, its policies are not. */
static enum weir_status check_listed_alone(const struct weir_world *world, struct weir_str account,
                                           struct weir_str needed, const char *member, struct weir_error *error)
{
    const size_t home = weir_world_find_home(world, account, WEIR_STR(""));
    if (home == world->home_count)
        return WEIR_OK;
    const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_ROLES);
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_origin role = span.items[i].origin;
        if (!weir_str_equal(weir_node_text(weir_member(role, member).node), needed))
            continue;
        return weir_fail_at(error, WEIR_ERR_INCOMPLETE, role.tree, role.node,
                            "the policies of role %.*s are not in the world; load it (%s)", WEIR_FMT(needed),
                            weir_collection_row(WEIR_COLLECTION_ROLE_DETAILS)->command);
    }
    return WEIR_OK;
}

enum weir_status weir_world_role(const struct weir_world *world, struct weir_str arn, const struct weir_role **role,
                                 struct weir_error *error)
{
    *role = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->roles.index, &probe, &at)) {
        const struct weir_role_entry *const entry = &world->roles.items[at];
        if (!weir_str_equal(entry->role.identity.arn, arn))
            continue;
        WEIR_TRY(check_known(&entry->role.identity, entry->lacks, error));
        *role = &entry->role;
        return WEIR_OK;
    }
    const struct weir_str account = account_of(arn);
    WEIR_TRY(check_listed_alone(world, account, arn, "Arn", error));
    return check_absence(world, account, arn, WEIR_COLLECTION_ROLE_DETAILS, error);
}

enum weir_status weir_world_role_by_name(const struct weir_world *world, struct weir_str account, struct weir_str name,
                                         const struct weir_role **role, struct weir_error *error)
{
    *role = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(weir_hash_part(WEIR_HASH_INIT, account), name));
    size_t at = 0;
    while (weir_hash_index_next(&world->roles_by_name, &probe, &at)) {
        const struct weir_role_entry *const entry = &world->roles.items[at];
        const struct weir_identity *const identity = &entry->role.identity;
        if (!weir_str_equal(identity->name, name) || !weir_str_equal(identity->account->id, account))
            continue;
        WEIR_TRY(check_known(identity, entry->lacks, error));
        *role = &entry->role;
        return WEIR_OK;
    }
    WEIR_TRY(check_listed_alone(world, account, name, "RoleName", error));
    return check_absence(world, account, name, WEIR_COLLECTION_ROLE_DETAILS, error);
}

enum weir_status weir_world_user(const struct weir_world *world, struct weir_str arn, const struct weir_user **user,
                                 struct weir_error *error)
{
    *user = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->users.index, &probe, &at)) {
        const struct weir_user_entry *const entry = &world->users.items[at];
        if (!weir_str_equal(entry->user.identity.arn, arn))
            continue;
        WEIR_TRY(check_known(&entry->user.identity, entry->lacks, error));
        *user = &entry->user;
        return WEIR_OK;
    }
    return check_absence(world, account_of(arn), arn, WEIR_COLLECTION_USER_DETAILS, error);
}

/* [iam-mfa] A device is one user's. Where none is listed, which there are is not known: list-mfa-devices asks user by user. */
enum weir_status weir_world_mfa_device(const struct weir_world *world, const struct weir_identity *user,
                                       struct weir_str serial, enum weir_mfa_device *device, struct weir_error *error)
{
    const size_t home = weir_world_find_home(world, user->account->id, WEIR_STR(""));
    const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_MFA_DEVICES);
    *device = span.count == 0 ? WEIR_MFA_DEVICE_UNKNOWN : WEIR_MFA_DEVICE_ANOTHERS;
    for (size_t i = 0; i < span.count; i++) {
        struct weir_str number, owner;
        WEIR_TRY(weir_member_text_needed(span.items[i].origin, "SerialNumber", &number, error));
        WEIR_TRY(weir_member_text_needed(span.items[i].origin, "UserName", &owner, error));
        if (!weir_str_equal(number, serial) || !weir_str_equal(owner, user->name))
            continue;
        *device = WEIR_MFA_DEVICE_OWN;
        return WEIR_OK;
    }
    if (span.count == 0)
        return WEIR_OK;
    return check_absence(world, user->account->id, serial, WEIR_COLLECTION_MFA_DEVICES, error);
}
