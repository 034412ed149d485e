/*
 * Property: metadata in any bytes make a provider or a refusal that the table of checks has, twice the same; a provider
 * has an issuer that IAM would store, and refuses what is no response.
 */
#include "fuzz/fuzz_saml.h"

static struct verification make(const struct weir_saml_provider_source *source, struct weir_arena *arena,
                                struct weir_saml_provider **provider)
{
    struct verification answer = {NULL, NULL};
    DEMAND(weir_saml_provider_new(source, arena, provider, &answer.refusal, NULL) == WEIR_OK);
    DEMAND((*provider == NULL) != (answer.refusal == NULL));
    if (answer.refusal != NULL)
        demand_row(answer.refusal, false);
    return answer;
}

static void demand_provider(struct weir_saml_provider *provider, struct weir_arena *arena)
{
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    const struct weir_str issuer = weir_saml_provider_issuer(provider);
    DEMAND(issuer.len > 0 && weir_str_code_points(issuer) <= 1024);
    DEMAND(weir_saml_verify(provider, NULL, WEIR_STR("PHgvPg=="), SAML_NOW, arena, &claims, &refusal, NULL) == WEIR_OK);
    DEMAND(claims == NULL && refusal != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    struct weir_saml_provider *provider = NULL;
    struct weir_saml_provider *again = NULL;
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    if (size == 0)
        return 0; /* no metadata: that a source has none is the caller's mistake */
    DEMAND(weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) == WEIR_OK);
    DEMAND(weir_arena_new(0, &arena) == WEIR_OK);
    source.metadata = (struct weir_str){(const char *)data, size};
    const struct verification first = make(&source, arena, &provider);
    const struct verification second = make(&source, arena, &again);
    DEMAND((provider == NULL) == (again == NULL));
    if (provider == NULL)
        DEMAND(weir_str_equal(first.refusal->check, second.refusal->check));
    else
        demand_provider(provider, arena);
    weir_saml_provider_release(provider);
    weir_saml_provider_release(again);
    weir_arena_free(arena);
    return 0;
}
