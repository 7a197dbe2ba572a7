"""The files that the generator brings along: in a checkout those of the schema folder, in a wheel copies of them."""

from __future__ import annotations

from pathlib import Path

from .history import HISTORY_FILE
from .overrides import OVERRIDES_FILE

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def overrides_file() -> Path:
    """Return the overrides that come with the generator."""
    return _folder("data", "schema") / OVERRIDES_FILE


def history_file() -> Path:
    """Return the history that comes with the generator."""
    return _folder("data", "schema") / HISTORY_FILE


def templates_folder() -> Path:
    """Return the folder of the templates."""
    return _folder("templates", "templates")


def _folder(packaged: str, checkout: str) -> Path:
    folder = _PACKAGE / packaged
    return folder if folder.is_dir() else _CHECKOUT / checkout
