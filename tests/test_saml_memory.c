/*
 * Memory that fails, at every place or from there on, while a response is verified: never valid that is not valid
 * otherwise, never other claims, and the next response is answered as if nothing had happened. What is lost on the way
 * is lost by a function of a library that the table below names, and by no other.
 *
 *     test_saml_memory [STEP [ROW]]    every place, or each STEPth; of every response, or of one
 */
#include <libxml/xmlerror.h>

#include <openssl/crypto.h>

#include "tests/saml_memory.h"
#include "tests/saml_subject.h"

/* What the functions below lose is judged here: the sanitizer knows none of them. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define LEAKS_ARE_JUDGED __lsan_disable()
#define LEAKS_ARE_FAULTS __lsan_enable()
#endif
#endif
#ifndef LEAKS_ARE_JUDGED
#define LEAKS_ARE_JUDGED ((void)0)
#define LEAKS_ARE_FAULTS ((void)0)
#endif

/* Of xmlsec1 1.2.37: each gives up what it has just been given when its own next allocation fails. */
static const char *const losers[] = {
    "xmlSecTransformCreateOutputBuffer", /* the context of the buffer that could not be made, or be closed */
    "xmlSecNodeSetGetChildren",          /* libxml2's set, where that of xmlsec1 around it could not be made */
};

struct loss {
    size_t number;
    bool is_last; /* of the tries: what it finds is told */
    bool is_known;
};

static void judge_block(const char *const *names, size_t count, void *context)
{
    struct loss *const loss = context;
    bool is_known = false;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < WEIR_COUNT(losers); k++)
            is_known = is_known || (names[i] != NULL && strcmp(names[i], losers[k]) == 0);
    }
    if (is_known)
        return;
    loss->is_known = false;
    if (!loss->is_last)
        return;
    print_error("allocation %zu failed, and what these asked for is lost:", loss->number);
    for (size_t i = 0; i < count; i++)
        print_error(" %s", names[i] == NULL ? "?" : names[i]);
    print_error("\n");
}

/* Without what the libraries keep for the next error of the thread. */
static size_t settled_blocks(void)
{
    OPENSSL_thread_stop();
    xmlResetLastError();
    return saml_memory_blocks();
}

static struct saml_answer fail_memory(const struct saml_subject *subject, size_t number, bool for_ever,
                                      struct weir_arena *arena, size_t *failed)
{
    LEAKS_ARE_JUDGED;
    saml_memory_fail(number, for_ever);
    const struct saml_answer answer = saml_attempt(subject, arena);
    *failed = saml_memory_mend();
    LEAKS_ARE_FAULTS;
    return answer;
}

/* One more equal failure, with traces. Returns how many blocks it lost; `*told` says how many of them were traced. */
static size_t fail_again(const struct saml_subject *subject, size_t number, bool for_ever, struct loss *loss,
                         size_t *told)
{
    size_t failed = 0;
    const size_t before = settled_blocks();
    saml_memory_trace();
    struct weir_arena *const arena = new_arena(0);
    (void)fail_memory(subject, number, for_ever, arena, &failed);
    weir_arena_free(arena);
    const size_t lost = settled_blocks() - before;
    *told = saml_memory_traced(judge_block, loss);
    return lost;
}

/* What a library keeps once and for all is kept at the first of equal failures, and how it numbers its allocations may
 * change then: what is lost again and again is lost. */
static void judge_loss(const struct saml_subject *subject, size_t number, bool for_ever)
{
    enum { MOST_TRIES = 8 };
    for (size_t i = 0; i < MOST_TRIES; i++) {
        struct loss loss = {number, i + 1 == MOST_TRIES, true};
        size_t told = 0;
        const size_t lost = fail_again(subject, number, for_ever, &loss, &told);
        if (lost == 0 || (told >= lost && loss.is_known))
            return;
    }
    fail_msg("allocation %zu failed, and something is lost that no known function lost", number);
}

static bool fail_at(const struct saml_subject *subject, size_t number, bool for_ever)
{
    const size_t before = settled_blocks();
    size_t failed = 0;
    saml_memory_note();
    struct weir_arena *const arena = new_arena(0);
    const struct saml_answer answer = fail_memory(subject, number, for_ever, arena, &failed);
    saml_demand_sound(subject, &answer, arena);
    if (failed == 0)
        assert_true((answer.claims != NULL) == subject->is_valid);
    assert_false(for_ever && failed > 0 && answer.claims != NULL);
    weir_arena_free(arena);
    if (settled_blocks() != before)
        judge_loss(subject, number, for_ever);
    return failed > 0;
}

static size_t step = 1;

/* A private key that is kept may refuse what is good for a while: OpenSSL 3.0 renews the factors that blind it at each
 * 32nd use, and where memory is out in the middle of that, one of the two is new and the other old until the next time.
 * So what is healthy is asked of a provider of its own. */
static void fail_everywhere(const struct saml_subject *subject, bool for_ever)
{
    struct saml_subject fresh = *subject;
    fresh.provider = NULL;
    size_t number = 0;
    size_t places = 0;
    for (; fail_at(subject, number, for_ever); number += step) {
        if (places++ % 64 == 0)
            saml_demand_healthy(&fresh, for_ever ? "all allocations from" : "allocation", number);
    }
    assert_true(number > 500);
    saml_demand_healthy(&fresh, "allocation", number);
}

static void no_lack_of_memory_makes_a_response_valid(void **state)
{
    struct weir_arena *const kept = new_arena(0);
    struct saml_subject subject = saml_subject_of(*state, kept);
    fail_everywhere(&subject, false);
    subject.provider = saml_provider(&subject.asked, kept);
    fail_everywhere(&subject, true);
    weir_saml_provider_release(subject.provider);
    weir_arena_free(kept);
}

/* libxml2's lists complain to the process when memory is out. */
static void say_nothing(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

int main(int argc, char **argv)
{
    int64_t number = 0;
    if (argc > 1 && weir_int64_parse(weir_str_from(argv[1]), &number) && number > 0)
        step = (size_t)number;
    xmlSetGenericErrorFunc(NULL, say_nothing);
    if (!saml_memory_take_over() || weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK)
        return 1;
    if (argc > 2 && weir_int64_parse(weir_str_from(argv[2]), &number) && number >= 0 &&
        (size_t)number < WEIR_COUNT(saml_subject_rows))
        return run_rows("saml.memory", &saml_subject_rows[number], 1, sizeof(saml_subject_rows[0]),
                        no_lack_of_memory_makes_a_response_valid);
    return RUN_ROWS("saml.memory", saml_subject_rows, no_lack_of_memory_makes_a_response_valid);
}
