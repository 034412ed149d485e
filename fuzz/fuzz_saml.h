/* What the fuzz targets of responses share: one verification of the input with the embedded provider. */
#ifndef WEIR_FUZZ_SAML_H
#define WEIR_FUZZ_SAML_H

#include "fuzz/fuzz.h"
#include "fuzz/saml_text.h"
#include "tests/saml_documents.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

struct verification {
    const struct weir_saml_claims *claims;
    const struct weir_refusal *refusal;
};

/* Everything of one run of a target, and the one thing that it keeps: the provider, prepared once and never changed. */
struct fuzz_saml {
    struct weir_arena *arena;
    struct saml_asked asked;
    struct weir_saml_provider *provider;
};

static inline struct fuzz_saml fuzz_saml_begin(void)
{
    static struct weir_saml_provider *kept;
    struct fuzz_saml fuzz = {.arena = NULL};
    DEMAND(weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) == WEIR_OK);
    DEMAND(weir_arena_new(0, &fuzz.arena) == WEIR_OK);
    fuzz.asked = saml_asked_text(fuzz.arena, fuzz_saml_provider, "provider.yaml");
    if (kept == NULL)
        kept = saml_provider(&fuzz.asked, fuzz.arena);
    fuzz.provider = weir_saml_provider_retain(kept);
    return fuzz;
}

static inline void fuzz_saml_end(struct fuzz_saml *fuzz)
{
    weir_saml_provider_release(fuzz->provider);
    weir_arena_free(fuzz->arena);
}

/* The refusal has the words of its row in the table of checks, and no others; Lake Formation has its own. */
static inline void demand_row(const struct weir_refusal *refusal, bool is_lakeformation)
{
    const struct weir_saml_check_row *row = NULL;
    size_t i = 0;
    do {
        row = weir_saml_check_row(i++);
        DEMAND(row != NULL);
    } while (!weir_str_equal(row->id, refusal->check));
    DEMAND(is_lakeformation || weir_str_equal(row->code, refusal->code));
    DEMAND(is_lakeformation || weir_str_equal(row->message, refusal->message));
    DEMAND(refusal->check_count > 0 && !refusal->checks[refusal->check_count - 1].passed);
}

static inline struct verification fuzz_saml_verify(const struct fuzz_saml *fuzz,
                                                   const struct weir_saml_options *options, struct weir_str xml)
{
    struct verification answer = {NULL, NULL};
    const struct weir_str base64 = saml_base64(fuzz->arena, xml);
    DEMAND(weir_saml_verify(fuzz->provider, options, base64, SAML_NOW, fuzz->arena, &answer.claims, &answer.refusal,
                            NULL) == WEIR_OK);
    DEMAND((answer.claims == NULL) != (answer.refusal == NULL));
    if (answer.refusal != NULL)
        demand_row(answer.refusal, options->operation == WEIR_SAML_ASSUME_DECORATED_ROLE);
    return answer;
}

/* Every check passed, and what the rules promise of claims holds. */
static inline void demand_claims(const struct weir_saml_claims *claims)
{
    for (size_t i = 0; i < claims->check_count; i++)
        DEMAND(claims->checks[i].passed);
    DEMAND(claims->check_count > 10 && claims->not_on_or_after > SAML_NOW);
    DEMAND(claims->name_id.len > 0 && claims->role_count > 0 && claims->tag_count <= 50);
    DEMAND(claims->role_session_name.len >= 2 && claims->role_session_name.len <= 64);
    DEMAND(claims->session_duration_s == 0 ||
           (claims->session_duration_s >= 900 && claims->session_duration_s <= 43200));
    for (size_t i = 0; i < claims->condition_key_count; i++)
        DEMAND(weir_str_has_prefix(claims->condition_keys[i].name, WEIR_STR("saml:")) ||
               claims->condition_keys[i].name.len > 0);
}

#endif
