"""Finds the mutants of a source file."""

from __future__ import annotations

import ast
import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutants.mutant import Mutant
from mutants.operators import Edit, Source, constant_edits, expression_edits, statement_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE_CALLS = frozenset({"TypeVar", "ParamSpec", "NewType", "TypeVarTuple", "cast", "getLogger"})
_METADATA_NAMES = frozenset({"__all__", "__slots__", "__match_args__"})
_LOG_METHODS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log", "warn"})


@dataclass(frozen=True)
class _Place:
    """Where the walk is."""

    names: tuple[str, ...] = ()
    at_import: bool = True
    lines: tuple[int, int] = (1, 10**9)
    returns_bool: bool = False
    texts: bool = True
    """Whether strings are behavior. Texts for people, such as error messages, are not replaced."""


def find_mutants(content: bytes, path: str, module: str) -> list[Mutant]:
    """Return all mutants of a source file, in the order of the file.

    Args:
        content: The source.
        path: Path of the file, relative to the root of the project.
        module: Name of the module.
    """
    source = Source(content)
    found: list[Mutant] = []
    counts: Counter[str] = Counter()
    edits = sorted(_block(source.tree.body, _Place(), source), key=lambda pair: (pair[0].start, pair[0]))
    for edit, place in edits:
        mutant = _mutant(edit, place, source, path, module)
        counts[mutant.key] += 1
        found.append(dataclasses.replace(mutant, number=counts[mutant.key]))
    return found


def is_valid(mutant: Mutant, content: bytes) -> bool:
    """Return whether the changed source has a valid syntax and differs from the source."""
    try:
        changed = ast.parse(mutant.apply(content))
    except SyntaxError:
        return False
    return ast.dump(changed) != ast.dump(ast.parse(content))


def _mutant(edit: Edit, place: _Place, source: Source, path: str, module: str) -> Mutant:
    line = source.line_number(edit.start)
    mutant = Mutant(
        path=path,
        module=module,
        function=".".join(place.names),
        operator=edit.operator,
        start=edit.start,
        end=edit.end,
        replacement=edit.replacement,
        line=line,
        before=source.line_text(line),
        after="",
        lines=place.lines,
        at_import=place.at_import,
    )
    changed = mutant.apply(source.content).splitlines()
    return dataclasses.replace(mutant, after=changed[line - 1].decode().strip())


Found = tuple[Edit, _Place]


def _block(body: list[ast.stmt], place: _Place, source: Source) -> Iterator[Found]:
    for statement in body:
        yield from _statement(statement, place, source)


def _statement(node: ast.stmt, place: _Place, source: Source) -> Iterator[Found]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from _function(node, place, source)
        return
    if isinstance(node, ast.ClassDef):
        yield from _block(node.body, dataclasses.replace(place, names=(*place.names, node.name)), source)
        return
    if _is_skipped(node, place):
        return
    here = place
    if not place.at_import:
        here = dataclasses.replace(place, lines=_header(node))
    if not place.at_import or isinstance(node, ast.Raise):
        for edit in statement_edits(node, source, returns_bool=place.returns_bool):
            yield edit, here
    if isinstance(node, ast.Raise) or _is_log_call(node):
        here = dataclasses.replace(here, texts=False)
    yield from _children(node, here, source)


def _children(node: ast.AST, place: _Place, source: Source) -> Iterator[Found]:
    """Walk the parts of a statement, without its annotations."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment", "pattern"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.stmt):
                yield from _statement(child, _outside(place, node), source)
            elif isinstance(child, ast.expr):
                yield from _expression(child, place, source)
            elif isinstance(child, ast.ExceptHandler):
                handler = place if place.at_import else dataclasses.replace(place, lines=_handler_header(child))
                yield from _children(child, handler, source)
            elif isinstance(child, ast.AST):
                yield from _children(child, place, source)


def _outside(place: _Place, node: ast.AST) -> _Place:
    """Return the place of a statement in the body of another one."""
    return place if isinstance(node, ast.Raise) else dataclasses.replace(place, texts=True)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, place: _Place, source: Source) -> Iterator[Found]:
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    if any(name.endswith(("overload", "abstractmethod")) for name in decorators):
        return
    names = (*place.names, node.name)
    end = node.end_lineno or node.lineno
    first = node.body[0]
    if place.at_import:
        defaults = dataclasses.replace(place, names=names, lines=(first.lineno, end))
    else:
        defaults = dataclasses.replace(place, names=names, lines=(node.lineno, first.lineno - 1))
    for default in [*node.args.defaults, *node.args.kw_defaults]:
        if default is not None:
            for edit, where in _expression(default, defaults, source):
                yield edit._replace(operator="default"), where
    returns_bool = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
    yield from _block(node.body, _Place(names, at_import=False, returns_bool=returns_bool), source)


def _expression(node: ast.expr, place: _Place, source: Source) -> Iterator[Found]:
    if isinstance(node, ast.Lambda):
        lines = (node.lineno, node.end_lineno or node.lineno)
        yield from _expression(node.body, dataclasses.replace(place, at_import=False, lines=lines), source)
        return
    if isinstance(node, (ast.Constant, ast.JoinedStr)):
        # The parts of an f-string have no reliable positions before Python 3.12.
        for edit in constant_edits(node, source, texts=place.texts):
            yield edit, place
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _TYPE_CALLS:
        for argument in node.args[1:]:
            yield from _expression(argument, place, source)
        return
    for edit in expression_edits(node, source):
        yield edit, place
    if isinstance(node, (ast.List, ast.Set, ast.Tuple)) and len(node.elts) > 1:
        # The removal of an element implies that its text matters.
        for element in node.elts:
            if not isinstance(element, ast.Constant):
                yield from _expression(element, place, source)
        return
    yield from _children(node, place, source)


def _is_skipped(node: ast.stmt, place: _Place) -> bool:
    """Return whether a statement has no effect that a test must detect."""
    if isinstance(node, (ast.Assert, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    if any(name in _METADATA_NAMES for name in names):
        return True
    # An alias of a type, such as `Handler = Callable[[Request], None]`.
    return place.at_import and isinstance(node.value, (ast.Subscript, ast.BinOp)) and not any(map(str.isupper, names))


def _is_log_call(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    function = node.value.func
    return isinstance(function, ast.Attribute) and function.attr in _LOG_METHODS


def _header(node: ast.stmt) -> tuple[int, int]:
    """Return the lines of a statement, without those of its body."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if isinstance(node, ast.Match):
        return node.lineno, node.subject.end_lineno or node.lineno
    if body:
        return node.lineno, max(node.lineno, body[0].lineno - 1)
    return node.lineno, node.end_lineno or node.lineno


def _handler_header(handler: ast.ExceptHandler) -> tuple[int, int]:
    return handler.lineno, max(handler.lineno, handler.body[0].lineno - 1)
