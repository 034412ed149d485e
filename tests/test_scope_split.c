/* Grants that no single policy holds: each policy within its limit, each location whole in one of them, nothing beyond. */
#include "world_test.h"

#include <weir/policy.h>
#include <weir/scope.h>

#include "scope/room.h"

enum { MAX = 400, NAME_BYTES = 160 };

/* Grants made of a number: buckets, depths, accesses and lengths vary, none lies in another. */
struct made {
    char names[MAX][NAME_BYTES];
    struct weir_grant grants[MAX];
    struct weir_grant_set set;
    struct weir_scope_options options;
};

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void make(struct made *made, size_t count, uint32_t seed)
{
    made->set = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    made->options = (struct weir_scope_options)WEIR_SCOPE_OPTIONS_INIT;
    made->options.region = WEIR_STR("us-east-1");
    for (size_t i = 0; i < count; i++) {
        const int pad = (int)(next(&seed) % 80);
        const unsigned bucket = next(&seed) % 5;
        (void)snprintf(made->names[i], NAME_BYTES, "s3://lake-%u/t%zu/%.*s", bucket, i, pad,
                       "*?$-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad-pad");
        made->grants[i] = (struct weir_grant){
            .location = weir_str_from(made->names[i]),
            .kind = next(&seed) % 8 == 0 && pad > 0 ? WEIR_LOCATION_OBJECT : WEIR_LOCATION_PREFIX,
            .access = (enum weir_access)(next(&seed) % 4),
            .list = next(&seed) % 2 == 0,
        };
        if (made->grants[i].access == WEIR_ACCESS_NONE) {
            made->grants[i].kind = WEIR_LOCATION_PREFIX;
            made->grants[i].list = true;
        }
    }
    made->set.grants = made->grants;
    made->set.count = count;
}

static const struct weir_scope *emit(const struct made *made, struct weir_arena *arena)
{
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    ASSERT_OK(weir_scope_emit(&made->set, &made->options, arena, &scope, &refusal, &error));
    return scope;
}

/* ------------------------------------------------------------------------------------------- asking */

struct asking {
    struct weir_arena *arena;
    const struct weir_policy *policy;
};

static bool is_allowed(const struct asking *asking, const char *action, const char *resource, const char *prefix)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_context *context = NULL;
    const struct weir_verdict *verdict = NULL;
    struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    ASSERT_OK(weir_context_new(asking->arena, &context));
    if (prefix != NULL)
        ASSERT_OK(weir_context_set_text(context, WEIR_STR("s3:prefix"), weir_str_from(prefix)));
    set.identity = (struct weir_policy_list){&asking->policy, 1};
    request.action = weir_str_from(action);
    request.resource = weir_str_from(resource);
    request.context = context;
    request.resource_account = WEIR_STR("111122223333");
    request.principal = (struct weir_principal){.kind = WEIR_PRINCIPAL_USER,
                                                .arn = WEIR_STR("arn:aws:iam::111122223333:user/u"),
                                                .account = WEIR_STR("111122223333")};
    ASSERT_OK(weir_authorize(&set, &request, asking->arena, &verdict, &error));
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

/* What a policy says of one grant: all of it where it names the location, else nothing at all. */
static void check_grant(const struct asking *asking, const struct weir_grant *grant, bool named)
{
    static const struct {
        const char *action;
        enum weir_access least;
    } actions[] = {{"s3:GetObject", WEIR_ACCESS_READ},
                   {"s3:PutObject", WEIR_ACCESS_APPEND},
                   {"s3:DeleteObject", WEIR_ACCESS_READWRITE}};
    const bool is_prefix = grant->kind == WEIR_LOCATION_PREFIX;
    char resource[NAME_BYTES + 32];
    char below[NAME_BYTES + 33];
    const char *const path = grant->location.ptr + strlen("s3://");
    const char *const slash = grant->location.ptr[grant->location.len - 1] == '/' ? "" : "/";
    (void)snprintf(resource, sizeof resource, "arn:aws:s3:::%s%s", path, is_prefix ? slash : "");
    (void)snprintf(below, sizeof below, "%s%s", resource, is_prefix ? "x" : "");
    for (size_t i = 0; i < WEIR_COUNT(actions); i++)
        assert_int_equal(is_allowed(asking, actions[i].action, below, NULL),
                         named && grant->access >= actions[i].least);
    char *const key = strchr(resource + strlen("arn:aws:s3:::"), '/');
    *key = '\0';
    assert_int_equal(is_allowed(asking, "s3:ListBucket", resource, key + 1), named && is_prefix && grant->list);
    assert_false(is_allowed(asking, "s3:ListBucket", resource, NULL));
}

