#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets, cut from the corpus and the examples: FOLDER/<target>/<digest>.

fuzz_json    the distinct nodes of suites, worlds and examples, each as JSON text
fuzz_memory  the small ones of them behind a byte that chooses which allocation fails
fuzz_yaml    each suite cut into one file a case, the worlds and the examples, as they are written
fuzz_policy  the policy documents of the worlds, of patches, of session policies and of expectations, each with a question
             that its first statement speaks of
fuzz_inclusion
             neighbouring policy documents, small enough to be compared often
fuzz_scope   the grants of a case that asks for session policies
fuzz_decide  a case: a line NAME@VERSION, then {"set": patch or null, "request": request/1}
fuzz_partition
             the expressions that partitions are chosen by, with values of a partition
fuzz_saml, fuzz_saml_signed, fuzz_metadata
             the responses of verify cases and their providers' metadata, as XML
fuzz_authorize, fuzz_condition, fuzz_arn, fuzz_glob
             the cases that are bare policy questions: the question, and what it compares
"""
import argparse
import base64
import hashlib
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests" / "corpus"))

import yaml  # noqa: E402 (after the path)

import corpus  # noqa: E402

# The strict loader reads the corpus in a test of its own; here its form is known to be good, and libyaml is ten times faster.
FAST = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_SEED_BYTES = 64 * 1024
MAX_MEMORY_BYTES = 512
MAX_INCLUSION_BYTES = 2048


def typed(node):
    """A YAML node as weir writes it in JSON: a plain scalar may be a number or a word, a quoted one is text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [typed(value) for value in node.value]
    if not node.style and node.value in WORDS:
        return WORDS[node.value]
    if not node.style and JSON_NUMBER.fullmatch(node.value):
        return json.loads(node.value)
    return node.value


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def compose(path):
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=FAST)


def nodes(value):
    """A value and every list and map in it."""
    if isinstance(value, (dict, list)):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from nodes(each)


def is_policy(value):
    return isinstance(value, dict) and "Statement" in value and set(value) <= {"Version", "Id", "Statement"}


def policies(value):
    """Every policy document in a value, also those that are JSON text."""
    for each in nodes(value):
        if is_policy(each):
            yield as_json(each)
        if isinstance(each, dict) and isinstance(each.get("Policy"), str):
            yield each["Policy"].encode()


def first(value):
    return str(value[0] if isinstance(value, list) and value else value)


def with_question(policy):
    """The document, and behind NULs an action, a resource, a caller and a context."""
    try:
        statement = json.loads(policy)["Statement"]
    except (ValueError, KeyError, TypeError):
        return policy
    statement = statement[0] if isinstance(statement, list) and statement else statement
    if not isinstance(statement, dict):
        return policy
    action = first(statement.get("Action", "s3:GetObject")).replace("*", "x")
    resource = first(statement.get("Resource", "*")).replace("/*", "/a")
    return b"\0".join([policy, action.encode(), resource.encode(), b"\x01", b"s3:prefix=sales/a;aws:username=ada"])


def inclusion_seeds(documents):
    """Each document against the next one of the same file and against itself."""
    for wide, narrow in zip(documents, documents[1:] + documents[:1]):
        yield b"\0".join([wide, narrow, b"requests"])
        yield b"\0".join([wide, wide, b"requests"])


KINDS = ["prefix", "bucket", "object", "characters"]
ACCESSES = ["LIST", "READ", "APPEND", "READWRITE"]
SCOPE_OPTIONS = {"literal_keys": 1, "bare_list": 2, "versions": 4, "tagging": 8}


def scope_seed(question):
    """The keys of a question's grants, each with what is granted; where all keys are short enough to be many."""
    options = question.get("options") or {}
    flags = sum(bit for name, bit in SCOPE_OPTIONS.items() if options.get(name)) + (16 if question.get("kms") else 0) + \
        (32 if options.get("dialect") == "plain" else 0)
    parts = []
    for grant in question["grants"]:
        scheme, _, rest = str(grant["location"]).partition("://")
        bucket, _, key = rest.partition("/")
        number = 3 if bucket.startswith("arn:") else 2 if bucket == "pond" else 1 if scheme == "s3a" else 0
        parts.append(bytes([KINDS.index(grant.get("kind", "prefix")) | ACCESSES.index(grant.get("access", "LIST")) << 2 |
                            (16 if grant.get("list") else 0) | number << 5]) + key.encode())
    return bytes([flags, 0]) + b"\0".join(parts)


