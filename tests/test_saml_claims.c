/* What a verified response says, as claims: each value of the assertion, the ends of its time, how instants are read. */
#include "saml_rules_test.h"

static struct weir_saml_key key_of(const struct weir_saml_claims *claims, const char *name)
{
    for (size_t i = 0; i < claims->condition_key_count; i++) {
        if (weir_str_equal(claims->condition_keys[i].name, weir_str_from(name)))
            return claims->condition_keys[i];
    }
    return (struct weir_saml_key){.count = 0};
}

static void claims_say_what_the_assertion_says(void **state)
{
    static const struct saml_row row = {
        MORE,
        ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("1800")) ATTRIBUTE(AWS_NAME "SourceIdentity", VALUE("ada@x"))
            TAG("Team", "lake") TRANSITIVE(VALUE("Team")) ATTRIBUTE(LAKE_NAME "Username", VALUE("ada"))
                ATTRIBUTE(LAKE_NAME "Groups", VALUE("g1") VALUE("g2"))
                    ATTRIBUTE("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", VALUE("staff") VALUE("member"))
                        ATTRIBUTE("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", VALUE("ada@x") VALUE("eve@x"))
                            ATTRIBUTE("2.5.4.4", VALUE("Lovelace")) ATTRIBUTE(
                                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", VALUE("King")) MORE,
        NULL, PLAIN};
    struct saml_bench bench;
    (void)state;
    saml_open_bench(&bench, &row);
    assert_int_equal(saml_walk(&bench.run), WEIR_OK);
    const struct weir_saml_claims *const claims = &bench.run.claims;
    assert_str(claims->assertion_id, "_a");
    assert_str(claims->issuer, "https://idp.example.com/");
    assert_str(claims->name_id, "ada");
    assert_str(claims->sub_type, "persistent");
    assert_str(claims->audience, "https://signin.aws.amazon.com/saml");
    assert_str(claims->role_session_name, "ada");
    assert_str(claims->source_identity, "ada@x");
    assert_int_equal(claims->session_duration_s, 1800);
    assert_int_equal(claims->session_s, 1800);
    assert_int_equal(claims->session_not_on_or_after, NOW + 8 * 3600);
    assert_int_equal(claims->not_on_or_after, NOW + 120);
    assert_int_equal(claims->role_count, 1);
    assert_str(claims->roles[0].role_arn, ROLE);
    assert_str(claims->roles[0].provider_arn, IDP);
    assert_int_equal(claims->tag_count, 1);
    assert_str(claims->tags[0].key, "Team");
    assert_str(claims->tags[0].value, "lake");
    assert_str(claims->transitive_tag_keys[0], "Team");
    assert_true(claims->has_lakeformation);
    assert_str(claims->lakeformation_username, "ada");
    assert_int_equal(claims->lakeformation_group_count, 2);
    assert_str(claims->lakeformation_groups[1], "g2");
    assert_int_equal(key_of(claims, "saml:edupersonaffiliation").count, 2);
    assert_true(key_of(claims, "saml:edupersonaffiliation").is_list);
    assert_int_equal(key_of(claims, "saml:edupersonprincipalname").count, 1);
    assert_false(key_of(claims, "saml:edupersonprincipalname").is_list);
    assert_str(key_of(claims, "saml:edupersonprincipalname").values[0], "ada@x");
    assert_str(key_of(claims, "saml:surname").values[0], "Lovelace");
    assert_true(key_of(claims, "saml:surname").is_list);
    assert_str(key_of(claims, "saml:doc").values[0], "111122223333/idp");
    assert_true(key_of(claims, "saml:sub").persists);
    assert_false(key_of(claims, "saml:aud").persists);
    saml_close_bench(&bench);
}

/* base64(sha1("https://idp.example.com/" "111122223333" "/idp")), as sha1sum(1) has it. */
static void the_name_qualifier_is_a_digest(void **state)
{
    static const struct saml_row row = {NULL, NULL, NULL, PLAIN};
    struct saml_bench bench;
    (void)state;
    saml_open_bench(&bench, &row);
    assert_int_equal(saml_walk(&bench.run), WEIR_OK);
    assert_str(bench.run.claims.name_qualifier, "h46bdBb2pd/lG8q/is7CydkCa6o=");
    assert_str(key_of(&bench.run.claims, "saml:namequalifier").values[0], "h46bdBb2pd/lG8q/is7CydkCa6o=");
    saml_close_bench(&bench);
}

