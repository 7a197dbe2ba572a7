"""Late, additional and dropped turn handles."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from codex_protocol import AgentMessageDeltaNotification, TurnStatus
from openai_codex._protocol import event_router
from openai_codex.testing import Gate
from support.fake_runtime import THREAD, TURN, FakeRuntime
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from support.fake_runtime import Request

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def test_turn_while_another_runs_joins_it(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["One", gate], "Both."]) as (model, codex):
        thread = codex.thread_start()
        first = thread.turn("First")
        gate.wait_entered()
        second = thread.turn("Second")
        gate.open()
        assert second.id == first.id
        results = [first.run(), second.run()]
        assert [result.final_response for result in results] == ["Both.", "Both."]
        assert "Second" in model.requests[-1].input_texts
        assert len(thread.read(include_turns=True).thread.turns) == 1


def test_unread_handle_when_dropped_leaves_turn_running(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One"], "Two"]) as (model, codex):
        thread = codex.thread_start()
        turn = thread.turn("First")
        turn_id = turn.id
        del turn
        gc.collect()
        gate.wait_entered()
        gate.open()
        # The next turn may join the running turn; the test accepts both.
        result = thread.run("Second")
        assert result.status == TurnStatus.completed
        stored = thread.read(include_turns=True).thread.turns
        assert stored[0].id == turn_id
        assert len(model.requests) == 2


def test_late_consumer_receives_retained_events_only(flavour: str) -> None:
    with offline(flavour, ["One two three four five six."]) as (_, codex):
        turn = codex.thread_start().turn("Go")

        def text() -> str:
            payloads = [event.payload for event in turn.stream()]
            return "".join(part.delta for part in payloads if isinstance(part, AgentMessageDeltaNotification))

        assert text() == "One two three four five six."
        assert text() == ""
        assert turn.run().final_response == "One two three four five six."


def test_many_turns_keep_bounded_buffers(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 3)
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        first = thread.turn("First")
        for _ in range(6):
            thread.run("More")
        # A handle keeps its buffer after the session has dropped it.
        assert first.run().status == TurnStatus.completed
        session = codex._sender.supervisor.current.session
        assert len(session.events._completed) == 3
        assert len(session.events.open) == 0


def test_handle_of_turn_that_ends_with_many_others_during_the_call_has_its_items(flavour: str) -> None:
    """The chunk with the response says that the turn runs, and ends it and more turns than the client keeps."""
    reads: list[str] = []

    def read(request: Request) -> None:
        if not request.params.get("includeTurns"):
            request.respond({"thread": {"turns": []}})
            return
        reads.append(request.method)
        item = {"type": "agentMessage", "id": "item-1", "text": "Stored."}
        status, items = ("completed", [item]) if len(reads) > 2 else ("inProgress", [])
        response = {"id": request.id, "result": {"thread": {"turns": [{"id": TURN, "items": items, "status": status}]}}}
        turns = [TURN, *(f"other-{number}" for number in range(event_router.MAX_COMPLETED_BUFFERS + 1))]
        ends = [
            {"threadId": THREAD, "turn": {"id": turn, "items": [], "status": "completed"}}
            for turn in (turns if len(reads) == 2 else [])
        ]
        runtime.send(response, *({"method": "turn/completed", "params": params} for params in ends))

    with (
        FakeRuntime(**{"thread/read": read, "thread/resume": {"thread": {"id": THREAD}}}) as runtime,
        client(flavour, runtime.config()) as codex,
    ):
        assert codex.turn_handle(THREAD, TURN).run(timeout=TEST_TIMEOUT).final_response == "Stored."
    assert len(reads) == 3
