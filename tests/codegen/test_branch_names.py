"""Tests of the names of inline union branches and of inline types."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from codegen.tiny import NUMBER, TEXT, obj
from codex_codegen.errors import CodegenError
from codex_codegen.normalise.hoist import hoist
from codex_codegen.normalise.naming import branch_names, clean_title, override_remedy
from codex_codegen.schema.strictness import Strictness

Schema = dict[str, Any]


def tagged(value: str, **more: Any) -> Schema:
    return {**obj("type", type={"type": "string", "enum": [value]}), **more}


def names(*branches: Any, taken: tuple[str, ...] = (), strictness: Strictness | None = None) -> dict[int, str]:
    titles = Counter(clean_title(b["title"]) for b in branches if isinstance(b, dict) and "title" in b)
    schema = {"oneOf": list(branches), "x-pointer": "/definitions/Shape"}
    return branch_names("Shape", schema, "oneOf", titles, frozenset(taken), strictness or Strictness())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Thread/startRequest", "ThreadStartRequest"),
        ("Chatgptv2::LoginAccountParams", "ChatgptLoginAccountParams"),
        ("v10::A", "A"),
        ("Plain", "Plain"),
    ],
)
def test_clean_title_is_a_class_name(title: str, expected: str) -> None:
    assert clean_title(title) == expected


def test_branches_are_named_after_titles_tags_or_distinctive_keys() -> None:
    assert names(tagged("a", title="One"), tagged("b", title="Two")) == {0: "One", 1: "Two"}
    assert names(tagged("circle"), TEXT, tagged("bigSquare")) == {0: "CircleShape", 2: "BigSquareShape"}
    assert names(obj("id x", id=TEXT, x=TEXT), obj("id y", id=TEXT, y=TEXT)) == {0: "XShape", 1: "YShape"}
    assert names(tagged("a", title="One"), tagged("b")) == {0: "One", 1: "BShape"}


def test_override_takes_precedence_over_a_title() -> None:
    assert names({**tagged("a", title="One"), "x-name": "Mine"}, tagged("b", title="Two")) == {0: "Mine", 1: "Two"}


@pytest.mark.parametrize(
    ("title", "taken"), [("Two", ()), ("Used", ("Used",)), ("lower case?!", ()), ("Any", ()), ("9", ())]
)
def test_if_one_title_is_taken_or_invalid_no_title_is_used(title: str, taken: tuple[str, ...]) -> None:
    second = title if title != "lower case?!" else "2 lower"
    found = names(tagged("a", title="Two"), tagged("b", title=second), taken=taken)
    assert found == {0: "AShape", 1: "BShape"}


def test_duplicate_titles_elsewhere_are_not_used() -> None:
    schema = {"oneOf": [tagged("a", title="One")], "x-pointer": "/p"}
    assert branch_names("Shape", schema, "oneOf", Counter(One=2), frozenset(), Strictness()) == {0: "AShape"}


NAMELESS = "missing name for this branch: it has no unique title, no tag and no distinctive required key"


@pytest.mark.parametrize(
    ("branches", "index", "problem"),
    [
        ((tagged("a"), obj("", x=TEXT)), 1, NAMELESS),
        ((obj("x", x=TEXT, y=TEXT), obj("x", x=NUMBER, y=TEXT)), 0, NAMELESS),
        ((obj("x y", x=TEXT, y=TEXT), obj("z", z=TEXT)), 0, NAMELESS),
        ((tagged("1st"),), 0, "missing name for this branch: '1stShape' is not a valid class name"),
    ],
)
def test_branch_without_a_name_is_an_error(branches: tuple[Schema, ...], index: int, problem: str) -> None:
    with pytest.raises(CodegenError) as caught:
        names(*branches)
    assert caught.value.problem == problem
    assert caught.value.pointer == f"/definitions/Shape/oneOf/{index}"
    assert caught.value.remedy == override_remedy(f"/definitions/Shape/oneOf/{index}", branches[index])


def test_branch_without_a_name_is_named_after_its_required_keys_if_tolerated() -> None:
    tolerant = Strictness(strict=False)
    assert names(obj("x y", x=TEXT, y=TEXT), obj("z", z=TEXT), strictness=tolerant) == {0: "XYOfShape", 1: "ZShape"}
    assert tolerant.notes == [f"/definitions/Shape/oneOf/0: {NAMELESS}; it is named XYOfShape"]
    for branches in [(obj("", x=TEXT),), (obj("x", x=TEXT, y=TEXT), obj("x", x=NUMBER, y=TEXT))]:
        with pytest.raises(CodegenError, match="missing name"):
            names(*branches, strictness=tolerant)


def test_tags_that_differ_in_punctuation_conflict_or_are_spelled_out() -> None:
    branches = (tagged("a/b"), tagged("a-b"))
    with pytest.raises(CodegenError) as caught:
        names(*branches)
    assert caught.value.problem == "the name ABShape is already used by /definitions/Shape/oneOf/0"
    assert caught.value.pointer == "/definitions/Shape/oneOf/1"
    assert caught.value.remedy == override_remedy("/definitions/Shape/oneOf/1", branches[1])
    tolerant = Strictness(strict=False)
    assert names(*branches, strictness=tolerant) == {0: "ABShape", 1: "AHyphenMinusBShape"}
    note = "the name ABShape is already used by /definitions/Shape/oneOf/0; it is named AHyphenMinusBShape"
    assert tolerant.notes == [f"/definitions/Shape/oneOf/1: {note}"]
    with pytest.raises(CodegenError, match="the name AShape is already used"):
        names(tagged("a"), tagged("a"), strictness=tolerant)


def test_override_remedy_identifies_the_type() -> None:
    start = 'add to schema/overrides.toml: [[name]] pointer = "/p", expect = { '
    assert override_remedy("/p", obj("a b")) == start + 'required = ["a", "b"] }, name = "ANewName"'
    assert override_remedy("/p", {}) == start + 'type = "object" }, name = "ANewName"'
    assert override_remedy("/p", TEXT) == start + 'type = "string" }, name = "ANewName"'


def hoisted(strictness: Strictness | None = None, **definitions: Schema) -> dict[str, Schema]:
    marked = {n: {**s, "x-pointer": f"/definitions/{n}", "x-origin": n} for n, s in definitions.items()}
    return hoist(marked, strictness or Strictness())


def reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def test_inline_types_of_properties_become_definitions() -> None:
    described = {**obj("x", x=TEXT), "description": "D.", "default": {}, "title": "Gone"}
    found = hoisted(
        A=obj(
            "",
            plain=TEXT,
            inner=described,
            choice={"enum": ["a", "b"]},
            single={"enum": ["a"]},
            nothing=True,
            items={"type": "array", "items": {"type": "array", "items": obj("", y=TEXT)}},
            map={"type": "object", "additionalProperties": {"enum": ["c", "d"]}},
        )
    )
    assert list(found) == ["A", "AChoice", "AInner", "AItemsItemItem", "AMapItem"]
    assert found["A"]["properties"] == {
        "plain": TEXT,
        "inner": {"description": "D.", "default": {}, **reference("AInner")},
        "choice": reference("AChoice"),
        "single": {"enum": ["a"]},
        "nothing": True,
        "items": {"type": "array", "items": {"type": "array", "items": reference("AItemsItemItem")}},
        "map": {"type": "object", "additionalProperties": reference("AMapItem")},
    }
    pointer = "/definitions/A/properties/inner"
    expected = {**obj("x", x=TEXT), "description": "D.", "x-pointer": pointer, "x-origin": "A.inner"}
    assert found["AInner"] == expected
    assert found["AItemsItemItem"]["x-origin"] == "A.items.*.*"
    assert found["AItemsItemItem"]["x-pointer"] == "/definitions/A/properties/items/items/items"
    assert found["AMapItem"]["x-pointer"] == "/definitions/A/properties/map/additionalProperties"


def test_mixed_union_of_a_property_is_hoisted_without_its_null() -> None:
    null = {"type": "null"}
    found = hoisted(
        A=obj(
            "",
            maybe={"anyOf": [obj("", x=TEXT), null], "description": "D."},
            scalars={"anyOf": [TEXT, NUMBER, null]},
            mixed={"anyOf": [tagged("a"), null, TEXT]},
            either={"oneOf": [{"enum": ["a", "b"]}, NUMBER]},
        )
    )
    properties = found["A"]["properties"]
    assert properties["maybe"] == {"description": "D.", "anyOf": [reference("AMaybe"), null]}
    assert properties["scalars"] == {"anyOf": [TEXT, NUMBER, null]}
    assert properties["mixed"] == {"anyOf": [reference("AMixed"), null]}
    assert properties["either"] == {"anyOf": [reference("AEither")]}
    assert found["AMixed"]["anyOf"] == [reference("AAMixed"), TEXT]
    assert found["AAMixed"]["x-origin"] == "A.mixed.a"
    assert found["AEither"]["oneOf"] == [reference("AEitherValue"), NUMBER]


def test_items_and_values_of_a_definition_are_hoisted() -> None:
    found = hoisted(
        L={"type": "array", "items": obj("", x=TEXT)},
        M={"type": "object", "additionalProperties": obj("", x=TEXT)},
    )
    assert (found["L"]["items"], found["M"]["additionalProperties"]) == (reference("LItem"), reference("MItem"))
    assert (found["LItem"]["x-pointer"], found["LItem"]["x-origin"]) == ("/definitions/L/items", "L.*")


def test_property_of_a_branch_named_after_its_only_key_does_not_repeat_the_key() -> None:
    found = hoisted(U={"oneOf": [obj("ok", ok=obj("", x=TEXT)), obj("bad", bad=TEXT)]})
    assert list(found) == ["BadU", "OkU", "OkUDetails", "U"]


def test_inline_name_that_is_taken_is_an_error_or_gets_a_prefix() -> None:
    definitions: dict[str, Any] = {"A": obj("", b=obj("", x=TEXT)), "AB": TEXT}
    with pytest.raises(CodegenError) as caught:
        hoisted(**definitions)
    assert caught.value.problem == "the name AB is already used by /definitions/AB"
    assert caught.value.pointer == "/definitions/A/properties/b"
    assert caught.value.remedy == override_remedy("/definitions/A/properties/b", definitions["A"]["properties"]["b"])
    tolerant = Strictness(strict=False)
    assert list(hoisted(tolerant, **definitions)) == ["A", "AB", "InlineAB"]
    problem = "the name AB is already used by /definitions/AB; it is named InlineAB"
    assert tolerant.notes == [f"/definitions/A/properties/b: {problem}"]
    with pytest.raises(CodegenError, match="the name AB is already used"):
        hoisted(Strictness(strict=False), **definitions, InlineAB=TEXT)


def test_titles_of_properties_count_but_the_title_of_the_definition_does_not() -> None:
    union = {"oneOf": [tagged("a", title="Same"), tagged("b", title="Other")], "title": "Other"}
    assert list(hoisted(U=union)) == ["Other", "Same", "U"]
    assert list(hoisted(U=union, V=obj("", x={**TEXT, "title": "Same"}))) == ["AU", "BU", "U", "V"]


def test_override_names_an_inline_type() -> None:
    found = hoisted(A=obj("", b={**obj("", x=TEXT), "x-name": "Mine"}, c={"enum": ["a", "b"], "x-name": "Choice"}))
    assert list(found) == ["A", "Choice", "Mine"]
    assert "x-name" not in found["Mine"]
