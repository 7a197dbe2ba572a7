"""Tokens of model calls, turns and clients, as the real runtime reports them."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import ThreadTokenUsage, TurnCompletedNotification
from openai_codex import Prices, TurnFailedError, TurnUsage
from openai_codex.testing import Match, StreamAborted, Usage, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client, unwrap

if TYPE_CHECKING:
    from openai_codex import TokenUsage

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

TWO_CALLS: list[Any] = [
    [shell_call("echo hi"), Usage(100, 20, 10, 3)],
    ["Done.", Usage(200, 50, 20, 5)],
]


def counts(usage: TokenUsage) -> tuple[int, int, int, int]:
    return (usage.input_tokens, usage.cached_input_tokens, usage.output_tokens, usage.total_tokens)


def test_turn_usage_is_sum_of_its_model_calls(flavour: str) -> None:
    with offline(flavour, [*TWO_CALLS, ["Again.", Usage(7, 0, 3, 0)]]) as (_, codex):
        thread = codex.thread_start()
        first, second = thread.run("One").usage, thread.run("Two").usage
        assert isinstance(first, TurnUsage)
        assert isinstance(first, ThreadTokenUsage)
        assert [counts(call) for call in first.calls] == [(100, 20, 10, 110), (200, 50, 20, 220)]
        assert counts(first.turn) == (300, 70, 30, 330)
        assert first.turn.reasoning_output_tokens == 8
        assert [counts(call) for call in second.calls] == [(7, 0, 3, 10)]
        assert counts(second.turn) == (7, 0, 3, 10)
        assert second.last.total_tokens == 10
        assert second.total.total_tokens == 340
        assert counts(codex.usage) == (307, 70, 33, 340)


def test_turn_usage_cost_depends_on_cached_tokens(flavour: str) -> None:
    with offline(flavour, TWO_CALLS) as (_, codex):
        usage = codex.thread_start().run("One").usage
        prices = Prices(input="2", cached_input="0.5", output=10)
        expected = (Decimal(230) * 2 + Decimal(70) * Decimal("0.5") + Decimal(30) * 10) / 1_000_000
        assert usage.cost(prices) == expected
        assert codex.usage.cost(prices) == expected
        assert sum((call.cost(prices) for call in usage.calls), Decimal(0)) == expected


def test_turn_usage_context_share_is_that_of_last_call(flavour: str) -> None:
    with offline(flavour, [["Done.", Usage(1_000, 0, 292, 0)]]) as (_, codex):
        usage = codex.thread_start().run("One").usage
        assert usage.model_context_window > 0
        assert usage.context_share == 1_292 / usage.model_context_window


def test_failed_call_is_not_counted(flavour: str) -> None:
    with offline(flavour, ["One.", StreamAborted(["Tw"])]) as (_, codex):
        thread = codex.thread_start()
        thread.run("One")
        with pytest.raises(TurnFailedError) as failure:
            thread.run("Two")
        # The runtime repeats the total and the last call of the thread.
        usage = failure.value.result.usage
        assert usage is not None
        assert usage.last.total_tokens == 15
        assert usage.calls == []
        assert usage.turn.total_tokens == 0
        assert codex.usage.total_tokens == 15


def test_compaction_counts_its_model_call_once(flavour: str) -> None:
    with offline(flavour, ["One.", ["Summary.", Usage(30, 0, 4, 0)]]) as (_, codex):
        thread = codex.thread_start()
        thread.run("One")
        usage = thread.compact().run().usage
        # Three reports: a repetition, the call, and an estimate of the context that remains.
        assert [counts(call) for call in usage.calls] == [(30, 0, 4, 34)]
        assert usage.last.total_tokens not in (15, 34)
        assert codex.usage.total_tokens == 49


def test_resumed_and_forked_threads_count_new_turns_only(flavour: str) -> None:
    with offline(flavour, ["One.", StreamAborted(["Tw"]), "Three.", "Four."]) as (_, codex):
        stored = codex.thread_start()
        stored.run("One")
        # A runtime refuses a thread that another one has open.
        codex.close()
        with client(flavour, unwrap(codex)._sender.supervisor.config) as other:
            with pytest.raises(TurnFailedError) as failure:
                other.thread_resume(stored.id).run("Two")
            usage = failure.value.result.usage
            assert usage is None or usage.turn.total_tokens == 0
            assert other.usage.total_tokens == 0
            result = other.thread_fork(stored.id).run("Three")
            assert result.usage is not None
            assert result.usage.turn.total_tokens == 15
            assert result.usage.total.total_tokens == 30
            assert other.usage.total_tokens == 15
            assert other.diagnostics().open_turns == 0


def test_client_usage_counts_turns_without_consumer(flavour: str) -> None:
    with offline(flavour, TWO_CALLS) as (_, codex):
        assert codex.usage.total_tokens == 0
        thread = codex.thread_start()
        ended = threading.Event()
        codex.on(TurnCompletedNotification, lambda _: ended.set())
        thread.turn("One")
        assert ended.wait(30)
        assert counts(codex.usage) == (300, 70, 30, 330)


def test_goal_usage_is_sum_of_its_turns(flavour: str) -> None:
    script = [
        ["Working.", Usage(10, 0, 1, 0)],
        Match(lambda request: True, ["Still.", Usage(20, 0, 2, 0)], times=1),
    ]
    with offline(flavour, script, default=["More.", Usage(30, 0, 3, 0)]) as (_, codex):
        thread = codex.thread_start()
        thread.run("Warm up")
        handle = thread.start_goal("Reach it.", token_budget=40)
        result = handle.run()
        assert len(result.turns) > 1
        parts = [turn.usage.turn.total_tokens for turn in result.turns if turn.usage is not None]
        assert result.usage is not None
        assert result.usage.turn.total_tokens == sum(parts)
        assert codex.usage.total_tokens == result.usage.total.total_tokens
