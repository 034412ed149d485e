/* Which providers IAM would store: each bound at its edge and past it, each key that is refused, and the contract of the
 * functions. */
#include "saml/metadata.h"

#include "tests/saml_mint.h"

#define ENTITY "entityID=\"" MINT_ISSUER "\""

/* What the tests of this file share: keys take time. */
struct bench {
    struct weir_arena *arena;
    EVP_PKEY *key;
    struct weir_str certificate; /* base64 */
    const char *descriptor;
};

static int make_bench(void **state)
{
    static struct bench bench;
    if (weir_saml_init(0, NULL) != WEIR_OK)
        return -1;
    bench.arena = new_arena(0);
    bench.key = mint_rsa(2048);
    bench.certificate = mint_certificate_base64(mint_certificate(bench.key, bench.key, 1), bench.arena);
    bench.descriptor = mint_descriptor(bench.arena, "", bench.certificate);
    *state = &bench;
    return 0;
}

static int drop_bench(void **state)
{
    const struct bench *const bench = *state;
    EVP_PKEY_free(bench->key);
    weir_arena_free(bench->arena);
    return 0;
}

/* NULL: the provider is taken. */
static void expect(const struct bench *bench, const struct weir_saml_provider_source *source, const char *check)
{
    struct weir_saml_provider *provider = not_null();
    const struct weir_refusal *refusal = not_null();
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_saml_provider_new(source, bench->arena, &provider, &refusal, &error), WEIR_OK);
    assert_true((provider == NULL) != (refusal == NULL));
    if (check == NULL && provider == NULL)
        fail_msg("%.*s: %.*s", WEIR_FMT(refusal->check), WEIR_FMT(refusal->checks[0].because));
    if (check != NULL) {
        assert_null(provider);
        assert_string_equal(refusal->check.ptr, check);
        assert_int_equal(refusal->check_count, 1);
        assert_false(refusal->checks[0].passed);
        assert_true(refusal->code.len > 0 && refusal->message.len > 0);
    }
    weir_saml_provider_release(provider);
}

static struct weir_saml_provider_source of_metadata(struct weir_str metadata)
{
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    source.metadata = metadata;
    return source;
}

static void expect_metadata(const struct bench *bench, const char *attributes, const char *descriptors,
                            const char *check)
{
    const struct weir_saml_provider_source source = of_metadata(mint_metadata(bench->arena, attributes, descriptors));
    expect(bench, &source, check);
}

static void the_size_of_metadata_is_bound_for_iam(void **state)
{
    const struct bench *const bench = *state;
    struct weir_saml_provider_source source = of_metadata(mint_metadata(bench->arena, ENTITY, bench->descriptor));
    const struct weir_str short_one = mint_metadata(bench->arena, ENTITY, "");
    source.arn = WEIR_STR(MINT_IDP);
    expect(bench, &source, NULL);
    source.metadata = mint_text(bench->arena, "%*s%s", (int)(1000 - short_one.len), "", short_one.ptr);
    expect(bench, &source, "saml.metadata.keys"); /* 1,000 characters: past the size, to what is missing */
    source.metadata = mint_text(bench->arena, "%*s%s", (int)(999 - short_one.len), "", short_one.ptr);
    expect(bench, &source, "saml.metadata.size");
    source.metadata = mint_text(bench->arena, "%*s%s", (int)(10000001 - short_one.len), "", short_one.ptr);
    expect(bench, &source, "saml.metadata.size");
    source.arn = WEIR_STR("");
    source.metadata = short_one;
    expect(bench, &source, "saml.metadata.keys");
}

static void metadata_is_one_entity_of_saml_2(void **state)
{
    const struct bench *const bench = *state;
    struct weir_arena *const arena = bench->arena;
    struct weir_saml_provider_source source = of_metadata(WEIR_STR("<EntityDescriptor/>"));
    expect(bench, &source, "saml.metadata.entity");
    source.metadata = WEIR_STR("\xEF\xBB\xBF<a/>");
    expect(bench, &source, "saml.metadata.encoding");
    source.metadata = WEIR_STR("<a>\xFF</a>");
    expect(bench, &source, "saml.metadata.encoding");
    source.metadata = WEIR_STR("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>");
    expect(bench, &source, "saml.metadata.encoding");
    source.metadata = WEIR_STR("<!DOCTYPE a><a/>");
    expect(bench, &source, "saml.metadata.xml");
    source.metadata = WEIR_STR("<a>");
    expect(bench, &source, "saml.metadata.xml");
    source.metadata = mint_text(arena, "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" " ENTITY
                                       "><md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:1.1:"
                                       "protocol\"/></md:EntityDescriptor>");
    expect(bench, &source, "saml.metadata.entity");
}

