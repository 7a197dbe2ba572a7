"""Interrupting and steering a running turn; sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import AgentMessageThreadItem, CommandExecutionThreadItem, TurnStatus
from openai_codex import InvalidRequestError
from openai_codex.testing import Gate, Text, shell_call
from support.runtimes import offline
from support.sync_adapter import Background, deltas, methods

if TYPE_CHECKING:
    from openai_codex import Notification

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])

ENDLESS = Text(deltas=[f"{number} " for number in range(100_000)], delay=0.01)


def read_until(turn: Any, method: str, kind: str = "agentMessage") -> list[Notification]:
    """Read events up to the first with this method and, if it has an item, this item type."""
    seen: list[Notification] = []
    for event in turn.stream(detach=True):
        seen.append(event)
        if event.method == method and event.params.get("item", {"type": kind})["type"] == kind:
            break
    return seen


def test_interrupt_ends_turn_and_next_turn_works(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Let me see.", gate, "never said"], "Here again."], default=None) as (model, client):
        thread = client.thread_start()
        turn = thread.turn("Go.")
        gate.wait_entered()
        turn.interrupt()
        result = turn.run()
        assert result.status is TurnStatus.interrupted
        assert result.id == turn.id
        assert result.error is None
        assert "never said" not in [getattr(item, "text", "") for item in result.items + result.incomplete_items]
        # A second interrupt does nothing; it does not wait for a response that the runtime never sends.
        turn.interrupt()
        assert thread.run("Are you there?").final_response == "Here again."
        assert model.exhausted == 0


def test_interrupt_immediately_after_start(flavour: str) -> None:
    with offline(flavour, [ENDLESS] * 10, default=None) as (_, client):
        thread = client.thread_start()
        for _ in range(10):
            turn = thread.turn("Go.")
            turn.interrupt()
            assert turn.run().status is TurnStatus.interrupted


def test_interrupt_reaches_all_consumers(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["A word.", gate]], default=None) as (_, client), Background(2) as background:
        turn = client.thread_start().turn("Go.")
        watched = background.start(lambda: methods(list(turn.stream())))
        awaited = background.start(turn.run)
        gate.wait_entered()
        turn.interrupt()
        assert watched.result(20)[-1] == "turn/completed"
        assert awaited.result(20).status is TurnStatus.interrupted


def test_interrupt_and_steer_completed_turn_raise(flavour: str) -> None:
    with offline(flavour, ["Done."], default=None) as (_, client):
        turn = client.thread_start().turn("Go.")
        turn.run()
        with pytest.raises(InvalidRequestError, match="no active turn"):
            turn.interrupt()
        with pytest.raises(InvalidRequestError, match="no active turn"):
            turn.steer("Too late.")


def test_interrupted_command_is_incomplete(flavour: str) -> None:
    with offline(flavour, [shell_call("sleep 1000"), "Here again."], default=None) as (_, client):
        thread = client.thread_start(sandbox="full-access")
        turn = thread.turn("Go.")
        events: list[Notification] = []
        for event in turn.stream():
            events.append(event)
            if event.method == "item/started" and event.params["item"]["type"] == "commandExecution":
                turn.interrupt()
        result = turn.run()
        assert result.status is TurnStatus.interrupted
        assert [type(item) for item in result.incomplete_items] == [CommandExecutionThreadItem]
        assert methods(events)[-1] == "turn/completed"
        assert thread.run("And now?").final_response == "Here again."


def test_interrupted_turn_keeps_partial_message(flavour: str) -> None:
    with offline(flavour, [ENDLESS], default=None) as (_, client), Background(1) as background:
        turn = client.thread_start().turn("Go.")
        seen: list[Notification] = []

        def watch() -> None:
            for event in turn.stream():
                seen.append(event)
                if len(deltas(seen)) == 5:
                    turn.interrupt()

        background.start(watch).result(30)
        first = turn.run()
        second = turn.run()
    (item,) = first.incomplete_items
    assert isinstance(item, AgentMessageThreadItem)
    assert item.text == "".join(deltas(seen))
    assert first == second


def test_steer_continues_turn_with_new_input(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["On my way.", gate, "never said"], "Turned around."], default=None) as (model, client):
        turn = client.thread_start().turn("Go north.")
        events = read_until(turn, "item/completed")
        response = turn.steer("No, south!")
        events += list(turn.stream())
        result = turn.run()
        first, second = model.requests
    assert response.turn_id == turn.id
    assert first.user_text == "Go north."
    assert second.user_text == "No, south!"
    assert "Go north." in second.input_texts
    assert result.id == turn.id
    assert result.status is TurnStatus.completed
    assert result.final_response == "Turned around."
    said = [item.text for item in result.items if isinstance(item, AgentMessageThreadItem)]
    assert said == ["On my way.", "Turned around."]
    assert methods(events)[0] == "turn/started"
    assert methods(events).count("turn/completed") == 1


def test_steered_message_is_incomplete(flavour: str) -> None:
    with offline(flavour, [ENDLESS, "Fine."], default=None) as (_, client), Background(1) as background:
        turn = client.thread_start().turn("Count.")
        # The first consumer receives all events; the second steers as soon as the message has started.
        whole = background.start(turn.run)
        read_until(turn, "item/agentMessage/delta")
        turn.steer("Enough.")
        result = whole.result(30)
    assert result.status is TurnStatus.completed
    assert result.final_response == "Fine."
    assert [type(item) for item in result.incomplete_items] == [AgentMessageThreadItem]


def test_second_handle_of_same_turn_returns_same_result(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["One.", gate], "Two."], default=None) as (model, client), Background(2) as background:
        thread = client.thread_start()
        turn = thread.turn("First.")
        gate.wait_entered()
        # Starting a turn while another is running steers that turn.
        again = thread.turn("Second.")
        assert again.id == turn.id
        results = [background.start(handle.run).result(30) for handle in (turn, again)]
        assert len(model.requests) == 2
    assert results[0] == results[1]
    assert results[0].final_response == "Two."
