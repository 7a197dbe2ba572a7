"""Tests of the discriminators of unions."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.tiny import NUMBER, TEXT
from codex_codegen.errors import CodegenError
from codex_codegen.normalise.unions import mark_discriminators

Definition = dict[str, Any]


def tag(*values: str) -> Definition:
    return {"type": "string", "enum": list(values)}


def branch(name: str, required: str = "", /, *, at: str = "/U/oneOf", **properties: Any) -> tuple[str, Definition]:
    return name, {"properties": properties, "required": required.split(), "x-pointer": f"{at}/{name}"}


def reference(name: str) -> Definition:
    return {"$ref": f"#/definitions/{name}"}


def marked(*branches: tuple[str, Definition], more: tuple[Any, ...] = (), keyword: str = "oneOf") -> Any:
    definitions = dict(branches)
    parts = [*map(reference, definitions), *more]
    definitions["Values"] = {"enum": ["a", "b"], "x-pointer": "/Values"}
    definitions["Number"] = {**NUMBER, "x-pointer": "/Number"}
    definitions["U"] = {keyword: parts, "x-pointer": "/U", "description": "Text."}
    result = mark_discriminators(definitions)
    assert {name: schema for name, schema in result.items() if name != "U"} == {
        name: schema for name, schema in definitions.items() if name != "U"
    }
    assert {key: value for key, value in result["U"].items() if key != "x-union"} == definitions["U"]
    return result["U"]["x-union"]


UNTAGGED = {"kind": "untagged"}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_common_required_property_with_one_value_is_the_tag(keyword: str) -> None:
    one, two = branch("A", "type", type=tag("a")), branch("B", "type x", type=tag("b"), x=TEXT)
    assert marked(one, two, keyword=keyword) == {"kind": "tag", "tag": "type", "keys": {"a": "A", "b": "B"}}


@pytest.mark.parametrize(
    ("names", "chosen"),
    [("a kind type", "type"), ("a kind method", "kind"), ("a method z", "method"), ("b a", "a"), ("zoo", "zoo")],
)
def test_usual_tag_is_preferred_to_the_first_by_name(names: str, chosen: str) -> None:
    first: dict[str, Any] = {name: tag("a") for name in names.split()}
    second: dict[str, Any] = {name: tag("b") for name in names.split()}
    one, two = branch("A", names, **first), branch("B", names, **second)
    assert marked(one, two)["tag"] == chosen


@pytest.mark.parametrize(
    "second",
    [
        branch("B", "", type=tag("b")),
        branch("B", "type", type=tag("b", "c")),
        branch("B", "type", type=TEXT),
        branch("B", "type", type=True),
        branch("B", "kind", kind=tag("b")),
        branch("B", "type", at="/elsewhere", type=tag("b")),
        branch("B", "type", at="/U2", type=tag("b")),
    ],
)
def test_union_without_a_common_tag_is_untagged(second: tuple[str, Definition]) -> None:
    assert marked(branch("A", "type x", type=tag("a"), x=TEXT), second) == UNTAGGED


def test_two_branches_with_the_same_tag_value_are_rejected() -> None:
    with pytest.raises(CodegenError) as caught:
        marked(branch("A", "type", type=tag("a")), branch("B", "type", type=tag("a")))
    assert caught.value.problem == "A and B have the same 'type': 'a'"
    assert caught.value.pointer == "/U"


X, Y = branch("X", "x", x=TEXT), branch("Y", "y", y=NUMBER)


@pytest.mark.parametrize(
    ("more", "values"),
    [
        ((), []),
        ((reference("Values"),), ["Values"]),
        (({"type": "string"},), []),
        (({"type": "object"}, reference("Values")), ["Values"]),
    ],
)
def test_objects_with_one_required_key_are_distinguished_by_it(more: tuple[Any, ...], values: list[str]) -> None:
    assert marked(X, Y, more=more) == {"kind": "key", "keys": {"x": "X", "y": "Y"}, "values": values}


@pytest.mark.parametrize(
    ("branches", "more"),
    [
        ((X, branch("Y", "x", x=NUMBER)), ()),
        ((X, branch("Y", "", y=NUMBER)), ()),
        ((X, branch("Y", "y z", y=NUMBER, z=TEXT)), ()),
        ((X, branch("Y")), ()),
        ((X, Y), (reference("Number"),)),
        ((X, Y), ({"type": "integer"},)),
        ((X, Y), ({"type": "string", "format": "uri"},)),
        ((X, Y), (True,)),
        ((), (TEXT, NUMBER)),
        ((), (reference("Values"), NUMBER)),
    ],
)
def test_other_unions_are_untagged(branches: tuple[tuple[str, Definition], ...], more: tuple[Any, ...]) -> None:
    assert marked(*branches, more=more) == UNTAGGED


def test_tagged_object_next_to_a_string_is_untagged() -> None:
    assert marked(branch("A", "type x", type=tag("a"), x=TEXT), more=(TEXT,)) == UNTAGGED


def test_definitions_that_are_not_unions_stay_as_they_are() -> None:
    definitions = {"A": {**TEXT, "x-pointer": "/A"}}
    assert mark_discriminators(definitions) == definitions
