/* Opens a wrapped key and its content without telling by its answer or its time what was wrong with a padding
 * ([w3c-xmlenc] §6, [saml-attacks]). */
#include <openssl/crypto.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include "saml/decrypt.h"

enum {
    MAX_RSA_BYTES = 1024, /* 8,192 bits */
    GCM_IV = 12,
    GCM_TAG = 16,
    BLOCK = 16
};

/* -------------------------------------------------------------------------------------------- wrapped keys */

static bool set_oaep(EVP_PKEY_CTX *context, const struct weir_saml_wrapped *wrapped)
{
    if (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) <= 0 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context, wrapped->digest()) <= 0 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context, wrapped->mask()) <= 0)
        return false;
    if (wrapped->label.len == 0)
        return true;
    unsigned char *const label = OPENSSL_memdup(wrapped->label.ptr, wrapped->label.len);
    if (label == NULL)
        return false;
    if (EVP_PKEY_CTX_set0_rsa_oaep_label(context, label, (int)wrapped->label.len) > 0)
        return true;
    OPENSSL_free(label);
    return false;
}

/* The RSA operation itself: what it leaves, padding and all for PKCS#1 v1.5. */
static bool decrypt_key(EVP_PKEY *key, const struct weir_saml_wrapped *wrapped, unsigned char out[MAX_RSA_BYTES],
                        size_t *length)
{
    EVP_PKEY_CTX *const context = EVP_PKEY_CTX_new(key, NULL);
    if (context == NULL)
        return false;
    *length = MAX_RSA_BYTES;
    const bool is_ready = EVP_PKEY_decrypt_init(context) > 0 &&
                          (wrapped->wrap == WEIR_SAML_RSA15 ? EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) > 0
                                                            : set_oaep(context, wrapped));
    const bool is_open = is_ready && EVP_PKEY_decrypt(context, out, length, (const unsigned char *)wrapped->bytes.ptr,
                                                      wrapped->bytes.len) > 0;
    EVP_PKEY_CTX_free(context);
    return is_open;
}

/* 0xFF where the byte is 0, else 0, without a branch. */
static unsigned char mask_of_zero(unsigned byte)
{
    return (unsigned char)((byte - 1u) >> 8);
}

/* 00 02 padding 00 key ([rfc8017] §7.2.2), the key's length being known: either it or the stand-in, chosen by a mask. */
static void take_rsa15(const unsigned char *block, size_t length, const unsigned char *stand_in, size_t key_bytes,
                       unsigned char *key)
{
    const size_t at = length - key_bytes;
    unsigned char good = (unsigned char)(mask_of_zero(block[0]) & mask_of_zero(block[1] ^ 2u) &
                                         mask_of_zero(block[at - 1]));
    for (size_t i = 2; i < at - 1; i++)
        good &= (unsigned char)~mask_of_zero(block[i]);
    for (size_t i = 0; i < key_bytes; i++)
        key[i] = (unsigned char)((block[at + i] & good) | (stand_in[i] & (unsigned char)~good));
}

static bool make_stand_in(const unsigned char *secret, struct weir_str bytes, unsigned char out[SHA256_DIGEST_LENGTH])
{
    EVP_MD_CTX *const context = EVP_MD_CTX_new();
    const bool is_made = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                         EVP_DigestUpdate(context, secret, WEIR_SAML_WRAP_SECRET) == 1 &&
                         EVP_DigestUpdate(context, bytes.ptr, bytes.len) == 1 &&
                         EVP_DigestFinal_ex(context, out, NULL) == 1;
    EVP_MD_CTX_free(context);
    return is_made;
}

bool weir_saml_unwrap(const struct weir_saml_provider *provider, size_t private_key,
                      const struct weir_saml_wrapped *wrapped, size_t key_bytes,
                      unsigned char key[WEIR_SAML_MAX_CONTENT_KEY])
{
    unsigned char block[MAX_RSA_BYTES];
    unsigned char stand_in[SHA256_DIGEST_LENGTH];
    size_t length = 0;
    EVP_PKEY *const rsa = provider->private_keys[private_key];
    if (wrapped->bytes.len != (size_t)EVP_PKEY_get_size(rsa))
        return false;
    bool is_open = decrypt_key(rsa, wrapped, block, &length);
    if (is_open && wrapped->wrap == WEIR_SAML_RSA15) {
        is_open = make_stand_in(provider->wrap_secrets[private_key], wrapped->bytes, stand_in) &&
                  length == wrapped->bytes.len;
        if (is_open)
            take_rsa15(block, length, stand_in, key_bytes, key);
    } else if (is_open) {
        is_open = length == key_bytes;
        if (is_open)
            memcpy(key, block, key_bytes);
    }
    OPENSSL_cleanse(block, sizeof block);
    return is_open;
}

/* --------------------------------------------------------------------------------------------- content */

static bool open_gcm(EVP_CIPHER_CTX *context, struct weir_str bytes, const unsigned char *key, char *plain,
                     size_t *length)
{
    if (bytes.len <= GCM_IV + GCM_TAG)
        return false;
    const unsigned char *const in = (const unsigned char *)bytes.ptr;
    const int body = (int)(bytes.len - GCM_IV - GCM_TAG);
    unsigned char tag[GCM_TAG];
    int done = 0;
    int last = 0;
    memcpy(tag, in + GCM_IV + body, GCM_TAG);
    *length = (size_t)body;
    return EVP_DecryptInit_ex(context, NULL, NULL, key, in) == 1 &&
           EVP_DecryptUpdate(context, (unsigned char *)plain, &done, in + GCM_IV, body) == 1 && done == body &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, GCM_TAG, tag) == 1 &&
           EVP_DecryptFinal_ex(context, (unsigned char *)plain + done, &last) == 1;
}

/* [w3c-xmlenc] §5.2: the last byte says how many are padding. A wrong number takes none away, and the text is read on
 * as if it were right, so that both roads cost the same. */
static bool open_cbc(EVP_CIPHER_CTX *context, struct weir_str bytes, const unsigned char *key, char *plain,
                     size_t *length)
{
    if (bytes.len < BLOCK + BLOCK || bytes.len % BLOCK != 0)
        return false;
    const unsigned char *const in = (const unsigned char *)bytes.ptr;
    const int body = (int)(bytes.len - BLOCK);
    int done = 0;
    if (EVP_DecryptInit_ex(context, NULL, NULL, key, in) != 1 || EVP_CIPHER_CTX_set_padding(context, 0) != 1 ||
        EVP_DecryptUpdate(context, (unsigned char *)plain, &done, in + BLOCK, body) != 1 || done != body)
        return false;
    const unsigned padding = (unsigned char)plain[body - 1];
    const unsigned good = (padding - 1u < (unsigned)BLOCK) & 1u;
    *length = (size_t)body - (size_t)padding * good;
    return good == 1;
}

bool weir_saml_open(const struct weir_saml_sealed *sealed, const unsigned char key[WEIR_SAML_MAX_CONTENT_KEY],
                    char *plain, size_t *length)
{
    const struct weir_saml_cipher *const cipher = sealed->cipher;
    EVP_CIPHER_CTX *const context = EVP_CIPHER_CTX_new();
    *length = 0;
    if (context == NULL)
        return false;
    const bool is_open = EVP_DecryptInit_ex(context, cipher->cipher(), NULL, NULL, NULL) == 1 &&
                         (cipher->is_gcm ? open_gcm : open_cbc)(context, sealed->bytes, key, plain, length);
    EVP_CIPHER_CTX_free(context);
    return is_open;
}
