#!/usr/bin/env python3
"""The reference model of `weir authorize`: whether the policies allow one request, plainly and slowly.

Written from AWS's documents ([iam-eval], [iam-boundaries], [iam-session-policies], [iam-scp], [iam-rcp],
[iam-cross-account]) and from nothing of the library. Reads questions, one a line, and writes answers, one a line.
(fact N) is the N-th fact of the collected semantics of policies. Where the facts leave a choice, CHOICES says which one
is taken here; a row that only validates documents is enforced in iam_read.py, the others where they name.
"""
import json
import re
import sys
from dataclasses import dataclass

import iam_condition
import iam_match
import iam_read
from iam_read import Refused

# fact, where the facts leave room, what the model does
CHOICES = [
    # an "unsure" row refuses by the statement's effect (a Deny applies, an Allow does not), unless its setting decides
    (12, "variables in Bool", "unsure between text and value; bool_variables"),
    (15, "a variable whose key is present and empty", "unsure between empty text, the default and no match; "
     "empty_variable"),
    (21, "values of aws:RequestTag and aws:ResourceTag under String operators", "by the operator; tag_value_case"),
    (26, "negated operator, operand that does not parse", "unsure, unless another policy value equals; "
     "unreadable_operand_negated"),
    (30, "ForAnyValue:…IfExists, key absent", "unsure; for_any_if_exists_absent"),
    (31, "Null and a single empty text", "unsure, null_of_empty_text; for set operators it is the null data set; "
     "elsewhere a value"),
    (0, "`[]` for identity, boundary, session, endpoint", "policies of that type apply, and allow nothing"),
    (0, "callers", "ARNs by their form; *.amazonaws.com(.cn) is a service; "
     "provider ARNs and other names are providers"),
    (2, "an empty list of statements, actions, resources, principals", "refused"),
    (3, "a wildcard in the service of an action", "refused, but for `*:*`, which is all"),
    (4, "blanks in an action", "looked for before its colons are counted: ` x`, loaded, never matches"),
    (7, "an all-wildcard resource, for a request without a resource", "each part is but `*`; the first may be arn"),
    (7, "a request whose resource has fewer than six parts", "as a request without a resource"),
    (8, "`invalid` short ARNs in SCP and RCP", "refused"),
    (9, "a resource or key policy's statement without Resource", "matches; in every other kind but trust: refused"),
    (11, "`${*}` in a policy of 2008", "four characters, of which `*` is a wildcard where wildcards work"),
    (12, "colons that a variable puts into an ARN", "do not separate parts, unless the variable is the whole value"),
    (13, "a multi-valued key with a default as a variable", "unresolved: the default is for absent keys"),
    (15, "wildcards in a default", "literal, as in every value that is put in"),
    (15, "a malformed variable, such as `${k,'x'}` or `${}`", "names a key of that text, which is absent"),
    (18, "wildcards after an unterminated `${`", "still wildcards"),
    (21, "folding of keys, actions and StringEqualsIgnoreCase", "ASCII letters alone"),
    (21, "operators in another case", "accepted, set operators and IfExists too"),
    (22, "empty Condition, empty operator, empty list of values", "loaded; AND over nothing, OR over nothing"),
    (22, "numbers", "-?digits(.digits)?: no exponent, plus sign, blanks or bare point"),
    (22, "dates", "W3C profiles, seconds 00 to 59, a time needs its zone; four digits are a year; other numbers are "
     "epoch seconds, also with a minus or with decimals, of any size, without leading zeros"),
    (22, "base64", "padded and canonical, else it does not parse"),
    (23, "set operators before Null; another value of Null than true or false", "refused"),
    (25, "request addresses", "an address without a prefix; no leading zeros, no zone; v4-mapped v6 is v6"),
    (26, "an ARN operand of fewer than six parts, also `*`", "does not parse"),
    (28, "an empty list as the value of a key", "as an absent key"),
    (33, "a wildcard in Service, Federated, CanonicalUser, also `*` alone", "refused"),
    (35, "a role ARN of another path, though role_arn is given", "matches: names alone compare"),
    (36, "identity, boundary, session of services, providers and anonymous", "not heard, their denies neither"),
    (37, "unique and canonical ids as principals", "loaded, match nobody: a question does not tell them"),
    (38, "NotPrincipal: a federated user whose user is listed", "not spared; its own ARN spares it"),
    (38, "NotPrincipal `*`", "spares everyone who has no boundary"),
    (38, "NotPrincipal with Allow", "refused"),
    (38, "strict", "user and account; session, role and account; federated session, its user and account"),
    (39, "a statement without Principal in an endpoint policy", "refused, as in trust policies and RCPs"),
    (41, "SCPs and a caller named by an identity provider", "not applied"),
    (42, "services that RCPs cover", "s3, sts, kms, sqs, secretsmanager"),
    (42, "Allow in an RCP", "loaded, says nothing; Principal must be everyone"),
    (42, "a service that assumes a service-linked role", "a trust question on role/aws-service-role/: no RCP applies"),
    (45, "session policies with a user as the caller", "bind, and are never bypassed by a user ARN"),
    (46, "a federated user without session policies, its user named by the resource", "denied"),
    (48, "modifying AWS-managed policies, aws-reserved/ roles, alias/aws/", "verbs Add Attach Create Delete Detach Put "
     "Remove Set Tag Untag Update in IAM, the three that change an alias in KMS; an implicit deny"),
    (49, "what makes a bucket policy public", "an Allow for everyone that no positive condition limits to written values of "
     "a key of PUBLIC_LIMITS; IfExists, ForAllValues, wildcards, variables and blocks of all addresses limit nothing"),
    (50, "identity policies and boundary of the root user", "not heard, their denies neither"),
    (51, "no account of the resource given", "the one in its ARN; else unknown, which is another account"),
    (53, "other actions in a trust policy", "loaded"),
    (59, "lengths and characters of documents", "not limited"),
    (60, "Id", "a text, in every kind"),
    (60, "Sid", "unique; letters and digits in all but resource and endpoint policies; an empty one counts as none"),
    (61, "an action without a colon or with two, also by a variable", "refused"),
    (61, "a resource that is no ARN", "loaded, as short ARNs are; matches nothing"),
]

