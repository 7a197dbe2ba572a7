"""docs/reliability.md shows the fault table as it is. UPDATE_FAULT_TABLE=1 writes it anew."""

from __future__ import annotations

import importlib
import os

import pytest

from faults.page import BETWEEN, PAGE, table
from faults.server import FAULTS as PLAYABLE
from faults.table import FAULTS, PLAYED, Fault


def test_the_page_shows_the_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_FAULT_TABLE"):
        text = BETWEEN.sub(lambda _: table(), text)
        PAGE.write_text(text, encoding="utf-8")
    found = BETWEEN.search(text)
    assert found is not None
    assert found[0] == table(), "run: UPDATE_FAULT_TABLE=1 pytest tests/faults/test_page.py"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_row_has_its_test(fault: Fault) -> None:
    module, _, name = fault.proof.partition(".")
    assert callable(getattr(importlib.import_module(f"faults.{module}"), name))


def test_every_fault_that_can_be_played_is_in_the_table() -> None:
    assert {fault.order for fault in PLAYED} == set(PLAYABLE)
