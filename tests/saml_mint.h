/* Keys, certificates, metadata and signed responses for the tests of saml/, made while a test runs: signed by xmlsec1, so
 * that what verifies is not what signed them alone. */
#ifndef WEIR_SAML_MINT_H
#define WEIR_SAML_MINT_H

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/keys.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <weir/saml.h>

#include "tests/test_base.h"

#define MINT_NOW INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define MINT_IDP "arn:aws:iam::111122223333:saml-provider/idp"
#define MINT_ISSUER "https://idp.example.com/"

/* A new RSA key of this size. */
static inline EVP_PKEY *mint_rsa(unsigned bits)
{
    EVP_PKEY *const key = EVP_RSA_gen(bits);
    assert_non_null(key);
    return key;
}

/* The public half of an RSA key that nobody has: a modulus of so many bits and any exponent. */
static inline EVP_PKEY *mint_public(int bits, const char *exponent_hex)
{
    BIGNUM *const n = BN_new();
    BIGNUM *e = NULL;
    EVP_PKEY *key = NULL;
    assert_int_equal(BN_set_bit(n, bits - 1), 1);
    assert_int_equal(BN_set_bit(n, 0), 1);
    assert_true(BN_hex2bn(&e, exponent_hex) > 0);
    OSSL_PARAM_BLD *const build = OSSL_PARAM_BLD_new();
    assert_int_equal(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e), 1);
    OSSL_PARAM *const parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *const context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    assert_true(EVP_PKEY_fromdata_init(context) > 0);
    assert_true(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) > 0);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    BN_free(n);
    BN_free(e);
    return key;
}

