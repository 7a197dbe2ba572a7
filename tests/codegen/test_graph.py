"""Tests of the reference graph: cycles, components and closures."""

from __future__ import annotations

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.model import ir
from codex_codegen.model.graph import check_cycles, closure, components, eager_references, references


def field(name: str, *refs: str, default: str | None = None) -> ir.Field:
    return ir.Field(name, name, "hint", refs, default=default)


def graph(text: str) -> dict[str, frozenset[str]]:
    """Return a graph written as "A:BC B:A"."""
    pairs = (part.partition(":") for part in text.split())
    return {name: frozenset(targets) for name, _, targets in pairs}


def test_references_of_each_kind_of_definition() -> None:
    branches = (ir.Branch("A", ("A",), "a"), ir.Branch("B", ("B", "C")))
    assert references(ir.Model("M", (field("x", "A", "B"), field("y", "B")))) == {"A", "B"}
    assert references(ir.Union("U", "untagged", branches)) == {"A", "B", "C"}
    assert references(ir.Alias("L", "list[A]", ("A",))) == {"A"}
    assert references(ir.Enum("E", (ir.EnumMember("a", "a"),))) == frozenset()


def test_eager_references_of_a_model_are_those_of_its_defaults() -> None:
    fields = (
        field("plain", "A"),
        field("member", "B", "C", default="B.red"),
        field("constant", "D", default="'D.x'[0]"),
        field("number", "E", default="5"),
    )
    assert eager_references(ir.Model("M", fields)) == {"B", "D"}
    assert eager_references(ir.Alias("L", "list[A]", ("A",))) == {"A"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("A:", [["A"]]),
        ("A:B B:", [["B"], ["A"]]),
        ("A: B:A C:B", [["A"], ["B"], ["C"]]),
        ("A:A", [["A"]]),
        ("A:B B:A", [["A", "B"]]),
        ("A:Z", [["A"]]),
        ("C:A A:B B:C", [["A", "B", "C"]]),
        ("A:B B:A C:D D:C", [["A", "B"], ["C", "D"]]),
        ("A:BC B:A C:D D:C", [["C", "D"], ["A", "B"]]),
        ("A:B B:CA C:B D:A", [["A", "B", "C"], ["D"]]),
        # Two circles that share a node, and a chord that leads to a finished component.
        ("A:B B:C C:AD D:E E:DF F:", [["F"], ["D", "E"], ["A", "B", "C"]]),
        ("A:BC B:D C:D D:", [["D"], ["B"], ["C"], ["A"]]),
        ("A:B B:CD C:B D:", [["D"], ["B", "C"], ["A"]]),
    ],
)
def test_components_are_in_dependency_order(text: str, expected: list[list[str]]) -> None:
    assert components(graph(text)) == expected


@pytest.mark.parametrize(
    ("roots", "expected"),
    [("A", "ABCE"), ("C", "CE"), ("D", "DE"), ("", ""), ("Z", ""), ("CD", "CDE"), ("E", "E")],
)
def test_closure_follows_references_within_the_graph(roots: str, expected: str) -> None:
    assert closure(graph("A:BZ B:AC C:E D:E E:"), roots) == set(expected)


def alias(name: str, *refs: str) -> ir.Alias:
    return ir.Alias(name, "hint", refs)


def test_check_cycles_accepts_a_cycle_through_an_object() -> None:
    check_cycles({"M": ir.Model("M", (field("x", "L"),)), "L": alias("L", "M")})
    check_cycles({"A": alias("A", "B"), "B": alias("B", "C"), "C": alias("C")})


@pytest.mark.parametrize(
    ("definitions", "names"),
    [
        ([alias("A", "A")], "A"),
        ([alias("B", "A"), alias("A", "B"), alias("C")], "A and B"),
        ([ir.Model("M", (field("x", "L", default="L.red"),)), alias("L", "M")], "L and M"),
    ],
)
def test_check_cycles_rejects_definitions_that_need_each_other(definitions: list[ir.Definition], names: str) -> None:
    with pytest.raises(CodegenError) as caught:
        check_cycles({definition.name: definition for definition in definitions})
    assert caught.value.problem == f"recursive type without an object in between: {names}"
    assert caught.value.remedy == "add support for it to codex_codegen, or change one type to an object"
