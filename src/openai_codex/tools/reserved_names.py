"""Validate the names of tools and namespaces.

The runtime rejects some names. It accepts a tool with the name of a built-in tool, but never offers it to the model.
The lists were determined with runtimes 0.133 to 0.163 and all models that they list.
"""

from __future__ import annotations

import re

from openai_codex.errors import InputError

MAX_TOOL_NAME = 128
MAX_NAMESPACE = 64

BUILT_IN_TOOLS = frozenset(
    {
        "apply_patch",
        "create_goal",
        "exec",
        "exec_command",
        "get_context_remaining",
        "get_goal",
        "list_mcp_resource_templates",
        "list_mcp_resources",
        "new_context",
        "read_mcp_resource",
        "request_permissions",
        "request_user_input",
        "request_user_input_async",
        "send_message_to_user_async",
        "shell_command",
        "tool_search",
        "update_goal",
        "update_plan",
        "view_image",
        "wait",
        "wait_for_environment",
        "web_search",
        "write_stdin",
    }
)
"""The runtime's tools without a namespace. The model and the settings determine which of them exist."""

BUILT_IN_NAMESPACES = frozenset({"clock", "collaboration", "multi_agent_v1"})
"""The namespaces of the runtime's other tools."""

RESERVED_NAMESPACES = frozenset(
    {
        "api_tool",
        "browser",
        "computer",
        "container",
        "file_search",
        "functions",
        "image_gen",
        "multi_tool_use",
        "python",
        "submodel_delegator",
        "terminal",
        "tool_search",
        "web",
    }
)
"""Namespaces that the Responses API reserves; the runtime rejects them."""

_ALLOWED = re.compile(r"[a-zA-Z0-9_-]+")


def check_characters(name: object, field: str, limit: int) -> None:
    """Validate the characters and the length of a name.

    Args:
        name: The name.
        field: The name of the argument, used in the error.
        limit: The maximum length, in characters.

    Raises:
        InputError: The name is invalid for tools and namespaces.
    """
    expected = "expected ASCII letters, digits, _ and -"
    if not isinstance(name, str):
        raise InputError(field, f"expected a string, got {type(name).__name__}")
    if not _ALLOWED.fullmatch(name):
        raise InputError(field, f"{expected}, got {name!r}")
    if len(name) > limit:
        raise InputError(field, f"expected at most {limit} characters, got {len(name)}")
    if name == "mcp" or name.startswith("mcp__"):
        raise InputError(field, f"{name!r} is reserved for MCP servers; choose another name")


def check_tool_name(name: object, field: str) -> None:
    """Validate the name of a tool.

    Args:
        name: The name.
        field: The name of the argument, used in the error.

    Raises:
        InputError: The name is invalid.
    """
    check_characters(name, field, MAX_TOOL_NAME)


def check_namespace(name: object, field: str) -> None:
    """Validate the name of a namespace.

    Args:
        name: The name.
        field: The name of the argument, used in the error.

    Raises:
        InputError: The name is invalid or reserved.
    """
    check_characters(name, field, MAX_NAMESPACE)
    if name in RESERVED_NAMESPACES:
        raise InputError(field, f"{name!r} is reserved by the Responses API; choose another name")
    if javascript_name(None, str(name)) in BUILT_IN_NAMESPACES:
        raise InputError(field, f"{name!r} is reserved for built-in tools of the runtime; choose another name")


def check_shadowing(namespace: str | None, name: str, field: str) -> None:
    """Reject a name that the model sees as a built-in tool of the runtime.

    Args:
        namespace: The namespace of the tool; None for none.
        name: The name of the tool.
        field: The name of the argument, used in the error.

    Raises:
        InputError: A built-in tool has the same identifier.
    """
    identifier = javascript_name(namespace, name)
    owner = next((built_in for built_in in BUILT_IN_NAMESPACES if identifier.startswith(f"{built_in}__")), None)
    if identifier in BUILT_IN_TOOLS or owner is not None:
        raise InputError(
            field,
            f"the built-in tool {identifier!r} of the runtime would hide this tool; choose another name with "
            "@tool(name=...)" + ("" if owner else ", or a namespace with @tool(namespace=...)"),
        )


def javascript_name(namespace: str | None, name: str) -> str:
    """Return the identifier of a tool for models that call tools from JavaScript.

    If several tools have the same identifier, such models see only the first.

    Args:
        namespace: The namespace of the tool; None for none.
        name: The name of the tool.
    """
    full_name = name if namespace is None else f"{namespace}__{name}"
    return re.sub(r"^[0-9]|[^a-zA-Z0-9_]", "_", full_name)
