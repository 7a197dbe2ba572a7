"""Walking schemas: a property that is called `properties` or `enum` is not mistaken for a keyword."""

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
    """Write a name as a token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def children(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Give the schemas right below one, each with its pointer from there. Some are `true` instead of an object."""
    for name, prop in schema.get("properties", {}).items():
        yield f"/properties/{escape(name)}", prop
    for keyword in _SINGLES:
        if keyword in schema:
            yield f"/{keyword}", schema[keyword]
    for keyword in _LISTS:
        for index, branch in enumerate(schema.get(keyword, [])):
            yield f"/{keyword}/{index}", branch


def walk(schema: Any, pointer: str) -> Iterator[tuple[Schema, str]]:
    """Give a schema and all that it contains, each with its pointer."""
    if is_schema(schema):
        yield schema, pointer
        for path, child in children(schema):
            yield from walk(child, pointer + path)


def rewrite(schema: Any, change: Rewrite, pointer: str) -> Any:
    """Give a copy with `change` applied to each schema, the inner ones first."""
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
    """Whether a schema allows null and nothing else."""
    return is_schema(schema) and schema.get("type") == "null"


def union_keyword(schema: Schema) -> str | None:
    """Give the keyword of a union, or None for any other schema."""
    return next((keyword for keyword in UNIONS if keyword in schema), None)


def is_inline_object(schema: Any) -> bool:
    """Whether a schema is an object with properties of its own, which needs a class."""
    return is_schema(schema) and "properties" in schema


def ref(name: str) -> Schema:
    """Refer to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def ref_name(schema: Any) -> str | None:
    """Give the definition that a schema refers to, or None when it is no reference."""
    if not is_schema(schema) or not isinstance(schema.get("$ref"), str):
        return None
    return str(schema["$ref"]).removeprefix("#/definitions/")
