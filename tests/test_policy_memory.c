/* Memory: at every limit an arena may have, a call ends in its full answer or in WEIR_ERR_MEMORY with nothing put out. */
#include "test_policy.h"

#define RICH                                                                                                        \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"*\"," \
    "\"" ROLE_ARN "\"],\"Service\":\"glue.amazonaws.com\"},\"Action\":[\"s3:Get*\",\"s3:Put*\"],\"Resource\":["     \
    "\"arn:aws:s3:::lake/${aws:username, 'x'}/*\",\"*\"],\"Condition\":{\"StringLike\":{\"k\":[\"a*\",\"b?\"]},"    \
    "\"IpAddress\":{\"ip\":\"10.0.0.0/"                                                                             \
    "8\"},\"BinaryEquals\":{\"b\":\"QmluYXJ5\"},\"ArnLike\":{\"a\":[\"arn:aws:s3:::x*\","                           \
    "\"*\",\"${j}\"]}}},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"

enum { STEP = 16, MOST = 1 << 20 };

static void reading_fails_cleanly_at_every_limit(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t limit = STEP;; limit += STEP) {
        assert_true(limit < MOST);
        struct weir_arena *arena = NULL;
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        const struct weir_policy *policy = (const void *)&failures;
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
        options.label = WEIR_STR("bucket policy of lake");
        const enum weir_status status = weir_policy_parse(weir_str_from(RICH), WEIR_STR("p.json"), WEIR_POLICY_RESOURCE,
                                                          &options, arena, &policy, &error);
        assert_true((policy != NULL) == (status == WEIR_OK));
        assert_int_equal(error.status, status);
        weir_arena_free(arena);
        if (status == WEIR_OK)
            break;
        assert_int_equal(status, WEIR_ERR_MEMORY);
        failures++;
    }
    assert_true(failures > 10);
}

/* Twenty denies, so that the verdict needs more room than it has inline. */
static const char *many_denies(char *document, size_t room)
{
    size_t at = (size_t)snprintf(document, room, "{\"Statement\":[");
    for (size_t i = 0; i < 40; i++)
        at += (size_t)snprintf(document + at, room - at, "%s{\"Effect\":\"Deny\",%s}", i == 0 ? "" : ",", ANY);
    snprintf(document + at, room - at, "]}");
    return document;
}

typedef enum weir_status answer(const struct weir_policy_set *set, const struct weir_policy_request *request,
                                struct weir_arena *arena, const void **out);

static enum weir_status authorize(const struct weir_policy_set *set, const struct weir_policy_request *request,
                                  struct weir_arena *arena, const void **out)
{
    const struct weir_verdict *verdict = (const void *)set;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_authorize(set, request, arena, &verdict, &error);
    assert_int_equal(error.status, status);
    assert_true(status != WEIR_OK || weir_verdict_effect(verdict) == WEIR_EFFECT_EXPLICIT_DENY);
    *out = verdict;
    return status;
}

static enum weir_status explain(const struct weir_policy_set *set, const struct weir_policy_request *request,
                                struct weir_arena *arena, const void **out)
{
    const struct weir_explanation *explanation = (const void *)set;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_explain(set, request, arena, &explanation, &error);
    assert_int_equal(error.status, status);
    assert_true(status != WEIR_OK || weir_explanation_because(explanation).len > 0);
    *out = explanation;
    return status;
}

/* Everything that a call may use up is used up in advance, a little less each time. */
static void fails_cleanly_at_every_limit(answer *ask)
{
    static char document[8192];
    const struct scene scene = {.identity = many_denies(document, sizeof(document)), .boundary = ALLOW_ALL};
    struct weir_arena *const shared = new_arena(0);
    struct weir_policy_set set;
    struct weir_policy_request request;
    open_scene(&scene, shared, &set, &request);
    size_t failures = 0;
    for (size_t limit = STEP;; limit += STEP) {
        assert_true(limit < MOST);
        struct weir_arena *arena = NULL;
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        const void *out = NULL;
        const enum weir_status status = ask(&set, &request, arena, &out);
        assert_true((out != NULL) == (status == WEIR_OK));
        weir_arena_free(arena);
        if (status == WEIR_OK)
            break;
        assert_int_equal(status, WEIR_ERR_MEMORY);
        failures++;
    }
    assert_true(failures > 10);
    weir_arena_free(shared);
}

static void authorizing_fails_cleanly_at_every_limit(void **state)
{
    (void)state;
    fails_cleanly_at_every_limit(authorize);
}

static void explaining_fails_cleanly_at_every_limit(void **state)
{
    (void)state;
    fails_cleanly_at_every_limit(explain);
}

static void contexts_fail_cleanly_at_every_limit(void **state)
{
    (void)state;
    static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t failures = 0;
    for (size_t limit = STEP;; limit += STEP) {
        assert_true(limit < MOST);
        struct weir_arena *arena = NULL;
        struct weir_context *context = NULL;
        if (weir_arena_new(limit, &arena) != WEIR_OK)
            continue;
        enum weir_status status = weir_context_new(arena, &context);
        assert_true((context != NULL) == (status == WEIR_OK));
        for (size_t i = 0; i < 26 && status == WEIR_OK; i++) {
            const struct weir_str key = {&names[i], 1};
            status = weir_context_set_text(context, key, key);
            assert_int_equal(weir_context_count(context), i + (status == WEIR_OK));
            assert_int_equal(weir_context_find(context, key, NULL, NULL, NULL), status == WEIR_OK);
        }
        weir_arena_free(arena);
        if (status == WEIR_OK)
            break;
        assert_int_equal(status, WEIR_ERR_MEMORY);
        failures++;
    }
    assert_true(failures > 10);
}

/* Deciding asks for one piece of memory, the verdict. */
static void deciding_takes_the_verdict_alone(void **state)
{
    (void)state;
    struct weir_arena *const shared = new_arena(0);
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.resource = RICH,
                                .identity = ALLOW_ALL,
                                .session = ALLOW_ALL,
                                .caller = &engine,
                                .context = "k=abc|ip=10.1.2.3|b=QmluYXJ5|a=arn:aws:s3:::xyz|aws:username=u"};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_verdict *verdict = NULL;
    open_scene(&scene, shared, &set, &request);
    assert_int_equal(weir_authorize(&set, &request, arena, &verdict, NULL), WEIR_OK);
    assert_true(weir_arena_used(arena) <= sizeof(struct weir_verdict) + 16);
    weir_arena_free(arena);
    weir_arena_free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_fails_cleanly_at_every_limit),
        cmocka_unit_test(authorizing_fails_cleanly_at_every_limit),
        cmocka_unit_test(explaining_fails_cleanly_at_every_limit),
        cmocka_unit_test(contexts_fail_cleanly_at_every_limit),
        cmocka_unit_test(deciding_takes_the_verdict_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
