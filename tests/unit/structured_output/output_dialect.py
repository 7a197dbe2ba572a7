"""Checks of schemas and answers against the JSON Schema subset of structured outputs."""

from __future__ import annotations

import re
from typing import Any

SCALARS = {"string", "number", "integer", "boolean", "null"}
FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
EVERYWHERE = {"title", "description", "type", "enum", "const"}
BY_TYPE = {
    "string": {"pattern", "format"},
    "number": BOUNDS,
    "integer": BOUNDS,
    "boolean": set[str](),
    "null": set[str](),
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required", "additionalProperties"},
}


def unsupported_parts(schema: dict[str, Any]) -> list[str]:
    """Return the parts of a schema that the subset does not support, with their paths."""
    root = {key: value for key, value in schema.items() if key != "$defs"}
    definitions: dict[str, Any] = schema.get("$defs", {})
    found = [] if root.get("type") == "object" else ["the root is not an object"]
    found += _unsupported_parts(root, "#", definitions)
    for name, definition in definitions.items():
        found += _unsupported_parts(definition, f"#/$defs/{name}", definitions)
    referred = set(re.findall(r"'\$ref': '#/\$defs/([^']*)'", repr(schema)))
    if "$defs" in schema and referred != set(definitions):
        found.append(f"referred to: {referred}, defined: {set(definitions)}")
    return found


def _unsupported_parts(schema: Any, place: str, definitions: dict[str, Any]) -> list[str]:
    if not isinstance(schema, dict):
        return [f"{place}: not an object"]
    if "$ref" in schema:
        known = str(schema["$ref"]).removeprefix("#/$defs/") in definitions
        return [] if known and len(schema) == 1 else [f"{place}: {schema}"]
    if "anyOf" in schema:
        found = [f"{place}: {key} beside anyOf" for key in schema if key not in {"anyOf", "title", "description"}]
        found += [] if schema["anyOf"] else [f"{place}: no branches"]
        for number, branch in enumerate(schema["anyOf"]):
            found += _unsupported_parts(branch, f"{place}/anyOf/{number}", definitions)
        return found
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if not types:
        return [f"{place}: no type"]
    allowed = EVERYWHERE.union(*(BY_TYPE[name] for name in types))
    found = [f"{place}: {key}" for key in schema if key not in allowed]
    if "object" in types:
        names = list(schema.get("properties", ()))
        if schema.get("required") != names or schema.get("additionalProperties") is not False:
            found.append(f"{place}: not closed")
        for name in names:
            found += _unsupported_parts(schema["properties"][name], f"{place}/properties/{name}", definitions)
    if "array" in types:
        found += _unsupported_parts(schema.get("items"), f"{place}/items", definitions)
    if "enum" in schema and not (schema["enum"] and set(types) <= SCALARS):
        found.append(f"{place}: enum of {types}")
    if schema.get("format", "date") not in FORMATS:
        found.append(f"{place}: format {schema['format']}")
    if re.search(r"\(\?[^:]|\\\d", schema.get("pattern", "")):
        found.append(f"{place}: pattern {schema['pattern']}")
    return found


def violations(value: Any, schema: dict[str, Any]) -> list[str]:
    """Return the parts of a decoded answer that violate a schema, with their paths.

    Formats are not checked.
    """
    return _violations(value, schema, "$", schema.get("$defs", {}))


def _violations(value: Any, schema: dict[str, Any], place: str, definitions: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        return _violations(value, definitions[schema["$ref"].removeprefix("#/$defs/")], place, definitions)
    if "anyOf" in schema:
        all_found = [_violations(value, branch, place, definitions) for branch in schema["anyOf"]]
        return [] if [] in all_found else [f"{place}: matches no branch: {all_found}"]
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not _types(value) & set(types):
        return [f"{place}: {value!r} is not of {types}"]
    if not any(type(value) is type(other) and value == other for other in schema.get("enum", [value])):
        return [f"{place}: {value!r} is not in {schema['enum']}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r} is not {schema['const']!r}"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [f"{place}: {value!r} does not match {schema['pattern']}"]
    if isinstance(value, (int, float)):
        return [] if _within(value, schema) else [f"{place}: {value!r} is out of bounds"]
    if isinstance(value, list):
        found = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{place}: {len(value)} items")
        for number, item in enumerate(value):
            found += _violations(item, schema["items"], f"{place}[{number}]", definitions)
        return found
    if isinstance(value, dict):
        if set(value) != set(schema["required"]):
            return [f"{place}: has {sorted(value)}, not {sorted(schema['required'])}"]
        found = []
        for name, part in value.items():
            found += _violations(part, schema["properties"][name], f"{place}.{name}", definitions)
        return found
    return []


def _types(value: object) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int):
        return {"integer", "number"}
    if isinstance(value, float):
        return {"number", "integer"} if value.is_integer() else {"number"}
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return {names[type(value)]}


def _within(value: float, schema: dict[str, Any]) -> bool:
    return bool(
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
        and value % schema.get("multipleOf", 1 if isinstance(value, int) else value or 1) == 0
    )
