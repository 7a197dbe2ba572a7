"""Counts the tokens that the runtime reports."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping

USAGE_METHOD = "thread/tokenUsage/updated"

TOKEN_FIELDS = (
    "inputTokens",
    "cachedInputTokens",
    "cacheWriteInputTokens",
    "outputTokens",
    "reasoningOutputTokens",
    "totalTokens",
)
"""Fields of `TokenUsageBreakdown` on the wire, in the order of `Tokens`."""

Tokens: TypeAlias = tuple[int, ...]
"""Numbers of tokens, one for each of `TOKEN_FIELDS`."""

NO_TOKENS: Tokens = (0,) * len(TOKEN_FIELDS)

MAX_THREADS = 10_000
"""Maximum number of threads whose total is kept."""


class UsageTracker:
    """The tokens of all turns of a client.

    The runtime reports the total of a thread after each model call. It repeats the previous total after a failed call,
    during compaction, and when a thread is resumed or forked. Only increases of the total are counted. Not thread-safe:
    the owner locks. Any thread may read `total`.
    """

    def __init__(self) -> None:
        self.total = NO_TOKENS
        """Sum of the model calls of all threads."""
        self._totals: OrderedDict[str, Tokens] = OrderedDict()

    def update(self, params: JsonMapping, *, in_turn: bool) -> Tokens | None:
        """Process the params of `thread/tokenUsage/updated`.

        Args:
            params: The params as received.
            in_turn: Whether the turn of the params has started and not ended.

        Returns:
            The total of the thread before, or None if the params are invalid.
        """
        thread_id, usage = params.get("threadId"), params.get("tokenUsage")
        counted = reported_tokens(usage)
        if not isinstance(thread_id, str) or counted is None:
            return None
        last, total = counted
        before = self._totals.pop(thread_id, None)
        if before is None:
            # Without a running turn, the runtime repeats the total of a thread that was resumed or forked.
            before = difference(total, last) or NO_TOKENS if in_turn else total
        self._totals[thread_id] = total
        if len(self._totals) > MAX_THREADS:
            self._totals.popitem(last=False)
        self.total = added(self.total, difference(total, before) or NO_TOKENS)
        return before


def reported_tokens(usage: object) -> tuple[Tokens, Tokens] | None:
    """Return `last` and `total` of a `ThreadTokenUsage` as received, or None if it is invalid."""
    if not is_object(usage):
        return None
    last, total = _tokens(usage.get("last")), _tokens(usage.get("total"))
    return None if last is None or total is None else (last, total)


def added(tokens: Tokens, others: Tokens) -> Tokens:
    """Return the sum of two counts."""
    return tuple(one + other for one, other in zip(tokens, others, strict=True))


def difference(total: Tokens, before: Tokens) -> Tokens | None:
    """Return the increase from `before` to `total`, or None if a number has decreased."""
    increase = tuple(now - then for now, then in zip(total, before, strict=True))
    return None if min(increase) < 0 else increase


def _tokens(breakdown: object) -> Tokens | None:
    if not is_object(breakdown):
        return None
    # Older runtimes do not report all fields.
    values: list[Any] = [breakdown.get(name, 0) for name in TOKEN_FIELDS]
    return tuple(values) if all(type(value) is int for value in values) else None
