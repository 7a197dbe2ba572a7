"""Keyword sets of the handwritten convenience methods, declared by `[options.NAME]` of the overrides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import is_class_name
from .docstrings import paragraphs
from .method_views import fields_of, parameter
from .parameter_hints import ParameterHints, merged_hints, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import ir
    from ..schema.strictness import Strictness

_KEYS = {"method", "omit", "doc"}


@dataclass(frozen=True)
class OptionKey:
    """A key of a TypedDict, with its docstring."""

    name: str
    hint: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class OptionSet:
    """A TypedDict."""

    name: str
    doc: tuple[str, ...]
    parameters: tuple[OptionKey, ...]

    def names(self) -> set[str]:
        """Return the names in the hints."""
        return {name for key in self.parameters for name in names_in(key.hint)}


def build_options(
    protocol: ir.Protocol, declared: Mapping[str, Mapping[str, Any]], strictness: Strictness
) -> tuple[OptionSet, ...]:
    """Return the option sets in the order of their declaration.

    Args:
        protocol: The protocol.
        declared: Name -> `method`, `omit` (wire names to leave out) and `doc`.
        strictness: Whether an unknown method or name is an error.

    Raises:
        CodegenError: A declaration is invalid.
    """
    return tuple(_build(protocol, name, entry, strictness) for name, entry in declared.items())


def _build(protocol: ir.Protocol, name: str, entry: Mapping[str, Any], strictness: Strictness) -> OptionSet:
    pointer = f"schema/overrides.toml [options.{name}]"
    method, omit, doc = _checked(pointer, name, entry)
    params = {item.method: item.params for item in protocol.methods}
    if params.get(method) is None:
        problem = CodegenError(
            f"{method} is not a client method with params",
            pointer=pointer,
            remedy="correct the method, or remove the table",
        )
        strictness.tolerate(problem, "the set is empty")
        return OptionSet(name, tuple(paragraphs(doc)), ())
    fields = fields_of(protocol.definitions, params[method] or "")
    missing = [wire for wire in omit if wire not in {field.wire for field in fields}]
    if missing:
        problem = CodegenError(
            f"omit: {method} has no field {', '.join(missing)}",
            pointer=pointer,
            remedy="correct the names in `omit`, or remove them",
        )
        strictness.tolerate(problem, "the names are ignored")
    hints = ParameterHints(protocol.definitions)
    keys: list[OptionKey] = []
    for field in fields:
        if field.wire not in omit:
            item = parameter(field, hints)
            keys.append(OptionKey(item.name, merged_hints(item.hint, "None"), tuple(paragraphs(item.doc))))
    return OptionSet(name, tuple(paragraphs(doc)), tuple(keys))


def _checked(pointer: str, name: str, entry: Mapping[str, Any]) -> tuple[str, list[str], str]:
    method, doc = entry.get("method"), entry.get("doc")
    omit: list[Any] | None = entry.get("omit")
    if (
        set(entry) != _KEYS
        or not is_class_name(name)
        or not isinstance(method, str)
        or not isinstance(doc, str)
        or not doc.strip()
        or not isinstance(omit, list)
        or not all(isinstance(wire, str) for wire in omit)
    ):
        raise CodegenError(
            "invalid option set",
            pointer=pointer,
            remedy='use a class name, `method = "..."`, `omit = ["..."]` (wire names) and `doc = "..."`',
        )
    return method, [str(wire) for wire in omit], doc