static bool names(const struct weir_scope_policy *policy, const struct weir_grant *grant)
{
    for (size_t i = 0; i < policy->location_count; i++) {
        if (weir_str_has_prefix(policy->locations[i], grant->location) &&
            policy->locations[i].len <= grant->location.len + 1)
            return true;
    }
    return false;
}

static void each_location_is_whole_in_one_policy_and_in_no_other(void **state)
{
    (void)state;
    static struct made made;
    struct weir_error error = WEIR_ERROR_INIT;
    for (uint32_t seed = 1; seed <= 8; seed++) {
        struct weir_arena *arena = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        make(&made, 60, seed);
        const struct weir_scope *const scope = emit(&made, arena);
        assert_true(weir_scope_policy_count(scope) > 1);
        size_t named = 0;
        struct weir_scope_policy policy;
        for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++) {
            struct asking asking = {arena, NULL};
            assert_true(policy.characters <= WEIR_SCOPE_MAX_CHARACTERS);
            assert_int_equal(policy.characters, weir_str_code_points(policy.document));
            ASSERT_OK(weir_policy_parse(policy.document, WEIR_STR("p"), WEIR_POLICY_IDENTITY, NULL, arena,
                                        &asking.policy, &error));
            for (size_t j = 0; j < made.set.count; j++)
                check_grant(&asking, &made.grants[j], names(&policy, &made.grants[j]));
            named += policy.location_count;
        }
        assert_int_equal(named, made.set.count);
        weir_arena_free(arena);
    }
}

/* A policy for a part of the grant must do without what the parts around it give in other policies. */
static void what_lies_inside_another_location_keeps_all_that_it_had(void **state)
{
    (void)state;
    enum { INNER = 60 };
    static struct made made;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make(&made, INNER + 2, 1);
    made.grants[0] = (struct weir_grant){WEIR_STR("s3://lake/a"), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true};
    made.grants[1] = (struct weir_grant){WEIR_STR("s3://lake/a/b"), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false};
    for (size_t i = 0; i < INNER; i++) {
        (void)snprintf(made.names[i], NAME_BYTES, "s3://lake/a/%060zu", i);
        made.grants[i + 2] = (struct weir_grant){weir_str_from(made.names[i]), WEIR_LOCATION_PREFIX,
                                                 WEIR_ACCESS_READWRITE, false};
    }
    const struct weir_scope *const scope = emit(&made, arena);
    size_t named = 0;
    struct weir_scope_policy policy;
    for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++) {
        struct asking asking = {arena, NULL};
        ASSERT_OK(weir_policy_parse(policy.document, WEIR_STR("p"), WEIR_POLICY_IDENTITY, NULL, arena, &asking.policy,
                                    &error));
        named += policy.location_count;
        for (size_t j = 0; j < policy.location_count; j++) {
            char resource[NAME_BYTES];
            (void)snprintf(resource, sizeof resource, "arn:aws:s3:::%.*sx", (int)policy.locations[j].len - 5,
                           policy.locations[j].ptr + 5);
            assert_true(is_allowed(&asking, "s3:GetObject", resource, NULL));
            resource[strlen(resource) - 1] = '\0';
            assert_true(is_allowed(&asking, "s3:ListBucket", "arn:aws:s3:::lake", strstr(resource, "a/")));
        }
        /* What covers the second location is in the same policy. */
        assert_int_equal(names(&policy, &made.grants[0]), names(&policy, &made.grants[1]));
    }
    assert_int_equal(named, INNER + 2);
    assert_true(weir_scope_policy_count(scope) > 1);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- counting */

