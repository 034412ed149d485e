#!/usr/bin/env python3
"""Does every #include follow the arrows of the house, and do the program and the examples use public headers alone?"""
import pathlib
import re

import house

MAY_USE = {
    "base": [],
    "policy": ["base"],
    "saml": ["base"],
    "scope": ["base", "policy"],
    "world": ["base", "policy", "saml", "scope"],
    "vend": ["base", "policy", "saml", "scope", "world"],
    "cli": ["base", "policy", "saml", "scope", "world", "vend"],
    "examples": ["base", "policy", "saml", "scope", "world", "vend"],
}
PUBLIC_ALONE = ["cli", "examples"]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
C11 = set("""assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg
stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype""".split())


def without_comments(text):
    return re.sub(r"/\*.*?\*/", lambda c: re.sub(r"[^\n]", " ", c.group()), text, flags=re.S)


def owner(root, path, name):
    """The folder that the included file belongs to, and whether it is public; None for a foreign header."""
    if name.startswith("weir/"):
        for module in house.MODULES:
            if (root / module / "include" / name).exists():
                return module, True
        return "nowhere", True
    for candidate in (root / path.parent / name, root / name):
        if candidate.exists():
            parts = candidate.resolve().relative_to(root.resolve()).parts
            return parts[0], parts[1:2] == ("include",)
    return None


def fault(root, path, name, public_header):
    here = path.parts[0]
    found = owner(root, path, name)
    if found is None:
        if public_header and not (name.endswith(".h") and name[:-2] in C11):
            return "a public header includes the C standard and weir alone"
        return None
    there, public = found
    if there == "nowhere":
        return "no module has this header"
    if public_header and not public:
        return "a public header includes a private one"
    if there == here:
        return None
    if there not in MAY_USE[here]:
        return f"{here} does not know {there}"
    if here in PUBLIC_ALONE and not public:
        return f"{here} uses public headers alone"
    return None


def check(root, _options):
    headers = set(house.public_headers(root))
    findings = []
    for path in house.c_files(root, list(MAY_USE)):
        text = without_comments(house.read(root, path))
        for found in INCLUDE.finditer(text):
            wrong = fault(root, pathlib.Path(path), found.group(2), path in headers)
            if wrong:
                findings.append(f"{path}:{house.line_of(text, found.start())}: {found.group(2)}: {wrong}")
    return findings


HOUSE = {
    "base/include/weir/base.h": "#include <stddef.h>\n",
    "base/base_impl.h": '#include "weir/base.h"\n',
    "policy/include/weir/policy.h": "#include <weir/base.h>\n",
    "policy/a.c": '#include <weir/policy.h>\n#include <pcre2.h>\n#include "base/base_impl.h"\n',
    "vend/include/weir/vend.h": "#include <weir/policy.h>\n",
    "cli/main.c": '#include <weir/vend.h>\n#include "cli.h"\n',
    "cli/cli.h": "/* #include <weir/none.h> */\n",
}
PLANTED = [
    ("a house in order", HOUSE, None),
    ("an arrow upwards", {**HOUSE, "base/b.c": "#include <weir/policy.h>\n"}, "base does not know policy"),
    ("a private arrow upwards", {**HOUSE, "base/b.c": '#include "../policy/p.h"\n', "policy/p.h": ""}, "base does not"),
    ("between neighbours",
     {**HOUSE, "world/w.h": "", "scope/s.c": '#include "world/w.h"\n'}, "scope does not know world"),
    ("a private header in the program", {**HOUSE, "cli/b.c": '#include "base/base_impl.h"\n'}, "public headers alone"),
    ("a foreign type in public", {**HOUSE, "base/include/weir/x.h": "#include <yaml.h>\n"}, "C standard and weir"),
    ("a private header in public",
     {**HOUSE, "base/include/weir/x.h": '#include "base/base_impl.h"\n'}, "includes a private one"),
    ("a header that is not there",
     {**HOUSE, "vend/x.c": "\n#include <weir/nowhere.h>\n"}, "vend/x.c:2: weir/nowhere.h: no module"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED)
