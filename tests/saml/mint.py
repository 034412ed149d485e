"""Mints SAML responses, signed by keys of the tests, the same bytes each time.

A response is written as text and signed as text: a marker stands where a signature goes, changes are made to the text
before or after it is signed, and nothing is serialised anew. Canonical forms come from canonical.py.
"""
import base64
import dataclasses
import datetime
import functools
import hashlib
import pathlib
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

import canonical

KEYS = pathlib.Path(__file__).resolve().parent / "keys"
NOW = "2026-03-02T09:00:00Z"
ACCOUNT = "111122223333"
ISSUER = "https://idp.example.com/saml"
SIGN_IN = "https://signin.aws.amazon.com/saml"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:saml-provider/idp"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/analyst"
AWS = "https://aws.amazon.com/SAML/Attributes/"
LAKE = "https://lakeformation.amazon.com/SAML/Attributes/"

DS = "http://www.w3.org/2000/09/xmldsig#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
ENC = "http://www.w3.org/2001/04/xmlenc#"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
EXC_COMMENTS = EXC + "WithComments"
INC = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = DS + "enveloped-signature"
RSA_SHA1, RSA_SHA256 = DS + "rsa-sha1", MORE + "rsa-sha256"
RSA_SHA384, RSA_SHA512 = MORE + "rsa-sha384", MORE + "rsa-sha512"
SHA1, SHA256, SHA384, SHA512 = DS + "sha1", ENC + "sha256", MORE + "sha384", ENC + "sha512"

HASHES = {RSA_SHA1: hashes.SHA1, RSA_SHA256: hashes.SHA256, RSA_SHA384: hashes.SHA384, RSA_SHA512: hashes.SHA512,
          MORE + "rsa-md5": hashes.MD5, MORE + "hmac-sha256": hashes.SHA256, DS + "hmac-sha1": hashes.SHA1}
DIGESTS = {SHA1: "sha1", SHA256: "sha256", SHA384: "sha384", SHA512: "sha512", MORE + "md5": "md5"}

SAML = ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
SAMLP = ' xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'

# What the cases are changes of. <!--sign:ID--> is where the signature of the element with that ID stands.
ASSERTION = f"""<saml:Assertion{SAML} ID="_a1" Version="2.0" IssueInstant="2026-03-02T08:59:30Z">
    <saml:Issuer>{ISSUER}</saml:Issuer>
    <!--sign:_a1-->
    <saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ada</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData NotOnOrAfter="2026-03-02T09:04:30Z" Recipient="{SIGN_IN}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="2026-03-02T08:59:00Z" NotOnOrAfter="2026-03-02T09:04:30Z">
      <saml:AudienceRestriction>
        <saml:Audience>urn:amazon:webservices</saml:Audience>
      </saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement AuthnInstant="2026-03-02T08:59:30Z" SessionIndex="_s1">
      <saml:AuthnContext>
        <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>
      </saml:AuthnContext>
    </saml:AuthnStatement>
    <saml:AttributeStatement>
      <saml:Attribute Name="{AWS}Role">
        <saml:AttributeValue>{ROLE},{PROVIDER}</saml:AttributeValue>
      </saml:Attribute>
      <saml:Attribute Name="{AWS}RoleSessionName">
        <saml:AttributeValue>ada</saml:AttributeValue>
      </saml:Attribute>
    </saml:AttributeStatement>
  </saml:Assertion>"""

RESPONSE = f"""<samlp:Response{SAMLP} ID="_r1" Version="2.0" IssueInstant="2026-03-02T08:59:30Z" Destination="{SIGN_IN}">
  <saml:Issuer{SAML}>{ISSUER}</saml:Issuer>
  <!--sign:_r1-->
  <samlp:Status>
    <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>
  </samlp:Status>
  {ASSERTION}
</samlp:Response>"""

# ------------------------------------------------------------------------------------------------------ keys


@functools.cache
def key(name):
    return serialization.load_pem_private_key((KEYS / f"{name}.pem").read_bytes(), password=None)


def private_pem(name):
    return (KEYS / f"{name}.pem").read_text(encoding="ascii").rstrip("\n")


def public_pem(name):
    return key(name).public_key().public_bytes(serialization.Encoding.PEM,
                                               serialization.PublicFormat.SubjectPublicKeyInfo).decode().rstrip("\n")


