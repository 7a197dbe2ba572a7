"""Defaults of the schema as Python source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..schema.bundle import is_list, is_schema
from ..schema.walk import is_null, ref_name, union_keyword

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..schema.bundle import Schema
    from ..schema.walk import Definitions


def default_source(
    value: Any, schema: Schema, definitions: Definitions, pointer: str, member: Callable[[str, str], str]
) -> tuple[str, tuple[str, ...]]:
    """Write a default as Python, and say which definitions that names. `member` names the member of an enum's value.

    An enum's default is its member; a list's and a map's is a literal, which the templates make a factory of.
    """
    schema = _target(schema, definitions)
    if isinstance(value, float) and not math.isfinite(value):
        raise CodegenError(f"the default is {value!r}, which is no number of JSON", pointer=pointer)
    if value is None or isinstance(value, bool | int | float):
        return repr(value), ()
    if isinstance(value, str):
        enum = _enum_with(value, schema, definitions)
        return (repr(value), ()) if enum is None else (f"{enum}.{member(enum, value)}", (enum,))
    if is_list(value):
        items = schema.get("items", {})
        parts = [
            default_source(item, items if is_schema(items) else {}, definitions, pointer, member) for item in value
        ]
        named = tuple(dict.fromkeys(name for _, names in parts for name in names))
        return f"[{', '.join(source for source, _ in parts)}]", named
    if value == {} and "properties" not in schema and union_keyword(schema) is None:
        return "{}", ()
    raise CodegenError(
        f"the generator cannot write the default {value!r}",
        pointer=pointer,
        remedy="teach codex_codegen.defaults to build it",
    )


def _target(schema: Schema, definitions: Definitions) -> Schema:
    """Look through "this or null"."""
    for branch in schema.get("anyOf", []):
        if not is_null(branch) and is_schema(branch) and len(schema["anyOf"]) <= 2:
            return branch
    return schema


def _enum_with(value: str, schema: Schema, definitions: Definitions, seen: frozenset[str] = frozenset()) -> str | None:
    """Find the enum that a string default is a member of, in place or as one branch of a union."""
    name = ref_name(schema)
    if name is None or name in seen:
        return None
    target = definitions[name]
    if "enum" in target:
        return name if value in target["enum"] else None
    keyword = union_keyword(target)
    branches: list[Any] = target[keyword] if keyword else []
    for branch in branches:
        found = _enum_with(value, branch, definitions, seen | {name}) if is_schema(branch) else None
        if found is not None:
            return found
    return None
