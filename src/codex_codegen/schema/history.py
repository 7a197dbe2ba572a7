"""The history of the protocol: the published runtimes that have a method, a notification or a field."""

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
"""The kinds of the history, each with the message union of the bundle that it comes from."""

_REMEDY = "remove the file and run `make history`"


@dataclass
class Span:
    """The first and the last published runtime that has a method or field."""

    first: str
    last: str

    def extend(self, version: str) -> None:
        """Extend the span to a version."""
        self.first = min(self.first, version, key=version_key)
        self.last = max(self.last, version, key=version_key)


@dataclass
class Entry:
    """A method, notification or server request, with the top-level fields of its params."""

    span: Span
    fields: dict[str, Span] = field(default_factory=dict[str, Span])


@dataclass
class History:
    """The protocol of the published runtimes. `versions` are the recorded runtimes, oldest first."""

    versions: list[str] = field(default_factory=list[str])
    kinds: dict[str, dict[str, Entry]] = field(default_factory=dict[str, dict[str, Entry]])
    """A key of `KINDS` -> method -> entry."""

    def add(self, version: str, schema: Schema) -> None:
        """Add the bundle of a runtime. Versions may be added in any order and more than once."""
        for kind, union in KINDS.items():
            entries = self.kinds.setdefault(kind, {})
            for method, fields in messages(schema, union):
                entry = entries.setdefault(method, Entry(Span(version, version)))
                entry.span.extend(version)
                for name in fields:
                    entry.fields.setdefault(name, Span(version, version)).extend(version)
        self.versions = sorted({*self.versions, version}, key=version_key)

    def introduced_in(self, kind: str, method: str, field_name: str | None = None) -> str | None:
        """Return the runtime that introduced a method or field.

        Args:
            kind: A key of `KINDS`.
            method: The wire method.
            field_name: A top-level field of the params; None asks for the method.

        Returns:
            The version, or None if the method is as old as the history, the field is as old as its method, or the
            history has no such entry.
        """
        entry = self.kinds.get(kind, {}).get(method)
        if entry is None:
            return None
        if field_name is None:
            return entry.span.first if entry.span.first != self.versions[0] else None
        span = entry.fields.get(field_name)
        return span.first if span is not None and span.first != entry.span.first else None


def messages(schema: Schema, union: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the methods of a message union, each with the top-level fields of its params.

    Args:
        schema: The bundle.
        union: The name of the union, such as "ClientRequest".
    """
    root: Schema = schema["definitions"]
    for method, branch in envelope_branches(schema, union):
        yield method, sorted(set(_fields(branch["properties"].get("params"), root, ())))


def _fields(schema: Any, root: Schema, seen: tuple[str, ...]) -> Iterator[str]:
    """Return the top-level properties of a schema and of its alternatives."""
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
    """Read a history file. A missing file is an empty history.

    Raises:
        CodegenError: The file is not a history.
    """
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
            raise ValueError("versions: expected a list of strings")
        return History([str(version) for version in versions], kinds)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodegenError(f"invalid history: {error!r}", pointer=str(path), remedy=_REMEDY) from error


def _span(raw: Any) -> Span:
    first, last = raw["first"], raw["last"]
    if not isinstance(first, str) or not isinstance(last, str):
        raise TypeError(f"invalid span: {raw!r}")
    return Span(first, last)


def history_text(history: History) -> str:
    """Return a history as JSON: the same bytes for the same content, one line per field."""

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
