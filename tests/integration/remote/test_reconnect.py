"""Clients that lose their connection to a runtime, and restore it, on the real runtime."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import AgentMessageThreadItem, ThreadNameUpdatedNotification
from openai_codex import (
    Approval,
    ApprovalMode,
    AuthenticationError,
    Codex,
    ConnectionLostError,
    ConnectionRestored,
    InvalidRequestError,
    RequestTimeoutError,
    Sandbox,
    TransportClosedError,
    TurnTimeoutError,
    WebSocketOptions,
    tool,
)
from openai_codex._protocol.recovery import stored_turns
from openai_codex.app_server import AppServer
from openai_codex.testing import FunctionCall, Gate, ScriptedModel, Text, shell_call
from support.delegation import CHILD, PARENT, WAIT, delegating, next_event, spawn
from support.reconnecting import reconnecting
from support.sync_adapter import FLAVOURS, Background, client

if TYPE_CHECKING:
    from pathlib import Path

both = pytest.mark.parametrize("flavour", FLAVOURS)
each_address = pytest.mark.parametrize("listen", ["unix", "ws"])


def texts(result: Any) -> list[str]:
    """Return the texts of the agent's messages."""
    return [item.text for item in result.items if isinstance(item, AgentMessageThreadItem)]


# Turns


@both
@each_address
def test_running_turn_continues(flavour: str, listen: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [[Text("Begin."), gate, Text("End.")], "Next."], listen=listen) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        event = link.cut()
        assert (event.resumed, event.lost, event.unknown) == ((thread.id,), {}, ())
        assert event.attempts >= 1
        assert event.duration > 0
        gate.open()
        result = turn.run()
        assert (str(result.status), texts(result)) == ("completed", ["Begin.", "End."])
        assert result.usage is not None
        assert thread.run("Again").final_response == "Next."
        assert link.codex.diagnostics().reconnects == 1


@both
@each_address
def test_turn_that_ended_meanwhile_is_completed(flavour: str, listen: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [[Text("Begin."), gate, Text("End.")]], listen=listen) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        with link.offline():
            gate.open()
            link.wait_ended(thread.id)
        result = turn.run()
        assert (str(result.status), texts(result)) == ("completed", ["Begin.", "End."])
        assert result.duration_ms is not None


@both
def test_stream_reports_the_gap_and_yields_the_missing_text(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [[Text("Begin."), gate, Text("In the gap. ")], "unused"]) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        # Both consumers subscribe before the gap. The first one receives the deltas of messages that have ended.
        pieces, events = turn.text(), turn.stream()
        begin, first = next(pieces), next(events)
        gate.wait_entered()
        with link.offline():
            gate.open()
            link.wait_ended(thread.id)
        assert begin + "".join(pieces) == "Begin.In the gap. "
        found = [first, *events]
        methods = [event.method for event in found]
        gap = methods.index("client/connectionRestored")
        assert isinstance(found[gap].payload, ConnectionRestored)
        # The user message and two agent messages, each once.
        assert methods.count("item/completed") == 3
        assert methods[gap:].count("item/completed") >= 1
        assert methods[-1] == "turn/completed"
        assert methods.count("turn/started") == 1


