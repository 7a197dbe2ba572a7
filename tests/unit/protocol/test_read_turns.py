"""The requests that read the stored turns of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.recovery import stored_turns
from openai_codex._protocol.recovery.stored_turns import read_turns

if TYPE_CHECKING:
    from collections.abc import Callable

THREAD = "thread-1"


class Store:
    """A runtime that stores turns with ascending ids, in pages or as a whole."""

    def __init__(self, mode: str | None, count: int) -> None:
        self._thread: dict[str, Any] = {"id": THREAD} if mode is None else {"id": THREAD, "historyMode": mode}
        self._ids = [str(number) for number in range(count)]
        self.requests: list[tuple[str, dict[str, Any]]] = []

    def read(self, is_complete: Callable[[list[dict[str, Any]]], bool] = lambda turns: False) -> list[str]:
        """Return the ids of the turns that the client reads."""
        steps = read_turns(THREAD, is_complete)
        result: Any = None
        while True:
            try:
                method, params = steps.send(result)
            except StopIteration as stop:
                return [turn["id"] for turn in stop.value]
            assert params["threadId"] == THREAD
            self.requests.append((method, params))
            result = self._page(params) if method == "thread/turns/list" else self._read(params)

    def _read(self, params: dict[str, Any]) -> dict[str, Any]:
        turns = [{"id": id} for id in self._ids] if params.get("includeTurns") else []
        return {"thread": {**self._thread, "turns": turns}}

    def _page(self, params: dict[str, Any]) -> dict[str, Any]:
        assert (params["sortDirection"], params["itemsView"]) == ("desc", "full")
        start, end = int(params.get("cursor", 0)), int(params.get("cursor", 0)) + params["limit"]
        data = [{"id": id} for id in self._ids[::-1][start:end]]
        return {"data": data, "nextCursor": str(end) if end < len(self._ids) else None}


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_pages_are_joined_in_order(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_turns, "PAGE_SIZE", 3)
    store = Store("paginated", count)
    assert store.read() == [str(number) for number in range(count)]
    assert not any(params.get("includeTurns") for _, params in store.requests)


def test_older_pages_that_are_not_needed_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_turns, "PAGE_SIZE", 3)
    store = Store("paginated", 100)
    assert store.read(lambda turns: any(turn["id"] == "95" for turn in turns)) == ["94", "95", "96", "97", "98", "99"]
    assert [method for method, _ in store.requests] == ["thread/read", "thread/turns/list", "thread/turns/list"]


@pytest.mark.parametrize("mode", ["legacy", None])
def test_other_threads_are_read_as_a_whole(mode: str | None) -> None:
    store = Store(mode, 4)
    assert store.read(lambda turns: True) == ["0", "1", "2", "3"]
    assert [method for method, _ in store.requests] == ["thread/read", "thread/read"]


@pytest.mark.parametrize("page", [None, {}, {"data": 5, "nextCursor": 5}, {"data": [5, {"id": 5}], "nextCursor": None}])
def test_invalid_page_ends_the_reading(page: object) -> None:
    steps = read_turns(THREAD)
    next(steps)
    steps.send({"thread": {"historyMode": "paginated"}})
    with pytest.raises(StopIteration) as stop:
        steps.send(page)
    assert stop.value.value == []
