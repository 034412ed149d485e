/* Decides which buckets, keys and endpoints there are and what their own policies say ([s3-bucket-policy], [kms-key-policy]). */
#include "base/base_impl.h"
#include "world/world_impl.h"

/* An absent policy is no policy. */
static enum weir_status read_own_policy(struct weir_origin value, const char *member, enum weir_policy_kind kind,
                                        const struct weir_world *world, const char *noun, struct weir_str name,
                                        const struct weir_policy **policy, struct weir_error *error)
{
    *policy = NULL;
    const struct weir_origin document = weir_member(value, member);
    if (document.node == NULL)
        return WEIR_OK;
    return weir_read_policy(document, kind, world, policy, error, "policy of %s %.*s", noun, WEIR_FMT(name));
}

/* ------------------------------------------------------------------------------------------ buckets */

/* Bucket and key aliases cannot be told apart from keys once they are in a policy, so the ARN of the key is demanded. */
static enum weir_status read_bucket_key(struct weir_origin value, struct weir_str *arn, struct weir_error *error)
{
    WEIR_TRY(weir_member_text(value, "KMSMasterKeyID", arn, error));
    if (arn->len == 0)
        return WEIR_OK;
    struct weir_arn_view view;
    if (weir_arn_cut(*arn, &view) && weir_str_equal(view.service, WEIR_STR("kms")) &&
        weir_str_has_prefix(view.resource, WEIR_STR("key/")))
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, value.tree, weir_member(value, "KMSMasterKeyID").node,
                        "`%s` is not the ARN of a KMS key", weir_quote(*arn).text);
}

static enum weir_status compile_bucket(const struct weir_world *world, const struct weir_item *item,
                                       struct weir_bucket *bucket, struct weir_error *error)
{
    bucket->origin = item->origin;
    bucket->account = &weir_world_account_entry(world, world->homes[item->home].account)->account;
    WEIR_TRY(weir_member_text_needed(item->origin, "Name", &bucket->name, error));
    WEIR_TRY(weir_member_text(item->origin, "Region", &bucket->region, error));
    if (bucket->region.len == 0) /* what newer answers of list-buckets call it */
        WEIR_TRY(weir_member_text(item->origin, "BucketRegion", &bucket->region, error));
    WEIR_TRY(read_bucket_key(item->origin, &bucket->kms_key_arn, error));
    WEIR_TRY(weir_member_flag(weir_member(item->origin, "PublicAccessBlockConfiguration"), "RestrictPublicBuckets",
                              &bucket->restricts_public, error));
    bucket->restricts_public = bucket->restricts_public || bucket->account->restricts_public_buckets;
    return read_own_policy(item->origin, "Policy", WEIR_POLICY_RESOURCE, world, "bucket", bucket->name, &bucket->policy,
                           error);
}

static const struct weir_bucket *find_bucket(const struct weir_world *world, struct weir_str name)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, name));
    size_t at = 0;
    while (weir_hash_index_next(&world->buckets.index, &probe, &at)) {
        if (weir_str_equal(world->buckets.items[at].name, name))
            return &world->buckets.items[at];
    }
    return NULL;
}

/* Bucket names are unique within a partition, so a second owner is a mistake of the world. */
static enum weir_status add_bucket(struct weir_world *world, const struct weir_item *item, struct weir_error *error)
{
    struct weir_bucket *const bucket = &world->buckets.items[world->buckets.count];
    WEIR_TRY(compile_bucket(world, item, bucket, error));
    const struct weir_bucket *const other = find_bucket(world, bucket->name);
    if (other != NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, item->origin.tree, item->origin.node,
                            "bucket %.*s belongs to account %.*s already", WEIR_FMT(bucket->name),
                            WEIR_FMT(other->account->id));
    weir_hash_index_add(&world->buckets.index, weir_hash_part(WEIR_HASH_INIT, bucket->name), world->buckets.count++);
    return WEIR_OK;
}

enum weir_status weir_compile_buckets(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_BUCKETS);
    world->buckets.items = weir_arena_alloc(world->arena, count, sizeof *world->buckets.items);
    if (world->buckets.items == NULL || weir_hash_index_init(&world->buckets.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_BUCKETS);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(add_bucket(world, &span.items[i], error));
    }
    return WEIR_OK;
}

enum weir_status weir_world_bucket(const struct weir_world *world, struct weir_str name,
                                   const struct weir_bucket **bucket, struct weir_error *error)
{
    *bucket = find_bucket(world, name);
    return *bucket != NULL ? WEIR_OK : weir_world_lacks_anywhere(world, WEIR_COLLECTION_BUCKETS, name, error);
}

/* --------------------------------------------------------------------------------------------- keys */

static enum weir_status add_kms_key(struct weir_world *world, const struct weir_item *item, struct weir_error *error)
{
    struct weir_kms_key *const key = &world->kms_keys.items[world->kms_keys.count];
    key->account = &weir_world_account_entry(world, world->homes[item->home].account)->account;
    WEIR_TRY(weir_member_text_needed(item->origin, "KeyArn", &key->arn, error));
    WEIR_TRY(
        read_own_policy(item->origin, "Policy", WEIR_POLICY_RESOURCE, world, "key", key->arn, &key->policy, error));
    weir_hash_index_add(&world->kms_keys.index, weir_hash_part(WEIR_HASH_INIT, key->arn), world->kms_keys.count++);
    return WEIR_OK;
}

enum weir_status weir_compile_kms_keys(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_KMS_KEYS);
    world->kms_keys.items = weir_arena_alloc(world->arena, count, sizeof *world->kms_keys.items);
    if (world->kms_keys.items == NULL || weir_hash_index_init(&world->kms_keys.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_KMS_KEYS);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(add_kms_key(world, &span.items[i], error));
    }
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------- endpoints */

static enum weir_status add_endpoint(struct weir_world *world, const struct weir_item *item, struct weir_error *error)
{
    struct weir_endpoint *const endpoint = &world->endpoints.items[world->endpoints.count];
    WEIR_TRY(weir_member_text_needed(item->origin, "VpcEndpointId", &endpoint->id, error));
    WEIR_TRY(read_own_policy(item->origin, "PolicyDocument", WEIR_POLICY_ENDPOINT, world, "VPC endpoint", endpoint->id,
                             &endpoint->policy, error));
    weir_hash_index_add(&world->endpoints.index, weir_hash_part(WEIR_HASH_INIT, endpoint->id),
                        world->endpoints.count++);
    return WEIR_OK;
}

enum weir_status weir_compile_endpoints(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_VPC_ENDPOINTS);
    world->endpoints.items = weir_arena_alloc(world->arena, count, sizeof *world->endpoints.items);
    if (world->endpoints.items == NULL || weir_hash_index_init(&world->endpoints.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_VPC_ENDPOINTS);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(add_endpoint(world, &span.items[i], error));
    }
    return WEIR_OK;
}

enum weir_status weir_world_endpoint_policy(const struct weir_world *world, struct weir_str endpoint_id,
                                            const struct weir_policy **policy, struct weir_error *error)
{
    *policy = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, endpoint_id));
    size_t at = 0;
    while (weir_hash_index_next(&world->endpoints.index, &probe, &at)) {
        if (!weir_str_equal(world->endpoints.items[at].id, endpoint_id))
            continue;
        *policy = world->endpoints.items[at].policy; /* without one, the default endpoint policy lets all pass */
        return WEIR_OK;
    }
    return weir_world_lacks_anywhere(world, WEIR_COLLECTION_VPC_ENDPOINTS, endpoint_id, error);
}
