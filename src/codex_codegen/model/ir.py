"""The intermediate model: everything that the templates need to know of a protocol, and nothing of JSON schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Field:
    """One property of an object.

    `hint` is Python source that names protocol types without quotes or module prefix (`list[ThreadItem] | None`), and
    `refs` are the definitions it names. The hint has `| None` exactly where the schema allows null (`nullable`), which
    is another thing than that the property may be left out. `default` is Python source, or None where the schema gives
    no default.
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
    """The runtime that brought it, where that is known and later than the one that brought what it is in."""


@dataclass(frozen=True)
class Model:
    """An object definition."""

    name: str
    fields: tuple[Field, ...]
    doc: str = ""
    experimental: bool = False
    since: str | None = None
    """The runtime that brought the first method whose params it is, where that is known."""


@dataclass(frozen=True)
class EnumMember:
    """One known value of an open enum."""

    name: str
    value: str
    doc: str = ""


@dataclass(frozen=True)
class Enum:
    """A set of known strings, open to more."""

    name: str
    members: tuple[EnumMember, ...]
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Branch:
    """One alternative of a union.

    `key` is the value of the tag (`kind == "tag"`) or the sole key (`kind == "key"`). Without a key, the branch takes
    what is not an object (the enum of a `key` union), or is one of an untagged union.
    """

    hint: str
    refs: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True)
class Union:
    """Alternatives, told apart by a tag (`kind` "tag"), by their sole key ("key") or only by trying ("untagged")."""

    name: str
    kind: str
    branches: tuple[Branch, ...]
    tag: str | None = None
    unknown: str | None = None
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Alias:
    """Another name for a scalar, a list or a map."""

    name: str
    hint: str
    refs: tuple[str, ...] = ()
    doc: str = ""
    experimental: bool = False


Definition: TypeAlias = Model | Enum | Union | Alias


@dataclass(frozen=True)
class Method:
    """A request: from the client, or from the server.

    `params` and `response` are names of definitions. `params` is None where the method takes none; `params_optional`
    says that null may stand for the whole object.
    """

    method: str
    python_name: str
    params: str | None
    params_optional: bool
    response: str
    doc: str = ""
    experimental: bool = False
    since: str | None = None
    """The runtime that brought it, where that is known."""


@dataclass(frozen=True)
class Notification:
    """A notification of the server; `payload` is the name of a definition."""

    method: str
    python_name: str
    payload: str
    doc: str = ""
    experimental: bool = False


@dataclass(frozen=True)
class Protocol:
    """A whole protocol, of one runtime version."""

    runtime_version: str
    definitions: dict[str, Definition]
    modules: dict[str, str] = field(default_factory=dict[str, str])
    """Definition name -> the domain module that holds it."""
    methods: tuple[Method, ...] = ()
    notifications: tuple[Notification, ...] = ()
    server_requests: tuple[Method, ...] = ()
    client_notifications: tuple[Notification, ...] = ()
    schema_sha256: str = ""
