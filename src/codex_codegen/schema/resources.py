"""Files shipped with the generator: in a checkout the originals, in a wheel copies of them."""

from __future__ import annotations

from pathlib import Path

from .history import HISTORY_FILE
from .overrides import OVERRIDES_FILE

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def overrides_file() -> Path:
    """Return the overrides shipped with the generator."""
    return _folder("data", "schema") / OVERRIDES_FILE


def history_file() -> Path:
    """Return the history shipped with the generator."""
    return _folder("data", "schema") / HISTORY_FILE


def templates_folder() -> Path:
    """Return the folder of the templates."""
    return _folder("templates", "templates")


def _folder(packaged: str, checkout: str) -> Path:
    folder = _PACKAGE / packaged
    return folder if folder.is_dir() else _CHECKOUT / checkout
