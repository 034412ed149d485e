"""Encrypted assertions: who must, who may, by which algorithms; what is decrypted is hostile until its signature verifies."""
from encrypt import *
from mint import *
from suite import Suite

S = Suite("encryption", "encrypted assertions, where the provider takes or requires them", "documented",
          ["iam-saml-encryption", "w3c-xmlenc"], base="idp-allowed@1")
REQUIRED, KEY, GRAMMAR, ALGORITHM, ASSERTION_CHECK = (f"saml.decrypt.{point}" for point in ("required", "key", "grammar", "algorithm", "assertion"))
SIGNED = respond()
PLAIN = SIGNED[SIGNED.index("<saml:Assertion "):SIGNED.index("</saml:Assertion>") + len("</saml:Assertion>")]
UNSIGNED = strip_markers(ASSERTION).replace("\n    \n", "\n")
HOLE = RESPONSE.replace(ASSERTION, "<!--assertion-->")
NAMED = {"claims": {"name_id": "ada", "assertion_id": "_a1"}}


def around(encrypted, signed=(), after=(), how=Signing()):
    return respond(("<!--assertion-->", encrypted), template=HOLE, signed=signed, after=after, how=how)


def sealed(plain=PLAIN, **how):
    return around(encrypt(plain, Encryption(**how)))


S.accept("enc-plain-allowed", "a plain assertion where both are taken", SIGNED, **NAMED)
S.accept("enc", "a signed assertion, encrypted by AES-256-GCM and RSA-OAEP", sealed(), **NAMED)
S.accept("enc-response-signed", "an unsigned assertion, encrypted, in a signed response", around(encrypt(UNSIGNED), signed=("_r1",)), **NAMED)
S.accept("enc-both-signed", "a signed assertion, encrypted, in a signed response", around(encrypt(PLAIN), signed=("_r1",)), **NAMED)
for bits in (128, 192, 256):
    if bits != 256:
        S.accept(f"enc-gcm-{bits}", f"AES-{bits}-GCM", sealed(content=GCM[bits]), **NAMED)
    S.accept(f"enc-cbc-{bits}", f"AES-{bits}-CBC", sealed(content=CBC[bits]), **NAMED)
S.accept("enc-oaep-sha256-digest", "RSA-OAEP with SHA-256 as its digest", sealed(digest=SHA256), **NAMED)
S.accept("enc-oaep-sha1-named", "RSA-OAEP that names SHA-1", sealed(digest=SHA1), **NAMED)
S.accept("enc-oaep-11", "the RSA-OAEP of XML Encryption 1.1, SHA-256 twice", sealed(transport=OAEP, digest=SHA256, mgf=MGF_SHA256), **NAMED)
S.accept("enc-oaep-11-mixed", "the RSA-OAEP of XML Encryption 1.1, SHA-256 and MGF1 with SHA-1", sealed(transport=OAEP, digest=SHA256, mgf=MGF_SHA1), **NAMED)
S.accept("enc-oaep-11-bare", "the RSA-OAEP of XML Encryption 1.1 that names nothing", sealed(transport=OAEP), **NAMED)
S.accept("enc-second-key", "a text for the second private key", sealed(reader="reader-next"), **NAMED)
S.accept("enc-sibling", "the key beside the data", sealed(sibling=True), cites=["saml-core", "w3c-xmlenc"], **NAMED)
OUTER = PLAIN.replace(f"<saml:Assertion{SAML}", "<saml:Assertion")
S.accept("enc-outer-namespace", "a plaintext that needs a prefix of the outer document", sealed(OUTER), cites=["w3c-xmlenc", "saml-attacks"], **NAMED)
S.accept("enc-required", "an encrypted assertion where it is required", sealed(), base="idp-required@1", **NAMED)
S.refuse("enc-required-plain", "a plain assertion where encryption is required", REQUIRED, SIGNED, base="idp-required@1", twin="enc-required")
S.refuse("enc-no-key", "an encrypted assertion for a provider without private keys", KEY, sealed(), base="idp@1", twin="enc")
S.refuse("enc-wrong-key", "a text for a key that nobody has here", ASSERTION_CHECK, sealed(reader="stranger"), twin="enc")
TWIN = {"twin": "enc"}
CBC_TWIN = {"twin": "enc-cbc-128"}
S.refuse("enc-unsigned", "an encrypted assertion that nobody signed", ASSERTION_CHECK, sealed(UNSIGNED), twin="enc", cites=["saml-attacks", "w3c-xmlenc"])
S.refuse("enc-stranger", "an encrypted assertion that a stranger signed", ASSERTION_CHECK,
         sealed(respond(how=Signing(key="stranger"))[SIGNED.index("<saml:Assertion "):].split("</saml:Assertion>")[0] + "</saml:Assertion>"), **TWIN)
