/* Decides whether a ds:Signature says what a SAML signature says and nothing else: one Reference to the element that
 * holds it, two transforms, known methods ([saml-core] §5.4, [w3c-xmldsig], [saml-attacks]). */
#include "saml/signature.h"

/* What a method's URI stands for. `empty` is the digest of no bytes, which a canonicalisation that failed would leave. */
static const struct method {
    const char *signature;
    const char *digest;
    const char *empty;
    size_t bytes;
    bool is_sha1;
} methods[] = {
    [WEIR_SAML_SHA1] = {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1",
                        "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", 20, true},
    [WEIR_SAML_SHA256] = {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                          "http://www.w3.org/2001/04/xmlenc#sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", 32,
                          false},
    [WEIR_SAML_SHA384] = {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
                          "http://www.w3.org/2001/04/xmldsig-more#sha384",
                          "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb", 48, false},
    [WEIR_SAML_SHA512] = {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                          "http://www.w3.org/2001/04/xmlenc#sha512",
                          "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
                          64, false},
};

static const char enveloped[] = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/* Comments are no part of what a same-document reference selects, so both forms give the same bytes. */
static const char *const exclusive[] = {"http://www.w3.org/2001/10/xml-exc-c14n#",
                                        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"};
static const char *const inclusive[] = {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                                        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"};

enum { MAX_PREFIXES = 32 };

/* ---------------------------------------------------------------------------------------------- shape */

/* The children of one element: all of ds, in this order, the last of them perhaps left out. */
struct form {
    const char *name;
    const char *children[4];
    size_t child_count;
    size_t least;
    const char *attributes[3];
};
static const struct form forms[] = {
    {"Signature", {"SignedInfo", "SignatureValue", "KeyInfo"}, 3, 2, {"Id"}},
    {"SignedInfo", {"CanonicalizationMethod", "SignatureMethod", "Reference"}, 3, 3, {"Id"}},
    {"CanonicalizationMethod", {NULL}, 0, 0, {"Algorithm"}},
    {"SignatureMethod", {NULL}, 0, 0, {"Algorithm"}},
    {"Reference", {"Transforms", "DigestMethod", "DigestValue"}, 3, 3, {"URI", "Id", "Type"}},
    {"DigestMethod", {NULL}, 0, 0, {"Algorithm"}},
    {"DigestValue", {NULL}, 0, 0, {NULL}},
    {"SignatureValue", {NULL}, 0, 0, {"Id"}},
};

static const struct form *form_of(const xmlNode *element)
{
    for (size_t i = 0; i < WEIR_COUNT(forms); i++) {
        if (weir_xml_is(element, WEIR_XML_DS, forms[i].name))
            return &forms[i];
    }
    return NULL;
}

static bool has_attributes(const xmlNode *element, const char *const *names, size_t count)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next) {
        bool is_known = false;
        for (size_t i = 0; i < count && names[i] != NULL; i++)
            is_known = is_known || (attribute->ns == NULL && strcmp((const char *)attribute->name, names[i]) == 0);
        if (!is_known)
            return false;
    }
    return true;
}

static bool is_blank(const xmlNode *node)
{
    const char *const text = (const char *)node->content;
    return node->type == XML_TEXT_NODE && (text == NULL || text[strspn(text, " \t\r\n")] == '\0');
}

/* exc-c14n may carry a list of prefixes, an element of its own namespace; nothing else stands in a method. */
static bool is_prefix_list(const xmlNode *element)
{
    static const char *const names[] = {"PrefixList"};
    const xmlNode *const parent = element->parent;
    return weir_xml_is(element, WEIR_XML_EC, "InclusiveNamespaces") && element->children == NULL &&
           (weir_xml_is(parent, WEIR_XML_DS, "CanonicalizationMethod") ||
            weir_xml_is(parent, WEIR_XML_DS, "Transform")) &&
           weir_xml_attribute_find(element, names[0]) != NULL && has_attributes(element, names, WEIR_COUNT(names));
}

/* Blanks apart, exactly the elements of the form; a comment or a CDATA section is none of them ([saml-attacks]). */
static bool has_children(const xmlNode *element, const struct form *form)
{
    size_t count = 0;
    size_t lists = 0;
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        if (is_blank(child))
            continue;
        if (is_prefix_list(child) && lists == 0) {
            lists++;
            continue;
        }
        if (count == form->child_count || !weir_xml_is(child, WEIR_XML_DS, form->children[count]))
            return false;
        count++;
    }
    return count >= form->least;
}

static bool is_value(const xmlNode *element)
{
    return weir_xml_is(element, WEIR_XML_DS, "DigestValue") || weir_xml_is(element, WEIR_XML_DS, "SignatureValue");
}

