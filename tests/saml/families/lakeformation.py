"""Lake Formation's user and groups in a response for AssumeDecoratedRoleWithSAML."""
from mint import *
from suite import Suite

S = Suite("lakeformation", "the user and the groups that Lake Formation reads", "documented", ["lf-api-decorated-saml"])
END = "    </saml:AttributeStatement>"
CALL = {"operation": "lakeformation:AssumeDecoratedRoleWithSAML"}
# Its own errors: what STS says in its words, Lake Formation says in these [lf-model].
INPUT, DENIED = {**CALL, "code": "InvalidInputException"}, {**CALL, "code": "AccessDeniedException"}
NAMED, NAME = "saml.lakeformation.named", "saml.lakeformation.name"


def names(user=None, groups=None):
    text = "" if user is None else f'      <saml:Attribute Name="{LAKE}Username"><saml:AttributeValue>{user}</saml:AttributeValue></saml:Attribute>\n'
    if groups is not None:
        text += f'      <saml:Attribute Name="{LAKE}Groups">' + "".join(f"<saml:AttributeValue>{each}</saml:AttributeValue>" for each in groups) + "</saml:Attribute>\n"
    return respond((END, text + END))


def lake(user, groups):
    return {"lakeformation": {"username": user, "groups": groups}}


S.accept("lf-user", "the name of a user", names("ada"), lake("ada", []), **CALL)
S.accept("lf-groups", "two groups", names(groups=["analysts", "stewards"]), {"lakeformation": {"groups": ["analysts", "stewards"]}}, **CALL)
S.accept("lf-both", "a user and a group", names("ada", ["analysts"]), lake("ada", ["analysts"]), **CALL)
S.accept("lf-separators", "names with the separators of ARNs, which are data", names("a/b:c", ["x:user/y"]), lake("a/b:c", ["x:user/y"]), evidence="inferred",
         note="the principal is the provider's ARN, a kind and the name; where a name ends is told by the attribute and never by the ARN", **CALL)
S.accept("lf-unicode", "a group in letters beyond ASCII", names(groups=["données"]), {"lakeformation": {"groups": ["données"]}}, **CALL)
S.accept("lf-sts", "the same attributes in a response for STS, which has no use for them", names("ada", ["analysts"]))
S.refuse("lf-none", "neither user nor group", NAMED, respond(), evidence="inferred", note="what Lake Formation answers without a name is not published; no grant is to such a principal", twin="lf-user", **DENIED)
S.refuse("lf-user-empty", "an empty user", NAME, names(""), evidence="inferred", note="a principal has 1 to 255 characters; what a shorter name is answered is not published", twin="lf-user", **INPUT)
S.refuse("lf-group-empty", "an empty group beside a good one", NAME, names(groups=["analysts", ""]), evidence="inferred", note="a principal has 1 to 255 characters; what a shorter name is answered is not published", twin="lf-groups", **INPUT)
S.refuse("lf-user-control", "a user with a line feed", NAME, names("ada&#10;"), evidence="inferred", note="no source says which characters a name has; controls are refused", twin="lf-user", **INPUT)
FREE = 255 - len(PROVIDER + ":user/")
S.accept("lf-user-most", "a user whose principal has 255 characters", names("u" * FREE), lake("u" * FREE, []), evidence="modelled", cites=["aws-models"], **CALL)
S.refuse("lf-user-over", "a user whose principal has 256 characters", NAME, names("u" * (FREE + 1)), evidence="modelled", cites=["aws-models"], twin="lf-user-most", **INPUT)
S.refuse("lf-group-over", "a group whose principal has 256 characters", NAME, names(groups=["g" * FREE]), evidence="modelled", cites=["aws-models"], twin="lf-groups", **INPUT)
S.refuse("lf-users-two", "two users", "saml.attribute.single", respond((END, f'      <saml:Attribute Name="{LAKE}Username"><saml:AttributeValue>ada</saml:AttributeValue><saml:AttributeValue>eve</saml:AttributeValue></saml:Attribute>\n' + END)),
         evidence="inferred", note="the documents name one user; which of two is meant is not said", twin="lf-user", **INPUT)