S.refuse("enc-changed", "an assertion changed before it was encrypted", ASSERTION_CHECK, sealed(PLAIN.replace(">ada</saml:NameID>", ">admin</saml:NameID>")), **TWIN)
S.refuse("enc-under-response", "an encrypted text exchanged under the response's signature", "saml.signature.value",
         around(encrypt(UNSIGNED), signed=("_r1",)).replace(encrypt(UNSIGNED), encrypt(UNSIGNED.replace(">ada</saml:NameID>", ">admin</saml:NameID>"))), twin="enc-response-signed")
S.refuse("enc-and-plain", "an encrypted and a plain assertion", "saml.shape.assertion", around(encrypt(PLAIN) + PLAIN), cites=["saml-attacks", "saml-xsw"], **TWIN)
S.refuse("enc-two", "two encrypted assertions", "saml.shape.assertion", around(encrypt(PLAIN) + encrypt(PLAIN, label="2")), cites=["saml-attacks", "saml-xsw"], **TWIN)
S.refuse("enc-nested", "an encrypted EncryptedAssertion", ASSERTION_CHECK, sealed(encrypt(PLAIN)), cites=["saml-attacks", "w3c-xmlenc"], **TWIN)
S.refuse("enc-in-extensions", "an EncryptedAssertion in Extensions", "saml.shape.assertion",
         respond(after=("<samlp:Status>", f"<samlp:Extensions>{encrypt(PLAIN)}</samlp:Extensions><samlp:Status>")), twin="enc-plain-allowed", cites=["saml-xsw", "saml-core"])
PLAINTEXTS = {"cites": ["saml-attacks", "w3c-xmlenc"], "twin": "enc"}
S.refuse("enc-text-two", "a plaintext of two assertions", ASSERTION_CHECK, sealed(PLAIN + PLAIN.replace("_a1", "_a2")), **PLAINTEXTS)
S.refuse("enc-text-response", "a plaintext that is a Response", ASSERTION_CHECK, sealed(SIGNED), **PLAINTEXTS)
S.refuse("enc-text-doctype", "a plaintext with a DOCTYPE", ASSERTION_CHECK, sealed("<!DOCTYPE x []>" + PLAIN), **PLAINTEXTS)
S.refuse("enc-text-entity", "a plaintext with an entity of the network", ASSERTION_CHECK, sealed('<!DOCTYPE x [<!ENTITY e SYSTEM "http://attacker.example/e">]>' + PLAIN.replace(">ada<", ">&e;<")), **PLAINTEXTS)
S.refuse("enc-text-instruction", "a plaintext with a processing instruction", ASSERTION_CHECK, sealed("<?x y?>" + PLAIN), **PLAINTEXTS)
S.refuse("enc-text-closes", "a plaintext that closes the element around it and opens another", ASSERTION_CHECK, sealed(PLAIN + "</x><x>"), **PLAINTEXTS)
S.refuse("enc-text-cut", "a plaintext cut short", ASSERTION_CHECK, sealed(PLAIN[:-5]), **PLAINTEXTS)
S.refuse("enc-text-empty", "an empty plaintext", ASSERTION_CHECK, sealed(""), **PLAINTEXTS)
S.refuse("enc-text-around", "text around the assertion in the plaintext", ASSERTION_CHECK, sealed("hello" + PLAIN), **PLAINTEXTS)
S.refuse("enc-text-latin-1", "a plaintext that is not UTF-8", ASSERTION_CHECK, sealed(PLAIN.encode().replace(b">ada</saml:NameID>", b">\xe9</saml:NameID>")), **PLAINTEXTS)
S.refuse("enc-text-nul", "a plaintext with a NUL", ASSERTION_CHECK, sealed(PLAIN + "\0"), **PLAINTEXTS)
S.refuse("enc-text-shape", "a plaintext whose assertion has no Issuer", ASSERTION_CHECK, sealed(PLAIN.replace(f"<saml:Issuer>{ISSUER}</saml:Issuer>", "")), **PLAINTEXTS)
S.refuse("enc-text-prefix", "a plaintext with a prefix that nobody declared", ASSERTION_CHECK, sealed(PLAIN.replace("<saml:Subject>", "<x:y/><saml:Subject>")), **PLAINTEXTS)
S.refuse("enc-text-id", "a plaintext whose ID is the response's", ASSERTION_CHECK, sealed(respond(template=RESPONSE.replace("_r1", "_r9").replace("_a1", "_r1"), signed=("_r1",)).split("  <saml:Assertion")[1].join(
         ["<saml:Assertion", ""]).split("</saml:Assertion>")[0] + "</saml:Assertion>"), cites=["saml-xsw", "saml-core"], **TWIN)
