"""Interrupts, prompts and events of the client that concern sub-agents."""

from __future__ import annotations

from typing import Any

from openai_codex._protocol.actions import Actions
from openai_codex._protocol.notifications import Notification
from unit.protocol.test_subagent_events import DECIDED, THREADS, Wire, do_nothing


def test_subagent_that_starts_after_interrupt_of_its_turn_is_interrupted_once() -> None:
    wire = Wire()
    wire.start("P")
    wire.call("P", "child", prompt="Look.")
    assert wire.router.threads.stop("parent", "P") == []
    assert wire.actions.subagents_to_interrupt == []
    wire.start("C", "P")
    (interrupted,) = wire.actions.subagents_to_interrupt
    assert (interrupted.thread_id, interrupted.id) == ("child", "C")
    wire.put("item/started", "C", item={"id": "i"})
    wire.start("D", "P")
    assert [each.id for each in wire.actions.subagents_to_interrupt] == ["C", "D"]


def test_prompt_is_known_to_all_turns_above_before_the_subagent_starts() -> None:
    wire = Wire()
    wire.start("P")
    wire.call("P", "child", prompt="Look.")
    wire.start("C", "P")
    wire.call("C", "grandchild", prompt="Look closer.")
    grandchild = ("grandchild", "child", "Look closer.")
    assert wire.prompts("C") == [grandchild]
    assert wire.prompts("P") == [("child", "parent", "Look."), grandchild]


def test_event_of_client_reaches_subscriptions_to_its_method_once() -> None:
    wire = Wire()
    wire.family()
    everything = wire.bus.subscribe(None, do_nothing)
    decisions = wire.bus.subscribe([DECIDED], do_nothing)
    for turn_id in ("P", "G"):
        actions: Actions[Any] = Actions()
        event = Notification(DECIDED, {"threadId": THREADS[turn_id], "turnId": turn_id})
        wire.router.emit(event, actions)
        assert wire.bus in actions.updated
        assert (decisions.pop(), decisions.lag, everything.lag) == (event, 0, 0)
    assert list(wire.bus.backlog) == []
