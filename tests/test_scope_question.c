/* A grant as a document: what each member says, what is no question, and the form of the answer. */
#include "world_test.h"

#include <weir/scope.h>
#include <weir/vend.h>

static const struct {
    const char *question;
    const char *answer;
} answers[] = {
    {"{\"id\": 7, \"grants\": [{\"location\": \"s3://lake/t\", \"access\": \"READ\"}], \"partition\": \"aws\"}",
     "{\"id\":7,\"policies\":[{\"document\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
     "\"Action\":"
     "\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::lake/t/*\"}]},\"characters\":116,\"packed_estimate_percent\":23,"
     "\"locations\":[\"s3://lake/t/\"],\"proof\":\"tight\"}]}"},
    {"grants: [{location: 's3://lake/t', kind: characters, access: LIST}]\noptions: {role_arn: "
     "'arn:aws-cn:iam::1:role/r'}",
     "{\"id\":null,\"policies\":[{\"document\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
     "\"Action\":"
     "\"s3:ListBucket\",\"Resource\":\"arn:aws-cn:s3:::lake\",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"t*\"}}},{"
     "\"Effect\":\"Allow\",\"Action\":\"s3:GetBucketLocation\",\"Resource\":\"arn:aws-cn:s3:::lake\"}]},\"characters\":"
     "247,"
     "\"packed_estimate_percent\":33,\"locations\":[\"s3://lake/t\"],\"proof\":\"tight\","
     "\"leaks\":[\"s3://lake/t also takes in every key that goes on behind it without a slash\"]}]}"},
    {"#\n{grants: [], region: us-east-1}", "{\"id\":null,\"refused\":{\"code\":\"EMPTY_GRANT\",\"location\":null,"
                                           "\"message\":\"the grant: nothing is granted\","
                                           "\"check\":\"scope.grant.empty\"}}"},
    {"#\n{grants: [{location: 's3://la*ke/', access: READ}], region: us-east-1}",
     "{\"id\":null,\"refused\":{\"code\":\"BAD_BUCKET\",\"location\":\"s3://la*ke/\",\"message\":\"`s3://la*ke/` does "
     "not "
     "name a valid bucket\",\"check\":\"scope.location.bucket-name\"}}"},
    {"#\n{grants: [{location: 's3://lake/t', access: READ}], region: us-east-1, kms: ['*']}",
     "{\"id\":null,\"refused\":{\"code\":\"BAD_KMS_KEY\",\"location\":null,\"message\":\"`*` is not the ARN of a KMS "
     "key of "
     "the policy's partition\",\"check\":\"scope.kms.key\"}}"},
    {"#\n{grants: [{location: 's3://lake/t', access: READ}], region: us-east-1, options: {max_characters: 115}}",
     "{\"id\":null,\"refused\":{\"code\":\"TOO_LARGE\",\"location\":\"s3://lake/t/\",\"message\":\"`s3://lake/t/` does "
     "not fit "
     "one session policy, even alone\",\"check\":\"scope.policy.too-large\"}}"},
};

static void answers_have_their_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(answers); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_arena *arena = NULL;
        const struct weir_tree *tree = NULL;
        struct weir_str json;
        bool refused = false;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        ASSERT_OK(weir_tree_parse(weir_str_from(answers[i].question), WEIR_STR("q"), arena, &tree, &error));
        ASSERT_OK(weir_scope_ask_json(tree, weir_tree_root(tree), arena, &json, &refused, &error));
        assert_str(json, answers[i].answer);
        assert_int_equal(refused, strstr(answers[i].answer, "\"refused\"") != NULL);
        const char *answer = NULL;
        size_t length = 0;
        ASSERT_OK(weir_call_json(NULL, "scope", answers[i].question, strlen(answers[i].question), NULL, arena, &answer,
                                 &length));
        assert_str((struct weir_str){answer, length}, answers[i].answer);
        weir_arena_free(arena);
    }
}

static void every_member_is_read(void **state)
{
    (void)state;
    static const char text[] = "#\n{id: [1], partition: aws, region: us-east-1, kms: [a, b],\n"
                               " grants: [{location: x, kind: bucket, access: APPEND, list: true}, {location: y, kind: "
                               "object, access: READWRITE},\n"
                               "          {location: z, kind: prefix, access: LIST, list: false}, {location: w}],\n"
                               " options: {role_arn: r, dialect: plain, max_characters: 9, literal_keys: true, "
                               "bare_list: true, versions: true,\n"
                               "           tagging: true, unknown_kms: true}}";
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_scope_ask *ask = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_tree_parse(weir_str_from(text), WEIR_STR("q"), arena, &tree, &error));
    ASSERT_OK(weir_scope_ask_read(tree, weir_tree_root(tree), arena, &ask, &error));
    const struct weir_grant *const grants = ask->grants.grants;
    assert_int_equal(ask->grants.count, 4);
    assert_int_equal(grants[0].kind, WEIR_LOCATION_BUCKET);
    assert_int_equal(grants[0].access, WEIR_ACCESS_APPEND);
    assert_true(grants[0].list);
    assert_int_equal(grants[1].kind, WEIR_LOCATION_OBJECT);
    assert_int_equal(grants[1].access, WEIR_ACCESS_READWRITE);
    assert_false(grants[1].list);
    assert_int_equal(grants[2].access, WEIR_ACCESS_NONE);
    assert_true(grants[2].list);
    assert_int_equal(grants[3].kind, WEIR_LOCATION_PREFIX);
    assert_int_equal(grants[3].access, WEIR_ACCESS_NONE);
    assert_false(grants[3].list);
    assert_str(grants[3].location, "w");
    assert_int_equal(ask->grants.kms_key_count, 2);
    assert_str(ask->grants.kms_keys[1], "b");
    assert_str(ask->options.partition, "aws");
    assert_str(ask->options.region, "us-east-1");
    assert_str(ask->options.role_arn, "r");
    assert_int_equal(ask->options.dialect, WEIR_SCOPE_PLAIN);
    assert_int_equal(ask->options.max_characters, 9);
    assert_true(ask->options.literal_keys && ask->options.bare_list && ask->options.versions);
    assert_true(ask->options.tagging && ask->options.unknown_kms);
    weir_arena_free(arena);
}

