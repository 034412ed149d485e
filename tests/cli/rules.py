"""weir rules: every operation, rule, setting and source of a rulebook is told, as its documents have it."""
import json
import re

import yaml

import harness

BOOKS = sorted((harness.ROOT / "vend/rulebook").glob("*.yaml"))
TEXTS = {path.name: yaml.safe_load(path.read_text()) for path in BOOKS}
GROUPS = {name: rules for text in TEXTS.values() for name, rules in text.get("groups", {}).items()}


def rule_id(rule):
    return rule.get("id", rule.get("allow"))


def flat(rules):
    """The rules of a list, those of its loops and groups among them, in order."""
    for rule in rules:
        if "use" in rule:
            yield from flat(GROUPS[rule["use"]])
            continue
        yield rule
        yield from flat(rule.get("rules", []))


def operations():
    for text in TEXTS.values():
        prefix = text.get("service", {}).get("operation-prefix", "")
        for name, operation in text.get("operations", {}).items():
            yield prefix + name, text, operation


class Rules(harness.Program):
    def entries(self, *arguments):
        return [json.loads(line) for line in self.weir("rules", "--json", *arguments).stdout.splitlines()]

    def test_json_has_every_entry_once(self):
        found = {kind: [entry["name"] for entry in self.entries() if entry["kind"] == kind]
                 for kind in ("operation", "rule", "setting", "source")}
        self.assertEqual(sorted(found["operation"]), sorted(name for name, _, _ in operations()))
        self.assertEqual(sorted(found["setting"]), sorted(name for text in TEXTS.values() for name in text.get("settings", {})))
        self.assertEqual(sorted(found["source"]), sorted(TEXTS["sources.yaml"]["sources"]))
        rules = {rule_id(rule) for _, _, operation in operations() for rule in flat(operation["rules"])}
        rules |= {rule_id(rule) for group in GROUPS.values() for rule in flat(group)}
        self.assertEqual(sorted(found["rule"]), sorted(rules - {None}))

    def test_steps_are_in_the_order_of_the_rulebook(self):
        for name, _, operation in operations():
            entry, = self.entries(name)
            expected = [("each", rule["each"]) if "each" in rule else ("rule", rule_id(rule)) if rule_id(rule)
                        else ("bind", rule["bind"]) for rule in flat(operation["rules"])]
            told = [next((key, step[key]) for key in ("each", "rule", "bind") if key in step) for step in entry["steps"]]
            self.assertEqual(told, expected, name)

    def test_an_operation_is_told_step_by_step(self):
        shown = self.weir("rules", "sts:AssumeRole").stdout
        self.assertIn("\n             ExternalId string, min-length 2, max-length 1224, pattern\n", shown)
        self.assertIn("\n             Tags.Key string, required, min-length 1, max-length 128, pattern\n", shown)
        self.assertRegex(shown, r"(?m)^   0  sts\.parameters +ValidationError 400$")
        self.assertRegex(shown, r"(?m)^ +\d+  sts\.trust\.assume +AccessDenied 403$")
        self.assertRegex(shown, r"(?m)^ +\d+  identity is \{\"first\":")
        self.assertRegex(shown, r"(?m)^ +\d+  sts\.assume-role +allowed$")
        self.assertNotIn("RULE ", shown)
        self.assertIn("RULE     sts.trust.assume\n", self.weir("rules", "-v", "sts:AssumeRole").stdout)

    def test_loops_are_indented_and_advice_is_no_error(self):
        shown = self.weir("rules", "lakeformation:GetTemporaryDataLocationCredentials").stdout
        self.assertRegex(shown, r"(?m)^ +\d+  place, each of parameters\.DataLocations$")
        self.assertRegex(shown, r"(?m)^ +\d+    lf\.location\.form +InvalidInputException 400$")
        self.assertRegex(shown, r"(?m)^ +\d+  lf\.registration\.role-covers +advice$")

    def test_a_code_that_a_setting_says_is_its_default(self):
        shown = self.weir("rules", "lf.location.registered").stdout
        self.assertIn("  else       EntityNotFoundException 400 by settings.location_missing_code\n", shown)
        self.assertIn("  message    {place} is not registered with Lake Formation\n", shown)
        self.assertIn('  message    {', self.weir("rules", "lf.permission-type.supported").stdout)
        self.assertIn("(words of weir's own: AWS's are not known)", shown)
        self.assertIn("  remedy     Register {place}, or a folder above it, with Lake Formation in\n", shown)
        self.assertIn("  else       AccessDeniedException 400\n", self.weir("rules", "lf.caller.session").stdout)
        self.assertIn('"AccessDenied": "AccessDenied"', self.weir("rules", "sts.saml.assertion").stdout)

    def test_a_setting_is_told_with_who_reads_it(self):
        shown = self.weir("rules", "location_missing_code").stdout
        self.assertIn("SETTING  location_missing_code\n  value      EntityNotFoundException\n", shown)
        self.assertIn("  or         EntityNotFoundException, AccessDeniedException,", shown)
        self.assertIn("  read by    lf.location.registered\n             lf.location.table\n", shown)
        self.assertIn("  read by    lakeformation:GetTemporaryGlueTableCredentials\n",
                      self.weir("rules", "vending_duration").stdout)
        self.assertIn("  value      21600 s\n", self.weir("rules", "table_duration_max").stdout)

    def test_every_setting_has_its_readers(self):
        """But those that an engine reads by their names: the rulebook's text has `settings.NAME` for all others."""
        for text in TEXTS.values():
            for name in text.get("settings", {}):
                said = any(re.search(rf"settings\.{name}\b", path.read_text()) for path in BOOKS)
                self.assertEqual("  read by    " in self.weir("rules", name).stdout, bool(said), name)

    def test_all_settings_are_told(self):
        shown = self.weir("rules", "--settings").stdout
        self.assertEqual([line[9:] for line in shown.splitlines() if line.startswith("SETTING  ")],
                         [entry["name"] for entry in self.entries("--settings")])
        self.assertIn("--settings tells all", self.weir("rules", "--settings", "denial_reasons", code=2).stderr)

    def test_a_source_is_told(self):
        self.assertIn("\n  where      IAM User Guide, id_session-tags\n", self.weir("rules", "sts-session-tags").stdout)

    def test_without_a_name_operations_are_listed(self):
        shown = self.weir("rules").stdout.splitlines()
        count = sum(1 for _ in operations())
        self.assertEqual(len(shown), count + 2)
        self.assertTrue(shown[-1].startswith(f"{count} operations, "))

    def test_an_unknown_name_is_2_and_the_near_one_is_said(self):
        run = self.weir("rules", "sts.trust.tagsession", code=2)
        self.assertIn("sts.trust.tag-session is near", run.stderr)
        run = self.weir("rules", "sts:AssumeRole", "nothing-of-the-kind", code=2)
        self.assertEqual(run.stdout, "")
        self.assertNotIn("near", run.stderr)

    def test_another_rulebook_is_told_if_it_is_sound(self):
        changed = (harness.ROOT / "vend/rulebook/sts.yaml").read_text()
        changed = changed.replace("value: 3600\n    unit: s", "value: 1800\n    unit: s", 1)
        self.put("sts.yaml", changed)
        files = [str(path) for path in BOOKS if path.name != "sts.yaml"]
        more = [word for path in files for word in ("--rulebook", path)]
        shown = self.weir("rules", *more, "--rulebook", "sts.yaml", "role_chaining_duration_max").stdout
        self.assertIn("  value      1800 s\n", shown)
        self.assertRegex(shown, r"(?m)^  at         sts\.yaml:\d+$")
        self.put("broken.yaml", "weir: rulebook/1\nsettings: {a: {value: 1}}\n")
        self.refused("rules", "--rulebook", "broken.yaml")
        self.refused("rules", "--rulebook", "missing.yaml")

    def test_lines_fit_a_terminal(self):
        for name in ("sts:AssumeRole", "glue:GetUnfilteredTableMetadata", "redshift-serverless:GetCredentials"):
            for line in self.weir("rules", name).stdout.splitlines():
                if len(line) > 80:  # a word that is longer than a line stands alone
                    self.assertEqual(len(line.split()), 1, line)


if __name__ == "__main__":
    harness.main()
