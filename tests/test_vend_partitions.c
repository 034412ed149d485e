/* Expressions over partition keys and the values that they compare: tables, and random expressions against a naive twin. */
#include "vend_test.h"

#include "base/base_impl.h"
#include "fuzz/partition_table.h"
#include "fuzz/twin_partition.h"
#include "vend/partitions/page.h"
#include "vend/partitions/value.h"

static enum twin_filter ask(const char *expression, const char *const values[KEYS])
{
    struct weir_str texts[KEYS];
    const char *fault = NULL;
    for (size_t i = 0; i < KEYS; i++)
        texts[i] = weir_str_from(values[i]);
    const struct weir_partition partition = {.table = &table, .values = {texts, KEYS}};
    const bool passes = weir_partition_passes(weir_str_from(expression), &table, &partition, &fault);
    const char *form = NULL;
    assert_true(!weir_partition_passes(weir_str_from(expression), &table, NULL, &form) || *expression == '\0' ||
                strspn(expression, " \t\r\n") == strlen(expression));
    assert_int_equal(form == NULL, fault == NULL);
    assert_false(passes && fault != NULL);
    return fault != NULL ? TWIN_FILTER_FAULT : passes ? TWIN_FILTER_PASSES : TWIN_FILTER_STOPS;
}

static enum twin_filter ask_twin(const char *expression, const char *const values[KEYS])
{
    const struct twin_key keys[KEYS] = {
        {"year", values[0], true}, {"region", values[1], false}, {"price", values[2], true}, {"in", values[3], false}};
    return twin_partition(expression, strlen(expression), keys, KEYS);
}

/* ------------------------------------------------------------------------------------------- tables */

static const struct {
    const char *expression;
    enum twin_filter says;
} rows[] = {
    {"", TWIN_FILTER_PASSES},
    {" \t\r\n", TWIN_FILTER_PASSES},
    {"year=2024", TWIN_FILTER_PASSES},
    {"year = '02024'", TWIN_FILTER_PASSES},
    {"year = 2024.0", TWIN_FILTER_PASSES},
    {"year > -3", TWIN_FILTER_PASSES},
    {"year <> 2024", TWIN_FILTER_STOPS},
    {"price > 9.5 AND price < 10.125", TWIN_FILTER_PASSES},
    {"price = 10.10", TWIN_FILTER_PASSES},
    {"region = 'o''hare'", TWIN_FILTER_PASSES},
    {"region LIKE 'o''h%'", TWIN_FILTER_PASSES},
    {"region LIKE \"o'h%\"", TWIN_FILTER_PASSES},
    {"region LIKE 'o''_are'", TWIN_FILTER_PASSES},
    {"region LIKE '%r_'", TWIN_FILTER_PASSES},
    {"region LIKE 'r_'", TWIN_FILTER_STOPS},
    {"`in` = '2024-05-01'", TWIN_FILTER_PASSES},
    {"`in` IN ('2024-05-01')", TWIN_FILTER_PASSES},
    {"`not` = 1", TWIN_FILTER_FAULT},
    {"`and` = 1 AND year = 2024", TWIN_FILTER_FAULT},
    {"year = 1 OR year = 2024 AND region = 'x'", TWIN_FILTER_STOPS},
    {"(year = 1 OR year = 2024) AND NOT region = 'x'", TWIN_FILTER_PASSES},
    {"NOT NOT year = 2024", TWIN_FILTER_PASSES},
    {"NOT (year = 2024 OR year = 1)", TWIN_FILTER_STOPS},
    {"year = 2024)", TWIN_FILTER_FAULT},
    {"(year = 2024", TWIN_FILTER_FAULT},
    {"year NOT = 2024", TWIN_FILTER_FAULT},
    {"year = 2024 2025", TWIN_FILTER_FAULT},
    {"year = 2024 AND", TWIN_FILTER_FAULT},
    {"year IN (2023, 2024,)", TWIN_FILTER_FAULT},
    {"year BETWEEN 2023 2025", TWIN_FILTER_FAULT},
    {"year LIKE 2024", TWIN_FILTER_FAULT},
    {"year = '20x4'", TWIN_FILTER_FAULT},
    {"region = \xc3\xa9", TWIN_FILTER_FAULT},
    {"region = 'unclosed", TWIN_FILTER_FAULT},
};
static const char *const home[KEYS] = {"2024", "o'hare", "10.1", "2024-05-01"};