static bool is_in_form(const xmlNode *element)
{
    const struct form *const form = form_of(element);
    if (form == NULL || !has_attributes(element, form->attributes, WEIR_COUNT(form->attributes)))
        return false;
    if (!is_value(element))
        return has_children(element, form);
    const xmlNode *const text = element->children;
    return text == NULL || (text->type == XML_TEXT_NODE && text->next == NULL);
}

/* Signature, SignedInfo and Reference are three levels: each is looked at by name, none by recursion. */
static bool is_whole(const xmlNode *signature)
{
    static const char *const road[] = {"SignedInfo", "Reference"};
    const xmlNode *parent = signature;
    if (!is_in_form(parent))
        return false;
    for (size_t level = 0; level <= WEIR_COUNT(road); level++) {
        for (const xmlNode *child = weir_xml_first(parent); child != NULL; child = weir_xml_next(child)) {
            const bool is_later = weir_xml_is(child, WEIR_XML_DS, "KeyInfo") ||
                                  weir_xml_is(child, WEIR_XML_DS, "Transforms");
            if (!is_later && !is_in_form(child))
                return false;
        }
        if (level < WEIR_COUNT(road))
            parent = weir_xml_child(parent, WEIR_XML_DS, road[level]);
    }
    return true;
}

/* ------------------------------------------------------------------------------------------- methods */

static bool is_one_of(const xmlNode *element, const char *const *uris, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_xml_attribute_equals(element, "Algorithm", weir_str_from(uris[i])))
            return true;
    }
    return false;
}

static bool is_c14n(const struct weir_saml_run *run, const xmlNode *element)
{
    const bool may_have_list = is_one_of(element, exclusive, WEIR_COUNT(exclusive));
    const bool is_inclusive = run->options.allow_inclusive_c14n && is_one_of(element, inclusive, WEIR_COUNT(inclusive));
    return may_have_list || (is_inclusive && weir_xml_first(element) == NULL);
}

/* Exactly two: whatever stood beside them could take away from what is signed ([saml-attacks]). */
static bool are_the_transforms(const struct weir_saml_run *run, const xmlNode *transforms)
{
    static const struct form whole = {"Transforms", {"Transform", "Transform"}, 2, 2, {NULL}};
    static const struct form one = {"Transform", {NULL}, 0, 0, {"Algorithm"}};
    if (!has_attributes(transforms, whole.attributes, WEIR_COUNT(whole.attributes)) ||
        !has_children(transforms, &whole))
        return false;
    const xmlNode *const first = weir_xml_first(transforms);
    const xmlNode *const second = weir_xml_next(first);
    for (const xmlNode *each = first; each != NULL; each = weir_xml_next(each)) {
        if (!has_attributes(each, one.attributes, WEIR_COUNT(one.attributes)) || !has_children(each, &one))
            return false;
    }
    return weir_xml_attribute_equals(first, "Algorithm", weir_str_from(enveloped)) && weir_xml_first(first) == NULL &&
           is_c14n(run, second);
}

static const struct method *method_of(const struct weir_saml_run *run, const xmlNode *element, bool is_digest)
{
    for (size_t i = 0; i < WEIR_COUNT(methods); i++) {
        const char *const uri = is_digest ? methods[i].digest : methods[i].signature;
        if (weir_xml_attribute_equals(element, "Algorithm", weir_str_from(uri)))
            return methods[i].is_sha1 && !run->options.allow_sha1 ? NULL : &methods[i];
    }
    return NULL;
}

/* "#" and the ID of the very element that holds the Signature. */
static bool names_parent(const xmlNode *reference, const xmlNode *parent, struct weir_arena *arena, bool *has_room)
{
    struct weir_str uri;
    *has_room = weir_xml_attribute(reference, "URI", arena, &uri);
    return *has_room && uri.len > 1 && uri.ptr[0] == '#' &&
           weir_xml_attribute_equals(parent, "ID", (struct weir_str){uri.ptr + 1, uri.len - 1});
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A prefix is a name without a colon; beyond ASCII any byte may be part of one. "#default" is the default namespace. */
static bool is_prefix(struct weir_str word)
{
    if (weir_str_equal(word, WEIR_STR("#default")))
        return true;
    for (size_t i = 0; i < word.len; i++) {
        const unsigned char c = (unsigned char)word.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!is_letter && (i == 0 || !(weir_is_digit((char)c) || c == '.' || c == '-')))
            return false;
    }
    return true;
}

