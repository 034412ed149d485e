/* Decides whether the decoded response is one document within weir's limits, and says which limit it is not within
 * ([saml-attacks], [w3c-xml]). */
#include "saml/saml_impl.h"

/* 100,000 characters of base64 are 75,000 bytes: what honest identity providers send stays far below each of these. */
const struct weir_xml_limits weir_saml_response_limits = {
    .depth = WEIR_XML_MAX_DEPTH,
    .nodes = 4000,
    .attributes = 64,
    .namespaces = WEIR_XML_MAX_NAMESPACES,
    .name_bytes = 256,
    .uri_bytes = 1024,
    .text_bytes = 65536,
};

enum weir_saml_check weir_saml_check_of_fault(enum weir_xml_fault fault)
{
    static const enum weir_saml_check checks[] = {
        [WEIR_XML_FINE] = WEIR_SAML_PARSE_WELL_FORMED,
        [WEIR_XML_DOCTYPE] = WEIR_SAML_PARSE_DOCTYPE,
        [WEIR_XML_INSTRUCTION] = WEIR_SAML_PARSE_INSTRUCTION,
        [WEIR_XML_DEPTH] = WEIR_SAML_PARSE_DEPTH,
        [WEIR_XML_NODES] = WEIR_SAML_PARSE_NODES,
        [WEIR_XML_ATTRIBUTES] = WEIR_SAML_PARSE_ATTRIBUTES,
        [WEIR_XML_NAMESPACES] = WEIR_SAML_PARSE_NAMESPACES,
        [WEIR_XML_NAMESPACE_URI] = WEIR_SAML_PARSE_NAMESPACE_URI,
        [WEIR_XML_NAME] = WEIR_SAML_PARSE_NAME,
        [WEIR_XML_TEXT] = WEIR_SAML_PARSE_TEXT,
        [WEIR_XML_SYNTAX] = WEIR_SAML_PARSE_WELL_FORMED,
    };
    return checks[fault];
}

enum weir_status weir_saml_step_parse(struct weir_saml_run *run)
{
    enum weir_xml_fault fault = WEIR_XML_SYNTAX;
    uint32_t line = 0;
    const enum weir_status status = weir_xml_parse(run->xml, &weir_saml_response_limits, &run->document, &fault, &line);
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(run->error);
    if (status != WEIR_OK)
        return weir_saml_refuse(run, weir_saml_check_of_fault(fault), "line %u of the document", (unsigned)line);
    for (enum weir_saml_check check = WEIR_SAML_PARSE_DOCTYPE; check <= WEIR_SAML_PARSE_WELL_FORMED; check++)
        weir_saml_pass(run, check);
    return WEIR_OK;
}
