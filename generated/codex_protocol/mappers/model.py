"""Convert keywords to the params of the `model` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def model_list(
    *,
    cursor: str | Unset | None = UNSET,
    include_hidden: bool | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `model/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        include_hidden: When true, include models that are hidden from the default picker list.
        limit: Optional page size; defaults to a reasonable server-side value.
    """
    if unknown:
        raise unexpected_keyword("model/list", unknown, keywords(model_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if include_hidden is not UNSET:
        wire["includeHidden"] = to_wire(include_hidden, "include_hidden")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire
