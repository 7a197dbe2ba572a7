"""Read TOML files."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        CodegenError: The file is invalid.
        FileNotFoundError: The file is missing.
    """
    # Imported by name: tomllib exists since Python 3.11, and tomli has the same interface.
    parser: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        result: dict[str, Any] = parser.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CodegenError(f"invalid TOML: {error}", pointer=str(path)) from error
    return result
