"""weir authorize: its answers, their forms, and its exit status."""
import json
import pathlib
import subprocess

import harness

ALICE = "arn:aws:iam::111122223333:user/alice"


def question(effect="Allow", **more):
    return {"id": 1, "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a", "principal": ALICE,
                                 "context": {"k": "v"}},
            "accounts": {"principal": "111122223333", "resource": "111122223333"},
            "policies": {"identity": [{"Statement": [
                {"Sid": "One", "Effect": effect, "Action": "s3:*", "Resource": "*"},
                {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
                 "Condition": {"StringEquals": {"k": "w"}}}]}]}, **more}


ALLOWED = {"id": 1, "decision": "Allowed", "by": [{"policy": "identity[0]", "statement": 0, "sid": "One"}],
           "because": "allowed by statement 1 `One` of identity[0]"}


class Authorize(harness.Program):
    def ask(self, *arguments, code=0, **more):
        name = self.put("question.json", json.dumps(question(**more), indent=1))
        return self.weir("authorize", *arguments, name, code=code).stdout

    def test_allowed_is_0_and_tells_every_statement(self):
        self.assertEqual(self.ask().splitlines(), [
            "ALLOWED  s3:GetObject on arn:aws:s3:::lake/a",
            f"  caller     {ALICE}",
            "  verdict    Allowed",
            "  because    allowed by statement 1 `One` of identity[0]",
            "  by         identity[0] statement 1 One",
            "             at question.json:19:6",
            "  statements identity[0] statement 1 One, Allow: applies",
            "             at question.json:19:6",
            "             identity[0] statement 2, Deny: action and resource match;",
            "               StringEquals k: the request has `v`, the policy asks for `w`",
            "             at question.json:31:9"])

    def test_denied_is_1(self):
        shown = self.ask(effect="Deny", code=1)
        self.assertTrue(shown.startswith("DENIED   s3:GetObject on "), shown)
        self.assertIn("  verdict    ExplicitlyDenied\n", shown)
        self.assertIn("  because    with an explicit deny in an identity-based policy\n", shown)

    def test_an_implicit_deny_tells_what_came_nearest(self):
        shown = self.ask(code=1, policies={"identity": [{"Statement": [
            {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}]})
        self.assertIn("  nearest    statement 1 of identity[0]: Action does not cover `s3:GetObject`\n", shown)

    def test_a_resource_of_an_unknown_account_is_told(self):
        self.assertIn("accounts.resource", self.ask(code=1, accounts={}))
        self.assertNotIn("accounts.resource", self.ask())

    def test_many_statements_are_counted_but_for_verbose(self):
        statements = [{"Effect": "Allow", "Action": f"s3:Put{n}", "Resource": "*"} for n in range(40)]
        statements += [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
        policies = {"identity": [{"Statement": statements}]}
        brief = self.ask(policies=policies)
        self.assertIn("24 more do not apply; -v tells them\n", brief)
        self.assertIn("statement 41, Allow: applies\n", brief)
        whole = self.ask("-v", policies=policies)
        self.assertEqual(whole.count(", Allow:"), 41)
        self.assertIn("  context    k v\n", whole)

    def test_quiet_prints_nothing(self):
        self.assertEqual(self.ask("-q"), "")
        self.assertEqual(self.ask("-q", effect="Deny", code=1), "")

    def test_json_is_the_answer_alone(self):
        self.assertEqual(self.lines_of_json(self.ask("--json")), [ALLOWED])
        explained = json.loads(self.ask("--json", "-v"))
        self.assertEqual({**explained, "explanation": None}, {**ALLOWED, "explanation": None})
        self.assertEqual([(each["policy"], each["match"], each["at"]) for each in explained["explanation"]],
                         [("identity[0]", "applies", "question.json:19:6"),
                          ("identity[0]", "not-condition", "question.json:31:9")])

    def test_yaml_and_stdin(self):
        text = ("request: {action: a:B, resource: '*', principal: '111122223333'}\n"
                "accounts: {resource: '111122223333'}\n")
        self.assertEqual(json.loads(self.weir("authorize", "--json", "-", stdin=text).stdout)["decision"], "Allowed")

    def test_unreadable_is_3_with_its_place(self):
        for form in ([], ["--json"]):
            self.assertRegex(self.refused("authorize", *form, "-", stdin="request: {actoin: x}"),
                             r"^<stdin>:1:11: unknown member `actoin` in `request`$")
            self.assertRegex(self.refused("authorize", *form, "-", stdin='{"a": '), r"^<stdin>:1:7: ")
            self.assertEqual(self.refused("authorize", *form, "none"), "none: No such file or directory")

    def test_ndjson_answers_in_order_and_goes_on_after_a_bad_line(self):
        wrong = question()
        wrong["policies"]["identity"][0]["Statement"][0]["Efect"] = 1
        lines = [question(id="a"), question("Deny", id=[2]), {**wrong, "id": 3}]
        text = "\n".join([json.dumps(lines[0]), "", "{", json.dumps(lines[1]), " \t\r", json.dumps(lines[2])])
        run = self.weir("authorize", "--ndjson", "-", code=3, stdin=text)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual(run.stderr, "")
        self.assertEqual([each["id"] for each in answers], ["a", None, [2], 3])
        self.assertEqual([each.get("decision") for each in answers], ["Allowed", None, "ExplicitlyDenied", None])
        self.assertEqual([each["error"]["line"] for each in answers if "error" in each], [3, 6])
        self.assertEqual((answers[3]["error"]["status"], answers[3]["error"]["source"], answers[3]["error"]["path"]),
                         ("WEIR_ERR_SCHEMA", "<stdin>", "/policies/identity/0/Statement/0/Efect"))
        explained = self.lines_of_json(self.weir("authorize", "--ndjson", "-v", "-", code=3, stdin=text).stdout)
        self.assertRegex(explained[2]["explanation"][0]["at"], r"^<stdin>:4:\d+$")
        both = self.put("both", json.dumps(lines[0]) + "\n" + json.dumps(lines[1]) + "\n")
        self.weir("authorize", "--ndjson", both, code=1)
        one = self.put("one", json.dumps(lines[0]))
        self.assertEqual(self.lines_of_json(self.weir("authorize", "--ndjson", one).stdout), [{**ALLOWED, "id": "a"}])
        self.assertEqual(self.weir("authorize", "--ndjson", "-", stdin="\n\n").stdout, "")
        self.assertEqual(self.weir("authorize", "--ndjson", "-q", both, code=1).stdout, "")

    def test_a_line_that_is_too_long(self):
        self.put("long.ndjson", b'{"id": "' + b"x" * (1 << 26) + b'"}\n' + json.dumps(question()).encode())
        run = self.weir("authorize", "--ndjson", "long.ndjson", code=3)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual((answers[0]["error"]["status"], answers[0]["error"]["line"]), ("WEIR_ERR_LIMIT", 1))
        self.assertEqual(answers[1:], [ALLOWED])

    def test_lines_are_answered_one_by_one(self):
        process = subprocess.Popen([harness.PROGRAM, "authorize", "--ndjson", "-"], cwd=self.folder,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=harness.environment())
        for number in range(3):
            # Half of the next line is there already: the answer must not wait for the rest of it.
            line = json.dumps(question(id=number)).encode() + b"\n"
            process.stdin.write(line[20 if number else 0:] + json.dumps(question(id=number + 1)).encode()[:20])
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())["id"], number)
        process.stdin.close()
        self.assertIn("error", json.loads(process.stdout.readline()))
        process.stdout.close()
        self.assertEqual(process.wait(harness.TIMEOUT_S), 3)

    def test_ten_thousand_lines(self):
        text = "".join(json.dumps(question("Allow" if n % 3 else "Deny", id=n)) + "\n" for n in range(10000))
        answers = self.lines_of_json(self.weir("authorize", "--ndjson", "-", code=1, stdin=text).stdout)
        self.assertEqual([each["id"] for each in answers], list(range(10000)))
        self.assertEqual([each["decision"] for each in answers],
                         ["Allowed" if n % 3 else "ExplicitlyDenied" for n in range(10000)])

    def test_full_output_is_no_answer(self):
        if not pathlib.Path("/dev/full").exists():
            self.skipTest("no /dev/full")
        self.put("question.json", json.dumps(question()))
        for form in ([], ["--json"], ["--ndjson"]):
            with open("/dev/full", "wb") as full:
                run = subprocess.run([harness.PROGRAM, "authorize", *form, "question.json"], cwd=self.folder, stdout=full,
                                     stderr=subprocess.PIPE, env=harness.environment(), timeout=harness.TIMEOUT_S)
            self.assertEqual(run.returncode, 4)

    def test_control_characters_do_not_reach_a_person(self):
        shown = self.ask(code=1, request={"action": "s3:\u001b[31mGet", "resource": "\u202ex", "principal": None})
        for character in "\033\u202e":
            self.assertNotIn(character, shown)


if __name__ == "__main__":
    harness.main()
