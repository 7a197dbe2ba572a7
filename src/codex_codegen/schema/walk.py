"""Traverse schemas. Properties named like a keyword, such as `enum`, are not treated as keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from .bundle import Schema, is_schema

Definitions: TypeAlias = dict[str, Schema]
Rewrite: TypeAlias = Callable[[Schema, str], Any]

UNIONS = ("oneOf", "anyOf")
_LISTS = (*UNIONS, "allOf")
_SINGLES = ("items", "additionalProperties")

NULL: Schema = {"type": "null"}


def escape(token: str) -> str:
    """Escape a name as a token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def children(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield the direct subschemas with their relative pointers. A subschema may be `true`."""
    for name, prop in schema.get("properties", {}).items():
        yield f"/properties/{escape(name)}", prop
    for keyword in _SINGLES:
        if keyword in schema:
            yield f"/{keyword}", schema[keyword]
    for keyword in _LISTS:
        for index, branch in enumerate(schema.get(keyword, [])):
            yield f"/{keyword}/{index}", branch


def walk(schema: Any, pointer: str) -> Iterator[tuple[Schema, str]]:
    """Yield a schema and all subschemas with their pointers.

    Args:
        schema: The schema.
        pointer: The JSON pointer of the schema.
    """
    if is_schema(schema):
        yield schema, pointer
        for path, child in children(schema):
            yield from walk(child, pointer + path)


def rewrite(schema: Any, change: Rewrite, pointer: str) -> Any:
    """Return a copy with a change applied to each schema, inner schemas first.

    Args:
        schema: The schema.
        change: Called with a schema and its pointer; returns the new schema.
        pointer: The JSON pointer of the schema.
    """
    if not is_schema(schema):
        return schema
    copy = dict(schema)
    if "properties" in copy:
        copy["properties"] = {
            name: rewrite(prop, change, f"{pointer}/properties/{escape(name)}")
            for name, prop in copy["properties"].items()
        }
    for keyword in _SINGLES:
        if keyword in copy:
            copy[keyword] = rewrite(copy[keyword], change, f"{pointer}/{keyword}")
    for keyword in _LISTS:
        if keyword in copy:
            copy[keyword] = [
                rewrite(branch, change, f"{pointer}/{keyword}/{index}") for index, branch in enumerate(copy[keyword])
            ]
    return change(copy, pointer)


def rewrite_all(definitions: Definitions, change: Rewrite) -> Definitions:
    """Apply `change` to every schema of every definition."""
    return {
        name: rewrite(schema, change, schema.get("x-pointer", f"/definitions/{escape(name)}"))
        for name, schema in definitions.items()
    }


def is_null(schema: Any) -> bool:
    """Return whether a schema allows only null."""
    return is_schema(schema) and schema.get("type") == "null"


def union_keyword(schema: Schema) -> str | None:
    """Return the keyword of a union, or None for any other schema."""
    return next((keyword for keyword in UNIONS if keyword in schema), None)


def is_inline_object(schema: Any) -> bool:
    """Return whether a schema is an object with properties, which needs a class."""
    return is_schema(schema) and "properties" in schema


def ref(name: str) -> Schema:
    """Return a reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def ref_name(schema: Any) -> str | None:
    """Return the definition that a schema refers to, or None if it is not a reference."""
    if not is_schema(schema) or not isinstance(schema.get("$ref"), str):
        return None
    return str(schema["$ref"]).removeprefix("#/definitions/")
