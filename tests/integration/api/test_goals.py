"""Goals: several turns presented as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import ThreadGoalStatus, TurnStatus
from openai_codex import InputError, JsonRpcError, TurnFailedError
from openai_codex.testing import FunctionCall, Gate, HttpError
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from openai_codex.testing import Reply

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

COMPLETE: Reply = FunctionCall("update_goal", {"status": "complete"})


def test_run_goal_over_several_turns_returns_one_result(flavour: str) -> None:
    with offline(flavour, ["Step one.", "Step two.", COMPLETE, "Reached."], default=None) as (model, codex):
        thread = codex.thread_start()
        result = thread.run_goal("Reach it.", token_budget=100_000)
        assert result.goal.status == ThreadGoalStatus.complete
        assert result.goal.objective == "Reach it."
        assert result.status == TurnStatus.completed
        assert result.final_response == "Reached."
        assert len(result.turns) == 3
        assert [turn.final_response for turn in result.turns] == ["Step one.", "Step two.", "Reached."]
        assert len(result.items) == sum(len(turn.items) for turn in result.turns)
        assert len(model.requests) == 4
        assert thread.goal().status == ThreadGoalStatus.complete


def test_goal_stream_over_several_turns_yields_one_stream(flavour: str) -> None:
    with offline(flavour, ["Step one.", COMPLETE, "Reached."]) as (_, codex):
        handle = codex.thread_start().start_goal("Reach it.")
        events = [event.method for event in handle.stream()]
        assert events.count("turn/started") == events.count("turn/completed") == 2
        assert "thread/goal/updated" in events
        assert handle.run().final_response == "Reached."


def test_goal_steer_reaches_the_running_turn(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Where to?", gate], COMPLETE, "There."]) as (model, codex):
        handle = codex.thread_start().start_goal("Go.")
        gate.wait_entered()
        handle.steer("To the left.")
        gate.open()
        assert handle.run().final_response == "There."
        assert any("To the left." in text for request in model.requests for text in request.input_texts)


def test_goal_interrupt_then_resume_continues_the_goal(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate], COMPLETE, "Reached."]) as (_, codex):
        thread = codex.thread_start()
        handle = thread.start_goal("Reach it.")
        gate.wait_entered()
        handle.interrupt()
        result = handle.run()
        assert result.status == TurnStatus.interrupted
        assert thread.goal().status == ThreadGoalStatus.paused
        # The turn has completed, so interrupting it does nothing.
        handle.interrupt()
        again = thread.resume_goal().run()
        assert again.goal.status == ThreadGoalStatus.complete


def test_goal_methods_read_pause_and_clear_the_goal(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate, "end"]]) as (_, codex):
        thread = codex.thread_start()
        assert thread.goal() is None
        assert thread.clear_goal() is False
        handle = thread.start_goal("Reach it.", token_budget=1_000)
        gate.wait_entered()
        assert thread.goal().token_budget == 1_000
        assert thread.pause_goal().status == ThreadGoalStatus.paused
        gate.open()
        result: Any = handle.run()
        assert result.goal.status == ThreadGoalStatus.paused
        assert len(result.turns) == 1
        assert thread.clear_goal() is True
        assert thread.goal() is None


def test_goal_failing_turn_ends_the_goal(flavour: str) -> None:
    with offline(flavour, ["Step one.", HttpError(400, "No more.")], default=None) as (_, codex):
        with pytest.raises(TurnFailedError, match=r"No more\.") as caught:
            codex.thread_start().run_goal("Reach it.")
        result: Any = caught.value.result
        assert len(result.turns) == 2
        assert result.turns[0].final_response == "Step one."


@pytest.mark.parametrize("objective", ["", " ", None, 5])
def test_run_goal_invalid_objective_raises(flavour: str, objective: Any) -> None:
    with offline(flavour, []) as (model, codex), pytest.raises(InputError, match="objective"):
        codex.thread_start().start_goal(objective)
    assert model.requests == []


def test_rejected_goals_leave_no_event_buffer(flavour: str) -> None:
    with offline(flavour, [COMPLETE, "Reached."]) as (_, codex):
        threads = [codex.thread_start() for _ in range(2)]
        buffers = codex._sender.supervisor.current.session.events.goal_buffers
        for thread in threads:
            with pytest.raises(JsonRpcError):
                thread.resume_goal()
        assert buffers == {}
        handle = threads[0].start_goal("Reach it.")
        with pytest.raises(JsonRpcError):
            threads[1].resume_goal()
        # The goal that runs is not affected.
        assert handle.run().goal.status == ThreadGoalStatus.complete
        assert buffers == {}


def test_resume_goal_without_goal_raises(flavour: str) -> None:
    with offline(flavour, []) as (_, codex), pytest.raises(JsonRpcError, match="goal"):
        codex.thread_start().resume_goal()
