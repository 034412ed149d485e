/* Decides whether bytes are one XML document that weir will look at: parsed once, nothing loaded, repaired or expanded,
 * and stopped at the first thing past a limit ([saml-attacks], [w3c-xml]). */
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <openssl/crypto.h>

#include "saml/xml.h"

/* What is counted while the parser runs: its _private. */
struct guard {
    const struct weir_xml_limits *limits;
    enum weir_xml_fault fault;
    bool is_out_of_memory;
    size_t depth;
    size_t nodes;
    size_t in_scope;                            /* namespace declarations */
    unsigned char declared[WEIR_XML_MAX_DEPTH]; /* by the element open at each depth */
    size_t text_bytes;                          /* of the text that is being read */
};

static struct guard *guard_of(void *context)
{
    return ((xmlParserCtxt *)context)->_private;
}

static void stop(void *context, enum weir_xml_fault fault)
{
    struct guard *const guard = guard_of(context);
    if (guard->fault == WEIR_XML_FINE)
        guard->fault = fault;
    xmlStopParser(context);
}

static bool is_stopped(void *context)
{
    return guard_of(context)->fault != WEIR_XML_FINE;
}

/* ------------------------------------------------------------------------------------ what is counted */

static size_t length_of(const xmlChar *name)
{
    return name == NULL ? 0 : strlen((const char *)name);
}

/* [w3c-c14n] A namespace name without a scheme is relative, and canonicalisation has no meaning for it: libxml2 fails
 * there, and others have hashed the empty text. */
static bool is_absolute(const xmlChar *uri)
{
    const char *at = (const char *)uri;
    if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z')))
        return false;
    while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || weir_is_digit(*at) || *at == '+' || *at == '-' ||
           *at == '.')
        at++;
    return *at == ':';
}

/* Prefix and name of each declaration; an empty name undeclares the default namespace, which is in order. */
static enum weir_xml_fault check_namespaces(const struct weir_xml_limits *limits, size_t count, const xmlChar **pairs)
{
    for (size_t i = 0; i < count; i++) {
        const xmlChar *const uri = pairs[2 * i + 1];
        if (length_of(pairs[2 * i]) > limits->name_bytes || length_of(uri) > limits->uri_bytes)
            return WEIR_XML_NAME;
        if (length_of(uri) > 0 && !is_absolute(uri))
            return WEIR_XML_NAMESPACE_URI;
    }
    return WEIR_XML_FINE;
}

/* libxml2 gives five pointers an attribute: local name, prefix, namespace name, and the value's two ends. */
static enum weir_xml_fault check_attributes(const struct weir_xml_limits *limits, size_t count,
                                            const xmlChar **attributes)
{
    if (count > limits->attributes)
        return WEIR_XML_ATTRIBUTES;
    for (size_t i = 0; i < count; i++) {
        const xmlChar *const *const row = attributes + 5 * i;
        if (length_of(row[0]) > limits->name_bytes)
            return WEIR_XML_NAME;
        if ((size_t)(row[4] - row[3]) > limits->text_bytes)
            return WEIR_XML_TEXT;
    }
    return WEIR_XML_FINE;
}

/* Attributes and declarations count as nodes: canonicalisation pays for each of them. */
static enum weir_xml_fault enter(struct guard *guard, size_t declarations, size_t attributes)
{
    const struct weir_xml_limits *const limits = guard->limits;
    const size_t nodes = 1 + declarations + attributes;
    guard->text_bytes = 0;
    if (guard->depth == limits->depth || guard->depth == WEIR_XML_MAX_DEPTH)
        return WEIR_XML_DEPTH;
    if (nodes > limits->nodes - guard->nodes)
        return WEIR_XML_NODES;
    if (declarations > limits->namespaces - guard->in_scope)
        return WEIR_XML_NAMESPACES;
    guard->nodes += nodes;
    guard->in_scope += declarations;
    guard->declared[guard->depth++] = (unsigned char)declarations;
    return WEIR_XML_FINE;
}

