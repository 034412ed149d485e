"""Keys come from the metadata, algorithms from short lists: whatever KeyInfo, methods and transforms say."""
from mint import *
from suite import Suite

S = Suite("algorithms", "keys, signature and digest methods, canonicalisation and transforms", "documented", ["w3c-xmldsig", "saml-core"])
METHOD, DIGEST, C14N, TRANSFORMS, VALUE, GRAMMAR = (f"saml.signature.{point}" for point in (
    "method", "digest-method", "canonicalization", "transforms", "value", "grammar"))
KEYS_CITES = {"cites": ["saml-attacks", "w3c-xmldsig"]}
MODULUS = key("stranger").public_key().public_numbers()
KEY_VALUE = (f"<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>{base64_of(MODULUS.n.to_bytes(256, 'big'))}</ds:Modulus>"
             f"<ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>")


def by_stranger(key_info):
    return respond(how=Signing(key="stranger", key_info=key_info))


S.refuse("key-info-certificate", "a stranger's signature with its certificate in KeyInfo", VALUE, by_stranger(x509_data(certificate("stranger"))), twin="key-info", **KEYS_CITES)
S.refuse("key-info-clone", "a stranger's certificate that copies names and serial number of the provider's", VALUE,
         by_stranger(x509_data(certificate("idp", public=(MODULUS.e, MODULUS.n)))), twin="key-info", **KEYS_CITES)
S.refuse("key-info-value", "a stranger's signature with its key as a KeyValue", VALUE, by_stranger(KEY_VALUE), twin="key-info", **KEYS_CITES)
S.refuse("key-info-name", "a stranger's signature with a KeyName", VALUE, by_stranger("<ds:KeyName>idp</ds:KeyName>"), twin="key-info", **KEYS_CITES)
S.refuse("key-info-retrieval", "a stranger's key to be retrieved from the network", VALUE,
         by_stranger('<ds:RetrievalMethod URI="http://attacker.example/key" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"/>'), twin="key-info", **KEYS_CITES)
S.refuse("key-info-reference", "a stranger's key by a KeyInfoReference to itself", VALUE,
         by_stranger('<x:KeyInfoReference xmlns:x="http://www.w3.org/2009/xmldsig11#" URI="#_a1"/>'), twin="key-info", **KEYS_CITES)
S.refuse("key-info-both", "a stranger's signature with the provider's certificate before its own", VALUE,
         by_stranger(x509_data(certificate("idp")) + x509_data(certificate("stranger"))), twin="key-info", **KEYS_CITES)
S.accept("key-info-misleading", "the provider's signature with a stranger's certificate, which nobody reads",
         respond(how=Signing(key_info=x509_data(certificate("stranger")))), **KEYS_CITES)
S.accept("key-info-retrieval-unused", "the provider's signature with a retrieval that nobody follows",
         respond(how=Signing(key_info='<ds:RetrievalMethod URI="http://attacker.example/key"/>')), **KEYS_CITES)
S.refuse("hmac-public-key", "an HMAC whose key is the provider's public key", METHOD, respond(how=Signing(method=MORE + "hmac-sha256")), cites=["xmldsig-hmac", "w3c-xmldsig"])
S.refuse("hmac-sha1", "an HMAC with SHA-1", METHOD, respond(how=Signing(method=DS + "hmac-sha1")), cites=["xmldsig-hmac", "w3c-xmldsig"])
S.refuse("hmac-truncated", "an HMAC cut to nothing", GRAMMAR, respond(how=Signing(method=MORE + "hmac-sha256", changes=(
    (f'<ds:SignatureMethod Algorithm="{MORE}hmac-sha256"/>', f'<ds:SignatureMethod Algorithm="{MORE}hmac-sha256"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>'),))), cites=["xmldsig-hmac", "w3c-xmldsig"])
