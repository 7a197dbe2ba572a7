"""Tests of the passes that merge properties into union branches, and string branches into an enum."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.tiny import NUMBER, TEXT, obj
from codex_codegen.errors import CodegenError
from codex_codegen.normalise.merge import merge_alternatives, merge_siblings, merge_string_branches
from codex_codegen.schema.strictness import Strictness


def strict() -> Strictness:
    return Strictness()


def lenient() -> Strictness:
    return Strictness(strict=False)


@pytest.mark.parametrize("schema", [{"oneOf": [{}]}, {"properties": {}}, {"anyOf": [{}], "properties": {}}])
def test_siblings_of_other_schemas_are_unchanged(schema: dict[str, Any]) -> None:
    assert merge_siblings(schema, "/p", strict()) is schema


def test_shared_properties_are_added_to_each_branch() -> None:
    schema = {
        **obj("id", id=TEXT, note=TEXT),
        "description": "A union.",
        "oneOf": [{**obj("a", a=NUMBER), "title": "First"}, obj("", b=NUMBER, note=TEXT)],
    }
    assert merge_siblings(schema, "/p", strict()) == {
        "description": "A union.",
        "oneOf": [
            {**obj("a id", a=NUMBER, id=TEXT, note=TEXT), "title": "First"},
            obj("id", b=NUMBER, note=TEXT, id=TEXT),
        ],
    }


def test_shared_property_that_differs_from_a_branch_is_an_error_or_any_value() -> None:
    schema = {**obj("", x=TEXT, y=TEXT), "oneOf": [obj("", a=TEXT), obj("", x=NUMBER), obj("", y=TEXT)]}
    with pytest.raises(CodegenError) as caught:
        merge_siblings(schema, "/p", strict())
    assert caught.value.problem == "the branch and the shared properties differ in 'x'"
    assert caught.value.pointer == "/p/oneOf/1/properties/x"
    tolerant = lenient()
    merged = merge_siblings(schema, "/p", tolerant)
    assert [branch["properties"].get("x") for branch in merged["oneOf"]] == [TEXT, True, True]
    assert tolerant.notes == [
        "/p/oneOf/1/properties/x: the branch and the shared properties differ in 'x'; any value is accepted there"
    ]


@pytest.mark.parametrize("branch", [True, TEXT, {"$ref": "#/definitions/A"}])
def test_branch_next_to_shared_properties_must_be_an_object(branch: Any) -> None:
    with pytest.raises(CodegenError) as caught:
        merge_siblings({**obj("", x=TEXT), "oneOf": [obj(""), branch]}, "/p", lenient())
    assert caught.value.problem == "a branch next to shared properties must be an object"
    assert caught.value.pointer == "/p/oneOf/1"


@pytest.mark.parametrize("schema", [{"anyOf": [{}]}, {"properties": {}}, {"oneOf": [{}], "properties": {}}])
def test_alternatives_of_other_schemas_are_unchanged(schema: dict[str, Any]) -> None:
    assert merge_alternatives(schema, "/p", strict()) is schema


def test_alternatives_become_optional_properties_with_a_note() -> None:
    schema = {
        **obj("id", id=TEXT),
        "description": "Text.",
        "title": "T",
        "anyOf": [obj("a both", a=TEXT, both=TEXT), obj("b both", b=TEXT, both=TEXT), obj("both", both=TEXT)],
    }
    assert merge_alternatives(schema, "/p", strict()) == {
        "type": "object",
        "title": "T",
        "properties": {"id": TEXT, "a": TEXT, "both": TEXT, "b": TEXT},
        "required": ["both", "id"],
        "description": "Text.\n\nRequires one of: `a` + `both`, `b` + `both`, `both`.",
    }
    assert schema["properties"] == {"id": TEXT}


def test_alternatives_without_description_have_only_the_note() -> None:
    merged = merge_alternatives({"properties": {}, "anyOf": [obj("a", a=TEXT), obj("", b=TEXT)]}, "/p", strict())
    assert merged["description"] == "Requires one of: `a`."
    assert merged["required"] == []


def test_alternatives_that_differ_are_an_error_or_any_value() -> None:
    schema = {"properties": {}, "anyOf": [obj("a", a=TEXT), obj("a", a=NUMBER)]}
    with pytest.raises(CodegenError) as caught:
        merge_alternatives(schema, "/p", strict())
    assert caught.value.problem == "the alternatives differ in 'a'"
    assert caught.value.pointer == "/p/anyOf/1/properties/a"
    tolerant = lenient()
    merged = merge_alternatives(schema, "/p", tolerant)
    assert (merged["properties"], merged["required"]) == ({"a": True}, ["a"])
    assert tolerant.notes == ["/p/anyOf/1/properties/a: the alternatives differ in 'a'; any value is accepted there"]


@pytest.mark.parametrize("branch", [True, TEXT])
def test_alternative_next_to_properties_must_be_an_object(branch: Any) -> None:
    with pytest.raises(CodegenError) as caught:
        merge_alternatives({"properties": {}, "anyOf": [obj(""), branch]}, "/p", lenient())
    assert caught.value.problem == "an alternative next to properties must be an object"
    assert caught.value.pointer == "/p/anyOf/1"


def choice(*values: Any, **more: Any) -> dict[str, Any]:
    return {"enum": list(values), **more}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_string_branches_become_one_enum_with_their_descriptions(keyword: str) -> None:
    schema = {
        "description": "Kept.",
        keyword: [
            choice("a", description="First."),
            choice("b", "c", description="Two values have no description of their own."),
            choice("a", "d", type="string"),
            choice("e"),
        ],
    }
    assert merge_string_branches(schema, "/p") == {
        "description": "Kept.",
        "type": "string",
        "enum": ["a", "b", "c", "d", "e"],
        "x-docs": {"a": "First."},
    }


def test_enum_of_a_mixed_union_comes_first() -> None:
    mixed = {"oneOf": [obj("x", x=TEXT), choice("a"), TEXT, choice("b", description="B.")]}
    enum = {"type": "string", "enum": ["a", "b"], "x-docs": {"b": "B."}}
    assert merge_string_branches(mixed, "/p") == {"oneOf": [enum, obj("x", x=TEXT), TEXT]}


@pytest.mark.parametrize(
    "branch", [True, TEXT, choice(1), choice("a", 1), choice("a", None), choice("a", type="integer"), {"enum": "a"}]
)
def test_union_without_string_branches_is_unchanged(branch: Any) -> None:
    schema = {"oneOf": [branch, obj("")]}
    assert merge_string_branches(schema, "/p") is schema


def test_schema_that_is_not_a_union_is_unchanged() -> None:
    schema = choice("a", "b")
    assert merge_string_branches(schema, "/p") is schema
