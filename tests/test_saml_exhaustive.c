/*
 * Every byte of a signed document, changed in every way, left out and doubled: the response is refused, or what was
 * signed has the same canonical form as before and the claims are the same. Canonical forms are made here, by libxml2,
 * and not by weir.
 *
 * With the argument `bits` only the values that differ in one bit are tried; a signed response is tried so in any case.
 */
#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "tests/saml_documents.h"
#include "tests/test_base.h"

enum { ALL = 255, BITS = 8 };
static bool is_short;

static const struct row {
    const char *name;
    const char *path;
    const char *signed_element;
    unsigned tried; /* of the other values of a byte */
} rows[] = {
    {"an assertion", SAML_DATA "small.xml", "Assertion", ALL},
    {"a response", SAML_DATA "small-response.xml", "Response", BITS},
};

struct subject {
    struct weir_saml_provider *provider;
    struct weir_saml_options options;
    struct weir_arena *arena; /* of one verification */
    struct weir_str original;
    const char *signed_element;
    unsigned tried;
    xmlChar *canonical;     /* of what is signed */
    struct weir_str claims; /* as bytes */
    size_t refused;
    size_t the_same;
};

static void ignore(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

/* ----------------------------------------------------------------------------------------- canonical */

static xmlNode *find(xmlNode *node, const char *name)
{
    for (; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0)
            return node;
        xmlNode *const below = find(node->children, name);
        if (below != NULL)
            return below;
    }
    return NULL;
}

static bool is_below(const xmlNode *node, const xmlNode *element)
{
    while (node != NULL && node != element)
        node = node->parent;
    return node != NULL;
}

struct scope {
    const xmlNode *element;
    const xmlNode *signature;
};

static int is_visible(void *context, xmlNode *node, xmlNode *parent)
{
    const struct scope *const scope = context;
    const xmlNode *const place = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE ? parent : node;
    return is_below(place, scope->element) && !is_below(place, scope->signature) ? 1 : 0;
}

/* The exclusive canonical form of the signed element without its signature; NULL for what is no such document. */
static xmlChar *canonical_form(struct weir_str xml, const char *name)
{
    xmlChar *made = NULL;
    xmlDoc *const document = xmlReadMemory(xml.ptr, (int)xml.len, NULL, "UTF-8", XML_PARSE_NONET);
    if (document == NULL)
        return NULL;
    struct scope scope = {.element = find(document->children, name)};
    scope.signature = scope.element == NULL ? NULL : find(scope.element->children, "Signature");
    xmlOutputBuffer *const out = xmlAllocOutputBuffer(NULL);
    if (scope.signature != NULL &&
        xmlC14NExecute(document, is_visible, &scope, XML_C14N_EXCLUSIVE_1_0, NULL, 0, out) >= 0)
        made = xmlStrdup(xmlOutputBufferGetContent(out));
    (void)xmlOutputBufferClose(out);
    xmlFreeDoc(document);
    return made;
}

/* ------------------------------------------------------------------------------------------- verifying */

/* What a response claims, in bytes that differ where the claims do. */
static struct weir_str bytes_of(const struct weir_saml_claims *claims, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    assert_int_equal(weir_writer_new(arena, &writer), WEIR_OK);
    weir_write_list_begin(writer);
    const struct weir_str texts[] = {claims->assertion_id,      claims->issuer,         claims->name_id,
                                     claims->sub_type,          claims->audience,       claims->name_qualifier,
                                     claims->role_session_name, claims->source_identity};
    for (size_t i = 0; i < WEIR_COUNT(texts); i++)
        weir_write_text(writer, texts[i]);
    for (size_t i = 0; i < claims->role_count; i++) {
        weir_write_text(writer, claims->roles[i].role_arn);
        weir_write_text(writer, claims->roles[i].provider_arn);
    }
    weir_write_int64(writer, (int64_t)claims->tag_count);
    weir_write_int64(writer, claims->session_duration_s);
    weir_write_int64(writer, claims->not_on_or_after);
    for (size_t i = 0; i < claims->condition_key_count; i++) {
        weir_write_text(writer, claims->condition_keys[i].name);
        for (size_t k = 0; k < claims->condition_keys[i].count; k++)
            weir_write_text(writer, claims->condition_keys[i].values[k]);
    }
    weir_write_list_end(writer);
    assert_int_equal(weir_writer_finish(writer, &text), WEIR_OK);
    return text;
}

