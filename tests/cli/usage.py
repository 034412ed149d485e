"""The command line: help, version, mistakes, and that help, manual page and completion know the same options."""
import os
import re
import subprocess

import harness

COMMANDS = ["decide", "authorize", "verify", "scope", "compare", "test", "lint", "rules"]
PAGE = harness.ROOT / "cli/man/weir.1"
COMPLETION = harness.ROOT / "cli/completion/weir.bash"


def options_of(help_text):
    """(letter or None, name) of each option that a command's help lists; help is made of the option tables."""
    return re.findall(r"^  (?:-(\w), |    )--([a-z-]+)", help_text, re.M)


class Usage(harness.Program):
    def test_no_arguments(self):
        run = self.weir(code=2)
        self.assertEqual(run.stdout, "")
        self.assertTrue(run.stderr.startswith("Usage: weir COMMAND"))

    def test_help_is_an_answer(self):
        for arguments in (["--help"], ["-h"], ["help"]):
            run = self.weir(*arguments)
            self.assertEqual(run.stderr, "")
            listed = re.findall(r"^  (\w+) {2,}", run.stdout.split("Commands:\n")[1], re.M)
            self.assertEqual(listed, COMMANDS)

    def test_help_of_commands(self):
        for command in COMMANDS:
            shown = self.weir("help", command).stdout
            self.assertTrue(shown.startswith(f"Usage: weir {command} "), shown)
            for arguments in ([command, "--help"], [command, "-h"]):
                self.assertEqual(self.weir(*arguments).stdout, shown)
            for line in shown.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_version(self):
        self.assertRegex(self.weir("--version").stdout, r"\Aweir \d+\.\d+\.\d+\n\Z")

    def test_unknown_commands(self):
        self.assertIn("did you mean decide?", self.weir("decied", code=2).stderr)
        self.assertNotIn("did you mean", self.weir("frobnicate", code=2).stderr)
        self.assertIn("unknown command", self.weir("help", "nothing", code=2).stderr)
        self.assertNotIn("\033", self.weir("\033[31m", code=2).stderr)

    def test_mistakes_are_2_and_say_what_to_do(self):
        for arguments, words in (
                (["decide", "-w", "world.yaml", "--jsn", "allowed.yaml"], "did you mean --json?"),
                (["decide", "-w", "world.yaml", "--json=yes", "allowed.yaml"], "--json takes no value"),
                (["decide", "-w", "world.yaml", "-x", "allowed.yaml"], "unknown option -x"),
                (["decide", "-w"], "-w needs WORLD"),
                (["decide", "--world"], "--world needs WORLD"),
                (["decide", "allowed.yaml"], "no world"),
                (["decide", "-w", "world.yaml"], "no request"),
                (["decide", "-w", "world.yaml", "allowed.yaml", "denied.yaml"], "one request at a time"),
                (["decide", "-w", "world.yaml", "allowed.yaml", "--json"], "options come first"),
                (["decide", "-w", "world.yaml", "--now", "noon", "allowed.yaml"], "--now wants an instant"),
                (["decide", "-w", "world.yaml", "--setting", "x", "allowed.yaml"], "NAME=VALUE"),
                (["decide", "-w", "world.yaml", "--json", "--ndjson", "allowed.yaml"], "exclude each other"),
                (["decide", "-w", "world.yaml", "-qv", "allowed.yaml"], "exclude each other"),
                (["decide", "-w", "world.yaml", "--set", "p", "--ndjson", "allowed.yaml"], "exclude each other"),
                (["decide", "-w", "-", "-"], "stdin can be read for one"),
                (["authorize"], "no question"),
                (["authorize", "a", "b"], "one question at a time"),
                (["authorize", "--json", "--ndjson", "a"], "exclude each other"),
                (["authorize", "-qv", "a"], "exclude each other"),
                (["verify"], "no response"),
                (["verify", "a", "b"], "one response at a time"),
                (["verify", "--json", "--ndjson", "a"], "exclude each other"),
                (["verify", "-qv", "a"], "exclude each other"),
                (["verify", "--now", "noon", "a"], "--now wants an instant"),
                (["verify", "--role", "x", "a"], "--role needs --metadata or --certificate"),
                (["verify", "--role", "x", "--role", "y", "-m", "m", "a"], "--role is given twice"),
                (["verify", "-m", "m", "--ndjson", "a"], "--metadata is said in each question"),
                (["verify", "-m", "m", "a"], "--now is needed"),
                (["scope"], "no grant"),
                (["scope", "a", "b"], "one grant at a time"),
                (["scope", "--json", "--ndjson", "a"], "exclude each other"),
                (["compare"], "nothing to compare"),
                (["compare", "a", "b", "c"], "one question at a time"),
                (["compare", "--ndjson", "a", "b"], "one question at a time"),
                (["compare", "--json", "--ndjson", "a"], "exclude each other"),
                (["compare", "--new-access", "a"], "--new-access wants two files"),
                (["compare", "-", "-"], "only one of two files can be stdin"),
                (["lint"], "nothing to look at"),
                (["lint", "--rules", "a"], "--rules looks at no file"),
                (["lint", "--kind", "bucket", "a"], "--kind wants identity"),
                (["lint", "--quota", "0", "a"], "--quota wants a number"),
                (["lint", "--quota", "1x", "a"], "--quota wants a number"),
                (["lint", "--json", "-q", "a"], "exclude each other"),
                (["test"], "no corpus"),
                (["test", "--tap", "--json", "."], "--tap and --json exclude each other"),
                (["test", "--junit=", "."], "--junit= names no file")):
            run = self.weir(*arguments, code=2)
            self.assertEqual(run.stdout, "")
            self.assertIn(words, run.stderr)
            self.assertIn(f"Try `weir {arguments[0]} --help`.", run.stderr)

    def test_forms_of_options(self):
        plain = self.weir("decide", "-w", "world.yaml", "--json", "allowed.yaml").stdout
        for arguments in (["--world=world.yaml", "--json"], ["--world", "world.yaml", "--json"], ["-wworld.yaml", "--json"],
                          ["--json", "-w", "world.yaml", "--"]):
            self.assertEqual(self.weir("decide", *arguments, "allowed.yaml").stdout, plain)
        self.put("-strange", (self.folder / "allowed.yaml").read_bytes())
        self.weir("decide", "-w", "world.yaml", "--", "-strange")


