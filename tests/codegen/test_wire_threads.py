"""Test the conversion of values while another thread imports pydantic."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from codex_protocol._wire import to_wire

if TYPE_CHECKING:
    import pytest


def test_to_wire_while_pydantic_is_partially_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    # The state seen by a thread other than the importing one.
    monkeypatch.setitem(sys.modules, "pydantic.main", types.ModuleType("pydantic.main"))
    assert to_wire([{"text": "Go."}], "input") == [{"text": "Go."}]
