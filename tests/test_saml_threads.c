/* One provider, sixteen threads, a document of its own for each: every thread reads its own claims, and what is tampered
 * with is refused in each, whatever the others do. */
#include <pthread.h>

#include "tests/saml_mint.h"

enum { THREADS = 16, ROUNDS = 12 };

struct worker {
    pthread_t thread;
    struct weir_saml_provider *provider; /* a reference of its own */
    struct weir_str good;
    struct weir_str bad;
    char user[16];
    bool holds;
};

/* The first of the calls that nobody made before initialises: sixteen threads may ask at once. */
static bool verifies(const struct worker *worker)
{
    struct weir_arena *arena = NULL;
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    bool holds = weir_saml_init(0, NULL) == WEIR_OK && weir_arena_new(0, &arena) == WEIR_OK;
    holds = holds &&
            weir_saml_verify(worker->provider, NULL, worker->good, MINT_NOW, arena, &claims, &refusal, NULL) == WEIR_OK;
    holds = holds && claims != NULL && refusal == NULL &&
            weir_str_equal(claims->name_id, weir_str_from(worker->user)) &&
            weir_str_equal(claims->role_session_name, weir_str_from(worker->user));
    holds = holds &&
            weir_saml_verify(worker->provider, NULL, worker->bad, MINT_NOW, arena, &claims, &refusal, NULL) == WEIR_OK;
    holds = holds && claims == NULL && refusal != NULL &&
            weir_str_equal(refusal->check, WEIR_STR("saml.signature.value"));
    weir_arena_free(arena);
    return holds;
}

static void *work(void *argument)
{
    struct worker *const worker = argument;
    worker->holds = true;
    for (size_t round = 0; round < ROUNDS && worker->holds; round++) {
        worker->holds = verifies(worker);
        weir_saml_provider_release(weir_saml_provider_retain(worker->provider));
    }
    weir_saml_provider_release(worker->provider);
    return NULL;
}

/* The same response with the user's name changed behind the signature. */
static struct weir_str tamper(struct weir_arena *arena, struct weir_str base64, const char *user)
{
    struct weir_str xml;
    struct weir_str changed;
    assert_int_equal(weir_base64_decode(base64, arena, &xml, NULL), WEIR_OK);
    char *const text = weir_arena_alloc(arena, xml.len + 1, 1);
    memcpy(text, xml.ptr, xml.len);
    char *const at = strstr(text, user);
    assert_non_null(at);
    *at = 'X';
    assert_int_equal(weir_base64_encode((struct weir_str){text, xml.len}, arena, &changed), WEIR_OK);
    return changed;
}

static void threads_verify_different_documents_at_once(void **state)
{
    (void)state;
    struct worker workers[THREADS];
    struct weir_arena *const arena = new_arena(0);
    assert_int_equal(weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL), WEIR_OK);
    EVP_PKEY *const keys[] = {mint_rsa(2048), mint_rsa(2048)};
    struct weir_saml_provider *const provider = mint_provider(arena, keys, WEIR_COUNT(keys));
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.provider = weir_saml_provider_retain(provider)};
        (void)snprintf(workers[i].user, sizeof workers[i].user, "user-%zu", i);
        workers[i].good = mint_response(arena, keys[i % WEIR_COUNT(keys)], workers[i].user);
        workers[i].bad = tamper(arena, workers[i].good, workers[i].user);
    }
    weir_saml_provider_release(provider); /* whoever is last frees it */
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_true(workers[i].holds);
    for (size_t i = 0; i < WEIR_COUNT(keys); i++)
        EVP_PKEY_free(keys[i]);
    weir_arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {cmocka_unit_test(threads_verify_different_documents_at_once)};
    return cmocka_run_group_tests_name("saml.threads", facts, NULL, NULL);
}