# fact, name, values: the default first
SETTINGS = {name: values for _, name, values in [
    (12, "bool_variables", ("refuse", "substituted", "literal")),
    (15, "empty_variable", ("refuse", "empty", "default")),
    (21, "tag_value_case", ("by_operator", "ignored")),
    (22, "unknown_operator", ("refuse", "never_matches")),
    (26, "unreadable_operand_negated", ("refuse", "holds", "fails")),
    (30, "for_any_if_exists_absent", ("refuse", "holds", "fails")),
    (31, "null_of_empty_text", ("refuse", "null", "present")),
    (38, "not_principal_chain", ("lenient", "strict")),
]}
ALLOWED, EXPLICIT, IMPLICIT = "Allowed", "ExplicitlyDenied", "ImplicitlyDenied"
LAYERS = ("scp", "rcp", "resource", "identity", "boundary", "session", "endpoint")
RCP_SERVICES = {"s3", "sts", "kms", "sqs", "secretsmanager"}
CHANGES = ("add", "attach", "create", "delete", "detach", "put", "remove", "set", "tag", "untag", "update")
ALIAS_CHANGES = ("createalias", "deletealias", "updatealias")
TRUST_ACTIONS = ("sts:tagsession", "sts:setsourceidentity", "sts:setcontext")
REQUEST_MEMBERS = {"action", "resource", "principal", "context", "role_arn", "principal_is_service_linked_role",
                   "resource_kind"}
ACCOUNT_MEMBERS = {"principal", "resource", "principal_is_management", "resource_is_management",
                   "restricts_public_buckets"}
PROVIDERS = ("saml-provider/", "oidc-provider/")

# (fact 45) by which way of naming the caller a resource policy's grant needs neither boundary nor session policies
BYPASS = {
    #                boundary session
    "user":         (True,    False),
    "role":         (False,   False),
    "session":      (True,    True),
    "session-user": (False,   False),
    "everyone":     (True,    True),
    "own":          (True,    True),
}


@dataclass(frozen=True)
class Caller:
    kind: str  # root, user, role-session, federated-user, service, federated, anonymous
    arn: str = None
    partition: str = None
    account: str = None
    role_name: str = None
    user_arn: str = None


@dataclass(frozen=True)
class Said:
    """A statement that applies, and where it stands."""
    policy: str
    level: int
    statement: iam_read.Statement
    ways: frozenset  # how its Principal names the caller; empty where the kind has none

    def shown(self):
        return {"policy": self.policy, "statement": self.statement.index, "sid": self.statement.sid}


# --- the question

