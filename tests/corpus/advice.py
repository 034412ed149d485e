#!/usr/bin/env python3
"""Whether every refusal says what to do about it, in whole sentences: of the rulebook's rules, and of the corpus.

Every rule of the builtin rulebook that refuses has a `remedy`; every refusal of the corpus has its advice, but for those of
parameters, whose message names each violation; and what is printed has no hole where a value should stand.
Exit 0: all do. 1: some do not.
"""
import argparse
import pathlib
import re
import sys

import asked
import corpus

RULEBOOKS = corpus.ROOT / "vend" / "rulebook"
# What a template leaves behind when a value is missing or empty.
HOLES = {
    "an empty value": re.compile(r"``|\[\]|\(\)|\{\}|''"),
    "a space too many": re.compile(r"  | [,.;:]( |$)|^\s|\s$"),
    "two orders run into one": re.compile(r"(?<![./])\.\.(?![./])"),
    "a name in braces": re.compile(r"\{[a-z]+[.-][A-Za-z-]+\}"),
    "a word of the program": re.compile(r"\b(NULL|null|nil|undefined)\b"),
    "no beginning of a sentence": re.compile(r"^[^A-Z]"),
    "no end of a sentence": re.compile(r"[^.}]$"),
}


QUOTED = re.compile(r"`[^`]+`")  # what is shown of a document may look as it likes


def rules(value):
    """Every map of a rulebook that has an `else`."""
    if isinstance(value, dict):
        if "else" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from rules(each)


def rulebook_findings(name, document):
    for rule in rules({part: document.get(part) for part in ("groups", "operations")}):
        if not rule.get("remedy"):
            yield f"{name}: {rule.get('id')}: refuses, and has no `remedy`"


def text_findings(text):
    for what, pattern in HOLES.items():
        found = pattern.search(QUOTED.sub("`x`", text))
        if found:
            yield f"{what}, {found[0]!r}, in {text!r}"


def decision_findings(case, decision):
    advice = decision.get("advice") or []
    rule = decision.get("rule", "")
    if decision["decision"] == "deny" and not advice and not rule.endswith(".parameters"):
        yield f"{case}: {rule}: refused without advice"
    for text in advice:
        for finding in text_findings(text):
            yield f"{case}: {rule}: {finding}"
    if len(set(advice)) < len(advice):
        yield f"{case}: {rule}: the same advice twice"


def check(program):
    findings = []
    for path in sorted(RULEBOOKS.glob("*.yaml")):
        findings.extend(rulebook_findings(path.name, corpus.read(path)))
    answers = asked.ask(program, asked.Corpus(), lambda kind, question: question if kind == "decide" else None)
    refusals = 0
    for case, answer in answers.items():
        for decision in answer.get("decisions") or []:
            refusals += decision["decision"] == "deny"
            findings.extend(decision_findings(case, decision))
    print(f"{refusals} refusals of {len(answers)} cases: {len(findings)} findings")
    return findings


def self_test():
    """Each finding is planted, beside a whole one that has none."""
    whole = "Grant a SELECT on sales.orders [hello], `a  , b`, or read s3://a/../b."
    planted = {"Grant `` SELECT.": "an empty value", "Register , or a folder.": "a space too many",
               "Do this.. Do that.": "two orders run into one", "Ask {name.region}.": "a name in braces",
               "Grant null SELECT.": "a word of the program", "grant it.": "no beginning of a sentence",
               "Grant it": "no end of a sentence"}
    if list(text_findings(whole)):
        raise SystemExit(f"found in a whole sentence: {list(text_findings(whole))}")
    for text, what in planted.items():
        if not any(finding.startswith(what) for finding in text_findings(text)):
            raise SystemExit(f"not found: {what} in {text!r}")
    refusal = {"decision": "deny", "rule": "a.rule"}
    expected = [({**refusal, "advice": ["Do it."]}, 0), (refusal, 1), ({**refusal, "rule": "a.parameters"}, 0),
                ({**refusal, "advice": ["Do it.", "Do it."]}, 1), ({"decision": "allow", "rule": "a"}, 0)]
    for decision, count in expected:
        if len(list(decision_findings("a", decision))) != count:
            raise SystemExit(f"{decision} should have {count} findings")
    for remedy, count in ({"remedy": "Do it."}, 0), ({}, 1):
        document = {"groups": {"g": [{"id": "a", "else": {"code": "B"}, **remedy}]}}
        if len(list(rulebook_findings("a", document))) != count:
            raise SystemExit(f"{document} should have {count} findings")
    print(f"{len(planted) + len(expected) + 2} planted texts are told apart")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", type=pathlib.Path, help="the program")
    parser.add_argument("--self-test", action="store_true", help="prove on planted texts that each finding is found")
    options = parser.parse_args()
    if options.self_test:
        self_test()
        return 0
    findings = check(options.weir.resolve())
    print("\n".join(findings[:40]), file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
