"""Convert keywords to the params of the `configRequirements` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, unexpected_keyword

if TYPE_CHECKING:
    from typing_extensions import Never


def config_requirements_read(**unknown: Never) -> None:
    """Return None: `configRequirements/read` has no params."""
    if unknown:
        raise unexpected_keyword("configRequirements/read", unknown, keywords(config_requirements_read))
