"""Convert keywords to the params of the `initialize` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ClientInfo, InitializeCapabilities
    from .._wire import Unset


def initialize(
    *,
    client_info: ClientInfo | Mapping[str, object],
    capabilities: InitializeCapabilities | Mapping[str, object] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `initialize`."""
    if unknown:
        raise unexpected_keyword("initialize", unknown, keywords(initialize))
    wire: dict[str, JsonValue] = {
        "clientInfo": to_wire(client_info, "client_info"),
    }
    if capabilities is not UNSET:
        wire["capabilities"] = to_wire(capabilities, "capabilities")
    return wire
