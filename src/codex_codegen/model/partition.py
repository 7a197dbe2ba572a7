"""Assign each definition to a module.

Definitions that are used together share a module, so that a program loads few of them. From bottom to top:

1. `common`, `item_deltas`, `items`, `turns`, `threads`: everything a turn needs.
2. `shared`: definitions of several domains. A domain is the first segment of a method, such as `account`.
3. `other`: all small domains. Then one module per domain, and one per large part of a large domain.
4. `client_messages` and `server_messages`: the unions of whole messages, which refer to nearly everything.

A module refers only to modules before it; cyclic definitions share a module.
"""

from __future__ import annotations

import keyword
from collections import defaultdict
from typing import TYPE_CHECKING

from ..errors import CodegenError
from ..names import snake, words
from . import ir
from .graph import closure, components, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Core module -> root definitions. It contains their references unless a module before it does.
CORE = {
    "items": ("ThreadItem",),
    "turns": (
        "Turn",
        "TurnStartResponse",
        "TurnStartedNotification",
        "TurnCompletedNotification",
        "ItemStartedNotification",
        "ItemCompletedNotification",
        "ErrorNotification",
        "ThreadTokenUsageUpdatedNotification",
    ),
    "threads": ("Thread", "ThreadStartResponse", "InitializeResponse"),
}
COMMON = "common"
DELTAS = "item_deltas"
SHARED = "shared"
OTHER = "other"

# Reserved names: the other modules of the package.
TAKEN = frozenset({"availability", "mappers", "options", "registry", "request_handlers", "rpc", "safe_methods"})

# A domain with fewer definitions is placed in `other`.
SMALL = 12
# A domain with fewer definitions than this is merged into its stem: `configRequirements` into `config`.
FOLDS_INTO_STEM = 40
# Parts of a domain larger than LARGE get their own module if they have at least LARGE_PART definitions.
LARGE, LARGE_PART = 80, 20


def partition(protocol: ir.Protocol) -> dict[str, str]:
    """Return the module of every definition."""
    return _Partition(protocol).run()


class _Partition:
    def __init__(self, protocol: ir.Protocol) -> None:
        self._protocol = protocol
        self._graph = {name: references(definition) for name, definition in protocol.definitions.items()}
        self._modules: dict[str, str] = {}

    def run(self) -> dict[str, str]:
        self._core()
        reach = self._reach()
        domains = _fold_stems({name: _domain(paths) for name, paths in reach.items() if name not in self._modules})
        for name, found in domains.items():
            if len(found) > 1:
                self._modules[name] = SHARED
        self._domains({name: next(iter(found)) for name, found in domains.items() if len(found) == 1}, reach)
        self._rest()
        self._merge_cycles()
        check_layers(self._graph, self._modules)
        return {name: self._modules[name] for name in sorted(self._modules)}

    def _merge_cycles(self) -> None:
        """Merge modules that would import each other, such as those of whole messages, into the first by name."""
        for cycle in import_cycles(self._graph, self._modules):
            for name, module in self._modules.items():
                if module in cycle:
                    self._modules[name] = cycle[0]

    def _core(self) -> None:
        layers: dict[str, str] = {}
        for module, seeds in CORE.items():
            for name in closure(self._graph, seeds):
                layers.setdefault(name, module)
        # Enums and scalar aliases that other modules use too: importing one should not load all items.
        named_by: dict[str, set[str]] = defaultdict(set)
        for name, targets in self._graph.items():
            for target in targets:
                named_by[target].add(layers.get(name, ""))
        for name, module in layers.items():
            leaf = not self._graph[name] and not isinstance(self._protocol.definitions[name], ir.Model)
            self._modules[name] = COMMON if leaf and named_by[name] - {module} else module
        for item in self._protocol.notifications:
            leaf = item.payload in self._graph and not self._graph[item.payload]
            if leaf and item.method.startswith("item/"):
                self._modules.setdefault(item.payload, DELTAS)

    def _reach(self) -> dict[str, set[tuple[str, str]]]:
        """Map each definition to the first two segments of the methods that refer to it."""
        reach: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for method, roots in self._roots():
            segments = [*(snake(segment) for segment in method.split("/")), ""]
            for name in closure(self._graph, roots):
                reach[name].add((segments[0], segments[1]))
        return reach

    def _roots(self) -> Iterator[tuple[str, list[str]]]:
        for call in (*self._protocol.methods, *self._protocol.server_requests):
            yield call.method, [name for name in (call.params, call.response) if name]
        for item in self._protocol.notifications:
            yield item.method, [item.payload]

    def _domains(self, domains: dict[str, str], reach: dict[str, set[tuple[str, str]]]) -> None:
        members: dict[str, list[str]] = defaultdict(list)
        for name, domain in domains.items():
            members[domain].append(name)
        for domain, names in members.items():
            if len(names) < SMALL:
                self._modules.update(dict.fromkeys(names, OTHER))
                continue
            self._modules.update(dict.fromkeys(names, _module_name(domain)))
            if len(names) > LARGE:
                parts: dict[str, list[str]] = defaultdict(list)
                for name in names:
                    if len(reach[name]) == 1:
                        parts["_".join(next(iter(reach[name])))].append(name)
                for part, part_names in parts.items():
                    if len(part_names) >= LARGE_PART:
                        self._modules.update(dict.fromkeys(part_names, part))

    def _rest(self) -> None:
        """Place definitions that no method refers to, such as whole messages."""
        rest = {name: self._graph[name] for name in self._graph if name not in self._modules}
        envelopes = [name for name in sorted(rest) if _is_envelope(self._protocol.definitions[name])]
        owners: dict[str, set[str]] = defaultdict(set)
        for envelope in envelopes:
            for name in closure(rest, [envelope]):
                owners[name].add(f"{snake(envelope).split('_')[0]}_messages")
        lower = {COMMON, DELTAS, SHARED, *CORE}
        for component in components(rest):
            messages = {owner for name in component for owner in owners[name]}
            named = {self._modules[t] for name in component for t in self._graph[name] if t not in component}
            above = named - lower
            if len(messages) == 1:
                module = next(iter(messages))
            elif len(above - {OTHER}) <= 1:
                module = next(iter(above - {OTHER}), OTHER)
            else:
                module = "messages"
            self._modules.update(dict.fromkeys(component, module))


