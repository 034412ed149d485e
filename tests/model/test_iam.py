#!/usr/bin/env python3
"""Does the model say what AWS's pages say? Their own examples, and each fact with the case beside it that differs."""
import json
import unittest

import compare
import generate
import iam
import iam_condition
import iam_match
import iam_read

ACCOUNT, OTHER = "111122223333", "444455556666"
USER = f"arn:aws:iam::{ACCOUNT}:user/team/ada"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/team/engine"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/engine/run"
FEDERATED = f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
OBJECT = "arn:aws:s3:::lake/sales/a.parquet"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k-1"
TARGET = f"arn:aws:iam::{ACCOUNT}:role/target"
YES, NO, SILENT = iam.ALLOWED, iam.EXPLICIT, iam.IMPLICIT
REFUSED = "refused"


def statement(effect="Allow", **elements):
    made = {"Effect": effect, "Action": "*", "Resource": "*", **elements}
    for name in ("Action", "Resource"):
        if "Not" + name in made or made[name] is None:
            del made[name]
    return made


def policy(*statements, version="2012-10-17"):
    return {**({"Version": version} if version else {}), "Statement": list(statements)}


def granting(principal, **elements):
    return policy(statement(Principal=principal, **elements))


EVERYTHING = policy(statement())
NOTHING = policy(statement(Action="none:None"))
UNTRUSTING = policy(statement(Principal="*", Resource=None, Action="none:None"))


def ask(action="s3:GetObject", resource=OBJECT, principal=USER, context=None, accounts=None, policies=None, **request):
    value = {"id": "q", "request": {"action": action, "resource": resource, "principal": principal,
                                    "context": context or {}, **request},
             "policies": policies or {}, "accounts": {"resource": ACCOUNT, **(accounts or {})}}
    return iam.authorize_line(json.dumps(value))


def answer(**question):
    return iam.outcome(ask(**question))


def condition(operator, key_values, context, version="2012-10-17"):
    """Does one condition hold?"""
    document = policy(statement(Condition={operator: key_values}), version=version)
    return {YES: True, SILENT: False}[answer(context=context, policies={"identity": [document]})]


def element(**elements):
    """Does a statement with this action or resource allow the object to be read?"""
    request = {name: elements.pop(name) for name in ("action", "resource", "context") if name in elements}
    version = elements.pop("version", "2012-10-17")
    return answer(policies={"identity": [policy(statement(**elements), version=version)]}, **request)


def trust_statement(**elements):
    return statement(Resource=None, Action="sts:AssumeRole", **elements)


class Rows(unittest.TestCase):
    def rows(self, ask_row, table):
        for row in table:
            *question, expected = row
            with self.subTest(row=row):
                self.assertEqual(ask_row(*question), expected)


class Actions(Rows):
    def test_action_patterns(self):
        self.rows(lambda pattern: element(Action=pattern), [
            ("*", YES), ("s3:*", YES), ("s3:Get*", YES), ("S3:GETOBJECT", YES), ("s3:GetObjec?", YES),
            ("s3:GetObject?", SILENT),
            ("s3:*Object", YES), ("s3:Get*Object*", YES), ("s3:GetObjec", SILENT), ("kms:GetObject", SILENT),
            ("s3: GetObject", SILENT), (" s3:GetObject", SILENT), ("s3:GetObject ", SILENT), ("s3:", SILENT),
            (["s3:PutObject", "s3:GetObject"], YES), ("s3", REFUSED), ("s*:GetObject", REFUSED), ("a:b:c", REFUSED)])

    def test_not_action_with_a_blank_applies(self):
        self.assertEqual(element(NotAction="s3:GetObject "), YES)
        self.assertEqual(element(NotAction="s3:GetObject"), SILENT)
        self.assertEqual(element(NotAction=["s3:PutObject", "s3:Get*"]), SILENT)

    def test_allow_with_not_action_denies_nothing(self):
        both = policy(statement(NotAction="s3:GetObject"), statement(Action="s3:GetObject"))
        self.assertEqual(answer(policies={"identity": [both]}), YES)

    def test_no_variables_in_actions(self):
        self.assertEqual(element(Action="s3:${*}"), SILENT)
        self.assertEqual(element(Action="s3:${*}", action="s3:${x}"), YES)


