"""Unit tests of the strict schema."""

import collections
import dataclasses
import datetime as dt
import enum
import ipaddress
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

import pytest
from pydantic import UUID4, AliasPath, BaseModel, ConfigDict, Field, HttpUrl, Json, JsonValue, RootModel, WithJsonSchema
from typing_extensions import NotRequired, TypedDict

from openai_codex._structured_output.output_type import OutputType
from openai_codex.errors import InputError
from unit.structured_output.output_dialect import unsupported_parts, violations

T = TypeVar("T")


class Colour(enum.Enum):
    red = "red"
    green = "green"


class Mixed(enum.Enum):
    one = 1
    half = 0.5
    word = "word"
    none = None


class Empty(enum.Enum):
    pass


class Address(BaseModel):
    """A postal address."""

    street: str
    zip: str = Field(pattern=r"^\d{5}$")


class Person(BaseModel):
    name: str = Field(description="As on the passport.", min_length=1, max_length=80)
    home: Address = Field(description="Where letters go.")
    work: Address | None = None
    nicknames: set[str] = set()
    age: int = Field(default=18, ge=0, lt=150)


class Node(BaseModel):
    text: str
    next: "Node | None" = Field(default=None, description="What follows.")
    copy_of: "Node | None" = None


class Left(BaseModel):
    kind: Literal["left"] = "left"
    right: "Right | None" = None


class Right(BaseModel):
    kind: Literal["right"] = "right"
    left: Left = Field(description="The other one.")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int


class Point(NamedTuple):
    x: float
    y: float = 0.0


@dataclasses.dataclass
class Line:
    start: Point
    end: Point
    width: float = dataclasses.field(default=1.0)


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")

    known: int


class Nothing(BaseModel):
    pass


class OnlyExtras(BaseModel):
    model_config = ConfigDict(extra="allow")


def wrapped_schema(type_: Any) -> Any:
    """Return the schema of a type that is wrapped into an object."""
    schema = OutputType(type_).schema()
    assert list(schema["properties"]) == ["value"]
    return schema["properties"]["value"]


ALL_TYPES: list[Any] = [
    *(Address, Person, Node, Left, Right, Page[int], Page[Page[Address]], Point, Line, Movie, Loose, Nothing),
    *(
        int,
        float,
        str,
        bool,
        None,
        Decimal,
        dt.datetime,
        dt.date,
        dt.time,
        dt.timedelta,
        uuid.UUID,
        Path,
        HttpUrl,
        bytes,
    ),
    *(ipaddress.IPv4Address, ipaddress.IPv6Network, Colour, Mixed, Literal["a", 1, None, True], Json[list[int]]),
    *(list[int], list[Address], set[Colour], frozenset[str], tuple[int, ...], tuple[()], collections.deque[int]),
    *(tuple[int, str], tuple[Point, Address, Node | None], list[tuple[float, float]]),
    *(int | None, int | str | Address, Address | Person, list[int | None], RootModel[list[Node]]),
    Annotated[Left | Right, Field(discriminator="kind")],
    Annotated[str, Field(pattern=r"^(?:ab|c)+$")],
    Annotated[Decimal, Field(max_digits=6, decimal_places=2, ge=0)],
    Annotated[list[Annotated[int, Field(gt=0, multiple_of=3)]], Field(min_length=1, max_length=3)],
    Annotated[Node, Field(description="The first one.")],
]


@pytest.mark.parametrize("type_", ALL_TYPES, ids=str)
def test_schema_any_type_uses_supported_keywords(type_: Any) -> None:
    assert unsupported_parts(OutputType(type_).schema()) == []


def test_unsupported_parts_pydantic_schema_finds_them() -> None:
    # Verifies that the check of the previous test finds violations.
    assert unsupported_parts(Person.model_json_schema())
    assert unsupported_parts(Page[int].model_json_schema()) == ["#: not closed"]


