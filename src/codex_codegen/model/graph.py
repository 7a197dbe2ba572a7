"""The reference graph of definitions, and its cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import CodegenError
from . import ir

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet


def references(definition: ir.Definition) -> frozenset[str]:
    """Return the definitions that a definition refers to."""
    if isinstance(definition, ir.Model):
        return frozenset(ref for field in definition.fields for ref in field.refs)
    if isinstance(definition, ir.Union):
        return frozenset(ref for branch in definition.branches for ref in branch.refs)
    if isinstance(definition, ir.Alias):
        return frozenset(definition.refs)
    return frozenset()


def eager_references(definition: ir.Definition) -> frozenset[str]:
    """Return the definitions needed when Python executes a definition.

    Field annotations are evaluated lazily; aliases and defaults are not.
    """
    if isinstance(definition, ir.Model):
        return frozenset(
            ref for field in definition.fields if field.default for ref in field.refs if f"{ref}." in field.default
        )
    return references(definition)


def check_cycles(definitions: Mapping[str, ir.Definition]) -> None:
    """Check that no definitions need each other at execution.

    Args:
        definitions: The definitions by name.

    Raises:
        CodegenError: Definitions need each other.
    """
    needed = {name: eager_references(definition) for name, definition in definitions.items()}
    for cycle in components(needed):
        if len(cycle) > 1 or cycle[0] in needed[cycle[0]]:
            raise CodegenError(
                f"recursive type without an object in between: {' and '.join(cycle)}",
                remedy="add support for it to codex_codegen, or change one type to an object",
            )


def closure(graph: Mapping[str, AbstractSet[str]], roots: Iterable[str]) -> set[str]:
    """Return everything reachable from some roots within a graph.

    Args:
        graph: Name -> names that it refers to.
        roots: The names to start from; names outside of the graph are ignored.
    """
    found: set[str] = set()
    waiting = [root for root in roots if root in graph]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend((graph[name] & graph.keys()) - found)
    return found


def components(graph: Mapping[str, AbstractSet[str]]) -> list[list[str]]:
    """Return the strongly connected components in dependency order, each sorted.

    References to names outside of the graph are ignored. (Tarjan's algorithm, iterative.)
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    result: list[list[str]] = []
    for start in sorted(graph):
        if start in index:
            continue
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        work = [(start, iter(sorted(graph[start])))]
        while work:
            name, targets = work[-1]
            for target in targets:
                if target not in graph:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(sorted(graph[target]))))
                    break
                if target in on_stack:
                    low[name] = min(low[name], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    at = stack.index(name)
                    result.append(sorted(stack[at:]))
                    on_stack.difference_update(stack[at:])
                    del stack[at:]
    return result
