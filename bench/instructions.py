#!/usr/bin/env python3
"""Do a decision, a session policy and a SAML response cost as many instructions as they may? Runs bench_authorize,
bench_decide, bench_scope and bench_saml under callgrind and compares with budget.json.

Instructions are the same on any load, so they can be gated where seconds cannot: a count of more than 3 % above its
budget fails, and so does one that grows where it must not. --write records the counts as they are.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MOST_PERCENT = 3
BUDGET = pathlib.Path(__file__).with_name("budget.json")

# subject, statements, times, shape
RUNS = [
    *(("weir", statements, 100, "objects") for statements in (1, 10, 100, 1000, 10000)),
    *(("floor", statements, 100, "objects") for statements in (1, 10000)),
    *(("explain", statements, 5, "objects") for statements in (1, 10, 100)),
    *(("weir", statements, 5, shape) for shape in ("near-misses", "stars") for statements in (500, 1000, 2000)),
]

# subject of bench_decide, grants of its world, times
DECISIONS = [
    *((subject, 10, 20) for subject in ("read", "assume", "metadata", "credentials", "credentials-full")),
    *((subject, 1000, 20) for subject in ("metadata", "credentials")),
]

# subject of bench_scope (a policy with its proof, or the proof alone), grants, shape: of one bucket, or of as many buckets
SCOPES = [
    *(("emission", grants, "prefixes") for grants in (1, 16, 1000)),
    *(("proof", grants, "prefixes") for grants in (1, 1000, 2000, 4000, 8000)),
    *(("emission", grants, "buckets") for grants in (16, 1000)),
    *(("proof", grants, "buckets") for grants in (250, 500, 1000)),
]

# subject of bench_saml, times: the one beside which weir is measured, and what a response costs at least
VERIFICATIONS = [("weir", 20), ("xmlsec", 20), ("rsa", 20)]

# What is counted at `large` may be at most `most` times what is counted at `small`: the statements that cannot match are
# free, and hostile documents cost in proportion to their size.
GROWTHS = [
    ("weir objects 1", "weir objects 10000", 1.25),
    ("weir near-misses 500", "weir near-misses 1000", 2.1),
    ("weir near-misses 1000", "weir near-misses 2000", 2.1),
    ("weir stars 500", "weir stars 1000", 2.1),
    ("weir stars 1000", "weir stars 2000", 2.1),
    ("decide metadata 10", "decide metadata 1000", 1.25),
    ("decide credentials 10", "decide credentials 1000", 1.25),
    ("proof prefixes 1000", "proof prefixes 2000", 2.2),
    ("proof prefixes 2000", "proof prefixes 4000", 2.2),
    ("proof prefixes 4000", "proof prefixes 8000", 2.2),
    ("proof buckets 250", "proof buckets 500", 2.2),
    ("proof buckets 500", "proof buckets 1000", 2.2),
]
# All of AWS's rules beside the smallest program that verifies the signature alone.
SAML_GROWTHS = [("verify xmlsec", "verify weir", 1.1)]


def jobs(authorize, decide, scope, saml):
    """Name, command and number of decisions of each run."""
    for subject, statements, times, shape in RUNS:
        yield (f"{subject} {shape} {statements}", [authorize, "--fixed", subject, str(statements), str(times), shape],
               times)
    for subject, grants, times in DECISIONS:
        yield f"decide {subject} {grants}", [decide, "--fixed", subject, str(grants), str(times)], times
    for subject, grants, shape in SCOPES:
        yield f"{subject} {shape} {grants}", [scope, "--fixed", subject, str(grants), "1", shape], 1
    for subject, times in VERIFICATIONS if saml else ():
        yield f"verify {subject}", [saml, "--fixed", subject, str(times)], times


def count(valgrind, job):
    """Instructions of one decision."""
    name, command, times = job
    with tempfile.TemporaryDirectory() as folder:
        answer = subprocess.run(
            [valgrind, "--tool=callgrind", f"--callgrind-out-file={folder}/out", "--toggle-collect=measured_*",
             *command],
            capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", answer.stderr)
    if answer.returncode != 0 or found is None or int(found[1]) == 0:
        sys.exit(f"{name}: not counted\n{answer.stdout}{answer.stderr}")
    return name, int(found[1]) // times


def count_all(valgrind, all_jobs):
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        return dict(pool.map(lambda job: count(valgrind, job), all_jobs))


def over_budget(counts, budget):
    for name, counted in counts.items():
        allowed = budget.get(name)
        if allowed is None:
            yield f"{name}: {counted} instructions and no budget; record one with --write"
        elif counted * 100 > allowed * (100 + MOST_PERCENT):
            yield f"{name}: {counted} instructions, {100 * counted / allowed - 100:.1f} % above the budget of {allowed}"


def grown(counts):
    for small, large, most in (*GROWTHS, *(SAML_GROWTHS if "verify weir" in counts else ())):
        times = counts[large] / counts[small]
        if times > most:
            yield f"{large}: {times:.2f} times {small}, at most {most} are allowed"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="bench_authorize")
    parser.add_argument("--decide", required=True, help="bench_decide")
    parser.add_argument("--scope", required=True, help="bench_scope")
    parser.add_argument("--saml", help="bench_saml; absent in a build without SAML")
    parser.add_argument("--build", required=True, help="compiler and build type, the budget's name")
    parser.add_argument("--valgrind", default="valgrind")
    parser.add_argument("--write", action="store_true", help="record the counts as the budget")
    arguments = parser.parse_args()
    budgets = json.loads(BUDGET.read_text(encoding="utf-8")) if BUDGET.exists() else {}
    counts = count_all(arguments.valgrind, jobs(arguments.program, arguments.decide, arguments.scope, arguments.saml))
    for name, counted in counts.items():
        print(f"{name:28} {counted:10}")
    faults = list(grown(counts))
    if arguments.write:
        budgets[arguments.build] = counts
        BUDGET.write_text(json.dumps(budgets, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    elif arguments.build in budgets:
        faults += over_budget(counts, budgets[arguments.build])
    for fault in faults:
        print(fault)
    if faults:
        return 1
    if arguments.build not in budgets:
        print(f"budget.json has none for {arguments.build}: growth alone was checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
