/* A question about a response as a document: what each member says, what is no question; and the table of the checks. */
#include "world_test.h"

#include <weir/saml.h>
#include <weir/vend.h>

/* What an output holds before the call that has to empty it: any pointer that is not NULL. */
static void *not_null(void)
{
    static char place;
    return &place;
}

static enum weir_status read_question(struct weir_arena *arena, const char *text, const struct weir_saml_ask **ask,
                                      struct weir_error *error)
{
    const struct weir_tree *tree = NULL;
    WEIR_TRY(weir_tree_parse(weir_str_from(text), WEIR_STR("q"), arena, &tree, error));
    return weir_saml_ask_read(tree, weir_tree_root(tree), arena, ask, error);
}

static void every_member_is_read(void **state)
{
    static const char text[] =
        "#\nid: [1]\nresponse: cg==\nmetadata: m\ntime: 2026-03-02T09:00:00Z\nprofile: saml\n"
        "operation: lakeformation:AssumeDecoratedRoleWithSAML\nprovider: p\nprovider_uuid: u\npartition: aws-cn\n"
        "recipients: [a, b]\naudiences: [c]\nrole: r\nduration: 900\nmax_session_duration: 7200\ndecryption_keys: [k]\n"
        "settings: {allow_sha1: true, allow_inclusive_c14n: true, allow_rsa15: true, ignore_metadata_expiry: true,\n"
        "  china_attribute_names: true, clock_skew_s: 300, assertion_encryption_mode: Required}\n";
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    const struct weir_saml_ask *ask = NULL;
    (void)state;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(read_question(arena, text, &ask, &error));
    assert_int_equal(weir_node_kind(ask->id), WEIR_NODE_LIST);
    assert_str(ask->response, "cg==");
    assert_true(ask->has_time);
    assert_int_equal(ask->time, 1772442000);
    assert_str(ask->provider.metadata, "m");
    assert_str(ask->provider.arn, "p");
    assert_str(ask->provider.uuid, "u");
    assert_int_equal(ask->provider.encryption_mode, WEIR_SAML_ENCRYPTION_REQUIRED);
    assert_int_equal(ask->provider.private_key_count, 1);
    assert_str(ask->provider.private_keys[0], "k");
    const struct weir_saml_options *const options = &ask->options;
    assert_int_equal(options->profile, WEIR_SAML_PROFILE_SAML);
    assert_int_equal(options->operation, WEIR_SAML_ASSUME_DECORATED_ROLE);
    assert_str(options->partition, "aws-cn");
    assert_int_equal(options->recipient_count, 2);
    assert_str(options->recipients[1], "b");
    assert_str(options->audiences[0], "c");
    assert_str(options->role_arn, "r");
    assert_int_equal(options->duration_s, 900);
    assert_int_equal(options->max_session_duration_s, 7200);
    assert_true(options->allow_sha1 && options->allow_inclusive_c14n && options->allow_rsa15 &&
                options->ignore_metadata_expiry && options->china_attribute_names);
    assert_int_equal(options->clock_skew_s, 300);
    weir_arena_free(arena);
}

static void what_is_left_out_or_null_is_the_default(void **state)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    const struct weir_saml_ask *ask = NULL;
    (void)state;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    ASSERT_OK(read_question(arena,
                            "{\"response\": \"\", \"certificates\": [\"c\"], \"issuer\": \"i\", \"role\": null,"
                            " \"duration\": 0, \"settings\": {\"allow_sha1\": null}}",
                            &ask, &error));
    assert_null(ask->id);
    assert_false(ask->has_time);
    assert_int_equal(ask->options.profile, WEIR_SAML_PROFILE_AWS);
    assert_int_equal(ask->options.operation, WEIR_SAML_ASSUME_ROLE);
    assert_int_equal(ask->options.role_arn.len, 0);
    assert_false(ask->options.allow_sha1);
    /* 0 seconds are asked for, and are not the default's. */
    assert_int_equal(ask->options.duration_s, -1);
    assert_str(ask->provider.issuer, "i");
    assert_str(ask->provider.certificates[0], "c");
    weir_arena_free(arena);
}

