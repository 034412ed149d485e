/* The provider that the fuzz targets of saml/ know, embedded as text by the build (fuzz/embed_text.cmake). */
#ifndef WEIR_FUZZ_SAML_TEXT_H
#define WEIR_FUZZ_SAML_TEXT_H

#include <weir/base.h>

/* tests/saml/data/provider.yaml: two signing keys, two private keys. */
extern const struct weir_str fuzz_saml_provider;

#endif
