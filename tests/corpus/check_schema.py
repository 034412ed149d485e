#!/usr/bin/env python3
"""Is the corpus in order: schema, strict YAML, unique and sorted ids, known sources and worlds, twins, evidence, each value of each setting?

Prints the counts. With --self-test it breaks a small corpus in every way that it looks for, and must notice each.
"""
import argparse
import collections
import copy
import json
import pathlib
import sys

import jsonschema

import corpus

SOLID = {"documented", "modelled", "observed"}
SOLID_SHARE_PERCENT = 70
KINDS = ("decide", "authorize", "verify", "scope", "compare", "lint")


def outcome(case):
    """`allow` when all that is asked is allowed, `deny` when some is not, `error` for an input that must not be readable."""
    verdict = case["expect"].get("decision")
    if verdict is not None:
        return "allow" if verdict == "Allowed" else "deny"
    if "valid" in case["expect"]:
        return "allow" if case["expect"]["valid"] == "true" else "deny"
    if "answer" in case["expect"]:
        return "allow" if case["expect"]["answer"] == "yes" else "deny"
    if "findings" in case["expect"]:
        return "deny" if any(each["severity"] == "error" for each in case["expect"]["findings"]) else "allow"
    if "refused" in case["expect"]:
        return "deny"
    if "policies" in case["expect"]:
        return "allow"
    decisions = case["expect"].get("decisions")
    if decisions is None:
        return "error"
    return "allow" if all(each["decision"] == "allow" for each in decisions) else "deny"


def answer(case):
    """What twins must differ in: whether it is allowed; of session policies, which ones; of a response, which claims."""
    return case["expect"] if {"policies", "claims"} & set(case["expect"]) else outcome(case)


def schema_findings(name, suite, validator):
    for error in sorted(validator.iter_errors(suite), key=lambda found: [str(part) for part in found.absolute_path]):
        yield f"{name}: /{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:160]}"


def order_findings(name, cases):
    ids = [case["id"] for case in cases]
    for before, after in zip(ids, ids[1:]):
        if before >= after:
            yield f"{name}: {after} stands after {before}"


def case_findings(name, case, sources, worlds, providers, by_id):
    where = f"{name}: {case['id']}"
    for source in case["cites"]:
        if source not in sources:
            yield f"{where}: cites `{source}`, which sources.yaml does not have"
    base = case.get("decide", {}).get("world", {}).get("base")
    if base is not None and base not in worlds:
        yield f"{where}: there is no world `{base}`"
    base = case.get("verify", {}).get("base")
    if base is not None and base not in providers:
        yield f"{where}: there is no provider `{base}`"
    steps = case.get("decide", {}).get("request", {}).get("steps")
    decisions = case["expect"].get("decisions")
    if steps is not None and decisions is not None and len(steps) != len(decisions):
        yield f"{where}: {len(steps)} steps and {len(decisions)} decisions"
    twin = case.get("twin")
    if twin is None:
        if outcome(case) == "deny":
            yield f"{where}: a refusal without a twin"
    elif twin not in by_id:
        yield f"{where}: its twin {twin} does not exist"
    elif answer(by_id[twin]) == answer(case):
        yield f"{where}: its twin {twin} has the same answer"


def as_text(value):
    """A list as the command line has it."""
    return value if isinstance(value, str) else ",".join(value)


def set_in(case):
    """(name, value) of every setting that a case chooses, for its question or in its world; those of a response have short names."""
    asked = next(case[kind] for kind in KINDS if kind in case)
    if not isinstance(asked, dict):
        return
    world = asked.get("world")
    patches = world.get("set", []) if isinstance(world, dict) else []
    for chosen in [asked.get("settings"), *(each["value"] for each in patches if each.get("put") == "Settings")]:
        for name, value in (chosen or {}).items():
            yield "saml_" + name if "verify" in case else name, as_text(value)


