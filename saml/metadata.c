/* Decides whether a text is metadata that IAM would store, and what it says: entityID, validUntil and the certificates
 * that sign ([saml-metadata], [saml-aws-assertions]). */
#include "saml/metadata.h"

#include "saml/saml_impl.h"

/* IAM takes ten million characters; the counts keep a tree of them within a few hundred megabytes. */
static const struct weir_xml_limits limits = {
    .depth = WEIR_XML_MAX_DEPTH,
    .nodes = 200000,
    .attributes = 64,
    .namespaces = WEIR_XML_MAX_NAMESPACES,
    .name_bytes = 256,
    .uri_bytes = 1024,
    .text_bytes = 1 << 20,
};
enum {
    FEWEST_CHARACTERS = 1000, /* [aws-models] SAMLMetadataDocument */
    MOST_CHARACTERS = 10000000,
    LONGEST_ENTITY_ID = 1024 /* [saml-metadata] §2.2.1 */
};
static const char protocol[] = "urn:oasis:names:tc:SAML:2.0:protocol";

static enum weir_status refuse(struct weir_saml_fault *fault, enum weir_saml_check check, const char *because)
{
    *fault = (struct weir_saml_fault){check, because};
    return WEIR_REFUSED;
}

/* [saml-metadata] §2.4.1: the protocols are a list of URIs, a blank between two. */
static bool speaks_saml2(struct weir_str protocols)
{
    size_t start = 0;
    for (size_t i = 0; protocols.len > 0 && i <= protocols.len; i++) {
        if (i < protocols.len && protocols.ptr[i] != ' ' && protocols.ptr[i] != '\t' && protocols.ptr[i] != '\n')
            continue;
        if (weir_str_equal((struct weir_str){protocols.ptr + start, i - start}, weir_str_from(protocol)))
            return true;
        start = i + 1;
    }
    return false;
}

/* A key without `use` is for signing too; one for encryption alone never verifies. */
static bool is_for_signing(const xmlNode *descriptor)
{
    return weir_xml_attribute_find(descriptor, "use") == NULL ||
           weir_xml_attribute_equals(descriptor, "use", WEIR_STR("signing"));
}

static enum weir_status read_certificate(struct weir_saml_provider *provider, const xmlNode *leaf,
                                         struct weir_saml_fault *fault)
{
    struct weir_str text;
    struct weir_str der;
    if (!weir_xml_text(leaf, provider->arena, &text))
        return WEIR_ERR_MEMORY;
    const enum weir_status status = weir_saml_base64(text, provider->arena, &der);
    if (status == WEIR_ERR_MEMORY)
        return status;
    if (status != WEIR_OK || !weir_xml_is_leaf(leaf))
        return refuse(fault, WEIR_SAML_METADATA_CERTIFICATE, "a certificate is not base64");
    return weir_saml_key_add_der(provider, der, fault);
}

/* One X509Data with one certificate a descriptor: of a chain, nobody could say which key it is that signs. */
static enum weir_status read_descriptor(struct weir_saml_provider *provider, const xmlNode *descriptor,
                                        struct weir_saml_fault *fault)
{
    const xmlNode *const info = weir_xml_child(descriptor, WEIR_XML_DS, "KeyInfo");
    const xmlNode *leaf = NULL;
    size_t count = 0;
    for (const xmlNode *data = info == NULL ? NULL : weir_xml_first(info); data != NULL; data = weir_xml_next(data)) {
        if (!weir_xml_is(data, WEIR_XML_DS, "X509Data"))
            continue;
        for (const xmlNode *child = weir_xml_first(data); child != NULL; child = weir_xml_next(child)) {
            if (!weir_xml_is(child, WEIR_XML_DS, "X509Certificate"))
                continue;
            leaf = child;
            count++;
        }
    }
    if (count != 1)
        return refuse(fault, WEIR_SAML_METADATA_CERTIFICATE, "a key for signing has not exactly one certificate");
    return read_certificate(provider, leaf, fault);
}

