"""What AWS reads from the attributes of a verified assertion, and how it reads the name of the subject."""
from mint import *
from suite import Suite

S = Suite("attributes", "roles, session names, durations, tags and the subject as AWS reads them", "documented", ["saml-aws-assertions"])
ROLES = f"<saml:AttributeValue>{ROLE},{PROVIDER}</saml:AttributeValue>"
NAME_VALUE = "<saml:AttributeValue>ada</saml:AttributeValue>"
SESSION_NAME = RESPONSE[RESPONSE.index(f'      <saml:Attribute Name="{AWS}RoleSessionName">'):RESPONSE.index("    </saml:AttributeStatement>")]
ROLE_ATTRIBUTE = RESPONSE[RESPONSE.index(f'      <saml:Attribute Name="{AWS}Role">'):RESPONSE.index(SESSION_NAME)]
END = "    </saml:AttributeStatement>"
OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/admin"
OTHER_PROVIDER = f"arn:aws:iam::{ACCOUNT}:saml-provider/other"
PAIR = {"role": ROLE, "provider": PROVIDER}


def value(text):
    return f"<saml:AttributeValue>{text}</saml:AttributeValue>"


def attribute(name, *values, prefix=AWS):
    return f'      <saml:Attribute Name="{prefix}{name}">{"".join(map(value, values))}</saml:Attribute>\n'


def with_attribute(name, *values, prefix=AWS):
    return (END, attribute(name, *values, prefix=prefix) + END)


def accept(name, title, *changes, **options):
    S.accept(name, title, respond(changes), **options)


def refuse(name, title, check, *changes, **options):
    S.refuse(name, title, check, respond(changes), **options)


# --- roles
REPORTS = {"evidence": "observed", "cites": ["saml-aws-reports", "saml-aws-assertions"]}
accept("role-swapped", "the provider before the role", (f"{ROLE},{PROVIDER}", f"{PROVIDER},{ROLE}"), claims={"roles": [PAIR]}, **REPORTS)
accept("role-blank", "a blank behind the comma", (f"{ROLE},{PROVIDER}", f"{ROLE}, {PROVIDER}"), claims={"roles": [PAIR]}, **REPORTS)
accept("role-many", "the pair among several values", (ROLES, value(f"{OTHER_ROLE},{PROVIDER}") + ROLES), claims={"roles": [{"role": OTHER_ROLE, "provider": PROVIDER}, PAIR]})
accept("role-path", "a role with a path", (ROLES, value(f"arn:aws:iam::{ACCOUNT}:role/team/a/analyst,{PROVIDER}")), role=f"arn:aws:iam::{ACCOUNT}:role/team/a/analyst",
       claims={"roles": [{"role": f"arn:aws:iam::{ACCOUNT}:role/team/a/analyst", "provider": PROVIDER}]})
