#!/usr/bin/env python3
"""Does the solver cvc5 agree with weir on inclusion between unions of globs, and is each of weir's witnesses one?

    cvc5_inclusion.py PROGRAM [COUNT [SEED]]

PROGRAM is inclusion_questions. A glob is a regular expression to the solver; a union is inside another if no string is
in the one and not in the other. Exit: 0 agreement, 1 a difference, 77 no cvc5 here."""
import re
import shutil
import subprocess
import sys

SKIPPED = 77
TIME_LIMIT_MS = 5000


def as_term(glob):
    pieces = [{"*": "re.all", "?": "re.allchar"}.get(letter, f'(str.to_re "{letter}")') for letter in glob]
    return pieces[0] if len(pieces) == 1 else f"(re.++ {' '.join(pieces)})"


def as_union(globs):
    terms = [as_term(glob) for glob in globs]
    return terms[0] if len(terms) == 1 else f"(re.union {' '.join(terms)})"


def matches(globs, text):
    translation = {"*": ".*", "?": "."}
    return any(re.fullmatch("".join(translation.get(c, re.escape(c)) for c in glob), text, re.S) for glob in globs)


def read_questions(program, count, seed):
    lines = subprocess.run([program, str(count), str(seed)], check=True, capture_output=True, text=True).stdout
    for line in lines.rstrip("\n").split("\n"):
        wide, narrow, answer = line.split("\t")
        yield wide.split(" "), narrow.split(" "), answer


def ask_solver(questions):
    script = ["(set-logic QF_S)", "(declare-const s String)"]
    for wide, narrow, _ in questions:
        script += ["(push 1)", f"(assert (str.in_re s {as_union(narrow)}))",
                   f"(assert (not (str.in_re s {as_union(wide)})))", "(check-sat)", "(pop 1)"]
    answer = subprocess.run(["cvc5", "--lang=smt2", "--incremental", "--strings-exp", f"--tlimit-per={TIME_LIMIT_MS}"],
                            input="\n".join(script), capture_output=True, text=True, check=False)
    return answer.stdout.split()


def check(question, solved):
    """A sentence on what is wrong, or None."""
    wide, narrow, answer = question
    word, _, witness = answer.partition(" ")
    if word == "no" and (not matches(narrow, witness) or matches(wide, witness)):
        return f"`{witness}` does not part {narrow} from {wide}"
    if solved in ("sat", "unsat") and word != {"sat": "no", "unsat": "yes"}[solved]:
        return f"weir says {word}, cvc5 says {solved}: {narrow} in {wide}"
    return None


def main(arguments):
    if shutil.which("cvc5") is None:
        print("cvc5 is not installed")
        return SKIPPED
    count, seed = ([int(text) for text in arguments[1:]] + [2000, 1])[:2] if len(arguments) < 3 else map(int, arguments[1:3])
    questions = list(read_questions(arguments[0], count, seed))
    solved = ask_solver(questions)
    if len(solved) != len(questions):
        print(f"cvc5 answered {len(solved)} of {len(questions)} questions")
        return 1
    wrong = [text for text in map(check, questions, solved) if text is not None]
    print("\n".join(wrong[:20]))
    included = sum(answer == "yes" for _, _, answer in questions)
    print(f"{len(questions)} questions, {included} yes, {solved.count('unknown')} that cvc5 left open, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