/* The room that is counted is the text that is written, with every kind of statement. */
static void growth_is_what_the_text_grows_by(void **state)
{
    (void)state;
    static struct made made;
    const struct weir_str keys[] = {WEIR_STR("arn:aws:kms:us-east-1:111122223333:key/k-1"),
                                    WEIR_STR("arn:aws:kms:us-east-1:111122223333:key/k-2")};
    for (uint32_t seed = 1; seed <= 64; seed++) {
        struct weir_arena *arena = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        make(&made, 1 + seed % 30, seed);
        if (seed % 3 == 0)
            made.grants[0] = (struct weir_grant){WEIR_STR("s3://other"), WEIR_LOCATION_BUCKET, WEIR_ACCESS_READ, true};
        struct weir_scope_plan plan = {made.options, WEIR_STR("aws"), 1U << 20};
        plan.options.bare_list = seed % 2 == 0;
        plan.options.unknown_kms = seed % 5 == 0;
        made.set.kms_keys = keys;
        made.set.kms_key_count = seed % 4 == 0 ? 2 : 0;
        struct weir_scope_fault fault = {WEIR_SCOPE_PASSED, {NULL, 0}};
        struct weir_reached reached;
        struct weir_key_list key_list;
        struct weir_scope_frames frames;
        struct weir_room room;
        assert_int_equal(weir_reach_collect(&made.set, &plan, arena, &reached, &fault), WEIR_OK);
        assert_int_equal(weir_kms_keys_collect(&made.set, plan.partition, arena, &key_list, &fault), WEIR_OK);
        assert_int_equal(weir_scope_frames_make(&plan, &key_list, arena, &frames), WEIR_OK);
        assert_int_equal(weir_reach_spell(&reached.kept, &plan, arena), WEIR_OK);
        assert_int_equal(weir_room_init(&room, &frames, reached.kept.count, arena), WEIR_OK);
        struct weir_reach_list first = {reached.kept.items, 0};
        while (first.count < reached.kept.count) {
            const struct weir_reach *const reach = reached.kept.items[first.count++];
            const size_t before = room.policies[0].characters;
            const size_t growth = weir_room_growth(&room, 0, reach);
            struct weir_str document;
            size_t characters = 0;
            assert_true(weir_room_least_growth(&room, reach) <= growth);
            weir_room_take(&room, 0, reach);
            assert_int_equal(weir_scope_write(&frames, &first, arena, &document, &characters), WEIR_OK);
            assert_int_equal(characters, weir_str_code_points(document));
            assert_int_equal(room.policies[0].characters, before + growth);
            assert_int_equal(room.policies[0].characters, characters);
        }
        weir_arena_free(arena);
    }
}

/* Equal parts: as few policies as hold them. */
static void few_policies_are_taken(void **state)
{
    (void)state;
    static struct made made;
    struct weir_arena *arena = NULL;
    struct weir_scope_policy policy;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make(&made, MAX, 1);
    for (size_t i = 0; i < MAX; i++) {
        (void)snprintf(made.names[i], NAME_BYTES, "s3://lake/table-%03zu", i);
        made.grants[i] = (struct weir_grant){weir_str_from(made.names[i]), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ,
                                             true};
    }
    made.set.count = 1;
    assert_true(weir_scope_policy(emit(&made, arena), 0, &policy));
    const size_t one = policy.characters;
    made.set.count = 3;
    assert_true(weir_scope_policy(emit(&made, arena), 0, &policy));
    const size_t three = policy.characters;
    made.set.count = 4;
    assert_true(weir_scope_policy(emit(&made, arena), 0, &policy));
    const size_t each = policy.characters - three;
    const size_t fit = 3 + (WEIR_SCOPE_MAX_CHARACTERS - three) / each;
    assert_true(one < three);
    made.set.count = MAX;
    assert_int_equal(weir_scope_policy_count(emit(&made, arena)), (MAX + fit - 1) / fit);
    made.set.count = fit;
    assert_int_equal(weir_scope_policy_count(emit(&made, arena)), 1);
    made.set.count = fit + 1;
    assert_int_equal(weir_scope_policy_count(emit(&made, arena)), 2);
    weir_arena_free(arena);
}

