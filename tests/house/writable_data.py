#!/usr/bin/env python3
"""Does an object of the library hold data that can be written after it was loaded? A pure library has none.

Read-only data with addresses in it (.data.rel.ro) is written by the loader alone and is in order.
"""
import os
import re
import subprocess

import house

# The one documented exception: that xmlsec1 was initialised, and with what success (weir_saml_init).
EXCEPTIONS = {"init.c.o": {"weir_saml_init_state"}}

SECTION = re.compile(r"^\s*\d+\s+(\.[tsl]?(?:data|bss)\S*)\s+([0-9a-f]+)\s")
SYMBOL = re.compile(r"^[0-9a-f]{8,}\s.{7}\s(\S+)\s+([0-9a-f]+)\s+(?:\.hidden\s+)?(\S+)$")


def writable(section):
    known = re.match(r"\.[tsl]?(data|bss)|\*COM\*", section)
    return known is not None and not section.startswith(".data.rel.ro")


def check(root, options):
    archive = options.archive
    if options.self_test:
        archive = os.path.join(root, "x.o")
        subprocess.run(["cc", "-fPIC", "-O1", "-c", "-o", archive, os.path.join(root, "x.c")], check=True)
    rows = subprocess.run(["objdump", "-h", "-t", archive], check=True, stdout=subprocess.PIPE, text=True).stdout
    findings, member = [], "?"
    for row in rows.splitlines():
        if ":" in row and "file format" in row:
            member = row.split(":")[0]
        section, symbol = SECTION.match(row), SYMBOL.match(row)
        if (section and writable(section.group(1)) and int(section.group(2), 16) > 0
                and os.path.basename(member) not in EXCEPTIONS):
            findings.append(f"{member}: {section.group(1)} has {int(section.group(2), 16)} bytes")
        if (symbol and writable(symbol.group(1)) and int(symbol.group(2), 16) > 0
                and symbol.group(3) not in EXCEPTIONS.get(os.path.basename(member), ())):
            findings.append(f"{member}: `{symbol.group(3)}` in {symbol.group(1)}")
    return findings


USE = "int f(int i) { return %s; }\n"
PLANTED = [
    ("constants, and a constant table of addresses",
     {"x.c": 'static const char *const t[] = {"a", "b"};\nstatic const int n[] = {1, 2};\nextern const char *g(int i);\n'
             "const char *g(int i) { return t[i]; }\n" + USE % "n[i]"}, None),
    ("a counter", {"x.c": "static int n;\n" + USE % "n += i"}, "`n` in .bss"),
    ("a static in a function", {"x.c": "int f(int i) { static int calls = 7; return calls += i; }\n"}, "calls"),
    ("a table whose pointers may change",
     {"x.c": 'const char *t[] = {"a", "b"};\n' + USE % "*t[i]"}, "`t` in .data"),
    ("a global", {"x.c": "int weir_state = 3;\n"}, "`weir_state` in .data"),
    ("a thread's own", {"x.c": "static _Thread_local int last;\n" + USE % "last += i"}, "`last` in .tbss"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED, [("--archive", "the static library")])
