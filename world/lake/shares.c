/* Decides whether what another account shares has been accepted: outside of an organization it is offered first ([lf-accepting-share]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

enum weir_status weir_lake_read_invitations(struct weir_lake *lake, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_INVITATIONS);
    lake->invitations = weir_arena_alloc(lake->world->arena, span.count, sizeof *lake->invitations);
    if (lake->invitations == NULL)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_origin from = span.items[i].origin;
        struct weir_lake_invitation *const invitation = &lake->invitations[i];
        struct weir_str status;
        WEIR_TRY(weir_member_text_needed(from, "resourceShareInvitationArn", &invitation->arn, error));
        WEIR_TRY(weir_member_text_needed(from, "resourceShareArn", &invitation->share, error));
        WEIR_TRY(weir_member_text_needed(from, "status", &status, error));
        invitation->is_accepted = weir_str_equal(status, WEIR_STR("ACCEPTED"));
    }
    lake->invitation_count = span.count;
    return WEIR_OK;
}

/* The invitation to one share that nobody accepted; NULL where one was, or none is known, as within an organization. */
static const struct weir_lake_invitation *find_open(const struct weir_lake *lake, struct weir_str share)
{
    const struct weir_lake_invitation *open = NULL;
    for (size_t i = 0; i < lake->invitation_count; i++) {
        const struct weir_lake_invitation *const invitation = &lake->invitations[i];
        if (!weir_str_equal(invitation->share, share))
            continue;
        if (invitation->is_accepted)
            return NULL;
        open = invitation;
    }
    return open;
}

const struct weir_lake_invitation *weir_lake_open_invitation(const struct weir_lake *recipient,
                                                             const struct weir_lake_grant *grant)
{
    const struct weir_lake_invitation *open = NULL;
    for (size_t i = 0; recipient != NULL && i < grant->shares.count; i++) {
        open = find_open(recipient, grant->shares.items[i]);
        if (open == NULL)
            return NULL;
    }
    return open;
}

const struct weir_lake *weir_lake_recipient(const struct weir_lake *owner, const struct weir_lake_principal *principal)
{
    const struct weir_world *const world = owner->world;
    if (weir_str_equal(principal->account, owner->account->id))
        return NULL;
    const size_t home = weir_world_find_home(world, principal->account, owner->region);
    return home < world->home_count ? world->lakes[home] : NULL;
}