def read_caller(arn, role_arn):
    if arn is None:
        return Caller("anonymous")
    if not arn:
        raise Refused("an empty principal")
    if not arn.startswith("arn:"):
        if re.search(r"\.amazonaws\.com(\.cn)?$", arn) and not arn.startswith("cognito-identity."):
            return Caller("service", arn)
        return Caller("federated", arn)
    parts = arn.split(":", 5)
    if len(parts) < 6:
        raise Refused("the principal is no ARN")
    _, partition, service, _, account, name = parts
    if service == "iam" and name.startswith(PROVIDERS):
        return Caller("federated", arn)  # (fact 54)
    if (service, name) == ("iam", "root"):
        return Caller("root", arn, partition, account)
    if service == "iam" and name.startswith("user/"):
        return Caller("user", arn, partition, account)
    if service == "sts" and name.startswith("federated-user/"):
        return Caller("federated-user", arn, partition, account, user_arn=role_arn)
    role = re.fullmatch("assumed-role/([^/]+)/([^/]+)", name)
    if service == "sts" and role:
        return Caller("role-session", arn, partition, account, role_name=role[1])
    raise Refused(f"no such principal: {arn!r}")


def read_context(value):
    if not isinstance(value, dict):
        raise Refused("context must be an object")
    iam_read.distinct(value, "context key")
    context = iam_condition.Context()
    for key, values in value.items():
        is_set = isinstance(values, list)
        texts = tuple(iam_read.scalar_text(each, "a context value") for each in (values if is_set else [values]))
        context[iam_match.fold(key)] = iam_condition.Value(texts, is_set)
    if "" in context:
        raise Refused("an empty context key")
    return context


def text_of(members, name, default=None):
    value = members.get(name, default)
    if value is not None and not iam_read.is_text(value):
        raise Refused(f"{name} must be a text")
    return value


def flag_of(members, name):
    value = members.get(name, False)
    if not isinstance(value, bool):
        raise Refused(f"{name} must be true or false")
    return value


class Question:
    def __init__(self, value):
        if not isinstance(value, dict):
            raise Refused("a question must be an object")
        iam_read.only(value, {"id", "request", "policies", "accounts", "settings"}, "question")
        self.read_settings(value.get("settings", {}))
        request, policies, accounts = value.get("request"), value.get("policies", {}), value.get("accounts", {})
        for part in (request, policies, accounts):
            if not isinstance(part, dict):
                raise Refused("request, policies and accounts must be objects")
        self.read_request(request)
        self.read_accounts(accounts)
        self.read_policies(policies)

    def read_settings(self, settings):
        """What is chosen where the facts leave the language open."""
        if not isinstance(settings, dict) or any(settings[name] not in SETTINGS.get(name, ()) for name in settings):
            raise Refused("no such setting")
        self.settings = settings
        self.is_lax = settings.get("unknown_operator") == "never_matches"
        self.is_strict = settings.get("not_principal_chain") == "strict"

    def read_request(self, request):
        iam_read.only(request, REQUEST_MEMBERS, "request")
        self.action = text_of(request, "action")
        self.resource = text_of(request, "resource")
        if not self.action or not self.resource:
            raise Refused("a request must have an action and a resource")
        self.caller = read_caller(text_of(request, "principal"), text_of(request, "role_arn"))
        self.context = read_context(request.get("context", {}))
        self.context.settings = self.settings
        self.is_service_linked = flag_of(request, "principal_is_service_linked_role")
        self.kind = text_of(request, "resource_kind") or kind_by_action(self.action)
        if self.kind not in ("trust", "kms", "other"):
            raise Refused("resource_kind must be trust, kms or other")

    def read_accounts(self, accounts):
        iam_read.only(accounts, ACCOUNT_MEMBERS, "list of accounts")
        self.resource_account = text_of(accounts, "resource") or arn_account(self.resource)
        if text_of(accounts, "principal") not in (None, self.caller.account) and self.caller.account:
            raise Refused("the principal is of another account")
        self.principal_is_management = flag_of(accounts, "principal_is_management")
        self.resource_is_management = flag_of(accounts, "resource_is_management")
        self.restricts_public = flag_of(accounts, "restricts_public_buckets")
        # (fact 51) an account that is not known is another
        self.same_account = self.caller.account is not None and self.caller.account == self.resource_account

    def read_policies(self, policies):
        """layers: name → list of (name of the document, level, document), or None where no such type applies."""
        iam_read.only(policies, set(LAYERS), "set of policies")
        self.layers = {name: self.read_layer(name, policies[name]) if name in policies else None for name in LAYERS}
        self.levels = {name: len(policies.get(name, [])) for name in ("scp", "rcp")}
        if self.layers["boundary"] and len(self.layers["boundary"]) > 1:
            raise Refused("more than one boundary")

    def read_policy(self, value, kind):
        return iam_read.read_policy(value, kind, self.is_lax)

    def read_layer(self, name, value):
        if name == "resource":
            return [("resource", 0, self.read_policy(value, "trust" if self.kind == "trust" else "resource"))]
        if not isinstance(value, list):
            raise Refused(f"{name} must be a list")
        if name not in ("scp", "rcp"):
            return [(f"{name}[{i}]", 0, self.read_policy(each, name)) for i, each in enumerate(value)]
        if not all(isinstance(level, list) for level in value):
            raise Refused(f"{name} must be a list of levels")
        return [(f"{name}[{i}][{j}]", i, self.read_policy(each, name))
                for i, level in enumerate(value) for j, each in enumerate(level)]


