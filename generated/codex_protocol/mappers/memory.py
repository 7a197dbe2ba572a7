"""Convert keywords to the params of the `memory` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def memory_status(*, min_consolidated_threads: int | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `memory/status`.

    Args:
        min_consolidated_threads: Required distinct consolidated threads. Defaults to 20; supported
            range is 1..=4096.
    """
    if unknown:
        raise unexpected_keyword("memory/status", unknown, keywords(memory_status))
    wire: dict[str, JsonValue] = {}
    if min_consolidated_threads is not UNSET:
        wire["minConsolidatedThreads"] = to_wire(min_consolidated_threads, "min_consolidated_threads")
    return wire


def memory_reset(**unknown: Never) -> None:
    """Return None: `memory/reset` has no params."""
    if unknown:
        raise unexpected_keyword("memory/reset", unknown, keywords(memory_reset))
