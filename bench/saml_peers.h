/* The other programs that verify what bench_saml verifies; each prepares its key once and says whether it is good. */
#ifndef WEIR_BENCH_SAML_PEERS_H
#define WEIR_BENCH_SAML_PEERS_H

#include <stdbool.h>
#include <stddef.h>

/* The smallest program over xmlsec1 and libxml2: decode, parse, register the ID, verify with one RSA key. */
struct peer_xmlsec;
struct peer_xmlsec *peer_xmlsec_new(const char *public_key_pem);
bool peer_xmlsec_verify(const struct peer_xmlsec *peer, const char *base64, size_t length);
void peer_xmlsec_free(struct peer_xmlsec *peer);

/* RSA itself: one signature of SHA-256 over one digest, in OpenSSL. */
struct peer_rsa;
struct peer_rsa *peer_rsa_new(const char *public_key_pem, const char *base64_response, size_t length);
bool peer_rsa_verify(const struct peer_rsa *peer);
void peer_rsa_free(struct peer_rsa *peer);

/* lasso as a service provider takes a POST: NULL in a build without it. */
struct peer_lasso;
struct peer_lasso *peer_lasso_new(const char *metadata);
bool peer_lasso_verify(const struct peer_lasso *peer, const char *base64);
void peer_lasso_free(struct peer_lasso *peer);

#endif
