"""The `authorize` and `compare` cases of a corpus, put to the reference model alone."""
import copy
import pathlib

import iam

FLAGS = {"principal_is_service_linked_role", "principal_is_management", "resource_is_management",
         "restricts_public_buckets"}
NOTHING = {"null", "~", ""}


def yaml_loader():
    import yaml

    class Strict(yaml.BaseLoader):
        """Every scalar is text, but for a plain null, and a key stands once."""

        def construct_mapping(self, node, deep=False):
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            if len(set(keys)) != len(keys):
                raise yaml.constructor.ConstructorError(None, None, "duplicate key", node.start_mark)
            return super().construct_mapping(node, deep)

        def construct_scalar(self, node):
            value = super().construct_scalar(node)
            return None if node.style is None and value in NOTHING else value

    return lambda text: yaml.load(text, Strict)


def corpus_question(value):
    """A question as YAML without types says it, with truth values where the question has them."""
    if set(value) == {"text"}:
        return None, value["text"]
    value = copy.deepcopy(value)
    for part in (value.get("request"), value.get("accounts")):
        for name in FLAGS & set(part or {}):
            part[name] = {"true": True, "false": False}.get(part[name], part[name])
    return value, None


def contains(answer, expected, path=""):
    """None, or where and how the answer lacks something that is expected."""
    if isinstance(expected, dict):
        if not isinstance(answer, dict):
            return f"{path}: {answer!r}"
        return next((found for name, each in expected.items() if name != "because"
                     if (found := contains(answer.get(name), each, f"{path}/{name}"))), None)
    if isinstance(expected, list):
        if not isinstance(answer, list) or len(answer) != len(expected):
            return f"{path}: {answer!r}"
        return next((found for at, (got, each) in enumerate(zip(answer, expected))
                     if (found := contains(got, each, f"{path}/{at}"))), None)
    return None if str(answer) == expected else f"{path}: {answer!r} and not {expected!r}"


def case_finding(case, with_by):
    value, text = corpus_question(case["authorize"])
    answer = iam.authorize(value) if text is None else iam.authorize_line(text)
    expected = dict(case["expect"])
    if "error" in expected:
        return None if "error" in answer else f"{iam.outcome(answer)} and not refused"
    if not with_by:
        expected.pop("by", None)
    if "error" in answer:
        return f"refused: {answer['error']['message']}"
    if "by" in expected:
        for part in (answer["by"], expected["by"]):
            part.sort(key=lambda each: (each["policy"], str(each["statement"])))
    return contains(answer, expected)


# ---------------------------------------------------------------------------------------- compare

# As weir_scope_includes has it: a session of a role in the resource's account that no policy names.
ACCOUNT = "111122223333"
CALLER = {"principal": f"arn:aws:sts::{ACCOUNT}:assumed-role/any/any", "role_arn": f"arn:aws:iam::{ACCOUNT}:role/any",
          "resource_kind": "other"}
SIDES = (("wide", "narrow"), ("old", "new"))


def policies_of(side):
    """A side as the policies of a question: a document, or a list of them, is the caller's own."""
    if isinstance(side, list):
        return {"identity": side}
    return side if isinstance(side, dict) and "Statement" not in side else {"identity": [side]}


def verdict_of(side, witness):
    return iam.authorize({"request": {**CALLER, **witness, "context": witness.get("context") or {}},
                          "policies": policies_of(side),
                          "accounts": {"principal": ACCOUNT, "resource": ACCOUNT}})


def witness_finding(case, wide, narrow):
    """Of a no: the model sees the same request allowed by one side and not by the other."""
    expect = case["expect"]
    for name in (narrow, wide):
        answer = verdict_of(case["compare"][name], expect["witness"])
        if (answer.get("decision") == "Allowed") != (name == narrow):
            return f"{name}: {answer}"
        found = contains({"decision": answer["decision"]}, {"decision": expect[name]["decision"]}, f"/{name}")
        if found:
            return found
    return None


def compare_finding(case, requests):
    """Of a yes: no request that tells any two sides of the corpus apart tells these apart."""
    names = next((pair for pair in SIDES if set(pair) == set(case["compare"])), None)
    if names is None:
        return None
    wide, narrow = names
    if case["expect"]["answer"] == "no":
        return witness_finding(case, wide, narrow)
    if case["expect"]["answer"] == "unknown":
        return None
    for witness in requests:
        if verdict_of(case["compare"][narrow], witness).get("decision") == "Allowed" and \
                verdict_of(case["compare"][wide], witness).get("decision") != "Allowed":
            return f"not within: {witness}"
    return None


def read_cases(folder):
    load = yaml_loader()
    for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
        suite = load(path.read_text(encoding="utf-8"))
        for case in (suite.get("cases") if isinstance(suite, dict) else None) or []:
            if isinstance(case, dict):
                yield path, case


def run(folder, with_by):
    cases = list(read_cases(folder))
    requests = [case["expect"]["witness"] for _, case in cases if "witness" in case.get("expect", {})]
    counts, failed = {"authorize": 0, "compare": 0}, 0
    for path, case in cases:
        kind = next((name for name in counts if name in case), None)
        if kind is None:
            continue
        counts[kind] += 1
        found = case_finding(case, with_by) if kind == "authorize" else compare_finding(case, requests)
        if found:
            failed += 1
            print(f"{path}: {case['id']}: {case.get('title', '')}\n  model: {found}")
    print(f"{counts['authorize']} authorize and {counts['compare']} compare cases, {failed} differences")
    return 1 if failed else 0
