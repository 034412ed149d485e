#!/usr/bin/env python3
"""Do the library and a rulebook's `pcre` take the very characters that a model's `pattern` takes?

The models' patterns are read as Java reads them, which is what the services run: `\\uXXXX` has four digits, two that
are surrogates in a row are one character, `\\w` and `\\d` are ASCII, a match is of the whole value. Every pattern is
evaluated here, by code of its own, at every code point where its answer or its second form's changes, and on both sides.
"""
import ctypes
import json
import pathlib
import re
import unicodedata

import house
import yaml

RULEBOOK = "vend/rulebook"
LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
ASCII_WORD = {ord(c) for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"}
ASCII_DIGIT = {ord(c) for c in "0123456789"}


class Unreadable(Exception):
    pass


def category(letter):
    return {point for point in range(LAST + 1) if unicodedata.category(chr(point))[0] == letter}


CATEGORIES = {}


def of_category(letter):
    if letter not in CATEGORIES:
        CATEGORIES[letter] = category(letter)
    return CATEGORIES[letter]


class Reader:
    """One character class, in Java's or in PCRE2's writing."""

    def __init__(self, text, java):
        self.text, self.at, self.java = text, 0, java

    def take(self, pattern):
        found = re.compile(pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def unit(self):
        found = self.take(r"\\u([0-9A-Fa-f]{4})")
        return int(found[1], 16) if found else None

    def escape(self):
        """What one escape stands for: a character, or a set of them."""
        if self.java and self.text.startswith("\\u", self.at):
            first = self.unit()
            if first is not None and 0xD800 <= first < 0xDC00:
                at, second = self.at, self.unit()
                if second is not None and 0xDC00 <= second < 0xE000:
                    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                self.at = at
            return first
        if not self.java and (found := self.take(r"\\x\{([0-9A-Fa-f]+)\}")):
            return int(found[1], 16)
        if found := self.take(r"\\p\{([LNPZ])\}"):
            return of_category(found[1])
        found = self.take(r"\\(.)")
        sets = {"w": ASCII_WORD, "d": ASCII_DIGIT}
        controls = {"t": 9, "n": 10, "r": 13}
        if found is None or (found[1].isalnum() and found[1] not in sets.keys() | controls.keys()):
            raise Unreadable(f"an escape at {self.at} of {self.text!r}")
        return sets.get(found[1]) or controls.get(found[1]) or ord(found[1])

    def atom(self):
        if self.text[self.at] == "\\":
            return self.escape()
        self.at += 1
        return ord(self.text[self.at - 1])

    def members(self):
        """The set of a class; `at` stands behind its `[` and is left behind its `]`."""
        points = set()
        while self.text[self.at] != "]":
            first = self.atom()
            if isinstance(first, set):
                points |= first
            elif self.text[self.at] == "-" and self.text[self.at + 1] != "]":
                self.at += 1
                last = self.atom()
                if isinstance(last, set):  # `[9-\w]`: the hyphen is itself
                    points |= {first, ord("-")} | last
                else:
                    points |= set(range(first, last + 1))
            else:
                points.add(first)
        self.at += 1
        return points


def one_class(pattern, java):
    """The characters of a pattern that is one repeated class, or None for a pattern of another build."""
    reader = Reader(pattern, java)
    if not reader.take(r"\^?\(?\["):
        return None
    points = reader.members()
    if not reader.take(r"[*+]\)?\$?$"):
        return None
    return points - set(SURROGATES)


def edges(points):
    """Every code point at which membership changes, and the one before."""
    found, inside = {0x20, 0x41, LAST}, False
    for point in sorted(points):
        if point - 1 not in points:
            found |= {point - 1, point}
        if point + 1 not in points:
            found |= {point, point + 1}
    return sorted(point for point in found if 0 < point <= LAST and point not in SURROGATES)


# --- the library

class Arena(ctypes.Structure):
    pass


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("trace", ctypes.c_int), ("settings", ctypes.c_void_p),
                ("setting_count", ctypes.c_size_t), ("rulebook", ctypes.c_void_p)]


class Library:
    def __init__(self, path):
        self.weir = ctypes.CDLL(path)
        self.options = Options(ctypes.sizeof(Options), 0, None, 0, None)
        rulebook = ctypes.c_void_p()
        if self.weir.weir_rulebook_builtin(ctypes.byref(rulebook), None) != 0:
            raise OSError("the rulebook cannot be read")
        self.options.rulebook = rulebook
        self.arena = ctypes.c_void_p()
        self.weir.weir_arena_new(ctypes.c_size_t(1 << 24), ctypes.byref(self.arena))

    def validate(self, operation, parameters):
        question = json.dumps({"operation": operation, "parameters": parameters}).encode()
        answer, length = ctypes.c_char_p(), ctypes.c_size_t()
        self.weir.weir_arena_reset(self.arena)
        status = self.weir.weir_call_json(None, b"validate", question, ctypes.c_size_t(len(question)),
                                          ctypes.byref(self.options), self.arena, ctypes.byref(answer),
                                          ctypes.byref(length))
        if status != 0:
            raise OSError(f"status {status}")
        answer = json.loads(ctypes.string_at(answer, length.value))
        if "error" in answer:
            raise OSError(answer["error"]["message"])
        return answer.get("message", "")


def nested(path, value):
    """The parameters in which a value stands at a path: ("Tags", [], "Key")."""
    for part in reversed(path):
        value = [value] if part is list else {"k": value} if part is dict else {part: value}
    return value


def says_no(library, operation, path, value, pattern):
    return f"satisfy regular expression pattern: {pattern}" in library.validate(operation, nested(path, value))


# --- the rulebook

def patterns_of(rows, path=()):
    for name, row in rows.items():
        here = path + (name,)
        listed = row.get("type") in ("strings", "structures", "tags")
        if "pattern" in row:
            yield here, row
        if "pattern" in row.get("item", {}):
            yield here + (list,), row["item"]
        yield from patterns_of(row.get("members", {}), here + ((list,) if listed else ()))


def every_pattern(root):
    """Each distinct pattern with the first parameter that has it."""
    seen = {}
    for path in sorted((pathlib.Path(root) / RULEBOOK).glob("*.yaml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        prefix = book.get("service", {}).get("operation-prefix", "")
        for name, operation in book.get("operations", {}).items():
            for where, row in patterns_of(operation.get("parameters", {})):
                seen.setdefault((row["pattern"], row.get("pcre")), (prefix + name, where))
    return seen


def check_class(pattern, pcre, points, ask):
    second = points if pcre is None else one_class(pcre, java=False)
    if second is None:
        yield f"{pcre}: is not one class, as its pattern is"
        return
    for point in sorted(set(edges(points)) | set(edges(second))):
        wanted = point in points
        if (point in second) != wanted:
            yield f"{pattern}: U+{point:04X} is {'' if wanted else 'not '}in it, its `pcre` disagrees"
        elif ask is not None and ask(chr(point)) == wanted:
            yield f"{pattern}: U+{point:04X} is {'' if wanted else 'not '}in it, the library disagrees"


# What patterns of another build take, tried around their own pieces: whole values, by Python's own engine.
PROBES = ["", "a", "ab", "a.b", "a.bc", "A.BC", "a-b.cd", "-a.bc", "a-.bc", "a.-bc", "a.bc-", "a.bc.", ".a.bc", "a..bc",
          "a_b.cd", "a.b-c", "a" * 63 + ".bc", "a" * 64 + ".bc", "a." + "b" * 63, "a." + "b" * 64, "é.com", "a.bc\n", "a b.cd",
          "9.99", "arn:aws:iam::1:role/x", "arn:aws:iam::1:saml-provider/x", "arn:aws:iam::1:user/x", "arn:aws:iam::a:role/x",
          "arn:aws:iam:::role/", "xarn:aws:iam::1:role/x", "arn:aws:iam::1:role/x\n", "arn:aws:iam::1:role/é",
          "01234567-89ab-cdef-0123-456789abcdef", "01234567-89AB-cdef-0123-456789abcdef", "0123456-89ab-cdef-0123-456789abcdef",
          "01234567-89ab-cdef-0123-456789abcdefa", "01234567-89ab-cdef-0123-456789abcdeg", "123456789012", "12345678901", "1234567890123",
          "١23456789012", "arn:aws-cn:glue:x", "arn:aws-iso-b:glue:x", "arn:aws-iso-x:glue:x", "arn:aws:glue:"]


def check_other(pattern, pcre, ask):
    if re.search(r"\\[upP]|&&|\(\?[^!:=]", pattern):
        raise Unreadable(f"{pattern}: its build has no evaluation here")
    java = re.compile(pattern.removesuffix("$"), re.ASCII)
    second = None if pcre is None else re.compile(pcre, re.ASCII)
    for value in PROBES:
        wanted = java.fullmatch(value) is not None
        if second is not None and (second.fullmatch(value) is not None) != wanted:
            yield f"{pattern}: {value!r} is {'' if wanted else 'not '}of it, its `pcre` disagrees"
        elif ask is not None and ask(value) == wanted:
            yield f"{pattern}: {value!r} is {'' if wanted else 'not '}of it, the library disagrees"


def check(root, options):
    library = Library(options.library) if getattr(options, "library", None) else None
    findings = []
    for (pattern, pcre), (operation, path) in every_pattern(root).items():
        def ask(value, where=(operation, path, pattern)):
            return says_no(library, where[0], where[1], value, where[2])
        try:
            points = one_class(pattern, java=True)
            if points is None:
                findings += check_other(pattern, pcre, ask if library else None)
            else:
                findings += check_class(pattern, pcre, points, ask if library else None)
        except (Unreadable, OSError) as error:
            findings.append(f"{operation} {path}: {error}")
    return sorted(findings)


def planted(pattern, pcre=None):
    second = "" if pcre is None else f", pcre: '{pcre}'"
    return {f"{RULEBOOK}/s.yaml": "service: {operation-prefix: 's:'}\noperations:\n  Op:\n    parameters:\n"
            f"      P: {{type: string, pattern: '{pattern}'{second}}}\n"}


PLANTED = [
    ("a class", planted("[a-z]*"), None),
    ("two forms of one class", planted(r"[\u0020-\u00FF]+", r"[\x{20}-\x{FF}]+"), None),
    ("a second form that takes one more", planted(r"[\u0020-\u00FF]+", r"[\x{20}-\x{100}]+"), "U+0100 is not in it"),
    ("a second form that takes one less", planted(r"[\u0020-\u00FF]+", r"[\x{21}-\x{FF}]+"), "U+0020 is in it"),
    ("five digits are four and a character", planted(r"[\u10000-\u10FFFF]+", r"[\x{10000}-\x{10FFFF}]+"), "U+10000 is not in it"),
    ("surrogates in a row are one character", planted(r"[\uD800\uDC00-\uDBFF\uDFFF]+", r"[\x{10000}-\x{10FFFF}]+"), None),
    ("word characters are ASCII", planted(r"[\w]*", r"[\w\x{E9}]*"), "U+00E9 is not in it"),
    ("letters of every script", planted(r"[\p{L}]*", r"[a-zA-Z]*"), "U+00AA is in it"),
    ("a pattern of another build", planted("a(b|c)d"), None),
    ("a build that nobody evaluates", planted(r"(\p{L}+,)*"), "its build has no evaluation here"),
    ("an escape that nobody knows", planted(r"[\q]*"), "an escape"),
]

if __name__ == "__main__":
    house.run(__doc__.splitlines()[0], check, PLANTED, [("--library", "the shared library, which must say the same")])
