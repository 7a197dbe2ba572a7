"""Tests of the traversal of schemas, and of the validation of a bundle."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.tiny import tiny_schema
from codex_codegen.errors import CodegenError
from codex_codegen.schema.strictness import Strictness
from codex_codegen.schema.validate import MAX_DEPTH, validate_schema
from codex_codegen.schema.walk import (
    children,
    escape,
    is_inline_object,
    is_null,
    ref,
    ref_name,
    rewrite,
    rewrite_all,
    union_keyword,
    walk,
)

Schema = dict[str, Any]

WHOLE: Schema = {
    "properties": {"a/b~c": {"n": 1}, "enum": True},
    "items": {"n": 2},
    "additionalProperties": {"n": 3},
    "oneOf": [{"n": 4}],
    "anyOf": [True, {"n": 5}],
    "allOf": [{"n": 6, "items": {"n": 7}}],
    "default": {"items": {"n": 8}},
    "enum": [{"n": 9}],
}


def test_children_are_the_direct_subschemas_with_pointers() -> None:
    assert list(children(WHOLE)) == [
        ("/properties/a~1b~0c", {"n": 1}),
        ("/properties/enum", True),
        ("/items", {"n": 2}),
        ("/additionalProperties", {"n": 3}),
        ("/oneOf/0", {"n": 4}),
        ("/anyOf/0", True),
        ("/anyOf/1", {"n": 5}),
        ("/allOf/0", {"n": 6, "items": {"n": 7}}),
    ]


def test_walk_yields_each_schema_object_once() -> None:
    assert [(schema.get("n"), pointer) for schema, pointer in walk(WHOLE, "/p")] == [
        (None, "/p"),
        (1, "/p/properties/a~1b~0c"),
        (2, "/p/items"),
        (3, "/p/additionalProperties"),
        (4, "/p/oneOf/0"),
        (5, "/p/anyOf/1"),
        (6, "/p/allOf/0"),
        (7, "/p/allOf/0/items"),
    ]
    assert list(walk(True, "/p")) == []


def test_rewrite_changes_inner_schemas_first_and_copies() -> None:
    seen: list[str] = []

    def change(schema: Schema, pointer: str) -> Schema:
        seen.append(pointer)
        return {**schema, "seen": len(seen)}

    before = repr(WHOLE)
    result = rewrite(WHOLE, change, "/p")
    assert repr(WHOLE) == before
    assert sorted(seen) == sorted(pointer for _, pointer in walk(WHOLE, "/p"))
    assert seen[-1] == "/p"
    assert seen.index("/p/allOf/0/items") < seen.index("/p/allOf/0")
    assert [schema["seen"] for schema, _ in walk(result, "/p")] == [8, 1, 2, 3, 4, 5, 7, 6]
    assert (result["default"], result["enum"]) == (WHOLE["default"], WHOLE["enum"])
    assert rewrite(True, change, "/p") is True


def test_rewrite_all_starts_at_the_pointer_of_each_definition() -> None:
    found = rewrite_all({"A/b": {}, "C": {"x-pointer": "/c"}}, lambda schema, pointer: {**schema, "at": pointer})
    assert found == {"A/b": {"at": "/definitions/A~1b"}, "C": {"x-pointer": "/c", "at": "/c"}}


def test_escape_is_that_of_a_json_pointer() -> None:
    assert escape("a/b~c~1") == "a~1b~0c~01"


@pytest.mark.parametrize(
    ("schema", "null", "union", "inline", "reference"),
    [
        ({"type": "null"}, True, None, False, None),
        ({"type": ["null"]}, False, None, False, None),
        ({"anyOf": []}, False, "anyOf", False, None),
        ({"anyOf": [], "oneOf": []}, False, "oneOf", False, None),
        ({"allOf": [], "properties": {}}, False, None, True, None),
        ({"type": "object"}, False, None, False, None),
        ({"$ref": "#/definitions/A"}, False, None, False, "A"),
        ({"$ref": 5}, False, None, False, None),
    ],
)
def test_kinds_of_schemas(schema: Schema, null: bool, union: str | None, inline: bool, reference: str | None) -> None:
    assert is_null(schema) is null
    assert union_keyword(schema) == union
    assert is_inline_object(schema) is inline
    assert ref_name(schema) == reference


def test_true_is_neither_null_nor_an_object_nor_a_reference() -> None:
    assert not is_null(True)
    assert not is_inline_object(True)
    assert ref_name(True) is None
    assert ref("A") == {"$ref": "#/definitions/A"}


def test_strictness_raises_or_records_the_problem() -> None:
    problem = CodegenError("problem", pointer="/p", remedy="remedy")
    with pytest.raises(CodegenError) as caught:
        Strictness().tolerate(problem, "fallback")
    assert caught.value is problem
    tolerant = Strictness(strict=False)
    tolerant.tolerate(problem, "fallback")
    tolerant.tolerate(CodegenError("other"), "ignored")
    assert tolerant.notes == ["/p: problem; fallback", "other; ignored"]


def nested(depth: int) -> Schema:
    schema: Schema = {}
    for _ in range(depth):
        schema = {"items": schema}
    return schema


def invalid(schema: Any) -> tuple[str, str | None]:
    with pytest.raises(CodegenError) as caught:
        validate_schema({"definitions": {"v2": {"A/b": schema}}}, "file.json")
    assert caught.value.remedy == "pass the unmodified bundle of `app-server generate-json-schema --experimental`"
    return caught.value.problem, caught.value.pointer


AT = "file.json#/definitions/v2/A~1b"
KINDS = "expected one or more of array, boolean, integer, null, number, object, string"


@pytest.mark.parametrize(
    ("schema", "problem", "path"),
    [
        ([], "expected a definition object", ""),
        (True, "expected a definition object", ""),
        ({"items": "x"}, "expected a schema: an object, true or false", "/items"),
        ({"additionalProperties": None}, "expected a schema: an object, true or false", "/additionalProperties"),
        ({"properties": []}, "expected an object of schemas", "/properties"),
        ({"properties": {"a/b": 5}}, "expected a schema: an object, true or false", "/properties/a~1b"),
        ({"oneOf": []}, "expected a non-empty list of schemas", "/oneOf"),
        ({"anyOf": {}}, "expected a non-empty list of schemas", "/anyOf"),
        ({"allOf": [{}, 5]}, "expected a schema: an object, true or false", "/allOf/1"),
        ({"$ref": 5}, "expected a string", "/$ref"),
        ({"title": None}, "expected a string", "/title"),
        ({"description": []}, "expected a string", "/description"),
        ({"type": "text"}, KINDS, "/type"),
        ({"type": []}, KINDS, "/type"),
        ({"type": ["string", "text"]}, KINDS, "/type"),
        ({"type": [5]}, KINDS, "/type"),
        ({"required": "a"}, "expected a list of names", "/required"),
        ({"required": ["a", 5]}, "expected a list of names", "/required"),
        ({"enum": []}, "expected a non-empty list of values", "/enum"),
        ({"enum": "a"}, "expected a non-empty list of values", "/enum"),
        ({"enum": ["\ud800"]}, "lone surrogate in '\\ud800', which UTF-8 does not encode", ""),
        ({"const": "\udfff"}, "lone surrogate in '\\udfff', which UTF-8 does not encode", ""),
        ({"properties": {"\ud801": {}}}, "lone surrogate in '\\ud801', which UTF-8 does not encode", "/properties"),
        *(
            ({"items": {keyword: 1}}, f"the keyword '{keyword}' is reserved for the generator", "/items")
            for keyword in ("x-name", "x-pointer", "x-origin", "x-docs", "x-union")
        ),
    ],
)
def test_invalid_schema_is_rejected_with_its_pointer(schema: Any, problem: str, path: str) -> None:
    assert invalid(schema) == (problem, AT + path)


@pytest.mark.parametrize("kind", ["array", "boolean", "integer", "null", "number", "object", "string"])
def test_valid_schemas_are_accepted(kind: str) -> None:
    valid = {**WHOLE, "type": [kind, "null"], "required": ["a"], "const": 5, "enum": ["a", 1, None], "title": "\ud800"}
    validate_schema({"definitions": {"v2": {"A": valid}, "B": {"type": kind}}}, "file.json")
    validate_schema(tiny_schema(), "file.json")


def test_depth_of_a_bundle_is_limited() -> None:
    assert MAX_DEPTH == 100
    # Three levels contain the definition.
    validate_schema({"definitions": {"A": nested(MAX_DEPTH - 3)}}, "file.json")
    with pytest.raises(CodegenError) as caught:
        validate_schema({"definitions": {"A": nested(MAX_DEPTH - 2)}}, "file.json")
    assert caught.value.problem == "nested more than 100 levels deep"
    assert caught.value.pointer == "file.json"


@pytest.mark.parametrize(
    ("bundle", "problem", "pointer"),
    [
        ({}, "missing definitions", "file.json"),
        ({"definitions": []}, "missing definitions", "file.json"),
        ({"definitions": {"v2": []}}, "expected a namespace object", "file.json#/definitions/v2"),
        ({"definitions": {"A/b": 5}}, "expected a definition object", "file.json#/definitions/A~1b"),
        (
            {"definitions": {"\ud800": {}}},
            "lone surrogate in '\\ud800', which UTF-8 does not encode",
            "file.json#/definitions",
        ),
    ],
)
def test_invalid_bundle_is_rejected(bundle: Schema, problem: str, pointer: str) -> None:
    with pytest.raises(CodegenError) as caught:
        validate_schema(bundle, "file.json")
    assert (caught.value.problem, caught.value.pointer) == (problem, pointer)
