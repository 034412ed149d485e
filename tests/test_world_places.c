/* What lies at or above a location, what shares a hash, and what was not loaded: the walk of levels and the index of spans against plain loops. */
#include "world_test.h"

#include "base/base_impl.h"
#include "world/lake/place.h"
#include "world/span_index.h"

static struct weir_location place(const char *bucket, const char *key)
{
    return (struct weir_location){.bucket = weir_str_from(bucket), .key = weir_str_from(key)};
}

static void the_levels_of_a_location(void **state)
{
    static const struct {
        const char *key;
        const char *levels[6];
    } rows[] = {
        {"", {""}},
        {"a", {"", "a"}},
        {"a/", {"", "a/"}},
        {"a/b", {"", "a/", "a/b"}},
        {"a/b/", {"", "a/", "a/b/"}},
        {"/", {"", "/"}},
        {"/a", {"", "/", "/a"}},
        {"a//b", {"", "a/", "a//", "a//b"}},
        {"ab/abc/a", {"", "ab/", "ab/abc/", "ab/abc/a"}},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_place_walk walk = weir_place_walk(place("b", rows[i].key));
        struct weir_location level;
        uint64_t hash = 0;
        size_t count = 0;
        for (; weir_place_next(&walk, &hash, &level); count++) {
            assert_true(count < WEIR_COUNT(rows[i].levels) && rows[i].levels[count] != NULL);
            const struct weir_location expected = place("b", rows[i].levels[count]);
            if (!weir_place_equal(level, expected))
                fail_msg("level %zu of `%s` is `%.*s`", count, rows[i].key, WEIR_FMT(level.key));
            assert_true(hash == weir_place_hash(expected));
        }
        assert_true(count == WEIR_COUNT(rows[i].levels) || rows[i].levels[count] == NULL);
    }
}

static void what_is_one_place(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {{"a", "a/", true},    {"a", "a//", false},    {"", "/", false},  {"a", "ab", false},
                {"a/b", "a/b", true}, {"a/b", "a//b", false}, {"A", "a", false}, {"", "", true}};
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        assert_int_equal(weir_place_equal(place("b", rows[i].a), place("b", rows[i].b)), rows[i].same);
        assert_int_equal(weir_place_hash(place("b", rows[i].a)) == weir_place_hash(place("b", rows[i].b)),
                         rows[i].same);
        assert_false(weir_place_equal(place("b", rows[i].a), place("c", rows[i].b)));
    }
}

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % below;
}

/* Of random keys: is one a level of the other? By the walk, and by the bytes. */
static void random_places_and_a_prefix(void **state)
{
    uint64_t seed = 7;
    unsigned found = 0;
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        char inner[9] = "", outer[9] = "";
        for (size_t k = draw(&seed, 9); k > 0; k--)
            inner[k - 1] = "aab/"[draw(&seed, 4)];
        const size_t cut = draw(&seed, strlen(inner) + 1);
        memcpy(outer, inner, cut);
        outer[cut] = '\0';
        if (draw(&seed, 4) == 0 && cut > 0)
            outer[cut - 1] = "ab/"[draw(&seed, 3)];
        struct weir_place_walk walk = weir_place_walk(place("b", inner));
        struct weir_location level;
        uint64_t hash = 0;
        bool above = false;
        while (weir_place_next(&walk, &hash, &level))
            above = above || (hash == weir_place_hash(place("b", outer)) && weir_place_equal(level, place("b", outer)));
        /* At it, or below it behind a slash; a slash at the end of either says nothing. */
        char folder[16], under[16];
        snprintf(folder, sizeof folder, "%s%s", outer, outer[0] == '\0' || outer[strlen(outer) - 1] == '/' ? "" : "/");
        snprintf(under, sizeof under, "%s%s", inner, inner[0] == '\0' || inner[strlen(inner) - 1] == '/' ? "" : "/");
        const bool expected = strncmp(under, folder, strlen(folder)) == 0;
        if (above != expected)
            fail_msg("`%s` above `%s`: %d", outer, inner, above);
        found += above;
    }
    assert_true(found > 5000 && found < 19000);
}

static void spans_keep_the_order_of_adding(void **state)
{
    enum { MOST = 300 };
    uint64_t seed = 11;
    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        struct weir_arena *arena = NULL;
        struct weir_span_index index;
        uint64_t hashes[MOST];
        const size_t count = draw(&seed, MOST);
        const uint64_t different = 1 + draw(&seed, 40);
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_span_index_init(&index, count, arena), WEIR_OK);
        for (size_t i = 0; i < count; i++) {
            hashes[i] = draw(&seed, different) << (round % 2 == 0 ? 0 : 40);
            weir_span_index_add(&index, hashes[i], i * 3);
        }
        assert_int_equal(weir_span_index_finish(&index, arena), WEIR_OK);
        for (uint64_t asked = 0; asked < different + 2; asked++) {
            const uint64_t hash = asked << (round % 2 == 0 ? 0 : 40);
            const struct weir_span span = weir_span_index_find(&index, hash);
            size_t at = 0;
            for (size_t i = 0; i < count; i++) {
                if (hashes[i] != hash)
                    continue;
                assert_true(at < span.count);
                assert_int_equal(span.positions[at++], i * 3);
            }
            assert_int_equal(at, span.count);
        }
        weir_arena_free(arena);
    }
}

