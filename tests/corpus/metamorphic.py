#!/usr/bin/env python3
"""What must not change, or may change in one direction only, when a question of the corpus is asked in another way.

Each property of weir-corpus(5), INVARIANTS, that is about the question is put to every case that it fits; a case that
names it in `invariant-off` is passed over. Exit 0: all hold. 1: some answer is another.
"""
import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import re
import sys

import asked
from asked import Plain

# What a person reads, or says where in a document something stands; it follows the document's form.
WORDS = {"trace", "access", "advice", "because", "by", "at", "line", "column", "path", "file", "source"}
ALLOWED = {"Allowed", "allow"}


# ------------------------------------------------------------------------------------------- walking

def mapped(value, each_map=lambda value: value, each_text=lambda text: text, key=None):
    """The value made anew from its leaves up: `each_text` of every text, keys too, then `each_map` of every map."""
    if isinstance(value, dict):
        return each_map({str_like(name, each_text(name)): mapped(item, each_map, each_text, name)
                         for name, item in value.items()})
    if isinstance(value, list):
        return [mapped(item, each_map, each_text, key) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):  # of an answer
        return int(each_text(str(value)))
    return str_like(value, each_text(value)) if isinstance(value, str) and key != "Version" else value


def str_like(old, new):
    return Plain(new) if isinstance(old, Plain) else new


def one_or_list(value):
    return value if isinstance(value, list) else [value]


def is_document(value):
    statements = one_or_list(value.get("Statement", []))
    return len(statements) > 0 and all(isinstance(each, dict) for each in statements)


def in_documents(change):
    """A change of questions and worlds that changes the policy documents in them."""
    def each_map(value):
        return change(value) if is_document(value) else value
    return lambda value: mapped(value, each_map)


def has_principals(document):
    return any("Principal" in each or "NotPrincipal" in each for each in one_or_list(document["Statement"]))


def with_statement(document, statement):
    """The document with one statement more, in the form that its kind asks for."""
    statements = one_or_list(document["Statement"])
    more = dict(statement)
    if has_principals(document):
        more["Principal"] = "*"
        if not any("Resource" in each or "NotResource" in each for each in statements):
            del more["Resource"]
    return {**document, "Statement": [*statements, more]}


# --------------------------------------------------------------------------------------- the changes

def reversed_lists(value):
    if isinstance(value, dict):
        return {name: reversed_lists(item) for name, item in value.items()}
    return [reversed_lists(item) for item in reversed(value)] if isinstance(value, list) else value


def reordered(document):
    """Statements and the lists in them the other way round, and the first statement twice."""
    statements = [reversed_lists(each) for each in reversed(one_or_list(document["Statement"]))]
    again = {name: item for name, item in statements[-1].items() if name != "Sid"} if statements else None
    return {**document, "Statement": statements + ([again] if again else [])}


REORDERED = {"PrincipalResourcePermissions", "DataCellsFilters", "LakeFormationOptInsInfoList"}


def reordered_world(value):
    def each_map(found):
        if is_document(found):
            return reordered(found)
        return {name: item[::-1] if name in REORDERED and isinstance(item, list) else item
                for name, item in found.items()}
    return mapped(value, each_map)


def swapped_actions(document):
    def swapped(statement):
        return {name: mapped(item, each_text=str.swapcase) if name in ("Action", "NotAction") else item
                for name, item in statement.items()}
    return {**document, "Statement": [swapped(each) for each in one_or_list(document["Statement"])]}


IRRELEVANT = {"Effect": "Deny", "Action": "weirprobe:DoNothing", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}
ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def added_allow(document):
    """Not where a principal is named: to allow everybody makes a bucket public, which S3 may then refuse to all."""
    return document if has_principals(document) else with_statement(document, ALLOW)


def fewer_permissions(value):
    def each_map(found):
        listed = found.get("Permissions")
        if "Principal" in found and isinstance(listed, list) and len(listed) > 1:
            return {**found, "Permissions": listed[:-1]}
        return found
    return mapped(value, each_map)


def shorter(value):
    def each_map(found):
        length = found.get("DurationSeconds")
        if isinstance(length, Plain) and length.isdigit() and int(length) > 900:
            return {**found, "DurationSeconds": Plain("900")}
        return found
    return mapped(value, each_map)


# After 400 years the calendar is the same, to the day of the week.
YEARS, SECONDS = 400, 146097 * 86400
# A date, but not a version of the policy language.
DATE = re.compile(r"\b(?!20(?:12|08)-10-17\b)(1[89]|2[01])([0-9]{2})-(?=[0-9]{2}\b)")
EPOCH = re.compile(r"\b1[67][0-9]{8}\b")
LATER_DATE = re.compile(r"\b(2[23]|2[45])([0-9]{2})-(?=[0-9]{2}\b)")
LATER_EPOCH = re.compile(r"\b14[23][0-9]{8}\b")
YEAR_ALONE = re.compile(r"(19|20)[0-9]{2}")


