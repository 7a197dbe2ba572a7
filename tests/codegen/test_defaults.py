"""Tests of the conversion of schema defaults to Python source."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.tiny import ref
from codex_codegen.errors import CodegenError
from codex_codegen.model.defaults import default_source

DEFINITIONS: dict[str, dict[str, Any]] = {
    "Color": {"type": "string", "enum": ["red", "green"]},
    "Shape": {"type": "string", "enum": ["circle"]},
    "Either": {"anyOf": [{"$ref": "#/definitions/Shape"}, {"$ref": "#/definitions/Color"}, True]},
    "Loop": {"anyOf": [{"$ref": "#/definitions/Loop"}, {"$ref": "#/definitions/Color"}]},
    "Object": {"type": "object", "properties": {}},
}


def named(name: str) -> dict[str, str]:
    return {"$ref": ref(name)["$ref"].replace("/v2", "")}


def source(value: Any, schema: dict[str, Any] | None = None) -> tuple[str, tuple[str, ...]]:
    return default_source(value, schema or {}, DEFINITIONS, "/pointer", lambda enum, member: f"{member}_of_{enum}")


NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("value", "schema", "expected", "refs"),
    [
        (None, {}, "None", ()),
        (True, {"type": "boolean"}, "True", ()),
        (0, {}, "0", ()),
        (-1.5, {}, "-1.5", ()),
        ("it's", {"type": "string"}, '"it\'s"', ()),
        ("red", named("Color"), "Color.red_of_Color", ("Color",)),
        ("blue", named("Color"), "'blue'", ()),
        ("red", {"anyOf": [named("Color"), NULL]}, "Color.red_of_Color", ("Color",)),
        ("red", {"anyOf": [NULL, named("Color")]}, "Color.red_of_Color", ("Color",)),
        ("red", named("Either"), "Color.red_of_Color", ("Color",)),
        ("circle", named("Either"), "Shape.circle_of_Shape", ("Shape",)),
        ("red", named("Loop"), "Color.red_of_Color", ("Color",)),
        ("square", named("Loop"), "'square'", ()),
        ([], {}, "[]", ()),
        ([1, "a"], {"items": True}, "[1, 'a']", ()),
        (
            ["red", "green", "red"],
            {"items": named("Color")},
            "[Color.red_of_Color, Color.green_of_Color, Color.red_of_Color]",
            ("Color",),
        ),
        ([["red"]], {"items": {"items": named("Color")}}, "[[Color.red_of_Color]]", ("Color",)),
        ({}, {"type": "object"}, "{}", ()),
    ],
)
def test_default_becomes_source_with_the_definitions_that_it_names(
    value: Any, schema: dict[str, Any], expected: str, refs: tuple[str, ...]
) -> None:
    assert source(value, schema) == (expected, refs)


@pytest.mark.parametrize(
    ("value", "schema", "problem"),
    [
        ({}, {"properties": {}}, "unsupported default: {}"),
        ({}, {"anyOf": [named("Color"), named("Shape"), NULL]}, "unsupported default: {}"),
        ({"a": 1}, {}, "unsupported default: {'a': 1}"),
        ([{"a": 1}], {}, "unsupported default: {'a': 1}"),
        (float("nan"), {}, "invalid JSON number: nan"),
        (float("-inf"), {}, "invalid JSON number: -inf"),
    ],
)
def test_unsupported_default_is_rejected(value: Any, schema: dict[str, Any], problem: str) -> None:
    with pytest.raises(CodegenError) as caught:
        source(value, schema)
    assert (caught.value.problem, caught.value.pointer) == (problem, "/pointer")
    if problem.startswith("unsupported"):
        assert caught.value.remedy == "add support for it to codex_codegen.model.defaults"
