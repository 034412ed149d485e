/* Matching takes steps in proportion to pattern and text: doubling both doubles the steps, however hostile they are. */
#include "test_policy.h"

#include "policy/search.h"

size_t weir_search_steps; /* counted by the copies of the searches that this test is built with */

enum { SMALL = 4096, GROWTH_PERCENT = 210, MOST_TEXT = 8 * SMALL };

static bool matches(struct weir_str pattern, struct weir_str text, unsigned what, const struct weir_context *context)
{
    struct weir_arena *const arena = new_arena(0);
    struct weir_pattern compiled;
    assert_int_equal(weir_pattern_compile(pattern, what, arena, &compiled, NULL), WEIR_OK);
    const struct weir_sight sight = {context, false};
    const bool answer = weir_pattern_matches(&compiled, text, &sight);
    weir_arena_free(arena);
    return answer;
}

/* A pattern and a text, both of `size` bytes: `unit` again and again, `last` at the pattern's end. */
struct hostile {
    const char *name;
    const char *first; /* the pattern's start */
    const char *unit;
    const char *last;
    const char *text;  /* the text's unit */
    size_t most_units; /* of the pattern; 0: as many as there is room for */
    unsigned what;
};

#define WILD WEIR_PATTERN_WILDCARDS
#define FOLD WEIR_PATTERN_FOLD

/* clang-format off */
static const struct hostile hostiles[] = {
    {"stars_and_letters",            "",   "*a",   "*b*",     "a", 0, WILD},
    {"stars_and_letters_in_turn",    "",   "*a*b", "*c*",     "ab", 0, WILD},
    {"one_long_near_miss",           "*",  "a",    "b*",      "a", 0, WILD},
    {"one_long_near_miss_half",      "*",  "a",    "b*",      "a", SMALL / 2, WILD},
    {"a_miss_at_the_front",          "*b", "a",    "*",       "a", SMALL / 2, WILD},
    {"a_miss_in_the_middle",         "*",  "a",    "ba*",     "a", SMALL / 2, WILD},
    {"a_period_of_two",              "*",  "ab",   "aa*",     "ab", SMALL / 4, WILD},
    {"a_period_of_three",            "*",  "aab",  "b*",      "aab", SMALL / 6, WILD},
    {"folded",                       "*",  "a",    "b*",      "A", SMALL / 2, WILD | FOLD},
    {"one_code_point_each",          "*",  "?",    "b*",      "a", 60, WILD},
    {"letters_and_code_points",      "*",  "?a",   "b*",      "a", 30, WILD},
    {"many_short_runs",              "",   "*?a?", "*b*",     "a", 0, WILD},
    {"a_miss_at_the_end",            "*",  "a",    "b",       "a", 0, WILD},
    {"variables",                    "*",  "${k}", "b*",      "a", 10, WILD | WEIR_PATTERN_VARIABLES},
};
/* clang-format on */

static struct weir_str fill(char *into, size_t size, const char *first, const char *unit, const char *last, size_t most)
{
    char *at = put_text(into, first);
    const size_t needed = strlen(unit) + strlen(last);
    for (size_t i = 0; (most == 0 || i < most) && (size_t)(at - into) + needed <= size; i++)
        at = put_text(at, unit);
    return (struct weir_str){into, (size_t)(put_text(at, last) - into)};
}

/* The pattern's units grow with the text, except where a row bounds them: then the text alone grows. */
static size_t steps_at(const struct hostile *row, size_t size, size_t scale)
{
    static char pattern[MOST_TEXT];
    static char text[MOST_TEXT];
    struct weir_arena *const arena = new_arena(0);
    const struct weir_context *const context = read_context("k=aaaa", arena);
    const bool is_short = row->most_units > 0 && row->most_units <= 64;
    const size_t most = is_short ? row->most_units : row->most_units * scale;
    const struct weir_str filled = fill(pattern, size, row->first, row->unit, row->last, most);
    weir_search_steps = 0;
    assert_false(matches(filled, fill(text, size, "", row->text, "", 0), row->what, context));
    weir_arena_free(arena);
    return weir_search_steps;
}

