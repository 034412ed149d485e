#!/usr/bin/env python3
"""Random questions for `weir authorize`, one a line, made from a seed: most of them nearly match.

A question starts from a request, and its policies are written around that request, so that each element fits, or fits
but for one thing. The words are few, so that statements of one question speak of the same things.
"""
import argparse
import json
import random

import iam
from vocabulary import (ACCOUNTS, BROKEN_CONDITIONS, BROKEN_POLICIES, BROKEN_STATEMENTS, FAMILIES, GOOD, KEYS,
                        OPERATORS, PROVIDER, SCENARIOS)

# operator, key, policy's values, request's values
OPEN_CONDITIONS = [
    ("Bool", "aws:SecureTransport", ["${aws:PrincipalTag/team}", "true"], ["true", "false"]),
    ("StringEquals", "aws:ResourceTag/team", ["sales", "Sales"], ["sales", "SALES", ""]),
    ("StringNotLike", "aws:RequestTag/team", ["S*", "sales"], ["sales", "Sales", "x"]),
    ("StringLike", "aws:RequestTag/Team", ["s*S", "${aws:PrincipalTag/team}"], ["sales", "TRUE", "true"]),
    ("NumericNotEquals", "s3:max-keys", ["abc", "10", ["10", "abc"]], ["10", "11", "abc"]),
    ("NotIpAddress", "aws:SourceIp", ["10.0.0.0/8", "x"], ["10.0.0.1", "192.0.2.1", "here"]),
    ("ForAllValues:DateNotEquals", "aws:CurrentTime", ["2026", "soon"], ["2026", "2027", "soon"]),
    ("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", ["a", "b"], [None, ["a"], []]),
    ("ForAnyValue:StringNotEqualsIfExists", "aws:TagKeys", ["a"], [None, ["a"], ["b"]]),
    ("Null", "aws:username", ["true", "false", ["true", "false"]], ["", "", "ada", None]),
    ("StringLike", "s3:prefix", ["a${aws:PrincipalTag/team, 'x'}*", "a${aws:PrincipalTag/team}"], ["ax", "a", "b"]),
]

CONDITIONAL_SHARE, MALFORMED_SHARE, FOCUSED_SHARE = 0.6, 0.03, 0.5


