/* SAML's own rules behind the signature, one by one: each row changes one thing and names the check that then fails. */
#include "saml_rules_test.h"

static void envelope_rules(void **state)
{
    static const struct saml_row rows[] = {
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
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

static void condition_rules(void **state)
{
    static const struct saml_row rows[] = {
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
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

static void recipient_rules(void **state)
{
    static const char recipient[] = "Recipient=\"https://signin.aws.amazon.com/saml\"";
    static const struct saml_row rows[] = {
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
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

static void subject_rules(void **state)
{
    static const char confirmation[] = "</a:SubjectConfirmation></a:Subject>";
    static const struct saml_row rows[] = {
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
    saml_rows_hold(rows, WEIR_COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelope_rules),
        cmocka_unit_test(condition_rules),
        cmocka_unit_test(recipient_rules),
        cmocka_unit_test(subject_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
