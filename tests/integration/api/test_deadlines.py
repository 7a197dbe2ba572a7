"""Timeouts of requests, turns and logins, and the state after they expire."""

from __future__ import annotations

import itertools
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import AgentMessageThreadItem, CommandExecutionThreadItem, TurnStatus
from openai_codex import (
    Approval,
    ApprovalMode,
    CodexConfig,
    ConfigError,
    InputError,
    RequestTimeoutError,
    Sandbox,
    TransportClosedError,
    TurnFailedError,
    TurnTimeoutError,
)
from openai_codex._async import turn as async_turn
from openai_codex._connection import interrupts
from openai_codex._sync import turn as sync_turn
from openai_codex.testing import Gate, Text, shell_call
from support import fake_server
from support.fake_runtime import THREAD, TURN
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, Background, client

if TYPE_CHECKING:
    from support.fake_runtime import FakeRuntime

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

NO_MODELS: dict[str, Any] = {"data": []}
ENDLESS: dict[str, Any] = {"turn/interrupt": {}, "thread/resume": {"thread": {"id": THREAD}}}
NOT_A_TIME: list[Any] = [0, -1, float("nan"), float("inf"), True, "5"]
LONG = 30.0
"""A timeout that must not expire in a test, in seconds."""


def text_so_far(error: TurnTimeoutError) -> list[str]:
    return [item.text for item in error.result.incomplete_items if isinstance(item, AgentMessageThreadItem)]


def test_request_uses_timeout_of_its_client(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        patient = background.start(codex.models)
        answered_soon = runtime.next("model/list")
        with pytest.raises(RequestTimeoutError) as caught:
            codex.with_options(timeout=0.2).models()
        assert (caught.value.method, caught.value.timeout) == ("model/list", 0.2)
        assert caught.value.pending == ("model/list",)
        assert isinstance(caught.value, TimeoutError)
        assert not patient.done()
        # The late response is dropped and does not reach another request.
        runtime.next("model/list").respond({"data": "late"})
        answered_soon.respond(NO_MODELS)
        assert patient.result().data == []
        stands = codex.diagnostics()
        assert (stands.late_replies, stands.in_flight, stands.bad_frames) == (1, 0, {})


def test_request_timeout_error_contains_stderr(flavour: str) -> None:
    with client(flavour, CodexConfig(launch_args_override=fake_server.command())) as codex:
        codex._sender.call("chatter", {"lines": 2})
        with pytest.raises(RequestTimeoutError, match=r"silence: no response within 0\.3 s") as caught:
            codex.with_options(timeout=0.3)._sender.call("silence", {})
        assert caught.value.stderr == ("noise", "noise")
        assert "noise" in str(caught.value)


def test_thread_keeps_timeout_of_its_client(flavour: str) -> None:
    others = {"thread/resume": {"thread": {"id": "thread-2"}}, "thread/fork": {"thread": {"id": "thread-3"}}}
    with fake_runtime(flavour, others, request_timeout=0.3) as (_, codex):
        hasty = codex.with_options(timeout=0.2)
        threads = [hasty.thread_start(), hasty.thread_resume("thread-2"), hasty.thread_fork("thread-1")]
        for thread, timeout in [*((thread, 0.2) for thread in threads), (codex.thread_start(), 0.3)]:
            with pytest.raises(RequestTimeoutError) as caught:
                thread.set_name("A name")
            assert caught.value.timeout == timeout


def test_request_without_timeout_waits(flavour: str) -> None:
    with fake_runtime(flavour, request_timeout=0.2) as (runtime, codex), Background() as background:
        endless = background.start(codex.with_options(timeout=None).models)
        request = runtime.next("model/list")
        with pytest.raises(RequestTimeoutError):
            codex.models()
        request.respond(NO_MODELS)
        assert endless.result().data == []


def test_invalid_timeouts_raise(flavour: str) -> None:
    with fake_runtime(flavour, {"turn/start": {"turn": {"id": TURN}}}) as (runtime, codex):
        thread = codex.thread_start()
        for value in NOT_A_TIME:
            with pytest.raises(ConfigError, match="request_timeout"):
                CodexConfig(request_timeout=value)
            with pytest.raises(InputError, match=r"^timeout: ") as caught:
                codex.with_options(timeout=value)
            assert caught.value.field == "timeout"
            for name in ("timeout", "idle_timeout"):
                with pytest.raises(InputError, match=rf"^{name}: "):
                    thread.run("Go.", **{name: value})
        assert runtime.count("turn/start") == 0
        handle = thread.turn("Go.")
        for name, value in itertools.product(("timeout", "idle_timeout"), NOT_A_TIME):
            with pytest.raises(InputError, match=rf"^{name}: "):
                handle.run(**{name: value})


def test_clients_with_other_options_close_together(flavour: str) -> None:
    for first in (0, 1):
        with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
            both = [codex, codex.with_options(timeout=LONG)]
            assert [one.models().data for one in both] == [[], []]
            assert both[0].diagnostics().pid == both[1].diagnostics().pid
            assert runtime.starts == 1
            both[first].close()
            for one in both:
                with pytest.raises(TransportClosedError):
                    one.models()


@pytest.mark.parametrize("of", ["thread", "handle"])
def test_turn_timeout_interrupts_turn(flavour: str, of: str) -> None:
    with offline(flavour, [Text("word " * 300, delay=0.05), "Here."]) as (_, codex):
        thread = codex.thread_start()
        run = partial(thread.run, "Go.") if of == "thread" else thread.turn("Go.").run
        with pytest.raises(TurnTimeoutError, match=r"not completed within 1\.5 s") as caught:
            run(timeout=1.5)
        error = caught.value
        assert (error.timeout, error.idle, error.result.status) == (1.5, False, TurnStatus.interrupted)
        [text] = text_so_far(error)
        assert text.startswith("word word ")
        [turn] = thread.read(include_turns=True).thread.turns
        assert (turn.id, turn.status) == (error.result.id, TurnStatus.interrupted)
        assert thread.run("Again.").final_response == "Here."


def test_idle_timeout_interrupts_turn(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate], "Here."]) as (_, codex):
        thread = codex.thread_start()
        handle = thread.turn("Go.")
        gate.wait_entered()
        with pytest.raises(TurnTimeoutError, match=r"no event for 0\.7 s") as caught:
            handle.run(idle_timeout=0.7, timeout=LONG)
        assert (caught.value.timeout, caught.value.idle) == (0.7, True)
        assert caught.value.result.status == TurnStatus.interrupted
        assert caught.value.result.final_response == "Begin"
        assert thread.run("Again.", idle_timeout=LONG).final_response == "Here."


