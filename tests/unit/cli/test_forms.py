"""Fields of forms: prompts, and the values of typed texts."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex.cli.turns.forms import ABSENT, FormField, form_fields

COLORS = {"type": "string", "enum": ["r", "g"], "enumNames": ["Red", "Green"]}
TITLED = {"type": "string", "oneOf": [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"}]}
SEVERAL = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string", "enum": ["a", "b", "c"]}}


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"type": "string"}, "Ada", "Ada"),
        ({}, "7", "7"),
        ({"type": "integer"}, "-7", -7),
        ({"type": "number"}, "7", 7),
        ({"type": "number"}, "1.5e1", 15.0),
        ({"type": "boolean"}, "Yes", True),
        ({"type": "boolean"}, "n", False),
        (COLORS, "r", "r"),
        (COLORS, "Green", "g"),
        (COLORS, "2", "g"),
        (TITLED, "1", "r"),
        ({"enum": [1, 2]}, "2", 2),
        ({"enum": ["2", "1"]}, "2", "2"),
        (SEVERAL, "1, c", ["a", "c"]),
        ({"type": "array", "items": {"anyOf": TITLED["oneOf"]}}, "Red", ["r"]),
        ({"type": "object"}, '{"a": 1}', {"a": 1}),
        ({"type": "integer", "default": 3}, "", 3),
        ({"type": "string"}, "", ABSENT),
    ],
)
def test_valid_text_has_the_type_of_the_field(schema: dict[str, Any], text: str, value: object) -> None:
    found = FormField("field", schema, required=False).value(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("schema", "text", "problem"),
    [
        ({"type": "string"}, "", "required"),
        ({"type": "string", "minLength": 2}, "a", "at least 2 characters, got 1"),
        ({"type": "string", "maxLength": 2}, "abc", "at most 2 characters, got 3"),
        ({"type": "integer"}, "7.0", "an integer, got '7.0'"),
        ({"type": "number"}, "nan", "a number, got 'nan'"),
        ({"type": "number"}, "many", "a number, got 'many'"),
        ({"type": "integer", "minimum": 1}, "0", "at least 1, got 0"),
        ({"type": "number", "maximum": 1.5}, "2", "at most 1.5, got 2"),
        ({"type": "boolean"}, "maybe", "y or n, got 'maybe'"),
        (COLORS, "blue", "a number from 1 to 2 or one of the texts, got 'blue'"),
        (COLORS, "3", "got '3'"),
        (SEVERAL, "a,b,c", "at most 2 values, got 3"),
        (SEVERAL, "a,d", "got 'd'"),
        ({"type": "object"}, "{", "JSON, got '{'"),
    ],
)
def test_invalid_text_is_a_problem(schema: dict[str, Any], text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r"^expected ") as caught:
        FormField("field", schema, required=True).value(text)
    assert problem in str(caught.value)


def test_field_explains_itself() -> None:
    field = FormField("color", {**COLORS, "title": "Color", "description": "Of the sky", "default": "r"}, required=True)
    assert list(field.lines()) == ["Color: Of the sky", "  1  Red (r)", "  2  Green (g)"]
    assert field.prompt == 'color (number or text, required, empty: "r")? '
    assert FormField("when", {"type": "string", "format": "date"}, required=False).prompt == "when (date, optional)? "
    assert FormField("all", SEVERAL, required=True).prompt == "all (numbers with commas between them, required)? "
    assert [*FormField("all", SEVERAL, required=True).lines()] == ["  1  a", "  2  b", "  3  c"]


def test_fields_are_those_of_the_schema() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": True}, "required": ["a"]}
    assert form_fields(schema) == [FormField("a", {"type": "string"}, True), FormField("b", {}, False)]
    others: list[object] = [None, [], {}, {"properties": []}]
    assert [form_fields(other) for other in others] == [[]] * 4
