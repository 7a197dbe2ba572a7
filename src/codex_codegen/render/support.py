"""Copy the support modules, which are the same for every schema."""

from __future__ import annotations

from ..schema.resources import templates_folder


def support_modules() -> dict[str, str]:
    """Return the support modules: path within `codex_protocol` -> source."""
    folder = templates_folder() / "support"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
