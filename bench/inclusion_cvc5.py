#!/usr/bin/env python3
"""The same random questions of inclusion put to weir and to the solver cvc5: how long each takes for one.

    inclusion_cvc5.py PROGRAM [COUNT]

PROGRAM is tests/inclusion_questions. Start-up is measured apart and taken off."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "scope"))
import cvc5_inclusion  # noqa: E402


def seconds(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def main(program, count=2000):
    idle, few = seconds(lambda: list(cvc5_inclusion.read_questions(program, 1, 1)))
    weir, questions = seconds(lambda: list(cvc5_inclusion.read_questions(program, count, 1)))
    solver_idle, _ = seconds(lambda: cvc5_inclusion.ask_solver(few))
    solver, answers = seconds(lambda: cvc5_inclusion.ask_solver(questions))
    print(f"{len(questions)} questions, unions of up to three patterns each")
    print(f"weir  {1e6 * max(weir - idle, 0) / len(questions):10.1f} us a question, reading and writing included")
    print(f"cvc5  {1e6 * max(solver - solver_idle, 0) / len(questions):10.1f} us a question; {answers.count('unknown')} left open")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