accept("role-other-account", "the pair beside one of another account", (ROLES, ROLES + value("arn:aws:iam::444455556666:role/x,arn:aws:iam::444455556666:saml-provider/idp")))
PAIR_CHECK, DENIED = "saml.role.pair", "Not authorized to perform sts:AssumeRoleWithSAML"
refuse("role-not-named", "a role that no value names", PAIR_CHECK, (f"{ROLE},{PROVIDER}", f"{OTHER_ROLE},{PROVIDER}"), message=DENIED)
refuse("role-other-provider", "the role with another provider", PAIR_CHECK, (f"{ROLE},{PROVIDER}", f"{ROLE},{OTHER_PROVIDER}"), message=DENIED)
refuse("role-across", "the role in one value, the provider in another", PAIR_CHECK, (ROLES, value(f"{ROLE},{OTHER_PROVIDER}") + value(f"{OTHER_ROLE},{PROVIDER}")), twin="role-many", message=DENIED)
refuse("role-case", "the role in another case", PAIR_CHECK, (f"{ROLE},{PROVIDER}", f"{ROLE.replace('analyst', 'Analyst')},{PROVIDER}"), message=DENIED)
refuse("role-longer", "a role whose name begins as the one that is asked for", PAIR_CHECK, (f"{ROLE},{PROVIDER}", f"{ROLE}-admin,{PROVIDER}"), message=DENIED)
refuse("role-none", "no Role attribute", "saml.role.present", (ROLE_ATTRIBUTE, ""), message=DENIED)
refuse("role-no-value", "a Role attribute without values", "saml.role.present", (ROLES, ""), message=DENIED)
refuse("role-name-case", "a Role attribute named in another case", "saml.role.present", (f'Name="{AWS}Role">', f'Name="{AWS}role">'), message=DENIED)
refuse("role-name-http", "a Role attribute named without TLS", "saml.role.present", (f'Name="{AWS}Role">', 'Name="http://aws.amazon.com/SAML/Attributes/Role">'), message=DENIED)
refuse("role-name-friendly", "a Role by its friendly name alone", "saml.role.present", (f'Name="{AWS}Role">', 'Name="Role" FriendlyName="https://aws.amazon.com/SAML/Attributes/Role">'), message=DENIED)
FORM = "saml.role.form"
for name, text, title in (
        ("one", ROLE, "a role alone"), ("empty", "", "the empty text"), ("three", f"{ROLE},{PROVIDER},{PROVIDER}", "three ARNs"), ("two-roles", f"{ROLE},{OTHER_ROLE}", "two roles"),
        ("two-providers", f"{PROVIDER},{OTHER_PROVIDER}", "two providers"), ("semicolon", f"{ROLE};{PROVIDER}", "a semicolon between the ARNs"),
        ("user", f"{ROLE.replace(':role/', ':user/')},{PROVIDER}", "a user and a provider"), ("account", f"arn:aws:iam::1111:role/analyst,{PROVIDER}", "an account of four digits")):
    refuse(f"role-form-{name}", f"a Role that is {title}", FORM, (f"{ROLE},{PROVIDER}", text))
refuse("role-account", "a role of another account than the provider's", "saml.role.account", (ROLES, value(f"arn:aws:iam::444455556666:role/analyst,{PROVIDER}")), role="arn:aws:iam::444455556666:role/analyst",
       evidence="inferred", note="the key saml:doc names the account that owns the provider; a Federated principal of another account is not documented")
