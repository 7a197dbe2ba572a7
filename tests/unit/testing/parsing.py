"""Parse TOML with the standard library or tomli."""

from __future__ import annotations

import importlib
import sys
from typing import Any


def loads(text: str) -> dict[str, Any]:
    """Return TOML as a dict."""
    # tomllib exists since Python 3.11; tomli has the same interface for older versions.
    parser: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    parsed: dict[str, Any] = parser.loads(text)
    return parsed
