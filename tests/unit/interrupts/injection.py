"""Interrupts at a chosen bytecode of the client: what a signal handler does, at every place where it can happen."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import codex_protocol
import openai_codex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

ROOTS = tuple(str(Path(str(package.__file__)).parent) for package in (openai_codex, codex_protocol))

STRIDE = int(os.environ.get("INTERRUPT_STRIDE", "23"))
"""Distance of the bytecodes at which a test interrupts. 1 tests all of them."""

INTERRUPTS = int(os.environ.get("INTERRUPT_COUNT", "150"))
"""Minimum number of interrupts of one piece of code."""


class Interrupt(KeyboardInterrupt):
    """Raised in place of a signal handler."""


class Injection:
    """Calls `handler` before the `position`-th bytecode of the client that the calling thread executes.

    Only the first call of the handler happens: an exception in a trace function ends the tracing.
    """

    def __init__(self, position: int, handler: Callable[[], None]) -> None:
        self.executed = 0
        """Number of bytecodes of the client that were executed."""
        self.fired = False
        self._position = position
        self._handler = handler

    def run(self, function: Callable[[], Any]) -> Any:
        """Call a function with the injection."""
        before = sys.gettrace()
        sys.settrace(self._trace)
        try:
            return function()
        finally:
            sys.settrace(before)

    def _trace(self, frame: FrameType, event: str, value: Any) -> Any:
        # Python discards an exception in a `__del__` method.
        if not frame.f_code.co_filename.startswith(ROOTS) or frame.f_code.co_name == "__del__":
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self._trace_opcode

    def _trace_opcode(self, frame: FrameType, event: str, value: Any) -> Any:
        if event == "opcode":
            self.executed += 1
            if self.executed == self._position:
                self.fired = True
                self._handler()
        return self._trace_opcode


class Sweep:
    """Positions at which a test interrupts a piece of code, in several passes over its bytecodes.

    A pass takes every `STRIDE`-th bytecode, each pass from another one on. The loop over the positions must call
    `end_pass` at a position after the end of the code. After `INTERRUPTS` positions, the end of the pass ends the loop.
    """

    def __init__(self) -> None:
        self.count = 0
        """Number of positions before the end of the code."""
        self.longest = 0
        """The highest position."""
        self._ended = False

    def __iter__(self) -> Iterator[int]:
        first = 0
        while self.count < INTERRUPTS:
            position = first + 1
            first = (first + 1) % STRIDE
            while True:
                yield position
                if self._ended:
                    self._ended = False
                    break
                self.count += 1
                self.longest = max(self.longest, position)
                position += STRIDE

    def end_pass(self) -> None:
        """Record that the last position is after the end of the code."""
        self._ended = True


def raise_interrupt() -> None:
    """Raise the exception of a signal handler."""
    raise Interrupt


def interrupted(function: Callable[[], Any], position: int) -> bool:
    """Call a function, and interrupt it before a bytecode. Return False if it had ended before."""
    injection = Injection(position, raise_interrupt)
    try:
        injection.run(function)
    except Interrupt:
        assert injection.fired
    return injection.fired


def count(function: Callable[[], Any]) -> int:
    """Return the number of bytecodes of the client that a function executes."""
    injection = Injection(0, raise_interrupt)
    injection.run(function)
    return injection.executed
