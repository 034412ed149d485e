/*
 * What a hostile response may cost: less than 4 MB and, where nothing slows the program down, less than 5 ms of the
 * processor; asked of every case of the corpus and of documents that are as wide, deep and named as the limits allow.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name that POSIX gives */
#define _POSIX_C_SOURCE 200809L

#include <time.h>

#include "tests/saml_documents.h"
#include "tests/saml_memory.h"
#include "tests/test_base.h"

enum { MOST_BYTES = 4 << 20, MOST_US = 5000, TRIES = 3, MOST_TRIES = 40 };

static bool is_timed;
static struct {
    size_t bytes;
    double us;
    char names[2][64];
} most;

/* ------------------------------------------------------------------------------------------ measuring */

static double now_us(void)
{
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), 0);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Verifies several times in an arena that is made for it; the least time counts, and the most memory. A busy machine is
 * asked more often. */
static void measure(struct weir_str name, const struct weir_saml_provider *provider,
                    const struct weir_saml_options *options, struct weir_str base64)
{
    double least = 1e9;
    size_t bytes = 0;
    for (size_t i = 0; i < TRIES || (is_timed && least >= MOST_US && i < MOST_TRIES); i++) {
        const struct weir_saml_claims *claims = NULL;
        const struct weir_refusal *refusal = NULL;
        const size_t before = saml_memory_bytes();
        saml_memory_watch();
        const double begin = now_us();
        struct weir_arena *const arena = new_arena(0);
        assert_int_equal(weir_saml_verify(provider, options, base64, SAML_NOW, arena, &claims, &refusal, NULL),
                         WEIR_OK);
        weir_arena_free(arena);
        const double took = now_us() - begin;
        least = took < least ? took : least;
        const size_t held = saml_memory_most_bytes() - before;
        bytes = held > bytes ? held : bytes;
    }
    if (bytes >= MOST_BYTES)
        fail_msg("%.*s: %zu bytes", WEIR_FMT(name), bytes);
    if (is_timed && least >= MOST_US)
        fail_msg("%.*s: %.0f microseconds", WEIR_FMT(name), least);
    if (bytes > most.bytes) {
        most.bytes = bytes;
        (void)snprintf(most.names[0], sizeof(most.names[0]), "%.*s", WEIR_FMT(name));
    }
    if (least > most.us) {
        most.us = least;
        (void)snprintf(most.names[1], sizeof(most.names[1]), "%.*s", WEIR_FMT(name));
    }
}

static void tell_most(const char *of)
{
    print_message("%s: at most %zu bytes (%s) and %.0f microseconds (%s)\n", of, most.bytes, most.names[0], most.us,
                  most.names[1]);
    memset(&most, 0, sizeof(most));
}

static void measure_case(const struct saml_case *item, void *context)
{
    struct weir_arena *const arena = new_arena(0);
    const struct weir_tree *tree = NULL;
    const struct weir_saml_ask *asked = NULL;
    struct weir_saml_provider *provider = NULL;
    const struct weir_refusal *refusal = NULL;
    size_t *const count = context;
    assert_int_equal(weir_tree_parse_json(item->question, item->id, arena, &tree, NULL), WEIR_OK);
    if (weir_saml_ask_read(tree, weir_tree_root(tree), arena, &asked, NULL) == WEIR_OK &&
        weir_saml_provider_new(&asked->provider, arena, &provider, &refusal, NULL) == WEIR_OK && provider != NULL) {
        measure(item->id, provider, &asked->options, asked->response);
        ++*count;
    }
    weir_saml_provider_release(provider);
    weir_arena_free(arena);
}

static void cases_are_cheap(void **state)
{
    size_t count = 0;
    (void)state;
    saml_each_case(measure_case, &count);
    assert_true(count >= 250);
    tell_most("cases");
}

/* -------------------------------------------------------------------------------------------- hostile */

