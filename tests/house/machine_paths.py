#!/usr/bin/env python3
"""Does a file of ours name a folder of one machine? Then it works there alone."""
import re

import house

FOLDERS = "home|root|work|Users|mnt|media|workspace|workspaces|builds"
PATH = re.compile(
    r"(?<![\w.$:/})*~-])/(?:" + FOLDERS + r")/[\w.-]"  # not inside a longer path, a URL or a variable's path
    r"|\bfile:///\w"
    r"|(?<![\w\\])[A-Z]:\\\\?[A-Za-z]\w+\\")


def check(root, _options):
    findings = []
    for path in house.our_files(root):
        data = (root / path).read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", errors="replace")
        for found in PATH.finditer(text):
            line = text.splitlines()[house.line_of(text, found.start()) - 1].strip()
            findings.append(f"{path}:{house.line_of(text, found.start())}: {line[:120]}")
    return findings


SLASH = "/"
PLANTED = [
    ("paths that every machine has, and paths that are not of a machine",
     {"a.sh": "#!/usr/bin/env bash\nmktemp -d /tmp/weir.XXXX >/dev/null\n",
      "b.md": "https://example.com/home/x s3://lake/work/a"},
     None),
    ("somebody's own folder", {"a.md": f"built in {SLASH}home/ada/weir\n"}, "a.md:1"),
    ("an administrator's folder", {"x/a.c": f'\n\nconst char *p = "{SLASH}root/x";\n'}, "x/a.c:3"),
    ("a folder of the other kind of machine", {"a.txt": f"C:{chr(92)}Users{chr(92)}ada"}, "a.txt:1"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED)
