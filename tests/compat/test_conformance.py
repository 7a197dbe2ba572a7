"""The client supports the features listed on the compatibility page with three published runtimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codex_codegen.sources.published import runtime
from codex_protocol._version import RUNTIME_VERSION
from compat.check import attempt
from compat.conformance import CAPABILITIES
from compat.matrix import PAGE, read_page
from compat.versions import NEWEST, TESTED

if TYPE_CHECKING:
    from pathlib import Path


def table() -> dict[str, dict[str, bool]]:
    return read_page(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(params=TESTED)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def program(version: str) -> Path:
    """Return the program of a version; the first caller downloads it."""
    return runtime(version)


def test_page_lists_tested_features() -> None:
    """A new capability or version appears on the page only after `make compat`."""
    assert NEWEST == RUNTIME_VERSION
    found = table()
    assert set(TESTED) <= set(found)
    assert {tuple(row) for row in found.values()} == {tuple(CAPABILITIES)}
    # Every capability works with the runtime that the client is generated from.
    assert all(found[NEWEST].values())


# Exclude the download, which has its own timeout.
@pytest.mark.timeout(60, func_only=True)
@pytest.mark.parametrize("capability", CAPABILITIES)
def test_runtime_supports_listed_features(version: str, program: Path, capability: str) -> None:
    outcome = attempt(program, capability)
    assert outcome.passed is table()[version][capability], outcome.reason or "it works: run `make compat`"
