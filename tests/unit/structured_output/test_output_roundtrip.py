"""Property tests: any value of a type follows the strict schema of the type and round-trips."""

import dataclasses
import datetime as dt
import enum
import json
import uuid
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from openai_codex._structured_output.output_type import OutputType
from unit.structured_output.output_dialect import unsupported_parts, violations

T = TypeVar("T")


class Currency(enum.Enum):
    euro = "EUR"
    yen = "JPY"


class Price(BaseModel):
    model_config = ConfigDict(frozen=True)

    amount: Decimal
    currency: Currency = Currency.euro


class Item(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    item_name: str
    unit_price: Price = Field(description="Without tax.")
    how_many: int = Field(default=1, ge=0)
    size: tuple[float, float, str] | None = None


class Invoice(BaseModel):
    id: uuid.UUID
    issued: dt.datetime
    due_in: dt.timedelta | None
    items: list[Item]
    tags: set[str]
    state: Literal["open", "paid", 3, None]
    follows: "Invoice | None" = None


@dataclasses.dataclass
class Circle:
    radius: float
    kind: Literal["circle"] = "circle"


@dataclasses.dataclass
class Group:
    shapes: "list[Annotated[Circle | Group, Field(discriminator='kind')]]"
    kind: Literal["group"] = "group"


class Book(TypedDict):
    title: str
    pages: int | None


class Pair(BaseModel, Generic[T]):
    left: T
    right: T


class Value(BaseModel):
    value: int


finite = st.floats(allow_nan=False, allow_infinity=False)
prices = st.builds(
    Price, amount=st.decimals(allow_nan=False, allow_infinity=False), currency=st.sampled_from(list(Currency))
)
items = st.builds(
    Item,
    itemName=st.text(),
    unitPrice=prices,
    howMany=st.integers(min_value=0),
    size=st.none() | st.tuples(finite, finite, st.text()),
)


def invoices(follows: st.SearchStrategy[Invoice | None]) -> st.SearchStrategy[Invoice]:
    return st.builds(
        Invoice,
        id=st.uuids(),
        issued=st.datetimes(timezones=st.none() | st.just(dt.timezone.utc)),
        due_in=st.none() | st.integers(-(10**9), 10**9).map(lambda seconds: dt.timedelta(seconds=seconds)),
        items=st.lists(items, max_size=2),
        tags=st.sets(st.text(), max_size=2),
        state=st.sampled_from(["open", "paid", 3, None]),
        follows=follows,
    )


circles = st.builds(Circle, radius=finite)
groups = st.recursive(
    st.builds(Group, shapes=st.lists(circles, max_size=2)),
    lambda inner: st.builds(Group, shapes=st.lists(circles | inner, max_size=3)),
    max_leaves=6,
)
books = st.fixed_dictionaries({"title": st.text(), "pages": st.none() | st.integers()})

SAMPLES: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "model": (Item, items),
    "recursive model": (Invoice, invoices(st.none() | invoices(st.none()))),
    "dataclass": (Circle, circles),
    "recursive dataclasses": (Group, groups),
    "typed dictionary": (Book, books),
    "generic": (Pair[Price], st.builds(Pair[Price], left=prices, right=prices)),
    "a property of its own called value": (Value, st.builds(Value, value=st.integers())),
    "list": (list[int], st.lists(st.integers())),
    "list of models": (list[Price], st.lists(prices)),
    "set": (frozenset[Price], st.frozensets(prices, max_size=3)),
    "union": (int | str | Book, st.integers() | st.text() | books),
    "optional": (Price | None, st.none() | prices),
    "literal": (Literal["a", 2, None], st.sampled_from(["a", 2, None])),
    "enumeration": (Currency, st.sampled_from(list(Currency))),
    "date": (dt.date, st.dates()),
    "time": (dt.time, st.times()),
    "number": (float, finite),
    "truth": (bool, st.booleans()),
    "text": (str, st.text()),
    "tuple": (tuple[int, str], st.tuples(st.integers(), st.text())),
    "any number": (tuple[bool, ...], st.lists(st.booleans()).map(tuple)),
    "nothing": (None, st.none()),
}
OUTPUTS: dict[str, OutputType[Any]] = {name: OutputType(type_) for name, (type_, _) in SAMPLES.items()}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_output_type_any_value_follows_schema_and_round_trips(name: str, data: st.DataObject) -> None:
    type_, values = SAMPLES[name]
    output = OUTPUTS[name]
    value = data.draw(values)
    schema = output.schema()
    assert unsupported_parts(schema) == []
    answer = json.loads(TypeAdapter[Any](type_).dump_json(value, by_alias=True))
    if list(schema["properties"]) == ["value"] and type_ is not Value:
        answer = {"value": answer}
    assert violations(answer, schema) == []
    back = output.parse(json.dumps(answer))
    assert back == value
    assert type(back) is type(value)


class Point(NamedTuple):
    x: int
    label: str | None = None


POINTS = OutputType(list[Point])


@given(x=st.integers(), label=st.none() | st.text())
def test_output_type_named_tuple_round_trips_as_object(x: int, label: str | None) -> None:
    answer = {"value": [{"x": x, "label": label}]}
    assert violations(answer, POINTS.schema()) == []
    (back,) = POINTS.parse(json.dumps(answer))
    assert back == Point(x, label)
    assert type(back) is Point


@pytest.mark.parametrize(
    "change",
    [
        {"itemName": None},
        {"unitPrice": {"amount": "1", "currency": "USD"}},
        {"howMany": -1},
        {"size": [1.0, 2.0]},
        {"size": [1.0, 2.0, None]},
    ],
    ids=str,
)
def test_output_type_violation_of_schema_raises(change: dict[str, Any]) -> None:
    output = OutputType(Item)
    answer = {"itemName": "a", "unitPrice": {"amount": "1", "currency": "EUR"}, "howMany": 1, "size": None}
    assert violations(answer, output.schema()) == []
    assert output.parse(json.dumps(answer)).item_name == "a"
    assert violations({**answer, **change}, output.schema())
    with pytest.raises(ValueError, match="is not a valid Item"):
        output.parse(json.dumps({**answer, **change}))
