"""The intermediate model: all facts about a protocol that the templates need, independent of JSON schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Field:
    """One property of an object.

    `hint` is Python source that names protocol types without quotes or module prefix (`list[ThreadItem] | None`), and
    `refs` are these types. The hint contains `| None` exactly if the schema allows null (`nullable`); an optional
    property is not necessarily nullable. `default` is Python source, or None if the schema has no default.
    """

    name: str
    wire: str
    hint: str
    refs: tuple[str, ...] = ()
    required: bool = False
    nullable: bool = False
    default: str | None = None
    doc: str = ""
    experimental: bool = False
    since: str | None = None
    """The runtime that introduced the field; None if unknown or as old as its model."""


@dataclass(frozen=True)
class Model:
    """An object definition."""

    name: str
    fields: tuple[Field, ...]
    doc: str = ""
    experimental: bool = False
    since: str | None = None
    """The runtime that introduced the first method with these params; None if unknown."""


@dataclass(frozen=True)
class EnumMember:
    """One known value of an open enum."""

    name: str
    value: str
    doc: str = ""


@dataclass(frozen=True)
class Enum:
    """An open set of strings with the known values."""

    name: str
    members: tuple[EnumMember, ...]
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Branch:
    """One alternative of a union.

    `key` is the value of the tag (`kind == "tag"`) or the only key (`kind == "key"`). A branch without a key matches
    values that are not objects (the enum of a `key` union), or belongs to an untagged union.
    """

    hint: str
    refs: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True)
class Union:
    """Alternatives, distinguished by a tag (`kind` "tag"), by their only key ("key"), or by validation ("untagged")."""

    name: str
    kind: str
    branches: tuple[Branch, ...]
    tag: str | None = None
    unknown: str | None = None
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Alias:
    """An alias for a scalar, a list or a map."""

    name: str
    hint: str
    refs: tuple[str, ...] = ()
    doc: str = ""
    experimental: bool = False


Definition: TypeAlias = Model | Enum | Union | Alias


@dataclass(frozen=True)
class Method:
    """A request of the client or of the server.

    `params` and `response` are names of definitions. `params` is None if the method has no params. If `params_optional`
    is set, null may be sent instead of the object.
    """

    method: str
    python_name: str
    params: str | None
    params_optional: bool
    response: str
    doc: str = ""
    experimental: bool = False
    since: str | None = None
    """The runtime that introduced the method; None if unknown."""


@dataclass(frozen=True)
class Notification:
    """A notification; `payload` is the name of a definition."""

    method: str
    python_name: str
    payload: str
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Protocol:
    """The protocol of one runtime version."""

    runtime_version: str
    definitions: dict[str, Definition]
    modules: dict[str, str] = field(default_factory=dict[str, str])
    """Definition name -> domain module."""
    methods: tuple[Method, ...] = ()
    notifications: tuple[Notification, ...] = ()
    server_requests: tuple[Method, ...] = ()
    client_notifications: tuple[Notification, ...] = ()
    schema_sha256: str = ""
