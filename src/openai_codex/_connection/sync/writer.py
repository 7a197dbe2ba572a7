"""`Writer`: passes the messages of a connection to its transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openai_codex._connection.outbox import Batch, Outbox
    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._transports.base import Transport

RETRY_INTERVAL = 0.02
"""Maximum time that the client thread waits for a runtime that does not read, in seconds. Then it performs the
operations that were posted meanwhile, and tries again."""


class Writer:
    """Writes messages whole and in order. All methods run in the client thread.

    Args:
        transport: Receives the bytes.
        outbox: The messages, which the lock of `thread` protects.
        thread: The client thread.
        failed: Called with the requests that the transport did not accept.
    """

    def __init__(
        self,
        transport: Transport,
        outbox: Outbox,
        thread: ClientThread,
        failed: Callable[[list[PendingRequest[Any]], OSError], None],
    ) -> None:
        self._transport = transport
        self._outbox = outbox
        self._thread = thread
        self._failed = failed
        self._unsent = memoryview(b"")
        self._requests: list[PendingRequest[Any]] = []
        self._scheduled = False
        self._paused = False
        self.keeps_unsent = False
        """Whether messages that the transport does not accept wait for another transport."""

    def pause(self) -> None:
        """Write nothing until `use`, and discard the rest of a message."""
        self._paused = True
        self._unsent = memoryview(b"")

    def use(self, transport: Transport) -> None:
        """Write to another transport."""
        self._transport = transport
        self._paused = False
        self.flush()

    def flush(self) -> None:
        """Write all messages once the operations posted so far are done, which may add others to the same write."""
        if not self._scheduled:
            self._scheduled = True
            self._thread.post(self._flush)

    def _flush(self) -> None:
        self._scheduled = False
        while not self._paused and self._write_rest() and (batch := self._next()).keys:
            self._unsent = memoryview(b"".join(batch.data))
            try:
                written = self._transport.write(self._unsent)
            except OSError as error:
                self._unsent = memoryview(b"")
                if self.keeps_unsent:
                    # The end of the transport follows. These messages were not sent.
                    self._paused = True
                    return
                self._remove(batch)
                self._failed(batch.requests, error)
                continue
            if not written:
                # The messages stay in the outbox, so that those whose caller stops waiting are not sent.
                self._unsent = memoryview(b"")
                self._retry_later()
                return
            self._unsent, self._requests = self._unsent[written:], batch.requests
            self._remove(batch)

    def _write_rest(self) -> bool:
        """Write the rest of the last batch, which must precede the next one. Return whether it is complete."""
        while self._unsent:
            try:
                written = self._transport.write(self._unsent)
            except OSError as error:
                self._unsent = memoryview(b"")
                if self.keeps_unsent:
                    self._paused = True
                    return False
                self._failed(self._requests, error)
                break
            if not written:
                self._retry_later()
                return False
            self._unsent = self._unsent[written:]
        return True

    def _retry_later(self) -> None:
        self._scheduled = True
        self._thread.post(self._retry)

    def _retry(self) -> None:
        # An error of the transport is raised by the next write.
        if not self._paused:
            self._transport.wait_writable(RETRY_INTERVAL)
        self._flush()

    def _next(self) -> Batch:
        with self._thread.lock:
            return self._outbox.next()

    def _remove(self, batch: Batch) -> None:
        with self._thread.lock:
            self._outbox.remove(batch)
