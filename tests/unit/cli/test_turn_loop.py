"""Order of events and questions in the terminal."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, cast

import pytest

from openai_codex.cli.turns import loop as loop_module
from openai_codex.cli.turns.asking import QuestionWithdrawnError
from openai_codex.cli.turns.loop import TurnLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import TurnHandle


class Turn:
    """A turn whose handlers ask before the thread that reads the events passes them on."""

    def __init__(self, loop: TurnLoop, questions: list[str], shown: list[str]) -> None:
        self._loop = loop
        self._shown = shown
        self.answers: list[str] = []
        self.threads = [threading.Thread(target=self._handle, args=(text,)) for text in questions]
        self._waiting = threading.Semaphore(0)

    def _handle(self, text: str) -> None:
        async def handle() -> None:
            asking = asyncio.ensure_future(self._loop.ask(lambda: self.ask(text)))
            await asyncio.sleep(0)
            self._waiting.release()
            await self.wait(asking)

        asyncio.run(handle())

    async def wait(self, asking: asyncio.Future[str]) -> None:
        """Wait for the answer, like a handler."""
        self.answers.append(await asking)

    def ask(self, text: str) -> str:
        """Ask a question in the main thread."""
        self._shown.append(text)
        return f"answer to {text}"

    def stream(self, *, detach: bool) -> Iterator[str]:
        for thread in self.threads:
            thread.start()
            self._waiting.acquire()
        yield "event before the questions"

    def run(self) -> str:
        for thread in self.threads:
            thread.join()
        return "result"


def run(loop: TurnLoop, turn: object, show: Callable[[str], object], timeout: float | None = None) -> object:
    return loop.run(cast("TurnHandle", turn), cast("Any", show), timeout)


@pytest.mark.parametrize("questions", [["first"], ["first", "second"]], ids=len)
def test_question_is_asked_after_the_events_before_it(monkeypatch: pytest.MonkeyPatch, questions: list[str]) -> None:
    monkeypatch.setattr(loop_module, "SETTLE_TIME", 0.5)
    shown: list[str] = []
    loop = TurnLoop()
    # In the second turn as well, for example after an invalid answer.
    for _ in range(2):
        turn = Turn(loop, questions, shown)
        assert run(loop, turn, shown.append) == "result"
        assert shown == ["event before the questions", *questions]
        assert sorted(turn.answers) == [f"answer to {text}" for text in questions]
        shown.clear()


class EndedTurn(Turn):
    """A turn that ends while its question waits for the events before it."""

    def __init__(self, loop: TurnLoop, shown: list[str]) -> None:
        super().__init__(loop, ["too late"], shown)
        self.ended = threading.Event()

    async def wait(self, asking: asyncio.Future[str]) -> None:
        await asyncio.to_thread(self.ended.wait)
        # The client cancels the handler.
        asking.cancel()
        await asyncio.wait([asking])

    def run(self) -> str:
        return "result"


def test_question_of_an_ended_turn_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_module, "SETTLE_TIME", 30.0)
    shown: list[str] = []
    loop = TurnLoop()
    turn = EndedTurn(loop, shown)
    assert run(loop, turn, shown.append) == "result"
    turn.ended.set()
    turn.threads[0].join()
    # In the next turn of the command neither.
    assert run(loop, Turn(loop, [], shown), shown.append) == "result"
    assert shown == ["event before the questions"] * 2


class CancelledTurn(Turn):
    """A turn whose runtime cancels the request while the main thread waits for a line."""

    def __init__(self, loop: TurnLoop, shown: list[str]) -> None:
        super().__init__(loop, ["question"], shown)
        self._asked = threading.Event()

    async def wait(self, asking: asyncio.Future[str]) -> None:
        await asyncio.to_thread(self._asked.wait)
        asking.cancel()
        await asyncio.wait([asking])

    def ask(self, text: str) -> str:
        self._asked.set()
        try:
            return self._loop.read_line()
        except QuestionWithdrawnError:
            self._shown.append("withdrawn")
            raise


def test_question_of_a_cancelled_request_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    loop = TurnLoop()
    never = threading.Event()
    monkeypatch.setattr(loop._input, "read_line", never.wait)
    try:
        assert run(loop, CancelledTurn(loop, shown), shown.append) == "result"
    finally:
        never.set()
    assert shown == ["event before the questions", "withdrawn"]
