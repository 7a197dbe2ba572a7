"""Updates of the live display: how often text is shown."""

from __future__ import annotations

import asyncio
from typing import Any

from openai_codex._protocol.notifications import Notification
from openai_codex.notebook.turns import _Output, _updates


class Handle:
    """Stands in for the display of IPython."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.updated = asyncio.Event()

    def update(self, shown: Any) -> None:
        self.texts.append(repr(shown))
        self.updated.set()


def output() -> tuple[_Output, Handle]:
    made, handle = _Output("input", is_async=True), Handle()
    made._handle = handle
    made.add(Notification("item/started", {"item": {"type": "agentMessage", "id": "1", "text": ""}}))
    return made, handle


def add_text(made: _Output, text: str) -> None:
    made.add(Notification("item/agentMessage/delta", {"itemId": "1", "delta": text}))


def test_text_within_the_interval_is_shown_by_the_next_update_only_once() -> None:
    made, handle = output()
    add_text(made, "One ")
    add_text(made, "two.")
    assert [("One" in text, "two." in text) for text in handle.texts] == [(False, False), (True, False)]
    made.show_text()
    made.show_text()
    assert [("One" in text, "two." in text) for text in handle.texts[2:]] == [(True, True)]


async def test_text_before_a_pause_is_shown_without_another_event() -> None:
    made, handle = output()
    with _updates(made):
        add_text(made, "One ")
        add_text(made, "two.")
        handle.updated.clear()
        await asyncio.wait_for(handle.updated.wait(), 20)
    assert "two." in handle.texts[-1]
    await asyncio.sleep(0)  # the cancelled task ends in the next pass of the loop
    assert asyncio.all_tasks() == {asyncio.current_task()}
