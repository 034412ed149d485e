/* Decides whether a parsed document is a SAML response in form: each element in its place, every identifier once, and
 * exactly one assertion where a reader and a signature would both look for it ([saml-core], [saml-attacks]). */
#include "saml/shape.h"

#include "saml/saml_impl.h"

static unsigned line_of(const xmlNode *node)
{
    const long line = xmlGetLineNo(node);
    return line > 0 ? (unsigned)line : 0;
}

static bool is_blank(const xmlNode *text)
{
    const char *const content = (const char *)text->content;
    return content == NULL || content[strspn(content, " \t\r\n")] == '\0';
}

static bool is_assertion(const xmlNode *node)
{
    return weir_xml_is(node, WEIR_XML_SAML, "Assertion") || weir_xml_is(node, WEIR_XML_SAML, "EncryptedAssertion");
}

/* ------------------------------------------------------------------------------------------- children */

static const struct weir_saml_child *child_row(const struct weir_saml_element *row, const xmlNode *child)
{
    for (size_t i = 0; i < row->child_count; i++) {
        if (weir_xml_is(child, row->children[i].ns, row->children[i].name))
            return &row->children[i];
    }
    return NULL;
}

/* A second assertion or a signature out of place is named for what it is: those two are how documents are forged. */
static enum weir_status refuse_child(struct weir_saml_run *run, const xmlNode *child)
{
    if (is_assertion(child))
        return weir_saml_refuse(run, WEIR_SAML_SHAPE_ASSERTION, "another assertion on line %u", line_of(child));
    if (weir_xml_is(child, WEIR_XML_DS, "Signature"))
        return weir_saml_refuse(run, WEIR_SAML_SHAPE_SIGNATURE, "a Signature out of place on line %u", line_of(child));
    return weir_saml_refuse(run, WEIR_SAML_SHAPE_ORDER, "an element out of place on line %u", line_of(child));
}

/* What the schema asks for and is not there. */
static const struct weir_saml_child *missing_child(const struct weir_saml_element *row, const size_t *counts)
{
    for (size_t i = 0; i < row->child_count; i++) {
        if (counts[i] < row->children[i].min)
            return &row->children[i];
    }
    return NULL;
}

static enum weir_status check_order(struct weir_saml_run *run, const xmlNode *element,
                                    const struct weir_saml_element *row)
{
    size_t counts[WEIR_SAML_MAX_CHILDREN] = {0};
    const xmlNode *last = NULL;
    unsigned rank = 0;
    for (const xmlNode *child = weir_xml_first(element); child != NULL; child = weir_xml_next(child)) {
        const struct weir_saml_child *const known = child_row(row, child);
        if (known == NULL && row->takes_any_child)
            continue;
        if (known == NULL || (++counts[known - row->children] > known->max && known->max != WEIR_SAML_MANY))
            return refuse_child(run, child);
        if (known->rank < rank)
            return refuse_child(run, weir_xml_is(last, WEIR_XML_DS, "Signature") ? last : child);
        rank = known->rank;
        last = child;
    }
    const struct weir_saml_child *const missing = missing_child(row, counts);
    if (missing != NULL)
        return weir_saml_refuse(run, WEIR_SAML_SHAPE_ORDER, "the %s on line %u has no %s", row->name, line_of(element),
                                missing->name);
    return WEIR_OK;
}

/* What may stand in an element beside elements. */
static enum weir_status check_texts(struct weir_saml_run *run, const xmlNode *element,
                                    const struct weir_saml_element *row)
{
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        const bool is_text = child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE;
        const bool is_comment = child->type == XML_COMMENT_NODE;
        if (!is_text && !is_comment && child->type != XML_ELEMENT_NODE)
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_TEXT, "a node of another kind on line %u", line_of(child));
        if (row->content == WEIR_SAML_ELEMENTS && is_text && !is_blank(child))
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_TEXT, "text in the %s on line %u", row->name, line_of(child));
        if (row->content == WEIR_SAML_LEAF && !is_text)
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_LEAF, "more than text in the %s on line %u", row->name,
                                    line_of(child));
        if (row->content == WEIR_SAML_VALUE && is_comment)
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_LEAF, "a comment in the value on line %u", line_of(child));
    }
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- attributes */

