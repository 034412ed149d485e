/* Decides which workgroups of Redshift Serverless and which clusters of Redshift there are, and which custom domains lead to them ([redshift-serverless-model], [redshift-model]). */
#include "base/base_impl.h"
#include "world/world_impl.h"

static const struct shape {
    enum weir_collection collection;
    enum weir_warehouse_kind kind;
    const char *name;
    const char *domain; /* the shape's own custom domain */
    const char *arn;    /* NULL: no part of a decision */
    const char *id;
} shapes[] = {
    {WEIR_COLLECTION_WORKGROUPS, WEIR_WAREHOUSE_WORKGROUP, "workgroupName", "customDomainName", "workgroupArn",
     "workgroupId"},
    {WEIR_COLLECTION_CLUSTERS, WEIR_WAREHOUSE_CLUSTER, "ClusterIdentifier", "CustomDomainName", NULL, NULL},
};

/* The answers that list custom domains: of workgroups one by one, of clusters below the certificate that they share. */
static const struct association {
    enum weir_collection collection;
    enum weir_warehouse_kind kind;
    const char *list; /* NULL: the item itself is the association */
    const char *domain;
    const char *name;
} associations[] = {
    {WEIR_COLLECTION_WORKGROUP_DOMAINS, WEIR_WAREHOUSE_WORKGROUP, NULL, "customDomainName", "workgroupName"},
    {WEIR_COLLECTION_CLUSTER_DOMAINS, WEIR_WAREHOUSE_CLUSTER, "CertificateAssociations", "CustomDomainName",
     "ClusterIdentifier"},
};

static enum weir_collection collection_of(enum weir_warehouse_kind kind)
{
    return kind == WEIR_WAREHOUSE_WORKGROUP ? WEIR_COLLECTION_WORKGROUPS : WEIR_COLLECTION_CLUSTERS;
}

static uint64_t hash_home(enum weir_warehouse_kind kind, struct weir_str account, struct weir_str region)
{
    const uint64_t hash = weir_hash_byte(WEIR_HASH_INIT, kind == WEIR_WAREHOUSE_WORKGROUP ? 'w' : 'c');
    return weir_hash_part(weir_hash_part(hash, account), region);
}

/* Names of domains are compared whatever the case of their letters. */
static uint64_t hash_domain(uint64_t hash, struct weir_str domain)
{
    for (size_t i = 0; i < domain.len; i++) {
        const char c = domain.ptr[i];
        hash = weir_hash_byte(hash, (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
    }
    return hash;
}

/* ---------------------------------------------------------------------------------------- compiling */

static void add_domain(struct weir_world *world, enum weir_warehouse_kind kind, size_t home, struct weir_str domain,
                       struct weir_str name)
{
    const struct weir_home *const at = &world->homes[home];
    world->custom_domains.items[world->custom_domains.count] = (struct weir_custom_domain){kind, home, domain, name};
    weir_hash_index_add(&world->custom_domains.index, hash_domain(hash_home(kind, at->account, at->region), domain),
                        world->custom_domains.count++);
}

/* [redshift-serverless-authorization] The ARN holds the id, not the name: a dump has it whole, or its id. */
static enum weir_status read_arn(const struct shape *shape, const struct weir_item *item,
                                 struct weir_warehouse *warehouse, struct weir_error *error)
{
    if (shape->arn == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_member_text(item->origin, shape->arn, &warehouse->arn, error));
    return weir_member_text(item->origin, shape->id, &warehouse->id, error);
}

static enum weir_status add_warehouse(struct weir_world *world, const struct shape *shape, const struct weir_item *item,
                                      struct weir_error *error)
{
    struct weir_warehouse *const warehouse = &world->warehouses.items[world->warehouses.count];
    const struct weir_home *const home = &world->homes[item->home];
    struct weir_str domain;
    *warehouse = (struct weir_warehouse){.kind = shape->kind, .region = home->region, .origin = item->origin};
    warehouse->account = &weir_world_account_entry(world, home->account)->account;
    WEIR_TRY(weir_member_text_needed(item->origin, shape->name, &warehouse->name, error));
    WEIR_TRY(read_arn(shape, item, warehouse, error));
    WEIR_TRY(weir_member_text(item->origin, shape->domain, &domain, error));
    weir_hash_index_add(&world->warehouses.index,
                        weir_hash_part(hash_home(shape->kind, home->account, home->region), warehouse->name),
                        world->warehouses.count++);
    if (domain.len > 0)
        add_domain(world, shape->kind, item->home, domain, warehouse->name);
    return WEIR_OK;
}

static enum weir_status add_association(struct weir_world *world, const struct association *row, size_t home,
                                        struct weir_origin map, struct weir_error *error)
{
    struct weir_str domain, name;
    if (weir_node_kind(map.node) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, map.tree, map.node, "an association must be a map");
    WEIR_TRY(weir_member_text_needed(map, row->domain, &domain, error));
    WEIR_TRY(weir_member_text_needed(map, row->name, &name, error));
    add_domain(world, row->kind, home, domain, name);
    return WEIR_OK;
}

static enum weir_status add_associations(struct weir_world *world, const struct association *row,
                                         const struct weir_item *item, struct weir_error *error)
{
    struct weir_origin list;
    if (row->list == NULL)
        return add_association(world, row, item->home, item->origin, error);
    WEIR_TRY(weir_member_list(item->origin, row->list, &list, error));
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node))
        WEIR_TRY(add_association(world, row, item->home, (struct weir_origin){list.tree, node}, error));
    return WEIR_OK;
}

