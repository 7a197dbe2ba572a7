"""`ToolSet`: what is refused before it is sent, and what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from codex_protocol import DynamicToolSpec, FunctionDynamicToolSpec, NamespaceDynamicToolSpec
from openai_codex.errors import InputError
from openai_codex.tools import Tool, ToolNamespace, ToolSet, tool
from openai_codex.tools.reserved_names import BUILT_IN_TOOLS


def named(name: str, namespace: ToolNamespace | str | None = None) -> Tool[[], None]:
    def function() -> None:
        """Do nothing."""

    return tool(name=name, namespace=namespace)(function)


def refused(*tools: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        ToolSet(tools)
    return caught.value


def plain(city: str) -> str:
    """Tell."""
    return city


def test_functions_become_tools() -> None:
    ready = named("ready")
    tools = ToolSet([plain, ready])
    assert [one.name for one in tools] == ["plain", "ready"]
    assert len(tools) == 2
    assert tools.find(None, "ready") is ready
    assert repr(tools) == "<ToolSet plain, ready>"


def test_tools_are_found_by_namespace_and_name() -> None:
    outside, inside = named("a"), named("a", "n")
    tools = ToolSet([outside, inside])
    assert tools.find(None, "a") is outside
    assert tools.find("", "a") is outside
    assert tools.find("n", "a") is inside
    assert tools.find("n", "b") is None
    assert tools.find("m", "a") is None
    assert tools.find(None, "n") is None


def test_no_tools_are_a_set_too() -> None:
    tools = ToolSet([])
    assert not tools
    assert tools.specs() == tools.specs(legacy=True) == []
    assert repr(tools) == "<ToolSet of no tools>"


def test_tools_of_a_namespace_stand_together() -> None:
    crm = ToolNamespace("crm", "All of our customers.")
    tools = ToolSet([named("a", crm), named("b"), named("c", "crm"), named("d", "other"), named("e", crm)])
    specs = tools.specs()
    assert [(spec["type"], spec["name"]) for spec in specs] == [
        ("namespace", "crm"),
        ("function", "b"),
        ("namespace", "other"),
    ]
    assert specs[0]["description"] == "All of our customers."
    assert specs[2]["description"] == ""
    assert [spec["name"] for spec in specs[0]["tools"]] == ["a", "c", "e"]
    # The description may stand at any of the tools.
    assert ToolSet([named("c", "crm"), named("a", crm)]).specs()[0]["description"] == "All of our customers."
    read = [TypeAdapter[Any](DynamicToolSpec).validate_python(spec) for spec in specs]
    assert [type(spec) for spec in read] == [
        NamespaceDynamicToolSpec,
        FunctionDynamicToolSpec,
        NamespaceDynamicToolSpec,
    ]


def test_the_older_form_names_the_namespace_at_each_tool() -> None:
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    common = {"description": "Do nothing.", "inputSchema": schema}
    tools = ToolSet([named("a"), named("b", ToolNamespace("n", "Lost here."))])
    assert tools.specs(legacy=True) == [{"name": "a", **common}, {"name": "b", "namespace": "n", **common}]


def test_two_tools_of_one_name_are_refused() -> None:
    error = refused(plain, tool(plain))
    assert error.field == "tools[plain]"
    assert "unit.tools.test_toolset.plain and unit.tools.test_toolset.plain" in str(error)
    assert "rename one with @tool(name=...), or give it a namespace" in str(error)
    assert refused(named("a", "n"), named("a", "n")).field == "tools[n.a]"
    one = named("a")
    assert len(ToolSet([one, named("a", "n"), named("a", "m")])) == 3


def test_the_same_tool_twice_is_refused() -> None:
    one = named("a")
    assert refused(one, one).field == "tools[a]"


@pytest.mark.parametrize("name", sorted(BUILT_IN_TOOLS))
def test_names_of_tools_of_the_runtime_are_refused(name: str) -> None:
    error = refused(named(name))
    assert error.field == f"tools[{name}].name"
    assert "which the model would be offered instead" in str(error)
    assert "or a namespace" in str(error)
    # In a namespace they are told apart.
    assert len(ToolSet([named(name, "mine")])) == 1


@pytest.mark.parametrize(
    ("name", "shadowed"),
    [("exec-command", "exec_command"), ("clock__sleep", "clock__sleep"), ("multi-agent-v1__x", "multi_agent_v1__x")],
)
def test_names_that_are_those_of_the_runtime_in_javascript_are_refused(name: str, shadowed: str) -> None:
    assert f"the runtime has a tool {shadowed!r} of its own" in str(refused(named(name)))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("a-b", None), ("a_b", None), "a_b"),
        (("n__a", None), ("a", "n"), "n__a"),
        (("1a", None), ("_a", None), "_a"),
        (("a", "n-m"), ("a", "n_m"), "n_m__a"),
    ],
)
def test_names_that_are_the_same_in_javascript_are_refused(one: Any, other: Any, both: str) -> None:
    error = refused(named(*one), named(*other))
    assert f"as {both!r}, and would be offered one of them only" in str(error)


def test_a_namespace_that_is_described_in_two_ways_is_refused() -> None:
    error = refused(named("a", ToolNamespace("n", "One.")), named("b", ToolNamespace("n", "Two.")))
    assert error.field == "tools.namespace[n].description"
    assert "use the same ToolNamespace for its tools" in str(error)


@pytest.mark.parametrize("given", ["plain", b"x", {"a": plain}, plain, None, 7])
def test_what_is_no_list_is_refused(given: Any) -> None:
    with pytest.raises(InputError, match="tools: expected a list of tools and functions, got"):
        ToolSet(given)


def test_what_is_no_function_is_refused() -> None:
    assert "tools: expected a function, got 'plain'" in str(refused("plain"))
