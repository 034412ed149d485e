"""The grammar of ds:Signature, what it refers to, and whether it verifies."""
from mint import *
from suite import Suite

S = Suite("signature", "the grammar of signatures, their references and their values", "documented", ["saml-core", "w3c-xmldsig"])
PLAIN = respond()
GRAMMAR, REFERENCE, VALUE, ENCODING, PRESENT = (f"saml.signature.{point}" for point in ("grammar", "reference", "value", "encoding", "present"))
SIGNATURE_VALUE = PLAIN[PLAIN.index("<ds:SignatureValue>") + 19:PLAIN.index("</ds:SignatureValue>")]
DIGEST_VALUE = PLAIN[PLAIN.index("<ds:DigestValue>") + 16:PLAIN.index("</ds:DigestValue>")]
INFO = PLAIN[PLAIN.index("<ds:SignedInfo>"):PLAIN.index("</ds:SignedInfo>") + len("</ds:SignedInfo>")]
SMUGGLED = {"cites": ["saml-digest-smuggling", "w3c-xmldsig"]}


def after(old, new):
    return respond(after=(old, new))


S.refuse("unsigned", "no signature at all", PRESENT, respond(signed=()), cites=["saml-aws-assertions", "saml-profiles"], message="Response signature invalid")
S.refuse("changed-name", "a NameID changed after it was signed", VALUE, after(">ada</saml:NameID>", ">admin</saml:NameID>"), message="Response signature invalid")
S.refuse("changed-role", "a Role changed after it was signed", VALUE, after(f">{ROLE},", f">{ROLE}s,"))
S.refuse("changed-time", "an instant changed after it was signed", VALUE, after('IssueInstant="2026-03-02T08:59:30Z">\n    <saml:Issuer>', 'IssueInstant="2026-03-02T08:59:31Z">\n    <saml:Issuer>'))
S.refuse("changed-attribute-added", "an attribute added after the assertion was signed", VALUE,
         after("    </saml:AttributeStatement>", f'    <saml:Attribute Name="{AWS}SourceIdentity"><saml:AttributeValue>admin</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>'))
S.refuse("changed-white-space", "white space changed after the assertion was signed", VALUE, after("<saml:Subject>\n", "<saml:Subject>\n "))
S.refuse("changed-response", "a signed response whose Destination was changed", VALUE, respond(signed=("_r1",), after=(f'Destination="{SIGN_IN}"', 'Destination="https://us-east-1.signin.aws.amazon.com/saml"')), twin="response-signed")
S.refuse("changed-status", "a signed response whose failure was made a success", VALUE,
         respond(("2.0:status:Success", "2.0:status:Requester"), signed=("_r1",), after=("2.0:status:Requester", "2.0:status:Success")), twin="response-signed")
S.refuse("changed-in-one", "an assertion changed under the response's signature, its own being good", VALUE,
         respond(signed=("_a1", "_r1"), after=("2.0:status:Success\"/>", "2.0:status:Success\"></samlp:StatusCode><samlp:StatusMessage>x</samlp:StatusMessage>")), twin="both-signed")
S.refuse("response-bad-assertion-good", "a response signed by a stranger, the assertion by the provider", VALUE,
         respond(signed=("_a1", "_r1"), hows={"_r1": Signing(key="stranger")}), twin="both-signed", cites=["saml-core", "saml-attacks"])
S.refuse("response-good-assertion-bad", "an assertion signed by a stranger, the response by the provider", VALUE,
         respond(signed=("_a1", "_r1"), hows={"_a1": Signing(key="stranger")}), twin="both-signed", cites=["saml-core", "saml-attacks"])