static void what_is_no_question_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *text;
        uint32_t line;
        const char *words;
    } rows[] = {
        {"[]", 1, "a question must be a map"},
        {"metadata: m", 1, "must have `response`"},
        {"response: r", 1, "must have `metadata`, or `certificates` and `issuer`"},
        {"response: r\ncertificates: [c]", 1, "must have `metadata`"},
        {"response: r\nissuer: i", 1, "must have `metadata`"},
        {"response: r\nmetadata: m\nissuer: i", 1, "instead of"},
        {"response: r\nmetadata: m\nresponses: r", 3, "unknown member `responses`"},
        {"response: [r]\nmetadata: m", 1, "`response`"},
        {"response: r\nmetadata: m\ntime: noon", 3, "RFC 3339"},
        {"response: r\nmetadata: m\nprofile: AWS", 3, "`profile` cannot be `AWS`"},
        {"response: r\nmetadata: m\noperation: sts:AssumeRole", 3, "`operation` cannot be `sts:AssumeRole`"},
        {"response: r\nmetadata: m\nrecipients: x", 3, "`recipients` must be a list"},
        {"response: r\nmetadata: m\naudiences:\n  - [x]", 4, "`audiences`"},
        {"response: r\nmetadata: m\nduration: long", 3, "`duration`"},
        {"response: r\nmetadata: m\nmax_session_duration: 43201", 3, "at most 43200"},
        {"response: r\nmetadata: m\nsettings:\n  allow_md5: true", 4, "unknown member `allow_md5`"},
        {"response: r\nmetadata: m\nsettings:\n  allow_sha1: 'true'", 4, "`allow_sha1`"},
        {"response: r\nmetadata: m\nsettings:\n  clock_skew_s: 301", 4, "at most 300"},
        {"response: r\nmetadata: m\nsettings:\n  clock_skew_s: -1", 4, "at least 0"},
        {"response: r\nmetadata: m\nsettings:\n  assertion_encryption_mode: required", 4, "cannot be `required`"},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        struct weir_error error = WEIR_ERROR_INIT;
        struct weir_arena *arena = NULL;
        const struct weir_saml_ask *ask = not_null();
        assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
        assert_int_equal(read_question(arena, rows[i].text, &ask, &error), WEIR_ERR_SCHEMA);
        assert_null(ask);
        if (error.line != rows[i].line || strstr(error.message, rows[i].words) == NULL)
            fail_msg("%s: %u: %s", rows[i].text, (unsigned)error.line, error.message);
        weir_arena_free(arena);
    }
}

static void a_question_needs_an_instant(void **state)
{
    static const char text[] = "{\"id\": 1, \"response\": \"AAAA\", \"metadata\": \"m\"}";
    struct weir_arena *arena = NULL;
    const char *answer = NULL;
    size_t length = 0;
    (void)state;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(weir_call_json(NULL, "verify", text, sizeof text - 1, NULL, arena, &answer, &length), WEIR_OK);
    char shown[512];
    assert_true(length < sizeof shown);
    memcpy(shown, answer, length); /* an answer is counted, not ended by a NUL */
    shown[length] = '\0';
    assert_non_null(strstr(shown, "a question must have `time`"));
    weir_arena_free(arena);
}

