/* Base64 as bindings and signatures write it, and what an XML declaration may say: at the edges of each. */
#include "saml/saml_impl.h"

#include "tests/test_base.h"

struct base64_row {
    const char *text;
    const char *bytes; /* NULL: no base64 */
};

static const struct base64_row base64_rows[] = {
    {"", ""},          {"YQ==", "a"},  {"YWI=", "ab"}, {"YWJj", "abc"}, {" Y\nW\r\nJ\tj ", "abc"},
    {"YQ= =", "a"},    {"YQ=", NULL},  {"YQ", NULL},   {"YQ===", NULL}, {"YQ==YQ==", NULL},
    {"YR==", NULL},    {"YWK=", NULL}, {"Y-==", NULL}, {"Y_==", NULL},  {"YWJj%0A", NULL},
    {"YW Jj\v", NULL}, {"====", NULL},
};

static void base64_row_holds(void **state)
{
    const struct base64_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_str bytes = {not_null(), 1};
    const enum weir_status status = weir_saml_base64(weir_str_from(row->text), arena, &bytes);
    assert_int_equal(status, row->bytes == NULL ? WEIR_ERR_SYNTAX : WEIR_OK);
    assert_true(weir_str_equal(bytes, weir_str_from(row->bytes)));
    weir_arena_free(arena);
}

struct declaration_row {
    const char *xml;
    bool holds;
};

static const struct declaration_row declaration_rows[] = {
    {"<a/>", true},
    {"", true},
    {"<?xmlx version=\"1.1\"?>", true}, /* an instruction, which the parser refuses */
    {"<?xml version=\"1.0\"?><a/>", true},
    {"<?xml version='1.0'?><a/>", true},
    {"<?xml  version = \"1.0\" ?><a/>", true},
    {"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", true},
    {"<?xml version=\"1.0\" encoding='utf-8'?><a/>", true},
    {"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><a/>", true},
    {"<?xml version=\"1.0\" standalone='no' ?><a/>", true},
    {"<?xml version=\"1.1\"?><a/>", false},
    {"<?xml version=\"9.9\"?><a/>", false},
    {"<?xml encoding=\"UTF-8\"?><a/>", false},
    {"<?xml version=\"1.0\"encoding=\"UTF-8\"?><a/>", false},
    {"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", false},
    {"<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>", false},
    {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", false},
    {"<?xml version=\"1.0\" encoding=\"UTF-8\" encoding=\"UTF-7\"?><a/>", false},
    {"<?xml version=\"1.0\" standalone=\"yes\" encoding=\"UTF-7\"?><a/>", false},
    {"<?xml version=\"1.0\" standalone=\"maybe\"?><a/>", false},
    {"<?xml version=\"1.0' encoding=\"UTF-8\"?><a/>", false},
    {"<?xml version=\"1.0\"", false},
    {"<?xml version=\"1.0", false},
    {"<?xml version", false},
    {"<?xml ", false},
    {"<?xml version=1.0?><a/>", false},
    {"<?xml version=\"1.0\" encoding", false},
    {"<?xml version=\"1.0\" x=\"1\"?><a/>", false},
};

static void declaration_row_holds(void **state)
{
    const struct declaration_row *const row = *state;
    assert_int_equal(weir_saml_declares_utf8(weir_str_from(row->xml)), row->holds);
}

static void an_id_is_a_name_of_ascii(void **state)
{
    (void)state;
    char longest[258];
    memset(longest, 'a', sizeof longest);
    assert_true(weir_saml_is_id((struct weir_str){longest, 256}));
    assert_false(weir_saml_is_id((struct weir_str){longest, 257}));
    assert_true(weir_saml_is_id(WEIR_STR("_a.b-c1")));
    assert_false(weir_saml_is_id(WEIR_STR("")));
    assert_false(weir_saml_is_id(WEIR_STR("1a")));
    assert_false(weir_saml_is_id(WEIR_STR("-a")));
    assert_false(weir_saml_is_id(WEIR_STR("a b")));
    assert_false(weir_saml_is_id(WEIR_STR("a')|id('b")));
    assert_false(weir_saml_is_id(WEIR_STR("a:b")));
    assert_false(weir_saml_is_id(WEIR_STR("\xC3\xA9")));
}

/* Every row of the table can be asked for, has a name of its own and says all that it should. */
static void the_table_of_checks_is_whole(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct weir_saml_check_row *row = NULL; (row = weir_saml_check_row(count)) != NULL; count++) {
        assert_true(weir_str_has_prefix(row->id, WEIR_STR("saml.")));
        assert_true(row->code.len > 0 && row->message.len > 0 && row->doc.len > 0);
        assert_true(row->evidence.len > 0 && row->sources.len > 0);
        assert_true(row->status >= 400 && row->status < 500);
        for (size_t i = 0; i < count; i++)
            assert_false(weir_str_equal(row->id, weir_saml_check_row(i)->id));
    }
    assert_int_equal(count, WEIR_SAML_CHECK_COUNT);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(an_id_is_a_name_of_ascii),
        cmocka_unit_test(the_table_of_checks_is_whole),
    };
    return RUN_ROWS("saml.base64", base64_rows, base64_row_holds) +
           RUN_ROWS("saml.declaration", declaration_rows, declaration_row_holds) +
           cmocka_run_group_tests_name("saml.decode", facts, NULL, NULL);
}
