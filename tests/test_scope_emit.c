/* The text of session policies, what they allow when they are asked, and what is refused. */
#include "world_test.h"

#include <weir/policy.h>
#include <weir/scope.h>

#include "scope/scope_impl.h"

enum { MAX_GRANTS = 4 };
#define V "{\"Version\":\"2012-10-17\",\"Statement\":["
#define WRITE                                                                                  \
    "[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\",\"s3:" \
    "ListMultipartUploadParts\"]"
#define APPEND "[\"s3:GetObject\",\"s3:PutObject\",\"s3:AbortMultipartUpload\",\"s3:ListMultipartUploadParts\"]"
#define STATEMENT(action, resource) "{\"Effect\":\"Allow\",\"Action\":" action ",\"Resource\":" resource "}"
#define ARN(rest) "\"arn:aws:s3:::" rest "\""
#define LIST(bucket, prefix)                                                                 \
    "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::" bucket \
    "\",\"Condition\":{\"StringLike\":{\"s3:prefix\":" prefix "}}}"
#define GET "\"s3:GetObject\""
#define WHERE "\"s3:GetBucketLocation\""
#define KEY1 "arn:aws:kms:us-east-1:111122223333:key/k-1"
#define KEY2 "arn:aws:kms:us-east-1:111122223333:key/k-2"

enum { PREFIX = WEIR_LOCATION_PREFIX, BUCKET = WEIR_LOCATION_BUCKET, OBJECT = WEIR_LOCATION_OBJECT };
enum { CHARACTERS = WEIR_LOCATION_CHARACTERS };
enum { NONE = WEIR_ACCESS_NONE, READ = WEIR_ACCESS_READ, APPENDING = WEIR_ACCESS_APPEND, RW = WEIR_ACCESS_READWRITE };

struct row {
    const char *name;
    struct {
        const char *location;
        int kind;
        int access;
        bool list;
    } grants[MAX_GRANTS];
    const char *keys[3];
    const char *document;
};