ORACLES = {"cites": ["xmlenc-oracles", "w3c-xmlenc"]}
S.refuse("enc-cbc-padding-zero", "CBC with a padding of nothing", ASSERTION_CHECK, sealed(content=CBC[128], padding=bytes(16 - len(PLAIN) % 16)), **ORACLES, **CBC_TWIN)
S.refuse("enc-cbc-padding-over", "CBC with a padding longer than a block", ASSERTION_CHECK, sealed(content=CBC[128], padding=bytes(15 - len(PLAIN) % 16) + b"\x11"), **ORACLES, **CBC_TWIN)
S.refuse("enc-cbc-flipped", "CBC with a bit of the IV changed, which changes the first block", ASSERTION_CHECK,
         sealed(b"\x00" + PLAIN.encode()[1:], content=CBC[128]), **ORACLES, **CBC_TWIN)
S.refuse("enc-gcm-tag", "GCM with a wrong tag", ASSERTION_CHECK, sealed(tag=bytes(16)), **ORACLES, **TWIN)
S.refuse("enc-gcm-tag-short", "GCM with a tag of four octets", ASSERTION_CHECK, sealed(tag=bytes(4)), **ORACLES, **TWIN)
S.refuse("enc-key-size", "a key of a size that the content's algorithm does not have", ASSERTION_CHECK, sealed(key_octets=16), **ORACLES, **TWIN)
NOTE15 = {"note": "XML Encryption allows it and one in five published samples uses it; AWS does not name the transport; it is refused unless a switch takes it", "evidence": "inferred"}
S.refuse("enc-rsa15", "RSA PKCS 1 version 1.5", ALGORITHM, sealed(transport=RSA15), twin="enc-rsa15-allowed", **NOTE15, **ORACLES)
RSA15_ON = {"assertion_encryption_mode": "Allowed", "allow_rsa15": True}
S.accept("enc-rsa15-allowed", "RSA PKCS 1 version 1.5 where the switch is on", sealed(transport=RSA15), settings=RSA15_ON, **NAMED, **NOTE15, **ORACLES)
S.refuse("enc-rsa15-garbage", "garbage in place of the PKCS 1 padding, where the switch is on", ASSERTION_CHECK,
         sealed(transport=RSA15, reader="stranger"), settings=RSA15_ON, twin="enc-rsa15-allowed", **ORACLES)
for name, uri in (("triple-des", TRIPLE_DES), ("unknown", "urn:x"), ("kw", ENC + "kw-aes256"), ("empty", "")):
    S.refuse(f"enc-content-{name}", f"the content's algorithm is {'the empty text' if not uri else name}", ALGORITHM,
             around(encrypt(PLAIN, Encryption(changes=((f'<xenc:EncryptionMethod Algorithm="{GCM[256]}"/>', f'<xenc:EncryptionMethod Algorithm="{uri}"/>'),)))), **TWIN)
for name, uri in (("kw-aes", ENC + "kw-aes256"), ("dh", ENC + "dh"), ("unknown-too", "urn:x")):
    S.refuse(f"enc-transport-{name}", f"the key's algorithm is {name}", ALGORITHM,
             around(encrypt(PLAIN, Encryption(changes=((f'Algorithm="{OAEP_MGF1P}"', f'Algorithm="{uri}"'),)))), **TWIN)
