"""Prices, sums of tokens, and the tracker of a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from openai_codex import InputError, Prices, TurnResult
from openai_codex._protocol.usage import tracker as usage_tracker
from openai_codex._protocol.usage.tracker import TOKEN_FIELDS, UsageTracker
from openai_codex._results.usage import TurnUsage, token_usage, total_usage, turn_usage
from openai_codex.types import TurnStatus


def tokens(number: int) -> dict[str, int]:
    return dict.fromkeys(TOKEN_FIELDS, number)


def report(last: int, total: int) -> dict[str, Any]:
    return {"last": tokens(last), "total": tokens(total)}


def params(last: int, total: int, thread_id: str = "t1") -> dict[str, Any]:
    return {"threadId": thread_id, "turnId": "u1", "tokenUsage": report(last, total)}


def usage(input: int, cached: int, output: int) -> Any:
    return token_usage((input, cached, 0, output, 0, input + output))


def test_cost_is_exact() -> None:
    assert Prices(input=0.1, output=0.2).cost(usage(3, 0, 1)) == Decimal("0.0000005")
    assert usage(1_000_000, 0, 0).cost(Prices(input=Decimal("1.25"), output="10")) == Decimal("1.25")


def test_cost_of_cached_tokens_defaults_to_price_of_input() -> None:
    assert usage(100, 60, 0).cost(Prices(input=1, output=1)) == Decimal("0.0001")
    assert usage(100, 60, 0).cost(Prices(input=1, output=1, cached_input=0)) == Decimal("0.00004")


@pytest.mark.parametrize("value", [-1, "many", float("nan"), float("inf"), "-0.5", True, None, b"1"])
def test_prices_invalid_value_is_rejected(value: Any) -> None:
    with pytest.raises(InputError, match=r"Prices\.input: expected a number of at least 0, got"):
        Prices(input=value, output=1)
    with pytest.raises(InputError, match=r"Prices\.output: "):
        Prices(input=1, output=value)


def test_cost_without_prices_is_rejected() -> None:
    with pytest.raises(InputError, match=r"prices: expected Prices, got 1\.25"):
        usage(1, 0, 0).cost(1.25)


def test_token_usage_adds_up() -> None:
    assert usage(1, 0, 2) + usage(10, 5, 20) == usage(11, 5, 22)
    assert total_usage([]) == usage(0, 0, 0)


def test_turn_usage_without_previous_total_starts_with_last_call() -> None:
    result = turn_usage([report(2, 12), report(3, 15)], None)
    assert [call.input_tokens for call in result.calls] == [2, 3]
    assert (result.turn.input_tokens, result.total.input_tokens) == (5, 15)


def test_turn_usage_ignores_repeated_and_decreased_totals() -> None:
    reports = [report(2, 12), report(2, 12), report(9, 5), report(1, 6), {"last": 1}, report(4, 10)]
    result = turn_usage(reports, (12,) * len(TOKEN_FIELDS))
    assert [call.input_tokens for call in result.calls] == [1, 4]


def test_turn_usage_of_older_runtime_without_all_fields() -> None:
    older = {name: value for name, value in tokens(3).items() if name != "cacheWriteInputTokens"}
    result = turn_usage([{"last": older, "total": older}], None)
    assert result.turn.input_tokens == 3
    assert result.context_share is None


def test_usage_with_subagents_adds_their_totals() -> None:
    @dataclass(frozen=True, repr=False)
    class WithSubagents(TurnResult[None]):
        subagents: list[Any] = field(default_factory=list[Any])

    @dataclass
    class Subagent:
        usage: TurnUsage | None

    own = turn_usage([report(2, 12)], None)
    values: dict[str, Any] = {
        "id": "u1",
        "status": TurnStatus.completed,
        "error": None,
        "started_at": None,
        "completed_at": None,
        "duration_ms": None,
        "final_response": None,
        "items": [],
    }
    child = Subagent(turn_usage([report(1, 7)], None))
    with_child = WithSubagents(**values, usage=own, subagents=[child, Subagent(None)])
    assert with_child.usage_with_subagents == total_usage([own.turn, token_usage((7,) * len(TOKEN_FIELDS))])
    assert WithSubagents(**values, usage=None).usage_with_subagents is None


def test_tracker_counts_increases_of_each_thread() -> None:
    tracker = UsageTracker()
    assert tracker.update(params(2, 2), in_turn=True) == (0,) * 6
    assert tracker.update(params(2, 2), in_turn=True) == (2,) * 6
    assert tracker.update(params(3, 5), in_turn=True) == (2,) * 6
    assert tracker.update(params(4, 104, "t2"), in_turn=True) == (100,) * 6
    assert tracker.total == (9,) * 6


def test_tracker_takes_report_outside_a_turn_as_previous_total() -> None:
    tracker = UsageTracker()
    assert tracker.update(params(2, 50), in_turn=False) == (50,) * 6
    assert tracker.total == (0,) * 6
    tracker.update(params(3, 53), in_turn=True)
    assert tracker.total == (3,) * 6


@pytest.mark.parametrize(
    "invalid",
    [
        {},
        {"threadId": 1, "tokenUsage": report(1, 1)},
        {"threadId": "t1", "tokenUsage": 5},
        {"threadId": "t1", "tokenUsage": {"last": tokens(1)}},
        {"threadId": "t1", "tokenUsage": {"last": tokens(1), "total": {"inputTokens": "many"}}},
    ],
)
def test_tracker_ignores_invalid_params(invalid: Any) -> None:
    tracker = UsageTracker()
    assert tracker.update(invalid, in_turn=True) is None
    assert tracker.total == (0,) * 6


def test_tracker_keeps_bounded_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_tracker, "MAX_THREADS", 2)
    tracker = UsageTracker()
    for number in range(5):
        tracker.update(params(1, 1, f"t{number}"), in_turn=True)
    assert list(tracker._totals) == ["t3", "t4"]
    # The total of a forgotten thread is that before its last call.
    tracker.update(params(1, 2, "t0"), in_turn=True)
    assert tracker.total == (6,) * 6