def check_layers(graph: dict[str, frozenset[str]], modules: dict[str, str]) -> None:
    """Check that every definition has a module, and that modules do not import each other.

    Args:
        graph: Definition -> definitions that it refers to.
        modules: Definition -> module.

    Raises:
        CodegenError: A definition has no module, or modules import each other.
    """
    missing = sorted(set(graph) - set(modules))
    if missing:
        raise CodegenError(f"missing module for {', '.join(missing)}")
    for cycle in import_cycles(graph, modules):
        raise CodegenError(
            f"import cycle between {', '.join(cycle)}",
            remedy="correct the rules of codex_codegen.model.partition",
        )


def import_cycles(graph: dict[str, frozenset[str]], modules: dict[str, str]) -> list[list[str]]:
    """Return the groups of modules that would import each other.

    Args:
        graph: Definition -> definitions that it refers to.
        modules: Definition -> module.
    """
    imports: dict[str, set[str]] = {module: set() for module in modules.values()}
    for name, targets in graph.items():
        imports[modules[name]].update(modules[target] for target in targets if target in modules)
    return [component for component in components(imports) if len(component) > 1]


def _domain(paths: Iterable[tuple[str, str]]) -> set[str]:
    return {first for first, _ in paths}


def _fold_stems(domains: dict[str, set[str]]) -> dict[str, set[str]]:
    """Merge a small domain into the domain it is named after.

    `thread_section` becomes part of `thread`, and `hook` (of notifications) of `hooks` (of requests).
    """
    sizes: dict[str, int] = defaultdict(int)
    for found in domains.values():
        if len(found) == 1:
            sizes[next(iter(found))] += 1
    known = {domain for found in domains.values() for domain in found}
    folded: dict[str, str] = {}
    for domain in sorted(known):
        parts = words(domain)
        stems = ["_".join(parts[:count]) for count in range(1, len(parts))]
        stem = next((stem for stem in (*stems, f"{domain}s") if stem in known), None)
        folded[domain] = stem if stem is not None and sizes[domain] < FOLDS_INTO_STEM else domain
    return {name: {folded[domain] for domain in found} for name, found in domains.items()}


def _module_name(domain: str) -> str:
    if not domain.isidentifier():
        return f"domain_{domain}"
    taken = f"{domain}s" in CORE or domain in TAKEN or domain in (COMMON, DELTAS, SHARED, OTHER, *CORE)
    return f"{domain}_methods" if taken or keyword.iskeyword(domain) else domain


def _is_envelope(definition: ir.Definition) -> bool:
    """Return whether a definition is a union of whole messages, distinguished by their method."""
    return isinstance(definition, ir.Union) and definition.tag == "method"
