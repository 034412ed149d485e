"""Do a pattern, an action, a resource or a principal match? From the pages on variables, Resource and Principal.

A pattern is a list of segments: ("text", t), where `*` and `?` are wildcards, ("exact", t), where they are characters,
and ("key", name, default), a variable. Values are put in beside the text, never into it, so that what a caller says
about itself is never read as a wildcard (fact 17) or as another variable (fact 19).
"""
import functools
import re

LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
DEFAULT = re.compile(r"(.*?), '(.*)'", re.S)


def fold(text):
    """Lower case of ASCII, in every locale."""
    return text.translate(LOWER)


def plain(text):
    return [("text", text)]


def segments(text):
    """Text of a version 2012-10-17 policy, cut at its variables."""
    found = []
    at = 0
    while (start := text.find("${", at)) >= 0 and (end := text.find("}", start + 2)) >= 0:
        found += [("text", text[at:start]), variable(text[start + 2:end])]
        at = end + 1
    found.append(("text", text[at:]))  # (fact 18) also an unterminated `${`
    return [segment for segment in found if segment[0] == "key" or segment[1]]


def variable(name):
    if name in ("*", "?", "$"):
        return ("exact", name)  # (fact 16)
    with_default = DEFAULT.fullmatch(name)
    if with_default:
        return ("key", fold(with_default[1]), with_default[2])  # (fact 15)
    return ("key", fold(name), None)  # (fact 13)


def resolve(pattern, context, takes_empty=True):
    """The pattern without variables, or None if one of them has no value (fact 14).

    takes_empty: a key that is present and empty gives empty text; otherwise it counts as absent (fact 15).
    """
    resolved = []
    for segment in pattern:
        if segment[0] == "key":
            _, name, default = segment
            known = context.get(name)
            if known is not None and known.is_set:
                return None  # (fact 13) single-valued keys only
            value = known.values[0] if known is not None and (takes_empty or known.values[0]) else default
            if value is None:
                return None
            segment = ("exact" if len(pattern) > 1 else "whole", value)
        if segment[1]:
            resolved.append(segment)
    return resolved


def agreed(answers):
    """What all readings of a doubtful text agree on; None, unsure, where they do not (CHOICES)."""
    answers = set(answers)
    return answers.pop() if len(answers) == 1 else None


def readings(pattern, context):
    """A pattern in each way in which it may be meant: a variable whose key is empty is in doubt (fact 15)."""
    known = [context.get(segment[1]) for segment in pattern if segment[0] == "key"]
    found = [resolve(pattern, context, takes_empty) for takes_empty in (True, False)]
    chosen = getattr(context, "settings", {}).get("empty_variable", "refuse")
    if chosen != "refuse":
        return found[:1] if chosen == "empty" else found[1:]
    return found + [None] if any(each is not None and each.values == ("",) for each in known) else found


def any_of(answers):
    """OR of answers, some of them unsure."""
    answers = list(answers)
    return True if True in answers else None if None in answers else False


def all_of(answers):
    answers = list(answers)
    return False if False in answers else None if None in answers else True


def negation(answer):
    return None if answer is None else not answer


def literal(pattern):
    return "".join(segment[1] for segment in pattern)


def glob(pattern, text):
    """`*` is any run of characters, also none; `?` is exactly one. The whole text must be covered."""
    return compiled(tuple(pattern)).fullmatch(text) is not None


@functools.lru_cache(maxsize=65536)
def compiled(pattern):
    return re.compile("".join(wild(text) if kind == "text" else re.escape(text) for kind, text in pattern), re.S)


def wild(text):
    letters = {"*": ".*", "?": "."}
    return "".join(letters.get(letter) or re.escape(letter) for letter in re.sub(r"\*+", "*", text))