S.refuse("stranger", "a key that the metadata does not have", VALUE, respond(how=Signing(key="stranger")), message="Response signature invalid", cites=["saml-aws-assertions"])
S.refuse("value-zero", "a signature of zeros", VALUE, after(SIGNATURE_VALUE, base64_of(bytes(256))))
S.refuse("value-short", "a signature cut short", VALUE, after(SIGNATURE_VALUE, base64_of(__import__("base64").b64decode(SIGNATURE_VALUE)[:-1])))
S.refuse("value-long", "a signature with a zero before it", VALUE, after(SIGNATURE_VALUE, base64_of(b"\0" + __import__("base64").b64decode(SIGNATURE_VALUE))))
S.refuse("value-empty", "an empty SignatureValue", ENCODING, after(SIGNATURE_VALUE, ""))
S.refuse("value-junk", "a SignatureValue that is no base64", ENCODING, after(SIGNATURE_VALUE, SIGNATURE_VALUE[:-4] + "!" + SIGNATURE_VALUE[-3:]))
S.refuse("value-padding", "a SignatureValue without its padding", ENCODING, after(SIGNATURE_VALUE, SIGNATURE_VALUE.rstrip("=")))
S.accept("value-lines", "a SignatureValue in lines", after(SIGNATURE_VALUE, "\n" + "\n".join(SIGNATURE_VALUE[i:i + 76] for i in range(0, len(SIGNATURE_VALUE), 76)) + "\n"))
S.refuse("value-comment", "a comment in the SignatureValue", GRAMMAR, after(SIGNATURE_VALUE, SIGNATURE_VALUE[:8] + "<!-- -->" + SIGNATURE_VALUE[8:]), **SMUGGLED)
S.refuse("value-element", "an element in the SignatureValue, which xmlsec1 passes over", GRAMMAR, after(SIGNATURE_VALUE, SIGNATURE_VALUE + "<x xmlns=\"urn:x\">AAAA</x>"), cites=["xmlsec-source", "w3c-xmldsig"])
S.refuse("value-two", "two SignatureValues", GRAMMAR, after("</ds:SignatureValue>", "</ds:SignatureValue><ds:SignatureValue>AAAA</ds:SignatureValue>"), **SMUGGLED)
S.refuse("value-none", "no SignatureValue", GRAMMAR, after(f"<ds:SignatureValue>{SIGNATURE_VALUE}</ds:SignatureValue>", ""))
S.refuse("signature-empty", "an empty Signature", GRAMMAR, after(PLAIN[PLAIN.index("<ds:Signature "):PLAIN.index("</ds:Signature>")], f'<ds:Signature xmlns:ds="{DS}">'))
S.refuse("info-none", "no SignedInfo", GRAMMAR, after(INFO, ""))
S.refuse("info-empty", "an empty SignedInfo", GRAMMAR, after(INFO, "<ds:SignedInfo/>"))
S.refuse("info-two", "two SignedInfos, the first of the attacker", GRAMMAR, after(INFO, INFO.replace(DIGEST_VALUE, base64_of(bytes(32))) + INFO), **SMUGGLED)
S.refuse("info-two-behind", "a second SignedInfo behind the value", GRAMMAR, after("</ds:SignatureValue>", "</ds:SignatureValue>" + INFO), **SMUGGLED)
S.refuse("info-in-object", "the SignedInfo in an Object", GRAMMAR, after(INFO, f"<ds:Object>{INFO}</ds:Object>"), **SMUGGLED)
S.refuse("info-other-namespace", "a SignedInfo of another namespace before the true one", GRAMMAR, after("<ds:SignedInfo>", '<SignedInfo xmlns="urn:x"/><ds:SignedInfo>'), **SMUGGLED)
S.refuse("digest-comment", "a comment in the DigestValue", GRAMMAR, after(DIGEST_VALUE, base64_of(bytes(32)) + "<!-- -->"), **SMUGGLED)
S.refuse("digest-comment-split", "a comment that cuts the true DigestValue in two", GRAMMAR, after(DIGEST_VALUE, DIGEST_VALUE[:4] + "<!-- -->" + DIGEST_VALUE[4:]), **SMUGGLED)
S.refuse("digest-element", "an element in the DigestValue", GRAMMAR, after(DIGEST_VALUE, DIGEST_VALUE + '<x xmlns="urn:x"/>'), **SMUGGLED)
S.refuse("digest-two", "two DigestValues", GRAMMAR, respond(how=Signing(changes=(("<ds:DigestValue>", "<ds:DigestValue>AAAA</ds:DigestValue><ds:DigestValue>"),))), **SMUGGLED)
S.refuse("digest-none", "no DigestValue", GRAMMAR, after(f"<ds:DigestValue>{DIGEST_VALUE}</ds:DigestValue>", ""))
S.refuse("digest-empty", "an empty DigestValue", ENCODING, after(f">{DIGEST_VALUE}<", "><"))
S.refuse("digest-short", "a DigestValue of fewer octets than its method has", ENCODING, after(f">{DIGEST_VALUE}<", f">{base64_of(bytes(16))}<"))
S.refuse("digest-other", "a DigestValue of another text", VALUE, after(f">{DIGEST_VALUE}<", f">{base64_of(hashlib.sha256(b'x').digest())}<"))
S.refuse("digest-of-nothing", "the digest of the empty text, which a canonicalisation that fails has", VALUE,
         respond(how=Signing(changes=((DIGEST_VALUE, base64_of(hashlib.sha256(b"").digest())),))), cites=["saml-void-c14n", "w3c-xmldsig"])