/* How many custom domains there can be: one a warehouse, one an association. */
static enum weir_status count_domains(const struct weir_world *world, size_t *count, struct weir_error *error)
{
    *count = weir_world_item_count(world, WEIR_COLLECTION_WORKGROUPS) +
             weir_world_item_count(world, WEIR_COLLECTION_CLUSTERS) +
             weir_world_item_count(world, WEIR_COLLECTION_WORKGROUP_DOMAINS);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_CLUSTER_DOMAINS);
        for (size_t i = 0; i < span.count; i++) {
            struct weir_origin list;
            WEIR_TRY(weir_member_list(span.items[i].origin, "CertificateAssociations", &list, error));
            *count += weir_node_count(list.node);
        }
    }
    return WEIR_OK;
}

static enum weir_status make_room(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_WORKGROUPS) +
                         weir_world_item_count(world, WEIR_COLLECTION_CLUSTERS);
    size_t domains = 0;
    WEIR_TRY(count_domains(world, &domains, error));
    world->warehouses.items = weir_arena_alloc(world->arena, count, sizeof *world->warehouses.items);
    world->custom_domains.items = weir_arena_alloc(world->arena, domains, sizeof *world->custom_domains.items);
    if (world->warehouses.items == NULL || world->custom_domains.items == NULL ||
        weir_hash_index_init(&world->warehouses.index, count, world->arena) != WEIR_OK ||
        weir_hash_index_init(&world->custom_domains.index, domains, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}

static enum weir_status compile_home(struct weir_world *world, size_t home, struct weir_error *error)
{
    for (size_t row = 0; row < WEIR_COUNT(shapes); row++) {
        const struct weir_item_span span = weir_world_items(world, home, shapes[row].collection);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(add_warehouse(world, &shapes[row], &span.items[i], error));
    }
    for (size_t row = 0; row < WEIR_COUNT(associations); row++) {
        const struct weir_item_span span = weir_world_items(world, home, associations[row].collection);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(add_associations(world, &associations[row], &span.items[i], error));
    }
    return WEIR_OK;
}

enum weir_status weir_compile_warehouses(struct weir_world *world, struct weir_error *error)
{
    WEIR_TRY(make_room(world, error));
    for (size_t home = 0; home < world->home_count; home++)
        WEIR_TRY(compile_home(world, home, error));
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ lookups */

enum weir_status weir_world_warehouse(const struct weir_world *world, enum weir_warehouse_kind kind,
                                      struct weir_str account, struct weir_str region, struct weir_str name,
                                      const struct weir_warehouse **warehouse, struct weir_error *error)
{
    *warehouse = NULL;
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(hash_home(kind, account, region), name));
    size_t at = 0;
    while (weir_hash_index_next(&world->warehouses.index, &probe, &at)) {
        const struct weir_warehouse *const found = &world->warehouses.items[at];
        if (found->kind == kind && weir_str_equal(found->account->id, account) &&
            weir_str_equal(found->region, region) && weir_str_equal(found->name, name)) {
            *warehouse = found;
            return WEIR_OK;
        }
    }
    return weir_world_require(world, account, region, collection_of(kind), error);
}

enum weir_status weir_world_custom_domain(const struct weir_world *world, enum weir_warehouse_kind kind,
                                          struct weir_str account, struct weir_str region, struct weir_str domain,
                                          struct weir_str *name, struct weir_error *error)
{
    *name = (struct weir_str){NULL, 0};
    struct weir_hash_probe probe = weir_hash_probe(hash_domain(hash_home(kind, account, region), domain));
    size_t at = 0;
    while (weir_hash_index_next(&world->custom_domains.index, &probe, &at)) {
        const struct weir_custom_domain *const found = &world->custom_domains.items[at];
        const struct weir_home *const home = &world->homes[found->home];
        if (found->kind == kind && weir_str_equal(home->account, account) && weir_str_equal(home->region, region) &&
            weir_str_equal_fold(found->domain, domain)) {
            *name = found->name;
            return WEIR_OK;
        }
    }
    /* The shapes name their domain too, so either list may hold what was not loaded. */
    const enum weir_collection listed = kind == WEIR_WAREHOUSE_WORKGROUP ? WEIR_COLLECTION_WORKGROUP_DOMAINS
                                                                         : WEIR_COLLECTION_CLUSTER_DOMAINS;
    WEIR_TRY(weir_world_require(world, account, region, collection_of(kind), error));
    return weir_world_require(world, account, region, listed, error);
}
