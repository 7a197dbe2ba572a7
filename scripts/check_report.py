"""Print the problems that a check found, and return its exit code."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, order=True)
class Problem:
    """A place in a file, and the rule that the place breaks."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Yield the Python files below folders of a checkout, sorted, without hidden and cache folders."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(root).parts):
                yield path


def module_name(path: Path, source: Path) -> str:
    """Return the dotted name of a module file below a source folder."""
    parts = list(path.relative_to(source).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def run_check(name: str, description: str, check: Callable[[Path], Iterable[Problem]]) -> int:
    """Run a check from the command line.

    Args:
        name: the subject in the last line of the output, as in "wording: 3 problems".
        description: the help text of the command.
        check: returns the problems in the checkout at a path.

    Returns:
        The exit code: 1 if there are problems, 0 otherwise.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout; the one of this script by default")
    problems = sorted(set(check(parser.parse_args().root.resolve())))
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problems" if problems else f"{name}: ok")
    return 1 if problems else 0
