/* Which children and attributes each element of a SAML response has, in which order and number: the schemas of
 * [saml-core], less what weir refuses (BaseID, EncryptedID, EncryptedAttribute, AuthzDecisionStatement). */
#include "saml/shape.h"

#define CHILDREN(list) (list), WEIR_COUNT(list)
#define NO_CHILDREN NULL, 0

/* clang-format off */
static const struct weir_saml_child of_response[] = {
    {WEIR_XML_SAML,  "Issuer",             0, 0, 1},
    {WEIR_XML_DS,    "Signature",          1, 0, 1},
    {WEIR_XML_SAMLP, "Extensions",         2, 0, 1},
    {WEIR_XML_SAMLP, "Status",             3, 1, 1},
    {WEIR_XML_SAML,  "Assertion",          4, 0, 1},
    {WEIR_XML_SAML,  "EncryptedAssertion", 4, 0, 1},
};
static const struct weir_saml_child of_status[] = {
    {WEIR_XML_SAMLP, "StatusCode",    0, 1, 1},
    {WEIR_XML_SAMLP, "StatusMessage", 1, 0, 1},
    {WEIR_XML_SAMLP, "StatusDetail",  2, 0, 1},
};
static const struct weir_saml_child of_status_code[] = {
    {WEIR_XML_SAMLP, "StatusCode", 0, 0, 1},
};
static const struct weir_saml_child of_assertion[] = {
    {WEIR_XML_SAML, "Issuer",             0, 1, 1},
    {WEIR_XML_DS,   "Signature",          1, 0, 1},
    {WEIR_XML_SAML, "Subject",            2, 0, 1},
    {WEIR_XML_SAML, "Conditions",         3, 0, 1},
    {WEIR_XML_SAML, "Advice",             4, 0, 1},
    {WEIR_XML_SAML, "AuthnStatement",     5, 0, WEIR_SAML_MANY},
    {WEIR_XML_SAML, "AttributeStatement", 5, 0, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_subject[] = {
    {WEIR_XML_SAML, "NameID",              0, 0, 1},
    {WEIR_XML_SAML, "SubjectConfirmation", 1, 0, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_confirmation[] = {
    {WEIR_XML_SAML, "NameID",                  0, 0, 1},
    {WEIR_XML_SAML, "SubjectConfirmationData", 1, 0, 1},
};
static const struct weir_saml_child of_conditions[] = {
    {WEIR_XML_SAML, "AudienceRestriction", 0, 0, WEIR_SAML_MANY},
    {WEIR_XML_SAML, "OneTimeUse",          0, 0, WEIR_SAML_MANY},
    {WEIR_XML_SAML, "ProxyRestriction",    0, 0, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_audience_restriction[] = {
    {WEIR_XML_SAML, "Audience", 0, 1, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_proxy_restriction[] = {
    {WEIR_XML_SAML, "Audience", 0, 0, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_authn_statement[] = {
    {WEIR_XML_SAML, "SubjectLocality", 0, 0, 1},
    {WEIR_XML_SAML, "AuthnContext",    1, 1, 1},
};
static const struct weir_saml_child of_authn_context[] = {
    {WEIR_XML_SAML, "AuthnContextClassRef",    0, 0, 1},
    {WEIR_XML_SAML, "AuthnContextDecl",        1, 0, 1},
    {WEIR_XML_SAML, "AuthnContextDeclRef",     1, 0, 1},
    {WEIR_XML_SAML, "AuthenticatingAuthority", 2, 0, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_attribute_statement[] = {
    {WEIR_XML_SAML, "Attribute", 0, 1, WEIR_SAML_MANY},
};
static const struct weir_saml_child of_attribute[] = {
    {WEIR_XML_SAML, "AttributeValue", 0, 0, WEIR_SAML_MANY},
};

#define NAME_ATTRIBUTES " NameQualifier SPNameQualifier Format SPProvidedID "

static const struct weir_saml_element elements[] = {
    {WEIR_XML_SAMLP, "Response", WEIR_SAML_ELEMENTS, CHILDREN(of_response), false,
     " ID InResponseTo Version IssueInstant Destination Consent ", false},
    {WEIR_XML_SAMLP, "Extensions", WEIR_SAML_FOREIGN, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAMLP, "Status", WEIR_SAML_ELEMENTS, CHILDREN(of_status), false, " ", false},
    {WEIR_XML_SAMLP, "StatusCode", WEIR_SAML_ELEMENTS, CHILDREN(of_status_code), false, " Value ", false},
    {WEIR_XML_SAMLP, "StatusMessage", WEIR_SAML_LEAF, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAMLP, "StatusDetail", WEIR_SAML_FOREIGN, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "Issuer", WEIR_SAML_LEAF, NO_CHILDREN, false, NAME_ATTRIBUTES, false},
    {WEIR_XML_SAML, "Assertion", WEIR_SAML_ELEMENTS, CHILDREN(of_assertion), false, " ID Version IssueInstant ", false},
    {WEIR_XML_SAML, "EncryptedAssertion", WEIR_SAML_ELSEWHERE, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "Subject", WEIR_SAML_ELEMENTS, CHILDREN(of_subject), false, " ", false},
    {WEIR_XML_SAML, "NameID", WEIR_SAML_LEAF, NO_CHILDREN, false, NAME_ATTRIBUTES, false},
    {WEIR_XML_SAML, "SubjectConfirmation", WEIR_SAML_ELEMENTS, CHILDREN(of_confirmation), false, " Method ", false},
    {WEIR_XML_SAML, "SubjectConfirmationData", WEIR_SAML_FOREIGN, NO_CHILDREN, false,
     " NotBefore NotOnOrAfter Recipient InResponseTo Address ", true},
    {WEIR_XML_SAML, "Conditions", WEIR_SAML_ELEMENTS, CHILDREN(of_conditions), true, " NotBefore NotOnOrAfter ", false},
    {WEIR_XML_SAML, "AudienceRestriction", WEIR_SAML_ELEMENTS, CHILDREN(of_audience_restriction), false, " ", false},
    {WEIR_XML_SAML, "Audience", WEIR_SAML_LEAF, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "OneTimeUse", WEIR_SAML_ELEMENTS, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "ProxyRestriction", WEIR_SAML_ELEMENTS, CHILDREN(of_proxy_restriction), false, " Count ", false},
    {WEIR_XML_SAML, "Advice", WEIR_SAML_FOREIGN, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "AuthnStatement", WEIR_SAML_ELEMENTS, CHILDREN(of_authn_statement), false,
     " AuthnInstant SessionIndex SessionNotOnOrAfter ", false},
    {WEIR_XML_SAML, "SubjectLocality", WEIR_SAML_ELEMENTS, NO_CHILDREN, false, " Address DNSName ", false},
    {WEIR_XML_SAML, "AuthnContext", WEIR_SAML_ELEMENTS, CHILDREN(of_authn_context), false, " ", false},
    {WEIR_XML_SAML, "AuthnContextClassRef", WEIR_SAML_LEAF, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "AuthnContextDecl", WEIR_SAML_FOREIGN, NO_CHILDREN, false, " ", true},
    {WEIR_XML_SAML, "AuthnContextDeclRef", WEIR_SAML_LEAF, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "AuthenticatingAuthority", WEIR_SAML_LEAF, NO_CHILDREN, false, " ", false},
    {WEIR_XML_SAML, "AttributeStatement", WEIR_SAML_ELEMENTS, CHILDREN(of_attribute_statement), false, " ", false},
    {WEIR_XML_SAML, "Attribute", WEIR_SAML_ELEMENTS, CHILDREN(of_attribute), false,
     " Name NameFormat FriendlyName ", true},
    {WEIR_XML_SAML, "AttributeValue", WEIR_SAML_VALUE, NO_CHILDREN, false, NULL, true},
    {WEIR_XML_DS, "Signature", WEIR_SAML_ELSEWHERE, NO_CHILDREN, false, NULL, true},
};
static const struct weir_saml_element foreign =
    {WEIR_XML_OTHER, "", WEIR_SAML_FOREIGN, NO_CHILDREN, false, NULL, true};
static const struct weir_saml_element elsewhere =
    {WEIR_XML_OTHER, "", WEIR_SAML_ELSEWHERE, NO_CHILDREN, false, NULL, true};
/* clang-format on */

_Static_assert(WEIR_COUNT(of_assertion) <= WEIR_SAML_MAX_CHILDREN, "the longest list of children");

const struct weir_saml_element *weir_saml_element_find(const xmlNode *element)
{
    const enum weir_xml_ns ns = weir_xml_ns_of(element);
    const char *const name = (const char *)element->name;
    for (size_t i = 0; i < WEIR_COUNT(elements); i++) {
        if (elements[i].ns == ns && elements[i].name[0] == name[0] && strcmp(name, elements[i].name) == 0)
            return &elements[i];
    }
    return NULL;
}

const struct weir_saml_element *weir_saml_element_foreign(void)
{
    return &foreign;
}

const struct weir_saml_element *weir_saml_element_elsewhere(void)
{
    return &elsewhere;
}
