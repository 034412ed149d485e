/*
 * What the verification of a typical response costs (6 KB, RSA-2048 with SHA-256): beside the smallest program over
 * xmlsec1, beside lasso, and beside the bare RSA operation. Run at the root of the sources.
 *
 *     bench_saml [ROUNDS]               a table of medians
 *     bench_saml --fixed SUBJECT TIMES  TIMES verifications by weir, xmlsec or rsa, to count instructions
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/saml_peers.h"
#include "tests/saml_documents.h"

enum { MOST_ROUNDS = 1001, BATCH = 20 };

static struct {
    struct weir_saml_provider *provider;
    struct weir_saml_options options;
    struct weir_arena *arena;
    struct weir_str base64;
    struct peer_xmlsec *xmlsec;
    struct peer_rsa *rsa;
    struct peer_lasso *lasso;
} bench;

/* What callgrind collects. */
__attribute__((noinline)) void measured_verify(void (*ask)(void));

static void ask_weir(void)
{
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    weir_arena_reset(bench.arena);
    saml_need(weir_saml_verify(bench.provider, &bench.options, bench.base64, SAML_NOW, bench.arena, &claims, &refusal,
                               NULL) == WEIR_OK &&
                  claims != NULL,
              refusal == NULL ? "weir: no answer" : refusal->message.ptr);
}

static void ask_xmlsec(void)
{
    saml_need(peer_xmlsec_verify(bench.xmlsec, bench.base64.ptr, bench.base64.len), "xmlsec1: refused");
}

static void ask_lasso(void)
{
    saml_need(peer_lasso_verify(bench.lasso, bench.base64.ptr), "lasso: refused");
}

static void ask_rsa(void)
{
    saml_need(peer_rsa_verify(bench.rsa), "RSA: refused");
}

static const struct subject {
    const char *name;
    const char *word;
    void (*ask)(void);
} subjects[] = {
    {"weir, all of AWS's rules", "weir", ask_weir},
    {"smallest xmlsec1 program", "xmlsec", ask_xmlsec},
    {"bare RSA-2048 verification", "rsa", ask_rsa},
    {"lasso", "lasso", ask_lasso},
};
enum { WITHOUT_LASSO = 3 };

/* The processor's time, which on a machine with nothing else to do is the time: no subject reads or waits. */
static double now_us(void)
{
    const clock_t now = clock();
    saml_need(now != (clock_t)-1, "no clock");
    return (double)now * (1e6 / CLOCKS_PER_SEC);
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(const double *numbers, size_t count)
{
    static double sorted[MOST_ROUNDS];
    memcpy(sorted, numbers, count * sizeof(*numbers));
    qsort(sorted, count, sizeof(*sorted), compare);
    return sorted[count / 2];
}

/* Microseconds of one call, in each round. */
static double samples[WEIR_COUNT(subjects)][MOST_ROUNDS];

static void measure_round(size_t subject, size_t round)
{
    const double start = now_us();
    for (size_t k = 0; k < BATCH; k++)
        subjects[subject].ask();
    samples[subject][round] = (now_us() - start) / BATCH;
}

/* Rounds of the subjects are interleaved, so that a slow moment of the machine meets all of them. Not so lasso's, which
 * are so much longer that whoever comes next would pay for them. */
static void measure(size_t rounds)
{
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < WITHOUT_LASSO; i++)
            measure_round(i, round);
    }
    for (size_t round = 0; round < rounds && bench.lasso != NULL; round++)
        measure_round(WITHOUT_LASSO, round);
}

static void prepare(struct weir_arena *kept)
{
    struct saml_asked asked = saml_asked(kept, SAML_DATA "provider.yaml");
    const struct weir_str pem = saml_read(kept, SAML_DATA "idp-public.pem");
    bench.options = asked.options;
    bench.provider = saml_provider(&asked, kept);
    bench.base64 = saml_base64(kept, saml_read(kept, SAML_DATA "typical.xml"));
    /* lasso wants a NUL behind the text. */
    char *const text = weir_arena_alloc(kept, bench.base64.len + 1, 1);
    saml_need(text != NULL, "no memory");
    memcpy(text, bench.base64.ptr, bench.base64.len);
    bench.base64.ptr = text;
    bench.xmlsec = peer_xmlsec_new(pem.ptr);
    bench.rsa = peer_rsa_new(pem.ptr, bench.base64.ptr, bench.base64.len);
    bench.lasso = peer_lasso_new(asked.source.metadata.ptr);
}

/* How a subject compares with xmlsec1 is decided round by round: what slows one down for a while slows both. */
static double times_xmlsec(size_t subject, size_t rounds)
{
    static double times[MOST_ROUNDS];
    for (size_t round = 0; round < rounds; round++)
        times[round] = samples[subject][round] / samples[1][round];
    return median(times, rounds);
}

static void tell(size_t rounds)
{
    measure(rounds);
    printf("a signed response of %zu characters\n", bench.base64.len);
    printf("  %-28s %8s %10s %8s\n", "", "us", "a second", "xmlsec1");
    for (size_t i = 0; i < (bench.lasso == NULL ? WITHOUT_LASSO : WEIR_COUNT(subjects)); i++) {
        const double us = median(samples[i], rounds);
        printf("  %-28s %8.1f %10.0f %7.2fx\n", subjects[i].name, us, 1e6 / us, times_xmlsec(i, rounds));
    }
}

void measured_verify(void (*ask)(void))
{
    ask();
}

/* Once before it counts, so that what the libraries keep is there. */
static int run_fixed(const char *word, int64_t times)
{
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++) {
        if (strcmp(subjects[i].word, word) != 0)
            continue;
        subjects[i].ask();
        for (int64_t k = 0; k < times; k++)
            measured_verify(subjects[i].ask);
        return EXIT_SUCCESS;
    }
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct weir_arena *kept = NULL;
    int64_t number = 101;
    int code = EXIT_SUCCESS;
    const bool is_fixed = argc == 4 && strcmp(argv[1], "--fixed") == 0;
    if ((argc > 1 && !weir_int64_parse(weir_str_from(argv[argc - 1]), &number)) || number < 1 || number > MOST_ROUNDS ||
        (argc > 2 && !is_fixed)) {
        (void)fprintf(stderr, "usage: bench_saml [ROUNDS] | --fixed weir|xmlsec|rsa|lasso TIMES, at most %d\n",
                      MOST_ROUNDS);
        return EXIT_FAILURE;
    }
    saml_need(weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) == WEIR_OK, "no SAML");
    saml_need(weir_arena_new(0, &kept) == WEIR_OK && weir_arena_new(0, &bench.arena) == WEIR_OK, "no arena");
    prepare(kept);
    if (is_fixed)
        code = run_fixed(argv[2], number);
    else
        tell((size_t)number);
    if (bench.lasso != NULL)
        peer_lasso_free(bench.lasso);
    peer_rsa_free(bench.rsa);
    peer_xmlsec_free(bench.xmlsec);
    weir_saml_provider_release(bench.provider);
    weir_arena_free(bench.arena);
    weir_arena_free(kept);
    return code;
}
