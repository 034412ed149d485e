"""Which partitions an Expression chooses, and how pages and segments cut them: SQL's WHERE over the partition keys.

Written from the page of GetPartitions ([glue-api-get-partitions]) and SQL's own rules, and from nothing of the library.
"""
import operator
import re
from fractions import Fraction

from vend_world import as_list, folded

TOKEN = re.compile(r"""[ \t\r\n]*(?:(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")|`(?P<name>[^`]*)`|(?P<word>[A-Za-z0-9_.-]+)"""
                   r"""|(?P<sign><=|>=|<>|!=|=|<|>|\(|\)|,)|(?P<end>$))""", re.DOTALL)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]*)?")
NUMERIC = ("tinyint", "smallint", "int", "integer", "bigint", "long")
SIGNS = {"=": operator.eq, "<>": operator.ne, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
PAGE = 1000


class Unsupported(Exception):
    """The text is no expression over these keys."""


def tokens(text):
    found, at = [], 0
    while not found or found[-1][0] != "end":
        match = TOKEN.match(text, at)
        if match is None:
            raise Unsupported
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def is_numeric(kind):
    return folded(kind) in NUMERIC or folded(kind).startswith("decimal")


class Expression:
    """Builds a function of a partition's values."""

    def __init__(self, text, keys):
        self.words, self.at = tokens(text), 0
        self.keys = [(folded(each["Name"]), each.get("Type", "")) for each in keys]
        self.chooses = self.either()
        if self.words[self.at][0] != "end":
            raise Unsupported

    def is_word(self, *words):
        kind, text = self.words[self.at]
        return kind == "word" and folded(text) in words

    def skip(self, *words):
        kind, text = self.words[self.at]
        found = self.is_word(*words) or kind == "sign" and text in words
        self.at += found
        return found

    def need(self, *words):
        if not self.skip(*words):
            raise Unsupported

    def either(self):
        sides = [self.both()]
        while self.skip("or"):
            sides.append(self.both())
        return lambda values: any(each(values) for each in sides)

    def both(self):
        sides = [self.one()]
        while self.skip("and"):
            sides.append(self.one())
        return lambda values: all(each(values) for each in sides)

    def one(self):
        turned = False
        while self.skip("not"):
            turned = not turned
        if self.skip("("):
            inner = self.either()
            self.need(")")
        else:
            inner = self.compared()
        return (lambda values: not inner(values)) if turned else inner

    def key(self):
        kind, text = self.words[self.at]
        names = [name for name, _ in self.keys]
        if kind not in ("word", "name") or folded(text) not in names:
            raise Unsupported
        self.at += 1
        place = names.index(folded(text))
        return place, self.keys[place][1]

    def quoted(self):
        kind, text = self.words[self.at]
        if kind != "text":
            raise Unsupported
        self.at += 1
        return text[1:-1].replace(text[0] * 2, text[0])

    def value(self, kind):
        what, text = self.words[self.at]
        if what == "text":
            text = self.quoted()
        elif what == "word" and (text[0].isdigit() or text[0] == "-"):
            self.at += 1
        else:
            raise Unsupported
        if not is_numeric(kind):
            return text.encode()
        if NUMBER.fullmatch(text) is None:
            raise Unsupported
        return Fraction(text.rstrip("."))

    def compared(self):
        place, kind = self.key()
        read = (lambda values: Fraction(values[place].rstrip("."))) if is_numeric(kind) else (lambda values: values[place].encode())
        turned = self.skip("not")
        if self.skip("between"):
            low = self.value(kind)
            self.need("and")
            high = self.value(kind)
            return lambda values: (low <= read(values) <= high) != turned
        if self.skip("in"):
            self.need("(")
            listed = [self.value(kind)]
            while self.skip(","):
                listed.append(self.value(kind))
            self.need(")")
            return lambda values: (read(values) in listed) != turned
        if self.skip("like"):
            parts = {"%": ".*", "_": "."}
            pattern = re.compile("".join(parts.get(each, re.escape(each)) for each in self.quoted()), re.DOTALL)
            return lambda values: (pattern.fullmatch(values[place]) is not None) != turned
        if turned:
            raise Unsupported
        kind_of, sign = self.words[self.at]
        if kind_of != "sign" or sign not in SIGNS:
            raise Unsupported
        self.at += 1
        value = self.value(kind)
        return lambda values: SIGNS[sign](read(values), value)


def chosen(partitions, keys, text, segment):
    """Those of a segment that an expression lets through, in their order; an empty one lets all through."""
    expression = Expression(text, keys) if text else None
    number, total = (int(segment["SegmentNumber"]), int(segment["TotalSegments"])) if segment else (0, 1)
    return [each for at, each in enumerate(partitions)
            if at % total == number and (expression is None or expression.chooses(as_list(each["Values"])))]


def page(found, token, most):
    """A page and the token of the next."""
    begin, size = int(token or 0), int(most or PAGE)
    return found[begin:begin + size], str(begin + size) if begin + size < len(found) else None
