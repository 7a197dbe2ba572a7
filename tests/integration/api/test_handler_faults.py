"""Handlers of each kind that raise, time out, or whose turn is interrupted."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from codex_protocol import TurnStatus
from integration.api.test_other_handlers import ASK_NETWORK, PLAN, QUESTION, forms
from openai_codex import Approval, ApprovalMode, Elicitation, Permissions, Sandbox
from openai_codex.testing import FunctionCall, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

PATCH = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: made.txt\n+text\n*** End Patch\nEOF"
ASKING = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}


@dataclass(frozen=True)
class RequestCase:
    """One kind of server request: the script that triggers it, and the handler result that accepts it."""

    keyword: str
    method: str
    call: Any
    yes: Any
    settings: dict[str, Any] = field(default_factory=dict)
    thread: dict[str, Any] = field(default_factory=lambda: dict(ASKING))
    turn: dict[str, Any] = field(default_factory=dict)


KINDS = {
    "command": RequestCase(
        "on_approval", "item/commandExecution/requestApproval", shell_call("touch made.txt"), Approval.accept()
    ),
    "file change": RequestCase("on_approval", "item/fileChange/requestApproval", shell_call(PATCH), Approval.accept()),
    "permissions": RequestCase(
        "on_permissions",
        "item/permissions/requestApproval",
        ASK_NETWORK,
        Permissions.grant(),
        settings={"features": {"request_permissions_tool": True}},
        thread={"approval_mode": ApprovalMode.ask},
    ),
    "elicitation": RequestCase(
        "on_elicitation",
        "mcpServer/elicitation/request",
        FunctionCall("ask", {}, namespace="mcp__forms"),
        Elicitation.accept({}),
        settings=forms(),
        thread={"approval_mode": ApprovalMode.ask},
    ),
    "question": RequestCase(
        "on_user_input", "item/tool/requestUserInput", QUESTION, {"color": "Blue"}, thread={}, turn=PLAN
    ),
}

pytestmark = [
    pytest.mark.parametrize("flavour", FLAVOURS),
    pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS)),
]


def was_declined(model: Any, codex: Any, thread: Any) -> bool:
    """Check that neither the model request nor the disk shows an accepted request."""
    told = "".join(model.requests[-1].function_outputs.values()).replace(" ", "")
    folder = codex.rpc.thread_read(thread_id=thread.id).thread.cwd
    made = bool(list(Path(str(folder)).glob("made.txt")))
    return not made and "Blue" not in told and '"enabled":true' not in told and "accept:" not in told


def test_handler_exception_declines_request(flavour: str, kind: RequestCase) -> None:
    def fails(request: object) -> Any:
        raise ZeroDivisionError("of its own")

    options = {kind.keyword: fails}
    with offline(flavour, [kind.call, "Done."], settings=kind.settings, **options) as (model, codex):
        thread = codex.thread_start(**kind.thread)
        codex.rpc.mcp_server_status_list()
        result = thread.run("Go", **kind.turn)
        assert [error.method for error in result.handler_errors] == [kind.method]
        assert isinstance(result.handler_errors[0].__cause__, ZeroDivisionError)
        assert result.final_response == "Done."
        assert was_declined(model, codex, thread)


def test_handler_timeout_declines_request(flavour: str, kind: RequestCase) -> None:
    let_go = threading.Event()

    def slow(request: object) -> Any:
        let_go.wait(20)
        return kind.yes

    options = {kind.keyword: slow, "handler_timeout": 0.2}
    with offline(flavour, [kind.call, "Done."], settings=kind.settings, **options) as (model, codex):
        thread = codex.thread_start(**kind.thread)
        codex.rpc.mcp_server_status_list()
        result = thread.run("Go", **kind.turn)
        let_go.set()
        assert [error.method for error in result.handler_errors] == [kind.method]
        assert "0.2 s" in str(result.handler_errors[0])
        assert result.final_response == "Done."
        assert was_declined(model, codex, thread)


def test_handler_of_interrupted_turn_has_no_effect(flavour: str, kind: RequestCase) -> None:
    asked, let_go = threading.Event(), threading.Event()

    def slow(request: object) -> Any:
        asked.set()
        let_go.wait(20)
        return kind.yes

    with offline(flavour, [kind.call], settings=kind.settings, **{kind.keyword: slow}) as (model, codex):
        thread = codex.thread_start(**kind.thread)
        codex.rpc.mcp_server_status_list()
        turn = thread.turn("Go", **kind.turn)
        assert asked.wait(20)
        turn.interrupt()
        result = turn.run()
        let_go.set()
        assert result.status == TurnStatus.interrupted
        assert result.handler_errors == []
        # The late answer is ignored, and the thread works.
        assert thread.run("Again").final_response == "ok"
        assert was_declined(model, codex, thread)
