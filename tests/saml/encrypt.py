"""Encrypts assertions with keys and random octets that are the same each time, so that the corpus is."""
import dataclasses
import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mint import DS, ENC, base64_of, key

ENC11 = "http://www.w3.org/2009/xmlenc11#"
GCM = {bits: f"{ENC11}aes{bits}-gcm" for bits in (128, 192, 256)}
CBC = {bits: f"{ENC}aes{bits}-cbc" for bits in (128, 192, 256)}
TRIPLE_DES = ENC + "tripledes-cbc"
OAEP_MGF1P, OAEP, RSA15 = ENC + "rsa-oaep-mgf1p", ENC11 + "rsa-oaep", ENC + "rsa-1_5"
SHA1, SHA256 = DS + "sha1", ENC + "sha256"
MGF_SHA1, MGF_SHA256 = ENC11 + "mgf1sha1", ENC11 + "mgf1sha256"


def octets(label, count):
    """Octets that look random and are told by their label."""
    made = b""
    while len(made) < count:
        made += hashlib.sha256(f"{label}:{len(made)}".encode()).digest()
    return made[:count]


def mask(seed, count, digest):
    made = b""
    while len(made) < count:
        made += hashlib.new(digest, seed + (len(made) // hashlib.new(digest).digest_size).to_bytes(4, "big")).digest()
    return made[:count]


def xored(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def oaep(message, size, digest, mgf, label, params):
    """RFC 8017, 7.1.1, with a seed that is told by the label; L is the params."""
    empty = hashlib.new(digest, params).digest()
    data = empty + bytes(size - len(message) - 2 * len(empty) - 2) + b"\x01" + message
    seed = octets("seed:" + label, len(empty))
    masked = xored(data, mask(seed, len(data), mgf))
    return b"\0" + xored(seed, mask(masked, len(seed), mgf)) + masked


def pkcs15(message, size, label):
    fill = bytes(each or 1 for each in octets("fill:" + label, size - len(message) - 3))
    return b"\0\x02" + fill + b"\0" + message


def raw_rsa(block, name):
    numbers = key(name).public_key().public_numbers()
    return pow(int.from_bytes(block, "big"), numbers.e, numbers.n).to_bytes(256, "big")


@dataclasses.dataclass(frozen=True)
class Encryption:
    """How a text is encrypted. `changes` are made to the text of the element that results."""
    content: str = GCM[256]
    transport: str = OAEP_MGF1P
    digest: str = ""                # DigestMethod of the transport; absent means SHA-1
    mgf: str = ""                   # MGF of rsa-oaep; absent means MGF1 with SHA-1
    params: bytes | None = None     # OAEPparams; absent means none
    reader: str = "reader"
    sibling: bool = False           # EncryptedKey beside EncryptedData, not in its KeyInfo
    padding: bytes | None = None    # CBC: instead of the right one
    tag: bytes | None = None        # GCM: instead of the right one
    key_octets: int | None = None   # instead of what the algorithm asks for
    changes: tuple = ()


def content_of(plain, how, cek, label):
    iv = octets("iv:" + label, 12 if "gcm" in how.content else 16)
    if "gcm" in how.content:
        sealed = AESGCM(cek).encrypt(iv, plain, None)
        return iv + (sealed if how.tag is None else sealed[:-16] + how.tag)
    count = 16 - len(plain) % 16
    tail = bytes(octets("pad:" + label, count - 1)) + bytes([count]) if how.padding is None else how.padding
    cipher = Cipher(algorithms.AES(cek), modes.CBC(iv)).encryptor()
    return iv + cipher.update(plain + tail) + cipher.finalize()


def key_size(how):
    return 16 if "128" in how.content else 24 if "192" in how.content or "tripledes" in how.content else 32


def encrypted_key(how, cek, label):
    names = {SHA1: "sha1", SHA256: "sha256", MGF_SHA1: "sha1", MGF_SHA256: "sha256"}
    if how.transport == RSA15:
        block = pkcs15(cek, 256, label)
    else:
        block = oaep(cek, 256, names.get(how.digest, "sha1"), names.get(how.mgf, "sha1"), label, how.params or b"")
    inner = "" if how.params is None else f"<xenc:OAEPparams>{base64_of(how.params)}</xenc:OAEPparams>"
    inner += f'<ds:DigestMethod xmlns:ds="{DS}" Algorithm="{how.digest}"/>' if how.digest else ""
    inner += f'<x11:MGF xmlns:x11="{ENC11}" Algorithm="{how.mgf}"/>' if how.mgf else ""
    method = f'<xenc:EncryptionMethod Algorithm="{how.transport}"' + (f">{inner}</xenc:EncryptionMethod>" if inner else "/>")
    return (f'<xenc:EncryptedKey xmlns:xenc="{ENC}">{method}<xenc:CipherData><xenc:CipherValue>'
            f"{base64_of(raw_rsa(block, how.reader))}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>")


def encrypt(plain, how=Encryption(), label=""):
    """An EncryptedAssertion of a text."""
    label = label or f"{how.content}:{how.transport}:{how.reader}"
    cek = octets("cek:" + label, how.key_octets or key_size(how))
    sealed = content_of(plain.encode() if isinstance(plain, str) else plain, how, cek if len(cek) in (16, 24, 32) else cek[:16], label)
    wrapped = encrypted_key(how, cek, label)
    info = "" if how.sibling else f'\n      <ds:KeyInfo xmlns:ds="{DS}">{wrapped}</ds:KeyInfo>'
    text = f"""<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
    <xenc:EncryptedData xmlns:xenc="{ENC}" Type="{ENC}Element">
      <xenc:EncryptionMethod Algorithm="{how.content}"/>{info}
      <xenc:CipherData><xenc:CipherValue>{base64_of(sealed)}</xenc:CipherValue></xenc:CipherData>
    </xenc:EncryptedData>{wrapped if how.sibling else ""}
  </saml:EncryptedAssertion>"""
    for old, new in how.changes:
        if text.count(old) != 1:
            raise ValueError(f"{text.count(old)} places hold {old!r}")
        text = text.replace(old, new)
    return text
