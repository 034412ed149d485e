#!/usr/bin/env python3
"""Do the rulebook's parameters say what the service models say, constraint by constraint?

tests/fixtures/service-constraints.json holds the models' side; types are the models' own. What the rulebook adds on
purpose is a default, a second form of a pattern, a note; what it leaves out on purpose is listed here with its reason.
"""
import json
import pathlib
import re

import house
import yaml

RULEBOOK = "vend/rulebook"
FIXTURE = "tests/fixtures/service-constraints.json"

# The models' words for what the rulebook calls by its own.
SCALARS = {"string": "string", "integer": "integer", "boolean": "boolean", "timestamp": "string"}
NUMBER = {"min": "min", "max": "max"}
LENGTH = {"min": "min-length", "max": "max-length"}
OURS = {"type", "required", "min", "max", "min-length", "max-length", "pattern", "pcre", "values", "default", "members",
        "item", "key", "value", "sensitive", "note", "sources", "evidence"}
# Actions that no one can call have no shape: what weir takes to answer for them is its own.
UNCALLABLE = {"lakeformation:GetDataAccess"}
# What a model does not call a secret, and weir keeps as one.
SECRETS = {"lakeformation:AssumeDecoratedRoleWithSAML.SAMLAssertion": "the model of STS says it of the same text"}
# A lower bound of nothing says nothing; the models write it here and there.
EMPTY_BOUND = {"min-length": 0}


def type_of(shape):
    """The rulebook's type of a model's shape."""
    if shape["type"] in SCALARS:
        return SCALARS[shape["type"]]
    if shape["type"] != "list":
        return shape["type"]
    if shape["item"]["type"] != "structure":
        return "strings"
    return "tags" if set(shape["item"]["members"]) == {"Key", "Value"} else "structures"


def expected(shape):
    """A model's shape in the rulebook's words, members and items aside."""
    bounds = NUMBER if shape["type"] == "integer" else LENGTH
    row = {ours: shape[theirs] for theirs, ours in bounds.items() if theirs in shape}
    row = {name: value for name, value in row.items() if EMPTY_BOUND.get(name) != value}
    for theirs, ours in (("pattern", "pattern"), ("enum", "values")):
        if theirs in shape:
            row[ours] = shape[theirs]
    return row


def written(row):
    """The same of a parameter as the rulebook writes it."""
    names = ("min", "max", "min-length", "max-length", "pattern", "values")
    found = {name: row[name] for name in names if name in row}
    return {name: value for name, value in found.items() if EMPTY_BOUND.get(name) != value}


def needs_second_form(pattern):
    return re.search(r"\\u[0-9A-Fa-f]{4}", pattern) is not None


def compare(where, shape, row):
    if not isinstance(row, dict):
        yield f"{where}: is no parameter"
        return
    for name in sorted(set(row) - OURS):
        yield f"{where}: `{name}` is no constraint"
    if "type" in row and row["type"] != type_of(shape):
        yield f"{where}: is {row['type']}, the model says {type_of(shape)}"
    if row.get("sensitive", False) != (shape.get("sensitive", False) or where in SECRETS):
        yield f"{where}: is {'' if row.get('sensitive') else 'not '}sensitive, the model disagrees"
    if row.get("required", False) != shape.get("required", False):
        yield f"{where}: is {'' if row.get('required') else 'not '}required, the model disagrees"
    ours, theirs = written(row), expected(shape)
    for name in sorted(set(ours) | set(theirs)):
        if ours.get(name) != theirs.get(name):
            yield f"{where}: {name} is {ours.get(name)}, the model says {theirs.get(name)}"
    if needs_second_form(row.get("pattern", "")) != ("pcre" in row):
        yield f"{where}: a pattern with \\uXXXX needs its `pcre`, and no other has one"
    yield from compare_inside(where, shape, row)


def compare_inside(where, shape, row):
    if shape["type"] == "map":
        for side in ("key", "value"):
            yield from compare(f"{where}{{{side}}}", shape[side], row.get(side, {}))
        return
    members = shape["item"] if shape["type"] == "list" else shape
    if members["type"] == "structure":
        yield from compare_members(where, members["members"], row.get("members", {}))
    elif shape["type"] == "list":
        yield from compare(where + "[]", {**shape["item"], "required": False}, row.get("item", {}))


def compare_members(where, shapes, rows):
    for name in shapes.keys() | rows.keys():
        if name not in rows:
            yield f"{where}.{name}: the rulebook lacks it"
        elif name not in shapes:
            yield f"{where}.{name}: the model lacks it"
        else:
            yield from compare(f"{where}.{name}", shapes[name], rows[name])


