"""A suite of corpus cases under construction, and how it is written: one case a response, readable where bytes allow.

Ids are given in the order of the definitions: append to a family, never insert or reorder.
"""
import json
import re

import mint

# What AWS calls each refusal; what is not here is InvalidIdentityToken.
CODES = {
    **dict.fromkeys(("saml.decode.min-length", "saml.decode.max-length", "saml.request.role", "saml.request.provider",
                     "saml.request.duration", "saml.request.max-duration"), "ValidationError"),
    **dict.fromkeys(("saml.conditions.not-on-or-after", "saml.subject.not-on-or-after", "saml.token.age",
                     "saml.authn.session-not-on-or-after"), "ExpiredTokenException"),
    **dict.fromkeys(("saml.subject.name-id", "saml.role.present", "saml.role.pair", "saml.role.account",
                     "saml.role.identity-center", "saml.lakeformation.named"), "AccessDenied"),
    "saml.response.status": "IDPRejectedClaim",
}
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+'()-]+)*")
WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# Characters that stand in a YAML literal block as they are.
READABLE = re.compile(r"[!-~][\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u206f\u20a0-\ud7ff]*[^\s]")
HIDDEN = re.compile(r"[^\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u206f\u20a0-\ud7ff]")
REGISTRY = {}


def scalar(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "null"
    return HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False))


def words(text):
    """A sentence of ours: plain where YAML reads it as text."""
    return text if PLAIN.fullmatch(text) and text.lower() not in WORDS else scalar(text)


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k) if not re.fullmatch('[a-z_]+', k) else k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(text, indent):
    return "|-\n" + "\n".join(" " * indent + line if line else "" for line in text.split("\n"))


def is_block(text):
    return "\n" in text and READABLE.fullmatch(text) is not None


def member(name, value, indent):
    """One member of a question; texts of several lines stand as they are."""
    pad = " " * indent
    if isinstance(value, str) and is_block(value):
        return f"{pad}{name}: {block(value, indent + 2)}"
    if isinstance(value, list) and any(map(is_block, value)):
        return f"{pad}{name}:\n" + "\n".join(f"{pad}  - {block(each, indent + 4) if is_block(each) else flow(each)}" for each in value)
    return f"{pad}{name}: {flow(value)}"


class Raw(str):
    """What stands in the question as `response` as it is, in base64 or not."""


class Suite:
    def __init__(self, family, about, evidence, cites, base="idp@1"):
        self.family, self.about, self.evidence, self.cites, self.base = family, about, evidence, cites, base
        self.cases = []

    def add(self, key, title, expect, response, options):
        identity = f"saml-{self.family}-{len(self.cases) + 1:04}"
        if (self.family, key) in REGISTRY:
            raise ValueError(f"two cases are called {key}")
        REGISTRY[self.family, key] = identity
        known = {name: options.pop(name, None) for name in ("evidence", "cites", "note", "twin")}
        question = {"base": options.pop("base", self.base)}
        if isinstance(response, Raw):
            question["response"] = str(response)
        elif isinstance(response, bytes):
            question["response"] = mint.base64_of(response)
        elif response is not None and response.startswith("<") and READABLE.fullmatch(response):
            question["xml"] = response
        elif response is not None:
            question["response"] = mint.base64_of(response.encode())
        question.update(options)
        self.cases.append({"id": identity, "title": title, "question": {k: v for k, v in question.items() if v is not None},
                           "expect": expect, **known})

    def accept(self, key, title, response=None, claims=None, **options):
        """A response that is taken, with what it claims."""
        self.add(key, title, {"valid": True, "claims": claims or {"name_id": "ada"}}, response, options)

    def refuse(self, key, title, check, response=None, **options):
        """A response that is refused by this check; the twin is the plain one unless another differs in less."""
        expect = {"valid": False, "check": check, "code": options.pop("code", CODES.get(check, "InvalidIdentityToken"))}
        if "message" in options:
            expect["message"] = options.pop("message")
        options.setdefault("twin", "plain")
        self.add(key, title, expect, response, options)

    def twin(self, key):
        """The id of the case of this name: of this family, or else of the only other one that has it."""
        found = [identity for (family, each), identity in REGISTRY.items() if each == key]
        own = REGISTRY.get((self.family, key))
        if own is None and len(found) != 1:
            raise ValueError(f"{len(found)} cases are called {key}")
        return own or found[0]

    def text(self):
        lines = [f"suite: saml.{self.family}", f"about: {words(self.about)}", "cases:"]
        for case in self.cases:
            lines += ["", f"  - id: {case['id']}", f"    title: {words(case['title'])}",
                      f"    evidence: {case['evidence'] or self.evidence}",
                      f"    cites: [{', '.join(case['cites'] or self.cites)}]"]
            if case["note"]:
                lines.append(f"    note: {words(case['note'])}")
            lines.append("    verify:")
            lines += [member(name, value, 6) for name, value in case["question"].items()]
            lines.append("    expect:")
            lines += [f"      {name}: {flow(value)}" for name, value in case["expect"].items()]
            if case["twin"]:
                lines.append(f"    twin: {self.twin(case['twin'])}")
        return "\n".join(lines) + "\n"
