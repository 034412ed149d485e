"""weir verify: its answers, their forms, the options that are a question, and its exit status."""
import json
import pathlib
import subprocess
import unittest

import harness
import yaml

EXAMPLE = harness.ROOT / "examples/sign-in.yaml"
QUESTION = yaml.load(EXAMPLE.read_text(), yaml.BaseLoader)
LATE = "2026-03-02T09:05:00Z"
OFF = subprocess.run([harness.PROGRAM, "verify", "-q", EXAMPLE], capture_output=True, check=False).returncode == 3


@unittest.skipIf(OFF, "this build of weir has no SAML")
class Verify(harness.Program):
    def ask(self, *arguments, code=0, **changes):
        name = self.put("question.json", json.dumps({**QUESTION, **changes}))
        return self.weir("verify", *arguments, name, code=code).stdout

    def options(self, *more, code=0):
        """The example as a response file and options."""
        self.put("response.b64", QUESTION["response"] + "\n")
        self.put("idp.xml", QUESTION["metadata"])
        return self.weir("verify", "-m", "idp.xml", *more, "response.b64", code=code)

    def test_valid_is_0_and_tells_claims_and_checks(self):
        shown = self.ask().splitlines()
        self.assertEqual(shown[:14], [
            "VALID    ada",
            "  issuer     https://idp.example.com/saml",
            "  subject    persistent",
            "  audience   https://signin.aws.amazon.com/saml",
            "  good until 2026-03-02T09:04:30Z",
            "  session    ada for at most 1800 seconds",
            "  roles      arn:aws:iam::111122223333:role/analyst",
            "             arn:aws:iam::111122223333:saml-provider/idp",
            "  transitive Team = lake",
            "  lake user  ada",
            "  lake group analysts",
            "             engineers",
            "  keys       saml:aud = https://signin.aws.amazon.com/saml",
            "             saml:iss = https://idp.example.com/saml"])
        self.assertIn("  passed     request    role provider duration max-duration", shown)
        self.assertTrue(any(line.startswith("             conditions ") for line in shown))

    def test_refused_is_1_and_tells_the_check(self):
        shown = self.ask("--now", LATE, code=1).splitlines()
        self.assertEqual(shown[:4], ["INVALID  ExpiredTokenException, HTTP 400",
                                     "  message    Response has expired",
                                     "  failed     saml.conditions.not-on-or-after",
                                     "  because    NotOnOrAfter of the conditions has come"])
        self.assertTrue(shown[4].startswith("  passed     "))

    def test_verbose_says_what_each_check_asks(self):
        shown = self.ask("-v", "--now", LATE, code=1).splitlines()
        at = shown.index("             saml.conditions.not-before")
        self.assertEqual(shown[at + 1].strip(), "NotBefore has come")

    def test_json_is_the_answer_alone(self):
        answer = json.loads(self.ask("--json"))
        self.assertEqual(list(answer), ["id", "valid", "claims"])
        self.assertEqual((answer["id"], answer["valid"]), ("sign-in", True))
        claims = answer["claims"]
        self.assertEqual(claims["roles"], [{"role": QUESTION["role"], "provider": QUESTION["provider"]}])
        self.assertEqual((claims["session_duration"], claims["session_seconds"], claims["source_identity"]), (1800, 1800, None))
        self.assertEqual((claims["principal_tags"], claims["transitive_tag_keys"]), ({"Team": "lake"}, ["Team"]))
        self.assertEqual(claims["lakeformation"], {"username": "ada", "groups": ["analysts", "engineers"]})
        self.assertEqual(claims["condition_keys"]["saml:doc"], "111122223333/idp")
        self.assertEqual(json.loads(self.ask("--json", "--now", LATE, code=1)), {
            "id": "sign-in", "valid": False, "check": "saml.conditions.not-on-or-after", "code": "ExpiredTokenException",
            "status": 400, "message": "Response has expired"})

    def test_verbose_json_lists_the_checks(self):
        checks = json.loads(self.ask("--json", "-v", "--now", LATE, code=1))["checks"]
        self.assertEqual(checks[-1], {"id": "saml.conditions.not-on-or-after", "passed": False,
                                      "because": "NotOnOrAfter of the conditions has come"})
        self.assertTrue(all(check == {"id": check["id"], "passed": True} for check in checks[:-1]))
        self.assertGreater(len(checks), 30)

    def test_options_are_a_question(self):
        expected = {**json.loads(self.ask("--json")), "id": None}
        given = ["--provider", QUESTION["provider"], "--role", QUESTION["role"], "--now", QUESTION["time"]]
        self.assertEqual(json.loads(self.options("--json", *given).stdout), expected)
        self.assertEqual(json.loads(self.options("--json", *given, "--duration", "900").stdout)["claims"]["session_seconds"], 900)
        for more, check in ((["--duration", "899"], "saml.request.duration"),
                            (["--duration", "7200", "--max-session-duration", "3600"], "saml.request.max-duration"),
                            (["--recipient", "https://sp/a", "--recipient", "https://sp/b"], "saml.response.destination"),
                            (["--audience", "urn:sp"], "saml.conditions.audience"),
                            (["--partition", "aws-cn"], "saml.response.destination"),
                            (["--setting", "assertion_encryption_mode=Required", "--decryption-key", "key.pem"],
                             "saml.metadata.private-key")):
            self.put("key.pem", "no key\n")
            self.assertEqual(json.loads(self.options("--json", *given, *more, code=1).stdout)["check"], check)
        self.assertEqual(self.options("-q", *given, "--setting", "clock_skew_s=300", "--profile", "saml").stdout, "")

    def test_an_option_that_is_no_such_value_is_3(self):
        for more, words in ((["--duration", "long"], "duration"), (["--profile", "mine"], "`profile` cannot be `mine`"),
                            (["--setting", "allow_md5=true"], "unknown member `allow_md5`"),
                            (["--setting", "clock_skew_s=301"], "at most 300"), (["--setting", "x"], "NAME=VALUE"),
                            (["--decryption-key", "none.pem"], "none.pem: No such file or directory")):
            run = self.options("--now", QUESTION["time"], *more, code=3)
            self.assertEqual(run.stdout, "")
            self.assertIn(words, run.stderr)

    def test_quiet_prints_nothing(self):
        self.assertEqual(self.ask("-q"), "")
        self.assertEqual(self.ask("-q", "--now", LATE, code=1), "")
        self.assertEqual(self.ask("-q", "--json"), "")

    def test_yaml_and_stdin(self):
        answer = json.loads(self.weir("verify", "--json", "-", stdin=EXAMPLE.read_text()).stdout)
        self.assertEqual((answer["id"], answer["valid"]), ("sign-in", True))

    def test_unreadable_is_3_with_its_place(self):
        for form in ([], ["--json"]):
            self.assertEqual(self.refused("verify", *form, "-", stdin="response: x\nmetadata: y\nrespons: z"),
                             "<stdin>:3:1: unknown member `respons` in a question")
            self.assertRegex(self.refused("verify", *form, "-", stdin='{"a": '), r"^<stdin>:1:7: ")
            self.assertIn("must have `metadata`", self.refused("verify", *form, "-", stdin="response: x"))
            self.assertIn("stands instead of", self.refused("verify", *form, "-", stdin="response: x\nmetadata: y\nissuer: z"))
            self.assertIn("`time`", self.refused("verify", *form, "-", stdin="response: x\nmetadata: y"))
            self.assertEqual(self.refused("verify", *form, "none"), "none: No such file or directory")

    def test_ndjson_answers_in_order_and_goes_on_after_a_bad_line(self):
        lines = [{**QUESTION, "id": "a"}, {**QUESTION, "id": [2], "time": LATE}, {**QUESTION, "id": 3, "tmie": 1}]
        text = "\n".join([json.dumps(lines[0]), "", "{", json.dumps(lines[1]), " \t\r", json.dumps(lines[2])])
        run = self.weir("verify", "--ndjson", "-", code=3, stdin=text)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual(run.stderr, "")
        self.assertEqual([each["id"] for each in answers], ["a", None, [2], 3])
        self.assertEqual([list(each)[1] for each in answers], ["valid", "error", "valid", "error"])
        self.assertEqual([each["error"]["line"] for each in answers if "error" in each], [3, 6])
        both = self.put("both", json.dumps(lines[0]) + "\n" + json.dumps(lines[1]) + "\n")
        self.weir("verify", "--ndjson", both, code=1)
        self.assertEqual(self.weir("verify", "--ndjson", "-q", both, code=1).stdout, "")

    def test_nothing_but_the_answer_is_printed(self):
        """A signature that does not verify is told of by weir, not by the libraries below it."""
        metadata = QUESTION["metadata"]
        response = QUESTION["response"]
        broken = response[:-200] + ("A" if response[-200] != "A" else "B") + response[-199:]
        name = self.put("question.json", json.dumps({**QUESTION, "response": broken, "metadata": metadata}))
        run = self.weir("verify", "--json", name, code=1)
        self.assertEqual((run.stdout.count("\n"), run.stderr), (1, ""))

    def test_full_output_is_no_answer(self):
        if not pathlib.Path("/dev/full").exists():
            self.skipTest("no /dev/full")
        self.put("question.json", json.dumps(QUESTION))
        for form in ([], ["--json"], ["--ndjson"]):
            with open("/dev/full", "wb") as full:
                run = subprocess.run([harness.PROGRAM, "verify", *form, "question.json"], cwd=self.folder, stdout=full,
                                     stderr=subprocess.PIPE, env=harness.environment(), timeout=harness.TIMEOUT_S)
            self.assertEqual(run.returncode, 4)


if __name__ == "__main__":
    harness.main()
