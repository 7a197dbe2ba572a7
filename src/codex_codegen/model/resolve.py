"""Convert normalised definitions to the intermediate model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import field_name, member_name, spell_punctuation
from ..schema.bundle import Schema, StableSubset, is_schema, single_value
from ..schema.overrides import member_pointer
from ..schema.strictness import Strictness
from ..schema.walk import escape, union_keyword
from . import ir
from .defaults import default_source
from .python_types import Hint, resolve_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..schema.walk import Definitions


def resolve(
    definitions: Definitions,
    stable: StableSubset,
    python_names: Mapping[str, str] | None = None,
    strictness: Strictness | None = None,
) -> dict[str, ir.Definition]:
    """Convert definitions to the intermediate model, with Python names and types.

    Args:
        definitions: The normalised definitions.
        stable: The stable subset.
        python_names: The names of the overrides (see `Overrides.python_names`).
        strictness: Whether a name conflict is an error or is resolved; None raises.

    Raises:
        CodegenError: A name conflict needs an override, or a schema is not supported.
    """
    hints = resolve_hints(definitions, {name: _wanted(schema) for name, schema in definitions.items()})
    resolver = _Resolver(definitions, hints, stable, python_names or {}, strictness or Strictness())
    resolved = {name: resolver.definition(name) for name in sorted(definitions)}
    resolver.check_names_used()
    return resolved


def _wanted(schema: Schema) -> dict[str, Any]:
    """Return the schemas of a definition whose Python types are needed."""
    if "enum" in schema:
        return {}
    keyword = union_keyword(schema)
    if keyword is not None:
        return {str(index): branch for index, branch in enumerate(schema[keyword])}
    if _is_object(schema):
        return dict(schema.get("properties", {}))
    return {"": schema}


def _is_object(schema: Schema) -> bool:
    if "properties" in schema:
        return True
    return schema.get("type") == "object" and schema.get("additionalProperties") in (None, False)


class _Resolver:
    def __init__(
        self,
        definitions: Definitions,
        hints: dict[str, dict[str, Hint]],
        stable: StableSubset,
        python_names: Mapping[str, str],
        strictness: Strictness,
    ) -> None:
        self._definitions = definitions
        self._hints = hints
        self._stable = stable
        self._python_names = python_names
        self._strictness = strictness
        self._names_used: set[str] = set()

    def definition(self, name: str) -> ir.Definition:
        schema = self._definitions[name]
        doc = str(schema.get("description", ""))
        experimental = not self._stable.has_definition(schema["x-origin"])
        if "enum" in schema:
            return ir.Enum(name, self._members(schema), doc, experimental)
        if "x-union" in schema:
            return self._union(name, schema, doc, experimental)
        if _is_object(schema):
            return ir.Model(name, self._fields(name, schema), doc, experimental)
        hint = self._hints[name][""]
        return ir.Alias(name, hint.source, hint.refs, doc, experimental)

    def _fields(self, name: str, schema: Schema) -> tuple[ir.Field, ...]:
        taken: dict[str, str] = {}
        fields: list[ir.Field] = []
        for wire, prop in schema.get("properties", {}).items():
            pointer = f"{schema['x-pointer']}/properties/{escape(wire)}"
            python = self._given(pointer) or self._python_name(wire, taken, pointer, "property", field_name)
            taken[python] = wire
            fields.append(self._field(name, schema, wire, python, prop, pointer))
        return tuple(fields)

    def _field(self, name: str, schema: Schema, wire: str, python: str, prop: Any, pointer: str) -> ir.Field:
        keywords: Schema = prop if is_schema(prop) else {}
        value = single_value(keywords)
        hint = Hint(f"Literal[{value!r}]") if value is not None else self._hints[name][wire]
        required = wire in schema.get("required", [])
        default = None
        refs = hint.refs
        if not required and keywords.get("default") is not None:
            default, named = self._default(keywords, pointer)
            refs = tuple(dict.fromkeys((*refs, *named)))
        origin = schema["x-origin"]
        # Fields of an experimental definition are not marked again.
        whole = not self._stable.has_definition(origin)
        return ir.Field(
            name=python,
            wire=wire,
            hint=hint.source,
            refs=refs,
            required=required,
            nullable=hint.nullable,
            default=default,
            doc=str(keywords.get("description", "")),
            experimental=not whole and not self._stable.has_field(origin, wire),
        )

    def _default(self, schema: Schema, pointer: str) -> tuple[str | None, tuple[str, ...]]:
        try:
            return default_source(schema["default"], schema, self._definitions, pointer, self._member_name)
        except CodegenError as problem:
            self._strictness.tolerate(problem, "the default is ignored")
            return None, ()

    def _member_name(self, enum: str, value: str) -> str:
        return next(member.name for member in self._members(self._definitions[enum]) if member.value == value)

    def _union(self, name: str, schema: Schema, doc: str, experimental: bool) -> ir.Union:
        mark = schema["x-union"]
        if mark["kind"] == "untagged":
            branches = tuple(ir.Branch(hint.source, hint.refs) for hint in self._hints[name].values())
            return ir.Union(name, "untagged", branches, doc=doc, experimental=experimental)
        keyed = [ir.Branch(target, (target,), key) for key, target in mark["keys"].items()]
        values = [ir.Branch(target, (target,)) for target in mark.get("values", [])]
        return ir.Union(
            name,
            mark["kind"],
            (*values, *keyed),
            tag=mark.get("tag"),
            unknown=self._unknown_name(name, schema),
            doc=doc,
            experimental=experimental,
        )

    def _unknown_name(self, name: str, schema: Schema) -> str:
        """Return the name of the branch for unknown values. Some unions have a branch whose tag is "unknown"."""
        for candidate in (f"Unknown{name}", f"Unrecognized{name}"):
            if candidate not in self._definitions:
                return candidate
        raise CodegenError("missing name for the branch of unknown values", pointer=schema["x-pointer"])

    def _members(self, schema: Schema) -> tuple[ir.EnumMember, ...]:
        taken: dict[str, str] = {}
        docs: dict[str, str] = schema.get("x-docs", {})
        members: list[ir.EnumMember] = []
        for value in schema["enum"]:
            if not isinstance(value, str):
                raise CodegenError(f"expected string values, got {value!r}", pointer=schema["x-pointer"])
            pointer: str = schema["x-pointer"]
            name = self._given(member_pointer(pointer, value))
            name = name or self._python_name(value, taken, pointer, "value", member_name)
            taken[name] = value
            members.append(ir.EnumMember(name, value, docs.get(value, "").strip()))
        return tuple(members)

    def check_names_used(self) -> None:
        """Report overrides that name neither a property nor a value."""
        for pointer in sorted(self._python_names.keys() - self._names_used):
            problem = CodegenError(
                f"unused name: {self._python_names[pointer]}",
                pointer=pointer,
                remedy="correct or remove the override in schema/overrides.toml",
            )
            self._strictness.tolerate(problem, "the override is ignored")

    def _given(self, pointer: str) -> str | None:
        name = self._python_names.get(pointer)
        if name is not None:
            self._names_used.add(pointer)
        return name

    def _python_name(
        self, wire: str, taken: dict[str, str], pointer: str, what: str, named: Callable[[str], str]
    ) -> str:
        """Return the name of a property or value. If it is taken or invalid, its punctuation is spelled out."""
        python = named(wire)
        if _is_usable(python) and python not in taken:
            return python
        kind = "attribute" if what == "property" else "enum member"
        others = {"property": "properties", "value": "values"}[what]
        entry = "[[field]]" if what == "property" else f'[[member]] value = "{wire}",'
        problem = CodegenError(
            f"the {others} {taken[python]!r} and {wire!r} have the same name {python}"
            if _is_usable(python)
            else f"the {what} {wire!r} is not a valid name of a Python {kind}",
            pointer=pointer,
            remedy=f'add to schema/overrides.toml: {entry} pointer = "{pointer}", expect = {{ ... }}, name = "a_name"',
        )
        for candidate in (named(spell_punctuation(wire)), f"{python}_"):
            if _is_usable(candidate) and candidate not in taken and candidate != "_":
                self._strictness.tolerate(problem, f"it is named {candidate}")
                return candidate
        raise problem


def _is_usable(name: str) -> bool:
    return name.isidentifier() and name.isascii()
