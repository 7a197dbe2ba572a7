"""Convert keywords to the params of the `hooks` methods. Generated; do not edit."""

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
    """Return the params of `hooks/list`.

    Args:
        cwds: When empty, defaults to the current session working directory.
    """
    if unknown:
        raise unexpected_keyword("hooks/list", unknown, keywords(hooks_list))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    return wire
