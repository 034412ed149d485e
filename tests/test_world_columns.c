/* What SELECT grants cover of a table, against a plainer statement of the same, for all short sequences of them. */
#include "world_test.h"

#include "world/lake/columns.h"

/* ------------------------------------------------------------------------------------------- names */

enum { NOT, PART, WHOLE };

static const struct {
    const char *name;
    const char *column;
    const char *type;
    int covers; /* a list of that name alone */
    int leaves; /* all but that name */
} names[] = {
    {"a", "a", "int", WHOLE, NOT},
    {"A", "a", "int", WHOLE, NOT},
    {"a", "A", "int", WHOLE, NOT},
    {"a", "ab", "int", NOT, WHOLE},
    {"ab", "a", "int", NOT, WHOLE},
    {"a.b", "a", "struct<b:int,c:int>", PART, PART},
    {"A.B", "a", "struct<b:int,c:int>", PART, PART},
    {"a.d", "a", "struct<b:int,c:int>", NOT, WHOLE},
    {"a.b", "a", "struct<b:int>", WHOLE, NOT},
    {"a.b.c", "a", "struct<b:struct<c:int,d:int>>", PART, PART},
    {"a.b", "a", "struct<b:struct<c:int,d:int>>", WHOLE, NOT},
    {"a.b.c.d", "a", "struct<b:struct<c:int,d:int>>", NOT, PART},
    {"a.b", "a", "STRUCT<b:decimal(10,2),c:map<string,int>>", PART, PART},
    /* What has no fields that could be told apart: a part of it is nothing, and without a part it is nothing. */
    {"a.b", "a", "int", NOT, NOT},
    {"a.b", "a", "array<struct<b:int>>", NOT, NOT},
    {"a.b", "a", "struct<b:int", NOT, NOT},
    {"a.b", "a", "struct<b:int>>", NOT, NOT},
    {"a.b", "a", "struct<b>", NOT, NOT},
    {"a.b", "a", "struct<:int>", NOT, NOT},
    {"a.b", "a", "struct<>", NOT, NOT},
    {"a.b", "a", "", NOT, NOT},
    {"a.b", "b", "int", NOT, WHOLE},
    {"a.b", "a.b", "int", WHOLE, NOT},
    {"\"a\"", "a", "int", WHOLE, NOT},
    {"\"a\".\"b\"", "a", "struct<b:int,c:int>", PART, PART},
    {"\"a\".\"b\"", "b", "int", NOT, WHOLE},
    {"\"a.b\".\"c\"", "a.b", "struct<c:int,d:int>", PART, PART},
    {"\"a.b\"", "a.b", "int", WHOLE, NOT},
    {"\"a.b\"", "a", "int", NOT, WHOLE},
    {"\"", "a", "int", NOT, WHOLE},
    {"\"", "\"", "int", WHOLE, NOT},
    {"", "a", "int", NOT, WHOLE},
    {".a", "a", "int", NOT, WHOLE},
    /* Five levels of fields; what is deeper goes with the fifth. */
    {"a.1.2.3.4.5", "a", "struct<1:struct<2:struct<3:struct<4:struct<5:int,x:int>>>>>", PART, PART},
    {"a.1.2.3.4.5.6", "a", "struct<1:struct<2:struct<3:struct<4:struct<5:struct<6:int,x:int>>>>>>", NOT, NOT},
};

static int part_of(const struct weir_units *units, bool all, const struct weir_str *name, struct weir_arena *arena)
{
    const struct weir_str_list list = {name, 1};
    const struct weir_select select = {all, &list};
    const bool *covers = NULL;
    enum weir_status status = WEIR_ERR_USAGE;
    size_t covered = 0;
    size_t total = 0;
    const bool is_something = weir_select_covers(units, &select, arena, &covers, &status);
    assert_int_equal(status, WEIR_OK);
    for (size_t i = 0; i < units->count; i++) {
        total += units->items[i].size == 1 ? 1 : 0;
        covered += units->items[i].size == 1 && covers[i] ? 1 : 0;
    }
    assert_int_equal(is_something, covered > 0);
    return covered == 0 ? NOT : covered == total ? WHOLE : PART;
}

