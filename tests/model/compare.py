#!/usr/bin/env python3
"""Do `weir authorize` and the reference model give the same answers? To random questions, or the model to the corpus.

    compare.py --weir PROGRAM [-n N] [--seed S]     random questions through both, differences made small
    compare.py --weir PROGRAM --questions FILE      the questions of a file, one a line, through both
    compare.py --cases DIR                          the `authorize` cases of a corpus through the model alone
    compare.py --choices                            what the model does where the facts leave a choice
Exit: 0 no difference, 1 some, 2 usage, 3 unreadable input, 4 the program stopped answering.
"""
import argparse
import collections
import json
import multiprocessing
import pathlib
import re
import subprocess
import sys
import threading

import cases
import generate
import iam
import iam_condition
import iam_read

CHUNK = 500
QUOTED = r"`[^`]*`|'[^']*'|[0-9]+"


def way(answer):
    """The outcome, of a refusal with its message but for what it quotes: differences are told apart by it."""
    message = answer.get("error", {}).get("message")
    return iam.outcome(answer) + (f" ({re.sub(QUOTED, '`…`', message)})" if message else "")


def deciders(answer):
    return sorted((each["policy"], each["statement"]) for each in answer.get("by", []))


def asked(lines):
    """Model answers to lines, and what they were about: [(line, answer, counts)]."""
    return [(line, iam.authorize_line(line), subjects(line)) for line in lines]


def asked_random(chunk):
    seed, first, count = chunk
    return asked([generate.question_line(seed, number) for number in range(first, first + count)])


# --- what the questions were about

def subjects(line):
    """Which operators, layers and callers a question has, for the counts."""
    try:
        question = json.loads(line)
        return sorted(set(question_subjects(question)))
    except (ValueError, AttributeError, TypeError, KeyError, iam_read.Refused):
        return ["unreadable"]


def question_subjects(question):
    principal = question["request"].get("principal")
    yield "caller " + iam.read_caller(principal, None).kind
    yield "resource " + (question["request"].get("resource_kind") or iam.kind_by_action(question["request"]["action"]))
    for layer in question["policies"]:
        yield "layer " + layer
    for document in generate.walk_documents(question["policies"]):
        document = json.loads(document) if isinstance(document, str) else document
        statements = document.get("Statement", [])
        for statement in statements if isinstance(statements, list) else [statements]:
            for element in statement:
                yield "element " + element
            for operator in statement.get("Condition", {}):
                yield from operator_subjects(operator)


def operator_subjects(name):
    found = iam_condition.named(name)
    if found:
        yield "operator " + {"": "", "forallvalues": "ForAllValues:", "foranyvalue": "ForAnyValue:"}[found.over] \
            + found.operator.name + ("IfExists" if found.if_exists else "")


class Tally:
    def __init__(self):
        self.by_subject = collections.defaultdict(collections.Counter)
        self.decisions = collections.Counter()

    def add(self, answer, about):
        self.decisions[iam.outcome(answer)] += 1
        for subject in about:
            self.by_subject[subject][iam.outcome(answer)] += 1

    def show(self, stream, all_subjects):
        counts = (f"{count:,} {name}" for name, count in sorted(self.decisions.items()))
        print("answers: " + ", ".join(counts), file=stream)
        if not all_subjects:
            return
        columns = (iam.ALLOWED, iam.EXPLICIT, iam.IMPLICIT, "refused")
        print(f"{'':48}" + "".join(f"{name:>18}" for name in columns), file=stream)
        for subject, counts in sorted(self.by_subject.items()):
            print(f"{subject:48}" + "".join(f"{counts[name]:18,}" for name in columns), file=stream)
        missing = [name for name in every_operator() if "operator " + name not in self.by_subject]
        print("operators never asked: " + (", ".join(missing) or "none"), file=stream)


def every_operator():
    yield "Null"
    for row in iam_condition.TABLE:
        for over in ("", "ForAllValues:", "ForAnyValue:"):
            yield over + row.name
            yield over + row.name + "IfExists"


# --- the program

class Program:
    """`weir authorize --ndjson -`: one process, fed by a thread so that neither side waits for the other's buffer."""

    def __init__(self, path):
        self.command = [path, "authorize", "--ndjson", "-"]

    def answers(self, lines):
        """One answer a line, in order, as the lines come. Stops early if the program does."""
        process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        failed = []
        feeder = threading.Thread(target=feed, args=(process.stdin, lines, failed), daemon=True)
        feeder.start()
        for line in process.stdout:
            try:
                yield json.loads(line)
            except ValueError:
                yield {"decision": f"unreadable answer {line[:80]!r}"}
        feeder.join()
        process.wait()
        if failed:
            raise failed[0]

    def answers_list(self, lines):
        return list(self.answers(lines))


def feed(stream, lines, failed):
    try:
        for line in lines:
            stream.write(line.encode("utf-8") + b"\n")
        stream.flush()
    except BrokenPipeError:
        pass  # the program stopped; who reads its answers will see
    except Exception as error:  # of the model; told by the thread that reads
        failed.append(error)
    finally:
        try:
            stream.close()
        except BrokenPipeError:
            pass


# --- making a difference small

