"""Server requests that the current runtime does not send offline: legacy approvals, tokens, time, attestation."""

from __future__ import annotations

from typing import Any

import pytest

from codex_protocol import (
    AttestationGenerateParams,
    AttestationGenerateResponse,
    ChatgptAuthTokensRefreshParams,
    ChatgptAuthTokensRefreshResponse,
    CurrentTimeReadParams,
)
from openai_codex import Approval, CodexConfig, CommandApprovalRequest, FileChangeApprovalRequest
from support import fake_server
from support.sync_adapter import FLAVOURS, client

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

EXEC = {"conversationId": "t", "callId": "c", "command": ["touch", "a b"], "cwd": "/work", "parsedCmd": []}
PATCH = {
    "conversationId": "t",
    "callId": "c",
    "fileChanges": {
        "/work/new": {"type": "add", "content": "hello"},
        "/work/old": {"type": "update", "unified_diff": "-a\n+b", "move_path": "/work/moved"},
    },
}
FILE_CHANGE = {"threadId": "t", "turnId": "u", "itemId": "i", "startedAtMs": 1}
COMMAND = {**FILE_CHANGE, "command": "ls", "cwd": "/work"}


def send_server_request(flavour: str, method: str, params: Any, **handlers: Any) -> Any:
    """Let the runtime send a server request; return the response of the client."""
    config = CodexConfig(launch_args_override=fake_server.command())
    with client(flavour, config, **handlers) as codex:
        codex._sender.supervisor.current.session.events.threads.add_own("t")
        return codex._sender.call("ask", {"method": method, "params": params})


@pytest.mark.parametrize(
    ("approval", "answer"),
    [
        (Approval.accept(), "approved"),
        (Approval.accept_for_session(), "approved_for_session"),
        (Approval.cancel(), "abort"),
        (
            Approval.accept_with_execpolicy_amendment(["touch"]),
            {"approved_execpolicy_amendment": {"proposed_execpolicy_amendment": ["touch"]}},
        ),
    ],
)
def test_legacy_command_approval_is_answered(flavour: str, approval: Approval, answer: Any) -> None:
    seen: list[Any] = []

    def decide(request: Any) -> Approval:
        seen.append(request)
        return approval

    reply = send_server_request(flavour, "execCommandApproval", EXEC, on_approval=decide)
    assert reply["result"] == {"decision": answer}
    [request] = seen
    assert isinstance(request, CommandApprovalRequest)
    assert (request.command, request.cwd, request.thread_id, request.item_id) == ("touch 'a b'", "/work", "t", "c")
    assert request.turn_id is None


@pytest.mark.parametrize("method", ["execCommandApproval", "applyPatchApproval"])
def test_legacy_approval_decline_is_an_error_response(flavour: str, method: str) -> None:
    params = EXEC if method == "execCommandApproval" else PATCH
    reply = send_server_request(flavour, method, params, on_approval=lambda request: Approval.decline())
    assert reply["error"]["code"] == -32000
    reply = send_server_request(flavour, method, params, on_approval=lambda request: 1 / 0)
    assert reply["error"]["code"] == -32000


def test_legacy_file_approval_contains_changes(flavour: str) -> None:
    seen: list[Any] = []

    def decide(request: Any) -> Approval:
        seen.append(request)
        return Approval.accept()

    assert send_server_request(flavour, "applyPatchApproval", PATCH, on_approval=decide)["result"] == {
        "decision": "approved"
    }
    [request] = seen
    assert isinstance(request, FileChangeApprovalRequest)
    assert {change.path: change.diff for change in request.changes} == {"/work/new": "hello", "/work/old": "-a\n+b"}


@pytest.mark.parametrize(
    "approval", [Approval.accept_with_execpolicy_amendment(), Approval.accept_with_execpolicy_amendment(["x"])]
)
def test_invalid_amendment_is_declined(flavour: str, approval: Approval) -> None:
    reply = send_server_request(
        flavour, "item/fileChange/requestApproval", FILE_CHANGE, on_approval=lambda request: approval
    )
    assert reply["result"] == {"decision": "decline"}
    if approval.execpolicy_amendment is None:
        reply = send_server_request(
            flavour, "item/commandExecution/requestApproval", COMMAND, on_approval=lambda request: approval
        )
        assert reply["result"] == {"decision": "decline"}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("item/commandExecution/requestApproval", {"threadId": 5}),
        ("item/fileChange/requestApproval", {}),
        ("execCommandApproval", {"command": 5}),
        ("item/permissions/requestApproval", {"permissions": None}),
        ("mcpServer/elicitation/request", {"mode": "form"}),
    ],
)
def test_invalid_request_is_declined_without_calling_handler(flavour: str, method: str, params: Any) -> None:
    def never(request: Any) -> Any:
        raise AssertionError("the handler was called")

    reply = send_server_request(flavour, method, params, on_approval=never, on_permissions=never, on_elicitation=never)
    refused = reply.get("error", {}).get("code") == -32000
    assert refused or reply["result"] in ({"decision": "decline"}, {"permissions": {}}, {"action": "decline"})


def test_token_refresh_is_answered(flavour: str) -> None:
    def refresh(params: Any) -> ChatgptAuthTokensRefreshResponse:
        assert isinstance(params, ChatgptAuthTokensRefreshParams)
        assert params.reason == "unauthorized"
        return ChatgptAuthTokensRefreshResponse.model_validate({"accessToken": "new", "chatgptAccountId": "a"})

    method = "account/chatgptAuthTokens/refresh"
    reply = send_server_request(flavour, method, {"reason": "unauthorized"}, on_request={method: refresh})
    assert reply["result"] == {"accessToken": "new", "chatgptAccountId": "a"}


def test_time_and_attestation_are_answered(flavour: str) -> None:
    async def attest(params: Any) -> AttestationGenerateResponse:
        assert isinstance(params, AttestationGenerateParams)
        return AttestationGenerateResponse(token="proof")

    def now(params: Any) -> dict[str, int]:
        assert isinstance(params, CurrentTimeReadParams)
        return {"currentTimeAt": 1_800_000_000}

    handlers: Any = {"attestation/generate": attest, "currentTime/read": now}
    assert send_server_request(flavour, "attestation/generate", {}, on_request=handlers)["result"] == {"token": "proof"}
    reply = send_server_request(flavour, "currentTime/read", {"threadId": "t"}, on_request=handlers)
    assert reply["result"] == {"currentTimeAt": 1_800_000_000}


def test_unknown_method_with_handler_is_answered(flavour: str) -> None:
    reply = send_server_request(
        flavour, "moon/phase", {"day": 1}, on_request={"moon/phase": lambda params: {"phase": params["day"]}}
    )
    assert reply["result"] == {"phase": 1}


def test_invalid_handler_result_is_not_sent(flavour: str) -> None:
    handlers: Any = {"currentTime/read": lambda params: {"time": 5}}
    assert (
        send_server_request(flavour, "currentTime/read", {"threadId": "t"}, on_request=handlers)["error"]["code"]
        == -32000
    )
