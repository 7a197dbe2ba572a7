"""Convert keywords to the params of the `server` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never


def server_diagnostics(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `server/diagnostics`."""
    if unknown:
        raise unexpected_keyword("server/diagnostics", unknown, keywords(server_diagnostics))
    wire: dict[str, JsonValue] = {}
    return wire