static void names_cover_columns_whole_or_in_part(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(names); i++) {
        struct weir_arena *arena = NULL;
        struct weir_units units;
        const struct weir_column column = {weir_str_from(names[i].column), weir_str_from(names[i].type)};
        const struct weir_table table = {.columns = &column, .column_count = 1};
        const struct weir_str name = weir_str_from(names[i].name);
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_units_init(&units, &table, true, arena), WEIR_OK);
        const int covers = part_of(&units, false, &name, arena);
        const int leaves = part_of(&units, true, &name, arena);
        if (covers != names[i].covers || leaves != names[i].leaves)
            fail_msg("%s of %s %s: covers %d, leaves %d", names[i].name, names[i].column, names[i].type, covers,
                     leaves);
        weir_arena_free(arena);
    }
}

/* ---------------------------------------------------------------------------------------- exhaustive */

/* The cells of a, b with its fields x and y, and the partition key k. */
enum { A = 1, BX = 2, BY = 4, K = 8, CELLS = 4, SELECTS = 33, LENGTH = 3 };

static const struct {
    bool all;
    const char *names[3];
    unsigned covers; /* written down by hand; 0: nothing at all */
} lists[] = {
    {true, {NULL}, A | BX | BY | K},
    {true, {"a"}, BX | BY | K},
    {true, {"b.x"}, A | BY | K},
    {true, {"a", "b"}, 0},
    {true, {"gone"}, A | BX | BY | K},
    {true, {"a", "b.x"}, BY | K},
    {false, {"a"}, A | K},
    {false, {"b.x"}, BX | K},
    {false, {"a", "b.x", "b"}, A | BX | BY | K},
    {false, {"k"}, K},
    {false, {"gone"}, 0},
};
/* No filter, or one of two. */
static const char *const rows[] = {"", "eu", "us"};

struct chosen {
    size_t list;
    size_t rows;
};

/* Of each cell the filters that show it, a bit each: 1 is no filter. */
struct model {
    unsigned shown[CELLS];
    unsigned all;
    bool is_whole;
};

static struct model model_of(const struct chosen *chosen, size_t count)
{
    struct model model = {.is_whole = false};
    for (size_t i = 0; i < count; i++) {
        for (unsigned cell = 0; cell < CELLS; cell++)
            model.shown[cell] |= (lists[chosen[i].list].covers >> cell & 1U) << chosen[i].rows;
        model.all |= lists[chosen[i].list].covers == 0 ? 0 : 1U << chosen[i].rows;
        model.is_whole = model.is_whole || (chosen[i].list == 0 && chosen[i].rows == 0);
    }
    for (size_t cell = 0; cell < CELLS; cell++)
        model.shown[cell] = (model.shown[cell] & 1) != 0 ? 1 : model.shown[cell];
    return model;
}

static enum weir_restriction restriction_of(const struct model *model)
{
    const bool is_nested = model->shown[1] != model->shown[2];
    bool is_filtered = false;
    for (size_t cell = 0; cell < CELLS; cell++)
        is_filtered = is_filtered || model->shown[cell] > 1;
    if (model->is_whole || model->all == 0)
        return WEIR_RESTRICTION_NONE;
    if (is_nested && model->shown[1] != 0 && model->shown[2] != 0) /* fields in rows of their own */
        return WEIR_RESTRICTION_NESTED_CELL;
    if (is_nested)
        return WEIR_RESTRICTION_NESTED;
    return is_filtered ? WEIR_RESTRICTION_CELL_FILTER : WEIR_RESTRICTION_COLUMN;
}

static const char *expression_of(unsigned shown)
{
    static const char *const expressions[] = {"", "", "eu", NULL, "us", NULL, "(eu) OR (us)"};
    return expressions[shown];
}

