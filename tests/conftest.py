"""Marks the tests that need the real runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.paths import TESTS

if TYPE_CHECKING:
    from pathlib import Path

NEEDS_RUNTIME = ("integration", "packaging", "faults/test_real.py", "compat/test_conformance.py")
"""Folders and modules whose tests all get the marker `runtime`. Single tests elsewhere have it as a decorator."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if needs_runtime(item.path):
            item.add_marker(pytest.mark.runtime)


def needs_runtime(path: Path) -> bool:
    """Return whether all tests of a module need the runtime."""
    return any(path.is_relative_to(TESTS / place) for place in NEEDS_RUNTIME)
