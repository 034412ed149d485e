"""weir scope: its answers, their forms, its exit status, and how near the packed estimate is to deflate."""
import hashlib
import json
import pathlib
import subprocess
import zlib

import harness

EXAMPLE = harness.ROOT / "examples/two-tables.yaml"
LAKE = {"location": "s3://lake/t", "access": "READ"}


def question(*grants, **more):
    return {"id": 1, "grants": list(grants or [LAKE]), "region": "us-east-1", **more}


def names(count, kind):
    """Locations as catalogs name them: numbered, by digests, or by words."""
    words = ["sales", "orders", "daily", "raw", "eu", "us", "clicks"]
    for i in range(count):
        digest = hashlib.sha256(str(i).encode()).hexdigest()[:32]
        yield {"numbered": f"warehouse/db/table_{i}", "digests": digest,
               "words": "/".join(words[(i * k + k) % 7] for k in (1, 3, 5)) + f"/{i}"}[kind]


class Scope(harness.Program):
    def ask(self, *arguments, code=0, grants=(), **more):
        name = self.put("grant.json", json.dumps(question(*grants, **more)))
        return self.weir("scope", *arguments, name, code=code).stdout

    def test_written_is_0_and_tells_the_policy(self):
        shown = self.ask().splitlines()
        self.assertEqual(shown[:2], ["SCOPED   1 location in 1 policy",
                                     "  policy     116 characters, packed perhaps 23 %"])
        self.assertEqual(shown[-2:], ["  for        s3://lake/t/",
                                      "  proof      tight: read again, it allows the grant and nothing else"])
        self.assertEqual(json.loads("\n".join(shown[2:-2]))["Statement"][0]["Resource"], "arn:aws:s3:::lake/t/*")

    def test_several_policies_are_told_in_turn(self):
        grants = [{"location": f"s3://lake/{i:060}", "access": "READ", "list": True} for i in range(40)]
        shown = self.ask(grants=grants)
        self.assertTrue(shown.startswith("SCOPED   40 locations in 4 policies\n"), shown)
        self.assertEqual(shown.count("  policy     "), 4)
        self.assertEqual(shown.count("s3://lake/"), 40)

    def test_leaks_and_warnings_are_told(self):
        shown = self.ask(options={"versions": True})
        self.assertIn("  leak       every version of the objects can be read", shown)
        self.assertNotIn("warning", shown)
        grants = [{"location": "s3://lake/" + name, "access": "READ"} for name in names(12, "digests")]
        self.assertIn("  warning    AWS STS may find the policy too large once packed\n", self.ask(grants=grants))

    def test_refused_is_1(self):
        shown = self.ask(code=1, grants=[{"location": "s3://la*ke/t", "access": "READ"}])
        self.assertEqual(shown.splitlines(), ["REFUSED  BAD_BUCKET", "  about      s3://la*ke/t",
                                              "  because    `s3://la*ke/t` does not name a valid bucket",
                                              "  check      scope.location.bucket-name"])
        self.assertEqual(self.ask(code=1, region="moon-1").splitlines()[0], "REFUSED  UNKNOWN_PARTITION")

    def test_quiet_prints_nothing(self):
        self.assertEqual(self.ask("-q"), "")
        self.assertEqual(self.ask("-q", code=1, region="moon-1"), "")
        self.assertEqual(self.ask("-q", "--json"), "")

    def test_json_is_the_answer_alone(self):
        self.assertEqual(json.loads(self.ask("--json")), {"id": 1, "policies": [{
            "document": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/t/*"}]},
            "characters": 116, "packed_estimate_percent": 23, "locations": ["s3://lake/t/"], "proof": "tight"}]})
        refused = json.loads(self.ask("--json", code=1, region="moon-1"))
        self.assertEqual(refused["refused"], {"code": "UNKNOWN_PARTITION", "location": None, "check": "scope.partition.unknown",
                                              "message": "`moon-1` names no known partition"})

    def test_yaml_and_stdin(self):
        answer = json.loads(self.weir("scope", "--json", "-", stdin=EXAMPLE.read_text()).stdout)
        self.assertEqual(answer["id"], "two-tables")
        self.assertEqual(answer["policies"][0]["locations"],
                         ["s3://analyst-lake/sales/orders/", "s3://analyst-lake/marts/daily/"])

    def test_unreadable_is_3_with_its_place(self):
        for form in ([], ["--json"]):
            self.assertEqual(self.refused("scope", *form, "-", stdin="grants:\n  - {location: x, acess: READ}"),
                             "<stdin>:2:19: unknown member `acess` in a grant")
            self.assertRegex(self.refused("scope", *form, "-", stdin='{"a": '), r"^<stdin>:1:7: ")
            self.assertEqual(self.refused("scope", *form, "none"), "none: No such file or directory")

    def test_ndjson_answers_in_order_and_goes_on_after_a_bad_line(self):
        lines = [question(id="a"), question(id=[2], region="moon-1"), {**question(), "id": 3, "grant": 1}]
        text = "\n".join([json.dumps(lines[0]), "", "{", json.dumps(lines[1]), " \t\r", json.dumps(lines[2])])
        run = self.weir("scope", "--ndjson", "-", code=3, stdin=text)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual(run.stderr, "")
        self.assertEqual([each["id"] for each in answers], ["a", None, [2], 3])
        self.assertEqual([list(each)[1] for each in answers], ["policies", "error", "refused", "error"])
        self.assertEqual([each["error"]["line"] for each in answers if "error" in each], [3, 6])
        both = self.put("both", json.dumps(lines[0]) + "\n" + json.dumps(lines[1]) + "\n")
        self.weir("scope", "--ndjson", both, code=1)
        self.assertEqual(self.weir("scope", "--ndjson", "-q", both, code=1).stdout, "")
        self.assertEqual(self.weir("scope", "--ndjson", "-", stdin="\n\n").stdout, "")

    def test_a_line_that_is_too_long(self):
        self.put("long.ndjson", b'{"id": "' + b"x" * (1 << 26) + b'"}\n' + json.dumps(question()).encode())
        answers = self.lines_of_json(self.weir("scope", "--ndjson", "long.ndjson", code=3).stdout)
        self.assertEqual((answers[0]["error"]["status"], answers[0]["error"]["line"]), ("WEIR_ERR_LIMIT", 1))
        self.assertIn("policies", answers[1])

    def test_ten_thousand_prefixes(self):
        grants = [{"location": f"s3://lake/db/table_{i}", "access": "READ", "list": True} for i in range(10000)]
        policies = json.loads(self.ask("--json", grants=grants))["policies"]
        self.assertEqual(sorted(name for each in policies for name in each["locations"]),
                         sorted(f"s3://lake/db/table_{i}/" for i in range(10000)))
        self.assertLess(len(policies), 330)
        for each in policies:
            document = json.dumps(each["document"], separators=(",", ":"))
            self.assertEqual(len(document), each["characters"])
            self.assertLessEqual(each["characters"], 2048)

    def test_the_packed_estimate_is_near_deflate(self):
        for kind in ("numbered", "digests", "words"):
            for count in (1, 3, 6, 10, 16):
                grants = [{"location": "s3://my-bucket/" + name, "access": access, "list": True}
                          for name, access in zip(names(count, kind), ["READ", "READWRITE"] * 8)]
                for each in json.loads(self.ask("--json", grants=grants))["policies"]:
                    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
                    packed = packer.compress(json.dumps(each["document"], separators=(",", ":")).encode())
                    percent = 100 * len(packed + packer.flush()) / 450
                    self.assertLess(abs(each["packed_estimate_percent"] - percent), 1 + percent / 20, (kind, count))

    def test_full_output_is_no_answer(self):
        if not pathlib.Path("/dev/full").exists():
            self.skipTest("no /dev/full")
        self.put("grant.json", json.dumps(question()))
        for form in ([], ["--json"], ["--ndjson"]):
            with open("/dev/full", "wb") as full:
                run = subprocess.run([harness.PROGRAM, "scope", *form, "grant.json"], cwd=self.folder, stdout=full,
                                     stderr=subprocess.PIPE, env=harness.environment(), timeout=harness.TIMEOUT_S)
            self.assertEqual(run.returncode, 4)

    def test_control_characters_do_not_reach_a_person(self):
        for location in ("s3://lake/\u202ex", "s3://lake/\u001b[31m", "s3://\u202elake/"):
            grants = [{"location": location, "access": "READ"}]
            name = self.put("grant.json", json.dumps(question(*grants)))
            run = subprocess.run([harness.PROGRAM, "scope", name], cwd=self.folder, env=harness.environment(),
                                 capture_output=True, timeout=harness.TIMEOUT_S, check=False)
            for character in ("\033", "\u202e"):
                self.assertNotIn(character, run.stdout.decode())


if __name__ == "__main__":
    harness.main()
