/* Every set of a few grants: its policy allows what some grant gives, and nothing that none gives. */
#include "world_test.h"

#include <weir/policy.h>
#include <weir/scope.h>

static const struct {
    const char *uri;
    enum weir_location_kind kind;
    const char *key;
    bool open;
} places[] = {
    {"s3://lake/a", WEIR_LOCATION_PREFIX, "a/", true},    {"s3://lake/a/b", WEIR_LOCATION_PREFIX, "a/b/", true},
    {"s3://lake/a", WEIR_LOCATION_OBJECT, "a", false},    {"s3://lake/a/b/x", WEIR_LOCATION_OBJECT, "a/b/x", false},
    {"s3://lake/a", WEIR_LOCATION_CHARACTERS, "a", true}, {"s3://lake", WEIR_LOCATION_BUCKET, "", true},
    {"s3a://lake/a/", WEIR_LOCATION_PREFIX, "a/", true},
};
static const char *const keys[] = {"a", "a/", "a/x", "a/b/x", "a/b/xy", "ab", "c"};
static const char *const prefixes[] = {NULL, "", "a", "a/", "a/b", "a/b/", "ab", "c"};
static const struct {
    const char *action;
    enum weir_access least; /* that gives it; the stronger ones do too */
} actions[] = {
    {"s3:GetObject", WEIR_ACCESS_READ},
    {"s3:PutObject", WEIR_ACCESS_APPEND},
    {"s3:AbortMultipartUpload", WEIR_ACCESS_APPEND},
    {"s3:ListMultipartUploadParts", WEIR_ACCESS_APPEND},
    {"s3:DeleteObject", WEIR_ACCESS_READWRITE},
};

enum { ACCESSES = 4, CHOICES = 7 * ACCESSES * 2, MOST = 3 };

struct choice {
    size_t place;
    enum weir_access access;
    bool list;
};

static struct choice choice_of(size_t number)
{
    return (struct choice){number / 2 / ACCESSES, (enum weir_access)(number / 2 % ACCESSES), number % 2 == 1};
}

static bool reaches(size_t place, const char *key)
{
    if (!places[place].open)
        return strcmp(places[place].key, key) == 0;
    return strncmp(places[place].key, key, strlen(places[place].key)) == 0;
}

/* The grant, said without any policy. */
static bool gives(const struct choice *choices, size_t count, enum weir_access least, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (choices[i].access >= least && reaches(choices[i].place, key))
            return true;
    }
    return false;
}

static bool lists(const struct choice *choices, size_t count, const char *prefix)
{
    for (size_t i = 0; i < count; i++) {
        if (!choices[i].list || !places[choices[i].place].open)
            continue;
        /* A request without a prefix lists the whole bucket. */
        if (reaches(choices[i].place, prefix == NULL ? "" : prefix))
            return true;
    }
    return false;
}

static bool lists_anything(const struct choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (choices[i].list && places[choices[i].place].open)
            return true;
    }
    return false;
}

/* --------------------------------------------------------------------------------------------- asking */

struct asking {
    struct weir_arena *arena;
    struct weir_policy_set set;
    const struct weir_policy *session;
};

static bool is_allowed(struct asking *asking, const char *action, const char *resource, const char *prefix)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_context *context = NULL;
    const struct weir_verdict *verdict = NULL;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    ASSERT_OK(weir_context_new(asking->arena, &context));
    if (prefix != NULL)
        ASSERT_OK(weir_context_set_text(context, WEIR_STR("s3:prefix"), weir_str_from(prefix)));
    request.action = weir_str_from(action);
    request.resource = weir_str_from(resource);
    request.context = context;
    request.resource_account = WEIR_STR("111122223333");
    request.principal = (struct weir_principal){
        .kind = WEIR_PRINCIPAL_USER,
        .arn = WEIR_STR("arn:aws:iam::111122223333:user/u"),
        .account = WEIR_STR("111122223333"),
    };
    ASSERT_OK(weir_authorize(&asking->set, &request, asking->arena, &verdict, &error));
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static void check_objects(struct asking *asking, const struct choice *choices, size_t count, struct weir_str document)
{
    for (size_t i = 0; i < WEIR_COUNT(actions) * WEIR_COUNT(keys); i++) {
        const char *const key = keys[i % WEIR_COUNT(keys)];
        const size_t action = i / WEIR_COUNT(keys);
        char resource[64];
        (void)snprintf(resource, sizeof resource, "arn:aws:s3:::lake/%s", key);
        if (is_allowed(asking, actions[action].action, resource, NULL) !=
            gives(choices, count, actions[action].least, key))
            fail_msg("%s %s: %.*s", actions[action].action, key, WEIR_FMT(document));
    }
}

