/* Finds the grants that reach a principal and a table, by name and by LF-tags, without looking at the others ([lf-permissions]). */
#include "world/lake/gather.h"
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* --------------------------------------------------------------------------------------------- tags */

static void add_taggings(const struct weir_lake *lake, struct weir_span span, const struct weir_table *table,
                         struct weir_str name, struct weir_lake_tagged *tagged)
{
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_lake_tagging *const tagging = &lake->taggings.items[span.positions[i]];
        if (weir_str_equal(tagging->table, name) && weir_str_equal(tagging->database, table->database) &&
            weir_str_equal(tagging->catalog_id, table->catalog_id))
            tagged->items[tagged->count++] = tagging;
    }
}

enum weir_status weir_lake_tagged_find(const struct weir_lake *lake, const struct weir_table *table,
                                       struct weir_arena *arena, struct weir_lake_tagged *tagged)
{
    *tagged = (struct weir_lake_tagged){NULL, 0, 0};
    if (lake->taggings.count == 0)
        return WEIR_OK;
    const struct weir_span above = weir_span_index_find(
        &lake->taggings.index, weir_lake_name_hash(table->catalog_id, table->database, WEIR_STR("")));
    const struct weir_span here = weir_span_index_find(
        &lake->taggings.index, weir_lake_name_hash(table->catalog_id, table->database, table->name));
    tagged->items = weir_arena_alloc(arena, above.count + here.count, sizeof(struct weir_lake_tagging *));
    if (tagged->items == NULL)
        return WEIR_ERR_MEMORY;
    add_taggings(lake, above, table, WEIR_STR(""), tagged);
    tagged->database_count = tagged->count;
    add_taggings(lake, here, table, table->name, tagged);
    return WEIR_OK;
}

bool weir_lake_tagged_has_columns(const struct weir_lake_tagged *tagged)
{
    for (size_t i = tagged->database_count; i < tagged->count; i++) {
        if (tagged->items[i]->column.len != 0)
            return true;
    }
    return false;
}

enum answer { SAYS_NOTHING, SAYS_NO, SAYS_YES };

/* [lf-tbac-notes] A resource has one value of a key; where a dump says several, all must be among those asked for. */
static enum answer ask_level(const struct weir_lake_tagging *const *items, size_t count, struct weir_str column,
                             const struct weir_lake_tag *condition)
{
    enum answer answer = SAYS_NOTHING;
    for (size_t i = 0; i < count; i++) {
        if (!weir_str_equal_fold(items[i]->column, column) || !weir_str_equal_fold(items[i]->tag.key, condition->key))
            continue;
        for (size_t k = 0; k < items[i]->tag.values.count && answer != SAYS_NO; k++)
            answer = weir_lake_tag_has_value(condition, items[i]->tag.values.items[k]) ? SAYS_YES : SAYS_NO;
    }
    return answer;
}

static bool satisfies(const struct weir_lake_tagged *tagged, struct weir_str column,
                      const struct weir_lake_tag *condition)
{
    const struct weir_lake_tagging *const *const own = tagged->items + tagged->database_count;
    const size_t own_count = tagged->count - tagged->database_count;
    enum answer answer = SAYS_NOTHING;
    if (column.len != 0)
        answer = ask_level(own, own_count, column, condition);
    if (answer == SAYS_NOTHING)
        answer = ask_level(own, own_count, WEIR_STR(""), condition);
    if (answer == SAYS_NOTHING)
        answer = ask_level(tagged->items, tagged->database_count, WEIR_STR(""), condition);
    return answer == SAYS_YES;
}

bool weir_lake_tagged_satisfies(const struct weir_lake_tagged *tagged, struct weir_str column,
                                const struct weir_lake_tag_list *expression)
{
    for (size_t i = 0; i < expression->count; i++) {
        if (!satisfies(tagged, column, &expression->items[i]))
            return false;
    }
    return expression->count != 0;
}