def setting_findings(settings, cases):
    """A value that no case chooses could be read in any way."""
    chosen = collections.defaultdict(set)
    for case in cases:
        for name, value in set_in(case):
            chosen[name].add(value)
    for name, row in settings.items():
        default = as_text(row["value"])
        values = row.get("values") or (["true", "false"] if default in ("true", "false") else [])
        yield from (f"setting `{name}`: no case at `{each}`" for each in values if each != default and each not in chosen[name])
        if not values and not chosen[name] - {default}:
            yield f"setting `{name}`: no case at another value than the default"


def check(suites, sources, worlds, providers, schema, settings):
    """suites: {file name: document}. Returns findings and counts."""
    validator = jsonschema.Draft202012Validator(schema)
    findings = []
    for name, suite in suites.items():
        findings += schema_findings(name, suite, validator)
    if findings:
        return findings, {}
    cases = [(name, case) for name, suite in suites.items() for case in suite["cases"]]
    by_id = {case["id"]: case for _, case in cases}
    for case_id, count in collections.Counter(case["id"] for _, case in cases).items():
        if count > 1:
            findings.append(f"{case_id}: {count} cases have this id")
    titles = collections.Counter((name, case["title"]) for name, case in cases)
    findings += [f"{name}: {count} cases are titled `{title}`" for (name, title), count in titles.items() if count > 1]
    for name, suite in suites.items():
        findings += order_findings(name, suite["cases"])
    for name, case in cases:
        findings += case_findings(name, case, sources, worlds, providers, by_id)
    findings += setting_findings(settings, [case for _, case in cases])
    evidence = collections.Counter(case["evidence"] for _, case in cases)
    solid = sum(count for word, count in evidence.items() if word in SOLID)
    if solid * 100 < SOLID_SHARE_PERCENT * len(cases):
        findings.append(f"{solid} of {len(cases)} cases are documented, modelled or observed: under {SOLID_SHARE_PERCENT} %")
    return findings, {"cases": len(cases), "evidence": evidence, "outcomes": collections.Counter(outcome(c) for _, c in cases),
                      "rules": rules(case for _, case in cases), "solid": solid,
                      "suites": {name: len(suite["cases"]) for name, suite in suites.items()},
                      "cited": {source for _, case in cases for source in case["cites"]}}


def rules(cases):
    """How many decisions each rule is expected to make."""
    return collections.Counter(each["rule"] for case in cases for each in case["expect"].get("decisions", ())
                               if "rule" in each)


def source_findings(sources):
    for source, row in sources.items():
        if set(row) != {"title", "where", "read", "says"} or not all(row.values()):
            yield f"sources.yaml: `{source}` has not exactly title, where, read and says"
    if list(sources) != sorted(sources):
        yield "sources.yaml: the ids are not sorted"


def settings_of(root):
    """The settings of every rulebook: {name: row}."""
    books = [corpus.read(path, root) for path in sorted((root / "vend" / "rulebook").glob("*.yaml"))]
    return {name: row for book in books for name, row in (book.get("settings") or {}).items()}


