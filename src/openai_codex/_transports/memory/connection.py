"""The state of an in-memory connection, between the transport of the client and its peer."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex._transports.base import CloseReason
from openai_codex._transports.memory.peer import MemoryPeer
from openai_codex._transports.stdio.stderr_tail import StderrTail
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger("openai_codex")

CAPACITY = 64 * 1024
"""Number of bytes that a peer which does not read buffers before it accepts no more, as in a pipe of Linux."""


class Inbox(Protocol):
    """The client's end of a connection."""

    def deliver(self, data: bytes) -> None:
        """Pass a chunk to the receiver."""
        ...

    def end(self) -> None:
        """Pass the end of the connection to the receiver."""
        ...

    def emptied(self) -> None:
        """Process that the peer has read."""
        ...


class MemoryConnection:
    """One connection. Any thread may call its methods."""

    def __init__(self, inbox: Inbox) -> None:
        self.peer = MemoryPeer(self)
        self.stderr = StderrTail()
        self.exit_code: int | None = None
        self.ended = False
        self._failure: str | None = None
        self._inbox = inbox
        self._changed = threading.Condition()
        # Reentrant, because a callback may end the connection.
        self._reading_lock = threading.RLock()
        self._unread: list[bytes] = []
        self._unread_size = 0
        self._line = b""
        """The start of a line whose end is not read yet."""
        self._paused = False
        self._input_closed = False

    # For the transports

    def put(self, data: bytes) -> None:
        """Add a write of the client, and read it unless reading is paused.

        Raises `BrokenPipeError`.
        """
        with self._changed:
            self.check_open()
            self._unread.append(data)
            self._unread_size += len(data)
        self._read()

    @property
    def full(self) -> bool:
        """Whether the buffer of an open connection has no room."""
        with self._changed:
            return self._unread_size > CAPACITY and not (self._input_closed or self.ended)

    def wait_read(self, timeout: float) -> None:
        """Wait until the buffer has room or the connection has ended, for at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._unread_size <= CAPACITY or self._input_closed or self.ended, timeout)

    def check_open(self) -> None:
        """Raise `BrokenPipeError` if the client can no longer write."""
        if self._input_closed or self.ended:
            raise BrokenPipeError("the in-memory connection is closed")

    def close(self) -> None:
        """End the connection on behalf of the client. Idempotent."""
        self._end(self.exit_code)

    def close_reason(self) -> CloseReason:
        """Return the reason that the client reports."""
        code = self.exit_code
        description = "the runtime closed its output" if code is None else f"the runtime exited with code {code}"
        return CloseReason(self._failure or description, code, self.stderr.lines())

    # For the peer

    def deliver(self, data: bytes) -> None:
        """Pass a chunk of the peer to the client, unless the connection has ended."""
        if not self.ended:
            self._inbox.deliver(data)

    def pause(self) -> None:
        """Stop reading."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Read the unread writes, and each write from now on."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()
        self._read()
        self._inbox.emptied()

    def close_input(self) -> None:
        """Reject the writes of the client."""
        with self._changed:
            self._input_closed = True
            self._changed.notify_all()

    def exit(self, code: int | None) -> None:
        """End the connection on behalf of the peer. Idempotent."""
        if self._end(code):
            self._inbox.end()

    def _end(self, code: int | None) -> bool:
        with self._changed:
            if self.ended:
                return False
            self.ended = True
            self.exit_code = code
            self._changed.notify_all()
        if (on_close := self.peer.on_close) is not None:
            self._call("on_close", on_close)
        return True

    def _read(self) -> None:
        # Two locks: a callback may send and pause, but no other thread may overtake it with a later write.
        with self._reading_lock:
            while True:
                with self._changed:
                    if self._paused or not self._unread:
                        return
                    data = self._unread.pop(0)
                    self._unread_size -= len(data)
                    self._changed.notify_all()
                self._receive(data)

    def _receive(self, data: bytes) -> None:
        if (on_data := self.peer.on_data) is not None:
            self._call("on_data", on_data, data)
        if (on_message := self.peer.on_message) is not None:
            *lines, self._line = (self._line + data).split(b"\n")
            for line in lines:
                self._call("on_message", on_message, json.loads(line))

    def _call(self, name: str, callback: Callable[..., object], *values: Any) -> None:
        try:
            check_result(name, callback(*values))
        except Exception as error:
            logger.exception("the callback %s of an in-memory runtime failed", name)
            if not self.ended:
                self._failure = f"the callback {name} of the in-memory runtime raised {type(error).__name__}: {error}"
            self.exit(None)


def check_result(name: str, result: object) -> None:
    """Raise `InputError` if a callback has returned a coroutine, which the client does not await.

    Args:
        name: Name of the callback.
        result: The value that it has returned.
    """
    if hasattr(result, "__await__"):
        if (close := getattr(result, "close", None)) is not None:
            # Without a warning of Python that the coroutine was not awaited.
            close()
        raise InputError(name, "expected a function, got a coroutine function; start a task in a function instead")
