/* The SAML surface of a build without libxml2 and xmlsec1: every function stays and says that it cannot answer. */
#include <weir/saml.h>

#include "base/base_impl.h"

static enum weir_status unsupported(struct weir_error *error)
{
    return weir_fail(error, WEIR_ERR_UNSUPPORTED, "this build of weir has no SAML");
}

enum weir_status weir_saml_init(unsigned flags, struct weir_error *error)
{
    (void)flags;
    return unsupported(error);
}

bool weir_saml_is_supported(void)
{
    return false;
}

enum weir_status weir_saml_provider_new(const struct weir_saml_provider_source *source, struct weir_arena *arena,
                                        struct weir_saml_provider **provider, const struct weir_refusal **refusal,
                                        struct weir_error *error)
{
    (void)source;
    (void)arena;
    if (provider != NULL)
        *provider = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    return unsupported(error);
}

struct weir_saml_provider *weir_saml_provider_retain(struct weir_saml_provider *provider)
{
    return provider;
}

void weir_saml_provider_release(struct weir_saml_provider *provider)
{
    (void)provider;
}

struct weir_str weir_saml_provider_issuer(const struct weir_saml_provider *provider)
{
    (void)provider;
    return (struct weir_str){NULL, 0};
}

enum weir_status weir_saml_verify(const struct weir_saml_provider *provider, const struct weir_saml_options *options,
                                  struct weir_str response_base64, int64_t now_unix_s, struct weir_arena *arena,
                                  const struct weir_saml_claims **claims, const struct weir_refusal **refusal,
                                  struct weir_error *error)
{
    (void)provider;
    (void)options;
    (void)response_base64;
    (void)now_unix_s;
    (void)arena;
    if (claims != NULL)
        *claims = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    return unsupported(error);
}
