"""Unit tests of the events about decisions, and of approvals of MCP tool calls."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from openai_codex import (
    Approval,
    ApprovalRequested,
    Elicitation,
    InputError,
    McpToolApprovalRequest,
    Notification,
    Permissions,
    RequestDecided,
)
from openai_codex._protocol.client_events import REQUEST_DECIDED_METHOD
from openai_codex._results.collector import TurnResultCollector
from openai_codex.policies import Policy, allow_commands, allow_mcp_tools, audit_log, deny_commands
from unit.handlers.dispatching import COMMAND, ELICITATION, PERMISSIONS, QUESTION, THREAD, TURN, Dispatching

TOOL_META = {"codex_approval_kind": "mcp_tool_call", "persist": ["session", "always"], "tool_params": {"a": 1}}
MESSAGE = 'Allow the forms MCP server to run tool "ask"?'
MCP_CALL: dict[str, Any] = {
    "_meta": TOOL_META,
    "message": MESSAGE,
    "requestedSchema": {"type": "object", "properties": {}},
}


def decisions(dispatching: Dispatching) -> list[RequestDecided]:
    return [event.payload for event in dispatching.events if isinstance(event.payload, RequestDecided)]


def answered(method: str, keyword: str, answer: Any, **params: Any) -> RequestDecided:
    """Return the decision that is reported for the answer of a handler."""
    dispatching = Dispatching(**{keyword: answer if isinstance(answer, dict) else lambda request: answer})
    pending = dispatching.resolve(method, **params)
    result = pending.handler(pending.argument) if pending.handler is not None else None
    assert dispatching.dispatcher.complete(pending, result) is not None
    [decision] = decisions(dispatching)
    return decision


@pytest.mark.parametrize(
    ("method", "keyword", "answer", "expected"),
    [
        (COMMAND, "on_approval", Approval.accept(), "accept"),
        (COMMAND, "on_approval", Approval.accept_for_session(), "accept_for_session"),
        (
            COMMAND,
            "on_approval",
            Approval.accept_with_execpolicy_amendment(["ls"]),
            "accept_with_execpolicy_amendment",
        ),
        (COMMAND, "on_approval", Approval.decline(), "decline"),
        (COMMAND, "on_approval", Approval.cancel(), "cancel"),
        (PERMISSIONS, "on_permissions", Permissions.grant(), "accept"),
        (PERMISSIONS, "on_permissions", Permissions.grant({"network": {"enabled": True}}), "accept"),
        (PERMISSIONS, "on_permissions", Permissions.grant({"network": None}), "decline"),
        (PERMISSIONS, "on_permissions", Permissions.decline(), "decline"),
        (ELICITATION, "on_elicitation", Elicitation.accept({}), "accept"),
        (ELICITATION, "on_elicitation", Elicitation.decline(), "decline"),
        (ELICITATION, "on_elicitation", Elicitation.cancel(), "cancel"),
        (COMMAND, "on_request", {COMMAND: lambda params: {"decision": "acceptForSession"}}, "accept_for_session"),
        (
            COMMAND,
            "on_request",
            {COMMAND: lambda params: {"decision": {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["ls"]}}}},
            "accept_with_execpolicy_amendment",
        ),
        (PERMISSIONS, "on_request", {PERMISSIONS: lambda params: {"permissions": {}}}, "decline"),
        (ELICITATION, "on_request", {ELICITATION: lambda params: {"action": "cancel"}}, "cancel"),
    ],
)
def test_complete_answer_reports_decision(method: str, keyword: str, answer: Any, expected: str) -> None:
    item_id = None if method == ELICITATION else "item-1"
    assert answered(method, keyword, answer) == RequestDecided(method, THREAD, TURN, item_id, expected, "handler")


def test_complete_reason_is_recorded_and_not_sent() -> None:
    dispatching = Dispatching(on_approval=lambda request: Approval.decline("not on Fridays"))
    pending = dispatching.resolve(COMMAND)
    assert pending.handler is not None
    response = dispatching.dispatcher.complete(pending, pending.handler(pending.argument))
    assert response is not None
    assert json.loads(response)["result"] == {"decision": "decline"}
    [decision] = decisions(dispatching)
    assert (decision.decision, decision.reason) == ("decline", "not on Fridays")


@pytest.mark.parametrize("reason", [5, ["x"], b"x"])
def test_approval_invalid_reason_raises(reason: Any) -> None:
    for create in (Approval.decline, Approval.cancel):
        with pytest.raises(InputError, match="reason: expected a string or None"):
            create(reason)


def test_complete_policy_reports_name_of_rule() -> None:
    policy = Policy(deny_commands("rm"), Policy(allow_commands("touch", cwd=["/"]), default=Approval.cancel("nested")))
    for handler in (policy, audit_log(_Sink(), policy, actor="me"), Policy(audit_log(_Sink(), policy, actor="me"))):
        for command, expected in (
            ("rm x", ("decline", "policy", "deny_commands('rm')", None)),
            ("touch x", ("accept", "policy", "allow_commands('touch', cwd=('/',))", None)),
            ("ls", ("cancel", "policy", "default", "nested")),
        ):
            dispatching = Dispatching(on_approval=handler)
            pending = dispatching.resolve(COMMAND, command=command, cwd="/")
            assert pending.handler is not None
            dispatching.dispatcher.complete(pending, pending.handler(pending.argument))
            [event] = decisions(dispatching)
            assert (event.decision, event.decider, event.rule, event.reason) == expected


class _Sink:
    def write(self, text: str, /) -> None:
        assert text

    def flush(self) -> None:
        """Do nothing."""


def test_complete_rule_name_does_not_affect_equality() -> None:
    [named] = [Policy(default=Approval.decline("x"))(None)]  # type: ignore[arg-type]
    assert named == Approval.decline("x")
    assert named != Approval.decline()
    assert "default" not in repr(named)


def test_fail_each_cause_reports_decision() -> None:
    for method in (COMMAND, PERMISSIONS, ELICITATION):
        dispatching = Dispatching()
        assert dispatching.dispatcher.resolve_handler(dispatching.register(method)) is not None
        [event] = decisions(dispatching)
        assert (event.decision, event.decider, event.reason) == ("decline", "missing_handler", None)

    def handlers() -> Dispatching:
        return Dispatching(on_approval=lambda request: Approval.accept())

    dispatching = handlers()
    dispatching.dispatcher.fail(dispatching.resolve(COMMAND), "the handler raised", LookupError("x"))
    [event] = decisions(dispatching)
    assert (event.decision, event.decider) == ("decline", "failed_handler")
    assert event.reason == "the handler raised: LookupError: x"
    dispatching = handlers()
    dispatching.dispatcher.time_out(dispatching.resolve(COMMAND))
    [event] = decisions(dispatching)
    assert (event.decision, event.decider, event.reason) == ("decline", "timeout", "no result within 10 s")
    dispatching = handlers()
    dispatching.dispatcher.complete(dispatching.resolve(COMMAND), "yes")
    [event] = decisions(dispatching)
    assert (event.decision, event.decider) == ("decline", "failed_handler")


def test_complete_resolved_or_other_request_reports_nothing() -> None:
    dispatching = Dispatching(on_approval=lambda request: Approval.accept(), on_user_input=lambda request: {})
    pending = dispatching.resolve(COMMAND)
    dispatching.dispatcher.cancel(pending.request.id)
    assert dispatching.dispatcher.complete(pending, Approval.accept()) is None
    assert dispatching.dispatcher.fail(pending, "late") is None
    dispatching.dispatcher.complete(dispatching.resolve(QUESTION), {})
    assert decisions(dispatching) == []


def test_complete_deferred_reports_consumer() -> None:
    policy = Policy(allow_commands("ls"), default=Approval.defer())
    dispatching = Dispatching(on_approval=policy)
    pending = dispatching.resolve(COMMAND)
    assert pending.handler is not None
    assert dispatching.dispatcher.complete(pending, pending.handler(pending.argument)) is None
    assert decisions(dispatching) == []
    [requested] = [event.payload for event in dispatching.events]
    assert isinstance(requested, ApprovalRequested)
    assert requested.decline("later")
    assert not requested.cancel("again")
    [event] = decisions(dispatching)
    assert (event.decision, event.decider, event.rule, event.reason) == ("decline", "consumer", None, "later")


def test_complete_decision_is_logged_at_info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="openai_codex")
    answered(COMMAND, "on_approval", Approval.decline("a\nb\x1b[2K password=hunter22"))
    [record] = caplog.records
    assert record.levelno == logging.INFO
    message = record.getMessage()
    assert message.startswith("item/commandExecution/requestApproval item-1: decline by handler: a\\u000ab\\u001b[2K")
    assert "hunter22" not in message
    caplog.clear()
    answered(COMMAND, "on_approval", Policy(default=Approval.accept())(None))  # type: ignore[arg-type]
    assert caplog.records[0].getMessage().endswith("item-1: accept by policy default")


def test_report_decision_failing_log_still_responds(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("openai_codex")
    caplog.set_level(logging.INFO, logger="openai_codex")

    def broken(record: logging.LogRecord) -> bool:
        raise LookupError("broken filter")

    logger.addFilter(broken)
    try:
        assert answered(COMMAND, "on_approval", Approval.accept()).decision == "accept"
    finally:
        logger.removeFilter(broken)


def test_collector_decisions_are_in_order() -> None:
    collector = TurnResultCollector(TURN)
    events = [RequestDecided(COMMAND, THREAD, TURN, str(number), "accept", "handler") for number in range(3)]
    for event in events:
        collector.add(Notification(REQUEST_DECIDED_METHOD, {"turnId": TURN}, payload=event))
    assert collector.partial_result().decisions == events


# Approvals of MCP tool calls


def started(dispatching: Dispatching, *calls: dict[str, Any]) -> None:
    """Pass started calls of MCP tools to the session."""
    for number, call in enumerate(calls):
        item = {"type": "mcpToolCall", "id": f"call-{number}", "server": "forms", "arguments": {"a": 1}, **call}
        method = item.pop("method", "item/started")
        params = {"threadId": THREAD, "turnId": TURN, "item": item}
        dispatching.session.receive_data(json.dumps({"method": method, "params": params}).encode() + b"\n")


def tool_request(dispatching: Dispatching, **params: Any) -> Any:
    pending = dispatching.resolve(ELICITATION, **{**MCP_CALL, **params})
    return pending.argument


def test_mcp_approval_is_passed_to_approval_handler() -> None:
    dispatching = Dispatching(on_approval=lambda request: Approval.accept())
    started(dispatching, {"tool": "ask"})
    request = tool_request(dispatching)
    assert isinstance(request, McpToolApprovalRequest)
    assert (request.server_name, request.tool_name, request.arguments) == ("forms", "ask", {"a": 1})
    assert (request.thread_id, request.turn_id, request.item_id) == (THREAD, TURN, "call-0")
    assert request.message == MESSAGE
    assert request.available_decisions == ("accept", "accept_for_session", "decline")
    assert tool_request(dispatching, _meta={**TOOL_META, "persist": None}).available_decisions == ("accept", "decline")


@pytest.mark.parametrize(
    ("answer", "wire"),
    [
        (Approval.accept(), {"action": "accept", "content": {}}),
        (Approval.accept_for_session(), {"action": "accept", "content": {}, "_meta": {"persist": "session"}}),
        (Approval.decline("x"), {"action": "decline"}),
        (Approval.cancel(), {"action": "cancel"}),
    ],
)
def test_mcp_approval_decision_is_encoded(answer: Approval, wire: dict[str, Any]) -> None:
    dispatching = Dispatching(on_approval=lambda request: answer)
    pending = dispatching.resolve(ELICITATION, **MCP_CALL)
    response = dispatching.dispatcher.complete(pending, answer)
    assert response is not None
    assert json.loads(response)["result"] == wire


@pytest.mark.parametrize(
    "answer", [Approval.accept_for_session(), Approval.accept_with_execpolicy_amendment(["x"]), Elicitation.accept({})]
)
def test_mcp_approval_decision_not_offered_declines(answer: Any) -> None:
    dispatching = Dispatching(on_approval=lambda request: answer)
    pending = dispatching.resolve(ELICITATION, **{**MCP_CALL, "_meta": {"codex_approval_kind": "mcp_tool_call"}})
    response = dispatching.dispatcher.complete(pending, answer)
    assert response is not None
    assert json.loads(response)["result"] == {"action": "decline"}
    assert decisions(dispatching)[0].decider == "failed_handler"


@pytest.mark.parametrize(
    "params",
    [
        {"_meta": None},
        {"_meta": {}},
        {"_meta": "mcp_tool_call"},
        {"_meta": {"codex_approval_kind": "other"}},
        {"_meta": {"codex_approval_kind": ["mcp_tool_call"]}},
        {"requestedSchema": {"type": "object", "properties": {"name": {"type": "string"}}}},
    ],
)
def test_mcp_approval_other_elicitation_is_passed_to_elicitation_handler(params: dict[str, Any]) -> None:
    dispatching = Dispatching(
        on_approval=lambda request: Approval.accept(), on_elicitation=lambda request: Elicitation.decline()
    )
    assert type(tool_request(dispatching, **params)).__name__ != "McpToolApprovalRequest"


def test_mcp_approval_without_approval_handler_is_passed_to_elicitation_handler() -> None:
    dispatching = Dispatching(on_elicitation=lambda request: Elicitation.accept({}))
    assert type(tool_request(dispatching)).__name__ == "ElicitationRequest"


@pytest.mark.parametrize(
    ("calls", "message", "expected"),
    [
        ([{"tool": "ask"}], MESSAGE, "ask"),
        ([{"tool": "ask"}], "Allow this?", "ask"),
        ([{"tool": "ask"}, {"tool": "other"}], MESSAGE, "ask"),
        ([{"tool": "ask"}, {"tool": "ask"}], MESSAGE, "ask"),
        ([{"tool": "ask", "arguments": {"a": 2}}, {"tool": "other"}], "Allow this?", "other"),
        # Unknown: no call, an ambiguous call, or a call that differs from the request.
        ([], MESSAGE, None),
        ([{"tool": "ask"}, {"tool": "other"}], "Allow this?", None),
        ([{"tool": "other"}], MESSAGE, None),
        ([{"tool": "ask", "server": "x"}], MESSAGE, None),
        ([{"tool": "ask", "arguments": {"a": 2}}], MESSAGE, None),
        ([{"tool": "ask"}, {"tool": "ask", "id": "call-0", "method": "item/completed"}], MESSAGE, None),
        ([{"tool": "ask", "type": "commandExecution"}], MESSAGE, None),
        ([{"tool": 5}], "Allow this?", None),
        # A name that imitates the rest of the question.
        ([{"tool": 'x" MCP server to run tool "ask'}], 'Allow the forms MCP server to run tool "ask"?', None),
    ],
)
def test_mcp_approval_tool_is_that_of_running_call(
    calls: list[dict[str, Any]], message: str, expected: str | None
) -> None:
    dispatching = Dispatching(on_approval=lambda request: Approval.accept())
    started(dispatching, *calls)
    assert tool_request(dispatching, message=message).tool_name == expected


def test_mcp_rules_decide_by_server_and_tool() -> None:
    from openai_codex.policies import deny_mcp_tools

    dispatching = Dispatching(on_approval=lambda request: Approval.accept())
    unknown = tool_request(dispatching)
    started(dispatching, {"tool": "ask"})
    ask = tool_request(dispatching)
    for rule, expected, expected_unknown in (
        (allow_mcp_tools("forms", "ask"), "accept", None),
        (allow_mcp_tools("forms", "other", "ask"), "accept", None),
        (allow_mcp_tools("forms"), "accept", "accept"),
        (allow_mcp_tools("forms", "as", "ask2", "ASK"), None, None),
        (allow_mcp_tools("other", "ask"), None, None),
        (allow_mcp_tools("other"), None, None),
        (deny_mcp_tools("forms", "ask"), "decline", "decline"),
        (deny_mcp_tools("forms", "other"), None, "decline"),
        (deny_mcp_tools("forms", approval=Approval.cancel("no")), "cancel", "cancel"),
        (deny_mcp_tools("other"), None, None),
    ):
        for request, decision in ((ask, expected), (unknown, expected_unknown)):
            result = rule(request)
            assert (None if result is None else getattr(result, "decision", "")) == decision, rule
    command = Dispatching(on_approval=lambda request: Approval.accept()).resolve(COMMAND).argument
    assert allow_mcp_tools("forms")(command) is None
    assert deny_mcp_tools("forms")(command) is None
    assert repr(allow_mcp_tools("forms", "ask")) == "allow_mcp_tools('forms', 'ask')"
    for create in (allow_mcp_tools, deny_mcp_tools):
        for names, field in (((5,), "server"), (("",), "server"), (("x", ""), r"tools\[0\]"), (("x", "y", 5), "tools")):
            with pytest.raises(InputError, match=field):
                create(*names)


def test_mcp_approval_is_logged_and_shown(tmp_path: Any) -> None:
    import io

    console: Any = pytest.importorskip("rich.console", reason="needs the extra `cli`")
    from openai_codex.policies import ask_in_terminal

    dispatching = Dispatching(on_approval=lambda request: Approval.accept())
    started(dispatching, {"tool": "ask"})
    request = tool_request(dispatching)
    output = io.StringIO()
    ask = ask_in_terminal(console=console.Console(file=output, width=100), read=lambda: "s")
    assert audit_log(tmp_path / "log", ask, actor="me")(request) == Approval.accept_for_session()
    for part in ("Call this MCP tool?", "ask of the server forms", 'arguments: {"a": 1}', MESSAGE):
        assert part in output.getvalue()
    line = json.loads((tmp_path / "log").read_text())
    assert (line["server"], line["tool"], line["arguments"]) == ("forms", "ask", {"a": 1})
    audit_log(tmp_path / "log", Policy(default=Approval.decline("why")), actor="me")(request)
    assert json.loads((tmp_path / "log").read_text().splitlines()[1])["reason"] == "why"
