/* What the options of an emission change: the text, what is let out and said so, and what is refused without them. */
#include "world_test.h"

#include <weir/scope.h>

#include "scope/scope_impl.h"

#define V "{\"Version\":\"2012-10-17\",\"Statement\":["
#define STATEMENT(action, resource) "{\"Effect\":\"Allow\",\"Action\":" action ",\"Resource\":" resource "}"
#define ARN(rest) "\"arn:aws:s3:::" rest "\""
#define GET "\"s3:GetObject\""
#define LISTED(bucket, prefixes)                                                                                      \
    "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":" bucket ",\"Condition\":{\"StringLike\":{\"s3:" \
    "prefix\":" prefixes "}}}," STATEMENT("\"s3:GetBucketLocation\"", bucket)
#define WRITE                                                                                 \
    "\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\",\"s3:" \
    "ListMultipartUploadParts\""
#define ANY_KEY(actions, arns, service)                                                               \
    "{\"Effect\":\"Allow\",\"Action\":" actions ",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{" \
    "\"kms:EncryptionContext:aws:s3:arn\":[" arns "],\"kms:ViaService\":\"" service "\"}}}"
#define POINT "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1"

enum { PREFIX = WEIR_LOCATION_PREFIX, BUCKET = WEIR_LOCATION_BUCKET, OBJECT = WEIR_LOCATION_OBJECT };
enum { CHARACTERS = WEIR_LOCATION_CHARACTERS };
enum { NONE = WEIR_ACCESS_NONE, READ = WEIR_ACCESS_READ, APPENDING = WEIR_ACCESS_APPEND, RW = WEIR_ACCESS_READWRITE };

struct row {
    struct {
        const char *location;
        int kind;
        int access;
        bool list;
    } grants[3];
    struct weir_scope_options options;
    const char *check; /* NULL: it is written */
    const char *document;
    const char *leaks[3];
};

#define OPTIONS(...) {.size = sizeof(struct weir_scope_options), .partition = {"aws", 3}, __VA_ARGS__}
#define REGION .region = {"us-east-1", 9}

