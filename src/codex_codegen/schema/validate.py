"""Validate the structure of a bundle, so that later passes need not check it.

Only the kind of each value is validated here. Whether the generator supports a schema is decided by the passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import word_set
from .bundle import NAMESPACES, is_list, is_schema
from .walk import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bundle import Schema

MAX_DEPTH = 100
"""The maximum nesting depth of a bundle. Bundles of published runtimes stay below 20."""

_TYPES = word_set("array boolean integer null number object string")
_LISTS = ("oneOf", "anyOf", "allOf")
_SINGLES = ("items", "additionalProperties")
_TEXTS = ("$ref", "title", "description")

# Keywords that the generator adds to schemas between passes.
_OWN = ("x-name", "x-pointer", "x-origin", "x-docs", "x-union")

_REMEDY = "pass the unmodified bundle of `app-server generate-json-schema --experimental`"


def validate_schema(schema: Schema, origin: str) -> None:
    """Validate a bundle.

    Args:
        schema: The bundle.
        origin: The name of the bundle in error messages.

    Raises:
        CodegenError: The bundle is not a valid JSON schema.
    """
    _check_depth(schema, origin)
    root: Any = schema.get("definitions")
    if not is_schema(root):
        raise _error(origin, "", "missing definitions")
    for namespace in ("", *NAMESPACES):
        base = f"/definitions/{namespace}" if namespace else "/definitions"
        found: Any = root if not namespace else root.get(namespace, {})
        if not is_schema(found):
            raise _error(origin, base, "expected a namespace object")
        waiting: list[tuple[str, Any]] = []
        for name, definition in found.items():
            if namespace or name not in NAMESPACES:
                _check_text(name, base, origin)
                pointer = f"{base}/{escape(name)}"
                if not is_schema(definition):
                    raise _error(origin, pointer, "expected a definition object")
                waiting.append((pointer, definition))
        while waiting:
            pointer, node = waiting.pop()
            waiting.extend((pointer + path, child) for path, child in _checked(node, pointer, origin))


def _check_depth(schema: Schema, origin: str) -> None:
    level: list[Any] = [schema]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _parts(node)]
        if not level:
            return
    raise _error(origin, "", f"nested more than {MAX_DEPTH} levels deep")


def _parts(node: Any) -> list[Any]:
    if is_schema(node):
        return list(node.values())
    return node if is_list(node) else []


def _checked(schema: Any, pointer: str, origin: str) -> Iterator[tuple[str, Any]]:
    """Validate one schema, and yield its direct subschemas with their relative pointers."""
    if isinstance(schema, bool):
        return
    if not is_schema(schema):
        raise _error(origin, pointer, "expected a schema: an object, true or false")
    for keyword in _OWN:
        if keyword in schema:
            raise _error(origin, pointer, f"the keyword {keyword!r} is reserved for the generator")
    _check_values(schema, pointer, origin)
    properties: Any = schema.get("properties", {})
    if not is_schema(properties):
        raise _error(origin, f"{pointer}/properties", "expected an object of schemas")
    for name, prop in properties.items():
        _check_text(name, f"{pointer}/properties", origin)
        yield f"/properties/{escape(name)}", prop
    for keyword in _SINGLES:
        if keyword in schema:
            yield f"/{keyword}", schema[keyword]
    for keyword in _LISTS:
        branches: Any = schema.get(keyword, [True])
        if not is_list(branches) or not branches:
            raise _error(origin, f"{pointer}/{keyword}", "expected a non-empty list of schemas")
        if keyword in schema:
            for index, branch in enumerate(branches):
                yield f"/{keyword}/{index}", branch


def _check_values(schema: Schema, pointer: str, origin: str) -> None:
    """Validate the keywords that contain no schemas."""
    for keyword in _TEXTS:
        if not isinstance(schema.get(keyword, ""), str):
            raise _error(origin, f"{pointer}/{keyword}", "expected a string")
    kinds: Any = schema.get("type", "object")
    kinds = kinds if is_list(kinds) else [kinds]
    if not kinds or not all(isinstance(kind, str) and kind in _TYPES for kind in kinds):
        raise _error(origin, f"{pointer}/type", f"expected one or more of {', '.join(sorted(_TYPES))}")
    required: Any = schema.get("required", [])
    if not is_list(required) or not all(isinstance(name, str) for name in required):
        raise _error(origin, f"{pointer}/required", "expected a list of names")
    values: Any = schema.get("enum", [None])
    if not is_list(values) or not values:
        raise _error(origin, f"{pointer}/enum", "expected a non-empty list of values")
    for value in [*values, schema.get("const")]:
        _check_text(value, pointer, origin)


def _check_text(value: Any, pointer: str, origin: str) -> None:
    """Reject a wire value that is not valid UTF-8. Descriptions are escaped instead."""
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise _error(origin, pointer, f"lone surrogate in {value!r}, which UTF-8 does not encode")


def _error(origin: str, pointer: str, problem: str) -> CodegenError:
    where = f"{origin}#{pointer}" if pointer else origin
    return CodegenError(problem, pointer=where, remedy=_REMEDY)
