"""The events of a turn are completed from the turn as the runtime stores it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.actions import Actions
from openai_codex._protocol.event_router import EventRouter
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.recovery.stored_turns import (
    is_running,
    restore_end,
    restore_items,
    stored_items,
    stored_turns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

IDS = {"threadId": "T", "turnId": "A"}


def message(item_id: object, text: object = "text") -> dict[str, Any]:
    return {"type": "agentMessage", "id": item_id, "text": text}


def command(item_id: object, command: str = "ls") -> dict[str, Any]:
    return {"type": "commandExecution", "id": item_id, "command": command}


def turn(*items: object, status: str = "completed") -> dict[str, Any]:
    return {"id": "A", "status": status, "items": list(items), "startedAt": 5}


class Wire:
    """A router, and the events of turn A that its consumer has not read."""

    def __init__(self) -> None:
        self.router = EventRouter(NotificationBus(), lambda: False)
        self.actions: Actions[Any] = Actions()
        self.subscription = self.router.event_buffer("A").subscribe(lambda: None)

    def put(self, method: str, **params: Any) -> None:
        self.router.route(Notification(method, {**IDS, **params}), self.actions)

    def start(self) -> None:
        self.put("turn/started", turn={"id": "A"})

    def complete(self, *items: object) -> None:
        for item in items:
            self.put("item/completed", item=item)

    def restore(self, *items: object, status: str = "completed") -> list[str]:
        return restore_items(self.router, "T", turn(*items, status=status), self.actions)

    def read(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        while (event := self.subscription.pop()) is not None:
            found.append((event.method, event.params))
        return found


@pytest.fixture
def wire() -> Wire:
    return Wire()


def completions(*items: object) -> list[tuple[str, Any]]:
    return [("item/completed", {**IDS, "item": item}) for item in items]


# Responses


@pytest.mark.parametrize(
    ("response", "ids"),
    [
        ({"thread": {"turns": [{"id": "A"}, {"id": "B", "items": None}]}}, ["A", "B"]),
        ({"thread": {"turns": [{"id": 3}, {}, "A", None, {"id": "B"}]}}, ["B"]),
        ({"thread": {"turns": {"id": "A"}}}, []),
        ({"thread": {"turns": None}}, []),
        ({"thread": [{"id": "A"}]}, []),
        ({"turns": [{"id": "A"}]}, []),
        (None, []),
    ],
)
def test_stored_turns_are_those_of_response_with_id(response: object, ids: list[str]) -> None:
    assert [turn["id"] for turn in stored_turns(response)] == ids


@pytest.mark.parametrize(
    ("items", "found"),
    [([{"id": "i"}, {}], [{"id": "i"}, {}]), ([1, {"id": "i"}, None], [{"id": "i"}]), ({"id": "i"}, []), (None, [])],
)
def test_stored_items_are_the_objects(items: object, found: list[object]) -> None:
    assert stored_items({"items": items}) == found
    assert stored_items({}) == []


@pytest.mark.parametrize(
    ("stored", "running"),
    [({"status": "inProgress"}, True), ({"status": "completed"}, False), ({"status": None}, False), ({}, False)],
)
def test_stored_turn_is_running_while_in_progress(stored: dict[str, Any], running: bool) -> None:
    assert is_running(stored) is running


# The start


def test_start_is_restored_without_items_and_end(wire: Wire) -> None:
    assert wire.restore(command("i")) == ["i"]
    started: dict[str, Any] = {"id": "A", "status": "inProgress", "items": [], "startedAt": 5}
    assert wire.read() == [("turn/started", {"threadId": "T", "turn": started}), *completions(command("i"))]
    buffer = wire.router.open["A"]
    assert (buffer.started, buffer.ended) == (True, False)
    assert (wire.actions.started_turns, wire.actions.updated) == ([("T", "A")], {buffer})


def test_start_that_was_received_is_not_repeated(wire: Wire) -> None:
    wire.start()
    wire.read()
    assert wire.restore(command("i")) == ["i"]
    assert wire.read() == completions(command("i"))


def test_items_that_precede_the_start_are_not_repeated(wire: Wire) -> None:
    wire.complete(command("a"))
    wire.put("item/agentMessage/delta", itemId="m", delta="te")
    wire.read()
    assert wire.restore(command("a"), message("m")) == ["m"]
    start, *others = wire.read()
    assert start[0] == "turn/started"
    delta = {**IDS, "itemId": "m", "delta": "xt"}
    assert others == [("item/agentMessage/delta", delta), *completions(message("m"))]


def test_start_of_inner_turn_is_that_of_its_review(wire: Wire) -> None:
    wire.put("item/started", item=command("c"))
    stored = {**turn(message("m")), "id": "inner", "rootTurnId": "A"}
    assert restore_items(wire.router, "T", stored, wire.actions) == ["m"]
    assert (wire.router.open["A"].started, wire.router.open["A"].active_id) == (True, "inner")
    inner = wire.router.event_buffer("inner").subscribe(lambda: None)
    found = inner.pop()
    assert found is not None
    assert (found.method, inner.lag) == ("item/completed", 0)


def test_turn_without_buffer_gets_one() -> None:
    router = EventRouter(NotificationBus(), lambda: False)
    assert restore_items(router, "T", turn(message("i")), Actions()) == ["i"]
    assert (router.open["A"].thread_id, router.open["A"].completed_items()) == ("T", [message("i")])


@pytest.mark.parametrize("claimed", [True, False])
def test_turn_whose_end_was_received_is_not_changed(claimed: bool) -> None:
    wire = Wire()
    if not claimed:
        wire.router.open.clear()
    for method in ("turn/started", "turn/completed"):
        wire.put(method, turn={"id": "A"})
    actions = wire.actions = Actions()
    assert wire.restore(message("i")) == []
    restore_end(wire.router, "T", turn(), actions)
    assert (actions.updated, actions.started_turns, actions.completed_turns) == (set(), [], [])
    assert "A" not in wire.router.open


# Items


@pytest.mark.parametrize(
    ("received", "stored", "missing"),
    [
        ([], [command("a"), command("b")], ["a", "b"]),
        ([command("a")], [command("a"), command("b")], ["b"]),
        ([command("a"), command("b")], [command("a"), command("b")], []),
        # The id of the received item is not stored, but its content.
        ([command("x")], [command("a")], []),
        ([command("x")], [command("a"), command("b")], ["b"]),
        ([command("x")], [command("a", "pwd")], ["a"]),
        # The received item has been found by its id, and does not stand for another one.
        ([command("a")], [command("b"), command("a")], ["b"]),
        ([command("x"), command("y")], [command("a"), command("b"), command("c")], ["c"]),
        # The id matters, not the content.
        ([command("a", "ls")], [command("a", "pwd")], []),
    ],
)
def test_items_that_were_not_received_are_restored_in_order(
    wire: Wire, received: Sequence[dict[str, Any]], stored: Sequence[dict[str, Any]], missing: list[str]
) -> None:
    wire.start()
    wire.complete(*received)
    wire.read()
    assert wire.restore(*stored) == missing
    assert wire.read() == completions(*(item for item in stored if item["id"] in missing))


@pytest.mark.parametrize(
    ("received", "missing"),
    [("", "Hello."), ("Hel", "lo."), ("Hello.", ""), ("Other", ""), ("Hello. More", "")],
)
def test_text_of_message_that_was_not_received_precedes_its_completion(wire: Wire, received: str, missing: str) -> None:
    wire.start()
    wire.put("item/agentMessage/delta", itemId="m", delta=received)
    wire.read()
    assert wire.restore(command("c"), message("m", "Hello.")) == ["c", "m"]
    deltas = [("item/agentMessage/delta", {**IDS, "itemId": "m", "delta": missing})] if missing else []
    assert wire.read() == [*completions(command("c")), *deltas, *completions(message("m", "Hello."))]


# The end


@pytest.mark.parametrize("status", ["completed", "interrupted", "failed"])
def test_end_of_turn_is_restored_as_stored(wire: Wire, status: str) -> None:
    wire.start()
    buffer = wire.router.open["A"]
    wire.read()
    stored = turn(status=status)
    restore_end(wire.router, "T", stored, wire.actions)
    assert wire.read() == [("turn/completed", {"threadId": "T", "turn": stored})]
    assert (buffer.ended, buffer.interrupted) == (True, status == "interrupted")
    assert wire.actions.completed_turns == ["A"]


def test_turn_that_is_running_continues(wire: Wire) -> None:
    restore_end(wire.router, "T", turn(status="inProgress"), wire.actions)
    assert (wire.read(), wire.actions.completed_turns, "A" in wire.router.open) == ([], [], True)
