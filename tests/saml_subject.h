/* A response that is verified again and again while something fails, and what must hold of each answer. */
#ifndef WEIR_TEST_SAML_SUBJECT_H
#define WEIR_TEST_SAML_SUBJECT_H

#include "tests/saml_documents.h"
#include "tests/saml_mint.h"

struct saml_subject {
    struct saml_asked asked;
    struct weir_saml_provider *provider; /* NULL: each attempt makes its own */
    struct weir_str base64;
    int64_t now;
    struct weir_str plain; /* what is claimed, or why it is refused, when nothing fails */
    bool is_valid;
};

/* What it is that the tests of failures verify. */
struct saml_subject_row {
    const char *name;
    const char *path;
    bool allow_rsa15;
    int64_t later; /* seconds behind SAML_NOW */
    bool has_pem;  /* the provider's keys are a stranger's public key and a certificate, not in metadata */
};
static const struct saml_subject_row saml_subject_rows[] = {
    {"a signed assertion", SAML_DATA "small.xml", false, 0, false},
    {"a signed response", SAML_DATA "small-response.xml", false, 0, false},
    {"both signed, two keys", SAML_DATA "both.xml", false, 0, false},
    {"certificates, tags and names", SAML_DATA "typical.xml", false, 0, false},
    {"encrypted", SAML_DATA "encrypted.xml", false, 0, false},
    {"encrypted, CBC and PKCS#1 v1.5", SAML_DATA "encrypted-rsa15.xml", true, 0, false},
    {"encrypted with a label, a tag beyond ASCII", SAML_DATA "encrypted-label.xml", false, 0, false},
    {"refused", SAML_DATA "small.xml", false, 3600, false},
    {"keys in PEM, the second one's", SAML_DATA "typical.xml", false, 0, true},
};

/* Some of what is claimed, as bytes; or the check that failed. */
static inline struct weir_str saml_subject_bytes(const struct weir_saml_claims *claims,
                                                 const struct weir_refusal *refusal, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    if (claims == NULL)
        return refusal->check;
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_list_begin(writer);
    weir_write_text(writer, claims->name_id);
    weir_write_text(writer, claims->role_session_name);
    weir_write_text(writer, claims->name_qualifier);
    weir_write_int64(writer, (int64_t)claims->check_count);
    for (size_t i = 0; i < claims->role_count; i++)
        weir_write_text(writer, claims->roles[i].role_arn);
    for (size_t i = 0; i < claims->tag_count; i++)
        weir_write_text(writer, claims->tags[i].value);
    for (size_t i = 0; i < claims->condition_key_count; i++)
        weir_write_text(writer, claims->condition_keys[i].name);
    weir_write_list_end(writer);
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    return text;
}

struct saml_answer {
    enum weir_status status;
    const struct weir_saml_claims *claims;
    const struct weir_refusal *refusal;
};

/* One attempt. Claims are set only with WEIR_OK, and never beside a refusal. */
static inline struct saml_answer saml_attempt(const struct saml_subject *subject, struct weir_arena *arena)
{
    struct saml_answer answer = {WEIR_OK, not_null(), not_null()};
    struct weir_saml_provider *own = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (subject->provider == NULL) {
        answer.status = weir_saml_provider_new(&subject->asked.source, arena, &own, &answer.refusal, &error);
        answer.claims = NULL;
        assert_true(answer.status == WEIR_OK ? (own != NULL) != (answer.refusal != NULL)
                                             : own == NULL && answer.refusal == NULL);
        if (own == NULL)
            return answer;
    }
    answer.status = weir_saml_verify(subject->provider == NULL ? own : subject->provider, &subject->asked.options,
                                     subject->base64, subject->now, arena, &answer.claims, &answer.refusal, &error);
    assert_true(answer.status == WEIR_OK ? (answer.claims != NULL) != (answer.refusal != NULL)
                                         : answer.claims == NULL && answer.refusal == NULL);
    assert_true(error.status == answer.status);
    weir_saml_provider_release(own);
    return answer;
}

