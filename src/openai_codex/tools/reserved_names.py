"""Which names a tool and a namespace may have: what the runtime takes, and does not drop without a word.

Measured on runtimes from 0.133 to 0.163, with all models that they list. A tool that has the name of one of the
runtime's own is accepted, and then never offered to the model.
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
"""The runtime's own tools that stand in no namespace. Which of them there are depends on the model and on settings."""

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
"""What the Responses API keeps for itself; the runtime refuses these."""

_ALLOWED = re.compile(r"[a-zA-Z0-9_-]+")


def check_characters(name: object, field: str, limit: int) -> None:
    """Raise `InputError` for what the runtime takes neither as the name of a tool nor as that of a namespace."""
    remedy = "; use letters of ASCII, digits, _ and -"
    if not isinstance(name, str):
        raise InputError(field, f"expected a string, got {type(name).__name__}")
    if not _ALLOWED.fullmatch(name):
        raise InputError(field, f"{name!r} is no name{remedy}" if name else f"is empty{remedy}")
    if len(name) > limit:
        raise InputError(field, f"has {len(name)} characters; the most is {limit}")
    if name == "mcp" or name.startswith("mcp__"):
        raise InputError(field, f"the runtime keeps {name!r} for MCP servers; choose another name")


def check_tool_name(name: object, field: str) -> None:
    """Raise `InputError` for what no tool can be called."""
    check_characters(name, field, MAX_TOOL_NAME)


def check_namespace(name: object, field: str) -> None:
    """Raise `InputError` for what no namespace can be called."""
    check_characters(name, field, MAX_NAMESPACE)
    if name in RESERVED_NAMESPACES:
        raise InputError(field, f"the Responses API keeps {name!r} for itself; choose another name")
    if javascript_name(None, str(name)) in BUILT_IN_NAMESPACES:
        raise InputError(field, f"{name!r} is a namespace of the runtime's own tools; choose another name")


def check_shadowing(namespace: str | None, name: str, field: str) -> None:
    """Raise `InputError` for a name under which the model would be offered a tool of the runtime instead."""
    seen = javascript_name(namespace, name)
    owner = next((built_in for built_in in BUILT_IN_NAMESPACES if seen.startswith(f"{built_in}__")), None)
    if seen in BUILT_IN_TOOLS or owner is not None:
        raise InputError(
            field,
            f"the runtime has a tool {seen!r} of its own, which the model would be offered instead; choose another "
            "name with @tool(name=...)" + ("" if owner else ", or a namespace with @tool(namespace=...)"),
        )


def javascript_name(namespace: str | None, name: str) -> str:
    """Return the identifier under which models that call tools from JavaScript see a tool.

    Of tools that have the same one, such models are offered the first only.
    """
    whole = name if namespace is None else f"{namespace}__{name}"
    return re.sub(r"^[0-9]|[^a-zA-Z0-9_]", "_", whole)
