"""Origins: names of classes that depend only on the schema.

The origin of a definition is its name, of a union branch `Definition.tag`, of an inline type `Definition.property`,
and of the items of a list or map `Definition.*`.
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
    """Find the inline types of a schema. `normalise.hoist` assigns the same origins."""
    shared: Schema = schema.get("properties", {})
    for name, prop in shared.items():
        yield from _inline(f"{origin}.{name}", prop)
    for keyword in ("items", "additionalProperties"):
        yield from _inline(f"{origin}.*", schema.get(keyword))
    # Alternatives that only add properties to an object are not separate types (see `normalise.merge`).
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
    """Return whether an inline schema becomes a definition: an object, an enum, or a union of more than "or null"."""
    branches = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    others = [branch for branch in branches if branch != {"type": "null"}]
    return "properties" in schema or len(schema.get("enum", [])) > 1 or len(others) > 1
