/* The matcher: against a naive twin over every short pattern and text, code points, variables that cannot inject. */
#include "test_policy.h"

/* The definition, word for word; exponential, and right by inspection. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the words are long, and they have seven letters at most */
static bool naive(const char *pattern, const char *text)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '*')
        return naive(pattern + 1, text) || (*text != '\0' && naive(pattern, text + 1));
    if (*text == '\0')
        return false;
    return (*pattern == '?' || *pattern == *text) && naive(pattern + 1, text + 1);
}

static bool matches(const char *pattern, const char *text, unsigned what, const char *context, bool widely)
{
    struct weir_arena *const arena = new_arena(0);
    struct weir_pattern compiled;
    assert_int_equal(weir_pattern_compile(weir_str_from(pattern), what, arena, &compiled, NULL), WEIR_OK);
    const struct weir_sight sight = {read_context(context, arena), widely};
    const bool answer = weir_pattern_matches(&compiled, weir_str_from(text), &sight);
    weir_arena_free(arena);
    return answer;
}

/* The next word over an alphabet, shorter ones first; false behind the last of `most` letters. */
static bool next_word(char *word, const char *alphabet, size_t most)
{
    const size_t letters = strlen(alphabet);
    size_t length = strlen(word);
    for (size_t i = length; i-- > 0;) {
        const size_t at = (size_t)(strchr(alphabet, word[i]) - alphabet);
        word[i] = alphabet[(at + 1) % letters];
        if (at + 1 < letters)
            return true;
    }
    if (length == most)
        return false;
    memset(word, alphabet[0], ++length);
    word[length] = '\0';
    return true;
}

static void agrees_with_the_naive_twin_on_every_short_word(void **state)
{
    (void)state;
    static const struct weir_sight sight = {NULL, false};
    struct weir_arena *const arena = new_arena(0);
    char pattern[8] = "";
    do {
        struct weir_pattern compiled;
        weir_arena_reset(arena);
        assert_int_equal(weir_pattern_compile(weir_str_from(pattern), WEIR_PATTERN_WILDCARDS, arena, &compiled, NULL),
                         WEIR_OK);
        char text[8] = "";
        do {
            if (weir_pattern_matches(&compiled, weir_str_from(text), &sight) != naive(pattern, text))
                fail_msg("pattern %s, text %s", pattern, text);
        } while (next_word(text, "ab", 7));
    } while (next_word(pattern, "ab*?", 6));
    weir_arena_free(arena);
}

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct row {
    const char *name;
    const char *pattern;
    const char *text;
    unsigned what;
    const char *context;
    bool narrowly; /* where a match allows */
    bool widely;   /* where a match refuses */
};

#define WILD WEIR_PATTERN_WILDCARDS
#define VARS WEIR_PATTERN_VARIABLES
#define FOLD WEIR_PATTERN_FOLD

