/* The proof of an emission: a text that says the grant is proved, and one that differs from it in one thing is not. */
#include "world_test.h"

#include <weir/scope.h>

#include "scope/proof.h"

#define START "{\"Version\":\"2012-10-17\",\"Statement\":["
#define END "]}"
#define GET(resource) "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":" resource "}"
#define LIST(resource, prefix)                                                  \
    "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":" resource \
    ",\"Condition\":{\"StringLike\":{\"s3:prefix\":" prefix "}}}"
#define LOCATE(resource) "{\"Effect\":\"Allow\",\"Action\":\"s3:GetBucketLocation\",\"Resource\":" resource "}"
#define DECRYPT(resource) "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":" resource "}"
#define WRITES                                                                            \
    "[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\"," \
    "\"s3:ListMultipartUploadParts\"]"
#define KEY_ARN "arn:aws:kms:us-east-1:111122223333:key/k"
#define KEY "\"" KEY_ARN "\""
#define CONTEXT(service, arns)                                                                            \
    "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{" \
    "\"kms:EncryptionContext:aws:s3:arn\":" arns ",\"kms:ViaService\":\"" service "\"}}}"

enum { MOST = 3 };

/* The grants of a row; the first document is proved, no other one is. */
static const struct row {
    const char *name;
    struct {
        const char *location;
        enum weir_location_kind kind;
        enum weir_access access;
        bool list;
    } grants[MOST];
    bool with_key;
    struct {
        bool bare_list, versions, tagging, unknown_kms;
    } options;
    const char *document;
    const char *others[14];
} rows[] = {
    {"a prefix to read",
     {{"s3://lake/t", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, false},
     START GET("\"arn:aws:s3:::lake/t/*\"") END,
     {
         START GET("\"arn:aws:s3:::lake/t*\"") END,
         START GET("\"arn:aws:s3:::lake/t/?*\"") END,
         START GET("\"arn:aws:s3:::lake/t/a*\"") END,
         START GET("\"arn:aws:s3:::lake/T/*\"") END,
         START GET("\"arn:aws:s3:::*/t/*\"") END,
         START GET("\"arn:aws-cn:s3:::lake/t/*\"") END,
         START GET("\"*\"") END,
         START GET("[\"arn:aws:s3:::lake/t/*\",\"arn:aws:s3:::lake/t\"]") END,
         START GET("\"arn:aws:s3:::lake/t/*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END,
         START "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject*\",\"Resource\":\"arn:aws:s3:::lake/t/*\"}" END,
         START "{\"Effect\":\"Allow\",\"NotAction\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::lake/t/*\"}" END,
         START GET("\"arn:aws:s3:::lake/t/*\"") ",{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":"
                                                "\"arn:aws:s3:::lake/t/secret\"}" END,
         START END,
         "no policy",
     }},
    {"what matches literally needs its escapes",
     {{"s3://lake/a*b?c$d/", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, false},
     START GET("\"arn:aws:s3:::lake/a${*}b${?}c${$}d/*\"") END,
     {
         START GET("\"arn:aws:s3:::lake/a*b${?}c${$}d/*\"") END,
         START GET("\"arn:aws:s3:::lake/a${*}b?c${$}d/*\"") END,
         START GET("\"arn:aws:s3:::lake/a${*}b${?}c${d/*\"") END,
         "{\"Version\":\"2008-10-17\",\"Statement\":[" GET("\"arn:aws:s3:::lake/a${*}b${?}c${$}d/*\"") END,
     }},
    {"what looks like an escape is none",
     {{"s3://lake/${*}", WEIR_LOCATION_OBJECT, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, false},
     START GET("\"arn:aws:s3:::lake/${$}{${*}}\"") END,
     {START GET("\"arn:aws:s3:::lake/${*}\"") END, START GET("\"arn:aws:s3:::lake/${$}{*}\"") END,
      START GET("\"arn:aws:s3:::lake/${aws:username}\"") END}},
    {"a prefix to list",
     {{"s3://lake/t/", WEIR_LOCATION_PREFIX, WEIR_ACCESS_NONE, true}},
     false,
     {false, false, false, false},
     START LIST("\"arn:aws:s3:::lake\"", "\"t/*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END,
     {
         START LIST("\"arn:aws:s3:::lake\"", "\"t*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END,
         START LIST("\"arn:aws:s3:::lake\"", "[\"t\",\"t/*\"]") "," LOCATE("\"arn:aws:s3:::lake\"") END,
         START LIST("\"arn:aws:s3:::lake\"", "[\"\",\"t/*\"]") "," LOCATE("\"arn:aws:s3:::lake\"") END,
         START LIST("\"arn:aws:s3:::lake*\"", "\"t/*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END,
         START LIST("\"arn:aws:s3:::lake\"", "\"t/*\"") END,
         START "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\",\"s3:GetBucketLocation\"],\"Resource\":"
               "\"arn:aws:s3:::lake\"}" END,
         START "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\",\"s3:GetBucketLocation\"],\"Resource\":"
               "\"arn:aws:s3:::lake\",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"t/*\"}}}" END,
         START "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::lake\","
               "\"Condition\":{\"StringLikeIfExists\":{\"s3:prefix\":\"t/*\"}}}," LOCATE("\"arn:aws:s3:::lake\"") END,
     }},
    {"two buckets are no cross product",
     {{"s3://lake/a", WEIR_LOCATION_PREFIX, WEIR_ACCESS_NONE, true},
      {"s3://pond/b", WEIR_LOCATION_PREFIX, WEIR_ACCESS_NONE, true}},
     false,
     {false, false, false, false},
     START LIST("\"arn:aws:s3:::lake\"", "\"a/*\"") "," LIST("\"arn:aws:s3:::pond\"", "\"b/*\"") "," LOCATE(
         "[\"arn:aws:s3:::lake\",\"arn:aws:s3:::pond\"]") END,
     {START LIST("[\"arn:aws:s3:::lake\",\"arn:aws:s3:::pond\"]",
                 "[\"a/*\",\"b/*\"]") "," LOCATE("[\"arn:aws:s3:::lake\",\"arn:aws:s3:::pond\"]") END}},
    {"a whole bucket is listed also without a prefix",
     {{"s3://lake", WEIR_LOCATION_BUCKET, WEIR_ACCESS_NONE, true}},
     false,
     {false, false, false, false},
     START LOCATE("\"arn:aws:s3:::lake\"") ",{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":"
                                           "\"arn:aws:s3:::lake\"}" END,
     {START LIST("\"arn:aws:s3:::lake\"", "\"*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END}},
    {"a prefix to write, with a key",
     {{"s3://lake/t", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READWRITE, false}},
     true,
     {false, false, false, false},
     START "{\"Effect\":\"Allow\",\"Action\":" WRITES ",\"Resource\":\"arn:aws:s3:::lake/t/*\"},"
           "{\"Effect\":\"Allow\",\"Action\":[\"kms:GenerateDataKey\",\"kms:Decrypt\"],\"Resource\":" KEY "}" END,
     {
         START "{\"Effect\":\"Allow\",\"Action\":" WRITES ",\"Resource\":\"arn:aws:s3:::lake/t/*\"}," DECRYPT(KEY) END,
         START "{\"Effect\":\"Allow\",\"Action\":" WRITES ",\"Resource\":\"arn:aws:s3:::lake/t/*\"}" END,
         START "{\"Effect\":\"Allow\",\"Action\":" WRITES ",\"Resource\":\"arn:aws:s3:::lake/t/*\"},"
               "{\"Effect\":\"Allow\",\"Action\":[\"kms:GenerateDataKey\",\"kms:Decrypt\"],\"Resource\":\"*\"}" END,
         START "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":"
               "\"arn:aws:s3:::lake/t/*\"},{\"Effect\":\"Allow\",\"Action\":[\"kms:GenerateDataKey\",\"kms:Decrypt\"],"
               "\"Resource\":" KEY "}" END,
     }},
    {"the options that widen are what they say",
     {{"s3://lake/t", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true}},
     false,
     {true, true, true, false},
     START "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:GetObjectVersion\",\"s3:GetObjectTagging\"],"
           "\"Resource\":\"arn:aws:s3:::lake/t/*\"}," LIST("\"arn:aws:s3:::lake\"",
                                                           "[\"t\",\"t/*\"]") "," LOCATE("\"arn:aws:s3:::lake\"") END,
     {START GET("\"arn:aws:s3:::lake/t/*\"") "," LIST("\"arn:aws:s3:::lake\"",
                                                      "\"t/*\"") "," LOCATE("\"arn:aws:s3:::lake\"") END}},
    {"keys that are not known are bound to the service and the objects",
     {{"s3://lake/t", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, true},
     START GET("\"arn:aws:s3:::lake/t/*\"") "," CONTEXT("s3.us-east-1.amazonaws.com",
                                                        "[\"arn:aws:s3:::lake\",\"arn:aws:s3:::lake/t/*\"]") END,
     {
         START GET("\"arn:aws:s3:::lake/t/*\"") "," CONTEXT("s3.*.amazonaws.com",
                                                            "[\"arn:aws:s3:::lake\",\"arn:aws:s3:::lake/t/*\"]") END,
         START GET("\"arn:aws:s3:::lake/t/*\"") "," CONTEXT("s3.us-east-1.amazonaws.com", "\"arn:aws:s3:::lake*\"") END,
         START GET("\"arn:aws:s3:::lake/t/*\"") "," DECRYPT("\"*\"") END,
     }},
    {"one location inside another",
     {{"s3://lake/a", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
      {"s3://lake/a/b", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
      {"s3://lake/c*", WEIR_LOCATION_CHARACTERS, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, false},
     START GET("[\"arn:aws:s3:::lake/c${*}*\",\"arn:aws:s3:::lake/a/*\"]") END,
     {START GET("[\"arn:aws:s3:::lake/c${*}*\",\"arn:aws:s3:::lake/a/b/*\"]") END,
      START GET("[\"arn:aws:s3:::lake/c*\",\"arn:aws:s3:::lake/a/*\"]") END}},
    {"what the text may not hold",
     {{"s3://lake/\xc4\x80", WEIR_LOCATION_OBJECT, WEIR_ACCESS_READ, false}},
     false,
     {false, false, false, false},
     START GET("\"arn:aws:s3:::lake/\\u0100\"") END,
     {START GET("\"arn:aws:s3:::lake/\xc4\x80\"") END, START GET("\"arn:aws:s3:::lake/\\u0101\"") END,
      START GET("\"arn:aws:s3:::lake/\\u0100\"") END "\n", START GET("\"arn:aws:s3:::lake/\\u0100\"") END "\xff"}},
};

struct proving {
    struct weir_arena *arena;
    struct weir_grant grants[MOST];
    struct weir_scope_plan plan;
    struct weir_scope_claim claim;
};

static void prepare(struct proving *proving, const struct row *row)
{
    static const struct weir_str key = {KEY_ARN, sizeof KEY_ARN - 1};
    proving->plan = (struct weir_scope_plan){.options = WEIR_SCOPE_OPTIONS_INIT};
    proving->plan.partition = WEIR_STR("aws");
    proving->plan.max_characters = WEIR_SCOPE_MAX_CHARACTERS;
    proving->plan.options.region = WEIR_STR("us-east-1");
    proving->plan.options.bare_list = row->options.bare_list;
    proving->plan.options.versions = row->options.versions;
    proving->plan.options.tagging = row->options.tagging;
    proving->plan.options.unknown_kms = row->options.unknown_kms;
    proving->claim = (struct weir_scope_claim){.plan = &proving->plan};
    proving->claim.all = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    proving->claim.all.grants = proving->grants;
    while (proving->claim.all.count < MOST && row->grants[proving->claim.all.count].location != NULL) {
        const size_t i = proving->claim.all.count++;
        proving->grants[i] = (struct weir_grant){weir_str_from(row->grants[i].location), row->grants[i].kind,
                                                 row->grants[i].access, row->grants[i].list};
    }
    if (row->with_key) {
        proving->claim.all.kms_keys = &key;
        proving->claim.all.kms_key_count = 1;
    }
}

static bool is_proved(struct proving *proving, const char *document)
{
    enum weir_scope_check check = WEIR_SCOPE_PASSED;
    proving->claim.document = weir_str_from(document);
    proving->claim.characters = weir_str_code_points(proving->claim.document);
    assert_int_equal(weir_scope_prove(&proving->claim, proving->arena, &check), WEIR_OK);
    assert_true(check == WEIR_SCOPE_PASSED || check == WEIR_SCOPE_POLICY_UNPROVED);
    return check == WEIR_SCOPE_PASSED;
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct proving proving;
    assert_int_equal(weir_arena_new(0, &proving.arena), WEIR_OK);
    prepare(&proving, row);
    if (!is_proved(&proving, row->document))
        fail_msg("not proved: %s", row->document);
    for (size_t i = 0; i < WEIR_COUNT(row->others) && row->others[i] != NULL; i++) {
        if (is_proved(&proving, row->others[i]))
            fail_msg("proved: %s", row->others[i]);
    }
    weir_arena_free(proving.arena);
}

static void the_count_and_the_bound_are_part_of_it(void **state)
{
    (void)state;
    struct proving proving;
    enum weir_scope_check check = WEIR_SCOPE_PASSED;
    assert_int_equal(weir_arena_new(0, &proving.arena), WEIR_OK);
    prepare(&proving, &rows[0]);
    assert_true(is_proved(&proving, rows[0].document));
    proving.claim.characters++;
    assert_int_equal(weir_scope_prove(&proving.claim, proving.arena, &check), WEIR_OK);
    assert_int_equal(check, WEIR_SCOPE_POLICY_UNPROVED);
    proving.plan.max_characters = strlen(rows[0].document);
    assert_true(is_proved(&proving, rows[0].document));
    proving.plan.max_characters--;
    assert_false(is_proved(&proving, rows[0].document));
    weir_arena_free(proving.arena);
}

/* The grants of one policy over many locations, and whether that policy is proved against them with one exchanged. */
static bool is_proved_with(const struct weir_grant *grants, size_t count, const struct weir_scope_policy *policy,
                           const char *location, struct weir_arena *arena)
{
    struct weir_grant *const others = weir_arena_alloc(arena, count, sizeof(*others));
    struct proving proving = {.arena = arena};
    const struct row none = {.name = NULL};
    enum weir_scope_check check = WEIR_SCOPE_PASSED;
    assert_non_null(others);
    memcpy(others, grants, count * sizeof(*others));
    others[count / 2].location = weir_str_from(location);
    prepare(&proving, &none);
    proving.plan.max_characters = policy->characters;
    proving.claim = (struct weir_scope_claim){
        .plan = &proving.plan, .document = policy->document, .characters = policy->characters};
    proving.claim.all = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    proving.claim.all.grants = others;
    proving.claim.all.count = count;
    assert_int_equal(weir_scope_prove(&proving.claim, arena, &check), WEIR_OK);
    assert_true(check == WEIR_SCOPE_PASSED || check == WEIR_SCOPE_POLICY_UNPROVED);
    return check == WEIR_SCOPE_PASSED;
}

enum { MANY = 1000, NAME_BYTES = 32 };

/* [scope-shape] One policy for a thousand locations is proved, and is not once a location in the middle is another. */
static void many_are_proved(bool by_bucket, const char *same, const char *const *others)
{
    struct weir_arena *arena = NULL;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_scope_policy policy;
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    struct weir_grant *const grants = weir_arena_alloc(arena, MANY, sizeof(*grants));
    char(*const names)[NAME_BYTES] = weir_arena_alloc(arena, MANY, NAME_BYTES);
    assert_true(grants != NULL && names != NULL);
    for (size_t i = 0; i < MANY; i++) {
        const unsigned number = (unsigned)i;
        if (by_bucket)
            (void)snprintf(names[i], NAME_BYTES, "s3://lake-%u/t%u", number, number);
        else
            (void)snprintf(names[i], NAME_BYTES, "s3://lake/t%u/%u", number, number);
        grants[i] = (struct weir_grant){weir_str_from(names[i]), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true};
    }
    set.grants = grants;
    set.count = MANY;
    options.partition = WEIR_STR("aws");
    options.max_characters = 1 << 20;
    assert_int_equal(weir_scope_emit(&set, &options, arena, &scope, &refusal, NULL), WEIR_OK);
    assert_int_equal(weir_scope_policy_count(scope), 1);
    assert_true(weir_scope_policy(scope, 0, &policy));
    assert_int_equal(policy.proof, WEIR_SCOPE_TIGHT);
    assert_true(is_proved_with(grants, MANY, &policy, same, arena));
    for (size_t i = 0; others[i] != NULL; i++) {
        if (is_proved_with(grants, MANY, &policy, others[i], arena))
            fail_msg("proved: %s", others[i]);
    }
    weir_arena_free(arena);
}

static void a_thousand_buckets_in_one_policy_are_proved(void **state)
{
    (void)state;
    static const char *const others[] = {"s3://lake-500/t501", "s3://lake-501/t500", "s3://lake-500/t",
                                         "s3://other/t500", NULL};
    many_are_proved(true, "s3://lake-500/t500", others);
}

static void a_thousand_prefixes_in_one_policy_are_proved(void **state)
{
    (void)state;
    static const char *const others[] = {"s3://lake/t500/501", "s3://lake/t501/500", "s3://lake/t500",
                                         "s3://other/t500/500", NULL};
    many_are_proved(false, "s3://lake/t500/500", others);
}

/* A policy of several need not give more than its own locations, and may give no more than all grants. */
static void a_part_is_between_its_own_and_all(void **state)
{
    (void)state;
    static const struct row row = {.grants = {{"s3://lake/a/b", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
                                              {"s3://lake/a", WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true}}};
    struct proving proving;
    assert_int_equal(weir_arena_new(0, &proving.arena), WEIR_OK);
    prepare(&proving, &row);
    proving.claim.whole = proving.claim.all;
    proving.claim.whole.count = 1;
    assert_true(is_proved(&proving, START GET("\"arn:aws:s3:::lake/a/b/*\"") END));
    assert_true(is_proved(&proving, START GET("\"arn:aws:s3:::lake/a/*\"") END));
    assert_false(is_proved(&proving, START GET("\"arn:aws:s3:::lake/a/b/c*\"") END));
    assert_false(is_proved(&proving, START GET("\"arn:aws:s3:::lake/*\"") END));
    weir_arena_free(proving.arena);
}

static struct weir_str refused_by(const struct weir_grant *granted, const struct weir_grant *asked,
                                  struct weir_arena *arena)
{
    struct weir_grant_set grants = WEIR_GRANT_SET_INIT;
    struct weir_grant_set within = WEIR_GRANT_SET_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    grants.grants = granted;
    grants.count = 1;
    within.grants = asked;
    within.count = 1;
    options.partition = WEIR_STR("aws");
    options.within = &within;
    const enum weir_status status = weir_scope_emit(&grants, &options, arena, &scope, &refusal, &error);
    assert_true(status == WEIR_OK || status == WEIR_REFUSED);
    return refusal == NULL ? (struct weir_str){NULL, 0} : refusal->check;
}

/* A grant may be narrower than the request, and its policy may not be wider. */
static void no_policy_allows_more_than_was_asked_for(void **state)
{
    (void)state;
    static const struct {
        struct weir_grant granted;
        struct weir_grant asked;
        bool is_within;
    } pairs[] = {
        {{{"s3://lake/t/a", 13}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         {{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READWRITE, true},
         true},
        {{{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         {{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         true},
        {{{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         {{"s3://lake/t/a", 13}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         false},
        {{{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_APPEND, true},
         {{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         false},
        {{{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true},
         {{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
         false},
        {{{"s3://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
         {{"gs://lake/t", 11}, WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false},
         false},
    };
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < WEIR_COUNT(pairs); i++) {
        const struct weir_str check = refused_by(&pairs[i].granted, &pairs[i].asked, arena);
        if (pairs[i].is_within ? check.len != 0 : !weir_str_equal(check, WEIR_STR("scope.policy.outside")))
            fail_msg("pair %zu: %.*s", i, WEIR_FMT(check));
    }
    weir_arena_free(arena);
}

static void what_is_no_location_proves_nothing(void **state)
{
    (void)state;
    struct proving proving;
    assert_int_equal(weir_arena_new(0, &proving.arena), WEIR_OK);
    prepare(&proving, &rows[0]);
    proving.grants[0].location = WEIR_STR("gs://lake/t");
    assert_false(is_proved(&proving, rows[0].document));
    weir_arena_free(proving.arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(a_thousand_buckets_in_one_policy_are_proved),
        cmocka_unit_test(a_thousand_prefixes_in_one_policy_are_proved),
        cmocka_unit_test(the_count_and_the_bound_are_part_of_it),
        cmocka_unit_test(a_part_is_between_its_own_and_all),
        cmocka_unit_test(no_policy_allows_more_than_was_asked_for),
        cmocka_unit_test(what_is_no_location_proves_nothing),
    };
    struct CMUnitTest tests[WEIR_COUNT(rows) + WEIR_COUNT(facts)];
    size_t count = 0;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++)
        tests[count++] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = row_holds, .initial_state = (void *)(uintptr_t)&rows[i]};
    for (size_t i = 0; i < WEIR_COUNT(facts); i++)
        tests[count++] = facts[i];
    return _cmocka_run_group_tests("scope.proof", tests, count, NULL, NULL);
}
