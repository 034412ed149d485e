"""The cases of the corpus, changed and put to the program: what it answers to each, whole.

A case is written again with an expectation that no answer meets, so that `weir test --json --verbose` tells every answer;
one run of the program then answers thousands of questions, each in its own world.
"""
import json
import pathlib
import re
import subprocess
import tempfile

import yaml

import corpus

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null|~|")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# What of an answer is asked for, by kind of case.
ASKED = {"decide": ["decisions"], "authorize": ["decision", "by", "because"],
         "verify": ["valid", "check", "code", "status", "message", "claims"]}
QUOTED = ("'", "\"", "|", ">")
OFF = {name: "asked in another way already" for name in ("repeat", "reread", "trace")}


class Plain(str):
    """A scalar without quotes: what looks like a number or a truth value is one."""


class Loader(yaml.CBaseLoader):
    """Scalars are text that remembers whether it was quoted. The strict reading is corpus.schema's."""

    def construct_scalar(self, node):
        value = super().construct_scalar(node)
        return value if node.style in QUOTED else Plain(value)


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def written(value):
    """One line of YAML in flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written_text(key)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, Plain) and NUMBER.fullmatch(value):
        return str(value) or "null"
    return written_text(value)


def written_text(text):
    quoted = json.dumps(str(text), ensure_ascii=False)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


class Corpus:
    """All cases of the kinds that can be asked, and the worlds that they share."""

    def __init__(self, root=corpus.ROOT):
        self.providers = {path.name: path.read_bytes() for path in corpus.provider_paths(root)}
        self.worlds = {path.name: read(path) for path in corpus.world_paths(root)}
        self.suites = {str(path.relative_to(root / "corpus")): read(path) for path in corpus.suite_paths(root)}

    def cases(self):
        for name, suite in self.suites.items():
            for case in suite["cases"]:
                if kind_of(case) is not None:
                    yield name, case


def kind_of(case):
    return next((kind for kind in ASKED if kind in case), None)


def changed_case(case, change):
    """The case with its question changed and an expectation that no answer meets; None where the change is not for it."""
    kind = kind_of(case)
    question = change(kind, case[kind])
    if question is None:
        return None
    return {"id": case["id"], "title": "asked", "evidence": "local", "cites": ["weir-local"], kind: question,
            "expect": {name: "?" for name in ASKED[kind]}, "invariant-off": OFF}


def write_corpus(whole, change, change_world, folder):
    (folder / "worlds").mkdir()
    (folder / "providers").mkdir()
    for name, text in whole.providers.items():
        (folder / "providers" / name).write_bytes(text)
    for name, world in whole.worlds.items():
        (folder / "worlds" / name).write_text(written(change_world(world)) + "\n", encoding="utf-8")
    suites = {}
    for name, case in whole.cases():
        asked = changed_case(case, change)
        if asked is not None:
            suites.setdefault(name, []).append(asked)
    for name, cases in suites.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        lines = "".join(f"  - {written(case)}\n" for case in cases)
        path.write_text(f"suite: asked\nabout: asked\ncases:\n{lines}", encoding="utf-8")
    return sum(map(len, suites.values()))


def answer_of(told):
    """The answer that a line of `weir test` tells: its members, or its error."""
    answer = {}
    for failure in told["failures"]:
        if failure["expected"] == "no error":
            return {"error": json.loads(failure["actual"]).get("error", {})}
        if failure["path"]:
            answer[failure["path"][1:]] = None if failure["actual"] == "(absent)" else json.loads(failure["actual"])
    return answer


def ask(program, whole, change=lambda kind, question: question, change_world=lambda world: world, environment=None):
    """{id: answer} of every case that `change` is for."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "corpus"
        folder.mkdir()
        count = write_corpus(whole, change, change_world, folder)
        run = subprocess.run([program, "test", "--json", "--verbose", "corpus"], cwd=temporary, env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    answers = {line["id"]: answer_of(line) for line in lines if line.get("weir") == "test-case/1"}
    if run.returncode not in (0, 1) or len(answers) != count:
        raise SystemExit(f"{len(answers)} of {count} cases answered, exit {run.returncode}: {run.stderr.decode()[:2000]}")
    return answers
