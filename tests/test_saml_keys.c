/*
 * What each further key of a provider costs: one operation of RSA. Canonicalisation, digests and whatever else grows
 * with the document are done once, by whichever key the response is signed, or by none; a key of another size changes
 * nothing.
 */
#include "tests/saml_mint.h"

static struct {
    size_t verifications; /* by xmlsec1: parse of the Signature, digest, canonicalisation, RSA */
    size_t hashes;        /* by weir */
    size_t operations;    /* of RSA alone, by weir */
} calls;

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
int __real_xmlSecDSigCtxVerify(xmlSecDSigCtxPtr context, xmlNodePtr node);
int __wrap_xmlSecDSigCtxVerify(xmlSecDSigCtxPtr context, xmlNodePtr node);
int __real_EVP_Digest(const void *data, size_t length, unsigned char *digest, unsigned *size, const EVP_MD *type,
                      ENGINE *engine);
int __wrap_EVP_Digest(const void *data, size_t length, unsigned char *digest, unsigned *size, const EVP_MD *type,
                      ENGINE *engine);
int __real_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *value, size_t length,
                           const unsigned char *digest, size_t size);
int __wrap_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *value, size_t length,
                           const unsigned char *digest, size_t size);

int __wrap_xmlSecDSigCtxVerify(xmlSecDSigCtxPtr context, xmlNodePtr node)
{
    calls.verifications++;
    return __real_xmlSecDSigCtxVerify(context, node);
}

int __wrap_EVP_Digest(const void *data, size_t length, unsigned char *digest, unsigned *size, const EVP_MD *type,
                      ENGINE *engine)
{
    calls.hashes++;
    return __real_EVP_Digest(data, length, digest, size, type, engine);
}

int __wrap_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *value, size_t length,
                           const unsigned char *digest, size_t size)
{
    calls.operations++;
    return __real_EVP_PKEY_verify(context, value, length, digest, size);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

enum { KEYS = 8, NOBODY = KEYS };

static struct {
    EVP_PKEY *keys[KEYS + 1]; /* of different sizes; the last is no provider's */
    struct weir_arena *arena;
} kept;

static const struct row {
    const char *name;
    size_t signer;
    size_t count; /* of the provider's keys */
    bool is_altered;
    size_t operations;
    const char *check; /* NULL: the response is valid */
} rows[] = {
    {"the only key", 0, 1, false, 0, NULL},
    {"the first of eight", 0, 8, false, 0, NULL},
    {"the second of two, which is longer", 1, 2, false, 1, NULL},
    {"the third of three, which is shorter", 2, 3, false, 2, NULL},
    {"the last of eight", 7, 8, false, 7, NULL},
    {"the last of eight, altered", 7, 8, true, 0, "saml.signature.value"},
    {"the second key, of a provider of the first", 1, 1, false, 0, "saml.signature.value"},
    {"none of one", NOBODY, 1, false, 0, "saml.signature.value"},
    {"none of eight", NOBODY, 8, false, 7, "saml.signature.value"},
};

static void each_further_key_costs_an_operation_of_rsa(void **state)
{
    const struct row *const row = *state;
    struct weir_saml_provider *const provider = mint_provider(kept.arena, kept.keys, row->count);
    struct weir_str base64 = mint_response(kept.arena, kept.keys[row->signer], "alice");
    struct weir_saml_options options = WEIR_SAML_OPTIONS_INIT;
    const struct weir_saml_claims *claims = not_null();
    const struct weir_refusal *refusal = not_null();
    options.role_arn = WEIR_STR("arn:aws:iam::111122223333:role/analyst");
    if (row->is_altered) {
        struct weir_str bytes;
        assert_int_equal(weir_base64_decode(base64, kept.arena, &bytes, NULL), WEIR_OK);
        const struct weir_str text = mint_text(kept.arena, "%.*s", WEIR_FMT(bytes));
        char *const name = strstr(text.ptr, ">alice<");
        assert_non_null(name);
        memcpy(name, ">malic<", 7);
        assert_int_equal(weir_base64_encode(text, kept.arena, &base64), WEIR_OK);
    }
    memset(&calls, 0, sizeof(calls));
    assert_int_equal(weir_saml_verify(provider, &options, base64, MINT_NOW, kept.arena, &claims, &refusal, NULL),
                     WEIR_OK);
    assert_int_equal(calls.verifications, 1);
    assert_int_equal(calls.operations, row->operations);
    /* SignedInfo for the further keys, and the NameQualifier of what is valid. */
    assert_int_equal(calls.hashes, (row->operations > 0 ? 1 : 0) + (row->check == NULL ? 1 : 0));
    assert_true((claims != NULL) == (row->check == NULL));
    if (row->check != NULL)
        assert_string_equal(refusal->check.ptr, row->check);
    weir_saml_provider_release(provider);
}

int main(void)
{
    static const unsigned bits[KEYS + 1] = {1536, 2048, 1024, 1024, 1536, 1024, 1024, 1536, 1536};
    if (weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK || weir_arena_new(0, &kept.arena) != WEIR_OK)
        return 1;
    for (size_t i = 0; i <= KEYS; i++)
        kept.keys[i] = mint_rsa(bits[i]);
    const int failed = RUN_ROWS("saml.keys", rows, each_further_key_costs_an_operation_of_rsa);
    for (size_t i = 0; i <= KEYS; i++)
        EVP_PKEY_free(kept.keys[i]);
    weir_arena_free(kept.arena);
    return failed;
}