def operations(root):
    """The parameters of every operation of a service; weir's own operations have no prefix and no model."""
    for path in sorted((root / RULEBOOK).glob("*.yaml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        prefix = book.get("service", {}).get("operation-prefix", "")
        for name, operation in book.get("operations", {}).items():
            if prefix and prefix + name not in UNCALLABLE:
                yield prefix + name, operation.get("parameters", {})


def check(root, _options):
    models = json.loads((pathlib.Path(root) / FIXTURE).read_text(encoding="utf-8"))["operations"]
    findings, seen = [], set()
    for name, parameters in operations(root):
        seen.add(name)
        if name not in models:
            findings.append(f"{name}: {FIXTURE} lacks it")
            continue
        findings += compare_members(name, models[name], parameters)
    return sorted(findings + [f"{name}: the rulebook lacks it" for name in models.keys() - seen])


MODEL = {"A": {"type": "string", "required": True, "min": 2, "max": 9, "pattern": "[a-z]*"},
         "N": {"type": "integer", "min": 1, "max": 5},
         "L": {"type": "list", "max": 3, "item": {"type": "string", "enum": ["X", "Y"]}},
         "T": {"type": "list", "item": {"type": "structure", "members": {
             "Key": {"type": "string", "required": True, "min": 1}, "Value": {"type": "string", "min": 0}}}},
         "U": {"type": "string", "pattern": "[\\u0020-\\u00FF]*"}}
MAP = {"type": "map", "key": {"type": "string", "min": 1}, "value": {"type": "string", "min": 0}}
ROWS = {"A": "{type: string, required: true, min-length: 2, max-length: 9, pattern: '[a-z]*'}",
        "N": "{type: integer, min: 1, max: 5, default: 3}",
        "L": "{type: strings, max-length: 3, item: {values: [X, Y]}}",
        "T": "{type: tags, members: {Key: {type: string, required: true, min-length: 1}, Value: {type: string}}}",
        "U": "{type: string, pattern: '[\\u0020-\\u00FF]*', pcre: '[\\x{20}-\\x{FF}]*'}"}


def planted(model=None, **changes):
    rows = {**ROWS, **changes}
    book = "service: {operation-prefix: 's:'}\noperations:\n  Op:\n    parameters:\n"
    book += "".join(f"      {name}: {row}\n" for name, row in rows.items() if row)
    return {f"{RULEBOOK}/s.yaml": book, FIXTURE: json.dumps({"operations": {"s:Op": model or MODEL}})}


PLANTED = [
    ("a rulebook that agrees", planted(), None),
    ("weir's own operation", {**planted(), f"{RULEBOOK}/a.yaml": "operations: {authorize: {parameters: {}}}\n"}, None),
    ("another bound", planted(N="{type: integer, min: 1, max: 6}"), "s:Op.N: max is 6, the model says 5"),
    ("a bound that is left out", planted(A="{type: string, required: true, min-length: 2, pattern: '[a-z]*'}"),
     "s:Op.A: max-length is None, the model says 9"),
    ("a bound of another kind", planted(N="{type: integer, min-length: 1, max: 5}"), "s:Op.N: min is None"),
    ("another pattern", planted(A=ROWS["A"].replace("a-z", "a-y")), "s:Op.A: pattern is [a-y]*"),
    ("no longer required", planted(A=ROWS["A"].replace("required: true, ", "")), "s:Op.A: is not required"),
    ("another type", planted(N="{type: string, min: 1, max: 5}"), "s:Op.N: is string, the model says integer"),
    ("a value that is left out", planted(L="{type: strings, max-length: 3, item: {values: [X]}}"),
     "s:Op.L[]: values is ['X']"),
    ("an item that is not constrained", planted(L="{type: strings, max-length: 3}"), "s:Op.L[]: values is None"),
    ("a member of a member", planted(T=ROWS["T"].replace("min-length: 1", "min-length: 0")), "s:Op.T.Key: min-length"),
    ("a parameter that is left out", planted(N=""), "s:Op.N: the rulebook lacks it"),
    ("a parameter too many", planted(Z="{type: string}"), "s:Op.Z: the model lacks it"),
    ("a pattern in its first form alone", planted(U="{type: string, pattern: '[\\u0020-\\u00FF]*'}"), "needs its `pcre`"),
    ("a second form that nobody needs", planted(A=ROWS["A"].replace("}", ", pcre: '[a-y]*'}")), "needs its `pcre`"),
    ("a map that is checked", planted(model={**MODEL, "M": MAP}, M="{type: map, key: {min-length: 1}, value: {}}"), None),
    ("a map whose keys nobody checks", planted(model={**MODEL, "M": MAP}, M="{type: map}"), "s:Op.M{key}: min-length is None"),
    ("a map whose values are held too short",
     planted(model={**MODEL, "M": MAP}, M="{type: map, key: {min-length: 1}, value: {max-length: 3}}"),
     "s:Op.M{value}: max-length is 3"),
    ("a secret that is shown", planted(model={**MODEL, "S": {"type": "string", "sensitive": True}}, S="{type: string}"),
     "s:Op.S: is not sensitive"),
    ("an operation without a model", planted(model=None) | {FIXTURE: '{"operations": {}}'}, "s:Op: tests/fixtures"),
    ("a model without an operation", {FIXTURE: json.dumps({"operations": {"s:Op": MODEL}})}, "s:Op: the rulebook lacks it"),
]

if __name__ == "__main__":
    house.run(__doc__.splitlines()[0], check, PLANTED)
