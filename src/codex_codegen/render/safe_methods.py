"""Which methods only read, and may be sent again where it is not known what became of them."""

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
"""The last part of the names of methods that change nothing. The schema does not say it in any other way."""


def render_safe_methods(protocol: ir.Protocol) -> str:
    """Give the source of `codex_protocol.safe_methods`, not yet formatted."""
    methods = sorted(method.method for method in protocol.methods if method.method.split("/")[-1] in SAFE_VERBS)
    return environment().get_template("safe_methods.py.jinja").render(methods=methods)
