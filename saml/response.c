/* Decides whether Response and assertion are of SAML 2.0, of this provider, for this endpoint and of now
 * ([saml-core], [saml-profiles] 4.1.4, [saml-bindings] 3.5.5). */
#include "saml/rules.h"

static const struct weir_str success = {"urn:oasis:names:tc:SAML:2.0:status:Success", 42};
static const struct weir_str entity_format = {"urn:oasis:names:tc:SAML:2.0:nameid-format:entity", 48};

/* [saml-core] 3.2.2.2 The top-level code alone says whether the request succeeded. */
enum weir_status weir_saml_step_response(struct weir_saml_run *run)
{
    const xmlNode *const status = weir_xml_child(run->response, WEIR_XML_SAMLP, "Status");
    const xmlNode *const code = status == NULL ? NULL : weir_xml_child(status, WEIR_XML_SAMLP, "StatusCode");
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_VERSION,
                     weir_xml_attribute_equals(run->response, "Version", WEIR_STR("2.0")),
                     "the Response has another Version than 2.0");
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_STATUS, code != NULL && weir_xml_attribute_equals(code, "Value", success),
                     "the top-level StatusCode is not Success");
    return WEIR_OK;
}

/* [saml-profiles] 4.1.4.2 */
static bool has_entity_format(const xmlNode *issuer)
{
    return weir_xml_attribute_find(issuer, "Format") == NULL ||
           weir_xml_attribute_equals(issuer, "Format", entity_format);
}

/* The text of an Issuer; empty where there is none. */
static enum weir_status read_issuer(struct weir_saml_run *run, const xmlNode *issuer, struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    if (issuer != NULL && !weir_xml_text(issuer, run->arena, text))
        return weir_fail_memory(run->error);
    return WEIR_OK;
}

static enum weir_status check_destination(struct weir_saml_run *run)
{
    struct weir_str url;
    if (!weir_xml_attribute(run->response, "Destination", run->arena, &url))
        return weir_fail_memory(run->error);
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_DESTINATION,
                     url.ptr == NULL ? !run->response_is_signed : weir_saml_is_recipient(run, url),
                     url.ptr == NULL ? "the signed Response has no Destination"
                                     : "the Destination is not one of the sign-in endpoints");
    return WEIR_OK;
}

/* [saml-profiles] 4.1.4.2 What a Response may leave out, a signed one may not. */
static enum weir_status check_response(struct weir_saml_run *run)
{
    const xmlNode *const issuer = weir_xml_child(run->response, WEIR_XML_SAML, "Issuer");
    struct weir_saml_time issued;
    struct weir_str text;
    WEIR_TRY(weir_saml_time(run, run->response, "IssueInstant", &issued));
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_INSTANT, issued.is_good,
                     "the IssueInstant of the Response is not an instant in UTC");
    WEIR_TRY(read_issuer(run, issuer, &text));
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_ISSUER,
                     issuer == NULL ? !run->response_is_signed : weir_str_equal(text, run->provider->issuer),
                     issuer == NULL ? "the signed Response has no Issuer"
                                    : "the Issuer of the Response is not the entity ID of the provider");
    WEIR_SAML_DEMAND(run, WEIR_SAML_RESPONSE_ISSUER_FORMAT, issuer == NULL || has_entity_format(issuer),
                     "the Issuer of the Response has another Format than that of entities");
    return check_destination(run);
}

static enum weir_status check_assertion(struct weir_saml_run *run)
{
    const xmlNode *const issuer = weir_xml_child(run->assertion, WEIR_XML_SAML, "Issuer");
    struct weir_saml_time issued;
    WEIR_SAML_DEMAND(run, WEIR_SAML_ASSERTION_VERSION,
                     weir_xml_attribute_equals(run->assertion, "Version", WEIR_STR("2.0")),
                     "the assertion has another Version than 2.0");
    WEIR_TRY(read_issuer(run, issuer, &run->claims.issuer));
    WEIR_SAML_DEMAND(run, WEIR_SAML_ASSERTION_ISSUER,
                     issuer != NULL && weir_str_equal(run->claims.issuer, run->provider->issuer),
                     "the Issuer of the assertion is not the entity ID of the provider");
    WEIR_SAML_DEMAND(run, WEIR_SAML_ASSERTION_ISSUER_FORMAT, has_entity_format(issuer),
                     "the Issuer of the assertion has another Format than that of entities");
    WEIR_TRY(weir_saml_time(run, run->assertion, "IssueInstant", &issued));
    WEIR_SAML_DEMAND(run, WEIR_SAML_ASSERTION_INSTANT, issued.is_good,
                     "the IssueInstant of the assertion is not an instant in UTC");
    WEIR_SAML_DEMAND(run, WEIR_SAML_ASSERTION_AHEAD, !weir_saml_is_ahead(run, issued.unix_s),
                     "the assertion is issued in the future");
    run->issue_instant = issued.unix_s;
    return WEIR_OK;
}

enum weir_status weir_saml_step_assertion(struct weir_saml_run *run)
{
    run->claims.not_on_or_after = INT64_MAX;
    run->claims.session_not_on_or_after = INT64_MAX;
    WEIR_TRY(check_response(run));
    if (!weir_xml_attribute(run->assertion, "ID", run->arena, &run->claims.assertion_id))
        return weir_fail_memory(run->error);
    return check_assertion(run);
}
