"""The schema bundle of one runtime, with what is known to be stable in it."""

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
    """Whether a value of JSON is an object. A schema may also be `true`."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value of JSON is an array."""
    return isinstance(value, list)


BUNDLE_FILE = "bundle.json"
STABLE_FILE = "stable.json"

# The bundle puts most definitions under "v2" and the older ones beside it.
NAMESPACES = ("v2",)


@dataclass(frozen=True)
class StableSubset:
    """What the runtime prints without `--experimental`; all else is experimental.

    `definitions` maps a definition to its properties. A branch of a union has an entry of its own, named
    `Definition.tag`, and so has an inline object (`Definition.property`).
    """

    methods: frozenset[str]
    notifications: frozenset[str]
    server_requests: frozenset[str]
    definitions: Mapping[str, frozenset[str]]

    def has_definition(self, origin: str) -> bool:
        """Whether the definition or branch is stable."""
        return origin in self.definitions

    def has_field(self, origin: str, wire: str) -> bool:
        """Whether the property is stable."""
        return wire in self.definitions.get(origin, frozenset())


@dataclass(frozen=True)
class Bundle:
    """A schema bundle as the runtime prints it, with what is stable in it."""

    runtime_version: str
    sha256: str
    schema: Schema
    stable: StableSubset

    def names(self) -> list[str]:
        """Give the sorted names of all definitions of all namespaces."""
        root: Schema = self.schema["definitions"]
        found = {name for name in root if name not in NAMESPACES}
        for namespace in NAMESPACES:
            found.update(root.get(namespace, {}))
        return sorted(found)


def read_json(path: Path) -> Any:
    """Read a JSON file, or say which file is missing or broken."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise CodegenError("the file is missing", pointer=str(path), remedy=_RELOCK) from None
    except ValueError as error:
        raise CodegenError(f"the file is not JSON: {error}", pointer=str(path), remedy=_RELOCK) from error
    except RecursionError:
        raise CodegenError("the JSON is nested too deeply", pointer=str(path), remedy=_RELOCK) from None


_RELOCK = "restore it from version control, or write it anew with `python -m codex_codegen lock --codex-bin PATH`"


def read_stable(path: Path) -> StableSubset:
    """Read `stable.json`."""
    return parse_stable(read_json(path), str(path))


def parse_stable(raw: Any, origin: str) -> StableSubset:
    """Make the marks of what `stable.json` holds; `origin` is what errors call it."""
    try:
        return StableSubset(
            methods=frozenset(raw["methods"]),
            notifications=frozenset(raw["notifications"]),
            server_requests=frozenset(raw["serverRequests"]),
            definitions={name: frozenset(fields) for name, fields in raw["definitions"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CodegenError(f"the file has another shape: {error!r}", pointer=origin, remedy=_RELOCK) from error


def envelope_methods(schema: Schema, union: str) -> list[str]:
    """Give the `method` tags of one of the bundle's message unions, in the order of the bundle."""
    return [method for method, _ in envelope_branches(schema, union)]


def envelope_branches(schema: Schema, union: str) -> list[tuple[str, Schema]]:
    """Give the messages of one of the bundle's message unions, each with its method; what has none is no message."""
    envelope: Any = schema.get("definitions", {}).get(union)
    branches: list[Any] = envelope.get("oneOf", []) if is_schema(envelope) else []
    found: list[tuple[str, Schema]] = []
    for branch in branches:
        method = message_method(branch)
        if method is not None:
            found.append((method, branch))
    return found


def message_method(branch: Any) -> str | None:
    """Give the method that the branch of a union of messages is for, or None where it does not say."""
    method: Any = branch.get("properties", {}).get("method") if is_schema(branch) else None
    return single_value(method) if is_schema(method) else None


def branch_key(branch: Schema) -> str | None:
    """Give what tells a union's branch from its siblings: the value of its tag, or its sole required key."""
    properties: Schema = branch.get("properties", {})
    required: list[str] = branch.get("required", [])
    for name in sorted(properties):
        prop = properties[name]
        if is_schema(prop) and name in required and single_value(prop) is not None:
            return single_value(prop)
    return required[0] if len(required) == 1 and len(properties) == 1 else None


def single_value(schema: Schema) -> str | None:
    """Give the one string that a schema allows, or None when it allows more."""
    if isinstance(schema.get("const"), str):
        value: str = schema["const"]
        return value
    values = schema.get("enum")
    if is_list(values) and len(values) == 1 and isinstance(values[0], str):
        return str(values[0])
    return None