class Resources(Rows):
    def test_resource_patterns(self):
        self.rows(lambda pattern: element(Resource=pattern), [
            ("*", YES), (OBJECT, YES), ("arn:aws:s3:::lake/*", YES), ("arn:aws:s3:::lake*", YES),
            ("arn:aws:s3:::*.parquet", YES),
            ("arn:aws:s3:::Lake/*", SILENT), ("arn:aws:s3:::lake/sales/?.parquet", YES), ("arn:aws:s3:::lake", SILENT),
            ("arn:*:s3:::lake/*", YES), ("arn:*", YES), ("arn:aws:s3", YES), ("arn:aws:kms", SILENT),
            ("arn:aws:*:lake/*", SILENT),
            ("arn:aws:s3:*:*:lake/*", YES), ("arn:aws:s?:::lake/*", YES), ("arn:aws:s3:::lake/**/a*", YES)])

    def test_no_wildcard_crosses_the_first_five_colons(self):
        arn = "arn:aws:glue:us-east-1:111122223333:table/db/t:v"
        self.rows(lambda pattern: element(Resource=pattern, resource=arn, action="glue:GetTable"), [
            ("arn:aws:glue:*:table/db/t:v", SILENT), ("arn:aws:glue:*:*:table/*", YES), ("arn:aws:glue:*:*:*:v", YES),
            ("arn:aws:glue:us-*:????????????:table/db/t:?", YES)])

    def test_an_action_without_resources_needs_the_star(self):
        self.rows(lambda elements: element(resource="*", action="s3:ListAllMyBuckets", **elements), [
            ({"Resource": "*"}, YES), ({"Resource": "arn:aws:s3:::*"}, SILENT),
            ({"NotResource": "arn:aws:s3:::*"}, YES),
            ({"Resource": "**"}, YES), ({"Resource": "arn:*:*:*:*:*"}, YES),
            ({"Resource": "arn:*:s3:*:*:*"}, SILENT)])

    def test_short_arns_by_kind(self):
        def layer(name, text):
            document = policy(statement(Resource=text, **({"Principal": "*"} if name in ("endpoint", "rcp") else {})))
            wrapped = [[document]] if name in ("scp", "rcp") else [document]
            return answer(policies={"identity": [EVERYTHING], name: wrapped})
        self.rows(layer, [
            ("boundary", "arn:aws:s3", YES), ("session", "arn:aws:s3", YES), ("endpoint", "arn:aws:s3", SILENT),
            ("endpoint", "arn:aws:s3*", YES), ("scp", "arn:aws:s3:*", YES), ("scp", "arn:aws:s3", REFUSED),
            ("scp", "arn:*:s3", REFUSED), ("rcp", "arn:aws:s3*", REFUSED), ("rcp", "arn:aws:s3:::*", YES)])

    def test_a_question_mark_is_one_code_point(self):
        self.assertEqual(element(Resource="arn:aws:s3:::lake/?", resource="arn:aws:s3:::lake/\U0001f980"), YES)


class Variables(Rows):
    def test_home_directory(self):
        def home(pattern, context, version="2012-10-17"):
            return element(Resource=f"arn:aws:s3:::lake/{pattern}/*", context=context, version=version)
        self.rows(home, [
            ("${aws:username}", {"aws:username": "sales"}, YES), ("${aws:username}", {"AWS:UserName": "sales"}, YES),
            ("${AWS:USERNAME}", {"aws:username": "sales"}, YES), ("${aws:username}", {"aws:username": "eve"}, SILENT),
            ("${aws:username}", {}, SILENT), ("${aws:username}", {"aws:username": ["sales"]}, SILENT),
            ("${aws:username}", {"aws:username": "*"}, SILENT),
            ("${aws:username}", {"aws:username": "${aws:userid}"}, SILENT),
            ("${aws:username, 'sales'}", {}, YES), ("${aws:username, 'sales'}", {"aws:username": "eve"}, SILENT),
            ("${aws:username,'sales'}", {}, SILENT),
            ("sales${}", {}, SILENT), ("${aws:username, 's*'}", {}, SILENT), ("s${*}s", {}, SILENT),
            ("${aws:username}", {"aws:username": "sales"}, None, SILENT),
            ("${aws:username}", {"aws:username": "sales"}, "2008-10-17", SILENT)])

    def test_the_escapes_are_characters(self):
        self.assertEqual(element(Resource="arn:aws:s3:::lake/a${*}b${?}${$}", resource="arn:aws:s3:::lake/a*b?$"), YES)
        self.assertEqual(element(Resource="arn:aws:s3:::lake/a${*}b", resource="arn:aws:s3:::lake/axb"), SILENT)

    def test_unterminated_is_literal(self):
        self.assertEqual(element(Resource="arn:aws:s3:::lake/${x", resource="arn:aws:s3:::lake/${x"), YES)
        self.assertEqual(element(Resource="arn:aws:s3:::lake/${*", resource="arn:aws:s3:::lake/${xyz"), YES)

    def test_an_unresolved_entry_matches_nothing(self):
        self.assertEqual(element(NotResource="arn:aws:s3:::lake/${aws:username}/*"), YES)
        self.assertEqual(element(NotResource=["arn:aws:s3:::lake/${aws:username}/*", OBJECT]), SILENT)

    def test_parts_before_the_sixth_take_no_variables(self):
        self.assertEqual(element(Resource="arn:aws:s3:${none}::lake/*"), SILENT)
        self.assertEqual(element(Resource="arn:aws:s3:::lake/*", context={"s": "3"}), YES)

    def test_in_conditions(self):
        team = {"aws:PrincipalTag/team": "sales", "aws:ResourceTag/team": "sales"}
        variable = {"aws:ResourceTag/team": "${aws:PrincipalTag/Team}"}
        self.assertTrue(condition("StringEquals", variable, team))
        self.assertFalse(condition("StringEquals", variable, team, version="2008-10-17"))
        self.assertFalse(condition("StringEquals", variable, {"aws:ResourceTag/team": "sales"}))
        self.assertTrue(condition("StringNotEquals", variable, {"aws:ResourceTag/team": "sales"}))
        self.assertFalse(condition("StringLike", variable, {**team, "aws:PrincipalTag/team": "s*"}))
        self.assertTrue(condition("StringEquals", {"k": "a${*}"}, {"k": "a*"}))


