/* Decides the tags of a resource: its own, where its shape has them, else those of ResourceTags (Q30). */
#include "base/base_impl.h"
#include "world/world_impl.h"

/* Shapes that carry both their ARN and their tags. Roles and users come first of all, from IAM. */
static const struct {
    enum weir_collection collection;
    const char *arn_member;
    const char *tags_member;
} tagged_shapes[] = {
    {WEIR_COLLECTION_ROLE_DETAILS, "Arn", "Tags"},
    {WEIR_COLLECTION_USER_DETAILS, "Arn", "Tags"},
    {WEIR_COLLECTION_SAML_PROVIDERS, "SAMLProviderArn", "Tags"},
    {WEIR_COLLECTION_KMS_KEYS, "KeyArn", "Tags"},
    {WEIR_COLLECTION_WORKGROUPS, "workgroupArn", "tags"},
    {WEIR_COLLECTION_NAMESPACES, "namespaceArn", "tags"},
};

static void add_tagged(struct weir_world *world, struct weir_str arn, struct weir_tag_list tags)
{
    world->tagged.items[world->tagged.count] = (struct weir_tagged){arn, tags};
    weir_hash_index_add(&world->tagged.index, weir_hash_part(WEIR_HASH_INIT, arn), world->tagged.count++);
}

static enum weir_status add_shape(struct weir_world *world, size_t home, size_t shape, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(world, home, tagged_shapes[shape].collection);
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_origin tags = weir_member(span.items[i].origin, tagged_shapes[shape].tags_member);
        struct weir_str arn;
        WEIR_TRY(weir_member_text(span.items[i].origin, tagged_shapes[shape].arn_member, &arn, error));
        if (arn.len == 0 || tags.node == NULL)
            continue;
        struct weir_tag_list list;
        WEIR_TRY(weir_read_tags(tags, world->arena, &list, error));
        if (list.count != 0)
            add_tagged(world, arn, list);
    }
    return WEIR_OK;
}

static enum weir_status add_resource_tags(struct weir_world *world, size_t home, struct weir_error *error)
{
    const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_RESOURCE_TAGS);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_tag_list list;
        WEIR_TRY(weir_read_tags(span.items[i].origin, world->arena, &list, error));
        add_tagged(world, span.items[i].key, list);
    }
    return WEIR_OK;
}

static size_t count_tagged(const struct weir_world *world)
{
    size_t count = weir_world_item_count(world, WEIR_COLLECTION_RESOURCE_TAGS);
    for (size_t shape = 0; shape < WEIR_COUNT(tagged_shapes); shape++)
        count += weir_world_item_count(world, tagged_shapes[shape].collection);
    return count;
}

enum weir_status weir_compile_tags(struct weir_world *world, struct weir_error *error)
{
    const size_t count = count_tagged(world);
    world->tagged.items = weir_arena_alloc(world->arena, count, sizeof *world->tagged.items);
    if (world->tagged.items == NULL || weir_hash_index_init(&world->tagged.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t shape = 0; shape < WEIR_COUNT(tagged_shapes); shape++) {
        for (size_t home = 0; home < world->home_count; home++)
            WEIR_TRY(add_shape(world, home, shape, error));
    }
    for (size_t home = 0; home < world->home_count; home++)
        WEIR_TRY(add_resource_tags(world, home, error));
    return WEIR_OK;
}

void weir_world_resource_tags(const struct weir_world *world, struct weir_str arn, struct weir_tag_list *tags)
{
    *tags = (struct weir_tag_list){NULL, 0};
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->tagged.index, &probe, &at)) {
        if (!weir_str_equal(world->tagged.items[at].arn, arn))
            continue;
        *tags = world->tagged.items[at].tags; /* the first one added: the resource's own */
        return;
    }
}
