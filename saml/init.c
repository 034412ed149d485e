/* Prepares libxml2, OpenSSL and xmlsec1 once in a process: the one documented exception to the rule that weir keeps no
 * state of its own ([saml-attacks], process hygiene). */
#include <pthread.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <openssl/err.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/transforms.h>

#include "saml/saml_impl.h"

static struct {
    pthread_once_t once;
    enum weir_status answer;
} weir_saml_init_state = {.once = PTHREAD_ONCE_INIT, .answer = WEIR_ERR_UNSUPPORTED};

/* libxml2 says its version as a number in text. */
static bool has_libxml2(void)
{
    int64_t running = 0;
    size_t digits = 0;
    while (weir_is_digit(xmlParserVersion[digits]))
        digits++;
    return weir_int64_parse((struct weir_str){xmlParserVersion, digits}, &running) && running >= LIBXML_VERSION;
}

/* xmlsec1 1.2 forgets what is registered when it is initialised again, so a host that was there first is left in peace. */
static bool has_transforms(void)
{
    const xmlSecPtrList *const list = xmlSecTransformIdsGet();
    return list != NULL && list->id != NULL;
}

static enum weir_status start_xmlsec(void)
{
    if (!has_transforms() && xmlSecInit() < 0)
        return WEIR_ERR_MEMORY;
    if (xmlSecCheckVersionExt(XMLSEC_VERSION_MAJOR, XMLSEC_VERSION_MINOR, XMLSEC_VERSION_SUBMINOR,
                              xmlSecCheckVersionABICompatible) != 1)
        return WEIR_ERR_UNSUPPORTED;
    const xmlSecTransformId known = xmlSecTransformIdListFindByHref(xmlSecTransformIdsGet(), xmlSecHrefRsaSha256,
                                                                    xmlSecTransformUsageSignatureMethod);
    return known != xmlSecTransformIdUnknown || xmlSecOpenSSLInit() >= 0 ? WEIR_OK : WEIR_ERR_MEMORY;
}

static void say_nothing(const char *file, int line, const char *function, const char *object, const char *subject,
                        int reason, const char *message)
{
    (void)file;
    (void)line;
    (void)function;
    (void)object;
    (void)subject;
    (void)reason;
    (void)message;
}

static void start_as_guest(void)
{
    xmlInitParser();
    weir_saml_init_state.answer = has_libxml2() ? start_xmlsec() : WEIR_ERR_UNSUPPORTED;
}

static void start_as_owner(void)
{
    start_as_guest();
    if (weir_saml_init_state.answer != WEIR_OK)
        return;
    xmlSecIOCleanupCallbacks();
    xmlSecErrorsSetCallback(say_nothing);
}

enum weir_status weir_saml_init(unsigned flags, struct weir_error *error)
{
    if ((flags & ~WEIR_SAML_OWNS_XMLSEC) != 0)
        return weir_fail(error, WEIR_ERR_USAGE, "a flag of weir_saml_init is not known");
    if (pthread_once(&weir_saml_init_state.once, flags != 0 ? start_as_owner : start_as_guest) != 0)
        return weir_fail(error, WEIR_ERR_MEMORY, "the initialisation could not be made");
    if (weir_saml_init_state.answer == WEIR_OK)
        return WEIR_OK;
    return weir_fail(error, weir_saml_init_state.answer, "%s",
                     weir_saml_init_state.answer == WEIR_ERR_UNSUPPORTED
                         ? "libxml2 or xmlsec1 is older than weir was built with"
                         : "xmlsec1 could not be initialised");
}

bool weir_saml_is_supported(void)
{
    return true;
}

/* ---------------------------------------------------------------------------------------------- quiet */

static void ignore(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

void weir_saml_quiet_begin(struct weir_saml_quiet *quiet)
{
    quiet->handler = xmlStructuredError;
    quiet->context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, ignore);
    (void)ERR_set_mark();
}

void weir_saml_quiet_end(const struct weir_saml_quiet *quiet)
{
    xmlSetStructuredErrorFunc(quiet->context, quiet->handler);
    xmlResetLastError();
    (void)ERR_pop_to_mark();
}