def kind_by_action(action):
    action = iam_match.fold(action)
    if action.startswith("sts:assumerole") or action in TRUST_ACTIONS:
        return "trust"
    return "kms" if action.startswith("kms:") else "other"


def arn_account(arn):
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[4] else None


# --- the evaluation

def applies(statement, kind, question):
    """None, or the ways in which the statement names the caller (fact 1)."""
    ways = frozenset()
    if kind in ("resource", "trust", "rcp", "endpoint"):
        if statement.principal is None:
            return None  # (fact 39)
        negated, entries = statement.principal
        if negated:
            has_boundary = question.layers["boundary"] is not None
            if iam_match.not_principal_spares(entries, question.caller, has_boundary, question.is_strict):
                return None
        else:
            ways = frozenset(iam_match.principal_matches(entries, question.caller))
            if not ways:
                return None
    if not iam_match.action_matches(statement.action, question.action):
        return None
    # (fact 20)
    rest = iam_match.all_of([iam_match.resource_matches(statement.resource, question.resource, question.context)]
                            + [iam_condition.holds(each, question.context) for each in statement.conditions])
    # what the facts leave open refuses: such a Deny applies, and such an Allow does not
    return ways if rest or (rest is None and not statement.allows) else None


def is_heard(layer, question):
    """Does a layer speak to this caller and this resource?"""
    kind = question.caller.kind
    if layer == "scp":
        # (fact 41) the root user too; neither the management account's principals nor service-linked roles
        return question.caller.account is not None and not question.principal_is_management \
            and not question.is_service_linked
    if layer == "rcp":
        service = iam_match.fold(question.action).partition(":")[0]
        return service in RCP_SERVICES and not question.resource_is_management \
            and not is_service_assuming_its_role(question)  # (fact 42)
    if layer in ("identity", "boundary"):
        return kind in ("user", "role-session", "federated-user")  # (facts 36, 50, 54)
    if layer == "session":
        return kind in ("root", "user", "role-session", "federated-user")  # (fact 50)
    return True


def is_service_assuming_its_role(question):
    name = question.resource.split(":", 5)[-1]
    return question.caller.kind == "service" and question.kind == "trust" \
        and name.startswith("role/aws-service-role/")


def listen(layer, question):
    """Every statement of a layer that applies; None if there is no such layer for this question."""
    documents = question.layers[layer]
    if documents is None or not is_heard(layer, question):
        return None
    said = []
    for name, level, policy in documents:
        for statement in policy.statements:
            ways = applies(statement, policy.kind, question)
            if ways is not None:
                said.append(Said(name, level, statement, ways))
    return said


def allows(said):
    return [each for each in said or [] if each.statement.allows]


def agrees(said):
    """A type of policy that is absent takes nothing away; one that is present must allow (facts 44, 49)."""
    return said is None or bool(allows(said))


def levels_agree(said, levels):
    """(fact 41) each level allows; no levels, no limit."""
    return said is None or {each.level for each in allows(said)} == set(range(levels))


def identity_grant(heard, question):
    """The identity side: (does it allow, by which statements)."""
    if question.caller.kind == "root":
        return agrees(heard["session"]), []  # (fact 50)
    if question.caller.kind == "federated-user" and heard["session"] is None:
        return False, []  # (fact 46)
    granted = allows(heard["identity"])
    return bool(granted) and agrees(heard["boundary"]) and agrees(heard["session"]), granted  # (facts 43, 44)


def direct_grants(heard, question):
    """Statements of the resource's policy that suffice in the caller's own account (facts 43, 45)."""
    boundary, session = agrees(heard["boundary"]), agrees(heard["session"])
    if question.caller.kind == "federated-user" and heard["session"] is None:
        session = False  # (fact 46)
    return [said for said in allows(heard["resource"]) for way in [sorted(said.ways - {"account"})]
            if any((boundary or BYPASS[each][0]) and (session or BYPASS[each][1]) for each in way)]


