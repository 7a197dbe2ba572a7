"""Unit tests of docstring parsing and of the JSON schema of parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from openai_codex.tools import tool
from openai_codex.tools.docstrings import read_docstring
from openai_codex.tools.schema import MAX_BYTES, size, to_runtime_schema


@pytest.mark.parametrize(
    ("docstring", "summary", "parameters"),
    [
        (None, "", {}),
        ("", "", {}),
        ("One line.", "One line.", {}),
        ("Two\n    lines.\n\n    And more.", "Two lines.", {}),
        (
            """Do it.

            Args:
                city: The city,
                    in English.
                days (int, optional): How many.
                hook (Callable[[int], str]): Too much.
                *rest: The rest: all of it.
                empty:

            Returns:
                city: not this one.
            """,
            "Do it.",
            {
                "city": "The city, in English.",
                "days": "How many.",
                "hook": "Too much.",
                "rest": "The rest: all of it.",
            },
        ),
        (
            """Do it.
            Arguments:
              a: One.

              b: Two.
            Raises:
              c: not this one.
            """,
            "Do it.",
            {"a": "One.", "b": "Two."},
        ),
        ("\n    Args:\n        a: One.\n    ", "", {"a": "One."}),
        (
            """Do it.

            :param city: The city,
                in English.
            :param int days: How many.
            :type city: str
            :returns: Nothing.
            """,
            "Do it.",
            {"city": "The city, in English.", "days": "How many."},
        ),
        (":param a: One.", "", {"a": "One."}),
        ("Args: this is not a section.", "Args: this is not a section.", {}),
        ("Note: it is slow.\n\nUse a: b elsewhere.", "Note: it is slow.", {}),
    ],
)
def test_read_docstring_returns_summary_and_parameters(
    docstring: str | None, summary: str, parameters: dict[str, str]
) -> None:
    assert read_docstring(docstring) == (summary, parameters)


def properties_of(function: Any) -> dict[str, Any]:
    schema = tool(function).parameters
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    properties: dict[str, Any] = schema["properties"]
    return properties


def test_tool_parameters_descriptions_from_field_and_docstring() -> None:
    def ask(city: str, days: int, when: Annotated[str, Field(description="From the field.")], unit: str = "C") -> None:
        """Ask.

        Args:
            city: The city
            when: From the docstring.
            unit: The unit
            other: Unknown.
        """

    assert properties_of(ask) == {
        "city": {"type": "string", "description": "The city"},
        "days": {"type": "integer"},
        "when": {"type": "string", "description": "From the field."},
        "unit": {"type": "string", "description": 'The unit. Default: "C".'},
    }
    assert tool(ask).parameters["required"] == ["city", "days", "when"]


def test_tool_parameters_none_gives_empty_object() -> None:
    def nothing() -> None: ...

    assert tool(nothing).parameters == {"type": "object", "properties": {}, "additionalProperties": False}


class Colour(Enum):
    red = "red"
    blue = "blue"


class Level(IntEnum):
    low = 1
    high = 2


class Options(TypedDict, total=False):
    title: str
    default: int


@dataclass
class Money:
    amount: Annotated[float, Field(gt=0)]
    currency: Literal["EUR", "USD"] = "EUR"


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Node(BaseModel):
    """A node."""

    value: Money
    children: list[Node] = Field(default_factory=list)


# Descriptions repeat the keywords that the runtime drops; test_tools_runtime.py verifies what it passes on.
@pytest.mark.parametrize(
    ("annotation", "default", "expected"),
    [
        (str, ..., {"type": "string"}),
        (Any, ..., {}),
        (str | None, None, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (list[int], ..., {"type": "array", "items": {"type": "integer"}}),
        (dict[str, int], ..., {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Colour, Colour.red, {"type": "string", "enum": ["red", "blue"], "description": 'Default: "red".'}),
        (Level, ..., {"type": "integer", "enum": [1, 2]}),
        (Literal[1], ..., {"type": "integer", "const": 1}),
        (Literal["a", 1, None], ..., {"enum": ["a", 1, None], "type": ["string", "integer", "null"]}),
        (date, ..., {"type": "string", "format": "date", "description": "Format: date."}),
        (
            Annotated[int, Field(ge=1, lt=10, multiple_of=3, description="How many")],
            6,
            {
                "type": "integer",
                "minimum": 1,
                "exclusiveMaximum": 10,
                "multipleOf": 3,
                "description": "How many. At least 1. Less than 10. A multiple of 3. Default: 6.",
            },
        ),
        (
            Annotated[str, Field(min_length=2, max_length=5, pattern="^a+$", examples=["aa", "aaa"])],
            ...,
            {
                "type": "string",
                "minLength": 2,
                "maxLength": 5,
                "pattern": "^a+$",
                "description": "At least 2 characters. At most 5 characters. Matches the pattern ^a+$ . "
                'For example: "aa", "aaa".',
            },
        ),
        (
            Annotated[set[int], Field(min_length=1)],
            ...,
            {
                "type": "array",
                "items": {"type": "integer"},
                "uniqueItems": True,
                "minItems": 1,
                "description": "At least 1 items. Items are unique.",
            },
        ),
        (
            tuple[int, str, int],
            ...,
            {
                "type": "array",
                "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
                "minItems": 3,
                "maxItems": 3,
                "description": "The items in order: integer, string, integer.",
            },
        ),
        (
            tuple[float, float],
            ...,
            {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
                "description": "The items in order: number, number.",
            },
        ),
        (
            Options,
            ...,
            {
                "type": "object",
                "properties": {"title": {"type": "string"}, "default": {"type": "integer"}},
            },
        ),
        (
            Money,
            Money(3.5),
            {
                "type": "object",
                "properties": {
                    "amount": {"type": "number", "exclusiveMinimum": 0, "description": "More than 0."},
                    "currency": {"type": "string", "enum": ["EUR", "USD"], "description": 'Default: "EUR".'},
                },
                "required": ["amount"],
                "description": 'Default: {"amount": 3.5, "currency": "EUR"}.',
            },
        ),
        (
            Annotated[Cat | Dog, Field(discriminator="kind")],
            ...,
            {
                "anyOf": [
                    {"type": "object", "properties": {"kind": {"type": "string", "const": name}}, "required": ["kind"]}
                    for name in ("cat", "dog")
                ]
            },
        ),
    ],
)
def test_tool_parameters_type_gives_runtime_schema(annotation: Any, default: Any, expected: Any) -> None:
    def take(value: Any) -> None: ...

    take.__annotations__["value"] = annotation
    take.__defaults__ = None if default is ... else (default,)
    created = tool(take)
    value = created.parameters["properties"]["value"]
    # Newer versions of pydantic apply `extra="forbid"` to nested dataclasses and typed dictionaries as well.
    if value.get("additionalProperties") is False:
        del value["additionalProperties"]
    assert value == expected
    assert created.parameters.get("required", []) == (["value"] if default is ... else [])
    assert "$defs" not in created.parameters


def test_tool_parameters_recursive_type_keeps_reference() -> None:
    def walk(root: Node, money: Money) -> None:
        """Walk.

        Args:
            root: Where to start.
        """

    money = {
        "type": "object",
        "properties": {
            "amount": {"type": "number", "exclusiveMinimum": 0, "description": "More than 0."},
            "currency": {"type": "string", "enum": ["EUR", "USD"], "description": 'Default: "EUR".'},
        },
        "required": ["amount"],
    }
    assert tool(walk).parameters == {
        "type": "object",
        "properties": {"root": {"$ref": "#/$defs/Node", "description": "Where to start."}, "money": money},
        "required": ["root", "money"],
        "additionalProperties": False,
        "$defs": {
            "Node": {
                "type": "object",
                "description": "A node.",
                "properties": {
                    "value": money,
                    "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                },
                "required": ["value"],
            }
        },
    }


def test_tool_parameters_default_without_json_form_or_too_long_is_omitted() -> None:
    marker = object()

    def take(a: Any, b: str, c: list[int], d: list[int]) -> None: ...

    take.__defaults__ = (marker, "x" * 1000, [], Field(default_factory=list))
    assert properties_of(take) == {
        "a": {},
        "b": {"type": "string"},
        "c": {"type": "array", "items": {"type": "integer"}, "description": "Default: []."},
        "d": {"type": "array", "items": {"type": "integer"}},
    }


def chain(length: int, width: int) -> dict[str, Any]:
    """Return a schema in which each type has several properties of the next type."""
    definitions: dict[str, Any] = {f"T{length}": {"type": "string", "description": "The last one."}}
    for number in range(length):
        part = {"$ref": f"#/$defs/T{number + 1}"}
        definitions[f"T{number}"] = {"type": "object", "properties": {f"p{which}": part for which in range(width)}}
    return {"type": "object", "properties": {"a": {"$ref": "#/$defs/T0"}}, "$defs": definitions}


def test_to_runtime_schema_exponential_references_are_kept() -> None:
    small = to_runtime_schema(chain(2, 3))
    assert "$defs" not in small
    assert size(small) <= MAX_BYTES
    # Complete inlining would give 2 ** 60 parts, so the function must stop early.
    large = to_runtime_schema(chain(60, 2))
    assert large == chain(60, 2)


def test_to_runtime_schema_too_large_anyway_inlines_references() -> None:
    schema = chain(1, 1)
    schema["properties"]["b"] = {"type": "string", "description": "x" * MAX_BYTES}
    assert "$defs" not in to_runtime_schema(schema)


def test_to_runtime_schema_tuple_with_rest_includes_rest() -> None:
    schema = {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}, "minItems": 1}
    assert to_runtime_schema(schema) == {
        "type": "array",
        "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "minItems": 1,
        "description": "The items in order: integer, then any number of string.",
    }


def test_size_is_compact_json_in_bytes() -> None:
    assert size({"ä": [1, 2]}) == len('{"ä":[1,2]}'.encode())


def test_to_runtime_schema_does_not_modify_input() -> None:
    schema = chain(2, 2)
    before = json.dumps(schema)
    to_runtime_schema(schema)
    assert json.dumps(schema) == before


def nested(count: int) -> dict[str, Any]:
    """Return a schema whose property refers to a definition `count` times."""
    return {
        "type": "object",
        "properties": {f"p{number}": {"$ref": "#/$defs/Place"} for number in range(count)},
        "$defs": {"Place": {"type": "object", "properties": {"city": {"type": "string", "description": "A city."}}}},
    }


@pytest.mark.parametrize(("difference", "inlines"), [(-1, False), (0, True), (1, True)])
def test_to_runtime_schema_inlines_references_up_to_the_exact_limit(
    monkeypatch: pytest.MonkeyPatch, difference: int, inlines: bool
) -> None:
    inlined = to_runtime_schema(nested(4))
    assert "$defs" not in inlined
    monkeypatch.setattr("openai_codex.tools.schema.MAX_BYTES", size(inlined) + difference)
    assert ("$defs" not in to_runtime_schema(nested(4))) == inlines


@pytest.mark.parametrize(("limit", "inlines"), [(10, False), (11, True)])
def test_to_runtime_schema_counts_each_subschema_once(
    monkeypatch: pytest.MonkeyPatch, limit: int, inlines: bool
) -> None:
    """The schema with references exceeds the limit, so that the number of subschemas decides."""
    schema = {
        "type": "object",
        "properties": {f"p{number}": {"$ref": "#/$defs/Text"} for number in range(5)},
        "$defs": {"Text": {"type": "string"}},
    }
    monkeypatch.setattr("openai_codex.tools.schema.MAX_BYTES", limit)
    assert ("$defs" not in to_runtime_schema(schema)) == inlines
