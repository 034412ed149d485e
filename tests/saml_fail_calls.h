/* Calls of libxml2, xmlsec1 and OpenSSL by weir that fail one after another, as the linker's --wrap lets a test do it. */
#ifndef WEIR_TEST_SAML_FAIL_CALLS_H
#define WEIR_TEST_SAML_FAIL_CALLS_H

#include <stddef.h>

/* From now on the call with this number, counted from 0 over all the functions of the table, fails. */
void fail_calls_begin(size_t number);
/* No call fails any more. The name of the function that did, or NULL when there were fewer calls. */
const char *fail_calls_end(void);
/* A function of the table that no plan has made fail, or NULL. */
const char *fail_calls_never(void);

#endif