def grant(heard, question):
    """The statements that allow, or None: what the accounts of the caller and of the resource say together."""
    by_identity, identity = identity_grant(heard, question)
    by_resource = allows(heard["resource"])
    if question.caller.account is None:
        return by_resource or None  # (facts 33, 36, 54) the resource's policy alone
    if not question.same_account:
        # (fact 51) both sides; the account as a principal suffices here, and nothing bypasses the boundary
        return identity + by_resource if by_identity and by_resource else None
    direct = direct_grants(heard, question)
    if direct:
        return (identity if by_identity else []) + direct
    if question.kind in ("trust", "kms") and not by_resource:
        return None  # (fact 47) identity policies count only where the resource's policy lets them
    return (identity + (by_resource if question.kind != "other" else [])) if by_identity else None


def is_reserved(question):
    """(fact 48) what AWS keeps for itself cannot be changed, whatever the policies say."""
    service, _, name = iam_match.fold(question.action).partition(":")
    _, _, owner, _, account, path = (question.resource.split(":", 5) + [""] * 6)[:6]
    if (service, owner) == ("iam", "iam"):
        kept = path.startswith("role/aws-reserved/") or (account == "aws" and path.startswith("policy/"))
        return kept and name.startswith(CHANGES)
    return (service, owner) == ("kms", "kms") and path.startswith("alias/aws/") and name in ALIAS_CHANGES


PUBLIC_LIMITS = {"aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceowner", "aws:sourcevpc",
                 "aws:sourcevpce", "aws:userid", "s3:x-amz-server-side-encryption-aws-kms-key-id"}
PUBLIC_LIMITERS = {"ArnEquals", "ArnLike", "IpAddress", "StringEquals", "StringEqualsIgnoreCase", "StringLike"}


def is_written(pattern):
    text = "".join(segment[1] for segment in pattern)
    return text != "" and not text.endswith("/0") and not set(text) & set("*?$") and \
        all(segment[0] == "text" for segment in pattern)


def is_public(document):
    """(fact 49) S3 takes a policy for public until something fixed limits each Allow for everyone."""
    for statement in document.statements:
        negated, entries = statement.principal or (True, [])
        if statement.allows and not negated and ("everyone",) in entries and not any(
                each.operator.name in PUBLIC_LIMITERS and iam_match.fold(each.key) in PUBLIC_LIMITS and not each.if_exists
                and each.over != "forallvalues" and all(map(is_written, each.values)) for each in statement.conditions):
            return True
    return False


def is_public_access_blocked(question):
    """(fact 49) RestrictPublicBuckets leaves such a bucket to services and to its own account."""
    return question.restricts_public and question.caller.kind != "service" and not question.same_account and \
        iam_match.fold(question.action).startswith("s3:") and question.kind != "trust" and \
        any(is_public(document) for _, _, document in question.layers["resource"] or [])


def decide(question):
    if iam_match.fold(question.action) == "sts:getcalleridentity" and question.caller.kind != "anonymous":
        return ALLOWED, []  # (fact 48)
    heard = {layer: listen(layer, question) for layer in LAYERS}
    for layer in LAYERS:
        denies = [each for each in heard[layer] or [] if not each.statement.allows]
        if denies:
            return EXPLICIT, denies  # (facts 1, 40)
    if is_reserved(question) or is_public_access_blocked(question):
        return IMPLICIT, []
    if not levels_agree(heard["scp"], question.levels["scp"]) or not agrees(heard["endpoint"]):
        return IMPLICIT, []  # (facts 41, 49)
    granted = grant(heard, question)
    return (IMPLICIT, []) if granted is None else (ALLOWED, granted)


def shown_id(value):
    return json.loads(value) if isinstance(value, iam_read.Number) else value


def authorize(value):
    """The answer to one question, which is a tree as iam_read.read_json makes it."""
    answer = {"id": shown_id(value["id"])} if isinstance(value, dict) and "id" in value else {}
    try:
        decision, by = decide(Question(value))
    except Refused as refused:
        return {**answer, "error": {"message": str(refused)}}
    return {**answer, "decision": decision, "by": [each.shown() for each in by]}


def outcome(answer):
    """What is compared: the decision, or that the input was refused."""
    return "refused" if "error" in answer else answer.get("decision", "no decision")


def authorize_line(line):
    try:
        return authorize(iam_read.read_json(line))
    except Refused as refused:
        return {"error": {"message": str(refused)}}


if __name__ == "__main__":
    for each_line in sys.stdin:
        print(json.dumps(authorize_line(each_line)))
