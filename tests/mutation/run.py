#!/usr/bin/env python3
"""How many small faults in the sources do the unit tests of their module notice? Prints those that they do not.

A sample of the mutants of the given sources, drawn by a seed that is the commit's id, is compiled one by one; the object
stands before the library, so that the real one in it is not taken, and the module's unit tests and then the corpus are linked and
run, the likeliest first, until one fails. A mutant whose object is the very same is none. With --self-test the mutants of a planted source
are counted.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time

import mutate

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = ["policy", "saml", "scope", "world", "vend"]
SLOW_S = 3.0
MOST_BYTES = 4 << 30

Test = collections.namedtuple("Test", "name link program limit arguments")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def run(command, cwd, seconds):
    """The exit code, None after the limit; then the whole process group is ended."""
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=limited)
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


class Build:
    """A folder that CMake and Ninja have built, and how its parts are made."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        commands = json.loads((self.folder / "compile_commands.json").read_text(encoding="utf-8"))
        self.compile = {}
        for entry in commands:
            path = pathlib.Path(entry["file"]).resolve()
            if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in MODULES:
                self.compile.setdefault(path, entry)

    def arguments(self, source):
        """The compiler's command without its output, its input, its debug information and its warnings."""
        words = shlex.split(self.compile[source]["command"])
        if "ccache" in words[0]:
            words = words[1:]
        kept, skip = [], False
        for word in words:
            if not skip and word not in ("-c", "-g", "-o", "-MD", "-MT", "-MF", str(source)):
                kept.append(word)
            skip = word in ("-o", "-MT", "-MF")
        return [word for word in kept if not word.startswith("-W") or word.startswith("-Wl,")]

    def flags(self, source):
        words = self.arguments(source)[1:]
        kept = [word for word in words if word.startswith(("-I", "-D", "-std"))]
        return kept + [word for pair in zip(words, words[1:]) if pair[0] == "-isystem" for word in pair]

    def tests(self, module):
        """The unit tests of a module that are fast, with the commands that link them."""
        shown = subprocess.run(["ctest", "--show-only=json-v1", "-R", rf"^unit\.{module}\."], cwd=self.folder,
                               check=True, stdout=subprocess.PIPE).stdout
        found = []
        for test in json.loads(shown)["tests"]:
            program = pathlib.Path(test["command"][0])
            if not program.is_relative_to(self.folder):  # a script has no object to put a mutant into
                continue
            program = program.relative_to(self.folder)
            begin = time.monotonic()
            if run([str(self.folder / program)], ROOT, SLOW_S) != 0:
                continue
            limit = 5 * (time.monotonic() - begin) + 2
            found.append(Test(test["name"], self.link(program), str(program), limit, []))
        if found:
            found.append(self.corpus(found[0]))
        return found

    def link(self, program):
        """The words of the command that links a program."""
        lines = subprocess.run(["ninja", "-t", "commands", str(program)], cwd=self.folder, check=True, text=True,
                               stdout=subprocess.PIPE).stdout.splitlines()
        return shlex.split(re.sub(r"^: && | && :$", "", lines[-1]))

    def corpus(self, test):
        """The program over the corpus, linked with the static library as a unit test is."""
        libraries = [word for word in test.link[test.link.index("libweir.a"):] if not word.startswith("-Wl,--wrap")]
        kept = [word for word in self.link("bin/weir") if "libweir" not in word and not word.startswith("-Wl,-rpath")]
        begin = time.monotonic()
        if run([str(self.folder / "bin/weir"), "test", "corpus"], ROOT, 60) != 0:
            sys.exit("the corpus does not hold without mutants")
        limit = 5 * (time.monotonic() - begin) + 2
        return Test("corpus", kept + libraries, "bin/weir", limit, ["test", "corpus"])


