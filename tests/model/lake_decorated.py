"""The reference model of AssumeDecoratedRoleWithSAML: a role, whole, decorated with the user and groups of an assertion.

Written from [lf-api-decorated-saml], [lf-saml-attributes] and Q55 of the page on vending, and from nothing of the library. Whether a
response stands is asked of the program, as in the model of sts:AssumeRoleWithSAML.
"""
import vend
import vend_saml
from vend import Denied
from vend_world import document

REFUSED = "Access is not allowed."
LAKE = "https://lakeformation.amazon.com/SAML/Attributes/"
LATE = ("ExpiredTokenException", "ExpiredToken", "AccessDenied", "IDPRejectedClaim")


def refuse(rule, code="AccessDeniedException", message=None):
    raise Denied("lf.decorated." + rule, code, 400, message)


def stand(call, provider):
    """Q55: a response that is wrong is an input that is wrong; one that is late, or for another role, is no access."""
    try:
        vend_saml.verify(call, provider)
        claims = vend_saml.Claims(call.get("SAMLAssertion"), call.get("PrincipalArn"))
        vend_saml.check_pair(call, claims, call.get("RoleArn"), call.get("PrincipalArn"))
        vend_saml.check_claims(claims)
    except Denied as denied:
        late = denied.answer["error"]["code"] in LATE
        refuse("assertion", refused(call) if late else call.setting("decorated_fault_code", "InvalidInputException"))
    return claims


def refused(call):
    return call.setting("decorated_refusal_code", "AccessDeniedException")


def missing(call, rule):
    refuse(rule, call.setting("decorated_missing_code", "EntityNotFoundException"))


def principals(call, claims, provider_arn):
    """[lf-saml-attributes] a user, and groups; one of them at least."""
    users, groups = (claims.attributes.get(LAKE + name, []) for name in ("Username", "Groups"))
    users, groups = [each for each in users if each], [each for each in groups if each]
    if not users and not groups:
        refuse("assertion", refused(call))
    said = {"groups": [f"{provider_arn}:group/{each}" for each in groups]}
    return {**said, **({"username": f"{provider_arn}:user/{users[0]}"} if users else {})}


def decide(call):
    role_arn, provider_arn = call.get("RoleArn"), call.get("PrincipalArn")
    passed, role = {"iam:PassedToService": call.setting("pass_role_service", "lakeformation.amazonaws.com")}, call.world.role(role_arn)
    if not call.asks("iam:PassRole", role_arn, passed, role and document(role["AssumeRolePolicyDocument"])):
        refuse("pass-role", message=f"User: {call.caller.arn or 'anonymous'} is not authorized to perform: iam:PassRole on resource: {role_arn}")
    provider = call.world.saml_provider(provider_arn)
    if provider is None:
        missing(call, "provider")
    claims = stand(call, provider)
    decoration = principals(call, claims, provider_arn)
    if role is None:
        missing(call, "role")
    if not role_arn.split(":")[4] == provider_arn.split(":")[4] == call.caller.account:
        refuse("role-account", message=REFUSED)
    trust(call, role, provider_arn, claims)
    longest, asked = call.world.max_session_duration(role), int(call.get("DurationSeconds", 3600))
    if asked > longest:
        refuse("duration", "InvalidInputException")
    said = claims.one("SessionDuration")
    seconds = min([asked] + ([int(said)] if said is not None else []) + [vend.seconds(each) - call.now for each in claims.ends])
    if seconds < 1:
        refuse("session-over", refused(call))
    session = vend_saml.make_session(call, role, claims, seconds, None, [])
    session.lakeformation = decoration
    return {"rule": "lf.decorated.assume", "response": {"Expiration": vend.stamp(session.expires)}}, session


def trust(call, role, provider_arn, claims):
    keys, policy = vend_saml.trust_keys(claims, provider_arn), document(role["AssumeRolePolicyDocument"])
    caller, call.caller = call.caller, vend_saml.Federated(provider_arn)
    try:
        for rule, action, is_needed in (("trust", "sts:AssumeRoleWithSAML", True), ("trust-tags", "sts:TagSession", claims.tags()),
                                        ("trust-source-identity", "sts:SetSourceIdentity", claims.one("SourceIdentity"))):
            if is_needed and not call.asks(action, role["Arn"], keys, policy, None, "trust"):
                refuse(rule, message=REFUSED)
    finally:
        call.caller = caller
