"""The conditions of grants and opt-ins: the part of Cedar that Lake Formation offers, over the principal's tags ([lf-abac])."""
import re

TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(&&|\|\||==|!=|!|\(|\)|\[|\]|,)|(context\.iam\.principalTags\.(?:hasTag|getTag)|\.contains|true|false)|(.))', re.DOTALL)
LONGEST = 3000
CONSTANTS = {"true": True, "false": False}
OPERATIONS = ("context.iam.principalTags.hasTag", "context.iam.principalTags.getTag")


class Unreadable(Exception):
    pass


class Missing(Exception):
    """A tag that is not there was asked for: the whole condition is an error, which is no."""


def tokens(text):
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match[4] is not None:
            raise Unreadable
        found.append(match[0].strip())
        at = match.end()
    return found


class Reader:
    """Builds a function of the tags, so that what is not reached is read all the same."""

    def __init__(self, text):
        self.words, self.at = tokens(text), 0

    def peek(self):
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, wanted=None):
        word = self.peek()
        if word == "" or (wanted is not None and word != wanted):
            raise Unreadable
        self.at += 1
        return word

    def whole(self):
        made = self.either()
        if self.peek():
            raise Unreadable
        return made

    def either(self):
        made = self.both()
        while self.peek() == "||":
            self.take()
            made = (lambda left, right: lambda tags: left(tags) or right(tags))(made, self.both())
        return made

    def both(self):
        made = self.one()
        while self.peek() == "&&":
            self.take()
            made = (lambda left, right: lambda tags: left(tags) and right(tags))(made, self.one())
        return made

    def one(self):
        if self.peek() == "!":
            self.take()
            inner = self.one()
            return lambda tags: not inner(tags)
        if self.peek() == "(":
            self.take()
            inner = self.either()
            self.take(")")
            return inner
        if self.peek() in CONSTANTS:
            value = CONSTANTS[self.take()]
            return lambda tags: value
        return self.contained() if self.peek() == "[" else self.compared()

    def contained(self):
        self.take("[")
        texts = [self.text()]
        while self.peek() == ",":
            self.take()
            texts.append(self.text())
        self.take("]")
        self.take(".contains")
        self.take("(")
        key = self.tag(OPERATIONS[1])
        self.take(")")
        return lambda tags: value_of(tags, key) in texts

    def tag(self, *operations):
        if self.take() not in operations:
            raise Unreadable
        self.take("(")
        key = self.text()
        self.take(")")
        return key

    def text(self):
        word = self.take()
        if not word.startswith('"'):
            raise Unreadable
        return re.sub(r"\\(.)", r"\1", word[1:-1])

    def compared(self):
        operation = self.peek()
        key = self.tag(*OPERATIONS)
        if operation == OPERATIONS[0]:
            return lambda tags: key in tags
        sign = self.take()
        if sign not in ("==", "!="):
            raise Unreadable
        value = self.text()
        return lambda tags: (value_of(tags, key) == value) == (sign == "==")


def value_of(tags, key):
    if key not in tags:
        raise Missing
    return tags[key]


def holds(text, tags):
    if not text.strip() or len(text) > LONGEST:
        return False
    try:
        return bool(Reader(text).whole()(dict(tags)))
    except (Unreadable, Missing):
        return False
