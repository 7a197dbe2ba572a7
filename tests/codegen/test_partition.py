"""Test the assignment of definitions to modules."""

from __future__ import annotations

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.model import ir
from codex_codegen.model.partition import LARGE, LARGE_PART, SMALL, check_layers, partition


def model(name: str, *refs: str) -> ir.Model:
    return ir.Model(name, tuple(ir.Field(f"f{index}", f"f{index}", ref, (ref,)) for index, ref in enumerate(refs)))


def domain(method: str, name: str, size: int) -> tuple[list[ir.Definition], ir.Method]:
    """Return a method whose params refer to `size` definitions of their own."""
    parts: list[ir.Definition] = [model(f"{name}{index}") for index in range(size - 1)]
    params = model(f"{name}Params", *(part.name for part in parts))
    return [*parts, params], ir.Method(method, "m", params.name, False, "Empty")


def protocol(definitions: list[ir.Definition], methods: list[ir.Method], **more: object) -> ir.Protocol:
    every = [*definitions, model("Empty")]
    return ir.Protocol("1.2.3", {item.name: item for item in every}, methods=tuple(methods), **more)  # type: ignore[arg-type]


def test_domain_has_its_own_module() -> None:
    definitions, method = domain("garden/plant", "Plant", SMALL)
    assert partition(protocol(definitions, [method]))["Plant3"] == "garden"


def test_small_domains_share_a_module() -> None:
    first, one = domain("garden/plant", "Plant", SMALL - 1)
    second, two = domain("kitchen/cook", "Cook", 2)
    modules = partition(protocol([*first, *second], [one, two]))
    assert {modules["PlantParams"], modules["CookParams"]} == {"other"}


def test_domain_named_after_another_is_merged() -> None:
    first, one = domain("garden/plant", "Plant", SMALL)
    second, two = domain("gardenTools/list", "Tool", 2)
    modules = partition(protocol([*first, *second], [one, two]))
    assert modules["ToolParams"] == "garden"


def test_large_part_of_large_domain_has_its_own_module() -> None:
    first, one = domain("garden/plant/put", "Plant", LARGE)
    second, two = domain("garden/water/pour", "Water", LARGE_PART)
    third, three = domain("garden/look", "Look", 2)
    modules = partition(protocol([*first, *second, *third], [one, two, three]))
    assert (modules["Plant1"], modules["Water1"], modules["LookParams"]) == ("garden_plant", "garden_water", "garden")


def test_definition_of_several_domains_is_shared() -> None:
    first, one = domain("garden/plant", "Plant", SMALL)
    second, two = domain("kitchen/cook", "Cook", SMALL)
    uses = [model("Both", "Leaf"), model("Leaf"), model("A", "Both"), model("B", "Both")]
    methods = [
        one,
        two,
        ir.Method("garden/a", "a", "A", False, "Empty"),
        ir.Method("kitchen/b", "b", "B", False, "Empty"),
    ]
    modules = partition(protocol([*first, *second, *uses], methods))
    assert [modules[name] for name in ("Both", "Leaf", "A", "B", "Empty")] == [
        "shared",
        "shared",
        "garden",
        "kitchen",
        "shared",
    ]


def test_definitions_of_a_turn_are_in_core_modules() -> None:
    definitions: list[ir.Definition] = [
        model("ThreadItem", "Text", "Status"),
        model("Text"),
        ir.Enum("Status", (ir.EnumMember("a", "a"),)),
        model("TurnCompletedNotification", "Turn"),
        model("Turn", "ThreadItem"),
        model("TextDeltaNotification"),
        model("Config", "Status"),
    ]
    notifications = (
        ir.Notification("turn/completed", "t", "TurnCompletedNotification"),
        ir.Notification("item/text/delta", "d", "TextDeltaNotification"),
    )
    modules = partition(
        protocol(definitions, [ir.Method("config/read", "c", "Config", False, "Empty")], notifications=notifications)
    )
    assert modules == {
        "Config": "other",
        "Empty": "other",
        "Status": "common",
        "Text": "items",
        "TextDeltaNotification": "item_deltas",
        "ThreadItem": "items",
        "Turn": "turns",
        "TurnCompletedNotification": "turns",
    }


def test_cycles_share_a_module_and_messages_are_on_top() -> None:
    definitions, method = domain("garden/plant", "Plant", SMALL)
    circle = [model("Egg", "Hen"), model("Hen", "Egg", "PlantParams")]
    message = model("PlantRequest", "PlantParams", "Egg")
    union = ir.Union("ClientRequest", "tag", (ir.Branch("PlantRequest", ("PlantRequest",), "p"),), tag="method")
    modules = partition(protocol([*definitions, *circle, message, union], [method]))
    assert modules["Egg"] == modules["Hen"]
    assert {modules["ClientRequest"], modules["PlantRequest"]} == {"client_messages"}


@pytest.mark.parametrize(
    ("segment", "module"),
    [
        ("item", "item_methods"),
        ("class", "class_methods"),
        ("rpc", "rpc_methods"),
        ("other", "other_methods"),
        ("3d", "domain_3d"),
    ],
)
def test_reserved_or_invalid_module_name_is_replaced(segment: str, module: str) -> None:
    definitions, method = domain(f"{segment}/do", "Thing", SMALL)
    modules = partition(protocol([*definitions, model("ThreadItem")], [method]))
    assert modules["ThingParams"] == module


def test_import_cycles_are_rejected() -> None:
    graph = {"A": frozenset({"B"}), "B": frozenset({"A"})}
    with pytest.raises(CodegenError, match="import cycle between one, two"):
        check_layers(graph, {"A": "one", "B": "two"})
    with pytest.raises(CodegenError, match="missing module for B"):
        check_layers(graph, {"A": "one"})