static void ten_thousand_prefixes_take_linear_room(void **state)
{
    (void)state;
    enum { MANY = 10000, BYTES = 32 };
    struct weir_arena *arena = NULL;
    size_t used[2];
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    char(*const names_of)[BYTES] = weir_arena_alloc(arena, MANY, BYTES);
    struct weir_grant *const grants = weir_arena_alloc(arena, MANY, sizeof *grants);
    assert_non_null(names_of);
    assert_non_null(grants);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names_of[i], BYTES, "s3://lake-%zu/t/%zu", i % 7, i);
        grants[i] = (struct weir_grant){weir_str_from(names_of[i]), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, true};
    }
    for (size_t half = 0; half < 2; half++) {
        const size_t count = half == 0 ? MANY / 2 : MANY;
        struct weir_arena *own = NULL;
        struct made made = {.set = WEIR_GRANT_SET_INIT, .options = WEIR_SCOPE_OPTIONS_INIT};
        assert_int_equal(weir_arena_new(0, &own), WEIR_OK);
        made.options.partition = WEIR_STR("aws");
        made.set.grants = grants;
        made.set.count = count;
        const struct weir_scope *const scope = emit(&made, own);
        size_t locations = 0;
        struct weir_scope_policy policy;
        for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++) {
            assert_true(policy.characters <= WEIR_SCOPE_MAX_CHARACTERS);
            locations += policy.location_count;
        }
        assert_int_equal(locations, count);
        used[half] = weir_arena_used(own);
        weir_arena_free(own);
    }
    assert_true(used[1] < 3 * used[0]);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------------- refusals */

static void the_location_that_fits_nowhere_is_named(void **state)
{
    (void)state;
    static struct made made;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_scope_policy policy;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make(&made, 3, 1);
    made.grants[0].location = WEIR_STR("s3://lake/a");
    made.grants[1].location = WEIR_STR("s3://lake/the-long-one-of-these");
    made.grants[2].location = WEIR_STR("s3://lake/the-longest-one-of-all-these");
    for (size_t i = 0; i < 3; i++) {
        made.grants[i].kind = WEIR_LOCATION_PREFIX;
        made.grants[i].access = WEIR_ACCESS_READ;
        made.grants[i].list = true;
    }
    const struct weir_grant all[] = {made.grants[0], made.grants[1]};
    made.set.count = 1;
    made.grants[0] = all[1];
    assert_true(weir_scope_policy(emit(&made, arena), 0, &policy));
    made.grants[0] = all[0];
    made.set.count = 2;
    made.options.max_characters = policy.characters;
    assert_int_equal(weir_scope_policy_count(emit(&made, arena)), 2);
    made.options.max_characters--;
    made.set.count = 3;
    assert_int_equal(weir_scope_emit(&made.set, &made.options, arena, &scope, &refusal, &error), WEIR_REFUSED);
    assert_str(refusal->check, "scope.policy.too-large");
    assert_str(refusal->code, "TOO_LARGE");
    assert_str(refusal->subject, "s3://lake/the-long-one-of-these/"); /* the first of two, as they were given */
    assert_null(scope);
    made.options.max_characters = 1;
    assert_int_equal(weir_scope_emit(&made.set, &made.options, arena, &scope, &refusal, &error), WEIR_REFUSED);
    assert_str(refusal->subject, "s3://lake/a/");
    weir_arena_free(arena);
}

