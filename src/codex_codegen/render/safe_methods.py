"""Render `codex_protocol.safe_methods`: methods without side effects, which may be retried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .environment import environment

if TYPE_CHECKING:
    from ..model import ir

SAFE_VERBS = frozenset(
    {
        "diagnostics",
        "get",
        "getMetadata",
        "info",
        "installed",
        "list",
        "listVoices",
        "read",
        "readDirectory",
        "readFile",
        "readHistories",
        "readiness",
        "search",
        "searchOccurrences",
        "status",
    }
)
"""Last segments of methods without side effects. The schema has no other indication."""


def render_safe_methods(protocol: ir.Protocol) -> str:
    """Return the unformatted source of `codex_protocol.safe_methods`."""
    methods = sorted(method.method for method in protocol.methods if method.method.split("/")[-1] in SAFE_VERBS)
    return environment().get_template("safe_methods.py.jinja").render(methods=methods)
