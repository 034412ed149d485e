/* Decides which keys a provider may have, and prepares them once: RSA of a size that is neither weak nor a burden
 * ([saml-aws-assertions], [saml-attacks], [iam-saml-encryption]). */
#include <stdio.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/keys.h>
#include <xmlsec/openssl/evp.h>

#include "base/base_impl.h"
#include "saml/metadata.h"

enum {
    FEWEST_BITS = 1024, /* [saml-aws-assertions] */
    MOST_BITS = 8192,   /* [saml-attacks] larger ones cost more than a hostile document may */
    LARGEST_PRIVATE_KEY = 16384
};

static enum weir_status refuse(struct weir_saml_fault *fault, enum weir_saml_check check, const char *because)
{
    *fault = (struct weir_saml_fault){check, because};
    return WEIR_REFUSED;
}

/* ------------------------------------------------------------------------------------------ public keys */

/* Odd and from 3 to 2^32: an even or tiny exponent makes forgeries, a large one a slow verification. */
static bool has_fair_exponent(const EVP_PKEY *key)
{
    BIGNUM *exponent = NULL;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1)
        return false;
    const bool is_fair = BN_is_odd(exponent) && !BN_is_one(exponent) && !BN_is_negative(exponent) &&
                         BN_num_bits(exponent) <= 32;
    BN_free(exponent);
    return is_fair;
}

static bool is_fair_rsa(const EVP_PKEY *key)
{
    const int bits = EVP_PKEY_get_bits(key);
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits >= FEWEST_BITS && bits <= MOST_BITS &&
           has_fair_exponent(key);
}

/* Takes the key, whatever it answers. */
static enum weir_status adopt(struct weir_saml_provider *provider, EVP_PKEY *key, struct weir_saml_fault *fault)
{
    xmlSecKeyData *data = NULL;
    xmlSecKey *made = NULL;
    enum weir_status status = WEIR_ERR_MEMORY;
    if (!is_fair_rsa(key)) {
        status = refuse(fault, WEIR_SAML_METADATA_KEY, "a key is of another kind or size");
    } else if (provider->key_count == WEIR_SAML_MAX_KEYS) {
        status = refuse(fault, WEIR_SAML_METADATA_KEYS, "there are more than 8 keys");
    } else if ((data = xmlSecOpenSSLEvpKeyAdopt(key)) != NULL) {
        key = NULL; /* the data has it now */
        made = xmlSecKeyCreate();
        if (made != NULL && xmlSecKeySetValue(made, data) == 0) {
            data = NULL;
            made->usage = xmlSecKeyUsageVerify;
            provider->keys[provider->key_count++] = made;
            made = NULL;
            status = WEIR_OK;
        }
    }
    if (made != NULL)
        xmlSecKeyDestroy(made);
    if (data != NULL)
        xmlSecKeyDataDestroy(data);
    EVP_PKEY_free(key);
    return status;
}

/* [saml-aws-assertions] IAM takes no certificate that repeats an extension. */
static bool repeats_extension(const X509 *certificate)
{
    const int count = X509_get_ext_count(certificate);
    for (int i = 0; i < count; i++) {
        const ASN1_OBJECT *const object = X509_EXTENSION_get_object(X509_get_ext(certificate, i));
        if (X509_get_ext_by_OBJ(certificate, object, i) >= 0)
            return true;
    }
    return false;
}

/* Takes the certificate. Its dates are no matter: [saml-aws-assertions] what counts is that the metadata has it. */
static enum weir_status add_certificate(struct weir_saml_provider *provider, X509 *certificate,
                                        struct weir_saml_fault *fault)
{
    if (certificate == NULL)
        return refuse(fault, WEIR_SAML_METADATA_CERTIFICATE, "a certificate cannot be read");
    enum weir_status status = refuse(fault, WEIR_SAML_METADATA_CERTIFICATE, "a certificate repeats an extension");
    if (!repeats_extension(certificate)) {
        EVP_PKEY *const key = X509_get_pubkey(certificate);
        status = key == NULL ? refuse(fault, WEIR_SAML_METADATA_KEY, "the key of a certificate cannot be read")
                             : adopt(provider, key, fault);
    }
    X509_free(certificate);
    return status;
}

enum weir_status weir_saml_key_add_der(struct weir_saml_provider *provider, struct weir_str der,
                                       struct weir_saml_fault *fault)
{
    enum { LARGEST = 1 << 16 };
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509 *certificate = der.len == 0 || der.len > LARGEST ? NULL : d2i_X509(NULL, &at, (long)der.len);
    if (certificate != NULL && at != (const unsigned char *)der.ptr + der.len) {
        X509_free(certificate); /* something stands behind it */
        certificate = NULL;
    }
    return add_certificate(provider, certificate, fault);
}

/* ------------------------------------------------------------------------------------------------- PEM */