def later(text):
    text = DATE.sub(lambda match: f"{int(match[1] + match[2]) + YEARS}-", text)
    return EPOCH.sub(lambda match: str(int(match[0]) + SECONDS), text)


def earlier(text):
    text = LATER_DATE.sub(lambda match: f"{int(match[1] + match[2]) - YEARS}-", text)
    return LATER_EPOCH.sub(lambda match: str(int(match[0]) - SECONDS), text)


def day_later(question):
    """The same assertion, a day later."""
    moment = datetime.datetime.fromisoformat(question.get("time", "2026-03-02T09:00:00Z").replace("Z", "+00:00"))
    return {**question, "time": (moment + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}


ACCOUNT = re.compile(r"(?<![0-9])([0-9])([0-9]{11})(?![0-9])")
NEXT = str.maketrans("0123456789", "1234567890")
BEFORE = str.maketrans("1234567890", "0123456789")


def renamed(text):
    return ACCOUNT.sub(lambda match: match[1].translate(NEXT) + match[2], text)


def named_back(text):
    return ACCOUNT.sub(lambda match: match[1].translate(BEFORE) + match[2], text)


def texts(change):
    return lambda value: mapped(value, each_text=change)


# -------------------------------------------------------------------------------------- which answers

def plain(answer):
    """What an answer decides, without words that follow the form of a document."""
    if isinstance(answer, dict):
        if "error" in answer and len(answer) == 1:
            return {"refused": answer["error"].get("status")}
        return {name: plain(item) for name, item in answer.items() if name not in WORDS}
    return [plain(item) for item in answer] if isinstance(answer, list) else answer


def same(before, after):
    return plain(before) == plain(after)


# Made from the text of other members: ids, and the estimate of what a compression leaves.
MADE = {"QueryAuthorizationId", "PackedPolicySize", "packed_estimate_percent"}
MADE_NAME = re.compile(r"(\bAWSLF-[0-9]{2}-[A-Z]+-[0-9]{12}-)[0-9A-Za-z]+")


def changed_back(change):
    """The answer with its texts changed back, without what is made from them."""
    def without_made(found):
        return {name: item for name, item in found.items() if name not in MADE}
    return lambda answer: mapped(answer, without_made, lambda text: MADE_NAME.sub(r"\1", change(text)))


def allowed(answer):
    """Whether each step of an answer is allowed; none, where the question is refused."""
    if "decisions" in answer:
        return [each["decision"] in ALLOWED for each in answer["decisions"] or []]
    if "valid" in answer:
        return [answer["valid"] is True]
    return [answer["decision"] in ALLOWED] if "decision" in answer else []


def never_wider(before, after):
    return all(not now or then for then, now in zip(allowed(before), allowed(after)))


def never_narrower(before, after):
    return all(now or not then for then, now in zip(allowed(before), allowed(after)))


def hybrid(answer):
    """A table of a hybrid location that IAM_ALLOWED_PRINCIPALS holds is IAM's: one grant less may make it the lake's."""
    return any(each.get("rule") == "lf.registration.opted-in" for each in answer.get("decisions") or [])


def fewer_never_wider(before, after):
    return hybrid(before) or never_wider(before, after)


# ------------------------------------------------------------------------------------- the properties

def has_text(value, pattern):
    """A whole scalar of this form."""
    if isinstance(value, dict):
        return any(has_text(item, pattern) for item in value.values())
    if isinstance(value, list):
        return any(has_text(item, pattern) for item in value)
    return value is not None and pattern.fullmatch(value) is not None


def is_signed(question):
    """What an identity provider has signed can't be written anew."""
    return "SAMLAssertion" in json.dumps(question) or "provider" in question


POLICIES, DECISIONS = {"authorize", "decide"}, {"decide"}
# Cases of these kinds; the change of their questions and worlds; what is made of both answers before `holds` sees them.
Property = collections.namedtuple("Property", "kinds change holds seen unfit", defaults=(None, None))
PROPERTIES = {
    "order": Property(POLICIES, reordered_world, same),
    "irrelevant": Property(POLICIES, in_documents(lambda document: with_statement(document, IRRELEVANT)), same),
    "action-case": Property(POLICIES, in_documents(swapped_actions), same),
    "added-deny": Property(POLICIES, in_documents(lambda document: with_statement(document, DENY)), never_wider),
    "added-allow": Property(POLICIES, in_documents(added_allow), never_narrower),
    "dropped-grant": Property(DECISIONS, fewer_permissions, fewer_never_wider),
    "shorter-duration": Property(DECISIONS, shorter, never_narrower),
    "shifted-time": Property(POLICIES, texts(later), same, changed_back(earlier),
                             lambda question: is_signed(question) or has_text(question, YEAR_ALONE)),
    "later-clock": Property({"verify"}, day_later, never_wider),
    "renamed": Property(POLICIES, texts(renamed), same, changed_back(named_back), is_signed),
}


def check(program, whole, name, first):
    """[(id, before, after)] of the cases whose answer is another than it may be."""
    wanted = PROPERTIES[name]
    off = {case["id"] for _, case in whole.cases() if name in case.get("invariant-off", {})}

    def change(kind, question):
        return None if kind not in wanted.kinds or (wanted.unfit and wanted.unfit(question)) else wanted.change(question)

    after = asked.ask(program, whole, change, wanted.change)
    changed = sum(1 for each in after if first[each] != after[each])
    before = first
    if wanted.seen is not None:
        before = {each: changed_back(lambda text: text)(first[each]) for each in after}
        after = {each: wanted.seen(after[each]) for each in after}
    broken = [(each, before[each], after[each]) for each in after
              if each not in off and not wanted.holds(before[each], after[each])]
    return len(after), changed, broken


def differences(before, after, path=""):
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from differences(before.get(name), after.get(name), f"{path}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after)):
            yield from differences(one, other, f"{path}/{at}")
    elif before != after:
        yield f"    {path}: {json.dumps(before)[:300]} then {json.dumps(after)[:300]}"


def step(decision, rule="a.rule"):
    return {"decisions": [{"decision": decision, "rule": rule, "error": None if decision == "allow" else {"code": "E"}}]}


def self_test():
    """Each relation of answers refuses what it is for, and each change of questions changes something."""
    deny, allow = step("deny"), step("allow")
    broken = {same: (deny, allow), never_wider: (deny, allow), never_narrower: (allow, deny),
              fewer_never_wider: (deny, allow)}
    kept = {same: (allow, {**allow, "because": "of words"}), never_wider: (allow, deny), never_narrower: (deny, allow),
            fewer_never_wider: (step("deny", "lf.registration.opted-in"), allow)}
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B", "c:D"], "Resource": "*"}]}
    grant = {"Principal": {}, "Permissions": ["SELECT", "INSERT"]}
    question = {"policy": document, "grant": grant, "DurationSeconds": Plain("3600"), "account": "111122223333",
                "time": "2026-03-02T09:00:00Z"}
    for name, wanted in PROPERTIES.items():
        if wanted.holds(*broken[wanted.holds]) or not wanted.holds(*kept[wanted.holds]):
            raise SystemExit(f"{name} does not tell a broken answer from one that is kept")
        if wanted.change(question) == question:
            raise SystemExit(f"{name} changes nothing")
        if wanted.seen is not None and wanted.seen(wanted.change(question)) != question:
            raise SystemExit(f"{name} is not changed back")


def same_bytes(program, whole, first):
    """Another locale and time zone change nothing."""
    environment = {**os.environ, "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"}
    return asked.ask(program, whole, environment=environment) == first


def compare_programs(program, whole, first):
    second = asked.ask(program, whole)
    broken = [case for case in first if first[case] != second[case]]
    for case in broken[:5]:
        print(f"  {case}", *list(differences(first[case], second[case]))[:6], sep="\n")
    print(f"two builds: {len(first):,} cases, {len(broken)} answers differ")
    return 1 if broken else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("--against", help="another build of it: do both give the same bytes?")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--show", type=int, default=5, help="answers shown of each property that is broken")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("properties", nargs="*", choices=[[], *PROPERTIES], help="default: all")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if options.weir is None:
        parser.error("--weir is needed")
    program = os.path.abspath(options.weir)
    whole = asked.Corpus()
    first = asked.ask(program, whole)
    if options.against:
        return compare_programs(os.path.abspath(options.against), whole, first)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        names = options.properties or list(PROPERTIES)
        for name, told in zip(names, pool.map(lambda name: check(program, whole, name, first), names)):
            count, changed, broken = told
            failed += len(broken)
            print(f"{name}: {count:,} cases, {changed:,} answers in other words, {len(broken)} broken")
            for case, before, after in broken[:options.show]:
                print(f"  {case}", *list(differences(plain(before), plain(after)))[:6], sep="\n")
    if not options.properties and not same_bytes(program, whole, first):
        failed += 1
        print("locale: another locale and time zone give other answers")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
