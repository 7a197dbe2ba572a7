"""What is made for the wire while another thread is still loading pydantic."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from codex_protocol._wire import to_wire

if TYPE_CHECKING:
    import pytest


def test_pydantic_may_be_half_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    # As another thread sees it that is not the one which loads it.
    monkeypatch.setitem(sys.modules, "pydantic.main", types.ModuleType("pydantic.main"))
    assert to_wire([{"text": "Go."}], "input") == [{"text": "Go."}]
