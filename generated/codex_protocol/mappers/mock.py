"""From keywords to the params of the `mock` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def mock_experimental_method(*, value: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Test-only method used to validate experimental gating.

    Wire method: `mock/experimentalMethod`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Args:
        value: Test-only payload field.

    Returns:
        dict: `MockExperimentalMethodParams` as it is sent. The runtime answers with
            `MockExperimentalMethodResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("mock/experimentalMethod", unknown, keywords(mock_experimental_method))
    wire: dict[str, JsonValue] = {}
    if value is not UNSET:
        wire["value"] = to_wire(value, "value")
    return wire
