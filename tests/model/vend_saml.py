"""The reference model of sts:AssumeRoleWithSAML: from the claims of a response to the session ([sts-api-saml], [saml-aws-assertions]).

Signature, structure and times of a response are not judged a second time: a response that `weir verify` refuses is refused
as it says. What a response that stands says is read here anew, and everything after it is decided here.
"""
import base64
import binascii
import functools
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as tree

import vend_parameters
import vend_sts
from vend import Denied, Session, Unreadable, stamp
from vend_world import Outside, document

statuses = {**vend_sts.statuses, "ExpiredTokenException": 400, "IDPRejectedClaim": 403, "InvalidIdentityToken": 400}
expired, parameters, parameter_code = "ExpiredToken", "sts.parameters", "ValidationError"

PROGRAM = None  # the weir that verifies responses; without it they are outside
NO_PROGRAM = "a SAML response, without a program that verifies it"
PROVIDER = re.compile(r"arn:[^:]+:iam::[^:]*:saml-provider/.+", re.DOTALL)
REFUSED = ("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithSAML")
AWS = "https://aws.amazon.com/SAML/Attributes/"
NAME = re.compile(r"[a-zA-Z_0-9+=,.@-]{2,64}", re.ASCII)
FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
NS = {"s": "urn:oasis:names:tc:SAML:2.0:assertion"}
EDU = {"urn:oid:1.3.6.1.4.1.5923.1.1.1.1": "edupersonaffiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.7": "edupersonentitlement"}
# Checks of `weir verify` that come before the pair of role and provider: the documents order none of them, and what the
# assertion says of the session is read once it is for this role.
STRUCTURE = tuple("saml." + each for each in ("request.", "metadata.", "decode.", "parse.", "shape.", "response.", "decrypt.", "signature.",
                                              "assertion.", "conditions.", "subject.", "authn.", "token.", "attribute.text", "role."))
PERSISTS = ("saml:namequalifier", "saml:sub", "saml:sub_type")


def violations(call):
    return vend_parameters.violations(vend_parameters.MODELS["sts:AssumeRoleWithSAML"], call.parameters, call.shown())


class Federated:
    """Who asks for the trust policy: nobody of any account, but a provider."""
    kind, session, account, role_arn = "federated-provider", None, None, None

    def __init__(self, arn):
        self.arn, self.policies = arn, {}

    def keys(self):
        return ()


# --- the response

