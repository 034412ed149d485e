"""Wrong files and broken streams: one line that names the place, the right exit status, and never a crash."""
import os
import pathlib
import signal
import subprocess

import harness


class Files(harness.Program):
    def test_missing(self):
        self.assertEqual(self.refused("decide", "-w", "world.yaml", "none.yaml"), "none.yaml: No such file or directory")
        self.assertEqual(self.refused("decide", "-w", "none.yaml", "allowed.yaml"), "none.yaml: No such file or directory")
        self.assertEqual(self.refused("test", "none"), "none: No such file or directory")

    def test_directory(self):
        self.assertEqual(self.refused("decide", "-w", ".", "allowed.yaml"), ".: is a directory, not a file")
        self.assertEqual(self.refused("decide", "-w", "world.yaml", "."), ".: is a directory, not a file")

    def test_unreadable(self):
        self.put("secret.yaml", "weir: request/1\n")
        os.chmod(self.folder / "secret.yaml", 0)
        if os.access(self.folder / "secret.yaml", os.R_OK):
            self.skipTest("this user may read everything")
        self.assertEqual(self.refused("decide", "-w", "world.yaml", "secret.yaml"), "secret.yaml: Permission denied")

    def test_empty(self):
        self.put("empty.yaml", "")
        self.assertEqual(self.refused("decide", "-w", "world.yaml", "empty.yaml"), "empty.yaml: the file is empty")
        self.assertEqual(self.refused("decide", "-w", "empty.yaml", "allowed.yaml"), "empty.yaml: the file is empty")

    def test_binary(self):
        for name, data in (("nul.yaml", b"weir: request/1\n\0\n"), ("bytes.json", b'{"weir": "\xff\xfe"}'),
                           ("noise.yaml", bytes(range(256)))):
            self.put(name, data)
            for arguments in (["-w", "world.yaml", name], ["-w", name, "allowed.yaml"]):
                self.assertRegex(self.refused("decide", *arguments), rf"^{name}:\d+:\d+: ")

    def test_wrong_places_are_told(self):
        for name, text, place in (("twice.json", '{"weir":"request/1",\n "weir":"request/1"}', "2:2"),
                                  ("cut.json", '{"weir": "request/1"', "1:21"),
                                  ("kind.yaml", "weir: world/1\naccounts: []\n", r"\d+:\d+"),
                                  ("key.yaml", "weir: request/1\ntme: 1\nsteps: []\n", r"2:1")):
            self.put(name, text)
            self.assertRegex(self.refused("decide", "-w", "world.yaml", name), rf"^{name}:{place}: \S")

    def test_include_is_beside_its_includer_and_its_faults_are_told(self):
        self.put("deep/world.yaml", (self.folder / "world.yaml").read_bytes())
        message = self.refused("decide", "-w", "deep/world.yaml", "allowed.yaml")
        self.assertEqual(message, "deep/roles.json: No such file or directory")
        self.put("deep/roles.json", '{"RoleDetailList": [,]}')
        self.assertRegex(self.refused("decide", "-w", "deep/world.yaml", "allowed.yaml"), r"^deep/roles.json:1:\d+: ")
        self.put("dash.yaml", (self.folder / "world.yaml").read_bytes().replace(b"roles.json", b'"-"'))
        self.assertIn("names no file", self.refused("decide", "-w", "dash.yaml", "allowed.yaml"))

    def test_the_same_account_twice(self):
        self.assertRegex(self.refused("decide", "-w", "world.yaml", "-w", "world.yaml", "allowed.yaml"), r"^\S+:\d+:\d+: ")

    def test_deep_nesting(self):
        self.put("deep.json", "[" * 100000)
        self.assertRegex(self.refused("decide", "-w", "world.yaml", "deep.json"), r"^deep.json:1:\d+: ")

    def test_larger_than_any_input(self):
        with open(self.folder / "huge.yaml", "wb") as file:
            file.truncate(1 << 29)
        self.assertEqual(self.refused("decide", "-w", "world.yaml", "huge.yaml"),
                         "huge.yaml: the file is larger than any input may be")

    def test_a_line_that_is_too_long(self):
        self.put("long.ndjson", b'{"id": "' + b"x" * ((1 << 26) + 10) + b'"}\n{}\n')
        run = self.weir("decide", "--ndjson", "-w", "world.yaml", "long.ndjson", code=3)
        answers = self.lines_of_json(run.stdout)
        self.assertEqual([a["error"]["line"] for a in answers], [1, 2])
        self.assertEqual(answers[0]["error"]["status"], "WEIR_ERR_LIMIT")

    def test_names_with_escapes(self):
        self.put("\033[31mred.yaml", "[")
        self.assertNotIn("\033", self.refused("decide", "-w", "world.yaml", "\033[31mred.yaml"))


class Streams(harness.Program):
    def run_into(self, out, *arguments, **options):
        return subprocess.run([harness.PROGRAM, *arguments], cwd=self.folder, stdout=out, stderr=subprocess.PIPE,
                              env=harness.environment(), timeout=harness.TIMEOUT_S, **options)

    def test_full_output_is_no_answer(self):
        if not pathlib.Path("/dev/full").exists():
            self.skipTest("no /dev/full")
        for arguments in (["decide", "-w", "world.yaml", "allowed.yaml"], ["--help"], ["--version"],
                          ["decide", "--json", "-w", "world.yaml", "allowed.yaml"]):
            with open("/dev/full", "wb") as full:
                run = self.run_into(full, *arguments)
            self.assertEqual((run.returncode, run.stderr), (4, b"standard output: No space left on device\n"))

    def test_closed_output_is_no_answer(self):
        run = self.run_into(None, "decide", "-w", "world.yaml", "allowed.yaml", preexec_fn=lambda: os.close(1))
        self.assertEqual(run.returncode, 4)

    def test_a_reader_who_leaves_is_told_nothing(self):
        for restore, expected in ((True, -signal.SIGPIPE), (False, 4)):
            reader, writer = os.pipe()
            os.close(reader)
            run = self.run_into(writer, "decide", "-w", "world.yaml", "allowed.yaml", restore_signals=restore)
            os.close(writer)
            self.assertEqual((run.returncode, run.stderr), (expected, b""))

    def test_lines_are_answered_one_by_one(self):
        process = subprocess.Popen([harness.PROGRAM, "decide", "--ndjson", "-w", "world.yaml", "-"], cwd=self.folder,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=harness.environment())
        for number in range(3):
            process.stdin.write(b'{"id": %d}\n' % number)
            process.stdin.flush()
            self.assertIn(b'"id":%d' % number, process.stdout.readline())
        process.stdin.close()
        self.assertEqual(process.stdout.read(), b"")
        process.stdout.close()
        self.assertEqual(process.wait(harness.TIMEOUT_S), 3)


if __name__ == "__main__":
    harness.main()