INFERRED = {"evidence": "inferred", "note": "the standard knows the algorithm; AWS publishes no list, and none of the identity providers in the field uses it"}
S.refuse("rsa-md5", "RSA with MD5", METHOD, respond(how=Signing(method=MORE + "rsa-md5")), cites=["saml-attacks", "w3c-xmldsig"])
S.refuse("rsa-ripemd160", "RSA with RIPEMD-160", METHOD, respond(how=Signing(method=MORE + "rsa-ripemd160")), **INFERRED)
S.refuse("rsa-sha224", "RSA with SHA-224", METHOD, respond(how=Signing(method=MORE + "rsa-sha224")), **INFERRED)
S.refuse("rsa-pss", "a signature by RSA-PSS", METHOD, respond(how=Signing(method="http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1")), **INFERRED)
S.refuse("dsa", "a signature by DSA", METHOD, respond(how=Signing(method=DS + "dsa-sha1", key="ec")), **INFERRED)
S.refuse("ecdsa", "a signature by ECDSA", METHOD, respond(how=Signing(method=MORE + "ecdsa-sha256", key="ec")), **INFERRED)
S.refuse("method-unknown", "a signature method that nobody knows", METHOD, respond(how=Signing(method="urn:x")))
S.refuse("method-empty", "an empty signature method", METHOD, respond(how=Signing(changes=((f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"/>', '<ds:SignatureMethod Algorithm=""/>'),))))
S.refuse("method-none", "a signature method without its Algorithm", METHOD, respond(how=Signing(changes=((f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"/>', '<ds:SignatureMethod/>'),))))
S.refuse("method-blank", "a blank behind the signature method", METHOD, respond(how=Signing(changes=((f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"/>', f'<ds:SignatureMethod Algorithm="{RSA_SHA256} "/>'),))))
S.refuse("method-case", "a signature method in another case", METHOD, respond(how=Signing(changes=((RSA_SHA256, RSA_SHA256.replace("rsa", "RSA")),))))
S.refuse("method-mismatch", "a signature by SHA-256 that says SHA-512", VALUE, respond(after=(RSA_SHA256, RSA_SHA512)), twin="sha512")
SHA1_NOTE = {"evidence": "inferred", "cites": ["saml-attacks", "w3c-xmldsig"], "note": "guides for AWS China and published samples show rsa-sha1; AWS publishes no list; it is refused unless a switch takes it"}
S.refuse("sha1", "RSA with SHA-1", METHOD, respond(how=Signing(method=RSA_SHA1, digest=SHA1)), twin="sha1-allowed", **SHA1_NOTE)
S.accept("sha1-allowed", "RSA with SHA-1 where the switch is on", respond(how=Signing(method=RSA_SHA1, digest=SHA1)), settings={"allow_sha1": True}, **SHA1_NOTE)
S.refuse("sha1-digest", "a digest by SHA-1", DIGEST, respond(how=Signing(digest=SHA1)), twin="sha1-digest-allowed", **SHA1_NOTE)
S.accept("sha1-digest-allowed", "a digest by SHA-1 where the switch is on", respond(how=Signing(digest=SHA1)), settings={"allow_sha1": True}, **SHA1_NOTE)
S.refuse("md5-with-sha1-allowed", "RSA with MD5 where the switch for SHA-1 is on", METHOD, respond(how=Signing(method=MORE + "rsa-md5")), settings={"allow_sha1": True}, twin="sha1-allowed", cites=["saml-attacks", "w3c-xmldsig"])
S.refuse("md5-digest", "a digest by MD5", DIGEST, respond(how=Signing(digest=MORE + "md5")), cites=["saml-attacks", "w3c-xmldsig"])
S.refuse("digest-unknown", "a digest method that nobody knows", DIGEST, respond(how=Signing(digest="urn:x")))
S.refuse("digest-method-empty", "an empty digest method", DIGEST, respond(how=Signing(changes=((f'<ds:DigestMethod Algorithm="{SHA256}"/>', '<ds:DigestMethod Algorithm=""/>'),))))
S.refuse("digest-hmac", "a digest method that is an HMAC", DIGEST, respond(how=Signing(digest=MORE + "hmac-sha256")))
S.refuse("c14n-inclusive", "SignedInfo by inclusive canonicalisation", C14N, respond(how=Signing(c14n=INC)), twin="c14n-inclusive-allowed", evidence="inferred",
         note="saml-core recommends the exclusive form and lets verifiers refuse others; AWS says nothing of it")
S.accept("c14n-inclusive-allowed", "SignedInfo by inclusive canonicalisation where the switch is on", respond(how=Signing(c14n=INC)), settings={"allow_inclusive_c14n": True})
S.refuse("transform-inclusive", "a digest by inclusive canonicalisation", TRANSFORMS, respond(signed=("_r1",), how=Signing(transform=INC)), twin="transform-inclusive-allowed", evidence="inferred",
         note="saml-core recommends the exclusive form and lets verifiers refuse others; AWS says nothing of it")
S.accept("transform-inclusive-allowed", "a digest by inclusive canonicalisation where the switch is on", respond(signed=("_r1",), how=Signing(transform=INC)), settings={"allow_inclusive_c14n": True})
S.refuse("c14n-1-1", "SignedInfo by canonicalisation 1.1", C14N, respond(how=Signing(c14n="http://www.w3.org/2006/12/xml-c14n11")))
S.refuse("c14n-unknown", "a canonicalisation that nobody knows", C14N, respond(how=Signing(c14n="urn:x")))
S.refuse("c14n-empty", "an empty canonicalisation method", C14N, respond(how=Signing(changes=((f'<ds:CanonicalizationMethod Algorithm="{EXC}"/>', '<ds:CanonicalizationMethod Algorithm=""/>'),))))
S.refuse("c14n-xslt", "an XSLT as the canonicalisation of SignedInfo", C14N, respond(how=Signing(c14n="http://www.w3.org/TR/1999/REC-xslt-19991116")))


def with_transforms(*algorithms, inside=""):
    return respond(how=Signing(transforms="".join(f'<ds:Transform Algorithm="{each}"/>' for each in algorithms) + inside))


XSLT = ('<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet version="1.0" '
        'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><x/></xsl:template></xsl:stylesheet></ds:Transform>')
XPATH = ('<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
         '<ds:XPath>not(ancestor-or-self::node()[local-name()="AttributeStatement"])</ds:XPath></ds:Transform>')
PEERS = {"cites": ["saml-peers", "w3c-xmldsig"]}
S.refuse("transform-xslt", "an XSLT transform that the key signed", TRANSFORMS, with_transforms(ENVELOPED, inside=XSLT), **PEERS)
S.refuse("transform-xslt-third", "an XSLT transform behind the usual two", TRANSFORMS, with_transforms(ENVELOPED, EXC, inside=XSLT), **PEERS)
S.refuse("transform-xpath", "an XPath transform that leaves the attributes unsigned", TRANSFORMS, with_transforms(ENVELOPED, EXC, inside=XPATH), **PEERS)
for name, uri in (("xpath2", "http://www.w3.org/2002/06/xmldsig-filter2"), ("xpointer", "http://www.w3.org/2001/04/xmldsig-more/xptr"), ("base64", DS + "base64"),
                  ("wss", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"),
                  ("opc", "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"), ("unknown", "urn:x")):
    S.refuse(f"transform-{name}", f"the transform {name} in place of canonicalisation", TRANSFORMS, with_transforms(ENVELOPED, uri))
    S.refuse(f"transform-{name}-third", f"the transform {name} beside the usual two", TRANSFORMS, with_transforms(ENVELOPED, EXC, uri))
S.refuse("transform-order", "canonicalisation before the enveloped signature is taken out", TRANSFORMS, with_transforms(EXC, ENVELOPED))
S.refuse("transform-enveloped-alone", "no canonicalisation among the transforms", TRANSFORMS, with_transforms(ENVELOPED))
S.refuse("transform-c14n-alone", "canonicalisation alone", TRANSFORMS, with_transforms(EXC))
S.refuse("transform-twice", "one transform twice", TRANSFORMS, with_transforms(ENVELOPED, ENVELOPED), cites=["xmlsec-source", "w3c-xmldsig"])
S.refuse("transform-many", "three hundred transforms", TRANSFORMS, with_transforms(ENVELOPED, *[EXC] * 299), cites=["saml-attacks", "w3c-xmldsig"])
S.refuse("transform-empty", "an empty Transforms", TRANSFORMS, respond(how=Signing(changes=((f'<ds:Transform Algorithm="{ENVELOPED}"/><ds:Transform Algorithm="{EXC}"/>', ""),))))
S.refuse("transform-child", "an element inside the enveloped-signature transform", TRANSFORMS, respond(how=Signing(transforms=
         f'<ds:Transform Algorithm="{ENVELOPED}"><ds:XPath>1</ds:XPath></ds:Transform><ds:Transform Algorithm="{EXC}"/>')))
LOCAL = {"evidence": "local", "cites": ["weir-local", "w3c-c14n"]}
S.accept("prefixes-most", "a list of 32 inclusive prefixes", respond(how=Signing(prefixes=tuple(f"p{n}" for n in range(32)))), **LOCAL)
S.refuse("prefixes-over", "a list of 33 inclusive prefixes", "saml.signature.prefixes", respond(how=Signing(prefixes=tuple(f"p{n}" for n in range(33)))), twin="prefixes-most", **LOCAL)
S.accept("prefixes-default", "a list with the default namespace", respond(how=Signing(prefixes=("#default", "xs"))), cites=["w3c-c14n"])
S.refuse("prefixes-no-name", "a list with what is no prefix", "saml.signature.prefixes", respond(how=Signing(prefixes=("xs",), changes=(('PrefixList="xs"', 'PrefixList="xs 1:2"'),))), twin="prefix-list", **LOCAL)
