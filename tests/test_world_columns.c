/* What SELECT grants cover of a table, against a plainer statement of the same, for all short sequences of them. */
#include "world_test.h"

#include "world/lake_columns.h"

static const struct {
    const char *name;
    const char *column;
    int coverage; /* by a list of that name alone */
} names[] = {
    {"a", "a", WEIR_COVERAGE_WHOLE},
    {"A", "a", WEIR_COVERAGE_WHOLE},
    {"a", "A", WEIR_COVERAGE_WHOLE},
    {"a", "ab", WEIR_COVERAGE_NONE},
    {"ab", "a", WEIR_COVERAGE_NONE},
    {"a.b", "a", WEIR_COVERAGE_PART},
    {"a.b", "b", WEIR_COVERAGE_NONE},
    {"a.b", "a.b", WEIR_COVERAGE_WHOLE},
    {"\"a\"", "a", WEIR_COVERAGE_WHOLE},
    {"\"a\".\"b\"", "a", WEIR_COVERAGE_PART},
    {"\"a\".\"b\"", "b", WEIR_COVERAGE_NONE},
    {"\"a.b\".\"c\"", "a.b", WEIR_COVERAGE_PART},
    {"\"a.b\"", "a.b", WEIR_COVERAGE_WHOLE},
    {"\"a.b\"", "a", WEIR_COVERAGE_NONE},
    {"\"", "a", WEIR_COVERAGE_NONE},
    {"\"", "\"", WEIR_COVERAGE_WHOLE},
    {"", "a", WEIR_COVERAGE_NONE},
    {".a", "a", WEIR_COVERAGE_NONE},
};

static void names_cover_columns_whole_or_in_part(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(names); i++) {
        struct weir_arena *arena = NULL;
        struct weir_reading reading;
        const struct weir_column column = {weir_str_from(names[i].column), {NULL, 0}};
        const struct weir_table table = {.columns = &column, .column_count = 1};
        const struct weir_str name = weir_str_from(names[i].name);
        const struct weir_select select = {false, {&name, 1}, false};
        const struct weir_select excluding = {true, {&name, 1}, false};
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_reading_init(&reading, &table, arena), WEIR_OK);
        const bool covers = weir_reading_add(&reading, &select);
        if (covers != (names[i].coverage != WEIR_COVERAGE_NONE) || (int)reading.coverage[0] != names[i].coverage)
            fail_msg("%s of %s", names[i].name, names[i].column);
        assert_int_equal(weir_reading_init(&reading, &table, arena), WEIR_OK);
        const bool leaves = weir_reading_add(&reading, &excluding);
        if (leaves != (names[i].coverage != WEIR_COVERAGE_WHOLE) ||
            (int)reading.coverage[0] != WEIR_COVERAGE_WHOLE - names[i].coverage)
            fail_msg("all but %s of %s", names[i].name, names[i].column);
        weir_arena_free(arena);
    }
}

/* ---------------------------------------------------------------------------------------- exhaustive */

enum { COLUMNS = 2, KEYS = 1, CELLS = COLUMNS + KEYS, SELECTS = 22, LENGTH = 3 };
enum { NO = WEIR_COVERAGE_NONE, SOME = WEIR_COVERAGE_PART, ALL = WEIR_COVERAGE_WHOLE };

/* A list of names, and what it covers of a, b and the partition key k, written down by hand. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
static const struct {
    bool all;
    const char *names[3];
    int covers[COLUMNS];
    bool is_nothing;
} lists[] = {
    {true, {NULL}, {ALL, ALL}, false},
    {true, {"a"}, {NO, ALL}, false},
    {true, {"b.x"}, {ALL, SOME}, false},
    {true, {"a", "b"}, {NO, NO}, true},
    {true, {"gone"}, {ALL, ALL}, false},
    {true, {"a", "b.x"}, {NO, SOME}, false},
    {false, {"a"}, {ALL, NO}, false},
    {false, {"b.x"}, {NO, SOME}, false},
    {false, {"a", "b.x", "b"}, {ALL, ALL}, false},
    {false, {"k"}, {NO, NO}, false},
    {false, {"gone"}, {NO, NO}, true},
};

struct chosen {
    size_t list;
    bool filtered;
};

/* What the union is, said without order: the most coverage, and all rows where somebody has that much without a filter. */
struct model {
    int coverage[CELLS];
    bool all_rows[CELLS];
    bool has_select, is_whole, has_all_rows;
};

static int covered(const struct chosen *chosen, size_t cell)
{
    if (lists[chosen->list].is_nothing)
        return NO;
    return cell < COLUMNS ? lists[chosen->list].covers[cell] : ALL;
}

static void cover_cell(struct model *model, size_t cell, const struct chosen *chosen, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (covered(&chosen[i], cell) > model->coverage[cell])
            model->coverage[cell] = covered(&chosen[i], cell);
    }
    for (size_t i = 0; i < count; i++) {
        if (!chosen[i].filtered && model->coverage[cell] != NO && covered(&chosen[i], cell) == model->coverage[cell])
            model->all_rows[cell] = true;
    }
}

static struct model model_of(const struct chosen *chosen, size_t count)
{
    struct model model = {.has_select = false};
    for (size_t i = 0; i < count; i++) {
        if (lists[chosen[i].list].is_nothing)
            continue;
        model.has_select = true;
        if (!chosen[i].filtered)
            model.has_all_rows = true;
        if (chosen[i].list == 0 && !chosen[i].filtered)
            model.is_whole = true;
    }
    for (size_t cell = 0; cell < CELLS; cell++)
        cover_cell(&model, cell, chosen, count);
    return model;
}

