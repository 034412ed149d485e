/* Decides whether an EncryptedAssertion has one EncryptedData and one or two keys for it, by value and with methods that
 * weir opens ([saml-core] §2.3.4, [w3c-xmlenc], [saml-attacks]). */
#include "saml/decrypt.h"

/* clang-format off */
static const struct weir_saml_cipher ciphers[] = {
    {"http://www.w3.org/2009/xmlenc11#aes128-gcm", EVP_aes_128_gcm, 16, true},
    {"http://www.w3.org/2009/xmlenc11#aes192-gcm", EVP_aes_192_gcm, 24, true},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", EVP_aes_256_gcm, 32, true},
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", EVP_aes_128_cbc, 16, false},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", EVP_aes_192_cbc, 24, false},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", EVP_aes_256_cbc, 32, false},
};
static const struct {
    const char *uri;
    enum weir_saml_wrap wrap;
} wraps[] = {
    {"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", WEIR_SAML_OAEP_MGF1P},
    {"http://www.w3.org/2009/xmlenc11#rsa-oaep", WEIR_SAML_OAEP},
    {"http://www.w3.org/2001/04/xmlenc#rsa-1_5", WEIR_SAML_RSA15},
};
static const struct {
    const char *digest;
    const char *mask;
    const EVP_MD *(*function)(void);
} hashes[] = {
    {"http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2009/xmlenc11#mgf1sha1", EVP_sha1},
    {"http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha256", EVP_sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2009/xmlenc11#mgf1sha384", EVP_sha384},
    {"http://www.w3.org/2001/04/xmlenc#sha512", "http://www.w3.org/2009/xmlenc11#mgf1sha512", EVP_sha512},
};
/* clang-format on */

static const char element_type[] = "http://www.w3.org/2001/04/xmlenc#Element";
static const char key_type[] = "http://www.w3.org/2001/04/xmlenc#EncryptedKey";

static enum weir_status refuse_grammar(struct weir_saml_run *run, const char *because)
{
    return weir_saml_refuse(run, WEIR_SAML_DECRYPT_GRAMMAR, "%s", because);
}

static enum weir_status refuse_algorithm(struct weir_saml_run *run, const char *because)
{
    return weir_saml_refuse(run, WEIR_SAML_DECRYPT_ALGORITHM, "%s", because);
}

/* The children, all of them elements of xenc but for KeyInfo, in the order of the list; `*` is one that may be absent. */
static bool has_children(const xmlNode *element, const char *const *names, size_t count)
{
    const xmlNode *child = weir_xml_first(element);
    for (size_t i = 0; i < count; i++) {
        const bool is_optional = names[i][0] == '*';
        const char *const name = names[i] + is_optional;
        const enum weir_xml_ns ns = strcmp(name, "KeyInfo") == 0 ? WEIR_XML_DS : WEIR_XML_XENC;
        if (weir_xml_is(child, ns, name))
            child = weir_xml_next(child);
        else if (!is_optional)
            return false;
    }
    return child == NULL;
}

/* ------------------------------------------------------------------------------------------------ values */

/* CipherData with a CipherValue: a CipherReference would have something fetched. */
static enum weir_status read_value(struct weir_saml_run *run, const xmlNode *holder, struct weir_str *bytes)
{
    static const char *const names[] = {"CipherValue"};
    const xmlNode *const data = weir_xml_child(holder, WEIR_XML_XENC, "CipherData");
    if (!has_children(data, names, WEIR_COUNT(names)))
        return refuse_grammar(run, "a CipherData has something else than a CipherValue");
    const xmlNode *const value = weir_xml_first(data);
    const xmlNode *const text = value->children;
    if (text == NULL || text->type != XML_TEXT_NODE || text->next != NULL)
        return refuse_grammar(run, "a CipherValue is not one text");
    struct weir_str base64;
    if (!weir_xml_text(value, run->arena, &base64))
        return weir_fail_memory(run->error);
    const enum weir_status status = weir_saml_base64(base64, run->arena, bytes);
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(run->error);
    return status == WEIR_OK && bytes->len > 0 ? WEIR_OK : refuse_grammar(run, "a CipherValue is not base64");
}

static enum weir_status read_cipher(struct weir_saml_run *run, const xmlNode *data, struct weir_saml_sealed *sealed)
{
    const xmlNode *const method = weir_xml_child(data, WEIR_XML_XENC, "EncryptionMethod");
    for (size_t i = 0; i < WEIR_COUNT(ciphers); i++) {
        if (weir_xml_attribute_equals(method, "Algorithm", weir_str_from(ciphers[i].uri)))
            sealed->cipher = &ciphers[i];
    }
    return sealed->cipher != NULL ? WEIR_OK : refuse_algorithm(run, "the content's method is none of these");
}

/* -------------------------------------------------------------------------------------------- wrapped keys */

static enum weir_status read_label(struct weir_saml_run *run, const xmlNode *leaf, struct weir_saml_wrapped *wrapped)
{
    struct weir_str base64;
    if (!weir_xml_text(leaf, run->arena, &base64))
        return weir_fail_memory(run->error);
    const enum weir_status status = weir_saml_base64(base64, run->arena, &wrapped->label);
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(run->error);
    return status == WEIR_OK ? WEIR_OK : refuse_grammar(run, "OAEPparams is not base64");
}

/* [w3c-xmlenc] §5.5: a digest, and for the newer method a mask. */
static const EVP_MD *(*hash_of(const xmlNode *parameter, bool is_digest))(void)
{
    for (size_t i = 0; i < WEIR_COUNT(hashes); i++) {
        const char *const uri = is_digest ? hashes[i].digest : hashes[i].mask;
        if (weir_xml_attribute_equals(parameter, "Algorithm", weir_str_from(uri)))
            return hashes[i].function;
    }
    return NULL;
}

static enum weir_status read_parameter(struct weir_saml_run *run, const xmlNode *parameter,
                                       struct weir_saml_wrapped *wrapped)
{
    const bool is_digest = weir_xml_is(parameter, WEIR_XML_DS, "DigestMethod");
    const bool is_mask = weir_xml_is(parameter, WEIR_XML_XENC11, "MGF") && wrapped->wrap == WEIR_SAML_OAEP;
    if (wrapped->wrap == WEIR_SAML_RSA15)
        return refuse_grammar(run, "RSA PKCS#1 v1.5 has a parameter");
    if (weir_xml_is(parameter, WEIR_XML_XENC, "OAEPparams"))
        return read_label(run, parameter, wrapped);
    if (!is_digest && !is_mask)
        return refuse_grammar(run, "a method has a parameter that it does not take");
    const EVP_MD *(*const function)(void) = hash_of(parameter, is_digest);
    if (function == NULL)
        return refuse_algorithm(run, "a digest or a mask of OAEP is none of these");
    *(is_digest ? &wrapped->digest : &wrapped->mask) = function;
    return WEIR_OK;
}

/* [w3c-xmlenc] §5.5: SHA-1 where none is named; the older method has its mask fixed. */
static enum weir_status read_parameters(struct weir_saml_run *run, const xmlNode *method,
                                        struct weir_saml_wrapped *wrapped)
{
    wrapped->digest = EVP_sha1;
    wrapped->mask = EVP_sha1;
    for (const xmlNode *child = weir_xml_first(method); child != NULL; child = weir_xml_next(child))
        WEIR_TRY(read_parameter(run, child, wrapped));
    return WEIR_OK;
}

static enum weir_status read_key(struct weir_saml_run *run, const xmlNode *key, struct weir_saml_sealed *sealed)
{
    static const char *const names[] = {"EncryptionMethod", "*KeyInfo", "CipherData", "*ReferenceList",
                                        "*CarriedKeyName"};
    if (!has_children(key, names, WEIR_COUNT(names)))
        return refuse_grammar(run, "an EncryptedKey has other children");
    if (sealed->key_count == WEIR_SAML_MAX_WRAPPED)
        return refuse_grammar(run, "there are more than two EncryptedKeys");
    struct weir_saml_wrapped *const wrapped = &sealed->keys[sealed->key_count++];
    const xmlNode *const method = weir_xml_child(key, WEIR_XML_XENC, "EncryptionMethod");
    bool is_known = false;
    for (size_t i = 0; i < WEIR_COUNT(wraps); i++) {
        if (!weir_xml_attribute_equals(method, "Algorithm", weir_str_from(wraps[i].uri)))
            continue;
        wrapped->wrap = wraps[i].wrap;
        is_known = true;
    }
    if (!is_known || (wrapped->wrap == WEIR_SAML_RSA15 && !run->options.allow_rsa15))
        return refuse_algorithm(run, "the method of an EncryptedKey is none of these");
    WEIR_TRY(read_parameters(run, method, wrapped));
    return read_value(run, key, &wrapped->bytes);
}

/* A RetrievalMethod may point at an EncryptedKey beside the data, where weir looks anyway; it is never followed. */
static bool points_beside(const xmlNode *method, const xmlNode *encrypted, struct weir_arena *arena, bool *has_room)
{
    struct weir_str uri;
    *has_room = weir_xml_attribute(method, "URI", arena, &uri);
    if (!*has_room || uri.len < 2 || uri.ptr[0] != '#' || weir_xml_first(method) != NULL ||
        !weir_xml_attribute_equals(method, "Type", weir_str_from(key_type)))
        return false;
    for (const xmlNode *key = weir_xml_first(encrypted); key != NULL; key = weir_xml_next(key)) {
        if (weir_xml_is(key, WEIR_XML_XENC, "EncryptedKey") &&
            weir_xml_attribute_equals(key, "Id", (struct weir_str){uri.ptr + 1, uri.len - 1}))
            return true;
    }
    return false;
}

static enum weir_status read_key_info(struct weir_saml_run *run, const xmlNode *encrypted, const xmlNode *info,
                                      struct weir_saml_sealed *sealed)
{
    bool has_room = true;
    for (const xmlNode *child = weir_xml_first(info); child != NULL; child = weir_xml_next(child)) {
        if (weir_xml_is(child, WEIR_XML_XENC, "EncryptedKey") && sealed->key_count == 0)
            WEIR_TRY(read_key(run, child, sealed));
        else if (!weir_xml_is(child, WEIR_XML_DS, "RetrievalMethod") ||
                 !points_beside(child, encrypted, run->arena, &has_room))
            return has_room ? refuse_grammar(run, "the KeyInfo of the data has other children")
                            : weir_fail_memory(run->error);
    }
    return WEIR_OK;
}

enum weir_status weir_saml_sealed_read(struct weir_saml_run *run, const xmlNode *encrypted,
                                       struct weir_saml_sealed *sealed)
{
    static const char *const names[] = {"EncryptionMethod", "*KeyInfo", "CipherData"};
    const xmlNode *const data = weir_xml_first(encrypted);
    *sealed = (struct weir_saml_sealed){0};
    if (!weir_xml_is(data, WEIR_XML_XENC, "EncryptedData"))
        return refuse_grammar(run, "the EncryptedAssertion has no EncryptedData");
    if (!has_children(data, names, WEIR_COUNT(names)))
        return refuse_grammar(run, "the EncryptedData has other children");
    if (weir_xml_attribute_find(data, "Type") != NULL &&
        !weir_xml_attribute_equals(data, "Type", weir_str_from(element_type)))
        return refuse_grammar(run, "the EncryptedData is of another type than an element");
    const xmlNode *const info = weir_xml_child(data, WEIR_XML_DS, "KeyInfo");
    if (info != NULL)
        WEIR_TRY(read_key_info(run, encrypted, info, sealed));
    for (const xmlNode *key = weir_xml_next(data); key != NULL; key = weir_xml_next(key)) {
        if (!weir_xml_is(key, WEIR_XML_XENC, "EncryptedKey"))
            return refuse_grammar(run, "the EncryptedAssertion has other children");
        WEIR_TRY(read_key(run, key, sealed));
    }
    if (sealed->key_count == 0)
        return refuse_grammar(run, "there is no EncryptedKey");
    WEIR_TRY(read_cipher(run, data, sealed));
    WEIR_TRY(read_value(run, data, &sealed->bytes));
    weir_saml_pass(run, WEIR_SAML_DECRYPT_GRAMMAR);
    weir_saml_pass(run, WEIR_SAML_DECRYPT_ALGORITHM);
    return WEIR_OK;
}