/* What was not loaded of any other catalog of the Region could hold the table that shares a location; what is elsewhere, or
 * near enough, could not. */
static void tables_that_were_not_loaded_could_be_shared(void **state)
{
    static const char *const partial = "Complete: {TableList: false}";
    static const struct {
        const char *first, *far, *last; /* of the first account, in another Region of it, and of the last one */
        const char *location;           /* of the table in the middle account, which asks */
        enum weir_status status;
    } rows[] = {
        {"{}", "{}", "{}", "s3://lake/other", WEIR_OK},
        {partial, "{}", "{}", "s3://lake/other", WEIR_ERR_INCOMPLETE},
        {"{}", partial, "{}", "s3://lake/other", WEIR_OK},
        {"{}", "{}", partial, "s3://lake/other", WEIR_ERR_INCOMPLETE},
        {partial, "{}", partial, "s3://lake/t", WEIR_OK},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        char text[2048];
        const char *const parts[] = {rows[i].first, rows[i].far, rows[i].last};
        char members[3][64];
        for (size_t k = 0; k < WEIR_COUNT(parts); k++)
            (void)snprintf(members[k], sizeof members[k], parts[k][0] == '{' ? "%s" : "{%s}", parts[k]);
        (void)snprintf(
            text, sizeof text,
            "weir: world/1\naccounts:\n"
            "  - AccountId: '111122223333'\n    Regions: {us-east-1: %s, eu-west-1: %s}\n"
            "  - AccountId: '444455556666'\n    Regions: {us-east-1: {Glue: {TableList: [{Name: t, DatabaseName: "
            "d, StorageDescriptor: {Location: '%s'}}]}}}\n"
            "  - AccountId: '777788889999'\n    Regions: {us-east-1: %s}\n",
            members[0], members[1], rows[i].location, members[2]);
        struct weir_world *const world = world_of(text);
        const struct weir_lake *const own = lake_of(world, "444455556666", "us-east-1");
        const struct weir_lake_principal principal = {.arn = WEIR_STR("arn:aws:iam::444455556666:role/reader"),
                                                      .account = WEIR_STR("444455556666")};
        const struct weir_lake *found = NULL;
        struct weir_arena *arena = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        const enum weir_status status = weir_lake_of_location(own, place("lake", "t/x"), &principal, arena, &found,
                                                              NULL);
        if (status != rows[i].status)
            fail_msg("row %zu: %s", i, weir_status_name(status));
        assert_ptr_equal(found, own);
        weir_arena_free(arena);
        weir_world_release(world);
    }
}

/* A shared table counts only if no own one is as near: those have to be known. Where an own one is found, none is nearer there. */
static void own_tables_that_were_not_loaded_could_be_nearer(void **state)
{
    static const struct {
        const char *own, *location; /* what is known of the own catalog, and where its table lies */
        const char *found;          /* whose catalog the location is asked of */
        enum weir_status status;
    } rows[] = {
        {"", "s3://lake/other", "111122223333", WEIR_OK},
        {"Complete: {TableList: false}, ", "s3://lake/other", "111122223333", WEIR_ERR_INCOMPLETE},
        {"Complete: {TableList: false}, ", "s3://lake/t/x", "444455556666", WEIR_OK},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        char text[2048];
        (void)snprintf(
            text, sizeof text,
            "weir: world/1\naccounts:\n"
            "  - AccountId: '111122223333'\n    Regions: {us-east-1: {Glue: {TableList: [{Name: t, DatabaseName: d, "
            "StorageDescriptor: {Location: 's3://lake/t'}}]}, LakeFormation: {PrincipalResourcePermissions: "
            "[{Principal: {DataLakePrincipalIdentifier: 'arn:aws:iam::444455556666:role/reader'}, Resource: {Table: "
            "{DatabaseName: d, Name: t}}, Permissions: [SELECT]}]}}}\n"
            "  - AccountId: '444455556666'\n    Regions: {us-east-1: {%sGlue: {TableList: [{Name: t, DatabaseName: "
            "d, StorageDescriptor: {Location: '%s'}}]}}}\n",
            rows[i].own, rows[i].location);
        struct weir_world *const world = world_of(text);
        const struct weir_lake_principal principal = {.arn = WEIR_STR("arn:aws:iam::444455556666:role/reader"),
                                                      .account = WEIR_STR("444455556666")};
        const struct weir_lake *found = NULL;
        struct weir_arena *arena = NULL;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        const enum weir_status status = weir_lake_of_location(lake_of(world, "444455556666", "us-east-1"),
                                                              place("lake", "t/x/y"), &principal, arena, &found, NULL);
        if (status != rows[i].status)
            fail_msg("row %zu: %s", i, weir_status_name(status));
        assert_ptr_equal(found, lake_of(world, rows[i].found, "us-east-1"));
        weir_arena_free(arena);
        weir_world_release(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_levels_of_a_location),
        cmocka_unit_test(what_is_one_place),
        cmocka_unit_test(random_places_and_a_prefix),
        cmocka_unit_test(spans_keep_the_order_of_adding),
        cmocka_unit_test(tables_that_were_not_loaded_could_be_shared),
        cmocka_unit_test(own_tables_that_were_not_loaded_could_be_nearer),
    };
    return cmocka_run_group_tests_name("world.places", tests, NULL, NULL);
}
