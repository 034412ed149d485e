/* lasso where it is not installed: nobody to compare with. */
#include <stddef.h>

#include "bench/saml_peers.h"

struct peer_lasso *peer_lasso_new(const char *metadata)
{
    (void)metadata;
    return NULL;
}

bool peer_lasso_verify(const struct peer_lasso *peer, const char *base64)
{
    (void)peer;
    (void)base64;
    return false;
}

void peer_lasso_free(struct peer_lasso *peer)
{
    (void)peer;
}