def yaml_cuts(path):
    """A suite as one text a case, each still a suite; any other file whole."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=  - id: )", text)
    if len(parts) == 1:
        return [text.encode()]
    return [(parts[0] + part).encode() for part in parts[1:]]


def decide_seeds(suite):
    for case in suite.get("cases", ()):
        question = case.get("decide")
        if question is None or "base" not in question["world"]:
            continue
        asked = {"set": question["world"].get("set"), "request": question["request"]}
        yield question["world"]["base"].encode() + b"\n" + as_json(asked)


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(question):
    """Every statement of the documents of a bare policy question."""
    for each in nodes(question.get("policies")):
        if isinstance(each, dict) and "Effect" in each:
            yield each


def with_k(text):
    """The first variable of a pattern becomes the one that the targets know."""
    return re.sub(r"\$\{[A-Za-z][^},]*", "${k", text)


def condition_seeds(statement, context):
    known = {key.lower(): value for key, value in context.items()}
    block = statement.get("Condition")
    for operator, keys in block.items() if isinstance(block, dict) else ():
        for key, operands in keys.items() if isinstance(keys, dict) else ():
            values = known.get(key.lower())
            how = (statement["Effect"] == "Deny") | (8 if values is None else 16 * isinstance(values, list))
            lines = ["\n".join(map(str, as_list(each))) for each in (operands, [] if values is None else values)]
            yield bytes([how]) + "\0".join([operator, with_k(lines[0]), lines[1], "ada"]).encode()


def comparison_seeds(question):
    """(target, seed) for what a bare policy question compares."""
    request = question.get("request", {})
    action, resource = str(request.get("action", "")), str(request.get("resource", ""))
    for statement in statements(question):
        context = request.get("context")
        for seed in condition_seeds(statement, context if isinstance(context, dict) else {}):
            yield "fuzz_condition", seed
        for name, negated in (("Resource", 0), ("NotResource", 32)):
            for pattern in as_list(statement.get(name, [])):
                texts = "\0".join([with_k(str(pattern)), resource, "ada"]).encode()
                how = negated + 16 * (statement["Effect"] == "Deny")
                yield "fuzz_arn", bytes([how]) + texts
                yield "fuzz_glob", b"\x03" + texts
        for pattern in as_list(statement.get("Action", [])):
            yield "fuzz_glob", b"\x05" + "\0".join([str(pattern), action, ""]).encode()


def partition_seeds(document):
    """Each expression over partition keys, asked of a partition that many of them choose."""
    for node in nodes(document):
        expression = node.get("Expression") if isinstance(node, dict) else None
        if isinstance(expression, str) and "SupportedPermissionTypes" in node and len(expression) <= 512:
            yield b"\0".join([expression.encode(), b"2024", b"eu", b"10.1", b"2024-05-01"])


def saml_seeds(question):
    """(target, seed) for a response and the metadata that it is verified with."""
    if "xml" in question:
        response = question["xml"].encode()
    else:
        try:
            response = base64.b64decode(question.get("response", ""), validate=True)
        except ValueError:
            return
    yield "fuzz_saml", response
    yield "fuzz_saml_signed", response
    if "metadata" in question:
        yield "fuzz_metadata", question["metadata"].encode()


class Seeds:
    """One folder a target, emptied first; the same content is written once, named by its digest."""

    def __init__(self, folder):
        self.folder, self.counts = folder, {}

    def start(self, target):
        shutil.rmtree(self.folder / target, ignore_errors=True)
        (self.folder / target).mkdir(parents=True)
        self.counts[target] = 0

    def put(self, target, content):
        if len(content) > MAX_SEED_BYTES:
            return
        path = self.folder / target / hashlib.sha256(content).hexdigest()[:16]
        if not path.exists():
            path.write_bytes(content)
            self.counts[target] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    seeds = Seeds(parser.parse_args().folder)
    for target in ("fuzz_json", "fuzz_memory", "fuzz_yaml", "fuzz_policy", "fuzz_decide", "fuzz_authorize",
                   "fuzz_condition", "fuzz_arn", "fuzz_glob", "fuzz_partition", "fuzz_inclusion", "fuzz_scope", "fuzz_saml",
                   "fuzz_saml_signed", "fuzz_metadata"):
        seeds.start(target)
    for path in corpus.suite_paths() + corpus.world_paths() + sorted((ROOT / "examples").glob("*.yaml")):
        document = typed(compose(path))
        for node in nodes(document):
            seeds.put("fuzz_json", as_json(node))
            if len(as_json(node)) <= MAX_MEMORY_BYTES:
                seeds.put("fuzz_memory", hashlib.sha256(as_json(node)).digest()[:1] + as_json(node))
        for text in yaml_cuts(path):
            seeds.put("fuzz_yaml", text)
        documents = list(policies(document))
        for policy in documents:
            seeds.put("fuzz_policy", with_question(policy))
        for seed in inclusion_seeds(documents):
            if len(seed) <= MAX_INCLUSION_BYTES:
                seeds.put("fuzz_inclusion", seed)
        for seed in partition_seeds(document):
            seeds.put("fuzz_partition", seed)
        for seed in decide_seeds(document):
            seeds.put("fuzz_decide", seed)
        for case in document.get("cases", ()) if isinstance(document, dict) else ():
            asked = case.get("scope")
            if isinstance(asked, dict) and isinstance(asked.get("grants"), list):
                seeds.put("fuzz_scope", scope_seed(asked))
            for target, seed in saml_seeds(case.get("verify", {})):
                seeds.put(target, seed)
            question = case.get("authorize")
            if isinstance(question, dict):
                seeds.put("fuzz_authorize", as_json(question))
                for target, seed in comparison_seeds(question):
                    seeds.put(target, seed)
    for target, count in seeds.counts.items():
        print(f"{count:6} {target}")
    return 0 if all(seeds.counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