/* Every IDPSSODescriptor of SAML 2.0; a service provider's descriptor beside it says nothing of who signs. */
static enum weir_status read_roles(struct weir_saml_provider *provider, const xmlNode *entity,
                                   struct weir_saml_fault *fault)
{
    size_t roles = 0;
    for (const xmlNode *role = weir_xml_first(entity); role != NULL; role = weir_xml_next(role)) {
        struct weir_str protocols;
        if (!weir_xml_is(role, WEIR_XML_MD, "IDPSSODescriptor"))
            continue;
        if (!weir_xml_attribute(role, "protocolSupportEnumeration", provider->arena, &protocols))
            return WEIR_ERR_MEMORY;
        if (!speaks_saml2(protocols))
            continue;
        roles++;
        for (const xmlNode *child = weir_xml_first(role); child != NULL; child = weir_xml_next(child)) {
            if (weir_xml_is(child, WEIR_XML_MD, "KeyDescriptor") && is_for_signing(child))
                WEIR_TRY(read_descriptor(provider, child, fault));
        }
    }
    if (roles == 0)
        return refuse(fault, WEIR_SAML_METADATA_ENTITY, "there is no IDPSSODescriptor for SAML 2.0");
    if (provider->key_count == 0)
        return refuse(fault, WEIR_SAML_METADATA_KEYS, "there is no key for signing");
    return WEIR_OK;
}

/* xs:dateTime in UTC, as [saml-core] §1.3.3 asks; "Z" alone, so that nothing depends on a zone. */
static enum weir_status read_expiry(struct weir_saml_provider *provider, const xmlNode *entity,
                                    struct weir_saml_fault *fault)
{
    struct weir_str text;
    if (!weir_xml_attribute(entity, "validUntil", provider->arena, &text))
        return WEIR_ERR_MEMORY;
    if (text.ptr == NULL)
        return WEIR_OK;
    int64_t instant = 0;
    if (text.len == 0 || text.ptr[text.len - 1] != 'Z' || !weir_time_parse(text, &instant))
        return refuse(fault, WEIR_SAML_METADATA_VALID_UNTIL, "validUntil is no instant in UTC");
    provider->valid_until = instant < provider->valid_until ? instant : provider->valid_until;
    return WEIR_OK;
}

static enum weir_status read_entity(struct weir_saml_provider *provider, const xmlNode *entity,
                                    struct weir_saml_fault *fault)
{
    if (!weir_xml_is(entity, WEIR_XML_MD, "EntityDescriptor"))
        return refuse(fault, WEIR_SAML_METADATA_ENTITY, "the document is no EntityDescriptor");
    if (!weir_xml_attribute(entity, "entityID", provider->arena, &provider->issuer))
        return WEIR_ERR_MEMORY;
    const size_t length = weir_str_code_points(provider->issuer);
    if (length == 0 || length > LONGEST_ENTITY_ID)
        return refuse(fault, WEIR_SAML_METADATA_ENTITY_ID, "entityID is absent, empty or too long");
    WEIR_TRY(read_expiry(provider, entity, fault));
    return read_roles(provider, entity, fault);
}

static enum weir_status check_text(const struct weir_saml_provider *provider, struct weir_str text,
                                   struct weir_saml_fault *fault)
{
    /* IAM's own bounds hold where there is a provider of IAM; a bare document may be shorter. */
    const bool is_iam = provider->arn.len > 0;
    if (!weir_str_is_utf8(text, NULL) || weir_str_has_prefix(text, WEIR_STR("\xEF\xBB\xBF")))
        return refuse(fault, WEIR_SAML_METADATA_ENCODING, "the metadata is not UTF-8, or has a byte order mark");
    const size_t length = weir_str_code_points(text);
    if ((is_iam && length < FEWEST_CHARACTERS) || length > MOST_CHARACTERS)
        return refuse(fault, WEIR_SAML_METADATA_SIZE, "the metadata is too short or too long");
    if (!weir_saml_declares_utf8(text))
        return refuse(fault, WEIR_SAML_METADATA_ENCODING, "the declaration names another version or encoding");
    return WEIR_OK;
}

enum weir_status weir_saml_metadata_read(struct weir_saml_provider *provider, struct weir_str text,
                                         struct weir_saml_fault *fault)
{
    xmlDoc *document = NULL;
    enum weir_xml_fault wrong = WEIR_XML_SYNTAX;
    uint32_t line = 0;
    WEIR_TRY(check_text(provider, text, fault));
    enum weir_status status = weir_xml_parse(text, &limits, &document, &wrong, &line);
    if (status == WEIR_REFUSED)
        return refuse(fault, WEIR_SAML_METADATA_XML,
                      wrong == WEIR_XML_DOCTYPE ? "the metadata has a document type declaration"
                                                : "the metadata is not well-formed, or past a limit");
    if (status == WEIR_OK)
        status = read_entity(provider, xmlDocGetRootElement(document), fault);
    weir_xml_free(document);
    return status;
}