class Words(harness.Program):
    def test_the_page_is_clean(self):
        for page in sorted(PAGE.parent.glob("weir*.[15]")):
            run = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True, text=True)
            self.assertEqual((run.returncode, run.stdout), (0, ""), page.name)

    def test_examples_of_the_page_print_what_it_shows(self):
        shown = 0
        for block in re.findall(r"^\.Bd -literal.*\n((?:.*\n)*?)\.Ed", PAGE.read_text(), re.M):
            command, _, output = block.replace("\\e\n", "\\\n").partition("\n")
            self.assertTrue(command.startswith("$ "), block)
            if not output or command.endswith("\\"):
                continue
            run = subprocess.run(["sh", "-c", command[2:]], cwd=harness.ROOT, capture_output=True, text=True,
                                 env=harness.environment(PATH=f"{os.path.dirname(harness.PROGRAM)}:{os.environ['PATH']}"))
            self.assertEqual((run.stdout, run.stderr), (output, ""))
            shown += 1
        self.assertGreater(shown, 0)

    def test_page_and_completion_know_every_option(self):
        page = PAGE.read_text()
        completion = COMPLETION.read_text()
        for command in COMMANDS:
            options = options_of(self.weir("help", command).stdout)
            self.assertGreaterEqual(len(options), 4)
            section = page.split(f".Ss weir {command}\n")[1].split("\n.Ss ")[0].split("\n.Sh ")[0]
            words = re.search(rf"^\s*{command}\) options=\"(.*)\"", completion, re.M).group(1).split()
            for letter, name in options:
                self.assertIn(f"--{name}", words)
                if letter and name != "help":
                    self.assertIn(f".It Fl {letter} ", section)
                    self.assertIn(f"-{letter}", words)
            listed = set(re.findall(r"^\.It Fl (?:\w .*, Fl )?-([a-z-]+)", section, re.M))
            self.assertEqual(listed, {name for _, name in options} - {"help"})
            self.assertEqual({word for word in words if word.startswith("--")}, {f"--{name}" for _, name in options})

    def test_the_rulebook_page_knows_every_predicate_resolver_and_answer(self):
        page = (PAGE.parent / "weir-rulebook.5").read_text()
        for room in ("predicates", "resolvers", "answers"):
            rows = re.findall(r'^    \{ "([a-z-]+)", +\{', (harness.ROOT / "vend" / room / "table.c").read_text(), re.M)
            listed = page.split(f".Ss {room.capitalize()}\n")[1].split("\n.Ss ")[0].split("\n.Sh ")[0]
            self.assertGreaterEqual(len(rows), 3)
            self.assertEqual(re.findall(r"^\.It Ic (\S+)", listed, re.M), rows)

    def test_completion_completes(self):
        for typed, expected in ((["weir", "de"], ["decide"]), (["weir", "decide", "--nd"], ["--ndjson"]),
                                (["weir", "test", "--cov"], ["--coverage"]), (["weir", "help", "te"], ["test"]),
                                (["weir", "decide", "-w", "allowed.y"], ["allowed.yaml"])):
            script = (f"source {COMPLETION}; COMP_WORDS=({' '.join(typed)}); COMP_CWORD={len(typed) - 1}; "
                      "_weir; printf '%s\\n' \"${COMPREPLY[@]}\"")
            run = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, text=True)
            self.assertEqual((run.stdout.split(), run.stderr), (expected, ""))


if __name__ == "__main__":
    harness.main()
