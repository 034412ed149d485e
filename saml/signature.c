/* Decides whether a response or an assertion is its provider's: each signature verifies, by xmlsec1, with a key of the
 * metadata and over the element that holds it ([w3c-xmldsig], [saml-core] §5.4, [saml-attacks]). */
#include "saml/signature.h"

#include <libxml/valid.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/buffer.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

#include "saml/provider.h"

/* What the keys say of one signature. */
enum outcome {
    UNVERIFIED = 0, /* no key will do: the element is not the one that was signed, or the library failed */
    OTHER_KEY,      /* the element is the one that was signed, the signature no key's that was tried */
    VERIFIED
};

/* An empty list would allow everything, so each addition must succeed ([saml-attacks]). */
static bool enable(xmlSecDSigCtx *context, const struct weir_saml_options *options)
{
    const bool may_be_inclusive = options->allow_inclusive_c14n;
    const bool may_be_sha1 = options->allow_sha1;
    const struct {
        xmlSecTransformId id;
        bool is_enabled;
    } for_reference[] =
        {
            {xmlSecTransformEnvelopedId, true},
            {xmlSecTransformExclC14NId, true},
            {xmlSecTransformExclC14NWithCommentsId, true},
            {xmlSecTransformInclC14NId, may_be_inclusive},
            {xmlSecTransformInclC14NWithCommentsId, may_be_inclusive},
            {xmlSecOpenSSLTransformSha1Id, may_be_sha1},
            {xmlSecOpenSSLTransformSha256Id, true},
            {xmlSecOpenSSLTransformSha384Id, true},
            {xmlSecOpenSSLTransformSha512Id, true},
        },
      for_signature[] = {
          {xmlSecTransformExclC14NId, true},
          {xmlSecTransformExclC14NWithCommentsId, true},
          {xmlSecTransformInclC14NId, may_be_inclusive},
          {xmlSecTransformInclC14NWithCommentsId, may_be_inclusive},
          {xmlSecOpenSSLTransformRsaSha1Id, may_be_sha1},
          {xmlSecOpenSSLTransformRsaSha256Id, true},
          {xmlSecOpenSSLTransformRsaSha384Id, true},
          {xmlSecOpenSSLTransformRsaSha512Id, true},
      };
    for (size_t i = 0; i < WEIR_COUNT(for_reference); i++) {
        if (for_reference[i].is_enabled && xmlSecDSigCtxEnableReferenceTransform(context, for_reference[i].id) < 0)
            return false;
    }
    for (size_t i = 0; i < WEIR_COUNT(for_signature); i++) {
        if (for_signature[i].is_enabled && xmlSecDSigCtxEnableSignatureTransform(context, for_signature[i].id) < 0)
            return false;
    }
    return true;
}

/*
 * With a key set and no keys manager xmlsec1 never looks into KeyInfo; the rest is the second lock of the same door.
 * [saml-attacks] What is named for Visa 3-D has xmlsec1 ask for the one identifier that is registered, where it would
 * otherwise paste it into an XPointer and evaluate that.
 */
static bool prepare(xmlSecDSigCtx *context, const struct weir_saml_run *run)
{
    context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS | XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK;
    if (run->provider->key_count > 1)
        context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNATURE; /* for try_further_keys */
    context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
    context->transformCtx.enabledUris = xmlSecTransformUriTypeSameDocument;
    context->keyInfoReadCtx.retrievalMethodCtx.enabledUris = xmlSecTransformUriTypeNone;
    const xmlSecKeyDataId only = xmlSecOpenSSLKeyDataRsaId;
    xmlSecPtr rsa = NULL; /* a list of xmlsec1 holds pointers to what is not constant */
    memcpy(&rsa, &only, sizeof rsa);
    if (xmlSecPtrListAdd(&context->keyInfoReadCtx.enabledKeyData, rsa) < 0 || !enable(context, &run->options))
        return false;
    context->signKey = xmlSecKeyDuplicate(run->provider->keys[0]); /* the context destroys its own */
    return context->signKey != NULL;
}

static enum outcome outcome_of(xmlSecDSigCtx *context, int answer)
{
    if (answer != 0 || xmlSecPtrListGetSize(&context->signedInfoReferences) != 1)
        return UNVERIFIED;
    if (context->status == xmlSecDSigStatusSucceeded)
        return VERIFIED;
    const xmlSecDSigReferenceCtx *const reference = xmlSecPtrListGetItem(&context->signedInfoReferences, 0);
    return reference != NULL && reference->status == xmlSecDSigStatusSucceeded ? OTHER_KEY : UNVERIFIED;
}

/* ------------------------------------------------------------------------------------------ further keys */

/* RSASSA-PKCS1-v1_5 over a digest, as xmlsec1 verifies it. */
static bool is_signed_with(EVP_PKEY *key, const EVP_MD *hash, struct weir_str digest, struct weir_str value)
{
    EVP_PKEY_CTX *const context = key == NULL ? NULL : EVP_PKEY_CTX_new(key, NULL);
    const bool is_good = context != NULL && EVP_PKEY_verify_init(context) == 1 &&
                         EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
                         EVP_PKEY_CTX_set_signature_md(context, hash) == 1 &&
                         EVP_PKEY_verify(context, (const unsigned char *)value.ptr, value.len,
                                         (const unsigned char *)digest.ptr, digest.len) == 1;
    EVP_PKEY_CTX_free(context);
    return is_good;
}

