/* The rules that AWS adds to SAML's, one by one: roles, session, tags, Lake Formation, the request ([saml-aws-assertions]). */
#include "saml_rules_test.h"

static void role_rules(void **state)
{
    static const char pair[] = ROLE "," IDP;
    static const char role_name[] = AWS_NAME "Role\"";
    static const struct saml_row rows[] = {
        {pair, IDP "," ROLE, NULL, PLAIN},
        {pair, ROLE ", " IDP, NULL, PLAIN},
        {pair, "\n  " ROLE " ,\t" IDP "\n", NULL, PLAIN},
        {pair, ROLE ";" IDP, "saml.role.form", PLAIN},
        {pair, ROLE, "saml.role.form", PLAIN},
        {pair, ROLE "," ROLE, "saml.role.form", PLAIN},
        {pair, IDP "," IDP, "saml.role.form", PLAIN},
        {pair, ROLE ",", "saml.role.form", PLAIN},
        {pair, " , ", "saml.role.form", PLAIN},
        {pair, ROLE "," IDP ",", "saml.role.form", PLAIN},
        {pair, ROLE "," IDP "," ROLE, "saml.role.form", PLAIN},
        {pair, "", "saml.role.form", PLAIN},
        {pair, "arn:aws:iam::11112222333:role/analyst," IDP, "saml.role.form", PLAIN},
        {pair, "arn:aws:iam::111122223333:role/," IDP, "saml.role.form", PLAIN},
        {pair, "arn:aws:iam::111122223333:role/admin," IDP, "saml.role.pair", PLAIN},
        {pair, "arn:aws:iam::111122223333:role/Analyst," IDP, "saml.role.pair", PLAIN},
        {pair, ROLE ",arn:aws:iam::111122223333:saml-provider/other", "saml.role.pair", PLAIN},
        {pair, "arn:aws:iam::111122223333:role/admin," IDP, NULL, NO_ROLE},
        {pair, ROLE ",arn:aws:iam::111122223333:saml-provider/other", "saml.role.pair", NO_ROLE},
        {VALUE(ROLE "," IDP),
         VALUE(ROLE ",arn:aws:iam::111122223333:saml-provider/other")
             VALUE("arn:aws:iam::111122223333:role/admin," IDP),
         "saml.role.pair", PLAIN},
        {VALUE(ROLE "," IDP), VALUE("arn:aws:iam::111122223333:role/admin," IDP) VALUE(ROLE "," IDP), NULL, PLAIN},
        {VALUE(ROLE "," IDP), VALUE(ROLE "," IDP) VALUE("junk"), "saml.role.form", PLAIN},
        {VALUE(ROLE "," IDP), "", "saml.role.present", PLAIN},
        {VALUE(ROLE "," IDP), "<a:AttributeValue><x xmlns=\"urn:x\"/></a:AttributeValue>", "saml.attribute.text",
         PLAIN},
        {VALUE(ROLE "," IDP),
         "<a:AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>",
         "saml.attribute.text", PLAIN},
        {role_name, AWS_NAME "role\"", "saml.role.present", PLAIN},
        {role_name, "http://aws.amazon.com/SAML/Attributes/Role\"", "saml.role.present", PLAIN},
        {role_name, "http://www.amazonaws.cn/SAML/Attributes/Role\"", "saml.role.present", PLAIN},
        {role_name, "http://www.amazonaws.cn/SAML/Attributes/Role\"", NULL, CHINA_NAMES},
    };
    (void)state;
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

#define NAME_IS(name) "RoleSessionName\">" VALUE(name)

static void session_rules(void **state)
{
    static const char name[] = NAME_IS("ada");
    static const struct saml_row rows[] = {
        {name, NAME_IS("a"), "saml.session.name", PLAIN},
        {name, NAME_IS("ab"), NULL, PLAIN},
        {name, NAME_IS("a_+=,.@-Z9"), NULL, PLAIN},
        {name, NAME_IS(X16 X16 X16 X16), NULL, PLAIN},
        {name, NAME_IS(X16 X16 X16 X16 "g"), "saml.session.name", PLAIN},
        {name, NAME_IS("ada\n"), "saml.session.name", PLAIN},
        {name, NAME_IS(" ada"), "saml.session.name", PLAIN},
        {name, NAME_IS("ad/a"), "saml.session.name", PLAIN},
        {name, NAME_IS("\xC3\xA4\xC3\xA4"), "saml.session.name", PLAIN},
        {name, "RoleSessionName\">", "saml.attribute.single", PLAIN},
        {name, NAME_IS("ada") VALUE("bob"), "saml.attribute.single", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "RoleSessionName", VALUE("ada")) MORE, "saml.attribute.single", PLAIN},
        {"RoleSessionName\"", "Rolesessionname\"", "saml.session.name-present", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("900")) MORE, NULL, PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("43200")) MORE, NULL, PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("899")) MORE, "saml.session.duration", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("43201")) MORE, "saml.session.duration", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("")) MORE, "saml.session.duration", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("1e3")) MORE, "saml.session.duration", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SessionDuration", VALUE(" 900")) MORE, "saml.session.duration", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SourceIdentity", VALUE("ada@example.com")) MORE, NULL, PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SourceIdentity", VALUE("aws:ada")) MORE, "saml.session.source-identity", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "SourceIdentity", VALUE("a")) MORE, "saml.session.source-identity", PLAIN},
    };
    (void)state;
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