static void an_entity_has_a_name(void **state)
{
    const struct bench *const bench = *state;
    expect_metadata(bench, "", bench->descriptor, "saml.metadata.entity-id");
    expect_metadata(bench, "entityID=\"\"", bench->descriptor, "saml.metadata.entity-id");
    char longest[1026];
    memset(longest, 'a', sizeof longest - 1);
    longest[1025] = '\0';
    expect_metadata(bench, mint_text(bench->arena, "entityID=\"%s\"", longest).ptr, bench->descriptor,
                    "saml.metadata.entity-id");
    longest[1024] = '\0';
    expect_metadata(bench, mint_text(bench->arena, "entityID=\"%s\"", longest).ptr, bench->descriptor, NULL);
}

static void an_expiry_is_an_instant_in_utc(void **state)
{
    const struct bench *const bench = *state;
    expect_metadata(bench, ENTITY " validUntil=\"2020-01-01T00:00:00Z\"", bench->descriptor, NULL);
    expect_metadata(bench, ENTITY " validUntil=\"2020-01-01T00:00:00+01:00\"", bench->descriptor,
                    "saml.metadata.valid-until");
    expect_metadata(bench, ENTITY " validUntil=\"2020-02-30T00:00:00Z\"", bench->descriptor,
                    "saml.metadata.valid-until");
    expect_metadata(bench, ENTITY " validUntil=\"\"", bench->descriptor, "saml.metadata.valid-until");
}

static void keys_for_signing_are_one_to_eight(void **state)
{
    const struct bench *const bench = *state;
    struct weir_arena *const arena = bench->arena;
    const char *eight = "";
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "use=\"encryption\"", bench->certificate),
                    "saml.metadata.keys");
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "use=\"signing\"", bench->certificate), NULL);
    for (size_t i = 0; i < WEIR_SAML_MAX_KEYS; i++)
        eight = mint_text(arena, "%s%s", eight, bench->descriptor).ptr;
    expect_metadata(bench, ENTITY, eight, NULL);
    expect_metadata(bench, ENTITY, mint_text(arena, "%s%s", eight, bench->descriptor).ptr, "saml.metadata.keys");
}

static void a_key_is_one_certificate(void **state)
{
    const struct bench *const bench = *state;
    struct weir_arena *const arena = bench->arena;
    const char *const good = bench->certificate.ptr;
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "", WEIR_STR("!!!!")), "saml.metadata.certificate");
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "", WEIR_STR("")), "saml.metadata.certificate");
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "", WEIR_STR("YWJj")), "saml.metadata.certificate");
    expect_metadata(bench, ENTITY, "<md:KeyDescriptor/>", "saml.metadata.certificate");
    expect_metadata(
        bench, ENTITY,
        mint_text(arena,
                  "<md:KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%.*s</ds:X509Certificate>"
                  "<ds:X509Certificate>%.*s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
                  WEIR_FMT(bench->certificate), WEIR_FMT(bench->certificate))
            .ptr,
        "saml.metadata.certificate");
    const struct weir_str spaced = mint_text(arena, "\n  %.60s\n\t%s\r\n", good, good + 60);
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "", spaced), NULL);
    struct weir_str der;
    assert_int_equal(weir_base64_decode(bench->certificate, arena, &der, NULL), WEIR_OK);
    char *const longer = weir_arena_alloc(arena, der.len + 1, 1);
    memcpy(longer, der.ptr, der.len);
    struct weir_str base64;
    assert_int_equal(weir_base64_encode((struct weir_str){longer, der.len + 1}, arena, &base64), WEIR_OK);
    expect_metadata(bench, ENTITY, mint_descriptor(arena, "", base64), "saml.metadata.certificate");
}