static const struct row rows[] = {
    /* versions */
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.versions = true),
     NULL,
     V STATEMENT("[" GET ",\"s3:GetObjectVersion\"]", ARN("lake/t/*")) "]}",
     {"every version of the objects can be read, also of those that were overwritten or deleted"}},
    {{{"s3://lake/t", PREFIX, NONE, true}},
     OPTIONS(.versions = true),
     NULL,
     V LISTED(ARN("lake"), "\"t/*\"") "]}",
     {NULL}},
    /* tagging */
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.tagging = true),
     NULL,
     V STATEMENT("[" GET ",\"s3:GetObjectTagging\"]", ARN("lake/t/*")) "]}",
     {"the tags of the objects can be read"}},
    {{{"s3://lake/t", PREFIX, RW, false}},
     OPTIONS(.tagging = true),
     NULL,
     V STATEMENT("[" WRITE ",\"s3:GetObjectTagging\",\"s3:PutObjectTagging\"]", ARN("lake/t/*")) "]}",
     {"the tags of the objects can be read and set, and policies that go by tags with them"}},
    /* the bare prefix */
    {{{"s3://lake/t", PREFIX, NONE, true}},
     OPTIONS(.bare_list = true),
     NULL,
     V LISTED(ARN("lake"), "[\"t\",\"t/*\"]") "]}",
     {"listing s3://lake/t also shows the names that go on behind it without a slash"}},
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.bare_list = true),
     NULL,
     V STATEMENT(GET, ARN("lake/t/*")) "]}",
     {NULL}},
    {{{"s3://lake/t/a", PREFIX, NONE, true}, {"s3://lake/t", PREFIX, NONE, true}},
     OPTIONS(.bare_list = true),
     NULL,
     V LISTED(ARN("lake"), "[\"t\",\"t/*\"]") "]}",
     {"listing s3://lake/t also shows the names that go on behind it without a slash"}},
    {{{"s3://lake//", PREFIX, NONE, true}},
     OPTIONS(.bare_list = true, .literal_keys = true),
     NULL,
     V LISTED(ARN("lake"), "\"/*\"") "]}",
     {NULL}},
    {{{"s3://lake", BUCKET, NONE, true}},
     OPTIONS(.bare_list = true),
     NULL,
     V STATEMENT("[\"s3:ListBucket\",\"s3:GetBucketLocation\"]", ARN("lake")) "]}",
     {NULL}},
    /* characters need no option, for the grantor wrote them; they are told all the same */
    {{{"s3://lake/t", CHARACTERS, READ, false}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, ARN("lake/t*")) "]}",
     {"s3://lake/t also takes in every key that goes on behind it without a slash"}},
    {{{"s3://lake/t/", CHARACTERS, READ, false}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, ARN("lake/t/*")) "]}",
     {NULL}},
    {{{"s3://lake/", CHARACTERS, READ, false}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, ARN("lake/*")) "]}",
     {NULL}},
    /* keys that are not known */
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.unknown_kms = true, REGION),
     NULL,
     V STATEMENT(GET, ARN("lake/t/*")) "," ANY_KEY("\"kms:Decrypt\"", ARN("lake") "," ARN("lake/t/*"),
                                                   "s3.us-east-1.amazonaws.com") "]}",
     {"any KMS key serves through S3 for these objects, and under bucket keys for all of their buckets"}},
    {{{"s3://lake/t", PREFIX, APPENDING, false},
      {"s3://lake/u*", OBJECT, READ, false},
      {"s3://pond/x", OBJECT, READ, false}},
     OPTIONS(.unknown_kms = true, REGION),
     NULL,
     V STATEMENT(GET, "[" ARN("lake/u${*}") "," ARN("pond/x") "]") "," STATEMENT(
         "[\"s3:GetObject\",\"s3:PutObject\",\"s3:AbortMultipartUpload\",\"s3:ListMultipartUploadParts\"]",
         ARN("lake/t/*")) "," ANY_KEY("\"kms:Decrypt\"",
                                      ARN("lake") "," ARN("lake/u${*}") "," ARN("pond") "," ARN("pond/x"),
                                      "s3.us-east-1.amazonaws.com") "," ANY_KEY("[\"kms:Decrypt\",\"kms:"
                                                                                "GenerateDataKey\"]",
                                                                                ARN("lake") "," ARN("lake/t/*"),
                                                                                "s3.us-east-1.amazonaws.com") "]}",
     {"any KMS key serves through S3 for these objects, and under bucket keys for all of their buckets"}},
    {{{"s3://lake/t", PREFIX, NONE, true}},
     OPTIONS(.unknown_kms = true, REGION),
     NULL,
     V LISTED(ARN("lake"), "\"t/*\"") "]}",
     {NULL}},
    {{{"s3://lake/t", PREFIX, READ, false}}, OPTIONS(.unknown_kms = true), "scope.kms.region", NULL, {NULL}},
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.unknown_kms = true, .region = {"cn-north-1", 10}),
     "scope.kms.region",
     NULL,
     {NULL}},
    {{{"s3://" POINT "/t", PREFIX, READ, false}},
     OPTIONS(.unknown_kms = true, REGION),
     "scope.kms.bucket",
     NULL,
     {NULL}},
    {{{"s3://lake/t", PREFIX, READ, false}},
     OPTIONS(.unknown_kms = true, REGION, .dialect = WEIR_SCOPE_PLAIN),
     "scope.dialect.option",
     NULL,
     {NULL}},
    /* segments that two readers read in two ways */
    {{{"s3://lake/a//../b/.", PREFIX, READ, true}},
     OPTIONS(.literal_keys = true),
     NULL,
     V STATEMENT(GET, ARN("lake/a//../b/./*")) "," LISTED(ARN("lake"), "\"a//../b/./*\"") "]}",
     {NULL}},
    {{{"s3://lake/a//../b/.", PREFIX, READ, true}}, OPTIONS(.bare_list = false), "scope.location.dots", NULL, {NULL}},
    {{{"s3://lake/a\tb", PREFIX, READ, true}}, OPTIONS(.literal_keys = true), "scope.location.control", NULL, {NULL}},
    /* the plain dialect */
    {{{"s3://lake/t%20\"", PREFIX, READ, false}},
     OPTIONS(.dialect = WEIR_SCOPE_PLAIN),
     NULL,
     V STATEMENT(GET, ARN("lake/t%20\\\"/*")) "]}",
     {NULL}},
    {{{"s3://lake/t*", PREFIX, READ, false}},
     OPTIONS(.dialect = WEIR_SCOPE_PLAIN),
     "scope.location.dialect",
     NULL,
     {NULL}},
    {{{"s3://lake/t?", OBJECT, READ, false}},
     OPTIONS(.dialect = WEIR_SCOPE_PLAIN),
     "scope.location.dialect",
     NULL,
     {NULL}},
    {{{"s3://lake/$t", PREFIX, NONE, true}},
     OPTIONS(.dialect = WEIR_SCOPE_PLAIN),
     "scope.location.dialect",
     NULL,
     {NULL}},
    {{{"s3://" POINT "/t", PREFIX, READ, false}},
     OPTIONS(.dialect = WEIR_SCOPE_PLAIN),
     "scope.location.dialect",
     NULL,
     {NULL}},
    /* access points */
    {{{"s3://" POINT "/t", PREFIX, READ, true}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, "\"" POINT "/object/t/*\"") "," LISTED("\"" POINT "\"", "\"t/*\"") "]}",
     {NULL}},
    {{{POINT, BUCKET, READ, true}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, "\"" POINT "/object/*\"") "," STATEMENT("[\"s3:ListBucket\",\"s3:GetBucketLocation\"]",
                                                              "\"" POINT "\"") "]}",
     {NULL}},
    {{{POINT "/object/t", PREFIX, READ, false}}, OPTIONS(.bare_list = false), "scope.location.syntax", NULL, {NULL}},
    {{{"s3://" POINT "/object/t", PREFIX, READ, false}},
     OPTIONS(.bare_list = false),
     NULL,
     V STATEMENT(GET, "\"" POINT "/object/object/t/*\"") "]}",
     {NULL}},
    {{{"s3://arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/ap-1/t", PREFIX, READ, false}},
     OPTIONS(.bare_list = false),
     "scope.location.partition",
     NULL,
     {NULL}},
    {{{"s3://lake--use1-az4--x-s3/t", PREFIX, READ, false}},
     OPTIONS(.bare_list = false),
     "scope.location.directory-bucket",
     NULL,
     {NULL}},
};

