/**
 * @file
 * The metadata of an identity provider: its name, its expiry and its signing certificates ([saml-metadata]).
 */
#ifndef WEIR_SAML_METADATA_H
#define WEIR_SAML_METADATA_H

#include "saml/provider.h"

/** Why a provider is refused: the check, and a few words for people. */
struct weir_saml_fault {
    enum weir_saml_check check;
    const char *because; /* NULL: nothing is wrong */
};

/**
 * Reads an EntityDescriptor: sets issuer and valid_until, adds a key for each signing certificate.
 * @return WEIR_OK; WEIR_REFUSED with `fault` set; WEIR_ERR_MEMORY.
 */
WEIR_MUST_USE enum weir_status weir_saml_metadata_read(struct weir_saml_provider *provider, struct weir_str text,
                                                       struct weir_saml_fault *fault);

/** Adds a signing key: an X.509 certificate in DER, or in PEM a certificate or a public key. Statuses as above. */
WEIR_MUST_USE enum weir_status weir_saml_key_add_der(struct weir_saml_provider *provider, struct weir_str der,
                                                     struct weir_saml_fault *fault);
WEIR_MUST_USE enum weir_status weir_saml_key_add_pem(struct weir_saml_provider *provider, struct weir_str pem,
                                                     struct weir_saml_fault *fault);
/** Adds a private key in PEM for encrypted assertions. */
WEIR_MUST_USE enum weir_status weir_saml_private_key_add(struct weir_saml_provider *provider, struct weir_str pem,
                                                         struct weir_saml_fault *fault);
/** Frees every key; what was secret in weir's own memory is wiped. */
void weir_saml_keys_free(struct weir_saml_provider *provider);

#endif
