"""Tests of the conversion of wire names to Python names."""

from __future__ import annotations

import keyword

import pytest
from pydantic import BaseModel

from codex_codegen.names import (
    camel,
    field_name,
    is_class_name,
    member_name,
    pascal,
    snake,
    spell_punctuation,
    word_set,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mcpServer", ["mcp", "Server"]),
        ("MCPServer", ["MCP", "Server"]),
        ("getURL", ["get", "URL"]),
        ("thread/tokenUsage", ["thread", "token", "Usage"]),
        ("snake_case-and.dots", ["snake", "case", "and", "dots"]),
        ("v2Api", ["v2", "Api"]),
        ("a1B2", ["a1", "B2"]),
        ("__", []),
        ("", []),
        ("ÄB", ["B"]),
    ],
)
def test_words_of_any_style_are_split(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert snake(text) == "_".join(word.lower() for word in expected)


def test_word_set_contains_each_word_once() -> None:
    assert word_set(" a\n b a ") == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("thread/tokenUsage", "ThreadTokenUsage"), ("a-b_c", "ABC"), ("URL", "URL"), ("", ""), ("x1/2y", "X12y")],
)
def test_pascal_keeps_inner_capitals(text: str, expected: str) -> None:
    assert pascal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("openai/form", "openai-solidus-form"),
        ("a b", "a-space-b"),
        ("a\x00b", "a-other-b"),
        ("aB9", "aB9"),
        ("+-", "-plus--hyphen-minus-"),
    ],
)
def test_spell_punctuation_distinguishes_names(text: str, expected: str) -> None:
    assert spell_punctuation(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("turn_id", "turnId"), ("id", "id"), ("a_b_c", "aBC"), ("mcpServer_x", "mcpServerX")]
)
def test_camel_is_the_alias_of_a_field(name: str, expected: str) -> None:
    assert camel(name) == expected


@pytest.mark.parametrize("text", ["Thread", "A", "V2Thing", "Thread_"])
def test_class_names(text: str) -> None:
    assert is_class_name(text)


@pytest.mark.parametrize("text", ["thread", "_Thread", "2Thing", "A-B", "Ä", "None", "True", "False", "A B"])
def test_invalid_class_names(text: str) -> None:
    assert not is_class_name(text)


EMITTED = (
    "Annotated Any AsyncRpc BestMatchUnion CodexError Field Literal OpenEnum OpenUnion Rpc TypeAlias TypedDict UNSET "
    "TYPE_CHECKING UnexpectedKeywordError UnknownVariant Unset WireModel"
)


@pytest.mark.parametrize("text", EMITTED.split())
def test_names_that_the_generated_modules_use_are_not_class_names(text: str) -> None:
    assert not is_class_name(text)
    assert is_class_name(f"{text}2")


HIDDEN_ATTRIBUTES = (
    "construct copy dict fields_set from_orm json mro parse_file parse_obj parse_raw register root schema schema_json "
    "update_forward_refs validate bool float int list object property str"
)


@pytest.mark.parametrize("name", HIDDEN_ATTRIBUTES.split())
def test_field_that_would_hide_an_attribute_gets_an_underscore(name: str) -> None:
    assert field_name(name) == f"{name}_"


@pytest.mark.parametrize("name", sorted(name for name in dir(BaseModel) if name.startswith("model_")))
def test_field_that_would_hide_a_method_of_pydantic_gets_an_underscore(name: str) -> None:
    assert field_name(name) == f"{name}_"


@pytest.mark.parametrize(
    ("wire", "expected"),
    [("threadId", "thread_id"), ("2fa", "field_2fa"), ("class", "class_"), ("type", "type"), ("_", "")],
)
def test_field_name_is_a_valid_identifier(wire: str, expected: str) -> None:
    assert field_name(wire) == expected


@pytest.mark.parametrize("name", sorted(name for name in dir(str) if not name.startswith("_")))
def test_member_that_would_hide_a_method_of_str_gets_an_underscore(name: str) -> None:
    assert member_name(name) == f"{name}_"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("inProgress", "in_progress"), ("2fa", "value_2fa"), ("None", "none"), ("pass", "pass_"), ("!", ""),
        ("is_known", "is_known_"), ("mro", "mro_"), ("name", "name_"), ("root", "root_"), ("value", "value_"),
        ("model_validate", "model_validate_"),
    ],
)  # fmt: skip
def test_member_name_is_a_valid_identifier(value: str, expected: str) -> None:
    assert member_name(value) == expected


def test_keywords_are_neither_fields_nor_members() -> None:
    for word in keyword.kwlist:
        if word.islower():
            assert field_name(word) == member_name(word) == f"{word}_"