struct emitted {
    enum weir_status status;
    const struct weir_scope *scope;
    const struct weir_refusal *refusal;
    struct weir_scope_policy policy;
};

static struct emitted emit_row(const struct row *row, struct weir_arena *arena)
{
    struct weir_grant grants[WEIR_COUNT(row->grants)];
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    struct emitted emitted = {.scope = NULL};
    for (; set.count < WEIR_COUNT(grants) && row->grants[set.count].location != NULL; set.count++)
        grants[set.count] = (struct weir_grant){
            weir_str_from(row->grants[set.count].location), (enum weir_location_kind)row->grants[set.count].kind,
            (enum weir_access)row->grants[set.count].access, row->grants[set.count].list};
    set.grants = grants;
    emitted.status = weir_scope_emit(&set, &row->options, arena, &emitted.scope, &emitted.refusal, &error);
    (void)weir_scope_policy(emitted.scope, 0, &emitted.policy);
    return emitted;
}

static void check_written(const struct row *row, size_t i, const struct emitted *emitted)
{
    if (emitted->status != WEIR_OK)
        fail_msg("row %zu: status %d, %.*s", i, (int)emitted->status, WEIR_FMT(emitted->refusal->message));
    if (!weir_str_equal(emitted->policy.document, weir_str_from(row->document)))
        fail_msg("row %zu: %.*s", i, WEIR_FMT(emitted->policy.document));
    for (size_t j = 0; j < WEIR_COUNT(row->leaks); j++) {
        if ((row->leaks[j] == NULL) != (j >= emitted->policy.leak_count))
            fail_msg("row %zu: %zu leaks", i, emitted->policy.leak_count);
        if (row->leaks[j] != NULL)
            assert_str(emitted->policy.leaks[j], row->leaks[j]);
    }
}

