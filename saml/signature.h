/**
 * @file
 * What a ds:Signature of SAML may be, read by weir's own grammar before any library verifies it ([saml-core] §5.4).
 */
#ifndef WEIR_SAML_SIGNATURE_H
#define WEIR_SAML_SIGNATURE_H

#include "saml/saml_impl.h"

enum weir_saml_hash { WEIR_SAML_SHA1 = 0, WEIR_SAML_SHA256, WEIR_SAML_SHA384, WEIR_SAML_SHA512 };

/** What the grammar read of a Signature. */
struct weir_saml_signature {
    enum weir_saml_hash hash; /* of SignatureMethod */
    struct weir_str value;    /* the octets of SignatureValue */
};

/**
 * The Signature that is a child of `parent` is one of SAML and names `parent`: every check of it but the verification
 * itself passes, or a refusal.
 */
WEIR_MUST_USE enum weir_status weir_saml_signature_check(struct weir_saml_run *run, const xmlNode *parent,
                                                         const xmlNode *signature, struct weir_saml_signature *read);

#endif
