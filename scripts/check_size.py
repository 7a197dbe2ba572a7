"""Check that no module under src/ is too long, and that no package has too many modules."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from check_report import Problem, python_files, run_check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_LINES = 400
MAX_MODULES = 16
"""Modules of one package, without `__init__.py`, `__main__.py` and the modules of its subpackages."""


def check(root: Path) -> Iterator[Problem]:
    """Yield modules with more than `MAX_LINES` lines and packages with more than `MAX_MODULES` modules."""
    modules: Counter[Path] = Counter()
    for path in python_files(root, "src"):
        shown = path.relative_to(root).as_posix()
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MAX_LINES:
            yield Problem(shown, lines, f"{lines} lines, expected at most {MAX_LINES}: split the module")
        if path.name not in ("__init__.py", "__main__.py"):
            modules[path.parent] += 1
    for folder, count in modules.items():
        if count > MAX_MODULES:
            shown = (folder / "__init__.py").relative_to(root).as_posix()
            yield Problem(shown, 1, f"{count} modules in the package, expected at most {MAX_MODULES}: add a subpackage")


if __name__ == "__main__":
    sys.exit(run_check("size", __doc__, check))
