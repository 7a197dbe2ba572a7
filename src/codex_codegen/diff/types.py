"""Compare two types of the same name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..model import ir
from .changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .type_usage import Usage

_ANYTHING = frozenset({"Any"})


class TypeComparison:
    """Compares the types of two protocols."""

    def __init__(self, old: ir.Protocol, new: ir.Protocol) -> None:
        self._old = old.definitions
        self._new = new.definitions

    def of(self, name: str, usage: Usage) -> Iterator[Change]:
        """Yield the changes of a type that both protocols have.

        Args:
            name: The name of the type.
            usage: Whether the type is sent, received, or both.
        """
        old, new = self._old[name], self._new[name]
        if isinstance(old, ir.Model) and isinstance(new, ir.Model):
            yield from self._models(old, new, usage)
        elif isinstance(old, ir.Enum) and isinstance(new, ir.Enum):
            yield from _enums(old, new, usage)
        elif isinstance(old, ir.Union) and isinstance(new, ir.Union) and (old.kind, old.tag) == (new.kind, new.tag):
            yield from self._unions(old, new, usage)
        elif isinstance(old, ir.Alias) and isinstance(new, ir.Alias):
            yield from self._hints("type", old.name, old.hint, new.hint, usage)
        else:
            detail = f"it was {_kind(old)}, and is {_kind(new)}"
            yield Change("type", old.name, "type changed", Effect.breaking, detail)

    def _models(self, old: ir.Model, new: ir.Model, usage: Usage) -> Iterator[Change]:
        before, after = {field.wire: field for field in old.fields}, {field.wire: field for field in new.fields}
        for wire in before.keys() - after.keys():
            yield Change("field", f"{old.name}.{wire}", "removed", Effect.breaking)
        for wire in after.keys() - before.keys():
            name = f"{old.name}.{wire}"
            if after[wire].required and not after[wire].nullable:
                yield Change("field", name, "added, required", usage.effect(Effect.breaking, Effect.additive))
            else:
                yield Change("field", name, "added", Effect.additive)
        for wire in before.keys() & after.keys():
            yield from self._fields(f"{old.name}.{wire}", before[wire], after[wire], usage)

    def _fields(self, name: str, old: ir.Field, new: ir.Field, usage: Usage) -> Iterator[Change]:
        if new.required and not old.required:
            yield Change("field", name, "newly required", usage.effect(Effect.breaking, Effect.additive))
        elif old.required and not new.required:
            effect = usage.effect(Effect.additive, Effect.breaking)
            detail = "the field may be missing when received" if usage.received else ""
            yield Change("field", name, "no longer required", effect, detail)
        yield from self._hints("field", name, old.hint, new.hint, usage)
        if old.default != new.default and not old.required and not new.required:
            detail = f"it was {old.default or 'none'}, and is {new.default or 'none'}"
            yield Change("field", name, "default changed", Effect.behavioral, detail)
        if new.experimental and not old.experimental:
            yield Change("field", name, "now experimental", Effect.behavioral)
        elif old.experimental and not new.experimental:
            yield Change("field", name, "now stable", Effect.additive)

    def _unions(self, old: ir.Union, new: ir.Union, usage: Usage) -> Iterator[Change]:
        before = {branch.key or branch.hint: branch for branch in old.branches}
        after = {branch.key or branch.hint: branch for branch in new.branches}
        for key in before.keys() - after.keys():
            yield Change("branch", f"{old.name}.{key}", "removed", Effect.breaking)
        for key in after.keys() - before.keys():
            effect = usage.effect(Effect.additive, Effect.behavioral)
            yield Change("branch", f"{old.name}.{key}", "added", effect)
        for key in before.keys() & after.keys():
            yield from self._hints("branch", f"{old.name}.{key}", before[key].hint, after[key].hint, usage)

    def _hints(self, what: str, name: str, old: str, new: str, usage: Usage) -> Iterator[Change]:
        before, after = _alternatives(old, self._old), _alternatives(new, self._new)
        if before == after:
            return
        detail = f"it was {old}, and is {new}"
        if after == _ANYTHING or before < after:
            yield Change(what, name, "type widened", usage.effect(Effect.additive, Effect.breaking), detail)
        elif before == _ANYTHING or after < before:
            yield Change(what, name, "type narrowed", usage.effect(Effect.breaking, Effect.additive), detail)
        else:
            yield Change(what, name, "type changed", Effect.breaking, detail)


def _enums(old: ir.Enum, new: ir.Enum, usage: Usage) -> Iterator[Change]:
    before, after = {item.value for item in old.members}, {item.value for item in new.members}
    for value in before - after:
        yield Change("value", f"{old.name}.{value}", "removed", Effect.breaking)
    for value in after - before:
        effect = usage.effect(Effect.additive, Effect.behavioral)
        yield Change("value", f"{old.name}.{value}", "added", effect)


def _alternatives(hint: str, definitions: Mapping[str, ir.Definition]) -> frozenset[str]:
    """Return the top-level alternatives of a hint: `list[str] | None` -> {`list[str]`, `None`}.

    Aliases of scalars, lists, maps and untagged unions are expanded, because their names differ between schemas.
    """
    tree = _PlainNames(definitions).visit(ast.parse(hint, mode="eval")).body

    def parts(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from parts(node.left)
            yield from parts(node.right)
        else:
            yield ast.unparse(node)

    return frozenset(parts(tree))


class _PlainNames(ast.NodeTransformer):
    """Expands aliases. Recursive aliases are kept."""

    def __init__(self, definitions: Mapping[str, ir.Definition], inside: tuple[str, ...] = ()) -> None:
        self._definitions = definitions
        self._inside = inside

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self._definitions.get(node.id)
        if isinstance(found, ir.Alias):
            hint = found.hint
        elif isinstance(found, ir.Union) and found.kind == "untagged":
            hint = " | ".join(branch.hint for branch in found.branches)
        else:
            return node
        if node.id in self._inside:
            return node
        inner = _PlainNames(self._definitions, (*self._inside, node.id))
        body: ast.expr = inner.visit(ast.parse(hint, mode="eval")).body
        return body


def _kind(definition: ir.Definition) -> str:
    if isinstance(definition, ir.Union):
        by = {"tag": f"by {definition.tag!r}", "key": "by key"}.get(definition.kind, "by validation")
        return f"a union distinguished {by}"
    if isinstance(definition, ir.Alias):
        return definition.hint
    return "an object" if isinstance(definition, ir.Model) else "a set of strings"