static const struct row rows[] = {
    {"read", {{"s3://lake/t", PREFIX, READ, false}}, {NULL}, V STATEMENT(GET, ARN("lake/t/*")) "]}"},
    {"read and list",
     {{"s3://lake/t/", PREFIX, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/t/*")) "," LIST("lake", "\"t/*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"write", {{"s3a://lake/t", PREFIX, RW, false}}, {NULL}, V STATEMENT(WRITE, ARN("lake/t/*")) "]}"},
    {"append", {{"s3://lake/t", PREFIX, APPENDING, false}}, {NULL}, V STATEMENT(APPEND, ARN("lake/t/*")) "]}"},
    {"list alone",
     {{"s3://lake/t", PREFIX, NONE, true}},
     {KEY1},
     V LIST("lake", "\"t/*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"one object, which is not listed",
     {{"s3://lake/t", OBJECT, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/t")) "]}"},
    {"characters",
     {{"s3://lake/t", CHARACTERS, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/t*")) "," LIST("lake", "\"t*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"a bucket",
     {{"s3://lake", BUCKET, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/*")) "," STATEMENT("[\"s3:ListBucket\"," WHERE "]", ARN("lake")) "]}"},
    {"a prefix that is the bucket",
     {{"s3://lake/", PREFIX, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/*")) "," STATEMENT("[\"s3:ListBucket\"," WHERE "]", ARN("lake")) "]}"},
    {"three accesses, sorted",
     {{"s3://lake/c", PREFIX, RW, false},
      {"s3://lake/b", PREFIX, APPENDING, false},
      {"s3://lake/d", PREFIX, READ, false},
      {"s3://lake/a", PREFIX, READ, false}},
     {NULL},
     V STATEMENT(GET, "[" ARN("lake/a/*") "," ARN("lake/d/*") "]") "," STATEMENT(APPEND, ARN("lake/b/*")) "," STATEMENT(
         WRITE, ARN("lake/c/*")) "]}"},
    {"one list statement a bucket",
     {{"s3://pond/x", PREFIX, NONE, true}, {"s3://lake/b", PREFIX, NONE, true}, {"s3://lake/a", PREFIX, NONE, true}},
     {NULL},
     V LIST("lake", "[\"a/*\",\"b/*\"]") "," LIST("pond", "\"x/*\"") "," STATEMENT(
         WHERE, "[" ARN("lake") "," ARN("pond") "]") "]}"},
    {"what is covered is said once",
     {{"s3://lake/a/b", PREFIX, READ, true},
      {"s3://lake/a", PREFIX, READ, true},
      {"s3://lake/a/", PREFIX, READ, false},
      {"s3://lake/a/x.csv", OBJECT, READ, false}},
     {NULL},
     V STATEMENT(GET, ARN("lake/a/*")) "," LIST("lake", "\"a/*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"a stronger access inside stays",
     {{"s3://lake/a", PREFIX, READ, false},
      {"s3://lake/a/b", PREFIX, RW, false},
      {"s3://lake/a/b/c", PREFIX, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/a/*")) "," STATEMENT(WRITE, ARN("lake/a/b/*")) "," LIST(
         "lake", "\"a/b/c/*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"neighbours do not cover",
     {{"s3://lake/a", PREFIX, READ, false},
      {"s3://lake/ab", PREFIX, READ, false},
      {"s3://lake2/a", PREFIX, READ, false}},
     {NULL},
     V STATEMENT(GET, "[" ARN("lake/a/*") "," ARN("lake/ab/*") "," ARN("lake2/a/*") "]") "]}"},
    {"an object does not cover",
     {{"s3://lake/a", OBJECT, RW, false}, {"s3://lake/a", PREFIX, READ, false}},
     {NULL},
     V STATEMENT(GET, ARN("lake/a/*")) "," STATEMENT(WRITE, ARN("lake/a")) "]}"},
    {"keys for reading",
     {{"s3://lake/a", PREFIX, READ, false}},
     {KEY2, KEY1, KEY2},
     V STATEMENT(GET, ARN("lake/a/*")) "," STATEMENT("\"kms:Decrypt\"", "[\"" KEY1 "\",\"" KEY2 "\"]") "]}"},
    {"keys for writing",
     {{"s3://lake/a", PREFIX, APPENDING, false}},
     {KEY1},
     V STATEMENT(APPEND, ARN("lake/a/*")) "," STATEMENT("[\"kms:Decrypt\",\"kms:GenerateDataKey\"]",
                                                        "\"" KEY1 "\"") "]}"},
    {"hostile characters",
     {{"s3://lake/n*s?/$x/\"q\\", PREFIX, READ, true}},
     {NULL},
     V STATEMENT(GET, ARN("lake/n${*}s${?}/${$}x/\\\"q\\\\/*")) "," LIST(
         "lake", "\"n${*}s${?}/${$}x/\\\"q\\\\/*\"") "," STATEMENT(WHERE, ARN("lake")) "]}"},
    {"what is not quite a control",
     {{"s3://lake/a b~\xc2\xa0\xc3\x82", PREFIX, READ, false}},
     {NULL},
     V STATEMENT(GET, ARN("lake/a b~\xc2\xa0\xc3\x82/*")) "]}"},
    {"beyond Latin-1",
     {{"s3://lake/\xc3\xa9\xc4\x80\xf0\x9f\x8c\x8a", PREFIX, READ, false}},
     {NULL},
     V STATEMENT(GET, ARN("lake/\xc3\xa9\\u0100\\ud83c\\udf0a/*")) "]}"},
};

/* Grants, keys and the answer of one emission. */
struct emitted {
    struct weir_arena *arena;
    const struct weir_scope *scope;
    const struct weir_refusal *refusal;
    enum weir_status status;
    struct weir_scope_policy policy;
};

static struct emitted emit_row(const struct row *row, const char *role)
{
    struct weir_grant grants[MAX_GRANTS];
    struct weir_str keys[3];
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    struct emitted emitted = {.arena = NULL};
    for (; set.count < MAX_GRANTS && row->grants[set.count].location != NULL; set.count++)
        grants[set.count] = (struct weir_grant){
            weir_str_from(row->grants[set.count].location), (enum weir_location_kind)row->grants[set.count].kind,
            (enum weir_access)row->grants[set.count].access, row->grants[set.count].list};
    for (; set.kms_key_count < 3 && row->keys[set.kms_key_count] != NULL; set.kms_key_count++)
        keys[set.kms_key_count] = weir_str_from(row->keys[set.kms_key_count]);
    set.grants = grants;
    set.kms_keys = keys;
    options.role_arn = weir_str_from(role);
    assert_int_equal(weir_arena_new(0, &emitted.arena), WEIR_OK);
    emitted.status = weir_scope_emit(&set, &options, emitted.arena, &emitted.scope, &emitted.refusal, &error);
    assert_int_equal(error.status, WEIR_OK);
    assert_int_equal(emitted.scope != NULL, emitted.status == WEIR_OK);
    assert_int_equal(emitted.refusal != NULL, emitted.status == WEIR_REFUSED);
    assert_int_equal(weir_scope_policy(emitted.scope, 0, &emitted.policy), emitted.status == WEIR_OK);
    return emitted;
}

static const char role_arn[] = "arn:aws:iam::111122223333:role/r";

static void the_text_is_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct emitted emitted = emit_row(&rows[i], role_arn);
        if (emitted.status != WEIR_OK)
            fail_msg("%s: %.*s", rows[i].name, WEIR_FMT(emitted.refusal->message));
        if (!weir_str_equal(emitted.policy.document, weir_str_from(rows[i].document)))
            fail_msg("%s: %.*s", rows[i].name, WEIR_FMT(emitted.policy.document));
        assert_int_equal(weir_scope_policy_count(emitted.scope), 1);
        weir_arena_free(emitted.arena);
    }
}

static void characters_are_counted_as_sts_counts(void **state)
{
    (void)state;
    struct emitted emitted = emit_row(&rows[WEIR_COUNT(rows) - 1], role_arn);
    assert_int_equal(emitted.policy.characters, emitted.policy.document.len - 1); /* é is two bytes, one character */
    weir_arena_free(emitted.arena);
}

/* Does the emitted policy, as a session policy beside a role that may do all, allow this? */
static bool is_allowed(const struct emitted *emitted, const char *action, const char *resource, const char *prefix)
{
    static const char all[] = V "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_policy *identity = NULL;
    const struct weir_policy *session = NULL;
    const struct weir_verdict *verdict = NULL;
    struct weir_context *context = NULL;
    struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    ASSERT_OK(weir_policy_parse(weir_str_from(all), WEIR_STR("all"), WEIR_POLICY_IDENTITY, NULL, emitted->arena,
                                &identity, &error));
    ASSERT_OK(weir_policy_parse(emitted->policy.document, WEIR_STR("session"), WEIR_POLICY_SESSION, NULL,
                                emitted->arena, &session, &error));
    ASSERT_OK(weir_context_new(emitted->arena, &context));
    if (prefix != NULL)
        ASSERT_OK(weir_context_set_text(context, WEIR_STR("s3:prefix"), weir_str_from(prefix)));
    set.identity = (struct weir_policy_list){&identity, 1};
    set.session = (struct weir_policy_list){&session, 1};
    request.action = weir_str_from(action);
    request.resource = weir_str_from(resource);
    request.context = context;
    request.resource_account = WEIR_STR("111122223333");
    request.principal = (struct weir_principal){
        .kind = WEIR_PRINCIPAL_ROLE_SESSION,
        .arn = WEIR_STR("arn:aws:sts::111122223333:assumed-role/r/s"),
        .role_arn = weir_str_from(role_arn),
        .account = WEIR_STR("111122223333"),
    };
    ASSERT_OK(weir_authorize(&set, &request, emitted->arena, &verdict, &error));
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static const struct {
    const char *location;
    int kind;
    int access;
    const char *action;
    const char *resource;
    const char *prefix; /* NULL: absent */
    bool allowed;
} questions[] = {
    {"s3://lake/t", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/t/a", NULL, true},
    {"s3://lake/t", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/t2/a", NULL, false},
    {"s3://lake/t", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/t", NULL, false},
    {"s3://lake/t", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake2/t/a", NULL, false},
    {"s3://lake/t", PREFIX, READ, "s3:PutObject", "arn:aws:s3:::lake/t/a", NULL, false},
    {"s3://lake/t", PREFIX, READ, "s3:GetObjectAcl", "arn:aws:s3:::lake/t/a", NULL, false},
    {"s3://lake/t", PREFIX, APPENDING, "s3:PutObject", "arn:aws:s3:::lake/t/a", NULL, true},
    {"s3://lake/t", PREFIX, APPENDING, "s3:DeleteObject", "arn:aws:s3:::lake/t/a", NULL, false},
    {"s3://lake/t", PREFIX, RW, "s3:DeleteObject", "arn:aws:s3:::lake/t/a", NULL, true},
    {"s3://lake/t", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", "t/", true},
    {"s3://lake/t", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", "t/sub/", true},
    {"s3://lake/t", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", "t", false},
    {"s3://lake/t", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", "", false},
    {"s3://lake/t", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", NULL, false},
    {"s3://lake/t", PREFIX, READ, "s3:GetBucketLocation", "arn:aws:s3:::lake", NULL, true},
    {"s3://lake", BUCKET, READ, "s3:ListBucket", "arn:aws:s3:::lake", NULL, true},
    {"s3://lake", BUCKET, READ, "s3:ListBucket", "arn:aws:s3:::lake", "x", true},
    {"s3://lake", BUCKET, READ, "s3:GetObject", "arn:aws:s3:::lake/any/key", NULL, true},
    {"s3://lake/n*", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/n*/a", NULL, true},
    {"s3://lake/n*", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/nx/a", NULL, false},
    {"s3://lake/n*", PREFIX, READ, "s3:ListBucket", "arn:aws:s3:::lake", "nx/", false},
    {"s3://lake/n?", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/n?/a", NULL, true},
    {"s3://lake/n?", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/nx/a", NULL, false},
    {"s3://lake/${aws:username}", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/${aws:username}/a", NULL, true},
    {"s3://lake/${*}", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/${*}/a", NULL, true},
    {"s3://lake/${*}", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/*/a", NULL, false},
    {"s3://lake/$", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/$/a", NULL, true},
    {"s3://lake/q\"\\", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/q\"\\/a", NULL, true},
    {"s3://lake/\xc4\x80\xf0\x9f\x8c\x8a", PREFIX, READ, "s3:GetObject", "arn:aws:s3:::lake/\xc4\x80\xf0\x9f\x8c\x8a/a",
     NULL, true},
    {"s3://lake/f.csv", OBJECT, READ, "s3:GetObject", "arn:aws:s3:::lake/f.csv", NULL, true},
    {"s3://lake/f.csv", OBJECT, READ, "s3:GetObject", "arn:aws:s3:::lake/f.csv/x", NULL, false},
    {"s3://lake/f.csv", OBJECT, READ, "s3:ListBucket", "arn:aws:s3:::lake", "f.csv", false},
};

static void the_policy_allows_the_grant_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(questions); i++) {
        const struct row row = {
            "", {{questions[i].location, questions[i].kind, questions[i].access, true}}, {NULL}, NULL};
        struct emitted emitted = emit_row(&row, role_arn);
        assert_int_equal(emitted.status, WEIR_OK);
        if (is_allowed(&emitted, questions[i].action, questions[i].resource, questions[i].prefix) !=
            questions[i].allowed)
            fail_msg("%s: %s %s: %.*s", questions[i].location, questions[i].action, questions[i].resource,
                     WEIR_FMT(emitted.policy.document));
        weir_arena_free(emitted.arena);
    }
}

static const struct {
    struct row row;
    const char *role;
    const char *check;
    const char *code;
} refusals[] = {
    {{"", {{NULL, 0, 0, false}}, {NULL}, NULL}, role_arn, "scope.grant.empty", "EMPTY_GRANT"},
    {{"", {{"s3://lake/a", PREFIX, NONE, false}}, {NULL}, NULL}, role_arn, "scope.grant.empty", "EMPTY_GRANT"},
    {{"", {{"s3://lake/a", OBJECT, NONE, true}}, {NULL}, NULL}, role_arn, "scope.grant.empty", "EMPTY_GRANT"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {NULL}, NULL}, "", "scope.partition.unknown", "UNKNOWN_PARTITION"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {NULL}, NULL},
     "arn:moon:iam::1:role/r",
     "scope.partition.unknown",
     "UNKNOWN_PARTITION"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {NULL}, NULL},
     "arn:aws",
     "scope.partition.unknown",
     "UNKNOWN_PARTITION"},
    {{"", {{"gs://lake/a", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.syntax", "BAD_LOCATION"},
    {{"", {{"s3://lake", OBJECT, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.syntax", "BAD_LOCATION"},
    {{"", {{"s3://lake/a", BUCKET, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.syntax", "BAD_LOCATION"},
    {{"", {{"s3://lake/a", 9, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.syntax", "BAD_LOCATION"},
    {{"", {{"s3://lake/a", PREFIX, 9, false}}, {NULL}, NULL}, role_arn, "scope.location.syntax", "BAD_LOCATION"},
    {{"", {{"s3://la*/a", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.bucket-name", "BAD_BUCKET"},
    {{"", {{"s3://lake/a/../b", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.dots", "AMBIGUOUS_KEY"},
    {{"", {{"s3://lake/./b", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.dots", "AMBIGUOUS_KEY"},
    {{"", {{"s3://lake/b/..", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.dots", "AMBIGUOUS_KEY"},
    {{"", {{"s3://lake/a//b", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.dots", "AMBIGUOUS_KEY"},
    {{"", {{"s3://lake//a", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.dots", "AMBIGUOUS_KEY"},
    {{"", {{"s3://lake/a\nb", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.control", "BAD_KEY"},
    {{"", {{"s3://lake/a\x7f", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.control", "BAD_KEY"},
    {{"", {{"s3://lake/a\xc2\x85", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.control", "BAD_KEY"},
    {{"", {{"s3://lake/a\x1f", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.control", "BAD_KEY"},
    {{"", {{"s3://lake/\xc2\x9f", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.control", "BAD_KEY"},
    {{"", {{"s3://lake/a\xff", PREFIX, READ, false}}, {NULL}, NULL}, role_arn, "scope.location.utf8", "BAD_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws:kms:us-east-1:111122223333:key/*"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws:kms:us-east-1:111122223333:alias/a"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws-cn:kms:us-east-1:111122223333:key/a"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws:kms:us-east-1:1:key/a"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws:kms::111122223333:key/a"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
    {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"arn:aws:kms:r:111122223333:key/"}, NULL},
     role_arn,
     "scope.kms.key",
     "BAD_KMS_KEY"},
};

static void what_cannot_be_said_exactly_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(refusals); i++) {
        struct emitted emitted = emit_row(&refusals[i].row, refusals[i].role);
        if (emitted.status != WEIR_REFUSED)
            fail_msg("row %zu: %s", i, refusals[i].check);
        assert_str(emitted.refusal->check, refusals[i].check);
        assert_str(emitted.refusal->code, refusals[i].code);
        assert_int_equal(emitted.refusal->status, 400);
        assert_true(emitted.refusal->message.len > 0);
        assert_true(emitted.refusal->check_count > 0);
        for (size_t j = 0; j + 1 < emitted.refusal->check_count; j++)
            assert_true(emitted.refusal->checks[j].passed);
        const struct weir_check *const last = &emitted.refusal->checks[emitted.refusal->check_count - 1];
        assert_false(last->passed);
        assert_str(last->id, refusals[i].check);
        weir_arena_free(emitted.arena);
    }
}

static void a_refusal_says_what_failed(void **state)
{
    (void)state;
    static const struct {
        struct row row;
        const char *message;
    } facts[] = {
        {{"", {{"s3://lake/a/../b", PREFIX, READ, false}}, {NULL}, NULL},
         "`s3://lake/a/../b` holds an empty, `.` or `..` segment"},
        {{"", {{NULL, 0, 0, false}}, {NULL}, NULL}, "the grant: nothing is granted"},
        {{"", {{"s3://lake/a", PREFIX, READ, false}}, {"key"}, NULL},
         "`key` is not the ARN of a KMS key of the policy's partition"},
    };
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        struct emitted emitted = emit_row(&facts[i].row, role_arn);
        assert_str(emitted.refusal->message, facts[i].message);
        assert_str(emitted.refusal->checks[emitted.refusal->check_count - 1].because, facts[i].message);
        assert_str(emitted.refusal->checks[0].id, "scope.grant.empty");
        weir_arena_free(emitted.arena);
    }
}

/* The second key is made as long as the first leaves room for, then one longer: two policies. */
static void a_policy_holds_2048_characters_and_no_more(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        char locations[2][1100];
        memset(locations, 'k', sizeof locations);
        memcpy(locations[0], "s3://lake/a", 11);
        memcpy(locations[1], "s3://lake/b", 11);
        locations[0][1000] = '\0';
        struct row row = {"", {{locations[0], OBJECT, READ, false}, {locations[1], OBJECT, READ, false}}, {NULL}, NULL};
        locations[1][100] = '\0';
        struct emitted small = emit_row(&row, role_arn);
        const size_t room = 2048 - small.policy.characters;
        locations[1][100] = 'k';
        locations[1][100 + room + (size_t)over] = '\0';
        struct emitted emitted = emit_row(&row, role_arn);
        assert_int_equal(emitted.status, WEIR_OK);
        assert_int_equal(weir_scope_policy_count(emitted.scope), 1 + over);
        if (over == 0)
            assert_int_equal(emitted.policy.characters, WEIR_SCOPE_MAX_CHARACTERS);
        weir_arena_free(small.arena);
        weir_arena_free(emitted.arena);
    }
}

static void a_key_of_1025_bytes_is_too_long(void **state)
{
    (void)state;
    char location[10 + 1025 + 1];
    memset(location, 'k', sizeof location);
    memcpy(location, "s3://lake/", 10);
    location[10 + 1025] = '\0';
    const struct row row = {"", {{location, OBJECT, READ, false}}, {NULL}, NULL};
    struct emitted emitted = emit_row(&row, role_arn);
    assert_int_equal(emitted.status, WEIR_REFUSED);
    assert_str(emitted.refusal->check, "scope.location.key-too-long");
    weir_arena_free(emitted.arena);
}

static const struct {
    const char *role, *partition, *region, *expected;
} partitions[] = {
    {"arn:aws-cn:iam::1:role/r", "aws", "us-east-1", "aws-cn"},
    {"", "aws-us-gov", "us-east-1", "aws-us-gov"},
    {"", "moon", "us-east-1", NULL},
    {"", "", "us-east-1", "aws"},
    {"", "", "eu-central-1", "aws"},
    {"", "", "us-gov-west-1", "aws-us-gov"},
    {"", "", "cn-north-1", "aws-cn"},
    {"", "", "us-iso-east-1", "aws-iso"},
    {"", "", "us-isob-east-1", "aws-iso-b"},
    {"", "", "eu-isoe-west-1", "aws-iso-e"},
    {"", "", "us-isof-south-1", "aws-iso-f"},
    {"", "", "eusc-de-east-1", "aws-eusc"},
    {"", "", "eusc-de", NULL},
    {"", "", "us-east", NULL},
    {"", "", "us-east-1x", NULL},
    {"", "", "us--1", NULL},
    {"", "", "xx-east-1", NULL},
    {"", "", "", NULL},
    {"role", "aws", "us-east-1", NULL},
};

static void the_partition_is_the_roles_else_the_options_else_the_regions(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(partitions); i++) {
        struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
        struct weir_str subject;
        options.role_arn = weir_str_from(partitions[i].role);
        options.partition = weir_str_from(partitions[i].partition);
        options.region = weir_str_from(partitions[i].region);
        const char *const expected = partitions[i].expected == NULL ? "" : partitions[i].expected;
        assert_str(weir_scope_partition(&options, &subject), expected);
    }
    struct weir_str subject;
    assert_int_equal(weir_scope_partition(NULL, &subject).len, 0);
}

static void locations_are_given_back_once_with_their_slash(void **state)
{
    (void)state;
    const struct row row = {"",
                            {{"s3://lake/z", PREFIX, READ, false},
                             {"s3a://lake/a/b", PREFIX, READ, false},
                             {"s3://lake/a/b/", PREFIX, READ, true},
                             {"s3://pond", BUCKET, READ, false}},
                            {NULL},
                            NULL};
    struct emitted emitted = emit_row(&row, role_arn);
    assert_int_equal(emitted.policy.location_count, 3);
    assert_str(emitted.policy.locations[0], "s3://lake/z/");
    assert_str(emitted.policy.locations[1], "s3a://lake/a/b/");
    assert_str(emitted.policy.locations[2], "s3://pond/");
    weir_arena_free(emitted.arena);
}

/* Every order of the grants gives the same text. */
static void the_order_of_grants_changes_nothing(void **state)
{
    (void)state;
    const char *const names[] = {"s3://lake/a", "s3://lake/b/c", "s3://lake/b", "s3://pond/a"};
    char first[1024] = "";
    for (size_t i = 0; i < 24; i++) {
        struct row row = {"", {{NULL, 0, 0, false}}, {NULL}, NULL};
        size_t left[] = {0, 1, 2, 3};
        size_t code = i;
        for (size_t j = 0; j < 4; j++) {
            const size_t pick = code % (4 - j);
            code /= 4 - j;
            row.grants[j].location = names[left[pick]];
            row.grants[j].access = left[pick] == 1 ? RW : READ;
            row.grants[j].list = true;
            left[pick] = left[3 - j];
        }
        struct emitted emitted = emit_row(&row, role_arn);
        char text[1024];
        (void)snprintf(text, sizeof text, "%.*s", WEIR_FMT(emitted.policy.document));
        if (i == 0)
            memcpy(first, text, sizeof first);
        assert_string_equal(first, text);
        weir_arena_free(emitted.arena);
    }
}

static void misuse_is_told_apart_from_refusal(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(weir_scope_emit(NULL, NULL, arena, &scope, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_emit(&set, NULL, NULL, &scope, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_emit(&set, NULL, arena, NULL, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_emit(&set, NULL, arena, &scope, NULL, NULL), WEIR_ERR_USAGE);
    set.count = 1;
    assert_int_equal(weir_scope_emit(&set, NULL, arena, &scope, &refusal, NULL), WEIR_ERR_USAGE);
    set.count = 0;
    set.kms_key_count = 1;
    assert_int_equal(weir_scope_emit(&set, NULL, arena, &scope, &refusal, NULL), WEIR_ERR_USAGE);
    assert_null(scope);
    assert_null(refusal);
    struct weir_scope_policy policy;
    assert_int_equal(weir_scope_policy_count(NULL), 0);
    assert_false(weir_scope_policy(NULL, 0, &policy));
    assert_int_equal(policy.document.len, 0);
    weir_arena_free(arena);
}

/* An arena of any size gives the policy or no memory, nothing between. */
static void every_shortage_of_memory_is_clean(void **state)
{
    (void)state;
    const struct weir_grant grants[] = {{WEIR_STR("s3://lake/a*b"), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READWRITE, true},
                                        {WEIR_STR("s3://lake/c"), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true}};
    const struct weir_str key = WEIR_STR(KEY1);
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    set.grants = grants;
    set.count = 2;
    set.kms_keys = &key;
    set.kms_key_count = 1;
    options.region = WEIR_STR("us-east-1");
    bool succeeded = false;
    for (size_t bytes = 256; !succeeded && bytes < 65536; bytes += 16) {
        struct weir_arena *arena = NULL;
        const struct weir_scope *scope = NULL;
        const struct weir_refusal *refusal = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_scope_emit(&set, &options, arena, &scope, &refusal, &error);
        succeeded = status == WEIR_OK;
        assert_true(succeeded || status == WEIR_ERR_MEMORY);
        assert_int_equal(scope != NULL, succeeded);
        assert_null(refusal);
        assert_int_equal(error.status, status);
        weir_arena_free(arena);
    }
    assert_true(succeeded);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(the_text_is_exact),
        cmocka_unit_test(characters_are_counted_as_sts_counts),
        cmocka_unit_test(the_policy_allows_the_grant_and_nothing_else),
        cmocka_unit_test(what_cannot_be_said_exactly_is_refused),
        cmocka_unit_test(a_refusal_says_what_failed),
        cmocka_unit_test(a_policy_holds_2048_characters_and_no_more),
        cmocka_unit_test(a_key_of_1025_bytes_is_too_long),
        cmocka_unit_test(the_partition_is_the_roles_else_the_options_else_the_regions),
        cmocka_unit_test(locations_are_given_back_once_with_their_slash),
        cmocka_unit_test(the_order_of_grants_changes_nothing),
        cmocka_unit_test(misuse_is_told_apart_from_refusal),
        cmocka_unit_test(every_shortage_of_memory_is_clean),
    };
    return cmocka_run_group_tests_name("scope.emit", facts, NULL, NULL);
}
