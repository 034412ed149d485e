"""weir decide: its answers, their forms, and its exit status."""
import json
import re

import harness

ESCAPE = re.compile(r"\033\[[0-9;]*m")


class Decide(harness.Program):
    def test_allowed_is_0(self):
        shown = self.weir("decide", "-w", "world.yaml", "allowed.yaml").stdout
        self.assertTrue(shown.startswith("ALLOWED  1 read  sts:AssumeRole\n"), shown)
        self.assertIn("caller     user arn:aws:iam::111122223333:user/engine", shown)
        self.assertIn("RoleArn arn:aws:iam::111122223333:role/reader", shown)
        self.assertIn("session    arn:aws:sts::111122223333:assumed-role/reader/query-7", shown)
        self.assertIn("expires    2026-03-02T10:00:00Z", shown)
        self.assertTrue(shown.endswith("\n1 step: 1 allowed\n"), shown)

    def test_denied_is_1_and_tells_rule_place_and_error(self):
        shown = self.weir("decide", "-w", "world.yaml", "denied.yaml", code=1).stdout
        self.assertIn("\nDENIED   2 write  sts:AssumeRole\n", shown)
        self.assertIn("sts.trust.assume failed", shown)
        self.assertRegex(shown, r"at (roles\.json|denied\.yaml):\d+:\d+")
        self.assertIn("error      AccessDenied, HTTP 403", shown)
        self.assertIn("is not authorized to", shown)
        self.assertIn("\nSKIPPED  3 after  sts:AssumeRole\n", shown)
        self.assertTrue(shown.endswith("\n3 steps: 1 allowed, 1 denied, 1 skipped\n"), shown)

    def test_places_are_named_as_the_person_named_the_file(self):
        self.put("in/here/world.yaml", (self.folder / "world.yaml").read_bytes())
        self.put("in/here/roles.json", (self.folder / "roles.json").read_bytes())
        shown = self.weir("decide", "-v", "-w", "./in/here/world.yaml", "denied.yaml", code=1).stdout
        self.assertIn("./in/here/roles.json:", shown)

    def test_verbose_tells_every_rule(self):
        brief = self.weir("decide", "-w", "world.yaml", "allowed.yaml").stdout
        whole = self.weir("decide", "-v", "-w", "world.yaml", "allowed.yaml").stdout
        self.assertIn("passed     sts.", brief)
        self.assertIn("rules      sts.", whole)
        self.assertGreater(whole.count("documented"), brief.count("documented"))

    def test_quiet_prints_nothing(self):
        self.assertEqual(self.weir("decide", "-q", "-w", "world.yaml", "allowed.yaml").stdout, "")
        self.assertEqual(self.weir("decide", "-q", "-w", "world.yaml", "denied.yaml", code=1).stdout, "")

    def test_json_is_a_line_a_step(self):
        shown = self.weir("decide", "--json", "-w", "world.yaml", "denied.yaml", code=1).stdout
        decisions = self.lines_of_json(shown)
        self.assertEqual([d["decision"] for d in decisions], ["allow", "deny", "skipped"])
        self.assertEqual({d["weir"] for d in decisions}, {"decision/1"})
        self.assertEqual(decisions[1]["rule"], "sts.trust.assume")
        self.assertEqual(decisions[1]["error"]["status"], 403)

    def test_ndjson_answers_in_order_and_goes_on_after_a_bad_line(self):
        allowed = {"weir": "request/1", "id": 1, "time": "2026-03-02T09:00:00Z", "region": "us-east-1", "steps": [
            {"name": "read", "caller": {"user": "arn:aws:iam::111122223333:user/engine"}, "operation": "sts:AssumeRole",
             "parameters": {"RoleArn": "arn:aws:iam::111122223333:role/reader", "RoleSessionName": "query-7"}}]}
        denied = json.loads(json.dumps(allowed).replace("role/reader", "role/closed").replace('"id": 1', '"id": "b"'))
        wrong = {**allowed, "id": [3], "stepz": []}
        text = "\n".join([json.dumps(allowed), "", "not: json", json.dumps(denied), json.dumps(wrong), "  "])
        run = self.weir("decide", "--ndjson", "-w", "world.yaml", "-", code=3, stdin=text)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual([a["id"] for a in answers], [1, None, "b", [3]])
        self.assertEqual([a["weir"] for a in answers], ["answer/1"] * 4)
        self.assertEqual([[d["decision"] for d in a.get("decisions", [])] for a in answers], [["allow"], [], ["deny"], []])
        self.assertEqual((answers[1]["error"]["source"], answers[1]["error"]["line"]), ("<stdin>", 3))
        self.assertEqual((answers[3]["error"]["status"], answers[3]["error"]["line"]), ("WEIR_ERR_SCHEMA", 5))
        self.assertIn("stepz", answers[3]["error"]["message"])
        good = self.put("good.ndjson", json.dumps(allowed) + "\n")
        self.weir("decide", "--ndjson", "-w", "world.yaml", good)
        both = self.put("both.ndjson", json.dumps(allowed) + "\n" + json.dumps(denied) + "\n")
        self.weir("decide", "--ndjson", "-w", "world.yaml", both, code=1)
        none = self.put("none.ndjson", "\n\n")
        self.assertEqual(self.weir("decide", "--ndjson", "-w", "world.yaml", none).stdout, "")

    def test_request_from_stdin(self):
        text = (self.folder / "allowed.yaml").read_bytes()
        self.weir("decide", "-w", "world.yaml", "-", stdin=text)
        message = self.refused("decide", "-w", "world.yaml", "-", stdin=text.replace(b"region:", b"regiom:"))
        self.assertRegex(message, r"^<stdin>:\d+:\d+: .*regiom")

    def test_now_is_the_only_clock(self):
        once = self.weir("decide", "--json", "--now", "2026-05-01T00:00:00Z", "-w", "world.yaml", "allowed.yaml").stdout
        epoch = self.weir("decide", "--json", "--now=1777593600", "-w", "world.yaml", "allowed.yaml").stdout
        self.assertEqual(once, epoch)
        self.assertEqual(json.loads(once)["session"]["expiration"], "2026-05-01T01:00:00Z")
        timeless = self.put("timeless.yaml", (self.folder / "allowed.yaml").read_bytes().replace(b"time: 2026-03-02T09:00:00Z\n", b""))
        self.assertRegex(self.refused("decide", "-w", "world.yaml", timeless), r"^timeless.yaml:\d+:\d+: ")
        self.weir("decide", "--now", "2026-05-01T00:00:00Z", "-w", "world.yaml", timeless)

    def test_settings_change_bounds_and_must_exist(self):
        message = self.refused("decide", "--setting", "no_such_setting=1", "-w", "world.yaml", "allowed.yaml")
        self.assertIn("no_such_setting", message)

    def test_an_incomplete_world_gives_no_answer(self):
        roles = json.loads((self.folder / "roles.json").read_text())
        roles["RoleDetailList"][0]["AttachedManagedPolicies"] = [
            {"PolicyName": "Gone", "PolicyArn": "arn:aws:iam::111122223333:policy/Gone"}]
        self.put("roles.json", json.dumps(roles))
        request = {"weir": "request/1", "time": "2026-03-02T09:00:00Z", "region": "us-east-1", "steps": [
            {"name": "a", "caller": {"user": "arn:aws:iam::111122223333:user/engine"}, "operation": "sts:AssumeRole",
             "parameters": {"RoleArn": "arn:aws:iam::111122223333:role/reader", "RoleSessionName": "query-7"}},
            {"name": "b", "caller": {"session": "a"}, "operation": "authorize",
             "parameters": {"action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a"}}]}
        self.put("request.json", json.dumps(request))
        self.assertIn("policy/Gone", self.refused("decide", "-w", "world.yaml", "request.json", code=4))
        line = self.weir("decide", "--ndjson", "-w", "world.yaml", "request.json", code=4).stdout
        self.assertEqual(json.loads(line)["error"]["status"], "WEIR_ERR_INCOMPLETE")

    def test_a_bound_of_ones_own_rulebook_decides(self):
        books = sorted((harness.ROOT / "vend/rulebook").glob("*.yaml"))
        text = (harness.ROOT / "vend/rulebook/sts.yaml").read_text()
        bound = "role_chaining_duration_max:\n    value: 3600\n"
        self.assertEqual(text.count(bound), 1)
        self.put("mine/sts.yaml", text.replace(bound, bound.replace("3600", "7200")))
        mine = [argument for path in books
                for argument in ("--rulebook", "mine/sts.yaml" if path.name == "sts.yaml" else str(path))]
        request = {"weir": "request/1", "time": "2026-03-02T09:00:00Z", "region": "us-east-1", "steps": [
            {"name": "one", "caller": {"user": "arn:aws:iam::111122223333:user/people/ada"}, "operation": "sts:AssumeRole",
             "parameters": {"RoleArn": "arn:aws:iam::111122223333:role/first", "RoleSessionName": "run-1"}},
            {"name": "two", "caller": {"session": "one"}, "operation": "sts:AssumeRole",
             "parameters": {"RoleArn": "arn:aws:iam::111122223333:role/links/second", "RoleSessionName": "run-2",
                            "DurationSeconds": 7200}}]}
        self.put("chain.json", json.dumps(request))
        self.put("longer.json", json.dumps(request).replace("7200", "7201"))
        world = str(harness.ROOT / "corpus/worlds/sts@1.yaml")

        def rules(code, *arguments):
            run = self.weir("decide", "--json", *arguments, code=code)
            return [(each["rule"], each["rulebook"] == "builtin") for each in self.lines_of_json(run.stdout)]
        self.assertEqual(rules(1, "-w", world, "chain.json"), [("sts.assume-role", True), ("sts.duration.chaining", True)])
        self.assertEqual(rules(0, *mine, "-w", world, "chain.json"), [("sts.assume-role", False)] * 2)
        self.assertEqual(rules(1, *mine, "-w", world, "longer.json"),
                         [("sts.assume-role", False), ("sts.duration.chaining", False)])

    def test_what_is_not_there_has_the_place_of_what_asks_for_it(self):
        def step(operation, parameters, user="people/ada"):
            return {"weir": "request/1", "time": "2026-03-02T09:00:00Z", "region": "us-east-1", "operation": operation,
                    "caller": {"user": "arn:aws:iam::111122223333:user/" + user}, "parameters": parameters}
        rows = (("sts@1", step("sts:AssumeRole", {"RoleArn": "arn:aws:iam::111122223333:role/gone", "RoleSessionName": "run-1"}), '"RoleArn"'),
                ("sts@1", step("sts:AssumeRole", {"RoleArn": "arn:aws:iam::111122223333:role/first", "RoleSessionName": "run-1",
                                                  "PolicyArns": [{"arn": "arn:aws:iam::111122223333:policy/gone"}]}), '"PolicyArns"'),
                ("warehouse@1", step("redshift-serverless:GetCredentials", {"workgroupName": "gone"}), '"workgroupName"'),
                ("warehouse@1", step("redshift-serverless:GetCredentials", {"customDomainName": "gone.example.com"}), '"customDomainName"'))
        for world, request, member in rows:
            text = json.dumps(request, indent=1)
            self.put("asks.json", text)
            shown = self.weir("decide", "--json", "-w", str(harness.ROOT / f"corpus/worlds/{world}.yaml"), "asks.json", code=1)
            last = self.lines_of_json(shown.stdout)[0]["trace"][-1]
            name, line, _ = last["at"].rsplit(":", 2)
            self.assertEqual((last["outcome"], name), ("fail", "asks.json"))
            self.assertIn(member, "".join(text.splitlines()[int(line) - 2:int(line)]))

    def test_rulebook_replaces_the_builtin_one(self):
        self.put("mine.yaml", "weir: rulebook/1\noperations: {\n")
        self.assertRegex(self.refused("decide", "--rulebook", "mine.yaml", "-w", "world.yaml", "allowed.yaml"),
                         r"^mine.yaml:\d+:\d+: ")

    def test_what_if_tells_the_first_rule_that_differs(self):
        shown = self.weir("decide", "--set", "opened.yaml", "-w", "world.yaml", "denied.yaml", code=0).stdout
        self.assertIn("2 write  sts:AssumeRole\n  before   DENIED   sts.trust.assume\n  after    ALLOWED  sts.assume-role\n",
                      shown)
        self.assertIn("First difference: step 2, rule sts.trust.assume\n  before   fail: ", shown)
        same = json.loads(self.weir("decide", "--json", "--set", "opened.yaml", "-w", "world.yaml", "allowed.yaml").stdout)
        self.assertEqual((same["weir"], same["differs"], same["before"]), ("what-if/1", None, same["after"]))
        other = json.loads(self.weir("decide", "--json", "--set", "opened.yaml", "-w", "world.yaml", "denied.yaml").stdout)
        self.assertEqual(other["differs"], {"index": 1, "step": "write", "rule": "sts.trust.assume"})
        self.assertIn("The patch changes no answer.",
                      self.weir("decide", "--set", "opened.yaml", "-w", "world.yaml", "allowed.yaml").stdout)

    def test_same_bytes_in_another_locale_and_time_zone(self):
        plain = self.weir("decide", "-v", "-w", "world.yaml", "denied.yaml", code=1).stdout
        for changes in ({"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}, {"LC_ALL": "C", "TZ": "America/St_Johns"}):
            other = self.weir("decide", "-v", "-w", "world.yaml", "denied.yaml", code=1,
                              env=harness.environment(**changes)).stdout
            self.assertEqual(plain, other)


class Looks(harness.Program):
    def test_no_colour_where_there_is_no_terminal(self):
        shown = self.weir("decide", "-v", "-w", "world.yaml", "denied.yaml", code=1, env=harness.environment(TERM="xterm"))
        self.assertNotIn("\033", shown.stdout)

    def test_colour_on_a_terminal_adds_no_meaning(self):
        plain = self.weir("decide", "-w", "world.yaml", "denied.yaml", code=1).stdout
        code, shown = self.terminal("decide", "-w", "world.yaml", "denied.yaml")
        self.assertEqual(code, 1)
        self.assertIn("\033[1;31mDENIED\033[0m", shown)
        self.assertEqual(ESCAPE.sub("", shown), plain)

    def test_no_color_and_dumb_terminals(self):
        for changes in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            code, shown = self.terminal("decide", "-w", "world.yaml", "denied.yaml", **changes)
            self.assertEqual(code, 1)
            self.assertNotIn("\033", shown)
        _, shown = self.terminal("decide", "-w", "world.yaml", "denied.yaml", NO_COLOR="")
        self.assertIn("\033", shown)

    def test_lines_keep_to_the_width(self):
        for columns, arguments in ((80, []), (80, ["-v"]), (60, ["-v"]), (100, ["-v"])):
            _, shown = self.terminal("decide", *arguments, "-w", "world.yaml", "denied.yaml", columns=columns)
            for line in ESCAPE.sub("", shown).splitlines():
                # A name that is longer than the room left for it stays whole.
                if len(line) > columns:
                    self.assertLessEqual(len(line.split()), 2, line)

    def test_control_characters_do_not_reach_a_person(self):
        evil = (self.folder / "denied.yaml").read_text().replace("query-8", 'q\\e[31m\\u009b1m\\u202e')
        evil = evil.replace("RoleSessionName: q\\", 'RoleSessionName: "q\\').replace("\\u202e}", '\\u202e"}')
        self.put("evil.yaml", evil)
        run = self.weir("decide", "-w", "world.yaml", "evil.yaml", code=1)
        for shown in (run.stdout, self.terminal("decide", "--json", "-w", "world.yaml", "evil.yaml", NO_COLOR="1")[1]):
            for character in "\033\u009b\u202e":
                self.assertNotIn(character, shown)
        self.assertIn("q\\x1b[31m\\x9b1m\\u202e", run.stdout)


if __name__ == "__main__":
    harness.main()
