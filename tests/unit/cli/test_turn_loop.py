"""Order of events and questions in the terminal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

import pytest

from openai_codex.cli.turns import loop as loop_module
from openai_codex.cli.turns.loop import TurnLoop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import TurnHandle


class Turn:
    """A turn whose handler asks before the thread that reads the events passes them on."""

    def __init__(self, loop: TurnLoop, questions: list[str], shown: list[str]) -> None:
        self._loop = loop
        self._questions = questions
        self._shown = shown
        self.answers: list[str] = []
        self._threads = [threading.Thread(target=self._ask, args=(text,)) for text in questions]

    def _ask(self, text: str) -> None:
        def ask() -> str:
            self._shown.append(text)
            return f"answer to {text}"

        self.answers.append(self._loop.ask(ask, "default"))

    def stream(self, *, detach: bool) -> Iterator[str]:
        for thread in self._threads:
            thread.start()
            while not self._loop._open:
                threading.Event().wait(0.001)
        yield "event before the questions"

    def run(self) -> str:
        for thread in self._threads:
            thread.join()
        return "result"


@pytest.mark.parametrize("questions", [["first"], ["first", "second"]], ids=len)
def test_question_is_asked_after_the_events_before_it(monkeypatch: pytest.MonkeyPatch, questions: list[str]) -> None:
    monkeypatch.setattr(loop_module, "SETTLE_TIME", 0.5)
    shown: list[str] = []
    loop = TurnLoop()
    turn = Turn(loop, questions, shown)
    result: object = loop.run(cast("TurnHandle", turn), cast("Any", shown.append))
    assert result == "result"
    assert shown == ["event before the questions", *questions]
    assert sorted(turn.answers) == [f"answer to {text}" for text in questions]


class EndedTurn(Turn):
    """A turn that ends while its question waits."""

    def run(self) -> str:
        return "result"


def test_question_of_an_ended_turn_gets_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_module, "SETTLE_TIME", 30.0)
    shown: list[str] = []
    loop = TurnLoop()
    turn = EndedTurn(loop, ["too late"], shown)
    result: object = loop.run(cast("TurnHandle", turn), cast("Any", shown.append))
    assert result == "result"
    for thread in turn._threads:
        thread.join()
    assert (shown, turn.answers) == (["event before the questions"], ["default"])
