"""Tokens of model calls, turns and clients, and their cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from codex_protocol import ThreadTokenUsage, TokenUsageBreakdown
from openai_codex._display.displayed import Displayed
from openai_codex._protocol.usage.tracker import NO_TOKENS, TOKEN_FIELDS, added, difference, reported_tokens
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openai_codex._protocol.usage.tracker import Tokens

_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """Prices of a model, per million tokens, in any currency.

    Example: `Prices(input="1.25", cached_input="0.125", output=10)`.

    A `float` is converted by way of its shortest decimal form, so that 0.1 is exactly one tenth.

    Raises:
        InputError: A price is not a finite number of at least 0.
    """

    input: Decimal | float | str
    """Price of a million input tokens that are not cached."""

    output: Decimal | float | str
    """Price of a million output tokens, including those of reasoning."""

    cached_input: Decimal | float | str | None = None
    """Price of a million input tokens that the model has read from its cache; None means the price of `input`."""

    def __post_init__(self) -> None:
        for name in ("input", "output", "cached_input"):
            value = getattr(self, name)
            if name != "cached_input" or value is not None:
                # Frozen dataclasses do not allow setting attributes.
                object.__setattr__(self, name, _price(name, value))

    def cost(self, tokens: TokenUsageBreakdown) -> Decimal:
        """Return the cost of tokens.

        Args:
            tokens: The number of tokens of a model call, a turn, a thread or a client.

        Returns:
            The cost in the currency of the prices, exact and not rounded.
        """
        full = Decimal(self.input)
        cached = full if self.cached_input is None else Decimal(self.cached_input)
        uncached_tokens = tokens.input_tokens - tokens.cached_input_tokens
        total = (
            uncached_tokens * full + tokens.cached_input_tokens * cached + tokens.output_tokens * Decimal(self.output)
        )
        return total / _MILLION


class TokenUsage(Displayed, TokenUsageBreakdown):
    """Number of tokens.

    `input_tokens` includes `cached_input_tokens`, and `output_tokens` includes `reasoning_output_tokens`.
    """

    def cost(self, prices: Prices) -> Decimal:
        """Return the cost of these tokens.

        Args:
            prices: Prices per million tokens.

        Returns:
            The cost in the currency of the prices, exact and not rounded.
        """
        return _checked(prices).cost(self)

    def __add__(self, other: TokenUsageBreakdown) -> TokenUsage:
        return token_usage(added(_tokens_of(self), _tokens_of(other)))


class TurnUsage(Displayed, ThreadTokenUsage):
    """Tokens of a turn, its model calls and its thread.

    `last` and `total` are those of the last model call and of the thread, as reported by the runtime. After compaction,
    `last` is an estimate of the tokens in the context.
    """

    turn: TokenUsage
    """Tokens of the turn: the sum of `calls`."""

    calls: list[TokenUsage]
    """Tokens of each model call of the turn, in order.

    The runtime reports no tokens for calls that fail.
    """

    @property
    def context_share(self) -> float | None:
        """Used share of the context window of the model, from 0 to 1.

        None if the runtime did not send the size of the window.
        """
        window = self.model_context_window
        return self.last.total_tokens / window if window else None

    def cost(self, prices: Prices) -> Decimal:
        """Return the cost of the turn.

        Args:
            prices: Prices per million tokens.

        Returns:
            The cost in the currency of the prices, exact and not rounded. It does not include sub-agents.
        """
        return self.turn.cost(prices)


def token_usage(tokens: Tokens) -> TokenUsage:
    """Return numbers of tokens as a `TokenUsage`."""
    return TokenUsage.model_validate(dict(zip(TOKEN_FIELDS, tokens, strict=True)))


def total_usage(parts: Iterable[TokenUsageBreakdown]) -> TokenUsage:
    """Return the sum of numbers of tokens."""
    total = NO_TOKENS
    for part in parts:
        total = added(total, _tokens_of(part))
    return token_usage(total)


def turn_usage(reports: Sequence[object], before: Tokens | None) -> TurnUsage:
    """Return the usage of a turn.

    Args:
        reports: Each `tokenUsage` of the turn as received, at least one.
        before: Total of the thread before the turn; None if it is unknown.

    Returns:
        The usage. A report whose total has not increased stands for no model call.

    Raises:
        ValidationError: The last report is invalid.
    """
    calls: list[Tokens] = []
    for report in reports:
        counted = reported_tokens(report)
        if counted is None:
            continue
        last, total = counted
        increase = last if before is None else difference(total, before)
        if increase is not None and any(increase):
            calls.append(increase)
        before = total
    wire = ThreadTokenUsage.model_validate(reports[-1])
    usages = [token_usage(call) for call in calls]
    return TurnUsage.model_validate({**wire.model_dump(), "turn": total_usage(usages), "calls": usages})


def _tokens_of(breakdown: TokenUsageBreakdown) -> Tokens:
    wire = breakdown.model_dump(by_alias=True)
    return tuple(int(wire[name]) for name in TOKEN_FIELDS)


def _price(name: str, value: object) -> Decimal:
    problem = f"expected a number of at least 0, got {value!r}"
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, float, str)):
        raise InputError(f"Prices.{name}", problem)
    try:
        price = Decimal(str(value))
    except InvalidOperation:
        raise InputError(f"Prices.{name}", problem) from None
    if not price.is_finite() or price < 0:
        raise InputError(f"Prices.{name}", problem)
    return price


def _checked(prices: object) -> Prices:
    if not isinstance(prices, Prices):
        raise InputError("prices", f"expected Prices, got {prices!r}")
    return prices
