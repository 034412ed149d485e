/* The road of a SAML response: each step in its order, stopped at the first refusal; claims leave here and nowhere else
 * ([saml-attacks], the order of work). */
#include <openssl/crypto.h>

#include "saml/provider.h"
#include "saml/saml_impl.h"

struct step {
    enum weir_status (*take)(struct weir_saml_run *run);
    bool is_aws; /* left out under WEIR_SAML_PROFILE_SAML */
};

/* clang-format off */
static const struct step steps[] = {
    {weir_saml_step_request,            true},
    {weir_saml_step_provider,           false},
    {weir_saml_step_decode,             false},
    {weir_saml_step_parse,              false},
    {weir_saml_step_shape,              false},
    {weir_saml_step_response,           false},
    {weir_saml_step_found,              false},
    {weir_saml_step_response_signature, false},
    {weir_saml_step_decrypt,            false},
    {weir_saml_step_signature,          false},
    {weir_saml_step_assertion,          false},
    {weir_saml_step_conditions,         false},
    {weir_saml_step_subject,            false},
    {weir_saml_step_authn,              false},
    {weir_saml_step_aws,                true},
};
/* clang-format on */

/* [saml-metadata] §2.3.1 */
enum weir_status weir_saml_step_provider(struct weir_saml_run *run)
{
    const bool is_expired = run->now_unix_s >= run->provider->valid_until;
    WEIR_SAML_DEMAND(run, WEIR_SAML_METADATA_EXPIRED, !is_expired || run->options.ignore_metadata_expiry,
                     "validUntil of the metadata has passed");
    return WEIR_OK;
}

static enum weir_status walk(struct weir_saml_run *run)
{
    for (size_t i = 0; i < WEIR_COUNT(steps); i++) {
        if (!steps[i].is_aws || run->options.profile == WEIR_SAML_PROFILE_AWS)
            WEIR_TRY(steps[i].take(run));
    }
    return WEIR_OK;
}

void weir_saml_wipe(struct weir_str secret)
{
    void *bytes = NULL; /* of weir's own memory, which a view alone makes constant */
    memcpy(&bytes, &secret.ptr, sizeof bytes);
    if (secret.len > 0)
        OPENSSL_cleanse(bytes, secret.len);
}

static void end(struct weir_saml_run *run)
{
    weir_xml_free(run->document);
    weir_xml_free(run->decrypted);
    weir_saml_wipe(run->xml);
}

static enum weir_status check_options(const struct weir_saml_options *options, struct weir_error *error)
{
    if (options == NULL)
        return WEIR_OK;
    if (options->size != sizeof *options)
        return weir_fail(error, WEIR_ERR_USAGE, "the size of the options is not that of this version");
    if (options->clock_skew_s > WEIR_SAML_MAX_CLOCK_SKEW_S)
        return weir_fail(error, WEIR_ERR_USAGE, "a clock skew is at most %d seconds", WEIR_SAML_MAX_CLOCK_SKEW_S);
    if ((options->recipient_count > 0 && options->recipients == NULL) ||
        (options->audience_count > 0 && options->audiences == NULL))
        return weir_fail(error, WEIR_ERR_USAGE, "a list of the options is NULL and not empty");
    return WEIR_OK;
}

static struct weir_saml_options fill_options(const struct weir_saml_options *options,
                                             const struct weir_saml_provider *provider)
{
    struct weir_saml_options filled = WEIR_SAML_OPTIONS_INIT;
    if (options != NULL)
        filled = *options;
    if (filled.partition.len == 0)
        filled.partition = provider->partition.len > 0 ? provider->partition : WEIR_STR("aws");
    return filled;
}

/* The one place where claims are handed out: every step said yes, and there is an assertion that one of them verified. */
static enum weir_status hand_out(struct weir_saml_run *run, const struct weir_saml_claims **claims)
{
    if (run->assertion == NULL || run->claims.issuer.len == 0 || run->refusal != NULL)
        return weir_fail(run->error, WEIR_ERR_USAGE, "the steps ended without a verified assertion");
    struct weir_saml_claims *const made = weir_arena_alloc(run->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(run->error);
    *made = run->claims;
    made->checks = run->checks;
    made->check_count = run->check_count;
    *claims = made;
    return WEIR_OK;
}

enum weir_status weir_saml_verify(const struct weir_saml_provider *provider, const struct weir_saml_options *options,
                                  struct weir_str response_base64, int64_t now_unix_s, struct weir_arena *arena,
                                  const struct weir_saml_claims **claims, const struct weir_refusal **refusal,
                                  struct weir_error *error)
{
    if (claims != NULL)
        *claims = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    if (provider == NULL || arena == NULL || claims == NULL || refusal == NULL ||
        (response_base64.ptr == NULL && response_base64.len > 0))
        return weir_fail(error, WEIR_ERR_USAGE, "weir_saml_verify needs all of its arguments but options and error");
    WEIR_TRY(check_options(options, error));
    WEIR_TRY(weir_saml_init(0, error));
    struct weir_saml_run run = {
        .provider = provider,
        .options = fill_options(options, provider),
        .base64 = response_base64,
        .now_unix_s = now_unix_s,
        .arena = arena,
        .error = error,
    };
    if (weir_saml_record_new(arena, &run.checks) != WEIR_OK)
        return weir_fail_memory(error);
    struct weir_saml_quiet quiet;
    weir_saml_quiet_begin(&quiet);
    enum weir_status status = walk(&run);
    end(&run);
    weir_saml_quiet_end(&quiet);
    if (status == WEIR_OK)
        status = hand_out(&run, claims);
    if (status == WEIR_REFUSED) {
        *refusal = run.refusal;
        status = WEIR_OK;
    }
    return status;
}