static bool is_listed(const char *list, const xmlChar *name)
{
    const size_t length = strlen((const char *)name);
    for (const char *at = strchr(list, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        if (strncmp(at + 1, (const char *)name, length) == 0 && at[1 + length] == ' ')
            return true;
    }
    return false;
}

static bool is_of(const xmlAttr *attribute, enum weir_xml_ns ns)
{
    return attribute->ns != NULL && strcmp((const char *)attribute->ns->href, weir_xml_ns_name(ns)) == 0;
}

/* An attribute of a schema instance or of XML itself may stand anywhere, but for a second kind of identifier. */
static bool may_stand(const struct weir_saml_element *row, const xmlAttr *attribute)
{
    if (row->attributes == NULL)
        return true;
    if (attribute->ns == NULL)
        return is_listed(row->attributes, attribute->name);
    if (is_of(attribute, WEIR_XML_XML))
        return strcmp((const char *)attribute->name, "id") != 0;
    return row->takes_any_attribute || is_of(attribute, WEIR_XML_XSI);
}

static bool is_identifier(const xmlAttr *attribute)
{
    const char *const name = (const char *)attribute->name;
    return strcmp(name, "ID") == 0 || strcmp(name, "Id") == 0 || strcmp(name, "id") == 0;
}

/* [saml-attacks] Whichever of them a resolver of identifiers would take, there is no second one to be mistaken for. */
static enum weir_status collect(struct weir_saml_run *run, const xmlAttr *attribute)
{
    struct weir_saml_ids *const ids = &run->ids;
    const unsigned line = line_of(attribute->parent);
    if (ids->count == WEIR_SAML_MAX_IDS)
        return weir_saml_refuse(run, WEIR_SAML_SHAPE_ID_COUNT, "line %u has identifier %d", line,
                                WEIR_SAML_MAX_IDS + 1);
    struct weir_str value;
    if (!weir_xml_value(attribute, run->arena, &value))
        return weir_fail_memory(run->error);
    for (size_t i = 0; i < ids->count; i++) {
        if (weir_str_equal(ids->values[i], value))
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_ID_UNIQUE, "line %u repeats an identifier", line);
    }
    ids->values[ids->count++] = value;
    return WEIR_OK;
}

static enum weir_status check_attributes(struct weir_saml_run *run, const xmlNode *element,
                                         const struct weir_saml_element *row)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next) {
        if (is_identifier(attribute))
            WEIR_TRY(collect(run, attribute));
        if (!may_stand(row, attribute))
            return weir_saml_refuse(run, WEIR_SAML_SHAPE_ATTRIBUTE, "the %s on line %u has an attribute too many",
                                    row->name, line_of(element));
    }
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------------- walk */

/* The element behind this one in the order of the document, and its depth below `top`; NULL behind the last one. */
static xmlNode *element_after(const xmlNode *top, xmlNode *element, size_t *depth)
{
    xmlNode *next = weir_xml_first(element);
    if (next != NULL) {
        (*depth)++;
        return next;
    }
    for (; element != top; element = element->parent) {
        next = weir_xml_next(element);
        if (next != NULL)
            return next;
        (*depth)--;
    }
    return NULL;
}

static bool is_of_saml(const xmlNode *element)
{
    const enum weir_xml_ns ns = weir_xml_ns_of(element);
    return ns == WEIR_XML_SAML || ns == WEIR_XML_SAMLP || ns == WEIR_XML_DS || ns == WEIR_XML_XENC;
}

/* How an element is read, given how its parent is; NULL for one that must not stand there. */
static const struct weir_saml_element *row_below(const struct weir_saml_element *parent, const xmlNode *element)
{
    switch (parent->content) {
    case WEIR_SAML_ELEMENTS: {
        const struct weir_saml_element *const row = weir_saml_element_find(element);
        return row != NULL ? row : weir_saml_element_foreign();
    }
    case WEIR_SAML_VALUE:
        if (weir_xml_is(element, WEIR_XML_SAML, "NameID"))
            return weir_saml_element_find(element);
        return is_of_saml(element) ? NULL : weir_saml_element_foreign();
    case WEIR_SAML_LEAF:
    case WEIR_SAML_FOREIGN:
        return is_of_saml(element) ? NULL : weir_saml_element_foreign();
    case WEIR_SAML_ELSEWHERE: {
        const enum weir_xml_ns ns = weir_xml_ns_of(element);
        const bool is_wrapped = ns == WEIR_XML_SAML || ns == WEIR_XML_SAMLP;
        return is_wrapped || weir_xml_is(element, WEIR_XML_DS, "Signature") ? NULL : weir_saml_element_elsewhere();
    }
    }
    return NULL;
}

