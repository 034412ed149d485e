#!/usr/bin/env python3
"""Are the functions of the public headers, exports.txt and the symbols of the shared library the same names?

With --write, exports.txt is made anew from the headers; that is how a new public function enters it.
"""
import os
import re
import subprocess
import sys

import house

DECLARED = re.compile(r"\bWEIR_API\b[^;{]*?\b(\w+)\s*\(")


def declared(root):
    names = []
    for path in house.public_headers(root):
        text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", "", house.blank(house.read(root, path)), flags=re.M)
        names += [(name, path) for name in DECLARED.findall(text)]
    return names


def symbols(command):
    rows = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    split = [row.split() for row in rows]
    return {row[-1].split("@")[0] for row in split if len(row) >= 2 and row[-2] in "TDBRVWCi" and len(row[-2]) == 1}


def built(root):
    """The planted library: what lies below the root, built as the real one is."""
    library, archived = os.path.join(root, "x.so"), os.path.join(root, "x.o")
    source = os.path.join(root, "x.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    subprocess.run(["cc", "-c", "-fPIC", "-o", archived, source], check=True)
    return library, archived


def check(root, options):
    library, archive = built(root) if options.self_test else (options.library, options.archive)
    in_headers = {name: path for name, path in declared(root)}
    lines = (root / "exports.txt").read_text(encoding="utf-8").split()
    findings = [f"exports.txt: `{name}` is not in its place"
                for name, right in zip(lines, sorted(set(lines))) if name != right]
    findings += [f"exports.txt: `{name}`, which {in_headers[name]} declares, is missing"
                 for name in in_headers if name not in lines]
    findings += [f"exports.txt: `{name}` is in no public header" for name in lines if name not in in_headers]
    if library:
        exported = symbols(["nm", "-D", "--defined-only", library])
        findings += [f"{library}: `{name}` is not exported" for name in lines if name not in exported]
        findings += [f"{library}: `{name}` is exported without leave" for name in sorted(exported) if name not in lines]
    if archive:
        shared = symbols(["nm", "-g", "--defined-only", archive])
        findings += [f"{archive}: `{name}` could clash: it lacks the prefix" for name in sorted(shared)
                     if not name.startswith("weir_")]
    return findings


HEADER = "/* WEIR_API int weir_not(void); */\n#define WEIR_API\nWEIR_API int\nweir_b(void) X(1);\n" \
         "WEIR_API WEIR_MUST_USE int *weir_a(int (*f)(void));\n"
CODE = "int weir_a(void) { return 1; }\nint weir_b(void) { return 2; }\nstatic int c;\nint *weir_d(void);\n"
RIGHT = {"base/include/weir/base.h": HEADER, "exports.txt": "weir_a\nweir_b\n", "x.c": CODE}
PLANTED = [
    ("three lists that agree", RIGHT, None),
    ("a line missing", {**RIGHT, "exports.txt": "weir_a\n"},
     "`weir_b`, which base/include/weir/base.h declares, is missing"),
    ("a line too many", {**RIGHT, "exports.txt": "weir_a\nweir_b\nweir_c\n"}, "`weir_c` is in no public header"),
    ("lines out of order", {**RIGHT, "exports.txt": "weir_b\nweir_a\n"}, "`weir_b` is not in its place"),
    ("a symbol missing", {**RIGHT, "x.c": "int weir_a(void) { return 1; }\n"}, "`weir_b` is not exported"),
    ("a symbol too many", {**RIGHT, "x.c": CODE + "int weir_table[3] = {1};\n"},
     "`weir_table` is exported without leave"),
    ("a symbol without the prefix",
     {**RIGHT, "x.c": CODE + "int helper(void) { return 1; }\n"}, "`helper` could clash"),
]

if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        names = sorted({name for name, _ in declared(house.ROOT)})
        (house.ROOT / "exports.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        print(f"exports.txt has {len(names)} names")
        sys.exit(0)
    house.run(__doc__, check, PLANTED, [("--library", "the shared library"), ("--archive", "the static library")])
