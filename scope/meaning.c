/*
 * What a grant means: its locations, cut and sorted, and the statements that say it ([scope-shape], universe and grant).
 */
#include <string.h>

#include "scope/proof.h"

enum weir_status weir_meaning_join(const struct weir_meaning *meaning, const struct weir_str *pieces, size_t count,
                                   struct weir_str *joined)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += pieces[i].len;
    char *to = weir_arena_take(meaning->arena, bytes, 1);
    if (to == NULL)
        return WEIR_ERR_MEMORY;
    *joined = (struct weir_str){to, bytes};
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len > 0)
            memcpy(to, pieces[i].ptr, pieces[i].len);
        to += pieces[i].len;
    }
    return WEIR_OK;
}

static bool is_access_point(const struct weir_meant *meant)
{
    return weir_str_has_prefix(meant->location.bucket, WEIR_STR("arn:"));
}

enum weir_status weir_meaning_objects(const struct weir_meaning *meaning, const struct weir_meant *meant,
                                      struct weir_str *arn)
{
    const struct weir_str pieces[] = {meant->bucket_arn, is_access_point(meant) ? WEIR_STR("/object/") : WEIR_STR("/"),
                                      meant->key};
    return weir_meaning_join(meaning, pieces, WEIR_COUNT(pieces), arn);
}

/* [s3-access-points] An access point's name is an ARN, a bucket is named by the last part of one. */
static enum weir_status name_bucket(const struct weir_meaning *meaning, struct weir_meant *meant)
{
    const struct weir_str pieces[] = {WEIR_STR("arn:"), meaning->plan->partition, WEIR_STR(":s3:::"),
                                      meant->location.bucket};
    meant->bucket_arn = meant->location.bucket;
    return is_access_point(meant) ? WEIR_OK
                                  : weir_meaning_join(meaning, pieces, WEIR_COUNT(pieces), &meant->bucket_arn);
}

static bool ends_in_slash(struct weir_str text)
{
    return text.len > 0 && text.ptr[text.len - 1] == '/';
}

static enum weir_status cut(struct weir_meaning *meaning, const struct weir_grant *grant)
{
    struct weir_meant *const meant = &meaning->items[meaning->count];
    *meant = (struct weir_meant){.grant = grant, .open = grant->kind != WEIR_LOCATION_OBJECT};
    if (!weir_location_parse(grant->location, &meant->location)) {
        meaning->is_sound = false;
        return WEIR_OK;
    }
    meant->key = meant->location.key;
    meant->lists = grant->list && meant->open;
    if (grant->access == WEIR_ACCESS_NONE && !meant->lists)
        return WEIR_OK;
    meaning->sorted[meaning->count++] = meant;
    if (grant->kind == WEIR_LOCATION_PREFIX && meant->key.len > 0 && !ends_in_slash(meant->key)) {
        const struct weir_str pieces[] = {meant->key, WEIR_STR("/")};
        WEIR_TRY(weir_meaning_join(meaning, pieces, WEIR_COUNT(pieces), &meant->key));
    }
    return name_bucket(meaning, meant);
}

static int compare_buckets(const void *a, const void *b)
{
    const struct weir_meant *const x = a;
    const struct weir_meant *const y = b;
    return weir_str_compare(x->location.bucket, y->location.bucket);
}

bool weir_meaning_new_bucket(const struct weir_meaning *meaning, size_t i)
{
    return i == 0 || compare_buckets(meaning->sorted[i - 1], meaning->sorted[i]) != 0;
}

static enum weir_status sort_by_bucket(const struct weir_meaning *meaning)
{
    void **const scratch = weir_arena_take(meaning->arena, meaning->count * sizeof(*scratch), _Alignof(void *));
    if (scratch == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < meaning->count; i++)
        scratch[i] = meaning->sorted[i];
    weir_sort_pointers(scratch, meaning->count, compare_buckets);
    for (size_t i = 0; i < meaning->count; i++)
        meaning->sorted[i] = scratch[i];
    return WEIR_OK;
}

static enum weir_status make_room(struct weir_meaning *meaning, size_t grants)
{
    enum { OTHER_STATEMENTS = 7 }; /* objects by access, places, keys, any key to read and to write */
    meaning->items = weir_arena_alloc(meaning->arena, grants, sizeof(*meaning->items));
    meaning->sorted = weir_arena_alloc(meaning->arena, grants, sizeof(struct weir_meant *));
    meaning->statements = weir_arena_alloc(meaning->arena, grants + OTHER_STATEMENTS, sizeof(*meaning->statements));
    if (meaning->items == NULL || meaning->sorted == NULL || meaning->statements == NULL)
        return WEIR_ERR_MEMORY;
    (void)weir_operator_find(WEIR_STR("StringLike"), &meaning->like); /* a row of the table */
    return WEIR_OK;
}

static enum weir_status say(struct weir_meaning *meaning, const struct weir_grant_set *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        WEIR_TRY(cut(meaning, &grants->grants[i]));
    WEIR_TRY(sort_by_bucket(meaning));
    for (enum weir_access access = WEIR_ACCESS_READ; access <= WEIR_ACCESS_READWRITE; access++)
        WEIR_TRY(weir_meaning_put_objects(meaning, access));
    WEIR_TRY(weir_meaning_put_lists(meaning));
    return weir_meaning_put_keys(meaning, grants);
}

enum weir_status weir_scope_mean(const struct weir_grant_set *grants, const struct weir_scope_plan *plan,
                                 const struct weir_policy *read, struct weir_arena *arena,
                                 const struct weir_policy **policy)
{
    struct weir_meaning meaning = {.plan = plan, .read = read, .arena = arena, .is_sound = true};
    struct weir_policy *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    *policy = NULL;
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(make_room(&meaning, grants->count));
    WEIR_TRY(say(&meaning, grants));
    *made = (struct weir_policy){.kind = WEIR_POLICY_IDENTITY,
                                 .tree = read->tree,
                                 .node = read->node,
                                 .statements = meaning.statements,
                                 .count = meaning.statement_count,
                                 .variables = true};
    if (meaning.is_sound)
        *policy = made;
    return WEIR_OK;
}
