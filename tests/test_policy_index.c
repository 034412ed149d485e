/* The index passes by no statement that would have spoken: every answer through it is the answer of a walk over all. */
#include "policy/index.h"

#include "test_policy.h"

enum { DOCUMENTS = 6000, QUESTIONS = 8, DOCUMENT_BYTES = 32768 };

/* --------------------------------------------------------------------------------- random documents */

/* xorshift: the same documents in every run and on every machine. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const char *pick(uint32_t *state, const char *const *from, size_t count)
{
    return from[next_random(state) % count];
}

#define PICK(state, list) pick(state, list, WEIR_COUNT(list))

/* clang-format off */
static const char *const action_patterns[] = {
    "*", "*:*", "s3:*", "S3:*", "s3:Get*", "s3:GetObject", "s3:getobject", "s3:GetObject*", "s3:GetObjectAcl", "s3:G?tObject",
    "s3:?etObject", "s3:Put*", "s3:*Object", "glue:GetTable", "glue:*", "s3:", " s3:GetObject", "s3:PutObject",
};
static const char *const resource_patterns[] = {
    "*", "arn:*", "arn:aws:s3:::lake", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake/a", "arn:aws:s3:::lake/a*", "arn:aws:s3:::lake/a/*",
    "arn:aws:s3:::lake/a/b", "arn:aws:s3:::*", "arn:aws:s3:::l?ke/a", "arn:*:*:*:*:*", "*:*:*:*:*:*", "arn:aws:s3:*:*:lake/*",
    "arn:aws:s3:::lake/${aws:username}", "arn:aws:s3:::${aws:username}/a", "arn:aws:s3:::lake/${*}", "arn:aws:s3:::lake/*/b",
    "arn:aws:s3:::", "arn:aws:s3", "arn:aws:s*", "${aws:username}", "arn:aws:glue:us-east-1:111122223333:table/*", "arn:aws:s3:::lake/${?}",
};
static const char *const asked_actions[] = {
    "s3:GetObject", "S3:GETOBJECT", "s3:GetObjectAcl", "s3:PutObject", "glue:GetTable", "s3:", "s3", "x", "s3:GetObjec",
};
static const char *const asked_resources[] = {
    "*", "arn:aws:s3:::lake", "arn:aws:s3:::lake/a", "arn:aws:s3:::lake/a/b", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake/alice", "arn:aws:s3:::alice/a",
    "arn:aws:s3:::", "arn:aws:s3", "", "arn:aws:s3:::lake/", "arn:aws:glue:us-east-1:111122223333:table/x/y", "arn:aws:s3:::other", "arn:aws:s3:::lake/?",
};
/* clang-format on */

struct text {
    char bytes[DOCUMENT_BYTES];
    size_t length;
};

static void put(struct text *text, const char *piece)
{
    const size_t length = strlen(piece);
    assert_true(text->length + length < sizeof(text->bytes));
    memcpy(text->bytes + text->length, piece, length + 1);
    text->length += length;
}

static void put_list(struct text *text, uint32_t *state, const char *name, const char *const *from, size_t count)
{
    const size_t items = 1 + next_random(state) % 4;
    put(text, next_random(state) % 6 == 0 ? ",\"Not" : ",\"");
    put(text, name);
    put(text, "\":[");
    for (size_t i = 0; i < items; i++) {
        put(text, i == 0 ? "\"" : ",\"");
        put(text, pick(state, from, count));
        put(text, "\"");
    }
    put(text, "]");
}

static void put_statement(struct text *text, uint32_t *state, enum weir_policy_kind kind)
{
    put(text, next_random(state) % 4 == 0 ? "{\"Effect\":\"Deny\"" : "{\"Effect\":\"Allow\"");
    if (kind == WEIR_POLICY_RESOURCE && next_random(state) % 5 != 0)
        put(text, next_random(state) % 2 == 0 ? ",\"Principal\":\"*\"" : ",\"Principal\":{\"AWS\":\"" USER_ARN "\"}");
    put_list(text, state, "Action", action_patterns, WEIR_COUNT(action_patterns));
    if (kind != WEIR_POLICY_RESOURCE || next_random(state) % 8 != 0)
        put_list(text, state, "Resource", resource_patterns, WEIR_COUNT(resource_patterns));
    if (next_random(state) % 4 == 0)
        put(text, ",\"Condition\":{\"StringEquals\":{\"aws:username\":\"alice\"}}");
    put(text, "}");
}

