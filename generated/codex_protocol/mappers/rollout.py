"""Convert keywords to the params of the `rollout` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from typing_extensions import Never


def rollout_compress(**unknown: Never) -> None:
    """Return None: `rollout/compress` has no params."""
    if unknown:
        raise unexpected_keyword("rollout/compress", unknown, keywords(rollout_compress))
