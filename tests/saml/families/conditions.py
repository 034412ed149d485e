"""The rules of SAML behind the signature: status, issuer, destination, conditions, confirmation and every instant."""
from mint import *
from suite import Suite

S = Suite("conditions", "status, issuer, destination, audience, recipient and times of a verified response", "documented",
          ["saml-core", "saml-profiles"])
AUDIENCES = RESPONSE[RESPONSE.index("      <saml:AudienceRestriction>"):RESPONSE.index("    </saml:Conditions>")]
CONFIRMATION = RESPONSE[RESPONSE.index("      <saml:SubjectConfirmation "):RESPONSE.index("    </saml:Subject>")]
AUTHN = RESPONSE[RESPONSE.index("    <saml:AuthnStatement "):RESPONSE.index("    <saml:AttributeStatement>")]
DATA_END, CONDITIONS = 'NotOnOrAfter="2026-03-02T09:04:30Z" Recipient=', 'NotBefore="2026-03-02T08:59:00Z" NotOnOrAfter="2026-03-02T09:04:30Z"'
ISSUED = f'ID="_a1" Version="2.0" IssueInstant="2026-03-02T08:59:30Z"'
RESPONDED = f'ID="_r1" Version="2.0" IssueInstant="2026-03-02T08:59:30Z"'
AWS_PAGE = ["saml-aws-assertions"]


def accept(name, title, *changes, **options):
    S.accept(name, title, respond(changes, signed=options.pop("signed", ("_a1",))), **options)


def refuse(name, title, check, *changes, **options):
    S.refuse(name, title, check, respond(changes, signed=options.pop("signed", ("_a1",))), **options)


# --- status and version
STATUS, SUCCESS = "saml.response.status", "urn:oasis:names:tc:SAML:2.0:status:Success"
for word in ("Requester", "Responder", "VersionMismatch"):
    refuse(f"status-{word.lower()}", f"the provider answers {word}", STATUS, (SUCCESS, SUCCESS.replace("Success", word)), cites=["sts-api-saml", "saml-core"],
           message="The identity provider (IdP) reported that authentication failed.")
refuse("status-failed-second", "a failure with a reason below it", STATUS, (f'<samlp:StatusCode Value="{SUCCESS}"/>',
       '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode>'), cites=["sts-api-saml", "saml-core"])
