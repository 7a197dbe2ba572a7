"""Check the docstrings of the public API.

The public API is the names exported by the documented modules (`PUBLIC_MODULES`), with the public methods of the
classes. The check reads the source code without importing it. For each function, method and class:

- the docstring starts with one sentence on one line of at most 88 characters; for functions it is imperative;
- with more than one parameter there is an `Args:` section, which names exactly the parameters;
- a function with `Args:` that returns a value has a `Returns:` or `Yields:` section;
- `Raises:` names exception classes that exist, and each public error that the body raises itself.

The parameters of `__init__` are documented in the docstring of the class, in `Args:` or `Attributes:`, unless only the
client calls it. Names from generated/ are not checked.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from check_report import Problem, module_name, python_files, run_check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = "openai_codex"
SUBMODULES = (
    *("app_server", "durable", "errors", "health", "integrations.otel", "notebook", "policies", "pool", "remote"),
    *("retry", "testing", "tools", "transports", "turn_once", "types"),
)
PUBLIC_MODULES = (PACKAGE, *(f"{PACKAGE}.{name}" for name in SUBMODULES))
MAX_SUMMARY = 88

SECTIONS = ("Args", "Returns", "Yields", "Raises", "Attributes", "Example", "Examples", "Note", "Notes")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Definition: TypeAlias = Function | ast.ClassDef

NOT_IMPERATIVE = re.compile(
    "a|an|the|this|that|these|it|its|what|who|how|whether|when|where|if|for|like|all|every|each|no|one"
    "|.*ing|.*ed|.*(?<!s)s"  # "Returning", "Returned" and "Returns", but "Pass"
)
# Verbs with these endings.
IMPERATIVE = re.compile("bring|ring|string|need|feed|embed|proceed|exceed|seed|speed|focus")


@dataclass(frozen=True)
class Module:
    """A module of the checkout."""

    name: str
    path: Path
    tree: ast.Module
    checked: bool
    """Whether the module is written by hand: problems in generated modules are not reported."""


class Checkout:
    """The modules of a checkout, and what their names refer to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modules: dict[str, Module] = {}
        for source in ("src", "generated"):
            for path in python_files(root, source):
                name = module_name(path, root / source)
                # Of the generated package only the support modules define errors.
                if source == "src" or path.name.startswith("_"):
                    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
                    self.modules[name] = Module(name, path, tree, checked=source == "src")
        self.exceptions = self._exceptions()
        self.public = {
            node for found in self.public_definitions() if not isinstance(found, Problem) for node in found[1:]
        }

    def exports(self, module: Module) -> list[str]:
        """Return the names in `__all__`; or, if `__all__` is computed, the public definitions and re-exports."""
        for node in top_level(module.tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                try:
                    return [str(name) for name in ast.literal_eval(node.value)]
                except ValueError:
                    break
        names = [node.name for node in top_level(module.tree) if isinstance(node, DEFINITIONS)]
        for node in top_level(module.tree):
            if isinstance(node, ast.ImportFrom):
                names += [alias.name for alias in node.names if alias.asname == alias.name]
        return [name for name in dict.fromkeys(names) if not name.startswith("_")]

    def resolve(self, module: Module, name: str) -> tuple[Module, ast.AST] | None:
        """Return the definition or assignment that a name of a module refers to, and the module that has it."""
        for node in top_level(module.tree):
            if isinstance(node, DEFINITIONS) and node.name == name and not has_decorator(node, "overload"):
                return module, node
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    return module, node
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return self._resolve_import(module, node, alias.name)
        return None

    def _resolve_import(self, module: Module, node: ast.ImportFrom, name: str) -> tuple[Module, ast.AST] | None:
        base = node.module or ""
        if node.level:
            package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
            parts = package.split(".")
            base = ".".join([*parts[: len(parts) - node.level + 1], base])
        target = self.modules.get(base)
        if target is not None and target is not module:
            return self.resolve(target, name)
        # Of a package that is not in the checkout, or is generated: nothing to check.
        return module, node

    def _exceptions(self) -> set[str]:
        bases: dict[str, list[str]] = {}
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    bases[node.name] = [ast.unparse(base).partition("[")[0] for base in node.bases]
        found = {name for name, value in vars(builtins).items() if is_exception(value)}
        size = 0
        while size != len(found):
            size = len(found)
            found |= {name for name, above in bases.items() if found.intersection(above)}
        return found

    def public_definitions(self) -> Iterator[tuple[Module, Definition] | Problem]:
        """Yield the public functions and classes, and a problem for each exported name that is not defined."""
        for public in PUBLIC_MODULES:
            module = self.modules.get(public)
            if module is None:
                yield Problem(f"src/{PACKAGE}/__init__.py", 1, f"missing public module {public}")
                continue
            for name in self.exports(module):
                found = self.resolve(module, name)
                if found is None:
                    yield self.problem(module, 1, f"{public}.{name}: exported, but not defined")
                elif found[0].checked and isinstance(found[1], DEFINITIONS):
                    yield found[0], found[1]

    def is_internal(self, module: Module, constructor: Function) -> bool:
        """Return whether a constructor takes an object of a class that is not public: programs cannot call it."""
        given = constructor.args
        for argument in [*given.args, *given.kwonlyargs]:
            for node in ast.walk(argument.annotation) if argument.annotation else ():
                found = self.resolve(module, node.id) if isinstance(node, ast.Name) else None
                if found and isinstance(found[1], ast.ClassDef) and found[1] not in self.public:
                    return True
        return False

    def problem(self, module: Module, line: int, message: str) -> Problem:
        """Return a problem of a module."""
        return Problem(module.path.relative_to(self.root).as_posix(), line, message)


def check(root: Path) -> Iterator[Problem]:
    """Yield the problems of the public docstrings in a checkout."""
    checkout = Checkout(root)
    for found in checkout.public_definitions():
        if isinstance(found, Problem):
            yield found
            continue
        module, node = found
        if isinstance(node, ast.ClassDef):
            yield from _check_class(checkout, module, node)
        else:
            yield from _check_function(checkout, module, node, node.name)


def _check_class(checkout: Checkout, module: Module, node: ast.ClassDef) -> Iterator[Problem]:
    docstring = ast.get_docstring(node)
    if not node.name.startswith("_"):
        yield from _check_summary(checkout, module, node, node.name, docstring, imperative=False)
    methods = [
        method for method in node.body if isinstance(method, FUNCTIONS) and not has_decorator(method, "overload")
    ]
    for method in methods:
        if method.name == "__init__":
            if docstring and node.name not in checkout.exceptions and not checkout.is_internal(module, method):
                yield from _check_sections(checkout, module, method, node.name, docstring)
        elif not method.name.startswith("_") and not has_decorator(method, "setter"):
            yield from _check_function(checkout, module, method, f"{node.name}.{method.name}")
    for base in node.bases:
        found = checkout.resolve(module, ast.unparse(base).partition("[")[0])
        # A public base class is checked by itself.
        if found and found[0].checked and isinstance(found[1], ast.ClassDef) and found[1].name.startswith("_"):
            yield from _check_class(checkout, found[0], found[1])


def _check_function(checkout: Checkout, module: Module, node: Function, name: str) -> Iterator[Problem]:
    docstring = ast.get_docstring(node)
    is_property = has_decorator(node, "property") or has_decorator(node, "cached_property")
    yield from _check_summary(checkout, module, node, name, docstring, imperative=not is_property)
    if docstring:
        yield from _check_sections(checkout, module, node, name, docstring)


def _check_summary(
    checkout: Checkout, module: Module, node: Definition, name: str, docstring: str | None, *, imperative: bool
) -> Iterator[Problem]:
    if not docstring:
        yield checkout.problem(module, node.lineno, f"{name}: missing docstring")
        return
    lines = docstring.splitlines()
    summary = lines[0].strip()
    problems: list[str] = []
    if len(summary) > MAX_SUMMARY:
        problems.append(f"{len(summary)} characters, expected at most {MAX_SUMMARY}")
    if not summary.endswith(".") or (len(lines) > 1 and lines[1].strip()):
        problems.append("expected a complete sentence, then an empty line")
    if re.search(r"(?<!e\.g)(?<!i\.e)[.;] +[A-Z`]", re.sub(r"`[^`]*`", "`x`", summary)):
        problems.append("expected one sentence; move the others to the next paragraph")
    if imperative and not is_imperative(summary):
        problems.append(f"expected an imperative verb, got {summary.split(' ')[0]!r}")
    for problem in problems:
        yield checkout.problem(module, node.lineno, f"{name}: first line of the docstring: {problem}")


def is_imperative(summary: str) -> bool:
    """Return whether the first word of a sentence can be an imperative verb."""
    found = re.match(r"[A-Z][a-z]+\b", summary)
    if not found:
        return False
    word = found[0].lower()
    return bool(IMPERATIVE.fullmatch(word)) or not NOT_IMPERATIVE.fullmatch(word)


def _check_sections(checkout: Checkout, module: Module, node: Function, name: str, docstring: str) -> Iterator[Problem]:
    sections = sections_of(docstring)
    problems: list[str] = []
    parameters = parameters_of(node)
    if "Args" in sections:
        documented = [entry.lstrip("*") for entry in sections["Args"]]
        problems += [f"Args: missing parameter {given!r}" for given in parameters if given not in documented]
        problems += [f"Args: unknown parameter {given!r}" for given in documented if given not in parameters]
        returned = ast.unparse(node.returns) if node.returns else "None"
        is_property = has_decorator(node, "property") or has_decorator(node, "cached_property")
        nothing = returned.strip("'\"") in ("None", "NoReturn", "Never")
        if not (nothing or is_property or {"Returns", "Yields"} & sections.keys()):
            problems.append(f"missing section 'Returns:' (or 'Yields:') for {returned}")
    elif len(parameters) > 1 and not (node.name == "__init__" and "Attributes" in sections):
        problems.append(f"missing section 'Args:' for {', '.join(parameters)}")
    documented = sections.get("Raises", [])
    for error in documented:
        if error not in checkout.exceptions and not is_library_exception(error):
            problems.append(f"Raises: unknown exception {error!r}")
    raised = {error for error in raised_in(node) if error in checkout.exceptions and not hasattr(builtins, error)}
    problems += [f"Raises: missing {error!r}" for error in sorted(raised - {*documented})]
    for problem in problems:
        yield checkout.problem(module, node.lineno, f"{name}: {problem}")


def sections_of(docstring: str) -> dict[str, list[str]]:
    """Return the Google sections of a docstring, each with the names of its entries."""
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in docstring.splitlines():
        heading = re.fullmatch(rf"({'|'.join(SECTIONS)}):", line)
        if heading:
            current = sections.setdefault(heading[1], [])
        elif line and not line.startswith(" "):
            current = None
        elif current is not None:
            entry = re.match(r" {4}(`?\*{0,2}[\w.]+`?(?:, `?\*{0,2}[\w.]+`?)*)(?: \([^)]*\))?:(?:\s|$)", line)
            if entry:
                current.extend(name.strip("`") for name in entry[1].split(", "))
    return sections


def parameters_of(node: Function) -> list[str]:
    """Return the names of the parameters, without the instance or class and without private ones."""
    given = node.args
    names = [argument.arg for argument in [*given.posonlyargs, *given.args]]
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    names += [argument.arg for argument in given.kwonlyargs]
    names += [argument.arg for argument in (given.vararg, given.kwarg) if argument]
    return [name for name in names if not name.startswith("_")]


def raised_in(node: ast.AST) -> Iterator[str]:
    """Yield the names of the exceptions that a body raises itself, without the functions defined in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Raise) and child.exc is not None:
            target = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            yield ast.unparse(target).rpartition(".")[2]
        if not isinstance(child, (*DEFINITIONS, ast.Lambda)):
            yield from raised_in(child)


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements of a module, also those in `if` and `try`."""
    pending: list[ast.stmt] = list(tree.body)
    while pending:
        node = pending.pop(0)
        yield node
        if isinstance(node, (ast.If, ast.Try)):
            pending[:0] = [*node.body, *node.orelse]


def has_decorator(node: ast.AST, name: str) -> bool:
    """Return whether a definition has a decorator, by its last name (`functools.cached_property`, `x.setter`)."""
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(decorator).partition("(")[0].rpartition(".")[2] == name for decorator in decorators)


def is_exception(value: object) -> bool:
    """Return whether a value is an exception class."""
    return isinstance(value, type) and issubclass(value, BaseException)


def is_library_exception(name: str) -> bool:
    """Return whether a dotted name is that of an exception class of an installed library (`asyncio.CancelledError`)."""
    module, _, attribute = name.rpartition(".")
    try:
        return bool(module) and is_exception(getattr(import_module(module), attribute, None))
    except ImportError:
        return False


if __name__ == "__main__":
    sys.exit(run_check("docstrings", __doc__, check))