class Operators(Rows):
    def test_table(self):
        self.rows(lambda operator, policy_value, value: condition(operator, {"k": policy_value}, {"k": value}), [
            ("StringEquals", "a", "a", True), ("StringEquals", "A", "a", False), ("StringEquals", "*", "a", False),
            ("StringEqualsIgnoreCase", "A", "a", True), ("StringNotEqualsIgnoreCase", "A", "a", False),
            ("StringLike", "a*", "a", True), ("StringLike", "a?", "a", False), ("StringLike", "a*c", "abcc", True),
            ("StringNotLike", ["b*", "a*"], "ab", False), ("StringNotEquals", ["a", "b"], "c", True),
            ("NumericEquals", "10", "10.0", True), ("NumericEquals", 10, "010", True),
            ("NumericEquals", "9007199254740993", "9007199254740992", False), ("NumericLessThan", "0.1", "0.09", True),
            ("NumericLessThanEquals", "10", 10, True), ("NumericEquals", "5", "5abc", False),
            ("NumericNotEquals", "5", "5abc", False), ("NumericGreaterThan", "-3", "-2.5", True),
            ("DateGreaterThan", "2026-03-02", "2026-03-02T00:00:01Z", True),
            ("DateEquals", "2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00Z", True),
            ("DateEquals", "1772442000", "2026-03-02T09:00:00.000Z", True), ("DateEquals", "2026", "2026-01-01", True),
            ("DateLessThan", "2026-03", "2026-02-28T23:59:59.9Z", True),
            ("DateEquals", "2026-02-30", "2026-02-30", False),
            ("DateLessThan", "2026-03-02T09:00:00", "2020", False), ("DateNotEquals", "soon", "2026", False),
            ("Bool", "true", "TRUE", True), ("Bool", True, "true", True), ("Bool", "1", "true", False),
            ("Bool", "x", "x", False),
            ("BinaryEquals", "YQ==", "YQ==", True), ("BinaryEquals", "YQ", "YQ", False),
            ("BinaryEquals", "YQ==", "Yg==", False),
            ("IpAddress", "203.0.113.0/24", "203.0.113.7", True), ("IpAddress", "203.0.113.9/24", "203.0.113.7", True),
            ("IpAddress", "203.0.113.7", "203.0.113.7", True), ("IpAddress", "0.0.0.0/0", "8.8.8.8", True),
            ("IpAddress", "0.0.0.0/0", "2001:db8::1", False), ("IpAddress", "2001:DB8:0::/32", "2001:db8::1", True),
            ("IpAddress", "::/0", "::1", True), ("IpAddress", "10.0.0.0/33", "10.0.0.0", False),
            ("IpAddress", "::1:0/127", "::1:1", True),
            ("NotIpAddress", ["10.0.0.1/32", "2001:db8::1"], "10.0.0.2", True),
            ("NotIpAddress", ["10.0.0.1/32", "2001:db8::1"], "10.0.0.1", False),
            ("ArnEquals", "arn:aws:sns:*:*:t*", "arn:aws:sns:us-east-1:1:topic", True),
            ("ArnNotLike", "arn:*", "arn:a:b:c:d:e", False),
            ("Null", "true", "a", False), ("Null", "false", "a", True), ("Null", False, "", False)])

    def test_what_the_facts_leave_open_refuses(self):
        """Of an Allow the condition fails, of a Deny it holds."""
        def both(conditions, context):
            allow = policy(statement(Condition=conditions))
            deny = policy(statement(), statement("Deny", Condition=conditions))
            return tuple(answer(context=context, policies={"identity": [each]}) for each in (allow, deny))
        self.rows(both, [
            ({"NumericNotEquals": {"k": "5"}}, {"k": "5abc"}, (SILENT, NO)),
            ({"NumericNotEquals": {"k": "5"}}, {"k": "6"}, (YES, NO)),
            ({"NumericNotEquals": {"k": ["x", "6"]}}, {"k": "6"}, (SILENT, YES)),
            ({"NotIpAddress": {"k": "::/129"}}, {"k": "::"}, (SILENT, NO)),
            ({"NumericEquals": {"k": "5"}}, {"k": "5abc"}, (SILENT, YES)),
            ({"Null": {"k": "true"}}, {"k": ""}, (SILENT, NO)),
            ({"Null": {"k": "false"}}, {"k": ""}, (SILENT, NO)), ({"Null": {"k": "true"}}, {"k": []}, (YES, NO)),
            ({"ForAnyValue:StringEqualsIfExists": {"k": "a"}}, {}, (SILENT, NO)),
            ({"StringEquals": {"k": "x${m}"}}, {"k": "x", "m": ""}, (SILENT, NO)),
            ({"StringEquals": {"k": "x${m}"}}, {"k": "y", "m": ""}, (SILENT, YES)),
            ({"StringNotEquals": {"k": "x${m}"}}, {"k": "y", "m": ""}, (YES, NO)),
            ({"Bool": {"k": "${m}"}}, {"k": "true", "m": "true"}, (SILENT, NO)),
            ({"Bool": {"k": "${m}"}}, {"k": "true"}, (SILENT, YES))])
        home = statement(Resource="arn:aws:s3:::lake/${m}*")
        self.assertEqual(answer(context={"m": ""}, policies={"identity": [policy(home)]}), SILENT)
        deny = policy({**home, "Effect": "Deny"})
        self.assertEqual(answer(context={"m": ""}, policies={"identity": [EVERYTHING, deny]}), NO)

    def test_arn_values_of_variables(self):
        arn = "arn:aws:sns:us-east-1:111122223333:topic"
        self.assertTrue(condition("ArnEquals", {"k": "${m}"}, {"k": arn, "m": arn}))
        self.assertTrue(condition("ArnLike", {"k": "arn:aws:sns:*:${m}:topic"}, {"k": arn, "m": "111122223333"}))
        two_parts = {"k": arn, "m": "111122223333:topic"}
        self.assertFalse(condition("ArnLike", {"k": "arn:aws:sns:us-east-1:${m}"}, two_parts))

    def test_arn_like_compares_parts_and_string_like_does_not(self):
        pattern = "arn:aws:svc:*:111122223333:finance/*"
        arn = "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
        self.assertFalse(condition("ArnLike", {"k": pattern}, {"k": arn}))
        self.assertTrue(condition("StringLike", {"k": pattern}, {"k": arn}))

    def test_absent_keys(self):
        values = {"String": "a", "Numeric": "1", "Date": "2026", "Arn": "arn:a:b:c:d:e", "Bool": "true",
                  "Binary": "YQ=="}
        for row in iam_condition.TABLE:
            value = next((text for name, text in values.items() if row.name.startswith(name)), "10.0.0.1")
            with self.subTest(operator=row.name):
                self.assertEqual(condition(row.name, {"k": value}, {}), row.negated)
                self.assertTrue(condition(row.name + "IfExists", {"k": value}, {}))
                self.assertTrue(condition("ForAllValues:" + row.name, {"k": value}, {}))
                self.assertFalse(condition("ForAnyValue:" + row.name, {"k": value}, {}))
        self.assertTrue(condition("Null", {"k": "true"}, {}))
        self.assertFalse(condition("Null", {"k": "false"}, {}))

    def test_if_exists_changes_nothing_for_a_present_key(self):
        self.assertFalse(condition("StringEqualsIfExists", {"k": "a"}, {"k": "b"}))
        self.assertFalse(condition("StringNotEqualsIfExists", {"k": "a"}, {"k": "a"}))

    def test_sets(self):
        self.rows(lambda operator, values: condition(operator, {"k": ["a", "b"]}, {"k": values}), [
            ("ForAllValues:StringEquals", ["a"], True), ("ForAllValues:StringEquals", ["a", "c"], False),
            ("ForAllValues:StringEquals", [], True), ("ForAllValues:StringEquals", "", True),
            ("ForAnyValue:StringEquals", [], False),
            ("ForAnyValue:StringEquals", ["c", "b"], True), ("ForAnyValue:StringEquals", ["c"], False),
            ("ForAllValues:StringNotEquals", ["c", "d"], True), ("ForAllValues:StringNotEquals", ["a", "c"], False),
            ("ForAnyValue:StringNotEquals", ["a", "c"], True), ("ForAnyValue:StringNotEquals", ["a", "b"], False),
            ("StringEquals", ["a", "b"], False), ("StringNotEquals", ["c", "d"], False), ("StringEquals", ["a"], True)])

    def test_blocks_are_and_over_operators_and_keys(self):
        context = {"a": "1", "b": "x"}
        self.assertTrue(condition("StringEquals", {"a": "1", "B": "x"}, context))
        self.assertFalse(condition("StringEquals", {"a": "1", "b": "y"}, context))

    def test_every_operator_is_listed_once(self):
        self.assertEqual(len(iam_condition.OPERATORS), 26)
        self.assertEqual(len({iam_match.fold(name) for name in compare.every_operator()}), 26 * 6 + 1)


