"""Approval handlers of client, thread and turn, deferred approvals, and handler failures."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from codex_protocol import CommandExecutionThreadItem, FileChangeThreadItem, TurnStatus
from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    ApprovalRequested,
    AsyncCodex,
    Codex,
    CommandApprovalRequest,
    FileChangeApprovalRequest,
    HandlerFailed,
    InputError,
    Sandbox,
    UnexpectedKeywordError,
)
from openai_codex.testing import Match, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, unwrap

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

TOUCH = [shell_call("touch made.txt"), "Done."]
PATCH = """apply_patch <<'EOF'
*** Begin Patch
*** Add File: made.txt
+by a patch
*** End Patch
EOF"""
ASKING = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}


class RecordingHandler:
    """A handler that records its requests. `asynchronous` makes it a coroutine function."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[ApprovalRequest] = []

    def __call__(self, request: ApprovalRequest) -> Approval:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return cast("Approval", answer)


def asynchronous(handler: Any) -> Any:
    async def decide(request: Any) -> Any:
        await asyncio.sleep(0)
        return handler(request)

    return decide


def folder(codex: Any, thread: Any) -> Path:
    return Path(str(codex.rpc.thread_read(thread_id=thread.id).thread.cwd))


@pytest.mark.parametrize("form", [lambda handler: handler, asynchronous], ids=["def", "async def"])
def test_approval_accept_runs_command(flavour: str, form: Any) -> None:
    handler = RecordingHandler(Approval.accept())
    with offline(flavour, TOUCH, on_approval=form(handler)) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        assert (folder(codex, thread) / "made.txt").exists()
        assert result.handler_errors == []
    [request] = handler.requests
    assert isinstance(request, CommandApprovalRequest)
    assert "touch made.txt" in request.command
    assert request.cwd
    assert (request.thread_id, request.turn_id) == (thread.id, result.id)
    assert request.item_id == next(item.id for item in result.items if isinstance(item, CommandExecutionThreadItem))
    assert {"accept", "decline", "accept_with_execpolicy_amendment"} <= set(request.available_decisions)
    assert request.proposed_execpolicy_amendment == ("touch", "made.txt")


def test_approval_decline_skips_command_and_continues_turn(flavour: str) -> None:
    with offline(flavour, TOUCH, on_approval=RecordingHandler(Approval.decline())) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        assert result.final_response == "Done."
        [item] = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        assert item.status == "declined"
        assert not (folder(codex, thread) / "made.txt").exists()


def test_approval_cancel_interrupts_turn(flavour: str) -> None:
    with offline(flavour, TOUCH, on_approval=RecordingHandler(Approval.cancel())) as (model, codex):
        thread = codex.thread_start(**ASKING)
        assert thread.run("Go").status == TurnStatus.interrupted
        assert not (folder(codex, thread) / "made.txt").exists()
        assert len(model.requests) == 1


def test_approval_accept_for_session_is_not_requested_again(flavour: str) -> None:
    handler = RecordingHandler(Approval.accept_for_session())
    with offline(flavour, [*TOUCH, *TOUCH], on_approval=handler) as (_, codex):
        thread = codex.thread_start(**ASKING)
        thread.run("Go")
        thread.run("Go again")
        assert (folder(codex, thread) / "made.txt").exists()
    assert len(handler.requests) == 1


def test_approval_amendment_allows_commands_with_prefix(flavour: str) -> None:
    handler = RecordingHandler(Approval.accept_with_execpolicy_amendment(), Approval.decline())
    with offline(flavour, [*TOUCH, *TOUCH], on_approval=handler) as (_, codex):
        thread = codex.thread_start(**ASKING)
        thread.run("Go")
        (folder(codex, thread) / "made.txt").unlink()
        thread.run("Go again")
        assert (folder(codex, thread) / "made.txt").exists()
    assert len(handler.requests) == 1


