"""From keywords to the params of the `hooks` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def hooks_list(*, cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Call `hooks/list`.

    Wire method: `hooks/list`.
    Stable.

    Args:
        cwds: When empty, defaults to the current session working directory.

    Returns:
        dict: `HooksListParams` as it is sent. The runtime answers with `HooksListResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("hooks/list", unknown, keywords(hooks_list))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    return wire