def test_idle_timeout_is_reset_by_events(flavour: str) -> None:
    with offline(flavour, [Text("one two three four five six seven", delay=0.25)]) as (_, codex):
        before = time.monotonic()
        result = codex.thread_start().run("Count.", idle_timeout=1.0)
        assert result.final_response == "one two three four five six seven"
        assert time.monotonic() - before > 1.0


@pytest.mark.parametrize("limit", ["timeout", "idle_timeout"])
def test_turn_timeout_detached_turn_continues(flavour: str, limit: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate]]) as (_, codex):
        handle = codex.thread_start().turn("Go.")
        gate.wait_entered()
        with pytest.raises(TurnTimeoutError) as caught:
            handle.run(detach=True, **{limit: 0.3})
        assert caught.value.result.status == TurnStatus.in_progress
        gate.open()
        assert handle.run(timeout=LONG).final_response == "Begin"


def test_turn_timeout_includes_output_retries(flavour: str) -> None:
    """Each attempt is within the timeout, but all attempts together are not."""
    with offline(flavour, [Text("no number", deltas=1, delay=0.4)] * 20) as (model, codex):
        before = time.monotonic()
        # If the timeout expires while the next attempt starts, `turn/start` raises the error.
        with pytest.raises((TurnTimeoutError, RequestTimeoutError)):
            codex.thread_start().run("A number.", output_type=int, retries=19, timeout=1.5)
        assert time.monotonic() - before < 6.0
        assert 1 < len(model.requests) < 6