class Bench:
    """Where one mutant at a time is built and tested."""

    def __init__(self, build, tests, folder):
        self.build, self.tests, self.folder = build, tests, folder
        self.plain = {}

    def object_of(self, source, text, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        mutated = folder / source.name
        mutated.write_bytes(text)
        output = folder / f"{source.name}.o"
        command = [*self.build.arguments(source), "-w", "-c", str(mutated), "-o", str(output)]
        return output if run(command, self.build.folder, 60) == 0 else None

    def plain_bytes(self, source):
        if source not in self.plain:
            self.plain[source] = self.object_of(source, source.read_bytes(), "plain").read_bytes()
        return self.plain[source]

    def fails(self, test, changed):
        program = self.folder / "test"
        at = test.link.index("libweir.a")
        words = [*test.link[:at], str(changed), *test.link[at:]]
        words = [str(program) if word == test.program else word for word in words]
        if run(words, self.build.folder, 60) != 0:
            sys.exit(f"{test.name} cannot be linked with {changed.name}")
        return run([str(program), *test.arguments], ROOT, test.limit) != 0

    def verdict(self, source, mutant):
        start, end, text, _ = mutant
        plain = source.read_bytes()
        changed = self.object_of(source, plain[:start] + text.encode() + plain[end:], "mutant")
        if changed is None:
            return "invalid"
        if changed.read_bytes() == self.plain_bytes(source):
            return "equal"
        module = source.relative_to(ROOT).parts[0]
        return "killed" if any(self.fails(test, changed) for test in likely(self.tests[module], source)) else "survived"


def likely(tests, source):
    """The tests whose name has a word of the source's, first; then the quick ones; the corpus last."""
    words = set(source.stem.split("_"))
    return sorted(tests, key=lambda test: (bool(test.arguments), not words & set(test.name.split(".")), test.limit))


def draw(build, sources, seed):
    """Every mutant, in an order that the seed decides."""
    found = [(source, mutant) for source in sources
             for mutant in mutate.mutants(source, build.flags(source), build.folder)]
    random.Random(seed).shuffle(found)
    return found


def show(source, mutant):
    text = source.read_bytes()
    line = mutate.line_of(text, mutant[0])
    words = text.split(b"\n")[line - 1].decode().strip()
    print(f"  {source.relative_to(ROOT)}:{line}: {mutant[3]}: {words[:90]}")


def score(verdicts):
    told = verdicts["killed"] + verdicts["survived"]
    return f"{verdicts['killed']:5} killed of {told:5}, {100 * verdicts['killed'] / max(told, 1):5.1f} %"


def show_scores(judged):
    """A line for each module, then all together."""
    modules = {}
    for verdict, source, _ in judged:
        modules.setdefault(source.relative_to(ROOT).parts[0], collections.Counter())[verdict] += 1
    for module in sorted(modules):
        print(f"mutants of {module:7} {score(modules[module])}")


def judge(build, tests, sample, options):
    """(verdict, source, mutant) for as much of the sample as there is time for."""
    deadline = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as folder:
        benches = []
        for i in range(options.jobs):
            (pathlib.Path(folder) / str(i)).mkdir()
            benches.append(Bench(build, tests, pathlib.Path(folder) / str(i)))

        def some(first):
            judged = []
            for source, mutant in sample[first::options.jobs]:
                if time.monotonic() > deadline:
                    break
                judged.append((benches[first].verdict(source, mutant), source, mutant))
            return judged

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            return [each for part in pool.map(some, range(options.jobs)) for each in part]


PLANTED = "int f(int a, int b)\n{\n    if (a < b && b != 3)\n        return 1;\n    a++; /* MUTATE-OK: of no use */\n" \
          "    return a;\n}\n"
PLANTED_MUTANTS = 13


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "planted.c"
        source.write_text(PLANTED, encoding="utf-8")
        found = mutate.mutants(source, [], folder)
    if len(found) != PLANTED_MUTANTS or any(mutant[0] > PLANTED.index("return 1") + 8 for mutant in found):
        sys.exit(f"{len(found)} mutants of the planted source, not {PLANTED_MUTANTS}: {found}")
    if run(["sleep", "10"], "/", 0.1) is not None:
        sys.exit("a process that does not end was not ended")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev")
    parser.add_argument("--count", type=int, default=100000, help="mutants to draw")
    parser.add_argument("--seconds", type=float, default=1e9, help="after which no mutant is begun")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seed", default="", help="default: the commit's id")
    parser.add_argument("sources", nargs="*", help="folders or sources; default: the modules that decide")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    build = Build(options.build)
    seed = options.seed or subprocess.run(["git", "-c", "safe.directory=*", "rev-parse", "HEAD"], cwd=ROOT, text=True,
                                          stdout=subprocess.PIPE).stdout.strip()
    wanted = [(ROOT / name).resolve() for name in options.sources or MODULES]
    sources = sorted(path for path in build.compile if any(path == one or one in path.parents for one in wanted))
    modules = {source.relative_to(ROOT).parts[0] for source in sources}
    tests = {module: build.tests(module) for module in modules}
    sample = draw(build, sources, seed)
    judged = judge(build, tests, sample[:options.count], options)
    counts = collections.Counter(verdict for verdict, _, _ in judged)
    for verdict, source, mutant in sorted(judged, key=lambda each: (each[1], each[2])):
        if verdict == "survived":
            show(source, mutant)
    show_scores(judged)
    print(f"mutants: {len(judged)} of {len(sample)} drawn by {seed[:12]}: {counts['equal']} the same object, "
          f"{counts['invalid']} no C; {score(counts).strip()}")
    return 0 if counts["killed"] + counts["survived"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