/* OpenSSL would ask the terminal for a pass phrase. */
/* NOLINTNEXTLINE(readability-non-const-parameter): OpenSSL says what a callback looks like */
static int no_pass_phrase(char *buffer, int size, int is_writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)is_writing;
    (void)context;
    return -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct weir_str trim(struct weir_str text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = (struct weir_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* One block of this label from the first character to the last: OpenSSL would skip what stands before it, and leave
 * what stands behind it unread. NULL where it is not, or has no room. */
static BIO *open_pem(struct weir_str pem, const char *label)
{
    enum { LARGEST = 1 << 16, LONGEST_LINE = 64 };
    char begin[LONGEST_LINE];
    char end[LONGEST_LINE];
    (void)snprintf(begin, sizeof begin, "-----BEGIN %s-----", label);
    (void)snprintf(end, sizeof end, "-----END %s-----", label);
    const struct weir_str text = trim(pem);
    const struct weir_str last = weir_str_from(end);
    if (text.len > LARGEST || text.len < last.len || !weir_str_has_prefix(text, weir_str_from(begin)))
        return NULL;
    for (size_t at = 0; at + last.len <= text.len; at++) {
        const bool is_end = weir_str_has_prefix((struct weir_str){text.ptr + at, text.len - at}, last);
        if (is_end)
            return at + last.len == text.len ? BIO_new_mem_buf(text.ptr, (int)text.len) : NULL;
    }
    return NULL;
}

enum weir_status weir_saml_key_add_pem(struct weir_saml_provider *provider, struct weir_str pem,
                                       struct weir_saml_fault *fault)
{
    BIO *bio = open_pem(pem, "CERTIFICATE");
    if (bio != NULL) {
        X509 *const certificate = PEM_read_bio_X509(bio, NULL, no_pass_phrase, NULL);
        BIO_free(bio);
        return add_certificate(provider, certificate, fault);
    }
    bio = open_pem(pem, "PUBLIC KEY");
    EVP_PKEY *const key = bio == NULL ? NULL : PEM_read_bio_PUBKEY(bio, NULL, no_pass_phrase, NULL);
    BIO_free(bio);
    if (key != NULL)
        return adopt(provider, key, fault);
    return refuse(fault, WEIR_SAML_METADATA_CERTIFICATE, "a text is neither a certificate nor a public key in PEM");
}

/* ---------------------------------------------------------------------------------------- private keys */

/* What stands in for a key that RSA PKCS#1 v1.5 did not unwrap is made of this and of the ciphertext, so that an
 * answer never tells whether the padding was right. */
static bool make_wrap_secret(const EVP_PKEY *key, unsigned char secret[WEIR_SAML_WRAP_SECRET])
{
    unsigned char *der = NULL;
    const int length = i2d_PrivateKey(key, &der);
    if (length <= 0)
        return false;
    const bool is_made = EVP_Digest(der, (size_t)length, secret, NULL, EVP_sha256(), NULL) == 1;
    OPENSSL_clear_free(der, (size_t)length);
    return is_made;
}

/* PKCS#8 or PKCS#1; an encrypted one has another label, or asks for a pass phrase and gets none. */
static EVP_PKEY *read_private(struct weir_str pem)
{
    static const char *const labels[] = {"PRIVATE KEY", "RSA PRIVATE KEY"};
    BIO *bio = NULL;
    for (size_t i = 0; i < WEIR_COUNT(labels) && bio == NULL; i++)
        bio = open_pem(pem, labels[i]);
    EVP_PKEY *const key = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, no_pass_phrase, NULL);
    BIO_free(bio);
    return key;
}

enum weir_status weir_saml_private_key_add(struct weir_saml_provider *provider, struct weir_str pem,
                                           struct weir_saml_fault *fault)
{
    const size_t index = provider->private_key_count;
    if (index == WEIR_SAML_MAX_PRIVATE_KEYS)
        return refuse(fault, WEIR_SAML_METADATA_PRIVATE_KEYS, "there are more than 2 private keys");
    EVP_PKEY *const key = pem.len > LARGEST_PRIVATE_KEY ? NULL : read_private(pem);
    if (key == NULL || !is_fair_rsa(key)) {
        EVP_PKEY_free(key);
        return refuse(fault, WEIR_SAML_METADATA_PRIVATE_KEY, "a private key is no unencrypted RSA key in PEM");
    }
    if (!make_wrap_secret(key, provider->wrap_secrets[index])) {
        EVP_PKEY_free(key);
        return WEIR_ERR_MEMORY;
    }
    provider->private_keys[index] = key;
    provider->private_key_count++;
    return WEIR_OK;
}

void weir_saml_keys_free(struct weir_saml_provider *provider)
{
    for (size_t i = 0; i < provider->key_count; i++)
        xmlSecKeyDestroy(provider->keys[i]);
    for (size_t i = 0; i < provider->private_key_count; i++)
        EVP_PKEY_free(provider->private_keys[i]); /* OpenSSL clears the numbers of a private key */
    OPENSSL_cleanse(provider->wrap_secrets, sizeof provider->wrap_secrets);
}
