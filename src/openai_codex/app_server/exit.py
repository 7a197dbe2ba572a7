"""End the servers that were not closed when the interpreter exits."""

from __future__ import annotations

import atexit
import contextlib
import weakref
from typing import TYPE_CHECKING

# Its handler must be registered before the one below, because handlers run in reverse order.
from openai_codex._transports.stdio import process as process

if TYPE_CHECKING:
    from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport
    from openai_codex._transports.stdio.threaded_process import StdioTransport

_started: weakref.WeakSet[StdioTransport | AsyncStdioTransport] = weakref.WeakSet()


def terminate_at_exit(transport: StdioTransport | AsyncStdioTransport) -> None:
    """Send SIGTERM to a server when the interpreter exits, unless it has ended before.

    A runtime that listens does not exit when its stdin is closed. `process` waits for it, and kills it if necessary.
    """
    _started.add(transport)


@atexit.register
def _terminate_all() -> None:
    for transport in list(_started):
        # The others are terminated nevertheless.
        with contextlib.suppress(Exception):
            transport.terminate()