S.refuse("references-none", "no Reference", GRAMMAR, after(INFO[INFO.index("<ds:Reference "):INFO.index("</ds:SignedInfo>")], ""))
S.refuse("references-two", "two References", GRAMMAR, respond(how=Signing(changes=(("</ds:Reference>", '</ds:Reference><ds:Reference URI="#_r1"/>'),))))
S.refuse("uri-none", "a Reference that names nothing", REFERENCE, after(' URI="#_a1"', ""))
S.refuse("uri-empty", "a Reference to the whole document", REFERENCE, after(' URI="#_a1"', ' URI=""'), note="xmldsig lets it stand for the document; SAML asks for the ID of the element", evidence="documented")
S.refuse("uri-hash", "a Reference that is a hash alone", REFERENCE, after(' URI="#_a1"', ' URI="#"'))
S.refuse("uri-elsewhere", "a Reference to an ID that there is not", REFERENCE, after(' URI="#_a1"', ' URI="#_a2"'))
S.refuse("uri-longer", "a Reference that begins with the ID", REFERENCE, after(' URI="#_a1"', ' URI="#_a1x"'))
S.refuse("uri-case", "a Reference in another case", REFERENCE, after(' URI="#_a1"', ' URI="#_A1"'))
S.refuse("uri-xpointer", "a Reference by an XPointer to the ID", REFERENCE, after(' URI="#_a1"', " URI=\"#xpointer(id('_a1'))\""))
S.refuse("uri-xpointer-root", "a Reference by an XPointer to the document", REFERENCE, after(' URI="#_a1"', ' URI="#xpointer(/)"'))
S.refuse("uri-encoded", "a Reference that is percent-encoded", REFERENCE, after(' URI="#_a1"', ' URI="#%5Fa1"'))
S.refuse("uri-http", "a Reference to the network", REFERENCE, after(' URI="#_a1"', ' URI="http://attacker.example/a1"'))
S.refuse("uri-file", "a Reference to a file", REFERENCE, after(' URI="#_a1"', ' URI="file:/etc/hostname"'))
S.refuse("uri-relative", "a Reference to a file by a relative name", REFERENCE, after(' URI="#_a1"', ' URI="README.md"'))
S.refuse("manifest", "the Reference names a Manifest that names the assertion", GRAMMAR,
         after("</ds:Signature>", '<ds:Object><ds:Manifest Id="_m1"><ds:Reference URI="#_a1"/></ds:Manifest></ds:Object></ds:Signature>'), cites=["w3c-xmldsig", "saml-core"])
S.refuse("object", "an Object in the signature", GRAMMAR, after("</ds:Signature>", '<ds:Object>x</ds:Object></ds:Signature>'))
S.refuse("unknown-in-signature", "an unknown element in the signature", GRAMMAR, after("</ds:Signature>", '<x xmlns="urn:x"/></ds:Signature>'))
S.refuse("unknown-in-info", "an unknown element in SignedInfo that was signed", GRAMMAR, respond(how=Signing(changes=(("<ds:Reference ", '<x xmlns="urn:x"/><ds:Reference '),))))
S.refuse("comment-in-info", "a comment in SignedInfo, which canonicalisation drops", GRAMMAR, after("<ds:SignedInfo>", "<ds:SignedInfo><!-- -->"), **SMUGGLED)
S.refuse("text-in-signature", "text between the elements of the signature", "saml.signature.grammar", after("<ds:SignatureValue>", "x<ds:SignatureValue>"))
S.accept("reference-type", "a Reference with a Type, which nobody reads", respond(how=Signing(changes=((' URI="#_a1"', f' URI="#_a1" Type="{DS}Object"'),))))
S.refuse("order-in-signature", "SignatureValue before SignedInfo", GRAMMAR,
         after(f"{INFO}\n      <ds:SignatureValue>{SIGNATURE_VALUE}</ds:SignatureValue>", f"<ds:SignatureValue>{SIGNATURE_VALUE}</ds:SignatureValue>{INFO}"))
S.refuse("order-in-reference", "DigestValue before DigestMethod", GRAMMAR, after(
    f'<ds:DigestMethod Algorithm="{SHA256}"/>\n          <ds:DigestValue>{DIGEST_VALUE}</ds:DigestValue>', f'<ds:DigestValue>{DIGEST_VALUE}</ds:DigestValue><ds:DigestMethod Algorithm="{SHA256}"/>'))
S.refuse("transforms-none", "no Transforms", GRAMMAR, respond(how=Signing(changes=((f'<ds:Transforms><ds:Transform Algorithm="{ENVELOPED}"/><ds:Transform Algorithm="{EXC}"/></ds:Transforms>', ""),))))
S.refuse("hmac-length", "an HMACOutputLength in the method", GRAMMAR, respond(how=Signing(changes=((f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"/>', f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>'),))), cites=["w3c-xmldsig", "xmldsig-hmac"])