static bool is_tagged_so(const struct weir_lake_tagged *tagged, const struct weir_lake_tag_list *expression)
{
    if (weir_lake_tagged_satisfies(tagged, WEIR_STR(""), expression))
        return true;
    for (size_t i = tagged->database_count; i < tagged->count; i++) {
        const struct weir_str column = tagged->items[i]->column;
        if (column.len != 0 && weir_lake_tagged_satisfies(tagged, column, expression))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------- lookup */

/* What was found under one key. */
struct hit {
    struct weir_span span;
    struct weir_str name;
};
struct lookup {
    const struct weir_lake *lake;
    const struct weir_table *table;
    const struct weir_lake_tagged *tagged;
    struct hit *hits;
    size_t hit_count;
    size_t total;
};

static bool is_wildcard_or_name(const struct weir_lake_grant *grant, const struct weir_table *table)
{
    return weir_str_equal(grant->database, table->database) &&
           (grant->table_wildcard || weir_str_equal(grant->table, table->name));
}

/* Hashes may meet by chance; what was found is asked again. */
static bool reaches(const struct lookup *lookup, const struct weir_lake_grant *grant, struct weir_str name)
{
    if (!weir_str_equal(grant->found_by, name) || !weir_str_equal(grant->catalog_id, lookup->table->catalog_id))
        return false;
    switch (grant->on) {
    case WEIR_LAKE_ON_TABLE:
    case WEIR_LAKE_ON_COLUMNS:
    case WEIR_LAKE_ON_FILTER:
        return is_wildcard_or_name(grant, lookup->table);
    case WEIR_LAKE_ON_CATALOG:
        return true;
    case WEIR_LAKE_ON_TAGGED_TABLES:
        return is_tagged_so(lookup->tagged, &grant->expression);
    case WEIR_LAKE_ON_OTHER:
    case WEIR_LAKE_ON_DATABASE:
    case WEIR_LAKE_ON_LOCATION:
    case WEIR_LAKE_ON_TAG:
    case WEIR_LAKE_ON_TAGGED_DATABASES:
    case WEIR_LAKE_ON_TAG_EXPRESSION:
        break;
    }
    return false;
}

static void look(struct lookup *lookup, uint64_t hash, struct weir_str name)
{
    const struct weir_span span = weir_span_index_find(&lookup->lake->grants.index, hash);
    if (span.count == 0)
        return;
    lookup->hits[lookup->hit_count++] = (struct hit){span, name};
    lookup->total += span.count;
}

/* A star is found under itself: it stands for every value. */
static void look_by_tags(struct lookup *lookup, uint64_t start, struct weir_str name)
{
    if (!lookup->lake->has_tag_grants)
        return;
    for (size_t i = 0; i < lookup->tagged->count; i++) {
        const struct weir_lake_tag *const tag = &lookup->tagged->items[i]->tag;
        for (size_t k = 0; k < tag->values.count; k++)
            look(lookup, weir_lake_hash_tag(start, tag->key, tag->values.items[k]), name);
        look(lookup, weir_lake_hash_tag(start, tag->key, WEIR_STR("*")), name);
    }
}

static void look_by_name(struct lookup *lookup, struct weir_str name)
{
    const struct weir_table *const table = lookup->table;
    const uint64_t start = weir_lake_hash_principal(name, table->catalog_id);
    const uint64_t database = weir_hash_part(start, table->database);
    look(lookup, weir_lake_hash_reach(database, WEIR_LAKE_REACH_TABLE, table->name), name);
    look(lookup, weir_lake_hash_reach(database, WEIR_LAKE_REACH_TABLES, table->name), name);
    look(lookup, weir_lake_hash_reach(start, WEIR_LAKE_REACH_CATALOG, table->name), name);
    look_by_tags(lookup, start, name);
}

/* All grants are of one array, so their order there is the order of the dump. */
static int compare_position(const void *a, const void *b)
{
    const struct weir_lake_grant *const x = a;
    const struct weir_lake_grant *const y = b;
    return x < y ? -1 : x > y;
}

static enum weir_status keep_once(const struct lookup *lookup, struct weir_arena *arena, struct weir_lake_found *found)
{
    void **const all = weir_arena_alloc(arena, lookup->total, sizeof *all);
    found->items = weir_arena_alloc(arena, lookup->total, sizeof(struct weir_lake_grant *));
    size_t count = 0;
    if (all == NULL || found->items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < lookup->hit_count; i++) {
        const struct hit *const hit = &lookup->hits[i];
        for (size_t k = 0; k < hit->span.count; k++) {
            struct weir_lake_grant *const grant = &lookup->lake->grants.items[hit->span.positions[k]];
            if (reaches(lookup, grant, hit->name))
                all[count++] = grant;
        }
    }
    if (count > 1)
        weir_sort_pointers(all, count, compare_position);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || all[i] != all[i - 1]) /* a name may be given twice, and tags lead to a grant in several ways */
            found->items[found->count++] = all[i];
    }
    return WEIR_OK;
}

