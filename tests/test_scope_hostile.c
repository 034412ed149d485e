/*
 * Every key of a few characters, those that policies, JSON and URIs give a meaning to: what its policy allows is asked
 * of the evaluator for every other such key, and is what was granted and nothing else.
 */
#include "world_test.h"

#include <weir/policy.h>
#include <weir/scope.h>

/* Each once; the last ones are beyond what STS takes as they stand. */
static const char *const letters[] = {"*", "?", "$", "{", "}", "/", "\"", "\\", "%", "a", "\xc3\xbf", "\xc4\x80"};
/* What reads as something else than its characters. */
static const char *const phrases[] = {
    "${*}",      "${$}{*}",    "${aws:username}",   "\\u002a",      "\\\"",     "%2A", "*/../*", "{\"Effect\":",
    "${*}${?}/", "a/${a,'b'}", "\xf0\x9f\xaa\xa3*", "\xef\xbf\xbd", "*\\u0000", "${?", "$${}",   "arn:aws:s3:::lake/*",
};

enum { LETTERS = 12, PHRASES = 16, LONGEST = 3, KEY_BYTES = 32 };
enum { ELSEWHERE = 16 }; /* one key in so many is also asked of another bucket and another action */
enum { KEYS = 1 + LETTERS + LETTERS * LETTERS + LETTERS * LETTERS * LETTERS + PHRASES };

struct hostile {
    struct weir_arena *arena;
    char keys[KEYS][KEY_BYTES]; /* the empty one first */
    size_t count;
};

static void put_key(struct hostile *hostile, const char *start, const char *end)
{
    (void)snprintf(hostile->keys[hostile->count++], KEY_BYTES, "%s%s", start, end);
}

static void make_keys(struct hostile *hostile)
{
    size_t first = 0;
    put_key(hostile, "", "");
    for (size_t length = 1; length <= LONGEST; length++) {
        const size_t last = hostile->count;
        for (size_t i = first; i < last; i++) {
            for (size_t j = 0; j < LETTERS; j++)
                put_key(hostile, hostile->keys[i], letters[j]);
        }
        first = last;
    }
    for (size_t i = 0; i < PHRASES; i++)
        put_key(hostile, phrases[i], "");
    assert_int_equal(hostile->count, KEYS);
}

/* The grant, said without any policy. */
static bool reaches(enum weir_location_kind kind, const char *key, const char *other)
{
    const size_t length = strlen(key);
    if (kind == WEIR_LOCATION_OBJECT)
        return strcmp(key, other) == 0;
    if (strncmp(key, other, length) != 0)
        return false;
    const bool is_closed = length == 0 || key[length - 1] == '/' || kind == WEIR_LOCATION_CHARACTERS;
    return is_closed || other[length] == '/';
}

struct asking {
    struct weir_policy_set set;
    const struct weir_policy *policy;
    struct weir_context *context;
    struct weir_arena *arena;
};

static bool is_allowed(struct asking *asking, const char *action, const char *resource)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_verdict *verdict = NULL;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    request.action = weir_str_from(action);
    request.resource = weir_str_from(resource);
    request.context = asking->context;
    request.resource_account = WEIR_STR("111122223333");
    request.principal = (struct weir_principal){.kind = WEIR_PRINCIPAL_USER,
                                                .arn = WEIR_STR("arn:aws:iam::111122223333:user/u"),
                                                .account = WEIR_STR("111122223333")};
    ASSERT_OK(weir_authorize(&asking->set, &request, asking->arena, &verdict, &error));
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static void ask_all(struct hostile *hostile, struct asking *asking, enum weir_location_kind kind, const char *key)
{
    for (size_t i = 0; i < hostile->count; i++) {
        const char *const other = hostile->keys[i];
        char resource[KEY_BYTES + 32];
        const bool expected = reaches(kind, key, other);
        (void)snprintf(resource, sizeof resource, "arn:aws:s3:::lake/%s", other);
        if (is_allowed(asking, "s3:GetObject", resource) != expected)
            fail_msg("`%s` of kind %d and the object `%s`", key, (int)kind, other);
        assert_int_equal(weir_context_set_text(asking->context, WEIR_STR("s3:prefix"), weir_str_from(other)), WEIR_OK);
        if (is_allowed(asking, "s3:ListBucket", "arn:aws:s3:::lake") != (expected && kind != WEIR_LOCATION_OBJECT))
            fail_msg("`%s` of kind %d and the prefix `%s`", key, (int)kind, other);
        if (i % ELSEWHERE != 0)
            continue;
        if (is_allowed(asking, "s3:PutObject", resource))
            fail_msg("`%s` of kind %d lets write `%s`", key, (int)kind, other);
        (void)snprintf(resource, sizeof resource, "arn:aws:s3:::lakes/%s", other);
        if (is_allowed(asking, "s3:GetObject", resource))
            fail_msg("`%s` of kind %d lets read another bucket's `%s`", key, (int)kind, other);
    }
}

static void check_key(struct hostile *hostile, enum weir_location_kind kind, const char *key)
{
    char location[KEY_BYTES + 16];
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_grant_set grants = WEIR_GRANT_SET_INIT;
    struct asking asking = {.set = WEIR_POLICY_SET_INIT, .arena = hostile->arena};
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_scope_policy policy;
    (void)snprintf(location, sizeof location, "s3://lake/%s", key);
    const struct weir_grant grant = {weir_str_from(location), kind, WEIR_ACCESS_READ, true};
    grants.grants = &grant;
    grants.count = 1;
    options.partition = WEIR_STR("aws");
    options.literal_keys = true;
    ASSERT_OK(weir_scope_emit(&grants, &options, hostile->arena, &scope, &refusal, &error));
    assert_true(weir_scope_policy(scope, 0, &policy));
    assert_int_equal(policy.proof, WEIR_SCOPE_TIGHT);
    ASSERT_OK(weir_policy_parse(policy.document, WEIR_STR("p"), WEIR_POLICY_IDENTITY, NULL, hostile->arena,
                                &asking.policy, &error));
    ASSERT_OK(weir_context_new(hostile->arena, &asking.context));
    asking.set.identity = (struct weir_policy_list){&asking.policy, 1};
    ask_all(hostile, &asking, kind, key);
    weir_arena_reset(hostile->arena);
}

static void check_all(enum weir_location_kind kind)
{
    static struct hostile hostile;
    hostile = (struct hostile){.arena = NULL};
    assert_int_equal(weir_arena_new(0, &hostile.arena), WEIR_OK);
    make_keys(&hostile);
    for (size_t i = kind == WEIR_LOCATION_OBJECT ? 1 : 0; i < hostile.count; i++)
        check_key(&hostile, kind, hostile.keys[i]);
    weir_arena_free(hostile.arena);
}

static void no_prefix_reaches_more_than_itself(void **state)
{
    (void)state;
    check_all(WEIR_LOCATION_PREFIX);
}

static void no_object_reaches_more_than_itself(void **state)
{
    (void)state;
    check_all(WEIR_LOCATION_OBJECT);
}

static void no_characters_reach_more_than_themselves(void **state)
{
    (void)state;
    check_all(WEIR_LOCATION_CHARACTERS);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(no_prefix_reaches_more_than_itself),
        cmocka_unit_test(no_object_reaches_more_than_itself),
        cmocka_unit_test(no_characters_reach_more_than_themselves),
    };
    return cmocka_run_group_tests_name("scope.hostile", facts, NULL, NULL);
}
