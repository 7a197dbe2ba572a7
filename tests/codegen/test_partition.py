"""Test the assignment of definitions to modules."""

from __future__ import annotations

import pytest

from codegen.harness import failure
from codex_codegen.model import ir
from codex_codegen.model.partition import (
    FOLDS_INTO_STEM,
    LARGE,
    LARGE_PART,
    SMALL,
    check_layers,
    import_cycles,
    partition,
)


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


@pytest.mark.parametrize(
    ("method", "size", "module"),
    [
        ("gardenTools/list", 2, "garden"),
        ("gardenTools/list", FOLDS_INTO_STEM - 1, "garden"),
        ("gardenTools/list", FOLDS_INTO_STEM, "garden_tools"),
        # Notifications of `gate` belong to requests of `gates`.
        ("gate/opened", 2, "gates"),
        ("gat/opened", SMALL, "gat"),
    ],
)
def test_domain_named_after_another_is_merged_if_it_is_small(method: str, size: int, module: str) -> None:
    assert FOLDS_INTO_STEM == 40
    definitions: list[ir.Definition] = []
    methods: list[ir.Method] = []
    for number, name in enumerate(("garden/plant", "gates/list")):
        more, one = domain(name, f"Thing{'AB'[number]}", SMALL)
        definitions += more
        methods.append(one)
    more, one = domain(method, "Other", size)
    assert partition(protocol([*definitions, *more], [*methods, one]))["OtherParams"] == module


def test_small_domain_has_fewer_than_twelve_definitions() -> None:
    assert SMALL == 12
    # The response is the twelfth definition.
    for size, module in ((10, "other"), (11, "garden")):
        definitions, method = domain("garden/plant", "Plant", size)
        assert partition(protocol(definitions, [method]))["PlantParams"] == module


@pytest.mark.parametrize(("size", "part", "module"), [(60, 20, "garden_water"), (59, 20, "garden"), (61, 19, "garden")])
def test_part_of_a_domain_has_its_own_module_if_both_are_large(size: int, part: int, module: str) -> None:
    first, one = domain("garden/plant/put", "Plant", size)
    second, two = domain("garden/water/pour", "Water", part)
    modules = partition(protocol([*first, *second], [one, two]))
    assert modules["WaterParams"] == module


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


RESERVED = (
    "availability common item_deltas items mappers options other registry request_handlers rpc safe_methods shared "
    "threads turns"
)


@pytest.mark.parametrize(
    ("segment", "module"),
    [
        *((name, f"{name}_methods") for name in RESERVED.split()),
        # The singular of a core module.
        ("item", "item_methods"),
        ("class", "class_methods"),
        ("3d", "domain_3d"),
        ("garden", "garden"),
        ("options/registry", "options_methods"),
    ],
)
def test_reserved_or_invalid_module_name_is_replaced(segment: str, module: str) -> None:
    definitions, method = domain(f"{segment}/do", "Thing", SMALL)
    modules = partition(protocol([*definitions, model("ThreadItem")], [method]))
    assert modules["ThingParams"] == module


def test_import_cycles_are_rejected() -> None:
    graph = {"A": frozenset({"B"}), "B": frozenset({"A"})}
    assert failure(check_layers, graph, {"A": "one", "B": "two"}) == (
        "import cycle between one, two\n  remedy: correct the rules of codex_codegen.model.partition"
    )
    assert failure(check_layers, graph, {"A": "one"}) == "missing module for B"
    assert failure(check_layers, graph, {}) == "missing module for A, B"


def test_only_imports_between_modules_form_a_cycle() -> None:
    graph = {"A": frozenset({"A", "B", "Missing"}), "B": frozenset({"A", "C"}), "C": frozenset[str]()}
    modules = {"A": "one", "B": "one", "C": "two"}
    check_layers(graph, modules)
    assert import_cycles(graph, modules) == []
    circle = {**graph, "C": frozenset({"D"}), "D": frozenset({"A"})}
    assert import_cycles(circle, {**modules, "D": "three"}) == [["one", "three", "two"]]


def test_modules_that_would_import_each_other_are_merged() -> None:
    first, one = domain("garden/plant", "Plant", SMALL)
    second, two = domain("kitchen/cook", "Cook", SMALL)
    definitions = [
        *first,
        *second,
        ir.Union("ClientRequest", "tag", (ir.Branch("Client", ("Client",), "a"),), tag="method"),
        ir.Union("ServerRequest", "tag", (ir.Branch("Both", ("Both",), "b"),), tag="method"),
        model("Client", "Both"),
        model("Both", "PlantParams", "CookParams"),
        model("Above", "Client", "PlantParams"),
        model("Top", "Above"),
    ]
    modules = partition(protocol(definitions, [one, two]))
    names = ("ClientRequest", "ServerRequest", "Client", "Both", "Above", "Top", "PlantParams", "CookParams", "Empty")
    # `Both` would be in `messages`, and the modules of `Client` and `Both` would import each other.
    assert [modules[name] for name in names] == [
        "client_messages",
        "server_messages",
        *["client_messages"] * 4,
        "garden",
        "kitchen",
        "shared",
    ]


def test_definitions_that_no_method_uses_are_next_to_what_they_refer_to() -> None:
    first, one = domain("garden/plant", "Plant", SMALL)
    second, two = domain("kitchen/cook", "Cook", SMALL)
    third, three = domain("yard/look", "Look", 2)
    definitions = [
        *first,
        *second,
        *third,
        ir.Union("Envelope", "tag", (ir.Branch("Message", ("Message",), "a"),), tag="method"),
        ir.Union("Choice", "tag", (ir.Branch("Message", ("Message",), "a"),), tag="type"),
        model("Message", "PlantParams", "CookParams"),
        model("Alone"),
        model("Low", "Empty"),
        model("Small", "LookParams"),
        model("Plants", "Plant0", "Empty", "LookParams"),
        model("Meals", "Plants", "Cook0"),
    ]
    modules = partition(protocol(definitions, [one, two, three]))
    names = ("Envelope", "Message", "Choice", "Alone", "Low", "Small", "Plants", "Meals")
    assert {name: modules[name] for name in names} == {
        "Envelope": "envelope_messages",
        "Message": "envelope_messages",
        "Choice": "envelope_messages",
        "Alone": "other",
        "Low": "other",
        "Small": "other",
        "Plants": "garden",
        "Meals": "messages",
    }
