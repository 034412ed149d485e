/**
 * @file
 * The rows of the checks that a verified assertion passes: SAML's own rules, AWS's and Lake Formation's
 * ([saml-core], [saml-profiles], [saml-aws-assertions]). See saml/checks.h for the columns.
 */
#ifndef WEIR_SAML_CHECKS_RULES_H
#define WEIR_SAML_CHECKS_RULES_H

#include "saml/checks_envelope.h"

/* clang-format off */
#define WEIR_SAML_CHECKS_RULES(X)
/* clang-format on */

#endif
