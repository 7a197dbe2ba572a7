"""Template views of methods: parameters, hints and docstrings."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import ir
from ..names import camel, snake
from .docstrings import paragraphs, section
from .parameter_hints import ParameterHints, merged_hints, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Names used by the bodies of generated functions.
_USED_NAMES = frozenset(
    {"UNSET", "keywords", "mappers", "response", "self", "to_wire", "unexpected_keyword", "unknown", "wire"}
)

# The end of the first clause, but not the period of an abbreviation or of a list number.
_CLAUSE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\d)[.:](?=\s|$)")


@dataclass(frozen=True)
class Parameter:
    """A keyword of a method."""

    name: str
    wire: str
    hint: str
    required: bool
    doc: str

    @property
    def annotation(self) -> str:
        """The hint, including `Unset` if the keyword is optional."""
        return self.hint if self.required else merged_hints(self.hint, "Unset")


@dataclass(frozen=True)
class Call:
    """A client method, rendered as a mapper and as methods of `Rpc` and `AsyncRpc`.

    `variants` are the parameter lists of the union branches if the params are a union. `takes_object` is False for a
    method without params.
    """

    method: str
    name: str
    domain: str
    response: str
    takes_object: bool
    may_be_null: bool
    parameters: tuple[Parameter, ...]
    variants: tuple[tuple[Parameter, ...], ...]
    mapper_doc: tuple[str, ...]
    rpc_doc: tuple[str, ...]

    @property
    def result(self) -> str:
        """The return hint of the mapper."""
        if not self.takes_object:
            return "None"
        return "dict[str, JsonValue] | None" if self.may_be_null else "dict[str, JsonValue]"

    def names(self) -> set[str]:
        """Return the names in the hints of the signature."""
        variants = [parameter for variant in self.variants for parameter in variant]
        return {name for parameter in (*self.parameters, *variants) for name in names_in(parameter.annotation)}


def build_calls(protocol: ir.Protocol) -> tuple[Call, ...]:
    """Return the views of all client methods, in the order of the protocol."""
    hints = ParameterHints(protocol.definitions)
    return tuple(_call(protocol, method, hints) for method in protocol.methods)


def domain_of(method: str) -> str:
    """Return the mapper module of a method: `mcpServer/oauth/login` -> `mcp_server`."""
    name = snake(method.split("/", 1)[0])
    # `from __future__ import annotations` leaves an attribute that hides a module of this name.
    return f"{name}_" if keyword.iskeyword(name) or name == "annotations" else name


def fields_of(definitions: Mapping[str, ir.Definition], name: str) -> tuple[ir.Field, ...]:
    """Return the fields of a model, or the common fields of a union's models."""
    first, *others = _variants(definitions, name) or [()]
    wires = [{field.wire for field in other} for other in others]
    return tuple(field for field in first if all(field.wire in other for other in wires))


def parameter(field: ir.Field, hints: ParameterHints) -> Parameter:
    """Return the keyword for a field."""
    name = f"{field.name}_" if field.name in _USED_NAMES else field.name
    parts = ["Experimental." if field.experimental else "", field.doc.strip()]
    if camel(name) != field.wire:
        parts.append(f"Sent as `{field.wire}`.")
    if field.default not in (None, "None") and not field.required:
        parts.append(f"Default: `{field.default}`.")
    if field.since is not None:
        parts.append(f"Since runtime {field.since}.")
    return Parameter(name, field.wire, hints.of(field), field.required, " ".join(part for part in parts if part))


def _call(protocol: ir.Protocol, method: ir.Method, hints: ParameterHints) -> Call:
    variants = [] if method.params is None else _variants(protocol.definitions, method.params)
    lists = [tuple(_required_first(parameter(field, hints) for field in fields)) for fields in variants]
    parameters = _merged(lists)
    arguments = section("Args", ((item.name, item.doc) for item in parameters if item.doc))
    response = protocol.definitions.get(method.response)
    returned = [(method.response, response.doc)] if response is not None and response.doc.strip() else []
    null = [("dict or None", "The params; None if no keyword is given.")] if method.params_optional else []
    return Call(
        method=method.method,
        name=method.python_name,
        domain=domain_of(method.method),
        response=method.response,
        takes_object=method.params is not None,
        may_be_null=method.params_optional,
        parameters=parameters,
        variants=tuple(lists) if len(lists) > 1 else (),
        mapper_doc=(*_mapper_summary(method), *arguments, *section("Returns", null)),
        rpc_doc=(*_summary(method), *_status(method), *arguments, *section("Returns", returned)),
    )


def _variants(definitions: Mapping[str, ir.Definition], name: str) -> list[tuple[ir.Field, ...]]:
    definition = definitions.get(name)
    if isinstance(definition, ir.Model):
        return [definition.fields]
    if isinstance(definition, ir.Union):
        return [
            variant for branch in definition.branches for ref in branch.refs for variant in _variants(definitions, ref)
        ]
    return []


def _required_first(parameters: Iterable[Parameter]) -> list[Parameter]:
    return sorted(parameters, key=lambda item: not item.required)


def _merged(variants: list[tuple[Parameter, ...]]) -> tuple[Parameter, ...]:
    """Merge the parameters of all variants into one list."""
    merged: dict[str, Parameter] = {}
    for variant in variants:
        for item in variant:
            known = merged.get(item.wire, item)
            hint = merged_hints(known.hint, item.hint)
            required = all(any(other.wire == item.wire and other.required for other in one) for one in variants)
            doc = known.doc if known.doc == item.doc else _longer(known.doc, item.doc)
            merged[item.wire] = Parameter(item.name, item.wire, hint, required, doc)
    return tuple(_required_first(merged.values()))


def _longer(one: str, other: str) -> str:
    return one if len(one) >= len(other) else other


def _summary(method: ir.Method) -> list[str]:
    """Return the description of a method, with the wire method at the end of its first clause."""
    first, *rest = method.doc.strip().splitlines() or [""]
    if not first:
        return [f"Call `{method.method}`."]
    end = _CLAUSE_END.search(first)
    head, tail = (first, ".") if end is None else (first[: end.start()], first[end.start() :])
    return paragraphs("\n".join([f"{head} (`{method.method}`){tail}", *rest]))


def _mapper_summary(method: ir.Method) -> list[str]:
    if method.params is None:
        return [f"Return None: `{method.method}` has no params."]
    return [f"Return the params of `{method.method}`."]


def _status(method: ir.Method) -> list[str]:
    marks = ["Experimental."] if method.experimental else []
    if method.since is not None:
        marks.append(f"Since runtime {method.since}.")
    return ["", " ".join(marks)] if marks else []