/* ------------------------------------------------------------------------------ what the parser calls */

static enum weir_xml_fault check_start(struct guard *guard, const xmlChar *name, size_t namespace_count,
                                       const xmlChar **namespaces, size_t attribute_count, const xmlChar **attributes)
{
    enum weir_xml_fault fault = length_of(name) > guard->limits->name_bytes ? WEIR_XML_NAME : WEIR_XML_FINE;
    if (fault == WEIR_XML_FINE)
        fault = check_namespaces(guard->limits, namespace_count, namespaces);
    if (fault == WEIR_XML_FINE)
        fault = check_attributes(guard->limits, attribute_count, attributes);
    return fault != WEIR_XML_FINE ? fault : enter(guard, namespace_count, attribute_count);
}

/* NOLINTNEXTLINE(readability-function-size): libxml2 says what a handler of SAX2 takes */
static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                          const xmlChar **attributes)
{
    if (is_stopped(context))
        return;
    const enum weir_xml_fault fault = check_start(guard_of(context), name, (size_t)namespace_count, namespaces,
                                                  (size_t)attribute_count, attributes);
    if (fault != WEIR_XML_FINE)
        stop(context, fault);
    else
        xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count, defaulted,
                              attributes);
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct guard *const guard = guard_of(context);
    if (is_stopped(context) || guard->depth == 0)
        return;
    guard->text_bytes = 0;
    guard->in_scope -= guard->declared[--guard->depth];
    xmlSAX2EndElementNs(context, name, prefix, uri);
}

/* Text comes in pieces; pieces that follow each other are one node. */
static bool may_add_text(void *context, int bytes, bool is_new_node)
{
    struct guard *const guard = guard_of(context);
    if (is_stopped(context))
        return false;
    if (is_new_node || guard->text_bytes == 0)
        guard->nodes++;
    guard->text_bytes = (is_new_node ? 0 : guard->text_bytes) + (size_t)bytes;
    if (guard->nodes > guard->limits->nodes)
        stop(context, WEIR_XML_NODES);
    else if (guard->text_bytes > guard->limits->text_bytes)
        stop(context, WEIR_XML_TEXT);
    return !is_stopped(context);
}

static void characters(void *context, const xmlChar *text, int bytes)
{
    if (may_add_text(context, bytes, false))
        xmlSAX2Characters(context, text, bytes);
}

static void cdata(void *context, const xmlChar *text, int bytes)
{
    if (may_add_text(context, bytes, true))
        xmlSAX2CDataBlock(context, text, bytes);
    guard_of(context)->text_bytes = 0;
}

static void comment(void *context, const xmlChar *text)
{
    if (may_add_text(context, (int)length_of(text), true))
        xmlSAX2Comment(context, text);
    guard_of(context)->text_bytes = 0;
}

static void doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    stop(context, WEIR_XML_DOCTYPE);
}

static void instruction(void *context, const xmlChar *target, const xmlChar *data)
{
    (void)target;
    (void)data;
    stop(context, WEIR_XML_INSTRUCTION);
}

static xmlParserInput *load_nothing(void *context, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)public_id;
    (void)system_id;
    stop(context, WEIR_XML_DOCTYPE);
    return NULL;
}

/* Errors of namespaces leave a document "well-formed" for libxml2, and warnings leave it whole: here each one ends it. */
static void note_error(void *context, xmlError *error)
{
    struct guard *const guard = guard_of(context);
    if (error != NULL && error->code == XML_ERR_NO_MEMORY)
        guard->is_out_of_memory = true;
    const bool is_uri = error != NULL && (error->code == XML_WAR_NS_URI || error->code == XML_WAR_NS_URI_RELATIVE);
    if (guard->fault == WEIR_XML_FINE)
        guard->fault = is_uri ? WEIR_XML_NAMESPACE_URI : WEIR_XML_SYNTAX;
}

