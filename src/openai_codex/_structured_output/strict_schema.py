"""The strict JSON schema of a Python type: what a model that has to answer in a given form understands.

Models take a part of JSON Schema only. Objects are closed and have all their properties; maps with free keys, values of
any kind, `oneOf`, `allOf`, positions in arrays and many small keywords are not there. What can be said otherwise is
said otherwise here; what can only be wished for (a length, a default) moves into the description, where the model reads
it and from where validation of the answer takes over; for what cannot be said at all there is an error that names the
place and the remedy.
"""

from __future__ import annotations

import copy
import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn, cast

from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import SchemaError

from openai_codex._json_types import JsonObject, is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter
    from pydantic_core.core_schema import DecimalSchema

NO_SCHEMA = (PydanticUserError, PydanticUndefinedAnnotation, SchemaError)
"""What pydantic raises for a type that it cannot use."""

_REF = "#/$defs/"
_KEPT = ("type", "title", "enum", "const", "pattern", "format", "minItems", "maxItems")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_NOTES: Mapping[str, str] = {
    "format": "format: {}",
    "pattern": "matches the regular expression {}",
    "minLength": "length: at least {}",
    "maxLength": "length: at most {}",
    "uniqueItems": "no two items alike",
    "minProperties": "at least {} properties",
    "maxProperties": "at most {} properties",
    "contentEncoding": "encoding: {}",
    "contentMediaType": "content type: {}",
    "default": "default: {}",
    "examples": "examples: {}",
}
_JSON_TYPES: Mapping[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
}
# Groups that are more than brackets (look-around, flags, names) and back-references: an engine that decides letter by
# letter what may come next has none of them.
_UNUSUAL_PATTERN = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?!:)|\\[1-9])")
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


def strict_schema(adapter: TypeAdapter[Any], name: str) -> tuple[JsonObject, bool]:
    """Return the strict schema of a type, and whether it is wrapped.

    `name` is what messages call the type. Only an object may be at the root: any other type is wrapped into an object
    with one property, `value`.

    Raises `InputError` for a type, or a part of it, that no strict schema can describe.
    """
    try:
        schema = adapter.json_schema(schema_generator=_Generator, mode="validation", by_alias=True)
    except NO_SCHEMA as problem:
        raise InputError("output_type", f"{name} has no JSON schema: {reason(problem)}") from problem
    definitions: JsonObject = schema.pop("$defs", {})
    rewriter = _Rewriter(definitions, name)
    root = schema
    while "$ref" in root:
        root = {**rewriter.definition(root["$ref"], ""), **{key: root[key] for key in root if key != "$ref"}}
    wrapped = root.get("type") != "object"
    root = _closed({"value": rewriter.node(schema, "")}) if wrapped else rewriter.node(root, "")
    used = rewriter.used(root)
    return ({**root, "$defs": used} if used else root), wrapped


def reason(problem: PydanticUserError | PydanticUndefinedAnnotation | SchemaError) -> str:
    """Return what pydantic says of a type that it cannot use, without what comes after the first line of it."""
    return str(problem) if isinstance(problem, SchemaError) else str(problem.message).partition("\n")[0]