static void doubling_doubles(void **state)
{
    const struct hostile *const row = *state;
    const size_t once = steps_at(row, SMALL, 1);
    const size_t twice = steps_at(row, (size_t)2 * SMALL, 2);
    const size_t four_times = steps_at(row, (size_t)4 * SMALL, 4);
    assert_true(once <= (size_t)6 * SMALL);
    assert_true(100 * twice <= GROWTH_PERCENT * once + 100);
    assert_true(100 * four_times <= GROWTH_PERCENT * twice + 100);
}

/* A run with `?` costs one word of steps a byte for 64 symbols, and no more than that. */
static void a_run_with_code_points_keeps_its_bound(void **state)
{
    (void)state;
    const struct hostile row = {"", "*", "?a", "b*", "a", SMALL / 4, WILD};
    for (size_t symbols = 128; symbols <= WEIR_SEARCH_SYMBOLS / 2; symbols *= 2) {
        struct hostile sized = row;
        sized.most_units = symbols / 2;
        const size_t steps = steps_at(&sized, SMALL, 1);
        assert_true(steps <= SMALL * (symbols / 64 + 1) + 2 * symbols);
    }
}

/* ------------------------------------------------------------------------- the searches find what is there */

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the pattern has stars */
static bool naive(const char *pattern, const char *text)
{
    for (; *pattern != '*'; pattern++, text++) {
        if (*pattern == '\0')
            return *text == '\0';
        if (*text == '\0' || (*pattern != '?' && *pattern != *text))
            return false;
    }
    for (;; text++) {
        if (naive(pattern + 1, text))
            return true;
        if (*text == '\0')
            return false;
    }
}

/* Word `number` of `length` letters over an alphabet. */
static void spell(char *word, size_t length, const char *alphabet, size_t number)
{
    const size_t letters = strlen(alphabet);
    for (size_t i = 0; i < length; i++, number /= letters)
        word[i] = alphabet[number % letters];
    word[length] = '\0';
}

static size_t words_of(size_t length, size_t letters)
{
    size_t words = 1;
    while (length-- > 0)
        words *= letters;
    return words;
}

static void every_text_agrees(const char *pattern, size_t length)
{
    struct weir_arena *const arena = new_arena(0);
    static const struct weir_sight sight = {NULL, false};
    struct weir_pattern compiled;
    assert_int_equal(weir_pattern_compile(weir_str_from(pattern), WILD, arena, &compiled, NULL), WEIR_OK);
    for (size_t i = 0; i < words_of(length, 2); i++) {
        char text[16];
        spell(text, length, "ab", i);
        if (weir_pattern_matches(&compiled, weir_str_from(text), &sight) != naive(pattern, text))
            fail_msg("pattern %s, text %s", pattern, text);
    }
    weir_arena_free(arena);
}

/* Every needle of up to eight letters in every text of ten, and every run with `?` of up to five symbols in texts of nine. */
static void needles_are_found_where_they_are(void **state)
{
    (void)state;
    char pattern[16] = "*";
    for (size_t length = 1; length <= 8; length++) {
        for (size_t i = 0; i < words_of(length, 2); i++) {
            spell(pattern + 1, length, "ab", i);
            memcpy(pattern + 1 + length, "*", 2);
            every_text_agrees(pattern, 10);
        }
    }
    for (size_t length = 1; length <= 5; length++) {
        for (size_t i = 0; i < words_of(length, 3); i++) {
            spell(pattern + 1, length, "ab?", i);
            memcpy(pattern + 1 + length, "*a", 3);
            every_text_agrees(pattern, 9);
        }
    }
}

struct row {
    const char *name;
    const char *pattern;
    const char *text;
    bool matches;
};

