"""Tests of the split into the default and the extended run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.extended import case_of, client_of, default_client, is_extended
from support.paths import TESTS

if TYPE_CHECKING:
    from pathlib import Path


class Case:
    """A test as pytest collects it."""

    def __init__(self, place: str, name: str, **params: Any) -> None:
        self.path: Path = TESTS / place
        self.nodeid = f"tests/{place}::{name}"
        self.callspec = type("CallSpec", (), {"params": params})()


def is_in_extended_run(case: Any) -> bool:
    return is_extended(case)


@pytest.mark.parametrize("name", ["test_a", "test_b", "test_c", "test_d"])
def test_each_case_is_in_one_run_with_each_client(name: str) -> None:
    cases = [
        Case("integration/api/test_x.py", f"{name}[value-{flavour}]", flavour=flavour) for flavour in ("sync", "async")
    ]
    assert sorted(map(is_in_extended_run, cases)) == [False, True]


@pytest.mark.parametrize("folder", ["cli", "durable"])
def test_cases_of_split_folders_are_in_one_run(folder: str) -> None:
    cases = [Case(f"integration/{folder}/test_x.py", f"test_{number}") for number in range(20)]
    chosen = [is_in_extended_run(case) for case in cases]
    assert set(chosen) == {True, False}
    assert chosen == [is_in_extended_run(case) for case in cases]
    other = [Case("integration/api/test_x.py", f"test_{number}") for number in range(20)]
    assert not any(map(is_in_extended_run, other))


def test_both_clients_get_cases_of_the_default_run() -> None:
    chosen = {default_client(f"tests/integration/test_x.py::test_{number}[]") for number in range(20)}
    assert chosen == {"sync", "async"}


def test_client_is_that_of_the_flavour_and_not_of_another_parameter() -> None:
    case: Any = Case("integration/test_x.py", "test_a[sync-async]", kind="sync", flavour="async")
    assert client_of(case) == "async"
    assert case_of(case) == "tests/integration/test_x.py::test_a[sync]"
    ambiguous: Any = Case("integration/test_x.py", "test_a[sync-async]", one="sync", two="async")
    assert client_of(ambiguous) is None


@pytest.mark.parametrize(
    ("place", "expected"),
    [("unit/core/test_x.py", False), ("checks/test_x.py", True), ("unit/benchmarks/test_x.py", True)],
)
def test_folder_decides_for_fast_tests_and_for_development_tools(place: str, expected: bool) -> None:
    cases = [Case(place, f"test_a[{flavour}]", flavour=flavour) for flavour in ("sync", "async")]
    assert [is_in_extended_run(case) for case in cases] == [expected, expected]
