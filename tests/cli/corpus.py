"""weir test: which files are a corpus, when a case holds, and how that is told."""
import json
import re
import xml.etree.ElementTree

import harness

HEAD = "suite: roles\nabout: who may have a session of a role\ncases:\n"
REQUEST = """      request:
        weir: request/1
        time: 2026-03-02T09:00:00Z
        region: us-east-1
        steps:
          - name: read
            caller: {user: "arn:aws:iam::111122223333:user/engine"}
            operation: sts:AssumeRole
            parameters: {RoleArn: "arn:aws:iam::111122223333:role/ROLE", RoleSessionName: query-7}
"""


def case(number, role="reader", expect="{decisions: [{decision: allow, rule: sts.assume-role}]}", more="",
         world="{base: roles@1}", cites="[sts-api-assumerole]", evidence="documented", request=REQUEST, ask="decide"):
    return (f"  - id: role-{number:04}\n    title: a case about the role {role}\n    evidence: {evidence}\n"
            f"    cites: {cites}\n    {ask}:\n      world: {world}\n{request.replace('ROLE', role)}"
            f"    expect: {expect}\n{more}")


DENIED = "{decisions: [{decision: deny, rule: sts.trust.assume, error: {code: AccessDenied, status: 403}}]}"


QUESTION = """
      request: {action: "s3:GetObject", resource: "arn:aws:s3:::lake/a", principal: "arn:aws:iam::111122223333:user/a"}
      accounts: {resource: "111122223333"}
      policies: {identity: [{Statement: [{Sid: A, Effect: EFFECT, Action: "s3:*", Resource: "*"}]}]}
"""


def plain(number, ask, question, expect, more=""):
    return (f"  - id: role-{number:04}\n    title: a case of the kind {ask}\n    evidence: documented\n"
            f"    cites: [iam-eval]\n    {ask}: {question}\n    expect: {expect}\n{more}")