@functools.lru_cache(maxsize=4096)
def verified(program, question):
    with tempfile.TemporaryDirectory() as folder:
        asked = pathlib.Path(folder) / "question.ndjson"
        asked.write_text(question + "\n", encoding="utf-8")
        found = subprocess.run([program, "verify", "--ndjson", asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if not found.stdout:
        raise Outside(NO_PROGRAM)  # a weir without SAML
    return json.loads(found.stdout)


def verify(call, provider):
    if PROGRAM is None:
        raise Outside(NO_PROGRAM)
    chosen = {**call.world.settings, **call.settings}
    settings = {"allow_sha1": chosen.get("saml_allow_sha1") == "true", "clock_skew_s": int(chosen.get("saml_clock_skew", 0))}
    question = {"response": call.get("SAMLAssertion"), "metadata": provider["SAMLMetadataDocument"],
                "provider": call.get("PrincipalArn"), "time": stamp(call.now), "settings": settings}
    if call.region:
        question["partition"] = call.partition()
    answer = verified(PROGRAM, json.dumps(question))
    if "error" in answer:
        raise Unreadable(str(answer["error"]))
    if answer["valid"]:
        return
    if not answer["check"].startswith(STRUCTURE):
        check_pair(call, Claims(call.get("SAMLAssertion"), call.get("PrincipalArn")), call.get("RoleArn"), call.get("PrincipalArn"))
    raise Denied("sts.saml.assertion", answer["code"], answer["status"], answer.get("message"))


class Claims:
    """What the assertion of a response that stands says."""

    def __init__(self, response, provider_arn):
        try:
            root = tree.fromstring(base64.b64decode(response))
        except (tree.ParseError, binascii.Error):
            raise Outside("a response that verifies and cannot be read here") from None
        found = root.findall("s:Assertion", NS)
        if len(found) != 1:
            raise Outside("an encrypted assertion")
        assertion = found[0]
        name = assertion.find("s:Subject/s:NameID", NS)
        self.subject, form = name.text, name.get("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
        self.subject_type = form.removeprefix(FORMAT)
        self.issuer = assertion.findtext("s:Issuer", namespaces=NS)
        self.audience = assertion.find("s:Subject/s:SubjectConfirmation/s:SubjectConfirmationData", NS).get("Recipient")
        self.ends = [each.get("SessionNotOnOrAfter") for each in assertion.findall("s:AuthnStatement", NS)
                     if each.get("SessionNotOnOrAfter")]
        self.attributes = {}
        for each in assertion.findall("s:AttributeStatement/s:Attribute", NS):
            values = [value.text or "" for value in each.findall("s:AttributeValue", NS)]
            self.attributes.setdefault(each.get("Name"), values)
        account, provider = provider_arn.split(":")[4], provider_arn.split("saml-provider/")[1]
        digest = hashlib.sha1(f"{self.issuer}{account}/{provider}".encode()).digest()
        self.qualifier = base64.b64encode(digest).decode()
        self.document = f"{account}/{provider}"

    def one(self, name):
        return self.attributes.get(AWS + name, [None])[0]

    def tags(self):
        start = AWS + "PrincipalTag:"
        return [(name.removeprefix(start), values[0]) for name, values in self.attributes.items() if name.startswith(start)]

    def keys(self):
        """The trust policy's alone, but for those that persist."""
        keys = {"saml:aud": self.audience, "saml:iss": self.issuer, "saml:sub": self.subject, "saml:sub_type": self.subject_type,
                "saml:namequalifier": self.qualifier, "saml:doc": self.document}
        keys.update({"saml:" + EDU[name]: values for name, values in self.attributes.items() if name in EDU})
        return keys

    def pairs(self):
        return [sorted(part.strip() for part in value.split(",")) for value in self.attributes.get(AWS + "Role", [])]


def check_request(role_arn, provider_arn):
    """A role of the provider's account, and none of IAM Identity Center's own; an account has twelve digits."""
    if not re.fullmatch("[0-9]{12}", role_arn.split(":")[4]):
        raise Denied("sts.saml.assertion", "ValidationError", 400)
    if role_arn.split(":")[4] != provider_arn.split(":")[4] or role_arn.rsplit("/", 1)[-1].startswith("AWSReservedSSO_"):
        raise Denied("sts.saml.assertion", *REFUSED)


def check_pair(call, claims, role_arn, provider_arn):
    """In one value, in either order, never put together from two; how STS refuses is open (Q39)."""
    if sorted((role_arn, provider_arn)) not in claims.pairs():
        code = call.setting("saml_role_pair_code", REFUSED[0]) if call.operation.startswith("sts:") else REFUSED[0]
        raise Denied("sts.saml.assertion", code, statuses[code], REFUSED[2])


def check_claims(claims):
    name, identity = claims.one("RoleSessionName"), claims.one("SourceIdentity")
    if name is None or not NAME.fullmatch(name):
        raise Denied("sts.saml.assertion", "InvalidIdentityToken", 400)
    if identity is not None and (not NAME.fullmatch(identity) or identity.startswith("aws:")):
        raise Denied("sts.saml.assertion", "InvalidIdentityToken", 400)


# --- the decision

def decide(call):
    role_arn, provider_arn = call.get("RoleArn"), call.get("PrincipalArn")
    policy, arns = call.get("Policy"), [each["arn"] for each in call.get("PolicyArns", []) if "arn" in each]
    vend_sts.check_arn(role_arn)
    if not PROVIDER.fullmatch(provider_arn):
        raise Denied("sts.saml.provider-arn", "ValidationError", 400, "Principal ARN is invalid")
    vend_sts.check_region(call, "sts.region.role-account", role_arn.split(":")[4])
    vend_sts.check_policies(call, policy, arns)
    provider = call.world.saml_provider(provider_arn)
    if provider is None:
        raise Denied("sts.saml.provider", "InvalidIdentityToken", 400, "Specified provider doesn't exist")
    if "SAMLMetadataDocument" not in provider:
        raise Unreadable("a provider without metadata")
    check_request(role_arn, provider_arn)
    verify(call, provider)
    claims = Claims(call.get("SAMLAssertion"), provider_arn)
    check_pair(call, claims, role_arn, provider_arn)
    check_claims(claims)
    if call.setting("saml_recipient_region", "any") == "same" and not claims.audience.startswith(f"https://{call.region}."):
        raise Denied("sts.saml.recipient-region", "InvalidIdentityToken", 400, "Response does not contain the required audience.")
    role = call.world.role(role_arn)
    if role is None:
        raise Denied("sts.saml.role", *REFUSED)
    vend_sts.check_maximum(call, role, True)
    check_trust(call, role, provider_arn, claims)
    vend_sts.check_managed(call, role_arn, arns)
    vend_sts.check_exist(call, role_arn, arns)
    session = make_session(call, role, claims, duration(call, role, claims), policy, arns)
    vend_sts.check_packed(call, policy, arns, claims.tags())
    vend_sts.check_token(call, [role_arn, session.name, session.source_identity, policy or "", *arns, *vend_sts.tag_texts(session)])
    return {"rule": "sts.assume-role-with-saml", "response": response(session, claims)}, session


def trust_keys(claims, provider_arn):
    tags, transitive = claims.tags(), claims.attributes.get(AWS + "TransitiveTagKeys")
    keys = {**claims.keys(), "aws:FederatedProvider": provider_arn, "sts:RoleSessionName": claims.one("RoleSessionName")}
    if claims.one("SourceIdentity"):
        keys["sts:SourceIdentity"] = claims.one("SourceIdentity")
    if transitive:
        keys["sts:TransitiveTagKeys"] = transitive
    if tags:
        keys["aws:TagKeys"] = [key for key, _ in tags]
    for key, value in tags:
        keys["aws:RequestTag/" + key] = keys["aws:PrincipalTag/" + key] = value
    return keys


def check_trust(call, role, provider_arn, claims):
    keys, trust = trust_keys(claims, provider_arn), document(role["AssumeRolePolicyDocument"])
    caller, call.caller = call.caller, Federated(provider_arn)
    try:
        for rule, action, is_needed in (("assume", "sts:AssumeRoleWithSAML", True), ("tag-session", "sts:TagSession", claims.tags()),
                                        ("set-source-identity", "sts:SetSourceIdentity", claims.one("SourceIdentity"))):
            if is_needed and not call.asks(action, role["Arn"], keys, trust, None, "trust"):
                raise Denied("sts.saml.trust." + rule, *REFUSED)
    finally:
        call.caller = caller


def duration(call, role, claims):
    """The call may not ask for more than the role gives; the assertion only shortens it."""
    from vend import seconds
    asked = int(call.get("DurationSeconds", 3600))
    vend_sts.check_maximum(call, role, False)
    said = claims.one("SessionDuration")
    least = min([asked] + ([int(said)] if said is not None else []) + [seconds(each) - call.now for each in claims.ends])
    if least < 1:
        raise Denied("sts.saml.session-over", "ExpiredTokenException", 400, "Response has expired")
    return least


def make_session(call, role, claims, seconds, policy, arns):
    name, keys = claims.one("RoleSessionName"), claims.keys()
    partition, account = role["Arn"].split(":")[1], role["Arn"].split(":")[4]
    kept = {key: keys[key] for key in PERSISTS}
    return Session(arn=f"arn:{partition}:sts::{account}:assumed-role/{role['RoleName']}/{name}", account=account,
                   role_arn=role["Arn"], role_id=role.get("RoleId", ""), name=name, issued=call.now, expires=call.now + seconds,
                   tags=claims.tags(), transitive=claims.attributes.get(AWS + "TransitiveTagKeys", []),
                   source_identity=claims.one("SourceIdentity") or "", policies=[] if policy is None else [json.loads(policy)],
                   managed=arns, context={**kept, "aws:FederatedProvider": call.get("PrincipalArn")})


def response(session, claims):
    return {**vend_sts.response(session), "Subject": claims.subject, "SubjectType": claims.subject_type, "Issuer": claims.issuer,
            "Audience": claims.audience, "NameQualifier": claims.qualifier}
