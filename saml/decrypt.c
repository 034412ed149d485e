/* Decides whether an EncryptedAssertion holds one Assertion that one of the provider's keys opens: decrypted to memory
 * and read by the same parser and the same grammar as a plain one ([iam-saml-encryption], [w3c-xmlenc]). */
#include "saml/decrypt.h"

#include <openssl/crypto.h>

#include "saml/shape.h"

/* An element around the plaintext declares the prefixes of the document it was taken from: a good part of what identity
 * providers send does not declare its own. The plaintext cannot end it, since what follows would be a second root. */
static const char wrapper_begin[] = "<weir";
static const char wrapper_end[] = "</weir>";

static bool is_declared(const xmlNs *const *found, size_t count, const xmlNs *declaration)
{
    for (size_t i = 0; i < count; i++) {
        const bool is_default = found[i]->prefix == NULL || declaration->prefix == NULL;
        if (is_default ? found[i]->prefix == declaration->prefix : xmlStrEqual(found[i]->prefix, declaration->prefix))
            return true;
    }
    return false;
}

static void write_escaped(struct weir_writer *writer, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '&' || *at == '<' || *at == '"' || (unsigned char)*at < ' ')
            weir_write_format(writer, "&#%u;", (unsigned)(unsigned char)*at);
        else
            weir_write_raw(writer, (struct weir_str){at, 1});
    }
}

/* The nearest declaration of each prefix wins. */
static void write_namespaces(struct weir_writer *writer, const xmlNode *from)
{
    const xmlNs *found[WEIR_XML_MAX_NAMESPACES]; /* the parser lets no more be in scope */
    size_t count = 0;
    for (const xmlNode *node = from; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent) {
        for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next) {
            if (count == WEIR_COUNT(found) || is_declared(found, count, ns))
                continue;
            found[count++] = ns;
            weir_write_raw(writer, WEIR_STR(" xmlns"));
            if (ns->prefix != NULL)
                weir_write_format(writer, ":%s", (const char *)ns->prefix);
            weir_write_raw(writer, WEIR_STR("=\""));
            write_escaped(writer, ns->href == NULL ? "" : (const char *)ns->href);
            weir_write_raw(writer, WEIR_STR("\""));
        }
    }
}

/* One attempt: the key, the content, the parse. Sets `decrypted` when all three hold. */
struct attempt {
    struct weir_saml_run *run;
    const struct weir_saml_sealed *sealed;
    struct weir_str head; /* the wrapper's start tag */
    char *text;           /* room for head, plaintext and end */
};

static enum weir_status parse_plain(const struct attempt *attempt, size_t length)
{
    enum weir_xml_fault fault = WEIR_XML_SYNTAX;
    uint32_t line = 0;
    const size_t head = attempt->head.len;
    memcpy(attempt->text + head + length, wrapper_end, sizeof wrapper_end - 1);
    const struct weir_str plain = {attempt->text + head, length};
    const struct weir_str whole = {attempt->text, head + length + sizeof wrapper_end - 1};
    if (!weir_str_is_utf8(plain, NULL) || memchr(plain.ptr, '\0', plain.len) != NULL)
        return WEIR_REFUSED;
    return weir_xml_parse(whole, &weir_saml_response_limits, &attempt->run->decrypted, &fault, &line);
}

static enum weir_status try_keys(const struct attempt *attempt, size_t private_key, size_t wrapped)
{
    struct weir_saml_run *const run = attempt->run;
    unsigned char key[WEIR_SAML_MAX_CONTENT_KEY] = {0};
    size_t length = 0;
    enum weir_status status = WEIR_REFUSED;
    if (weir_saml_unwrap(run->provider, private_key, &attempt->sealed->keys[wrapped],
                         attempt->sealed->cipher->key_bytes, key)) {
        const bool is_open = weir_saml_open(attempt->sealed, key, attempt->text + attempt->head.len, &length);
        if (length > 0)
            status = parse_plain(attempt, length);
        if (!is_open && status == WEIR_OK) {
            weir_xml_free(run->decrypted);
            run->decrypted = NULL;
            status = WEIR_REFUSED;
        }
    }
    OPENSSL_cleanse(key, sizeof key);
    return status;
}

