/* The rules behind the signature, one by one: each row changes one thing in a response that passes them all, and names the
 * check that then fails. The steps are called as weir_saml_verify calls them, on a document that nobody signed. */
#include "saml/rules.h"

#include "world_test.h"

#define NOW 1772442000 /* 2026-03-02T09:00:00Z */
#define ROLE "arn:aws:iam::111122223333:role/analyst"
#define IDP "arn:aws:iam::111122223333:saml-provider/idp"
#define AWS_NAME "https://aws.amazon.com/SAML/Attributes/"
#define LAKE_NAME "https://lakeformation.amazon.com/SAML/Attributes/"
#define VALUE(text) "<a:AttributeValue>" text "</a:AttributeValue>"
#define ATTRIBUTE(name, values) "<a:Attribute Name=\"" name "\">" values "</a:Attribute>"
#define TAG(key, value) ATTRIBUTE(AWS_NAME "PrincipalTag:" key, VALUE(value))
#define MORE "</a:AttributeStatement>"

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

/* The switches and values that rows need beside the document. */
enum how {
    PLAIN = 0,
    SAML_ALONE = 1,
    SIGNED_RESPONSE = 2,
    LAKE = 4,
    CHINA_NAMES = 8,
    SKEW = 16, /* 60 s */
    WITH_UUID = 32,
    REQUIRED = 64,
    NO_ROLE = 128,
    NO_DESTINATION = 256
};

struct row {
    const char *change; /* what is replaced, once; NULL: nothing */
    const char *by;
    const char *check; /* NULL: all hold */
    unsigned how;
};

/* A row's arena, provider and run. */
struct bench {
    struct weir_arena *arena;
    struct weir_saml_provider provider;
    struct weir_saml_run run;
};

static char *changed(const struct row *row, struct weir_arena *arena)
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

static void set_provider(struct bench *bench, const char *arn)
{
    struct weir_saml_arn parts;
    const bool is_one = weir_saml_arn_read(weir_str_from(arn), WEIR_STR("saml-provider/"), &parts);
    bench->provider.arn = weir_str_from(arn);
    bench->provider.account = is_one ? parts.account : WEIR_STR("");
    bench->provider.name = is_one ? parts.name : WEIR_STR("");
}

static void open_bench(struct bench *bench, const struct row *row)
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
    set_provider(bench, IDP);
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

static void close_bench(struct bench *bench)
{
    weir_xml_free(bench->run.document);
    weir_arena_free(bench->arena);
}

static enum weir_status walk(struct weir_saml_run *run)
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

static void row_holds(const struct row *row)
{
    struct bench bench;
    open_bench(&bench, row);
    const enum weir_status status = walk(&bench.run);
    const struct weir_refusal *const refusal = bench.run.refusal;
    const char *const expected = row->check == NULL ? "" : row->check;
    const struct weir_str found = refusal == NULL ? WEIR_STR("") : refusal->check;
    if (!weir_str_equal(found, weir_str_from(expected)) || status != (row->check == NULL ? WEIR_OK : WEIR_REFUSED))
        fail_msg("%s -> %s (%u): `%.*s`, not `%s`", row->change == NULL ? "nothing" : row->change,
                 row->by == NULL ? "" : row->by, row->how, WEIR_FMT(found), expected);
    close_bench(&bench);
}

static void rows_hold(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        row_holds(&rows[i]);
}

/* ------------------------------------------------------------------------------------------ SAML's own */