def test_schema_model_is_complete() -> None:
    home = {
        "title": "Address",
        "type": "object",
        "properties": {"street": {"type": "string"}, "zip": {"type": "string", "pattern": r"^\d{5}$"}},
        "required": ["street", "zip"],
        "additionalProperties": False,
    }
    assert OutputType(Person).schema() == {
        "title": "Person",
        "type": "object",
        "properties": {
            "name": {
                "type": "string",
                "description": "As on the passport. At least 1 characters. At most 80 characters.",
            },
            "home": {**home, "description": "Where letters go."},
            "work": {"anyOf": [{"$ref": "#/$defs/Address"}, {"type": "null"}]},
            "nicknames": {"type": "array", "items": {"type": "string"}, "description": "Items are unique."},
            "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150, "description": "Default: 18."},
        },
        "required": ["name", "home", "work", "nicknames", "age"],
        "additionalProperties": False,
        "$defs": {"Address": {**home, "description": "A postal address."}},
    }


def test_schema_root_not_object_is_wrapped() -> None:
    assert OutputType(list[int]).schema() == {
        "type": "object",
        "properties": {"value": {"type": "array", "items": {"type": "integer"}}},
        "required": ["value"],
        "additionalProperties": False,
    }
    assert wrapped_schema(Address | None)["anyOf"] == [{"$ref": "#/$defs/Address"}, {"type": "null"}]


@pytest.mark.parametrize("type_", [Person, Page[int], Point, Line, Movie, Node, Annotated[Node, Field(title="First")]])
def test_schema_root_object_is_not_wrapped(type_: Any) -> None:
    assert list(OutputType(type_).schema()["properties"]) != ["value"]


def test_schema_recursive_type_keeps_references() -> None:
    schema = OutputType(Node).schema()
    reference = {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}
    assert schema["properties"]["next"] == {**reference, "description": "What follows."}
    assert schema["properties"]["copy_of"] == reference
    assert schema["$defs"]["Node"]["properties"] == schema["properties"]
    deep = {"text": "a", "copy_of": None, "next": {"text": "b", "copy_of": None, "next": None}}
    assert violations(deep, schema) == []
    assert violations({**deep, "copy_of": {"text": 1, "next": None, "copy_of": None}}, schema)


def test_schema_described_recursive_reference_is_wrapped_in_any_of() -> None:
    described = OutputType(Right).schema()["$defs"]["Right"]["properties"]["left"]
    assert described == {"description": "The other one.", "anyOf": [{"$ref": "#/$defs/Left"}]}


def test_schema_discriminated_union_becomes_any_of() -> None:
    schema = wrapped_schema(Annotated[Left | Right, Field(discriminator="kind")])
    assert schema == {"anyOf": [{"$ref": "#/$defs/Left"}, {"$ref": "#/$defs/Right"}]}


def test_schema_enumeration_has_types_of_values() -> None:
    assert wrapped_schema(Colour) == {"title": "Colour", "type": "string", "enum": ["red", "green"]}
    assert wrapped_schema(Mixed)["type"] == ["integer", "number", "string", "null"]
    assert wrapped_schema(Literal["a"]) == {"type": "string", "const": "a"}
    assert wrapped_schema(Literal[1, "a", True])["type"] == ["integer", "string", "boolean"]


def test_schema_tuple_becomes_any_of_with_note() -> None:
    assert wrapped_schema(tuple[int, str, Address]) == {
        "type": "array",
        "minItems": 3,
        "maxItems": 3,
        "items": {"anyOf": [{"type": "integer"}, {"type": "string"}, {"$ref": "#/$defs/Address"}]},
        "description": "The items in order: integer, string, Address.",
    }
    assert wrapped_schema(tuple[float, float]) == {
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "items": {"type": "number"},
    }


def test_schema_tuple_with_rest_includes_rest() -> None:
    open_end = {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}}
    assert wrapped_schema(Annotated[Any, WithJsonSchema(open_end)]) == {
        "type": "array",
        "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "description": "The items in order: integer, then any number of string.",
    }
    assert wrapped_schema(Annotated[Any, WithJsonSchema({**open_end, "items": False})]) == {
        "type": "array",
        "items": {"type": "integer"},
    }