class Principals(Rows):
    def test_who_is_named(self):
        def named(principal, caller, **request):
            return answer(principal=caller, policies={"resource": granting(principal)}, **request)
        self.rows(named, [
            ("*", USER, YES), ("*", None, YES), ({"AWS": "*"}, None, YES), ({"AWS": USER}, USER, YES),
            ({"AWS": USER}, None, SILENT),
            ({"AWS": USER.replace("ada", "Ada")}, USER, SILENT), ({"AWS": ROLE}, SESSION, YES),
            ({"AWS": SESSION}, SESSION, YES),
            ({"AWS": SESSION + "2"}, SESSION, SILENT), ({"AWS": ROLE.replace("engine", "engin")}, SESSION, SILENT),
            ({"AWS": ACCOUNT}, USER, SILENT), ({"AWS": ROOT}, USER, SILENT), ({"AWS": ROOT}, ROOT, YES),
            ({"AWS": FEDERATED}, FEDERATED, YES), ({"Service": "glue.amazonaws.com"}, "glue.amazonaws.com", YES),
            ({"Service": "glue.amazonaws.com"}, "lakeformation.amazonaws.com", SILENT),
            ({"Federated": "accounts.google.com"}, "accounts.google.com", YES), ({"AWS": "AIDAEXAMPLE"}, USER, SILENT),
            ({"AWS": "arn:aws:iam::111122223333:user/*"}, USER, REFUSED), ("ada", USER, REFUSED)])

    def test_account_as_principal_lets_identity_policies_decide_across_accounts(self):
        for principal in (ACCOUNT, ROOT):
            self.assertEqual(answer(accounts={"resource": OTHER}, policies={
                "identity": [EVERYTHING], "resource": granting({"AWS": principal})}), YES)

    def test_not_principal(self):
        def spared(names, caller, **policies):
            document = policy({**statement("Deny"), "NotPrincipal": {"AWS": names}})
            return answer(principal=caller, policies={"identity": [EVERYTHING], "resource": document, **policies})
        self.rows(spared, [
            ([USER, ROOT], USER, YES), (USER, USER, YES), (ROOT, USER, NO), (ROOT, ROOT, YES), (ROLE, SESSION, YES),
            (SESSION, SESSION, YES), (ACCOUNT, SESSION, NO), (USER.replace("ada", "bob"), USER, NO)])
        self.assertEqual(spared(USER, USER, boundary=[EVERYTHING]), NO)

    def test_not_principal_chain_strict(self):
        def spared(names, caller):
            document = policy({**statement("Deny"), "NotPrincipal": {"AWS": names}})
            value = {"request": {"action": "s3:GetObject", "resource": OBJECT, "principal": caller},
                     "policies": {"identity": [EVERYTHING], "resource": document}, "accounts": {"resource": ACCOUNT},
                     "settings": {"not_principal_chain": "strict"}}
            return iam.outcome(iam.authorize_line(json.dumps(value)))
        self.rows(spared, [
            ([USER, ROOT], USER, YES), (USER, USER, NO), ([ROLE, SESSION, ACCOUNT], SESSION, YES),
            ([ROLE, ROOT], SESSION, NO),
            ([SESSION, ROOT], SESSION, NO), (ROOT, ROOT, YES)])

    def test_a_statement_without_principal_never_matches(self):
        self.assertEqual(answer(policies={"resource": policy(statement())}), SILENT)