static void envelope_rules(void **state)
{
    static const struct row rows[] = {
        {NULL, NULL, NULL, PLAIN},
        {NULL, NULL, NULL, SIGNED_RESPONSE},
        {"ID=\"_r\" Version=\"2.0\"", "ID=\"_r\" Version=\"2.1\"", "saml.response.version", PLAIN},
        {"ID=\"_r\" Version=\"2.0\"", "ID=\"_r\"", "saml.response.version", PLAIN},
        {"status:Success", "status:Requester", "saml.response.status", PLAIN},
        {"status:Success\"/>",
         "status:Responder\"><p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>"
         "</p:StatusCode>",
         "saml.response.status", PLAIN},
        {"ID=\"_a\" Version=\"2.0\"", "ID=\"_a\" Version=\"1.1\"", "saml.assertion.version", PLAIN},
        {"<a:Issuer>https://idp.example.com/<", "<a:Issuer>https://idp.example.com<", "saml.response.issuer", PLAIN},
        {"<a:Issuer>https://idp.example.com/</a:Issuer>", "", NULL, PLAIN},
        {"<a:Issuer>https://idp.example.com/</a:Issuer>", "", "saml.response.issuer", SIGNED_RESPONSE},
        {"entity\">https://idp.example.com/", "entity\">https://idp.example.com/ ", "saml.assertion.issuer", PLAIN},
        {"entity\">https://idp.example.com/", "entity\">HTTPS://idp.example.com/", "saml.assertion.issuer", PLAIN},
        {"nameid-format:entity", "nameid-format:persistent", "saml.assertion.issuer-format", PLAIN},
        {"<a:Issuer>https", "<a:Issuer Format=\"urn:x\">https", "saml.response.issuer-format", PLAIN},
        {" Destination=\"https://signin.aws.amazon.com/saml\"", "", NULL, PLAIN},
        {" Destination=\"https://signin.aws.amazon.com/saml\"", "", "saml.response.destination", SIGNED_RESPONSE},
        {" Destination=\"https://signin.aws.amazon.com/saml\"", " Destination=\"\"", "saml.response.destination",
         PLAIN},
        {" Destination=\"https://signin.aws.amazon.com/saml\"", " Destination=\"https://sp.example.com/acs\"",
         "saml.response.destination", PLAIN},
        {" Destination=\"https://signin.aws.amazon.com/saml\"", " Destination=\"https://sp.example.com/acs\"", NULL,
         SAML_ALONE},
        {"2026-03-02T08:59:00Z", "2026-03-02T08:59:00", "saml.response.issue-instant", PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02 08:58:00Z", "saml.assertion.issue-instant", PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T09:00:00Z", NULL, PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T09:00:00.999Z", NULL, PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T09:00:01Z", "saml.assertion.ahead", PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T09:01:00Z", NULL, SKEW},
        {"2026-03-02T08:58:00Z", "2026-03-02T09:01:01Z", "saml.assertion.ahead", SKEW},
        {"2026-03-02T08:58:00Z", "2026-03-02T08:55:00Z", NULL, PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T08:54:59Z", "saml.token.age", PLAIN},
        {"2026-03-02T08:58:00Z", "2026-03-02T08:54:00Z", NULL, SKEW},
        {"2026-03-02T08:58:00Z", "2026-03-02T08:53:59Z", "saml.token.age", SKEW},
        {"2026-03-02T08:58:00Z", "2026-03-01T08:58:00Z", NULL, SAML_ALONE},
    };
    (void)state;
    rows_hold(rows, WEIR_COUNT(rows));
}

static void condition_rules(void **state)
{
    static const struct row rows[] = {
        {"NotBefore=\"2026-03-02T08:50:00Z\"", "NotBefore=\"2026-03-02T09:00:00Z\"", NULL, PLAIN},
        {"NotBefore=\"2026-03-02T08:50:00Z\"", "NotBefore=\"2026-03-02T09:00:01Z\"", "saml.conditions.not-before",
         PLAIN},
        {"NotBefore=\"2026-03-02T08:50:00Z\"", "NotBefore=\"2026-03-02T09:01:00Z\"", NULL, SKEW},
        {"NotBefore=\"2026-03-02T08:50:00Z\" ", "", NULL, PLAIN},
        {"NotBefore=\"2026-03-02T08:50:00Z\"", "NotBefore=\"2026-02-30T08:50:00Z\"", "saml.conditions.instants", PLAIN},
        {"NotBefore=\"2026-03-02T08:50:00Z\"", "NotBefore=\"2026-03-02T09:10:00Z\"", "saml.conditions.instants", PLAIN},
        {"2026-03-02T09:10:00Z", "2026-03-02T09:00:01Z", NULL, PLAIN},
        {"2026-03-02T09:10:00Z", "2026-03-02T09:00:00Z", "saml.conditions.not-on-or-after", PLAIN},
        {"2026-03-02T09:10:00Z", "2026-03-02T08:59:01Z", NULL, SKEW},
        {"2026-03-02T09:10:00Z", "2026-03-02T08:59:00Z", "saml.conditions.not-on-or-after", SKEW},
        {" NotOnOrAfter=\"2026-03-02T09:10:00Z\"", "", NULL, PLAIN},
        {"2026-03-02T09:10:00Z", "2026-03-02T11:10:00+02:00", "saml.conditions.instants", PLAIN},
        {"</a:Conditions>", "<a:OneTimeUse/></a:Conditions>", NULL, PLAIN},
        {"</a:Conditions>", "<a:OneTimeUse/><a:OneTimeUse/></a:Conditions>", "saml.conditions.once", PLAIN},
        {"</a:Conditions>", "<a:ProxyRestriction Count=\"0\"/></a:Conditions>", NULL, PLAIN},
        {"</a:Conditions>", "<a:ProxyRestriction/><a:ProxyRestriction/></a:Conditions>", "saml.conditions.once", PLAIN},
        {"</a:Conditions>", "<a:Condition/></a:Conditions>", "saml.conditions.known", PLAIN},
        {"</a:Conditions>", "<x:Rain xmlns:x=\"urn:x\"/></a:Conditions>", "saml.conditions.known", PLAIN},
        {"urn:amazon:webservices<", "urn:amazon:webservices <", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "urn:amazon:webservices:govcloud<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml<", NULL, PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#2<", NULL, PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#9999<", NULL, PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#99999<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml12<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#x2<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#0<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/saml#2x<", "saml.conditions.audience", PLAIN},
        {"urn:amazon:webservices<", "https://signin.aws.amazon.com/samlx<", "saml.conditions.audience", PLAIN},
        {"<a:Audience>", "<a:Audience>urn:other</a:Audience><a:Audience>", NULL, PLAIN},
        {"</a:Audience>", "</a:Audience><a:Audience>urn:other</a:Audience>", NULL, PLAIN},
        {"<a:AudienceRestriction>",
         "<a:AudienceRestriction><a:Audience>urn:other</a:Audience></a:AudienceRestriction><a:AudienceRestriction>",
         "saml.conditions.audience", PLAIN},
        {"</a:Conditions>",
         "<a:AudienceRestriction><a:Audience>urn:other</a:Audience></a:AudienceRestriction></a:Conditions>",
         "saml.conditions.audience", PLAIN},
        {"<a:AudienceRestriction><a:Audience>urn:amazon:webservices</a:Audience></a:AudienceRestriction>", "",
         "saml.conditions.audience", PLAIN},
        {"<a:AudienceRestriction><a:Audience>urn:amazon:webservices</a:Audience></a:AudienceRestriction>", "",
         "saml.conditions.audience", SAML_ALONE},
        {"urn:amazon:webservices<", "urn:other<", NULL, SAML_ALONE},
    };
    (void)state;
    rows_hold(rows, WEIR_COUNT(rows));
}

static void recipient_rules(void **state)
{
    static const char recipient[] = "Recipient=\"https://signin.aws.amazon.com/saml\"";
    static const struct row rows[] = {
        {recipient, "", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/saml/\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"http://signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/static/saml\"", NULL, PLAIN},
        {recipient, "Recipient=\"https://eu-central-1.signin.aws.amazon.com/saml\"", NULL, PLAIN},
        {recipient, "Recipient=\"https://eu-central-1.signin.aws.amazon.com/static/saml\"", "saml.subject.recipient",
         PLAIN},
        {recipient, "Recipient=\"https://eu-central-9.signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://us-gov-west-1.signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.amazonaws-us-gov.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://us-east-1signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://us-east-1.us-east-1.signin.aws.amazon.com/saml\"", "saml.subject.recipient",
         PLAIN},
        {recipient, "Recipient=\"https://.signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://us-east-1\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/static/samlx\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://evil.signin.aws.amazon.com/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com.evil/saml\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/saml/acs/SAMLSPA1\"", "saml.subject.recipient", PLAIN},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/saml/acs/SAMLSPA1\"", NULL, WITH_UUID},
        {recipient, "Recipient=\"https://us-west-2.signin.aws.amazon.com/saml/acs/SAMLSPA1\"", NULL,
         WITH_UUID | REQUIRED | NO_DESTINATION},
        {recipient, "Recipient=\"https://signin.aws.amazon.com/saml/acs/SAMLSPA2\"", "saml.subject.recipient",
         WITH_UUID},
        {NULL, NULL, NULL, WITH_UUID},
        {NULL, NULL, "saml.subject.recipient", WITH_UUID | REQUIRED | NO_DESTINATION},
        {recipient, "Recipient=\"https://sp.example.com/acs\"", NULL, SAML_ALONE},
    };
    (void)state;
    rows_hold(rows, WEIR_COUNT(rows));
}

static void subject_rules(void **state)
{
    static const char confirmation[] = "</a:SubjectConfirmation></a:Subject>";
    static const struct row rows[] = {
        {"<a:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">",
         "<a:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:sender-vouches\">", "saml.subject.bearer",
         PLAIN},
        {confirmation, "</a:SubjectConfirmation><a:SubjectConfirmation Method=\"urn:x\"/></a:Subject>",
         "saml.subject.confirmation", PLAIN},
        {confirmation, "</a:SubjectConfirmation><a:SubjectConfirmation Method=\"urn:x\"/></a:Subject>", NULL,
         SAML_ALONE},
        {"<a:SubjectConfirmation ",
         "<a:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"/>"
         "<a:SubjectConfirmation ",
         NULL, SAML_ALONE},
        {"<a:SubjectConfirmationData NotOnOrAfter=\"2026-03-02T09:02:00Z\" "
         "Recipient=\"https://signin.aws.amazon.com/saml\"/>",
         "", "saml.subject.confirmation", PLAIN},
        {"<a:SubjectConfirmationData ", "<a:SubjectConfirmationData NotBefore=\"2026-03-02T08:00:00Z\" ",
         "saml.subject.not-before", PLAIN},
        {"NotOnOrAfter=\"2026-03-02T09:02:00Z\" ", "", "saml.subject.instant", PLAIN},
        {"2026-03-02T09:02:00Z", "tomorrow", "saml.subject.instant", PLAIN},
        {"2026-03-02T09:02:00Z", "2026-03-02T09:00:00Z", "saml.subject.not-on-or-after", PLAIN},
        {"2026-03-02T09:02:00Z", "2026-03-02T09:00:01Z", NULL, PLAIN},
        {"2026-03-02T09:02:00Z", "2026-03-02T08:59:01Z", NULL, SKEW},
        {"<a:AuthnStatement AuthnInstant=\"2026-03-02T08:57:00Z\" SessionNotOnOrAfter=\"2026-03-02T17:00:00Z\">"
         "<a:AuthnContext/></a:AuthnStatement>",
         "", "saml.authn.statement", PLAIN},
        {"2026-03-02T08:57:00Z", "2026-13-02T08:57:00Z", "saml.authn.instants", PLAIN},
        {"AuthnInstant=\"2026-03-02T08:57:00Z\" ", "", "saml.authn.instants", PLAIN},
        {"2026-03-02T17:00:00Z", "never", "saml.authn.instants", PLAIN},
        {"2026-03-02T17:00:00Z", "2026-03-02T09:00:00Z", "saml.authn.session-not-on-or-after", PLAIN},
        {"2026-03-02T17:00:00Z", "2026-03-02T09:00:01Z", NULL, PLAIN},
        {"<a:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">ada</a:NameID>", "",
         "saml.subject.name-id", PLAIN},
        {"<a:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">ada</a:NameID>", "", NULL,
         SAML_ALONE},
        {">ada</a:NameID>", "></a:NameID>", "saml.subject.name-id", PLAIN},
    };
    (void)state;
    rows_hold(rows, WEIR_COUNT(rows));
}

/* ------------------------------------------------------------------------------------------------ AWS */

static void role_rules(void **state)
{
    static const char pair[] = ROLE "," IDP;
    static const char role_name[] = AWS_NAME "Role\"";
    static const struct row rows[] = {
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
    rows_hold(rows, WEIR_COUNT(rows));
}

#define NAME_IS(name) "RoleSessionName\">" VALUE(name)
#define X16 "0123456789abcdef"

static void session_rules(void **state)
{
    static const char name[] = NAME_IS("ada");
    static const struct row rows[] = {
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
    rows_hold(rows, WEIR_COUNT(rows));
}

#define KEY128 X16 X16 X16 X16 X16 X16 X16 X16
#define TRANSITIVE(values) ATTRIBUTE(AWS_NAME "TransitiveTagKeys", values)
static void tag_rules(void **state)
{
    static const struct row rows[] = {
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
    rows_hold(rows, WEIR_COUNT(rows));
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
        const struct row row = {MORE, tags, count > 50 ? "saml.tag.count" : NULL, PLAIN};
        row_holds(&row);
    }
}

static void lakeformation_rules(void **state)
{
    static const struct row rows[] = {
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
    rows_hold(rows, WEIR_COUNT(rows));
}

static void lake_formation_tells_errors_of_its_own(void **state)
{
    static const struct {
        struct row row;
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
        struct bench bench;
        open_bench(&bench, &errors[i].row);
        assert_int_equal(walk(&bench.run), WEIR_REFUSED);
        assert_str(bench.run.refusal->code, errors[i].code);
        assert_int_equal(bench.run.refusal->status, errors[i].status);
        close_bench(&bench);
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
        const struct row plain = {NULL, NULL, NULL, PLAIN};
        struct bench bench;
        open_bench(&bench, &plain);
        set_provider(&bench, calls[i].provider);
        bench.run.options.role_arn = weir_str_from(calls[i].role);
        bench.run.options.duration_s = calls[i].duration_s;
        bench.run.options.max_session_duration_s = calls[i].max_s;
        const enum weir_status status = weir_saml_step_request(&bench.run);
        assert_int_equal(status, calls[i].check[0] == '\0' ? WEIR_OK : WEIR_REFUSED);
        if (bench.run.refusal != NULL)
            assert_str(bench.run.refusal->check, calls[i].check);
        close_bench(&bench);
    }
}

/* ------------------------------------------------------------------------------------------------ claims */

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
    static const struct row row = {
        MORE,
        ATTRIBUTE(AWS_NAME "SessionDuration", VALUE("1800")) ATTRIBUTE(AWS_NAME "SourceIdentity", VALUE("ada@x"))
            TAG("Team", "lake") TRANSITIVE(VALUE("Team")) ATTRIBUTE(LAKE_NAME "Username", VALUE("ada"))
                ATTRIBUTE(LAKE_NAME "Groups", VALUE("g1") VALUE("g2"))
                    ATTRIBUTE("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", VALUE("staff") VALUE("member"))
                        ATTRIBUTE("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", VALUE("ada@x") VALUE("eve@x"))
                            ATTRIBUTE("2.5.4.4", VALUE("Lovelace")) ATTRIBUTE(
                                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", VALUE("King")) MORE,
        NULL, PLAIN};
    struct bench bench;
    (void)state;
    open_bench(&bench, &row);
    assert_int_equal(walk(&bench.run), WEIR_OK);
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
    close_bench(&bench);
}

/* base64(sha1("https://idp.example.com/" "111122223333" "/idp")), as sha1sum(1) has it. */
static void the_name_qualifier_is_a_digest(void **state)
{
    static const struct row row = {NULL, NULL, NULL, PLAIN};
    struct bench bench;
    (void)state;
    open_bench(&bench, &row);
    assert_int_equal(walk(&bench.run), WEIR_OK);
    assert_str(bench.run.claims.name_qualifier, "h46bdBb2pd/lG8q/is7CydkCa6o=");
    assert_str(key_of(&bench.run.claims, "saml:namequalifier").values[0], "h46bdBb2pd/lG8q/is7CydkCa6o=");
    close_bench(&bench);
}

/* The store against replays need not keep it longer than the first of its ends. */
static void an_assertion_is_good_until_the_first_of_its_ends(void **state)
{
    static const struct {
        struct row row;
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
        struct bench bench;
        open_bench(&bench, &ends[i].row);
        assert_int_equal(walk(&bench.run), WEIR_OK);
        assert_int_equal(bench.run.claims.not_on_or_after, ends[i].until);
        close_bench(&bench);
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
        const struct row row = {"2026-03-02T17:00:00Z", bounds[i].until, NULL, PLAIN};
        struct bench bench;
        open_bench(&bench, &row);
        bench.run.options.duration_s = bounds[i].asked_s;
        assert_int_equal(walk(&bench.run), WEIR_OK);
        assert_int_equal(bench.run.claims.session_s, bounds[i].seconds);
        close_bench(&bench);
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
    static const struct row row = {ROLE "," IDP, ROLE ",arn:aws:iam::444455556666:saml-provider/other", NULL, PLAIN};
    struct bench bench;
    (void)state;
    open_bench(&bench, &row);
    set_provider(&bench, "");
    assert_int_equal(walk(&bench.run), WEIR_OK);
    assert_int_equal(bench.run.claims.role_count, 1);
    assert_int_equal(bench.run.claims.name_qualifier.len, 0);
    close_bench(&bench);
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
    static const struct row plain = {NULL, NULL, NULL, PLAIN};
    struct bench bench;
    (void)state;
    open_bench(&bench, &plain);
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
    close_bench(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelope_rules),
        cmocka_unit_test(condition_rules),
        cmocka_unit_test(recipient_rules),
        cmocka_unit_test(subject_rules),
        cmocka_unit_test(role_rules),
        cmocka_unit_test(session_rules),
        cmocka_unit_test(tag_rules),
        cmocka_unit_test(fifty_tags_are_the_most),
        cmocka_unit_test(lakeformation_rules),
        cmocka_unit_test(lake_formation_tells_errors_of_its_own),
        cmocka_unit_test(request_rules),
        cmocka_unit_test(claims_say_what_the_assertion_says),
        cmocka_unit_test(the_name_qualifier_is_a_digest),
        cmocka_unit_test(an_assertion_is_good_until_the_first_of_its_ends),
        cmocka_unit_test(a_session_lasts_as_long_as_the_least_of_its_bounds),
        cmocka_unit_test(an_arn_is_read_whole),
        cmocka_unit_test(what_is_not_asked_for_is_not_held_against_a_role),
        cmocka_unit_test(an_instant_is_strict),
        cmocka_unit_test(endpoints_belong_to_one_partition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