static void the_table_of_expressions(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        if (ask(rows[i].expression, home) != rows[i].says)
            fail_msg("`%s` is answered otherwise", rows[i].expression);
        if (ask_twin(rows[i].expression, home) != rows[i].says)
            fail_msg("the twin answers `%s` otherwise", rows[i].expression);
    }
}

static void like_counts_characters(void **state)
{
    static const struct {
        const char *text, *pattern;
        bool is;
    } likes[] = {{"m\xc3\xbcnchen", "m_nchen", true},
                 {"m\xc3\xbcnchen", "m__nchen", false},
                 {"\xe6\x97\xa5", "_", true},
                 {"\xe6\x97\xa5", "%__", false},
                 {"", "", true},
                 {"", "%%", true},
                 {"", "_", false},
                 {"a", "", false},
                 {"abab", "%ab", true},
                 {"aab", "%a%b", true},
                 {"it's", "it''s", true},
                 {"it''s", "it''s", false}};
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(likes); i++) {
        if (weir_is_like(weir_str_from(likes[i].text), weir_str_from(likes[i].pattern), '\'') != likes[i].is)
            fail_msg("`%s` like `%s`", likes[i].text, likes[i].pattern);
    }
}

static void numbers_of_any_length_are_ordered(void **state)
{
    static const char *const ordered[] = {"-100000000000000000000000",
                                          "-2.5",
                                          "-2.25",
                                          "-0.0001",
                                          "0",
                                          "0.0001",
                                          "1",
                                          "1.5",
                                          "09.9",
                                          "10",
                                          "18446744073709551616",
                                          "100000000000000000000000"};
    static const char *const none[] = {"", "-", "+1", "1e3", "0x1", " 1", "1 ", "--1", ".5", "1.2.3", "1-2"};
    int order = 0;
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(ordered); i++) {
        for (size_t k = 0; k < WEIR_COUNT(ordered); k++) {
            assert_true(weir_compare_numbers(weir_str_from(ordered[i]), weir_str_from(ordered[k]), &order));
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
        }
    }
    assert_true(weir_compare_numbers(WEIR_STR("-0"), WEIR_STR("0.000"), &order) && order == 0);
    for (size_t i = 0; i < WEIR_COUNT(none); i++)
        assert_false(weir_text_is_number(weir_str_from(none[i])));
}

/* ------------------------------------------------------------------------------------------- random */

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % below;
}

#define DRAW(seed, list) list[draw(seed, WEIR_COUNT(list))]

static void add(char *out, const char *text)
{
    const size_t used = strlen(out);
    if (used + strlen(text) + 2 < WEIR_MAX_EXPRESSION)
        snprintf(out + used, WEIR_MAX_EXPRESSION - used, "%s ", text);
}

static const char *const literals[] = {"1",    "2024",       "-3",        "10.10",       "'2024'",
                                       "'eu'", "\"o'hare\"", "'o''hare'", "'%a_e'",      "'_%'",
                                       "''",   "5.",         "007",       "'x\xc3\xa9'", "2024-05-01"};
static const char *const values[] = {"1", "2024",      "-3",         "10.1", "eu", "o'hare",
                                     "",  "x\xc3\xa9", "2024-05-01", "7",    "nan"};
static const char *const names[] = {"year", "YEAR", "region", "`region`", "price", "`in`", "Price"};

