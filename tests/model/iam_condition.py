"""Does one condition hold? From the pages on condition operators and on several keys and values.

A row of the table says how one policy value is compared with one request value; negation, IfExists, the set operators
and absence are the same for every row.
"""
import base64
import binascii
import calendar
import functools
import ipaddress
import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import iam_match

SETS = ("forallvalues", "foranyvalue")


@dataclass(frozen=True)
class Value:
    """What a request says of one condition key; `is_set` if the key is defined as multi-valued."""
    values: tuple
    is_set: bool


@dataclass(frozen=True)
class Operator:
    name: str
    test: object  # (pattern without variables, request value) -> bool, or None: an operand cannot be read
    negated: bool = False
    variables: bool = False
    reads: object = None  # request value -> None if it cannot be read


class Context(dict):
    """What a request says of condition keys, beside the settings under which the policies are read."""
    settings = {}


def setting(context, name):
    """The value that was chosen for what the facts leave open; None where none was, and then it refuses."""
    chosen = getattr(context, "settings", {}).get(name)
    return None if chosen in ("refuse", "by_operator") else chosen


OPEN = {"holds": True, "fails": False, None: None}  # the answer to an open condition, by its setting


@dataclass
class Condition:
    operator: Operator
    over: str  # "", "forallvalues" or "foranyvalue"
    if_exists: bool
    key: str = ""
    values: list = None


# --- one policy value and one request value

def string_equals(pattern, value):
    return iam_match.literal(pattern) == value


def string_equals_ignore_case(pattern, value):
    return iam_match.fold(iam_match.literal(pattern)) == iam_match.fold(value)


def six_parts(text):
    parts = text.split(":", 5)
    return parts if len(parts) == 6 else None


def arn_like(pattern, value):
    """(fact 24, and the row of ArnLike) six parts, compared separately; the sixth keeps its colons."""
    patterns, parts = iam_match.arn_parts(pattern), six_parts(value)
    if patterns is None or parts is None:
        return None
    return all(iam_match.glob(each, part) for each, part in zip(patterns, parts))


def typed(read, compare):
    """An operator whose operands are read as a type; what cannot be read gives None (fact 26)."""
    def test(pattern, value):
        left, right = read(value), read(iam_match.literal(pattern))
        return None if left is None or right is None else compare(left, right)
    return test


def number(text):
    """Integers and decimals, exact (the row of the Numeric operators)."""
    return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
                  r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?")


@functools.lru_cache(maxsize=4096)
def instant(text):
    """Seconds since 1970: a W3C profile of ISO 8601, or epoch seconds (the row of the Date operators)."""
    found = DATE.fullmatch(text)
    if found is None:
        return Fraction(text) if re.fullmatch(r"-?(0|[1-9][0-9]*)|(0|[1-9][0-9]*)\.[0-9]+", text) else None
    year, month, day, hour, minute, second = (int(part or first) for part, first in
                                              zip(found.groups()[:6], (0, 1, 1, 0, 0, 0)))
    zone = offset_seconds(found[8] or "Z")
    if not (year and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60 and zone is not None):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Fraction(calendar.timegm((year, month, day, hour, minute, second)) - zone) + Fraction("0" + (found[7] or ""))


def offset_seconds(zone):
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-60 if zone[0] == "-" else 60)


def truth(text):
    """Any other text is no truth value (the row of Bool)."""
    return {"true": "true", "false": "false"}.get(iam_match.fold(text))