class Maker:
    """One question. Every choice is drawn from one generator, so that a seed and a number name it."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}/{number}")
        self.number = number

    def chance(self, share):
        return self.random.random() < share

    def pick(self, values):
        return values[int(self.random.random() * len(values))]

    def some(self, make, weights=(0.7, 0.2, 0.1)):
        """One made value, now and then as a list of one, two or three."""
        count = self.random.choices((1, 2, 3), weights)[0]
        values = [make() for _ in range(count)]
        return values[0] if count == 1 and self.chance(0.6) else values

    # --- the request

    def request(self, scenario=None, caller=None):
        scenario = scenario or self.random.choices(list(SCENARIOS), (10, 2, 3, 2, 2, 1, 5, 7))[0]
        actions, resources = SCENARIOS[scenario]
        self.account = self.pick(ACCOUNTS) if self.chance(0.3) else ACCOUNTS[0]
        self.resource_account = self.account if self.chance(0.65) else self.pick(ACCOUNTS)
        self.scenario = scenario
        self.request_ = {"action": self.pick(actions), "resource": self.pick(resources).format(self.resource_account)}
        self.principal(caller)
        self.context = self.make_context()
        self.request_["context"] = self.context
        if self.chance(0.03):
            self.request_["resource_kind"] = self.pick(["trust", "kms", "other"])
        if self.chance(0.02):
            self.request_["principal_is_service_linked_role"] = True
        kind = self.request_.get("resource_kind")
        self.is_trust = kind == "trust" if kind else scenario == "trust"
        self.accounts = {"resource": self.resource_account}
        if self.has_account and self.chance(0.9):
            self.accounts["principal"] = self.account
        if self.chance(0.05):
            self.accounts[self.pick(["principal_is_management", "resource_is_management"])] = True
        if self.chance(0.15):
            self.accounts["restricts_public_buckets"] = self.chance(0.8)
        if self.chance(0.02):
            del self.accounts["resource"]

    def principal(self, caller):
        kind = caller or self.random.choices(["user", "role", "root", "federated", "service", "provider", "anonymous"],
                                   (30, 35, 6, 8, 6, 5, 5))[0]
        iam, sts = f"arn:aws:iam::{self.account}:", f"arn:aws:sts::{self.account}:"
        path = self.pick(["", "team/", "service-role/"])
        more = {}
        if kind == "user":
            arn, own = f"{iam}user/{path}ada", [f"{iam}user/{path}ada"]
        elif kind == "role":
            arn = f"{sts}assumed-role/engine/run"
            own = [f"{iam}role/{path}engine", arn, f"{iam}role/engine"]
            more = {"role_arn": own[0]} if path or self.chance(0.5) else {}
        elif kind == "root":
            arn, own = f"{iam}root", []
        elif kind == "federated":
            arn, own = f"{sts}federated-user/bob", [f"{sts}federated-user/bob", f"{iam}user/{path}ada"]
            more = {"role_arn": own[1]} if self.chance(0.9) else {}
        else:
            arn = {"service": self.pick(["lakeformation.amazonaws.com", "glue.amazonaws.com"]),
                   "provider": self.pick([PROVIDER, "accounts.google.com"]), "anonymous": None}[kind]
            own = []
        self.caller, self.own = kind, own
        self.has_account = kind in ("user", "role", "root", "federated")
        self.request_.update({"principal": arn}, **more)

    def make_context(self):
        context = {}
        for key in self.random.sample(list(KEYS), self.random.randrange(3, 12)):
            family, is_set = KEYS[key]
            context[self.in_case(key)] = self.request_value(family, is_set)
        return context

    def request_value(self, family, is_set):
        values = FAMILIES[family][0]
        make = lambda: "" if self.chance(0.05) else self.pick(values[:GOOD[family]] if self.chance(0.75) else values)
        if is_set or self.chance(0.04):
            return [make() for _ in range(self.random.choices((0, 1, 2, 3), (1, 4, 4, 2))[0])]
        return self.as_json(make())

    def as_json(self, text):
        """Numbers and truth values may stand unquoted."""
        if text in ("true", "false") and self.chance(0.4):
            return text == "true"
        if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and self.chance(0.4):
            return int(text)
        if text in ("10.0", "0.1") and self.chance(0.4):
            return float(text)
        return text

    def in_case(self, text):
        return self.pick([text.lower(), text.upper(), text.swapcase()]) if self.chance(0.08) else text

    # --- elements of a statement

    def action(self, near=0.12):
        service, name = self.request_["action"].split(":")
        if self.chance(near):
            return self.pick([f"{service}:{name}s", f"{service}:?{name}", f"{service}:{name[:-1]}",
                              f"{service}: {name}", f"{service}:", f"x{service}:{name}", f"{service}:{name} ",
                              f"{service}:${{*}}", f"{service}:{name[0]}?", f"{service}:*{name[0]}"])
        return self.pick(["*", f"{service}:*", f"{service}:{name}", f"{service}:{name}", f"{service}:{name[:3]}*",
                          f"{service.upper()}:{name.lower()}", f"{service}:?{name[1:]}", f"{service}:{name}*",
                          f"{service}:*{name[-3:]}", f"{service}:**"])

    def resource(self, kind, near=0.12):
        resource = self.request_["resource"]
        if resource == "*" or self.chance(0.25):
            return "*" if not self.chance(near) else self.pick(
                ["**", "*:*", "arn:*", "arn:aws:s3:::*", "*:*:*:*:*:*", "arn:*:*:*:*:*", "arn:aws:s3:::lake", "?"])
        parts = resource.split(":", 5)
        if self.chance(near):
            self.spoil_part(parts)
            return ":".join(parts)
        if self.chance(0.1):
            return self.short_arn(kind, parts)
        name = parts[5]
        cut = self.random.randrange(len(name) + 1)
        parts[5] = self.pick([name, name, name[:cut] + "*", "*" + name[cut:], name[:cut] + "?" + name[cut + 1:], "*",
                              name[:cut] + "*" + name[cut:], name.replace("ada", "${aws:username}"),
                              name.replace("sales", "${aws:PrincipalTag/team}"), name.replace("sales", "s*s"),
                              name.replace("sales", "${aws:PrincipalTag/none, 'sales'}"), name.replace("s*", "s${*}"),
                              name.replace("ada", "${aws:TagKeys}"), name + "${", "lake/${aws:PrincipalTag/team}/*"])
        if self.chance(0.2):
            at = self.pick([1, 2, 3, 4])
            parts[at] = self.pick(["*", "?" * len(parts[at]), parts[at] + "*"])
        return ":".join(parts)

    def spoil_part(self, parts):
        at = self.pick([1, 2, 3, 4, 5, 5, 5])
        parts[at] = self.pick([parts[at] + "x", parts[at][:-1], parts[at].swapcase(), "?", parts[at] + "?", "x*",
                               "${aws:username}", parts[at] + "${nothing}", parts[at] + "${*}"])

    def short_arn(self, kind, parts):
        if kind in ("rcp", "scp") and not self.chance(0.2):
            return "*"
        count = self.pick([1, 2, 3, 4, 5])
        return ":".join(parts[:count]) + self.pick(["", "*", ":*"])

    def principal_entry(self):
        other = ACCOUNTS[self.account == ACCOUNTS[0]]
        iam = f"arn:aws:iam::{self.account}:"
        near = [("AWS", f"{iam}user/eve"), ("AWS", f"{iam}role/engin"), ("AWS", other),
                ("AWS", f"arn:aws:iam::{other}:root"),
                ("AWS", f"{iam}user/Ada"), ("AWS", f"{iam}user/ada"), ("AWS", f"{iam}role/other/engine"),
                ("AWS", f"arn:aws-cn:iam::{self.account}:root"),
                ("AWS", f"arn:aws:sts::{self.account}:assumed-role/engine/x"),
                ("AWS", "AROAJ2EXAMPLE3EXAMPLE"), ("Service", "glue.amazonaws.com"),
                ("Federated", "accounts.google.com"),
                ("Federated", PROVIDER), ("CanonicalUser", "a" * 64), ("AWS", f"arn:aws:iam::{other}:role/engine")]
        fitting = [("AWS", self.account), ("AWS", f"{iam}root")] + [("AWS", arn) for arn in self.own] * 2
        if self.caller == "service":
            fitting = [("Service", self.request_["principal"])]
        elif self.caller == "provider":
            fitting = [("Federated", self.request_["principal"])]
        return self.pick(near) if self.chance(0.25) or self.caller == "anonymous" else self.pick(fitting)

    def principal_element(self):
        if self.chance(0.25):
            return self.pick(["*", {"AWS": "*"}, {"AWS": ["*"]}])
        found = {}
        for kind, text in [self.principal_entry() for _ in range(self.pick([1, 1, 1, 2, 3]))]:
            found.setdefault(kind, []).append(text)
        return {kind: texts[0] if len(texts) == 1 and self.chance(0.6) else texts for kind, texts in found.items()}

    def condition(self):
        blocks = {}
        for _ in range(self.pick([1, 1, 1, 2, 3])):
            key = self.pick(list(self.context)) if self.context and self.chance(0.8) else self.pick(list(KEYS))
            canonical = next(each for each in KEYS if each.lower() == key.lower())
            family, is_set = KEYS[canonical]
            operator = self.pick(FAMILIES[family][2]) if self.chance(0.92) else self.pick(OPERATORS)
            block = blocks.setdefault(self.operator(operator, is_set), {})
            if not any(each.lower() == canonical.lower() for each in block):
                block[self.in_case(canonical)] = self.policy_values(family, key)
        if self.chance(0.08):
            blocks["Null"] = {
                self.pick(list(KEYS)): self.some(lambda: self.pick(["true", "false", True, False, "False", "x"]))}
        if self.chance(0.01):
            blocks.setdefault("StringEquals", {})
        return blocks

    def operator(self, name, is_set):
        name += "IfExists" if self.chance(0.2) else ""
        if self.chance(0.75 if is_set else 0.1):
            name = self.pick(["ForAllValues:", "ForAnyValue:"]) + name
        return name.lower() if self.chance(0.01) else name

    def policy_values(self, family, key):
        if self.chance(0.02):
            return []
        mine = self.context.get(key)
        mine = [text_of(each) for each in (mine if isinstance(mine, list) else [mine]) if each is not None]
        values = FAMILIES[family][1]

        def make():
            if mine and self.chance(0.4):
                return self.near_value(self.pick(mine))
            return self.as_json(self.pick(values))
        return self.some(make, (0.6, 0.25, 0.15))

    def near_value(self, text):
        if self.chance(0.7) or not text:
            return self.as_json(text)
        at = self.random.randrange(len(text))
        return self.pick([text[:at] + "*", text[:at] + "?" + text[at + 1:], text.swapcase(), text + "0", text[:-1],
                          "*" + text[at:], text[:-1] + self.pick("0123")])

    # --- documents

    def statement(self, kind, effect):
        negated = self.chance(0.12)
        made = {"Effect": effect}
        if self.chance(0.3):
            made["Sid"] = self.pick(["A", "B", "C", "Read1", ""])
        if kind in ("resource", "trust", "endpoint", "rcp"):
            if kind == "rcp":
                made["Principal"] = "*"
            elif effect == "Deny" and kind != "trust" and self.chance(0.3):
                made["NotPrincipal"] = self.principal_element()
            elif kind == "trust" or not self.chance(0.02):
                made["Principal"] = self.principal_element() if kind != "endpoint" or self.chance(0.3) else "*"
        made["NotAction" if negated else "Action"] = self.some(lambda: self.action(0.85 if negated else 0.12))
        if kind != "trust" and not (kind == "resource" and self.chance(0.03)):
            negated = self.chance(0.12)
            made["NotResource" if negated else "Resource"] = self.some(
                lambda: self.resource(kind, 0.85 if negated else 0.12))
        if self.chance(CONDITIONAL_SHARE if effect == "Allow" else 0.85):
            made["Condition"] = self.condition()
        return made

    def document(self, kind, broad=0.3):
        statements = []
        if self.chance(broad) and kind != "trust":
            statements.append({"Effect": "Allow", "Action": "*", "Resource": "*",
                               **({"Principal": "*"} if kind in ("resource", "endpoint", "rcp") else {})})
        for _ in range(self.pick([0, 1, 1, 2]) if statements else self.pick([1, 1, 1, 2, 3])):
            statements.append(self.statement(kind, "Allow" if self.chance(0.72) and kind != "rcp" else "Deny"))
        sids = set()
        for each in statements:
            if each.get("Sid") and each["Sid"] in sids and not self.chance(0.02):
                del each["Sid"]
            sids.add(each.get("Sid"))
        made = self.version()
        made["Statement"] = statements[0] if len(statements) == 1 and self.chance(0.3) else statements
        if kind in ("resource", "trust") and self.chance(0.05):
            made["Id"] = "P"
        return json.dumps(made) if self.chance(0.03) else made

    def version(self):
        return {"Version": "2012-10-17"} if self.chance(0.83) else self.pick([{}, {"Version": "2008-10-17"}])

    def documents(self, kind, broad, counts=(1, 1, 1, 2)):
        return [self.document(kind, broad) for _ in range(self.pick(counts))]

    def policies(self):
        made = {}
        if self.has_account or self.chance(0.1):
            made["identity"] = self.documents("identity", 0.35, (1, 1, 1, 2, 2, 0))
        if self.chance(0.45 if self.has_account and self.account == self.resource_account else 0.92) \
                or self.scenario in ("kms", "trust"):
            made["resource"] = self.document("trust" if self.is_trust else "resource", 0.1)
        if self.chance(0.25):
            made["boundary"] = self.documents("boundary", 0.5, (1,) * 30 + (0,))
        if self.chance(0.9 if self.caller == "federated" else 0.25 if self.caller == "role" else 0.05):
            made["session"] = self.documents("session", 0.5, (1,) * 8 + (2,) * 4 + (0,))
        if self.chance(0.2):
            levels = self.pick([1, 2, 3, 0] if self.chance(0.2) else [1, 2])
            made["scp"] = [self.documents("scp", 0.75) for _ in range(levels)]
            if self.chance(0.03):
                made["scp"].append([])
        if self.chance(0.2):
            made["rcp"] = [self.documents("rcp", 0.6, (0, 1, 1)) for _ in range(self.pick([0, 1, 1, 2]))]
        if self.chance(0.15):
            made["endpoint"] = self.documents("endpoint", 0.6, (1,) * 12 + (2, 0))
        return made

    # --- one thing differs

    def mutate(self, question):
        mutation = self.pick(MUTATIONS)
        mutation(self, question)

    def change_value(self, question):
        context = question["request"]["context"]
        if context:
            key = self.pick(list(context))
            family, is_set = next(KEYS[each] for each in KEYS if each.lower() == key.lower())
            context[key] = self.request_value(family, is_set)

    def drop_key(self, question):
        context = question["request"]["context"]
        if context:
            del context[self.pick(list(context))]

    def change_request(self, question):
        actions, resources = SCENARIOS[self.scenario]
        question["request"]["action"] = self.pick(actions)
        if self.chance(0.7):
            question["request"]["resource"] = self.pick(resources).format(self.resource_account)

    def change_statement(self, question):
        """One element of one statement is written anew, dropped, or turned round."""
        found = self.any_statement(question)
        if found is None:
            return
        name = self.pick(list(found))
        if name == "Effect":
            found[name] = "Deny" if found[name] == "Allow" else "Allow"
        elif name == "Condition" and self.chance(0.5):
            found[name] = self.condition()
        elif name in ("Condition", "Sid", "Principal"):
            del found[name]
        elif name in ("Action", "Resource", "NotAction", "NotResource"):
            value = found.pop(name)
            found[name[3:] if name.startswith("Not") else "Not" + name] = value

    def change_layer(self, question):
        policies = question["policies"]
        if policies:
            del policies[self.pick(list(policies))]

    def change_accounts(self, question):
        accounts = question["accounts"]
        accounts["resource"] = ACCOUNTS[accounts.get("resource") == ACCOUNTS[0]]

    def change_version(self, question):
        document = self.any_document(question)
        if document is not None:
            document["Version"] = self.pick(["2008-10-17", "2012-10-17"])

    def any_document(self, question):
        documents = [each for each in walk_documents(question["policies"]) if isinstance(each, dict)]
        return self.pick(documents) if documents else None

    def any_statement(self, question):
        document = self.any_document(question)
        if document is None:
            return None
        statements = document.get("Statement")
        return self.pick(statements) if isinstance(statements, list) and statements else \
            statements if isinstance(statements, dict) else None

    # --- what must be refused

    def break_document(self, question):
        document, statement = self.any_document(question), self.any_statement(question)
        if document is not None and self.chance(0.3):
            name, value = self.pick(BROKEN_POLICIES)
            document[name] = value
        elif statement is not None and self.chance(0.3):
            statement.pop(self.pick(["Effect", "Action", "NotAction", "Resource", "NotResource"]), None)
        elif statement is not None and self.chance(0.3):
            statement["Condition"] = self.pick(BROKEN_CONDITIONS)
        elif statement is not None:
            name, value = self.pick(BROKEN_STATEMENTS)
            statement[name] = value

    # --- questions about one thing, with nothing beside it that could hide the answer

    def focused(self):
        focus = self.random.choices(["condition", "resource", "action", "principal", "layers", "open"],
                                    (7, 3, 1, 2, 4, 2))[0]
        if focus == "layers":
            self.request(caller=self.pick(["user", "role", "role", "federated", "federated", None, None]))
            return self.layers()
        if focus == "principal":
            self.request()
            made = self.everything("Allow")
            if self.is_trust:
                del made["Resource"]
            spare = [self.spare()] if self.chance(0.4) and not self.is_trust else []
            return {"identity": [self.allow_all("identity")] if self.chance(0.7) else [],
                    "resource": {"Statement": [made] + spare}}
        self.request(self.pick(["s3", "s3", "s3", "bucket", "glue", "sqs", "none"]), "user")
        return {"identity": [self.one_element(focus)]}

    def everything(self, effect):
        return {"Effect": effect, "Principal": self.principal_element(), "Action": "*", "Resource": "*"}

    def spare(self):
        made = {**self.everything("Deny"), "NotPrincipal": self.principal_element()}
        del made["Principal"]
        return made

    def one_element(self, focus):
        effect = "Deny" if self.chance(0.3) else "Allow"
        made = {"Effect": effect, "Action": "*", "Resource": "*"}
        if focus == "open":
            made["Condition"] = self.open_condition()
        elif focus == "condition":
            made["Condition"] = self.variable_condition() if self.chance(0.2) else self.one_condition()
        elif focus == "action":
            self.put(made, "Action", self.some(self.action))
        else:
            self.put(made, "Resource", self.some(lambda: self.resource("identity", 0.4)))
        statements = [made] if effect == "Allow" else [{"Effect": "Allow", "Action": "*", "Resource": "*"}, made]
        return {**self.version(), "Statement": statements}

    def put(self, statement, name, value):
        if self.chance(0.25):
            del statement[name]
            name = "Not" + name
        statement[name] = value

    def one_condition(self):
        key = self.pick(list(self.context)) if self.context and self.chance(0.85) else self.pick(list(KEYS))
        canonical = next(each for each in KEYS if each.lower() == key.lower())
        family, is_set = KEYS[canonical]
        if self.chance(0.07):
            return {"Null": {key: self.some(lambda: self.pick(["true", "false", "x"]))}}
        operator = self.operator(self.pick(FAMILIES[family][2]), is_set)
        return {operator: {self.in_case(canonical): self.policy_values(family, key)}}

    def variable_condition(self):
        """A policy value with a variable, and a request value that is nearly what it comes to."""
        value = self.pick(["", "", "sales", "111122223333", "111122223333:topic", "true", "s*", ["sales"], None])
        default = self.pick([None, None, "sales", "", "111122223333"])
        before, after = self.pick([("", ""), ("a", ""), ("", "*"), ("arn:aws:sns:us-east-1:", ":topic"),
                                   ("arn:aws:sns:us-east-1:", ""), ("arn:aws:sns:", ":111122223333:topic")])
        name = self.in_case("aws:PrincipalTag/team")
        for key in [key for key in self.context if key.lower() in (name.lower(), "s3:prefix")]:
            del self.context[key]
        if value is not None:
            self.context[name] = value
        text = value if isinstance(value, str) and (value or self.chance(0.5)) else default or ""
        near = self.pick([text, before + after, "true"])
        self.context["s3:prefix"] = before + text + after if self.chance(0.7) else near
        variable = "${" + self.in_case(name) + (f", '{default}'" if default is not None else "") + "}"
        operator = self.pick(["Bool"] + FAMILIES["string"][2] + FAMILIES["arn"][2])
        return {operator: {"s3:prefix": before + variable + after}}

    def open_condition(self):
        """A condition whose outcome the facts leave open, or nearly one."""
        operator, key, policy, request = self.pick(OPEN_CONDITIONS)
        said = {key: self.pick(request), "aws:PrincipalTag/team": self.pick(["true", "false", "", "x"])}
        for name in [name for name in self.context if name.lower() in {each.lower() for each in said}]:
            del self.context[name]
        self.context.update({name: value for name, value in said.items() if value is not None})
        return {operator: {key: self.pick(policy)}}

    def settings(self):
        """Values for some of the settings."""
        return {name: self.pick(values) for name, values in iam.SETTINGS.items() if self.chance(0.5)}

    def layers(self):
        """Each type of policy says one word: it allows, is silent, or denies."""
        made = {}
        for kind, share in (("identity", 0.8), ("boundary", 0.35), ("session", 0.4), ("endpoint", 0.1)):
            if self.chance(share):
                made[kind] = [self.word(kind) for _ in range(1 if kind == "boundary" else self.pick([1, 1, 1, 2, 0]))]
        if self.chance(0.75):
            made["resource"] = self.word("resource")
        for kind in ("scp", "rcp"):
            if self.chance(0.12):
                made[kind] = [[self.word(kind) for _ in range(self.pick([0, 1, 1, 2]))]
                              for _ in range(self.pick([0, 1, 2]))]
        return made

    def word(self, kind):
        made = self.allow_all(kind)
        if kind == "resource":
            made["Statement"]["Principal"] = self.principal_element()
            if self.is_trust:
                del made["Statement"]["Resource"]
        word = self.random.random()
        if word < 0.3:
            made["Statement"]["Action"] = "other:Action"
        elif word < 0.34:
            made["Statement"]["Effect"] = "Deny"
        return made

    def allow_all(self, kind):
        statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        if kind in ("resource", "rcp", "endpoint"):
            statement["Principal"] = "*"
        return {"Version": "2012-10-17", "Statement": statement}

    def broad(self):
        self.request()
        return self.policies()

    def question(self):
        policies = self.focused() if self.chance(FOCUSED_SHARE) else self.broad()
        question = {"id": f"q{self.number}", "request": self.request_, "policies": policies, "accounts": self.accounts}
        if self.chance(0.3):
            question["settings"] = self.settings()
        if self.chance(0.5):
            self.mutate(question)
        if self.chance(MALFORMED_SHARE):
            self.break_document(question)
        return question


MUTATIONS = [Maker.change_value, Maker.change_value, Maker.drop_key, Maker.change_request, Maker.change_statement,
             Maker.change_statement, Maker.change_layer, Maker.change_accounts, Maker.change_version]


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


def walk_documents(policies):
    for value in policies.values():
        levels = value if isinstance(value, list) else [value]
        for each in levels:
            yield from each if isinstance(each, list) else [each]


def question_line(seed, number):
    return json.dumps(Maker(seed, number).question(), ensure_ascii=False, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="how many questions")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first question")
    options = parser.parse_args()
    for number in range(options.first, options.first + options.n):
        print(question_line(options.seed, number))


if __name__ == "__main__":
    main()