/* clang-format off */
static const struct row rows[] = {
    {"one_is_a_code_point",            "a?c", "a\xC3\xA9" "c", WILD, "", true, true},
    {"one_is_not_a_byte",              "a??c", "a\xC3\xA9" "c", WILD, "", false, false},
    {"one_after_run_is_a_code_point",  "*??", "\xE2\x82\xAC", WILD, "", false, false},
    {"run_covers_four_byte_points",    "*x", "\xF0\x9F\x98\x80x", WILD, "", true, true},
    {"run_backs_up_over_a_near_miss",  "a*c", "abcc", WILD, "", true, true},
    {"case_counts",                    "GetObject", "getobject", WILD, "", false, false},
    {"case_folds",                     "s3:Get*", "S3:GETOBJECT", WILD | FOLD, "", true, true},
    {"fold_is_ascii",                  "\xC3\x89", "\xC3\xA9", FOLD, "", false, false},
    {"no_wildcards_here",              "a*", "ab", 0, "", false, false},
    {"star_is_a_star_here",            "a*", "a*", 0, "", true, true},
    {"f12_no_variables_here",          "${k}", "v", WILD, "k=v", false, false},
    {"f12_variable_is_text_here",      "${k}", "${k}", WILD, "k=v", true, true},
    {"f13_variable_has_its_value",     "home/${aws:username}/*", "home/alice/x", WILD | VARS, "aws:username=alice", true, true},
    {"f13_key_in_other_case",          "${AWS:UserName}", "alice", VARS, "aws:username=alice", true, true},
    {"f13_multivalued_is_unresolved",  "${k}", "a", VARS, "k=[a]", false, false},
    {"f13_multivalued_has_no_default", "${k, 'd'}", "d", VARS, "k=[a]", false, false},
    {"f14_absent_is_unresolved",       "*${k}*", "anything", WILD | VARS, "", false, false},
    {"f15_default_for_absent",         "${k, 'd e'}/x", "d e/x", VARS, "", true, true},
    {"f15_value_before_default",       "${k, 'd'}", "v", VARS, "k=v", true, true},
    {"f15_default_is_literal",         "${k, '*'}", "x", WILD | VARS, "", false, false},
    {"f15_default_star",               "${k, '*'}", "*", WILD | VARS, "", true, true},
    {"f15_default_with_brace",         "${k, 'a}b'}c", "a}bc", VARS, "", true, true},
    {"f15_default_empty",              "x${k, ''}", "x", VARS, "", true, true},
    {"f15_open_quote_is_no_default",   "${k, 'd}", "d", VARS, "", false, false},
    {"f15_quote_inside_a_default",     "${k, 'd'e'}", "d'e", VARS, "", true, true},
    {"f15_quote_at_the_end_of_text",   "${k, 'd'", "${k, 'd'", VARS, "", true, true},
    {"f15_word_for_a_default",         "${k, d}", "d", VARS, "", false, false},
    {"f18_dollar_alone",               "$", "$", VARS, "", true, true},
    {"f18_dollar_and_letters",         "$kk", "$kk", VARS, "", true, true},
    {"f18_dollar_and_brace",           "${", "${", VARS, "", true, true},
    {"f15_two_blanks_are_no_default",  "${k,  'd'}", "d", VARS, "", false, false},
    {"f15_no_blank_is_no_default",     "${k,'d'}", "d", VARS, "", false, false},
    {"f15_present_empty_refuses",      "x${k}", "x", VARS, "k=", false, true},
    {"f15_present_empty_default",      "x${k, 'd'}", "xd", VARS, "k=", false, true},
    {"f15_present_empty_wildcard",     "${k}*", "anything", WILD | VARS, "k=", false, true},
    {"f16_escaped_star",               "a${*}", "a*", WILD | VARS, "", true, true},
    {"f16_escaped_star_is_no_wildcard", "a${*}", "ab", WILD | VARS, "", false, false},
    {"f16_escaped_question",           "${?}", "?", WILD | VARS, "", true, true},
    {"f16_escaped_question_no_wild",   "${?}", "a", WILD | VARS, "", false, false},
    {"f16_escaped_dollar",             "${$}{k}", "${k}", WILD | VARS, "k=v", true, true},
    {"f16_escapes_without_wildcards",  "${*}", "*", VARS, "", true, true},
    {"f11_escape_is_text_without_variables", "${*}", "${anything}", WILD, "", true, true},
    {"f17_value_star_is_literal",      "${k}", "anything", WILD | VARS, "k=*", false, false},
    {"f17_value_star_is_itself",       "${k}", "*", WILD | VARS, "k=*", true, true},
    {"f17_value_question_is_literal",  "${k}", "a", WILD | VARS, "k=?", false, false},
    {"f18_unterminated_is_text",       "a${k", "a${k", VARS, "k=v", true, true},
    {"f18_unterminated_keeps_wildcards", "a${k*", "a${k/b", WILD | VARS, "k=v", true, true},
    {"f19_value_is_not_read_again",    "${k}", "v", VARS, "k=${j}|j=v", false, false},
    {"f19_value_is_its_own_text",      "${k}", "${j}", VARS, "k=${j}|j=v", true, true},
    {"f19_no_nesting",                 "${a${k}}", "v", VARS, "k=b|ab=v", false, false},
    {"empty_braces_are_unresolved",    "${}", "", VARS, "", false, false},
    {"one_in_a_run_keeps_case",        "*a?B*", "xaqbx", WILD, "", false, false},
    {"one_in_a_run_and_its_case",      "*a?B*", "xaqBx", WILD, "", true, true},
    {"one_in_a_run_folds",             "*a?B*", "xAqbx", WILD | FOLD, "", true, true},
    {"one_in_a_run_is_a_code_point",   "*a?b*", "xa\xE2\x82\xAC" "bx", WILD, "", true, true},
    {"one_in_a_run_is_not_two",        "*a?b*", "xaqqbx", WILD, "", false, false},
    {"empty_pattern_is_empty_text",    "", "", WILD, "", true, true},
    {"empty_pattern_is_no_more",       "", "a", WILD, "", false, false},
    {"run_matches_empty",              "*", "", WILD, "", true, true},
    {"one_needs_something",            "?", "", WILD, "", false, false},
};
/* clang-format on */

