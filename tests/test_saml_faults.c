/*
 * Calls of libxml2, xmlsec1 and OpenSSL that fail, at every place, while a response is verified: never valid that is
 * not valid otherwise, never other claims, nothing lost, and the next response is answered as if nothing had happened.
 */
#include "tests/saml_fail_calls.h"
#include "tests/saml_memory.h"
#include "tests/saml_subject.h"

/* No call that fails leaves anything behind: what a library could not do is given back by weir. */
static bool fail_call(const struct saml_subject *subject, size_t number)
{
    const size_t before = saml_memory_blocks();
    struct weir_arena *const arena = new_arena(0);
    fail_calls_begin(number);
    const struct saml_answer answer = saml_attempt(subject, arena);
    const char *const failed = fail_calls_end();
    saml_demand_sound(subject, &answer, arena);
    if (failed != NULL && answer.claims != NULL)
        fail_msg("%s failed, and the response is valid", failed);
    if (failed == NULL)
        assert_true((answer.claims != NULL) == subject->is_valid);
    weir_arena_free(arena);
    if (saml_memory_blocks() != before)
        fail_msg("%s failed, and %zu blocks are lost", failed == NULL ? "nothing" : failed,
                 saml_memory_blocks() - before);
    return failed != NULL;
}

static void no_call_that_fails_makes_a_response_valid(void **state)
{
    struct weir_arena *const kept = new_arena(0);
    const struct saml_subject subject = saml_subject_of(*state, kept);
    size_t number = 0;
    for (; fail_call(&subject, number); number++) {
        if (number % 16 == 0)
            saml_demand_healthy(&subject, "call", number);
    }
    assert_true(number > 10);
    weir_arena_free(kept);
}

int main(void)
{
    if (!saml_memory_take_over() || weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK)
        return 1;
    const int failed = RUN_ROWS("saml.faults", saml_subject_rows, no_call_that_fails_makes_a_response_valid);
    const char *const never = fail_calls_never();
    if (never != NULL)
        (void)fprintf(stderr, "no response has %s called, so it never failed\n", never);
    return failed + (never != NULL);
}
