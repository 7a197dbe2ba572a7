"""Clients whose runtime exits, with and without `restart`."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import (
    Approval,
    ApprovalMode,
    JsonRpcError,
    RuntimeRestarted,
    RuntimeStartError,
    Sandbox,
    TransportClosedError,
    tool,
)
from openai_codex.testing import FunctionCall, Gate, Match, shell_call
from support.fake_runtime import THREAD, TURN, FakeRuntime
from support.runtimes import fake_runtime, offline, wait_until_closed
from support.sync_adapter import FLAVOURS, Background, client

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest, Reply

pytestmark = [
    pytest.mark.parametrize("flavour", FLAVOURS),
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]


def kill(codex: Any) -> None:
    """Kill the runtime, and wait until the client notices."""
    os.kill(codex.diagnostics().pid, signal.SIGKILL)
    wait_until_closed(codex)


def collect_restarts(codex: Any) -> list[RuntimeRestarted]:
    """Return a list that collects the restarts from now on."""
    found: list[RuntimeRestarted] = []
    codex.on(RuntimeRestarted, found.append)
    return found


def test_restart_resumes_open_threads(flavour: str) -> None:
    gate = Gate()
    with (
        offline(flavour, ["One", ["Begin", gate], "Three", "Four"], restart=True) as (model, codex),
        Background() as background,
    ):
        restarts = collect_restarts(codex)
        first, idle, gone = (codex.thread_start() for _ in range(3))
        short_lived = codex.thread_start(ephemeral=True)
        first.run("My name is Ada.")
        gone_id = gone.id
        del gone
        gc.collect()
        running = background.start(first.run, "Wait.")
        gate.wait_entered()
        pid = codex.diagnostics().pid
        kill(codex)
        with pytest.raises(TransportClosedError) as caught:
            running.result()
        assert caught.value.exit_code == -signal.SIGKILL
        assert codex.diagnostics().exit_code == -signal.SIGKILL

        assert first.run("What is my name?").final_response == "Three"
        stands = codex.diagnostics()
        assert (stands.restarts, stands.exit_code) == (1, None)
        assert stands.pid != pid
        # No request was sent twice, and the history is kept.
        said = [request.user_text for request in model.requests]
        assert said == ["My name is Ada.", "Wait.", "What is my name?"]
        assert "My name is Ada." in model.requests[-1].input_texts
        # Listeners run in a separate thread or task.
        codex.models()
        [restart] = wait_for_one(restarts)
        assert isinstance(restart.cause, TransportClosedError)
        assert restart.resumed == (first.id,)
        assert set(restart.lost) == {idle.id, short_lived.id}
        assert gone_id not in restart.lost
        assert all(isinstance(error, JsonRpcError) for error in restart.lost.values())
        with pytest.raises(JsonRpcError):
            short_lived.run("Are you there?")


def wait_for_one(found: list[Any]) -> list[Any]:
    tick = threading.Event()
    for _ in range(1000):
        if found:
            break
        tick.wait(0.01)
    return found


def test_restart_keeps_handlers_and_tools_of_thread(flavour: str) -> None:
    asked: list[str] = []

    @tool
    def look_up(city: str) -> str:
        """Look up the weather."""
        return f"It rains in {city}."

    def decide(request: Any) -> Approval:
        asked.append(request.command)
        return Approval.accept()

    script: list[Reply | Match] = [
        "Hello.",
        FunctionCall("look_up", {"city": "Oslo"}),
        "It rains.",
        shell_call("rm -f x", sandbox_permissions="require_escalated", justification="to see"),
        "Done.",
    ]
    with offline(flavour, script, restart=True) as (model, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask, tools=[look_up], on_approval=decide)
        thread.run("Hello.")
        kill(codex)
        assert thread.run("How is it in Oslo?").final_response == "It rains."
        assert "It rains in Oslo." in model.requests[-1].function_outputs.values()
        result = thread.run("Remove it.")
        assert (result.final_response, result.handler_errors) == ("Done.", [])
        assert len(asked) == 1


def context_of(request: RecordedRequest) -> str:
    return "\n".join(request.developer_texts + request.input_texts)


def test_restart_keeps_turn_overrides_of_thread(flavour: str, tmp_path: Any) -> None:
    """The override is stricter than the settings of the thread; losing it would grant more access."""
    target = tmp_path / "written"
    script = ["One", "Two", shell_call(f"touch {target}"), "Three"]
    with offline(flavour, script, restart=True) as (model, codex):
        thread = codex.thread_start(
            approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.full_access, model="gpt-5.1", cwd=str(tmp_path)
        )
        thread.run("One.")
        thread.run("Two.", sandbox=Sandbox.read_only, model="gpt-5.2")
        kill(codex)
        assert thread.run("Three.").final_response == "Three"
        assert not target.exists()
        assert model.requests[-1].model == "gpt-5.2"


@pytest.mark.parametrize("first", ["started", "resumed"])
def test_restart_resumes_thread_while_any_handle_exists(flavour: str, first: str) -> None:
    with offline(flavour, [], restart=True) as (_, codex):
        one = codex.thread_start()
        one.run("Hello.")
        other = codex.thread_resume(one.id)
        left = other if first == "started" else one
        del one, other
        gc.collect()
        kill(codex)
        assert left.run("Still there?").final_response == "ok"


def test_restart_resumes_unarchived_thread(flavour: str) -> None:
    with offline(flavour, [], restart=True) as (_, codex):
        thread = codex.thread_start()
        thread.run("Hello.")
        codex.thread_archive(thread.id)
        back = codex.thread_unarchive(thread.id)
        resumed = codex.thread_resume(thread.id)
        del thread, resumed
        gc.collect()
        assert back.run("Here?").final_response == "ok"
        kill(codex)
        assert back.run("Still there?").final_response == "ok"


def test_restart_concurrent_calls_start_one_runtime(flavour: str) -> None:
    with (
        fake_runtime(flavour, {"model/list": {"data": []}}, restart=True) as (runtime, codex),
        Background(16) as background,
    ):
        codex.models()
        for number in (2, 3):
            runtime.exit_process()
            wait_until_closed(codex)
            found = [background.start(codex.models) for _ in range(16)]
            assert [future.result().data for future in found] == [[]] * 16
            assert runtime.starts == number
        assert codex.diagnostics().restarts == 2


def test_restart_after_failed_start_is_retried(flavour: str) -> None:
    resumed = {"thread": {"id": THREAD}}
    answers = {"model/list": {"data": []}, "thread/resume": resumed}
    with fake_runtime(flavour, answers, restart=True) as (runtime, codex):
        restarts = collect_restarts(codex)
        thread = codex.thread_start(model="gpt-5.1")
        hello = runtime.responses["initialize"]
        runtime.exit_process()
        wait_until_closed(codex)
        runtime.responses["initialize"] = lambda request: runtime.exit_process()
        for _ in range(2):
            with pytest.raises(RuntimeStartError):
                codex.models()
        runtime.responses["initialize"] = hello
        assert codex.models().data == []
        assert codex.diagnostics().restarts == 1
        [restart] = wait_for_one(restarts)
        assert (restart.resumed, restart.lost) == ((thread.id,), {})
        assert [params for method, params in runtime.requests if method == "thread/resume"] == [
            {"threadId": THREAD, "model": "gpt-5.1", "excludeTurns": True, **APPROVALS}
        ]


APPROVALS = {"approvalPolicy": "on-request", "approvalsReviewer": "auto_review"}


def test_close_after_failed_restart_leaves_nothing(flavour: str) -> None:
    with fake_runtime(flavour, restart=True) as (runtime, codex):
        runtime.exit_process()
        wait_until_closed(codex)
        runtime.responses["initialize"] = lambda request: runtime.exit_process()
        with pytest.raises(RuntimeStartError):
            codex.models()
        codex.close()
        with pytest.raises(TransportClosedError):
            codex.models()


def test_restart_keeps_views_and_streams(flavour: str) -> None:
    with (
        fake_runtime(flavour, {"model/list": {"data": []}}, restart=True) as (runtime, codex),
        Background() as background,
    ):
        view = codex.with_options(timeout=20)
        events = codex.notifications()
        next_event = background.start(events.__next__ if flavour == "sync" else events.__anext__)
        runtime.exit_process()
        wait_until_closed(codex)
        assert view.models().data == []
        assert next_event.result().method == "client/runtimeRestarted"
        runtime.notify("skills/changed")
        following = background.start(events.__next__ if flavour == "sync" else events.__anext__)
        assert following.result().method == "skills/changed"
        assert view.diagnostics().restarts == codex.diagnostics().restarts == 1


def test_restart_fails_running_turn(flavour: str) -> None:
    answers = {"turn/start": {"turn": {"id": TURN}}, "thread/resume": {"thread": {"id": THREAD}}}
    with fake_runtime(flavour, answers, restart=True) as (runtime, codex):
        turn = codex.thread_start().turn("Go.")
        runtime.exit_process()
        wait_until_closed(codex)
        for call in (turn.run, turn.interrupt, lambda: turn.steer("On."), lambda: list(turn.stream())):
            with pytest.raises(TransportClosedError):
                call()
        assert runtime.starts == 1


def test_runtime_exit_without_restart_fails_later_calls(flavour: str) -> None:
    with offline(flavour, ["One"]) as (model, codex):
        thread = codex.thread_start()
        thread.run("One.")
        events = codex.notifications()
        kill(codex)
        found = []
        for call in (codex.models, lambda: thread.run("Two."), codex.thread_start, thread.read):
            with pytest.raises(TransportClosedError) as caught:
                call()
            found.append((str(caught.value), caught.value.exit_code, caught.value.stderr))
        assert len(set(found)) == 1
        assert found[0][1] == -signal.SIGKILL
        assert len(model.requests) == 1
        assert codex.diagnostics().restarts == 0
        with pytest.raises(TransportClosedError):
            drain(events)


def drain(events: Any) -> list[Any]:
    found = []
    while True:
        try:
            found.append(events.__next__() if hasattr(type(events), "__next__") else events.__anext__())
        except (StopIteration, StopAsyncIteration):
            return found


def test_close_while_restarting_leaves_nothing(flavour: str) -> None:
    with FakeRuntime() as runtime, client(flavour, runtime.config(restart=True)) as codex, Background() as background:
        runtime.exit_process()
        wait_until_closed(codex)
        del runtime.responses["initialize"]
        call = background.start(codex.models)
        request = runtime.next("initialize")
        closing = background.start(codex.close)
        if flavour == "async":
            closing.result()
        request.respond({"userAgent": "played/0.163.0 (test)"})
        closing.result()
        with pytest.raises(TransportClosedError):
            call.result()
        # The second process exits when it reads its first message.
        runtime.wait_for_exits(2)


@pytest.mark.parametrize("at", ["initialize", "thread/resume"])
def test_close_does_not_wait_for_hanging_start(flavour: str, at: str) -> None:
    with FakeRuntime() as runtime, client(flavour, runtime.config(restart=True)) as codex, Background() as background:
        thread = codex.thread_start()
        runtime.exit_process()
        wait_until_closed(codex)
        runtime.responses.pop(at, None)
        call = background.start(thread.read)
        runtime.next(at)
        codex.close()
        with pytest.raises(TransportClosedError):
            call.result(10)
        runtime.wait_for_exits(2)
