"""Overrides: names and values that the schema does not contain. Each override asserts what it replaces."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import is_class_name
from .bundle import is_list, is_schema
from .strictness import Strictness
from .toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from .bundle import Schema

OVERRIDES_FILE = "overrides.toml"

_ALLOWED = {
    "name": {"pointer", "expect", "name"},
    "values": {"pointer", "expect", "values"},
    "field": {"pointer", "expect", "name"},
    "member": {"pointer", "expect", "value", "name"},
}


@dataclass(frozen=True)
class Overrides:
    """The content of `overrides.toml`.

    `[[name]]` names an inline type or renames a definition. `[[values]]` turns a string into an open enum with the
    given values. `[[field]]` names the attribute of a property, and `[[member]]` the member of an enum value.
    `[responses]` names the response of a method if the naming convention does not apply (see `model.methods`), and
    `[options.NAME]` declares the keywords of a handwritten convenience method (see `render.option_sets`).
    """

    path: str
    reviewed_version: str | None = None
    """The runtime version whose schema every override must match. None: every schema."""
    entries: tuple[tuple[str, Schema], ...] = ()
    responses: dict[str, str] = field(default_factory=dict[str, str])
    options: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def python_names(self) -> dict[str, str]:
        """Return the Python names of properties and enum values, by pointer.

        The key of an enum value is the pointer of its enum, `#` and the value.
        """
        names: dict[str, str] = {}
        for kind, entry in self.entries:
            if kind == "field":
                names[entry["pointer"]] = entry["name"]
            elif kind == "member":
                names[member_pointer(entry["pointer"], entry["value"])] = entry["name"]
        return names


def member_pointer(enum: str, value: str) -> str:
    """Return the key of an enum value in `Overrides.python_names`."""
    return f"{enum}#{value}"


def read_overrides(path: Path) -> Overrides:
    """Read an overrides file. A missing file is empty.

    Raises:
        CodegenError: The file is invalid.
    """
    if not path.exists():
        return Overrides(str(path))
    raw = read_toml(path)
    unknown = sorted(set(raw) - set(_ALLOWED) - {"reviewed_version", "responses", "options"})
    if unknown:
        raise CodegenError(f"unknown tables: {', '.join(unknown)}", pointer=str(path), remedy=_KINDS)
    reviewed_version = raw.get("reviewed_version")
    if reviewed_version is not None and not isinstance(reviewed_version, str):
        raise CodegenError("reviewed_version: expected a string", pointer=str(path), remedy=_KINDS)
    responses = raw.get("responses", {})
    if not is_schema(responses) or not all(isinstance(name, str) for name in responses.values()):
        raise CodegenError("[responses]: expected names", pointer=str(path), remedy=_KINDS)
    options = raw.get("options", {})
    if not is_schema(options) or not all(is_schema(entry) for entry in options.values()):
        raise CodegenError("[options.NAME]: expected tables", pointer=str(path), remedy=_KINDS)
    entries = [(kind, entry) for kind in _ALLOWED for entry in raw.get(kind, [])]
    return Overrides(str(path), reviewed_version, tuple(entries), responses, options)


def apply_overrides(schema: Schema, overrides: Overrides, strictness: Strictness | None = None) -> Schema:
    """Return a copy of a schema with the overrides applied.

    `expect` is the expected content at the pointer. Additional keys are allowed, different values are not.

    Args:
        schema: The schema.
        overrides: The overrides.
        strictness: Whether an override that does not match is an error or is ignored; None raises.

    Raises:
        CodegenError: An override is invalid, or does not match the schema.
    """
    strictness = strictness or Strictness()
    result = copy.deepcopy(schema)
    seen: set[tuple[str, ...]] = set()
    for kind, entry in overrides.entries:
        pointer = _checked_pointer(kind, entry, overrides.path)
        key = (kind, pointer, str(entry.get("value")))
        if key in seen:
            raise CodegenError(f"duplicate [[{kind}]] override for {pointer}", pointer=overrides.path)
        seen.add(key)
        try:
            _apply(kind, entry, _find(result, pointer), pointer)
        except _OverrideMismatch as problem:
            moved = _relocated_pointer(result, pointer, entry["expect"])
            if moved is None:
                strictness.tolerate(problem, "the override is ignored")
            else:
                strictness.tolerate(problem, f"it is applied to {moved}")
                _apply(kind, entry, _find(result, moved), moved)
    return result


def check_names_used(
    overrides: Overrides, named: Container[str], definitions: Container[str], strictness: Strictness | None = None
) -> None:
    """Check that every [[name]] override names a class.

    Args:
        overrides: The overrides.
        named: The definitions after normalisation.
        definitions: The names of all definitions of the bundle.
        strictness: Whether an unused name is an error.

    Raises:
        CodegenError: A name is not used.
    """
    for kind, entry in overrides.entries:
        if kind == "name" and (entry["name"] not in named or entry["name"] in definitions):
            problem = CodegenError(f"unused name: {entry['name']}", pointer=entry["pointer"], remedy=_STALE)
            (strictness or Strictness()).tolerate(problem, "the override is ignored")


class _OverrideMismatch(CodegenError):
    """The schema differs from the expectation of an override."""


_KINDS = (
    "use `reviewed_version`, [[name]] {pointer, expect, name}, [[values]] {pointer, expect, values}, [[field]] "
    "{pointer, expect, name}, [[member]] {pointer, expect, value, name}, [responses] and [options.NAME]"
)


def _checked_pointer(kind: str, entry: Any, path: str) -> str:
    if not is_schema(entry) or set(entry) != _ALLOWED[kind] or not isinstance(entry["pointer"], str):
        raise CodegenError(f"invalid [[{kind}]] entry: {entry!r}", pointer=path, remedy=_KINDS)
    return str(entry["pointer"])


def _apply(kind: str, entry: Schema, target: Schema, pointer: str) -> None:
    expected = entry["expect"]
    if not is_schema(expected) or not expected or not _matches(expected, target):
        raise _OverrideMismatch(
            f"the override expects {expected!r}, the schema has {_shown(target)}",
            pointer=pointer,
            remedy=_STALE,
        )
    if kind == "name":
        if not is_class_name(entry["name"]):
            raise CodegenError(f"invalid class name: {entry['name']!r}", pointer=pointer)
        target["x-name"] = entry["name"]
        return
    if kind in ("field", "member"):
        name = entry["name"]
        if not isinstance(name, str) or not name.isidentifier() or name.startswith("_") or iskeyword(name):
            raise CodegenError(f"invalid attribute name: {name!r}", pointer=pointer)
        return
    said = set(target) - {"description", "title", "$schema"}
    if said != set(expected) or target.get("type") != "string":
        raise _OverrideMismatch(
            f"[[values]] requires a plain string whose keywords {sorted(said)} are all in `expect`",
            pointer=pointer,
            remedy=_STALE,
        )
    values = entry["values"]
    if not is_list(values) or not values or not all(isinstance(value, str) for value in values):
        raise CodegenError("values: expected a list of strings", pointer=pointer)
    target["enum"] = values
    # Marks the enum as open, even if only one value is known.
    target["x-docs"] = {}


_STALE = "compare the schema at this pointer, then correct or remove the override in schema/overrides.toml"


def _find(schema: Schema, pointer: str) -> Schema:
    node: Any = schema
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if is_schema(node) and key in node:
            node = node[key]
        elif is_list(node) and key.isdigit() and int(key) < len(node):
            node = node[int(key)]
        else:
            node = None
            break
    if not is_schema(node) or not pointer.startswith("/"):
        raise _OverrideMismatch("the pointer of the override does not exist", pointer=pointer, remedy=_STALE)
    return node


def _relocated_pointer(schema: Schema, pointer: str, expected: Any) -> str | None:
    """Return the pointer of the only sibling branch that matches the expectation, or None."""
    parent, _, index = pointer.rpartition("/")
    above, _, keyword = parent.rpartition("/")
    if not index.isdigit():
        return None
    try:
        branches: Any = _find(schema, above).get(keyword)
    except _OverrideMismatch:
        return None
    if not is_list(branches) or not is_schema(expected) or not expected:
        return None
    found = [f"{parent}/{at}" for at, branch in enumerate(branches) if _matches(expected, branch)]
    return found[0] if len(found) == 1 else None


def _matches(expected: Any, found: Any) -> bool:
    if is_schema(expected):
        return is_schema(found) and all(key in found and _matches(value, found[key]) for key, value in expected.items())
    return bool(expected == found)


def _shown(schema: Schema) -> str:
    text = repr({key: value for key, value in schema.items() if key != "description"})
    return text if len(text) <= 300 else f"{text[:300]}..."