/* The next response, with nothing that fails; `after` says what did, and `number` where. */
static inline void saml_demand_healthy(const struct saml_subject *subject, const char *after, size_t number)
{
    struct weir_arena *const arena = new_arena(0);
    const struct saml_answer answer = saml_attempt(subject, arena);
    if (answer.status != WEIR_OK ||
        !weir_str_equal(saml_subject_bytes(answer.claims, answer.refusal, arena), subject->plain))
        fail_msg("after %s %zu the next answer is another one (status %d, %.*s)", after, number, (int)answer.status,
                 WEIR_FMT(answer.refusal == NULL ? WEIR_STR("claims") : answer.refusal->check));
    weir_arena_free(arena);
}

/* Something failed: the answer is an error or a refusal, or the claims that it is without. */
static inline void saml_demand_sound(const struct saml_subject *subject, const struct saml_answer *answer,
                                     struct weir_arena *arena)
{
    assert_true(answer->status == WEIR_OK || answer->status == WEIR_ERR_MEMORY);
    assert_true(answer->claims == NULL || subject->is_valid);
    if (answer->claims != NULL)
        assert_true(weir_str_equal(saml_subject_bytes(answer->claims, answer->refusal, arena), subject->plain));
}

/* A public key that has signed nothing. */
static inline struct weir_str saml_subject_stranger(struct weir_arena *kept)
{
    const struct weir_str pem = saml_read(kept, "tests/saml/keys/stranger.pem");
    BIO *const bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    EVP_PKEY *const key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    assert_non_null(key);
    const struct weir_str text = mint_public_pem(key, kept);
    EVP_PKEY_free(key);
    BIO_free(bio);
    return text;
}

/* The provider of data/ without its metadata: what IAM does not know, and other services do. */
static inline void saml_subject_take_pem(struct saml_asked *asked, struct weir_arena *kept)
{
    struct weir_saml_provider *const provider = saml_provider(asked, kept);
    struct weir_str *const texts = weir_arena_alloc(kept, 2, sizeof(*texts));
    struct weir_str base64 = saml_read(kept, SAML_DATA "idp-certificate.b64");
    base64.len = strcspn(base64.ptr, "\n");
    char *const text = weir_arena_alloc(kept, 2 * base64.len + 128, 1);
    assert_true(texts != NULL && text != NULL);
    assert_true(weir_arena_copy(kept, weir_saml_provider_issuer(provider), &asked->source.issuer));
    char *at = put_text(text, "-----BEGIN CERTIFICATE-----");
    for (size_t i = 0; i < base64.len; i++) {
        if (i % 64 == 0)
            *at++ = '\n';
        *at++ = base64.ptr[i];
    }
    (void)put_text(at, "\n-----END CERTIFICATE-----\n");
    texts[0] = weir_str_from(text);
    texts[1] = texts[0];
    texts[0] = saml_subject_stranger(kept);
    asked->source.metadata = (struct weir_str){NULL, 0};
    asked->source.certificates = texts;
    asked->source.certificate_count = 2;
    weir_saml_provider_release(provider);
}

static inline struct saml_subject saml_subject_of(const struct saml_subject_row *row, struct weir_arena *kept)
{
    const bool is_small = strncmp(row->path, SAML_DATA "small", strlen(SAML_DATA "small")) == 0;
    struct saml_subject subject = {
        .asked = saml_asked(kept, is_small ? SAML_DATA "small.yaml" : SAML_DATA "provider.yaml"),
        .base64 = saml_base64(kept, saml_read(kept, row->path)),
        .now = SAML_NOW + row->later,
        .is_valid = row->later == 0,
    };
    subject.asked.options.allow_rsa15 = row->allow_rsa15;
    if (row->has_pem)
        saml_subject_take_pem(&subject.asked, kept);
    const struct saml_answer answer = saml_attempt(&subject, kept);
    assert_int_equal(answer.status, WEIR_OK);
    assert_true((answer.claims != NULL) == subject.is_valid);
    subject.plain = saml_subject_bytes(answer.claims, answer.refusal, kept);
    return subject;
}

#endif