static const EVP_MD *hash_of(enum weir_saml_hash hash)
{
    static const EVP_MD *(*const hashes[])(void) = {
        [WEIR_SAML_SHA1] = EVP_sha1,
        [WEIR_SAML_SHA256] = EVP_sha256,
        [WEIR_SAML_SHA384] = EVP_sha384,
        [WEIR_SAML_SHA512] = EVP_sha512,
    };
    return hashes[hash]();
}

/* The element is what was signed, and SignedInfo in canonical form is the same for every key: it is hashed once, and
 * each key after the first costs its RSA operation alone. */
static enum outcome try_further_keys(const struct weir_saml_provider *provider, xmlSecDSigCtx *context,
                                     const struct weir_saml_signature *read)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned bytes = 0;
    const EVP_MD *const hash = hash_of(read->hash);
    xmlSecBuffer *const info = xmlSecDSigCtxGetPreSignBuffer(context);
    const unsigned char *const data = info == NULL ? NULL : xmlSecBufferGetData(info);
    const size_t length = data == NULL ? 0 : xmlSecBufferGetSize(info);
    if (length == 0 || EVP_Digest(data, length, digest, &bytes, hash, NULL) != 1)
        return UNVERIFIED;
    for (size_t i = 1; i < provider->key_count; i++) {
        EVP_PKEY *const key = xmlSecOpenSSLEvpKeyDataGetEvp(xmlSecKeyGetValue(provider->keys[i]));
        if (is_signed_with(key, hash, (struct weir_str){(const char *)digest, bytes}, read->value))
            return VERIFIED;
    }
    return OTHER_KEY;
}

/* ------------------------------------------------------------------------------------------ verification */

static enum outcome try_keys(const struct weir_saml_run *run, xmlNode *signature,
                             const struct weir_saml_signature *read)
{
    const struct weir_saml_provider *const provider = run->provider;
    xmlSecDSigCtx *const context = provider->key_count == 0 ? NULL : xmlSecDSigCtxCreate(NULL);
    if (context == NULL)
        return UNVERIFIED;
    enum outcome outcome = UNVERIFIED;
    if (prepare(context, run))
        outcome = outcome_of(context, xmlSecDSigCtxVerify(context, signature));
    if (outcome == OTHER_KEY && provider->key_count > 1)
        outcome = try_further_keys(provider, context, read);
    xmlSecDSigCtxDestroy(context);
    return outcome;
}

/* The one identifier that xmlsec1 may resolve, made known just before, and proved to lead to this element. */
static bool register_id(xmlDoc *document, const xmlNode *element, struct weir_arena *arena)
{
    struct weir_str id;
    xmlAttr *const attribute = weir_xml_attribute_find(element, "ID");
    if (attribute == NULL || !weir_xml_value(attribute, arena, &id) || !weir_saml_is_id(id))
        return false;
    const xmlChar *const value = (const xmlChar *)id.ptr;
    return xmlAddID(NULL, document, value, attribute) != NULL && xmlGetID(document, value) == attribute;
}

static enum weir_status verify(struct weir_saml_run *run, xmlDoc *document, const xmlNode *parent, xmlNode *signature)
{
    struct weir_saml_signature read;
    WEIR_TRY(weir_saml_signature_check(run, parent, signature, &read));
    const bool is_registered = register_id(document, parent, run->arena);
    const enum outcome outcome = is_registered ? try_keys(run, signature, &read) : UNVERIFIED;
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_VALUE, outcome == VERIFIED, "the %s is not %s",
                     (const char *)parent->name,
                     outcome == OTHER_KEY ? "signed with a key of the provider" : "what was signed");
    return WEIR_OK;
}

enum weir_status weir_saml_step_response_signature(struct weir_saml_run *run)
{
    xmlNode *const signature = weir_xml_child(run->response, WEIR_XML_DS, "Signature");
    if (signature == NULL)
        return WEIR_OK;
    weir_saml_pass(run, WEIR_SAML_SIGNATURE_PRESENT);
    WEIR_TRY(verify(run, run->document, run->response, signature));
    run->response_is_signed = true;
    return WEIR_OK;
}

/* [saml-core] §5.4.2 A signature of the Response covers the assertion in it, and the ciphertext in its stead. */
enum weir_status weir_saml_step_signature(struct weir_saml_run *run)
{
    xmlNode *const signature = weir_xml_child(run->found, WEIR_XML_DS, "Signature");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_PRESENT, signature != NULL || run->response_is_signed,
                     "neither the Response nor the Assertion is signed");
    if (signature != NULL) {
        WEIR_TRY(verify(run, run->found->doc, run->found, signature));
        run->assertion_is_signed = true;
    }
    run->is_uniform = false;
    run->assertion = run->found;
    return WEIR_OK;
}
