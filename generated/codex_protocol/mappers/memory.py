"""From keywords to the params of the `memory` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def memory_status(*, min_consolidated_threads: int | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Call `memory/status`.

    Wire method: `memory/status`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.155.1.

    Args:
        min_consolidated_threads: Required distinct consolidated threads. Defaults to 20; supported
            range is 1..=4096.

    Returns:
        dict: `MemoryStatusParams` as it is sent. The runtime answers with `MemoryStatusResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("memory/status", unknown, keywords(memory_status))
    wire: dict[str, JsonValue] = {}
    if min_consolidated_threads is not UNSET:
        wire["minConsolidatedThreads"] = to_wire(min_consolidated_threads, "min_consolidated_threads")
    return wire


def memory_reset(**unknown: Never) -> None:
    """Call `memory/reset`.

    Wire method: `memory/reset`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Returns:
        None: The method takes no params. The runtime answers with `MemoryResetResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("memory/reset", unknown, keywords(memory_reset))