/* Pieces of an Advice, repeated while there is room; %zu is the number of the piece. */
static const struct hostile_row {
    const char *name;
    const char *first;
    const char *piece;
    const char *last;
    size_t most;
} hostile_rows[] = {
    {"flat elements", "<x xmlns='urn:x'>", "<y/>", "</x>", 3700},
    {"elements and texts", "<x xmlns='urn:x'>", "<y>t</y>", "</x>", 1850},
    {"attributes", "<x xmlns='urn:x' ", "a%zu='v' ", "/>", 63},
    {"elements of many attributes", "<x xmlns='urn:x'>",
     "<y a='1' b='2' c='3' d='4' e='5' f='6' g='7' h='8' i='9' j='1' k='2' l='3' m='4' n='5' o='6' p='7'/>", "</x>",
     210},
    {"attributes in many namespaces", "<x xmlns='urn:x'>",
     "<y xmlns:a='urn:a' xmlns:b='urn:b' xmlns:c='urn:c' xmlns:d='urn:d' a:k='1' b:k='1' c:k='1' d:k='1'/>", "</x>",
     410},
    {"declarations of one element", "<x xmlns='urn:x' ", "xmlns:n%zu='urn:n%zu' ", "/>", 58},
    {"elements of many declarations", "<x xmlns='urn:x'>",
     "<y xmlns:a='urn:%zu' xmlns:b='urn:%zu' xmlns:c='urn:c' a:k='1'/>", "</x>", 740},
    {"prefixes all the same", "<x xmlns='urn:x'>", "<y xmlns='urn:%zu'/>", "</x>", 1850},
    {"depth", "", "<x xmlns:n%zu='urn:n'>", "", 28},
    {"one text", "<x xmlns='urn:x'>", "&#120;", "</x>", 10000},
    {"comments", "<x xmlns='urn:x'>", "<!-- -->", "</x>", 3700},
    {"sections", "<x xmlns='urn:x'>", "<![CDATA[]]>", "</x>", 3700},
    {"references", "<x xmlns='urn:x' a='", "&#9;", "'/>", 10000},
    {"identifiers", "<x xmlns='urn:x'>", "<y ID='_i%zu'/>", "</x>", 60},
};

static size_t put(char *at, const char *format, size_t number)
{
    size_t length = 0;
    for (const char *c = format; *c != '\0'; c++) {
        if (c[0] == '%' && c[1] == 'z' && c[2] == 'u') {
            length += (size_t)snprintf(at + length, 24, "%zu", number);
            c += 2;
        } else {
            at[length++] = *c;
        }
    }
    return length;
}

/* The document with an Advice of such pieces before its AuthnStatement, under a signature that is another's. */
static struct weir_str hostile(const struct hostile_row *row, struct weir_str plain, struct weir_arena *arena)
{
    static const char mark[] = "<saml:AuthnStatement ";
    static const char open[] = "<saml:Advice>";
    static const char close[] = "</saml:Advice>";
    const char *const place = strstr(plain.ptr, mark);
    char *const text = weir_arena_alloc(arena, 200000, 1);
    assert_non_null(place);
    assert_non_null(text);
    size_t length = (size_t)(place - plain.ptr);
    memcpy(text, plain.ptr, length);
    length += put(text + length, open, 0) + 0;
    length += put(text + length, row->first, 0);
    size_t pieces = 0;
    while (pieces < row->most && length < 70000)
        length += put(text + length, row->piece, pieces++);
    for (size_t i = 0; strcmp(row->name, "depth") == 0 && i < pieces; i++)
        length += put(text + length, "</x>", 0);
    length += put(text + length, row->last, 0);
    length += put(text + length, close, 0);
    const size_t rest = plain.len - (size_t)(place - plain.ptr);
    memcpy(text + length, place, rest);
    return saml_base64(arena, (struct weir_str){text, length + rest});
}

/* Each of them comes as far as the digest, which is what costs. */
static void hostile_documents_are_cheap(void **state)
{
    struct weir_arena *const kept = new_arena(0);
    const struct saml_asked asked = saml_asked(kept, SAML_DATA "provider.yaml");
    struct weir_saml_provider *const provider = saml_provider(&asked, kept);
    const struct weir_str plain = saml_read(kept, SAML_DATA "both.xml");
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(hostile_rows); i++) {
        const struct weir_saml_claims *claims = NULL;
        const struct weir_refusal *refusal = NULL;
        const struct weir_str base64 = hostile(&hostile_rows[i], plain, kept);
        assert_int_equal(weir_saml_verify(provider, &asked.options, base64, SAML_NOW, kept, &claims, &refusal, NULL),
                         WEIR_OK);
        assert_non_null(refusal);
        if (!weir_str_equal(refusal->check, WEIR_STR("saml.signature.value")))
            fail_msg("%s: %.*s", hostile_rows[i].name, WEIR_FMT(refusal->check));
        measure(weir_str_from(hostile_rows[i].name), provider, &asked.options, base64);
    }
    tell_most("documents at the limits");
    weir_saml_provider_release(provider);
    weir_arena_free(kept);
}

int main(int argc, char **argv)
{
    is_timed = argc > 1 && strcmp(argv[1], "timed") == 0;
    if (!saml_memory_take_over() || weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_are_cheap),
        cmocka_unit_test(hostile_documents_are_cheap),
    };
    return cmocka_run_group_tests_name("saml.cost", tests, NULL, NULL);
}
