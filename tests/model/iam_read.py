"""Reads JSON and policy documents strictly and says what is refused; from the grammar page ([iam-grammar]).

A number in brackets with the word fact, such as (fact 32), is a numbered fact of the collected semantics of policies.
"""
import json
import re
import urllib.parse
from dataclasses import dataclass, field

import iam_match
import iam_condition

KINDS = ("identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint")
WITHOUT_PRINCIPAL = {"identity", "boundary", "session", "scp"}
WITHOUT_NOT_PRINCIPAL = WITHOUT_PRINCIPAL | {"trust", "rcp"}
MAY_LACK_RESOURCE = {"resource", "trust"}
PLAIN_SID = {"identity", "boundary", "session", "scp", "rcp", "trust"}
POLICY_MEMBERS = {"Version", "Id", "Statement"}
STATEMENT_MEMBERS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
                     "Condition"}


class Refused(Exception):
    """The input is no question or holds no policy document; no decision is given."""


class Number(str):
    """A JSON number, kept as it was written."""


def unique(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused("duplicate key")  # (fact 32)
    return members


def refuse_constant(name):
    raise Refused(f"{name} is not JSON")


def read_json(text):
    try:
        value = json.loads(text, object_pairs_hook=unique, parse_int=Number, parse_float=Number,
                           parse_constant=refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate is no text
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {error}") from None
    return value


def is_text(value):
    return type(value) is str


def text_list(value, what):
    """One text or a list of texts; at least one (fact 2, and the messages of fact 61 for none)."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(is_text(each) for each in values):
        raise Refused(f"{what} must be a text or a list of texts")
    return values


def scalar_text(value, what):
    """Numbers and booleans count as their text (fact 2)."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    if not isinstance(value, str):
        raise Refused(f"{what} must be a text, a number or a boolean")
    return str(value)


@dataclass
class Statement:
    index: int
    sid: str
    allows: bool
    action: tuple  # (negated, patterns)
    resource: tuple = None  # (negated, entries); None: the statement has no such element
    principal: tuple = None  # (negated, principals); None as above
    conditions: list = field(default_factory=list)


@dataclass
class Policy:
    kind: str
    statements: list


def read_policy(value, kind, is_lax=False):
    """A document given as an object, as JSON text, or as the URL-encoded text that the IAM API returns."""
    if is_text(value):
        text = value.strip(" \t\r\n")
        value = read_json(urllib.parse.unquote(text, errors="strict") if text.startswith("%") else text)
    if not isinstance(value, dict):
        raise Refused("a policy must be an object")
    only(value, POLICY_MEMBERS, "policy")
    if not is_text(value.get("Id", "")):
        raise Refused("bad Id")  # (fact 60)
    version = value.get("Version", "2008-10-17")
    if version not in ("2012-10-17", "2008-10-17") or not is_text(version):
        raise Refused("bad Version")  # (fact 60)
    statements = value.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]  # (fact 2)
    if not isinstance(statements, list) or not statements:
        raise Refused("no Statement")
    policy = Policy(kind, [read_statement(each, index, kind, version == "2012-10-17", is_lax)
                           for index, each in enumerate(statements)])
    sids = [statement.sid for statement in policy.statements if statement.sid]
    if len(set(sids)) != len(sids):
        raise Refused("Sid is not unique")  # (fact 60)
    return policy


def only(value, members, what):
    for name in value:
        if name not in members:
            raise Refused(f"unknown element {name!r} in a {what}")


def read_statement(value, index, kind, has_variables, is_lax):
    if not isinstance(value, dict):
        raise Refused("a statement must be an object")
    only(value, STATEMENT_MEMBERS, "statement")
    if value.get("Effect") not in ("Allow", "Deny"):
        raise Refused("Effect must be Allow or Deny")
    sid = value.get("Sid", "")
    if not is_text(sid) or (kind in PLAIN_SID and not re.fullmatch("[A-Za-z0-9]*", sid)):
        raise Refused("bad Sid")  # (fact 60)
    return Statement(index, sid, value["Effect"] == "Allow", read_action(value),
                     read_resource(value, kind, has_variables), read_principal(value, kind),
                     read_conditions(value.get("Condition", {}), has_variables, is_lax))


def one_of(value, name):
    """The element or its negation, but not both: (negated, its value), or None where neither is present."""
    if name in value and "Not" + name in value:
        raise Refused(f"{name} and Not{name}")
    if name in value:
        return False, value[name]
    return (True, value["Not" + name]) if "Not" + name in value else None


def read_action(value):
    found = one_of(value, "Action")
    if found is None:
        raise Refused("a statement must have Action or NotAction")  # (fact 61)
    return found[0], [read_action_pattern(text) for text in text_list(found[1], "Action")]


def read_action_pattern(text):
    """`*`, or a service and a name. Lower case; None never matches."""
    if text in ("*", "*:*"):
        return "*"  # (fact 3)
    if any(blank in text for blank in " \t\r\n"):
        return None  # (fact 4) loaded, never matches
    if text.count(":") != 1:
        raise Refused("an action has exactly one colon")  # (fact 61)
    service, name = text.split(":")
    if not service or "*" in service or "?" in service:
        raise Refused("an action's service is named in full")  # (facts 3, 61)
    return iam_match.fold(text) if name else None  # (fact 4) nothing after the colon never matches


def read_resource(value, kind, has_variables):
    found = one_of(value, "Resource")
    if found is None:
        if kind not in MAY_LACK_RESOURCE:
            raise Refused("a statement must have Resource or NotResource")  # (facts 9, 61)
        return None
    if kind == "trust":
        raise Refused("a trust policy has no Resource")  # (fact 53)
    return found[0], [read_resource_entry(text, kind, has_variables) for text in text_list(found[1], "Resource")]


def read_resource_entry(text, kind, has_variables):
    """`*`, or six parts each a list of segments; None never matches."""
    if text == "*":
        return "*"  # (fact 7)
    parts = text.split(":", 5)
    if len(parts) < 6:  # (fact 8) what a short ARN means differs by the kind of the policy
        if kind == "rcp" or (kind == "scp" and not text.endswith("*")):
            raise Refused("a short ARN")
        if kind in ("resource", "endpoint") and "*" not in text and "?" not in text:
            return None
        parts += ["*"] * (6 - len(parts))
    # (fact 12) variables work in the sixth part alone
    return ([iam_match.plain(part) for part in parts[:5]]
            + [iam_match.segments(parts[5]) if has_variables else iam_match.plain(parts[5])])


def read_principal(value, kind):
    found = one_of(value, "Principal")
    if found is None:
        if kind in ("trust", "rcp", "endpoint"):
            raise Refused("a statement must have a Principal")  # (fact 53)
        return None
    negated, principals = found
    if kind in WITHOUT_PRINCIPAL or (negated and kind in WITHOUT_NOT_PRINCIPAL):
        raise Refused("Principal is not legal here")  # (facts 38, 39, 53)
    if negated and value["Effect"] == "Allow":
        raise Refused("NotPrincipal with Allow is not supported")  # (fact 38)
    entries = read_principals(principals)
    if kind == "rcp" and entries != [("everyone",)]:
        raise Refused("a resource control policy names everyone")  # (fact 42)
    return negated, entries


def read_principals(value):
    if is_text(value):
        if value != "*":
            raise Refused("a principal is `*` or an object")
        return [("everyone",)]  # (fact 33)
    if not isinstance(value, dict) or not value:
        raise Refused("a principal is `*` or an object")
    entries = []
    for key, texts in value.items():
        if key not in ("AWS", "Service", "Federated", "CanonicalUser"):
            raise Refused(f"unknown kind of principal {key!r}")
        entries += [read_principal_entry(key, text) for text in text_list(texts, key)]
    return entries


def read_principal_entry(key, text):
    if key == "AWS" and text == "*":
        return ("everyone",)  # (fact 33)
    if not text:
        raise Refused("an empty principal")
    if "*" in text or "?" in text:
        raise Refused("no wildcards in a principal")  # (facts 33, 36, 55)
    if key != "AWS":
        return (key, text)  # (fact 36)
    if re.fullmatch("[0-9]{12}", text):
        return ("account", None, text)  # (fact 34)
    if re.fullmatch("(AIDA|AROA)[A-Z0-9]+", text):
        return ("id", text)  # (fact 37)
    parts = text.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        raise Refused(f"no such principal: {text!r}")
    return ("account", parts[1], parts[4]) if parts[5] == "root" else ("arn", text)  # (fact 34)


def read_conditions(value, has_variables, is_lax):
    if not isinstance(value, dict):
        raise Refused("Condition must be an object")
    distinct(value, "operator")
    conditions = []
    for operator, keys in value.items():
        if not isinstance(keys, dict):
            raise Refused("an operator holds an object")
        distinct(keys, "condition key")
        for key, values in keys.items():
            values = values if isinstance(values, list) else [values]
            texts = [scalar_text(each, "a condition value") for each in values]
            conditions.append(read_condition(operator, key, texts, has_variables, is_lax))
        if not keys:
            read_condition(operator, "none", [], has_variables, is_lax)  # the operator must exist all the same
    return conditions


def distinct(members, what):
    if len({iam_match.fold(name) for name in members}) != len(members):
        raise Refused(f"the same {what} twice")  # (fact 32) also when they differ in case alone


def read_condition(operator, key, texts, has_variables, is_lax):
    condition = iam_condition.named(operator) or (iam_condition.never() if is_lax else None)
    if condition is None:
        raise Refused(f"unknown operator {operator!r}")  # (facts 22, 23)
    if not key or not operator:
        raise Refused("an empty name in a condition")
    if condition.operator is iam_condition.NULL and any(iam_condition.truth(text) is None for text in texts):
        raise Refused("Null is true or false")
    substitutes = has_variables and condition.operator.variables  # (facts 11, 12)
    condition.key = iam_match.fold(key)
    condition.values = [iam_match.segments(text) if substitutes else iam_match.plain(text) for text in texts]
    return condition
