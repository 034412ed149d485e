"""Responses as identity providers send them: the twins of what is refused elsewhere."""
from mint import *
from suite import Suite

S = Suite("accepted", "responses that identity providers send, in the forms that they may have", "documented",
          ["saml-core", "saml-aws-assertions"])
PAIR = [{"role": ROLE, "provider": PROVIDER}]

S.accept("plain", "a signed assertion in an unsigned response", respond(), {
    "assertion_id": "_a1", "name_id": "ada", "sub_type": "persistent", "issuer": ISSUER, "audience": SIGN_IN,
    "role_session_name": "ada", "roles": PAIR})
S.accept("response-signed", "an unsigned assertion in a signed response", respond(signed=("_r1",)),
         {"assertion_id": "_a1", "name_id": "ada", "roles": PAIR})
S.accept("both-signed", "a signed assertion in a signed response", respond(signed=("_a1", "_r1")),
         {"assertion_id": "_a1", "name_id": "ada", "roles": PAIR})
S.accept("rollover", "the second signing key of the metadata", respond(how=Signing(key="idp-next")))
S.accept("two-keys", "assertion and response signed by different keys of the metadata",
         respond(signed=("_a1", "_r1"), hows={"_r1": Signing(key="idp-next")}))
S.accept("sha384", "RSA with SHA-384", respond(how=Signing(method=RSA_SHA384, digest=SHA384)), cites=["w3c-xmldsig"])
S.accept("sha512", "RSA with SHA-512", respond(how=Signing(method=RSA_SHA512, digest=SHA512)), cites=["w3c-xmldsig"])
S.accept("mixed-hashes", "a digest of another size than the signature's", respond(how=Signing(method=RSA_SHA256, digest=SHA512)),
         cites=["w3c-xmldsig"])
S.accept("with-comments", "exclusive canonicalisation with comments",
         respond(how=Signing(c14n=EXC_COMMENTS, transform=EXC_COMMENTS)), cites=["saml-core", "w3c-c14n"])
S.accept("prefix-list", "a list of inclusive prefixes", respond(how=Signing(prefixes=("xs", "saml"))), cites=["w3c-c14n"])
S.accept("key-info", "the signer's certificate in KeyInfo, which nobody reads",
         respond(how=Signing(key_info=x509_data(certificate("idp")))), cites=["w3c-xmldsig"])
S.accept("prefix-dsig", "another prefix for signatures", respond(how=Signing(prefix="dsig")), cites=["w3c-xml-names"])
S.accept("prefix-none", "signatures in the default namespace", respond(how=Signing(prefix="")), cites=["w3c-xml-names"])
S.accept("prefix-saml2", "other prefixes for SAML",
         respond(template=RESPONSE.replace("saml:", "a2:").replace(":saml=", ":a2=").replace("samlp:", "p2:").replace(
             ":samlp=", ":p2=").replace("2.0:a2:", "2.0:saml:")), cites=["w3c-xml-names"])
S.accept("one-line", "no white space between the elements",
         respond(template="".join(line.strip() + (" " if line.strip().endswith("Response") else "") for line in RESPONSE.split("\n"))),
         cites=["w3c-xml"])
S.accept("declaration", "an XML declaration that says UTF-8",
         '<?xml version="1.0" encoding="UTF-8"?>\n' + respond(), cites=["w3c-xml"])
S.accept("comment", "a comment between elements, which canonicalisation drops",
         respond(after=(("<saml:Subject>", "<!-- added on the way --><saml:Subject>"),)), cites=["w3c-c14n"])
S.accept("cdata", "a name in a CDATA section", respond(((">ada</saml:NameID>", "><![CDATA[ada]]></saml:NameID>"),)),
         cites=["w3c-xml"])
S.accept("cdata-split", "a name of which a part is in a CDATA section",
         respond(((">ada</saml:NameID>", ">ad<![CDATA[min]]>a</saml:NameID>"),)), {"name_id": "admina"}, cites=["w3c-xml"])
S.accept("charref", "a name in character references",
         respond(((">ada</saml:NameID>", ">&#97;&#x64;a&amp;b</saml:NameID>"),)), {"name_id": "ada&b"}, cites=["w3c-xml"])
S.accept("cdata-added", "a CDATA section added to a signed name, which has the same canonical form",
         respond(after=((">ada</saml:NameID>", "><![CDATA[a]]>da</saml:NameID>"),)), cites=["w3c-c14n"])
S.accept("unicode", "a name beyond ASCII", respond(((">ada</saml:NameID>", ">žofie</saml:NameID>"),)), {"name_id": "žofie"},
         cites=["w3c-xml"])
S.accept("issuer-absent", "an unsigned response without an Issuer of its own",
         respond(((f"  <saml:Issuer{SAML}>{ISSUER}</saml:Issuer>\n", ""),)), cites=["saml-profiles"])
S.accept("issuer-format", "an Issuer with the format of entities",
         respond(((f"    <saml:Issuer>{ISSUER}", f'    <saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">{ISSUER}'),)),
         cites=["saml-profiles"])
S.accept("destination-absent", "an unsigned response without a Destination", respond(((f' Destination="{SIGN_IN}"', ""),)),
         cites=["saml-bindings"])
S.accept("in-response-to", "InResponseTo, which AWS never asked for",
         respond(((f' Destination="{SIGN_IN}"', f' Destination="{SIGN_IN}" InResponseTo="_q1"'),)), evidence="inferred",
         note="saml-profiles has it absent from unsolicited responses; AWS sends requests only where the console asks, and says nothing of it")
S.accept("consent", "a Consent of the response", respond(((f' Destination="{SIGN_IN}"',
         f' Destination="{SIGN_IN}" Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified"'),)), cites=["saml-core"])
S.accept("status-message", "a StatusMessage beside success",
         respond((("  </samlp:Status>", "    <samlp:StatusMessage>welcome</samlp:StatusMessage>\n  </samlp:Status>"),)), cites=["saml-core"])
S.accept("advice", "an Advice that holds an element of another namespace",
         respond((("    <saml:AuthnStatement ", '    <saml:Advice><x xmlns="urn:x"/></saml:Advice>\n    <saml:AuthnStatement '),)),
         cites=["saml-core"])
S.accept("xsi-type", "values with a type",
         respond((("<saml:AttributeValue>ada<", '<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">ada<'),)),
         cites=["saml-core"])
S.accept("friendly-name", "attributes with a name format and a friendly name",
         respond(((f'<saml:Attribute Name="{AWS}RoleSessionName">',
                   f'<saml:Attribute Name="{AWS}RoleSessionName" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" FriendlyName="session">'),)),
         cites=["saml-core"])
S.accept("profile-saml", "a response without AWS's attributes, by the rules of SAML alone",
         respond(((ASSERTION[ASSERTION.index("    <saml:AttributeStatement>"):ASSERTION.index("  </saml:Assertion>")], ""),)),
         profile="saml", cites=["saml-profiles"])
