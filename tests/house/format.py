#!/usr/bin/env python3
"""Is every C file laid out as .clang-format says? With --fix, they are laid out so."""
import re
import shutil
import subprocess
import sys

import house

FORMATTERS = ["clang-format-19"]


def formatter():
    return next((path for path in map(shutil.which, FORMATTERS) if path), None)


def check(root, options):
    style = house.ROOT / ".clang-format"
    files = [str(root / path) for path in house.c_files(root)]
    if not files:
        return []
    command = [options.formatter or formatter(), f"--style=file:{style}", "--dry-run", *files]
    answer = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    found = re.findall(r"^(.*?):(\d+):\d+: warning: ", answer.stderr, flags=re.M)
    lines = {}
    for path, line in found:
        lines.setdefault(path.removeprefix(f"{root}/"), []).append(int(line))
    findings = [f"{path}:{rows[0]}: {len(set(rows))} lines are laid out in another way"
                for path, rows in sorted(lines.items())]
    return findings if findings or answer.returncode == 0 else [answer.stderr.strip()]


PLANTED = [
    ("a file in order", {"base/a.c": "int f(char *text)\n{\n    return text[0];\n}\n"}, None),
    ("a star on the left", {"base/a.c": "int f(char* text)\n{\n    return text[0];\n}\n"}, "base/a.c:1: 1 lines"),
    ("two spaces", {"base/a.c": "int f(char *text)\n{\n  return text[0];\n}\n"}, "base/a.c:"),
]

if __name__ == "__main__":
    if sys.argv[1:] == ["--fix"]:
        subprocess.run([formatter(), "-i", *(str(house.ROOT / path) for path in house.c_files(house.ROOT))], check=True)
        sys.exit(0)
    house.run(__doc__, check, PLANTED, [("--formatter", "clang-format 19")])
