#!/usr/bin/env python3
"""Proves with Frama-C that the matcher of patterns and the combination of verdicts have no run-time error and end.

The contracts stand in the sources, in comments that begin with `@`; what they take for granted of other functions stands
in assumed.h. Every goal must be proved, and every function listed here must have been looked at. With --self-test a
planted fault must leave a goal unproved.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASSUMED = "tests/proof/assumed.h"

PROVED = {
    "policy/search_literal.c": "byte_of greatest_suffix repeats weir_search_prepare same_byte right_mismatch left_same "
                               "weir_search_literal weir_fold weir_str_slice",
    "policy/search_run.c": "add_symbol add_text make step is_complete search length_of_piece length_at_start "
                           "search_each_place weir_search_run weir_is_continuation",
    "policy/glob.c": "wanted_by same_text takes_front takes_back takes_ends finds_run finds_every_run matches_with "
                     "weir_pattern_matches_pieces",
    "policy/authorize.c": "is_resource_layer every_level_allows session_grants passes_of take_stand scp_refuses "
                          "resource_refuses identity_refuses boundary_refuses session_refuses endpoint_refuses "
                          "resource_layer contributes refuse first_silence combine",
}

PLANTED = """
/*@ requires \\valid_read(text + (0 .. count - 1)); assigns \\nothing; */
unsigned find(const char *text, unsigned count)
{
    unsigned i = 0;
    /*@ loop invariant i <= count; loop assigns i; loop variant count - i; */
    while (i %s count && text[i] != 0)
        i++;
    return i;
}
"""


def command(source, functions, options, flags):
    # That a pointer to a function points to one is not in RTE's power to say; the goal of `calls` says which it is.
    return [options.frama_c, "-machdep", "gcc_x86_64", "-wp", "-wp-rte", "-rte-no-pointer-call", "-wp-fct",
            ",".join(functions), "-wp-prover", "cvc4,z3", "-wp-timeout", str(options.timeout), "-wp-par",
            str(options.jobs), f"-cpp-extra-args={flags}", str(source)]


def prove(source, functions, options, flags):
    """(proved, all, what is wrong) for the goals of functions of a source."""
    answer = subprocess.run(command(source, functions, options, flags), cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    found = re.search(r"Proved goals: +(\d+) / (\d+)", answer.stdout)
    wrong = re.findall(r"^\[wp\] \[(?:Failed|Timeout|Unknown)\].*", answer.stdout, flags=re.M)
    seen = set(re.findall(r"^\[rte:annot\] annotating function (\w+)", answer.stdout, flags=re.M))
    wrong += [f"{source}: {name} was not looked at" for name in functions if name not in seen]
    if answer.returncode != 0 or found is None:
        return 0, 0, wrong + [answer.stdout[-2000:]]
    proved, goals = map(int, found.groups())
    if proved < goals and not wrong:
        wrong.append(f"{source}: {goals - proved} goals are not proved")
    return proved, goals, wrong


def self_test(options):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for sign, is_right in (("<", True), ("<=", False)):
            source = pathlib.Path(folder) / "planted.c"
            source.write_text(PLANTED % sign, encoding="utf-8")
            proved, goals, _ = prove(source, ["find"], options, "")
            if goals == 0 or (proved == goals) != is_right:
                wrong.append(f"planted `i {sign} count`: {proved} of {goals} goals")
    return wrong


def prove_all(options):
    wrong, total = [], 0
    for source, names in PROVED.items():
        begin = time.monotonic()
        flags = f"-I. -Ibase/include -Ipolicy/include -include {ASSUMED}"
        proved, goals, found = prove(source, names.split(), options, flags)
        print(f"{source}: {proved} of {goals} goals of {len(names.split())} functions, "
              f"{time.monotonic() - begin:.0f} s", flush=True)
        wrong += found
        total += proved
    print(f"{total} goals proved")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--frama-c", default="frama-c")
    parser.add_argument("--why3", default="why3")
    parser.add_argument("--timeout", type=int, default=20, help="seconds a goal")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    # The provers are looked for afresh, and what a user has configured is left alone.
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, WHY3CONFIG=str(pathlib.Path(home) / "why3.conf"))
        subprocess.run([options.why3, "config", "detect"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        wrong = self_test(options) if options.self_test else prove_all(options)
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
