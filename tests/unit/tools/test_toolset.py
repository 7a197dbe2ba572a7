"""Unit tests of `ToolSet`."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from codex_protocol import DynamicToolSpec, FunctionDynamicToolSpec, NamespaceDynamicToolSpec
from openai_codex.errors import InputError
from openai_codex.tools import Tool, ToolNamespace, ToolSet, tool
from openai_codex.tools.reserved_names import BUILT_IN_TOOLS


def create_tool(name: str, namespace: ToolNamespace | str | None = None) -> Tool[[], None]:
    def function() -> None:
        """Do nothing."""

    return tool(name=name, namespace=namespace)(function)


def error_of(*tools: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        ToolSet(tools)
    return caught.value


def plain(city: str) -> str:
    """Tell."""
    return city


def test_toolset_functions_become_tools() -> None:
    ready = create_tool("ready")
    tools = ToolSet([plain, ready])
    assert [one.name for one in tools] == ["plain", "ready"]
    assert len(tools) == 2
    assert tools.find(None, "ready") is ready
    assert repr(tools) == "<ToolSet plain, ready>"


def test_toolset_find_uses_namespace_and_name() -> None:
    outside, inside = create_tool("a"), create_tool("a", "n")
    tools = ToolSet([outside, inside])
    assert tools.find(None, "a") is outside
    assert tools.find("", "a") is outside
    assert tools.find("n", "a") is inside
    assert tools.find("n", "b") is None
    assert tools.find("m", "a") is None
    assert tools.find(None, "n") is None


def test_toolset_without_tools_is_empty() -> None:
    tools = ToolSet([])
    assert not tools
    assert tools.specs() == []
    assert repr(tools) == "<ToolSet empty>"


def test_toolset_specs_groups_tools_by_namespace() -> None:
    crm = ToolNamespace("crm", "All of our customers.")
    tools = ToolSet(
        [
            create_tool("a", crm),
            create_tool("b"),
            create_tool("c", "crm"),
            create_tool("d", "other"),
            create_tool("e", crm),
        ]
    )
    specs = tools.specs()
    assert [(spec["type"], spec["name"]) for spec in specs] == [
        ("namespace", "crm"),
        ("function", "b"),
        ("namespace", "other"),
    ]
    assert specs[0]["description"] == "All of our customers."
    assert specs[2]["description"] == ""
    assert [spec["name"] for spec in specs[0]["tools"]] == ["a", "c", "e"]
    # Any tool of the namespace may have the description.
    assert (
        ToolSet([create_tool("c", "crm"), create_tool("a", crm)]).specs()[0]["description"] == "All of our customers."
    )
    read = [TypeAdapter[Any](DynamicToolSpec).validate_python(spec) for spec in specs]
    assert [type(spec) for spec in read] == [
        NamespaceDynamicToolSpec,
        FunctionDynamicToolSpec,
        NamespaceDynamicToolSpec,
    ]


def test_toolset_duplicate_name_raises() -> None:
    error = error_of(plain, tool(plain))
    assert error.field == "tools[plain]"
    assert "unit.tools.test_toolset.plain and unit.tools.test_toolset.plain" in str(error)
    assert "rename one of them with @tool(name=...), or give it a namespace" in str(error)
    assert error_of(create_tool("a", "n"), create_tool("a", "n")).field == "tools[n.a]"
    one = create_tool("a")
    assert len(ToolSet([one, create_tool("a", "n"), create_tool("a", "m")])) == 3


def test_toolset_same_tool_twice_raises() -> None:
    one = create_tool("a")
    assert error_of(one, one).field == "tools[a]"


@pytest.mark.parametrize("name", sorted(BUILT_IN_TOOLS))
def test_toolset_name_of_built_in_tool_raises(name: str) -> None:
    error = error_of(create_tool(name))
    assert error.field == f"tools[{name}].name"
    assert "would hide this tool" in str(error)
    assert "or a namespace" in str(error)
    # A namespace distinguishes them.
    assert len(ToolSet([create_tool(name, "mine")])) == 1


@pytest.mark.parametrize(
    ("name", "shadowed"),
    [("exec-command", "exec_command"), ("clock__sleep", "clock__sleep"), ("multi-agent-v1__x", "multi_agent_v1__x")],
)
def test_toolset_javascript_name_of_built_in_tool_raises(name: str, shadowed: str) -> None:
    assert f"the built-in tool {shadowed!r} of the runtime" in str(error_of(create_tool(name)))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("a-b", None), ("a_b", None), "a_b"),
        (("n__a", None), ("a", "n"), "n__a"),
        (("1a", None), ("_a", None), "_a"),
        (("a", "n-m"), ("a", "n_m"), "n_m__a"),
    ],
)
def test_toolset_duplicate_javascript_name_raises(one: Any, other: Any, both: str) -> None:
    error = error_of(create_tool(*one), create_tool(*other))
    assert f"duplicate JavaScript identifier {both!r}" in str(error)


def test_toolset_conflicting_namespace_descriptions_raises() -> None:
    error = error_of(create_tool("a", ToolNamespace("n", "One.")), create_tool("b", ToolNamespace("n", "Two.")))
    assert error.field == "tools.namespace[n].description"
    assert "use the same ToolNamespace for all its tools" in str(error)


@pytest.mark.parametrize("given", ["plain", b"x", {"a": plain}, plain, None, 7])
def test_toolset_not_a_list_raises(given: Any) -> None:
    with pytest.raises(InputError, match="tools: expected a list of tools and functions, got"):
        ToolSet(given)


def test_toolset_not_a_function_raises() -> None:
    assert "tools: expected a function, got 'plain'" in str(error_of("plain"))
