"""Convert keywords to the params of the `modelProvider` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never


def model_provider_capabilities_read(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `modelProvider/capabilities/read`."""
    if unknown:
        raise unexpected_keyword("modelProvider/capabilities/read", unknown, keywords(model_provider_capabilities_read))
    wire: dict[str, JsonValue] = {}
    return wire
