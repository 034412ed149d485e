"""What the tests of the program share: running it, its fixtures, and a terminal where one is needed.

Every test script is called with the path of the program, then what unittest takes.
"""
import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DATA = HERE / "data"
PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else "weir"
TIMEOUT_S = 50


def environment(**changes):
    """The environment of a run: no terminal settings but those a test asks for."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "TERM", "COLUMNS", "LANG", "LC_ALL", "TZ")}
    kept.update(changes)
    return kept


class Program(unittest.TestCase):
    """A test with a folder of its own, in which the fixtures are the files of data/."""
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        for fixture in DATA.iterdir():
            (self.folder / fixture.name).write_bytes(fixture.read_bytes())

    def put(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def weir(self, *arguments, code=0, stdin="", env=None):
        """Runs the program in the test's folder, demands its exit status, returns what it printed."""
        run = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=env or environment(), timeout=TIMEOUT_S,
                             input=stdin if isinstance(stdin, bytes) else stdin.encode(), capture_output=True)
        run.stdout, run.stderr = run.stdout.decode(), run.stderr.decode()
        self.assertEqual(run.returncode, code, f"{arguments}\n{run.stdout}\n{run.stderr}")
        return run

    def refused(self, *arguments, code=3, stdin=""):
        """One line on stderr, nothing on stdout."""
        run = self.weir(*arguments, code=code, stdin=stdin)
        self.assertEqual(run.stdout, "")
        self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
        return run.stderr.rstrip("\n")

    def terminal(self, *arguments, columns=80, **changes):
        """Runs the program on a terminal; returns (exit status, what the terminal was sent)."""
        parent, child = pty.openpty()
        import fcntl
        import struct
        import termios
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, stdin=child, stdout=child, stderr=child,
                                   env=environment(**{"TERM": "xterm", **changes}), close_fds=True)
        os.close(child)
        shown = b""
        while True:
            ready, _, _ = select.select([parent], [], [], TIMEOUT_S)
            if not ready:
                process.kill()
                self.fail("the program does not end")
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(parent)
        return process.wait(TIMEOUT_S), shown.decode().replace("\r\n", "\n")

    def lines_of_json(self, text):
        return [json.loads(line) for line in text.splitlines()]


def main():
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
