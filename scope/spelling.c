/* Decides how a session policy names what is reached: its buckets, objects and listed prefixes, each string once ([scope-shape]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* One string under way. */
struct spelling {
    struct weir_arena *arena;
    struct weir_writer *writer;
};

static enum weir_status begin(struct spelling *spelling)
{
    WEIR_TRY(weir_writer_new(spelling->arena, &spelling->writer));
    weir_write_raw(spelling->writer, WEIR_STR("\""));
    return WEIR_OK;
}

static enum weir_status end(const struct spelling *spelling, struct weir_spelling *piece)
{
    weir_write_raw(spelling->writer, WEIR_STR("\""));
    WEIR_TRY(weir_writer_finish(spelling->writer, &piece->json));
    piece->characters = weir_str_code_points(piece->json);
    return WEIR_OK;
}

/* [s3-access-points] An access point is its own ARN, a bucket is named in one. */
static void write_bucket_arn(struct weir_writer *writer, struct weir_str name, struct weir_str partition)
{
    if (!weir_str_has_prefix(name, WEIR_STR("arn:"))) {
        weir_write_raw(writer, WEIR_STR("arn:"));
        weir_write_raw(writer, partition);
        weir_write_raw(writer, WEIR_STR(":s3:::"));
    }
    weir_literal_write(writer, name);
}

static enum weir_status spell_bucket(struct spelling *spelling, struct weir_str partition,
                                     struct weir_reached_bucket *bucket)
{
    WEIR_TRY(begin(spelling));
    write_bucket_arn(spelling->writer, bucket->name, partition);
    return end(spelling, &bucket->arn);
}

static void write_key(struct weir_writer *writer, const struct weir_reach *reach)
{
    weir_literal_write_escaped(writer, reach->key);
    if (reach->open)
        weir_write_raw(writer, WEIR_STR("*"));
}

static enum weir_status spell_objects(struct spelling *spelling, struct weir_reach *reach)
{
    const struct weir_str arn = reach->bucket->arn.json;
    const bool is_access_point = weir_str_has_prefix(reach->bucket_name, WEIR_STR("arn:"));
    WEIR_TRY(weir_writer_new(spelling->arena, &spelling->writer));
    weir_write_raw(spelling->writer, (struct weir_str){arn.ptr, arn.len - 1}); /* without its closing quote */
    weir_write_raw(spelling->writer, is_access_point ? WEIR_STR("/object/") : WEIR_STR("/"));
    write_key(spelling->writer, reach);
    return end(spelling, &reach->objects);
}

/* `k` of `k/`; a key that is only a slash has none: nothing before it would be the whole bucket. */
static struct weir_str bare_of(struct weir_str key)
{
    if (key.len < 2 || key.ptr[key.len - 1] != '/')
        return (struct weir_str){NULL, 0};
    return (struct weir_str){key.ptr, key.len - 1};
}

static enum weir_status spell_listing(struct spelling *spelling, bool also_bare, struct weir_reach *reach)
{
    WEIR_TRY(begin(spelling));
    write_key(spelling->writer, reach);
    WEIR_TRY(end(spelling, &reach->prefix));
    const struct weir_str bare = bare_of(reach->key);
    if (!also_bare || bare.len == 0)
        return WEIR_OK;
    WEIR_TRY(begin(spelling));
    weir_literal_write_escaped(spelling->writer, bare);
    return end(spelling, &reach->bare);
}

enum weir_status weir_reach_spell(const struct weir_reach_list *reaches, const struct weir_scope_plan *plan,
                                  struct weir_arena *arena)
{
    struct spelling spelling = {arena, NULL};
    struct weir_reached_bucket *bucket = NULL;
    for (size_t i = 0; i < reaches->count; i++) {
        struct weir_reach *const reach = reaches->items[i];
        if (bucket == NULL || !weir_str_equal(bucket->name, reach->bucket_name)) {
            const size_t number = bucket == NULL ? 0 : bucket->number + 1;
            bucket = weir_arena_alloc(arena, 1, sizeof *bucket);
            if (bucket == NULL)
                return WEIR_ERR_MEMORY;
            bucket->name = reach->bucket_name;
            bucket->number = number;
            WEIR_TRY(spell_bucket(&spelling, plan->partition, bucket));
        }
        reach->bucket = bucket;
        if (reach->whole_access != WEIR_ACCESS_NONE)
            WEIR_TRY(spell_objects(&spelling, reach));
        if (reach->whole_list && reach->key.len != 0)
            WEIR_TRY(spell_listing(&spelling, plan->options.bare_list, reach));
    }
    return WEIR_OK;
}
