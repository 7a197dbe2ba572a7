"""Building blocks for rewriting the JSON schemas that pydantic generates.

Two packages rewrite such schemas, for two targets with different rules:

- `tools.schema` targets the runtime, which silently drops keywords. It accepts any schema and loses nothing.
- `_structured_output.strict_schema` targets the strict mode of the Responses API, which rejects schemas. It closes
  objects, keeps references alone, and raises an error for a type that strict mode cannot express.

Both move unsupported keywords into descriptions, merge the types of tuple items and follow references. This
module contains that part, so that both describe a keyword in the same words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from pydantic.json_schema import GenerateJsonSchema

from openai_codex._json_types import JsonObject, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pydantic.json_schema import JsonSchemaWarningKind

REFERENCE_PREFIX = "#/$defs/"
"""The part of a `$ref` before the name of the definition."""

MAX_NOTE_LENGTH = 200
"""Maximum length of a default or of examples in a description, in characters. Longer ones are omitted."""

_SUBSCHEMA = ("items", "additionalProperties", "not")
_SUBSCHEMA_LIST = ("anyOf", "allOf", "oneOf", "prefixItems")
_SUBSCHEMA_MAP = ("properties", "patternProperties", "$defs")

_NOTES: Mapping[str, str] = {
    "minItems": "At least {} items.",
    "maxItems": "At most {} items.",
    "uniqueItems": "Items are unique.",
    "minimum": "At least {}.",
    "exclusiveMinimum": "More than {}.",
    "maximum": "At most {}.",
    "exclusiveMaximum": "Less than {}.",
    "multipleOf": "A multiple of {}.",
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
    "minProperties": "At least {} entries.",
    "maxProperties": "At most {} entries.",
    # The space keeps the full stop out of the pattern.
    "pattern": "Matches the pattern {} .",
    "format": "Format: {}.",
    "contentEncoding": "Encoding: {}.",
    "contentMediaType": "Content type: {}.",
    "default": "Default: {}.",
    "examples": "For example: {}.",
}

_TYPE_NAMES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}


class SchemaGenerator(GenerateJsonSchema):
    """Generate schemas without warnings about defaults and choices that have no JSON form.

    Such a default still applies during validation; it only does not appear in the schema.
    """

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012


def map_subschemas(schema: JsonObject, change: Callable[[JsonObject], JsonObject]) -> JsonObject:
    """Return a copy of a schema with a function applied to each direct subschema.

    Data keywords (`default`, `enum`, ...) stay as they are, even if their values look like schemas.

    Args:
        schema: The schema. It is not modified.
        change: Returns the replacement of a subschema.
    """
    changed: JsonObject = {}
    for key, value in schema.items():
        if key in _SUBSCHEMA and is_object(value):
            value = change(value)
        elif key in _SUBSCHEMA_LIST and isinstance(value, list):
            value = [change(part) if is_object(part) else part for part in cast("list[object]", value)]
        elif key in _SUBSCHEMA_MAP and is_object(value):
            value = {name: change(part) if is_object(part) else part for name, part in value.items()}
        changed[key] = value
    return changed


def reference_name(schema: JsonObject) -> str | None:
    """Return the name of the referenced definition, or None without a reference."""
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith(REFERENCE_PREFIX):
        return reference[len(REFERENCE_PREFIX) :]
    return None


def reachable_definitions(schema: JsonObject, definitions: Mapping[str, JsonObject]) -> list[str]:
    """Return the names of all definitions that a schema references, also indirectly.

    Args:
        schema: The schema to start from. Its own `$defs` are followed only if they are referenced.
        definitions: The definitions by name. References to other names are ignored.
    """
    found: list[str] = []

    def visit(part: JsonObject) -> JsonObject:
        name = reference_name(part)
        if name is not None and name in definitions and name not in found:
            found.append(name)
        map_subschemas({key: value for key, value in part.items() if key != "$defs"}, visit)
        return part

    visit(schema)
    for name in found:
        # `visit` appends to the list while this loop runs over it, so each definition is visited once.
        visit(definitions[name])
    return found


def recursive_definitions(definitions: Mapping[str, JsonObject]) -> frozenset[str]:
    """Return the names of the definitions that reference themselves, also indirectly."""
    return frozenset(name for name in definitions if name in reachable_definitions(definitions[name], definitions))


def value_type(value: object) -> str | None:
    """Return the JSON type of a constant, or None if it is not a JSON value."""
    return _TYPE_NAMES.get(type(value))


def distinct_schemas(schemas: Sequence[JsonObject]) -> list[JsonObject]:
    """Return the schemas without duplicates, in order."""
    return [schema for number, schema in enumerate(schemas) if schema not in schemas[:number]]


def item_order_note(positions: Iterable[JsonObject], rest: JsonObject | None = None) -> str:
    """Return a sentence with the types of a tuple's items.

    Args:
        positions: The schemas of the items that have a fixed position.
        rest: The schema of any further items; None allows no further items.
    """
    labels = [schema_label(position) for position in positions]
    if rest is not None:
        labels.append(f"then any number of {schema_label(rest)}")
    return f"The items in order: {', '.join(labels)}."


def schema_label(schema: JsonObject) -> str:
    """Return a short name of a schema for use in a description."""
    name = reference_name(schema)
    if name is not None:
        return name
    branches = schema.get("anyOf") or schema.get("oneOf")
    if branches:
        return " or ".join(schema_label(branch) for branch in branches)
    if "const" in schema:
        return compact_json(schema["const"])
    label: Any = schema.get("title") or schema.get("format") or schema.get("type") or "any"
    return label if isinstance(label, str) else " or ".join(label)


def keyword_notes(schema: JsonObject, keywords: Collection[str]) -> list[str]:
    """Return one sentence for each of the given keywords that a schema has.

    Keywords without information (`uniqueItems: false`, a default of null) give no sentence.

    Args:
        schema: The schema.
        keywords: The keywords to describe. Keywords without a sentence are ignored.
    """
    notes: list[str] = []
    for keyword, template in _NOTES.items():
        if keyword not in keywords or keyword not in schema:
            continue
        text = _keyword_text(keyword, schema[keyword])
        if text is not None:
            notes.append(template.format(text))
    return notes


def _keyword_text(keyword: str, value: object) -> str | None:
    if value is None or (value is False and keyword != "default"):
        return None
    if keyword == "default":
        text = compact_json(value)
    elif keyword == "examples":
        text = ", ".join(map(compact_json, cast("list[object]", value))) if isinstance(value, list) else ""
    else:
        return value if isinstance(value, str) else compact_json(value)
    return text if 0 < len(text) <= MAX_NOTE_LENGTH else None


def with_notes(schema: JsonObject, notes: Sequence[str]) -> JsonObject:
    """Return a schema with sentences appended to its description.

    Args:
        schema: The schema. It is not modified.
        notes: The sentences; if empty, the schema is returned unchanged.
    """
    if not notes:
        return schema
    description = str(schema.get("description", "")).rstrip()
    if description and description[-1] not in ".!?:;":
        description += "."
    return {**schema, "description": " ".join((description, *notes)).strip()}


def compact_json(value: object) -> str:
    """Return a value as JSON on one line, with non-ASCII characters as they are."""
    return json.dumps(value, ensure_ascii=False, default=str)