refuse("status-success-below", "a success below a failure", STATUS, (f'<samlp:StatusCode Value="{SUCCESS}"/>',
       f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="{SUCCESS}"/></samlp:StatusCode>'), cites=["sts-api-saml", "saml-core"])
accept("status-below-success", "a code below success", (f'<samlp:StatusCode Value="{SUCCESS}"/>',
       f'<samlp:StatusCode Value="{SUCCESS}"><samlp:StatusCode Value="urn:x:why"/></samlp:StatusCode>'))
refuse("status-empty", "an empty status", STATUS, (SUCCESS, ""), cites=["saml-core"])
refuse("status-blank", "a blank behind success", STATUS, (SUCCESS, SUCCESS + " "), cites=["saml-core"])
refuse("status-no-value", "a status code without a value", STATUS, (f' Value="{SUCCESS}"', ""), cites=["saml-core"])
refuse("status-no-assertion", "a failure without an assertion, as providers send it", STATUS, (SUCCESS, SUCCESS.replace("Success", "Requester")),
       (RESPONSE[RESPONSE.index("  <saml:Assertion "):RESPONSE.index("</samlp:Response>")], ""), signed=("_r1",), twin="response-signed", cites=["sts-api-saml", "saml-core"])
refuse("version-response", "a response of version 1.1", "saml.response.version", (RESPONDED, RESPONDED.replace("2.0", "1.1")), cites=["saml-core"])
refuse("version-response-none", "a response without a version", "saml.response.version", (RESPONDED, RESPONDED.replace(' Version="2.0"', "")), cites=["saml-core"])
refuse("version-assertion", "an assertion of version 2.1", "saml.assertion.version", (ISSUED, ISSUED.replace('"2.0"', '"2.1"')), cites=["saml-core"])
refuse("version-assertion-none", "an assertion without a version", "saml.assertion.version", (ISSUED, ISSUED.replace(' Version="2.0"', "")), cites=["saml-core"])
# --- issuer and destination
ISSUER_MESSAGE = {"message": "Issuer not present in specified provider", "cites": ["saml-aws-assertions", "saml-aws-reports"]}
refuse("issuer-other", "an assertion of another issuer", "saml.assertion.issuer", (f"    <saml:Issuer>{ISSUER}", "    <saml:Issuer>https://other.example.com/saml"), **ISSUER_MESSAGE)
refuse("issuer-slash", "an issuer with a slash more", "saml.assertion.issuer", (f"    <saml:Issuer>{ISSUER}", f"    <saml:Issuer>{ISSUER}/"), **ISSUER_MESSAGE)
refuse("issuer-case", "an issuer in another case", "saml.assertion.issuer", (f"    <saml:Issuer>{ISSUER}", f"    <saml:Issuer>{ISSUER.upper()}"), **ISSUER_MESSAGE)
refuse("issuer-blank", "an issuer between blanks", "saml.assertion.issuer", (f"    <saml:Issuer>{ISSUER}", f"    <saml:Issuer> {ISSUER} "), **ISSUER_MESSAGE)
refuse("issuer-empty", "an empty issuer", "saml.assertion.issuer", (f"    <saml:Issuer>{ISSUER}", "    <saml:Issuer>"), **ISSUER_MESSAGE)
refuse("issuer-response", "a response of another issuer", "saml.response.issuer", (f"  <saml:Issuer{SAML}>{ISSUER}", f"  <saml:Issuer{SAML}>https://other.example.com/saml"), **ISSUER_MESSAGE)
refuse("issuer-response-none", "a signed response without an issuer", "saml.response.issuer", (f"  <saml:Issuer{SAML}>{ISSUER}</saml:Issuer>\n", ""), signed=("_r1",), twin="issuer-absent", cites=["saml-profiles"])
refuse("issuer-format-other", "an issuer with the format of persons", "saml.assertion.issuer-format",
       (f"    <saml:Issuer>{ISSUER}", f'    <saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{ISSUER}'), twin="issuer-format", cites=["saml-profiles"])
DESTINATION = f' Destination="{SIGN_IN}"'
accept("destination-region", "the Destination of a Region", (DESTINATION, ' Destination="https://eu-west-1.signin.aws.amazon.com/saml"'), cites=AWS_PAGE)
refuse("destination-other", "the Destination of another service", "saml.response.destination", (DESTINATION, ' Destination="https://sp.example.com/acs"'), cites=["saml-bindings", "saml-aws-assertions"])
refuse("destination-none-signed", "a signed response without a Destination", "saml.response.destination", (DESTINATION, ""), signed=("_r1",), twin="destination-absent", cites=["saml-bindings"])
refuse("destination-empty-signed", "a signed response with an empty Destination", "saml.response.destination", (DESTINATION, ' Destination=""'), signed=("_r1",), twin="response-signed", cites=["saml-bindings"])
# --- conditions
KNOWN, ONCE = "saml.conditions.known", "saml.conditions.once"
refuse("condition-unknown", "a condition that nobody knows", KNOWN, (AUDIENCES, AUDIENCES + '      <x:Condition xmlns:x="urn:x"/>\n'), cites=["saml-core"])
refuse("condition-abstract", "a Condition of a type of its own", KNOWN, (AUDIENCES, AUDIENCES +
       '      <saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:x" xsi:type="x:Own"/>\n'), cites=["saml-core"])
accept("one-time-use", "OneTimeUse, which AWS does not act on", (AUDIENCES, AUDIENCES + "      <saml:OneTimeUse/>\n"), cites=["saml-core", "saml-aws-reports"], evidence="observed")
refuse("one-time-use-twice", "OneTimeUse twice", ONCE, (AUDIENCES, AUDIENCES + "      <saml:OneTimeUse/><saml:OneTimeUse/>\n"), twin="one-time-use", cites=["saml-core"])
accept("proxy-restriction", "a ProxyRestriction", (AUDIENCES, AUDIENCES + '      <saml:ProxyRestriction Count="0"/>\n'), cites=["saml-core"])
refuse("proxy-restriction-twice", "two ProxyRestrictions", ONCE, (AUDIENCES, AUDIENCES + '      <saml:ProxyRestriction Count="0"/><saml:ProxyRestriction Count="1"/>\n'), twin="proxy-restriction", cites=["saml-core"])
NOT_AUDIENCE = {"message": "Response does not contain the required audience.", "cites": ["saml-aws-assertions", "saml-core"]}
AUDIENCE = "saml.conditions.audience"
URN = ">urn:amazon:webservices<"
refuse("audience-other", "the audience of another service", AUDIENCE, (URN, ">https://sp.example.com<"), **NOT_AUDIENCE)
refuse("audience-longer", "an audience that begins as AWS's", AUDIENCE, (URN, ">urn:amazon:webservices.example<"), **NOT_AUDIENCE)
refuse("audience-blank", "AWS's audience between blanks", AUDIENCE, (URN, "> urn:amazon:webservices <"), **NOT_AUDIENCE)
refuse("audience-case", "AWS's audience in another case", AUDIENCE, (URN, ">URN:amazon:webservices<"), **NOT_AUDIENCE)
refuse("audience-none", "no AudienceRestriction", AUDIENCE, (AUDIENCES, ""), **NOT_AUDIENCE)
refuse("conditions-none", "no Conditions", AUDIENCE, (RESPONSE[RESPONSE.index("    <saml:Conditions "):RESPONSE.index("    <saml:AuthnStatement ")], ""), **NOT_AUDIENCE)
accept("audience-two", "AWS beside another audience of one restriction", (URN, ">https://sp.example.com</saml:Audience><saml:Audience>urn:amazon:webservices<"), cites=["saml-core"])
refuse("audience-and", "AWS in one restriction, another service in a second", AUDIENCE, (AUDIENCES, AUDIENCES + AUDIENCES.replace("urn:amazon:webservices", "https://sp.example.com")), twin="audience-and-both", **NOT_AUDIENCE)
accept("audience-and-both", "AWS in both of two restrictions", (AUDIENCES, AUDIENCES + AUDIENCES), cites=["saml-core"])
accept("audience-url", "the sign-in address as the audience, as some providers have it", (URN, f">{SIGN_IN}<"), cites=["saml-aws-reports"], evidence="observed")
accept("audience-own", "an audience of the caller's own list", (URN, ">https://sp.example.com<"), audiences=["https://sp.example.com"], evidence="local", cites=["weir-local"])
# --- confirmation
BEARER, RECIPIENT, CONFIRMED = "saml.subject.bearer", "saml.subject.recipient", "saml.subject.confirmation"
refuse("confirmation-none", "no SubjectConfirmation", CONFIRMED, (CONFIRMATION, ""), cites=AWS_PAGE)
refuse("confirmation-two", "two SubjectConfirmations", CONFIRMED, (CONFIRMATION, CONFIRMATION + CONFIRMATION), cites=AWS_PAGE)
refuse("confirmation-no-data", "a confirmation without its data", CONFIRMED, (RESPONSE[RESPONSE.index("        <saml:SubjectConfirmationData"):RESPONSE.index("      </saml:SubjectConfirmation>")], ""), cites=AWS_PAGE)
refuse("confirmation-holder", "a confirmation by a key that the holder has", BEARER, ("cm:bearer", "cm:holder-of-key"))
refuse("confirmation-vouches", "a confirmation by the sender's word", BEARER, ("cm:bearer", "cm:sender-vouches"))
refuse("confirmation-no-method", "a confirmation without a method", BEARER, (' Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"', ""))
refuse("confirmation-not-before", "a confirmation with a NotBefore", "saml.subject.not-before", (DATA_END, 'NotBefore="2026-03-02T08:00:00Z" ' + DATA_END))
refuse("confirmation-no-end", "a confirmation that never ends", "saml.subject.instant", (DATA_END, "Recipient="), cites=["saml-aws-assertions", "saml-profiles"])
TO = f'Recipient="{SIGN_IN}"'


def to(address):
    return (TO, f'Recipient="{address}"')


accept("recipient-region", "the endpoint of a Region", to("https://us-west-2.signin.aws.amazon.com/saml"), claims={"audience": "https://us-west-2.signin.aws.amazon.com/saml"}, cites=AWS_PAGE)
for name, address, title in (
        ("other", "https://sp.example.com/saml", "the endpoint of another service"),
        ("suffix", "https://signin.aws.amazon.com/saml.example.com", "an endpoint that begins as AWS's"),
        ("path", "https://signin.aws.amazon.com/saml/", "an endpoint with a slash more"),
        ("query", "https://signin.aws.amazon.com/saml?x", "an endpoint with a query"),
        ("host", "https://signin.aws.amazon.com.example.com/saml", "a host that begins as AWS's"),
        ("user", "https://signin.aws.amazon.com@example.com/saml", "AWS's host as a user of another"),
        ("http", "http://signin.aws.amazon.com/saml", "an endpoint without TLS"),
        ("case", "https://Signin.aws.amazon.com/saml", "an endpoint in another case"),
        ("port", "https://signin.aws.amazon.com:443/saml", "an endpoint with its port"),
        ("region-unknown", "https://xx-nowhere-1.signin.aws.amazon.com/saml", "the endpoint of a Region that there is not"),
        ("region-dots", "https://evil.us-west-2.signin.aws.amazon.com/saml", "a name before the Region"),
        ("china", "https://signin.amazonaws.cn/saml", "the endpoint of another partition"),
        ("empty", "", "an empty Recipient")):
    refuse(f"recipient-{name}", title, RECIPIENT, to(address), twin="recipient-region" if "region" in name else "plain", cites=["saml-aws-assertions", "saml-peers"])
refuse("recipient-none", "no Recipient", RECIPIENT, (" " + TO, ""), cites=AWS_PAGE)
accept("recipient-own", "a Recipient of the caller's own list", to("https://sp.example.com/saml"), recipients=["https://sp.example.com/saml", SIGN_IN], evidence="local", cites=["weir-local"])
refuse("recipient-own-other", "AWS's endpoint where the caller's own list lacks it", RECIPIENT, (DESTINATION, ""), recipients=["https://sp.example.com/saml"], twin="recipient-own", evidence="local", cites=["weir-local"])
# --- instants
NOT_AFTER, SUBJECT_END, NOT_BEFORE, INSTANTS = ("saml.conditions.not-on-or-after", "saml.subject.not-on-or-after", "saml.conditions.not-before", "saml.conditions.instants")
EXPIRED = {"message": "Response has expired", "cites": ["saml-aws-reports", "saml-core"]}


def ends(instant):
    return (CONDITIONS, f'NotBefore="2026-03-02T08:59:00Z" NotOnOrAfter="{instant}"')


accept("ends-next", "conditions that end in a second", ends("2026-03-02T09:00:01Z"), claims={"not_on_or_after": "2026-03-02T09:00:01Z"})
refuse("ends-now", "conditions that end at this instant", NOT_AFTER, ends(NOW), twin="ends-next", **EXPIRED)
refuse("ends-before", "conditions that ended", NOT_AFTER, ends("2026-03-02T08:59:59Z"), twin="ends-next", **EXPIRED)
accept("ends-fraction", "conditions that end within this second, read as whole seconds later", ends("2026-03-02T09:00:01.5Z"))
accept("begins-now", "conditions that begin at this instant", (CONDITIONS, CONDITIONS.replace("2026-03-02T08:59:00Z", NOW)))
refuse("begins-next", "conditions that begin in a second", NOT_BEFORE, (CONDITIONS, CONDITIONS.replace("2026-03-02T08:59:00Z", "2026-03-02T09:00:01Z")), twin="begins-now", cites=["saml-core"])
accept("begins-skew", "conditions that begin in a minute, with a clock skew of a minute", (CONDITIONS, CONDITIONS.replace("2026-03-02T08:59:00Z", "2026-03-02T09:01:00Z")), settings={"clock_skew_s": 60},
       evidence="local", cites=["weir-local"])
accept("ends-skew", "conditions that ended half a minute ago, with a clock skew of a minute", ends("2026-03-02T08:59:30Z"), settings={"clock_skew_s": 60}, evidence="local", cites=["weir-local"])
refuse("ends-skew-over", "conditions that ended a minute ago, with a clock skew of a minute", NOT_AFTER, (CONDITIONS, 'NotBefore="2026-03-02T08:58:00Z" NotOnOrAfter="2026-03-02T08:59:00Z"'), settings={"clock_skew_s": 60},
       twin="ends-skew", evidence="local", cites=["weir-local"])
accept("ends-never", "conditions without an end", (CONDITIONS, 'NotBefore="2026-03-02T08:59:00Z"'))
refuse("ends-before-begin", "conditions that end before they begin", INSTANTS, (CONDITIONS, 'NotBefore="2026-03-02T09:10:00Z" NotOnOrAfter="2026-03-02T09:05:00Z"'), cites=["saml-core"])
refuse("ends-at-begin", "conditions that end when they begin", INSTANTS, (CONDITIONS, 'NotBefore="2026-03-02T09:05:00Z" NotOnOrAfter="2026-03-02T09:05:00Z"'), cites=["saml-core"])
refuse("subject-end-now", "a confirmation that ends at this instant", SUBJECT_END, (DATA_END, f'NotOnOrAfter="{NOW}" Recipient='), **EXPIRED)
accept("subject-end-next", "a confirmation that ends in a second", (DATA_END, 'NotOnOrAfter="2026-03-02T09:00:01Z" Recipient='), claims={"not_on_or_after": "2026-03-02T09:00:01Z"})
for name, instant, title in (
        ("offset", "2026-03-02T10:30:00+01:00", "an offset from UTC"), ("no-zone", "2026-03-02T09:30:00", "no zone"), ("lower", "2026-03-02t09:30:00z", "lower-case letters"),
        ("february", "2026-02-30T09:30:00Z", "the thirtieth of February"), ("leap", "2027-02-29T09:30:00Z", "a leap day of a common year"), ("month", "2026-13-02T09:30:00Z", "a thirteenth month"),
        ("hour", "2026-03-02T25:30:00Z", "a twenty-fifth hour"), ("minute", "2026-03-02T09:60:00Z", "a sixtieth minute"), ("short", "2026-3-2T9:30:00Z", "numbers of one digit"),
        ("blank", "2026-03-02 09:30:00Z", "a blank between date and time"), ("garbage", "tomorrow", "a word"), ("empty", "", "the empty text"), ("dot", "2026-03-02T09:30:00.Z", "a fraction without digits"),
        ("tail", "2026-03-02T09:30:00Z ", "a blank behind"), ("year", "12026-03-02T09:30:00Z", "a year of five digits"), ("negative", "-2026-03-02T09:30:00Z", "a year before our era"),
        ("early", "1969-12-31T23:59:59Z", "a year before 1970"), ("unix", "1772442000", "a number of seconds")):
    refuse(f"instant-{name}", f"an end of the conditions that is {title}", INSTANTS, ends(instant), twin="ends-next", cites=["w3c-xml-schema", "saml-core"] + (["saml-peers"] if name in ("february", "no-zone", "garbage") else []))
accept("instant-leap-day", "an end on a leap day", ends("2028-02-29T09:30:00Z"), cites=["w3c-xml-schema"])
accept("instant-fraction", "an end with nine digits of a fraction", ends("2026-03-02T09:04:30.123456789Z"), cites=["w3c-xml-schema"])
accept("instant-far", "an end in the year 9999", ends("9999-12-31T23:59:59Z"), cites=["w3c-xml-schema"])
AGE = "saml.token.age"
FIVE = {"evidence": "observed", "cites": ["saml-aws-reports"]}


def issued(instant):
    return (ISSUED, ISSUED.replace("2026-03-02T08:59:30Z", instant))


accept("age-most", "an assertion issued five minutes ago", issued("2026-03-02T08:55:00Z"), **FIVE)
refuse("age-over", "an assertion issued five minutes and a second ago", AGE, issued("2026-03-02T08:54:59Z"), message="Token must be redeemed within 5 minutes of issuance", twin="age-most", **FIVE)
refuse("age-days", "an assertion of last week whose conditions still hold", AGE, issued("2026-02-23T09:00:00Z"), twin="age-most", **FIVE)
accept("age-saml", "an assertion issued an hour ago, by the rules of SAML alone", issued("2026-03-02T08:00:00Z"), profile="saml", cites=["saml-core"])
refuse("ahead", "an assertion issued in a second", "saml.assertion.ahead", issued("2026-03-02T09:00:01Z"), twin="ahead-skew", evidence="inferred", note="AWS does not publish the allowance of its clocks; none is the refusing answer")
accept("ahead-skew", "an assertion issued in a second, with a clock skew of a second", issued("2026-03-02T09:00:01Z"), settings={"clock_skew_s": 1}, evidence="local", cites=["weir-local"])
refuse("issued-garbage", "an IssueInstant of the assertion that is none", "saml.assertion.issue-instant", issued("now"), cites=["saml-core"])
refuse("issued-none", "an assertion without an IssueInstant", "saml.assertion.issue-instant", (ISSUED, ISSUED.replace(' IssueInstant="2026-03-02T08:59:30Z"', "")), cites=["saml-core"])
refuse("responded-garbage", "an IssueInstant of the response that is none", "saml.response.issue-instant", (RESPONDED, RESPONDED.replace("2026-03-02T08:59:30Z", "now")), cites=["saml-core"])
# --- statements of authentication
SESSION = 'SessionIndex="_s1"'
refuse("authn-none", "no AuthnStatement", "saml.authn.statement", (AUTHN, ""), cites=["saml-profiles"])
refuse("authn-instant-garbage", "an AuthnInstant that is none", "saml.authn.instants", ('AuthnInstant="2026-03-02T08:59:30Z"', 'AuthnInstant="now"'), cites=["saml-core"])
accept("session-end", "a session that ends in half an hour", (SESSION, SESSION + ' SessionNotOnOrAfter="2026-03-02T09:30:00Z"'), cites=["sts-api-saml", "saml-core"])
refuse("session-end-now", "a session that ends at this instant", "saml.authn.session-not-on-or-after", (SESSION, SESSION + f' SessionNotOnOrAfter="{NOW}"'), twin="session-end", evidence="inferred",
       note="AWS says that a session ends with it, and not what a session that ended before it began is answered", cites=["sts-api-saml", "saml-core"])
refuse("session-end-garbage", "an end of the session that is no instant", "saml.authn.instants", (SESSION, SESSION + ' SessionNotOnOrAfter="later"'), twin="session-end", cites=["saml-core"])
refuse("session-end-second", "two statements of which one has ended", "saml.authn.session-not-on-or-after",
       (AUTHN, AUTHN.replace(SESSION, SESSION + ' SessionNotOnOrAfter="2026-03-02T09:30:00Z"') + AUTHN.replace(SESSION, SESSION + ' SessionNotOnOrAfter="2026-03-02T08:59:59Z"')), twin="session-end", evidence="inferred",
       note="saml-core lets there be several; the earliest end is the one that refuses")
