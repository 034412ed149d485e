/* The condition keys of a question: what AWS derives from the caller, the request and the resource, and what the request states ([iam-condition-keys]). */
#include "vend/context/context.h"

#include "base/base_impl.h"
#include "policy/pattern.h"

enum weir_status weir_building_set(struct weir_building *building, struct weir_str key, struct weir_str value)
{
    if (value.len == 0)
        return WEIR_OK;
    return weir_context_set_text(building->context, key, value);
}

static enum weir_status set_tag(struct weir_building *building, struct weir_str prefix, const struct weir_tag *tag)
{
    const struct weir_str parts[] = {prefix, tag->key};
    struct weir_str key;
    if (weir_join(building->deciding->arena, &key, parts, WEIR_COUNT(parts)) != WEIR_OK)
        return WEIR_ERR_MEMORY;
    return weir_context_set_text(building->context, key, tag->value);
}

enum weir_status weir_building_set_tags(struct weir_building *building, struct weir_str prefix,
                                        struct weir_tag_list tags)
{
    for (size_t i = 0; i < tags.count; i++)
        WEIR_TRY(set_tag(building, prefix, &tags.items[i]));
    return WEIR_OK;
}

enum weir_status weir_building_set_time(struct weir_building *building, struct weir_str key, int64_t unix_s)
{
    char *const text = weir_arena_alloc(building->deciding->arena, 21, 1);
    if (text == NULL)
        return WEIR_ERR_MEMORY;
    return weir_time_format(unix_s, text) ? weir_building_set(building, key, weir_str_from(text)) : WEIR_OK;
}

static bool begins_fold(struct weir_str text, struct weir_str prefix)
{
    return text.len >= prefix.len && weir_str_equal_fold((struct weir_str){text.ptr, prefix.len}, prefix);
}

enum weir_status weir_building_join(struct weir_building *building, const struct weir_context *from,
                                    struct weir_str prefix)
{
    for (size_t i = 0; i < weir_context_count(from); i++) {
        const struct weir_str key = weir_context_key(from, i);
        const struct weir_str *values = NULL;
        size_t count = 0;
        bool multivalued = false;
        if (begins_fold(key, prefix) && weir_context_find(from, key, &values, &count, &multivalued))
            WEIR_TRY(weir_context_set(building->context, key, values, count, multivalued));
    }
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------- the request */

static enum weir_status add_tag_keys(struct weir_building *building, struct weir_str key, struct weir_tag_list tags)
{
    struct weir_str *const keys = weir_arena_alloc(building->deciding->arena, tags.count, sizeof *keys);
    if (keys == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < tags.count; i++)
        keys[i] = tags.items[i].key;
    return weir_context_set(building->context, key, keys, tags.count, true);
}

/* A key of the operation's table is there when its value was given, and not otherwise. */
static enum weir_status add_row(struct weir_building *building, const struct weir_context_row *row)
{
    struct weir_value value;
    weir_term_value(building->deciding, &row->term, &value);
    if (value.type == WEIR_TYPE_TAGS && value.as.tags.count > 0)
        return row->is_prefix ? weir_building_set_tags(building, row->key, value.as.tags)
                              : add_tag_keys(building, row->key, value.as.tags);
    if (value.type == WEIR_TYPE_CONTEXT)
        return weir_building_join(building, value.as.object, row->key);
    if (value.type == WEIR_TYPE_TEXT_LIST && value.as.list.count > 0)
        return weir_context_set(building->context, row->key, value.as.list.items, value.as.list.count, true);
    if (value.type == WEIR_TYPE_TEXT)
        return weir_context_set_text(building->context, row->key, value.as.text);
    if (value.type != WEIR_TYPE_INTEGER)
        return WEIR_OK;
    char digits[WEIR_INT64_BYTES];
    const struct weir_str number = {digits, weir_int64_put(digits, value.as.integer)};
    struct weir_str text;
    WEIR_TRY(weir_join(building->deciding->arena, &text, &number, 1));
    return weir_context_set_text(building->context, row->key, text);
}

static enum weir_status add_operation(struct weir_building *building)
{
    const struct weir_operation *const operation = building->deciding->operation;
    for (size_t i = 0; i < operation->context_count; i++)
        WEIR_TRY(add_row(building, &operation->context[i]));
    return WEIR_OK;
}

/* The instant is the same for every question of a decision. */
static enum weir_status write_now(struct weir_deciding *deciding)
{
    char date[21];
    char digits[WEIR_INT64_BYTES];
    const struct weir_str epoch = {digits, weir_int64_put(digits, deciding->now_unix_s)};
    WEIR_TRY(weir_join(deciding->arena, &deciding->epoch, &epoch, 1));
    if (!weir_time_format(deciding->now_unix_s, date))
        return WEIR_OK;
    const struct weir_str text = weir_str_from(date);
    return weir_join(deciding->arena, &deciding->now, &text, 1);
}

static enum weir_status add_request(struct weir_building *building)
{
    struct weir_deciding *const deciding = building->deciding;
    if (deciding->epoch.len == 0)
        WEIR_TRY(write_now(deciding));
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:RequestedRegion"), deciding->request->region));
    WEIR_TRY(weir_building_set(building, WEIR_STR("aws:CurrentTime"), deciding->now));
    return weir_building_set(building, WEIR_STR("aws:EpochTime"), deciding->epoch);
}

/* -------------------------------------------------------------------------------------- the resource */

static const struct weir_tag *find_tag(struct weir_tag_list tags, struct weir_str key)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (weir_str_equal_fold(tags.items[i].key, key))
            return &tags.items[i];
    }
    return NULL;
}

