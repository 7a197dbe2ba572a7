"""Render `codex_protocol.availability`: the methods and fields of each published runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .environment import environment

if TYPE_CHECKING:
    from ..schema.history import History, Span


def render_availability(history: History) -> str:
    """Return the unformatted source of `codex_protocol.availability`."""
    places = {version: index for index, version in enumerate(history.versions)}
    newest = len(history.versions) - 1

    def place(span: Span) -> tuple[int, int]:
        return places[span.first], places[span.last]

    methods: list[tuple[str, tuple[int, int]]] = []
    fields: list[tuple[str, list[tuple[str, tuple[int, int]]]]] = []
    for method, entry in sorted(history.kinds.get("methods", {}).items()):
        if place(entry.span) != (0, newest):
            methods.append((method, place(entry.span)))
        own = [(name, place(span)) for name, span in sorted(entry.fields.items()) if place(span) != place(entry.span)]
        if own:
            fields.append((method, own))
    template = environment().get_template("availability.py.jinja")
    return template.render(versions=history.versions, methods=methods, fields=fields)
