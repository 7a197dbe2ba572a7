"""Merges the events of several turns."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex._protocol.notifications import Notification


def merge_events(sequences: Iterable[Iterable[Notification]]) -> list[Notification]:
    """Merge the events of several turns, each in the order received, by the time at which the runtime emitted them."""
    return [event for _, event in heapq.merge(*map(_timed, sequences), key=lambda timed: timed[0])]


def _timed(events: Iterable[Notification]) -> list[tuple[int, Notification]]:
    timed: list[tuple[int, Notification]] = []
    latest = 0
    for event in events:
        # Events of the client, and those of runtimes before 0.149, have no time.
        latest = max(latest, event.emitted_at_ms or 0)
        timed.append((latest, event))
    return timed
