/**
 * @file
 * XML as the module reads it: one hardened parse under limits, and readers of elements, attributes and texts that see
 * namespaces and join what belongs together ([saml-attacks]).
 */
#ifndef WEIR_SAML_XML_H
#define WEIR_SAML_XML_H

#include <libxml/tree.h>

#include "base/base_impl.h"

/** The namespaces that weir knows; the table of their names is in xml.c. */
enum weir_xml_ns {
    WEIR_XML_NONE = 0, /* no namespace */
    WEIR_XML_SAMLP,
    WEIR_XML_SAML,
    WEIR_XML_DS,
    WEIR_XML_XENC,
    WEIR_XML_XENC11,
    WEIR_XML_EC, /* exclusive c14n, for InclusiveNamespaces */
    WEIR_XML_MD,
    WEIR_XML_XSI,
    WEIR_XML_XML,
    WEIR_XML_OTHER
};

/* ------------------------------------------------------------------------------------------- parsing */

struct weir_xml_limits {
    size_t depth;
    size_t nodes;      /* elements, attributes, namespace declarations, texts, CDATA sections and comments */
    size_t attributes; /* of one element */
    size_t namespaces; /* declarations in scope at any place */
    size_t name_bytes;
    size_t uri_bytes; /* of a namespace name */
    size_t text_bytes;
};
enum { WEIR_XML_MAX_DEPTH = 32, WEIR_XML_MAX_NAMESPACES = 64 };

enum weir_xml_fault {
    WEIR_XML_FINE = 0,
    WEIR_XML_DOCTYPE,
    WEIR_XML_INSTRUCTION,
    WEIR_XML_DEPTH,
    WEIR_XML_NODES,
    WEIR_XML_ATTRIBUTES,
    WEIR_XML_NAMESPACES,
    WEIR_XML_NAMESPACE_URI,
    WEIR_XML_NAME,
    WEIR_XML_TEXT,
    WEIR_XML_SYNTAX
};

/**
 * Parses well-formed UTF-8 once, with no entity but XML's own five, nothing loaded and nothing repaired. A document
 * type declaration, a processing instruction or a limit stops the parser where it stands.
 * @param[out] document  the caller's, for weir_xml_free; NULL unless WEIR_OK.
 * @param[out] fault     what was wrong and on which line, on WEIR_REFUSED.
 * @return WEIR_OK; WEIR_REFUSED; WEIR_ERR_MEMORY.
 */
WEIR_MUST_USE enum weir_status weir_xml_parse(struct weir_str text, const struct weir_xml_limits *limits,
                                              xmlDoc **document, enum weir_xml_fault *fault, uint32_t *line);
/** Wipes the texts of a document and frees it; NULL does nothing. */
void weir_xml_free(xmlDoc *document);

/* ------------------------------------------------------------------------------------------- reading */

/** The name of a namespace. */
const char *weir_xml_ns_name(enum weir_xml_ns ns);
/** The namespace of an element; WEIR_XML_OTHER for one that weir does not know. */
enum weir_xml_ns weir_xml_ns_of(const xmlNode *element);
/** An element of this namespace and local name; false for NULL and for other nodes. */
bool weir_xml_is(const xmlNode *node, enum weir_xml_ns ns, const char *name);
/** The first element among the children; the next one among the siblings. NULL when there is none. */
xmlNode *weir_xml_first(const xmlNode *parent);
xmlNode *weir_xml_next(const xmlNode *element);
/** The first child element of this name; NULL when there is none. */
xmlNode *weir_xml_child(const xmlNode *parent, enum weir_xml_ns ns, const char *name);

/** The attribute of this name that is in no namespace; never one of another namespace. NULL when there is none. */
xmlAttr *weir_xml_attribute_find(const xmlNode *element, const char *name);
/** Its value, joined and copied; `{NULL, 0}` for an absent one, never NULL for a present one. @return false: no memory. */
bool weir_xml_attribute(const xmlNode *element, const char *name, struct weir_arena *arena, struct weir_str *value);
/** The value of any attribute, joined and copied. @return false: no memory. */
bool weir_xml_value(const xmlAttr *attribute, struct weir_arena *arena, struct weir_str *value);
/** Same bytes as the text, without a copy; false for an absent attribute. */
bool weir_xml_attribute_equals(const xmlNode *element, const char *name, struct weir_str text);
/** It has no element among its children. */
bool weir_xml_is_leaf(const xmlNode *element);
/** All text and CDATA children of a leaf, joined and copied, nothing trimmed. @return false: no memory. */
bool weir_xml_text(const xmlNode *leaf, struct weir_arena *arena, struct weir_str *text);

#endif
