"""What the checks of the house share: the list of our files, C without its comments, and the way a check proves itself.

A check is a function of a root folder that returns findings, each one line of text. With --self-test it runs over
planted folders instead of the sources: every fault planted there must be found, and the faultless one must pass.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = ["base", "policy", "saml", "scope", "world", "vend", "cli"]
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def our_files(root):
    """Paths below root, relative to it, that are or will be part of the project."""
    if (root / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z",
                   "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
        return sorted(pathlib.Path(name) for name in set(listed) if name and (root / name).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "build", "__pycache__")]
        found += [(pathlib.Path(folder) / name).relative_to(root) for name in names]
    return sorted(found)


def c_files(root, folders=None):
    """Our .c and .h files, all of them or those below the given folders."""
    return [path for path in our_files(root)
            if path.suffix in (".c", ".h") and (folders is None or path.parts[0] in folders)]


def public_headers(root):
    return [path for path in c_files(root, MODULES) if path.suffix == ".h" and path.parts[1:3] == ("include", "weir")]


def blank(text):
    """C text whose comments and literals are spaces; lines and columns stay where they were."""
    return TOKEN.sub(lambda token: re.sub(r"[^\n]", " ", token.group()), text)


def read(root, path):
    return (root / path).read_text(encoding="utf-8")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def plant(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def prove(check, planted):
    """planted: rows of (what it is, {path: text}, the words its finding holds, or None where nothing is wrong)."""
    wrong = []
    for what, files, expected in planted:
        with tempfile.TemporaryDirectory() as folder:
            plant(folder, files)
            findings = check(pathlib.Path(folder))
        if expected is None and findings:
            wrong.append(f"{what}: nothing is wrong, yet: {findings}")
        if expected is not None and not any(expected in finding for finding in findings):
            wrong.append(f"{what}: `{expected}` not found in {findings}")
    if not any(expected is None for _, _, expected in planted):
        wrong.append("no planted folder is without fault")
    return wrong


def run(about, check, planted, arguments=()):
    """The whole main of a check. arguments: rows of (flag, help); the check is called with the parsed options."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--self-test", action="store_true", help="run over planted faults, each of which must be found")
    for flag, text in arguments:
        parser.add_argument(flag, help=text)
    options = parser.parse_args()
    if options.self_test:
        findings = prove(lambda root: check(root, options), planted)
        done = f"{len(planted)} planted folders answered as they should"
    else:
        findings = check(ROOT, options)
        done = "no findings"
    for finding in findings:
        print(finding, file=sys.stderr)
    print(done if not findings else f"{len(findings)} findings")
    sys.exit(1 if findings else 0)
