"""Whether a bundle is made as a JSON schema has to be, so that no pass has to ask again.

A schema is somebody else's text. What is looked at here is only of which kind each thing is; what it means, and whether
the generator understands it, is for the passes to say.
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
"""How deep the JSON of a bundle may be nested. Those of the published runtimes stay below 20."""

_TYPES = word_set("array boolean integer null number object string")
_LISTS = ("oneOf", "anyOf", "allOf")
_SINGLES = ("items", "additionalProperties")
_TEXTS = ("$ref", "title", "description")

# What the generator itself writes into schemas, from one pass to the next.
_OWN = ("x-name", "x-pointer", "x-origin", "x-docs", "x-union")

_REMEDY = "give the bundle as `app-server generate-json-schema --experimental` writes it"


def validate_schema(schema: Schema, origin: str) -> None:
    """Raise `CodegenError`, with the place, for a bundle that is no JSON schema; `origin` is what errors call it."""
    _check_depth(schema, origin)
    root: Any = schema.get("definitions")
    if not is_schema(root):
        raise _error(origin, "", "it holds no definitions")
    for namespace in ("", *NAMESPACES):
        base = f"/definitions/{namespace}" if namespace else "/definitions"
        found: Any = root if not namespace else root.get(namespace, {})
        if not is_schema(found):
            raise _error(origin, base, "the namespace is no object")
        waiting: list[tuple[str, Any]] = []
        for name, definition in found.items():
            if namespace or name not in NAMESPACES:
                _check_text(name, base, origin)
                pointer = f"{base}/{escape(name)}"
                if not is_schema(definition):
                    raise _error(origin, pointer, "the definition is no object")
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
    raise _error(origin, "", f"it is nested more than {MAX_DEPTH} levels deep")


def _parts(node: Any) -> list[Any]:
    if is_schema(node):
        return list(node.values())
    return node if is_list(node) else []


def _checked(schema: Any, pointer: str, origin: str) -> Iterator[tuple[str, Any]]:
    """Check one schema, and give those right below it, each with its pointer from there."""
    if isinstance(schema, bool):
        return
    if not is_schema(schema):
        raise _error(origin, pointer, "a schema is an object, true or false")
    for keyword in _OWN:
        if keyword in schema:
            raise _error(origin, pointer, f"the keyword {keyword!r} is the generator's own")
    _check_values(schema, pointer, origin)
    properties: Any = schema.get("properties", {})
    if not is_schema(properties):
        raise _error(origin, f"{pointer}/properties", "properties are an object of schemas")
    for name, prop in properties.items():
        _check_text(name, f"{pointer}/properties", origin)
        yield f"/properties/{escape(name)}", prop
    for keyword in _SINGLES:
        if keyword in schema:
            yield f"/{keyword}", schema[keyword]
    for keyword in _LISTS:
        branches: Any = schema.get(keyword, [True])
        if not is_list(branches) or not branches:
            raise _error(origin, f"{pointer}/{keyword}", f"{keyword!r} is a list of one or more schemas")
        if keyword in schema:
            for index, branch in enumerate(branches):
                yield f"/{keyword}/{index}", branch


def _check_values(schema: Schema, pointer: str, origin: str) -> None:
    """Check what holds no schemas."""
    for keyword in _TEXTS:
        if not isinstance(schema.get(keyword, ""), str):
            raise _error(origin, f"{pointer}/{keyword}", f"{keyword!r} is text")
    kinds: Any = schema.get("type", "object")
    kinds = kinds if is_list(kinds) else [kinds]
    if not kinds or not all(isinstance(kind, str) and kind in _TYPES for kind in kinds):
        raise _error(origin, f"{pointer}/type", f"'type' is one or more of {', '.join(sorted(_TYPES))}")
    required: Any = schema.get("required", [])
    if not is_list(required) or not all(isinstance(name, str) for name in required):
        raise _error(origin, f"{pointer}/required", "'required' is a list of names")
    values: Any = schema.get("enum", [None])
    if not is_list(values) or not values:
        raise _error(origin, f"{pointer}/enum", "'enum' is a list of one or more values")
    for value in [*values, schema.get("const")]:
        _check_text(value, pointer, origin)


def _check_text(value: Any, pointer: str, origin: str) -> None:
    """Refuse what is said on the wire and cannot be. In a description it does no harm."""
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise _error(origin, pointer, f"{value!r} holds half of a surrogate pair, which is no text on any wire")


def _error(origin: str, pointer: str, problem: str) -> CodegenError:
    where = f"{origin}#{pointer}" if pointer else origin
    return CodegenError(problem, pointer=where, remedy=_REMEDY)
