/*
 * lasso as the service provider of a web application uses it: the server and the providers are made once, each response
 * is processed and accepted in a login of its own. It checks neither AWS's rules nor the Recipient.
 */
#include <lasso/lasso.h>
#include <lasso/xml/saml-2.0/samlp2_response.h>

#include <stdlib.h>

#include "bench/saml_peers.h"

struct peer_lasso {
    LassoServer *server;
};

/* Ourselves, as lasso wants to know it. */
static const char own_metadata[] =
    "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"urn:amazon:webservices\">"
    "<SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">"
    "<AssertionConsumerService isDefault=\"true\" index=\"0\" "
    "Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" "
    "Location=\"https://signin.aws.amazon.com/saml\"/></SPSSODescriptor></EntityDescriptor>";

struct peer_lasso *peer_lasso_new(const char *metadata)
{
    struct peer_lasso *const peer = calloc(1, sizeof(*peer));
    if (peer == NULL || lasso_init() != 0)
        return peer;
    peer->server = lasso_server_new_from_buffers(own_metadata, NULL, NULL, NULL);
    if (peer->server != NULL &&
        lasso_server_add_provider_from_buffer(peer->server, LASSO_PROVIDER_ROLE_IDP, metadata, NULL, NULL) != 0) {
        lasso_server_destroy(peer->server);
        peer->server = NULL;
    }
    return peer;
}

bool peer_lasso_verify(const struct peer_lasso *peer, const char *base64)
{
    if (peer->server == NULL)
        return false;
    LassoLogin *const login = lasso_login_new(peer->server);
    gchar *const copy = g_strdup(base64);
    const bool is_good = lasso_login_process_authn_response_msg(login, copy) == 0 && lasso_login_accept_sso(login) == 0;
    g_free(copy);
    lasso_login_destroy(login);
    return is_good;
}

void peer_lasso_free(struct peer_lasso *peer)
{
    if (peer->server != NULL)
        lasso_server_destroy(peer->server);
    free(peer);
}
