/* How large a document may be: AWS's quotas for each kind, and what bounds the lint itself. */
#include "policy_lint_test.h"

/* --------------------------------------------------------------------------------------------- quotas */

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct quota_row {
    const char *name;
    enum weir_policy_kind kind;
    size_t quota; /* 0: none */
    bool blanks;  /* count */
};

/* clang-format off */
static const struct quota_row quota_rows[] = {
    {"f59_identity", IDENTITY, 6144, false},
    {"f59_boundary", BOUNDARY, 6144, false},
    {"f59_trust",    TRUST,    2048, false},
    {"f59_session",  SESSION,  2048, true},
    {"f59_scp",      SCP,      5120, true},
    {"f59_rcp",      WEIR_POLICY_RCP, 5120, true},
    {"no_quota",     RESOURCE, 0,    false},
    {"none_either",  ENDPOINT, 0,    false},
};
/* clang-format on */

/* A document of so many characters, its Id filled up; some of them are of two bytes. */
static void fill(char *text, size_t characters, size_t blanks)
{
    static const char head[] = "{" V2012 "\"Id\":\"\xC3\xBC";
    static const char tail[] = "\",\"Statement\":7}";
    const size_t pad = characters - blanks - (sizeof(head) - 2) - (sizeof(tail) - 1);
    memcpy(text, head, sizeof(head) - 1);
    memset(text + sizeof(head) - 1, 'x', pad);
    memcpy(text + sizeof(head) - 1 + pad, tail, sizeof(tail) - 1);
    memset(text + sizeof(head) - 1 + pad + sizeof(tail) - 1, '\n', blanks);
    text[sizeof(head) - 1 + pad + sizeof(tail) - 1 + blanks] = '\0';
}

static void quota_row_holds(void **state)
{
    const struct quota_row *const row = *state;
    static char text[32 * 1024];
    struct weir_policy_lint_options raised = WEIR_POLICY_LINT_OPTIONS_INIT;
    struct weir_arena *const arena = new_arena(0);
    const size_t quota = row->quota > 0 ? row->quota : 20000;
    fill(text, quota, 100);
    assert_null(only(lint_text(text, row->kind, NULL, arena), "size"));
    fill(text, quota + 1, 100);
    assert_true((only(lint_text(text, row->kind, NULL, arena), "size") != NULL) == (row->quota > 0 && row->blanks));
    fill(text, quota + 101, 100);
    const struct weir_lint_finding *const over = only(lint_text(text, row->kind, NULL, arena), "size");
    assert_true((over != NULL) == (row->quota > 0));
    raised.characters_max = quota + 101;
    assert_null(only(lint_text(text, row->kind, &raised, arena), "size"));
    raised.characters_max = 200;
    assert_non_null(only(lint_text(text, row->kind, &raised, arena), "size"));
    weir_arena_free(arena);
}

/* --------------------------------------------------------------------------------------------- bounds */

/* The findings that are kept are bounded; an error behind them is kept all the same. */
static void findings_are_bounded(void **state)
{
    (void)state;
    enum { STATEMENTS = 1200 };
    static char text[STATEMENTS * 80 + 256];
    for (size_t broken = 0; broken < 2; broken++) {
        struct weir_arena *const arena = new_arena(0);
        size_t at = (size_t)snprintf(text, sizeof(text), "{" V2012 "\"Statement\":[");
        for (size_t i = 0; i < STATEMENTS; i++)
            at += (size_t)snprintf(text + at, sizeof(text) - at, "%s{" A "\"NotAction\":\"a:%zu\",\"Resource\":\"*\"}",
                                   i == 0 ? "" : ",", i);
        snprintf(text + at, sizeof(text) - at, "]%s}", broken == 1 ? ",\"Id\":7" : "");
        const struct weir_lint *const lint = lint_text(text, RESOURCE, NULL, arena);
        assert_int_equal(weir_lint_count(lint), WEIR_LINT_MAX_FINDINGS + 1);
        assert_non_null(only(lint, "limit"));
        assert_int_equal(weir_lint_worst(lint), broken == 1 ? WEIR_SEVERITY_ERROR : WEIR_SEVERITY_WARNING);
        weir_arena_free(arena);
    }
}

static void comparing_is_bounded(void **state)
{
    (void)state;
    enum { STATEMENTS = 700 };
    static char text[STATEMENTS * 120 + 256];
    struct weir_arena *const arena = new_arena(0);
    size_t at = (size_t)snprintf(text, sizeof(text), "{" V2012 "\"Statement\":[");
    for (size_t i = 0; i < STATEMENTS; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at,
                               "%s{" D "\"Action\":\"averylongservice:averylongaction%zu\",\"Resource\":\"*\"}",
                               i == 0 ? "" : ",", 1000000000 + i);
    snprintf(text + at, sizeof(text) - at, "]}");
    const struct weir_lint *const lint = lint_text(text, IDENTITY, NULL, arena);
    const struct weir_lint_finding *const found = only(lint, "limit");
    assert_non_null(found);
    assert_str(found->message, WEIR_STR("the document is too large to compare all of its statements with each other"));
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_are_bounded),
        cmocka_unit_test(comparing_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("quotas", quota_rows, quota_row_holds);
}
