"""Annotate the protocol with the runtimes that introduced its methods and fields."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from openai_codex._versions import version_key

from . import ir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..schema.history import History


def annotate(protocol: ir.Protocol, history: History) -> ir.Protocol:
    """Return the protocol with the introducing runtime of its methods and fields.

    `since` is set on everything newer than the oldest runtime of the history. A type used by several methods has the
    oldest version of them. Fields that older runtimes do not send become optional.

    Args:
        protocol: The protocol.
        history: The history.
    """
    found: dict[str, list[str | None]] = defaultdict(list)
    received: set[str] = set()
    sent: set[str] = set()
    fields: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    for kind, method, name in _users(protocol):
        for model in _models(protocol, name):
            found[model.name].append(history.introduced_in(kind, method))
            # A model that is only a union branch has the version of the union.
            if kind == "methods":
                sent.add(model.name)
            elif model.name == name:
                received.add(name)
            for field in model.fields:
                fields[model.name, field.wire].append(history.introduced_in(kind, method, field.wire))
    definitions = dict(protocol.definitions)
    for name, methods in found.items():
        used = definitions[name]
        assert isinstance(used, ir.Model)
        dated = tuple(
            _dated(field, _oldest(fields[name, field.wire]), received=name in received - sent) for field in used.fields
        )
        definitions[name] = replace(used, fields=dated, since=_oldest(methods))
    return replace(
        protocol,
        definitions=definitions,
        methods=tuple(replace(item, since=history.introduced_in("methods", item.method)) for item in protocol.methods),
    )


def _dated(field: ir.Field, since: str | None, *, received: bool) -> ir.Field:
    """Return a field with `since`. A received field that older runtimes do not send becomes optional."""
    return replace(field, since=since, required=field.required and not (received and since is not None))


def _users(protocol: ir.Protocol) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, method and params of all messages."""
    for kind, items in (("methods", protocol.methods), ("serverRequests", protocol.server_requests)):
        for item in items:
            yield kind, item.method, item.params or ""
    for notification in protocol.notifications:
        yield "notifications", notification.method, notification.payload


def _models(protocol: ir.Protocol, name: str) -> Iterator[ir.Model]:
    definition = protocol.definitions.get(name)
    if isinstance(definition, ir.Model):
        yield definition
    elif isinstance(definition, ir.Union):
        for branch in definition.branches:
            for ref in branch.refs:
                yield from _models(protocol, ref)


def _oldest(versions: Iterable[str | None]) -> str | None:
    """Return the oldest version. None is older than any version."""
    return min(versions, key=lambda version: ((),) if version is None else version_key(version))