@functools.cache
def certificate(name, days=3650, public=None):
    """The DER of a certificate. `public` may be (e, n) of a key that has no private half here."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begin = datetime.datetime(2024, 1, 1)
    own = key(name) if not public else None
    signer = own if isinstance(own, rsa.RSAPrivateKey) else key("idp")  # another signature would differ each time
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).serial_number(4711)
    builder = builder.not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=days))
    builder = builder.public_key(rsa.RSAPublicNumbers(*public).public_key() if public else own.public_key())
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def base64_of(data):
    return base64.b64encode(data).decode("ascii")


def x509_data(der):
    return f"<ds:X509Data><ds:X509Certificate>{base64_of(der)}</ds:X509Certificate></ds:X509Data>"


# --------------------------------------------------------------------------------------------------- signing


def change(text, *changes):
    """Each (old, new) replaces the only place where `old` stands: a change that does nothing, or too much, is a mistake."""
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"{text.count(old)} places hold {old!r}")
        text = text.replace(old, new)
    return text


@dataclasses.dataclass(frozen=True)
class Signing:
    """How an element is signed; `changes` are made to the text of SignedInfo before that is signed."""
    key: str = "idp"
    method: str = RSA_SHA256
    digest: str = SHA256
    c14n: str = EXC
    transform: str = EXC          # the one that the digest is made of
    prefixes: tuple = ()          # its InclusiveNamespaces
    transforms: str = ""          # XML instead of the usual two
    uri: str = ""                 # instead of "#" and the ID
    key_info: str = ""            # the content of ds:KeyInfo
    changes: tuple = ()
    prefix: str = "ds"
    is_compact: bool = False      # no white space between the elements


def transforms_of(how):
    if how.transforms:
        return how.transforms
    lists = f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="{" ".join(how.prefixes)}"/>' if how.prefixes else ""
    second = f'<ds:Transform Algorithm="{how.transform}">{lists}</ds:Transform>' if lists else (
        f'<ds:Transform Algorithm="{how.transform}"/>')
    return f'<ds:Transform Algorithm="{ENVELOPED}"/>{second}'


def signature_text(target, digest, how):
    uri = how.uri or "#" + target
    text = change(
        f"""<ds:Signature xmlns:ds="{DS}">
      <ds:SignedInfo>
        <ds:CanonicalizationMethod Algorithm="{how.c14n}"/>
        <ds:SignatureMethod Algorithm="{how.method}"/>
        <ds:Reference URI="{uri}">
          <ds:Transforms>{transforms_of(how)}</ds:Transforms>
          <ds:DigestMethod Algorithm="{how.digest}"/>
          <ds:DigestValue>{base64_of(digest)}</ds:DigestValue>
        </ds:Reference>
      </ds:SignedInfo>
      <ds:SignatureValue><!--value--></ds:SignatureValue>
      <!--key-info-->
    </ds:Signature>""", ("\n      <!--key-info-->", f"\n      <ds:KeyInfo>{how.key_info}</ds:KeyInfo>" if how.key_info else ""),
        *how.changes)
    if how.is_compact:
        text = one_line(text)
    if how.prefix == "ds":
        return text
    tag, colon = (how.prefix + ":", ":" + how.prefix) if how.prefix else ("", "")
    return text.replace("<ds:", "<" + tag).replace("</ds:", "</" + tag).replace(" xmlns:ds=", f" xmlns{colon}=")


def one_line(text):
    """Without the white space between elements, which nobody needs."""
    return re.sub(r">\s+<", "><", text)


def parse(text):
    """The tree of a text; namespace errors and relative namespaces are no hindrance to a signer."""
    return etree.fromstring(text.encode(), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


def by_id(root, target):
    found = root.xpath("//*[@ID=$id]", id=target)
    if len(found) != 1:
        raise ValueError(f"{len(found)} elements have the ID {target}")
    return found[0]


def value_of(data, how):
    """The octets of SignatureValue for canonical octets of SignedInfo."""
    algorithm = HASHES.get(how.method, hashes.SHA256)
    if "hmac" in how.method:
        mac = hmac.HMAC(public_pem(how.key).encode(), algorithm())
        mac.update(data)
        return mac.finalize()
    if how.method.endswith("rsa-MGF1"):
        return hashlib.sha512(data).digest() * 4
    if not hasattr(key(how.key).public_key().public_numbers(), "e"):
        return hashlib.sha512(data).digest()
    return key(how.key).sign(data, padding.PKCS1v15(), algorithm())


def strip_markers(text):
    head, *parts = text.split("<!--sign:")
    return head + "".join(part.split("-->", 1)[1] for part in parts)


def sign(text, target, how=Signing()):
    """The text with the signature of one element at its marker."""
    mark = f"<!--sign:{target}-->"
    element = by_id(parse(strip_markers(text)), target)
    octets = canonical.octets(element, how.transform if how.transform in canonical.KNOWN else EXC, how.prefixes)
    digest = hashlib.new(DIGESTS.get(how.digest, "sha256"), octets).digest()
    signature = signature_text(target, digest, how)
    text = change(text, (mark, signature))
    root = parse(strip_markers(text.replace("<!--value-->", "")))
    infos = [each for each in root.iter(f"{{{DS}}}SignedInfo")
             if each.find(f".//{{{DS}}}Reference[@URI='{how.uri or '#' + target}']") is not None]
    value = value_of(canonical.octets(infos[0], how.c14n if how.c14n in canonical.KNOWN else EXC), how) if infos else b""
    return change(text, ("<!--value-->", base64_of(value)))


def pairs(changes):
    """One (old, new), or several."""
    return (changes,) if changes and isinstance(changes[0], str) else changes


def respond(before=(), template=RESPONSE, signed=("_a1",), how=Signing(), hows=None, after=()):
    """A response: changed, signed (inner elements first), changed again."""
    text = re.sub(r"\s*<!--sign:(?!(?:%s)-->)[^>]*-->" % "|".join(signed or ["$"]), "", change(template, *pairs(before)))
    for target in signed:
        text = sign(text, target, (hows or {}).get(target, how))
    return change(strip_markers(text), *pairs(after))


# -------------------------------------------------------------------------------------------------- metadata


def key_descriptor(der, use="signing"):
    said = f' use="{use}"' if use else ""
    return f"""<md:KeyDescriptor{said}>
      <ds:KeyInfo xmlns:ds="{DS}">{x509_data(der)}</ds:KeyInfo>
    </md:KeyDescriptor>"""


def metadata(*descriptors, attributes="", issuer=ISSUER):
    inner = "\n    ".join(descriptors)
    return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}"{attributes}>
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    {inner}
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>"""
