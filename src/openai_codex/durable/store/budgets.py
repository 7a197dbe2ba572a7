"""Limits for tokens and cost, and totals of usage."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from openai_codex._results.usage import Prices, TokenUsage, total_usage
from openai_codex._validation import validate_integer
from openai_codex.durable.records import Budget
from openai_codex.durable.store.database import BUDGETS, TOTALS, USAGE, insert_new
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.durable.store.database import Database
    from openai_codex.turn_once.models import TurnOutcome

ALL_TURNS = ""
"""Name of the total of all turns; a budget has another one."""


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
        try:
            limit = None if cost is None else str(Prices(input=_amount(cost), output=0).input)
        except InputError as error:
            raise InputError("cost", error.problem) from None
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
        row = rows[0]
        total = self._database.run(lambda connection: _total(connection, name))
        limit = None if row.cost is None else Decimal(row.cost)
        cost = None if row.prices is None else total.cost
        return Budget(name, row.tokens, limit, total.usage.total_tokens, cost)

    def check(self, name: object) -> None:
        """Raise `InputError` unless a budget was set. None is valid."""
        if name is None:
            return
        if not isinstance(name, str):
            raise InputError("budget", f"expected the name of a budget, got {type(name).__name__}")
        if self.get(name) is None:
            raise InputError("budget", f"unknown budget {name!r}; create it with durable.set_budget({name!r}, ...)")

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
            cost = Decimal(0) if prices is None else usage.cost(Prices(**json.loads(prices)))
            values: dict[str, object] = {
                "key": outcome.key,
                "budget": budget,
                "usage": usage.model_dump_json(),
                "tokens": usage.total_tokens,
                "cost": None if prices is None else str(cost),
            }
            is_sqlite = self._database.is_sqlite
            if not insert_new(connection, USAGE, values, is_sqlite=is_sqlite):
                # A worker that was restarted ends the turn again.
                return
            # In this order for all workers, because each locks the rows.
            for name in (ALL_TURNS, *([] if budget is None else [budget])):
                zero: dict[str, object] = {"budget": name, "usage": total_usage([]).model_dump_json(), "cost": "0"}
                insert_new(connection, TOTALS, zero, is_sqlite=is_sqlite)
                total = _total(connection, name, lock=True)
                added = {"usage": (total.usage + usage).model_dump_json(), "cost": str(total.cost + cost)}
                connection.execute(sa.update(TOTALS).where(TOTALS.c.budget == name).values(**added))

        self._database.run(store)

    def usage(self, budget: str | None) -> TokenUsage:
        """Return the tokens of all turns, or of those of a budget."""
        name = ALL_TURNS if budget is None else budget
        return self._database.run(lambda connection: _total(connection, name)).usage


class _Total(NamedTuple):
    usage: TokenUsage
    cost: Decimal


def _total(connection: sa.Connection, name: str, *, lock: bool = False) -> _Total:
    query = sa.select(TOTALS).where(TOTALS.c.budget == name)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return _Total(total_usage([]), Decimal(0))
    return _Total(TokenUsage.model_validate_json(row.usage), Decimal(row.cost))


def _amount(cost: object) -> Any:
    return cost