static void add_comparison(char *out, uint64_t *seed)
{
    static const char *const signs[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
    static const char *const maybe_not[] = {"", "", "NOT"};
    add(out, DRAW(seed, names));
    switch (draw(seed, 5)) {
    case 0:
        add(out, DRAW(seed, maybe_not));
        add(out, "between");
        add(out, DRAW(seed, literals));
        add(out, "AND");
        break;
    case 1:
        add(out, DRAW(seed, maybe_not));
        add(out, "In (");
        for (size_t i = draw(seed, 3); i > 0; i--) {
            add(out, DRAW(seed, literals));
            add(out, ",");
        }
        add(out, DRAW(seed, literals));
        add(out, ")");
        return;
    case 2:
        add(out, DRAW(seed, maybe_not));
        add(out, "LIKE");
        break;
    default:
        add(out, DRAW(seed, signs));
    }
    add(out, DRAW(seed, literals));
}

/* Well formed but for what a number is compared with; every shape of logic up to a depth. */
static void add_logic(char *out, uint64_t *seed, unsigned depth)
{
    static const char *const joints[] = {"and", "AND", "or", "OR"};
    const uint64_t shape = depth == 0 ? 0 : draw(seed, 5);
    if (shape == 1)
        add(out, "not");
    if (shape == 2)
        add(out, "(");
    if (shape <= 2 && depth > 0 && shape > 0)
        add_logic(out, seed, depth - 1);
    else
        add_comparison(out, seed);
    if (shape == 2)
        add(out, ")");
    if (shape < 3)
        return;
    add(out, DRAW(seed, joints));
    add_logic(out, seed, depth - 1);
}

/* Whatever comes: most are refused, and both have to say so. */
static void add_soup(char *out, uint64_t *seed)
{
    static const char *const words[] = {"and", "OR", "not", "(", ")", ",", "in", "between", "like", "=", "<", "x", "'"};
    for (uint64_t i = draw(seed, 12); i > 0; i--) {
        const uint64_t kind = draw(seed, 4);
        add(out, kind == 0 ? DRAW(seed, names) : kind == 1 ? DRAW(seed, literals) : DRAW(seed, words));
    }
}

static void random_expressions_and_the_twin(void **state)
{
    size_t counts[3] = {0, 0, 0};
    uint64_t seed = 20260302;
    (void)state;
    for (unsigned i = 0; i < 40000; i++) {
        char expression[WEIR_MAX_EXPRESSION] = "";
        const char *drawn[KEYS];
        for (size_t k = 0; k < KEYS; k++)
            drawn[k] = DRAW(&seed, values);
        if (i % 4 == 3)
            add_soup(expression, &seed);
        else
            add_logic(expression, &seed, (unsigned)draw(&seed, 6));
        const enum twin_filter says = ask_twin(expression, drawn);
        if (ask(expression, drawn) != says)
            fail_msg("`%s` of %s/%s/%s/%s: the twin says %d", expression, drawn[0], drawn[1], drawn[2], drawn[3],
                     (int)says);
        counts[says]++;
    }
    assert_true(counts[TWIN_FILTER_FAULT] > 4000);
    assert_true(counts[TWIN_FILTER_STOPS] > 4000);
    assert_true(counts[TWIN_FILTER_PASSES] > 4000);
}

static void the_bound_of_an_expression(void **state)
{
    static char expression[WEIR_MAX_EXPRESSION + 2];
    const char *fault = NULL;
    (void)state;
    memset(expression, '(', WEIR_MAX_EXPRESSION + 1);
    (void)weir_partition_passes((struct weir_str){expression, WEIR_MAX_EXPRESSION}, &table, NULL, &fault);
    assert_string_equal(fault, "a partition key is missing");
    (void)weir_partition_passes((struct weir_str){expression, WEIR_MAX_EXPRESSION + 1}, &table, NULL, &fault);
    assert_string_equal(fault, "it is too long");
}

static void a_token_is_a_number_or_nothing(void **state)
{
    static const struct {
        const char *token;
        bool is;
        size_t start;
    } tokens[] = {{"0", true, 0}, {"12", true, 12},         {"999999999", true, 999999999},
                  {"", false, 0}, {"1000000000", false, 0}, {"12x", false, 0}};
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(tokens); i++) {
        size_t start = 7;
        assert_int_equal(weir_page_token_read(weir_str_from(tokens[i].token), &start), tokens[i].is);
        assert_int_equal(start, tokens[i].start);
    }
}

static void of_a_value_that_is_not_there_nothing_is_known(void **state)
{
    static const char *const expressions[] = {"region LIKE '%'", "region NOT LIKE 'x'", "region <> 'x'",
                                              "region NOT IN ('x')"};
    const struct weir_str year = WEIR_STR("2024");
    const struct weir_partition partition = {.table = &table, .values = {&year, 1}};
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(expressions); i++) {
        const char *fault = NULL;
        const bool passes = weir_partition_passes(weir_str_from(expressions[i]), &table, &partition, &fault);
        assert_null(fault);
        assert_false(passes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_expressions),
        cmocka_unit_test(like_counts_characters),
        cmocka_unit_test(numbers_of_any_length_are_ordered),
        cmocka_unit_test(random_expressions_and_the_twin),
        cmocka_unit_test(the_bound_of_an_expression),
        cmocka_unit_test(a_token_is_a_number_or_nothing),
        cmocka_unit_test(of_a_value_that_is_not_there_nothing_is_known),
    };
    return cmocka_run_group_tests_name("vend.partitions", tests, NULL, NULL);
}