static enum weir_restriction restriction_of(const struct model *model, size_t filters)
{
    bool filtered = false;
    bool nested = false;
    if (!model->has_select || model->is_whole)
        return WEIR_RESTRICTION_NONE;
    for (size_t cell = 0; cell < CELLS; cell++) {
        filtered = filtered || (model->coverage[cell] != NO && !model->all_rows[cell]);
        nested = nested || model->coverage[cell] == SOME;
    }
    if (nested && filtered && filters > 1)
        return WEIR_RESTRICTION_NESTED_CELL;
    if (nested)
        return WEIR_RESTRICTION_NESTED;
    return filtered ? WEIR_RESTRICTION_CELL_FILTER : WEIR_RESTRICTION_COLUMN;
}

static void check_sequence(const struct chosen *chosen, size_t count, struct weir_arena *arena)
{
    static const struct weir_column columns[] = {{{"a", 1}, {NULL, 0}}, {{"b", 1}, {NULL, 0}}};
    static const struct weir_column keys[] = {{{"k", 1}, {NULL, 0}}};
    const struct weir_table table = {
        .columns = columns, .column_count = COLUMNS, .partition_keys = keys, .partition_key_count = KEYS};
    struct weir_reading reading;
    struct weir_str parts[3];
    size_t filters = 0;
    assert_int_equal(weir_reading_init(&reading, &table, arena), WEIR_OK);
    for (size_t i = 0; i < count; i++) {
        struct weir_select select = {lists[chosen[i].list].all, {parts, 0}, chosen[i].filtered};
        for (; select.columns.count < 3 && lists[chosen[i].list].names[select.columns.count] != NULL;
             select.columns.count++)
            parts[select.columns.count] = weir_str_from(lists[chosen[i].list].names[select.columns.count]);
        assert_int_equal(weir_select_names_columns(&select), chosen[i].list != 0);
        assert_int_equal(weir_select_is_whole(&select), chosen[i].list == 0 && !chosen[i].filtered);
        const bool covers = weir_reading_add(&reading, &select);
        assert_int_equal(covers, !lists[chosen[i].list].is_nothing);
        filters += covers && chosen[i].filtered ? 1 : 0;
    }
    const struct model model = model_of(chosen, count);
    assert_int_equal(reading.has_select, model.has_select);
    for (size_t cell = 0; cell < CELLS; cell++) {
        assert_int_equal(reading.coverage[cell], model.coverage[cell]);
        if (model.coverage[cell] != NO)
            assert_int_equal(reading.all_rows[cell], model.all_rows[cell]);
    }
    assert_int_equal(weir_reading_restriction(&reading, filters), restriction_of(&model, filters));
}

static void every_short_sequence_is_its_union(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    size_t sequences = 0;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(SELECTS, 2 * WEIR_COUNT(lists));
    for (size_t count = 0; count <= LENGTH; count++) {
        size_t total = 1;
        for (size_t i = 0; i < count; i++)
            total *= SELECTS;
        for (size_t number = 0; number < total; number++) {
            struct chosen chosen[LENGTH];
            size_t rest = number;
            for (size_t i = 0; i < count; i++) {
                chosen[i] = (struct chosen){rest % SELECTS / 2, rest % 2 == 1};
                rest /= SELECTS;
            }
            check_sequence(chosen, count, arena);
            weir_arena_reset(arena);
            sequences++;
        }
    }
    assert_int_equal(sequences, 1 + 22 + 22 * 22 + 22 * 22 * 22);
    weir_arena_free(arena);
}

/* Of a table that is not in the catalog no column is known; a filter stays a filter. */
static void a_table_without_columns_keeps_its_filters(void **state)
{
    (void)state;
    const struct weir_table table = {.column_count = 0};
    const struct weir_str name = WEIR_STR("a");
    static const struct {
        bool all, named, filtered, covers;
        enum weir_restriction restriction;
    } facts[] = {
        {true, false, false, true, WEIR_RESTRICTION_NONE},       {true, true, false, true, WEIR_RESTRICTION_COLUMN},
        {true, false, true, true, WEIR_RESTRICTION_CELL_FILTER}, {true, true, true, true, WEIR_RESTRICTION_CELL_FILTER},
        {false, true, false, false, WEIR_RESTRICTION_NONE},
    };
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        struct weir_arena *arena = NULL;
        struct weir_reading reading;
        const struct weir_select select = {facts[i].all, {&name, facts[i].named ? 1 : 0}, facts[i].filtered};
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_reading_init(&reading, &table, arena), WEIR_OK);
        assert_int_equal(weir_reading_add(&reading, &select), facts[i].covers);
        assert_int_equal(weir_reading_restriction(&reading, 1), facts[i].restriction);
        assert_int_equal(weir_reading_needs_filters(&reading), facts[i].filtered);
        weir_arena_free(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(names_cover_columns_whole_or_in_part),
        cmocka_unit_test(every_short_sequence_is_its_union),
        cmocka_unit_test(a_table_without_columns_keeps_its_filters),
    };
    return cmocka_run_group_tests_name("world.columns", facts, NULL, NULL);
}