class Corpus(harness.Program):
    def setUp(self):
        super().setUp()
        self.put("corpus/worlds/roles@1.yaml", (self.folder / "world.yaml").read_bytes())
        self.put("corpus/worlds/roles.json", (self.folder / "roles.json").read_bytes())

    def suite(self, *cases, name="corpus/sts/roles.yaml", head=HEAD):
        return self.put(name, head + "".join(cases))

    def test_bare_policy_questions(self):
        by = "by: [{policy: 'identity[0]', statement: 0, sid: A}]"
        self.suite(plain(1, "authorize", QUESTION.replace("EFFECT", "Allow"), f"{{decision: Allowed, {by}}}"),
                   plain(2, "authorize", QUESTION.replace("EFFECT", "Deny"), f"{{decision: ExplicitlyDenied, {by}}}",
                         "    twin: role-0001\n"),
                   plain(3, "authorize", QUESTION.replace("EFFECT", "Perhaps"), "{error: {status: WEIR_ERR_SCHEMA}}"),
                   plain(4, "authorize", "{text: '{\"request\": '}",
                         "{error: {status: WEIR_ERR_SYNTAX, line: 1, column: 13}}"))
        self.assertEqual(self.weir("test", "corpus").stdout, "4 cases in 1 file: 4 hold\n")
        self.suite(plain(1, "authorize", QUESTION.replace("EFFECT", "Allow"), "{decision: ImplicitlyDenied, by: []}"))
        shown = self.weir("test", "corpus", code=1).stdout
        self.assertIn('/decision\n    expected "ImplicitlyDenied"\n    actual   "Allowed"\n', shown)

    def test_lints(self):
        wide = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}'
        question = "{kind: identity, document: '" + wide.replace("\n", "\n\n") + "'}"
        finding = "id: policy.lint.not-action-allow, severity: warning"
        self.suite(plain(1, "lint", question, f"{{findings: [{{{finding}, line: 2, column: 47}}]}}"),
                   plain(2, "lint", f"{{kind: identity, document: {wide}}}".replace("\n", ""),
                         f"{{findings: [{{{finding}}}]}}"),
                   plain(3, "lint", "{kind: bucket, document: {}}", "{error: {status: WEIR_ERR_SCHEMA}}"))
        self.assertEqual(self.weir("test", "corpus").stdout, "3 cases in 1 file: 3 hold\n")
        self.suite(plain(1, "lint", question, "{findings: []}"))
        self.assertIn("/findings\n    expected a list of 0\n    actual   a list of 1\n",
                      self.weir("test", "corpus", code=1).stdout)

    def two(self):
        return self.suite(case(1), case(2, "closed", DENIED, more="    twin: role-0001\n    tags: [near-miss]\n"))

    def test_a_corpus_that_holds(self):
        self.two()
        run = self.weir("test", "corpus")
        self.assertEqual((run.stdout, run.stderr), ("2 cases in 1 file: 2 hold\n", ""))
        shown = self.weir("test", "-v", "corpus/sts/roles.yaml").stdout
        self.assertTrue(shown.startswith("holds   role-0001  a case about the role reader\n"), shown)

    def test_a_failure_tells_place_path_and_values(self):
        self.suite(case(1, expect="\n      decisions:\n        - decision: deny\n          rule: sts.assume-role\n"
                                  "          session: {chained: \"false\", arn: x}\n          nothing: 1\n"))
        run = self.weir("test", "corpus", code=1)
        self.assertEqual(run.stderr, "")
        self.assertIn("FAILS   role-0001  a case about the role reader\n", run.stdout)
        self.assertIn("  corpus/sts/roles.yaml:21:21: /decisions/0/decision\n"
                      "    expected \"deny\"\n    actual   \"allow\"\n", run.stdout)
        self.assertIn('/decisions/0/session/chained\n    expected "false"\n    actual   false\n', run.stdout)
        self.assertIn("/decisions/0/nothing\n    expected 1\n    actual   (absent)\n", run.stdout)
        self.assertNotIn("/decisions/0/rule", run.stdout)
        self.assertTrue(run.stdout.endswith("1 case in 1 file: 0 hold, 1 fail\n"))

    def test_lists_are_whole(self):
        for expect in ("{decisions: []}", "{decisions: [{decision: allow}, {decision: allow}]}"):
            self.suite(case(1, expect=expect))
            self.assertRegex(self.weir("test", "corpus", code=1).stdout,
                             r"/decisions\n    expected a list of [02]\n    actual   a list of 1\n")

    def test_patched_and_own_worlds(self):
        patch = (self.folder / "opened.yaml").read_text().split("patch:\n")[1]
        user = {"Path": "/", "UserName": "engine", "UserId": "AIDAENGINE00000000001",
                "Arn": "arn:aws:iam::111122223333:user/engine"}
        own = json.dumps({"weir": "world/1", "accounts": [
            {"AccountId": "111122223333", "Iam": {"UserDetailList": [user]}}]})
        text = "{text: '{\"weir\": \"world/2\"}'}"
        self.suite(case(1, "closed", world="\n        base: roles@1\n        set:\n" +
                        "".join(f"        {line}\n" for line in patch.splitlines())),
                   case(2, "closed", DENIED),
                   case(3, expect="{decisions: [{decision: deny, rule: sts.role.exists}]}", world=own),
                   case(4, expect="{error: {status: WEIR_ERR_SCHEMA, source: world, line: 1}}", world=text),
                   case(5, expect="{error: {status: WEIR_ERR_SCHEMA, source: corpus/sts/roles.yaml}}",
                        world="{base: roles@1, set: [{put: Nothing}]}"))
        self.weir("test", "corpus")

    def test_requests_that_are_wrong_on_purpose(self):
        twice = "      request:\n        text: |\n          {\"weir\": \"request/1\",\n           \"weir\": \"request/1\"}\n"
        wrong = REQUEST.replace("region:", "regiom:")
        self.suite(case(1, request=twice, expect="{error: {status: WEIR_ERR_SYNTAX, source: request, line: 2}}"),
                   case(2, request=wrong, expect="{error: {status: WEIR_ERR_SCHEMA, line: 24}}"))
        self.weir("test", "corpus")

    def test_wrong_suites_are_3_with_their_place(self):
        ask = case(1)
        for text, words in (
                (HEAD + "  - {id: a}\n", "lacks the member `title`"),
                ("suite: x\ncases: []\n", "lacks the member `about`"),
                (HEAD.replace("about", "abuot") + ask, "has no member `abuot`"),
                (HEAD + case(1, more="    twjn: role-0002\n"), "has no member `twjn`"),
                (HEAD + case(2) + case(1), "must stand before"),
                (HEAD + ask + ask, "must stand before"),
                (HEAD + ask.replace("role-0001", "Role_1"), "lower-case letters"),
                (HEAD + case(1, evidence="rumoured"), "no level of evidence"),
                (HEAD + case(1, cites="[no-such-source]"), "no source `no-such-source`"),
                (HEAD + case(1, cites="[]"), "cites at least one source"),
                (HEAD + case(1, cites="sts-api-assumerole"), "cites is a list"),
                (HEAD + case(1, expect="{}"), "expects something"),
                (HEAD + case(1, ask="dream"), "has no member `dream`"),
                (HEAD + case(1, more="    scope: {}\n"), "scope"),
                (HEAD + case(1, more="    invariant-off: {gravity: none}\n"), "`gravity` is no invariant"),
                (HEAD + case(1, more="    twin: role-0009\n"), "no case is called role-0009"),
                (HEAD + case(1, more="    twin: role-0001\n"), "its own twin"),
                (HEAD + ask + case(2, more="    twin: role-0001\n"), "expect the same decisions"),
                (HEAD + case(1, world="{base: roles}"), "NAME@VERSION"),
                (HEAD + case(1, world="{base: ../roles@1}"), "NAME@VERSION"),
                (HEAD + case(1, world="{base: none@1}"), "no worlds/none@1.yaml"),
                (HEAD + case(1, world="{base: roles@1, put: []}"), "has `set` alone"),
                (HEAD + ask.replace("    title", "    id: x\n    title"), ""),
                ("- a\n", "a suite is a map")):
            self.put("corpus/sts/roles.yaml", text)
            self.assertRegex(self.refused("test", "corpus"), r"^corpus/sts/roles.yaml:\d+:\d+: .*" + re.escape(words))

    def test_every_wrong_file_is_told_and_no_case_runs(self):
        self.two()
        self.put("corpus/a.yaml", "- a\n")
        self.put("corpus/b.yaml", "- b\n")
        run = self.weir("test", "corpus", code=3)
        self.assertEqual((run.stdout, [line.split(":")[0] for line in run.stderr.splitlines()]),
                         ("", ["corpus/a.yaml", "corpus/b.yaml"]))

    def test_an_id_is_used_once_in_all_files(self):
        self.two()
        self.suite(case(2), name="corpus/other.yaml")
        self.assertIn("the id role-0002 is also used in", self.refused("test", "corpus"))

    def test_a_world_that_is_wrong_is_3(self):
        self.put("corpus/worlds/roles@1.yaml", "weir: world/1\naccounts: {}\n")
        self.two()
        self.assertRegex(self.refused("test", "corpus"), r"^corpus/worlds/roles@1.yaml:\d+:\d+: ")

    def test_nothing_to_run_is_not_success(self):
        self.assertEqual(self.refused("test", "corpus"), "corpus: there is no case here")
        self.two()
        self.assertIn("holds the text", self.weir("test", "--filter", "nothing", "corpus", code=2).stderr)

    def test_filter_by_id_or_suite(self):
        self.two()
        self.suite(case(3), name="corpus/more.yaml", head=HEAD.replace("roles", "other"))
        self.assertEqual(self.weir("test", "--filter", "role-0002", "corpus").stdout, "1 case in 1 file: 1 hold\n")
        self.assertEqual(self.weir("test", "--filter", "other", "corpus").stdout, "1 case in 1 file: 1 hold\n")
        self.assertEqual(self.weir("test", "corpus").stdout, "3 cases in 2 files: 3 hold\n")

    def test_a_single_file_finds_worlds_above_it_from_any_folder(self):
        self.two()
        self.weir("test", "corpus/sts/roles.yaml")
        self.folder = self.folder / "corpus" / "sts"
        self.weir("test", "roles.yaml")
        self.weir("test", "./roles.yaml")
        self.weir("test", ".")

    def test_tap(self):
        self.suite(case(1), case(2, "closed"))
        lines = self.weir("test", "--tap", "corpus", code=1).stdout.splitlines()
        self.assertEqual(lines[:4], ["TAP version 13", "1..2", "ok 1 - role-0001 a case about the role reader",
                                     "not ok 2 - role-0002 a case about the role closed"])
        self.assertEqual((lines[4], lines[-2], lines[-1]), ("  ---", "  ...", "# 1 hold, 1 fail"))

    def test_junit(self):
        self.suite(case(1), case(2, "closed"))
        shown = self.weir("test", "--junit", "corpus", code=1).stdout
        human = self.weir("test", "--junit=out.xml", "corpus", code=1).stdout
        self.assertEqual((self.folder / "out.xml").read_text(), shown)
        self.assertTrue(human.endswith("1 hold, 1 fail\n"))
        root = xml.etree.ElementTree.fromstring(shown)
        self.assertEqual((root.get("tests"), root.get("failures")), ("2", "1"))
        self.assertEqual([(c.get("classname"), c.get("name"), len(c)) for c in root.iter("testcase")],
                         [("roles", "role-0001", 0), ("roles", "role-0002", 1)])
        self.weir("test", "--junit=none/out.xml", "corpus", code=4)

    def test_json(self):
        self.suite(case(1), case(2, "closed"))
        shown = self.lines_of_json(self.weir("test", "--json", "--coverage", "corpus", code=1).stdout)
        self.assertEqual([line["weir"] for line in shown], ["test-case/1", "test-case/1", "test-summary/1"])
        self.assertEqual([line.get("outcome") for line in shown[:2]], ["holds", "fails"])
        self.assertEqual((shown[1]["file"], shown[1]["failures"][0]["path"]),
                         ("corpus/sts/roles.yaml", "/decisions/0/decision"))
        self.assertEqual((shown[2]["cases"], shown[2]["held"], shown[2]["failed"]), (2, 1, 1))
        rules = {rule["rule"]: rule for rule in shown[2]["rules"]}
        self.assertEqual((rules["sts.trust.assume"]["passed"], rules["sts.trust.assume"]["refused"],
                          rules["sts.trust.assume"]["covered"]), (1, 1, True))
        self.assertEqual((rules["sts.assume-role"]["passed"], rules["sts.assume-role"]["allows"]), (1, True))

    def test_coverage_names_rules_without_a_case(self):
        self.two()
        shown = self.weir("test", "--coverage", "corpus").stdout
        self.assertRegex(shown, r"\nsts.trust.assume +1 +1\n")
        self.assertRegex(shown, r"\nsts.role.exists +2 +0 +never refuses\n")
        self.assertRegex(shown, r"\nsts.assume-role +1 +-\n")
        self.assertRegex(shown, r"\n\d+ of \d+ rules pass in some case")
        for line in shown.splitlines():
            self.assertLessEqual(len(line), 80)

    def test_no_progress_bar_where_there_is_no_terminal(self):
        self.two()
        self.assertEqual(self.weir("test", "corpus", env=harness.environment(TERM="xterm")).stderr, "")

    def test_a_progress_bar_for_long_work_on_a_terminal(self):
        # How much work is long depends on the machine.
        for count in (1000, 4000, 9999):
            self.suite(*(case(number) for number in range(1, count + 1)))
            code, shown = self.terminal("test", "corpus")
            self.assertEqual(code, 0)
            if f"/{count}" in shown:
                break
        self.assertRegex(shown, rf"\r\[#*\.+\] \d+/{count}")
        self.assertIn(f"\r\033[K\033[1m{count} cases", shown)
        self.suite(case(1))
        self.assertNotIn("\r", self.terminal("test", "corpus")[1])
        self.assertNotIn("\r", self.terminal("test", "corpus", TERM="dumb")[1])

    def test_same_bytes_twice(self):
        self.suite(case(1), case(2, "closed"))
        for form in ("--tap", "--json", "--junit", "--coverage"):
            self.assertEqual(self.weir("test", form, "corpus", code=1).stdout,
                             self.weir("test", form, "corpus", code=1).stdout)


if __name__ == "__main__":
    harness.main()
