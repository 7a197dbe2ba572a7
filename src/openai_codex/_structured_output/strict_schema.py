"""Convert the JSON schema of a Python type into the strict schema of structured outputs.

Models accept a subset of JSON Schema in strict mode. Objects are closed and all their properties are required. Maps
with free keys, untyped values, `oneOf`, `allOf`, `prefixItems` and several keywords are not supported. Where the subset
has an equivalent, the schema is rewritten. Constraints without an equivalent (a length, a default) become part of the
description, which the model reads; validation of the answer enforces them. For everything else, `strict_schema` raises
an error that states the path and the remedy.
"""

from __future__ import annotations

import copy
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError
from pydantic_core import SchemaError

from openai_codex._json_schema import (
    SchemaGenerator,
    distinct_schemas,
    item_order_note,
    keyword_notes,
    reachable_definitions,
    recursive_definitions,
    reference_name,
    value_type,
    with_notes,
)
from openai_codex._json_types import JsonObject, is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core.core_schema import DecimalSchema

NO_SCHEMA = (PydanticUserError, PydanticUndefinedAnnotation, SchemaError)
"""Exceptions that pydantic raises for a type without a schema."""

_KEPT = ("type", "title", "enum", "const", "pattern", "format", "minItems", "maxItems")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_NOTES = frozenset(
    {
        *("format", "pattern", "minLength", "maxLength", "uniqueItems", "minProperties", "maxProperties"),
        *("contentEncoding", "contentMediaType", "default", "examples"),
    }
)
_SCALAR_TYPES = frozenset({"null", "boolean", "integer", "number", "string"})
# Constrained decoding chooses one character at a time, so it supports neither look-around, flags and named groups (all
# groups that start with "(?" except "(?:") nor back-references.
_UNSUPPORTED_PATTERN = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?!:)|\\[1-9])")
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


def strict_schema(adapter: TypeAdapter[Any], name: str) -> tuple[JsonObject, bool]:
    """Return the strict schema of a type, and whether it is wrapped.

    The root must be an object. Any other type is wrapped into an object with one property, `value`.

    Args:
        adapter: The type adapter of the type.
        name: The name of the type in error messages.

    Raises:
        InputError: A part of the type has no equivalent in strict mode.
    """
    try:
        schema = adapter.json_schema(schema_generator=_StrictSchemaGenerator, mode="validation", by_alias=True)
    except NO_SCHEMA as problem:
        raise InputError("output_type", f"{name} has no JSON schema: {reason(problem)}") from problem
    definitions: JsonObject = schema.pop("$defs", {})
    rewriter = _Rewriter(definitions, name)
    root = schema
    while "$ref" in root:
        root = {**rewriter.definition(root["$ref"], ""), **{key: root[key] for key in root if key != "$ref"}}
    wrapped = root.get("type") != "object"
    root = _closed_object({"value": rewriter.rewrite(schema, "")}) if wrapped else rewriter.rewrite(root, "")
    used = rewriter.used_definitions(root)
    return ({**root, "$defs": used} if used else root), wrapped


def reason(problem: PydanticUserError | PydanticUndefinedAnnotation | SchemaError) -> str:
    """Return the message of a pydantic error without its hints for schema authors."""
    return str(problem) if isinstance(problem, SchemaError) else str(problem.message).partition("\n")[0]


class _StrictSchemaGenerator(SchemaGenerator):
    """Generate schemas in a form that strict mode can express."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Omit titles that repeat the field name."""
        return False

    def named_tuple_schema(self, schema: Any) -> JsonObject:
        """Describe a named tuple as an object.

        Pydantic accepts both forms, and strict mode has no positions.
        """
        return self._object_schema(schema["fields"])

    def call_schema(self, schema: Any) -> JsonObject:
        """Describe a named tuple as an object.

        Some versions of pydantic model a named tuple as a call of its class.
        """
        return self._object_schema(schema["arguments_schema"]["arguments_schema"])

    def _object_schema(self, fields: list[Any]) -> JsonObject:
        properties = {part["name"]: self.generate_inner(part["schema"]) for part in fields}
        return {"type": "object", "properties": properties}

    def decimal_schema(self, schema: DecimalSchema) -> JsonObject:
        """Describe decimals with a simple pattern; the description states limits on digits."""
        generated = super().decimal_schema(schema)
        for branch in generated.get("anyOf", [generated]):
            if branch.get("type") == "string":
                branch["pattern"] = _DECIMAL
        limits = {
            "At most {} digits.": schema.get("max_digits"),
            "At most {} decimal places.": schema.get("decimal_places"),
        }
        return with_notes(generated, [text.format(limit) for text, limit in limits.items() if limit is not None])


