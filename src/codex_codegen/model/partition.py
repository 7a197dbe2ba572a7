"""Which module holds which definition.

Modules follow what is used together, so that a program loads little. From the bottom up:

1. `common`, `item_deltas`, `items`, `turns`, `threads`: what a turn needs, from the streamed deltas to the thread.
2. `shared`: what several domains name. A domain is the first segment of a method, such as `account`.
3. `other`: the small domains together. Then one module for each domain, and for the large parts of a large one.
4. `client_messages` and `server_messages`: the unions of whole messages, which name nearly everything.

A module names only modules before it; what is circular stays together.
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

# Core module -> the definitions that a turn needs of it. Each holds what these name, unless one before it does.
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

# The call modules of the package, whose names are taken.
TAKEN = frozenset({"availability", "mappers", "options", "registry", "rpc", "safe_methods"})

# A domain with fewer definitions goes into `other`.
SMALL = 12
# A domain like `configRequirements` with fewer definitions than this goes into `config`.
FOLDS_INTO_STEM = 40
# A domain with more definitions than the first gives those parts modules of their own that have the second.
LARGE, LARGE_PART = 80, 20


def partition(protocol: ir.Protocol) -> dict[str, str]:
    """Map every definition to its module."""
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
        """Let modules that would import each other be one: that of the lowest of them, or the first by name."""
        lowest = {module: index for index, module in enumerate((COMMON, DELTAS, *CORE, SHARED))}
        for circle in import_cycles(self._graph, self._modules):
            into = min(circle, key=lambda module: (lowest.get(module, len(lowest)), module))
            for name, module in self._modules.items():
                if module in circle:
                    self._modules[name] = into

    def _core(self) -> None:
        layers: dict[str, str] = {}
        for module, seeds in CORE.items():
            for name in closure(self._graph, seeds):
                layers.setdefault(name, module)
        # Enums and names of scalars that others name too: whoever needs one should not load all items for it.
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
        """Map each definition to the first two segments of the methods that lead to it."""
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
        """Place what no method leads to: whole messages, and definitions that only stand in the schema."""
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
    """Raise unless every definition has a module and the modules' imports have no circle."""
    missing = sorted(set(graph) - set(modules))
    if missing:
        raise CodegenError(f"no module for {', '.join(missing)}")
    for circle in import_cycles(graph, modules):
        raise CodegenError(
            f"the modules {', '.join(circle)} would import each other",
            remedy="the rules in codex_codegen.partition have to keep one below the other",
        )


def import_cycles(graph: dict[str, frozenset[str]], modules: dict[str, str]) -> list[list[str]]:
    """Give the groups of modules that would import each other."""
    imports: dict[str, set[str]] = {module: set() for module in modules.values()}
    for name, targets in graph.items():
        imports[modules[name]].update(modules[target] for target in targets if target in modules)
    for module in imports:
        imports[module].discard(module)
    return [component for component in components(imports) if len(component) > 1]


def _domain(paths: Iterable[tuple[str, str]]) -> set[str]:
    return {first for first, _ in paths}


def _fold_stems(domains: dict[str, set[str]]) -> dict[str, set[str]]:
    """Let a domain that is not large be part of the one that it is named after.

    `thread_section` is part of `thread`, and `hook` (of notifications) of `hooks` (of requests).
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
    """Whether a definition is a union of whole messages, told apart by their method."""
    return isinstance(definition, ir.Union) and definition.tag == "method"