def test_schema_named_tuple_becomes_object() -> None:
    assert OutputType(Point).schema() == {
        "type": "object",
        "properties": {"x": {"type": "number"}, "y": {"type": "number", "description": "Default: 0.0."}},
        "required": ["x", "y"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("type_", "schema"),
    [
        (dt.datetime, {"type": "string", "format": "date-time"}),
        (dt.timedelta, {"type": "string", "format": "duration"}),
        (ipaddress.IPv4Address, {"type": "string", "format": "ipv4"}),
        (Path, {"type": "string", "description": "Format: path."}),
        (HttpUrl, {"type": "string", "description": "At least 1 characters. At most 2083 characters. Format: uri."}),
        (Json[int], {"type": "string", "description": "Content type: application/json."}),
        (Annotated[float, WithJsonSchema({"type": "number", "maximum": float("inf")})], {"type": "number"}),
        (
            Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "null"}, "uniqueItems": False})],
            {"type": "array", "items": {"type": "null"}},
        ),
        (Annotated[str, Field(examples=["a", "b"])], {"type": "string", "description": 'For example: "a", "b".'}),
        (Annotated[int, Field(title="Age in years")], {"type": "integer", "title": "Age in years"}),
        (Annotated[str, WithJsonSchema({"type": ["string", "null"]})], {"type": ["string", "null"]}),
        (UUID4, {"type": "string", "format": "uuid", "description": "Format: uuid4."}),
        (Annotated[int, WithJsonSchema({"allOf": [{"type": "integer"}], "x-mine": 1})], {"type": "integer"}),
    ],
    ids=str,
)
def test_schema_unsupported_keyword_becomes_note(type_: Any, schema: dict[str, Any]) -> None:
    assert wrapped_schema(type_) == schema


@pytest.mark.parametrize("name", ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"])
def test_schema_format_of_strict_mode_is_kept(name: str) -> None:
    schema = {"type": "string", "format": name}
    assert wrapped_schema(Annotated[str, WithJsonSchema(schema)]) == schema


@pytest.mark.parametrize(
    ("schema", "note"),
    [
        ({"type": "string", "minLength": 2}, "At least 2 characters."),
        ({"type": "string", "maxLength": 3}, "At most 3 characters."),
        ({"type": "array", "items": {"type": "null"}, "uniqueItems": True}, "Items are unique."),
        ({"type": "object", "properties": {"a": {"type": "null"}}, "minProperties": 1}, "At least 1 entries."),
        ({"type": "object", "properties": {"a": {"type": "null"}}, "maxProperties": 2}, "At most 2 entries."),
        ({"type": "string", "contentEncoding": "base64"}, "Encoding: base64."),
        ({"type": "string", "contentMediaType": "text/html"}, "Content type: text/html."),
        ({"type": "string", "examples": ["a"]}, 'For example: "a".'),
        ({"type": "string", "default": "a"}, 'Default: "a".'),
        ({"type": "integer", "default": 3}, "Default: 3."),
        ({"type": "number", "default": 0.5}, "Default: 0.5."),
        ({"type": "boolean", "default": True}, "Default: true."),
        ({"type": "array", "items": {"type": "null"}, "default": []}, None),
        ({"type": "string", "format": "uri"}, "Format: uri."),
    ],
    ids=str,
)
def test_schema_each_unsupported_keyword_becomes_note(schema: dict[str, Any], note: str | None) -> None:
    found = wrapped_schema(list[Annotated[Any, WithJsonSchema(schema)]])["items"]
    assert found.pop("description", None) == note
    removed = {key for key in schema if key not in found}
    assert removed == set(schema) - {"type", "items", "properties"}


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (r"^[a-z]+(?:-\d{2})?$", True),
        (r"^\(?=x$", True),  # an optional bracket and an equals sign
        (r"^(?=.*\d).+$", False),
        (r"^(?!no).+$", False),
        (r"(?<=a)b", False),
        (r"\\(?!b)", False),
        (r"(a|b)\1", False),
        (r"(?i)yes", False),
        (r"(?P<word>\w+)", False),
    ],
)
def test_schema_unsupported_pattern_becomes_note(pattern: str, kept: bool) -> None:
    schema = wrapped_schema(Annotated[str, WithJsonSchema({"type": "string", "pattern": pattern})])
    if kept:
        assert schema == {"type": "string", "pattern": pattern}
    else:
        assert schema == {"type": "string", "description": f"Matches the pattern {pattern} ."}