def smaller(value, path=()):
    """Every tree that is this one without one member, or with a list or wrapper of one replaced by what it holds."""
    if isinstance(value, dict):
        for key in value:
            yield {name: each for name, each in value.items() if name != key}
        for key, each in value.items():
            if path + (key,) != ("id",):
                yield from ({**value, key: less} for less in smaller(each, path + (key,)))
    elif isinstance(value, list):
        for at in range(len(value)):
            yield value[:at] + value[at + 1:]
        for at, each in enumerate(value):
            yield from (value[:at] + [less] + value[at + 1:] for less in smaller(each, path + (at,)))
        if len(value) == 1 and not isinstance(value[0], (dict, list)):
            yield value[0]


def minimised(program, line, rounds=200):
    """A small question on which the two still differ in the same way."""
    def difference(model, weir):
        return way(model), way(weir)

    def pairs(lines):
        return zip((iam.authorize_line(each) for each in lines), program.answers_list(lines))

    for model, weir in pairs([line]):
        wanted = difference(model, weir)
    try:
        question = json.loads(line)
    except ValueError:
        return line
    for _ in range(rounds):
        candidates = [json.dumps(each, ensure_ascii=False) for each in smaller(question)]
        kept = next((each for each, pair in zip(candidates, pairs(candidates)) if difference(*pair) == wanted), None)
        if kept is None:
            break
        question = json.loads(kept)
    return json.dumps(question, ensure_ascii=False)


# --- the comparison

class Comparison:
    def __init__(self, program, options):
        self.program, self.options = program, options
        self.expected, self.by_differences = collections.deque(), 0
        self.ways, self.differences = collections.Counter(), []  # how often each way to differ; the first of each
        self.tally, self.done = Tally(), 0

    def lines(self, results):
        for chunk in results:
            for line, answer, about in chunk:
                self.expected.append((line, answer, about))
                yield line

    def run(self, results):
        """True if every question was answered."""
        for weir in self.program.answers(self.lines(results)):
            if not self.expected:
                print("the program answers more than it was asked", file=sys.stderr)
                return False
            line, model, about = self.expected.popleft()
            self.tally.add(model, about)
            self.done += 1
            if iam.outcome(model) != iam.outcome(weir):
                self.differ(line, way(model), way(weir))
            elif self.options.by and deciders(model) != deciders(weir):
                self.by_differences += 1
                if self.by_differences <= self.options.show:
                    print(f"by: {line}\n  model {deciders(model)}\n  weir  {deciders(weir)}")
            elif "error" not in model and weir.get("id") != model.get("id"):
                self.differ(line, f"id {model.get('id')!r}", f"id {weir.get('id')!r}")
        return not self.expected

    def differ(self, line, model, weir):
        self.ways[model, weir] += 1
        if self.ways[model, weir] <= self.options.show:
            self.differences.append(line)

    def report(self):
        for (model, weir), count in self.ways.most_common():
            print(f"{count:,} questions: the model says {model}, weir says {weir}")
        for line in self.differences:
            small = line if self.options.whole else minimised(self.program, line)
            again = iam.authorize_line(small)
            print(f"\n{small}\n  model: {json.dumps(again, ensure_ascii=False)}")
            print(f"  weir:  {json.dumps(self.program.answers_list([small])[0], ensure_ascii=False)}")
        print(f"{self.done:,} questions, {self.ways.total():,} differences, {self.by_differences:,} in `by`")
        self.tally.show(sys.stdout, self.options.counts)


def compare(options):
    program = Program(options.weir)
    comparison = Comparison(program, options)
    with multiprocessing.Pool(options.jobs) as pool:
        if options.questions:
            lines = pathlib.Path(options.questions).read_text(encoding="utf-8").split("\n")
            lines = [line for line in lines if line]
            chunks = [lines[at:at + CHUNK] for at in range(0, len(lines), CHUNK)]
            whole = comparison.run(pool.imap(asked, chunks))
        else:
            last = options.first + options.n
            chunks = ((options.seed, at, min(CHUNK, last - at)) for at in range(options.first, last, CHUNK))
            whole = comparison.run(pool.imap(asked_random, chunks))
    comparison.report()
    if not whole:
        unanswered = comparison.expected[0][0] if comparison.expected else "none"
        print(f"the program stopped after {comparison.done:,} answers; unanswered: {unanswered}", file=sys.stderr)
        return 4
    return 1 if comparison.differences or comparison.by_differences else 0


# --- the command

def show_choices():
    for fact, subject, choice in sorted(iam.CHOICES):
        print(f"{('fact ' + str(fact)) if fact else 'input':8} {subject}: {choice}")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("-n", type=int, default=100000, help="how many random questions")
    parser.add_argument("--seed", default="1", help="what the random questions are made from")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first question")
    parser.add_argument("--questions", help="a file of questions instead, one a line")
    parser.add_argument("--cases", help="a folder of the corpus")
    parser.add_argument("--choices", action="store_true")
    parser.add_argument("--by", action="store_true", help="compare the deciding statements too")
    parser.add_argument("--show", type=int, default=3, help="differences shown of each way to differ")
    parser.add_argument("--whole", action="store_true", help="show differences as they are, not made small")
    parser.add_argument("--counts", action="store_true", help="count operators, layers, elements and callers")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="processes of the model")
    options = parser.parse_args()
    if options.choices:
        return show_choices()
    try:
        if options.cases:
            return cases.run(options.cases, options.by)
        if options.weir:
            return compare(options)
    except (OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 3
    parser.error("one of --weir, --cases and --choices is needed")


if __name__ == "__main__":
    sys.exit(main())
