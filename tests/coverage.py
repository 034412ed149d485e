#!/usr/bin/env python3
"""Prints what llvm-cov exported as one row a module (with --files also a row a source): lines, branches, MC/DC."""
import argparse
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
KINDS = ("lines", "branches", "mcdc")


def share(covered, count):
    return f"{100 * covered / count:6.1f} % of {count:5}" if count else "          -     "


def row(name, sums):
    return f"{name:36}" + "  ".join(share(*sums[kind]) for kind in KINDS)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true")
    parser.add_argument("export", type=argparse.FileType(encoding="utf-8"), help="llvm-cov export -summary-only")
    options = parser.parse_args()
    rows = collections.defaultdict(lambda: {kind: [0, 0] for kind in KINDS})
    files = json.load(options.export)["data"][0]["files"]
    for entry in files:
        path = pathlib.Path(entry["filename"]).relative_to(ROOT)
        for name in [path.parts[0], "together"] + [str(path)] * options.files:
            for kind in KINDS:
                rows[name][kind][0] += entry["summary"][kind]["covered"]
                rows[name][kind][1] += entry["summary"][kind]["count"]
    together = rows.pop("together", None)
    print(f"{'':36}{'lines':>17}  {'branches':>17}  {'MC/DC':>17}")
    for name, sums in sorted(rows.items()):
        print(row(name, sums))
    if together is None:
        sys.exit("nothing was covered")
    print(row("together", together))


if __name__ == "__main__":
    main()
