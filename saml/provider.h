/**
 * @file
 * An identity provider as the steps read it: its texts, and its keys prepared once ([saml-metadata]).
 */
#ifndef WEIR_SAML_PROVIDER_H
#define WEIR_SAML_PROVIDER_H

#include <weir/saml.h>

#include <stdatomic.h>

#include <openssl/types.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/keys.h>

#include "saml/checks.h"

enum {
    WEIR_SAML_MAX_KEYS = 8,         /* [saml-attacks] a rollover needs two */
    WEIR_SAML_MAX_PRIVATE_KEYS = 2, /* [iam-saml-encryption] */
    WEIR_SAML_WRAP_SECRET = 32
};

struct weir_saml_provider {
    atomic_size_t references;
    struct weir_arena *arena; /* of the texts */
    struct weir_str arn;      /* empty where AWS's rules do not apply; then the next three are too */
    struct weir_str partition;
    struct weir_str account;
    struct weir_str name;
    struct weir_str uuid;
    struct weir_str issuer;
    int64_t valid_until; /* INT64_MAX when the metadata does not say */
    enum weir_saml_encryption_mode encryption_mode;
    xmlSecKey *keys[WEIR_SAML_MAX_KEYS]; /* for signatures */
    size_t key_count;
    EVP_PKEY *private_keys[WEIR_SAML_MAX_PRIVATE_KEYS];
    unsigned char wrap_secrets[WEIR_SAML_MAX_PRIVATE_KEYS][WEIR_SAML_WRAP_SECRET]; /* see decrypt_open.c */
    size_t private_key_count;
};

#endif
