"""The strict schema: what it has to be for any type, what it says of some, and which types have none."""

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
from unit.structured_output.output_dialect import breaches, misfits

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
    """Where somebody lives."""

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


def items_of(type_: Any) -> Any:
    """Return the schema of a type that is wrapped."""
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
def test_the_schema_of_any_type_is_in_the_dialect(type_: Any) -> None:
    assert breaches(OutputType(type_).schema()) == []


def test_pydantics_own_schema_would_not_be() -> None:
    # What the check above is worth.
    assert breaches(Person.model_json_schema())
    assert breaches(Page[int].model_json_schema()) == ["#: not closed"]


def test_a_model_in_full() -> None:
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
                "description": "As on the passport. (length: at least 1; length: at most 80)",
            },
            "home": {**home, "description": "Where letters go."},
            "work": {"anyOf": [{"$ref": "#/$defs/Address"}, {"type": "null"}]},
            "nicknames": {"type": "array", "items": {"type": "string"}, "description": "no two items alike"},
            "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150, "description": "default: 18"},
        },
        "required": ["name", "home", "work", "nicknames", "age"],
        "additionalProperties": False,
        "$defs": {"Address": {**home, "description": "Where somebody lives."}},
    }


def test_the_root_is_wrapped_where_it_is_no_object() -> None:
    assert OutputType(list[int]).schema() == {
        "type": "object",
        "properties": {"value": {"type": "array", "items": {"type": "integer"}}},
        "required": ["value"],
        "additionalProperties": False,
    }
    assert items_of(Address | None)["anyOf"] == [{"$ref": "#/$defs/Address"}, {"type": "null"}]


@pytest.mark.parametrize("type_", [Person, Page[int], Point, Line, Movie, Node, Annotated[Node, Field(title="First")]])
def test_the_root_is_not_wrapped_where_it_is_an_object(type_: Any) -> None:
    assert list(OutputType(type_).schema()["properties"]) != ["value"]


def test_recursive_types_keep_their_references() -> None:
    schema = OutputType(Node).schema()
    reference = {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}
    assert schema["properties"]["next"] == {**reference, "description": "What follows."}
    assert schema["properties"]["copy_of"] == reference
    assert schema["$defs"]["Node"]["properties"] == schema["properties"]
    deep = {"text": "a", "copy_of": None, "next": {"text": "b", "copy_of": None, "next": None}}
    assert misfits(deep, schema) == []
    assert misfits({**deep, "copy_of": {"text": 1, "next": None, "copy_of": None}}, schema)


def test_a_described_reference_into_a_circle_is_not_copied_for_ever() -> None:
    described = OutputType(Right).schema()["$defs"]["Right"]["properties"]["left"]
    assert described == {"description": "The other one.", "anyOf": [{"$ref": "#/$defs/Left"}]}


def test_a_union_with_a_tag_is_any_of_its_branches() -> None:
    schema = items_of(Annotated[Left | Right, Field(discriminator="kind")])
    assert schema == {"anyOf": [{"$ref": "#/$defs/Left"}, {"$ref": "#/$defs/Right"}]}


def test_enumerations_say_the_types_of_their_values() -> None:
    assert items_of(Colour) == {"title": "Colour", "type": "string", "enum": ["red", "green"]}
    assert items_of(Mixed)["type"] == ["integer", "number", "string", "null"]
    assert items_of(Literal["a"]) == {"type": "string", "const": "a"}
    assert items_of(Literal[1, "a", True])["type"] == ["integer", "string", "boolean"]


def test_positions_become_any_of_their_types_and_a_note() -> None:
    assert items_of(tuple[int, str, Address]) == {
        "type": "array",
        "minItems": 3,
        "maxItems": 3,
        "items": {"anyOf": [{"type": "integer"}, {"type": "string"}, {"$ref": "#/$defs/Address"}]},
        "description": "items in this order: 1. integer, 2. string, 3. Address",
    }
    assert items_of(tuple[float, float]) == {
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "items": {"type": "number"},
    }


def test_positions_with_more_to_follow() -> None:
    open_end = {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}}
    assert items_of(Annotated[Any, WithJsonSchema(open_end)]) == {
        "type": "array",
        "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "description": "items in this order: 1. integer, then any number of string",
    }
    assert items_of(Annotated[Any, WithJsonSchema({**open_end, "items": False})]) == {
        "type": "array",
        "items": {"type": "integer"},
    }


