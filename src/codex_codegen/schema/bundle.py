"""The schema bundle of one runtime, and its stable subset."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from ..errors import CodegenError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Schema: TypeAlias = dict[str, Any]


def is_schema(value: object) -> TypeGuard[Schema]:
    """Return whether a JSON value is an object. A schema may also be `true`."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


BUNDLE_FILE = "bundle.json"
STABLE_FILE = "stable.json"

# The bundle puts most definitions under "v2", and older ones next to it.
NAMESPACES = ("v2",)


@dataclass(frozen=True)
class StableSubset:
    """The part of the protocol that the runtime prints without `--experimental`. Everything else is experimental.

    `definitions` maps a definition to its properties. A union branch has its own entry, named `Definition.tag`, and so
    has an inline object (`Definition.property`).
    """

    methods: frozenset[str]
    notifications: frozenset[str]
    server_requests: frozenset[str]
    definitions: Mapping[str, frozenset[str]]

    def has_definition(self, origin: str) -> bool:
        """Return whether a definition or branch is stable."""
        return origin in self.definitions

    def has_field(self, origin: str, wire: str) -> bool:
        """Return whether a property is stable."""
        return wire in self.definitions.get(origin, frozenset())


@dataclass(frozen=True)
class Bundle:
    """A schema bundle as printed by the runtime, with its stable subset."""

    runtime_version: str
    sha256: str
    schema: Schema
    stable: StableSubset

    def names(self) -> list[str]:
        """Return the sorted names of the definitions of all namespaces."""
        root: Schema = self.schema["definitions"]
        found = {name for name in root if name not in NAMESPACES}
        for namespace in NAMESPACES:
            found.update(root.get(namespace, {}))
        return sorted(found)


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        CodegenError: The file is missing or invalid.
    """
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise CodegenError("missing file", pointer=str(path), remedy=_UPDATE_LOCK) from None
    except ValueError as error:
        raise CodegenError(f"invalid JSON: {error}", pointer=str(path), remedy=_UPDATE_LOCK) from error
    except RecursionError:
        raise CodegenError("the JSON is nested too deeply", pointer=str(path), remedy=_UPDATE_LOCK) from None


_UPDATE_LOCK = "restore it from version control, or update it with `python -m codex_codegen lock --codex-bin PATH`"


def read_stable(path: Path) -> StableSubset:
    """Read `stable.json`."""
    return parse_stable(read_json(path), str(path))


def parse_stable(raw: Any, origin: str) -> StableSubset:
    """Parse the content of `stable.json`.

    Args:
        raw: The parsed JSON.
        origin: The name of the file in error messages.

    Raises:
        CodegenError: The content is invalid.
    """
    try:
        return StableSubset(
            methods=frozenset(raw["methods"]),
            notifications=frozenset(raw["notifications"]),
            server_requests=frozenset(raw["serverRequests"]),
            definitions={name: frozenset(fields) for name, fields in raw["definitions"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CodegenError(f"invalid content: {error!r}", pointer=origin, remedy=_UPDATE_LOCK) from error


def envelope_methods(schema: Schema, union: str) -> list[str]:
    """Return the methods of a message union, in the order of the bundle.

    Args:
        schema: The bundle.
        union: The name of the union, such as "ClientRequest".
    """
    return [method for method, _ in envelope_branches(schema, union)]


def envelope_branches(schema: Schema, union: str) -> list[tuple[str, Schema]]:
    """Return the messages of a message union, each with its method.

    Branches without a method are skipped.

    Args:
        schema: The bundle.
        union: The name of the union, such as "ClientRequest".
    """
    envelope: Any = schema.get("definitions", {}).get(union)
    branches: list[Any] = envelope.get("oneOf", []) if is_schema(envelope) else []
    found: list[tuple[str, Schema]] = []
    for branch in branches:
        method = message_method(branch)
        if method is not None:
            found.append((method, branch))
    return found


def message_method(branch: Any) -> str | None:
    """Return the method of a message, or None if the branch has no method."""
    method: Any = branch.get("properties", {}).get("method") if is_schema(branch) else None
    return single_value(method) if is_schema(method) else None


def branch_key(branch: Schema) -> str | None:
    """Return the key of a union branch: the value of its tag, or its only required property."""
    properties: Schema = branch.get("properties", {})
    required: list[str] = branch.get("required", [])
    for name in sorted(properties):
        prop = properties[name]
        if is_schema(prop) and name in required and single_value(prop) is not None:
            return single_value(prop)
    return required[0] if len(required) == 1 and len(properties) == 1 else None


def single_value(schema: Schema) -> str | None:
    """Return the only string that a schema allows, or None."""
    if isinstance(schema.get("const"), str):
        value: str = schema["const"]
        return value
    values = schema.get("enum")
    if is_list(values) and len(values) == 1 and isinstance(values[0], str):
        return str(values[0])
    return None
