"""A request's parameters against the service models' constraints, in AWS's words ([aws-validation-text]).

The constraints are those of tests/fixtures/service-constraints.json; patterns are read as Java reads them.
"""
import functools
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "house"))
import patterns  # noqa: E402  the independent reading of the models' patterns

MODELS = json.loads((ROOT / "tests" / "fixtures" / "service-constraints.json").read_text(encoding="utf-8"))["operations"]
SHOWN = 1024


@functools.cache
def class_of(pattern):
    points = patterns.one_class(pattern, java=True)
    return None if points is None else (points, "+" in pattern[pattern.rindex("]"):])


def matches(pattern, text):
    found = class_of(pattern)
    if found is None:
        return re.compile(pattern.removesuffix("$"), re.ASCII).fullmatch(text) is not None
    points, needs_one = found
    return (text != "" or not needs_one) and all(ord(c) in points for c in text)


def lower_camel(name):
    return name[:1].lower() + name[1:]


def broken(shape, text):
    """The rules that a text breaks, one by one."""
    found = []
    if len(text) < shape.get("min", 0):
        found.append(f"have length greater than or equal to {shape['min']}")
    if "max" in shape and len(text) > shape["max"]:
        found.append(f"have length less than or equal to {shape['max']}")
    if "enum" in shape and text not in shape["enum"]:
        found.append(f"satisfy enum value set: [{', '.join(shape['enum'])}]")
    if "pattern" in shape and not matches(shape["pattern"], text):
        found.append(f"satisfy regular expression pattern: {shape['pattern']}")
    return found


def rules_of(shape):
    """Every constraint of an item, as lists name them."""
    if "max" in shape:
        yield f"Member must have length less than or equal to {shape['max']}"
    if shape.get("min", 0) > 0:
        yield f"Member must have length greater than or equal to {shape['min']}"
    if "pattern" in shape:
        yield f"Member must satisfy regular expression pattern: {shape['pattern']}"
    if "enum" in shape:
        yield f"Member must satisfy enum value set: [{', '.join(shape['enum'])}]"


def in_brackets(values):
    return None if any(isinstance(each, (dict, list)) for each in values) else f"[{', '.join(values)}]"


class Checking:
    """One request's parameters; values of more than `shown` characters are left out of the message."""

    def __init__(self, shown):
        self.shown = shown

    def clause(self, shape, path, value, rule):
        if value is None:
            return f"Value null at '{path}' failed to satisfy constraint: {rule}"
        shown = not shape.get("sensitive") and len(value) <= self.shown
        return f"Value {chr(39) + value + chr(39) + ' ' if shown else ''}at '{path}' failed to satisfy constraint: {rule}"

    def check(self, shape, path, value):
        """The clauses of one value."""
        if value is None:
            return [self.clause(shape, path, None, "Member must not be null")] if shape.get("required") else []
        if shape["type"] == "structure":
            return self.check_members(shape["members"], path + ".", value)
        if shape["type"] == "list":
            return self.check_list(shape, path, value)
        if shape["type"] == "map":
            return self.check_map(shape, path, value)
        if shape["type"] == "integer":
            found = []
            if int(value) < shape.get("min", int(value)):
                found.append(f"have value greater than or equal to {shape['min']}")
            if int(value) > shape.get("max", int(value)):
                found.append(f"have value less than or equal to {shape['max']}")
            return [self.clause(shape, path, value, "Member must " + rule) for rule in found]
        if shape["type"] in ("boolean", "timestamp"):
            return []
        return [self.clause(shape, path, value, "Member must " + rule) for rule in broken(shape, value)]

    def check_list(self, shape, path, value):
        bounds = {name: shape[name] for name in ("min", "max") if name in shape}
        shown = in_brackets(value)
        hidden = {"sensitive": True} if shown is None else shape
        found = [self.clause(hidden, path, shown or "", "Member must " + rule) for rule in broken(bounds, [""] * len(value))]
        if shape["item"]["type"] != "string":
            for at, each in enumerate(value):
                found += self.check(shape["item"], f"{path}.{at + 1}.member", each)
        elif any(broken(shape["item"], each) for each in value):
            rules = ", ".join(rules_of(shape["item"]))
            found.append(self.clause(hidden, path, shown, f"Member must satisfy constraint: [{rules}]"))
        return found

    def check_map(self, shape, path, value):
        shown = "{" + ", ".join(f"{key}={each}" for key, each in value.items()) + "}"
        found = []
        for side, texts in (("keys", value.keys()), ("value", value.values())):
            row = shape["key" if side == "keys" else "value"]
            if any(broken(row, each) for each in texts):
                found.append(self.clause(shape, path, shown, f"Map {side} must satisfy constraint: [{', '.join(rules_of(row))}]"))
        return found

    def check_members(self, shapes, prefix, values):
        found = []
        for name, shape in shapes.items():
            # an assertion is shown to nobody, whichever service's model says so
            secret = {"sensitive": True} if name == "SAMLAssertion" else {}
            found += self.check({**shape, **secret}, prefix + lower_camel(name), values.get(name))
        return found


def violations(shapes, parameters, shown=SHOWN):
    """The whole message, or None."""
    found = Checking(int(shown)).check_members(shapes, "", parameters)
    if not found:
        return None
    return f"{len(found)} validation error{'' if len(found) == 1 else 's'} detected: " + "; ".join(found)
