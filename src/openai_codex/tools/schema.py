"""Convert a pydantic JSON schema into one that reaches the model completely.

The runtime passes on a subset of JSON Schema. It silently drops defaults, bounds, patterns, formats and examples,
turns the item types of a tuple into strings, and gives an untyped enumeration the type string; older versions drop
references and `oneOf` as well. From 5,000 bytes on it drops all descriptions, then `$defs`. Therefore keywords that the
runtime drops are repeated in descriptions, and references are inlined as long as the result is small enough.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_schema import (
    distinct_schemas,
    item_order_note,
    keyword_notes,
    map_subschemas,
    recursive_definitions,
    reference_name,
    value_type,
    with_notes,
)
from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._json_types import JsonObject

MAX_BYTES = 5_000
"""Maximum size of a schema, as compact JSON, for which the runtime keeps the descriptions."""

_DROPPED = ("title", "discriminator", "default", "examples", "prefixItems")
_ARRAY_NOTES = frozenset({"minItems", "maxItems"})
_NOTES = frozenset(
    {
        *("uniqueItems", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
        *("minLength", "maxLength", "minProperties", "maxProperties", "pattern", "format", "default", "examples"),
    }
)


def to_runtime_schema(schema: JsonObject) -> JsonObject:
    """Return an equivalent schema that uses only keywords which the runtime passes on."""
    with_references = _simplify(schema)
    try:
        inlined = _simplify(_inline_references(schema))
    except OverflowError:
        return with_references
    # If only the version with references keeps its descriptions, prefer descriptions to support of old runtimes.
    return inlined if size(inlined) <= MAX_BYTES or size(with_references) > MAX_BYTES else with_references


def size(schema: JsonObject) -> int:
    """Return the size of a schema in bytes, as the runtime counts it: compact JSON in UTF-8."""
    return len(json.dumps(schema, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace"))


def _inline_references(schema: JsonObject) -> JsonObject:
    """Return a schema that keeps references to recursive definitions only.

    Raises:
        OverflowError: The result would exceed `MAX_BYTES`. Nested references can grow a schema exponentially.
    """
    definitions: Mapping[str, JsonObject] = schema.get("$defs", {})
    recursive = recursive_definitions(definitions)
    budget = MAX_BYTES  # Every subschema takes at least one byte.

    def resolve(node: JsonObject) -> JsonObject:
        nonlocal budget
        budget -= 1
        if budget < 0:
            raise OverflowError("the schema without references is too large")
        name = reference_name(node)
        if name is not None and name in definitions and name not in recursive:
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            return resolve({**definitions[name], **siblings})
        return map_subschemas(node, resolve)

    root = resolve({key: value for key, value in schema.items() if key != "$defs"})
    kept = {name: resolve(definitions[name]) for name in definitions if name in recursive}
    return {**root, "$defs": kept} if kept else root


def _simplify(node: JsonObject) -> JsonObject:
    """Return a schema without unsupported keywords; descriptions repeat them."""
    simplified = map_subschemas({key: value for key, value in node.items() if key not in _DROPPED}, _simplify)
    notes: list[str] = []
    keywords = _NOTES
    if "oneOf" in simplified:
        simplified["anyOf"] = simplified.pop("oneOf")
    if isinstance(node.get("prefixItems"), list):
        positions = cast("list[JsonObject]", node["prefixItems"])
        rest: Any = node.get("items")
        rest = rest if is_object(rest) else None
        notes.append(item_order_note(positions, rest))
        items = distinct_schemas([_simplify(item) for item in ([*positions] if rest is None else [*positions, rest])])
        simplified["items"] = items[0] if len(items) == 1 else {"anyOf": items}
    elif node.get("type") == "array":
        keywords = _NOTES | _ARRAY_NOTES
    if "type" not in simplified and ("enum" in node or "const" in node):
        values: list[object] = node.get("enum", [node.get("const")])
        types = [name for name in dict.fromkeys(map(value_type, values)) if name is not None]
        if types:
            simplified["type"] = types[0] if len(types) == 1 else types
    return with_notes(simplified, [*notes, *keyword_notes(node, keywords)])