/* The claims of a document, empty when it is refused; valid until the next call. */
static struct weir_str verified(const struct subject *subject, struct weir_str xml)
{
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    weir_arena_reset(subject->arena);
    const struct weir_str base64 = saml_base64(subject->arena, xml);
    assert_int_equal(weir_saml_verify(subject->provider, &subject->options, base64, SAML_NOW, subject->arena, &claims,
                                      &refusal, NULL),
                     WEIR_OK);
    assert_true((claims == NULL) != (refusal == NULL));
    return claims == NULL ? (struct weir_str){NULL, 0} : bytes_of(claims, subject->arena);
}

static void check(struct subject *subject, struct weir_str changed, size_t at)
{
    const struct weir_str claims = verified(subject, changed);
    if (claims.len == 0) {
        subject->refused++;
        return;
    }
    xmlChar *const canonical = canonical_form(changed, subject->signed_element);
    const bool is_same = canonical != NULL && xmlStrEqual(canonical, subject->canonical) &&
                         weir_str_equal(claims, subject->claims);
    xmlFree(canonical);
    if (!is_same)
        fail_msg("byte %zu changed to 0x%02x verifies", at,
                 (unsigned)(unsigned char)changed.ptr[at < changed.len ? at : 0]);
    subject->the_same++;
}

static void change_each_byte(struct subject *subject, char *bytes)
{
    const struct weir_str changed = {bytes, subject->original.len};
    for (size_t at = 0; at < changed.len; at++) {
        const char before = bytes[at];
        for (unsigned i = 1; i <= subject->tried; i++) {
            bytes[at] = (char)((unsigned char)before ^ (subject->tried == BITS ? 1u << (i - 1) : i));
            check(subject, changed, at);
        }
        bytes[at] = before;
    }
}

static void drop_and_double_each_byte(struct subject *subject, char *bytes)
{
    const struct weir_str original = subject->original;
    for (size_t at = 0; at < original.len; at++) {
        memcpy(bytes, original.ptr, at);
        memcpy(bytes + at, original.ptr + at + 1, original.len - at - 1);
        check(subject, (struct weir_str){bytes, original.len - 1}, at);
        memcpy(bytes, original.ptr, at + 1);
        memcpy(bytes + at + 1, original.ptr + at, original.len - at);
        check(subject, (struct weir_str){bytes, original.len + 1}, at);
    }
}

static void every_changed_byte_is_refused(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const kept = new_arena(0);
    const struct saml_asked asked = saml_asked(kept, SAML_DATA "small.yaml");
    struct subject subject = {.provider = saml_provider(&asked, kept),
                              .options = asked.options,
                              .arena = new_arena(0),
                              .original = saml_read(kept, row->path),
                              .signed_element = row->signed_element,
                              .tried = is_short ? BITS : row->tried};
    char *const bytes = weir_arena_alloc(kept, subject.original.len + 1, 1);
    assert_non_null(bytes);
    xmlSetStructuredErrorFunc(NULL, ignore);
    subject.canonical = canonical_form(subject.original, row->signed_element);
    assert_non_null(subject.canonical);
    const struct weir_str claims = verified(&subject, subject.original);
    assert_true(claims.len > 0);
    assert_true(weir_arena_copy(kept, claims, &subject.claims));
    memcpy(bytes, subject.original.ptr, subject.original.len);
    change_each_byte(&subject, bytes);
    drop_and_double_each_byte(&subject, bytes);
    print_message("%s: %zu changes refused, %zu without effect on what is signed\n", row->name, subject.refused,
                  subject.the_same);
    assert_true(subject.refused > 10 * subject.the_same);
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlFree(subject.canonical);
    weir_saml_provider_release(subject.provider);
    weir_arena_free(subject.arena);
    weir_arena_free(kept);
}

int main(int argc, char **argv)
{
    is_short = argc > 1 && strcmp(argv[1], "bits") == 0;
    if (weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL) != WEIR_OK)
        return 1;
    return RUN_ROWS("saml.exhaustive", rows, every_changed_byte_is_refused);
}
