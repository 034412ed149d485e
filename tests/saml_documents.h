/* The documents that tests/saml/make_corpus.py wrote, as the tests of whole responses, the fuzz targets and the benches read them. */
#ifndef WEIR_TEST_SAML_DOCUMENTS_H
#define WEIR_TEST_SAML_DOCUMENTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/saml.h>

#include "base/base_impl.h"

/* Tests run at the root of the sources. */
#define SAML_DATA "tests/saml/data/"
/* 2026-03-02T09:00:00Z, when all of them are good. */
#define SAML_NOW INT64_C(1772442000)

static inline void saml_need(bool fact, const char *what)
{
    if (fact)
        return;
    (void)fprintf(stderr, "saml documents: %s\n", what);
    abort();
}

/* A whole file in the arena, with a NUL behind it. */
static inline struct weir_str saml_read(struct weir_arena *arena, const char *path)
{
    FILE *const file = fopen(path, "rb");
    saml_need(file != NULL, path);
    saml_need(fseek(file, 0, SEEK_END) == 0, path);
    const long size = ftell(file);
    saml_need(size >= 0 && fseek(file, 0, SEEK_SET) == 0, path);
    char *const bytes = weir_arena_alloc(arena, (size_t)size + 1, 1);
    saml_need(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size, path);
    (void)fclose(file);
    return (struct weir_str){bytes, (size_t)size};
}

static inline struct weir_str saml_base64(struct weir_arena *arena, struct weir_str bytes)
{
    struct weir_str text = {NULL, 0};
    saml_need(weir_base64_encode(bytes, arena, &text) == WEIR_OK, "no room for base64");
    return text;
}

/* What a file of SAML_DATA says of a provider; all of it lives in the arena. */
struct saml_asked {
    struct weir_saml_provider_source source;
    struct weir_saml_options options;
};

static inline struct weir_str saml_member(const struct weir_node *map, const char *name)
{
    const struct weir_node *const node = weir_node_find(map, weir_str_from(name));
    return node == NULL ? (struct weir_str){NULL, 0} : weir_node_text(node);
}

static inline struct saml_asked saml_asked_text(struct weir_arena *arena, struct weir_str text, const char *path)
{
    const struct weir_tree *tree = NULL;
    struct saml_asked asked = {.source = WEIR_SAML_PROVIDER_SOURCE_INIT, .options = WEIR_SAML_OPTIONS_INIT};
    saml_need(weir_tree_parse(text, weir_str_from(path), arena, &tree, NULL) == WEIR_OK, path);
    const struct weir_node *const map = weir_tree_root(tree);
    const struct weir_node *const keys = weir_node_find(map, WEIR_STR("decryption_keys"));
    struct weir_str *const copies = weir_arena_alloc(arena, 2, sizeof(*copies));
    saml_need(copies != NULL && weir_node_count(keys) <= 2, path);
    asked.source.arn = saml_member(map, "provider");
    asked.source.metadata = saml_member(map, "metadata");
    asked.source.private_keys = copies;
    for (const struct weir_node *key = weir_node_first(keys); key != NULL; key = weir_node_next(key))
        copies[asked.source.private_key_count++] = weir_node_text(key);
    asked.options.role_arn = saml_member(map, "role");
    return asked;
}

static inline struct saml_asked saml_asked(struct weir_arena *arena, const char *path)
{
    return saml_asked_text(arena, saml_read(arena, path), path);
}

/* A provider with its keys prepared; release it. */
static inline struct weir_saml_provider *saml_provider(const struct saml_asked *asked, struct weir_arena *arena)
{
    struct weir_saml_provider *provider = NULL;
    const struct weir_refusal *refusal = NULL;
    saml_need(weir_saml_provider_new(&asked->source, arena, &provider, &refusal, NULL) == WEIR_OK, "no provider");
    saml_need(provider != NULL, "the provider is refused");
    return provider;
}

/* ------------------------------------------------------------------------------------------ the corpus */

/* A verify case's question as JSON: its own members, those of its provider, and its XML as base64. */
static inline struct weir_str saml_question(const struct weir_node *own, const struct weir_node *shared,
                                            struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str json = {NULL, 0};
    saml_need(weir_writer_new(arena, &writer) == WEIR_OK, "no writer");
    weir_write_map_begin(writer);
    for (const struct weir_node *key = weir_node_first(own); key != NULL; key = weir_node_next(key)) {
        const struct weir_str name = weir_node_text(key);
        if (weir_str_equal(name, WEIR_STR("base")))
            continue;
        const bool is_xml = weir_str_equal(name, WEIR_STR("xml"));
        weir_write_key_str(writer, is_xml ? WEIR_STR("response") : name);
        if (is_xml)
            weir_write_text(writer, saml_base64(arena, weir_node_text(weir_node_value(key))));
        else
            weir_write_node(writer, weir_node_value(key));
    }
    for (const struct weir_node *key = weir_node_first(shared); key != NULL; key = weir_node_next(key)) {
        if (weir_node_find(own, weir_node_text(key)) != NULL)
            continue;
        weir_write_key_str(writer, weir_node_text(key));
        weir_write_node(writer, weir_node_value(key));
    }
    weir_write_map_end(writer);
    saml_need(weir_writer_finish(writer, &json) == WEIR_OK, "no question");
    return json;
}

static const char *const saml_families[] = {"accepted", "decode",     "parse",      "shape",
                                            "wrapping", "signature",  "algorithms", "encryption",
                                            "metadata", "conditions", "attributes", "lakeformation"};

struct saml_case {
    struct weir_str id;
    struct weir_str question; /* JSON */
    bool is_valid;            /* as the case expects it */
};

/* Calls `ask` with each case of the corpus; the case lives until it returns. */
static inline void saml_each_case(void (*ask)(const struct saml_case *item, void *context), void *context)
{
    struct weir_arena *kept = NULL;
    struct weir_arena *arena = NULL;
    saml_need(weir_arena_new(0, &kept) == WEIR_OK && weir_arena_new(0, &arena) == WEIR_OK, "no arena");
    for (size_t i = 0; i < WEIR_COUNT(saml_families); i++) {
        char path[64];
        const struct weir_tree *tree = NULL;
        weir_arena_reset(kept);
        (void)snprintf(path, sizeof(path), "corpus/saml/%s.yaml", saml_families[i]);
        saml_need(weir_tree_parse(saml_read(kept, path), weir_str_from(path), kept, &tree, NULL) == WEIR_OK, path);
        const struct weir_node *const cases = weir_node_find(weir_tree_root(tree), WEIR_STR("cases"));
        for (const struct weir_node *node = weir_node_first(cases); node != NULL; node = weir_node_next(node)) {
            const struct weir_node *const own = weir_node_find(node, WEIR_STR("verify"));
            const struct weir_str base = saml_member(own, "base");
            const struct weir_tree *shared = NULL;
            weir_arena_reset(arena);
            (void)snprintf(path, sizeof(path), "corpus/providers/%.*s.yaml", WEIR_FMT(base));
            saml_need(weir_tree_parse(saml_read(arena, path), weir_str_from(path), arena, &shared, NULL) == WEIR_OK,
                      path);
            const struct weir_node *const expect = weir_node_find(node, WEIR_STR("expect"));
            const struct saml_case item = {.id = saml_member(node, "id"),
                                           .question = saml_question(own, weir_tree_root(shared), arena),
                                           .is_valid = weir_str_equal(saml_member(expect, "valid"), WEIR_STR("true"))};
            ask(&item, context);
        }
    }
    weir_arena_free(arena);
    weir_arena_free(kept);
}

#endif