def test_login_timeout_ends_wait(flavour: str) -> None:
    answers = {
        "account/login/start": {"type": "chatgpt", "loginId": "login-1", "authUrl": "https://example.invalid/"},
    }
    with fake_runtime(flavour, answers) as (runtime, codex):
        login = codex.login_chatgpt()
        for value in NOT_A_TIME:
            with pytest.raises(InputError, match=r"^timeout: "):
                login.wait(timeout=value)
        with pytest.raises(RequestTimeoutError, match=r"account/login/completed: no response within 0\.2 s"):
            login.wait(timeout=0.2)
        # The login is still pending.
        runtime.notify("account/login/completed", loginId="login-1", success=True, error=None)
        assert login.wait(timeout=LONG).success
        assert login.wait(timeout=0.001).success


# A runtime that does not report the end of a turn, or does not respond at all


def begun(runtime: FakeRuntime, codex: Any, background: Background, **options: Any) -> Any:
    """Start a turn with a short message; return the future of its result."""
    result = background.start(codex.thread_start().run, "Go.", **options)
    runtime.next("turn/start").respond({"turn": {"id": TURN}})
    runtime.start_turn(text="So far")
    return result


def stored(status: str, **more: Any) -> dict[str, Any]:
    item = {"type": "agentMessage", "id": "item-1", "text": "All of it."}
    turn = {"id": TURN, "items": [item], "status": status, "durationMs": 7, **more}
    before = {"id": "turn-0", "items": [], "status": "completed"}
    return {"thread": {"id": THREAD, "turns": [before, turn]}}


def test_idle_timeout_completed_turn_is_fetched(flavour: str) -> None:
    with fake_runtime(flavour, {"thread/read": stored("completed")}) as (runtime, codex), Background() as background:
        result = begun(runtime, codex, background, idle_timeout=0.3).result()
        assert (result.status, result.final_response, result.duration_ms) == (TurnStatus.completed, "All of it.", 7)
        assert runtime.requests[-1] == ("thread/read", {"threadId": THREAD, "includeTurns": True})
        assert runtime.count("turn/interrupt") == 0


def test_idle_timeout_failed_turn_is_fetched(flavour: str) -> None:
    failed = stored("failed", error={"message": "out of luck"})
    with fake_runtime(flavour, {"thread/read": failed}) as (runtime, codex), Background() as background:
        with pytest.raises(TurnFailedError, match="out of luck") as caught:
            begun(runtime, codex, background, idle_timeout=0.3).result()
        assert caught.value.result.status == TurnStatus.failed
        assert runtime.count("turn/interrupt") == 0


@pytest.mark.parametrize("look_up", ["in progress", "refused", "not there"])
def test_idle_timeout_running_turn_is_interrupted(flavour: str, look_up: str) -> None:
    answers: dict[str, Any] = {
        "in progress": stored("inProgress"),
        "refused": lambda request: request.respond_error(-32600, "thread not loaded"),
        "not there": {"thread": {"id": THREAD, "turns": []}},
    }
    with fake_runtime(flavour, {"thread/read": answers[look_up]}) as (runtime, codex), Background() as background:
        result = begun(runtime, codex, background, idle_timeout=0.3)
        stop = runtime.next("turn/interrupt")
        assert stop.params == {"threadId": THREAD, "turnId": TURN}
        stop.respond({})
        runtime.complete_turn(status="interrupted")
        with pytest.raises(TurnTimeoutError) as caught:
            result.result()
        assert caught.value.idle
        assert caught.value.result.status == TurnStatus.interrupted
        assert text_so_far(caught.value) == ["So far"]


def test_idle_timeout_pauses_while_handler_runs(flavour: str) -> None:
    """The idle timer is paused while a handler is running."""

    def think(request: object) -> Approval:
        time.sleep(2.0)
        return Approval.accept()

    with offline(flavour, [shell_call("touch made.txt"), "Done."], on_approval=think) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        result = thread.run("Go.", idle_timeout=1.0)
    assert result.final_response == "Done."
    [command] = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
    assert command.exit_code == 0