#define KEY128 X16 X16 X16 X16 X16 X16 X16 X16
static void tag_rules(void **state)
{
    static const struct saml_row rows[] = {
        {MORE, TAG("Team", "lake") TAG("Unit", "") MORE, NULL, PLAIN},
        {MORE, TAG("\xC5\xBE\xC3\xA9 _.:/=+-@1", "\xE2\x82\xAC") MORE, "saml.tag.value", PLAIN},
        {MORE, TAG("\xC5\xBE\xC3\xA9 _.:/=+-@1", "\xC3\xA4") MORE, NULL, PLAIN},
        {MORE, TAG("", "v") MORE, "saml.tag.key", PLAIN},
        {MORE, TAG("a*", "v") MORE, "saml.tag.key", PLAIN},
        {MORE, TAG("a,b", "v") MORE, "saml.tag.key", PLAIN},
        {MORE, TAG(KEY128, "v") MORE, NULL, PLAIN},
        {MORE, TAG(KEY128 "x", "v") MORE, "saml.tag.key", PLAIN},
        {MORE, TAG("k", KEY128 KEY128) MORE, NULL, PLAIN},
        {MORE, TAG("k", KEY128 KEY128 "x") MORE, "saml.tag.value", PLAIN},
        {MORE, TAG("k", "v\n") MORE, "saml.tag.value", PLAIN},
        {MORE, TAG("Aws:k", "v") MORE, "saml.tag.reserved", PLAIN},
        {MORE, TAG("awsome", "v") MORE, NULL, PLAIN},
        {MORE, TAG("Team", "a") TAG("team", "b") MORE, "saml.tag.unique", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "PrincipalTag:k", VALUE("a") VALUE("b")) MORE, "saml.attribute.single", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "PrincipalTag:k", "") MORE, "saml.attribute.single", PLAIN},
        {MORE, ATTRIBUTE(AWS_NAME "PrincipalTag:k", "<a:AttributeValue><x xmlns=\"urn:x\"/></a:AttributeValue>") MORE,
         "saml.attribute.text", PLAIN},
        {MORE, TAG("Team", "a") TRANSITIVE(VALUE("team")) MORE, NULL, PLAIN},
        {MORE, TAG("Team", "a") TRANSITIVE(VALUE("Team") VALUE("Unit")) MORE, "saml.tag.transitive", PLAIN},
        {MORE, TRANSITIVE("") MORE, NULL, PLAIN},
    };
    (void)state;
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

static void fifty_tags_are_the_most(void **state)
{
    static char tags[51 * sizeof TAG("k00", "v") + sizeof MORE];
    (void)state;
    for (size_t count = 50; count <= 51; count++) {
        char *at = tags;
        for (size_t i = 0; i < count; i++)
            at += snprintf(at, sizeof tags - (size_t)(at - tags), TAG("k%02zu", "v"), i);
        (void)snprintf(at, sizeof tags - (size_t)(at - tags), MORE);
        const struct saml_row row = {MORE, tags, count > 50 ? "saml.tag.count" : NULL, PLAIN};
        saml_rows_hold(&row, 1);
    }
}

