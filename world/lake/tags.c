/* Decides which LF-tags resources carry, what saved expressions say, and whether tags satisfy one ([lf-tags]). */
#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

enum weir_status weir_lake_read_tags(struct weir_origin list, struct weir_arena *arena, struct weir_lake_tag_list *tags,
                                     struct weir_error *error)
{
    const size_t count = weir_node_count(list.node);
    struct weir_lake_tag *const items = weir_arena_alloc(arena, count, sizeof *items);
    size_t at = 0;
    *tags = (struct weir_lake_tag_list){NULL, 0};
    if (items == NULL)
        return weir_fail_memory(error);
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node), at++) {
        const struct weir_origin pair = {list.tree, node};
        WEIR_TRY(weir_member_text_needed(pair, "TagKey", &items[at].key, error));
        WEIR_TRY(weir_member_texts(pair, "TagValues", arena, &items[at].values, error));
        if (items[at].values.count == 0)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, list.tree, node, "`TagValues` names no value");
    }
    *tags = (struct weir_lake_tag_list){items, count};
    return WEIR_OK;
}

/* [lf-api-tag] The pattern of values allows a star, which stands for every value of the key. */
bool weir_lake_tag_has_value(const struct weir_lake_tag *tag, struct weir_str value)
{
    for (size_t i = 0; i < tag->values.count; i++) {
        if (weir_str_equal_fold(tag->values.items[i], value) || weir_str_equal(tag->values.items[i], WEIR_STR("*")))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------- expressions */

enum weir_status weir_lake_read_expressions(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_LF_TAG_EXPRESSIONS);
    lake->expressions.items = weir_arena_alloc(arena, span.count, sizeof *lake->expressions.items);
    if (lake->expressions.items == NULL || weir_hash_index_init(&lake->expressions.index, span.count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++) {
        struct weir_lake_expression *const expression = &lake->expressions.items[i];
        const struct weir_origin from = span.items[i].origin;
        struct weir_str catalog;
        struct weir_origin list;
        expression->origin = from;
        WEIR_TRY(weir_member_text(from, "CatalogId", &catalog, error));
        WEIR_TRY(weir_member_text_needed(from, "Name", &expression->name, error));
        WEIR_TRY(weir_member_list(from, "Expression", &list, error));
        WEIR_TRY(weir_lake_read_tags(list, arena, &expression->tags, error));
        expression->catalog_id = weir_lake_catalog_of(lake, catalog);
        weir_hash_index_add(&lake->expressions.index,
                            weir_lake_name_hash(expression->catalog_id, expression->name, WEIR_STR("")), i);
    }
    lake->expressions.count = span.count;
    return WEIR_OK;
}

const struct weir_lake_expression *weir_lake_expression_find(const struct weir_lake *lake, struct weir_str catalog_id,
                                                             struct weir_str name)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_lake_name_hash(catalog_id, name, WEIR_STR("")));
    size_t at = 0;
    while (weir_hash_index_next(&lake->expressions.index, &probe, &at)) {
        const struct weir_lake_expression *const expression = &lake->expressions.items[at];
        if (weir_str_equal(expression->name, name) && weir_str_equal(expression->catalog_id, catalog_id))
            return expression;
    }
    return NULL;
}

/* ----------------------------------------------------------------------------------------- taggings */

/* The assignments of one item, being counted or written. */
struct assigning {
    struct weir_lake *lake;
    struct weir_lake_tagging pattern; /* what each of them is about */
    bool writes;
    struct weir_error *error;
};

static enum weir_status assign(struct assigning *assigning, struct weir_origin list)
{
    struct weir_lake *const lake = assigning->lake;
    struct weir_lake_tag_list tags = {NULL, weir_node_count(list.node)};
    if (assigning->writes)
        WEIR_TRY(weir_lake_read_tags(list, lake->world->arena, &tags, assigning->error));
    for (size_t i = 0; i < tags.count; i++) {
        if (assigning->writes) {
            struct weir_lake_tagging *const tagging = &lake->taggings.items[lake->taggings.count];
            *tagging = assigning->pattern;
            tagging->tag = tags.items[i];
            tagging->origin = list;
            weir_span_index_add(&lake->taggings.index,
                                weir_lake_name_hash(tagging->catalog_id, tagging->database, tagging->table),
                                lake->taggings.count);
        }
        lake->taggings.count++;
    }
    return WEIR_OK;
}

