"""The documents that the C tests, the fuzz targets and the bench read: small ones, a typical one, and their provider."""
import encrypt
from mint import *
from providers import COMMON, READERS
from suite import member

HOW = Signing(key="bits-1024", is_compact=True)


def small(*signed):
    """In one line, signed by the smallest key that there may be, so that every byte of it can be changed in every way."""
    return respond(template=one_line(RESPONSE), signed=signed, how=HOW)


def typical():
    """What an identity provider of a company sends: some six kilobytes, with certificates, types and a dozen groups."""
    typed = ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string"'
    more = "".join(f"""
      <saml:Attribute Name="{name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">
        <saml:AttributeValue{typed}>{value}</saml:AttributeValue>
      </saml:Attribute>""" for name, value in (
          (AWS + "SessionDuration", "3600"), (AWS + "SourceIdentity", "ada@example.com"), (AWS + "PrincipalTag:department", "hydrology"),
          (AWS + "PrincipalTag:project", "spring-flood"), (LAKE + "Username", "ada"), ("urn:oid:0.9.2342.19200300100.1.3", "ada@example.com")))
    return respond(("    </saml:AttributeStatement>", more + "\n    </saml:AttributeStatement>"), how=Signing(key_info=x509_data(certificate("idp"))))


def encrypted():
    plain = respond()
    inner = plain[plain.index("<saml:Assertion "):plain.index("</saml:Assertion>") + len("</saml:Assertion>")]
    return plain.replace(inner, encrypt.encrypt(inner))


def encrypted_rsa15():
    plain = respond()
    inner = plain[plain.index("<saml:Assertion "):plain.index("</saml:Assertion>") + len("</saml:Assertion>")]
    return plain.replace(inner, encrypt.encrypt(inner, encrypt.Encryption(content=encrypt.CBC[256], transport=encrypt.RSA15)))


def encrypted_label():
    """With a label of RSA-OAEP, and a tag beyond ASCII."""
    plain = respond(("    </saml:AttributeStatement>", f'''
      <saml:Attribute Name="{AWS}PrincipalTag:\u00e9quipe"><saml:AttributeValue>\u9752</saml:AttributeValue></saml:Attribute>
    </saml:AttributeStatement>'''))
    inner = plain[plain.index("<saml:Assertion "):plain.index("</saml:Assertion>") + len("</saml:Assertion>")]
    return plain.replace(inner, encrypt.encrypt(inner, encrypt.Encryption(params=b"label", digest=encrypt.SHA256)))


def provider(*descriptors, **more):
    members = {**COMMON, "metadata": metadata(*descriptors), **more}
    return "\n".join(member(key, value, 0) for key, value in members.items()) + "\n"


def texts():
    return {
        "small.xml": small("_a1"), "small-response.xml": small("_r1"), "both.xml": respond(signed=("_a1", "_r1")),
        "typical.xml": typical(), "encrypted.xml": encrypted(), "encrypted-rsa15.xml": encrypted_rsa15(),
        "encrypted-label.xml": encrypted_label(),
        "small.yaml": provider(key_descriptor(certificate("bits-1024"))),
        "provider.yaml": provider(key_descriptor(certificate("idp")), key_descriptor(certificate("idp-next")), decryption_keys=READERS),
        "idp-certificate.b64": base64_of(certificate("idp")) + "\n",
        "idp-public.pem": public_pem("idp") + "\n",
    }