static void check_columns(const struct model *model, const struct weir_lake_access *access)
{
    static const char *const whole[] = {"a", "b", "k"};
    static const char *const apart[] = {"a", "b.x", "b.y", "k"};
    const bool is_nested = model->shown[1] != model->shown[2];
    assert_int_equal(access->column_count, is_nested ? 4 : 3);
    for (size_t i = 0; i < access->column_count; i++) {
        const struct weir_lake_column *const column = &access->columns[i];
        const unsigned shown = model->shown[is_nested || i == 0 ? i : i + 1];
        assert_str(column->name, is_nested ? apart[i] : whole[i]);
        assert_int_equal(column->is_authorized, shown != 0);
        assert_int_equal(column->has_all_rows, shown == 1);
        assert_str(column->row_filter, expression_of(shown));
        assert_int_equal(column->is_partition_key, i + 1 == access->column_count);
    }
    assert_int_equal(access->column_is_authorized[1], (model->shown[1] | model->shown[2]) != 0);
    assert_int_equal(access->authorized_count,
                     (model->shown[0] != 0) + ((model->shown[1] | model->shown[2]) != 0) + (model->shown[3] != 0));
}

static void check_sequence(const struct chosen *chosen, size_t count, struct weir_arena *arena)
{
    static const struct weir_column columns[] = {{{"a", 1}, {"int", 3}}, {{"b", 1}, {"struct<x:int,y:int>", 19}}};
    static const struct weir_column keys[] = {{{"k", 1}, {NULL, 0}}};
    static const struct weir_lake_filter filter = {.all_columns = true};
    const struct weir_table table = {
        .columns = columns, .column_count = 2, .partition_keys = keys, .partition_key_count = 1};
    struct weir_alternative alternatives[LENGTH] = {{.rows = {NULL, 0}}};
    struct weir_units units;
    struct weir_lake_access access = {.permissions = 0};
    size_t kept = 0;
    assert_int_equal(weir_units_init(&units, &table, true, arena), WEIR_OK);
    for (size_t i = 0; i < count; i++) {
        struct weir_str parts[3];
        struct weir_str_list list = {parts, 0};
        for (; list.count < 3 && lists[chosen[i].list].names[list.count] != NULL; list.count++)
            parts[list.count] = weir_str_from(lists[chosen[i].list].names[list.count]);
        const struct weir_select select = {lists[chosen[i].list].all, &list};
        enum weir_status status = WEIR_OK;
        alternatives[kept].rows = weir_str_from(rows[chosen[i].rows]);
        alternatives[kept].filter = &filter;
        const bool covers = weir_select_covers(&units, &select, arena, &alternatives[kept].covers, &status);
        assert_int_equal(covers, lists[chosen[i].list].covers != 0);
        kept += covers ? 1 : 0;
    }
    const struct model model = model_of(chosen, count);
    assert_int_equal(weir_alternatives_join(&units, alternatives, kept, arena, &access), WEIR_OK);
    assert_int_equal(access.columns != NULL, model.all != 0);
    assert_int_equal(access.restriction, restriction_of(&model));
    if (model.all != 0)
        check_columns(&model, &access);
}

static void every_short_sequence_is_its_union(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    size_t sequences = 0;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(SELECTS, WEIR_COUNT(rows) * WEIR_COUNT(lists));
    for (size_t count = 0; count <= LENGTH; count++) {
        size_t total = 1;
        for (size_t i = 0; i < count; i++)
            total *= SELECTS;
        for (size_t number = 0; number < total; number++) {
            struct chosen chosen[LENGTH];
            size_t rest = number;
            for (size_t i = 0; i < count; i++) {
                chosen[i] = (struct chosen){rest % SELECTS / 3, rest % 3};
                rest /= SELECTS;
            }
            check_sequence(chosen, count, arena);
            weir_arena_reset(arena);
            sequences++;
        }
    }
    assert_int_equal(sequences, 1 + 33 + 33 * 33 + 33 * 33 * 33);
    weir_arena_free(arena);
}

