"""Copy the support modules, which are independent of the schema."""

from __future__ import annotations

from ..schema.resources import templates_folder


def support_modules() -> dict[str, str]:
    """Return the sources of the support modules by path within `codex_protocol`."""
    folder = templates_folder() / "support"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
