"""The mutation operators: replacements for one node of a syntax tree."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
    ast.BitXor: ("^", "&"),
}
Function = (ast.FunctionDef, ast.AsyncFunctionDef)


class Edit(NamedTuple):
    """One replacement. Offsets are in bytes."""

    operator: str
    start: int
    end: int
    replacement: str


class Source:
    """A source file whose nodes are located by byte offsets."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.tree = ast.parse(content)
        self._starts = [0]
        for line in content.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.content[self.start(node) : self.end(node)].decode()

    def line_number(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def line_text(self, number: int) -> str:
        return self.content[self._starts[number - 1] : self._starts[number]].decode().strip()

    def token(self, left: ast.expr, right: ast.expr, pattern: str) -> tuple[int, int]:
        """Return the position of an operator between its operands."""
        start = self.end(left)
        found = re.search(pattern.encode(), self.content[start : self.start(right)])
        assert found
        return start + found.start(), start + found.end()


def expression_edits(node: ast.expr, source: Source) -> Iterator[Edit]:
    """Yield the replacements of an expression that is evaluated."""
    if isinstance(node, ast.Compare):
        for (left, right), operation in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
            pattern, other = COMPARISONS[type(operation)]
            yield Edit("comparison", *source.token(left, right, pattern), other)
    elif isinstance(node, ast.BoolOp):
        pattern, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            yield Edit("boolean", *source.token(left, right, rf"\b{pattern}\b"), other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield Edit("boolean", source.start(node), source.start(node) + len("not "), "")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield Edit("arithmetic", source.start(node), source.start(node) + 1, "+")
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        token, other = ARITHMETIC[type(node.op)]
        yield Edit("arithmetic", *source.token(node.left, node.right, re.escape(token)), other)
    elif isinstance(node, ast.IfExp):
        yield from negation(node.test, source)
    elif isinstance(node, ast.Call):
        yield from argument_edits(node, source)
    elif isinstance(node, (ast.List, ast.Set, ast.Tuple)) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield from _removed(node.elts, node, source)
    elif isinstance(node, ast.Dict) and None not in node.keys:
        yield from _removed([key for key in node.keys if key], node, source)
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        for generator in node.generators:
            for test in generator.ifs:
                yield from negation(test, source)


def constant_edits(node: ast.expr, source: Source, *, texts: bool) -> Iterator[Edit]:
    """Yield the replacements of a literal.

    Args:
        node: The literal.
        source: Its source file.
        texts: Whether strings are replaced as well.
    """
    start, end = source.start(node), source.end(node)
    if isinstance(node, ast.JoinedStr):
        if texts:
            yield Edit("string", start, end, '"mutated"')
    elif not isinstance(node, ast.Constant):
        return
    elif isinstance(node.value, bool):
        yield Edit("constant", start, end, str(not node.value))
    elif isinstance(node.value, int):
        for other in (node.value + 1, node.value - 1):
            yield Edit("constant", start, end, str(other) if other >= 0 else f"({other})")
    elif isinstance(node.value, float):
        yield Edit("constant", start, end, str(node.value + 1))
    elif isinstance(node.value, (str, bytes)) and texts:
        yield Edit("string", start, end, '"mutated"' if isinstance(node.value, str) else 'b"mutated"')


def statement_edits(node: ast.stmt, source: Source, *, returns_bool: bool) -> Iterator[Edit]:
    """Yield the replacements of a whole statement, or of its condition.

    Args:
        node: The statement.
        source: Its source file.
        returns_bool: Whether the function is annotated to return a bool.
    """
    start, end = source.start(node), source.end(node)
    if isinstance(node, (ast.If, ast.While)):
        yield from negation(node.test, source)
    elif isinstance(node, ast.Raise):
        yield Edit("exception", start, end, "pass")
    elif isinstance(node, ast.Break):
        yield Edit("statement", start, end, "continue")
    elif isinstance(node, ast.Continue):
        yield Edit("statement", start, end, "break")
    elif isinstance(node, (ast.Delete, ast.AugAssign)) or (isinstance(node, ast.Return) and node.value is None):
        yield Edit("statement", start, end, "pass")
        if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
            token, other = ARITHMETIC[type(node.op)]
            yield Edit("arithmetic", *source.token(node.target, node.value, re.escape(token) + "="), f"{other}=")
    elif isinstance(node, ast.Expr) and not isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom)):
        yield Edit("statement", start, end, "pass")
    elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not all(isinstance(target, ast.Name) for target in targets):
            yield Edit("statement", start, end, "pass")
        elif not isinstance(node.value, (ast.Constant, ast.JoinedStr)):
            yield Edit("value", source.start(node.value), source.end(node.value), "None")
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from _return_edits(node.value, source, returns_bool=returns_bool)


def _return_edits(value: ast.expr, source: Source, *, returns_bool: bool) -> Iterator[Edit]:
    start, end = source.start(value), source.end(value)
    if returns_bool:
        if not isinstance(value, ast.Constant) and not _is_simple_condition(value):
            yield Edit("return", start, end, f"not ({source.text(value)})")
    elif not (isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))):
        yield Edit("return", start, end, "None")


def negation(test: ast.expr, source: Source) -> Iterator[Edit]:
    """Yield the negation of a condition, unless another operator yields it."""
    if not isinstance(test, ast.Constant) and not _is_simple_condition(test):
        yield Edit("branch", source.start(test), source.end(test), f"not ({source.text(test)})")


def _is_simple_condition(test: ast.expr) -> bool:
    """Return whether the operators "comparison" and "boolean" replace a condition by its negation."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    inverted = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], inverted)


def argument_edits(call: ast.Call, source: Source) -> Iterator[Edit]:
    """Yield the removal of each keyword argument, and of the last of several positional arguments."""
    arguments: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=source.start)
    for argument, following in zip_longest(arguments, arguments[1:]):
        is_last = len(call.args) > 1 and argument is call.args[-1]
        if isinstance(argument, ast.keyword) or is_last:
            end = source.end(call) - 1 if following is None else source.start(following)
            yield Edit("argument", source.start(argument), end, "")


def _removed(elements: Sequence[ast.expr], container: ast.expr, source: Source) -> Iterator[Edit]:
    """Yield the removal of each element of a display with brackets and several elements."""
    if len(elements) < 2 or source.content[source.start(container) :][:1] not in (b"(", b"[", b"{"):
        return
    for element, following in zip_longest(elements, elements[1:]):
        end = source.end(container) - 1 if following is None else source.start(following)
        yield Edit("element", source.start(element), end, "")