static void options_change_the_text_and_say_what_it_lets_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_arena *arena = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        const struct emitted emitted = emit_row(&rows[i], arena);
        if (rows[i].check == NULL) {
            check_written(&rows[i], i, &emitted);
        } else {
            if (emitted.status != WEIR_REFUSED)
                fail_msg("row %zu is not refused: %.*s", i, WEIR_FMT(emitted.policy.document));
            assert_str(emitted.refusal->check, rows[i].check);
        }
        weir_arena_free(arena);
    }
}

static void structs_of_another_size_are_misuse(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct row row = rows[0];
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    row.options.size--;
    assert_int_equal(emit_row(&row, arena).status, WEIR_ERR_USAGE);
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    set.size = 0;
    assert_int_equal(weir_scope_emit(&set, NULL, arena, &scope, &refusal, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void each_partition_has_its_service_names(void **state)
{
    (void)state;
    static const struct {
        const char *region, *partition, *suffix;
    } facts[] = {
        {"eu-west-1", "aws", "amazonaws.com"},
        {"cn-north-1", "aws-cn", "amazonaws.com.cn"},
        {"us-gov-west-1", "aws-us-gov", "amazonaws.com"},
        {"us-iso-east-1", "aws-iso", "c2s.ic.gov"},
        {"us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"},
        {"eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"},
        {"us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"},
        {"eusc-de-east-1", "aws-eusc", "amazonaws.eu"},
        {"moon-1", "", ""},
    };
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        const struct weir_str partition = weir_partition_of_region(weir_str_from(facts[i].region));
        assert_str(partition, facts[i].partition);
        assert_str(weir_partition_dns_suffix(partition), facts[i].suffix);
    }
}

/* [scope-packed] Repetition packs well, entropy does not; what repeats nothing cannot fall below its entropy. */
static void packing_is_estimated_by_what_repeats(void **state)
{
    (void)state;
    char same[2001];
    char varied[2001];
    uint32_t seed = 1;
    unsigned percent[3];
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < 2000; i++) {
        same[i] = "abc"[i % 3];
        seed = seed * 1664525U + 1013904223U;
        varied[i] = "0123456789abcdef"[seed >> 28];
    }
    assert_int_equal(weir_scope_estimate_packed((struct weir_str){same, 2000}, arena, &percent[0]), WEIR_OK);
    assert_int_equal(weir_scope_estimate_packed((struct weir_str){varied, 2000}, arena, &percent[1]), WEIR_OK);
    assert_int_equal(weir_scope_estimate_packed((struct weir_str){varied, 1000}, arena, &percent[2]), WEIR_OK);
    assert_true(percent[0] <= 6);
    /* Four bits a character: 1,000 bytes, 222 %; deflate adds its tables and finds chance matches. */
    assert_in_range(percent[1], 222, 250);
    assert_in_range(percent[2], 111, 135);
    assert_int_equal(weir_scope_estimate_packed((struct weir_str){NULL, 0}, arena, &percent[0]), WEIR_OK);
    assert_true(percent[0] <= 1);
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(options_change_the_text_and_say_what_it_lets_out),
        cmocka_unit_test(structs_of_another_size_are_misuse),
        cmocka_unit_test(each_partition_has_its_service_names),
        cmocka_unit_test(packing_is_estimated_by_what_repeats),
    };
    return cmocka_run_group_tests_name("scope.options", facts, NULL, NULL);
}
