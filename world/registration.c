/* Decides which registration a location lies under: the longest registered path above it ([lf-api-register-resource]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake_impl.h"

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

static struct weir_str without_slash(struct weir_str key)
{
    return key.len != 0 && key.ptr[key.len - 1] == '/' ? (struct weir_str){key.ptr, key.len - 1} : key;
}

static uint64_t hash_of_key(uint64_t hash, struct weir_str key)
{
    for (size_t i = 0; i < key.len; i++)
        hash = weir_hash_byte(hash, key.ptr[i]);
    return hash;
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
        const struct weir_str key = without_slash(registration->location.key);
        const uint64_t hash = weir_hash_part(WEIR_HASH_INIT, registration->location.bucket);
        /* A key is hashed behind a slash, so that the bucket itself is the empty one and every level ends at a slash. */
        weir_hash_index_add(&lake->registrations.index,
                            registration->location.key.len == 0 ? hash : hash_of_key(weir_hash_byte(hash, '/'), key),
                            i);
    }
    return WEIR_OK;
}

static const struct weir_registration *find_exact(const struct weir_lake *lake, uint64_t hash, struct weir_str bucket,
                                                  struct weir_str key, bool is_bucket)
{
    struct weir_hash_probe probe = weir_hash_probe(hash);
    size_t at = 0;
    while (weir_hash_index_next(&lake->registrations.index, &probe, &at)) {
        const struct weir_registration *const registration = &lake->registrations.items[at];
        if (is_bucket == (registration->location.key.len == 0) &&
            weir_str_equal(registration->location.bucket, bucket) &&
            weir_str_equal(without_slash(registration->location.key), key))
            return registration;
    }
    return NULL;
}

/* One walk along the key: at every slash what was hashed so far is a level, and the last level found is the nearest. */
const struct weir_registration *weir_lake_registration(const struct weir_lake *lake, struct weir_location location)
{
    uint64_t hash = weir_hash_part(WEIR_HASH_INIT, location.bucket);
    const struct weir_registration *nearest = find_exact(lake, hash, location.bucket, WEIR_STR(""), true);
    if (location.key.len == 0)
        return nearest;
    const struct weir_str key = without_slash(location.key);
    hash = weir_hash_byte(hash, '/');
    for (size_t i = 0; i <= key.len; i++) {
        if (i == key.len || key.ptr[i] == '/') {
            const struct weir_str level = {key.ptr, i};
            const struct weir_registration *const found = find_exact(lake, hash, location.bucket, level, false);
            nearest = found != NULL ? found : nearest;
        }
        if (i < key.len)
            hash = weir_hash_byte(hash, key.ptr[i]);
    }
    return nearest;
}
