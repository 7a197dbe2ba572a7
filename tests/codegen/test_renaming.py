"""Test the new names of definitions whose names are invalid or not unique."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from codegen.harness import failure
from codegen.tiny import NUMBER, TEXT, obj
from codex_codegen.normalise.renaming import rename_definitions
from codex_codegen.schema.strictness import Strictness

Schema = dict[str, Any]


def remedy(pointer: str) -> str:
    entry = f'[[name]] pointer = "{pointer}", expect = {{ ... }}, name = "ANewName"'
    return f"\n  remedy: add to schema/overrides.toml: {entry}"


def reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def renamed(root: Schema, *, strict: bool = True) -> tuple[Schema, list[str]]:
    """Return the definitions with their new names, and the notes."""
    strictness = Strictness(strict=strict)
    before = copy.deepcopy(root)
    found = rename_definitions({"$schema": "x", "definitions": root}, strictness)
    assert root == before
    assert found["$schema"] == "x"
    return found["definitions"], strictness.notes


def rejected(root: Schema, *, strict: bool = False) -> str:
    return failure(rename_definitions, {"definitions": root}, Strictness(strict=strict))


def test_valid_names_are_kept() -> None:
    schema = {"definitions": {"A": TEXT, "B": TEXT, "v2": {"A": {**TEXT, "title": "A", "description": "D"}}}}
    assert rename_definitions(schema, Strictness()) is schema


def test_override_renames_a_definition_and_its_references() -> None:
    root: Schema = {
        "Uses": obj("", a=reference("v2/Old~1A"), b=reference("v2/Old")),
        "v2": {"Old/A": {**TEXT, "x-name": "New"}, "Old": {"items": reference("v2/Old~1A")}},
    }
    assert renamed(root) == (
        {
            "Uses": obj("", a=reference("v2/New"), b=reference("v2/Old")),
            "v2": {"New": {**TEXT, "x-origin": "Old/A"}, "Old": {"items": reference("v2/New")}},
        },
        [],
    )


def test_invalid_name_is_an_error_or_converted() -> None:
    root: Schema = {"foo.Bar/x": TEXT, "A": reference("foo.Bar~1x")}
    problem = "/definitions/foo.Bar~1x: invalid class name: 'foo.Bar/x'"
    assert rejected(root, strict=True) == f"{problem}{remedy('/definitions/foo.Bar~1x')}"
    assert renamed(root, strict=False) == (
        {"FooBarX": {**TEXT, "x-origin": "foo.Bar/x"}, "A": reference("FooBarX")},
        [f"{problem}; it is named FooBarX"],
    )


@pytest.mark.parametrize(
    "root",
    [
        {"a b": TEXT, "AB": TEXT},
        {"v2": {"a b": TEXT}, "AB": TEXT},
        # The first takes the name of the second.
        {"a": TEXT, "v2": {"a b": TEXT, "a-b": NUMBER}},
    ],
)
def test_invalid_name_whose_conversion_is_taken_is_an_error(root: Schema) -> None:
    text = rejected(root)
    name = "a-b" if "a-b" in root.get("v2", {}) else "a b"
    base = "/definitions/v2" if "v2" in root else "/definitions"
    assert text == f"{base}/{name}: invalid class name: {name!r}{remedy(f'{base}/{name}')}"


@pytest.mark.parametrize("name", ["1", "Any", "None", "!"])
def test_name_without_valid_conversion_is_an_error(name: str) -> None:
    assert rejected({name: TEXT}) == (
        f"/definitions/{name}: invalid class name: {name!r}{remedy(f'/definitions/{name}')}"
    )


def test_definition_that_differs_between_namespaces_is_an_error_or_renamed() -> None:
    root: Schema = {
        "Same": {"items": reference("Other"), "title": "S", "description": "D", "$schema": "x"},
        "Same2": {"items": reference("Same"), "x-name": "Third"},
        "Differs": obj("", a=reference("Same")),
        "Other": TEXT,
        "v2": {
            "Same": {"items": reference("v2/Other"), "title": "T"},
            "Differs": obj("", a=reference("v2/Differs")),
            "Other": TEXT,
        },
    }
    problem = "/definitions/Differs: differs from the definition of the same name at /definitions/v2/Differs"
    assert rejected(root, strict=True) == f"{problem}{remedy('/definitions/Differs')}"
    definitions, notes = renamed(root, strict=False)
    assert notes == [f"{problem}; it is named LegacyDiffers"]
    assert definitions == {
        "Same": root["Same"],
        "Third": {"items": reference("Same"), "x-origin": "Same2"},
        "LegacyDiffers": {**obj("", a=reference("Same")), "x-origin": "Differs"},
        "Other": TEXT,
        "v2": root["v2"],
    }
    assert rejected({**root, "LegacyDiffers": TEXT}) == f"{problem}{remedy('/definitions/Differs')}"


@pytest.mark.parametrize("given", ["Taken", "Given", "Any", "lower"])
def test_name_of_an_override_must_be_valid_and_free(given: str) -> None:
    root: Schema = {"Taken": TEXT, "A": {**TEXT, "x-name": "Given"}, "v2": {"B": {**TEXT, "x-name": given}}}
    assert rejected(root) == (
        f"/definitions/v2/B: the name {given} of the override is taken or invalid\n  remedy: choose another name"
    )