class SameAccount(Rows):
    def test_explicit_deny_wins_from_every_layer(self):
        deny = policy(statement(), statement("Deny"))
        for layer in ("identity", "boundary", "session"):
            self.assertEqual(answer(principal=SESSION, policies={"identity": [EVERYTHING], layer: [deny]}), NO)
        for layer in ("scp", "rcp"):
            denying = policy(statement("Deny", **({"Principal": "*"} if layer == "rcp" else {})))
            self.assertEqual(answer(policies={"identity": [EVERYTHING], layer: [[denying]]}), NO)

    def test_what_silence_takes_from_a_resource_grant(self):
        """The table of fact 45: caller, principal, answers with a silent identity, boundary, session policy."""
        table = [
            (USER, USER, YES, YES, None), (SESSION, ROLE, YES, SILENT, SILENT), (SESSION, SESSION, YES, YES, YES),
            (FEDERATED, FEDERATED, YES, YES, YES), (FEDERATED, USER, YES, SILENT, SILENT),
            (SESSION, ROOT, SILENT, SILENT, SILENT),
            (SESSION, "*", YES, YES, YES)]
        for caller, principal, *expected in table:
            for layer, wanted in zip(("identity", "boundary", "session"), expected):
                if wanted is None:
                    continue
                layers = {"identity": [EVERYTHING], "boundary": [EVERYTHING]}
                layers.update({"session": [EVERYTHING]} if caller != USER else {})
                layers.update({layer: [NOTHING]})
                request = {"role_arn": USER} if caller == FEDERATED else {}
                with self.subTest(caller=caller, principal=principal, silent=layer):
                    layers["resource"] = granting({"AWS": principal})
                    got = answer(principal=caller, policies=layers, **request)
                    self.assertEqual(got, wanted)

    def test_identity_boundary_session(self):
        def layers(caller, **policies):
            return answer(principal=caller, policies=policies)
        every, none = [EVERYTHING], [NOTHING]
        for expected, caller, policies in [
                (YES, USER, {"identity": every}), (SILENT, USER, {"identity": none}), (SILENT, USER, {}),
                (SILENT, USER, {"identity": every, "boundary": none}),
                (YES, USER, {"identity": every, "boundary": every}),
                (YES, SESSION, {"identity": every}), (SILENT, SESSION, {"identity": every, "session": none}),
                (YES, SESSION, {"identity": every, "session": none + every}), (SILENT, USER, {"boundary": every}),
                (SILENT, FEDERATED, {"identity": every}), (YES, FEDERATED, {"identity": every, "session": every}),
                (YES, ROOT, {}), (SILENT, ROOT, {"session": none}), (SILENT, "glue.amazonaws.com", {"identity": every}),
                (SILENT, SESSION, {"identity": every, "session": []})]:
            with self.subTest(caller=caller, policies=policies):
                self.assertEqual(layers(caller, **policies), expected)

    def test_caller_identity_is_always_allowed(self):
        deny = {"identity": [policy(statement("Deny"))]}
        self.assertEqual(answer(action="sts:GetCallerIdentity", resource="*", policies=deny), YES)
        self.assertEqual(answer(action="sts:GetCallerIdentity", resource="*", principal=None), SILENT)

    def test_what_aws_reserves_cannot_be_changed(self):
        def change(action, resource):
            return answer(action=action, resource=resource, resource_kind="other", policies={"identity": [EVERYTHING]})
        self.rows(change, [
            ("iam:DeleteRole", f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/x", SILENT),
            ("iam:GetRole", f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/x", YES),
            ("iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", SILENT),
            ("kms:DeleteAlias", f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/aws/s3", SILENT),
            ("kms:DeleteAlias", f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/awsome", YES)])

    def test_unknown_operators_under_the_setting(self):
        for effect, expected in (("Allow", SILENT), ("Deny", YES)):
            unknown = statement(effect, Condition={"StringMatch": {"a": "b"}})
            document = policy(unknown, *[statement()] * (effect == "Deny"))
            value = {"request": {"action": "s3:GetObject", "resource": OBJECT, "principal": USER},
                     "accounts": {"resource": ACCOUNT}, "policies": {"identity": [document]},
                     "settings": {"unknown_operator": "never_matches"}}
            self.assertEqual(iam.outcome(iam.authorize_line(json.dumps(value))), expected)

    def test_what_the_facts_leave_open_is_a_setting(self):
        """Each open point under each value of its setting: does the condition hold for an Allow, for a Deny?"""
        tag, prefix = "aws:PrincipalTag/team", "s3:prefix"
        table = [
            ("bool_variables", {"Bool": {"k": "${aws:PrincipalTag/team}"}}, {"k": "true", tag: "true"},
             {"refuse": (False, True), "substituted": (True, True), "literal": (False, False)}),
            ("empty_variable", {"StringEquals": {prefix: "a${aws:PrincipalTag/team, 'x'}"}}, {prefix: "ax", tag: ""},
             {"refuse": (False, True), "empty": (False, False), "default": (True, True)}),
            ("empty_variable", {"StringEquals": {prefix: "a${aws:PrincipalTag/team, 'x'}"}}, {prefix: "a", tag: ""},
             {"refuse": (False, True), "empty": (True, True), "default": (False, False)}),
            ("tag_value_case", {"StringEquals": {"aws:ResourceTag/team": "sales"}}, {"aws:ResourceTag/team": "Sales"},
             {"by_operator": (False, False), "ignored": (True, True)}),
            ("tag_value_case", {"StringNotLike": {"aws:RequestTag/a": "S*"}}, {"aws:RequestTag/a": "sales"},
             {"by_operator": (True, True), "ignored": (False, False)}),
            ("tag_value_case", {"StringEquals": {tag: "sales"}}, {tag: "Sales"},
             {"by_operator": (False, False), "ignored": (False, False)}),
            ("unreadable_operand_negated", {"NotIpAddress": {"k": "10.0.0.0/8"}}, {"k": "here"},
             {"refuse": (False, True), "holds": (True, True), "fails": (False, False)}),
            ("for_any_if_exists_absent", {"ForAnyValue:StringEqualsIfExists": {"k": "v"}}, {},
             {"refuse": (False, True), "holds": (True, True), "fails": (False, False)}),
            ("null_of_empty_text", {"Null": {"k": "true"}}, {"k": ""},
             {"refuse": (False, True), "null": (True, True), "present": (False, False)}),
            ("null_of_empty_text", {"Null": {"k": "false"}}, {"k": ""},
             {"refuse": (False, True), "null": (False, False), "present": (True, True)})]
        for name, condition_, context, answers in table:
            self.assertEqual(set(answers), set(iam.SETTINGS[name]))
            for value, expected in answers.items():
                with self.subTest(setting=name, value=value, condition=condition_):
                    allow, deny = (iam.outcome(iam.authorize_line(json.dumps({
                        "request": {"action": "s3:GetObject", "resource": OBJECT, "principal": USER,
                                    "context": context},
                        "accounts": {"resource": ACCOUNT}, "settings": {name: value},
                        "policies": {"identity": [policy(*more, statement(effect, Condition=condition_))]}})))
                        for effect, more in (("Allow", []), ("Deny", [statement()])))
                    self.assertEqual((allow == YES, deny == NO), expected)

    def test_endpoint(self):
        endpoint = [granting("*", Action="s3:Put*")]
        self.assertEqual(answer(policies={"identity": [EVERYTHING], "endpoint": endpoint}), SILENT)
        self.assertEqual(answer(action="s3:PutObject", policies={"identity": [EVERYTHING], "endpoint": endpoint}), YES)


class Organizations(Rows):
    def test_each_level_must_allow(self):
        every, none = [EVERYTHING], [NOTHING]
        self.rows(lambda scp, caller: answer(principal=caller, policies={"identity": every, "scp": scp}), [
            ([every, every], USER, YES), ([every, none], USER, SILENT), ([every, none + every], USER, YES),
            ([], USER, YES),
            ([[]], USER, SILENT), ([none], ROOT, SILENT), ([every], ROOT, YES)])

    def test_whom_service_control_policies_do_not_bind(self):
        layers = {"identity": [EVERYTHING], "scp": [[policy(statement("Deny"))]], "resource": granting({"AWS": ROLE})}
        self.assertEqual(answer(principal=SESSION, policies=layers), NO)
        self.assertEqual(answer(principal=SESSION, policies=layers, principal_is_service_linked_role=True), YES)
        self.assertEqual(answer(principal=SESSION, policies=layers, accounts={"principal_is_management": True}), YES)
        layers["resource"] = granting("*")
        self.assertEqual(answer(principal=None, policies=layers), YES)
        self.assertEqual(answer(principal="glue.amazonaws.com", policies=layers), YES)

    def test_resource_control_policies(self):
        layers = {"resource": granting("*"), "rcp": [[granting("*", Effect="Deny")]]}
        self.assertEqual(answer(principal=None, policies=layers), NO)
        self.assertEqual(answer(principal=None, policies=layers, accounts={"resource_is_management": True}), YES)
        self.assertEqual(answer(principal=None, policies={**layers, "rcp": [[]]}), YES)
        self.assertEqual(answer(principal=None, policies=layers, action="glue:GetTable"), YES)


class CrossAccount(Rows):
    def test_both_accounts_must_allow(self):
        every = [EVERYTHING]
        self.rows(lambda policies: answer(accounts={"resource": OTHER}, policies=policies), [
            ({"identity": every}, SILENT), ({"resource": granting({"AWS": USER})}, SILENT),
            ({"identity": every, "resource": granting({"AWS": USER})}, YES), ({"resource": granting("*")}, SILENT),
            ({"identity": every, "resource": granting("*")}, YES),
            ({"identity": every, "resource": granting({"AWS": USER}), "boundary": [NOTHING]}, SILENT)])
        layers = {"resource": granting({"AWS": ROOT})}
        self.assertEqual(answer(principal=ROOT, accounts={"resource": OTHER}, policies=layers), YES)

    def test_an_unknown_account_is_another(self):
        value = {"request": {"action": "s3:GetObject", "resource": OBJECT, "principal": USER},
                 "policies": {"resource": granting({"AWS": USER})}}
        self.assertEqual(iam.outcome(iam.authorize(iam_read.read_json(json.dumps(value)))), SILENT)


class TrustAndKeys(Rows):
    def test_trust(self):
        def assume(caller, principal, identity, **more):
            trust = policy(trust_statement(Principal=principal))
            return answer(action="sts:AssumeRole", resource=TARGET, principal=caller,
                          policies={"resource": trust, **({"identity": [EVERYTHING]} if identity else {})}, **more)
        self.rows(assume, [
            (USER, {"AWS": USER}, False, YES), (USER, {"AWS": ROOT}, False, SILENT), (USER, {"AWS": ROOT}, True, YES),
            (USER, {"AWS": USER.replace("ada", "bob")}, True, SILENT),
            ("glue.amazonaws.com", {"Service": "glue.amazonaws.com"}, False, YES),
            (SESSION, {"AWS": ROLE}, False, YES)])
        self.assertEqual(assume(USER, {"AWS": USER}, False, accounts={"resource": OTHER}), SILENT)
        self.assertEqual(assume(USER, {"AWS": USER}, True, accounts={"resource": OTHER}), YES)

    def test_a_role_does_not_trust_itself(self):
        own = f"arn:aws:sts::{ACCOUNT}:assumed-role/target/run"
        self.assertEqual(answer(action="sts:AssumeRole", resource=TARGET, principal=own,
                                policies={"identity": [EVERYTHING], "resource": UNTRUSTING}), SILENT)

    def test_saml_callers(self):
        provider = f"arn:aws:iam::{ACCOUNT}:saml-provider/corp"
        trust = policy({"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithSAML",
                        "Condition": {"StringEquals": {"saml:aud": "https://signin.aws.amazon.com/saml"}}})
        for audience, expected in (("https://signin.aws.amazon.com/saml", YES), ("https://example.com/", SILENT)):
            self.assertEqual(answer(action="sts:AssumeRoleWithSAML", resource=TARGET, principal=provider,
                                    context={"saml:aud": audience}, policies={"resource": trust}), expected)

    def test_keys(self):
        def decrypt(caller, principal, identity):
            layers = {"identity": [EVERYTHING] if identity else []}
            layers.update({"resource": granting(principal)} if principal else {})
            return answer(action="kms:Decrypt", resource=KEY, principal=caller, policies=layers)
        self.rows(decrypt, [
            (USER, {"AWS": ROOT}, True, YES), (USER, {"AWS": ROOT}, False, SILENT), (USER, {"AWS": USER}, False, YES),
            (USER, None, True, SILENT), (ROOT, {"AWS": USER}, False, SILENT), (ROOT, {"AWS": ROOT}, False, YES)])

    def test_resource_kind_may_be_said(self):
        layers = {"identity": [EVERYTHING]}
        self.assertEqual(answer(resource_kind="kms", policies=layers), SILENT)
        self.assertEqual(answer(action="kms:Decrypt", resource_kind="other", policies=layers), YES)


class Documents(Rows):
    def test_what_is_refused(self):
        def identity(*statements, **more):
            return answer(policies={"identity": [{"Version": "2012-10-17", "Statement": list(statements), **more}]})
        for statements, more in [
                ([statement()], {"Version": "2013-01-01"}), ([statement()], {"version": "2012-10-17"}), ([], {}),
                ([statement(Effect="allow")], {}), ([statement(Action=None)], {}), ([statement(Resource=None)], {}),
                ([{**statement(), "NotAction": "s3:*"}], {}), ([{**statement(), "NotResource": "*"}], {}),
                ([statement(Extra=1)], {}),
                ([statement(Principal="*")], {}), ([statement(Sid="a b")], {}),
                ([statement(Sid="A"), statement(Sid="A")], {}),
                ([statement(Action=[])], {}), ([statement(Condition={"StringMatch": {"a": "b"}})], {}),
                ([statement(Condition={"NullIfExists": {"a": "true"}})], {}),
                ([statement(Condition={"StringEquals": {"a": None}})], {}),
                ([statement(Condition={"StringEquals": {"a": "x", "A": "y"}})], {}),
                ([statement(Condition={"Bool": {"a": "true"}, "bool": {"b": "true"}})], {})]:
            with self.subTest(statements=statements, more=more):
                self.assertEqual(identity(*statements, **more), REFUSED)
        self.assertEqual(identity(statement(Sid="A"), statement(Sid="B")), YES)

    def test_what_is_refused_by_kind(self):
        deny = {**statement("Deny"), "NotPrincipal": {"AWS": USER}}
        trust = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
        for layers, more in [
                ({"resource": policy({**statement(), "NotPrincipal": {"AWS": USER}})}, {}),
                ({"scp": [[policy(deny)]]}, {}),
                ({"rcp": [[policy(deny)]]}, {}), ({"rcp": [[granting({"AWS": USER})]]}, {}),
                ({"resource": policy(deny)}, {"resource_kind": "trust"}),
                ({"resource": policy({**trust, "Resource": "*"})}, {"resource_kind": "trust"}),
                ({"resource": policy({"Effect": "Allow", "Action": "sts:AssumeRole"})}, {"resource_kind": "trust"}),
                ({"boundary": [EVERYTHING, EVERYTHING]}, {}), ({"identity": EVERYTHING}, {}),
                ({"scp": [EVERYTHING]}, {})]:
            with self.subTest(layers=layers):
                self.assertEqual(answer(policies=layers, **more), REFUSED)

    def test_documents_as_text(self):
        text = json.dumps(EVERYTHING)
        for form in (text, f"\n {text} ", "%7B" + text[1:], text.replace('"', "%22").replace("{", "%7B")):
            self.assertEqual(answer(policies={"identity": [form]}), YES)
        for form in (text + "x", text[:-1], text[:-1] + ',"Version":"2012-10-17"}', "[]", ""):
            self.assertEqual(answer(policies={"identity": [form]}), REFUSED)

    def test_one_statement_and_unquoted_values(self):
        document = {"Statement": statement(Condition={"NumericEquals": {"n": 10.0}, "Bool": {"b": True}})}
        self.assertEqual(answer(context={"n": 10, "b": "true"}, policies={"identity": [document]}), YES)

    def test_lines_that_are_no_questions(self):
        for line in ("", "{", "[]", '{"request":{}}', '{"request":{"action":"a:b","action":"a:c"}}', '{"other":1}',
                     "NaN",
                     '{"request":{"action":"s3:GetObject","principal":null,"context":{"a":"1","A":"2"}}}'):
            self.assertEqual(iam.outcome(iam.authorize_line(line)), REFUSED)


class Answers(unittest.TestCase):
    def test_by(self):
        deny = policy(statement(), statement("Deny", Sid="No"), statement("Deny", Action="kms:*"))
        denied = ask(policies={"identity": [EVERYTHING, deny]})
        self.assertEqual(denied["by"], [{"policy": "identity[1]", "statement": 1, "sid": "No"}])
        both = ask(policies={"identity": [EVERYTHING], "resource": granting({"AWS": USER}), "scp": [[EVERYTHING]]})
        self.assertEqual([each["policy"] for each in both["by"]], ["identity[0]", "resource"])
        outer = ask(policies={"identity": [deny], "scp": [[EVERYTHING], [EVERYTHING, deny]]})
        self.assertEqual(outer["by"], [{"policy": "scp[1][1]", "statement": 1, "sid": "No"}])
        self.assertEqual(ask(policies={"identity": [NOTHING]})["by"], [])

    def test_the_generator_repeats_itself(self):
        for number in range(50):
            self.assertEqual(generate.question_line("s", number), generate.question_line("s", number))
        self.assertNotEqual(generate.question_line("s", 1), generate.question_line("t", 1))


if __name__ == "__main__":
    unittest.main()
