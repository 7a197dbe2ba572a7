"""Decisions in the result of a turn, and approvals of MCP tool calls, on the real runtime."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest

from codex_protocol import CommandExecutionThreadItem, McpToolCallThreadItem
from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    ApprovalRequested,
    Elicitation,
    ElicitationRequest,
    McpToolApprovalRequest,
    RequestDecided,
    Sandbox,
)
from openai_codex.policies import Policy, allow_commands, allow_mcp_tools, deny_mcp_tools
from openai_codex.testing import FunctionCall, shell_call
from support.paths import TESTS
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}
NUMBERS = {"mcp_servers": {"numbers": {"command": sys.executable, "args": [str(TESTS / "support" / "mcp_tools.py")]}}}
ADD = FunctionCall("add", {"a": 1, "b": 2}, namespace="mcp__numbers")
ERASE = FunctionCall("erase", {"path": "x"}, namespace="mcp__numbers")


def test_result_contains_decision_of_each_request(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="openai_codex")
    policy = Policy(allow_commands("touch good"), default=Approval.decline("only good files"))
    with offline(flavour, [shell_call("touch good"), shell_call("touch bad"), "Done."], on_approval=policy) as (
        model,
        codex,
    ):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        items = [item.id for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        method = "item/commandExecution/requestApproval"
        assert result.decisions == [
            RequestDecided(method, thread.id, result.id, items[0], "accept", "policy", "allow_commands('touch good')"),
            RequestDecided(method, thread.id, result.id, items[1], "decline", "policy", "default", "only good files"),
        ]
        assert "only good files" not in str(model.requests[-1].body)
    messages = [record.getMessage() for record in caplog.records if record.levelno == logging.INFO]
    assert any(message.endswith(f"{items[1]}: decline by policy default: only good files") for message in messages)


def test_result_contains_cause_of_declined_requests(flavour: str) -> None:
    def broken(request: ApprovalRequest) -> Approval:
        raise LookupError("broken")

    for handlers, decider in (({}, "missing_handler"), ({"on_approval": broken}, "failed_handler")):
        with offline(flavour, [shell_call("touch x"), "Done."], **handlers) as (_, codex):
            [decision] = codex.thread_start(**ASKING).run("Go").decisions
            assert (decision.decision, decision.decider) == ("decline", decider)


def test_stream_deferred_decision_is_that_of_consumer(flavour: str) -> None:
    with offline(flavour, [shell_call("touch x"), "Done."], on_approval=Approval.defer) as (_, codex):
        turn = codex.thread_start(**ASKING).turn("Go")
        for event in turn.stream():
            if isinstance(event.payload, ApprovalRequested):
                assert event.payload.decline("not now")
            if isinstance(event.payload, RequestDecided):
                assert event.payload.reason == "not now"
        [decision] = turn.run().decisions
        assert (decision.decision, decision.decider, decision.reason) == ("decline", "consumer", "not now")


def call_tools(codex: Any, **options: Any) -> Any:
    thread = codex.thread_start(approval_mode=ApprovalMode.ask, **options)
    codex.rpc.mcp_server_status_list()
    return thread.run("Go")


def outcomes(result: Any) -> list[str]:
    items = [item for item in result.items if isinstance(item, McpToolCallThreadItem)]
    return [str(item.result.content) if item.result else str(item.error) for item in items]


def test_policy_decides_on_mcp_tools(flavour: str) -> None:
    policy = Policy(
        deny_mcp_tools("numbers", "erase", approval=Approval.decline("keep files")), allow_mcp_tools("numbers", "add")
    )
    with offline(flavour, [ADD, ERASE, ADD, "Done."], on_approval=policy, settings=NUMBERS) as (_, codex):
        result = call_tools(codex)
        first, second, third = outcomes(result)
        assert "the sum is 3" in first
        assert "rejected" in second
        assert "the sum is 3" in third
        rules = [(decision.decision, decision.rule, decision.reason) for decision in result.decisions]
        allowed = ("accept", "allow_mcp_tools('numbers', 'add')", None)
        assert rules == [allowed, ("decline", "deny_mcp_tools('numbers', 'erase')", "keep files"), allowed]
        ids = [item.id for item in result.items if isinstance(item, McpToolCallThreadItem)]
        assert [decision.item_id for decision in result.decisions] == ids


def test_approval_for_session_asks_once(flavour: str) -> None:
    requests: list[ApprovalRequest] = []

    def decide(request: ApprovalRequest) -> Approval:
        requests.append(request)
        return Approval.accept_for_session()

    with offline(flavour, [ADD, ADD, "Done."], on_approval=decide, settings=NUMBERS) as (_, codex):
        assert all("the sum is 3" in outcome for outcome in outcomes(call_tools(codex)))
    [request] = requests
    assert isinstance(request, McpToolApprovalRequest)
    assert (request.server_name, request.tool_name, request.arguments) == ("numbers", "add", {"a": 1, "b": 2})


@pytest.mark.extended
def test_nearest_handler_decides_on_mcp_tools(flavour: str) -> None:
    """The handler of the thread precedes that of the client; on one level, `on_approval` precedes `on_elicitation`."""
    asked: list[str] = []

    def accept(request: ApprovalRequest) -> Approval:
        asked.append("approval")
        return Approval.accept()

    def elicit(request: ElicitationRequest) -> Elicitation:
        asked.append("elicitation")
        return Elicitation.accept({})

    for client, thread, expected in (
        ({"on_approval": accept, "on_elicitation": elicit}, {}, "approval"),
        ({"on_elicitation": elicit}, {}, "elicitation"),
        ({"on_approval": accept}, {"on_elicitation": elicit}, "elicitation"),
        ({"on_elicitation": elicit}, {"on_approval": accept}, "approval"),
    ):
        asked.clear()
        with offline(flavour, [ADD, "Done."], settings=NUMBERS, **client) as (_, codex):
            assert "the sum is 3" in outcomes(call_tools(codex, **thread))[0]
        assert asked == [expected]