class _Rewriter:
    """Rewrite a schema and the definitions it references.

    Paths are paths in the type, such as `lines[].price`.
    """

    def __init__(self, definitions: JsonObject, name: str) -> None:
        self._definitions = definitions
        self._recursive = recursive_definitions(definitions)
        self._name = name
        self._rewritten: dict[str, JsonObject] = {}

    def rewrite(self, schema: object, path: str) -> JsonObject:
        """Return the strict form of a schema, and rewrite the definitions that it references."""
        if not is_object(schema):
            self._reject_any(path)
        if "$ref" in schema:
            return self._reference(schema, path)
        if "allOf" in schema:
            return self._all_of(schema, path)
        kept, notes = _partition_keywords(schema)
        branches = schema.get("anyOf") or schema.get("oneOf")
        if branches:
            kept["anyOf"] = [self.rewrite(branch, path) for branch in branches]
        elif "enum" in schema or "const" in schema:
            self._set_value_types(kept, path)
        elif "type" not in schema:
            self._reject_any(path)
        else:
            if _has_type(schema, "object"):
                kept = {**self._object(schema, path), **kept}
            if _has_type(schema, "array"):
                kept["items"] = self._items(schema, path, notes)
        return with_notes(kept, notes)

    def definition(self, reference: str, path: str) -> JsonObject:
        """Return the definition that a reference names, as generated by pydantic."""
        name = reference_name({"$ref": reference})
        found = None if name is None else self._definitions.get(name)
        if not is_object(found):
            self._reject(path, f"references {reference!r}, which is missing in $defs; define it there")
        return found

    def used_definitions(self, root: JsonObject) -> dict[str, JsonObject]:
        """Return the rewritten definitions that are reachable from the root."""
        return {name: self._rewritten[name] for name in reachable_definitions(root, self._rewritten)}

    def _reference(self, schema: JsonObject, path: str) -> JsonObject:
        reference: str = schema["$ref"]
        target = self.definition(reference, path)
        name = str(reference_name(schema))
        siblings, notes = _partition_keywords(schema)
        # Strict mode allows no keywords next to `$ref`, so a reference with siblings becomes a copy of its target.
        if (siblings or notes) and name not in self._recursive:
            return self.rewrite({**target, **{key: schema[key] for key in schema if key != "$ref"}}, path)
        if name not in self._rewritten:
            # Registered before its contents are known, because a recursive definition reaches itself.
            self._rewritten[name] = {}
            self._rewritten[name] = self.rewrite(target, path)
        plain: JsonObject = {"$ref": reference}
        return with_notes({**siblings, "anyOf": [plain]}, notes) if siblings or notes else plain

    def _all_of(self, schema: JsonObject, path: str) -> JsonObject:
        parts: list[JsonObject] = schema["allOf"]
        if len(parts) != 1:
            self._reject(path, "combines several schemas with allOf; write them as one schema")
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        return self.rewrite({**parts[0], **rest}, path)

    def _object(self, schema: JsonObject, path: str) -> JsonObject:
        properties: JsonObject = schema.get("properties", {})
        if not properties and schema.get("additionalProperties", "properties" not in schema) is not False:
            self._reject(
                path,
                "is a map with free keys, which a strict schema does not support; "
                "use a list of objects with a key and a value instead",
            )
        return _closed_object(
            {name: self.rewrite(value, f"{path}.{name}" if path else name) for name, value in properties.items()}
        )

    def _items(self, schema: JsonObject, path: str, notes: list[str]) -> JsonObject:
        path += "[]"
        if schema.get("maxItems") == 0:
            return {"type": "null"}  # Strict mode requires `items`, also for an array that is always empty.
        positions: list[JsonObject] | None = schema.get("prefixItems")
        if not positions:
            return self.rewrite(schema.get("items", True), path)
        fixed = [self.rewrite(position, path) for position in positions]
        has_rest = "items" in schema and schema["items"] is not False
        rest = self.rewrite(schema["items"], path) if has_rest else None
        distinct = distinct_schemas(fixed if rest is None else [*fixed, rest])
        if len(distinct) == 1:
            return distinct[0]
        notes.append(item_order_note(fixed, rest))
        return {"anyOf": distinct}

    def _set_value_types(self, kept: JsonObject, path: str) -> None:
        values: list[object] = kept["enum"] if "enum" in kept else [kept["const"]]
        if not values:
            self._reject(path, "is an enumeration without members; add at least one member")
        types = list(dict.fromkeys(map(value_type, values)))
        if not _SCALAR_TYPES.issuperset(types):
            self._reject(path, "has a value that is not a string, number, boolean or null; remove that value")
        kept.setdefault("type", types[0] if len(types) == 1 else types)

    def _reject_any(self, path: str) -> NoReturn:
        self._reject(path, "accepts any value, which a strict schema does not support; give it a type")

    def _reject(self, path: str, problem: str) -> NoReturn:
        raise InputError("output_type", f"{path} of {self._name} {problem}" if path else f"{self._name} {problem}")


def _closed_object(properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _partition_keywords(schema: JsonObject) -> tuple[JsonObject, list[str]]:
    """Return the supported keywords of a schema, and sentences about the others."""
    kept = {key: copy.deepcopy(schema[key]) for key in _KEPT if key in schema}
    # JSON has no infinity, and an infinite bound excludes nothing.
    kept.update((key, schema[key]) for key in _BOUNDS if math.isfinite(schema.get(key, math.inf)))
    if schema.get("description"):
        kept["description"] = schema["description"]
    dropped = {key for key in _NOTES if key in schema and key not in kept}
    if "pattern" in kept and _UNSUPPORTED_PATTERN.search(kept["pattern"]):
        dropped.add("pattern")
        del kept["pattern"]
    if "format" in kept and kept["format"] not in _FORMATS:
        dropped.add("format")
        if re.fullmatch(r"uuid\d", kept["format"]):
            kept["format"] = "uuid"
        else:
            del kept["format"]
    # The type of an object or array may have been rewritten, so its default may not fit the strict schema.
    if not isinstance(schema.get("default"), (str, int, float)):
        dropped.discard("default")
    return kept, keyword_notes(schema, dropped)


def _has_type(schema: JsonObject, name: str) -> bool:
    types = schema.get("type")
    return types == name or (isinstance(types, list) and name in types)