S.refuse("enc-oaep-md5", "RSA-OAEP with MD5", ALGORITHM, sealed(digest=MORE + "md5"), **TWIN)
S.refuse("enc-oaep-mgf", "RSA-OAEP with a mask that nobody knows", ALGORITHM, sealed(transport=OAEP, digest=SHA256, mgf="urn:x"), twin="enc-oaep-11")
S.refuse("enc-key-none", "no EncryptedKey", GRAMMAR, around(re.sub(r"<ds:KeyInfo.*</ds:KeyInfo>", "", encrypt(PLAIN))), **TWIN)
CIPHER = encrypt(PLAIN)
DATA_CIPHER = CIPHER[CIPHER.rindex("<xenc:CipherData>"):CIPHER.rindex("</xenc:CipherData>") + len("</xenc:CipherData>")]
S.refuse("enc-reference", "a CipherReference to the network", GRAMMAR, around(CIPHER.replace(DATA_CIPHER,
         '<xenc:CipherData><xenc:CipherReference URI="http://attacker.example/c"/></xenc:CipherData>')), cites=["saml-attacks", "w3c-xmlenc"], **TWIN)
S.refuse("enc-reference-file", "a CipherReference to a file", GRAMMAR, around(CIPHER.replace(DATA_CIPHER,
         '<xenc:CipherData><xenc:CipherReference URI="file:/etc/hostname"/></xenc:CipherData>')), cites=["saml-attacks", "w3c-xmlenc"], **TWIN)
S.refuse("enc-data-two", "two EncryptedData", GRAMMAR, around(CIPHER.replace("</saml:EncryptedAssertion>", CIPHER[CIPHER.index("<xenc:EncryptedData"):CIPHER.index("</saml:EncryptedAssertion>")] + "</saml:EncryptedAssertion>")), **TWIN)
S.refuse("enc-empty", "an EncryptedAssertion that holds nothing", GRAMMAR, around(f"<saml:EncryptedAssertion{SAML}/>"), **TWIN)
S.refuse("enc-type-content", "the type is the content of an element", GRAMMAR, around(CIPHER.replace(f'Type="{ENC}Element"', f'Type="{ENC}Content"')), cites=["saml-core", "w3c-xmlenc"], **TWIN)
S.refuse("enc-cipher-junk", "a CipherValue that is no base64", GRAMMAR, around(CIPHER.replace(DATA_CIPHER, DATA_CIPHER.replace("<xenc:CipherValue>", "<xenc:CipherValue>!"))), **TWIN)
S.refuse("enc-cipher-comment", "a comment in a CipherValue", GRAMMAR, around(CIPHER.replace(DATA_CIPHER, DATA_CIPHER.replace("<xenc:CipherValue>", "<xenc:CipherValue><!-- -->"))), **TWIN)
S.refuse("enc-cipher-empty", "an empty CipherValue", GRAMMAR, around(CIPHER.replace(DATA_CIPHER, "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData>")), **TWIN)
S.refuse("enc-keys-three", "three EncryptedKeys", GRAMMAR, around(CIPHER.replace("</xenc:EncryptedData>", "</xenc:EncryptedData>" + 2 * CIPHER[CIPHER.index("<xenc:EncryptedKey"):CIPHER.index("</ds:KeyInfo>")])), cites=["saml-attacks", "w3c-xmlenc"], **TWIN)
S.accept("enc-oaep-params", "RSA-OAEP with a label", sealed(params=b"label"), cites=["w3c-xmlenc"], **NAMED)
S.accept("enc-oaep-params-empty", "RSA-OAEP with a label of no octets", sealed(params=b""), cites=["w3c-xmlenc"], **NAMED)
S.refuse("enc-oaep-params-other", "a label that the key was not wrapped with", ASSERTION_CHECK,
         around(encrypt(PLAIN, Encryption(params=b"label", changes=(("<xenc:OAEPparams>bGFiZWw=<", "<xenc:OAEPparams>TGFiZWw=<"),)))),
         cites=["w3c-xmlenc"], twin="enc-oaep-params")
S.refuse("enc-oaep-params-none", "no label where the key was wrapped with one", ASSERTION_CHECK,
         around(encrypt(PLAIN, Encryption(params=b"label", changes=(("<xenc:OAEPparams>bGFiZWw=</xenc:OAEPparams>", ""),)))), cites=["w3c-xmlenc"], twin="enc-oaep-params")
S.refuse("enc-oaep-params-text", "a label that is not base64", GRAMMAR,
         around(encrypt(PLAIN, Encryption(params=b"label", changes=(("<xenc:OAEPparams>bGFiZWw=<", "<xenc:OAEPparams>bGFiZWw<"),)))), cites=["w3c-xmlenc"], twin="enc-oaep-params")
