#!/usr/bin/env python3
"""Run clang-tidy, as .clang-tidy says, over the sources of the library and the program; several at once."""
import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

import house


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="a build folder with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tidy", default="clang-tidy-19")
    parser.add_argument("only", nargs="*", help="sources, relative to the root; all of them by default")
    options = parser.parse_args()
    built = json.loads((pathlib.Path(options.build) / "compile_commands.json").read_text(encoding="utf-8"))
    known = {pathlib.Path(entry["file"]).resolve() for entry in built}
    wanted = [path for path in house.c_files(house.ROOT, house.MODULES)
              if path.suffix == ".c" and (house.ROOT / path).resolve() in known
              and (not options.only or str(path) in options.only)]
    if not wanted:
        sys.exit("there is nothing to look at")

    # gcc's own warnings are unknown to clang, which need not tell.
    command = [options.tidy, "--quiet", "-p", options.build, "--extra-arg=-Wno-unknown-warning-option"]

    def look(path):
        answer = subprocess.run([*command, str(house.ROOT / path)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return path, answer.returncode, answer.stdout or answer.stderr

    faults = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, code, text in pool.map(look, wanted):
            if code != 0:
                found = re.findall(r"^.*: (?:error|warning): .*$", text, flags=re.M) or [text.strip()]
                faults += len(found)
                print("\n".join(found).replace(f"{house.ROOT}/", ""))
    print(f"{len(wanted)} sources, {faults} findings")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
