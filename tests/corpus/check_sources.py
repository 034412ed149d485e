#!/usr/bin/env python3
"""Is every source that code, rules and manuals cite, as [some-source], one that sources.yaml has?

With --self-test it plants a citation of nothing and must find it.
"""
import argparse
import pathlib
import re
import sys

import corpus

FOLDERS = ("base", "policy", "scope", "world", "vend", "cli")
SUFFIXES = {".c", ".h", ".yaml", ".1", ".5"}
CITATION = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)+)(?=\]|, [A-Z§])")
CITED_LIST = re.compile(r"\bsources: \[([a-z0-9, -]*)\]")


def citations(name, text):
    """(offset, id) of every citation in a text; in YAML, where brackets are lists, only those of `sources`."""
    for found in () if name.endswith(".yaml") else CITATION.finditer(text):
        yield found.start(), found.group(1)
    for found in CITED_LIST.finditer(text):
        for source in filter(None, (part.strip() for part in found.group(1).split(","))):
            yield found.start(), source


def check(texts, sources):
    """texts: {name: text}."""
    return [f"{name}:{text.count(chr(10), 0, offset) + 1}: [{source}] is not in sources.yaml"
            for name, text in texts.items() for offset, source in citations(name, text) if source not in sources]


def load(root):
    paths = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES)
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in paths}


PLANTED = [("/* as [a-source] says, and [a-source, Tags] */", 0), ("/* as [no-source] says */", 1),
           ("/* [no-source, Policy] */", 1), ("sources: [a-source, no-source]", 1), ("x[1] = y[i - 1];", 0)]


def self_test():
    return [f"{text!r}: {check({'a.c': text}, {'a-source'})}" for text, count in PLANTED
            if len(check({"a.c": text}, {"a-source"})) != count]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=corpus.ROOT)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    root = options.root.resolve()
    sources = corpus.read(root / "vend" / "rulebook" / "sources.yaml", root)["sources"]
    texts = load(root)
    findings = self_test() if options.self_test else check(texts, sources)
    print(f"{len(sources)} sources, {sum(1 for item in texts.items() for _ in citations(*item))} citations")
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
