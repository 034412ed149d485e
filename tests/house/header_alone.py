#!/usr/bin/env python3
"""Does every public header compile alone, as C11, C17 and C++17, without a warning?"""
import os
import subprocess
import tempfile

import house

LANGUAGES = [
    # compiler option, default, suffix, standard
    ("cc", "cc", ".c", "-std=c11"),
    ("cc", "cc", ".c", "-std=c17"),
    ("cxx", "c++", ".cpp", "-std=c++17"),
]


def check(root, options):
    headers = house.public_headers(root)
    if not headers:
        return ["there is no public header"]
    includes = [f"-I{root / module / 'include'}" for module in house.MODULES]
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        for header in headers:
            for option, default, suffix, standard in LANGUAGES:
                source = os.path.join(folder, "alone" + suffix)
                with open(source, "w", encoding="utf-8") as file:
                    file.write(f"#include <weir/{header.name}>\n#include <weir/{header.name}>\n")
                    file.write("extern int weir_house_alone;\n")
                command = [getattr(options, option) or default, standard, "-fsyntax-only", "-Wall", "-Wextra",
                           "-Wpedantic", "-Werror", *includes, source]
                answer = subprocess.run(command, stderr=subprocess.PIPE, text=True)
                if answer.returncode != 0:
                    findings.append(f"{header}: {standard}: {answer.stderr.strip()}")
    return findings


GUARD = "#ifndef WEIR_X_H\n#define WEIR_X_H\n%s\n#endif\n"
PLANTED = [
    ("a header that stands alone", {"base/include/weir/x.h": GUARD % "#include <stddef.h>\nsize_t x(void);"}, None),
    ("a missing include", {"base/include/weir/x.h": GUARD % "size_t x(void);"}, "size_t"),
    ("no guard", {"base/include/weir/x.h": "struct x { int a; };\n"}, "redefinition"),
    ("a word that C++ took", {"base/include/weir/x.h": GUARD % "int x(int class);"}, "-std=c++17"),
    ("no header at all", {"base/x.c": ""}, "no public header"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED, [("--cc", "the C compiler"), ("--cxx", "the C++ compiler")])
