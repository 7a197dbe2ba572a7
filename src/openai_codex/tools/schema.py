"""From the JSON schema that pydantic makes to one that the model gets to see whole.

The runtime passes on the part of JSON schema that it knows. Without a word it drops defaults, bounds, patterns, formats
and examples, turns the types of a tuple into strings, and gives a choice without a type the type string; its older
versions drop references and `oneOf` as well. From 5,000 bytes on it drops all descriptions, and then `$defs`.
So what it would drop is said in descriptions, and references are resolved, as long as that fits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._json_types import JsonObject

MAX_BYTES = 5_000
"""How much of a schema the runtime passes on with its descriptions, as JSON without spaces."""

_MAX_NOTE = 200
"""How long a default or an example may be, in characters, to be told in a description."""

_REF = "#/$defs/"
_ONE = ("items", "additionalProperties", "not")
_LIST = ("anyOf", "allOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "$defs")
_DROPPED = ("title", "discriminator", "default", "examples", "prefixItems")
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}


def to_runtime_schema(schema: JsonObject) -> JsonObject:
    """Return a schema that says to the model what `schema` says, in what the runtime passes on."""
    whole = _simplify(schema)
    try:
        inlined = _simplify(_inlined(schema))
    except OverflowError:
        return whole
    # Where only the shorter of the two keeps its descriptions, descriptions are worth more than old runtimes.
    return inlined if size(inlined) <= MAX_BYTES or size(whole) > MAX_BYTES else whole


def size(schema: JsonObject) -> int:
    """Return the size of a schema in bytes, as the runtime counts it."""
    return len(json.dumps(schema, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace"))


def _map(node: JsonObject, change: Callable[[JsonObject], JsonObject]) -> JsonObject:
    """Return a schema with each of its direct parts changed; what is data (`default`, `enum`, ...) stays."""
    changed: JsonObject = {}
    for key, value in node.items():
        if key in _ONE and is_object(value):
            value = change(value)
        elif key in (*_LIST, "oneOf") and isinstance(value, list):
            parts = cast("list[object]", value)
            value = [change(part) if is_object(part) else part for part in parts]
        elif key in _NAMED and is_object(value):
            value = {name: change(part) if is_object(part) else part for name, part in value.items()}
        changed[key] = value
    return changed


def _inlined(schema: JsonObject) -> JsonObject:
    """Return a schema without references, other than those of what contains itself.

    Raises OverflowError if that were too much.
    """
    definitions: Mapping[str, JsonObject] = schema.get("$defs", {})
    recursive = {name for name in definitions if name in _reachable(definitions[name], definitions)}
    budget = MAX_BYTES  # each part takes more than a byte

    def resolved(node: JsonObject) -> JsonObject:
        nonlocal budget
        budget -= 1
        if budget < 0:
            raise OverflowError("the schema is too large without references")
        name = _name(node)
        if name is not None and name in definitions and name not in recursive:
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            return resolved({**definitions[name], **siblings})
        return _map(node, resolved)

    whole = resolved({key: value for key, value in schema.items() if key != "$defs"})
    kept = {name: resolved(definitions[name]) for name in definitions if name in recursive}
    return {**whole, "$defs": kept} if kept else whole


def _reachable(node: JsonObject, definitions: Mapping[str, JsonObject]) -> set[str]:
    """Return the names of all definitions that a schema refers to, also through others."""
    found: set[str] = set()

    def look(part: JsonObject) -> JsonObject:
        name = _name(part)
        if name is not None and name in definitions and name not in found:
            found.add(name)
            look(definitions[name])
        return _map(part, look)

    look(node)
    return found


def _name(node: JsonObject) -> str | None:
    reference = node.get("$ref")
    return reference[len(_REF) :] if isinstance(reference, str) and reference.startswith(_REF) else None


def _simplify(node: JsonObject) -> JsonObject:
    """Return a schema in what the runtime passes on, with the rest in its descriptions."""
    shaped = _map({key: value for key, value in node.items() if key not in _DROPPED}, _simplify)
    notes = _notes(node)
    if "oneOf" in shaped:
        shaped["anyOf"] = shaped.pop("oneOf")
    if "prefixItems" in node and "items" not in node:
        kinds: list[JsonObject] = []
        for part in node["prefixItems"]:
            kind = _simplify(part)
            if kind not in kinds:
                kinds.append(kind)
        shaped["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if "type" not in shaped and ("enum" in node or "const" in node):
        choices: list[object] = node.get("enum", [node.get("const")])
        kinds_of = sorted({_TYPES[type(choice)] for choice in choices if type(choice) in _TYPES})
        if kinds_of:
            shaped["type"] = kinds_of[0] if len(kinds_of) == 1 else kinds_of
    if notes:
        said = str(shaped.get("description", "")).rstrip()
        if said and said[-1] not in ".!?:;":
            said += "."
        shaped["description"] = " ".join((said, *notes)).strip()
    return shaped


def _notes(node: JsonObject) -> list[str]:
    """Return, as sentences, what a schema says beside what the runtime passes on."""
    notes: list[str] = []

    def note(key: str, words: str) -> None:
        if key in node:
            notes.append(words.format(node[key] if isinstance(node[key], str) else _json(node[key])))

    if isinstance(node.get("prefixItems"), list):
        kinds = ", ".join(_kind(part) for part in cast("list[Any]", node["prefixItems"]))
        notes.append(f"The items in order: {kinds}.")
    elif node.get("type") == "array":
        note("minItems", "At least {} items.")
        note("maxItems", "At most {} items.")
    if node.get("uniqueItems"):
        notes.append("No item twice.")
    note("minimum", "At least {}.")
    note("exclusiveMinimum", "More than {}.")
    note("maximum", "At most {}.")
    note("exclusiveMaximum", "Less than {}.")
    note("multipleOf", "A multiple of {}.")
    note("minLength", "At least {} characters.")
    note("maxLength", "At most {} characters.")
    note("minProperties", "At least {} entries.")
    note("maxProperties", "At most {} entries.")
    note("pattern", "Matches the pattern {} .")
    note("format", "Format: {}.")
    # A default of null says no more than that the parameter may be left out.
    if node.get("default") is not None and len(_json(node["default"])) <= _MAX_NOTE:
        notes.append(f"Default: {_json(node['default'])}.")
    examples = node.get("examples")
    if isinstance(examples, list) and examples:
        shown = ", ".join(_json(example) for example in cast("list[object]", examples))
        if len(shown) <= _MAX_NOTE:
            notes.append(f"For example: {shown}.")
    return notes


def _kind(node: JsonObject) -> str:
    kind = node.get("type") or _name(node) or "any"
    return kind if isinstance(kind, str) else " or ".join(cast("list[str]", kind))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
