"""Unit tests of the rules about calls of MCP tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import registry
from openai_codex import InputError
from openai_codex._handlers.approvals import Approval
from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest
from openai_codex.policies import allow_mcp_tools, deny_mcp_tools
from unit.policies.approval_requests import command_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.policies import Rule


def mcp_request(server: str, tool: str | None) -> McpToolApprovalRequest:
    wire = {
        "threadId": "thread", "turnId": "turn", "serverName": server, "mode": "form", "message": "May I?",
        "requestedSchema": {"type": "object", "properties": {}},
    }  # fmt: skip
    params: Any = registry.adapter("McpServerElicitationRequestParams")(wire)
    return McpToolApprovalRequest(params, None if tool is None else {"id": "item", "tool": tool})


def decide(rule: Rule, server: str, tool: str | None) -> str | None:
    decision = rule(mcp_request(server, tool))
    assert decision is None or isinstance(decision, Approval)
    return None if decision is None else decision.decision


@pytest.mark.parametrize(
    ("tools", "tool", "allowed", "denied"),
    [
        ((), "read", "accept", "decline"),
        ((), None, "accept", "decline"),
        (("read",), "read", "accept", "decline"),
        (("read", "list"), "list", "accept", "decline"),
        (("read",), "write", None, None),
        (("read",), "Read", None, None),
        (("read",), "", None, None),
        # The tool is unknown: it is not allowed, and it is denied.
        (("read",), None, None, "decline"),
    ],
)
def test_mcp_rules_decide_by_tool(
    tools: tuple[str, ...], tool: str | None, allowed: str | None, denied: str | None
) -> None:
    assert decide(allow_mcp_tools("files", *tools), "files", tool) == allowed
    assert decide(deny_mcp_tools("files", *tools), "files", tool) == denied


@pytest.mark.parametrize("server", ["file", "filesystem", "Files", ""])
def test_mcp_rules_of_other_server_abstain(server: str) -> None:
    for rule in (allow_mcp_tools("files"), deny_mcp_tools("files"), deny_mcp_tools("files", "read")):
        assert decide(rule, server, "read") is None
        assert decide(rule, server, None) is None


def test_mcp_rules_of_other_request_abstain() -> None:
    for rule in (allow_mcp_tools("files"), deny_mcp_tools("files")):
        assert rule(command_request("files read")) is None


def test_deny_mcp_tools_returns_given_decision() -> None:
    approval = Approval.decline("not in this project")
    assert deny_mcp_tools("files", approval=approval)(mcp_request("files", "read")) is approval


def test_mcp_rules_are_named_by_their_call() -> None:
    assert repr(allow_mcp_tools("files", "read")) == "allow_mcp_tools('files', 'read')"
    assert repr(deny_mcp_tools("files", "read", "list")) == "deny_mcp_tools('files', 'read', 'list')"
    assert repr(deny_mcp_tools("files")) == "deny_mcp_tools('files')"


@pytest.mark.parametrize("create", [allow_mcp_tools, deny_mcp_tools])
def test_mcp_rules_with_invalid_name_raise(create: Callable[..., Rule]) -> None:
    with pytest.raises(InputError, match="server: expected a name, got ''"):
        create("")
    with pytest.raises(InputError, match="server: expected a name, got None"):
        create(None)
    with pytest.raises(InputError, match=r"tools\[1\]: expected a name, got 3"):
        create("files", "read", 3)
