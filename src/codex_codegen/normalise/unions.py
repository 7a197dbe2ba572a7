"""Last pass: determine how the branches of each union are distinguished."""

from __future__ import annotations

from typing import Any

from ..errors import CodegenError
from ..schema.bundle import Schema, is_schema, single_value
from ..schema.walk import Definitions, ref_name, union_keyword

# If several properties are candidates, the first of these is the tag, else the first in alphabetical order.
_USUAL_TAGS = ("type", "kind", "method")


def mark_discriminators(definitions: Definitions) -> Definitions:
    """Add the keyword `x-union` to each union.

    It contains the kind ("tag", "key" or "untagged"), the tag, and the branches by key. Untagged unions, whose branches
    are distinguished by validation only, keep their keyword.
    """
    return {name: _mark(name, schema, definitions) for name, schema in definitions.items()}


def _mark(name: str, schema: Schema, definitions: Definitions) -> Schema:
    keyword = union_keyword(schema)
    if keyword is None:
        return schema
    branches: list[Any] = schema[keyword]
    targets = [ref_name(branch) for branch in branches]
    objects = {t: definitions[t] for t in targets if t is not None and "properties" in definitions[t]}
    own = {t: o for t, o in objects.items() if o["x-pointer"].startswith(schema["x-pointer"] + "/")}
    # Branches with definitions of their own may be used elsewhere; only inline branches form a closed set.
    if own and len(own) == len(branches):
        tag = _common_tag(list(own.values()))
        if tag is not None:
            return {**schema, "x-union": {"kind": "tag", "tag": tag, "keys": _keys(own, tag, schema)}}
    if own and all(_sole_key(o) for o in own.values()):
        keys = {_sole_key(o): t for t, o in own.items()}
        rest = [branch for branch in branches if ref_name(branch) not in own]
        if len(keys) == len(own) and all(_is_open(branch, definitions) for branch in rest):
            # A catch-all for strings or objects is redundant with an open enum and an Unknown branch.
            values = [t for t in (ref_name(branch) for branch in rest) if t is not None]
            return {**schema, "x-union": {"kind": "key", "keys": keys, "values": values}}
    return {**schema, "x-union": {"kind": "untagged"}}


def _common_tag(objects: list[Schema]) -> str | None:
    candidates: set[str] | None = None
    for schema in objects:
        tags = {
            wire
            for wire, prop in schema["properties"].items()
            if wire in schema.get("required", []) and is_schema(prop) and single_value(prop) is not None
        }
        candidates = tags if candidates is None else candidates & tags
    ranked = sorted(candidates or set())
    return next((tag for tag in _USUAL_TAGS if tag in ranked), ranked[0] if ranked else None)


def _keys(objects: Definitions, tag: str, union: Schema) -> dict[str, str]:
    keys: dict[str, str] = {}
    for name, schema in objects.items():
        value = single_value(schema["properties"][tag])
        assert value is not None
        if value in keys:
            raise CodegenError(f"{keys[value]} and {name} have the same {tag!r}: {value!r}", pointer=union["x-pointer"])
        keys[value] = name
    return keys


def _sole_key(schema: Schema) -> str | None:
    properties = list(schema.get("properties", {}))
    return properties[0] if len(properties) == 1 and schema.get("required") == properties else None


def _is_open(branch: Any, definitions: Definitions) -> bool:
    """Return whether a branch is an enum, any string, or any object."""
    target = ref_name(branch)
    if target is not None:
        return "enum" in definitions[target]
    return is_schema(branch) and set(branch) == {"type"} and branch["type"] in ("string", "object")
