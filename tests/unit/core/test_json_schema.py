"""Tests of the shared building blocks of schema rewriting."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import Any

import pytest
from pydantic import BaseModel

from openai_codex import _json_schema
from openai_codex._json_schema import (
    MAX_NOTE_LENGTH,
    SchemaGenerator,
    compact_json,
    distinct_schemas,
    item_order_note,
    keyword_notes,
    map_subschemas,
    reachable_definitions,
    recursive_definitions,
    reference_name,
    schema_label,
    value_type,
    with_notes,
)

NOTES = {
    "minItems": (2, "At least 2 items."),
    "maxItems": (3, "At most 3 items."),
    "uniqueItems": (True, "Items are unique."),
    "minimum": (0, "At least 0."),
    "exclusiveMinimum": (1.5, "More than 1.5."),
    "maximum": (5, "At most 5."),
    "exclusiveMaximum": (6, "Less than 6."),
    "multipleOf": (7, "A multiple of 7."),
    "minLength": (8, "At least 8 characters."),
    "maxLength": (9, "At most 9 characters."),
    "minProperties": (10, "At least 10 entries."),
    "maxProperties": (11, "At most 11 entries."),
    "pattern": ("^a$", "Matches the pattern ^a$ ."),
    "format": ("uri", "Format: uri."),
    "contentEncoding": ("base64", "Encoding: base64."),
    "contentMediaType": ("text/plain", "Content type: text/plain."),
    "default": ("ä", 'Default: "ä".'),
    "examples": ([1, "b"], 'For example: 1, "b".'),
}


def test_each_keyword_has_this_sentence_in_this_order() -> None:
    schema = {keyword: value for keyword, (value, _) in reversed(NOTES.items())}
    assert keyword_notes(schema, schema.keys()) == [note for _, note in NOTES.values()]


@pytest.mark.parametrize("keyword", NOTES)
def test_only_the_given_keywords_are_described(keyword: str) -> None:
    schema = {name: value for name, (value, _) in NOTES.items()}
    assert keyword_notes(schema, {keyword, "unknown"}) == [NOTES[keyword][1]]
    del schema[keyword]
    assert keyword_notes(schema, {keyword}) == []


@pytest.mark.parametrize(
    ("keyword", "value", "notes"),
    [
        ("uniqueItems", False, []),
        ("default", None, []),
        ("default", False, ["Default: false."]),
        ("default", "", ['Default: "".']),
        ("default", {"a": [1]}, ['Default: {"a": [1]}.']),
        ("default", dt.date(2024, 1, 2), ['Default: "2024-01-02".']),
        ("examples", [], []),
        ("examples", "text", []),
        ("examples", [None], ["For example: null."]),
        ("minimum", None, []),
        ("default", "x" * (MAX_NOTE_LENGTH - 2), [f'Default: "{"x" * 198}".']),
        ("default", "x" * (MAX_NOTE_LENGTH - 1), []),
        ("examples", [10**198, 1], []),
        ("examples", [10**196, 1], [f"For example: {10**196}, 1."]),
        ("pattern", "x" * 300, [f"Matches the pattern {'x' * 300} ."]),
    ],
)
def test_keyword_without_information_or_with_a_long_value_has_no_sentence(
    keyword: str, value: object, notes: list[str]
) -> None:
    assert MAX_NOTE_LENGTH == 200
    assert keyword_notes({keyword: value}, {keyword}) == notes


@pytest.mark.parametrize(
    ("description", "notes", "expected"),
    [
        (None, ["One.", "Two."], "One. Two."),
        ("Text", ["One."], "Text. One."),
        ("Text.", ["One."], "Text. One."),
        ("Text! ", ["One."], "Text! One."),
        ("Text?", ["One."], "Text? One."),
        ("Text:", ["One."], "Text: One."),
        ("Text;", ["One."], "Text; One."),
        ("Text,", ["One."], "Text,. One."),
        ("", ["One."], "One."),
        ("  ", ["One."], "One."),
    ],
)
def test_notes_follow_the_description(description: str | None, notes: list[str], expected: str) -> None:
    schema: dict[str, Any] = {"type": "string"} if description is None else {"description": description, "x": 1}
    before = dict(schema)
    assert with_notes(schema, notes) == {**schema, "description": expected}
    assert schema == before
    assert with_notes(schema, []) is schema


def test_map_subschemas_changes_each_direct_subschema() -> None:
    def marked(part: dict[str, Any]) -> dict[str, Any]:
        return {"was": part}

    part = {"type": "string", "items": {}}
    for keyword in ("items", "additionalProperties", "not"):
        assert map_subschemas({keyword: part}, marked) == {keyword: {"was": part}}
        assert map_subschemas({keyword: False}, marked) == {keyword: False}
    for keyword in ("anyOf", "allOf", "oneOf", "prefixItems"):
        assert map_subschemas({keyword: [part, True, {}]}, marked) == {keyword: [{"was": part}, True, {"was": {}}]}
        assert map_subschemas({keyword: part}, marked) == {keyword: part}
    for keyword in ("properties", "patternProperties", "$defs"):
        assert map_subschemas({keyword: {"a": part, "b": True}}, marked) == {keyword: {"a": {"was": part}, "b": True}}
        assert map_subschemas({keyword: [part]}, marked) == {keyword: [part]}
    for keyword in ("default", "const", "examples", "enum", "x"):
        assert map_subschemas({keyword: part}, marked) == {keyword: part}


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"$ref": "#/$defs/A"}, "A"),
        ({"$ref": "#/$defs/A/B"}, "A/B"),
        ({"$ref": "#/definitions/A"}, None),
        ({"$ref": 5}, None),
        ({}, None),
    ],
)
def test_reference_name_is_that_of_a_definition(schema: dict[str, Any], name: str | None) -> None:
    assert reference_name(schema) == name


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


DEFINITIONS: dict[str, dict[str, Any]] = {
    "A": {"properties": {"b": ref("B"), "again": ref("B")}},
    "B": {"items": {"anyOf": [ref("C"), ref("missing")]}},
    "C": {"type": "string"},
    "Self": {"properties": {"next": ref("Self")}},
    "X": {"items": ref("Y")},
    "Y": {"additionalProperties": ref("X")},
    "ToX": {"items": ref("X")},
}


def test_reachable_definitions_are_followed_once_in_order() -> None:
    assert reachable_definitions({"items": ref("A"), "not": ref("C")}, DEFINITIONS) == ["A", "C", "B"]
    assert reachable_definitions(ref("X"), DEFINITIONS) == ["X", "Y"]
    assert reachable_definitions({"$defs": DEFINITIONS, "type": "object"}, DEFINITIONS) == []
    assert reachable_definitions(ref("missing"), DEFINITIONS) == []


def test_recursive_definitions_reference_themselves_directly_or_through_others() -> None:
    assert recursive_definitions(DEFINITIONS) == {"Self", "X", "Y"}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a", "string"), (True, "boolean"), (1, "integer"), (1.0, "number"), (None, "null"), ([], "array"),
        ({}, "object"), (b"", None), ((), None),
    ],
)  # fmt: skip
def test_value_type_is_the_json_type(value: object, name: str | None) -> None:
    assert value_type(value) == name


def test_distinct_schemas_keeps_the_first_of_equal_ones() -> None:
    one, two = {"type": "string"}, {"type": "integer"}
    assert distinct_schemas([one, two, dict(one), two]) == [one, two]
    assert distinct_schemas([]) == []


@pytest.mark.parametrize(
    ("schema", "label"),
    [
        (ref("A"), "A"),
        ({"title": "T", "format": "f", "type": "string"}, "T"),
        ({"format": "f", "type": "string"}, "f"),
        ({"type": "string"}, "string"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"anyOf": [ref("A"), {"type": "null"}], "title": "T"}, "A or null"),
        ({"oneOf": [ref("A"), ref("B")]}, "A or B"),
        ({"const": "a", "type": "string"}, '"a"'),
        ({"const": None}, "null"),
        ({"anyOf": []}, "any"),
        ({}, "any"),
    ],
)
def test_schema_label_is_the_most_specific_name(schema: dict[str, Any], label: str) -> None:
    assert schema_label(schema) == label


def test_item_order_note_names_each_position_and_the_rest() -> None:
    assert item_order_note([{"type": "integer"}, ref("A")]) == "The items in order: integer, A."
    note = "The items in order: integer, then any number of string."
    assert item_order_note([{"type": "integer"}], {"type": "string"}) == note


def test_compact_json_is_one_readable_line() -> None:
    assert compact_json({"ä": [1, None], "d": dt.date(2024, 1, 2)}) == '{"ä": [1, null], "d": "2024-01-02"}'


def test_schema_generator_ignores_defaults_without_json_form() -> None:
    class Model(BaseModel):
        at: object = object()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema = Model.model_json_schema(schema_generator=SchemaGenerator)
    assert "default" not in schema["properties"]["at"]
    assert SchemaGenerator.ignored_warning_kinds == {"skipped-choice", "non-serializable-default"}
    assert _json_schema.REFERENCE_PREFIX == "#/$defs/"