def test_idle_timeout_restarts_after_handler_answers(flavour: str) -> None:
    decided: list[float] = []

    def think(request: object) -> Approval:
        time.sleep(0.6)
        decided.append(time.monotonic())
        return Approval.accept()

    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        result = begun(runtime, codex, background, idle_timeout=0.4, on_approval=think)
        asked = {"threadId": THREAD, "turnId": TURN, "itemId": "item-2", "startedAtMs": 1, "command": "true"}
        runtime.send({"id": 7, "method": "item/commandExecution/requestApproval", "params": asked})
        runtime.next("thread/read").respond_error(-32600, "thread not loaded")
        assert time.monotonic() - decided[0] > 0.3
        runtime.next("turn/interrupt").respond({})
        runtime.complete_turn(status="interrupted")
        with pytest.raises(TurnTimeoutError) as caught:
            result.result()
        assert caught.value.idle


def test_turn_timeout_includes_handler_time(flavour: str) -> None:
    decide = threading.Event()

    def think(request: object) -> Approval:
        decide.wait(LONG)
        return Approval.accept()

    with offline(flavour, [shell_call("touch made.txt"), "Done."], on_approval=think) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        with pytest.raises(TurnTimeoutError) as caught:
            thread.run("Go.", timeout=1.5, idle_timeout=LONG)
        decide.set()
    assert not caught.value.idle


def test_turn_timeout_does_not_fetch_turn(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        result = begun(runtime, codex, background, timeout=0.3)
        runtime.next("turn/interrupt").respond({})
        runtime.complete_turn(status="interrupted")
        with pytest.raises(TurnTimeoutError):
            result.result()
        assert runtime.count("thread/read") == 0


def test_turn_timeout_starts_with_request(flavour: str) -> None:
    """The request timeout is 60 s. If the turn starts later, it is interrupted."""
    with fake_runtime(flavour) as (runtime, codex):
        thread = codex.thread_start()
        before = time.monotonic()
        with pytest.raises(RequestTimeoutError) as caught:
            thread.run("Go.", timeout=0.3)
        assert caught.value.method == "turn/start"
        assert time.monotonic() - before < LONG
        runtime.next("turn/start").respond({"turn": {"id": TURN}})
        runtime.start_turn()
        stop = runtime.next("turn/interrupt")
        assert stop.params["turnId"] == TURN
        stop.respond({})
        runtime.complete_turn(status="interrupted")


def test_turn_timeout_unresponsive_runtime_does_not_block_caller(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sync_turn, async_turn):
        monkeypatch.setattr(module, "INTERRUPT_TIMEOUT", 0.3)
    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        before = time.monotonic()
        result = begun(runtime, codex, background, timeout=0.3)
        with pytest.raises(TurnTimeoutError) as caught:
            result.result()
        assert time.monotonic() - before < 4.0
        assert caught.value.result.status == TurnStatus.in_progress
        assert runtime.unanswered == ["turn/interrupt"]


def test_turn_after_an_interrupt_without_an_end_waits_no_more(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime accepts the interrupt, and never reports the end of the turn."""
    for module in (sync_turn, async_turn, interrupts):
        monkeypatch.setattr(module, "INTERRUPT_TIMEOUT", 0.3)
    with fake_runtime(flavour, ENDLESS) as (runtime, codex), Background() as background:
        with pytest.raises(TurnTimeoutError):
            begun(runtime, codex, background, timeout=0.3).result()
        runtime.responses["turn/start"] = {"turn": {"id": TURN}}
        thread = codex.thread_resume(THREAD)
        before = time.monotonic()
        for _ in range(2):
            thread.turn("Go on.")
        assert time.monotonic() - before < 4.0


def test_turn_timeout_detached_turn_starting_late_continues(flavour: str) -> None:
    with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
        thread = codex.thread_start()
        with pytest.raises(RequestTimeoutError):
            thread.run("Go.", timeout=0.3, detach=True)
        runtime.next("turn/start").respond({"turn": {"id": TURN}})
        runtime.start_turn()
        codex.models()
        runtime.complete_turn()
        codex.models()
        assert codex.diagnostics().late_replies == 1
        assert runtime.count("turn/interrupt") == 0
