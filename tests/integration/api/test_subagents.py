"""Interrupts, timeouts, events and results of turns with sub-agents."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import (
    Approval,
    ApprovalMode,
    AsyncCodex,
    InvalidRequestError,
    Sandbox,
    SubagentResult,
    TurnTimeoutError,
)
from openai_codex.app_server import AppServer
from openai_codex.testing import Gate, HttpError, ScriptedModel, shell_call
from openai_codex.types import ItemCompletedNotification, TurnCompletedNotification, TurnStatus
from support.delegation import (
    CHILD,
    DEEP,
    GRANDCHILD,
    PARENT,
    WAIT,
    delegating,
    end_of_other_turn,
    next_event,
    send_input,
    spawn,
)
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex import Notification

both = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING: dict[str, Any] = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}


def interrupt(codex: Any, gate: Gate) -> str:
    turn = codex.thread_start().turn(PARENT)
    gate.wait_entered()
    turn.interrupt()
    return str(turn.id)


def time_out(codex: Any, gate: Gate) -> str:
    turn = codex.thread_start().turn(PARENT)
    gate.wait_entered()
    with pytest.raises(TurnTimeoutError) as caught:
        turn.run(timeout=0.1)
    # The client has waited for the end of the sub-agents.
    assert {each.status for each in caught.value.result.subagents} == {TurnStatus.interrupted}
    return str(turn.id)


def leave_block(codex: Any, gate: Gate) -> str:
    with codex.thread_start().stream(PARENT) as turn:
        gate.wait_entered()
    return str(turn.id)


def leave_stream(codex: Any, gate: Gate) -> str:
    turn = codex.thread_start().turn(PARENT)
    for _ in turn.stream():
        gate.wait_entered()
        break
    return str(turn.id)


def finalize_stream(codex: Any, gate: Gate) -> str:
    """Release the turn like the finalizer of an abandoned stream, which must not wait."""
    turn = codex.thread_start().turn(PARENT)
    gate.wait_entered()
    turn._running.release_nowait(False)
    return str(turn.id)


@both
@pytest.mark.parametrize("stop", [interrupt, time_out, leave_block, leave_stream, finalize_stream])
def test_end_of_turn_interrupts_subagents_at_any_depth(flavour: str, stop: Callable[[Any, Gate], str]) -> None:
    gate = Gate()
    script = delegating([spawn(GRANDCHILD), WAIT], grandchild=[["Begin", gate], "More."])
    with offline(flavour, script, **DEEP) as (model, codex):
        completed = codex.notifications(TurnCompletedNotification)
        stop(codex, gate)
        ended = [next_event(completed) for _ in range(3)]
        assert [event.params["turn"]["status"] for event in ended] == ["interrupted"] * 3
        assert len({event.thread_id for event in ended}) == 3
        calls = len(model.requests)
        gate.open()
        codex.models()
        assert len(model.requests) == calls


@pytest.mark.parametrize("cancellations", [1, 2])
async def test_cancellation_interrupts_subagents(cancellations: int) -> None:
    gate = Gate()
    script = delegating([["Begin", gate], "More."])
    async with ScriptedModel(script) as model, AsyncCodex(model.config()) as codex:
        completed = codex.notifications(TurnCompletedNotification)
        thread = await codex.thread_start()
        task = asyncio.ensure_future(thread.run(PARENT))
        await asyncio.to_thread(gate.wait_entered)
        for _ in range(cancellations):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        ended = [await anext(completed) for _ in range(2)]
        assert [event.params["turn"]["status"] for event in ended] == ["interrupted"] * 2
        gate.open()


@both
def test_detached_turn_leaves_subagents_running(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, delegating([["Begin", gate]])) as (_, codex):
        completed = codex.notifications(TurnCompletedNotification)
        turn = codex.thread_start().turn(PARENT)
        gate.wait_entered()
        with pytest.raises(TurnTimeoutError):
            turn.run(timeout=0.1, detach=True)
        gate.open()
        ended = [next_event(completed) for _ in range(2)]
        assert [event.params["turn"]["status"] for event in ended] == ["completed"] * 2


@both
def test_completed_turn_leaves_subagents_running_until_it_is_interrupted(flavour: str) -> None:
    gate = Gate()
    script = delegating([["Begin", gate]], parent=[spawn(CHILD), "Parent is done."])
    with offline(flavour, script) as (_, codex):
        completed = codex.notifications(TurnCompletedNotification)
        turn = codex.thread_start().turn(PARENT)
        result = turn.run(timeout=60)
        assert [each.status for each in result.subagents] == [TurnStatus.in_progress]
        gate.wait_entered()
        turn.interrupt()
        event = end_of_other_turn(completed, turn.id)
        assert event.params["turn"]["status"] == "interrupted"
        with pytest.raises(InvalidRequestError):
            turn.interrupt()
        gate.open()


@both
def test_interrupt_of_next_turn_interrupts_subagents_of_earlier_one(flavour: str) -> None:
    child, parent = Gate(), Gate()
    script = delegating([["Begin", child]], parent=[spawn(CHILD), "First is done.", ["Begin", parent]])
    with offline(flavour, script) as (_, codex):
        thread = codex.thread_start()
        thread.run(PARENT, timeout=60)
        completed = codex.notifications(TurnCompletedNotification)
        turn = thread.turn(PARENT)
        child.wait_entered()
        parent.wait_entered()
        turn.interrupt()
        ended = [next_event(completed) for _ in range(2)]
        assert [event.params["turn"]["status"] for event in ended] == ["interrupted"] * 2
        child.open()
        parent.open()


def interrupt_goal(goal: Any) -> None:
    goal.interrupt()


def finalize_goal(goal: Any) -> None:
    """Release the goal like the finalizer of an abandoned stream, which must not wait."""
    goal._release_nowait(False)


@both
@pytest.mark.parametrize("stop", [interrupt_goal, finalize_goal])
def test_interrupt_of_goal_interrupts_subagents(flavour: str, stop: Callable[[Any], None]) -> None:
    gate = Gate()
    # The input of a goal's turn begins with its objective.
    spawned = delegating([["Begin", gate]])

    def script(request: Any) -> Any:
        is_child = any(text.startswith(CHILD) for text in request.input_texts)
        if is_child:
            return spawned(request)
        return WAIT.call(request) if request.function_outputs else spawn(CHILD)

    with offline(flavour, script) as (_, codex):
        completed = codex.notifications(TurnCompletedNotification)
        thread = codex.thread_start()
        goal = thread.start_goal("Work.")
        gate.wait_entered()
        stop(goal)
        ended = [next_event(completed) for _ in range(2)]
        assert [event.params["turn"]["status"] for event in ended] == ["interrupted"] * 2
        [child] = goal.run().subagents
        assert child.parent_thread_id == thread.id
        gate.open()


@both
def test_idle_timeout_is_restarted_by_events_of_subagents(flavour: str) -> None:
    idle = 2.0
    # Together, the commands take longer than the timeout. Each of them takes less.
    script = delegating([shell_call(f"sleep {idle / 2}")] * 4)
    with offline(flavour, script) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.full_access)
        result = thread.run(PARENT, idle_timeout=idle)
    assert result.status == TurnStatus.completed
    assert result.duration_ms is not None
    assert result.duration_ms > 1000 * idle


@both
def test_idle_timeout_excludes_approvals_of_subagents(flavour: str) -> None:
    idle = 1.5

    def decide(request: Any) -> Approval:
        time.sleep(2 * idle)
        return Approval.accept()

    with offline(flavour, delegating([shell_call("touch made.txt")]), on_approval=decide) as (_, codex):
        result = codex.thread_start(**ASKING).run(PARENT, idle_timeout=idle)
    assert result.status == TurnStatus.completed


@both
def test_idle_timeout_expires_if_subagent_is_idle(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, delegating([["Begin", gate]])) as (_, codex):
        with pytest.raises(TurnTimeoutError) as caught:
            codex.thread_start().run(PARENT, idle_timeout=2.0)
        assert caught.value.idle
        assert [each.status for each in caught.value.result.subagents] == [TurnStatus.interrupted]
        gate.open()


@both
def test_stream_with_subagents_yields_their_events(flavour: str) -> None:
    script = delegating([spawn(GRANDCHILD), WAIT], grandchild=[shell_call("true")])
    with offline(flavour, script, **DEEP) as (_, codex):
        turn = codex.thread_start().turn(PARENT)
        events: list[Notification] = list(turn.stream(subagents=True))
        result = turn.run()
    by_thread = {each: [event for event in events if event.thread_id == each] for each in thread_ids(turn, result)}
    assert sum(map(len, by_thread.values())) == len(events)
    for found in by_thread.values():
        assert [event.method for event in found if event.method.startswith("turn/")] == [
            "turn/started",
            "turn/completed",
        ]
        assert len({event.turn_id for event in found}) == 1
        assert any(event.method == "item/agentMessage/delta" for event in found)
    assert (events[-1].method, events[-1].turn_id) == ("turn/completed", turn.id)


def thread_ids(turn: Any, result: Any) -> list[str]:
    """Return the ids of the threads of a turn and its sub-agents."""
    return [turn.thread_id, *(each.thread_id for each in result.subagents)]


@both
def test_stream_without_subagents_yields_only_events_of_the_turn(flavour: str) -> None:
    with offline(flavour, delegating(["Child is done."])) as (_, codex):
        turn = codex.thread_start().turn(PARENT)
        events = list(turn.stream())
        assert {event.turn_id for event in events} == {turn.id}
        assert len(turn.run().subagents) == 1


@both
def test_events_with_subagents_yields_their_payloads(flavour: str) -> None:
    with offline(flavour, delegating(["Child is done."])) as (_, codex):
        turn = codex.thread_start().turn(PARENT)
        payloads = list(turn.events(ItemCompletedNotification, subagents=True))
        result = turn.run()
        assert {payload.thread_id for payload in payloads} == set(thread_ids(turn, result))
        plain = list(turn.events(ItemCompletedNotification))
        assert {payload.thread_id for payload in plain} == {turn.thread_id}


@both
def test_late_stream_with_subagents_yields_past_events(flavour: str) -> None:
    with offline(flavour, delegating(["Child is done."])) as (_, codex):
        turn = codex.thread_start().turn(PARENT)
        result = turn.run()
        events = list(turn.stream(subagents=True))
        for thread_id in thread_ids(turn, result):
            methods = [event.method for event in events if event.thread_id == thread_id]
            assert methods.count("turn/started") == methods.count("turn/completed") == 1
        assert (events[-1].method, events[-1].turn_id) == ("turn/completed", turn.id)


@both
def test_result_lists_subagents(flavour: str) -> None:
    script = delegating([spawn(GRANDCHILD), WAIT, "Child is done."], grandchild=["Grandchild is done."])
    with offline(flavour, script, **DEEP) as (_, codex):
        thread = codex.thread_start()
        result = thread.run(PARENT)
    child, grandchild = result.subagents
    assert isinstance(child, SubagentResult)
    assert (child.parent_thread_id, child.depth, child.prompt) == (thread.id, 1, CHILD)
    assert (grandchild.parent_thread_id, grandchild.depth, grandchild.prompt) == (child.thread_id, 2, GRANDCHILD)
    assert (child.status, child.final_response, child.error) == (TurnStatus.completed, "Child is done.", None)
    assert grandchild.final_response == "Grandchild is done."
    # Two model calls of the child, and one of the grandchild.
    assert child.usage is not None
    assert grandchild.usage is not None
    assert child.usage.total.total_tokens == 3 * grandchild.usage.total.total_tokens
    assert "SubagentResult(thread_id=" in repr(child)


@both
def test_result_reports_failed_subagent(flavour: str) -> None:
    with offline(flavour, delegating([HttpError(400, "no")])) as (_, codex):
        [child] = codex.thread_start().run(PARENT).subagents
    assert child.status == TurnStatus.failed
    assert child.error is not None
    assert child.final_response is None


@both
def test_result_has_last_turn_of_subagent(flavour: str) -> None:
    parent = [spawn(CHILD), WAIT, send_input(f"{CHILD} Again."), WAIT, "Parent is done."]
    with offline(flavour, delegating(["First.", "Second."], parent=parent)) as (_, codex):
        [child] = codex.thread_start().run(PARENT).subagents
    assert (child.prompt, child.final_response) == (f"{CHILD} Again.", "Second.")


@both
def test_result_of_turn_without_subagents_is_empty(flavour: str) -> None:
    with offline(flavour, ["Hello."]) as (_, codex):
        assert codex.thread_start().run("Hi.").subagents == []


@both
@pytest.mark.parametrize("answer", [Approval.accept(), Approval.decline()], ids=["accept", "decline"])
def test_other_client_of_shared_runtime_leaves_requests_of_subagents_to_their_owner(
    flavour: str, answer: Approval
) -> None:
    asked: list[str] = []

    def owner(request: Any) -> Approval:
        asked.append("owner")
        return answer

    def other(request: Any) -> Approval:
        asked.append("other")
        return Approval.accept()

    script = delegating([shell_call("touch made.txt")])
    with (
        ScriptedModel(script) as model,
        AppServer.start(model.config()) as server,
        client(flavour, server.client_config(), on_approval=other) as bystander,
        client(flavour, server.client_config(), on_approval=owner) as codex,
    ):
        bystander.models()
        thread = codex.thread_start(**ASKING)
        thread.run(PARENT, timeout=60)
        folder = Path(str(codex.rpc.thread_read(thread_id=thread.id).thread.cwd))
        assert (folder / "made.txt").exists() is (answer.decision == "accept")
    assert asked == ["owner"]