def arn_parts(pattern):
    """A pattern without variables, cut at its first five colons; None where there are fewer (facts 6, 24)."""
    parts = [[]]
    for kind, text in pattern:
        # the colons of what a variable puts in are its own, but for a variable that stands alone for an ARN
        pieces = [text] if kind == "exact" else text.split(":", 6 - len(parts))
        for number, piece in enumerate(pieces):
            if number:
                parts.append([])
            parts[-1].append((kind, piece))
    return parts if len(parts) == 6 else None


def action_matches(element, action):
    negated, patterns = element
    action = fold(action)  # (fact 3)
    # (fact 12) a variable in an action is text
    found = any(pattern is not None and (pattern == "*" or glob(plain(pattern), action)) for pattern in patterns)
    return found != negated  # (fact 5)


def resource_matches(element, resource, context):
    if element is None:
        return True  # (fact 9)
    negated, entries = element
    found = any_of(entry_matches(entry, resource, context) for entry in entries)
    return negation(found) if negated else found  # (fact 5)


def entry_matches(entry, resource, context):
    if entry is None:
        return False  # (fact 8)
    if entry == "*":
        return True  # (fact 7)
    parts = resource.split(":", 5)
    if len(parts) < 6:
        # (fact 7) an action without resources: nothing but wildcards all through covers it
        return all(re.fullmatch(r"\*+|arn" if part is entry[0] else r"\*+", literal(part)) for part in entry)
    if not all(glob(pattern, part) for pattern, part in zip(entry[:5], parts)):
        return False  # (fact 6) with case; no wildcard crosses one of the first five colons
    return agreed(last is not None and glob(last, parts[5]) for last in readings(entry[5], context))  # (facts 14, 17)


def principal_matches(entries, caller):
    """In which ways the caller is named: a set of everyone, account, user, role, session, session-user, own."""
    return {way for way in (principal_way(entry, caller) for entry in entries) if way}


def principal_way(entry, caller):
    kind = entry[0]
    if kind == "everyone":
        return "everyone"  # (fact 33) anonymous callers too
    if kind == "account":
        _, partition, account = entry
        named = caller.account is not None and account == caller.account and partition in (None, caller.partition)
        return "account" if named else None  # (fact 34)
    if kind == "arn":
        return arn_way(entry[1], caller)
    if kind in ("Service", "Federated"):
        own = caller.kind == kind.lower() and caller.arn == entry[1]
        return "own" if own else None  # (fact 36)
    return None  # (facts 36, 37) a question tells neither canonical nor unique ids


def arn_way(arn, caller):
    """(fact 35)"""
    if caller.kind in ("user", "role-session", "federated-user") and arn == caller.arn:
        return "user" if caller.kind == "user" else "session"
    if caller.kind == "federated-user" and arn == caller.user_arn:
        return "session-user"
    if caller.kind == "role-session":
        _, partition, service, region, account, name = arn.split(":", 5)
        is_role = service == "iam" and region == "" and name.startswith("role/")
        if is_role and (partition, account) == (caller.partition, caller.account):
            # a session's ARN does not show the path of its role, so the last part of the name is what compares
            return "role" if name.rsplit("/", 1)[1] == caller.role_name else None
    return None


# Each caller's own names, any of which spares it, and the chain of names that strict asks for, each as alternatives.
OWN = {"root": {"account"}, "user": {"user"}, "role-session": {"role", "session"}, "federated-user": {"session"},
       "service": {"own"}, "federated": {"own"}, "anonymous": set()}
CHAIN = {"user": {"user", "account"}, "role-session": {"role", "session", "account"},
         "federated-user": {"session", "session-user", "account"}}


def not_principal_spares(entries, caller, has_boundary, is_strict):
    """Is the caller beyond the reach of a Deny with NotPrincipal? (fact 38)"""
    if has_boundary:
        return False
    ways = principal_matches(entries, caller)
    if "everyone" in ways:
        return True
    if is_strict and caller.kind in CHAIN:
        return CHAIN[caller.kind] <= ways
    return bool(ways & OWN[caller.kind])
