"""Test the conversion of Python values to JSON values."""

from __future__ import annotations

import copy
import json
import math
import os
import pickle
from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import Enum, IntEnum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from codex_protocol._wire import (
    UNSET,
    CodexError,
    UnexpectedKeywordError,
    Unset,
    WireValueError,
    keywords,
    to_wire,
    unexpected_keyword,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Colour(str, Enum):
    red = "RED"


class Level(IntEnum):
    high = 3


class Point(BaseModel):
    model_config = ConfigDict(extra="allow", validate_by_name=True)

    x_axis: float = Field(alias="xAxis")
    label: str | None = None


@dataclass
class Data:
    value: int


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "something else"


def test_unset_after_copy_and_pickle_is_the_same_falsy_object() -> None:
    assert not UNSET
    assert repr(UNSET) == str(UNSET) == "UNSET"
    assert copy.copy(UNSET) is copy.deepcopy([UNSET])[0] is pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert Unset("UNSET") is UNSET


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        ("tĕxt \N{SNAKE}", "tĕxt \N{SNAKE}"),
        (7, 7),
        (2**70, 2**70),
        (0.5, 0.5),
        (True, True),
        (None, None),
        (Colour.red, "RED"),
        (Level.high, 3),
        (Text("kept"), "kept"),
        (PurePosixPath("/a/b"), "/a/b"),
        ([1, (2, [3])], [1, [2, [3]]]),
        (range(2), [0, 1]),
        (deque([1]), [1]),
        (frozenset({"only"}), ["only"]),
        ({"a": 1}.keys(), ["a"]),
        ({"a": {Colour.red: (1,)}}, {"a": {"RED": [1]}}),
        (OrderedDict(a=1), {"a": 1}),
        (MappingProxyType({"a": PurePosixPath("b")}), {"a": "b"}),
        (Point(xAxis=1.5), {"xAxis": 1.5}),
        (Point(xAxis=1.5, label=None), {"xAxis": 1.5, "label": None}),
        ([{"p": Point.model_validate({"xAxis": 1, "other": [1]})}], [{"p": {"xAxis": 1.0, "other": [1]}}]),
    ],
)
def test_to_wire_with_convertible_value_returns_json_value(value: object, expected: object) -> None:
    wire = to_wire(value, "field")
    assert wire == expected
    assert json.loads(json.dumps(wire)) == expected


def test_to_wire_with_subclasses_returns_plain_types() -> None:
    wire: Any = to_wire([Colour.red, Level.high, Text("kept"), {Text("key"): True}], "field")
    assert [type(item) for item in wire] == [str, int, str, dict]
    assert [type(key) for key in wire[3]] == [str]
    assert wire[3]["key"] is True


def recursive() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    ("value", "field", "message"),
    [
        (b"raw", "input", "base64"),
        ([{"text": bytearray(b"raw")}], "input[0].text", "bytearray has no JSON representation"),
        ({"a": [1, {"b-c": memoryview(b"raw")}]}, "input.a[1]['b-c']", "memoryview"),
        (math.nan, "input", "nan"),
        ([1.0, -math.inf], "input[1]", "-inf"),
        ({"a": UNSET}, "input.a", "omit the value"),
        (UNSET, "input", "omit the value"),
        ({1: "a"}, "input", r"expected a str key, got 1 \(int\)"),
        (Data(1), "input", "Data has no JSON representation; pass a mapping"),
        ([1, (item for item in "ab")], "input[1]", "convert it to a list"),
        (len, "input", "call it"),
        (object(), "input", "convert it to str"),
        (1j, "input", "complex"),
        (recursive(), "input", "recursive"),
        ("\ud800", "input", "surrogate"),
        ({"\ud800": 1}, "input['\\ud800']", "surrogate"),
        (PurePosixPath(os.fsdecode(b"/\xff")), "input", "surrogate"),
        (Point(xAxis=math.inf), "input.xAxis", "inf"),
        ([Point.model_validate({"xAxis": 1, "other": object()})], "input[0]", r"model_dump\(\) of Point failed"),
    ],
)
def test_to_wire_with_invalid_value_raises_with_location(value: object, field: str, message: str) -> None:
    with pytest.raises(WireValueError, match=message) as caught:
        to_wire(value, "input")
    assert caught.value.field == field
    assert str(caught.value) == f"{field}: {caught.value.problem}"


class BytesPath:
    def __fspath__(self) -> bytes:
        return b"/raw"


def test_to_wire_with_bytes_path_raises() -> None:
    with pytest.raises(WireValueError, match="fsdecode"):
        to_wire(BytesPath(), "cwd")


def test_to_wire_with_failed_dump_has_a_cause() -> None:
    with pytest.raises(WireValueError) as caught:
        to_wire(Point.model_validate({"xAxis": 1, "other": object()}), "point")
    assert caught.value.__cause__ is not None


ALLOWED = ("thread_id", "approval_policy", "meta", "model_provider")


@pytest.mark.parametrize(
    ("given", "suggestion"),
    [
        ("approvalPolicy", "approval_policy"),
        ("ApprovalPolicy", "approval_policy"),
        ("approvalpolicy", "approval_policy"),
        ("_meta", "meta"),
        ("threadID", "thread_id"),
        ("aproval_policy", "approval_policy"),
        ("model_provder", "model_provider"),
    ],
)
def test_unexpected_keyword_with_similar_name_has_a_suggestion(given: str, suggestion: str) -> None:
    error = unexpected_keyword("thread/start", {given: 1}, ALLOWED)
    assert (error.method, error.keyword, error.suggestion) == ("thread/start", given, suggestion)
    assert str(error) == f"thread/start: unexpected keyword {given!r}; did you mean {suggestion!r}?"


def test_unexpected_keyword_without_similar_name_lists_all_keywords() -> None:
    error = unexpected_keyword("thread/start", ["zzz"], ALLOWED)
    assert error.suggestion is None
    assert str(error) == f"thread/start: unexpected keyword 'zzz'; expected one of {', '.join(ALLOWED)}"
    assert "expected no keywords" in str(unexpected_keyword("memory/reset", ["zzz"], ()))


def test_keyword_and_value_errors_are_type_errors_and_can_be_pickled() -> None:
    unexpected = UnexpectedKeywordError("a/b", "c", "d", ["d"])
    invalid = WireValueError("input[0]", "no")
    for error in (unexpected, invalid):
        again = pickle.loads(pickle.dumps(error))
        assert isinstance(again, CodexError)
        assert isinstance(again, TypeError)
        assert str(again) == str(error)
        assert again.__dict__ == error.__dict__


def test_keywords_of_function_are_its_keyword_only_parameters() -> None:
    def call(positional: int, *, one: int, two: int = 2, **rest: int) -> int:
        local = positional + one + two
        return local + len(rest)

    functions: list[Callable[..., object]] = [call, lambda: None]
    assert [keywords(function) for function in functions] == [("one", "two"), ()]