class _Generator(GenerateJsonSchema):
    """The schema as pydantic makes it, but for what it says in a way that is of no use here."""

    # Both warnings are about what is left out, and neither a default nor such a choice would be kept.
    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012  # as the base class has it

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out the titles that only repeat the names of fields."""
        return False

    def named_tuple_schema(self, schema: Any) -> JsonObject:
        """Describe a named tuple as an object, which pydantic reads as well: names say more than positions."""
        return self._named(schema["fields"])

    def call_schema(self, schema: Any) -> JsonObject:
        """Do the same where pydantic has no schema for named tuples, but one for calls of their class."""
        return self._named(schema["arguments_schema"]["arguments_schema"])

    def _named(self, fields: list[Any]) -> JsonObject:
        return {"type": "object", "properties": {part["name"]: self.generate_inner(part["schema"]) for part in fields}}

    def decimal_schema(self, schema: DecimalSchema) -> JsonObject:
        """Describe decimals with a plain pattern; the limits on digits go into the description."""
        found = super().decimal_schema(schema)
        for branch in found.get("anyOf", [found]):
            if branch.get("type") == "string":
                branch["pattern"] = _DECIMAL
        limits = {
            "at most {} digits": schema.get("max_digits"),
            "at most {} decimal places": schema.get("decimal_places"),
        }
        return _described(found, [text.format(limit) for text, limit in limits.items() if limit is not None])


class _Rewriter:
    """Rewrites one schema, with the definitions that it refers to. Paths are those of the type: `lines[].price`."""

    def __init__(self, definitions: JsonObject, name: str) -> None:
        self._definitions = definitions
        self._name = name
        self._rewritten: dict[str, JsonObject] = {}

    def node(self, schema: object, path: str) -> JsonObject:
        """Return one schema rewritten, and see to it that what it refers to will be, too."""
        if not is_object(schema):
            self._refuse_any(path)
        if "$ref" in schema:
            return self._reference(schema, path)
        if "allOf" in schema:
            return self._all_of(schema, path)
        kept, notes = _split(schema)
        branches = schema.get("anyOf") or schema.get("oneOf")
        if branches:
            kept["anyOf"] = [self.node(branch, path) for branch in branches]
        elif "enum" in schema or "const" in schema:
            self._type_values(kept, path)
        elif "type" not in schema:
            self._refuse_any(path)
        else:
            if _has_type(schema, "object"):
                kept = {**self._object(schema, path), **kept}
            if _has_type(schema, "array"):
                kept["items"] = self._items(schema, path, notes)
        return _described(kept, notes)

    def definition(self, reference: str, path: str) -> JsonObject:
        """Return the definition that a reference names, as pydantic wrote it."""
        found = self._definitions.get(reference.removeprefix(_REF))
        if not is_object(found):
            self._refuse(path, f"refers to {reference!r}, which is not among the definitions")
        return found

    def used(self, root: JsonObject) -> dict[str, JsonObject]:
        """Return the rewritten definitions that can be reached from the root, in the order in which they are."""
        found = _names_in(root)
        for name in found:
            found.extend(other for other in _names_in(self._rewritten[name]) if other not in found)
        return {name: self._rewritten[name] for name in found}

    def _reference(self, schema: JsonObject, path: str) -> JsonObject:
        reference: str = schema["$ref"]
        target = self.definition(reference, path)
        name = reference.removeprefix(_REF)
        beside, notes = _split(schema)
        # A reference stands alone. What is beside it goes with a copy of what it refers to.
        if (beside or notes) and not self._is_recursive(name):
            siblings = {key: value for key, value in schema.items() if key != "$ref"}
            return self.node({**target, **siblings}, path)
        if name not in self._rewritten:
            self._rewritten[name] = {}
            self._rewritten[name] = self.node(target, path)
        plain: JsonObject = {"$ref": reference}
        return _described({**beside, "anyOf": [plain]}, notes) if beside or notes else plain

    def _is_recursive(self, name: str) -> bool:
        seen = _names_in(self._definitions[name])
        for other in seen:
            seen.extend(more for more in _names_in(self._definitions.get(other)) if more not in seen)
        return name in seen

    def _all_of(self, schema: JsonObject, path: str) -> JsonObject:
        parts: list[JsonObject] = schema["allOf"]
        if len(parts) != 1:
            self._refuse(path, "combines several schemas with allOf; write it as one")
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        return self.node({**parts[0], **rest}, path)

    def _object(self, schema: JsonObject, path: str) -> JsonObject:
        properties: JsonObject = schema.get("properties", {})
        if not properties and schema.get("additionalProperties", "properties" not in schema) is not False:
            self._refuse(
                path,
                "is a map with free keys, which a strict schema cannot describe; "
                "use a list of objects instead that have a key and a value each",
            )
        return _closed(
            {name: self.node(value, f"{path}.{name}" if path else name) for name, value in properties.items()}
        )

    def _items(self, schema: JsonObject, path: str, notes: list[str]) -> JsonObject:
        path += "[]"
        if schema.get("maxItems") == 0:
            return {"type": "null"}  # There has to be something, though no item is ever written.
        positions: list[JsonObject] | None = schema.get("prefixItems")
        if not positions:
            return self.node(schema.get("items", True), path)
        kinds = [self.node(position, path) for position in positions]
        if "items" in schema and schema["items"] is not False:
            kinds.append(self.node(schema["items"], path))
        distinct = [kind for number, kind in enumerate(kinds) if kind not in kinds[:number]]
        if len(distinct) == 1:
            return distinct[0]
        named = [f"{number}. {_label(kind)}" for number, kind in enumerate(kinds[: len(positions)], start=1)]
        named.extend(f"then any number of {_label(kind)}" for kind in kinds[len(positions) :])
        notes.append(f"items in this order: {', '.join(named)}")
        return {"anyOf": distinct}

    def _type_values(self, kept: JsonObject, path: str) -> None:
        values: list[object] = kept["enum"] if "enum" in kept else [kept["const"]]
        if not values:
            self._refuse(path, "is an enumeration without members, which no answer could fit")
        kinds = [_JSON_TYPES.get(type(value)) for value in values]
        if None in kinds:
            self._refuse(path, "has a value that is neither text, number, boolean nor null; leave such values out")
        distinct = list(dict.fromkeys(kinds))
        kept.setdefault("type", distinct[0] if len(distinct) == 1 else distinct)

    def _refuse_any(self, path: str) -> NoReturn:
        self._refuse(path, "takes any value, which a strict schema cannot describe; give it a type")

    def _refuse(self, path: str, problem: str) -> NoReturn:
        raise InputError("output_type", f"{path} of {self._name} {problem}" if path else f"{self._name} {problem}")


def _closed(properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _split(schema: JsonObject) -> tuple[JsonObject, list[str]]:
    """Return the plain keywords of a schema that can stay, and notes on those that cannot."""
    kept = {key: copy.deepcopy(schema[key]) for key in _KEPT if key in schema}
    # JSON has no infinity, and such a bound is none.
    kept.update((key, schema[key]) for key in _BOUNDS if math.isfinite(schema.get(key, math.inf)))
    if schema.get("description"):
        kept["description"] = schema["description"]
    described = [key for key in _NOTES if key in schema and key not in kept]
    if "pattern" in kept and _UNUSUAL_PATTERN.search(kept["pattern"]):
        described.insert(0, "pattern")
        del kept["pattern"]
    if "format" in kept and kept["format"] not in _FORMATS:
        described.insert(0, "format")
        if re.fullmatch(r"uuid\d", kept["format"]):
            kept["format"] = "uuid"
        else:
            del kept["format"]
    return kept, [_note(key, schema[key]) for key in described if _is_telling(key, schema[key])]


def _is_telling(key: str, value: object) -> bool:
    # The type says already that there may be null. Longer defaults may be in another form than the answer has to be.
    if key == "default":
        return isinstance(value, (str, int, float))
    return value is not False


def _note(key: str, value: object) -> str:
    return _NOTES[key].format(value if isinstance(value, str) and key != "default" else _compact(value))


def _described(schema: JsonObject, notes: list[str]) -> JsonObject:
    if not notes:
        return schema
    said = schema.get("description")
    return {**schema, "description": f"{said} ({'; '.join(notes)})" if said else "; ".join(notes)}


def _has_type(schema: JsonObject, name: str) -> bool:
    kind = schema.get("type")
    return kind == name or (isinstance(kind, list) and name in kind)


def _label(schema: JsonObject) -> str:
    """Return a few words for a schema, for a description."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "anyOf" in schema:
        return " or ".join(_label(branch) for branch in schema["anyOf"])
    if "const" in schema:
        return _compact(schema["const"])
    return str(schema.get("title") or schema.get("format") or schema.get("type"))


def _names_in(schema: object) -> list[str]:
    """Return the definitions that a schema refers to, each once."""
    if is_object(schema):
        reference = schema.get("$ref")
        own = [reference.removeprefix(_REF)] if isinstance(reference, str) else []
        return list(dict.fromkeys([*own, *(name for value in schema.values() for name in _names_in(value))]))
    if isinstance(schema, list):
        return list(dict.fromkeys(name for value in cast("list[object]", schema) for name in _names_in(value)))
    return []


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
