/**
 * @file
 * The grammar of a response as a table: which children and attributes each element of SAML has ([saml-core]).
 */
#ifndef WEIR_SAML_SHAPE_H
#define WEIR_SAML_SHAPE_H

#include "saml/xml.h"

enum weir_saml_content {
    WEIR_SAML_ELEMENTS = 0, /* its children alone, blanks and comments between them */
    WEIR_SAML_LEAF,         /* text and CDATA alone */
    WEIR_SAML_VALUE,        /* any text and elements, but of SAML a NameID alone; no comment */
    WEIR_SAML_FOREIGN,      /* anything that is not of SAML, of signatures or of encryption */
    WEIR_SAML_ELSEWHERE     /* its grammar is that of another step */
};

enum { WEIR_SAML_MANY = 255, WEIR_SAML_MAX_CHILDREN = 8 };
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct weir_saml_child {
    enum weir_xml_ns ns;
    const char *name;
    unsigned char rank; /* a child never stands before one of a lower rank */
    unsigned char min;
    unsigned char max;
};

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): the columns stand in the order of reading */
struct weir_saml_element {
    enum weir_xml_ns ns;
    const char *name;
    enum weir_saml_content content;
    const struct weir_saml_child *children;
    size_t child_count;       /* at most WEIR_SAML_MAX_CHILDREN */
    bool takes_any_child;     /* beside its children, any element: a later step judges it */
    const char *attributes;   /* those in no namespace, each between blanks */
    bool takes_any_attribute; /* beside those, any of another namespace */
};

/** The row of an element, or NULL for one that SAML does not have. */
const struct weir_saml_element *weir_saml_element_find(const xmlNode *element);
/** What stands in for a row where any element may stand. */
const struct weir_saml_element *weir_saml_element_foreign(void);
/** What stands in for a row inside a grammar of another step. */
const struct weir_saml_element *weir_saml_element_elsewhere(void);

struct weir_saml_run;
/** Checks everything below `top`, an element with a row, and collects its identifiers. */
WEIR_MUST_USE enum weir_status weir_saml_shape_walk(struct weir_saml_run *run, xmlNode *top);

#endif