static void check_lists(struct asking *asking, const struct choice *choices, size_t count, struct weir_str document)
{
    for (size_t i = 0; i < WEIR_COUNT(prefixes); i++) {
        if (is_allowed(asking, "s3:ListBucket", "arn:aws:s3:::lake", prefixes[i]) != lists(choices, count, prefixes[i]))
            fail_msg("list %s: %.*s", prefixes[i] == NULL ? "(absent)" : prefixes[i], WEIR_FMT(document));
    }
    if (is_allowed(asking, "s3:GetBucketLocation", "arn:aws:s3:::lake", NULL) != lists_anything(choices, count))
        fail_msg("location: %.*s", WEIR_FMT(document));
    if (is_allowed(asking, "s3:ListBucket", "arn:aws:s3:::pond", NULL))
        fail_msg("another bucket: %.*s", WEIR_FMT(document));
}

/* Each ARN and prefix is said once for objects and once for listing: what is covered is dropped. */
static void check_size(const struct choice *choices, size_t count, struct weir_str document)
{
    size_t resources = 0;
    for (size_t i = 0; i + 18 < document.len; i++)
        resources += memcmp(document.ptr + i, "arn:aws:s3:::lake/", 18) == 0 ? 1 : 0;
    if (resources > count)
        fail_msg("%zu resources of %zu grants, %d: %.*s", resources, count, choices[0].list, WEIR_FMT(document));
}

static void check_grants(const struct choice *choices, size_t count, struct weir_arena *arena)
{
    struct weir_grant grants[MOST];
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_scope_policy policy;
    struct asking asking = {.arena = arena, .set = WEIR_POLICY_SET_INIT};
    for (size_t i = 0; i < count; i++)
        grants[i] = (struct weir_grant){weir_str_from(places[choices[i].place].uri), places[choices[i].place].kind,
                                        choices[i].access, choices[i].list};
    set.grants = grants;
    set.count = count;
    options.partition = WEIR_STR("aws");
    const enum weir_status status = weir_scope_emit(&set, &options, arena, &scope, &refusal, &error);
    bool is_empty = !lists_anything(choices, count);
    for (size_t i = 0; i < count; i++)
        is_empty = is_empty && choices[i].access == WEIR_ACCESS_NONE;
    assert_int_equal(status, is_empty ? WEIR_REFUSED : WEIR_OK);
    if (is_empty)
        return;
    assert_true(weir_scope_policy(scope, 0, &policy));
    ASSERT_OK(
        weir_policy_parse(policy.document, WEIR_STR("p"), WEIR_POLICY_IDENTITY, NULL, arena, &asking.session, &error));
    asking.set.identity = (struct weir_policy_list){&asking.session, 1};
    check_objects(&asking, choices, count, policy.document);
    check_lists(&asking, choices, count, policy.document);
    check_size(choices, count, policy.document);
}

/* All pairs, and every 37th triple. */
static void the_policy_of_any_grants_is_tight(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t count = 1; count <= MOST; count++) {
        size_t total = 1;
        for (size_t i = 0; i < count; i++)
            total *= CHOICES;
        for (size_t number = 0; number < total; number += count == MOST ? 37 : 1) {
            struct choice choices[MOST];
            size_t rest = number;
            for (size_t i = 0; i < count; i++) {
                choices[i] = choice_of(rest % CHOICES);
                rest /= CHOICES;
            }
            check_grants(choices, count, arena);
            weir_arena_reset(arena);
        }
    }
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {cmocka_unit_test(the_policy_of_any_grants_is_tight)};
    return cmocka_run_group_tests_name("scope.tight", facts, NULL, NULL);
}
