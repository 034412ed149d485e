/*
 * The functions whose calls fail: one row each, with the type of the answer, what a failed call answers, and how it is
 * called. tests/saml.cmake takes the names for --wrap from here, and a test that each call of weir has a row.
 */
#include "tests/saml_fail_calls.h"

#include <libxml/parser.h>
#include <libxml/valid.h>

#include <weir/base.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/buffer.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>

/* clang-format off */
#define CALLS(X) \
    X(xmlParserCtxtPtr, xmlNewParserCtxt, NULL, (void), ()) \
    X(xmlDocPtr, xmlCtxtReadMemory, NULL, (xmlParserCtxtPtr a, const char *b, int c, const char *d, const char *e, int f), (a, b, c, d, e, f)) \
    X(xmlIDPtr, xmlAddID, NULL, (xmlValidCtxtPtr a, xmlDocPtr b, const xmlChar *c, xmlAttrPtr d), (a, b, c, d)) \
    X(xmlAttrPtr, xmlGetID, NULL, (xmlDocPtr a, const xmlChar *b), (a, b)) \
    X(xmlSecDSigCtxPtr, xmlSecDSigCtxCreate, NULL, (xmlSecKeysMngrPtr a), (a)) \
    X(int, xmlSecDSigCtxEnableReferenceTransform, -1, (xmlSecDSigCtxPtr a, xmlSecTransformId b), (a, b)) \
    X(int, xmlSecDSigCtxEnableSignatureTransform, -1, (xmlSecDSigCtxPtr a, xmlSecTransformId b), (a, b)) \
    X(int, xmlSecDSigCtxVerify, -1, (xmlSecDSigCtxPtr a, xmlNodePtr b), (a, b)) \
    X(xmlSecKeyPtr, xmlSecKeyCreate, NULL, (void), ()) \
    X(xmlSecKeyPtr, xmlSecKeyDuplicate, NULL, (xmlSecKeyPtr a), (a)) \
    X(int, xmlSecKeySetValue, -1, (xmlSecKeyPtr a, xmlSecKeyDataPtr b), (a, b)) \
    X(xmlSecKeyDataPtr, xmlSecOpenSSLEvpKeyAdopt, NULL, (EVP_PKEY *a), (a)) \
    X(int, xmlSecPtrListAdd, -1, (xmlSecPtrListPtr a, xmlSecPtr b), (a, b)) \
    X(xmlSecSize, xmlSecPtrListGetSize, 0, (xmlSecPtrListPtr a), (a)) \
    X(BIO *, BIO_new_mem_buf, NULL, (const void *a, int b), (a, b)) \
    X(EVP_PKEY *, PEM_read_bio_PrivateKey, NULL, (BIO *a, EVP_PKEY **b, pem_password_cb *c, void *d), (a, b, c, d)) \
    X(X509 *, d2i_X509, NULL, (X509 **a, const unsigned char **b, long c), (a, b, c)) \
    X(EVP_PKEY *, X509_get_pubkey, NULL, (X509 *a), (a)) \
    X(int, EVP_PKEY_get_bn_param, 0, (const EVP_PKEY *a, const char *b, BIGNUM **c), (a, b, c)) \
    X(EVP_PKEY_CTX *, EVP_PKEY_CTX_new, NULL, (EVP_PKEY *a, ENGINE *b), (a, b)) \
    X(int, EVP_PKEY_verify_init, 0, (EVP_PKEY_CTX *a), (a)) \
    X(int, EVP_PKEY_CTX_set_signature_md, 0, (EVP_PKEY_CTX *a, const EVP_MD *b), (a, b)) \
    X(int, EVP_PKEY_verify, 0, (EVP_PKEY_CTX *a, const unsigned char *b, size_t c, const unsigned char *d, size_t e), (a, b, c, d, e)) \
    X(xmlSecBufferPtr, xmlSecDSigCtxGetPreSignBuffer, NULL, (xmlSecDSigCtxPtr a), (a)) \
    X(xmlSecByte *, xmlSecBufferGetData, NULL, (xmlSecBufferPtr a), (a)) \
    X(xmlSecSize, xmlSecBufferGetSize, 0, (xmlSecBufferPtr a), (a)) \
    X(xmlSecKeyDataPtr, xmlSecKeyGetValue, NULL, (xmlSecKeyPtr a), (a)) \
    X(EVP_PKEY *, xmlSecOpenSSLEvpKeyDataGetEvp, NULL, (xmlSecKeyDataPtr a), (a)) \
    X(int, EVP_PKEY_decrypt_init, 0, (EVP_PKEY_CTX *a), (a)) \
    X(int, EVP_PKEY_CTX_set_rsa_padding, 0, (EVP_PKEY_CTX *a, int b), (a, b)) \
    X(int, EVP_PKEY_CTX_set_rsa_oaep_md, 0, (EVP_PKEY_CTX *a, const EVP_MD *b), (a, b)) \
    X(int, EVP_PKEY_CTX_set_rsa_mgf1_md, 0, (EVP_PKEY_CTX *a, const EVP_MD *b), (a, b)) \
    X(int, EVP_PKEY_decrypt, 0, (EVP_PKEY_CTX *a, unsigned char *b, size_t *c, const unsigned char *d, size_t e), (a, b, c, d, e)) \
    X(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_new, NULL, (void), ()) \
    X(int, EVP_DecryptInit_ex, 0, (EVP_CIPHER_CTX *a, const EVP_CIPHER *b, ENGINE *c, const unsigned char *d, const unsigned char *e), (a, b, c, d, e)) \
    X(int, EVP_DecryptUpdate, 0, (EVP_CIPHER_CTX *a, unsigned char *b, int *c, const unsigned char *d, int e), (a, b, c, d, e)) \
    X(int, EVP_DecryptFinal_ex, 0, (EVP_CIPHER_CTX *a, unsigned char *b, int *c), (a, b, c)) \
    X(int, EVP_CIPHER_CTX_ctrl, 0, (EVP_CIPHER_CTX *a, int b, int c, void *d), (a, b, c, d)) \
    X(int, EVP_CIPHER_CTX_set_padding, 0, (EVP_CIPHER_CTX *a, int b), (a, b)) \
    X(EVP_MD_CTX *, EVP_MD_CTX_new, NULL, (void), ()) \
    X(int, EVP_DigestInit_ex, 0, (EVP_MD_CTX *a, const EVP_MD *b, ENGINE *c), (a, b, c)) \
    X(int, EVP_DigestUpdate, 0, (EVP_MD_CTX *a, const void *b, size_t c), (a, b, c)) \
    X(int, EVP_DigestFinal_ex, 0, (EVP_MD_CTX *a, unsigned char *b, unsigned *c), (a, b, c)) \
    X(int, EVP_Digest, 0, (const void *a, size_t b, unsigned char *c, unsigned *d, const EVP_MD *e, ENGINE *f), (a, b, c, d, e, f)) \
    X(int, EVP_PKEY_CTX_set0_rsa_oaep_label, 0, (EVP_PKEY_CTX *a, void *b, int c), (a, b, c)) \
    X(void *, CRYPTO_memdup, NULL, (const void *a, size_t b, const char *c, int d), (a, b, c, d)) \
    X(EVP_PKEY *, PEM_read_bio_PUBKEY, NULL, (BIO *a, EVP_PKEY **b, pem_password_cb *c, void *d), (a, b, c, d)) \
    X(X509 *, PEM_read_bio_X509, NULL, (BIO *a, X509 **b, pem_password_cb *c, void *d), (a, b, c, d)) \
    X(int, i2d_PrivateKey, -1, (const EVP_PKEY *a, unsigned char **b), (a, b)) \
    X(xmlSecPtr, xmlSecPtrListGetItem, NULL, (xmlSecPtrListPtr a, xmlSecSize b), (a, b)) \
    X(pcre2_code *, pcre2_compile_8, NULL, (PCRE2_SPTR a, PCRE2_SIZE b, uint32_t c, int *d, PCRE2_SIZE *e, pcre2_compile_context *f), (a, b, c, d, e, f)) \
    X(int, pcre2_match_8, PCRE2_ERROR_NOMEMORY, (const pcre2_code *a, PCRE2_SPTR b, PCRE2_SIZE c, PCRE2_SIZE d, uint32_t e, pcre2_match_data *f, pcre2_match_context *g), (a, b, c, d, e, f, g)) \
    X(pcre2_match_context *, pcre2_match_context_create_8, NULL, (pcre2_general_context *a), (a)) \
    X(pcre2_match_data *, pcre2_match_data_create_8, NULL, (uint32_t a, pcre2_general_context *b), (a, b))
