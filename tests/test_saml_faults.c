/*
 * Memory that fails and library calls that fail, at every place, while a response is verified: never valid that is not
 * valid otherwise, never other claims, and the next response is answered as if nothing had happened. Nothing leaks where
 * a call fails; where memory does, libxml2 2.9 and xmlsec1 1.2 lose some of theirs, and so it is not looked for.
 */
#include <libxml/xmlerror.h>
#include <libxml/xmlmemory.h>

#include <openssl/crypto.h>

#include "fuzz/fail_alloc.h"
#include "tests/saml_documents.h"
#include "tests/saml_fail_calls.h"
#include "tests/test_base.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define LEAKS_ARE_EXPECTED __lsan_disable()
#define LEAKS_ARE_FAULTS __lsan_enable()
#endif
#endif
#ifndef LEAKS_ARE_EXPECTED
#define LEAKS_ARE_EXPECTED ((void)0)
#define LEAKS_ARE_FAULTS ((void)0)
#endif

static const struct row {
    const char *name;
    const char *path;
    bool allow_rsa15;
    uint32_t step; /* between the places where memory fails */
} rows[] = {
    {"a signed assertion", SAML_DATA "small.xml", false, 1},
    {"both signed, two keys", SAML_DATA "both.xml", false, 17},
    {"certificates, tags and names", SAML_DATA "typical.xml", false, 17},
    {"encrypted", SAML_DATA "encrypted.xml", false, 17},
    {"encrypted, CBC and PKCS#1 v1.5", SAML_DATA "encrypted-rsa15.xml", true, 17},
};

struct subject {
    struct saml_asked asked;
    struct weir_saml_provider *provider; /* NULL: each attempt makes its own */
    struct weir_str base64;
    struct weir_str plain; /* what is claimed when nothing fails */
};

/* Everything in the process that allocates for libxml2 and OpenSSL comes through here, and so under the plan. */
static void *give(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return malloc(size);
}

static void *give_more(void *old, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return realloc(old, size);
}

static void take_back(void *old, const char *file, int line)
{
    (void)file;
    (void)line;
    free(old);
}

static char *give_copy(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *const copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

/* Some of what is claimed, as bytes. */
static struct weir_str bytes_of(const struct weir_saml_claims *claims, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_list_begin(writer);
    weir_write_text(writer, claims->name_id);
    weir_write_text(writer, claims->role_session_name);
    weir_write_text(writer, claims->name_qualifier);
    weir_write_int64(writer, (int64_t)claims->check_count);
    for (size_t i = 0; i < claims->role_count; i++)
        weir_write_text(writer, claims->roles[i].role_arn);
    for (size_t i = 0; i < claims->tag_count; i++)
        weir_write_text(writer, claims->tags[i].value);
    for (size_t i = 0; i < claims->condition_key_count; i++)
        weir_write_text(writer, claims->condition_keys[i].name);
    weir_write_list_end(writer);
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    return text;
}

/* One attempt. Claims are set only with WEIR_OK, and never beside a refusal. */
static enum weir_status attempt(const struct subject *subject, struct weir_arena *arena,
                                const struct weir_saml_claims **claims)
{
    struct weir_saml_provider *own = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_status status = WEIR_OK;
    *claims = NULL;
    if (subject->provider == NULL) {
        status = weir_saml_provider_new(&subject->asked.source, arena, &own, &refusal, &error);
        assert_true(status == WEIR_OK ? (own != NULL) != (refusal != NULL) : own == NULL && refusal == NULL);
        if (own == NULL)
            return status;
    }
    status = weir_saml_verify(subject->provider == NULL ? own : subject->provider, &subject->asked.options,
                              subject->base64, SAML_NOW, arena, claims, &refusal, &error);
    assert_true(status == WEIR_OK ? (*claims != NULL) != (refusal != NULL) : *claims == NULL && refusal == NULL);
    assert_true(error.status == status);
    weir_saml_provider_release(own);
    return status;
}

static void demand_plain(const struct subject *subject, const struct weir_saml_claims *claims, struct weir_arena *arena)
{
    if (claims != NULL)
        assert_true(weir_str_equal(bytes_of(claims, arena), subject->plain));
}

/* The next response, with nothing that fails. */
static void demand_healthy(const struct subject *subject)
{
    struct weir_arena *const arena = new_arena(0);
    const struct weir_saml_claims *claims = NULL;
    assert_int_equal(attempt(subject, arena, &claims), WEIR_OK);
    assert_non_null(claims);
    demand_plain(subject, claims, arena);
    weir_arena_free(arena);
}

static void fail_each_allocation(const struct subject *subject, bool for_ever, uint32_t step)
{
    for (uint32_t i = 0; i < 1000000; i += step) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_saml_claims *claims = NULL;
        LEAKS_ARE_EXPECTED;
        fail_alloc_begin(i << 1 | (for_ever ? 1u : 0u));
        const enum weir_status status = attempt(subject, arena, &claims);
        const size_t failed = fail_alloc_end();
        LEAKS_ARE_FAULTS;
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        assert_true(failed > 0 || claims != NULL);
        assert_false(for_ever && failed > 0 && claims != NULL);
        demand_plain(subject, claims, arena);
        weir_arena_free(arena);
        if (failed == 0)
            return;
        if (i % (64 * step) == 0)
            demand_healthy(subject);
    }
    fail();
}

static void fail_each_call(const struct subject *subject)
{
    for (size_t i = 0; i < 100000; i++) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_saml_claims *claims = NULL;
        fail_calls_begin(i);
        const enum weir_status status = attempt(subject, arena, &claims);
        const char *const failed = fail_calls_end();
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        if (failed != NULL && claims != NULL)
            fail_msg("%s failed, and the response is valid", failed);
        if (failed == NULL)
            assert_non_null(claims);
        weir_arena_free(arena);
        if (i % 16 == 0)
            demand_healthy(subject);
        if (failed == NULL)
            return;
    }
    fail();
}

static void nothing_that_fails_makes_a_response_valid(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const kept = new_arena(0);
    struct weir_arena *const arena = new_arena(0);
    const struct weir_saml_claims *claims = NULL;
    const bool is_small = strcmp(row->path, SAML_DATA "small.xml") == 0;
    struct subject subject = {.asked = saml_asked(kept, is_small ? SAML_DATA "small.yaml" : SAML_DATA "provider.yaml")};
    subject.asked.options.allow_rsa15 = row->allow_rsa15;
    subject.base64 = saml_base64(kept, saml_read(kept, row->path));
    assert_int_equal(attempt(&subject, arena, &claims), WEIR_OK);
    assert_non_null(claims);
    assert_true(weir_arena_copy(kept, bytes_of(claims, arena), &subject.plain));
    fail_each_call(&subject);
    fail_each_allocation(&subject, false, row->step);
    subject.provider = saml_provider(&subject.asked, kept);
    fail_each_allocation(&subject, true, 2 * row->step);
    weir_saml_provider_release(subject.provider);
    weir_arena_free(arena);
    weir_arena_free(kept);
}

/* libxml2's lists complain to the process when memory is out. */
static void say_nothing(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

int main(void)
{
    xmlSetGenericErrorFunc(NULL, say_nothing);
    if (CRYPTO_set_mem_functions(give, give_more, take_back) != 1 ||
        xmlMemSetup(free, malloc, realloc, give_copy) != 0 || weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK)
        return 1;
    return RUN_ROWS("saml.faults", rows, nothing_that_fails_makes_a_response_valid);
}
