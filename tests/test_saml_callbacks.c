/*
 * No response of the corpus makes weir open anything, and none leaves a trace in what the host has set: callbacks for
 * files and networks are planted in libxml2 and xmlsec1, as a host might have them, before weir is initialised as a guest.
 */
#include <libxml/parser.h>
#include <libxml/xmlIO.h>

#include <weir/vend.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/transforms.h>

#include "tests/saml_documents.h"
#include "tests/test_base.h"

static struct {
    size_t opened;
    size_t reported; /* to the host's own handler, by errors of the host's own */
    size_t asked;
} seen;

static int wants_everything(const char *name)
{
    (void)name;
    seen.opened++;
    return 1;
}

static void *open_it(const char *name)
{
    (void)name;
    seen.opened++;
    return NULL;
}

static int read_it(void *context, char *buffer, int length)
{
    (void)context;
    (void)buffer;
    (void)length;
    seen.opened++;
    return -1;
}

static int close_it(void *context)
{
    (void)context;
    return 0;
}

static xmlParserInput *load(const char *url, const char *id, xmlParserCtxt *context)
{
    (void)url;
    (void)id;
    (void)context;
    seen.opened++;
    return NULL;
}

static void report(void *context, xmlError *error)
{
    (void)context;
    (void)error;
    seen.reported++;
}

static void ask(const struct saml_case *item, void *context)
{
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    const char *answer = NULL;
    size_t length = 0;
    (void)context;
    assert_int_equal(
        weir_call_json(NULL, "verify", item->question.ptr, item->question.len, &options, arena, &answer, &length),
        WEIR_OK);
    if (seen.opened > 0 || seen.reported > 0)
        fail_msg("%.*s: %zu opened, %zu reported", WEIR_FMT(item->id), seen.opened, seen.reported);
    seen.asked++;
    weir_arena_free(arena);
}

static void no_response_opens_anything(void **state)
{
    (void)state;
    saml_each_case(ask, NULL);
    assert_true(seen.asked >= 250);
    assert_int_equal(seen.opened, 0);
    /* The host's own handlers are as they were. */
    assert_ptr_equal(xmlStructuredError, report);
    assert_ptr_equal(xmlGetExternalEntityLoader(), load);
    assert_null(xmlReadMemory("<a", 2, NULL, NULL, XML_PARSE_NONET));
    assert_true(seen.reported > 0);
}

/* They would be called, or their silence would mean nothing. */
static void planted_callbacks_are_called(void **state)
{
    (void)state;
    seen.opened = 0;
    xmlFreeDoc(xmlReadFile("http://attacker.example/a", NULL, 0));
    assert_true(seen.opened > 0);
    seen.opened = 0;
    xmlSecTransformCtx *const context = xmlSecTransformCtxCreate();
    assert_non_null(context);
    assert_true(xmlSecTransformCtxUriExecute(context, (const xmlChar *)"file:/nowhere") < 0);
    xmlSecTransformCtxDestroy(context);
    assert_true(seen.opened > 0);
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

int main(void)
{
    xmlInitParser();
    if (xmlSecInit() < 0 || xmlSecOpenSSLAppInit(NULL) < 0 || xmlSecOpenSSLInit() < 0)
        return 1;
    xmlSecErrorsSetCallback(say_nothing);
    xmlSecIOCleanupCallbacks();
    if (xmlSecIORegisterCallbacks(wants_everything, open_it, read_it, close_it) < 0 ||
        xmlRegisterInputCallbacks(wants_everything, open_it, read_it, close_it) < 0)
        return 1;
    xmlSetExternalEntityLoader(load);
    xmlSetStructuredErrorFunc(NULL, report);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_response_opens_anything),
        cmocka_unit_test(planted_callbacks_are_called),
    };
    return cmocka_run_group_tests_name("saml.callbacks", tests, NULL, NULL);
}
