"""Turns that start and end in one chunk of data, which is processed before any of their callers runs."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol import event_router
from support.fake_runtime import FakeRuntime
from support.sync_adapter import FLAVOURS, client
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_runtime import Request

TURNS = event_router.MAX_COMPLETED_BUFFERS + 16
"""More turns than the client keeps for late consumers."""


class BurstRuntime(FakeRuntime):
    """Holds the requests that start a turn. At the last of `turns`, it sends all responses and events in one chunk."""

    def __init__(self, turns: int) -> None:
        super().__init__(**{"thread/start": self._start_thread, "turn/start": self._hold, "review/start": self._hold})
        self._turns = turns
        self._threads = itertools.count(1)
        self._held: list[Request] = []

    def _start_thread(self, request: Request) -> Any:
        return {"thread": {"id": f"thread-{next(self._threads)}"}}

    def _hold(self, request: Request) -> None:
        self._held.append(request)
        if len(self._held) == self._turns:
            self.send(*(message for each in self._held for message in _whole_turn(each)))


def _whole_turn(request: Request) -> list[dict[str, Any]]:
    """Return the response to a request that starts a turn, and the events of that turn."""
    thread_id, turn_id = request.params["threadId"], f"turn-{request.id}"
    turn = {"id": turn_id, "items": [], "status": "inProgress"}
    item = {"type": "agentMessage", "id": "item-1", "text": thread_id}
    completed = {"threadId": thread_id, "turnId": turn_id, "completedAtMs": 1, "item": item}
    return [
        {"id": request.id, "result": {"turn": turn, "reviewThreadId": thread_id}},
        {"method": "turn/started", "params": {"threadId": thread_id, "turn": turn}},
        {"method": "item/completed", "params": completed},
        {"method": "turn/completed", "params": {"threadId": thread_id, "turn": {**turn, "status": "completed"}}},
    ]


def run(thread: Any) -> str:
    return str(thread.run("Go", timeout=TEST_TIMEOUT).final_response)


def stream(thread: Any) -> str:
    with thread.stream("Go") as turn:
        return str(turn.result(timeout=TEST_TIMEOUT).final_response)


def handle(thread: Any) -> str:
    return str(thread.turn("Go").run(timeout=TEST_TIMEOUT).final_response)


def review(thread: Any) -> str:
    return str(thread.review(timeout=TEST_TIMEOUT).final_response)


def review_handle(thread: Any) -> str:
    return str(thread.start_review().run(timeout=TEST_TIMEOUT).final_response)


@pytest.mark.parametrize("call", [run, stream, handle, review, review_handle])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_turns_that_end_in_one_chunk_reach_their_callers(flavour: str, call: Callable[[Any], str]) -> None:
    with (
        BurstRuntime(TURNS) as runtime,
        client(flavour, runtime.config(max_in_flight=500)) as codex,
        ThreadPoolExecutor(TURNS) as pool,
    ):
        threads = [codex.thread_start() for _ in range(TURNS)]
        assert list(pool.map(call, threads)) == [thread.id for thread in threads]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_more_turns_than_reservations_reach_their_callers(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 1)
    monkeypatch.setattr(event_router, "MAX_RESERVED_BUFFERS", 1)
    with BurstRuntime(8) as runtime, client(flavour, runtime.config()) as codex, ThreadPoolExecutor(8) as pool:
        threads = [codex.thread_start() for _ in range(8)]
        assert list(pool.map(run, threads)) == [thread.id for thread in threads]