static void an_extension_stands_once(void **state)
{
    const struct bench *const bench = *state;
    const struct weir_str none = mint_certificate_base64(mint_certificate(bench->key, bench->key, 0), bench->arena);
    const struct weir_str twice = mint_certificate_base64(mint_certificate(bench->key, bench->key, 2), bench->arena);
    expect_metadata(bench, ENTITY, mint_descriptor(bench->arena, "", none), NULL);
    expect_metadata(bench, ENTITY, mint_descriptor(bench->arena, "", twice), "saml.metadata.certificate");
}

struct key_row {
    int bits;
    const char *exponent;
    const char *check;
};

static void a_key_is_neither_weak_nor_a_burden(void **state)
{
    static const struct key_row rows[] = {
        {1023, "10001", "saml.metadata.key"},
        {1024, "10001", NULL},
        {8192, "10001", NULL},
        {8193, "10001", "saml.metadata.key"},
        {2048, "1", "saml.metadata.key"},
        {2048, "2", "saml.metadata.key"},
        {2048, "3", NULL},
        {2048, "10000", "saml.metadata.key"},
        {2048, "FFFFFFFF", NULL},
        {2048, "100000001", "saml.metadata.key"},
    };
    const struct bench *const bench = *state;
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        EVP_PKEY *const key = mint_public(rows[i].bits, rows[i].exponent);
        struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
        const struct weir_str pem = mint_public_pem(key, bench->arena);
        source.issuer = WEIR_STR(MINT_ISSUER);
        source.certificates = &pem;
        source.certificate_count = 1;
        expect(bench, &source, rows[i].check);
        EVP_PKEY_free(key);
    }
    EVP_PKEY *const curve = EVP_EC_gen("P-256");
    const struct weir_str base64 = mint_certificate_base64(mint_certificate(curve, curve, 1), bench->arena);
    expect_metadata(bench, ENTITY, mint_descriptor(bench->arena, "", base64), "saml.metadata.key");
    EVP_PKEY_free(curve);
}

static void keys_come_in_pem_too(void **state)
{
    const struct bench *const bench = *state;
    struct weir_arena *const arena = bench->arena;
    X509 *const certificate = mint_certificate(bench->key, bench->key, 1);
    const struct weir_str good = mint_certificate_pem(certificate, arena);
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    struct weir_str pem = mint_text(arena, "\n%s\n\n", good.ptr);
    source.issuer = WEIR_STR(MINT_ISSUER);
    source.certificates = &pem;
    source.certificate_count = 1;
    expect(bench, &source, NULL);
    pem = mint_text(arena, "%s%s", good.ptr, good.ptr);
    expect(bench, &source, "saml.metadata.certificate");
    pem = mint_text(arena, "junk\n%s", good.ptr);
    expect(bench, &source, "saml.metadata.certificate");
    pem = mint_public_pem(bench->key, arena);
    expect(bench, &source, NULL);
    pem = mint_private_pem(bench->key, NULL, arena);
    expect(bench, &source, "saml.metadata.certificate");
    pem = WEIR_STR("");
    expect(bench, &source, "saml.metadata.certificate");
    X509_free(certificate);
}

static void private_keys_are_two_and_plain(void **state)
{
    const struct bench *const bench = *state;
    struct weir_arena *const arena = bench->arena;
    const struct weir_str good = mint_private_pem(bench->key, NULL, arena);
    struct weir_str keys[3] = {good, good, good};
    struct weir_saml_provider_source source = of_metadata(mint_metadata(arena, ENTITY, bench->descriptor));
    source.encryption_mode = WEIR_SAML_ENCRYPTION_REQUIRED;
    expect(bench, &source, "saml.metadata.mode");
    source.private_keys = keys;
    source.private_key_count = 1;
    expect(bench, &source, NULL);
    source.private_key_count = 2;
    expect(bench, &source, NULL);
    source.private_key_count = 3;
    expect(bench, &source, "saml.metadata.private-keys");
    source.private_key_count = 2;
    keys[1] = mint_private_pem(bench->key, EVP_aes_128_cbc(), arena);
    expect(bench, &source, "saml.metadata.private-key");
    keys[1] = mint_public_pem(bench->key, arena);
    expect(bench, &source, "saml.metadata.private-key");
    keys[1] = mint_text(arena, "%s%*s", good.ptr, (int)(16384 - good.len), "");
    expect(bench, &source, NULL);
    keys[1] = mint_text(arena, "%s%*s", good.ptr, (int)(16385 - good.len), "");
    expect(bench, &source, "saml.metadata.private-key");
    keys[1] = WEIR_STR("");
    expect(bench, &source, "saml.metadata.private-key");
    EVP_PKEY *const curve = EVP_EC_gen("P-256");
    keys[1] = mint_private_pem(curve, NULL, arena);
    expect(bench, &source, "saml.metadata.private-key");
    EVP_PKEY_free(curve);
}