refuse("role-identity-center", "a role of IAM Identity Center", "saml.role.identity-center",
       (ROLES, value(f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef,{PROVIDER}")),
       role=f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef", twin="role-path", cites=["sts-api-saml"])
CHINA = "http://www.amazonaws.cn/SAML/Attributes/"
refuse("china-name", "the Role attribute as a page of AWS China names it", "saml.role.present", (f'Name="{AWS}Role">', f'Name="{CHINA}Role">'), twin="china-name-allowed", evidence="inferred",
       note="a page of AWS China prints the name; working set-ups there use the global one")
# --- the call
CALL = {"cites": ["aws-models", "saml-aws-reports"], "evidence": "observed"}
refuse("call-role", "a role that is asked for and is no role", "saml.request.role", role=PROVIDER, message="Request ARN is invalid", **CALL)
refuse("call-provider", "a provider that is no provider", "saml.request.provider", provider=ROLE, message="Principal ARN is invalid", **CALL)
MODELLED = {"cites": ["aws-models", "sts-api-saml"], "evidence": "modelled"}
accept("duration-least", "a duration of 900 seconds, the least", duration=900, **MODELLED)
refuse("duration-under", "a duration of 899 seconds", "saml.request.duration", duration=899, twin="duration-least", **MODELLED)
accept("duration-most", "a duration of 43200 seconds, the most", duration=43200, max_session_duration=43200, **MODELLED)
refuse("duration-over", "a duration of 43201 seconds", "saml.request.duration", duration=43201, max_session_duration=43200, twin="duration-most", **MODELLED)
accept("duration-role-most", "a duration of the role's own most", duration=7200, max_session_duration=7200, cites=["sts-api-saml"])
refuse("duration-role-over", "a duration above the role's own most", "saml.request.max-duration", duration=7201, max_session_duration=7200, twin="duration-role-most", cites=["sts-api-saml"],
       message="The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
# --- the name of the session
SESSION, SESSION_MESSAGE = "saml.session.name", "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"
refuse("name-none", "no RoleSessionName", "saml.session.name-present", (SESSION_NAME, ""), message="RoleSessionName is required in AuthnResponse")
accept("name-least", "a session name of two characters", (NAME_VALUE, value("ab")), claims={"role_session_name": "ab"})
refuse("name-under", "a session name of one character", SESSION, (NAME_VALUE, value("a")), twin="name-least", message=SESSION_MESSAGE)
accept("name-most", "a session name of 64 characters", (NAME_VALUE, value("a" * 64)), claims={"role_session_name": "a" * 64})
refuse("name-over", "a session name of 65 characters", SESSION, (NAME_VALUE, value("a" * 65)), twin="name-most", message=SESSION_MESSAGE)
accept("name-characters", "a session name of every kind of character that it may have", (NAME_VALUE, value("aZ_09+=,.@-")), claims={"role_session_name": "aZ_09+=,.@-"})
for name, text, title in (("empty", "", "the empty text"), ("newline", "ada&#10;", "a name and a line feed"), ("blank", "ada l", "a name with a blank"), ("unicode", "ad\u00e1", "a letter beyond ASCII"),
                          ("digits", "ad\u0663", "a digit beyond ASCII"), ("slash", "ada/x", "a name with a slash"), ("colon", "ada:x", "a name with a colon"), ("before", " ada", "a blank before the name")):
    refuse(f"name-{name}", f"a session name that is {title}", SESSION, (NAME_VALUE, value(text)), message=SESSION_MESSAGE)
SINGLE = "saml.attribute.single"
TWO = {"evidence": "inferred", "note": "AWS says that one of several is used and not which one"}
refuse("name-two-values", "two session names in one attribute", SINGLE, (NAME_VALUE, NAME_VALUE + value("eve")), **TWO)
refuse("name-two-attributes", "two RoleSessionName attributes", SINGLE, with_attribute("RoleSessionName", "eve"), **TWO)
TYPED = "saml.attribute.text"
XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
refuse("name-nil", "a session name that is nil", TYPED, (NAME_VALUE, f"<saml:AttributeValue{XSI}/>"), evidence="inferred", note="saml-core lets a value be nil; AWS names texts alone")
# --- durations and identities
DURATION = "saml.session.duration"
accept("session-duration", "a SessionDuration", with_attribute("SessionDuration", "1800"), claims={"session_duration": 1800})
accept("session-duration-least", "a SessionDuration of 900 seconds", with_attribute("SessionDuration", "900"), claims={"session_duration": 900})
accept("session-duration-most", "a SessionDuration of 43200 seconds", with_attribute("SessionDuration", "43200"), claims={"session_duration": 43200})
for name, text, title, twin in (("under", "899", "899 seconds", "session-duration-least"), ("over", "43201", "43201 seconds", "session-duration-most"), ("word", "long", "a word", "session-duration"),
                                ("fraction", "1800.0", "a fraction", "session-duration"), ("sign", "+1800", "a number with a sign", "session-duration"), ("blank", " 1800", "a blank and a number", "session-duration"),
                                ("negative", "-1800", "a negative number", "session-duration"), ("hex", "0x708", "a hexadecimal number", "session-duration"), ("huge", "99999999999999999999", "a number of twenty digits", "session-duration"),
                                ("empty", "", "the empty text", "session-duration"), ("exponent", "18e2", "a number with an exponent", "session-duration")):
    refuse(f"session-duration-{name}", f"a SessionDuration that is {title}", DURATION, with_attribute("SessionDuration", text), twin=twin)
refuse("session-duration-two", "two SessionDurations", SINGLE, with_attribute("SessionDuration", "1800", "3600"), twin="session-duration", **TWO)
IDENTITY, IDENTITY_MESSAGE = "saml.session.source-identity", 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'
accept("source-identity", "a SourceIdentity", with_attribute("SourceIdentity", "ada@example.com"), claims={"source_identity": "ada@example.com"})
for name, text, title in (("short", "a", "one character"), ("long", "a" * 65, "65 characters"), ("aws", "aws:ada", "one that begins as AWS's own"), ("blank", "ada l", "a name with a blank"), ("newline", "ada&#10;", "a name and a line feed")):
    refuse(f"source-identity-{name}", f"a SourceIdentity of {title}", IDENTITY, with_attribute("SourceIdentity", text), twin="source-identity", message=IDENTITY_MESSAGE)
# --- tags
TAGS = {"cites": ["sts-session-tags", "saml-aws-assertions"]}
MODELS = {"cites": ["aws-models", "sts-session-tags"], "evidence": "modelled"}
accept("tag", "one session tag", with_attribute("PrincipalTag:team", "blue"), claims={"principal_tags": {"team": "blue"}}, **TAGS)
accept("tag-empty-value", "a tag with an empty value", with_attribute("PrincipalTag:team", ""), claims={"principal_tags": {"team": ""}}, **TAGS)
accept("tag-unicode", "a tag in letters beyond ASCII", with_attribute("PrincipalTag:\u00e9quipe", "\u9752"), claims={"principal_tags": {"\u00e9quipe": "\u9752"}}, **MODELS)
accept("tag-characters", "a tag with every kind of character that it may have", with_attribute("PrincipalTag:a b_.:/=+-@", "c d_.:/=+-@"), claims={"principal_tags": {"a b_.:/=+-@": "c d_.:/=+-@"}}, **MODELS)
accept("tag-key-most", "a tag key of 128 characters", with_attribute("PrincipalTag:" + "k" * 128, "v"), claims={"principal_tags": {"k" * 128: "v"}}, **MODELS)
refuse("tag-key-over", "a tag key of 129 characters", "saml.tag.key", with_attribute("PrincipalTag:" + "k" * 129, "v"), twin="tag-key-most", **MODELS)
refuse("tag-key-empty", "an empty tag key", "saml.tag.key", with_attribute("PrincipalTag:", "v"), twin="tag", **MODELS)
refuse("tag-key-star", "a tag key with a star", "saml.tag.key", with_attribute("PrincipalTag:te*m", "v"), twin="tag", **MODELS)
accept("tag-value-most", "a tag value of 256 characters", with_attribute("PrincipalTag:team", "v" * 256), claims={"principal_tags": {"team": "v" * 256}}, **MODELS)
refuse("tag-value-over", "a tag value of 257 characters", "saml.tag.value", with_attribute("PrincipalTag:team", "v" * 257), twin="tag-value-most", **MODELS)
refuse("tag-value-star", "a tag value with a star", "saml.tag.value", with_attribute("PrincipalTag:team", "*"), twin="tag", **MODELS)
refuse("tag-value-newline", "a tag value with a line feed", "saml.tag.value", with_attribute("PrincipalTag:team", "blue&#10;"), twin="tag", **MODELS)
refuse("tag-reserved", "a tag key that begins as AWS's own", "saml.tag.reserved", with_attribute("PrincipalTag:aws:team", "v"), twin="tag", **TAGS)
refuse("tag-reserved-case", "a tag key that begins as AWS's own, in another case", "saml.tag.reserved", with_attribute("PrincipalTag:AWS:team", "v"), twin="tag", **TAGS)
refuse("tag-twice", "two tags whose keys differ in case alone", "saml.tag.unique", (END, attribute("PrincipalTag:team", "a") + attribute("PrincipalTag:Team", "b") + END), twin="tag", **TAGS)
refuse("tag-two-values", "a tag with two values", SINGLE, with_attribute("PrincipalTag:team", "a", "b"), twin="tag", **TAGS)


def tags(count):
    return (END, "".join(attribute(f"PrincipalTag:k{n}", "v") for n in range(count)) + END)


accept("tags-most", "fifty tags", tags(50), **TAGS)
refuse("tags-over", "fifty-one tags", "saml.tag.count", tags(51), twin="tags-most", **TAGS)
accept("transitive", "a transitive tag", (END, attribute("PrincipalTag:team", "blue") + attribute("TransitiveTagKeys", "team") + END),
       claims={"principal_tags": {"team": "blue"}, "transitive_tag_keys": ["team"]}, **TAGS)
refuse("transitive-unknown", "a transitive key that no tag has", "saml.tag.transitive", (END, attribute("PrincipalTag:team", "blue") + attribute("TransitiveTagKeys", "department") + END), twin="transitive", **TAGS)
# --- the subject
SUBJECT = RESPONSE[RESPONSE.index("      <saml:NameID "):RESPONSE.index("      <saml:SubjectConfirmation ")]
NAME_ID = "saml.subject.name-id"
refuse("subject-none", "no Subject", "saml.subject.confirmation", (RESPONSE[RESPONSE.index("    <saml:Subject>"):RESPONSE.index("    <saml:Conditions ")], ""))
refuse("name-id-none", "no NameID", NAME_ID, (SUBJECT, ""), message=DENIED)
refuse("name-id-empty", "an empty NameID", NAME_ID, (">ada</saml:NameID>", "></saml:NameID>"), message=DENIED)
for name, text, means in (("transient", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient", "transient"), ("kerberos", "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos", "kerberos"),
                          ("email", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
                          ("unspecified", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"), ("own", "urn:x:own", "urn:x:own")):
    accept(f"format-{name}", f"a NameID of the format {name}", ("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", text), claims={"sub_type": means}, cites=["sts-api-saml", "saml-core"])
accept("name-qualifier", "the qualifier that is told by issuer, account and provider", claims={
    "name_qualifier": base64_of(hashlib.sha1(f"{ISSUER}{ACCOUNT}/idp".encode()).digest())}, cites=["sts-api-saml"])
accept("statements-two", "attributes in two statements", (SESSION_NAME, f"    </saml:AttributeStatement>\n    <saml:AttributeStatement>\n{SESSION_NAME}"), claims={"role_session_name": "ada"}, cites=["saml-core"])
accept("condition-keys", "an attribute that is a condition key", with_attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "staff", "member", prefix=""),
       claims={"condition_keys": {"saml:edupersonaffiliation": ["staff", "member"]}}, cites=["iam-condition-keys"])
S.accept("china-name-allowed", "the attributes as a page of AWS China names them, where the switch is on", respond((
    (f'Name="{AWS}Role">', f'Name="{CHINA}Role">'), (f'Name="{AWS}RoleSessionName">', f'Name="{CHINA}RoleSessionName">'))), settings={"china_attribute_names": True}, evidence="inferred",
    note="a page of AWS China prints the name; working set-ups there use the global one")
refuse("tag-tab", "a tag value with a tab, which is no separator of Unicode's", "saml.tag.value", with_attribute("PrincipalTag:team", "a&#9;b"), twin="tag", **MODELS)
refuse("tag-unicode-star", "a tag value beyond ASCII with a star", "saml.tag.value", with_attribute("PrincipalTag:team", "\u00e9*"), twin="tag-unicode", **MODELS)
accept("tag-unicode-most", "a tag value of 256 characters of two octets", with_attribute("PrincipalTag:team", "\u00e9" * 256), claims={"principal_tags": {"team": "\u00e9" * 256}}, **MODELS)
refuse("tag-unicode-over", "a tag value of 257 characters of two octets", "saml.tag.value", with_attribute("PrincipalTag:team", "\u00e9" * 257), twin="tag-unicode-most", **MODELS)
