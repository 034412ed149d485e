/* A verified SAML assertion as the rules, answers and fields read it. */
#ifndef WEIR_VEND_ASSERTION_H
#define WEIR_VEND_ASSERTION_H

#include <weir/saml.h>

#include "world/model.h"

struct weir_assertion {
    const struct weir_identity_provider *provider;
    const struct weir_saml_claims *claims;
    struct weir_tag_list tags; /* PrincipalTag attributes */
    struct weir_str_list transitive_tag_keys;
    struct weir_str_list groups;           /* of Lake Formation */
    const struct weir_context *keys;       /* of the trust evaluation: saml:aud … */
    const struct weir_context *persistent; /* those that live on in the session */
};

#endif
