"""Compare two protocols, as seen by a caller."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .changes import Change, Effect
from .type_usage import TypeUsage
from .types import TypeComparison

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model import ir


def compare(old: ir.Protocol, new: ir.Protocol) -> list[Change]:
    """Compare two protocols.

    Types that no method uses, and types that are added or removed with a method or field, are not reported.

    Args:
        old: The old protocol.
        new: The new protocol.

    Returns:
        The changes, worst first.
    """
    changes = [
        *_methods("method", old.methods, new.methods, Effect.additive),
        # A client without a handler responds with an error, which may change the runtime's behavior.
        *_methods("server request", old.server_requests, new.server_requests, Effect.behavioral),
        *_notifications(old.notifications, new.notifications),
        *_types(old, new),
    ]
    return sorted(set(changes), key=lambda change: change.order)


def _methods(what: str, old: Sequence[ir.Method], new: Sequence[ir.Method], added: Effect) -> Iterator[Change]:
    before, after = {item.method: item for item in old}, {item.method: item for item in new}
    yield from _names(what, before, after, added)
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        yield from _stability(what, name, one.experimental, other.experimental)
        if one.params != other.params:
            effect = Effect.additive if one.params is None else Effect.breaking
            detail = f"the params were {one.params or 'none'}, and are {other.params or 'none'}"
            yield Change(what, name, "other params", effect, detail)
        elif one.params_optional and not other.params_optional:
            yield Change(what, name, "params newly required", Effect.breaking)
        if one.response != other.response:
            detail = f"the response was {one.response}, and is {other.response}"
            yield Change(what, name, "other response", Effect.breaking, detail)


def _notifications(old: Sequence[ir.Notification], new: Sequence[ir.Notification]) -> Iterator[Change]:
    before, after = {item.method: item for item in old}, {item.method: item for item in new}
    yield from _names("notification", before, after, Effect.additive)
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        yield from _stability("notification", name, one.experimental, other.experimental)
        if one.payload != other.payload:
            detail = f"the payload was {one.payload}, and is {other.payload}"
            yield Change("notification", name, "other payload", Effect.breaking, detail)


def _names(what: str, before: Mapping[str, object], after: Mapping[str, object], added: Effect) -> Iterator[Change]:
    for name in before.keys() - after.keys():
        yield Change(what, name, "removed", Effect.breaking)
    for name in after.keys() - before.keys():
        yield Change(what, name, "added", added)


def _stability(what: str, name: str, before: bool, after: bool) -> Iterator[Change]:
    if before and not after:
        yield Change(what, name, "now stable", Effect.additive)
    elif after and not before:
        yield Change(what, name, "now experimental", Effect.behavioral, "requires the experimental API")


def _types(old: ir.Protocol, new: ir.Protocol) -> Iterator[Change]:
    kept, after = TypeUsage(_that_stays(old, new)), TypeUsage(new)
    comparison = TypeComparison(old, new)
    for name in old.definitions:
        if name not in new.definitions:
            if kept.is_used(name):
                yield Change("type", name, "removed", Effect.breaking, "the class no longer exists")
        elif kept.is_used(name) or after.is_used(name):
            yield from comparison.of(name, after.of(name) if after.is_used(name) else kept.of(name))


def _that_stays(old: ir.Protocol, new: ir.Protocol) -> ir.Protocol:
    """Return the old protocol without messages that the new protocol lacks, and thus without their types."""
    methods = {item.method for item in (*new.methods, *new.server_requests)}
    methods |= {item.method for item in new.notifications}
    return replace(
        old,
        methods=tuple(item for item in old.methods if item.method in methods),
        server_requests=tuple(item for item in old.server_requests if item.method in methods),
        notifications=tuple(item for item in old.notifications if item.method in methods),
    )