/* The store against replays need not keep it longer than the first of its ends. */
static void an_assertion_is_good_until_the_first_of_its_ends(void **state)
{
    static const struct {
        struct saml_row row;
        int64_t until;
    } ends[] = {
        {{NULL, NULL, NULL, PLAIN}, NOW + 120},
        {{"2026-03-02T09:10:00Z", "2026-03-02T09:01:30Z", NULL, PLAIN}, NOW + 90},
        {{"2026-03-02T09:10:00Z", "2026-03-02T09:01:30Z", NULL, SAML_ALONE}, NOW + 90},
        {{" NotOnOrAfter=\"2026-03-02T09:10:00Z\"", "", NULL, PLAIN}, NOW + 120},
        {{"2026-03-02T09:02:00Z", "2026-03-02T09:20:00Z", NULL, PLAIN}, NOW + 181},
        {{"2026-03-02T09:02:00Z", "2026-03-02T09:20:00Z", NULL, SAML_ALONE}, NOW + 600},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(ends); i++) {
        struct saml_bench bench;
        saml_open_bench(&bench, &ends[i].row);
        assert_int_equal(saml_walk(&bench.run), WEIR_OK);
        assert_int_equal(bench.run.claims.not_on_or_after, ends[i].until);
        saml_close_bench(&bench);
    }
}

static void a_session_lasts_as_long_as_the_least_of_its_bounds(void **state)
{
    static const struct {
        int64_t asked_s;
        const char *until;
        int64_t seconds;
    } bounds[] = {
        {0, "2026-03-02T17:00:00Z", 3600},
        {7200, "2026-03-02T17:00:00Z", 7200},
        {0, "2026-03-02T09:30:00Z", 1800},
        {7200, "2026-03-02T10:30:00Z", 5400},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(bounds); i++) {
        const struct saml_row row = {"2026-03-02T17:00:00Z", bounds[i].until, NULL, PLAIN};
        struct saml_bench bench;
        saml_open_bench(&bench, &row);
        bench.run.options.duration_s = bounds[i].asked_s;
        assert_int_equal(saml_walk(&bench.run), WEIR_OK);
        assert_int_equal(bench.run.claims.session_s, bounds[i].seconds);
        saml_close_bench(&bench);
    }
}

static void an_instant_is_strict(void **state)
{
    static const struct {
        const char *text;
        int64_t unix_s; /* -1: none */
    } instants[] = {
        {"2026-03-02T09:00:00Z", NOW},
        {"2026-03-02T09:00:00.1Z", NOW},
        {"2026-03-02T09:00:00.999999999999Z", NOW},
        {"1970-01-01T00:00:00Z", 0},
        {"9999-12-31T23:59:59Z", 253402300799},
        {"2024-02-29T00:00:00Z", 1709164800},
        {"2026-02-29T00:00:00Z", -1},
        {"2026-02-30T00:00:00Z", -1},
        {"1969-12-31T23:59:59Z", -1},
        {"2026-03-02T09:00:00", -1},
        {"2026-03-02T09:00:00z", -1},
        {"2026-03-02t09:00:00Z", -1},
        {"2026-03-02 09:00:00Z", -1},
        {"2026-03-02T09:00:00+00:00", -1},
        {"2026-03-02T09:00:60Z", -1},
        {"2026-03-02T24:00:00Z", -1},
        {"2026-03-02T09:00Z", -1},
        {"2026-03-02T09:00:00.Z", -1},
        {"2026-03-02T09:00:00,1Z", -1},
        {" 2026-03-02T09:00:00Z", -1},
        {"2026-03-02T09:00:00Z ", -1},
        {"20260302T090000Z", -1},
        {"", -1},
        {"12026-03-02T09:00:00Z", -1},
        {"-2026-03-02T09:00:00Z", -1},
        {"2026-03-02T09:00:00ZZ", -1},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(instants); i++) {
        int64_t unix_s = 7;
        const bool is_one = weir_saml_instant(weir_str_from(instants[i].text), &unix_s);
        if (is_one != (instants[i].unix_s >= 0) || unix_s != (is_one ? instants[i].unix_s : 0))
            fail_msg("%s: %lld", instants[i].text, (long long)unix_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_say_what_the_assertion_says),
        cmocka_unit_test(the_name_qualifier_is_a_digest),
        cmocka_unit_test(an_assertion_is_good_until_the_first_of_its_ends),
        cmocka_unit_test(a_session_lasts_as_long_as_the_least_of_its_bounds),
        cmocka_unit_test(an_instant_is_strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
