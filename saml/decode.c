/* Decides whether a SAMLAssertion parameter is the base64 of a text that may be XML 1.0 in UTF-8
 * ([aws-models], [saml-bindings], [saml-attacks]). */
#include "saml/saml_impl.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool has_blanks(struct weir_str text)
{
    return text.len > 0 && (memchr(text.ptr, '\n', text.len) != NULL || memchr(text.ptr, '\r', text.len) != NULL ||
                            memchr(text.ptr, ' ', text.len) != NULL || memchr(text.ptr, '\t', text.len) != NULL);
}

enum weir_status weir_saml_base64(struct weir_str text, struct weir_arena *arena, struct weir_str *bytes)
{
    *bytes = (struct weir_str){NULL, 0};
    if (!has_blanks(text))
        return weir_base64_decode(text, arena, bytes, NULL);
    char *const dense = weir_arena_take(arena, text.len + 1, 1);
    if (dense == NULL)
        return WEIR_ERR_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_blank(text.ptr[i]))
            dense[count++] = text.ptr[i];
    }
    const enum weir_status status = weir_base64_decode((struct weir_str){dense, count}, arena, bytes, NULL);
    weir_saml_wipe((struct weir_str){dense, count});
    return status;
}

/* ---------------------------------------------------------------------------------------- declaration */

/* What is left of the text of an XML declaration. */
struct declaration {
    const char *at;
    const char *end;
};

static bool skip_blanks(struct declaration *left)
{
    const char *const start = left->at;
    while (left->at < left->end && is_blank(*left->at))
        left->at++;
    return left->at > start;
}

static bool take(struct declaration *left, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(left->end - left->at) < length || memcmp(left->at, word, length) != 0)
        return false;
    left->at += length;
    return true;
}

/* name = "value", with blanks around the sign; the value is what stands between two equal quotes. */
static bool take_pair(struct declaration *left, const char *name, struct weir_str *value)
{
    *value = (struct weir_str){NULL, 0};
    if (!take(left, name))
        return false;
    (void)skip_blanks(left);
    if (!take(left, "="))
        return false;
    (void)skip_blanks(left);
    if (left->at == left->end || (*left->at != '"' && *left->at != '\''))
        return false;
    const char quote = *left->at++;
    const char *const start = left->at;
    while (left->at < left->end && *left->at != quote)
        left->at++;
    if (left->at == left->end)
        return false;
    *value = (struct weir_str){start, (size_t)(left->at++ - start)};
    return true;
}

/* [w3c-xml] §2.8, the whole production: what weir reads the bytes as is what any other reader must. */
bool weir_saml_declares_utf8(struct weir_str xml)
{
    struct declaration left = {xml.ptr, xml.ptr + xml.len};
    struct weir_str value;
    if (!take(&left, "<?xml") || !skip_blanks(&left))
        return true; /* no declaration: UTF-8 by [w3c-xml] §4.3.3 */
    if (!take_pair(&left, "version", &value) || !weir_str_equal(value, WEIR_STR("1.0")))
        return false;
    bool may_go_on = skip_blanks(&left);
    if (may_go_on && left.at < left.end && *left.at == 'e') {
        if (!take_pair(&left, "encoding", &value) || !weir_str_equal_fold(value, WEIR_STR("UTF-8")))
            return false;
        may_go_on = skip_blanks(&left);
    }
    if (may_go_on && left.at < left.end && *left.at == 's') {
        if (!take_pair(&left, "standalone", &value) ||
            !(weir_str_equal(value, WEIR_STR("yes")) || weir_str_equal(value, WEIR_STR("no"))))
            return false;
        (void)skip_blanks(&left);
    }
    return take(&left, "?>");
}

/* ----------------------------------------------------------------------------------------------- step */

enum weir_status weir_saml_step_decode(struct weir_saml_run *run)
{
    const size_t length = run->base64.len;
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_MIN_LENGTH, length >= WEIR_SAML_MIN_RESPONSE, "it has %zu characters",
                     length);
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_MAX_LENGTH, length <= WEIR_SAML_MAX_RESPONSE, "it has %zu characters",
                     length);
    const enum weir_status status = weir_saml_base64(run->base64, run->arena, &run->xml);
    if (status != WEIR_OK && status != WEIR_ERR_SYNTAX)
        return weir_fail_memory(run->error);
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_BASE64, status == WEIR_OK, "the response is not base64");

    const struct weir_str xml = run->xml;
    size_t bad = 0;
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_UTF8, weir_str_is_utf8(xml, &bad), "byte %zu is not UTF-8", bad);
    const char *const nul = xml.len == 0 ? NULL : memchr(xml.ptr, '\0', xml.len);
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_NUL, nul == NULL, "byte %zu is NUL",
                     nul == NULL ? 0 : (size_t)(nul - xml.ptr));
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_BOM, !weir_str_has_prefix(xml, WEIR_STR("\xEF\xBB\xBF")),
                     "the document begins with a byte order mark");
    WEIR_SAML_DEMAND(run, WEIR_SAML_DECODE_DECLARATION, weir_saml_declares_utf8(xml),
                     "the declaration names another version than 1.0 or another encoding than UTF-8");
    return WEIR_OK;
}
