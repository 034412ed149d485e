/*
 * Property: session policies for grants with any keys. What is emitted is proved, fits, and is read again; it allows
 * what the grants say and nothing else, asked of keys made of the grants' own and of actions that no grant gives; what
 * is refused is refused for a reason of its own, never for want of a proof. The same grants in another order give the
 * same policies.
 *
 * The input is two bytes of options, then for each grant a byte (1 and 2 kind, 4 and 8 access, 16 lists, 32 and 64 the
 * bucket) and its key up to a NUL.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/scope.h>

#include "base/base_impl.h"
#include "fuzz/fuzz.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

enum { LONGEST_INPUT = 1024, MOST_GRANTS = 12, REQUESTS = 48 };
enum {
    OPTION_LITERAL = 1,
    OPTION_BARE = 2,
    OPTION_VERSIONS = 4,
    OPTION_TAGGING = 8,
    OPTION_KEY = 16,
    OPTION_PLAIN = 32
};

static const struct {
    struct weir_str uri;
    struct weir_str arn;
    struct weir_str objects;
} buckets[] = {
#define TEXT(literal) {literal, sizeof(literal) - 1}
#define BUCKET(uri, arn, objects) {TEXT(uri), TEXT(arn), TEXT(arn objects)}
    BUCKET("s3://lake/", "arn:aws:s3:::lake", "/"),
    BUCKET("s3a://lake/", "arn:aws:s3:::lake", "/"),
    BUCKET("s3://pond/", "arn:aws:s3:::pond", "/"),
    BUCKET("s3://arn:aws:s3:us-east-1:111122223333:accesspoint/ap/", "arn:aws:s3:us-east-1:111122223333:accesspoint/ap",
           "/object/"),
};

struct given {
    struct weir_grant grant;
    size_t bucket; /* the first row of its ARN */
    struct weir_str key;
    bool open;
};

struct scoping {
    struct weir_arena *arena;
    unsigned options;
    struct given given[MOST_GRANTS];
    size_t count;
    struct weir_policy_set set; /* all policies, as one */
};

/* -------------------------------------------------------------------------------------------- input */

static struct weir_str join(struct weir_arena *arena, struct weir_str a, struct weir_str b)
{
    char *const text = weir_arena_take(arena, a.len + b.len, 1);
    DEMAND(text != NULL);
    if (a.len > 0)
        memcpy(text, a.ptr, a.len);
    if (b.len > 0)
        memcpy(text + a.len, b.ptr, b.len);
    return (struct weir_str){text, a.len + b.len};
}

static bool ends_in_slash(struct weir_str text)
{
    return text.len > 0 && text.ptr[text.len - 1] == '/';
}

static void take_grant(struct scoping *scoping, unsigned char what, struct weir_str key)
{
    struct given *const given = &scoping->given[scoping->count++];
    const size_t bucket = what >> 5 & 3;
    given->grant = (struct weir_grant){join(scoping->arena, buckets[bucket].uri, key),
                                       (enum weir_location_kind)(what & 3), (enum weir_access)(what >> 2 & 3),
                                       (what & 16) != 0};
    given->bucket = bucket == 1 ? 0 : bucket;
    given->open = given->grant.kind != WEIR_LOCATION_OBJECT;
    given->key = key;
    if (given->grant.kind == WEIR_LOCATION_PREFIX && key.len > 0 && !ends_in_slash(key))
        given->key = join(scoping->arena, key, WEIR_STR("/"));
    given->grant.list = given->grant.list && given->open;
}

static void take_grants(struct scoping *scoping, struct weir_str input)
{
    while (input.len > 0 && scoping->count < MOST_GRANTS) {
        const void *const end = memchr(input.ptr + 1, '\0', input.len - 1);
        const size_t length = end == NULL ? input.len - 1 : (size_t)((const char *)end - input.ptr - 1);
        take_grant(scoping, (unsigned char)input.ptr[0], (struct weir_str){input.ptr + 1, length});
        const size_t used = length + 2 < input.len ? length + 2 : input.len;
        input = (struct weir_str){input.ptr + used, input.len - used};
    }
}

/* ------------------------------------------------------------------------------------------- grants */

static bool starts_with(struct weir_str text, struct weir_str start)
{
    return text.len >= start.len && (start.len == 0 || memcmp(text.ptr, start.ptr, start.len) == 0);
}

static bool gives(const struct scoping *scoping, size_t bucket, enum weir_access least, struct weir_str key)
{
    for (size_t i = 0; i < scoping->count; i++) {
        const struct given *const given = &scoping->given[i];
        if (given->bucket == bucket && given->grant.access >= least &&
            (given->open ? starts_with(key, given->key) : weir_str_equal(key, given->key)))
            return true;
    }
    return false;
}

static bool is_bare(const struct scoping *scoping, const struct given *given, struct weir_str prefix)
{
    return (scoping->options & OPTION_BARE) != 0 && ends_in_slash(given->key) && given->key.len > 1 &&
           weir_str_equal(prefix, (struct weir_str){given->key.ptr, given->key.len - 1});
}

