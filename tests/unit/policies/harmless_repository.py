"""Repositories that the rules accept, created without git."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def create_repository(root: Path) -> Path:
    """Create a directory with a repository without configuration and commits; return the directory."""
    for name in ("objects", "refs"):
        (root / ".git" / name).mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    return root