/* ------------------------------------------------------------------------------------- intersection */

static void what_two_accounts_show_is_what_both_show(void **state)
{
    (void)state;
    static const struct weir_column columns[] = {{{"a", 1}, {NULL, 0}}, {{"b", 1}, {NULL, 0}}};
    static const struct weir_lake_filter filter = {.all_columns = true};
    static const bool marks[][2] = {{true, false}, {false, true}};
    static const struct {
        int a, b; /* marks, or -1 for all columns */
        const char *rows_a, *rows_b;
        const char *covers, *rows;
    } facts[] = {
        {-1, -1, "", "", "ab", ""},   {-1, 0, "", "", "a-", ""},    {1, -1, "", "", "-b", ""},
        {0, 0, "", "", "a-", ""},     {0, 1, "", "", "--", ""},     {-1, -1, "x", "", "ab", "x"},
        {-1, -1, "", "y", "ab", "y"}, {0, -1, "x", "x", "a-", "x"}, {-1, 1, "x", "y", "-b", "(x) AND (y)"},
    };
    const struct weir_table table = {.columns = columns, .column_count = 2};
    for (size_t i = 0; i < WEIR_COUNT(facts); i++) {
        struct weir_arena *arena = NULL;
        struct weir_units units;
        struct weir_alternative both;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_units_init(&units, &table, false, arena), WEIR_OK);
        const struct weir_alternative a = {facts[i].a < 0 ? NULL : marks[facts[i].a], weir_str_from(facts[i].rows_a),
                                           &filter, i == 0};
        const struct weir_alternative b = {facts[i].b < 0 ? NULL : marks[facts[i].b], weir_str_from(facts[i].rows_b),
                                           &filter, i == 1};
        assert_int_equal(weir_alternative_meet(&units, &a, &b, arena, &both), WEIR_OK);
        assert_str(both.rows, facts[i].rows);
        assert_int_equal(both.needs_cells, i < 2);
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(both.covers == NULL || both.covers[k], facts[i].covers[k] != '-');
        assert_int_equal(weir_alternative_is_something(&units, &both), strcmp(facts[i].covers, "--") != 0);
        weir_arena_free(arena);
    }
}

/* Of a table that is not in the catalog no column is known; a filter stays a filter. */
static void a_table_without_columns_keeps_its_filters(void **state)
{
    (void)state;
    const struct weir_table table = {.column_count = 0};
    const struct weir_lake_filter filter = {.all_columns = true};
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
        struct weir_units units;
        struct weir_lake_access access = {.permissions = 0};
        const struct weir_str_list list = {&name, facts[i].named ? 1 : 0};
        const struct weir_select select = {facts[i].all, &list};
        struct weir_alternative alternative = {NULL, weir_str_from(facts[i].filtered ? "x" : ""), &filter, false};
        enum weir_status status = WEIR_OK;
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(weir_units_init(&units, &table, true, arena), WEIR_OK);
        assert_int_equal(weir_select_covers(&units, &select, arena, &alternative.covers, &status), facts[i].covers);
        assert_int_equal(weir_alternatives_join(&units, &alternative, facts[i].covers ? 1 : 0, arena, &access),
                         WEIR_OK);
        assert_int_equal(access.restriction, facts[i].restriction);
        assert_int_equal(access.filter_count, facts[i].filtered ? 1 : 0);
        assert_str(access.row_filter, facts[i].filtered ? "x" : "");
        weir_arena_free(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(names_cover_columns_whole_or_in_part),
        cmocka_unit_test(every_short_sequence_is_its_union),
        cmocka_unit_test(what_two_accounts_show_is_what_both_show),
        cmocka_unit_test(a_table_without_columns_keeps_its_filters),
    };
    return cmocka_run_group_tests_name("world.columns", facts, NULL, NULL);
}
