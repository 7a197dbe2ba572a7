"""Rules about calls of MCP tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest
from openai_codex.errors import InputError
from openai_codex.policies.rules import ACCEPT, DECLINE, NamedRule, Rule, format_call

if TYPE_CHECKING:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest


def allow_mcp_tools(server: str, *tools: str) -> Rule:
    """Return a rule that allows calls of MCP tools and abstains on others.

    The rule guarantees the name of the server and of the tool. It does not check the arguments or what the tool does
    with them. If the client cannot determine the tool of a request, a rule with tools abstains.

    Args:
        server: The name of the MCP server in the configuration.
        *tools: The names of the tools; none allows all tools of the server.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: A name is not a string, or is empty.
    """
    names = _validate_names(server, tools)

    def decide(request: ApprovalRequest) -> Approval | None:
        if not isinstance(request, McpToolApprovalRequest) or request.server_name != server:
            return None
        return ACCEPT if not names or request.tool_name in names else None

    return NamedRule(format_call("allow_mcp_tools", server, *tools), decide)


def deny_mcp_tools(server: str, *tools: str, approval: Approval = DECLINE) -> Rule:
    """Return a rule that denies calls of MCP tools and abstains on others.

    Put it before rules that allow more. If the client cannot determine the tool of a request, the rule denies it. The
    rule decides only on calls for which the runtime requests approval.

    Args:
        server: The name of the MCP server in the configuration.
        *tools: The names of the tools; none denies all tools of the server.
        approval: The decision on matching calls, such as `Approval.decline("not in this project")`.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: A name is not a string, or is empty.
    """
    names = _validate_names(server, tools)

    def decide(request: ApprovalRequest) -> Approval | None:
        if not isinstance(request, McpToolApprovalRequest) or request.server_name != server:
            return None
        return approval if not names or request.tool_name is None or request.tool_name in names else None

    return NamedRule(format_call("deny_mcp_tools", server, *tools), decide)


def _validate_names(server: object, tools: tuple[object, ...]) -> tuple[object, ...]:
    fields = {"server": server, **{f"tools[{index}]": tool for index, tool in enumerate(tools)}}
    for field, name in fields.items():
        if not isinstance(name, str) or not name:
            raise InputError(field, f"expected a name, got {name!r}")
    return tools
