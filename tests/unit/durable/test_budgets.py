"""Totals of tokens and cost, which are kept up to date when a turn ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from openai_codex import InputError, Prices
from openai_codex.durable.store.budgets import Budgets
from openai_codex.durable.store.database import Database, database_url
from openai_codex.turn_once.models import TurnOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def budgets(tmp_path: Path) -> Iterator[Budgets]:
    """The budgets of an empty database."""
    database = Database(database_url(f"sqlite:///{tmp_path}/durable.sqlite"))
    database.create_tables()
    yield Budgets(database)
    database.close()


def outcome(key: str, tokens: int) -> TurnOutcome:
    """Return the outcome of a turn with a number of input tokens."""
    usage: dict[str, Any] = {
        "totalTokens": tokens,
        "inputTokens": tokens,
        "cachedInputTokens": 0,
        "outputTokens": 0,
        "reasoningOutputTokens": 0,
    }
    return TurnOutcome(key=key, status="completed", usage=usage)


def test_each_turn_counts_once(budgets: Budgets) -> None:
    budgets.set("a", 100, "1", Prices(input=10_000, output=0))
    for _ in range(2):
        budgets.record(outcome("one", 60), "a")
    budgets.record(outcome("two", 5), None)
    found = budgets.get("a")
    assert found is not None
    assert (found.tokens, found.cost, found.exhausted) == (60, Decimal("0.6"), False)
    budgets.record(outcome("three", 40), "a")
    found = budgets.get("a")
    assert found is not None
    assert (found.tokens, found.cost, found.exhausted) == (100, Decimal(1), True)
    assert budgets.usage("a").input_tokens == 100
    assert budgets.usage(None).total_tokens == 105
    assert budgets.usage("other").total_tokens == 0


def test_turns_that_end_at_the_same_time_all_count(budgets: Budgets) -> None:
    budgets.set("a", None, None, Prices(input=1_000_000, output=0))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: budgets.record(outcome(f"turn-{number}", number), "a"), range(20)))
    found = budgets.get("a")
    assert found is not None
    assert (found.tokens, found.cost) == (190, Decimal(190))
    assert budgets.usage(None).total_tokens == 190


def test_prices_apply_to_turns_that_end_later(budgets: Budgets) -> None:
    budgets.set("a", 100, None, None)
    budgets.record(outcome("one", 10), "a")
    assert budgets.get("a") is not None
    budgets.set("a", 100, 5, Prices(input=1_000_000, output=0))
    budgets.record(outcome("two", 2), "a")
    found = budgets.get("a")
    assert found is not None
    assert (found.tokens, found.cost, found.max_cost) == (12, Decimal(2), Decimal(5))


def test_budget_that_was_not_set_is_unknown(budgets: Budgets) -> None:
    budgets.check(None)
    with pytest.raises(
        InputError, match=r"budget: unknown budget 'a'; create it with durable\.set_budget\('a', \.\.\.\)"
    ):
        budgets.check("a")
    budgets.set("a", None, None, None)
    budgets.check("a")