static void expect_usage(const struct bench *bench, const struct weir_saml_provider_source *source)
{
    struct weir_saml_provider *provider = not_null();
    const struct weir_refusal *refusal = not_null();
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_saml_provider_new(source, bench->arena, &provider, &refusal, &error), WEIR_ERR_USAGE);
    assert_null(provider);
    assert_null(refusal);
    assert_true(error.message[0] != '\0');
}

static void a_source_keeps_its_contract(void **state)
{
    const struct bench *const bench = *state;
    const struct weir_saml_provider_source whole = of_metadata(mint_metadata(bench->arena, ENTITY, bench->descriptor));
    const struct weir_str pem = mint_public_pem(bench->key, bench->arena);
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    expect_usage(bench, NULL);
    expect_usage(bench, &source);
    source = whole;
    source.size = 0;
    expect_usage(bench, &source);
    source = whole;
    source.issuer = WEIR_STR("x");
    expect_usage(bench, &source);
    source = whole;
    source.certificates = &pem;
    source.certificate_count = 1;
    expect_usage(bench, &source);
    source = whole;
    source.private_key_count = 1;
    expect_usage(bench, &source);
}

/* What is no ARN of a provider has no account that a rule could ask about. */
static void an_arn_is_a_provider_s_or_nothing(void **state)
{
    static const char *const arns[] = {
        "arn:aws:iam::111122223333:role/x",           "arn:aws:iam::11112222333:saml-provider/x",
        "arn:aws:iam::111122223333:saml-provider/",   "arn:aws:iam::111122223333:saml-provider/a b",
        "arn:aws:iam:r:111122223333:saml-provider/x", "x",
    };
    const struct bench *const bench = *state;
    for (size_t i = 0; i < WEIR_COUNT(arns); i++) {
        struct weir_saml_provider_source source = of_metadata(mint_metadata(bench->arena, ENTITY, bench->descriptor));
        struct weir_saml_provider *provider = NULL;
        const struct weir_refusal *refusal = NULL;
        source.arn = weir_str_from(arns[i]);
        assert_int_equal(weir_saml_provider_new(&source, bench->arena, &provider, &refusal, NULL), WEIR_OK);
        assert_non_null(provider);
        assert_int_equal(provider->account.len + provider->name.len + provider->partition.len, 0);
        weir_saml_provider_release(provider);
    }
}

static void nothing_is_nobody(void **state)
{
    (void)state;
    assert_null(weir_saml_provider_retain(NULL));
    weir_saml_provider_release(NULL);
    assert_true(weir_str_equal(weir_saml_provider_issuer(NULL), WEIR_STR("")));
    assert_true(weir_saml_is_supported());
    assert_int_equal(weir_saml_init(2, NULL), WEIR_ERR_USAGE);
}

static void a_provider_keeps_its_own_texts(void **state)
{
    const struct bench *const bench = *state;
    struct weir_saml_provider *const provider = mint_provider(bench->arena, (EVP_PKEY *const[]){bench->key}, 1);
    assert_true(weir_str_equal(weir_saml_provider_issuer(provider), WEIR_STR(MINT_ISSUER)));
    assert_true(weir_str_equal(provider->account, WEIR_STR("111122223333")));
    assert_true(weir_str_equal(provider->name, WEIR_STR("idp")));
    assert_true(weir_str_equal(provider->partition, WEIR_STR("aws")));
    assert_ptr_equal(weir_saml_provider_retain(provider), provider);
    weir_saml_provider_release(provider);
    weir_saml_provider_release(provider);
}

