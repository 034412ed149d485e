/*
 * The smallest program that verifies a signed assertion with xmlsec1: it trusts what it is given in every respect but
 * the signature, and reads nothing from it.
 */
#include <libxml/parser.h>
#include <libxml/valid.h>
#include <libxml/xpath.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <xmlsec/xmlsec.h>

#include <stdlib.h>
#include <string.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include "bench/saml_peers.h"

struct peer_xmlsec {
    xmlSecKeyPtr key;
};

struct peer_xmlsec *peer_xmlsec_new(const char *public_key_pem)
{
    struct peer_xmlsec *const peer = calloc(1, sizeof(*peer));
    if (peer != NULL)
        peer->key = xmlSecOpenSSLAppKeyLoadMemory((const xmlSecByte *)public_key_pem,
                                                  (xmlSecSize)strlen(public_key_pem), xmlSecKeyDataFormatPem, NULL,
                                                  NULL, NULL);
    return peer;
}

static bool verify(const struct peer_xmlsec *peer, xmlDoc *document)
{
    xmlNode *const root = xmlDocGetRootElement(document);
    xmlNode *const signature = xmlSecFindNode(root, xmlSecNodeSignature, xmlSecDSigNs);
    xmlAttr *const id = signature == NULL ? NULL : xmlHasProp(signature->parent, (const xmlChar *)"ID");
    if (id == NULL || xmlAddID(NULL, document, id->children->content, id) == NULL)
        return false;
    xmlSecDSigCtx *const context = xmlSecDSigCtxCreate(NULL);
    if (context == NULL)
        return false;
    context->signKey = xmlSecKeyDuplicate(peer->key);
    const bool is_good = xmlSecDSigCtxVerify(context, signature) == 0 && context->status == xmlSecDSigStatusSucceeded;
    xmlSecDSigCtxDestroy(context);
    return is_good;
}

/* The bytes behind base64 in one line; free them. */
static unsigned char *decode(const char *base64, size_t length, int *bytes)
{
    unsigned char *const decoded = malloc(length / 4 * 3 + 1);
    if (decoded == NULL)
        return NULL;
    *bytes = EVP_DecodeBlock(decoded, (const unsigned char *)base64, (int)length);
    while (length > 0 && base64[--length] == '=')
        --*bytes;
    return decoded;
}

bool peer_xmlsec_verify(const struct peer_xmlsec *peer, const char *base64, size_t length)
{
    int bytes = 0;
    unsigned char *const decoded = decode(base64, length, &bytes);
    xmlDoc *const document = decoded == NULL ? NULL
                                             : xmlReadMemory((const char *)decoded, bytes, NULL, NULL, XML_PARSE_NONET);
    const bool is_good = document != NULL && verify(peer, document);
    xmlFreeDoc(document);
    free(decoded);
    return is_good;
}

void peer_xmlsec_free(struct peer_xmlsec *peer)
{
    xmlSecKeyDestroy(peer->key);
    free(peer);
}

/* ------------------------------------------------------------------------------------------------ RSA */

struct peer_rsa {
    EVP_PKEY *key;
    unsigned char digest[32];
    unsigned char value[512];
    size_t length;
};

/* The octets of the first SignatureValue. */
static size_t find_value(const char *xml, unsigned char *value)
{
    const char *const begin = strstr(xml, "<ds:SignatureValue>");
    const char *const end = begin == NULL ? NULL : strstr(begin, "</ds:SignatureValue>");
    if (end == NULL)
        return 0;
    int bytes = 0;
    unsigned char *const decoded = decode(begin + 19, (size_t)(end - begin) - 19, &bytes);
    if (decoded != NULL)
        memcpy(value, decoded, (size_t)bytes);
    free(decoded);
    return (size_t)bytes;
}

/* The digest that the signature is of is taken out of it: what is measured is RSA and the comparison. */
struct peer_rsa *peer_rsa_new(const char *public_key_pem, const char *base64_response, size_t length)
{
    struct peer_rsa *const peer = calloc(1, sizeof(*peer));
    BIO *const bio = BIO_new_mem_buf(public_key_pem, -1);
    int bytes = 0;
    unsigned char *const xml = decode(base64_response, length, &bytes);
    peer->key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    BIO_free(bio);
    xml[bytes] = '\0';
    peer->length = find_value((const char *)xml, peer->value);
    free(xml);
    unsigned char block[512];
    size_t size = sizeof(block);
    EVP_PKEY_CTX *const context = EVP_PKEY_CTX_new(peer->key, NULL);
    const bool is_open = EVP_PKEY_verify_recover_init(context) > 0 &&
                         EVP_PKEY_CTX_set_rsa_padding(context, 1 /* RSA_PKCS1_PADDING */) > 0 &&
                         EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) > 0 &&
                         EVP_PKEY_verify_recover(context, block, &size, peer->value, peer->length) > 0;
    EVP_PKEY_CTX_free(context);
    if (is_open && size == sizeof(peer->digest))
        memcpy(peer->digest, block, size);
    return peer;
}

bool peer_rsa_verify(const struct peer_rsa *peer)
{
    EVP_PKEY_CTX *const context = EVP_PKEY_CTX_new(peer->key, NULL);
    const bool is_good = EVP_PKEY_verify_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, 1) > 0 &&
                         EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) > 0 &&
                         EVP_PKEY_verify(context, peer->value, peer->length, peer->digest, sizeof(peer->digest)) == 1;
    EVP_PKEY_CTX_free(context);
    return is_good;
}

void peer_rsa_free(struct peer_rsa *peer)
{
    EVP_PKEY_free(peer->key);
    free(peer);
}
