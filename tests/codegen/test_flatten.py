"""Test the first passes of the normalisation, which reduce the vocabulary of a schema."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.harness import failure
from codegen.tiny import NUMBER, TEXT, obj
from codex_codegen.normalise.flatten import (
    check_vocabulary,
    collapse_single_ref,
    flatten_namespaces,
    flatten_unions,
    spell_out_types,
    strip_scalar_titles,
)
from codex_codegen.normalise.passes import normalise
from codex_codegen.schema.strictness import Strictness

Schema = dict[str, Any]


def reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


class TestNamespaces:
    def test_definitions_of_all_namespaces_are_merged(self) -> None:
        root: Schema = {
            "A/b": {"items": reference("v2/C"), "x-name": "Kept"},
            "Both": {"type": "string", "title": "T"},
            "v2": {
                "C": {"x-origin": "old/C", "items": reference("A/b")},
                "Both": {"type": "string", "description": "D"},
            },
        }
        assert flatten_namespaces({"definitions": root}) == {
            "A/b": {
                "x-origin": "A/b",
                "items": reference("C"),
                "x-name": "Kept",
                "x-pointer": "/definitions/A~1b",
            },
            "Both": {
                "x-origin": "Both",
                "type": "string",
                "title": "T",
                "description": "D",
                "x-pointer": "/definitions/Both",
            },
            "C": {"x-origin": "old/C", "items": reference("A/b"), "x-pointer": "/definitions/v2/old~1C"},
        }
        assert list(flatten_namespaces({"definitions": {"A": {}}})) == ["A"]

    @pytest.mark.parametrize(
        ("root", "text"),
        [
            ({"A/b": True}, "/definitions/A~1b: expected a definition object"),
            ({"v2": {"A/b": True}}, "/definitions/v2/A~1b: expected a definition object"),
            ({"A": {"items": reference("B")}}, "/definitions/A/items: unknown reference: #/definitions/B"),
            (
                {"v2": {"A": {"items": {"$ref": "other.json#/A"}}}},
                "/definitions/v2/A/items: reference outside of the definitions: 'other.json#/A'",
            ),
            ({"A": {"$ref": 5}}, "/definitions/A: reference outside of the definitions: 5"),
        ],
    )
    def test_invalid_definition_or_reference_is_an_error(self, root: Schema, text: str) -> None:
        assert failure(flatten_namespaces, {"definitions": root}) == text


class TestVocabulary:
    KNOWN = (
        "$ref additionalProperties allOf anyOf const default description enum items oneOf properties required title "
        "type x-docs x-name x-origin x-pointer"
    )
    IGNORED = (
        "$comment $schema deprecated examples exclusiveMaximum exclusiveMinimum format maxItems maxLength "
        "maxProperties maximum minItems minLength minProperties minimum multipleOf pattern readOnly uniqueItems "
        "writeOnly"
    )

    def test_keywords_that_do_not_change_the_type_are_removed(self) -> None:
        schema: Schema = {keyword: [] for keyword in f"{self.KNOWN} {self.IGNORED}".split()}
        assert check_vocabulary(schema, "/p", Strictness()) == {key: [] for key in self.KNOWN.split()}

    def test_unknown_keywords_are_an_error_or_removed(self) -> None:
        schema = {"type": "string", "not": {}, "if": {}}
        problem = "/p: unknown keyword: 'if', 'not'"
        assert failure(check_vocabulary, schema, "/p", Strictness()) == (
            f"{problem}\n  remedy: add support for the keyword to codex_codegen.normalise"
        )
        tolerant = Strictness(strict=False)
        assert check_vocabulary(schema, "/p", tolerant) == TEXT
        assert tolerant.notes == [f"{problem}; it is treated as a constraint, which is not enforced"]

    def test_enum_of_other_values_than_strings_is_removed_if_tolerated(self) -> None:
        tolerant = Strictness(strict=False)
        for values in (["a", None], ["a"]):
            assert check_vocabulary({"enum": values}, "/p", tolerant) == {"enum": values}
        assert tolerant.notes == []
        assert check_vocabulary({"enum": ["a", 1]}, "/p", Strictness()) == {"enum": ["a", 1]}
        assert check_vocabulary({"type": "integer", "enum": [1]}, "/p", tolerant) == NUMBER
        assert tolerant.notes == ["/p: the enum has values that are not strings; every value of their type is accepted"]


class TestPasses:
    @pytest.mark.parametrize("keyword", ["properties", "oneOf", "anyOf"])
    def test_title_of_a_class_is_kept(self, keyword: str) -> None:
        schema = {keyword: {}, "title": "T"}
        assert strip_scalar_titles(schema, "/p") == schema

    def test_title_of_a_scalar_is_removed(self) -> None:
        assert strip_scalar_titles({"type": "string", "title": "T", "enum": ["a"]}, "/p") == {**TEXT, "enum": ["a"]}

    def test_title_of_a_scalar_does_not_take_the_name_of_a_branch(self) -> None:
        schema = {
            "U": {"oneOf": [{**obj("k", k={**TEXT, "title": "Named"}), "title": "Named"}, obj("m", m=TEXT)]},
        }
        assert set(normalise({"definitions": schema})) == {"U", "Named", "MU"}

    def test_single_reference_replaces_its_all_of(self) -> None:
        schema = {"description": "D", "default": "a", "allOf": [reference("A")]}
        collapsed = {"description": "D", "default": "a", **reference("A")}
        assert collapse_single_ref(schema, "/p", Strictness()) == collapsed
        assert collapse_single_ref(TEXT, "/p", Strictness()) is TEXT

    @pytest.mark.parametrize("branches", [[reference("A"), reference("B")], [True], [TEXT]])
    def test_other_all_of_is_an_error_or_any_value(self, branches: list[Any]) -> None:
        outside = {"description": "D", "default": 1, "title": "T", "x-pointer": "/p", "x-origin": "O"}
        schema = {**outside, "type": "object", "required": [], "allOf": branches}
        problem = "/p: unsupported `allOf`: expected a single $ref"
        assert failure(collapse_single_ref, schema, "/p", Strictness()) == (
            f"{problem}\n  remedy: add support for it to codex_codegen.normalise"
        )
        tolerant = Strictness(strict=False)
        assert collapse_single_ref(schema, "/p", tolerant) == outside
        assert tolerant.notes == [f"{problem}; any value is accepted there"]

    def test_list_of_types_becomes_a_union(self) -> None:
        outside = {"description": "D", "default": None, "title": "T", "x-pointer": "/p", "x-origin": "O"}
        inside = {
            "items": TEXT,
            "properties": {"a": TEXT},
            "required": ["a"],
            "additionalProperties": False,
            "enum": ["a", None],
            "const": "a",
            "x-docs": {},
        }
        schema = {**outside, **inside, "x-name": "N", "type": ["array", "object", "string", "integer", "null"]}
        assert spell_out_types(schema, "/p") == {
            **outside,
            "anyOf": [
                {"type": "array", "items": TEXT},
                {"type": "object", "properties": {"a": TEXT}, "required": ["a"], "additionalProperties": False},
                {"type": "string", "enum": ["a"], "const": "a", "x-docs": {}},
                NUMBER,
                {"type": "null"},
            ],
        }
        assert spell_out_types({**outside, "items": TEXT, "type": ["array"]}, "/p") == {
            **outside,
            "type": "array",
            "items": TEXT,
        }
        assert spell_out_types(TEXT, "/p") is TEXT

    @pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
    def test_nested_unions_are_flattened_without_duplicates(self, keyword: str) -> None:
        null = {"type": "null"}
        described = {"anyOf": [TEXT], "description": "D"}
        schema = {keyword: [TEXT, {"anyOf": [NUMBER, TEXT, null]}, null, True, described], "title": "T"}
        assert flatten_unions(schema, "/p") == {keyword: [TEXT, NUMBER, null, True, described], "title": "T"}

    @pytest.mark.parametrize("schema", [TEXT, {"properties": {}, "anyOf": [{"anyOf": [TEXT]}]}])
    def test_other_schemas_are_not_flattened(self, schema: Schema) -> None:
        assert flatten_unions(schema, "/p") is schema