def octets(text):
    """Strict base64: padded, without blanks, without stray bits."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


@functools.lru_cache(maxsize=4096)
def address(text):
    try:
        return ipaddress.ip_address(text) if re.fullmatch("[0-9A-Fa-f:.]+", text) else None
    except ValueError:
        return None


@functools.lru_cache(maxsize=4096)
def network(text):
    """A bare address is a network of one; host bits are masked away (fact 25)."""
    base, slash, bits = text.partition("/")
    found = address(base)
    if found is None or (slash and not re.fullmatch("0|[1-9][0-9]{0,2}", bits)):
        return None
    bits = int(bits) if slash else found.max_prefixlen
    if bits > found.max_prefixlen:
        return None
    family = ipaddress.IPv4Network if found.version == 4 else ipaddress.IPv6Network
    return family((int(found), bits), strict=False)


def ip_address(pattern, value):
    """(fact 25) an address of the other family is not contained, and poisons nothing."""
    inside, around = address(value), network(iam_match.literal(pattern))
    if inside is None or around is None:
        return None
    return inside.version == around.version and inside in around


def ordered(name, read):
    rows = [Operator(f"{name}Equals", typed(read, operator.eq)),
            Operator(f"{name}NotEquals", typed(read, operator.eq), negated=True, reads=read)]
    for suffix, compare in (("LessThan", operator.lt), ("LessThanEquals", operator.le),
                            ("GreaterThan", operator.gt), ("GreaterThanEquals", operator.ge)):
        rows.append(Operator(name + suffix, typed(read, compare)))
    return rows


TABLE = [
    Operator("StringEquals", string_equals, variables=True),
    Operator("StringNotEquals", string_equals, negated=True, variables=True),
    Operator("StringEqualsIgnoreCase", string_equals_ignore_case, variables=True),
    Operator("StringNotEqualsIgnoreCase", string_equals_ignore_case, negated=True, variables=True),
    Operator("StringLike", iam_match.glob, variables=True),
    Operator("StringNotLike", iam_match.glob, negated=True, variables=True),
    Operator("ArnEquals", arn_like, variables=True),
    Operator("ArnLike", arn_like, variables=True),
    Operator("ArnNotEquals", arn_like, negated=True, variables=True, reads=six_parts),
    Operator("ArnNotLike", arn_like, negated=True, variables=True, reads=six_parts),
    *ordered("Numeric", number),
    *ordered("Date", instant),
    Operator("Bool", typed(truth, operator.eq), variables=True),
    Operator("BinaryEquals", typed(octets, operator.eq)),
    Operator("IpAddress", ip_address),
    Operator("NotIpAddress", ip_address, negated=True, reads=address),
]
NULL = Operator("Null", typed(truth, operator.eq))
UNKNOWN = Operator("unknown", None)
OPERATORS = {iam_match.fold(row.name): row for row in TABLE}


def named(text):
    """The operator that a name means, in any case (fact 21); None if there is none (fact 22)."""
    text = iam_match.fold(text)
    if text == "null":
        return Condition(NULL, "", False)  # (fact 23) without IfExists, and not over sets
    over, colon, rest = text.partition(":")
    if not colon:
        over, rest = "", text
    elif over not in SETS:
        return None
    if_exists = rest.endswith("ifexists")
    row = OPERATORS.get(rest[:-len("ifexists")] if if_exists else rest)
    return Condition(row, over, if_exists) if row else None


def never():
    """What an unknown operator is under the setting unknown_operator: never_matches (fact 22)."""
    return Condition(UNKNOWN, "", False)


# --- one condition

def of_tags(condition):
    """Is the key one of those whose values the access_tags page compares without case? (fact 21)"""
    return re.match("aws:(request|resource)tag/.", condition.key, re.S) is not None


def folding(row):
    """A String operator that pays no heed to case."""
    if row.test not in (string_equals, iam_match.glob):
        return row
    return Operator(row.name, lambda pattern, value: row.test([(kind, iam_match.fold(text)) for kind, text in pattern],
                                                              iam_match.fold(value)), row.negated, row.variables)


def passes(condition, value, context):
    """One request value against all policy values: any of them, or for a negated operator none (facts 20, 29)."""
    row = condition.operator
    if setting(context, "tag_value_case") == "ignored" and of_tags(condition):
        row = folding(row)
    found = iam_match.any_of(tested(row, pattern, value, context) for pattern in condition.values)
    return iam_match.negation(found) if row.negated else found


def tested(row, pattern, value, context):
    """One policy value: what all ways to read it agree on."""
    unreadable = iam_match.negation(OPEN[setting(context, "unreadable_operand_negated")])
    if row.reads and row.reads(value) is None:
        return unreadable  # (fact 26)
    patterns = iam_match.readings(pattern, context)
    if row.name == "Bool" and any(segment[0] == "key" for segment in pattern):
        text = [iam_match.plain("${")]  # (fact 12) a variable there may also be text, which is no truth value
        patterns = {"substituted": patterns, "literal": text, None: patterns + text}[setting(context, "bool_variables")]
    answers = [False if resolved is None else row.test(resolved, value) for resolved in patterns]  # (fact 14)
    if row.negated:
        answers = [unreadable if answer is None else answer for answer in answers]
    if not row.negated:
        answers = [answer is True for answer in answers]  # (fact 26) positive: not readable is not equal
    return iam_match.agreed(answers)


def is_null(known):
    """(fact 28) the null data set of the set operators: nothing but empty text."""
    return all(value == "" for value in known.values)


def null_passes(condition, known, context):
    if known is not None and not known.is_set and known.values == ("",):
        # (fact 31) evaluators differ on a single empty text
        meant = {"null": ["true"], "present": ["false"], None: ["true", "false"]}
        return iam_match.agreed(passes(condition, absent, context)
                                for absent in meant[setting(context, "null_of_empty_text")])
    return passes(condition, "true" if known is None or is_null(known) else "false", context)


def holds(condition, context):
    """True, False, or None where the facts leave the answer open: then it is the statement's effect that refuses."""
    if condition.operator is UNKNOWN:
        return False
    known = context.get(condition.key)  # (fact 21)
    if condition.operator is NULL:
        return null_passes(condition, known, context)
    if known is None or not known.values:
        answer = holds_when_absent(condition)
        return OPEN[setting(context, "for_any_if_exists_absent")] if answer is None else answer
    if condition.over:
        if is_null(known):
            return condition.over == "forallvalues"  # (fact 28)
        every = [passes(condition, value, context) for value in known.values]
        # (facts 28, 29)
        return iam_match.all_of(every) if condition.over == "forallvalues" else iam_match.any_of(every)
    return len(known.values) == 1 and passes(condition, known.values[0], context)  # (fact 27)


def holds_when_absent(condition):
    if condition.over == "forallvalues":
        return True  # (facts 28, 29)
    if condition.over == "foranyvalue":
        return None if condition.if_exists else False  # (facts 28, 30)
    return condition.if_exists or condition.operator.negated  # (fact 23, and the columns "key missing" of the table)