/* [{Name, LFTags}] */
static enum weir_status assign_columns(struct assigning *assigning, struct weir_origin list)
{
    for (const struct weir_node *node = weir_node_first(list.node); node != NULL; node = weir_node_next(node)) {
        const struct weir_origin column = {list.tree, node};
        struct weir_origin tags;
        WEIR_TRY(weir_member_text_needed(column, "Name", &assigning->pattern.column, assigning->error));
        WEIR_TRY(weir_member_list(column, "LFTags", &tags, assigning->error));
        WEIR_TRY(assign(assigning, tags));
    }
    return WEIR_OK;
}

/* `LFTags` as they are assigned to the resource itself: to each column where it names columns. */
static enum weir_status assign_itself(struct assigning *assigning, struct weir_origin list,
                                      const struct weir_str_list *columns)
{
    if (columns->count == 0)
        return assign(assigning, list);
    for (size_t i = 0; i < columns->count; i++) {
        assigning->pattern.column = columns->items[i];
        WEIR_TRY(assign(assigning, list));
    }
    return WEIR_OK;
}

/* The three lists of get-resource-lf-tags. What is inherited stands there again, and says the same. */
static enum weir_status assign_levels(struct assigning *assigning, struct weir_origin item)
{
    struct weir_origin database, table, columns;
    const struct weir_str name = assigning->pattern.table;
    WEIR_TRY(weir_member_list(item, "LFTagOnDatabase", &database, assigning->error));
    WEIR_TRY(weir_member_list(item, "LFTagsOnTable", &table, assigning->error));
    WEIR_TRY(weir_member_list(item, "LFTagsOnColumns", &columns, assigning->error));
    assigning->pattern.column = WEIR_STR("");
    assigning->pattern.table = WEIR_STR("");
    WEIR_TRY(assign(assigning, database));
    assigning->pattern.table = name;
    if (name.len == 0)
        return WEIR_OK;
    WEIR_TRY(assign(assigning, table));
    return assign_columns(assigning, columns);
}

static enum weir_status assign_item(struct weir_lake *lake, struct weir_origin item, bool writes,
                                    struct weir_error *error)
{
    struct weir_lake_grant resource = {.on = WEIR_LAKE_ON_OTHER};
    struct weir_origin list;
    WEIR_TRY(weir_lake_read_resource(lake, item, &resource, error));
    if (resource.on != WEIR_LAKE_ON_DATABASE && resource.on != WEIR_LAKE_ON_TABLE &&
        resource.on != WEIR_LAKE_ON_COLUMNS)
        return WEIR_OK; /* a catalog's tags reach no table ([lf-tags]) */
    if (resource.table_wildcard || (resource.on == WEIR_LAKE_ON_COLUMNS && resource.all_columns))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, item.tree, item.node,
                            "LF-tags are assigned to one resource by name");
    struct assigning assigning = {lake, {.catalog_id = resource.catalog_id}, writes, error};
    assigning.pattern.database = resource.database;
    assigning.pattern.table = resource.table;
    WEIR_TRY(weir_member_list(item, "LFTags", &list, error));
    WEIR_TRY(assign_itself(&assigning, list, &resource.columns));
    return assign_levels(&assigning, item);
}

enum weir_status weir_lake_read_taggings(struct weir_lake *lake, struct weir_error *error)
{
    struct weir_arena *const arena = lake->world->arena;
    const struct weir_item_span span = weir_world_items(lake->world, lake->home, WEIR_COLLECTION_RESOURCE_LF_TAGS);
    for (size_t i = 0; i < span.count; i++)
        WEIR_TRY(assign_item(lake, span.items[i].origin, false, error));
    const size_t count = lake->taggings.count;
    lake->taggings.count = 0;
    lake->taggings.items = weir_arena_alloc(arena, count, sizeof *lake->taggings.items);
    if (lake->taggings.items == NULL || weir_span_index_init(&lake->taggings.index, count, arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < span.count; i++)
        WEIR_TRY(assign_item(lake, span.items[i].origin, true, error));
    if (weir_span_index_finish(&lake->taggings.index, arena) != WEIR_OK)
        return weir_fail_memory(error);
    return WEIR_OK;
}
