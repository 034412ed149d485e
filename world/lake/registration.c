/* Decides which registration a location lies under: the longest registered path above it ([lf-api-register-resource]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/lake_impl.h"
#include "world/lake/place.h"

/* arn:aws:s3:::bucket/prefix; false for what is registered but is no S3 path. */
static bool location_of_arn(struct weir_str arn, struct weir_location *location)
{
    *location = (struct weir_location){{NULL, 0}, {NULL, 0}};
    struct weir_arn_view view;
    if (!weir_arn_cut(arn, &view) || !weir_str_equal(view.service, WEIR_STR("s3")) || view.account.len != 0)
        return false;
    const char *const slash = memchr(view.resource.ptr, '/', view.resource.len);
    const size_t length = slash == NULL ? view.resource.len : (size_t)(slash - view.resource.ptr);
    const size_t skip = slash == NULL ? length : length + 1;
    location->bucket = (struct weir_str){view.resource.ptr, length};
    location->key = (struct weir_str){view.resource.ptr + skip, view.resource.len - skip};
    return true;
}

static enum weir_status read_registration(struct weir_origin from, struct weir_registration *registration,
                                          struct weir_error *error)
{
    registration->origin = from;
    WEIR_TRY(weir_member_text_needed(from, "ResourceArn", &registration->resource_arn, error));
    WEIR_TRY(weir_member_text(from, "RoleArn", &registration->role_arn, error));
    WEIR_TRY(weir_member_text(from, "ExpectedResourceOwnerAccount", &registration->expected_owner, error));
    WEIR_TRY(weir_member_flag(from, "HybridAccessEnabled", &registration->hybrid, error));
    WEIR_TRY(weir_member_flag(from, "WithFederation", &registration->with_federation, error));
    WEIR_TRY(weir_member_flag(from, "WithPrivilegedAccess", &registration->with_privileged_access, error));
    bool asked = false; /* of the request; answers show the role alone */
    WEIR_TRY(weir_member_flag(from, "UseServiceLinkedRole", &asked, error));
    struct weir_arn_view view;
    const bool is_service_role = weir_arn_cut(registration->role_arn, &view) &&
                                 weir_str_has_prefix(view.resource, WEIR_STR("role/aws-service-role/"));
    /* Without a role of one's own there is none but the service's ([lf-api-register-resource]). */
    registration->uses_service_linked_role = asked || is_service_role || registration->role_arn.len == 0;
    return WEIR_OK;
}

enum weir_status weir_lake_read_registrations(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_REGISTRATIONS);
    lake->registrations.items = weir_arena_alloc(arena, span.count, sizeof *lake->registrations.items);
    if (lake->registrations.items == NULL ||
        weir_hash_index_init(&lake->registrations.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_registration *const registration = &lake->registrations.items[i];
        WEIR_TRY(read_registration(span.items[i].origin, registration, error));
        if (!location_of_arn(registration->resource_arn, &registration->location))
            continue;
        weir_hash_index_add(&lake->registrations.index, weir_place_hash(registration->location), i);
    }
    return WEIR_OK;
}

static const struct weir_registration *find_exact(const struct weir_lake *lake, uint64_t hash,
                                                  struct weir_location level)
{
    struct weir_hash_probe probe = weir_hash_probe(hash);
    size_t at = 0;
    while (weir_hash_index_next(&lake->registrations.index, &probe, &at)) {
        if (weir_place_equal(lake->registrations.items[at].location, level))
            return &lake->registrations.items[at];
    }
    return NULL;
}

/* The last level at which one is found is the nearest. */
const struct weir_registration *weir_lake_registration(const struct weir_lake *lake, struct weir_location location)
{
    struct weir_place_walk walk = weir_place_walk(location);
    const struct weir_registration *nearest = NULL;
    struct weir_location level;
    uint64_t hash = 0;
    while (weir_place_next(&walk, &hash, &level)) {
        const struct weir_registration *const found = find_exact(lake, hash, level);
        nearest = found != NULL ? found : nearest;
    }
    return nearest;
}