/* clang-format on */

#define NUMBER(type, name, failure, parameters, arguments) CALL_##name,
enum call { CALLS(NUMBER) CALL_COUNT };
#define NAME(type, name, failure, parameters, arguments) #name,
static const char *const names[] = {CALLS(NAME)};

static struct {
    bool armed;
    size_t until;
    const char *failed;
    bool has_failed[CALL_COUNT]; /* in any plan */
} plan;

void fail_calls_begin(size_t number)
{
    plan.armed = true;
    plan.until = number;
    plan.failed = NULL;
}

const char *fail_calls_end(void)
{
    plan.armed = false;
    return plan.failed;
}

const char *fail_calls_never(void)
{
    for (size_t i = 0; i < CALL_COUNT; i++) {
        if (!plan.has_failed[i])
            return names[i];
    }
    return NULL;
}

static bool fails(enum call call)
{
    if (!plan.armed || plan.failed != NULL)
        return false;
    if (plan.until > 0) {
        plan.until--;
        return false;
    }
    plan.failed = names[call];
    plan.has_failed[call] = true;
    return true;
}

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
/* Visible, since a name that is wrapped here may be called by the libraries too. */
#define WRAP(type, name, failure, parameters, arguments)                 \
    type __real_##name parameters;                                       \
    WEIR_API type __wrap_##name parameters;                              \
    type __wrap_##name parameters                                        \
    {                                                                    \
        return fails(CALL_##name) ? (failure) : __real_##name arguments; \
    }
CALLS(WRAP)
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */
