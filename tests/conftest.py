"""Marks the tests of the real runtime and of the extended run, and sets the signals and logs of all tests."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from support.extended import mark_extended
from support.paths import TESTS
from support.signals import default_sigint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDS_RUNTIME = ("integration", "packaging", "faults/test_real.py", "compat/test_conformance.py")
"""Folders and modules whose tests all get the marker `runtime`. Single tests elsewhere have it as a decorator."""


@pytest.fixture(autouse=True, scope="session")
def _default_sigint() -> Iterator[None]:
    """Run all tests with the default action of SIGINT, also if the shell that started pytest ignores it."""
    with default_sigint():
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_reports_of_slow_callbacks() -> Iterator[None]:
    """Drop a warning of asyncio that development mode adds to the log of a test if the machine is busy."""

    def keep(record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Executing %s took")

    logger = logging.getLogger("asyncio")
    logger.addFilter(keep)
    yield
    logger.removeFilter(keep)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "durable_soak" not in config.option.markexpr:
        # Not with an option in pyproject.toml, which each -m would replace.
        long = [item for item in items if item.get_closest_marker("durable_soak")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)
    for item in items:
        if needs_runtime(item.path):
            item.add_marker(pytest.mark.runtime)
    mark_extended(items)


def needs_runtime(path: Path) -> bool:
    """Return whether all tests of a module need the runtime."""
    return any(path.is_relative_to(TESTS / place) for place in NEEDS_RUNTIME)