enum weir_status weir_lake_find_grants(const struct weir_lake *lake, const struct weir_lake_names *names,
                                       const struct weir_table *table, const struct weir_lake_tagged *tagged,
                                       struct weir_arena *arena, struct weir_lake_found *found)
{
    struct lookup lookup = {.lake = lake, .table = table, .tagged = tagged};
    size_t keys = 3;
    *found = (struct weir_lake_found){NULL, 0};
    for (size_t i = 0; i < tagged->count; i++)
        keys += tagged->items[i]->tag.values.count + 1;
    lookup.hits = weir_arena_alloc(arena, names->count * keys, sizeof *lookup.hits);
    if (lookup.hits == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < names->count; i++)
        look_by_name(&lookup, names->items[i]);
    return keep_once(&lookup, arena, found);
}

/* ------------------------------------------------------------------------------------------ opt-ins */

static bool has_opt_in(const struct weir_lake *lake, uint64_t hash, struct weir_str name,
                       const struct weir_lake_opt_in *like, const struct weir_tag_list *tags)
{
    const struct weir_span span = weir_span_index_find(&lake->opt_ins.index, hash);
    for (size_t i = 0; i < span.count; i++) {
        const struct weir_lake_opt_in *const opt_in = &lake->opt_ins.items[span.positions[i]];
        if (weir_str_equal(opt_in->found_by, name) && opt_in->table_wildcard == like->table_wildcard &&
            weir_str_equal(opt_in->table, like->table) && weir_str_equal(opt_in->database, like->database) &&
            weir_str_equal(opt_in->catalog_id, like->catalog_id) &&
            (opt_in->condition == NULL || weir_lake_condition_holds(opt_in->condition, tags)))
            return true;
    }
    return false;
}

void weir_lake_find_opt_ins(const struct weir_lake *lake, const struct weir_lake_names *names,
                            const struct weir_table *table, const struct weir_tag_list *tags,
                            struct weir_lake_opted *opted)
{
    const struct weir_str none = WEIR_STR("");
    const struct weir_lake_opt_in itself = {
        .catalog_id = table->catalog_id, .database = table->database, .table = table->name};
    const struct weir_lake_opt_in all = {
        .catalog_id = table->catalog_id, .database = table->database, .table = none, .table_wildcard = true};
    const struct weir_lake_opt_in database = {
        .catalog_id = table->catalog_id, .database = table->database, .table = none};
    for (size_t i = 0; lake->opt_ins.count != 0 && i < names->count; i++) {
        const struct weir_str name = names->items[i];
        const uint64_t start = weir_hash_part(weir_lake_hash_principal(name, table->catalog_id), table->database);
        opted->table = opted->table || has_opt_in(lake, weir_lake_hash_reach(start, WEIR_LAKE_REACH_TABLE, table->name),
                                                  name, &itself, tags);
        opted->tables = opted->tables ||
                        has_opt_in(lake, weir_lake_hash_reach(start, WEIR_LAKE_REACH_TABLES, none), name, &all, tags);
        opted->database = opted->database ||
                          has_opt_in(lake, weir_lake_hash_reach(start, WEIR_LAKE_REACH_DATABASE, none), name, &database,
                                     tags);
    }
}
