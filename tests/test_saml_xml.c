/* The one parser and its limits: each limit has a document at it and one past it, and each reader joins what belongs
 * together and sees namespaces. */
#include <libxml/parser.h>

#include "saml/saml_impl.h"

#include "tests/test_base.h"

static const struct weir_xml_limits limits = {
    .depth = 4,
    .nodes = 12,
    .attributes = 2,
    .namespaces = 3,
    .name_bytes = 8,
    .uri_bytes = 8,
    .text_bytes = 8,
};

struct row {
    const char *name;
    const char *xml;
    enum weir_xml_fault fault;
};

static const struct row rows[] = {
    {"four levels", "<a><a><a><a/></a></a></a>", WEIR_XML_FINE},
    {"five levels", "<a><a><a><a><a/></a></a></a></a>", WEIR_XML_DEPTH},
    {"a level left is free again", "<a><a><a><a/></a><a><a/></a></a></a>", WEIR_XML_FINE},
    {"twelve nodes", "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", WEIR_XML_FINE},
    {"thirteen nodes", "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", WEIR_XML_NODES},
    {"texts are nodes", "<a>x<b/>x<b/>x<b/>x<b/>x<b/>x<b/></a>", WEIR_XML_NODES},
    {"comments are nodes",
     "<a><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--><!--x--></a>",
     WEIR_XML_NODES},
    {"CDATA sections are nodes",
     "<a><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]>"
     "<![CDATA[x]]><![CDATA[x]]><![CDATA[x]]><![CDATA[x]]></a>",
     WEIR_XML_NODES},
    {"two attributes", "<a x='1' y='2'/>", WEIR_XML_FINE},
    {"three attributes", "<a x='1' y='2' z='3'/>", WEIR_XML_ATTRIBUTES},
    {"three declarations in scope", "<a xmlns:p='u:1'><a xmlns:q='u:2' xmlns:r='u:3'/></a>", WEIR_XML_FINE},
    {"four declarations in scope", "<a xmlns:p='u:1'><a xmlns:q='u:2' xmlns:r='u:3' xmlns:s='u:4'/></a>",
     WEIR_XML_NAMESPACES},
    {"declarations out of scope are free again",
     "<a><b xmlns:p='u:1' xmlns:q='u:2'/><b xmlns:p='u:1' xmlns:q='u:2'/><b xmlns:p='u:1' xmlns:q='u:2'/></a>",
     WEIR_XML_FINE},
    {"a name of eight bytes", "<abcdefgh/>", WEIR_XML_FINE},
    {"a name of nine bytes", "<abcdefghi/>", WEIR_XML_NAME},
    {"an attribute's name of nine bytes", "<a abcdefghi='1'/>", WEIR_XML_NAME},
    {"a prefix of nine bytes", "<a xmlns:abcdefghi='u:1'/>", WEIR_XML_NAME},
    {"a namespace name of eight bytes", "<a xmlns='u:123456'/>", WEIR_XML_FINE},
    {"a namespace name of nine bytes", "<a xmlns='u:1234567'/>", WEIR_XML_NAME},
    {"a relative namespace name", "<a xmlns='u'/>", WEIR_XML_NAMESPACE_URI},
    {"a namespace name that begins with a digit", "<a xmlns='1:u'/>", WEIR_XML_NAMESPACE_URI},
    {"a namespace name of a scheme with signs", "<a xmlns='u+1.-:x'/>", WEIR_XML_FINE},
    {"no default namespace", "<a xmlns='u:1'><b xmlns=''/></a>", WEIR_XML_FINE},
    {"a text of eight bytes", "<a>12345678</a>", WEIR_XML_FINE},
    {"a text of nine bytes", "<a>123456789</a>", WEIR_XML_TEXT},
    {"a text of nine bytes in pieces", "<a>1234&#53;6789</a>", WEIR_XML_TEXT},
    {"two texts of eight bytes", "<a>12345678<b/>12345678</a>", WEIR_XML_FINE},
    {"an attribute of eight bytes", "<a x='12345678'/>", WEIR_XML_FINE},
    {"an attribute of nine bytes", "<a x='123456789'/>", WEIR_XML_TEXT},
    {"a comment of nine bytes", "<a><!--123456789--></a>", WEIR_XML_TEXT},
    {"a CDATA section of nine bytes", "<a><![CDATA[123456789]]></a>", WEIR_XML_TEXT},
    {"a DOCTYPE", "<!DOCTYPE a><a/>", WEIR_XML_DOCTYPE},
    {"a DOCTYPE with an entity", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", WEIR_XML_DOCTYPE},
    {"a DOCTYPE elsewhere", "<!DOCTYPE a SYSTEM 'urn:x'><a/>", WEIR_XML_DOCTYPE},
    {"an instruction before", "<?x y?><a/>", WEIR_XML_INSTRUCTION},
    {"an instruction inside", "<a><?x y?></a>", WEIR_XML_INSTRUCTION},
    {"an instruction behind", "<a/><?x y?>", WEIR_XML_INSTRUCTION},
    {"an entity that nobody declared", "<a>&e;</a>", WEIR_XML_SYNTAX},
    {"the five entities", "<a x='&lt;&amp;'>&gt;&quot;&apos;</a>", WEIR_XML_FINE},
    {"a prefix that nobody declared", "<p:a/>", WEIR_XML_SYNTAX},
    {"an attribute twice", "<a x='1' x='2'/>", WEIR_XML_SYNTAX},
    {"an attribute twice by its namespace", "<a xmlns:p='u:1' xmlns:q='u:1' p:x='1' q:x='2'/>", WEIR_XML_SYNTAX},
    {"xml bound to another namespace", "<a xmlns:xml='u:1'/>", WEIR_XML_SYNTAX},
    {"a prefix bound to nothing", "<a xmlns:p=''/>", WEIR_XML_SYNTAX},
    {"two roots", "<a/><a/>", WEIR_XML_SYNTAX},
    {"text behind the root", "<a/>x", WEIR_XML_SYNTAX},
    {"text before the root", "x<a/>", WEIR_XML_SYNTAX},
    {"an open end", "<a><b></a>", WEIR_XML_SYNTAX},
    {"cut short", "<a><b/>", WEIR_XML_SYNTAX},
    {"blanks around the root", "\n <a/> \n", WEIR_XML_FINE},
    {"nothing", "", WEIR_XML_SYNTAX},
    {"blanks alone", "  \n", WEIR_XML_SYNTAX},
};

static void row_holds(void **state)
{
    const struct row *const row = *state;
    xmlDoc *document = (xmlDoc *)not_null();
    enum weir_xml_fault fault = WEIR_XML_FINE;
    uint32_t line = 0;
    struct weir_saml_quiet quiet;
    weir_saml_quiet_begin(&quiet);
    const enum weir_status status = weir_xml_parse(weir_str_from(row->xml), &limits, &document, &fault, &line);
    weir_saml_quiet_end(&quiet);
    assert_int_equal(status, row->fault == WEIR_XML_FINE ? WEIR_OK : WEIR_REFUSED);
    assert_int_equal(fault, row->fault);
    if (status == WEIR_OK)
        assert_non_null(document);
    else
        assert_null(document);
    assert_true(line > 0);
    weir_xml_free(document);
}

/* What the host set for its threads does not reach the parser. */
static void the_defaults_of_the_host_do_not_matter(void **state)
{
    (void)state;
    const int kept = xmlKeepBlanksDefault(0);
    const int substituted = xmlSubstituteEntitiesDefault(1);
    xmlDoc *document = NULL;
    enum weir_xml_fault fault = WEIR_XML_FINE;
    uint32_t line = 0;
    assert_int_equal(weir_xml_parse(WEIR_STR("<a> <b/> </a>"), &limits, &document, &fault, &line), WEIR_OK);
    assert_int_equal(xmlDocGetRootElement(document)->children->type, XML_TEXT_NODE);
    weir_xml_free(document);
    (void)xmlKeepBlanksDefault(kept);
    (void)xmlSubstituteEntitiesDefault(substituted);
}

static xmlDoc *parse(const char *xml)
{
    static const struct weir_xml_limits wide = {32, 100, 64, 64, 256, 1024, 65536};
    xmlDoc *document = NULL;
    enum weir_xml_fault fault = WEIR_XML_FINE;
    uint32_t line = 0;
    assert_int_equal(weir_xml_parse(weir_str_from(xml), &wide, &document, &fault, &line), WEIR_OK);
    return document;
}

static void a_text_is_all_of_its_pieces(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    xmlDoc *const document = parse("<a>ad<![CDATA[mi<]]>&#110;<!-- x --> &amp; co</a>");
    struct weir_str text;
    assert_true(weir_xml_text(xmlDocGetRootElement(document), arena, &text));
    assert_true(weir_str_equal(text, WEIR_STR("admi<n & co")));
    weir_xml_free(document);
    weir_arena_free(arena);
}

static void an_attribute_is_the_one_in_no_namespace(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    xmlDoc *const document = parse("<a xmlns:x='u:x' x:ID='evil' ID='good&amp;1' e=''/>");
    const xmlNode *const root = xmlDocGetRootElement(document);
    struct weir_str value;
    assert_true(weir_xml_attribute(root, "ID", arena, &value));
    assert_true(weir_str_equal(value, WEIR_STR("good&1")));
    assert_true(weir_xml_attribute_equals(root, "ID", WEIR_STR("good&1")));
    assert_false(weir_xml_attribute_equals(root, "ID", WEIR_STR("good&")));
    assert_false(weir_xml_attribute_equals(root, "ID", WEIR_STR("good&12")));
    assert_false(weir_xml_attribute_equals(root, "Id", WEIR_STR("")));
    assert_true(weir_xml_attribute(root, "e", arena, &value));
    assert_true(value.ptr != NULL && value.len == 0);
    assert_true(weir_xml_attribute(root, "id", arena, &value));
    assert_null(value.ptr);
    weir_xml_free(document);
    weir_arena_free(arena);
}

static void an_element_is_its_namespace_and_name(void **state)
{
    (void)state;
    xmlDoc *const document = parse("<x><Issuer/>t<!-- c --><p:Issuer xmlns:p='urn:oasis:names:tc:SAML:2.0:assertion'/>"
                                   "<Issuer xmlns='urn:oasis:names:tc:SAML:2.0:assertion#'/></x>");
    const xmlNode *const root = xmlDocGetRootElement(document);
    const xmlNode *const first = weir_xml_first(root);
    const xmlNode *const second = weir_xml_next(first);
    assert_true(weir_xml_is(first, WEIR_XML_NONE, "Issuer"));
    assert_false(weir_xml_is(first, WEIR_XML_SAML, "Issuer"));
    assert_true(weir_xml_is(second, WEIR_XML_SAML, "Issuer"));
    assert_false(weir_xml_is(second, WEIR_XML_SAML, "Issue"));
    assert_int_equal(weir_xml_ns_of(weir_xml_next(second)), WEIR_XML_OTHER);
    assert_ptr_equal(weir_xml_child(root, WEIR_XML_SAML, "Issuer"), second);
    assert_null(weir_xml_child(root, WEIR_XML_SAMLP, "Issuer"));
    assert_null(weir_xml_next(weir_xml_next(second)));
    assert_false(weir_xml_is(NULL, WEIR_XML_NONE, "x"));
    assert_true(weir_xml_is_leaf(second));
    assert_false(weir_xml_is_leaf(root));
    weir_xml_free(document);
}

static void freeing_nothing_does_nothing(void **state)
{
    (void)state;
    weir_xml_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(the_defaults_of_the_host_do_not_matter),
        cmocka_unit_test(a_text_is_all_of_its_pieces),
        cmocka_unit_test(an_attribute_is_the_one_in_no_namespace),
        cmocka_unit_test(an_element_is_its_namespace_and_name),
        cmocka_unit_test(freeing_nothing_does_nothing),
    };
    return RUN_ROWS("saml.xml.limits", rows, row_holds) + cmocka_run_group_tests_name("saml.xml", facts, NULL, NULL);
}
