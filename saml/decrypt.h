/**
 * @file
 * An EncryptedAssertion as weir's own grammar reads it, and what opens it ([w3c-xmlenc], [iam-saml-encryption]).
 */
#ifndef WEIR_SAML_DECRYPT_H
#define WEIR_SAML_DECRYPT_H

#include <openssl/evp.h>

#include "saml/provider.h"
#include "saml/saml_impl.h"

/** How the content is encrypted. */
struct weir_saml_cipher {
    const char *uri;
    const EVP_CIPHER *(*cipher)(void);
    size_t key_bytes;
    bool is_gcm;
};

enum weir_saml_wrap {
    WEIR_SAML_OAEP_MGF1P = 0, /* the mask is of SHA-1 */
    WEIR_SAML_OAEP,           /* the mask is named */
    WEIR_SAML_RSA15
};

/** A content key, wrapped for one of the provider's keys. */
struct weir_saml_wrapped {
    enum weir_saml_wrap wrap;
    const EVP_MD *(*digest)(void);
    const EVP_MD *(*mask)(void);
    struct weir_str label; /* OAEPparams, decoded */
    struct weir_str bytes;
};

enum { WEIR_SAML_MAX_WRAPPED = 2, WEIR_SAML_MAX_CONTENT_KEY = 32 };
struct weir_saml_sealed {
    const struct weir_saml_cipher *cipher;
    struct weir_saml_wrapped keys[WEIR_SAML_MAX_WRAPPED];
    size_t key_count;
    struct weir_str bytes;
};

/** Reads the EncryptedAssertion, or refuses it. */
WEIR_MUST_USE enum weir_status weir_saml_sealed_read(struct weir_saml_run *run, const xmlNode *encrypted,
                                                     struct weir_saml_sealed *sealed);
/** The content key, or false. For RSA PKCS#1 v1.5 it always has one, which opens nothing where the padding was wrong. */
bool weir_saml_unwrap(const struct weir_saml_provider *provider, size_t private_key,
                      const struct weir_saml_wrapped *wrapped, size_t key_bytes,
                      unsigned char key[WEIR_SAML_MAX_CONTENT_KEY]);
/**
 * Decrypts into `plain`, which has room for `sealed->bytes.len`. The time taken does not tell whether a padding was
 * right, and neither does the text: on false it is what stands there.
 */
bool weir_saml_open(const struct weir_saml_sealed *sealed, const unsigned char key[WEIR_SAML_MAX_CONTENT_KEY],
                    char *plain, size_t *length);

#endif