static enum weir_status try_all(const struct attempt *attempt)
{
    enum weir_status status = WEIR_REFUSED;
    for (size_t wrapped = 0; wrapped < attempt->sealed->key_count; wrapped++) {
        for (size_t key = 0; key < attempt->run->provider->private_key_count && status == WEIR_REFUSED; key++)
            status = try_keys(attempt, key, wrapped);
    }
    return status;
}

static enum weir_status open_sealed(struct weir_saml_run *run, const struct weir_saml_sealed *sealed)
{
    struct attempt attempt = {.run = run, .sealed = sealed};
    struct weir_writer *writer = NULL;
    if (weir_writer_new(run->arena, &writer) != WEIR_OK)
        return weir_fail_memory(run->error);
    weir_write_raw(writer, weir_str_from(wrapper_begin));
    write_namespaces(writer, run->found);
    weir_write_raw(writer, WEIR_STR(">"));
    if (weir_writer_finish(writer, &attempt.head) != WEIR_OK)
        return weir_fail_memory(run->error);
    const size_t room = attempt.head.len + sealed->bytes.len + sizeof wrapper_end;
    attempt.text = weir_arena_alloc(run->arena, room, 1);
    if (attempt.text == NULL)
        return weir_fail_memory(run->error);
    memcpy(attempt.text, attempt.head.ptr, attempt.head.len);
    const enum weir_status status = try_all(&attempt);
    weir_saml_wipe((struct weir_str){attempt.text, room});
    if (status == WEIR_REFUSED)
        return weir_saml_refuse(run, WEIR_SAML_DECRYPT_ASSERTION, "%s",
                                weir_saml_check(WEIR_SAML_DECRYPT_ASSERTION)->doc.ptr);
    return status == WEIR_OK ? WEIR_OK : weir_fail_memory(run->error);
}

/* The wrapper holds one Assertion, and beside it blanks alone. */
static xmlNode *only_assertion(const xmlDoc *document)
{
    const xmlNode *const wrapper = xmlDocGetRootElement(document);
    xmlNode *const assertion = weir_xml_first(wrapper);
    for (const xmlNode *child = wrapper->children; child != NULL; child = child->next) {
        if (child != assertion && (child->type != XML_TEXT_NODE || xmlIsBlankNode(child) != 1))
            return NULL;
    }
    return weir_xml_is(assertion, WEIR_XML_SAML, "Assertion") ? assertion : NULL;
}

enum weir_status weir_saml_step_decrypt(struct weir_saml_run *run)
{
    struct weir_saml_sealed sealed;
    const bool is_plain = weir_xml_is(run->found, WEIR_XML_SAML, "Assertion");
    const bool must_encrypt = run->provider->encryption_mode == WEIR_SAML_ENCRYPTION_REQUIRED;
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECRYPT_REQUIRED, !is_plain || !must_encrypt, "the assertion is plain");
    if (is_plain)
        return WEIR_OK;
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECRYPT_KEY, run->provider->private_key_count > 0,
                     "the provider has no private key");
    WEIR_TRY(weir_saml_sealed_read(run, run->found, &sealed));
    /* Under a verified signature of the Response the ciphertext is the provider's own, and no oracle to be asked. */
    run->is_uniform = !run->response_is_signed;
    run->was_encrypted = true;
    WEIR_TRY(open_sealed(run, &sealed));
    xmlNode *const assertion = only_assertion(run->decrypted);
    if (assertion == NULL)
        return weir_saml_refuse(run, WEIR_SAML_DECRYPT_ASSERTION, "it holds something else than one Assertion");
    WEIR_TRY(weir_saml_shape_walk(run, assertion));
    WEIR_TRY(weir_saml_check_id(run, assertion));
    weir_saml_pass(run, WEIR_SAML_DECRYPT_ASSERTION);
    run->found = assertion;
    return WEIR_OK;
}
