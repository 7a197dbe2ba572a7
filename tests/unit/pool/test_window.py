"""`ResultWindow`: order and look-ahead."""

from __future__ import annotations

import random

import pytest

from openai_codex.pool.window import LOOK_AHEAD, ResultWindow


def test_running_prompts_are_limited_by_the_concurrency() -> None:
    window: ResultWindow[str] = ResultWindow(2, ordered=True)
    assert [window.start(), window.start()] == [0, 1]
    assert not window.may_start
    window.finish(1, "b")
    assert window.may_start


@pytest.mark.parametrize("ordered", [True, False])
def test_unread_results_limit_the_look_ahead(ordered: bool) -> None:
    window: ResultWindow[int] = ResultWindow(3, ordered=ordered)
    while window.may_start:
        index = window.start()
        window.finish(index, index)
    assert window.started == LOOK_AHEAD * 3
    assert window.pop() == 0
    assert window.may_start


def test_ordered_results_wait_for_earlier_prompts() -> None:
    window: ResultWindow[str] = ResultWindow(2, ordered=True)
    window.start()
    window.start()
    window.finish(1, "b")
    assert window.pop() is None
    window.finish(0, "a")
    assert [window.pop(), window.pop(), window.pop()] == ["a", "b", None]


def test_unordered_results_are_available_at_once() -> None:
    window: ResultWindow[str] = ResultWindow(2, ordered=False)
    window.start()
    window.start()
    window.finish(1, "b")
    assert window.pop() == "b"
    assert window.pop() is None


def test_window_is_exhausted_when_all_results_were_read() -> None:
    window: ResultWindow[str] = ResultWindow(2, ordered=False)
    window.start()
    window.end_source()
    assert not window.may_start
    assert not window.exhausted
    window.finish(0, "a")
    assert not window.exhausted
    window.pop()
    assert window.exhausted


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_each_prompt_has_one_result_in_any_order_of_events(ordered: bool, seed: int) -> None:
    chance = random.Random(seed)
    window: ResultWindow[int] = ResultWindow(chance.randint(1, 5), ordered=ordered)
    total, running, read = chance.randint(0, 40), set[int](), list[int]()
    while not window.exhausted:
        event = chance.choice(["start", "finish", "read"])
        if event == "start" and window.may_start:
            if window.started == total:
                window.end_source()
            else:
                running.add(window.start())
        elif event == "finish" and running:
            index = chance.choice(sorted(running))
            running.remove(index)
            window.finish(index, index)
        elif (result := window.pop()) is not None:
            read.append(result)
    assert sorted(read) == list(range(total))
    assert not ordered or read == sorted(read)
