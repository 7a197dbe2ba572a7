"""SIGINT in programs that tests start."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def default_sigint() -> Iterator[None]:
    """Start programs in this block with the default action of SIGINT.

    A program inherits an ignored SIGINT from its parent, and then Python does not install the handler that raises
    KeyboardInterrupt. Shells start background jobs (`nohup make test &`) with SIGINT ignored. A handler, in contrast,
    is reset to the default action when a process executes a program (see signal(7)).

    Call this in the main thread.
    """
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        # None is a handler that was not installed from Python.
        signal.signal(signal.SIGINT, signal.SIG_DFL if previous is None else previous)