/* [sts-session-tags] In a trust evaluation an inherited tag takes the place of the role's own of the same key. */
static enum weir_status set_role_tags(struct weir_building *building, struct weir_str prefix, struct weir_tag_list tags)
{
    for (size_t i = 0; i < tags.count; i++) {
        const struct weir_tag *const inherited = find_tag(building->deciding->caller.inheritable, tags.items[i].key);
        const struct weir_tag tag = {tags.items[i].key, inherited == NULL ? tags.items[i].value : inherited->value};
        WEIR_TRY(set_tag(building, prefix, &tag));
    }
    return WEIR_OK;
}

static enum weir_status add_resource(struct weir_building *building)
{
    struct weir_arn_parts parts;
    const struct weir_tag_list tags = building->tags;
    const struct weir_str resource = building->question->resource;
    if (tags.count == 0)
        return WEIR_OK;
    const bool is_chained = building->question->trust != NULL && building->question->instead == NULL;
    enum weir_status (*const set)(struct weir_building *, struct weir_str,
                                  struct weir_tag_list) = is_chained ? set_role_tags : weir_building_set_tags;
    WEIR_TRY(set(building, WEIR_STR("aws:ResourceTag/"), tags));
    if (weir_arn_read(resource, &parts) && weir_str_equal(parts.service, WEIR_STR("iam")))
        WEIR_TRY(set(building, WEIR_STR("iam:ResourceTag/"), tags));
    return WEIR_OK;
}

/* What the request states beside: it may add keys, and must not gainsay one that is derived. */
static enum weir_status add_given(struct weir_building *building)
{
    const struct weir_request *const request = building->deciding->request;
    for (size_t i = 0; i < weir_context_count(request->context); i++) {
        const struct weir_str key = weir_context_key(request->context, i);
        if (weir_context_find(building->context, key, NULL, NULL, NULL))
            return weir_fail_at(building->deciding->error, WEIR_ERR_SCHEMA, request->context_origin.tree,
                                request->context_origin.node, "the condition key `%s` is derived and cannot be given",
                                weir_quote(key).text);
    }
    return weir_building_join(building, request->context, WEIR_STR(""));
}

/* Who asks: the caller; a service in its own name; the user of an identity provider. */
enum { BY_CALLER = 1, BY_SERVICE = 2, BY_PROVIDER = 4, BY_ALL = 7 };

/* clang-format off */
static const struct {
    enum weir_status (*add)(struct weir_building *building);
    unsigned by;
} parts[] = {
    { add_operation,              BY_CALLER | BY_PROVIDER },
    { add_request,                BY_ALL },
    { add_resource,               BY_ALL },
    { add_given,                  BY_CALLER | BY_PROVIDER },
    { weir_building_add_defaults, BY_CALLER },
};
/* clang-format on */

/* The caller's own keys are the same in all that is asked of it. */
static enum weir_status begin(struct weir_building *building, bool is_by_caller)
{
    struct weir_deciding *const deciding = building->deciding;
    if (!is_by_caller)
        return weir_context_new(deciding->arena, &building->context);
    if (deciding->caller.keys == NULL) {
        WEIR_TRY(weir_context_new(deciding->arena, &building->context));
        WEIR_TRY(weir_building_add_caller(building));
        deciding->caller.keys = building->context;
    }
    return weir_context_copy(deciding->caller.keys, deciding->arena, &building->context);
}

/* What a rule binds may change between two questions. */
static bool depends_on_rules(const struct weir_operation *operation)
{
    for (size_t i = 0; i < operation->context_count; i++) {
        if (operation->context[i].term.from == WEIR_FROM_BOUND)
            return true;
    }
    return false;
}

static enum weir_status build(struct weir_building *building, unsigned by, const struct weir_context **context)
{
    enum weir_status status = begin(building, by == BY_CALLER);
    for (size_t i = 0; i < WEIR_COUNT(parts) && status == WEIR_OK; i++) {
        if ((parts[i].by & by) != 0)
            status = parts[i].add(building);
    }
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(building->deciding->error);
    *context = building->context;
    return status;
}

enum weir_status weir_context_build(struct weir_deciding *deciding, const struct weir_question *question,
                                    const struct weir_context **context)
{
    struct weir_building building = {.deciding = deciding, .question = question};
    const unsigned by = question->instead == NULL                           ? BY_CALLER
                        : question->instead->kind == WEIR_PRINCIPAL_SERVICE ? BY_SERVICE
                                                                            : BY_PROVIDER;
    *context = NULL;
    weir_world_resource_tags(deciding->world, question->resource, &building.tags);
    /* Only tags tell one resource from another here. */
    const bool is_shared = by == BY_CALLER && building.tags.count == 0 && !depends_on_rules(deciding->operation);
    if (is_shared && deciding->caller.all != NULL) {
        *context = deciding->caller.all;
        return WEIR_OK;
    }
    WEIR_TRY(build(&building, by, context));
    if (is_shared)
        deciding->caller.all = *context;
    return WEIR_OK;
}