static const struct weir_policy *random_policy(uint32_t *state, enum weir_policy_kind kind, struct weir_arena *arena)
{
    static struct text text;
    const size_t statements = 3 + next_random(state) % 12;
    text.length = 0;
    put(&text, next_random(state) % 5 == 0 ? "{\"Statement\":[" : "{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (size_t i = 0; i < statements; i++) {
        if (i > 0)
            put(&text, ",");
        put_statement(&text, state, kind);
    }
    put(&text, "]}");
    return read_policy(text.bytes, text.length, kind, arena);
}

/* --------------------------------------------------------------------------------------- comparison */

static const struct weir_verdict *decide(const struct weir_policy_set *set, const struct weir_policy_request *request,
                                         bool hears_every, struct weir_arena *arena)
{
    struct weir_question question;
    assert_int_equal(weir_question_open(set, request, arena, &question, NULL), WEIR_OK);
    question.hears_every = hears_every;
    struct weir_verdict *const verdict = weir_verdict_new(arena);
    assert_non_null(verdict);
    assert_int_equal(weir_decide_question(&question, arena, verdict, NULL), WEIR_OK);
    return verdict;
}

static void assert_same(const struct weir_verdict *indexed, const struct weir_verdict *walked)
{
    assert_int_equal(weir_verdict_effect(indexed), weir_verdict_effect(walked));
    assert_int_equal(weir_verdict_kind(indexed), weir_verdict_kind(walked));
    assert_int_equal(weir_verdict_decider_count(indexed), weir_verdict_decider_count(walked));
    for (size_t i = 0; i < weir_verdict_decider_count(walked); i++) {
        struct weir_decider a = {.policy = NULL};
        struct weir_decider b = {.policy = NULL};
        assert_true(weir_verdict_decider(indexed, i, &a) && weir_verdict_decider(walked, i, &b));
        assert_ptr_equal(a.policy, b.policy);
        assert_int_equal(a.kind, b.kind);
        assert_int_equal(a.statement, b.statement);
    }
}

/* How often each effect came out, so that a test of denials alone cannot pass for one of everything. */
struct seen {
    size_t effects[3];
    size_t deciders;
};

static void compare(const struct weir_policy_set *set, uint32_t *state, struct weir_arena *arena, struct seen *seen)
{
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    request.principal = alice;
    request.resource_account = weir_str_from(ACCOUNT);
    request.context = read_context(next_random(state) % 2 == 0 ? "aws:username=alice" : "aws:username=a", arena);
    for (size_t i = 0; i < QUESTIONS; i++) {
        request.action = weir_str_from(PICK(state, asked_actions));
        request.resource = weir_str_from(PICK(state, asked_resources));
        const struct weir_verdict *const walked = decide(set, &request, true, arena);
        assert_same(decide(set, &request, false, arena), walked);
        seen->effects[weir_verdict_effect(walked)]++;
        seen->deciders += weir_verdict_decider_count(walked);
    }
}

static void random_policies_answer_as_a_walk_does(void **unused)
{
    (void)unused;
    uint32_t state = 20261121;
    struct seen seen = {{0}, 0};
    struct weir_arena *const arena = new_arena(0);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        weir_arena_reset(arena);
        const struct weir_policy *const identity = random_policy(&state, WEIR_POLICY_IDENTITY, arena);
        struct weir_policy_set set = WEIR_POLICY_SET_INIT;
        set.identity = (struct weir_policy_list){&identity, 1};
        if (i % 3 == 0)
            set.resource = random_policy(&state, WEIR_POLICY_RESOURCE, arena);
        compare(&set, &state, arena, &seen);
    }
    weir_arena_free(arena);
    for (size_t i = 0; i < WEIR_COUNT(seen.effects); i++)
        assert_true(seen.effects[i] > DOCUMENTS / 4);
    assert_true(seen.deciders > (size_t)DOCUMENTS * QUESTIONS / 2);
}

/* ------------------------------------------------------------------------------------- few candidates */

typedef void write_one(struct text *text, size_t number);

