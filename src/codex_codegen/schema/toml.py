"""TOML files of the schema folder."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; FileNotFoundError is the caller's to explain."""
    # Imported by name: the standard library has it from Python 3.11 on, and tomli offers the same before.
    parser: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        result: dict[str, Any] = parser.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CodegenError(f"the file is not TOML: {error}", pointer=str(path)) from error
    return result
