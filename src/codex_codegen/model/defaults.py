"""Convert schema defaults to Python source."""

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
    """Convert a default to Python source.

    Enum values become members; lists and maps become literals, for which the templates use a factory.

    Args:
        value: The default.
        schema: The schema of the value.
        definitions: The definitions of the protocol.
        pointer: The JSON pointer of the value.
        member: Returns the member name for an enum and a value.

    Returns:
        The source, and the definitions that it names.

    Raises:
        CodegenError: The default is not supported.
    """
    schema = _target(schema, definitions)
    if isinstance(value, float) and not math.isfinite(value):
        raise CodegenError(f"invalid JSON number: {value!r}", pointer=pointer)
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
        f"unsupported default: {value!r}",
        pointer=pointer,
        remedy="add support for it to codex_codegen.model.defaults",
    )


def _target(schema: Schema, definitions: Definitions) -> Schema:
    """Return the schema inside a "this or null" union."""
    for branch in schema.get("anyOf", []):
        if not is_null(branch) and is_schema(branch) and len(schema["anyOf"]) <= 2:
            return branch
    return schema


def _enum_with(value: str, schema: Schema, definitions: Definitions, seen: frozenset[str] = frozenset()) -> str | None:
    """Return the enum with this value: the definition itself, or a branch of its union."""
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
