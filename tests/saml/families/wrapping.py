"""Signature wrapping: what the provider signed is in the document, and something else stands where it would be read."""
from mint import *
from suite import Suite

S = Suite("wrapping", "signed elements moved, hidden and doubled, so that another one would be read", "observed", ["saml-xsw", "saml-core"])
ONE, ORDER, SIGNATURE = "saml.shape.assertion", "saml.shape.order", "saml.shape.signature"
REFERENCE, VALUE, GRAMMAR = "saml.signature.reference", "saml.signature.value", "saml.signature.grammar"


def element(text, name):
    begin = text.index(f"<{name} ") if f"<{name} " in text else text.index(f"<{name}>")
    return text[begin:text.index(f"</{name}>", begin) + len(f"</{name}>")]


def evil(text, identity="_evil"):
    return strip_markers(text).replace("_a1", identity).replace(">ada</saml:NameID>", ">admin</saml:NameID>")


PLAIN = respond()
SIGNED = element(PLAIN, "saml:Assertion")
SEAL = element(PLAIN, "ds:Signature")
BARE = SIGNED.replace("    " + SEAL + "\n", "")
EVIL = evil(ASSERTION)
HEAD = PLAIN[:PLAIN.index("<saml:Assertion ")]
TAIL = "\n</samlp:Response>"
ISSUED = f"<saml:Issuer>{ISSUER}</saml:Issuer>"
BOTH = respond(signed=("_r1",))
BOTH_SEAL = element(BOTH, "ds:Signature")
BOTH_BARE = BOTH.replace("  " + BOTH_SEAL + "\n", "")
RESPONSE_SIGNED = {"twin": "response-signed"}


def with_seal(assertion, seal):
    """An assertion with a signature behind its Issuer."""
    return change(assertion, (ISSUED, ISSUED + seal))


def outer(inside, status=True):
    """A response of the attacker around what was signed."""
    return BOTH_BARE.replace('ID="_r1"', 'ID="_e1"').replace("_a1", "_e2").replace(">ada</saml:NameID>", ">admin</saml:NameID>").replace(
        "  <samlp:Status>", inside + "\n  <samlp:Status>")


S.refuse("xsw1", "XSW 1: the signed response inside the signature of another response", ONE,
         outer(BOTH_SEAL.replace("</ds:Signature>", BOTH_BARE + "</ds:Signature>")), **RESPONSE_SIGNED)
S.refuse("xsw2", "XSW 2: the signed response beside the signature of another response", ONE, outer(BOTH_BARE + BOTH_SEAL), **RESPONSE_SIGNED)
S.refuse("xsw3", "XSW 3: an assertion before the signed one", ONE, HEAD + EVIL + SIGNED + TAIL)
S.refuse("xsw3-behind", "an assertion behind the signed one", ONE, HEAD + SIGNED + EVIL + TAIL)
S.refuse("xsw4", "XSW 4: an assertion around the signed one", ONE, HEAD + EVIL.replace("</saml:Assertion>", SIGNED + "</saml:Assertion>") + TAIL)
S.refuse("xsw5", "XSW 5: the signature moved to another assertion, the signed one behind it", ONE, HEAD + with_seal(EVIL, SEAL) + BARE + TAIL)
S.refuse("xsw6", "XSW 6: the signed assertion inside the signature of another", ONE,
         HEAD + with_seal(EVIL, SEAL.replace("</ds:SignatureValue>", "</ds:SignatureValue>" + BARE)) + TAIL)
S.refuse("xsw7", "XSW 7: another assertion in Extensions", ONE, HEAD.replace("  <samlp:Status>", f"  <samlp:Extensions>{EVIL}</samlp:Extensions>\n  <samlp:Status>") + SIGNED + TAIL,
         twin="extensions")
S.refuse("xsw7-signed", "the signed assertion in Extensions, another in its place", ONE,
         HEAD.replace("  <samlp:Status>", f"  <samlp:Extensions>{SIGNED}</samlp:Extensions>\n  <samlp:Status>") + EVIL + TAIL, twin="extensions")
S.refuse("xsw8", "XSW 8: the signed assertion in an Object of another's signature", ONE,
         HEAD + with_seal(EVIL, SEAL.replace("</ds:Signature>", f"<ds:Object>{BARE}</ds:Object></ds:Signature>")) + TAIL)
S.refuse("xsw-object-evil", "another assertion in an Object of the signature", ONE,
         PLAIN.replace("</ds:Signature>", f"<ds:Object>{EVIL}</ds:Object></ds:Signature>"))
S.refuse("xsw-advice", "the signed assertion in the Advice of another", ONE,
         HEAD + EVIL.replace("    <saml:AuthnStatement ", f"    <saml:Advice>{SIGNED}</saml:Advice>\n    <saml:AuthnStatement ") + TAIL, twin="advice")
