"""Convert keywords to the params of the `mock` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def mock_experimental_method(*, value: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `mock/experimentalMethod`.

    Args:
        value: Test-only payload field.
    """
    if unknown:
        raise unexpected_keyword("mock/experimentalMethod", unknown, keywords(mock_experimental_method))
    wire: dict[str, JsonValue] = {}
    if value is not UNSET:
        wire["value"] = to_wire(value, "value")
    return wire
