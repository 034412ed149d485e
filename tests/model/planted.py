#!/usr/bin/env python3
"""Would the random questions notice a fault? Each one planted here in the model must change some answer.

So the generator is held to what it promises: that of every rule there are questions which turn on that rule alone.
"""
import argparse
import re
import sys
from unittest import mock

import generate
import iam
import iam_condition
import iam_match
import iam_read

SEED = "planted"


def replaced_rows(change):
    rows = {name: change(row) for name, row in iam_condition.OPERATORS.items()}
    return mock.patch.dict(iam_condition.OPERATORS, rows)


def row_with(name, **changes):
    return replaced_rows(lambda row: iam_condition.Operator(**{**row.__dict__, **changes}) if row.name == name else row)


def wrapped(module, name, change):
    """change(original, *arguments) stands in for the function."""
    original = getattr(module, name)
    return mock.patch.object(module, name, lambda *arguments: change(original, *arguments))


def case_blind_glob(original, pattern, text):
    return original([(kind, each.lower()) for kind, each in pattern], text.lower())


def text_glob(original, pattern, text):
    return original([("text", each) for _, each in pattern], text)


def resolved_by_default(original, name):
    found = original(name)
    return ("key", found[1], "") if found[0] == "key" and found[2] is None else found


def short_operand(original, pattern):
    return original(pattern) or [[("text", "*")]] * 6


def any_value_negated(original, condition, value, context):
    """A negated operator as an OR of its values."""
    conditions = [iam_condition.Condition(condition.operator, "", False, condition.key, [each])
                  for each in condition.values]
    each_alone = [original(each, value, context) for each in conditions]
    return iam_match.any_of(each_alone) if condition.operator.negated else original(condition, value, context)


def unreadable_differs(original, row, pattern, value, context):
    return original(row, pattern, value, context) or False


def negated_set(original, condition, context):
    """ForAllValues of a negated operator as NOT(ForAllValues of the plain one)."""
    known = context.get(condition.key)
    if condition.over == "forallvalues" and condition.operator.negated and known and not iam_condition.is_null(known):
        return any(iam_condition.passes(condition, value, context) for value in known.values)
    return original(condition, context)


def absent_fails_sets(original, condition):
    return False if condition.over else original(condition)


def with_answer(value):
    return lambda *arguments: value


def without(layer):
    return wrapped(iam, "is_heard", lambda original, name, question: name != layer and original(name, question))


def heard_anyway(layer):
    return wrapped(iam, "is_heard", lambda original, name, question: name == layer or original(name, question))


def bypass(way, boundary, session):
    return mock.patch.dict(iam.BYPASS, {way: (boundary, session)})


def account_names_all(original, entries, caller):
    return {"user" if way == "account" else way for way in original(entries, caller)}


def as_float(text):
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def same_account(original, question):
    question.same_account = True
    return original(question)


def other_account(original, question):
    question.same_account = question.caller.account is None
    return original(question)


def no_trust(original, heard, question):
    question.kind = "other"
    return original(heard, question)


def old_version_substitutes(original, value, kind):
    if isinstance(value, dict) and value.get("Version") == "2008-10-17":
        value = {**value, "Version": "2012-10-17"}
    return original(value, kind)


def always_a_session(original, heard, question):
    if heard["session"] is None:
        heard = {**heard, "session": [iam.Said("", 0, iam_read.Statement(0, "", True, ()), frozenset())]}
    return original(heard, question)


