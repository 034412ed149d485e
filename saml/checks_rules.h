/**
 * @file
 * The rows of the checks of the call, of the Response and of a verified assertion: SAML's own rules, AWS's and Lake
 * Formation's ([saml-core], [saml-profiles], [saml-aws-assertions]). See saml/checks.h for the columns.
 */
#ifndef WEIR_SAML_CHECKS_RULES_H
#define WEIR_SAML_CHECKS_RULES_H

#include "saml/checks_envelope.h"

#define WEIR_SAML_EXPIRED "ExpiredTokenException"
#define WEIR_SAML_HAS_EXPIRED "Response has expired"
#define WEIR_SAML_DENIED "AccessDenied"
#define WEIR_SAML_NOT_AUTHORIZED "Not authorized to perform sts:AssumeRoleWithSAML"

/* clang-format off */
#define WEIR_SAML_CHECKS_REQUEST(X) \
    X(REQUEST_ROLE, "saml.request.role", "ValidationError", 400, "Request ARN is invalid", AWS, "observed", \
      "aws-models saml-aws-reports", "the role that is asked for is the ARN of an IAM role") \
    X(REQUEST_PROVIDER, "saml.request.provider", "ValidationError", 400, "Principal ARN is invalid", AWS, "observed", \
      "aws-models saml-aws-reports", "the provider is the ARN of an IAM SAML provider") \
    X(REQUEST_DURATION, "saml.request.duration", "ValidationError", 400, \
      "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200", \
      OURS, "modelled", "aws-models sts-api-saml", "DurationSeconds is 900 to 43,200") \
    X(REQUEST_MAX_DURATION, "saml.request.max-duration", "ValidationError", 400, \
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", AWS, "documented", \
      "sts-api-saml saml-aws-assertions", "DurationSeconds is not above the role's MaxSessionDuration") \
    X(REQUEST_ACCOUNT, "saml.role.account", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, AWS, "inferred", \
      "saml-aws-assertions", "the role that is asked for and the provider are in one account") \
    X(REQUEST_IDENTITY_CENTER, "saml.role.identity-center", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, AWS, \
      "documented", "sts-api-saml", "the role that is asked for is not one of IAM Identity Center")

#define WEIR_SAML_CHECKS_RESPONSE(X) \
    X(RESPONSE_VERSION, "saml.response.version", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "the Response has the Version 2.0") \
    X(RESPONSE_STATUS, "saml.response.status", "IDPRejectedClaim", 403, \
      "The identity provider (IdP) reported that authentication failed.", AWS, "documented", "sts-api-saml saml-core", \
      "the top-level status is Success")

#define WEIR_SAML_CHECKS_ASSERTION(X) \
    X(RESPONSE_INSTANT, "saml.response.issue-instant", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "the IssueInstant of the Response is an instant in UTC") \
    X(RESPONSE_ISSUER, "saml.response.issuer", WEIR_SAML_TOKEN, 400, "Issuer not present in specified provider", AWS, \
      "documented", "saml-profiles saml-aws-assertions", \
      "the Issuer of the Response is the provider; a signed Response has one") \
    X(RESPONSE_ISSUER_FORMAT, "saml.response.issuer-format", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, \
      "documented", "saml-profiles", "the Issuer of the Response has no Format, or that of entities") \
    X(RESPONSE_DESTINATION, "saml.response.destination", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, \
      "documented", "saml-bindings saml-aws-assertions", \
      "the Destination of the Response is a sign-in endpoint; a signed Response has one") \
    X(ASSERTION_VERSION, "saml.assertion.version", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "the assertion has the Version 2.0") \
    X(ASSERTION_ISSUER, "saml.assertion.issuer", WEIR_SAML_TOKEN, 400, "Issuer not present in specified provider", AWS, \
      "documented", "saml-aws-assertions saml-profiles", "the Issuer of the assertion is the provider, byte for byte") \
    X(ASSERTION_ISSUER_FORMAT, "saml.assertion.issuer-format", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-profiles", "the Issuer of the assertion has no Format, or that of entities") \
    X(ASSERTION_INSTANT, "saml.assertion.issue-instant", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, \
      "documented", "saml-core", "the IssueInstant of the assertion is an instant in UTC") \
    X(ASSERTION_AHEAD, "saml.assertion.ahead", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-attacks", "the assertion was not issued in the future")

#define WEIR_SAML_CHECKS_CONDITIONS(X) \
    X(CONDITIONS_KNOWN, "saml.conditions.known", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "every condition is one that SAML defines") \
    X(CONDITIONS_ONCE, "saml.conditions.once", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "OneTimeUse and ProxyRestriction stand at most once each") \
    X(CONDITIONS_INSTANTS, "saml.conditions.instants", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "NotBefore and NotOnOrAfter are instants in UTC, the former before the latter") \
    X(CONDITIONS_NOT_BEFORE, "saml.conditions.not-before", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, \
      "documented", "saml-core", "NotBefore has come") \
    X(CONDITIONS_NOT_ON_OR_AFTER, "saml.conditions.not-on-or-after", WEIR_SAML_EXPIRED, 400, WEIR_SAML_HAS_EXPIRED, AWS, \
      "observed", "saml-core saml-aws-reports", "NotOnOrAfter of the conditions has not come") \
    X(CONDITIONS_AUDIENCE, "saml.conditions.audience", WEIR_SAML_TOKEN, 400, \
      "Response does not contain the required audience.", AWS, "documented", "saml-aws-assertions saml-profiles", \
      "there is an AudienceRestriction, and each of them names AWS")

#define WEIR_SAML_CHECKS_SUBJECT(X) \
    X(SUBJECT_CONFIRMATION, "saml.subject.confirmation", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, \
      "documented", "saml-aws-assertions saml-profiles", \
      "there is exactly one SubjectConfirmation (by SAML alone: one at least that holds), with its data") \
    X(SUBJECT_BEARER, "saml.subject.bearer", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-profiles", "the subject is confirmed as the bearer") \
    X(SUBJECT_RECIPIENT, "saml.subject.recipient", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions saml-profiles", "the Recipient is a sign-in endpoint of the partition") \
    X(SUBJECT_NOT_BEFORE, "saml.subject.not-before", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-profiles", "the confirmation has no NotBefore") \
    X(SUBJECT_INSTANT, "saml.subject.instant", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions saml-profiles", "the confirmation has a NotOnOrAfter, an instant in UTC") \
    X(SUBJECT_NOT_ON_OR_AFTER, "saml.subject.not-on-or-after", WEIR_SAML_EXPIRED, 400, WEIR_SAML_HAS_EXPIRED, AWS, \
      "observed", "saml-profiles saml-aws-reports", "NotOnOrAfter of the confirmation has not come")

#define WEIR_SAML_CHECKS_AUTHN(X) \
    X(AUTHN_STATEMENT, "saml.authn.statement", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-profiles", "there is an AuthnStatement") \
    X(AUTHN_INSTANTS, "saml.authn.instants", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "AuthnInstant and SessionNotOnOrAfter are instants in UTC") \
    X(AUTHN_NOT_ON_OR_AFTER, "saml.authn.session-not-on-or-after", WEIR_SAML_EXPIRED, 400, WEIR_SAML_HAS_EXPIRED, OURS, \
      "inferred", "sts-api-saml saml-core", "SessionNotOnOrAfter has not come")

#define WEIR_SAML_CHECKS_AWS(X) \
    X(TOKEN_AGE, "saml.token.age", WEIR_SAML_EXPIRED, 400, "Token must be redeemed within 5 minutes of issuance", AWS, \
      "observed", "saml-aws-reports", "the assertion was issued at most five minutes ago") \
    X(NAME_ID, "saml.subject.name-id", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, AWS, "documented", \
      "saml-aws-assertions", "the subject has a NameID that is not empty") \
    X(ATTRIBUTE_TEXT, "saml.attribute.text", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-attacks", "a value that AWS reads is text, neither an element nor nil") \
    X(ATTRIBUTE_SINGLE, "saml.attribute.single", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-aws-assertions", "an attribute of one value stands once, with one value") \
    X(ROLE_PRESENT, "saml.role.present", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, AWS, "documented", \
      "saml-aws-assertions", "there is a Role attribute with a value") \
    X(ROLE_FORM, "saml.role.form", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions saml-aws-reports", "each Role value is the ARNs of a role and a provider, parted by a comma") \
    X(ROLE_PAIR, "saml.role.pair", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, AWS, "inferred", \
      "saml-aws-assertions", "one Role value names the role that is asked for together with the provider") \
    X(SESSION_NAME_PRESENT, "saml.session.name-present", WEIR_SAML_TOKEN, 400, \
      "RoleSessionName is required in AuthnResponse", AWS, "documented", "saml-aws-assertions", \
      "there is a RoleSessionName") \
    X(SESSION_NAME, "saml.session.name", WEIR_SAML_TOKEN, 400, \
      "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", AWS, "documented", "saml-aws-assertions", \
      "RoleSessionName matches [a-zA-Z_0-9+=,.@-]{2,64}") \
    X(SESSION_DURATION, "saml.session.duration", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions", "SessionDuration is a whole number from 900 to 43,200") \
    X(SOURCE_IDENTITY, "saml.session.source-identity", WEIR_SAML_TOKEN, 400, \
      "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"", AWS, "documented", \
      "saml-aws-assertions", "SourceIdentity matches [a-zA-Z_0-9+=,.@-]{2,64} and does not begin with aws:") \
    X(TAG_COUNT, "saml.tag.count", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions sts-session-tags", "there are at most 50 PrincipalTag attributes") \
    X(TAG_KEY, "saml.tag.key", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "modelled", \
      "aws-models sts-session-tags", "a tag key is 1 to 128 letters, digits, separators and _.:/=+-@") \
    X(TAG_RESERVED, "saml.tag.reserved", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "sts-session-tags", "no tag key begins with aws:") \
    X(TAG_UNIQUE, "saml.tag.unique", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "sts-session-tags", "no two tag keys differ in case alone") \
    X(TAG_VALUE, "saml.tag.value", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "modelled", \
      "aws-models sts-session-tags", "a tag value is at most 256 letters, digits, separators and _.:/=+-@") \
    X(TAG_TRANSITIVE, "saml.tag.transitive", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-aws-assertions sts-session-tags", "each of TransitiveTagKeys is the key of a tag that is passed")

#define WEIR_SAML_CHECKS_LAKE(X) \
    X(LAKE_NAMED, "saml.lakeformation.named", WEIR_SAML_DENIED, 403, WEIR_SAML_NOT_AUTHORIZED, OURS, "inferred", \
      "lf-api-decorated-saml lf-saml-attributes", "the assertion names a user or a group of Lake Formation") \
    X(LAKE_NAME, "saml.lakeformation.name", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "modelled", \
      "aws-models lf-saml-attributes", \
      "a user or group is not empty, has no control character, and its principal has at most 255 characters")

/* Those of the call come first, the status before the assertion is looked for, the rest behind the signature. */
#define WEIR_SAML_CHECKS_RULES(X) \
    WEIR_SAML_CHECKS_ASSERTION(X) \
    WEIR_SAML_CHECKS_CONDITIONS(X) \
    WEIR_SAML_CHECKS_SUBJECT(X) \
    WEIR_SAML_CHECKS_AUTHN(X) \
    WEIR_SAML_CHECKS_AWS(X) \
    WEIR_SAML_CHECKS_LAKE(X)
/* clang-format on */

#endif