static void row_holds(void **state)
{
    const struct row *const row = *state;
    assert_int_equal(matches(row->pattern, row->text, row->what, row->context, false), row->narrowly);
    assert_int_equal(matches(row->pattern, row->text, row->what, row->context, true), row->widely);
}

/* Patterns that make a backtracking matcher exponential end at once here. */
static void hostile_patterns_end(void **state)
{
    (void)state;
    enum { SIZE = 4096 };
    char pattern[SIZE + 1];
    char text[SIZE + 1];
    for (size_t i = 0; i < SIZE; i++)
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    pattern[SIZE - 1] = 'b';
    pattern[SIZE] = '\0';
    memset(text, 'a', SIZE);
    text[SIZE] = '\0';
    assert_false(matches(pattern, text, WILD, "", false));
}

/* A run of this many symbols between two `*`, with a `?` at `one` where that is less; letters that do not repeat early. */
static void fill_run(char *run, size_t length, size_t one)
{
    for (size_t i = 0; i < length; i++)
        run[i] = (char)('a' + (i * 7 + i / 26) % 26);
    run[length] = '\0';
    if (one < length)
        run[one] = '?';
}

static void long_run_is_found(size_t length, size_t one, unsigned what)
{
    enum { MOST = 4096 };
    char run[MOST];
    char pattern[MOST + 8];
    char text[2 * MOST];
    fill_run(run, length, one);
    snprintf(pattern, sizeof(pattern), "*%s*", run);
    snprintf(text, sizeof(text), "~%.*s~%s~", (int)(length / 2), run, run);
    char *const found = text + 2 + length / 2;
    if (one < length)
        found[one] = 'Z';
    if ((what & FOLD) != 0)
        found[0] = (char)(found[0] - (found[0] >= 'a' ? 32 : 0));
    assert_true(matches(pattern, text, what, "", false));
    const size_t places[] = {0, length / 2, length - 1};
    for (size_t i = 0; i < WEIR_COUNT(places); i++) {
        const char kept = found[places[i]];
        found[places[i]] = '~';
        if (places[i] != one && matches(pattern, text, what, "", false))
            fail_msg("a run of %zu with `?` at %zu is found without its byte %zu", length, one, places[i]);
        found[places[i]] = kept;
    }
    if ((what & FOLD) == 0 && one != 0 && found[0] >= 'a') {
        found[0] = (char)(found[0] - 32);
        assert_false(matches(pattern, text, what, "", false));
    }
}

/* The words of the matcher's state hold 64 symbols each, and 2048 in all; longer runs are looked for another way. */
static void long_runs_are_found(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 3, 63, 64, 65, 127, 128, 129, 200, 2047, 2048, 2049, 3000};
    for (size_t i = 0; i < WEIR_COUNT(lengths); i++) {
        const size_t ones[] = {0, lengths[i] / 2, lengths[i] - 1, lengths[i]};
        for (size_t j = 0; j < WEIR_COUNT(ones); j++) {
            if (lengths[i] == 1 && ones[j] == 0)
                continue; /* `*?*` is found anywhere */
            long_run_is_found(lengths[i], ones[j], WILD);
            long_run_is_found(lengths[i], ones[j], WILD | FOLD);
        }
    }
}

static void text_that_is_no_utf8_has_a_meaning(void **state)
{
    (void)state;
    assert_true(matches("?", "\xFF", WILD, "", false));
    assert_true(matches("?", "a\x80\x80", WILD, "", false));
    assert_false(matches("??", "a\x80", WILD, "", false));
    assert_true(matches("*", "\x80\xFF", WILD, "", false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_naive_twin_on_every_short_word),
        cmocka_unit_test(hostile_patterns_end),
        cmocka_unit_test(long_runs_are_found),
        cmocka_unit_test(text_that_is_no_utf8_has_a_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("glob rows", rows, row_holds);
}