static void misuse_is_told(void **state)
{
    struct weir_arena *arena = NULL;
    const struct weir_saml_claims *claims = not_null();
    const struct weir_refusal *refusal = not_null();
    bool valid = true;
    (void)state;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    assert_int_equal(weir_saml_ask_read(NULL, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_saml_ask_verify(NULL, 0, arena, &claims, &refusal, NULL), WEIR_ERR_USAGE);
    assert_null(claims);
    assert_null(refusal);
    assert_int_equal(weir_saml_ask_write(NULL, NULL, arena, NULL, &valid, NULL), WEIR_ERR_USAGE);
    assert_false(valid);
    assert_int_equal(weir_saml_ask_json(NULL, NULL, NULL, arena, NULL, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

/* Memory that runs out anywhere is told, and never a valid response. */
static void no_room_is_no_answer(void **state)
{
    static const char text[] = "{\"response\": \"AAAA\", \"metadata\": \"m\", \"time\": \"2026-03-02T09:00:00Z\","
                               " \"recipients\": [\"a\"], \"settings\": {\"allow_sha1\": true}}";
    struct weir_arena *outer = NULL;
    const struct weir_tree *tree = NULL;
    (void)state;
    assert_int_equal(weir_arena_new(0, &outer), WEIR_OK);
    assert_int_equal(weir_tree_parse_json(weir_str_from(text), WEIR_STR("q"), outer, &tree, NULL), WEIR_OK);
    for (size_t bytes = 256; bytes < 65536; bytes += 256) {
        struct weir_arena *arena = NULL;
        struct weir_str json;
        bool valid = true;
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_saml_ask_json(tree, weir_tree_root(tree), NULL, arena, &json, &valid,
                                                           NULL);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY || status == WEIR_ERR_UNSUPPORTED);
        assert_false(valid);
        weir_arena_free(arena);
    }
    weir_arena_free(outer);
}

/* ------------------------------------------------------------------------------------------------ checks */

static bool is_id(struct weir_str id)
{
    size_t dots = 0;
    for (size_t i = 0; i < id.len; i++) {
        const char c = id.ptr[i];
        dots += c == '.' ? 1U : 0U;
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
            return false;
    }
    return dots == 2 && weir_str_has_prefix(id, WEIR_STR("saml."));
}

static bool is_evidence(struct weir_str word)
{
    static const char *const words[] = {"documented", "modelled", "observed", "inferred", "local"};
    for (size_t i = 0; i < WEIR_COUNT(words); i++) {
        if (weir_str_equal(word, weir_str_from(words[i])))
            return true;
    }
    return false;
}

static void assert_sources(const struct weir_rulebook *rulebook, const struct weir_saml_check_row *row)
{
    struct weir_str left = row->sources;
    assert_true(left.len > 0);
    while (left.len > 0) {
        size_t end = 0;
        while (end < left.len && left.ptr[end] != ' ')
            end++;
        const struct weir_str id = {left.ptr, end};
        if (!weir_rulebook_has_source(rulebook, id))
            fail_msg("%.*s cites `%.*s`, which is no source", WEIR_FMT(row->id), WEIR_FMT(id));
        end += end < left.len ? 1U : 0U;
        left = (struct weir_str){left.ptr + end, left.len - end};
    }
}

static void every_check_says_what_it_is_and_from_where(void **state)
{
    struct weir_rulebook *rulebook = NULL;
    const struct weir_saml_check_row *row = NULL;
    size_t count = 0;
    (void)state;
    assert_int_equal(weir_rulebook_builtin(&rulebook, NULL), WEIR_OK);
    for (; (row = weir_saml_check_row(count)) != NULL; count++) {
        assert_true(is_id(row->id));
        assert_true(row->code.len > 0 && row->status >= 400 && row->status < 500);
        assert_true(row->message.len > 0 && row->doc.len > 0);
        assert_true(is_evidence(row->evidence));
        assert_sources(rulebook, row);
        for (size_t i = 0; i < count; i++)
            assert_false(weir_str_equal(weir_saml_check_row(i)->id, row->id));
    }
    assert_true(count > 80);
    weir_rulebook_release(rulebook);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_is_read),
        cmocka_unit_test(what_is_left_out_or_null_is_the_default),
        cmocka_unit_test(what_is_no_question_is_refused_at_its_place),
        cmocka_unit_test(a_question_needs_an_instant),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(no_room_is_no_answer),
        cmocka_unit_test(every_check_says_what_it_is_and_from_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
