"""weir compare: two files, questions, the request that shows a difference, and its exit status."""
import json

import harness

OLD = harness.ROOT / "examples/lake-old.json"
NEW = harness.ROOT / "examples/lake-new.json"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]}


READ = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/t/*"}
MORE = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/t*"}
CALLER = {"Resource": "*", "Action": "*", "Principal": {"AWS": "arn:aws:iam::111122223333:role/a"}}


class Compare(harness.Program):
    def file(self, name, *statements, **more):
        return self.put(name, json.dumps({**document(*statements), **more}))

    def ask(self, *arguments, code=0, **more):
        return self.weir("compare", *arguments, code=code, **more).stdout

    def test_within_is_0_and_said(self):
        wide, narrow = self.file("wide", MORE), self.file("narrow", READ)
        self.assertEqual(self.ask(wide, narrow), "YES      all that the narrow side allows, the wide one allows too\n")
        self.assertEqual(json.loads(self.ask("--json", wide, narrow)), {"id": None, "answer": "yes"})
        self.assertEqual(self.ask("-q", wide, narrow), "")

    def test_more_is_1_and_the_request_is_told(self):
        wide, narrow = self.file("wide", READ), self.file("narrow", MORE)
        self.assertEqual(self.ask(wide, narrow, code=1).splitlines(), [
            "NO       the narrow side allows what the wide one does not",
            "  request    s3:GetObject on arn:aws:s3:::lake/t",
            "  allowed by identity[0] statement 1",
            f"             at {narrow}:1:41",
            f"  denied     no identity policy of {wide} allows it"])
        self.assertEqual(json.loads(self.ask("--json", wide, narrow, code=1)), {
            "id": None, "answer": "no",
            "witness": {"action": "s3:GetObject", "resource": "arn:aws:s3:::lake/t", "context": {}},
            "narrow": {"decision": "Allowed", "by": [{"policy": "identity[0]", "statement": 0, "sid": ""}]},
            "wide": {"decision": "ImplicitlyDenied", "by": []}})

    def test_a_change_that_allows_something_new(self):
        shown = self.ask("--new-access", OLD, NEW, code=1).splitlines()
        self.assertEqual(shown[0], "NEW      the change allows what was not allowed before")
        self.assertIn('  context    s3:prefix = "sales"', shown)
        self.assertEqual(self.ask("--new-access", NEW, OLD), "NOTHING  new is allowed by the change\n")
        answer = json.loads(self.ask("--new-access", "--json", OLD, NEW, code=1))
        self.assertEqual((answer["new_access"], answer["new"]["decision"], answer["old"]["decision"]),
                         (True, "Allowed", "ImplicitlyDenied"))
        self.assertIs(json.loads(self.ask("--new-access", "--json", NEW, OLD))["new_access"], False)

    def test_a_deny_is_told_with_its_place(self):
        wide = self.put("wide", json.dumps({"Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "NoKeys", "Effect": "Deny", "Action": "kms:*", "Resource": "*"}]}))
        narrow = self.file("narrow", {"Action": "kms:Decrypt", "Resource": "*"})
        shown = self.ask(wide, narrow, code=1)
        self.assertIn("  denied by  identity[0] statement 2 NoKeys\n             at wide:1:", shown)

    def test_unknown_is_4_and_says_why(self):
        side = self.put("side", json.dumps({"resource": document(CALLER)}))
        shown = " ".join(self.ask(side, side, code=4).split())
        self.assertTrue(shown.startswith("UNKNOWN it cannot be told"), shown)
        self.assertIn("names principals other than", shown)
        self.assertEqual(json.loads(self.ask("--json", side, side, code=4)),
                         {"id": None, "answer": "unknown", "limit": "principals"})
        self.assertTrue(self.ask("--new-access", side, side, code=4).startswith("UNKNOWN  it cannot be told"))
        self.assertIsNone(json.loads(self.ask("--new-access", "--json", side, side, code=4))["new_access"])

    def test_a_side_is_a_document_a_list_or_a_map_of_policies(self):
        narrow = self.file("narrow", READ)
        for side in (document(READ), [document(READ)], {"identity": [document(MORE)], "boundary": [document(READ)]}):
            wide = self.put("wide", json.dumps(side))
            self.assertTrue(self.ask(wide, narrow).startswith("YES"), side)
            self.assertTrue(self.ask(wide, self.file("more", MORE), code=1).startswith("NO"), side)

    def test_one_of_the_files_may_be_stdin(self):
        narrow = self.file("narrow", READ)
        self.ask("-", narrow, stdin=json.dumps(document(MORE)))
        self.ask(narrow, "-", stdin=json.dumps(document(MORE)), code=1)

    def test_a_question_is_one_file(self):
        text = json.dumps({"id": 7, "wide": document(READ), "narrow": [document(MORE)]})
        name = self.put("question", text)
        self.assertTrue(self.ask(name, code=1).splitlines()[-1] == "  denied     no identity policy of the wide side allows it")
        self.assertEqual(json.loads(self.ask("--json", name, code=1))["id"], 7)
        change = self.put("change", json.dumps({"old": document(READ), "new": document(MORE)}))
        self.assertTrue(self.ask(change, code=1).splitlines()[-1] == "  denied     no identity policy of the old side allows it")

    def test_lines_are_answered_in_order(self):
        questions = [{"id": 1, "wide": document(MORE), "narrow": document(READ)},
                     {"id": 2, "wide": document(READ), "narrow": document(MORE)},
                     {"id": 3, "wide": document(READ)},
                     {"id": 4, "old": {"resource": document(CALLER)}, "new": {"resource": document(CALLER)}}]
        text = "\n".join(json.dumps(each) for each in questions[:2]) + "\n{\n" + \
            "\n".join(json.dumps(each) for each in questions[2:]) + "\n"
        run = self.weir("compare", "--ndjson", "-", code=4, stdin=text)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual([each["id"] for each in answers], [1, 2, None, 3, 4])
        self.assertEqual([each.get("answer") for each in answers], ["yes", "no", None, None, "unknown"])
        self.assertEqual([each["error"]["line"] for each in answers if "error" in each], [3, 4])
        self.weir("compare", "--ndjson", "-", code=3, stdin=text.rsplit("\n", 2)[0])

    def test_what_cannot_be_read(self):
        good = self.file("good", READ)
        for side, place in (('{"Statement": [{"Effect": "Permit"}]}', "bad:1:16: "), ("{", "bad:1:2: "),
                            ('{"identities": []}', "bad:1:2: unknown member `identities`")):
            bad = self.put("bad", side)
            self.assertTrue(self.refused("compare", good, bad).startswith(place), side)
            self.assertTrue(self.refused("compare", bad, good).startswith(place), side)
        self.assertEqual(self.refused("compare", good, "none"), "none: No such file or directory")
        for question in ('{"wide": []}', '{"wide": [], "new": []}', '{"wide": [], "narrow": [], "old": []}', "[]"):
            self.assertIn("question must", self.refused("compare", self.put("bad", question)))


if __name__ == "__main__":
    harness.main()