static void set_handlers(xmlSAXHandler *sax)
{
    sax->startElementNs = start_element;
    sax->endElementNs = end_element;
    sax->characters = characters;
    sax->ignorableWhitespace = characters; /* no text is ignorable: which one is would be guessed */
    sax->cdataBlock = cdata;
    sax->comment = comment;
    sax->internalSubset = doctype;
    sax->externalSubset = doctype;
    sax->processingInstruction = instruction;
    sax->resolveEntity = load_nothing;
    sax->serror = note_error;
}

/* ---------------------------------------------------------------------------------------------- parse */

static enum weir_status verdict(const xmlParserCtxt *context, struct guard *guard)
{
    if (guard->is_out_of_memory || context->errNo == XML_ERR_NO_MEMORY)
        return WEIR_ERR_MEMORY;
    const bool is_clean = context->wellFormed && context->nsWellFormed && context->errNo == XML_ERR_OK &&
                          context->myDoc != NULL && xmlDocGetRootElement(context->myDoc) != NULL;
    if (guard->fault == WEIR_XML_FINE && !is_clean)
        guard->fault = WEIR_XML_SYNTAX;
    return guard->fault == WEIR_XML_FINE ? WEIR_OK : WEIR_REFUSED;
}

enum weir_status weir_xml_parse(struct weir_str text, const struct weir_xml_limits *limits, xmlDoc **document,
                                enum weir_xml_fault *fault, uint32_t *line)
{
    struct guard guard = {.limits = limits};
    *document = NULL;
    *fault = WEIR_XML_SYNTAX;
    *line = 1;
    if (text.len == 0 || text.len > INT32_MAX)
        return WEIR_REFUSED;
    xmlParserCtxt *const context = xmlNewParserCtxt();
    if (context == NULL)
        return WEIR_ERR_MEMORY;
    context->_private = &guard;
    context->keepBlanks = 1; /* the host's default for its thread must not reach here */
    set_handlers(context->sax);
    /*
     * COMPACT changes where short texts lie, not what they are. No encoding is named: the bytes are known to be UTF-8,
     * and libxml2 2.9 does not survive that the memory for converting them from UTF-8 to UTF-8 is refused.
     */
    xmlDoc *made = xmlCtxtReadMemory(context, text.ptr, (int)text.len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    context->myDoc = made; /* taken out of the context by the reader */
    const enum weir_status status = verdict(context, &guard);
    *fault = guard.fault;
    *line = context->lastError.line > 0                          ? (uint32_t)context->lastError.line
            : context->input != NULL && context->input->line > 0 ? (uint32_t)context->input->line
                                                                 : 1;
    context->myDoc = NULL;
    if (status != WEIR_OK)
        weir_xml_free(made);
    else
        *document = made;
    xmlFreeParserCtxt(context);
    return status;
}

/* ----------------------------------------------------------------------------------------------- free */

static void wipe(const xmlNode *node)
{
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
        OPENSSL_cleanse(node->content, strlen((const char *)node->content));
}

static void wipe_attributes(const xmlNode *element)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next) {
        for (const xmlNode *text = attribute->children; text != NULL; text = text->next)
            wipe(text);
    }
}

/* The node behind this one in the order of the document, elements before what they hold. */
static const xmlNode *node_after(const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    while (node != NULL && node->next == NULL)
        node = node->parent == NULL || node->parent->type != XML_ELEMENT_NODE ? NULL : node->parent;
    return node == NULL ? NULL : node->next;
}

void weir_xml_free(xmlDoc *document)
{
    if (document == NULL)
        return;
    for (const xmlNode *node = document->children; node != NULL; node = node_after(node)) {
        wipe(node);
        if (node->type == XML_ELEMENT_NODE)
            wipe_attributes(node);
    }
    xmlFreeDoc(document);
}