static void lakeformation_rules(void **state)
{
    static const struct saml_row rows[] = {
        {NULL, NULL, "saml.lakeformation.named", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("ada/x:y")) MORE, NULL, LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Groups", VALUE("a") VALUE("b")) MORE, NULL, LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Groups", "") MORE, "saml.lakeformation.named", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("")) MORE, "saml.lakeformation.name", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("a&#9;b")) MORE, "saml.lakeformation.name", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("a\xC2\x85")) MORE, "saml.lakeformation.name", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("a") VALUE("b")) MORE, "saml.attribute.single", LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("a") VALUE("b")) MORE, NULL, PLAIN},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE("")) MORE, NULL, PLAIN},
        /* 43 characters of ARN, 6 of `:user/`, 206 of the name */
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE(KEY128 X16 X16 X16 X16 "01234567890123")) MORE, NULL, LAKE},
        {MORE, ATTRIBUTE(LAKE_NAME "Username", VALUE(KEY128 X16 X16 X16 X16 "012345678901234")) MORE,
         "saml.lakeformation.name", LAKE},
        {MORE, ATTRIBUTE("https://aws.amazon.com/SAML/Attributes/Username", VALUE("ada")) MORE,
         "saml.lakeformation.named", LAKE},
    };
    (void)state;
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

static void lake_formation_tells_errors_of_its_own(void **state)
{
    static const struct {
        struct saml_row row;
        const char *code;
        int status;
    } errors[] = {
        {{"status:Success", "status:Requester", NULL, PLAIN}, "IDPRejectedClaim", 403},
        {{"status:Success", "status:Requester", NULL, LAKE}, "AccessDeniedException", 400},
        {{"2026-03-02T09:02:00Z", "2026-03-02T09:00:00Z", NULL, PLAIN}, "ExpiredTokenException", 400},
        {{"2026-03-02T09:02:00Z", "2026-03-02T09:00:00Z", NULL, LAKE}, "AccessDeniedException", 400},
        {{"role/analyst,", "role/admin,", NULL, LAKE}, "AccessDeniedException", 400},
        {{"urn:amazon:webservices<", "urn:other<", NULL, PLAIN}, "InvalidIdentityToken", 400},
        {{"urn:amazon:webservices<", "urn:other<", NULL, LAKE}, "InvalidInputException", 400},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(errors); i++) {
        struct saml_bench bench;
        saml_open_bench(&bench, &errors[i].row);
        assert_int_equal(saml_walk(&bench.run), WEIR_REFUSED);
        assert_str(bench.run.refusal->code, errors[i].code);
        assert_int_equal(bench.run.refusal->status, errors[i].status);
        saml_close_bench(&bench);
    }
}

/* The call itself: what is asked for, and how long. */
static void request_rules(void **state)
{
    static const struct {
        const char *role;
        const char *provider;
        int64_t duration_s;
        int64_t max_s;
        const char *check;
    } calls[] = {
        {ROLE, IDP, 0, 0, ""},
        {"", "", 0, 0, ""},
        {IDP, IDP, 0, 0, "saml.request.role"},
        {"analyst", IDP, 0, 0, "saml.request.role"},
        {ROLE, ROLE, 0, 0, "saml.request.provider"},
        {ROLE, IDP, 900, 0, ""},
        {ROLE, IDP, 899, 0, "saml.request.duration"},
        {ROLE, IDP, -1, 0, "saml.request.duration"},
        {ROLE, IDP, 43200, 0, ""},
        {ROLE, IDP, 43201, 0, "saml.request.duration"},
        {ROLE, IDP, 7200, 7200, ""},
        {ROLE, IDP, 7201, 7200, "saml.request.max-duration"},
        {ROLE, "arn:aws:iam::444455556666:saml-provider/idp", 0, 0, "saml.role.account"},
        {"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1", IDP, 0, 0,
         "saml.role.identity-center"},
        {"arn:aws:iam::111122223333:role/AWSReservedSSO_x/y", IDP, 0, 0, ""},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(calls); i++) {
        const struct saml_row plain = {NULL, NULL, NULL, PLAIN};
        struct saml_bench bench;
        saml_open_bench(&bench, &plain);
        saml_set_provider(&bench, calls[i].provider);
        bench.run.options.role_arn = weir_str_from(calls[i].role);
        bench.run.options.duration_s = calls[i].duration_s;
        bench.run.options.max_session_duration_s = calls[i].max_s;
        const enum weir_status status = weir_saml_step_request(&bench.run);
        assert_int_equal(status, calls[i].check[0] == '\0' ? WEIR_OK : WEIR_REFUSED);
        if (bench.run.refusal != NULL)
            assert_str(bench.run.refusal->check, calls[i].check);
        saml_close_bench(&bench);
    }
}

