#!/usr/bin/env python3
"""Do `weir decide` and the reference model of the operations give the same answers? To random worlds, or the model to the corpus.

    vend_compare.py --weir PROGRAM [-n N] [--seed S] [--worlds KIND]   random steps through both, each world with its requests
    vend_compare.py --cases DIR [--weir PROGRAM]       the `decide` cases of a corpus through the model alone, which asks the
                                                       program for nothing but whether a SAML response stands
Exit: 0 no difference, 1 some, 2 usage, 4 the program stopped answering.
"""
import argparse
import collections
import functools
import json
import multiprocessing
import pathlib
import re
import subprocess
import sys
import tempfile

import cases
import lake_generate
import lake_vend
import vend
import vend_authorize
import vend_generate
import vend_redshift
import vend_saml
import vend_sts
from vend_world import Outside, World

OPERATIONS = {"authorize": vend_authorize, "sts:AssumeRole": vend_sts, "sts:AssumeRoleWithSAML": vend_saml, **vend_redshift.OPERATIONS,
              **lake_vend.OPERATIONS}
# Where the documents leave the model without an answer, and a case of these folders may therefore stay undecided by it.
CHOICES = {"a packed size near the bound": "AWS's packing is not published; two estimates may differ there",
           vend_saml.NO_PROGRAM: "whether a signature is right, the model does not say",
           lake_vend.DRAWN: "its value is not published; nobody else can say whether one is right"}
DECIDED = ("glue", "lakeformation", "redshift", "sts", "scenario")
UNASKED = ("lf.query-authorization",)  # whether an id is the one that AWS drew, no random request can know
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLDS = {"accounts": vend_generate, "lakes": lake_generate}
DRAWN = re.compile(r"AWSLF-00-NA-[0-9]{12}-[A-Za-z0-9]{10}")
REASON = re.compile(r" (because no |with an explicit deny).*", re.DOTALL)


