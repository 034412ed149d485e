"""The mutants of one C source: small changes, each at a place that clang's syntax tree names.

A mutant is (start, end, text, what): the bytes from start to end become text. Changed are relations, logic, arithmetic
and bit operators, conditions, constants, returned truths, and statements that are dropped. What a macro wrote is left
alone, and so is a line that says `MUTATE-OK: reason`, because its mutants change nothing that can be seen.
"""
import json
import subprocess

SWAPS = {
    "<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="], "==": ["!="], "!=": ["=="],
    "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["/"], "&": ["|"], "|": ["&"],
    "^": ["|"], "<<": [">>"], ">>": ["<<"], "+=": ["-="], "-=": ["+="], "&=": ["|="], "|=": ["&="],
}
SKIP = b"MUTATE-OK"


def tree_of(path, flags, cwd, clang):
    answer = subprocess.run([clang, *flags, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json", str(path)], cwd=cwd,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)


class Finder:
    """Walks the functions of one file; a node's range is None where a macro or another file wrote it."""

    def __init__(self, text):
        self.text = text
        self.found = set()

    @staticmethod
    def token(place):
        if not place or "offset" not in place or "includedFrom" in place:
            return None
        return place["offset"], place["offset"] + place["tokLen"]

    def range(self, node):
        begin = self.token(node.get("range", {}).get("begin"))
        end = self.token(node.get("range", {}).get("end"))
        return (begin[0], end[1]) if begin and end else None

    def source(self, span):
        return self.text[span[0]:span[1]].decode()

    def add(self, span, text, what):
        if self.source(span) != text:
            self.found.add((*span, text, what))

    def binary(self, node, parts):
        left, right = self.range(parts[0]), self.range(parts[1])
        operator = node["opcode"]
        if left and right:
            at = self.text.find(operator.encode(), left[1], right[0])
            for other in SWAPS.get(operator, ()) if at >= 0 else ():
                self.add((at, at + len(operator)), other, f"`{operator}` becomes `{other}`")
        if operator in ("&&", "||"):
            for part in filter(None, (left, right)):
                self.add(part, f"(!({self.source(part)}))", "an operand is negated")
                self.add(part, "1" if operator == "&&" else "0", "an operand is dropped")

    def condition(self, node, span):
        self.add(span, f"!({self.source(span)})", "the condition is negated")
        if node["kind"] == "IfStmt":
            self.add(span, "0", "the condition never holds")
            self.add(span, "1", "the condition always holds")

    def literal(self, node, span):
        if node["kind"] == "IntegerLiteral" and self.source(span).isdigit():
            self.add(span, str(int(self.source(span)) + 1), "a constant is one more")
        if node["kind"] == "CharacterLiteral":
            self.add(span, f"({self.source(span)} + 1)", "a character is the next one")

    def unary(self, node, parts, span, is_statement):
        inner = self.range(parts[0]) if parts else None
        if node["opcode"] == "!" and inner:
            self.add((span[0], inner[0]), "", "`!` is dropped")
        if node["opcode"] in ("++", "--") and is_statement:
            self.add(span, "(void)0", f"`{node['opcode']}` is dropped")

    def look(self, node, parts, is_statement):
        kind, span = node.get("kind"), self.range(node)
        if span is None:
            return
        if kind in ("BinaryOperator", "CompoundAssignOperator") and len(parts) == 2:
            self.binary(node, parts)
        if kind in ("IfStmt", "WhileStmt", "ConditionalOperator") and parts and self.range(parts[0]):
            self.condition(node, self.range(parts[0]))
        if kind == "UnaryOperator":
            self.unary(node, parts, span, is_statement)
        if kind == "ReturnStmt" and parts and self.range(parts[0]):
            value = self.range(parts[0])
            if self.source(value) in ("true", "false"):
                self.add(value, "false" if self.source(value) == "true" else "true", "the answer is the other one")
        is_assignment = kind == "CompoundAssignOperator" or (kind == "BinaryOperator" and node["opcode"] == "=")
        if is_statement and (kind == "CallExpr" or is_assignment):
            self.add(span, "(void)0", "the statement is dropped")
        if kind in ("BreakStmt", "ContinueStmt"):
            self.add(span, "(void)0", "the jump is dropped")
        self.literal(node, span)

    def walk(self, root):
        waiting = [(root, False)]
        while waiting:
            node, is_statement = waiting.pop()
            parts = [part for part in node.get("inner", ()) if isinstance(part, dict) and part]
            self.look(node, parts, is_statement)
            for part in parts:
                is_body = node.get("kind") in ("IfStmt", "ForStmt", "WhileStmt") and part is not parts[0]
                waiting.append((part, node.get("kind") == "CompoundStmt" or is_body))


def line_of(text, offset):
    return text.count(b"\n", 0, offset) + 1


def mutants(path, flags, cwd, clang="clang-19"):
    """Every mutant of a source, in the order of the text."""
    text = path.read_bytes()
    finder = Finder(text)
    here = None
    for node in tree_of(path, flags, cwd, clang)["inner"]:
        place = node.get("loc", {})
        place = place.get("expansionLoc", place)
        here = place.get("file", here)
        if node.get("kind") == "FunctionDecl" and "includedFrom" not in place and here and here.endswith(path.name):
            finder.walk(node)
    lines = text.split(b"\n")
    return sorted(mutant for mutant in finder.found if SKIP not in lines[line_of(text, mutant[0]) - 1])