static void an_arn_is_read_whole(void **state)
{
    static const struct {
        const char *arn;
        bool is_role;
    } arns[] = {
        {"arn:aws:iam::111122223333:role/x", true},
        {"arn:aws-cn:iam::111122223333:role/a/b", true},
        {"arn::iam::111122223333:role/x", false},
        {"arn:aws:sts::111122223333:role/x", false},
        {"arn:aws:iam:us-east-1:111122223333:role/x", false},
        {"arn:aws:iam::11112222333:role/xy", false},
        {"arn:aws:iam::1111222233334:role/x", false},
        {"arn:aws:iam::a11122223333:role/x", false},
        {"arn:aws:iam::11112222333a:role/x", false},
        {"arn:aws:iam::111122223333;role/x", false},
        {"arn:aws:iam::111122223333:role/", false},
        {"arn:aws:iam::111122223333:user/x", false},
        {"arn:aws:iam::", false},
        {"arn:aws", false},
        {"arn:", false},
        {"xrn:aws:iam::111122223333:role/x", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(arns); i++) {
        struct weir_saml_arn parts;
        const bool is_role = weir_saml_arn_read(weir_str_from(arns[i].arn), WEIR_STR("role/"), &parts);
        if (is_role != arns[i].is_role || (parts.name.len > 0) != is_role)
            fail_msg("%s", arns[i].arn);
    }
}

static void what_is_not_asked_for_is_not_held_against_a_role(void **state)
{
    static const struct saml_row row = {ROLE "," IDP, ROLE ",arn:aws:iam::444455556666:saml-provider/other", NULL,
                                        PLAIN};
    struct saml_bench bench;
    (void)state;
    saml_open_bench(&bench, &row);
    saml_set_provider(&bench, "");
    assert_int_equal(saml_walk(&bench.run), WEIR_OK);
    assert_int_equal(bench.run.claims.role_count, 1);
    assert_int_equal(bench.run.claims.name_qualifier.len, 0);
    saml_close_bench(&bench);
}

/* Every partition takes its own endpoints and audiences, and nobody else's. */
static void endpoints_belong_to_one_partition(void **state)
{
    static const struct {
        const char *partition;
        const char *url;
        const char *audience;
    } homes[] = {
        {"aws", "https://us-east-1.signin.aws.amazon.com/saml", "https://signin.aws.amazon.com/saml#12"},
        {"aws-cn", "https://cn-north-1.signin.amazonaws.cn/saml", "urn:amazon:webservices:cn-north-1"},
        {"aws-cn", "https://signin.amazonaws.cn/saml", "https://signin.amazonaws.cn/saml"},
        {"aws-us-gov", "https://us-gov-east-1.signin.amazonaws-us-gov.com/saml", "urn:amazon:webservices:govcloud"},
        {"aws-moon", NULL, NULL},
    };
    static const struct saml_row plain = {NULL, NULL, NULL, PLAIN};
    struct saml_bench bench;
    (void)state;
    saml_open_bench(&bench, &plain);
    for (size_t home = 0; home < WEIR_COUNT(homes); home++) {
        bench.run.options.partition = weir_str_from(homes[home].partition);
        for (size_t i = 0; i < WEIR_COUNT(homes) && homes[i].url != NULL; i++) {
            const bool is_home = strcmp(homes[i].partition, homes[home].partition) == 0;
            assert_int_equal(weir_saml_is_recipient(&bench.run, weir_str_from(homes[i].url)), is_home);
            assert_int_equal(weir_saml_is_audience(&bench.run, weir_str_from(homes[i].audience)), is_home);
        }
    }
    static const struct weir_str own[] = {{"https://sp.example.com/acs", 26}};
    bench.run.options.recipients = own;
    bench.run.options.recipient_count = 1;
    bench.run.options.audiences = own;
    bench.run.options.audience_count = 1;
    assert_true(weir_saml_is_recipient(&bench.run, own[0]));
    assert_true(weir_saml_is_audience(&bench.run, own[0]));
    assert_false(weir_saml_is_recipient(&bench.run, weir_str_from(homes[0].url)));
    assert_false(weir_saml_is_audience(&bench.run, weir_str_from(homes[0].audience)));
    saml_close_bench(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(role_rules),
        cmocka_unit_test(session_rules),
        cmocka_unit_test(tag_rules),
        cmocka_unit_test(fifty_tags_are_the_most),
        cmocka_unit_test(lakeformation_rules),
        cmocka_unit_test(lake_formation_tells_errors_of_its_own),
        cmocka_unit_test(request_rules),
        cmocka_unit_test(an_arn_is_read_whole),
        cmocka_unit_test(what_is_not_asked_for_is_not_held_against_a_role),
        cmocka_unit_test(endpoints_belong_to_one_partition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