/* A request without a prefix is one for the whole bucket. */
static bool lists(const struct scoping *scoping, size_t bucket, const struct weir_str *prefix)
{
    for (size_t i = 0; i < scoping->count; i++) {
        const struct given *const given = &scoping->given[i];
        if (given->bucket != bucket || !given->grant.list)
            continue;
        if (given->key.len == 0 || (prefix != NULL && starts_with(*prefix, given->key)) ||
            (prefix != NULL && is_bare(scoping, given, *prefix)))
            return true;
    }
    return false;
}

static bool lists_anything(const struct scoping *scoping, size_t bucket)
{
    bool any = false;
    for (size_t i = 0; i < scoping->count; i++)
        any = any || (scoping->given[i].bucket == bucket && scoping->given[i].grant.list);
    return any;
}

/* ------------------------------------------------------------------------------------------- asking */

static bool is_allowed(const struct scoping *scoping, const char *action, struct weir_str resource,
                       const struct weir_str *prefix)
{
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    const struct weir_verdict *verdict = NULL;
    struct weir_context *context = NULL;
    DEMAND(weir_context_new(scoping->arena, &context) == WEIR_OK);
    if (prefix != NULL)
        DEMAND(weir_context_set_text(context, WEIR_STR("s3:prefix"), *prefix) == WEIR_OK);
    request.action = weir_str_from(action);
    request.resource = resource;
    request.context = context;
    request.principal.kind = WEIR_PRINCIPAL_ROLE_SESSION;
    request.principal.arn = WEIR_STR("arn:aws:sts::111122223333:assumed-role/r/s");
    request.resource_account = WEIR_STR("111122223333");
    request.resource_kind = WEIR_RESOURCE_OTHER;
    DEMAND(weir_authorize(&scoping->set, &request, scoping->arena, &verdict, NULL) == WEIR_OK);
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static void ask_of_object(const struct scoping *scoping, size_t bucket, struct weir_str key)
{
    static const struct {
        const char *action;
        enum weir_access least;
        unsigned option; /* without it nobody has the action */
    } rows[] = {
        {"s3:GetObject", WEIR_ACCESS_READ, 0},
        {"s3:PutObject", WEIR_ACCESS_APPEND, 0},
        {"s3:AbortMultipartUpload", WEIR_ACCESS_APPEND, 0},
        {"s3:ListMultipartUploadParts", WEIR_ACCESS_APPEND, 0},
        {"s3:DeleteObject", WEIR_ACCESS_READWRITE, 0},
        {"s3:GetObjectVersion", WEIR_ACCESS_READ, OPTION_VERSIONS},
        {"s3:GetObjectTagging", WEIR_ACCESS_READ, OPTION_TAGGING},
        {"s3:PutObjectTagging", WEIR_ACCESS_APPEND, OPTION_TAGGING},
        {"s3:PutObjectAcl", WEIR_ACCESS_READ, ~0u},
        {"s3:GetObjectAnything", WEIR_ACCESS_READ, ~0u},
    };
    const struct weir_str resource = join(scoping->arena, buckets[bucket].objects, key);
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        const bool expected = (rows[i].option & ~scoping->options) == 0 && gives(scoping, bucket, rows[i].least, key);
        DEMAND(is_allowed(scoping, rows[i].action, resource, NULL) == expected);
    }
}

static void ask_of_bucket(const struct scoping *scoping, size_t bucket, const struct weir_str *prefix)
{
    const struct weir_str arn = buckets[bucket].arn;
    DEMAND(is_allowed(scoping, "s3:ListBucket", arn, prefix) == lists(scoping, bucket, prefix));
    DEMAND(is_allowed(scoping, "s3:GetBucketLocation", arn, prefix) == lists_anything(scoping, bucket));
    DEMAND(!is_allowed(scoping, "s3:ListBucketVersions", arn, prefix));
    DEMAND(!is_allowed(scoping, "s3:GetObject", arn, prefix));
}

/* A key near those that were granted: one of them, cut, or with more behind it. */
static struct weir_str near(const struct scoping *scoping, size_t number)
{
    static const char *const ends[] = {"", "/", "x", "*", "/x", "}"};
    const struct weir_str key = scoping->given[number % scoping->count].key;
    const size_t way = number / scoping->count;
    const size_t cut = way / WEIR_COUNT(ends);
    const struct weir_str start = {key.ptr, key.len > cut ? key.len - cut : 0};
    return join(scoping->arena, start, weir_str_from(ends[way % WEIR_COUNT(ends)]));
}

static void ask_all(const struct scoping *scoping)
{
    enum { BUCKETS = 4 };
    for (size_t i = 0; i < REQUESTS; i++) {
        const struct weir_str key = near(scoping, i);
        const size_t bucket = i % 3 == 0 ? scoping->given[i % scoping->count].bucket : i % BUCKETS;
        const size_t row = bucket == 1 ? 0 : bucket;
        ask_of_object(scoping, row, key);
        ask_of_bucket(scoping, row, i % 5 == 0 ? NULL : &key);
    }
}