def test_schema_decimal_has_simple_pattern() -> None:
    schema = wrapped_schema(Annotated[Decimal, Field(max_digits=6, decimal_places=2, ge=0)])
    number, text = schema["anyOf"]
    assert number == {"type": "number", "minimum": 0}
    assert schema["description"] == "At most 6 digits. At most 2 decimal places."
    for value in ("0", "-1.50", "1E+3", "12.5e-7"):
        assert violations(value, text) == []
    for value in ("", "1,5", ".5", "NaN", "1.", "--1"):
        assert violations(value, text)


def test_schema_aliases_are_property_names() -> None:
    class Aliased(BaseModel):
        plain: int = Field(alias="camelCase")
        deep: int = Field(validation_alias=AliasPath("a", 0))

    output = OutputType(Aliased)
    assert output.schema()["required"] == ["camelCase", "deep"]
    assert output.parse('{"camelCase": 1, "deep": 2}') == Aliased.model_validate({"camelCase": 1, "a": [2]})


def test_schema_returns_copy() -> None:
    output = OutputType(Person)
    before = output.schema()
    output.schema()["properties"]["home"]["properties"].clear()
    output.schema()["$defs"].clear()
    assert output.schema() == before


class Deep(BaseModel):
    pages: list[Page[Loose]]
    extra: list[tuple[int, dict[str, int]]]


class OnlyAny(BaseModel):
    inner: Page[Any] | None


@pytest.mark.parametrize(
    ("type_", "message"),
    [
        (dict[str, int], "dict[str, int] is a map with free keys, which a strict schema does not support; use a list"),
        (dict[Literal["a"], int], "is a map with free keys"),
        (OnlyExtras, "OnlyExtras is a map with free keys"),
        (Deep, "extra[][] of Deep is a map with free keys"),
        (OnlyAny, "inner.items[] of OnlyAny accepts any value, which a strict schema does not support; give it a type"),
        (Any, "Any accepts any value"),
        (object, "object accepts any value"),
        (JsonValue, "accepts any value"),
        (list, "[] of list accepts any value"),
        (Empty, "Empty is an enumeration without members"),
        (Annotated[int, WithJsonSchema({"allOf": [{"minimum": 1}, {"type": "integer"}]})], "with allOf"),
        (Annotated[int, WithJsonSchema({"enum": [[1]]})], "not a string, number, boolean or null"),
        (
            Annotated[int, WithJsonSchema({"$ref": "https://example.org/int"})],
            "output_type: Annotated[int, WithJsonSchema(json_schema={'$ref': 'https://example.org/int'}, mode=None)]",
        ),
        (Annotated[list[int], WithJsonSchema({"type": "array"})], "accepts any value"),
        (type, "type has no JSON schema: "),
        (5, "expected a type that pydantic supports, got 5: Unable to generate"),
        (list["Unknown"], "Unknown"),  # type: ignore[name-defined]  # noqa: F821
        (print, "expected a type, got the function print; pass the type of the answer"),
    ],
    ids=str,
)
def test_output_type_without_strict_schema_raises(type_: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        OutputType(type_)
    assert caught.value.field == "output_type"
    assert str(caught.value).startswith("output_type: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "errors.pydantic.dev" not in str(caught.value)
