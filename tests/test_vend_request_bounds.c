/* How long a request/1 may be: as many steps and keys as there is room for, and one more. */
#include <weir/limits.h>
#include <weir/vend.h>

#include "tests/vend_test.h"
#include "vend/request/session.h"

#define TOP "weir: request/1\n"
#define REST "operation: sts:AssumeRole\n"

static enum weir_status parse(const char *text, struct weir_arena *arena, const struct weir_scenario **scenario,
                              struct weir_error *error)
{
    return weir_scenario_parse(weir_str_from(text), WEIR_STR("request.yaml"), arena, scenario, error);
}

/* --------------------------------------------------------------------------------------------- limits */

static enum weir_status parse_steps(size_t count, struct weir_error *error)
{
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    char *const text = malloc(64 * (count + 1));
    assert_non_null(text);
    int used = snprintf(text, 64, TOP "steps:\n");
    for (size_t i = 0; i < count; i++)
        used += snprintf(text + used, 64, "- {name: s%zu, caller: {anonymous: true}, operation: x}\n", i);
    const enum weir_status status = parse(text, arena, &scenario, error);
    assert_int_equal(weir_scenario_step_count(scenario), status == WEIR_OK ? count : 0);
    free(text);
    weir_arena_free(arena);
    return status;
}

static void a_scenario_has_at_most_so_many_steps(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse_steps(WEIR_MAX_STEPS, &error), WEIR_OK);
    assert_int_equal(parse_steps(WEIR_MAX_STEPS + 1, &error), WEIR_ERR_LIMIT);
    assert_string_equal(error.message, "steps has more than 1000 items");
    assert_int_equal(error.line, 3);
}

static enum weir_status parse_keys(size_t count, struct weir_error *error)
{
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *scenario = NULL;
    char *const text = malloc(32 * (count + 4));
    assert_non_null(text);
    int used = snprintf(text, 128, TOP REST "caller: {anonymous: true}\ncontext:\n");
    for (size_t i = 0; i < count; i++)
        used += snprintf(text + used, 32, "  k%zu: v\n", i);
    const enum weir_status status = parse(text, arena, &scenario, error);
    free(text);
    weir_arena_free(arena);
    return status;
}

static void a_context_has_at_most_so_many_keys(void **state)
{
    (void)state;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(parse_keys(WEIR_MAX_ITEMS, &error), WEIR_OK);
    assert_int_equal(parse_keys(WEIR_MAX_ITEMS + 1, &error), WEIR_ERR_LIMIT);
    assert_string_equal(error.message, "context has more than 1000 keys");
    assert_int_equal(error.line, 5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_has_at_most_so_many_steps),
        cmocka_unit_test(a_context_has_at_most_so_many_keys),
    };
    return _cmocka_run_group_tests("vend.request_bounds", tests, sizeof(tests) / sizeof(tests[0]), NULL, NULL);
}
