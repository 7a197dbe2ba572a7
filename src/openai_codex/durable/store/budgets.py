"""Limits for tokens and cost, and totals of usage."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from openai_codex._results.usage import Prices, TokenUsage, total_usage
from openai_codex._validation import validate_integer
from openai_codex.durable.records import Budget
from openai_codex.durable.store.database import BUDGETS, USAGE, upsert
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.durable.store.database import Database
    from openai_codex.turn_once.models import TurnOutcome


class Budgets:
    """The budgets and the usage in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, name: str, tokens: int | None, cost: object, prices: Prices | None) -> None:
        """Store the limits of a budget.

        Args:
            name: Name of the budget.
            tokens: Maximum number of tokens; None sets no limit.
            cost: Maximum cost; None sets no limit.
            prices: Prices of the tokens; None for no cost.

        Raises:
            InputError: An argument is invalid, or `cost` has no prices.
        """
        if not isinstance(name, str) or not name:
            raise InputError("name", f"expected a name, got {name!r}")
        if tokens is not None:
            validate_integer("tokens", tokens, minimum=0, unit="tokens")
        if prices is not None and not isinstance(prices, Prices):
            raise InputError("prices", f"expected Prices, got {type(prices).__name__}")
        if cost is not None and prices is None:
            raise InputError("cost", "requires prices; add prices=Prices(...)")
        # Validates the amount like a price.
        limit = None if cost is None else str(Prices(input=_amount(cost), output=0).input)
        fields = (
            None
            if prices is None
            else {
                "input": str(prices.input),
                "output": str(prices.output),
                "cached_input": None if prices.cached_input is None else str(prices.cached_input),
            }
        )
        self._database.put(
            BUDGETS, name=name, tokens=tokens, cost=limit, prices=None if fields is None else json.dumps(fields)
        )

    def get(self, name: str) -> Budget | None:
        """Return a budget; None if it was not set."""
        rows = self._database.rows(sa.select(BUDGETS).where(BUDGETS.c.name == name))
        if not rows:
            return None
        query = sa.select(USAGE.c.tokens, USAGE.c.cost).where(USAGE.c.budget == name)
        used = self._database.rows(query)
        row = rows[0]
        cost = None if row.prices is None else sum((Decimal(each.cost or 0) for each in used), Decimal(0))
        limit = None if row.cost is None else Decimal(row.cost)
        return Budget(name, row.tokens, limit, sum(each.tokens for each in used), cost)

    def record(self, outcome: TurnOutcome, budget: str | None) -> None:
        """Add the tokens of a turn, once.

        Args:
            outcome: Outcome of the turn.
            budget: Name of its budget; None without one.
        """
        if outcome.usage is None:
            return
        usage = TokenUsage.model_validate(outcome.usage)

        def store(connection: sa.Connection) -> None:
            prices = connection.execute(sa.select(BUDGETS.c.prices).where(BUDGETS.c.name == budget)).scalar()
            values: dict[str, object] = {
                "key": outcome.key,
                "budget": budget,
                "usage": usage.model_dump_json(),
                "tokens": usage.total_tokens,
                "cost": None if prices is None else str(usage.cost(Prices(**json.loads(prices)))),
            }
            upsert(connection, USAGE, values, is_sqlite=self._database.is_sqlite)

        self._database.run(store)

    def usage(self, budget: str | None) -> TokenUsage:
        """Return the tokens of all turns, or of those of a budget."""
        query = sa.select(USAGE.c.usage)
        if budget is not None:
            query = query.where(USAGE.c.budget == budget)
        rows = self._database.rows(query)
        return total_usage(TokenUsage.model_validate_json(row.usage) for row in rows)


def _amount(cost: object) -> Any:
    return cost