static void too_many_grants_are_a_limit(void **state)
{
    (void)state;
    const struct weir_grant grant = {WEIR_STR("s3://lake/a"), WEIR_LOCATION_PREFIX, WEIR_ACCESS_READ, false};
    struct weir_grant_set set = WEIR_GRANT_SET_INIT;
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    struct weir_scope_options options = WEIR_SCOPE_OPTIONS_INIT;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    struct weir_grant *const grants = weir_arena_alloc(arena, WEIR_SCOPE_MAX_GRANTS + 1, sizeof *grants);
    assert_non_null(grants);
    for (size_t i = 0; i <= WEIR_SCOPE_MAX_GRANTS; i++)
        grants[i] = grant;
    options.partition = WEIR_STR("aws");
    set.grants = grants;
    set.count = WEIR_SCOPE_MAX_GRANTS;
    ASSERT_OK(weir_scope_emit(&set, &options, arena, &scope, &refusal, &error));
    assert_int_equal(weir_scope_policy_count(scope), 1);
    set.count++;
    assert_int_equal(weir_scope_emit(&set, &options, arena, &scope, &refusal, &error), WEIR_ERR_LIMIT);
    assert_null(scope);
    weir_arena_free(arena);
}

/* The order of the grants changes neither the texts nor their order. */
static void the_order_of_grants_changes_no_policy(void **state)
{
    (void)state;
    static struct made made;
    struct weir_arena *arena = NULL;
    struct weir_scope_policy policy;
    struct weir_scope_policy again;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make(&made, 100, 7);
    const struct weir_scope *const first = emit(&made, arena);
    for (size_t i = 0; i < made.set.count / 2; i++) {
        const struct weir_grant kept = made.grants[i];
        made.grants[i] = made.grants[made.set.count - 1 - i];
        made.grants[made.set.count - 1 - i] = kept;
    }
    const struct weir_scope *const second = emit(&made, arena);
    assert_int_equal(weir_scope_policy_count(first), weir_scope_policy_count(second));
    for (size_t i = 0; weir_scope_policy(first, i, &policy); i++) {
        assert_true(weir_scope_policy(second, i, &again));
        assert_true(weir_str_equal(policy.document, again.document));
    }
    weir_arena_free(arena);
}

static void every_shortage_of_memory_is_clean(void **state)
{
    (void)state;
    static struct made made;
    made.set.count = 0;
    make(&made, 40, 3);
    made.options.bare_list = true;
    made.options.unknown_kms = true;
    bool succeeded = false;
    for (size_t bytes = 4096; !succeeded && bytes < (size_t)1 << 20; bytes += 1024) {
        struct weir_arena *arena = NULL;
        const struct weir_scope *scope = NULL;
        const struct weir_refusal *refusal = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        assert_int_equal(weir_arena_new(bytes, &arena), WEIR_OK);
        const enum weir_status status = weir_scope_emit(&made.set, &made.options, arena, &scope, &refusal, &error);
        succeeded = status == WEIR_OK;
        assert_true(succeeded || status == WEIR_ERR_MEMORY);
        assert_int_equal(scope != NULL, succeeded);
        assert_null(refusal);
        weir_arena_free(arena);
    }
    assert_true(succeeded);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(each_location_is_whole_in_one_policy_and_in_no_other),
        cmocka_unit_test(what_lies_inside_another_location_keeps_all_that_it_had),
        cmocka_unit_test(growth_is_what_the_text_grows_by),
        cmocka_unit_test(few_policies_are_taken),
        cmocka_unit_test(ten_thousand_prefixes_take_linear_room),
        cmocka_unit_test(the_location_that_fits_nowhere_is_named),
        cmocka_unit_test(too_many_grants_are_a_limit),
        cmocka_unit_test(the_order_of_grants_changes_no_policy),
        cmocka_unit_test(every_shortage_of_memory_is_clean),
    };
    return cmocka_run_group_tests_name("scope.split", facts, NULL, NULL);
}
