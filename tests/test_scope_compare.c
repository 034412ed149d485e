/* Questions that compare policies: what they may be, what is answered, and what is no question. */
#include "world_test.h"

#include <weir/scope.h>

#define READ "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::lake/t/*\"}}"
#define MORE "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::lake/t*\"}}"
#define SECURE                                                                                               \
    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::lake/t\"," \
    "\"Condition\":{\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"a\"]}}}}"
#define ALLOWED "{\"decision\":\"Allowed\",\"by\":[{\"policy\":\"identity[0]\",\"statement\":0,\"sid\":\"\"}]}"
#define SILENT "{\"decision\":\"ImplicitlyDenied\",\"by\":[]}"
#define CALLER                                                                                                  \
    "{\"resource\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":{" \
    "\"AWS\":\"arn:aws:iam::111122223333:role/a\"}}}}"

static const struct row {
    const char *name;
    const char *question;
    const char *answer; /* NULL: it is no question */
    enum weir_inclusion_answer means;
    enum weir_status status;
} rows[] = {
    {"within", "{\"id\":[1],\"wide\":" MORE ",\"narrow\":" READ "}", "{\"id\":[1],\"answer\":\"yes\"}",
     WEIR_INCLUSION_YES, WEIR_OK},
    {"more", "{\"wide\":" READ ",\"narrow\":[" MORE "]}",
     "{\"id\":null,\"answer\":\"no\",\"witness\":{\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::lake/t\","
     "\"context\":{}},\"narrow\":" ALLOWED ",\"wide\":" SILENT "}",
     WEIR_INCLUSION_NO, WEIR_OK},
    {"a list of values is a list", "{\"wide\":" READ ",\"narrow\":" SECURE "}",
     "{\"id\":null,\"answer\":\"no\",\"witness\":{\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::lake/t\","
     "\"context\":{\"aws:TagKeys\":[\"a\"]}},\"narrow\":" ALLOWED ",\"wide\":" SILENT "}",
     WEIR_INCLUSION_NO, WEIR_OK},
    {"a change without new access", "{\"old\":" MORE ",\"new\":" READ "}",
     "{\"id\":null,\"answer\":\"yes\",\"new_access\":false}", WEIR_INCLUSION_YES, WEIR_OK},
    {"a change with new access", "{\"old\":" READ ",\"new\":" MORE "}",
     "{\"id\":null,\"answer\":\"no\",\"new_access\":true,\"witness\":{\"action\":\"s3:GetObject\",\"resource\":"
     "\"arn:aws:s3:::lake/t\",\"context\":{}},\"new\":" ALLOWED ",\"old\":" SILENT "}",
     WEIR_INCLUSION_NO, WEIR_OK},
    {"a change of which it is not known", "{\"old\":" CALLER ",\"new\":" CALLER "}",
     "{\"id\":null,\"answer\":\"unknown\",\"new_access\":null,\"limit\":\"principals\"}", WEIR_INCLUSION_UNKNOWN,
     WEIR_OK},
    {"a map of policies", "{\"wide\":{\"identity\":[" MORE "],\"boundary\":[" READ "]},\"narrow\":" READ "}",
     "{\"id\":null,\"answer\":\"yes\"}", WEIR_INCLUSION_YES, WEIR_OK},
    {"a document as text", "{\"wide\":\"{\\\"Statement\\\":[]}\",\"narrow\":" READ "}", NULL, WEIR_INCLUSION_UNKNOWN,
     WEIR_ERR_SCHEMA},
    {"no map", "[]", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"one side", "{\"wide\":[]}", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"sides of two pairs", "{\"wide\":[],\"new\":[]}", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"three sides", "{\"wide\":[],\"narrow\":[],\"old\":[]}", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"another member", "{\"wide\":[],\"narrow\":[],\"note\":1}", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"another layer", "{\"wide\":{\"group\":[]},\"narrow\":[]}", NULL, WEIR_INCLUSION_UNKNOWN, WEIR_ERR_SCHEMA},
    {"two boundaries", "{\"wide\":{\"boundary\":[" READ "," READ "]},\"narrow\":[]}", NULL, WEIR_INCLUSION_UNKNOWN,
     WEIR_ERR_SCHEMA},
};

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *arena = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    struct weir_str json = WEIR_STR("x");
    enum weir_inclusion_answer answer = WEIR_INCLUSION_YES;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_tree_parse_json(weir_str_from(row->question), WEIR_STR("q"), arena, &tree, &error));
    const enum weir_status status = weir_compare_ask_json(tree, weir_tree_root(tree), arena, &json, &answer, &error);
    assert_int_equal(status, row->status);
    assert_int_equal(answer, row->means);
    if (row->answer == NULL)
        assert_int_equal(json.len, 0);
    else if (!weir_str_equal(json, weir_str_from(row->answer)))
        fail_msg("%.*s", WEIR_FMT(json));
    weir_arena_free(arena);
}

static void misuse_is_said(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_writer *writer = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_compare_ask *ask = NULL;
    struct weir_policy_set side;
    struct weir_str json;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(weir_tree_parse_json(weir_str_from(rows[0].question), WEIR_STR("q"), arena, &tree, &error));
    const struct weir_node *const root = weir_tree_root(tree);
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    assert_int_equal(weir_compare_ask_read(tree, root, arena, NULL, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_ask_read(NULL, root, arena, &ask, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_ask_read(tree, root, NULL, &ask, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_side_read(tree, root, arena, NULL, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_side_read(tree, root, NULL, &side, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_ask_json(tree, root, arena, NULL, NULL, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_ask_write(NULL, arena, writer, NULL, &error), WEIR_ERR_USAGE);
    ASSERT_OK(weir_compare_ask_read(tree, root, arena, &ask, &error));
    assert_int_equal(weir_compare_ask_write(ask, arena, NULL, NULL, &error), WEIR_ERR_USAGE);
    assert_int_equal(weir_compare_ask_json(tree, root, arena, &json, NULL, &error), WEIR_OK);
    weir_arena_free(arena);
}

/* With ever more memory, until it is enough: nothing is answered before. */
static void memory_may_run_out(void **state)
{
    (void)state;
    struct weir_arena *kept = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    bool failed = false;
    assert_int_equal(weir_arena_new(0, &kept), WEIR_OK);
    ASSERT_OK(weir_tree_parse_json(weir_str_from(rows[2].question), WEIR_STR("q"), kept, &tree, &error));
    for (size_t limit = 8192;; limit += 1024) {
        struct weir_arena *arena = NULL;
        struct weir_str json = WEIR_STR("x");
        enum weir_inclusion_answer answer = WEIR_INCLUSION_YES;
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_compare_ask_json(tree, weir_tree_root(tree), arena, &json, &answer,
                                                              &error);
        weir_arena_free(arena);
        if (status == WEIR_OK)
            break;
        failed = true;
        assert_int_equal(status, WEIR_ERR_MEMORY);
        assert_int_equal(answer, WEIR_INCLUSION_UNKNOWN);
        assert_int_equal(json.len, 0);
    }
    assert_true(failed);
    weir_arena_free(kept);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {cmocka_unit_test(misuse_is_said), cmocka_unit_test(memory_may_run_out)};
    struct CMUnitTest tests[WEIR_COUNT(rows) + WEIR_COUNT(facts)];
    size_t count = 0;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++)
        tests[count++] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = row_holds, .initial_state = (void *)(uintptr_t)&rows[i]};
    for (size_t i = 0; i < WEIR_COUNT(facts); i++)
        tests[count++] = facts[i];
    return _cmocka_run_group_tests("scope.compare", tests, count, NULL, NULL);
}
