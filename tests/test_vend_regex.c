/* Patterns: the tables that stand beside PCRE2 say what it says, of every pattern of the rulebook and of every ASCII character. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "tests/vend_decide.h"
#include "vend/parameters/class_chain.h"
#include "vend/parameters/regex.h"

enum { ROUNDS = 200, LONGEST = 70 };

static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void assert_both_agree(const struct weir_regex *pattern, struct weir_str shown, struct weir_str text)
{
    if (weir_regex_match(pattern, text) != weir_regex_match_whole(pattern, text))
        fail_msg("`%.*s` on `%.*s`: the table and PCRE2 differ", WEIR_FMT(shown), WEIR_FMT(text));
}

/* Texts of one kind of letter with now and then another character in them, so that many match and many just do not. */
static void check_texts(const struct weir_regex *pattern, struct weir_str shown, uint32_t *state)
{
    static const char *const starts[] = {"a", "Z", "7", "_", "x-", "é", "\t", " "};
    char text[LONGEST + 8];
    for (size_t round = 0; round < ROUNDS; round++) {
        const struct weir_str start = weir_str_from(starts[next_number(state) % COUNT(starts)]);
        const size_t len = next_number(state) % LONGEST;
        memcpy(text, start.ptr, start.len);
        for (size_t i = 0; i < len; i++)
            text[start.len + i] = next_number(state) % 64 == 0 ? (char)(next_number(state) % 128) : 'b';
        assert_both_agree(pattern, shown, (struct weir_str){text, start.len + len});
    }
}

static void check_pattern(const struct weir_regex *pattern, struct weir_str shown, uint32_t *state)
{
    assert_both_agree(pattern, shown, (struct weir_str){NULL, 0});
    for (unsigned c = 0; c < 128; c++) {
        char text[2] = {(char)c, (char)c};
        assert_both_agree(pattern, shown, (struct weir_str){text, 1});
        assert_both_agree(pattern, shown, (struct weir_str){text, 2});
        text[0] = 'a';
        assert_both_agree(pattern, shown, (struct weir_str){text, 2});
    }
    check_texts(pattern, shown, state);
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by the nesting that the reader allows */
static size_t check_parameters(const struct weir_parameter *parameters, size_t count, uint32_t *state)
{
    size_t checked = 0;
    for (size_t i = 0; i < count; i++) {
        const struct weir_parameter *const parameter = &parameters[i];
        if (parameter->compiled != NULL) {
            check_pattern(parameter->compiled, parameter->pattern, state);
            checked++;
        }
        checked += check_parameters(parameter->members, parameter->member_count, state);
        checked += check_parameters(parameter->key, parameter->key == NULL ? 0 : 1, state);
        checked += check_parameters(parameter->value, parameter->value == NULL ? 0 : 1, state);
    }
    return checked;
}

static void tables_say_what_pcre2_says_of_the_rulebook(void **unused)
{
    uint32_t state = 1;
    size_t checked = 0;
    (void)unused;
    struct weir_rulebook *const rulebook = builtin_rulebook();
    for (size_t i = 0; i < rulebook->operation_count; i++)
        checked += check_parameters(rulebook->operations[i].parameters, rulebook->operations[i].parameter_count,
                                    &state);
    assert_true(checked > 20);
    weir_rulebook_release(rulebook);
}

static const struct chain_row {
    const char *name;
    const char *pattern;
    size_t count, min, max; /* count 0: PCRE2 alone decides */
} rows[] = {
    {"a class alone", "[a-z]", 1, 1, 1},
    {"any number", "[\\s\\S]*", 1, 0, SIZE_MAX},
    {"one and more", "^[a-z0-9-]+$", 1, 1, SIZE_MAX},
    {"a number", "[\\d]{12}", 1, 12, 12},
    {"bounds", "[\\w+=,.@-]{2,64}", 1, 2, 64},
    {"a lower bound", "[^\\]x]{3,}", 1, 3, SIZE_MAX},
    {"two classes", "[A-Za-z][\\s\\S]*", 2, 0, SIZE_MAX},
    {"four classes", "[a][b][c][d]{0,2}", 4, 0, 2},
    {"a class by code points", "[\\x{20}-\\x{7E}\\t]{0,3}", 1, 0, 3},
    {"a negated class", "[^a-z]*", 1, 0, SIZE_MAX},
    {"five classes", "[a][b][c][d][e]*", 0, 0, 0},
    {"a class repeated before another", "[a]*[b]", 0, 0, 0},
    {"a bracket first", "[]a]*", 0, 0, 0},
    {"a bracket first, negated", "[^]a]*", 0, 0, 0},
    {"a set of POSIX", "[[:alpha:]]*", 0, 0, 0},
    {"quoted text", "[\\Qa]\\E]*", 0, 0, 0},
    {"the end of a quotation", "[a\\E]*", 0, 0, 0},
    {"a control", "[\\c]]*", 0, 0, 0},
    {"a lazy repetition", "[a]*?", 0, 0, 0},
    {"braces that hold no bounds", "[a]{,3}", 0, 0, 0},
    {"braces that hold a letter", "[a]{3,x}", 0, 0, 0},
    {"braces that hold two bounds too many", "[a]{3,4,5}", 0, 0, 0},
    {"literal text", "a[b]*", 0, 0, 0},
    {"a group", "([a])*", 0, 0, 0},
    {"nothing", "", 0, 0, 0},
};

/* What PCRE2 refuses, or a chain is too short for. */
static void what_is_no_chain_is_left_alone(void **state)
{
    static const char *const texts[] = {
        "[abc", "[ab\\", "[a]{70000}", "[a]{999999999999999999999}", "[a]{3", "[a]{3,", "[a]{", "^", "$", "[", "[^"};
    struct weir_class_chain chain;
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_false(weir_class_chain_cut(weir_str_from(texts[i]), &chain));
        assert_int_equal(chain.count, 0);
    }
}

