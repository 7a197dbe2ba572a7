"""Convert keywords to the params of the `marketplace` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def marketplace_add(
    *,
    source: str,
    ref_name: str | Unset | None = UNSET,
    sparse_paths: Sequence[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `marketplace/add`."""
    if unknown:
        raise unexpected_keyword("marketplace/add", unknown, keywords(marketplace_add))
    wire: dict[str, JsonValue] = {
        "source": to_wire(source, "source"),
    }
    if ref_name is not UNSET:
        wire["refName"] = to_wire(ref_name, "ref_name")
    if sparse_paths is not UNSET:
        wire["sparsePaths"] = to_wire(sparse_paths, "sparse_paths")
    return wire


def marketplace_remove(*, marketplace_name: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `marketplace/remove`."""
    if unknown:
        raise unexpected_keyword("marketplace/remove", unknown, keywords(marketplace_remove))
    wire: dict[str, JsonValue] = {
        "marketplaceName": to_wire(marketplace_name, "marketplace_name"),
    }
    return wire


def marketplace_upgrade(*, marketplace_name: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `marketplace/upgrade`."""
    if unknown:
        raise unexpected_keyword("marketplace/upgrade", unknown, keywords(marketplace_upgrade))
    wire: dict[str, JsonValue] = {}
    if marketplace_name is not UNSET:
        wire["marketplaceName"] = to_wire(marketplace_name, "marketplace_name")
    return wire
