"""Convert keywords to the params of the `permissionProfile` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def permission_profile_list(
    *,
    cursor: str | Unset | None = UNSET,
    cwd: str | os.PathLike[str] | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `permissionProfile/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        cwd: Optional working directory to resolve project config layers.
        limit: Optional page size; defaults to the full result set.
    """
    if unknown:
        raise unexpected_keyword("permissionProfile/list", unknown, keywords(permission_profile_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire
