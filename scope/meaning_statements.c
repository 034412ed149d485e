/* What a grant gives to objects and to listing, each as one statement ([scope-shape], universe and grant). */
#include "scope/proof.h"

/* -------------------------------------------------------------------------------------------- pieces */

static enum weir_status set_actions(const struct weir_meaning *meaning, struct weir_statement *statement,
                                    const struct weir_str *names, size_t count)
{
    struct weir_action *const items = weir_arena_alloc(meaning->arena, count, sizeof(*items));
    if (items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        items[i].text = names[i];
        WEIR_TRY(weir_pattern_of_text(names[i], false, meaning->arena, &items[i].pattern));
        items[i].pattern.fold = true;
    }
    statement->actions = (struct weir_actions){items, count, false, meaning->read->node};
    return WEIR_OK;
}

/* A statement with its actions, and room for so many resources. */
enum weir_status weir_meaning_begin(struct weir_meaning *meaning, const struct weir_str *actions, size_t action_count,
                                    size_t resources, struct weir_arn_pattern **items)
{
    struct weir_statement *const statement = &meaning->statements[meaning->statement_count++];
    *items = weir_arena_alloc(meaning->arena, resources, sizeof(**items));
    if (*items == NULL)
        return WEIR_ERR_MEMORY;
    statement->node = meaning->read->node;
    statement->resources = (struct weir_resources){*items, 0, false, meaning->read->node};
    return set_actions(meaning, statement, actions, action_count);
}

struct weir_statement *weir_meaning_last(const struct weir_meaning *meaning)
{
    return &meaning->statements[meaning->statement_count - 1];
}

enum weir_status weir_meaning_resource(struct weir_meaning *meaning, struct weir_arn_pattern *items,
                                       struct weir_str text, bool open)
{
    bool is_arn = false;
    WEIR_TRY(
        weir_arn_of_text(text, open, meaning->arena, &items[weir_meaning_last(meaning)->resources.count++], &is_arn));
    meaning->is_sound = meaning->is_sound && is_arn;
    return WEIR_OK;
}

/* A condition with room for so many operands. */
enum weir_status weir_meaning_condition(const struct weir_meaning *meaning, struct weir_condition *condition,
                                        struct weir_str key, size_t most, struct weir_operand **operands)
{
    *operands = weir_arena_alloc(meaning->arena, most, sizeof(**operands));
    *condition = meaning->like;
    condition->key = key;
    condition->hash = weir_key_hash(key);
    condition->node = meaning->read->node;
    condition->operands = *operands;
    return *operands == NULL ? WEIR_ERR_MEMORY : WEIR_OK;
}

enum weir_status weir_meaning_operand(const struct weir_meaning *meaning, struct weir_condition *condition,
                                      struct weir_operand *operands, struct weir_str text, bool open)
{
    struct weir_operand *const operand = &operands[condition->count++];
    operand->text = text;
    operand->readable = true;
    return weir_pattern_of_text(text, open, meaning->arena, &operand->as.pattern);
}

/* ------------------------------------------------------------------------------------------- objects */

/* Which members of struct weir_scope_options add an action. */
enum widening { IN_ANY_CASE, WITH_VERSIONS, WITH_TAGGING };

static const struct {
    struct weir_str name;
    bool reads; /* given to those that read, append and remove; to those that append and remove; … */
    bool appends;
    bool removes;
    enum widening widening;
} object_actions[] = {
    {{"s3:GetObject", 12}, true, true, true, IN_ANY_CASE},
    {{"s3:GetObjectVersion", 19}, true, true, true, WITH_VERSIONS},
    {{"s3:GetObjectTagging", 19}, true, true, true, WITH_TAGGING},
    {{"s3:PutObject", 12}, false, true, true, IN_ANY_CASE},
    {{"s3:AbortMultipartUpload", 23}, false, true, true, IN_ANY_CASE},
    {{"s3:ListMultipartUploadParts", 27}, false, true, true, IN_ANY_CASE},
    {{"s3:PutObjectTagging", 19}, false, true, true, WITH_TAGGING},
    {{"s3:DeleteObject", 15}, false, false, true, IN_ANY_CASE},
};

static bool is_given(const struct weir_meaning *meaning, size_t row, enum weir_access access)
{
    const struct weir_scope_options *const options = &meaning->plan->options;
    const bool by_access[] = {[WEIR_ACCESS_NONE] = false,
                              [WEIR_ACCESS_READ] = object_actions[row].reads,
                              [WEIR_ACCESS_APPEND] = object_actions[row].appends,
                              [WEIR_ACCESS_READWRITE] = object_actions[row].removes};
    const bool by_option[] = {
        [IN_ANY_CASE] = true, [WITH_VERSIONS] = options->versions, [WITH_TAGGING] = options->tagging};
    return by_access[access] && by_option[object_actions[row].widening];
}

enum weir_status weir_meaning_put_objects(struct weir_meaning *meaning, enum weir_access access)
{
    struct weir_str names[WEIR_COUNT(object_actions)];
    struct weir_arn_pattern *items = NULL;
    size_t names_count = 0;
    size_t given = 0;
    for (size_t i = 0; i < meaning->count; i++)
        given += meaning->items[i].grant->access == access;
    if (given == 0)
        return WEIR_OK;
    for (size_t i = 0; i < WEIR_COUNT(object_actions); i++) {
        if (is_given(meaning, i, access))
            names[names_count++] = object_actions[i].name;
    }
    WEIR_TRY(weir_meaning_begin(meaning, names, names_count, given, &items));
    for (size_t i = 0; i < meaning->count; i++) {
        const struct weir_meant *const meant = &meaning->items[i];
        struct weir_str arn;
        if (meant->grant->access != access)
            continue;
        WEIR_TRY(weir_meaning_objects(meaning, meant, &arn));
        WEIR_TRY(weir_meaning_resource(meaning, items, arn, meant->open));
    }
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------------- lists */

static bool ends_in_slash(struct weir_str text)
{
    return text.len > 0 && text.ptr[text.len - 1] == '/';
}

/* The option bare_list: also the prefix without its slash; what is only a slash has none. */
static enum weir_status add_prefixes(const struct weir_meaning *meaning, struct weir_condition *condition,
                                     struct weir_operand *operands, struct weir_str key)
{
    const struct weir_str bare = {key.ptr, key.len - 1};
    WEIR_TRY(weir_meaning_operand(meaning, condition, operands, key, true));
    if (!meaning->plan->options.bare_list || !ends_in_slash(key) || bare.len == 0)
        return WEIR_OK;
    return weir_meaning_operand(meaning, condition, operands, bare, false);
}

/* Listing below prefixes of one bucket, whose grants stand from `first` on; without a key it is the bucket's own. */
static enum weir_status put_list(struct weir_meaning *meaning, size_t first, size_t end, bool whole)
{
    static const struct weir_str list_bucket = {"s3:ListBucket", 13};
    static const struct weir_str prefix = {"s3:prefix", 9};
    struct weir_condition *const condition = weir_arena_alloc(meaning->arena, 1, sizeof(*condition));
    struct weir_arn_pattern *items = NULL;
    struct weir_operand *operands = NULL;
    if (condition == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_meaning_begin(meaning, &list_bucket, 1, 1, &items));
    WEIR_TRY(weir_meaning_resource(meaning, items, meaning->sorted[first]->bucket_arn, false));
    if (whole)
        return WEIR_OK;
    weir_meaning_last(meaning)->conditions = condition;
    weir_meaning_last(meaning)->condition_count = 1;
    WEIR_TRY(weir_meaning_condition(meaning, condition, prefix, 2 * (end - first), &operands));
    for (size_t i = first; i < end; i++) {
        if (meaning->sorted[i]->lists)
            WEIR_TRY(add_prefixes(meaning, condition, operands, meaning->sorted[i]->key));
    }
    return WEIR_OK;
}

static enum weir_status put_lists_of_bucket(struct weir_meaning *meaning, size_t first, size_t end)
{
    bool any = false;
    bool whole = false;
    for (size_t i = first; i < end; i++) {
        any = any || meaning->sorted[i]->lists;
        whole = whole || (meaning->sorted[i]->lists && meaning->sorted[i]->key.len == 0);
    }
    return any ? put_list(meaning, first, end, whole) : WEIR_OK;
}

/* Where a bucket is may be asked by whoever lists in it. */
static enum weir_status put_places(struct weir_meaning *meaning)
{
    static const struct weir_str locate = {"s3:GetBucketLocation", 20};
    struct weir_arn_pattern *items = NULL;
    size_t lists = 0;
    for (size_t i = 0; i < meaning->count; i++)
        lists += meaning->items[i].lists;
    if (lists == 0)
        return WEIR_OK;
    WEIR_TRY(weir_meaning_begin(meaning, &locate, 1, lists, &items));
    const struct weir_meant *before = NULL;
    for (size_t i = 0; i < meaning->count; i++) {
        const struct weir_meant *const meant = meaning->sorted[i];
        if (!meant->lists || (before != NULL && weir_str_equal(before->location.bucket, meant->location.bucket)))
            continue;
        before = meant;
        WEIR_TRY(weir_meaning_resource(meaning, items, meant->bucket_arn, false));
    }
    return WEIR_OK;
}

enum weir_status weir_meaning_put_lists(struct weir_meaning *meaning)
{
    size_t first = 0;
    for (size_t i = 1; i <= meaning->count; i++) {
        if (i < meaning->count && !weir_meaning_new_bucket(meaning, i))
            continue;
        WEIR_TRY(put_lists_of_bucket(meaning, first, i));
        first = i;
    }
    return put_places(meaning);
}
