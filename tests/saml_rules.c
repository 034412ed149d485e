/* The bench of the rules behind the signature: the response, what a row changes in it, and the walk. */
#include "saml_rules_test.h"

static const char response[] =
    "<p:Response xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\" "
    "ID=\"_r\" Version=\"2.0\" IssueInstant=\"2026-03-02T08:59:00Z\" "
    "Destination=\"https://signin.aws.amazon.com/saml\">"
    "<a:Issuer>https://idp.example.com/</a:Issuer>"
    "<p:Status><p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></p:Status>"
    "<a:Assertion ID=\"_a\" Version=\"2.0\" IssueInstant=\"2026-03-02T08:58:00Z\">"
    "<a:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">https://idp.example.com/</a:Issuer>"
    "<a:Subject>"
    "<a:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">ada</a:NameID>"
    "<a:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
    "<a:SubjectConfirmationData NotOnOrAfter=\"2026-03-02T09:02:00Z\" "
    "Recipient=\"https://signin.aws.amazon.com/saml\"/>"
    "</a:SubjectConfirmation></a:Subject>"
    "<a:Conditions NotBefore=\"2026-03-02T08:50:00Z\" NotOnOrAfter=\"2026-03-02T09:10:00Z\">"
    "<a:AudienceRestriction><a:Audience>urn:amazon:webservices</a:Audience></a:AudienceRestriction></a:Conditions>"
    "<a:AuthnStatement AuthnInstant=\"2026-03-02T08:57:00Z\" SessionNotOnOrAfter=\"2026-03-02T17:00:00Z\">"
    "<a:AuthnContext/></a:AuthnStatement>"
    "<a:AttributeStatement>"
    "<a:Attribute Name=\"" AWS_NAME
    "Role\">" VALUE(ROLE "," IDP) "</a:Attribute>"
                                  "<a:Attribute Name=\"" AWS_NAME "RoleSessionName\">" VALUE(
                                      "ada") "</a:Attribute>"
                                             "</a:AttributeStatement></a:Assertion></p:Response>";

static char *changed(const struct saml_row *row, struct weir_arena *arena)
{
    const char *const at = row->change == NULL ? response : strstr(response, row->change);
    const size_t bytes = sizeof response + (row->change == NULL ? 0 : strlen(row->by));
    char *const text = weir_arena_alloc(arena, bytes, 1);
    assert_non_null(text);
    if (at == NULL)
        fail_msg("`%s` is not in the response", row->change);
    else if (row->change == NULL)
        memcpy(text, response, sizeof response);
    else
        (void)snprintf(text, bytes, "%.*s%s%s", (int)(at - response), response, row->by, at + strlen(row->change));
    return text;
}

void saml_set_provider(struct saml_bench *bench, const char *arn)
{
    struct weir_saml_arn parts;
    const bool is_one = weir_saml_arn_read(weir_str_from(arn), WEIR_STR("saml-provider/"), &parts);
    bench->provider.arn = weir_str_from(arn);
    bench->provider.account = is_one ? parts.account : WEIR_STR("");
    bench->provider.name = is_one ? parts.name : WEIR_STR("");
}

void saml_open_bench(struct saml_bench *bench, const struct saml_row *row)
{
    enum weir_xml_fault fault = WEIR_XML_FINE;
    uint32_t line = 0;
    memset(bench, 0, sizeof *bench);
    assert_int_equal(weir_arena_new(0, &bench->arena), WEIR_OK);
    assert_int_equal(weir_saml_init(0, NULL), WEIR_OK);
    bench->provider = (struct weir_saml_provider){
        .issuer = WEIR_STR("https://idp.example.com/"),
        .uuid = (row->how & (unsigned)WITH_UUID) != 0 ? WEIR_STR("SAMLSPA1") : WEIR_STR(""),
        .encryption_mode = (row->how & (unsigned)REQUIRED) != 0 ? WEIR_SAML_ENCRYPTION_REQUIRED
                                                                : WEIR_SAML_ENCRYPTION_ALLOWED,
    };
    saml_set_provider(bench, IDP);
    struct weir_saml_run *const run = &bench->run;
    run->provider = &bench->provider;
    run->options = (struct weir_saml_options)WEIR_SAML_OPTIONS_INIT;
    run->options.partition = WEIR_STR("aws");
    run->options.role_arn = (row->how & (unsigned)NO_ROLE) != 0 ? WEIR_STR("") : WEIR_STR(ROLE);
    run->options.profile = (row->how & (unsigned)SAML_ALONE) != 0 ? WEIR_SAML_PROFILE_SAML : WEIR_SAML_PROFILE_AWS;
    run->options.operation = (row->how & (unsigned)LAKE) != 0 ? WEIR_SAML_ASSUME_DECORATED_ROLE : WEIR_SAML_ASSUME_ROLE;
    run->options.china_attribute_names = (row->how & (unsigned)CHINA_NAMES) != 0;
    run->options.clock_skew_s = (row->how & (unsigned)SKEW) != 0 ? 60 : 0;
    run->now_unix_s = NOW;
    run->arena = bench->arena;
    run->response_is_signed = (row->how & (unsigned)SIGNED_RESPONSE) != 0;
    assert_int_equal(weir_saml_record_new(bench->arena, &run->checks), WEIR_OK);
    assert_int_equal(weir_xml_parse(weir_str_from(changed(row, bench->arena)), &weir_saml_response_limits,
                                    &run->document, &fault, &line),
                     WEIR_OK);
    if ((row->how & (unsigned)NO_DESTINATION) != 0)
        (void)xmlUnsetProp(xmlDocGetRootElement(run->document), (const xmlChar *)"Destination");
}

void saml_close_bench(struct saml_bench *bench)
{
    weir_xml_free(bench->run.document);
    weir_arena_free(bench->arena);
}

enum weir_status saml_walk(struct weir_saml_run *run)
{
    const bool is_aws = run->options.profile == WEIR_SAML_PROFILE_AWS;
    if (is_aws)
        WEIR_TRY(weir_saml_step_request(run));
    WEIR_TRY(weir_saml_step_shape(run));
    WEIR_TRY(weir_saml_step_response(run));
    WEIR_TRY(weir_saml_step_found(run));
    run->assertion = run->found;
    WEIR_TRY(weir_saml_step_assertion(run));
    WEIR_TRY(weir_saml_step_conditions(run));
    WEIR_TRY(weir_saml_step_subject(run));
    WEIR_TRY(weir_saml_step_authn(run));
    return is_aws ? weir_saml_step_aws(run) : WEIR_OK;
}

static void row_holds(const struct saml_row *row)
{
    struct saml_bench bench;
    saml_open_bench(&bench, row);
    const enum weir_status status = saml_walk(&bench.run);
    const struct weir_refusal *const refusal = bench.run.refusal;
    const char *const expected = row->check == NULL ? "" : row->check;
    const struct weir_str found = refusal == NULL ? WEIR_STR("") : refusal->check;
    if (!weir_str_equal(found, weir_str_from(expected)) || status != (row->check == NULL ? WEIR_OK : WEIR_REFUSED))
        fail_msg("%s -> %s (%u): `%.*s`, not `%s`", row->change == NULL ? "nothing" : row->change,
                 row->by == NULL ? "" : row->by, row->how, WEIR_FMT(found), expected);
    saml_close_bench(&bench);
}

void saml_rows_hold(const struct saml_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        row_holds(&rows[i]);
}
