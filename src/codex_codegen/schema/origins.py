"""Where a class comes from in the schema, in names that do not depend on what the class is called.

A definition's origin is its name, a union branch's is `Definition.tag`, an inline type's `Definition.property`; that of
what a list or map holds ends in `.*`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .bundle import NAMESPACES, branch_key, is_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bundle import Schema


def fields_by_origin(schema: Schema) -> dict[str, list[str]]:
    """Map every definition, union branch and inline object of a bundle to its properties."""
    found: dict[str, set[str]] = {}
    root: Schema = schema.get("definitions", {})
    for namespace in ("", *NAMESPACES):
        definitions = root if not namespace else root.get(namespace, {})
        for name, definition in definitions.items():
            if name not in NAMESPACES:
                for origin, fields in _origins(name, definition):
                    found.setdefault(origin, set()).update(fields)
    return {origin: sorted(found[origin]) for origin in sorted(found)}


def _origins(origin: str, schema: Schema) -> Iterator[tuple[str, list[str]]]:
    yield origin, list(schema.get("properties", {}))
    yield from _inside(origin, schema)


def _inside(origin: str, schema: Schema) -> Iterator[tuple[str, list[str]]]:
    """Find what is inline in a schema; `normalise.hoist` gives it the same origins."""
    shared: Schema = schema.get("properties", {})
    for name, prop in shared.items():
        yield from _inline(f"{origin}.{name}", prop)
    for keyword in ("items", "additionalProperties"):
        yield from _inline(f"{origin}.*", schema.get(keyword))
    # Alternatives that only add properties to an object are no types of their own (see `normalise.merge`).
    additions = "properties" in schema and "anyOf" in schema
    for branch in [*schema.get("oneOf", []), *schema.get("anyOf", [])]:
        key = branch_key(branch) if is_schema(branch) and not additions else None
        if key is None:
            yield from _inline(origin, branch)
        else:
            yield f"{origin}.{key}", [*shared, *branch["properties"]]
            yield from _inside(f"{origin}.{key}", branch)


def _inline(origin: str, schema: Any) -> Iterator[tuple[str, list[str]]]:
    if is_schema(schema):
        yield from _origins(origin, schema) if _needs_class(schema) else _inside(origin, schema)


def _needs_class(schema: Schema) -> bool:
    """Whether an inline schema becomes a definition: an object, a choice of strings, a union of more than "or null"."""
    branches = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    others = [branch for branch in branches if branch != {"type": "null"}]
    return "properties" in schema or len(schema.get("enum", [])) > 1 or len(others) > 1