def load(root):
    """What check() wants, and the findings of reading it."""
    findings, suites, worlds, providers = [], {}, set(), set()
    for path in corpus.suite_paths(root):
        try:
            suites[str(path.relative_to(root))] = corpus.read(path, root)
        except corpus.Refused as error:
            findings.append(str(error))
    for paths, names in ((corpus.world_paths(root), worlds), (corpus.provider_paths(root), providers)):
        for path in paths:
            try:
                corpus.read(path, root)
                names.add(path.stem)
            except corpus.Refused as error:
                findings.append(str(error))
    sources = corpus.read(root / "vend" / "rulebook" / "sources.yaml", root)["sources"]
    findings += source_findings(sources)
    schema = json.loads((root / "corpus" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return findings, suites, sources, worlds, providers, schema, settings_of(root)


def report(counts):
    for name, count in counts["suites"].items():
        print(f"{count:5} {name}")
    print(f"{counts['cases']:5} cases: " + ", ".join(f"{count} {word}" for word, count in counts["outcomes"].most_common()))
    share = 100 * counts["solid"] // counts["cases"]
    print("      " + ", ".join(f"{count} {word}" for word, count in counts["evidence"].most_common()) + f" ({share} % solid)")
    print(f"      {len(counts['rules'])} rules decide, {len(counts['cited'])} sources are cited")


def small_corpus():
    def case(number, decision, **more):
        made = {"decision": decision, "rule": "a.rule"}
        return {"id": f"small-{number:04}", "title": f"the case with number {number}", "evidence": "documented",
                "cites": ["a-source"],
                "decide": {"world": {"base": "pond@1"}, "request": {"weir": "request/1", "steps": [
                    {"name": "one", "caller": {"anonymous": "true"}, "operation": "authorize"}]}},
                "expect": {"decisions": [made]}, **more}
    return {"small.yaml": {"suite": "small", "about": "a corpus of two cases",
                           "cases": [case(1, "allow"), with_settings(case(2, "deny", twin="small-0001"))]}}


def with_settings(case):
    case["decide"]["settings"] = {"depth": "6", "is_deep": "true"}
    case["decide"]["world"]["set"] = [{"put": "Settings", "value": {"colour": "blue"}}]
    return case


def ask(case, decision="ImplicitlyDenied", policies=None, **expected):
    """Makes a case one of `authorize`."""
    case.pop("decide")
    case["authorize"] = {"request": {"action": "s3:GetObject", "resource": "*", "principal": "null"},
                         "policies": {"identity": []} if policies is None else policies}
    case["expect"] = {"decision": decision, **expected}


def grant(case, access="READ"):
    """Makes a case one that asks for session policies."""
    del case["decide"]
    case["scope"] = {"grants": [{"location": "s3://la*ke/", "access": access}]}
    case["expect"] = {"refused": {"code": "BAD_BUCKET", "check": "scope.location.bucket-name"}}


def verify(case, base="idp@1", check="saml.signature.digest"):
    """Makes a case one of a SAML response."""
    del case["decide"]
    case["verify"] = {"base": base, "xml": "<Response/>"}
    case["expect"] = {"valid": "false", "check": check, "code": "InvalidIdentityToken"}


def compare(case, answer="unknown", **expected):
    """Makes a case one that compares policies."""
    del case["decide"]
    case["compare"] = {"wide": {"identity": []}, "narrow": [{"Statement": []}]}
    case["expect"] = {"answer": answer, **expected}


def second(document):
    return document["small.yaml"]["cases"][1]


SETTINGS = {"depth": {"value": "5"}, "is_deep": {"value": "false"}, "colour": {"value": "red", "values": ["red", "blue"]}}
# What is broken, how, and the words that the finding must hold.
BREAKAGES = [
    ("an unknown member", lambda d: second(d).update(remark="x"), "remark"),
    ("two kinds of input", lambda d: second(d).update(authorize={}), "/cases/1: "),
    ("an unknown evidence", lambda d: second(d).update(evidence="guessed"), "guessed"),
    ("a member that no decision has", lambda d: second(d)["expect"]["decisions"][0].update(reason="x"), "reason"),
    ("an allow with an error", lambda d: second(d)["expect"]["decisions"][0].update(
        decision="allow", error={"code": "X", "status": "400"}), "error"),
    ("a patch by two verbs", lambda d: second(d)["decide"]["world"].update(
        set=[{"put": "A", "merge": "A", "account": "111122223333", "value": {}}]), "set"),
    ("the same id twice", lambda d: second(d).update(id="small-0001", twin="small-0001"), "cases have this id"),
    ("the same title twice", lambda d: second(d).update(title="the case with number 1"), "are titled"),
    ("ids out of order", lambda d: d["small.yaml"]["cases"].reverse(), "stands after"),
    ("a verdict that no question has", lambda d: ask(second(d), "Denied"), "Denied"),
    ("a type of policy that does not exist", lambda d: ask(second(d), policies={"group": []}), "group"),
    ("a statement of no policy", lambda d: ask(second(d), by=[{"policy": "identity", "statement": "0"}]), "identity"),
    ("a question refused as its twin is", lambda d: (ask(second(d)), second(d).update(twin="small-0002")),
     "the same answer"),
    ("a question refused without a twin", lambda d: (ask(second(d)), second(d).pop("twin")), "without a twin"),
    ("a grant refused without a twin", lambda d: (grant(second(d)), second(d).pop("twin")), "without a twin"),
    ("a grant with an access that is none", lambda d: grant(second(d), access="WRITE"), "/cases/1"),
    ("a response refused without a twin", lambda d: (verify(second(d)), second(d).pop("twin")), "without a twin"),
    ("a response for a provider that is none", lambda d: verify(second(d), base="nobody@1"), "no provider `nobody@1`"),
    ("a response in two forms", lambda d: (verify(second(d)), second(d)["verify"].update(response="YQ==")), "/cases/1"),
    ("a check of no response", lambda d: verify(second(d), check="scope.location.bucket-name"), "/cases/1"),
    ("a refusal without its check", lambda d: (grant(second(d)), second(d)["expect"]["refused"].pop("check")), "/cases/1"),
    ("a comparison without the request that shows it", lambda d: compare(second(d), "no"), "/cases/1"),
    ("a comparison without its limit", lambda d: compare(second(d)), "/cases/1"),
    ("a comparison that is not all without a twin",
     lambda d: (compare(second(d), limit="states"), second(d).pop("twin")), "without a twin"),
    ("a tag that is none", lambda d: second(d).update(tags=["fact-x"]), "fact-x"),
    ("an unknown source", lambda d: second(d).update(cites=["another"]), "cites `another`"),
    ("an unknown world", lambda d: second(d)["decide"]["world"].update(base="sea@1"), "no world `sea@1`"),
    ("a step without a decision", lambda d: second(d)["decide"]["request"]["steps"].append(
        dict(second(d)["decide"]["request"]["steps"][0])), "2 steps and 1 decisions"),
    ("a refusal without a twin", lambda d: second(d).pop("twin"), "without a twin"),
    ("a twin that does not exist", lambda d: second(d).update(twin="small-0009"), "does not exist"),
    ("a twin with the same answer", lambda d: second(d).update(twin="small-0002"), "the same answer"),
    ("too little evidence", lambda d: second(d).update(evidence="local"), "under 70 %"),
    ("a setting that no case chooses", lambda d: second(d)["decide"].pop("settings"), "`depth`: no case at another value"),
    ("a setting at its default alone", lambda d: second(d)["decide"]["settings"].update(depth="5"), "`depth`: no case at another value"),
    ("a switch that no case turns", lambda d: second(d)["decide"]["settings"].pop("is_deep"), "`is_deep`: no case at `true`"),
    ("a value that no world has", lambda d: second(d)["decide"]["world"].pop("set"), "`colour`: no case at `blue`"),
    ("an inference that does not say from what", lambda d: second(d).update(evidence="inferred"), "note"),
]
TEXTS = [("a: 1\na: 2\n", "2:1: duplicate key `a`"), ("a: &x 1\nb: *x\n", "anchors"), ("a: !!int 1\n", "tags"),
         ("a: [1\n", "expected")]


def self_test(schema):
    wrong = []
    findings, _ = check(small_corpus(), {"a-source"}, {"pond@1"}, {"idp@1"}, schema, SETTINGS)
    if findings:
        wrong.append(f"a corpus without fault: {findings}")
    for what, breaks, words in BREAKAGES:
        broken = copy.deepcopy(small_corpus())
        breaks(broken)
        findings, _ = check(broken, {"a-source"}, {"pond@1"}, {"idp@1"}, schema, SETTINGS)
        if not any(words in finding for finding in findings):
            wrong.append(f"{what}: `{words}` is not in {findings}")
    for text, words in TEXTS:
        try:
            corpus.parse(text, "text")
            wrong.append(f"{text!r} was taken")
        except corpus.Refused as error:
            if words not in str(error):
                wrong.append(f"{text!r}: `{words}` is not in `{error}`")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=corpus.ROOT)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    findings, suites, sources, worlds, providers, schema, settings = load(options.root.resolve())
    if options.self_test:
        findings = self_test(schema)
        print(f"{len(BREAKAGES) + len(TEXTS)} planted faults, {len(findings)} not found")
    else:
        found, counts = check(suites, sources, worlds, providers, schema, settings)
        findings += found
        if counts:
            report(counts)
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
