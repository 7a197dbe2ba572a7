"""Test the conversion of normalised definitions to the intermediate model."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.harness import failure
from codegen.tiny import NUMBER, TEXT, obj
from codex_codegen.model import ir
from codex_codegen.model.resolve import resolve
from codex_codegen.schema.bundle import StableSubset
from codex_codegen.schema.strictness import Strictness

Schema = dict[str, Any]

NULL = {"type": "null"}
FIELD = "\n  remedy: add to schema/overrides.toml: [[field]] "


def reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def marked(definitions: dict[str, Schema]) -> dict[str, Schema]:
    return {name: {"x-origin": name, "x-pointer": f"/{name}", **schema} for name, schema in definitions.items()}


def stable_subset(**fields: str) -> StableSubset:
    definitions = {name: frozenset(names.split()) for name, names in fields.items()}
    return StableSubset(frozenset(), frozenset(), frozenset(), definitions)


def resolved(
    stable: StableSubset | None = None, names: dict[str, str] | None = None, /, **definitions: Schema
) -> dict[str, ir.Definition]:
    """Return the model of definitions, which are stable unless `stable` is given."""
    everything = stable_subset(**{name: " ".join(schema.get("properties", {})) for name, schema in definitions.items()})
    return resolve(marked(definitions), stable or everything, names)


def tolerated(
    names: dict[str, str] | None = None, /, **definitions: Schema
) -> tuple[dict[str, ir.Definition], list[str]]:
    strictness = Strictness(strict=False)
    return resolve(marked(definitions), stable_subset(), names, strictness), strictness.notes


def test_each_kind_of_definition_is_converted() -> None:
    assert resolved(
        Enum={"enum": ["a-b", "class"], "x-docs": {"a-b": " First. "}, "description": "E."},
        Model={
            **obj(
                "tag name",
                tag={**TEXT, "enum": ["only"]},
                name={"anyOf": [TEXT, NULL], "description": "The name."},
                fooBar={"type": "array", "items": reference("Enum"), "default": ["a-b"]},
                value={"anyOf": [reference("Enum"), NULL], "default": "class"},
                count={**NUMBER, "default": None},
                anything=True,
            ),
            "description": "M.",
        },
        Alias={"type": "array", "items": reference("Model"), "description": "A."},
        Map={"type": "object", "additionalProperties": NUMBER},
        Tagged={
            "oneOf": [reference("Model")],
            "x-union": {"kind": "tag", "tag": "tag", "keys": {"only": "Model"}},
            "description": "T.",
        },
        Keyed={
            "oneOf": [reference("Model"), reference("Enum")],
            "x-union": {"kind": "key", "keys": {"k": "Model"}, "values": ["Enum"]},
        },
        Untagged={"anyOf": [reference("Model"), TEXT], "x-union": {"kind": "untagged"}, "description": "U."},
    ) == {
        "Alias": ir.Alias("Alias", "list[Model]", ("Model",), "A."),
        "Enum": ir.Enum("Enum", (ir.EnumMember("a_b", "a-b", "First."), ir.EnumMember("class_", "class")), "E."),
        "Keyed": ir.Union(
            "Keyed",
            "key",
            (ir.Branch("Enum", ("Enum",)), ir.Branch("Model", ("Model",), "k")),
            unknown="UnknownKeyed",
        ),
        "Map": ir.Alias("Map", "dict[str, int]"),
        "Model": ir.Model(
            "Model",
            (
                ir.Field("tag", "tag", "Literal['only']", required=True),
                ir.Field("name", "name", "str | None", required=True, nullable=True, doc="The name."),
                ir.Field("foo_bar", "fooBar", "list[Enum]", ("Enum",), default="[Enum.a_b]"),
                ir.Field("value", "value", "Enum | None", ("Enum",), nullable=True, default="Enum.class_"),
                ir.Field("count", "count", "int"),
                ir.Field("anything", "anything", "Any", nullable=True),
            ),
            "M.",
        ),
        "Tagged": ir.Union("Tagged", "tag", (ir.Branch("Model", ("Model",), "only"),), "tag", "UnknownTagged", "T."),
        "Untagged": ir.Union("Untagged", "untagged", (ir.Branch("Model", ("Model",)), ir.Branch("str")), doc="U."),
    }


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"properties": {"a": TEXT}}, None),
        ({"properties": {"a": TEXT}, "additionalProperties": TEXT}, None),
        ({"type": "object", "properties": {}, "additionalProperties": True}, None),
        ({"type": "object"}, None),
        ({"type": "object", "additionalProperties": False}, None),
        ({"type": "object", "additionalProperties": True}, "dict[str, Any]"),
        ({"type": "object", "additionalProperties": TEXT}, "dict[str, str]"),
        ({}, "Any"),
    ],
)
def test_object_with_fixed_properties_is_a_model(schema: Schema, hint: str | None) -> None:
    found = resolved(A=schema)["A"]
    if hint is None:
        assert isinstance(found, ir.Model)
        assert [field.hint for field in found.fields] == ["str"] * len(schema.get("properties", {}))
    else:
        assert found == ir.Alias("A", hint)


def test_definitions_and_fields_that_are_not_stable_are_experimental() -> None:
    model = obj("", a=TEXT, b=TEXT)
    union = {"anyOf": [TEXT, NUMBER], "x-union": {"kind": "untagged"}}
    tagged = {"oneOf": [], "x-union": {"kind": "tag", "tag": "t", "keys": {}}}
    found = resolved(
        stable_subset(Old="a", Other="a b"),
        Old=model,
        New={**model, "x-origin": "Missing"},
        Renamed={**model, "x-origin": "Other"},
        Enum={"enum": ["a"]},
        Alias=TEXT,
        Union=union,
        Tagged=tagged,
    )
    assert {name: definition.experimental for name, definition in found.items()} == {
        "Alias": True,
        "Enum": True,
        "New": True,
        "Old": False,
        "Renamed": False,
        "Tagged": True,
        "Union": True,
    }
    fields = {
        name: [field.experimental for field in definition.fields]
        for name, definition in found.items()
        if isinstance(definition, ir.Model)
    }
    # Fields of an experimental definition are not marked again.
    assert fields == {"New": [False, False], "Old": [False, True], "Renamed": [False, False]}


def test_branch_of_unknown_values_has_a_free_name() -> None:
    union = {"oneOf": [], "x-union": {"kind": "tag", "tag": "t", "keys": {}}}
    first = resolved(U=union)["U"]
    second = resolved(U=union, UnknownU=TEXT)["U"]
    assert isinstance(first, ir.Union)
    assert isinstance(second, ir.Union)
    assert (first.unknown, second.unknown) == ("UnknownU", "UnrecognizedU")
    definitions = marked({"U": union, "UnknownU": TEXT, "UnrecognizedU": TEXT})
    text = "/U: missing name for the branch of unknown values"
    assert failure(resolve, definitions, stable_subset()) == text


def test_enum_of_other_values_than_strings_is_an_error() -> None:
    text = "/A: expected string values, got 5"
    assert failure(resolve, marked({"A": {"enum": ["a", 5]}}), stable_subset()) == text


@pytest.mark.parametrize(
    ("properties", "problem", "wire", "names"),
    [
        (
            ("fooBar", "foo_bar"),
            "the properties 'fooBar' and 'foo_bar' have the same name foo_bar",
            "foo_bar",
            ["foo_bar", "foo_low_bar"],
        ),
        (("a", "A"), "the properties 'a' and 'A' have the same name a", "A", ["a", "a_"]),
        (("!",), "the property '!' is not a valid name of a Python attribute", "!", ["exclamation"]),
    ],
)
def test_property_name_that_is_taken_or_invalid_is_an_error_or_spelled_out(
    properties: tuple[str, ...], problem: str, wire: str, names: list[str]
) -> None:
    schema = obj("", **dict.fromkeys(properties, TEXT))
    at = f"/A/properties/{wire}"
    remedy = f'{FIELD}pointer = "{at}", expect = {{ ... }}, name = "a_name"'
    assert failure(resolve, marked({"A": schema}), stable_subset()) == f"{at}: {problem}{remedy}"
    found, notes = tolerated(A=schema)
    assert isinstance(found["A"], ir.Model)
    assert [field.name for field in found["A"].fields] == names
    assert notes == [f"{at}: {problem}; it is named {names[-1]}"]


def test_value_that_is_taken_or_invalid_is_an_error_or_spelled_out() -> None:
    remedy = (
        '\n  remedy: add to schema/overrides.toml: [[member]] value = "{}", pointer = "/A", expect = {{ ... }}, '
        'name = "a_name"'
    )
    taken = "/A: the values 'a-b' and 'a_b' have the same name a_b"
    invalid = "/A: the value '+' is not a valid name of a Python enum member"
    for values, text in ((["a-b", "a_b"], taken + remedy.format("a_b")), (["+"], invalid + remedy.format("+"))):
        assert failure(resolve, marked({"A": {"enum": values}}), stable_subset()) == text
    found, notes = tolerated(A={"enum": ["a-b", "a_b", "+"]})
    members = (ir.EnumMember("a_b", "a-b"), ir.EnumMember("a_low_b", "a_b"), ir.EnumMember("plus", "+"))
    assert found == {"A": ir.Enum("A", members, experimental=True)}
    assert notes == [f"{taken}; it is named a_low_b", f"{invalid}; it is named plus"]


def test_name_that_stays_taken_or_invalid_is_an_error() -> None:
    # Characters without a name of their own are all spelled out as "other".
    schema = obj("", **{"\U0010ffff": TEXT, "\U0010fffe": TEXT})
    at = "/A/properties/\U0010fffe"
    problem = "the property '\\U0010fffe' is not a valid name of a Python attribute"
    remedy = f'{FIELD}pointer = "{at}", expect = {{ ... }}, name = "a_name"'
    definitions = marked({"A": schema})
    assert failure(resolve, definitions, stable_subset(), None, Strictness(strict=False)) == f"{at}: {problem}{remedy}"


def test_overrides_name_properties_and_values() -> None:
    definitions = {"A": obj("", **{"a/b": TEXT, "c": TEXT}), "E": {"enum": ["x", "y"]}}
    names = {"/A/properties/a~1b": "first", "/E#y": "second"}
    found = resolved(None, names, **definitions)
    assert isinstance(found["A"], ir.Model)
    assert isinstance(found["E"], ir.Enum)
    assert [field.name for field in found["A"].fields] == ["first", "c"]
    assert [member.name for member in found["E"].members] == ["x", "second"]


def test_override_that_names_nothing_is_an_error_or_ignored() -> None:
    names = {"/B": "b", "/A/properties/z": "z", "/A/properties/a": "used"}
    schema = obj("", a=TEXT)
    text = "/A/properties/z: unused name: z"
    remedy = "\n  remedy: correct or remove the override in schema/overrides.toml"
    assert failure(resolve, marked({"A": schema}), stable_subset(), names) == text + remedy
    notes = tolerated(names, A=schema)[1]
    assert notes == [f"{text}; the override is ignored", "/B: unused name: b; the override is ignored"]


def test_unsupported_default_is_an_error_or_ignored() -> None:
    schema = obj("", a={**NUMBER, "default": {"x": 1}})
    text = "/A/properties/a: unsupported default: {'x': 1}"
    remedy = "\n  remedy: add support for it to codex_codegen.model.defaults"
    assert failure(resolve, marked({"A": schema}), stable_subset()) == text + remedy
    found, notes = tolerated(A=schema)
    assert found == {"A": ir.Model("A", (ir.Field("a", "a", "int"),), experimental=True)}
    assert notes == [f"{text}; the default is ignored"]
