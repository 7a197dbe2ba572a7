"""Render the type modules, the package's `__init__` and its version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..model import ir
from ..model.graph import components, eager_references, references
from ..names import camel, field_name, spell_punctuation
from .docstrings import literal as _literal
from .environment import environment

if TYPE_CHECKING:
    from collections.abc import Iterable

# Support module -> names that the package re-exports.
SUPPORT = {
    "_enums": ("OpenEnum",),
    "_models": ("BestMatchUnion", "OpenUnion", "UnknownVariant", "WireModel"),
    "_wire": ("UNSET", "CodexError", "UnexpectedKeywordError", "Unset", "WireValueError", "to_wire"),
}


@dataclass(frozen=True)
class _FieldView:
    name: str
    annotation: str
    default: str
    doc: str


def render_types(protocol: ir.Protocol) -> dict[str, str]:
    """Render the type modules.

    Args:
        protocol: The protocol, with `modules`.

    Returns:
        The unformatted sources by path within `codex_protocol`.

    Raises:
        CodegenError: Two modules define the same name.
    """
    env = environment()
    members: dict[str, list[str]] = defaultdict(list)
    for name, module in protocol.modules.items():
        members[module].append(name)
    exported: dict[str, list[str]] = {module: list(names) for module, names in SUPPORT.items()}
    files = {
        "_version.py": env.get_template("version.py.jinja").render(
            version=protocol.runtime_version, sha256=protocol.schema_sha256
        ),
    }
    for module in sorted(members):
        source = _ModuleSource(protocol, module, members[module])
        files[f"{module}.py"] = env.get_template("module.py.jinja").render(
            version=protocol.runtime_version,
            title=f"The `{module}` types",
            imports=source.imports(),
            items=source.items,
        )
        exported[module] = sorted(source.defined)
    _check_unique(exported)
    files["__init__.py"] = env.get_template("init.py.jinja").render(
        version=protocol.runtime_version,
        modules=sorted(exported.items()),
        all=sorted(name for names in exported.values() for name in names),
    )
    return files


def _check_unique(exported: dict[str, list[str]]) -> None:
    owner: dict[str, str] = {}
    for module, names in exported.items():
        for name in names:
            if name in owner:
                raise CodegenError(f"duplicate name {name} in {owner[name]} and {module}")
            owner[name] = module


class _ModuleSource:
    """The definitions of one module in execution order, and its imports."""

    def __init__(self, protocol: ir.Protocol, module: str, names: Iterable[str]) -> None:
        self._protocol = protocol
        self._module = module
        self._local = frozenset(names)
        self._needed: set[str] = set()
        self._typing: set[str] = set()
        self._support: set[str] = set()
        self.defined: set[str] = set()
        self.items: list[dict[str, Any]] = []
        for name in self._order():
            self._add(protocol.definitions[name])

    def imports(self) -> list[str]:
        """Return the import lines; ruff sorts them."""
        lines: list[str] = []
        if self._typing:
            lines.append(f"from typing import {', '.join(sorted(self._typing))}")
        if any("Field(" in source for source in self._sources()):
            lines.append("from pydantic import Field")
        for module, names in SUPPORT.items():
            if used := sorted(self._support & set(names)):
                lines.append(f"from .{module} import {', '.join(used)}")
        by_module: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._needed):
            by_module[self._protocol.modules[name]].append(name)
        lines.extend(f"from .{module} import {', '.join(by_module[module])}" for module in sorted(by_module))
        return lines

    def _sources(self) -> Iterable[str]:
        for item in self.items:
            for view in item.get("fields", ()):
                yield view.annotation
                yield view.default

    def _order(self) -> list[str]:
        """Order definitions so that those needed at execution come first."""
        definitions = self._protocol.definitions
        graph = {name: references(definitions[name]) & self._local for name in self._local}
        order: list[str] = []
        for component in components(graph):
            inner = {name: eager_references(definitions[name]) & set(component) for name in component}
            order.extend(name for (name,) in components(inner))
        return order

    def _add(self, definition: ir.Definition) -> None:
        since = definition.since if isinstance(definition, ir.Model) else None
        doc = _doc(definition.doc, definition.experimental, since)
        if isinstance(definition, ir.Enum):
            self._support.add("OpenEnum")
            self._put({"kind": "enum", "name": definition.name, "doc": doc, "members": definition.members})
        elif isinstance(definition, ir.Model):
            self._support.add("WireModel")
            # A class body can refer to its own class only as a string.
            fields = [self._field(field) for field in definition.fields]
            self._put({"kind": "model", "name": definition.name, "doc": doc, "fields": fields})
        elif isinstance(definition, ir.Alias):
            self._typing.add("TypeAlias")
            value = self._use(definition.hint, definition.refs)
            self._put({"kind": "alias", "name": definition.name, "value": value, "doc": doc})
        else:
            self._union(definition, doc)

    def _put(self, item: dict[str, Any]) -> None:
        self.items.append(item)
        self.defined.add(item["name"])

    def _union(self, union: ir.Union, doc: str) -> None:
        self._typing.add("TypeAlias")
        hints = list(dict.fromkeys(self._use(branch.hint, branch.refs) for branch in union.branches))
        value = " | ".join(hints)
        if union.unknown is not None:
            self._support.update(("OpenUnion", "UnknownVariant"))
            self._typing.add("Annotated")
            note = f"An alternative of `{union.name}` unknown to this package."
            self._put({"kind": "unknown", "name": union.unknown, "doc": note, "tag": _tag_view(union.tag)})
            value = f"Annotated[{value} | {union.unknown}, {_marker(union)}]"
        elif self._enums_differ(union):
            self._support.add("BestMatchUnion")
            self._typing.add("Annotated")
            value = f"Annotated[{value}, BestMatchUnion()]"
        self._put({"kind": "alias", "name": union.name, "value": value, "doc": doc})

    def _enums_differ(self, union: ir.Union) -> bool:
        """Return whether the alternatives differ only in enum values, which accept any string."""
        models = [model for branch in union.branches for ref in branch.refs for model in self._models(ref)]
        enums = [ref for model in models for field in model.fields for ref in field.refs]
        return len(models) > 1 and any(isinstance(self._protocol.definitions[ref], ir.Enum) for ref in enums)

    def _models(self, name: str) -> list[ir.Model]:
        definition = self._protocol.definitions[name]
        if isinstance(definition, ir.Union) and definition.kind == "untagged":
            return [model for branch in definition.branches for ref in branch.refs for model in self._models(ref)]
        return [definition] if isinstance(definition, ir.Model) else []

    def _field(self, field: ir.Field) -> _FieldView:
        hint = field.hint
        if not field.required and field.default is None and not field.nullable:
            hint = f"{hint} | None"
        annotation = self._use(hint, field.refs)
        # Older runtimes omit fields that newer runtimes always send, and nullable fields may be omitted.
        needed = field.required and not field.nullable
        default = "" if needed else _default(field.default, annotation)
        if camel(field.name) != field.wire:
            self._typing.add("Annotated")
            annotation = f"Annotated[{annotation}, Field(alias={_literal(field.wire)})]"
        return _FieldView(field.name, annotation, default, _doc(field.doc, field.experimental, field.since))

    def _use(self, hint: str, refs: tuple[str, ...]) -> str:
        """Import the names of a hint; quote the hint if it names a later definition of this module."""
        self._needed.update(ref for ref in refs if ref not in self._local)
        self._typing.update(name for name in ("Any", "Literal") if _names(hint, name))
        later = any(ref in self._local and ref not in self.defined for ref in refs)
        return _literal(hint) if later else hint


def _tag_view(tag: str | None) -> dict[str, str] | None:
    """Return the property for the tag of an unknown branch. A tag without a valid name is only in `raw`."""
    if tag is None:
        return None
    name = field_name(tag) or field_name(spell_punctuation(tag))
    return {"name": f"{name}_" if name == "raw" else name, "wire": tag} if name else None


def _marker(union: ir.Union) -> str:
    branches = ", ".join(
        f"{_literal(branch.key)}: {branch.hint}" for branch in union.branches if branch.key is not None
    )
    values = "".join(f", {branch.hint}" for branch in union.branches if branch.key is None)
    tag = "None" if union.tag is None else _literal(union.tag)
    return f"OpenUnion({tag}, {{{branches}}}, {union.unknown}{values})"


def _default(source: str | None, annotation: str) -> str:
    if source is None:
        return "None"
    if source in ("[]", "{}"):
        # Type checkers need the item type of an empty default, which a quoted annotation does not provide.
        plain = "list" if source == "[]" else "dict"
        kind = annotation.removesuffix(" | None")
        return f"Field(default_factory={kind if kind.startswith(plain) else plain})"
    # Instances must not share a mutable default.
    return f"Field(default_factory=lambda: {source})" if source.startswith("[") else source


def _doc(text: str, experimental: bool, since: str | None) -> str:
    marks = ["Experimental." if experimental else "", f"Since runtime {since}." if since else ""]
    parts = [text.strip(), " ".join(mark for mark in marks if mark)]
    return "\n\n".join(part for part in parts if part)


def _names(hint: str, name: str) -> bool:
    return any(part == name for part in hint.replace("[", " ").replace("]", " ").replace(",", " ").split())
