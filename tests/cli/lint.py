"""weir lint: which files are what, how findings are told, and the exit status."""
import json
import urllib.parse

import harness

DOUBTFUL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}
FINE = {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/*"}]}
WRONG = {"Version": "2012-10-17", "Statement": [{"Effect": "Alow", "Action": "s3:GetObject", "Resource": "*"}]}
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


class Lint(harness.Program):
    def lint(self, document, *arguments, code=0, name="file.json"):
        self.put(name, document if isinstance(document, str) else json.dumps(document))
        return self.weir("lint", *arguments, name, code=code).stdout

    def ids(self, document, *arguments, code=0, name="file.json"):
        found = self.lines_of_json(self.lint(document, "--json", *arguments, code=code, name=name))
        self.assertEqual({each["weir"] for each in found} | {"lint-finding/1"}, {"lint-finding/1"})
        return [each["id"] for each in found]

    def test_nothing_found_is_0(self):
        self.assertEqual(self.lint(FINE), "1 file: nothing found\n")
        self.assertEqual(self.lint(FINE, "--json"), "")

    def test_warnings_are_0(self):
        shown = self.lint(DOUBTFUL)
        self.assertRegex(shown, r"\Afile\.json:1:\d+: warning: .* \[policy\.lint\.not-action-allow\]\n  \S")
        self.assertTrue(shown.endswith("\n1 file: 1 warning\n"), shown)

    def test_errors_are_1(self):
        shown = self.lint(json.dumps(WRONG, indent=1), code=1)
        self.assertRegex(shown, r"\Afile\.json:5:14: error: ")
        self.assertTrue(shown.endswith("1 file: 1 error\n"), shown)
        self.assertEqual(self.lint(WRONG, "-q", code=1), "")

    def test_json_has_place_cure_and_sources(self):
        found = json.loads(self.lint(json.dumps(DOUBTFUL, indent=1), "--json"))
        self.assertEqual((found["file"], found["line"], found["severity"], found["path"]),
                         ("file.json", 6, "warning", "/Statement/0/NotAction"))
        self.assertTrue(found["cure"] and found["sources"] and found["message"])

    def test_what_cannot_be_parsed_is_an_error_with_its_place(self):
        self.assertRegex(self.lint('{"Version":\n}', code=1), r"\Afile\.json:2:1: error: .* \[lint\.syntax\]\n")
        self.assertEqual(self.ids("- 1\n", code=1, name="file.yaml"), ["lint.document"])
        self.assertEqual(self.ids("weir: pond/1\n", code=1, name="file.yaml"), ["lint.document"])

    def test_any_broken_document_names_line_column_and_cure(self):
        text = json.dumps({"Version": "2012-10-17", "Id": "a", "Statement": [
            {"Sid": "One", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["s3:GetObject"],
             "Resource": "arn:aws:s3:::lake/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}]}, indent=1)
        names = []
        for at, character in enumerate(text):
            for there in ("", "}", '"', "~", "7"):
                if there != character:
                    names.append(self.put(f"b{len(names)}.json", text[:at] + there + text[at + 1:]))
        found = []
        for begin in range(0, len(names), 200):
            run = self.weir("lint", "--json", "--kind=resource", *names[begin:begin + 200], code=1)
            found += self.lines_of_json(run.stdout)
        wrong = {each["file"] for each in found if each["severity"] == "error"}
        self.assertGreater(len(wrong), len(names) // 2)
        for each in found:
            self.assertTrue(each["line"] > 0 and each["column"] > 0 and each["cure"], each)
        self.assertIn('write "Allow" or "Deny"', {each["cure"] for each in found})

    def test_the_kind_is_guessed_or_said(self):
        self.assertEqual(self.ids(TRUST), [])
        self.assertEqual(self.ids(TRUST, "--kind", "trust"), [])
        self.assertEqual(len(self.ids(TRUST, "--kind", "identity", code=1)), 1)
        shared = {**FINE, "Statement": [{**FINE["Statement"][0], "Principal": {"AWS": "111122223333"}}]}
        self.assertEqual(self.ids(shared), [])
        self.assertEqual(len(self.ids(shared, "--kind=trust", code=1)), 1)

    def test_quota(self):
        self.assertEqual(self.ids(FINE, "--quota", "10000"), [])
        self.assertEqual(len(self.ids(FINE, "--quota", "20", code=1)), 1)

    def test_policies_in_what_the_aws_cli_reports(self):
        roles = {"Roles": [{"RoleName": "a", "AssumeRolePolicyDocument": TRUST,
                            "RolePolicyList": [{"PolicyName": "b", "PolicyDocument": DOUBTFUL},
                                               {"PolicyName": "c", "PolicyDocument": json.dumps(DOUBTFUL)},
                                               {"PolicyName": "d",
                                                "PolicyDocument": urllib.parse.quote(json.dumps(DOUBTFUL))}]}]}
        self.assertEqual(self.ids(roles), ["policy.lint.not-action-allow"] * 3)
        self.assertEqual(self.ids({"TableList": []}), ["lint.no-policy"])

    def test_policies_in_a_question(self):
        question = {"request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a", "principal": None},
                    "policies": {"identity": [DOUBTFUL], "scp": [[], [FINE, DOUBTFUL]], "resource": TRUST}}
        self.assertEqual(self.ids(question), ["policy.lint.not-action-allow"] * 2)
        self.assertEqual(self.ids({**question, "polices": {}}, code=1)[-1], "lint.question")
        question["policies"]["identity"] = [WRONG]
        self.assertEqual(len([each for each in self.ids(question, code=1) if "question" in each]), 0)

    def test_worlds_requests_and_rulebooks(self):
        self.assertEqual(self.weir("lint", "world.yaml", "allowed.yaml", "denied.yaml").stdout.splitlines()[-1][:7],
                         "3 files")
        wrong = (self.folder / "world.yaml").read_text() + "Acounts: []\n"
        self.assertRegex(self.lint(wrong, code=1, name="wrong.yaml"), r"wrong\.yaml:\d+:1: error: .* \[lint\.world\]\n")
        wrong = (self.folder / "allowed.yaml").read_text().replace("steps:", "stepz:")
        self.assertRegex(self.lint(wrong, code=1, name="wrong.yaml"), r"wrong\.yaml:\d+:1: error: .* \[lint\.request\]\n")
        self.assertEqual(self.ids("weir: rulebook/1\noperations: 1\n", code=1, name="mine.yaml"), ["lint.rulebook"])
        books = sorted(str(path) for path in (harness.ROOT / "vend/rulebook").glob("*.yaml"))
        self.assertEqual(self.weir("lint", *books).stdout, f"{len(books)} files: nothing found\n")

    def test_a_policy_that_spoils_its_world_is_told_once(self):
        world = {"weir": "world/1", "accounts": [{"AccountId": "111122223333", "Organization": {"SCPs": [[WRONG]]}}]}
        found = self.ids(world, code=1)
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("policy.lint."))

    def test_a_file_that_is_not_there_is_3(self):
        self.put("file.json", json.dumps(DOUBTFUL))
        run = self.weir("lint", "none.json", "file.json", code=3)
        self.assertEqual(run.stderr, "none.json: No such file or directory\n")
        self.assertIn("1 file: 1 warning\n", run.stdout)

    def test_stdin(self):
        self.assertIn("<stdin>:1:", self.weir("lint", "-", stdin=json.dumps(DOUBTFUL)).stdout)

    def test_rules(self):
        shown = self.weir("lint", "--rules").stdout
        rules = self.lines_of_json(self.weir("lint", "--rules", "--json").stdout)
        self.assertGreater(len(rules), 10)
        self.assertEqual({each["weir"] for each in rules}, {"lint-rule/1"})
        for rule in rules:
            self.assertIn(f" {rule['id']}\n", shown)
            self.assertTrue(rule["sentence"] and rule["cure"] and rule["source"])


if __name__ == "__main__":
    harness.main()