def text(value):
    """JSON values as a reader without types has them."""
    if isinstance(value, dict):
        return {name: text(each) for name, each in value.items()}
    if isinstance(value, list):
        return [text(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def short(message):
    """A refusal without its reason, which is the explanation's matter (Q34), and without the name that AWS drew for a vended session."""
    return DRAWN.sub("AWSLF", REASON.sub("", message))


def difference(model, other, path=""):
    """None, or how what the model says is not found in another answer."""
    if isinstance(model, dict) and isinstance(other, dict):
        for name, each in model.items():
            if name in other and (found := difference(each, other[name], f"{path}/{name}")):
                return found
        return None
    if isinstance(model, list) and isinstance(other, list) and len(model) == len(other):
        return next(filter(None, (difference(*both, f"{path}/{at}") for at, both in enumerate(zip(model, other)))), None)
    if path.endswith("/message") and isinstance(other, str):
        model, other = short(model), short(other)
    return None if model == other else f"{path}: the model says {model!r}, not {other!r}"


# --- the corpus

@functools.cache
def base_world(path):
    return World(cases.yaml_loader()(path.read_text(encoding="utf-8")))


def world_of(folder, value):
    if "base" not in value:
        return World(value)
    return base_world(pathlib.Path(folder) / "worlds" / (value["base"] + ".yaml")).patched(value.get("set", []))


def case_finding(folder, case):
    request = case["decide"]["request"]
    if "text" in request:
        raise Outside("a request as text")
    expected = case["expect"]
    outside = None
    try:
        answer = vend.run(world_of(folder, case["decide"]["world"]), request, case["decide"].get("settings", {}), OPERATIONS)
    except Outside as reason:
        outside, answer = reason, {"decisions": getattr(reason, "answers", [])}
    if "error" in expected:
        if "error" in answer:
            return None
        raise Outside("an error of the input")
    if "error" in answer:
        return f"no answer: {answer['error']}"
    for at, (model, wanted) in enumerate(zip(answer["decisions"], expected["decisions"])):
        found = difference(model, wanted)
        if found:
            return f"/decisions/{at}{found}"
    if outside:
        raise outside
    return None


def run_cases(folder, has_choices):
    load = cases.yaml_loader()
    count, failed, outside = 0, 0, collections.Counter()
    for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
        written = path.read_text(encoding="utf-8")
        if not re.search(r"(?m)^ +decide:", written):
            continue
        suite = load(written)
        for case in (suite.get("cases") if isinstance(suite, dict) else None) or []:
            if "decide" not in case:
                continue
            try:
                found = case_finding(folder, case)
                count += 1
            except Outside as reason:
                outside[re.sub(r"(arn|the managed policy|cannot be read):? .*", r"\1", str(reason))] += 1
                if path.relative_to(folder).parts[0] in DECIDED:
                    if str(reason) not in CHOICES:
                        failed += 1
                        print(f"{path}: {case['id']}: not decided: {reason}")
                    elif has_choices:
                        print(f"{path}: {case['id']}: {reason}: {CHOICES[str(reason)]}")
                continue
            if found:
                failed += 1
                print(f"{path}: {case['id']}: {case.get('title', '')}\n  {found}")
    print(f"{count} decide cases, {failed} differences; not in the model: "
          + (", ".join(f"{number} {reason}" for reason, number in outside.most_common()) or "none"))
    return 1 if failed else 0


# --- random worlds

def asked(chunk):
    """A world with its requests: what the model says, and what the program is to be asked."""
    worlds, seed, number, count = chunk
    made, requests = WORLDS[worlds].world_and_requests(seed, number, count)
    world, answers = World(text(made)), []
    for request in requests:
        try:
            answers.append(vend.run(world, text(request), {}, OPERATIONS))
        except Outside as reason:
            answers.append({"outside": str(reason)})
    return made, requests, answers


def program_answers(program, made, requests):
    with tempfile.TemporaryDirectory() as folder:
        world, asked_file = pathlib.Path(folder) / "world.json", pathlib.Path(folder) / "requests.ndjson"
        world.write_text(json.dumps(made), encoding="utf-8")
        asked_file.write_text("".join(json.dumps(request) + "\n" for request in requests), encoding="utf-8")
        found = subprocess.run([program, "decide", "-w", world, "--ndjson", asked_file], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, check=False)
    lines = found.stdout.decode().splitlines()
    if len(lines) != len(requests):
        raise OSError(f"{len(lines)} answers to {len(requests)} requests: {found.stderr.decode()[:400]}")
    return [json.loads(line) for line in lines]


def answer_difference(model, weir):
    if "error" in model or "error" in weir:
        same = ("error" in model) == ("error" in weir)
        return None if same else f"the model says {json.dumps(model)[:200]}, weir {json.dumps(weir)[:200]}"
    if len(model["decisions"]) != len(weir["decisions"]):
        return "another number of decisions"
    for at, (ours, theirs) in enumerate(zip(model["decisions"], weir["decisions"])):
        theirs = text({name: value for name, value in theirs.items() if value is not None})
        theirs.get("response", {}).pop("PackedPolicySize", None)
        found = difference(ours, theirs)
        if not found and "access" not in ours and set(ours.get("response", {})) != set(theirs.get("response", {})) and ours["decision"] == "allow":
            found = f"/response: {sorted(ours['response'])} and {sorted(theirs.get('response', {}))}"
        if found:
            return f"/decisions/{at}{found}"
    return None


def run_random(options):
    tally, rules, shown, total = collections.Counter(), collections.Counter(), 0, 0
    chunks = [(options.worlds, options.seed, number, options.per_world) for number in range(-(-options.n // options.per_world))]
    with multiprocessing.Pool(options.jobs) as pool:
        for made, requests, answers in pool.imap(asked, chunks):
            for request, model, weir in zip(requests, answers, program_answers(options.weir, made, requests)):
                total += 1
                if "outside" in model:
                    tally["not in the model"] += 1
                    continue
                for each in model.get("decisions", []):
                    tally[each["decision"]] += 1
                    rules[each.get("rule", "skipped")] += 1
                found = answer_difference(model, weir)
                if found:
                    tally["differences"] += 1
                    if shown < options.show:
                        shown += 1
                        print(f"{found}\n  request: {json.dumps(request)}\n  world: {json.dumps(made)}")
    print(f"{total:,} requests, {tally['differences']:,} differences: "
          + ", ".join(f"{count:,} {name}" for name, count in tally.most_common() if name != "differences"))
    if options.counts:
        for rule, count in rules.most_common():
            print(f"{count:9,} {rule}")
    unreached = sorted(set(rules_of(options.reach)) - set(rules))
    for rule in unreached:
        print(f"no request was decided by {rule}")
    return 1 if tally["differences"] or unreached else 0


def rules_of(rulebooks):
    """The rules that can decide, of rulebooks by their names."""
    for name in rulebooks:
        written = (ROOT / "vend" / "rulebook" / f"{name}.yaml").read_text(encoding="utf-8")
        found = re.findall(r"(?m)^ +(?:- )?(?:id|allow): ([\w.-]+)$(?!(?:\n +when:.*)?\n +advise:)", written)
        yield from (rule for rule in found if rule not in UNASKED)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("-n", type=int, default=10000, help="how many random requests")
    parser.add_argument("--per-world", type=int, default=50, help="requests of each random world")
    parser.add_argument("--worlds", choices=sorted(WORLDS), default="accounts", help="worlds of what kind")
    parser.add_argument("--seed", default="1", help="what they are made from")
    parser.add_argument("--cases", help="a folder of the corpus")
    parser.add_argument("--choices", action="store_true", help="list the cases that the model leaves undecided, and why")
    parser.add_argument("--show", type=int, default=3, help="differences shown")
    parser.add_argument("--counts", action="store_true", help="count the rules that decided")
    parser.add_argument("--reach", nargs="*", default=[], metavar="RULEBOOK", help="each rule of these must decide some random request")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="processes of the model")
    options = parser.parse_args()
    vend_saml.PROGRAM = options.weir
    try:
        if options.cases:
            return run_cases(options.cases, options.choices)
        if options.weir:
            return run_random(options)
    except OSError as error:
        print(error, file=sys.stderr)
        return 4
    parser.error("one of --weir and --cases is needed")


if __name__ == "__main__":
    sys.exit(main())
