/* Decides which policy governs a resource and who owns it, by the service in its ARN ([iam-eval], resource-based policies). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/lake_impl.h"
#include "world/world_impl.h"

typedef enum weir_status finder_fn(const struct weir_world *world, struct weir_str arn,
                                   const struct weir_arn_view *view, struct weir_governed *governed,
                                   struct weir_error *error);

/* arn:aws:s3:::bucket/key: the ARN names neither account nor Region, the world does. */
static enum weir_status find_s3(const struct weir_world *world, struct weir_str arn, const struct weir_arn_view *view,
                                struct weir_governed *governed, struct weir_error *error)
{
    (void)arn;
    if (view->region.len != 0 || view->account.len != 0)
        return WEIR_OK; /* an access point: owned by the account in its ARN, its policy is not part of a world */
    const char *const slash = memchr(view->resource.ptr, '/', view->resource.len);
    const struct weir_str name = {view->resource.ptr,
                                  slash == NULL ? view->resource.len : (size_t)(slash - view->resource.ptr)};
    const struct weir_bucket *bucket = NULL;
    WEIR_TRY(weir_world_bucket(world, name, &bucket, error));
    if (bucket != NULL)
        *governed = (struct weir_governed){bucket->policy, bucket->account, bucket->restricts_public};
    return WEIR_OK;
}

static enum weir_status find_iam(const struct weir_world *world, struct weir_str arn, const struct weir_arn_view *view,
                                 struct weir_governed *governed, struct weir_error *error)
{
    if (!weir_str_has_prefix(view->resource, WEIR_STR("role/")))
        return WEIR_OK;
    const struct weir_role *role = NULL;
    WEIR_TRY(weir_world_role(world, arn, &role, error));
    if (role != NULL)
        *governed = (struct weir_governed){role->trust, role->identity.account, false};
    return WEIR_OK;
}

static enum weir_status find_kms(const struct weir_world *world, struct weir_str arn, const struct weir_arn_view *view,
                                 struct weir_governed *governed, struct weir_error *error)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->kms_keys.index, &probe, &at)) {
        const struct weir_kms_key *const key = &world->kms_keys.items[at];
        if (!weir_str_equal(key->arn, arn))
            continue;
        *governed = (struct weir_governed){key->policy, key->account, false};
        return WEIR_OK;
    }
    return weir_world_require(world, view->account, view->region, WEIR_COLLECTION_KMS_KEYS, error);
}

/* One policy governs all that a catalog holds ([glue-resource-policy]). */
static enum weir_status find_glue(const struct weir_world *world, struct weir_str arn, const struct weir_arn_view *view,
                                  struct weir_governed *governed, struct weir_error *error)
{
    (void)arn;
    const size_t home = weir_world_find_home(world, view->account, view->region);
    const struct weir_lake *const lake = home < world->home_count ? world->lakes[home] : NULL;
    if (lake != NULL && lake->catalog_policy != NULL) {
        *governed = (struct weir_governed){lake->catalog_policy, lake->account, false};
        return WEIR_OK;
    }
    return weir_world_require(world, view->account, view->region, WEIR_COLLECTION_RESOURCE_POLICIES, error);
}

#define SERVICE(name) {"" name, sizeof(name) - 1}

static const struct {
    struct weir_str service;
    finder_fn *find;
} services[] = {
    {SERVICE("s3"), find_s3},
    {SERVICE("iam"), find_iam},
    {SERVICE("kms"), find_kms},
    {SERVICE("glue"), find_glue},
};

enum weir_status weir_world_resource_policy(const struct weir_world *world, struct weir_str arn,
                                            struct weir_governed *governed, struct weir_error *error)
{
    *governed = (struct weir_governed){NULL, NULL, false};
    struct weir_arn_view view;
    if (!weir_arn_cut(arn, &view))
        return WEIR_OK;
    for (size_t i = 0; i < WEIR_COUNT(services); i++) {
        if (weir_str_equal(view.service, services[i].service))
            WEIR_TRY(services[i].find(world, arn, &view, governed, error));
    }
    if (governed->account == NULL) {
        const struct weir_account_entry *const entry = weir_world_account_entry(world, view.account);
        governed->account = entry == NULL ? NULL : &entry->account;
    }
    return WEIR_OK;
}
