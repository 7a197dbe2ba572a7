"""Keeps the effects of interrupts on the interpreter inside of the test."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _own_exception_state(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test in a generator, which has an exception state of its own.

    An interrupt at the first or the last bytecode of an `except` clause leaves its exception as the one that is being
    handled. All later exceptions of the thread would refer to it as their context.
    """
    item: Any = request.node
    function = item.obj
    if inspect.iscoroutinefunction(function):
        return

    @functools.wraps(function)
    def call(*values: Any, **fields: Any) -> None:
        def run() -> Iterator[None]:
            yield function(*values, **fields)

        next(run())

    monkeypatch.setattr(item, "obj", call)
