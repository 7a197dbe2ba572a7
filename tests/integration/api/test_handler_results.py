"""Results of handlers on the real runtime: those that JSON cannot represent, models and paths, merged handlers."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import TurnStatus
from integration.api.test_handler_faults import ASKING, KINDS, RequestCase, was_declined
from integration.api.test_other_handlers import ASK_NETWORK, PLAN, QUESTION
from integration.api.test_restart import kill
from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequested,
    Elicitation,
    InputError,
    Permissions,
    PermissionsRequest,
    tool,
)
from openai_codex.testing import FunctionCall, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

HALF = b"caf\xe9".decode("utf-8", "surrogateescape")
"""Text with a lone surrogate, as `input()` returns it if the terminal is not UTF-8."""

UNENCODABLE: dict[str, Any] = {
    "command": Approval.accept_with_execpolicy_amendment([HALF]),
    "permissions": Permissions.grant({"network": {"enabled": math.nan}}),
    "elicitation": Elicitation.accept({"name": HALF}),
    "question": {"color": HALF},
}


@pytest.mark.parametrize("coroutine", [False, True], ids=["function", "coroutine"])
@pytest.mark.parametrize("kind", list(UNENCODABLE))
def test_unencodable_result_declines_request(flavour: str, kind: str, coroutine: bool) -> None:
    case: RequestCase = KINDS[kind]

    def answer(request: object) -> Any:
        return UNENCODABLE[kind]

    async def answer_later(request: object) -> Any:
        return UNENCODABLE[kind]

    options = {case.keyword: answer_later if coroutine else answer}
    with offline(flavour, [case.call, "Done."], settings=case.settings, **options) as (model, codex):
        thread = codex.thread_start(**case.thread)
        codex.rpc.mcp_server_status_list()
        result = thread.run("Go", timeout=30, **case.turn)
        assert [error.method for error in result.handler_errors] == [case.method]
        assert "the handler returned an invalid result" in str(result.handler_errors[0])
        assert (result.status, result.final_response) == (TurnStatus.completed, "Done.")
        assert was_declined(model, codex, thread)


def grant_requested(request: PermissionsRequest) -> Permissions:
    return Permissions.grant(request.permissions)


def grant_field(request: PermissionsRequest) -> Permissions:
    return Permissions.grant({"network": request.permissions.network})


@pytest.mark.parametrize("handler", [grant_requested, grant_field])
def test_permissions_grant_models(flavour: str, handler: Callable[[PermissionsRequest], Permissions]) -> None:
    settings = {"features": {"request_permissions_tool": True}}
    with offline(flavour, [ASK_NETWORK, "Done."], on_permissions=handler, settings=settings) as (model, codex):
        result = codex.thread_start(approval_mode=ApprovalMode.ask).run("Go", timeout=30)
        [told] = model.requests[-1].function_outputs.values()
        assert '"enabled":true' in told.replace(" ", "")
        assert (result.handler_errors, result.final_response) == ([], "Done.")


def test_path_in_command_rule_is_accepted(flavour: str) -> None:
    rule: Any = Approval.accept_with_execpolicy_amendment([Path("touch")])  # type: ignore[list-item]  # untyped caller
    script = [shell_call("touch made.txt"), "Done."]
    with offline(flavour, script, on_approval=lambda request: rule) as (model, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go", timeout=30)
        assert (result.handler_errors, result.final_response) == ([], "Done.")
        assert not was_declined(model, codex, thread)


def test_deferred_request_stays_open_after_unencodable_answer(flavour: str) -> None:
    script = [shell_call("touch made.txt"), "Done."]
    with offline(flavour, script, on_approval=Approval.defer) as (model, codex):
        thread = codex.thread_start(**ASKING)
        turn = thread.turn("Go")
        for event in turn.stream():
            if isinstance(event.payload, ApprovalRequested):
                with pytest.raises(InputError, match="lone surrogate"):
                    event.payload.answer(Approval.accept_with_execpolicy_amendment([HALF]))
                assert event.payload.open
                assert event.payload.accept()
        assert turn.run().final_response == "Done."
        assert not was_declined(model, codex, thread)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_restart_keeps_handlers_and_tools_of_all_requests(flavour: str) -> None:
    """The thread is started with one handler and tool and resumed with others; the client has handlers too."""
    decided: list[str] = []

    def client_accepts(request: object) -> Approval:
        decided.append("client")
        return Approval.accept()

    def thread_declines(request: object) -> Approval:
        decided.append("thread")
        return Approval.decline()

    def answers(request: object) -> dict[str, str]:
        decided.append("resumed")
        return {"color": "Blue"}

    @tool
    def first(city: str) -> str:
        """Look up the weather."""
        return f"It rains in {city}."

    @tool
    def second(city: str) -> str:
        """Look up the weather."""
        return f"The sun shines in {city}."

    calls = [shell_call("touch made.txt"), "Done.", FunctionCall("first", {"city": "Oslo"}), "Done.", QUESTION, "Done."]
    with offline(flavour, ["Hello.", *calls, *calls], restart=True, on_approval=client_accepts) as (model, codex):
        thread = codex.thread_start(on_approval=thread_declines, tools=[first], **ASKING)

        def run_all() -> None:
            thread.run("Run a command.", timeout=30)
            thread.run("How is it in Oslo?", timeout=30)
            assert "It rains in Oslo." in model.requests[-1].function_outputs.values()
            thread.run("Ask me.", timeout=30, **PLAN)
            assert decided == ["thread", "resumed"]
            assert was_declined_by_thread(codex, thread)
            decided.clear()

        thread.run("Hello.")
        resumed = codex.thread_resume(thread.id, on_user_input=answers, tools=[second])
        assert resumed.id == thread.id
        run_all()
        kill(codex)
        run_all()


def was_declined_by_thread(codex: Any, thread: Any) -> bool:
    folder = codex.rpc.thread_read(thread_id=thread.id).thread.cwd
    return not list(Path(str(folder)).glob("made.txt"))