static void ask_of_keys(const struct scoping *scoping, struct weir_str arn)
{
    enum weir_access strongest = WEIR_ACCESS_NONE;
    for (size_t i = 0; i < scoping->count; i++) {
        if (scoping->given[i].grant.access > strongest)
            strongest = scoping->given[i].grant.access;
    }
    const bool has_key = (scoping->options & OPTION_KEY) != 0;
    DEMAND(is_allowed(scoping, "kms:Decrypt", arn, NULL) == (has_key && strongest >= WEIR_ACCESS_READ));
    DEMAND(is_allowed(scoping, "kms:GenerateDataKey", arn, NULL) == (has_key && strongest >= WEIR_ACCESS_APPEND));
    DEMAND(!is_allowed(scoping, "kms:Decrypt", WEIR_STR("arn:aws:kms:us-east-1:111122223333:key/other"), NULL));
}

/* ------------------------------------------------------------------------------------------ checks */

static void read_all(struct scoping *scoping, const struct weir_scope *scope, size_t most)
{
    const size_t count = weir_scope_policy_count(scope);
    const struct weir_policy **const policies = weir_arena_alloc(scoping->arena, count, sizeof(struct weir_policy *));
    DEMAND(policies != NULL && count > 0);
    for (size_t i = 0; i < count; i++) {
        struct weir_scope_policy policy;
        DEMAND(weir_scope_policy(scope, i, &policy));
        DEMAND(policy.proof == WEIR_SCOPE_TIGHT && policy.characters <= most && policy.location_count > 0);
        DEMAND(weir_policy_parse(policy.document, WEIR_STR("emitted"), WEIR_POLICY_IDENTITY, NULL, scoping->arena,
                                 &policies[i], NULL) == WEIR_OK);
    }
    scoping->set = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    scoping->set.identity = (struct weir_policy_list){policies, count};
}

static bool is_same(const struct weir_scope *a, const struct weir_scope *b)
{
    struct weir_scope_policy one;
    struct weir_scope_policy other;
    bool same = weir_scope_policy_count(a) == weir_scope_policy_count(b);
    for (size_t i = 0; same && weir_scope_policy(a, i, &one); i++)
        same = weir_scope_policy(b, i, &other) && weir_str_equal(one.document, other.document);
    return same;
}

static const struct weir_scope *emit(struct scoping *scoping, const struct weir_scope_options *options, bool reversed)
{
    static const struct weir_str key = {"arn:aws:kms:us-east-1:111122223333:key/k", 40};
    struct weir_grant grants[MOST_GRANTS];
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    for (size_t i = 0; i < scoping->count; i++)
        grants[i] = scoping->given[reversed ? scoping->count - 1 - i : i].grant;
    set.grants = grants;
    set.count = scoping->count;
    set.kms_keys = &key;
    set.kms_key_count = (scoping->options & OPTION_KEY) != 0 ? 1 : 0;
    const enum weir_status status = weir_scope_emit(&set, options, scoping->arena, &scope, &refusal, &error);
    DEMAND(status == WEIR_OK || status == WEIR_REFUSED);
    DEMAND((status == WEIR_OK) == (scope != NULL) && (status == WEIR_OK) == (refusal == NULL));
    DEMAND(refusal == NULL || !weir_str_equal(refusal->code, WEIR_STR("NOT_PROVED")));
    return scope;
}

static void check(struct scoping *scoping, unsigned char size)
{
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    options.partition = WEIR_STR("aws");
    options.region = WEIR_STR("us-east-1");
    options.literal_keys = (scoping->options & OPTION_LITERAL) != 0;
    options.bare_list = (scoping->options & OPTION_BARE) != 0;
    options.versions = (scoping->options & OPTION_VERSIONS) != 0;
    options.tagging = (scoping->options & OPTION_TAGGING) != 0;
    options.dialect = (scoping->options & OPTION_PLAIN) != 0 ? WEIR_SCOPE_PLAIN : WEIR_SCOPE_AWS;
    options.max_characters = size == 0 ? WEIR_SCOPE_MAX_CHARACTERS : 400 + (size_t)size * 8;
    const struct weir_scope *const scope = emit(scoping, &options, false);
    const struct weir_scope *const reversed = emit(scoping, &options, true);
    DEMAND((scope == NULL) == (reversed == NULL));
    if (scope == NULL)
        return;
    DEMAND(is_same(scope, reversed));
    read_all(scoping, scope, options.max_characters);
    ask_all(scoping);
    ask_of_keys(scoping, WEIR_STR("arn:aws:kms:us-east-1:111122223333:key/k"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scoping scoping = {.arena = NULL};
    if (size < 3 || size > LONGEST_INPUT || weir_arena_new(0, &scoping.arena) != WEIR_OK)
        return 0;
    scoping.options = data[0];
    take_grants(&scoping, (struct weir_str){(const char *)data + 2, size - 2});
    check(&scoping, data[1]);
    weir_arena_free(scoping.arena);
    return 0;
}
