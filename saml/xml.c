/* What an element says: its name with its namespace, its attributes in no namespace, and its joined text. A value is
 * never the first child alone and never found by a prefix ([saml-attacks]). */
#include "saml/xml.h"

static const char *const namespaces[] = {
    [WEIR_XML_NONE] = "",
    [WEIR_XML_SAMLP] = "urn:oasis:names:tc:SAML:2.0:protocol",
    [WEIR_XML_SAML] = "urn:oasis:names:tc:SAML:2.0:assertion",
    [WEIR_XML_DS] = "http://www.w3.org/2000/09/xmldsig#",
    [WEIR_XML_XENC] = "http://www.w3.org/2001/04/xmlenc#",
    [WEIR_XML_XENC11] = "http://www.w3.org/2009/xmlenc11#",
    [WEIR_XML_EC] = "http://www.w3.org/2001/10/xml-exc-c14n#",
    [WEIR_XML_MD] = "urn:oasis:names:tc:SAML:2.0:metadata",
    [WEIR_XML_XSI] = "http://www.w3.org/2001/XMLSchema-instance",
    [WEIR_XML_XML] = "http://www.w3.org/XML/1998/namespace",
};

static bool same(const xmlChar *bytes, const char *text)
{
    return bytes != NULL && bytes[0] == (xmlChar)text[0] && strcmp((const char *)bytes, text) == 0;
}

const char *weir_xml_ns_name(enum weir_xml_ns ns)
{
    return ns < WEIR_XML_OTHER ? namespaces[ns] : "";
}

enum weir_xml_ns weir_xml_ns_of(const xmlNode *element)
{
    if (element->ns == NULL)
        return WEIR_XML_NONE;
    for (enum weir_xml_ns ns = WEIR_XML_SAMLP; ns < WEIR_XML_OTHER; ns++) {
        if (same(element->ns->href, namespaces[ns]))
            return ns;
    }
    return WEIR_XML_OTHER;
}

static bool is_of(const xmlNode *element, enum weir_xml_ns ns)
{
    if (ns == WEIR_XML_NONE || ns == WEIR_XML_OTHER || element->ns == NULL)
        return weir_xml_ns_of(element) == ns;
    return same(element->ns->href, namespaces[ns]);
}

bool weir_xml_is(const xmlNode *node, enum weir_xml_ns ns, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && same(node->name, name) && is_of(node, ns);
}

static xmlNode *element_from(xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNode *weir_xml_first(const xmlNode *parent)
{
    return element_from(parent->children);
}

xmlNode *weir_xml_next(const xmlNode *element)
{
    return element_from(element->next);
}

xmlNode *weir_xml_child(const xmlNode *parent, enum weir_xml_ns ns, const char *name)
{
    xmlNode *child = weir_xml_first(parent);
    while (child != NULL && !weir_xml_is(child, ns, name))
        child = weir_xml_next(child);
    return child;
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL;
}

static bool join(const xmlNode *first, struct weir_arena *arena, struct weir_str *text)
{
    size_t bytes = 0;
    for (const xmlNode *node = first; node != NULL; node = node->next)
        bytes += is_text(node) ? strlen((const char *)node->content) : 0;
    *text = (struct weir_str){NULL, 0};
    char *const joined = weir_arena_take(arena, bytes + 1, 1);
    if (joined == NULL)
        return false;
    char *end = joined;
    for (const xmlNode *node = first; node != NULL; node = node->next) {
        const size_t length = is_text(node) ? strlen((const char *)node->content) : 0;
        if (length > 0)
            memcpy(end, node->content, length);
        end += length;
    }
    *end = '\0';
    *text = (struct weir_str){joined, bytes};
    return true;
}

xmlAttr *weir_xml_attribute_find(const xmlNode *element, const char *name)
{
    for (xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next) {
        if (attribute->ns == NULL && same(attribute->name, name))
            return attribute;
    }
    return NULL;
}

bool weir_xml_value(const xmlAttr *attribute, struct weir_arena *arena, struct weir_str *value)
{
    return join(attribute->children, arena, value);
}

bool weir_xml_attribute(const xmlNode *element, const char *name, struct weir_arena *arena, struct weir_str *value)
{
    const xmlAttr *const attribute = weir_xml_attribute_find(element, name);
    *value = (struct weir_str){NULL, 0};
    return attribute == NULL || join(attribute->children, arena, value);
}

bool weir_xml_attribute_equals(const xmlNode *element, const char *name, struct weir_str text)
{
    const xmlAttr *const attribute = weir_xml_attribute_find(element, name);
    if (attribute == NULL)
        return false;
    size_t at = 0;
    for (const xmlNode *node = attribute->children; node != NULL; node = node->next) {
        const size_t length = is_text(node) ? strlen((const char *)node->content) : 0;
        if (length > text.len - at || (length > 0 && memcmp(node->content, text.ptr + at, length) != 0))
            return false;
        at += length;
    }
    return at == text.len;
}

bool weir_xml_is_leaf(const xmlNode *element)
{
    return weir_xml_first(element) == NULL;
}

bool weir_xml_text(const xmlNode *leaf, struct weir_arena *arena, struct weir_str *text)
{
    return join(leaf->children, arena, text);
}