def test_named_tuples_are_objects() -> None:
    assert OutputType(Point).schema() == {
        "type": "object",
        "properties": {"x": {"type": "number"}, "y": {"type": "number", "description": "default: 0.0"}},
        "required": ["x", "y"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("type_", "schema"),
    [
        (dt.datetime, {"type": "string", "format": "date-time"}),
        (dt.timedelta, {"type": "string", "format": "duration"}),
        (ipaddress.IPv4Address, {"type": "string", "format": "ipv4"}),
        (Path, {"type": "string", "description": "format: path"}),
        (HttpUrl, {"type": "string", "description": "format: uri; length: at least 1; length: at most 2083"}),
        (Json[int], {"type": "string", "description": "content type: application/json"}),
        (Annotated[float, WithJsonSchema({"type": "number", "maximum": float("inf")})], {"type": "number"}),
        (
            Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "null"}, "uniqueItems": False})],
            {"type": "array", "items": {"type": "null"}},
        ),
        (Annotated[str, Field(examples=["a", "b"])], {"type": "string", "description": 'examples: ["a", "b"]'}),
        (Annotated[int, Field(title="Age in years")], {"type": "integer", "title": "Age in years"}),
        (Annotated[str, WithJsonSchema({"type": ["string", "null"]})], {"type": ["string", "null"]}),
        (UUID4, {"type": "string", "format": "uuid", "description": "format: uuid4"}),
        (Annotated[int, WithJsonSchema({"allOf": [{"type": "integer"}], "x-mine": 1})], {"type": "integer"}),
    ],
    ids=str,
)
def test_what_the_dialect_does_not_have_is_said_in_words(type_: Any, schema: dict[str, Any]) -> None:
    assert items_of(type_) == schema


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (r"^[a-z]+(?:-\d{2})?$", True),
        (r"^\(?=x$", True),  # a bracket that may be there, and an equals sign
        (r"^(?=.*\d).+$", False),
        (r"^(?!no).+$", False),
        (r"(?<=a)b", False),
        (r"\\(?!b)", False),
        (r"(a|b)\1", False),
        (r"(?i)yes", False),
        (r"(?P<word>\w+)", False),
    ],
)
def test_patterns_stay_if_a_machine_can_follow_them_letter_by_letter(pattern: str, kept: bool) -> None:
    schema = items_of(Annotated[str, WithJsonSchema({"type": "string", "pattern": pattern})])
    if kept:
        assert schema == {"type": "string", "pattern": pattern}
    else:
        assert schema == {"type": "string", "description": f"matches the regular expression {pattern}"}


def test_decimals_have_a_pattern_without_tricks() -> None:
    schema = items_of(Annotated[Decimal, Field(max_digits=6, decimal_places=2, ge=0)])
    number, text = schema["anyOf"]
    assert number == {"type": "number", "minimum": 0}
    assert schema["description"] == "at most 6 digits; at most 2 decimal places"
    for value in ("0", "-1.50", "1E+3", "12.5e-7"):
        assert misfits(value, text) == []
    for value in ("", "1,5", ".5", "NaN", "1.", "--1"):
        assert misfits(value, text)


def test_aliases_are_what_the_model_is_asked_for() -> None:
    class Aliased(BaseModel):
        plain: int = Field(alias="camelCase")
        deep: int = Field(validation_alias=AliasPath("a", 0))

    output = OutputType(Aliased)
    assert output.schema()["required"] == ["camelCase", "deep"]
    assert output.parse('{"camelCase": 1, "deep": 2}') == Aliased.model_validate({"camelCase": 1, "a": [2]})


def test_the_schema_is_the_callers_to_change() -> None:
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
        (dict[str, int], "dict[str, int] is a map with free keys, which a strict schema cannot describe; use a list"),
        (dict[Literal["a"], int], "is a map with free keys"),
        (OnlyExtras, "OnlyExtras is a map with free keys"),
        (Deep, "extra[][] of Deep is a map with free keys"),
        (OnlyAny, "inner.items[] of OnlyAny takes any value, which a strict schema cannot describe; give it a type"),
        (Any, "Any takes any value"),
        (object, "object takes any value"),
        (JsonValue, "takes any value"),
        (list, "[] of list takes any value"),
        (Empty, "Empty is an enumeration without members"),
        (Annotated[int, WithJsonSchema({"allOf": [{"minimum": 1}, {"type": "integer"}]})], "with allOf"),
        (Annotated[int, WithJsonSchema({"enum": [[1]]})], "neither text, number, boolean nor null"),
        (Annotated[int, WithJsonSchema({"$ref": "https://example.org/int"})], "not among the definitions"),
        (type, "type has no JSON schema: "),
        (5, "5 is no type that pydantic can use: Unable to generate"),
        (list["Unknown"], "Unknown"),  # type: ignore[name-defined]  # noqa: F821
        (print, "print is a function; give the type of the answer"),
    ],
    ids=str,
)
def test_types_without_a_strict_schema_are_refused_at_once(type_: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        OutputType(type_)
    assert caught.value.field == "output_type"
    assert str(caught.value).startswith("output_type: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
