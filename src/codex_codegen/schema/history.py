"""The history of the protocol: which published runtimes have a method, a notification or a field."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openai_codex._versions import version_key

from ..errors import CodegenError
from .bundle import NAMESPACES, envelope_branches, is_list, is_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .bundle import Schema

HISTORY_FILE = "history.json"

KINDS = {"methods": "ClientRequest", "notifications": "ServerNotification", "serverRequests": "ServerRequest"}
"""What the history holds, and the union of the bundle that it is read from."""

_REMEDY = "collect it anew: remove the file, and run `make history`"


@dataclass
class Span:
    """The first and the last published runtime that has something."""

    first: str
    last: str

    def extend(self, version: str) -> None:
        """Make the span reach to a version."""
        self.first = min(self.first, version, key=version_key)
        self.last = max(self.last, version, key=version_key)


@dataclass
class Entry:
    """A method, notification or request of the server, with the top-level fields of its params."""

    span: Span
    fields: dict[str, Span] = field(default_factory=dict[str, Span])


@dataclass
class History:
    """What the published runtimes have had. `versions` are those that were looked at, the oldest first."""

    versions: list[str] = field(default_factory=list[str])
    kinds: dict[str, dict[str, Entry]] = field(default_factory=dict[str, dict[str, Entry]])
    """One of `KINDS` -> method -> entry."""

    def add(self, version: str, schema: Schema) -> None:
        """Take in the bundle of a runtime. The order of versions does not matter, and adding one twice does nothing."""
        for kind, union in KINDS.items():
            entries = self.kinds.setdefault(kind, {})
            for method, fields in messages(schema, union):
                entry = entries.setdefault(method, Entry(Span(version, version)))
                entry.span.extend(version)
                for name in fields:
                    entry.fields.setdefault(name, Span(version, version)).extend(version)
        self.versions = sorted({*self.versions, version}, key=version_key)

    def introduced_in(self, kind: str, method: str, field_name: str | None = None) -> str | None:
        """Return the runtime that brought something; None where it is as old as the history, or not in it.

        A field that is as old as its method has nothing to say either.
        """
        entry = self.kinds.get(kind, {}).get(method)
        if entry is None:
            return None
        if field_name is None:
            return entry.span.first if entry.span.first != self.versions[0] else None
        span = entry.fields.get(field_name)
        return span.first if span is not None and span.first != entry.span.first else None


def messages(schema: Schema, union: str) -> Iterator[tuple[str, list[str]]]:
    """Give the methods of one of the bundle's unions of messages, each with the top-level fields of its params."""
    root: Schema = schema["definitions"]
    for method, branch in envelope_branches(schema, union):
        yield method, sorted(set(_fields(branch["properties"].get("params"), root, ())))


def _fields(schema: Any, root: Schema, seen: tuple[str, ...]) -> Iterator[str]:
    """Give the properties that a schema, or one of its alternatives, has at the top."""
    if not is_schema(schema):
        return
    yield from schema.get("properties", {})
    target = schema.get("$ref")
    if isinstance(target, str) and target not in seen:
        name = target.rpartition("/")[2]
        spaces = [root.get(space, {}) for space in NAMESPACES if f"/{space}/" in target] or [root]
        yield from _fields(spaces[0].get(name), root, (*seen, target))
    for keyword in ("oneOf", "anyOf", "allOf"):
        for branch in schema.get(keyword, []):
            yield from _fields(branch, root, seen)


def read_history(path: Path) -> History:
    """Read a history; no file, no history."""
    if not path.is_file():
        return History()
    try:
        raw = json.loads(path.read_bytes())
        kinds = {
            kind: {
                method: Entry(_span(entry), {name: _span(span) for name, span in entry.get("fields", {}).items()})
                for method, entry in raw[kind].items()
            }
            for kind in KINDS
        }
        versions = raw["versions"]
        if not is_list(versions) or not versions or not all(isinstance(version, str) for version in versions):
            raise ValueError("`versions` is no list of versions")
        return History([str(version) for version in versions], kinds)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodegenError(f"the file is no history: {error!r}", pointer=str(path), remedy=_REMEDY) from error


def _span(raw: Any) -> Span:
    first, last = raw["first"], raw["last"]
    if not isinstance(first, str) or not isinstance(last, str):
        raise TypeError(f"{raw!r} is no span")
    return Span(first, last)


def history_text(history: History) -> str:
    """Write a history as JSON: the same bytes for the same content, and one line for each field."""

    def line(span: Span) -> str:
        return f'"first": {json.dumps(span.first)}, "last": {json.dumps(span.last)}'

    parts = [f'"versions": {json.dumps(history.versions)}']
    for kind in KINDS:
        entries = history.kinds.get(kind, {})
        blocks: list[str] = []
        for method in sorted(entries):
            entry = entries[method]
            fields = [f"   {json.dumps(name)}: {{{line(entry.fields[name])}}}" for name in sorted(entry.fields)]
            inner = ', "fields": {\n' + ",\n".join(fields) + "}" if fields else ""
            blocks.append(f"  {json.dumps(method)}: {{{line(entry.span)}{inner}}}")
        parts.append(f'"{kind}": {{\n' + ",\n".join(blocks) + "}")
    return "{\n " + ",\n ".join(parts) + "}\n"
