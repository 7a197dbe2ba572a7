"""From keywords to the params of the `server` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never


def server_diagnostics(**unknown: Never) -> dict[str, JsonValue]:
    """Read content-free, process-local diagnostics.

    Wire method: `server/diagnostics`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Returns:
        dict: `ServerDiagnosticsParams` as it is sent. The runtime answers with
            `ServerDiagnosticsResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("server/diagnostics", unknown, keywords(server_diagnostics))
    wire: dict[str, JsonValue] = {}
    return wire
