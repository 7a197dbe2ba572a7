"""Messages that the connection has not started to write, in order."""

from __future__ import annotations

from typing import Any, NamedTuple

from openai_codex._protocol.pending_requests import PendingRequest

MAX_BATCH_BYTES = 64 * 1024
"""Maximum size of the messages that one write combines, in bytes. A longer message is written alone.

Bytes that were passed to the transport cannot be withdrawn, so a batch is not larger than a pipe.
"""


class Batch(NamedTuple):
    """Messages that one write combines."""

    keys: list[object]
    data: list[bytes]
    requests: list[PendingRequest[Any]]
    """The requests among the messages."""


class Outbox:
    """The queue between the session and the transport. Not thread-safe: the owner locks.

    A request whose caller stops waiting before the write has started is removed. Otherwise, the requests that time out
    while the runtime does not read would accumulate, and be sent later.
    """

    def __init__(self) -> None:
        self._messages: dict[object, PendingRequest[Any] | bytes] = {}

    def add(self, *requests: PendingRequest[Any]) -> None:
        """Append requests."""
        for pending in requests:
            self._messages[pending] = pending

    def add_message(self, data: bytes) -> None:
        """Append a response or a notification."""
        self._messages[object()] = data

    def discard(self, pending: PendingRequest[Any]) -> None:
        """Remove a request if it is still here."""
        if self._messages.pop(pending, None) is not None:
            pending.data = b""

    def next(self) -> Batch:
        """Return the messages for the next write, without removing them. The batch is empty without a message."""
        batch = Batch([], [], [])
        size = 0
        for key, message in self._messages.items():
            encoded = message.data if isinstance(message, PendingRequest) else message
            if batch.data and size + len(encoded) > MAX_BATCH_BYTES:
                break
            batch.keys.append(key)
            batch.data.append(encoded)
            if isinstance(message, PendingRequest):
                batch.requests.append(message)
            size += len(encoded)
        return batch

    def remove(self, batch: Batch) -> None:
        """Remove messages whose write has started."""
        for key in batch.keys:
            # The connection may have ended meanwhile.
            self._messages.pop(key, None)
        for pending in batch.requests:
            pending.written = True
            # The request may wait long for its response, and its message may be large.
            pending.data = b""

    def clear(self) -> None:
        """Remove all messages."""
        self._messages.clear()

    def __len__(self) -> int:
        return len(self._messages)
