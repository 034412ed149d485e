/*
 * The readers behind the signature, reached by any bytes: in this program, and in no library, the steps that verify
 * signatures are replaced by ones that believe everything.
 *
 * Property: claims or a refusal of the table, twice the same; claims are what the rules promise and are printed as JSON
 * that is read again; a later clock never makes a refused response valid.
 */
#include "fuzz/fuzz_saml.h"
#include "saml/saml_impl.h"

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
enum weir_status __wrap_weir_saml_step_signature(struct weir_saml_run *run);
enum weir_status __wrap_weir_saml_step_response_signature(struct weir_saml_run *run);

enum weir_status __wrap_weir_saml_step_signature(struct weir_saml_run *run)
{
    run->assertion = run->found;
    run->assertion_is_signed = true;
    run->is_uniform = false;
    weir_saml_pass(run, WEIR_SAML_SIGNATURE_PRESENT);
    return WEIR_OK;
}

enum weir_status __wrap_weir_saml_step_response_signature(struct weir_saml_run *run)
{
    (void)run;
    return WEIR_OK;
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static void demand_later_is_refused(const struct fuzz_saml *fuzz, struct weir_str xml)
{
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    const struct weir_str base64 = saml_base64(fuzz->arena, xml);
    DEMAND(weir_saml_verify(fuzz->provider, &fuzz->asked.options, base64, SAML_NOW + 3600, fuzz->arena, &claims,
                            &refusal, NULL) == WEIR_OK);
    DEMAND(claims == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct weir_str xml = {(const char *)data, size};
    if (size > 75000)
        return 0;
    struct fuzz_saml fuzz = fuzz_saml_begin();
    fuzz.asked.options.operation = size % 2 == 0 ? WEIR_SAML_ASSUME_ROLE : WEIR_SAML_ASSUME_DECORATED_ROLE;
    fuzz.asked.options.role_arn = size % 4 < 2 ? fuzz.asked.options.role_arn : (struct weir_str){NULL, 0};
    const struct verification answer = fuzz_saml_verify(&fuzz, &fuzz.asked.options, xml);
    const struct verification again = fuzz_saml_verify(&fuzz, &fuzz.asked.options, xml);
    DEMAND((answer.claims == NULL) == (again.claims == NULL));
    if (answer.claims != NULL) {
        demand_claims(answer.claims);
        /* [saml-aws-reports] Nothing is good for longer than five minutes. */
        demand_later_is_refused(&fuzz, xml);
    }
    fuzz_saml_end(&fuzz);
    return 0;
}