static void row_is_cut(void **state)
{
    const struct chain_row *const row = *state;
    struct weir_class_chain chain;
    assert_int_equal(weir_class_chain_cut(weir_str_from(row->pattern), &chain), row->count > 0);
    assert_int_equal(chain.count, row->count);
    if (row->count == 0)
        return;
    assert_true(chain.min == row->min);
    assert_true(chain.max == row->max);
}

static void tables_say_what_pcre2_says_of_each_row(void **state)
{
    const struct chain_row *const row = *state;
    uint32_t random = 7;
    struct weir_rulebook book = {.patterns = NULL};
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_arena_new(0, &book.arena), WEIR_OK);
    struct weir_reading reading = {.rulebook = &book, .error = &error};
    const struct weir_regex *pattern = NULL;
    const struct weir_regex *again = NULL;
    const struct weir_str text = weir_str_from(row->pattern);
    assert_int_equal(weir_regex_compile(&reading, NULL, text, &pattern), WEIR_OK);
    assert_int_equal(weir_regex_compile(&reading, NULL, text, &again), WEIR_OK);
    assert_ptr_equal(pattern, again);
    check_pattern(pattern, text, &random);
    for (size_t len = 0; len < LONGEST; len++) {
        char many[LONGEST];
        memset(many, row->pattern[0] == '[' && row->pattern[1] == '\\' ? '7' : 'a', sizeof many);
        assert_both_agree(pattern, text, (struct weir_str){many, len});
    }
    weir_regexes_free(book.patterns);
    weir_arena_free(book.arena);
}

/* A class of more letters than there is room for is PCRE2's alone. */
static void a_long_class_is_matched_too(void **state)
{
    char text[600] = "[";
    uint32_t random = 3;
    struct weir_rulebook book = {.patterns = NULL};
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_regex *pattern = NULL;
    (void)state;
    memset(text + 1, 'a', sizeof text - 3);
    memcpy(text + sizeof text - 3, "b]*", 3);
    assert_int_equal(weir_arena_new(0, &book.arena), WEIR_OK);
    struct weir_reading reading = {.rulebook = &book, .error = &error};
    const struct weir_str whole = {text, sizeof text};
    assert_int_equal(weir_regex_compile(&reading, NULL, whole, &pattern), WEIR_OK);
    check_pattern(pattern, WEIR_STR("a long class"), &random);
    assert_int_equal(weir_regex_match(pattern, WEIR_STR("abba")), WEIR_REGEX_MATCHES);
    weir_regexes_free(book.patterns);
    weir_arena_free(book.arena);
}

int main(void)
{
    struct CMUnitTest tests[2 * COUNT(rows) + 3];
    size_t count = 0;
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_no_chain_is_left_alone);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_long_class_is_matched_too);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(tables_say_what_pcre2_says_of_the_rulebook);
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *const row = without_const(&rows[i]);
        tests[count++] = (struct CMUnitTest){.name = rows[i].name, .test_func = row_is_cut, .initial_state = row};
        tests[count++] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = tables_say_what_pcre2_says_of_each_row, .initial_state = row};
    }
    return _cmocka_run_group_tests("regex", tests, count, NULL, NULL);
}
