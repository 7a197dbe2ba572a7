"""Check that no modules under src/ and generated/ import each other in a cycle, or import the root of their package.

import-linter checks the layers (see `[tool.importlinter]` in pyproject.toml), but compares packages only. This check
compares modules. Imports for type checkers do not count: they run nothing.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from check_report import Problem, module_name, python_files, run_check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCES = ("src", "generated")

# For each module, the modules that it imports, and the line of the first import of each.
Graph = dict[str, dict[str, int]]


def check(root: Path) -> Iterator[Problem]:
    """Yield one problem per import cycle, and one per import of a package root from inside of the package."""
    files = {module_name(path, root / source): path for source in SOURCES for path in python_files(root, source)}
    graph: Graph = {name: imports_of(name, path, files) for name, path in files.items()}
    for name, imported in graph.items():
        package = name.partition(".")[0]
        # `python -m package` runs `__main__`, which is a user of the package.
        if package in imported and name not in (package, f"{package}.__main__"):
            yield Problem(
                files[name].relative_to(root).as_posix(),
                imported[package],
                f"{name} imports the root of its package: import from the module that defines the name",
            )
    for cycle in cycles(graph):
        first = cycle[0]
        target = cycle[1] if len(cycle) > 1 else first
        yield Problem(
            files[first].relative_to(root).as_posix(),
            graph[first][target],
            f"import cycle: {' -> '.join([*cycle, first])}",
        )


def imports_of(name: str, path: Path, files: dict[str, Path]) -> dict[str, int]:
    """Return the modules of the checkout that a module imports, each with the line of the first import."""
    found: dict[str, int] = {}
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in runtime_nodes(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            submodules = [f"{base}.{alias.name}" for alias in node.names]
            names = [submodule if submodule in files else base for submodule in submodules]
        else:
            continue
        for imported in names:
            if imported in files and imported != name:
                found.setdefault(imported, node.lineno)
    return found


def runtime_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree that can run: all, except for the bodies of `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and _name_of(child.test) == "TYPE_CHECKING":
            for statement in child.orelse:
                yield statement
                yield from runtime_nodes(statement)
        else:
            yield child
            yield from runtime_nodes(child)


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def cycles(graph: Graph) -> Iterator[list[str]]:
    """Yield one shortest cycle of each strongly connected group of modules, starting at its first module by name."""
    reachable = {name: _reachable(graph, name) for name in graph}
    done: set[str] = set()
    for name in sorted(graph):
        if name in done or name not in reachable[name]:
            continue
        group = {other for other in reachable[name] if name in reachable[other]}
        done |= group
        yield _shortest_cycle(graph, name)


def _reachable(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    pending = list(graph[start])
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(graph[name])
    return found


def _shortest_cycle(graph: Graph, start: str) -> list[str]:
    paths = [[start]]
    seen: set[str] = set()
    for path in paths:
        for name in sorted(graph[path[-1]]):
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append([*path, name])
    raise AssertionError(f"no cycle through {start}")


if __name__ == "__main__":
    sys.exit(run_check("imports", __doc__, check))
