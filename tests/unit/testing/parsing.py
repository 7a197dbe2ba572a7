"""Read TOML as others do."""

from __future__ import annotations

import importlib
import sys
from typing import Any


def loads(text: str) -> dict[str, Any]:
    """Return TOML as a dict."""
    # Imported by name: the standard library has it from Python 3.11 on, and tomli offers the same before.
    parser: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    found: dict[str, Any] = parser.loads(text)
    return found
