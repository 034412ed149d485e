#!/usr/bin/env python3
"""Is every function short enough to be read as one idea? More than 60 lines fail; more than 40 are reported."""
import re

import house

ASKED = 40
ALLOWED = 60
NAME = re.compile(r"(\w+)\s*\($")


def functions(text):
    """(name, first line, number of lines) of each function: a brace at the outer level that follows a closing one."""
    directive = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
    text = directive.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), house.blank(text))
    depth = 0
    start = None
    for found in re.finditer(r"[{}]", text):
        if found.group() == "{":
            if depth == 0:
                start = header(text, found.start())
            depth += 1
            # extern "C" has lost its literal: what it holds is still at the outer level.
            if depth == 1 and re.search(r"extern\s*$", text[:found.start()]):
                depth = 0
        elif depth > 0:
            depth -= 1
            if depth == 0 and start is not None:
                name, offset = start
                first = house.line_of(text, offset)
                yield name, first, house.line_of(text, found.start()) - first + 1
                start = None


def header(text, brace):
    """The name and start of the function whose body begins at the brace, or None if no function begins there."""
    before = text[:brace].rstrip()
    if not before.endswith(")"):
        return None
    depth = 0
    for offset in range(len(before) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(before[offset], 0)
        if depth == 0:
            name = NAME.search(before[:offset + 1])
            return (name.group(1), name.start()) if name else None
    return None


def check(root, options):
    findings = []
    for path in house.c_files(root):
        for name, line, length in functions(house.read(root, path)):
            if length > ALLOWED:
                findings.append(f"{path}:{line}: {name} has {length} lines")
            elif length > ASKED and not options.self_test:
                print(f"note: {path}:{line}: {name} has {length} lines")
    return findings


BODY = "int f(int a)\n{\n" + "    a++;\n" * 57 + "    return a;\n}\n"
PLANTED = [
    ("a function of 60 lines with its brace on the line of its name",
     {"base/a.c": BODY.replace(")\n{", ") {") + "\n"}, None),
    ("a long table", {"base/a.c": "static const int t[] = {\n" + "    1,\n" * 90 + "};\n"}, None),
    ("a function of 61 lines", {"base/a.c": "\n" + BODY}, "base/a.c:2: f has 61 lines"),
    ("in a C++ block of a header",
     {"base/a.h": 'extern "C" {\nstatic inline ' + BODY.replace("a++;", "if (a) { a++; }") + "}\n"}, "f has 61 lines"),
    ("with an unbalanced brace in a literal", {"cli/a.c": BODY.replace("a++;", "g('{');", 1)}, "f has 61 lines"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED)