/* clang-format off */
static const struct row rows[] = {
    {"a_code_point_of_two_bytes_in_a_run",   "*x?y*", "axéyb", true},
    {"a_run_begins_with_a_code_point",       "*?y*", "éy", true},
    {"two_want_two_code_points",             "*??y*", "éy", false},
    {"two_have_two_code_points",             "*??y*", "aéy", true},
    {"a_run_ends_in_a_code_point",           "*x?*y", "xéy", true},
    {"the_whole_code_point_is_taken",        "*x?*\xA9*", "xé", false},
    {"a_literal_code_point",                 "*?é?*", "aéb", true},
    {"another_code_point",                   "*?é?*", "aèb", false},
    {"four_bytes",                           "*a?b*", "a😀b", true},
    {"ends_do_not_share_bytes",              "ab*ba", "aba", false},
    {"ends_do_meet",                         "ab*ba", "abba", true},
    {"a_run_does_not_share_with_the_end",    "*ab*b", "ab", false},
    {"runs_do_not_share",                    "*aba*aba*", "ababa", false},
    {"runs_are_found_one_after_the_other",   "*aba*aba*", "abaaba", true},
    {"an_end_with_code_points",              "*?", "é", true},
    {"an_end_with_more_code_points",         "*???", "éa", false},
};
/* clang-format on */

static void row_holds(void **state)
{
    const struct row *const row = *state;
    assert_int_equal(matches(weir_str_from(row->pattern), weir_str_from(row->text), WILD, NULL), row->matches);
}

static void runs_fold_letters_alone(void **state)
{
    (void)state;
    const unsigned what = WILD | FOLD;
    assert_true(matches(WEIR_STR("*GET?object*"), WEIR_STR("s3:getXOBJECTs"), what, NULL));
    assert_true(matches(WEIR_STR("*get?OBJECT*"), WEIR_STR("s3:GETxobjects"), what, NULL));
    assert_false(matches(WEIR_STR("*GET?object*"), WEIR_STR("s3:getXOBJECTs"), WILD, NULL));
    assert_false(matches(WEIR_STR("*@?[*"), WEIR_STR("`x{"), what, NULL));
    assert_true(matches(WEIR_STR("*Object*"), WEIR_STR("s3:GetOBJECTs"), what, NULL));
    assert_false(matches(WEIR_STR("*@[*"), WEIR_STR("`{"), what, NULL));
}

/* At the size that is looked for side by side and one past it, where each place is compared: only the seventh fits. */
static void runs_of_any_length_are_found(void **state)
{
    (void)state;
    for (size_t symbols = WEIR_SEARCH_SYMBOLS - 1; symbols <= WEIR_SEARCH_SYMBOLS + 1; symbols++) {
        static char pattern[WEIR_SEARCH_SYMBOLS + 8];
        static char text[WEIR_SEARCH_SYMBOLS + 16];
        const struct weir_str wanted = {pattern, symbols + 2};
        const struct weir_str whole = {text, sizeof(text)};
        memset(pattern, 'a', sizeof(pattern));
        memset(text, 'a', sizeof(text));
        pattern[0] = '*';
        pattern[1 + symbols / 2] = '?';
        pattern[symbols + 1] = '*';
        text[6 + symbols / 2] = 'x';
        assert_true(matches(wanted, whole, WILD, NULL));
        text[symbols / 3] = 'x';
        assert_false(matches(wanted, whole, WILD, NULL));
        text[symbols / 3] = 'a';
        pattern[symbols] = 'b';
        assert_false(matches(wanted, whole, WILD, NULL));
        text[6 + symbols - 1] = 'b';
        assert_true(matches(wanted, whole, WILD, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_with_code_points_keeps_its_bound),
        cmocka_unit_test(needles_are_found_where_they_are),
        cmocka_unit_test(runs_of_any_length_are_found),
        cmocka_unit_test(runs_fold_letters_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("hostile patterns", hostiles, doubling_doubles) +
           RUN_ROWS("runs", rows, row_holds);
}
