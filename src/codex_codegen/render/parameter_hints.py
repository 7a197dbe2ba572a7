"""Type hints of parameters, which accept more types than the models."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from ..errors import CodegenError
from ..model import ir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANY_MAPPING = "Mapping[str, object]"
ANY_PATH = "os.PathLike[str]"

_PATH_ALIAS = "AbsolutePathBuf"
# Properties with a file system path whose schema is a plain string.
_PATH_PROPERTY = re.compile(r"(cwds?|path|filePath)\Z")


class ParameterHints:
    """Widens hints: mappings for models, sequences for lists, strings for enums, paths for path strings."""

    def __init__(self, definitions: Mapping[str, ir.Definition]) -> None:
        self._definitions = definitions

    def of(self, field: ir.Field) -> str:
        """Return the parameter hint for a field, with None if it is nullable, and without `Unset`."""
        is_path = _PATH_PROPERTY.match(field.wire) is not None
        terms = [term for term in self._terms(_parse(field.hint), is_path, ()) if term != "None"]
        if "object" in terms:
            # `object` includes None.
            return "object"
        if field.nullable or not terms:
            terms.append("None")
        return " | ".join(terms)

    def _terms(self, node: ast.expr, is_path: bool, inside: tuple[str, ...]) -> list[str]:
        """Return the distinct alternatives of a hint in order."""
        found: list[str] = []
        for part in _alternatives(node):
            found.extend(self._widened(part, is_path, inside))
        return list(dict.fromkeys(found))

    def _widened(self, node: ast.expr, is_path: bool, inside: tuple[str, ...]) -> list[str]:
        if isinstance(node, ast.Name):
            return self._named(node.id, is_path, inside)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if node.value.id == "list" and len(arguments) == 1:
                return [f"Sequence[{self._joined(arguments[0], is_path, inside)}]"]
            if node.value.id == "dict" and len(arguments) == 2:
                values = self._joined(arguments[1], is_path, inside)
                return [f"Mapping[{ast.unparse(arguments[0])}, {values}]"]
        return [ast.unparse(node)]

    def _joined(self, node: ast.expr, is_path: bool, inside: tuple[str, ...]) -> str:
        terms = self._terms(node, is_path, inside)
        return "object" if "object" in terms else " | ".join(terms)

    def _named(self, name: str, is_path: bool, inside: tuple[str, ...]) -> list[str]:
        if name in ("Any", "JsonValue"):
            return ["object"]
        if name == "str":
            return ["str", ANY_PATH] if is_path else ["str"]
        definition = self._definitions.get(name)
        if isinstance(definition, ir.Model):
            return [name, ANY_MAPPING]
        if isinstance(definition, ir.Enum):
            return [name, "str"]
        if isinstance(definition, ir.Union):
            return self._union(definition, is_path, inside)
        if isinstance(definition, ir.Alias):
            return self._alias(definition, is_path, inside)
        return [name]

    def _union(self, union: ir.Union, is_path: bool, inside: tuple[str, ...]) -> list[str]:
        if union.name in inside:
            return [union.name]
        extra: list[str] = []
        for branch in union.branches:
            own = [ast.unparse(part) for part in _alternatives(_parse(branch.hint))]
            terms = self._terms(_parse(branch.hint), is_path, (*inside, union.name))
            extra.extend(term for term in terms if term not in own)
        if union.kind in ("tag", "key") and ANY_MAPPING not in extra:
            extra.append(ANY_MAPPING)
        return list(dict.fromkeys([union.name, *extra]))

    def _alias(self, alias: ir.Alias, is_path: bool, inside: tuple[str, ...]) -> list[str]:
        if alias.name in inside:
            return [alias.name]
        terms = self._terms(_parse(alias.hint), is_path or alias.name == _PATH_ALIAS, (*inside, alias.name))
        return list(dict.fromkeys([alias.name, *(term for term in terms if term != alias.hint)]))


def names_in(hint: str) -> set[str]:
    """Return the names in a hint; for `os.PathLike` this is `os`."""
    return {node.id for node in ast.walk(_parse(hint)) if isinstance(node, ast.Name)}


def merged_hints(*hints: str) -> str:
    """Return a hint that accepts everything that any of the hints accepts."""
    parts = [ast.unparse(part) for hint in hints for part in _alternatives(_parse(hint))]
    if "object" in parts:
        return "object"
    # Linters require None last.
    return " | ".join(sorted(dict.fromkeys(parts), key=lambda part: part == "None"))


def _parse(hint: str) -> ast.expr:
    try:
        return ast.parse(hint, mode="eval").body
    except SyntaxError as error:
        raise CodegenError(f"invalid type hint {hint!r}: {error.msg}") from error


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _alternatives(node.left)
        yield from _alternatives(node.right)
    else:
        yield node