static const struct weir_policy *policy_of(size_t statements, write_one *write, struct text *text,
                                           struct weir_arena *arena)
{
    text->length = 0;
    put(text, "{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (size_t i = 0; i < statements; i++) {
        if (i > 0)
            put(text, ",");
        write(text, i);
    }
    put(text, "]}");
    return read_policy(text->bytes, text->length, WEIR_POLICY_IDENTITY, arena);
}

static size_t candidates_for(const struct weir_policy *policy, const char *action, const char *resource)
{
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    request.action = weir_str_from(action);
    request.resource = weir_str_from(resource);
    const struct weir_question question = {.request = &request};
    struct weir_candidates candidates;
    size_t count = 0;
    size_t statement = 0;
    size_t before = SIZE_MAX;
    weir_candidates_open(policy, &question, &candidates);
    for (; weir_candidates_next(&candidates, &statement); before = statement, count++)
        assert_true(before == SIZE_MAX || statement > before);
    return count;
}

#define ALLOW(action, resource) "{\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"" resource "\"}"

static void write_object(struct text *text, size_t number)
{
    char one[128];
    (void)snprintf(one, sizeof(one), ALLOW("s3:GetObject", "arn:aws:s3:::lake/part-%03zu"), number);
    put(text, one);
}

static void write_prefix(struct text *text, size_t number)
{
    char one[128];
    (void)snprintf(one, sizeof(one), ALLOW("s3:Get*", "arn:aws:s3:::lake/tenant-%03zu/*"), number);
    put(text, one);
}

static void write_action(struct text *text, size_t number)
{
    char one[128];
    (void)snprintf(one, sizeof(one), ALLOW("glue:Action%03zu", "*"), number);
    put(text, one);
}

/* Each resource starts the next: `lake/`, `lake/a`, `lake/aa` … */
static void write_nested(struct text *text, size_t number)
{
    char key[128] = "";
    char one[256];
    memset(key, 'a', number);
    (void)snprintf(one, sizeof(one), ALLOW("s3:GetObject", "arn:aws:s3:::lake/%s*"), key);
    put(text, one);
}

enum { STATEMENTS = 300, NESTED = 60 };

static void statements_that_cannot_match_are_not_looked_at(void **unused)
{
    (void)unused;
    static struct text text;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy *policy = policy_of(STATEMENTS, write_object, &text, arena);
    assert_int_equal(candidates_for(policy, "s3:GetObject", "arn:aws:s3:::lake/part-123"), 1);
    assert_int_equal(candidates_for(policy, "s3:PutObject", "arn:aws:s3:::lake/part-123"), 0);
    assert_true(candidates_for(policy, "s3:GetObject", "arn:aws:s3:::elsewhere") <= 1);
    policy = policy_of(STATEMENTS, write_prefix, &text, arena);
    assert_int_equal(candidates_for(policy, "s3:GetObject", "arn:aws:s3:::lake/tenant-123/a/b"), 1);
    assert_true(candidates_for(policy, "s3:GetObject", "arn:aws:s3:::lake/tenant-1") <= 1);
    policy = policy_of(STATEMENTS, write_action, &text, arena);
    assert_int_equal(candidates_for(policy, "glue:action123", "*"), 1);
    assert_true(candidates_for(policy, "glue:action", "*") <= 1);
    weir_arena_free(arena);
}

/* More lists than there is room for: then all are looked at, and the answer is right. */
static void a_long_chain_of_starts_is_walked(void **unused)
{
    (void)unused;
    static struct text text;
    char resource[128] = "arn:aws:s3:::lake/";
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy *const policy = policy_of(NESTED, write_nested, &text, arena);
    assert_int_equal(candidates_for(policy, "s3:GetObject", resource), 1);
    memset(resource + strlen(resource), 'a', 10);
    assert_int_equal(candidates_for(policy, "s3:GetObject", resource), 11);
    memset(resource + strlen(resource), 'a', NESTED);
    assert_int_equal(candidates_for(policy, "s3:GetObject", resource), NESTED);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_policies_answer_as_a_walk_does),
        cmocka_unit_test(statements_that_cannot_match_are_not_looked_at),
        cmocka_unit_test(a_long_chain_of_starts_is_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
