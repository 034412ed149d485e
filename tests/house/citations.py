#!/usr/bin/env python3
"""Is every id that a comment of the library cites in brackets a source of the rulebook, or a standard by its own name?"""
import re

import house
import yaml

LIBRARY = ["base", "policy", "saml", "scope", "world", "vend"]
SOURCES = "vend/rulebook/sources.yaml"
# Standards and the manuals of libraries are cited by the names that everybody has for them.
STANDARDS = {"libyaml", "pcre2"}
RFC = re.compile(r"rfc[1-9][0-9]{2,4}")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
# [iam-eval], or several in one pair of brackets; what is no list of such words is no citation: [0], [REF], [a, b].
CITATION = re.compile(r"(?<![\w\])])\[([a-z][a-z0-9]*(?:-[a-z0-9]+)+|rfc[0-9]+|[a-z]{4,})((?:, (?:[a-z][a-z0-9]*(?:-[a-z0-9]+)+|rfc[0-9]+))*)\]")


def comments(text):
    """(offset, comment) of every comment; a literal that looks like one is none."""
    for token in house.TOKEN.finditer(text):
        if COMMENT.match(token.group()):
            yield token.start(), token.group()


def cited(text):
    """(offset, id) of every citation."""
    for start, comment in comments(text):
        for found in CITATION.finditer(comment):
            for word in [found.group(1), *found.group(2).split(", ")[1:]]:
                yield start + found.start(), word


def is_standard(word):
    return word in STANDARDS or RFC.fullmatch(word) is not None


def check(root, _options):
    known = set(yaml.safe_load(house.read(root, SOURCES))["sources"])
    findings = []
    for path in house.c_files(root, LIBRARY):
        text = house.read(root, path)
        for offset, word in cited(text):
            if word not in known and not is_standard(word):
                findings.append(f"{path}:{house.line_of(text, offset)}: [{word}] is no source of {SOURCES}")
    return findings


BOOK = {SOURCES: "sources:\n  iam-eval: {title: t}\n  weir-local: {title: t}\n"}
PLANTED = [
    ("sources, standards, and brackets that cite nothing",
     {**BOOK, "base/a.c": "/* [iam-eval] and [weir-local, rfc8259], as [rfc3339] has it; a[0], tags[i], [REF], [a] */\n",
      "cli/a.c": "/* [no-source] of the program */\n", "vend/a.c": 'const char *s = "/* [no-such] */"; int t[no-such];\n'}, None),
    ("an unknown id", {**BOOK, "vend/a.c": "int a;\n/* [iam-evil] */\n"}, "vend/a.c:2: [iam-evil] is no source"),
    ("an unknown id in a header", {**BOOK, "policy/include/weir/p.h": "/** As [iam-evals] says. */\n"}, "[iam-evals]"),
    ("an unknown id beside a known one", {**BOOK, "world/a.c": "/*\n * [iam-eval, sts-none]\n */\n"}, "[sts-none]"),
    ("an id without a hyphen", {**BOOK, "scope/a.c": "// [libfido]\n"}, "[libfido]"),
    ("an id with a number", {**BOOK, "base/a.c": "/* [rfc99999x], [iam-2] */\n"}, "[iam-2]"),
    ("a source that was taken away", {SOURCES: "sources: {}\n", "vend/a.c": "/* [iam-eval] */\n"}, "[iam-eval]"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED)