static enum weir_status refuse_foreign(struct weir_saml_run *run, const xmlNode *element)
{
    if (is_assertion(element) || weir_xml_is(element, WEIR_XML_DS, "Signature"))
        return refuse_child(run, element);
    return weir_saml_refuse(run, WEIR_SAML_SHAPE_FOREIGN, "an element of SAML or of a signature on line %u",
                            line_of(element));
}

static enum weir_status check_element(struct weir_saml_run *run, const xmlNode *element,
                                      const struct weir_saml_element *row)
{
    WEIR_TRY(check_attributes(run, element, row));
    if (row->content == WEIR_SAML_ELEMENTS)
        WEIR_TRY(check_order(run, element, row));
    return check_texts(run, element, row);
}

enum weir_status weir_saml_shape_walk(struct weir_saml_run *run, xmlNode *top)
{
    /* INVARIANT: the parser lets nothing be deeper than WEIR_XML_MAX_DEPTH */
    const struct weir_saml_element *rows[WEIR_XML_MAX_DEPTH + 1] = {weir_saml_element_find(top)};
    size_t depth = 0;
    for (xmlNode *element = top; element != NULL; element = element_after(top, element, &depth)) {
        if (element != top)
            rows[depth] = row_below(rows[depth - 1], element);
        if (rows[depth] == NULL)
            return refuse_foreign(run, element);
        WEIR_TRY(check_element(run, element, rows[depth]));
    }
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------------- step */

/* xmlsec1 makes an XPointer of it: nothing but what an xs:ID of ASCII has may reach it ([saml-attacks]). */
bool weir_saml_is_id(struct weir_str text)
{
    enum { LONGEST = 256 };
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!is_letter && (i == 0 || !(weir_is_digit(c) || c == '.' || c == '-')))
            return false;
    }
    return text.len > 0 && text.len <= LONGEST;
}

enum weir_status weir_saml_check_id(struct weir_saml_run *run, const xmlNode *element)
{
    struct weir_str id;
    if (!weir_xml_attribute(element, "ID", run->arena, &id))
        return weir_fail_memory(run->error);
    if (!weir_saml_is_id(id))
        return weir_saml_refuse(run, WEIR_SAML_SHAPE_ID, "the element on line %u has no ID, or not a plain one",
                                line_of(element));
    return WEIR_OK;
}

/* [saml-attacks] A second assertion, wherever it hides, is what a forged document cannot do without: it is looked for
 * before anything else is read. */
static enum weir_status find_assertion(struct weir_saml_run *run, xmlNode *root)
{
    size_t depth = 0;
    for (xmlNode *element = root; element != NULL; element = element_after(root, element, &depth)) {
        if (!is_assertion(element))
            continue;
        if (run->found != NULL || element->parent != root)
            return refuse_child(run, element);
        run->found = element;
    }
    return WEIR_OK;
}

enum weir_status weir_saml_step_shape(struct weir_saml_run *run)
{
    xmlNode *const root = xmlDocGetRootElement(run->document);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SHAPE_ROOT, weir_xml_is(root, WEIR_XML_SAMLP, "Response"),
                     "the document is something else");
    WEIR_TRY(find_assertion(run, root));
    WEIR_TRY(weir_saml_shape_walk(run, root));
    WEIR_TRY(weir_saml_check_id(run, root));
    if (weir_xml_is(run->found, WEIR_XML_SAML, "Assertion"))
        WEIR_TRY(weir_saml_check_id(run, run->found));
    run->response = root;
    for (enum weir_saml_check check = WEIR_SAML_SHAPE_SIGNATURE; check <= WEIR_SAML_SHAPE_ID_UNIQUE; check++)
        weir_saml_pass(run, check);
    return WEIR_OK;
}

/* A response of failure has no assertion: its status speaks first, then the lack of one. */
enum weir_status weir_saml_step_found(struct weir_saml_run *run)
{
    WEIR_SAML_DEMAND(run, WEIR_SAML_SHAPE_ASSERTION, run->found != NULL, "the response has no assertion");
    return WEIR_OK;
}
