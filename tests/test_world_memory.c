/* Loading and deriving with every allocation failing once and then for ever, and under a byte limit: no world, no leak. */
#include "world_test.h"

#include "fuzz/fail_alloc.h"

static const char patch[] =
    "- {merge: DataLakeSettings, account: '111122223333', region: us-east-1, value: {AllowExternalDataFiltering: "
    "true}}\n"
    "- {remove: ResourceInfoList, account: '111122223333', region: us-east-1, key: 'arn:aws:s3:::mere'}\n"
    "- {put: Buckets, account: '777788889999', value: {Name: sea}}\n";

static char *fixtures[2];

static int read_fixtures(void **state)
{
    (void)state;
    fixtures[0] = read_file("tests/fixtures/world/lookup.yaml");
    fixtures[1] = read_file("tests/fixtures/world/lake.yaml");
    return 0;
}

static int drop_fixtures(void **state)
{
    (void)state;
    free(fixtures[0]);
    free(fixtures[1]);
    return 0;
}

static enum weir_status load_within(const char *text, size_t max_bytes, struct weir_world **world,
                                    struct weir_error *error)
{
    struct weir_world_options options = WEIR_WORLD_OPTIONS_INIT;
    struct weir_world_builder *builder = NULL;
    options.max_bytes = max_bytes;
    *world = NULL;
    enum weir_status status = weir_world_builder_new(&options, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, weir_str_from(text), WEIR_STR("world.yaml"), error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, world, error);
    weir_world_builder_free(builder);
    return status;
}

/* With the allocation of a number failing; true once there is no such allocation any more. */
static bool load_with_failure(const char *text, uint32_t seed)
{
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    fail_alloc_begin(seed);
    const enum weir_status status = load_within(text, 0, &world, &error);
    const size_t failed = fail_alloc_end();
    assert_int_equal(status, failed == 0 ? WEIR_OK : WEIR_ERR_MEMORY);
    assert_int_equal(error.status, status);
    assert_int_equal(world != NULL, failed == 0);
    weir_world_release(world);
    return failed == 0;
}

static void every_allocation_of_a_load_may_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(fixtures); i++) {
        for (uint32_t mode = 0; mode < 2; mode++) {
            uint32_t number = 0;
            while (!load_with_failure(fixtures[i], number << 1 | mode))
                number++;
            assert_in_range(number, 3, 10000);
        }
    }
}

static bool derive_with_failure(const struct weir_world *base, uint32_t seed)
{
    struct weir_world *next = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    fail_alloc_begin(seed);
    const enum weir_status status = weir_world_derive(base, weir_str_from(patch), WEIR_STR("patch"), &next, &error);
    const size_t failed = fail_alloc_end();
    assert_int_equal(status, failed == 0 ? WEIR_OK : WEIR_ERR_MEMORY);
    assert_int_equal(next != NULL, failed == 0);
    weir_world_release(next);
    return failed == 0;
}

static void every_allocation_of_a_derivation_may_fail(void **state)
{
    (void)state;
    struct weir_world *const base = world_of(fixtures[1]);
    for (uint32_t mode = 0; mode < 2; mode++) {
        uint32_t number = 0;
        while (!derive_with_failure(base, number << 1 | mode))
            number++;
        assert_in_range(number, 3, 10000);
    }
    assert_non_null(table_of(lake_of(base, "111122223333", "us-east-1"), "d", "t"));
    weir_world_release(base);
}

/* The limit holds for all that a world keeps; below it there is no world. */
static void a_world_keeps_within_its_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(fixtures); i++) {
        size_t least = 0;
        for (size_t bytes = 1024; least == 0; bytes += bytes / 16) {
            struct weir_world *world = NULL;
            struct weir_error error = WEIR_ERROR_INIT;
            const enum weir_status status = load_within(fixtures[i], bytes, &world, &error);
            assert_true(status == WEIR_OK || (status == WEIR_ERR_MEMORY && world == NULL));
            assert_in_range(bytes, 1024, 64 << 20);
            least = status == WEIR_OK ? bytes : 0;
            weir_world_release(world);
        }
        assert_true(least > strlen(fixtures[i]));
    }
}

static void a_derived_world_keeps_within_the_bytes_of_its_base(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *world = NULL;
    size_t bytes = 1024;
    while (load_within(fixtures[1], bytes, &world, NULL) != WEIR_OK)
        bytes += bytes / 16;
    /* Each value is kept by the patch and by the item made of it, until there is no room. */
    char *const large = malloc(bytes * 2 + 256);
    assert_non_null(large);
    int used = snprintf(large, 256, "- {put: Buckets, account: '111122223333', value: {Name: sea, Comment: '");
    memset(large + used, 'x', bytes * 2);
    memcpy(large + used + bytes * 2, "'}}", 4);
    struct weir_world *next = NULL;
    assert_int_equal(weir_world_derive(world, weir_str_from(large), WEIR_STR("p"), &next, &error), WEIR_ERR_MEMORY);
    assert_null(next);
    free(large);
    weir_world_release(world);
}

/* Access is computed in the caller's arena: any size of it gives the answer or no memory. */
static void access_meets_the_end_of_its_arena(void **state)
{
    (void)state;
    struct weir_world *const world = world_of(fixtures[1]);
    const struct weir_lake *const lake = lake_of(world, "111122223333", "us-east-1");
    const struct weir_table *const table = table_of(lake, "d", "t");
    const struct weir_lake_principal principal = {
        WEIR_STR("arn:aws:iam::111122223333:role/two-filters"), WEIR_STR("111122223333"), {NULL, 0}, {NULL, 0}};
    bool succeeded = false;
    bool failed = false;
    for (size_t bytes = 64; !succeeded; bytes += 8) {
        struct weir_arena *arena = NULL;
        struct weir_lake_access access;
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_lake_access_compute(lake, table, &principal, arena, &access, NULL);
        succeeded = status == WEIR_OK;
        assert_true(succeeded || (status == WEIR_ERR_MEMORY && access.permissions == 0));
        failed = failed || !succeeded;
        weir_arena_free(arena);
    }
    assert_true(failed);
    weir_world_release(world);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(every_allocation_of_a_load_may_fail),
        cmocka_unit_test(every_allocation_of_a_derivation_may_fail),
        cmocka_unit_test(a_world_keeps_within_its_bytes),
        cmocka_unit_test(a_derived_world_keeps_within_the_bytes_of_its_base),
        cmocka_unit_test(access_meets_the_end_of_its_arena),
    };
    return cmocka_run_group_tests_name("world.memory", facts, read_fixtures, drop_fixtures);
}
