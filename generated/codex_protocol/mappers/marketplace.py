"""From keywords to the params of the `marketplace` methods. Generated; do not edit."""

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
    """Call `marketplace/add`.

    Wire method: `marketplace/add`.
    Stable.

    Args:
        source: Sent as `source`.
        ref_name: Sent as `refName`.
        sparse_paths: Sent as `sparsePaths`.

    Returns:
        dict: `MarketplaceAddParams` as it is sent. The runtime answers with
            `MarketplaceAddResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `marketplace/remove`.

    Wire method: `marketplace/remove`.
    Stable.

    Args:
        marketplace_name: Sent as `marketplaceName`.

    Returns:
        dict: `MarketplaceRemoveParams` as it is sent. The runtime answers with
            `MarketplaceRemoveResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("marketplace/remove", unknown, keywords(marketplace_remove))
    wire: dict[str, JsonValue] = {
        "marketplaceName": to_wire(marketplace_name, "marketplace_name"),
    }
    return wire


def marketplace_upgrade(*, marketplace_name: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Call `marketplace/upgrade`.

    Wire method: `marketplace/upgrade`.
    Stable.

    Args:
        marketplace_name: Sent as `marketplaceName`.

    Returns:
        dict: `MarketplaceUpgradeParams` as it is sent. The runtime answers with
            `MarketplaceUpgradeResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("marketplace/upgrade", unknown, keywords(marketplace_upgrade))
    wire: dict[str, JsonValue] = {}
    if marketplace_name is not UNSET:
        wire["marketplaceName"] = to_wire(marketplace_name, "marketplace_name")
    return wire
