"""One Response with one Assertion, every element where its schema has it, every ID once: before anything is verified."""
from mint import *
from suite import Suite

S = Suite("shape", "the elements and attributes of a response, their order, their texts and their identifiers", "documented", ["saml-core"])
PLAIN = respond()
SIGNED_ASSERTION = PLAIN[PLAIN.index("<saml:Assertion "):PLAIN.index("</saml:Assertion>") + len("</saml:Assertion>")]
EVIL = strip_markers(ASSERTION).replace("_a1", "_evil").replace(">ada</saml:NameID>", ">admin</saml:NameID>")
ROOT, ONE, ORDER, ATTRIBUTE, TEXT, LEAF = (f"saml.shape.{point}" for point in ("root", "assertion", "order", "attribute", "text", "leaf"))

S.refuse("root-assertion", "an assertion alone", ROOT, SIGNED_ASSERTION)
S.refuse("root-namespace", "a Response of no namespace", ROOT,
         respond(template=RESPONSE.replace("<samlp:Response", "<Response").replace("</samlp:Response", "</Response")))
S.refuse("root-saml1", "a Response of SAML 1.1", ROOT, respond(template=RESPONSE.replace(
    SAMLP, ' xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol"')))
S.refuse("root-request", "an AuthnRequest", ROOT, respond(template=RESPONSE.replace("samlp:Response", "samlp:AuthnRequest")))
S.refuse("root-logout", "a LogoutResponse", ROOT, respond(template=RESPONSE.replace("samlp:Response", "samlp:LogoutResponse")))
S.refuse("root-soap", "a response in an envelope of SOAP", ROOT,
         f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{PLAIN}</s:Body></s:Envelope>', cites=["saml-bindings"])
S.refuse("assertion-none", "no assertion", ONE, respond((RESPONSE[RESPONSE.index("  <saml:Assertion "):RESPONSE.index("</samlp:Response>")], ""), signed=("_r1",)),
         twin="response-signed", evidence="inferred", note="saml-core lets a failed response have none; AWS needs one")
S.refuse("assertion-two", "two assertions that the same key signed", ONE, respond(
    signed=("_a1", "_a2"), template=RESPONSE.replace("</samlp:Response>", "  " + ASSERTION.replace("_a1", "_a2") + "\n</samlp:Response>")),
    evidence="inferred", note="saml-profiles lets a response have several; AWS says what it reads from one", cites=["saml-core", "saml-attacks"])
S.refuse("response-nested", "a Response inside the Response", ORDER, respond(after=("<samlp:Status>", f"<samlp:Response{SAMLP}/><samlp:Status>")), cites=["saml-core", "saml-xsw"])
S.refuse("order-status-late", "Status behind the assertion", ORDER,
         respond(((RESPONSE[RESPONSE.index("  <samlp:Status>"):RESPONSE.index("  <saml:Assertion ")], ""),
                  ("</samlp:Response>", '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:Response>'))))
S.refuse("status-none", "no Status", ORDER, respond((RESPONSE[RESPONSE.index("  <samlp:Status>"):RESPONSE.index("  <saml:Assertion ")], "")))
S.refuse("status-two", "two Statuses", ORDER, respond(("  <samlp:Status>", '  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\n  <samlp:Status>')))
S.refuse("status-code-none", "a Status without a code", ORDER, respond(('<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>', "")))
S.refuse("assertion-issuer-none", "an assertion without an Issuer", ORDER, respond((f"    <saml:Issuer>{ISSUER}</saml:Issuer>\n", "")))
S.refuse("issuer-two", "two Issuers of the response", ORDER, respond(after=("<samlp:Status>", f"<saml:Issuer{SAML}>{ISSUER}</saml:Issuer><samlp:Status>")))
S.refuse("unknown-child", "an unknown element in the response", ORDER, respond(after=("<samlp:Status>", '<x xmlns="urn:x"/><samlp:Status>')))
S.refuse("unknown-signed-child", "an unknown element in a signed assertion", ORDER, respond(("<saml:Subject>", '<x xmlns="urn:x"/><saml:Subject>')))
S.refuse("xinclude", "an XInclude in the response", ORDER, respond(after=("<samlp:Status>",
         '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://attacker.example/a" parse="text"/><samlp:Status>')), cites=["saml-core", "saml-attacks"])
S.refuse("xinclude-value", "an XInclude in a signed value", LEAF, respond((">ada</saml:NameID>",
         '><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:/etc/hostname" parse="text"/></saml:NameID>')), cites=["saml-core", "saml-attacks"])
S.refuse("subject-two", "two Subjects", ORDER, respond(("    <saml:Conditions ", "    <saml:Subject><saml:NameID>admin</saml:NameID></saml:Subject>\n    <saml:Conditions ")))
S.refuse("conditions-two", "two Conditions", ORDER, respond(("    <saml:AuthnStatement ", "    <saml:Conditions/>\n    <saml:AuthnStatement ")))
S.refuse("name-id-two", "two NameIDs", ORDER, respond(("<saml:NameID ", "<saml:NameID>admin</saml:NameID><saml:NameID ")))
S.refuse("conditions-late", "Conditions behind the statements", ORDER, respond((
    (RESPONSE[RESPONSE.index("    <saml:Conditions "):RESPONSE.index("    <saml:AuthnStatement ")], ""),
    ("  </saml:Assertion>", RESPONSE[RESPONSE.index("    <saml:Conditions "):RESPONSE.index("    <saml:AuthnStatement ")] + "  </saml:Assertion>"))))
S.refuse("attribute-unknown", "an unknown attribute of the response", ATTRIBUTE, respond(after=(' ID="_r1"', ' ID="_r1" Evil="1"')))
S.refuse("attribute-unknown-signed", "an unknown attribute of a signed element", ATTRIBUTE, respond(("<saml:Subject>", '<saml:Subject Evil="1">')))
S.refuse("attribute-other-namespace", "an attribute of SAML's own namespace", ATTRIBUTE, respond(after=(' ID="_r1"', ' ID="_r1" samlp:ID="_r2"')), cites=["saml-core", "saml-void-c14n"])
S.refuse("text-between", "text between the elements of the response", TEXT, respond(after=("<samlp:Status>", "hello<samlp:Status>")))
S.refuse("text-between-signed", "text between the elements of a signed assertion", TEXT, respond(("<saml:Subject>", "hello<saml:Subject>")))
COMMENTS = {"cites": ["saml-core", "saml-comment-truncation"], "evidence": "observed"}
for name, at in (("front", ("<!---->ada", ">ada")), ("middle", ("ad<!--x-->a", ">ada")), ("end", ("ada<!---->", ">ada"))):
    S.refuse(f"comment-name-id-{name}", f"a comment added at the {name} of the NameID", LEAF,
             respond(after=(">ada</saml:NameID>", f">{at[0]}</saml:NameID>")), **COMMENTS)
S.refuse("comment-name-id-other", "a comment that would cut a signed name short", LEAF, respond(
    (">ada</saml:NameID>", ">admin@example.com.attacker.example</saml:NameID>"),
    after=(">admin@example.com.", ">admin@example.com<!-- -->.")), **COMMENTS)
S.refuse("comment-role", "a comment added to a Role", LEAF, respond(after=(f">{ROLE},", f">{ROLE}<!-- -->,")), **COMMENTS)
S.refuse("comment-session-name", "a comment added to a RoleSessionName", LEAF, respond(after=(">ada</saml:AttributeValue>", ">a<!---->da</saml:AttributeValue>")), **COMMENTS)
S.refuse("comment-audience", "a comment added to an Audience", LEAF, respond(after=(">urn:amazon:webservices<", ">urn:amazon:webservices<!--.example--><")), **COMMENTS)
S.refuse("comment-issuer", "a comment added to the assertion's Issuer", LEAF, respond(after=(f"    <saml:Issuer>{ISSUER}", f"    <saml:Issuer>{ISSUER}<!-- -->")), **COMMENTS)
S.refuse("comment-signed-with", "a comment in a NameID that is part of what was signed", LEAF, respond(
    (">ada</saml:NameID>", ">ad<!-- x -->a</saml:NameID>"), how=Signing(c14n=EXC_COMMENTS, transform=EXC_COMMENTS)), twin="with-comments", **COMMENTS)
S.refuse("element-name-id", "an element inside the NameID", LEAF, respond((">ada</saml:NameID>", "><x xmlns=\"urn:x\">ada</x></saml:NameID>")), cites=["saml-core", "saml-attacks"])
S.refuse("element-name-id-tail", "an element that cuts the NameID in two", LEAF, respond((">ada</saml:NameID>", ">ad<x xmlns=\"urn:x\"/>a</saml:NameID>")), cites=["saml-core", "saml-attacks"])
S.refuse("element-value", "an element inside a Role", "saml.attribute.text", respond((f">{ROLE},", f"><x xmlns=\"urn:x\"/>{ROLE},")), cites=["saml-core", "saml-attacks"], evidence="inferred",
         note="saml-core lets a value hold any element; AWS names texts alone, and a reader that joins around elements reads what nobody wrote")
ID = "saml.shape.id"
S.refuse("id-none", "a response without an ID", ID, respond((' ID="_r1"', "")))
S.refuse("assertion-id-none", "an assertion without an ID in a signed response", ID, respond((' ID="_a1"', ""), signed=("_r1",)), twin="response-signed")
S.refuse("id-empty", "an empty ID", ID, respond(after=(' ID="_r1"', ' ID=""')), cites=["saml-core", "w3c-xml-schema"])
S.refuse("id-digit", "an ID that begins with a digit", ID, respond(after=(' ID="_r1"', ' ID="1r"')), cites=["saml-core", "w3c-xml-schema"])
S.refuse("id-blank", "an ID of two names, which the id() of XPath takes for two", ID, respond(after=(' ID="_r1"', ' ID="_r1 _a1"')), cites=["saml-core", "xmlsec-source"])
S.refuse("id-quote", "an ID with an apostrophe, which ends the text that xmlsec1 pastes it into", ID,
         respond(after=(' ID="_r1"', " ID=\"_r1')|id('_a1\"")), cites=["saml-core", "xmlsec-source"])
S.refuse("id-colon", "an ID with a colon", ID, respond(after=(' ID="_r1"', ' ID="a:b"')), cites=["saml-core", "w3c-xml-schema"])
S.refuse("id-unicode", "an ID beyond ASCII", ID, respond(after=(' ID="_r1"', ' ID="_ré"')), cites=["saml-core", "weir-local"], evidence="local")
S.accept("id-most", "an ID of 256 characters", respond(template=RESPONSE.replace("_a1", "_" + "a" * 255), signed=("_" + "a" * 255,)), evidence="local", cites=["weir-local"])
S.refuse("id-over", "an ID of 257 characters", ID, respond(template=RESPONSE.replace("_a1", "_" + "a" * 256), signed=("_" + "a" * 256,)), twin="id-most", evidence="local", cites=["weir-local"])
UNIQUE = "saml.shape.id-unique"
TWICE = {"cites": ["saml-core", "saml-xsw", "saml-void-c14n"]}
VALUE = ("<saml:AttributeValue>ada<", "<saml:AttributeValue {}>ada<")
S.refuse("id-twice", "response and assertion with one ID", UNIQUE, respond((' ID="_r1"', ' ID="_a1"'), signed=()), **TWICE)
S.refuse("id-twice-after", "the response given the ID of the signed assertion", UNIQUE, respond(after=(' ID="_r1"', ' ID="_a1"')), **TWICE)
S.refuse("id-signature", "a signature with the Id of the assertion", UNIQUE, respond(after=(f'<ds:Signature xmlns:ds="{DS}">', f'<ds:Signature xmlns:ds="{DS}" Id="_a1">')), **TWICE)
S.refuse("id-xml", "an xml:id that is the ID of the assertion", UNIQUE,
         respond(("    <saml:AuthnStatement ", '    <saml:Advice><x xmlns="urn:x" xml:id="_a1"/></saml:Advice>\n    <saml:AuthnStatement '), signed=("_r1",)), twin="advice", **TWICE)
S.refuse("id-xml-status", "an xml:id where no attribute of another namespace may stand", ATTRIBUTE, respond(after=("<samlp:StatusCode ", '<samlp:StatusCode xml:id="_a1" ')), **TWICE)
S.refuse("id-advice", "an ID in Advice that is the assertion's", UNIQUE,
         respond(("    <saml:AuthnStatement ", '    <saml:Advice><x xmlns="urn:x" Id="_a1"/></saml:Advice>\n    <saml:AuthnStatement '), signed=("_r1",)), twin="advice", **TWICE)
S.refuse("id-namespace", "an ID of another namespace that is the assertion's", UNIQUE,
         respond(("    <saml:AuthnStatement ", '    <saml:Advice><x xmlns="urn:x" xmlns:y="urn:y" y:ID="_a1"/></saml:Advice>\n    <saml:AuthnStatement '), signed=("_r1",)), twin="advice", **TWICE)
S.refuse("id-lower", "an attribute named id that is the assertion's", UNIQUE,
         respond(("    <saml:AuthnStatement ", '    <saml:Advice><x xmlns="urn:x" id="_a1"/></saml:Advice>\n    <saml:AuthnStatement '), signed=("_r1",)), twin="advice", **TWICE)
FOREIGN = "saml.shape.foreign"
S.accept("extensions", "Extensions of the response that hold something of another namespace",
         respond(after=("<samlp:Status>", '<samlp:Extensions><x xmlns="urn:x"/></samlp:Extensions><samlp:Status>')))
S.refuse("extensions-saml", "a NameID in Extensions", FOREIGN,
         respond(after=("<samlp:Status>", f'<samlp:Extensions><saml:NameID{SAML}>admin</saml:NameID></samlp:Extensions><samlp:Status>')), twin="extensions", cites=["saml-core", "saml-xsw"])
S.refuse("advice-signature", "a Signature in Advice", "saml.shape.signature",
         respond(("    <saml:AuthnStatement ", f'    <saml:Advice><ds:Signature xmlns:ds="{DS}"/></saml:Advice>\n    <saml:AuthnStatement ')), twin="advice", cites=["saml-core", "saml-xsw"])
S.accept("status-detail", "a StatusDetail that holds something of another namespace",
         respond(after=("  </samlp:Status>", '    <samlp:StatusDetail><x xmlns="urn:x"/></samlp:StatusDetail>\n  </samlp:Status>')))
S.refuse("status-detail-saml", "a Subject in StatusDetail", FOREIGN,
         respond(after=("  </samlp:Status>", f'    <samlp:StatusDetail><saml:Subject{SAML}/></samlp:StatusDetail>\n  </samlp:Status>')), twin="status-detail", cites=["saml-core", "saml-xsw"])