@pytest.mark.parametrize(
    ("answer", "made"), [(Approval.accept(), True), (Approval.accept_for_session(), True), (Approval.decline(), False)]
)
def test_approval_file_change_contains_diff_and_is_decided(flavour: str, answer: Approval, made: bool) -> None:
    handler = RecordingHandler(answer)
    with offline(flavour, [shell_call(PATCH), "Done."], on_approval=handler) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        target = folder(codex, thread) / "made.txt"
        assert target.exists() is made
        assert [item.type for item in result.items if isinstance(item, FileChangeThreadItem)] == ["fileChange"]
    [request] = handler.requests
    assert isinstance(request, FileChangeApprovalRequest)
    [change] = request.changes
    assert change.path == str(target)
    assert "by a patch" in change.diff
    assert request.available_decisions == ("accept", "accept_for_session", "decline", "cancel")


def test_approval_without_handler_is_declined(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with offline(flavour, [*TOUCH, *TOUCH]) as (_, codex):
        thread = codex.thread_start(**ASKING)
        thread.run("Go")
        thread.run("Go again")
        assert not (folder(codex, thread) / "made.txt").exists()
    told = [record.message for record in caplog.records if "on_approval" in record.message]
    assert len(told) == 1


def test_approval_nearest_handler_decides(flavour: str) -> None:
    client, thread_level, turn = (
        RecordingHandler(Approval.accept()),
        RecordingHandler(Approval.decline()),
        RecordingHandler(Approval.accept()),
    )
    with offline(flavour, [*TOUCH, *TOUCH, *TOUCH], on_approval=client) as (_, codex):
        thread = codex.thread_start(on_approval=thread_level, **ASKING)
        thread.run("Go")
        assert not (folder(codex, thread) / "made.txt").exists()
        thread.run("Go", on_approval=turn)
        assert (folder(codex, thread) / "made.txt").exists()
        thread.run("Go")
        assert [len(handler.requests) for handler in (client, thread_level, turn)] == [0, 2, 1]


def test_approval_thread_without_handler_uses_client_handler(flavour: str) -> None:
    handler, other = RecordingHandler(Approval.accept()), RecordingHandler(Approval.decline())
    with offline(flavour, [*TOUCH, *TOUCH], on_approval=handler) as (_, codex):
        thread = codex.thread_start(**ASKING)
        thread.run("Go")
        assert len(handler.requests) == 1
        resumed = codex.thread_resume(thread.id, on_approval=other)
        resumed.run("Go")
        assert (len(handler.requests), len(other.requests)) == (1, 1)


@pytest.mark.parametrize("answer", [ValueError("no idea"), None, "accept", True])
def test_handler_exception_declines_and_is_reported(flavour: str, answer: Any) -> None:
    with offline(flavour, TOUCH, on_approval=RecordingHandler(answer)) as (_, codex):
        thread = codex.thread_start(**ASKING)
        turn = thread.turn("Go")
        events = [event.payload for event in turn.stream()]
        assert [type(payload) for payload in events if isinstance(payload, HandlerFailed)] == [HandlerFailed]
        result = turn.run()
        assert result.final_response == "Done."
        [error] = result.handler_errors
        assert error.method == "item/commandExecution/requestApproval"
        if isinstance(answer, ValueError):
            assert error.__cause__ is answer
            assert "no idea" in str(error)
        assert not (folder(codex, thread) / "made.txt").exists()


def test_handler_timeout_declines(flavour: str) -> None:
    let_go = threading.Event()

    def slow(request: ApprovalRequest) -> Approval:
        let_go.wait(20)
        return Approval.accept()

    with offline(flavour, TOUCH, on_approval=slow, handler_timeout=0.2) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        [error] = result.handler_errors
        assert "0.2 s" in str(error)
        let_go.set()
        assert not (folder(codex, thread) / "made.txt").exists()


def test_interrupt_cancels_running_handler(flavour: str) -> None:
    asked, ended = threading.Event(), threading.Event()

    async def thinking(request: ApprovalRequest) -> Approval:
        asked.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return Approval.accept()

    with offline(flavour, TOUCH, on_approval=thinking) as (_, codex):
        thread = codex.thread_start(**ASKING)
        turn = thread.turn("Go")
        assert asked.wait(20)
        turn.interrupt()
        result = turn.run()
        assert result.status == TurnStatus.interrupted
        assert ended.wait(20)
        # The request was cancelled, so the missing answer is not reported as a failure.
        assert result.handler_errors == []
        assert not (folder(codex, thread) / "made.txt").exists()


def test_handler_calls_client_without_deadlock(flavour: str) -> None:
    """The handler runs a turn on another thread of the same client."""
    holder: dict[str, Any] = {}

    def second_opinion(request: ApprovalRequest) -> Approval:
        answer = holder["thread"].run("May it?").final_response
        return Approval.accept() if answer == "yes" else Approval.decline()

    async def second_opinion_async(request: ApprovalRequest) -> Approval:
        result = await unwrap(holder["thread"]).run("May it?")
        return Approval.accept() if result.final_response == "yes" else Approval.decline()

    handler = second_opinion if flavour == "sync" else second_opinion_async
    script = [Match(lambda request: request.user_text == "May it?", "yes"), *TOUCH]
    with offline(flavour, script, on_approval=handler) as (_, codex):
        holder["thread"] = codex.thread_start()
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        assert result.handler_errors == []
        assert (folder(codex, thread) / "made.txt").exists()


def test_slow_handler_does_not_delay_other_turns(flavour: str) -> None:
    """The handler waits until another turn has completed."""
    other_done = threading.Event()

    def waits(request: ApprovalRequest) -> Approval:
        return Approval.accept() if other_done.wait(20) else Approval.decline()

    script = [Match(lambda request: request.user_text == "Quick", "Here."), *TOUCH]
    with offline(flavour, script, on_approval=waits) as (model, codex):
        slow = codex.thread_start(**ASKING)
        turn = slow.turn("Go")
        model.wait_for_requests(1)
        assert codex.thread_start().run("Quick").final_response == "Here."
        other_done.set()
        assert turn.run().final_response == "Done."
        assert (folder(codex, slow) / "made.txt").exists()


def test_approvals_of_one_turn_are_decided_concurrently(flavour: str) -> None:
    both = threading.Barrier(2, timeout=20)

    def together(request: ApprovalRequest) -> Approval:
        both.wait()
        return Approval.accept()

    with offline(flavour, [[shell_call("touch one"), shell_call("touch two")], "Done."], on_approval=together) as (
        _,
        codex,
    ):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        assert result.handler_errors == []
        assert {path.name for path in folder(codex, thread).iterdir()} >= {"one", "two"}


@pytest.mark.parametrize(("decide", "made"), [("accept", True), ("accept_for_session", True), ("decline", False)])
def test_deferred_approval_is_decided_by_stream_consumer(flavour: str, decide: str, made: bool) -> None:
    with offline(flavour, TOUCH, on_approval=Approval.defer) as (_, codex):
        thread = codex.thread_start(**ASKING)
        turn = thread.turn("Go")
        seen: list[ApprovalRequested] = []
        for event in turn.stream():
            if isinstance(event.payload, ApprovalRequested):
                seen.append(event.payload)
                assert event.payload.open
                # From another thread, as in a web application.
                with ThreadPoolExecutor() as pool:
                    assert pool.submit(getattr(event.payload, decide)).result(20) is True
        [requested] = seen
        assert isinstance(requested.request, CommandApprovalRequest)
        assert not requested.open
        assert requested.accept() is False
        assert (folder(codex, thread) / "made.txt").exists() is made
        assert turn.run().final_response == "Done."


def test_deferred_approval_without_decision_is_declined(flavour: str) -> None:
    with offline(flavour, TOUCH, on_approval=Approval.defer, handler_timeout=0.2) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        assert len(result.handler_errors) == 1
        assert not (folder(codex, thread) / "made.txt").exists()


def test_deferred_approval_ends_with_its_turn(flavour: str) -> None:
    with offline(flavour, TOUCH, on_approval=Approval.defer) as (_, codex):
        turn = codex.thread_start(**ASKING).turn("Go")
        requested = next(event.payload for event in turn.stream() if isinstance(event.payload, ApprovalRequested))
        with pytest.raises(InputError):
            requested.answer(Approval.defer())
        turn.interrupt()
        assert turn.run().status == TurnStatus.interrupted
        assert not requested.open
        assert requested.accept() is False


def test_close_ends_pending_approvals(flavour: str) -> None:
    asked, ended = threading.Event(), threading.Event()

    async def thinking(request: ApprovalRequest) -> Approval:
        asked.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return Approval.accept()

    with offline(flavour, TOUCH, on_approval=thinking) as (_, codex):
        codex.thread_start(**ASKING).turn("Go")
        assert asked.wait(20)
        codex.close()
        assert ended.wait(20)


def test_approval_modes_reach_runtime(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        for mode, policy in ((ApprovalMode.ask, "on-request"), (ApprovalMode.ask_always, "untrusted")):
            thread = codex.thread_start(approval_mode=mode)
            thread.run("Hi")
            found = codex.rpc.thread_resume(thread_id=thread.id)
            assert (str(found.approval_policy), str(found.approvals_reviewer)) == (policy, "user")


@pytest.mark.parametrize(
    ("handlers", "words"),
    [
        ({"on_approval": 5}, "on_approval: expected a function"),
        ({"on_approval": lambda: None}, "on_approval: expected a function of one argument"),
        ({"on_approval": lambda a, b: None}, "on_approval: expected a function of one argument"),
        ({"on_request": {"item/tool/cal": print}}, "did you mean 'item/tool/call'"),
        ({"on_request": {"item/tool/call": 5}}, "item/tool/call"),
        ({"on_request": print}, "on_request: expected a mapping"),
    ],
)
def test_handler_not_callable_raises_immediately(flavour: str, handlers: Any, words: str) -> None:
    with pytest.raises(InputError) as caught, offline(flavour, [], **handlers):
        pass
    assert words in str(caught.value)
    with offline(flavour, []) as (model, codex):
        thread = codex.thread_start()
        for call in (
            codex.thread_start,
            lambda **kw: codex.thread_resume("x", **kw),
            lambda **kw: thread.run("x", **kw),
        ):
            with pytest.raises(InputError):
                call(**handlers)
        assert model.requests == []


def test_unknown_handler_keyword_raises(flavour: str) -> None:
    kind: Any = Codex if flavour == "sync" else AsyncCodex
    with pytest.raises(UnexpectedKeywordError, match="did you mean 'on_approval'"):
        kind(on_aproval=print)


def test_program_exits_while_handler_is_running(flavour: str) -> None:
    """The handler never returns, and the client does not wait for it."""
    program = SYNC_PROGRAM if flavour == "sync" else ASYNC_PROGRAM
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["asked", "left"]), done.stderr


COMMON = """
import asyncio, threading
from openai_codex import *
from openai_codex.testing import ScriptedModel, shell_call
asked = threading.Event()
def ask(request):
    print("asked", flush=True)
    asked.set()
    threading.Event().wait()
"""
SYNC_PROGRAM = (
    COMMON
    + """
with ScriptedModel([shell_call("touch x")]) as model, Codex(model.config(), on_approval=ask) as codex:
    codex.thread_start(approval_mode=ApprovalMode.ask_always).turn("Go")
    asked.wait()
print("left")
"""
)
ASYNC_PROGRAM = (
    COMMON
    + """
async def main():
    async with ScriptedModel([shell_call("touch x")]) as model, AsyncCodex(model.config(), on_approval=ask) as codex:
        thread = await codex.thread_start(approval_mode=ApprovalMode.ask_always)
        await thread.turn("Go")
        await asyncio.to_thread(asked.wait)
    print("left")
asyncio.run(main())
"""
)