static void a_verification_keeps_its_contract(void **state)
{
    const struct bench *const bench = *state;
    struct weir_saml_provider *const provider = mint_provider(bench->arena, (EVP_PKEY *const[]){bench->key}, 1);
    const struct weir_str response = mint_response(bench->arena, bench->key, "ada");
    const struct weir_saml_claims *claims = not_null();
    const struct weir_refusal *refusal = not_null();
    struct weir_saml_options options = WEIR_SAML_OPTIONS_INIT;
    assert_int_equal(weir_saml_verify(NULL, NULL, response, MINT_NOW, bench->arena, &claims, &refusal, NULL),
                     WEIR_ERR_USAGE);
    assert_null(claims);
    assert_null(refusal);
    options.clock_skew_s = WEIR_SAML_MAX_CLOCK_SKEW_S + 1;
    assert_int_equal(weir_saml_verify(provider, &options, response, MINT_NOW, bench->arena, &claims, &refusal, NULL),
                     WEIR_ERR_USAGE);
    options.clock_skew_s = WEIR_SAML_MAX_CLOCK_SKEW_S;
    assert_int_equal(weir_saml_verify(provider, &options, response, MINT_NOW, bench->arena, &claims, &refusal, NULL),
                     WEIR_OK);
    assert_non_null(claims);
    options.size = 8;
    assert_int_equal(weir_saml_verify(provider, &options, response, MINT_NOW, bench->arena, &claims, &refusal, NULL),
                     WEIR_ERR_USAGE);
    assert_null(claims);
    options = (struct weir_saml_options)WEIR_SAML_OPTIONS_INIT;
    options.audience_count = 1;
    assert_int_equal(weir_saml_verify(provider, &options, response, MINT_NOW, bench->arena, &claims, &refusal, NULL),
                     WEIR_ERR_USAGE);
    weir_saml_provider_release(provider);
}

/* An arena of every size up to enough: never claims, never another answer than that the memory does not do. */
static void a_full_arena_is_no_answer(void **state)
{
    const struct bench *const bench = *state;
    struct weir_saml_provider *const provider = mint_provider(bench->arena, (EVP_PKEY *const[]){bench->key}, 1);
    const struct weir_str response = mint_response(bench->arena, bench->key, "ada");
    const struct weir_saml_claims *claims = NULL;
    size_t tried = 0;
    for (size_t bytes = 256; claims == NULL && bytes < (1u << 20); bytes += 512) {
        const struct weir_refusal *refusal = NULL;
        struct weir_arena *arena = NULL;
        if (weir_arena_new(bytes, &arena) != WEIR_OK)
            continue;
        const enum weir_status status = weir_saml_verify(provider, NULL, response, MINT_NOW, arena, &claims, &refusal,
                                                         NULL);
        assert_null(refusal);
        assert_int_equal(status, claims == NULL ? WEIR_ERR_MEMORY : WEIR_OK);
        tried += claims == NULL;
        weir_arena_free(arena);
    }
    assert_non_null(claims);
    assert_true(tried > 4);
    weir_saml_provider_release(provider);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(the_size_of_metadata_is_bound_for_iam),
        cmocka_unit_test(metadata_is_one_entity_of_saml_2),
        cmocka_unit_test(an_entity_has_a_name),
        cmocka_unit_test(an_expiry_is_an_instant_in_utc),
        cmocka_unit_test(keys_for_signing_are_one_to_eight),
        cmocka_unit_test(a_key_is_one_certificate),
        cmocka_unit_test(an_extension_stands_once),
        cmocka_unit_test(a_key_is_neither_weak_nor_a_burden),
        cmocka_unit_test(keys_come_in_pem_too),
        cmocka_unit_test(private_keys_are_two_and_plain),
        cmocka_unit_test(a_source_keeps_its_contract),
        cmocka_unit_test(an_arn_is_a_provider_s_or_nothing),
        cmocka_unit_test(nothing_is_nobody),
        cmocka_unit_test(a_provider_keeps_its_own_texts),
        cmocka_unit_test(a_verification_keeps_its_contract),
        cmocka_unit_test(a_full_arena_is_no_answer),
    };
    return cmocka_run_group_tests_name("saml.provider", facts, make_bench, drop_bench);
}