FAULTS = {
    "wildcards ignore case": lambda: wrapped(iam_match, "glob", case_blind_glob),
    "wildcards in substituted values": lambda: wrapped(iam_match, "glob", text_glob),
    "actions compare with case": lambda: mock.patch.object(iam_match, "action_matches", lambda element, action: any(
        each is not None and iam_match.glob(iam_match.plain(each), action) for each in element[1]) != element[0]),
    "absent variables are empty": lambda: wrapped(iam_match, "variable", resolved_by_default),
    "documents of 2008 substitute": lambda: wrapped(iam_read, "read_policy", old_version_substitutes),
    "short ARN operands match": lambda: wrapped(iam_match, "arn_parts", short_operand),
    "negated values are alternatives": lambda: wrapped(iam_condition, "passes", any_value_negated),
    "unreadable policy values are different values": lambda: wrapped(iam_condition, "tested", unreadable_differs),
    "unreadable request values are different values": lambda: replaced_rows(
        lambda row: iam_condition.Operator(**{**row.__dict__, "reads": None})),
    "nothing is kept by AWS": lambda: mock.patch.object(iam, "is_reserved", with_answer(False)),
    "public access is never blocked": lambda: mock.patch.object(iam, "is_public_access_blocked", with_answer(False)),
    "unsure allows": lambda: wrapped(iam_match, "all_of", lambda original, answers: original(answers) is not False),
    "unsure is silent": lambda: wrapped(iam_match, "all_of", lambda original, answers: bool(original(answers))),
    "empty values of variables are text": lambda: mock.patch.object(
        iam_match, "readings", lambda pattern, context: [iam_match.resolve(pattern, context)]),
    "empty values of variables are absent": lambda: mock.patch.object(
        iam_match, "readings", lambda pattern, context: [iam_match.resolve(pattern, context, False)]),
    "colons of variables separate parts of ARNs": lambda: wrapped(
        iam_match, "arn_parts", lambda original, pattern:
        original([(kind.replace("exact", "whole"), text) for kind, text in pattern])),
    "a negated set is the negation of the set": lambda: wrapped(iam_condition, "holds", negated_set),
    "sets fail on absent keys": lambda: wrapped(iam_condition, "holds_when_absent", absent_fails_sets),
    "negated operators fail on absent keys": lambda: wrapped(
        iam_condition, "holds_when_absent",
        lambda original, condition: original(condition) if condition.if_exists or condition.over else False),
    "empty text is a value in a set": lambda: mock.patch.object(iam_condition, "is_null", with_answer(False)),
    "empty text is a value for Null": lambda: mock.patch.object(
        iam_condition, "null_passes", lambda condition, known, context: iam_condition.passes(
            condition, "false" if known and known.values else "true", context)),
    "numbers are floats": lambda: row_with(
        "NumericEquals", test=iam_condition.typed(as_float, lambda one, other: one == other)),
    "StringEquals knows wildcards": lambda: row_with("StringEquals", test=iam_match.glob),
    "StringLike is equality": lambda: row_with("StringLike", test=iam_condition.string_equals),
    "StringEqualsIgnoreCase minds case": lambda: row_with("StringEqualsIgnoreCase", test=iam_condition.string_equals),
    "ArnLike is StringLike": lambda: row_with("ArnLike", test=iam_match.glob),
    "BinaryEquals compares text": lambda: row_with("BinaryEquals", test=iam_condition.string_equals),
    "Bool compares text": lambda: row_with("Bool", test=iam_condition.string_equals),
    "IpAddress compares text": lambda: row_with("IpAddress", test=iam_condition.string_equals),
    "NumericLessThan takes equals": lambda: row_with("NumericLessThan", test=iam_condition.typed(
        iam_condition.number, lambda one, other: one <= other)),
    "DateGreaterThanEquals is strict": lambda: row_with("DateGreaterThanEquals", test=iam_condition.typed(
        iam_condition.instant, lambda one, other: one > other)),
    "DateNotEquals compares text": lambda: row_with("DateNotEquals", test=iam_condition.string_equals),
    "an account in a principal is a grant": lambda: wrapped(iam_match, "principal_matches", account_names_all),
    "NotPrincipal spares nobody": lambda: mock.patch.object(iam_match, "not_principal_spares", with_answer(False)),
    "NotPrincipal forgets the boundary": lambda: wrapped(
        iam_match, "not_principal_spares", lambda original, entries, caller, boundary, strict:
        original(entries, caller, False, strict)),
    "NotPrincipal: an account spares its users": lambda: wrapped(
        iam_match, "not_principal_spares", lambda original, entries, caller, boundary, strict:
        original(entries, caller, boundary, strict)
        or bool(not boundary and iam_match.principal_matches(entries, caller))),
    **{f"no {layer}": lambda layer=layer: without(layer) for layer in iam.LAYERS},
    **{f"{layer} always heard": lambda layer=layer: heard_anyway(layer)
       for layer in ("scp", "rcp", "identity", "boundary", "session")},
    **{f"{way}: boundary {'not ' if row[0] else ''}bypassed": lambda way=way, row=row: bypass(way, not row[0], row[1])
       for way, row in iam.BYPASS.items() if way != "own"},
    **{f"{way}: session {'not ' if row[1] else ''}bypassed": lambda way=way, row=row: bypass(way, row[0], not row[1])
       for way, row in iam.BYPASS.items() if way != "own"},
    "every account is one": lambda: wrapped(iam, "decide", same_account),
    "no account is the same": lambda: wrapped(iam, "decide", other_account),
    "identity policies open trust and key policies": lambda: wrapped(iam, "grant", no_trust),
    "one level of SCPs suffices": lambda: mock.patch.object(iam, "levels_agree", lambda said, levels: said is None or
                                                            not levels or bool(iam.allows(said))),
    "an absent session policy lets a federated user act": lambda: wrapped(iam, "identity_grant", always_a_session),
}


FAULTS.update({f"{name} is {value} whatever is chosen": lambda name=name, value=value: wrapped(
    iam.Question, "read_settings", lambda original, self, settings: original(
        self, {**settings, name: value} if isinstance(settings, dict) else settings))
               for name, values in iam.SETTINGS.items() for value in values})


def first_difference(fault, lines, answers):
    """The number of the first question that notices, or None."""
    with FAULTS[fault]():
        for number, line in enumerate(lines):
            try:
                changed = iam.outcome(iam.authorize_line(line)) != answers[number]
            except Exception:  # a planted fault may also stop the model
                changed = True
            if changed:
                return number
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=40000, help="questions that may be needed to notice each fault")
    options = parser.parse_args()
    lines = [generate.question_line(SEED, number) for number in range(options.n)]
    answers = [iam.outcome(iam.authorize_line(line)) for line in lines]
    unnoticed = 0
    for fault in FAULTS:
        number = first_difference(fault, lines, answers)
        unnoticed += number is None
        print(f"{'unnoticed' if number is None else 'question ' + format(number, ','):>16}  {fault}")
    print(f"{len(FAULTS)} faults planted, {unnoticed} unnoticed in {options.n:,} questions")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
