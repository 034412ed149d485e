#!/usr/bin/env python3
"""Does README.md show what its commands print, and the code that stands in the examples? --fix writes it so."""
import argparse
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- (run|from): ([^\n]+?) -->\n```(\w*)\n(.*?)^```$\n", re.S | re.M)
MARKED = re.compile(r"/\* README: [^*]*\*/\n(.*?)/\* README: end \*/", re.S)


def printed(command, program):
    env = dict(os.environ, PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}", NO_COLOR="1", LC_ALL="C")
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip("\n") + "\n" if done.stdout.strip() else f"(nothing; {done.stderr.strip()})\n"


def wanted(kind, what, program):
    if kind == "run":
        return printed(what, program)
    marked = MARKED.search((ROOT / what).read_text(encoding="utf-8"))
    return marked.group(1) if marked else f"({what} marks nothing)\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, required=True, help="the weir program")
    parser.add_argument("--fix", action="store_true")
    options = parser.parse_args()
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    stale = []

    def block(found):
        kind, what, language, shown = found.groups()
        now = wanted(kind, what, options.program.resolve())
        if now != shown:
            stale.append(what)
        return f"<!-- {kind}: {what} -->\n```{language}\n{now}```\n"

    fresh, count = BLOCK.subn(block, text)
    if count == 0:
        sys.exit("README.md shows nothing that could be run")
    if options.fix:
        path.write_text(fresh, encoding="utf-8")
    for what in stale:
        print(f"README.md: {'mended' if options.fix else 'stale'}: {what}")
    print(f"{count} blocks looked at")
    sys.exit(1 if stale and not options.fix else 0)


if __name__ == "__main__":
    main()