static inline void mint_extension(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *const extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
    assert_non_null(extension);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

/* A certificate of the key, signed by `signer`, with an extension so many times. */
static inline X509 *mint_certificate(EVP_PKEY *key, EVP_PKEY *signer, size_t extensions)
{
    X509 *const made = X509_new();
    assert_non_null(made);
    assert_int_equal(X509_set_version(made, X509_VERSION_3), 1);
    assert_non_null(X509_gmtime_adj(X509_getm_notBefore(made), 0));
    assert_non_null(X509_gmtime_adj(X509_getm_notAfter(made), -1)); /* long past: no matter */
    assert_int_equal(X509_set_pubkey(made, key), 1);
    for (size_t i = 0; i < extensions; i++)
        mint_extension(made, NID_basic_constraints, "CA:FALSE");
    assert_true(X509_sign(made, signer, EVP_sha256()) > 0);
    return made;
}

static inline struct weir_str mint_bio(BIO *bio, struct weir_arena *arena)
{
    char *bytes = NULL;
    const long length = BIO_get_mem_data(bio, &bytes);
    char *const text = weir_arena_alloc(arena, (size_t)length + 1, 1);
    assert_non_null(text);
    memcpy(text, bytes, (size_t)length);
    BIO_free(bio);
    return (struct weir_str){text, (size_t)length};
}

static inline struct weir_str mint_certificate_pem(X509 *certificate, struct weir_arena *arena)
{
    BIO *const bio = BIO_new(BIO_s_mem());
    assert_int_equal(PEM_write_bio_X509(bio, certificate), 1);
    return mint_bio(bio, arena);
}

static inline struct weir_str mint_public_pem(EVP_PKEY *key, struct weir_arena *arena)
{
    BIO *const bio = BIO_new(BIO_s_mem());
    assert_int_equal(PEM_write_bio_PUBKEY(bio, key), 1);
    return mint_bio(bio, arena);
}

static inline struct weir_str mint_private_pem(EVP_PKEY *key, const EVP_CIPHER *cipher, struct weir_arena *arena)
{
    BIO *const bio = BIO_new(BIO_s_mem());
    unsigned char phrase[] = "phrase";
    assert_int_equal(PEM_write_bio_PrivateKey(bio, key, cipher, cipher == NULL ? NULL : phrase,
                                              cipher == NULL ? 0 : (int)sizeof phrase - 1, NULL, NULL),
                     1);
    return mint_bio(bio, arena);
}

/* Text with a NUL behind it. */
static inline struct weir_str mint_text(struct weir_arena *arena, const char *format, ...) WEIR_PRINTF(2, 3);
static inline struct weir_str mint_text(struct weir_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert_true(length >= 0);
    char *const text = weir_arena_alloc(arena, (size_t)length + 1, 1);
    assert_non_null(text);
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (struct weir_str){text, (size_t)length};
}

/* The base64 of a certificate's DER; the certificate is freed. */
static inline struct weir_str mint_certificate_base64(X509 *certificate, struct weir_arena *arena)
{
    unsigned char *der = NULL;
    struct weir_str text;
    const int length = i2d_X509(certificate, &der);
    assert_true(length > 0);
    assert_int_equal(weir_base64_encode((struct weir_str){(char *)der, (size_t)length}, arena, &text), WEIR_OK);
    OPENSSL_free(der);
    X509_free(certificate);
    return mint_text(arena, "%.*s", (int)text.len, text.ptr);
}

/* Metadata with the key descriptors that are given as XML. */
static inline struct weir_str mint_metadata(struct weir_arena *arena, const char *attributes, const char *descriptors)
{
    return mint_text(arena,
                     "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" "
                     "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" %s><md:IDPSSODescriptor "
                     "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">%s</md:IDPSSODescriptor>"
                     "</md:EntityDescriptor>",
                     attributes, descriptors);
}

static inline const char *mint_descriptor(struct weir_arena *arena, const char *attributes, struct weir_str base64)
{
    return mint_text(arena,
                     "<md:KeyDescriptor %s><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%.*s</ds:X509Certificate>"
                     "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
                     attributes, (int)base64.len, base64.ptr)
        .ptr;
}

/* Signs the assertion of a response text that holds an empty ds:Signature template; the text again, in base64. */
static inline struct weir_str mint_sign(struct weir_arena *arena, struct weir_str xml, EVP_PKEY *key)
{
    xmlDoc *const document = xmlReadMemory(xml.ptr, (int)xml.len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlNode *const signature = xmlSecFindNode(xmlDocGetRootElement(document), (const xmlChar *)"Signature",
                                              (const xmlChar *)"http://www.w3.org/2000/09/xmldsig#");
    assert_non_null(signature);
    xmlAttr *const id = xmlHasNsProp(signature->parent, (const xmlChar *)"ID", NULL);
    assert_non_null(id);
    assert_non_null(xmlAddID(NULL, document, id->children->content, id));
    xmlSecDSigCtx *const context = xmlSecDSigCtxCreate(NULL);
    context->signKey = xmlSecKeyCreate();
    assert_int_equal(EVP_PKEY_up_ref(key), 1);
    assert_int_equal(xmlSecKeySetValue(context->signKey, xmlSecOpenSSLEvpKeyAdopt(key)), 0);
    assert_int_equal(xmlSecDSigCtxSign(context, signature), 0);
    xmlSecDSigCtxDestroy(context);
    xmlChar *bytes = NULL;
    int length = 0;
    struct weir_str base64;
    xmlDocDumpMemory(document, &bytes, &length);
    assert_int_equal(weir_base64_encode((struct weir_str){(const char *)bytes, (size_t)length}, arena, &base64),
                     WEIR_OK);
    xmlFree(bytes);
    xmlFreeDoc(document);
    return base64;
}

/* A response of the provider whose assertion is signed and names this user. */
static inline struct weir_str mint_response(struct weir_arena *arena, EVP_PKEY *key, const char *user)
{
    const struct weir_str xml = mint_text(
        arena,
        "<p:Response xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
        "xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\" "
        "ID=\"_r\" Version=\"2.0\" IssueInstant=\"2026-03-02T08:59:00Z\" "
        "Destination=\"https://signin.aws.amazon.com/saml\"><a:Issuer>" MINT_ISSUER "</a:Issuer>"
        "<p:Status><p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></p:Status>"
        "<a:Assertion ID=\"_a\" Version=\"2.0\" IssueInstant=\"2026-03-02T08:59:00Z\">"
        "<a:Issuer>" MINT_ISSUER "</a:Issuer>"
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>"
        "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
        "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>"
        "<ds:Reference URI=\"#_a\"><ds:Transforms>"
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>"
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/></ds:Reference>"
        "</ds:SignedInfo><ds:SignatureValue/></ds:Signature>"
        "<a:Subject><a:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">%s</a:NameID>"
        "<a:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><a:SubjectConfirmationData "
        "NotOnOrAfter=\"2026-03-02T09:04:00Z\" Recipient=\"https://signin.aws.amazon.com/saml\"/>"
        "</a:SubjectConfirmation></a:Subject><a:Conditions NotBefore=\"2026-03-02T08:50:00Z\" "
        "NotOnOrAfter=\"2026-03-02T09:04:00Z\"><a:AudienceRestriction><a:Audience>urn:amazon:webservices</a:Audience>"
        "</a:AudienceRestriction></a:Conditions><a:AuthnStatement AuthnInstant=\"2026-03-02T08:59:00Z\">"
        "<a:AuthnContext/></a:AuthnStatement><a:AttributeStatement>"
        "<a:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/Role\"><a:AttributeValue>"
        "arn:aws:iam::111122223333:role/analyst," MINT_IDP "</a:AttributeValue></a:Attribute>"
        "<a:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/RoleSessionName\"><a:AttributeValue>%s"
        "</a:AttributeValue></a:Attribute></a:AttributeStatement></a:Assertion></p:Response>",
        user, user);
    return mint_sign(arena, xml, key);
}

/* A provider with these keys, which must be one that IAM takes. */
static inline struct weir_saml_provider *mint_provider(struct weir_arena *arena, EVP_PKEY *const *keys, size_t count)
{
    const char *descriptors = "";
    for (size_t i = 0; i < count; i++) {
        const struct weir_str base64 = mint_certificate_base64(mint_certificate(keys[i], keys[i], 1), arena);
        descriptors = mint_text(arena, "%s%s", descriptors, mint_descriptor(arena, "use=\"signing\"", base64)).ptr;
    }
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    source.arn = WEIR_STR(MINT_IDP);
    source.metadata = mint_metadata(arena, "entityID=\"" MINT_ISSUER "\"", descriptors);
    struct weir_saml_provider *provider = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_saml_provider_new(&source, arena, &provider, &refusal, &error) != WEIR_OK)
        fail_msg("%s", error.message);
    if (provider == NULL)
        fail_msg("%.*s", WEIR_FMT(refusal->checks[0].because));
    return provider;
}

#endif
