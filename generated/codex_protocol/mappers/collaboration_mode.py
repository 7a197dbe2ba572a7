"""Convert keywords to the params of the `collaborationMode` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never


def collaboration_mode_list(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `collaborationMode/list`."""
    if unknown:
        raise unexpected_keyword("collaborationMode/list", unknown, keywords(collaboration_mode_list))
    wire: dict[str, JsonValue] = {}
    return wire
