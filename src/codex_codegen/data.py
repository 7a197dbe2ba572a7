"""The files that the generator brings along: in a checkout those of the schema folder, in a wheel copies of them."""

from __future__ import annotations

from pathlib import Path

from .history import HISTORY_FILE
from .overrides import OVERRIDES_FILE

_HERE = Path(__file__).parent


def overrides_file() -> Path:
    """Return the overrides that come with the generator."""
    return _folder() / OVERRIDES_FILE


def history_file() -> Path:
    """Return the history that comes with the generator."""
    return _folder() / HISTORY_FILE


def _folder() -> Path:
    packed = _HERE / "data"
    return packed if packed.is_dir() else _HERE.parents[1] / "schema"
