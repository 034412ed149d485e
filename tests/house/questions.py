#!/usr/bin/env python3
"""Does weir-rulebook(5) say of each open question which settings answer it, and how by default?

A setting answers a question where its note names it, as in (Q24); those of worlds do so in the comment above their row.
With --fix the settings in the page are written anew from the notes; the questions and their words are the page's own.
"""
import re
import sys

import house
import yaml

PAGE = "cli/man/weir-rulebook.5"
WORLD = "world/settings.c"
NUMBER = re.compile(r"\bQ([1-9][0-9]?)\b")
ROW = re.compile(r'/\*((?:(?!\*/).)*)\*/\s*\[WEIR_\w+\] = \{TEXT\("(\w+)"\), TEXT\("(\w+)"\)', re.S)
SECTION = re.compile(r"^\.Ss Open questions\n.*?(?=^\.S[sh] |\Z)", re.S | re.M)
ENTRY = re.compile(r"^\.It Q([0-9]+)\n(.*?)(?=^\.It |^\.El)", re.S | re.M)
SETTING = re.compile(r"^\.Ic (\w+) : Ql (.*?) \.\n", re.M)
NONE = "No setting: "


def shown(value):
    """A value as the page has it."""
    if isinstance(value, list):
        return ",".join(map(str, value)) or "[]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def noted(root):
    """{question: {setting: default}}, by the notes and comments."""
    found = {}
    for path in house.our_files(root):
        if path.parts[:2] == ("vend", "rulebook") and path.suffix == ".yaml":
            for name, row in ((yaml.safe_load(house.read(root, path)) or {}).get("settings") or {}).items():
                for number in NUMBER.findall(row.get("note") or ""):
                    found.setdefault(int(number), {})[name] = shown(row["value"])
    for comment, name, default in ROW.findall(house.read(root, WORLD)):
        for number in NUMBER.findall(comment):
            found.setdefault(int(number), {})[name] = default
    return found


def check_entry(number, text, settings):
    listed = dict(SETTING.findall(text))
    for name in sorted({*listed, *settings}):
        if name not in listed:
            yield f"{PAGE}: Q{number} does not tell of `{name}`, whose note names it"
        elif name not in settings:
            yield f"{PAGE}: Q{number} tells of `{name}`, whose note does not name it"
        elif listed[name] != settings[name]:
            yield f"{PAGE}: Q{number}: `{name}` is {settings[name]} by default, and not {listed[name]}"
    if not listed and NONE not in text:
        yield f"{PAGE}: Q{number} has no setting, and no reason why"
    if listed and NONE in text:
        yield f"{PAGE}: Q{number} has a setting, and says that it has none"


def check(root, _options):
    section = SECTION.search(house.read(root, PAGE))
    entries = [(int(number), text) for number, text in ENTRY.findall(section.group())] if section else []
    numbers, settings = [number for number, _ in entries], noted(root)
    findings = [each for number, text in entries for each in check_entry(number, text, settings.get(number, {}))]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        findings.append(f"{PAGE}: the open questions are not numbered from Q1 on")
    return findings + [f"{PAGE}: Q{number} is named in a note and no open question" for number in sorted(settings) if number not in numbers]


def fixed(text, settings):
    """An entry with the settings as the notes have them; what is no setting any more takes its reason along."""
    lines = "".join(f".Ic {name} : Ql {default} .\n" for name, default in sorted(settings.items()))
    bare = SETTING.sub("", text)
    return re.sub(rf"^{NONE}[^\n]*\n", "", bare, flags=re.M) + lines if settings else bare


def fix(root):
    text, settings = house.read(root, PAGE), noted(root)

    def entry(found):
        return f".It Q{found.group(1)}\n" + fixed(found.group(2), settings.get(int(found.group(1)), {}))
    (root / PAGE).write_text(SECTION.sub(lambda section: ENTRY.sub(entry, section.group()), text), encoding="utf-8")


BOOK = {"vend/rulebook/a.yaml": "settings:\n  bound: {value: 60, note: how long (Q1)}\n  words: {value: [a, b], note: 'Q2 and Q1'}\n  own: {value: true}\n",
        WORLD: '/* [s] Said (Q3). */\n    [WEIR_A] = {TEXT("lake_a"), TEXT("on"), TEXT("off")},\n'}
HEAD = ".Ss Open questions\n.Bl -tag -width Q00\n"
ONE = ".It Q1\nHow long?\n.Ic bound : Ql 60 .\n.Ic words : Ql a,b .\n"
TWO, THREE, FOUR = ".It Q2\nWhich?\n.Ic words : Ql a,b .\n", ".It Q3\nIs it?\n.Ic lake_a : Ql on .\n", ".It Q4\nHow read?\nNo setting: as it stands.\n"


def page(*entries):
    return {**BOOK, PAGE: HEAD + "".join(entries) + ".El\n.Sh EXAMPLES\n.It Q9\n"}


PLANTED = [
    ("each question with its settings", page(ONE, TWO, THREE, FOUR), None),
    ("no such section", {**BOOK, PAGE: ".Sh EXAMPLES\n"}, "not numbered from Q1 on"),
    ("a setting that is left out", page(ONE.replace(".Ic bound : Ql 60 .\n", ""), TWO, THREE), "Q1 does not tell of `bound`"),
    ("a setting of worlds that is left out", page(ONE, TWO, ".It Q3\nIs it?\nNo setting: no.\n"), "Q3 does not tell of `lake_a`"),
    ("a setting of another question", page(ONE, TWO.replace("words : Ql a,b", "own : Ql true"), THREE), "Q2 tells of `own`"),
    ("another default", page(ONE.replace("60", "61"), TWO, THREE), "`bound` is 60 by default, and not 61"),
    ("no setting and no reason", page(ONE, TWO, THREE, ".It Q4\nHow read?\n"), "Q4 has no setting, and no reason"),
    ("a setting beside the reason for none", page(ONE, TWO, THREE + "No setting: none.\n"), "says that it has none"),
    ("a question that is left out", page(ONE, THREE), "Q2 is named in a note"),
    ("a question in another place", page(TWO, ONE, THREE), "not numbered from Q1 on"),
]

if __name__ == "__main__":
    if sys.argv[1:] == ["--fix"]:
        fix(house.ROOT)
    else:
        house.run(__doc__, check, PLANTED)