S.refuse("xsw-advice-signed", "another assertion in the Advice of a signed response's", ONE,
         respond(("    <saml:AuthnStatement ", f"    <saml:Advice>{EVIL}</saml:Advice>\n    <saml:AuthnStatement "), signed=("_r1",)), twin="advice",
         note="saml-core lets Advice hold assertions; weir takes a document with one assertion alone", evidence="inferred")
S.refuse("xsw-status-detail", "the signed assertion in StatusDetail, another in its place", ONE,
         HEAD.replace("  </samlp:Status>", f"    <samlp:StatusDetail>{SIGNED}</samlp:StatusDetail>\n  </samlp:Status>") + EVIL + TAIL, twin="status-detail")
S.refuse("xsw-value", "the signed assertion in a value of another", ONE,
         HEAD + EVIL.replace("<saml:AttributeValue>ada<", f"<saml:AttributeValue>{SIGNED}<") + TAIL)
S.refuse("xsw-confirmation", "the signed assertion in the SubjectConfirmationData of another", ONE,
         HEAD + EVIL.replace(f'Recipient="{SIGN_IN}"/>', f'Recipient="{SIGN_IN}">{SIGNED}</saml:SubjectConfirmationData>') + TAIL)
S.refuse("xsw-nested-response", "the whole signed response inside another", ONE,
         outer(PLAIN))
S.refuse("xsw-seal-up", "the assertion's signature moved up to the response", REFERENCE,
         HEAD.replace("  <samlp:Status>", "  " + SEAL + "\n  <samlp:Status>") + BARE + TAIL)
S.refuse("xsw-seal-up-evil", "the signature of an assertion on the response, another assertion inside", REFERENCE,
         HEAD.replace("  <samlp:Status>", "  " + SEAL + "\n  <samlp:Status>") + EVIL + TAIL)
S.refuse("xsw-seal-down", "the response's signature moved down to the assertion", REFERENCE,
         change(BOTH_BARE, ("    " + ISSUED, "    " + ISSUED + BOTH_SEAL)), **RESPONSE_SIGNED)
S.refuse("xsw-same-id", "another assertion that has the ID which the moved signature names", VALUE, HEAD + with_seal(EVIL.replace("_evil", "_a1"), SEAL) + TAIL)
S.refuse("seal-last", "a signature behind the statements", SIGNATURE,
         HEAD + BARE.replace("</saml:Assertion>", SEAL + "</saml:Assertion>") + TAIL)
S.refuse("seal-first", "a signature before the Issuer", SIGNATURE, HEAD + change(BARE, ("    " + ISSUED, "    " + SEAL + ISSUED)) + TAIL)
S.refuse("seal-in-status", "a signature inside the Status", SIGNATURE,
         respond(after=("  </samlp:Status>", SEAL + "\n  </samlp:Status>")))
S.refuse("seal-in-subject", "a signature inside the Subject", SIGNATURE, HEAD + change(BARE, ("<saml:Subject>", "<saml:Subject>" + SEAL)) + TAIL)
S.refuse("seal-in-key-info", "a second signature in KeyInfo", SIGNATURE,
         change(PLAIN, ("</ds:SignatureValue>", f"</ds:SignatureValue><ds:KeyInfo>{SEAL}</ds:KeyInfo>")), twin="key-info")
S.refuse("seals-two", "two signatures of one assertion", SIGNATURE, HEAD + SIGNED.replace(SEAL, SEAL + SEAL) + TAIL)
S.refuse("seals-two-evil", "two signatures, the first by a stranger", SIGNATURE,
         HEAD + SIGNED.replace(SEAL, element(respond(how=Signing(key="stranger")), "ds:Signature") + SEAL) + TAIL)
S.refuse("seal-of-other", "a signature whose reference names the other element", REFERENCE,
         respond(how=Signing(uri="#_r1")))
S.refuse("namespace-look-alike", "an assertion of a namespace that differs in its last character", ORDER,
         respond(template=RESPONSE.replace(f"<saml:Assertion{SAML}", '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion#"')),
         cites=["saml-core", "w3c-xml-names"], evidence="documented")
S.refuse("signature-look-alike", "a Signature of another namespace before the true one", ORDER,
         respond(after=("<saml:Subject>", '<ds:Signature xmlns:ds="urn:x"/><saml:Subject>')), cites=["saml-core", "saml-digest-smuggling"], evidence="documented")
S.refuse("metadata-in-extensions", "the provider's metadata, signed by it, in Extensions of a response of the attacker", SIGNATURE,
         respond(after=("<samlp:Status>", f'<samlp:Extensions><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_m1" entityID="{ISSUER}">{SEAL}</md:EntityDescriptor></samlp:Extensions><samlp:Status>'),
                 signed=()), twin="extensions", cites=["saml-xsw", "saml-void-c14n"])
S.refuse("replayed-seal", "the signature of another assertion by the same key", VALUE,
         PLAIN.replace(SEAL, element(respond((">ada</saml:NameID>", ">eve</saml:NameID>")), "ds:Signature")))