@both
def test_restoration_causes_no_warning_of_the_runtime(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with reconnecting(flavour, ["First.", [Text("Begin."), gate, Text("End.")]]) as link:
        thread = link.codex.thread_start()
        thread.run("Hi")
        turn = thread.turn("Go")
        gate.wait_entered()
        caplog.clear()
        link.cut()
        gate.open()
        assert texts(turn.run()) == ["Begin.", "End."]
        assert ["was lost; reconnecting" in record.getMessage() for record in caplog.records] == [True]


@both
def test_turn_of_a_restarted_server_ends_as_interrupted(flavour: str, tmp_path: Path) -> None:
    gate = Gate()
    listen = f"unix://{tmp_path}/codex.sock"
    with ScriptedModel([["Begin.", gate], "Next."]) as model:
        config = model.config(home=tmp_path / "home")
        with AppServer.start(config, listen=listen) as running, client(flavour, running.client_config()) as codex:
            events: list[ConnectionRestored] = []
            codex.on(ConnectionRestored, events.append)
            thread = codex.thread_start()
            turn = thread.turn("Go")
            gate.wait_entered()
            while not any(turn.items[1:] for turn in thread.read(include_turns=True).thread.turns):
                time.sleep(0.01)
            pid = running.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            running.close()
            with AppServer.start(config, listen=listen):
                result = turn.run()
                assert (str(result.status), texts(result)) == ("interrupted", ["Begin."])
                assert thread.run("Again").final_response == "Next."
                assert [event.resumed for event in events] == [(thread.id,)]
                codex.close()
            gate.open()


@both
def test_turn_of_a_thread_that_is_not_stored_fails_with_unknown_outcome(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [["Begin.", gate], "unused"]) as link:
        stored, lost = link.codex.thread_start(), link.codex.thread_start(ephemeral=True)
        turn = lost.turn("Go")
        gate.wait_entered()
        event = link.cut()
        assert set(event.lost) == {stored.id, lost.id}
        with pytest.raises(ConnectionLostError, match=r"the outcome is unknown: .*no rollout found") as caught:
            turn.run()
        assert caught.value.method is None
        # The runtime would run the turn without sending its events.
        with pytest.raises(InvalidRequestError, match="start another"):
            lost.run("Again")
        gate.open()
        assert link.codex.thread_start().run("Hi").final_response == "unused"


@both
def test_interrupted_turn_is_interrupted_again(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [["Begin.", gate], "Next."]) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        link.proxy.stall()
        with Background() as background:
            running = background.start(turn.run, timeout=0.01)
            # The interrupt is sent, and does not reach the runtime.
            while "turn/interrupt" not in link.codex.diagnostics().pending:
                time.sleep(0.01)
            link.proxy.break_link()
            link.proxy.flow()
            link.proxy.restore_link()
            with pytest.raises(TurnTimeoutError) as caught:
                running.result()
            assert str(caught.value.result.status) == "interrupted"
        assert thread.run("Again").final_response == "Next."
        gate.open()


@both
def test_goal_survives(flavour: str) -> None:
    gate = Gate()
    script = [[Text("Step."), gate], FunctionCall("update_goal", {"status": "complete"}), "Reached."]
    with reconnecting(flavour, script) as link:
        thread = link.codex.thread_start()
        with Background() as background:
            running = background.start(thread.run_goal, "Reach it")
            gate.wait_entered()
            link.cut()
            gate.open()
            result = running.result()
        assert result.goal.status == "complete"
        assert texts(result) == ["Step.", "Reached."]


@both
@pytest.mark.parametrize("page_size", [stored_turns.PAGE_SIZE, 1])
def test_goal_that_ended_meanwhile_is_completed(flavour: str, page_size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_turns, "PAGE_SIZE", page_size)
    gate = Gate()
    script = [[Text("Step."), gate], FunctionCall("update_goal", {"status": "complete"}), "Reached."]
    with reconnecting(flavour, script) as link, Background() as background:
        thread = link.codex.thread_start()
        running = background.start(thread.run_goal, "Reach it")
        gate.wait_entered()
        with link.offline():
            gate.open()
            link.wait_ended(thread.id, turns=2)
        result = running.result()
        assert result.goal.status == "complete"
        assert texts(result) == ["Step.", "Reached."]


@both
def test_subagent_survives(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, delegating([[Text("Child begins."), gate, Text("Child ends.")]])) as link:
        thread = link.codex.thread_start()
        turn = thread.turn(PARENT)
        gate.wait_entered()
        event = link.cut()
        assert len(event.resumed) == 2
        gate.open()
        with Background() as background:
            events = background.start(lambda: list(turn.stream(subagents=True)))
            result = turn.run()
            of_child = [each for each in events.result() if each.thread_id not in (None, thread.id)]
        assert result.final_response == "Parent is done."
        assert [agent.final_response for agent in result.subagents] == ["Child ends."]
        assert of_child


@both
def test_subagent_that_started_and_ended_meanwhile_is_reported(flavour: str) -> None:
    gate = Gate()
    parent = [[Text("Before."), gate, spawn(CHILD)], WAIT, "Parent is done."]
    with reconnecting(flavour, delegating(["Child is done."], parent=parent)) as link:
        thread = link.codex.thread_start()
        turn = thread.turn(PARENT)
        gate.wait_entered()
        with link.offline():
            gate.open()
            link.wait_ended(thread.id)
        result = turn.run()
        assert result.final_response == "Parent is done."
        assert [agent.final_response for agent in result.subagents] == ["Child is done."]


# Requests of the runtime


@both
def test_pending_approval_is_decided_once(flavour: str) -> None:
    asked: list[str] = []
    decide, entered = threading.Event(), threading.Event()

    def approve(request: Any) -> Approval:
        asked.append(request.command)
        entered.set()
        assert decide.wait(20)
        return Approval.accept()

    script = [shell_call("echo approved"), "Done."]
    with reconnecting(flavour, script, on_approval=approve) as link:
        thread = link.codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        turn = thread.turn("Go")
        assert entered.wait(20)
        event = link.cut()
        assert event.lost_requests == ()
        decide.set()
        result = turn.run()
        assert result.final_response == "Done."
        assert [decision.decision for decision in result.decisions] == ["accept"]
        assert len(asked) == 1


@both
def test_decision_that_was_made_offline_reaches_the_runtime(flavour: str) -> None:
    decided, entered, answered = threading.Event(), threading.Event(), threading.Event()

    def approve(request: Any) -> Approval:
        entered.set()
        assert decided.wait(20)
        answered.set()
        return Approval.accept()

    with reconnecting(flavour, [shell_call("echo approved"), "Done."], on_approval=approve) as link:
        thread = link.codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        turn = thread.turn("Go")
        assert entered.wait(20)
        with link.offline():
            decided.set()
            assert answered.wait(20)
        assert turn.run().final_response == "Done."


@both
def test_tool_whose_result_was_lost_runs_once(flavour: str) -> None:
    calls: list[str] = []

    @tool
    def look_up(city: str) -> str:
        """Look up the weather.

        Args:
            city: Name of the city.
        """
        calls.append(city)
        # The result is sent, and does not reach the runtime.
        link.proxy.stall()
        return "sunny"

    with reconnecting(flavour, [FunctionCall("look_up", {"city": "Bern"}), "Done."]) as link:
        thread = link.codex.thread_start(tools=[look_up])
        turn = thread.turn("Go")
        while not calls:
            time.sleep(0.01)
        time.sleep(0.1)
        link.proxy.break_link()
        link.proxy.flow()
        link.proxy.restore_link()
        link.wait_restored()
        assert turn.run().final_response == "Done."
        assert calls == ["Bern"]


@both
def test_approval_that_was_resolved_meanwhile_is_cancelled(flavour: str) -> None:
    entered, ended = threading.Event(), threading.Event()

    def approve(request: Any) -> Approval:
        entered.set()
        assert ended.wait(20)
        return Approval.decline()

    with reconnecting(flavour, [shell_call("echo approved"), "Done."], on_approval=approve) as link:
        thread = link.codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        turn = thread.turn("Go")
        assert entered.wait(20)
        # Without the check of the threads that are left, because the reconnecting client starts some meanwhile.
        with link.offline(), Codex(link.server.client_config(), on_approval=lambda _: Approval.accept()) as other:
            other.thread_resume(thread.id)
            link.wait_ended(thread.id)
        assert link.restored[0].lost_requests == ("item/commandExecution/requestApproval",)
        result = turn.run()
        ended.set()
        assert (result.final_response, result.decisions) == ("Done.", [])


# Requests of the client


@both
def test_request_without_response_has_an_unknown_outcome(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link, Background() as background:
        thread = link.codex.thread_start()
        thread.run("Hi")
        link.proxy.stall()
        running = background.start(thread.set_name, "A name")
        while "thread/name/set" not in link.codex.diagnostics().pending:
            time.sleep(0.01)
        link.proxy.break_link()
        link.proxy.flow()
        with pytest.raises(
            ConnectionLostError, match=r"thread/name/set: no response: .*does not send it again"
        ) as caught:
            running.result()
        assert caught.value.method == "thread/name/set"
        # Not sent yet, so it waits for the connection.
        waiting = background.start(link.codex.models)
        while "model/list" not in link.codex.diagnostics().pending:
            time.sleep(0.01)
        link.proxy.restore_link()
        assert link.wait_restored().unknown == ("thread/name/set",)
        assert waiting.result().data
        assert thread.read().thread.name is None


@both
def test_request_that_waits_for_the_connection_times_out_unsent(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link:
        link.codex.models()
        with link.offline():
            with pytest.raises(RequestTimeoutError) as caught:
                link.codex.with_options(timeout=0.2).models()
            assert not caught.value.sent


@both
def test_listeners_and_notifications_survive(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link:
        heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        link.codex.on(ThreadNameUpdatedNotification, heard.put)
        thread = link.codex.thread_start()
        thread.run("Hi")
        stream = link.codex.notifications(ThreadNameUpdatedNotification, ConnectionRestored)
        link.cut()
        thread.set_name("After the gap")
        assert heard.get(timeout=20).thread_name == "After the gap"
        found = [next_event(stream).method, next_event(stream).method]
        assert found == ["client/connectionRestored", "thread/name/updated"]
        stream.close()


# Failures


@both
def test_rejected_token_is_not_tried_again(flavour: str, tmp_path: Path) -> None:
    with reconnecting(flavour, "ok") as link:
        thread = link.codex.thread_start()
        thread.run("Hi")
        config = link.codex._sender.supervisor.config
        wrong = tmp_path / "token"
        wrong.write_text("wrong")
        config.token_file = wrong
        opened = link.proxy.connections
        link.proxy.cut()
        link.wait_lost()
        with pytest.raises(AuthenticationError, match=r"the client does not try again: .*HTTP 401"):
            link.codex.models()
        assert link.proxy.connections == opened + 1


@both
def test_connection_ends_after_the_timeout(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [["Begin.", gate]], reconnect_timeout=0.4) as link:
        turn = link.codex.thread_start().turn("Go")
        gate.wait_entered()
        link.proxy.break_link()
        with pytest.raises(TransportClosedError, match=r"not restored within 0.4 s \(CodexConfig.reconnect_timeout\)"):
            turn.run()
        with pytest.raises(TransportClosedError):
            link.codex.models()
        gate.open()


@both
@pytest.mark.parametrize("start_timeout", [30.0, None])
def test_timeout_limits_attempts_without_an_answer(flavour: str, start_timeout: float | None) -> None:
    with reconnecting(flavour, "ok", reconnect_timeout=1, start_timeout=start_timeout, request_timeout=None) as link:
        link.codex.models()
        # The address accepts connections, as that of a runtime that is suspended.
        link.proxy.stall()
        link.proxy.cut()
        link.wait_lost()
        started = time.monotonic()
        with pytest.raises(TransportClosedError, match=r"not restored within 1 s .*: no connection within 0\.\d+ s"):
            link.codex.models()
        assert time.monotonic() - started < 5
        link.proxy.flow()


@both
def test_connection_ends_at_once_without_a_timeout(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [["Begin.", gate]], reconnect_timeout=0) as link:
        turn = link.codex.thread_start().turn("Go")
        gate.wait_entered()
        link.proxy.cut()
        with pytest.raises(TransportClosedError) as caught:
            turn.run()
        assert not isinstance(caught.value, ConnectionLostError)
        gate.open()


@both
def test_close_ends_the_attempts(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link:
        link.codex.models()
        link.proxy.break_link()
        link.wait_lost()
        started = time.monotonic()
        link.codex.close()
        assert time.monotonic() - started < 5
        with pytest.raises(TransportClosedError, match="the client was closed"):
            link.codex.models()


# Faults of the network


@both
def test_half_open_connection_is_detected(flavour: str) -> None:
    gate = Gate()
    pings = WebSocketOptions(ping_interval=0.1, ping_timeout=0.2)
    with reconnecting(flavour, [[Text("Begin."), gate, Text("End.")]], websocket=pings) as link:
        turn = link.codex.thread_start().turn("Go")
        gate.wait_entered()
        link.proxy.stall()
        link.wait_lost()
        link.proxy.flow()
        link.wait_restored()
        gate.open()
        assert texts(turn.run()) == ["Begin.", "End."]


@both
@pytest.mark.parametrize("size", [1, 40, 700])
def test_connection_cut_in_a_frame_loses_nothing(flavour: str, size: int) -> None:
    gate = Gate()
    words = " ".join(f"word-{number}" for number in range(40))
    with reconnecting(flavour, [[Text("Begin."), gate, Text(words)]]) as link:
        turn = link.codex.thread_start().turn("Go")
        gate.wait_entered()
        link.proxy.cut_after(size)
        gate.open()
        link.wait_restored()
        assert texts(turn.run()) == ["Begin.", words]


@both
def test_slow_connection_changes_nothing(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link:
        link.proxy.delay = 0.05
        thread = link.codex.thread_start()
        assert thread.run("Hi").final_response == "ok"
        link.cut()
        assert thread.run("Hi").final_response == "ok"


@both
def test_connection_lost_while_it_is_restored_is_restored(flavour: str) -> None:
    gate = Gate()
    with reconnecting(flavour, [[Text("Begin."), gate, Text("End.")]]) as link:
        turn = link.codex.thread_start().turn("Go")
        gate.wait_entered()
        opened = link.proxy.connections
        # The handshakes of HTTP and of the protocol pass, and the response to thread/resume is cut.
        link.proxy.cut()
        link.proxy.cut_after(1500)
        link.wait_restored()
        assert link.proxy.connections > opened + 1
        gate.open()
        assert texts(turn.run()) == ["Begin.", "End."]
