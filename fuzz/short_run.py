#!/usr/bin/env python3
"""Run one libFuzzer program for a while from its seeds: no crash, and not slower than a target that still works.

With --must-crash the program has a planted fault, and a run that does not find it fails.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time


def statistics(output):
    return {name: int(value) for name, value in re.findall(r"^stat::(\w+):\s+(\d+)", output, flags=re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--floor", type=int, required=True, help="runs per second")
    parser.add_argument("--dict", default="")
    parser.add_argument("--crashes", required=True, help="where an input that crashes is kept")
    parser.add_argument("--must-crash", action="store_true")
    parser.add_argument("folders", nargs="*", help="inputs to begin with; those that are missing are passed over")
    options = parser.parse_args()

    name = os.path.basename(options.program)
    os.makedirs(options.crashes, exist_ok=True)
    folders = [folder for folder in options.folders if os.path.isdir(folder)]
    seeds = sum(1 for folder in folders for path in pathlib.Path(folder).iterdir() if path.is_file())
    command = [options.program, f"-runs={max(options.runs, seeds)}", f"-max_total_time={options.seconds}", "-seed=1",
               "-max_len=4096", "-timeout=20", "-print_final_stats=1",
               f"-artifact_prefix={os.path.join(options.crashes, name)}-"]
    if os.path.isfile(options.dict):
        command.append(f"-dict={options.dict}")
    with tempfile.TemporaryDirectory() as grown:
        begin = time.monotonic()
        answer = subprocess.run([*command, grown, *folders], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        seconds = max(time.monotonic() - begin, 0.001)
    output = answer.stdout.decode("utf-8", errors="replace")

    if options.must_crash:
        found = answer.returncode != 0 and "deadly signal" in output
        print(f"{name}: the planted fault was {'found' if found else 'not found'} in {seconds:.1f} s")
        sys.exit(0 if found else output[-4000:] or 1)
    if answer.returncode != 0:
        sys.exit(output[-8000:])
    runs = statistics(output).get("number_of_executed_units", 0)
    features = re.findall(r"\bft: (\d+)", output)
    print(f"{name}: {runs} runs in {seconds:.1f} s, {runs / seconds:.0f} a second (floor {options.floor}), "
          f"{seeds} seeds, {features[-1] if features else 0} features")
    if runs / seconds < options.floor:
        sys.exit(f"{name} is below its floor of {options.floor} runs a second")
    if not features or int(features[-1]) < 10:
        sys.exit(f"{name} reaches next to nothing")


if __name__ == "__main__":
    main()