/* At most MAX_PREFIXES words between blanks, each a prefix. */
static bool are_prefixes(struct weir_str list)
{
    size_t words = 0;
    size_t at = 0;
    while (at < list.len) {
        size_t end = at;
        while (end < list.len && !is_space(list.ptr[end]))
            end++;
        words += end > at;
        if (words > MAX_PREFIXES || !is_prefix((struct weir_str){list.ptr + at, end - at}))
            return false;
        at = end + 1;
    }
    return true;
}

static enum weir_status check_prefixes(struct weir_saml_run *run, const xmlNode *method)
{
    const xmlNode *const list = weir_xml_first(method);
    struct weir_str prefixes = {NULL, 0};
    if (list != NULL && !weir_xml_attribute(list, "PrefixList", run->arena, &prefixes))
        return weir_fail_memory(run->error);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_PREFIXES, are_prefixes(prefixes),
                     "a PrefixList has more than %d names, or what is none", MAX_PREFIXES);
    return WEIR_OK;
}

static enum weir_status read_value(struct weir_saml_run *run, const xmlNode *leaf, struct weir_str *bytes)
{
    struct weir_str text;
    if (!weir_xml_text(leaf, run->arena, &text))
        return weir_fail_memory(run->error);
    const enum weir_status status = weir_saml_base64(text, run->arena, bytes);
    return status == WEIR_ERR_MEMORY ? weir_fail_memory(run->error) : WEIR_OK; /* what is no base64 has no bytes */
}

static enum weir_status check_values(struct weir_saml_run *run, const xmlNode *reference, const xmlNode *signature,
                                     const struct method *method, struct weir_str *value)
{
    struct weir_str digest;
    struct weir_str empty;
    WEIR_TRY(read_value(run, weir_xml_child(reference, WEIR_XML_DS, "DigestValue"), &digest));
    WEIR_TRY(read_value(run, weir_xml_child(signature, WEIR_XML_DS, "SignatureValue"), value));
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_ENCODING, digest.len == method->bytes && value->len > 0,
                     "DigestValue or SignatureValue is not the base64 of as many bytes as it has");
    if (weir_base64_decode(weir_str_from(method->empty), run->arena, &empty, NULL) != WEIR_OK)
        return weir_fail_memory(run->error);
    if (weir_str_equal(digest, empty))
        return weir_saml_refuse(run, WEIR_SAML_SIGNATURE_VALUE, "DigestValue is that of no bytes");
    return WEIR_OK;
}

static enum weir_status check_reference(struct weir_saml_run *run, const xmlNode *parent, const xmlNode *signature,
                                        struct weir_str *value)
{
    const xmlNode *const info = weir_xml_child(signature, WEIR_XML_DS, "SignedInfo");
    const xmlNode *const reference = weir_xml_child(info, WEIR_XML_DS, "Reference");
    bool has_room = false;
    const bool is_parent = names_parent(reference, parent, run->arena, &has_room);
    if (!has_room)
        return weir_fail_memory(run->error);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_REFERENCE, is_parent, "the Reference names something else");
    const xmlNode *const transforms = weir_xml_child(reference, WEIR_XML_DS, "Transforms");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_TRANSFORMS, are_the_transforms(run, transforms), "other transforms");
    WEIR_TRY(check_prefixes(run, weir_xml_next(weir_xml_first(transforms))));
    const struct method *const digest = method_of(run, weir_xml_child(reference, WEIR_XML_DS, "DigestMethod"), true);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_DIGEST_METHOD, digest != NULL, "the digest's method is none of these");
    return check_values(run, reference, signature, digest, value);
}

enum weir_status weir_saml_signature_check(struct weir_saml_run *run, const xmlNode *parent, const xmlNode *signature,
                                           struct weir_saml_signature *read)
{
    *read = (struct weir_saml_signature){WEIR_SAML_SHA256, {NULL, 0}};
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_GRAMMAR, is_whole(signature), "the Signature of the %s has another form",
                     (const char *)parent->name);
    const xmlNode *const info = weir_xml_child(signature, WEIR_XML_DS, "SignedInfo");
    const xmlNode *const c14n = weir_xml_child(info, WEIR_XML_DS, "CanonicalizationMethod");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_C14N, is_c14n(run, c14n), "SignedInfo is canonicalised otherwise");
    WEIR_TRY(check_prefixes(run, c14n));
    const struct method *const method = method_of(run, weir_xml_child(info, WEIR_XML_DS, "SignatureMethod"), false);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SIGNATURE_METHOD, method != NULL, "the signature's method is none of these");
    read->hash = (enum weir_saml_hash)(method - methods);
    return check_reference(run, parent, signature, &read->value);
}
