"""Signed SAML responses for the random worlds, and the provider that signs them; the keys are those of tests/saml."""
import functools
import pathlib
import sys
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "saml"))
import mint  # noqa: E402  signs by its own canonical form, not by the library's

PROVIDER, OTHER_PROVIDER = mint.PROVIDER, mint.PROVIDER.replace("/idp", "/other")
TEMPLATE = mint.one_line(mint.RESPONSE)
FORMAT = "urn:oasis:names:tc:SAML:{}:nameid-format:{}"


@functools.cache
def providers():
    return [{"SAMLProviderArn": PROVIDER, "SAMLMetadataDocument": mint.metadata(mint.key_descriptor(mint.certificate("bits-1024")))},
            {"SAMLProviderArn": OTHER_PROVIDER, "SAMLMetadataDocument": mint.metadata(
                mint.key_descriptor(mint.certificate("stranger")), issuer="https://other.example.com/saml")}]


def attribute(name, values):
    inner = "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in values)
    return f'<saml:Attribute Name="{name}">{inner}</saml:Attribute>'


@functools.lru_cache(maxsize=1024)
def response(subject, form, recipient, ends, attributes, is_forged):
    """base64 text; `attributes` are (name, values) pairs, `ends` is SessionNotOnOrAfter or empty."""
    statement = "".join(attribute(name, values) for name, values in attributes)
    begin, end = TEMPLATE.index("<saml:AttributeStatement>") + len("<saml:AttributeStatement>"), TEMPLATE.index("</saml:AttributeStatement>")
    text = TEMPLATE[:begin] + statement + TEMPLATE[end:]
    changes = [(f'Format="{FORMAT.format("2.0", "persistent")}">ada<', f'Format="{form}">{escape(subject)}<'),
               (f'Recipient="{mint.SIGN_IN}"', f'Recipient="{recipient}"')]
    if ends:
        changes.append(('SessionIndex="_s1"', f'SessionIndex="_s1" SessionNotOnOrAfter="{ends}"'))
    how = mint.Signing(key="idp-next" if is_forged else "bits-1024", is_compact=True)
    return mint.base64_of(mint.respond(changes, template=text, how=how).encode())
