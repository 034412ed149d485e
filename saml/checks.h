/**
 * @file
 * Which checks a SAML response passes, one row each, in the order they are made: the one table from which the
 * identifiers, AWS's codes and messages, the lines of documentation and the evidence come.
 *
 * X(NAME, id, code, status, message, words, evidence, sources, doc): `words` is AWS where the message is known to be
 * AWS's and OURS where it is not; evidence and sources as in the rulebook.
 */
#ifndef WEIR_SAML_CHECKS_H
#define WEIR_SAML_CHECKS_H

#include "saml/checks_envelope.h"
#include "saml/checks_rules.h"

#define WEIR_SAML_CHECK_MAP(X)   \
    WEIR_SAML_CHECKS_REQUEST(X)  \
    WEIR_SAML_CHECKS_PROVIDER(X) \
    WEIR_SAML_CHECKS_DECODE(X)   \
    WEIR_SAML_CHECKS_PARSE(X)    \
    WEIR_SAML_CHECKS_SHAPE(X)    \
    WEIR_SAML_CHECKS_RESPONSE(X) \
    WEIR_SAML_CHECKS_SIGNED(X)   \
    WEIR_SAML_CHECKS_DECRYPT(X)  \
    WEIR_SAML_CHECKS_RULES(X)

enum weir_saml_check {
#define WEIR_SAML_CHECK_ENUM(name, id, code, status, message, words, evidence, sources, doc) WEIR_SAML_##name,
    WEIR_SAML_CHECK_MAP(WEIR_SAML_CHECK_ENUM)
#undef WEIR_SAML_CHECK_ENUM
        WEIR_SAML_CHECK_COUNT
};

struct weir_saml_check_row;
/** The row of a check. */
const struct weir_saml_check_row *weir_saml_check(enum weir_saml_check check);

#endif
