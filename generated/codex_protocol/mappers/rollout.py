"""From keywords to the params of the `rollout` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from typing_extensions import Never


def rollout_compress(**unknown: Never) -> None:
    """Start a best-effort background compression pass for cold local rollouts.

    Wire method: `rollout/compress`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.156.0.

    Returns:
        None: The method takes no params. The runtime answers with `RolloutCompressResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("rollout/compress", unknown, keywords(rollout_compress))
