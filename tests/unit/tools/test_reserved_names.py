"""Tests of the names that tools and namespaces may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openai_codex.errors import InputError
from openai_codex.tools.reserved_names import (
    BUILT_IN_NAMESPACES,
    BUILT_IN_TOOLS,
    RESERVED_NAMESPACES,
    check_characters,
    check_namespace,
    check_shadowing,
    check_tool_name,
    javascript_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TOOLS = """
    apply_patch create_goal exec exec_command get_context_remaining get_goal list_mcp_resource_templates
    list_mcp_resources new_context read_mcp_resource request_permissions request_user_input request_user_input_async
    send_message_to_user_async shell_command tool_search update_goal update_plan view_image wait wait_for_environment
    web_search write_stdin
"""
NAMESPACES = """
    api_tool browser computer container file_search functions image_gen multi_tool_use python submodel_delegator
    terminal tool_search web
"""


def rejected(check: Callable[[], None]) -> str:
    with pytest.raises(InputError) as caught:
        check()
    assert caught.value.field == "name"
    return str(caught.value)


def test_names_that_the_runtime_uses_or_rejects() -> None:
    assert set(TOOLS.split()) == BUILT_IN_TOOLS
    assert set(NAMESPACES.split()) == RESERVED_NAMESPACES
    assert {"clock", "collaboration", "multi_agent_v1"} == BUILT_IN_NAMESPACES


@pytest.mark.parametrize("name", ["a", "A-b_9", "0", "-", "mcp_", "mcpx", "xmcp__", "mcp_a", "Mcp"])
def test_valid_names_are_accepted(name: str) -> None:
    check_tool_name(name, "name")
    check_namespace(name, "name")


@pytest.mark.parametrize("name", ["", "a b", "a.b", "ä", "a\n", "a/b", "a:b"])
def test_other_characters_are_rejected(name: str) -> None:
    expected = f"name: expected ASCII letters, digits, _ and -, got {name!r}"
    assert rejected(lambda: check_tool_name(name, "name")) == expected
    assert rejected(lambda: check_namespace(name, "name")) == expected


@pytest.mark.parametrize(("value", "kind"), [(5, "int"), (None, "NoneType"), (b"a", "bytes")])
def test_name_that_is_not_a_string_is_rejected(value: object, kind: str) -> None:
    assert rejected(lambda: check_characters(value, "name", 9)) == f"name: expected a string, got {kind}"


def test_names_are_limited_in_length() -> None:
    check_tool_name("x" * 128, "name")
    assert rejected(lambda: check_tool_name("x" * 129, "name")) == "name: expected at most 128 characters, got 129"
    check_namespace("x" * 64, "name")
    assert rejected(lambda: check_namespace("x" * 65, "name")) == "name: expected at most 64 characters, got 65"
    check_characters("abc", "name", 3)


@pytest.mark.parametrize("name", ["mcp", "mcp__", "mcp__server"])
def test_names_of_mcp_servers_are_rejected(name: str) -> None:
    expected = f"name: {name!r} is reserved for MCP servers; choose another name"
    assert rejected(lambda: check_tool_name(name, "name")) == expected
    assert rejected(lambda: check_namespace(name, "name")) == expected


@pytest.mark.parametrize("name", NAMESPACES.split())
def test_reserved_namespace_is_rejected(name: str) -> None:
    expected = f"name: {name!r} is reserved by the Responses API; choose another name"
    assert rejected(lambda: check_namespace(name, "name")) == expected
    check_namespace(f"{name}2", "name")
    check_tool_name(name, "name")


@pytest.mark.parametrize("name", ["clock", "collaboration", "multi_agent_v1", "multi-agent-v1"])
def test_namespace_of_the_runtime_is_rejected(name: str) -> None:
    expected = f"name: {name!r} is reserved for built-in tools of the runtime; choose another name"
    assert rejected(lambda: check_namespace(name, "name")) == expected


@pytest.mark.parametrize("name", [*TOOLS.split(), "web-search"])
def test_tool_that_a_built_in_tool_would_hide_is_rejected(name: str) -> None:
    identifier = name.replace("-", "_")
    assert rejected(lambda: check_shadowing(None, name, "name")) == (
        f"name: the built-in tool {identifier!r} of the runtime would hide this tool; choose another name with "
        "@tool(name=...), or a namespace with @tool(namespace=...)"
    )
    check_shadowing("mine", name, "name")


@pytest.mark.parametrize(
    ("namespace", "name", "identifier"),
    [("clock", "now", "clock__now"), (None, "clock__now", "clock__now"), (None, "clock--x", "clock__x")],
)
def test_tool_in_a_namespace_of_the_runtime_is_rejected(namespace: str | None, name: str, identifier: str) -> None:
    assert rejected(lambda: check_shadowing(namespace, name, "name")) == (
        f"name: the built-in tool {identifier!r} of the runtime would hide this tool; choose another name with "
        "@tool(name=...)"
    )


@pytest.mark.parametrize("name", ["clock", "clock_", "clock_now", "xclock__now", "exec2"])
def test_similar_names_are_accepted(name: str) -> None:
    check_shadowing(None, name, "name")


@pytest.mark.parametrize(
    ("namespace", "name", "identifier"),
    [
        (None, "a-b", "a_b"), (None, "9a9", "_a9"), ("n-s", "a", "n_s__a"), ("1", "2", "___2"), ("", "a", "__a"),
        (None, "aB_9", "aB_9"),
    ],
)  # fmt: skip
def test_javascript_name_replaces_characters(namespace: str | None, name: str, identifier: str) -> None:
    assert javascript_name(namespace, name) == identifier
