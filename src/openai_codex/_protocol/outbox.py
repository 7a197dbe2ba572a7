"""Messages that the connection has not started to write, in order."""

from __future__ import annotations

from typing import Any

from openai_codex._protocol.pending_requests import PendingRequest

MAX_BATCH_BYTES = 64 * 1024
"""Maximum size of the messages that one write combines, in bytes. A longer message is written alone.

Bytes that were passed to the transport cannot be withdrawn, so a batch is not larger than a pipe.
"""


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
        """Append a message that is no request."""
        self._messages[object()] = data

    def discard(self, pending: PendingRequest[Any]) -> None:
        """Remove a request if it is still here."""
        self._messages.pop(pending, None)

    def take(self) -> tuple[bytes, list[PendingRequest[Any]]]:
        """Remove messages for the next write; return their bytes, and the requests among them.

        The bytes are empty if there is no message.
        """
        data: list[bytes] = []
        requests: list[PendingRequest[Any]] = []
        size = 0
        for key, message in list(self._messages.items()):
            encoded = message.data if isinstance(message, PendingRequest) else message
            if data and size + len(encoded) > MAX_BATCH_BYTES:
                break
            del self._messages[key]
            if isinstance(message, PendingRequest):
                message.written = True
                # The request may wait long for its response, and its message may be large.
                message.data = b""
                requests.append(message)
            data.append(encoded)
            size += len(encoded)
        return b"".join(data), requests

    def clear(self) -> None:
        """Remove all messages."""
        self._messages.clear()

    def __len__(self) -> int:
        return len(self._messages)