static const struct {
    const char *text;
    const char *message;
    unsigned column;
} wrong[] = {
    {"#\n[]", "a question must be a map", 1},
    {"#\n{}", "a question must have `grants`", 1},
    {"#\n{grants: []: x}", NULL, 0},
    {"#\n{grants: [], grant: []}", "unknown member `grant` in a question", 14},
    {"#\n{grants: {}}", "`grants` must be a list", 10},
    {"#\n{grants: [x]}", "a grant must be a map", 11},
    {"#\n{grants: [{}]}", "a grant must have `location`", 11},
    {"#\n{grants: [{location: x, acess: READ}]}", "unknown member `acess` in a grant", 25},
    {"#\n{grants: [{location: [x]}]}", NULL, 22},
    {"#\n{grants: [{location: x, access: WRITE}]}", "`access` cannot be `WRITE`", 33},
    {"#\n{grants: [{location: x, access: read}]}", "`access` cannot be `read`", 33},
    {"#\n{grants: [{location: x, kind: table}]}", "`kind` cannot be `table`", 31},
    {"#\n{grants: [{location: x, list: yes}]}", NULL, 31},
    {"#\n{grants: [], kms: key}", "`kms` must be a list", 19},
    {"#\n{grants: [], kms: [[]]}", NULL, 20},
    {"#\n{grants: [], region: []}", NULL, 22},
    {"#\n{grants: [], options: []}", "`options` must be a map", 23},
    {"#\n{grants: [], options: {dialect: minio}}", "`dialect` cannot be `minio`", 33},
    {"#\n{grants: [], options: {max_characters: 0}}", "`max_characters` must be at least 1 and at most 536870911", 40},
    {"#\n{grants: [], options: {max_characters: 1073741825}}",
     "`max_characters` must be at least 1 and at most 536870911", 40},
    {"#\n{grants: [], options: {versions: 1}}", NULL, 34},
    {"#\n{grants: [], options: {version: true}}", "unknown member `version` in `options`", 24},
};

static void what_is_no_question_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(wrong); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_arena *arena = NULL;
        const struct weir_tree *tree = NULL;
        const struct weir_scope_ask *ask = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        if (weir_tree_parse(weir_str_from(wrong[i].text), WEIR_STR("q"), arena, &tree, &error) != WEIR_OK) {
            assert_int_equal(wrong[i].column, 0);
            weir_arena_free(arena);
            continue;
        }
        assert_int_equal(weir_scope_ask_read(tree, weir_tree_root(tree), arena, &ask, &error), WEIR_ERR_SCHEMA);
        assert_null(ask);
        if (wrong[i].message != NULL)
            assert_string_equal(error.message, wrong[i].message);
        if (error.line != 2 || error.column != wrong[i].column)
            fail_msg("%s: %u:%u %s", wrong[i].text, (unsigned)error.line, (unsigned)error.column, error.message);
        weir_arena_free(arena);
    }
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct weir_writer *writer = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_scope_ask *ask = NULL;
    struct weir_str json;
    bool refused = false;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    assert_int_equal(weir_tree_parse(WEIR_STR("grants: []"), WEIR_STR("q"), arena, &tree, NULL), WEIR_OK);
    const struct weir_node *const root = weir_tree_root(tree);
    assert_int_equal(weir_scope_ask_read(tree, root, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_read(NULL, root, arena, &ask, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_read(tree, root, NULL, &ask, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_write(NULL, arena, writer, &refused, NULL), WEIR_ERR_USAGE);
    assert_true(refused);
    assert_int_equal(weir_scope_ask_read(tree, root, arena, &ask, NULL), WEIR_OK);
    assert_int_equal(weir_scope_ask_write(ask, arena, NULL, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_write(ask, NULL, writer, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_json(tree, root, arena, NULL, &refused, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_ask_json(tree, NULL, arena, &json, &refused, NULL), WEIR_ERR_SCHEMA);
    assert_int_equal(json.len, 0);
    weir_arena_free(arena);
}

static void every_shortage_of_memory_is_clean(void **state)
{
    (void)state;
    bool succeeded = false;
    for (size_t bytes = 2048; !succeeded && bytes < 1 << 18; bytes += 64) {
        struct weir_arena *arena = NULL;
        const struct weir_tree *tree = NULL;
        struct weir_str json;
        bool refused = false;
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        enum weir_status status = weir_tree_parse(weir_str_from(answers[0].question), WEIR_STR("q"), arena, &tree,
                                                  NULL);
        if (status == WEIR_OK) {
            status = weir_scope_ask_json(tree, weir_tree_root(tree), arena, &json, &refused, NULL);
            assert_int_equal(refused, status != WEIR_OK);
            assert_int_equal(json.len > 0, status == WEIR_OK);
        }
        succeeded = status == WEIR_OK;
        assert_true(succeeded || status == WEIR_ERR_MEMORY);
        weir_arena_free(arena);
    }
    assert_true(succeeded);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(answers_have_their_form),           cmocka_unit_test(every_member_is_read),
        cmocka_unit_test(what_is_no_question_has_its_place), cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(every_shortage_of_memory_is_clean),
    };
    return cmocka_run_group_tests_name("scope.question", facts, NULL, NULL);
}
